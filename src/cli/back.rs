//! Taking changes of a text back.

use std::ops::Range;

use vietmend::Edit;

/// The edits that take changes of a text back, from the changed text; `None` where that does not read as
/// they have it.
pub fn back<'c>(
    changed: &str,
    changes: impl Iterator<Item = (&'c Range<usize>, &'c str, &'c str)>,
) -> Option<Vec<Edit<'c>>> {
    // How far the texts have been gone through: the one before the changes, and the changed one.
    let (mut before, mut after) = (0, 0);
    let mut back = Vec::new();
    for (span, old, new) in changes {
        // A report may say anything: no place is reached by adding to another.
        let same = changed.get(after..)?.get(..span.start.checked_sub(before)?)?;
        after += same.len();
        if !changed[after..].starts_with(new) || span.end.checked_sub(span.start)? != old.len() {
            return None;
        }
        back.push(Edit::new(after..after + new.len(), new, old));
        (before, after) = (span.end, after + new.len());
    }
    Some(back)
}

#[cfg(test)]
mod tests {
    use vietmend::apply;

    use super::*;

    #[test]
    fn changes_are_taken_back() {
        let text = "chiếm đât, triên khai";
        let edits = [Edit::new(8..13, "đât", "đất"), Edit::new(15..21, "triên", "triển")];
        let edited = apply(text, &edits);
        let changes = edits.iter().map(|edit| (&edit.span, &*edit.before, &*edit.after));
        assert_eq!(apply(&edited, &back(&edited, changes).unwrap()), text);
    }

    #[test]
    fn a_text_that_reads_otherwise_is_refused() {
        for (text, span, after) in
            [("chiếm đat", 8..13, "đất"), ("a", 0..1, "ab"), ("a", 5..6, "a"), ("", 0..2, "")]
        {
            assert_eq!(back(text, [(&span, "x", after)].into_iter()), None, "{text}");
        }
        let far = [0..1, usize::MAX - 1..usize::MAX];
        assert_eq!(back("bb", far.iter().map(|span| (span, "a", "b"))), None);
        let backwards = Range { start: 2, end: 1 };
        assert_eq!(back("abc", [(&backwards, "", "")].into_iter()), None);
    }
}
