#!/usr/bin/env python3
"""Make the pages of this folder again: the first lines of golden texts, drawn as scans and read with Tesseract.

Needs what tests/golden/make.py needs.

    python3 tests/documents/make.py

Tesseract writes text, hOCR, ALTO and its table. PAGE XML, which this version does not write, is made
here from the table.
"""
import os
import pathlib
import random
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "golden"))
import make  # noqa: E402

LINES = 12
# PAGE XML must say when it was made; always the same day, so that the same page is made again.
DAY = "2026-11-20T00:00:00"
# name: language, how Tesseract looks for blocks
PAGES = {"thong-bao-doi-thoai": ("vie", "3"), "cong-van-cuoc-thi": ("eng", "6")}
OUTPUTS = {"txt": "txt", "hocr": "hocr", "xml": "alto.xml", "tsv": "tsv"}


def scan(name, language):
    family, dpi, points, readings = make.PAGES[name]
    lines = (make.HERE / "truth" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    seed, wear = readings[language]
    rng = random.Random(seed)
    return make.wear_out(make.draw("\n".join(lines[:LINES]), family, dpi, points, rng), dpi, wear, rng), dpi


def equiv(text, indent):
    return f"{indent}<TextEquiv><Unicode>{escape(text)}</Unicode></TextEquiv>\n"


def coords(row, indent):
    left, top, width, height = map(int, row[6:10])
    right, bottom = left + width, top + height
    return f'{indent}<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>\n'


def page(tsv, image):
    """PAGE XML with the text of every paragraph, line and word of Tesseract's table."""
    rows = [row.split("\t") for row in tsv.splitlines()[1:]]
    out = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">\n',
        f"\t<Metadata><Creator>vietmend</Creator><Created>{DAY}</Created><LastChange>{DAY}</LastChange></Metadata>\n",
        f'\t<Page imageFilename="{image}" imageWidth="{rows[0][8]}" imageHeight="{rows[0][9]}">\n',
    ]
    for at, row in enumerate(rows):
        key, level = "_".join(row[1:6]), int(row[0])
        inside = rows[at + 1 :]
        inside = inside[: next((i for i, other in enumerate(inside) if int(other[0]) <= level), len(inside))]
        if level == 3:
            out.append(f'\t\t<TextRegion id="region_{key}">\n' + coords(row, "\t\t\t"))
            region = []
            left = len(inside)
        elif level == 4:
            out.append(f'\t\t\t<TextLine id="line_{key}">\n' + coords(row, "\t\t\t\t"))
            line = []
            words = len(inside)
        elif level == 5:
            out.append(f'\t\t\t\t<Word id="word_{key}">\n' + coords(row, "\t\t\t\t\t"))
            out.append(equiv(row[11], "\t\t\t\t\t") + "\t\t\t\t</Word>\n")
            line.append(row[11])
            words -= 1
            if not words:
                region.append(" ".join(line))
                out.append(equiv(region[-1], "\t\t\t\t") + "\t\t\t</TextLine>\n")
        if level > 3:
            left -= 1
            if not left:
                out.append(equiv("\n".join(region), "\t\t\t") + "\t\t</TextRegion>\n")
    return "".join(out) + "\t</Page>\n</PcGts>\n"


def main():
    for name, (language, mode) in PAGES.items():
        image, dpi = scan(name, language)
        with tempfile.TemporaryDirectory() as folder:
            image.save(f"{folder}/{name}.png", dpi=(dpi, dpi))
            command = ["tesseract", f"{name}.png", name, "-l", language, "--psm", mode, "txt", "hocr", "alto", "tsv"]
            subprocess.run(command, cwd=folder, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
            for made, kept in OUTPUTS.items():
                text = pathlib.Path(folder, f"{name}.{made}").read_text(encoding="utf-8").replace("\f", "")
                (HERE / f"{name}.{kept}").write_text(text, encoding="utf-8")
        tsv = (HERE / f"{name}.tsv").read_text(encoding="utf-8")
        (HERE / f"{name}.page.xml").write_text(page(tsv, f"{name}.png"), encoding="utf-8")


if __name__ == "__main__":
    main()
