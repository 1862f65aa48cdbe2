//! Weighing the lattice of a sentence once more, with what the rest of the text says.

use crate::Model;
use crate::candidates::Known;
use crate::lattice::{Arc, Judge, Lattice};
use crate::lexicon::Lexicon;
use crate::memory::Memory;
use crate::sentence::Sentence;

/// What is known of a sentence and the text around it.
pub struct Rereading<'a> {
    pub lexicon: Lexicon<'a>,
    /// What the text was read as.
    pub memory: &'a Memory,
    pub sentence: Sentence<'a>,
    /// What is known of the tokens.
    pub known: &'a [Option<Known>],
}

impl Rereading<'_> {
    /// Makes the arcs of the sentence's lattice cheaper or dearer.
    pub fn weigh(&self, lattice: &mut Lattice) {
        for node in 0..lattice.len() {
            // Only what lies between the same nodes is compared.
            let groups =
                lattice.arcs_mut(node).chunk_by_mut(|a, b| a.judge == b.judge && a.end == b.end);
            groups
                .filter(|arcs| arcs[0].judge == Judge::Text)
                .for_each(|arcs| self.weigh_group(node, arcs));
        }
    }

    /// The same with some arcs between the same nodes.
    fn weigh_group(&self, node: usize, arcs: &mut [Arc]) {
        let end = arcs[0].end as usize;
        let (first, last) = (self.sentence.nodes[node], self.sentence.nodes[end - 1]);
        let Lexicon { model: Model { rescorer, ngrams, .. }, background, .. } = self.lexicon;
        let alone = end == node + 1;
        let known = self.known[first].filter(|_| alone);
        let token = known.map(|known| self.memory.token(known.id)).unwrap_or_default();
        let neighbours = self.memory.transcript.neighbours(first, last);
        for arc in &mut *arcs {
            arc.cost -= self.memory.bonus(token, arc.word)
                + self.memory.between(neighbours, arc.word)
                + background.between(neighbours, arc.word);
        }
        if let Some(around) = self.memory.transcript.around(first, last) {
            rescorer.rescore(&around, ngrams, arcs);
        }
    }
}
