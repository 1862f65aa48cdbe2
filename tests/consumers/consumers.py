#!/usr/bin/env python3
"""Tests that other programs take the documents that vietmend has mended, and find the mended words in them.

    python3 -m venv target/consumers
    target/consumers/bin/pip install -r tests/consumers/requirements.txt
    target/consumers/bin/pip install --no-deps ocrd-validators==2.67.1
    target/consumers/bin/pip download --no-deps --no-binary pdfalto -d target/consumers pdfalto==0.6.3
    cargo build --release
    target/consumers/bin/python tests/consumers/consumers.py target/release/vietmend

hOCR goes through hocr-tools (check, lines, word frequencies, PDF) and the PDF writer of OCRmyPDF, ALTO through
alto-tools; ALTO and PAGE XML are validated against their schemas, which the packages pdfalto and ocrd-validators
carry. Every page has words that were respelt, joined and divided.
"""

import csv
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

from lxml import etree
from ocrmypdf.hocrtransform import HocrTransform
from pdfminer.high_level import extract_text
from PIL import Image

FIXTURES = Path(__file__).parent.parent / "documents"
# Of each page what is always to be joined and what divided, and how it was read.
PAGES = {
    "cong-van-cuoc-thi": {"XA TAN": "XÃTÂN", "hung": "hưởng ứng"},
    "thong-bao-doi-thoai": {"PHƯỜNG BÌNH": "PHƯỜNGBÌNH", "THÔNG": "THÔ NG"},
}
ALTO = "{http://www.loc.gov/standards/alto/ns-v3#}"
PAGE = "{http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15}"


def run(*command):
    """What a command says, which must succeed."""
    command = [str(part) for part in command]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, (command, done.stdout)
    return done.stdout


def tool(name, *arguments):
    """Runs a program of this environment."""
    return run(sys.executable, Path(sys.executable).parent / name, *arguments)


def schema(source, imported):
    """A schema whose imports are read from a file, as nothing is fetched."""
    tree = etree.parse(source)
    for element in tree.iter("{*}import"):
        element.set("schemaLocation", str(imported))
    return etree.XMLSchema(tree)


class Consumers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        rules = cls.folder / "rules.tsv"
        always = {seen: meant for rules in PAGES.values() for seen, meant in rules.items()}
        rules.write_text("".join(f"{seen}\t{meant}\talways\n" for seen, meant in always.items()))
        cls.mended = cls.folder / "out"
        run(VIETMEND, "repair", FIXTURES, "-o", cls.mended, "--include", "cong-*", "--include", "thong-*",
            "--rules", rules, "--quiet")
        schemas = {path.name: path.locate() for path in importlib.metadata.files("ocrd-validators")}
        cls.page_schema = etree.XMLSchema(etree.parse(str(schemas["page.xsd"])))
        with tarfile.open(next(Path(sys.prefix).glob("pdfalto-*.tar.gz"))) as archive:
            name = next(name for name in archive.getnames() if name.endswith("/schema/alto.xsd"))
            cls.alto_schema = schema(archive.extractfile(name), schemas["xlink.xsd"])

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def words(self, page):
        """The words that every format must read as: those of the mended text."""
        return (self.mended / f"{page}.txt").read_text().split()

    def test_words_were_respelt_joined_and_divided(self):
        for page, rules in PAGES.items():
            before, after = (FIXTURES / f"{page}.txt").read_text().split(), self.words(page)
            self.assertTrue(set(after) - set(before) - set(" ".join(rules.values()).split()))
            for meant in rules.values():
                self.assertIn(f" {meant} ", " ".join(after))
                self.assertNotIn(f" {meant} ", " ".join(before))

    def test_hocr_tools_read_hocr(self):
        for page in PAGES:
            path = self.mended / f"{page}.hocr"
            checked = tool("hocr-check", path).splitlines()
            self.assertGreater(len(checked), 10)
            self.assertEqual([line for line in checked if not line.startswith("ok ")], [])
            self.assertEqual(tool("hocr-lines", path).split(), self.words(page))
            parts = re.findall(r"\w+", " ".join(self.words(page)))
            for line in tool("hocr-wordfreq", path).splitlines():
                count, word = line.split()
                self.assertEqual(parts.count(word), int(count), word)

    def image(self, page):
        """A white sheet as large as the page."""
        box = etree.parse(self.mended / f"{page}.hocr").find(".//{*}div[@class='ocr_page']").get("title")
        width, height = map(int, box.split("bbox ")[1].split(";")[0].split()[2:])
        return Image.new("L", (width, height), 255)

    def test_pdfs_are_made_of_hocr(self):
        for page in PAGES:
            folder = self.folder / page
            folder.mkdir()
            shutil.copy(self.mended / f"{page}.hocr", folder)
            self.image(page).save(folder / f"{page}.jpg", dpi=(150, 150))
            tool("hocr-pdf", "--savefile", folder / "tools.pdf", folder)
            transform = HocrTransform(hocr_filename=folder / f"{page}.hocr", dpi=150)
            transform.to_pdf(out_filename=folder / "ocrmypdf.pdf", image_filename=folder / f"{page}.jpg")
            for name in ("tools.pdf", "ocrmypdf.pdf"):
                found = "".join(extract_text(folder / name).split())
                lacking = [word for word in self.words(page) if word not in found]
                self.assertEqual(lacking, [], name)

    def test_alto_is_valid_and_read(self):
        for page in PAGES:
            path = self.mended / f"{page}.alto.xml"
            self.alto_schema.assertValid(etree.parse(path))
            self.assertEqual(tool("alto-tools", "-t", path).split(), self.words(page))

    def test_page_is_valid_and_reads_alike_at_every_level(self):
        for page in PAGES:
            tree = etree.parse(self.mended / f"{page}.page.xml")
            self.page_schema.assertValid(tree)
            for level in ("Word", "TextLine", "TextRegion"):
                found = tree.iterfind(f".//{PAGE}{level}/{PAGE}TextEquiv/{PAGE}Unicode")
                self.assertEqual(" ".join(text.text for text in found).split(), self.words(page), level)

    def test_tables_are_numbered_through(self):
        for page in PAGES:
            with open(self.mended / f"{page}.tsv", newline="") as file:
                rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
            words = [row for row in rows if row["level"] == "5"]
            self.assertEqual([row["text"] for row in words if row["text"].strip()], self.words(page))
            lines = {}
            for row in words:
                place = tuple(row[name] for name in ("page_num", "block_num", "par_num", "line_num"))
                lines.setdefault(place, []).append(int(row["word_num"]))
                self.assertTrue(all(int(row[name]) >= 0 for name in ("left", "top", "width", "height")), row)
            for numbers in lines.values():
                self.assertEqual(numbers, list(range(1, len(numbers) + 1)))

    def test_the_schemas_refuse_what_is_wrong(self):
        tree = etree.parse(self.mended / "cong-van-cuoc-thi.alto.xml")
        first, second, *_ = tree.iter(f"{ALTO}String")
        second.set("ID", first.get("ID"))
        self.assertFalse(self.alto_schema.validate(tree))
        tree = etree.parse(self.mended / "cong-van-cuoc-thi.page.xml")
        next(tree.iter(f"{PAGE}Coords")).set("points", "1 2")
        self.assertFalse(self.page_schema.validate(tree))


if __name__ == "__main__":
    VIETMEND = str(Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
