#!/usr/bin/env python3
"""Make the HTML, Markdown, Word documents and PDFs of this folder again, from its texts. Needs nothing but Python.

    python3 tests/documents/dress.py

Each gives the words of the text in its order. Words are cut by marks of emphasis, as word processors
cut them, and there is text beside that is not to be read: code, scripts, fields, deleted words.
"""
import io
import pathlib
import re
import zipfile
import zlib
from xml.sax.saxutils import escape

PDF = "thong-bao-doi-thoai"
HERE = pathlib.Path(__file__).resolve().parent
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def paragraphs(text):
    return [part.split("\n") for part in re.split(r"\n{2,}", text.strip())]


def cut(line, seventh):
    """The words of a line; of every seventh one the first letter, of every ninth the whole, is set apart."""
    for at, word in enumerate(line.split(" ")):
        yield word, 1 if at % 7 == seventh else len(word) if at % 9 == 4 else 0


def html(text):
    def mark(word, apart):
        return (f"<b>{escape(word[:apart])}</b>" if apart else "") + escape(word[apart:])

    parts = []
    for at, part in enumerate(paragraphs(text)):
        lines = [" ".join(mark(*word) for word in cut(line, at % 7)) for line in part]
        parts.append('<p class="doan" title="chua doc ky">' + "<br>\n".join(lines) + "</p>\n")
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n<style>p { color: black } /* chu den */</style>\n'
        "<script>if (1 < 2) document.title = 'thu hien';</script>\n</head>\n<body>\n<!-- thu hien -->\n"
        f"{''.join(parts)}<pre>quet --trang 1 > thu-hien.txt</pre>\n</body>\n</html>\n"
    )


def markdown(text):
    def mark(word, apart):
        plain = re.sub(r"([\\`*_\[\]<>&#|~])", r"\\\1", word)
        if apart == len(word) > 1 and word.isalnum():
            return f"**{plain}**"
        return plain

    parts = []
    for at, part in enumerate(paragraphs(text)):
        lines = [" ".join(mark(*word) for word in cut(line, at % 7)) for line in part]
        lines = [re.sub(r"^(-|\d+(?=\.))( ?)", lambda it: "\\-" + it[2] if it[1] == "-" else it[1] + "\\", line) for line in lines]
        parts.append("\n".join(lines) + "\n\n")
    return (
        "---\nloai: thu hien\n---\n\n" + "".join(parts) + "```sh\nquet --trang 1 > thu-hien.txt\n```\n\n"
        "<div title='thu hien'></div>\n\n[thu hien]: https://thu-hien.example\n"
    )


def runs(line, seventh):
    def run(text, bold=False):
        space = ' xml:space="preserve"' if text != text.strip() else ""
        return f"<w:r>{'<w:rPr><w:b/></w:rPr>' * bold}<w:t{space}>{escape(text)}</w:t></w:r>"

    plain, out = "", []
    for word, apart in cut(line, seventh):
        if apart:
            out += [run(plain)] * bool(plain) + [run(word[:apart], True)]
            plain = ""
        plain += word[apart:] + " "
    return "".join(out) + (run(plain.rstrip(" ")) if plain.strip() else "")


def docx(text):
    head, *rest = paragraphs(text)
    body = []
    for at, part in enumerate(rest):
        lines = "<w:r><w:br/></w:r>".join(runs(line, at % 7) for line in part)
        body.append(f'<w:p><w:pPr><w:jc w:val="both"/></w:pPr>{lines}</w:p>')
    # Text that is not to be read.
    body.append(
        '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>thu hien</w:delText></w:r></w:del>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE thu hien</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    first = "".join(f"<w:p>{runs(line, 0)}</w:p>" for line in head)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{TYPES}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{MAIN}"><w:body>{first}{"".join(body)}<w:sectPr/></w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{MAIN}"><w:style w:type="paragraph" w:default="1" w:styleId="a">'
        '<w:name w:val="thu hien"/></w:style></w:styles>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name), XML + content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def pdf(text):
    """A page of lines, whose letters are numbered as they come and named in a table, as scanners do it."""
    letters = sorted(set(text.replace("\n", "")))
    number = {letter: f"{at:04x}" for at, letter in enumerate(letters, 1)}
    lines, at = [], 800
    for line in text.split("\n"):
        lines.append(f"1 0 0 1 40 {at} Tm <{''.join(number[letter] for letter in line)}> Tj")
        at -= 14
    names = "".join(f"<{number[it]}> <{it.encode('utf-16-be').hex()}>\n" for it in letters)
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(letters)} beginbfchar\n{names}endbfchar\n"
        "endcmap end end"
    )

    def stream(content):
        packed = zlib.compress(content.encode("ascii"), 9)
        return f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"

    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        stream("BT /F 9 Tf\n" + "\n".join(lines) + "\nET"),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 500 /FontDescriptor 7 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 500 700] /ItalicAngle 0 /Ascent 700 "
        b"/Descent 0 /CapHeight 700 /StemV 80 >>",
        stream(table),
    ]
    out, places = bytearray(b"%PDF-1.5\n"), []
    for at, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (at, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def main():
    for path in sorted(HERE.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        path.with_suffix(".html").write_text(html(text), encoding="utf-8")
        path.with_suffix(".md").write_text(markdown(text), encoding="utf-8")
        if path.stem == PDF:
            path.with_suffix(".pdf").write_bytes(pdf(text.strip()))
        path.with_suffix(".docx").write_bytes(docx(text))


if __name__ == "__main__":
    main()
