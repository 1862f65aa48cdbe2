//! What stands around a word, as features of a log-linear model.
//!
//! Each feature is a word together with some that surround it: beside it, one or two words further,
//! on both sides at once, or anywhere near. Features are known by their hashes alone, without a list of
//! them (Weinberger et al. 2009).

use crate::dictionary::{BOUNDARY, FIRST_WORD, WordId};

/// Words on either side that stand in features by their places.
const NEAR: usize = 3;
/// Words beyond these on either side that stand in features wherever they are.
const TOPIC: usize = 11;
/// The most frequent words say nothing of what a text is about; words are numbered by frequency.
const FREQUENT: WordId = 60;

/// Words around a place.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The words before it, the nearest first.
    before: [WordId; NEAR],
    /// The words behind it, the nearest first.
    behind: [WordId; NEAR],
    /// Others that are near, each once.
    topic: Vec<WordId>,
}

/// A feature of a word in its surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// A hash of the word and of what stands beside it.
    Near(u64),
    /// A hash of the word and of another that is near.
    Topic(u64),
}

impl Surroundings {
    /// What surrounds the words from `first` to `last` in a text.
    pub fn new(text: &[WordId], first: usize, last: usize) -> Self {
        let (before, behind) = (&text[..first], &text[last + 1..]);
        let at = |word: Option<&WordId>| word.copied().unwrap_or(BOUNDARY);
        let mut topic: Vec<WordId> = before[before.len().saturating_sub(NEAR + TOPIC)..]
            .iter()
            .rev()
            .skip(NEAR)
            .chain(behind.iter().take(NEAR + TOPIC).skip(NEAR))
            .copied()
            .filter(|&word| word >= FIRST_WORD + FREQUENT)
            .collect();
        topic.sort_unstable();
        topic.dedup();
        Self {
            before: std::array::from_fn(|place| at(before.iter().rev().nth(place))),
            behind: std::array::from_fn(|place| at(behind.get(place))),
            topic,
        }
    }

    /// The features of a word that stands there.
    pub fn features(&self, word: WordId) -> impl Iterator<Item = Feature> {
        const NONE: WordId = BOUNDARY;
        let ([a, b, c], [x, y, z]) = (self.before, self.behind);
        let near = [
            [NONE; 3],
            [a, NONE, NONE],
            [b, NONE, NONE],
            [c, NONE, NONE],
            [x, NONE, NONE],
            [y, NONE, NONE],
            [z, NONE, NONE],
            [a, x, NONE],
            [b, x, NONE],
            [a, y, NONE],
            [b, a, x],
            [a, x, y],
            [c, b, a],
            [x, y, z],
        ];
        let topic = self
            .topic
            .iter()
            .map(move |&other| Feature::Topic(hash(near.len(), word, [other, NONE, NONE])));
        let near = near.into_iter().enumerate();
        near.map(move |(shape, others)| Feature::Near(hash(shape, word, others))).chain(topic)
    }
}

/// A hash of a word and others in a feature of this shape. The multipliers are those of SplitMix64 (Steele,
/// Lea and Flood 2014).
fn hash(shape: usize, word: WordId, [a, b, c]: [WordId; 3]) -> u64 {
    let words = [word, a, b, c].into_iter().fold(0, |all, word| all << 16 | u64::from(word));
    let mixed = words.wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ (shape as u64 + 1).wrapping_mul(0x94D0_49BB_1331_11EB);
    let mixed = (mixed ^ mixed >> 31).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^ mixed >> 29
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_tell_places_apart_and_end_where_the_text_ends() {
        let features = |text: &[WordId], at| {
            let around = Surroundings::new(text, at, at);
            around.features(7).collect::<Vec<Feature>>()
        };
        let (one, other) = (features(&[500, 501, 7, 502], 2), features(&[501, 500, 7, 502], 2));
        assert_eq!(one.len(), other.len());
        let same = one.iter().filter(|feature| other.contains(feature)).count();
        assert_eq!(same, 6, "the word alone, the third before, and four of those behind");
        assert_eq!(features(&[7], 0), features(&[BOUNDARY, 7, BOUNDARY], 1));
    }

    #[test]
    fn what_a_text_is_about_counts_once_and_without_its_frequent_words() {
        let mut text = vec![900; 4];
        text.extend([FIRST_WORD + 1, BOUNDARY, BOUNDARY, BOUNDARY, 7]);
        let around = Surroundings::new(&text, 8, 8);
        let topic = around.features(7).filter(|feature| matches!(feature, Feature::Topic(_)));
        assert_eq!(topic.count(), 1);
    }
}
