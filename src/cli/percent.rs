//! Probabilities as people read them.

/// A probability in per cent; never rounded up to certainty.
pub fn per_cent(probability: f32) -> String {
    format!("{:.0} %", (100.0 * probability).min(99.0))
}
