//! What the language model asks of text: little where it is like what the model was counted from, much where it is not.

use crate::cost::{self, Cost};

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
}
