//! How common damage is in a text read with the right language, and in each stretch of it, estimated from the text
//! itself.
//!
//! The channel of such readings was learned from pages and lines of which [`RATE`] of the words were
//! damaged. Where damage is rarer changes are less sure, where it is more common they come cheaper.

use crate::confidence::probability;
use crate::cost::{Cost, NAT};
use crate::decision::Judged;

/// The share of damaged words for which the channel's own costs are right.
const RATE: f32 = 0.03;
/// An edit of at least these odds (nats) is beyond doubt, and counts for how damaged a text is.
const CERTAIN: f32 = 5.0;
/// As if so many words of that rate had been seen before: a short text says little of itself.
const SEEN: f32 = 30.0;
/// Odds in nats of a change where all is damaged: with 1 the dev sets have 16 words less wrong and 14 more harmed, with 1.5
/// 27 more wrong and 16 less harmed.
const DOUBT: f32 = 1.25;
/// As likely right as wrong.
const EVEN: f32 = 0.5;
/// How much a high rate counts for what a change costs: only damage beyond doubt is counted, and there is
/// more. 1.5 repairs 0.06 points of WER on `pages-vie` more than 1, 2 only does more harm.
const UNSEEN: f32 = 1.5;

/// Where more of the words than this are damaged beyond doubt, the best reading is seldom worse than what stands there.
/// With 0.06 the dev sets have three words less wrong, and 523 ordinary pages of training three more harmed; with none seven.
const RUINED: f32 = 0.12;

/// What an edit must reach to be made.
#[derive(Debug, Clone, Copy)]
pub enum Bar {
    /// In text that is damaged all over the best reading is seldom worse than what stands there.
    Odds,
    /// Text that is mostly right is only changed where that is likelier right than wrong.
    Confidence,
}

/// What thorough repair asks of an edit of text that is damaged all over, and of others: with these
/// `lines-vie` has 0.04 points of WER less, and ten words harmed instead of four; still lower bars only
/// harm.
const THOROUGH: (f32, f32) = (0.0, 0.3);

impl Bar {
    /// Whether an edit, or a step that is one, reaches it.
    pub fn lets<T>(self, judged: &Judged<T>, thorough: bool) -> bool {
        let (doubt, even) = if thorough { THOROUGH } else { (DOUBT, EVEN) };
        judged.odds.is_some_and(|odds| match self {
            Self::Odds => odds >= doubt,
            Self::Confidence => judged.confidence >= even,
        })
    }
}

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
    /// The rates that all edits which might be made show, among so many words.
    pub fn estimate<'a, T: 'a>(
        words: usize,
        found: impl Iterator<Item = &'a Judged<T>> + Clone,
    ) -> Self {
        let usual = Rate { faults: SEEN * RATE, words: SEEN };
        Self { letters: usual, blanks: usual }.with(words, found)
    }

    /// The rates of a stretch of a text that has these.
    pub fn within<'a, T: 'a>(
        self,
        words: usize,
        found: impl Iterator<Item = &'a Judged<T>> + Clone,
    ) -> Self {
        Self { letters: self.letters.spread(), blanks: self.blanks.spread() }.with(words, found)
    }

    fn with<'a, T: 'a>(
        self,
        words: usize,
        found: impl Iterator<Item = &'a Judged<T>> + Clone,
    ) -> Self {
        let more = |fault, Rate { faults, words: seen }| {
            let count = found.clone().filter(|judged| shows(judged, fault)).count();
            Rate { faults: faults + count as f32, words: seen + words as f32 }
        };
        Self {
            letters: more(Fault::Letters, self.letters),
            blanks: more(Fault::Blanks, self.blanks),
        }
    }

    /// What an edit of such a text must reach.
    pub fn bar(self) -> Bar {
        if self.letters.share() > RUINED { Bar::Odds } else { Bar::Confidence }
    }

    /// How sure an edit is in view of how rare its kind of damage is elsewhere: the fewer words of a text are
    /// damaged, the more of the changes that come to mind are none (Bayes). What is certain stays certain.
    pub fn temper<T>(self, edit: &Judged<T>) -> f32 {
        let fault = edit.fault.unwrap_or(Fault::Letters);
        let rate = match fault {
            Fault::Letters => self.letters,
            Fault::Blanks => self.blanks,
        };
        let elsewhere = if shows(edit, fault) { rate.without_one() } else { rate };
        let rarity = (RATE / elsewhere.share()).ln().max(0.0);
        let odds = (edit.confidence / (1.0 - edit.confidence)).ln();
        probability(odds - rarity)
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

    /// The same without one fault: an edit says nothing for itself.
    fn without_one(self) -> Self {
        Self { faults: self.faults - 1.0, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thorough_repair_asks_less_of_an_edit() {
        let edit = |odds, confidence| Judged {
            what: (),
            odds: Some(odds),
            confidence,
            fault: Some(Fault::Letters),
        };
        for (bar, judged) in [(Bar::Odds, edit(0.5, 0.9)), (Bar::Confidence, edit(-0.5, 0.4))] {
            assert!(bar.lets(&judged, true) && !bar.lets(&judged, false));
        }
        for bar in [Bar::Odds, Bar::Confidence] {
            assert!(!bar.lets(&edit(-2.0, 0.1), true));
            let kept = Judged { what: (), odds: None, confidence: 1.0, fault: None };
            assert!(!bar.lets(&kept, true));
        }
    }

    fn edit(confidence: f32, fault: Option<Fault>) -> Judged<()> {
        Judged { what: (), odds: Some(CERTAIN), confidence, fault }
    }

    fn rates(words: usize, faults: usize) -> Rates {
        let edits = vec![edit(0.99, Some(Fault::Letters)); faults];
        Rates::estimate(words, edits.iter())
    }

    #[test]
    fn only_a_ruined_text_takes_the_best_reading() {
        assert!(matches!(rates(1000, 30).bar(), Bar::Confidence));
        assert!(matches!(rates(1000, 60).bar(), Bar::Confidence));
        assert!(matches!(rates(1000, 500).bar(), Bar::Odds));
    }

    /// Otherwise a text with many of them would be taken for damaged, and more of it changed.
    #[test]
    fn rules_of_the_user_and_markers_say_nothing_of_words() {
        let none = rates(100, 0);
        for edit in [edit(1.0, Some(Fault::Letters)), edit(0.99, None)] {
            assert_eq!(Rates::estimate(100, [edit; 3].iter()), none);
        }
        assert!(rates(100, 3).letters.share() > none.letters.share());
    }

    #[test]
    fn one_kind_of_damage_says_nothing_of_the_other() {
        let [few, many] = [1, 20].map(|faults| rates(1000, faults));
        let [letters, blanks] = [Fault::Letters, Fault::Blanks].map(|fault| edit(0.9, Some(fault)));
        assert!(many.temper(&letters) > few.temper(&letters));
        assert_eq!(many.temper(&blanks), few.temper(&blanks));
    }

    #[test]
    fn an_edit_says_nothing_for_itself() {
        let sure = edit(0.9, Some(Fault::Letters));
        let doubtful = Judged { odds: Some(CERTAIN / 2.0), ..sure };
        let tempered =
            |faults, edit| rates(1000, 0).within(1000, [sure; 9][..faults].iter()).temper(&edit);
        assert_eq!(tempered(1, sure), tempered(0, doubtful));
        assert!(tempered(2, sure) > tempered(1, sure));
    }

    #[test]
    fn a_stretch_is_as_its_text_until_it_shows_otherwise() {
        let text = rates(10_000, 50);
        let share = |words, faults| {
            let edits = vec![edit(0.99, Some(Fault::Letters)); faults];
            text.within(words, edits.iter()).letters.share()
        };
        assert!((share(0, 0) - text.letters.share()).abs() < 1e-6);
        assert!(share(400, 0) < text.letters.share() && share(400, 40) > 0.06);
        assert!(share(400, 0) > 0.2 * text.letters.share());
    }
}
