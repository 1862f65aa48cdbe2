//! What a text has read a token as elsewhere: clear places decide doubtful ones.

use rustc_hash::FxHashMap;

use crate::cost::{Cost, NAT};
use crate::dictionary::WordId;

/// The readings of the tokens of a text.
#[derive(Debug, Default)]
pub struct Memory<'t> {
    /// Every reading in order, with the sentence where it stands.
    all: Vec<(usize, &'t str, WordId)>,
    /// How often a token was read as each word.
    counts: FxHashMap<&'t str, Vec<(WordId, u32)>>,
}

/// Weight of all that is known of a token apart from the text, in occurrences.
static PRIOR: std::sync::LazyLock<f32> = std::sync::LazyLock::new(|| {
    std::env::var("PRIOR").ok().and_then(|x| x.parse().ok()).unwrap_or(2.0)
});
/// A token that stands fewer times says too little.
const LEAST: u32 = 3;

impl<'t> Memory<'t> {
    /// Remembers that a token was read as a word in a sentence.
    pub fn add(&mut self, sentence: usize, seen: &'t str, word: WordId) {
        self.all.push((sentence, seen, word));
    }

    /// Counts what was remembered; gives the sentences in which a token was read as another word than
    /// it mostly is.
    pub fn settle(&mut self) -> Vec<usize> {
        for &(_, seen, word) in &self.all {
            let counts = self.counts.entry(seen).or_default();
            match counts.iter_mut().find(|(known, _)| *known == word) {
                Some((_, count)) => *count += 1,
                None => counts.push((word, 1)),
            }
        }
        self.counts.retain(|_, counts| {
            counts.len() > 1 && counts.iter().map(|(_, count)| count).sum::<u32>() >= LEAST
        });
        let doubtful = |&&(_, seen, word): &&(usize, &str, WordId)| {
            let most = self.counts.get(seen).and_then(|counts| counts.iter().map(|(_, n)| n).max());
            most.is_some_and(|&most| self.count(seen, word) < most)
        };
        let mut sentences: Vec<usize> =
            self.all.iter().filter(doubtful).map(|&(sentence, ..)| sentence).collect();
        sentences.dedup();
        sentences
    }

    fn count(&self, seen: &str, word: WordId) -> u32 {
        let counts = self.counts.get(seen).into_iter().flatten();
        counts.filter(|(known, _)| *known == word).map(|(_, count)| *count).sum()
    }

    /// How much cheaper a word is for a token than one that the token was never read as.
    pub fn bonus(&self, seen: &str, word: WordId) -> Cost {
        ((1.0 + self.count(seen, word) as f32 / *PRIOR).ln() * NAT as f32) as Cost
    }
}
