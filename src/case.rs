//! Small letters and capitals: the model thinks in small letters, the reading says how to write them.

use crate::alphabet::{self, Code};
use crate::bytes::Bytes;

/// How a reading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// No letter at all.
    None,
    Small,
    Title,
    Capitals,
}

/// How `observed` is written.
///
/// Capitals inside a word of small letters are misread letters (`tAm`): the first letter decides.
pub fn pattern(observed: &str) -> Pattern {
    let (mut first, mut letters, mut small) = (None, 0, 0);
    for c in observed.chars().filter(|&c| alphabet::is_alphabetic(c)) {
        first = first.or(Some(c.is_uppercase()));
        letters += 1;
        // Among capitals a small `l` is an `I`: no engine tells them apart by their shapes.
        small += usize::from(!c.is_uppercase() && c != 'l');
    }
    match first {
        None => Pattern::None,
        Some(true) if letters > 1 && small == 0 => Pattern::Capitals,
        Some(true) => Pattern::Title,
        Some(false) => Pattern::Small,
    }
}

/// Whether capitals stand behind a small letter in a word of some length (`địnH`): it was misread,
/// for all that its letters are those of a word. Behind a capital they may be meant (`VNeID`).
pub fn is_ragged(observed: &str) -> bool {
    observed.chars().count() > 2
        && observed.starts_with(char::is_lowercase)
        && observed.chars().any(char::is_uppercase)
}

/// How often a first letter that was read as another is a capital, from page pairs.
#[derive(Debug, Clone)]
pub struct FirstLetters {
    /// Rows of observed code, true code, share of capitals in 1/255; sorted.
    rows: Bytes,
}

impl FirstLetters {
    /// Reads a section; `None` where it is malformed.
    pub fn open(rows: Bytes) -> Option<Self> {
        rows.len().is_multiple_of(3).then_some(Self { rows })
    }

    /// Whether the small letter `meant`, read as `observed` at the head of a word, is a capital
    /// more often than not; `None` where too few pairs tell.
    fn is_capital(&self, observed: Code, meant: Code) -> Option<bool> {
        let (rows, _) = self.rows.as_chunks::<3>();
        let at = rows.binary_search_by_key(&(observed, meant), |row| (row[0], row[1])).ok()?;
        Some(rows[at][2] > 127)
    }

    /// Writes `word` (small letters) as `observed` shows it; `shouts` tells whether it stands among
    /// capitals.
    pub fn write(&self, word: &str, observed: &str, shouts: impl Fn() -> bool) -> String {
        let pattern = pattern(observed);
        let capitals = match pattern {
            Pattern::None => shouts(),
            // Two capitals alone among small letters are a title whose second letter was misread
            // (`BO` for `Bộ`); longer runs are meant.
            Pattern::Capitals => word.chars().count() > 2 || shouts(),
            Pattern::Title => {
                let capitals = observed.chars().filter(|c| c.is_uppercase()).count();
                capitals * 2 > observed.chars().count() && shouts()
            }
            Pattern::Small => false,
        };
        if capitals {
            return word.to_uppercase();
        }
        let mut chars = word.chars();
        let (Some(head), Some(seen)) = (chars.next(), observed.chars().next()) else {
            return String::new();
        };
        let learned = self.is_capital(alphabet::code(seen), alphabet::code(head));
        let title = learned.unwrap_or(matches!(pattern, Pattern::Title | Pattern::Capitals));
        if title { head.to_uppercase().chain(chars).collect() } else { word.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_say_how_words_are_written() {
        let letters = FirstLetters { rows: Bytes::Static(&[b'I', b'l', 2]) };
        for (observed, word, shouts, expected) in [
            ("tAm", "tâm", false, "tâm"),
            ("TUr", "từ", false, "Từ"),
            ("BO", "bộ", false, "Bộ"),
            ("BO", "bộ", true, "BỘ"),
            ("$6", "số", false, "số"),
            ("$6", "số", true, "SỐ"),
            ("Khoa", "khoá", true, "Khoá"),
            ("Igi", "lợi", false, "lợi"),
            ("Ban", "bản", false, "Bản"),
        ] {
            assert_eq!(letters.write(word, observed, || shouts), expected);
        }
    }
}
