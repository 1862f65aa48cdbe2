//! How a repair came about: tokens, candidates, costs, the chosen path.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::Damage;

/// How a repair came about, token by token.
///
/// ```
/// use vietmend::{Model, Options, Repairer};
/// let repairer = Repairer::new(Model::embedded(), Options::default());
/// let explanation = repairer.explain("chiếm đât");
/// let changed = explanation.steps.iter().filter(|step| step.edited);
/// assert_eq!(changed.count(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Explanation<'t> {
    /// What happened to the text.
    pub damage: Damage,
    /// The tokens of the chosen path in order.
    pub steps: Vec<Step<'t>>,
}

/// One token of the chosen path, or several that are read as one.
///
/// ```
/// use vietmend::{Model, Options, Repairer, Step};
/// let repairer = Repairer::new(Model::embedded(), Options::default());
/// let steps = repairer.explain("chiếm đât").steps;
/// let Step { span, before, chosen, confidence, .. } = &steps[1];
/// assert_eq!((span.clone(), &before[..], &chosen[..]), (8..13, "đât", "đất"));
/// assert!(*confidence > 0.5);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Step<'t> {
    /// Byte range in the input.
    pub span: Range<usize>,
    /// What stood there.
    pub before: Cow<'t, str>,
    /// What the best path reads.
    pub chosen: String,
    /// Whether the change is made (false: the same, or too doubtful).
    pub edited: bool,
    /// Probability, from 0 to 1, that this is what should stand there.
    pub confidence: f32,
    /// The readings that were weighed, the most probable first.
    pub readings: Vec<Reading>,
}

/// One reading of a token; the less its two costs are together, the better it fits there.
///
/// ```
/// use vietmend::{Model, Options, Repairer};
/// let repairer = Repairer::new(Model::embedded(), Options::default());
/// let steps = repairer.explain("chiếm đât").steps;
/// let best = &steps[1].readings[0];
/// assert_eq!(best.text, "đất");
/// assert!(best.channel + best.language > 0.0);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reading {
    /// What would stand there.
    pub text: String,
    /// Cost of seeing what stood there if this was meant, in nats, less what the rest of the text says
    /// for it; it may fall below zero.
    pub channel: f32,
    /// Cost of this after its chosen neighbours on the left, in nats.
    pub language: f32,
    /// Probability, from 0 to 1, that this is what should stand there, in view of all that surrounds
    /// it; 0 where the search gave it up.
    pub probability: f32,
}
