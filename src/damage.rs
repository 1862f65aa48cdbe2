//! What happened to a text: how it was read or typed.

use serde::{Deserialize, Serialize};

use crate::alphabet;
use crate::channel::Source;
use crate::token::{Kind, Token};

/// How a text came to be, as shares that sum to one, estimated from the text alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Damage {
    /// Read or typed with Vietnamese letters (clean text, or right-language OCR).
    pub right_language: f32,
    /// Read by an OCR engine that was set to another language.
    pub wrong_language: f32,
    /// Typed or stored without marks.
    pub unmarked: f32,
}

impl Damage {
    /// Estimates what happened to a text from its letters.
    pub(crate) fn estimate(text: &str, tokens: &[Token]) -> Self {
        let (mut letters, mut vietnamese, mut odd) = (0usize, 0usize, 0usize);
        for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
            for c in text[token.span.clone()].chars() {
                letters += 1;
                let code = alphabet::code(c);
                // Letters that no engine set to a western language has.
                vietnamese += usize::from(alphabet::is_marked(code) && c as u32 >= 0x100);
                odd += usize::from(c.is_numeric() || (alphabet::is_marked(code) && (c as u32) < 0x100));
            }
        }
        let share = |count: usize| count as f32 / letters.max(1) as f32;
        let (right, wrong, bare) = match () {
            () if share(vietnamese) > 0.04 || letters == 0 => (1.0, 0.0, 0.0),
            () if share(odd) > 0.005 => (0.0, 1.0, 0.0),
            () => (0.0, 0.0, 1.0),
        };
        Self { right_language: right, wrong_language: wrong, unmarked: bare }
    }

    /// The source that weighs most.
    pub(crate) fn source(&self) -> Source {
        if self.unmarked > 0.5 {
            Source::Bare
        } else if self.wrong_language > 0.5 {
            Source::Wrong
        } else {
            Source::Right
        }
    }
}
