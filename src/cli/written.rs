//! Where the texts are that a run has written.

use std::path::{Component, Path, PathBuf};

use anyhow::{Result, bail};
use vietmend::Encoding;

use super::pdf;
use super::place::{names_folder, place};
use super::reader::Repaired;
use super::record::{Document, Run};
use super::restored::Restored;

/// Where the texts are that a run has written.
#[derive(Debug)]
pub struct Written {
    root: PathBuf,
    /// Whether the run wrote a folder.
    folder: bool,
    /// Whether it wrote texts in their own encodings.
    keeps_encoding: bool,
    /// What it read, as it was given.
    inputs: Vec<PathBuf>,
}

impl Written {
    /// What a run has written, there or, where it was moved, at a path.
    pub fn of(run: &Run, moved: Option<&Path>) -> Self {
        let root = moved.map_or_else(|| PathBuf::from(&run.output), Path::to_path_buf);
        let inputs = run.inputs.iter().map(PathBuf::from).collect();
        Self { root, folder: run.folder, keeps_encoding: run.keep_encoding, inputs }
    }

    /// Refuses an output that lies among what the run has written.
    pub fn refuse(&self, output: &Path) -> Result<()> {
        if place(output).starts_with(place(&self.root)) {
            bail!("{} lies among the repaired texts: write elsewhere", output.display());
        }
        Ok(())
    }

    /// Where a document was read.
    pub fn original(&self, document: &Document) -> PathBuf {
        let input = self.inputs.get(document.input).cloned().unwrap_or_default();
        let path = match document.pdf {
            Some(_) => document.path.strip_suffix(pdf::TEXT).unwrap_or(&document.path),
            None => &document.path,
        };
        // An input that was a file ends with the name of its document.
        if input.ends_with(path) { input } else { input.join(path) }
    }

    /// The path of a repaired document.
    pub fn path(&self, document: &Document) -> Result<PathBuf> {
        let below = below(document)?;
        Ok(if self.folder || self.root.is_dir() {
            self.root.join(below)
        } else {
            self.root.clone()
        })
    }

    /// Finds a document again.
    pub fn restore(&self, it: Repaired) -> Result<Restored> {
        let keeps_encoding = self.keeps_encoding || it.document.marked_up;
        let encoding = if keeps_encoding { it.document.encoding } else { Encoding::Utf8 };
        Restored::read(&self.path(&it.document)?, encoding, it)
    }

    /// The path of a document in another output; of a run that wrote a single file that may be a file.
    pub fn path_in(&self, output: &Path, document: &Document) -> Result<PathBuf> {
        let below = below(document)?;
        let folder = self.folder || names_folder(output);
        Ok(if folder { output.join(below) } else { output.to_path_buf() })
    }
}

/// The path of a document, which must lie below the folders, whoever wrote the report.
fn below(document: &Document) -> Result<&Path> {
    let path = Path::new(&document.path);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        bail!("{} leads out of the folder: the report is not vietmend's", document.path);
    }
    Ok(path)
}
