//! The record of a run: its first line says how it was made, then come the documents in the order of
//! their paths, each followed by its edits, and the sums. One JSON object a line.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use vietmend::{Damage, Edit, Encoding, Options};

use super::finding::Finding;

/// The version of the form, which changes when a field changes its meaning or goes.
pub const VERSION: u32 = 1;

/// Bytes of the longest first line: paths are far shorter.
const FIRST: u64 = 1 << 20;

/// A line of a record.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Line<'t> {
    Run(Run),
    Document(Document),
    Edit(Finding<'t>),
    Patch(Patch<'t>),
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
    /// The checksum (CRC-32) of the user's words, terms and rules, hexadecimal.
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
            (self.lists != other.lists, "other words, terms or rules"),
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
    /// Whether it has markup (hOCR, ALTO, PAGE XML, the table of Tesseract), which stays.
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
        serde_json::to_writer(&mut *out, self)?;
        out.write_all(b"\n")
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

/// A document that was repaired, with the lines that follow it.
#[derive(Debug)]
pub struct Repaired {
    pub document: Document,
    pub findings: Vec<Finding<'static>>,
    pub patches: Vec<Patch<'static>>,
}

/// A document of a record, with the lines that follow it.
#[derive(Debug)]
pub enum Entry {
    Repaired(Repaired),
    Failed(Failure),
    /// The sums: the record is whole.
    End,
}

impl Entry {
    /// Its path and the place of its input; the sums have none.
    pub fn place(&self) -> Option<(&str, usize)> {
        match self {
            Self::Repaired(Repaired { document, .. }) => Some((&document.path, document.input)),
            Self::Failed(failure) => Some((&failure.path, failure.input)),
            Self::End => None,
        }
    }
}

/// Reads a record, entry by entry.
pub struct Reader {
    path: PathBuf,
    lines: BufReader<File>,
    /// Bytes up to the end of the last entry that was read.
    read: u64,
    /// How the run was made.
    pub run: Run,
}

impl Reader {
    /// Opens a record and reads its first line.
    pub fn open(path: &Path) -> Result<Self> {
        let shown = path.display();
        let cannot = || format!("cannot read {shown}");
        let mut lines = BufReader::new(File::open(path).with_context(cannot)?);
        let mut first = String::new();
        // However long a file without line ends is, no first line is longer.
        lines.by_ref().take(FIRST).read_line(&mut first).with_context(cannot)?;
        match serde_json::from_str(&first) {
            Ok(Line::Run(run)) if run.record == VERSION => {
                Ok(Self { path: path.to_path_buf(), lines, read: first.len() as u64, run })
            }
            Ok(Line::Run(run)) => {
                bail!("{shown} has form {}, this vietmend knows {VERSION}", run.record)
            }
            _ => bail!("{shown} is no record of vietmend: it does not begin as one"),
        }
    }

    /// The next entry; `None` behind the last whole one.
    pub fn next(&mut self) -> Result<Option<Entry>> {
        let Some((line, mut read)) = self.line()? else { return Ok(None) };
        let entry = match line {
            Line::Failure(failure) => Entry::Failed(failure),
            Line::Document(document) => {
                let count = document.edits.saturating_add(document.doubtful);
                let (mut findings, mut patches) = (Vec::new(), Vec::new());
                while findings.len() < count || patches.len() < document.patches {
                    let Some((line, length)) = self.line()? else { return Ok(None) };
                    match line {
                        Line::Edit(edit) if findings.len() < count => findings.push(edit),
                        Line::Patch(patch) if findings.len() == count => patches.push(patch),
                        _ => return Ok(None),
                    }
                    read += length;
                }
                Entry::Repaired(Repaired { document, findings, patches })
            }
            Line::Summary(_) => Entry::End,
            Line::Run(_) | Line::Edit(_) | Line::Patch(_) => return Ok(None),
        };
        self.read += read;
        Ok(Some(entry))
    }

    /// The entries that are left, save the sums; where those are missing, a complaint in the end.
    pub fn entries(&mut self) -> impl Iterator<Item = Result<Entry>> {
        let mut ended = false;
        std::iter::from_fn(move || {
            let entry = (!ended).then(|| self.next())?;
            match entry {
                Ok(Some(Entry::End)) => None,
                Ok(Some(entry)) => Some(Ok(entry)),
                failed => {
                    ended = true;
                    let short =
                        || anyhow!("{} is cut short: texts may be missing", self.path.display());
                    Some(Err(failed.err().unwrap_or_else(short)))
                }
            }
        })
    }

    /// Bytes up to the end of the last entry.
    pub fn read(&self) -> u64 {
        self.read
    }

    /// The next line and its bytes; `None` where there is no whole one.
    fn line(&mut self) -> Result<Option<(Line<'static>, u64)>> {
        let mut line = Vec::new();
        self.lines
            .read_until(b'\n', &mut line)
            .with_context(|| format!("cannot read {}", self.path.display()))?;
        let whole = line.ends_with(b"\n").then(|| serde_json::from_slice(&line).ok());
        Ok(whole.flatten().map(|parsed| (parsed, line.len() as u64)))
    }
}
