//! Tables for people.

use std::fmt::{self, Display};

use unicode_normalization::char::is_combining_mark;

/// A table: every column as wide as its widest cell.
#[derive(Debug)]
pub struct Table<const N: usize> {
    sides: [Side; N],
    rows: Vec<[String; N]>,
}

/// The side of a column at which its cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

impl<const N: usize> Table<N> {
    /// A table with a head.
    pub fn new(head: [(&str, Side); N]) -> Self {
        Self {
            sides: head.map(|(_, side)| side),
            rows: vec![head.map(|(name, _)| name.to_owned())],
        }
    }

    /// Adds a row.
    pub fn push(&mut self, row: [String; N]) {
        self.rows.push(row);
    }
}

impl<const N: usize> Display for Table<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widest = |column: usize| self.rows.iter().map(|row| width(&row[column])).max();
        let widths: [usize; N] = std::array::from_fn(|column| widest(column).unwrap_or(0));
        for row in &self.rows {
            let mut line = String::new();
            for ((cell, side), widest) in row.iter().zip(self.sides).zip(widths) {
                let pad = " ".repeat(widest - width(cell));
                match side {
                    Side::Left => line.extend([cell.as_str(), &pad, "  "]),
                    Side::Right => line.extend([pad.as_str(), cell, "  "]),
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Letters, not characters: decomposed text has its marks beside them.
fn width(cell: &str) -> usize {
    cell.chars().filter(|char| !is_combining_mark(*char)).count()
}
