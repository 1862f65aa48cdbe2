//! Whatever stands in a document, it is read or refused in time, and never panics.

use std::ops::Range;
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use vietmend::{Document, Edit, Format, apply};

use crate::sheet::{HEADER, MARKED, lines, read, well_formed, written};

#[test]
fn what_is_cut_off_is_told_or_read() {
    for (format, _) in MARKED {
        let source = written(&lines("a&b hainăm\n<ba"), format);
        for end in (0..source.len()).filter(|&end| source.is_char_boundary(end)) {
            let cut = &source[..end];
            mend(cut);
            if let Ok(document) = Document::parse_as(cut, format) {
                // HTML may leave out its last tags, and a table may end in any text.
                let whole = match format {
                    Format::Hocr => cut.contains("</div>"),
                    Format::Tsv => {
                        cut.lines().last().is_some_and(|row| row.matches('\t').count() == 11)
                    }
                    _ => end + 1 == source.len(),
                };
                assert!(whole, "{end} of {format}: {}", document.text());
            }
        }
    }
}

#[test]
fn hostile_documents_end_in_time() {
    let many = 100_000;
    let bomb = "<!DOCTYPE alto [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>\
        <alto><String CONTENT='&c;&c;'/></alto>";
    let start = Instant::now();
    assert_eq!(Document::parse(bomb).unwrap().text(), "&c;&c;");
    for (root, end) in [
        ("<alto>", "</alto>"),
        ("<PcGts><TextLine>", "</TextLine></PcGts>"),
        ("<div class='ocr_page'>", "</div>"),
        ("<div class='ocr_page'>", ""),
    ] {
        for unit in [
            "<a>",
            "<",
            "&",
            "</a>",
            "<p>",
            "<![CDATA[",
            "<!--",
            "<!DOCTYPE [",
            "<a b='",
            "<a =",
            "&#x110000;",
            "<String CONTENT='a b'/>",
            "<SP/>",
            "<String CONTENT='a'/><x/>",
            "<TextRegion>",
            "<br>",
            "<TextEquiv><Unicode>a b",
            "<span class='ocr_line'>a b",
            "<script></",
            "<span class='ocrx_word'>a</span>",
            "<span class='ocr_line'>a  b</span>",
            "<p class='ocr_par'>",
            "<w id='a'/>",
            " ",
            "\n",
            "<div/>",
            "<span class='ocrx_word' title='bbox 1e300 99999999999999999999 -1 nan'>hainăm</span> ",
            "<Word><TextEquiv><Unicode>a</Unicode></TextEquiv></Word>",
        ] {
            mend(&format!("{root}{}{end}", unit.repeat(many)));
        }
    }
    for row in [
        "\t",
        "\n",
        "5\t",
        "5\t1\t1\t1\t1\t9223372036854775807\t\t\t\t\t\ta b\n",
        "5\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\thainăm\n",
    ] {
        mend(&format!("{HEADER}{}", row.repeat(many)));
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

/// Joins, divides and changes words of a document.
fn mend(source: &str) {
    let Ok(document) = Document::parse(source) else { return };
    let runs: Vec<(Range<usize>, String)> =
        document.runs().map(|run| (run.span, run.text.to_string())).collect();
    let edits: Vec<Edit<'_>> = runs
        .chunks(4)
        .map(|chunk| match chunk {
            [(first, _), (second, _), ..] => {
                let joined = first.start..second.end;
                let before = &document.text()[joined.clone()];
                Edit::new(joined, before, if before.len() % 3 == 0 { "a b c" } else { "<a" })
            }
            [(span, text)] => Edit::new(span.clone(), &text[..], "x y"),
            [] => unreachable!("chunks are never empty"),
        })
        .collect();
    let over_lines = |edit: &&Edit<'_>| edit.before.contains('\n');
    if let Some(edit) = edits.iter().find(over_lines) {
        let refused = document.apply(std::slice::from_ref(edit)).is_err();
        assert_eq!(refused, document.format() != Format::Text);
    }
    let edits: Vec<Edit<'_>> = edits.iter().filter(|edit| !over_lines(edit)).cloned().collect();
    let written = document.apply(&edits).unwrap();
    assert!(written.len() <= 17 * source.len() + 100);
    Document::parse_as(&written, document.format()).unwrap();
}

proptest! {
    // A failure becomes a test of its own rather than a file of seeds.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn a_document_reads_as_it_was_mended((lines, cuts) in edited_page()) {
        let text = written(&lines, Format::Text);
        let edits = edits(&text, &cuts);
        let mended = apply(&text, &edits);
        for (format, _) in MARKED {
            let source = written(&lines, format);
            let document = Document::parse(&source).unwrap();
            prop_assert_eq!(document.format(), format);
            prop_assert_eq!(document.text(), &text);
            prop_assert_eq!(document.apply(&[]).unwrap(), &source[..]);
            let written = document.apply(&edits).unwrap();
            well_formed(&written, format);
            let again = Document::parse(&written).unwrap();
            let words = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
            prop_assert_eq!(words(again.text()), words(&mended), "{}", written);
            if format == Format::Page {
                // The text of the region follows; it stands last.
                let region = written.rfind("<TextEquiv>").unwrap();
                let alone = format!("<PcGts><Page><TextRegion>{}", &written[region..]);
                prop_assert_eq!(words(read(&alone, format).text()), words(&mended), "{}", written);
            }
            prop_assert!(again.runs().all(|run| run.bounds.is_some_and(|it| it.left <= it.right)));
        }
    }

    #[test]
    fn nothing_makes_it_panic(source in hostile()) {
        mend(&source);
        for &format in Format::ALL {
            let _ = Document::parse_as(&source, format);
        }
    }
}

fn word() -> impl Strategy<Value = String> {
    "[aăâđêôơưếệt&<>\"'\\]1-]{1,6}"
}

pub type Cut = (Index, Index, String);

/// Lines of words, and where they are edited.
pub fn edited_page() -> impl Strategy<Value = (Vec<Vec<String>>, Vec<Cut>)> {
    let after = vec(word(), 1..3).prop_map(|words| words.join(" "));
    (vec(vec(word(), 1..6), 1..4), vec((any::<Index>(), any::<Index>(), after), 0..4))
}

/// Edits from letter to letter, in order, each within a line.
pub fn edits<'t>(text: &'t str, cuts: &[Cut]) -> Vec<Edit<'t>> {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut edits: Vec<Edit<'t>> = cuts
        .iter()
        .map(|(a, b, after)| {
            let (a, b) = (places[a.index(places.len())], places[b.index(places.len())]);
            let span = a.min(b)..a.max(b);
            Edit::new(span.clone(), &text[span], &after[..])
        })
        .filter(|edit| !edit.before.contains('\n') && !edit.span.is_empty())
        .collect();
    edits.sort_by_key(|edit| edit.span.start);
    let mut end = 0;
    edits.retain(|edit| {
        let behind = edit.span.start >= end;
        end = if behind { edit.span.end } else { end };
        behind
    });
    edits
}

/// What documents are made of, each in a line's part between bars.
const SHREDS: &str = "<alto>|<PcGts>|<html>|</|<|>|/>|'|=| |\n|\t|&|;|&lt;|&#1;|<![CDATA[|]]>|<!--|-->|<!DOCTYPE|\
    [|<?|?>|ế|a|a b|<String |CONTENT='ab'|HPOS='1'|</String>|<SP/>|<TextLine>|</TextLine>|<TextRegion>|\
    </TextRegion>|<Word>|</Word>|<TextEquiv>|</TextEquiv>|<Unicode>|</Unicode>|<Coords points='1,2 3,4'/>|\
    <div class='ocr_page'>|</div>|<p>|<br>|<span class='ocrx_word'>|<span class=ocr_line>|</span>|\
    title='bbox 1 2 3 4'|<script>|5\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\ta";

/// Shreds of documents in any order; documents with shreds in them, or with parts gone.
fn hostile() -> impl Strategy<Value = String> {
    let shred = || select(SHREDS.split('|').chain([HEADER]).collect::<Vec<_>>());
    let page =
        (edited_page(), select(Format::ALL), vec((any::<Index>(), 0..9_usize, shred()), 1..4));
    let spoilt = page.prop_map(|((lines, _), format, spots)| {
        spots.into_iter().fold(written(&lines, format), |page, (at, gone, shred)| {
            let chars: Vec<char> = page.chars().collect();
            let at = at.index(chars.len() + 1);
            let rest = chars.iter().skip(at + gone);
            chars[..at].iter().copied().chain(shred.chars()).chain(rest.copied()).collect()
        })
    });
    prop_oneof![vec(shred(), 0..40).prop_map(|shreds| shreds.concat()), spoilt, any::<String>(),]
}
