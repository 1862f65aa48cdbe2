//! Markers of list items: `a)`, `b)`, `c)` at the beginning of lines.
//!
//! Official documents letter their points by the Vietnamese alphabet: `d)`, `đ)`, `e)`, `g)`. The text
//! around a marker says nothing of it, the markers before and behind it say nearly all. So they are read
//! together, with a hidden Markov model (Rabiner 1989): hidden are the letters that were meant, what each
//! was read as is the channel's to say. What the best path through any other letter costs more than the
//! best of all tells how sure a letter is.

use std::array::from_fn;
use std::iter::once;

use rustc_hash::FxHashMap;

use crate::Model;
use crate::alphabet::{self, Code, is_foreign};
use crate::arcs::stands_for_letters;
use crate::channel::{Channel, Source};
use crate::cost::{Cost, NAT};
use crate::dictionary::WordId;
use crate::lettering::{A, LATE, LETTERS, NEXT, OTHER, STATES, State, next, state, step};
use crate::token::{Kind, Token, leads};

/// What a marker was meant to be, beyond doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// The letter, as a word.
    pub word: WordId,
    /// How much dearer it is that what stands there was meant; nothing where that is the letter.
    pub dearer: Cost,
}

/// The markers among some tokens, by their places, of which others in the list leave no doubt.
pub fn markers(
    model: &Model,
    source: Source,
    text: &str,
    tokens: &[Token],
) -> FxHashMap<usize, Marker> {
    let channel = model.channel(source);
    let places = 0..tokens.len();
    let mut seen: Vec<Seen> =
        places.filter_map(|at| Seen::new(channel, text, tokens, at)).collect();
    drop_numbers(&mut seen);
    // One alone, which most texts have at the most, is no list.
    if seen.len() < 2 {
        return FxHashMap::default();
    }
    let readings = read(&seen);
    let certain = (0..seen.len()).filter(|&at| {
        readings[at].margin >= CERTAIN && (follows(&readings, at) || follows(&readings, at + 1))
    });
    let found = certain.filter_map(|at| {
        let Reading { best, kept, .. } = readings[at];
        let letter = alphabet::code(*LETTERS.get(best)?);
        Some((seen[at].token, Marker { word: model.dictionary.word(&[letter])?, dearer: kept }))
    });
    found.collect()
}

/// A marker's letter as it is written where this was `seen`: a capital where one stands alone.
pub fn write(letter: &str, seen: &str) -> String {
    let mut chars = seen.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) if only.is_uppercase() => letter.to_uppercase(),
        _ => letter.to_string(),
    }
}

/// What is no letter and means none: one number or word of two letters among many. No list of the training
/// text has a symbol that engines put for letters.
const WORD: Cost = 4 * NAT;
const SYMBOL: Cost = 7 * NAT;
/// Cost of another letter than the one that stands there, besides that of the channel: with half as much a
/// list that skips from `b)` to `e)` would lose its `e)` in wrong readings.
const CHANGE: Cost = 2 * NAT;
/// How much dearer any other letter must be: with 3 nats, none of the 67 changes in the training pages is
/// known to be wrong. Of 100,500 markers of clean text 11 change as right readings, most of them slips.
const CERTAIN: Cost = 3 * NAT;
/// More than any way through a list may differ from the best: all of a piece's markers together stay far
/// below the greatest cost.
const NEVER: Cost = 1 << 20;

/// A marker as it stands in the text.
struct Seen {
    /// The place of its token.
    token: usize,
    /// What it is as it stands.
    stands: State,
    /// Its number, where it is a digit.
    digit: Option<u32>,
    /// Cost of it where each state was meant.
    costs: [Cost; STATES],
}

impl Seen {
    /// The marker that the token at a place is, if it is one: one or two characters at the beginning of a
    /// line before a bracket. What cannot be a letter has no place in a list.
    fn new(channel: &Channel, text: &str, tokens: &[Token], at: usize) -> Option<Self> {
        if !leads(tokens, at) || tokens.get(at + 1)?.kind != Kind::Symbol(')') {
            return None;
        }
        let Token { span, kind } = &tokens[at];
        let seen = &text[span.clone()];
        let short = match kind {
            Kind::Word => seen.chars().nth(2).is_none() && !seen.contains(char::is_numeric),
            Kind::Number => seen.len() == 1,
            Kind::Symbol(c) => stands_for_letters(*c),
            _ => false,
        };
        if !short {
            return None;
        }
        let small = codes(&seen.to_lowercase());
        let stands = match small[..] {
            [letter] => state(letter).unwrap_or(OTHER),
            _ => OTHER,
        };
        let mut costs = [NEVER; STATES];
        let change = if stands == OTHER { 0 } else { CHANGE };
        for piece in channel.pieces(&codes(seen)).chain(channel.pieces(&small)) {
            if let &[letter] = piece.letters()
                && let Some(state) = state(letter)
            {
                costs[state] = costs[state].min(piece.cost + change);
            }
        }
        let strange = matches!(kind, Kind::Symbol(_)) || small.iter().any(|&code| is_foreign(code));
        costs[stands] = match stands {
            OTHER if strange => SYMBOL,
            OTHER => WORD,
            _ => 0,
        };
        let legible = costs[..OTHER].iter().any(|&cost| cost < NEVER);
        let digit = seen.parse().ok().filter(|_| *kind == Kind::Number);
        legible.then_some(Self { token: at, stands, digit, costs })
    }
}

fn codes(text: &str) -> Vec<Code> {
    let mut codes = Vec::new();
    alphabet::encode(text, &mut codes);
    codes
}

/// Takes numbers away that follow each other: they are a list of their own.
fn drop_numbers(seen: &mut Vec<Seen>) {
    let counts = |pair: &[Seen]| pair[0].digit.is_some_and(|one| pair[1].digit == Some(one + 1));
    let joints: Vec<bool> =
        once(false).chain(seen.windows(2).map(counts)).chain(once(false)).collect();
    let mut around = joints.windows(2);
    seen.retain(|_| around.next() == Some(&[false, false]));
}

/// What a list says of one of its markers.
struct Reading {
    /// What was most probably meant.
    best: State,
    /// How much dearer anything else is.
    margin: Cost,
    /// How much dearer that is what stands there.
    kept: Cost,
}

/// Whether a marker goes on where the one before stops.
fn follows(readings: &[Reading], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| readings.get(before));
    let letters = before.zip(readings.get(at));
    letters.is_some_and(|(before, here)| next(before.best) == Some(here.best))
}

/// Reads the markers of a text: for each the best path through every state, forwards and backwards.
fn read(seen: &[Seen]) -> Vec<Reading> {
    let steps: [[Cost; STATES]; STATES] = from_fn(|from| from_fn(|to| step(from, to)));
    let least = |cost: &dyn Fn(State) -> Cost| (0..STATES).map(cost).min().unwrap_or(NEVER);
    let mut behind = vec![[0; STATES]; seen.len()];
    for at in (1..seen.len()).rev() {
        let there: [Cost; STATES] = from_fn(|to| seen[at].costs[to] + behind[at][to]);
        behind[at - 1] = from_fn(|from| least(&|to| steps[from][to] + there[to]));
    }
    let mut before: [Cost; STATES] = from_fn(|first| if first == A { NEXT } else { LATE });
    let readings = seen.iter().zip(behind).map(|(marker, behind)| {
        let here: [Cost; STATES] = from_fn(|state| before[state] + marker.costs[state]);
        before = from_fn(|to| least(&|from| here[from] + steps[from][to]));
        let all = |state: State| here[state] + behind[state];
        let best = (0..STATES).min_by_key(|&state| all(state)).unwrap_or(OTHER);
        let other = least(&|state| if state == best { Cost::MAX } else { all(state) });
        Reading { best, margin: other - all(best), kept: all(marker.stands) - all(best) }
    });
    readings.collect()
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::{Glossary, Options, Repairer, token};

    /// A text with its lists read, and how many markers that leaves no doubt of.
    fn mended(source: Source, text: &str) -> (String, usize) {
        let mut tokens = Vec::new();
        token::tokenize(text, 0..text.len(), &mut tokens);
        let model = Model::embedded();
        let found = markers(model, source, text, &tokens);
        let parts = tokens.iter().enumerate().map(|(at, token)| {
            let seen = &text[token.span.clone()];
            match found.get(&at).filter(|marker| marker.dearer > 0) {
                Some(marker) => write(model.dictionary.text(marker.word), seen),
                None => seen.to_string(),
            }
        });
        (parts.collect(), found.len())
    }

    /// A list with these markers, blanks between them.
    fn list(markers: &str) -> String {
        markers.split(' ').map(|marker| format!("{marker}) Việc khác;\n")).collect()
    }

    #[track_caller]
    fn reads(source: Source, seen: &str, meant: &str) {
        assert_eq!(mended(source, &list(seen)).0, list(meant), "{source:?}");
    }

    #[test]
    fn every_letter_is_a_word() {
        for letter in LETTERS {
            assert!(Model::embedded().dictionary.word(&[alphabet::code(letter)]).is_some());
        }
    }

    #[test]
    fn markers_follow_the_vietnamese_alphabet() {
        for (seen, meant) in [
            ("a b c d d e g", "a b c d đ e g"),
            ("A B C D D E", "A B C D Đ E"),
            ("a b Cc d", "a b c d"),
            ("a b ¢ d d", "a b c d đ"),
            ("d d e 8 h i", "d đ e g h i"),
            ("h i k 1 m n", "h i k l m n"),
            ("b c d d a b", "b c d đ a b"),
        ] {
            reads(Source::Wrong, seen, meant);
        }
        for (seen, meant) in [
            ("a b c đ đ e", "a b c d đ e"),
            ("d đ e ø h", "d đ e g h"),
            ("a b € d", "a b c d"),
            ("á b c a b", "a b c a b"),
            ("g h ï k", "g h i k"),
        ] {
            reads(Source::Right, seen, meant);
        }
        reads(Source::Bare, "c d d e a b c d d", "c d đ e a b c d đ");
    }

    #[test]
    fn lists_of_every_shape_stay() {
        for list in [
            "a b c d đ e g h i k l m n o p q r s t u v x y",
            "a b c d e f g h i j k l m n o p q r s t u v w x y z",
            "A B C D Đ E",
            "a b a b c a b c d đ a",
            "a b a b c c d",
            "a b c d a b c d đ đ e",
            "đ",
            "d",
            "d a b",
            "d e f g",
            "c e h",
            "a b e a",
            "b đ g",
            "i ii iii iv v vi",
            "a i ii b i ii c",
            "1 2 3 4 5 6 7 8 9",
            "a 1 2 b 1 2 3 c d",
            "h 1 2 3 i k 1 2 l",
            "1 a b 2 a b 3 a",
            "1 a b c d đ 2 a b",
            "a1 a2 b b1 b2 c",
            "+ a + b + c",
        ] {
            reads(Source::Wrong, list, list);
            reads(Source::Right, list, list);
        }
    }

    #[test]
    fn only_neighbours_in_the_alphabet_tell() {
        let certain = |text: &str| mended(Source::Wrong, &list(text)).1;
        assert_eq!((certain("a b c"), certain("d"), certain("d h o"), certain("a")), (3, 0, 0, 0));
    }

    #[test]
    fn a_repair_heeds_them_and_the_user() {
        let text: String = ["c", "d", "d", "e"]
            .map(|marker| format!("{marker}) Uy ban nhan dan tinh trien khai;\n"))
            .concat();
        let repairer = Repairer::new(Model::embedded(), Options::default());
        let repaired = repairer.repair(&text);
        let edit = repaired.edits.iter().find(|edit| edit.after == "đ").unwrap();
        assert_eq!((edit.span.start, edit.confidence > 0.9), (text.rfind("d) ").unwrap(), true));
        let step = repairer.explain(&text).steps.into_iter().find(|step| step.chosen == "đ");
        assert_eq!(step.map(|step| (step.edited, step.readings.len())), Some((true, 2)));
        let repairer = repairer.with_glossary(Glossary::default().keep(["d"]));
        assert!(repairer.repair(&text).edits.iter().all(|edit| edit.before != "d"));
    }

    #[test]
    fn markers_begin_a_line() {
        let text = "điểm d) và d) khoản 1\n(d) d) e)";
        assert_eq!(mended(Source::Wrong, text), (text.to_string(), 0));
        let text = "  c) một\n\n \td) hai\nd) ba";
        assert_eq!(mended(Source::Wrong, text).0, "  c) một\n\n \td) hai\nđ) ba");
    }

    #[test]
    fn hostile_text_is_read_too() {
        for text in
            ["", ")", "\n)\n)", "a", "a)", "漢)\n漢)", "\u{301})\nb)", "d\u{301})\ne)", "²)\n③)"]
        {
            assert_eq!(mended(Source::Wrong, text).0, text);
        }
        let many = "d)\n¢)\n".repeat(40_000);
        assert_eq!(mended(Source::Wrong, &many).0.lines().count(), 80_000);
    }
}
