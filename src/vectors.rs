//! Vectors of words, as a model stores them: four bits a number.

use crate::bytes::Bytes;
use crate::dictionary::WordId;

/// Numbers in a vector. Of the doubtful words of text held out 7.98 % are told wrongly with 128 of them (of 8,000 words),
/// 7.78 with 256 and 7.62 with 384 (of 5,000).
pub const WIDTH: usize = 384;
/// Bytes of the numbers of a vector: the first half of them in the low bits, the second in the high ones.
const HALF: usize = WIDTH / 2;
/// Scales are stored in steps of this.
const SCALE: f32 = 1.0 / 512.0;
/// Of sixteen values the middle one is no number itself, so that both signs have as many.
const MIDDLE: f32 = 7.5;
/// The distance of two values, in standard deviations of the numbers. The outer ones are rare then, which a packed model
/// does not pay for: 0.65 of its bytes remain, and 7.60 % are told wrongly; with 0.4 it is 0.84 of them and 7.58 %.
#[cfg(any(test, feature = "train"))]
const STEP: f32 = 0.7;

/// The vectors of the most frequent words, by their numbers.
#[derive(Debug, Clone)]
pub struct Vectors {
    /// The distance of two values of each vector; none where all its numbers are zero, or nearly.
    scales: Bytes,
    numbers: Bytes,
}

impl Vectors {
    /// Bytes of one vector.
    pub const BYTES: usize = 1 + HALF;

    /// Reads the section of so many vectors: all scales, then all numbers.
    ///
    /// # Panics
    /// Where it has another length.
    pub fn open(section: &Bytes, count: usize) -> Self {
        assert_eq!(section.len(), count * Self::BYTES, "a section has the length of its vectors");
        Self { scales: section.slice(0..count), numbers: section.slice(count..section.len()) }
    }

    /// A section of these vectors.
    #[cfg(any(test, feature = "train"))]
    pub fn section(vectors: &[[f32; WIDTH]]) -> Vec<u8> {
        let scales = vectors.iter().map(|vector| {
            let square = vector.iter().map(|x| x * x).sum::<f32>() / WIDTH as f32;
            (STEP * square.sqrt() / SCALE).round().min(255.0) as u8
        });
        let mut section: Vec<u8> = scales.collect();
        for (at, vector) in vectors.iter().enumerate() {
            let step = f32::from(section[at].max(1)) * SCALE;
            let value = |x: f32| (x / step + MIDDLE).round().clamp(0.0, 15.0) as u8;
            section.extend((0..HALF).map(|k| value(vector[k]) | value(vector[HALF + k]) << 4));
        }
        section
    }

    /// Adds a word's vector, each number as often as `weights` says; nothing for a word without one.
    pub fn add(&self, word: WordId, weights: &[f32; WIDTH], to: &mut [f32; WIDTH]) {
        let Some((scale, numbers)) = self.row(word) else { return };
        for (k, &byte) in numbers.iter().enumerate() {
            let (low, high) = values(byte);
            to[k] += scale * low * weights[k];
            to[HALF + k] += scale * high * weights[HALF + k];
        }
    }

    /// The product of a word's vector with another one; nothing for a word without one.
    pub fn product(&self, word: WordId, with: &[f32; WIDTH]) -> f32 {
        let Some((scale, numbers)) = self.row(word) else { return 0.0 };
        let mut sums = [0.0; LANES];
        for (at, bytes) in numbers.as_chunks::<LANES>().0.iter().enumerate() {
            for (lane, &byte) in bytes.iter().enumerate() {
                let (low, high) = values(byte);
                let k = at * LANES + lane;
                sums[lane] += low * with[k] + high * with[HALF + k];
            }
        }
        scale * sums.iter().sum::<f32>()
    }

    fn row(&self, word: WordId) -> Option<(f32, &[u8; HALF])> {
        let word = usize::from(word);
        let scale = f32::from(*self.scales.get(word)?) * SCALE;
        Some((scale, self.numbers.as_chunks().0.get(word)?))
    }
}

/// Sums that are independent of each other, so that a processor can make them at once.
const LANES: usize = 8;
const _: () = assert!(HALF.is_multiple_of(LANES), "no number is left out of a product");

/// The two numbers of a byte, in steps of the vector.
fn values(byte: u8) -> (f32, f32) {
    (f32::from(byte & 15) - MIDDLE, f32::from(byte >> 4) - MIDDLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_read_nearly_as_they_were_written() {
        let number = |k: usize| ((k * 37 % 101) as f32 - 50.0) / 60.0;
        let vectors = [0, 1, 2].map(|at| std::array::from_fn(|k| number(at * 100 + k)));
        let read = Vectors::open(&Vectors::section(&vectors).into(), 3);
        for (word, vector) in vectors.iter().enumerate() {
            let word = word as WordId;
            let mut sum = [0.0; WIDTH];
            read.add(word, &[1.0; WIDTH], &mut sum);
            assert!(vector.iter().zip(sum).all(|(x, y)| (x - y).abs() < 0.3));
            let product: f32 = sum.iter().map(|x| x * x).sum();
            assert!((read.product(word, &sum) - product).abs() < 1e-3 * product);
        }
    }

    #[test]
    fn each_number_has_a_weight_of_its_own() {
        let vectors = [std::array::from_fn(|k| (k as f32).sin())];
        let read = Vectors::open(&Vectors::section(&vectors).into(), 1);
        let mut plain = [0.0; WIDTH];
        read.add(0, &[1.0; WIDTH], &mut plain);
        let weights = std::array::from_fn(|k| 1.0 + k as f32);
        let mut weighed = [0.0; WIDTH];
        read.add(0, &weights, &mut weighed);
        for k in 0..WIDTH {
            assert!((weighed[k] - plain[k] * weights[k]).abs() < 1e-3, "{k}");
        }
        let product: f32 = plain.iter().zip(&weights).map(|(x, y)| x * y).sum();
        assert!((read.product(0, &weights) - product).abs() < 0.1);
    }

    #[test]
    fn rare_words_have_none_and_zeros_stay() {
        let read = Vectors::open(&Vectors::section(&[[0.0; WIDTH]]).into(), 1);
        for word in [0, 1] {
            let mut sum = [0.0; WIDTH];
            read.add(word, &[1.0; WIDTH], &mut sum);
            assert_eq!(sum, [0.0; WIDTH]);
            assert_eq!(read.product(word, &[1.0; WIDTH]), 0.0);
        }
    }
}
