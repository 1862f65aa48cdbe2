//! A shared, immutable stretch of bytes: a section of a model.

use std::ops::{Deref, Range};
use std::sync::Arc;

/// Bytes that live in the binary or in a buffer shared by all sections of a model.
#[derive(Clone)]
pub enum Bytes {
    Static(&'static [u8]),
    Shared(Arc<[u8]>, Range<usize>),
}

impl Bytes {
    /// The part `range` of these bytes, sharing them.
    ///
    /// # Panics
    /// Where the range lies outside.
    pub fn slice(&self, range: Range<usize>) -> Self {
        match self {
            Self::Static(bytes) => Self::Static(&bytes[range]),
            Self::Shared(bytes, whole) => {
                assert!(range.end <= whole.len(), "a slice lies within its bytes");
                Self::Shared(Arc::clone(bytes), whole.start + range.start..whole.start + range.end)
            }
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        let len = bytes.len();
        Self::Shared(bytes.into(), 0..len)
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Shared(bytes, range) => &bytes[range.clone()],
        }
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}
