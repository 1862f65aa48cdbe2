//! How seldom words begin with a capital in the middle of a sentence.

use crate::bytes::Bytes;
use crate::cost;
use crate::dictionary::WordId;
use crate::ngram::STEP;

/// Costs of a capital at the head of each word, by its number.
#[derive(Debug, Clone)]
pub struct Capitals(Bytes);

impl Capitals {
    /// Takes a section of a model of so many words; `None` where it has more or fewer.
    pub fn open(section: Bytes, words: usize) -> Option<Self> {
        (section.len() == words).then_some(Self(section))
    }

    /// Cost of a capital at the head of a word, in nats.
    pub fn cost(&self, word: WordId) -> f32 {
        cost::nats(i32::from(self.0[usize::from(word)]) * STEP)
    }

    /// A section, from how often each word stands in the middle of a sentence in small letters, and with a capital.
    #[cfg(feature = "train")]
    pub fn section(heads: &[[u32; 2]]) -> Vec<u8> {
        /// As if each word had been seen so often before, one time in ten with a capital.
        const SEEN: f64 = 5.0;
        const SHARE: f64 = 0.1;
        /// Whole nats pack well, and are as good.
        const WHOLE: i32 = cost::NAT;
        let stored = |&[small, capital]: &[u32; 2]| {
            let share = (f64::from(capital) + SEEN * SHARE) / (f64::from(small + capital) + SEEN);
            ((cost::of(share) + WHOLE / 2) / WHOLE * WHOLE / STEP).min(255) as u8
        };
        heads.iter().map(stored).collect()
    }
}

#[cfg(all(test, feature = "embedded", feature = "train"))]
mod tests {
    use super::*;
    use crate::{Model, alphabet};

    #[test]
    fn words_that_were_seldom_seen_say_little() {
        let section = || Capitals::section(&[[0, 0], [1000, 0], [0, 1000]]).into();
        let costs = Capitals::open(section(), 3).unwrap();
        assert_eq!([0, 1, 2].map(|word| costs.cost(word)), [2.0, 8.0, 0.0]);
        assert!([2, 4].into_iter().all(|words| Capitals::open(section(), words).is_none()));
    }

    #[test]
    fn names_begin_with_capitals_and_other_words_do_not() {
        let cost = |word: &str| {
            let mut key = Vec::new();
            alphabet::encode(word, &mut key);
            let model = Model::embedded();
            model.capitals.cost(model.dictionary.word(&key).unwrap())
        };
        assert!(cost("kiện") > 5.0 && cost("nguyễn") < 1.0);
    }
}
