//! How damaged a text is, estimated from what its repair changes.

use vietmend::{Edit, Repaired};

use super::kind::Kind;

/// The share of the words of a text that are wrong, estimated: as they stand, and after repair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Condition {
    /// The share that is wrong as it stands.
    pub damaged: f64,
    /// The share that stays wrong after repair, which only a new scan or a reader helps.
    pub left: f64,
}

impl Condition {
    /// The condition of a text of this kind with so many words; `None` where it is not Vietnamese.
    ///
    /// What the repair is sure of is mended. For each word of which it doubts, [so many](unseen) stay
    /// wrong.
    pub fn estimate(kind: Kind, words: usize, repaired: &Repaired<'_>) -> Option<Self> {
        let unseen = unseen(kind)?;
        let Repaired { edits, doubtful, .. } = repaired;
        let mended = sum(edits, |edit| edit.confidence);
        let doubted = sum(edits, |edit| 1.0 - edit.confidence);
        let unmade = sum(doubtful, |edit| edit.confidence);
        let left = unseen * doubted + unmade;
        // A joined word is several.
        let share = |wrong: f64| (wrong / words as f64).min(1.0);
        Some(Self { damaged: share(mended + left), left: share(left) })
    }
}

/// How many words stay wrong for each that is expected to come out wrong of an edit: names, numbers and
/// real words in the place of others are passed over. On the dev pages there are 1.7 to 2.3 in readings
/// with the wrong language, 1.1 to 1.6 in text without marks, and 3 (pages) to 12 (lines of mostly good scans)
/// in readings with the right one, where few edits are in doubt and most errors that are left are not seen at all.
fn unseen(kind: Kind) -> Option<f64> {
    match kind {
        Kind::Clean | Kind::RightLanguage => Some(8.0),
        Kind::WrongLanguage => Some(2.0),
        Kind::Unmarked => Some(1.0),
        Kind::Foreign | Kind::Empty => None,
    }
}

fn sum(edits: &[Edit<'_>], of: impl Fn(&Edit<'_>) -> f32) -> f64 {
    // Not `sum`, which is -0 where there are none.
    edits.iter().fold(0.0, |sum, edit| sum + f64::from(of(edit)))
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use vietmend::{Model, Options, Repairer};

    use super::*;

    fn condition(kind: Kind, text: &str, min_confidence: f32) -> Option<Condition> {
        let mut options = Options::default();
        options.min_confidence = min_confidence;
        let repairer = Repairer::new(Model::embedded(), options);
        Condition::estimate(kind, text.split_whitespace().count(), &repairer.repair(text))
    }

    #[test]
    fn of_text_that_is_right() {
        let clean = condition(Kind::RightLanguage, "Ủy ban nhân dân tỉnh", 0.0);
        assert_eq!(clean, Some(Condition { damaged: 0.0, left: 0.0 }));
        assert_eq!(condition(Kind::Foreign, "Tokyo", 0.0), None);
    }

    #[test]
    fn of_text_that_is_wrong() {
        let text = "Uy ban nhan dan tinh Hai Duong";
        let made = condition(Kind::Unmarked, text, 0.0).unwrap();
        assert!(made.damaged > 0.8 && made.left < 0.2, "{made:?}");
        let unmade = condition(Kind::Unmarked, text, 1.0).unwrap();
        assert!(unmade.left > 0.8 && unmade.damaged >= unmade.left, "{unmade:?}");
    }
}
