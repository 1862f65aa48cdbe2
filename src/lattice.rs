//! The lattice of a sentence and its best path under the language model (Viterbi 1967, with a beam).

use crate::cost::{Cost, NAT};
use crate::dictionary::{BOUNDARY, WordId};
use crate::ngram::{Context, Ngrams};

/// Contexts kept at each node.
const STATES: usize = 24;
/// Arcs looked up side by side, so that one wait for memory serves them all.
const LANES: usize = 8;

/// How much is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breadth {
    /// The most candidates of a token.
    pub candidates: usize,
    /// How much dearer than the best context of a node a context may be.
    beam: Cost,
}

impl Breadth {
    /// All that may matter.
    pub const FULL: Self = Self { candidates: usize::MAX, beam: 7 * NAT };
    /// Enough to tell what a text is about, for about a tenth of the time of the whole.
    pub const GLANCE: Self = Self { candidates: 8, beam: 3 * NAT };
}

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
}

/// Arcs by the node where they start: between two nodes stands a token.
#[derive(Debug, Default)]
pub struct Lattice {
    arcs: Vec<Arc>,
    /// Where the arcs of each node start.
    starts: Vec<usize>,
}

impl Arc {
    /// Its words, one or two.
    pub fn words(self) -> impl Iterator<Item = WordId> {
        std::iter::once(self.word).chain(self.then)
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
        self.best = Cost::MAX / 2;
    }

    /// Whether a path of at least this cost is too dear to be looked at.
    fn refuses(&self, cost: Cost, beam: Cost) -> bool {
        cost > self.best + beam
    }

    /// Keeps the best contexts: the cheapest first, and behind each those with the same last word.
    fn prune(&mut self, beam: Cost) {
        let dearest = self.best + beam;
        self.states.retain(|state| state.cost <= dearest);
        self.states.sort_unstable_by_key(|state| (state.cost, state.step));
        self.states.truncate(STATES);
        for at in 0..self.states.len() {
            let word = self.states[at].context.word;
            let same = self.states[at + 1..].iter().position(|other| other.context.word == word);
            if let Some(same) = same {
                self.states[at + 1..=at + 1 + same].rotate_right(1);
            }
        }
    }

    /// Takes a step to a context, unless a cheaper one has been taken there.
    fn reach(&mut self, context: Context, cost: Cost, step: impl FnOnce() -> u32) {
        let found = self.states.iter_mut().find(|other| other.context == context);
        if found.as_ref().is_some_and(|other| other.cost <= cost) {
            return;
        }
        self.best = self.best.min(cost);
        let next = State { context, cost, step: step() };
        match found {
            Some(other) => *other = next,
            None => self.states.push(next),
        }
    }
}

impl Viterbi {
    /// The best path: for each arc the node where it starts. Among equal costs the first reached wins.
    pub fn best(
        &mut self,
        lattice: &Lattice,
        ngrams: &Ngrams,
        breadth: Breadth,
        path: &mut Vec<(usize, Arc)>,
    ) {
        let end = lattice.len();
        self.nodes.resize_with(self.nodes.len().max(end + 1), Node::default);
        self.nodes[..=end].iter_mut().for_each(Node::clear);
        self.steps.clear();
        self.nodes[0].states.push(State { context: Context::START, cost: 0, step: FIRST });
        self.nodes[0].best = 0;
        for node in 0..end {
            self.advance(lattice, ngrams, breadth.beam, node);
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
    fn advance(&mut self, lattice: &Lattice, ngrams: &Ngrams, beam: Cost, node: usize) {
        let (before, behind) = self.nodes.split_at_mut(node + 1);
        let here = &mut before[node];
        here.prune(beam);
        for states in here.states.chunk_by(|a, b| a.context.word == b.context.word) {
            let last = ngrams.behind(states[0].context.word);
            let mut arcs = lattice.arcs(node).iter();
            loop {
                // The language model can only add to this.
                let lanes: [Option<&Arc>; LANES] = std::array::from_fn(|_| {
                    arcs.find(|arc| {
                        let there = &behind[arc.end as usize - node - 1];
                        !there.refuses(states[0].cost + arc.cost, beam)
                    })
                });
                if lanes[0].is_none() {
                    break;
                }
                let pairs = last.pairs(lanes.map(|arc| arc.map_or(BOUNDARY, |arc| arc.word)));
                for (arc, pair) in lanes.into_iter().flatten().zip(pairs) {
                    let there = &mut behind[arc.end as usize - node - 1];
                    for state in states {
                        let mut cost = state.cost + arc.cost + ngrams.cost(state.context, pair);
                        if !there.refuses(cost, beam) {
                            let mut context = last.context(pair);
                            if let Some(word) = arc.then {
                                let (then, behind) = ngrams.after(context, word);
                                (cost, context) = (cost + then, behind);
                            }
                            there.reach(context, cost, || {
                                let step =
                                    Step { before: state.step, node: node as u32, arc: *arc };
                                self.steps.push(step);
                                self.steps.len() as u32 - 1
                            });
                        }
                    }
                }
            }
        }
    }
}
