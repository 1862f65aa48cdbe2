//! Documents give their text and take its edits, whatever they are and whatever stands in them.

#[path = "documents/clothes.rs"]
mod clothes;
#[path = "documents/hostile.rs"]
mod hostile;
#[path = "documents/sheet.rs"]
mod sheet;

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use vietmend::{Document, Edit, Error, Format, Hint, Model, Options, Repairer};

use crate::sheet::{MARKED, lines, read, well_formed, written};

static REPAIRER: LazyLock<Repairer<'static>> =
    LazyLock::new(|| Repairer::new(Model::embedded(), Options::default()));

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
fn words_have_the_confidence_that_the_engine_gave() {
    for name in PAGES {
        let [hocr, alto, tsv] = ["hocr", "alto.xml", "tsv"].map(|extension| {
            let source = page(name, extension);
            let document = Document::parse(&source).unwrap();
            let hints = document.hints();
            assert_eq!(hints.len(), document.runs().count(), "{name}.{extension}");
            let whole = |hint: &Hint| (hint.span.clone(), (hint.confidence * 100.0).floor() as i32);
            hints.iter().map(whole).collect::<Vec<_>>()
        });
        assert_eq!(hocr.len(), alto.len());
        // Each rounds in its own way, and 6 % is `WC="0.6"` to Tesseract.
        for ((hocr, alto), tsv) in hocr.iter().zip(&alto).zip(&tsv) {
            assert_eq!((&hocr.0, &hocr.0), (&alto.0, &tsv.0));
            assert!((hocr.1 - tsv.1).abs() <= 1, "{hocr:?} {tsv:?}");
            let written = if hocr.1 < 10 { hocr.1 * 10 } else { hocr.1 };
            assert!((written - alto.1).abs() <= 1, "{hocr:?} {alto:?}");
        }
    }
    let page = "<PcGts><Word><TextEquiv index='1' conf='0.2'><Unicode>b</Unicode></TextEquiv>\
        <TextEquiv index='0' conf='0.7'><Unicode>a</Unicode></TextEquiv></Word></PcGts>";
    assert_eq!(Document::parse(page).unwrap().hints(), [Hint::new(0..1, 0.7)]);
}

#[test]
fn without_confidences_nothing_weighs() {
    for name in PAGES {
        let source = page(name, "hocr");
        let document = Document::parse(&source).unwrap();
        let text = document.text();
        assert_eq!(REPAIRER.repair_with_hints(text, &[]), REPAIRER.repair(text));
        let nonsense = [Hint::new(0..text.len(), f32::NAN), Hint::new(3..7, 2.0)];
        assert_eq!(REPAIRER.repair_with_hints(text, &nonsense), REPAIRER.repair(text));
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
fn specks_go_with_their_boxes() {
    let text = "một so : hai\n. ba\n`";
    for format in [Format::Hocr, Format::Alto, Format::Page, Format::Tsv] {
        let source = written(&lines(text), format);
        let document = read(&source, format);
        assert_eq!(document.text(), text);
        let [one, two, three] = [8..10, 15..17, 20..21].map(|span: std::ops::Range<usize>| {
            let before = &text[span.clone()];
            Edit::new(span, before, "")
        });
        let mended = document.apply(&[one, two, three]).unwrap();
        well_formed(&mended, format);
        let again = read(&mended, format);
        assert_eq!(again.text().trim_end(), "một so hai\nba");
        let bounds = |document: &vietmend::Document, word: &str| {
            document.runs().find(|run| run.text == word).unwrap().bounds
        };
        for word in ["so", "hai", "ba"] {
            assert_eq!(bounds(&again, word), bounds(&document, word), "{format:?} {word}");
        }
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
fn letters_go_with_the_part_that_has_them() {
    let word = |name: &str, letters: [&str; 6]| {
        let letters = letters.map(|letter| format!("<span class='ocrx_cinfo'>{letter}</span>"));
        format!("<span class='ocrx_word' id='{name}'>{}</span>", letters.concat())
    };
    let page = |words: &str| format!("\u{feff}<div class='ocr_page'>{words}</div>");
    let source = page(&word("w", ["h", "a", "i", "n", "ă", "m"]));
    let document = Document::parse(&source).unwrap();
    let mended = document.apply(&[Edit::new(0..7, "hainăm", "hai năm")]).unwrap();
    let parts = [word("w", ["h", "a", "i", "", "", ""]), word("w_2", ["", "", "", "n", "ă", "m"])];
    assert_eq!(mended, page(&parts.join(" ")));
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
fn what_is_written_never_becomes_markup() {
    for (text, kept) in [("<1b", "&lt;b"), ("&1amp;", "&amp;amp;"), ("&am1p;", "&amp;amp;")] {
        let source = format!("<div class='ocr_page'><span class='ocrx_word'>{text}</span></div>");
        let document = Document::parse(&source).unwrap();
        let at = text.find('1').unwrap();
        assert_eq!(document.text(), text);
        let mended = document.apply(&[Edit::new(at..at + 1, "1", "")]).unwrap();
        assert_eq!(mended, source.replace(text, kept));
    }
    let source =
        "<PcGts><Word><TextEquiv><Unicode><![CDATA[a]]1>b]]></Unicode></TextEquiv></Word></PcGts>";
    let document = Document::parse(source).unwrap();
    let mended = document.apply(&[Edit::new(3..4, "1", "")]).unwrap();
    assert_eq!(read(&mended, Format::Page).text(), "a]]>b");
    well_formed(&mended, Format::Page);
}

#[test]
fn quotes_within_a_bare_value_stay_in_pairs() {
    let source = "<alto><String CONTENT=na\"ba\" HPOS='1'/></alto>";
    let document = Document::parse(source).unwrap();
    assert_eq!(document.text(), "na\"ba\"");
    let mended = document.apply(&[Edit::new(2..4, "\"b", "")]).unwrap();
    assert_eq!(read(&mended, Format::Alto).text(), "naa\"");
    assert_eq!(mended, source.replace("na\"ba\"", "naa&#34;"));
}

#[test]
fn the_reading_order_follows_its_words() {
    let order =
        |links: &str| format!("<ReadingOrder><OrderedGroup>{links}</OrderedGroup></ReadingOrder>");
    let page = |order: &str, words: &str| {
        format!("<alto>{order}<Layout><Page><TextLine>{words}</TextLine></Page></Layout></alto>")
    };
    let link = |name: &str| format!("<ElementRef REF='{name}'/>");
    let word = |name: &str, text: &str| format!("<String ID='{name}' CONTENT='{text}'/>");
    let source = page(
        &order(&[link("a"), link("b"), link("a b"), link("c x"), link("g")].concat()),
        &[
            word("a", "so"),
            "<SP/>".into(),
            "<String ID='b' CONTENT='ng'><Glyph ID='g' CONTENT='n'/></String>".into(),
            "<SP/>".into(),
            word("c", "hainăm"),
        ]
        .concat(),
    );
    let edits = [Edit::new(0..5, "so ng", "sông"), Edit::new(6..13, "hainăm", "hai năm")];
    let mended = Document::parse(&source).unwrap().apply(&edits).unwrap();
    let expected = page(
        &order(&[link("a"), link("a"), link("a"), link("c c_2 x"), link("a")].concat()),
        &[word("a", "sông"), "<SP/>".into(), word("c", "hai"), "<SP/>".into(), word("c_2", "năm")]
            .concat(),
    );
    assert_eq!(mended, expected);
}
