//! Where words stand in a sorted row of word numbers.

use crate::dictionary::WordId;

/// The places of words in a row.
#[derive(Debug, Clone)]
pub enum Places {
    Sorted(Box<[WordId]>),
    Bitmap(Bitmap),
}

impl Places {
    /// Longer rows become bitmaps: a search for many words would touch more memory than these do.
    const LONGEST: usize = 256;

    /// The places in a sorted row, of which every number is below `words`.
    pub fn new(row: impl ExactSizeIterator<Item = WordId>, words: usize) -> Self {
        match row.len() <= Self::LONGEST {
            true => Self::Sorted(row.collect()),
            false => Self::Bitmap(Bitmap::new(row, words)),
        }
    }

    /// The place of a word.
    pub fn find(&self, word: WordId) -> Option<usize> {
        match self {
            Self::Sorted(row) => row.binary_search(&word).ok(),
            Self::Bitmap(row) => row.find(word),
        }
    }
}

/// A sorted row of word numbers as one bit a word: for every 48 words, which of them are listed and,
/// in the upper 16 bits, how many are listed before them.
#[derive(Debug, Clone)]
pub struct Bitmap(Box<[u64]>);

impl Bitmap {
    const WIDTH: usize = 48;

    fn new(row: impl Iterator<Item = WordId>, words: usize) -> Self {
        let mut blocks = vec![0u64; words.div_ceil(Self::WIDTH)].into_boxed_slice();
        for word in row {
            blocks[usize::from(word) / Self::WIDTH] |= 1 << (usize::from(word) % Self::WIDTH);
        }
        let mut before = 0;
        for block in &mut blocks {
            let listed = block.count_ones();
            *block |= before << Self::WIDTH;
            before += u64::from(listed);
        }
        Self(blocks)
    }

    /// The place of a word in the row.
    fn find(&self, word: WordId) -> Option<usize> {
        let block = self.0[usize::from(word) / Self::WIDTH];
        let bit = 1 << (usize::from(word) % Self::WIDTH);
        let place = || (block >> Self::WIDTH) + u64::from((block & (bit - 1)).count_ones());
        (block & bit != 0).then(|| place() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_find_the_same() {
        let row: Vec<WordId> = (0..2_000).filter(|word| word % 7 < 2).collect();
        let few = Places::new(row[..Places::LONGEST].iter().copied(), 2_000);
        let many = Places::new(row.iter().copied(), 2_000);
        assert!(matches!((&few, &many), (Places::Sorted(_), Places::Bitmap(_))));
        for word in 0..2_000 {
            let place = row.iter().position(|&listed| listed == word);
            assert_eq!(many.find(word), place);
            assert_eq!(few.find(word), place.filter(|&place| place < Places::LONGEST));
        }
    }
}
