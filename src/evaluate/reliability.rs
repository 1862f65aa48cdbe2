//! Whether confidences mean what they say.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::alignment::Alignment;
use super::{choose, normalize, share, tokens};
use crate::Repaired;

/// The number of ranges of confidence: tenths.
const BINS: usize = 10;

/// How often edits are right, by their confidence.
///
/// An edit is right where the words that it wrote stand in the truth, by letters, digits and case.
///
/// ```
/// use vietmend::evaluate::Reliability;
/// use vietmend::{Model, Options, Repairer};
///
/// let repairer = Repairer::new(Model::embedded(), Options::default());
/// let repaired = repairer.repair("chiếm đât");
/// let reliability = Reliability::of(&repaired, "chiếm đất");
/// let edits: u64 = reliability.bins.iter().map(|bin| bin.edits).sum();
/// assert_eq!((edits, reliability.bins[9].right), (1, 1));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reliability {
    /// The edits of confidence 0 to 0.1, 0.1 to 0.2, and so on up to 1.
    pub bins: [Bin; BINS],
}

/// The edits of a range of confidence.
///
/// ```
/// assert_eq!(vietmend::evaluate::Bin::default().edits, 0);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bin {
    /// How many there are.
    pub edits: u64,
    /// How many of them are right.
    pub right: u64,
    /// The sum of their confidences: how many of them should be right.
    pub confidence: f64,
}

impl Reliability {
    /// Compares the edits of a repair with the truth, in which `{a|b}` are alternatives.
    ///
    /// ```
    /// use vietmend::evaluate::Reliability;
    /// use vietmend::{Model, Options, Repairer};
    ///
    /// let repairer = Repairer::new(Model::embedded(), Options::default());
    /// let clean = repairer.repair("chiếm đất");
    /// assert_eq!(Reliability::of(&clean, "chiếm đất"), Reliability::default());
    /// ```
    #[must_use]
    pub fn of(repaired: &Repaired<'_>, truth: &str) -> Self {
        let text = normalize(&repaired.text);
        let truth = choose(&normalize(truth), &text);
        let (keys, truth) = (keys(&text), keys(&truth));
        let paired = Alignment::new(&keys, &truth).paired;
        let starts = starts(&repaired.text);
        let mut reliability = Self::default();
        // How much longer the text is that has been gone through than before the repair.
        let mut longer = 0;
        for edit in &repaired.edits {
            let start = edit.span.start.wrapping_add(longer);
            let end = start + edit.after.len();
            longer = end.wrapping_sub(edit.span.end);
            let words = starts.partition_point(|&word| word <= start) - 1
                ..starts.partition_point(|&word| word < end);
            reliability.add(edit.confidence, paired[words].iter().all(|&paired| paired));
        }
        reliability
    }

    /// The expected calibration error: by how much confidence and the share of right edits differ,
    /// in the mean of all edits (Naeini and others 2015); `None` where there are none.
    ///
    /// ```
    /// use vietmend::evaluate::Reliability;
    ///
    /// assert_eq!(Reliability::default().error(), None);
    /// ```
    #[must_use]
    pub fn error(&self) -> Option<f64> {
        let edits: u64 = self.bins.iter().map(|bin| bin.edits).sum();
        let off: f64 = self.bins.iter().map(|bin| (bin.confidence - bin.right as f64).abs()).sum();
        share(1, edits).map(|one| one * off)
    }

    fn add(&mut self, confidence: f32, right: bool) {
        let bin = &mut self.bins[((confidence * BINS as f32) as usize).min(BINS - 1)];
        bin.edits += 1;
        bin.right += u64::from(right);
        bin.confidence += f64::from(confidence);
    }
}

/// The bytes where the tokens of a text start.
fn starts(text: &str) -> Vec<usize> {
    tokens(text).into_iter().map(|token| token.as_ptr().addr() - text.as_ptr().addr()).collect()
}

/// The tokens of a text by their letters and digits.
fn keys(text: &str) -> Vec<String> {
    let key = |token: &str| token.chars().filter(|c| c.is_alphanumeric()).collect();
    tokens(text).into_iter().map(key).collect()
}

impl AddAssign for Reliability {
    fn add_assign(&mut self, other: Self) {
        for (bin, other) in self.bins.iter_mut().zip(other.bins) {
            bin.edits += other.edits;
            bin.right += other.right;
            bin.confidence += other.confidence;
        }
    }
}
