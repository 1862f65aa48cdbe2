//! Writing the texts of a run anew, with other choices.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::finding::Finding;
use super::output;
use super::place::refuse_input;
use super::reader::{Entry, Reader, Repaired};
use super::tally::Tally;
use super::written::Written;

/// Which run, and where its texts are written anew.
#[derive(Debug, Args)]
pub struct Rewrite {
    /// The report of the run
    pub report: PathBuf,
    /// Write into this folder; for the report of a single text, to this file or into this folder
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// The repaired texts [default: where the run has written them]
    #[arg(long, value_name = "PATH")]
    repaired: Option<PathBuf>,
}

/// Which texts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of the run.
    Every,
    /// Those for which something is chosen.
    Chosen,
    /// All of the run, as they were read, to the byte.
    Originals,
}

impl Rewrite {
    /// Writes the texts with what is chosen for their findings; where nothing is, the run's own stands.
    ///
    /// Nothing is written over an original, the report or these inputs.
    pub fn run(
        &self,
        extent: Extent,
        inputs: &[PathBuf],
        mut choose: impl FnMut(&Finding<'_>) -> Option<String>,
    ) -> Result<Tally> {
        let mut reader = Reader::open(&self.report)?;
        let written = Written::of(&reader.run, self.repaired.as_deref());
        written.refuse(&self.output)?;
        let mut tally = Tally::default();
        for entry in reader.entries() {
            let Some(Entry::Repaired(it)) = tally.keep(entry) else { continue };
            let choices: Vec<_> = it.findings.iter().map(&mut choose).collect();
            let chosen = choices.iter().flatten().count();
            if extent != Extent::Chosen || chosen > 0 {
                tally.add(self.write(&written, *it, &choices, extent, inputs).map(|()| chosen));
            }
        }
        Ok(tally)
    }

    /// Writes a document with a choice for each of its findings.
    fn write(
        &self,
        written: &Written,
        it: Repaired,
        choices: &[Option<String>],
        extent: Extent,
        inputs: &[PathBuf],
    ) -> Result<()> {
        let repaired = written.path(&it.document)?;
        let output = written.path_in(&self.output, &it.document)?;
        for input in [&written.original(&it.document), &self.report].into_iter().chain(inputs) {
            refuse_input(&output, input)?;
        }
        let restored = written.restore(it)?;
        let bytes = match extent {
            Extent::Originals => restored.original(),
            Extent::Every | Extent::Chosen => {
                restored.with(|at, finding| choices[at].as_deref().unwrap_or(finding.text_now()))
            }
        };
        let bytes = bytes.with_context(|| format!("cannot write {}", output.display()))?;
        output::save(&output, Some(&repaired), |out| out.write_all(&bytes))
    }
}
