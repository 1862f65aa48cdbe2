//! Tokens: the text cut into words, numbers, symbols, blanks and fixed shapes, without a gap.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::alphabet::is_alphabetic;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// White space; `lines` is the number of line ends in it.
    Blank { lines: u8 },
    /// Letters and digits with at least one letter.
    Word,
    /// Digits only.
    Number,
    /// One character that is neither letter, digit nor white space.
    Symbol(char),
    /// A shape that is never changed.
    Fixed(Shape),
}

/// Shapes beyond doubt, kept to the byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `1.200,5`
    Decimal,
    /// `29/5/2026`, `10/114`
    Date,
    /// A link, an e-mail address, or the name of a file.
    Link,
}

/// Ends of lines and pages other than `\n`, which are blanks.
pub const ENDS: [char; 6] = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// A piece of the text; a text's tokens tile it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Byte range in the text.
    pub span: Range<usize>,
    pub kind: Kind,
}

/// Appends the tokens of the bytes `range` of `text`, which tile it, to `tokens`.
pub fn tokenize(text: &str, range: Range<usize>, tokens: &mut Vec<Token>) {
    let text = &text[..range.end];
    let mut at = range.start;
    while at < text.len() {
        let rest = &text[at..];
        let chunk = rest.find(char::is_whitespace).unwrap_or(rest.len());
        tokenize_chunk(&rest[..chunk], at, tokens);
        at += chunk;
        let blank = &text[at..];
        let blank = &blank[..blank.len() - blank.trim_start().len()];
        if !blank.is_empty() {
            let lines = blank.bytes().filter(|&b| b == b'\n').count().min(255) as u8;
            tokens.push(Token { span: at..at + blank.len(), kind: Kind::Blank { lines } });
            at += blank.len();
        }
    }
}

/// Whether a token is the first of a line.
pub fn leads(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| tokens[before].kind);
    match before {
        None => true,
        Some(Kind::Blank { lines }) => lines > 0 || at == 1,
        Some(_) => false,
    }
}

/// Tokens of a run without white space.
fn tokenize_chunk(chunk: &str, offset: usize, tokens: &mut Vec<Token>) {
    let mut at = 0;
    if let Some((range, shape)) = fixed(chunk) {
        tokenize_plain(&chunk[..range.start], offset, tokens);
        let span = offset + range.start..offset + range.end;
        tokens.push(Token { span, kind: Kind::Fixed(shape) });
        at = range.end;
    }
    tokenize_plain(&chunk[at..], offset + at, tokens);
}

/// The fixed shape in a chunk, if there is one.
fn fixed(chunk: &str) -> Option<(Range<usize>, Shape)> {
    // Classes of ASCII letters: those of all scripts take longer to set up than a page to read.
    static LINK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i-u:https?://|ftp://|www\.)[^<>“”]*[^<>“”.,;:!?()'’\]]",
            r"|(?-u:[\w.&+-]+@[\w-]+(?:\.[\w-]+)+)",
            r"|\b(?i-u:[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:vn|com|org|net))\b",
            r"(?-u:/[\w./?=&%#-]*[\w/])?",
            // Names of files, and paths.
            r"|[^<>“”'\x22(),;:/\\|]+\.(?i-u:pdf|docx|xlsx?|pptx?|jpe?g|png|gif|tiff?|txt|csv|json|xml|html?|zip|rar|mp[34])(?-u:\b)",
            r"|(?-u:[A-Za-z]:\\[\w./\\~-]*\w)|\B/(?-u:[a-z][\w-]*/[\w./~-]*\w)",
        ))
        .expect("the pattern is valid")
    });
    static NUMBERS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"^[(“]?(?:([0-9]+(?:[.,][0-9]+)+)",
            r"|([0-9]+(?:/[0-9]+)+|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}))(?:[^0-9]|$)",
        ))
        .expect("the pattern is valid")
    });
    let bytes = chunk.as_bytes();
    if bytes.iter().take(4).any(u8::is_ascii_digit)
        && let Some(found) = NUMBERS.captures(chunk)
    {
        let shape = if found.get(1).is_some() { Shape::Decimal } else { Shape::Date };
        let number = found.get(1).or(found.get(2))?;
        let Some(before) = number.as_str().strip_suffix("/0") else {
            return Some((number.range(), shape));
        };
        // The letters of a code begin with what was read as a zero (`0D-UBND`).
        return match chunk[number.end()..].starts_with(is_alphabetic) {
            true => {
                before.contains('/').then(|| (number.start()..number.start() + before.len(), shape))
            }
            false => Some((number.range(), shape)),
        };
    }
    let linked = bytes.len() > 3
        && (bytes[0] == b'/' || bytes.iter().any(|&b| matches!(b, b'.' | b'@' | b'\\')));
    let found = linked.then(|| LINK.find(chunk)).flatten()?;
    Some((found.range(), Shape::Link))
}

/// Words, numbers and symbols of a run that holds no fixed shape.
fn tokenize_plain(text: &str, offset: usize, tokens: &mut Vec<Token>) {
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let mut letters = is_alphabetic(c);
        let kind = if letters || c.is_numeric() || is_combining(c) {
            while let Some(&(_, next)) = chars.peek() {
                let letter = is_alphabetic(next);
                if !letter && !next.is_numeric() && !is_combining(next) {
                    break;
                }
                letters |= letter;
                end += next.len_utf8();
                chars.next();
            }
            if letters { Kind::Word } else { Kind::Number }
        } else {
            Kind::Symbol(c)
        };
        tokens.push(Token { span: offset + start..offset + end, kind });
    }
}

/// Combining marks of decomposed text.
fn is_combining(c: char) -> bool {
    ('\u{300}'..'\u{370}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(&str, Kind)> {
        let mut tokens = Vec::new();
        tokenize(text, 0..text.len(), &mut tokens);
        tokens.iter().map(|token| (&text[token.span.clone()], token.kind)).collect()
    }

    #[test]
    fn shapes_are_fixed() {
        assert_eq!(
            kinds("(ngày 29/5/2026), 1.200,5 http://a.vn/b-c."),
            [
                ("(", Kind::Symbol('(')),
                ("ngày", Kind::Word),
                (" ", Kind::Blank { lines: 0 }),
                ("29/5/2026", Kind::Fixed(Shape::Date)),
                (")", Kind::Symbol(')')),
                (",", Kind::Symbol(',')),
                (" ", Kind::Blank { lines: 0 }),
                ("1.200,5", Kind::Fixed(Shape::Decimal)),
                (" ", Kind::Blank { lines: 0 }),
                ("http://a.vn/b-c", Kind::Fixed(Shape::Link)),
                (".", Kind::Symbol('.')),
            ]
        );
    }

    #[test]
    fn a_zero_before_letters_is_theirs() {
        let texts = |text| kinds(text).into_iter().map(|(text, _)| text).collect::<Vec<_>>();
        assert_eq!(texts("29/0D-UBND"), ["29", "/", "0D", "-", "UBND"]);
        assert_eq!(texts("87/2025/0H15;"), ["87/2025", "/", "0H15", ";"]);
        assert_eq!(texts("10/0 độ"), ["10/0", " ", "độ"]);
    }

    #[test]
    fn names_of_files_are_links() {
        for (text, link) in [
            ("IMG_2019.jpg", Some("IMG_2019.jpg")),
            ("(Bao_cao-quy 2.docx)", Some("2.docx")),
            ("báo-cáo.PDF,", Some("báo-cáo.PDF")),
            ("/home/lan/ho-so.txt", Some("/home/lan/ho-so.txt")),
            (r"D:\Ho-so\Nam", Some(r"D:\Ho-so\Nam")),
            ("/2025/ND-CP", None),
            ("đồng/ngwoi/thang", None),
            ("các.Doc", None),
            ("thi.đua", None),
            ("nghề.docs", None),
        ] {
            let links: Vec<&str> = kinds(text)
                .into_iter()
                .filter(|(_, kind)| *kind == Kind::Fixed(Shape::Link))
                .map(|(text, _)| text)
                .collect();
            assert_eq!(links, link.into_iter().collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn codes_are_left_to_the_lattice() {
        let found: Vec<&str> =
            kinds("số:2136/SKHCN-TTTT").into_iter().map(|(text, _)| text).collect();
        assert_eq!(found, ["số", ":", "2136", "/", "SKHCN", "-", "TTTT"]);
    }

    #[test]
    fn decomposed_words_stay_whole() {
        assert_eq!(kinds("to\u{301}")[0], ("to\u{301}", Kind::Word));
    }
}
