//! The order in which the items of a list are lettered, as the transitions of a hidden Markov model.

use crate::alphabet::{self, Code};
use crate::cost::{Cost, NAT};

/// A letter by its place in [`LETTERS`], or [`OTHER`].
pub type State = usize;

/// The letters that a marker may be: those of the Vietnamese alphabet without other marks than that of
/// `đ`, and the four that it lacks.
pub const LETTERS: [char; 27] = [
    'a', 'b', 'c', 'd', 'đ', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r',
    's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
];
const FOREIGN: [char; 4] = ['f', 'j', 'w', 'z'];
/// The state of what is no letter: a number, a Roman numeral.
pub const OTHER: State = LETTERS.len();
/// The number of states.
pub const STATES: usize = LETTERS.len() + 1;
/// The letters that begin a list.
pub const A: State = 0;
const B: State = 1;

// Costs of a marker behind another: of 100,571 such pairs in the official training text 73 in 100 go on
// by the Vietnamese alphabet, 24 begin a list, and so on.
/// On by the Vietnamese alphabet.
pub const NEXT: Cost = 3 * NAT / 10;
/// Back to `a)`.
const AGAIN: Cost = 14 * NAT / 10;
/// By the alphabet of other languages: 59 of 11,000 `d)` have `e)` behind them.
const LATIN: Cost = 52 * NAT / 10;
/// Back to `b)`, whose `a)` has no line of its own.
const SECOND: Cost = 6 * NAT;
/// The same letter once more.
const SAME: Cost = 65 * NAT / 10;
/// Any other letter: three in a thousand share some twenty of them.
const ELSE: Cost = 85 * NAT / 10;
/// From a letter to what is none (one in a thousand), on to more of that, and back to some letter.
const LEAVE: Cost = 7 * NAT;
const STAY: Cost = 8 * NAT / 10;
const RETURN: Cost = 4 * NAT;
/// A text whose first marker is another letter than `a`: 130 of 1,600, most of them `b)`.
pub const LATE: Cost = 5 * NAT;

/// The letter behind another in the Vietnamese alphabet.
pub fn next(state: State) -> Option<State> {
    let foreign = |state: State| LETTERS.get(state).is_none_or(|letter| FOREIGN.contains(letter));
    (state + 1..LETTERS.len()).find(|&next| !foreign(next)).filter(|_| !foreign(state))
}

/// The letter behind another in the alphabet of other languages.
fn latin(state: State) -> Option<State> {
    (state + 1..LETTERS.len()).find(|&next| LETTERS[next].is_ascii())
}

/// Cost of a marker behind another.
pub fn step(from: State, to: State) -> Cost {
    match (from, to) {
        (OTHER, OTHER) => STAY,
        (OTHER, _) => RETURN,
        (_, OTHER) => LEAVE,
        (_, A) => AGAIN,
        _ if next(from) == Some(to) => NEXT,
        _ if latin(from) == Some(to) => LATIN,
        (_, B) => SECOND,
        _ if from == to => SAME,
        _ => ELSE,
    }
}

/// The state that a letter is.
pub fn state(letter: Code) -> Option<State> {
    LETTERS.iter().position(|&known| alphabet::code(known) == letter)
}
