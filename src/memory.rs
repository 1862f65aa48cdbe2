//! What a text says elsewhere: clear places decide doubtful ones.
//!
//! A token that was read as a word in many places is more likely to be that word in others, and a
//! word that stands often in a text is more likely to stand there again, above all beside the words that it stands beside
//! elsewhere: a cache language model (Kuhn and De Mori 1990).

use rustc_hash::FxHashMap;

use crate::background::Background;
use crate::candidates::TokenId;
use crate::cost::{Cost, NAT, nats, stored};
use crate::dictionary::{FIRST_WORD, WordId};
use crate::ngram::Ngrams;
use crate::pairs::{Neighbours, Pairs};
use crate::transcript::{Said, Transcript};

/// A token that stands fewer times says too little.
const LEAST: u32 = 3;
/// No single word costs more, in nats: a byte of sixteenths.
const DEAREST: usize = 16;
/// Weight, in occurrences, of all that is known of a token apart from the text: with less, general
/// text gains and official text loses, a hundredth of a point or two of WER at a time.
const TOKEN_PRIOR: f32 = 2.0;
/// The same for a word, whose frequency is known apart from the text. Of 1 to 10, 2 to 3 do best
/// on wrong readings, for a hundredth of a point of WER that official text without marks loses.
const WORD_PRIOR: f32 = 2.5;

/// The same for a pair of words. Of 2, 1, 0.5 and 0.25 eight sets have 4109, 4086, 4069 and 4065 words wrong (4149 without
/// pairs), and 241, 239, 241 and 246 harmed.
const PAIR_PRIOR: f32 = 0.5;
/// Words that are surer than this count as pairs: with 0.9 and 0.98 these sets have 4068 and 4084 words wrong.
const SURE: f32 = 0.95;

/// How often something was read as which word.
type Counts = Vec<(WordId, u32)>;

/// What the tokens of a text were read as.
#[derive(Debug, Default)]
pub struct Readings {
    tokens: FxHashMap<TokenId, Counts>,
    words: FxHashMap<WordId, u32>,
    pairs: Pairs,
    /// The word before the next one of the sentence, where that is sure.
    before: Option<WordId>,
    pub transcript: Transcript,
}

impl Readings {
    /// Counts what was said.
    pub fn count(&mut self, said: &Said) {
        self.count_pair(said);
        let (Some(token), word) = (said.token, said.word) else { return };
        let counts = self.tokens.entry(token).or_default();
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
        *self.words.entry(word).or_default() += 1;
    }

    /// Counts a word that is sure behind another one.
    fn count_pair(&mut self, said: &Said) {
        let sure = |word: WordId| said.probability >= SURE && word >= FIRST_WORD;
        if let Some(before) = self.before.filter(|_| sure(said.word)) {
            self.pairs.add(before, said.word);
        }
        self.before = Some(said.then.unwrap_or(said.word)).filter(|&word| sure(word));
    }

    /// Ends a sentence.
    pub fn end_sentence(&mut self) {
        self.before = None;
        self.transcript.end_sentence();
    }

    /// What is to be remembered of them, and of other texts.
    pub fn remember(mut self, ngrams: &Ngrams, background: &Background) -> Memory {
        for (word, count) in background.words() {
            let known = self.words.entry(word).or_default();
            *known = known.saturating_add(count);
        }
        let sum = |counts: &Counts| counts.iter().map(|(_, count)| count).sum::<u32>();
        self.tokens.retain(|_, counts| counts.len() > 1 && sum(counts) >= LEAST);
        let all = self.words.values().fold(0u32, |all, &count| all.saturating_add(count));
        let absent: [i16; DEAREST + 1] =
            std::array::from_fn(|nats| topic(nats as Cost * NAT, 0, all));
        let mut words: Vec<i16> =
            ngrams.alone().map(|cost| absent[((cost / NAT) as usize).min(DEAREST)]).collect();
        for (word, count) in self.words {
            words[usize::from(word)] = topic(ngrams.unigram(word), count, all);
        }
        Memory { tokens: self.tokens, words, pairs: self.pairs, transcript: self.transcript }
    }
}

/// What a text says of its tokens and words; nothing by default.
#[derive(Debug, Default)]
pub struct Memory {
    /// The tokens that were read as several words.
    tokens: FxHashMap<TokenId, Counts>,
    /// How much cheaper each word is, by its number.
    words: Vec<i16>,
    /// The pairs that are sure.
    pairs: Pairs,
    /// All that was read, in order.
    pub transcript: Transcript,
}

impl Memory {
    /// What the text says of a token elsewhere.
    pub fn token(&self, token: TokenId) -> Token<'_> {
        Token(self.tokens.get(&token).map_or(&[], Vec::as_slice))
    }

    /// How much cheaper the text makes a word between two others: what is doubtful was not counted itself.
    pub fn between(&self, neighbours: Neighbours, word: WordId) -> Cost {
        self.pairs.between(neighbours, word, PAIR_PRIOR)
    }

    /// How much cheaper (or, below zero, dearer) the text makes a word for a token.
    pub fn bonus(&self, token: Token<'_>, word: WordId) -> Cost {
        let topic = Cost::from(self.words.get(usize::from(word)).copied().unwrap_or_default());
        let read = token.0.iter().find(|(known, _)| *known == word);
        topic + read.map_or(0, |&(_, count)| saved(1.0 + count as f32 / TOKEN_PRIOR))
    }
}

/// How often a token was read as which word.
#[derive(Debug, Clone, Copy, Default)]
pub struct Token<'a>(&'a [(WordId, u32)]);

/// How much cheaper a word is that stands so many times among `all` words and alone costs so much: at
/// the most the logarithm of `all`, far below 16 bits.
fn topic(unigram: Cost, count: u32, all: u32) -> i16 {
    let probability = (-nats(unigram)).exp();
    let expected = all as f32 * probability;
    saved((count as f32 + WORD_PRIOR) / (expected + WORD_PRIOR)) as i16
}

/// What a ratio of probabilities saves.
fn saved(ratio: f32) -> Cost {
    stored(ratio.ln())
}
