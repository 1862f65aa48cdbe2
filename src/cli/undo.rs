//! `vietmend undo`

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;

use super::finding::Finding;
use super::output;
use super::place::{names_folder, refuse_input};
use super::record::{Document, Entry, Reader, hexadecimal};
use super::status::Status;
use super::tally::Tally;

/// Take back what a run with a report has changed
///
/// Gives back every original to the byte, from the repaired texts and the report alone. With `--only`
/// just the changes of one text, of one of its lines, or at one place are taken back, and only the
/// texts that these touch are written.
///
/// A repaired text that was changed since is refused; the rest goes on.
#[derive(Debug, Args)]
pub struct Undo {
    /// The report of the run
    report: PathBuf,
    /// Write into this folder; for the report of a single text, to this file or into this folder
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// The repaired texts [default: where the run has written them]
    #[arg(long, value_name = "PATH")]
    repaired: Option<PathBuf>,
    /// Take back only the changes there: PATH, PATH:LINE or PATH:LINE:COLUMN, as the report has them
    #[arg(long, value_name = "PLACE")]
    only: Vec<String>,
}

impl Undo {
    pub fn run(&self) -> Result<Status> {
        let mut reader = Reader::open(&self.report)?;
        let mut choice = Choice(self.only.iter().map(|place| (&place[..], false)).collect());
        let mut tally = Tally::default();
        let whole = loop {
            match reader.next()? {
                Some(Entry::Repaired(document, findings)) => {
                    let made = findings.into_iter().filter(|finding| finding.made);
                    let edits: Vec<_> = made
                        .map(|finding| {
                            let back = choice.takes(&finding);
                            (finding, back)
                        })
                        .collect();
                    let back = edits.iter().filter(|(_, back)| *back).count();
                    if self.only.is_empty() || back > 0 {
                        tally.add(self.undo(&reader, &document, &edits).map(|()| back));
                    }
                }
                Some(Entry::Failed(_)) => {}
                Some(Entry::End) => break true,
                None => break false,
            }
        };
        let shown = self.report.display();
        if !whole {
            tally.add(Err(anyhow!("{shown} is cut short: texts may be missing from it")));
        }
        for place in choice.missed() {
            tally.add(Err(anyhow!("{shown} has no change at {place}")));
        }
        tally.close();
        Ok(tally.done())
    }

    /// Takes edits of a document back; without `--only`, all.
    fn undo(
        &self,
        reader: &Reader,
        document: &Document,
        edits: &[(Finding<'_>, bool)],
    ) -> Result<()> {
        let Document { path, crc32, repaired_crc32, .. } = document;
        // What a report names must lie below the folders, whoever wrote it.
        if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
            bail!("{path} leads out of the folder: the report is not vietmend's");
        }
        let root = self.repaired.clone().unwrap_or_else(|| PathBuf::from(&reader.run.output));
        let repaired = if reader.run.folder || root.is_dir() { root.join(path) } else { root };
        let output = match reader.run.folder || names_folder(&self.output) {
            true => self.output.join(path),
            false => self.output.clone(),
        };
        refuse_input(&output, &repaired)?;
        let shown = repaired.display();
        let bytes = std::fs::read(&repaired).with_context(|| format!("cannot read {shown}"))?;
        if hexadecimal(crc32fast::hash(&bytes)) != *repaired_crc32 {
            bail!("{shown} was changed since the run: its changes cannot be taken back");
        }
        let text = without(&bytes, edits);
        let whole =
            |text: &Vec<u8>| !self.only.is_empty() || hexadecimal(crc32fast::hash(text)) == *crc32;
        let Some(text) = text.filter(whole) else {
            bail!("{shown} and the report contradict each other")
        };
        output::save(&output, Some(&repaired), |out| out.write_all(&text))
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

/// The text in which some of the edits that made it from another one, in order, are taken back; each
/// comes with whether it is. `None` where the text does not read as they have it.
fn without(text: &[u8], edits: &[(Finding<'_>, bool)]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    // How far the texts have been gone through: the original one, and the edited one.
    let (mut before, mut after) = (0, 0);
    for (Finding { edit, .. }, back) in edits {
        // A report may say anything: no place is reached by adding to another.
        let same = text[after..].get(..edit.span.start.checked_sub(before)?)?;
        out.extend(same);
        after += same.len();
        let new = text[after..].get(..edit.after.len())?;
        if new != edit.after.as_bytes() || edit.span.len() != edit.before.len() {
            return None;
        }
        out.extend(if *back { edit.before.as_bytes() } else { new });
        (before, after) = (edit.span.end, after + new.len());
    }
    out.extend(&text[after..]);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vietmend::{Edit, apply};

    fn finding(edit: Edit<'static>) -> Finding<'static> {
        let reason = edit.reason();
        Finding { path: "a".into(), line: 1, column: 1, made: true, reason, edit }
    }

    #[test]
    fn edits_are_taken_back_one_by_one() {
        let text = "chiếm đât, triên khai";
        let edits = [Edit::new(8..13, "đât", "đất"), Edit::new(15..21, "triên", "triển")];
        let edited = apply(text, &edits);
        let without = |first, second| {
            let [one, two] = edits.clone().map(finding);
            without(edited.as_bytes(), &[(one, first), (two, second)])
                .and_then(|bytes| String::from_utf8(bytes).ok())
        };
        assert_eq!(without(true, true).as_deref(), Some(text));
        assert_eq!(without(false, false).as_deref(), Some(&*edited));
        assert_eq!(without(false, true).as_deref(), Some("chiếm đất, triên khai"));
    }

    #[test]
    fn a_text_that_reads_otherwise_is_refused() {
        for (text, span, after) in
            [("chiếm đat", 8..13, "đất"), ("a", 0..1, "ab"), ("a", 5..6, "a"), ("", 0..2, "")]
        {
            let edit = finding(Edit::new(span, "x", after));
            assert_eq!(without(text.as_bytes(), &[(edit, true)]), None, "{text}");
        }
        let [first, last] = [0..1, usize::MAX - 1..usize::MAX]
            .map(|span| (finding(Edit::new(span, "a", "b")), true));
        assert_eq!(without(b"bb", &[first, last]), None);
    }
}
