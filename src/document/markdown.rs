//! Markdown: its prose, line by line. CommonMark with the tables and notes of GitHub.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::document::content::Content;
use crate::document::flaw::Flaw;
use crate::document::html;
use crate::document::markup::{self, Dialect, Events};
use crate::document::quote::Quote;
use crate::document::runs::{Gap, Runs};
use crate::document::syntax::Syntax;

/// What is no prose where it is understood: front matter, pipes of tables, marks of notes and tasks.
const OPTIONS: Options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
    .union(Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS)
    .union(Options::ENABLE_TABLES)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

pub struct Markdown;

impl Syntax for Markdown {
    /// It cannot be told from plain text.
    fn is(&self, _source: &str) -> bool {
        false
    }

    fn may_be(&self, _source: &str) -> bool {
        true
    }

    fn read<'s>(&self, source: &'s str) -> Result<Runs<'s>, Flaw> {
        let mut reader = Reader::default();
        for (event, at) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
            reader.take(source, event, at);
        }
        reader.part(Gap::Line);
        Ok(reader.runs)
    }

    fn dialect(&self) -> Option<Dialect> {
        None
    }

    /// Where a line begins, or beside an emphasis, nearly any sign may be markup.
    fn is_exact(&self) -> bool {
        false
    }
}

#[derive(Default)]
struct Reader<'s> {
    runs: Runs<'s>,
    content: Content,
    /// How many parts are open whose text is left alone, one within the other.
    hidden: usize,
    /// The element within a line that is open whose text is left alone.
    element: Option<String>,
}

impl<'s> Reader<'s> {
    fn take(&mut self, source: &'s str, event: Event<'s>, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.add(source, &text, at),
            Event::InlineHtml(_) => self.element(&source[at]),
            Event::SoftBreak | Event::HardBreak | Event::Code(_) => self.part(Gap::Line),
            Event::Rule => self.part(Gap::Paragraph),
            Event::Html(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let hides = match tag {
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Image { .. } => true,
            // The text of these is the address, or the name under which it is found.
            Tag::Link { link_type, .. } => {
                !matches!(link_type, LinkType::Inline | LinkType::Reference)
            }
            _ => false,
        };
        self.hidden += usize::from(hides || self.hidden > 0);
        match hides {
            true => self.part(Gap::Line),
            false => self.stand_apart(tag.to_end()),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.hidden = self.hidden.saturating_sub(1);
        self.stand_apart(tag);
    }

    fn stand_apart(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => {}
            TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                self.part(Gap::Line);
            }
            _ => {
                self.element = None;
                self.part(Gap::Paragraph);
            }
        }
    }

    fn add(&mut self, source: &'s str, text: &str, at: Range<usize>) {
        if self.hidden > 0 || self.element.is_some() {
            return;
        }
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            _ if text == &source[at.clone()] => self.content.add(source, at, Quote::Markdown),
            (Some(c), None) => self.content.add_char(c, at, Quote::Markdown),
            // What is written otherwise is left alone.
            _ => self.part(Gap::Line),
        }
    }

    /// A tag within a line.
    fn element(&mut self, source: &str) {
        match (Events::new(source, Dialect::Html).next(), &self.element) {
            (Some(Ok(markup::Event::Close { name, .. })), Some(open))
                if name.eq_ignore_ascii_case(open) =>
            {
                self.element = None;
            }
            (Some(Ok(markup::Event::Open(tag))), None) => {
                if html::hides(tag.name) && !tag.empty {
                    self.element = Some(tag.name.to_string());
                }
                if html::hides(tag.name) || html::gap(tag.name).is_some() {
                    self.part(Gap::Line);
                }
            }
            _ => {}
        }
    }

    /// Ends a line.
    fn part(&mut self, gap: Gap) {
        self.runs.end(&mut self.content, gap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        Markdown.read(source).unwrap().text.into_owned()
    }

    #[test]
    fn prose_is_read() {
        let source = "---\ntitle: không\n---\n# Một *h*ai {#khong}\n\nba **bốn**\nnăm \\* s&aacute;u\n\n\
            - bảy\n  1. tám\n- [x] chín\n\n> mười\n\n|a|b|\n|-|:-:|\n|c|d|\n\nm^2 a_b_c &nbsp;";
        let expected =
            "Một hai\n\nba bốn\nnăm * sáu\n\nbảy\n\ntám\n\nchín\n\nmười\n\na\nb\nc\nd\n\nm^2 a_b_c";
        assert_eq!(text(source), expected);
    }

    #[test]
    fn the_rest_is_left_alone() {
        for source in [
            "```\na\n```",
            "    a",
            "`a`",
            "<div>\na\n</div>",
            "<https://a.vn>",
            "![a](b 'c')",
            "[a]: b \"c\"",
            "[a]\n\n[a]: b",
            "[a][]\n\n[a]: b",
            "<kbd>a <b>c</b></kbd>",
            "<!-- a -->",
            "+++\na\n+++",
            "---",
        ] {
            assert_eq!(text(source), "", "{source}");
        }
        assert_eq!(
            text("[a](b 'c') [d][e]f[^g] <i>h</i>i<br>k\n\n[e]: x\n\n[^g]: l"),
            "a df hi\nk\n\nl"
        );
        assert_eq!(text("a `b` c <code>d</code> e"), "a\nc\ne");
    }
}
