//! How sure a reading is: what the search holds probable, corrected by how often it is right.
//!
//! The search counts the same evidence twice (a word is seen by both its neighbours, and letters are
//! not misread independently), so it is too sure of itself. A logistic curve for each source makes up
//! for that (Platt 1999).

use crate::channel::Source;
use crate::language::Language;
use crate::prices::Prices;

/// Slope and offset of the log-odds, by [source](Source): they follow the shares of edits that were
/// right on the dev sets, whose reliability the README shows.
const CURVES: [(f32, f32); Source::ALL.len()] = [(0.5, 0.4), (0.75, -0.4), (0.75, -0.15)];
/// The same for bad scans read with the right language, fitted on the three of the dev sets and 43 of training.
const WORN: (f32, f32) = (0.575, -1.45);
/// Nats a token that the language model asks at the most of sentences of which it can tell what was meant: official text costs it
/// 3, articles 4; lists of rare words, names of minorities, dialect and riddles cost 5 to 8. There an ordinary word is soon
/// likelier than the right one.
const PLAIN: f32 = 5.0;
/// How much less sure each nat more makes a reading with the right language, in nats. With this 136 words of 300 clean texts of
/// many sorts, written for it, change instead of 241, and 41 of 8,310 words more are left wrong in `pages-vie`, `scans-vie`, `lines-vie`
/// and pages of training.
const DOUBT: f32 = 2.5;
/// The search is never surer than this: its beam loses what is about so improbable.
const SUREST: f32 = 1.0 - 3e-4;

/// How sure a reading of a sentence is that the search holds probable by so much, at these prices.
pub fn confidence(source: Source, prices: Prices, language: Language, posterior: f32) -> f32 {
    let (slope, offset) = match source {
        Source::Right if prices.are_worn() => WORN,
        _ => CURVES[source as usize],
    };
    let strange = match source {
        Source::Right => DOUBT * (language.mean() - PLAIN).max(0.0),
        Source::Wrong | Source::Bare => 0.0,
    };
    probability(log_odds(posterior) * slope + offset - strange)
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
