//! `vietmend explain`

use std::io;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde::Serialize;
use vietmend::{Damage, Explanation, Step};

use super::coding::Coding;
use super::cursor::Cursor;
use super::engine::Engine;
use super::format::Format;
use super::output;
use super::percent::per_cent;
use super::status::Status;
use super::table::{Side, Table};
use super::visible::visible;

/// Show how the repair of a text comes about
///
/// For each line of the text a table: every token with its column, what it is read as, how sure that
/// is, and the readings that were weighed, the most probable first, each with the cost of seeing what
/// stands there if it was meant and the cost of it after its neighbours, in nats. `*` marks a change,
/// `?` one that is not made as it is too doubtful.
///
/// With `--format json` each line of the text is an object; its spans count the bytes of the file.
#[derive(Debug, Args)]
pub struct Explain {
    /// The text; `-` is standard input
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// Print for people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    coding: Coding,
    #[command(flatten)]
    engine: Engine,
}

impl Explain {
    pub fn run(&self) -> Result<Status> {
        let repairer = self.engine.repairer(0)?;
        let text = self.coding.read(&self.path, repairer.model())?;
        let path = self.path.display().to_string();
        let mut cursor = text.cursor();
        output::print(|out| {
            for part in text.parts() {
                let Explanation { damage, steps, .. } = part.explain(&repairer);
                let tokens = placed(steps, part.start, &mut cursor);
                for tokens in tokens.chunk_by(|left, right| left.line == right.line) {
                    let line = tokens[0].line;
                    let line = Line { path: &path, line, damage, tokens };
                    writeln!(out, "{}", self.shown(&line)?)?;
                }
            }
            Ok(())
        })?;
        Ok(Status::Done)
    }

    fn shown(&self, line: &Line<'_>) -> io::Result<String> {
        match self.format {
            Format::Text => Ok(line.text()),
            Format::Json => Ok(serde_json::to_string(line)?),
        }
    }
}

/// A line of the text.
#[derive(Serialize)]
struct Line<'t> {
    path: &'t str,
    line: usize,
    damage: Damage,
    tokens: &'t [Token<'t>],
}

/// A step and where it is.
#[derive(Serialize)]
struct Token<'t> {
    #[serde(skip)]
    line: usize,
    column: usize,
    #[serde(flatten)]
    step: Step<'t>,
}

/// The steps of the piece that starts at a byte offset.
fn placed<'t>(steps: Vec<Step<'t>>, start: usize, cursor: &mut Cursor<'_>) -> Vec<Token<'t>> {
    let mut tokens = Vec::with_capacity(steps.len());
    for mut step in steps {
        step.span.start += start;
        step.span.end += start;
        let (line, column) = cursor.to(step.span.start);
        tokens.push(Token { line, column, step });
    }
    tokens
}

impl Line<'_> {
    fn text(&self) -> String {
        let mut table = Table::new([
            ("", Side::Left),
            ("column", Side::Right),
            ("before", Side::Left),
            ("chosen", Side::Left),
            ("sure", Side::Right),
            ("readings: channel + language", Side::Left),
        ]);
        self.tokens.iter().for_each(|token| table.push(token.row()));
        format!("{}:{} ({})\n{table}", self.path, self.line, shares(self.damage))
    }
}

impl Token<'_> {
    fn row(&self) -> [String; 6] {
        let Step { before, chosen, confidence, .. } = &self.step;
        [
            self.mark().to_owned(),
            self.column.to_string(),
            visible(before).into_owned(),
            visible(chosen).into_owned(),
            per_cent(*confidence),
            self.readings(),
        ]
    }

    fn mark(&self) -> &'static str {
        match (self.step.edited, self.step.before == self.step.chosen) {
            (true, _) => "*",
            (false, false) => "?",
            (false, true) => "",
        }
    }

    fn readings(&self) -> String {
        let mut shown = Vec::with_capacity(self.step.readings.len());
        for reading in &self.step.readings {
            let text = visible(&reading.text);
            shown.push(format!("{text} {:.2} + {:.2}", reading.channel, reading.language));
        }
        shown.join(", ")
    }
}

fn shares(damage: Damage) -> String {
    let Damage { right_language, wrong_language, unmarked, .. } = damage;
    let [right, wrong, unmarked] =
        [right_language, wrong_language, unmarked].map(|share| 100.0 * share);
    format!("right language {right:.0} %, wrong language {wrong:.0} %, unmarked {unmarked:.0} %")
}
