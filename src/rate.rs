//! How common damage is in a text read with the right language, estimated from the text itself.
//!
//! The channel of such readings was learned from pages and lines of which [`RATE`] of the words were
//! damaged. Where damage is rarer an edit must be better, where it is more common one comes cheaper.

use crate::confidence::probability;
use crate::cost::{Cost, NAT};
use crate::decision::{CERTAIN, Judged};

/// The share of damaged words for which the channel's own costs are right.
const RATE: f32 = 0.03;
/// As if so many words of that rate had been seen before: a short text says little of itself.
const SEEN: f32 = 30.0;
/// Odds in nats that an edit must have at the least.
const DOUBT: f32 = 1.0;
/// How much a low rate counts for these odds: they overstate their evidence, since neighbouring words are seen
/// twice; on the dev sets 2 halves the harm that 1 does and costs no repair.
const WEIGHT: f32 = 2.0;
/// Text that is mostly right is only changed where that is likelier right than wrong.
const EVEN: f32 = 0.5;
/// How much a low rate counts for the confidence: 0.5 to 0.8 lower the harm of clean articles from
/// 0.061 to 0.048 and 0.044, and cost no repair.
const RARITY: f32 = 0.8;
/// Cost of any change at the common rate, besides that of the channel.
pub const EDIT: Cost = NAT / 2;

/// What an edit must reach to be made.
#[derive(Debug, Clone, Copy)]
pub struct Bar {
    /// The logarithm of the odds that the text is to be changed there.
    odds: f32,
    confidence: f32,
}

impl Bar {
    /// For text that is damaged all over: the best reading is hardly ever worse than what stands there.
    pub const LOW: Self = Self { odds: DOUBT, confidence: 0.0 };

    /// Whether an edit, or a step that is one, reaches it.
    pub fn lets<T>(self, judged: &Judged<T>) -> bool {
        judged.odds >= Some(self.odds) && judged.confidence >= self.confidence
    }
}

/// The share of damaged words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate(f32);

impl Rate {
    /// The rate that the odds of all edits that might be made show: those beyond doubt count.
    pub fn estimate(words: usize, odds: impl Iterator<Item = f32>) -> Self {
        let certain = odds.filter(|&odds| odds >= CERTAIN).count();
        Self((certain as f32 + SEEN * RATE) / (words as f32 + SEEN))
    }

    /// What an edit must reach.
    pub fn bar(self) -> Bar {
        Bar { odds: DOUBT + self.rarity() * WEIGHT, confidence: EVEN }
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
        (cheaper > 0.3).then(|| EDIT - (cheaper * NAT as f32) as Cost)
    }
}
