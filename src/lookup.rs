//! Looking a token up: what may have been meant, whatever stands around it.

use unicode_normalization::UnicodeNormalization;

use crate::adaptation::Adaptation;
use crate::alphabet::{self, Code};
use crate::candidate::{Candidate, Scope, Search};
use crate::case::{self, Pattern};
use crate::channel::{Channel, Source};
use crate::cost::{Cost, NAT};
use crate::dictionary::Dictionary;
use crate::lexicon::Lexicon;
use crate::refusals::{self, Refusals};
use crate::{Model, damage, normal, tone};

/// Letters of the longest token that is looked up: the longest Vietnamese syllable has seven, and
/// names and compounds end well below this.
pub const LONGEST: usize = 24;
/// Cost of another spelling of a final `i`: as much as most contexts say for the usual one.
const SPELLING: Cost = 6 * NAT;
/// Cost of a word of a bad scan having been misread as if with the wrong language: where an engine cannot make the
/// letters out it puts any. From 0 to 2 nats little differs.
const LOST: Cost = 2 * NAT;

/// The buffers of a look-up.
#[derive(Debug, Default)]
pub struct Lookup {
    search: Search,
    /// The letters of the token.
    letters: Vec<Code>,
    /// What may have been meant by it, the cheapest first.
    found: Vec<Candidate>,
}

/// What is found out about a token.
#[derive(Debug)]
pub struct Seen<'a> {
    /// What may have been meant, the cheapest first.
    pub found: &'a [Candidate],
    /// How it is written.
    pub pattern: Pattern,
    /// The place of the candidate that is what stands there.
    pub same: Option<usize>,
    /// Cost of the token as a word that the dictionary lacks.
    pub unknown: Cost,
}

impl Lookup {
    /// Finds what may have been meant by what was `seen`.
    pub fn find(
        &mut self,
        lexicon: Lexicon<'_>,
        adaptation: Option<&Adaptation>,
        source: Source,
        scope: Scope,
        seen: &str,
    ) -> Seen<'_> {
        let latin = normal::latin(seen);
        let seen = &*latin;
        self.found.clear();
        self.letters.clear();
        alphabet::encode(seen, &mut self.letters);
        let unknown = lexicon.model.unknown.cost(&self.letters);
        let pattern = case::pattern(seen);
        let mut same = None;
        if self.letters.len() <= LONGEST && !refusals::is_exempt(seen, source) {
            tone::canonical(&mut self.letters);
            self.search(lexicon, adaptation, source, scope);
            let dictionary = &lexicon.model.dictionary;
            let refusals = Refusals::new(dictionary, &self.letters, seen, pattern);
            match source {
                Source::Right => {
                    self.found.retain(|candidate| !refusals.refuse(candidate));
                    self.trust_abbreviation(dictionary, seen);
                }
                Source::Wrong | Source::Bare => {
                    self.found.retain(|candidate| !refusals.marks(candidate));
                }
            }
            self.keep_spelling(dictionary);
            self.own(lexicon, adaptation, source);
            same = self.stands(lexicon, seen);
            for candidate in &mut self.found {
                candidate.channel += written(*candidate, pattern);
            }
        }
        Seen { found: &self.found, pattern, same, unknown }
    }

    /// Finds the words of the model.
    fn search(
        &mut self,
        Lexicon { model, .. }: Lexicon<'_>,
        adaptation: Option<&Adaptation>,
        source: Source,
        scope: Scope,
    ) {
        let joints = match source {
            Source::Wrong => true,
            // A number run together with words is better left to a person.
            Source::Right => !self.letters.iter().any(u8::is_ascii_digit),
            // Who types without marks does set blanks.
            Source::Bare => false,
        };
        let Self { search, letters, found } = self;
        let channel = channel(model, adaptation, source, letters);
        search.candidates(&model.dictionary, channel, letters, joints, scope, found);
        if source == Source::Right && scope == Scope::Wide {
            self.mix(model, joints);
        }
    }

    /// Adds the user's words.
    fn own(&mut self, lexicon: Lexicon<'_>, adaptation: Option<&Adaptation>, source: Source) {
        let Self { search, letters, found } = self;
        if let Some(trie) = lexicon.glossary.trie() {
            search.own(trie, channel(lexicon.model, adaptation, source, letters), letters, found);
        }
    }

    /// Mixes what was found for a word of a bad scan with what a reading with the wrong language may have meant.
    fn mix(&mut self, model: &Model, joints: bool) {
        let Self { search, letters, found } = self;
        let right = found.len();
        let channel = model.channel(Source::Wrong);
        search.candidates(&model.dictionary, channel, letters, joints, Scope::Wide, found);
        found[right..].iter_mut().for_each(|candidate| candidate.channel += LOST);
        // The cheaper of two that are the same.
        let word = |candidate: &Candidate| (candidate.id, candidate.then);
        found.sort_by_key(|candidate| (word(candidate), candidate.channel));
        found.dedup_by_key(|candidate| word(candidate));
        let alone = |candidate: &Candidate| candidate.channel + model.ngrams.unigram(candidate.id);
        found.sort_by_key(|candidate| (candidate.then.is_some(), alone(candidate)));
    }

    /// Takes all other candidates away where an abbreviation stands as it is written: context says
    /// little of one (`TTTT`), and what a reader set in capitals was seldom misread into another.
    fn trust_abbreviation(&mut self, dictionary: &Dictionary, seen: &str) {
        let stands = |candidate: &Candidate| {
            candidate.abbreviation && dictionary.text(candidate.id).nfc().eq(seen.nfc())
        };
        if let Some(at) = self.found.iter().position(stands) {
            self.found.swap(0, at);
            self.found.truncate(1);
        }
    }

    /// Makes words dearer that only change how a final `i` is spelt (`quy` for `qui`): both spellings
    /// are in use, and the writer has chosen one.
    fn keep_spelling(&mut self, dictionary: &Dictionary) {
        let mut plain = self.letters.clone();
        damage::skeleton(&mut plain);
        let Some((end @ (b'i' | b'y'), head)) = plain.split_last() else { return };
        let other = if *end == b'i' { b'y' } else { b'i' };
        for candidate in &mut self.found {
            let mut key = dictionary.trie().key(candidate.id);
            damage::skeleton(&mut key);
            if candidate.then.is_none() && key.split_last() == Some((&other, head)) {
                candidate.channel += SPELLING;
            }
        }
    }

    /// The place of the candidate that is what was `seen`, if one is.
    fn stands(&mut self, lexicon: Lexicon<'_>, seen: &str) -> Option<usize> {
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
        self.found.iter().position(stands)
    }
}

/// The channel for some letters: the text's own, or that of the source.
fn channel<'a>(
    model: &'a Model,
    adaptation: Option<&'a Adaptation>,
    source: Source,
    letters: &[Code],
) -> &'a Channel {
    adaptation.map_or(model.channel(source), |adaptation| adaptation.channel(letters))
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
    use crate::Glossary;
    use crate::background::Background;

    /// What may have been meant by a token of text read with the right language, the cheapest first.
    fn found(seen: &str, scope: Scope) -> Vec<Candidate> {
        let (glossary, background) = (Glossary::default(), Background::default());
        let lexicon =
            Lexicon { model: Model::embedded(), glossary: &glossary, background: &background };
        Lookup::default().find(lexicon, None, Source::Right, scope, seen).found.to_vec()
    }

    #[test]
    fn in_a_bad_scan_a_word_may_be_misread_as_with_the_wrong_language() {
        let model = Model::embedded();
        let cost = |seen, meant: &str, scope| {
            let mut letters = Vec::new();
            alphabet::encode(meant, &mut letters);
            let word = model.dictionary.word(&letters).unwrap();
            let found = found(seen, scope);
            found.iter().find(|other| other.id == word).map_or(Cost::MAX, |other| other.channel)
        };
        assert!(cost("ngodi", "ngoài", Scope::Wide) < cost("ngodi", "ngoài", Scope::Usual));
        assert_eq!(cost("ngoài", "ngoài", Scope::Wide), cost("ngoài", "ngoài", Scope::Usual));
    }

    #[test]
    fn a_letter_may_have_been_read_where_none_stood() {
        let model = Model::embedded();
        let finds = |seen, meant, scope| {
            let word = |found: &Candidate| model.dictionary.text(found.id) == meant;
            found(seen, scope).iter().any(|found| found.then.is_none() && word(found))
        };
        assert!(finds("thsông", "thông", Scope::Wide) && !finds("thsông", "thông", Scope::Usual));
        // Names are left to a person.
        assert!(
            finds("Boston", "boston", Scope::Usual) && !finds("Bostwon", "boston", Scope::Wide)
        );
    }

    #[test]
    fn nothing_is_found_twice_and_numbers_stay_whole() {
        for seen in ["ngodi", "thi", "cuahoc", "nam2025"] {
            let mut words: Vec<_> =
                found(seen, Scope::Wide).iter().map(|other| (other.id, other.then)).collect();
            words.sort_unstable();
            assert!(!words.is_empty() && words.windows(2).all(|pair| pair[0] != pair[1]), "{seen}");
        }
        assert!(found("nam2025", Scope::Wide).iter().all(|other| other.then.is_none()));
        assert!(found("cuahoc", Scope::Wide).iter().any(|other| other.then.is_some()));
    }
}
