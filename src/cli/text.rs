//! A text that was read, or why it was not.

use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use vietmend::Encoding;

use super::cursor::Cursor;
use super::input::{self, Unread};

/// A text that was read as a whole.
#[derive(Debug)]
pub struct Text {
    text: String,
    encoding: Encoding,
    /// What was read, where that is not the text itself.
    source: Option<Vec<u8>>,
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
            return Ok(Self { text, encoding, source: Some(bytes) });
        }
        if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
            bail!("byte {at} is NUL, as in binary files and UTF-16");
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            anyhow!("byte {at} belongs to no character of UTF-8")
        })?;
        Ok(Self { text, encoding, source: None })
    }

    /// The encoding it was read in.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// All the bytes that were read.
    pub fn source(&self) -> &[u8] {
        self.source.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// All of it.
    pub fn whole(&self) -> &str {
        &self.text
    }

    /// The byte order mark, where there is one.
    pub fn mark(&self) -> &str {
        &self.text[..self.text.len() - self.body().len()]
    }

    /// The text behind the byte order mark.
    pub fn body(&self) -> &str {
        self.text.strip_prefix('\u{feff}').unwrap_or(&self.text)
    }

    /// The pieces in which the body is repaired, each with its byte offset in the whole.
    pub fn pieces(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut next = self.mark().len();
        vietmend::pieces(self.body()).map(move |piece| {
            let start = next;
            next += piece.len();
            (start, piece)
        })
    }

    /// A cursor at the start of the body; its offsets are those in the whole.
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor::new(&self.text, self.mark().len())
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
