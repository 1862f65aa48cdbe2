//! Estimating the language model: modified Kneser–Ney (Chen and Goodman 1998), pruned by what each
//! n-gram contributes to the likelihood of the training text (Seymore and Rosenfeld 1996).

use rayon::prelude::*;

use crate::cost::NAT;
use crate::dictionary::{BOUNDARY, WordId};
use crate::ngram::{BACKOFF_ZERO, BLOCK, STEP};
use crate::numbers::Numbers;

use super::counts::{Count, continuations, count, discounts};

/// Bytes of an n-gram in the model: word or place, cost, back-off weight, number of longer ones, and
/// where these start (for bigrams one in [`BLOCK`]).
const TRIGRAM_BYTES: usize = 3;
const BIGRAM_BYTES: usize = 6;
const UNIGRAM_BYTES: usize = 6;
const START_BYTES: usize = 4;

/// How finely back-off weights are stored, in steps of costs.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub enum Backoffs {
    /// Quarters of a nat, for a model that is not kept.
    Quarters = 4,
    /// Halves of a nat: no worse than quarters, they pack into 0.12 MB less, and what n-grams fit in there leave 13 words of
    /// eleven sets less wrong.
    Halves = 8,
}

/// The sections of a language model, in the order of [`crate::ngram::Ngrams::open`].
#[derive(Debug, Default)]
pub struct Sections {
    pub unigram_costs: Vec<u8>,
    pub unigram_backoffs: Vec<u8>,
    pub bigram_starts: Vec<u8>,
    pub bigram_words: Vec<WordId>,
    pub bigram_costs: Vec<u8>,
    pub bigram_backoffs: Vec<u8>,
    pub trigram_bases: Vec<u8>,
    pub trigram_counts: Vec<u16>,
    pub trigram_ranks: Vec<u16>,
    pub trigram_costs: Vec<u8>,
}

impl Sections {
    /// The sections in the order in which a model file holds them.
    pub fn sections(self) -> [Vec<u8>; 10] {
        [
            self.unigram_costs,
            self.unigram_backoffs,
            self.bigram_starts,
            Numbers::section(&self.bigram_words),
            self.bigram_costs,
            self.bigram_backoffs,
            self.trigram_bases,
            Numbers::section(&self.trigram_counts),
            Numbers::section(&self.trigram_ranks),
            self.trigram_costs,
        ]
    }
}

/// A language model as estimated, with nothing left out.
pub struct Estimate {
    unigrams: Unigrams,
    bigrams: Order,
    trigrams: Order,
    /// Where the bigrams of each word start.
    index: Vec<usize>,
}

impl Estimate {
    /// Estimates a model from `text`: sentences of word numbers below `words`, each behind a
    /// [`BOUNDARY`].
    pub fn new(text: &[WordId], words: usize, progress: &mut dyn FnMut(&str)) -> Self {
        let trigrams = count(text, 3);
        let bigrams = count(text, 2);
        progress(&format!("{} trigrams, {} bigrams counted", trigrams.len(), bigrams.len()));
        let continuations = continuations(&trigrams, &bigrams);
        let unigrams = Unigrams::estimate(&continuations, words);
        let bigrams =
            Order::estimate(&continuations, &bigrams, 2, |gram| unigrams.p[gram as usize]);
        let index = bigrams.index(words);
        let trigrams = Order::estimate(&trigrams, &trigrams, 3, |gram| {
            bigrams.p[find(&bigrams, &index, gram)]
        });
        Self { unigrams, bigrams, trigrams, index }
    }

    /// The stored costs of single words.
    pub fn unigram_costs(&self) -> Vec<u8> {
        self.unigrams.p.iter().map(|&p| cost_byte(p)).collect()
    }

    /// The sections, of at most `size` bytes together.
    pub fn sections(
        &self,
        size: usize,
        backoffs: Backoffs,
        progress: &mut dyn FnMut(&str),
    ) -> Sections {
        let words = self.unigrams.p.len();
        let fixed = UNIGRAM_BYTES * (words + 1);
        let kept = prune(&self.bigrams, &self.index, &self.trigrams, size.saturating_sub(fixed));
        progress(&format!("{} trigrams, {} bigrams kept", kept.trigrams, kept.bigrams));
        write(&self.unigrams, &self.bigrams, &self.trigrams, &self.index, &kept, backoffs)
    }
}

struct Unigrams {
    p: Vec<f64>,
}

impl Unigrams {
    /// Continuation probabilities, interpolated with the uniform distribution.
    fn estimate(bigrams: &[Count], words: usize) -> Self {
        let mut counts = vec![0u32; words];
        for bigram in bigrams {
            counts[usize::from(bigram.last())] += 1;
        }
        let discount = discounts(counts.iter().copied());
        let total: f64 = counts.iter().map(|&count| f64::from(count)).sum();
        let taken: f64 = counts.iter().map(|&count| discount[count.min(3) as usize]).sum();
        let uniform = taken / total / words as f64;
        let p = counts
            .iter()
            .map(|&count| (f64::from(count) - discount[count.min(3) as usize]) / total + uniform)
            .collect();
        Self { p }
    }
}

/// One order of the full model, rows parallel to its sorted counts.
struct Order {
    grams: Vec<u64>,
    p: Vec<f64>,
    /// Probability of the shorter context times the interpolation weight.
    shorter: Vec<f64>,
    /// How often the n-gram stands in the text, less the discount.
    counts: Vec<f64>,
}

impl Order {
    /// Interpolated probabilities from (continuation) `counts`, with the `plain` counts for pruning.
    fn estimate(
        counts: &[Count],
        plain: &[Count],
        words: u32,
        shorter: impl Fn(u64) -> f64,
    ) -> Self {
        let discount = discounts(counts.iter().map(|count| count.count));
        let off = discounts(plain.iter().map(|count| count.count));
        let less = |count: u32| f64::from(count) - off[count.min(3) as usize];
        let mut order = Self {
            grams: counts.iter().map(|count| count.gram).collect(),
            p: Vec::with_capacity(counts.len()),
            shorter: Vec::with_capacity(counts.len()),
            counts: plain.iter().map(|count| less(count.count)).collect(),
        };
        for rows in counts.chunk_by(|a, b| a.context() == b.context()) {
            let total: f64 = rows.iter().map(|row| f64::from(row.count)).sum();
            let taken: f64 = rows.iter().map(|row| discount[row.count.min(3) as usize]).sum();
            for row in rows {
                let lower = taken / total * shorter(row.suffix(words));
                let own = (f64::from(row.count) - discount[row.count.min(3) as usize]) / total;
                order.p.push(own + lower);
                order.shorter.push(lower);
            }
        }
        order
    }

    /// What the row contributes to the log likelihood of text like this one over backing off. That is expected to hold
    /// the n-gram as often as it was counted, less the discount, which is what n-grams lose in other text.
    fn gain(&self, row: usize) -> f64 {
        self.counts[row] * (self.p[row] / self.shorter[row]).ln()
    }

    /// Where the rows of each first word start.
    fn index(&self, words: usize) -> Vec<usize> {
        (0..=words as u64)
            .map(|word| self.grams.partition_point(|&gram| gram >> 16 < word))
            .collect()
    }
}

/// The row of a bigram that is known to be there.
fn find(bigrams: &Order, index: &[usize], gram: u64) -> usize {
    let word = (gram >> 16) as usize;
    index[word] + bigrams.grams[index[word]..index[word + 1]].partition_point(|&known| known < gram)
}

/// Which rows stay.
struct Kept {
    bigram: Vec<bool>,
    trigram: Vec<bool>,
    bigrams: usize,
    trigrams: usize,
}

/// Keeps the rows with the largest gain per byte that fit into `size` bytes. With a trigram, both
/// its bigrams are kept: the first is its context, and by its place behind the first word of the
/// second the model knows its last word.
fn prune(bigrams: &Order, index: &[usize], trigrams: &Order, size: usize) -> Kept {
    let contexts: Vec<u32> =
        trigrams.grams.iter().map(|gram| find(bigrams, index, gram >> 16) as u32).collect();
    let suffixes: Vec<u32> =
        trigrams.grams.iter().map(|gram| find(bigrams, index, gram & 0xffff_ffff) as u32).collect();
    let gains: Vec<f32> = (0..trigrams.grams.len())
        .into_par_iter()
        .map(|row| match trigrams.grams[row] >> 32 {
            _ if bigrams.grams[contexts[row] as usize] as WordId == BOUNDARY => 0.0,
            _ => trigrams.gain(row) as f32,
        })
        .collect();
    let pair_gains: Vec<f32> =
        (0..bigrams.grams.len()).map(|row| bigrams.gain(row) as f32).collect();
    let keep = |threshold: f32| {
        let trigram: Vec<bool> =
            gains.iter().map(|&gain| gain > threshold * TRIGRAM_BYTES as f32).collect();
        let mut bigram: Vec<bool> =
            pair_gains.iter().map(|&gain| gain > threshold * BIGRAM_BYTES as f32).collect();
        for (row, _) in trigram.iter().enumerate().filter(|(_, kept)| **kept) {
            bigram[contexts[row] as usize] = true;
            bigram[suffixes[row] as usize] = true;
        }
        let count = |rows: &[bool]| rows.iter().filter(|kept| **kept).count();
        Kept { bigrams: count(&bigram), trigrams: count(&trigram), bigram, trigram }
    };
    // The size falls as the threshold rises: halve the interval until it no longer matters.
    let (mut low, mut high) = (0f32, 1000f32);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        let kept = keep(middle);
        let starts = kept.bigrams.div_ceil(BLOCK) * START_BYTES;
        if kept.bigrams * BIGRAM_BYTES + starts + kept.trigrams * TRIGRAM_BYTES > size {
            low = middle;
        } else {
            high = middle;
        }
    }
    keep(high)
}

fn cost_byte(p: f64) -> u8 {
    (-p.ln() * f64::from(NAT / STEP)).round().clamp(0.0, 255.0) as u8
}

/// Costs of bigrams and trigrams are in quarters of a nat: as good as sixteenths on every dev set, they pack into three
/// quarters of the space.
const COST_STEPS: u8 = 4;

/// A byte to the nearest multiple of so many steps.
fn coarse(byte: u8, steps: u8) -> u8 {
    byte.saturating_add(steps / 2) / steps * steps
}

fn backoff_byte(weight: f64) -> u8 {
    let steps = -weight.max(1e-7).ln() * f64::from(NAT / STEP) + f64::from(BACKOFF_ZERO);
    steps.round().clamp(0.0, 255.0) as u8
}

/// The weight that gives what the kept rows of a context leave to the rows it backs off to.
fn backoff(kept: f64, kept_shorter: f64) -> f64 {
    (1.0 - kept).max(1e-6) / (1.0 - kept_shorter).max(1e-6)
}

fn write(
    unigrams: &Unigrams,
    bigrams: &Order,
    trigrams: &Order,
    index: &[usize],
    kept: &Kept,
    backoffs: Backoffs,
) -> Sections {
    let words = unigrams.p.len();
    let mut out = Sections::default();
    // Probabilities of bigrams as the pruned model gives them: the trigrams back off to these.
    let mut pruned = bigrams.p.clone();
    let mut stored = 0u32;
    for word in 0..words {
        let rows = index[word]..index[word + 1];
        let (mut sum, mut shorter) = (0.0, 0.0);
        for row in rows.clone().filter(|&row| kept.bigram[row]) {
            sum += bigrams.p[row];
            shorter += unigrams.p[usize::from(bigrams.grams[row] as WordId)];
        }
        let weight = backoff(sum, shorter);
        out.unigram_costs.push(cost_byte(unigrams.p[word]));
        out.unigram_backoffs.push(backoff_byte(weight));
        out.bigram_starts.extend(stored.to_le_bytes());
        for row in rows {
            if kept.bigram[row] {
                stored += 1;
                out.bigram_words.push(bigrams.grams[row] as WordId);
                out.bigram_costs.push(coarse(cost_byte(bigrams.p[row]), COST_STEPS));
            } else {
                pruned[row] = weight * unigrams.p[usize::from(bigrams.grams[row] as WordId)];
            }
        }
    }
    out.bigram_starts.extend(stored.to_le_bytes());
    write_trigrams(bigrams, trigrams, index, kept, &pruned, backoffs, &mut out);
    out
}

fn write_trigrams(
    bigrams: &Order,
    trigrams: &Order,
    index: &[usize],
    kept: &Kept,
    pruned: &[f64],
    backoffs: Backoffs,
    out: &mut Sections,
) {
    // For each bigram, how many rows of its first word are kept before it.
    let mut ranks = vec![0u16; bigrams.grams.len()];
    for rows in index.windows(2) {
        let mut rank = 0;
        let rows = rows[0]..rows[1];
        for (place, &kept) in ranks[rows.clone()].iter_mut().zip(&kept.bigram[rows]) {
            *place = rank;
            rank += u16::from(kept);
        }
    }
    let mut row = 0;
    for (at, &context) in bigrams.grams.iter().enumerate() {
        let (mut sum, mut shorter) = (0.0, 0.0);
        let before = out.trigram_ranks.len();
        while row < trigrams.grams.len() && trigrams.grams[row] >> 16 < context {
            row += 1;
        }
        while row < trigrams.grams.len() && trigrams.grams[row] >> 16 == context {
            if kept.trigram[row] {
                let suffix = find(bigrams, index, trigrams.grams[row] & 0xffff_ffff);
                sum += trigrams.p[row];
                shorter += pruned[suffix];
                out.trigram_ranks.push(ranks[suffix]);
                out.trigram_costs.push(coarse(cost_byte(trigrams.p[row]), COST_STEPS));
            }
            row += 1;
        }
        if kept.bigram[at] {
            if out.trigram_counts.len().is_multiple_of(BLOCK) {
                out.trigram_bases.extend((before as u32).to_le_bytes());
            }
            // A word has fewer words behind it than there are words.
            out.trigram_counts.push((out.trigram_ranks.len() - before) as u16);
            let weight = backoff_byte(backoff(sum, shorter));
            out.bigram_backoffs.push(coarse(weight, backoffs as u8));
        }
    }
}
