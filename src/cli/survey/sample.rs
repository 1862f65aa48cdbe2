//! Which parts of a text are looked at.

use std::borrow::Cow;

/// Windows of a long text: enough that a page which differs from the rest does not decide, few enough
/// that each holds some paragraphs.
const WINDOWS: usize = 8;
/// The most bytes of a window: a printed page, most of it.
const WINDOW: usize = 2 * 1024;

/// What is looked at: a text of a few pages as a whole, else the heads of equal parts of it, an empty
/// line between them.
pub fn sample(text: &str) -> Cow<'_, str> {
    if text.len() <= WINDOWS * WINDOW {
        return Cow::Borrowed(text);
    }
    let windows: Vec<&str> = windows(text).collect();
    Cow::Owned(windows.join("\n\n"))
}

/// The heads of equal parts of a long text, without the blanks around them.
fn windows(text: &str) -> impl Iterator<Item = &str> {
    let starts = (0..WINDOWS).map(|part| start(text, part * (text.len() / WINDOWS)));
    let ends = starts.clone().skip(1).chain([text.len()]);
    let windows = starts.zip(ends).map(|(start, end)| head(text[start..end].trim()).trim_end());
    windows.filter(|window| !window.is_empty())
}

/// Where a part starts that should start at some byte: behind a line end, else behind white space, if
/// one comes soon, as what stands before may be half a line, half a word.
fn start(text: &str, at: usize) -> usize {
    if at == 0 {
        return 0;
    }
    let at = boundary(text, at);
    let soon = &text[at..boundary(text, at + WINDOW)];
    at + soon.find('\n').or_else(|| soon.find(char::is_whitespace)).unwrap_or(0)
}

/// The first bytes of a text up to a line end, else up to white space, if one is in their second half.
fn head(text: &str) -> &str {
    if text.len() <= WINDOW {
        return text;
    }
    let window = &text[..boundary(text, WINDOW)];
    let half = boundary(text, WINDOW / 2);
    let tail = &window[half..];
    let end = tail.rfind('\n').or_else(|| tail.rfind(char::is_whitespace));
    &window[..end.map_or(window.len(), |end| half + end)]
}

/// The last character boundary of `text` that is not behind `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_text_is_looked_at_as_a_whole() {
        let text = "một hai\n".repeat(100);
        assert!(matches!(sample(&text), Cow::Borrowed(whole) if whole == text));
    }

    #[test]
    fn windows_hold_whole_lines_of_all_parts() {
        let lines: Vec<String> = (0..10_000).map(|line| format!("dòng thứ {line}")).collect();
        let text = lines.join("\n");
        let windows: Vec<&str> = windows(&text).collect();
        assert_eq!(windows.len(), WINDOWS);
        for (part, window) in windows.iter().enumerate() {
            let first: usize = window.lines().next().unwrap()["dòng thứ ".len()..].parse().unwrap();
            assert!(first.abs_diff(part * 10_000 / WINDOWS) < 100, "{first} in part {part}");
            assert!(window.lines().all(|line| lines.iter().any(|whole| whole == line)));
        }
    }

    #[test]
    fn what_stands_far_apart_is_seen() {
        let text = ["chiếm đất"; 3].join(&"\r\n".repeat(100_000));
        assert_eq!(windows(&text).collect::<Vec<_>>(), ["chiếm đất"; 3]);
    }

    #[test]
    fn a_long_text_without_ends_is_bounded() {
        for text in ["ế".repeat(1_000_000), " ".repeat(1_000_000), "một ".repeat(1_000_000)] {
            let sample = sample(&text);
            assert!(sample.len() <= WINDOWS * (WINDOW + 2), "{}", sample.len());
        }
    }

    proptest! {
        #[test]
        fn windows_are_parts_in_order_that_do_not_overlap(
            words in prop::collection::vec("[aế\u{301}€ \r\n]{1,90}", 1..9), times in 1..900usize
        ) {
            let text = words.concat().repeat(times);
            let start = text.as_ptr() as usize;
            let mut behind = start;
            for window in windows(&text) {
                prop_assert!(window.len() <= WINDOW);
                prop_assert!(window.as_ptr() as usize >= behind);
                behind = window.as_ptr() as usize + window.len();
            }
            prop_assert!(behind <= start + text.len());
        }
    }
}
