//! A text of a run, found again from what the run wrote and recorded.

use std::path::Path;

use anyhow::{Context, Result, bail};
use vietmend::{Edit, Encoding};

use super::finding::Finding;
use super::record::{Document, hexadecimal};
use super::revision::Revision;

/// A text of a run, with the bytes of it.
#[derive(Debug)]
pub struct Restored<'t> {
    pub revision: Revision<'t>,
    /// What the run wrote, and in which encoding.
    written: Vec<u8>,
    written_in: Encoding,
    read_in: Encoding,
    /// The checksum of what the run read.
    crc32: String,
}

impl<'t> Restored<'t> {
    /// Finds a document again, from its findings and what was written for it to a path, in an encoding;
    /// refuses what does not fit together, whoever changed it.
    pub fn read(
        repaired: &Path,
        written_in: Encoding,
        document: &Document,
        findings: Vec<Finding<'t>>,
    ) -> Result<Self> {
        let shown = repaired.display();
        let written = std::fs::read(repaired).with_context(|| format!("cannot read {shown}"))?;
        if hexadecimal(crc32fast::hash(&written)) != document.repaired_crc32 {
            bail!("{shown} was changed since the run: what it was before cannot be told");
        }
        let (read_in, crc32) = (document.encoding, document.crc32.clone());
        let text = written_in
            .decode(&written)
            .ok()
            .and_then(|repaired| original(repaired.as_bytes(), &findings))
            // In another encoding the text has other bytes than were read.
            .filter(|text| read_in != Encoding::Utf8 || hexadecimal(crc32fast::hash(text)) == crc32)
            .and_then(|text| String::from_utf8(text).ok())
            .filter(|text| fit(text, &findings));
        let Some(text) = text else { bail!("{shown} and the report contradict each other") };
        Ok(Self { revision: Revision::new(text, findings), written, written_in, read_in, crc32 })
    }

    /// The bytes that were read.
    pub fn original(&self) -> Result<Vec<u8>> {
        let bytes = match self.written_in == self.read_in {
            true => self.with(|finding| &finding.edit.before)?,
            false => self.read_in.encode(self.revision.whole().text)?,
        };
        if hexadecimal(crc32fast::hash(&bytes)) != self.crc32 {
            bail!("it was no usual {}: its bytes cannot be told from the text", self.read_in);
        }
        Ok(bytes)
    }

    /// The text with a choice put where each finding stands, as the run would have written it.
    pub fn with<'a>(
        &'a self,
        mut choice: impl FnMut(&'a Finding<'t>) -> &'a str,
    ) -> Result<Vec<u8>> {
        let whole = self.revision.whole();
        if self.written_in == Encoding::Utf8 {
            return Ok(whole.with(choice).into_bytes());
        }
        // How far the repaired text is ahead of the one that was read.
        let (mut longer, mut edits) = (0isize, Vec::new());
        for finding in whole.findings {
            let (now, then) = (finding.text_now(), choice(finding));
            let start = finding.edit.span.start.saturating_add_signed(longer);
            if now != then {
                edits.push(Edit::new(start..start + now.len(), now, then));
            }
            longer += now.len() as isize - finding.edit.before.len() as isize;
        }
        Ok(self.written_in.apply(&self.written, &edits)?)
    }
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
        let revision = Revision::new(text, findings.into());
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
