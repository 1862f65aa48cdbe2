//! The re-scorer: what the words around a place say of its candidates beyond the reach of the trigram.
//!
//! A log-bilinear model (Mnih and Hinton 2007), trained to tell the word that was meant from the others that what was
//! read may have been, given channel and trigram: each word has a vector for where it stands nearby and another one
//! for where it may have been meant. The vectors of the words around, weighed by their places, add up to one, and the
//! products of this one with those of the candidates tell how well these fit.

use crate::bytes::Bytes;
use crate::cost::{Cost, NAT, nats, stored};
use crate::dictionary::WordId;
use crate::lattice::Arc;
use crate::ngram::Ngrams;
use crate::surroundings::{REACH, Surroundings};
use crate::vectors::{Vectors, WIDTH};

/// Places around a word.
pub const PLACES: usize = 2 * REACH;
/// One step of a stored weight of a place; those learned lie between -2 and 2.
const PLACE_STEP: f32 = 1.0 / 32.0;
/// One step of a stored bias, in nats; those learned lie between -3 and 3.
const BIAS_STEP: f32 = 1.0 / 32.0;
/// Share of the score that counts: the words around are themselves read with errors, and what the text says
/// elsewhere is counted apart from them. With 0.6, 0.7 and 0.8 the sets have as many words wrong; 0.5 is worse.
const SHARE: f32 = 0.7;

/// The most that a score may say either way, in nats: more than any does, and no cost overflows with it, whatever a model holds.
const MOST: f32 = 30.0;

/// How much dearer than the cheapest, context aside, an arc may be to be scored: others hardly ever win.
const WINDOW: Cost = 8 * NAT;

/// The vectors of words, what each place around counts, and how much more often than channel and trigram have
/// it a word was meant.
#[derive(Debug, Clone)]
pub struct Rescorer {
    places: Box<[[f32; WIDTH]]>,
    biases: Bytes,
    around: Vectors,
    meant: Vectors,
}

impl Rescorer {
    /// Bytes of a section besides those of its words.
    pub const FIXED: usize = 2 + PLACES * WIDTH;
    /// Bytes of a word.
    pub const WORD: usize = 1 + 2 * Vectors::BYTES;

    /// Reads a section of a model: how many words have vectors in two bytes, the weights of the places, the biases of
    /// the words, their vectors as neighbours, their vectors as candidates. `None` where it has another length.
    pub fn open(section: &Bytes) -> Option<Self> {
        let words = usize::from(u16::from_le_bytes(*section.first_chunk()?));
        if section.len() != Self::FIXED + words * Self::WORD {
            return None;
        }
        let (places, _) = section[2..Self::FIXED].as_chunks::<WIDTH>();
        let weight = |byte: u8| f32::from(byte.cast_signed()) * PLACE_STEP;
        let [around, meant, end] =
            [0, 1, 2].map(|at| Self::FIXED + words + at * words * Vectors::BYTES);
        Some(Self {
            places: places.iter().map(|place| place.map(weight)).collect(),
            biases: section.slice(Self::FIXED..around),
            around: Vectors::open(&section.slice(around..meant), words),
            meant: Vectors::open(&section.slice(meant..end), words),
        })
    }

    /// A section of the weights of the places, and of the biases and vectors of the words, in the order of their numbers.
    #[cfg(any(all(test, feature = "embedded"), feature = "train"))]
    pub fn section(
        places: &[[f32; WIDTH]; PLACES],
        biases: &[f32],
        around: &[[f32; WIDTH]],
        meant: &[[f32; WIDTH]],
    ) -> Vec<u8> {
        let steps = |number: f32, step: f32| (number / step).round().clamp(-127.0, 127.0) as i8;
        let byte = |step| move |&number: &f32| steps(number, step).cast_unsigned();
        let mut section = (biases.len() as u16).to_le_bytes().to_vec();
        section.extend(places.as_flattened().iter().map(byte(PLACE_STEP)));
        section.extend(biases.iter().map(byte(BIAS_STEP)));
        section.extend(Vectors::section(around));
        section.extend(Vectors::section(meant));
        section
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
        let around = self.sum(around);
        let (mut before, mut after) = (0.0, 0.0);
        for arc in arcs.iter_mut().filter(|arc| likely(arc)) {
            let score = self.score(&around, arc.word);
            let p = (-nats(alone(arc) - least)).exp();
            before += p;
            after += p * score.exp();
            arc.cost -= stored(score);
        }
        let all = stored((after / before).ln());
        arcs.iter_mut().for_each(|arc| arc.cost += all);
    }

    /// The vectors of the words around, by what their places count.
    fn sum(&self, Surroundings(words): &Surroundings) -> [f32; WIDTH] {
        let mut sum = [0.0; WIDTH];
        for (&word, weights) in words.iter().zip(&self.places) {
            self.around.add(word, weights, &mut sum);
        }
        sum
    }

    /// How much more probable, as a logarithm in nats, a word is in its surroundings than channel and
    /// trigram have it, but for a constant that is the same for all words there.
    fn score(&self, around: &[f32; WIDTH], word: WordId) -> f32 {
        let bias = self.biases.get(usize::from(word)).map_or(0, |&bias| bias.cast_signed());
        let score = f32::from(bias) * BIAS_STEP + self.meant.product(word, around);
        (SHARE * score).clamp(-MOST, MOST)
    }
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

    /// A re-scorer in which word 200 speaks for word 300 as its left neighbour.
    fn section() -> Vec<u8> {
        let mut places = [[0.0; WIDTH]; PLACES];
        places[0] = [1.0; WIDTH];
        let (mut around, mut meant) = (vec![[0.0; WIDTH]; 400], vec![[0.0; WIDTH]; 400]);
        around[200] = [0.5; WIDTH];
        meant[300] = [0.05; WIDTH];
        Rescorer::section(&places, &[0.0; 400], &around, &meant)
    }

    #[test]
    fn one_word_gains_what_others_lose() {
        let rescorer = Rescorer::open(&section().into()).unwrap();
        let before = [arc(300, NAT), arc(301, NAT), arc(302, 20 * NAT)];
        let rescored = |text: &[WordId], mut arcs: [Arc; 3]| {
            let around = Surroundings::new(text, 1, 1);
            rescorer.rescore(&around, &Model::embedded().ngrams, &mut arcs);
            arcs
        };
        let arcs = rescored(&[200, 201, 202], before);
        assert!(arcs[0].cost < before[0].cost && arcs[1].cost > before[1].cost);
        assert_eq!(arcs[1].cost - before[1].cost, arcs[2].cost - before[2].cost);
        assert!((together(&arcs) - together(&before)).abs() < 0.05);
        let alone = [arc(300, NAT), arc(301, 20 * NAT), arc(302, 20 * NAT)];
        assert_eq!(rescored(&[200, 201, 202], alone), alone);
        let elsewhere = rescored(&[202, 201, 200], before);
        assert!(elsewhere[0].cost.abs_diff(before[0].cost) < 5, "no other place speaks for it");
    }

    #[test]
    fn places_and_biases_are_those_of_their_words() {
        let mut places = [[0.0; WIDTH]; PLACES];
        places[REACH + 1] = [1.0; WIDTH];
        let (mut around, mut meant) = (vec![[0.0; WIDTH]; 400], vec![[0.0; WIDTH]; 400]);
        around[200] = [0.5; WIDTH];
        meant[300] = [0.05; WIDTH];
        let mut biases = [0.0; 400];
        biases[301] = -2.0;
        let section = Rescorer::section(&places, &biases, &around, &meant);
        let rescorer = Rescorer::open(&section.into()).unwrap();
        let score = |text: &[WordId], word| {
            rescorer.score(&rescorer.sum(&Surroundings::new(text, 1, 1)), word)
        };
        assert!(score(&[7, 201, 7, 200], 300) > 1.0, "the second word behind");
        assert!(score(&[200, 201, 7, 7], 300).abs() < 0.1);
        assert!((score(&[7, 201, 7, 7], 301) + 2.0 * SHARE).abs() < 0.1);
    }

    #[test]
    fn no_model_makes_costs_overflow() {
        let loud = [[4.0; WIDTH]; PLACES];
        let rows = vec![[3.0; WIDTH]; 400];
        let mut meant = rows.clone();
        meant[301] = [-3.0; WIDTH];
        let section = Rescorer::section(&loud, &[4.0; 400], &rows, &meant);
        let rescorer = Rescorer::open(&section.into()).unwrap();
        let mut arcs = [arc(300, NAT), arc(301, NAT)];
        let around = Surroundings::new(&[200, 201, 202], 1, 1);
        rescorer.rescore(&around, &Model::embedded().ngrams, &mut arcs);
        assert!(arcs[0].cost < arcs[1].cost);
        assert!(arcs.iter().all(|arc| arc.cost.abs() < 100 * NAT));
    }

    #[test]
    fn a_section_of_another_length_is_refused() {
        let whole = section();
        let longer = [&whole[..], &[0]].concat();
        let mut more = whole.clone();
        more[0] += 1;
        for section in [Vec::new(), vec![0], whole[..whole.len() - 1].to_vec(), longer, more] {
            assert!(Rescorer::open(&Bytes::from(section)).is_none());
        }
        let none = Rescorer::section(&[[0.0; WIDTH]; PLACES], &[], &[], &[]);
        assert!(Rescorer::open(&none.into()).is_some());
    }
}
