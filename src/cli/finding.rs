//! An edit as it is listed for people and programs.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use vietmend::{Edit, Reason};

use super::cursor::Cursor;
use super::percent::per_cent;
use super::text::Text;
use super::visible::visible;

/// An edit and where it is.
#[derive(Debug, Serialize, Deserialize)]
pub struct Finding<'t> {
    pub path: Cow<'t, str>,
    pub line: usize,
    pub column: usize,
    /// Whether `repair` makes it.
    pub made: bool,
    /// In what it differs from what stands there.
    pub reason: Reason,
    #[serde(flatten)]
    pub edit: Edit<'t>,
}

/// Another reading is shown from this probability on.
const CLOSE: f32 = 0.05;

impl Finding<'_> {
    /// It in a line for people.
    pub fn text(&self) -> String {
        let Self { path, line, column, made, edit, .. } = self;
        let path = visible(path);
        let [before, after] = [&edit.before, &*edit.after].map(|text| shown(text));
        let (mark, sure) = (if *made { '→' } else { '?' }, per_cent(edit.confidence));
        let rival = self.rival().unwrap_or_default();
        format!("{path}:{line}:{column}: {before} {mark} {after} ({sure}{rival})")
    }

    /// What stands there after the run.
    pub fn text_now(&self) -> &str {
        if self.made { &self.edit.after } else { &self.edit.before }
    }

    /// The reading that came next, where it is probable too.
    fn rival(&self) -> Option<String> {
        let other = self.edit.alternatives.first().filter(|other| other.confidence >= CLOSE)?;
        Some(format!("; {} {}", visible(&other.text), per_cent(other.confidence)))
    }
}

/// A text in a line for people, between quotation marks where else its blanks, or that it is none, would not be seen.
fn shown(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    match text.trim() == text && !text.is_empty() {
        true => shown,
        false => format!("“{shown}”").into(),
    }
}

/// Names the edits of a text one after another.
pub struct Finder<'t> {
    path: &'t str,
    cursor: Cursor<'t>,
}

impl<'t> Finder<'t> {
    /// Of a text that lies at a path.
    pub fn new(path: &'t str, text: &'t Text) -> Self {
        Self { path, cursor: text.cursor() }
    }

    /// The edits, made or too doubtful, of a piece that starts at a byte of the text, in the order of
    /// their places; their spans become those in the text.
    pub fn findings<'r>(
        &mut self,
        start: usize,
        edits: Vec<Edit<'r>>,
        doubtful: Vec<Edit<'r>>,
    ) -> impl Iterator<Item = Finding<'r>>
    where
        't: 'r,
    {
        let made = edits.into_iter().map(|edit| (edit, true));
        let mut all: Vec<_> = made.chain(doubtful.into_iter().map(|edit| (edit, false))).collect();
        all.sort_by_key(|(edit, _)| edit.span.start);
        all.into_iter().map(move |(mut edit, made)| {
            edit.span.start += start;
            edit.span.end += start;
            let (line, column) = self.cursor.to(edit.span.start);
            let (path, reason) = (Cow::Borrowed(self.path), edit.reason());
            Finding { path, line, column, made, reason, edit }
        })
    }
}
