//! The mark before the subject of a letter, `V/v` (*về việc*), which engines set to another language seldom read: of 15 on pages of
//! training four were read as they stand.

use crate::arcs::Builder;
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::dictionary::SUBJECT;
use crate::lattice::Arc;

/// What it is read as: four, four and two of the others. One was `VA`, which is rather *và*.
const READINGS: [&str; 3] = ["Vv", "Viv", "VW"];

/// Cost of it at the beginning of a line: of some forty lines of a letter one has it.
const COST: Cost = 4 * NAT;

impl Builder<'_> {
    /// The arc to the mark, where it may have been read at a node: at the beginning of a line, or behind the code of the letter,
    /// before a word in small letters.
    pub fn subject(&mut self, node: usize) {
        let seen = self.sentence.seen(node..node + 1);
        if self.source != Source::Wrong
            || !READINGS.contains(&seen)
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
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
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
}
