//! A part of a text that is repaired at once.

use vietmend::{Explanation, Hint, Repaired, Repairer};

/// A part of a text, with what the OCR engine said of it.
#[derive(Debug)]
pub struct Part<'t> {
    /// Its byte offset in the whole.
    pub start: usize,
    pub text: &'t str,
    /// In bytes of the part.
    pub hints: Vec<Hint>,
}

impl<'t> Part<'t> {
    /// Repairs it, in this thread.
    pub fn repair(&self, repairer: &Repairer<'_>) -> Repaired<'t> {
        repairer.repair_with_hints(self.text, &self.hints)
    }

    /// Explains its repair.
    pub fn explain(&self, repairer: &Repairer<'_>) -> Explanation<'t> {
        repairer.explain_with_hints(self.text, &self.hints)
    }
}
