//! `vietmend apply`

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;

use super::decision::Decisions;
use super::rewrite::{Extent, Rewrite};
use super::status::Status;

/// Carry out what was decided on a review page
///
/// Writes every text of the run: what was accepted stands, what was rejected reads as before, what was
/// typed stands in its place, and what was left undecided is as the run left it. The repaired texts
/// and the report stay as they are.
///
/// A repaired text that was changed since the run is refused, and so is a decision for which the
/// report has no change; the rest goes on.
#[derive(Debug, Args)]
pub struct Apply {
    #[command(flatten)]
    rewrite: Rewrite,
    /// What was decided, as the review page saves it; several files where several people read
    #[arg(required = true)]
    decisions: Vec<PathBuf>,
}

impl Apply {
    pub fn run(&self) -> Result<Status> {
        let mut decisions = Decisions::read(&self.decisions)?;
        let mut tally = self.rewrite.run(Extent::Every, &self.decisions, |finding| {
            decisions.carry_out(finding).map(str::to_owned)
        })?;
        let missed =
            |place| anyhow!("{place}: {} has no such change", self.rewrite.report.display());
        decisions.missed().for_each(|place| tally.fail(&missed(place)));
        tally.close();
        Ok(tally.done())
    }
}
