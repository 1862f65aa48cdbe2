//! How fast an archive is repaired from end to end, with a report, and how much memory that takes.
//!
//! 40,000 dispatches, about 120 MB, are made from the golden documents, in a folder that is removed
//! afterwards; one in ten was read with the wrong language, the others are lightly damaged or clean.
//! The command line repairs them as anybody would, from its start to its end: with two threads and with
//! one, then a tenth of them three times, which shows whether the memory grows with the number of
//! files, and how steady the machine is.
//!
//! Every output is synced, so the disk counts too: `cargo bench --bench archive -- FOLDER` works in that
//! folder instead of the one for temporary files; it needs 1 GB. On a machine that others use too, the
//! seconds of the processor tell more than those of the clock.

#[path = "../common/mod.rs"]
mod common;
mod dispatch;
mod folder;
mod process;
mod run;

use std::env;
use std::path::{Path, PathBuf};

use folder::Folder;
use run::{HEAD, Run};

/// As many as a large office files in some years.
const FILES: u64 = 40_000;
/// As many as show whether memory grows with them.
const FEWER: u64 = FILES / 10;

fn main() {
    let (options, folders): (Vec<String>, Vec<String>) =
        env::args().skip(1).partition(|argument| argument.starts_with('-'));
    // `cargo test --all-targets` runs it too, and gives no such option.
    if !options.iter().any(|option| option == "--bench") {
        return;
    }
    let home = folders.first().map_or_else(env::temp_dir, PathBuf::from);
    // `cargo bench -- repair/clean` is meant for the other bench.
    if !home.is_dir() {
        return eprintln!("archive: {} is no folder, so nothing is measured", home.display());
    }
    measure(&home);
}

fn measure(home: &Path) {
    let home = tempfile::tempdir_in(home).expect("a folder can be made");
    let all = Folder::fill(home.path().join("all"), FILES);
    let fewer = Folder::fill(home.path().join("fewer"), FEWER);
    println!("{HEAD}");
    let times: Vec<String> = [&all, &fewer, &fewer, &fewer]
        .map(|folder| {
            let [two, one] = [2, 1].map(|threads| shown(Run::over(folder, threads)));
            format!("{:.2}", one.seconds / two.seconds)
        })
        .into();
    println!("two threads were {} times as fast as one", times.join(", "));
}

fn shown(run: Run) -> Run {
    println!("{run}");
    run
}
