//! Why a document cannot be read, before its format is named.

/// What is wrong, and at which byte of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flaw {
    pub at: usize,
    pub reason: &'static str,
}
