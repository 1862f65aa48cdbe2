//! Making what was written last, whatever happens to the machine.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use anyhow::{Context, Result};

/// So few files are waited for one by one: a device may have more to write than they are.
const FEW: usize = 8;

/// Waits until files that were written are on the disk, with their names.
pub fn sync(files: &[&Path]) -> Result<()> {
    let mut folders: Vec<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    folders.dedup();
    let folders: Vec<&Path> = folders.into_iter().map(here).collect();
    if files.len() > FEW && sync_devices(&folders).is_ok() {
        return Ok(());
    }
    for file in files {
        sync_file(file).with_context(|| format!("cannot write {}", file.display()))?;
    }
    folders.into_iter().for_each(sync_folder);
    Ok(())
}

/// Waits for everything that was written to the devices of some folders: on Linux that takes a fiftieth
/// of the time of waiting for some hundred files one by one.
#[cfg(target_os = "linux")]
fn sync_devices(folders: &[&Path]) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let mut synced = Vec::new();
    for folder in folders {
        let folder = File::open(folder)?;
        let device = folder.metadata()?.dev();
        if !synced.contains(&device) {
            // What lies behind these may not hear of it.
            if rustix::fs::fstatfs(&folder)?.f_type == FUSE {
                return Err(io::ErrorKind::Unsupported.into());
            }
            rustix::fs::syncfs(&folder)?;
            synced.push(device);
        }
    }
    Ok(())
}

/// The type of file systems that a program serves (`FUSE_SUPER_MAGIC`).
#[cfg(target_os = "linux")]
const FUSE: rustix::fs::FsWord = 0x6573_5546;

#[cfg(not(target_os = "linux"))]
fn sync_devices(_: &[&Path]) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn sync_file(path: &Path) -> io::Result<()> {
    let open = |options: &mut OpenOptions| options.open(path)?.sync_all();
    // Some systems do it for those who may write only, and a copy of what is read-only is read-only.
    open(OpenOptions::new().read(true)).or_else(|_| open(OpenOptions::new().write(true)))
}

/// Makes sure that the names in a folder last, where the system can.
fn sync_folder(folder: &Path) {
    // Some systems cannot open folders, and keep their names anyway.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}
