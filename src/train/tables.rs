//! The reviewed tables: what the dictionary holds.

use std::collections::BTreeMap;
use std::path::Path;

use crate::alphabet::{self, Code};
use crate::dictionary::CAPITALS;

use super::{TrainError, corpus};

/// The tables that make the vocabulary, in the order in which their checksum is taken.
pub const VOCABULARY: [&str; 4] =
    ["syllables.tsv", "words.tsv", "abbreviations.tsv", "symbols.tsv"];

/// The vocabulary: dictionary keys with the spelling of those that capitals alone don't give.
#[derive(Debug)]
pub struct Vocabulary {
    /// Keys, sorted, with the written form of abbreviations.
    pub words: BTreeMap<Vec<Code>, Option<String>>,
    /// Checksum of the tables.
    pub source: u32,
}

/// The rows of a table as lists of fields, without comments.
pub fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with("# ")).map(|line| line.split('\t').collect())
}

/// The checksum of the tables in `folder` that make the vocabulary.
pub fn checksum(folder: &Path) -> Result<u32, TrainError> {
    let mut hasher = crc32fast::Hasher::new();
    for name in VOCABULARY {
        hasher.update(corpus::read(&folder.join(name))?.as_bytes());
    }
    Ok(hasher.finalize())
}

/// Reads the vocabulary from the tables in `folder`.
pub fn vocabulary(folder: &Path) -> Result<Vocabulary, TrainError> {
    let mut words = BTreeMap::new();
    for name in VOCABULARY {
        let table = corpus::read(&folder.join(name))?;
        let capitals = matches!(name, "abbreviations.tsv" | "symbols.tsv");
        for row in rows(&table) {
            let word = row[0];
            let mut key = Vec::new();
            alphabet::encode(&word.to_lowercase(), &mut key);
            if key.contains(&alphabet::OTHER) || key.is_empty() {
                continue;
            }
            if capitals {
                key.push(CAPITALS);
            }
            words.entry(key).or_insert_with(|| capitals.then(|| word.to_string()));
        }
    }
    Ok(Vocabulary { words, source: checksum(folder)? })
}
