//! Items of lists: lines that begin alike, of which one ends where the next begins.

use crate::alphabet;
use crate::sentence::Sentence;
use crate::token::{Kind, Token, leads};

/// What an item begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// `- `
    Dash,
    /// `+ `
    Plus,
    /// `a) `
    Letter,
    /// `1. `
    Number,
    /// One of the grounds on which a document stands: `Căn cứ`, `Theo đề nghị`, `Xét`.
    Ground,
}

/// An item is hardly longer, in tokens, blanks counted.
const LONGEST: usize = 200;

/// First words of grounds without their marks, since engines set to another language seldom read these.
const GROUNDS: [&str; 3] = ["can", "theo", "xet"];

impl Sentence<'_> {
    /// What an item begins with that ends with the mark at a node, if its line ends there and an item of the same kind follows.
    pub fn ends_item(&self, node: usize) -> Option<Item> {
        let at = self.nodes[node];
        let next = self.item(at + 2).filter(|_| self.ends_line(node))?;
        for start in (at.saturating_sub(LONGEST)..at).rev().filter(|&at| leads(self.tokens, at)) {
            if let Some(item) = self.item(start) {
                return (item == next).then_some(item);
            }
            let before = start.checked_sub(2).map(|before| self.tokens[before].kind);
            if matches!(before, None | Some(Kind::Symbol('.' | ';' | ':' | '!' | '?'))) {
                return None;
            }
        }
        None
    }

    /// What an item begins with that begins at a token of the text.
    fn item(&self, at: usize) -> Option<Item> {
        let Token { span, kind } = self.tokens.get(at)?;
        let next = self.tokens.get(at + 1)?.kind;
        match (kind, next) {
            (Kind::Symbol('-' | '–' | '—' | '~'), Kind::Blank { lines: 0 }) => Some(Item::Dash),
            (Kind::Symbol('+'), Kind::Blank { lines: 0 }) => Some(Item::Plus),
            (Kind::Number, Kind::Symbol('.' | ',')) => Some(Item::Number),
            (Kind::Word, Kind::Symbol(')')) if span.len() <= 3 => Some(Item::Letter),
            (Kind::Word, Kind::Blank { lines: 0 }) => {
                let seen = &self.text[span.clone()];
                let base = |c: char| char::from(alphabet::base(alphabet::code(c)));
                let ground = |ground: &str| {
                    seen.starts_with(char::is_uppercase)
                        && seen.chars().map(|c| base(c).to_ascii_lowercase()).eq(ground.chars())
                };
                GROUNDS.iter().any(|known| ground(known)).then_some(Item::Ground)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    /// What the item begins with that ends with the first colon.
    fn item(text: &str) -> Option<Item> {
        let mut tokens = Vec::new();
        token::tokenize(text, 0..text.len(), &mut tokens);
        let blank = |at: &usize| !matches!(tokens[*at].kind, Kind::Blank { .. });
        let nodes: Vec<usize> = (0..tokens.len()).filter(blank).collect();
        let sentence = Sentence { text, tokens: &tokens, nodes: &nodes };
        let colon = |node: &usize| sentence.kind(*node) == Some(Kind::Symbol(':'));
        sentence.ends_item((0..nodes.len()).find(colon).unwrap())
    }

    #[test]
    fn an_item_ends_where_one_of_the_same_kind_begins() {
        for (text, kind) in [
            ("- Van phong:\n- Cac so", Some(Item::Dash)),
            ("- Van phong\nChinh phu:\n- Cac so", Some(Item::Dash)),
            ("+ Mot:\n+ Hai", Some(Item::Plus)),
            ("a) Mot:\nb) Hai", Some(Item::Letter)),
            ("1. Mot:\n2, Hai", Some(Item::Number)),
            ("Cin ctr mot;\nCan cu Luat:\nTheo dé nghi", Some(Item::Ground)),
            ("- Van phong:\n+ Cac so", None),
            ("Noi nhan:\n- Van phong", None),
            ("- Van phong.\nNoi nhan:\n- Cac so", None),
            ("- Van phong: - Cac so", None),
            ("- Van phong:", None),
            ("Ha Noi:\nHa Nam", None),
        ] {
            assert_eq!(item(text), kind, "{text}");
        }
    }
}
