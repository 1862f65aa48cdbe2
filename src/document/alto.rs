//! ALTO: `String` elements whose `CONTENT` is a word.

use std::ops::Range;

use crate::document::bounds::Bounds;
use crate::document::certainty::certainty;
use crate::document::content::Content;
use crate::document::elements::Elements;
use crate::document::flaw::Flaw;
use crate::document::frame::Frame;
use crate::document::markup::{Dialect, Event, Events};
use crate::document::quote::Quote;
use crate::document::runs::{Element, Gap, Runs};
use crate::document::syntax::{self, Syntax};
use crate::document::tag::{Tag, local_name};

pub struct Alto;

impl Syntax for Alto {
    fn is(&self, source: &str) -> bool {
        syntax::root(source) == Some("alto")
    }

    fn read<'s>(&self, source: &'s str) -> Result<Runs<'s>, Flaw> {
        let mut reader = Reader::default();
        let mut elements = Elements::new(source, Dialect::Xml);
        while let Some(event) = elements.next() {
            reader.take(source, event?, elements.depth());
        }
        Ok(reader.runs)
    }

    fn dialect(&self) -> Option<Dialect> {
        Some(Dialect::Xml)
    }

    fn between(&self, source: &str, element: &Element, free: Option<Bounds>) -> String {
        let start = element.span.start;
        let lead = &source[syntax::lead(source, start)..start];
        let tag = &source[start + 1..element.span.end];
        let prefix = tag.split(|c: char| c.is_whitespace()).next().unwrap_or("");
        let prefix = &prefix[..prefix.len() - local_name(prefix).len()];
        let place = free.map(|Bounds { left, top, right, .. }| {
            format!(r#" WIDTH="{}" VPOS="{top}" HPOS="{left}""#, right - left)
        });
        format!("{lead}<{prefix}SP{}/>{lead}", place.unwrap_or_default())
    }
}

#[derive(Default)]
struct Reader<'s> {
    runs: Runs<'s>,
    content: Content,
    /// The word that is open, and how many elements are around it.
    word: Option<(Tag<'s>, usize)>,
    /// Where the last word ended.
    last: usize,
}

impl<'s> Reader<'s> {
    fn take(&mut self, source: &'s str, event: Event<'s>, depth: usize) {
        match event {
            Event::Open(tag) => self.open(source, tag, depth),
            Event::Close { name, span } => match self.word.take() {
                Some((tag, around)) if depth == around => {
                    self.push(source, &tag, tag.span.start..span.end);
                }
                word => {
                    self.word = word;
                    self.part(local_name(name));
                }
            },
            Event::Text(_) | Event::Cdata(_) => {}
        }
    }

    fn open(&mut self, source: &'s str, tag: Tag<'s>, depth: usize) {
        if self.word.is_some() {
            return;
        }
        match tag.local_name() {
            "String" if tag.empty => self.push(source, &tag, tag.span.clone()),
            "String" => self.word = Some((tag, depth - 1)),
            name => self.part(name),
        }
    }

    fn part(&mut self, name: &str) {
        match name {
            "TextLine" => self.runs.part(Gap::Line),
            "TextBlock" | "ComposedBlock" | "PrintSpace" | "Page" => {
                self.runs.part(Gap::Paragraph);
            }
            _ => {}
        }
    }

    fn push(&mut self, source: &'s str, tag: &Tag<'s>, span: Range<usize>) {
        let Some(text) = tag.attribute("CONTENT") else { return };
        self.content.clear();
        self.content.add(source, text.value, Quote::Attribute(text.quote));
        let side = |name| Some(tag.attribute(name)?.value);
        let sides = || Some([side("HPOS")?, side("VPOS")?, side("WIDTH")?, side("HEIGHT")?]);
        let spaces = self.last > 0 && spaces(&source[self.last..span.start]);
        let lead = if spaces { self.last } else { syntax::lead(source, span.start) };
        self.last = span.end;
        let frame = sides().map(Frame::Sides);
        let confidence = tag.value("WC").and_then(|share| certainty(share, 1.0));
        let element = Element { lead, span, frame, number: None, confidence };
        self.runs.push(&self.content, Some(element));
    }
}

/// Whether nothing but blanks stands there, written as such or as `SP`.
fn spaces(source: &str) -> bool {
    Events::new(source, Dialect::Xml).all(|event| match event {
        Ok(Event::Open(tag)) => tag.local_name() == "SP",
        Ok(Event::Close { name, .. }) => local_name(name) == "SP",
        Ok(Event::Text(at)) => source[at].trim().is_empty(),
        Ok(Event::Cdata(_)) | Err(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_prefix_are_read() {
        let source = "<a:alto xmlns:a='http://www.loc.gov/standards/alto/ns-v2#'><a:TextLine>\
            <a:String CONTENT='m&#7897;t'><a:Glyph CONTENT='m'/></a:String><a:SP/>\
            <a:String CONTENT=\"hai\" HPOS='1' VPOS='2' WIDTH='3.5' HEIGHT='4'/></a:TextLine></a:alto>";
        assert!(Alto.is(source));
        let runs = Alto.read(source).unwrap();
        assert_eq!(runs.text, "một hai");
        let element = runs.runs[1].element.as_ref().unwrap();
        assert!(source[element.lead..].starts_with("<a:SP/>"));
        assert_eq!(Alto.between(source, element, None), "<a:SP/>");
        assert_eq!(element.frame.as_ref().unwrap().read(source).unwrap().right, 4.5);
    }
}
