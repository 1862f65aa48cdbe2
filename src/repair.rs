//! The repairer: text in, text and edits out.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::adaptation::Adaptation;
use crate::arcs::Builder;
use crate::background::Background;
use crate::candidate::Scope;
use crate::channel::Source;
use crate::cost::Cost;
use crate::decision::{Decision, Judged};
use crate::memory::{Memory, Readings};
use crate::paths::Breadth;
use crate::rate::{Bar, Rate};
use crate::scratch::{Candidates, Lexicon, Scratch, Scratches};
use crate::sentence::{self, Sentence};
use crate::token::{self, Kind, Token};
use crate::tone::ToneStyle;
use crate::transcript::Transcript;
use crate::{
    Damage, Edit, Explanation, Glossary, Hint, Model, Options, Step, apply, doubt, marker, pieces,
};

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
    glossary: Glossary,
    background: Background,
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
    /// The changes that were not made, since they are less sure than
    /// [`Options::min_confidence`] asks.
    pub doubtful: Vec<Edit<'t>>,
    /// What happened to the text.
    pub damage: Damage,
}

impl<'m> Repairer<'m> {
    /// A repairer over a model.
    ///
    /// ```
    /// use vietmend::{Model, Options, Repairer};
    /// let mut careful = Options::default();
    /// careful.min_confidence = 1.0; // which nothing reaches
    /// let repairer = Repairer::new(Model::embedded(), careful);
    /// let repaired = repairer.repair("chiếm đât");
    /// assert_eq!(repaired.text, "chiếm đât");
    /// assert_eq!(repaired.doubtful[0].after, "đất");
    /// ```
    pub fn new(model: &'m Model, options: Options) -> Self {
        Self {
            model,
            options,
            glossary: Glossary::default(),
            background: Background::default(),
            scratches: Scratches::default(),
        }
    }

    /// The repairer with a user's own words and rules, in place of any it had.
    ///
    /// ```
    /// use vietmend::{Glossary, Model, Options, Repairer};
    /// let glossary = Glossary::default().keep(["chiếm đât"]);
    /// let repairer = Repairer::new(Model::embedded(), Options::default()).with_glossary(glossary);
    /// assert_eq!(repairer.repair("chiếm đât").text, "chiếm đât");
    /// ```
    #[must_use]
    pub fn with_glossary(self, glossary: Glossary) -> Self {
        // What was found with the other glossary does not count.
        Self { glossary, scratches: Scratches::default(), ..self }
    }

    /// The repairer with the words of clean or mended texts about the same matter, in place of any it
    /// had: which words they have, and how often, decides doubtful places of the texts it repairs.
    ///
    /// ```
    /// use vietmend::{Model, Options, Repairer};
    /// let repairer = Repairer::new(Model::embedded(), Options::default());
    /// let text = "Ket qua chang 2 cua cuoc thi";
    /// assert_eq!(repairer.repair(text).text, "Kết quả chẳng 2 của cuộc thi");
    /// let told = repairer.with_context(["Kết quả chặng 1, chặng 2", "Lễ trao giải chặng 1"]);
    /// assert_eq!(told.repair(text).text, "Kết quả chặng 2 của cuộc thi");
    /// ```
    #[must_use]
    pub fn with_context<T: AsRef<str>>(self, texts: impl IntoIterator<Item = T>) -> Self {
        let mut background = Background::default();
        for text in texts {
            background.add(&self.model.dictionary, text.as_ref());
        }
        Self { background, ..self }
    }

    /// The model that it repairs with.
    ///
    /// ```
    /// use vietmend::{Model, Options, Repairer};
    /// let repairer = Repairer::new(Model::embedded(), Options::default());
    /// assert!(std::ptr::eq(repairer.model(), Model::embedded()));
    /// ```
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// The options that it heeds.
    ///
    /// ```
    /// use vietmend::{Model, Options, Repairer};
    /// let repairer = Repairer::new(Model::embedded(), Options::default());
    /// assert_eq!(*repairer.options(), Options::default());
    /// ```
    pub fn options(&self) -> &Options {
        &self.options
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
        self.repair_with_hints(text, &[])
    }

    /// Repairs one text as [`repair`](Self::repair) does, and heeds how sure an OCR engine set to another
    /// language was of its words: what it doubted is rather changed. The hints are in order and do not
    /// overlap; those of a [`Document`](crate::Document) are.
    ///
    /// ```
    /// use vietmend::{Document, Model, Options, Repairer};
    /// let page = "<div class='ocr_page'><span class='ocr_line'>
    ///   <span class='ocrx_word' title='bbox 10 10 90 40; x_wconf 96'>chiếm</span>
    ///   <span class='ocrx_word' title='bbox 99 10 150 40; x_wconf 61'>đât</span>
    /// </span></div>";
    /// let repairer = Repairer::new(Model::embedded(), Options::default());
    /// let document = Document::parse(page)?;
    /// let repaired = repairer.repair_with_hints(document.text(), &document.hints());
    /// assert_eq!(document.apply(&repaired.edits)?, page.replace("đât", "đất"));
    /// # Ok::<(), vietmend::Error>(())
    /// ```
    pub fn repair_with_hints<'t>(&self, text: &'t str, hints: &[Hint]) -> Repaired<'t> {
        self.scratches.lend(|scratch| self.repair_with(scratch, text, hints, |_, _, _, _| {}))
    }

    /// Repairs one text as [`repair`](Self::repair) does, with the help of all threads: a page is there
    /// sooner, many texts are better given to [`repair_all`](Self::repair_all).
    ///
    /// ```
    /// use vietmend::{Model, Options, Repairer};
    /// let repairer = Repairer::new(Model::embedded(), Options::default());
    /// let text = "Uy ban nhan dan tinh";
    /// assert_eq!(repairer.repair_in_parallel(text), repairer.repair(text));
    /// ```
    #[cfg(feature = "rayon")]
    pub fn repair_in_parallel<'t>(&self, text: &'t str) -> Repaired<'t> {
        let prepare = |candidates: &mut Candidates, source, scope, tokens: &mut Tokens<'_>| {
            let seen = tokens.map(|token| &text[token.span.clone()]);
            candidates.prepare(self.lexicon(), source, scope, seen);
        };
        self.scratches.lend(|scratch| self.repair_with(scratch, text, &[], prepare))
    }

    fn repair_with<'t>(
        &self,
        scratch: &mut Scratch,
        text: &'t str,
        hints: &[Hint],
        prepare: impl Fn(&mut Candidates, Source, Scope, &mut Tokens<'_>),
    ) -> Repaired<'t> {
        let (mut edits, mut doubtful) = (Vec::new(), Vec::new());
        let mut damages = Vec::new();
        for range in ranges(text) {
            let weighed = self.weigh(scratch, text, range, hints, &prepare, |decision, found| {
                found.extend(decision.edits())
            });
            damages.push((weighed.damage, weighed.words));
            let worth = weighed
                .found
                .into_iter()
                .filter(|judged| weighed.bar.lets(judged, self.options.thorough));
            let mut made = 0;
            for Judged { what: edit, confidence, .. } in worth {
                if edit.span.start < made {
                    continue;
                }
                let sure = confidence >= self.options.min_confidence;
                made = if sure { edit.span.end } else { made };
                if sure { &mut edits } else { &mut doubtful }.push(Edit { confidence, ..edit });
            }
        }
        Repaired { text: apply(text, &edits), edits, doubtful, damage: Damage::mean(damages) }
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
        self.explain_with_hints(text, &[])
    }

    /// How the repair of a text [with hints](Self::repair_with_hints) comes about.
    ///
    /// ```
    /// use vietmend::{Hint, Model, Options, Repairer};
    /// let repairer = Repairer::new(Model::embedded(), Options::default());
    /// let text = "Uy ban nhan dan tinh vé t6 chirc thuc hién";
    /// let cost = |confidence| {
    ///     let hint = Hint::new(0..2, confidence);
    ///     let explanation = repairer.explain_with_hints(text, &[hint]);
    ///     let readings = &explanation.steps[0].readings;
    ///     readings.iter().find(|reading| reading.text == "Ủy").unwrap().channel
    /// };
    /// assert!(cost(0.4) < cost(0.97));
    /// ```
    pub fn explain_with_hints<'t>(&self, text: &'t str, hints: &[Hint]) -> Explanation<'t> {
        let mut steps: Vec<Step<'t>> = Vec::new();
        let mut damages = Vec::new();
        for range in ranges(text) {
            let weighed = self.scratches.lend(|scratch| {
                self.weigh(
                    scratch,
                    text,
                    range,
                    hints,
                    |_, _, _, _| {},
                    |decision, found| found.extend(decision.steps()),
                )
            });
            damages.push((weighed.damage, weighed.words));
            steps.extend(weighed.found.into_iter().map(|judged| {
                let sure = judged.confidence >= self.options.min_confidence;
                let edited = weighed.bar.lets(&judged, self.options.thorough) && sure;
                Step { edited, confidence: judged.confidence, ..judged.what }
            }));
        }
        Explanation { damage: Damage::mean(damages), steps }
    }

    fn lexicon(&self) -> Lexicon<'_> {
        Lexicon { model: self.model, glossary: &self.glossary, background: &self.background }
    }

    /// Weighs a piece of a text: `prepare` is called when it is cut into tokens and its source is known,
    /// `each` takes what is wanted of the decision on each sentence.
    fn weigh<'t, T>(
        &self,
        scratch: &mut Scratch,
        text: &'t str,
        range: Range<usize>,
        hints: &[Hint],
        prepare: impl Fn(&mut Candidates, Source, Scope, &mut Tokens<'_>),
        each: impl Fn(&Decision<'_, 't>, &mut Vec<Judged<T>>),
    ) -> Weighed<T> {
        scratch.tokens.clear();
        token::tokenize(text, range, &mut scratch.tokens);
        scratch.candidates.settle();
        let words = scratch.tokens.iter().filter(|token| token.kind == Kind::Word).count();
        let damage = Damage::estimate(text, &scratch.tokens, &self.model.dictionary);
        let Scratch { tokens, candidates, .. } = scratch;
        let mut seen = tokens.iter().filter(|token| token.kind == Kind::Word);
        prepare(candidates, damage.source(), Scope::Usual, &mut seen);
        doubt::doubts(damage.source(), &scratch.tokens, hints, &mut scratch.doubts);
        scratch.markers = marker::markers(self.model, damage.source(), text, &scratch.tokens);
        scratch.known.clear();
        scratch.known.resize(scratch.tokens.len(), None);
        let mut weighed = Weighed { found: Vec::new(), damage, words, bar: Bar::Odds };
        let own = || ToneStyle::of(text, &scratch.tokens);
        let style = self.options.tone.unwrap_or_else(own);
        let piece = Piece { text, source: damage.source(), style };
        let sentences: Vec<Range<usize>> = sentence::sentences(&scratch.tokens).collect();
        let decide = |scratch: &mut Scratch,
                      edit,
                      memory: &Memory,
                      breadth,
                      each: &mut dyn FnMut(usize, &Decision<'_, 't>)| {
            for sentence in &sentences {
                self.decide(scratch, piece, sentence, edit, memory, breadth, &mut |decision| {
                    each(sentence.start, decision);
                });
            }
        };
        // Tokens that make no sense where they stand are looked up anew, more widely.
        let widen = |Scratch { tokens, candidates, known, .. }: &mut Scratch,
                     surprises: &[usize]| {
            prepare(
                candidates,
                piece.source,
                Scope::Wide,
                &mut surprises.iter().map(|&at| &tokens[at]),
            );
            for &at in surprises {
                if let Some(known) = &mut known[at] {
                    let seen = &text[tokens[at].span.clone()];
                    let wide = candidates.of(self.lexicon(), piece.source, Scope::Wide, seen);
                    *known = wide.renamed(known.id);
                }
            }
        };
        // Where the engine is an unseen one, all that is doubtful is, with a channel of the text's own.
        let adapt = |Scratch { tokens, candidates, known, .. }: &mut Scratch,
                     adaptation,
                     transcript: &Transcript| {
            candidates.adapt(adaptation);
            let doubtful = || (0..tokens.len()).filter(|&at| transcript.doubts(at));
            let mut seen =
                doubtful().map(|at| &tokens[at]).filter(|token| token.kind == Kind::Word);
            prepare(candidates, piece.source, Scope::Usual, &mut seen);
            for at in doubtful() {
                if let Some(known) = &mut known[at] {
                    let seen = &text[tokens[at].span.clone()];
                    let new = candidates.of(self.lexicon(), piece.source, Scope::Usual, seen);
                    *known = new.renamed(known.id);
                }
            }
        };
        let found = &mut weighed.found;
        let told = !self.background.is_empty();
        let mut memory = Memory::default();
        let mut surprises = Vec::new();
        if told || piece.source != Source::Right {
            let (mut readings, mut strange) = (Readings::default(), Vec::new());
            decide(scratch, 0, &memory, Breadth::GLANCE, &mut |start, decision| {
                if piece.source != Source::Right {
                    readings.extend(decision.readings());
                }
                if piece.source == Source::Wrong {
                    strange.extend(decision.channel());
                    surprises.extend(decision.surprises().map(|token| start + token));
                }
                decision.transcribe(start, &mut readings.transcript);
            });
            memory = readings.remember(&self.model.ngrams, &self.background);
            if let Some(adaptation) = Adaptation::of(self.model, &mut strange) {
                adapt(scratch, adaptation, &memory.transcript);
            }
            widen(scratch, &surprises);
        }
        decide(scratch, 0, &memory, Breadth::FULL, &mut |start, decision| {
            each(decision, found);
            if piece.source == Source::Right {
                surprises.extend(decision.surprises().map(|token| start + token));
            }
        });
        if piece.source != Source::Right {
            return weighed;
        }
        let rate = Rate::estimate(words, found);
        if let Some(edit) = rate.edit() {
            widen(scratch, &surprises);
            found.clear();
            decide(scratch, edit, &memory, Breadth::FULL, &mut |_, decision| each(decision, found));
        }
        weighed.bar = Bar::Confidence;
        for judged in &mut weighed.found {
            judged.confidence = rate.temper(judged.confidence);
        }
        weighed
    }

    /// Hands over the decision on a sentence, where any change costs `edit` besides the channel.
    #[expect(clippy::too_many_arguments, reason = "it stands between two loops and names them all")]
    fn decide<'t>(
        &self,
        scratch: &mut Scratch,
        Piece { text, source, style }: Piece<'t>,
        sentence: &Range<usize>,
        edit: Cost,
        memory: &Memory,
        breadth: Breadth,
        each: &mut dyn FnMut(&Decision<'_, 't>),
    ) {
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
        } = scratch;
        let doubts = doubts.get(sentence.clone()).unwrap_or_default();
        let (lexicon, options) = (self.lexicon(), &self.options);
        let start = sentence.start;
        let (tokens, known) = (&tokens[sentence.clone()], &mut known[sentence.clone()]);
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
        paths.find(lattice, &self.model.ngrams, breadth);
        paths.best(path, costs);
        paths.posteriors(lattice.size(), posteriors);
        each(&Decision {
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
        });
    }
}

/// Tokens one after the other.
type Tokens<'a> = dyn Iterator<Item = &'a Token> + 'a;

/// What all sentences of a piece of a text share.
#[derive(Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    source: Source,
    style: ToneStyle,
}

/// What was found in a piece of a text.
struct Weighed<T> {
    found: Vec<Judged<T>>,
    damage: Damage,
    words: usize,
    bar: Bar,
}

/// The byte ranges of the pieces of a text.
fn ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    pieces(text).scan(0, |start, piece| {
        let range = *start..*start + piece.len();
        *start = range.end;
        Some(range)
    })
}
