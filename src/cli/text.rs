//! A text that was read, or why it was not.

use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use vietmend::{Document, Edit, Encoding, Error, Format, Hint};

use super::back::back;
use super::cursor::Cursor;
use super::input::{self, Unread};
use super::part::Part;

/// A text that was read as a whole.
#[derive(Debug)]
pub struct Text {
    text: String,
    encoding: Encoding,
    /// What was read, where that is not the text itself.
    source: Option<Vec<u8>>,
    /// What there is to read in it, where it is marked up.
    reading: Option<Reading>,
}

/// What there is to read in a document with markup.
#[derive(Debug)]
struct Reading {
    format: Format,
    text: String,
    /// What the engine said of it.
    hints: Vec<Hint>,
}

impl Text {
    /// Reads a file or standard input that must be UTF-8: what vietmend itself or a user for it wrote.
    pub fn read(path: &Path) -> Result<Self> {
        Self::decode(bytes(path)?, Encoding::Utf8)
            .with_context(|| format!("{} is no UTF-8 text", input::name(path)))
    }

    /// The text that the bytes are in an encoding.
    pub fn decode(bytes: Vec<u8>, encoding: Encoding) -> Result<Self> {
        if encoding != Encoding::Utf8 {
            let text = encoding.decode(&bytes)?.into_owned();
            return Self::of(text, encoding, Some(bytes));
        }
        if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
            bail!("byte {at} is NUL, as in binary files and UTF-16");
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            anyhow!("byte {at} belongs to no character of UTF-8")
        })?;
        Self::of(text, encoding, None)
    }

    fn of(text: String, encoding: Encoding, source: Option<Vec<u8>>) -> Result<Self> {
        let document = Document::parse(unmarked(&text))?;
        let marked_up = document.format() != Format::Text;
        let reading = marked_up.then(|| Reading {
            format: document.format(),
            text: document.text().to_owned(),
            hints: document.hints(),
        });
        Ok(Self { text, encoding, source, reading })
    }

    /// Whether it is written in a format with markup, which is to stay.
    pub fn is_marked_up(&self) -> bool {
        self.reading.is_some()
    }

    /// What edits of it change of what was read, decoded.
    pub fn changes<'e>(&'e self, edits: Vec<Edit<'e>>) -> Result<Vec<Edit<'e>>, Error> {
        let Some(Reading { format, .. }) = self.reading else { return Ok(edits) };
        let body = unmarked(&self.text);
        let mark = self.text.len() - body.len();
        let mut changes = Document::parse_as(body, format)?.changes(&edits)?;
        for Edit { span, .. } in &mut changes {
            *span = span.start + mark..span.end + mark;
        }
        Ok(changes)
    }

    /// What was read, decoded, with its markup.
    pub fn decoded(&self) -> &str {
        &self.text
    }

    /// What was read, with such changes, in its encoding.
    pub fn changed(&self, changes: &[Edit<'_>]) -> Result<Vec<u8>, Error> {
        self.encoding.apply(self.source(), changes)
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
