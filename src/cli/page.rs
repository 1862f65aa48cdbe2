//! A page for reviewing: HTML that holds everything, with the documents as JSON in it.

use std::io::{self, Write};

use serde::Serialize;
use vietmend::{Damage, Reason};

use super::finding::Finding;
use super::passage::Passage;
use super::record::{Document, hexadecimal};
use super::sum::Sum;

/// What stands before the documents, and behind them.
const TOP: &str = concat!(
    include_str!("page/head.html"),
    "<style>\n",
    include_str!("page/style.css"),
    "</style>\n",
    include_str!("page/body.html"),
    "<script type=\"application/json\" id=\"documents\">[\n",
);
const BOTTOM: &str = concat!(
    "<script type=\"module\">\n",
    include_str!("page/words.js"),
    include_str!("page/changes.js"),
    include_str!("page/rows.js"),
    include_str!("page/lines.js"),
    include_str!("page/panel.js"),
    include_str!("page/main.js"),
    "</script>\n</body>\n</html>\n",
);

/// Bytes of the longest passage, some ten printed lines: longer ones are cut.
const LONGEST: usize = 1000;

/// A page that is being written.
pub struct Page<'w> {
    out: Sum<'w>,
    documents: usize,
}

/// A document as the page has it: what is needed to show and to name its changes.
#[derive(Serialize)]
struct Shown<'r> {
    path: &'r str,
    damage: Damage,
    passages: Vec<Lines<'r>>,
}

/// Lines with changes, or beside such.
#[derive(Serialize)]
struct Lines<'r> {
    line: usize,
    start: usize,
    text: &'r str,
    changes: Vec<Change<'r>>,
}

/// Where it begins in the text of its passage and how long it is there, in units of UTF-16 as the
/// page counts; what stands there in place of it; its confidence; whether it was made; the reason;
/// other readings.
#[derive(Serialize)]
struct Change<'r>(usize, usize, &'r str, f32, bool, Reason, Vec<&'r str>);

impl<'w> Page<'w> {
    /// Writes what stands before the documents.
    pub fn begin(out: &'w mut dyn Write) -> io::Result<Self> {
        out.write_all(TOP.as_bytes())?;
        Ok(Self { out: Sum::new(out), documents: 0 })
    }

    /// Adds the lines of a document with findings that are asked for, and those beside them; without
    /// any it is left out. Gives how many changes stand in them.
    pub fn add(
        &mut self,
        document: &Document,
        whole: Passage<'_, '_>,
        asked: impl Fn(&Finding<'_>) -> bool,
    ) -> io::Result<usize> {
        let passages: Vec<Lines<'_>> =
            beside(whole.lines(LONGEST), asked).into_iter().map(Lines::of).collect();
        if passages.is_empty() {
            return Ok(0);
        }
        let changes = passages.iter().map(|passage| passage.changes.len()).sum();
        let shown = Shown { path: &document.path, damage: document.damage, passages };
        // Nothing in it may end the script that it stands in.
        let json = serde_json::to_string(&shown)?.replace('<', "\\u003c");
        let comma = if self.documents > 0 { ",\n" } else { "" };
        self.documents += 1;
        write!(self.out, "{comma}{json}")?;
        Ok(changes)
    }

    /// Writes what stands behind the documents.
    pub fn end(mut self) -> io::Result<()> {
        let checksum = hexadecimal(self.out.checksum());
        writeln!(self.out, "\n]</script>\n<script>const CHECKSUM = '{checksum}';</script>")?;
        self.out.write_all(BOTTOM.as_bytes())
    }
}

impl<'r> Lines<'r> {
    fn of(passage: Passage<'r, '_>) -> Self {
        let Passage { line, start, text, findings } = passage;
        let changes = findings.iter().map(|finding| Change::of(finding, passage)).collect();
        Self { line, start, text: text.trim_end_matches(['\r', '\n']), changes }
    }
}

impl<'r> Change<'r> {
    fn of(finding: &'r Finding<'_>, passage: Passage<'r, '_>) -> Self {
        let Finding { edit, made, reason, .. } = finding;
        let units = |text: &str| text.encode_utf16().count();
        let at = units(&passage.text[..edit.span.start - passage.start]);
        // Nobody reads more than three decimals.
        let confidence = (edit.confidence * 1000.0).round() / 1000.0;
        let others = edit.alternatives.iter().map(|other| other.text.as_str()).collect();
        Self(at, units(&edit.before), &edit.after, confidence, *made, *reason, others)
    }
}

/// The passages with a finding that is asked for, and those beside them.
fn beside<'r, 't>(
    all: impl Iterator<Item = Passage<'r, 't>>,
    asked: impl Fn(&Finding<'_>) -> bool,
) -> Vec<Passage<'r, 't>> {
    let mut kept = Vec::new();
    let mut before = None;
    let mut behind = false;
    for passage in all {
        if passage.findings.iter().any(&asked) {
            kept.extend(before.take());
            kept.push(passage);
            behind = true;
        } else if behind {
            kept.push(passage);
            behind = false;
        } else {
            before = Some(passage);
        }
    }
    kept
}
