//! Where words stand in a sorted row of word numbers.

use std::hint::select_unpredictable;

use crate::dictionary::WordId;

/// The place of a word that is not in a row.
pub const NOWHERE: u16 = u16::MAX;

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

    /// The places of some words, looked up side by side.
    pub fn find_all<const N: usize>(&self, words: [WordId; N]) -> [u16; N] {
        match self {
            Self::Sorted(row) => {
                words.map(|word| row.binary_search(&word).map_or(NOWHERE, |place| place as u16))
            }
            Self::Bitmap(row) => row.find_all(words),
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

    fn find_all<const N: usize>(&self, words: [WordId; N]) -> [u16; N] {
        let blocks = words.map(|word| self.0[usize::from(word) / Self::WIDTH]);
        std::array::from_fn(|lane| {
            let (block, bit) = (blocks[lane], 1 << (usize::from(words[lane]) % Self::WIDTH));
            let place = (block >> Self::WIDTH) + u64::from((block & (bit - 1)).count_ones());
            select_unpredictable(block & bit != 0, place as u16, NOWHERE)
        })
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
            let number = |place: Option<usize>| place.map_or(NOWHERE, |place| place as u16);
            assert_eq!(many.find_all([word]), [number(place)]);
            let place = place.filter(|&place| place < Places::LONGEST);
            assert_eq!(few.find_all([word]), [number(place)]);
        }
    }
}
