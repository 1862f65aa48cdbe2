//! Running the command in a folder of its own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub const DAMAGED: &str = "Người dân bị lấn chiếm đât nông nghiệp trái phép.";
pub const REPAIRED: &str = "Người dân bị lấn chiếm đất nông nghiệp trái phép.";

/// The line three times, so far apart that each is repaired in a piece of its own; mostly empty
/// lines, so that it takes little time.
pub fn far_apart(line: &str) -> String {
    [line; 3].join(&"\r\n".repeat(FAR))
}

/// Lines between two lines that are far apart.
pub const FAR: usize = 150_000;

/// A folder that is gone after the test.
pub struct Place(TempDir);

/// How a run ended and what it said.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// All files below, hidden ones too, in order.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        list(self.0.path(), self.0.path(), &mut files);
        files.sort();
        files
    }

    /// The command, to be run here.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vietmend"));
        command.args(arguments).current_dir(self.0.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        run(&mut self.command(arguments), b"")
    }

    pub fn run_with(&self, arguments: &[&str], stdin: impl AsRef<[u8]>) -> Run {
        run(self.command(arguments).stdin(Stdio::piped()), stdin.as_ref())
    }
}

impl Run {
    /// A run that did what it should and says nothing of it.
    pub fn done(stdout: &str) -> Self {
        Self { status: Some(0), stdout: stdout.to_owned(), stderr: String::new() }
    }

    /// Asserts that the run failed for this one reason, and printed nothing.
    pub fn assert_failed(&self, reason: &str) {
        assert_eq!((self.status, self.stdout.as_str()), (Some(2), ""), "{self:?}");
        assert!(self.stderr.starts_with("vietmend: "), "{self:?}");
        assert!(self.stderr.contains(reason), "{self:?} lacks {reason}");
        assert_eq!(self.stderr.lines().count(), 1, "{self:?}");
    }
}

fn run(command: &mut Command, stdin: &[u8]) -> Run {
    let mut child = command.spawn().unwrap();
    if let Some(mut pipe) = child.stdin.take() {
        pipe.write_all(stdin).unwrap();
    }
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn list(root: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(root, &path, files);
        } else {
            files.push(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
        }
    }
}
