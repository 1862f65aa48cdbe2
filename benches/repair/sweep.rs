//! The golden documents, damaged more and more.

use std::collections::BTreeSet;

use criterion::Throughput;

use crate::common::damage::damaged;
use crate::common::dice::Dice;
use crate::common::golden::golden;

/// Documents that are damaged alike.
pub struct Texts {
    /// What happened to them.
    pub name: &'static str,
    /// The documents, a page each.
    pub pages: Vec<String>,
}

/// From clean text over damaged words to whole pages without their marks, and to pages read by OCR
/// with the wrong language.
pub fn sweep() -> [Texts; 6] {
    let truth = golden("truth");
    let share = |share| truth.iter().map(|page| damaged(page, share, Dice(0))).collect();
    [
        Texts { name: "clean", pages: truth.clone() },
        Texts { name: "5 % damaged", pages: share(0.05) },
        Texts { name: "20 % damaged", pages: share(0.20) },
        Texts { name: "50 % damaged", pages: share(0.50) },
        Texts { name: "no marks", pages: golden("bare") },
        Texts { name: "wrong language", pages: golden("eng") },
    ]
}

impl Texts {
    /// Every word once, each a paragraph by itself, so that no word has neighbours.
    pub fn words(&self) -> String {
        let words: BTreeSet<&str> = self.pages.iter().flat_map(|page| syllables(page)).collect();
        words.into_iter().collect::<Vec<_>>().join("\n\n")
    }
}

/// Bytes and syllables of some texts, for rates.
pub fn size(texts: &[impl AsRef<str>]) -> Throughput {
    let (mut bytes, mut elements) = (0, 0);
    for text in texts {
        bytes += text.as_ref().len() as u64;
        elements += syllables(text.as_ref()).count() as u64;
    }
    Throughput::ElementsAndBytes { elements, bytes }
}

/// Whatever stands between white space and holds a letter, as `evaluate` counts syllables.
fn syllables(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.contains(char::is_alphabetic))
}
