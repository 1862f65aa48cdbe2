//! `vietmend survey`

mod condition;
mod encoding;
mod entry;
mod histogram;
mod kind;
mod pace;
mod page;
mod sample;
mod totals;
mod units;

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::coding::Coding;
use super::engine::{Engine, Threads};
use super::filter::Filter;
use super::format::Format;
use super::in_order::in_order;
use super::input::inputs;
use super::output;
use super::progress::Progress;
use super::status::Status;
use entry::Entry;
use page::{Listed, Page};
use totals::Totals;

/// Say how damaged files are and how long their repair takes, and change nothing
///
/// For each kind of damage, and in all: how many files there are, which share of their words is wrong,
/// and which stays wrong after repair; then the files by the share of their words that is wrong, those
/// that are worst after repair, which are worth a new scan, and those that are not read. The shares
/// are estimates, from parts of each file where it is long.
///
/// With `--format json` each file is an object in a line of its own, with `type` `file` or
/// `unreadable`, and the last line, of `type` `survey`, holds the sums.
///
/// A file that is no text is a finding as any other; exit status 2 if one could not be opened.
#[derive(Debug, Args)]
pub struct Survey {
    /// Files and folders, in which hidden files and links are skipped; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Print for people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// List so many of the files that are worst after repair, for people
    #[arg(long, value_name = "N", default_value_t = 20)]
    worst: usize,
    /// Show no progress
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    coding: Coding,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    threads: Threads,
}

impl Survey {
    pub fn run(&self) -> Result<Status> {
        self.threads.start()?;
        let threads = rayon::current_num_threads();
        let repairer = self.engine.repairer(0)?;
        let found = inputs(&self.paths, &self.filter.globs()?);
        let progress = Progress::new(found.len(), 0, self.quiet);
        let (mut totals, mut listed) = (Totals::default(), Listed::default());
        output::print(|out| {
            in_order(
                &found,
                |found| {
                    let entry = Entry::look(&repairer, &self.coding, found);
                    progress.step();
                    entry
                },
                |entry| {
                    totals.add(&entry);
                    match self.format {
                        Format::Json => progress.aside(|| write_line(out, &entry)),
                        Format::Text => {
                            listed.add(entry);
                            Ok(())
                        }
                    }
                },
            )?;
            drop(progress);
            let status = totals.status();
            match self.format {
                Format::Text => {
                    write!(out, "{}", Page { totals, listed, worst: self.worst, threads })?;
                }
                Format::Json => write_line(out, &totals.line(threads))?,
            }
            Ok(status)
        })
    }
}

fn write_line(out: &mut dyn Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
