//! The re-scorer as it is learned: the likelihood of the word that stands in the text, among all that its reading may
//! stand for, is raised step by step, with a step of its own for each number (AdaGrad, Duchi, Hazan and Singer 2011).

use crate::cost::nats;
use crate::dictionary::WordId;
use crate::rescorer::{PLACES, Rescorer};
use crate::surroundings::{REACH, Surroundings};
use crate::vectors::WIDTH;

use super::chance::Chance;
use super::confusions::Rivals;

/// What stands for errors seen before the first: with less, the first steps are too large.
const CAUTION: f32 = 1.0;
/// Errors smaller than this teach nothing that is worth the time.
const LEAST_ERROR: f32 = 1e-3;
/// What of a candidate's vector is taken away where it is learned from, so that those of rare words stay small: with a quarter of
/// it 7.62 % of words held out are told wrongly instead of 7.53, with twice as much as many.
const DECAY: f32 = 2e-3;
/// What the places count before anything is learned: those of words nearer than the fourth, and the others.
const NEAR: f32 = 1.0;
const FAR: f32 = 0.4;
/// The size of numbers before anything is learned, in neighbours and candidates: neighbours must differ, and
/// nothing may say much.
const NEIGHBOUR: f32 = 0.05;
const CANDIDATE: f32 = 0.005;

/// A word that was read in a way that leaves a choice.
pub struct Example {
    pub around: Surroundings,
    /// The words that may have been meant, with what channel and trigram say of them.
    pub rivals: Rivals,
    /// Which of them was.
    pub truth: usize,
}

/// A vector and the sums of the squares of its slopes.
#[derive(Clone, Copy)]
struct Row {
    numbers: [f32; WIDTH],
    squares: [f32; WIDTH],
}

impl Row {
    fn new(number: impl FnMut(usize) -> f32) -> Self {
        Self { numbers: std::array::from_fn(number), squares: [CAUTION; WIDTH] }
    }

    /// Takes a step up the slope of the likelihood.
    fn step(&mut self, rate: f32, slope: impl Fn(usize, f32) -> f32) {
        for k in 0..WIDTH {
            let slope = slope(k, self.numbers[k]);
            self.squares[k] += slope * slope;
            self.numbers[k] += rate * slope / self.squares[k].sqrt();
        }
    }
}

/// The numbers of a [`Rescorer`], as they are learned.
pub struct Bilinear {
    places: Vec<Row>,
    around: Vec<Row>,
    meant: Vec<Row>,
    /// The biases, each with the sum of the squares of its slopes.
    biases: Vec<(f32, f32)>,
    /// The probabilities of the rivals of an example.
    p: Vec<f32>,
}

impl Bilinear {
    /// Vectors of so many words, which say next to nothing yet.
    pub fn new(words: usize, chance: &mut Chance) -> Self {
        let mut rows = |size: f32| -> Vec<Row> {
            let mut row = || Row::new(|_| size * (2.0 * chance.share() - 1.0));
            (0..words).map(|_| row()).collect()
        };
        let near = |place| if place % REACH < 3 { NEAR } else { FAR };
        Self {
            around: rows(NEIGHBOUR),
            meant: rows(CANDIDATE),
            places: (0..PLACES).map(|place| Row::new(|_| near(place))).collect(),
            biases: vec![(0.0, CAUTION); words],
            p: Vec::new(),
        }
    }

    /// Makes the truth of an example more probable, in steps of this size.
    pub fn learn(&mut self, example: &Example, rate: f32, tally: &mut Tally) {
        let Example { around: Surroundings(words), rivals, truth } = example;
        let sum = self.sum(words);
        self.p.clear();
        for &(rival, cost) in rivals {
            self.p.push(self.score(&sum, rival) - nats(cost));
        }
        tally.add(rivals, &self.p, *truth);
        softmax(&mut self.p);
        let mut slopes = [0.0; WIDTH];
        for (at, &(rival, _)) in rivals.iter().enumerate() {
            let error = f32::from(u8::from(at == *truth)) - self.p[at];
            if error.abs() >= LEAST_ERROR {
                self.learn_rival(rival, error, &sum, &mut slopes, rate);
            }
        }
        if slopes.iter().any(|&slope| slope != 0.0) {
            self.learn_around(words, &slopes, rate);
        }
    }

    /// The same for the vector of a rival; what it says of the sum of those around is added to `slopes`.
    fn learn_rival(
        &mut self,
        rival: WordId,
        error: f32,
        sum: &[f32; WIDTH],
        slopes: &mut [f32; WIDTH],
        rate: f32,
    ) {
        let rival = usize::from(rival);
        let Some(row) = self.meant.get_mut(rival) else { return };
        for (slope, number) in slopes.iter_mut().zip(&row.numbers) {
            *slope += error * number;
        }
        row.step(rate, |k, number| error * sum[k] - DECAY * number);
        let (bias, squares) = &mut self.biases[rival];
        *squares += error * error;
        *bias += rate * error / squares.sqrt();
    }

    /// The same for the vectors of the words around and for what their places count.
    fn learn_around(&mut self, words: &[WordId; PLACES], slopes: &[f32; WIDTH], rate: f32) {
        for (place, &word) in self.places.iter_mut().zip(words) {
            let Some(row) = self.around.get_mut(usize::from(word)) else { continue };
            let (weights, numbers) = (place.numbers, row.numbers);
            row.step(rate, |k, _| slopes[k] * weights[k]);
            place.step(rate, |k, _| slopes[k] * numbers[k]);
        }
    }

    /// The vectors of the words around, by what their places count.
    fn sum(&self, words: &[WordId; PLACES]) -> [f32; WIDTH] {
        let mut sum = [0.0; WIDTH];
        for (place, &word) in self.places.iter().zip(words) {
            let Some(row) = self.around.get(usize::from(word)) else { continue };
            for (sum, (x, y)) in sum.iter_mut().zip(row.numbers.iter().zip(&place.numbers)) {
                *sum += x * y;
            }
        }
        sum
    }

    /// What the sum of those around says of a word, in nats.
    fn score(&self, sum: &[f32; WIDTH], word: WordId) -> f32 {
        let word = usize::from(word);
        let Some(row) = self.meant.get(word) else { return 0.0 };
        let mut lanes = [0.0; 16];
        for (numbers, sum) in row.numbers.as_chunks::<16>().0.iter().zip(sum.as_chunks::<16>().0) {
            for (lane, (x, y)) in lanes.iter_mut().zip(numbers.iter().zip(sum)) {
                *lane += x * y;
            }
        }
        self.biases[word].0 + lanes.iter().sum::<f32>()
    }

    /// The section of a model.
    pub fn section(&self) -> Vec<u8> {
        let numbers = |rows: &[Row]| rows.iter().map(|row| row.numbers).collect::<Vec<_>>();
        let biases: Vec<f32> = self.biases.iter().map(|&(bias, _)| bias).collect();
        let places = std::array::from_fn(|place| self.places[place].numbers);
        Rescorer::section(&places, &biases, &numbers(&self.around), &numbers(&self.meant))
    }
}

/// Scores as probabilities.
fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let all: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= all);
}

/// How many examples were told rightly, by channel and trigram alone and with what is learned so far.
#[derive(Default)]
pub struct Tally {
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
