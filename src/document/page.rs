//! PAGE XML: regions, lines and words, each of which may give its text.

use std::ops::Range;

use crate::document::certainty::certainty;
use crate::document::content::Content;
use crate::document::elements::Elements;
use crate::document::flaw::Flaw;
use crate::document::frame::Frame;
use crate::document::markup::{Dialect, Event};
use crate::document::quote::Quote;
use crate::document::runs::{Element, Gap, Runs};
use crate::document::syntax::{self, Syntax};
use crate::document::tag::{Tag, local_name};

pub struct Page;

impl Syntax for Page {
    fn is(&self, source: &str) -> bool {
        syntax::root(source) == Some("PcGts")
    }

    fn read<'s>(&self, source: &'s str) -> Result<Runs<'s>, Flaw> {
        let mut reader = Reader::default();
        for event in Elements::new(source, Dialect::Xml) {
            reader.take(source, event?);
        }
        Ok(reader.runs)
    }

    fn dialect(&self) -> Option<Dialect> {
        Some(Dialect::Xml)
    }
}

/// An element that may give its text.
struct Holder {
    /// Where it starts.
    start: usize,
    level: Level,
    frame: Option<Frame>,
    /// How many runs there were when it opened.
    runs: usize,
    /// The best of its readings.
    reading: Option<Reading>,
}

/// What an element may read.
struct Reading {
    rank: u64,
    /// How sure the engine was of it.
    confidence: Option<f32>,
    /// Its text, once that is open.
    content: Option<Content>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Region,
    Line,
    Word,
    /// A letter; its text is not used.
    Glyph,
}

impl Level {
    fn of(name: &str) -> Option<Self> {
        match name {
            "TextLine" => Some(Self::Line),
            "Word" => Some(Self::Word),
            "Glyph" => Some(Self::Glyph),
            _ => name.ends_with("Region").then_some(Self::Region),
        }
    }
}

#[derive(Default)]
struct Reader<'s> {
    runs: Runs<'s>,
    open: Vec<Holder>,
    /// The reading that is open.
    reading: Option<Reading>,
}

impl<'s> Reader<'s> {
    fn take(&mut self, source: &'s str, event: Event<'s>) {
        match event {
            Event::Open(tag) => self.open(&tag),
            Event::Close { name, span } => self.close(source, local_name(name), span.end),
            Event::Text(at) => self.add(source, at, Quote::Element),
            Event::Cdata(at) => self.add(source, at, Quote::Cdata),
        }
    }

    fn add(&mut self, source: &'s str, at: Range<usize>, quote: Quote) {
        if let Some(Reading { content: Some(content), .. }) = &mut self.reading {
            content.add(source, at, quote);
        }
    }

    fn open(&mut self, tag: &Tag<'s>) {
        let name = tag.local_name();
        if tag.empty {
            if name == "Coords" {
                self.coords(tag);
            }
            return;
        }
        match name {
            "Coords" => self.coords(tag),
            "TextEquiv" => {
                let rank = tag.value("index").and_then(|index| index.parse().ok()).unwrap_or(0);
                let confidence = tag.value("conf").and_then(|share| certainty(share, 1.0));
                self.reading = Some(Reading { rank, confidence, content: None });
            }
            "Unicode" => {
                let lines = self.open.last().is_some_and(|holder| holder.level == Level::Region);
                if let Some(reading) = &mut self.reading {
                    reading.content =
                        Some(if lines { Content::of_lines() } else { Content::default() });
                }
            }
            _ => {
                let Some(level) = Level::of(name) else { return };
                self.part(level);
                let (start, runs) = (tag.span.start, self.runs.runs.len());
                self.open.push(Holder { start, level, frame: None, runs, reading: None });
            }
        }
    }

    fn coords(&mut self, tag: &Tag<'s>) {
        if let Some(holder) = self.open.last_mut() {
            holder.frame = tag.attribute("points").map(|points| Frame::Points(points.value));
        }
    }

    fn part(&mut self, level: Level) {
        match level {
            Level::Region => self.runs.part(Gap::Paragraph),
            Level::Line => self.runs.part(Gap::Line),
            Level::Word | Level::Glyph => {}
        }
    }

    fn close(&mut self, source: &'s str, name: &str, end: usize) {
        match name {
            "TextEquiv" => {
                let Some(reading) = self.reading.take() else { return };
                let Some(holder) = self.open.last_mut() else { return };
                // The reading with the lowest rank is the best, and the first of these.
                let better = holder.reading.as_ref().is_none_or(|best| reading.rank < best.rank);
                if reading.content.is_some() && better {
                    holder.reading = Some(reading);
                }
            }
            _ if Level::of(name).is_some() => {
                let Some(holder) = self.open.pop() else { return };
                let level = holder.level;
                self.finish(source, holder, end);
                self.part(level);
            }
            _ => {}
        }
    }

    /// Takes the text of an element that is closed.
    fn finish(&mut self, source: &'s str, holder: Holder, end: usize) {
        let Some(Reading { content: Some(content), confidence, .. }) = holder.reading else {
            return;
        };
        let fresh = self.runs.runs.len() == holder.runs;
        match holder.level {
            Level::Glyph => {}
            Level::Word if fresh => {
                let lead = syntax::lead(source, holder.start);
                let span = holder.start..end;
                let element = Element { lead, span, frame: holder.frame, number: None, confidence };
                self.runs.push(&content, Some(element));
            }
            // Within a word that holds words: whatever that may be.
            Level::Word => {}
            Level::Line | Level::Region if fresh => self.runs.push(&content, None),
            Level::Line | Level::Region => self.runs.copy(&content, holder.runs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_that_of_the_smallest_parts() {
        let equiv = |text: &str| format!("<TextEquiv><Unicode>{text}</Unicode></TextEquiv>");
        let word = |text: &str| format!("<Word>{}{}</Word>", "<Glyph/>", equiv(text));
        let line = |words: &str, text: &str| format!("<TextLine>{words}{}</TextLine>", equiv(text));
        let [agrees, differs] =
            ["một hai", "mot hai"].map(|it| line(&(word("một") + &word("hai")), it));
        let source = format!(
            "<PcGts><TextRegion>{agrees}{differs}{}</TextRegion><TableRegion>{}</TableRegion></PcGts>",
            line("", "ba  bốn"),
            equiv("năm\nsáu"),
        );
        let runs = Page.read(&source).unwrap();
        assert_eq!(runs.text, "một hai\nmột hai\nba bốn\n\nnăm\nsáu");
        let elements: Vec<bool> = runs.runs.iter().map(|run| run.element.is_some()).collect();
        assert_eq!(elements, [true, true, true, true, false, false]);
        assert_eq!((runs.copies.len(), &runs.copies[0].text), (1, &(0..9)));
    }
}
