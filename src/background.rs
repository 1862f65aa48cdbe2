//! What other texts about the same matter say.

use rustc_hash::FxHashMap;

use crate::alphabet::{self, Code};
use crate::cost::Cost;
use crate::dictionary::{self, Dictionary, WordId};
use crate::pairs::{Neighbours, Pairs};
use crate::token::{self, Kind};
use crate::tone;

/// Weight, in occurrences, of all that is known of a pair of words apart from these texts. With the first
/// half of each document for context of the second, `restore` has a WER of 0.64 % with 0.5, 0.63 % with
/// this, and of 0.75 % without pairs; 0.81 % without context.
const PRIOR: f32 = 0.25;

/// How often words, and pairs of words, numbers and symbols, stand in the texts that a user gave for
/// context; nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Background {
    words: FxHashMap<WordId, u32>,
    pairs: Pairs,
}

impl Background {
    /// Adds the words of a text that the dictionary has.
    pub fn add(&mut self, dictionary: &Dictionary, text: &str) {
        let (mut tokens, mut letters) = (Vec::new(), Vec::new());
        token::tokenize(text, 0..text.len(), &mut tokens);
        let mut before = None;
        for token in tokens.iter().filter(|token| !matches!(token.kind, Kind::Blank { .. })) {
            let seen = &text[token.span.clone()];
            let word = match token.kind {
                Kind::Word => word(dictionary, seen, &mut letters),
                kind => Some(dictionary::class(kind, seen)),
            };
            if let Some(word) = word.filter(|_| token.kind == Kind::Word) {
                let count = self.words.entry(word).or_default();
                *count = count.saturating_add(1);
            }
            if let (Some(before), Some(word)) = (before, word) {
                self.pairs.add(before, word);
            }
            before = word;
        }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words and how often they stand there.
    pub fn words(&self) -> impl Iterator<Item = (WordId, u32)> {
        self.words.iter().map(|(&word, &count)| (word, count))
    }

    /// How much cheaper a word is between two others.
    pub fn between(&self, neighbours: Neighbours, word: WordId) -> Cost {
        self.pairs.between(neighbours, word, PRIOR)
    }
}

fn word(dictionary: &Dictionary, text: &str, letters: &mut Vec<Code>) -> Option<WordId> {
    letters.clear();
    alphabet::encode(&text.to_lowercase(), letters);
    tone::canonical(letters);
    dictionary.word(letters)
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::Model;

    #[test]
    fn pairs_of_other_texts_save_on_both_sides() {
        let dictionary = &Model::embedded().dictionary;
        let id = |text: &str| word(dictionary, text, &mut Vec::new()).unwrap();
        let mut background = Background::default();
        assert_eq!(background.between(Neighbours::new(id("cuộc"), id("thi")), id("chặng")), 0);
        background.add(dictionary, "Chặng thi, chặng đua; Chặng\nthi");
        let [stage, contest, race] = [id("chặng"), id("thi"), id("đua")];
        let alone = |before, behind| background.between(Neighbours { before, behind }, stage);
        assert!(alone(None, Some(contest)) > alone(None, Some(race)));
        assert!(
            alone(None, Some(race)) > alone(Some(contest), None),
            "a comma stands between them"
        );
        assert_eq!(alone(Some(race), None), 0, "a semicolon too");
    }
}
