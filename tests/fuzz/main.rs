//! Whatever bytes are given to whatever reads bytes: it never panics, it takes time and memory in
//! proportion to them, without edits it gives the same bytes back, and edits that are taken back do too.
//!
//! One test for each thing that reads; each mutates what is right, and goes on for `FUZZ_SECONDS` seconds:
//!
//!     FUZZ_SECONDS=120 cargo test --release --test fuzz -- --nocapture
//!
//! A failure leaves its input in the folder of cargo's temporary files and names it; `FUZZ_SEED` begins
//! with other chances.

#[path = "../../benches/common/dice.rs"]
#[expect(dead_code, reason = "it serves the benches too")]
mod dice;
mod mutation;
mod program;
#[path = "../documents/sheet.rs"]
#[expect(dead_code, reason = "it serves other tests too")]
mod sheet;

use std::fs;
use std::io::{Cursor, Read};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use unicode_normalization::UnicodeNormalization;
use vietmend::{Document, Edit, Encoding, Format, Model, Options, Repairer, apply};
use zip::ZipArchive;

use dice::Dice;

/// Inputs of each target where no time is asked for: what all of them take some seconds for.
const FEW: usize = 200;
/// An input of at most some 100 KiB takes milliseconds; a loaded machine takes longer.
const LONGEST: Duration = Duration::from_secs(10);

static REPAIRER: LazyLock<Repairer<'static>> =
    LazyLock::new(|| Repairer::new(Model::embedded(), Options::default()));

/// Checks mutations of the seeds: `few` of them, or as many as fit into the time that is asked for.
fn fuzz(name: &str, few: usize, seeds: &[Vec<u8>], check: impl Fn(&[u8], &mut Dice)) {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let time = Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(0));
    let mut dice = Dice(number("FUZZ_SEED").unwrap_or(1));
    let (mut inputs, start) = (0, Instant::now());
    while if time.is_zero() { inputs < few } else { start.elapsed() < time } {
        let input = mutation::mutated(seeds, &mut dice);
        let begun = Instant::now();
        let done = catch_unwind(AssertUnwindSafe(|| {
            check(&input, &mut dice);
            assert!(begun.elapsed() < LONGEST, "it takes {:?}", begun.elapsed());
        }));
        if let Err(panic) = done {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}-{inputs}"));
            fs::write(&path, &input).unwrap();
            eprintln!("{name}: input {inputs} is in {}", path.display());
            resume_unwind(panic);
        }
        inputs += 1;
    }
    println!("{name}: {inputs} inputs");
}

#[test]
fn hocr() {
    pages(Format::Hocr, "hocr");
}

#[test]
fn alto() {
    pages(Format::Alto, "alto.xml");
}

#[test]
fn page() {
    pages(Format::Page, "page.xml");
}

#[test]
fn tsv() {
    pages(Format::Tsv, "tsv");
}

#[test]
fn html() {
    let small = "<!DOCTYPE html><p>a<b>b</b>&amp;c <br>đât &lt <pre>x</pre><td>so&nbsp;ng";
    documents(Format::Html, "html", &[fixtures("html"), vec![small.into(); 2]].concat());
}

#[test]
fn markdown() {
    let small = "# a *b*c\n\n- đât \\* [x](y) `z`\n\n|a|so ng|\n|-|-|\n|<b>c</b>|&amp; d|\n";
    documents(Format::Markdown, "md", &[fixtures("md"), vec![small.into(); 2]].concat());
}

#[test]
fn word() {
    let document = |body: &str| {
        let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        format!("<w:document xmlns:w='{space}'>{body}</w:document>").into_bytes()
    };
    let small = document(
        "<w:p><w:r><w:t>so </w:t><w:t xml:space='preserve'>ng đ</w:t><w:br/></w:r>\
            <w:ins><w:r><w:t>x</w:t></w:r></w:ins><w:r><w:t>ât&amp;</w:t></w:r></w:p>",
    );
    // With few tags, which mutations seldom leave in pairs.
    let prose = fixtures("txt").into_iter().map(|text| {
        let text = sheet::escaped(str::from_utf8(&text).unwrap());
        document(&format!("<w:p><w:r><w:t>{text} </w:t></w:r><w:r><w:t>x</w:t></w:r></w:p>"))
    });
    let seeds = [parts(), vec![small; 2], prose.collect()].concat();
    documents(Format::Word, "word", &seeds);
}

#[test]
fn packages() {
    let run = program::Run::new();
    fuzz("packages", FEW / 4, &fixtures("docx"), |bytes, _| run.come_back(bytes));
}

#[test]
fn text() {
    let seeds = [fixtures("txt"), vec![b"Dan bi lan chiem dat 1.5 ha\r\n".to_vec()]].concat();
    fuzz("text", FEW, &seeds, |bytes, _| {
        let text = String::from_utf8_lossy(bytes);
        assert_eq!(Document::parse_as(&text, Format::Text).unwrap().text(), text);
        let repaired = REPAIRER.repair(&text);
        assert_eq!(apply(&text, &repaired.edits), repaired.text);
        assert_eq!(apply(&repaired.text, &back(&repaired.edits)), text);
    });
}

#[test]
fn encodings() {
    let texts = fixtures("txt");
    let texts = texts.iter().map(|bytes| str::from_utf8(bytes).unwrap());
    let stored = texts.flat_map(|text| {
        Encoding::ALL.into_iter().flat_map(move |encoding| {
            let lines = text.lines().filter_map(move |line| encoding.encode(line).ok());
            [lines.collect::<Vec<_>>().join(&b'\n'), encoding.encode(text).unwrap_or_default()]
        })
    });
    let windows =
        b"C\xf4\xf2ng ho\xcca xa\xde h\xf4\xf2i, co\xf2n m\xf4\xf2t s\xf4\xec vi\xea\xf2c."
            .to_vec();
    let seeds: Vec<Vec<u8>> = stored.chain([windows]).filter(|bytes| !bytes.is_empty()).collect();
    fuzz("encodings", FEW, &seeds, |bytes, dice| {
        let found = Model::embedded().detect(bytes);
        assert!(found.is_none_or(|found| (0.5..=1.0).contains(&found.confidence)));
        Encoding::ALL.into_iter().for_each(|encoding| transcode(encoding, bytes, dice));
    });
}

#[test]
fn model() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries/vietmend.model");
    let seeds = [fs::read(path).unwrap()];
    fuzz("model", FEW / 10, &seeds, |bytes, _| {
        // What is mutated back to itself is the model.
        assert!(Model::from_bytes(bytes).is_err() || *bytes == seeds[0]);
    });
}

#[test]
fn reports() {
    let run = program::Run::new();
    fuzz("reports", FEW / 4, &run.seeds(), |bytes, dice| run.read(bytes, dice));
}

/// Reads and mends mutations of the pages of an OCR engine in a format.
fn pages(format: Format, extension: &str) {
    let small = ["một hai\nba", "a&b hainăm\n<ba so ng"];
    let small = small.map(|text| sheet::written(&sheet::lines(text), format).into_bytes());
    // Small ones more often: they are read sooner, and more of each is mutated.
    documents(format, extension, &[fixtures(extension), small.to_vec(), small.to_vec()].concat());
}

/// Reads and mends mutations of documents in a format.
fn documents(format: Format, name: &str, seeds: &[Vec<u8>]) {
    fuzz(name, FEW, seeds, |bytes, dice| {
        let source = String::from_utf8_lossy(bytes);
        let Ok(document) = Document::parse_as(&source, format) else { return };
        assert_eq!(document.apply(&[]).unwrap(), source);
        let edits = edits(document.text(), dice);
        let Ok(changes) = document.changes(&edits) else { return };
        let mended = apply(&source, &changes);
        assert!(mended.len() <= 17 * source.len() + 100, "{} bytes", mended.len());
        Document::parse_as(&mended, format).unwrap();
        assert_eq!(apply(&mended, &back(&changes)), source);
    });
}

/// Reads bytes in an encoding, writes them again, and edits them.
fn transcode(encoding: Encoding, bytes: &[u8], dice: &mut Dice) {
    let Ok(text) = encoding.decode(bytes) else { return };
    assert_eq!(encoding.apply(bytes, &[]).unwrap(), bytes);
    let edits = edits(&text, dice);
    let mended = apply(&text, &edits);
    for (written, meant) in
        [(encoding.encode(&text), text.clone()), (encoding.apply(bytes, &edits), mended)]
    {
        let Ok(written) = written else { continue };
        let read = encoding.decode(&written).unwrap();
        assert!(read == meant || read.nfc().eq(meant.nfc()), "{encoding}: {read} of {meant}");
    }
}

/// Some edits from letter to letter, each within a line.
fn edits<'t>(text: &'t str, dice: &mut Dice) -> Vec<Edit<'t>> {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut spans: Vec<Range<usize>> = (0..dice.below(6))
        .map(|_| {
            let first = dice.below(places.len());
            let last = (first + dice.below(9)).min(places.len() - 1);
            places[first]..places[last]
        })
        .filter(|span| !span.is_empty() && !text[span.clone()].contains('\n'))
        .collect();
    spans.sort_by_key(|span| span.start);
    let mut end = 0;
    spans.retain(|span| {
        let behind = span.start >= end;
        end = if behind { span.end } else { end };
        behind
    });
    let written = ["", "đất", "hai ba", "<&\"'", "a b c d", "]]>"];
    let edit = |span: Range<usize>| {
        Edit::new(span.clone(), &text[span], written[dice.below(written.len())])
    };
    spans.into_iter().map(edit).collect()
}

/// The edits that take edits back.
fn back<'e>(edits: &'e [Edit<'_>]) -> Vec<Edit<'e>> {
    let (mut before, mut after) = (0, 0);
    let back = edits.iter().map(|edit| {
        let start = after + edit.span.start - before;
        (before, after) = (edit.span.end, start + edit.after.len());
        Edit::new(start..after, &edit.after[..], &*edit.before)
    });
    back.collect()
}

/// The pages of a kind.
fn fixtures(extension: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let names = ["cong-van-cuoc-thi", "thong-bao-doi-thoai"];
    names.map(|name| fs::read(folder.join(format!("{name}.{extension}"))).unwrap()).to_vec()
}

/// The parts with text of the Word documents.
fn parts() -> Vec<Vec<u8>> {
    let part = |bytes| {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut part = Vec::new();
        archive.by_name("word/document.xml").unwrap().read_to_end(&mut part).unwrap();
        part
    };
    fixtures("docx").into_iter().map(part).collect()
}
