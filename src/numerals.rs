//! Numbers of which a digit was read as a letter or a stroke (`ngày 2l tháng 5`, `khoản | Điều 7`).
//!
//! Costs are those of 1,267 pages of training, where 12 of 1,750 numbers with a `1` were read with a letter in its place with the
//! right language, and 24 of 1,015 single `1` as a stroke with a wrong one.

use crate::arcs::{Builder, DIGIT};
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary;
use crate::lattice::Arc;
use crate::token::Kind;

/// Cost of a letter for a digit. What has digits and letters is dearer to the language model than it is rare, by some 3 nats where the
/// letter comes first, which in the training text stands in four misprints alone, and by some 7 where it does not (`Điều 58l`).
const FIRST: Cost = 8 * NAT;
const LATER: Cost = 12 * NAT;
/// Cost of a stroke for a `1`.
const STROKE: Cost = 37 * NAT / 10;
/// Longer ones are codes.
const LONGEST: usize = 4;

impl Builder<'_> {
    /// The arc to the number that may have been read so at a node.
    pub fn numeral(&mut self, node: usize) {
        let seen = self.sentence.seen(node..node + 1);
        let misread = match self.source {
            Source::Bare => return,
            Source::Wrong if seen == "|" => STROKE,
            _ if seen.len() > LONGEST || !seen.contains(|c: char| c.is_ascii_digit()) => return,
            _ if seen.starts_with(|c: char| c.is_ascii_digit()) => LATER,
            _ => FIRST,
        };
        let touches = |node: usize| {
            node < self.sentence.nodes.len()
                && self.sentence.touches_previous(node)
                && !matches!(self.kind(node), Some(Kind::Symbol('.' | ',' | ';' | ':' | ')')))
        };
        let Some(number) = numeral(seen) else { return };
        // Behind a code's strokes and dashes letters are meant.
        if self.sentence.touches_previous(node) && self.kind(node - 1) != Some(Kind::Symbol('('))
            || touches(node + 1)
        {
            return;
        }
        let word = dictionary::class(Kind::Number, &number);
        let candidate = Some(self.candidates.mark(word));
        let cost =
            DIGIT * number.len() as Cost + misread + self.prices.edit - self.doubt(node..node + 1);
        self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, word, cost) });
    }
}

/// The number that was read as this; `None` where it has a letter that is like no digit, or none at all.
pub fn numeral(seen: &str) -> Option<String> {
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        'l' | 'I' | '|' => Some('1'),
        'O' => Some('0'),
        _ => None,
    };
    let number: String = seen.chars().map(digit).collect::<Option<_>>()?;
    (number != seen).then_some(number)
}
