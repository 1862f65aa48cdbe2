//! Training the [re-scorer](crate::rescorer) on words of the text, read as engines read them.
//!
//! Channel and trigram are its prior. A trigram model is too sure of text that it was counted from, so the text
//! is parted in two: each half is learned from beside a model of the other one.

use crate::bytes::Bytes;
use crate::cost::{Cost, NAT};
use crate::dictionary::{BOUNDARY, WordId};
use crate::model::SECTIONS;
use crate::ngram::{Context, Ngrams};
use crate::rescorer::Rescorer;
use crate::surroundings::{REACH, Surroundings};

use super::bilinear::{Bilinear, Example, Tally};
use super::chance::Chance;
use super::confusions::{Confusions, Rivals};
use super::ngram::{Backoffs, Estimate};

/// The most words that have vectors, the most frequent ones: with all 21,000 of them instead of 8,000 one in a hundred
/// of the wrong words is told rightly, with 3,000 instead of 5,000 neighbours one in two hundred more is told wrongly.
const WORDS: usize = 5_000;
/// Of so many bytes of a model one may be theirs, what their places weigh aside.
const PART: usize = 10;
/// Parts of the text that go to either half by turns, and the most tokens of one: a document or some.
const PARTS: usize = 200;
const BLOCK: usize = 200_000;
/// Tokens that are learned from in order; these stretches come in any order, since documents of a kind stand together.
const STRETCH: usize = 10_000;
/// Bytes of the trigram model of a half, about those of the whole one.
const HALF: usize = 18_000_000;
/// The size of the first steps; they become smaller, down to nothing. With 0.1, 0.2 and 0.4 8.73, 8.53 and 8.56 % of words held
/// out are told wrongly after a round (vectors of 64 numbers).
const RATE: f32 = 0.2;
/// Times that the text is learned from, with other readings each time: a third and a fourth time change nothing.
const ROUNDS: usize = 2;
/// How much dearer than the best, in channel and context, a rival may be.
const WINDOW: Cost = 8 * NAT;
/// Share of readings without marks; the others are of engines set to another language.
const BARE: f32 = 0.4;
/// Share of words around that are wrong, about as in a first reading of a page.
const NOISE: f32 = 0.04;

/// Trains on `text`, sentences of word numbers below `numbers`; gives the section of a model that may have `size` bytes.
pub fn train(
    text: &[WordId],
    numbers: usize,
    confusions: &Confusions,
    size: usize,
    progress: &mut dyn FnMut(&str),
) -> Vec<u8> {
    let halves = halves(text);
    let ngrams = [1, 0].map(|other| ngrams(&halves[other], numbers));
    let source = |half: usize| Source { text: &halves[half], ngrams: &ngrams[half], confusions };
    let sources = [0, 1].map(source);
    let starts = |half: usize| (0..halves[half].len()).step_by(STRETCH).map(move |at| (half, at));
    let mut stretches: Vec<(usize, usize)> = [0, 1].into_iter().flat_map(starts).collect();
    let mut chance = Chance(1);
    let words = numbers.min(WORDS).min(size / PART / Rescorer::WORD);
    let mut bilinear = Bilinear::new(words, &mut chance);
    for round in 0..ROUNDS {
        let mut tally = Tally::default();
        chance.shuffle(&mut stretches);
        for (place, &(half, start)) in stretches.iter().enumerate() {
            let done = (round * stretches.len() + place) as f32 / (ROUNDS * stretches.len()) as f32;
            let end = sources[half].text.len().min(start + STRETCH);
            for place in start..end {
                if let Some(example) = sources[half].example(place, &mut chance) {
                    bilinear.learn(&example, RATE * (1.0 - done), &mut tally);
                }
            }
        }
        progress(&tally.to_string());
    }
    bilinear.section()
}

/// The text in two halves, part by part.
fn halves(text: &[WordId]) -> [Vec<WordId>; 2] {
    let mut halves = [Vec::new(), Vec::new()];
    let block = (text.len() / PARTS).clamp(1, BLOCK);
    for (place, block) in text.chunks(block).enumerate() {
        halves[place % 2].extend_from_slice(block);
    }
    halves
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
        let section = train(&text(4000), numbers, &confusions, 1 << 20, &mut |line| {
            said.push(line.to_string())
        });
        assert_eq!(u16::from_le_bytes([section[0], section[1]]), 156);
        let right = |line: &String| -> f64 {
            let share = line.rsplit(", ").next().and_then(|end| end.split(' ').next());
            share.unwrap().parse().unwrap()
        };
        assert!(right(&said[1]) > 90.0, "{said:?}");
        assert_eq!(section, train(&text(4000), numbers, &confusions, 1 << 20, &mut |_| ()));
    }

    #[test]
    fn a_small_model_has_no_room_for_vectors() {
        let numbers = usize::from(FIRST_WORD) + 108;
        for sentences in [1, 2, 3] {
            let text = text(sentences);
            let section = train(&text, numbers, &confusions(numbers), 1000, &mut |_| ());
            assert_eq!(section.len(), Rescorer::FIXED);
            assert!(Rescorer::open(&section.into()).is_some());
        }
    }
}
