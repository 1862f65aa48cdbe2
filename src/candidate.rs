//! Candidates: what a token may have meant, as a walk through the dictionary finds it.

use crate::alphabet::Code;
use crate::channel::Channel;
use crate::cost::{Cost, NAT};
use crate::damage;
use crate::dictionary::{CAPITALS, Dictionary, Entry, UNKNOWN, WordId};
use crate::trie::Trie;
use crate::walk::{Reach, Walk};

/// How far a search goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// As far as most tokens need.
    Usual,
    /// Far, for tokens that make no sense where they stand: there nearly anything may have been meant.
    Wide,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 2] = [Self::Usual, Self::Wide];

    fn limits(self) -> Limits {
        match self {
            Self::Usual => Limits {
                reach: Reach { states: 96, beam: 12 * NAT, spurious: None },
                candidates: 40,
                window: 10 * NAT,
            },
            // 600 states and 300 candidates, each 4 nats further, gain 0.03 points of WER on `pages-eng`, and
            // take a seventh more time.
            Self::Wide => Limits {
                reach: Reach { states: 300, beam: 16 * NAT, spurious: Some(SPURIOUS) },
                candidates: 120,
                window: 16 * NAT,
            },
        }
    }
}

/// Cost of a letter that was read where none stood, in tokens that make no sense (`trauc` for `trực`). With 8, 10, 11 and 12
/// nats `pages-unseen-deu` had 426, 433, 443 and 445 words wrong, `pages-general-eng` 85, 64, 60 and 59 harmed, both before
/// foreign names were left out.
const SPURIOUS: Cost = 11 * NAT;

/// What a search keeps.
#[derive(Debug, Clone, Copy)]
struct Limits {
    reach: Reach,
    /// Candidates kept.
    candidates: usize,
    /// How much dearer than the best candidate, context aside, a candidate may be.
    window: Cost,
}

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
    /// The number of its text, where it is the user's.
    pub own: Option<WordId>,
    /// Whether it is no word: the letter of a list item's marker, or a punctuation mark.
    pub mark: bool,
    /// Cost of reading what was observed if this was meant.
    pub channel: Cost,
}

impl Candidate {
    /// An ordinary word.
    pub fn word(id: WordId, channel: Cost) -> Self {
        Self { id, then: None, abbreviation: false, own: None, mark: false, channel }
    }
}

/// The buffers of a search for candidates.
#[derive(Debug, Default)]
pub struct Search {
    walk: Walk,
    /// The words found last, with channel and unigram cost together.
    found: Vec<(Cost, Candidate)>,
}

impl Search {
    /// Appends the candidates for the `observed` letters, the cheapest (channel and unigram) first;
    /// behind them, with `joints`, pairs of words that may have been run together.
    pub fn candidates(
        &mut self,
        dictionary: &Dictionary,
        channel: &Channel,
        observed: &[Code],
        joints: bool,
        scope: Scope,
        out: &mut Vec<Candidate>,
    ) {
        let limits = scope.limits();
        self.walk.along(dictionary.trie(), channel, observed, limits.reach);
        self.collect(dictionary.trie(), observed.len(), limits, |id| is_vietnamese(dictionary, id));
        let single = self.found.first().map_or(Cost::MAX, |&(total, _)| total);
        out.extend(self.found.iter().map(|&(_, candidate)| candidate));
        if joints && observed.len() >= 2 * SHORTEST && single > ALONE {
            self.joined(dictionary.trie(), channel, observed, out);
        }
    }

    /// Appends the user's words that the `observed` letters may be, from the trie of their keys.
    pub fn own(
        &mut self,
        trie: &Trie,
        channel: &Channel,
        observed: &[Code],
        out: &mut Vec<Candidate>,
    ) {
        let limits = Scope::Usual.limits();
        self.walk.along(trie, channel, observed, limits.reach);
        self.collect(trie, observed.len(), limits, |_| true);
        out.extend(self.found.iter().map(|&(cost, word)| Candidate {
            id: UNKNOWN,
            own: Some(word.id),
            channel: cost,
            ..word
        }));
    }

    /// Appends pairs of words that may have been run together.
    fn joined(
        &mut self,
        trie: &Trie,
        channel: &Channel,
        observed: &[Code],
        out: &mut Vec<Candidate>,
    ) {
        let limits = Scope::Usual.limits();
        let cuts = SHORTEST..=observed.len() - SHORTEST;
        let heads: Vec<(usize, Vec<(Cost, Candidate)>)> = cuts
            .map(|cut| {
                self.collect(trie, cut, limits, |_| false);
                (cut, self.parts())
            })
            .collect();
        let mut pairs: Vec<(Cost, Candidate)> = Vec::new();
        for (cut, heads) in heads.into_iter().filter(|(_, heads)| !heads.is_empty()) {
            self.walk.along(trie, channel, &observed[cut..], limits.reach);
            self.collect(trie, observed.len() - cut, limits, |_| true);
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

    /// Finds the words at whose end the walk stands behind so many letters, the cheapest first; those of which a letter was
    /// taken for none only where they `may` be.
    fn collect(
        &mut self,
        trie: &Trie,
        letters: usize,
        limits: Limits,
        may: impl Fn(WordId) -> bool,
    ) {
        let found = &mut self.found;
        found.clear();
        for (node, channel, spurious) in self.walk.reached(letters) {
            let abbreviation = trie.step(node, CAPITALS);
            for (node, abbreviation) in [Some(node), abbreviation].into_iter().zip([false, true]) {
                let Some(Entry { id, unigram }) = node.and_then(|node| trie.word(node)) else {
                    continue;
                };
                if spurious && !may(id) {
                    continue;
                }
                let candidate = Candidate { abbreviation, ..Candidate::word(id, channel) };
                found.push((channel + unigram, candidate));
            }
        }
        found.sort_unstable_by_key(|&(total, candidate)| (total, candidate.id));
        let dearest = found.first().map_or(0, |&(total, _)| total + limits.window);
        let mut kept = 0;
        for at in 0..found.len() {
            let (total, candidate) = found[at];
            if total > dearest || kept == limits.candidates {
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

/// Whether a word has the letters of a Vietnamese syllable, but for marks: nobody can tell spurious letters of foreign names.
fn is_vietnamese(dictionary: &Dictionary, id: WordId) -> bool {
    let mut key = dictionary.trie().key(id);
    damage::skeleton(&mut key);
    dictionary.is_skeleton(&key)
}
