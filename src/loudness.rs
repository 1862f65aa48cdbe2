//! How loud it is at a place: whether the words around are written in capitals.

use crate::case::{self, Pattern};
use crate::sentence::Sentence;
use crate::token::Kind;

/// How loud a place in a line is: how many of the words around are written in capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loudness {
    /// Most are not.
    Quiet,
    /// Most are not, but one beside the place is.
    Beside,
    /// Most are.
    Loud,
    /// Those on both sides are, or two on one side, and none in small letters on the other.
    Among,
}

/// Words on either side that tell whether a word stands among capitals.
const NEIGHBOURS: usize = 4;
/// Tokens on either side among which they are looked for: a line has hardly more.
const FARTHEST: usize = 64;

impl Sentence<'_> {
    /// Whether a capital by itself stands at a node, and another one a blank behind it (`T Ờ   T R Ì N H`).
    pub fn is_spelt_out(&self, node: usize) -> bool {
        let capital = |node: usize| {
            let mut letters = self.seen_at(node).unwrap_or_default().chars();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
        };
        capital(node) && capital(node + 1) && self.spaced(node + 1)
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

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
}
