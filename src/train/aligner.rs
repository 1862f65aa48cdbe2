//! Letters of word pairs aligned by expectation maximisation: one true letter (or, at a price, two)
//! stands for none to three observed ones.

use std::collections::HashMap;

use crate::alphabet::{self, Code};
use crate::channel;

use super::align::WordPair;
use super::channel::Pairs;

/// Rounds of expectation maximisation; the likelihood moves by less than 0.1 % after the sixth.
const ROUNDS: usize = 8;
/// Prior of reading two true letters as one piece: a last resort, for `rn` read as `m`.
const TWO_LETTERS: f64 = 0.01;
/// A piece: true letters and observed ones.
pub type Link = (Vec<Code>, Vec<Code>);

/// Probabilities of observing some letters where a piece was meant.
pub struct Aligner {
    p: HashMap<(u32, u32), f64>,
}

/// The steps of an alignment: true and observed letters of a piece.
const STEPS: [(usize, usize); 6] = [(1, 1), (1, 0), (1, 2), (1, 3), (2, 1), (2, 2)];

impl Aligner {
    /// Fits the probabilities to word pairs.
    pub fn fit(pairs: &Pairs) -> Self {
        let mut aligner = Self { p: HashMap::new() };
        for _ in 0..ROUNDS {
            let mut counts: HashMap<(u32, u32), f64> = HashMap::new();
            for (pair, &weight) in pairs {
                aligner.expect(pair, weight, &mut counts);
            }
            let mut totals: HashMap<u32, f64> = HashMap::new();
            let mut ordered: Vec<((u32, u32), f64)> = counts.into_iter().collect();
            ordered.sort_by_key(|&(link, _)| link);
            for &((truth, _), count) in &ordered {
                *totals.entry(truth).or_default() += count;
            }
            aligner.p =
                ordered.into_iter().map(|(link, count)| (link, count / totals[&link.0])).collect();
        }
        aligner
    }

    /// Probability of a piece; before the first round that of its shape.
    fn piece(&self, truth: &[Code], observed: &[Code]) -> f64 {
        let prior = if truth.len() == 2 { TWO_LETTERS } else { 1.0 };
        let p = if self.p.is_empty() {
            shape_guess(truth, observed)
        } else {
            self.p.get(&(channel::key(truth), channel::key(observed))).copied().unwrap_or(0.0)
        };
        prior * p
    }

    /// Adds the expected counts of the pieces of a pair.
    fn expect(&self, pair: &WordPair, weight: f64, counts: &mut HashMap<(u32, u32), f64>) {
        let (n, m) = (pair.truth.len(), pair.observed.len());
        let width = m + 1;
        let mut forward = vec![0.0; (n + 1) * width];
        forward[0] = 1.0;
        let mut backward = vec![0.0; (n + 1) * width];
        backward[(n + 1) * width - 1] = 1.0;
        for t in 0..=n {
            for o in 0..=m {
                let here = forward[t * width + o];
                if here > 0.0 {
                    for (dt, d_o) in steps(t, o, n, m) {
                        let p = self.piece(&pair.truth[t..t + dt], &pair.observed[o..o + d_o]);
                        forward[(t + dt) * width + o + d_o] += here * p;
                    }
                }
            }
        }
        let total = forward[(n + 1) * width - 1];
        if total <= 0.0 {
            return;
        }
        for t in (0..=n).rev() {
            for o in (0..=m).rev() {
                for (dt, d_o) in steps(t, o, n, m) {
                    let (truth, observed) = (&pair.truth[t..t + dt], &pair.observed[o..o + d_o]);
                    let behind = backward[(t + dt) * width + o + d_o] * self.piece(truth, observed);
                    backward[t * width + o] += behind;
                    let expected = weight * forward[t * width + o] * behind / total;
                    if expected > 1e-9 {
                        *counts
                            .entry((channel::key(truth), channel::key(observed)))
                            .or_default() += expected;
                    }
                }
            }
        }
    }

    /// The best alignment of a pair.
    pub fn best(&self, pair: &WordPair) -> Option<Vec<Link>> {
        let (n, m) = (pair.truth.len(), pair.observed.len());
        let width = m + 1;
        let mut best = vec![(0.0f64, (0, 0)); (n + 1) * width];
        best[0].0 = 1.0;
        for t in 0..=n {
            for o in 0..=m {
                let here = best[t * width + o].0;
                for (dt, d_o) in steps(t, o, n, m) {
                    let p = here * self.piece(&pair.truth[t..t + dt], &pair.observed[o..o + d_o]);
                    let there = &mut best[(t + dt) * width + o + d_o];
                    if p > there.0 {
                        *there = (p, (dt, d_o));
                    }
                }
            }
        }
        let (mut t, mut o) = (n, m);
        let mut path = Vec::new();
        while t > 0 || o > 0 {
            let (p, (dt, d_o)) = best[t * width + o];
            if p <= 0.0 || dt == 0 {
                return None;
            }
            path.push((pair.truth[t - dt..t].to_vec(), pair.observed[o - d_o..o].to_vec()));
            (t, o) = (t - dt, o - d_o);
        }
        path.reverse();
        Some(path)
    }
}

/// The steps that stay within both words.
fn steps(t: usize, o: usize, n: usize, m: usize) -> impl Iterator<Item = (usize, usize)> {
    STEPS.into_iter().filter(move |&(dt, d_o)| t + dt <= n && o + d_o <= m)
}

/// A first guess of how probable a piece is, from the shapes of its letters.
fn shape_guess(truth: &[Code], observed: &[Code]) -> f64 {
    let shares =
        |code: &Code| truth.iter().any(|&letter| alphabet::base(letter) == alphabet::base(*code));
    let alike = observed.iter().filter(|code| shares(code)).count();
    match (truth.len(), observed.len()) {
        (1, 1) if alike == 1 => 0.5,
        (1, 1) => 0.01,
        (1, 0) => 0.002,
        (1, 2) => 0.001 + 0.005 * alike as f64,
        (1, 3) => 0.0002 + 0.0005 * alike as f64,
        (2, 1) => 0.01,
        _ => 0.002,
    }
}
