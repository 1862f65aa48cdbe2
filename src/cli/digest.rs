//! A report in figures.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use vietmend::Reason;

use super::damage;
use super::finding::Finding;
use super::percent::per_cent;
use super::reader::{Entry, Reader};
use super::record::{Document, Failure};
use super::table::{Side, Table};
use super::tally::Tally;
use super::visible::visible;

/// The documents of a report, and sums of their changes.
#[derive(Debug)]
pub struct Digest {
    documents: Table<5>,
    count: usize,
    made: usize,
    held: usize,
    reasons: BTreeMap<Reason, usize>,
    /// Changes of each step of confidence.
    steps: [usize; STEPS.len()],
    failures: Vec<Failure>,
}

/// Where the steps of confidence begin, in per cent: few changes are doubtful, most are nearly certain.
const STEPS: [u8; 7] = [0, 50, 70, 80, 90, 95, 99];

impl Digest {
    /// Reads a report to its end.
    pub fn of(reader: &mut Reader, tally: &mut Tally) -> Self {
        let mut digest = Self {
            documents: Table::new([
                ("text", Side::Left),
                ("damage", Side::Left),
                ("changes", Side::Right),
                ("held back", Side::Right),
                ("least sure", Side::Right),
            ]),
            count: 0,
            made: 0,
            held: 0,
            reasons: BTreeMap::new(),
            steps: [0; STEPS.len()],
            failures: Vec::new(),
        };
        for entry in reader.entries() {
            match tally.keep(entry) {
                Some(Entry::Repaired(it)) => digest.add(&it.document, &it.findings),
                Some(Entry::Failed(failure)) => digest.failures.push(failure),
                _ => {}
            }
        }
        digest
    }

    fn add(&mut self, document: &Document, findings: &[Finding<'_>]) {
        self.count += 1;
        self.made += document.edits;
        self.held += document.doubtful;
        for Finding { edit, reason, .. } in findings {
            *self.reasons.entry(*reason).or_default() += 1;
            self.steps[step(edit.confidence)] += 1;
        }
        let least = findings.iter().map(|finding| finding.edit.confidence).reduce(f32::min);
        self.documents.push([
            visible(&document.path).into_owned(),
            damage::name(document.damage).to_owned(),
            document.edits.to_string(),
            document.doubtful.to_string(),
            least.map_or_else(String::new, per_cent),
        ]);
    }
}

impl Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { documents, count, made, held, failures, .. } = self;
        write!(f, "{documents}\n{count} texts, {made} changes, {held} held back\n")?;
        let mut reasons = Table::new([("reason", Side::Left), ("changes", Side::Right)]);
        for (reason, count) in &self.reasons {
            reasons.push([format!("{reason:?}").to_lowercase(), count.to_string()]);
        }
        let mut steps = Table::new([("confidence", Side::Left), ("changes", Side::Right)]);
        for (at, count) in self.steps.iter().enumerate() {
            let to = STEPS.get(at + 1).unwrap_or(&100);
            steps.push([format!("{} to {to} %", STEPS[at]), count.to_string()]);
        }
        write!(f, "\n{reasons}\n{steps}")?;
        if failures.is_empty() {
            return Ok(());
        }
        writeln!(f, "\n{} not repaired", failures.len())?;
        failures.iter().try_for_each(|failure| writeln!(f, "{}", visible(&failure.error)))
    }
}

/// The step in which a confidence lies.
fn step(confidence: f32) -> usize {
    let behind = STEPS.partition_point(|&from| f32::from(from) <= 100.0 * confidence);
    behind.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn a_step_begins_where_it_says() {
        let steps = [0.0, 0.49, 0.5, 0.989, 0.99, 1.0, -1.0].map(step);
        assert_eq!(steps, [0, 0, 1, 5, 6, 6, 0]);
    }
}
