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
    /// `a) `, `aa) `
    Letter,
    /// `1. `, or `1, ` where that was misread.
    Number,
    /// One of the grounds on which a document stands: `Căn cứ`, `Theo đề nghị`, `Xét`.
    Ground,
}

/// An item is hardly longer, in tokens, blanks counted.
const LONGEST: usize = 200;

impl Sentence<'_> {
    /// What an item begins with that ends with the mark at a node, if its line ends there and an item of the same kind follows.
    pub fn item_ended(&self, node: usize) -> Option<Item> {
        let at = self.nodes[node];
        let next = self.item_begun(at + 2).filter(|_| self.ends_line(node))?;
        for start in (at.saturating_sub(LONGEST)..at).rev().filter(|&at| leads(self.tokens, at)) {
            if let Some(item) = self.item_begun(start) {
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
    fn item_begun(&self, at: usize) -> Option<Item> {
        let blank =
            |at| matches!(self.tokens.get(at), Some(Token { kind: Kind::Blank { lines: 0 }, .. }));
        let Token { span, kind } = self.tokens.get(at)?;
        let short = self.text[span.clone()].chars().nth(2).is_none();
        match (kind, self.tokens.get(at + 1)?.kind) {
            (Kind::Symbol('-' | '–' | '—' | '~'), _) if blank(at + 1) => Some(Item::Dash),
            (Kind::Symbol('+'), _) if blank(at + 1) => Some(Item::Plus),
            (Kind::Number, Kind::Symbol('.' | ',')) if short && blank(at + 2) => Some(Item::Number),
            (Kind::Word, Kind::Symbol(')')) if short && blank(at + 2) => Some(Item::Letter),
            (Kind::Word, _) if blank(at + 1) && self.is_ground(at) => Some(Item::Ground),
            _ => None,
        }
    }

    /// Whether a ground begins at a token of the text, as engines set to another language read it too (`Can ctr`).
    fn is_ground(&self, at: usize) -> bool {
        let seen =
            |at: usize| self.tokens.get(at).map_or("", |token| &self.text[token.span.clone()]);
        let bases = |at| alphabet::bases(seen(at));
        let is = |at, word: &str| bases(at).eq(word.bytes());
        let basis = || {
            let mut bases = bases(at + 2);
            bases.next() == Some(b'c') && bases.all(|c| b"uirt".contains(&c))
        };
        let proposal = || is(at + 2, "de");
        seen(at).starts_with(char::is_uppercase)
            && (is(at, "can") && basis() || (is(at, "theo") || is(at, "xet")) && proposal())
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
        sentence.item_ended((0..nodes.len()).find(colon).unwrap())
    }

    #[test]
    fn an_item_ends_where_one_of_the_same_kind_begins() {
        for (text, kind) in [
            ("- Van phong:\n- Cac so", Some(Item::Dash)),
            ("- Van phong\nChinh phu:\n- Cac so", Some(Item::Dash)),
            ("+ Mot:\n+ Hai", Some(Item::Plus)),
            ("a) Mot:\nb) Hai", Some(Item::Letter)),
            ("1. Mot:\n2, Hai", Some(Item::Number)),
            ("Can ctr mot;\nCan cu Luat:\nTheo dé nghi", Some(Item::Ground)),
            ("Can çir mot:\nCan cu Luat", Some(Item::Ground)),
            ("- Van phong:\n+ Cac so", None),
            ("Noi nhan:\n- Van phong", None),
            ("- Van phong.\nNoi nhan:\n- Cac so", None),
            ("- Van phong: - Cac so", None),
            ("- Van phong:", None),
            ("Ha Noi:\nHa Nam", None),
            ("Theo mau s6 3, ngudi dan nép:\nCan cudc cong dan", None),
            ("Theo quy dinh can lam:\nXét nghiém mau", None),
            ("huyén) gém:\nb) Hai", None),
        ] {
            assert_eq!(item(text), kind, "{text}");
        }
    }
}
