#!/usr/bin/env python3
"""Make the golden OCR texts again: draw each truth/NAME.txt as a scanned page and read it with Tesseract.

Debian:  apt-get install tesseract-ocr tesseract-ocr-eng tesseract-ocr-vie tesseract-ocr-fra \
                         fonts-croscore fonts-liberation2 fonts-freefont-ttf fonts-noto-core
Python:  pip install pillow numpy

    python3 tests/golden/make.py            # everything
    python3 tests/golden/make.py NAME...    # some pages only

Every page has its own seeds below, so that the same versions of the fonts, Pillow, NumPy and
Tesseract give the same files. The lines of a truth file are the lines of the page. The two columns
of a letterhead or of a signature block stand merged on one line, as Tesseract reads them.
"""
import io
import os
import pathlib
import random
import re
import subprocess
import sys
import unicodedata

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = pathlib.Path(__file__).resolve().parent
FONT_DIR = pathlib.Path("/usr/share/fonts/truetype")
FONTS = {  # regular, bold
    "tinos": ("croscore/Tinos-Regular.ttf", "croscore/Tinos-Bold.ttf"),
    "arimo": ("croscore/Arimo-Regular.ttf", "croscore/Arimo-Bold.ttf"),
    "liberation": ("liberation2/LiberationSerif-Regular.ttf", "liberation2/LiberationSerif-Bold.ttf"),
    "freeserif": ("freefont/FreeSerif.ttf", "freefont/FreeSerifBold.ttf"),
    "notoserif": ("noto/NotoSerif-Regular.ttf", "noto/NotoSerif-Bold.ttf"),
}
# name: font, dots per inch, point size, {Tesseract language: (seed, wear)}
PAGES = {
    "bao-cao-chin-thang": ("arimo", 150, 12, {"eng": (11, 0.9), "vie": (12, 1.15)}),
    "ben-do-lang-cu": ("tinos", 200, 13, {"eng": (21, 0.5), "vie": (22, 1.05), "fra": (23, 0.4)}),
    "cong-dien-ung-pho-bao": ("tinos", 150, 13, {"eng": (31, 0.7), "vie": (32, 1.0)}),
    "cong-van-cuoc-thi": ("liberation", 150, 13, {"eng": (41, 0.4), "vie": (42, 1.0), "fra": (43, 0.4)}),
    "ke-hoach-xoa-diem-rac": ("tinos", 150, 14, {"eng": (51, 0.4), "vie": (52, 1.0)}),
    "quyet-dinh-to-cong-nghe": ("freeserif", 150, 13, {"eng": (61, 0.5), "vie": (62, 1.2)}),
    "thong-bao-doi-thoai": ("notoserif", 150, 12, {"eng": (71, 0.4), "vie": (72, 1.1)}),
    "to-trinh-sua-kenh": ("tinos", 200, 12, {"eng": (81, 0.8), "vie": (82, 1.0)}),
}
# What stands in the right-hand column of a merged line, and the left-hand part before a name or a date.
RIGHT = re.compile(r"(.+?) (CỘNG H(?:ÒA|OÀ) .*|Độc lập - .*|(?:TM|KT)\. .*|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC))")
LEFT = re.compile(r"(Số: \S+|- Lưu: [^.]+\.) (.+)")


def draw(text, family, dpi, points, rng):
    """The page as a grey image: upper-case lines and "Về việc" centred in bold, columns set apart."""
    size = points * dpi // 72
    regular, bold = (ImageFont.truetype(FONT_DIR / f, size) for f in FONTS[family])
    margin, pitch, ink = int(0.8 * dpi), int(size * rng.uniform(1.3, 1.6)), rng.randint(0, 60)
    rows = []  # (left, right, font, centred)
    for line in text.splitlines():
        columns = RIGHT.fullmatch(line) or LEFT.fullmatch(line)
        if columns:
            rows.append((columns[1], columns[2], bold if columns[2].isupper() else regular, False))
        elif line.isupper() or line.startswith("Về việc"):
            rows.append((line, "", bold, True))
        else:
            rows.append((line, "", regular, False))
    width = 2 * margin + int(max(f.getlength(f"{a}  {b}") for a, b, f, _ in rows))
    image = Image.new("L", (width, 2 * margin + pitch * len(rows)), 255)
    pen = ImageDraw.Draw(image)
    for i, (left, right, font, centred) in enumerate(rows):
        y = margin + i * pitch
        x = (width - font.getlength(left)) / 2 if centred else margin
        pen.text((x, y), left, font=font, fill=ink)
        pen.text((width - margin - font.getlength(right), y), right, font=font, fill=ink)
    return image


def wear_out(image, dpi, wear, rng):
    """Turn, blur, speckle and compress the page; wear goes from 0 (as printed) to about 2 (hardly legible)."""
    noise = np.random.RandomState(rng.randrange(2**31))
    image = image.rotate(rng.uniform(-0.5, 0.5), fillcolor=255, resample=Image.BICUBIC)
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.9, 1.2) * wear * dpi / 200))
    grey = np.asarray(image).astype(float) * rng.randint(215, 250) / 255
    grey += noise.normal(0, rng.uniform(14, 22) * wear, grey.shape)
    image = Image.fromarray(grey.clip(0, 255).astype("uint8"))
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=rng.randint(40, 75))
    return Image.open(jpeg)


def read(image, dpi, language):
    png = io.BytesIO()
    image.save(png, "PNG", dpi=(dpi, dpi))
    command = ["tesseract", "-", "-", "-l", language, "--psm", "6"]
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    run = subprocess.run(command, input=png.getvalue(), capture_output=True, check=True, env=env)
    return run.stdout.decode("utf-8").replace("\f", "")


def strip_marks(text):
    text = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in text if not unicodedata.combining(c))


def write(folder, name, text):
    path = HERE / folder / f"{name}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main(names):
    for name in names or PAGES:
        family, dpi, points, readings = PAGES[name]
        truth = (HERE / "truth" / f"{name}.txt").read_text(encoding="utf-8")
        write("bare", name, strip_marks(truth))
        for language, (seed, wear) in readings.items():
            rng = random.Random(seed)
            image = wear_out(draw(truth, family, dpi, points, rng), dpi, wear, rng)
            write(language, name, read(image, dpi, language))


if __name__ == "__main__":
    main(sys.argv[1:])
