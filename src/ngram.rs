//! The language model: a back-off trigram read straight from the bytes of the model.
//!
//! Tables are sorted numbers with costs of one byte, compressed sparse rows: 3 bytes a trigram. A
//! word's bigrams follow each other, a bigram's trigrams too; the costs of what is not listed are
//! those of the shorter context plus the back-off weight (Katz 1987), estimated by modified
//! Kneser–Ney smoothing (Chen and Goodman 1998).
//!
//! Words are numbered by their frequency, and numbers of two bytes stand as all their low bytes, then
//! all their high bytes: both pack much better than numbers side by side, and the sorted numbers
//! of the longest rows are turned into bits when they are first asked for.
//!
//! The last word of a trigram is stored as its place among the bigrams of the word before it
//! (Pibiri and Venturini 2019): that bigram is always listed too. The numbers are small, and a word
//! that the model has not seen behind the last one need not be looked for among the trigrams.

use std::ops::Range;
use std::sync::OnceLock;

use crate::bytes::Bytes;
use crate::cost::{Cost, NAT};
use crate::dictionary::{BOUNDARY, WordId};

/// One step of a stored cost: 1/16 nat, so that 255 steps reach 16 nats, the rarest word's cost.
pub const STEP: Cost = NAT / 16;
/// Back-off weights may lie above one: a stored byte of this stands for the weight one.
pub const BACKOFF_ZERO: u8 = 48;
/// Where the trigrams of every so manieth bigram start is stored; those between are counted.
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
    /// The place of the second word among those listed after the first.
    rank: u16,
    /// The context after both.
    pub context: Context,
}

/// Numbers of two bytes.
#[derive(Debug, Clone)]
pub struct Numbers {
    low: Bytes,
    high: Bytes,
}

impl Numbers {
    /// Takes a section: all low bytes, then all high bytes. `None` where its length is odd.
    fn open(section: &Bytes) -> Option<Self> {
        let half = section.len() / 2;
        let (low, high) = (section.slice(0..half), section.slice(half..2 * half));
        section.len().is_multiple_of(2).then_some(Self { low, high })
    }

    /// A section of these numbers.
    #[cfg(feature = "train")]
    pub fn section(numbers: &[u16]) -> Vec<u8> {
        let bytes = |at: usize| numbers.iter().map(move |number| number.to_le_bytes()[at]);
        bytes(0).chain(bytes(1)).collect()
    }

    fn len(&self) -> usize {
        self.low.len()
    }

    /// Where `number` stands in a sorted row.
    fn find(&self, row: Range<usize>, number: u16) -> Option<usize> {
        let [low, high] = number.to_le_bytes();
        let start = row.start;
        let highs = &self.high[row.clone()];
        let lows = &self.low[row];
        let (mut at, mut left) = (0, lows.len());
        while left > 1 {
            let half = left / 2;
            let middle = (highs[at + half], lows[at + half]);
            at = std::hint::select_unpredictable(middle <= (high, low), at + half, at);
            left -= half;
        }
        (left == 1 && (highs[at], lows[at]) == (high, low)).then_some(start + at)
    }
}

/// A sorted row of word numbers as one bit a word.
#[derive(Debug, Clone)]
struct Bitmap(Box<[Block]>);

/// Sixty-four words: which of them are listed, and how many are listed before them.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    listed: u64,
    before: u32,
}

impl Bitmap {
    /// Rows of fewer words are searched: it takes fewer steps than a bitmap saves.
    const SHORTEST: usize = 128;

    fn new(row: impl Iterator<Item = WordId>, words: usize) -> Self {
        let mut blocks = vec![Block::default(); words.div_ceil(64)].into_boxed_slice();
        for word in row {
            blocks[usize::from(word) / 64].listed |= 1 << (word % 64);
        }
        let mut before = 0;
        for block in &mut blocks {
            block.before = before;
            before += block.listed.count_ones();
        }
        Self(blocks)
    }

    /// The place of a word in the row.
    fn find(&self, word: WordId) -> Option<usize> {
        let Block { listed, before } = self.0[usize::from(word) / 64];
        let bit = 1 << (word % 64);
        (listed & bit != 0).then(|| (before + (listed & (bit - 1)).count_ones()) as usize)
    }
}

/// Costs of single words and their back-off weights.
#[derive(Debug, Clone)]
struct Unigrams {
    costs: Bytes,
    backoffs: Bytes,
}

/// Words behind a word, sorted: costs and back-off weights.
#[derive(Debug, Clone)]
struct Bigrams {
    starts: Bytes,
    words: Numbers,
    costs: Bytes,
    backoffs: Bytes,
    /// The longest rows, by their first word.
    bitmaps: Box<[OnceLock<Bitmap>]>,
}

/// Words behind two words, as places among the bigrams of the second.
#[derive(Debug, Clone)]
struct Trigrams {
    /// Where the trigrams of every [`BLOCK`]th bigram start.
    bases: Bytes,
    /// How many trigrams each bigram has.
    counts: Numbers,
    ranks: Numbers,
    costs: Bytes,
}

/// The sections of a language model.
#[derive(Debug, Clone)]
pub struct Ngrams {
    unigrams: Unigrams,
    bigrams: Bigrams,
    trigrams: Trigrams,
}

fn cost(costs: &Bytes, at: usize) -> Cost {
    Cost::from(costs[at]) * STEP
}

fn backoff(backoffs: &Bytes, at: usize) -> Cost {
    (Cost::from(backoffs[at]) - Cost::from(BACKOFF_ZERO)) * STEP
}

impl Bigrams {
    fn row(&self, last: WordId) -> Range<usize> {
        let (starts, _) = self.starts.as_chunks::<4>();
        let start = |at: usize| u32::from_le_bytes(starts[at]) as usize;
        start(usize::from(last))..start(usize::from(last) + 1)
    }

    /// The bits of the row of a word, where it is long.
    fn bitmap(&self, last: WordId, row: Range<usize>) -> Option<&Bitmap> {
        let numbers = |at: usize| u16::from_le_bytes([self.words.low[at], self.words.high[at]]);
        let new = || Bitmap::new(row.clone().map(numbers), self.bitmaps.len());
        let long = row.len() >= Bitmap::SHORTEST;
        long.then(|| self.bitmaps[usize::from(last)].get_or_init(new))
    }
}

impl Trigrams {
    /// The trigrams of a bigram.
    fn row(&self, bigram: usize) -> Range<usize> {
        let (bases, _) = self.bases.as_chunks::<4>();
        let block = bigram / BLOCK * BLOCK;
        let sum = |bytes: &[u8]| bytes.iter().map(|&byte| usize::from(byte)).sum::<usize>();
        let before =
            sum(&self.counts.low[block..bigram]) + 256 * sum(&self.counts.high[block..bigram]);
        let start = u32::from_le_bytes(bases[bigram / BLOCK]) as usize + before;
        let count =
            usize::from(self.counts.low[bigram]) + 256 * usize::from(self.counts.high[bigram]);
        start..start + count
    }
}

impl Ngrams {
    /// Takes the sections of a model, found by their names; `None` where they contradict each other.
    pub fn open(section: impl Fn(&str) -> Bytes) -> Option<Self> {
        let unigrams = Unigrams { costs: section("1.costs"), backoffs: section("1.backs") };
        let words = unigrams.costs.len();
        let bigrams = Bigrams {
            starts: section("2.starts"),
            words: Numbers::open(&section("2.words"))?,
            costs: section("2.costs"),
            backoffs: section("2.backs"),
            bitmaps: vec![OnceLock::new(); words].into(),
        };
        let pairs = bigrams.costs.len();
        let trigrams = Trigrams {
            bases: section("3.bases"),
            counts: Numbers::open(&section("3.counts"))?,
            ranks: Numbers::open(&section("3.ranks"))?,
            costs: section("3.costs"),
        };
        let fits = unigrams.backoffs.len() == words
            && bigrams.starts.len() == 4 * (words + 1)
            && bigrams.words.len() == pairs
            && bigrams.backoffs.len() == pairs
            && trigrams.bases.len() == 4 * pairs.div_ceil(BLOCK)
            && trigrams.counts.len() == pairs
            && trigrams.ranks.len() == trigrams.costs.len();
        fits.then_some(Self { unigrams, bigrams, trigrams })
    }

    /// What the model knows of each of `words` after `last`.
    pub fn pairs(&self, last: WordId, words: &[WordId], pairs: &mut Vec<Pair>) {
        let row = self.bigrams.row(last);
        let bitmap = self.bigrams.bitmap(last, row.clone());
        let weight = backoff(&self.unigrams.backoffs, usize::from(last));
        pairs.clear();
        pairs.extend(words.iter().map(|&word| {
            let found = match bitmap {
                Some(bitmap) => bitmap.find(word).map(|rank| row.start + rank),
                None => self.bigrams.words.find(row.clone(), word),
            };
            match found {
                Some(at) => Pair {
                    cost: cost(&self.bigrams.costs, at),
                    rank: (at - row.start) as u16,
                    context: Context { bigram: at as u32, word },
                },
                None => Pair {
                    cost: weight + cost(&self.unigrams.costs, usize::from(word)),
                    rank: 0,
                    context: Context { bigram: NO_BIGRAM, word },
                },
            }
        }));
    }

    /// Costs of words after a context, given what the model knows of them after its last word.
    pub fn costs(&self, context: Context, pairs: &[Pair], costs: &mut Vec<Cost>) {
        costs.clear();
        if context.bigram == NO_BIGRAM {
            costs.extend(pairs.iter().map(|pair| pair.cost));
            return;
        }
        let bigram = context.bigram as usize;
        let weight = backoff(&self.bigrams.backoffs, bigram);
        let row = self.trigrams.row(bigram);
        costs.extend(pairs.iter().map(|pair| {
            let listed = pair.context.bigram != NO_BIGRAM;
            match listed.then(|| self.trigrams.ranks.find(row.clone(), pair.rank)) {
                Some(Some(at)) => cost(&self.trigrams.costs, at),
                _ => weight + pair.cost,
            }
        }));
    }

    /// Cost of a word after a context, and the context after both.
    pub fn after(&self, context: Context, word: WordId) -> (Cost, Context) {
        let (mut pairs, mut costs) = (Vec::with_capacity(1), Vec::with_capacity(1));
        self.pairs(context.word, &[word], &mut pairs);
        self.costs(context, &pairs, &mut costs);
        (costs[0], pairs[0].context)
    }
}
