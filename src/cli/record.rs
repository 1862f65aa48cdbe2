//! The record of a run: its first line says how it was made, then come the documents in the order of
//! their paths, each followed by its edits, and the sums. One JSON object a line.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use vietmend::{Damage, Edit, Encoding, Options};

use super::finding::Finding;
use super::package;
use super::spelling::Spelling;

/// The version of the form, which changes when a field changes its meaning or goes.
pub const VERSION: u32 = 1;

/// A line of a record.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Line<'t> {
    Run(Run),
    Document(Document),
    Edit(Finding<'t>),
    Patch(Patch<'t>),
    Slice(Slice<'t>),
    Spelling(Spelling),
    Failure(Failure),
    Summary(Summary),
}

/// How a run was made: the same run gives the same record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The version of the form.
    pub record: u32,
    /// The version of the program.
    pub version: String,
    /// The checksum of the model, hexadecimal.
    pub model: String,
    pub options: Options,
    /// The checksum (CRC-32) of the user's words, terms and rules, and of the texts given for context,
    /// hexadecimal.
    pub lists: String,
    /// The encoding that the texts were said to be in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Whether they were written in their own encodings instead of UTF-8.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep_encoding: bool,
    /// The files and folders that were read, as they were given.
    pub inputs: Vec<String>,
    /// The file or folder that was written.
    pub output: String,
    /// Whether that is a folder.
    pub folder: bool,
}

impl Run {
    /// In what another run is not this one; `None` where it gives the same record.
    pub fn differs(&self, other: &Self) -> Option<&'static str> {
        [
            (self.version != other.version, "another version of vietmend"),
            (self.model != other.model, "another model"),
            (self.options != other.options, "other options"),
            (self.lists != other.lists, "other words, terms, rules or context"),
            (
                self.encoding != other.encoding || self.keep_encoding != other.keep_encoding,
                "another encoding",
            ),
            (self.inputs != other.inputs, "other inputs"),
            (self.output != other.output || self.folder != other.folder, "another output"),
        ]
        .into_iter()
        .find_map(|(differs, what)| differs.then_some(what))
    }
}

/// A document that was repaired.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its path below its input and below the output; of a lone file, its name.
    pub path: String,
    /// The place of its input among those of the run, from 0.
    pub input: usize,
    /// The encoding it was read in.
    #[serde(default = "utf_8", skip_serializing_if = "is_utf_8")]
    pub encoding: Encoding,
    /// The bytes of the PDF from which it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pdf: Option<u64>,
    /// Whether it has markup (hOCR, HTML, Word, Markdown and others), which stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub marked_up: bool,
    /// Bytes and checksum (CRC-32, hexadecimal) of what was read.
    pub bytes: u64,
    pub crc32: String,
    /// Bytes and checksum of what was written.
    pub repaired_bytes: u64,
    pub repaired_crc32: String,
    /// What happened to the text.
    pub damage: Damage,
    /// How many edits were made.
    pub edits: usize,
    /// How many were too doubtful to be made.
    pub doubtful: usize,
    /// How many patches the edits are, where it is marked up.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub patches: usize,
    /// How many slices of what was written are not as they were, where it is packed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub slices: usize,
    /// Whether its words are spelt otherwise than its encoding usually has them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub respelt: bool,
}

/// What the edits of a document with markup changed of what was read, decoded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Patch<'t> {
    pub span: Range<usize>,
    pub before: Cow<'t, str>,
    pub after: Cow<'t, str>,
}

impl<'t> Patch<'t> {
    /// A change as a patch.
    pub fn of(change: &'t Edit<'_>) -> Self {
        let (before, after) = (Cow::from(&*change.before), Cow::from(&change.after));
        Self { span: change.span.clone(), before, after }
    }
}

/// Bytes of what was read that stood where others stand in what was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slice<'t> {
    pub span: Range<usize>,
    /// In Base64.
    pub before: Cow<'t, str>,
}

impl Slice<'_> {
    /// A slice of a package as it is recorded.
    pub fn of(slice: &package::Slice<'_>) -> Self {
        let package::Slice { span, before } = slice;
        Self { span: span.clone(), before: STANDARD.encode(before).into() }
    }

    /// The bytes that stood there; `None` where the record is not vietmend's.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(&*self.before).ok()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives it so")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn utf_8() -> Encoding {
    Encoding::Utf8
}

fn is_utf_8(encoding: &Encoding) -> bool {
    *encoding == Encoding::Utf8
}

/// A document that could not be repaired.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    pub path: String,
    pub input: usize,
    pub error: String,
}

/// The sums of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub documents: usize,
    pub edits: usize,
    pub doubtful: usize,
    pub failed: usize,
    /// Bytes that were read.
    pub bytes: u64,
}

impl Line<'_> {
    /// Writes it.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        // At once: a writer behind a pointer takes longer for each of its many parts.
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        out.write_all(&line)
    }
}

impl Summary {
    /// Adds a document.
    pub fn add(&mut self, document: &Document) {
        self.documents += 1;
        self.edits += document.edits;
        self.doubtful += document.doubtful;
        self.bytes += document.bytes;
    }
}

/// A checksum as a record holds it.
pub fn hexadecimal(checksum: u32) -> String {
    format!("{checksum:08x}")
}
