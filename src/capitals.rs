//! How seldom words begin with a capital in the middle of a sentence.

use crate::bytes::Bytes;
use crate::cost;
use crate::dictionary::WordId;
use crate::ngram::STEP;

/// Costs of a capital at the head of each word, by its number.
#[derive(Debug, Clone)]
pub struct Capitals(Bytes);

impl Capitals {
    /// Takes a section of a model.
    pub fn open(section: Bytes) -> Self {
        Self(section)
    }

    /// Cost of a capital at the head of a word, in nats; none of a word that is not known.
    pub fn cost(&self, word: WordId) -> f32 {
        let stored = self.0.get(usize::from(word)).copied().unwrap_or_default();
        cost::nats(i32::from(stored) * STEP)
    }

    /// A section, from how often each word stands in the middle of a sentence in small letters, and with a capital.
    #[cfg(feature = "train")]
    pub fn section(heads: &[[u32; 2]]) -> Vec<u8> {
        /// As if each word had been seen so often before, one time in ten with a capital.
        const SEEN: f64 = 5.0;
        const SHARE: f64 = 0.1;
        /// Whole nats pack well, and are as good.
        const WHOLE: i32 = cost::NAT;
        let stored = |&[small, capital]: &[u32; 2]| {
            let share = (f64::from(capital) + SEEN * SHARE) / (f64::from(small + capital) + SEEN);
            ((cost::of(share) + WHOLE / 2) / WHOLE * WHOLE / STEP).min(255) as u8
        };
        heads.iter().map(stored).collect()
    }
}
