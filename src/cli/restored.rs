//! A text of a run, found again from what the run wrote and recorded.

use std::path::Path;

use anyhow::{Context, Result, bail};
use vietmend::{Edit, Encoding};

use super::back::back;
use super::diff;
use super::finding::Finding;
use super::package;
use super::passage::Passage;
use super::reader::Repaired;
use super::record::hexadecimal;
use super::spelling::Spelling;
use super::text::Text;

/// A text as a run read it, and what the run found in it.
#[derive(Debug)]
pub struct Restored {
    text: Text,
    findings: Vec<Finding<'static>>,
    read_in: Encoding,
    /// How it was spelt, where that was unusual.
    spelling: Option<Spelling>,
    /// The checksum of what the run read.
    crc32: String,
}

impl Restored {
    /// Finds a document again, from its record and what was written for it to a path, in an encoding;
    /// refuses what does not fit together, whoever changed it.
    pub fn read(repaired: &Path, written_in: Encoding, it: Repaired) -> Result<Self> {
        let shown = repaired.display();
        let written = std::fs::read(repaired).with_context(|| format!("cannot read {shown}"))?;
        if hexadecimal(crc32fast::hash(&written)) != it.document.repaired_crc32 {
            bail!("{shown} was changed since the run: what it was before cannot be told");
        }
        match original(&written, written_in, &it).filter(|text| fit(text.whole(), &it.findings)) {
            Some(text) => {
                let (read_in, crc32) = (it.document.encoding, it.document.crc32);
                Ok(Self { text, findings: it.findings, read_in, spelling: it.spelling, crc32 })
            }
            None => bail!("{shown} and the report contradict each other"),
        }
    }

    /// All that there is to read in it.
    pub fn whole(&self) -> Passage<'_, 'static> {
        Passage::whole(self.text.whole(), &self.findings)
    }

    /// The changes of the run as a unified diff, from a file of one name to one of another.
    pub fn diff(&self, from: &str, to: &str) -> Result<String> {
        diff::of(from, to, &self.text, &self.findings)
    }

    /// The bytes that were read.
    pub fn original(&self) -> Result<Vec<u8>> {
        if self.text.encoding() == self.read_in {
            return Ok(self.text.source().to_vec());
        }
        let text = self.text.whole();
        let bytes = match &self.spelling {
            Some(spelling) => spelling.write(text, self.read_in)?,
            None => self.read_in.encode(text)?,
        };
        if hexadecimal(crc32fast::hash(&bytes)) != self.crc32 {
            bail!("it was no usual {}: its bytes cannot be told from the text", self.read_in);
        }
        Ok(bytes)
    }

    /// The text with a choice put where each finding stands, as the run would have written it.
    pub fn with<'a>(
        &'a self,
        choice: impl Fn(usize, &'a Finding<'static>) -> &'a str,
    ) -> Result<Vec<u8>> {
        let edits = self.findings.iter().enumerate().filter_map(|(at, finding)| {
            let (edit, text) = (&finding.edit, choice(at, finding));
            (text != edit.before).then(|| Edit::new(edit.span.clone(), &*edit.before, text))
        });
        self.text.changed(&self.text.changes(edits.collect())?)
    }
}

/// What a text was that was written in an encoding; `None` where it does not read as its record has it.
/// A text that was written in another encoding than it was read in is told in the former.
fn original(written: &[u8], written_in: Encoding, it: &Repaired) -> Option<Text> {
    let Repaired { document, findings, patches, slices, .. } = it;
    if package::is(written) {
        let slices: Option<Vec<_>> =
            slices.iter().map(|slice| Some((slice.span.clone(), slice.bytes()?))).collect();
        let slices = slices?;
        let slices =
            slices.iter().map(|(span, before)| package::Slice { span: span.clone(), before });
        let bytes = package::back(written, slices)?;
        let same = hexadecimal(crc32fast::hash(&bytes)) == document.crc32;
        return same.then(|| Text::of_package(bytes).ok()).flatten();
    }
    let decoded = written_in.decode(written).ok()?;
    let back = match document.marked_up {
        true => back(&decoded, patches.iter().map(|it| (&it.span, &*it.before, &*it.after))),
        false => {
            let made = findings.iter().filter(|finding| finding.made).map(|it| &it.edit);
            back(&decoded, made.map(|edit| (&edit.span, &*edit.before, &*edit.after)))
        }
    }?;
    let bytes = written_in.apply(written, &back).ok()?;
    let same =
        written_in != document.encoding || hexadecimal(crc32fast::hash(&bytes)) == document.crc32;
    let name = Path::new(&document.path);
    let text = match document.pdf {
        Some(pdf) => Text::plain(bytes, pdf),
        None => Text::decode(bytes, written_in, name),
    };
    text.ok().filter(|_| same)
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

    #[test]
    fn findings_must_stand_there() {
        let held = |span, before| {
            let edit = Edit::new(span, before, "b");
            let reason = edit.reason();
            Finding { path: "a".into(), line: 1, column: 1, made: false, reason, edit }
        };
        assert!(fit("đa", &[held(0..2, "đ"), held(2..3, "a")]));
        assert!(!fit("đa", &[held(2..3, "a"), held(0..2, "đ")]));
        for (span, before) in [(0..1, "đ"), (0..2, "d"), (1..2, ""), (2..4, "a")] {
            assert!(!fit("đa", &[held(span, before)]));
        }
    }
}
