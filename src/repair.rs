//! The repairer: text in, text and edits out.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::arcs::Builder;
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::decision::Decision;
use crate::sentence::{self, Sentence};
use crate::token::{self, Kind};
use crate::tone::Style;
use crate::{Damage, Edit, Explanation, Model, Options, Scratch, apply, pieces};

/// Repairs texts with one model and one set of options; shared by any number of threads.
#[derive(Debug)]
pub struct Repairer<'m> {
    model: &'m Model,
    options: Options,
}

/// A repaired text and what was changed.
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
    pub fn new(model: &'m Model, options: Options) -> Self {
        Self { model, options }
    }

    /// Repairs one text.
    pub fn repair<'t>(&self, text: &'t str) -> Repaired<'t> {
        self.repair_with(&mut Scratch::new(), text)
    }

    /// Repairs one text with a scratch that the caller keeps: faster over many texts.
    pub fn repair_with<'t>(&self, scratch: &mut Scratch, text: &'t str) -> Repaired<'t> {
        let mut edits = Vec::new();
        let damage = self.decide(scratch, text, |decision| edits.extend(decision.edits()));
        Repaired { text: apply(text, &edits), edits, damage }
    }

    /// Repairs many texts in parallel; the results stand in the order of the texts.
    #[cfg(feature = "rayon")]
    pub fn repair_all<'t, T: AsRef<str> + Sync>(&self, texts: &'t [T]) -> Vec<Repaired<'t>> {
        use rayon::prelude::*;
        texts
            .par_iter()
            .map_init(Scratch::new, |scratch, text| self.repair_with(scratch, text.as_ref()))
            .collect()
    }

    /// How the repair of a text comes about.
    pub fn explain<'t>(&self, text: &'t str) -> Explanation<'t> {
        let mut steps = Vec::new();
        let damage =
            self.decide(&mut Scratch::new(), text, |decision| steps.extend(decision.steps()));
        Explanation { damage, steps }
    }

    /// Hands over the decision on each sentence of a text, and tells what happened to the text.
    fn decide<'t>(
        &self,
        scratch: &mut Scratch,
        text: &'t str,
        mut each: impl FnMut(&Decision<'_, 't>),
    ) -> Damage {
        let mut damage = Damage::NONE;
        let mut start = 0;
        for piece in pieces(text) {
            let range = start..start + piece.len();
            start = range.end;
            damage = self.decide_piece(scratch, text, range, &mut each);
        }
        damage
    }

    fn decide_piece<'t>(
        &self,
        scratch: &mut Scratch,
        text: &'t str,
        range: Range<usize>,
        each: &mut impl FnMut(&Decision<'_, 't>),
    ) -> Damage {
        let Scratch { tokens, nodes, lattice, viterbi, path, candidates } = scratch;
        let (model, options) = (self.model, &self.options);
        tokens.clear();
        token::tokenize(text, range, tokens);
        if candidates.settle(model) {
            viterbi.settle();
        }
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
        damage
    }
}

/// Cost of any change of a text from a source, besides that of the channel.
fn edit_cost(source: Source) -> Cost {
    match source {
        Source::Right => {
            std::env::var("ER").map_or(2 * NAT, |x| (x.parse::<f32>().unwrap() * 64.0) as Cost)
        }
        Source::Wrong | Source::Bare => 0,
    }
}
