//! A text and what was found in it; that of a run is found again from what the run wrote and recorded.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::finding::Finding;
use super::passage::Passage;
use super::place::names_folder;
use super::record::{Document, Run, hexadecimal};

/// A text as it was read, and what was found in it.
#[derive(Debug)]
pub struct Revision<'t> {
    text: Cow<'t, str>,
    findings: Vec<Finding<'t>>,
}

/// Where the texts are that a run has written.
#[derive(Debug)]
pub struct Written {
    root: PathBuf,
    /// Whether the run wrote a folder.
    folder: bool,
}

impl<'t> Revision<'t> {
    /// A text and what was found in it, in the order of the places.
    pub fn new(text: &'t str, findings: Vec<Finding<'t>>) -> Self {
        Self { text: Cow::Borrowed(text), findings }
    }

    /// Finds a document again, from its findings and the repaired text at a path; refuses what does
    /// not fit together, whoever changed it.
    pub fn read(repaired: &Path, document: &Document, findings: Vec<Finding<'t>>) -> Result<Self> {
        let shown = repaired.display();
        let bytes = std::fs::read(repaired).with_context(|| format!("cannot read {shown}"))?;
        if hexadecimal(crc32fast::hash(&bytes)) != document.repaired_crc32 {
            bail!("{shown} was changed since the run: what it was before cannot be told");
        }
        let text = original(&bytes, &findings)
            .filter(|text| hexadecimal(crc32fast::hash(text)) == document.crc32)
            .and_then(|text| String::from_utf8(text).ok())
            .filter(|text| fit(text, &findings));
        match text {
            Some(text) => Ok(Self { text: text.into(), findings }),
            None => bail!("{shown} and the report contradict each other"),
        }
    }

    /// All of the text as it was read.
    pub fn whole(&self) -> Passage<'_, 't> {
        Passage { line: 1, start: 0, text: &self.text, findings: &self.findings }
    }
}

impl Written {
    /// What a run has written, there or, where it was moved, at a path.
    pub fn of(run: &Run, moved: Option<&Path>) -> Self {
        let root = moved.map_or_else(|| PathBuf::from(&run.output), Path::to_path_buf);
        Self { root, folder: run.folder }
    }

    /// The file or folder that was written.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a repaired document.
    pub fn path(&self, document: &Document) -> Result<PathBuf> {
        let below = below(document)?;
        Ok(if self.folder || self.root.is_dir() {
            self.root.join(below)
        } else {
            self.root.clone()
        })
    }

    /// The path of a document in another output; of a run that wrote a single file that may be a file.
    pub fn path_in(&self, output: &Path, document: &Document) -> Result<PathBuf> {
        let below = below(document)?;
        let folder = self.folder || names_folder(output);
        Ok(if folder { output.join(below) } else { output.to_path_buf() })
    }
}

/// The path of a document, which must lie below the folders, whoever wrote the report.
fn below(document: &Document) -> Result<&Path> {
    let path = Path::new(&document.path);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        bail!("{} leads out of the folder: the report is not vietmend's", document.path);
    }
    Ok(path)
}

/// The text that became this one; `None` where it does not read as the findings have it.
fn original(repaired: &[u8], findings: &[Finding<'_>]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(repaired.len());
    let mut rest = repaired;
    for Finding { edit, .. } in findings.iter().filter(|finding| finding.made) {
        // A report may say anything: no place is reached by adding to another.
        let same = rest.get(..edit.span.start.checked_sub(out.len())?)?;
        rest = rest[same.len()..].strip_prefix(edit.after.as_bytes())?;
        out.extend(same);
        out.extend(edit.before.as_bytes());
        if out.len() != edit.span.end {
            return None;
        }
    }
    out.extend(rest);
    Some(out)
}

/// Whether the findings stand in the text, one behind the other.
fn fit(text: &str, findings: &[Finding<'_>]) -> bool {
    let mut done = 0;
    findings.iter().all(|Finding { edit, .. }| {
        let behind = edit.span.start >= done;
        done = edit.span.end;
        behind && text.get(edit.span.clone()) == Some(&edit.before)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use vietmend::{Edit, apply};

    fn finding(edit: Edit<'static>, made: bool) -> Finding<'static> {
        let reason = edit.reason();
        Finding { path: "a".into(), line: 1, column: 1, made, reason, edit }
    }

    #[test]
    fn edits_are_taken_back_one_by_one() {
        let text = "chiếm đât, triên khai";
        let edits = [Edit::new(8..13, "đât", "đất"), Edit::new(15..21, "triên", "triển")];
        let edited = apply(text, &edits).into_owned();
        let findings = edits.map(|edit| finding(edit, true));
        let text = original(edited.as_bytes(), &findings).map(String::from_utf8).unwrap().unwrap();
        assert!(fit(&text, &findings));
        let revision = Revision { text: text.into(), findings: findings.into() };
        let whole = revision.whole();
        assert_eq!(whole.text, "chiếm đât, triên khai");
        assert_eq!(whole.with(|finding| &finding.edit.after), edited);
        let first = |finding: &Finding<'_>| finding.edit.span.start == 8;
        let choice = |it| if first(it) { &it.edit.after } else { &*it.edit.before };
        assert_eq!(whole.with(choice), "chiếm đất, triên khai");
    }

    #[test]
    fn a_text_that_reads_otherwise_is_refused() {
        for (text, span, after) in
            [("chiếm đat", 8..13, "đất"), ("a", 0..1, "ab"), ("a", 5..6, "a"), ("", 0..2, "")]
        {
            let edit = finding(Edit::new(span, "x", after), true);
            assert_eq!(original(text.as_bytes(), &[edit]), None, "{text}");
        }
        let far =
            [0..1, usize::MAX - 1..usize::MAX].map(|span| finding(Edit::new(span, "a", "b"), true));
        assert_eq!(original(b"bb", &far), None);
    }

    #[test]
    fn what_was_held_back_must_stand_there_too() {
        let held = |span, before| finding(Edit::new(span, before, "b"), false);
        assert!(fit("đa", &[held(0..2, "đ"), held(2..3, "a")]));
        assert!(!fit("đa", &[held(2..3, "a"), held(0..2, "đ")]));
        for (span, before) in [(0..1, "đ"), (0..2, "d"), (1..2, ""), (2..4, "a")] {
            assert!(!fit("đa", &[held(span, before)]));
        }
    }
}
