//! Where a sentence ends: the same for training text and for a page whose lines are wrapped.

use crate::token::{Kind, Token};

/// Whether a sentence ends at the blank `tokens[at]`.
///
/// An empty line ends it; so does a line's end behind a mark that closes a sentence or an item.
/// Any other line's end may be a wrapped line, whose words must be read across it.
pub fn ends(tokens: &[Token], at: usize) -> bool {
    match tokens[at].kind {
        Kind::Blank { lines: 0 } => false,
        Kind::Blank { lines: 1 } => {
            at > 0 && matches!(tokens[at - 1].kind, Kind::Symbol('.' | ';' | ':' | '!' | '?'))
        }
        Kind::Blank { .. } => true,
        _ => false,
    }
}
