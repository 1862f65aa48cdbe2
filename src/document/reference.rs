//! Characters written as references: `&amp;`, `&#273;`, `&eacute;`.

/// The longest reference that is looked for, with its signs: `&CounterClockwise…;` is none of ours.
pub const LONGEST: usize = 12;

/// The names of the characters from U+00A0 on.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg \
    plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave \
    Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH \
    Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig \
    agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml \
    eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// Names of other characters that pages hold.
const OTHERS: [(&str, char); 13] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("bull", '•'),
];

/// The character that `text`, which starts with `&`, begins with, and how many bytes stand for it.
/// `None` where it is no reference that is known: then the `&` stands for itself.
pub fn decode(text: &str) -> Option<(char, usize)> {
    let len = text.bytes().take(LONGEST).position(|b| b == b';')?;
    let name = text.get(1..len)?;
    let found = match name.strip_prefix('#') {
        Some(number) => numbered(number),
        None => named(name),
    };
    Some((found?, len + 1))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?).filter(|&c| c != '\0')
}

fn named(name: &str) -> Option<char> {
    let other = OTHERS.iter().find(|(other, _)| *other == name);
    other.map(|&(_, c)| c).or_else(|| {
        let place = LATIN.split_whitespace().position(|latin| latin == name)?;
        char::from_u32(0xa0 + place as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read() {
        for (text, expected) in [
            ("&amp;b", Some(('&', 5))),
            ("&#273;", Some(('đ', 6))),
            ("&#x1EA5;", Some(('ấ', 8))),
            ("&nbsp;", Some(('\u{a0}', 6))),
            ("&yuml;", Some(('ÿ', 6))),
            ("&Agrave;", Some(('À', 8))),
            ("&lol9;", None),
            ("&#xd800;", None),
            ("&#0;", None),
            ("&", None),
            ("&;", None),
            ("& đ;", None),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
    }
}
