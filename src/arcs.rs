//! The arcs of a sentence's lattice: what each token, or several that touch, may have been.

use crate::alphabet;
use crate::case::{self, Pattern};
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary::{self, UNKNOWN};
use crate::knob::knob;
use crate::lattice::{Arc, Lattice};
use crate::scratch::{Candidates, LONGEST};
use crate::sentence::Sentence;
use crate::token::Kind;
use crate::{Model, tone};

/// Builds the lattice of a sentence that came from a source.
pub struct Builder<'a> {
    pub model: &'a Model,
    pub source: Source,
    pub sentence: Sentence<'a>,
    pub lattice: &'a mut Lattice,
    pub candidates: &'a mut Candidates,
}

/// The most tokens of an arc: `TTLT-BTC-BTP` has five, a damaged syllable hardly more than four.
const TOKENS: usize = 6;

impl Builder<'_> {
    /// Builds the lattice.
    pub fn build(mut self) {
        self.lattice.clear();
        for node in 0..self.sentence.nodes.len() {
            self.lattice.node();
            self.token(node);
            self.spans(node);
        }
    }

    fn edit(&self) -> Cost {
        match self.source {
            Source::Right => knob("ER", 3.0),
            Source::Wrong => knob("EW", 0.0),
            Source::Bare => knob("EB", 0.0),
        }
    }

    /// The arcs over one token: first what stands there, then what it may have been.
    fn token(&mut self, node: usize) {
        let token = self.sentence.token(node);
        let seen = self.sentence.seen(node..node + 1);
        let letters = seen.len() as Cost;
        let wrong = self.source == Source::Wrong;
        match token.kind {
            Kind::Word => {
                if !self.words(node, node + 1, self.edit()) {
                    let mut key = Vec::new();
                    alphabet::encode(seen, &mut key);
                    self.keep(node, UNKNOWN, self.model.unknown.cost(&key) + knob("UNK", 0.0));
                }
            }
            Kind::Number => {
                self.keep(node, dictionary::class(token.kind, seen), knob("DIG", 2.3) * letters);
                if wrong && seen.len() <= 3 {
                    self.words(node, node + 1, self.edit() + knob("NUM", 2.0));
                }
            }
            Kind::Symbol(c) => {
                self.keep(node, dictionary::class(token.kind, seen), 0);
                if wrong && stands_for_letters(c) {
                    self.words(node, node + 1, self.edit() + knob("SYM", 1.0));
                }
            }
            kind => self.keep(node, dictionary::class(kind, seen), 0),
        }
    }

    fn keep(&mut self, node: usize, word: dictionary::WordId, cost: Cost) {
        self.lattice.arc(Arc { end: node as u32 + 1, word, cost, candidate: None });
    }

    /// Arcs over several tokens that touch: a syllable with symbols in it, a document symbol.
    fn spans(&mut self, node: usize) {
        let (mut strange, mut hyphens, mut words) = (false, false, false);
        for end in node + 1..=self.sentence.nodes.len().min(node + TOKENS) {
            let last = end - 1;
            if last > node && !self.sentence.touches_previous(last) {
                break;
            }
            match self.sentence.token(last).kind {
                Kind::Word => words = true,
                Kind::Number => words |= self.source == Source::Wrong,
                Kind::Symbol('-') if last > node => hyphens = true,
                Kind::Symbol(c) if stands_for_letters(c) => strange = true,
                _ => break,
            }
            let seen = self.sentence.seen(node..end);
            if seen.len() > LONGEST {
                break;
            }
            if end - node < 2 || !words {
                continue;
            }
            if hyphens {
                if self.sentence.token(last).kind == Kind::Word
                    && case::pattern(seen) == Pattern::Capitals
                {
                    self.symbol(node, end);
                }
            } else if strange && self.source != Source::Bare {
                self.words(node, end, self.edit() + knob("SPAN", 1.0));
            }
        }
    }

    /// Arcs to document symbols such as `QĐ-UBND`.
    fn symbol(&mut self, node: usize, end: usize) {
        let seen = self.sentence.seen(node..end);
        for at in self.candidates.of(self.model, self.source, seen) {
            let candidate = self.candidates.get(at);
            if candidate.abbreviation {
                let edit = if *candidate.word == *seen { 0 } else { self.edit() };
                let cost = candidate.channel + edit;
                self.lattice.arc(Arc {
                    end: end as u32,
                    word: candidate.id,
                    cost,
                    candidate: Some(at),
                });
            }
        }
    }

    /// Arcs to the candidates for what stands between two nodes, `edit` dearer where they change
    /// it; tells whether one of them is what stands there.
    fn words(&mut self, node: usize, end: usize, edit: Cost) -> bool {
        let seen = self.sentence.seen(node..end);
        let range = self.candidates.of(self.model, self.source, seen);
        let pattern = case::pattern(seen);
        let mut key = Vec::new();
        alphabet::encode(&seen.to_lowercase(), &mut key);
        tone::canonical(&mut key);
        let small = alphabet::decode(&key);
        let shouts = pattern == Pattern::Capitals && self.sentence.shouts(node);
        let mut kept = false;
        for at in range {
            let candidate = self.candidates.get(at);
            let same = if candidate.abbreviation {
                *candidate.word == *seen
            } else {
                *candidate.word == *small
            };
            kept |= same;
            let written = match (candidate.abbreviation, pattern) {
                (true, Pattern::Capitals) => 0,
                (true, Pattern::Title) => 3 * NAT,
                (true, _) => 8 * NAT,
                (false, Pattern::Capitals) if !shouts => 3 * NAT,
                (false, _) => 0,
            };
            let cost = candidate.channel + written + if same { 0 } else { edit };
            let candidate = (!same).then_some(at);
            self.lattice.arc(Arc {
                end: end as u32,
                word: self.candidates.get(at).id,
                cost,
                candidate,
            });
        }
        kept
    }
}

/// Whether an engine may have put a symbol for letters.
fn stands_for_letters(c: char) -> bool {
    const MARKS: &str = ",.;:()\"“”/-–…%+=*_—•";
    !MARKS.contains(c)
}
