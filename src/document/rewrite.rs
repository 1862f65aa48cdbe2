//! Edits of the text written into the source.

use std::ops::Range;

use crate::document::bounds::Bounds;
use crate::document::change::{self, Change};
use crate::document::links::Links;
use crate::document::markup::Dialect;
use crate::document::names::{self, Names};
use crate::document::runs::{Element, Entry, Runs, Strand};
use crate::document::syntax::Syntax;
use crate::{Edit, Error};

/// The most parts that a word is divided into; the repair makes two of one. Every part repeats the
/// element with all that it holds, so this bounds how much the source may grow.
const MOST_PARTS: usize = 16;

/// A source that is being rewritten.
pub struct Rewrite<'d, 's> {
    source: &'s str,
    runs: &'d Runs<'s>,
    syntax: &'d dyn Syntax,
    changes: Vec<Change>,
    /// Read when the first name is needed.
    names: Option<Names>,
    links: Links<'s>,
    /// The runs that are done, and how far the numbers of the words in the line have moved.
    done: usize,
    moved: i64,
}

impl<'d, 's> Rewrite<'d, 's> {
    pub fn new(source: &'s str, runs: &'d Runs<'s>, syntax: &'d dyn Syntax) -> Self {
        let (changes, links) = (Vec::new(), Links::default());
        Self { source, runs, syntax, changes, names: None, links, done: 0, moved: 0 }
    }

    /// What the edits, which are in order and lie within lines, change of the source.
    pub fn changes(mut self, edits: &[Edit<'_>]) -> Result<Vec<Change>, Error> {
        let mut rest = edits;
        while let Some(edit) = rest.first() {
            let (first, mut last) = self.touched(edit)?;
            let mut len = 1;
            while let Some(next) = rest.get(len) {
                let (start, end) = self.touched(next)?;
                if start > last {
                    break;
                }
                last = last.max(end);
                len += 1;
            }
            let (unit, left) = rest.split_at(len);
            self.unit(first, last, unit);
            rest = left;
        }
        self.number(self.runs.runs.len());
        self.copies(edits);
        self.changes.extend(self.links.changes(self.source));
        change::sort(&mut self.changes);
        self.syntax.amend(self.source, &mut self.changes);
        change::sort(&mut self.changes);
        Ok(self.changes)
    }

    /// The first and the last run that an edit touches.
    fn touched(&self, edit: &Edit<'_>) -> Result<(usize, usize), Error> {
        let Range { start, end } = edit.span;
        let runs = &self.runs.runs;
        let first = runs.partition_point(|run| run.strand.text.end < start);
        let last = runs.partition_point(|run| run.strand.text.start <= end).checked_sub(1);
        match last {
            Some(last) if first <= last => Ok((first, last)),
            _ => Err(Error::Unfit { span: start..end, reason: "no word stands there" }),
        }
    }

    /// Carries out the edits of some runs.
    fn unit(&mut self, first: usize, last: usize, edits: &[Edit<'_>]) {
        let runs = self.runs;
        let entry = &runs.runs[first];
        let blanks = |text: &str| text.chars().filter(|c| c.is_whitespace()).count();
        let divides = |edit: &Edit<'_>| blanks(&edit.after) > blanks(&runs.text[edit.span.clone()]);
        let divided = entry.element.is_some() && edits.iter().any(divides);
        if first == last && !divided {
            return self.spell(&entry.strand, edits);
        }
        let text =
            rewritten(&runs.text, entry.strand.text.start..runs.runs[last].strand.text.end, edits);
        let mut parts: Vec<&str> = text.split_whitespace().take(MOST_PARTS + 1).collect();
        if parts.len() > MOST_PARTS {
            parts = vec![&text];
        }
        let words = &runs.runs[first..=last];
        if parts.len() == words.len() {
            for (word, part) in words.iter().zip(parts) {
                self.respell(&word.strand, word.strand.text.clone(), part);
            }
            return;
        }
        self.number(first);
        match &entry.element {
            Some(element) => {
                let taken = |word: &&Entry| is_taken(&word.strand.text, edits);
                let left: Vec<&Entry> = words.iter().filter(|word| !taken(word)).collect();
                self.divide(entry, element, &left, &parts);
            }
            None => self.respell(&entry.strand, entry.strand.text.clone(), &text),
        }
        for word in &words[1..] {
            match &word.element {
                Some(element) => {
                    self.changes.push((element.lead..element.span.end, String::new()));
                    if self.is_xml() {
                        self.links.join(self.source, element, entry.element.as_ref());
                    }
                }
                None => self.respell(&word.strand, word.strand.text.clone(), ""),
            }
        }
        self.done = last + 1;
        self.moved += parts.len().max(1) as i64 - words.len() as i64;
    }

    /// Writes the words into the element of the first one, once for each part, with the boxes of those words of which something
    /// is left.
    fn divide(&mut self, entry: &Entry, element: &Element, words: &[&Entry], parts: &[&str]) {
        let source = self.source;
        let bounds = |word: &Entry| word.element.as_ref()?.frame.as_ref()?.read(source);
        let all = words.iter().filter_map(|word| bounds(word)).reduce(Bounds::around);
        let letters: Vec<usize> = parts.iter().map(|part| part.chars().count()).collect();
        let boxes = all.filter(|_| bounds(entry).is_some()).map(|all| all.divide(&letters));
        let (mut copies, mut names) = (String::new(), Vec::new());
        // An element stays even where nothing is left to stand in it.
        for (place, part) in parts.iter().chain(parts.is_empty().then_some(&"")).enumerate() {
            let bounds = boxes.as_ref().and_then(|boxes| boxes.get(place).copied());
            let mut changes = Vec::new();
            change::respell(
                self.runs,
                &entry.strand,
                entry.strand.text.clone(),
                part,
                &mut changes,
            );
            if let (Some(frame), Some(bounds)) = (&element.frame, bounds) {
                changes.extend(frame.write(bounds));
            }
            changes.extend(self.numbered(element, place as i64));
            if place == 0 {
                self.changes.append(&mut changes);
                continue;
            }
            let free =
                boxes.as_ref().and_then(|boxes| Some(boxes.get(place - 1)?.between(bounds?)));
            copies.push_str(&self.syntax.between(source, element, free));
            let renamed = self.renamed(element);
            names.extend(renamed.first().map(|(_, name)| name.clone()));
            changes.extend(renamed);
            copies.push_str(&change::carry_out(source, element.span.clone(), changes));
        }
        self.changes.push((element.span.end..element.span.end, copies));
        if self.is_xml() {
            self.links.divide(source, element, names);
        }
    }

    /// Whether elements may refer to words by name.
    fn is_xml(&self) -> bool {
        self.syntax.dialect() == Some(Dialect::Xml)
    }

    /// New names for a copy of an element.
    fn renamed(&mut self, element: &Element) -> Vec<Change> {
        let Some(dialect) = self.syntax.dialect() else { return Vec::new() };
        let source = self.source;
        let names = self.names.get_or_insert_with(|| Names::of(source, dialect));
        let start = element.span.start;
        names::places(&source[element.span.clone()], dialect)
            .map(|at| start + at.start..start + at.end)
            .map(|at| (at.clone(), names.another(&source[at])))
            .collect()
    }

    /// Numbers the words up to a run anew where words before them in their lines were joined or divided.
    fn number(&mut self, end: usize) {
        let runs = self.runs;
        for place in self.done..=end {
            let Some(run) = runs.runs.get(place) else { break };
            let before = place.checked_sub(1).map_or(0, |last| runs.runs[last].strand.text.end);
            if runs.text[before..run.strand.text.start].contains('\n') {
                self.moved = 0;
            }
            let element = run.element.as_ref().filter(|_| place < end);
            let change = element.and_then(|element| self.numbered(element, 0));
            self.changes.extend(change);
        }
        self.done = end;
    }

    /// The number of a word, moved on.
    fn numbered(&self, element: &Element, on: i64) -> Option<Change> {
        let at = element.number.clone()?;
        let on = self.moved + on;
        let number: i64 = self.source[at.clone()].trim().parse().ok()?;
        (on != 0).then(|| (at, number.saturating_add(on).to_string()))
    }

    /// Carries out the edits where the text is written a second time.
    fn copies(&mut self, edits: &[Edit<'_>]) {
        let runs = self.runs;
        for strand in &runs.copies {
            let first = edits.partition_point(|edit| edit.span.start < strand.text.start);
            let behind = edits.partition_point(|edit| edit.span.end <= strand.text.end);
            self.spell(strand, edits.get(first..behind).unwrap_or_default());
        }
    }

    /// Carries out edits that lie within a strand.
    fn spell(&mut self, strand: &Strand, edits: &[Edit<'_>]) {
        if strand.delicate {
            let text = rewritten(&self.runs.text, strand.text.clone(), edits);
            return self.respell(strand, strand.text.clone(), &text);
        }
        for edit in edits {
            self.respell(strand, edit.span.clone(), &edit.after);
        }
    }

    fn respell(&mut self, strand: &Strand, span: Range<usize>, after: &str) {
        change::respell(self.runs, strand, span, after, &mut self.changes);
    }
}

/// Whether an edit takes away all that stands there.
fn is_taken(text: &Range<usize>, edits: &[Edit<'_>]) -> bool {
    let takes = |edit: &Edit<'_>| {
        edit.after.is_empty() && edit.span.start <= text.start && text.end <= edit.span.end
    };
    edits.iter().any(takes)
}

/// A part of a text with the edits that lie in it.
fn rewritten(text: &str, part: Range<usize>, edits: &[Edit<'_>]) -> String {
    let (mut written, mut at) = (String::new(), part.start);
    for edit in edits {
        written.push_str(&text[at..edit.span.start]);
        written.push_str(&edit.after);
        at = edit.span.end;
    }
    written.push_str(&text[at..part.end]);
    written
}
