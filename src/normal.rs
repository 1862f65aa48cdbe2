//! Words in usual letters: composed, and Latin where others that look alike stand among Latin ones.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::alphabet;

/// Cyrillic and Greek letters, and the Latin ones that look like them.
const ALIKE: [(&str, &str); 4] = [
    ("АВЕЅІЈКМНОРСТУХ", "ABESIJKMHOPCTYX"),
    ("аеѕіјорсух", "aesijopcyx"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("ονα", "ova"),
];

/// A word in Latin letters, where some of it are and all others look like one.
pub fn latin(word: &str) -> Cow<'_, str> {
    let is_other = alphabet::is_other_script;
    let mixed = word.chars().any(is_other)
        && word.chars().any(|c| alphabet::is_alphabetic(c) && !is_other(c));
    let letters = || {
        let letter = |c| if is_other(c) { alike(c) } else { Some(c) };
        // A composed letter may have one of them for its base.
        word.nfd().map(letter).collect::<Option<String>>()
    };
    match mixed.then(letters).flatten() {
        Some(letters) => Cow::Owned(letters.nfc().collect()),
        None => Cow::Borrowed(word),
    }
}

/// A word in Latin letters as [`latin`] has it, composed (NFC).
pub fn normal(word: &str) -> String {
    latin(word).nfc().collect()
}

fn alike(c: char) -> Option<char> {
    let mut pairs = ALIKE.iter().flat_map(|(other, latin)| other.chars().zip(latin.chars()));
    pairs.find(|&(other, _)| other == c).map(|(_, latin)| latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_parallel() {
        for (other, latin) in ALIKE {
            assert_eq!(other.chars().count(), latin.chars().count());
            assert!(other.chars().all(alphabet::is_other_script) && latin.is_ascii());
        }
    }

    #[test]
    fn only_words_with_latin_letters_become_latin() {
        // Cyrillic а, о and і, an о with a mark of its own, a Greek omicron.
        for (seen, meant) in [
            ("b\u{430}n", "ban"),
            ("h\u{43e}\u{300}a", "hòa"),
            ("ch\u{456}n", "chin"),
            ("c\u{3bf}", "co"),
        ] {
            assert_eq!(latin(seen), meant);
        }
        for word in ["Москва", "а", "λόγος", "bжa", "bản", "ba\u{309}n"] {
            assert_eq!(latin(word), word);
        }
        assert_eq!(normal("ba\u{309}n"), "bản");
    }
}
