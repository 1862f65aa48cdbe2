//! Which files are read.

use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

use anyhow::{Error, Result};
use walkdir::{DirEntry, WalkDir};

use super::filter::Globs;

/// A file to read.
#[derive(Debug)]
pub struct Input {
    /// Where it lies.
    pub path: PathBuf,
    /// How many parts its path has below that argument.
    depth: usize,
    /// The place of the argument it was found under, from 0.
    pub argument: usize,
}

impl Input {
    /// A file given itself, as the argument of a place.
    pub fn lone(path: &Path, argument: usize) -> Self {
        Self { path: path.to_path_buf(), depth: 1, argument }
    }

    /// Its name below the argument it was found under; of a file given itself, its own name.
    // Not kept, as an archive has many.
    pub fn name(&self) -> &Path {
        let mut parts = self.path.components();
        let above = parts.clone().count().saturating_sub(self.depth);
        parts.by_ref().take(above).for_each(drop);
        parts.as_path()
    }
}

/// That a path could not be read: the context of why.
#[derive(Debug)]
pub struct Unread(pub PathBuf);

impl Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}", name(&self.0))
    }
}

/// The files that the arguments stand for, each folder's in the order of their paths: a file
/// stands for itself, a folder for every regular file in it that the globs let through, save hidden ones
/// and links.
pub fn inputs(paths: &[PathBuf], globs: &Globs) -> Vec<Result<Input>> {
    paths.iter().enumerate().flat_map(|(argument, path)| found(argument, path, globs)).collect()
}

/// Whether the argument stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// What messages call an input.
pub fn name(path: &Path) -> String {
    if is_stdin(path) { "standard input".to_owned() } else { path.display().to_string() }
}

fn found(argument: usize, path: &Path, globs: &Globs) -> Vec<Result<Input>> {
    if path.is_dir() {
        let lets = |found: &Result<Input>| found.as_ref().map_or(true, |it| globs.lets(it.name()));
        return walk(argument, path).filter(lets).collect();
    }
    vec![Ok(Input::lone(path, argument))]
}

fn walk(argument: usize, root: &Path) -> impl Iterator<Item = Result<Input>> {
    WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry))
        .filter(|entry| entry.as_ref().map_or(true, |entry| entry.file_type().is_file()))
        .map(move |entry| {
            let entry = entry.map_err(unread)?;
            Ok(Input { depth: entry.depth(), path: entry.into_path(), argument })
        })
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn unread(error: walkdir::Error) -> Error {
    let path = error.path().unwrap_or(Path::new("a folder")).to_path_buf();
    let cause = error.into_io_error().map_or_else(|| Error::msg("a loop of links"), Error::from);
    cause.context(Unread(path))
}
