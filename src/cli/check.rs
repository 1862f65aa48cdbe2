//! `vietmend check`

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use vietmend::{Options, Repaired, Repairer};

use super::coding::Coding;
use super::diff;
use super::engine::{Engine, Threads};
use super::filter::Filter;
use super::finding::{Finder, Finding};
use super::format::Format;
use super::in_order::in_order;
use super::input::inputs;
use super::output;
use super::status::Status;
use super::tally::Tally;

/// Print what `repair` would change, and change nothing
///
/// A line for each change: the path, the line, the column in characters, what stands there, what
/// would stand there, and how sure that is. Exit status 1 where there is any. What
/// `--min-confidence` leaves alone is listed with `?` in place of `→`.
///
/// With `--format json` each line is an object; its `span` counts the bytes of the text in UTF-8, `made`
/// tells whether `repair` makes the change, `reason` in what it differs (`blanks`, `punctuation`, `capitals`,
/// `marks`, `symbols`, `letters`), and its `alternatives` are the readings that came next.
///
/// With `--diff` the changes are printed as a unified diff, which `patch` carries out where the text is
/// UTF-8.
#[derive(Debug, Args)]
pub struct Check {
    /// Files and folders, in which hidden files and links are skipped; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Print for people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print a unified diff
    #[arg(long, conflicts_with = "format")]
    diff: bool,
    #[command(flatten)]
    coding: Coding,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    threads: Threads,
}

impl Check {
    pub fn run(&self) -> Result<Status> {
        self.threads.start()?;
        let repairer = self.engine.repairer(Options::default().alternatives)?;
        let mut tally = Tally::default();
        let inputs = tally.sift(inputs(&self.paths, &self.filter.globs()?));
        output::print(|out| {
            in_order(
                &inputs,
                |input| self.findings(&repairer, &input.path),
                |findings| {
                    if let Ok(findings) = &findings {
                        out.write_all(findings.lines.as_bytes())?;
                    }
                    tally.add(findings.map(|findings| findings.edits));
                    Ok(())
                },
            )
        })?;
        if self.paths.len() > 1 || self.paths.iter().any(|path| path.is_dir()) {
            tally.close();
        }
        Ok(tally.found())
    }

    fn findings(&self, repairer: &Repairer<'_>, path: &Path) -> Result<Findings> {
        let text = self.coding.read(path, repairer.model())?;
        let path = path.display().to_string();
        let mut finder = Finder::new(&path, &text);
        let mut findings = Findings::default();
        let mut made = Vec::new();
        for part in text.parts() {
            let Repaired { edits, doubtful, .. } = part.repair(repairer);
            findings.edits += edits.len();
            for finding in finder.findings(part.start, edits, doubtful) {
                match self.diff {
                    true => made.push(finding),
                    false => findings.lines.extend([&self.shown(&finding)?, "\n"]),
                }
            }
        }
        if self.diff {
            findings.lines = diff::of(&path, &path, &text, &made)?;
        }
        Ok(findings)
    }

    fn shown(&self, finding: &Finding<'_>) -> serde_json::Result<String> {
        match self.format {
            Format::Text => Ok(finding.text()),
            Format::Json => serde_json::to_string(finding),
        }
    }
}

/// The findings of a file, as they are printed.
#[derive(Default)]
struct Findings {
    /// How many edits are made.
    edits: usize,
    lines: String,
}
