//! Inputs that are almost right: what is right, with parts changed, lost, doubled or put elsewhere.

use crate::dice::Dice;

/// What parsers stumble over.
const SHREDS: [&str; 32] = [
    "\0",
    "\u{feff}",
    "\u{fffe}",
    "\u{301}",
    "ế",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\"",
    "'",
    "=",
    "&",
    ";",
    "<",
    "/>",
    "</",
    "&amp;",
    "&#x110000;",
    "&#0;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?",
    "\\",
    "-1",
    "99999999999999999999",
    "1e308",
    "nan",
    "{",
    "[]",
];

/// The most times that a part is repeated, and the bytes up to which an input grows so: enough to show
/// time that grows faster than the input.
const REPEATS: usize = 400;
const LONGEST: usize = 64 << 10;

/// One of the seeds, with one to four mutations.
pub fn mutated(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(4) {
        mutate(&mut bytes, seeds, dice);
    }
    bytes
}

fn mutate(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut Dice) {
    let (at, end) = part(bytes, dice);
    match dice.below(8) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        1 => bytes.truncate(at),
        2 => drop(bytes.drain(at..end)),
        3 => {
            let moved: Vec<u8> = bytes.drain(at..end).collect();
            let to = dice.below(bytes.len() + 1);
            bytes.splice(to..to, moved);
        }
        4 => {
            let other = &seeds[dice.below(seeds.len())];
            let (from, to) = part(other, dice);
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        5 => {
            let room = LONGEST.saturating_sub(bytes.len()) / (end - at).max(1);
            let repeated = bytes[at..end].repeat(dice.below(REPEATS).min(room));
            bytes.splice(at..at, repeated);
        }
        _ => {
            let shred = SHREDS[dice.below(SHREDS.len())];
            let end = if dice.below(2) == 0 { at } else { end };
            bytes.splice(at..end, shred.bytes());
        }
    }
}

/// Where a part starts and ends: mostly a short one, and half of the time from one sign of markup, quote or
/// line end to another.
fn part(bytes: &[u8], dice: &mut Dice) -> (usize, usize) {
    let at = dice.below(bytes.len() + 1);
    let longest = [8, 64, 512][dice.below(3)];
    let end = (at + dice.below(longest)).min(bytes.len());
    if dice.below(2) == 0 {
        return (at, end);
    }
    let sign = |from: usize| {
        let found = bytes[from..].iter().position(|byte| b"<>\"'\n,:{}".contains(byte));
        found.map_or(bytes.len(), |found| from + found)
    };
    let start = sign(at);
    (start, sign(end.max(start)))
}
