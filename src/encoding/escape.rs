//! The escapes of VIQR: `\` before a sign that shall be no mark of the letter before it, and before
//! a `d` that shall be no part of a `đ`.

/// The character that an escape at `at` stands for, if one stands there.
pub fn read(bytes: &[u8], at: usize) -> Option<char> {
    let [b'\\', next] = *bytes.get(at..at + 2)? else { return None };
    Some(char::from(next)).filter(|&next| can_escape(next))
}

/// Whether a character must be written with a `\` for the sake of the one behind it: a `\` that would
/// be an escape itself, and a `d` that would be half of the next letter.
pub fn is_needed(c: char, next: char) -> bool {
    match c {
        '\\' => can_escape(next) || is_stroked(next),
        'd' | 'D' => is_stroked(next),
        _ => false,
    }
}

/// Whether a `\` before a character is an escape. Before others it stands for itself.
pub fn can_escape(next: char) -> bool {
    next.is_ascii_punctuation() || matches!(next, 'd' | 'D')
}

fn is_stroked(c: char) -> bool {
    matches!(c, 'đ' | 'Đ')
}
