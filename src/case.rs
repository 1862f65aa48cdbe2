//! Small letters and capitals: the model thinks in small letters, the reading says how to write them.

use crate::alphabet::{self, Code};
use crate::bytes::Bytes;
use crate::loudness::Loudness;
use crate::token::{Kind, Token};

/// How a reading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// No letter at all.
    None,
    Small,
    Title,
    Capitals,
}

/// Whether a word is in capitals, save for a letter or two that were misread (`CHi`).
pub fn is_loud(observed: &str) -> bool {
    let letters = || observed.chars().filter(|&c| alphabet::is_alphabetic(c));
    let capitals = letters().filter(|c| c.is_uppercase()).count();
    capitals > 1 && capitals * 2 > letters().count()
}

/// Whether a word has a vowel, as all have but abbreviations (`GDĐT`).
pub fn is_spoken(observed: &str) -> bool {
    observed
        .chars()
        .any(|c| b"aeiouy".contains(&alphabet::base(alphabet::code(c)).to_ascii_lowercase()))
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

/// Whether the word `tokens[at]` stands in the middle of a sentence: a word in small letters stands before it in its line.
/// Commas tell less, since one in twenty before a capital is a full stop that was misread.
pub fn is_within(text: &str, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(2).map(|before| &tokens[before..at]);
    let Some([before, Token { kind: Kind::Blank { lines: 0 }, .. }]) = before else { return false };
    before.kind == Kind::Word && pattern(&text[before.span.clone()]) == Pattern::Small
}

/// Letters of a word that may be in capitals though all but the first of them were read as small ones.
const SHORT: usize = 3;
/// Cost of a capital at the head of any word, in nats: one in ten has one.
const USUAL: f32 = 2.3;
/// Capitals that look like the small letter but for their size.
const ALIKE: &str = "CKOSUVWXZ";
/// How much evidence one of these is that it is a capital, in nats: small letters are read as them once in 150 (`k`) to 2,000
/// (`c`).
const SHAPE: f32 = 5.5;
/// The same of a capital without marks where the letter has one, which engines set to another language guess at: 41 of 3,263
/// small letters (`phương An` for `phương án`) and 717 of 782 capitals are read so.
const GUESS: f32 = 4.0;
/// The same of other capitals, which small letters (`l`) are read as once in 1,300 and more seldom.
const LETTER: f32 = 7.5;

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

    /// How much more probable it is, as a logarithm in nats, that the small letter `meant`, read as `observed` at the head of
    /// a word, is a capital than that it is none; `None` where too few pairs tell.
    fn odds(&self, observed: Code, meant: Code) -> Option<f32> {
        let (rows, _) = self.rows.as_chunks::<3>();
        let at = rows.binary_search_by_key(&(observed, meant), |row| (row[0], row[1])).ok()?;
        // A row is a share, of which the last step is not known.
        let share = (f32::from(rows[at][2]) + 0.5) / 256.0;
        Some((share / (1.0 - share)).ln())
    }

    /// Writes `word` (small letters) as `observed` shows it; `capital` is what one costs at its head there, in nats, where
    /// that is known, and `loudness` tells how loud it is there.
    pub fn write(
        &self,
        word: &str,
        observed: &str,
        capital: Option<f32>,
        loudness: impl Fn() -> Loudness,
    ) -> String {
        let pattern = pattern(observed);
        let capitals = match pattern {
            Pattern::None => loudness() >= Loudness::Loud,
            // Two capitals alone among small letters are a title whose second letter was misread (`BO` for `Bộ`: all but 9 of
            // 600 on pages of training; beside another word in capitals all but 15 of 1,700 were meant).
            Pattern::Capitals => word.chars().count() > 2 || loudness() >= Loudness::Beside,
            // `Uy BAN NHAN DAN`: all of 15.
            Pattern::Title if observed.chars().count() <= SHORT => loudness() == Loudness::Among,
            Pattern::Title => is_loud(observed) && loudness() >= Loudness::Loud,
            Pattern::Small => false,
        };
        if capitals {
            return word.to_uppercase();
        }
        let (Some(head), Some(seen)) = (word.chars().next(), observed.chars().next()) else {
            return String::new();
        };
        let title = match self.odds(alphabet::code(seen), alphabet::code(head)) {
            Some(odds) => odds + USUAL - capital.unwrap_or(USUAL) > 0.0,
            None => {
                let evidence = evidence(seen, head);
                let likely = capital.is_none_or(|cost| cost < evidence);
                matches!(pattern, Pattern::Title | Pattern::Capitals) && likely
            }
        };
        // What has no vowel is an abbreviation, which may have more capitals (`TTg`, `TTr`).
        let more = if is_spoken(word) { 0 } else { capitals_before(observed).saturating_sub(1) };
        match title {
            true => capitalized(word, 1 + more),
            false => word.to_string(),
        }
    }
}

/// How many capitals a reading begins with.
fn capitals_before(observed: &str) -> usize {
    observed.chars().take_while(|c| c.is_uppercase()).count()
}

/// A word in small letters with so many capitals at its head.
fn capitalized(word: &str, capitals: usize) -> String {
    let head = word.chars().take(capitals).flat_map(char::to_uppercase);
    head.chain(word.chars().skip(capitals)).collect()
}

/// How much evidence a capital is that the letter is one, in nats.
fn evidence(seen: char, meant: char) -> f32 {
    match seen {
        'A' | 'E' | 'I' | 'O' | 'U' | 'Y' if !meant.is_ascii() => GUESS,
        _ if ALIKE.contains(seen) => SHAPE,
        _ => LETTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loudness::Loudness::{Among, Beside, Loud, Quiet};
    use crate::token;

    #[test]
    fn readings_say_how_words_are_written() {
        let letters = FirstLetters { rows: Bytes::Static(&[b'I', b'l', 2]) };
        for (observed, word, loudness, expected) in [
            ("tAm", "tâm", Quiet, "tâm"),
            ("TUr", "từ", Quiet, "Từ"),
            ("BO", "bộ", Quiet, "Bộ"),
            ("BO", "bộ", Beside, "BỘ"),
            ("BO", "bộ", Loud, "BỘ"),
            ("$6", "số", Beside, "số"),
            ("$6", "số", Loud, "SỐ"),
            ("Uy", "ủy", Loud, "Ủy"),
            ("Uy", "ủy", Among, "ỦY"),
            ("CHi", "chí", Loud, "Chí"),
            ("CHi", "chí", Among, "CHÍ"),
            ("MiNH", "minh", Beside, "Minh"),
            ("MiNH", "minh", Loud, "MINH"),
            ("Khoa", "khoá", Among, "Khoá"),
            ("Igi", "lợi", Quiet, "lợi"),
            ("Ban", "bản", Quiet, "Bản"),
            ("TT¢g", "ttg", Quiet, "TTg"),
            ("TTt", "ttr", Quiet, "TTr"),
            ("Ttt", "ttr", Quiet, "Ttr"),
        ] {
            assert_eq!(letters.write(word, observed, None, || loudness), expected);
        }
    }

    #[test]
    fn capitals_give_way_where_they_hardly_ever_stand() {
        let letters = FirstLetters { rows: Bytes::Static(&[b'$', b's', 250]) };
        for (observed, word, capital, expected) in [
            ("Kién", "kiện", 7.0, "kiện"),
            ("Kinh", "kinh", 4.0, "Kinh"),
            ("Liéu", "liệu", 7.0, "Liệu"),
            ("Liéu", "liệu", 9.0, "liệu"),
            ("$6", "số", 7.0, "số"),
            ("$6", "số", 2.0, "Số"),
            ("kién", "kiện", 0.0, "kiện"),
            ("An", "án", 3.0, "Án"),
            ("An", "án", 5.0, "án"),
        ] {
            assert_eq!(letters.write(word, observed, Some(capital), || Quiet), expected);
        }
    }

    #[test]
    fn a_word_stands_within_a_sentence_behind_small_letters() {
        let within = |text: &str| {
            let mut tokens = Vec::new();
            token::tokenize(text, 0..text.len(), &mut tokens);
            is_within(text, &tokens, tokens.len() - 1)
        };
        assert!(within("đủ điều Kiện"));
        for text in [
            "Kiện",
            " Kiện",
            "Điều Kiện",
            "điều.Kiện",
            "hết. Kiện",
            "4, Các",
            "kinh tế, Số",
            "điều\nKiện",
            "ĐIỀU Kiện",
        ] {
            assert!(!within(text), "{text}");
        }
    }
}
