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
/// Costs of single words, in nats, end below this: a byte of sixteenths.
const DEAREST: Cost = 16;
/// Weight, in occurrences, of all that is known of a token apart from the text. On the dev sets 1 to
/// 4 differ by less than 0.05 points of WER.
const TOKEN_PRIOR: f32 = 2.0;
/// The same for a word, whose frequency is known apart from the text. Of 1 to 10, 4 does best on
/// wrong readings without losing more than a hundredth of a point on official text without marks.
const WORD_PRIOR: f32 = 4.0;

/// What the tokens of a text were read as.
#[derive(Debug, Default)]
pub struct Memory<'t> {
    /// How many readings there are.
    readings: u32,
    /// For each token that was read as several words, how often as which.
    tokens: FxHashMap<&'t str, FxHashMap<WordId, u32>>,
    /// How often each word was read.
    counts: FxHashMap<WordId, u32>,
    /// For each word of the text how much cheaper that makes it.
    words: FxHashMap<WordId, Cost>,
    /// For words that the text lacks, by their cost alone, in nats.
    absent: Vec<Cost>,
}

impl<'t> Memory<'t> {
    /// Remembers what tokens were read as.
    pub fn extend(&mut self, readings: impl Iterator<Item = (&'t str, WordId)>) {
        for (seen, word) in readings {
            *self.tokens.entry(seen).or_default().entry(word).or_default() += 1;
            *self.counts.entry(word).or_default() += 1;
            self.readings += 1;
        }
    }

    /// Draws the conclusions from what was remembered.
    pub fn settle(&mut self, ngrams: &Ngrams) {
        self.tokens.retain(|_, words| words.len() > 1 && words.values().sum::<u32>() >= LEAST);
        let topic = |(&word, &count)| (word, self.topic(ngrams.unigram(word), count));
        self.words = self.counts.iter().map(topic).collect();
        self.absent = (0..DEAREST).map(|nats| self.topic(nats * NAT, 0)).collect();
    }

    /// How much cheaper the text makes a word that it has so often and that alone costs so much.
    fn topic(&self, unigram: Cost, count: u32) -> Cost {
        let probability = (-(unigram as f32) / NAT as f32).exp();
        let expected = self.readings as f32 * probability;
        saved((count as f32 + WORD_PRIOR) / (expected + WORD_PRIOR))
    }

    /// How much cheaper (or, below zero, dearer) the text makes a word for a token.
    pub fn bonus(&self, ngrams: &Ngrams, token: Token<'_>, word: WordId) -> Cost {
        if self.absent.is_empty() {
            return 0;
        }
        let topic = self.words.get(&word).copied().unwrap_or_else(|| {
            let nats = (ngrams.unigram(word) / NAT) as usize;
            self.absent.get(nats).copied().unwrap_or_default()
        });
        let count = token.0.and_then(|words| words.get(&word));
        topic + count.map_or(0, |&count| saved(1.0 + count as f32 / TOKEN_PRIOR))
    }

    /// What the text says of a token elsewhere.
    pub fn token(&self, seen: &str) -> Token<'_> {
        Token(self.tokens.get(seen))
    }
}

/// How often a token was read as which word.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a>(Option<&'a FxHashMap<WordId, u32>>);

/// What a ratio of probabilities saves.
fn saved(ratio: f32) -> Cost {
    (ratio.ln() * NAT as f32).round() as Cost
}
