//! Elements that others refer to by name: what names a word that is joined or divided must name what
//! it becomes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::document::change::Change;
use crate::document::markup::{Dialect, Event, Events};
use crate::document::names;
use crate::document::runs::Element;

/// The attribute with which the reading order of ALTO refers to words; what else refers to elements by
/// name, in ALTO and PAGE XML, refers to regions, styles and tags.
const LINK: &str = "REF";

/// What has become of elements that have names.
#[derive(Debug, Default)]
pub struct Links<'s> {
    /// For each name the names in its place.
    heirs: HashMap<&'s str, Vec<String>>,
    /// What was taken out of the source, in order.
    gone: Vec<Range<usize>>,
}

impl<'s> Links<'s> {
    /// The word is followed by copies of these names.
    pub fn divide(&mut self, source: &'s str, element: &Element, copies: Vec<String>) {
        if let (Some(name), false) = (name(source, element), copies.is_empty()) {
            self.heirs.insert(name, [vec![name.to_string()], copies].concat());
        }
    }

    /// The element is taken out; a word before it has what it read.
    pub fn join(&mut self, source: &'s str, gone: &Element, heir: Option<&Element>) {
        let heir = heir.and_then(|heir| name(source, heir));
        for at in names::places(&source[gone.span.clone()], Dialect::Xml) {
            let at = gone.span.start + at.start..gone.span.start + at.end;
            self.heirs.insert(&source[at], heir.map(str::to_string).into_iter().collect());
        }
        self.gone.push(gone.lead..gone.span.end);
    }

    /// What must change where the names stand. A list of names that are all gone stays as it is.
    pub fn changes(&self, source: &str) -> Vec<Change> {
        if self.heirs.is_empty() {
            return Vec::new();
        }
        let tags = Events::new(source, Dialect::Xml).filter_map(|event| match event {
            Ok(Event::Open(tag)) => Some(tag),
            _ => None,
        });
        let links = tags.filter(|tag| !self.is_gone(tag.span.start)).filter_map(|tag| {
            let at = tag.attribute(LINK)?.value;
            let names = self.follow(&source[at.clone()])?;
            Some((at, names))
        });
        links.collect()
    }

    fn is_gone(&self, at: usize) -> bool {
        let next = self.gone.partition_point(|gone| gone.end <= at);
        self.gone.get(next).is_some_and(|gone| gone.start <= at)
    }

    /// The names in place of these; `None` where they are to stay.
    fn follow(&self, names: &str) -> Option<String> {
        if !names.split_whitespace().any(|name| self.heirs.contains_key(name)) {
            return None;
        }
        let mut followed: Vec<&str> = Vec::new();
        for name in names.split_whitespace() {
            match self.heirs.get(name) {
                Some(heirs) => followed.extend(heirs.iter().map(String::as_str)),
                None => followed.push(name),
            }
        }
        // Several words may have become one.
        let mut seen = HashSet::new();
        followed.retain(|name| seen.insert(*name));
        (!followed.is_empty()).then(|| followed.join(" "))
    }
}

/// The name of an element.
fn name<'s>(source: &'s str, element: &Element) -> Option<&'s str> {
    match Events::new(&source[element.span.clone()], Dialect::Xml).next() {
        Some(Ok(Event::Open(tag))) => tag.value("ID"),
        _ => None,
    }
}
