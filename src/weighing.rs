//! Weighing a piece of a text: the passes over its sentences.
//!
//! 1. Text that is damaged all over is read at a glance. That tells what it says clearly, what stands around each
//!    word, whether its engine is an unseen one, and which tokens make no sense where they stand.
//! 2. All is weighed in full.
//! 3. Text read with the right language is weighed once more where damage turns out to be common in it: then it is
//!    read at a glance first, too.

use std::ops::Range;

use crate::adaptation::Adaptation;
use crate::arcs::Builder;
use crate::candidate::Scope;
use crate::channel::Source;
use crate::cost::Cost;
use crate::decision::{Decision, Judged};
use crate::memory::{Memory, Readings};
use crate::paths::Breadth;
use crate::rate::{Bar, Rate};
use crate::scratch::{Candidates, Lexicon, Scratch};
use crate::sentence::{self, Sentence};
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
        let told = !self.lexicon.background.is_empty();
        let right = self.source == Source::Right;
        let memory = match told || !right {
            true => self.glance(0),
            false => Memory::default(),
        };
        let (mut found, mut surprises) = (Vec::new(), Vec::new());
        self.decide_all(0, &memory, Breadth::FULL, &mut |start, decision| {
            each(decision, &mut found);
            if right {
                surprises.extend(decision.surprises().map(|token| start + token));
            }
        });
        let bar = match right {
            true => self.weigh_anew(&surprises, &each, &mut found),
            false => Bar::Odds,
        };
        Weighed { found, damage: self.damage, words, bar }
    }

    /// Reads the piece at a glance, where any change costs `edit` besides the channel; looks up what that leaves open,
    /// and remembers the rest.
    fn glance(&mut self, edit: Cost) -> Memory {
        let source = self.source;
        // Elsewhere most words stand as they were meant, and the others are seldom misread alike.
        let damaged = source != Source::Right || edit < 0;
        let mut readings = Readings::default();
        let (mut letters, mut surprises) = (Vec::new(), Vec::new());
        self.decide_all(edit, &Memory::default(), Breadth::GLANCE, &mut |start, decision| {
            decision.transcribe(start, &mut readings.transcript);
            if damaged {
                readings.extend(decision.readings());
            }
            if source == Source::Wrong {
                letters.extend(decision.channel());
                surprises.extend(decision.surprises().map(|token| start + token));
            }
        });
        let Lexicon { model, background, .. } = self.lexicon;
        let memory = readings.remember(&model.ngrams, background);
        let doubtful = (0..self.scratch.tokens.len()).filter(|&token| memory.transcript.doubts(token));
        match source {
            Source::Wrong => {
                if let Some(adaptation) = Adaptation::of(model, &mut letters) {
                    self.scratch.candidates.adapt(adaptation);
                    self.look_up(&doubtful.collect::<Vec<usize>>(), Scope::Usual);
                }
                self.look_up(&surprises, Scope::Wide);
            }
            Source::Right if damaged => self.look_up(&doubtful.collect::<Vec<usize>>(), Scope::Wide),
            _ => {}
        }
        memory
    }

    /// Weighs text read with the right language once more if damage is common in it.
    fn weigh_anew<T>(
        &mut self,
        surprises: &[usize],
        each: &impl Fn(&Decision<'_, 't>, &mut Vec<Judged<T>>),
        found: &mut Vec<Judged<T>>,
    ) -> Bar {
        let rate = Rate::estimate(self.words().count(), found);
        if let Some(edit) = rate.edit() {
            self.look_up(surprises, Scope::Wide);
            let memory = self.glance(edit);
            found.clear();
            self.decide_all(edit, &memory, Breadth::FULL, &mut |_, decision| each(decision, found));
        }
        for judged in found {
            judged.confidence = rate.temper(judged.confidence);
        }
        Bar::Confidence
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

    /// Hands over the decision on each sentence with its first token, where any change costs `edit` besides the
    /// channel.
    fn decide_all(
        &mut self,
        edit: Cost,
        memory: &Memory,
        breadth: Breadth,
        each: &mut dyn FnMut(usize, &Decision<'_, 't>),
    ) {
        for at in 0..self.sentences.len() {
            let sentence = self.sentences[at].clone();
            self.decide(sentence, edit, memory, breadth, each);
        }
    }

    fn decide(
        &mut self,
        sentence: Range<usize>,
        edit: Cost,
        memory: &Memory,
        breadth: Breadth,
        each: &mut dyn FnMut(usize, &Decision<'_, 't>),
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
        let start = sentence.start;
        let doubts = doubts.get(sentence.clone()).unwrap_or_default();
        let (tokens, known) = (&tokens[sentence.clone()], &mut known[sentence]);
        nodes.clear();
        nodes
            .extend((0..tokens.len()).filter(|&at| !matches!(tokens[at].kind, Kind::Blank { .. })));
        if nodes.is_empty() {
            return;
        }
        let sentence = Sentence { text, tokens, nodes };
        Builder {
            lexicon,
            source,
            edit,
            doubts,
            markers,
            sentence,
            memory,
            breadth,
            lattice,
            candidates,
            known,
            start,
        }
        .build();
        paths.find(lattice, &lexicon.model.ngrams, breadth);
        paths.best(path, costs);
        paths.posteriors(lattice.size(), posteriors);
        let decision = Decision {
            lexicon,
            options,
            source,
            style,
            text,
            sentence,
            lattice,
            candidates,
            known,
            path,
            costs,
            posteriors,
        };
        each(start, &decision);
    }
}
