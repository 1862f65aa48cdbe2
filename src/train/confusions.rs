//! What each word may be read as, and what else may have been meant then.

use std::collections::HashMap;

use crate::alphabet::Code;
use crate::candidate::{Scope, Search};
use crate::channel::Channel;
use crate::cost::Cost;
use crate::damage;
use crate::dictionary::{CAPITALS, Dictionary, FIRST_WORD, WordId};

use super::channel::Pairs;

/// Readings kept of a word, the most frequent ones.
const READINGS: usize = 8;
/// Candidates kept of a reading, the cheapest ones.
const CANDIDATES: usize = 24;

/// The words that a reading may stand for, each with the cost of being read so.
pub type Rivals = Vec<(WordId, Cost)>;

/// The readings of one word, by how they came to be.
#[derive(Debug, Default)]
pub struct Readings {
    /// The word without its marks.
    pub bare: Vec<Rivals>,
    /// What an engine set to another language made of it.
    pub wrong: Vec<Rivals>,
}

/// The readings of all words, by their numbers.
pub struct Confusions(pub(super) Vec<Readings>);

impl Confusions {
    /// Finds the readings of all words: those of the pairs and, where these have none, the word without marks.
    pub fn new(dictionary: &Dictionary, bare: &Channel, wrong: &Channel, pairs: &Pairs) -> Self {
        let mut seen: HashMap<&[Code], Vec<(&[Code], f64)>> = HashMap::new();
        for (pair, &count) in pairs {
            seen.entry(&pair.truth).or_default().push((&pair.observed, count));
        }
        let mut search = Search::default();
        let mut rivals = |channel, observed: &[Code], word| {
            let mut found = Vec::new();
            search.candidates(dictionary, channel, observed, false, Scope::Usual, &mut found);
            found.truncate(CANDIDATES);
            let rivals: Rivals = found.iter().map(|rival| (rival.id, rival.channel)).collect();
            rivals.iter().any(|&(rival, _)| rival == word).then_some(rivals)
        };
        let readings = (0..dictionary.numbers() as WordId).map(|word| {
            if word < FIRST_WORD {
                return Readings::default();
            }
            let mut key = dictionary.trie().key(word);
            key.pop_if(|last| *last == CAPITALS);
            let mut plain = key.clone();
            damage::skeleton(&mut plain);
            let mut observed = seen.remove(&key[..]).unwrap_or_else(|| vec![(&plain, 1.0)]);
            observed.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
            let wrong_readings = observed.iter().take(READINGS);
            Readings {
                bare: rivals(bare, &plain, word).into_iter().collect(),
                wrong: wrong_readings.filter_map(|(seen, _)| rivals(wrong, seen, word)).collect(),
            }
        });
        Self(readings.collect())
    }

    /// The readings of a word.
    pub fn of(&self, word: WordId) -> &Readings {
        &self.0[usize::from(word)]
    }
}
