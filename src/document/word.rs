//! WordprocessingML: the parts of a Word document (`.docx`) that hold text, paragraph by paragraph.

use std::ops::Range;

use crate::document::change::{self, Change};
use crate::document::content::Content;
use crate::document::elements::Elements;
use crate::document::flaw::Flaw;
use crate::document::markup::{Dialect, Event, Events};
use crate::document::quote::Quote;
use crate::document::runs::{Gap, Runs};
use crate::document::syntax::{self, Syntax};
use crate::document::tag::Tag;

/// The names of the parts with text.
const ROOTS: [&str; 6] = ["document", "hdr", "ftr", "footnotes", "endnotes", "comments"];

/// The namespaces of ECMA-376: of what Word writes, and of its strict form.
const NAMESPACES: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// Elements of a run across which no word goes.
const SIGNS: [&str; 7] = ["br", "cr", "noBreakHyphen", "pgNum", "ptab", "sym", "tab"];

/// Changes that Word has tracked: whoever accepts or rejects them must find them as they were.
const TRACKED: [&str; 4] = ["del", "ins", "moveFrom", "moveTo"];

pub struct Word;

impl Syntax for Word {
    fn is(&self, source: &str) -> bool {
        syntax::root_tag(source).is_some_and(|tag| {
            let namespace = match prefix(&tag) {
                "" => tag.value("xmlns"),
                prefix => tag.value(&format!("xmlns:{}", prefix.trim_end_matches(':'))),
            };
            ROOTS.contains(&tag.local_name())
                && namespace.is_some_and(|it| NAMESPACES.contains(&it))
        })
    }

    fn read<'s>(&self, source: &'s str) -> Result<Runs<'s>, Flaw> {
        let mut reader = Reader::default();
        let mut elements = Elements::new(source, Dialect::Xml);
        while let Some(event) = elements.next() {
            reader.take(source, event?, elements.depth());
        }
        reader.part(Gap::Line);
        Ok(reader.runs)
    }

    fn dialect(&self) -> Option<Dialect> {
        Some(Dialect::Xml)
    }

    /// Has blanks kept that come to the edge of a text: Word drops them where it is not told.
    fn amend(&self, source: &str, changes: &mut Vec<Change>) {
        let mut amended = Vec::new();
        let mut rest = &changes[..];
        for (tag, text) in Texts::of(source).filter(|(tag, _)| !keeps_blanks(tag)) {
            rest = &rest[rest.partition_point(|(at, _)| at.start < text.start)..];
            let (here, behind) = rest.split_at(rest.partition_point(|(at, _)| at.end <= text.end));
            rest = behind;
            let inner = trimmed(source, &text);
            let written = change::carry_out(source, inner.clone(), here.to_vec());
            if here.is_empty() || written == written.trim() {
                continue;
            }
            let name = tag.span.start + 1 + tag.name.len();
            amended.push((name..name, r#" xml:space="preserve""#.to_string()));
            // What was dropped so far would be kept too.
            amended.push((text.start..inner.start, String::new()));
            amended.push((inner.end..text.end, String::new()));
        }
        amended.retain(|(at, text)| !at.is_empty() || !text.is_empty());
        changes.append(&mut amended);
    }
}

/// The prefix of a tag's name, with its colon.
fn prefix<'s>(tag: &Tag<'s>) -> &'s str {
    &tag.name[..tag.name.len() - tag.local_name().len()]
}

/// Whether blanks at the edges of its text count.
fn keeps_blanks(tag: &Tag<'_>) -> bool {
    tag.value("xml:space") == Some("preserve")
}

/// The part of a text that counts where blanks at its edges do not.
fn trimmed(source: &str, at: &Range<usize>) -> Range<usize> {
    let text = &source[at.clone()];
    let start = at.start + text.len() - text.trim_start().len();
    start..start.max(at.start + text.trim_end().len())
}

#[derive(Default)]
struct Reader<'s> {
    runs: Runs<'s>,
    content: Content,
    /// The prefix of the names, which is that of the root.
    prefix: Option<&'s str>,
    /// The text that is open: whether blanks at its edges count.
    text: Option<bool>,
    /// How many elements are around the tracked change that is open.
    tracked: Option<usize>,
}

impl<'s> Reader<'s> {
    fn take(&mut self, source: &'s str, event: Event<'s>, depth: usize) {
        match event {
            Event::Open(tag) => self.open(&tag, depth),
            Event::Close { name, .. } => self.close(name, depth),
            Event::Text(at) => match self.text {
                Some(true) => self.content.add(source, at, Quote::Element),
                Some(false) => self.content.add(source, trimmed(source, &at), Quote::Element),
                None => {}
            },
            // Word writes none.
            Event::Cdata(_) => self.part(Gap::Line),
        }
    }

    fn open(&mut self, tag: &Tag<'s>, depth: usize) {
        let prefix = *self.prefix.get_or_insert_with(|| prefix(tag));
        let Some(name) = tag.name.strip_prefix(prefix) else { return };
        if self.tracked.is_some() {
            return;
        }
        match name {
            "p" => self.part(Gap::Paragraph),
            "t" if !tag.empty => self.text = Some(keeps_blanks(tag)),
            name if SIGNS.contains(&name) => self.part(Gap::Line),
            name if TRACKED.contains(&name) => {
                self.part(Gap::Line);
                self.tracked = (!tag.empty).then(|| depth - 1);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, depth: usize) {
        self.text = None;
        if self.tracked == Some(depth) {
            self.tracked = None;
        } else if name.strip_prefix(self.prefix.unwrap_or("")) == Some("p") {
            self.part(Gap::Paragraph);
        }
    }

    /// Ends a line.
    fn part(&mut self, gap: Gap) {
        // XML holds no signs that stand for themselves.
        self.content.delicate = false;
        self.runs.end(&mut self.content, gap);
    }
}

/// The tags around texts, each with where its text stands.
struct Texts<'s> {
    events: Events<'s>,
    prefix: Option<&'s str>,
    open: Option<Tag<'s>>,
}

impl<'s> Texts<'s> {
    fn of(source: &'s str) -> Self {
        Self { events: Events::new(source, Dialect::Xml), prefix: None, open: None }
    }
}

impl<'s> Iterator for Texts<'s> {
    type Item = (Tag<'s>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.events.next()?.ok()? {
                Event::Open(tag) => {
                    let prefix = *self.prefix.get_or_insert_with(|| prefix(&tag));
                    let is_text = tag.name.strip_prefix(prefix) == Some("t");
                    self.open = Some(tag).filter(|_| is_text);
                }
                Event::Close { .. } | Event::Cdata(_) => self.open = None,
                Event::Text(at) => {
                    if let Some(tag) = self.open.take() {
                        return Some((tag, at));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Edit;
    use crate::document::{Document, Format};

    fn part(body: &str) -> String {
        let space = NAMESPACES[0];
        format!(
            "<?xml version='1.0'?><w:document xmlns:w='{space}'><w:body>{body}</w:body></w:document>"
        )
    }

    fn text(body: &str) -> String {
        Word.read(&part(body)).unwrap().text.into_owned()
    }

    #[test]
    fn it_is_known_by_its_namespace() {
        assert!(Word.is(&part("")));
        assert!(Word.is(&format!("<hdr xmlns='{}'/>", NAMESPACES[1])));
        for source in ["<w:document xmlns:w='a'/>", "<document/>", "a", "<w:styles xmlns:w='a'/>"] {
            assert!(!Word.is(source), "{source}");
        }
    }

    #[test]
    fn runs_that_divide_a_word_are_one() {
        let body = "<w:p><w:r><w:t>chiếm </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'> đ</w:t></w:r>\
            <w:r><w:t>ât</w:t><w:tab/><w:t>hai</w:t><w:br/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>ba</w:t>\
            </w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>&amp; b</w:t><m:t>x</m:t></w:r></w:p>";
        assert_eq!(text(body), "chiếm đât\nhai\n\nba\n\n& b");
    }

    #[test]
    fn text_boxes_stand_apart() {
        let body = "<w:p><w:r><w:t>một</w:t></w:r><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>hai</w:t></w:r></w:p>\
            </w:txbxContent></w:drawing></w:r><w:r><w:t>ba</w:t></w:r></w:p>";
        assert_eq!(text(body), "một\n\nhai\n\nba");
    }

    #[test]
    fn tracked_changes_and_fields_are_left_alone() {
        let body = "<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins><w:del><w:r><w:delText>b</w:delText></w:r></w:del>\
            <w:moveFrom><w:r><w:t>c</w:t></w:r></w:moveFrom><w:r><w:instrText>d</w:instrText><w:t>e</w:t></w:r></w:p>";
        assert_eq!(text(body), "e");
    }

    #[test]
    fn blanks_at_an_edge_are_kept() {
        let body = "<w:p><w:r><w:t>nông</w:t></w:r><w:r><w:t> nghiệp </w:t></w:r></w:p>";
        let source = part(body);
        let document = Document::parse(&source).unwrap();
        assert_eq!((document.format(), document.text()), (Format::Word, "nôngnghiệp"));
        let mended = document.apply(&[Edit::new(0..13, "nôngnghiệp", "nông nghiệp")]).unwrap();
        let kept = "<w:t xml:space=\"preserve\">nông </w:t>";
        assert_eq!(mended, source.replace("<w:t>nông</w:t>", kept));
    }
}
