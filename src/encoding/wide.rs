//! UTF-16: two bytes for most characters.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// The text of bytes of which the low one comes first; the offset of a fault.
pub fn decode_little(bytes: &[u8]) -> Result<Cow<'_, str>, usize> {
    decode(bytes, UTF_16LE, u16::from_le_bytes)
}

/// The text of bytes of which the high one comes first; the offset of a fault.
pub fn decode_big(bytes: &[u8]) -> Result<Cow<'_, str>, usize> {
    decode(bytes, UTF_16BE, u16::from_be_bytes)
}

/// The bytes of a text, the low one first.
pub fn encode_little(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The bytes of a text, the high one first.
pub fn encode_big(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn decode<'b>(
    bytes: &'b [u8],
    encoding: &'static Encoding,
    unit: fn([u8; 2]) -> u16,
) -> Result<Cow<'b, str>, usize> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| fault(bytes, unit))
}

/// Where the first surrogate stands that has no other half, or else the last byte, the odd one.
fn fault(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> usize {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut at = 0;
    for read in char::decode_utf16(units) {
        match read {
            Ok(c) => at += 2 * c.len_utf16(),
            Err(_) => return at,
        }
    }
    at
}
