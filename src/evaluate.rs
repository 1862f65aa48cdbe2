//! Accuracy of a repaired text against its truth.
//!
//! [`score`] counts what is right and wrong before and after the repair, [`Counts`] of several
//! texts add up, and [`Counts::rates`] makes shares of the sums (micro-averages).
//!
//! All texts are compared in NFC. Tokens are what stands between white space; case and punctuation
//! count, save for syllables. The truth may hold alternatives as `{a|b}`: in each line, the one
//! nearest to the same line of the text counts, the first of equally near ones.
//!
//! Where several alignments of truth and text are optimal, the counts of right tokens depend on
//! which is taken; it is always the same one, and that of rapidfuzz 3.14.

mod alignment;
mod reliability;

use std::iter::Sum;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use alignment::{Alignment, distance};
pub use reliability::{Bin, Reliability};

/// Counts the errors of a text before (`ocr`) and after (`repaired`) a repair.
///
/// ```
/// use vietmend::evaluate::score;
///
/// let counts = score("Cong hòa xã hội", "Cộng hòa xã hôi", "Cộng {hoà|hòa} xã hội");
/// assert_eq!((counts.tokens, counts.errors_in, counts.errors_out), (4, 1, 1));
/// assert_eq!((counts.wrong, counts.fixed), (1, 1));
/// assert_eq!((counts.right, counts.harmed), (3, 1));
/// ```
#[must_use]
pub fn score(ocr: &str, repaired: &str, truth: &str) -> Counts {
    let [ocr, repaired, truth] = [ocr, repaired, truth].map(normalize);
    let (truth_in, truth_out) = (choose(&truth, &ocr), choose(&truth, &repaired));
    let [tokens_ocr, tokens_repaired, tokens_in, tokens] =
        [&ocr, &repaired, &truth_in, &truth_out].map(|text| tokens(text));
    let chars = joined(&tokens);

    let mut counts = Counts {
        tokens: count(tokens.len()),
        errors_in: count(distance(&tokens_in, &tokens_ocr)),
        chars: count(chars.len()),
        char_errors_in: count(distance(&joined(&tokens_in), &joined(&tokens_ocr))),
        char_errors_out: count(distance(&chars, &joined(&tokens_repaired))),
        ..Counts::default()
    };
    counts.count_tokens(&tokens, &tokens_ocr, &tokens_repaired);
    counts.count_syllables(&tokens, &tokens_ocr, &tokens_repaired);
    counts
}

/// What is right and wrong in a text before (`_in`) and after (`_out`) a repair.
///
/// ```
/// use vietmend::evaluate::{Counts, score};
///
/// let mut sum: Counts = [score("a", "a", "a"), score("b", "c", "c")].into_iter().sum();
/// sum += score("d e", "d e", "d f");
/// assert_eq!((sum.tokens, sum.errors_in, sum.errors_out), (4, 2, 1));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Counts {
    /// Tokens of the truth.
    pub tokens: u64,
    /// Tokens to insert, delete or replace to make the text the truth (Levenshtein distance).
    pub errors_in: u64,
    /// The same after the repair.
    pub errors_out: u64,
    /// Characters (code points) of the truth, with one space between tokens.
    pub chars: u64,
    /// Characters to insert, delete or replace to make the text the truth.
    pub char_errors_in: u64,
    /// The same after the repair.
    pub char_errors_out: u64,
    /// Tokens of the truth that hold a letter.
    pub syllables: u64,
    /// Syllables that stand in the text, compared by letters and digits alone and without case.
    pub syllables_right_in: u64,
    /// The same after the repair.
    pub syllables_right_out: u64,
    /// Tokens of the truth that the text before the repair lacks.
    pub wrong: u64,
    /// Wrong tokens that came out right.
    pub fixed: u64,
    /// Tokens of the truth that stand in the text before the repair.
    pub right: u64,
    /// Right tokens that came out wrong.
    pub harmed: u64,
}

impl Counts {
    /// The counts as shares.
    ///
    /// ```
    /// use vietmend::evaluate::score;
    ///
    /// let rates = score("a b c d", "a b x e", "a b x d").rates();
    /// assert_eq!((rates.wer_in, rates.wer_out), (Some(0.25), Some(0.25)));
    /// assert_eq!((rates.repair, rates.harm), (Some(1.0), Some(1.0 / 3.0)));
    /// assert_eq!(score("", "", "").rates().wer_in, None);
    /// ```
    #[must_use]
    pub fn rates(&self) -> Rates {
        Rates {
            wer_in: share(self.errors_in, self.tokens),
            wer_out: share(self.errors_out, self.tokens),
            cer_in: share(self.char_errors_in, self.chars),
            cer_out: share(self.char_errors_out, self.chars),
            syllables_in: share(self.syllables_right_in, self.syllables),
            syllables_out: share(self.syllables_right_out, self.syllables),
            repair: share(self.fixed, self.wrong),
            harm: share(self.harmed, self.right),
        }
    }

    fn count_tokens(&mut self, truth: &[&str], ocr: &[&str], repaired: &[&str]) {
        let (before, after) = (Alignment::new(truth, ocr), Alignment::new(truth, repaired));
        self.errors_out = count(after.edits);
        for (before, after) in before.paired.into_iter().zip(after.paired) {
            self.right += u64::from(before);
            self.harmed += u64::from(before && !after);
            self.wrong += u64::from(!before);
            self.fixed += u64::from(!before && after);
        }
    }

    fn count_syllables(&mut self, truth: &[&str], ocr: &[&str], repaired: &[&str]) {
        let folded = |tokens: &[&str]| tokens.iter().map(|token| fold(token)).collect::<Vec<_>>();
        let keys = folded(truth);
        let before = Alignment::new(&keys, &folded(ocr)).paired;
        let after = Alignment::new(&keys, &folded(repaired)).paired;
        for (token, (before, after)) in truth.iter().zip(before.into_iter().zip(after)) {
            let syllable = token.contains(is_letter);
            self.syllables += u64::from(syllable);
            self.syllables_right_in += u64::from(syllable && before);
            self.syllables_right_out += u64::from(syllable && after);
        }
    }
}

/// [`Counts`] as shares from 0 to 1 (error rates may exceed 1); `None` where nothing was counted.
///
/// ```
/// use vietmend::evaluate::{Counts, Rates};
///
/// assert_eq!(Counts::default().rates(), Rates::default());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rates {
    /// Word error rate: token errors per token of the truth.
    pub wer_in: Option<f64>,
    /// The same after the repair.
    pub wer_out: Option<f64>,
    /// Character error rate: character errors per character of the truth.
    pub cer_in: Option<f64>,
    /// The same after the repair.
    pub cer_out: Option<f64>,
    /// Share of the syllables that stand right.
    pub syllables_in: Option<f64>,
    /// The same after the repair.
    pub syllables_out: Option<f64>,
    /// Share of the wrong tokens that came out right.
    pub repair: Option<f64>,
    /// Share of the right tokens that came out wrong.
    pub harm: Option<f64>,
}

/// Counts stay far below 2^53, so both become `f64` exactly.
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.tokens += other.tokens;
        self.errors_in += other.errors_in;
        self.errors_out += other.errors_out;
        self.chars += other.chars;
        self.char_errors_in += other.char_errors_in;
        self.char_errors_out += other.char_errors_out;
        self.syllables += other.syllables;
        self.syllables_right_in += other.syllables_right_in;
        self.syllables_right_out += other.syllables_right_out;
        self.wrong += other.wrong;
        self.fixed += other.fixed;
        self.right += other.right;
        self.harmed += other.harmed;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |mut sum, counts| {
            sum += counts;
            sum
        })
    }
}

fn count(items: usize) -> u64 {
    items as u64
}

/// NFC, with every line break as `\n`.
fn normalize(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect()
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(is_space).filter(|token| !token.is_empty()).collect()
}

/// White space, and the four separators that Python's `str.split` also splits at.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

/// The characters of tokens with one space between.
fn joined(tokens: &[&str]) -> Vec<char> {
    tokens.join(" ").chars().collect()
}

/// The truth with each group of alternatives replaced by the one nearest to the text.
fn choose(truth: &str, text: &str) -> String {
    let mut near = text.split('\n');
    let lines = truth.split('\n').map(|line| choose_in_line(line, near.next().unwrap_or_default()));
    lines.collect::<Vec<_>>().join("\n")
}

fn choose_in_line(line: &str, near: &str) -> String {
    let far = |line: &String| distance(&first_options(line), &near.chars().collect::<Vec<_>>());
    let mut line = line.to_owned();
    while let Some((before, options, after)) = group(&line)
        && let Some(best) =
            options.split('|').map(|option| [before, option, after].concat()).min_by_key(far)
    {
        line = best;
    }
    line
}

/// The characters of a line with the first option of each group.
fn first_options(mut line: &str) -> Vec<char> {
    let mut chars = Vec::new();
    while let Some((before, options, after)) = group(line) {
        let first = options.split('|').next().unwrap_or_default();
        chars.extend(before.chars().chain(first.chars()));
        line = after;
    }
    chars.extend(line.chars());
    chars
}

/// The first `{a|b}` without braces inside: what stands before, in and after it.
fn group(line: &str) -> Option<(&str, &str, &str)> {
    let mut open = None;
    for (at, brace) in line.match_indices(['{', '}']) {
        match open {
            Some(start) if brace == "}" && line[start..at].contains('|') => {
                return Some((&line[..start], &line[start + 1..at], &line[at + 1..]));
            }
            _ => open = (brace == "{").then_some(at),
        }
    }
    None
}

/// The letters and numbers of a token without case: equal for two tokens exactly where Python's
/// `str.casefold` and `str.isalnum` make them equal (checked for every character of Unicode 14).
fn fold(token: &str) -> String {
    let mut folded = String::with_capacity(token.len());
    for c in token.chars() {
        match c {
            // Folds to itself, though its upper case is I.
            'ı' => folded.push(c),
            // Upper case makes ß, ſ, ς and ligatures equal to what they fold to; ẞ needs lower first.
            _ => folded
                .extend(c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)),
        }
    }
    folded.retain(|c| is_letter(c) || c.is_numeric());
    folded
}

/// Whether a character is of general category L, as Python's `str.isalpha`: alphabetic, but no
/// number, mark or enclosed letter.
fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        && !c.is_numeric()
        && !is_combining_mark(c)
        && !matches!(c, 'Ⓐ'..='ⓩ' | '\u{1f130}'..='\u{1f189}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_derived_by_hand() {
        // truth     Ủy  ban nhân dân, tỉnh
        // ocr       Uy  ban nhan dân. tỉnh x
        // repaired  Ủy  bản nhân dân. tỉnh
        let counts =
            score("Uy ban nhan dân. tỉnh x", "Ủy bản nhân dân. tỉnh", "Ủy ban nhân dân, tỉnh");
        let expected = Counts {
            tokens: 5,
            errors_in: 4,
            errors_out: 2,
            chars: 21,
            char_errors_in: 5,
            char_errors_out: 2,
            syllables: 5,
            syllables_right_in: 3,
            syllables_right_out: 4,
            wrong: 3,
            fixed: 2,
            right: 2,
            harmed: 1,
        };
        assert_eq!(counts, expected);
    }

    #[test]
    fn empty_texts() {
        assert_eq!(score("", "", ""), Counts::default());
        assert_eq!(Counts::default().rates(), Rates::default());
        let counts = score("a", "", "");
        assert_eq!((counts.errors_in, counts.char_errors_in, counts.errors_out), (1, 1, 0));
        let counts = score("", "a", "a");
        assert_eq!((counts.errors_in, counts.wrong, counts.fixed), (1, 1, 1));
    }

    #[test]
    fn white_space_is_that_of_python() {
        assert_eq!(
            tokens("a\u{a0}b\u{85}c\x1cd\x1fe\u{3000}f\u{200b}g"),
            ["a", "b", "c", "d", "e", "f\u{200b}g"]
        );
        assert_eq!(score(" a \n\n b ", "a b", "a\tb").char_errors_in, 0);
    }

    #[test]
    fn decomposed_text_is_equal() {
        assert_eq!(score("tỉnh".nfd().collect::<String>().as_str(), "", "tỉnh").errors_in, 0);
    }

    #[test]
    fn alternatives_of_the_same_line_count() {
        let truth = "ngày {01|1} tháng\n{x|y|z}";
        assert_eq!(choose(truth, "ngày 1 tháng\nz"), "ngày 1 tháng\nz");
        assert_eq!(choose(truth, "ngày 01 tháng"), "ngày 01 tháng\nx");
        assert_eq!(choose("{a|b} {b|a}", "b b"), "b b");
    }

    #[test]
    fn alternatives_before_and_after_may_differ() {
        let counts = score("hoà bình", "hòa bình", "{hoà|hòa} bình");
        assert_eq!((counts.errors_in, counts.errors_out), (0, 0));
        // The truth is the one chosen for the repaired text; before it, `hoà` is not right.
        assert_eq!((counts.wrong, counts.fixed, counts.harmed), (1, 1, 0));
    }

    #[test]
    fn nested_and_broken_groups() {
        assert_eq!(choose("{x{a|b}|c}", "xb"), "xb");
        assert_eq!(choose("{a} | {b", "a"), "{a} | {b");
        assert_eq!(choose("}{a|}", "ba"), "}a");
        assert_eq!(choose("}{a|}", ""), "}");
    }

    #[test]
    fn line_breaks_of_any_kind_separate_lines() {
        let mac = score("b\rc", "b\rc", "{a|b}\n{c|d}");
        assert_eq!(mac, score("b\nc", "b\nc", "{a|b}\r\n{c|d}"));
        assert_eq!(mac.errors_in, 0);
    }

    #[test]
    fn folding_keeps_letters_and_numbers_without_case() {
        assert_eq!(fold("“Đảng-Viên”,"), "đảngviên");
        assert_eq!(fold("½²a\u{301}_"), "½²a");
        assert_eq!(fold("ẞſﬁς"), fold("ssSFIΣ"));
        assert_ne!(fold("ı"), fold("i"));
        assert!(!is_letter('Ⓐ') && !is_letter('Ⅷ') && !is_letter('\u{93e}'));
    }

    #[test]
    fn counts_add_up() {
        let (one, other) = (score("a b", "a c", "a c"), score("x", "y", "x"));
        let sum: Counts = [one, other].into_iter().sum();
        assert_eq!((sum.tokens, sum.fixed, sum.harmed), (3, 1, 1));
        let rates = sum.rates();
        assert_eq!((rates.wer_in, rates.harm), (Some(1.0 / 3.0), Some(0.5)));
    }

    proptest! {
        #[test]
        fn any_texts_are_counted(ocr in ".{0,40}", repaired in "[ab{|}\n ]{0,30}", truth in "[ab{|}\n ]{0,30}") {
            let counts = score(&ocr, &repaired, &truth);
            prop_assert_eq!(counts.right + counts.wrong, counts.tokens);
            prop_assert!(counts.harmed <= counts.right && counts.fixed <= counts.wrong);
            prop_assert!(counts.syllables_right_out <= counts.syllables);
            prop_assert!(counts.tokens <= counts.errors_out + counts.right - counts.harmed + counts.fixed);
        }
    }
}
