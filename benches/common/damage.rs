//! Damage to order, the same for the same dice.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::dice::Dice;

/// Letters and what a reader of scans takes them for.
const LOOK_ALIKES: [(char, &str); 10] = [
    ('i', "l"),
    ('l', "1"),
    ('o', "0"),
    ('c', "e"),
    ('e', "c"),
    ('n', "u"),
    ('u', "n"),
    ('h', "b"),
    ('m', "rn"),
    ('g', "q"),
];

/// Damages a share (0 to 1) of the words of a text as a reading with the right language does: a
/// mark is lost, a letter is taken for another or lost, or the space behind the word is.
///
/// The words damaged for a small share are among those damaged for a larger one with the same dice.
pub fn damaged(text: &str, share: f64, mut dice: Dice) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let (fate, kind, letter) = (dice.share(), dice.below(4), dice.below(usize::MAX));
        if fate < share && word.contains(char::is_alphabetic) {
            out.push_str(&damage(word, kind, letter));
        } else {
            out.push_str(word);
        }
    }
    out
}

/// Damages a word that holds a letter. What a word does not allow (it has no mark, no such letter)
/// gives way to the next kind.
fn damage(word: &str, kind: usize, letter: usize) -> String {
    let kinds = [without_mark, with_look_alike, without_letter, without_space];
    (0..kinds.len())
        .find_map(|next| kinds[(kind + next) % kinds.len()](word, letter))
        .unwrap_or_else(|| word.to_owned())
}

fn without_mark(word: &str, letter: usize) -> Option<String> {
    let (at, char) = pick(word, letter, |char| unmarked(char).is_some())?;
    Some(replaced(word, at, char, unmarked(char)?.encode_utf8(&mut [0; 4])))
}

fn with_look_alike(word: &str, letter: usize) -> Option<String> {
    let look_alike = |char| LOOK_ALIKES.iter().find(|(of, _)| *of == char).map(|(_, like)| *like);
    let (at, char) = pick(word, letter, |char| look_alike(char).is_some())?;
    Some(replaced(word, at, char, look_alike(char)?))
}

fn without_letter(word: &str, letter: usize) -> Option<String> {
    let (at, char) = pick(word, letter, char::is_alphabetic)?;
    Some(replaced(word, at, char, ""))
}

fn without_space(word: &str, _: usize) -> Option<String> {
    word.strip_suffix(' ').map(str::to_owned)
}

/// The letter without its last mark, if it has one.
fn unmarked(letter: char) -> Option<char> {
    if letter == 'đ' {
        return Some('d');
    }
    let mut parts: Vec<char> = [letter].into_iter().nfd().collect();
    is_combining_mark(parts.pop()?).then_some(())?;
    parts.into_iter().nfc().next()
}

/// One of the characters that suit, with its place.
fn pick(word: &str, letter: usize, suits: impl Fn(char) -> bool) -> Option<(usize, char)> {
    let suitable: Vec<_> = word.char_indices().filter(|&(_, char)| suits(char)).collect();
    suitable.get(letter % suitable.len().max(1)).copied()
}

fn replaced(word: &str, at: usize, char: char, with: &str) -> String {
    [&word[..at], with, &word[at + char.len_utf8()..]].concat()
}
