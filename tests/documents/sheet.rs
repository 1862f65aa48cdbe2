//! Pages of words in every format, and how they are read again.

use quick_xml::Reader;
use quick_xml::events::Event;
use vietmend::{Document, Format};

/// The formats with marks of their own, and how their files are called.
pub const MARKED: [(Format, &str); 4] = [
    (Format::Hocr, "hocr"),
    (Format::Alto, "alto.xml"),
    (Format::Page, "page.xml"),
    (Format::Tsv, "tsv"),
];

/// The first line of Tesseract's table.
pub const HEADER: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\t\
    left\ttop\twidth\theight\tconf\ttext\n";

/// Reads what must be readable.
pub fn read(source: &str, format: Format) -> Document<'_> {
    let document = Document::parse_as(source, format);
    document.unwrap_or_else(|error| panic!("{error}: {source}"))
}

/// Another reader of XML takes it.
pub fn well_formed(source: &str, format: Format) {
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

/// A page of lines of words: letters are ten units wide and high, blanks five wide.
pub fn written(lines: &[Vec<String>], format: Format) -> String {
    let text: Vec<String> = lines.iter().map(|line| line.join(" ")).collect();
    let rows: Vec<(Vec<Word<'_>>, &str)> = lines
        .iter()
        .enumerate()
        .map(|(row, line)| placed(row, line))
        .zip(text.iter().map(String::as_str))
        .collect();
    let each = |written: fn(&Word<'_>) -> String, ends: fn(&str) -> [String; 2]| -> String {
        let row = |(words, text): &(Vec<Word<'_>>, &str)| {
            let [start, end] = ends(text);
            start + &words.iter().map(written).collect::<String>() + &end
        };
        rows.iter().map(row).collect()
    };
    let all = text.join("\n");
    match format {
        Format::Hocr => {
            let ends = |_: &str| [" <span class='ocr_line'>\n".into(), " </span>\n".into()];
            format!(
                "<html><body><div class='ocr_page'>\n{}</div></body></html>\n",
                each(hocr, ends)
            )
        }
        Format::Alto => {
            let ends = |_: &str| [" <TextLine>\n".into(), " </TextLine>\n".into()];
            format!("<alto><Layout><Page>\n{}</Page></Layout></alto>\n", each(alto, ends))
        }
        Format::Page => {
            let ends = |text: &str| [" <TextLine>\n".into(), equiv(text) + " </TextLine>\n"];
            let (lines, text) = (each(page, ends), equiv(&all));
            format!("<PcGts><Page><TextRegion>\n{lines}{text}</TextRegion></Page></PcGts>\n")
        }
        Format::Tsv => {
            let ends = |_: &str| ["4\t1\t1\t1\t1\t0\t0\t0\t0\t0\t-1\t\n".into(), String::new()];
            HEADER.to_string() + &each(tsv, ends)
        }
        _ => all,
    }
}

/// A word and its place.
struct Word<'w> {
    text: &'w str,
    row: usize,
    column: usize,
    left: usize,
}

fn placed(row: usize, line: &[String]) -> Vec<Word<'_>> {
    let mut right = 5;
    let words = line.iter().enumerate().map(|(column, text)| {
        let word = Word { text, row, column, left: right + 5 };
        right = word.right();
        word
    });
    words.collect()
}

impl Word<'_> {
    fn top(&self) -> usize {
        20 * self.row
    }

    fn bottom(&self) -> usize {
        self.top() + 10
    }

    fn width(&self) -> usize {
        10 * self.text.chars().count()
    }

    fn right(&self) -> usize {
        self.left + self.width()
    }

    fn id(&self) -> String {
        format!("w_{}_{}", self.row, self.column)
    }
}

fn hocr(word: &Word<'_>) -> String {
    let bbox = format!("{} {} {} {}", word.left, word.top(), word.right(), word.bottom());
    let (id, text) = (word.id(), escaped(word.text));
    format!("  <span class='ocrx_word' id='{id}' title='bbox {bbox}; x_wconf 9'>{text}</span>\n")
}

fn alto(word: &Word<'_>) -> String {
    let (id, left, top, text) = (word.id(), word.left, word.top(), escaped(word.text));
    let space = format!(r#"<SP WIDTH="5" VPOS="{top}" HPOS="{}"/>"#, left - 5);
    let space = if word.column > 0 { &space } else { "" };
    let place = format!(r#"HPOS="{left}" VPOS="{top}" WIDTH="{}" HEIGHT="10""#, word.width());
    format!("  {space}<String ID=\"{id}\" {place} CONTENT=\"{text}\"/>\n")
}

fn page(word: &Word<'_>) -> String {
    let (left, top, right, bottom) = (word.left, word.top(), word.right(), word.bottom());
    let points = format!("{left},{top} {right},{top} {right},{bottom} {left},{bottom}");
    let (id, equiv) = (word.id(), equiv(word.text));
    format!("  <Word id=\"{id}\"><Coords points=\"{points}\"/>{equiv}</Word>\n")
}

fn equiv(text: &str) -> String {
    format!("<TextEquiv><Unicode>{}</Unicode></TextEquiv>", escaped(text))
}

fn tsv(word: &Word<'_>) -> String {
    let place = format!("5\t1\t1\t1\t{}\t{}", word.row, word.column + 1);
    format!("{place}\t{}\t{}\t{}\t10\t90.5\t{}\n", word.left, word.top(), word.width(), word.text)
}

pub fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// The words of the lines of a text.
pub fn lines(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(' ').map(str::to_string).collect()).collect()
}
