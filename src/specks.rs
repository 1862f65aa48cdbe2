//! Marks that were read where none stood: specks of the paper by themselves (`kịp thời; :`), between words (`quy.định`), and
//! parts of letters (`(ứng dụng`, `về&`); and the power of a unit, which engines read as a question mark (`12 km?`).
//!
//! Costs are those of 1,267 pages of training: how often a mark was read there where none stood, against how often one
//! stands so in the text that the language model was counted from, since that does not see blanks.

use crate::arcs::Builder;
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary::{EPSILON, GAP, SQUARE, WordId};
use crate::lattice::Arc;
use crate::token::{Kind, Shape};

/// A mark that may be none where it stands.
struct Speck {
    seen: char,
    place: Place,
    /// Cost of reading it there with the right language, with that in a bad scan, and with a wrong language, in tenths of a nat;
    /// `None` where it is left alone.
    costs: [Option<Cost>; 3],
}

/// Where a mark stands that may be none.
#[derive(Clone, Copy)]
enum Place {
    /// Between blanks.
    Alone,
    /// Between blanks, at the beginning of a line.
    First,
    /// Between blanks, at the end of a line, something behind it in the sentence.
    Break,
    /// Behind the dash of a list item (`-_ Các sở`).
    Item,
    /// Between a word and one in small letters or a number, where a blank stood.
    Between,
    /// Before a word in small letters, a blank and another one before it.
    Before,
    /// Behind a word in small letters.
    Behind,
    /// Before a word in small letters, a bracket that is never closed.
    Unclosed,
    /// Behind a number with its unit, where the power of that stood and the sentence goes on.
    Power,
}

/// Of 124 and 116 colons by themselves on pages of training, read with the right language and a wrong one, none was written; of
/// 23,925 in official text 89 stand so. Of the full stops between small letters of wrong readings 25 of 26 were blanks, of the
/// hyphens 43 of 66. Of 68 dashes by themselves at the end of lines of right readings that go on 56 were none, most of them in bad
/// scans; elsewhere writers of verse put them there. Costs of what stands behind a word for a part of its last letter are no
/// counts: between 4 and 8 nats the dev sets differ by three words.
const SPECKS: [Speck; 34] = {
    use Place::*;
    [
        any(':', First, 0, 5),
        any(':', Alone, 11, 20),
        any(';', Alone, 32, 32),
        any('_', First, 56, 68),
        any('`', Alone, 0, 10),
        any('ˆ', Alone, 0, 10),
        any('„', Alone, 0, 10),
        any('¬', Alone, 0, 10),
        any('.', First, -27, -8),
        any('_', Item, 0, 0),
        wrong('.', Between, 35),
        wrong('_', Between, 35),
        wrong('-', Between, 80),
        wrong('\'', Between, 60),
        wrong('‘', Between, 60),
        wrong('’', Between, 60),
        wrong('_', Before, 30),
        wrong('-', Before, 60),
        wrong('(', Unclosed, 10),
        wrong('_', Behind, 30),
        wrong('‘', Behind, 60),
        wrong('’', Behind, 60),
        wrong('®', Behind, 60),
        wrong('©', Behind, 60),
        wrong('#', Behind, 60),
        wrong('&', Behind, 80),
        wrong('£', Behind, 80),
        wrong('¥', Behind, 80),
        wrong('€', Behind, 80),
        any('?', Power, 10, 10),
        worn('-', Break, 62, 80),
        worn('–', Break, 62, 80),
        worn('—', Break, 62, 80),
        worn('~', Break, 62, 80),
    ]
};

/// What areas are measured in. All 13 of `km²` on pages of training were read as `km?`; nowhere in the training text does a question
/// mark follow a number with such a unit.
const UNITS: [&str; 5] = ["m", "km", "cm", "dm", "mm"];

/// A bracket that is not closed within so many tokens, blanks counted, some four lines, is taken never to be.
const REACH: usize = 80;

const fn any(seen: char, place: Place, right: Cost, wrong: Cost) -> Speck {
    Speck { seen, place, costs: [Some(right), Some(right), Some(wrong)] }
}

const fn worn(seen: char, place: Place, worn: Cost, wrong: Cost) -> Speck {
    Speck { seen, place, costs: [None, Some(worn), Some(wrong)] }
}

const fn wrong(seen: char, place: Place, wrong: Cost) -> Speck {
    Speck { seen, place, costs: [None, None, Some(wrong)] }
}

impl Place {
    /// What is to stand there.
    fn meant(self) -> WordId {
        match self {
            Self::Between => GAP,
            Self::Power => SQUARE,
            _ => EPSILON,
        }
    }
}

impl Builder<'_> {
    /// Whether a hyphen of old spelling stands at a node (`cách-mạng`): words go on behind it as behind a blank.
    pub fn is_silent(&self, node: usize, seen: char) -> bool {
        seen == '-'
            && self.habits.hyphens
            && self.sentence.touches(node)
            && self.sentence.touches(node + 1)
    }

    /// The arc past a mark at a node that is none.
    pub fn speck(&mut self, node: usize, seen: char) {
        let mut specks = SPECKS.iter().filter(|speck| speck.seen == seen);
        let found = specks.find_map(|speck| {
            let cost = self.misread(speck.costs)?;
            self.is_there(node, speck).then(|| (speck.place.meant(), cost))
        });
        let Some((word, cost)) = found else { return };
        let candidate = Some(self.candidates.mark(word));
        let cost = cost * NAT / 10 + self.prices.edit - self.doubt(node..node + 1);
        self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, word, cost) });
    }

    /// Whether what stands at a node may be such a speck.
    fn is_there(&self, node: usize, Speck { seen, place, .. }: &Speck) -> bool {
        let next = node + 1;
        let (before, behind) = (self.sentence.touches(node), self.sentence.touches(next));
        match place {
            Place::Alone => {
                self.sentence.stands_alone(node)
                    && self.habits.allow(*seen)
                    && !(matches!(seen, ':' | ';') && self.parts_numbers(node))
            }
            Place::First => self.sentence.stands_alone(node) && self.sentence.leads(node),
            Place::Break => {
                let goes_on = self.sentence.ends_line(node) && self.sentence.kind(next).is_some();
                self.sentence.stands_alone(node) && !self.sentence.leads(node) && goes_on
            }
            Place::Item => {
                before
                    && !behind
                    && self.sentence.kind(node - 1) == Some(Kind::Symbol('-'))
                    && self.sentence.leads(node - 1)
                    && self.sentence.kind(next).is_some()
            }
            Place::Between => {
                let number = || *seen == '.' && self.sentence.kind(next) == Some(Kind::Number);
                before
                    && behind
                    && self.is_word(node - 1)
                    && (self.sentence.is_low(next) || number())
            }
            Place::Before => {
                !before
                    && behind
                    && node > 0
                    && !self.sentence.leads(node)
                    && self.sentence.is_low(node - 1)
                    && self.sentence.is_low(next)
            }
            Place::Behind => {
                let mark =
                    || matches!(self.sentence.kind(next), Some(Kind::Symbol('.' | ',' | ';')));
                before && self.sentence.is_low(node - 1) && (!behind || mark())
            }
            Place::Unclosed => {
                !before && behind && self.sentence.is_low(next) && !self.is_closed(node)
            }
            Place::Power => {
                let goes_on = self.sentence.is_small(next)
                    || matches!(
                        self.sentence.kind(next),
                        Some(Kind::Symbol('.' | ',' | ';' | ')'))
                    );
                before && goes_on && self.is_measure(node)
            }
        }
    }

    /// Whether a colon or semicolon by itself stands beside a number in a text that is no bad scan (`tỷ lệ 1 : 2`, `trang 12 ; 15`).
    fn parts_numbers(&self, node: usize) -> bool {
        let number = |node| matches!(self.sentence.kind(node), Some(Kind::Number | Kind::Fixed(_)));
        let sound = self.source == Source::Right && !self.prices.are_worn();
        sound && (node > 0 && number(node - 1) || number(node + 1))
    }

    /// Whether a number with the unit of an area stands before a node.
    fn is_measure(&self, node: usize) -> bool {
        let number = |node| {
            matches!(self.sentence.kind(node), Some(Kind::Number | Kind::Fixed(Shape::Decimal)))
        };
        node > 1 && UNITS.contains(&self.sentence.seen(node - 1..node)) && number(node - 2)
    }

    /// Whether the bracket at a node is closed.
    fn is_closed(&self, node: usize) -> bool {
        let behind = self.sentence.tokens[self.sentence.nodes[node] + 1..].iter().take(REACH);
        let brackets =
            behind.map(|token| token.kind).filter(|kind| matches!(kind, Kind::Symbol('(' | ')')));
        brackets.take(1).any(|kind| kind == Kind::Symbol(')'))
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use crate::{Edit, Model, Options, Reason, Repairer};

    const RIGHT: &str = "Căn cứ Luật Tổ chức chính quyền địa phương;\n\
        Ủy ban nhân dân xã có trách nhiệm: tổ chức thực hiện Quyết định này;\n\
        - Các phòng, ban, đơn vị báo cáo kết quả thực hiện trước ngày 15/6/2026;\n\
        - Văn phòng theo dõi, đôn đốc việc thực hiện.";
    const WRONG: &str = "Diéu 5. Trach nhiém cta Uy ban nhan dan xa\n\
        Uy ban nhan dan xa c6 trach nhiém: t6 chttc thuc hién Quyét dinh nay;\n\
        - Cac phong, ban, don vi bao cao két qua thuc hién trudc ngay 15/6/2026;\n\
        - Van phong theo doi, d6n déc viéc thuc hién.";

    fn mended(text: &str) -> String {
        Repairer::new(Model::embedded(), Options::default()).repair(text).text.into_owned()
    }

    #[test]
    fn specks_by_themselves_are_taken_away() {
        for (meant, seen) in [
            ("này;\n", "này; :\n"),
            ("nhân dân xã có", "nhân : dân xã có"),
            ("Căn cứ Luật", ". Căn cứ Luật"),
            ("đôn đốc việc", "đôn đốc ` ˆ việc"),
            ("- Các", "-_ Các"),
        ] {
            let speckled = RIGHT.replacen(meant, seen, 1);
            assert_eq!(mended(&speckled), RIGHT, "{seen}");
        }
        let whole = mended(WRONG);
        for (meant, seen) in [
            ("Quyét dinh nay", "Quyét.dinh nay"),
            ("Quyét dinh nay", "Quyét : dinh nay"),
            ("két qua", "két'qua"),
            ("theo doi", "(theo doi"),
            ("phong theo", "phong _theo"),
            ("viéc thuc", "viéc# thuc"),
        ] {
            assert_eq!(mended(&WRONG.replacen(meant, seen, 1)), whole, "{seen}");
        }
    }

    #[test]
    fn a_speck_goes_with_a_blank_beside_it() {
        let repairer = Repairer::new(Model::embedded(), Options::default());
        for (meant, seen, before) in
            [("này;\n", "này;  :\n", "  :"), ("Căn cứ Luật", ".  Căn cứ Luật", ".  ")]
        {
            let text = RIGHT.replacen(meant, seen, 1);
            let edits = repairer.repair(&text).edits;
            let [Edit { before: taken, after, .. }] = &edits[..] else { panic!("{edits:?}") };
            assert_eq!((&**taken, &after[..]), (before, ""));
            assert_eq!(edits[0].reason(), Reason::Punctuation);
        }
    }

    #[test]
    fn dashes_at_the_ends_of_lines_are_taken_away() {
        let wrapped = WRONG.replacen("c6 trach", "c6\ntrach", 1);
        assert_eq!(mended(&WRONG.replacen("c6 trach", "c6 -\ntrach", 1)), mended(&wrapped));
        for text in [
            "Tôi bảo nó rằng -\nnó không nghe lời tôi\nvà nó bỏ đi -\nkhông một lời từ biệt",
            "Hồ sơ gồm có các giấy tờ sau\n– đơn xin việc\n– bản sao bằng cấp",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn ends_of_lines_and_pages_stay() {
        for end in ["\r", "\u{c}", "\u{2028}"] {
            let text = RIGHT.replacen("này;\n", &format!("này{end}: ;\n"), 1);
            assert!(mended(&text).contains(end), "{end:?}");
        }
    }

    #[test]
    fn a_line_of_specks_stays_a_line() {
        let text = RIGHT.replacen("này;\n", "này;\n` `\n", 1);
        assert_eq!(mended(&text), RIGHT.replacen("này;\n", "này;\n\n", 1));
    }

    #[test]
    fn marks_that_are_meant_stay() {
        for text in [
            "Kính gửi : Ủy ban nhân dân xã Nậm Khao\nNơi nhận :\nĐiện thoại : 0203 123 456",
            "Liên hệ: (028) 3930.3279 _ 0906.229966 để được hướng dẫn.",
            "Tỷ số là 3 : 1 nghiêng về đội chủ nhà.",
            "Trộn theo tỷ lệ 1 : 2 : 4; xem các trang 12 ; 15 ; 18 và phiếu hợp lệ: 1.150 ; phiếu hỏng: 38.",
            "... tổ chức thực hiện ; các cơ quan có liên quan .",
            "Từ xã đến tỉnh có phải 12 km? Đường đi rất xấu. Hay là 15 km?",
            "Phát triển kinh tế -\nxã hội, bảo đảm quốc phòng\n- an ninh; tuyến Hà Nội -\nHải Phòng.",
            "Thời gian (dự kiến: tháng 6), địa điểm (hội trường xã), thành phần (có danh sách).",
        ] {
            assert_eq!(mended(text), text);
        }
        let wrong = "Uy ban nhan dan xa (theo quy ché) t6 chttc thuc hién cac chinh sach kinh té-xa hdi trén dia ban xa.";
        assert!(mended(wrong).contains("(theo quy chế)"), "{}", mended(wrong));
        assert!(mended(wrong).contains("kinh tế-xã hội"), "{}", mended(wrong));
        assert_eq!(
            mended("Uy ban : nhan dan xa to chuc thuc hien cac chinh sach").matches(':').count(),
            1
        );
    }

    #[test]
    fn hyphens_of_old_spelling_stay_and_part_no_words() {
        let right = "Ủy-ban hành-chính tỉnh báo-cáo tình-hình sản-xuất nông-nghiệp và chăn-nuôi trong tháng vừa qua\n\
            của nhân-dân trong tỉnh, đặc-biệt là các hợp-tác-xã; toàn-thể cán-bộ cách-mạng và bộ-đội địa-phương.";
        for seen in [
            right.to_string(),
            right.replace("sản-xuất", "sản-xuât").replace("cách-mạng", "cach-mạng"),
            "Uy-ban hanh-chinh tinh bao-cao tinh-hinh san-xuat nong-nghiep va chan-nuoi trong thang vua qua\n\
            cua nhan-dan trong tinh, dac-biet la cac hop-tac-xa; toan-the can-bo cach-mang va bo-doi dia-phuong."
                .to_string(),
        ] {
            assert_eq!(mended(&seen), right);
        }
    }

    #[test]
    fn question_marks_behind_units_are_powers() {
        let text = "Khu rirng c6 dién tich 1.200 km? va dan sé 5 nghin ngudi; bao nhiéu km? la dti";
        let mended = mended(text);
        assert!(mended.contains("1.200 km² và") && mended.contains("bao nhiêu km?"), "{mended}");
    }
}
