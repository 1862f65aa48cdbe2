//! The formats that documents are written in.

use std::fmt;

use crate::document::syntax::Syntax;
use crate::document::{alto, hocr, html, markdown, page, plain, tsv, word};

/// Declares the formats: each has a name, a file and how it is called; the first that knows a source
/// as its own has it.
macro_rules! formats {
    ($($(#[$doc:meta])* $format:ident = $syntax:expr, $name:literal;)+) => {
        /// How a document is written.
        ///
        /// ```
        /// use vietmend::Format;
        /// assert_eq!(Format::of("<alto xmlns='http://www.loc.gov/standards/alto/ns-v4#'/>"), Format::Alto);
        /// assert_eq!(Format::Hocr.to_string(), "hOCR");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Format {
            $($(#[$doc])* $format,)+
        }

        impl Format {
            /// All formats, in the order in which they are tried.
            ///
            /// ```
            /// use vietmend::Format;
            /// assert_eq!(Format::ALL.last(), Some(&Format::Text));
            /// ```
            pub const ALL: &[Self] = &[$(Self::$format),+];

            pub(super) fn syntax(self) -> &'static dyn Syntax {
                match self {
                    $(Self::$format => &$syntax,)+
                }
            }

            fn name(self) -> &'static str {
                match self {
                    $(Self::$format => $name,)+
                }
            }
        }
    };
}

formats! {
    /// hOCR: HTML or XHTML whose classes say what is a paragraph, a line, a word. Lines and paragraphs of
    /// engines that mark no words are read too.
    Hocr = hocr::Hocr, "hOCR";
    /// ALTO, versions 2 to 4. Glyphs, other readings, hyphens at the end of a line (`HYP`) and the
    /// wholes of words that have one (`SUBS_CONTENT`) are left as they are, and are no part of the text.
    Alto = alto::Alto, "ALTO";
    /// PAGE XML, of PRImA. The text of lines and regions follows that of their words, where they agree
    /// before; glyphs and readings of a lower rank are left as they are.
    Page = page::Page, "PAGE XML";
    /// The table that Tesseract writes.
    Tsv = tsv::Tsv, "Tesseract TSV";
    /// The parts of a Word document (`.docx`, of which they are to be taken out) that hold text: the
    /// document itself, headers, footers, notes, comments. Deleted text, changes that are tracked and the
    /// codes of fields are left as they are, and are no part of the text.
    Word = word::Word, "WordprocessingML";
    /// HTML that is no hOCR. A source is known by its document type or `html`; a part of one must be
    /// said to be HTML. Scripts, styles, comments, attributes, code, preformatted text and the fields of
    /// forms are left as they are, and are no part of the text.
    Html = html::Html, "HTML";
    /// Markdown. It cannot be told from plain text, so it must be said to be that. Code, addresses,
    /// images, HTML, front matter and definitions are left as they are, and are no part of the text.
    Markdown = markdown::Markdown, "Markdown";
    /// Plain text.
    Text = plain::Plain, "plain text";
}

impl Format {
    /// The format of a source: what is in no other is plain text, and so are Markdown and HTML that does
    /// not begin with its document type or `html`.
    ///
    /// ```
    /// use vietmend::Format;
    /// assert_eq!(Format::of("<p>one</p>"), Format::Text);
    /// assert_eq!(Format::of("<p class='ocr_par'>one</p>"), Format::Hocr);
    /// assert_eq!(Format::of("<!DOCTYPE html><p>one</p>"), Format::Html);
    /// ```
    pub fn of(source: &str) -> Self {
        let mut formats = Self::ALL.iter().copied();
        formats.find(|format| format.syntax().is(source)).unwrap_or(Self::Text)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
