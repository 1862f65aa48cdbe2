//! How common damage is in a text read with the right language, estimated from the text itself.
//!
//! The channel of such readings was learned from pages and lines of which [`RATE`] of the words were
//! damaged. Where damage is rarer an edit must be better, where it is more common one comes cheaper.

use crate::cost::{Cost, NAT};
use crate::decision::CERTAIN;

/// The share of damaged words for which the channel's own costs are right.
const RATE: f32 = 0.03;
/// As if so many words of that rate had been seen before: a short text says little of itself.
const SEEN: f32 = 30.0;
/// Nats that an edit of a text with rare damage must have at the least: the default margin.
pub const DOUBT: f32 = 1.0;
/// How much a low rate counts: a margin overstates its evidence, since neighbouring words are seen
/// twice; on the dev sets 2 halves the harm that 1 does and costs no repair.
const WEIGHT: f32 = 2.0;
/// Cost of any change at the common rate, besides that of the channel.
pub const EDIT: Cost = NAT / 2;

/// The share of damaged words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate(f32);

impl Rate {
    /// The rate that the margins of all edits that might be made show: those beyond doubt count.
    pub fn estimate(words: usize, margins: impl Iterator<Item = f32>) -> Self {
        let certain = margins.filter(|&margin| margin >= CERTAIN).count();
        Self((certain as f32 + SEEN * RATE) / (words as f32 + SEEN))
    }

    /// The odds in nats that an edit must have.
    pub fn odds(self) -> f32 {
        DOUBT + (RATE / self.0).ln().max(0.0) * WEIGHT
    }

    /// Cost of any change, besides that of the channel, where damage is common.
    pub fn edit(self) -> Option<Cost> {
        let cheaper = (self.0 / RATE).ln();
        // Less is not worth weighing the text anew.
        (cheaper > 0.3).then(|| EDIT - (cheaper * NAT as f32) as Cost)
    }
}
