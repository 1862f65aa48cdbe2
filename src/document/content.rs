//! The text of a word or a line, with the place in the source of every part of it.

use std::ops::Range;

use crate::document::quote::Quote;
use crate::document::reference;

/// A part of a text and where it stands in the source: byte for byte the same where both are of one
/// length, else one character or blank that is written otherwise. One without text is white space that
/// goes on from the blank before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: Range<usize>,
    pub source: Range<usize>,
    pub quote: Quote,
}

impl Piece {
    /// Where the part of the piece that lies within `text` stands in the source.
    pub fn within(&self, text: &Range<usize>) -> Range<usize> {
        if self.text.len() != self.source.len() {
            let Range { start, end } = self.source;
            return match text.is_empty() {
                true if text.start < self.text.end => start..start,
                true => end..end,
                false => start..end,
            };
        }
        let place = |at: usize| {
            self.source.start + at.clamp(self.text.start, self.text.end) - self.text.start
        };
        place(text.start)..place(text.end)
    }
}

/// A text that is being read: blanks at its ends are left out, any other run of white space is one
/// blank.
#[derive(Debug, Default)]
pub struct Content {
    pub text: String,
    pub pieces: Vec<Piece>,
    /// Whether it holds signs of markup as they are: what is written beside them might become markup.
    pub delicate: bool,
    /// White space behind the text, in as many places: it counts as one blank if more text follows.
    blanks: Vec<(Range<usize>, Quote)>,
    /// Whether line ends are kept.
    lines: bool,
}

impl Content {
    /// A content that keeps line ends.
    pub fn of_lines() -> Self {
        Self { lines: true, ..Self::default() }
    }

    pub fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
        self.blanks.clear();
        self.delicate = false;
    }

    /// Adds the bytes `range` of the source; references are read where the `quote` has them.
    pub fn add(&mut self, source: &str, range: Range<usize>, quote: Quote) {
        let references = matches!(quote, Quote::Element | Quote::Attribute(_));
        let special = |c: char| c.is_whitespace() || references && matches!(c, '&' | '<');
        self.delicate |= match quote {
            Quote::Cdata => source[range.clone()].contains('>'),
            // Quotes in pairs within a value that has none around it.
            Quote::Attribute(None) => source[range.clone()].contains(['"', '\'']),
            _ => false,
        };
        let mut at = range.start;
        while at < range.end {
            let rest = &source[at..range.end];
            let len = rest.find(special).unwrap_or(rest.len());
            if len > 0 {
                self.plain(source, at..at + len, quote);
                at += len;
                continue;
            }
            let blank = rest.len() - rest.trim_start().len();
            if blank > 0 {
                self.add_blank(at..at + blank, quote);
                at += blank;
            } else if let Some((c, len)) = reference::decode(rest) {
                self.add_char(c, at..at + len, quote);
                at += len;
            } else {
                // A `&` or `<` that stands for itself.
                self.delicate = true;
                self.plain(source, at..at + 1, quote);
                at += 1;
            }
        }
    }

    /// Adds a blank that is written so.
    pub fn add_blank(&mut self, source: Range<usize>, quote: Quote) {
        match self.blanks.last_mut() {
            Some((blank, kind)) if *kind == quote && blank.end == source.start => {
                blank.end = source.end;
            }
            _ if self.text.is_empty() => {}
            _ => self.blanks.push((source, quote)),
        }
    }

    /// Adds a character that is written otherwise, in more bytes or fewer.
    pub fn add_char(&mut self, c: char, at: Range<usize>, quote: Quote) {
        if c.is_whitespace() {
            return self.add_blank(at, quote);
        }
        self.settle(None);
        let start = self.text.len();
        self.text.push(c);
        self.pieces.push(Piece { text: start..self.text.len(), source: at, quote });
    }

    fn plain(&mut self, source: &str, at: Range<usize>, quote: Quote) {
        self.settle(Some(source));
        let start = self.text.len();
        self.text.push_str(&source[at.clone()]);
        self.literal(start, at, quote);
    }

    /// Adds a piece that reads as it is written, to the last one where it can.
    fn literal(&mut self, start: usize, source: Range<usize>, quote: Quote) {
        match self.pieces.last_mut() {
            Some(last)
                if last.source.end == source.start
                    && last.quote == quote
                    && last.text.len() == last.source.len() =>
            {
                last.source.end = source.end;
                last.text.end = self.text.len();
            }
            _ => self.pieces.push(Piece { text: start..self.text.len(), source, quote }),
        }
    }

    /// Writes the blank that stands before more text.
    fn settle(&mut self, source: Option<&str>) {
        let mut blanks = std::mem::take(&mut self.blanks);
        let mut all = blanks.drain(..);
        let Some((blank, quote)) = all.next() else { return };
        let start = self.text.len();
        let written = source.map(|source| &source[blank.clone()]);
        let lines = written.filter(|_| self.lines).map_or(0, |blank| blank.matches('\n').count());
        self.text.push_str(match lines {
            0 => " ",
            1 => "\n",
            _ => "\n\n",
        });
        if written == Some(&self.text[start..]) {
            self.literal(start, blank, quote);
        } else {
            self.pieces.push(Piece { text: start..self.text.len(), source: blank, quote });
        }
        // The others go with the first one.
        let end = self.text.len();
        self.pieces.extend(all.map(|(source, quote)| Piece { text: end..end, source, quote }));
        self.blanks = blanks;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_its_place() {
        let source = "  chi&#7871;m \n &amp; đât & ";
        let mut content = Content::default();
        content.add(source, 0..source.len(), Quote::Element);
        assert_eq!(content.text, "chiếm & đât &");
        let parts: Vec<(&str, &str)> = content
            .pieces
            .iter()
            .map(|piece| (&content.text[piece.text.clone()], &source[piece.source.clone()]))
            .collect();
        assert_eq!(
            parts,
            [
                ("chi", "chi"),
                ("ế", "&#7871;"),
                ("m", "m"),
                (" ", " \n "),
                ("&", "&amp;"),
                (" đât &", " đât &"),
            ]
        );
    }
}
