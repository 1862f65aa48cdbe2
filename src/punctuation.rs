//! Punctuation that was misread: a comma for a full stop, a colon for a semicolon, a full stop that is a speck.
//!
//! The words around a mark tell which it was, and so does whether the word behind it begins with a capital, which the
//! language model does not see. Costs are those of 1,267 pages of training (and, for the right language, of 17,261 lines
//! of real scans), where one mark in forty was misread; other confusions are rare there, or nobody can tell them from
//! what the writer did (`;` for `,`, `-` for `–`).

use crate::arcs::Builder;
use crate::candidates::Known;
use crate::case::{self, Pattern};
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary::{self, WordId};
use crate::items::Item;
use crate::lattice::{Arc, Judge};
use crate::token::Kind;

/// A mark that may be another one.
struct Confusion {
    seen: char,
    meant: char,
    /// Cost of reading one for the other with the right language, with that in a bad scan, and with a wrong language, in tenths of
    /// a nat; `None` where that is left alone.
    costs: [Option<Cost>; 3],
    place: Place,
}

/// Where a mark stands that may be another one.
enum Place {
    /// Behind anything, where something follows, or between items.
    Behind,
    /// Behind a word, as a full stop in a text that has capitals behind these.
    Within,
    /// Behind a word, or the number of a list item in a text that has full stops behind these.
    End,
    /// Between blanks.
    Alone,
    /// Between blanks, with words on both sides.
    Amid,
    /// At the beginning of a line, as the mark of a list item: `25 ~ 30` is meant.
    First,
    /// Anywhere but between numbers, where it is that of a fraction.
    Stroke,
}

/// Engines set to English have no `–`: of 57 `—` that they read on its own 45 were meant so, none was a `—`, and the other 12
/// stand for no mark. Of colons made semicolons 9 in 11 were right on dev and golden pages read with the wrong language, one in two
/// with the right one: real scans have 9 of 2,758 semicolons read so, bad ones one in 17. Of 40 `=` at the beginning of lines that
/// were no letters 39 were dashes, of 31 `~` between blanks 22 were `–`, seven nothing, none meant. All `⁄` of the training text
/// stand between numbers, those of pages in codes.
const CONFUSIONS: [Confusion; 8] = [
    Confusion {
        seen: '.',
        meant: ',',
        costs: [Some(49), Some(49), Some(44)],
        place: Place::Within,
    },
    Confusion { seen: ',', meant: '.', costs: [Some(40), Some(40), Some(40)], place: Place::End },
    Confusion { seen: ':', meant: ';', costs: [None, Some(28), Some(31)], place: Place::Behind },
    Confusion { seen: '~', meant: '-', costs: [Some(28), Some(28), Some(40)], place: Place::First },
    Confusion { seen: '=', meant: '-', costs: [None, Some(28), Some(28)], place: Place::First },
    Confusion { seen: '~', meant: '–', costs: [None, Some(20), Some(20)], place: Place::Amid },
    Confusion { seen: '⁄', meant: '/', costs: [Some(0), Some(0), Some(0)], place: Place::Stroke },
    Confusion { seen: '—', meant: '–', costs: [None, Some(1), Some(1)], place: Place::Alone },
];

/// How much cheaper a semicolon is than a colon at the end of an item with another one behind it, in tenths of a nat. Official text
/// has two semicolons for a colon at the end of lines, but 42 there behind items with `-`, 87 with `+`, some thousand with `a)`, 14
/// with `1.` and 785 behind grounds.
const ITEMS: [(Item, Cost); 5] = [
    (Item::Dash, 30),
    (Item::Plus, 37),
    (Item::Letter, 68),
    (Item::Number, 19),
    (Item::Ground, 59),
];

/// Costs, in tenths of a nat, of a small letter and of a capital at the head of the word behind a mark, by how often
/// either stands there in the training text.
const HEADS: [(char, [Cost; 2]); 4] =
    [(',', [2, 21]), ('.', [57, 0]), (';', [1, 22]), (':', [16, 6])];

/// Other marks that cost more, in tenths of a nat, hardly ever were meant: a full stop where a small letter follows, a comma where a
/// capital does. Without a limit no dev set has a word less wrong.
const DEAREST: Cost = 60;

/// Cost of reading a full stop where nothing stood, in tenths of a nat, with the right language and with a wrong one: a speck
/// in two thousand blanks, and in six thousand. Colons are read as often where there is none, but only their writers know
/// which ones: of six that were taken away in golden documents three were meant.
const STRAY: [Cost; 2] = [79, 87];

/// Cost, in tenths of a nat, of reading a last letter as one with a colon behind it (`cht:` for `chủ`), as engines set to another
/// language do with 41 of 2,245 `ủ` and 12 of 228 `ù`; behind others one colon in ten thousand is none.
const HOOKED: [(char, Cost); 2] = [('ủ', 40), ('ù', 29)];

/// Cost of a straight quotation mark that was read as a curved one, in a text that has straight ones: that leaves little doubt.
const STRAIGHTENED: Cost = -5 * NAT;

impl Builder<'_> {
    /// The arc to a straight quotation mark, where those of the text are straight.
    pub fn quote(&mut self, node: usize, seen: char) {
        let wrong = self.source == Source::Wrong;
        if wrong && self.habits.straight && matches!(seen, '“' | '”') {
            let class = |c| dictionary::class(Kind::Symbol(c), "");
            let candidate = Some(self.candidates.mark(class('"')));
            // To the words around it is what stands there: their neighbours are better known beside curved ones.
            self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, class(seen), STRAIGHTENED) });
        }
    }

    /// The arc to the mark that was meant where another one stands.
    pub fn punctuation(&mut self, node: usize, seen: char) {
        let mut confusions = CONFUSIONS.iter().filter(|confusion| confusion.seen == seen);
        let Some(found) = confusions.find(|found| self.may_stand(node, &found.place)) else {
            return;
        };
        let Some(misread) = self.misread(found.costs) else { return };
        let ended = self.item_ended(node);
        let item = ITEMS.iter().find(|(item, _)| ended == Some(*item));
        let cheaper = item.map_or(0, |&(_, cheaper)| cheaper);
        let heads = self.head(node + 1, found.meant) - self.head(node + 1, seen);
        let cost = misread + heads - cheaper;
        if cost > DEAREST {
            return;
        }
        let word = dictionary::class(Kind::Symbol(found.meant), "");
        let candidate = Some(self.candidates.mark(word));
        self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, word, cost * NAT / 10) });
    }

    /// Whether a node is such a place.
    fn may_stand(&self, node: usize, place: &Place) -> bool {
        match place {
            Place::Behind => self.closes(node) || self.item_ended(node).is_some(),
            Place::Within => self.closes(node) && self.may_go_on(node),
            Place::End => {
                self.closes(node) && (self.is_word(node - 1) || self.is_item_number(node - 1))
            }
            Place::Alone => self.sentence.stands_alone(node),
            Place::Amid => {
                let word = |node| self.sentence.kind(node) == Some(Kind::Word);
                self.sentence.stands_alone(node) && node > 0 && word(node - 1) && word(node + 1)
            }
            Place::Stroke => {
                let number =
                    |node| matches!(self.sentence.kind(node), Some(Kind::Number | Kind::Fixed(_)));
                node == 0 || !number(node - 1) || !number(node + 1)
            }
            Place::First => {
                self.habits.dashes && self.sentence.stands_alone(node) && self.sentence.leads(node)
            }
        }
    }

    /// What the item begins with that ends with the colon at a node, if another one follows.
    fn item_ended(&self, node: usize) -> Option<Item> {
        let colon = self.sentence.kind(node) == Some(Kind::Symbol(':'));
        (colon && self.sentence.touches(node)).then(|| self.sentence.item_ended(node))?
    }

    /// Arcs over the word at a node and a mark behind it that is none.
    pub fn stray(&mut self, known: Known, node: usize) {
        let Some(Kind::Symbol(mark @ ('.' | ':'))) = self.sentence.kind(node + 1) else { return };
        if !self.closes(node + 1) || self.is_settled(node + 1) {
            return;
        }
        match (mark, self.source) {
            (_, Source::Bare) => {}
            ('.', source) if self.may_go_on(node + 1) && self.sentence.is_small(node + 2) => {
                let cost = if source == Source::Right { STRAY[0] } else { STRAY[1] };
                self.past_mark(known, node, |_| Some(cost));
            }
            (':', Source::Wrong) => {
                let model = self.lexicon.model;
                self.past_mark(known, node, |word| hooked(model.dictionary.text(word)));
            }
            _ => {}
        }
    }

    /// Arcs over the word at a node and the mark behind it, to the words that may have been read so at a cost, in tenths of a nat.
    fn past_mark(&mut self, known: Known, node: usize, cost: impl Fn(WordId) -> Option<Cost>) {
        let dearer = self.prices.edit - self.doubt(node..node + 2);
        let Self { candidates, lattice, prices, .. } = self;
        lattice.extend(known.candidates().zip(candidates.all(known)).filter_map(|(at, word)| {
            let then = word.then.map(|(second, _)| second);
            let stray = cost(then.unwrap_or(word.id))? * NAT / 10;
            let cost = prices.channel(word.channel) + dearer + stray;
            let arc = Arc::kept(node + 2, word.id, cost);
            Some(Arc { then, candidate: Some(at), judge: Judge::Text, ..arc })
        }));
    }

    /// Whether the mark at a node closes what stands before it, and something follows.
    fn closes(&self, node: usize) -> bool {
        let text = |kind| !matches!(kind, Kind::Symbol(c) if c != ')' && c != '%');
        self.sentence.touches(node)
            && self.sentence.kind(node - 1).is_some_and(text)
            && self.sentence.kind(node + 1).is_some()
            && !self.sentence.touches(node + 1)
    }

    /// Whether the full stop at a node may be none: capitals stand behind full stops elsewhere, and it is no part of an
    /// abbreviation (`Cty.`, `H.`).
    fn may_go_on(&self, node: usize) -> bool {
        let worn = self.source == Source::Wrong || self.prices.are_worn();
        let capitals = if worn { self.habits.some_capitals } else { self.habits.capitals };
        capitals && self.is_word(node - 1)
    }

    /// Whether a word of two letters and more stands at a node that is written as no abbreviation.
    pub fn is_word(&self, node: usize) -> bool {
        let seen = self.sentence.seen(node..node + 1);
        self.sentence.kind(node) == Some(Kind::Word)
            && seen.chars().nth(1).is_some()
            && case::pattern(seen) != Pattern::Capitals
            && (self.source == Source::Wrong || self.is_syllable(seen))
    }

    /// Whether the number of a list item stands at a node.
    fn is_item_number(&self, node: usize) -> bool {
        self.habits.stops
            && self.sentence.kind(node) == Some(Kind::Number)
            && self.sentence.leads(node)
    }

    /// Cost of how the word at a node is written if a mark stands before it; of what is no word the language model
    /// knows all.
    fn head(&self, node: usize, mark: char) -> Cost {
        let costs = HEADS.iter().find(|(known, _)| *known == mark).map_or([0; 2], |row| row.1);
        match self.sentence.kind(node) {
            Some(Kind::Word) => costs[usize::from(!self.sentence.is_small(node))],
            _ => 0,
        }
    }
}

/// Cost of a colon read behind the last letter of a word, if it is one of these.
fn hooked(word: &str) -> Option<Cost> {
    let last = word.chars().next_back()?;
    HOOKED.iter().find(|(letter, _)| *letter == last).map(|&(_, cost)| cost)
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use crate::{Edit, Model, Options, Reason, Repairer};

    const RIGHT: &str = "Điều 5. Trách nhiệm của Ủy ban nhân dân xã\n\
        1. Ủy ban nhân dân xã tổ chức thực hiện Quyết định này.\n\
        2. Các phòng, ban, đơn vị báo cáo kết quả thực hiện trước ngày 15/6/2026.\n\
        Theo quy định của pháp luật: các cơ quan có trách nhiệm phối hợp; TP. Hồ Chí Minh v.v. và các tỉnh.\n\
        - Như Điều 3;\n- Lưu VT.";
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
        for text in [
            "Nhiệt độ từ 25 ~ 30 độ C; kinh phí ~ 2 tỷ đồng.",
            "~ hai trăm người dự họp.",
            "Căn cứ khoản 1, Điều 2, Luật Đất đai năm 2024.",
            "Ông H. cho biết, công ty M. đã nộp đủ tiền.",
            "1. máy tính để bàn: 05 chiếc\n2. máy in: 02 chiếc\n3. bàn ghế: 10 bộ",
            "1, Mục đích\n2, Yêu cầu\n3, Nội dung thực hiện\na, Đối với xã\nb, Đối với thôn",
            "Hình 1. Sơ đồ; Hình 2. bản đồ; Bảng 3. kết quả; Biểu 4. số liệu.",
            "Cty. cổ phần dệt may; ĐH. bách khoa; nxb. trẻ; q. bình thạnh.",
            "hôm nay trời đẹp. tôi đi học. mẹ nấu cơm. bố đi làm. em bé ngủ.",
        ] {
            assert_eq!(punctuation(text), [""; 0], "{text}");
        }
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
        let inches = "\nMan hinh 24\" va 21\", phong trao “Xanh, sach” trén dia ban xa.";
        assert_eq!(punctuation(&format!("{WRONG}{inches}")), [""; 0]);
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
    fn strokes_of_fractions_are_those_of_codes_too() {
        let text = RIGHT.replace("Quyết định này", "Nghị quyết số 08/2025/NQ-CP và một phần 1⁄3");
        assert_eq!(punctuation(&text.replace("/NQ", "⁄NQ")), ["⁄ /"]);
        assert_eq!(punctuation(&text), [""; 0]);
    }

    #[test]
    fn colons_between_items_were_semicolons() {
        let items = |mark: &str| {
            format!(
                "{WRONG}\nNoi nhan:\n- Van phong Chinh phu{mark}\n- Cac phong, ban, don vi;\n- Luu: VT."
            )
        };
        assert_eq!(punctuation(&items(":")), [": ;"]);
        assert_eq!(punctuation(&items(";")), [""; 0]);
        let right = "Nơi nhận:\n- Văn phòng Chính phủ:\n- Các phòng, ban, đơn vị;\n- Lưu: VT.";
        assert_eq!(punctuation(&format!("{RIGHT}\n{right}")), [""; 0]);
    }

    #[test]
    fn dashes_are_read_as_other_strokes() {
        let item = WRONG.replace("- Nhu Diéu 3", "= Nhu Diéu 3");
        assert_eq!(punctuation(&format!("- Luu\n{item}")), ["= -",]);
        let amid = WRONG.replace("Uy ban nhan dan xa\n", "Uy ban nhan dan xa ~ Chu tich Uy ban\n");
        assert_eq!(punctuation(&amid), ["~ –"]);
        let about = "Kinh phi ~ 2 ty dong, tu 25 ~ 30 do\n= 5 x 3 don vi cac loai";
        assert_eq!(punctuation(&format!("{WRONG}\n{about}")), [""; 0]);
    }

    #[test]
    fn commas_are_told_though_most_stops_of_a_page_were_commas() {
        let list =
            "Cac phong. ban. don vi; cac co quan. t6 chttc. ca nhan cé lién quan. Van phong Uy ban";
        let marks = punctuation(&WRONG.replace("Cac phong, ban, don vi", list));
        assert!(marks.iter().filter(|mark| *mark == ". ,").count() > 3, "{marks:?}");
        let subjects = "Em thích toán học. vật lý. hóa học. sinh học. lịch sử. địa lý. Tiếng Anh. tin học. thể dục.";
        assert_eq!(punctuation(subjects), [""; 0]);
    }

    #[test]
    fn the_dash_of_the_right_language_and_the_marks_of_a_typist_stay() {
        assert_eq!(punctuation(&RIGHT.replace("- Như", "— Như")), [""; 0]);
        let typed = "Uy ban nhan dan xa to chuc thuc hien Quyet dinh nay.\n2, Cac phong. ban, don vi bao cao ket qua.";
        assert_eq!(punctuation(typed), [""; 0]);
    }
}
