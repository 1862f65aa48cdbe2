//! An edit as it is listed for people and programs.

use serde::Serialize;
use vietmend::Edit;

use super::percent::per_cent;
use super::visible::visible;

/// An edit and where it is.
#[derive(Serialize)]
pub struct Finding<'t> {
    pub path: &'t str,
    pub line: usize,
    pub column: usize,
    /// Whether `repair` makes it.
    pub made: bool,
    #[serde(flatten)]
    pub edit: Edit<'t>,
}

/// Another reading is shown from this probability on.
const CLOSE: f32 = 0.05;

impl Finding<'_> {
    /// It in a line for people.
    pub fn text(&self) -> String {
        let Self { path, line, column, made, edit } = self;
        let (before, after) = (visible(&edit.before), visible(&edit.after));
        let (mark, sure) = (if *made { '→' } else { '?' }, per_cent(edit.confidence));
        let rival = self.rival().unwrap_or_default();
        format!("{path}:{line}:{column}: {before} {mark} {after} ({sure}{rival})")
    }

    /// The reading that came next, where it is probable too.
    fn rival(&self) -> Option<String> {
        let other = self.edit.alternatives.first().filter(|other| other.confidence >= CLOSE)?;
        Some(format!("; {} {}", visible(&other.text), per_cent(other.confidence)))
    }
}
