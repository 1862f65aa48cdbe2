//! One byte per letter: the private alphabet of dictionary keys and confusion costs.
//!
//! ASCII keeps its codes, capitals apart from small letters, since an engine confuses `Đ` and `P`
//! but not `đ` and `p`. The 67 small Vietnamese letters with marks follow; their capitals share
//! their codes. Letters with marks that Vietnamese lacks (`ä`, `ç`) become "that base, foreign
//! mark", so that an engine never seen can still be read by the base. A few symbols that engines
//! put for letters (`€`, `¢`) have codes of their own; everything else is [`OTHER`].

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_canonical};

/// A letter of the private alphabet.
pub type Code = u8;

/// The code of characters that the alphabet does not know.
pub const OTHER: Code = 255;

/// Small Vietnamese letters outside ASCII, in the order of their codes.
const MARKED: [char; 67] = [
    'à', 'á', 'ả', 'ã', 'ạ', 'ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ', 'â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ', 'è', 'é',
    'ẻ', 'ẽ', 'ẹ', 'ê', 'ề', 'ế', 'ể', 'ễ', 'ệ', 'ì', 'í', 'ỉ', 'ĩ', 'ị', 'ò', 'ó', 'ỏ', 'õ', 'ọ',
    'ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ', 'ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ', 'ù', 'ú', 'ủ', 'ũ', 'ụ', 'ư', 'ừ',
    'ứ', 'ử', 'ữ', 'ự', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ', 'đ',
];
const FIRST_MARKED: Code = 127;

/// Base letters that occur with marks that Vietnamese lacks.
const FOREIGN: &[u8; 15] = b"aceinosuyzgldrt";
const FIRST_FOREIGN: Code = FIRST_MARKED + 67;

/// Symbols and letters outside ASCII that engines put for letters or that stand in clean text.
const SYMBOLS: [char; 33] = [
    '“', '”', '‘', '’', '–', '—', '…', '•', '§', '©', '®', '°', '«', '»', '¢', '£', '¥', '€', '¤',
    '¦', '¬', '±', '·', '¿', '¡', 'µ', '×', '÷', 'ß', 'æ', 'þ', '™', '„',
];
const FIRST_SYMBOL: Code = FIRST_FOREIGN + 15;

/// Characters below this have their code in a table; of those above, only symbols have one.
const TABLED: usize = 0x2200;

static CODES: LazyLock<Box<[Code; TABLED]>> = LazyLock::new(|| {
    let mut table = Box::new([OTHER; TABLED]);
    for code in 32..127u8 {
        table[code as usize] = code;
    }
    for c in '\u{a1}'..'\u{1f00}' {
        if let Some(base) = foreign_base(c) {
            table[c as usize] = base;
        }
    }
    for (i, &c) in MARKED.iter().enumerate() {
        table[c as usize] = FIRST_MARKED + i as Code;
        let capital = c.to_uppercase().next().unwrap_or(c);
        table[capital as usize] = FIRST_MARKED + i as Code;
    }
    // The Icelandic letter looks the same, and stands for this one in old documents.
    for c in ['ð', 'Ð'] {
        table[c as usize] = table['đ' as usize];
    }
    for (i, &c) in SYMBOLS.iter().enumerate() {
        table[c as usize] = FIRST_SYMBOL + i as Code;
    }
    table
});

/// The code of "base letter with a foreign mark", where `c` is one.
fn foreign_base(c: char) -> Option<Code> {
    let base = base_char(c).to_ascii_lowercase();
    let at = FOREIGN.iter().position(|&b| base != c && char::from(b) == base)?;
    Some(FIRST_FOREIGN + at as Code)
}

/// The letter below all marks of `c`.
fn base_char(c: char) -> char {
    match c {
        'đ' | 'Đ' | 'ð' => 'd',
        'ı' => 'i',
        'ø' | 'Ø' => 'o',
        _ => {
            let mut first = None;
            decompose_canonical(c, |part| first = first.or(Some(part)));
            first.unwrap_or(c)
        }
    }
}

/// The code of a character.
pub fn code(c: char) -> Code {
    CODES.get(c as usize).copied().unwrap_or(OTHER)
}

/// The character of a code; `None` for a code that stands for several characters.
pub fn letter(code: Code) -> Option<char> {
    match code {
        32..127 => Some(char::from(code)),
        FIRST_MARKED..FIRST_FOREIGN => Some(MARKED[usize::from(code - FIRST_MARKED)]),
        FIRST_SYMBOL.. => SYMBOLS.get(usize::from(code - FIRST_SYMBOL)).copied(),
        _ => None,
    }
}

/// The small letter of an ASCII capital; every other code as it is.
pub fn lower(code: Code) -> Code {
    code.to_ascii_lowercase()
}

/// The code of the small letter without its marks; a code without marks as it is.
pub fn base(code: Code) -> Code {
    static BASES: LazyLock<[Code; 256]> = LazyLock::new(|| {
        std::array::from_fn(|code| match code as Code {
            code @ FIRST_MARKED..FIRST_FOREIGN => {
                base_char(MARKED[usize::from(code - FIRST_MARKED)]) as Code
            }
            code @ FIRST_FOREIGN..FIRST_SYMBOL => FOREIGN[usize::from(code - FIRST_FOREIGN)],
            code => lower(code),
        })
    });
    BASES[usize::from(code)]
}

/// The codes of the small letters of a text without their marks.
pub fn bases(text: &str) -> impl Iterator<Item = Code> {
    text.chars().map(|c| base(code(c)))
}

/// Whether a code is a letter (of any script mark, small or capital).
pub fn is_letter(code: Code) -> bool {
    code.is_ascii_alphabetic() || (FIRST_MARKED..FIRST_SYMBOL).contains(&code)
}

/// Whether a code is a Vietnamese letter with a mark.
pub fn is_marked(code: Code) -> bool {
    (FIRST_MARKED..FIRST_FOREIGN).contains(&code)
}

/// Whether a code is a base letter with a mark that Vietnamese lacks.
pub fn is_foreign(code: Code) -> bool {
    (FIRST_FOREIGN..FIRST_SYMBOL).contains(&code)
}

/// [`char::is_alphabetic`], faster for the letters of which Vietnamese text is full.
pub fn is_alphabetic(c: char) -> bool {
    match c {
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{1e00}'..='\u{1eff}' => true,
        _ => c.is_alphabetic(),
    }
}

/// Whether a character is a letter of another script than the Latin one, which no engine puts for
/// a Vietnamese letter.
pub fn is_other_script(c: char) -> bool {
    // Phonetic letters stand behind the first Latin blocks, then Greek and the others; further Latin
    // letters are those with marks and the ligatures.
    c as u32 >= 0x250
        && !matches!(c, '\u{1e00}'..='\u{1eff}' | '\u{fb00}'..='\u{fb06}')
        && c.is_alphabetic()
}

/// Every code that stands for something: the observations of the channel.
#[cfg(feature = "train")]
pub fn all() -> impl Iterator<Item = Code> {
    (33..127).chain(FIRST_MARKED..FIRST_SYMBOL + SYMBOLS.len() as Code)
}

/// Appends the codes of `text`, composed (NFC), to `out`.
pub fn encode(text: &str, out: &mut Vec<Code>) {
    let start = out.len();
    let mut composed = true;
    out.extend(text.chars().map(|c| {
        composed &= !('\u{300}'..'\u{370}').contains(&c);
        code(c)
    }));
    if !composed {
        out.truncate(start);
        out.extend(text.nfc().map(code));
    }
}

/// The text of small letters that a dictionary key stands for.
pub fn decode(key: &[Code]) -> String {
    key.iter().filter_map(|&code| letter(code)).collect()
}

/// The tone marks of Vietnamese: grave, acute, hook, tilde, dot below.
pub const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];

/// The small letter without its tone mark, its other marks staying; other codes as they are.
pub fn toneless(code: Code) -> Code {
    static TONELESS: LazyLock<[Code; 256]> =
        LazyLock::new(|| std::array::from_fn(|code| without_tone(code as Code)));
    TONELESS[usize::from(code)]
}

fn without_tone(code: Code) -> Code {
    let Some(marked) = letter(code).filter(|_| is_marked(code)) else { return code };
    let parts = std::iter::once(marked).nfd().filter(|part| !TONES.contains(part));
    parts.nfc().next().map_or(code, self::code)
}

/// The vowel `to` with the tone mark of `from`, where `from` is the vowel `bare` with a tone mark.
pub fn move_tone(from: Code, bare: Code, to: Code) -> Option<Code> {
    let mut parts = Vec::with_capacity(2);
    decompose_canonical(letter(from)?, |part| parts.push(part));
    match parts[..] {
        [vowel, mark] if TONES.contains(&mark) && code(vowel) == bare => {
            compose(letter(to)?, mark).map(code)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_comes_back() {
        for c in (' '..='~').chain(MARKED).chain(SYMBOLS) {
            assert_eq!(letter(code(c)), Some(c));
        }
        assert_eq!(code('Ộ'), code('ộ'));
        assert_eq!(base(code('ộ')), b'o');
        assert_eq!(base(code('ä')), b'a');
        assert_eq!(code('漢'), OTHER);
    }

    #[test]
    fn decomposed_text_has_the_codes_of_composed_text() {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        encode("tru\u{31b}o\u{31b}\u{300}ng", &mut a);
        encode("trường", &mut b);
        assert_eq!(a, b);
    }

    #[test]
    fn letters_are_those_of_unicode() {
        for c in '\0'..='\u{2fff}' {
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c:?}");
        }
    }

    #[test]
    fn tones_move() {
        assert_eq!(move_tone(code('à'), b'a', b'o'), Some(code('ò')));
        assert_eq!(move_tone(code('â'), b'a', b'o'), None);
        assert_eq!(move_tone(b'a', b'a', b'o'), None);
    }
}
