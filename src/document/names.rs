//! Names for elements that are written a second time: each stands once in a document.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::document::markup::{Dialect, Event, Events};
use crate::document::tag::local_name;

/// The names that elements have.
#[derive(Debug)]
pub struct Names {
    taken: HashSet<String>,
    /// The number of the last copy of a name.
    last: HashMap<String, usize>,
}

impl Names {
    /// The names in a source.
    pub fn of(source: &str, dialect: Dialect) -> Self {
        let taken = places(source, dialect).map(|at| source[at].to_string()).collect();
        Self { taken, last: HashMap::new() }
    }

    /// A name for a copy of the element of this name: `word_7` gives `word_7_2`.
    pub fn another(&mut self, name: &str) -> String {
        let last = self.last.entry(name.to_string()).or_insert(1);
        loop {
            *last += 1;
            let another = format!("{name}_{last}");
            if self.taken.insert(another.clone()) {
                return another;
            }
        }
    }
}

/// Where the names of elements stand.
pub fn places(source: &str, dialect: Dialect) -> impl Iterator<Item = Range<usize>> {
    let tags = Events::new(source, dialect).filter_map(|event| match event {
        Ok(Event::Open(tag)) => Some(tag),
        _ => None,
    });
    let attributes = tags.flat_map(|tag| tag.attributes());
    attributes
        .filter(|attribute| local_name(attribute.name).eq_ignore_ascii_case("id"))
        .map(|attribute| attribute.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_once() {
        let mut names = Names::of("<a ID='w'/><a xml:id=w_2>", Dialect::Xml);
        assert_eq!([names.another("w"), names.another("w")], ["w_3", "w_4"]);
    }
}
