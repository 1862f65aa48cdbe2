//! What a text says elsewhere: clear places decide doubtful ones.
//!
//! A token that was read as a word in many places is more likely to be that word in others, and a
//! word that stands often in a text is more likely to stand there again: a cache language model
//! (Kuhn and De Mori 1990).

use rustc_hash::FxHashMap;

use crate::cost::{Cost, NAT};
use crate::dictionary::WordId;
use crate::ngram::Ngrams;

/// A token that stands fewer times says too little.
const LEAST: u32 = 3;
/// Weight, in occurrences, of all that is known of a token apart from the text. On the dev sets 1 to
/// 4 differ by less than 0.05 points of WER.
const TOKEN_PRIOR: f32 = 2.0;
/// The same for a word, whose frequency is known apart from the text. Of 1 to 10, 4 does best on
/// wrong readings without losing more than a hundredth of a point on official text without marks.
const WORD_PRIOR: f32 = 4.0;

/// What the tokens of a text were read as.
#[derive(Debug, Default)]
pub struct Memory<'t> {
    /// Every reading in order, with the sentence where it stands.
    readings: Vec<(usize, &'t str, WordId)>,
    /// For each token that was read as several words, how often as which.
    tokens: FxHashMap<&'t str, FxHashMap<WordId, u32>>,
    /// How often each word was read.
    words: FxHashMap<WordId, u32>,
}

impl<'t> Memory<'t> {
    /// Remembers that a token was read as a word in a sentence.
    pub fn add(&mut self, sentence: usize, seen: &'t str, word: WordId) {
        self.readings.push((sentence, seen, word));
    }

    /// Counts what was remembered; gives the sentences in which a token was read as another word than
    /// it mostly is.
    pub fn settle(&mut self) -> Vec<usize> {
        for &(_, seen, word) in &self.readings {
            *self.tokens.entry(seen).or_default().entry(word).or_default() += 1;
            *self.words.entry(word).or_default() += 1;
        }
        self.tokens.retain(|_, words| words.len() > 1 && words.values().sum::<u32>() >= LEAST);
        let doubtful = |&&(_, seen, word): &&(usize, &str, WordId)| {
            let words = self.tokens.get(seen);
            words.is_some_and(|words| words.values().any(|&count| count > words[&word]))
        };
        let mut sentences: Vec<usize> =
            self.readings.iter().filter(doubtful).map(|&(sentence, ..)| sentence).collect();
        sentences.dedup();
        sentences
    }

    /// How much cheaper (or, below zero, dearer) the text makes a word for a token.
    pub fn bonus(&self, ngrams: &Ngrams, seen: &str, word: WordId) -> Cost {
        if self.readings.is_empty() {
            return 0;
        }
        let count = |counts: Option<&u32>| counts.map_or(0.0, |&count| count as f32);
        let here = count(self.tokens.get(seen).and_then(|words| words.get(&word)));
        let probability = (-(ngrams.unigram(word) as f32) / NAT as f32).exp();
        let expected = self.readings.len() as f32 * probability;
        let topic = (count(self.words.get(&word)) + WORD_PRIOR) / (expected + WORD_PRIOR);
        (((1.0 + here / TOKEN_PRIOR) * topic).ln() * NAT as f32).round() as Cost
    }
}
