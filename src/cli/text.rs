//! A text that was read, or why it was not.

use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use vietmend::{Document, Edit, Encoding, Error, Format, Hint, apply};

use super::back::back;
use super::cursor::Cursor;
use super::input::{self, Unread};
use super::package;
use super::part::Part;
use super::pdf;
use super::record::Slice;

/// A text that was read as a whole.
#[derive(Debug)]
pub struct Text {
    /// What was read, decoded; of a Word document, its parts with text, one behind the other.
    text: String,
    encoding: Encoding,
    /// What was read, where that is not the text itself.
    source: Option<Vec<u8>>,
    /// What there is to read in it, where it is marked up.
    reading: Option<Reading>,
    /// Whether it is a Word document.
    is_package: bool,
    /// The bytes of the PDF from which it was taken.
    pdf: Option<u64>,
}

/// What there is to read in a text with markup.
#[derive(Debug, Default)]
struct Reading {
    text: String,
    /// What OCR engines said of it.
    hints: Vec<Hint>,
    sections: Vec<Section>,
}

/// A document of its own, in which there is something to read.
#[derive(Debug)]
struct Section {
    format: Format,
    /// Its place in the archive, where it is a part of one.
    place: usize,
    /// Its bytes, and where in all that is read that stands which is read in it.
    source: Range<usize>,
    text: Range<usize>,
}

impl Text {
    /// Reads a file or standard input that must be UTF-8: what vietmend itself or a user for it wrote.
    pub fn read(path: &Path) -> Result<Self> {
        Self::decode(bytes(path)?, Encoding::Utf8, path)
            .with_context(|| format!("{} is no UTF-8 text", input::name(path)))
    }

    /// The text that the bytes of a file of this name are in an encoding.
    pub fn decode(bytes: Vec<u8>, encoding: Encoding, name: &Path) -> Result<Self> {
        let (text, source) = match encoding {
            Encoding::Utf8 => (utf_8(bytes)?, None),
            _ => (encoding.decode(&bytes)?.into_owned(), Some(bytes)),
        };
        let body = unmarked(&text);
        let mark = text.len() - body.len();
        let document = Document::parse_as(body, format(body, name))?;
        let reading = (document.format() != Format::Text).then(|| {
            let mut reading = Reading::default();
            reading.add(&document, 0, mark..text.len());
            reading
        });
        Ok(Self { text, encoding, source, reading, is_package: false, pdf: None })
    }

    /// The text of a Word document.
    pub fn of_package(bytes: Vec<u8>) -> Result<Self> {
        let (mut text, mut reading) = (String::new(), Reading::default());
        for part in package::parts(&bytes)? {
            let start = text.len();
            text.push_str(&part.text);
            let document = Document::parse_as(&part.text, Format::Word)?;
            reading.add(&document, part.place, start..text.len());
        }
        let (source, reading) = (Some(bytes), Some(reading));
        Ok(Self { text, encoding: Encoding::Utf8, source, reading, is_package: true, pdf: None })
    }

    /// The text of a PDF.
    pub fn of_pdf(bytes: &[u8]) -> Result<Self> {
        Self::plain(pdf::text(bytes)?.into_bytes(), bytes.len() as u64)
    }

    /// The text that was taken from a PDF of so many bytes.
    pub fn plain(text: Vec<u8>, pdf: u64) -> Result<Self> {
        let (text, encoding) = (utf_8(text)?, Encoding::Utf8);
        Ok(Self { text, encoding, source: None, reading: None, is_package: false, pdf: Some(pdf) })
    }

    /// Whether it is written in a format with markup, which is to stay.
    pub fn is_marked_up(&self) -> bool {
        self.reading.is_some()
    }

    /// Whether it is a Word document.
    pub fn is_package(&self) -> bool {
        self.is_package
    }

    /// The bytes of the PDF from which it was taken.
    pub fn pdf(&self) -> Option<u64> {
        self.pdf
    }

    /// What edits of it change of what was read, decoded.
    pub fn changes<'e>(&'e self, edits: Vec<Edit<'e>>) -> Result<Vec<Edit<'e>>, Error> {
        let Some(reading) = &self.reading else { return Ok(edits) };
        let (mut all, mut edits) = (Vec::new(), edits.into_iter().peekable());
        for Section { format, source, text, .. } in &reading.sections {
            let mut here = Vec::new();
            while let Some(mut edit) = edits.next_if(|edit| edit.span.start <= text.end) {
                shift(&mut edit, text.start, 0)?;
                here.push(edit);
            }
            if here.is_empty() {
                continue;
            }
            let document = Document::parse_as(&self.text[source.clone()], *format)?;
            let mut changes = document.changes(&here)?;
            changes.iter_mut().try_for_each(|it| shift(it, 0, source.start))?;
            all.append(&mut changes);
        }
        Ok(all)
    }

    /// What was read, decoded, with its markup.
    pub fn decoded(&self) -> &str {
        &self.text
    }

    /// What was read, with such changes, in its encoding.
    pub fn changed(&self, changes: &[Edit<'_>]) -> Result<Vec<u8>> {
        let Some(reading) = self.reading.as_ref().filter(|_| self.is_package) else {
            return Ok(self.encoding.apply(self.source(), changes)?);
        };
        let (mut parts, mut rest) = (Vec::new(), changes);
        for Section { place, source, .. } in &reading.sections {
            let (here, behind) =
                rest.split_at(rest.partition_point(|edit| edit.span.start < source.end));
            rest = behind;
            if here.is_empty() {
                continue;
            }
            let mut here = here.to_vec();
            here.iter_mut().try_for_each(|it| shift(it, source.start, 0))?;
            let text = apply(&self.text[source.clone()], &here).into_owned();
            parts.push(package::Part { place: *place, text });
        }
        package::with(self.source(), &parts)
    }

    /// What tells what was read from what was written for a Word document.
    pub fn slices(&self, written: &[u8]) -> Result<Vec<Slice<'static>>> {
        Ok(package::slices(self.source(), written)?.iter().map(Slice::of).collect())
    }

    /// Whether what was changed so becomes what was read when the changes are taken back: where an
    /// encoding has several spellings for a letter, it may not.
    pub fn comes_back(&self, changes: &[Edit<'_>], changed: &[u8]) -> bool {
        if self.encoding == Encoding::Utf8 {
            return true;
        }
        let changes = changes.iter().map(|edit| (&edit.span, &*edit.before, &*edit.after));
        let decoded = self.encoding.decode(changed).ok();
        let restored = decoded.and_then(|decoded| {
            let back = back(&decoded, changes)?;
            self.encoding.apply(changed, &back).ok()
        });
        restored.is_some_and(|restored| restored == self.source())
    }

    /// Whether its encoding spells it as it was read.
    pub fn is_usual(&self) -> bool {
        self.encoding == Encoding::Utf8
            || self.encoding.encode(&self.text).is_ok_and(|bytes| bytes == self.source())
    }

    /// The encoding it was read in.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// All the bytes that were read.
    pub fn source(&self) -> &[u8] {
        self.source.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// All there is to read in it: its bytes are those that spans count.
    pub fn whole(&self) -> &str {
        self.reading.as_ref().map_or(&self.text, |reading| &reading.text)
    }

    /// The byte order mark, where there is one.
    pub fn mark(&self) -> &str {
        &self.whole()[..self.whole().len() - self.body().len()]
    }

    /// The text behind the byte order mark.
    pub fn body(&self) -> &str {
        unmarked(self.whole())
    }

    /// All of the body, to be repaired at once.
    pub fn all(&self) -> Part<'_> {
        self.part(self.mark().len(), self.body())
    }

    /// The parts in which the body is repaired.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let mut next = self.mark().len();
        vietmend::pieces(self.body()).map(move |piece| {
            let start = next;
            next += piece.len();
            self.part(start, piece)
        })
    }

    /// A part that starts there.
    fn part<'t>(&'t self, start: usize, text: &'t str) -> Part<'t> {
        let hints = self.reading.as_ref().map_or(&[][..], |reading| &reading.hints);
        let first = hints.partition_point(|hint| hint.span.start < start);
        let behind = hints.partition_point(|hint| hint.span.start < start + text.len());
        let moved = |hint: &Hint| {
            Hint::new(hint.span.start - start..hint.span.end - start, hint.confidence)
        };
        Part { start, text, hints: hints[first..behind].iter().map(moved).collect() }
    }

    /// A cursor at the start of the body; its offsets are those in the whole.
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor::new(self.whole(), self.mark().len())
    }
}

impl Reading {
    /// Adds a document that stands there, unless there is nothing to read.
    fn add(&mut self, document: &Document<'_>, place: usize, source: Range<usize>) {
        if document.text().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(document.text());
        let text = start..self.text.len();
        let moved =
            |hint: Hint| Hint::new(start + hint.span.start..start + hint.span.end, hint.confidence);
        self.hints.extend(document.hints().into_iter().map(moved));
        self.sections.push(Section { format: document.format(), place, source, text });
    }
}

/// All bytes of a file or of standard input.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    read(path).with_context(|| Unread(path.to_path_buf()))
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    if !input::is_stdin(path) {
        return std::fs::read(path);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A text without its byte order mark.
fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Moves the place of an edit so far back, and so far on.
fn shift(edit: &mut Edit<'_>, back: usize, on: usize) -> Result<(), Error> {
    let place = |at: usize| at.checked_sub(back).map(|at| at + on);
    let Some((start, end)) = place(edit.span.start).zip(place(edit.span.end)) else {
        let reason = "it stands between two parts of the document";
        return Err(Error::Unfit { span: edit.span.clone(), reason });
    };
    edit.span = start..end;
    Ok(())
}

/// The format of a text in a file of this name: Markdown is known by its name alone, HTML that does not
/// begin as such by it too.
fn format(text: &str, name: &Path) -> Format {
    let named = |names: &[&str]| {
        name.extension().is_some_and(|it| names.iter().any(|one| it.eq_ignore_ascii_case(one)))
    };
    if named(&["md", "markdown"]) {
        return Format::Markdown;
    }
    match Format::of(text) {
        Format::Text if named(&["html", "htm", "xhtml"]) => Format::Html,
        found => found,
    }
}

/// The text that bytes are in UTF-8.
fn utf_8(bytes: Vec<u8>) -> Result<String> {
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        bail!("byte {at} is NUL, as in binary files and UTF-16");
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        anyhow!("byte {at} belongs to no character of UTF-8")
    })
}
