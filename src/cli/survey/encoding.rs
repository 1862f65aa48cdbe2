//! How the characters of a file are written.

use std::fmt::{self, Display};

use serde::Serialize;

/// How the characters of a file are written, as far as its bytes tell for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Encoding {
    /// No character needs more than seven bits: any encoding in use today reads it alike.
    #[serde(rename = "ascii")]
    Ascii,
    #[serde(rename = "utf-8")]
    Utf8,
    /// With a byte order mark.
    #[serde(rename = "utf-8-bom")]
    Utf8Marked,
    /// By its byte order mark. Not read.
    #[serde(rename = "utf-16")]
    Utf16,
    /// It has NUL bytes, which no text has save UTF-16. Not read.
    #[serde(rename = "binary")]
    Binary,
    /// No UTF-8, and nothing tells what else. Not read.
    #[serde(rename = "unknown")]
    Unknown,
}

impl Encoding {
    pub const ALL: [Self; 6] =
        [Self::Ascii, Self::Utf8, Self::Utf8Marked, Self::Utf16, Self::Binary, Self::Unknown];

    /// The encoding of the bytes of a file.
    pub fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return Self::Utf16;
        }
        if bytes.contains(&0) {
            return Self::Binary;
        }
        match str::from_utf8(bytes) {
            Ok(text) if text.is_ascii() => Self::Ascii,
            Ok(text) if text.starts_with('\u{feff}') => Self::Utf8Marked,
            Ok(_) => Self::Utf8,
            Err(_) => Self::Unknown,
        }
    }
}

impl Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ascii => "ASCII",
            Self::Utf8 => "UTF-8",
            Self::Utf8Marked => "UTF-8 with byte order mark",
            Self::Utf16 => "UTF-16",
            Self::Binary => "binary",
            Self::Unknown => "no UTF-8",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Encoding;

    #[test]
    fn bytes_tell_the_encoding() {
        for (bytes, encoding) in [
            (&b""[..], Encoding::Ascii),
            (b"chiem dat", Encoding::Ascii),
            ("chiếm".as_bytes(), Encoding::Utf8),
            ("\u{feff}chiem".as_bytes(), Encoding::Utf8Marked),
            (b"\xff\xfea\0", Encoding::Utf16),
            (b"\xfe\xff\0a", Encoding::Utf16),
            (b"\x7fELF\0", Encoding::Binary),
            (b"ch\xe2y", Encoding::Unknown),
        ] {
            assert_eq!(Encoding::of(bytes), encoding, "{bytes:?}");
        }
    }
}
