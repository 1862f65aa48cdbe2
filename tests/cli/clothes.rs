//! HTML, Markdown and Word documents: mended in place, and every byte comes back.

use std::io::{Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::run::{DAMAGED, Place, REPAIRED};

const PAGES: [&str; 2] = ["cong-van-cuoc-thi", "thong-bao-doi-thoai"];
const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents");
const REPAIR: [&str; 6] = ["repair", "in", "-o", "out", "--report", "run.jsonl"];
const UNDO: [&str; 4] = ["undo", "run.jsonl", "-o", "back"];
const SPACE: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";

type Part<'p> = (&'p str, String);

#[test]
fn clothes_are_mended_alike_and_come_back() {
    let place = Place::new();
    let names = PAGES.map(|page| ["txt", "html", "md", "docx"].map(|it| format!("{page}.{it}")));
    for name in names.as_flattened() {
        place.write(&format!("in/{name}"), std::fs::read(format!("{FIXTURES}/{name}")).unwrap());
    }
    let run = place.run(&REPAIR);
    assert_eq!(run.status, Some(0), "{run:?}");
    let run = place.run(&UNDO);
    assert_eq!(run.status, Some(0), "{run:?}");
    for name in names.as_flattened() {
        assert_ne!(place.bytes(&format!("out/{name}")), place.bytes(&format!("in/{name}")));
        assert_eq!(place.bytes(&format!("back/{name}")), place.bytes(&format!("in/{name}")));
    }
    for page in PAGES {
        let plain = place.read(&format!("out/{page}.txt"));
        let [before, after] =
            ["in", "out"].map(|folder| place.bytes(&format!("{folder}/{page}.docx")));
        assert!(words(&text(&after)).eq(words(&plain)), "{}", text(&after));
        only_the_document_differs(&before, &after);
        // What is mended has nothing to mend.
        place.write("mended.docx", &after);
        place.run(&["repair", "mended.docx", "-o", "again.docx"]);
        assert_eq!(place.bytes("again.docx"), after);
    }
}

#[test]
fn names_and_beginnings_tell_formats() {
    let place = Place::new();
    let page = |text: &str| format!("<p title='đât'>{text}</p> <code>đât</code> `lấn chiếm đât`");
    for (name, start) in [("a.html", ""), ("b.HTM", ""), ("c", "<!doctype html>")] {
        place.write(name, start.to_string() + &page("chiếm <b>đ</b>ât"));
        let expected = start.to_string()
            + &page("chiếm <b>đ</b>ất").replace("`lấn chiếm đât`", "`lấn chiếm đất`");
        assert_eq!(place.run(&["repair", name]).stdout, expected, "{name}");
    }
    place.write("d.md", "`đât` lấn chiếm **đ**ât\n");
    assert_eq!(place.run(&["repair", "d.md"]).stdout, "`đât` lấn chiếm **đ**ất\n");
    // Text that merely holds a sign of markup is text.
    place.write("e.txt", format!("a <b> `{DAMAGED}` </b>"));
    assert_eq!(place.run(&["repair", "e.txt"]).stdout, format!("a <b> `{REPAIRED}` </b>"));
}

#[test]
fn html_in_old_encodings_stays_in_them() {
    let place = Place::new();
    let text = format!("<html><p>{DAMAGED}</p></html>");
    for encoding in [vietmend::Encoding::Tcvn3, vietmend::Encoding::Utf16Le] {
        let source = encoding.encode(&text).unwrap();
        place.write("in/a.html", &source);
        let run = place.run(&[&REPAIR[..], &["--encoding", encoding.name()]].concat());
        assert_eq!(run.status, Some(0), "{run:?}");
        let mended = encoding.encode(&text.replace(DAMAGED, REPAIRED)).unwrap();
        assert_eq!(place.bytes("out/a.html"), mended);
        assert_eq!(place.run(&UNDO).status, Some(0));
        assert_eq!(place.bytes("back/a.html"), source);
        std::fs::remove_file(place.path("run.jsonl")).unwrap();
    }
}

#[test]
fn decisions_are_carried_out_in_word_documents() {
    let place = Place::new();
    place.write("in/a.docx", word(&paragraph(DAMAGED), SimpleFileOptions::default()));
    let run = place.run(&REPAIR);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert_eq!(text(&place.bytes("out/a.docx")).trim(), format!("{REPAIRED} {REPAIRED}"));
    let start = DAMAGED.find("đât").unwrap();
    let decision = serde_json::json!({
        "type": "decision", "path": "a.docx", "span": { "start": start, "end": start + 5 },
        "before": "đât", "after": "đất", "text": "đắt",
    });
    place.write("d.jsonl", format!("{{\"type\":\"decisions\",\"decisions\":1}}\n{decision}\n"));
    let run = place.run(&["apply", "run.jsonl", "d.jsonl", "-o", "reviewed"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let reviewed = DAMAGED.replace("đât", "đắt");
    assert_eq!(text(&place.bytes("reviewed/a.docx")).trim(), format!("{reviewed} {REPAIRED}"));
    // The footer stands behind the document, in a paragraph of its own.
    let run = place.run(&["undo", "run.jsonl", "-o", "only", "--only", "a.docx:3"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert_eq!(text(&place.bytes("only/a.docx")).trim(), format!("{REPAIRED} {DAMAGED}"));
    let diff = place.run(&["check", "--diff", "in/a.docx"]).stdout;
    assert!(diff.contains(&format!("-{DAMAGED}\n")), "{diff}");
    place.run(&["review", "run.jsonl"]);
    assert!(place.read("review.html").contains(DAMAGED));
    let run = place.run_with(&["check", "-"], place.bytes("in/a.docx"));
    assert!(run.stdout.starts_with("-:1:24: đât → đất ("), "{run:?}");
    let changed = [place.bytes("out/a.docx"), b"x".to_vec()].concat();
    place.write("out/a.docx", changed);
    let run = place.run(&["undo", "run.jsonl", "-o", "late"]);
    assert!(run.stderr.contains("out/a.docx was changed since the run"), "{run:?}");
}

#[test]
fn archives_of_any_make_come_back() {
    let place = Place::new();
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let body = paragraph(DAMAGED);
    let mut commented = ZipWriter::new_append(Cursor::new(word(&body, stored))).unwrap();
    commented.set_comment("ghi chú").unwrap();
    let mut streamed = ZipWriter::new_stream(Vec::new());
    for (name, content) in parts(&body) {
        streamed.start_file(name, SimpleFileOptions::default()).unwrap();
        streamed.write_all(content.as_bytes()).unwrap();
    }
    let archives = [
        word(&body, stored),
        word(&body, SimpleFileOptions::default().large_file(true).unix_permissions(0o600)),
        commented.finish().unwrap().into_inner(),
        streamed.finish().unwrap().into_inner(),
        [b"PK\x03\x04", &word(&body, stored)[..]].concat(),
        [&word(&body, stored)[..], b"behind"].concat(),
    ];
    for (at, archive) in archives.iter().enumerate() {
        place.write(&format!("in/{at}.docx"), archive);
    }
    let clean = [("a.xml", format!("<w:document {SPACE}>{}</w:document>", paragraph(REPAIRED)))];
    place.write("in/clean.docx", zipped(&clean, stored));
    let run = place.run(&REPAIR);
    assert_eq!(run.status, Some(0), "{run:?}");
    let run = place.run(&UNDO);
    assert_eq!(run.status, Some(0), "{run:?}");
    for folder in ["out", "back"] {
        let name = format!("{folder}/clean.docx");
        assert_eq!(place.bytes(&name), place.bytes("in/clean.docx"));
    }
    for (at, archive) in archives.iter().enumerate() {
        let mended = place.bytes(&format!("out/{at}.docx"));
        assert!(text(&mended).contains(REPAIRED), "{at}");
        only_the_document_differs(archive, &mended);
        assert!(place.bytes(&format!("back/{at}.docx")) == *archive, "{at}");
    }
}

#[test]
fn what_is_no_word_document_is_told() {
    let place = Place::new();
    let options = SimpleFileOptions::default();
    let whole = word(&paragraph(DAMAGED), options);
    let mut locked = whole.clone();
    // The flag of encryption, in the heads of all parts.
    for (head, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        for at in 0..locked.len() - 9 {
            if locked[at..].starts_with(head) {
                locked[at + flags] |= 1;
            }
        }
    }
    let huge = " ".repeat(150 << 20);
    for (bytes, reason) in [
        (whole[..whole.len() / 2].to_vec(), "is broken or cut off"),
        (zipped(&[("a.txt", "a".into())], options), "it is a zip archive, and no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "save it as .docx without a password"),
        (locked, "it has a password: save it without one"),
        (word(&huge, options), "it unpacks to more than 128 MiB"),
        (word("<w:p>", options), "this WordprocessingML document cannot be read: an end tag"),
        (word(&"<w:p>".repeat(300), options), "more than 256 elements stand within each other"),
    ] {
        assert!(bytes.len() < 1 << 20);
        place.write("a.docx", &bytes);
        for arguments in [&["repair", "a.docx", "-o", "b.docx"][..], &["check", "a.docx"]] {
            place.run(arguments).assert_failed("cannot read a.docx: ");
            place.run(arguments).assert_failed(reason);
        }
    }
    let stored = options.compression_method(zip::CompressionMethod::Stored);
    let mut spoilt = word(&paragraph(DAMAGED), stored);
    let at = spoilt.windows(5).position(|it| it == b"w:ftr").unwrap();
    spoilt[at + 2] = b'x';
    place.write("a.docx", &spoilt);
    place.run(&["check", "a.docx"]).assert_failed("is broken or cut off: Invalid checksum");
    let mut signed = parts(&paragraph(DAMAGED));
    signed.push(("_xmlsignatures/sig1.xml", "<a/>".into()));
    place.write("a.docx", zipped(&signed, options));
    place.run(&["repair", "a.docx", "-o", "b.docx"]).assert_failed("it is signed");
    assert_eq!(place.files(), ["a.docx"]);
}

/// Parts of a document with a footer.
fn parts(body: &str) -> Vec<Part<'static>> {
    let root = |name: &str, body: &str| format!("<w:{name} {SPACE}>{body}</w:{name}>");
    vec![
        ("word/footer1.xml", root("ftr", &paragraph(DAMAGED))),
        ("word/document.xml", root("document", body)),
        ("word/styles.xml", root("styles", &paragraph(DAMAGED))),
        ("word/media/image1.png", DAMAGED.into()),
    ]
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn word(body: &str, options: SimpleFileOptions) -> Vec<u8> {
    zipped(&parts(body), options)
}

fn zipped(parts: &[Part<'_>], options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The text of the document and its footers, as another reader of XML has it.
fn text(package: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut text = String::new();
    for name in ["word/document.xml", "word/footer1.xml"] {
        let Ok(mut part) = archive.by_name(name) else { continue };
        let mut source = String::new();
        part.read_to_string(&mut source).unwrap();
        let (mut reader, mut within) = (Reader::from_str(&source), false);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => within = tag.name().as_ref() == "w:t",
                Event::Text(it) if within => text.push_str(&it),
                Event::End(tag) if tag.name().as_ref() == "w:p" => text.push(' '),
                Event::Empty(tag) if tag.name().as_ref() == "w:br" => text.push(' '),
                Event::End(_) => within = false,
                Event::Eof => break,
                _ => {}
            }
        }
    }
    text
}

/// Every other part is packed as it was.
fn only_the_document_differs(before: &[u8], after: &[u8]) {
    let [mut before, mut after] =
        [before, after].map(|it| ZipArchive::new(Cursor::new(it)).unwrap());
    assert_eq!(before.comment(), after.comment());
    assert_eq!(before.len(), after.len());
    for place in 0..before.len() {
        let [mut old, mut new] =
            [&mut before, &mut after].map(|it| it.by_index_raw(place).unwrap());
        assert_eq!(old.name_raw(), new.name_raw());
        assert_eq!(old.last_modified(), new.last_modified());
        assert_eq!(old.unix_mode(), new.unix_mode());
        let mut packed = [Vec::new(), Vec::new()];
        old.read_to_end(&mut packed[0]).unwrap();
        new.read_to_end(&mut packed[1]).unwrap();
        let mended = ["word/document.xml", "word/footer1.xml"]
            .iter()
            .any(|it| old.name_raw() == it.as_bytes());
        assert_eq!(packed[0] == packed[1], !mended, "{:?}", old.name());
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}
