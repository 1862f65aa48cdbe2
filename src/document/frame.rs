//! How a document writes where a word stands.

use std::ops::Range;

use crate::document::bounds::Bounds;

/// The largest coordinate that is believed: far more than any scan has, and short when written.
const FARTHEST: f64 = 1e9;

/// Where the box of a word is written in the source, and in which way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// `left top right bottom`
    Corners(Range<usize>),
    /// The left edge, the top, the width and the height, each at its place.
    Sides([Range<usize>; 4]),
    /// `left,top right,top …`: a polygon.
    Points(Range<usize>),
}

impl Frame {
    /// The box, if it can be read.
    pub fn read(&self, source: &str) -> Option<Bounds> {
        match self {
            Self::Corners(at) => {
                let mut numbers = source[at.clone()].split_ascii_whitespace().map(number);
                let mut next = || numbers.next().flatten();
                Some(Bounds { left: next()?, top: next()?, right: next()?, bottom: next()? })
            }
            Self::Sides(places) => {
                let [left, top, width, height] =
                    places.each_ref().map(|at| number(&source[at.clone()]));
                let (left, top) = (left?, top?);
                Some(Bounds { left, top, right: left + width?, bottom: top + height? })
            }
            Self::Points(at) => {
                let points = source[at.clone()].split_ascii_whitespace().map(|point| {
                    let (x, y) = point.split_once(',')?;
                    let (x, y) = (number(x)?, number(y)?);
                    Some(Bounds { left: x, top: y, right: x, bottom: y })
                });
                points.reduce(|all, point| Some(all?.around(point?))).flatten()
            }
        }
    }

    /// What must be written where, so that the box is this one.
    pub fn write(
        &self,
        Bounds { left, top, right, bottom }: Bounds,
    ) -> Vec<(Range<usize>, String)> {
        match self {
            Self::Corners(at) => vec![(at.clone(), format!("{left} {top} {right} {bottom}"))],
            Self::Sides(places) => {
                let numbers = [left, top, rounded(right - left), rounded(bottom - top)];
                places.iter().cloned().zip(numbers.map(|n| n.to_string())).collect()
            }
            Self::Points(at) => {
                let points = format!("{left},{top} {right},{top} {right},{bottom} {left},{bottom}");
                vec![(at.clone(), points)]
            }
        }
    }
}

/// A coordinate that may be believed.
fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|n: &f64| n.abs() <= FARTHEST)
}

/// A difference of numbers with few digits, less what the binary system adds.
fn rounded(n: f64) -> f64 {
    (n * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_read_and_written() {
        let bounds = Bounds { left: 1.0, top: 2.0, right: 4.5, bottom: 6.0 };
        for (frame, source, written) in [
            (Frame::Corners(0..9), "1 2 4.5 6", "1 2 4.5 6"),
            (Frame::Points(0..11), "4.5,2   1,6", "1,2 4.5,2 4.5,6 1,6"),
        ] {
            assert_eq!(frame.read(source), Some(bounds));
            assert_eq!(frame.write(bounds), [(0..source.len(), written.to_string())]);
        }
        let sides = Frame::Sides([0..1, 2..3, 4..7, 8..9]);
        assert_eq!(sides.read("1 2 3.5 4"), Some(bounds));
        assert_eq!(sides.write(bounds)[2], (4..7, "3.5".to_string()));
    }

    #[test]
    fn absurd_boxes_are_none() {
        for source in ["1 2 3", "1 2 3 x", "1 2 3 inf", "1 2 3 nan", "1 2 3 1e99", ""] {
            assert_eq!(Frame::Corners(0..source.len()).read(source), None);
        }
    }
}
