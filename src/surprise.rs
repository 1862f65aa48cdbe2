//! Where a path through a sentence is so dear that something else was probably meant.

use std::ops::Range;

use crate::cost::{Cost, NAT};
use crate::decision::Decision;

/// What a word of a path and the next cost together, channel and context, where candidates are looked
/// for more widely. Of 12 to 20 nats, 16 and 18 repair most; below that more tokens are looked at for
/// nothing.
const SURPRISING: Cost = 18 * NAT;

impl Decision<'_, '_> {
    /// The places in the text of the tokens that fit so badly where they stand that candidates beyond the usual
    /// may fit better.
    pub fn surprises(&self) -> impl Iterator<Item = usize> {
        let costs: Vec<(Range<usize>, Cost)> = self.costs().collect();
        let next = costs.iter().skip(1).map(|&(_, cost)| cost).chain([0]).collect::<Vec<Cost>>();
        let surprising =
            costs.into_iter().zip(next).filter(|((_, cost), next)| cost + next > SURPRISING);
        surprising.flat_map(|((nodes, _), _)| nodes.map(|node| self.sentence.nodes[node]))
    }
}
