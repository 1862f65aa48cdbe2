//! What became of the files of a run.

use std::collections::BTreeMap;

use anyhow::{Error, Result};
use vietmend::Encoding;

use super::record::Summary;
use super::report;
use super::status::Status;

/// Counts what became of the files of a run; failures are reported as they come.
#[derive(Debug, Default)]
pub struct Tally {
    files: usize,
    edits: usize,
    failed: usize,
    /// Files of each encoding but UTF-8.
    encodings: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// Adds what an earlier run did.
    pub fn resume(&mut self, done: Summary) {
        self.files += done.documents;
        self.edits += done.edits;
        self.failed += done.failed;
    }

    /// Keeps what was found and counts the rest as failed.
    pub fn sift<T>(&mut self, found: impl IntoIterator<Item = Result<T>>) -> Vec<T> {
        found.into_iter().filter_map(|found| self.keep(found)).collect()
    }

    /// Keeps what there is, or counts a failure.
    pub fn keep<T>(&mut self, found: Result<T>) -> Option<T> {
        found.map_err(|error| self.fail(&error)).ok()
    }

    /// Adds a file: its edits, or why it failed.
    pub fn add(&mut self, edits: Result<usize>) {
        match edits {
            Ok(edits) => {
                self.files += 1;
                self.edits += edits;
            }
            Err(error) => self.fail(&error),
        }
    }

    /// Adds the encoding of a file.
    pub fn read_in(&mut self, encoding: Encoding) {
        if encoding != Encoding::Utf8 {
            *self.encodings.entry(encoding.name()).or_default() += 1;
        }
    }

    /// Says the sums.
    pub fn close(&self) {
        let Self { files, edits, failed, encodings } = self;
        for (encoding, files) in encodings {
            report::note(format_args!("files read as {encoding}: {files}"));
        }
        report::note(format_args!("files {files}, edits {edits}, failed {failed}"));
    }

    /// How a run ended in which edits are found, not made.
    pub fn found(&self) -> Status {
        match self.done() {
            Status::Done if self.edits > 0 => Status::Found,
            status => status,
        }
    }

    /// How a run ended in which edits are made.
    pub fn done(&self) -> Status {
        if self.failed > 0 { Status::Failed } else { Status::Done }
    }

    /// Counts a failure.
    pub fn fail(&mut self, error: &Error) {
        self.failed += 1;
        report::error(error);
    }
}
