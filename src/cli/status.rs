//! How a run ended.

use std::process::ExitCode;

/// How a run ended, as the exit status says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Everything asked for was done.
    Done,
    /// `check` would change something.
    Found,
    /// Something failed; the rest was done.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Done => 0,
            Status::Found => 1,
            Status::Failed => 2,
        })
    }
}
