//! What the language model asks of text: little where it is like what the model was counted from, much where it is not.

use crate::cost::{self, Cost};

/// Nats a token that the language model asks at the most of sentences of which it can tell what was meant: official text costs it
/// 3, articles 4; lists of rare words, names of minorities, dialect and riddles cost 5 to 8. There an ordinary word is soon
/// likelier than the right one.
const PLAIN: f32 = 5.0;
/// How much less sure each nat more makes a change, in nats. With this 115 words of 309 clean texts of many sorts, written to find
/// harm, change instead of 326; of 2,334 words left wrong in `pages-vie`, `golden/vie` and pages of training it makes 2,346.
const DOUBT: f32 = 3.5;
/// A sentence is taken to be as usual until it shows otherwise, as if so many tokens more had cost that many nats each: that of a
/// few words (`UBND huyện triên khai.`) costs much by chance. With none 254 words of 976 clean lines change instead of 277, but
/// lines of two words are not mended.
const SEEN: f32 = 5.0;
const USUAL: f32 = 4.0;

/// What some tokens cost the language model; nothing by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct Language {
    cost: Cost,
    pub tokens: usize,
}

impl Language {
    /// So many tokens that cost so much together.
    pub fn of(cost: Cost, tokens: usize) -> Self {
        Self { cost, tokens }
    }

    /// Adds other tokens.
    pub fn add(&mut self, other: Self) {
        self.cost += other.cost;
        self.tokens += other.tokens;
    }

    /// How much less sure what is read there makes a change, in nats, in a text read with the right language.
    pub fn doubt(self) -> f32 {
        let asked = cost::nats(self.cost) + SEEN * USUAL;
        DOUBT * (asked / (self.tokens as f32 + SEEN) - PLAIN).max(0.0)
    }

    /// Nats a token.
    pub fn mean(self) -> f32 {
        cost::nats(self.cost) / self.tokens.max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::NAT;

    #[test]
    fn the_mean_is_that_of_all_tokens() {
        let mut language = Language::default();
        assert_eq!(language.mean(), 0.0);
        language.add(Language::of(20 * NAT, 4));
        language.add(Language::of(10 * NAT, 1));
        assert_eq!((language.mean(), language.tokens), (6.0, 5));
    }

    #[test]
    fn few_tokens_tell_less_than_many() {
        let doubt = |tokens: usize| Language::of(8 * NAT * tokens as Cost, tokens).doubt();
        assert_eq!(doubt(1), 0.0);
        assert!(0.0 < doubt(5) && doubt(5) < doubt(50));
        assert_eq!(Language::of(200 * NAT, 50).doubt(), 0.0, "4 nats a token are usual");
    }
}
