//! Punctuation that was misread: a comma for a full stop, a colon for a semicolon, a full stop that is a speck.
//!
//! The words around a mark tell which it was, and so does whether the word behind it begins with a capital, which the
//! language model does not see. Costs are those of 1,267 pages of training (and, for the right language, of 17,261 lines
//! of real scans), where one mark in forty was misread; other confusions are rare there, or nobody can tell them from
//! what the writer did (`;` for `,`, `-` for `–`).

use crate::arcs::Builder;
use crate::candidates::Known;
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary;
use crate::lattice::{Arc, Judge};
use crate::token::{Kind, Token};

/// A mark that may be another one.
struct Confusion {
    seen: char,
    meant: char,
    /// Cost of reading one for the other, in tenths of a nat: with the right language, if engines do, and with a wrong one.
    right: Option<Cost>,
    wrong: Cost,
    place: Place,
}

/// Where a mark stands that may be another one.
enum Place {
    /// Behind a word.
    Behind,
    /// Between blanks.
    Alone,
    /// At the beginning of a line, as the mark of a list item: `25 ~ 30` is meant.
    First,
}

/// Engines set to English have no `–`: of 57 `—` that they read on its own 45 were meant so, and none was a `—`. Of colons
/// made semicolons 9 in 11 were right on dev and golden pages read with the wrong language, one in two with the right one.
const CONFUSIONS: [Confusion; 5] = [
    Confusion { seen: '.', meant: ',', right: Some(49), wrong: 44, place: Place::Behind },
    Confusion { seen: ',', meant: '.', right: Some(40), wrong: 40, place: Place::Behind },
    Confusion { seen: ':', meant: ';', right: None, wrong: 31, place: Place::Behind },
    Confusion { seen: '~', meant: '-', right: Some(28), wrong: 40, place: Place::First },
    Confusion { seen: '—', meant: '–', right: None, wrong: 1, place: Place::Alone },
];

/// Costs, in tenths of a nat, of a small letter and of a capital at the head of the word behind a mark, by how often
/// either stands there in the training text.
const HEADS: [(char, [Cost; 2]); 4] =
    [(',', [2, 21]), ('.', [57, 0]), (';', [1, 22]), (':', [16, 6])];

/// What costs more, in tenths of a nat, hardly ever wins: a full stop before a small letter, a comma before a capital.
const DEAREST: Cost = 60;

/// Cost of reading a full stop where nothing stood, in tenths of a nat, with the right language and with a wrong one: a speck
/// in two thousand blanks, and in six thousand. Colons are read as often where there is none, but only their writers know
/// which ones: of six that were taken away in golden documents three were meant.
const STRAY: [Cost; 2] = [79, 87];

/// Cost of a straight quotation mark that was read as a curved one, in a text that has straight ones: that leaves little doubt.
const STRAIGHTENED: Cost = -5 * NAT;

/// Whether curved quotation marks among some tokens were straight ones. Engines set to English read one straight mark in seven
/// as a curved one, and one curved mark in twenty as a straight one: of 37 pages of training on which half of the marks and
/// more were read as straight 34 have no others, and two have none.
pub fn are_quotes_straight(source: Source, tokens: &[Token]) -> bool {
    let count = |marks: &[char]| {
        tokens
            .iter()
            .filter(|token| matches!(token.kind, Kind::Symbol(c) if marks.contains(&c)))
            .count()
    };
    let curved = count(&['“', '”']);
    source == Source::Wrong && curved > 0 && count(&['"']) >= curved
}

impl Builder<'_> {
    /// The arc to a straight quotation mark, where those of the text are straight.
    pub fn quote(&mut self, node: usize, seen: char) {
        if self.straight && matches!(seen, '“' | '”') {
            let class = |c| dictionary::class(Kind::Symbol(c), "");
            let candidate = Some(self.candidates.mark(class('"')));
            // To the words around it is what stands there: their neighbours are better known beside curved ones.
            self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, class(seen), STRAIGHTENED) });
        }
    }

    /// The arc to the mark that was meant where another one stands.
    pub fn punctuation(&mut self, node: usize, seen: char) {
        let Some(found) = CONFUSIONS.iter().find(|confusion| confusion.seen == seen) else {
            return;
        };
        let misread = match self.source {
            Source::Right => found.right,
            Source::Wrong => Some(found.wrong),
            // What was typed was not misread.
            Source::Bare => None,
        };
        let there = match found.place {
            Place::Behind => self.closes(node),
            Place::Alone => self.stands_alone(node),
            Place::First => self.stands_alone(node) && self.begins_line(node),
        };
        let Some(misread) = misread.filter(|_| there) else { return };
        let cost = misread + self.head(node + 1, found.meant) - self.head(node + 1, seen);
        if cost > DEAREST {
            return;
        }
        let word = dictionary::class(Kind::Symbol(found.meant), "");
        let candidate = Some(self.candidates.mark(word));
        self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, word, cost * NAT / 10) });
    }

    /// Arcs over the word at a node and a mark behind it that is none.
    pub fn stray(&mut self, known: Known, node: usize) {
        let cost = match self.source {
            Source::Right => STRAY[0],
            Source::Wrong => STRAY[1],
            Source::Bare => return,
        };
        if self.kind(node + 1) != Some(Kind::Symbol('.'))
            || !self.closes(node + 1)
            || self.is_settled(node + 1)
            || !self.is_small(node + 2)
        {
            return;
        }
        let dearer = self.prices.edit - self.doubt(node..node + 2) + cost * NAT / 10;
        let Self { candidates, lattice, prices, .. } = self;
        lattice.extend(known.candidates().zip(candidates.all(known)).map(|(at, word)| Arc {
            then: word.then.map(|(second, _)| second),
            candidate: Some(at),
            judge: Judge::Text,
            ..Arc::kept(node + 2, word.id, prices.channel(word.channel) + dearer)
        }));
    }

    /// Whether the mark at a node closes what stands before it, and something follows.
    fn closes(&self, node: usize) -> bool {
        let text = |kind| !matches!(kind, Kind::Symbol(c) if c != ')' && c != '%');
        self.sentence.touches_previous(node)
            && self.kind(node - 1).is_some_and(text)
            && self.kind(node + 1).is_some()
            && !self.sentence.touches_previous(node + 1)
    }

    /// Whether blanks, or the ends of the sentence, are on both sides of the token at a node.
    fn stands_alone(&self, node: usize) -> bool {
        let next = node + 1;
        !self.sentence.touches_previous(node)
            && (self.kind(next).is_none() || !self.sentence.touches_previous(next))
    }

    /// Whether nothing stands before a node in its line.
    fn begins_line(&self, node: usize) -> bool {
        let before = self.sentence.nodes[node].checked_sub(1);
        before.is_none_or(|at| !matches!(self.sentence.tokens[at].kind, Kind::Blank { lines: 0 }))
    }

    fn kind(&self, node: usize) -> Option<Kind> {
        (node < self.sentence.nodes.len()).then(|| self.sentence.token(node).kind)
    }

    /// Cost of how the word at a node is written if a mark stands before it; of what is no word the language model
    /// knows all.
    fn head(&self, node: usize, mark: char) -> Cost {
        let costs = HEADS.iter().find(|(known, _)| *known == mark).map_or([0; 2], |row| row.1);
        match self.kind(node) {
            Some(Kind::Word) => costs[usize::from(!self.is_small(node))],
            _ => 0,
        }
    }

    /// Whether a word in small letters begins at a node.
    fn is_small(&self, node: usize) -> bool {
        self.kind(node) == Some(Kind::Word)
            && self.sentence.seen(node..node + 1).starts_with(char::is_lowercase)
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use crate::{Edit, Model, Options, Reason, Repairer};

    const RIGHT: &str = "Điều 5. Trách nhiệm của Ủy ban nhân dân xã\n\
        1. Ủy ban nhân dân xã tổ chức thực hiện Quyết định này.\n\
        2. Các phòng, ban, đơn vị báo cáo kết quả thực hiện trước ngày 15/6/2026.\n\
        Theo quy định của pháp luật: các cơ quan có trách nhiệm phối hợp; TP. Hồ Chí Minh v.v. và các tỉnh.\n\
        - Như Điều 3;";
    const WRONG: &str = "Diéu 5. Trach nhiém cta Uy ban nhan dan xa\n\
        1. Uy ban nhan dan xa t6 chttc thuc hién Quyét dinh nay.\n\
        2. Cac phong, ban, don vi bao cao két qua thuc hién trudc ngay 15/6/2026.\n\
        - Nhu Diéu 3 nam 2025 – 2026;";

    /// The punctuation that is put in place of other marks.
    fn punctuation(text: &str) -> Vec<String> {
        let repair = Repairer::new(Model::embedded(), Options::default()).repair(text);
        let marks = repair.edits.iter().filter(|edit| edit.reason() == Reason::Punctuation);
        marks.map(|Edit { before, after, .. }| format!("{before} {after}")).collect()
    }

    #[test]
    fn marks_that_are_right_stay() {
        for text in [RIGHT, WRONG] {
            assert_eq!(punctuation(text), [""; 0]);
        }
        assert_eq!(punctuation("Nhiệt độ từ 25 ~ 30 độ C; kinh phí ~ 2 tỷ đồng."), [""; 0]);
    }

    #[test]
    fn misread_marks_are_mended_with_any_language() {
        let changes = [("2.", "2,", ", ."), ("phòng,", "phòng.", ". ,"), ("- Như", "~ Như", "~ -")];
        for (meant, seen, change) in changes {
            assert_eq!(punctuation(&RIGHT.replace(meant, seen)), [change]);
        }
        for (meant, seen, change) in
            [("2.", "2,", ", ."), ("phong,", "phong.", ". ,"), ("–", "—", "— –")]
        {
            assert_eq!(punctuation(&WRONG.replace(meant, seen)), [change]);
        }
    }

    #[test]
    fn curved_quotation_marks_among_straight_ones_were_straight() {
        let with =
            |quotes: &str| format!("{WRONG}\nThuc hién phong trao {quotes} trén dia ban xa.");
        let mixed = "\"Xanh, sach” va \"Tuan tra, canh gac\"";
        assert_eq!(punctuation(&with(mixed)), ["” \""]);
        for same in
            ["“Xanh, sach” va \"Tuan tra”", "\"Xanh, sach\" va \"Tuan tra\"", "“Xanh, sach”"]
        {
            assert_eq!(punctuation(&with(same)), [""; 0]);
        }
        let right = RIGHT.replace("Như Điều 3", "Như \"Điều 3”");
        assert_eq!(
            punctuation(&right),
            [""; 0],
            "in readings with the right language they are the writer's"
        );
    }

    #[test]
    fn a_speck_behind_a_word_is_no_full_stop() {
        let text = "Ủy ban nhân. dân xã đề nghị các cơ quan phối hợp thực hiện.";
        let repair = Repairer::new(Model::embedded(), Options::default()).repair(text);
        assert_eq!(repair.text, text.replacen('.', "", 1));
    }

    #[test]
    fn the_dash_of_the_right_language_and_the_marks_of_a_typist_stay() {
        assert_eq!(punctuation(&RIGHT.replace("- Như", "— Như")), [""; 0]);
        let typed = "Uy ban nhan dan xa to chuc thuc hien Quyet dinh nay.\n2, Cac phong. ban, don vi bao cao ket qua.";
        assert_eq!(punctuation(typed), [""; 0]);
    }
}
