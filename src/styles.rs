//! The styles of a text's tone marks, told from its words.

use crate::alphabet::{self, Code};
use crate::channel::Source;
use crate::token::{Kind, Token};
use crate::tone::{self, ToneStyle};

/// How a text sets its tones. Many write `hoá` and `thủy`: of 162 official texts of training that have the new style in `oa` or
/// `oe` and show both, 44 have the old one in `uy`.
#[derive(Debug, Clone, Copy)]
pub struct Styles {
    /// In `oa` and `oe`, and in `uy`.
    pairs: [ToneStyle; 2],
    /// Who read the text, if words may have a style of their own.
    source: Option<Source>,
}

impl Styles {
    /// The styles that most words of a text show; where those of one pair tell nothing, the others do.
    pub fn of(text: &str, tokens: &[Token], source: Source) -> Self {
        let mut key = Vec::new();
        let mut balance = [0i32; 2];
        for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
            key.clear();
            alphabet::encode(&text[token.span.clone()], &mut key);
            balance[pair(&key)] += match shown(&key, source) {
                Some(ToneStyle::New) => 1,
                Some(ToneStyle::Old) => -1,
                None => 0,
            };
        }
        let all = balance[0] + balance[1];
        let style = |balance: i32| match if balance == 0 { all } else { balance } {
            1.. => ToneStyle::New,
            _ => ToneStyle::Old,
        };
        Self { pairs: balance.map(style), source: Some(source) }
    }

    /// One style for all words.
    pub fn all(style: ToneStyle) -> Self {
        Self { pairs: [style; 2], source: None }
    }

    /// The style of a word that was read as `seen`: the one that this shows, or else the text's.
    pub fn of_word(&self, word: &str, seen: &str) -> ToneStyle {
        // Most words end in no pair: styles are nothing to them.
        if !word.ends_with(['a', 'e', 'y']) {
            return ToneStyle::Old;
        }
        let key = |text| {
            let mut key = Vec::new();
            alphabet::encode(text, &mut key);
            key
        };
        let own = self.source.and_then(|source| shown(&key(seen), source));
        own.unwrap_or_else(|| self.pairs[pair(&key(word))])
    }
}

/// Which of the pairs a word ends in; any that ends in none has the first one.
fn pair(key: &[Code]) -> usize {
    usize::from(key.last().is_some_and(|&last| alphabet::base(last) == b'y'))
}

/// The style that a reading shows, if it shows one.
fn shown(key: &[Code], source: Source) -> Option<ToneStyle> {
    tone::style(key).or_else(|| (source == Source::Wrong).then(|| misread(key)).flatten())
}

/// Letters of the longest word that ends in `hod`, `khod`.
const LONGEST: usize = 4;

/// The style that shows in what an engine set to another language made of a word. On pages of training 21 of 57 `oá` were read
/// as `od` and one as `éa`, of 699 `óa` none and 395 as `éa` or `6a`.
fn misread(key: &[Code]) -> Option<ToneStyle> {
    let [before @ .., first, second] = key else { return None };
    let last = *before.last()?;
    match (alphabet::letter(*first)?, alphabet::letter(*second)?) {
        ('o', 'd') if key.len() <= LONGEST && last == b'h' => Some(ToneStyle::New),
        ('é' | '6', 'a' | 'e') => Some(ToneStyle::Old),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    fn styles(text: &str, source: Source) -> Styles {
        let mut tokens = Vec::new();
        token::tokenize(text, 0..text.len(), &mut tokens);
        Styles::of(text, &tokens, source)
    }

    #[test]
    fn most_words_of_a_pair_tell_its_style() {
        let style = |text, word| styles(text, Source::Right).of_word(word, "x");
        for (text, word, expected) in [
            ("văn hoá, khoá họp, hòa bình của thủy thủ", "tỏa", ToneStyle::New),
            ("văn hoá, khoá họp, hòa bình của thủy thủ", "hủy", ToneStyle::Old),
            ("văn hoá, khoá họp", "hủy", ToneStyle::New),
            ("Uỷ ban và thuỷ thủ", "hủy", ToneStyle::New),
            ("quý hoàn khoa", "hóa", ToneStyle::Old),
            ("", "hóa", ToneStyle::Old),
        ] {
            assert_eq!(style(text, word), expected, "{text}");
        }
    }

    #[test]
    fn misread_words_show_their_style() {
        let text = "van hod, khod hop, xa hdi héa, lop 6a, 6e, 6a";
        let wrong = styles(text, Source::Wrong);
        assert_eq!(wrong.of_word("hóa", "hoa"), ToneStyle::New);
        assert_eq!(wrong.of_word("hóa", "héa"), ToneStyle::Old);
        assert_eq!(
            styles("Good method, period", Source::Wrong).of_word("hóa", "hod"),
            ToneStyle::New
        );
        assert_eq!(
            styles("Good method, period", Source::Wrong).of_word("hóa", "hoa"),
            ToneStyle::Old
        );
        assert_eq!(styles(text, Source::Right).of_word("hóa", "hoa"), ToneStyle::Old);
        assert_eq!(Styles::all(ToneStyle::Old).of_word("hóa", "hoá"), ToneStyle::Old);
    }
}
