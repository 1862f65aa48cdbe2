//! Encodings of text: from bytes to Unicode and back.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::{Edit, Error, apply};

mod capitals;
mod detect;
mod escape;
mod lax;
mod table;
mod wide;

pub use detect::Detected;
use table::Table;

/// An encoding in which Vietnamese text is stored.
///
/// Text in a legacy encoding (all but the three Unicode ones) decodes to composed letters (NFC);
/// Unicode text keeps its form, and its byte order mark as the character U+FEFF.
///
/// ```
/// use vietmend::Encoding;
/// let bytes = b"C\xe9NG H\xdfA X\xb7 H\xe9I";
/// let text = Encoding::Tcvn3.decode(bytes).unwrap();
/// assert_eq!(text, "CỘNG HÒA XÃ HỘI");
/// assert_eq!(Encoding::Tcvn3.encode(&text).unwrap(), bytes);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, the low byte first, with or without a byte order mark.
    Utf16Le,
    /// UTF-16, the high byte first, with or without a byte order mark.
    Utf16Be,
    /// The Vietnamese code page of Windows. A tone may be written on its own behind its letter, as
    /// the Windows keyboard does; a letter that the code page has with its tone is written as one
    /// byte.
    Windows1258,
    /// TCVN3, the encoding of the ABC fonts (`.VnTime`).
    ///
    /// It has no capitals with tones: those of the fonts whose names end in `H` have the bytes of
    /// the small letters. Decoding makes a small letter with a tone a capital where the other
    /// letters of its word are two or more capitals, and, in a word such as `Hà` or `ở` that does
    /// not tell, where the nearest words of the line that do tell are all in capitals.
    Tcvn3,
    /// VNI, the encoding of the VNI fonts for Windows: a letter, and behind it a byte for its marks.
    /// Marks of the other case than their letter are read, not written.
    Vni,
    /// VPS, of the Vietnamese Professionals Society. Fourteen of its capitals have the codes of control
    /// characters.
    Vps,
    /// VISCII (RFC 1456). Six of its capitals have the codes of control characters.
    Viscii,
    /// VIQR (RFC 1456): marks are ASCII signs behind the letter, `\` takes the meaning of a mark from
    /// the sign or the `d` behind it, and stands for itself before other letters and blanks.
    ///
    /// Many texts lack all of these `\`. In one without any, a point, a question mark or an apostrophe
    /// that ends a word is no tone where the word has one before, or ends with a glide, which bears none.
    Viqr,
}

impl Encoding {
    /// All encodings.
    ///
    /// ```
    /// assert_eq!(vietmend::Encoding::ALL.len(), 9);
    /// ```
    pub const ALL: [Self; 9] = [
        Self::Utf8,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Windows1258,
        Self::Tcvn3,
        Self::Vni,
        Self::Vps,
        Self::Viscii,
        Self::Viqr,
    ];

    /// The name, which [`FromStr`] reads whatever its capitals.
    ///
    /// ```
    /// use vietmend::Encoding;
    /// assert_eq!(Encoding::Utf16Le.name(), "UTF-16LE");
    /// assert_eq!("abc".parse::<Encoding>().unwrap(), Encoding::Tcvn3);
    /// ```
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// The text of some bytes.
    ///
    /// ```
    /// use vietmend::Encoding;
    /// assert_eq!(Encoding::Vni.decode(b"Vie\xe4t Nam").unwrap(), "Việt Nam");
    /// assert_eq!(Encoding::Viqr.decode(b"Vie^.t Nam\\.").unwrap(), "Việt Nam.");
    /// let error = Encoding::Utf8.decode(b"Vi\xd6t Nam").unwrap_err();
    /// assert_eq!(error.to_string(), "byte 2 belongs to no character of UTF-8");
    /// ```
    ///
    /// # Errors
    /// Where bytes belong to no character of the encoding.
    pub fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
        let broken = |offset| Error::Undecodable { encoding: self, offset };
        let Some(table) = Table::of(self) else {
            return match self {
                Self::Utf16Le => wide::decode_little(bytes),
                Self::Utf16Be => wide::decode_big(bytes),
                _ => std::str::from_utf8(bytes)
                    .map(Cow::Borrowed)
                    .map_err(|error| error.valid_up_to()),
            }
            .map_err(broken);
        };
        // Half as much again: many letters take two or three bytes in UTF-8.
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
        table.read(bytes, |_, c| text.push(c)).map_err(broken)?;
        if self == Self::Tcvn3 {
            text = capitals::restore(&text);
        }
        // Nothing but a tone of Windows-1258 that its letter cannot bear leaves text uncomposed.
        Ok(Cow::Owned(if is_nfc(&text) { text } else { text.nfc().collect() }))
    }

    /// The bytes of a text: what [`decode`](Self::decode) makes the (composed) text again.
    ///
    /// Decoded text becomes the same bytes, except where they spell a letter in another way than here:
    /// tones of Windows-1258 on their own, marks of VNI in the other case, needless or lacking `\` of VIQR.
    /// [`apply`](Self::apply) keeps these too.
    ///
    /// ```
    /// use vietmend::Encoding;
    /// assert_eq!(Encoding::Viqr.encode("mùa thu.").unwrap(), b"mu`a thu\\.");
    /// let error = Encoding::Tcvn3.encode("Ấn Độ").unwrap_err();
    /// assert_eq!(error.to_string(), "TCVN3 cannot write the 'Ấ' at byte 0 of the text");
    /// ```
    ///
    /// # Errors
    /// Where the encoding lacks a character, or would be read differently where it stands.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, Error> {
        let Some(table) = Table::of(self) else {
            return Ok(match self {
                Self::Utf16Le => wide::encode_little(text),
                Self::Utf16Be => wide::encode_big(text),
                _ => text.as_bytes().to_vec(),
            });
        };
        let lacking =
            |(offset, character)| Error::Unencodable { encoding: self, character, offset };
        let text: Cow<'_, str> =
            if is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() };
        let bytes = table.write(&text).map_err(lacking)?;
        let Some(place) = difference(&text, &self.decode(&bytes)?) else { return Ok(bytes) };
        let bytes = table.write_escaped(&text).map_err(lacking)?;
        match difference(&text, &self.decode(&bytes)?) {
            Some(_) => Err(lacking(place)),
            None => Ok(bytes),
        }
    }

    /// The bytes of an encoded text with edits of its [decoded](Self::decode) text carried out: what
    /// no edit touches stays to the byte, even where the encoding has several spellings for a letter.
    ///
    /// ```
    /// use vietmend::{Edit, Encoding};
    /// let bytes = b"chie\xe1m \xf1a\xe2t"; // `chiếm đât` in VNI
    /// let bytes = Encoding::Vni.apply(bytes, &[Edit::new(8..13, "đât", "đất")]).unwrap();
    /// assert_eq!(bytes, b"chie\xe1m \xf1a\xe1t");
    /// ```
    ///
    /// # Errors
    /// Where bytes belong to no character of the encoding, or it lacks a character of an edit.
    ///
    /// # Panics
    /// As [`apply`](crate::apply()): where the edits are not edits of this text.
    pub fn apply(self, bytes: &[u8], edits: &[Edit<'_>]) -> Result<Vec<u8>, Error> {
        let text = self.decode(bytes)?;
        if edits.is_empty() {
            return Ok(bytes.to_vec());
        }
        let mended = apply(&text, edits);
        if let Some(spliced) = Table::of(self).and_then(|table| table.splice(bytes, edits))
            && self.decode(&spliced).is_ok_and(|read| read == mended)
        {
            return Ok(spliced);
        }
        // The ends of an edit may not join what stands beside it: a sign of VIQR after a new vowel.
        self.encode(&mended)
    }

    /// The names under which the encoding goes, its own first.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Utf8 => &["UTF-8", "utf8"],
            Self::Utf16Le => &["UTF-16LE", "utf-16-le", "utf16le"],
            Self::Utf16Be => &["UTF-16BE", "utf-16-be", "utf16be"],
            Self::Windows1258 => &["windows-1258", "windows1258", "cp1258", "cp-1258", "1258"],
            Self::Tcvn3 => &["TCVN3", "tcvn-3", "tcvn", "abc"],
            Self::Vni => &["VNI", "vni-win", "vni-windows"],
            Self::Vps => &["VPS", "x-viet-vps"],
            Self::Viscii => &["VISCII", "csviscii"],
            Self::Viqr => &["VIQR", "csviqr", "vietnet"],
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Encoding {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let named = |encoding: &Self| encoding.names().iter().any(|n| n.eq_ignore_ascii_case(name));
        let found = Self::ALL.into_iter().find(named);
        found.ok_or_else(|| Error::UnknownEncoding { name: name.to_string() })
    }
}

impl From<Encoding> for &'static str {
    fn from(encoding: Encoding) -> Self {
        encoding.name()
    }
}

impl TryFrom<String> for Encoding {
    type Error = Error;

    fn try_from(name: String) -> Result<Self, Error> {
        name.parse()
    }
}

/// Where two texts part, and the character of the first one there: the last one where the other
/// text goes on.
fn difference(text: &str, other: &str) -> Option<(usize, char)> {
    let mut others = other.chars();
    let parted = text.char_indices().find(|&(_, c)| others.next() != Some(c));
    parted.or_else(|| others.next().and_then(|_| text.char_indices().next_back()))
}
