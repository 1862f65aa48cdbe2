//! How a text in an old encoding was spelt, where that is not the usual way: what it takes to write its
//! very bytes again.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use vietmend::Encoding;

/// The words of a text that are spelt otherwise than their encoding usually has them. Blanks and line
/// ends part them, which all the encodings write alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spelling {
    /// Words and their bytes, hexadecimal, in the order in which they are met.
    words: Vec<(String, String)>,
    /// Words, counted from 0, that are spelt otherwise than they were before, and their bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    places: Vec<(usize, String)>,
}

impl Spelling {
    /// The spelling of a text that was read from bytes in an encoding; `None` where it would not give
    /// these again.
    pub fn of(text: &str, bytes: &[u8], encoding: Encoding) -> Option<Self> {
        let mut spelling = Self::default();
        let mut known: HashMap<&str, &[u8]> = HashMap::new();
        let spelt = bytes.split(|&byte| ends(char::from(byte)));
        for (place, (word, spelt)) in text.split(ends).zip(spelt).enumerate() {
            match known.get(word) {
                Some(before) if *before == spelt => {}
                Some(_) => spelling.places.push((place, hexadecimal(spelt))),
                None => {
                    known.insert(word, spelt);
                    if encoding.encode(word).ok().as_deref() != Some(spelt) {
                        spelling.words.push((word.to_owned(), hexadecimal(spelt)));
                    }
                }
            }
        }
        spelling.write(text, encoding).is_ok_and(|written| written == bytes).then_some(spelling)
    }

    /// The bytes of the text.
    pub fn write(&self, text: &str, encoding: Encoding) -> Result<Vec<u8>> {
        let words: HashMap<&str, &str> =
            self.words.iter().map(|(word, spelt)| (&word[..], &spelt[..])).collect();
        let mut places = self.places.iter().peekable();
        let mut out = Vec::with_capacity(text.len());
        for (place, word) in text.split_inclusive(ends).enumerate() {
            let (word, end) = word.split_at(word.trim_end_matches(ends).len());
            let here = places.next_if(|(at, _)| *at == place).map(|(_, spelt)| &spelt[..]);
            match here.or_else(|| words.get(word).copied()) {
                Some(spelt) => out.extend(binary(spelt).context("its spelling is damaged")?),
                None => out.extend(encoding.encode(word)?),
            }
            out.extend(end.as_bytes());
        }
        Ok(out)
    }
}

/// Whether a word ends before a character.
fn ends(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn binary(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusual_words_come_back_to_the_byte() {
        let bytes = b"ca\xec h\xf4\xf2i ca\xec\nc\xe1 ";
        let text = Encoding::Windows1258.decode(bytes).unwrap();
        let spelling = Spelling::of(&text, bytes, Encoding::Windows1258).unwrap();
        let words: Vec<&str> = spelling.words.iter().map(|(word, _)| &word[..]).collect();
        assert_eq!(words, ["cá"]);
        assert_eq!(spelling.places, [(3, "63e1".to_owned())]);
        assert_eq!(spelling.write(&text, Encoding::Windows1258).unwrap(), bytes);
    }

    #[test]
    fn a_usual_text_needs_nothing() {
        let bytes = b"Vie^.t na\\.";
        let spelling = Spelling::of("Việt na.", bytes, Encoding::Viqr);
        assert_eq!(spelling, Some(Spelling::default()));
        assert_eq!(Spelling::of("Việt la.", bytes, Encoding::Viqr).unwrap().words.len(), 1);
        assert_eq!(Spelling::of("Việt", bytes, Encoding::Viqr), None);
    }

    #[test]
    fn damaged_bytes_are_told() {
        for spelt in ["6", "6g", "đ"] {
            let words = vec![("a".to_owned(), spelt.to_owned())];
            let spelling = Spelling { words, places: Vec::new() };
            let written = spelling.write("a", Encoding::Viqr);
            assert_eq!(written.is_err(), spelt != "6", "{spelt}");
        }
    }
}
