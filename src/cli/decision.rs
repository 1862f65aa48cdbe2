//! What a reader decided of the changes of a run.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::text::Text;

/// The version of the form, which changes when a field changes its meaning or goes.
const VERSION: u32 = 1;

/// A line of a file of decisions.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line {
    /// The first.
    Decisions {
        /// The version of the form.
        decisions: u32,
    },
    Decision(Decision),
}

/// What should stand where a report has a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The path of the document, as the report has it.
    pub path: String,
    /// Bytes of the text as it was read.
    pub span: Range<usize>,
    /// What stood there.
    pub before: String,
    /// What the report has for it.
    pub after: String,
    /// What should stand there: one of them, or what the reader typed.
    pub text: String,
}

/// The decisions of some files.
#[derive(Debug)]
pub struct Decisions {
    all: Vec<Filed>,
    /// By path and first byte.
    places: HashMap<(String, usize), usize>,
}

/// A decision, and where it stands.
#[derive(Debug)]
struct Filed {
    decision: Decision,
    place: String,
    carried_out: bool,
}

/// Whether a text is a file of decisions.
pub fn is_decisions(text: &str) -> bool {
    let first = text.lines().next().and_then(|line| serde_json::from_str(line).ok());
    matches!(first, Some(Line::Decisions { .. }))
}

/// The decisions in a text that was read from a path, each with the number of its line.
pub fn parse(path: &Path, text: &str) -> Result<Vec<(usize, Decision)>> {
    let shown = path.display();
    if !is_decisions(text) {
        bail!("{shown} holds no decisions: save them from the review page");
    }
    let mut decisions = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = at + 1;
        match serde_json::from_str(line) {
            Ok(Line::Decision(decision)) => decisions.push((number, decision)),
            Ok(Line::Decisions { decisions: VERSION }) => {}
            Ok(Line::Decisions { decisions }) => {
                bail!("{shown} has form {decisions}, this vietmend knows {VERSION}")
            }
            Err(error) => {
                return Err(error)
                    .with_context(|| format!("{shown}, line {number} is no decision"));
            }
        }
    }
    Ok(decisions)
}

impl Decisions {
    /// Reads the decisions of all the files; refuses two that contradict each other.
    pub fn read(paths: &[PathBuf]) -> Result<Self> {
        let mut decisions = Self { all: Vec::new(), places: HashMap::new() };
        for path in paths {
            for (line, decision) in parse(path, Text::read(path)?.body())? {
                decisions.add(decision, format!("{}, line {line}", path.display()))?;
            }
        }
        Ok(decisions)
    }

    /// What should stand where a finding is, if that is decided.
    pub fn carry_out(&mut self, finding: &Finding<'_>) -> Option<&str> {
        let Finding { path, edit, .. } = finding;
        let at = *self.places.get(&(path.to_string(), edit.span.start))?;
        let filed = &mut self.all[at];
        let Decision { span, before, after, text, .. } = &filed.decision;
        if *span != edit.span || *before != edit.before || *after != edit.after {
            return None;
        }
        filed.carried_out = true;
        Some(text)
    }

    /// Where the decisions stand that were not carried out.
    pub fn missed(&self) -> impl Iterator<Item = &str> {
        self.all.iter().filter(|filed| !filed.carried_out).map(|filed| filed.place.as_str())
    }

    fn add(&mut self, decision: Decision, place: String) -> Result<()> {
        let key = (decision.path.clone(), decision.span.start);
        match self.places.get(&key).map(|&at| &self.all[at]) {
            Some(other) if other.decision == decision => return Ok(()),
            Some(other) => bail!("{place} contradicts {}: keep one of them", other.place),
            None => self.places.insert(key, self.all.len()),
        };
        self.all.push(Filed { decision, place, carried_out: false });
        Ok(())
    }
}
