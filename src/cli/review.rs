//! `vietmend review`

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::finding::Finding;
use super::output;
use super::page::Page;
use super::place::refuse_input;
use super::reader::{Entry, Reader};
use super::status::Status;
use super::tally::Tally;
use super::written::Written;

/// Make a page on which a person reviews what a run has changed
///
/// One HTML file that any browser opens from the disk, without a network: the original and the
/// repaired text side by side, line by line, with every change to be accepted, rejected or typed anew.
/// What is decided there is saved as a file, which `apply` carries out.
///
/// The page holds the lines with changes and those beside them; with `--below` only those with less
/// sure changes, which keeps the page of a large archive small.
#[derive(Debug, Args)]
pub struct Review {
    /// The report of the run
    report: PathBuf,
    /// Write the page to this file
    #[arg(short, long, value_name = "FILE", default_value = "review.html")]
    output: PathBuf,
    /// Show only lines with changes that are less sure than this, from 0 to 1, or that were not made
    #[arg(long, value_name = "P", value_parser = super::engine::probability)]
    below: Option<f32>,
    /// The repaired texts [default: where the run has written them]
    #[arg(long, value_name = "PATH")]
    repaired: Option<PathBuf>,
}

impl Review {
    pub fn run(&self) -> Result<Status> {
        let mut reader = Reader::open(&self.report)?;
        let written = Written::of(&reader.run, self.repaired.as_deref());
        refuse_input(&self.output, &self.report)?;
        written.refuse(&self.output)?;
        let mut tally = Tally::default();
        output::save(&self.output, None, |out| self.fill(out, &mut reader, &written, &mut tally))?;
        tally.close();
        Ok(tally.done())
    }

    fn fill(
        &self,
        out: &mut dyn Write,
        reader: &mut Reader,
        written: &Written,
        tally: &mut Tally,
    ) -> io::Result<()> {
        let mut page = Page::begin(out)?;
        for entry in reader.entries() {
            let Some(Entry::Repaired(it)) = tally.keep(entry) else { continue };
            let document = it.document.clone();
            if let Err(error) = refuse_input(&self.output, &written.original(&document)) {
                return Err(io::Error::other(error));
            }
            match written.restore(*it) {
                Ok(it) => {
                    let changes =
                        page.add(&document, it.whole(), |finding| self.asks_for(finding))?;
                    tally.add(Ok(changes));
                }
                Err(error) => tally.fail(&error),
            }
        }
        page.end()
    }

    fn asks_for(&self, finding: &Finding<'_>) -> bool {
        self.below.is_none_or(|below| finding.edit.confidence < below || !finding.made)
    }
}
