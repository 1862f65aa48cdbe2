//! The re-scorer: what the words around a place say of its candidates beyond the reach of the trigram.
//!
//! A log-linear model of the [features](Surroundings) of a word, trained to tell the word that was
//! meant from the others that what was read may have been, given channel and trigram: a maximum-entropy
//! model (Rosenfeld 1996) with the trigram as its prior.

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

/// The weights of features by their hashes.
#[derive(Debug, Clone)]
pub struct Rescorer {
    /// One weight a slot, in [steps](STEP).
    weights: Bytes,
    /// The bits of a hash that do not count.
    shift: u32,
}

impl Rescorer {
    /// Reads a section of a model: as many weights as a power of two says; `None` where they are not.
    pub fn open(section: &Bytes) -> Option<Self> {
        let slots = section.len();
        (slots.is_power_of_two() && slots > 1)
            .then(|| Self { weights: section.clone(), shift: u64::BITS - slots.trailing_zeros() })
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
        let weight = |hash: u64| f32::from(self.weights[slot(hash, self.shift)].cast_signed());
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

/// Where the weight of a feature stands.
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
        let mut weights = vec![0u8; 1 << 16];
        let shift = u64::BITS - 16;
        for feature in around.features(300) {
            let (Feature::Near(hash) | Feature::Topic(hash)) = feature;
            weights[slot(hash, shift)] = 1;
        }
        let rescorer = Rescorer::open(&Bytes::from(weights)).unwrap();
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
    fn a_section_of_another_size_is_refused() {
        for size in [0, 1, 3, 1000] {
            assert!(Rescorer::open(&Bytes::from(vec![0; size])).is_none());
        }
        assert!(Rescorer::open(&Bytes::from(vec![0; 2])).is_some());
    }
}
