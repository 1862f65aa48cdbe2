//! Levenshtein distance and one fixed optimal alignment of two sequences.
//!
//! The edit matrix is kept as bits, 64 cells to a word: Myers, "A fast bit-vector algorithm for
//! approximate string matching based on dynamic programming" (J. ACM 46, 1999), in the form of
//! Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances" (Nordic J.
//! Computing 10, 2003). Only the band of Ukkonen, "Algorithms for approximate string matching"
//! (Information and Control 64, 1985), is computed; a matrix that would be large is cut in two as in
//! Hirschberg, "A linear space algorithm for computing maximal common subsequences" (Comm. ACM 18,
//! 1975). Rows stand for the truth, columns for the text.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

/// Fewest insertions, deletions and replacements that make one sequence the other.
///
/// Time grows with the length times the distance over 64, memory with the length.
pub(super) fn distance<T: Eq + Hash>(truth: &[T], text: &[T]) -> usize {
    let (truth, text) = number(truth, text);
    let (_, truth, text) = strip(&truth, &text);
    if truth.is_empty() || text.is_empty() {
        return truth.len() + text.len();
    }
    let pattern = Pattern::new(truth.iter());
    let mut limit = truth.len().abs_diff(text.len()) + FIRST_LIMIT;
    loop {
        let mut columns = Columns::new(&pattern, Band::new(truth.len(), text.len(), limit));
        for &symbol in text {
            columns.advance(symbol);
        }
        let distance = columns.last();
        if distance <= limit {
            return distance;
        }
        limit *= 2;
    }
}

/// Edits above the difference in length that the first band allows: its two or three blocks a
/// column cost little more than one.
const FIRST_LIMIT: usize = 64;

/// An optimal alignment of a truth with a text.
///
/// Several alignments may be optimal. This one is the choice of rapidfuzz 3.14 (which defines the
/// project's figures): cut at [`MATRIX_CELLS`], walk back from the end, a deletion before all else,
/// an insertion only where a replacement is not as good.
pub(super) struct Alignment {
    /// Edits: the Levenshtein distance.
    pub(super) edits: usize,
    /// For each item of the truth, whether an equal item of the text stands for it.
    pub(super) paired: Vec<bool>,
}

impl Alignment {
    /// Time grows with the product of the lengths over 64; memory with the length, beside about
    /// 1 MiB of the edit matrix.
    pub(super) fn new<T: Eq + Hash>(truth: &[T], text: &[T]) -> Self {
        let mut paired = vec![true; truth.len()];
        let (truth, text) = number(truth, text);
        let edits = align(&truth, &text, usize::MAX, &mut paired);
        Self { edits, paired }
    }
}

/// Replaces equal items by equal small numbers.
fn number<T: Eq + Hash>(truth: &[T], text: &[T]) -> (Vec<usize>, Vec<usize>) {
    let mut numbers = HashMap::new();
    let mut number = |item| {
        let next = numbers.len();
        *numbers.entry(item).or_insert(next)
    };
    let truth = truth.iter().map(&mut number).collect();
    (truth, text.iter().map(number).collect())
}

/// The length of the common start, and both sequences without common start and end.
fn strip<'a>(a: &'a [usize], b: &'a [usize]) -> (usize, &'a [usize], &'a [usize]) {
    let same = |(x, y): &(&usize, &usize)| x == y;
    let start = a.iter().zip(b).take_while(same).count();
    let (a, b) = (&a[start..], &b[start..]);
    let reversed = a.iter().rev().zip(b.iter().rev());
    let end = reversed.take_while(same).count();
    (start, &a[..a.len() - end], &b[..b.len() - end])
}

/// Clears `paired` where the truth has no equal; returns the edits, which are at most `limit`.
fn align(truth: &[usize], text: &[usize], limit: usize, paired: &mut [bool]) -> usize {
    let (start, truth, text) = strip(truth, text);
    let paired = &mut paired[start..start + truth.len()];
    let limit = limit.min(truth.len().max(text.len()));
    let Some(cut) = Cut::of(truth, text, limit) else {
        return trace(truth, text, limit, paired);
    };
    let (upper, lower) = paired.split_at_mut(cut.row);
    align(&truth[..cut.row], &text[..cut.column], cut.before, upper)
        + align(&truth[cut.row..], &text[cut.column..], cut.after, lower)
}

/// A cell on an optimal path, and the edits on either side of it.
struct Cut {
    row: usize,
    column: usize,
    before: usize,
    after: usize,
}

/// Cells of a matrix that is kept whole: two bits each, 1 MiB, as in rapidfuzz.
const MATRIX_CELLS: usize = 4 << 20;
/// Fewest rows and columns of a matrix worth cutting, as in rapidfuzz.
const LEAST_CUT: (usize, usize) = (65, 10);

impl Cut {
    /// The cut of a matrix too large to be kept whole.
    fn of(truth: &[usize], text: &[usize], limit: usize) -> Option<Self> {
        let band = truth.len().min(limit.saturating_mul(2).saturating_add(1));
        let small = truth.len() < LEAST_CUT.0 || text.len() < LEAST_CUT.1;
        if small || band.saturating_mul(text.len()) < MATRIX_CELLS {
            return None;
        }
        Self::in_middle(truth, text, limit)
    }

    /// The first best row below the first at half the text; the first row if no other is as good.
    fn in_middle(truth: &[usize], text: &[usize], limit: usize) -> Option<Self> {
        let column = text.len() / 2;
        let band = Band::new(truth.len(), text.len(), limit);
        let (first, before) = last_column(truth.iter(), text[..column].iter(), band);
        let (first_after, after) =
            last_column(truth.iter().rev(), text[column..].iter().rev(), band);
        let cut = |(row, before): (usize, usize)| {
            let after = *after.get((truth.len() - row).checked_sub(first_after)?)?;
            Some(Self { row, column, before, after })
        };
        let cuts = (first..).zip(before).filter_map(cut);
        cuts.min_by_key(|cut| (cut.before + cut.after, cut.row == 0))
    }
}

/// The scores of the last column, and the row of the first of them.
fn last_column<'a>(
    truth: impl Iterator<Item = &'a usize>,
    text: impl Iterator<Item = &'a usize>,
    band: Band,
) -> (usize, Vec<usize>) {
    let pattern = Pattern::new(truth);
    let mut columns = Columns::new(&pattern, band);
    for &symbol in text {
        columns.advance(symbol);
    }
    columns.scores()
}

/// Walks an optimal path back from the end; clears `paired` and returns the edits as [`align`].
fn trace(truth: &[usize], text: &[usize], limit: usize, paired: &mut [bool]) -> usize {
    let matrix = Matrix::new(truth, text, limit);
    let (mut row, mut column) = (truth.len(), text.len());
    let mut edits = 0;
    while row > 0 && column > 0 {
        if matrix.rises(row, column) {
            row -= 1;
            paired[row] = false;
            edits += 1;
            continue;
        }
        column -= 1;
        if column > 0 && matrix.falls(row, column) {
            edits += 1;
            continue;
        }
        row -= 1;
        paired[row] = truth[row] == text[column];
        edits += usize::from(!paired[row]);
    }
    paired[..row].fill(false);
    edits + row + column
}

/// The columns 1, 2, … of an edit matrix, each from its first block in the band.
struct Matrix(Vec<(usize, Vec<Block>)>);

impl Matrix {
    fn new(truth: &[usize], text: &[usize], limit: usize) -> Self {
        let pattern = Pattern::new(truth.iter());
        let mut columns = Columns::new(&pattern, Band::new(truth.len(), text.len(), limit));
        let column = |&symbol| {
            columns.advance(symbol);
            let blocks = &columns.blocks[columns.range.clone()];
            (columns.range.start, blocks.to_vec())
        };
        Self(text.iter().map(column).collect())
    }

    /// Whether the cell is one more than the cell of the row before.
    fn rises(&self, row: usize, column: usize) -> bool {
        self.block(row, column).is_some_and(|block| bit(block.rises, row - 1))
    }

    /// Whether the cell is one less than the cell of the row before.
    fn falls(&self, row: usize, column: usize) -> bool {
        self.block(row, column).is_some_and(|block| bit(block.falls, row - 1))
    }

    fn block(&self, row: usize, column: usize) -> Option<&Block> {
        let (first, blocks) = &self.0[column - 1];
        blocks.get(((row - 1) / BITS).checked_sub(*first)?)
    }
}

/// Rows of a block.
const BITS: usize = u64::BITS as usize;

fn bit(word: u64, row: usize) -> bool {
    word >> (row % BITS) & 1 == 1
}

/// Where each symbol stands in the truth: its blocks in order, with a bit for each row.
struct Pattern(Vec<Vec<(usize, u64)>>);

impl Pattern {
    fn new<'a>(truth: impl Iterator<Item = &'a usize>) -> Self {
        let mut places: Vec<Vec<(usize, u64)>> = Vec::new();
        for (row, &symbol) in truth.enumerate() {
            places.resize_with(places.len().max(symbol + 1), Vec::new);
            let (block, bit) = (row / BITS, 1 << (row % BITS));
            match places[symbol].last_mut() {
                Some((last, bits)) if *last == block => *bits |= bit,
                _ => places[symbol].push((block, bit)),
            }
        }
        Self(places)
    }

    fn places(&self, symbol: usize, blocks: &Range<usize>) -> &[(usize, u64)] {
        let places = self.0.get(symbol).map_or(&[][..], Vec::as_slice);
        let index = |block| places.partition_point(|place| place.0 < block);
        &places[index(blocks.start)..index(blocks.end)]
    }
}

/// The cells that a path from corner to corner with a limited number of edits can touch.
#[derive(Clone, Copy)]
struct Band {
    rows: usize,
    deletions: usize,
    insertions: usize,
}

impl Band {
    /// The limit must be at least the difference in length: else no path has so few edits.
    fn new(rows: usize, columns: usize, limit: usize) -> Self {
        // Deletions less insertions are rows less columns; together they are at most the limit.
        let deletions = (limit + rows).saturating_sub(columns) / 2;
        let insertions = (limit + columns).saturating_sub(rows) / 2;
        Self { rows, deletions, insertions }
    }

    /// The blocks of the band in a column (from 1).
    fn blocks(&self, column: usize) -> Range<usize> {
        let first = column.saturating_sub(self.insertions + 1) / BITS;
        let end = (column + self.deletions).min(self.rows).div_ceil(BITS);
        first.min(end)..end
    }
}

/// Sixty-four cells of a column: a bit is set where a cell is one more, or one less, than the cell
/// of the row before.
#[derive(Clone, Copy)]
struct Block {
    rises: u64,
    falls: u64,
}

/// The step from one column to the next in the row before a block: 1 where it goes up, or down.
#[derive(Clone, Copy)]
struct Step {
    up: u64,
    down: u64,
}

impl Block {
    /// Column 0 rises throughout. So does a block that enters the band later, from the block before
    /// it: that is never less than the true cells, and no path in the band comes from there.
    const START: Self = Self { rises: u64::MAX, falls: 0 };

    /// Moves to the next column (Hyyrö 2003, with the carries of Myers 1999 between blocks).
    fn advance(&mut self, matches: u64, above: Step) -> Step {
        let Self { rises, falls } = *self;
        let matches = matches | above.down;
        let diagonal = (((matches & rises).wrapping_add(rises)) ^ rises) | matches | falls;
        let up = falls | !(diagonal | rises);
        let down = diagonal & rises;
        let below = Step { up: up >> 63, down: down >> 63 };
        let (up, down) = (up << 1 | above.up, down << 1 | above.down);
        self.rises = down | !(diagonal | up);
        self.falls = up & diagonal;
        below
    }
}

/// The current column of an edit matrix, within its band.
struct Columns<'a> {
    pattern: &'a Pattern,
    band: Band,
    column: usize,
    /// All blocks of the column; those outside `range` are stale or untouched.
    blocks: Vec<Block>,
    range: Range<usize>,
    /// The cell above the first block in the range.
    top: usize,
    /// A word of matches per block, zero between columns.
    matches: Vec<u64>,
}

impl<'a> Columns<'a> {
    fn new(pattern: &'a Pattern, band: Band) -> Self {
        let blocks = band.rows.div_ceil(BITS);
        Self {
            pattern,
            band,
            column: 0,
            blocks: vec![Block::START; blocks],
            range: 0..0,
            top: 0,
            matches: vec![0; blocks],
        }
    }

    /// Moves to the column of the text's next symbol.
    fn advance(&mut self, symbol: usize) {
        self.column += 1;
        let range = self.band.blocks(self.column);
        for left in &self.blocks[self.range.start..range.start] {
            self.top += left.rises.count_ones() as usize;
            self.top -= left.falls.count_ones() as usize;
        }
        // Row 0 goes up at every column; in a row before the band that is never less than the truth.
        self.top += 1;
        let mut step = Step { up: 1, down: 0 };
        let places = self.pattern.places(symbol, &range);
        for &(block, bits) in places {
            self.matches[block] = bits;
        }
        let blocks = self.blocks[range.clone()].iter_mut();
        for (block, &matches) in blocks.zip(&self.matches[range.clone()]) {
            step = block.advance(matches, step);
        }
        for &(block, _) in places {
            self.matches[block] = 0;
        }
        self.range = range;
    }

    /// The cell of the last row.
    fn last(&self) -> usize {
        self.scores().1.last().copied().unwrap_or(self.top)
    }

    /// The cells of the column in the band, and the row (from 0) of the first of them.
    fn scores(&self) -> (usize, Vec<usize>) {
        let first = self.range.start * BITS;
        let end = self.band.rows.min(self.range.end * BITS);
        let mut scores = vec![self.top];
        let mut score = self.top;
        for row in first..end {
            let block = self.blocks[row / BITS];
            score += usize::from(bit(block.rises, row));
            score -= usize::from(bit(block.falls, row));
            scores.push(score);
        }
        (first, scores)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// The whole edit matrix, a row of cells per item of the truth (Wagner and Fischer 1974).
    fn naive(truth: &[u8], text: &[u8]) -> Vec<Vec<usize>> {
        let mut cells = vec![(0..=text.len()).collect::<Vec<_>>()];
        for (row, a) in truth.iter().enumerate() {
            let mut next = vec![row + 1];
            for (column, b) in text.iter().enumerate() {
                let diagonal = cells[row][column] + usize::from(a != b);
                let straight = cells[row][column + 1].min(next[column]) + 1;
                next.push(diagonal.min(straight));
            }
            cells.push(next);
        }
        cells
    }

    fn naive_distance(truth: &[u8], text: &[u8]) -> usize {
        naive(truth, text)[truth.len()][text.len()]
    }

    /// The path of [`trace`], read from whole numbers.
    fn naive_paired(truth: &[u8], text: &[u8]) -> Vec<bool> {
        let cells = naive(truth, text);
        let mut paired = vec![false; truth.len()];
        let (mut row, mut column) = (truth.len(), text.len());
        while row > 0 && column > 0 {
            if cells[row][column] == cells[row - 1][column] + 1 {
                row -= 1;
            } else if column > 1 && cells[row][column - 1] + 1 == cells[row - 1][column - 1] {
                column -= 1;
            } else {
                (row, column) = (row - 1, column - 1);
                paired[row] = truth[row] == text[column];
            }
        }
        paired
    }

    /// Two sequences of few symbols, the second often a damaged copy of the first.
    fn pair(length: Range<usize>) -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
        let damage = vec((any::<prop::sample::Index>(), 0..3u8, 0..4u8), 0..60);
        let copy = (vec(0..4u8, length.clone()), damage).prop_map(|(truth, damage)| {
            let mut text = truth.clone();
            for (place, kind, symbol) in damage {
                let place = place.index(text.len() + 1);
                match kind {
                    0 => text.insert(place, symbol),
                    1 if place < text.len() => drop(text.remove(place)),
                    _ => text.get_mut(place).into_iter().for_each(|old| *old = symbol),
                }
            }
            (truth, text)
        });
        prop_oneof![copy, (vec(0..4u8, length.clone()), vec(0..4u8, length))]
    }

    proptest! {
        // The naive matrices are slow in a debug build.
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn distance_is_the_naive_one((truth, text) in pair(0..300)) {
            prop_assert_eq!(distance(&truth, &text), naive_distance(&truth, &text));
        }

        #[test]
        fn alignment_is_the_naive_one((truth, text) in pair(0..300)) {
            let found = Alignment::new(&truth, &text);
            prop_assert_eq!(found.edits, naive_distance(&truth, &text));
            let (start, a, b) = strip_bytes(&truth, &text);
            let mut paired = vec![true; truth.len()];
            paired[start..start + a.len()].copy_from_slice(&naive_paired(a, b));
            prop_assert_eq!(found.paired, paired);
        }

        #[test]
        fn cut_lies_on_an_optimal_path((truth, text) in pair(65..300), slack in 0..80usize) {
            prop_assume!(text.len() >= 10);
            let whole = naive_distance(&truth, &text);
            let (a, b) = number(&truth, &text);
            let cut = Cut::in_middle(&a, &b, whole + slack).unwrap();
            prop_assert_eq!(cut.before + cut.after, whole);
            let (upper, lower) = truth.split_at(cut.row);
            let (left, right) = text.split_at(cut.column);
            prop_assert_eq!(cut.before, naive_distance(upper, left));
            prop_assert_eq!(cut.after, naive_distance(lower, right));
        }
    }

    fn strip_bytes<'a>(a: &'a [u8], b: &'a [u8]) -> (usize, &'a [u8], &'a [u8]) {
        let (a_numbers, b_numbers) = number(a, b);
        let (start, a_rest, b_rest) = strip(&a_numbers, &b_numbers);
        (start, &a[start..start + a_rest.len()], &b[start..start + b_rest.len()])
    }

    #[test]
    fn known_distances() {
        assert_eq!(distance(&chars("kitten"), &chars("sitting")), 3);
        assert_eq!(distance(&chars("Hải Dương"), &chars("Hai Duong")), 3);
        assert_eq!(distance(&chars("abc"), &chars("abc")), 0);
        assert_eq!(distance(&chars(""), &chars("abc")), 3);
        assert_eq!(distance(&chars("abc"), &chars("")), 3);
        assert_eq!(distance::<char>(&[], &[]), 0);
    }

    #[test]
    fn pairs_what_a_split_token_leaves() {
        // a bc d   truth
        // a b c d  text: bc is replaced by c, b is inserted.
        let found = Alignment::new(&["a", "bc", "d"], &["a", "b", "c", "d"]);
        assert_eq!((found.edits, found.paired), (2, vec![true, false, true]));
    }

    #[test]
    fn deletes_the_later_of_two_equal_items() {
        // Common starts go first: the first x of the truth is paired, the second deleted.
        let found = Alignment::new(&["x", "x", "y"], &["x", "y"]);
        assert_eq!((found.edits, found.paired), (1, vec![true, false, true]));
    }

    #[test]
    fn empty_sequences() {
        let nothing: [&str; 0] = [];
        let found = Alignment::new(&nothing, &["a"]);
        assert_eq!((found.edits, found.paired), (1, vec![]));
        let found = Alignment::new(&["a"], &nothing);
        assert_eq!((found.edits, found.paired), (1, vec![false]));
    }

    #[test]
    fn a_large_matrix_is_cut() {
        // Every tenth item is replaced by one that stands nowhere else: only that item is unpaired.
        let truth: Vec<usize> = (0..5000).collect();
        let text: Vec<usize> =
            truth.iter().map(|&i| if i % 10 == 5 { i + 5000 } else { i }).collect();
        let found = Alignment::new(&truth, &text);
        assert_eq!(found.edits, 500);
        assert!(found.paired.iter().enumerate().all(|(i, &paired)| paired != (i % 10 == 5)));
    }
}
