//! XML and HTML cut into tags and text, each with its place: comments, instructions and document
//! types are passed over. One pass, nothing is copied, no entity is ever declared.

use std::ops::Range;

use memchr::{memchr, memchr3, memmem};

use crate::document::flaw::Flaw;
use crate::document::tag::Tag;

/// How strictly the markup is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Every tag is closed.
    Xml,
    /// Some tags need not be closed; a `<` may stand for itself.
    Html,
}

/// What stands in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event<'s> {
    Open(Tag<'s>),
    Close {
        name: &'s str,
        span: Range<usize>,
    },
    /// Text in which characters may be written as references.
    Text(Range<usize>),
    /// Text that is written as it is.
    Cdata(Range<usize>),
}

/// The events of a source, one after the other, until the end or the first flaw.
#[derive(Debug)]
pub struct Events<'s> {
    source: &'s str,
    at: usize,
    dialect: Dialect,
    /// The element whose text is passed over, since it holds no tags: `script`, `style`.
    raw: Option<&'s str>,
}

impl<'s> Events<'s> {
    pub fn new(source: &'s str, dialect: Dialect) -> Self {
        Self { source, at: 0, dialect, raw: None }
    }

    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn event(&mut self) -> Result<Option<Event<'s>>, Flaw> {
        if let Some(name) = self.raw.take() {
            self.at = self.raw_end(name);
        }
        while self.at < self.source.len() {
            let start = self.at;
            let rest = &self.source[start..];
            if !self.begins_tag(rest) {
                let end = start + self.text_len(rest);
                self.at = end;
                return Ok(Some(Event::Text(start..end)));
            }
            if rest.starts_with("<!--") {
                self.skip(4, "-->", "a comment is cut off")?;
            } else if rest.starts_with("<![CDATA[") {
                let end = self.skip(9, "]]>", "a CDATA section is cut off")?;
                return Ok(Some(Event::Cdata(start + 9..end)));
            } else if rest.starts_with("<?") {
                self.skip(2, "?>", "an instruction is cut off")?;
            } else if rest.starts_with("<!") {
                self.at = self.doctype_end()?;
            } else {
                return self.tag().map(Some);
            }
        }
        Ok(None)
    }

    /// Whether a `<` begins markup here.
    fn begins_tag(&self, rest: &str) -> bool {
        let mut bytes = rest.bytes();
        bytes.next() == Some(b'<')
            && (self.dialect == Dialect::Xml
                || bytes.next().is_none_or(|b| b.is_ascii_alphabetic() || b"/!?".contains(&b)))
    }

    /// The length of the text up to the next markup.
    fn text_len(&self, rest: &str) -> usize {
        let mut len = usize::from(rest.starts_with('<'));
        while let Some(found) = memchr(b'<', &rest.as_bytes()[len..]) {
            len += found;
            if self.begins_tag(&rest[len..]) {
                return len;
            }
            len += 1;
        }
        rest.len()
    }

    /// Goes behind the next `end`; gives where that starts.
    fn skip(&mut self, width: usize, end: &str, reason: &'static str) -> Result<usize, Flaw> {
        let from = self.at + width;
        let found = memmem::find(&self.source.as_bytes()[from..], end.as_bytes())
            .ok_or(Flaw { at: self.at, reason })?;
        self.at = from + found + end.len();
        Ok(from + found)
    }

    /// Where a document type ends: behind the `>` that stands in no quotes and no brackets.
    fn doctype_end(&self) -> Result<usize, Flaw> {
        let (mut quote, mut brackets) = (None, 0_usize);
        for (at, byte) in self.source.bytes().enumerate().skip(self.at) {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'[') => brackets += 1,
                (None, b']') => brackets = brackets.saturating_sub(1),
                (None, b'>') if brackets == 0 => return Ok(at + 1),
                _ => {}
            }
        }
        Err(Flaw { at: self.at, reason: "the document type is cut off" })
    }

    fn tag(&mut self) -> Result<Event<'s>, Flaw> {
        let start = self.at;
        let end = self.tag_end()?;
        self.at = end;
        let inner = &self.source[start + 1..end - 1];
        if let Some(name) = inner.strip_prefix('/') {
            return Ok(Event::Close { name: name.trim_end(), span: start..end });
        }
        let (inner, empty) = match inner.strip_suffix('/') {
            Some(inner) => (inner, true),
            None => (inner, false),
        };
        let len = inner.find(|c: char| c.is_whitespace()).unwrap_or(inner.len());
        let name = &inner[..len];
        if name.is_empty() || name.contains(['<', '"', '\'', '=']) {
            return Err(Flaw { at: start, reason: "a tag has no name" });
        }
        let html = self.dialect == Dialect::Html;
        if html && !empty && ["script", "style"].iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            self.raw = Some(name);
        }
        let attributes = start + 1 + len..start + 1 + inner.len();
        Ok(Event::Open(Tag { source: self.source, name, span: start..end, attributes, empty }))
    }

    /// Where a tag ends: behind the `>` that stands in no quotes.
    fn tag_end(&self) -> Result<usize, Flaw> {
        let cut_off = Flaw { at: self.at, reason: "a tag is cut off" };
        let bytes = self.source.as_bytes();
        let mut at = self.at + 1;
        loop {
            let found = bytes.get(at..).and_then(|rest| memchr3(b'>', b'"', b'\'', rest));
            at += found.ok_or(cut_off)?;
            let quote = bytes[at];
            at += 1;
            if quote == b'>' {
                return Ok(at);
            }
            at += memchr(quote, &bytes[at..]).ok_or(cut_off)? + 1;
        }
    }

    /// Where the text of an element that holds no tags ends.
    fn raw_end(&self, name: &str) -> usize {
        let bytes = self.source.as_bytes();
        let mut ends = memmem::find_iter(&bytes[self.at..], "</").map(|found| self.at + found);
        let closes = |&at: &usize| {
            let tail = bytes.get(at + 2..at + 2 + name.len());
            tail.is_some_and(|tail| tail.eq_ignore_ascii_case(name.as_bytes()))
        };
        ends.find(closes).unwrap_or(bytes.len())
    }
}

impl<'s> Iterator for Events<'s> {
    type Item = Result<Event<'s>, Flaw>;

    fn next(&mut self) -> Option<Self::Item> {
        let event = self.event().transpose();
        if matches!(event, Some(Err(_))) {
            self.at = self.source.len();
        }
        event
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str, dialect: Dialect) -> Vec<String> {
        let shown = |event| match event {
            Ok(Event::Open(tag)) => format!("<{}", tag.name),
            Ok(Event::Close { name, .. }) => format!("/{name}"),
            Ok(Event::Text(span) | Event::Cdata(span)) => source[span].to_string(),
            Err(Flaw { at, reason }) => format!("{at}: {reason}"),
        };
        Events::new(source, dialect).map(shown).collect()
    }

    #[test]
    fn markup_is_cut_into_tags_and_text() {
        let source =
            "<?xml?><!DOCTYPE a [<!ENTITY b '>'>]><a b='>'>c<!-- <d> --><![CDATA[<e>]]></a>";
        assert_eq!(shown(source, Dialect::Xml), ["<a", "c", "<e>", "/a"]);
    }

    #[test]
    fn html_may_hold_bare_signs_and_scripts() {
        let source = "<p>1 < 2<script>if (a<b) c('</p>')</SCRIPT>";
        let expected = ["<p", "1 < 2", "<script", "/SCRIPT"];
        assert_eq!(shown(source, Dialect::Html), expected);
    }

    #[test]
    fn what_is_cut_off_is_told() {
        for (source, reason) in [
            ("a<b", "1: a tag is cut off"),
            ("a<b c='>", "1: a tag is cut off"),
            ("a<!-- >", "1: a comment is cut off"),
            ("a<![CDATA[", "1: a CDATA section is cut off"),
            ("a<!DOCTYPE [>", "1: the document type is cut off"),
            ("a<?b>", "1: an instruction is cut off"),
            ("a< b>", "1: a tag has no name"),
        ] {
            assert_eq!(shown(source, Dialect::Xml).last().unwrap(), reason);
        }
    }
}
