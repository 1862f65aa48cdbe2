//! How a text is punctuated: what its writer does tells what an engine did.

use crate::case::{self, Pattern};
use crate::token::{Kind, Token, leads};

/// How a text is punctuated.
#[derive(Debug, Clone, Copy)]
pub struct Habits {
    /// Half of the quotation marks and more are straight. Engines set to English read one straight mark in seven as a curved
    /// one, and one curved mark in twenty as a straight one: of 37 such pages of training 34 have no others, and two none.
    pub straight: bool,
    /// Lines begin with dashes.
    pub dashes: bool,
    /// Full stops are behind most numbers of list items.
    pub stops: bool,
    /// Capitals are behind most full stops.
    pub capitals: bool,
    /// Capitals are behind some: where a page is worn the others may be commas.
    pub some_capitals: bool,
    /// Hyphens are between words, as in old spelling (`cách-mạng`).
    pub hyphens: bool,
    /// More colons, and semicolons, are a blank behind a word than elsewhere.
    spaced: [bool; 2],
}

/// Hyphens between words are old spelling where there are so many, and one for so many words: there is one for three to ten.
/// On worn pages there is one for a hundred.
const HYPHENS: usize = 3;
const COMPOUNDS: usize = 16;

impl Habits {
    /// How the text of some tokens is punctuated.
    pub fn of(text: &str, tokens: &[Token]) -> Self {
        let (mut straight, mut curved, mut dashes) = (0, 0, false);
        let (mut stops, mut commas, mut capitals, mut small) = (0, 0, 0, 0);
        let (mut hyphens, mut words) = (0, 0);
        let (mut spaced, mut others) = ([0; 2], [0; 2]);
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| tokens[before].kind);
            let [next, word] = [1, 2].map(|by| tokens.get(at + by));
            let next = next.map(|token| token.kind);
            match token.kind {
                Kind::Symbol('“' | '”') => curved += 1,
                // `24"` are inches.
                Kind::Symbol('"') if before != Some(Kind::Number) => straight += 1,
                Kind::Symbol('-') => {
                    dashes |= leads(tokens, at);
                    let small = |token: &Token| {
                        token.kind == Kind::Word
                            && case::pattern(&text[token.span.clone()]) != Pattern::Capitals
                    };
                    let before = at.checked_sub(1).is_some_and(|before| small(&tokens[before]));
                    hyphens += usize::from(before && tokens.get(at + 1).is_some_and(small));
                }
                Kind::Word => words += 1,
                Kind::Symbol(mark @ (':' | ';')) => {
                    let mark = usize::from(mark == ';');
                    let word = at.checked_sub(2).map(|before| tokens[before].kind);
                    let blank = before == Some(Kind::Blank { lines: 0 });
                    match blank && word == Some(Kind::Word) {
                        true => spaced[mark] += 1,
                        false => others[mark] += 1,
                    }
                }
                Kind::Number if leads(tokens, at) => {
                    stops += usize::from(next == Some(Kind::Symbol('.')));
                    commas += usize::from(next == Some(Kind::Symbol(',')));
                }
                Kind::Symbol('.')
                    if before == Some(Kind::Word) && matches!(next, Some(Kind::Blank { .. })) =>
                {
                    let first = word.and_then(|word| text[word.span.clone()].chars().next());
                    capitals += usize::from(first.is_some_and(char::is_uppercase));
                    small += usize::from(first.is_some_and(char::is_lowercase));
                }
                _ => {}
            }
        }
        Self {
            straight: straight >= curved && straight > 0,
            dashes,
            stops: stops >= commas && stops > 0,
            // One may be what is to be mended.
            capitals: small <= capitals + 1,
            some_capitals: small <= 1 || capitals > 0,
            hyphens: hyphens >= HYPHENS && hyphens * COMPOUNDS > words,
            spaced: [0, 1].map(|mark| spaced[mark] > others[mark]),
        }
    }

    /// Whether a mark that stands by itself may be a speck.
    pub fn allow(&self, seen: char) -> bool {
        match seen {
            ':' => !self.spaced[0],
            ';' => !self.spaced[1],
            _ => true,
        }
    }
}
