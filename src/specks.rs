//! Specks that were read as marks where nothing stood (`kịp thời; :`), and the tail of a dash that was read as an
//! underscore (`-_ Các sở`).
//!
//! Costs are those of 1,267 pages of training: how often a mark was read there where none stood, against how often one
//! stands by itself in the text that the language model was counted from, which does not see the blanks around it.

use crate::arcs::Builder;
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary::{EPSILON, GAP, SQUARE};
use crate::lattice::Arc;
use crate::token::{Kind, Shape};

/// A mark that may be a speck where it stands by itself.
struct Speck {
    seen: char,
    /// Cost of reading it where nothing stood, with the right language and with a wrong one, in tenths of a nat, less that of a
    /// blank before it.
    costs: [Cost; 2],
    place: Place,
}

/// Where a mark stands that may be a speck.
enum Place {
    /// Between blanks.
    Alone,
    /// Between blanks, at the beginning of a line.
    First,
}

/// Of 124 and 116 colons by themselves on pages of training, read with the right language and a wrong one, none was
/// written; of 23,925 in official text 89 stand so.
const SPECKS: [Speck; 9] = [
    Speck { seen: ':', costs: [11, 20], place: Place::Alone },
    Speck { seen: ';', costs: [32, 32], place: Place::Alone },
    Speck { seen: '_', costs: [56, 68], place: Place::Alone },
    Speck { seen: '.', costs: [-27, -8], place: Place::First },
    Speck { seen: '`', costs: [0, 10], place: Place::Alone },
    Speck { seen: 'ˆ', costs: [0, 10], place: Place::Alone },
    Speck { seen: '„', costs: [0, 10], place: Place::Alone },
    Speck { seen: '¬', costs: [0, 10], place: Place::Alone },
    Speck { seen: '\'', costs: [24, 34], place: Place::Alone },
];

/// Cost of an underscore behind the dash of a list item, in tenths of a nat: none was written so in all of the training text.
const TAIL: Cost = 0;

/// What areas are measured in. All 13 of `km²` on pages of training were read as `km?`; nowhere in the training text does a question
/// mark follow a number with such a unit.
const UNITS: [&str; 5] = ["m", "km", "cm", "dm", "mm"];

/// A mark that was read for a blank between small letters, with a wrong language.
const GAPS: [(char, Cost); 3] = [('.', 35), ('-', 80), ('_', 35)];
const LOOSE: [(char, Cost); 2] = [('-', 60), ('_', 30)];
/// An opening bracket that is never closed was read for a part of a letter.
const UNCLOSED: Cost = 10;
/// So many tokens behind a bracket it is closed, if it is.
const REACH: usize = 80;

impl Builder<'_> {
    /// The arc over a mark at a node that was read for a blank (`quy.định`), or is none (`(ứng dụng`, `ở -nước`, `khai_ thuế`).
    pub fn gap(&mut self, node: usize, seen: char) {
        if self.source != Source::Wrong {
            return;
        }
        let [before, behind] = [node, node + 1].map(|node| {
            node < self.sentence.nodes.len() && self.sentence.touches_previous(node)
        });
        let found = match (before, behind) {
            (true, true) if self.is_low(node - 1) && (self.is_low(node + 1) || seen == '.' && self.kind(node + 1) == Some(Kind::Number)) => {
                GAPS.iter().find(|(mark, _)| *mark == seen).map(|&(_, cost)| (GAP, cost))
            }
            (false, true) if self.is_low(node + 1) && seen == '(' && !self.is_closed(node) => Some((EPSILON, UNCLOSED)),
            (false, true) if node > 0 && self.is_low(node - 1) && self.is_low(node + 1) && !self.leads(node) => {
                LOOSE.iter().find(|(mark, _)| *mark == seen).map(|&(_, cost)| (EPSILON, cost))
            }
            (true, false) if self.is_low(node - 1) && self.is_small(node + 1) => {
                LOOSE.iter().find(|(mark, _)| *mark == seen).map(|&(_, cost)| (EPSILON, cost))
            }
            _ => None,
        };
        let Some((word, cost)) = found else { return };
        let candidate = Some(self.candidates.mark(word));
        let cost = cost * NAT / 10 + self.prices.edit - self.doubt(node..node + 1);
        self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, word, cost) });
    }

    /// Whether a word of two small letters and more stands at a node.
    fn is_low(&self, node: usize) -> bool {
        self.is_small(node) && self.long(node)
    }

    fn long(&self, node: usize) -> bool {
        self.sentence.seen(node..node + 1).chars().nth(1).is_some()
    }

    /// Whether the bracket at a node is closed.
    fn is_closed(&self, node: usize) -> bool {
        let at = self.sentence.nodes[node];
        let behind = self.sentence.tokens[at + 1..].iter().take(REACH);
        behind
            .map(|token| token.kind)
            .find(|kind| matches!(kind, Kind::Symbol('(' | ')')))
            .is_some_and(|kind| kind == Kind::Symbol(')'))
    }

    /// The arc past a mark at a node that is none.
    pub fn speck(&mut self, node: usize, seen: char) {
        let kind = match self.source {
            Source::Right => 0,
            Source::Wrong => 1,
            // What was typed is no speck.
            Source::Bare => return,
        };
        let alone = SPECKS.iter().find(|speck| speck.seen == seen).filter(|speck| {
            let first = matches!(speck.place, Place::First);
            self.stands_alone(node) && (!first || self.leads(node)) && self.habits.allow(seen)
        });
        let cost = match alone {
            Some(speck) => speck.costs[kind],
            None if seen == '_' && self.is_tail(node) => TAIL,
            None => return,
        };
        let candidate = Some(self.candidates.mark(EPSILON));
        let cost = cost * NAT / 10 + self.prices.edit - self.doubt(node..node + 1);
        self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, EPSILON, cost) });
    }

    /// The arc to the power of a unit that was read as a question mark (`12 km?`).
    pub fn square(&mut self, node: usize, seen: char) {
        let unit = |node: usize| UNITS.contains(&self.sentence.seen(node..node + 1));
        let measures = |node: usize| {
            matches!(self.kind(node), Some(Kind::Number | Kind::Fixed(Shape::Decimal)))
        };
        if seen == '?'
            && self.source != Source::Bare
            && node > 1
            && self.sentence.touches_previous(node)
            && unit(node - 1)
            && measures(node - 2)
        {
            let candidate = Some(self.candidates.mark(SQUARE));
            self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, SQUARE, NAT) });
        }
    }

    /// Whether a node is behind a dash that begins a line, and before a blank.
    fn is_tail(&self, node: usize) -> bool {
        self.sentence.touches_previous(node)
            && self.kind(node - 1) == Some(Kind::Symbol('-'))
            && self.leads(node - 1)
            && self.kind(node + 1).is_some()
            && !self.sentence.touches_previous(node + 1)
    }
}
