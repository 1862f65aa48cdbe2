//! Training text as sentences of word numbers, and the dictionary that numbers them.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use crate::alphabet::{self, Code, OTHER};
use crate::capitals::Capitals;
use crate::case;
use crate::cost::{self, NAT};
use crate::dictionary::{self, BOUNDARY, CAPITALS, Entry, FIRST_WORD, UNKNOWN, WordId};
use crate::ngram::STEP;
use crate::sentence;
use crate::token::{self, Kind, Token};
use crate::tone;
use crate::unknown::{CODES, EDGE};

use super::tables::Vocabulary;
use super::{TrainError, TrainOptions, corpus};

/// The most tokens of a symbol such as `TTLT-BTC-BTP`.
pub const LONGEST_SYMBOL: usize = 7;

/// The text as word numbers, and what is to be said of the words.
pub struct Text {
    /// Sentences of word numbers, each behind a boundary.
    pub stream: Vec<WordId>,
    /// How many numbers there are, the reserved ones included.
    pub numbers: usize,
    unknown: Vec<u8>,
    /// How often each word stands in the middle of a sentence in small letters, and with a capital.
    heads: Vec<[u32; 2]>,
    ids: BTreeMap<Vec<Code>, WordId>,
    written: String,
}

/// Reads the text of the options with this vocabulary.
pub fn read(
    options: &TrainOptions,
    vocabulary: &Vocabulary,
    progress: &mut dyn FnMut(&str),
) -> Result<Text, TrainError> {
    let ids: BTreeMap<Vec<Code>, WordId> =
        vocabulary.words.keys().cloned().zip(FIRST_WORD..).collect();
    let reader = Reader { ids: ids.iter().map(|(key, &id)| (key.clone(), id)).collect() };
    let mut stream = vec![BOUNDARY];
    let mut unknown = BTreeMap::new();
    let mut heads = vec![[0; 2]; usize::from(FIRST_WORD) + ids.len()];
    let mut seen = HashSet::new();
    for phrase in &vocabulary.phrases {
        stream.extend(reader.read(phrase).stream);
    }
    for path in corpus::files(&options.text)? {
        let file = corpus::read(&path)?;
        let documents: Vec<String> = corpus::documents(&file, &mut seen).collect();
        let read: Vec<Reading> =
            documents.par_iter().map(|document| reader.read(document)).collect();
        for reading in read {
            stream.extend(reading.stream);
            for (word, capital) in reading.heads {
                heads[usize::from(word)][usize::from(capital)] += 1;
            }
            for word in reading.unknown {
                *unknown.entry(word).or_insert(0u32) += 1;
            }
        }
        progress(&format!("{} tokens after {}", stream.len(), path.display()));
    }
    if stream.len() < 2 {
        return Err(TrainError::Empty { what: "--text" });
    }
    let ids = by_frequency(ids, &mut stream, &mut heads);
    let written = vocabulary
        .words
        .iter()
        .filter_map(|(key, written)| {
            let written = written.as_ref()?;
            let plain = dictionary::plain(key);
            (*written != plain).then(|| format!("{}\t{written}\n", ids[key]))
        })
        .collect();
    Ok(Text {
        stream,
        numbers: usize::from(FIRST_WORD) + ids.len(),
        unknown: letters_section(&unknown),
        heads,
        ids,
        written,
    })
}

/// Numbers the words anew, the most frequent first, in the text and the rows of `heads` too.
fn by_frequency(
    mut ids: BTreeMap<Vec<Code>, WordId>,
    stream: &mut [WordId],
    heads: &mut Vec<[u32; 2]>,
) -> BTreeMap<Vec<Code>, WordId> {
    let mut counts = vec![0u32; usize::from(FIRST_WORD) + ids.len()];
    stream.iter().for_each(|&word| counts[usize::from(word)] += 1);
    let mut order: Vec<WordId> = ids.values().copied().collect();
    order.sort_by_key(|&id| (std::cmp::Reverse(counts[usize::from(id)]), id));
    let mut number: Vec<WordId> = (0..FIRST_WORD).collect();
    number.resize(counts.len(), 0);
    for (new, &old) in (FIRST_WORD..).zip(&order) {
        number[usize::from(old)] = new;
    }
    stream.iter_mut().for_each(|word| *word = number[usize::from(*word)]);
    let old = std::mem::replace(heads, vec![[0; 2]; heads.len()]);
    old.into_iter().zip(&number).for_each(|(row, &new)| heads[usize::from(new)] = row);
    ids.values_mut().for_each(|id| *id = number[usize::from(*id)]);
    ids
}

impl Text {
    /// The sections `words`, `written`, `unknown` and `capitals`, with the unigram costs of the language model.
    pub fn finish(&self, unigram_costs: &[u8]) -> [Vec<u8>; 4] {
        let words = self.words_section(unigram_costs);
        let capitals = Capitals::section(&self.heads);
        [words, self.written.clone().into_bytes(), self.unknown.clone(), capitals]
    }

    fn words_section(&self, unigram_costs: &[u8]) -> Vec<u8> {
        let entry =
            |id: WordId| Entry { id, unigram: i32::from(unigram_costs[usize::from(id)]) * STEP };
        let rows = self.ids.iter().map(|(key, &id)| (key, entry(id).pack()));
        let map = fst::Map::from_iter(rows).expect("keys are sorted and unique");
        map.into_fst().into_inner()
    }
}

/// What a document holds.
#[derive(Default)]
struct Reading {
    stream: Vec<WordId>,
    unknown: Vec<Vec<Code>>,
    /// Words in the middle of sentences, and whether each begins with a capital.
    heads: Vec<(WordId, bool)>,
}

struct Reader {
    ids: HashMap<Vec<Code>, WordId>,
}

impl Reader {
    fn read(&self, document: &str) -> Reading {
        let mut tokens = Vec::new();
        token::tokenize(document, 0..document.len(), &mut tokens);
        let mut reading = Reading::default();
        let mut at = 0;
        while at < tokens.len() {
            let token = &tokens[at];
            at += 1;
            match token.kind {
                Kind::Blank { .. } => {
                    if sentence::ends(document, &tokens, at - 1) {
                        reading.end_sentence();
                    }
                }
                Kind::Word => match self.symbol(document, &tokens[at - 1..]) {
                    Some((id, length)) => {
                        reading.stream.push(id);
                        at += length - 1;
                    }
                    None => {
                        let word = &document[token.span.clone()];
                        let id = self.word(word, &mut reading);
                        if case::is_within(document, &tokens, at - 1) {
                            reading.heads.push((id, word.starts_with(char::is_uppercase)));
                        }
                    }
                },
                kind => reading.stream.push(dictionary::class(kind, &document[token.span.clone()])),
            }
        }
        reading.end_sentence();
        reading
    }

    /// The longest document symbol at the head of `tokens`, and how many tokens it takes.
    fn symbol(&self, document: &str, tokens: &[Token]) -> Option<(WordId, usize)> {
        let joined = tokens
            .iter()
            .take(LONGEST_SYMBOL)
            .take_while(|token| matches!(token.kind, Kind::Word | Kind::Symbol('-' | '&')))
            .count();
        (3..=joined).rev().find_map(|length| {
            let text = &document[tokens[0].span.start..tokens[length - 1].span.end];
            Some((self.get(&text.to_lowercase(), true)?, length))
        })
    }

    fn word(&self, word: &str, reading: &mut Reading) -> WordId {
        let small = word.to_lowercase();
        let capitals = word.chars().count() > 1 && word.chars().all(|c| !c.is_lowercase());
        let known = match capitals {
            // In a line of capitals an ordinary word is more likely than an abbreviation, but an
            // abbreviation that is no word is one there too.
            true => self.get(&small, true).or_else(|| self.get(&small, false)),
            false => self.get(&small, false),
        };
        let id = known.unwrap_or(UNKNOWN);
        if id == UNKNOWN {
            let mut letters = Vec::new();
            alphabet::encode(word, &mut letters);
            reading.unknown.push(letters);
        }
        reading.stream.push(id);
        id
    }

    fn get(&self, small: &str, capitals: bool) -> Option<WordId> {
        let mut key = Vec::with_capacity(small.len() + 1);
        alphabet::encode(small, &mut key);
        if capitals {
            key.push(CAPITALS);
        } else {
            tone::canonical(&mut key);
        }
        self.ids.get(&key).copied()
    }
}

impl Reading {
    fn end_sentence(&mut self) {
        if self.stream.last().is_some_and(|&last| last != BOUNDARY) {
            self.stream.push(BOUNDARY);
        }
    }
}

/// Costs of one letter after another, from words that the dictionary lacks, each counted by the
/// logarithm of its frequency: a few frequent ones should not speak for all.
fn letters_section(unknown: &BTreeMap<Vec<Code>, u32>) -> Vec<u8> {
    /// Every code may follow every other.
    const FLOOR: f64 = 0.02;
    let mut counts = vec![0f64; CODES * CODES];
    let mut singles = vec![FLOOR; CODES];
    for (word, &count) in unknown.iter().filter(|(word, _)| !word.contains(&OTHER)) {
        let weight = 1.0 + f64::from(count).ln();
        let before = std::iter::once(&EDGE).chain(word);
        let after = word.iter().chain(std::iter::once(&EDGE));
        for (&a, &b) in before.zip(after) {
            counts[usize::from(a) * CODES + usize::from(b)] += weight;
            singles[usize::from(b)] += weight;
        }
    }
    let total: f64 = singles.iter().sum();
    let cost = |p: f64| (cost::of(p) / STEP).clamp(0, 255) as u8;
    counts
        .chunks_exact(CODES)
        .flat_map(|row| {
            // Witten and Bell 1991, as for the confusion costs.
            let kinds = row.iter().filter(|&&count| count > 0.0).count().max(1) as f64;
            let sum: f64 = row.iter().sum();
            let share = kinds / (kinds + sum);
            row.iter().zip(&singles).map(move |(count, single)| {
                (count / sum.max(1.0)) * (1.0 - share) + share * single / total
            })
        })
        .map(cost)
        .collect()
}

const _: () = assert!(NAT % STEP == 0, "a stored step is a whole part of a nat");
