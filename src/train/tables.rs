//! The reviewed tables: what the dictionary holds.

use std::collections::BTreeMap;
use std::path::Path;

use crate::alphabet::{self, Code};
use crate::dictionary::CAPITALS;
use crate::tone;

use super::{TrainError, corpus};

/// The reviewed tables, in the order in which their checksum is taken: first words, then
/// abbreviations, then names and terms of several words.
pub const TABLES: [&str; 7] = [
    "syllables.tsv",
    "words.tsv",
    "abbreviations.tsv",
    "symbols.tsv",
    "terms.tsv",
    "places.tsv",
    "names.tsv",
];

/// The vocabulary: dictionary keys with the spelling of those that their letters alone don't give.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Keys, sorted, with the written form of abbreviations, and of words with letters that Vietnamese lacks.
    pub words: BTreeMap<Vec<Code>, Option<String>>,
    /// Terms, places and names of several words.
    pub phrases: Vec<String>,
    /// Checksum of the tables.
    pub source: u32,
}

/// The rows of a table as lists of fields, without comments.
pub fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with("# ")).map(|line| line.split('\t').collect())
}

/// Reads the vocabulary from the tables in `folder`.
pub fn vocabulary(folder: &Path) -> Result<Vocabulary, TrainError> {
    let mut vocabulary = Vocabulary::default();
    let mut checksum = crc32fast::Hasher::new();
    for name in TABLES {
        let table = corpus::read(&folder.join(name))?;
        checksum.update(table.as_bytes());
        for row in rows(&table) {
            match name {
                "syllables.tsv" | "words.tsv" => vocabulary.insert(row[0], false),
                "abbreviations.tsv" | "symbols.tsv" => vocabulary.insert(row[0], true),
                "places.tsv" => vocabulary.insert_phrase(format!("{} {}", row[1], row[0])),
                _ => vocabulary.insert_phrase(row[0].to_string()),
            }
        }
    }
    vocabulary.source = checksum.finalize();
    Ok(vocabulary)
}

impl Vocabulary {
    fn insert(&mut self, word: &str, capitals: bool) {
        let mut key = Vec::new();
        alphabet::encode(&word.to_lowercase(), &mut key);
        if key.is_empty() || key.contains(&alphabet::OTHER) {
            return;
        }
        // Foreign letters with the same base share a code (`ö`, `ō`): the first spelling stands for all.
        let foreign = key.iter().any(|&code| alphabet::letter(code).is_none());
        let written = if capitals { word.to_string() } else { word.to_lowercase() };
        if capitals {
            key.push(CAPITALS);
        } else {
            tone::canonical(&mut key);
        }
        self.words.entry(key).or_insert((capitals || foreign).then_some(written));
    }

    /// A term, a place, a part of a name: its words are known, and the language model reads it once.
    fn insert_phrase(&mut self, phrase: String) {
        for word in phrase.split(|c: char| !c.is_alphabetic() && c != '\'') {
            self.insert(word, false);
        }
        self.phrases.push(phrase);
    }
}
