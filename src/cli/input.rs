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
    /// Its name below the argument it was found under; of a file given itself, its own name.
    pub name: PathBuf,
    /// The place of that argument, from 0.
    pub argument: usize,
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
        let lets = |found: &Result<Input>| found.as_ref().map_or(true, |it| globs.lets(&it.name));
        return walk(argument, path).filter(lets).collect();
    }
    let name = path.file_name().map_or_else(|| path.to_path_buf(), PathBuf::from);
    vec![Ok(Input { path: path.to_path_buf(), name, argument })]
}

fn walk(argument: usize, root: &Path) -> impl Iterator<Item = Result<Input>> {
    WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry))
        .filter(|entry| entry.as_ref().map_or(true, |entry| entry.file_type().is_file()))
        .map(move |entry| {
            let path = entry.map_err(unread)?.into_path();
            let name = path.strip_prefix(root)?.to_path_buf();
            Ok(Input { path, name, argument })
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
