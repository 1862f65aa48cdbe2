//! Numbers of which a digit was read as a letter or a stroke (`ngày 2l tháng 5`, `khoản | Điều 7`), those of the terms of the National
//! Assembly in the codes of its laws (`31/2024/QHI5`) among them.
//!
//! Costs are those of 1,267 pages of training, where 12 of 1,750 numbers with a `1` were read with a letter in its place with the
//! right language, and 24 of 1,015 single `1` as a stroke with a wrong one.

use std::ops::RangeInclusive;

use crate::arcs::{Builder, DIGIT};
use crate::candidates::Known;
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary::{self, UNKNOWN};
use crate::lattice::Arc;
use crate::token::Kind;

/// Cost of a letter for a digit. What has digits and letters is dearer to the language model than it is rare, by some 3 nats where the
/// letter comes first, which in the training text stands in four misprints alone, and by some 10 where it does not (seven times
/// `Điều 58l`).
const FIRST: Cost = 8 * NAT;
const LATER: Cost = 15 * NAT;
/// Cost of a stroke for a `1`.
const STROKE: Cost = 37 * NAT / 10;
/// Longer ones are codes.
const LONGEST: usize = 4;

/// Where laws have their term, any other reading is less probable by so much: of some 70 misread ones on pages of training none
/// was anything else.
const TERM: Cost = 6 * NAT;
/// The terms that laws in force are of.
const TERMS: RangeInclusive<u32> = 9..=16;

impl Builder<'_> {
    /// The arc to the code of the National Assembly that may have been read so at a node.
    pub fn term(&mut self, known: Known, node: usize) {
        let misread = self.source != Source::Bare
            && self.sentence.touches(node)
            && matches!(self.sentence.kind(node - 1), Some(Kind::Symbol('/' | '-')))
            && term(self.sentence.seen(node..node + 1)).is_some();
        if misread {
            let candidate = Some(self.candidates.mark(UNKNOWN));
            let cost = known.unknown - TERM + self.prices.edit - self.doubt(node..node + 1);
            self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, UNKNOWN, cost) });
        }
    }

    /// The arc to the number that may have been read so at a node.
    pub fn numeral(&mut self, node: usize) {
        let seen = self.sentence.seen(node..node + 1);
        let misread = match self.source {
            Source::Bare => return,
            Source::Wrong if seen == "|" => STROKE,
            _ if seen.len() > LONGEST || !seen.contains(|c: char| c.is_ascii_digit()) => return,
            _ if seen.starts_with(|c: char| c.is_ascii_digit()) => {
                // Articles with three (`Điều 58l`) are letters apart.
                if seen.len() > 2 {
                    return;
                }
                LATER
            }
            _ => FIRST,
        };
        let Some(number) = numeral(seen) else { return };
        // Beside a code's strokes and dashes letters are meant.
        let next = node + 1;
        let opens = || self.sentence.kind(node - 1) == Some(Kind::Symbol('('));
        let goes_on = self.sentence.touches(next) && !self.sentence.is_closing(next);
        if self.sentence.touches(node) && !opens() || goes_on {
            return;
        }
        let word = dictionary::class(Kind::Number, &number);
        let candidate = Some(self.candidates.mark(word));
        let cost =
            DIGIT * number.len() as Cost + misread + self.prices.edit - self.doubt(node..node + 1);
        self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, word, cost) });
    }
}

/// The code with a term of the National Assembly that was read as this (`QHI5`, `UBTVQHI15`); `None` where that is what stands there.
pub fn term(seen: &str) -> Option<String> {
    let end = seen.rfind('H').filter(|&end| end > 0)?;
    let (letters, term) = (&seen[..end], &seen[end + 1..]);
    let council =
        letters.strip_suffix(['Q', 'O', '0']).filter(|council| matches!(*council, "" | "UBTV"))?;
    // Behind digits alone stands the number of a footnote (`QH15⁵`).
    if letters.ends_with('Q') && term.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let small = |c| match c {
        'i' | 'L' => Some('1'),
        'S' | 's' => Some('5'),
        'o' => Some('0'),
        _ => None,
    };
    let mut digits: Vec<char> =
        term.chars().map(|c| digit(c).or_else(|| small(c))).collect::<Option<_>>()?;
    // A stroke was read twice.
    if digits.len() > 2 {
        digits.dedup();
    }
    let number: String = digits.into_iter().collect();
    let code = format!("{council}QH{number}");
    (number.len() <= 2 && TERMS.contains(&number.parse().ok()?) && code != seen).then_some(code)
}

/// The number that was read as this; `None` where it has a letter that is like no digit, or none at all.
pub fn numeral(seen: &str) -> Option<String> {
    let number: String = seen.chars().map(digit).collect::<Option<_>>()?;
    (number != seen).then_some(number)
}

/// The digit that was read as this letter or stroke.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'l' | 'I' | '|' => Some('1'),
        'O' => Some('0'),
        _ => None,
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::{Model, Options, Repairer};

    fn mended(text: &str) -> String {
        Repairer::new(Model::embedded(), Options::default()).repair(text).text.into_owned()
    }

    #[test]
    fn letters_that_look_like_digits_are_told() {
        for (seen, number) in [
            ("2l", Some("21")),
            ("I2", Some("12")),
            ("|", Some("1")),
            ("2O", Some("20")),
            ("21", None),
            ("T2", None),
            ("2b", None),
        ] {
            assert_eq!(numeral(seen).as_deref(), number);
        }
    }

    #[test]
    fn laws_have_their_term() {
        for (seen, code) in [
            ("QHI5", Some("QH15")),
            ("QHI15", Some("QH15")),
            ("QHIS5", Some("QH15")),
            ("0H14", Some("QH14")),
            ("UBTVQHI5", Some("UBTVQH15")),
            ("QHi3", Some("QH13")),
            ("QH155", None),
            ("QH15", None),
            ("QH10", None),
            ("QH4", None),
            ("KH15", None),
            ("QHSDĐ", None),
            ("H15", None),
            ("QH", None),
        ] {
            assert_eq!(term(seen).as_deref(), code, "{seen}");
        }
        let law = "Căn cứ Luật Đất đai số 31/2024/QH15 ngày 18 tháng 01 năm 2024;";
        assert_eq!(mended(&law.replace("QH15", "QHI5")), law);
        assert_eq!(mended(law), law);
    }

    #[test]
    fn numbers_are_mended_where_numbers_stand() {
        let right = "Căn cứ Nghị quyết số 15/NQ-HĐND ngày 21 tháng 12 năm 2025 của Hội đồng nhân dân xã; theo quy định tại Điều 15.";
        assert_eq!(mended(&right.replace("21", "2l")), right);
        assert_eq!(mended(&right.replace("tháng 12", "tháng I2")), right);
        assert_eq!(mended(&right.replace("Điều 15", "Điều l5")), right);
        let wrong = "Can cu diém b khoan | Diéu 7 Nghi dinh cua Chinh phu quy dinh vé cong tac van thu luu trt;";
        assert!(mended(wrong).contains("khoản 1 Điều 7"));
    }

    #[test]
    fn codes_and_formulas_stay() {
        for text in [
            "Hàm lượng SiO2 và H2O trong mẫu nước, đồng vị 18O, khí O2 và CO2.",
            "Thực hiện theo Điều 58l của Luật này, phòng B2, nhà ga T1, tuyến T2.",
            "Bảng l1: biểu I.2, mẫu 1l-TT, lớp 10A1, thửa đất số 2I-3.",
        ] {
            assert_eq!(mended(text), text);
        }
    }
}
