//! How sure a reading is: what the search holds probable, corrected by how often it is right.
//!
//! The search counts the same evidence twice (a word is seen by both its neighbours, and letters are
//! not misread independently), so it is too sure of itself. A logistic curve for each source makes up
//! for that (Platt 1999).

use crate::channel::Source;
use crate::prices::Prices;

/// Slope and offset of the log-odds, by [source](Source): they follow the shares of edits that were
/// right on the dev sets, whose reliability the README shows.
const CURVES: [(f32, f32); Source::ALL.len()] = [(0.5, 0.9), (0.72, -0.46), (0.725, -0.27)];
/// The same for bad scans read with the right language, fitted on the three of the dev sets and 43 of training.
const WORN: (f32, f32) = (0.575, -1.45);
/// The search is never surer than this: its beam loses what is about so improbable.
const SUREST: f32 = 1.0 - 3e-4;

/// How sure a reading is that the search holds probable by so much, at these prices.
pub fn confidence(source: Source, prices: Prices, posterior: f32) -> f32 {
    let (slope, offset) = match source {
        Source::Right if prices.are_worn() => WORN,
        _ => CURVES[source as usize],
    };
    probability(log_odds(posterior) * slope + offset)
}

/// The probability of something by the logarithm of its odds.
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The logarithm of the odds of something that has this probability, within what the search can tell.
pub fn log_odds(probability: f32) -> f32 {
    let probability = probability.clamp(1.0 - SUREST, SUREST);
    (probability / (1.0 - probability)).ln()
}
