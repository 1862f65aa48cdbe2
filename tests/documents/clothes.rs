//! Plain text in other clothes: HTML, Markdown and the parts of Word documents. They mark no words, so
//! edits are written letter by letter, and nothing else changes.

use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use vietmend::{Document, Edit, Error, Format, apply};

use crate::hostile::{Cut, edited_page, edits};
use crate::sheet::{escaped, read, well_formed};
use crate::{PAGES, REPAIRER, page};

const SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The formats, and how their files are called.
const CLOTHES: [(Format, &str); 2] = [(Format::Html, "html"), (Format::Markdown, "md")];

const ALL: [Format; 3] = [Format::Html, Format::Markdown, Format::Word];

#[test]
fn pages_are_mended_to_the_same_words() {
    for (name, (format, extension)) in PAGES.into_iter().flat_map(|it| CLOTHES.map(|to| (it, to))) {
        let (text, source) = (page(name, "txt"), page(name, extension));
        let document = read(&source, format);
        assert!(words(document.text()).eq(words(&text)), "{name}.{extension}: {}", document.text());
        let written = document.apply(&REPAIRER.repair(document.text()).edits).unwrap();
        let mended = REPAIRER.repair(&text).text;
        assert_ne!(written, source);
        let read = read(&written, format);
        assert!(words(read.text()).eq(words(&mended)), "{name}.{extension}: {}", read.text());
        assert_eq!(markup(&written, format), markup(&source, format));
    }
}

#[test]
fn nothing_to_mend_leaves_every_byte() {
    for (name, (format, extension)) in PAGES.into_iter().flat_map(|it| CLOTHES.map(|to| (it, to))) {
        let source = page(name, extension);
        let document = read(&source, format);
        assert_eq!(document.apply(&[]).unwrap(), source);
        let same: Vec<_> =
            document.runs().map(|run| Edit::new(run.span.clone(), run.text, run.text)).collect();
        assert!(same.len() > 10);
        assert_eq!(document.apply(&same).unwrap(), source);
    }
}

#[test]
fn a_word_goes_on_across_elements() {
    let html = "<!DOCTYPE html><p>chiếm <b>đ</b>ât & <i>nông</i>nghiệp</p>";
    let markdown = "chiếm **đ**ât & *nông*nghiệp";
    for (source, format) in [(html, Format::Html), (markdown, Format::Markdown)] {
        let document = read(source, format);
        assert_eq!(document.text(), "chiếm đât & nôngnghiệp");
        let edits =
            [Edit::new(8..13, "đât", "đất"), Edit::new(16..29, "nôngnghiệp", "nông nghiệp")];
        let mended = source.replace("ât", "ất").replace("nông", "nông ");
        if format == Format::Html {
            assert_eq!(document.apply(&edits).unwrap(), mended);
        } else {
            // A blank would end the emphasis.
            assert!(matches!(document.apply(&edits), Err(Error::Unfit { .. })));
            assert_eq!(document.apply(&edits[..1]).unwrap(), source.replace("ât", "ất"));
        }
    }
}

#[test]
fn what_is_written_stays_text() {
    let html = |text: &str| format!("<!DOCTYPE html><p>{text}</p>");
    for (text, kept) in [("<1b>", "&lt;b>"), ("&1amp;", "&amp;amp;"), ("&am1p;", "&amp;amp;")] {
        let (source, at) = (html(text), text.find('1').unwrap());
        let document = Document::parse(&source).unwrap();
        assert_eq!(document.text(), text);
        assert_eq!(document.apply(&[Edit::new(at..at + 1, "1", "")]).unwrap(), html(kept));
    }
    let document = read("a b|c", Format::Markdown);
    assert_eq!(document.apply(&[Edit::new(2..3, "b", "*_<`")]).unwrap(), "a \\*\\_\\<\\`|c");
    for (source, edit) in [("1x a", Edit::new(1..2, "x", ".")), ("a# b", Edit::new(0..1, "a", ""))]
    {
        let refused = read(source, Format::Markdown).apply(&[edit]).unwrap_err().to_string();
        assert!(refused.ends_with("what is written there would be read as markup"), "{refused}");
    }
}

#[test]
fn hostile_clothes_end_in_time() {
    let many = 50_000;
    let start = Instant::now();
    for (format, unit) in [
        (Format::Html, "<b>"),
        (Format::Html, "<pre>"),
        (Format::Html, "</pre>"),
        (Format::Html, "<p>a &"),
        (Format::Html, "<<&#"),
        (Format::Html, "<script></"),
        (Format::Html, "<td>a b<br>"),
        (Format::Markdown, ">"),
        (Format::Markdown, "> a\n"),
        (Format::Markdown, "*a_"),
        (Format::Markdown, "[a]("),
        (Format::Markdown, "`"),
        (Format::Markdown, "- "),
        (Format::Markdown, "[a]: b\n"),
        (Format::Markdown, "|a"),
        (Format::Markdown, "<b>"),
        (Format::Markdown, "![a]["),
        (Format::Markdown, "&amp;"),
    ] {
        let source = unit.repeat(many);
        if let Ok(document) = Document::parse_as(&source, format) {
            let edits: Vec<_> = document
                .runs()
                .map(|run| Edit::new(run.span.clone(), run.text, format!("{}x", run.text)))
                .collect();
            let _ = document.apply(&edits);
        }
    }
    for body in ["<w:p>".repeat(many), "<w:t>a </w:t>".repeat(many), "<w:ins/><w:t/>".repeat(many)]
    {
        if let Ok(document) = Document::parse_as(&part(&body), Format::Word) {
            document.apply(&[Edit::new(0..1, "a", "b ")]).ok();
        }
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn parts_that_are_cut_off_are_told() {
    let source = part("<w:p><w:r><w:t>chiếm đât</w:t></w:r></w:p>");
    for end in (0..source.len()).filter(|&end| source.is_char_boundary(end)) {
        assert!(Document::parse_as(&source[..end], Format::Word).is_err(), "{end}");
    }
    let deep = part(&"<w:p>".repeat(300));
    let told = Document::parse(&deep).unwrap_err().to_string();
    assert!(told.contains("more than 256 elements stand within each other"), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn clothes_read_as_they_were_mended((lines, cuts) in edited_page()) {
        let text = lines.iter().map(|line| line.join(" ")).collect::<Vec<_>>().join("\n");
        let edits = edits(&text, &cuts);
        for format in ALL {
            let source = dressed(&lines, format);
            let document = read(&source, format);
            prop_assert_eq!(document.text(), &text);
            prop_assert_eq!(document.apply(&[]).unwrap(), &source[..]);
            reads_as_mended(&document, &edits)?;
        }
    }

    #[test]
    fn shreds_read_as_they_were_mended((format, source, cuts) in shreds()) {
        if let Ok(document) = Document::parse_as(&source, format) {
            reads_as_mended(&document, &edits(document.text(), &cuts))?;
        }
    }
}

/// Markup as it should be closed, and as it should not, with edits of its text.
fn shreds() -> impl Strategy<Value = (Format, String, Vec<Cut>)> {
    let html = "<b>|</b>|<p>|<br>|<code>|</code>|&|<|>|&amp;|&#7871;|&lt;|&nbsp;|amp;|lt|#x1;|/|!|a|b| |ế|1|\n";
    let markdown = "**|_|`|#|- |1.|\n|\n\n|>|[a](b)|[|]|![|(|)|<b>|</b>|<code>|</code>|&|&amp;|\\|||a|b| |ế|1|~~|=|---";
    let word = "</w:t></w:r><w:r><w:t>|</w:t><w:t xml:space='preserve'>|</w:t><w:tab/><w:t>|</w:t><w:t> |&amp;|&lt;|a|b| |ế|1|\
        </w:t></w:r></w:p><w:p><w:r><w:t>|</w:t><w:ins><w:t>a</w:t></w:ins><w:t>|\u{a0}";
    let of = |format, all: &'static str| {
        let shreds = vec(select(all.split('|').collect::<Vec<_>>()), 0..24);
        let source = shreds.prop_map(move |shreds| match format {
            Format::Html => format!("<!DOCTYPE html>{}", shreds.concat()),
            Format::Word => part(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", shreds.concat())),
            _ => shreds.concat(),
        });
        (Just(format), source)
    };
    let source =
        prop_oneof![of(Format::Html, html), of(Format::Markdown, markdown), of(Format::Word, word)];
    let after = select(vec!["a", "b c", "x y z", "", "<", "&", " ", "1", "*", "ế"]);
    let cut = (any::<Index>(), any::<Index>(), after.prop_map(String::from));
    (source, vec(cut, 0..5)).prop_map(|((format, source), cuts)| (format, source, cuts))
}

/// What the edits make of a document is what it reads as afterwards; Markdown may refuse them.
fn reads_as_mended(document: &Document<'_>, edits: &[Edit<'_>]) -> Result<(), TestCaseError> {
    let format = document.format();
    let mended = apply(document.text(), edits);
    match document.apply(edits) {
        Ok(written) => {
            let again = read(&written, format);
            prop_assert!(words(again.text()).eq(words(&mended)), "{:?} in {}", mended, written);
            if format == Format::Word {
                well_formed(&written, format);
            }
        }
        Err(error) => prop_assert_eq!(format, Format::Markdown, "{}", error),
    }
    Ok(())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

/// A source without its text.
fn markup(source: &str, format: Format) -> String {
    let (mut rest, mut at) = (String::new(), 0);
    for run in read(source, format).runs() {
        rest.push_str(&source[at..run.source.start]);
        rest.extend(source[run.source.clone()].matches(['<', '>', '*', '_', '|']));
        at = run.source.end;
    }
    rest + &source[at..]
}

/// A part of a Word document.
fn part(body: &str) -> String {
    format!("<w:document xmlns:w='{SPACE}'><w:body>{body}</w:body></w:document>")
}

/// Lines of words, the first letter of each in an element of its own.
fn dressed(lines: &[Vec<String>], format: Format) -> String {
    let cut = |word: &str| {
        let len = word.chars().next().map_or(0, char::len_utf8);
        let (first, rest) = word.split_at(len);
        [first.to_string(), rest.to_string()]
    };
    let dress = |word: &String| match format {
        Format::Html => {
            let [first, rest] = cut(word).map(|text| escaped(&text));
            format!("<b>{first}</b>{rest}")
        }
        Format::Word => {
            let [first, rest] = cut(word).map(|text| escaped(&text));
            let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
            let rest = if rest.is_empty() { String::new() } else { run(&rest) };
            format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{first}</w:t></w:r>{rest}")
        }
        _ => {
            let escape = |c: char| match c.is_ascii_punctuation() {
                true => vec!['\\', c],
                false => vec![c],
            };
            word.chars().flat_map(escape).collect()
        }
    };
    let [blank, end] = match format {
        Format::Html => [" ", "<br>\n"],
        Format::Word => ["<w:r><w:t xml:space='preserve'> </w:t></w:r>", "<w:r><w:br/></w:r>"],
        _ => [" ", "\n"],
    };
    let lines = lines.iter().map(|line| line.iter().map(dress).collect::<Vec<_>>().join(blank));
    let body = lines.collect::<Vec<_>>().join(end);
    match format {
        Format::Html => format!("<!DOCTYPE html>\n<html><body>\n<p>{body}</p>\n</body></html>\n"),
        Format::Word => part(&format!("<w:p>{body}</w:p>")),
        _ => body,
    }
}
