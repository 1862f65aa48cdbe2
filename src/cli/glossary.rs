//! The files in which a user lists words, terms and rules.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use clap::Args;
use vietmend::{Glossary, Rule};

use super::text::Text;

/// What the user knows better. In each file empty lines and those that begin with `#` say nothing.
#[derive(Debug, Args)]
pub struct Lists {
    /// Know these words: names, terms, abbreviations, one a line
    #[arg(long, value_name = "FILE")]
    words: Vec<PathBuf>,
    /// Never touch these terms, one a line
    #[arg(long, value_name = "FILE")]
    keep: Vec<PathBuf>,
    /// Heed these rules: what is seen, a tab, what is meant, and, where it is not `likely`, a tab and
    /// `always` or `possible`
    #[arg(long, value_name = "FILE")]
    rules: Vec<PathBuf>,
}

impl Lists {
    /// Reads the files.
    pub fn glossary(&self) -> Result<Glossary> {
        Ok(Glossary::default()
            .words(lines(&self.words, term)?)
            .keep(lines(&self.keep, term)?)
            .rules(lines(&self.rules, rule)?))
    }

    /// The checksum (CRC-32) of the files.
    pub fn checksum(&self) -> Result<u32> {
        let mut hasher = crc32fast::Hasher::new();
        for (kind, paths) in [&self.words, &self.keep, &self.rules].into_iter().enumerate() {
            for path in paths {
                hasher.update(&[kind as u8]);
                hasher.update(Text::read(path)?.bytes());
            }
        }
        Ok(hasher.finalize())
    }
}

/// What the lines of some files say.
fn lines<T>(paths: &[PathBuf], read: impl Fn(&str) -> Result<T>) -> Result<Vec<T>> {
    let mut found = Vec::new();
    for path in paths {
        let text = Text::read(path)?;
        for (at, line) in text.body().lines().enumerate() {
            if !line.trim().is_empty() && !line.starts_with('#') {
                found.push(read(line).with_context(|| place(path, at + 1))?);
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
