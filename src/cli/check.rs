//! `vietmend check`

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use serde::Serialize;
use vietmend::{Edit, Options, Repairer};

use super::engine::{Engine, Threads};
use super::format::Format;
use super::in_order::in_order;
use super::input::inputs;
use super::output;
use super::status::Status;
use super::tally::Tally;
use super::text::Text;
use super::visible::visible;

/// Print what `repair` would change, and change nothing
///
/// A line for each change: the path, the line, the column in characters, what stands there, what
/// would stand there, and by how many nats that is better. Exit status 1 where there is any.
///
/// With `--format json` each line is an object; its `span` counts the bytes of the file, and its
/// `alternatives` are the readings that came next, by so many nats `behind`.
#[derive(Debug, Args)]
pub struct Check {
    /// Files and folders, in which hidden files and links are skipped; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Print for people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
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
        let inputs = tally.sift(inputs(&self.paths));
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
        let text = Text::read(path)?;
        let path = path.display().to_string();
        let mut cursor = text.cursor();
        let mut findings = Findings::default();
        for (start, piece) in text.pieces() {
            for mut edit in repairer.repair(piece).edits {
                edit.span.start += start;
                edit.span.end += start;
                let (line, column) = cursor.to(edit.span.start);
                let finding = Finding { path: &path, line, column, edit };
                findings.push(&self.shown(&finding)?);
            }
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

/// A reading that is fewer nats behind is shown: as far as the model knows, it is right more often
/// than once for every twenty times that the chosen one is.
const CLOSE: f32 = 3.0;

/// The findings of a file, as they are printed.
#[derive(Default)]
struct Findings {
    edits: usize,
    lines: String,
}

impl Findings {
    fn push(&mut self, line: &str) {
        self.edits += 1;
        self.lines.extend([line, "\n"]);
    }
}

/// An edit and where it is.
#[derive(Serialize)]
struct Finding<'t> {
    path: &'t str,
    line: usize,
    column: usize,
    #[serde(flatten)]
    edit: Edit<'t>,
}

impl Finding<'_> {
    fn text(&self) -> String {
        let Self { path, line, column, edit } = self;
        let (before, after) = (visible(&edit.before), visible(&edit.after));
        let rival = self.rival().unwrap_or_default();
        format!("{path}:{line}:{column}: {before} → {after} ({:.2} nats{rival})", edit.margin)
    }

    /// The reading that came next, where it is nearly as good.
    fn rival(&self) -> Option<String> {
        let other = self.edit.alternatives.first().filter(|other| other.behind < CLOSE)?;
        Some(format!("; {} is {:.2} behind", visible(&other.text), other.behind))
    }
}
