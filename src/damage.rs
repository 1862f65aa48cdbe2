//! What happened to a text: how it was read or typed.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::alphabet::{self, Code};
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
/// Text without marks has fewer digits and foreign marks inside words than this; readings with the
/// wrong language have 3 % and more.
const ODD: f32 = 0.005;
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
        let (mut vietnamese, mut odd) = (0usize, 0usize);
        let (mut words, mut skeletons) = (0usize, 0usize);
        let (mut codes, mut ends) = (Vec::new(), Vec::new());
        for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
            alphabet::encode(&text[token.span.clone()], &mut codes);
            ends.push(codes.len());
        }
        for &code in &codes {
            vietnamese += usize::from(is_vietnamese(code));
            odd += usize::from(
                code.is_ascii_digit() || alphabet::is_marked(code) || alphabet::is_foreign(code),
            );
        }
        let share = |count: usize, all: usize| count as f32 / all.max(1) as f32;
        if codes.is_empty() || share(vietnamese, codes.len()) > VIETNAMESE {
            return Self::NONE;
        }
        let letters = codes.len();
        skeleton(&mut codes);
        let mut start = 0;
        for end in ends {
            let key = &codes[start..end];
            start = end;
            if key.len() > 1 && key.iter().all(|&code| alphabet::is_letter(code)) {
                words += 1;
                skeletons += usize::from(dictionary.is_skeleton(key));
            }
        }
        if share(skeletons, words) < SKELETONS {
            return Self::NONE;
        }
        match share(odd, letters) > ODD || share(skeletons, words) < BARE {
            true => Self { wrong_language: 1.0, right_language: 0.0, unmarked: 0.0 },
            false => Self { unmarked: 1.0, right_language: 0.0, wrong_language: 0.0 },
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

/// Takes all marks off a key.
pub(crate) fn skeleton(key: &mut [Code]) {
    key.iter_mut().for_each(|code| *code = alphabet::base(*code));
}
