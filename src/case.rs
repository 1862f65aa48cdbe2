//! Small letters and capitals: the model thinks in small letters, the reading says how to write them.

/// How a reading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// No letter at all.
    None,
    Small,
    Title,
    Capitals,
}

/// How `observed` is written: by its first letter, and by all of them where they are capitals.
///
/// Capitals inside a word are misread letters (`tAm`, `TUr`), so that only the first counts.
pub fn pattern(observed: &str) -> Pattern {
    let mut letters = observed.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return Pattern::None };
    if !first.is_uppercase() {
        return Pattern::Small;
    }
    let rest = letters.clone().count();
    if rest > 0 && letters.all(char::is_uppercase) { Pattern::Capitals } else { Pattern::Title }
}

/// Writes `word` (small letters) as a reading of this pattern shows it, in a line of capitals or not.
pub fn write(word: &str, pattern: Pattern, shouting: bool) -> String {
    let small = match pattern {
        _ if shouting => return word.to_uppercase(),
        // Two capitals alone in a line of small letters are a title whose second letter was
        // misread (`BO` for `Bộ`); longer runs of capitals are meant.
        Pattern::Capitals if word.chars().count() > 2 => return word.to_uppercase(),
        Pattern::None | Pattern::Small => true,
        Pattern::Title | Pattern::Capitals => false,
    };
    if small {
        return word.to_string();
    }
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_decides() {
        for (observed, word, shouting, expected) in [
            ("tAm", "tâm", false, "tâm"),
            ("TUr", "từ", false, "Từ"),
            ("BO", "bộ", false, "Bộ"),
            ("BO", "bộ", true, "BỘ"),
            ("$6", "số", false, "số"),
            ("UBNO", "ubnd", false, "UBND"),
        ] {
            assert_eq!(write(word, pattern(observed), shouting), expected);
        }
    }
}
