//! The lattice of a sentence and its best path under the language model (Viterbi 1967, with a beam).

use crate::cost::{Cost, NAT};
use crate::dictionary::{BOUNDARY, WordId};
use crate::ngram::{Context, Ngrams, Pair};

/// Contexts kept at each node.
const STATES: usize = 24;
/// How much dearer than the best context of a node a context may be.
const BEAM: Cost = 7 * NAT;

/// One reading of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    /// The node behind it.
    pub end: u32,
    pub word: WordId,
    /// Everything but the language model.
    pub cost: Cost,
    /// The candidate that it stands for; `None` for what stands in the text.
    pub candidate: Option<u32>,
}

/// Arcs by the node where they start: between two nodes stands a token.
#[derive(Debug, Default)]
pub struct Lattice {
    arcs: Vec<Arc>,
    /// Where the arcs of each node start.
    starts: Vec<usize>,
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

    /// How many nodes there are, the end not counted.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// The arcs of a node.
    pub fn arcs(&self, node: usize) -> &[Arc] {
        let end = self.starts.get(node + 1).copied().unwrap_or(self.arcs.len());
        &self.arcs[self.starts[node]..end]
    }
}

/// A context at a node, and how it was reached.
#[derive(Debug, Clone, Copy)]
struct State {
    context: Context,
    cost: Cost,
    step: u32,
}

/// An arc taken, and the step before.
#[derive(Debug, Clone, Copy)]
struct Step {
    before: u32,
    node: u32,
    arc: Arc,
}

const FIRST: u32 = u32::MAX;

/// The buffers of a search.
#[derive(Debug, Default)]
pub struct Viterbi {
    nodes: Vec<Node>,
    steps: Vec<Step>,
    pairs: PairCache,
}

/// The contexts at a node.
#[derive(Debug, Default)]
struct Node {
    states: Vec<State>,
    /// The least cost of any.
    best: Cost,
}

impl Node {
    fn clear(&mut self) {
        self.states.clear();
        // Far above any path, yet so that the beam can be added to it.
        self.best = Cost::MAX - BEAM;
    }

    /// Whether a path of at least this cost is too dear to be looked at.
    fn refuses(&self, cost: Cost) -> bool {
        cost > self.best + BEAM
    }

    /// Keeps the best contexts, those with the same last word side by side.
    fn prune(&mut self) {
        let dearest = self.best + BEAM;
        self.states.retain(|state| state.cost <= dearest);
        self.states.sort_unstable_by_key(|state| (state.cost, state.step));
        self.states.truncate(STATES);
        self.states.sort_by_key(|state| state.context.word);
    }
}

impl Viterbi {
    /// Forgets what belongs to another model.
    pub fn settle(&mut self) {
        self.pairs = PairCache::default();
    }

    /// The best path: for each arc the node where it starts. Among equal costs the first reached wins.
    pub fn best(&mut self, lattice: &Lattice, ngrams: &Ngrams, path: &mut Vec<(usize, Arc)>) {
        let end = lattice.len();
        self.nodes.resize_with(self.nodes.len().max(end + 1), Node::default);
        self.nodes[..=end].iter_mut().for_each(Node::clear);
        self.steps.clear();
        self.nodes[0].states.push(State { context: Context::START, cost: 0, step: FIRST });
        self.nodes[0].best = 0;
        for node in 0..end {
            self.advance(lattice, ngrams, node);
        }
        let last = self.nodes[end]
            .states
            .iter()
            .min_by_key(|state| state.cost + ngrams.after(state.context, BOUNDARY).0);
        path.clear();
        let mut step = last.map_or(FIRST, |state| state.step);
        while step != FIRST {
            let Step { before, node, arc } = self.steps[step as usize];
            path.push((node as usize, arc));
            step = before;
        }
        path.reverse();
    }

    /// Takes every arc of a node from every context kept there.
    fn advance(&mut self, lattice: &Lattice, ngrams: &Ngrams, node: usize) {
        let (before, behind) = self.nodes.split_at_mut(node + 1);
        let here = &mut before[node];
        here.prune();
        for &arc in lattice.arcs(node) {
            let there = &mut behind[arc.end as usize - node - 1];
            let mut known: Option<(WordId, Pair)> = None;
            for state in &here.states {
                // The language model can only add to this.
                if there.refuses(state.cost + arc.cost) {
                    continue;
                }
                let last = state.context.word;
                let pair = match known {
                    Some((word, pair)) if word == last => pair,
                    _ => self.pairs.get(ngrams, last, arc.word),
                };
                known = Some((last, pair));
                let cost = state.cost + arc.cost + ngrams.cost(state.context, arc.word, pair);
                if there.refuses(cost) {
                    continue;
                }
                let found = there.states.iter_mut().find(|other| other.context == pair.context);
                if found.as_ref().is_some_and(|other| other.cost <= cost) {
                    continue;
                }
                there.best = there.best.min(cost);
                let step = self.steps.len() as u32;
                self.steps.push(Step { before: state.step, node: node as u32, arc });
                let next = State { context: pair.context, cost, step };
                match found {
                    Some(other) => *other = next,
                    None => there.states.push(next),
                }
            }
        }
    }
}

/// Pairs looked up last: a text asks for the same ones again and again.
#[derive(Debug, Default)]
struct PairCache(Vec<Option<(WordId, WordId, Pair)>>);

impl PairCache {
    /// A power of two; 20 bytes each stay within the second-level cache of common processors.
    const SIZE: usize = 1 << 15;

    fn get(&mut self, ngrams: &Ngrams, last: WordId, word: WordId) -> Pair {
        self.0.resize(Self::SIZE, None);
        // Fibonacci hashing (Knuth 1973).
        let key = (u32::from(last) << 16 | u32::from(word)).wrapping_mul(0x9E37_79B9);
        let slot = &mut self.0[key as usize >> (32 - Self::SIZE.ilog2())];
        match slot {
            Some((a, b, pair)) if (*a, *b) == (last, word) => *pair,
            _ => {
                let pair = ngrams.pair(last, word);
                *slot = Some((last, word, pair));
                pair
            }
        }
    }
}
