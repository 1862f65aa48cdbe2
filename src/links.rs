//! What each letter of a word was read as: the cheapest alignment of a word with what stands for it
//! (Viterbi 1967).

use std::ops::Range;

use crate::alphabet::Code;
use crate::channel::{Channel, PIECE};
use crate::cost::{Cost, NAT};

/// Letters of the truth that a link may join: two may have been read as one (`rn` as `m`).
const JOINED: usize = 2;
/// Cost of joining two: only where neither letter accounts for what was read.
const JOINING: Cost = 3 * NAT;
/// What no path reaches.
const FAR: Cost = Cost::MAX / 2;

/// A letter that was meant, and the places of the letters that were read for it.
pub type Link = (Code, Range<usize>);

/// The buffers of an alignment.
#[derive(Debug, Default)]
pub struct Links {
    /// Costs of reading one or two letters of the truth as none to three of the observed ones.
    costs: Vec<[[Cost; PIECE + 1]; JOINED]>,
    /// The least cost of each pair of places, with the letters of the last link on either side.
    best: Vec<(Cost, usize, usize)>,
    found: Vec<Link>,
}

impl Links {
    /// The single letters of a word with what was read for each, the last first; none where the channel
    /// knows no way.
    pub fn of(&mut self, channel: &Channel, truth: &[Code], observed: &[Code]) -> &[Link] {
        self.found.clear();
        self.price(channel, truth, observed);
        self.search(truth.len(), observed.len());
        self.trace(truth, observed.len());
        &self.found
    }

    /// Looks up what the links may cost.
    fn price(&mut self, channel: &Channel, truth: &[Code], observed: &[Code]) {
        let width = observed.len() + 1;
        self.costs.clear();
        self.costs.resize(width * truth.len(), [[FAR; PIECE + 1]; JOINED]);
        // Nearly all pieces begin with a letter that the word has not.
        let mut has = [false; 256];
        truth.iter().for_each(|&letter| has[usize::from(letter)] = true);
        for at in 0..width {
            for read in 0..=PIECE.min(observed.len() - at) {
                let pieces = channel.pieces(&observed[at..at + read]);
                for piece in pieces.filter(|piece| has[usize::from(piece.letters[0])]) {
                    let letters = piece.letters();
                    let joined = letters.len() - 1;
                    if joined >= JOINED || joined > 0 && !(1..PIECE).contains(&read) {
                        continue;
                    }
                    for (start, there) in truth.windows(letters.len()).enumerate() {
                        if there == letters {
                            self.costs[start * width + at][joined][read] =
                                piece.cost + JOINING * joined as Cost;
                        }
                    }
                }
            }
        }
    }

    /// Finds the cheapest way to each pair of places.
    fn search(&mut self, truth: usize, observed: usize) {
        let width = observed + 1;
        self.best.clear();
        self.best.resize(width * (truth + 1), (FAR, 0, 0));
        self.best[0].0 = 0;
        for start in 0..truth {
            for at in 0..width {
                let here = self.best[start * width + at].0;
                if here == FAR {
                    continue;
                }
                for (joined, costs) in self.costs[start * width + at].iter().enumerate() {
                    for (read, &cost) in costs.iter().enumerate().filter(|(_, cost)| **cost < FAR) {
                        let there = &mut self.best[(start + joined + 1) * width + at + read];
                        if here + cost < there.0 {
                            *there = (here + cost, joined + 1, read);
                        }
                    }
                }
            }
        }
    }

    /// Follows the cheapest way back.
    fn trace(&mut self, truth: &[Code], observed: usize) {
        let width = observed + 1;
        let (mut start, mut at) = (truth.len(), observed);
        while let (cost, meant @ 1.., read) = self.best[start * width + at]
            && cost < FAR
        {
            (start, at) = (start - meant, at - read);
            if meant == 1 {
                self.found.push((truth[start], at..at + read));
            }
        }
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::channel::Source;
    use crate::{Model, alphabet};

    fn links(truth: &str, observed: &str) -> Vec<(String, String)> {
        let (mut meant, mut read) = (Vec::new(), Vec::new());
        alphabet::encode(truth, &mut meant);
        alphabet::encode(observed, &mut read);
        let mut links = Links::default();
        let found = links.of(Model::embedded().channel(Source::Wrong), &meant, &read).iter().rev();
        let text = |codes: &[Code]| alphabet::decode(codes);
        found.map(|(letter, places)| (text(&[*letter]), text(&read[places.clone()]))).collect()
    }

    #[test]
    fn letters_stand_for_letters() {
        let pairs = |pairs: [(&str, &str); 4]| pairs.map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(links("thời", "thdi"), pairs([("t", "t"), ("h", "h"), ("ờ", "d"), ("i", "i")]));
        assert_eq!(links("định", "dinh"), pairs([("đ", "d"), ("ị", "i"), ("n", "n"), ("h", "h")]));
        assert_eq!(links("nhưng", "nhtng").len(), 5);
    }

    #[test]
    fn what_no_word_was_read_as_gives_nothing() {
        assert_eq!(links("", "a"), []);
        assert_eq!(links("", ""), []);
        assert_eq!(links("an", "nnnnnnnnnnnnnnnnnnnn"), []);
    }
}
