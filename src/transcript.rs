//! What a text was read as at a glance.

use std::ops::Range;

use crate::background::Neighbours;
use crate::dictionary::{BOUNDARY, WordId};
use crate::surroundings::Surroundings;

/// The words that a text was read as, in order, with a boundary behind each sentence.
#[derive(Debug, Default)]
pub struct Transcript {
    words: Vec<WordId>,
    /// The places of the first and the last word that each token is part of.
    places: Vec<Option<(u32, u32)>>,
}

impl Transcript {
    /// Adds what the `tokens` of the text were read as.
    pub fn add(&mut self, tokens: Range<usize>, words: impl Iterator<Item = WordId>) {
        let first = self.words.len() as u32;
        self.words.extend(words);
        let last = (self.words.len() as u32).saturating_sub(1);
        self.places.resize(self.places.len().max(tokens.end), None);
        self.places[tokens].fill(Some((first, last)));
    }

    /// Ends a sentence.
    pub fn end_sentence(&mut self) {
        self.words.push(BOUNDARY);
    }

    /// What was read around the tokens from `first` to `last`; nothing where they were not read.
    pub fn around(&self, first: usize, last: usize) -> Option<Surroundings> {
        let (first, last) = self.places(first, last)?;
        Some(Surroundings::new(&self.words, first, last))
    }

    /// The words before and behind the tokens from `first` to `last`.
    pub fn neighbours(&self, first: usize, last: usize) -> Neighbours {
        let Some((first, last)) = self.places(first, last) else { return Neighbours::default() };
        let word = |at: Option<usize>| at.and_then(|at| self.words.get(at)).copied();
        let at = |at| word(at).unwrap_or(BOUNDARY);
        Neighbours::new(at(first.checked_sub(1)), at(Some(last + 1)))
    }

    fn places(&self, first: usize, last: usize) -> Option<(usize, usize)> {
        let at = |token: usize| self.places.get(token).copied().flatten();
        Some((at(first)?.0 as usize, at(last)?.1 as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_end_at_the_sentence() {
        let mut transcript = Transcript::default();
        transcript.add(0..1, [100, 101].into_iter());
        transcript.add(2..5, [102].into_iter());
        transcript.end_sentence();
        transcript.add(6..7, [103].into_iter());
        transcript.end_sentence();
        assert_eq!(transcript.neighbours(0, 0), Neighbours { before: None, behind: Some(102) });
        assert_eq!(transcript.neighbours(2, 4), Neighbours { before: Some(101), behind: None });
        assert_eq!(transcript.neighbours(6, 6), Neighbours::default());
        assert_eq!(transcript.neighbours(1, 9), Neighbours::default(), "it was not read");
    }
}
