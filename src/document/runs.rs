//! The text of a document in reading order, and the runs of which it is made.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::content::{Content, Piece};
use crate::document::frame::Frame;
use crate::document::quote::Quote;

/// The text of a document and where it stands in the source.
#[derive(Debug, Clone, Default)]
pub struct Runs<'s> {
    pub text: Cow<'s, str>,
    /// In the order of the text; they do not overlap.
    pub runs: Vec<Entry>,
    /// Where the text is written a second time.
    pub copies: Vec<Strand>,
    pub pieces: Vec<Piece>,
    gap: Gap,
}

/// A part of the text and its pieces.
#[derive(Debug, Clone)]
pub struct Strand {
    pub text: Range<usize>,
    pub pieces: Range<usize>,
    /// Whether it can only be written as a whole.
    pub delicate: bool,
}

/// A word that has an element of its own, or a line that has none for its words.
#[derive(Debug, Clone)]
pub struct Entry {
    pub strand: Strand,
    pub element: Option<Element>,
}

/// What marks a word in the source.
#[derive(Debug, Clone)]
pub struct Element {
    /// Where what goes with it starts: the white space before it.
    pub lead: usize,
    pub span: Range<usize>,
    pub frame: Option<Frame>,
    /// Where its number within the line is written.
    pub number: Option<Range<usize>>,
    /// How sure the engine was of it, from 0 to 1.
    pub confidence: Option<f32>,
}

/// What stands between two runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    #[default]
    Blank,
    Line,
    Paragraph,
}

impl<'s> Runs<'s> {
    /// The runs of a text without markup: one.
    pub fn plain(text: &'s str) -> Self {
        let all = 0..text.len();
        let piece = Piece { text: all.clone(), source: all.clone(), quote: Quote::Nothing };
        let strand = Strand { text: all, pieces: 0..1, delicate: false };
        Self {
            text: Cow::Borrowed(text),
            runs: vec![Entry { strand, element: None }],
            pieces: vec![piece],
            ..Self::default()
        }
    }

    /// The next run stands behind such a gap, or a wider one.
    pub fn part(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Adds what was read as a run, unless that is empty.
    pub fn push(&mut self, content: &Content, element: Option<Element>) {
        if content.text.is_empty() {
            return;
        }
        let gap = std::mem::take(&mut self.gap);
        let text = self.text.to_mut();
        if !text.is_empty() {
            text.push_str(match gap {
                Gap::Blank => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        let start = text.len();
        text.push_str(&content.text);
        let end = text.len();
        let from = self.pieces.len();
        self.pieces.extend(content.pieces.iter().map(|piece| Piece {
            text: start + piece.text.start..start + piece.text.end,
            ..piece.clone()
        }));
        let (pieces, delicate) = (from..self.pieces.len(), content.delicate);
        let strand = Strand { text: start..end, pieces, delicate };
        self.runs.push(Entry { strand, element });
    }

    /// Adds what was read as a run without an element, which ends here with such a gap.
    pub fn end(&mut self, content: &mut Content, gap: Gap) {
        self.push(content, None);
        content.clear();
        self.part(gap);
    }

    /// Notes that the text of the runs from `first` on is written a second time, if it is.
    pub fn copy(&mut self, content: &Content, first: usize) {
        let Some(run) = self.runs.get(first) else { return };
        let range = run.strand.text.start..self.text.len();
        let text = &self.text[range.clone()];
        if !text.split_whitespace().eq(content.text.split_whitespace()) {
            return;
        }
        let from = self.pieces.len();
        let words = words(text).zip(words(&content.text));
        let mut last = None;
        for (target, copied) in words {
            if let Some((target_end, copied_end)) = last.replace((target.end, copied.end)) {
                let blank = range.start + target_end..range.start + target.start;
                self.pieces.extend(clipped(content, copied_end..copied.start, blank));
            }
            let target = range.start + target.start..range.start + target.end;
            self.pieces.extend(clipped(content, copied, target));
        }
        let (pieces, delicate) = (from..self.pieces.len(), content.delicate);
        self.copies.push(Strand { text: range, pieces, delicate });
    }

    /// The pieces of a strand.
    pub fn pieces(&self, strand: &Strand) -> &[Piece] {
        &self.pieces[strand.pieces.clone()]
    }

    /// Where a strand stands in the source.
    pub fn place(&self, strand: &Strand) -> Range<usize> {
        let pieces = self.pieces(strand);
        let start = pieces.first().map_or(0, |piece| piece.source.start);
        start..pieces.last().map_or(start, |piece| piece.source.end)
    }
}

/// Where the words of a text stand.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?.trim_start();
        let start = text.len() - rest.len();
        at = start + rest.find(char::is_whitespace).unwrap_or(rest.len());
        (start < at).then_some(start..at)
    })
}

/// The pieces of a part of a content, as pieces of the `target`, which reads the same or is a blank.
fn clipped(
    content: &Content,
    part: Range<usize>,
    target: Range<usize>,
) -> impl Iterator<Item = Piece> {
    let first = content.pieces.partition_point(|piece| piece.text.end <= part.start);
    let pieces = content.pieces[first..].iter();
    let end = part.end;
    pieces.take_while(move |piece| piece.text.start < end).map(move |piece| {
        let text = piece.text.start.max(part.start)..piece.text.end.min(part.end);
        let place =
            |at: usize| if at == part.end { target.end } else { target.start + at - part.start };
        Piece {
            source: piece.within(&text),
            text: place(text.start)..place(text.end),
            quote: piece.quote,
        }
    })
}
