//! What a survey says of one path.

use std::path::Path;

use anyhow::{Error, Result};
use serde::Serialize;
use vietmend::Repairer;

use super::super::coding::Coding;
use super::super::input::{Input, Unread};
use super::super::text::{self, Text};
use super::condition::Condition;
use super::encoding;
use super::kind::Kind;
use super::pace::paced;
use super::sample::sample;

/// What a survey says of one path.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Entry {
    File(File),
    Unreadable(Unreadable),
}

/// A file that was looked at.
#[derive(Debug, Serialize)]
pub struct File {
    pub path: String,
    pub bytes: u64,
    /// How its characters are written.
    pub encoding: &'static str,
    /// What happened to its text.
    pub kind: Kind,
    /// How many words it has: what stands between white space.
    pub words: usize,
    /// How many of its bytes were looked at.
    pub sampled: usize,
    /// The share of its words that are wrong as they stand, from 0 to 1; `None` where it is not
    /// Vietnamese, or has no words.
    pub damaged: Option<f64>,
    /// The share of its words that stay wrong after repair; `None` as there.
    pub left: Option<f64>,
    /// How long its repair takes in one thread, in seconds.
    pub seconds: f64,
}

/// A path that is not read.
#[derive(Debug, Serialize)]
pub struct Unreadable {
    pub path: String,
    /// What its bytes look like; `None` where it could not even be opened.
    pub encoding: Option<&'static str>,
    pub reason: String,
}

impl Entry {
    /// Looks at a file, where one was found.
    pub fn look(repairer: &Repairer<'_>, coding: &Coding, found: &Result<Input>) -> Self {
        let path = match found {
            Ok(input) => &input.path,
            Err(error) => return Self::unopened(error),
        };
        match text::bytes(path) {
            Ok(bytes) => Self::of(repairer, coding, path, bytes),
            Err(error) => Self::unopened(&error),
        }
    }

    fn of(repairer: &Repairer<'_>, coding: &Coding, path: &Path, bytes: Vec<u8>) -> Self {
        let guess = encoding::guess(&bytes);
        let text = coding.decode(bytes, path, repairer.model());
        let path = path.display().to_string();
        match text {
            Ok(text) => Self::File(File::look(repairer, path, &text)),
            Err(error) => {
                let (encoding, reason) = (Some(guess), format!("{error:#}"));
                Self::Unreadable(Unreadable { path, encoding, reason })
            }
        }
    }

    fn unopened(error: &Error) -> Self {
        let path = error
            .downcast_ref()
            .map_or_else(String::new, |Unread(path)| path.display().to_string());
        let reason = error.root_cause().to_string();
        Self::Unreadable(Unreadable { path, encoding: None, reason })
    }
}

impl File {
    fn look(repairer: &Repairer<'_>, path: String, text: &Text) -> Self {
        let body = text.body();
        let sample = sample(body);
        let [words, looked_at] = [body, &sample].map(|text| text.split_whitespace().count());
        let times = words as f64 / looked_at.max(1) as f64;
        let (repaired, seconds) = paced(repairer, &sample, times);
        let kind = Kind::of(&sample, repaired.damage);
        let condition = Condition::estimate(kind, looked_at, &repaired);
        Self {
            path,
            bytes: text.source().len() as u64,
            encoding: encoding::name(text),
            kind: condition.map_or(kind, |condition| kind.with(condition.damaged)),
            words,
            sampled: sample.len(),
            damaged: condition.map(|condition| condition.damaged),
            left: condition.map(|condition| condition.left),
            seconds,
        }
    }
}
