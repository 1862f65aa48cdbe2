//! Numbers of documents that lost their strokes: `26 2025 ND-CP` for `26/2025/NĐ-CP`, `109/2025 QH15`.

use std::ops::Range;

use crate::arcs::Builder;
use crate::candidate::{Candidate, Scope};
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary::{self, UNKNOWN};
use crate::lattice::Arc;
use crate::sentence::Sentence;
use crate::token::{Kind, Shape};
use crate::{lookup, numerals};

/// Cost of losing the strokes: 73 of some 4,500 numbers on pages of training read with English lack the second one; of 29,000 in
/// official text one does.
const LOST: Cost = 42 * NAT / 10;
/// How much dearer what follows is to the language model behind a number that has a stroke than behind its letters, about: it
/// expects another stroke.
const BEHIND: Cost = 5 * NAT;
/// The most digits of a number.
const LONGEST: usize = 5;
/// The most letters of what stands before it (`Số:`, `s6`).
const SIGN: usize = 3;
/// Behind other words numbers up to this may be those of months and quarters.
const MONTHS: u32 = 12;

impl Builder<'_> {
    /// Arcs to the number of a document that begins at a node, if its strokes were lost. To the words around it is what numbers
    /// with a stroke are.
    pub fn code(&mut self, node: usize) {
        let Some(Range { start, end }) = self.sentence.parted_code(node) else { return };
        if self.source == Source::Bare || (node..end).any(|node| self.is_settled(node)) {
            return;
        }
        let word = dictionary::class(Kind::Fixed(Shape::Date), "");
        let cost = LOST - BEHIND + self.prices.edit - self.doubt(node..end);
        if self.sentence.is_law(start) {
            let candidate = Some(self.candidates.mark(UNKNOWN));
            self.lattice.arc(Arc { candidate, ..Arc::kept(end, word, cost) });
            return;
        }
        let seen = self.sentence.seen(start..end);
        if seen.len() > lookup::LONGEST {
            return;
        }
        let known = self.candidates.of(self.lexicon, self.source, Scope::Usual, seen);
        for at in known.candidates() {
            let Candidate { id, channel, abbreviation, .. } = *self.candidates.get(at);
            if abbreviation && self.lexicon.model.dictionary.text(id).contains('-') {
                let cost = cost + self.prices.channel(channel);
                self.lattice.arc(Arc { candidate: Some(at), ..Arc::kept(end, word, cost) });
            }
        }
    }
}

impl Sentence<'_> {
    /// The nodes of the letters in a document's number that begins at a node, if a blank, or nothing, is in place of the stroke
    /// before them.
    pub fn parted_code(&self, node: usize) -> Option<Range<usize>> {
        let number = |text: &str| {
            let month = text.parse().is_ok_and(|number: u32| number <= MONTHS);
            text.len() <= LONGEST && !is_year(text) && (!month || self.follows_sign(node))
        };
        let seen = self.seen_at(node)?;
        let (start, lost) = match self.kind(node)? {
            Kind::Number if number(seen) && self.is_year(node + 1) => (node + 2, false),
            Kind::Fixed(Shape::Date) => {
                let (before, year) = seen.split_once('/')?;
                let start = node + 1;
                (number(before) && is_year(year)).then_some((start, self.touches(start)))?
            }
            _ => return None,
        };
        let word = |node| self.kind(node) == Some(Kind::Word);
        let hyphen = |node| self.kind(node) == Some(Kind::Symbol('-')) && self.touches(node);
        let more = |node| hyphen(node) && word(node + 1) && self.touches(node + 1);
        let mut end = start + 1;
        while more(end) {
            end += 2;
        }
        let ends = !self.touches(end) || self.is_closing(end);
        let parted = word(start) && (lost || self.spaced(start)) && ends && !self.touches(node);
        (parted && (end > start + 1 || self.is_law(start))).then_some(start..end)
    }

    /// A document's number with its strokes, up to the letters, which begin at a node.
    pub fn strokes(&self, node: usize, letters: usize) -> String {
        let parts = (node..letters).map(|node| self.seen(node..node + 1));
        parts.flat_map(|part| [part, "/"]).collect()
    }

    /// Whether something like `số` stands before a node: numbers behind it are those of no months (`tháng 9/2025 UBND`).
    fn follows_sign(&self, node: usize) -> bool {
        let before = self.text[..self.token(node).span.start].strip_suffix(' ');
        let last = before.and_then(|before| before.rsplit(char::is_whitespace).next());
        last.is_some_and(|last| last.starts_with(['s', 'S', '$']) && last.chars().count() <= SIGN)
    }

    /// Whether the year of a document's number stands at a node, behind a blank.
    fn is_year(&self, node: usize) -> bool {
        let number = self.kind(node) == Some(Kind::Number) && self.spaced(node);
        number && self.seen_at(node).is_some_and(is_year)
    }

    /// Whether the letters of a law's number stand at a node.
    fn is_law(&self, node: usize) -> bool {
        let seen = self.seen(node..node + 1);
        let term = seen.strip_prefix("QH").or_else(|| seen.strip_prefix("UBTVQH"));
        numerals::term(seen).is_some() || term.is_some_and(|term| term.parse::<u8>().is_ok())
    }
}

fn is_year(text: &str) -> bool {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && (text.starts_with("19") || text.starts_with("20"))
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use crate::{Model, Options, Repairer};

    fn mended(text: &str) -> String {
        Repairer::new(Model::embedded(), Options::default()).repair(text).text.into_owned()
    }

    #[test]
    fn lost_strokes_are_put_back() {
        let text = |code: &str, law: &str| {
            format!(
                "Can ctr Nghi dinh sé {code} ngay 24/02/2025 cta Chinh phu quy dinh chttc nang; Luat s6 {law}, Luat Dat dai"
            )
        };
        let right = mended(&text("26/2025/ND-CP", "46/2010/QH12"));
        assert!(
            right.contains("số 26/2025/NĐ-CP ngày") && right.contains("số 46/2010/QH12,"),
            "{right}"
        );
        for (code, law) in [
            ("26 2025 ND-CP", "46 2010 QH12"),
            ("26/2025 ND-CP", "46/2010 QH12"),
            ("26/2025/ND-CP", "46/2010 QHI2"),
            ("26/2025ND-CP", "46/2010QH12"),
            ("26/2025IND-CP", "46/2010/0H12"),
        ] {
            assert_eq!(mended(&text(code, law)), right, "{code} {law}");
        }
    }

    #[test]
    fn other_numbers_before_letters_stay() {
        for text in [
            "Trong tháng 9/2025 UBND xã đã tổ chức 12 cuộc họp.",
            "Năm 2024 2025 QĐ-UBND có hiệu lực.",
            "Năm học 2024/2025 QĐ-UBND số 2024/2025 QH15 có hiệu lực.",
            "Tháng 6/2011 QH13 khai mạc; đến tháng 12/2024 KH-UBND hoàn thành; quý 3 2024 TT-BTC.",
            "Năm 2024 và 2025 UBND tỉnh, HĐND tỉnh đã ban hành 12 2025 văn bản.",
            "Quyết định số 26/2025/QĐ-UBND ngày 24/02/2025 QĐ có hiệu lực.",
        ] {
            assert_eq!(mended(text), text);
        }
    }
}
