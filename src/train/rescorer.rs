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
use crate::rescorer::{MOST, Rescorer, STEP, TOPIC, slot};
use crate::surroundings::{Feature, Surroundings};

use super::confusions::{Confusions, Rivals};
use super::ngram::{Backoffs, Estimate};

/// Slots for weights are as many as a power of two that is no more than half of a model's bytes: of 20 MB 8 million. With half
/// as many, features that have nothing to do with each other share one more often, and a tenth more words are told wrongly.
const SHARE: usize = 2;
/// Parts of the text that go to either half by turns, and the most tokens of one: a document or some.
const PARTS: usize = 200;
const BLOCK: usize = 200_000;
/// Bytes of the trigram model of a half, about those of the whole one.
const HALF: usize = 18_000_000;
/// The size of steps, and what stands for errors seen before the first: without it features that were seen once or
/// twice weigh too much, and a tenth more words are told wrongly.
const RATE: f32 = 0.15;
const CAUTION: f32 = 1.0;
/// Times that each half is learned from, with other readings each time: once left 4,463 words of the dev sets wrong,
/// twice 4,445, a third time, with some more trigrams, 4,419, and a fourth time some 25 less than a third.
const ROUNDS: usize = 4;
/// Weights smaller than this, in nats, are left out: after two rounds the weights pack into 0.49 MB so, and into 1.70
/// with 0.2, which leaves 4,415 words of the dev sets wrong instead of 4,445. More trigrams are worth as much.
const SMALLEST: f32 = 0.375;
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

/// Trains on `text`, sentences of word numbers below `numbers`; gives the section of a model that may have `size` bytes.
pub fn train(
    text: &[WordId],
    numbers: usize,
    confusions: &Confusions,
    size: usize,
    progress: &mut dyn FnMut(&str),
) -> Vec<u8> {
    let mut halves = [Vec::new(), Vec::new()];
    let block = (text.len() / PARTS).clamp(1, BLOCK);
    for (place, block) in text.chunks(block).enumerate() {
        halves[place % 2].extend_from_slice(block);
    }
    let mut weights = Weights::new((size / SHARE).max(2).ilog2().min(MOST));
    let mut chance = Chance(1);
    for (half, other) in [(0, 1), (1, 0)].repeat(ROUNDS) {
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
    let sections = Estimate::new(text, numbers, &mut |_| ())
        .sections(HALF, Backoffs::Quarters, &mut |_| ())
        .sections();
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
    /// The bits of a hash that do not count.
    shift: u32,
    /// The sum of the squares of each weight's errors.
    squares: Vec<f32>,
    /// The slots and values of the features of an example, and where those of each rival end.
    features: Vec<(usize, f32)>,
    ends: Vec<usize>,
    /// The probabilities of the rivals.
    p: Vec<f32>,
}

impl Weights {
    /// Two to the power of `bits` weights, none of which says anything yet.
    fn new(bits: u32) -> Self {
        Self {
            weights: vec![0.0; 1 << bits],
            shift: u64::BITS - bits,
            squares: vec![CAUTION; 1 << bits],
            features: Vec::new(),
            ends: Vec::new(),
            p: Vec::new(),
        }
    }

    /// Makes the truth of an example more probable.
    fn learn(&mut self, Example { around, rivals, truth }: &Example, tally: &mut Tally) {
        let Self { weights, shift, squares, features, ends, p } = self;
        features.clear();
        ends.clear();
        p.clear();
        for &(rival, cost) in rivals {
            let start = features.len();
            features.extend(around.features(rival).map(|feature| match feature {
                Feature::Near(hash) => (slot(hash, *shift), 1.0),
                Feature::Topic(hash) => (slot(hash, *shift), TOPIC),
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
        Rescorer::section(&self.weights.iter().map(stored).collect::<Vec<i8>>())
    }
}

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

#[cfg(test)]
mod tests {
    use super::super::confusions::Readings;
    use super::*;
    use crate::dictionary::FIRST_WORD;

    /// Sentences in which a word stands or another one, by what stood three words before.
    fn text(sentences: usize) -> Vec<WordId> {
        let word = |number: WordId| FIRST_WORD + 100 + number;
        let mut text = vec![BOUNDARY];
        for sentence in 0..sentences {
            let kind = (sentence * 7 / 3 % 2) as WordId;
            text.extend([word(2 + kind), word(4), word(5), word(kind), word(6), BOUNDARY]);
        }
        text
    }

    /// The first two of the words are read alike.
    fn confusions(numbers: usize) -> Confusions {
        let mut readings: Vec<Readings> = (0..numbers).map(|_| Readings::default()).collect();
        let pair = [0, 1].map(|number| FIRST_WORD + 100 + number);
        for word in pair {
            let rivals: Rivals = pair.iter().map(|&rival| (rival, 0)).collect();
            readings[usize::from(word)] =
                Readings { bare: vec![rivals.clone()], wrong: vec![rivals] };
        }
        Confusions(readings)
    }

    #[test]
    fn what_stands_beyond_the_trigram_is_learned() {
        let numbers = usize::from(FIRST_WORD) + 108;
        let confusions = confusions(numbers);
        let mut said = Vec::new();
        let section = train(&text(4000), numbers, &confusions, 1 << 16, &mut |line| {
            said.push(line.to_string())
        });
        assert_eq!(section[0], 15);
        let right = |line: &String| -> f64 {
            let share = line.rsplit(", ").next().and_then(|end| end.split(' ').next());
            share.unwrap().parse().unwrap()
        };
        assert!(right(&said[1]) > 90.0, "{said:?}");
        assert_eq!(section, train(&text(4000), numbers, &confusions, 1 << 16, &mut |_| ()));
    }

    #[test]
    fn little_text_teaches_little() {
        let numbers = usize::from(FIRST_WORD) + 108;
        for sentences in [1, 2, 3] {
            let text = text(sentences);
            let section = train(&text, numbers, &confusions(numbers), 1000, &mut |_| ());
            assert_eq!(section[1..], [0; 4]);
        }
    }
}
