//! The arcs that a first reading of a text leaves: few enough to be weighed again at little cost.

use crate::lattice::{Arc, Lattice};

/// Arcs less probable than this are given up.
const LEAST: f32 = 0.02;

/// Tokens on either side of one that was looked up anew of which all arcs are weighed again, blanks counted: a
/// trigram sees two words.
const NEAR: usize = 4;

/// The arcs of sentences that may still be right.
#[derive(Debug, Default)]
pub struct Survivors {
    lattice: Lattice,
    /// The first node of each sentence.
    sentences: Vec<usize>,
    /// Whether all that a token may have been is to be weighed again, by its place in the text.
    reopened: Vec<bool>,
}

/// The survivors of a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Sentence<'a> {
    survivors: &'a Survivors,
    /// The first node.
    start: usize,
}

impl Survivors {
    /// Room for so many sentences and tokens.
    pub fn of(sentences: usize, tokens: usize) -> Self {
        let (sentences, reopened) = (vec![0; sentences], vec![false; tokens]);
        Self { lattice: Lattice::default(), sentences, reopened }
    }

    /// Keeps what may be right of the lattice of a sentence: what is probable, and what stands in the text.
    pub fn keep(&mut self, sentence: usize, lattice: &Lattice, posteriors: &[f32]) {
        self.sentences[sentence] = self.lattice.len();
        for node in 0..lattice.len() {
            self.lattice.node();
            let arcs = lattice.arcs(node).map(|at| (lattice.get(at), posteriors[at]));
            let kept = arcs.filter(|(arc, p)| arc.candidate.is_none() || *p >= LEAST);
            self.lattice.extend(kept.map(|(arc, _)| *arc));
        }
    }

    /// Has all that a token and those near it may have been weighed again.
    pub fn reopen(&mut self, token: usize) {
        let end = self.reopened.len().min(token + NEAR + 1);
        self.reopened[token.saturating_sub(NEAR)..end].fill(true);
    }

    /// Those of a sentence.
    pub fn sentence(&self, sentence: usize) -> Sentence<'_> {
        Sentence { survivors: self, start: self.sentences[sentence] }
    }
}

impl<'a> Sentence<'a> {
    /// The arcs left of a node where this token of the text stands, unless all are to be weighed again.
    pub fn arcs(&self, node: usize, token: usize) -> Option<&'a [Arc]> {
        let Survivors { lattice, reopened, .. } = self.survivors;
        (!reopened[token]).then(|| lattice.slice(lattice.arcs(self.start + node)))
    }
}
