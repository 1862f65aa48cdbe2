//! What a user knows better than the model: words, terms never to be touched, and rules.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::alphabet::{self, Code};
use crate::cost::{Cost, NAT};
use crate::dictionary::{Entry, WordId};
use crate::sentence::Sentence;
use crate::token::{self, Kind, Token};
use crate::tone;
use crate::trie::Trie;

/// Cost of a user's word besides that of a word which the model does not know in its context: the user
/// listed few, and wants them preferred to rare words, but not to those that fit the context well.
const WORD: Cost = 3 * NAT;

/// Words, terms and rules of a user's own, which a [`Repairer`](crate::Repairer) heeds.
///
/// All are compared as they are written (capitals count, in NFC), token by token; between their words
/// any white space may stand in the text.
///
/// ```
/// use vietmend::{Glossary, Model, Options, Repairer, Rule, Strength};
/// let glossary = Glossary::default()
///     .words(["Drănh"])
///     .keep(["Bia SAI GON"])
///     .rules([Rule::new("TTHCC", "trung tâm hành chính công", Strength::Always)]);
/// let repairer = Repairer::new(Model::embedded(), Options::default()).with_glossary(glossary);
/// let repaired = repairer.repair("Bia SAI GON do TTHCC cấp");
/// assert_eq!(repaired.text, "Bia SAI GON do trung tâm hành chính công cấp");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    /// What may be written, by the number under which the rest knows it.
    texts: Vec<Text>,
    /// The keys of the words, with the numbers of their texts.
    keys: Vec<(Vec<Code>, Entry)>,
    trie: Trie,
    /// Terms and what is seen of rules, by their first token.
    phrases: FxHashMap<Box<str>, Vec<Phrase>>,
}

/// What may be written.
#[derive(Debug, Clone)]
pub struct Text {
    pub text: Box<str>,
    /// Whether it is written the same everywhere, as rules have it.
    pub fixed: bool,
}

/// That something which is seen means something else.
///
/// ```
/// use vietmend::{Rule, Strength};
/// let rule = Rule::new("Al", "AI", Strength::Likely);
/// assert_eq!(rule.meant, "AI");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rule {
    /// What stands in a text.
    pub seen: String,
    /// What was meant.
    pub meant: String,
    /// How sure that is.
    pub strength: Strength,
}

/// How sure a [`Rule`] is.
///
/// ```
/// assert_eq!("likely".parse(), Ok(vietmend::Strength::Likely));
/// assert!("perhaps".parse::<vietmend::Strength>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Whatever stands around it.
    Always,
    /// Unless what stands around it speaks against it.
    Likely,
    /// Where what stands around it speaks for it.
    Possible,
}

/// A term or what is seen of a rule.
#[derive(Debug, Clone)]
struct Phrase {
    /// The tokens behind the first, each with whether it touches the one before.
    rest: Vec<(Box<str>, bool)>,
    action: Action,
}

/// What is done where a phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Keep,
    /// The number of the text that stands for it, and how sure that is.
    Replace(WordId, Strength),
}

impl Rule {
    /// A rule.
    ///
    /// ```
    /// use vietmend::{Rule, Strength};
    /// assert_eq!(Rule::new("Al", "AI", Strength::Always).seen, "Al");
    /// ```
    pub fn new(seen: impl Into<String>, meant: impl Into<String>, strength: Strength) -> Self {
        Self { seen: seen.into(), meant: meant.into(), strength }
    }
}

impl std::str::FromStr for Strength {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "always" => Ok(Self::Always),
            "likely" => Ok(Self::Likely),
            "possible" => Ok(Self::Possible),
            _ => Err("the strength of a rule is always, likely or possible"),
        }
    }
}

impl Glossary {
    /// Adds words to know: names, terms, abbreviations. They stand for themselves, and a damaged word
    /// may be one of them. Of several words together each is known.
    ///
    /// ```
    /// use vietmend::{Glossary, Model, Options, Repairer};
    /// let glossary = Glossary::default().words(["Drănh"]);
    /// let repairer = Repairer::new(Model::embedded(), Options::default()).with_glossary(glossary);
    /// assert_eq!(repairer.repair("Uy ban nhan dan xa Dranh").text, "Ủy ban nhân dân xã Drănh");
    /// ```
    #[must_use]
    pub fn words<T: AsRef<str>>(mut self, words: impl IntoIterator<Item = T>) -> Self {
        for word in words {
            let word: String = word.as_ref().nfc().collect();
            for token in tokens(&word).iter().filter(|token| token.kind == Kind::Word) {
                let text = &word[token.span.clone()];
                if let Some(id) = self.text(text, false) {
                    self.keys.push((key(text), Entry { id, unigram: WORD }));
                }
            }
        }
        self.keys.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        self.keys.dedup_by(|(a, _), (b, _)| a == b);
        self.trie = Trie::new(&self.keys);
        self
    }

    /// Adds terms never to be touched.
    ///
    /// ```
    /// use vietmend::{Glossary, Model, Options, Repairer};
    /// let glossary = Glossary::default().keep(["chiếm đât"]);
    /// let repairer = Repairer::new(Model::embedded(), Options::default()).with_glossary(glossary);
    /// assert_eq!(repairer.repair("chiếm đât").text, "chiếm đât");
    /// ```
    #[must_use]
    pub fn keep<T: AsRef<str>>(mut self, terms: impl IntoIterator<Item = T>) -> Self {
        terms.into_iter().for_each(|term| self.phrase(term.as_ref(), Action::Keep));
        self
    }

    /// Adds rules. Where several phrases begin at the same token, the longest counts; of equal ones
    /// the first.
    ///
    /// ```
    /// use vietmend::{Glossary, Model, Options, Repairer, Rule, Strength};
    /// let glossary = Glossary::default().rules([Rule::new("Al", "AI", Strength::Always)]);
    /// let repairer = Repairer::new(Model::embedded(), Options::default()).with_glossary(glossary);
    /// assert_eq!(repairer.repair("công nghệ Al").text, "công nghệ AI");
    /// ```
    #[must_use]
    pub fn rules(mut self, rules: impl IntoIterator<Item = Rule>) -> Self {
        for Rule { seen, meant, strength } in rules {
            if let Some(id) = self.text(&meant, true) {
                self.phrase(&seen, Action::Replace(id, strength));
            }
        }
        self
    }

    /// The words as a trie of their keys; their numbers are those of their texts.
    pub(crate) fn trie(&self) -> Option<&Trie> {
        (!self.keys.is_empty()).then_some(&self.trie)
    }

    /// The number of the text of a word.
    pub(crate) fn word(&self, key: &[Code]) -> Option<WordId> {
        let at = self.keys.binary_search_by(|(known, _)| known.as_slice().cmp(key)).ok()?;
        Some(self.keys[at].1.id)
    }

    /// A text by its number.
    pub(crate) fn get(&self, id: WordId) -> &Text {
        &self.texts[usize::from(id)]
    }

    /// The keys of the words in a text.
    pub(crate) fn words_of(&self, id: WordId) -> impl Iterator<Item = Vec<Code>> {
        let text = &self.get(id).text;
        let words = tokens(text).into_iter().filter(|token| token.kind == Kind::Word);
        words.map(move |token| key(&text[token.span]))
    }

    /// The longest phrase that begins at a node: what is done there, and the node behind it.
    pub(crate) fn at(&self, sentence: Sentence<'_>, node: usize) -> Option<(Action, usize)> {
        if self.phrases.is_empty() {
            return None;
        }
        let seen = sentence.seen(node..node + 1);
        let found = match is_nfc_quick(seen.chars()) {
            IsNormalized::Yes => self.phrases.get(seen)?,
            _ => self.phrases.get(seen.nfc().collect::<String>().as_str())?,
        };
        let stands = |phrase: &&Phrase| {
            let nodes = node + 1..(node + 1 + phrase.rest.len()).min(sentence.nodes.len());
            nodes.len() == phrase.rest.len()
                && nodes.zip(&phrase.rest).all(|(node, (text, touches))| {
                    sentence.touches(node) == *touches
                        && sentence.seen(node..node + 1).nfc().eq(text.chars())
                })
        };
        // The last of equal ones is the first that was added.
        let longest = found.iter().rev().filter(stands).max_by_key(|phrase| phrase.rest.len())?;
        Some((longest.action, node + 1 + longest.rest.len()))
    }

    /// Numbers a text; `None` where there are as many as numbers.
    fn text(&mut self, text: &str, fixed: bool) -> Option<WordId> {
        let id = WordId::try_from(self.texts.len()).ok().filter(|&id| id < WordId::MAX)?;
        self.texts.push(Text { text: text.into(), fixed });
        Some(id)
    }

    fn phrase(&mut self, seen: &str, action: Action) {
        let seen: String = seen.nfc().collect();
        let tokens = tokens(&seen);
        let words = tokens.iter().enumerate().filter(|(_, token)| !is_blank(token));
        let mut words = words.map(|(at, token)| {
            let touches = at > 0 && !is_blank(&tokens[at - 1]);
            (Box::from(&seen[token.span.clone()]), touches)
        });
        if let Some((first, _)) = words.next() {
            let rest = words.collect();
            self.phrases.entry(first).or_default().push(Phrase { rest, action });
        }
    }
}

/// The letters of a word as dictionaries know it.
fn key(text: &str) -> Vec<Code> {
    let mut key = Vec::new();
    alphabet::encode(&text.to_lowercase(), &mut key);
    tone::canonical(&mut key);
    key
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    token::tokenize(text, 0..text.len(), &mut tokens);
    tokens
}

fn is_blank(token: &Token) -> bool {
    matches!(token.kind, Kind::Blank { .. })
}
