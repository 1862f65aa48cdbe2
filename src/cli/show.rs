//! `vietmend show`

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::digest::Digest;
use super::output;
use super::reader::{Entry, Reader, Repaired};
use super::status::Status;
use super::tally::Tally;
use super::written::Written;

/// Show the report of a run as a table, as a list of changes, or as a diff
///
/// The table has a line for each text: what happened to it, how many changes were made, how many were
/// held back as too doubtful, and how sure the least sure one is; then come the sums, by reason and by
/// confidence.
#[derive(Debug, Args)]
pub struct Show {
    /// The report of the run
    report: PathBuf,
    /// List every change in a line, as `check` does
    #[arg(long, conflicts_with = "diff")]
    list: bool,
    /// Print a unified diff from the originals to the repaired texts
    #[arg(long)]
    diff: bool,
    /// The repaired texts, which a diff needs [default: where the run has written them]
    #[arg(long, value_name = "PATH", requires = "diff")]
    repaired: Option<PathBuf>,
}

impl Show {
    pub fn run(&self) -> Result<Status> {
        let mut reader = Reader::open(&self.report)?;
        let mut tally = Tally::default();
        output::print(|out| match (self.list, self.diff) {
            (true, _) => list(&mut reader, &mut tally, out),
            (_, true) => self.diffs(&mut reader, &mut tally, out),
            _ => write!(out, "{}", Digest::of(&mut reader, &mut tally)),
        })?;
        Ok(tally.done())
    }

    fn diffs(&self, reader: &mut Reader, tally: &mut Tally, out: &mut dyn Write) -> io::Result<()> {
        let written = Written::of(&reader.run, self.repaired.as_deref());
        for entry in reader.entries() {
            let Some(Entry::Repaired(it)) = tally.keep(entry) else { continue };
            if let Some(diff) = tally.keep(diff(&written, *it)) {
                out.write_all(diff.as_bytes())?;
            }
        }
        Ok(())
    }
}

fn list(reader: &mut Reader, tally: &mut Tally, out: &mut dyn Write) -> io::Result<()> {
    for entry in reader.entries() {
        let Some(Entry::Repaired(it)) = tally.keep(entry) else { continue };
        it.findings.iter().try_for_each(|finding| writeln!(out, "{}", finding.text()))?;
    }
    Ok(())
}

/// The diff of a document.
fn diff(written: &Written, it: Repaired) -> Result<String> {
    let names = [written.original(&it.document), written.path(&it.document)?];
    let [from, to] = names.map(|path| path.display().to_string());
    written.restore(it)?.diff(&from, &to)
}
