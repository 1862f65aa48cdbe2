//! What a thread keeps from one text to the next.

use std::collections::HashMap;
use std::ops::Range;

use crate::alphabet::{self, Code};
use crate::candidate::{Candidate, Walk};
use crate::channel::Source;
use crate::lattice::{Arc, Lattice, Viterbi};
use crate::token::Token;
use crate::{Model, tone};

/// What a thread may keep from one repair to the next: buffers, and the candidates of tokens seen.
///
/// ```
/// use vietmend::{Model, Options, Repairer, Scratch};
/// let repairer = Repairer::new(Model::embedded(), Options::default());
/// let mut scratch = Scratch::new();
/// for text in ["chiếm đât", "triên khai"] {
///     assert_eq!(repairer.repair_with(&mut scratch, text).edits.len(), 1);
/// }
/// ```
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) tokens: Vec<Token>,
    pub(crate) nodes: Vec<usize>,
    pub(crate) lattice: Lattice,
    pub(crate) viterbi: Viterbi,
    pub(crate) path: Vec<(usize, Arc)>,
    pub(crate) candidates: Candidates,
}

impl Scratch {
    /// An empty scratch.
    pub fn new() -> Self {
        Self::default()
    }
}

/// Letters of the longest token that is looked up: the longest Vietnamese syllable has seven, and
/// names and compounds end well below this.
pub const LONGEST: usize = 24;
/// Candidates kept before all are forgotten: some 40 MB.
const MOST: usize = 500_000;

/// Candidates of the tokens seen, by source.
#[derive(Debug, Default)]
pub struct Candidates {
    walk: Walk,
    known: [HashMap<Box<str>, Range<u32>>; Source::ALL.len()],
    all: Vec<Candidate>,
    letters: Vec<Code>,
    model: usize,
}

impl Candidates {
    /// Forgets what belongs to another model, and everything where it has grown too large; to be
    /// called where no range is held.
    pub fn settle(&mut self, model: &Model) {
        let model = std::ptr::from_ref(model).addr();
        if self.model != model || self.all.len() > MOST {
            self.known.iter_mut().for_each(HashMap::clear);
            self.all.clear();
            self.model = model;
        }
    }

    /// The places of the candidates for what was `seen`, the cheapest first.
    pub fn of(&mut self, model: &Model, source: Source, seen: &str) -> Range<u32> {
        if let Some(range) = self.known[source as usize].get(seen) {
            return range.clone();
        }
        self.letters.clear();
        alphabet::encode(seen, &mut self.letters);
        let start = self.all.len() as u32;
        if self.letters.len() <= LONGEST {
            tone::canonical(&mut self.letters);
            let channel = model.channel(source);
            self.all.extend(self.walk.candidates(&model.dictionary, channel, &self.letters));
        }
        let range = start..self.all.len() as u32;
        self.known[source as usize].insert(seen.into(), range.clone());
        range
    }

    /// The candidate at a place.
    pub fn get(&self, at: u32) -> &Candidate {
        &self.all[at as usize]
    }
}
