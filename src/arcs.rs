//! The arcs of a sentence's lattice: what each token, or several that touch, may have been.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::alphabet;
use crate::candidate::{Candidate, Scope};
use crate::candidates::{Candidates, Known};
use crate::case::{self, Pattern};
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary::{self, EPSILON, UNKNOWN, WordId};
use crate::glossary::{Action, Strength};
use crate::habits::Habits;
use crate::lattice::{Arc, Judge, Lattice};
use crate::lexicon::Lexicon;
use crate::lookup::LONGEST;
use crate::marker::Marker;
use crate::prices::Prices;
use crate::sentence::Sentence;
use crate::survivors;
use crate::token::Kind;

/// Builds the lattice of a sentence that came from a source.
pub struct Builder<'a> {
    pub lexicon: Lexicon<'a>,
    pub source: Source,
    pub prices: Prices,
    /// How much cheaper a change of each token is; empty where nothing says so.
    pub doubts: &'a [Cost],
    /// What the markers of list items are, by the places of their tokens in the text.
    pub markers: &'a FxHashMap<usize, Marker>,
    /// How the text is punctuated.
    pub habits: Habits,
    pub sentence: Sentence<'a>,
    /// What a first reading left.
    pub survivors: Option<survivors::Sentence<'a>>,
    pub lattice: &'a mut Lattice,
    pub candidates: &'a mut Candidates,
    /// What is known of the tokens, once it was asked for.
    pub known: &'a mut [Option<Known>],
}

/// The most tokens of an arc: `TTLT-BTC-BTP` has five, a damaged syllable hardly more than four.
const TOKENS: usize = 6;
/// Cost of a digit: one of ten.
pub const DIGIT: Cost = 23 * NAT / 10;
/// Numbers of at most three digits may be misread words (`161` for `tội`).
const MISREAD_DIGITS: usize = 3;
/// Cost of reading a number as a word, besides the channel: numbers are sacred.
const NUMBER: Cost = 2 * NAT;
/// Cost of what a likely rule gives, and a possible one: a word that is right where it stands costs
/// nothing, a damaged one from about 10 nats up.
const LIKELY: Cost = -3 * NAT;
const POSSIBLE: Cost = 3 * NAT;
/// Cost of another letter than the one that was read in a document symbol, besides the channel: what lost but its marks (`QD-BCD`)
/// may be a symbol that no table has. From 1 to 3 nats the dev sets differ by a word; without it codes of four pages become others.
const OTHER_SYMBOL: Cost = 2 * NAT;
/// Cost of an ordinary word in capitals among small letters, where an abbreviation costs nothing: with 3 nats `IUU` becomes `LƯU`,
/// with 5 general text has four words more wrong.
const LONE_CAPITALS: Cost = 4 * NAT;

impl<'a> Builder<'a> {
    /// Builds the lattice.
    pub fn build(mut self) {
        self.lattice.clear();
        let mut free = 0;
        for node in 0..self.sentence.nodes.len() {
            self.lattice.node();
            if node < free {
                self.stand(node);
                continue;
            }
            let phrase = self.lexicon.glossary.at(self.sentence, node);
            if let Some((Action::Keep | Action::Replace(_, Strength::Always), end)) = phrase {
                free = end;
            }
            if let Some(left) = self.left(node) {
                self.lattice.extend(left.iter().copied());
                continue;
            }
            match phrase {
                Some((Action::Keep, _)) => self.stand(node),
                Some((Action::Replace(own, strength), end)) => self.rule(end, own, strength),
                None => {}
            }
            if node < free {
                continue;
            }
            match self.markers.get(&self.sentence.nodes[node]) {
                Some(&marker) => self.marker(node, marker),
                None if self.is_identifier(node) => self.stand(node),
                None => {
                    self.token(node);
                    self.spans(node);
                    self.parts(node);
                    self.code(node);
                }
            }
        }
    }

    /// The arcs that a first reading left of a node.
    fn left(&self, node: usize) -> Option<&'a [Arc]> {
        self.survivors.and_then(|survivors| survivors.arcs(node, self.sentence.nodes[node]))
    }

    /// The arc of a token that is not to be changed.
    fn stand(&mut self, node: usize) {
        let (token, seen) = (self.sentence.token(node), self.sentence.seen(node..node + 1));
        let known = match token.kind {
            Kind::Word => self.known(node).same,
            _ => None,
        };
        let word =
            known.map_or(dictionary::class(token.kind, seen), |at| self.candidates.get(at).id);
        self.lattice.arc(Arc { judge: Judge::User, ..Arc::kept(node + 1, word, 0) });
    }

    /// The arc of a rule of the user's.
    fn rule(&mut self, end: usize, own: WordId, strength: Strength) {
        let cost = match strength {
            Strength::Always => 0,
            Strength::Likely => LIKELY,
            Strength::Possible => POSSIBLE,
        };
        let Lexicon { model, glossary, .. } = self.lexicon;
        let mut words =
            glossary.words_of(own).map(|key| model.dictionary.word(&key).unwrap_or(UNKNOWN));
        let (word, then) = (words.next().unwrap_or(UNKNOWN), words.next());
        let candidate = Some(self.candidates.rule(own, word, then));
        self.lattice.arc(Arc { then, candidate, ..Arc::kept(end, word, cost) });
    }

    /// The arcs of a list item's marker: what stands there and what the list says. Words around it have no
    /// say, so it is one word to them whichever it is.
    fn marker(&mut self, node: usize, Marker { word, dearer }: Marker) {
        self.keep(node, word, dearer);
        if dearer > 0 {
            let candidate = Some(self.candidates.mark(word));
            self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, word, 0) });
        }
    }

    /// Whether a phrase that is not to be weighed begins at a node.
    pub(crate) fn is_settled(&self, node: usize) -> bool {
        let phrase = self.lexicon.glossary.at(self.sentence, node);
        matches!(phrase, Some((Action::Keep | Action::Replace(_, Strength::Always), _)))
    }

    /// The arcs over one token: first what stands there, then what it may have been.
    fn token(&mut self, node: usize) {
        let token = self.sentence.token(node);
        let seen = self.sentence.seen(node..node + 1);
        let wrong = self.source == Source::Wrong;
        match token.kind {
            Kind::Word => {
                let known = self.known(node);
                if known.same.is_none() {
                    self.keep(node, UNKNOWN, known.unknown);
                }
                self.words(known, node, node + 1, 0);
                self.stray(known, node);
                self.numeral(node);
                self.term(known, node);
                self.subject(node);
                // Unicode counts it among the letters.
                if seen == "ˆ" {
                    self.speck(node, 'ˆ');
                }
            }
            Kind::Number => {
                let cost = DIGIT * seen.len() as Cost;
                self.keep(node, dictionary::class(token.kind, seen), cost);
                if wrong && seen.len() <= MISREAD_DIGITS {
                    let known = self.known(node);
                    self.words(known, node, node + 1, NUMBER);
                }
            }
            Kind::Symbol(c) if self.is_silent(node, c) => self.keep(node, EPSILON, 0),
            Kind::Symbol(c) => {
                self.keep(node, dictionary::class(token.kind, seen), 0);
                self.punctuation(node, c);
                self.quote(node, c);
                self.speck(node, c);
                self.closing(node);
                self.numeral(node);
                if wrong && stands_for_letters(c) {
                    let known = self.known(node);
                    self.words(known, node, node + 1, 0);
                }
            }
            kind => self.keep(node, dictionary::class(kind, seen), 0),
        }
    }

    /// Whether the word at a node is a part of a name that programs know (`ho_ten`): engines set to another language read `_` for
    /// blanks too.
    fn is_identifier(&self, node: usize) -> bool {
        let part = |node| matches!(self.sentence.kind(node), Some(Kind::Word | Kind::Number));
        let joined = |node: usize| {
            self.sentence.kind(node) == Some(Kind::Symbol('_'))
                && self.sentence.touches(node)
                && self.sentence.touches(node + 1)
        };
        let before = || node > 1 && joined(node - 1) && part(node - 2);
        let behind = || joined(node + 1) && part(node + 2);
        self.source != Source::Wrong
            && self.sentence.kind(node) == Some(Kind::Word)
            && (before() || behind())
    }

    /// What is known of the token at a node.
    pub(crate) fn known(&mut self, node: usize) -> Known {
        let seen = self.sentence.seen(node..node + 1);
        *self.known[self.sentence.nodes[node]].get_or_insert_with(|| {
            self.candidates.of(self.lexicon, self.source, Scope::Usual, seen)
        })
    }

    /// How much cheaper a change is between two nodes: what is doubted most there decides.
    pub(crate) fn doubt(&self, nodes: Range<usize>) -> Cost {
        let doubts = nodes.filter_map(|node| self.doubts.get(self.sentence.nodes[node]));
        doubts.max().copied().unwrap_or(0)
    }

    /// The cost that holds here, of those with the right language, with that in a bad scan, and with a wrong one; none for what
    /// was typed, which nobody misread.
    pub(crate) fn misread(&self, [right, worn, wrong]: [Option<Cost>; 3]) -> Option<Cost> {
        match self.source {
            Source::Right if self.prices.are_worn() => worn,
            Source::Right => right,
            Source::Wrong => wrong,
            Source::Bare => None,
        }
    }

    fn keep(&mut self, node: usize, word: WordId, cost: Cost) {
        self.lattice.arc(Arc::kept(node + 1, word, cost));
    }

    /// Arcs over several tokens that touch: a syllable with symbols in it, a document symbol.
    fn spans(&mut self, node: usize) {
        let (mut strange, mut hyphens, mut words) = (false, false, false);
        for end in node + 1..=self.sentence.nodes.len().min(node + TOKENS) {
            let last = end - 1;
            if last > node && (!self.sentence.touches(last) || self.is_settled(last)) {
                break;
            }
            match self.sentence.token(last).kind {
                Kind::Word => words = true,
                Kind::Number => words |= self.source == Source::Wrong,
                Kind::Symbol('-') if last > node => hyphens = true,
                Kind::Symbol('?' | '!') if last == node + 1 && self.is_right(node) => break,
                Kind::Symbol(c) if stands_for_letters(c) => strange = true,
                _ => break,
            }
            let seen = self.sentence.seen(node..end);
            if seen.len() > LONGEST {
                break;
            }
            if end - node < 2 || !words || self.is_sign(seen) {
                continue;
            }
            if hyphens {
                if self.sentence.token(last).kind == Kind::Word
                    && case::pattern(seen) == Pattern::Capitals
                {
                    self.symbol(node, end);
                }
            } else if strange && self.source != Source::Bare {
                let known = self.candidates.of(self.lexicon, self.source, Scope::Usual, seen);
                self.words(known, node, end, 0);
            }
        }
    }

    /// Whether this is a capital with a sign in a text read with the right language (`N° 7`, `T° 37,2`).
    fn is_sign(&self, seen: &str) -> bool {
        let letter = seen.strip_suffix('°').unwrap_or_default();
        self.source == Source::Right && letter.len() == 1
    }

    /// Whether what stands at a node is a word of a text read with the right language: it asks or calls with the mark behind it.
    fn is_right(&mut self, node: usize) -> bool {
        let word = self.source == Source::Right && self.sentence.token(node).kind == Kind::Word;
        word && self.known(node).same.is_some()
    }

    /// Arcs to document symbols such as `QĐ-UBND`.
    fn symbol(&mut self, node: usize, end: usize) {
        let known = self.candidates.of(
            self.lexicon,
            self.source,
            Scope::Usual,
            self.sentence.seen(node..end),
        );
        for at in known.candidates().filter(|&at| self.candidates.get(at).abbreviation) {
            let edit =
                if known.same == Some(at) { 0 } else { self.prices.edit - self.doubt(node..end) };
            let Candidate { id: word, channel, .. } = *self.candidates.get(at);
            let symbol = self.lexicon.model.dictionary.text(word);
            let other = alphabet::bases(symbol).ne(alphabet::bases(self.sentence.seen(node..end)));
            let cost = channel + edit + if other { OTHER_SYMBOL } else { 0 };
            self.lattice.arc(Arc { candidate: Some(at), ..Arc::kept(end, word, cost) });
        }
    }

    /// Arcs to the candidates for what stands between two nodes, `dearer` where they change it.
    fn words(&mut self, known: Known, node: usize, end: usize, dearer: Cost) {
        let lone_capitals = known.pattern == Pattern::Capitals && !self.sentence.shouts(node);
        let dearer = self.prices.edit - self.doubt(node..end) + dearer;
        let Self { candidates, lattice, prices, .. } = self;
        lattice.extend(known.candidates().zip(candidates.all(known)).map(|(at, candidate)| {
            let (edit, candidate_at) = match known.same == Some(at) {
                true => (0, None),
                false => (dearer, Some(at)),
            };
            let written = if lone_capitals && !candidate.abbreviation { LONE_CAPITALS } else { 0 };
            Arc {
                end: end as u32,
                word: candidate.id,
                then: candidate.then.map(|(second, _)| second),
                cost: prices.channel(candidate.channel) + written + edit,
                candidate: candidate_at,
                judge: Judge::Text,
            }
        }));
    }
}

/// Whether an engine may have put a symbol for letters.
pub fn stands_for_letters(c: char) -> bool {
    const MARKS: &str = ",.;:()\"“”/-–…%+=*_—•";
    !MARKS.contains(c)
}
