//! The noisy channel: what pieces of up to three letters are read as.
//!
//! A channel gives the cost of observing a string where a word was meant: the least sum over the
//! ways to cut both into pieces (Brill and Moore 2000). Several channels stand side by side, one
//! for each way in which a text may have come to be.

use crate::alphabet::{self, Code};
use crate::bytes::Bytes;
use crate::cost::Cost;

/// The most letters of a piece, on either side.
pub const PIECE: usize = 3;

/// The ways in which a text may have come to be, in the order of their tables in a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// Read or typed with Vietnamese letters.
    Right,
    /// Read by an engine set to another language.
    Wrong,
    /// Typed or stored without marks.
    Bare,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 3] = [Self::Right, Self::Wrong, Self::Bare];
}

/// What was meant where something was observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub letters: [Code; PIECE],
    pub cost: Cost,
}

impl Piece {
    /// The letters that were meant, one to three.
    pub fn letters(&self) -> &[Code] {
        let len = self.letters.iter().position(|&code| code == 0).unwrap_or(PIECE);
        &self.letters[..len]
    }
}

/// The pieces of one channel, read from the bytes of a model.
#[derive(Debug, Clone)]
pub struct Channel {
    keys: Bytes,
    starts: Bytes,
    letters: Bytes,
    costs: Bytes,
}

/// Some letters as a number that sorts and compares fast, [`plain`] where there are several.
pub fn key(letters: &[Code]) -> u32 {
    plain(letters).fold(0, |key, code| key << 8 | u32::from(code))
}

impl Channel {
    /// Reads a section: the number of keys and of pieces, the sorted keys, where the pieces of each
    /// start, the meant letters and the costs of the pieces. `None` where it is malformed.
    pub fn open(section: &Bytes) -> Option<Self> {
        let number = |at: usize| {
            Some(u32::from_le_bytes(section.get(at..at + 4)?.try_into().ok()?) as usize)
        };
        let (keys, pieces) = (number(0)?, number(4)?);
        let mut at = 8usize;
        let mut take = |len: usize| {
            let range = at..at.checked_add(len)?;
            at = range.end;
            (at <= section.len()).then(|| section.slice(range))
        };
        let channel = Self {
            keys: take(keys.checked_mul(4)?)?,
            starts: take(keys.checked_add(1)?.checked_mul(4)?)?,
            letters: take(pieces.checked_mul(PIECE)?)?,
            costs: take(pieces.checked_mul(2)?)?,
        };
        (at == section.len()).then_some(channel)
    }

    /// What may have been meant by exactly these observed letters, the cheapest first.
    pub fn pieces(&self, observed: &[Code]) -> Pieces<'_> {
        let (keys, _) = self.keys.as_chunks::<4>();
        let (starts, _) = self.starts.as_chunks::<4>();
        let found = keys.binary_search_by_key(&key(observed), |&bytes| u32::from_le_bytes(bytes));
        let start = |at: usize| u32::from_le_bytes(starts[at]) as usize;
        let range = found.map_or(0..0, |at| start(at)..start(at + 1));
        let (letters, _) = self.letters.as_chunks::<PIECE>();
        let (costs, _) = self.costs.as_chunks::<2>();
        Pieces { letters: &letters[range.clone()], costs: &costs[range] }
    }
}

/// Observed letters as the channel knows them: among several, foreign marks say nothing, since no
/// engine that the costs were learned from need have had them.
pub fn plain(observed: &[Code]) -> impl Iterator<Item = Code> {
    let several = observed.len() > 1;
    observed.iter().map(move |&code| match several && alphabet::is_foreign(code) {
        true => alphabet::base(code),
        false => code,
    })
}

/// What may have been meant by some observed letters, the cheapest first.
#[derive(Debug, Clone, Default)]
pub struct Pieces<'a> {
    letters: &'a [[Code; PIECE]],
    costs: &'a [[u8; 2]],
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let (&letters, rest) = self.letters.split_first()?;
        let (&cost, costs) = self.costs.split_first()?;
        (self.letters, self.costs) = (rest, costs);
        Some(Piece { letters, cost: Cost::from(u16::from_le_bytes(cost)) })
    }
}

impl DoubleEndedIterator for Pieces<'_> {
    fn next_back(&mut self) -> Option<Piece> {
        let (&letters, rest) = self.letters.split_last()?;
        let (&cost, costs) = self.costs.split_last()?;
        (self.letters, self.costs) = (rest, costs);
        Some(Piece { letters, cost: Cost::from(u16::from_le_bytes(cost)) })
    }
}
