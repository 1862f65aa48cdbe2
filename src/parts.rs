//! The parts of a word that blanks set apart: `C ông`, `D Ụ NG`.

use crate::alphabet;
use crate::arcs::Builder;
use crate::candidate::Scope;
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::damage;
use crate::lattice::{Arc, Judge};
use crate::token::Kind;

/// Letters of the longest Vietnamese syllable (`nghiêng`).
const SYLLABLE: usize = 7;
/// Cost of blanks within a word, however many: where letters are set apart, all are. With blanks in 550 words of `clean` 8, 6
/// and 4 nats left 157, 145 and 133 words wrong (of 1,094); no dev set moved.
const PARTED: Cost = 6 * NAT;

impl Builder<'_> {
    /// Arcs over parts of a word, of which that at a node is the first.
    pub fn parts(&mut self, node: usize) {
        if !self.begins(node) {
            return;
        }
        let (mut letters, mut longest, mut odd) = (0, 0, 0);
        for last in node..self.sentence.nodes.len().min(node + SYLLABLE) {
            if last > node && !self.goes_on(last) {
                break;
            }
            let count = self.sentence.seen(last..last + 1).chars().count();
            (letters, longest) = (letters + count, longest.max(count));
            odd += usize::from(self.is_odd(last));
            let parts = last - node + 1;
            // All parts are short, or all but one are odd.
            if letters > SYLLABLE || longest > 2 && odd + 1 < parts {
                break;
            }
            if parts > 1 && odd > 0 && (node + 1..=last).all(|part| self.agrees(node, part)) {
                self.join(node, last + 1, letters);
            }
        }
    }

    /// Whether a word may begin at a node.
    fn begins(&self, node: usize) -> bool {
        let opens = |node| {
            matches!(self.sentence.token(node).kind, Kind::Symbol('(' | '[' | '“' | '"' | '‘'))
        };
        let word = self.sentence.token(node).kind == Kind::Word;
        word && (!self.sentence.touches(node) || opens(node - 1))
    }

    /// Whether the word at a node may be another part of one before: a single space stands between them.
    fn goes_on(&self, node: usize) -> bool {
        self.sentence.spaced(node) && self.sentence.token(node).kind == Kind::Word
    }

    /// Whether a part is in small letters or, like the first one, in capitals, and left to be weighed.
    fn agrees(&self, first: usize, part: usize) -> bool {
        let has = |node, case: fn(char) -> bool| self.sentence.seen(node..node + 1).contains(case);
        let small = |node| has(node, char::is_lowercase);
        let same = !has(part, char::is_uppercase) || !small(part) && !small(first);
        same && !self.markers.contains_key(&self.sentence.nodes[part]) && !self.is_settled(part)
    }

    /// Whether what stands at a node is hardly a word by itself: a letter or, in text read with the right language, what
    /// the dictionary lacks.
    fn is_odd(&mut self, node: usize) -> bool {
        let mut letters = self.sentence.seen(node..node + 1).chars();
        letters.nth(1).is_none() || self.source == Source::Right && self.known(node).same.is_none()
    }

    /// Arcs to the words of so many letters that were parted.
    fn join(&mut self, node: usize, end: usize, letters: usize) {
        let joined = self.sentence.letters(node..end);
        if self.source == Source::Right && !self.is_syllable(&joined) {
            return;
        }
        let known = self.candidates.of(self.lexicon, self.source, Scope::Usual, &joined);
        let dearer = self.prices.edit - self.doubt(node..end) + PARTED;
        let Self { lexicon, candidates, lattice, prices, .. } = self;
        let same_length = |id| lexicon.model.dictionary.text(id).chars().count() == letters;
        lattice.extend(known.candidates().zip(candidates.all(known)).filter_map(|(at, other)| {
            let whole = other.then.is_none() && !other.abbreviation && other.own.is_none();
            (whole && same_length(other.id)).then(|| {
                let cost = prices.channel(other.channel) + dearer;
                Arc { candidate: Some(at), judge: Judge::Text, ..Arc::kept(end, other.id, cost) }
            })
        }));
    }

    /// Whether these are the letters of a Vietnamese syllable, but for marks: what saves most look-ups.
    pub fn is_syllable(&self, text: &str) -> bool {
        let mut letters = Vec::with_capacity(SYLLABLE);
        alphabet::encode(text, &mut letters);
        damage::skeleton(&mut letters);
        self.lexicon.model.dictionary.is_skeleton(&letters)
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use crate::{Glossary, Model, Options, Repairer};

    fn repaired(text: &str) -> String {
        Repairer::new(Model::embedded(), Options::default()).repair(text).text.into_owned()
    }

    #[test]
    fn parts_are_joined() {
        for (seen, meant) in [
            ("C ông an tỉnh phối hợp với S ở Nội vụ.", "Công an tỉnh phối hợp với Sở Nội vụ."),
            ("KẾ HOẠCH S Ử D Ụ NG Đ Ấ T NĂM 2025", "KẾ HOẠCH SỬ DỤNG ĐẤT NĂM 2025"),
            ("(T heo đề nghị của các đơn v ị)", "(Theo đề nghị của các đơn vị)"),
            ("Cán b ộ xã được g iao nhiệm v ụ.", "Cán bộ xã được giao nhiệm vụ."),
            ("Q U Y Ế T Đ Ị N H", "QUYẾT ĐỊNH"),
            ("Đơn v ị triên khai đ ât ở.", "Đơn vị triển khai đất ở."),
        ] {
            assert_eq!(repaired(seen), meant);
        }
    }

    #[test]
    fn words_of_one_letter_stay() {
        for text in [
            "Khu phố 3, tổ C là đúng; điểm a khoản 1 và mục B phần II.",
            "Ở xã ta ý kiến của bà A và ông B là y tế cần ô tô.",
            "Lớp 5 A\tn\tC\tông\tan",
            "Tổ C\nông dân",
            "Vitamin C ở rau; cột A có n dòng.",
        ] {
            assert_eq!(repaired(text), text);
        }
    }

    #[test]
    fn what_the_user_keeps_is_joined_with_nothing() {
        let repairer = Repairer::new(Model::embedded(), Options::default());
        let text = "C ông an tỉnh phối hợp.";
        let kept = repairer.with_glossary(Glossary::default().keep(["ông an"])).repair(text).text;
        assert_eq!(kept, text);
    }
}
