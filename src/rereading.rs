//! Weighing the arcs that a first reading left once more, with what the rest of the text says.

use crate::Model;
use crate::channel::Source;
use crate::lattice::{Arc, Lattice};
use crate::memory::Memory;
use crate::scratch::{Known, Lexicon};
use crate::sentence::Sentence;
use crate::surroundings::Surroundings;

/// Builds the lattice of a sentence from what is left of a first one.
pub struct Rereading<'a> {
    pub lexicon: Lexicon<'a>,
    pub source: Source,
    /// What the text was read as.
    pub memory: &'a Memory,
    pub sentence: Sentence<'a>,
    /// How many tokens of the text stand before the sentence.
    pub start: usize,
    /// What is known of the tokens.
    pub known: &'a [Option<Known>],
    pub lattice: &'a mut Lattice,
}

impl Rereading<'_> {
    /// Builds the lattice from the arcs of each node.
    pub fn build<'s>(mut self, nodes: impl Iterator<Item = &'s [Arc]>) {
        self.lattice.clear();
        for (node, arcs) in nodes.enumerate() {
            self.lattice.node();
            // Only what lies between the same nodes is compared.
            for arcs in arcs.chunk_by(|a, b| a.open && b.open && a.end == b.end) {
                match arcs[0].open {
                    true => self.weigh(node, arcs),
                    false => self.lattice.extend(arcs.iter().copied()),
                }
            }
        }
    }

    /// Adds some arcs between the same nodes with what the text says of them.
    fn weigh(&mut self, node: usize, arcs: &[Arc]) {
        let end = arcs[0].end as usize;
        let (first, last) = (self.place(node), self.place(end - 1));
        let Self { memory, lexicon: Lexicon { model, background, .. }, .. } = *self;
        let alone = end == node + 1;
        let known = self.known[self.sentence.nodes[node]].filter(|_| alone);
        let token = known.map(|known| memory.token(known.id)).unwrap_or_default();
        let neighbours = memory.transcript.neighbours(first, last);
        self.lattice.extend(arcs.iter().map(|arc| {
            let bonus = memory.bonus(token, arc.word) + background.between(neighbours, arc.word);
            Arc { cost: arc.cost - bonus, ..*arc }
        }));
        if let Some(around) = self.surroundings(first, last) {
            let Model { rescorer, ngrams, .. } = model;
            rescorer.rescore(&around, ngrams, self.lattice.last_mut(arcs.len()));
        }
    }

    /// The place in the text of the token at a node.
    fn place(&self, node: usize) -> usize {
        self.start + self.sentence.nodes[node]
    }

    /// What was read around the tokens from `first` to `last`, where that is to tell. Text read with the right
    /// language is better left to what stands there.
    fn surroundings(&self, first: usize, last: usize) -> Option<Surroundings> {
        let told = self.source != Source::Right;
        self.memory.transcript.around(first, last).filter(|_| told)
    }
}
