//! The re-scorer: what the words around a place say of its candidates beyond the reach of the trigram.
//!
//! A log-linear model of the [features](Surroundings) of a word, trained to tell the word that was
//! meant from the others that what was read may have been, given channel and trigram: a maximum-entropy
//! model (Rosenfeld 1996) with the trigram as its prior.

use std::sync::OnceLock;

use crate::bytes::Bytes;
use crate::cost::{Cost, NAT, nats, stored};
use crate::dictionary::WordId;
use crate::lattice::Arc;
use crate::ngram::Ngrams;
use crate::surroundings::{Feature, Surroundings};

/// One step of a stored weight, a quarter of a nat: finer ones pack worse, and nothing is gained by them.
pub const STEP: Cost = NAT / 4;
/// Share of a weight that counts for a word that is near, but not beside the place.
pub const TOPIC: f32 = 0.5;
/// Share of the score that counts: the words around are themselves read with errors, and what the text says
/// elsewhere is counted apart from them. From 0.5 to 0.7 the sets hardly differ; 1 does harm to general text.
const SHARE: f32 = 0.6;

/// How much dearer than the cheapest, context aside, an arc may be to be scored: others hardly ever win.
const WINDOW: Cost = 8 * NAT;

/// The most weights, as a power of two: more were not tried.
pub const MOST: u32 = 24;
/// A gap of so many slots goes on in the next byte.
const MORE: u8 = u8::MAX;

/// The weights of features by their hashes.
#[derive(Debug, Clone)]
pub struct Rescorer {
    /// As many slots as this power of two.
    bits: u32,
    /// How many slots without a weight are before each that has one, and the weights of those.
    gaps: Bytes,
    values: Bytes,
    /// One weight a slot, in [steps](STEP), laid out when first asked for.
    weights: OnceLock<Box<[i8]>>,
}

impl Rescorer {
    /// Reads a section of a model: the power of two in one byte, how many weights there are in four, the gaps before them,
    /// the weights. `None` where these contradict each other.
    pub fn open(section: &Bytes) -> Option<Self> {
        let (&[bits, count @ ..], _) = section.split_first_chunk::<5>()?;
        let (bits, count) = (u32::from(bits), u32::from_le_bytes(count) as usize);
        let end = section.len().checked_sub(count).filter(|&end| end >= 5)?;
        let (gaps, values) = (section.slice(5..end), section.slice(end..section.len()));
        let whole = gaps.iter().filter(|&&gap| gap < MORE).count() == count;
        let slots = gaps.iter().map(|&gap| usize::from(gap)).sum::<usize>() + count;
        let fits = whole && (1..=MOST).contains(&bits) && slots <= 1 << bits;
        fits.then(|| Self { bits, gaps, values, weights: OnceLock::new() })
    }

    /// A section of these weights, as many as a power of two says.
    #[cfg(any(all(test, feature = "embedded"), feature = "train"))]
    pub fn section(weights: &[i8]) -> Vec<u8> {
        let (mut gaps, mut values) = (Vec::new(), Vec::new());
        let mut gap = 0usize;
        for &weight in weights {
            if weight == 0 {
                gap += 1;
                continue;
            }
            gaps.resize(gaps.len() + gap / usize::from(MORE), MORE);
            gaps.push((gap % usize::from(MORE)) as u8);
            values.push(weight.cast_unsigned());
            gap = 0;
        }
        let bits = weights.len().ilog2() as u8;
        let count = (values.len() as u32).to_le_bytes();
        [&[bits], &count[..], &gaps, &values].concat()
    }

    fn weights(&self) -> &[i8] {
        self.weights.get_or_init(|| {
            let mut weights = vec![0; 1 << self.bits].into_boxed_slice();
            let (mut slot, mut values) = (0, self.values.iter());
            for &gap in self.gaps.iter() {
                slot += usize::from(gap);
                if gap < MORE {
                    weights[slot] = values.next().map_or(0, |value| value.cast_signed());
                    slot += 1;
                }
            }
            weights
        })
    }

    /// Makes arcs between the same two nodes cheaper or dearer, as what stands around tells. All together stay as
    /// probable as they were, so that whatever else lies between the nodes is neither helped nor hurt.
    pub fn rescore(&self, around: &Surroundings, ngrams: &Ngrams, arcs: &mut [Arc]) {
        let alone = |arc: &Arc| arc.cost + ngrams.unigram(arc.word);
        let least = arcs.iter().map(alone).min().unwrap_or(0);
        let likely = |arc: &Arc| arc.then.is_none() && alone(arc) <= least + WINDOW;
        if arcs.iter().filter(|arc| likely(arc)).count() < 2 {
            return;
        }
        let (mut before, mut after) = (0.0, 0.0);
        for arc in arcs.iter_mut().filter(|arc| likely(arc)) {
            let score = self.score(around, arc.word);
            let p = (-nats(alone(arc) - least)).exp();
            before += p;
            after += p * score.exp();
            arc.cost -= stored(score);
        }
        let all = stored((after / before).ln());
        arcs.iter_mut().for_each(|arc| arc.cost += all);
    }

    /// How much more probable, as a logarithm in nats, a word is in its surroundings than channel and
    /// trigram have it, but for a constant that is the same for all words there.
    fn score(&self, around: &Surroundings, word: WordId) -> f32 {
        let (weights, shift) = (self.weights(), u64::BITS - self.bits);
        let weight = |hash: u64| f32::from(weights[slot(hash, shift)]);
        let sum: f32 = around
            .features(word)
            .map(|feature| match feature {
                Feature::Near(hash) => weight(hash),
                Feature::Topic(hash) => TOPIC * weight(hash),
            })
            .sum();
        sum * SHARE * nats(STEP)
    }
}

/// Where the weight of a feature stands, if so many bits of its hash do not count.
pub fn slot(hash: u64, shift: u32) -> usize {
    (hash >> shift) as usize
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::Model;

    fn arc(word: WordId, cost: Cost) -> Arc {
        Arc::kept(1, word, cost)
    }

    /// The cost of all arcs together.
    fn together(arcs: &[Arc]) -> f32 {
        let ngrams = &Model::embedded().ngrams;
        let p = arcs.iter().map(|arc| (-nats(arc.cost + ngrams.unigram(arc.word))).exp());
        -p.sum::<f32>().ln()
    }

    #[test]
    fn one_word_gains_what_others_lose() {
        let around = Surroundings::new(&[200, 201, 202], 1, 1);
        let mut weights = vec![0; 1 << 16];
        for feature in around.features(300) {
            let (Feature::Near(hash) | Feature::Topic(hash)) = feature;
            weights[slot(hash, u64::BITS - 16)] = 1;
        }
        let rescorer = Rescorer::open(&Bytes::from(Rescorer::section(&weights))).unwrap();
        let before = [arc(300, NAT), arc(301, NAT), arc(302, 20 * NAT)];
        let mut arcs = before;
        rescorer.rescore(&around, &Model::embedded().ngrams, &mut arcs);
        assert!(arcs[0].cost < before[0].cost && arcs[1].cost > before[1].cost);
        assert_eq!(arcs[1].cost - before[1].cost, arcs[2].cost - before[2].cost);
        assert!((together(&arcs) - together(&before)).abs() < 0.05);
        let mut alone = [arc(300, NAT), arc(301, 20 * NAT)];
        rescorer.rescore(&around, &Model::embedded().ngrams, &mut alone);
        assert_eq!(alone, [arc(300, NAT), arc(301, 20 * NAT)]);
    }

    #[test]
    fn weights_are_read_as_they_were_written() {
        let mut weights = vec![0i8; 1 << 12];
        for (at, weight) in [(0, 3), (1, -2), (257, 127), (1024, -127), (1534, 1), (4095, 5)] {
            weights[at] = weight;
        }
        for weights in [weights, vec![0; 2], vec![1; 2]] {
            let section = Rescorer::section(&weights);
            assert_eq!(Rescorer::open(&Bytes::from(section)).unwrap().weights(), weights);
        }
    }

    #[test]
    fn a_section_that_contradicts_itself_is_refused() {
        let whole = Rescorer::section(&[0, 0, 7, 1]);
        assert_eq!(whole, [2, 2, 0, 0, 0, 2, 0, 7, 1]);
        let with = |at: usize, byte| {
            let mut section = whole.clone();
            section[at] = byte;
            section
        };
        for section in [
            Vec::new(),
            whole[..5].to_vec(),
            whole[..8].to_vec(),
            with(0, 1),
            with(0, 0),
            with(0, 60),
            with(1, 3),
            with(1, 200),
            with(5, MORE),
            with(5, 3),
        ] {
            assert!(Rescorer::open(&Bytes::from(section.clone())).is_none(), "{section:?}");
        }
    }
}
