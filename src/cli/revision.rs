//! A text and what was found in it.

use std::borrow::Cow;

use super::finding::Finding;
use super::passage::Passage;

/// A text as it was read, and what was found in it.
#[derive(Debug)]
pub struct Revision<'t> {
    text: Cow<'t, str>,
    findings: Vec<Finding<'t>>,
}

impl<'t> Revision<'t> {
    /// A text and what was found in it, in the order of the places.
    pub fn new(text: impl Into<Cow<'t, str>>, findings: Vec<Finding<'t>>) -> Self {
        Self { text: text.into(), findings }
    }

    /// All of the text as it was read.
    pub fn whole(&self) -> Passage<'_, 't> {
        Passage { line: 1, start: 0, text: &self.text, findings: &self.findings }
    }
}
