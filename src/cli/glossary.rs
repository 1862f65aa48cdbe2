//! The files in which a user lists words, terms and rules.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use clap::Args;
use crc32fast::Hasher;
use vietmend::{Glossary, Rule};

use super::decision::{self, Decision};
use super::lesson;
use super::text::Text;

/// What the user knows better. In each file empty lines and those that begin with `#` say nothing; words
/// and rules may also be the decisions that a review page has saved.
#[derive(Debug, Args)]
pub struct Lists {
    /// Know these words: names, terms, abbreviations, one a line; or what decisions put right
    #[arg(long, value_name = "FILE")]
    words: Vec<PathBuf>,
    /// Never touch these terms, one a line
    #[arg(long, value_name = "FILE")]
    keep: Vec<PathBuf>,
    /// Heed these rules: what is seen, a tab, what is meant, and, where it is not `likely`, a tab and
    /// `always` or `possible`; or decisions, of which those are rules that never differ
    #[arg(long, value_name = "FILE")]
    rules: Vec<PathBuf>,
}

impl Lists {
    /// Reads the files.
    pub fn glossary(&self) -> Result<Glossary> {
        Ok(Glossary::default()
            .words(read(&self.words, term, |decisions| Ok(lesson::words(decisions)))?)
            .keep(read(&self.keep, term, |_| Err(anyhow!("decisions are no terms to keep")))?)
            .rules(read(&self.rules, rule, |decisions| Ok(lesson::rules(decisions)))?))
    }

    /// Adds the files to a checksum.
    pub fn sum(&self, hasher: &mut Hasher) -> Result<()> {
        for (kind, paths) in [&self.words, &self.keep, &self.rules].into_iter().enumerate() {
            for path in paths {
                hasher.update(&[kind as u8]);
                hasher.update(Text::read(path)?.source());
            }
        }
        Ok(())
    }
}

/// What the lines of some files say, and what is learned from decisions.
fn read<T>(
    paths: &[PathBuf],
    line: impl Fn(&str) -> Result<T>,
    learn: impl Fn(&[Decision]) -> Result<Vec<T>>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    for path in paths {
        let text = Text::read(path)?;
        if decision::is_decisions(text.body()) {
            let decisions = decision::parse(path, text.body())?;
            let decisions: Vec<_> = decisions.into_iter().map(|(_, decision)| decision).collect();
            found.extend(learn(&decisions).with_context(|| path.display().to_string())?);
            continue;
        }
        for (at, text) in text.body().lines().enumerate() {
            if !text.trim().is_empty() && !text.starts_with('#') {
                found.push(line(text).with_context(|| place(path, at + 1))?);
            }
        }
    }
    Ok(found)
}

fn place(path: &Path, line: usize) -> String {
    format!("{}, line {line}", path.display())
}

fn term(line: &str) -> Result<String> {
    match line.contains('\t') {
        true => Err(anyhow!("one term a line is needed, without a tab")),
        false => Ok(line.trim().to_owned()),
    }
}

fn rule(line: &str) -> Result<Rule> {
    let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
    let (seen, meant, strength) = match fields[..] {
        [seen, meant] => (seen, meant, "likely"),
        [seen, meant, strength] => (seen, meant, strength),
        _ => return Err(anyhow!("what is seen, a tab and what is meant are needed")),
    };
    if seen.is_empty() || meant.is_empty() {
        return Err(anyhow!("what is seen and what is meant may not be empty"));
    }
    Ok(Rule::new(seen, meant, strength.parse().map_err(|reason: &str| anyhow!("{reason}"))?))
}
