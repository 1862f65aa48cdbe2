//! In what an edit differs from what stood there.

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

use crate::{Edit, alphabet, damage};

/// In what an edit differs from what stood there: the first of these that is true.
///
/// ```
/// use vietmend::{Edit, Reason};
/// assert_eq!(Edit::new(0..5, "đât", "đất").reason(), Reason::Marks);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Reason {
    /// Words were joined or parted (`chởcủa`).
    Blanks,
    /// Only punctuation differs (`điều:` for `điều;`), or a mark was none (`quy.định`).
    Punctuation,
    /// Only small letters and capitals differ (`địnH`).
    Capitals,
    /// Only marks differ (`đât`).
    Marks,
    /// A digit or a symbol stood for letters (`nhi€m`), or a letter for a digit (`2l`).
    Symbols,
    /// Other letters stood there (`trauc`).
    Letters,
}

impl Edit<'_> {
    /// In what it differs from what stood there.
    ///
    /// ```
    /// use vietmend::{Edit, Reason};
    /// let reason = |before, after| Edit::new(0..1, before, after).reason();
    /// assert_eq!(reason("địnH", "định"), Reason::Capitals);
    /// assert_eq!(reason("chởcủa", "chở của"), Reason::Blanks);
    /// assert_eq!(reason(":", ";"), Reason::Punctuation);
    /// assert_eq!(reason(" ;", ""), Reason::Punctuation);
    /// assert_eq!(reason("nhi€m", "nhiệm"), Reason::Symbols);
    /// assert_eq!(reason("trauc", "trực"), Reason::Letters);
    /// ```
    pub fn reason(&self) -> Reason {
        let (before, after) = (self.before.to_lowercase(), self.after.to_lowercase());
        let words = |text: &str| text.split_whitespace().count();
        if letters(&before).chain(letters(&after)).next().is_none() {
            Reason::Punctuation
        } else if words(&before) != words(&after) {
            Reason::Blanks
        } else if letters(&self.before).eq(letters(&self.after)) {
            Reason::Punctuation
        } else if before == after {
            Reason::Capitals
        } else if plain(&before) == plain(&after) {
            Reason::Marks
        } else if before.chars().all(|c| alphabet::is_alphabetic(c) || c.is_whitespace()) {
            Reason::Letters
        } else {
            Reason::Symbols
        }
    }
}

/// The letters and digits.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| is_combining_mark(c) || c.is_alphanumeric())
}

/// The letters without their marks.
fn plain(text: &str) -> Vec<alphabet::Code> {
    let mut letters = Vec::with_capacity(text.len());
    alphabet::encode(text, &mut letters);
    damage::skeleton(&mut letters);
    letters
}
