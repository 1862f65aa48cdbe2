//! How text must be written where it stands.

use std::borrow::Cow;

/// What text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quote {
    /// A table or plain text: as it is.
    Nothing,
    /// The text of an element.
    Element,
    /// A CDATA section.
    Cdata,
    /// An attribute in these quotes, or in none.
    Attribute(Option<char>),
    /// What is written already, in a source that holds ASCII alone.
    Ascii,
    /// A line of Markdown.
    Markdown,
}

impl Quote {
    /// The text as it is written there.
    pub fn write(self, text: &str) -> Cow<'_, str> {
        let special = |c: char| match self {
            Self::Nothing => false,
            Self::Cdata => c == '>',
            Self::Element => matches!(c, '&' | '<' | '>'),
            Self::Attribute(Some(quote)) => c == quote || matches!(c, '&' | '<' | '>'),
            Self::Attribute(None) => !c.is_alphanumeric(),
            Self::Ascii => !c.is_ascii(),
            Self::Markdown => c.is_ascii_punctuation() && !",.;:?/%\"'()-".contains(c),
        };
        if !text.contains(special) {
            return Cow::Borrowed(text);
        }
        // A `]]>` would end the section, wherever its parts come from.
        if self == Self::Cdata {
            return Cow::Owned(text.replace('>', "]]>&gt;<![CDATA["));
        }
        let mut written = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            match c {
                c if !special(c) => written.push(c),
                c if self == Self::Markdown => written.extend(['\\', c]),
                '&' => written.push_str("&amp;"),
                '<' => written.push_str("&lt;"),
                '>' => written.push_str("&gt;"),
                c => written.push_str(&format!("&#{};", u32::from(c))),
            }
        }
        Cow::Owned(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_markup_are_written_as_references() {
        for (quote, expected) in [
            (Quote::Nothing, "a<\"'&>"),
            (Quote::Element, "a&lt;\"'&amp;&gt;"),
            (Quote::Cdata, "a<\"'&]]>&gt;<![CDATA["),
            (Quote::Attribute(Some('"')), "a&lt;&#34;'&amp;&gt;"),
            (Quote::Attribute(None), "a&lt;&#34;&#39;&amp;&gt;"),
            (Quote::Markdown, "a\\<\"'\\&\\>"),
        ] {
            assert_eq!(quote.write("a<\"'&>"), expected);
        }
        assert!(matches!(Quote::Element.write("đất"), Cow::Borrowed("đất")));
    }
}
