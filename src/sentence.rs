//! A sentence: the tokens that are read together.

use std::borrow::Cow;
use std::ops::Range;

use crate::token::{self, Kind, Token};

/// Whether a sentence ends at the blank `tokens[at]`: the same for training text and for a page
/// whose lines are wrapped.
///
/// A line's end behind a mark that closes a sentence or an item ends it. Any other line's end may be a wrapped
/// line, whose words must be read across it; so may an empty line between words of which the second is small,
/// since engines put empty lines between the lines of widely set pages. Any other empty line ends it.
pub fn ends(text: &str, tokens: &[Token], at: usize) -> bool {
    let Kind::Blank { lines: lines @ 1.. } = tokens[at].kind else { return false };
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return lines > 1 };
    if matches!(before.kind, Kind::Symbol('.' | ';' | ':' | '!' | '?')) {
        return true;
    }
    let goes_on = |behind: &Token| {
        let word = before.kind == Kind::Word && behind.kind == Kind::Word;
        word && text[behind.span.clone()].starts_with(char::is_lowercase)
    };
    lines > 1 && !(lines == 2 && tokens.get(at + 1).is_some_and(goes_on))
}

/// The sentences of a text, as places of their tokens.
pub fn sentences(text: &str, tokens: &[Token]) -> impl Iterator<Item = Range<usize>> {
    let ends = (0..tokens.len()).filter(|&at| ends(text, tokens, at)).chain([tokens.len()]);
    ends.scan(0, |start, end| {
        let sentence = *start..end;
        *start = end + 1;
        Some(sentence)
    })
}

/// A sentence of a text: those of its tokens that are no blanks are the nodes of its lattice.
#[derive(Debug, Clone, Copy)]
pub struct Sentence<'a> {
    pub text: &'a str,
    /// All tokens of the text.
    pub tokens: &'a [Token],
    /// The places of the sentence's tokens among them, save the blanks.
    pub nodes: &'a [usize],
}

impl<'a> Sentence<'a> {
    /// The token at a node.
    pub fn token(&self, node: usize) -> &'a Token {
        &self.tokens[self.nodes[node]]
    }

    /// Byte range in the text of the tokens at some nodes.
    pub fn span(&self, nodes: Range<usize>) -> Range<usize> {
        self.token(nodes.start).span.start..self.token(nodes.end - 1).span.end
    }

    /// What stands in the text at some nodes.
    pub fn seen(&self, nodes: Range<usize>) -> &'a str {
        &self.text[self.span(nodes)]
    }

    /// What stands in the text at some nodes, without the blanks between them.
    pub fn letters(&self, nodes: Range<usize>) -> Cow<'a, str> {
        let seen = self.seen(nodes);
        match seen.contains(char::is_whitespace) {
            true => seen.split_whitespace().collect::<String>().into(),
            false => seen.into(),
        }
    }

    /// Whether a single space stands between a node and the one before.
    pub fn spaced(&self, node: usize) -> bool {
        let end = self.token(node).span.start;
        node > 0
            && end == self.token(node - 1).span.end + 1
            && self.text.as_bytes()[end - 1] == b' '
    }

    /// The kind of the token at a node, if the sentence has so many.
    pub fn kind(&self, node: usize) -> Option<Kind> {
        (node < self.nodes.len()).then(|| self.token(node).kind)
    }

    /// Whether there is a token at a node, right behind the one before.
    pub fn touches(&self, node: usize) -> bool {
        (1..self.nodes.len()).contains(&node) && self.nodes[node] == self.nodes[node - 1] + 1
    }

    /// Whether blanks, or the ends of the sentence, are on both sides of the token at a node.
    pub fn stands_alone(&self, node: usize) -> bool {
        !self.touches(node) && !self.touches(node + 1)
    }

    /// Whether nothing stands before a node in its line.
    pub fn leads(&self, node: usize) -> bool {
        token::leads(self.tokens, self.nodes[node])
    }

    /// What stands at a node, if the sentence has so many.
    pub fn seen_at(&self, node: usize) -> Option<&'a str> {
        (node < self.nodes.len()).then(|| self.seen(node..node + 1))
    }

    /// Whether a mark stands at a node that closes words.
    pub fn is_closing(&self, node: usize) -> bool {
        matches!(self.kind(node), Some(Kind::Symbol('.' | ',' | ';' | ':' | ')')))
    }

    /// Whether nothing stands behind a node in its line.
    pub fn ends_line(&self, node: usize) -> bool {
        let behind = self.tokens.get(self.nodes[node] + 1);
        behind.is_none_or(|token| matches!(token.kind, Kind::Blank { lines: 1.. }))
    }

    /// Whether what stands behind a node begins with a capital or no letter at all, if anything stands there.
    pub fn is_followed_anew(&self, node: usize) -> bool {
        let behind = self.tokens[self.nodes[node] + 1..].iter();
        let mut behind = behind.filter(|token| !matches!(token.kind, Kind::Blank { .. }));
        behind
            .next()
            .is_none_or(|token| !self.text[token.span.clone()].starts_with(char::is_lowercase))
    }

    /// Whether a word in small letters begins at a node.
    pub fn is_small(&self, node: usize) -> bool {
        self.kind(node) == Some(Kind::Word)
            && self.seen(node..node + 1).starts_with(char::is_lowercase)
    }

    /// Whether a word of two small letters and more stands at a node.
    pub fn is_low(&self, node: usize) -> bool {
        self.is_small(node) && self.seen(node..node + 1).chars().nth(1).is_some()
    }

    /// Whether the word at a node is part of a code (`12/QĐ-UBND`, `KH&CN`).
    pub fn is_in_code(&self, node: usize) -> bool {
        let joins = |at: usize| {
            matches!(
                self.tokens.get(at).map(|token| token.kind),
                Some(Kind::Symbol('/' | '-' | '&'))
            )
        };
        let at = self.nodes[node];
        joins(at + 1) || at > 0 && joins(at - 1)
    }

    /// Whether two nodes stand in one line.
    pub fn same_line(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.nodes[a.min(b)], self.nodes[a.max(b)]);
        !self.tokens[a..b].iter().any(|token| matches!(token.kind, Kind::Blank { lines: 1.. }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    fn count(text: &str) -> usize {
        let mut tokens = Vec::new();
        token::tokenize(text, 0..text.len(), &mut tokens);
        sentences(text, &tokens).count()
    }

    #[test]
    fn lines_go_on_and_items_end() {
        for (text, sentences) in [
            ("những nội\ndung sau", 1),
            ("những nội\n\ndung sau", 1),
            ("những nội\n\n\ndung sau", 2),
            ("những nội\n\nDung sau", 2),
            ("những nội;\ndung sau", 2),
            ("những nội.\n\ndung sau", 2),
            ("năm 2025\n\ndung sau", 2),
            ("\n\ndung sau", 2),
            ("", 1),
        ] {
            assert_eq!(count(text), sentences, "{text:?}");
        }
    }
}
