//! Weighing a piece of a text: the passes over its sentences.
//!
//! 1. All is read. Of text that is damaged all over that tells what it says clearly, what stands around each word,
//!    whether its engine is an unseen one, and which tokens make no sense where they stand; these are looked up anew.
//! 2. What that leaves is weighed once more, with what the rest of the text says.
//! 3. Text read with the right language goes through the same only where damage turns out to be common in it.

use std::ops::Range;

use crate::adaptation::{Reading, Strangeness};
use crate::arcs::Builder;
use crate::candidate::Scope;
use crate::candidates::Candidates;
use crate::channel::Source;
use crate::decision::{Decision, Judged};
use crate::lexicon::Lexicon;
use crate::memory::{Memory, Readings};
use crate::prices::Prices;
use crate::rate::{Bar, Rate};
use crate::rereading::Rereading;
use crate::scratch::Scratch;
use crate::sentence::{self, Sentence};
use crate::survivors::Survivors;
use crate::token::{self, Kind, Token};
use crate::tone::ToneStyle;
use crate::{Damage, Hint, Options, doubt, marker};

/// Tokens one after the other.
pub type Tokens<'a> = dyn Iterator<Item = &'a Token> + 'a;

/// What was found in a piece of a text.
pub struct Weighed<T> {
    pub found: Vec<Judged<T>>,
    pub damage: Damage,
    /// How many words the piece has.
    pub words: usize,
    /// What an edit must reach to be made.
    pub bar: Bar,
}

/// A piece of a text that is weighed. `prepare` is called with tokens before they are looked up one by one.
pub struct Weighing<'a, 't, P> {
    lexicon: Lexicon<'a>,
    options: &'a Options,
    scratch: &'a mut Scratch,
    text: &'t str,
    damage: Damage,
    source: Source,
    style: ToneStyle,
    sentences: Vec<Range<usize>>,
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
        let style = options.tone.unwrap_or_else(|| ToneStyle::of(text, tokens));
        let sentences = sentence::sentences(text, tokens).collect();
        Self { lexicon, options, scratch, text, damage, source, style, sentences, prepare }
    }

    /// Weighs it; `each` takes what is wanted of the decision on each sentence.
    pub fn weigh<T>(mut self, each: impl Fn(&Decision<'_, 't>, &mut Vec<Judged<T>>)) -> Weighed<T> {
        let words = self.words().count();
        let Scratch { tokens, candidates, .. } = &mut *self.scratch;
        let mut seen = tokens.iter().filter(|token| token.kind == Kind::Word);
        (self.prepare)(candidates, self.source, Scope::Usual, &mut seen);
        let mut found = Vec::new();
        let bar = match self.source {
            Source::Right => self.weigh_right(&each, &mut found),
            Source::Wrong | Source::Bare => {
                let first = self.first(Prices::USUAL);
                self.reread(&first, &mut |decision| each(decision, &mut found));
                Bar::Odds
            }
        };
        Weighed { found, damage: self.damage, words, bar }
    }

    /// Weighs text read with the right language, and does so once more if damage is common in it.
    fn weigh_right<T>(
        &mut self,
        each: &impl Fn(&Decision<'_, 't>, &mut Vec<Judged<T>>),
        found: &mut Vec<Judged<T>>,
    ) -> Bar {
        let mut surprises = Vec::new();
        let mut take = |decision: &Decision<'_, 't>| {
            each(decision, found);
            surprises.extend(decision.surprises());
        };
        match self.lexicon.background.is_empty() {
            true => self.read(Prices::USUAL, &mut |_, decision| take(decision)),
            false => {
                let first = self.first(Prices::USUAL);
                self.reread(&first, &mut take);
            }
        }
        let rate = Rate::estimate(self.words().count(), found);
        if let Some(edit) = rate.edit() {
            self.look_up(&surprises, Scope::Wide);
            let first = self.first(Prices::worn(edit));
            found.clear();
            self.reread(&first, &mut |decision| each(decision, found));
        }
        for judged in found {
            judged.confidence = rate.temper(judged.confidence);
        }
        rate.bar()
    }

    /// Reads the piece for the first time, and looks up anew what that leaves unclear.
    fn first(&mut self, mut prices: Prices) -> First {
        let source = self.source;
        // Most words of other texts read with the right language stand as they were meant, and the rest are seldom
        // misread alike.
        let damaged = source != Source::Right || prices.are_worn();
        let mut survivors = Survivors::of(self.sentences.len(), self.scratch.tokens.len());
        let (mut readings, mut unclear) = (Readings::default(), Unclear::default());
        self.read(prices, &mut |sentence, decision| {
            survivors.keep(sentence, decision.lattice, decision.posteriors);
            for said in decision.said() {
                readings.transcript.add(&said);
                if damaged {
                    readings.count(&said);
                }
                if said.is_doubtful() {
                    unclear.doubtful.extend(said.tokens);
                }
            }
            readings.transcript.end_sentence();
            if source == Source::Wrong {
                unclear.letters.extend(decision.channel());
                unclear.surprises.extend(decision.surprises());
            }
        });
        let again = match source {
            Source::Wrong => self.look_again(unclear, &mut prices),
            Source::Right if damaged => {
                self.look_up(&unclear.doubtful, Scope::Wide);
                unclear.doubtful
            }
            Source::Right | Source::Bare => Vec::new(),
        };
        again.into_iter().for_each(|token| survivors.reopen(token));
        let Lexicon { model, background, .. } = self.lexicon;
        First { survivors, memory: readings.remember(&model.ngrams, background), prices }
    }

    /// Looks up what is unclear in a text read with the wrong language, and says which tokens that are.
    fn look_again(&mut self, mut unclear: Unclear<'_>, prices: &mut Prices) -> Vec<usize> {
        let strange = Strangeness::of(self.lexicon.model, &mut unclear.letters);
        let Unclear { mut doubtful, surprises, .. } = unclear;
        doubtful.retain(|token| strange.is_some() && surprises.binary_search(token).is_err());
        match strange {
            Some(Strangeness::Engine(adaptation)) => {
                self.scratch.candidates.adapt(adaptation);
                self.look_up(&doubtful, Scope::Usual);
            }
            Some(Strangeness::Scan) => *prices = Prices::worn(0),
            None => {}
        }
        self.look_up(&surprises, Scope::Wide);
        doubtful.extend(surprises);
        doubtful
    }

    fn words(&self) -> impl Iterator<Item = &Token> {
        self.scratch.tokens.iter().filter(|token| token.kind == Kind::Word)
    }

    /// Looks the tokens at some places up anew.
    fn look_up(&mut self, places: &[usize], scope: Scope) {
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

    /// Reads the sentences with all that their tokens may have been; hands over the decision on each with its place.
    fn read(&mut self, prices: Prices, each: &mut dyn FnMut(usize, &Decision<'_, 't>)) {
        for at in 0..self.sentences.len() {
            self.decide(at, prices, None, &mut |decision| each(at, decision));
        }
    }

    /// Weighs what a first reading left; hands over the decision on each sentence.
    fn reread(&mut self, first: &First, each: &mut dyn FnMut(&Decision<'_, 't>)) {
        for at in 0..self.sentences.len() {
            self.decide(at, first.prices, Some(first), each);
        }
    }

    /// Decides on a sentence, after a first reading or without one.
    fn decide(
        &mut self,
        at: usize,
        prices: Prices,
        first: Option<&First>,
        each: &mut dyn FnMut(&Decision<'_, 't>),
    ) {
        let Self { lexicon, options, source, style, text, .. } = *self;
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
            sentence,
            survivors,
            lattice,
            candidates,
            known,
        }
        .build();
        if let Some(First { memory, .. }) = first {
            Rereading { lexicon, source, memory, sentence, known }.weigh(lattice);
        }
        paths.find(lattice, &lexicon.model.ngrams);
        paths.best(path, costs);
        paths.posteriors(lattice.size(), posteriors);
        let decision = Decision {
            lexicon,
            options,
            source,
            style,
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

/// What a first reading of a piece leaves.
struct First {
    survivors: Survivors,
    memory: Memory,
    prices: Prices,
}

/// What a first reading leaves unclear.
#[derive(Default)]
struct Unclear<'t> {
    /// Tokens that may well have been something else than they were read as.
    doubtful: Vec<usize>,
    /// Tokens that make no sense where they stand, in order.
    surprises: Vec<usize>,
    /// What the letters were read as, all in all.
    letters: Vec<Reading<'t>>,
}
