//! Numbers of two bytes, as a model stores them.

use std::ops::Range;

use crate::bytes::Bytes;

/// Numbers of two bytes.
#[derive(Debug, Clone)]
pub struct Numbers {
    low: Bytes,
    high: Bytes,
}

impl Numbers {
    /// Takes a section: all low bytes, then all high bytes. `None` where its length is odd.
    pub fn open(section: &Bytes) -> Option<Self> {
        let half = section.len() / 2;
        let (low, high) = (section.slice(0..half), section.slice(half..2 * half));
        section.len().is_multiple_of(2).then_some(Self { low, high })
    }

    /// A section of these numbers.
    #[cfg(feature = "train")]
    pub fn section(numbers: &[u16]) -> Vec<u8> {
        let bytes = |at: usize| numbers.iter().map(move |number| number.to_le_bytes()[at]);
        bytes(0).chain(bytes(1)).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.low.len()
    }

    /// The numbers at some places.
    pub fn row(&self, row: Range<usize>) -> impl ExactSizeIterator<Item = u16> {
        let (low, high) = (&self.low[row.clone()], &self.high[row]);
        low.iter().zip(high).map(|(&low, &high)| u16::from_le_bytes([low, high]))
    }

    /// The sum of the first `count` numbers of the block of `N` at a place.
    pub fn sum<const N: usize>(&self, block: usize, count: usize) -> u32 {
        let start = block * N;
        let whole = |bytes: &[u8]| bytes.get(start..start + N)?.first_chunk::<N>().copied();
        let (Some(low), Some(high)) = (whole(&self.low), whole(&self.high)) else {
            return self.row(start..start + count).map(u32::from).sum();
        };
        // All of them are looked at, so that no branch depends on the place.
        let number = |at: usize| u32::from(u16::from_le_bytes([low[at], high[at]]));
        (0..N).map(|at| if at < count { number(at) } else { 0 }).sum()
    }

    /// Where `number` stands in a sorted row.
    pub fn find(&self, row: Range<usize>, number: u16) -> Option<usize> {
        let [low, high] = number.to_le_bytes();
        let mut rest = row;
        // Low bytes are searched many at a time, which beats halving in all but the longest rows.
        while rest.len() > Self::SCANNED {
            let middle = rest.start + rest.len() / 2;
            let right = (self.high[middle], self.low[middle]) <= (high, low);
            rest = if right { middle..rest.end } else { rest.start..middle };
        }
        let (start, low_row, high_row) = (rest.start, &self.low[rest.clone()], &self.high[rest]);
        if low_row.len() <= Self::SHORT {
            let at = low_row.iter().zip(high_row).position(|(&a, &b)| [a, b] == [low, high]);
            return at.map(|at| start + at);
        }
        let mut found = memchr::memchr_iter(low, low_row);
        found.find(|&at| high_row[at] == high).map(|at| start + at)
    }

    /// The longest row that is compared number by number, for which a search of bytes is not worth its
    /// start: a hundredth of the time of a run.
    const SHORT: usize = 16;
    /// The longest row that is searched from end to end.
    const SCANNED: usize = 128;
}
