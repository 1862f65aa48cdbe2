//! What is said on standard error. A line that cannot be written there is dropped.

use std::fmt::Display;
use std::io::Write;

/// Says what went wrong, with all its causes, in one line.
pub fn error(error: &anyhow::Error) {
    note(format_args!("{error:#}"));
}

/// Says one line.
pub fn note(line: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "vietmend: {line}");
}
