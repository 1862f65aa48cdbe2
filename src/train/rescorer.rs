//! Training the [re-scorer](crate::rescorer): the likelihood of the word that stands in the text, among all
//! that its reading may stand for, is raised step by step, with a step of its own for each weight (AdaGrad,
//! Duchi, Hazan and Singer 2011).
//!
//! Channel and trigram are its prior. A trigram model is too sure of text that it was counted from, so the text
//! is parted in two: each half is learned from beside a model of the other one.

use crate::bytes::Bytes;
use crate::cost::{Cost, NAT, nats};
use crate::dictionary::{BOUNDARY, WordId};
use crate::model::SECTIONS;
use crate::ngram::{Context, Ngrams};
use crate::rescorer::{STEP, TOPIC, slot};
use crate::surroundings::{Feature, Surroundings};

use super::confusions::{Confusions, Rivals};
use super::ngram::Estimate;

/// Weights in the model, a power of two: with half as many, features that have nothing to do with each other share one
/// more often, and a tenth more words are told wrongly.
const SLOTS: usize = 1 << 23;
/// Tokens that go to the same half: a document or some.
const BLOCK: usize = 200_000;
/// Bytes of the trigram model of a half, about those of the whole one.
const HALF: usize = 18_000_000;
/// The size of steps, and what stands for errors seen before the first: without it features that were seen once or
/// twice weigh too much, and a tenth more words are told wrongly.
const RATE: f32 = 0.15;
const CAUTION: f32 = 1.0;
/// Weights smaller than this, in nats, are left out: with 0.125 the weights pack into 1.80 MB instead of 1.13, and no dev
/// set gains.
const SMALLEST: f32 = 0.2;
/// Errors smaller than this teach nothing that is worth the time.
const LEAST_ERROR: f32 = 1e-3;
/// How much dearer than the best, in channel and context, a rival may be.
const WINDOW: Cost = 8 * NAT;
/// Share of readings without marks; the others are of engines set to another language.
const BARE: f32 = 0.4;
/// Share of words around that are wrong, about as in a first reading of a page.
const NOISE: f32 = 0.04;
/// Words on either side that an example sees.
const REACH: usize = 16;

/// Trains on `text`, sentences of word numbers below `numbers`; gives the section of a model.
pub fn train(
    text: &[WordId],
    numbers: usize,
    confusions: &Confusions,
    progress: &mut dyn FnMut(&str),
) -> Vec<u8> {
    let mut halves = [Vec::new(), Vec::new()];
    for (place, block) in text.chunks(BLOCK).enumerate() {
        halves[place % 2].extend_from_slice(block);
    }
    let mut weights = Weights::new();
    let mut chance = Chance(1);
    for (half, other) in [(0, 1), (1, 0)] {
        let ngrams = ngrams(&halves[other], numbers);
        let source = Source { text: &halves[half], ngrams: &ngrams, confusions };
        let mut tally = Tally::default();
        for place in 0..source.text.len() {
            if let Some(example) = source.example(place, &mut chance) {
                weights.learn(&example, &mut tally);
            }
        }
        progress(&tally.to_string());
    }
    weights.section()
}

/// The trigram model of some text.
fn ngrams(text: &[WordId], numbers: usize) -> Ngrams {
    let sections = Estimate::new(text, numbers, &mut |_| ()).sections(HALF, &mut |_| ()).sections();
    let names = &SECTIONS[SECTIONS.iter().position(|name| *name == "1.costs").unwrap_or(0)..];
    let section = |name: &str| {
        let at = names.iter().position(|known| *known == name).unwrap_or(0);
        Bytes::from(sections[at].clone())
    };
    Ngrams::open(section).expect("what was just written can be read")
}

/// Where examples come from.
struct Source<'a> {
    text: &'a [WordId],
    /// A model of other text.
    ngrams: &'a Ngrams,
    confusions: &'a Confusions,
}

/// A word that was read in a way that leaves a choice.
struct Example {
    around: Surroundings,
    /// The words that may have been meant, with what channel and trigram say of them.
    rivals: Rivals,
    /// Which of them was.
    truth: usize,
}

impl Source<'_> {
    /// The word at a place with one of its readings, if that leaves a choice.
    fn example(&self, place: usize, chance: &mut Chance) -> Option<Example> {
        let word = self.text[place];
        let readings = self.confusions.of(word);
        let kind = if chance.happens(BARE) { &readings.bare } else { &readings.wrong };
        let reading = chance.pick(kind)?;
        let start = place.saturating_sub(REACH);
        let end = self.text.len().min(place + REACH + 1);
        let words: Vec<WordId> =
            (start..end).map(|at| if at == place { word } else { self.read(at, chance) }).collect();
        let at = place - start;
        let mut rivals = self.in_context(&words, at, reading);
        let least = rivals.iter().map(|&(_, cost)| cost).min()?;
        rivals.retain(|&(rival, cost)| cost <= least + WINDOW || rival == word);
        let truth = rivals.iter().position(|&(rival, _)| rival == word)?;
        let around = Surroundings::new(&words, at, at);
        (rivals.len() > 1).then_some(Example { around, rivals, truth })
    }

    /// The word at a place as a first reading may have it.
    fn read(&self, place: usize, chance: &mut Chance) -> WordId {
        let word = self.text[place];
        if !chance.happens(NOISE) {
            return word;
        }
        let reading = chance.pick(&self.confusions.of(word).wrong);
        let likely = reading.map(|rivals| &rivals[..rivals.len().min(4)]);
        likely.and_then(|rivals| chance.pick(rivals)).map_or(word, |&(rival, _)| rival)
    }

    /// The rivals with what their context costs added: the trigrams of which they are part.
    fn in_context(&self, words: &[WordId], at: usize, rivals: &Rivals) -> Rivals {
        let word = |at: Option<usize>| at.and_then(|at| words.get(at)).copied().unwrap_or(BOUNDARY);
        let before = [at.checked_sub(2), at.checked_sub(1)].map(word);
        let behind = [at + 1, at + 2].map(|at| word(Some(at)));
        let context =
            before.iter().fold(Context::START, |context, &word| self.ngrams.after(context, word).1);
        let cost = |&(rival, channel): &(WordId, Cost)| {
            let mut context = context;
            let words = [rival, behind[0], behind[1]];
            let language = words.map(|word| {
                let (cost, next) = self.ngrams.after(context, word);
                context = next;
                cost
            });
            (rival, channel + language.iter().sum::<Cost>())
        };
        rivals.iter().map(cost).collect()
    }
}

/// The weights as they are learned.
struct Weights {
    weights: Vec<f32>,
    /// The sum of the squares of each weight's errors.
    squares: Vec<f32>,
    /// The slots and values of the features of an example, and where those of each rival end.
    features: Vec<(usize, f32)>,
    ends: Vec<usize>,
    /// The probabilities of the rivals.
    p: Vec<f32>,
}

impl Weights {
    fn new() -> Self {
        Self {
            weights: vec![0.0; SLOTS],
            squares: vec![CAUTION; SLOTS],
            features: Vec::new(),
            ends: Vec::new(),
            p: Vec::new(),
        }
    }

    /// Makes the truth of an example more probable.
    fn learn(&mut self, Example { around, rivals, truth }: &Example, tally: &mut Tally) {
        let Self { weights, squares, features, ends, p } = self;
        features.clear();
        ends.clear();
        p.clear();
        for &(rival, cost) in rivals {
            let start = features.len();
            features.extend(around.features(rival).map(|feature| match feature {
                Feature::Near(hash) => (slot(hash, SHIFT), 1.0),
                Feature::Topic(hash) => (slot(hash, SHIFT), TOPIC),
            }));
            let score: f32 = features[start..].iter().map(|&(at, value)| value * weights[at]).sum();
            ends.push(features.len());
            p.push(score - nats(cost));
        }
        tally.add(rivals, p, *truth);
        let most = p.iter().copied().fold(f32::MIN, f32::max);
        p.iter_mut().for_each(|score| *score = (*score - most).exp());
        let all: f32 = p.iter().sum();
        let mut start = 0;
        for (rival, (&end, p)) in ends.iter().zip(&*p).enumerate() {
            let error = f32::from(u8::from(rival == *truth)) - p / all;
            if error.abs() >= LEAST_ERROR {
                for &(at, value) in &features[start..end] {
                    let slope = error * value;
                    squares[at] += slope * slope;
                    weights[at] += RATE * slope / squares[at].sqrt();
                }
            }
            start = end;
        }
    }

    /// The weights in steps of a byte; small ones are none.
    fn section(&self) -> Vec<u8> {
        let stored = |&weight: &f32| match weight.abs() >= SMALLEST {
            true => (weight / nats(STEP)).round().clamp(-127.0, 127.0) as i8,
            false => 0,
        };
        self.weights.iter().map(|weight| stored(weight).cast_unsigned()).collect()
    }
}

/// The bits of a hash that do not count.
const SHIFT: u32 = u64::BITS - SLOTS.trailing_zeros();

/// How many examples were told rightly, by channel and trigram alone and with the weights so far.
#[derive(Default)]
struct Tally {
    all: u32,
    before: u32,
    after: u32,
}

impl Tally {
    fn add(&mut self, rivals: &Rivals, scores: &[f32], truth: usize) {
        let cheapest = rivals.iter().enumerate().min_by_key(|(_, (_, cost))| cost);
        let best = scores.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        self.all += 1;
        self.before += u32::from(cheapest.is_some_and(|(at, _)| at == truth));
        self.after += u32::from(best.is_some_and(|(at, _)| at == truth));
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |right: u32| 100.0 * f64::from(right) / f64::from(self.all.max(1));
        let (before, after) = (share(self.before), share(self.after));
        write!(f, "{} doubtful words, {before:.2} % right, {after:.2} % re-scored", self.all)
    }
}

/// Pseudo-random numbers (Knuth's linear congruential generator): the same every time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    /// Whether something of this probability happens.
    fn happens(&mut self, p: f32) -> bool {
        (self.next() as f32) < p * (1u32 << 31) as f32
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.next() as usize;
        of.get(at.checked_rem(of.len())?)
    }
}
