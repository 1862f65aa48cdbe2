//! What a caller may set.

use serde::{Deserialize, Serialize};

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
    /// Whether edits are made too that are less likely right than what stands there is damaged: more is
    /// repaired, and more harmed.
    pub thorough: bool,
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
        Self { min_confidence: 0.0, alternatives: 3, thorough: false }
    }
}
