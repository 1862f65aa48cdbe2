//! What a text was read as at first.

use std::ops::Range;

use crate::candidates::TokenId;
use crate::dictionary::{BOUNDARY, WordId};
use crate::pairs::Neighbours;
use crate::surroundings::Surroundings;

/// What is surer than this at first is beyond doubt: with 0.999, or none, no dev set is better by more than 0.03 points of WER
/// or two words harmed, save `scans-eng` (0.09, two words), and repair takes up to twice the time.
const SURE: f32 = 0.99;

/// What a token, or several together, were read as.
#[derive(Debug, Clone)]
pub struct Said {
    /// Places of the tokens in the text.
    pub tokens: Range<usize>,
    pub word: WordId,
    /// The second word of a token of two.
    pub then: Option<WordId>,
    pub probability: f32,
    /// What tells the token from others, where it is a word that was read as one word.
    pub token: Option<TokenId>,
}

impl Said {
    /// Whether something else may well have been meant.
    pub fn is_doubtful(&self) -> bool {
        self.probability < SURE
    }
}

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
    /// Adds what comes next.
    pub fn add(&mut self, said: &Said) {
        let first = self.words.len() as u32;
        self.words.extend(std::iter::once(said.word).chain(said.then));
        let last = self.words.len() as u32 - 1;
        let tokens = said.tokens.clone();
        self.places.resize(self.places.len().max(tokens.end), None);
        self.places[tokens].fill(Some(Place { first, last, doubtful: said.is_doubtful() }));
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
        let said = |tokens, word, then| Said { tokens, word, then, probability: 1.0, token: None };
        transcript.add(&said(0..1, 100, Some(101)));
        transcript.add(&said(2..5, 102, None));
        transcript.end_sentence();
        transcript.add(&said(6..7, 103, None));
        transcript.end_sentence();
        assert_eq!(transcript.neighbours(0, 0), Neighbours { before: None, behind: Some(102) });
        assert_eq!(transcript.neighbours(2, 4), Neighbours { before: Some(101), behind: None });
        assert_eq!(transcript.neighbours(6, 6), Neighbours::default());
        assert_eq!(transcript.neighbours(1, 9), Neighbours::default(), "it was not read");
    }
}
