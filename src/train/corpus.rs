//! Training text: folders of files that hold one document a line.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::TrainError;

/// A paragraph of at least this many bytes that stood before is dropped: repeated articles and
/// boilerplate would count twice, while short lines (headings, dates) are frequent by nature.
const REPEATED: usize = 400;

/// Every text file below the folders, in order of their paths.
pub fn files(folders: &[PathBuf]) -> Result<Vec<PathBuf>, TrainError> {
    let mut files = Vec::new();
    for folder in folders {
        collect(folder, &mut files)?;
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), TrainError> {
    let entries = std::fs::read_dir(folder).map_err(|e| TrainError::read(folder, e))?;
    for entry in entries {
        let path = entry.map_err(|e| TrainError::read(folder, e))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(path);
        }
    }
    Ok(())
}

/// Reads a text file.
pub fn read(path: &Path) -> Result<String, TrainError> {
    std::fs::read_to_string(path).map_err(|e| TrainError::read(path, e))
}

/// The documents of a file, unescaped (`\n` is a line's end, `\\` a backslash), without the long
/// paragraphs that were `seen` before.
pub fn documents<'a>(
    file: &'a str,
    seen: &'a mut HashSet<u64>,
) -> impl Iterator<Item = String> + 'a {
    file.lines().map(move |line| {
        let mut document = String::with_capacity(line.len());
        for paragraph in unescape(line).split_inclusive('\n') {
            let mut hasher = DefaultHasher::new();
            paragraph.trim().hash(&mut hasher);
            if paragraph.len() < REPEATED || seen.insert(hasher.finish()) {
                document.push_str(paragraph);
            }
        }
        document
    })
}

fn unescape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            _ => out.push(c),
        }
    }
    out
}
