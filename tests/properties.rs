//! What holds for the repair of any text.

use std::borrow::Cow;
use std::fs;
use std::ops::Range;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use vietmend::{
    Explanation, Glossary, Model, Options, Repaired, Repairer, ToneStyle, apply, pieces,
};

static REPAIRER: LazyLock<Repairer<'static>> = LazyLock::new(|| with(Options::default()));

proptest! {
    // A failure becomes a test of its own rather than a file of seeds.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn edits_are_sound(text in text()) {
        let repaired = REPAIRER.repair(&text);
        let mut end = 0;
        for edit in &repaired.edits {
            prop_assert!(edit.span.start >= end && !edit.span.is_empty(), "order of {edit:?}");
            end = edit.span.end;
            // `None` off character boundaries.
            prop_assert_eq!(text.get(edit.span.clone()), Some(&*edit.before));
            prop_assert_ne!(&edit.before, &edit.after);
            prop_assert!(!edit.before.contains(ends_line) && !edit.after.contains(ends_line));
            prop_assert!((0.0..=1.0).contains(&edit.confidence), "{edit:?}");
            prop_assert!(edit.alternatives.len() <= Options::default().alternatives);
            prop_assert!(edit.alternatives.is_sorted_by(|a, b| a.confidence >= b.confidence));
            let sum: f32 = edit.alternatives.iter().map(|other| other.confidence).sum();
            prop_assert!(sum + edit.confidence < 1.001, "{edit:?}");
        }
        prop_assert_eq!(&repaired.text, &apply(&text, &repaired.edits));
        prop_assert_eq!(matches!(repaired.text, Cow::Borrowed(_)), repaired.edits.is_empty());
        let damage = repaired.damage;
        prop_assert_eq!(damage.right_language + damage.wrong_language + damage.unmarked, 1.0);
    }

    #[test]
    fn fixed_shapes_survive((text, spans) in text_with_shapes()) {
        for edit in REPAIRER.repair(&text).edits {
            let hit = spans.iter().find(|span| span.start < edit.span.end && edit.span.start < span.end);
            prop_assert!(hit.is_none(), "{:?} lost by {edit:?}", hit.map(|span| &text[span.clone()]));
        }
    }

    #[test]
    fn doubtful_edits_are_left_out(text in text(), least in 0.0..=1f32) {
        let bold = REPAIRER.repair(&text).edits;
        let shy = with(options(least, 3)).repair(&text);
        let (sure, doubtful): (Vec<_>, Vec<_>) =
            bold.into_iter().partition(|edit| edit.confidence >= least);
        prop_assert_eq!(shy.edits, sure);
        prop_assert_eq!(shy.doubtful, doubtful);
    }

    #[test]
    fn forced_spelling_changes_marks_alone(text in text(), new in any::<bool>()) {
        let mut options = options(1.0, 0);
        options.normalize = true;
        options.tone = Some(if new { ToneStyle::New } else { ToneStyle::Old });
        let repaired = with(options).repair(&text);
        for edit in &repaired.edits {
            let (before, after) = (strip(&edit.before), strip(&edit.after));
            prop_assert_eq!(before.chars().count(), after.chars().count(), "{:?}", edit);
            // Greek and Cyrillic letters may become Latin ones that look like them.
            let mut letters = before.chars().zip(after.chars());
            let same = |(b, a): (char, char)| b == a || is_other_script(b) && a.is_ascii_alphabetic();
            prop_assert!(letters.all(same), "{edit:?}");
            prop_assert!(edit.after.nfc().eq(edit.after.chars()));
            prop_assert_eq!(edit.confidence, 1.0);
        }
    }

    #[test]
    fn terms_to_keep_are_not_touched(text in text(), at in any::<prop::sample::Index>()) {
        let words: Vec<&str> = text.split_whitespace().collect();
        prop_assume!(!words.is_empty());
        let term = words[at.index(words.len())];
        let repairer = with(Options::default()).with_glossary(Glossary::default().keep([term]));
        let kept: String = repairer.repair(&text).text.into_owned();
        let count = |text: &str| text.split_whitespace().filter(|word| *word == term).count();
        prop_assert!(count(&kept) >= count(&text), "{term} lost: {kept}");
    }

    #[test]
    fn explanation_tells_the_repair(text in text()) {
        let (repaired, explained) = (REPAIRER.repair(&text), REPAIRER.explain(&text));
        prop_assert_eq!(repaired.damage, explained.damage);
        let mut end = 0;
        for step in &explained.steps {
            prop_assert!(text[end..step.span.start].chars().all(char::is_whitespace));
            prop_assert_eq!(&text[step.span.clone()], &step.before);
            prop_assert!(step.readings.iter().any(|reading| reading.text == step.chosen));
            prop_assert!(!step.edited || step.chosen != step.before);
            end = step.span.end;
        }
        prop_assert!(text[end..].chars().all(char::is_whitespace));
        let edited = explained.steps.iter().filter(|step| step.edited);
        let edited: Vec<_> =
            edited.map(|step| (&step.span, &step.before, &step.chosen, step.confidence)).collect();
        let edits = repaired.edits.iter();
        let edits: Vec<_> =
            edits.map(|edit| (&edit.span, &edit.before, &edit.after, edit.confidence)).collect();
        prop_assert_eq!(edited, edits);
    }

    #[test]
    fn texts_before_change_nothing(texts in vec(text(), 1..6)) {
        let new = || Repairer::new(Model::embedded(), Options::default());
        let fresh: Vec<_> = texts.iter().map(|text| new().repair(text)).collect();
        let kept = new();
        let forth: Vec<_> = texts.iter().map(|text| kept.repair(text)).collect();
        prop_assert_eq!(&forth, &fresh);
        for (text, fresh) in texts.iter().zip(&fresh).rev() {
            prop_assert_eq!(&kept.repair(text), fresh);
        }
    }

    #[test]
    fn threads_change_nothing(texts in vec(text(), 0..12)) {
        static POOLS: LazyLock<[ThreadPool; 3]> = LazyLock::new(|| {
            [1, 2, 8].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build().unwrap())
        });
        let one_by_one: Vec<_> = texts.iter().map(|text| REPAIRER.repair(text)).collect();
        for pool in &*POOLS {
            prop_assert_eq!(&pool.install(|| REPAIRER.repair_all(&texts)), &one_by_one);
        }
    }

    #[test]
    fn pieces_tile_the_text(text in long_text()) {
        let mut rest = text.as_str();
        for piece in pieces(&text) {
            prop_assert!(!piece.is_empty() && piece.len() <= 256 * 1024);
            rest = rest.strip_prefix(piece).expect("a piece of the text");
        }
        prop_assert_eq!(rest, "");
    }

    #[test]
    fn values_survive_json(text in text(), least in 0.0..=1f32, alternatives in 0..5usize) {
        let options = options(least, alternatives);
        prop_assert_eq!(&through_json(&options), &options);
        let repaired: Repaired = REPAIRER.repair(&text);
        prop_assert_eq!(&through_json(&repaired), &repaired);
        let explained: Explanation = REPAIRER.explain(&text);
        prop_assert_eq!(&through_json(&explained), &explained);
    }
}

/// Each piece is repaired as if it were the text, and each is repaired.
#[test]
fn pieces_repaired_make_the_repaired_text() {
    let line = "Người dân bị lấn chiếm đât nông nghiệp trái phép.";
    // Mostly empty lines, so that it takes little time.
    let text = [line; 3].join(&"\r\n".repeat(150_000));
    assert!(pieces(&text).count() > 2);
    let repaired: String = pieces(&text).map(|piece| REPAIRER.repair(piece).text).collect();
    assert_eq!(REPAIRER.repair(&text).text, repaired);
    assert_eq!(REPAIRER.repair(&text).edits.len(), 3);
}

fn with(options: Options) -> Repairer<'static> {
    Repairer::new(Model::embedded(), options)
}

fn options(min_confidence: f32, alternatives: usize) -> Options {
    let mut options = Options::default();
    (options.min_confidence, options.alternatives) = (min_confidence, alternatives);
    options
}

/// The value that JSON of a value gives back.
fn through_json<T: Serialize + DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

/// Whether a character ends a line, by any standard.
fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Any text: of any characters, or of damaged lines.
fn text() -> impl Strategy<Value = String> {
    let any_characters = vec(any::<char>(), 0..40).prop_map(String::from_iter);
    prop_oneof![
        1 => any_characters,
        6 => vec((damaged_line(), line_end()), 0..6).prop_map(|lines| {
            lines.into_iter().flat_map(|(line, end)| [line, end.to_owned()]).collect()
        }),
    ]
}

/// A text of a few hundred thousand bytes, mostly one unit again and again.
fn long_text() -> impl Strategy<Value = String> {
    let unit = prop_oneof![
        damaged_line(),
        line_end().prop_map(str::to_owned),
        "[ưđ👩\u{301}]{1,3}",
        vec(any::<char>(), 1..40).prop_map(String::from_iter),
    ];
    (text(), unit, 0..600_000usize, text()).prop_map(|(before, unit, size, after)| {
        before + &unit.repeat(size / unit.len().max(1)) + &after
    })
}

/// A damaged line, or two, with shapes that are never changed between blanks; and where those stand.
fn text_with_shapes() -> impl Strategy<Value = (String, Vec<Range<usize>>)> {
    vec(
        (
            damaged_line(),
            (
                select(vec!["", "", "(", "“"]),
                shape(),
                select(vec![
                    "", ".", ",", ";", ")", ").", "”", "]", "-", "–", ":", "?", "!", "…", "%",
                ]),
            ),
        ),
        1..5,
    )
    .prop_map(|parts| {
        let (mut text, mut spans) = (String::new(), Vec::new());
        for (line, (pre, shape, post)) in parts {
            text.extend([line.as_str(), " ", pre]);
            spans.push(text.len()..text.len() + shape.len());
            text.extend([shape.as_str(), post, " "]);
        }
        (text, spans)
    })
}

/// A number, date, link or address. Numbers of up to three digits are none: an engine set to the
/// wrong language reads `6` for `ở`.
fn shape() -> impl Strategy<Value = String> {
    prop_oneof![
        "[1-9][0-9]{3,9}",
        "[1-9][0-9]{0,2}(\\.[0-9]{3}){1,3}(,[0-9]{1,2})?",
        "[0-9]{1,2},[0-9]{1,3}",
        "[0-3]?[0-9]/[01]?[0-9](/20[0-9]{2})?",
        "[0-3]?[0-9]-[01]?[0-9]-20[0-9]{2}",
        "(https?://|www\\.)[a-z]{1,8}(\\.[a-z]{2,8}){1,2}(/[a-zA-Z0-9_%=&-]{1,8}){0,3}",
        "[a-z][a-z0-9]{0,5}([._-][a-z0-9]{1,5}){0,2}@[a-z]{1,6}(\\.[a-z]{2,3}){1,2}",
        "[a-z]{2,8}(\\.gov)?\\.vn(/[a-z0-9-]{1,8})?",
    ]
}

fn line_end() -> impl Strategy<Value = &'static str> {
    select(vec!["\n", "\r\n", "\n\n", "\r\n\r\n", "\r", " ", "\t", "\u{a0}", "\u{2028}", ""])
}

/// A line of the golden texts with what scanners, engines, editors and people do to it.
fn damaged_line() -> impl Strategy<Value = String> {
    static LINES: LazyLock<Vec<String>> = LazyLock::new(golden_lines);
    let line = any::<Index>().prop_map(|line| line.get(&LINES).clone());
    (line, vec((any::<Index>(), damage()), 0..8), form()).prop_map(|(line, damages, form)| {
        let mut chars: Vec<char> = line.chars().collect();
        for (place, damage) in damages {
            damage.happen(&mut chars, place);
        }
        form.apply(chars.into_iter().collect())
    })
}

fn golden_lines() -> Vec<String> {
    let folders = ["truth", "vie", "eng", "fra"].map(|folder| {
        fs::read_dir(format!("{}/tests/golden/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    });
    let files = folders.into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut lines: Vec<String> = files
        .flat_map(|file| {
            let text = fs::read_to_string(file).unwrap();
            text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    // A case is the same whatever order the system lists files in.
    lines.sort();
    lines
}

/// What happens at one place of a line.
#[derive(Debug, Clone)]
enum Damage {
    Strip,
    Swap,
    Remove,
    Insert(char),
    Double(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let symbols = "$€£§©®°!?|~^'’`*@#&%+=<>()[]{}\\/.,;:_-–—“”\"0619";
    let odd = "\0\u{1}\u{7f}\t\r\n\u{b}\u{85}\u{a0}\u{ad}\u{200b}\u{2028}\u{3000}\u{feff}\u{fffd}\
               \u{300}\u{301}\u{323}\u{31b}İıßﬁäçø漢ก👩\u{200d}🇻😀";
    prop_oneof![
        Just(Damage::Strip),
        Just(Damage::Swap),
        Just(Damage::Remove),
        select(symbols.chars().collect::<Vec<_>>()).prop_map(Damage::Insert),
        select(odd.chars().collect::<Vec<_>>()).prop_map(Damage::Insert),
        any::<char>().prop_map(Damage::Insert),
        (1..40usize).prop_map(Damage::Double),
    ]
}

impl Damage {
    fn happen(self, chars: &mut Vec<char>, place: Index) {
        if chars.is_empty() {
            return;
        }
        let at = place.index(chars.len());
        match self {
            Self::Strip => chars[at] = strip(&chars[at].to_string()).chars().next().unwrap_or(' '),
            Self::Swap => chars.swap(at, at.saturating_sub(1)),
            Self::Remove => drop(chars.remove(at)),
            Self::Insert(c) => chars.insert(at, c),
            Self::Double(times) => drop(chars.splice(at..at, [chars[at]].repeat(times))),
        }
    }
}

/// What happens to a whole line.
#[derive(Debug, Clone, Copy)]
enum Form {
    Same,
    Decomposed,
    Stripped,
    Capitals,
    WithoutBlanks,
}

fn form() -> impl Strategy<Value = Form> {
    use Form::{Capitals, Decomposed, Same, Stripped, WithoutBlanks};
    select(vec![Same, Same, Same, Decomposed, Stripped, Capitals, WithoutBlanks])
}

impl Form {
    fn apply(self, line: String) -> String {
        match self {
            Self::Same => line,
            Self::Decomposed => line.nfd().collect(),
            Self::Stripped => strip(&line),
            Self::Capitals => line.to_uppercase(),
            Self::WithoutBlanks => line.split_whitespace().collect(),
        }
    }
}

/// Whether a letter is Greek or Cyrillic.
fn is_other_script(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52f}')
}

/// The text without marks.
fn strip(text: &str) -> String {
    let letters = text.nfd().filter(|&c| !is_combining_mark(c));
    letters.map(|c| if c == 'đ' { 'd' } else { c }).collect()
}
