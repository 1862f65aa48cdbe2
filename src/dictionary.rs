//! The dictionary: stored as an FST from words to their numbers in the language model and their
//! costs, and [unrolled](crate::trie) when a model is opened.
//!
//! A key is the small letters of a word as [codes](crate::alphabet); the key of an abbreviation
//! (a word that is written in capitals wherever it stands) ends in [`CAPITALS`], so that `AI` and
//! `ai` are two words. A value is `unigram cost << 16 | word`.

use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::alphabet::{self, Code};
use crate::cost::Cost;
use crate::damage;
use crate::token::{Kind, Shape};
use crate::trie::{ROOT, Trie};

/// The number of a word in the language model.
pub type WordId = u16;

/// The beginning of a sentence, and its end.
pub const BOUNDARY: WordId = 0;
/// A word that the dictionary lacks.
pub const UNKNOWN: WordId = 1;
const DIGIT: WordId = 2;
const TWO_DIGITS: WordId = 3;
const YEAR: WordId = 4;
const LONG_NUMBER: WordId = 5;
const DECIMAL: WordId = 6;
const DATE: WordId = 7;
const LINK: WordId = 8;
const OTHER_SYMBOL: WordId = 9;
const FIRST_SYMBOL: WordId = 10;
/// Symbols with a number of their own, most frequent first; the rest share one.
const SYMBOLS: [char; 38] = [
    ',', '.', '/', '-', ';', ':', ')', '(', '"', '”', '“', '–', '%', '\'', '’', '‘', '…', '&', '+',
    '?', '!', '*', '[', ']', '=', '_', '|', '@', '#', '>', '<', '~', '°', '•', '—', '$', '§', '^',
];
/// The first number that a dictionary word may have.
pub const FIRST_WORD: WordId = FIRST_SYMBOL + SYMBOLS.len() as WordId;

/// Ends the key of an abbreviation.
pub const CAPITALS: Code = 1;

/// No word at all: what was read where nothing stood.
pub const EPSILON: WordId = WordId::MAX;
/// No word by itself: the power of the unit before it.
pub const SQUARE: WordId = WordId::MAX - 1;
/// No word: a blank.
pub const GAP: WordId = WordId::MAX - 2;
/// No word of the text that follows: the mark of a letter's subject (`V/v`).
pub const SUBJECT: WordId = WordId::MAX - 3;

/// No word: the mark behind the last one of a dispatch (`./.`).
pub const CLOSING: WordId = WordId::MAX - 4;

/// Whether this is a number of what is no word, which no word of a model may have.
pub fn is_epsilon(id: WordId) -> bool {
    id >= CLOSING
}

/// The number under which the language model knows a token that is no word.
pub fn class(kind: Kind, text: &str) -> WordId {
    match kind {
        Kind::Blank { .. } => BOUNDARY,
        Kind::Word => UNKNOWN,
        Kind::Number => match text.len() {
            1 => DIGIT,
            2 => TWO_DIGITS,
            4 if text.starts_with("19") || text.starts_with("20") => YEAR,
            _ => LONG_NUMBER,
        },
        Kind::Symbol(c) => SYMBOLS
            .iter()
            .position(|&known| known == c)
            .map_or(OTHER_SYMBOL, |at| FIRST_SYMBOL + at as WordId),
        Kind::Fixed(Shape::Decimal) => DECIMAL,
        Kind::Fixed(Shape::Date) => DATE,
        Kind::Fixed(Shape::Link) => LINK,
    }
}

/// Whether this is the number of digits alone.
pub fn is_number(id: WordId) -> bool {
    matches!(id, DIGIT | TWO_DIGITS | YEAR | LONG_NUMBER)
}

/// The symbol that has this number.
pub fn symbol(id: WordId) -> Option<char> {
    SYMBOLS.get(usize::from(id.checked_sub(FIRST_SYMBOL)?)).copied()
}

/// Some letters and one more in a number; none where there are more than eight, which no syllable
/// has.
fn longer(letters: u64, code: Code) -> Option<u64> {
    (letters >> 56 == 0).then(|| letters << 8 | u64::from(code))
}

/// What the value of a dictionary key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub id: WordId,
    /// Cost of the word alone.
    pub unigram: Cost,
}

impl Entry {
    /// The value of a key.
    #[cfg(feature = "train")]
    pub fn pack(self) -> u64 {
        (self.unigram as u64) << 16 | u64::from(self.id)
    }

    /// The entry of a value.
    pub fn unpack(value: u64) -> Self {
        Self { id: value as WordId, unigram: (value >> 16) as Cost }
    }
}

/// The words with their costs, and how those with unusual capitals are written.
#[derive(Debug, Clone)]
pub struct Dictionary {
    trie: Trie,
    words: usize,
    /// How the words are written that are neither all small nor all capitals, such as `QĐ-TTg`, or have letters that
    /// Vietnamese lacks, such as `kyōto`.
    spellings: HashMap<WordId, Box<str>>,
    /// How the words asked for are written, by their numbers.
    texts: Box<[OnceLock<Box<str>>]>,
    /// Vietnamese syllables without their marks, made when first asked for.
    skeletons: OnceLock<FxHashSet<u64>>,
}

impl Dictionary {
    /// Reads the sections of a model; `None` where they are malformed.
    pub fn open(words: &[u8], spellings: &[u8]) -> Option<Self> {
        let words = fst::Map::new(words).ok()?;
        let entries: Vec<(Vec<Code>, Entry)> = words
            .stream()
            .into_byte_vec()
            .into_iter()
            .map(|(key, value)| (key, Entry::unpack(value)))
            .collect();
        if entries.iter().any(|(_, entry)| is_epsilon(entry.id)) {
            return None;
        }
        let spellings = std::str::from_utf8(spellings)
            .ok()?
            .lines()
            .map(|line| {
                let (id, spelling) = line.split_once('\t')?;
                Some((id.parse().ok()?, spelling.into()))
            })
            .collect::<Option<_>>()?;
        let trie = Trie::new(&entries);
        let numbers = entries.iter().map(|(_, entry)| usize::from(entry.id) + 1).max().unwrap_or(0);
        let texts = vec![OnceLock::new(); numbers].into();
        let words = entries.len();
        Some(Self { trie, words, spellings, texts, skeletons: OnceLock::new() })
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words
    }

    /// How many numbers words have, the reserved ones included.
    #[cfg(feature = "train")]
    pub fn numbers(&self) -> usize {
        self.texts.len()
    }

    /// Whether a key without marks is that of a word with letters that only Vietnamese has: `mình` has none, `mịn` has.
    pub fn is_skeleton(&self, key: &[Code]) -> bool {
        let skeletons = self.skeletons.get_or_init(|| {
            // For each node the skeleton of its letters, and whether one of them is marked.
            let mut nodes = vec![(Some(0), false)];
            let mut found = FxHashSet::default();
            for (node, parent, label) in self.trie.nodes() {
                let (skeleton, marked) = nodes[parent as usize];
                let skeleton = skeleton.and_then(|before| longer(before, alphabet::base(label)));
                nodes.push((skeleton, marked || damage::is_vietnamese(label)));
                if let (Some(skeleton), true) = nodes[node as usize]
                    && self.trie.word(node).is_some()
                {
                    found.insert(skeleton);
                }
            }
            found
        });
        let packed = key.iter().try_fold(0, |before, &code| longer(before, code));
        packed.is_some_and(|packed| skeletons.contains(&packed))
    }

    /// The words as a trie of their keys.
    pub fn trie(&self) -> &Trie {
        &self.trie
    }

    /// The word that a key without [`CAPITALS`] is.
    pub fn word(&self, key: &[Code]) -> Option<WordId> {
        self.entry(key).map(|entry| entry.id)
    }

    /// What the dictionary has for a key.
    pub fn entry(&self, key: &[Code]) -> Option<Entry> {
        self.trie.word(self.trie.walk(ROOT, key)?)
    }

    /// A word as the dictionary has it: small letters, or as an abbreviation is written; nothing for a
    /// number that no word has.
    pub fn text(&self, id: WordId) -> &str {
        self.texts.get(usize::from(id)).map_or("", |text| text.get_or_init(|| self.spell(id)))
    }

    fn spell(&self, id: WordId) -> Box<str> {
        self.spellings.get(&id).cloned().unwrap_or_else(|| plain(&self.trie.key(id)).into())
    }
}

/// How the word of a key is written as far as its letters tell.
pub fn plain(key: &[Code]) -> String {
    match key {
        [key @ .., CAPITALS] => alphabet::decode(key).to_uppercase(),
        key => alphabet::decode(key),
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::Model;

    #[test]
    fn numbers_of_what_is_no_word_are_refused() {
        let words = |id: WordId| fst::Map::from_iter([("a", u64::from(id))]).unwrap();
        let opens = |id| Dictionary::open(words(id).as_fst().as_bytes(), b"").is_some();
        assert!(opens(FIRST_WORD) && opens(CLOSING - 1));
        assert!([CLOSING, SUBJECT, GAP, SQUARE, EPSILON].into_iter().all(|id| !opens(id)));
    }

    #[test]
    fn words_are_spelt_with_all_their_letters() {
        let dictionary = &Model::embedded().dictionary;
        let words = (FIRST_WORD..).take(dictionary.texts.len() - usize::from(FIRST_WORD));
        for id in words {
            let key = dictionary.trie.key(id);
            let mut letters = Vec::new();
            alphabet::encode(&dictionary.text(id).to_lowercase(), &mut letters);
            assert_eq!(letters, key.strip_suffix(&[CAPITALS]).unwrap_or(&key));
        }
    }
}
