//! Dispatches put together from the golden documents, no two alike.

use crate::common::damage::damaged;
use crate::common::dice::Dice;
use crate::common::golden::golden;

/// Bytes from which a dispatch is long enough: with its last passage it has about 3 kB, as a page has.
const LONG: usize = 2_850;

/// The least and the largest share of words that are damaged where a reading was good.
const DAMAGED: (f64, f64) = (0.005, 0.05);

/// What dispatches are put together from.
pub struct Dispatches {
    clean: Passages,
    worn: Passages,
    wrong: Passages,
}

impl Dispatches {
    /// Of the golden documents.
    pub fn new() -> Self {
        let [clean, worn, wrong] =
            ["truth", "vie", "eng"].map(|folder| Passages::of(golden(folder)));
        Self { clean, worn, wrong }
    }

    /// The dispatch of a number, the same every time. Of ten that follow each other one was read with
    /// the wrong language and three by Tesseract with the right one, three are damaged to order and
    /// three are clean.
    pub fn dispatch(&self, number: u64) -> String {
        let mut dice = Dice(number);
        match number % 10 {
            0 => self.wrong.dispatch(&mut dice),
            1..=3 => self.worn.dispatch(&mut dice),
            4..=6 => {
                let text = self.clean.dispatch(&mut dice);
                let share = DAMAGED.0 + (DAMAGED.1 - DAMAGED.0) * dice.share();
                damaged(&text, share, dice)
            }
            _ => self.clean.dispatch(&mut dice),
        }
    }
}

/// Passages of documents that were read alike.
struct Passages {
    /// Those that documents begin with, the letterheads.
    heads: Vec<String>,
    /// All others.
    others: Vec<String>,
}

impl Passages {
    fn of(documents: Vec<String>) -> Self {
        let (mut heads, mut others) = (Vec::new(), Vec::new());
        for document in documents {
            let mut passages = passages(&document).into_iter();
            heads.extend(passages.next());
            others.extend(passages);
        }
        Self { heads, others }
    }

    /// A letterhead and others in an order drawn anew, none of them twice, with numbers of their own.
    fn dispatch(&self, dice: &mut Dice) -> String {
        let mut text = self.heads[dice.below(self.heads.len())].clone();
        let mut left: Vec<&String> = self.others.iter().collect();
        while text.len() < LONG && !left.is_empty() {
            text.push_str(left.swap_remove(dice.below(left.len())));
        }
        renumbered(&text, dice)
    }
}

/// Cuts a document behind the lines that end a sentence or an item.
fn passages(document: &str) -> Vec<String> {
    let mut passages = vec![String::new()];
    for line in document.split_inclusive('\n') {
        if let Some(passage) = passages.last_mut() {
            passage.push_str(line);
        }
        if line.trim_end().ends_with(['.', ';', ':']) {
            passages.push(String::new());
        }
    }
    passages.retain(|passage| !passage.trim().is_empty());
    passages
}

/// The text with the last digit of every longer number drawn anew, up to what it was: so dates stay
/// dates. A digit beside a letter is a letter that was read wrong.
fn renumbered(text: &str, dice: &mut Dice) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut chars, mut in_word, mut digits) = (text.chars().peekable(), false, 0);
    while let Some(char) = chars.next() {
        in_word = char.is_alphabetic() || in_word && char.is_ascii_digit();
        digits = if char.is_ascii_digit() { digits + 1 } else { 0 };
        let ends = !chars.peek().is_some_and(|next| next.is_alphanumeric());
        match char.to_digit(10) {
            Some(digit) if digits > 1 && ends && !in_word => {
                out.push_str(&dice.below(digit as usize + 1).to_string());
            }
            _ => out.push(char),
        }
    }
    out
}
