//! VIQR without its escapes, in which points, question marks and apostrophes behind vowels look like
//! tones: those are none that no syllable bears there. A word has one tone (`ngu'a.`), and none on
//! the glide that it ends with (`giao.`: with a tone it is `gia.o`).

use super::{capitals, escape};
use crate::alphabet;

/// Signs of tones that also stand behind words.
const SIGNS: &[u8] = b".?'";

/// The vowels that end a word without bearing its tone, each with those that it stands behind.
const GLIDES: [(char, &str); 5] =
    [('i', "aoôơuư"), ('o', "ae"), ('u', "aâêiư"), ('y', "aâ"), ('a', "iuư")];

/// The letters of a word, as far as it was read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word {
    toned: bool,
    /// The last two, without tones.
    last: [Option<char>; 2],
}

impl Word {
    /// Whether the sign that ends the bytes of a letter is punctuation, with this byte behind it.
    pub fn ends_before(&self, letter: char, sign: u8, behind: Option<u8>) -> bool {
        SIGNS.contains(&sign)
            && !letter.is_ascii()
            && capitals::is_toned(letter)
            && !behind.is_some_and(|byte| byte.is_ascii_alphabetic())
            && (self.toned || self.glides(toneless(letter)))
    }

    /// Goes on behind a character.
    pub fn add(&mut self, c: char) {
        *self = match c.is_alphabetic() {
            true => Self {
                toned: self.toned || capitals::is_toned(c),
                last: [self.last[1], Some(toneless(c))],
            },
            false => Self::default(),
        };
    }

    /// Whether the word has a vowel that bears the tone before such a vowel at its end.
    fn glides(&self, vowel: char) -> bool {
        let [before, Some(last)] = self.last else { return false };
        // The `u` of `qu` and the `i` of `gi` are no vowels.
        let consonant = matches!((before, last), (Some('q'), 'u') | (Some('g'), 'i'));
        let behind = |(glide, vowels): &(char, &str)| *glide == vowel && vowels.contains(last);
        !consonant && GLIDES.iter().any(behind)
    }
}

/// Whether a text has no escapes at all.
pub fn lacks_escapes(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\\', bytes).all(|at| escape::read(bytes, at).is_none())
}

/// A letter as a small one without its tone.
fn toneless(letter: char) -> char {
    let small = alphabet::lower(alphabet::toneless(alphabet::code(letter)));
    alphabet::letter(small).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::super::Encoding;

    #[test]
    fn points_behind_words_are_none_of_their_tones() {
        for (bytes, text) in [
            ("Ngu+`a o+? dda^u? DDe^m qua.", "Ngừa ở đâu? Đêm quạ"),
            ("la` ta' gia.\nca'o bay.", "là tá giạ\ncáo bay."),
            ("ba'o cao. Bo^. Y te^', So+? Ta`i chi'nh", "báo cao. Bộ Y tế, Sở Tài chính"),
            ("nu+o+'c ngoa`i. 'Xe la'i' mua?", "nước ngoài. 'Xe lái' mua?"),
            // A run of two words, and tones where they belong.
            ("xa~ho^.i ca'o. thuo+? ho.a hoa. hue^.", "xãhội cáo. thuở họa hoạ huệ"),
        ] {
            assert_eq!(Encoding::Viqr.decode(bytes.as_bytes()).unwrap(), text);
        }
    }

    #[test]
    fn texts_with_escapes_are_read_to_the_letter() {
        for (bytes, text) in [
            ("bay. ho`a\\.", "baỵ hòa."),
            ("cha`o. Bo^. Y te^'", "chào. Bộ Y tế"),
            ("chi. Ho+.i", "chị Hợi"),
        ] {
            assert_eq!(Encoding::Viqr.decode(bytes.as_bytes()).unwrap(), text);
        }
    }
}
