//! The repairer: text in, text and edits out.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::background::Background;
use crate::candidate::Scope;
use crate::candidates::Candidates;
use crate::channel::Source;
use crate::decision::Judged;
use crate::lexicon::Lexicon;
use crate::regions::regions;
use crate::scratch::{Scratch, Scratches};
use crate::weighing::{Found, Tokens, Weighing};
use crate::{Damage, Edit, Explanation, Glossary, Hint, Model, Options, Step, apply, pieces};

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
    /// let text = "Kinh gui ba Tran Thi Huong";
    /// assert_eq!(repairer.repair(text).text, "Kính gửi bà Trần Thị Hương");
    /// let told = repairer.with_context(["Thư của bà Trần Thị Hường", "Trần Thị Hường, trưởng thôn"]);
    /// assert_eq!(told.repair(text).text, "Kính gửi bà Trần Thị Hường");
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
        for range in self.ranges(text) {
            let weighing = Weighing::new(
                self.lexicon(),
                &self.options,
                scratch,
                (text, range),
                hints,
                &prepare,
            );
            let weighed = weighing.weigh(|decision, found| found.extend(decision.edits()));
            damages.push((weighed.damage, weighed.words));
            let worth = weighed.found.into_iter().flat_map(|Found { judged, bar }| {
                let lets = move |judged: &_| bar.lets(judged, self.options.thorough);
                judged.into_iter().filter(lets)
            });
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
        for range in self.ranges(text) {
            let weighed = self.scratches.lend(|scratch| {
                let (text, nothing) =
                    ((text, range), |_: &mut Candidates, _, _, _: &mut Tokens<'_>| {});
                Weighing::new(self.lexicon(), &self.options, scratch, text, hints, nothing)
                    .weigh(|decision, found| found.extend(decision.steps()))
            });
            damages.push((weighed.damage, weighed.words));
            for Found { judged, bar } in weighed.found {
                steps.extend(judged.into_iter().map(|judged| {
                    let sure = judged.confidence >= self.options.min_confidence;
                    let edited = bar.lets(&judged, self.options.thorough) && sure;
                    Step { edited, confidence: judged.confidence, ..judged.what }
                }));
            }
        }
        Explanation { damage: Damage::mean(damages), steps }
    }

    /// The byte ranges of a text that are weighed each by itself: the regions of its pieces.
    fn ranges(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let ranges = pieces(text).scan(0, |start, piece| {
            let range = *start..*start + piece.len();
            *start = range.end;
            Some(range)
        });
        ranges.flat_map(|range| regions(text, range, &self.model.dictionary))
    }

    fn lexicon(&self) -> Lexicon<'_> {
        Lexicon { model: self.model, glossary: &self.glossary, background: &self.background }
    }
}
