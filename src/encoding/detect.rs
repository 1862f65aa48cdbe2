//! Which encoding a text is in, told from its bytes.
//!
//! UTF-8 and UTF-16 show by their form. Of the others each is tried: in the right one the words
//! with Vietnamese letters are words of the dictionary. Each word is weighed by how much more
//! probable it is in Vietnamese text of that encoding than in something else.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::table::Table;
use super::{Encoding, wide};
use crate::alphabet::{self, Code};
use crate::dictionary::Dictionary;
use crate::{Model, cost, tone};

/// An encoding that was found.
///
/// ```
/// use vietmend::{Encoding, Model};
/// let detected = Model::embedded().detect("phường".as_bytes()).unwrap();
/// assert_eq!(detected.encoding, Encoding::Utf8);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Detected {
    /// The encoding.
    pub encoding: Encoding,
    /// Probability, from 0.5 to 1, that it is this one.
    pub confidence: f32,
}

/// Bytes of a text that are looked at in one place.
const WINDOW: usize = 4 << 10;
/// Places of a long text that are looked at: the beginning may be a title page, or in another
/// language.
const WINDOWS: usize = 4;
/// Legacy text has a control character now and then, since some encodings have letters in their
/// places; binary data have more than this share.
const CONTROLS: f32 = 0.05;
/// UTF-16 text without a mark has more than this share of characters as Latin text has them, though it
/// may quote other scripts; of random pairs of bytes 2 % look so.
const LATIN: f32 = 0.7;
/// And one of so many is a blank, even in a form that is all dots; tables of small numbers have none.
const LONGEST: usize = 50;
/// A word in VPS or VISCII is valid UTF-8 by chance in about this share of cases, in Latin-1 more seldom.
const CHANCE: f32 = 0.03;

/// In VIQR one byte in twenty is the circumflex of a letter, but few lines of text without marks have
/// one, though their points and question marks (`qua.`, `la?`) look like tones of VIQR.
const CIRCUMFLEXES: f32 = 0.01;

/// How improbable (nats) a word with letters outside ASCII is where the text is something else: one of
/// eight thousand, rarer than the common syllables of Vietnamese.
const STRANGE: f32 = 9.0;
/// How improbable such a word is in Vietnamese text if the dictionary lacks it. The difference to the
/// above is what bytes cost that make no sense.
const LACKED: f32 = 11.5;
/// How much more probable plain words are in something else. They are a third of Vietnamese text, but
/// lists of species and foreign names have many more: twice as much hid a hundredth of official text.
const PLAIN: f32 = 0.5;

impl Model {
    /// The encoding of a text, told from its bytes; none where it is neither Unicode nor, as it
    /// seems, Vietnamese: text in other languages and encodings, binary data.
    ///
    /// Only some places of a long text are looked at, so that bytes may still turn up that
    /// [cannot be decoded](Encoding::decode). Plain ASCII is UTF-8, and so is no text at all.
    ///
    /// ```
    /// use vietmend::{Encoding, Model};
    /// let model = Model::embedded();
    /// let bytes = Encoding::Tcvn3.encode("phường Hải Dương lấn chiếm đất nông nghiệp").unwrap();
    /// let detected = model.detect(&bytes).unwrap();
    /// assert_eq!(detected.encoding, Encoding::Tcvn3);
    /// assert!(detected.confidence > 0.9);
    /// assert_eq!(model.detect(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), None);
    /// ```
    pub fn detect(&self, bytes: &[u8]) -> Option<Detected> {
        if let Some(detected) = wide(bytes) {
            return Some(detected);
        }
        if memchr::memchr(0, bytes).is_some() {
            return None;
        }
        let sample = sample(bytes);
        if share(sample.iter().filter(|byte| is_control(**byte)).count(), sample.len()) > CONTROLS {
            return None;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if text.is_ascii() => {
                let viqr = (circumflexes(&sample) > CIRCUMFLEXES)
                    .then(|| posterior(&self.dictionary, &sample, &[Encoding::Viqr]));
                Some(
                    viqr.flatten()
                        .unwrap_or(Detected { encoding: Encoding::Utf8, confidence: 1.0 }),
                )
            }
            Ok(text) => {
                // More of them make no difference to the confidence.
                let long = text.chars().filter(|c| !c.is_ascii()).take(8).count();
                let confidence = 1.0 - CHANCE.powi(long as i32);
                Some(Detected { encoding: Encoding::Utf8, confidence })
            }
            Err(_) => posterior(&self.dictionary, &sample, &EIGHT_BITS),
        }
    }
}

/// The encodings of which every byte may be part of a letter.
const EIGHT_BITS: [Encoding; 5] =
    [Encoding::Windows1258, Encoding::Tcvn3, Encoding::Vni, Encoding::Vps, Encoding::Viscii];

/// The share of bytes that are circumflexes behind vowels that bear one.
fn circumflexes(bytes: &[u8]) -> f32 {
    let bears = |letter: u8| b"aeo".contains(&letter.to_ascii_lowercase());
    let found = bytes.windows(2).filter(|pair| pair[1] == b'^' && bears(pair[0])).count();
    share(found, bytes.len())
}

/// UTF-16, told by its mark or by the zero bytes of its Latin letters.
fn wide(bytes: &[u8]) -> Option<Detected> {
    let start = &bytes[..bytes.len().min(WINDOW)];
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if !bytes.len().is_multiple_of(2) || (!marked && memchr::memchr(0, start).is_none()) {
        return None;
    }
    // The last two bytes may be half of a character that goes on behind the window.
    let cut = &start[..start.len().saturating_sub(2)];
    let little = wide::decode_little(start).or_else(|_| wide::decode_little(cut));
    let big = wide::decode_big(start).or_else(|_| wide::decode_big(cut));
    [(Encoding::Utf16Le, little), (Encoding::Utf16Be, big)].into_iter().find_map(
        |(encoding, text)| {
            let text = text.ok().filter(|text| !text.contains('\0'))?;
            // The mark read the wrong way round is no character.
            let confidence =
                if marked { f32::from(text.starts_with('\u{feff}')) } else { latin(&text) };
            (confidence > LATIN).then_some(Detected { encoding, confidence })
        },
    )
}

/// The share of characters that Latin text may have; none where too few are blanks for a text.
fn latin(text: &str) -> f32 {
    let (mut all, mut latin, mut blanks) = (0, 0, 0);
    for c in text.chars() {
        all += 1;
        latin += usize::from(is_latin(c));
        blanks += usize::from(c.is_ascii_whitespace());
    }
    if blanks < all / LONGEST { 0.0 } else { share(latin, all) }
}

/// Of some encodings the most probable one, if any of them is more probable than something else.
fn posterior(dictionary: &Dictionary, sample: &[u8], encodings: &[Encoding]) -> Option<Detected> {
    let weights: Vec<(Encoding, f32)> = encodings
        .iter()
        .filter_map(|&encoding| Some((encoding, weigh(dictionary, Table::of(encoding)?, sample))))
        .collect();
    let &(encoding, best) = weights.iter().max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    let relative = |weight: f32| (weight - best).exp();
    // Something else weighs nothing.
    let all: f32 = weights.iter().map(|&(_, weight)| relative(weight)).sum::<f32>() + relative(0.0);
    let confidence = 1.0 / all;
    (confidence > 0.5).then_some(Detected { encoding, confidence })
}

/// How much more probable (nats) some bytes are as Vietnamese text of an encoding than as something
/// else.
fn weigh(dictionary: &Dictionary, table: &Table, bytes: &[u8]) -> f32 {
    let mut scale =
        Scale { dictionary, word: Vec::new(), special: false, torn: false, weight: 0.0 };
    let mut at = 0;
    while at < bytes.len() {
        match table.next(bytes, at) {
            Some((end, c)) => {
                scale.add(c);
                at = end;
            }
            None => {
                scale.weight -= LACKED - STRANGE;
                at += 1;
            }
        }
    }
    scale.end_word();
    scale.weight
}

/// Weighs the words of a text.
struct Scale<'d> {
    dictionary: &'d Dictionary,
    /// The letters of the word that has begun.
    word: Vec<Code>,
    /// Whether one of them lies outside ASCII.
    special: bool,
    /// Whether a symbol outside ASCII stands right behind a letter.
    torn: bool,
    weight: f32,
}

impl Scale<'_> {
    fn add(&mut self, c: char) {
        let torn = self.torn && alphabet::is_alphabetic(c);
        if torn || (c.is_ascii_control() && is_control(c as u8)) {
            self.weight -= LACKED - STRANGE;
        }
        if alphabet::is_alphabetic(c) {
            self.torn = false;
            self.special |= !c.is_ascii();
            self.word.push(alphabet::lower(alphabet::code(c)));
        } else {
            // The one symbol that stands between letters is the apostrophe.
            self.torn = !self.word.is_empty() && !c.is_ascii() && c != '’';
            self.end_word();
        }
    }

    fn end_word(&mut self) {
        if self.special {
            let mut entry = self.dictionary.entry(&self.word);
            if entry.is_none() && tone::canonical(&mut self.word) {
                entry = self.dictionary.entry(&self.word);
            }
            let improbable = entry.map_or(LACKED, |entry| cost::nats(entry.unigram).min(LACKED));
            // Letters that stand alone are frequent in binary data.
            let gain = if self.word.len() > 1 { STRANGE } else { STRANGE.min(improbable) };
            self.weight += gain - improbable;
        } else if !self.word.is_empty() {
            self.weight -= PLAIN;
        }
        self.word.clear();
        self.special = false;
    }
}

/// The places of a text that are looked at: all of a short one.
fn sample(bytes: &[u8]) -> Cow<'_, [u8]> {
    if bytes.len() <= WINDOWS * WINDOW {
        return Cow::Borrowed(bytes);
    }
    let step = (bytes.len() - WINDOW) / (WINDOWS - 1);
    (0..WINDOWS).flat_map(|at| at_words(&bytes[at * step..][..WINDOW])).copied().collect()
}

/// Some bytes from their first blank on, without the word that may have been cut.
fn at_words(bytes: &[u8]) -> &[u8] {
    let blank = |&byte: &u8| byte == b' ' || byte == b'\n';
    let start = bytes.iter().position(blank).unwrap_or(0);
    let end = bytes.iter().rposition(blank).unwrap_or(bytes.len());
    &bytes[start..end]
}

/// Whether a byte is a control character that no text has.
fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c' | b'\x1b')
}

/// Whether Latin text may have a character.
fn is_latin(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\x0c' | '\u{feff}' => true,
        '\u{2000}'..='\u{20cf}' | '\u{300}'..='\u{36f}' => true,
        c => !c.is_control() && (c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c)),
    }
}

fn share(part: usize, all: usize) -> f32 {
    part as f32 / all.max(1) as f32
}
