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
}

impl Default for Options {
    fn default() -> Self {
        Self { min_confidence: 0.0, alternatives: 3 }
    }
}
