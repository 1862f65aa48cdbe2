//! The arcs that a first reading of a text leaves: few enough to be weighed again at little cost.

use crate::lattice::{Arc, Lattice};

/// Arcs less probable than this are given up: what the rest of the text says is not to overturn what the words beside it
/// say clearly. Of 0.0001 to 0.05 this leaves the fewest words of `restore` wrong; other sets do not move.
const LEAST: f32 = 0.03;

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

#[cfg(test)]
mod tests {
    use super::*;

    fn arc(word: u16, candidate: Option<u32>) -> Arc {
        Arc { candidate, ..Arc::kept(1, word, 0) }
    }

    /// Two sentences of two nodes each, with a blank between the tokens; the second arc of each node is improbable.
    fn survivors(tokens: usize) -> Survivors {
        let mut survivors = Survivors::of(2, tokens);
        let mut lattice = Lattice::default();
        for sentence in 0..2 {
            lattice.clear();
            for node in 0..2 {
                lattice.node();
                let word = 100 * sentence as u16 + 10 * node;
                lattice.extend(
                    [arc(word, None), arc(word + 1, Some(1)), arc(word + 2, Some(2))].into_iter(),
                );
            }
            survivors.keep(sentence, &lattice, &[0.0, LEAST / 2.0, 1.0, 0.0, LEAST, 1.0 - LEAST]);
        }
        survivors
    }

    fn words(
        survivors: &Survivors,
        sentence: usize,
        node: usize,
        token: usize,
    ) -> Option<Vec<u16>> {
        let arcs = survivors.sentence(sentence).arcs(node, token)?;
        Some(arcs.iter().map(|arc| arc.word).collect())
    }

    #[test]
    fn what_stands_there_and_what_is_probable_survives() {
        let survivors = survivors(7);
        assert_eq!(words(&survivors, 0, 0, 0), Some(vec![0, 2]));
        assert_eq!(words(&survivors, 0, 1, 2), Some(vec![10, 11, 12]));
        assert_eq!(words(&survivors, 1, 0, 4), Some(vec![100, 102]));
    }

    #[test]
    fn all_near_a_reopened_token_is_weighed_again() {
        let mut survivors = survivors(12);
        survivors.reopen(1);
        let reopened = |token| words(&survivors, 0, 0, token).is_none();
        assert!((0..=1 + NEAR).all(reopened) && !(2 + NEAR..12).any(reopened));
        survivors.reopen(11);
        assert!(words(&survivors, 1, 1, 11).is_none());
    }
}
