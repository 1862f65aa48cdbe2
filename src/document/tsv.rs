//! The table that Tesseract writes: a row for each word, and for what holds words.

use std::ops::Range;

use crate::document::certainty::certainty;
use crate::document::content::Content;
use crate::document::flaw::Flaw;
use crate::document::frame::Frame;
use crate::document::markup::Dialect;
use crate::document::quote::Quote;
use crate::document::runs::{Element, Gap, Runs};
use crate::document::syntax::Syntax;

/// The first line.
const HEADER: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\t\
    left\ttop\twidth\theight\tconf\ttext";

/// The columns, the last of which is the text.
const COLUMNS: usize = 12;

/// The level of a word's row.
const WORD: &str = "5";

pub struct Tsv;

impl Syntax for Tsv {
    fn is(&self, source: &str) -> bool {
        source.trim_start_matches('\u{feff}').lines().next() == Some(HEADER)
    }

    fn read<'s>(&self, source: &'s str) -> Result<Runs<'s>, Flaw> {
        let mut runs = Runs::default();
        let mut content = Content::default();
        let (mut at, mut end) = (0, 0);
        let mut last: [&str; 4] = [""; 4];
        for line in source.split_inclusive('\n') {
            let row = line.trim_end_matches(['\r', '\n']);
            let (start, before) = (at, end);
            at += line.len();
            end = start + row.len();
            if start == 0 || row.is_empty() {
                continue;
            }
            let cells = cells(row, start).ok_or(Flaw {
                at: start,
                reason: "a row has fewer columns than the first line: the file may be cut off",
            })?;
            let cell = |place: usize| &source[cells[place].clone()];
            if cell(0) != WORD {
                continue;
            }
            let line = [1, 2, 3, 4].map(cell);
            runs.part(gap(last, line));
            last = line;
            content.clear();
            content.add(source, cells[11].clone(), Quote::Nothing);
            let frame = Frame::Sides([6, 7, 8, 9].map(|place| cells[place].clone()));
            let number = Some(cells[5].clone());
            let (span, frame) = (start..end, Some(frame));
            let confidence = certainty(cell(10), 100.0);
            let element = Element { lead: before, span, frame, number, confidence };
            runs.push(&content, Some(element));
        }
        Ok(runs)
    }

    fn dialect(&self) -> Option<Dialect> {
        None
    }
}

/// What stands between the words of two lines: page, block, paragraph and line.
fn gap(last: [&str; 4], line: [&str; 4]) -> Gap {
    match last.iter().zip(line).position(|(a, b)| *a != b) {
        None => Gap::Blank,
        Some(3) => Gap::Line,
        Some(_) => Gap::Paragraph,
    }
}

/// Where the cells of a row stand.
fn cells(row: &str, start: usize) -> Option<[Range<usize>; COLUMNS]> {
    let mut at = start;
    let mut cells = row.splitn(COLUMNS, '\t').map(|cell| {
        let range = at..at + cell.len();
        at = range.end + 1;
        range
    });
    let mut found = [const { 0..0 }; COLUMNS];
    for place in &mut found {
        *place = cells.next()?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_lines() {
        let row =
            |place: &str, text: &str| format!("5\t1\t{place}\t10\t20\t30\t40\t96.5\t{text}\r\n");
        let rows = [
            "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\r\n".to_string(),
            row("1\t1\t1\t1", "một"),
            row("1\t1\t1\t2", " "),
            row("1\t1\t1\t3", "&amp;"),
            row("1\t1\t2\t1", "hai"),
            row("1\t2\t1\t1", "ba"),
        ];
        let source = format!("{HEADER}\r\n{}", rows.concat());
        assert!(Tsv.is(&source));
        assert_eq!(Tsv.read(&source).unwrap().text, "một &amp;\nhai\n\nba");
        let at = source.len() - rows[5].len();
        assert_eq!(Tsv.read(&source[..at + 20]).unwrap_err().at, at);
    }
}
