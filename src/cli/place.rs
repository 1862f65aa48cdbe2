//! Where a path leads, so that no input is ever overwritten.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, bail};

use super::input::is_stdin;

/// Refuses an output that is an input, by whatever name.
pub fn refuse_input(output: &Path, input: &Path) -> Result<()> {
    if place(output) == input_place(input) {
        bail!("{} is the input: write elsewhere", output.display());
    }
    Ok(())
}

/// Where an input lies.
pub fn input_place(input: &Path) -> PathBuf {
    // A redirected standard input is a file too, where the system gives it a name.
    if is_stdin(input) { place(Path::new("/dev/stdin")) } else { place(input) }
}

/// Where a path leads, free of links and dots, whether or not something is there yet.
pub fn place(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    for known in path.ancestors() {
        let (Ok(known_place), Ok(rest)) = (known.canonicalize(), path.strip_prefix(known)) else {
            continue;
        };
        let dotted = rest.components().any(|part| part == Component::ParentDir);
        let end = rest.components().fold(known_place, below);
        // Without the dots it may lead through a link.
        return if dotted { place(&end) } else { end };
    }
    path
}

/// Whether a path is a folder, or is written as one.
pub fn names_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

/// The places of many files, each folder looked up once.
#[derive(Debug, Default)]
pub struct Folders(HashMap<PathBuf, PathBuf>);

impl Folders {
    /// Where the path of a file leads.
    pub fn place(&mut self, path: &Path) -> PathBuf {
        // A path of one part has no folder yet.
        let path = &std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return place(path);
        };
        if path.is_symlink() {
            return place(path);
        }
        match self.0.get(folder) {
            Some(folder) => folder.join(name),
            None => {
                let found = place(folder);
                let file = found.join(name);
                self.0.insert(folder.to_path_buf(), found);
                file
            }
        }
    }
}

fn below(mut folder: PathBuf, part: Component<'_>) -> PathBuf {
    if part == Component::ParentDir {
        folder.pop();
    } else {
        folder.push(part);
    }
    folder
}
