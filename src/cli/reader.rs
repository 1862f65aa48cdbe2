//! Reading a record, document by document.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use super::finding::Finding;
use super::record::{Document, Failure, Line, Patch, Run, Slice, VERSION};
use super::spelling::Spelling;

/// Bytes of the longest first line, which holds the arguments of a run: systems allow some megabytes of
/// these, and a record may write a byte as six.
const FIRST: u64 = 64 << 20;

/// A document that was repaired, with the lines that follow it.
#[derive(Debug)]
pub struct Repaired {
    pub document: Document,
    pub findings: Vec<Finding<'static>>,
    pub patches: Vec<Patch<'static>>,
    pub slices: Vec<Slice<'static>>,
    pub spelling: Option<Spelling>,
}

/// A document of a record, with the lines that follow it.
#[derive(Debug)]
pub enum Entry {
    Repaired(Box<Repaired>),
    Failed(Failure),
    /// The sums: the record is whole.
    End,
}

impl Entry {
    /// Its path and the place of its input; the sums have none.
    pub fn place(&self) -> Option<(&str, usize)> {
        match self {
            Self::Repaired(it) => Some((&it.document.path, it.document.input)),
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
                let (mut findings, mut patches, mut slices) = (Vec::new(), Vec::new(), Vec::new());
                let mut spelling = None;
                while findings.len() < count
                    || patches.len() < document.patches
                    || slices.len() < document.slices
                    || spelling.is_some() != document.respelt
                {
                    let Some((line, length)) = self.line()? else { return Ok(None) };
                    match line {
                        Line::Edit(edit) if findings.len() < count => findings.push(edit),
                        Line::Patch(patch) if findings.len() == count => patches.push(patch),
                        Line::Slice(slice) if findings.len() == count => slices.push(slice),
                        Line::Spelling(it) if patches.len() == document.patches => {
                            spelling = Some(it);
                        }
                        _ => return Ok(None),
                    }
                    read += length;
                }
                let it = Repaired { document, findings, patches, slices, spelling };
                Entry::Repaired(Box::new(it))
            }
            Line::Summary(_) => Entry::End,
            Line::Run(_) | Line::Edit(_) | Line::Patch(_) | Line::Slice(_) | Line::Spelling(_) => {
                return Ok(None);
            }
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
