//! Where the tone mark stands in `oa`, `oe`, `uy`: `hòa` and `hoà` are one word in two styles.
//!
//! Dictionary and language model know the mark on the first vowel only (`hòa`, `ủy`). What a
//! text has is kept: a word read in the other style is the same word, and what is restored follows
//! the style of the text.

use std::borrow::Cow;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::alphabet::{self, Code};

/// On which vowel of an open `oa`, `oe`, `uy` the tone mark is set.
///
/// ```
/// use vietmend::ToneStyle;
/// assert_eq!("new".parse(), Ok(ToneStyle::New));
/// assert_eq!("hòa".parse(), Ok(ToneStyle::Old));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ToneStyle {
    /// On the first, `hòa`, `ủy`: the commoner one, and that of the dictionary.
    #[default]
    Old,
    /// On the second, `hoà`, `uỷ`.
    New,
}

impl FromStr for ToneStyle {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match &*name.nfc().collect::<String>() {
            "old" | "hòa" => Ok(Self::Old),
            "new" | "hoà" => Ok(Self::New),
            _ => Err("it is old (hòa) or new (hoà)"),
        }
    }
}

/// Moves the mark of an open `oà`, `oè`, `uỳ` at the end of a key to the first vowel; tells whether it did.
pub fn canonical(key: &mut [Code]) -> bool {
    let [before @ .., first, second] = key else { return false };
    let Some((glide, vowel)) = pair(*first, alphabet::base(*second), before) else { return false };
    let Some(toned) = alphabet::move_tone(*second, vowel, glide) else { return false };
    (*first, *second) = (toned, vowel);
    true
}

/// The word in a style, from its canonical form.
pub fn styled(word: &str, style: ToneStyle) -> Cow<'_, str> {
    match style {
        ToneStyle::Old => None,
        ToneStyle::New => on_second(word),
    }
    .map_or(Cow::Borrowed(word), Cow::Owned)
}

/// A Vietnamese word, in whatever letters it is written, in a style.
pub fn restyled(word: &str, style: ToneStyle) -> String {
    let word: String = word.nfc().collect();
    let mut key = Vec::with_capacity(word.len());
    alphabet::encode(&word.to_lowercase(), &mut key);
    let small = alphabet::decode(&key);
    if small.chars().count() != word.chars().count() {
        return word;
    }
    canonical(&mut key);
    let canonical = alphabet::decode(&key);
    let styled = styled(&canonical, style);
    // Only marks move: each letter stays where it is, and as it is where it has the same mark.
    let mut out = String::with_capacity(word.len());
    for ((before, after), seen) in small.chars().zip(styled.chars()).zip(word.chars()) {
        match (before == after, seen.is_uppercase()) {
            (true, _) => out.push(seen),
            (false, true) => out.extend(after.to_uppercase()),
            (false, false) => out.push(after),
        }
    }
    out
}

/// The word with its tone on the second of two vowels, where it may stand there.
fn on_second(word: &str) -> Option<String> {
    let mut key = Vec::with_capacity(word.len());
    alphabet::encode(word, &mut key);
    let [before @ .., first, second] = key.as_mut_slice() else { return None };
    let (glide, vowel) = pair(alphabet::base(*first), *second, before)?;
    let toned = alphabet::move_tone(*first, glide, vowel)?;
    (*first, *second) = (glide, toned);
    Some(alphabet::decode(&key))
}

/// The style that a key shows, if it shows one.
pub fn style(key: &[Code]) -> Option<ToneStyle> {
    let [before @ .., first, second] = key else { return None };
    pair(alphabet::base(*first), alphabet::base(*second), before)?;
    match (alphabet::is_marked(*first), alphabet::is_marked(*second)) {
        (true, false) => Some(ToneStyle::Old),
        (false, true) => Some(ToneStyle::New),
        _ => None,
    }
}

/// The two vowels, if they are one of the three pairs and no `qu`.
fn pair(first: Code, second: Code, before: &[Code]) -> Option<(Code, Code)> {
    match (first, second) {
        (b'o', b'a' | b'e') => Some((first, second)),
        (b'u', b'y') if !matches!(before.last(), Some(b'q' | b'Q')) => Some((first, second)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(word: &str) -> String {
        let mut key = Vec::new();
        alphabet::encode(word, &mut key);
        canonical(&mut key);
        alphabet::decode(&key)
    }

    #[test]
    fn marks_move_to_the_first_vowel_and_back() {
        for (second, first) in [("hoà", "hòa"), ("uỷ", "ủy"), ("khoẻ", "khỏe"), ("thuý", "thúy")]
        {
            assert_eq!(moved(second), first);
            assert_eq!(styled(first, ToneStyle::New), second);
        }
        for (seen, old, new) in [
            ("HOÀ", "HÒA", "HOÀ"),
            ("Hòa", "Hòa", "Hoà"),
            ("Quý", "Quý", "Quý"),
            ("ðoá", "ðóa", "ðoá"),
            ("ho\u{300}a", "hòa", "hoà"),
        ] {
            assert_eq!(restyled(seen, ToneStyle::Old), old);
            assert_eq!(restyled(seen, ToneStyle::New), new);
        }
        for word in ["quý", "hoàn", "toán", "oà oa", "hoa", "thuê", "của", "loâ"] {
            assert_eq!(moved(word), word);
        }
    }
}
