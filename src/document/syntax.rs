//! What a format must be able to do.

use crate::document::bounds::Bounds;
use crate::document::change::Change;
use crate::document::flaw::Flaw;
use crate::document::markup::{Dialect, Event, Events};
use crate::document::runs::{Element, Runs};
use crate::document::tag::Tag;

/// How a format is read, and how a word is divided in it.
pub trait Syntax: Sync {
    /// Whether a source is written in this format, as far as can be told from it.
    fn is(&self, source: &str) -> bool;

    /// Whether a source may be written in this format, where that is said of it.
    fn may_be(&self, source: &str) -> bool {
        self.is(source)
    }

    /// The text of a source and its places.
    fn read<'s>(&self, source: &'s str) -> Result<Runs<'s>, Flaw>;

    /// How its markup is read; `None` where it has none.
    fn dialect(&self) -> Option<Dialect>;

    /// What is written between the parts of a word that is divided, where so much is free on the page.
    fn between(&self, source: &str, element: &Element, _free: Option<Bounds>) -> String {
        let lead = &source[element.lead..element.span.start];
        if lead.is_empty() { " " } else { lead }.to_string()
    }

    /// Adds to changes of a source, which are in order, what else must change with them.
    fn amend(&self, _source: &str, _changes: &mut Vec<Change>) {}

    /// Whether what is written is sure to read as it is meant; else it is read again.
    fn is_exact(&self) -> bool {
        true
    }
}

/// Where the white space before `at` starts.
pub fn lead(source: &str, at: usize) -> usize {
    source[..at].trim_end().len()
}

/// The name, without its prefix, of the first element of a source that begins with markup.
pub fn root(source: &str) -> Option<&str> {
    root_tag(source).map(|tag| tag.local_name())
}

/// The first tag of a source that begins with markup.
pub fn root_tag(source: &str) -> Option<Tag<'_>> {
    let source = source.trim_start_matches('\u{feff}').trim_start();
    if !source.starts_with('<') {
        return None;
    }
    Events::new(source, Dialect::Xml).find_map(|event| match event {
        Ok(Event::Open(tag)) => Some(Some(tag)),
        Ok(Event::Text(at)) if source[at.clone()].trim().is_empty() => None,
        _ => Some(None),
    })?
}
