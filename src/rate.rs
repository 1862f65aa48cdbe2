//! How common damage is in a text read with the right language, and in each stretch of it, estimated from the text
//! itself.
//!
//! The channel of such readings was learned from pages and lines of which [`RATE`] of the words were
//! damaged. Where damage is rarer changes are less sure, where it is more common they come cheaper.

use crate::bar::Bar;
use crate::confidence::probability;
use crate::cost::{Cost, NAT};
use crate::decision::Judged;

/// The share of damaged words for which the channel's own costs are right.
const RATE: f32 = 0.03;
/// An edit of at least these odds (nats) is beyond doubt, and counts for how damaged a text is.
const CERTAIN: f32 = 5.0;
/// The share that is taken to be damaged of a text of which nothing is seen, half of that: much of what people have repaired
/// is clean. Of 488 paragraphs of `clean-general`, each as a text by itself, 33 words change with 0.03, 25 with 0.015 and
/// 22 with 0.01, and of the eleven between these nine are right as they stand; of 1,253 lines of `lines-vie` 202, 204 and 213
/// words are left wrong.
const USUAL: f32 = 0.015;
/// The rest of a text is taken to be as usual until it shows otherwise, as if so many words of it had been seen. With 30
/// slips that stand alone in clean texts are left; with 400 15 more words of `clean` change, of which some are right.
const SEEN: f32 = 100.0;
/// How much a high rate counts for what a change costs: only damage beyond doubt is counted, and there is
/// more. 1.5 repairs 0.06 points of WER on `pages-vie` more than 1, 2 only does more harm.
const UNSEEN: f32 = 1.5;

/// Where more of the words than this are damaged beyond doubt, the best reading is seldom worse than what stands there.
/// With 0.06 the dev sets have three words less wrong, and 523 ordinary pages of training three more harmed; with none seven.
const RUINED: f32 = 0.12;

/// A kind of damage: how common one is says nothing of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Letters were misread.
    Letters,
    /// Blanks between words were lost, or put inside words.
    Blanks,
}

/// How common each kind of damage is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    letters: Rate,
    blanks: Rate,
}

impl Rates {
    /// What is usual.
    const USUAL: Self = {
        let usual = Rate { faults: SEEN * USUAL, words: SEEN };
        Self { letters: usual, blanks: usual }
    };

    /// What a stretch of so many words shows itself, of all edits that might be made there.
    pub fn shown<'a, T: 'a>(
        words: usize,
        found: impl Iterator<Item = &'a Judged<T>> + Clone,
    ) -> Self {
        let rate = |fault| Rate {
            faults: found.clone().filter(|judged| shows(judged, fault)).count() as f32,
            words: words as f32,
        };
        Self { letters: rate(Fault::Letters), blanks: rate(Fault::Blanks) }
    }

    /// The rates of the stretches of a text, by what each of them shows: about as in the rest of the text, until it
    /// shows otherwise.
    pub fn of_stretches(shown: &[Self]) -> Vec<Self> {
        let all = shown.iter().fold(Self::USUAL, |all, &own| all.with(own, Rate::and));
        let stretch = |&own: &Self| all.with(own, |all, own| all.without(own).spread().and(own));
        shown.iter().map(stretch).collect()
    }

    fn with(self, other: Self, join: impl Fn(Rate, Rate) -> Rate) -> Self {
        Self { letters: join(self.letters, other.letters), blanks: join(self.blanks, other.blanks) }
    }

    /// What an edit of such a text must reach.
    pub fn bar(self) -> Bar {
        match self.edit() {
            Some(_) if self.letters.share() > RUINED => Bar::Ruined,
            Some(_) => Bar::Worn,
            None => Bar::Sound,
        }
    }

    /// How sure an edit is in view of how rare its kind of damage is elsewhere: the fewer words of a text are
    /// damaged, the more of the changes that come to mind are none (Bayes); and in view of how little the language model knows of
    /// its sentence, unless that is ruined itself. What is certain stays certain.
    pub fn temper<T>(self, edit: &Judged<T>) -> f32 {
        let fault = edit.fault.unwrap_or(Fault::Letters);
        let rate = match fault {
            Fault::Letters => self.letters,
            Fault::Blanks => self.blanks,
        };
        let elsewhere = if shows(edit, fault) { rate.without_one() } else { rate };
        let rarity = (RATE / elsewhere.share()).ln().max(0.0);
        let odds = (edit.confidence / (1.0 - edit.confidence)).ln();
        let doubt = match self.bar() {
            Bar::Ruined => 0.0,
            _ => edit.language.doubt(),
        };
        probability(odds - rarity - doubt)
    }

    /// Cost of any change, besides that of the channel, where misread letters are common.
    pub fn edit(self) -> Option<Cost> {
        let cheaper = (self.letters.share() / RATE).ln();
        // Less is not worth weighing the text anew.
        (cheaper > 0.3).then(|| -(cheaper * UNSEEN * NAT as f32) as Cost)
    }
}

/// Whether an edit shows a kind of damage beyond doubt. What the user's rules demand says nothing of the text.
fn shows<T>(edit: &Judged<T>, fault: Fault) -> bool {
    edit.fault == Some(fault) && edit.confidence < 1.0 && edit.odds >= Some(CERTAIN)
}

/// How common a kind of damage is: so many faults among so many words.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rate {
    faults: f32,
    words: f32,
}

impl Rate {
    fn share(self) -> f32 {
        self.faults / self.words
    }

    /// What it says of a stretch before that is looked at: as if one fault had been seen, among as many words as
    /// have one. Rates of stretches then vary as much as they are high, and what stands in a clean text alone stays
    /// as doubtful as the text makes it. Of half a fault, one and two this leaves fewest words wrong in bad pages
    /// among good ones and in `lines-vie`.
    fn spread(self) -> Self {
        Self { faults: 1.0, words: 1.0 / self.share() }
    }

    /// The same without one fault that was counted, if any was: an edit says nothing for itself. One fault is what
    /// [`Self::spread`] begins with.
    fn without_one(self) -> Self {
        Self { faults: (self.faults - 1.0).max(1.0), ..self }
    }

    fn and(self, other: Self) -> Self {
        Self { faults: self.faults + other.faults, words: self.words + other.words }
    }

    fn without(self, other: Self) -> Self {
        Self { faults: self.faults - other.faults, words: self.words - other.words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn edit(confidence: f32, fault: Option<Fault>) -> Judged<()> {
        let language = Language::default();
        Judged { what: (), odds: Some(CERTAIN), confidence, fault, language }
    }

    fn shown(words: usize, faults: usize) -> Rates {
        let edits = vec![edit(0.99, Some(Fault::Letters)); faults];
        Rates::shown(words, edits.iter())
    }

    /// Of a text of one stretch.
    fn rates(words: usize, faults: usize) -> Rates {
        Rates::of_stretches(&[shown(words, faults)])[0]
    }

    #[test]
    fn only_a_ruined_text_takes_the_best_reading() {
        let bars = [30, 60, 500].map(|faults| rates(1000, faults).bar());
        assert_eq!(bars, [Bar::Sound, Bar::Worn, Bar::Ruined]);
    }

    /// Otherwise a text with many of them would be taken for damaged, and more of it changed.
    #[test]
    fn rules_of_the_user_and_markers_say_nothing_of_words() {
        let none = shown(100, 0);
        for edit in [edit(1.0, Some(Fault::Letters)), edit(0.99, None)] {
            assert_eq!(Rates::shown(100, [edit; 3].iter()), none);
        }
        assert!(rates(100, 3).letters.share() > rates(100, 0).letters.share());
    }

    #[test]
    fn one_kind_of_damage_says_nothing_of_the_other() {
        let [few, many] = [1, 20].map(|faults| rates(1000, faults));
        let [letters, blanks] = [Fault::Letters, Fault::Blanks].map(|fault| edit(0.9, Some(fault)));
        assert!(many.temper(&letters) > few.temper(&letters));
        assert_eq!(many.temper(&blanks), few.temper(&blanks));
    }

    #[test]
    fn a_sentence_that_the_language_model_does_not_know_makes_a_change_less_sure() {
        let plain = edit(0.9, Some(Fault::Letters));
        let strange = Judged { language: Language::of(160 * NAT, 20), ..plain };
        assert!(rates(1000, 20).temper(&strange) < rates(1000, 20).temper(&plain));
        assert_eq!(rates(1000, 500).temper(&strange), rates(1000, 500).temper(&plain));
    }

    #[test]
    fn an_edit_says_nothing_for_itself() {
        let sure = edit(0.9, Some(Fault::Letters));
        let doubtful = Judged { odds: Some(CERTAIN / 2.0), ..sure };
        assert_eq!(rates(1000, 1).temper(&sure), rates(1000, 0).temper(&doubtful));
        assert!(rates(1000, 2).temper(&sure) > rates(1000, 1).temper(&sure));
        assert_eq!(
            rates(1000, 0).temper(&sure),
            rates(1000, 0).temper(&doubtful),
            "it was not counted"
        );
    }

    #[test]
    fn a_stretch_is_as_the_rest_of_its_text_until_it_shows_otherwise() {
        let share = |words, faults| {
            let text = [shown(9_600, 50), shown(words, faults)];
            Rates::of_stretches(&text)[1].letters.share()
        };
        let rest = share(0, 0);
        assert!((0.004..0.006).contains(&rest));
        assert!(share(400, 0) < rest && share(400, 40) > 0.06);
        assert!(share(400, 0) > 0.2 * rest);
    }
}
