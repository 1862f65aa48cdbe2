//! The paths through a lattice that a beam keeps under the language model: the best of them (Viterbi
//! 1967), and how probable each arc is in view of all of them (forward–backward).

use crate::cost::{Cost, NAT};
use crate::dictionary::BOUNDARY;
use crate::lattice::{Arc, Lattice};
use crate::ngram::{Behind, Context, History, Ngrams, Pair};

/// Contexts kept at each node.
const STATES: usize = 24;
/// What a word of two words before is taken to save at the most: a path that two words before would
/// have to make cheaper than this is not looked into. Of 1 to 5 nats, 2 costs no dev set more than
/// 0.004 points of WER.
const GAIN: Cost = 2 * NAT;
/// Arcs looked up side by side, so that one wait for memory serves them all.
const LANES: usize = 8;

/// How much dearer than the best context of a node a context may be: with 7 nats `pages-eng` and `pages-vie` have 0.02 and
/// 0.04 points of WER more, with 9 no set has 0.01 less, in a tenth more time.
const BEAM: Cost = 8 * NAT;

/// A context at a node.
#[derive(Debug, Clone, Copy)]
struct State {
    context: Context,
    cost: Cost,
    id: u32,
}

/// An arc taken from one state to another.
#[derive(Debug, Clone, Copy)]
struct Step {
    from: u32,
    to: u32,
    arc: u32,
    /// Cost of the path so far.
    cost: Cost,
}

/// How a state is reached best.
#[derive(Debug, Clone, Copy)]
struct Arrival {
    /// The last step.
    step: u32,
    cost: Cost,
}

/// What all paths make of a state.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    /// Probability of all paths that lead here, as a multiple of that of the best.
    mass: f64,
    /// Probability that the path through the sentence leads here.
    posterior: f64,
}

/// The state in which every sentence begins.
const FIRST: u32 = 0;

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
    fn refuses(&self, cost: Cost) -> bool {
        cost > self.best + BEAM
    }

    /// Keeps the best contexts: the cheapest first, and behind each those with the same last word.
    fn prune(&mut self) {
        let dearest = self.best + BEAM;
        self.states.retain(|state| state.cost <= dearest);
        self.states.sort_unstable_by_key(|state| (state.cost, state.id));
        self.states.truncate(STATES);
        for at in 0..self.states.len() {
            let word = self.states[at].context.word;
            let same = self.states[at + 1..].iter().position(|other| other.context.word == word);
            if let Some(same) = same {
                self.states[at + 1..=at + 1 + same].rotate_right(1);
            }
        }
    }
}

/// What was done.
#[derive(Debug, Default)]
struct Record {
    /// All steps, in the order of the nodes where they start.
    steps: Vec<Step>,
    /// How each state is reached, by its number.
    arrivals: Vec<Arrival>,
}

/// The paths of a beam through a lattice.
#[derive(Debug, Default)]
pub struct Paths {
    nodes: Vec<Node>,
    record: Record,
    /// The states behind the sentence.
    ends: Vec<State>,
    /// The states of a node that share their last word.
    origins: Vec<Origin>,
    /// What each arc of a node costs at the least.
    floors: Vec<Cost>,
    /// The weight of each state, by its number.
    weights: Vec<Weight>,
}

impl Paths {
    /// Finds the paths through a lattice.
    pub fn find(&mut self, lattice: &Lattice, ngrams: &Ngrams) {
        let end = lattice.len();
        self.nodes.resize_with(self.nodes.len().max(end + 1), Node::default);
        self.nodes[..=end].iter_mut().for_each(Node::clear);
        let Record { steps, arrivals } = &mut self.record;
        steps.clear();
        arrivals.clear();
        arrivals.push(Arrival { step: 0, cost: 0 });
        self.nodes[0].states.push(State { context: Context::START, cost: 0, id: FIRST });
        self.nodes[0].best = 0;
        for node in 0..end {
            self.advance(lattice, ngrams, node);
        }
        self.ends.clear();
        self.ends.extend(self.nodes[end].states.iter().map(|state| State {
            cost: state.cost + ngrams.after(state.context, BOUNDARY).0,
            ..*state
        }));
    }

    /// The places of the arcs of the best path, and what it costs up to the end of each. Among equal costs the
    /// first reached wins.
    pub fn best(&self, path: &mut Vec<usize>, costs: &mut Vec<Cost>) {
        path.clear();
        costs.clear();
        let Record { steps, arrivals } = &self.record;
        let mut state =
            self.ends.iter().min_by_key(|state| state.cost).map_or(FIRST, |state| state.id);
        while state != FIRST {
            let Arrival { step, cost } = arrivals[state as usize];
            let Step { from, arc, .. } = steps[step as usize];
            path.push(arc as usize);
            costs.push(cost);
            state = from;
        }
        path.reverse();
        costs.reverse();
    }

    /// How probable the arcs are, by their places.
    pub fn posteriors(&mut self, arcs: usize, out: &mut Vec<f32>) {
        let Self { record: Record { steps, arrivals }, ends, weights, .. } = self;
        weights.clear();
        weights.resize(arrivals.len(), Weight::default());
        weights[FIRST as usize].mass = 1.0;
        let dearer = |step: &Step| step.cost - arrivals[step.to as usize].cost;
        for step in &*steps {
            let mass = weights[step.from as usize].mass * times(dearer(step));
            let there = &mut weights[step.to as usize].mass;
            *there = (*there + mass).min(MOST);
        }
        let best = ends.iter().map(|state| state.cost).min().unwrap_or_default();
        for state in &*ends {
            let weight = &mut weights[state.id as usize];
            weight.posterior = weight.mass * times(state.cost - best);
        }
        let all: f64 = ends.iter().map(|state| weights[state.id as usize].posterior).sum();
        ends.iter().for_each(|state| weights[state.id as usize].posterior /= all);
        out.clear();
        out.resize(arcs, 0.0);
        for step in steps.iter().rev() {
            let Weight { mass, posterior } = weights[step.to as usize];
            if posterior > 0.0 {
                let from = &mut weights[step.from as usize];
                let share = posterior * from.mass * times(dearer(step)) / mass;
                from.posterior += share;
                out[step.arc as usize] += share as f32;
            }
        }
    }

    /// Takes every arc of a node from every context kept there.
    fn advance(&mut self, lattice: &Lattice, ngrams: &Ngrams, node: usize) {
        let Self { nodes, record, origins, floors, .. } = self;
        let (before, behind) = nodes.split_at_mut(node + 1);
        let here = &mut before[node];
        here.prune();
        let places = lattice.arcs(node);
        let (first, arcs) = (places.start, lattice.slice(places));
        for (at, arc) in arcs.iter().enumerate().filter(|(_, arc)| arc.is_epsilon()) {
            let there = &mut behind[arc.end as usize - node - 1];
            here.states.iter().for_each(|state| record.pass(state, arc, first + at, there));
        }
        floors.clear();
        let least = |arc: &Arc| if arc.is_epsilon() { 0 } else { ngrams.least(arc.word) };
        floors.extend(arcs.iter().map(|arc| arc.cost + least(arc)));
        for states in here.states.chunk_by(|a, b| a.context.word == b.context.word) {
            origins.clear();
            origins.extend(states.iter().map(|state| Origin {
                id: state.id,
                cost: state.cost,
                history: ngrams.history(state.context),
            }));
            let last = ngrams.behind(states[0].context.word);
            let fan = Fan { ngrams, arcs, first, node, last, origins };
            let (mut lanes, mut filled) = ([0; LANES], 0);
            for (at, (arc, floor)) in arcs.iter().zip(&*floors).enumerate() {
                let there = &behind[arc.end as usize - node - 1];
                if arc.is_epsilon() || there.refuses(states[0].cost + floor) {
                    continue;
                }
                lanes[filled] = at;
                filled += 1;
                if filled == LANES {
                    record.take_all(&fan, &lanes, behind);
                    filled = 0;
                }
            }
            record.take_all(&fan, &lanes[..filled], behind);
        }
    }
}

/// A state from which arcs are taken.
#[derive(Debug)]
struct Origin {
    id: u32,
    cost: Cost,
    /// What is known of the words behind it.
    history: History,
}

/// The arcs of a node and the states there that share their last word.
struct Fan<'a> {
    ngrams: &'a Ngrams,
    arcs: &'a [Arc],
    /// The place of the first of the arcs.
    first: usize,
    node: usize,
    /// What is known of the words behind the last word.
    last: Behind<'a>,
    origins: &'a [Origin],
}

impl Record {
    /// Takes some arcs, [`LANES`] at the most, from all states.
    fn take_all(&mut self, fan: &Fan<'_>, lanes: &[usize], behind: &mut [Node]) {
        let mut words = [BOUNDARY; LANES];
        for (word, &at) in words.iter_mut().zip(lanes) {
            *word = fan.arcs[at].word;
        }
        let pairs = fan.last.pairs(words);
        for (&at, &pair) in lanes.iter().zip(&pairs) {
            let there = &mut behind[fan.arcs[at].end as usize - fan.node - 1];
            for origin in fan.origins {
                self.take(fan, at, pair, origin, there);
            }
        }
    }

    /// Takes an arc from a state, unless that is too dear.
    fn take(&mut self, fan: &Fan<'_>, at: usize, pair: Pair, origin: &Origin, there: &mut Node) {
        let Fan { ngrams, arcs, first, last, .. } = fan;
        let arc = &arcs[at];
        let before = origin.cost + arc.cost;
        if there.refuses(before + pair.cost() - GAIN) {
            return;
        }
        let mut cost = before + ngrams.cost(origin.history, pair);
        if there.refuses(cost) {
            return;
        }
        let mut context = last.context(pair);
        if let Some(word) = arc.then {
            let (then, behind) = ngrams.after(context, word);
            (cost, context) = (cost + then, behind);
        }
        let to = self.reach(there, context, cost);
        self.steps.push(Step { from: origin.id, to, arc: (first + at) as u32, cost });
    }

    /// Takes an arc past what is no word, unless that is too dear.
    fn pass(&mut self, state: &State, arc: &Arc, at: usize, there: &mut Node) {
        let cost = state.cost + arc.cost;
        if !there.refuses(cost) {
            let to = self.reach(there, state.context, cost);
            self.steps.push(Step { from: state.id, to, arc: at as u32, cost });
        }
    }

    /// The state of a context at a node, which the next step reaches at a cost.
    fn reach(&mut self, there: &mut Node, context: Context, cost: Cost) -> u32 {
        let arrival = Arrival { step: self.steps.len() as u32, cost };
        there.best = there.best.min(cost);
        match there.states.iter_mut().find(|other| other.context == context) {
            Some(other) => {
                if cost < other.cost {
                    other.cost = cost;
                    self.arrivals[other.id as usize] = arrival;
                }
                other.id
            }
            None => {
                let id = self.arrivals.len() as u32;
                there.states.push(State { context, cost, id });
                self.arrivals.push(arrival);
                id
            }
        }
    }
}

/// The greatest mass: sums of some stay finite.
const MOST: f64 = 1e300;

/// How much less probable something is that costs more.
fn times(dearer: Cost) -> f64 {
    (-f64::from(dearer) / f64::from(NAT)).exp()
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::Model;
    use crate::dictionary::{EPSILON, FIRST_WORD, WordId};

    /// The cost of the best path through a lattice of single arcs, with the boundary behind it, and the posteriors.
    fn through(words: &[(WordId, Cost)]) -> (Cost, Vec<f32>) {
        let ngrams = &Model::embedded().ngrams;
        let mut lattice = Lattice::default();
        for (node, &(word, cost)) in words.iter().enumerate() {
            lattice.node();
            lattice.arc(Arc::kept(node + 1, word, cost));
        }
        let mut paths = Paths::default();
        paths.find(&lattice, ngrams);
        let (mut path, mut costs, mut posteriors) = (Vec::new(), Vec::new(), Vec::new());
        paths.best(&mut path, &mut costs);
        paths.posteriors(lattice.size(), &mut posteriors);
        assert_eq!(path, (0..words.len()).collect::<Vec<_>>());
        (costs.last().copied().unwrap_or_default(), posteriors)
    }

    #[test]
    fn words_go_on_behind_what_is_none() {
        let [one, two, three] = [100, 200, 300].map(|word| FIRST_WORD + word);
        let (plain, _) = through(&[(one, 0), (two, 0), (three, 0)]);
        for at in 0..=3 {
            let mut words = vec![(one, 0), (two, 0), (three, 0)];
            words.insert(at, (EPSILON, 2 * NAT));
            words.insert(at, (EPSILON, NAT));
            let (cost, posteriors) = through(&words);
            assert_eq!(cost, plain + 3 * NAT);
            assert!(posteriors.iter().all(|p| (p - 1.0).abs() < 1e-6));
        }
        assert_eq!(through(&[(EPSILON, NAT)]).0, NAT);
    }
}
