//! Which observed token stands for which true one: the alignment of a page with its truth.

use unicode_normalization::UnicodeNormalization;

use crate::alphabet::{self, Code};

/// A word that was meant, and what was read: codes, the truth in small letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordPair {
    pub truth: Vec<Code>,
    /// Whether the truth begins with a capital.
    pub capital: bool,
    pub observed: Vec<Code>,
}

const SPACE: Code = b' ';
/// Costs of the alignment, in quarters of an unlikely letter: only their order matters, since the
/// confusion costs are estimated from what they pair.
const SAME_BASE: u32 = 1;
const OTHER_LETTER: u32 = 5;
const GAP: u32 = 4;
const SPACE_FOR_LETTER: u32 = 9;
/// Cost per letter above which a stretch is taken for unrelated text (a lost line, a column).
const UNRELATED: f64 = 1.7;
/// Words on each side of a word that tell whether the stretch is related.
const NEIGHBOURS: usize = 4;
/// Longer words are compounds or junk.
const LONGEST_TRUTH: usize = 12;
const LONGEST_OBSERVED: usize = 16;

/// The word pairs of a page.
pub fn word_pairs(observed: &str, truth: &str) -> Vec<WordPair> {
    let capitals = capitals(truth);
    let (observed, truth) = (codes(observed), codes(truth));
    let segments = segments(&observed, &truth);
    let mut pairs = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let near =
            &segments[at.saturating_sub(NEIGHBOURS)..segments.len().min(at + NEIGHBOURS + 1)];
        let cost: u32 = near.iter().map(|segment| segment.cost).sum();
        let letters: usize = near.iter().map(|segment| segment.truth.len()).sum();
        if f64::from(cost) <= UNRELATED * letters as f64 {
            let capitals = &capitals[segment.start..segment.start + segment.truth.len()];
            split(segment.observed, segment.truth, capitals, &mut pairs);
        }
    }
    pairs
}

/// Codes with single spaces between words and one at each end.
fn codes(text: &str) -> Vec<Code> {
    let mut out = vec![SPACE];
    for word in text.split_whitespace() {
        alphabet::encode(word, &mut out);
        out.push(SPACE);
    }
    out
}

/// Which of the [`codes`] of a text are capitals; the codes of marked letters don't tell.
fn capitals(text: &str) -> Vec<bool> {
    let mut out = vec![false];
    for word in text.split_whitespace() {
        out.extend(word.nfc().map(char::is_uppercase));
        out.push(false);
    }
    out
}

/// What stands between two spaces that were paired.
struct Segment<'a> {
    /// Where the truth starts.
    start: usize,
    observed: &'a [Code],
    truth: &'a [Code],
    cost: u32,
}

fn substitution(a: Code, b: Code) -> u32 {
    if a == b {
        0
    } else if (a == SPACE) != (b == SPACE) {
        SPACE_FOR_LETTER
    } else if alphabet::base(a) == alphabet::base(b) {
        SAME_BASE
    } else {
        OTHER_LETTER
    }
}

/// Aligns both sides letter by letter (Levenshtein) and cuts them at paired spaces.
fn segments<'a>(observed: &'a [Code], truth: &'a [Code]) -> Vec<Segment<'a>> {
    const MATCH: u8 = 0;
    const SKIP_OBSERVED: u8 = 1;
    const SKIP_TRUTH: u8 = 2;
    let width = observed.len() + 1;
    let mut steps = vec![MATCH; width * (truth.len() + 1)];
    let mut row: Vec<u32> = (0..width as u32).map(|i| i * GAP).collect();
    steps[1..width].fill(SKIP_OBSERVED);
    for (t, &letter) in truth.iter().enumerate() {
        let steps = &mut steps[(t + 1) * width..(t + 2) * width];
        let mut diagonal = row[0];
        row[0] += GAP;
        steps[0] = SKIP_TRUTH;
        for (o, &seen) in observed.iter().enumerate() {
            let choices = [
                (diagonal + substitution(seen, letter), MATCH),
                (row[o] + GAP, SKIP_OBSERVED),
                (row[o + 1] + GAP, SKIP_TRUTH),
            ];
            diagonal = row[o + 1];
            let (cost, step) = choices.into_iter().min().unwrap_or_default();
            row[o + 1] = cost;
            steps[o + 1] = step;
        }
    }
    let (mut t, mut o) = (truth.len(), observed.len());
    let (mut end_t, mut end_o, mut cost) = (t, o, 0);
    let mut found = Vec::new();
    while t > 0 || o > 0 {
        match steps[t * width + o] {
            MATCH => {
                (t, o) = (t - 1, o - 1);
                if truth[t] == SPACE && observed[o] == SPACE {
                    if t + 1 < end_t && o + 1 < end_o {
                        let (observed, truth) = (&observed[o + 1..end_o], &truth[t + 1..end_t]);
                        found.push(Segment { start: t + 1, observed, truth, cost });
                    }
                    (end_t, end_o, cost) = (t, o, 0);
                } else {
                    cost += substitution(observed[o], truth[t]);
                }
            }
            SKIP_OBSERVED => (o, cost) = (o - 1, cost + GAP),
            _ => (t, cost) = (t - 1, cost + GAP),
        }
    }
    found.reverse();
    found
}

/// The word pairs of one token: marks around it that both sides share are taken off, compounds are
/// cut at the slashes and hyphens that both sides share.
fn split(observed: &[Code], truth: &[Code], capitals: &[bool], pairs: &mut Vec<WordPair>) {
    let is_mark = |code: Code| !alphabet::is_letter(code) && !code.is_ascii_digit();
    let shared = |(a, b): &(&Code, &Code)| a == b && is_mark(**a);
    let head = observed.iter().zip(truth).take_while(shared).count();
    let (observed, truth, capitals) = (&observed[head..], &truth[head..], &capitals[head..]);
    let tail = observed.iter().rev().zip(truth.iter().rev()).take_while(shared).count();
    let (observed, truth) = (&observed[..observed.len() - tail], &truth[..truth.len() - tail]);
    let cut = |side: &[Code]| side.iter().position(|&code| matches!(code, b'/' | b'-'));
    if let (Some(a), Some(b)) = (cut(observed), cut(truth))
        && observed[a] == truth[b]
    {
        split(&observed[..a], &truth[..b], capitals, pairs);
        split(&observed[a + 1..], &truth[b + 1..], &capitals[b + 1..], pairs);
        return;
    }
    let is_word = !truth.is_empty()
        && truth.len() <= LONGEST_TRUTH
        && truth.iter().all(|&code| alphabet::is_letter(code));
    if is_word
        && !observed.is_empty()
        && observed.len() <= LONGEST_OBSERVED
        && !observed.contains(&SPACE)
    {
        let truth = truth.iter().map(|&code| alphabet::lower(code)).collect();
        pairs.push(WordPair { truth, capital: capitals[0], observed: observed.to_vec() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(observed: &str, truth: &str) -> Vec<(String, String)> {
        let text = |codes: &[Code]| alphabet::decode(codes);
        word_pairs(observed, truth)
            .iter()
            .map(|pair| (text(&pair.observed), text(&pair.truth)))
            .collect()
    }

    #[test]
    fn words_are_paired_without_their_marks() {
        let found = pairs("Cudc thi,\nnhi€ém vu 44/ND-CP", "Cuộc thi, nhiệm vụ 44/NĐ-CP");
        let expected = [
            ("Cudc", "cuộc"),
            ("thi", "thi"),
            ("nhi€ém", "nhiệm"),
            ("vu", "vụ"),
            ("ND", "nđ"),
            ("CP", "cp"),
        ];
        let found: Vec<(&str, &str)> =
            found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn unrelated_lines_give_nothing() {
        assert_eq!(pairs("qqqq wwww xxxx zzzz", "nhân dân tỉnh này"), []);
    }
}
