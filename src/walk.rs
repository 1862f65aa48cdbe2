//! The walk through the dictionary along the channel.
//!
//! It keeps, for each number of letters read, the nodes of the dictionary reached so far with their
//! least cost, and takes every piece that the channel knows for the next letters. A node bounds the
//! unigram cost of all words behind it, so that nodes are compared by channel and language together,
//! and few have to be kept.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::alphabet::Code;
use crate::channel::{Channel, PIECE, Piece};
use crate::cost::{Cost, NAT};
use crate::trie::{NodeId, ROOT, Trie};

/// States kept for each number of letters read: 160, with 64 candidates, gain 0.08 points of WER on
/// `pages-eng` and take twice the time.
const STATES: usize = 96;
/// How much dearer than the best state a state may be.
const BEAM: Cost = 12 * NAT;

/// The same behind lost first letters: nearly all such states are in vain, and each is as much work as
/// one behind letters that were read.
const LOST_FIRST: Cost = 9 * NAT;

/// A node of the dictionary reached by reading some letters.
#[derive(Debug, Clone, Copy)]
struct State {
    node: NodeId,
    cost: Cost,
    /// Least cost of any word at or behind the node: channel and unigram.
    bound: Cost,
}

/// The states that have read the same number of letters.
#[derive(Debug, Default)]
struct Level {
    states: Vec<State>,
    /// The last state of each node.
    places: FxHashMap<NodeId, u32>,
    /// The least bound.
    best: Cost,
}

impl Level {
    fn clear(&mut self) {
        self.states.clear();
        self.places.clear();
        // Far above any cost, yet so that the beam can be added to it.
        self.best = Cost::MAX / 2;
    }

    /// Adds a state. One that reaches the same node more cheaply takes the other's place, unless
    /// that one stands among the first `settled`, which have been left already.
    fn add(&mut self, state: State, settled: usize) {
        self.best = self.best.min(state.bound);
        let place = self.states.len() as u32;
        match self.places.entry(state.node) {
            Entry::Vacant(entry) => {
                entry.insert(place);
            }
            Entry::Occupied(mut entry) => {
                let there = *entry.get() as usize;
                if self.states[there].cost <= state.cost {
                    return;
                }
                if there >= settled {
                    self.states[there] = state;
                    return;
                }
                entry.insert(place);
            }
        }
        self.states.push(state);
    }

    /// Keeps the best states.
    fn prune(&mut self) {
        let dearest = self.best + BEAM;
        self.states.retain(|state| state.bound <= dearest);
        if self.states.len() > STATES {
            self.states.select_nth_unstable_by_key(STATES, |state| (state.bound, state.node));
            self.states.truncate(STATES);
        }
        if let Some(best) =
            (0..self.states.len()).min_by_key(|&at| (self.states[at].bound, self.states[at].node))
        {
            self.states.swap(0, best);
        }
        self.places.clear();
        self.places.extend((0..).zip(&self.states).map(|(place, state)| (state.node, place)));
    }
}

/// The pieces that may come next, by the first letter that was meant and the number of letters read.
#[derive(Debug)]
struct Offers {
    /// The least cost of the pieces of each first letter and number; what no piece costs where there
    /// is none.
    cheapest: Box<[[u16; PIECE + 1]; 256]>,
    /// The cheapest piece of each first letter and number.
    first: Box<[[u16; PIECE + 1]; 256]>,
    /// Each piece with the next dearer one of the same number and first letter.
    pieces: Vec<(Piece, u16)>,
    /// The first letters.
    letters: Vec<Code>,
}

const NO_PIECE: u16 = u16::MAX;
/// Below any cost, yet so that another can be taken from it.
const NEVER: Cost = Cost::MIN / 2;

impl Default for Offers {
    fn default() -> Self {
        let none = || Box::new([[NO_PIECE; PIECE + 1]; 256]);
        Self { cheapest: none(), first: none(), pieces: Vec::new(), letters: Vec::new() }
    }
}

impl Offers {
    fn clear(&mut self) {
        for letter in self.letters.drain(..) {
            self.cheapest[usize::from(letter)] = [NO_PIECE; PIECE + 1];
            self.first[usize::from(letter)] = [NO_PIECE; PIECE + 1];
        }
        self.pieces.clear();
    }

    /// Adds the pieces of which `read` letters were read, the cheapest first.
    fn add(&mut self, read: usize, pieces: impl DoubleEndedIterator<Item = Piece>) {
        for piece in pieces.rev() {
            let letter = usize::from(piece.letters[0]);
            if self.first[letter] == [NO_PIECE; PIECE + 1] {
                self.letters.push(piece.letters[0]);
            }
            let dearer = self.first[letter][read];
            self.first[letter][read] = self.pieces.len() as u16;
            self.cheapest[letter][read] = piece.cost as u16;
            self.pieces.push((piece, dearer));
        }
    }

    /// How dear the way to each letter may be, if a state behind each number of letters read may cost
    /// so much.
    fn rooms(&self, dearest: [Cost; PIECE + 1], rooms: &mut [Cost; 256]) {
        rooms.fill(NEVER);
        for &letter in &self.letters {
            let letter = usize::from(letter);
            for (dearest, &cost) in dearest.iter().zip(&self.cheapest[letter]) {
                rooms[letter] = rooms[letter].max(dearest - Cost::from(cost));
            }
        }
    }

    /// The pieces that begin with a letter and of which `read` letters were read, the cheapest first.
    fn of(&self, letter: Code, read: usize) -> impl Iterator<Item = &Piece> {
        let mut next = self.first[usize::from(letter)][read];
        std::iter::from_fn(move || {
            let (piece, dearer) = self.pieces.get(usize::from(next))?;
            next = *dearer;
            Some(piece)
        })
    }
}

/// The buffers of a walk.
#[derive(Debug, Default)]
pub struct Walk {
    levels: Vec<Level>,
    offers: Offers,
}

impl Walk {
    /// Walks along the `observed` letters.
    pub fn along(&mut self, trie: &Trie, channel: &Channel, observed: &[Code]) {
        self.levels.resize_with(self.levels.len().max(observed.len() + 1), Level::default);
        self.levels.iter_mut().for_each(Level::clear);
        self.levels[0].add(State { node: ROOT, cost: 0, bound: trie.bound(ROOT) }, 0);
        for at in 0..=observed.len() {
            self.levels[at].prune();
            // Letters may have been lost at the end too.
            let longest = PIECE.min(observed.len() - at);
            self.offers.clear();
            for read in 0..=longest {
                self.offers.add(read, channel.pieces(&observed[at..at + read]));
            }
            self.advance(trie, at, longest);
        }
    }

    /// Takes every piece on offer from every state at `at`. Pieces of which nothing was read are never
    /// taken twice in a row.
    fn advance(&mut self, trie: &Trie, at: usize, longest: usize) {
        let reached = self.levels[at].states.len();
        // How dear a state behind each number of letters read may be.
        let mut dearest = [NEVER; PIECE + 1];
        let beam = |read| if at + read == 0 { LOST_FIRST } else { BEAM };
        for (read, level) in self.levels[at..=at + longest].iter().enumerate() {
            dearest[read] = level.best + beam(read);
        }
        let mut rooms = [NEVER; 256];
        self.offers.rooms(dearest, &mut rooms);
        let mut place = 0;
        while let Some(&state) = self.levels[at].states.get(place) {
            let first = usize::from(place >= reached);
            for (child, label, bound) in trie.children(state.node) {
                // What lies behind costs no less than what is here.
                let bound = state.cost + bound;
                if bound > rooms[usize::from(label)] {
                    continue;
                }
                for read in first..=longest {
                    let level = &mut self.levels[at + read];
                    for piece in self.offers.of(label, read) {
                        if bound + piece.cost > dearest[read] {
                            break;
                        }
                        let Some(node) = trie.walk(child, &piece.letters()[1..]) else { continue };
                        let cost = state.cost + piece.cost;
                        let next = State { node, cost, bound: cost + trie.bound(node) };
                        if next.bound <= dearest[read] {
                            level.add(next, if read == 0 { place + 1 } else { 0 });
                            dearest[read] = level.best + beam(read);
                        }
                    }
                }
            }
            if place == 0 {
                self.offers.rooms(dearest, &mut rooms);
            }
            place += 1;
        }
    }

    /// The nodes that the walk reached behind so many letters, with what reading these cost.
    pub fn reached(&self, letters: usize) -> impl Iterator<Item = (NodeId, Cost)> {
        self.levels[letters].states.iter().map(|state| (state.node, state.cost))
    }
}
