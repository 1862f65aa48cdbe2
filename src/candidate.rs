//! Candidates: what a token may have meant, found by walking the dictionary along the channel.
//!
//! The walk keeps, for each number of letters read, the automaton states reached so far with their
//! least cost, and takes every piece that the channel knows for the next letters. The dictionary's
//! partial values bound the unigram cost of all words behind a state, so that states are compared
//! by channel and language together, and few have to be kept.

use fst::raw::{CompiledAddr, Fst, Node};

use crate::alphabet::{self, Code};
use crate::bytes::Bytes;
use crate::channel::{Channel, PIECE, Piece, Pieces};
use crate::cost::{Cost, NAT};
use crate::dictionary::{CAPITALS, Dictionary, Entry, WordId};

/// States kept for each number of letters read: more changed no dev figure by 0.01 points.
const STATES: usize = 96;
/// How much dearer than the best state a state may be.
const BEAM: Cost = 12 * NAT;
/// Candidates kept: the language model hardly ever reaches for a later one.
const CANDIDATES: usize = 40;
/// How much dearer than the best candidate, context aside, a candidate may be.
const WINDOW: Cost = 10 * NAT;

/// A word that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub id: WordId,
    /// Cost of reading what was observed if this was meant.
    pub channel: Cost,
    /// The word: small letters, or as an abbreviation is written.
    pub word: Box<str>,
    /// Whether it is an abbreviation, written the same everywhere.
    pub abbreviation: bool,
}

/// A place in the dictionary reached by reading some letters.
#[derive(Debug, Clone, Copy)]
struct State {
    node: CompiledAddr,
    /// Sum of the automaton's outputs so far.
    value: u64,
    cost: Cost,
    /// The state before: how many letters were read there, and its place among those.
    before: (u16, u32),
    letters: [Code; PIECE],
}

impl State {
    /// Least cost of any word behind this state, context aside.
    fn bound(&self) -> Cost {
        self.cost + Entry::unpack(self.value).unigram
    }
}

/// The buffers of a walk.
#[derive(Debug, Default)]
pub struct Walk {
    levels: Vec<Vec<State>>,
    /// Least bounds of the levels ahead while one is worked on.
    best: [Cost; PIECE + 1],
}

impl Walk {
    /// Candidates for the `observed` letters, the cheapest (channel and unigram) first.
    pub fn candidates(
        &mut self,
        dictionary: &Dictionary,
        channel: &Channel,
        observed: &[Code],
    ) -> Vec<Candidate> {
        let automaton = dictionary.automaton();
        self.start(automaton, observed.len());
        for at in 0..observed.len() {
            prune(&mut self.levels[at]);
            let longest = PIECE.min(observed.len() - at);
            let pieces: [Pieces; PIECE + 1] =
                std::array::from_fn(|length| match length <= longest {
                    true => channel.pieces(&observed[at..at + length]),
                    false => Pieces::default(),
                });
            self.advance(automaton, at, &pieces[..=longest]);
        }
        let last = &mut self.levels[observed.len()];
        prune(last);
        // Letters may have been lost at the end too.
        self.advance(automaton, observed.len(), &[channel.pieces(&[])]);
        self.collect(dictionary, observed.len())
    }

    fn start(&mut self, automaton: &Fst<Bytes>, letters: usize) {
        self.levels.iter_mut().for_each(Vec::clear);
        self.levels.resize_with(self.levels.len().max(letters + 1), Vec::new);
        let node = automaton.root().addr();
        self.levels[0].push(State { node, value: 0, cost: 0, before: (0, 0), letters: [0; PIECE] });
    }

    /// Takes every piece that the channel knows from every state at `at`: `pieces[n]` are those of
    /// which the next `n` letters were read. Pieces of which nothing was read are never taken twice
    /// in a row.
    fn advance(&mut self, automaton: &Fst<Bytes>, at: usize, pieces: &[Pieces<'_>]) {
        for pieces_read in 0..pieces.len() {
            self.best[pieces_read] = least(&self.levels[at + pieces_read]);
        }
        let reached = self.levels[at].len();
        let mut place = 0;
        while let Some(&state) = self.levels[at].get(place) {
            let node = automaton.node(state.node);
            let mask = Mask::of(&node);
            let shortest = usize::from(place >= reached);
            for (read, pieces) in pieces.iter().enumerate().skip(shortest) {
                let bound = state.bound();
                for piece in pieces.clone() {
                    // What lies behind costs no less than what is here.
                    if bound + piece.cost > self.best[read].saturating_add(BEAM) {
                        break;
                    }
                    if !mask.has(piece.letters()[0]) {
                        continue;
                    }
                    let Some((node, value)) = walk(automaton, &node, &piece, state.value) else {
                        continue;
                    };
                    let before = (at as u16, place as u32);
                    let next = State {
                        node,
                        value,
                        cost: state.cost + piece.cost,
                        before,
                        letters: piece.letters,
                    };
                    self.best[read] = self.best[read].min(next.bound());
                    self.levels[at + read].push(next);
                }
            }
            place += 1;
        }
    }

    /// The words at whose end the walk stands.
    fn collect(&self, dictionary: &Dictionary, letters: usize) -> Vec<Candidate> {
        let automaton = dictionary.automaton();
        let mut found: Vec<(Cost, Cost, WordId, &State, bool)> = Vec::new();
        for state in &self.levels[letters] {
            let node = automaton.node(state.node);
            let mut add = |value: u64, abbreviation: bool| {
                let entry = Entry::unpack(value);
                found.push((state.cost + entry.unigram, state.cost, entry.id, state, abbreviation));
            };
            if node.is_final() {
                add(state.value + node.final_output().value(), false);
            }
            if let Some(at) = node.find_input(CAPITALS) {
                let step = node.transition(at);
                let end = automaton.node(step.addr).final_output().value();
                add(state.value + step.out.value() + end, true);
            }
        }
        found.sort_unstable_by_key(|&(total, _, id, ..)| (total, id));
        let mut seen = Vec::new();
        found.retain(|&(_, _, id, ..)| {
            !seen.contains(&id) && {
                seen.push(id);
                true
            }
        });
        let dearest = found.first().map_or(0, |&(total, ..)| total + WINDOW);
        found.truncate(CANDIDATES);
        found
            .iter()
            .take_while(|&&(total, ..)| total <= dearest)
            .map(|&(_, channel, id, state, abbreviation)| {
                let key = self.key(state);
                let word = match abbreviation {
                    true => dictionary.abbreviation(id, &key),
                    false => alphabet::decode(&key),
                };
                Candidate { id, channel, word: word.into(), abbreviation }
            })
            .collect()
    }

    /// The letters that lead to a state.
    fn key(&self, state: &State) -> Vec<Code> {
        let mut pieces = Vec::new();
        let mut state = state;
        while state.letters[0] != 0 {
            pieces.push(state.letters);
            state = &self.levels[usize::from(state.before.0)][state.before.1 as usize];
        }
        pieces.iter().rev().flatten().copied().filter(|&code| code != 0).collect()
    }
}

/// The codes that lead on from a node.
struct Mask([u64; 4]);

impl Mask {
    fn of(node: &Node<'_>) -> Self {
        let mut mask = [0; 4];
        for step in node.transitions() {
            mask[usize::from(step.inp >> 6)] |= 1 << (step.inp & 63);
        }
        Self(mask)
    }

    fn has(&self, code: Code) -> bool {
        self.0[usize::from(code >> 6)] >> (code & 63) & 1 == 1
    }
}

/// The least bound of any state.
fn least(states: &[State]) -> Cost {
    states.iter().map(State::bound).min().unwrap_or(Cost::MAX)
}

/// Follows the letters of a piece from a node.
fn walk(
    automaton: &Fst<Bytes>,
    node: &Node<'_>,
    piece: &Piece,
    value: u64,
) -> Option<(CompiledAddr, u64)> {
    let letters = piece.letters();
    let step = node.transition(node.find_input(letters[0])?);
    letters[1..].iter().try_fold((step.addr, value + step.out.value()), |(node, value), &letter| {
        let node = automaton.node(node);
        let step = node.transition(node.find_input(letter)?);
        Some((step.addr, value + step.out.value()))
    })
}

/// Keeps the best state of each prefix, and the best of those.
fn prune(states: &mut Vec<State>) {
    let dearest = least(states).saturating_add(BEAM);
    states.retain(|state| state.bound() <= dearest);
    // Words share their ends in the automaton: only node and value together tell prefixes apart.
    states.sort_unstable_by_key(|state| (state.node, state.value, state.cost, state.before));
    states.dedup_by_key(|state| (state.node, state.value));
    if states.len() > STATES {
        states.select_nth_unstable_by_key(STATES, |state| (state.bound(), state.node, state.value));
        states.truncate(STATES);
    }
}
