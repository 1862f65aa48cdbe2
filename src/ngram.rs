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
        let mut rest = row;
        // Low bytes are searched many at a time, which beats halving in all but the longest rows.
        while rest.len() > Self::SCANNED {
            let middle = rest.start + rest.len() / 2;
            let right = (self.high[middle], self.low[middle]) <= (high, low);
            rest = if right { middle..rest.end } else { rest.start..middle };
        }
        let start = rest.start;
        let mut found = memchr::memchr_iter(low, &self.low[rest]).map(|at| start + at);
        found.find(|&at| self.high[at] == high)
    }

    /// The longest row that is searched from end to end.
    const SCANNED: usize = 128;
}

/// A sorted row of word numbers as one bit a word: for every 48 words, which of them are listed and,
/// in the upper 16 bits, how many are listed before them.
#[derive(Debug, Clone)]
struct Bitmap(Box<[u64]>);

impl Bitmap {
    /// Rows of fewer words are searched: that takes less memory, which is what is waited for.
    const SHORTEST: usize = 128;
    const WIDTH: usize = 48;

    fn new(row: impl Iterator<Item = WordId>, words: usize) -> Self {
        let mut blocks = vec![0u64; words.div_ceil(Self::WIDTH)].into_boxed_slice();
        for word in row {
            blocks[usize::from(word) / Self::WIDTH] |= 1 << (usize::from(word) % Self::WIDTH);
        }
        let mut before = 0;
        for block in &mut blocks {
            let listed = block.count_ones();
            *block |= before << Self::WIDTH;
            before += u64::from(listed);
        }
        Self(blocks)
    }

    /// The place of a word in the row.
    fn find(&self, word: WordId) -> Option<usize> {
        let block = self.0[usize::from(word) / Self::WIDTH];
        let bit = 1 << (usize::from(word) % Self::WIDTH);
        let place = (block >> Self::WIDTH) + u64::from((block & (bit - 1)).count_ones());
        (block & bit != 0).then_some(place as usize)
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

    /// What the model knows of the words behind `last`.
    pub fn behind(&self, last: WordId) -> Behind<'_> {
        let row = self.bigrams.row(last);
        let bitmap = self.bigrams.bitmap(last, row.clone());
        let weight = backoff(&self.unigrams.backoffs, usize::from(last));
        Behind { ngrams: self, row, bitmap, weight }
    }

    /// What the model knows of the words behind a context.
    pub fn beyond(&self, context: Context) -> Beyond<'_> {
        let bigram = context.bigram as usize;
        let (row, weight) = match context.bigram {
            NO_BIGRAM => (0..0, 0),
            _ => (self.trigrams.row(bigram), backoff(&self.bigrams.backoffs, bigram)),
        };
        Beyond { trigrams: &self.trigrams, row, weight }
    }

    /// Cost of a word after a context, and the context after both.
    pub fn after(&self, context: Context, word: WordId) -> (Cost, Context) {
        let pair = self.behind(context.word).pair(word);
        (self.beyond(context).cost(pair), pair.context)
    }
}

/// What the model knows of the words behind one word.
#[derive(Debug)]
pub struct Behind<'a> {
    ngrams: &'a Ngrams,
    row: Range<usize>,
    bitmap: Option<&'a Bitmap>,
    weight: Cost,
}

impl Behind<'_> {
    /// What the model knows of a word here.
    pub fn pair(&self, word: WordId) -> Pair {
        let Ngrams { unigrams, bigrams, .. } = self.ngrams;
        let found = match self.bitmap {
            Some(bitmap) => bitmap.find(word).map(|rank| self.row.start + rank),
            None => bigrams.words.find(self.row.clone(), word),
        };
        match found {
            Some(at) => Pair {
                cost: cost(&bigrams.costs, at),
                rank: (at - self.row.start) as u16,
                context: Context { bigram: at as u32, word },
            },
            None => Pair {
                cost: self.weight + cost(&unigrams.costs, usize::from(word)),
                rank: 0,
                context: Context { bigram: NO_BIGRAM, word },
            },
        }
    }
}

/// What the model knows of the words behind two words.
#[derive(Debug)]
pub struct Beyond<'a> {
    trigrams: &'a Trigrams,
    row: Range<usize>,
    weight: Cost,
}

impl Beyond<'_> {
    /// Cost of a word here, given what the model knows of it behind the last word alone.
    pub fn cost(&self, pair: Pair) -> Cost {
        let listed = !self.row.is_empty() && pair.context.bigram != NO_BIGRAM;
        match listed.then(|| self.trigrams.ranks.find(self.row.clone(), pair.rank)) {
            Some(Some(at)) => cost(&self.trigrams.costs, at),
            _ => self.weight + pair.cost,
        }
    }
}
