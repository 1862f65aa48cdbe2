//! How often n-grams were counted, and what is to be taken off these counts.

use rayon::prelude::*;

use crate::dictionary::{BOUNDARY, WordId};

/// An n-gram of up to three words, the oldest in the high bits, and how often it was counted.
#[derive(Debug, Clone, Copy)]
pub struct Count {
    pub gram: u64,
    pub count: u32,
}

impl Count {
    pub fn last(self) -> WordId {
        self.gram as WordId
    }

    pub fn context(self) -> u64 {
        self.gram >> 16
    }

    /// The n-gram without its oldest word, of `words` words.
    pub fn suffix(self, words: u32) -> u64 {
        self.gram & ((1 << (16 * (words - 1))) - 1)
    }
}

/// The n-grams of `order` words within sentences, sorted, with their counts.
pub fn count(text: &[WordId], order: usize) -> Vec<Count> {
    let mut grams: Vec<u64> = text
        .windows(order)
        .filter(|window| !window[1..order - 1].contains(&BOUNDARY))
        .map(|window| window.iter().fold(0, |gram, &word| gram << 16 | u64::from(word)))
        .collect();
    grams.par_sort_unstable();
    let mut counts: Vec<Count> = Vec::new();
    for gram in grams {
        match counts.last_mut() {
            Some(last) if last.gram == gram => last.count += 1,
            _ => counts.push(Count { gram, count: 1 }),
        }
    }
    counts
}

/// For each bigram in how many different contexts it stands; plain counts where it opens a
/// sentence, since nothing stands before that.
pub fn continuations(trigrams: &[Count], bigrams: &[Count]) -> Vec<Count> {
    let mut suffixes: Vec<u64> = trigrams.iter().map(|count| count.suffix(3)).collect();
    suffixes.par_sort_unstable();
    let mut at = 0;
    bigrams
        .iter()
        .map(|&bigram| {
            let start = at;
            while at < suffixes.len() && suffixes[at] == bigram.gram {
                at += 1;
            }
            let opens = bigram.context() == u64::from(BOUNDARY);
            // A bigram that never stands behind a word (a one-word sentence) still stands once.
            Count {
                gram: bigram.gram,
                count: if opens { bigram.count } else { (at - start).max(1) as u32 },
            }
        })
        .collect()
}

/// Discounts for n-grams counted once, twice, more often (Chen and Goodman 1998, equation 26).
pub fn discounts(counts: impl Iterator<Item = u32>) -> [f64; 4] {
    let mut of = [0f64; 5];
    for count in counts {
        if (1..=4).contains(&count) {
            of[count as usize] += 1.0;
        }
    }
    let y = of[1] / (of[1] + 2.0 * of[2]).max(1.0);
    let d = |n: usize| {
        (n as f64 - (n as f64 + 1.0) * y * of[n + 1] / of[n].max(1.0)).clamp(0.1, n as f64)
    };
    [0.0, d(1), d(2), d(3)]
}
