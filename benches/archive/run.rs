//! A run of the command line.

use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::folder::{Folder, files, settle};
use crate::process::{Seen, watch};

/// What stands above the columns of a run.
pub const HEAD: &str =
    "  files  threads  MB read  seconds     MB/s  processor s   MB held  MB report";

/// What a run took.
pub struct Run {
    files: u64,
    threads: usize,
    /// Bytes of its inputs.
    bytes: u64,
    pub seconds: f64,
    seen: Seen,
    /// Bytes of its report.
    report: u64,
}

impl Run {
    /// Repairs a folder with a report, into a folder beside it that is removed again.
    pub fn over(folder: &Folder, threads: usize) -> Self {
        let home = folder.path.parent().expect("it is in a folder");
        let (output, report) = (home.join("out"), home.join("run.jsonl"));
        settle();
        let started = Instant::now();
        let (status, seen) = watch(start(folder, &output, &report, threads));
        let seconds = started.elapsed().as_secs_f64();
        assert!(status.success(), "the run ended with {status}");
        assert_eq!(files(&output), folder.files, "every file has an output");
        let length = fs::metadata(&report).expect("there is a report").len();
        fs::remove_dir_all(output).expect("the outputs can be removed");
        fs::remove_file(report).expect("the report can be removed");
        let Folder { files, bytes, .. } = *folder;
        Self { files, threads, bytes, seconds, seen, report: length }
    }
}

impl Display for Run {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self { files, threads, seconds, seen, .. } = self;
        let (read, report) = (self.bytes as f64 / 1e6, self.report as f64 / 1e6);
        let rate = read / seconds;
        let [processor, held] = [seen.processor, seen.held]
            .map(|seen| seen.map_or("unknown".to_owned(), |seen| format!("{seen:.1}")));
        write!(out, "{files:7}{threads:9}{read:9.1}{seconds:9.1}{rate:9.2}")?;
        write!(out, "{processor:>13}{held:>10}{report:11.1}")
    }
}

fn start(folder: &Folder, output: &Path, report: &Path, threads: usize) -> Child {
    Command::new(env!("CARGO_BIN_EXE_vietmend"))
        .arg("repair")
        .arg(&folder.path)
        .arg("-o")
        .arg(output)
        .arg("--report")
        .arg(report)
        .args(["--threads", &threads.to_string(), "--quiet"])
        .stdin(Stdio::null())
        .spawn()
        .expect("the command line starts")
}
