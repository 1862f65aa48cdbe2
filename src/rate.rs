//! How common damage is in a text read with the right language, estimated from the text itself.
//!
//! The channel of such readings was learned from pages and lines of which [`RATE`] of the words were
//! damaged. Where damage is rarer changes are less sure, where it is more common they come cheaper.

use crate::confidence::probability;
use crate::cost::{Cost, NAT};
use crate::decision::Judged;

/// The share of damaged words for which the channel's own costs are right.
const RATE: f32 = 0.03;
/// An edit of at least these odds (nats) is beyond doubt, and counts for how damaged a text is.
const CERTAIN: f32 = 5.0;
/// As if so many words of that rate had been seen before: a short text says little of itself.
const SEEN: f32 = 30.0;
/// Odds in nats of a change where all is damaged: with 1 the dev sets have 16 words less wrong and 14 more harmed, with 1.5
/// 27 more wrong and 16 less harmed.
const DOUBT: f32 = 1.25;
/// As likely right as wrong.
const EVEN: f32 = 0.5;
/// How much a low rate counts for the confidence: all that it says (Bayes). With 0.8 the harm of clean
/// dispatches is 0.020 instead of 0.007, for 0.01 points of WER on damaged lines.
const RARITY: f32 = 1.0;
/// How much a high rate counts for what a change costs: only damage beyond doubt is counted, and there is
/// more. 1.5 repairs 0.06 points of WER on `pages-vie` more than 1, 2 only does more harm.
const UNSEEN: f32 = 1.5;

/// Where more of the words than this are damaged beyond doubt, the best reading is seldom worse than what stands there.
/// With 0.06 the dev sets have three words less wrong, and 523 ordinary pages of training three more harmed; with none seven.
const RUINED: f32 = 0.12;

/// What an edit must reach to be made.
#[derive(Debug, Clone, Copy)]
pub enum Bar {
    /// In text that is damaged all over the best reading is seldom worse than what stands there.
    Odds,
    /// Text that is mostly right is only changed where that is likelier right than wrong.
    Confidence,
}

/// What thorough repair asks of an edit of text that is damaged all over, and of others: with these
/// `lines-vie` has 0.04 points of WER less, and ten words harmed instead of four; still lower bars only
/// harm.
const THOROUGH: (f32, f32) = (0.0, 0.3);

impl Bar {
    /// Whether an edit, or a step that is one, reaches it.
    pub fn lets<T>(self, judged: &Judged<T>, thorough: bool) -> bool {
        let (doubt, even) = if thorough { THOROUGH } else { (DOUBT, EVEN) };
        judged.odds.is_some_and(|odds| match self {
            Self::Odds => odds >= doubt,
            Self::Confidence => judged.confidence >= even,
        })
    }
}

/// The share of damaged words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate(f32);

impl Rate {
    /// The rate that all edits of words which might be made show: those beyond doubt count, save what the
    /// user's rules demand, which says nothing of the text.
    pub fn estimate<T>(words: usize, found: &[Judged<T>]) -> Self {
        let free = |judged: &&Judged<T>| judged.words && judged.confidence < 1.0;
        let certain =
            found.iter().filter(free).filter(|judged| judged.odds >= Some(CERTAIN)).count();
        Self((certain as f32 + SEEN * RATE) / (words as f32 + SEEN))
    }

    /// What an edit of such a text must reach.
    pub fn bar(self) -> Bar {
        if self.0 > RUINED { Bar::Odds } else { Bar::Confidence }
    }

    /// How sure a change is in view of how rare damage is: the fewer words of a text are damaged, the
    /// more of the changes that come to mind are none. What is certain stays certain.
    pub fn temper(self, confidence: f32) -> f32 {
        let odds = (confidence / (1.0 - confidence)).ln();
        probability(odds - self.rarity() * RARITY)
    }

    /// How much rarer damage is than where the channel was learned: the logarithm of the ratio, in nats.
    fn rarity(self) -> f32 {
        (RATE / self.0).ln().max(0.0)
    }

    /// Cost of any change, besides that of the channel, where damage is common.
    pub fn edit(self) -> Option<Cost> {
        let cheaper = (self.0 / RATE).ln();
        // Less is not worth weighing the text anew.
        (cheaper > 0.3).then(|| -(cheaper * UNSEEN * NAT as f32) as Cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thorough_repair_asks_less_of_an_edit() {
        let edit =
            |odds, confidence| Judged { what: (), odds: Some(odds), confidence, words: true };
        for (bar, judged) in [(Bar::Odds, edit(0.5, 0.9)), (Bar::Confidence, edit(-0.5, 0.4))] {
            assert!(bar.lets(&judged, true) && !bar.lets(&judged, false));
        }
        for bar in [Bar::Odds, Bar::Confidence] {
            assert!(!bar.lets(&edit(-2.0, 0.1), true));
            let kept = Judged { what: (), odds: None, confidence: 1.0, words: true };
            assert!(!bar.lets(&kept, true));
        }
    }

    #[test]
    fn only_a_ruined_text_takes_the_best_reading() {
        assert!(matches!(Rate(RATE).bar(), Bar::Confidence));
        assert!(matches!(Rate(2.0 * RATE).bar(), Bar::Confidence));
        assert!(matches!(Rate(0.5).bar(), Bar::Odds));
    }

    /// Otherwise a text with many of them would be taken for damaged, and more of it changed.
    #[test]
    fn rules_of_the_user_and_markers_say_nothing_of_words() {
        let edits = |confidence, words| {
            let edit = || Judged { what: (), odds: Some(CERTAIN), confidence, words };
            Rate::estimate(100, &[edit(), edit(), edit()])
        };
        let none = Rate::estimate::<()>(100, &[]);
        assert_eq!((edits(1.0, true), edits(0.99, false)), (none, none));
        assert!(edits(0.99, true).0 > none.0);
    }
}
