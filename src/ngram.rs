//! The language model: a back-off trigram read straight from the bytes of the model.
//!
//! Tables are sorted word numbers with costs of one byte, compressed sparse rows: 3 bytes a
//! trigram. A word's bigrams follow each other, a bigram's trigrams too; the costs of what is not
//! listed are those of the shorter context plus the back-off weight (Katz 1987), estimated by
//! modified Kneser–Ney smoothing (Chen and Goodman 1998).

use crate::bytes::Bytes;
use crate::cost::{Cost, NAT};
use crate::dictionary::{BOUNDARY, WordId};

/// One step of a stored cost: 1/16 nat, so that 255 steps reach 16 nats, the rarest word's cost.
pub const STEP: Cost = NAT / 16;
/// Back-off weights may lie above one: a stored byte of this stands for the weight one.
pub const BACKOFF_ZERO: u8 = 48;
/// Trigram offsets are a 32-bit base per block of this many bigrams and 16-bit steps within.
pub const BLOCK: usize = 16;

/// What the language model remembers of the words before: the last one and, where the model has
/// trigrams of it, the last two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Context {
    bigram: u32,
    pub word: WordId,
}

const NO_BIGRAM: u32 = u32::MAX;

impl Context {
    /// The beginning of a sentence.
    pub const START: Self = Self { bigram: NO_BIGRAM, word: BOUNDARY };
}

/// What the model knows of one word after another.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// Cost of the second word after the first.
    pub cost: Cost,
    /// The context after both.
    pub context: Context,
}

/// The sections of a language model.
#[derive(Debug, Clone)]
pub struct Ngrams {
    unigrams: Table,
    bigram_starts: Bytes,
    bigrams: Table,
    trigram_bases: Bytes,
    trigram_steps: Bytes,
    trigrams: Table,
}

/// Costs and, for the shorter orders, back-off weights and word numbers; empty where an order has none.
#[derive(Debug, Clone)]
pub struct Table {
    pub words: Bytes,
    pub costs: Bytes,
    pub backoffs: Bytes,
}

impl Table {
    fn cost(&self, at: usize) -> Cost {
        Cost::from(self.costs[at]) * STEP
    }

    fn backoff(&self, at: usize) -> Cost {
        (Cost::from(self.backoffs[at]) - Cost::from(BACKOFF_ZERO)) * STEP
    }

    /// Where `word` stands in the sorted rows `start..end`.
    fn find(&self, start: usize, end: usize, word: WordId) -> Option<usize> {
        let (words, _) = self.words.as_chunks::<2>();
        words
            .get(start..end)?
            .binary_search_by_key(&word, |&bytes| WordId::from_le_bytes(bytes))
            .ok()
            .map(|at| start + at)
    }
}

impl Ngrams {
    /// Takes the sections of a model, in the order in which they stand there.
    ///
    /// `None` where their lengths contradict each other.
    pub fn open(
        unigrams: Table,
        bigram_starts: Bytes,
        bigrams: Table,
        trigram_bases: Bytes,
        trigram_steps: Bytes,
        trigrams: Table,
    ) -> Option<Self> {
        let words = unigrams.costs.len();
        let pairs = bigrams.costs.len();
        let fits = unigrams.backoffs.len() == words
            && bigram_starts.len() == 4 * (words + 1)
            && bigrams.words.len() == 2 * pairs
            && bigrams.backoffs.len() == pairs
            && trigram_bases.len() == 4 * (pairs / BLOCK + 1)
            && trigram_steps.len() == 2 * (pairs + 1)
            && trigrams.words.len() == 2 * trigrams.costs.len();
        fits.then_some(Self {
            unigrams,
            bigram_starts,
            bigrams,
            trigram_bases,
            trigram_steps,
            trigrams,
        })
    }

    /// Cost of a word alone.
    pub fn unigram(&self, word: WordId) -> Cost {
        self.unigrams.cost(usize::from(word))
    }

    /// What the model knows of `word` after `last`.
    pub fn pair(&self, last: WordId, word: WordId) -> Pair {
        let last = usize::from(last);
        let (starts, _) = self.bigram_starts.as_chunks::<4>();
        let (start, end) = (u32::from_le_bytes(starts[last]), u32::from_le_bytes(starts[last + 1]));
        match self.bigrams.find(start as usize, end as usize, word) {
            Some(at) => {
                Pair { cost: self.bigrams.cost(at), context: Context { bigram: at as u32, word } }
            }
            None => Pair {
                cost: self.unigrams.backoff(last) + self.unigram(word),
                context: Context { bigram: NO_BIGRAM, word },
            },
        }
    }

    /// Cost of a word after a context, given what the model knows of it after the last word.
    pub fn cost(&self, context: Context, word: WordId, pair: Pair) -> Cost {
        if context.bigram == NO_BIGRAM {
            return pair.cost;
        }
        let bigram = context.bigram as usize;
        match self.trigrams.find(self.trigram_start(bigram), self.trigram_start(bigram + 1), word) {
            Some(at) => self.trigrams.cost(at),
            None => self.bigrams.backoff(bigram) + pair.cost,
        }
    }

    /// Cost of a word after a context, and the context after both.
    pub fn after(&self, context: Context, word: WordId) -> (Cost, Context) {
        let pair = self.pair(context.word, word);
        (self.cost(context, word, pair), pair.context)
    }

    fn trigram_start(&self, bigram: usize) -> usize {
        let (bases, _) = self.trigram_bases.as_chunks::<4>();
        let (steps, _) = self.trigram_steps.as_chunks::<2>();
        u32::from_le_bytes(bases[bigram / BLOCK]) as usize
            + usize::from(u16::from_le_bytes(steps[bigram]))
    }
}
