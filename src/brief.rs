//! Whether text of a few words stands as it was written: the letters that only Vietnamese has may be missing by chance (`Quý I,
//! quý II`), so its words are weighed one by one (naive Bayes).

use crate::alphabet::{self, Code};
use crate::channel::Source;
use crate::damage;
use crate::dictionary::Dictionary;
use crate::refusals;
use crate::token::{Kind, Token};
use crate::tone;

/// Text of more words shows by its letters alone how it was read.
const MOST: usize = 30;

/// How much more common words are in clean text than in readings with the wrong language, and than in text without marks, in
/// nats, counted in a million words of training text and in 304,000 and 227,000 of the others: those with letters that only
/// Vietnamese has; those with other marks that are common, rare and unknown; those without marks that are common, that lack
/// marks, and others; those with digits.
const OWN: [f32; 2] = [11.0, 11.0];
const MARKED: [[f32; 2]; 3] = [[4.9, 10.1], [-1.2, 7.2], [-4.5, 5.0]];
const PLAIN: [[f32; 2]; 3] = [[-0.9, -1.1], [-4.1, -4.8], [-1.7, 0.4]];
const DIGITS: [f32; 2] = [-3.8, -0.9];

/// Whether the words of a text say that it stands as it was written, though its letters say that it was read or typed otherwise.
pub fn stands(text: &str, tokens: &[Token], source: Source, dictionary: &Dictionary) -> bool {
    let other = usize::from(source == Source::Bare);
    let words = || tokens.iter().filter(|token| token.kind == Kind::Word);
    if words().nth(MOST).is_some() {
        return false;
    }
    let evidence = words().filter_map(|token| evidence(&text[token.span.clone()], dictionary));
    let all: f32 = evidence.map(|evidence| evidence[other]).sum();
    all > 0.0
}

/// What a word says; nothing if it is a single letter, a Roman number, or a number with a unit.
fn evidence(seen: &str, dictionary: &Dictionary) -> Option<[f32; 2]> {
    if seen.chars().nth(1).is_none()
        || refusals::is_roman(seen)
        || seen.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let mut key: Vec<Code> = Vec::new();
    alphabet::encode(&seen.to_lowercase(), &mut key);
    tone::canonical(&mut key);
    let any = |is: fn(Code) -> bool| key.iter().any(|&code| is(code));
    let common = refusals::is_common(dictionary, &key);
    Some(if any(|code| code.is_ascii_digit()) {
        DIGITS
    } else if any(damage::is_vietnamese) {
        OWN
    } else if any(damage::is_mark) {
        let [frequent, rare, unknown] = MARKED;
        match dictionary.word(&key) {
            Some(_) if common => frequent,
            Some(_) => rare,
            None => unknown,
        }
    } else {
        let [frequent, lacking, other] = PLAIN;
        match dictionary.is_skeleton(&key) {
            _ if common => frequent,
            true => lacking,
            false => other,
        }
    })
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use crate::{Model, Options, Repairer};

    #[test]
    fn a_few_right_words_without_letters_of_their_own_stay() {
        let repairer = Repairer::new(Model::embedded(), Options::default());
        for text in [
            "Quý I, quý II, quý III, quý IV",
            "Lô A, lô B và lô C",
            "Có 12 trâu ; 5 bò ; 30 heo.",
            "Cân 5kg, dài 3m",
            "Lá cà phê",
        ] {
            assert_eq!(repairer.repair(text).text, text);
        }
        for (text, meant) in [
            ("Noi nhan", "Nơi nhận"),
            ("Kinh gui: Uy ban nhan dan xa", "Kính gửi: Ủy ban nhân dân xã"),
            ("Can cir Quyét dinh sé 12", "Căn cứ Quyết định số 12"),
        ] {
            assert_eq!(repairer.repair(text).text, meant);
        }
    }
}
