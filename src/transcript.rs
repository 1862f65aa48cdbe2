//! What a text was read as at a glance.

use std::ops::Range;

use crate::background::Neighbours;
use crate::dictionary::{BOUNDARY, WordId};
use crate::surroundings::Surroundings;

/// What is surer than this at a glance is beyond doubt: with 0.999, or none, no dev set is better by more than 0.03 points of WER
/// or two words harmed, save `scans-eng` (0.09, two words), and repair takes up to twice the time.
const SURE: f32 = 0.99;

/// The words that a text was read as, in order, with a boundary behind each sentence.
#[derive(Debug, Default)]
pub struct Transcript {
    words: Vec<WordId>,
    /// Where the words stand that each token was read as.
    places: Vec<Option<Place>>,
}

/// Where the words stand that a token was read as, alone or with others.
#[derive(Debug, Clone, Copy)]
struct Place {
    first: u32,
    last: u32,
    /// Whether something else may well have been meant.
    doubtful: bool,
}

impl Transcript {
    /// Adds what the `tokens` of the text were read as, and how probable that is.
    pub fn add(
        &mut self,
        tokens: Range<usize>,
        words: impl Iterator<Item = WordId>,
        probability: f32,
    ) {
        let first = self.words.len() as u32;
        self.words.extend(words);
        let last = (self.words.len() as u32).saturating_sub(1);
        self.places.resize(self.places.len().max(tokens.end), None);
        let doubtful = probability < SURE;
        self.places[tokens].fill(Some(Place { first, last, doubtful }));
    }

    /// Ends a sentence.
    pub fn end_sentence(&mut self) {
        self.words.push(BOUNDARY);
    }

    /// What was read around the tokens from `first` to `last`; nothing where they were not read, or beyond
    /// doubt.
    pub fn around(&self, first: usize, last: usize) -> Option<Surroundings> {
        let (first, last) = (self.place(first)?, self.place(last)?);
        (first.doubtful || last.doubtful)
            .then(|| Surroundings::new(&self.words, first.first as usize, last.last as usize))
    }

    /// The words before and behind the tokens from `first` to `last`.
    pub fn neighbours(&self, first: usize, last: usize) -> Neighbours {
        let (Some(first), Some(last)) = (self.place(first), self.place(last)) else {
            return Neighbours::default();
        };
        let word = |at: Option<usize>| at.and_then(|at| self.words.get(at)).copied();
        let at = |at| word(at).unwrap_or(BOUNDARY);
        Neighbours::new(at((first.first as usize).checked_sub(1)), at(Some(last.last as usize + 1)))
    }

    /// Whether a token may well have been something else than it was read as.
    pub fn doubts(&self, token: usize) -> bool {
        self.place(token).is_some_and(|place| place.doubtful)
    }

    fn place(&self, token: usize) -> Option<Place> {
        self.places.get(token).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_end_at_the_sentence() {
        let mut transcript = Transcript::default();
        transcript.add(0..1, [100, 101].into_iter(), 1.0);
        transcript.add(2..5, [102].into_iter(), 1.0);
        transcript.end_sentence();
        transcript.add(6..7, [103].into_iter(), 1.0);
        transcript.end_sentence();
        assert_eq!(transcript.neighbours(0, 0), Neighbours { before: None, behind: Some(102) });
        assert_eq!(transcript.neighbours(2, 4), Neighbours { before: Some(101), behind: None });
        assert_eq!(transcript.neighbours(6, 6), Neighbours::default());
        assert_eq!(transcript.neighbours(1, 9), Neighbours::default(), "it was not read");
    }
}
