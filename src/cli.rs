//! The command line: arguments in, exit status out; one file per subcommand and per shared noun.

mod apply;
mod back;
mod background;
mod check;
mod coding;
mod cursor;
mod damage;
mod decision;
mod diff;
mod digest;
mod durable;
mod engine;
mod evaluate;
mod explain;
mod filter;
mod finding;
mod format;
mod glossary;
mod in_order;
mod input;
mod journal;
mod lesson;
mod mend;
mod output;
mod package;
mod page;
mod part;
mod passage;
mod pdf;
mod percent;
mod place;
mod plan;
mod progress;
mod reader;
mod record;
mod repair;
mod report;
mod restored;
mod review;
mod rewrite;
mod sheet;
mod show;
#[cfg(feature = "train")]
mod size;
mod spelling;
mod status;
mod sum;
mod survey;
mod table;
mod tally;
mod text;
#[cfg(feature = "train")]
mod train;
mod undo;
mod visible;
mod written;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use status::Status;

/// Runs the command that the arguments ask for.
pub fn main() -> ExitCode {
    let status = match Cli::try_parse() {
        Ok(cli) => cli.command.run().unwrap_or_else(|error| ended_by(&error)),
        Err(usage) => {
            // Nothing is left to do where even this cannot be printed.
            let _ = usage.print();
            if usage.use_stderr() { Status::Failed } else { Status::Done }
        }
    };
    status.into()
}

/// Mends OCR-damaged Vietnamese text: restores diacritics, joins and splits words, and leaves right
/// text alone.
///
/// Exit status: 0 done, 1 `check` found something, 2 an error.
#[derive(Debug, Parser)]
#[command(version, disable_help_subcommand = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Repair(repair::Repair),
    Survey(survey::Survey),
    Check(check::Check),
    Evaluate(evaluate::Evaluate),
    Explain(explain::Explain),
    Show(show::Show),
    Review(review::Review),
    Apply(apply::Apply),
    Undo(undo::Undo),
    #[cfg(feature = "train")]
    Train(train::Train),
}

impl Command {
    fn run(&self) -> Result<Status> {
        match self {
            Self::Repair(repair) => repair.run(),
            Self::Survey(survey) => survey.run(),
            Self::Check(check) => check.run(),
            Self::Evaluate(evaluate) => evaluate.run(),
            Self::Explain(explain) => explain.run(),
            Self::Show(show) => show.run(),
            Self::Review(review) => review.run(),
            Self::Apply(apply) => apply.run(),
            Self::Undo(undo) => undo.run(),
            #[cfg(feature = "train")]
            Self::Train(train) => train.run(),
        }
    }
}

/// The status of a run that an error has ended; a reader that has had enough is none.
fn ended_by(error: &anyhow::Error) -> Status {
    if output::is_broken_pipe(error) {
        return Status::Done;
    }
    report::error(error);
    Status::Failed
}
