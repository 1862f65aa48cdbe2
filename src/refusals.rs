//! What no word of a text read with the right language was misread from.

use crate::alphabet::{self, Code};
use crate::candidate::Candidate;
use crate::case::Pattern;
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::damage;
use crate::dictionary::Dictionary;

/// Whether a token stands for itself, whatever it looks like: letters of another script, units with a power (`m²`, `km2`), bits,
/// which are no bytes (`Gb/s`), and, with the right language, letters of foreign words and signs of units (`æ`, `µ`) and codes (`a1`).
pub fn is_exempt(seen: &str, source: Source) -> bool {
    let always = |c| alphabet::is_other_script(c) || matches!(c, '²' | '³');
    let foreign = |c| matches!(c, 'æ' | 'Æ' | 'œ' | 'Œ' | 'þ' | 'Þ' | 'ß' | 'µ');
    is_power(seen)
        || matches!(seen, "Kb" | "Mb" | "Gb")
        || seen.chars().any(always)
        || source == Source::Right && (seen.contains(foreign) || is_code(seen))
}

/// Whether this is a metre with a power, written with a plain digit: `m2`, `km2`.
fn is_power(seen: &str) -> bool {
    matches!(seen.strip_suffix(['2', '3']), Some("m" | "km" | "hm" | "dm" | "cm" | "mm"))
}

/// Whether this is one letter with a number: `a1`, `H5`.
fn is_code(seen: &str) -> bool {
    let mut chars = seen.chars();
    let letter = chars.next().is_some_and(alphabet::is_alphabetic);
    let number = chars.as_str();
    letter && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether this is a Roman number, as documents number quarters and parts.
pub fn is_roman(text: &str) -> bool {
    text.bytes().all(|byte| b"IVXLC".contains(&byte))
}

/// Whether a code is a vowel with marks that only Vietnamese has, which words of other languages get by mistake alone (`Sỉerra`);
/// its `đ` stands in words taken from them (`hyđrat`).
fn is_own_vowel(code: Code) -> bool {
    damage::is_vietnamese(code) && alphabet::base(code) != b'd'
}

/// Words that cost the language model less by themselves, one in 13,000, are Vietnamese: of those without marks whose letters no
/// vowel of its own stands on (`minh`, `sinh`, `ghi`) these have been misread with other marks (`mình`) rather than the others
/// (`Paris`, `Tomas`).
const COMMON: Cost = 19 * NAT / 2;

/// Whether a word is that common.
pub fn is_common(dictionary: &Dictionary, key: &[Code]) -> bool {
    dictionary.entry(key).is_some_and(|entry| entry.unigram < COMMON)
}

/// Whether a capital stands among small letters, as in names of the minorities (`KSơr`).
fn is_name(seen: &str) -> bool {
    seen.chars().skip(1).any(char::is_uppercase) && seen.contains(char::is_lowercase)
}

/// Whether this is a capital by itself, which stands for a name (`bị cáo T, R và H`) or a point: nobody can tell that another was
/// meant, unless it is a Roman number (`Phụ lục H` for `Phụ lục II`).
fn is_initial(seen: &str) -> bool {
    let mut letters = seen.chars();
    letters.next().is_some_and(|c| c.is_ascii_uppercase() || c == 'Đ') && letters.next().is_none()
}

/// What a token was not misread from.
#[derive(Debug)]
pub struct Refusals<'a> {
    dictionary: &'a Dictionary,
    letters: &'a [Code],
    /// The letters without their marks.
    plain: Vec<Code>,
    small: bool,
    initial: bool,
    /// Whether these are capitals.
    capitals: bool,
    /// Whether they are a Roman number.
    roman: bool,
    /// Whether there are marks that are not those of a Vietnamese word (`mình` shares all of its with others, but `mỉnh` does not), and
    /// whether Vietnamese lacks one of them.
    marked: bool,
    foreign: bool,
    /// Whether they are a word of another language that has no marks.
    unmarked: bool,
    /// The letters before the digits at the end, where there are both.
    unnumbered: Option<&'a [Code]>,
}

impl<'a> Refusals<'a> {
    /// Those of a token whose letters are these.
    pub fn new(
        dictionary: &'a Dictionary,
        letters: &'a [Code],
        seen: &str,
        pattern: Pattern,
    ) -> Self {
        let mut plain = letters.to_vec();
        damage::skeleton(&mut plain);
        let lacking = letters.iter().any(|&code| alphabet::is_foreign(code));
        let taken = lacking || letters.contains(&alphabet::code('đ'));
        let own = !is_name(seen) && letters.iter().any(|&code| is_own_vowel(code));
        let vietnamese =
            own || dictionary.is_skeleton(&plain) || !taken && is_common(dictionary, &plain);
        let marked = !letters.eq_ignore_ascii_case(&plain) && !vietnamese;
        let unmarked = letters.eq_ignore_ascii_case(&plain)
            && dictionary.word(&plain).is_some()
            && !dictionary.is_skeleton(&plain);
        let end =
            letters.iter().rposition(|code| !code.is_ascii_digit()).map_or(0, |last| last + 1);
        Self {
            dictionary,
            letters,
            small: pattern == Pattern::Small,
            initial: is_initial(seen),
            capitals: seen.chars().all(char::is_uppercase),
            roman: is_roman(seen),
            marked,
            foreign: marked && lacking,
            unmarked,
            unnumbered: (end > 0 && end < letters.len()).then(|| &letters[..end]),
            plain,
        }
    }

    /// Whether a candidate is none.
    pub fn refuse(&self, candidate: &Candidate) -> bool {
        if self.initial && !is_roman(self.dictionary.text(candidate.id)) {
            return candidate.then.is_some()
                || !self.key(candidate).eq_ignore_ascii_case(self.letters);
        }
        if candidate.then.is_some() {
            return false;
        }
        if candidate.abbreviation {
            return self.small || self.capitals && self.differs(candidate);
        }
        self.strips(candidate) || self.marks(candidate) || self.unnumbers(candidate)
    }

    /// Whether an abbreviation has other letters than these capitals: what a writer abbreviates nobody knows. A Roman number
    /// may have been misread (`HI` for `III`), but not as another one.
    fn differs(&self, candidate: &Candidate) -> bool {
        let misread = !self.roman && is_roman(self.dictionary.text(candidate.id));
        !misread && self.skeleton(candidate) != self.plain
    }

    /// Whether a candidate is a word without these marks (`Tokyo` for `Tōkyō`), or with others where Vietnamese lacks one
    /// (`Tomás` for `Tomáš`): nobody set them by mistake.
    fn strips(&self, candidate: &Candidate) -> bool {
        self.marked && self.key(candidate) == self.plain || self.foreign && self.remarks(candidate)
    }

    /// Whether a candidate has marks that Vietnamese lacks where the word is also known without, as it stands (`Tōkyō` for
    /// `Tokyo`).
    pub fn marks(&self, candidate: &Candidate) -> bool {
        self.unmarked
            && self.remarks(candidate)
            && self.key(candidate).iter().any(|&code| alphabet::is_foreign(code))
    }

    /// Whether a candidate differs from what stands there by its marks.
    fn remarks(&self, candidate: &Candidate) -> bool {
        self.skeleton(candidate) == self.plain
            && !self.key(candidate).eq_ignore_ascii_case(self.letters)
    }

    /// Whether a candidate is what stands before a number, such as that of a footnote (`ngành1`).
    fn unnumbers(&self, candidate: &Candidate) -> bool {
        self.unnumbered.is_some_and(|letters| self.key(candidate).eq_ignore_ascii_case(letters))
    }

    fn key(&self, candidate: &Candidate) -> Vec<Code> {
        let mut key = Vec::new();
        alphabet::encode(self.dictionary.text(candidate.id), &mut key);
        key
    }

    fn skeleton(&self, candidate: &Candidate) -> Vec<Code> {
        let mut key = self.key(candidate);
        damage::skeleton(&mut key);
        key
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use crate::{Model, Options, Repairer};

    fn repaired(text: &str) -> String {
        Repairer::new(Model::embedded(), Options::default()).repair(text).text.into_owned()
    }

    #[test]
    fn codes_units_and_foreign_words_stay() {
        for text in [
            "Theo điểm a1 khoản 3 Điều 15 của Nghị định này và mẫu số 01/BK-HTK.",
            "Mỗi viên chứa 5 µg vitamin và 2 mg kẽm; căn phòng rộng 25 m², lưu lượng 3 m³.",
            "Chủ tịch hội đồng quản lý ngành1 và các tổ chức3 có liên quan.",
            "Đường truyền tốc độ 10 Gb/s và 5 Mb/s, dung lượng 2 GB và 512 MB.",
            "Tác giả Tomáš Novák dẫn theo bộ Encyclopædia của nước Anh.",
            "Hội nghị ở Tōkyō do Đại học Łódź và Đại học København tổ chức.",
            "Hợp chất có công thức hyđrat và kim loại rubiđi ở phố Đuy-phuốc; ông KSơr Phước dự họp.",
            "Hội nghị ở Tokyo và Kyoto do Đại học Munchen tổ chức.",
            "Các bị cáo T, R, H và Đ khai nhận; ba điểm K, H, O thẳng hàng theo tờ N° 7 của Sở Địa chính.",
        ] {
            assert_eq!(repaired(text), text);
        }
    }

    #[test]
    fn names_without_marks_get_none_in_readings_with_the_wrong_language() {
        let text = "Thién hoang séng d Kyoto, kinh d6 Nhat Ban thai bay gid, sau do ddi dé tir Kyoto vé Tokyo.";
        let names = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphabetic());
            words.filter(|word| word.contains(['K', 'T'])).map(String::from).collect()
        };
        assert_eq!(names(&repaired(text))[1..], ["Kyoto", "Kyoto", "Tokyo"]);
    }

    #[test]
    fn marks_that_no_writer_set_go() {
        for (seen, meant) in [
            (
                "Quy định tại Nghị định số 15/2025/ND-CP.",
                "Quy định tại Nghị định số 15/2025/NĐ-CP.",
            ),
            ("Báo cáo kết quả thực hiện nǎm 2024.", "Báo cáo kết quả thực hiện năm 2024."),
            ("Từ 1háng 12 đến cuối năm sau.", "Từ tháng 12 đến cuối năm sau."),
            ("Theo Phụ lục H ban hành kèm theo.", "Theo Phụ lục II ban hành kèm theo."),
            ("Cơ quan tiến hành xác mỉnh và ghỉ tên.", "Cơ quan tiến hành xác minh và ghi tên."),
            ("Cơ quan tiến hành xác mình và ghí tên.", "Cơ quan tiến hành xác minh và ghi tên."),
        ] {
            assert_eq!(repaired(seen), meant);
        }
    }
}
