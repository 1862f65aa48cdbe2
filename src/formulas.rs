//! Formulas of dispatches that engines set to another language seldom read right: the mark before the subject of a letter,
//! `V/v` (*về việc*), and the one behind its last word, `./.`.

use crate::arcs::Builder;
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary::{CLOSING, SUBJECT};
use crate::lattice::Arc;
use crate::token::Kind;

/// What `V/v` is read as: of 15 on pages of training four were read as they stand, four, four and two as these. One was `VA`, which
/// is rather *và*.
const SUBJECTS: [&str; 3] = ["Vv", "Viv", "VW"];

/// Cost of it at the beginning of a line: of some forty lines of a letter one has it.
const COST: Cost = 4 * NAT;

/// What `./.` is read as at the end of a line: of 92 on pages of training 17 were read so, and nothing
/// else was.
const CLOSINGS: [&str; 6] = ["/.", "//.", "./,", ",/.", ",./.", "../."];

/// The most characters of these behind the first one.
const LONGEST: usize = 3;
/// Cost of it where one of these stands: that leaves little doubt.
const CLOSED: Cost = -5 * NAT;

impl Builder<'_> {
    /// The arc to the mark, where it may have been read at a node: at the beginning of a line, or behind the code of the letter,
    /// before a word in small letters.
    pub fn subject(&mut self, node: usize) {
        let seen = self.sentence.seen(node..node + 1);
        if self.source != Source::Wrong
            || !SUBJECTS.contains(&seen)
            || !self.sentence.is_small(node + 1)
        {
            return;
        }
        let code = node > 0 && self.sentence.is_in_code(node - 1) && !self.sentence.touches(node);
        if code || self.sentence.leads(node) {
            let candidate = Some(self.candidates.mark(SUBJECT));
            let cost = COST + self.prices.edit - self.doubt(node..node + 1);
            self.lattice.arc(Arc { candidate, ..Arc::kept(node + 1, SUBJECT, cost) });
        }
    }

    /// The arc to the mark behind the last word, where it may have been read from a node on.
    pub fn closing(&mut self, node: usize) {
        let behind = |kind| matches!(kind, Kind::Word | Kind::Number | Kind::Symbol(')'));
        let follows =
            self.sentence.touches(node) && self.sentence.kind(node - 1).is_some_and(behind);
        if self.source != Source::Wrong || !follows {
            return;
        }
        let run = (node + 1..self.sentence.nodes.len()).take(LONGEST);
        let end = node + 1 + run.take_while(|&node| self.sentence.touches(node)).count();
        let settled = (node..end).any(|node| self.is_settled(node));
        if !settled
            && self.sentence.ends_line(end - 1)
            && self.sentence.is_followed_anew(end - 1)
            && CLOSINGS.contains(&self.sentence.seen(node..end))
        {
            let candidate = Some(self.candidates.mark(CLOSING));
            let cost = CLOSED + self.prices.edit - self.doubt(node..end);
            self.lattice.arc(Arc { candidate, ..Arc::kept(end, CLOSING, cost) });
        }
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::CLOSINGS;
    use crate::{Model, Options, Repairer};

    #[test]
    fn the_mark_of_the_subject_is_read() {
        let repairer = Repairer::new(Model::embedded(), Options::default());
        for seen in ["Vv", "Viv"] {
            for before in ["Kinh gui: Cac phong, ban, don vi\n", "S6: 15/UBND-VX "] {
                let text =
                    format!("{before}{seen} huéng dan thu tuc dang ky dat dai trén dia ban xa");
                let mended = repairer.repair(&text).text;
                assert!(mended.contains("V/v hướng dẫn thủ tục"), "{mended}");
            }
        }
        let name =
            "Ba Viv Nguyén da dén tham Uy ban nhan dan xa va trao qua cho cac chau hoc sinh.";
        assert!(!repairer.repair(name).text.contains('/'));
    }

    #[test]
    fn the_last_word_is_closed() {
        let repairer = Repairer::new(Model::embedded(), Options::default());
        let text = |closing| {
            format!(
                "Cac co quan chiu trach nhiém thi hanh Quyét dinh nay{closing}\nNoi nhan:\n- Luu VT."
            )
        };
        let right = repairer.repair(&text("./.")).text.into_owned();
        assert!(right.contains("Quyết định này./.\n"), "{right}");
        for closing in CLOSINGS {
            assert_eq!(repairer.repair(&text(closing)).text, right, "{closing}");
        }
        let within = "Phat 12 trang/. trong quyén sach /. cua cac chau hoc sinh cta trudng";
        assert_eq!(repairer.repair(within).text.matches("/.").count(), 2);
        let link = "Xem tai dia chi http://example.vn/.\nCac co quan chiu trach nhiém thi hanh Quyét dinh nay";
        assert!(repairer.repair(link).text.contains("vn/.\n"));
    }
}
