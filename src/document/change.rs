//! Changes of the source, and how a change of the text becomes some.

use std::ops::Range;

use crate::document::runs::{Runs, Strand};

/// What is written in place of some bytes of the source.
pub type Change = (Range<usize>, String);

/// Puts changes in order: what is put in at a place comes before what is taken away from there on.
pub fn sort(changes: &mut [Change]) {
    changes.sort_by_key(|(at, _)| (at.start, at.end));
}

/// A part of the source with the changes that lie in it.
pub fn carry_out(source: &str, part: Range<usize>, mut changes: Vec<Change>) -> String {
    sort(&mut changes);
    let mut written = String::with_capacity(part.len() + part.len() / 16);
    let mut done = part.start;
    for (at, text) in changes {
        written.push_str(&source[done..at.start]);
        written.push_str(&text);
        done = at.end;
    }
    written.push_str(&source[done..part.end]);
    written
}

/// Writes `after` where the bytes `span` of the text stand: only the letters that differ are touched,
/// but for a delicate strand, all of which `span` must be.
pub fn respell(
    runs: &Runs<'_>,
    strand: &Strand,
    span: Range<usize>,
    after: &str,
    changes: &mut Vec<Change>,
) {
    let before = &runs.text[span.clone()];
    if strand.delicate {
        if before != after {
            replace(runs, strand, span, after, changes);
        }
        return;
    }
    let head = shared(before.chars(), after.chars());
    let (before, after) = (&before[head..], &after[head..]);
    let tail = shared(before.chars().rev(), after.chars().rev());
    let before = &before[..before.len() - tail];
    let after = &after[..after.len() - tail];
    if before.is_empty() && after.is_empty() {
        return;
    }
    let start = span.start + head;
    let end = start + before.len();
    let pieces = runs.pieces(strand);
    let first = pieces.partition_point(|piece| piece.text.end <= start);
    let several = pieces.get(first + 1).is_some_and(|piece| piece.text.start < end);
    if !several || before.chars().count() != after.chars().count() {
        return replace(runs, strand, start..end, after, changes);
    }
    // Each letter where it stood: it may have an element of its own.
    for ((at, old), new) in before.char_indices().zip(after.chars()) {
        if old != new {
            let at = start + at;
            let mut buffer = [0; 4];
            replace(runs, strand, at..at + old.len_utf8(), new.encode_utf8(&mut buffer), changes);
        }
    }
}

/// The bytes of the characters that both start with.
fn shared(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// Writes `after` into the first piece that is hit and takes the rest out of the others.
fn replace(
    runs: &Runs<'_>,
    strand: &Strand,
    span: Range<usize>,
    after: &str,
    changes: &mut Vec<Change>,
) {
    let pieces = runs.pieces(strand);
    let hit = |end: usize| if span.is_empty() { end < span.start } else { end <= span.start };
    let first = pieces.partition_point(|piece| hit(piece.text.end));
    let mut after = Some(after);
    for piece in &pieces[first..] {
        // More of a blank that is taken out goes with it.
        let goes_on = piece.text.is_empty() && !span.is_empty() && piece.text.start == span.end;
        if after.is_none() && piece.text.start >= span.end && !goes_on {
            break;
        }
        let written = piece.quote.write(after.take().unwrap_or("")).into_owned();
        changes.push((piece.within(&span), written));
    }
}
