//! Candidates: what a token may have meant, found by walking the dictionary along the channel.
//!
//! The walk keeps, for each number of letters read, the nodes of the dictionary reached so far with
//! their least cost, and takes every piece that the channel knows for the next letters. A node
//! bounds the unigram cost of all words behind it, so that nodes are compared by channel and
//! language together, and few have to be kept.

use rustc_hash::FxHashMap;

use crate::alphabet::Code;
use crate::channel::{Channel, PIECE, Piece};
use crate::cost::{Cost, NAT};
use crate::dictionary::{CAPITALS, Dictionary, Entry, WordId};
use crate::trie::{NodeId, ROOT, Trie};

/// States kept for each number of letters read: more changed no dev figure by 0.01 points.
const STATES: usize = 96;
/// How much dearer than the best state a state may be.
const BEAM: Cost = 12 * NAT;
/// Candidates kept: the language model hardly ever reaches for a later one.
const CANDIDATES: usize = 40;
/// How much dearer than the best candidate, context aside, a candidate may be.
const WINDOW: Cost = 10 * NAT;

/// Letters of the shortest word that is looked for in a token of two words: one letter is found
/// anywhere.
const SHORTEST: usize = 2;
/// A token is taken for two words only where every single word costs more than this, context aside:
/// two words of ordinary frequency cost about as much.
const ALONE: Cost = 18 * NAT;
/// Cost of the blank between two words having been lost: between 6 and 10 nats the dev sets hardly
/// differ, below that names and foreign words are cut.
const JOINT: Cost = 8 * NAT;
/// Words kept for either part of a token of two words, and pairs kept in all.
const PARTS: usize = 6;
const PAIRS: usize = 12;

/// A word that may have been meant, or two that were run together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub id: WordId,
    /// The second word, and how many letters were read for the first.
    pub then: Option<(WordId, u8)>,
    /// Whether it is an abbreviation, written the same everywhere.
    pub abbreviation: bool,
    /// Cost of reading what was observed if this was meant.
    pub channel: Cost,
}

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

    /// Whether a state of this bound is too dear to be kept.
    fn refuses(&self, bound: Cost) -> bool {
        bound > self.best + BEAM
    }

    /// Adds a state. One that reaches the same node more cheaply takes the other's place, unless
    /// that one stands among the first `settled`, which have been left already.
    fn add(&mut self, state: State, settled: usize) {
        self.best = self.best.min(state.bound);
        let place = self.states.len() as u32;
        match self.places.entry(state.node) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(place);
            }
            std::collections::hash_map::Entry::Occupied(mut entry) => {
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
    found: Vec<(Cost, Candidate)>,
}

impl Walk {
    /// Appends the candidates for the `observed` letters, the cheapest (channel and unigram) first;
    /// behind them, with `joints`, pairs of words that may have been run together.
    pub fn candidates(
        &mut self,
        dictionary: &Dictionary,
        channel: &Channel,
        observed: &[Code],
        joints: bool,
        out: &mut Vec<Candidate>,
    ) {
        self.read(dictionary.trie(), channel, observed);
        self.collect(dictionary.trie(), observed.len());
        let single = self.found.first().map_or(Cost::MAX, |&(total, _)| total);
        out.extend(self.found.iter().map(|&(_, candidate)| candidate));
        if joints && observed.len() >= 2 * SHORTEST && single > ALONE {
            self.joined(dictionary.trie(), channel, observed, out);
        }
    }

    /// Appends pairs of words that may have been run together.
    fn joined(
        &mut self,
        trie: &Trie,
        channel: &Channel,
        observed: &[Code],
        out: &mut Vec<Candidate>,
    ) {
        let cuts = SHORTEST..=observed.len() - SHORTEST;
        let heads: Vec<(usize, Vec<(Cost, Candidate)>)> = cuts
            .map(|cut| {
                self.collect(trie, cut);
                (cut, self.parts())
            })
            .collect();
        let mut pairs: Vec<(Cost, Candidate)> = Vec::new();
        for (cut, heads) in heads.into_iter().filter(|(_, heads)| !heads.is_empty()) {
            self.read(trie, channel, &observed[cut..]);
            self.collect(trie, observed.len() - cut);
            for (tail_total, tail) in self.parts() {
                pairs.extend(heads.iter().map(|&(total, head)| {
                    let pair = Candidate {
                        then: Some((tail.id, cut as u8)),
                        channel: head.channel + tail.channel + JOINT,
                        ..head
                    };
                    (total + tail_total, pair)
                }));
            }
        }
        pairs.sort_unstable_by_key(|&(total, pair)| (total, pair.id, pair.then));
        // Two ways to cut may give the same words.
        let start = out.len();
        for (_, pair) in pairs {
            let words = |pair: &Candidate| (pair.id, pair.then.map(|(second, _)| second));
            if !out[start..].iter().any(|other| words(other) == words(&pair)) {
                out.push(pair);
            }
            if out.len() == start + PAIRS {
                break;
            }
        }
    }

    /// The best ordinary words among those found last.
    fn parts(&self) -> Vec<(Cost, Candidate)> {
        let ordinary = self.found.iter().filter(|(_, candidate)| !candidate.abbreviation);
        ordinary.take(PARTS).copied().collect()
    }

    /// Walks along the `observed` letters.
    fn read(&mut self, trie: &Trie, channel: &Channel, observed: &[Code]) {
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
            self.advance(trie, at);
        }
    }

    /// Takes every piece on offer from every state at `at`. Pieces of which nothing was read are never
    /// taken twice in a row.
    fn advance(&mut self, trie: &Trie, at: usize) {
        let reached = self.levels[at].states.len();
        let mut place = 0;
        while let Some(&state) = self.levels[at].states.get(place) {
            let allowed = if place < reached { !0 } else { !1 };
            for child in trie.children(state.node) {
                let label = trie.label(child);
                let mut reads = self.offers.reads[usize::from(label)] & allowed;
                let bound = state.cost + trie.bound(child);
                while reads != 0 {
                    let read = reads.trailing_zeros() as usize;
                    reads &= reads - 1;
                    let level = &mut self.levels[at + read];
                    for piece in self.offers.of(label, read) {
                        // What lies behind costs no less than what is here.
                        if level.refuses(bound + piece.cost) {
                            break;
                        }
                        let Some(node) = trie.walk(child, &piece.letters()[1..]) else { continue };
                        let cost = state.cost + piece.cost;
                        let next = State { node, cost, bound: cost + trie.bound(node) };
                        if !level.refuses(next.bound) {
                            level.add(next, if read == 0 { place + 1 } else { 0 });
                        }
                    }
                }
            }
            place += 1;
        }
    }

    /// Finds the words at whose end the walk stands behind so many letters, the cheapest first.
    fn collect(&mut self, trie: &Trie, letters: usize) {
        let found = &mut self.found;
        found.clear();
        for state in &self.levels[letters].states {
            let abbreviation = trie.step(state.node, CAPITALS);
            for (node, abbreviation) in
                [Some(state.node), abbreviation].into_iter().zip([false, true])
            {
                let Some(Entry { id, unigram }) = node.and_then(|node| trie.word(node)) else {
                    continue;
                };
                let candidate = Candidate { id, then: None, abbreviation, channel: state.cost };
                found.push((state.cost + unigram, candidate));
            }
        }
        found.sort_unstable_by_key(|&(total, candidate)| (total, candidate.id));
        let dearest = found.first().map_or(0, |&(total, _)| total + WINDOW);
        let mut kept = 0;
        for at in 0..found.len() {
            let (total, candidate) = found[at];
            if total > dearest || kept == CANDIDATES {
                break;
            }
            // A node may stand twice, where lost letters made its way cheaper.
            if !found[..kept].iter().any(|(_, other)| other.id == candidate.id) {
                found[kept] = found[at];
                kept += 1;
            }
        }
        found.truncate(kept);
    }
}
