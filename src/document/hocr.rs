//! hOCR: HTML whose classes say what is a paragraph, a line, a word.

use std::ops::Range;

use crate::document::certainty::certainty;
use crate::document::content::Content;
use crate::document::elements::Elements;
use crate::document::flaw::Flaw;
use crate::document::frame::Frame;
use crate::document::html;
use crate::document::markup::{Dialect, Event, Events};
use crate::document::quote::Quote;
use crate::document::runs::{Element, Gap, Runs};
use crate::document::syntax::{self, Syntax};
use crate::document::tag::Tag;

/// Elements that a page, or a part of one that was cut out by hand, begins with.
const ROOTS: &[&str] = &["html", "body", "div", "p", "span"];

pub struct Hocr;

impl Syntax for Hocr {
    fn is(&self, source: &str) -> bool {
        let root = syntax::root(source);
        let html = root.is_some_and(|root| ROOTS.iter().any(|one| one.eq_ignore_ascii_case(root)));
        html && Events::new(source, Dialect::Html)
            .map_while(Result::ok)
            .any(|event| matches!(event, Event::Open(tag) if Role::of(&tag).is_some()))
    }

    fn read<'s>(&self, source: &'s str) -> Result<Runs<'s>, Flaw> {
        let mut reader = Reader::default();
        let mut elements = Elements::new(source, Dialect::Html);
        while let Some(event) = elements.next() {
            reader.take(source, event?, elements.depth());
        }
        reader.close(source, 0, None);
        Ok(reader.runs)
    }

    fn dialect(&self) -> Option<Dialect> {
        Some(Dialect::Html)
    }
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Paragraph,
    Line,
    Word,
}

impl Role {
    fn of(tag: &Tag<'_>) -> Option<Self> {
        let class = tag.attributes().find(|found| found.name.eq_ignore_ascii_case("class"))?;
        let mut classes = tag.source[class.value].split_ascii_whitespace();
        classes.find_map(|class| match class {
            "ocrx_word" | "ocr_word" => Some(Self::Word),
            // Tesseract calls lines by what they are for.
            "ocr_line" | "ocrx_line" | "ocr_header" | "ocr_footer" | "ocr_caption"
            | "ocr_textfloat" => Some(Self::Line),
            "ocr_page" | "ocr_carea" | "ocr_column" | "ocr_par" | "ocrx_block" => {
                Some(Self::Paragraph)
            }
            _ => None,
        })
    }
}

/// An element that is open.
struct Open<'s> {
    role: Role,
    tag: Tag<'s>,
    /// How many elements are around it.
    around: usize,
    /// How many runs there were when it opened.
    runs: usize,
}

#[derive(Default)]
struct Reader<'s> {
    runs: Runs<'s>,
    open: Vec<Open<'s>>,
    /// The text of the word or of the line without words that is open.
    content: Content,
}

impl<'s> Reader<'s> {
    fn take(&mut self, source: &'s str, event: Event<'s>, depth: usize) {
        match event {
            Event::Open(tag) => {
                // A paragraph may have ended one that was not closed.
                self.close(source, depth - usize::from(!tag.empty), None);
                self.open(tag, depth);
            }
            Event::Close { name, span } => {
                self.blank(name, span.start);
                self.close(source, depth, Some(span.end));
            }
            Event::Text(at) => self.add(source, at, Quote::Element),
            Event::Cdata(at) => self.add(source, at, Quote::Cdata),
        }
    }

    fn within(&self, role: Role) -> bool {
        self.open.iter().any(|open| open.role == role)
    }

    fn add(&mut self, source: &'s str, at: Range<usize>, quote: Quote) {
        if !self.open.is_empty() {
            self.content.add(source, at, quote);
        }
    }

    fn open(&mut self, tag: Tag<'s>, depth: usize) {
        self.blank(tag.name, tag.span.end);
        let role = Role::of(&tag).filter(|_| !tag.empty && !self.within(Role::Word));
        let Some(role) = role else { return };
        self.content.clear();
        self.part(role);
        let runs = self.runs.runs.len();
        self.open.push(Open { role, tag, around: depth - 1, runs });
    }

    /// Parts the words before an element from those behind, where it stands in a place of its own.
    fn blank(&mut self, name: &str, at: usize) {
        if html::stands_apart(name) {
            self.content.add_blank(at..at, Quote::Element);
        }
    }

    fn part(&mut self, role: Role) {
        match role {
            Role::Paragraph => self.runs.part(Gap::Paragraph),
            Role::Line => self.runs.part(Gap::Line),
            Role::Word => {}
        }
    }

    /// Closes what is no longer open where so many elements are: the outermost of these by an end tag
    /// of its own, if there is one.
    fn close(&mut self, source: &'s str, depth: usize, end: Option<usize>) {
        while let Some(open) = self.open.pop_if(|open| open.around >= depth) {
            let fresh = open.runs == self.runs.runs.len();
            match open.role {
                Role::Word => {
                    // Without an end tag it cannot be repeated or taken out.
                    let end = end.filter(|_| open.around == depth);
                    let element = end.map(|end| element(source, &open.tag, end));
                    self.runs.push(&self.content, element);
                }
                // Engines that know no words write their text into the line, or into the paragraph.
                Role::Line | Role::Paragraph if fresh => self.runs.push(&self.content, None),
                Role::Line | Role::Paragraph => {}
            }
            self.content.clear();
            self.part(open.role);
        }
    }
}

/// What marks a word whose end tag ends there.
fn element(source: &str, tag: &Tag<'_>, end: usize) -> Element {
    let span = tag.span.start..end;
    let lead = syntax::lead(source, span.start);
    let frame = property(source, tag, "bbox ").map(Frame::Corners);
    let confidence = property(source, tag, "x_wconf ").and_then(|at| certainty(&source[at], 100.0));
    Element { lead, span, frame, number: None, confidence }
}

/// Where a title gives the value of a property.
fn property(source: &str, tag: &Tag<'_>, name: &str) -> Option<Range<usize>> {
    let title = tag.attributes().find(|found| found.name.eq_ignore_ascii_case("title"))?.value;
    let mut at = title.start;
    for property in source[title].split(';') {
        let start = at + property.len() - property.trim_start().len();
        at += property.len() + 1;
        if let Some(value) = property.trim().strip_prefix(name) {
            let start = start + name.len();
            return Some(start..start + value.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        Hocr.read(source).unwrap().text.into_owned()
    }

    #[test]
    fn html_need_not_be_xml() {
        let source = "<!DOCTYPE html>\n<HTML><meta charset=utf-8><div class=ocr_page><p CLASS=ocr_par>\
            <span class=\"ocr_line\"><span class=ocrx_word>một<span class='ocrx_word'> </span></span>\
            <b class='x ocrx_word'>A&amp;B &foo;</b></span>\
            <p class=ocr_par><span class=ocr_line>ba<br>bốn</span></div>";
        assert!(Hocr.is(source));
        assert_eq!(text(source), "một A&B &foo;\n\nba bốn");
    }

    #[test]
    fn paragraphs_without_lines_are_read() {
        let source = "<html><head><title>no</title></head><body><div class='ocr_page'>\
            <div class='ocr_carea'><p class='ocr_par'>một\n<b>hai</b><br/>ba</p> \
            <p class='ocr_par'><span class='ocr_line'>bốn</span> left alone</p></div>\
            <div class='ocr_carea'><h2>năm</h2><ul><li>sáu<li>bảy</ul></div></div></body></html>";
        let runs = Hocr.read(source).unwrap();
        assert_eq!(runs.text, "một hai ba\n\nbốn\n\nnăm sáu bảy");
        assert!(runs.runs.iter().all(|run| run.element.is_none()));
    }

    #[test]
    fn old_words_hold_their_text_within() {
        let source = "<span class='ocr_line'><span class='ocr_word' title='bbox 1 2 3 4'>\
            <span class='ocrx_word'><strong>a</strong>b</span></span></span>";
        let runs = Hocr.read(source).unwrap();
        assert_eq!((&runs.text[..], runs.runs.len()), ("ab", 1));
        let frame = runs.runs[0].element.as_ref().unwrap().frame.as_ref().unwrap();
        assert_eq!(frame.read(source).unwrap().right, 3.0);
    }

    #[test]
    fn other_html_is_no_hocr() {
        for source in
            ["<p>ocr_page</p>", "ocr_page", "<a class='ocr_page'>", "<!-- <p class='ocr_par'> -->"]
        {
            assert!(!Hocr.is(source), "{source}");
        }
    }
}
