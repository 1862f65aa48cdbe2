//! How a reading is written: its letters are the model's, its capitals those of what was seen.

use crate::candidate::Candidate;
use crate::case::{self, Pattern};
use crate::channel::Source;
use crate::decision::Decision;
use crate::dictionary::{self, CLOSING, EPSILON, GAP, SQUARE, SUBJECT, UNKNOWN, WordId};
use crate::glossary::Text;
use crate::lattice::Arc;
use crate::loudness::Loudness;
use crate::numerals::{numeral, term};
use crate::sentence::Sentence;
use crate::{marker, tone};

impl Decision<'_, '_> {
    /// What the text reads if an arc is taken; `None` where that is what stands there.
    pub fn written(&self, node: usize, arc: Arc) -> Option<String> {
        let candidate = *self.candidates.get(arc.candidate?);
        let Candidate { id, then, abbreviation, own, mark, .. } = candidate;
        if let Some(own) = own {
            return Some(self.own(self.lexicon.glossary.get(own), node, arc));
        }
        let end = arc.end as usize;
        let letters = self.sentence.parted_code(node).filter(|letters| letters.end == end);
        let number = letters.clone().map(|letters| self.sentence.strokes(node, letters.start));
        if abbreviation {
            return Some(number.unwrap_or_default() + self.lexicon.model.dictionary.text(id));
        }
        let seen = &*self.sentence.letters(letters.unwrap_or(node..end));
        match id {
            EPSILON => return Some(String::new()),
            SQUARE => return Some("²".into()),
            GAP => return Some(" ".into()),
            SUBJECT => return Some("V/v".into()),
            CLOSING => return Some("./.".into()),
            // The only mark that the language model does not know.
            UNKNOWN => {
                return match number {
                    Some(number) => Some(number + &term(seen).unwrap_or_else(|| seen.to_string())),
                    None => term(seen),
                };
            }
            _ if dictionary::is_number(id) => return numeral(seen),
            _ => {}
        }
        if mark {
            let letter = || marker::write(self.lexicon.model.dictionary.text(id), seen);
            return Some(dictionary::symbol(id).map_or_else(letter, String::from));
        }
        let Some((second, letters)) = then else {
            return Some(self.word(id, seen, node, self.capital(id, node)));
        };
        let cut = seen.char_indices().nth(letters.into()).map_or(seen.len(), |(at, _)| at);
        let (head, tail) = seen.split_at(cut);
        let word = |id, seen| self.word(id, seen, node, None);
        Some(format!("{} {}", word(id, head), word(second, tail)))
    }

    /// A text of the user's as it is written over an arc: small letters follow what was seen.
    fn own(&self, Text { text, fixed }: &Text, node: usize, arc: Arc) -> String {
        if *fixed {
            return text.to_string();
        }
        let seen = self.sentence.seen(node..arc.end as usize);
        let loudness = || self.sentence.loudness(node);
        if case::pattern(seen) == Pattern::Capitals && loudness() >= Loudness::Loud {
            return text.to_uppercase();
        }
        if text.contains(char::is_uppercase) {
            return text.to_string();
        }
        self.lexicon.model.first_letters.write(text, seen, None, loudness)
    }

    /// Cost in nats of a capital at the head of the word at a node, where its sentence tells. Who types without marks
    /// writes capitals as he likes.
    fn capital(&self, id: WordId, node: usize) -> Option<f32> {
        let Sentence { text, tokens, nodes } = self.sentence;
        let within = self.source != Source::Bare && case::is_within(text, tokens, nodes[node]);
        within.then(|| self.lexicon.model.capitals.cost(id))
    }

    /// A word as it is written where this was `seen`, if a capital costs so much.
    fn word(&self, id: WordId, seen: &str, node: usize, capital: Option<f32>) -> String {
        let word = self.lexicon.model.dictionary.text(id);
        let word = tone::styled(word, self.styles.of_word(word, seen));
        let first_letters = &self.lexicon.model.first_letters;
        first_letters.write(&word, seen, capital, || match self.source {
            // Who types without marks types capitals as he means them.
            Source::Bare if case::pattern(seen) == Pattern::Capitals => Loudness::Among,
            Source::Bare => Loudness::Quiet,
            _ if self.sentence.is_spelt_out(node) => Loudness::Among,
            _ => self.sentence.loudness(node),
        })
    }
}
