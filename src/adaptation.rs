//! The channel learned anew from the text itself.
//!
//! An engine that training never saw has confusions of its own. Most words of a text are read rightly
//! at first, and tell what was read for their letters: one round of expectation-maximisation over
//! the text, with the channel that was learned before as the prior (Tong and Evans 1996). A word that
//! was misread at first must not confirm itself, so that each token is judged by a channel learned
//! from other tokens: the tokens are dealt into folds, and each fold has the channel of all others
//! (cross-fitting, which comes near leave-one-out).
//!
//! Where the text tells little, it may be a bad scan read by an engine that is known.

use crate::Model;
use crate::alphabet::{self, Code};
use crate::channel::{self, Channel, Piece, Source};
use crate::cost::{Cost, NAT, nats, stored};
use crate::dictionary::{UNKNOWN, WordId};
use crate::links::Links;
use crate::{normal, tone};

/// Cost per letter, in nats, of what is read at first, from which on an engine may be an unseen one.
/// Half the pages of engines that training saw have 0.34, nine in ten less than 0.5; all pages of
/// the five others have more than that, nine in ten more than 0.58. With 0.5 `pages-eng` has 0.01 points of
/// WER more, and so has `pages-general-eng` with 0.03.
const STRANGE: f32 = 0.45;
/// What the new channel must save per letter, in nats, on tokens that it was not learned from. Nine
/// in ten pages of engines that training saw save less than 0.04, of the others more than 0.13 (with
/// a prior of 30 letters); with 0.06 no dev set moves.
const WORTH: f32 = 0.1;
/// Weight, in letters, of what was known of a letter's shape, or of a letter with any tone, before the
/// text. From 30 to 300 the sets of unseen engines hardly differ; 10 loses up to 0.15 points of WER.
const PRIOR: f32 = 100.0;
/// What the costs of an unseen engine weigh: those learned before are too sure of it. Of 0.7 to 1.1
/// the lower repair more, but 0.7 spoils more words that were right.
const WEIGHT: f32 = 0.75;
/// Parts into which the tokens are dealt: 16 gain nothing, 2 lose up to 0.13 points of WER.
const FOLDS: usize = 8;
/// The classes of letters that are counted, broad ones first: each is the prior of the next. Counts of
/// the letters themselves gain nothing.
const CLASSES: [fn(Code) -> Code; 2] = [alphabet::base, alphabet::toneless];

/// A token of a text, and the word that it was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading<'t> {
    pub seen: &'t str,
    pub word: WordId,
    /// What the channel asks for it.
    pub cost: Cost,
}

/// The channels of a text whose engine is unlike those of training.
#[derive(Debug)]
pub struct Adaptation {
    folds: [Channel; FOLDS],
}

/// Whether some readings are dearer than nearly all of training: the scan is bad, or the engine has confusions of its own.
pub fn is_strange<'a, 't: 'a>(readings: impl IntoIterator<Item = &'a Reading<'t>>) -> bool {
    let (letters, cost) = readings.into_iter().fold((0, 0), |(letters, cost), reading| {
        (letters + reading.seen.chars().count(), cost + reading.cost)
    });
    letters > 0 && cost as f32 >= least(STRANGE, letters)
}

/// Cost of so many letters at so many nats each.
fn least(per_letter: f32, letters: usize) -> f32 {
    per_letter * NAT as f32 * letters as f32
}

impl Adaptation {
    /// Learns from strange readings; `None` where that saves too little for another engine, so that the scan may be bad.
    pub fn learn(model: &Model, mut readings: Vec<Reading<'_>>) -> Option<Box<Self>> {
        if readings.is_empty() {
            return None;
        }
        let letters: usize = readings.iter().map(|reading| reading.seen.chars().count()).sum();
        let channel = model.channel(Source::Wrong);
        let links = links(model, channel, &mut readings);
        let estimates: [Estimate; FOLDS] =
            std::array::from_fn(|fold| Estimate::without(&links, fold));
        let saved: Cost = links.iter().map(|link| estimates[link.fold].saved(channel, link)).sum();
        let worth = saved as f32 >= least(WORTH, letters);
        let folds = || estimates.map(|estimate| estimate.channel(channel));
        worth.then(|| Box::new(Self { folds: folds() }))
    }

    /// The channel for some observed letters.
    pub fn channel(&self, observed: &[Code]) -> &Channel {
        &self.folds[fold(observed)]
    }
}

/// The fold of a token: the same for the same letters, so that no token tells of itself.
fn fold(observed: &[Code]) -> usize {
    let mix = |sum: u32, &code: &Code| (sum ^ u32::from(code)).wrapping_mul(0x0100_0193);
    observed.iter().fold(0x811c_9dc5, mix) as usize >> 8 & (FOLDS - 1)
}

/// A letter, what was read for it, and how often in the tokens of a fold.
#[derive(Debug, Clone, Copy)]
struct Link {
    fold: usize,
    letter: Code,
    /// The observed letters as the channel knows them.
    seen: u32,
    count: u32,
}

/// What was read for the letters of the words, each kind once.
fn links(model: &Model, channel: &Channel, readings: &mut [Reading<'_>]) -> Vec<Link> {
    readings.sort_unstable();
    let (mut links, mut all, mut observed) = (Links::default(), Vec::new(), Vec::new());
    for same in readings.chunk_by(|a, b| a == b) {
        let Reading { seen, word, .. } = same[0];
        if word == UNKNOWN {
            continue;
        }
        observed.clear();
        alphabet::encode(&normal::latin(seen), &mut observed);
        tone::canonical(&mut observed);
        let (fold, truth) = (fold(&observed), model.dictionary.trie().key(word));
        all.extend(links.of(channel, &truth, &observed).iter().map(|(letter, places)| Link {
            fold,
            letter: *letter,
            seen: channel::key(&observed[places.clone()]),
            count: same.len() as u32,
        }));
    }
    // A page has some thousands, of a few hundred kinds.
    let kind = |link: &Link| (link.fold, link.letter, link.seen);
    all.sort_unstable_by_key(kind);
    all.dedup_by(|next, link| {
        let same = kind(next) == kind(link);
        link.count += if same { next.count } else { 0 };
        same
    });
    all
}

/// How often the letters of each class were read as what.
#[derive(Debug)]
struct Counts {
    /// Sorted by class and what was seen.
    links: Vec<((Code, u32), u32)>,
    totals: [u32; 256],
}

impl Counts {
    fn new(links: impl Iterator<Item = Link>, class: fn(Code) -> Code) -> Self {
        let mut all: Vec<((Code, u32), u32)> =
            links.map(|link| ((class(link.letter), link.seen), link.count)).collect();
        all.sort_unstable();
        let mut totals = [0; 256];
        all.iter().for_each(|((class, _), count)| totals[usize::from(*class)] += count);
        let sum = |same: &[((Code, u32), u32)]| {
            (same[0].0, same.iter().map(|(_, count)| count).sum::<u32>())
        };
        Self { links: all.chunk_by(|a, b| a.0 == b.0).map(sum).collect(), totals }
    }

    fn of(&self, class: Code, seen: u32) -> u32 {
        let found = self.links.binary_search_by_key(&(class, seen), |&(link, _)| link);
        found.map_or(0, |at| self.links[at].1)
    }
}

/// What some tokens of a text say of the costs of single letters.
#[derive(Debug)]
struct Estimate {
    counts: [Counts; CLASSES.len()],
    /// How much dearer each letter makes what was never read for its shape.
    unseen: [Cost; 256],
}

impl Estimate {
    /// The estimate from all folds but one.
    fn without(links: &[Link], fold: usize) -> Self {
        let others = || links.iter().filter(|link| link.fold != fold).copied();
        let counts = CLASSES.map(|class| Counts::new(others(), class));
        let unseen = std::array::from_fn(|letter| {
            let classes = counts.iter().zip(CLASSES);
            let kept =
                classes.map(|(counts, class)| posterior(1.0, 0, counts, class(letter as Code)));
            cost(kept.product())
        });
        Self { counts, unseen }
    }

    /// The cost of reading a letter as something that costs so much before.
    fn cost(&self, letter: Code, seen: u32, before: Cost) -> Cost {
        if self.counts[0].of(CLASSES[0](letter), seen) == 0 {
            return before + self.unseen[usize::from(letter)];
        }
        let prior = (-nats(before)).exp();
        cost(self.counts.iter().zip(CLASSES).fold(prior, |prior, (counts, class)| {
            let class = class(letter);
            posterior(prior, counts.of(class, seen), counts, class)
        }))
    }

    /// What the estimate saves on a link.
    fn saved(&self, channel: &Channel, link: &Link) -> Cost {
        let before = channel.cost(link.letter, link.seen);
        before.map_or(0, |before| before - self.cost(link.letter, link.seen, before))
            * link.count as Cost
    }

    /// The channel with the new costs.
    fn channel(&self, channel: &Channel) -> Channel {
        channel.reweighed(|seen, piece: &Piece| {
            let cost = match *piece.letters() {
                [letter] => self.cost(letter, seen, piece.cost),
                _ => piece.cost,
            };
            (cost as f32 * WEIGHT) as Cost
        })
    }
}

/// The probability of something that occurred `count` times among all of a class.
fn posterior(prior: f32, count: u32, counts: &Counts, class: Code) -> f32 {
    (PRIOR * prior + count as f32) / (PRIOR + counts.totals[usize::from(class)] as f32)
}

/// The cost of a probability.
fn cost(probability: f32) -> Cost {
    stored(-probability.ln())
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    const WORDS: &str = "cơ mơ thơ tơ bơ nơi hơi chơi rơi tới mới với lời trời đời thời mười người nước được \
        trước đường trường thương mở ở của và các những trong một không cho này khi là có đến ra";

    /// What an engine puts for words, with the words.
    fn read(engine: fn(char) -> char) -> Vec<(String, WordId)> {
        let dictionary = &Model::embedded().dictionary;
        let words = WORDS.split_whitespace().map(|word| {
            let mut key = Vec::new();
            alphabet::encode(word, &mut key);
            (word.chars().map(engine).collect(), dictionary.word(&key).unwrap())
        });
        words.collect()
    }

    fn readings(read: &[(String, WordId)], nats: Cost) -> Vec<Reading<'_>> {
        let cost = |seen: &str| nats * NAT * seen.chars().count() as Cost;
        read.iter().map(|(seen, word)| Reading { seen, word: *word, cost: cost(seen) }).collect()
    }

    /// Reads any `ơ` as `q`, all else without marks.
    fn odd(c: char) -> char {
        match alphabet::toneless(alphabet::code(c)) {
            code if Some('ơ') == alphabet::letter(code) => 'q',
            code => char::from(alphabet::base(code)),
        }
    }

    fn costs(channel: &Channel, letter: char, seen: char) -> f32 {
        channel.cost(alphabet::code(letter), u32::from(alphabet::code(seen))).unwrap() as f32
    }

    #[test]
    fn an_unseen_engine_is_understood() {
        let (model, read) = (Model::embedded(), read(odd));
        assert!(is_strange(&readings(&read, 1)));
        let adaptation = Adaptation::learn(model, readings(&read, 1)).unwrap();
        let before = model.channel(Source::Wrong);
        for fold in &adaptation.folds {
            // Of the letter with any tone too, even one that never occurred.
            for letter in ['ơ', 'ỡ'] {
                assert!(
                    costs(fold, letter, 'q') < WEIGHT * costs(before, letter, 'q') - NAT as f32
                );
            }
            assert!(costs(fold, 'ơ', 'o') > WEIGHT * costs(before, 'ơ', 'o'));
            assert!((costs(fold, 'x', 'q') - WEIGHT * costs(before, 'x', 'q')).abs() <= 1.0);
        }
    }

    #[test]
    fn what_reads_cheaply_is_not_strange() {
        assert!(!is_strange(&readings(&read(odd), 0)));
        assert!(!is_strange(&[]));
        assert!(Adaptation::learn(Model::embedded(), Vec::new()).is_none());
    }

    #[test]
    fn a_token_does_not_tell_of_itself() {
        let read = vec![read(odd)[0].clone(); 100];
        assert!(is_strange(&readings(&read, 1)));
        assert!(Adaptation::learn(Model::embedded(), readings(&read, 1)).is_none());
        let links = links(
            Model::embedded(),
            Model::embedded().channel(Source::Wrong),
            &mut readings(&read, 1),
        );
        let estimate = Estimate::without(&links, links[0].fold);
        assert!(links.iter().all(|link| link.count == 100));
        assert_eq!(estimate.cost(links[0].letter, links[0].seen, 5 * NAT), 5 * NAT);
    }
}
