//! The candidates of the tokens seen, whatever stands around them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::adaptation::Adaptation;
use crate::candidate::{Candidate, Scope};
use crate::case::Pattern;
use crate::channel::Source;
use crate::cost::Cost;
use crate::dictionary::WordId;
use crate::lexicon::Lexicon;
use crate::lookup::{Lookup, Seen};

/// Tokens that a thread looks up at a time: a page has some hundreds, which all threads should share.
#[cfg(feature = "rayon")]
const SHARE: usize = 16;
/// Tables of candidates: one for each source, and one for a channel of the text's own.
const TABLES: usize = Source::ALL.len() + 1;
const ADAPTED: usize = Source::ALL.len();
/// Candidates, or tokens, kept before all are forgotten: some 10 MB of candidates.
const MOST: usize = 500_000;

/// Tells tokens apart: their number, in the order in which they were first looked up.
pub type TokenId = u32;

/// What is known of a token whatever stands around it.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// What tells it from other tokens.
    pub id: TokenId,
    start: u32,
    end: u32,
    /// How it is written.
    pub pattern: Pattern,
    /// The candidate that is what stands there.
    pub same: Option<u32>,
    /// Cost of the token as a word that the dictionary lacks.
    pub unknown: Cost,
}

impl Known {
    /// The same behind so many candidates and tokens.
    #[cfg(feature = "rayon")]
    fn moved(self, by: u32, tokens: u32) -> Self {
        let (start, end) = (self.start + by, self.end + by);
        Self { id: self.id + tokens, start, end, same: self.same.map(|same| same + by), ..self }
    }

    /// The same for a token that is told apart from others by this.
    pub fn renamed(self, id: TokenId) -> Self {
        Self { id, ..self }
    }

    /// The places of the candidates, the cheapest first.
    pub fn candidates(&self) -> std::ops::Range<u32> {
        self.start..self.end
    }
}

/// A channel that serves one text, and where the candidates begin that were found with it.
#[derive(Debug, Clone)]
struct Adapted {
    adaptation: Arc<Adaptation>,
    start: usize,
}

/// Candidates of the tokens seen, by scope and source; a channel of the text's own has a table of its
/// own.
#[derive(Debug, Default)]
pub struct Candidates {
    lookup: Lookup,
    known: [[FxHashMap<Box<str>, Known>; TABLES]; Scope::ALL.len()],
    all: Vec<Candidate>,
    /// How many tokens were looked up.
    tokens: u32,
    adapted: Option<Adapted>,
    /// Where the candidates of the user's rules are, by the numbers of their texts.
    rules: FxHashMap<WordId, u32>,
    /// The same of marks, by what they are to the language model.
    marks: FxHashMap<WordId, u32>,
}

impl Candidates {
    /// Forgets what was found for the last text alone, and everything where it has grown too large; to
    /// be called where no place is held.
    pub fn settle(&mut self) {
        if let Some(Adapted { start, .. }) = self.adapted.take() {
            self.known.iter_mut().for_each(|known| known[ADAPTED].clear());
            self.rules.retain(|_, at| (*at as usize) < start);
            self.marks.retain(|_, at| (*at as usize) < start);
            self.all.truncate(start);
        }
        if self.all.len().max(self.tokens as usize) > MOST {
            self.known.as_flattened_mut().iter_mut().for_each(FxHashMap::clear);
            self.rules.clear();
            self.marks.clear();
            self.all.clear();
            self.tokens = 0;
        }
    }

    /// From now on to the next text looks everything up anew, with a channel of the text's own.
    pub fn adapt(&mut self, adaptation: Box<Adaptation>) {
        self.adapted = Some(Adapted { adaptation: Arc::from(adaptation), start: self.all.len() });
    }

    /// The table for a source.
    fn table(&self, source: Source) -> usize {
        if self.adapted.is_some() { ADAPTED } else { source as usize }
    }

    /// What is known of what was `seen`.
    pub fn of(&mut self, lexicon: Lexicon<'_>, source: Source, scope: Scope, seen: &str) -> Known {
        let table = self.table(source);
        if let Some(known) = self.known[scope as usize][table].get(seen) {
            return *known;
        }
        let known = self.look_up(lexicon, source, scope, seen);
        self.known[scope as usize][table].insert(seen.into(), known);
        known
    }

    /// The candidate that a rule of the user's gives; `id` and `then` are its first words.
    pub fn rule(&mut self, own: WordId, id: WordId, then: Option<WordId>) -> u32 {
        let Self { rules, all, .. } = self;
        *rules.entry(own).or_insert_with(|| {
            let then = then.map(|then| (then, 0));
            all.push(Candidate { then, own: Some(own), ..Candidate::word(id, 0) });
            all.len() as u32 - 1
        })
    }

    /// The candidate that is the letter of a marker, or a punctuation mark.
    pub fn mark(&mut self, id: WordId) -> u32 {
        let Self { marks, all, .. } = self;
        *marks.entry(id).or_insert_with(|| {
            all.push(Candidate { mark: true, ..Candidate::word(id, 0) });
            all.len() as u32 - 1
        })
    }

    /// Finds out with all threads what is not yet known.
    #[cfg(feature = "rayon")]
    pub fn prepare<'t>(
        &mut self,
        lexicon: Lexicon<'_>,
        source: Source,
        scope: Scope,
        seen: impl Iterator<Item = &'t str>,
    ) {
        use rayon::prelude::*;
        let known = &self.known[scope as usize][self.table(source)];
        let mut new: Vec<&str> = seen.filter(|seen| !known.contains_key(*seen)).collect();
        new.sort_unstable();
        new.dedup();
        let part = || Self { adapted: self.adapted.clone(), ..Self::default() };
        let parts = new.par_chunks(SHARE).fold(part, |mut part, chunk| {
            for seen in chunk {
                part.of(lexicon, source, scope, seen);
            }
            part
        });
        parts.collect::<Vec<Self>>().into_iter().for_each(|part| self.take(part));
    }

    #[cfg(feature = "rayon")]
    fn take(&mut self, other: Self) {
        let (behind, tokens) = (self.all.len() as u32, self.tokens);
        self.all.extend(other.all);
        let all = self.known.as_flattened_mut().iter_mut();
        for (known, other) in all.zip(other.known.into_iter().flatten()) {
            known.extend(other.into_iter().map(|(seen, new)| (seen, new.moved(behind, tokens))));
        }
        self.tokens += other.tokens;
    }

    /// The candidates of what is known, the cheapest first.
    pub fn all(&self, known: Known) -> &[Candidate] {
        &self.all[known.start as usize..known.end as usize]
    }

    /// The candidate at a place.
    pub fn get(&self, at: u32) -> &Candidate {
        &self.all[at as usize]
    }

    /// Finds out what is not yet known.
    fn look_up(&mut self, lexicon: Lexicon<'_>, source: Source, scope: Scope, seen: &str) -> Known {
        let adaptation = self.adapted.as_ref().map(|adapted| &*adapted.adaptation);
        let Seen { found, pattern, same, unknown } =
            self.lookup.find(lexicon, adaptation, source, scope, seen);
        let start = self.all.len() as u32;
        self.all.extend_from_slice(found);
        let (end, id) = (self.all.len() as u32, self.tokens);
        self.tokens += 1;
        Known { id, start, end, pattern, same: same.map(|same| start + same as u32), unknown }
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::background::Background;
    use crate::{Glossary, Model};

    /// Else what one was read as would count for another, depending on what was looked up before.
    #[test]
    fn tokens_without_candidates_are_told_apart() {
        let (glossary, background) = (Glossary::default(), Background::default());
        let lexicon =
            Lexicon { model: Model::embedded(), glossary: &glossary, background: &background };
        let mut candidates = Candidates::default();
        let mut known = |seen| candidates.of(lexicon, Source::Right, Scope::Usual, seen);
        let (one, other) = (known("ж"), known("щ"));
        assert!(one.candidates().is_empty() && other.candidates().is_empty());
        assert_ne!(one.id, other.id);
        assert_eq!(known("ж").id, one.id);
    }
}
