//! What happened to a text: how it was read or typed.

use serde::{Deserialize, Serialize};

/// How a text came to be, as shares that sum to one, estimated from the text alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Damage {
    /// Read or typed with Vietnamese letters (clean text, or right-language OCR).
    pub right_language: f32,
    /// Read by an OCR engine that was set to another language.
    pub wrong_language: f32,
    /// Typed or stored without marks.
    pub unmarked: f32,
}
