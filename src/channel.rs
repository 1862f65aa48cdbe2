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

    /// The name of its section of a model.
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Bare => "bare",
        }
    }
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
        self.at(key(observed)).map(|at| self.row(at)).unwrap_or_default()
    }

    /// Cost of reading a single letter as what has this [`key`], if the channel knows of that.
    pub fn cost(&self, letter: Code, seen: u32) -> Option<Cost> {
        let mut row = self.row(self.at(seen)?);
        row.find(|piece| *piece.letters() == [letter]).map(|piece| piece.cost)
    }

    /// The same channel with the costs that are given for the [`key`] of what was observed and a piece,
    /// held within what 16 bits can store.
    pub fn reweighed(&self, cost: impl Fn(u32, &Piece) -> Cost) -> Self {
        let mut letters = Vec::with_capacity(self.letters.len());
        let mut costs = Vec::with_capacity(self.costs.len());
        let mut row: Vec<(u16, [Code; PIECE])> = Vec::new();
        for (at, &key) in self.keys.as_chunks::<4>().0.iter().enumerate() {
            let seen = u32::from_le_bytes(key);
            let cost = |piece: &Piece| cost(seen, piece).clamp(0, Cost::from(u16::MAX)) as u16;
            row.clear();
            row.extend(self.row(at).map(|piece| (cost(&piece), piece.letters)));
            if !row.is_sorted() {
                row.sort_unstable();
            }
            letters.extend(row.iter().flat_map(|(_, letters)| letters));
            costs.extend(row.iter().flat_map(|(cost, _)| cost.to_le_bytes()));
        }
        Self { letters: letters.into(), costs: costs.into(), ..self.clone() }
    }

    /// All pieces with the [`key`] of what was observed for them.
    #[cfg(feature = "train")]
    pub fn all(&self) -> impl Iterator<Item = (u32, Piece)> {
        let keys = self.keys.as_chunks::<4>().0.iter().enumerate();
        keys.flat_map(|(at, &key)| self.row(at).map(move |piece| (u32::from_le_bytes(key), piece)))
    }

    /// The place of a key.
    fn at(&self, key: u32) -> Option<usize> {
        let (keys, _) = self.keys.as_chunks::<4>();
        keys.binary_search_by_key(&key, |&bytes| u32::from_le_bytes(bytes)).ok()
    }

    /// The pieces of the key at a place.
    fn row(&self, at: usize) -> Pieces<'_> {
        let (starts, _) = self.starts.as_chunks::<4>();
        let start = |at: usize| u32::from_le_bytes(starts[at]) as usize;
        let range = start(at)..start(at + 1);
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
