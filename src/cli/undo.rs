//! `vietmend undo`

use anyhow::{Result, anyhow};
use clap::Args;

use super::finding::Finding;
use super::rewrite::{Extent, Rewrite};
use super::status::Status;

/// Take back what a run with a report has changed
///
/// Gives back every original to the byte, from the repaired texts and the report alone; of a PDF, its
/// text. With `--only` just the changes of one text, of one of its lines, or at one place are taken
/// back, and only the texts that these touch are written.
///
/// A repaired text that was changed since is refused; the rest goes on.
#[derive(Debug, Args)]
pub struct Undo {
    #[command(flatten)]
    rewrite: Rewrite,
    /// Take back only the changes there: PATH, PATH:LINE or PATH:LINE:COLUMN, as the report has them
    #[arg(long, value_name = "PLACE")]
    only: Vec<String>,
}

impl Undo {
    pub fn run(&self) -> Result<Status> {
        let mut choice = Choice(self.only.iter().map(|place| (&place[..], false)).collect());
        let extent = if self.only.is_empty() { Extent::Originals } else { Extent::Chosen };
        let mut tally = self.rewrite.run(extent, &[], |finding| {
            let back = finding.made && choice.takes(finding);
            back.then(|| finding.edit.before.to_string())
        })?;
        let missed = |place| anyhow!("{} has no change at {place}", self.rewrite.report.display());
        choice.missed().for_each(|place| tally.fail(&missed(place)));
        tally.close();
        Ok(tally.done())
    }
}

/// The places whose edits are taken back, each with whether an edit stands there; none for all.
struct Choice<'a>(Vec<(&'a str, bool)>);

impl Choice<'_> {
    /// Whether an edit is to be taken back.
    fn takes(&mut self, Finding { path, line, column, .. }: &Finding<'_>) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let names = [path.to_string(), format!("{path}:{line}"), format!("{path}:{line}:{column}")];
        let mut taken = false;
        for (place, found) in &mut self.0 {
            let here = names.iter().any(|name| name == place);
            (taken, *found) = (taken || here, *found || here);
        }
        taken
    }

    /// The places at which no edit stands.
    fn missed(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, found)| !found).map(|(place, _)| *place)
    }
}
