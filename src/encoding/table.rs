//! Encodings that tables describe: one to three bytes for each letter.
//!
//! ASCII stands for itself where the table says nothing else.

use std::ops::Range;
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1258;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::lax::{self, Word};
use super::{Encoding, capitals, escape};
use crate::{Edit, alphabet};

/// The bytes of a letter, three at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Spelling {
    bytes: [u8; 3],
    len: u8,
}

impl Spelling {
    const EMPTY: Self = Self { bytes: [0; 3], len: 0 };

    fn of(bytes: &[u8]) -> Option<Self> {
        bytes.iter().try_fold(Self::EMPTY, |before, &byte| before.and(byte))
    }

    /// With one byte more; none where it is full.
    fn and(mut self, byte: u8) -> Option<Self> {
        *self.bytes.get_mut(usize::from(self.len))? = byte;
        self.len += 1;
        Some(self)
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// The letters of an encoding.
#[derive(Debug)]
pub struct Table {
    /// What a byte stands for on its own.
    alone: [Option<char>; 256],
    /// Whether a byte is the second or third of a letter somewhere.
    follows: [bool; 256],
    /// The letters of more than one byte; what such a letter begins with is a letter too, or ASCII.
    letters: FxHashMap<Spelling, char>,
    /// How letters are written.
    spellings: FxHashMap<char, Spelling>,
    /// Whether `\` is an escape.
    escapes: bool,
}

impl Table {
    /// The table of an encoding; none for those of Unicode.
    pub fn of(encoding: Encoding) -> Option<&'static Self> {
        static WINDOWS: LazyLock<Table> = LazyLock::new(Table::windows);
        static TCVN3: LazyLock<Table> = LazyLock::new(|| {
            Table::parse(include_str!("../../dictionaries/encodings/tcvn3.tsv")).with_capitals()
        });
        static VNI: LazyLock<Table> =
            LazyLock::new(|| Table::parse(include_str!("../../dictionaries/encodings/vni.tsv")));
        static VPS: LazyLock<Table> =
            LazyLock::new(|| Table::parse(include_str!("../../dictionaries/encodings/vps.tsv")));
        static VISCII: LazyLock<Table> =
            LazyLock::new(|| Table::parse(include_str!("../../dictionaries/encodings/viscii.tsv")));
        static VIQR: LazyLock<Table> = LazyLock::new(|| Table {
            escapes: true,
            ..Table::parse(include_str!("../../dictionaries/encodings/viqr.tsv"))
        });
        match encoding {
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => None,
            Encoding::Windows1258 => Some(&WINDOWS),
            Encoding::Tcvn3 => Some(&TCVN3),
            Encoding::Vni => Some(&VNI),
            Encoding::Vps => Some(&VPS),
            Encoding::Viscii => Some(&VISCII),
            Encoding::Viqr => Some(&VIQR),
        }
    }

    /// Gives each character with the end of its bytes; the offset of bytes that belong to none.
    pub fn read(&self, bytes: &[u8], mut each: impl FnMut(usize, char)) -> Result<(), usize> {
        let lax = self.escapes && lax::lacks_escapes(bytes);
        let (mut at, mut word) = (0, Word::default());
        while at < bytes.len() {
            let (mut end, mut c) = self.next(bytes, at).ok_or(at)?;
            if lax {
                if word.ends_before(c, bytes[end - 1], bytes.get(end).copied()) {
                    (end, c) = self.next(&bytes[..end - 1], at).ok_or(at)?;
                }
                word.add(c);
            }
            each(end, c);
            at = end;
        }
        Ok(())
    }

    /// The character whose bytes begin at `at`, and where they end.
    pub fn next(&self, bytes: &[u8], at: usize) -> Option<(usize, char)> {
        let first = *bytes.get(at)?;
        if self.escapes
            && let Some(c) = escape::read(bytes, at)
        {
            return Some((at + 2, c));
        }
        let mut found = self.alone[usize::from(first)].map(|c| (at + 1, c));
        let mut spelling = Spelling::EMPTY.and(first)?;
        for (end, &byte) in (at + 2..).zip(&bytes[at + 1..]) {
            if !self.follows[usize::from(byte)] {
                break;
            }
            let Some(longer) = spelling.and(byte) else { break };
            let Some(&c) = self.letters.get(&longer) else { break };
            (spelling, found) = (longer, Some((end, c)));
        }
        found
    }

    /// The bytes of a text; the character that cannot be written, with its offset.
    pub fn write(&self, text: &str) -> Result<Vec<u8>, (usize, char)> {
        self.write_with(text, text.len())
    }

    /// The bytes of a text with an escape that it does not need, if one can stand somewhere: so that it is
    /// not read as one that lacks them.
    pub fn write_escaped(&self, text: &str) -> Result<Vec<u8>, (usize, char)> {
        let place = text.find(escape::can_escape).filter(|_| self.escapes);
        self.write_with(text, place.unwrap_or(text.len()))
    }

    /// Writes a text, with an escape at a place.
    fn write_with(&self, text: &str, place: usize) -> Result<Vec<u8>, (usize, char)> {
        let mut out = Vec::with_capacity(text.len());
        let mut last = Spelling::EMPTY;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let spelling = self.spelling(c).ok_or((at, c))?;
            let joined =
                || last.and(spelling.bytes[0]).is_some_and(|s| self.letters.contains_key(&s));
            let next = chars.peek().map(|&(_, next)| next);
            let needed = || joined() || next.is_some_and(|next| escape::is_needed(c, next));
            let escaped = at == place || self.escapes && needed();
            if escaped {
                out.push(b'\\');
            }
            last = if escaped { Spelling::EMPTY } else { spelling };
            out.extend(spelling.bytes());
        }
        Ok(out)
    }

    /// The bytes of a text with edits carried out, those of the edits written one by one; none where
    /// one cannot be written, or where the text was not read as it is decoded.
    pub fn splice(&self, bytes: &[u8], edits: &[Edit<'_>]) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(bytes.len());
        let mut done = 0;
        let places = self.places(bytes, edits)?;
        for (place, edit) in places.into_iter().zip(edits) {
            out.extend(&bytes[done..place.start]);
            out.extend(self.write(&edit.after).ok()?);
            done = place.end;
        }
        out.extend(&bytes[done..]);
        Some(out)
    }

    /// Where the spans of edits lie in the bytes.
    fn places(&self, bytes: &[u8], edits: &[Edit<'_>]) -> Option<Vec<Range<usize>>> {
        let mut wanted = edits.iter().flat_map(|edit| [edit.span.start, edit.span.end]).peekable();
        let mut found = Vec::with_capacity(2 * edits.len());
        let (mut offset, mut start) = (0, 0);
        let mut find = |offset: usize, at: usize| {
            while wanted.next_if_eq(&offset).is_some() {
                found.push(at);
            }
        };
        let read = self.read(bytes, |end, c| {
            find(offset, start);
            offset += c.len_utf8();
            start = end;
        });
        read.ok()?;
        find(offset, start);
        (found.len() == 2 * edits.len())
            .then(|| found.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect())
    }

    fn spelling(&self, c: char) -> Option<Spelling> {
        let ascii = |c: char| {
            let byte = u8::try_from(c).ok()?;
            if byte.is_ascii() && self.alone[usize::from(byte)] == Some(c) {
                return Spelling::EMPTY.and(byte);
            }
            None
        };
        self.spellings.get(&c).copied().or_else(|| ascii(c))
    }

    /// Nothing but ASCII.
    fn ascii() -> Self {
        Self {
            alone: std::array::from_fn(|byte| {
                u8::try_from(byte).ok().filter(u8::is_ascii).map(char::from)
            }),
            follows: [false; 256],
            letters: FxHashMap::default(),
            spellings: FxHashMap::default(),
            escapes: false,
        }
    }

    /// Reads a table of `dictionaries/encodings`; a test checks that they are well formed.
    fn parse(table: &str) -> Self {
        let mut parsed = Self::ascii();
        for line in table.lines().skip(1) {
            let mut fields = line.split('\t');
            let bytes = fields.next().and_then(hexadecimal);
            let letter = fields.next().and_then(|letter| letter.chars().next());
            if let (Some(bytes), Some(letter)) = (bytes, letter) {
                parsed.insert(bytes, letter, fields.next() != Some("read"));
            }
        }
        parsed
    }

    /// Windows-1258: a letter of one byte, and the tones, each a byte behind its letter.
    fn windows() -> Self {
        let mut table = Self::ascii();
        for byte in 0x80..=0xff {
            let bytes = [byte];
            let (text, _) = WINDOWS_1258.decode_without_bom_handling(&bytes);
            // Bytes without a character become control characters in browsers.
            if let Some(c) = text.chars().next().filter(|c| !c.is_control())
                && let Some(spelling) = Spelling::of(&bytes)
            {
                table.insert(spelling, c, true);
            }
        }
        let tones = alphabet::TONES.map(|tone| (tone, table.spelling(tone)));
        let letters: Vec<(u8, char)> = (0..=255)
            .filter_map(|byte| Some((byte, table.alone[usize::from(byte)]?)))
            .filter(|(_, c)| c.is_alphabetic())
            .collect();
        for (byte, letter) in letters {
            for (tone, mark) in tones {
                if let (Some(toned), Some(mark)) = (composed(letter, tone), mark)
                    && let Some(spelling) = Spelling::of(&[byte, mark.bytes[0]])
                {
                    let lacking = !table.spellings.contains_key(&toned);
                    table.insert(spelling, toned, lacking);
                }
            }
        }
        table
    }

    /// Writes a capital that has no bytes of its own as the small letter.
    fn with_capitals(mut self) -> Self {
        let small: Vec<(char, Spelling)> =
            self.spellings.iter().map(|(&c, &spelling)| (c, spelling)).collect();
        for (c, spelling) in small.into_iter().filter(|&(c, _)| capitals::is_toned(c)) {
            self.spellings.entry(capitals::capital_of(c)).or_insert(spelling);
        }
        self
    }

    fn insert(&mut self, spelling: Spelling, letter: char, written: bool) {
        match *spelling.bytes() {
            [byte] => self.alone[usize::from(byte)] = Some(letter),
            _ => {
                self.letters.insert(spelling, letter);
            }
        }
        for &byte in spelling.bytes().iter().skip(1) {
            self.follows[usize::from(byte)] = true;
        }
        if written {
            self.spellings.insert(letter, spelling);
        }
    }
}

/// A letter with a tone as one character, if there is one: `â` and a dot below are `ậ`, although that
/// is `ạ` and a circumflex.
fn composed(letter: char, tone: char) -> Option<char> {
    let mut composed = [letter, tone].into_iter().nfc();
    composed.next().filter(|_| composed.next().is_none())
}

/// The bytes that hexadecimal digits give.
fn hexadecimal(digits: &str) -> Option<Spelling> {
    let mut spelling = Spelling::EMPTY;
    for at in (0..digits.len()).step_by(2) {
        spelling = spelling.and(u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?)?;
    }
    Some(spelling)
}
