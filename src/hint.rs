//! What an OCR engine says of what it read.

use std::ops::Range;

/// How sure an OCR engine was of a part of a text, a word as a rule.
///
/// ```
/// use vietmend::{Hint, Model, Options, Repairer};
/// let repairer = Repairer::new(Model::embedded(), Options::default());
/// let repaired = repairer.repair_with_hints("chiếm đât", &[Hint::new(0..7, 0.97), Hint::new(8..13, 0.4)]);
/// assert_eq!(repaired.text, "chiếm đất");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Hint {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// How sure the engine was of it, from 0 to 1.
    pub confidence: f32,
}

impl Hint {
    /// A hint on some bytes of a text.
    ///
    /// ```
    /// use vietmend::Hint;
    /// let hint = Hint::new(0..7, 0.97);
    /// assert_eq!((hint.span, hint.confidence), (0..7, 0.97));
    /// ```
    pub fn new(span: Range<usize>, confidence: f32) -> Self {
        Self { span, confidence }
    }
}
