//! Cutting a text of any size into pieces that are repaired one by one.

/// The most bytes of a piece: large enough that a cut hardly ever parts a paragraph, small enough
/// that what is held for one piece stays below some tens of megabytes.
const MOST: usize = 256 * 1024;

/// The pieces in which a long text is repaired: they tile the text and are cut behind an empty
/// line, else behind a line, else behind white space, else anywhere between two characters.
///
/// Repairing the pieces one after the other gives the repaired text, in bounded memory.
///
/// ```
/// let text = "một hai\n".repeat(100_000);
/// let pieces: Vec<&str> = vietmend::pieces(&text).collect();
/// assert!(pieces.len() > 1);
/// assert_eq!(pieces.concat(), text);
/// ```
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, left) = rest.split_at(cut(rest));
        rest = left;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Where the first piece of `text` ends.
fn cut(text: &str) -> usize {
    if text.len() <= MOST {
        return text.len();
    }
    let window = &text[..boundary(text, MOST)];
    // Only the second half: a piece should not be small for the sake of a fine cut.
    let half = boundary(text, MOST / 2);
    let tail = &window[half..];
    let behind = |found: usize, width: usize| half + found + width;
    tail.rfind("\n\n")
        .map(|at| behind(at, 2))
        .or_else(|| tail.rfind('\n').map(|at| behind(at, 1)))
        .or_else(|| tail.rfind(' ').map(|at| behind(at, 1)))
        .unwrap_or(window.len())
}

/// The last character boundary of `text` that is not behind `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
