//! Documents give their text and take its edits, whatever they are and whatever stands in them.

use std::borrow::Cow;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use quick_xml::Reader;
use quick_xml::events::Event;
use vietmend::{Document, Edit, Error, Format, Model, Options, Repairer, apply};

static REPAIRER: LazyLock<Repairer<'static>> =
    LazyLock::new(|| Repairer::new(Model::embedded(), Options::default()));

/// The formats with marks of their own, and how their files are called.
const MARKED: [(Format, &str); 4] = [
    (Format::Hocr, "hocr"),
    (Format::Alto, "alto.xml"),
    (Format::Page, "page.xml"),
    (Format::Tsv, "tsv"),
];

const PAGES: [&str; 2] = ["thong-bao-doi-thoai", "cong-van-cuoc-thi"];

fn page(name: &str, extension: &str) -> String {
    let path = Path::new("tests/documents").join(format!("{name}.{extension}"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_format_gives_the_same_text() {
    for name in PAGES {
        let text = page(name, "txt");
        for (format, extension) in MARKED {
            let source = page(name, extension);
            let document = Document::parse(&source).unwrap();
            assert_eq!(document.format(), format, "{name}.{extension}");
            assert_eq!(document.text(), text.trim_end(), "{name}.{extension}");
            assert!(document.runs().all(|run| run.bounds.is_some()), "{name}.{extension}");
        }
    }
}

#[test]
fn nothing_to_mend_leaves_every_byte() {
    for name in PAGES {
        for extension in ["txt", "hocr", "alto.xml", "page.xml", "tsv"] {
            let source = page(name, extension);
            let document = Document::parse(&source).unwrap();
            assert!(matches!(document.apply(&[]), Ok(Cow::Borrowed(same)) if same == source));
            // An edit that changes nothing goes the long way.
            let run = document.runs().next().unwrap();
            let same = [Edit::new(run.span, run.text, run.text)];
            assert_eq!(document.apply(&same).unwrap(), source);
        }
    }
}

#[test]
fn every_format_is_mended_to_the_same_words() {
    for name in PAGES {
        let text = page(name, "txt");
        let mended = REPAIRER.repair(text.trim_end()).text;
        assert_ne!(mended, text.trim_end());
        for (format, extension) in MARKED {
            let source = page(name, extension);
            let document = Document::parse(&source).unwrap();
            let written = document.apply(&REPAIRER.repair(document.text()).edits).unwrap();
            assert_eq!(read(&written, format).text(), mended, "{name}.{extension}");
            well_formed(&written, format);
        }
    }
}

#[test]
fn only_mended_words_change() {
    for (name, (format, extension)) in
        PAGES.into_iter().flat_map(|name| MARKED.map(|it| (name, it)))
    {
        let source = page(name, extension);
        let document = Document::parse(&source).unwrap();
        let mut edits = REPAIRER.repair(document.text()).edits;
        edits.retain(|edit| !edit.before.contains(' ') && !edit.after.contains(' '));
        let written = document.apply(&edits).unwrap();
        assert_ne!(written, source);
        assert_eq!(without_words(&written, format), without_words(&source, format), "{name}");
    }
}

/// A source without the text of its words.
fn without_words(source: &str, format: Format) -> String {
    let (mut rest, mut at) = (String::new(), 0);
    for run in read(source, format).runs() {
        rest.push_str(&source[at..run.source.start]);
        at = run.source.end;
    }
    rest.push_str(&source[at..]);
    if format != Format::Page {
        return rest;
    }
    // Lines and regions give their text once more.
    let mut lines: Vec<&str> = rest.split("<Unicode>").collect();
    for line in &mut lines[1..] {
        *line = &line[line.find("</Unicode>").unwrap()..];
    }
    lines.concat()
}

fn read(source: &str, format: Format) -> Document<'_> {
    let document = Document::parse_as(source, format);
    document.unwrap_or_else(|error| panic!("{error}: {source}"))
}

/// Another reader of XML takes it.
fn well_formed(source: &str, format: Format) {
    if matches!(format, Format::Tsv | Format::Text) {
        return;
    }
    let mut reader = Reader::from_str(source);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return,
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                assert!(tag.attributes().all(|attribute| attribute.is_ok()), "{tag:?} in {source}");
            }
            Ok(_) => {}
            Err(error) => panic!("{error}: {source}"),
        }
    }
}

/// A page of lines of words, each of which stands in a box of ten times three units a letter.
fn written(lines: &[Vec<String>], format: Format) -> String {
    let mut out = match format {
        Format::Hocr => "<html><body><div class='ocr_page'>\n".to_string(),
        Format::Alto => "<alto><Layout><Page><TextBlock>\n".to_string(),
        Format::Page => "<PcGts><Page><TextRegion>\n".to_string(),
        Format::Tsv => "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n".to_string(),
        _ => return lines.iter().map(|line| line.join(" ")).collect::<Vec<_>>().join("\n"),
    };
    for (at, line) in lines.iter().enumerate() {
        out += &match format {
            Format::Hocr => " <span class='ocr_line'>\n".to_string(),
            Format::Alto => " <TextLine>\n".to_string(),
            Format::Page => " <TextLine>\n".to_string(),
            _ => format!("4\t1\t1\t1\t{at}\t0\t0\t0\t0\t0\t-1\t\n"),
        };
        let (mut left, top) = (10, 20 * at);
        for (place, word) in line.iter().enumerate() {
            let width = 10 * word.chars().count();
            let (right, bottom) = (left + width, top + 10);
            let id = format!("w_{at}_{place}");
            let escaped = escaped(word);
            out += &match format {
                Format::Hocr => format!(
                    "  <span class='ocrx_word' id='{id}' title='bbox {left} {top} {right} {bottom}; x_wconf 9'>{escaped}</span>\n"
                ),
                Format::Alto => {
                    let space =
                        format!("<SP WIDTH=\"5\" VPOS=\"{top}\" HPOS=\"{}\"/>", left.max(5) - 5);
                    format!(
                        "  {}<String ID=\"{id}\" HPOS=\"{left}\" VPOS=\"{top}\" WIDTH=\"{width}\" HEIGHT=\"10\" CONTENT=\"{escaped}\"/>\n",
                        if place > 0 { space } else { String::new() }
                    )
                }
                Format::Page => format!(
                    "  <Word id=\"{id}\"><Coords points=\"{left},{top} {right},{top} {right},{bottom} {left},{bottom}\"/><TextEquiv><Unicode>{escaped}</Unicode></TextEquiv></Word>\n"
                ),
                _ => format!(
                    "5\t1\t1\t1\t{at}\t{}\t{left}\t{top}\t{width}\t10\t90.5\t{word}\n",
                    place + 1
                ),
            };
            left = right + 5;
        }
        out += &match format {
            Format::Hocr => " </span>\n".to_string(),
            Format::Alto => " </TextLine>\n".to_string(),
            Format::Page => format!(
                "  <TextEquiv><Unicode>{}</Unicode></TextEquiv>\n </TextLine>\n",
                escaped(&line.join(" "))
            ),
            _ => String::new(),
        };
    }
    let all = lines.iter().map(|line| escaped(&line.join(" "))).collect::<Vec<_>>().join("\n");
    out += &match format {
        Format::Hocr => "</div></body></html>\n".to_string(),
        Format::Alto => "</TextBlock></Page></Layout></alto>\n".to_string(),
        Format::Page => format!(
            " <TextEquiv><Unicode>{all}</Unicode></TextEquiv>\n</TextRegion></Page></PcGts>\n"
        ),
        _ => String::new(),
    };
    out
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

fn lines(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(' ').map(str::to_string).collect()).collect()
}

#[test]
fn joined_words_take_the_box_around_them() {
    let text = "một so ng hai\nba";
    for (format, gone, kept) in [
        (
            Format::Hocr,
            "bbox 45 0 65 10; x_wconf 9'>so</span>\n  <span class='ocrx_word' id='w_0_2' title='bbox 70 0 90 10; x_wconf 9'>ng<",
            "bbox 45 0 90 10; x_wconf 9'>sông<",
        ),
        (
            Format::Alto,
            "HPOS=\"45\" VPOS=\"0\" WIDTH=\"20\" HEIGHT=\"10\" CONTENT=\"so\"/>\n  <SP WIDTH=\"5\" VPOS=\"0\" HPOS=\"65\"/><String ID=\"w_0_2\" HPOS=\"70\" VPOS=\"0\" WIDTH=\"20\" HEIGHT=\"10\" CONTENT=\"ng\"/>",
            "HPOS=\"45\" VPOS=\"0\" WIDTH=\"45\" HEIGHT=\"10\" CONTENT=\"sông\"/>",
        ),
        (
            Format::Page,
            "\"45,0 65,0 65,10 45,10\"/><TextEquiv><Unicode>so</Unicode></TextEquiv></Word>\n  <Word id=\"w_0_2\"><Coords points=\"70,0 90,0 90,10 70,10\"/><TextEquiv><Unicode>ng<",
            "\"45,0 90,0 90,10 45,10\"/><TextEquiv><Unicode>sông<",
        ),
        (
            Format::Tsv,
            "2\t45\t0\t20\t10\t90.5\tso\n5\t1\t1\t1\t0\t3\t70\t0\t20\t10\t90.5\tng\n5\t1\t1\t1\t0\t4\t",
            "2\t45\t0\t45\t10\t90.5\tsông\n5\t1\t1\t1\t0\t3\t",
        ),
    ] {
        let source = written(&lines(text), format);
        assert!(source.contains(gone), "{source}");
        let mended = read(&source, format).apply(&[Edit::new(6..11, "so ng", "sông")]).unwrap();
        let expected = source.replace(gone, kept).replace("so ng", "sông");
        assert_eq!(mended, expected);
        well_formed(&mended, format);
    }
}

#[test]
fn divided_words_share_the_box() {
    let text = "một hainăm ba\nbốn";
    for (format, whole, parts) in [
        (
            Format::Hocr,
            "w_0_1' title='bbox 45 0 105 10; x_wconf 9'>hainăm</span>",
            "w_0_1' title='bbox 45 0 73 10; x_wconf 9'>hai</span>\n  <span class='ocrx_word' id='w_0_1_2' title='bbox 77 0 105 10; x_wconf 9'>năm</span>",
        ),
        (
            Format::Alto,
            "HPOS=\"45\" VPOS=\"0\" WIDTH=\"60\" HEIGHT=\"10\" CONTENT=\"hainăm\"/>",
            "HPOS=\"45\" VPOS=\"0\" WIDTH=\"28\" HEIGHT=\"10\" CONTENT=\"hai\"/><SP WIDTH=\"4\" VPOS=\"0\" HPOS=\"73\"/><String ID=\"w_0_1_2\" HPOS=\"77\" VPOS=\"0\" WIDTH=\"28\" HEIGHT=\"10\" CONTENT=\"năm\"/>",
        ),
        (
            Format::Page,
            "\"45,0 105,0 105,10 45,10\"/><TextEquiv><Unicode>hainăm</Unicode></TextEquiv></Word>",
            "\"45,0 73,0 73,10 45,10\"/><TextEquiv><Unicode>hai</Unicode></TextEquiv></Word>\n  <Word id=\"w_0_1_2\"><Coords points=\"77,0 105,0 105,10 77,10\"/><TextEquiv><Unicode>năm</Unicode></TextEquiv></Word>",
        ),
        (
            Format::Tsv,
            "2\t45\t0\t60\t10\t90.5\thainăm\n5\t1\t1\t1\t0\t3",
            "2\t45\t0\t28\t10\t90.5\thai\n5\t1\t1\t1\t0\t3\t77\t0\t28\t10\t90.5\tnăm\n5\t1\t1\t1\t0\t4",
        ),
    ] {
        let source = written(&lines(text), format);
        assert!(source.contains(whole), "{source}");
        let mended = read(&source, format).apply(&[Edit::new(6..13, "hainăm", "hai năm")]).unwrap();
        let expected = source.replace(whole, parts).replace("hainăm", "hai năm");
        assert_eq!(mended, expected);
        well_formed(&mended, format);
    }
}

#[test]
fn letters_with_elements_of_their_own_keep_them() {
    let source = "<div class='ocr_page'><span class='ocrx_word'><em>đ</em><i>&acirc;</i><b>t</b>,</span></div>";
    let document = Document::parse(source).unwrap();
    assert_eq!(document.text(), "đât,");
    let mended = document.apply(&[Edit::new(0..5, "đât", "đấc")]).unwrap();
    assert_eq!(mended, source.replace("&acirc;", "ấ").replace("t</b>", "c</b>"));
}

#[test]
fn lines_without_words_are_mended_in_place() {
    let hocr =
        "<div class='ocr_page'><span class='ocr_line'>chiếm\n <b>đât</b> so n<i>g</i></span></div>";
    let line = "<PcGts><TextRegion><TextLine><TextEquiv index='1'><Unicode>x</Unicode></TextEquiv>\
        <TextEquiv index='0'><Unicode><![CDATA[chiếm\n đât so ng]]></Unicode></TextEquiv></TextLine></TextRegion></PcGts>";
    let region = "<PcGts><TextRegion><TextEquiv><Unicode>chiếm  đât so ng\nhai</Unicode></TextEquiv></TextRegion></PcGts>";
    for (source, expected) in [
        (hocr, hocr.replace("đât", "đất").replace("so n<i>g</i>", "sông<i></i>")),
        (line, line.replace("đât so ng", "đất sông")),
        (region, region.replace("đât so ng", "đất sông")),
    ] {
        let document = Document::parse(source).unwrap();
        assert!(document.text().starts_with("chiếm đât so ng"), "{}", document.text());
        let edits = [Edit::new(8..13, "đât", "đất"), Edit::new(14..19, "so ng", "sông")];
        let mended = document.apply(&edits).unwrap();
        assert_eq!(read(&mended, document.format()).text().lines().next(), Some("chiếm đất sông"));
        if source != hocr {
            assert_eq!(mended, expected);
        }
    }
}

#[test]
fn edits_that_do_not_fit_are_told() {
    for (format, _) in MARKED {
        let source = written(&lines("một hai\nba"), format);
        let document = read(&source, format);
        for edits in [
            vec![Edit::new(0..99, "", "a")],
            vec![Edit::new(2..4, "", "a")],
            vec![Edit::new(6..9, "hai", "a"), Edit::new(0..5, "một", "b")],
            vec![Edit::new(6..12, "hai\nba", "a")],
            vec![Edit::new(6..9, "hai", "a\tb")],
            vec![Edit::new(6..9, "hai", "\u{0}")],
        ] {
            assert!(matches!(document.apply(&edits), Err(Error::Unfit { .. })), "{edits:?}");
        }
    }
}

#[test]
fn what_is_cut_off_is_told_or_read() {
    for (format, _) in MARKED {
        let source = written(&lines("a&b hainăm\n<ba"), format);
        for end in (0..source.len()).filter(|&end| source.is_char_boundary(end)) {
            let cut = &source[..end];
            mend(cut);
            if let Ok(document) = Document::parse_as(cut, format) {
                // A line of a table may end in its last cell, and HTML may leave out its last tags.
                let whole = matches!(format, Format::Tsv | Format::Hocr) || cut.trim().is_empty();
                assert!(whole || end + 1 == source.len(), "{end} of {format}: {}", document.text());
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
    let header = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";
    for row in [
        "\t",
        "\n",
        "5\t",
        "5\t1\t1\t1\t1\t9223372036854775807\t\t\t\t\t\ta b\n",
        "5\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\thainăm\n",
    ] {
        mend(&format!("{header}{}", row.repeat(many)));
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
    for edit in &edits {
        if edit.before.contains('\n') {
            assert!(
                document.format() == Format::Text
                    || document.apply(std::slice::from_ref(edit)).is_err()
            );
            return;
        }
    }
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
                for copy in [written.matches("<Unicode>").count(), 1] {
                    prop_assert!(copy > 0);
                }
                let region = written.rsplit("<Unicode>").next().unwrap();
                let region = region.split("</Unicode>").next().unwrap();
                let line = format!("<PcGts><TextRegion><TextEquiv><Unicode>{region}</Unicode></TextEquiv></TextRegion></PcGts>");
                prop_assert_eq!(words(read(&line, format).text()), words(&mended), "{}", written);
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

type Cut = (Index, Index, String);

/// Lines of words, and where they are edited.
fn edited_page() -> impl Strategy<Value = (Vec<Vec<String>>, Vec<Cut>)> {
    let after = vec(word(), 1..3).prop_map(|words| words.join(" "));
    (vec(vec(word(), 1..6), 1..4), vec((any::<Index>(), any::<Index>(), after), 0..4))
}

/// Edits from letter to letter, in order, each within a line.
fn edits<'t>(text: &'t str, cuts: &[Cut]) -> Vec<Edit<'t>> {
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

/// Shreds of documents, in any order.
fn hostile() -> impl Strategy<Value = String> {
    let shred = select(vec![
        "<alto>",
        "<PcGts>",
        "<html>",
        "</",
        "<",
        ">",
        "/>",
        "'",
        "\"",
        "=",
        " ",
        "\n",
        "\t",
        "&",
        ";",
        "&lt;",
        "&#1;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<!DOCTYPE",
        "[",
        "<?",
        "?>",
        "ế",
        "a",
        "a b",
        "<String ",
        "CONTENT='ab'",
        "HPOS='1'",
        "</String>",
        "<SP/>",
        "<TextLine>",
        "</TextLine>",
        "<TextRegion>",
        "</TextRegion>",
        "<Word>",
        "</Word>",
        "<TextEquiv>",
        "</TextEquiv>",
        "<Unicode>",
        "</Unicode>",
        "<Coords points='1,2 3,4'/>",
        "<div class='ocr_page'>",
        "</div>",
        "<p>",
        "<br>",
        "<span class='ocrx_word'>",
        "<span class=ocr_line>",
        "</span>",
        "title='bbox 1 2 3 4'",
        "<script>",
        "5\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\ta",
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n",
    ]);
    prop_oneof![vec(shred, 0..40).prop_map(|shreds| shreds.concat()), any::<String>(),]
}
