//! What happened to a text: how it was read or typed.

use std::ops::Range;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::alphabet::{self, Code};
use crate::brief;
use crate::channel::Source;
use crate::dictionary::Dictionary;
use crate::token::{Kind, Token};

/// How a text came to be, as shares that sum to one, estimated from the text alone.
///
/// ```
/// let model = vietmend::Model::embedded();
/// let repairer = vietmend::Repairer::new(model, vietmend::Options::default());
/// assert_eq!(repairer.repair("Uy ban nhan dan phuong").damage.unmarked, 1.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Damage {
    /// Read or typed with Vietnamese letters (clean text, or right-language OCR), or not Vietnamese.
    pub right_language: f32,
    /// Read by an OCR engine that was set to another language.
    pub wrong_language: f32,
    /// Typed or stored without marks.
    pub unmarked: f32,
}

/// A text with fewer Vietnamese letters (those that western languages lack) than this among its
/// letters was not read with the right language: clean text has 12 % and more, wrong readings none.
const VIETNAMESE: f32 = 0.04;
/// Text without marks has fewer digits and foreign marks than this inside words that begin small (codes
/// begin with a capital); readings with the wrong language have 3 % and more.
const ODD: f32 = 0.005;
/// It also has fewer of such words than this that look like a Vietnamese syllable but for a mark that
/// none bears, for that is no foreign name: one in a hundred where an engine read all but a few letters.
const MISMARKED: f32 = 0.005;
/// In Vietnamese text, however damaged, half the words and more look like marked syllables do
/// without their marks; in other languages a third at most.
const SKELETONS: f32 = 0.4;
/// In text that was only stripped of its marks more words than this look so.
const BARE: f32 = 0.75;

impl Damage {
    /// Nothing is known to be damaged.
    pub(crate) const NONE: Self = Self { right_language: 1.0, wrong_language: 0.0, unmarked: 0.0 };

    /// What happened to a whole of which parts are known: each weighs as much as the number beside it,
    /// of its words or bytes.
    ///
    /// ```
    /// use vietmend::{Damage, Model, Options, Repairer};
    /// let repairer = Repairer::new(Model::embedded(), Options::default());
    /// let [clean, bare] = ["phường Hải Dương", "phuong Hai Duong"].map(|part| repairer.repair(part));
    /// let whole = Damage::mean([(clean.damage, 3), (bare.damage, 1)]);
    /// assert_eq!((whole.right_language, whole.unmarked), (0.75, 0.25));
    /// ```
    pub fn mean(parts: impl IntoIterator<Item = (Self, usize)>) -> Self {
        let (mut sums, mut all) = ([0.0; 3], 0.0);
        for (damage, weight) in parts {
            let Self { right_language, wrong_language, unmarked } = damage;
            for (sum, share) in sums.iter_mut().zip([right_language, wrong_language, unmarked]) {
                *sum += f64::from(share) * weight as f64;
            }
            all += weight as f64;
        }
        if all == 0.0 {
            return Self::NONE;
        }
        let [right_language, wrong_language, unmarked] = sums.map(|sum| (sum / all) as f32);
        Self { right_language, wrong_language, unmarked }
    }

    /// Estimates what happened to a text from its letters.
    pub(crate) fn estimate(text: &str, tokens: &[Token], dictionary: &Dictionary) -> Self {
        let mut codes = Vec::new();
        let words: Vec<(Range<usize>, bool)> = tokens
            .iter()
            .filter(|token| token.kind == Kind::Word)
            .map(|token| {
                let (seen, start) = (&text[token.span.clone()], codes.len());
                alphabet::encode(seen, &mut codes);
                (start..codes.len(), seen.starts_with(char::is_lowercase))
            })
            .collect();
        let share = |count: usize, all: usize| count as f32 / all.max(1) as f32;
        let vietnamese = codes.iter().filter(|&&code| is_vietnamese(code)).count();
        if codes.is_empty() || share(vietnamese, codes.len()) > VIETNAMESE {
            return Self::NONE;
        }
        let (mut letters, mut odd) = (0, 0);
        let (mut small_words, mut mismarked) = (0, 0);
        let (mut long_words, mut skeletons) = (0, 0);
        for (range, small) in words {
            let word = &mut codes[range];
            let marks = word.iter().filter(|&&code| is_mark(code)).count();
            let digits = word.iter().filter(|code| code.is_ascii_digit()).count();
            let looks = looks_vietnamese(word, dictionary);
            long_words += usize::from(looks.is_some());
            let looks = looks == Some(true);
            skeletons += usize::from(looks);
            if small {
                letters += word.len();
                odd += marks + digits;
                small_words += 1;
                mismarked += usize::from(looks && marks > 0);
            }
        }
        if share(skeletons, long_words) < SKELETONS {
            return Self::NONE;
        }
        let wrong = share(odd, letters) > ODD
            || share(mismarked, small_words) > MISMARKED
            || share(skeletons, long_words) < BARE;
        let damage = match wrong {
            true => Self { wrong_language: 1.0, right_language: 0.0, unmarked: 0.0 },
            false => Self { unmarked: 1.0, right_language: 0.0, wrong_language: 0.0 },
        };
        match brief::stands(text, tokens, damage.source(), dictionary) {
            true => Self::NONE,
            false => damage,
        }
    }

    /// The source that weighs most.
    pub(crate) fn source(self) -> Source {
        if self.unmarked > 0.5 {
            Source::Bare
        } else if self.wrong_language > 0.5 {
            Source::Wrong
        } else {
            Source::Right
        }
    }
}

/// Whether a code is a letter with a mark, be it Vietnamese or foreign.
pub(crate) fn is_mark(code: Code) -> bool {
    alphabet::is_marked(code) || alphabet::is_foreign(code)
}

/// Whether a code is a Vietnamese letter that western languages lack.
pub(crate) fn is_vietnamese(code: Code) -> bool {
    static LACKED: LazyLock<[bool; 256]> = LazyLock::new(|| {
        let lacked = |c: char| c as u32 >= 0x100;
        std::array::from_fn(|code| {
            let code = code as Code;
            alphabet::is_marked(code) && alphabet::letter(code).is_some_and(lacked)
        })
    });
    LACKED[usize::from(code)]
}

/// Takes all marks off a word and says whether it looks like a Vietnamese syllable without its own; `None` for what is a
/// single letter or has other signs.
pub(crate) fn looks_vietnamese(word: &mut [Code], dictionary: &Dictionary) -> Option<bool> {
    skeleton(word);
    let long = word.len() > 1 && word.iter().all(|&code| alphabet::is_letter(code));
    long.then(|| dictionary.is_skeleton(word))
}

/// Takes all marks off a key.
pub(crate) fn skeleton(key: &mut [Code]) {
    key.iter_mut().for_each(|code| *code = alphabet::base(*code));
}
