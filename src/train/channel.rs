//! Estimating confusion costs from word pairs.
//!
//! 1. Letters are [aligned](super::aligner).
//! 2. Neighbouring pieces of the best alignments are joined to pieces of up to three letters on
//!    either side and counted (Brill and Moore 2000).
//! 3. Single letters are smoothed towards letter shapes (the base letter, then any mark on it), so
//!    that an engine never seen can still be read; longer pieces stay where they are cheaper than
//!    what they are made of.

use std::collections::{BTreeMap, HashMap};

use crate::alphabet::{self, Code};
use crate::channel::{self, Channel, PIECE};
use crate::cost::{self, Cost, NAT};

use super::align::WordPair;
use super::aligner::{Aligner, Link};

/// Least share of letter shapes in the costs of a letter: what an unknown engine may do.
const SHAPE_SHARE: f64 = 0.004;
/// Share of letter shapes beside what the letter with any tone was read as.
const TONE_SHARE: f64 = 0.5;
/// A piece of several letters needs this many occurrences, less this discount.
const LEAST_COUNT: f64 = 3.0;
const DISCOUNT: f64 = 0.5;
/// A piece stays where it is cheaper than its parts by this much; less does not pay for its bytes.
const WORTH: Cost = NAT / 3;
/// Weight, in occurrences, of what a channel says of a piece when more pairs are learned from.
const PRIOR: f64 = 50.0;
/// Pieces that cost more than this never win.
const DEAREST: Cost = 14 * NAT;

/// Word pairs with the number of times that each occurred.
pub type Pairs = BTreeMap<WordPair, f64>;

/// Costs of pieces: observed letters → true letters → cost.
#[derive(Debug, Default)]
pub struct Costs(BTreeMap<u32, BTreeMap<Vec<Code>, Cost>>);

impl Costs {
    fn insert(&mut self, truth: &[Code], observed: &[Code], cost: Cost) {
        if cost <= DEAREST {
            self.0.entry(channel::key(observed)).or_default().insert(truth.to_vec(), cost);
        }
    }

    fn get(&self, truth: &[Code], observed: &[Code]) -> Option<Cost> {
        self.0.get(&channel::key(observed))?.get(truth).copied()
    }

    /// The section of a model, as [`channel::Channel::open`] reads it.
    pub fn section(&self) -> Vec<u8> {
        let pieces: usize = self.0.values().map(BTreeMap::len).sum();
        let (mut keys, mut starts, mut letters, mut costs) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut start = 0u32;
        for (key, row) in &self.0 {
            keys.extend(key.to_le_bytes());
            starts.extend(start.to_le_bytes());
            start += row.len() as u32;
            let mut row: Vec<(Cost, &Vec<Code>)> =
                row.iter().map(|(truth, &cost)| (cost, truth)).collect();
            row.sort();
            for (cost, truth) in row {
                let mut padded = [0; PIECE];
                padded[..truth.len()].copy_from_slice(truth);
                letters.extend(padded);
                costs.extend((cost as u16).to_le_bytes());
            }
        }
        starts.extend(start.to_le_bytes());
        let counts = [(self.0.len() as u32).to_le_bytes(), (pieces as u32).to_le_bytes()].concat();
        [counts, keys, starts, letters, costs].concat()
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.0.values().map(BTreeMap::len).sum()
    }
}

/// Small letters that words are made of.
fn letters() -> impl Iterator<Item = Code> {
    alphabet::all().filter(|&code| {
        alphabet::is_letter(code) && alphabet::lower(code) == code && !alphabet::is_foreign(code)
    })
}

/// The costs of text typed or stored without marks: every letter is read as its base.
pub fn bare() -> Costs {
    /// A mark that survives, a capital, a letter lost or put: rare enough to lose against any word.
    const MARK_KEPT: f64 = 0.01;
    const CAPITAL: f64 = 0.05;
    let mut costs = Costs::default();
    for letter in letters() {
        let base = alphabet::base(letter);
        let share = if base == letter { 1.0 } else { 1.0 - MARK_KEPT };
        costs.insert(&[letter], &[base], cost::of(share * (1.0 - CAPITAL)));
        costs.insert(&[letter], &[base.to_ascii_uppercase()], cost::of(share * CAPITAL));
        if base != letter {
            costs.insert(&[letter], &[letter], cost::of(MARK_KEPT));
        }
    }
    for mark in [b'-', b'\'', b'&', b'.', b'/'].into_iter().chain(b'0'..=b'9') {
        costs.insert(&[mark], &[mark], 0);
    }
    costs
}

/// Estimates the costs of a channel from word pairs.
pub fn estimate(pairs: &Pairs) -> Costs {
    costs(&PieceCounts::of(pairs))
}

/// The costs of a channel, moved towards those that some more word pairs tell: the more, the more often the
/// letters of a piece occurred in them (linear interpolation, Jelinek and Mercer 1980).
pub fn adapt(before: &Channel, pairs: &Pairs) -> Costs {
    let counts = PieceCounts::of(pairs);
    let mut shares: BTreeMap<(u32, Vec<Code>), [f64; 2]> = BTreeMap::new();
    let probability = |cost: Cost| f64::from(-cost::nats(cost)).exp();
    for (seen, piece) in before.all() {
        shares.entry((seen, piece.letters().to_vec())).or_default()[0] = probability(piece.cost);
    }
    for (seen, row) in costs(&counts).0 {
        for (truth, cost) in row {
            shares.entry((seen, truth)).or_default()[1] = probability(cost);
        }
    }
    let mut all = Costs::default();
    for ((seen, truth), [before, new]) in shares {
        let count = counts.truths.get(&truth).copied().unwrap_or_default();
        let p = (PRIOR * before + count * new) / (PRIOR + count);
        let cost = cost::of(p);
        if cost <= DEAREST {
            all.0.entry(seen).or_default().insert(truth, cost);
        }
    }
    all
}

fn costs(counts: &PieceCounts) -> Costs {
    let mut costs = single_letters(counts);
    for length in 2..=PIECE {
        add_pieces(counts, length, &mut costs);
    }
    for mark in [b'-', b'\'', b'&', b'.', b'/'].into_iter().chain(b'0'..=b'9') {
        costs.insert(&[mark], &[mark], 0);
    }
    costs
}

/// How often a first letter that was read as another is a capital: the rows of
/// [`crate::case::FirstLetters`].
pub fn first_letters<'a>(pairs: impl Iterator<Item = (&'a WordPair, &'a f64)>) -> Vec<u8> {
    /// Fewer occurrences tell less than the reading itself does.
    const LEAST: f64 = 5.0;
    let mut counts: BTreeMap<(Code, Code), [f64; 2]> = BTreeMap::new();
    for (pair, count) in pairs {
        let (observed, truth) = (pair.observed[0], pair.truth[0]);
        // Where the letter was read as itself, the reading tells best.
        if alphabet::base(observed) != alphabet::base(truth) {
            counts.entry((observed, truth)).or_default()[usize::from(pair.capital)] += count;
        }
    }
    counts
        .into_iter()
        .filter(|(_, [small, capital])| small + capital >= LEAST)
        .flat_map(|((observed, truth), [small, capital])| {
            [observed, truth, (255.0 * capital / (small + capital)).round() as u8]
        })
        .collect()
}

/// How often pieces of neighbouring letters occurred, and true letters whatever they were read as.
#[derive(Default)]
struct PieceCounts {
    links: BTreeMap<Link, f64>,
    truths: HashMap<Vec<Code>, f64>,
}

impl PieceCounts {
    /// Counts the pieces of aligned pairs.
    fn of(pairs: &Pairs) -> Self {
        let links = Aligner::fit(pairs);
        let mut counts = Self::default();
        for (pair, &weight) in pairs {
            if let Some(path) = links.best(pair) {
                counts.add(&path, weight);
            }
        }
        counts
    }

    fn add(&mut self, path: &[Link], weight: f64) {
        for start in 0..path.len() {
            let mut link: Link = Default::default();
            for (truth, observed) in &path[start..] {
                link.0.extend(truth);
                link.1.extend(observed);
                if link.0.len() > PIECE {
                    break;
                }
                *self.truths.entry(link.0.clone()).or_default() += weight;
                if link.1.len() <= PIECE {
                    let seen = channel::plain(&link.1).collect();
                    *self.links.entry((link.0.clone(), seen)).or_default() += weight;
                }
            }
        }
    }
}

/// Costs of single true letters, smoothed towards those of the letter with any tone, and these
/// towards their shapes.
fn single_letters(counts: &PieceCounts) -> Costs {
    let shapes = Shapes::count(counts);
    let readings = Readings::count(counts, |letter| letter);
    let toneless = Readings::count(counts, alphabet::toneless);
    let mut costs = Costs::default();
    for letter in letters() {
        let shape = alphabet::all()
            .map(|code| (vec![code], shapes.p(code, letter)))
            .collect::<BTreeMap<_, _>>();
        let any_tone = toneless.smoothed(alphabet::toneless(letter), shape, Some(TONE_SHARE));
        for (observed, p) in readings.smoothed(letter, any_tone, None) {
            let p = match observed[..] {
                [code] if alphabet::is_foreign(code) => p.max(foreign_mark(code, letter)),
                _ => p,
            };
            costs.insert(&[letter], &observed, cost::of(p));
        }
    }
    costs
}

/// How often each letter, or each of a class of letters, was read as what.
struct Readings(BTreeMap<Code, BTreeMap<Vec<Code>, f64>>);

impl Readings {
    fn count(counts: &PieceCounts, class: impl Fn(Code) -> Code) -> Self {
        let mut readings: BTreeMap<Code, BTreeMap<Vec<Code>, f64>> = BTreeMap::new();
        for ((truth, observed), count) in &counts.links {
            if let [letter] = truth[..] {
                let seen = readings.entry(class(letter)).or_default();
                *seen.entry(observed.clone()).or_default() += count;
            }
        }
        Self(readings)
    }

    /// Probabilities of what a letter was read as, smoothed towards `broader` ones of this share, or
    /// of one that the counts tell.
    fn smoothed(
        &self,
        letter: Code,
        broader: BTreeMap<Vec<Code>, f64>,
        share: Option<f64>,
    ) -> BTreeMap<Vec<Code>, f64> {
        let Some(seen) = self.0.get(&letter) else { return broader };
        let total: f64 = seen.values().sum();
        // Witten and Bell 1991: as much for the unseen as there were kinds of seen.
        let kinds = seen.len() as f64;
        let share = share.unwrap_or_else(|| (kinds / (kinds + total)).clamp(SHAPE_SHARE, 1.0));
        let mut p = broader;
        p.values_mut().for_each(|p| *p *= share);
        for (observed, count) in seen {
            *p.entry(observed.clone()).or_default() += (1.0 - share) * count / total;
        }
        p
    }
}

/// Probability of reading `letter` as a base letter with a mark that Vietnamese lacks, where the
/// pairs say nothing of it: the same for every mark, since an engine that has such marks puts them
/// for any.
fn foreign_mark(code: Code, letter: Code) -> f64 {
    match alphabet::base(letter) == alphabet::base(code) {
        true if alphabet::is_marked(letter) => 0.02,
        true => 0.002,
        false => 0.00002,
    }
}

/// Which base letters are read as which, whatever the marks.
struct Shapes {
    p: HashMap<(Code, Code), f64>,
    /// How many codes share a base.
    sizes: HashMap<Code, f64>,
}

impl Shapes {
    fn count(counts: &PieceCounts) -> Self {
        let mut bases: BTreeMap<(Code, Code), f64> = BTreeMap::new();
        for ((truth, observed), count) in &counts.links {
            if let ([truth], [observed]) = (&truth[..], &observed[..]) {
                *bases.entry((alphabet::base(*observed), alphabet::base(*truth))).or_default() +=
                    count;
            }
        }
        let mut totals: HashMap<Code, f64> = HashMap::new();
        for ((_, truth), count) in &bases {
            *totals.entry(*truth).or_default() += count;
        }
        let mut sizes: HashMap<Code, f64> = HashMap::new();
        for code in alphabet::all() {
            *sizes.entry(alphabet::base(code)).or_default() += 1.0;
        }
        let p = bases.into_iter().map(|(link, count)| (link, count / totals[&link.1])).collect();
        Self { p, sizes }
    }

    /// Probability of seeing `code` where `letter` was meant, as far as shapes tell.
    fn p(&self, code: Code, letter: Code) -> f64 {
        /// A letter may be taken for any other sign, at worst.
        const ANY: f64 = 0.001;
        let (seen, meant) = (alphabet::base(code), alphabet::base(letter));
        let same =
            self.p.get(&(seen, meant)).copied().unwrap_or(if seen == meant { 1.0 } else { 0.0 });
        (same + ANY) / self.sizes[&seen]
    }
}

/// Adds the pieces of `length` true letters that are cheaper than what they are made of.
fn add_pieces(counts: &PieceCounts, length: usize, costs: &mut Costs) {
    let mut found = Vec::new();
    for ((truth, observed), &count) in
        counts.links.iter().filter(|((truth, _), _)| truth.len() == length)
    {
        if count < LEAST_COUNT {
            continue;
        }
        let cost = cost::of((count - DISCOUNT) / counts.truths[truth]);
        if composed(truth, observed, costs).is_none_or(|parts| cost + WORTH < parts) {
            found.push((truth, observed, cost));
        }
    }
    for (truth, observed, cost) in found {
        costs.insert(truth, observed, cost);
    }
}

/// The least cost of a piece as a sequence of shorter ones.
fn composed(truth: &[Code], observed: &[Code], costs: &Costs) -> Option<Cost> {
    let whole = costs.get(truth, observed);
    let cuts = (1..truth.len()).flat_map(|t| (0..=observed.len()).map(move |o| (t, o)));
    let parts = cuts.filter_map(|(t, o)| {
        Some(
            costs.get(&truth[..t], &observed[..o])? + composed(&truth[t..], &observed[o..], costs)?,
        )
    });
    parts.chain(whole).min()
}
