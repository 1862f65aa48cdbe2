//! Files by how many of their words are wrong, as bars.

use std::fmt::{self, Display};

use serde::Serialize;

use super::super::table::{Side, Table};

/// The shares at which ranges start: below one in a hundred is clean, above one in five is a text read
/// with the wrong language or typed without marks, above one in two hardly a reader guesses the rest.
const STARTS: [f64; 7] = [0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
/// Characters of the longest bar: with the other columns it fits a narrow terminal.
const LONGEST: usize = 50;
/// Eighths of a character, from one.
const EIGHTHS: [&str; 8] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];

/// How many files there are in each range of shares.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Histogram([usize; STARTS.len()]);

/// A range of shares and how many files are in it.
#[derive(Debug, PartialEq, Serialize)]
pub struct Range {
    /// The share from which it starts.
    from: f64,
    /// The share below which it ends.
    to: f64,
    files: usize,
}

impl Histogram {
    /// Adds a file, by the share of its words that are wrong.
    pub fn add(&mut self, share: f64) {
        let range = STARTS.iter().rposition(|&start| share >= start).unwrap_or(0);
        self.0[range] += 1;
    }

    /// The ranges from the cleanest.
    pub fn ranges(&self) -> impl Iterator<Item = Range> {
        let to = |range: usize| STARTS.get(range + 1).copied().unwrap_or(1.0);
        let ranges = self.0.iter().zip(STARTS).enumerate();
        ranges.map(move |(range, (&files, from))| Range { from, to: to(range), files })
    }
}

impl Display for Histogram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = self.0.iter().max().copied().unwrap_or(0);
        let mut table =
            Table::new([("words wrong", Side::Right), ("files", Side::Right), ("", Side::Left)]);
        for Range { from, to, files } in self.ranges() {
            let range = format!("{:.0}–{:.0} %", 100.0 * from, 100.0 * to);
            table.push([range, files.to_string(), bar(files, most)]);
        }
        table.fmt(f)
    }
}

/// A bar as long as its share of the longest; whatever is counted shows.
fn bar(files: usize, most: usize) -> String {
    let eighths = (8 * LONGEST * files).div_ceil(most.max(1));
    let mut bar = EIGHTHS[7].repeat(eighths / 8);
    if let Some(last) = (eighths % 8).checked_sub(1) {
        bar.push_str(EIGHTHS[last]);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_in_the_range_that_starts_at_or_before_it() {
        let mut histogram = Histogram::default();
        for share in [0.0, 0.0099, 0.01, 0.0499, 0.2, 0.5, 1.0] {
            histogram.add(share);
        }
        assert_eq!(histogram.0, [2, 1, 1, 0, 0, 1, 2]);
    }

    #[test]
    fn ranges_tile_from_none_to_all() {
        let ranges: Vec<Range> = Histogram::default().ranges().collect();
        assert_eq!((ranges[0].from, ranges[ranges.len() - 1].to), (0.0, 1.0));
        assert!(ranges.windows(2).all(|pair| pair[0].to == pair[1].from));
    }

    #[test]
    fn a_bar_shows_whatever_is_counted() {
        assert_eq!(bar(0, 40_000), "");
        assert_eq!(bar(0, 0), "");
        assert_eq!(bar(1, 40_000), "▏");
        assert_eq!(bar(40_000, 40_000), "█".repeat(LONGEST));
        assert_eq!(bar(41, 80).chars().count(), 26);
    }
}
