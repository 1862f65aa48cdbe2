//! A document as an OCR engine or a writer of pages makes it: text, and where every word of it stands.

mod alto;
mod bounds;
mod certainty;
mod change;
mod content;
mod elements;
mod flaw;
mod format;
mod frame;
mod hocr;
mod html;
mod links;
mod markdown;
mod markup;
mod names;
mod page;
mod plain;
mod quote;
mod reference;
mod rewrite;
mod runs;
mod syntax;
mod tag;
mod tsv;
mod word;

use std::borrow::Cow;
use std::ops::Range;

pub use bounds::Bounds;
pub use format::Format;

use crate::document::change::Change;
use crate::document::flaw::Flaw;
use crate::document::rewrite::Rewrite;
use crate::document::runs::{Entry, Runs};
use crate::{Edit, Error, Hint, apply};

/// A document in one of the [`Format`]s: it gives its text, and writes edits of the text into itself.
///
/// Reading takes time and memory in proportion to the source, whatever stands in it.
///
/// ```
/// use vietmend::{Document, Edit, Format};
/// let source = "<div class='ocr_page'><p class='ocr_par'><span class='ocr_line'>\
///     <span class='ocrx_word' id='w1' title='bbox 10 10 90 40'>chiếm</span> \
///     <span class='ocrx_word' id='w2' title='bbox 99 10 150 40'>đât</span></span></p></div>";
/// let document = Document::parse(source)?;
/// assert_eq!((document.format(), document.text()), (Format::Hocr, "chiếm đât"));
/// let mended = document.apply(&[Edit::new(8..13, "đât", "đất")])?;
/// assert_eq!(mended, source.replace("đât", "đất"));
/// # Ok::<(), vietmend::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Document<'s> {
    source: &'s str,
    format: Format,
    runs: Runs<'s>,
}

/// A part of a document's text that is written in one place: a word or, where the document does not
/// mark words, a line or all of it.
///
/// ```
/// use vietmend::Document;
/// let source = "<span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 87'>a &amp; b</span>";
/// let document = Document::parse(source)?;
/// let run = document.runs().next().unwrap();
/// assert_eq!((run.text, run.span, &source[run.source]), ("a & b", 0..5, "a &amp; b"));
/// assert_eq!((run.bounds.unwrap().right, run.confidence), (3.0, Some(0.87)));
/// # Ok::<(), vietmend::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Run<'d> {
    /// What it reads.
    pub text: &'d str,
    /// Its bytes in the text of the document.
    pub span: Range<usize>,
    /// The bytes of the source from its first letter to its last.
    pub source: Range<usize>,
    /// Where it stands on the page, where the document says so.
    pub bounds: Option<Bounds>,
    /// How sure the engine was of it, from 0 to 1, where the document says so.
    pub confidence: Option<f32>,
}

impl<'s> Document<'s> {
    /// Reads a document in whatever format it is written; what is in none of them is plain text, and so
    /// is what can only be [said](Self::parse_as) to be in one, as Markdown.
    ///
    /// ```
    /// use vietmend::{Document, Format};
    /// let document = Document::parse("chiếm đât")?;
    /// assert_eq!((document.format(), document.text()), (Format::Text, "chiếm đât"));
    /// # Ok::<(), vietmend::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Malformed`] where the source does not hold to its format, as when it is cut off.
    pub fn parse(source: &'s str) -> Result<Self, Error> {
        Self::parse_as(source, Format::of(source))
    }

    /// Reads a document that is written in this format.
    ///
    /// ```
    /// use vietmend::{Document, Edit, Format};
    /// let cut_off = "<alto><Layout><Page>";
    /// assert_eq!(Document::parse_as(cut_off, Format::Text)?.text(), cut_off);
    /// assert_eq!(
    ///     Document::parse_as(cut_off, Format::Alto).unwrap_err().to_string(),
    ///     "this ALTO document cannot be read: an element is not closed: the file may be cut off (byte 14)",
    /// );
    /// let markdown = "chiếm **đ**ât: `đât`";
    /// let document = Document::parse_as(markdown, Format::Markdown)?;
    /// assert_eq!(document.text(), "chiếm đât:");
    /// let mended = document.apply(&[Edit::new(8..13, "đât", "đất")])?;
    /// assert_eq!(mended, "chiếm **đ**ất: `đât`");
    /// # Ok::<(), vietmend::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Malformed`] where the source does not hold to the format. A page that is cut off before
    /// its first mark is one of these.
    pub fn parse_as(source: &'s str, format: Format) -> Result<Self, Error> {
        let malformed = |Flaw { at, reason }| Error::Malformed { format, at, reason };
        let syntax = format.syntax();
        if !syntax.may_be(source) {
            return Err(malformed(Flaw { at: 0, reason: "it does not begin as one" }));
        }
        let runs = syntax.read(source).map_err(malformed)?;
        Ok(Self { source, format, runs })
    }

    /// The format in which it is written.
    ///
    /// ```
    /// use vietmend::{Document, Format};
    /// assert_eq!(Document::parse("chiếm đât")?.format(), Format::Text);
    /// # Ok::<(), vietmend::Error>(())
    /// ```
    pub fn format(&self) -> Format {
        self.format
    }

    /// Its text in the order of reading: a blank between words, a line's end between lines, an empty
    /// line between paragraphs. It is what a [`Repairer`](crate::Repairer) is given.
    ///
    /// ```
    /// use vietmend::Document;
    /// let source = "<div class='ocr_page'><p class='ocr_par'><span class='ocr_line'>\
    ///     <span class='ocrx_word'>một</span> <span class='ocrx_word'>&lt;hai</span></span>\
    ///     <span class='ocr_line'>ba</span></p>\
    ///     <p class='ocr_par'><span class='ocr_line'>bốn</span></p></div>";
    /// assert_eq!(Document::parse(source)?.text(), "một <hai\nba\n\nbốn");
    /// # Ok::<(), vietmend::Error>(())
    /// ```
    pub fn text(&self) -> &str {
        &self.runs.text
    }

    /// The parts of the text and their places, in order.
    ///
    /// ```
    /// use vietmend::Document;
    /// let source = "<div class='ocr_page'><span class='ocrx_word'>một</span>\
    ///     <span class='ocrx_word'>hai</span></div>";
    /// let document = Document::parse(source)?;
    /// let words: Vec<&str> = document.runs().map(|run| run.text).collect();
    /// assert_eq!(words, ["một", "hai"]);
    /// # Ok::<(), vietmend::Error>(())
    /// ```
    pub fn runs(&self) -> impl Iterator<Item = Run<'_>> {
        self.runs.runs.iter().map(|Entry { strand, element }| Run {
            text: &self.runs.text[strand.text.clone()],
            span: strand.text.clone(),
            source: self.runs.place(strand),
            bounds: element.as_ref().and_then(|it| it.frame.as_ref()?.read(self.source)),
            confidence: element.as_ref().and_then(|it| it.confidence),
        })
    }

    /// How sure the engine was of its words, where the document says so; they go with the
    /// [`text`](Self::text) to [`Repairer::repair_with_hints`](crate::Repairer::repair_with_hints).
    ///
    /// ```
    /// use vietmend::{Document, Hint};
    /// let source = "<alto><String CONTENT='đât' WC='0.61'/><String CONTENT='này'/></alto>";
    /// assert_eq!(Document::parse(source)?.hints(), [Hint::new(0..5, 0.61)]);
    /// # Ok::<(), vietmend::Error>(())
    /// ```
    pub fn hints(&self) -> Vec<Hint> {
        let hint = |Entry { strand, element }: &Entry| {
            Some(Hint::new(strand.text.clone(), element.as_ref()?.confidence?))
        };
        self.runs.runs.iter().filter_map(hint).collect()
    }

    /// The source with edits of the [`text`](Self::text) written into it; borrowed where there are none.
    ///
    /// Only letters that differ are touched, so markup within a word stays. Where an edit joins words,
    /// the first one gets the box around them all and the others are taken out; where it divides one,
    /// the element is repeated, its box divided in proportion to the letters.
    ///
    /// ```
    /// use vietmend::{Document, Edit};
    /// let word = |id: &str, bbox: &str, text: &str| {
    ///     format!("<span class='ocrx_word' id='{id}' title='bbox {bbox}'>{text}</span>")
    /// };
    /// let page = |words: &[String]| format!("<div class='ocr_page'>{}</div>", words.join(" "));
    /// let damaged = page(&[
    ///     word("a", "0 0 16 9", "so"),
    ///     word("b", "20 0 40 9", "ng"),
    ///     word("c", "50 0 95 9", "hailm"),
    /// ]);
    /// let edits = [Edit::new(0..5, "so ng", "sông"), Edit::new(6..11, "hailm", "hai lần")];
    /// let mended = page(&[
    ///     word("a", "0 0 40 9", "sông"),
    ///     word("c", "50 0 71 9", "hai"),
    ///     word("c_2", "74 0 95 9", "lần"),
    /// ]);
    /// assert_eq!(Document::parse(&damaged)?.apply(&edits)?, mended);
    /// # Ok::<(), vietmend::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Unfit`] where an edit does not lie within the text behind the one before, reaches over
    /// the end of a line or brings in a control character; the repair of the text makes none of these.
    /// In Markdown also where what they write would become markup.
    pub fn apply(&self, edits: &[Edit<'_>]) -> Result<Cow<'s, str>, Error> {
        Ok(apply(self.source, &self.changes(edits)?))
    }

    /// The edits of the source that edits of the [`text`](Self::text) become, in order: they tell how to
    /// take [`apply`](Self::apply) back, too. Some put in what replaces nothing.
    ///
    /// ```
    /// use vietmend::{Document, Edit};
    /// let source = "<div class='ocr_page'><span class='ocrx_word'>đât</span></div>";
    /// let changes = Document::parse(source)?.changes(&[Edit::new(0..5, "đât", "đất")])?;
    /// assert_eq!((&changes[0].before[..], &changes[0].after[..]), ("â", "ấ"));
    /// # Ok::<(), vietmend::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn changes(&self, edits: &[Edit<'_>]) -> Result<Vec<Edit<'s>>, Error> {
        self.check(edits)?;
        let change = |(span, after): (Range<usize>, String)| {
            let before = &self.source[span.clone()];
            Edit::new(span, before, after)
        };
        if self.format == Format::Text {
            let same = edits.iter().map(|edit| (edit.span.clone(), edit.after.clone()));
            return Ok(same.map(change).collect());
        }
        let syntax = self.format.syntax();
        let changes = Rewrite::new(self.source, &self.runs, syntax).changes(edits)?;
        if !syntax.is_exact() {
            self.read_again(edits, &changes)?;
        }
        Ok(changes.into_iter().map(change).collect())
    }

    /// Refuses changes after which the source would not read as the edits have it.
    fn read_again(&self, edits: &[Edit<'_>], changes: &[Change]) -> Result<(), Error> {
        let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return Ok(()) };
        let written = change::carry_out(self.source, 0..self.source.len(), changes.to_vec());
        let meant = apply(self.text(), edits);
        let read = self.format.syntax().read(&written);
        if read.is_ok_and(|it| it.text.split_whitespace().eq(meant.split_whitespace())) {
            return Ok(());
        }
        let reason = "what is written there would be read as markup";
        Err(Error::Unfit { span: first.span.start..last.span.end, reason })
    }

    /// Whether the edits can be written.
    fn check(&self, edits: &[Edit<'_>]) -> Result<(), Error> {
        let mut end = 0;
        for edit in edits {
            let unfit = |reason| Err(Error::Unfit { span: edit.span.clone(), reason });
            let before = self.text().get(edit.span.clone()).filter(|_| edit.span.start >= end);
            let Some(before) = before else {
                return unfit("it does not lie within the text, behind the change before");
            };
            end = edit.span.end;
            if self.format == Format::Text {
                continue;
            }
            if before.contains('\n') {
                return unfit("it reaches over the end of a line");
            }
            if edit.after.contains(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
            {
                return unfit("it brings in a character that has no place in a word");
            }
        }
        Ok(())
    }
}
