//! A tag and its attributes, each with the place of its value.

use std::ops::Range;

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'s> {
    pub source: &'s str,
    pub name: &'s str,
    pub span: Range<usize>,
    /// Where the attributes stand.
    pub attributes: Range<usize>,
    /// Whether it is its own end tag.
    pub empty: bool,
}

/// An attribute of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute<'s> {
    pub name: &'s str,
    /// Where the value stands, without its quotes.
    pub value: Range<usize>,
    /// The quote around it; `None` where there is none.
    pub quote: Option<char>,
}

impl<'s> Tag<'s> {
    /// The attributes in their order.
    pub fn attributes(&self) -> Attributes<'s> {
        Attributes { source: &self.source[..self.attributes.end], at: self.attributes.start }
    }

    /// The attribute of a name.
    pub fn attribute(&self, name: &str) -> Option<Attribute<'s>> {
        self.attributes().find(|attribute| attribute.name == name)
    }

    /// The value of the attribute of a name, as it is written.
    pub fn value(&self, name: &str) -> Option<&'s str> {
        self.attribute(name).map(|attribute| &self.source[attribute.value])
    }

    /// The name without its prefix.
    pub fn local_name(&self) -> &'s str {
        local_name(self.name)
    }
}

/// A name without its prefix.
pub fn local_name(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The attributes of a tag.
#[derive(Debug, Clone)]
pub struct Attributes<'s> {
    source: &'s str,
    at: usize,
}

impl Attributes<'_> {
    /// Goes on to the first byte of which this does not hold.
    fn pass(&mut self, holds: impl Fn(u8) -> bool) -> usize {
        let rest = &self.source.as_bytes()[self.at..];
        self.at += rest.iter().position(|&b| !holds(b)).unwrap_or(rest.len());
        self.at
    }

    /// As `pass`, over all that stands between quotes: where a tag ends is told in the same way.
    fn pass_quoted(&mut self, holds: impl Fn(u8) -> bool) -> usize {
        let word = |b: u8| holds(b) && !matches!(b, b'"' | b'\'');
        while let Some(&quote) = self.source.as_bytes().get(self.pass(word))
            && matches!(quote, b'"' | b'\'')
        {
            self.at += 1;
            self.pass(|b| b != quote);
            self.at = (self.at + 1).min(self.source.len());
        }
        self.at
    }

    fn next_is(&self, byte: u8) -> bool {
        self.source.as_bytes().get(self.at) == Some(&byte)
    }
}

impl<'s> Iterator for Attributes<'s> {
    type Item = Attribute<'s>;

    fn next(&mut self) -> Option<Self::Item> {
        let blank = |b: u8| b.is_ascii_whitespace();
        // A `=` without a name is passed over too.
        let start = self.pass(|b| blank(b) || b == b'=');
        let end = self.pass_quoted(|b| !blank(b) && b != b'=');
        if start == end {
            return None;
        }
        let name = &self.source[start..end];
        self.pass(blank);
        if !self.next_is(b'=') {
            return Some(Attribute { name, value: end..end, quote: None });
        }
        self.at += 1;
        let start = self.pass(blank);
        let Some(quote) = ['"', '\''].into_iter().find(|&quote| self.next_is(quote as u8)) else {
            return Some(Attribute {
                name,
                value: start..self.pass_quoted(|b| !blank(b)),
                quote: None,
            });
        };
        self.at += 1;
        let value = start + 1..self.pass(|b| b != quote as u8);
        self.at = (self.at + 1).min(self.source.len());
        Some(Attribute { name, value, quote: Some(quote) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_have_places() {
        let source = "<a b='1>' c = \"2\" d=3 e f:g=''>";
        let tag = Tag { source, name: "a", span: 0..31, attributes: 2..30, empty: false };
        let found: Vec<(&str, &str, Option<char>)> =
            tag.attributes().map(|found| (found.name, &source[found.value], found.quote)).collect();
        assert_eq!(
            found,
            [
                ("b", "1>", Some('\'')),
                ("c", "2", Some('"')),
                ("d", "3", None),
                ("e", "", None),
                ("f:g", "", Some('\'')),
            ]
        );
        assert_eq!(tag.value("c"), Some("2"));
    }

    #[test]
    fn quotes_out_of_place_hide_what_they_stand_around() {
        let source = "<a b='/><a b='c' d='e f=g'h i'/>";
        let tag = Tag { source, name: "a", span: 0..32, attributes: 2..30, empty: true };
        let found: Vec<(&str, &str)> =
            tag.attributes().map(|found| (found.name, &source[found.value])).collect();
        assert_eq!(found, [("b", "/><a b="), ("c' d='e", ""), ("f", "g'h i'")]);
    }
}
