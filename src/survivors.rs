//! The arcs that a first reading of a text leaves: few enough to be weighed again at little cost.

use std::ops::Range;

use crate::lattice::{Arc, Lattice};

/// Arcs less probable than this are given up.
const LEAST: f32 = 1e-4;

/// The arcs of sentences that may still be right.
#[derive(Debug, Default)]
pub struct Survivors {
    lattice: Lattice,
    /// The nodes of each sentence.
    sentences: Vec<Range<usize>>,
}

impl Survivors {
    /// Room for so many sentences.
    pub fn of(sentences: usize) -> Self {
        Self { lattice: Lattice::default(), sentences: vec![0..0; sentences] }
    }

    /// Keeps what may be right of the lattice of a sentence, in place of what was kept of it before: what is probable, and
    /// what stands in the text.
    pub fn keep(&mut self, sentence: usize, lattice: &Lattice, posteriors: &[f32]) {
        let start = self.lattice.len();
        for node in 0..lattice.len() {
            self.lattice.node();
            let arcs = lattice.arcs(node).map(|at| (lattice.get(at), posteriors[at]));
            let kept = arcs.filter(|(arc, p)| arc.candidate.is_none() || *p >= LEAST);
            self.lattice.extend(kept.map(|(arc, _)| *arc));
        }
        self.sentences[sentence] = start..self.lattice.len();
    }

    /// The arcs of each node of a sentence.
    pub fn nodes(&self, sentence: usize) -> impl Iterator<Item = &[Arc]> {
        self.sentences[sentence].clone().map(|node| self.lattice.slice(self.lattice.arcs(node)))
    }
}
