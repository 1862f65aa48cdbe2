//! The repairer: text in, text and edits out.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::arcs::Builder;
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::damage::Damages;
use crate::decision::{CERTAIN, Decision};
use crate::scratch::{Scratch, Scratches};
use crate::sentence::{self, Sentence};
use crate::token::{self, Kind};
use crate::tone::Style;
use crate::{Damage, Edit, Explanation, Model, Options, Step, apply, pieces};

/// Repairs texts with one model and one set of options; shared by any number of threads.
///
/// ```
/// use vietmend::{Model, Options, Repairer};
/// let repairer = Repairer::new(Model::embedded(), Options::default());
/// let [left, right] = std::thread::scope(|scope| {
///     [scope.spawn(|| repairer.repair("chiếm đât")), scope.spawn(|| repairer.repair("triên khai"))]
///         .map(|thread| thread.join().unwrap().text)
/// });
/// assert_eq!([left, right], ["chiếm đất", "triển khai"]);
/// ```
#[derive(Debug)]
pub struct Repairer<'m> {
    model: &'m Model,
    options: Options,
    scratches: Scratches,
}

/// A repaired text and what was changed.
///
/// ```
/// use vietmend::{Model, Options, Repairer};
/// let repairer = Repairer::new(Model::embedded(), Options::default());
/// let repaired = repairer.repair("chiếm đât");
/// assert_eq!(repaired.text, "chiếm đất");
/// assert_eq!((repaired.edits.len(), repaired.edits[0].span.clone()), (1, 8..13));
/// assert!(repaired.damage.right_language > 0.5);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Repaired<'t> {
    /// The repaired text; borrowed where nothing changes.
    pub text: Cow<'t, str>,
    /// The changes in order of their spans; they do not overlap.
    pub edits: Vec<Edit<'t>>,
    /// What happened to the text.
    pub damage: Damage,
}

impl<'m> Repairer<'m> {
    /// A repairer over a model.
    ///
    /// ```
    /// use vietmend::{Model, Options, Repairer};
    /// let mut careful = Options::default();
    /// careful.margin = 1000.0; // nats, which nothing reaches
    /// let repairer = Repairer::new(Model::embedded(), careful);
    /// assert_eq!(repairer.repair("chiếm đât").text, "chiếm đât");
    /// ```
    pub fn new(model: &'m Model, options: Options) -> Self {
        Self { model, options, scratches: Scratches::default() }
    }

    /// Repairs one text of any size, in this thread. What was found for a text makes the next one
    /// faster and does not alter any result.
    ///
    /// ```
    /// use std::borrow::Cow;
    /// use vietmend::{Model, Options, Repairer};
    /// let repairer = Repairer::new(Model::embedded(), Options::default());
    /// assert_eq!(repairer.repair("Uy ban nhan dan tinh").text, "Ủy ban nhân dân tỉnh");
    /// assert!(matches!(repairer.repair("chiếm đất").text, Cow::Borrowed("chiếm đất")));
    /// ```
    pub fn repair<'t>(&self, text: &'t str) -> Repaired<'t> {
        self.scratches.lend(|scratch| self.repair_with(scratch, text))
    }

    fn repair_with<'t>(&self, scratch: &mut Scratch, text: &'t str) -> Repaired<'t> {
        let mut edits: Vec<Edit<'t>> = Vec::new();
        let mut damages = Damages::default();
        for range in ranges(text) {
            let start = edits.len();
            let (damage, words) =
                self.decide(scratch, text, range, |decision| edits.extend(decision.edits()));
            damages.add(damage, words);
            let margins = edits[start..].iter().map(|edit| edit.margin);
            let least = self.least_margin(damage, words, margins);
            let mut place = 0;
            edits.retain(|edit| {
                place += 1;
                place <= start || edit.margin >= least
            });
        }
        Repaired { text: apply(text, &edits), edits, damage: damages.mean() }
    }

    /// Repairs many texts in parallel; the results stand in the order of the texts. The threads are
    /// those of the rayon pool in which it is called.
    ///
    /// ```
    /// use vietmend::{Model, Options, Repairer};
    /// let repairer = Repairer::new(Model::embedded(), Options::default());
    /// let repaired = repairer.repair_all(&["chiếm đât", "triên khai"]);
    /// let texts: Vec<&str> = repaired.iter().map(|repaired| &repaired.text[..]).collect();
    /// assert_eq!(texts, ["chiếm đất", "triển khai"]);
    /// ```
    #[cfg(feature = "rayon")]
    pub fn repair_all<'t, T: AsRef<str> + Sync>(&self, texts: &'t [T]) -> Vec<Repaired<'t>> {
        use rayon::prelude::*;
        texts.par_iter().map(|text| self.repair(text.as_ref())).collect()
    }

    /// How the repair of a text comes about: its tokens, what they may mean, and what that costs.
    ///
    /// ```
    /// use vietmend::{Model, Options, Repairer};
    /// let repairer = Repairer::new(Model::embedded(), Options::default());
    /// let explanation = repairer.explain("chiếm đât");
    /// let chosen: Vec<&str> = explanation.steps.iter().map(|step| &step.chosen[..]).collect();
    /// assert_eq!(chosen, ["chiếm", "đất"]);
    /// ```
    pub fn explain<'t>(&self, text: &'t str) -> Explanation<'t> {
        let mut steps: Vec<Step<'t>> = Vec::new();
        let mut damages = Damages::default();
        for range in ranges(text) {
            let start = steps.len();
            let (damage, words) = self.scratches.lend(|scratch| {
                self.decide(scratch, text, range, |decision| steps.extend(decision.steps()))
            });
            damages.add(damage, words);
            let edited = |steps: &Step<'_>| steps.edited.then_some(steps.margin);
            let least = self.least_margin(damage, words, steps[start..].iter().filter_map(edited));
            for step in &mut steps[start..] {
                step.edited &= step.margin >= least;
            }
        }
        Explanation { damage: damages.mean(), steps }
    }

    /// The margin in nats that an edit must have, from the margins of all that might be made.
    ///
    /// How likely any word of a text is damaged is estimated from the text itself, as the share of
    /// words whose edit is beyond doubt; the rarer damage is, the better an edit must be.
    fn least_margin(
        &self,
        damage: Damage,
        words: usize,
        margins: impl Iterator<Item = f32>,
    ) -> f32 {
        if damage.source() != Source::Right {
            return self.options.margin;
        }
        let certain = margins.filter(|&margin| margin >= CERTAIN).count();
        let rate = (certain as f32 + RATE_SEEN * RATE) / (words as f32 + RATE_SEEN);
        let asked = (RATE / rate).ln() * RATE_WEIGHT;
        if asked > 0.0 { self.options.margin.max(DOUBT + asked) } else { self.options.margin }
    }

    /// Hands over the decision on each sentence of a piece of a text; gives what happened to the
    /// piece and the number of its words.
    fn decide<'t>(
        &self,
        scratch: &mut Scratch,
        text: &'t str,
        range: Range<usize>,
        mut each: impl FnMut(&Decision<'_, 't>),
    ) -> (Damage, usize) {
        let Scratch { tokens, nodes, lattice, viterbi, path, candidates } = scratch;
        let (model, options) = (self.model, &self.options);
        tokens.clear();
        token::tokenize(text, range, tokens);
        candidates.settle();
        let damage = Damage::estimate(text, tokens, &model.dictionary);
        let style = Style::of(text, tokens);
        let edit = edit_cost(damage.source());
        let mut start = 0;
        for end in 0..=tokens.len() {
            if end < tokens.len() && !sentence::ends(tokens, end) {
                continue;
            }
            let tokens = &tokens[start..end];
            start = end + 1;
            nodes.clear();
            nodes.extend(
                (0..tokens.len()).filter(|&at| !matches!(tokens[at].kind, Kind::Blank { .. })),
            );
            if nodes.is_empty() {
                continue;
            }
            let sentence = Sentence { text, tokens, nodes };
            Builder { model, source: damage.source(), edit, sentence, lattice, candidates }.build();
            viterbi.best(lattice, &model.ngrams, path);
            each(&Decision { model, options, style, text, sentence, lattice, candidates, path });
        }
        (damage, tokens.iter().filter(|token| token.kind == Kind::Word).count())
    }
}

/// The byte ranges of the pieces of a text.
fn ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    pieces(text).scan(0, |start, piece| {
        let range = *start..*start + piece.len();
        *start = range.end;
        Some(range)
    })
}

/// The share of damaged words for which the channels' own costs are right: that of the pages and
/// lines they were learned from.
const RATE: f32 = 0.03;
/// As if so many words of that rate had been seen before: a short text says little of itself.
const RATE_SEEN: f32 = 30.0;
/// Nats that an edit of a text with rare damage must have at the least: the default margin.
const DOUBT: f32 = 1.0;

/// How much an estimated rate counts: a margin overstates its evidence, since neighbouring words
/// are seen twice; on the dev sets 2 halves the harm that 1 does and costs no repair.
const RATE_WEIGHT: f32 = 2.0;
/// Cost of any change of text read with the right language, besides that of the channel.
const EDIT: Cost = NAT / 2;

/// Cost of any change of a text from a source, besides that of the channel.
fn edit_cost(source: Source) -> Cost {
    match source {
        Source::Right => EDIT,
        Source::Wrong | Source::Bare => 0,
    }
}
