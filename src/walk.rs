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

/// How much of the dictionary a walk keeps in sight.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// States kept for each number of letters read.
    pub states: usize,
    /// How much dearer than the best state a state may be.
    pub beam: Cost,
    /// Cost of a letter that was read where none stood, one in a word; none is looked for without it.
    pub spurious: Option<Cost>,
}

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
    /// Whether a letter was read where none stood.
    spurious: bool,
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

    /// Whether a state of this bound is too dear to be kept.
    fn refuses(&self, bound: Cost, beam: Cost) -> bool {
        bound > self.best + beam
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
    fn prune(&mut self, Reach { states, beam, .. }: Reach) {
        let dearest = self.best + beam;
        self.states.retain(|state| state.bound <= dearest);
        if self.states.len() > states {
            self.states.select_nth_unstable_by_key(states, |state| (state.bound, state.node));
            self.states.truncate(states);
        }
        self.places.clear();
        self.places.extend((0..).zip(&self.states).map(|(place, state)| (state.node, place)));
    }
}

/// The pieces that may come next, by the first letter that was meant and the number of letters read.
#[derive(Debug)]
struct Offers {
    /// For each first letter the numbers of letters read that have pieces, as bits.
    reads: [u8; 256],
    /// The cheapest piece for each number and first letter.
    first: [[u16; 256]; PIECE + 1],
    /// Each piece with the next dearer one of the same number and first letter.
    pieces: Vec<(Piece, u16)>,
}

const NO_PIECE: u16 = u16::MAX;

impl Default for Offers {
    fn default() -> Self {
        Self { reads: [0; 256], first: [[NO_PIECE; 256]; PIECE + 1], pieces: Vec::new() }
    }
}

impl Offers {
    fn clear(&mut self) {
        self.reads = [0; 256];
        self.pieces.clear();
    }

    /// Adds the pieces of which `read` letters were read, the cheapest first.
    fn add(&mut self, read: usize, pieces: impl DoubleEndedIterator<Item = Piece>) {
        for piece in pieces.rev() {
            let letter = usize::from(piece.letters[0]);
            let first = &mut self.first[read][letter];
            let next = if self.reads[letter] >> read & 1 == 1 { *first } else { NO_PIECE };
            *first = self.pieces.len() as u16;
            self.reads[letter] |= 1 << read;
            self.pieces.push((piece, next));
        }
    }

    /// The pieces that begin with a letter and of which `read` letters were read, the cheapest first;
    /// there must be some.
    fn of(&self, letter: Code, read: usize) -> impl Iterator<Item = &Piece> {
        let mut next = self.first[read][usize::from(letter)];
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
    pub fn along(&mut self, trie: &Trie, channel: &Channel, observed: &[Code], reach: Reach) {
        self.levels.resize_with(self.levels.len().max(observed.len() + 1), Level::default);
        self.levels.iter_mut().for_each(Level::clear);
        self.levels[0]
            .add(State { node: ROOT, cost: 0, bound: trie.bound(ROOT), spurious: false }, 0);
        for at in 0..=observed.len() {
            self.levels[at].prune(reach);
            // Letters may have been lost at the end too.
            let longest = PIECE.min(observed.len() - at);
            self.offers.clear();
            for read in 0..=longest {
                self.offers.add(read, channel.pieces(&observed[at..at + read]));
            }
            let spurious = reach.spurious.filter(|_| at < observed.len());
            self.advance(trie, at, Reach { spurious, ..reach });
        }
    }

    /// Takes every piece on offer from every state at `at`. Pieces of which nothing was read are never
    /// taken twice in a row.
    fn advance(&mut self, trie: &Trie, at: usize, Reach { beam, spurious, .. }: Reach) {
        let reached = self.levels[at].states.len();
        let lost = if at == 0 { LOST_FIRST } else { beam };
        let mut place = 0;
        while let Some(&state) = self.levels[at].states.get(place) {
            let allowed = if place < reached { !0 } else { !1 };
            if let Some(dearer) = spurious.filter(|_| !state.spurious && allowed == !0) {
                self.skip(at, state, dearer, beam);
            }
            for (child, label, bound) in trie.children(state.node) {
                let mut reads = self.offers.reads[usize::from(label)] & allowed;
                let bound = state.cost + bound;
                while reads != 0 {
                    let read = reads.trailing_zeros() as usize;
                    reads &= reads - 1;
                    let level = &mut self.levels[at + read];
                    let beam = if read == 0 { lost } else { beam };
                    for piece in self.offers.of(label, read) {
                        // What lies behind costs no less than what is here.
                        if level.refuses(bound + piece.cost, beam) {
                            break;
                        }
                        let Some(node) = trie.walk(child, &piece.letters()[1..]) else { continue };
                        let cost = state.cost + piece.cost;
                        let bound = cost + trie.bound(node);
                        let next = State { node, cost, bound, spurious: state.spurious };
                        if !level.refuses(next.bound, beam) {
                            level.add(next, if read == 0 { place + 1 } else { 0 });
                        }
                    }
                }
            }
            place += 1;
        }
    }

    /// Takes the next letter for none from a state at `at`.
    fn skip(&mut self, at: usize, state: State, dearer: Cost, beam: Cost) {
        let State { cost, bound, .. } = state;
        let next = State { cost: cost + dearer, bound: bound + dearer, spurious: true, ..state };
        let level = &mut self.levels[at + 1];
        if !level.refuses(next.bound, beam) {
            level.add(next, 0);
        }
    }

    /// The nodes that the walk reached behind so many letters, with what reading these cost, and whether one of them was
    /// taken for none.
    pub fn reached(&self, letters: usize) -> impl Iterator<Item = (NodeId, Cost, bool)> {
        self.levels[letters].states.iter().map(|state| (state.node, state.cost, state.spurious))
    }
}
