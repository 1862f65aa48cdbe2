//! What stands around a word.

use crate::dictionary::{BOUNDARY, WordId};

/// Words on either side that are looked at.
pub const REACH: usize = 14;

/// The words around a place: those before it, the nearest first, then those behind it, the nearest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings(pub [WordId; 2 * REACH]);

impl Surroundings {
    /// What surrounds the words from `first` to `last` in a text; boundaries beyond its ends.
    pub fn new(text: &[WordId], first: usize, last: usize) -> Self {
        let mut words = [BOUNDARY; 2 * REACH];
        let (before, behind) = words.split_at_mut(REACH);
        before.iter_mut().zip(text[..first].iter().rev()).for_each(|(to, &word)| *to = word);
        behind.iter_mut().zip(&text[last + 1..]).for_each(|(to, &word)| *to = word);
        Self(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_words_stand_first() {
        let Surroundings(words) = Surroundings::new(&[500, 501, 7, 8, 502], 2, 3);
        assert_eq!(words[..3], [501, 500, BOUNDARY]);
        assert_eq!(words[REACH..REACH + 2], [502, BOUNDARY]);
        let text: Vec<WordId> = (0..100).collect();
        let Surroundings(words) = Surroundings::new(&text, 50, 50);
        assert_eq!([words[0], words[REACH - 1]], [49, 36]);
        assert_eq!([words[REACH], words[2 * REACH - 1]], [51, 64]);
    }
}
