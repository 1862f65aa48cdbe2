//! A folder full of dispatches.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walkdir::WalkDir;

use crate::dispatch::Dispatches;

/// Files of a folder, as archives keep them: few enough that they can be looked through.
const DOSSIER: u64 = 500;

/// Dispatches in a folder of folders.
pub struct Folder {
    pub path: PathBuf,
    /// How many there are.
    pub files: u64,
    /// How long they are together.
    pub bytes: u64,
}

impl Folder {
    /// Writes so many dispatches.
    pub fn fill(path: PathBuf, files: u64) -> Self {
        let (dispatches, mut bytes) = (Dispatches::new(), 0);
        for number in 0..files {
            let dossier = path.join(format!("dossier-{:03}", number / DOSSIER));
            if number % DOSSIER == 0 {
                fs::create_dir_all(&dossier).expect("the folder can be made");
            }
            let text = dispatches.dispatch(number);
            bytes += text.len() as u64;
            let file = dossier.join(format!("dispatch-{number:05}.txt"));
            fs::write(file, text).expect("the file can be written");
        }
        Self { path, files, bytes }
    }
}

/// How many files are in a folder and below.
pub fn files(path: &Path) -> u64 {
    let entries = WalkDir::new(path).into_iter().map(|entry| entry.expect("it is listed"));
    entries.filter(|entry| entry.file_type().is_file()).count() as u64
}

/// Lets the disk come to rest: a run that waits for its own outputs is not to wait for what was
/// written or removed before.
pub fn settle() {
    // Where there is no such command the first run is a little slower.
    let _ = Command::new("sync").status();
}
