//! What kind of text a file holds.

use std::fmt::{self, Display};

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use vietmend::Damage;

/// What kind of text a file holds, by what happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Vietnamese with next to no errors.
    Clean,
    /// Vietnamese that was read with the right language, with errors.
    RightLanguage,
    /// Vietnamese that was read by an OCR engine set to another language.
    WrongLanguage,
    /// Vietnamese that was typed or stored without marks.
    Unmarked,
    /// Text that is not Vietnamese, which is left alone.
    Foreign,
    /// No words.
    Empty,
}

/// Vietnamese with fewer wrong words than this is clean: a reader hardly meets one on a page.
const CLEAN: f64 = 0.01;
/// Text with fewer letters than this among its letters that only Vietnamese has is not Vietnamese, if
/// it is neither read with the wrong language nor without marks: Vietnamese has 12 % and more.
const VIETNAMESE: f64 = 0.04;

impl Kind {
    pub const ALL: [Self; 6] = [
        Self::Clean,
        Self::RightLanguage,
        Self::WrongLanguage,
        Self::Unmarked,
        Self::Foreign,
        Self::Empty,
    ];

    /// The kind of a text whatever its errors, so never [clean](Self::Clean).
    pub fn of(text: &str, damage: Damage) -> Self {
        let Damage { right_language, wrong_language, unmarked, .. } = damage;
        if !text.contains(char::is_alphabetic) {
            Self::Empty
        } else if wrong_language > right_language.max(unmarked) {
            Self::WrongLanguage
        } else if unmarked > right_language {
            Self::Unmarked
        } else if is_vietnamese(text) {
            Self::RightLanguage
        } else {
            Self::Foreign
        }
    }

    /// The kind of a text of this kind of which that share of the words is wrong.
    pub fn with(self, wrong: f64) -> Self {
        if self == Self::RightLanguage && wrong < CLEAN { Self::Clean } else { self }
    }
}

impl Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Clean => "clean",
            Self::RightLanguage => "right language",
            Self::WrongLanguage => "wrong language",
            Self::Unmarked => "without marks",
            Self::Foreign => "not Vietnamese",
            Self::Empty => "no words",
        })
    }
}

fn is_vietnamese(text: &str) -> bool {
    let letters = text.nfc().filter(|char| char.is_alphabetic());
    let (mut all, mut own) = (0usize, 0usize);
    for letter in letters {
        all += 1;
        own += usize::from(is_own(letter));
    }
    own as f64 > VIETNAMESE * all as f64
}

/// Whether a letter is one that western languages lack.
fn is_own(letter: char) -> bool {
    matches!(
        letter,
        'Ạ'..='ỹ' | 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư'
    )
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use vietmend::{Model, Options, Repairer};

    use super::*;

    fn kind(text: &str) -> Kind {
        let repairer = Repairer::new(Model::embedded(), Options::default());
        Kind::of(text, repairer.repair(text).damage)
    }

    #[test]
    fn texts_are_told_apart() {
        let vietnamese = "Người dân bị lấn chiếm đất nông nghiệp trái phép.";
        let decomposed: String = vietnamese.nfd().collect();
        for (text, expected) in [
            (vietnamese, Kind::RightLanguage),
            (&decomposed, Kind::RightLanguage),
            ("Nguoi dan bi lan chiem dat nong nghiep trai phep.", Kind::Unmarked),
            ("Neudi dan bi lan chiém dat néng nghiép tr4i phép.", Kind::WrongLanguage),
            ("The quick brown fox jumps over the lazy dog.", Kind::Foreign),
            ("Les citoyens ont été lésés à l'été.", Kind::Foreign),
            ("人民的土地被非法侵占。", Kind::Foreign),
            ("", Kind::Empty),
            ("29/5/2026 – 1.200,5\n", Kind::Empty),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn only_what_was_read_with_the_right_language_is_clean() {
        assert_eq!(Kind::RightLanguage.with(0.0), Kind::Clean);
        assert_eq!(Kind::RightLanguage.with(CLEAN), Kind::RightLanguage);
        assert_eq!(Kind::Unmarked.with(0.0), Kind::Unmarked);
    }
}
