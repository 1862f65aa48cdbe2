//! From the best path to edits: what is changed, by what margin, and what else it might have been.

use std::borrow::Cow;

use crate::candidate::Candidate;
use crate::cost::{self, Cost};
use crate::dictionary::{BOUNDARY, WordId};
use crate::lattice::{Arc, Lattice};
use crate::ngram::Context;
use crate::scratch::Candidates;
use crate::sentence::Sentence;
use crate::token::Kind;
use crate::tone::{self, Style};
use crate::{Alternative, Edit, Model, Options, Reading, Step};

/// An edit of at least this margin (nats) is beyond doubt, and counts for how damaged a text is,
/// whether or not the caller asks for more.
pub const CERTAIN: f32 = 5.0;

/// The best path through a sentence, to be judged arc by arc.
pub struct Decision<'a, 't> {
    pub model: &'a Model,
    pub options: &'a Options,
    pub style: Style,
    pub text: &'t str,
    pub sentence: Sentence<'a>,
    pub lattice: &'a Lattice,
    pub candidates: &'a Candidates,
    /// Arcs with the nodes where they start.
    pub path: &'a [(usize, Arc)],
}

impl<'t> Decision<'_, 't> {
    /// The edits of the path that are better than leaving the text alone by the margin asked for, or
    /// are beyond doubt.
    pub fn edits(&self) -> impl Iterator<Item = Edit<'t>> {
        (0..self.path.len()).filter_map(|place| self.edit(place))
    }

    /// What each word of the text was read as, where it was read as one word.
    pub fn readings(&self) -> impl Iterator<Item = (&'t str, WordId)> {
        self.path.iter().filter_map(|&(node, arc)| {
            let end = arc.end as usize;
            let whole = end == node + 1 && arc.then.is_none();
            let word = whole && self.sentence.token(node).kind == Kind::Word;
            word.then(|| (&self.text[self.sentence.span(node..end)], arc.word))
        })
    }

    /// The tokens of the path with all that was weighed.
    pub fn steps(&self) -> impl Iterator<Item = Step<'t>> {
        (0..self.path.len()).map(|place| self.step(place))
    }

    fn edit(&self, place: usize) -> Option<Edit<'t>> {
        let (node, arc) = self.path[place];
        let after = self.written(node, arc)?;
        let span = self.sentence.span(node..arc.end as usize);
        let before = &self.text[span.clone()];
        if after == before {
            return None;
        }
        let context = self.context(place);
        let chosen = self.cost(place, context, [arc]);
        let kept = self.cost(place, context, self.kept(node, arc));
        let margin = cost::nats(kept - chosen);
        (margin >= self.options.margin.min(CERTAIN)).then(|| Edit {
            span,
            before: Cow::Borrowed(before),
            after,
            margin,
            alternatives: self.alternatives(place, context, chosen),
        })
    }

    fn step(&self, place: usize) -> Step<'t> {
        let (node, arc) = self.path[place];
        let span = self.sentence.span(node..arc.end as usize);
        let before = &self.text[span.clone()];
        let edit = self.edit(place);
        let context = self.context(place);
        let chosen = self.cost(place, context, [arc]);
        let margin = self.cost(place, context, self.kept(node, arc)) - chosen;
        let mut readings: Vec<Reading> = self
            .lattice
            .arcs(node)
            .iter()
            .filter(|other| other.end == arc.end)
            .map(|&other| Reading {
                text: self.written(node, other).unwrap_or_else(|| before.to_string()),
                channel: cost::nats(other.cost),
                language: cost::nats(self.language(context, other.words()).0),
            })
            .collect();
        readings.sort_by(|a, b| (a.channel + a.language).total_cmp(&(b.channel + b.language)));
        Step {
            span,
            before: Cow::Borrowed(before),
            chosen: self.written(node, arc).unwrap_or_else(|| before.to_string()),
            edited: edit.is_some(),
            margin: cost::nats(margin),
            readings,
        }
    }

    /// What the text reads if an arc is taken; `None` where that is what stands there.
    fn written(&self, node: usize, arc: Arc) -> Option<String> {
        let Candidate { id, then, abbreviation, .. } = *self.candidates.get(arc.candidate?);
        if abbreviation {
            return Some(self.model.dictionary.text(id));
        }
        let seen = self.sentence.seen(node..arc.end as usize);
        let Some((second, letters)) = then else { return Some(self.word(id, seen, node)) };
        let cut = seen.char_indices().nth(letters.into()).map_or(seen.len(), |(at, _)| at);
        let (head, tail) = seen.split_at(cut);
        Some(format!("{} {}", self.word(id, head, node), self.word(second, tail, node)))
    }

    /// A word as it is written where this was `seen`.
    fn word(&self, id: WordId, seen: &str, node: usize) -> String {
        let word = tone::styled(self.model.dictionary.text(id), self.style);
        self.model.first_letters.write(&word, seen, || self.sentence.shouts(node))
    }

    /// The arcs that leave the text alone between the ends of another arc.
    fn kept(&self, node: usize, arc: Arc) -> impl Iterator<Item = Arc> {
        (node..arc.end as usize).filter_map(|node| {
            self.lattice.arcs(node).iter().find(|arc| arc.candidate.is_none()).copied()
        })
    }

    /// Other readings of the arc at a place, the best first.
    fn alternatives(&self, place: usize, context: Context, chosen: Cost) -> Vec<Alternative> {
        if self.options.alternatives == 0 {
            return Vec::new();
        }
        let (node, arc) = self.path[place];
        let mut others: Vec<(Cost, Arc)> = self
            .lattice
            .arcs(node)
            .iter()
            .filter(|other| other.end == arc.end && **other != arc)
            .map(|&other| (self.cost(place, context, [other]) - chosen, other))
            .collect();
        others.sort_by_key(|&(cost, other)| (cost, other.word));
        let written = |(cost, other): (Cost, Arc)| {
            let text = self.written(node, other)?;
            Some(Alternative { text, behind: cost::nats(cost) })
        };
        others.into_iter().filter_map(written).take(self.options.alternatives).collect()
    }

    /// Cost of these arcs in the context of the one at `place`, its neighbours on both sides staying.
    fn cost(
        &self,
        place: usize,
        mut context: Context,
        arcs: impl IntoIterator<Item = Arc>,
    ) -> Cost {
        // A trigram is seen by the two words behind.
        let behind = self.path[place + 1..].iter().flat_map(|(_, arc)| arc.words());
        let mut total = 0;
        for arc in arcs {
            let (cost, next) = self.language(context, arc.words());
            total += arc.cost + cost;
            context = next;
        }
        total + self.language(context, behind.chain([BOUNDARY]).take(2)).0
    }

    /// The context that the path gives the arc at `place`: a trigram looks two words back.
    fn context(&self, place: usize) -> Context {
        let before = &self.path[place.saturating_sub(2)..place];
        let words = before.iter().flat_map(|(_, arc)| arc.words());
        self.language(Context::START, words).1
    }

    /// Cost of some words in a context, and the context behind them.
    fn language(&self, context: Context, words: impl Iterator<Item = WordId>) -> (Cost, Context) {
        words.fold((0, context), |(total, context), word| {
            let (cost, next) = self.model.ngrams.after(context, word);
            (total + cost, next)
        })
    }
}
