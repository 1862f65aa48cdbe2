//! The lattice of a sentence: what each of its tokens may have been.

use std::ops::Range;

use crate::cost::Cost;
use crate::dictionary::{self, WordId};

/// One reading of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    /// The node behind it.
    pub end: u32,
    pub word: WordId,
    /// The second word of a token of two.
    pub then: Option<WordId>,
    /// Everything but the language model.
    pub cost: Cost,
    /// The candidate that it stands for; `None` for what stands in the text.
    pub candidate: Option<u32>,
    pub judge: Judge,
}

/// What decides on an arc.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// What the rest of the text says, too.
    Text,
    /// Its sentence alone.
    Sentence,
    /// The user, who wants what stands there to stay.
    User,
}

/// Arcs by the node where they start: between two nodes stands a token.
#[derive(Debug, Default)]
pub struct Lattice {
    arcs: Vec<Arc>,
    /// Where the arcs of each node start.
    starts: Vec<usize>,
}

impl Arc {
    /// What stands in the text up to a node, for its sentence to judge.
    pub fn kept(end: usize, word: WordId, cost: Cost) -> Self {
        let judge = Judge::Sentence;
        Self { end: end as u32, word, then: None, cost, candidate: None, judge }
    }

    /// Its words, one or two; none where it passes what is no word.
    pub fn words(self) -> impl Iterator<Item = WordId> {
        let word = Some(self.word).filter(|_| !self.is_epsilon());
        word.into_iter().chain(self.then)
    }

    /// Whether it passes what is no word.
    pub fn is_epsilon(self) -> bool {
        dictionary::is_epsilon(self.word)
    }
}

impl Lattice {
    /// Removes all nodes.
    pub fn clear(&mut self) {
        self.arcs.clear();
        self.starts.clear();
    }

    /// Adds a node; the arcs added from now on start there.
    pub fn node(&mut self) {
        self.starts.push(self.arcs.len());
    }

    /// Adds an arc to the last node.
    pub fn arc(&mut self, arc: Arc) {
        self.arcs.push(arc);
    }

    /// Adds arcs to the last node.
    pub fn extend(&mut self, arcs: impl Iterator<Item = Arc>) {
        self.arcs.extend(arcs);
    }

    /// The arcs of a node.
    pub fn arcs_mut(&mut self, node: usize) -> &mut [Arc] {
        let places = self.arcs(node);
        &mut self.arcs[places]
    }

    /// How many nodes there are, the end not counted.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// The places of the arcs of a node.
    pub fn arcs(&self, node: usize) -> Range<usize> {
        let end = self.starts.get(node + 1).copied().unwrap_or(self.arcs.len());
        self.starts[node]..end
    }

    /// The arcs at some places.
    pub fn slice(&self, places: Range<usize>) -> &[Arc] {
        &self.arcs[places]
    }

    /// The arc at a place.
    pub fn get(&self, place: usize) -> &Arc {
        &self.arcs[place]
    }

    /// How many arcs there are.
    pub fn size(&self) -> usize {
        self.arcs.len()
    }
}
