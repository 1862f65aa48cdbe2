//! What a caller may set.

use serde::{Deserialize, Serialize};

use crate::ToneStyle;

/// What a caller may set for a [`Repairer`](crate::Repairer); the defaults serve every kind of text.
///
/// ```
/// let mut options = vietmend::Options::default();
/// options.alternatives = 0;
/// assert_eq!(options.min_confidence, 0.0);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Options {
    /// An edit is made only where it is right with at least this probability, from 0 to 1.
    pub min_confidence: f32,
    /// How many other readings are listed with each edit.
    pub alternatives: usize,
    /// Whether edits are made on less evidence than usual: more is repaired, and more harmed.
    pub thorough: bool,
    /// Whether words are composed (NFC) that need no repair otherwise, and letters of other scripts made
    /// Latin that look like it and stand among Latin ones; such edits have a confidence of 1.
    pub normalize: bool,
    /// Where the tone mark is set in Vietnamese words, whether they need repair or not; `None` for each
    /// text's own style.
    pub tone: Option<ToneStyle>,
}

impl Options {
    /// Only edits that are right with a probability of 0.9 are made; the others are listed. For
    /// texts that nobody will read again.
    ///
    /// ```
    /// assert_eq!(vietmend::Options::conservative().min_confidence, 0.9);
    /// ```
    pub fn conservative() -> Self {
        Self { min_confidence: 0.9, ..Self::default() }
    }

    /// Edits are made on less evidence than usual. For texts that a person reads again.
    ///
    /// ```
    /// assert!(vietmend::Options::thorough().thorough);
    /// ```
    pub fn thorough() -> Self {
        Self { thorough: true, ..Self::default() }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { min_confidence: 0.0, alternatives: 3, thorough: false, normalize: false, tone: None }
    }
}
