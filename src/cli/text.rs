//! A text that was read, or why it was not.

use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use super::cursor::Cursor;
use super::input::{self, Unread};

/// A text that was read as a whole.
#[derive(Debug)]
pub struct Text(String);

impl Text {
    /// Reads a file or standard input.
    pub fn read(path: &Path) -> Result<Self> {
        Self::from_bytes(bytes(path)?)
            .with_context(|| format!("{} is no UTF-8 text", input::name(path)))
    }

    /// The text that the bytes are.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
            bail!("byte {at} is NUL, as in binary files and UTF-16: convert it first");
        }
        String::from_utf8(bytes).map(Self).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            anyhow!("byte {at} belongs to no character: convert it first, as with iconv -t UTF-8")
        })
    }

    /// All its bytes.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// All of it.
    pub fn whole(&self) -> &str {
        &self.0
    }

    /// The byte order mark, where there is one.
    pub fn mark(&self) -> &str {
        &self.0[..self.0.len() - self.body().len()]
    }

    /// The text behind the byte order mark.
    pub fn body(&self) -> &str {
        self.0.strip_prefix('\u{feff}').unwrap_or(&self.0)
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
        Cursor::new(&self.0, self.mark().len())
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
