//! A sentence: the tokens that are read together.

use std::borrow::Cow;
use std::ops::Range;

use crate::case::{self, Loudness, Pattern};
use crate::token::{Kind, Token};

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

/// Words on either side that tell whether a word stands among capitals.
const NEIGHBOURS: usize = 4;
/// Tokens on either side among which they are looked for: a line has hardly more.
const FARTHEST: usize = 64;

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

    /// Whether nothing stands between a node and the one before.
    pub fn touches_previous(&self, node: usize) -> bool {
        node > 0 && self.nodes[node] == self.nodes[node - 1] + 1
    }

    /// How loud it is at a node: in its line or, where it stands alone there, in those nearby.
    pub fn loudness(&self, node: usize) -> Loudness {
        let sides = self.sides(node);
        if matches!(sides, [[1, _], [1, _]] | [[1, 1], [0, _]] | [[0, _], [1, 1]]) {
            return Loudness::Among;
        }
        let mut voices = self.voices(node, true);
        if voices == 0 && !self.has_company(node) {
            voices = self.voices(node, false);
        }
        match sides {
            _ if voices > 0 => Loudness::Loud,
            [[1, _], _] | [_, [1, _]] => Loudness::Beside,
            _ => Loudness::Quiet,
        }
    }

    /// How loud the two tokens on either side of a node are in its line, the nearer ones first.
    fn sides(&self, node: usize) -> [[i32; 2]; 2] {
        let side = |nodes: &mut dyn Iterator<Item = usize>| {
            let same = nodes.take_while(|&other| self.same_line(node, other));
            let mut voices = same.take(2).map(|other| self.voice(other));
            [voices.next().unwrap_or(0), voices.next().unwrap_or(0)]
        };
        [side(&mut (0..node).rev()), side(&mut (node + 1..self.nodes.len()))]
    }

    /// How loud the nearest words on both sides of a node are, in its line or beyond it too.
    fn voices(&self, node: usize, same_line: bool) -> i32 {
        let side = |nodes: &mut dyn Iterator<Item = usize>| -> i32 {
            nodes
                .take(FARTHEST)
                .take_while(|&other| !same_line || self.same_line(node, other))
                .filter(|&other| self.token(other).kind == Kind::Word)
                .take(NEIGHBOURS)
                .map(|other| self.voice(other))
                .sum()
        };
        side(&mut (0..node).rev()) + side(&mut (node + 1..self.nodes.len()))
    }

    /// How loud the token at a node is: above zero a word in capitals, below zero one that is not. Codes tell nothing.
    fn voice(&self, node: usize) -> i32 {
        let token = self.token(node);
        if token.kind != Kind::Word || self.is_in_code(node) {
            return 0;
        }
        let seen = &self.text[token.span.clone()];
        match case::pattern(seen) {
            Pattern::Capitals => i32::from(case::is_spoken(seen)),
            // A single capital says nothing, nor does a word of which most letters are.
            Pattern::Title if token.span.len() < 3 || case::is_loud(seen) => 0,
            _ => -1,
        }
    }

    /// Whether the words around a node are written in capitals.
    pub fn shouts(&self, node: usize) -> bool {
        self.loudness(node) >= Loudness::Loud
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

    /// Whether a number or a code stands beside a node in its line.
    fn has_company(&self, node: usize) -> bool {
        let tells = |other: usize| match self.token(other).kind {
            Kind::Symbol(_) => false,
            Kind::Word => self.is_in_code(other),
            _ => true,
        };
        let same = |&other: &usize| self.same_line(node, other);
        (0..node).rev().take(FARTHEST).take_while(same).any(tells)
            || (node + 1..self.nodes.len()).take(FARTHEST).take_while(same).any(tells)
    }

    fn same_line(&self, a: usize, b: usize) -> bool {
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

    /// How loud it is at the first word of a text that is this one.
    fn loudness(text: &str, word: &str) -> Loudness {
        let mut tokens = Vec::new();
        token::tokenize(text, 0..text.len(), &mut tokens);
        let blank = |at: &usize| !matches!(tokens[*at].kind, Kind::Blank { .. });
        let nodes: Vec<usize> = (0..tokens.len()).filter(blank).collect();
        let sentence = Sentence { text, tokens: &tokens, nodes: &nodes };
        let node = (0..nodes.len()).find(|&node| sentence.seen(node..node + 1) == word).unwrap();
        sentence.loudness(node)
    }

    #[test]
    fn words_around_tell_how_loud_it_is() {
        for (text, loudness_there) in [
            ("VAN X PHONG", Loudness::Among),
            ("X VAN PHONG", Loudness::Among),
            ("2016 CUA X BAN NHAN", Loudness::Among),
            ("VAN PHONG\nX\nSO Y TE", Loudness::Loud),
            ("thuoc X VAN PHONG BO Y TE", Loudness::Loud),
            ("THANH PHO X chi Minh Doc lap", Loudness::Beside),
            ("cua X KH&CN va", Loudness::Quiet),
            ("cua bo X trong", Loudness::Quiet),
            // Codes and numbers tell nothing, and leave the line none of its own voice.
            ("HANH PHUC\nX: 12/CT-CS\nVAN BAN", Loudness::Quiet),
            ("HANH PHUC\nX: 12\nVAN BAN", Loudness::Quiet),
        ] {
            assert_eq!(loudness(text, "X"), loudness_there, "{text}");
        }
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
