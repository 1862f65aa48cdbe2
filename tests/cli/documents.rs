//! Documents with markup: only words change, and every byte comes back.

use std::fs;
use std::path::Path;

use vietmend::{Document, Encoding};

use crate::run::Place;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents");
const REPAIR: [&str; 6] = ["repair", "in", "-o", "out", "--report", "run.jsonl"];
/// A page on which words are to be respelt, joined and parted.
const PAGE: &str = "<div class='ocr_page'><p class='ocr_par'><span class='ocr_line'>\
    <span class='ocrx_word' title='bbox 0 0 30 9'>Dân</span> \
    <span class='ocrx_word' title='bbox 40 0 60 9'>bị</span> \
    <span class='ocrx_word' title='bbox 70 0 90 9'>lấn</span> \
    <span class='ocrx_word' title='bbox 95 0 130 9'>chiếm</span> \
    <span class='ocrx_word' title='bbox 140 0 160 9'>đât</span> \
    <span class='ocrx_word' title='bbox 170 0 250 9'>nôngnghiệp</span></span></p></div>\n";

/// Pages in every format, as an engine wrote them.
fn pages() -> Place {
    let place = Place::new();
    for file in fs::read_dir(Path::new(FIXTURES)).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_file()
            && !name.ends_with(".py")
            && name != "README.md"
            && !name.ends_with(".pdf")
        {
            place.write(&format!("in/{name}"), fs::read(&path).unwrap());
        }
    }
    place
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn every_format_is_mended_alike_and_comes_back() {
    let place = pages();
    let run = place.run(&REPAIR);
    assert_eq!(run.status, Some(0), "{run:?}");
    let undone = place.run(&["undo", "run.jsonl", "-o", "back"]);
    assert_eq!(undone.status, Some(0), "{undone:?}");
    for page in ["cong-van-cuoc-thi", "thong-bao-doi-thoai"] {
        let plain = place.read(&format!("out/{page}.txt"));
        assert_ne!(plain, place.read(&format!("in/{page}.txt")));
        for format in ["hocr", "alto.xml", "page.xml", "tsv"] {
            let name = format!("{page}.{format}");
            let mended = place.read(&format!("out/{name}"));
            let document = Document::parse(&mended).unwrap();
            assert_eq!(words(document.text()), words(&plain), "{name}");
            assert_eq!(
                place.read(&format!("back/{name}")),
                place.read(&format!("in/{name}")),
                "{name}"
            );
        }
    }
}

#[test]
fn decisions_are_carried_out_between_the_marks() {
    let place = Place::new();
    place.write("in/page.hocr", PAGE);
    let run = place.run(&REPAIR);
    assert_eq!(run.status, Some(0), "{run:?}");
    let mended = place.read("out/page.hocr");
    assert!(mended.contains("title='bbox 140 0 160 9'>đất</span>"), "{mended}");
    assert!(mended.contains("'>nông</span>") && mended.contains("'>nghiệp</span>"), "{mended}");
    let text = Document::parse(PAGE).unwrap().text().to_owned();
    let start = text.find("đât").unwrap();
    let decision = serde_json::json!({
        "type": "decision", "path": "page.hocr", "span": { "start": start, "end": start + 5 },
        "before": "đât", "after": "đất", "text": "đắt",
    });
    place.write("d.jsonl", format!("{{\"type\":\"decisions\",\"decisions\":1}}\n{decision}\n"));
    let run = place.run(&["apply", "run.jsonl", "d.jsonl", "-o", "reviewed"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert_eq!(place.read("reviewed/page.hocr"), mended.replace(">đất<", ">đắt<"));
    let run = place.run(&["undo", "run.jsonl", "-o", "back", "--only", "page.hocr:1:18"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert_eq!(place.read("back/page.hocr"), mended.replace(">đất<", ">đât<"));
    let diff = place.run(&["show", "run.jsonl", "--diff"]).stdout;
    assert!(diff.contains(&format!("-{PAGE}+{mended}")), "{diff}");
    place.run(&["review", "run.jsonl"]);
    assert!(place.read("review.html").contains("Dân bị lấn chiếm đât nôngnghiệp"));
    let check = place.run(&["check", "in/page.hocr"]);
    assert!(check.stdout.starts_with("in/page.hocr:1:18: đât → đất ("), "{check:?}");
}

#[test]
fn markup_stays_in_its_encoding() {
    let place = Place::new();
    let page = Encoding::Utf16Le.encode(&format!("\u{feff}{PAGE}")).unwrap();
    place.write("in/page.hocr", &page);
    assert_eq!(place.run(&REPAIR).status, Some(0));
    let mended = fs::read(place.path("out/page.hocr")).unwrap();
    let mended = Encoding::Utf16Le.decode(&mended).unwrap().into_owned();
    assert!(mended.starts_with("\u{feff}<div") && mended.contains(">đất<"), "{mended}");
    place.run(&["undo", "run.jsonl", "-o", "back"]);
    assert_eq!(fs::read(place.path("back/page.hocr")).unwrap(), page);
}

#[test]
fn broken_markup_is_reported_and_the_rest_goes_on() {
    let place = Place::new();
    place.write("in/cut.hocr", &PAGE[..PAGE.len() / 2]);
    place.write("in/cut.xml", "<alto><Layout><Page><String CONTENT=\"đât");
    place.write("in/page.hocr", PAGE);
    let run = place.run(&REPAIR);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("cannot read in/cut.xml: this ALTO document cannot be read"));
    assert!(place.path("out/page.hocr").exists() && !place.path("out/cut.xml").exists());
}

#[test]
fn a_patch_that_does_not_fit_is_refused() {
    let place = Place::new();
    place.write("in/page.hocr", PAGE);
    place.run(&REPAIR);
    let report = place.read("run.jsonl");
    let patch = report.lines().find(|line| line.contains("\"type\":\"patch\"")).unwrap();
    place.write("run.jsonl", report.replace(patch, &patch.replace("\"start\":", "\"start\":1")));
    let run = place.run(&["undo", "run.jsonl", "-o", "back"]);
    assert!(run.stderr.contains("contradict each other"), "{run:?}");
    place.write("run.jsonl", report.replace(&format!("{patch}\n"), ""));
    let run = place.run(&["undo", "run.jsonl", "-o", "back"]);
    assert!(run.stderr.contains("run.jsonl is cut short"), "{run:?}");
    assert!(!place.path("back/page.hocr").exists());
}
