//! What words outside the dictionary look like: a bigram of their letters.

use crate::alphabet::Code;
use crate::bytes::Bytes;
use crate::cost::Cost;
use crate::ngram::STEP;

/// Codes of the private alphabet, and so rows and columns of the table.
pub const CODES: usize = 256;
/// Stands before the first letter and behind the last.
pub const EDGE: Code = 0;

/// Costs of one letter after another in words that the dictionary lacks.
#[derive(Debug, Clone)]
pub struct Unknown {
    costs: Bytes,
}

impl Unknown {
    /// Reads a section: a square of costs, rows by the letter before; `None` where it is malformed.
    pub fn open(costs: Bytes) -> Option<Self> {
        (costs.len() == CODES * CODES).then_some(Self { costs })
    }

    /// Cost of these letters, given that the dictionary lacks the word.
    pub fn cost(&self, letters: &[Code]) -> Cost {
        let before = std::iter::once(&EDGE).chain(letters);
        let after = letters.iter().chain(std::iter::once(&EDGE));
        before
            .zip(after)
            .map(|(&a, &b)| Cost::from(self.costs[usize::from(a) * CODES + usize::from(b)]) * STEP)
            .sum()
    }
}
