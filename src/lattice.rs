//! The lattice of a sentence and its best path under the language model (Viterbi 1967, with a beam).

use crate::cost::{Cost, NAT};
use crate::dictionary::{BOUNDARY, WordId};
use crate::ngram::{Context, Ngrams};

/// Contexts kept at each node.
const STATES: usize = 16;
/// How much dearer than the best context of a node a context may be.
const BEAM: Cost = 12 * NAT;

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
    states: Vec<Vec<State>>,
    steps: Vec<Step>,
}

impl Viterbi {
    /// The best path: for each arc the node where it starts. Among equal costs the first reached wins.
    pub fn best(&mut self, lattice: &Lattice, ngrams: &Ngrams, path: &mut Vec<(usize, Arc)>) {
        let end = lattice.len();
        self.states.iter_mut().for_each(Vec::clear);
        self.states.resize_with(self.states.len().max(end + 1), Vec::new);
        self.steps.clear();
        self.states[0].push(State { context: Context::START, cost: 0, step: FIRST });
        for node in 0..end {
            self.advance(lattice, ngrams, node);
        }
        let last = self.states[end].iter().min_by_key(|state| {
            state.cost
                + ngrams.cost(state.context, BOUNDARY, ngrams.pair(state.context.word, BOUNDARY))
        });
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
        let (before, behind) = self.states.split_at_mut(node + 1);
        let here = &mut before[node];
        prune(here);
        let mut known: Option<(WordId, crate::ngram::Pair)>;
        for &arc in lattice.arcs(node) {
            known = None;
            for state in here.iter() {
                let last = state.context.word;
                let pair = match known {
                    Some((word, pair)) if word == last => pair,
                    _ => ngrams.pair(last, arc.word),
                };
                known = Some((last, pair));
                let cost = state.cost + arc.cost + ngrams.cost(state.context, arc.word, pair);
                let there = &mut behind[arc.end as usize - node - 1];
                let found = there.iter_mut().find(|other| other.context == pair.context);
                if found.as_ref().is_some_and(|other| other.cost <= cost) {
                    continue;
                }
                let step = self.steps.len() as u32;
                self.steps.push(Step { before: state.step, node: node as u32, arc });
                let next = State { context: pair.context, cost, step };
                match found {
                    Some(other) => *other = next,
                    None => there.push(next),
                }
            }
        }
    }
}

/// Keeps the best contexts of a node, those with the same last word side by side.
fn prune(states: &mut Vec<State>) {
    states.sort_unstable_by_key(|state| (state.cost, state.step));
    states.truncate(STATES);
    let dearest = states.first().map_or(0, |state| state.cost + BEAM);
    states.retain(|state| state.cost <= dearest);
    states.sort_by_key(|state| state.context.word);
}
