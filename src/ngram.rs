//! The language model: a back-off trigram read straight from the bytes of the model.
//!
//! Tables are sorted numbers with costs of one byte, compressed sparse rows: 3 bytes a trigram. A
//! word's bigrams follow each other, a bigram's trigrams too; the costs of what is not listed are
//! those of the shorter context plus the back-off weight (Katz 1987), estimated by modified
//! Kneser–Ney smoothing (Chen and Goodman 1998).
//!
//! Words are numbered by their frequency, and numbers of two bytes stand as all their low bytes, then
//! all their high bytes: both pack much better than numbers side by side. What is listed behind a
//! word is laid out for searching when it is first asked for.
//!
//! The last word of a trigram is stored as its place among the bigrams of the word before it
//! (Pibiri and Venturini 2019): that bigram is always listed too. The numbers are small, and a word
//! that the model has not seen behind the last one need not be looked for among the trigrams.

use std::hint::select_unpredictable;
use std::sync::OnceLock;

use crate::bytes::Bytes;
use crate::cost::{Cost, NAT};
use crate::dictionary::{BOUNDARY, WordId};
use crate::numbers::Numbers;
use crate::places::{NOWHERE, Places};

/// One step of a stored cost: 1/16 nat, so that 255 steps reach 16 nats, the rarest word's cost.
pub const STEP: Cost = NAT / 16;
/// Back-off weights may lie above one: a stored byte of this stands for the weight one.
pub const BACKOFF_ZERO: u8 = 48;
/// Of so many bigrams one has it stored where its trigrams start; for the others these are counted.
pub const BLOCK: usize = 16;

/// What a context is taken to save at the most: no figure of the dev sets is worse by more than 0.02
/// points of WER than with 6 nats, which takes a fortieth more time.
const GAIN: Cost = 5 * NAT;

/// What the language model remembers of the words before: the last one and, where they are listed as
/// a bigram, the last two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    bigram: u32,
    pub word: WordId,
}

const NO_BIGRAM: u32 = u32::MAX;

impl Context {
    /// The beginning of a sentence.
    pub const START: Self = Self::word(BOUNDARY);

    /// One word, whatever stood before.
    const fn word(word: WordId) -> Self {
        Self { bigram: NO_BIGRAM, word }
    }
}

/// What the model knows of the words behind two words; nothing by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct History {
    /// Where the trigrams start, and how many there are.
    start: u32,
    count: u16,
    /// What backing off from them costs.
    weight: i16,
}

/// What the model knows of one word after another.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// Cost of the second word after the first.
    cost: i16,
    word: WordId,
    /// The place of the second word among those listed after the first.
    rank: u16,
}

impl Pair {
    /// Cost of the second word after the first, whatever stood before.
    pub fn cost(self) -> Cost {
        Cost::from(self.cost)
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
    /// The rows that were asked for, by their first word.
    rows: Box<[OnceLock<Row>]>,
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

fn cost(stored: u8) -> Cost {
    Cost::from(stored) * STEP
}

fn backoff(stored: u8) -> Cost {
    (Cost::from(stored) - Cost::from(BACKOFF_ZERO)) * STEP
}

/// What is listed behind a word, made when it is first asked for, so that little memory is waited for.
#[derive(Debug, Clone)]
struct Row {
    places: Places,
    /// The first bigram of the row.
    start: u32,
}

impl Ngrams {
    /// The row of a word.
    fn row(&self, last: WordId) -> &Row {
        let bigrams = &self.bigrams;
        bigrams.rows[usize::from(last)].get_or_init(|| {
            let (starts, _) = bigrams.starts.as_chunks::<4>();
            let start = |at: usize| u32::from_le_bytes(starts[at]) as usize;
            let row = start(usize::from(last))..start(usize::from(last) + 1);
            Row {
                start: row.start as u32,
                places: Places::new(bigrams.words.row(row), bigrams.rows.len()),
            }
        })
    }

    /// Takes the sections of a model, found by their names; `None` where they contradict each other.
    pub fn open(section: impl Fn(&str) -> Bytes) -> Option<Self> {
        let unigrams = Unigrams { costs: section("1.costs"), backoffs: section("1.backs") };
        let words = unigrams.costs.len();
        let bigrams = Bigrams {
            starts: section("2.starts"),
            words: Numbers::open(&section("2.words"))?,
            costs: section("2.costs"),
            backoffs: section("2.backs"),
            rows: vec![OnceLock::new(); words].into(),
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

    /// Cost of a word alone.
    pub fn unigram(&self, word: WordId) -> Cost {
        cost(self.unigrams.costs[usize::from(word)])
    }

    /// Costs of all words alone, by their numbers.
    pub fn alone(&self) -> impl Iterator<Item = Cost> {
        self.unigrams.costs.iter().map(|&stored| cost(stored))
    }

    /// What a word costs at the least in nearly every context.
    pub fn least(&self, word: WordId) -> Cost {
        (self.unigram(word) - GAIN).max(0)
    }

    /// What the model knows of the words behind `last`.
    pub fn behind(&self, last: WordId) -> Behind<'_> {
        let weight = backoff(self.unigrams.backoffs[usize::from(last)]);
        Behind { ngrams: self, row: self.row(last), weight }
    }

    /// What the model knows of the words behind a context.
    pub fn history(&self, Context { bigram, .. }: Context) -> History {
        if bigram == NO_BIGRAM {
            return History::default();
        }
        let Self { bigrams, trigrams, .. } = self;
        let at = bigram as usize;
        let (bases, _) = trigrams.bases.as_chunks::<4>();
        let block = at / BLOCK;
        let base = bases.get(block).map_or(0, |&base| u32::from_le_bytes(base));
        let before = trigrams.counts.sum::<BLOCK>(block, at % BLOCK);
        History {
            start: base + before,
            count: trigrams.counts.row(at..at + 1).next().unwrap_or_default(),
            weight: backoff(bigrams.backoffs[at]) as i16,
        }
    }

    /// Cost of a word behind two others, given what the model knows of it behind the last alone.
    pub fn cost(&self, history: History, pair: Pair) -> Cost {
        let start = history.start as usize;
        let row = start..start + usize::from(history.count);
        let listed = !row.is_empty() && pair.rank != NOWHERE;
        match listed.then(|| self.trigrams.ranks.find(row, pair.rank)) {
            Some(Some(at)) => cost(self.trigrams.costs[at]),
            _ => Cost::from(history.weight) + pair.cost(),
        }
    }

    /// Cost of a word after a context, and the context after both.
    pub fn after(&self, context: Context, word: WordId) -> (Cost, Context) {
        let behind = self.behind(context.word);
        let [pair] = behind.pairs([word]);
        (self.cost(self.history(context), pair), behind.context(pair))
    }
}

/// What the model knows of the words behind one word.
#[derive(Debug)]
pub struct Behind<'a> {
    ngrams: &'a Ngrams,
    row: &'a Row,
    weight: Cost,
}

impl Behind<'_> {
    /// What the model knows of some words here. They are looked up side by side, without a branch on
    /// what is found, so that one wait for memory serves them all.
    pub fn pairs<const N: usize>(&self, words: [WordId; N]) -> [Pair; N] {
        let (alone, after) = (&*self.ngrams.unigrams.costs, &*self.ngrams.bigrams.costs);
        let ranks = self.row.places.find_all(words);
        std::array::from_fn(|lane| {
            let (word, rank) = (words[lane], ranks[lane]);
            let listed = rank != NOWHERE;
            let bigram =
                select_unpredictable(listed, self.row.start as usize + usize::from(rank), 0);
            let after = cost(after.get(bigram).copied().unwrap_or_default());
            let alone = self.weight + cost(alone[usize::from(word)]);
            // Two stored bytes at the most: far below the 16 bits.
            Pair { cost: select_unpredictable(listed, after, alone) as i16, word, rank }
        })
    }

    /// The context after both words of a pair.
    pub fn context(&self, Pair { word, rank, .. }: Pair) -> Context {
        match rank {
            NOWHERE => Context::word(word),
            _ => Context { bigram: self.row.start + u32::from(rank), word },
        }
    }
}
