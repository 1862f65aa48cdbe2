//! Where text is written: to standard output, or to a file as a whole or not at all.

use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::{Builder, NamedTempFile};
use walkdir::WalkDir;

use super::place::place;

/// How the name of a file begins that is not yet whole, and how many letters at random follow.
const BESIDE: &str = ".vietmend-";
const RANDOM: usize = 6;

/// Writes to standard output.
pub fn print<T>(fill: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> Result<T> {
    fill_all(&mut io::stdout().lock(), fill).context("cannot write to standard output")
}

/// Writes a file beside its place and puts it there when it is whole. Its permissions are those of
/// the file it replaces, else those of `like`, else as usual for new files.
pub fn save<T>(
    path: &Path,
    like: Option<&Path>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> Result<T> {
    let old = fs::metadata(path).ok();
    let saved = if old.as_ref().is_some_and(is_device) {
        write_device(path, fill)
    } else {
        let like = old.or_else(|| like.and_then(|like| fs::metadata(like).ok()));
        replace(path, like.map(|like| like.permissions()), fill)
    };
    saved.with_context(|| format!("cannot write {}", path.display()))
}

/// Removes what a run that was killed left half-written in a folder and below.
pub fn sweep(folder: &Path) {
    for entry in WalkDir::new(folder).into_iter().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy();
        let random = name.strip_prefix(BESIDE).is_some_and(|rest| rest.len() == RANDOM);
        if random && entry.file_type().is_file() {
            // What cannot be removed harms nobody.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether the reader of standard output has gone, which is its right.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn fill_all<T>(
    out: &mut dyn Write,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    let mut out = BufWriter::new(out);
    let filled = fill(&mut out)?;
    out.flush()?;
    Ok(filled)
}

/// A device or a pipe: written to, never replaced.
fn is_device(old: &Metadata) -> bool {
    !old.is_file() && !old.is_dir()
}

fn write_device<T>(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> Result<T> {
    Ok(fill_all(&mut File::create(path)?, fill)?)
}

fn replace<T>(
    path: &Path,
    permissions: Option<Permissions>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> Result<T> {
    // Behind a link, the file it leads to is replaced, not the link.
    let place = if path.is_symlink() { place(path) } else { path.to_path_buf() };
    let folder = place.parent().unwrap_or(&place);
    let mut new = match beside(folder, permissions.clone()) {
        // Seldom, so not looked for before.
        Err(error) if lacks_folder(&error) => {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
            beside(folder, permissions)?
        }
        new => new?,
    };
    let filled = fill_all(&mut new, fill)?;
    new.persist(&place)?;
    Ok(filled)
}

fn lacks_folder(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(unix)]
fn beside(folder: &Path, permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    // The umask takes away from these.
    let permissions = permissions.unwrap_or_else(|| Permissions::from_mode(0o666));
    Builder::new().prefix(BESIDE).rand_bytes(RANDOM).permissions(permissions).tempfile_in(folder)
}

#[cfg(not(unix))]
fn beside(folder: &Path, _: Option<Permissions>) -> io::Result<NamedTempFile> {
    Builder::new().prefix(BESIDE).rand_bytes(RANDOM).tempfile_in(folder)
}
