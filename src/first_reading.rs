//! The first reading of a text, and what it tells: what is clear, what stands around each word, which stretches are
//! unlike those of training, and which tokens make no sense where they stand; these are looked up anew.

use crate::adaptation::{self, Adaptation, Reading};
use crate::candidate::Scope;
use crate::candidates::Candidates;
use crate::channel::Source;
use crate::lexicon::Lexicon;
use crate::memory::{Memory, Readings};
use crate::prices::Prices;
use crate::survivors::Survivors;
use crate::weighing::{Priced, Tokens, Weighing};

/// What a first reading leaves.
pub struct FirstReading {
    pub survivors: Survivors,
    pub memory: Memory,
    /// What was read, and the prices at which it is to be weighed again.
    pub stretches: Vec<Priced>,
}

/// What a first reading leaves unclear in a stretch.
#[derive(Default)]
struct Unclear<'t> {
    /// Tokens that may well have been something else than they were read as.
    doubtful: Vec<usize>,
    /// Tokens that make no sense where they stand, in order.
    surprises: Vec<usize>,
    /// What the letters were read as, all in all.
    letters: Vec<Reading<'t>>,
}

impl<'t, P: Fn(&mut Candidates, Source, Scope, &mut Tokens<'_>)> Weighing<'_, 't, P> {
    /// Reads stretches for the first time, and looks up anew what that leaves unclear.
    pub fn first(&mut self, mut stretches: Vec<Priced>) -> FirstReading {
        let source = self.source;
        // Most words of other texts read with the right language stand as they were meant, and the rest are seldom
        // misread alike.
        let damaged =
            source != Source::Right || stretches.iter().any(|priced| priced.prices.are_worn());
        let mut survivors = Survivors::of(self.sentences.len(), self.scratch.tokens.len());
        let mut readings = Readings::default();
        let mut unclear: Vec<Unclear<'t>> =
            self.stretches.iter().map(|_| Unclear::default()).collect();
        self.read(&stretches, &mut |stretch, sentence, decision| {
            let unclear = &mut unclear[stretch];
            survivors.keep(sentence, decision.lattice, decision.posteriors);
            for said in decision.said() {
                readings.transcript.add(&said);
                if damaged {
                    readings.count(&said);
                }
                if said.is_doubtful() {
                    unclear.doubtful.extend(said.tokens);
                }
            }
            readings.end_sentence();
            if source == Source::Wrong {
                unclear.letters.extend(decision.channel());
                unclear.surprises.extend(decision.surprises());
            }
        });
        let again = match source {
            Source::Wrong => self.look_again(unclear, &mut stretches),
            Source::Right if damaged => {
                let doubtful: Vec<usize> =
                    unclear.into_iter().flat_map(|unclear| unclear.doubtful).collect();
                self.look_up(&doubtful, Scope::Wide);
                doubtful
            }
            Source::Right | Source::Bare => Vec::new(),
        };
        again.into_iter().for_each(|token| survivors.reopen(token));
        let Lexicon { model, background, .. } = self.lexicon;
        FirstReading { survivors, memory: readings.remember(&model.ngrams, background), stretches }
    }

    /// Looks up what is unclear in a text read with the wrong language, and says which tokens that are.
    fn look_again(&mut self, unclear: Vec<Unclear<'t>>, stretches: &mut [Priced]) -> Vec<usize> {
        let strange: Vec<bool> =
            unclear.iter().map(|unclear| adaptation::is_strange(&unclear.letters)).collect();
        let all = adaptation::is_strange(unclear.iter().flat_map(|unclear| &unclear.letters));
        let suspect = |stretch: usize| all || strange[stretch];
        let letters = unclear.iter().enumerate().filter(|(stretch, _)| suspect(*stretch));
        let letters = letters.flat_map(|(_, unclear)| &unclear.letters).copied().collect();
        let adaptation = Adaptation::learn(self.lexicon.model, letters);
        let (adapted, known): (Vec<_>, Vec<_>) = (unclear.into_iter().zip(stretches))
            .partition(|(_, priced)| adaptation.is_some() && suspect(priced.stretch));
        let mut again = Vec::new();
        // These first, since once there is a channel of the text's own all is looked up with it.
        for (Unclear { doubtful, surprises, .. }, priced) in known {
            if strange[priced.stretch] {
                // The scan is bad: more letters were misread than in training.
                priced.prices = Prices::worn(0);
                again.extend(doubtful);
            }
            self.look_up(&surprises, Scope::Wide);
            again.extend(surprises);
        }
        if let Some(adaptation) = adaptation {
            self.scratch.candidates.adapt(adaptation);
        }
        for (Unclear { mut doubtful, surprises, .. }, _) in adapted {
            doubtful.retain(|token| surprises.binary_search(token).is_err());
            self.look_up(&doubtful, Scope::Usual);
            self.look_up(&surprises, Scope::Wide);
            again.extend(doubtful.into_iter().chain(surprises));
        }
        again
    }
}
