//! HTML that is no hOCR: what a reader sees of it, block by block.

use crate::document::change::Change;
use crate::document::content::Content;
use crate::document::flaw::Flaw;
use crate::document::markup::{Dialect, Event, Events};
use crate::document::quote::Quote;
use crate::document::reference;
use crate::document::runs::{Gap, Runs};
use crate::document::syntax::{self, Syntax};
use crate::document::tag::Tag;

/// Elements whose text is no prose, or is not seen. `script` and `style` hold no tags either.
const HIDDEN: &[&str] = &[
    "code", "datalist", "iframe", "kbd", "listing", "math", "object", "pre", "samp", "script",
    "style", "svg", "template", "textarea", "var", "xmp",
];

/// Elements that stand apart as paragraphs do.
const PARAGRAPHS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "details",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "title",
    "ul",
];

/// Elements that begin a line, a cell or a part of its own; no word goes across one.
const LINES: &[&str] = &[
    "audio",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "dd",
    "div",
    "dt",
    "embed",
    "figcaption",
    "img",
    "input",
    "legend",
    "li",
    "optgroup",
    "option",
    "select",
    "summary",
    "td",
    "th",
    "tr",
    "video",
];

/// Raised and lowered letters, which are marks of notes as a rule.
const RAISED: &[&str] = &["sub", "sup"];

pub struct Html;

impl Syntax for Html {
    fn is(&self, source: &str) -> bool {
        const TYPE: &str = "<!doctype html";
        let start = source.trim_start_matches('\u{feff}').trim_start();
        start.get(..TYPE.len()).is_some_and(|start| start.eq_ignore_ascii_case(TYPE))
            || syntax::root(source).is_some_and(|root| root.eq_ignore_ascii_case("html"))
    }

    fn may_be(&self, _source: &str) -> bool {
        true
    }

    fn read<'s>(&self, source: &'s str) -> Result<Runs<'s>, Flaw> {
        let mut reader = Reader::default();
        for event in Events::new(source, Dialect::Html) {
            reader.take(source, event?);
        }
        reader.part(Gap::Line);
        Ok(reader.runs)
    }

    fn dialect(&self) -> Option<Dialect> {
        Some(Dialect::Html)
    }

    /// Writes a sign that stands for itself as a reference where what follows it changes, and might
    /// make markup of it; and letters where nothing tells how a browser reads their bytes.
    fn amend(&self, source: &str, changes: &mut Vec<Change>) {
        if is_bare_ascii(source) {
            changes.iter_mut().for_each(|(_, text)| *text = Quote::Ascii.write(text).into_owned());
        }
        let mut signs = Vec::new();
        for (span, _) in &*changes {
            let Some(at) = bare_sign(source, span.start) else { continue };
            let known = signs.last().is_some_and(|(last, _): &Change| last.start == at);
            let behind = changes.partition_point(|(other, _)| other.start <= at);
            let changes_too = behind > 0 && changes[behind - 1].0.contains(&at);
            if !known && !changes_too {
                let sign = &source[at..at + 1];
                signs.push((at..at + 1, Quote::Element.write(sign).into_owned()));
            }
        }
        changes.append(&mut signs);
    }
}

/// Whether an element of this name holds no text that is read.
pub fn hides(name: &str) -> bool {
    is_one_of(name, HIDDEN)
}

/// What stands before and behind an element; nothing where it is part of a line.
pub fn gap(name: &str) -> Option<Gap> {
    if is_one_of(name, PARAGRAPHS) {
        Some(Gap::Paragraph)
    } else {
        (is_one_of(name, LINES) || is_one_of(name, RAISED)).then_some(Gap::Line)
    }
}

/// Whether an element has a place of its own on a page.
pub fn stands_apart(name: &str) -> bool {
    is_one_of(name, PARAGRAPHS) || is_one_of(name, LINES)
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// Whether a page is in ASCII and does not say that it is in UTF-8, where a page has to say it.
fn is_bare_ascii(source: &str) -> bool {
    const HEAD: usize = 1024;
    const NAME: &[u8] = b"utf-8";
    let head = &source.as_bytes()[..source.len().min(HEAD)];
    source.is_ascii() && !head.windows(NAME.len()).any(|it| it.eq_ignore_ascii_case(NAME))
}

/// Where a `<` or `&` that stands for itself goes together with what stands at a place.
fn bare_sign(source: &str, at: usize) -> Option<usize> {
    let before = &source.as_bytes()[at.saturating_sub(reference::LONGEST)..at];
    if before.last() == Some(&b'<') {
        return Some(at - 1);
    }
    let name =
        before.iter().rev().take_while(|&&byte| byte.is_ascii_alphanumeric() || byte == b'#');
    let sign = at.checked_sub(name.count() + 1)?;
    (source.as_bytes()[sign] == b'&').then_some(sign)
}

#[derive(Default)]
struct Reader<'s> {
    runs: Runs<'s>,
    content: Content,
    /// The element that is open whose text is not read, and how many of its name are.
    hidden: Option<(&'s str, usize)>,
}

impl<'s> Reader<'s> {
    fn take(&mut self, source: &'s str, event: Event<'s>) {
        match event {
            Event::Open(tag) => self.open(&tag),
            Event::Close { name, .. } => self.close(name),
            Event::Text(at) if self.hidden.is_none() => {
                self.content.add(source, at, Quote::Element);
            }
            Event::Text(_) => {}
            // Browsers show none.
            Event::Cdata(_) => self.part(Gap::Line),
        }
    }

    fn open(&mut self, tag: &Tag<'s>) {
        match &mut self.hidden {
            Some((name, open)) => {
                *open += usize::from(!tag.empty && name.eq_ignore_ascii_case(tag.name));
            }
            None if hides(tag.name) => {
                self.part(Gap::Line);
                self.hidden = (!tag.empty).then_some((tag.name, 1));
            }
            None => self.stand_apart(tag.name),
        }
    }

    fn close(&mut self, name: &str) {
        match &mut self.hidden {
            Some((hidden, open)) if hidden.eq_ignore_ascii_case(name) => {
                *open -= 1;
                if *open == 0 {
                    self.hidden = None;
                }
            }
            Some(_) => {}
            None => self.stand_apart(name),
        }
    }

    fn stand_apart(&mut self, name: &str) {
        if let Some(gap) = gap(name) {
            self.part(gap);
        }
    }

    /// Ends a block.
    fn part(&mut self, gap: Gap) {
        // Signs that stand for themselves are looked after one by one.
        self.content.delicate = false;
        self.runs.end(&mut self.content, gap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        Html.read(source).unwrap().text.into_owned()
    }

    #[test]
    fn it_begins_as_html() {
        for source in
            ["<!DOCTYPE HTML PUBLIC ''>a", "\u{feff}\n<!-- a --><HTML lang=vi>", "<?xml?><html/>"]
        {
            assert!(Html.is(source), "{source}");
        }
        for source in
            ["a <html>", "<p>a</p>", "1 < 2", "<!doctype htm", "<Nghị định>", "<b>a</b>", "<"]
        {
            assert!(!Html.is(source), "{source}");
        }
    }

    #[test]
    fn text_is_what_is_seen() {
        let source = "<html><head><title>Thông báo</title><style>p { }</style></head><BODY>\
            <p>chi&#7871;m <b>đ</b>ât\n  nông&nbsp;nghiệp<br>hai<!-- không --><p title='không'>ba\
            <ul><li>bốn<li>năm</ul><pre><pre>a</pre>b</pre><code>c</code>sáu<script>d</script>\
            <table><tr><td>bảy<td>tám</table>m<sup>2</sup>";
        let expected =
            "Thông báo\n\nchiếm đât nông nghiệp\nhai\n\nba\n\nbốn\nnăm\n\nsáu\n\nbảy\ntám\n\nm\n2";
        assert_eq!(text(source), expected);
    }

    #[test]
    fn a_page_of_ascii_stays_one() {
        let change = || vec![(9..10, "ấ &amp; đ".to_string())];
        for (source, expected) in [
            ("<html><p>a", "&#7845; &amp; &#273;"),
            ("<html><meta charset=UTF-8>", "ấ &amp; đ"),
            ("<html><p>a</p>ê", "ấ &amp; đ"),
        ] {
            let mut changes = change();
            Html.amend(source, &mut changes);
            assert_eq!(changes, [(9..10, expected.to_string())], "{source}");
        }
    }

    #[test]
    fn signs_are_found_that_stand_for_themselves() {
        assert_eq!(bare_sign("a <1b", 3), Some(2));
        assert_eq!(bare_sign("&am1p;", 3), Some(0));
        assert_eq!(bare_sign("&#1", 3), Some(0));
        for (source, at) in [("& a", 2), ("a", 1), ("", 0), ("&amp;a", 5), ("<b>a", 3)] {
            assert_eq!(bare_sign(source, at), None, "{source}");
        }
    }
}
