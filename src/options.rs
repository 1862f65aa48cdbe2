//! What a caller may set.

use serde::{Deserialize, Serialize};

/// What a caller may set for a [`Repairer`](crate::Repairer); the defaults serve every kind of text.
///
/// ```
/// let mut options = vietmend::Options::default();
/// options.alternatives = 0;
/// assert!(options.margin > 0.0);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Options {
    /// An edit is made only where it is better than leaving the text alone by this many nats;
    /// higher leaves more text alone.
    pub margin: f32,
    /// How many other readings are listed with each edit.
    pub alternatives: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { margin: 1.0, alternatives: 3 }
    }
}
