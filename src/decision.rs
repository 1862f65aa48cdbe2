//! From the best path to edits: what is changed, how sure that is, and what else it might have been.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::candidate::Candidate;
use crate::candidates::{Candidates, Known};
use crate::channel::Source;
use crate::confidence::{confidence, log_odds};
use crate::cost::{self, Cost};
use crate::dictionary::{EPSILON, WordId};
use crate::language::Language;
use crate::lattice::{Arc, Judge, Lattice};
use crate::lexicon::Lexicon;
use crate::ngram::Context;
use crate::prices::Prices;
use crate::rate::Fault;
use crate::sentence::Sentence;
use crate::styles::Styles;
use crate::token::{self, Kind, Token};
use crate::tone;
use crate::transcript::Said;
use crate::{Alternative, Edit, Options, Reading, Step, adaptation, normal};

/// Specks in a row that are looked at: of more, some stay.
const CHAIN: usize = 32;

/// The best path through a sentence, to be judged arc by arc.
pub struct Decision<'a, 't> {
    pub lexicon: Lexicon<'a>,
    pub options: &'a Options,
    pub source: Source,
    pub styles: Styles,
    pub text: &'t str,
    pub prices: Prices,
    pub sentence: Sentence<'a>,
    pub lattice: &'a Lattice,
    pub candidates: &'a Candidates,
    /// What is known of the tokens of the text.
    pub known: &'a [Option<Known>],
    /// The places of the arcs of the path.
    pub path: &'a [usize],
    /// What the path costs up to the end of each.
    pub costs: &'a [Cost],
    /// What the language model asks of it.
    pub language: Language,
    /// How probable each arc of the lattice is.
    pub posteriors: &'a [f32],
}

/// Something said of an arc of the path, and how far the text as it stands is from that.
#[derive(Debug, Clone, Copy)]
pub struct Judged<T> {
    pub what: T,
    /// How much more probable it is that the text is to be changed there than not, in nats: the
    /// logarithm of the odds. `None` where the path leaves the text alone.
    pub odds: Option<f32>,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// The damage that it mends; `None` where that says nothing of other words, as with markers of list items and punctuation.
    pub fault: Option<Fault>,
    /// What the language model asks of the sentence.
    pub language: Language,
}

impl<'t> Decision<'_, 't> {
    /// The edits of the path; behind each, those that are to be made within it where it is not.
    pub fn edits(&self) -> impl Iterator<Item = Judged<Edit<'t>>> {
        (0..self.path.len()).flat_map(move |place| {
            let (node, arc) = self.arc(place);
            let changed = arc.candidate.and_then(|_| self.edit(place));
            let respelt = (node..arc.end as usize).filter_map(move |node| self.respelt(node, arc));
            changed.into_iter().chain(respelt)
        })
    }

    /// What was seen for each word that was read as one word, and what the channel asks; the user's own words tell
    /// nothing.
    pub fn channel(&self) -> impl Iterator<Item = adaptation::Reading<'t>> {
        self.arcs().filter_map(|(node, arc)| {
            let known = self.whole(node, arc)?;
            let read = |other: &&Candidate| {
                other.id == arc.word && other.then.is_none() && other.own.is_none()
            };
            let cost = self.candidates.all(known).iter().find(read)?.channel;
            let seen = &self.text[self.sentence.span(node..node + 1)];
            Some(adaptation::Reading { seen, word: arc.word, cost })
        })
    }

    /// What was read, in order.
    pub fn said(&self) -> impl Iterator<Item = Said> {
        let read = self.path.iter().zip(self.arcs()).filter(|(_, (_, arc))| !arc.is_epsilon());
        read.map(move |(&at, (node, arc))| {
            let nodes = self.sentence.nodes;
            Said {
                tokens: nodes[node]..nodes[arc.end as usize - 1] + 1,
                word: arc.word,
                then: arc.then,
                probability: self.posteriors[at],
                token: self.whole(node, arc).map(|known| known.id),
            }
        })
    }

    /// What is known of the token of an arc, if that is a word read as one word.
    fn whole(&self, node: usize, arc: Arc) -> Option<Known> {
        let whole = arc.end as usize == node + 1 && arc.then.is_none();
        let word = whole && self.sentence.token(node).kind == Kind::Word;
        self.known[self.sentence.nodes[node]].filter(|_| word)
    }

    /// What each arc of the path costs behind those before it, with the nodes that it stands for.
    pub fn costs(&self) -> impl Iterator<Item = (Range<usize>, Cost)> {
        let before = std::iter::once(&0).chain(self.costs);
        let costs = self.costs.iter().zip(before).map(|(cost, before)| cost - before);
        self.arcs().map(|(node, arc)| node..arc.end as usize).zip(costs)
    }

    /// The tokens of the path with all that was weighed.
    pub fn steps(&self) -> impl Iterator<Item = Judged<Step<'t>>> {
        (0..self.path.len()).map(|place| self.step(place))
    }

    /// The arcs of the path with the nodes where they start.
    fn arcs(&self) -> impl Iterator<Item = (usize, Arc)> {
        (0..self.path.len()).map(|place| self.arc(place))
    }

    /// An arc of the path and the node where it starts.
    fn arc(&self, place: usize) -> (usize, Arc) {
        let node = place.checked_sub(1).map_or(0, |last| self.lattice.get(self.path[last]).end);
        (node as usize, *self.lattice.get(self.path[place]))
    }

    fn edit(&self, place: usize) -> Option<Judged<Edit<'t>>> {
        let (node, arc) = self.arc(place);
        if arc.candidate.is_none() {
            return self.respelt(node, arc);
        }
        let after = self.written(node, arc)?;
        let span = match arc.word == EPSILON {
            true => self.speck(place, node),
            false => self.sentence.span(node..arc.end as usize),
        };
        let before = &self.text[span.clone()];
        if after == before {
            return None;
        }
        let confidence = self.confidence(place);
        let alternatives = self.alternatives(place);
        let edit = Edit { span, before: before.into(), after, confidence, alternatives };
        let fault = self.fault(node, arc, before);
        let odds = Some(self.odds(node, arc));
        Some(Judged { what: edit, odds, confidence, fault, language: self.language })
    }

    /// What goes with a speck that touches nothing: the blank before it or, where nothing but specks stands before it in its line,
    /// the one behind it.
    fn speck(&self, place: usize, node: usize) -> Range<usize> {
        let Sentence { tokens, nodes, .. } = self.sentence;
        let at = nodes[node];
        let blank = |token: &&Token| {
            token.kind == Kind::Blank { lines: 0 }
                && !self.text[token.span.clone()].contains(token::ENDS)
        };
        let before = at.checked_sub(1).map(|before| &tokens[before]).filter(blank);
        let behind = tokens.get(at + 1);
        let Range { start, end } = tokens[at].span;
        if behind.is_some_and(|token| !matches!(token.kind, Kind::Blank { .. })) {
            return start..end;
        }
        match (self.leads(place, node), before, behind.filter(blank)) {
            (true, _, Some(behind)) => start..behind.span.end,
            (false, Some(before), _) => before.span.start..end,
            _ => start..end,
        }
    }

    /// Whether nothing but specks stands before one in its line.
    fn leads(&self, place: usize, node: usize) -> bool {
        let specks = self.path[..place].iter().rev().take(CHAIN);
        let chain = specks.take_while(|&&at| self.lattice.get(at).word == EPSILON).count();
        (node - chain..=node).any(|node| self.sentence.leads(node))
    }

    /// The damage that an arc over some text mends.
    fn fault(&self, node: usize, arc: Arc, before: &str) -> Option<Fault> {
        let candidate = self.candidates.get(arc.candidate?);
        let blanks = candidate.then.is_some() || before.contains(' ');
        let last = self.sentence.token(arc.end as usize - 1).kind;
        let stray = arc.end as usize == node + 2 && matches!(last, Kind::Symbol('.' | ':'));
        (!candidate.mark && !stray).then_some(if blanks { Fault::Blanks } else { Fault::Letters })
    }

    /// The edit of a word that is right, save for how the caller wants words to be spelt.
    fn respelt(&self, node: usize, arc: Arc) -> Option<Judged<Edit<'t>>> {
        let Options { normalize, tone, .. } = *self.options;
        let wanted = (normalize || tone.is_some()) && arc.judge != Judge::User;
        if !wanted || self.sentence.token(node).kind != Kind::Word {
            return None;
        }
        let span = self.sentence.span(node..node + 1);
        let before = &self.text[span.clone()];
        let spelt = if normalize { Cow::from(normal::normal(before)) } else { before.into() };
        let after = match tone.filter(|_| self.is_vietnamese(node)) {
            Some(style) => tone::restyled(&spelt, style),
            None => spelt.into_owned(),
        };
        // Where only the tone is to be moved letters stay composed or decomposed.
        if after == before || !normalize && after.nfc().eq(before.nfc()) {
            return None;
        }
        let edit = Edit { confidence: 1.0, ..Edit::new(span, before, after) };
        let (odds, confidence, language) = (Some(f32::INFINITY), 1.0, self.language);
        Some(Judged { what: edit, odds, confidence, fault: None, language })
    }

    /// Whether the token at a node stands for a word of the model's that is no abbreviation.
    fn is_vietnamese(&self, node: usize) -> bool {
        let same = self.known[self.sentence.nodes[node]].and_then(|known| known.same);
        same.is_some_and(|at| {
            let candidate = self.candidates.get(at);
            !candidate.abbreviation && candidate.own.is_none()
        })
    }

    /// The logarithm of the odds that the text is to be changed where an arc lies.
    fn odds(&self, node: usize, arc: Arc) -> f32 {
        let kept = (node..arc.end as usize).map(|node| {
            let mut arcs = self.lattice.arcs(node);
            let kept = arcs.find(|&at| self.lattice.get(at).candidate.is_none());
            // A rule of the user's may leave no choice.
            kept.map_or(0.0, |at| self.posteriors[at])
        });
        -log_odds(kept.fold(1.0, f32::min))
    }

    /// How sure the arc at a place is.
    fn confidence(&self, place: usize) -> f32 {
        let (node, arc) = self.arc(place);
        // A rule of the user's leaves no choice.
        if arc.candidate.is_some() && self.lattice.arcs(node).len() == 1 {
            return 1.0;
        }
        confidence(self.source, self.prices, self.posteriors[self.path[place]])
    }

    fn step(&self, place: usize) -> Judged<Step<'t>> {
        let (node, arc) = self.arc(place);
        let edit = self.edit(place);
        let span = match &edit {
            Some(edit) => edit.what.span.clone(),
            None => self.sentence.span(node..arc.end as usize),
        };
        let before = &self.text[span.clone()];
        let context = self.context(place);
        let mut readings: Vec<Reading> = self
            .rivals(node, arc)
            .map(|at| {
                let other = *self.lattice.get(at);
                Reading {
                    text: self.written(node, other).unwrap_or_else(|| before.to_string()),
                    channel: cost::nats(other.cost),
                    language: cost::nats(self.language(context, other.words()).0),
                    probability: self.posteriors[at],
                }
            })
            .collect();
        readings.sort_by(|a, b| {
            let cost = |reading: &Reading| reading.channel + reading.language;
            b.probability.total_cmp(&a.probability).then(cost(a).total_cmp(&cost(b)))
        });
        let confidence = self.confidence(place);
        Judged {
            odds: edit.as_ref().and_then(|edit| edit.odds),
            confidence,
            fault: edit.as_ref().and_then(|edit| edit.fault),
            language: self.language,
            what: Step {
                span,
                before: Cow::Borrowed(before),
                chosen: edit
                    .as_ref()
                    .map_or_else(|| before.to_string(), |edit| edit.what.after.clone()),
                edited: edit.is_some(),
                confidence,
                readings,
            },
        }
    }

    /// The places of the arcs between the ends of an arc.
    fn rivals(&self, node: usize, arc: Arc) -> impl Iterator<Item = usize> {
        self.lattice.arcs(node).filter(move |&at| self.lattice.get(at).end == arc.end)
    }

    /// Other readings of the arc at a place, the most probable first.
    fn alternatives(&self, place: usize) -> Vec<Alternative> {
        if self.options.alternatives == 0 {
            return Vec::new();
        }
        let (node, arc) = self.arc(place);
        let chosen = self.posteriors[self.path[place]];
        let mut others: Vec<usize> = self
            .rivals(node, arc)
            .filter(|&at| at != self.path[place] && self.posteriors[at] > 0.0)
            .collect();
        // What the chosen reading leaves is shared out as the search has it. Near one the others tell better
        // than the difference how much that is.
        let all: f32 = others.iter().map(|&at| self.posteriors[at]).sum();
        let left = (1.0 - self.confidence(place)) / (1.0 - chosen).max(all).max(f32::EPSILON);
        others.sort_by(|&a, &b| self.posteriors[b].total_cmp(&self.posteriors[a]).then(a.cmp(&b)));
        let written = |at: usize| {
            let text = self.written(node, *self.lattice.get(at))?;
            Some(Alternative { text, confidence: self.posteriors[at] * left })
        };
        others.into_iter().filter_map(written).take(self.options.alternatives).collect()
    }

    /// The context that the path gives the arc at `place`: a trigram looks two words back.
    fn context(&self, place: usize) -> Context {
        let before = &self.path[place.saturating_sub(2)..place];
        let words = before.iter().flat_map(|&at| self.lattice.get(at).words());
        self.language(Context::START, words).1
    }

    /// Cost of some words in a context, and the context behind them.
    fn language(&self, context: Context, words: impl Iterator<Item = WordId>) -> (Cost, Context) {
        words.fold((0, context), |(total, context), word| {
            let (cost, next) = self.lexicon.model.ngrams.after(context, word);
            (total + cost, next)
        })
    }
}
