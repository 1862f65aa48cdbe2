//! The regions of a text that mixes them: some pages typed, others read with the wrong language or without
//! marks.
//!
//! Whether a line bears Vietnamese letters is an observation of a hidden Markov model with two states, and the
//! most probable sequence of these (Viterbi 1967) cuts the text. A region without such letters counts for one
//! only where its words are Vietnamese beyond doubt; others are names, codes or another language, which are
//! part of the text around them.

use std::ops::Range;

use crate::alphabet;
use crate::damage;
use crate::dictionary::Dictionary;
use crate::token::{self, Kind, Token};

/// How many of the letters are Vietnamese ones that western languages lack: in clean text 12 % and more, with
/// the wrong language or without marks hardly any.
const RATES: [f32; 2] = [0.15, 0.004];
/// Cost in nats of another region's beginning. Two of them are as much as 170 letters of Vietnamese text without any
/// of its letters say, two or three lines; fewer are names and codes.
const SWITCH: f32 = 14.0;
/// Shares of the words that are skeletons of Vietnamese syllables, that would be but for a mark that is none of Vietnamese
/// or out of place, and of others: on the worst tenth of the pages read with the wrong language, and at the most in
/// other languages. Text without marks has 97 in 100 of the first.
const WORDS: [[f32; 3]; 2] = [[0.45, 0.12, 0.43], [0.33, 0.03, 0.64]];
/// How much more probable, in nats, its words must be in Vietnamese than in another language.
const BEYOND_DOUBT: f32 = 12.0;
/// The same of a single region, once all of the text's together are beyond doubt.
const LIKELY: f32 = 3.0;

/// What is counted of a line.
#[derive(Debug, Clone)]
struct Line {
    range: Range<usize>,
    letters: u32,
    vietnamese: u32,
}

/// The regions of the bytes `range` of a text, which tile it: nearly always one.
pub fn regions(text: &str, range: Range<usize>, dictionary: &Dictionary) -> Vec<Range<usize>> {
    let lines = lines(text, range.clone());
    let states = states(&lines);
    if states.iter().all(|&bare| bare == states[0]) {
        return vec![range];
    }
    let mut at = 0;
    let parts: Vec<(f32, Range<usize>)> = states
        .chunk_by(|a, b| a == b)
        .map(|part| {
            let lines = &lines[at..at + part.len()];
            at += part.len();
            let here = lines[0].range.start..lines[part.len() - 1].range.end;
            (if part[0] { evidence(text, here.clone(), dictionary) } else { 0.0 }, here)
        })
        .collect();
    let all: f32 = parts.iter().map(|(evidence, _)| evidence.max(0.0)).sum();
    let least = if all > BEYOND_DOUBT { LIKELY } else { f32::INFINITY };
    parts
        .chunk_by(|(a, _), (b, _)| (*a > least) == (*b > least))
        .map(|parts| parts[0].1.start..parts[parts.len() - 1].1.end)
        .collect()
}

/// The lines of the bytes `range` of a text.
fn lines(text: &str, range: Range<usize>) -> Vec<Line> {
    let mut start = range.start;
    text[range]
        .split_inclusive('\n')
        .map(|line| {
            let (mut letters, mut vietnamese) = (0, 0);
            for c in line.chars().filter(|&c| c.is_ascii_alphabetic() || !c.is_ascii()) {
                letters += 1;
                vietnamese += u32::from(!c.is_ascii() && is_vietnamese(c));
            }
            let range = start..start + line.len();
            start = range.end;
            Line { range, letters, vietnamese }
        })
        .collect()
}

/// Whether a character is a letter that western languages lack, or a mark of such a letter.
fn is_vietnamese(c: char) -> bool {
    matches!(c, '\u{306}' | '\u{309}' | '\u{31b}' | '\u{323}')
        || damage::is_vietnamese(alphabet::code(c))
}

/// Whether each line lacks Vietnamese letters, by the most probable sequence.
fn states(lines: &[Line]) -> Vec<bool> {
    let costs = |line: &Line| {
        RATES.map(|rate| {
            let others = line.letters - line.vietnamese;
            -(line.vietnamese as f32 * rate.ln() + others as f32 * (1.0 - rate).ln())
        })
    };
    let mut totals = [0.0, 0.0];
    // Of each line and state, whether the best way there came from the other state.
    let mut switched: Vec<[bool; 2]> = Vec::with_capacity(lines.len());
    for line in lines {
        let [a, b]: [f32; 2] = totals;
        switched.push([b + SWITCH < a, a + SWITCH < b]);
        let [here, there] = costs(line);
        totals = [a.min(b + SWITCH) + here, b.min(a + SWITCH) + there];
    }
    let mut state = totals[1] < totals[0];
    let mut states: Vec<bool> = switched
        .iter()
        .rev()
        .map(|switched| {
            let here = state;
            state ^= switched[usize::from(here)];
            here
        })
        .collect();
    states.reverse();
    states
}

/// How sure it is, in nats, that the words of a region without Vietnamese letters are Vietnamese.
fn evidence(text: &str, region: Range<usize>, dictionary: &Dictionary) -> f32 {
    let (mut tokens, mut key) = (Vec::new(), Vec::new());
    token::tokenize(text, region, &mut tokens);
    let [damaged, other] = WORDS;
    (0..tokens.len())
        .filter(|&at| tokens[at].kind == Kind::Word)
        .filter_map(|at| {
            key.clear();
            alphabet::encode(&text[tokens[at].span.clone()], &mut key);
            let marked = key.iter().any(|&code| damage::is_mark(code));
            let looks = damage::looks_vietnamese(&mut key, dictionary)?;
            let kind = if looks && !is_name(&tokens, at) { usize::from(marked) } else { 2 };
            Some((damaged[kind] / other[kind]).ln())
        })
        .sum()
}

/// Whether the word at a place is, or is a part of, a name in program text: the symbols that it touches say so.
fn is_name(tokens: &[Token], at: usize) -> bool {
    let symbol = |token: Option<&Token>, symbols: &str| {
        token.is_some_and(|token| matches!(token.kind, Kind::Symbol(c) if symbols.contains(c)))
    };
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    symbol(before, "_.=#$@\\<>[]{}|") || symbol(tokens.get(at + 1), "_=([]{}<>|\\")
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::Model;

    const CLEAN: &str = "Ủy ban nhân dân phường yêu cầu các tổ dân phố triển khai nghiêm túc.\n";
    const WRONG: &str = "Uy ban nhan dan phudng yéu c4u cdc té dan phé trién khai nghiém tic.\n";
    const BARE: &str = "Uy ban nhan dan phuong yeu cau cac to dan pho trien khai nghiem tuc.\n";
    const ENGLISH: &str = "The people's committee asks all groups of the ward to act with care.\n";

    const PROGRAM: &str = "    tong_tien = tinh_tien(don_gia, so_luong) + thue[dong] * he_so\n";

    /// How many lines the regions of some lines have, each kind so many times.
    fn cut(parts: &[(&str, usize)]) -> Vec<usize> {
        let text: String = parts.iter().map(|(line, times)| line.repeat(*times)).collect();
        let regions = regions(&text, 0..text.len(), &Model::embedded().dictionary);
        let ends: Vec<usize> = regions.iter().map(|region| region.end).collect();
        assert_eq!(regions[0].start, 0);
        assert!(regions[1..].iter().map(|region| region.start).eq(ends[..ends.len() - 1].to_vec()));
        assert_eq!(ends.last(), Some(&text.len()));
        regions.into_iter().map(|region| text[region].lines().count()).collect()
    }

    #[test]
    fn a_text_is_cut_where_its_letters_change() {
        for damaged in [WRONG, BARE] {
            assert_eq!(cut(&[(damaged, 9), (CLEAN, 9)]), [9, 9]);
            assert_eq!(cut(&[(CLEAN, 2), (damaged, 9), (CLEAN, 3)]), [2, 9, 3]);
        }
    }

    #[test]
    fn what_is_alike_short_or_in_another_language_is_not_cut_off() {
        for parts in [
            &[(CLEAN, 9)][..],
            &[(WRONG, 9)],
            &[("", 1)],
            &[(CLEAN, 9), (BARE, 2), (CLEAN, 9)],
            &[(CLEAN, 9), (ENGLISH, 9), (CLEAN, 9)],
            &[(CLEAN, 9), (PROGRAM, 20), (CLEAN, 9)],
            &[(ENGLISH, 9), (WRONG, 9)],
        ] {
            assert_eq!(cut(parts).len(), 1, "{parts:?}");
        }
    }

    #[test]
    fn decomposed_text_is_clean_text() {
        use unicode_normalization::UnicodeNormalization;
        let decomposed: String = CLEAN.nfd().collect();
        assert_eq!(cut(&[(&decomposed, 9), (BARE, 9)]), [9, 9]);
        assert_eq!(cut(&[(&decomposed, 9), (CLEAN, 9)]), [18]);
    }
}
