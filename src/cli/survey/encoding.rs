//! How the characters of a file are written, in a word.

use vietmend::Encoding;

use super::super::text::Text;

/// The encoding of a text that was read. Text in which no character needs more than seven bits is
/// ASCII, which most encodings write alike.
pub fn name(text: &Text) -> &'static str {
    match text.encoding() {
        Encoding::Utf8 if text.whole().is_ascii() => "ASCII",
        Encoding::Utf8 if !text.mark().is_empty() => "UTF-8 with mark",
        encoding => encoding.name(),
    }
}

/// What the bytes of a file that is not read look like.
pub fn guess(bytes: &[u8]) -> &'static str {
    if bytes.contains(&0) { "binary" } else { "unknown" }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn encodings_have_names() {
        for (bytes, encoding, expected) in [
            (&b"chiem dat"[..], Encoding::Utf8, "ASCII"),
            ("chiếm".as_bytes(), Encoding::Utf8, "UTF-8"),
            ("\u{feff}chiếm".as_bytes(), Encoding::Utf8, "UTF-8 with mark"),
            (b"\xff\xfea\0", Encoding::Utf16Le, "UTF-16LE"),
        ] {
            let text = Text::decode(bytes.to_vec(), encoding, Path::new("a")).unwrap();
            assert_eq!(name(&text), expected);
        }
        assert_eq!([guess(b"\x7fELF\0"), guess(b"ch\xe2y")], ["binary", "unknown"]);
    }
}
