//! The sums of a survey.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::status::Status;
use super::entry::{Entry, File};
use super::histogram::{Histogram, Range};
use super::kind::Kind;

/// The sums of a survey.
#[derive(Debug, Default)]
pub struct Totals {
    pub all: Sums,
    pub kinds: [Sums; Kind::ALL.len()],
    /// Files of each encoding, those that are not read too.
    pub encodings: BTreeMap<&'static str, usize>,
    pub unreadable: usize,
    pub histogram: Histogram,
    /// Of those that are not read, how many could not even be opened.
    unopened: usize,
    seconds: f64,
    /// The seconds of the file that takes longest.
    longest: f64,
}

/// The sums of some files.
#[derive(Debug, Default)]
pub struct Sums {
    pub files: usize,
    pub bytes: u64,
    words: usize,
    /// Words of which it is known how many are wrong, how many those are, and how many stay wrong.
    judged: f64,
    damaged: f64,
    left: f64,
}

/// The last line for programs.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "survey")]
pub struct Line {
    #[serde(flatten)]
    all: Figures,
    /// Paths that are not read, in `files` neither.
    unreadable: usize,
    /// How long a repair of all files takes with that many threads, in seconds.
    seconds: f64,
    threads: usize,
    kinds: Vec<OfKind>,
    encodings: Vec<OfEncoding>,
    /// Vietnamese files by the share of their words that are wrong.
    histogram: Vec<Range>,
}

/// The sums of some files as they are printed.
#[derive(Debug, Serialize)]
struct Figures {
    files: usize,
    bytes: u64,
    words: usize,
    /// The share of the words that are wrong as they stand, in Vietnamese files.
    damaged: Option<f64>,
    /// The share of them that stay wrong after repair.
    left: Option<f64>,
}

#[derive(Debug, Serialize)]
struct OfKind {
    kind: Kind,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Debug, Serialize)]
struct OfEncoding {
    encoding: &'static str,
    files: usize,
}

impl Totals {
    /// Adds what was said of a path.
    pub fn add(&mut self, entry: &Entry) {
        match entry {
            Entry::File(file) => self.add_file(file),
            Entry::Unreadable(unreadable) => {
                self.unreadable += 1;
                match unreadable.encoding {
                    Some(encoding) => *self.encodings.entry(encoding).or_default() += 1,
                    None => self.unopened += 1,
                }
            }
        }
    }

    /// How long a repair of all files takes with so many threads, in seconds: a file is repaired by one.
    pub fn seconds(&self, threads: usize) -> f64 {
        (self.seconds / threads as f64).max(self.longest)
    }

    /// How a survey ended.
    pub fn status(&self) -> Status {
        if self.unopened > 0 { Status::Failed } else { Status::Done }
    }

    /// The last line for programs.
    pub fn line(&self, threads: usize) -> Line {
        let kinds = Kind::ALL.into_iter().zip(&self.kinds);
        let encodings = self.encodings.iter();
        Line {
            all: self.all.figures(),
            unreadable: self.unreadable,
            seconds: self.seconds(threads),
            threads,
            kinds: kinds.map(|(kind, sums)| OfKind { kind, figures: sums.figures() }).collect(),
            encodings: encodings
                .map(|(&encoding, &files)| OfEncoding { encoding, files })
                .collect(),
            histogram: self.histogram.ranges().collect(),
        }
    }

    fn add_file(&mut self, file: &File) {
        self.all.add(file);
        self.kinds[file.kind as usize].add(file);
        *self.encodings.entry(file.encoding).or_default() += 1;
        if let Some(damaged) = file.damaged {
            self.histogram.add(damaged);
        }
        self.seconds += file.seconds;
        self.longest = self.longest.max(file.seconds);
    }
}

impl Sums {
    /// The share of the words that are wrong as they stand; `None` where there are none.
    pub fn damaged(&self) -> Option<f64> {
        (self.judged > 0.0).then(|| self.damaged / self.judged)
    }

    /// The share of the words that stay wrong after repair.
    pub fn left(&self) -> Option<f64> {
        (self.judged > 0.0).then(|| self.left / self.judged)
    }

    fn figures(&self) -> Figures {
        let Self { files, bytes, words, .. } = *self;
        Figures { files, bytes, words, damaged: self.damaged(), left: self.left() }
    }

    fn add(&mut self, file: &File) {
        self.files += 1;
        self.bytes += file.bytes;
        self.words += file.words;
        if let (Some(damaged), Some(left)) = (file.damaged, file.left) {
            let words = file.words as f64;
            self.judged += words;
            self.damaged += words * damaged;
            self.left += words * left;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn took(seconds: &[f64]) -> Totals {
        let mut totals = Totals::default();
        for &seconds in seconds {
            totals.add(&Entry::File(File {
                path: String::new(),
                bytes: 1,
                encoding: "ASCII",
                kind: Kind::Empty,
                words: 0,
                sampled: 1,
                damaged: None,
                left: None,
                seconds,
            }));
        }
        totals
    }

    #[test]
    fn threads_share_files_but_none_of_them() {
        assert_eq!(took(&[1.0, 2.0, 3.0]).seconds(1), 6.0);
        assert_eq!(took(&[1.0, 2.0, 3.0]).seconds(2), 3.0);
        assert_eq!(took(&[1.0, 2.0, 9.0]).seconds(4), 9.0);
        assert_eq!(took(&[]).seconds(4), 0.0);
    }
}
