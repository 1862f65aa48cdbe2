//! What a thread keeps from one text to the next.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::adaptation::Adaptation;
use crate::alphabet::{self, Code};
use crate::background::Background;
use crate::candidate::{Candidate, Scope, Search};
use crate::case::{self, Pattern};
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary::{Dictionary, WordId};
use crate::lattice::Lattice;
use crate::marker::Marker;
use crate::paths::Paths;
use crate::token::Token;
use crate::{Glossary, Model, damage, normal, tone};

/// What a thread keeps from one text to the next: buffers, and the candidates of tokens seen.
#[derive(Debug, Default)]
pub struct Scratch {
    pub tokens: Vec<Token>,
    /// What is known of each token, once it was asked for.
    pub known: Vec<Option<Known>>,
    /// How much cheaper a change of each token is; empty where nothing says so.
    pub doubts: Vec<Cost>,
    /// What the markers of list items are, by the places of their tokens.
    pub markers: FxHashMap<usize, Marker>,
    pub nodes: Vec<usize>,
    pub lattice: Lattice,
    pub paths: Paths,
    pub path: Vec<usize>,
    pub costs: Vec<Cost>,
    pub posteriors: Vec<f32>,
    pub candidates: Candidates,
}

/// Scratches that are not in use: never more than threads have worked at once.
#[derive(Debug, Default)]
pub struct Scratches(Mutex<Vec<Scratch>>);

impl Scratches {
    /// Works with a scratch that no other thread has meanwhile.
    pub fn lend<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        // A thread that panicked took its scratch with it.
        let free = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = free().pop().unwrap_or_default();
        let result = work(&mut scratch);
        free().push(scratch);
        result
    }
}

/// Letters of the longest token that is looked up: the longest Vietnamese syllable has seven, and
/// names and compounds end well below this.
pub const LONGEST: usize = 24;
/// Cost of another spelling of a final `i`: as much as most contexts say for the usual one.
const SPELLING: Cost = 6 * NAT;
/// Cost of a word of a bad scan having been misread as if with the wrong language: where an engine cannot make the
/// letters out it puts any. From 0 to 2 nats little differs.
const LOST: Cost = 2 * NAT;
/// Tokens that a thread looks up at a time: a page has some hundreds, which all threads should share.
#[cfg(feature = "rayon")]
const SHARE: usize = 16;
/// Tables of candidates: one for each source, and one for a channel of the text's own.
const TABLES: usize = Source::ALL.len() + 1;
const ADAPTED: usize = Source::ALL.len();
/// Candidates, or tokens, kept before all are forgotten: some 6 MB of candidates.
const MOST: usize = 500_000;

/// All that is known of words: by the model, by the user, and by other texts.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon<'a> {
    pub model: &'a Model,
    pub glossary: &'a Glossary,
    pub background: &'a Background,
}

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
    search: Search,
    known: [[FxHashMap<Box<str>, Known>; TABLES]; Scope::ALL.len()],
    all: Vec<Candidate>,
    /// How many tokens were looked up.
    tokens: u32,
    adapted: Option<Adapted>,
    /// Where the candidates of the user's rules are, by the numbers of their texts.
    rules: FxHashMap<WordId, u32>,
    /// The same of letters of markers, by their words.
    markers: FxHashMap<WordId, u32>,
    letters: Vec<Code>,
}

impl Candidates {
    /// Forgets what was found for the last text alone, and everything where it has grown too large; to
    /// be called where no place is held.
    pub fn settle(&mut self) {
        if let Some(Adapted { start, .. }) = self.adapted.take() {
            self.known.iter_mut().for_each(|known| known[ADAPTED].clear());
            self.rules.retain(|_, at| (*at as usize) < start);
            self.markers.retain(|_, at| (*at as usize) < start);
            self.all.truncate(start);
        }
        if self.all.len().max(self.tokens as usize) > MOST {
            self.known.as_flattened_mut().iter_mut().for_each(FxHashMap::clear);
            self.rules.clear();
            self.markers.clear();
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

    /// The candidate that is the letter of a marker.
    pub fn marker(&mut self, id: WordId) -> u32 {
        let Self { markers, all, .. } = self;
        *markers.entry(id).or_insert_with(|| {
            all.push(Candidate { marker: true, ..Candidate::word(id, 0) });
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

    fn look_up(&mut self, lexicon: Lexicon<'_>, source: Source, scope: Scope, seen: &str) -> Known {
        let Lexicon { model, glossary, .. } = lexicon;
        let latin = normal::latin(seen);
        let seen = &*latin;
        self.letters.clear();
        alphabet::encode(seen, &mut self.letters);
        let unknown = model.unknown.cost(&self.letters);
        let pattern = case::pattern(seen);
        let start = self.all.len();
        let mut same = None;
        if self.letters.len() <= LONGEST && !seen.chars().any(alphabet::is_other_script) {
            tone::canonical(&mut self.letters);
            let adapted = self.adapted.clone();
            let channel = match &adapted {
                Some(Adapted { adaptation, .. }) => adaptation.channel(&self.letters),
                None => model.channel(source),
            };
            let joints = match source {
                Source::Wrong => true,
                // A number run together with words is better left to a person.
                Source::Right => !self.letters.iter().any(u8::is_ascii_digit),
                // Who types without marks does set blanks.
                Source::Bare => false,
            };
            let Self { search, all, letters, .. } = self;
            search.candidates(&model.dictionary, channel, letters, joints, scope, all);
            if source == Source::Right && scope == Scope::Wide {
                self.mix(model, start);
            }
            if source == Source::Right {
                self.refuse_stripped(&model.dictionary, start);
                self.trust_abbreviation(&model.dictionary, seen, start);
                self.refuse_capitals(pattern, start);
            }
            self.keep_spelling(&model.dictionary, start);
            if let Some(trie) = glossary.trie() {
                let Self { search, all, letters, .. } = self;
                search.own(trie, channel, letters, all);
            }
            same = self.stands(lexicon, seen, start);
            for candidate in &mut self.all[start..] {
                candidate.channel += written(*candidate, pattern);
            }
        }
        let (start, end) = (start as u32, self.all.len() as u32);
        let id = self.tokens;
        self.tokens += 1;
        Known { id, start, end, pattern, same, unknown }
    }

    /// Mixes the candidates from `start` on, of a word of a bad scan, with those of a reading with the wrong language.
    fn mix(&mut self, model: &Model, start: usize) {
        let Self { search, all, letters, .. } = self;
        let wrong = all.len();
        let channel = model.channel(Source::Wrong);
        search.candidates(&model.dictionary, channel, letters, true, Scope::Wide, all);
        all[wrong..].iter_mut().for_each(|candidate| candidate.channel += LOST);
        // The cheaper of two that are the same.
        let word = |candidate: &Candidate| (candidate.id, candidate.then);
        all[start..].sort_by_key(|candidate| (word(candidate), candidate.channel));
        let mut last = None;
        all.extract_if(start.., |candidate| last.replace(word(candidate)) == Some(word(candidate)))
            .for_each(drop);
        let alone = |candidate: &Candidate| candidate.channel + model.ngrams.unigram(candidate.id);
        all[start..].sort_by_key(|candidate| (candidate.then.is_some(), alone(candidate)));
    }

    /// Takes foreign words away that differ from the letters by marks alone (`Tokyo` for `Tōkyō`):
    /// nobody set these marks by mistake.
    fn refuse_stripped(&mut self, dictionary: &Dictionary, start: usize) {
        let mut plain = self.letters.clone();
        damage::skeleton(&mut plain);
        if self.letters.eq_ignore_ascii_case(&plain) || dictionary.is_skeleton(&plain) {
            return;
        }
        if let Some(stripped) = dictionary.word(&plain) {
            let is = |other: &Candidate| other.id == stripped && other.then.is_none();
            let at = (start..self.all.len()).find(|&at| is(&self.all[at]));
            at.map(|at| self.all.remove(at));
        }
    }

    /// Takes all other candidates away where an abbreviation stands as it is written: context says
    /// little of one (`TTTT`), and what a reader set in capitals was seldom misread into another.
    fn trust_abbreviation(&mut self, dictionary: &Dictionary, seen: &str, start: usize) {
        let stands = |candidate: &Candidate| {
            candidate.abbreviation && dictionary.text(candidate.id).nfc().eq(seen.nfc())
        };
        if let Some(at) = (start..self.all.len()).find(|&at| stands(&self.all[at])) {
            self.all.swap(start, at);
            self.all.truncate(start + 1);
        }
    }

    /// Takes abbreviations away for what stands in small letters (`utf`): who reads the right language
    /// does not read capitals as small letters, all of them.
    fn refuse_capitals(&mut self, pattern: Pattern, start: usize) {
        if pattern == Pattern::Small {
            self.all.extract_if(start.., |candidate| candidate.abbreviation).for_each(drop);
        }
    }

    /// Makes words dearer that only change how a final `i` is spelt (`quy` for `qui`): both spellings
    /// are in use, and the writer has chosen one.
    fn keep_spelling(&mut self, dictionary: &Dictionary, start: usize) {
        let mut plain = self.letters.clone();
        damage::skeleton(&mut plain);
        let Some((end @ (b'i' | b'y'), head)) = plain.split_last() else { return };
        let other = if *end == b'i' { b'y' } else { b'i' };
        for candidate in &mut self.all[start..] {
            let mut key = dictionary.trie().key(candidate.id);
            damage::skeleton(&mut key);
            if candidate.then.is_none() && key.split_last() == Some((&other, head)) {
                candidate.channel += SPELLING;
            }
        }
    }

    /// The candidate from `start` on that is what was `seen`, if one is.
    fn stands(&mut self, lexicon: Lexicon<'_>, seen: &str, start: usize) -> Option<u32> {
        let Lexicon { model: Model { dictionary, .. }, glossary, .. } = lexicon;
        self.letters.clear();
        alphabet::encode(&seen.to_lowercase(), &mut self.letters);
        tone::canonical(&mut self.letters);
        let marked = self.letters.iter().any(|&code| alphabet::is_marked(code));
        let small = match marked && case::is_ragged(seen) {
            true => None,
            false => dictionary.word(&self.letters),
        };
        let own = glossary.word(&self.letters);
        let stands = |candidate: &Candidate| match (candidate.own, candidate.abbreviation) {
            (Some(id), _) => own == Some(id),
            (None, true) => dictionary.text(candidate.id).nfc().eq(seen.nfc()),
            (None, false) => small == Some(candidate.id) && candidate.then.is_none(),
        };
        let at = self.all[start..].iter().position(stands)?;
        Some((start + at) as u32)
    }
}

/// Cost of an abbreviation in a token that is not all capitals: one letter may have been misread
/// (`Al`); small letters are hardly ever an abbreviation.
fn written(candidate: Candidate, pattern: Pattern) -> Cost {
    match (candidate.abbreviation, pattern) {
        (false, _) | (true, Pattern::Capitals) => 0,
        (true, Pattern::Title) => 3 * NAT,
        (true, _) => 8 * NAT,
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

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
