//! Weighing a piece of a text: the passes over its sentences.
//!
//! Text that is damaged all over is read twice, the second time with what the [first](crate::first_reading) tells. Text read with
//! the right language is read once, and those stretches where damage turns out to be common go through the same.

use std::ops::Range;

use crate::arcs::Builder;
use crate::bar::Bar;
use crate::candidate::Scope;
use crate::candidates::Candidates;
use crate::channel::Source;
use crate::cost::Cost;
use crate::decision::{Decision, Judged};
use crate::first_reading::FirstReading;
use crate::habits::Habits;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::prices::Prices;
use crate::rate::Rates;
use crate::rereading::Rereading;
use crate::scratch::Scratch;
use crate::sentence::{self, Sentence};
use crate::styles::Styles;
use crate::token::{self, Kind, Token};
use crate::{Damage, Hint, Options, doubt, marker, stretches};

/// Tokens one after the other.
pub type Tokens<'a> = dyn Iterator<Item = &'a Token> + 'a;

/// What was found in a piece of a text.
pub struct Weighed<T> {
    pub found: Vec<Found<T>>,
    pub damage: Damage,
    /// How many words the piece has.
    pub words: usize,
}

/// What was found in a stretch of it.
pub struct Found<T> {
    pub judged: Vec<Judged<T>>,
    /// What an edit must reach to be made.
    pub bar: Bar,
}

/// A piece of a text that is weighed. `prepare` is called with tokens before they are looked up one by one.
pub struct Weighing<'a, 't, P> {
    pub lexicon: Lexicon<'a>,
    options: &'a Options,
    pub scratch: &'a mut Scratch,
    pub text: &'t str,
    damage: Damage,
    pub source: Source,
    styles: Styles,
    habits: Habits,
    pub sentences: Vec<Range<usize>>,
    /// About a page each, as ranges of the sentences.
    pub stretches: Vec<Range<usize>>,
    prepare: P,
}

impl<'a, 't, P: Fn(&mut Candidates, Source, Scope, &mut Tokens<'_>)> Weighing<'a, 't, P> {
    /// Cuts the bytes `range` of a text into tokens and finds out what happened to them.
    pub fn new(
        lexicon: Lexicon<'a>,
        options: &'a Options,
        scratch: &'a mut Scratch,
        (text, range): (&'t str, Range<usize>),
        hints: &[Hint],
        prepare: P,
    ) -> Self {
        scratch.tokens.clear();
        token::tokenize(text, range, &mut scratch.tokens);
        scratch.candidates.settle();
        scratch.known.clear();
        scratch.known.resize(scratch.tokens.len(), None);
        let tokens = &scratch.tokens;
        let damage = Damage::estimate(text, tokens, &lexicon.model.dictionary);
        let source = damage.source();
        doubt::doubts(source, tokens, hints, &mut scratch.doubts);
        scratch.markers = marker::markers(lexicon.model, source, text, tokens);
        let styles = options.tone.map_or_else(|| Styles::of(text, tokens, source), Styles::all);
        let habits = Habits::of(text, tokens);
        let sentences: Vec<_> = sentence::sentences(text, tokens).collect();
        let stretches = stretches::stretches(text, &sentences, tokens);
        Self {
            lexicon,
            options,
            scratch,
            text,
            damage,
            source,
            styles,
            habits,
            sentences,
            stretches,
            prepare,
        }
    }

    /// Weighs it; `each` takes what is wanted of the decision on each sentence.
    pub fn weigh<T>(mut self, each: impl Fn(&Decision<'_, 't>, &mut Vec<Judged<T>>)) -> Weighed<T> {
        let words = self.words(0..self.sentences.len());
        let Scratch { tokens, candidates, .. } = &mut *self.scratch;
        let mut seen = tokens.iter().filter(|token| token.kind == Kind::Word);
        (self.prepare)(candidates, self.source, Scope::Usual, &mut seen);
        let mut found: Vec<Found<T>> =
            self.stretches.iter().map(|_| Found { judged: Vec::new(), bar: Bar::Ruined }).collect();
        let all = self.priced(|_| Some(Prices::USUAL));
        match self.source {
            Source::Right => self.weigh_right(&all, &each, &mut found),
            Source::Wrong | Source::Bare => {
                let first = self.first(all);
                let mut language = vec![Language::default(); found.len()];
                self.reread(&first, &mut |at, decision| {
                    each(decision, &mut found[at].judged);
                    language[at].add(decision.language);
                });
                for (found, language) in found.iter_mut().zip(language) {
                    found.bar = Bar::of(self.source, language);
                }
            }
        }
        Weighed { found, damage: self.damage, words }
    }

    /// Weighs text read with the right language, and does so once more where damage turns out to be common.
    fn weigh_right<T>(
        &mut self,
        all: &[Priced],
        each: &impl Fn(&Decision<'_, 't>, &mut Vec<Judged<T>>),
        found: &mut [Found<T>],
    ) {
        let mut surprises = vec![Vec::new(); found.len()];
        let mut take = |at: usize, decision: &Decision<'_, 't>| {
            each(decision, &mut found[at].judged);
            surprises[at].extend(decision.surprises());
        };
        match self.lexicon.background.is_empty() {
            true => self.read(all, &mut |at, _, decision| take(at, decision)),
            false => {
                let first = self.first(all.to_vec());
                self.reread(&first, &mut take);
            }
        }
        let rates = self.rates(found);
        let worn = self.priced(|at| rates[at].edit().map(Prices::worn));
        if !worn.is_empty() {
            for Priced { stretch, .. } in &worn {
                self.look_up(&surprises[*stretch], Scope::Wide);
                found[*stretch].judged.clear();
            }
            let first = self.first(worn);
            self.reread(&first, &mut |at, decision| each(decision, &mut found[at].judged));
        }
        for (found, rates) in found.iter_mut().zip(rates) {
            for judged in &mut found.judged {
                judged.confidence = rates.temper(judged);
            }
            found.bar = rates.bar();
        }
    }

    /// How common damage is in each stretch.
    fn rates<T>(&self, found: &[Found<T>]) -> Vec<Rates> {
        let stretches = self.stretches.iter().zip(found);
        let shown = stretches
            .map(|(stretch, found)| Rates::shown(self.words(stretch.clone()), found.judged.iter()));
        Rates::of_stretches(&shown.collect::<Vec<_>>())
    }

    /// The stretches that have prices.
    fn priced(&self, prices: impl Fn(usize) -> Option<Prices>) -> Vec<Priced> {
        let priced = |stretch| Some(Priced { stretch, prices: prices(stretch)? });
        (0..self.stretches.len()).filter_map(priced).collect()
    }

    /// How many words some sentences have.
    fn words(&self, sentences: Range<usize>) -> usize {
        let sentences = self.sentences[sentences].iter();
        sentences.map(|places| stretches::words(&self.scratch.tokens[places.clone()])).sum()
    }

    /// Looks the tokens at some places up anew.
    pub fn look_up(&mut self, places: &[usize], scope: Scope) {
        let Scratch { tokens, candidates, known, .. } = &mut *self.scratch;
        (self.prepare)(candidates, self.source, scope, &mut places.iter().map(|&at| &tokens[at]));
        for &at in places {
            if let Some(known) = &mut known[at] {
                let seen = &self.text[tokens[at].span.clone()];
                let new = candidates.of(self.lexicon, self.source, scope, seen);
                *known = new.renamed(known.id);
            }
        }
    }

    /// Reads the sentences of stretches with all that their tokens may have been; hands over the decision on each with
    /// the places of its stretch and itself.
    pub fn read(
        &mut self,
        stretches: &[Priced],
        each: &mut dyn FnMut(usize, usize, &Decision<'_, 't>),
    ) {
        for &Priced { stretch, prices } in stretches {
            for at in self.stretches[stretch].clone() {
                self.decide(at, prices, None, &mut |decision| each(stretch, at, decision));
            }
        }
    }

    /// Weighs what a first reading left; hands over the decision on each sentence with the place of its stretch.
    fn reread(&mut self, first: &FirstReading, each: &mut dyn FnMut(usize, &Decision<'_, 't>)) {
        for &Priced { stretch, prices } in &first.stretches {
            for at in self.stretches[stretch].clone() {
                self.decide(at, prices, Some(first), &mut |decision| each(stretch, decision));
            }
        }
    }

    /// Decides on a sentence, after a first reading or without one.
    fn decide(
        &mut self,
        at: usize,
        prices: Prices,
        first: Option<&FirstReading>,
        each: &mut dyn FnMut(&Decision<'_, 't>),
    ) {
        let Self { lexicon, options, source, styles, habits, text, .. } = *self;
        let Scratch {
            tokens,
            known,
            doubts,
            markers,
            nodes,
            lattice,
            paths,
            path,
            costs,
            posteriors,
            candidates,
        } = &mut *self.scratch;
        nodes.clear();
        let places = self.sentences[at].clone();
        nodes.extend(places.filter(|&at| !matches!(tokens[at].kind, Kind::Blank { .. })));
        if nodes.is_empty() {
            return;
        }
        let sentence = Sentence { text, tokens, nodes };
        let survivors = first.map(|first| first.survivors.sentence(at));
        Builder {
            lexicon,
            source,
            prices,
            doubts,
            markers,
            habits,
            sentence,
            survivors,
            lattice,
            candidates,
            known,
        }
        .build();
        if let Some(FirstReading { memory, .. }) = first {
            Rereading { lexicon, memory, sentence, known }.weigh(lattice);
        }
        paths.find(lattice, &lexicon.model.ngrams);
        paths.best(path, costs);
        paths.posteriors(lattice.size(), posteriors);
        let arcs: Cost = path.iter().map(|&at| lattice.get(at).cost).sum();
        let asked = costs.last().map_or(0, |all| all - arcs);
        let decision = Decision {
            language: Language::of(asked, path.len()),
            lexicon,
            options,
            source,
            styles,
            text,
            prices,
            sentence,
            lattice,
            candidates,
            known,
            path,
            costs,
            posteriors,
        };
        each(&decision);
    }
}

/// A stretch, by its place, and the prices there.
#[derive(Debug, Clone, Copy)]
pub struct Priced {
    pub stretch: usize,
    pub prices: Prices,
}
