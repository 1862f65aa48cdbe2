//! Events with their nesting: which elements are open, whether each is closed.

use std::ops::Range;

use crate::document::flaw::Flaw;
use crate::document::markup::{Dialect, Event, Events};

/// The most elements that may be open at once: pages nest some ten, the stack stays small.
const DEEPEST: usize = 256;

/// Elements of HTML that have no end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements of HTML whose end tag may be left out.
const OPEN_ENDED: &[&str] = &[
    "body", "colgroup", "dd", "dt", "head", "html", "li", "option", "p", "tbody", "td", "tfoot",
    "th", "thead", "tr",
];

/// The events of a source, whose elements are closed in order.
#[derive(Debug)]
pub struct Elements<'s> {
    events: Events<'s>,
    /// The names of the open elements, and where they start.
    open: Vec<(&'s str, usize)>,
    ended: bool,
}

impl<'s> Elements<'s> {
    pub fn new(source: &'s str, dialect: Dialect) -> Self {
        Self { events: Events::new(source, dialect), open: Vec::new(), ended: false }
    }

    /// How many elements are open behind the last event.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    fn html(&self) -> bool {
        self.events.dialect() == Dialect::Html
    }

    fn same(&self, a: &str, b: &str) -> bool {
        if self.html() { a.eq_ignore_ascii_case(b) } else { a == b }
    }

    fn is_one_of(&self, name: &str, names: &[&str]) -> bool {
        self.html() && names.iter().any(|one| one.eq_ignore_ascii_case(name))
    }

    fn check(&mut self, event: &mut Event<'s>) -> Result<(), Flaw> {
        match event {
            Event::Open(tag) => {
                tag.empty |= self.is_one_of(tag.name, VOID);
                self.end_before(tag.name);
                if self.open.len() >= DEEPEST {
                    let reason = "more than 256 elements stand within each other";
                    return Err(Flaw { at: tag.span.start, reason });
                }
                if !tag.empty {
                    self.open.push((tag.name, tag.span.start));
                }
                Ok(())
            }
            Event::Close { name, span } => self.close(name, span),
            Event::Text(_) | Event::Cdata(_) => Ok(()),
        }
    }

    /// Ends the element that the next one of its name ends: a paragraph, a row with its cells.
    fn end_before(&mut self, name: &str) {
        if !self.is_one_of(name, OPEN_ENDED) {
            return;
        }
        let open = self.open.iter().rev();
        let mut ended = open.take_while(|(open, _)| self.is_one_of(open, OPEN_ENDED));
        if let Some(inner) = ended.position(|(open, _)| self.same(open, name)) {
            self.open.truncate(self.open.len() - 1 - inner);
        }
    }

    fn close(&mut self, name: &str, span: &Range<usize>) -> Result<(), Flaw> {
        let place = self.open.iter().rposition(|&(open, _)| self.same(open, name));
        match place {
            Some(place) if self.html() || place + 1 == self.open.len() => self.open.truncate(place),
            // Browsers pass over it as well.
            None if self.html() => {}
            _ => {
                let reason = "an end tag closes another element than the one that is open";
                return Err(Flaw { at: span.start, reason });
            }
        }
        Ok(())
    }

    /// What is wrong at the end of the source.
    fn end(&self) -> Option<Flaw> {
        let (_, at) =
            *self.open.iter().rev().find(|(name, _)| !self.is_one_of(name, OPEN_ENDED))?;
        Some(Flaw { at, reason: "an element is not closed: the file may be cut off" })
    }
}

impl<'s> Iterator for Elements<'s> {
    type Item = Result<Event<'s>, Flaw>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let event = match self.events.next() {
            Some(Ok(mut event)) => self.check(&mut event).map(|()| event),
            Some(Err(flaw)) => Err(flaw),
            None => {
                self.ended = true;
                return self.end().map(Err);
            }
        };
        self.ended = event.is_err();
        Some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaw(source: &str, dialect: Dialect) -> Option<usize> {
        Elements::new(source, dialect).find_map(|event| Some(event.err()?.at))
    }

    #[test]
    fn xml_is_closed_in_order() {
        assert_eq!(flaw("<a><b/><c></c></a>", Dialect::Xml), None);
        assert_eq!(flaw("<a><b></a></b>", Dialect::Xml), Some(6));
        assert_eq!(flaw("<a><b></b>", Dialect::Xml), Some(0));
        assert_eq!(flaw("</a>", Dialect::Xml), Some(0));
    }

    #[test]
    fn html_leaves_ends_out() {
        let source = "<HTML><p>a<br><p>b<ul><li>c<li>d</ul></i>";
        assert_eq!(flaw(source, Dialect::Html), None);
        assert_eq!(flaw("<p><span>", Dialect::Html), Some(3));
        for unit in ["<p>", "<tr><td>a<td>b", "<dt>a<dd><p>b", "<li><ul><li></ul>"] {
            assert_eq!(flaw(&unit.repeat(1000), Dialect::Html), None, "{unit}");
        }
    }

    #[test]
    fn the_depth_is_bounded() {
        assert_eq!(flaw(&"<a>".repeat(1000), Dialect::Xml), Some(3 * DEEPEST));
        assert_eq!(flaw(&"<b>".repeat(1000), Dialect::Html), Some(3 * DEEPEST));
    }
}
