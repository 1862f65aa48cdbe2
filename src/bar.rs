//! What an edit must reach to be made.

use crate::channel::Source;
use crate::decision::Judged;
use crate::language::Language;

/// Nats a token that the language model asks at the most of text that is like what it was counted from: official pages
/// cost it 2.4 to 3.7, articles 4.0 to 5.2 (nine in ten of each). With 3.9, 4.1, 4.2 and 4.3, and 2.5 nats asked then,
/// `pages-general-eng` has 781, 776, 771 and 768 words wrong and 32, 33, 33 and 35 harmed.
const STRANGE: f32 = 4.2;
/// Fewer tokens than these say nothing of their text: a line with a name in it may cost as much.
const TELLING: usize = 50;

/// What an edit must reach to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// In text that is damaged all over the best reading is seldom worse than what stands there: so much more probable than
    /// that, in nats. With 1.25 instead of 1 `restore`, `restore-general` and `pages-vie` have some 15 words more wrong and 7 less
    /// harmed.
    Ruined,
    /// Where text read with the wrong language is unlike what the language model was counted from, that is less often right
    /// where it is in doubt.
    /// With 2.75, 3, 3.1 and 3.25 nats `pages-general-eng` has 727, 731, 738 and 744 words wrong and 38, 35, 34 and 33 harmed.
    Strange,
    /// Where damage is common text is changed where that is likelier right than wrong. With 0.6 the dev sets have five
    /// words more wrong, and none less harmed.
    Worn,
    /// Text that is mostly right is changed where that is three times as likely right as wrong. With 0.73 four more words of
    /// `clean` change.
    Sound,
}

impl Bar {
    /// That of text in which most words are to be changed, and which was read as words that cost the language model so much.
    pub fn of(source: Source, language: Language) -> Self {
        match source {
            Source::Wrong if is_strange(language) => Self::Strange,
            _ => Self::Ruined,
        }
    }

    /// Whether an edit, or a step that is one, reaches it.
    pub fn lets<T>(self, judged: &Judged<T>, thorough: bool) -> bool {
        judged.odds.is_some_and(|odds| {
            let reached = match self {
                Self::Ruined | Self::Strange => odds,
                Self::Worn | Self::Sound => judged.confidence,
            };
            let [usual, least] = self.levels();
            reached >= if thorough { least } else { usual }
        })
    }

    /// What is asked by default, and of thorough repair. With the latter `lines-vie` has 0.02 points of WER less, and nine
    /// words harmed instead of four; still lower ones only harm.
    fn levels(self) -> [f32; 2] {
        match self {
            Self::Ruined => [1.0, 0.0],
            Self::Strange => [3.1, 0.0],
            Self::Worn => [0.5, 0.3],
            Self::Sound => [0.75, 0.56],
        }
    }
}

/// Whether text that costs the language model so much is unlike what that was counted from.
fn is_strange(language: Language) -> bool {
    language.tokens >= TELLING && language.mean() > STRANGE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::NAT;
    use crate::rate::Fault;

    #[test]
    fn thorough_repair_asks_less_of_an_edit() {
        let edit = |odds, confidence| Judged {
            what: (),
            odds: Some(odds),
            confidence,
            fault: Some(Fault::Letters),
            language: Language::default(),
        };
        let edits = [
            (Bar::Ruined, edit(0.5, 0.9)),
            (Bar::Strange, edit(2.0, 0.9)),
            (Bar::Worn, edit(-0.5, 0.4)),
            (Bar::Sound, edit(-0.5, 0.6)),
        ];
        for (bar, judged) in edits {
            assert!(bar.lets(&judged, true) && !bar.lets(&judged, false));
        }
        for bar in [Bar::Ruined, Bar::Strange, Bar::Worn, Bar::Sound] {
            assert!(!bar.lets(&edit(-2.0, 0.1), true));
            let kept = Judged { odds: None, ..edit(0.0, 1.0) };
            assert!(!bar.lets(&kept, true));
        }
    }

    #[test]
    fn only_readings_with_the_wrong_language_are_strange() {
        let bar = |source, nats, tokens| Bar::of(source, Language::of(nats * NAT, tokens));
        assert_eq!(bar(Source::Wrong, 300, 100), Bar::Ruined);
        assert_eq!(bar(Source::Wrong, 900, 200), Bar::Strange);
        assert_eq!(bar(Source::Wrong, 60, 10), Bar::Ruined, "a line tells too little");
        assert_eq!(bar(Source::Bare, 900, 200), Bar::Ruined);
        assert_eq!(Bar::of(Source::Wrong, Language::default()), Bar::Ruined);
    }
}
