//! Capitals of TCVN3: its letters with tones are small ones, which capital fonts show as capitals.

use std::ops::Range;

use unicode_normalization::char::decompose_canonical;

use crate::alphabet;

/// What the letters of a word tell of its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// All that can be capitals are, and there are two of them or more.
    Capitals,
    /// A letter is small that has a capital of its own.
    Small,
    /// One letter with a capital of its own at most: `Hà`, `ở`, `A`.
    Open,
}

/// The text with small letters made capitals where they are most likely to stand for them; its
/// characters keep their lengths.
pub fn restore(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive(['\n', '\r']) {
        restore_line(line, &mut out);
    }
    out
}

fn restore_line(line: &str, out: &mut String) {
    let words: Vec<(Range<usize>, Case)> =
        words(line).map(|span| (span.clone(), case(&line[span]))).collect();
    let behind = nearest(words.iter().rev().map(|(_, case)| *case));
    let before = nearest(words.iter().map(|(_, case)| *case));
    let mut done = 0;
    for ((span, case), around) in words.iter().zip(before.iter().zip(behind.iter().rev())) {
        out.push_str(&line[done..span.start]);
        done = span.end;
        let capital = match case {
            // As far as there are any that tell.
            Case::Open => {
                let around = [around.0, around.1];
                around.contains(&&Case::Capitals) && !around.contains(&&Case::Small)
            }
            case => *case == Case::Capitals,
        };
        match capital {
            true => out.extend(line[span.clone()].chars().map(capital_of)),
            false => out.push_str(&line[span.clone()]),
        }
    }
    out.push_str(&line[done..]);
}

/// For each word the last one up to it that tells its case.
fn nearest(cases: impl Iterator<Item = Case>) -> Vec<Case> {
    let told = |last: &mut Case, case| {
        *last = if case == Case::Open { *last } else { case };
        Some(*last)
    };
    cases.scan(Case::Open, told).collect()
}

fn case(word: &str) -> Case {
    let mut capitals = 0;
    for c in word.chars() {
        if c.is_uppercase() {
            capitals += 1;
        } else if !is_toned(c) {
            return Case::Small;
        }
    }
    if capitals > 1 { Case::Capitals } else { Case::Open }
}

/// The spans of the words of a line.
fn words(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].find(alphabet::is_alphabetic)?;
        let rest = &line[start..];
        at = start + rest.find(|c| !alphabet::is_alphabetic(c)).unwrap_or(rest.len());
        Some(start..at)
    })
}

/// Whether a letter bears a tone mark.
pub fn is_toned(c: char) -> bool {
    let mut toned = false;
    decompose_canonical(c, |part| toned |= alphabet::TONES.contains(&part));
    toned
}

/// The capital of a letter.
pub fn capital_of(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_capitals_get_theirs() {
        for (read, meant) in [
            ("CộNG HòA Xã HộI CHủ NGHĩA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("NHà ở", "NHÀ Ở"),
            ("Hà Nội", "Hà Nội"),
            ("Hà NộI\nHà", "HÀ NỘI\nHà"),
            ("UBND Hà Nội", "UBND Hà Nội"),
            ("Lê Lợi", "Lê Lợi"),
            ("ở xã", "ở xã"),
            ("", ""),
        ] {
            assert_eq!(restore(read), meant);
        }
    }
}
