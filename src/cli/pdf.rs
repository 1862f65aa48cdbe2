//! The text of a PDF, as `pdftotext` of Poppler reads it: a program of its own, which has read more
//! PDFs than any library, and whose end is not ours.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// What is put behind the name of a PDF for that of its text.
pub const TEXT: &str = ".txt";

/// The program that reads the text.
const PROGRAM: &str = "pdftotext";

/// How long it is waited for: it reads a thousand pages in some ten seconds.
const LONGEST: Duration = Duration::from_secs(120);

/// Bytes of text that are taken: a thousand pages have some three million.
const MOST: u64 = 64 << 20;

/// Bytes that are kept of what the program complains of: a line or two.
const COMPLAINT: u64 = 4096;

/// The status with which it refuses what the author does not allow.
const FORBIDDEN: i32 = 3;

/// Whether bytes, or a file of this name, are a PDF.
pub fn is(bytes: &[u8], name: &Path) -> bool {
    bytes.starts_with(b"%PDF-") || is_named(name)
}

/// Whether a file of this name should be a PDF.
pub fn is_named(name: &Path) -> bool {
    name.extension().is_some_and(|it| it.eq_ignore_ascii_case("pdf"))
}

/// The text of a PDF.
pub fn text(bytes: &[u8]) -> Result<String> {
    let mut file = tempfile::NamedTempFile::new().context("no temporary file can be made")?;
    file.write_all(bytes).context("no temporary file can be written")?;
    let mut command = Command::new(PROGRAM);
    command.args(["-enc", "UTF-8", "-eol", "unix"]).arg(file.path()).arg("-");
    read(command, LONGEST)
}

/// What a command says.
fn read(mut command: Command, longest: Duration) -> Result<String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!(
                "the text of a PDF is read with {PROGRAM}, which is missing: install poppler-utils"
            )
        }
        spawned => spawned.with_context(|| format!("{PROGRAM} cannot be started"))?,
    };
    let text = collected(child.stdout.take(), MOST + 1);
    let complaint = collected(child.stderr.take(), COMPLAINT);
    let Ok(text) = text.recv_timeout(longest) else {
        stop(&mut child);
        bail!("{PROGRAM} took longer than {} s", longest.as_secs());
    };
    if text.len() as u64 > MOST {
        stop(&mut child);
        bail!("it has more than {} MiB of text", MOST >> 20);
    }
    let status = child.wait().with_context(|| format!("{PROGRAM} got lost"))?;
    if !status.success() {
        // It has ended, so its complaint has too, unless it left others behind.
        let complaint = complaint.recv_timeout(longest).unwrap_or_default();
        bail!(refused(status, &String::from_utf8_lossy(&complaint)));
    }
    let text = String::from_utf8(text).with_context(|| format!("{PROGRAM} gave no UTF-8"))?;
    if text.trim().is_empty() {
        bail!("it has no text, only images: read it with OCR first, such as ocrmypdf");
    }
    Ok(text)
}

/// The first bytes of a stream, read by a thread; of what exceeds them no more is kept.
fn collected(stream: Option<impl Read + Send + 'static>, most: u64) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let Some(mut stream) = stream else { return };
        let mut bytes = Vec::new();
        // What broke off is told by the status.
        let _ = stream.by_ref().take(most).read_to_end(&mut bytes);
        let _ = sender.send(bytes);
        let _ = io::copy(&mut stream, &mut io::sink());
    });
    receiver
}

/// Ends a program that may have ended itself.
fn stop(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Why the program gave no text.
fn refused(status: ExitStatus, complaint: &str) -> String {
    if complaint.contains("Incorrect password") {
        return "it has a password: save it without one".to_owned();
    }
    if status.code() == Some(FORBIDDEN) {
        return "its author does not allow its text to be copied: read it with OCR".to_owned();
    }
    match complaint.lines().next_back() {
        Some(last) => format!("{PROGRAM} cannot read it ({})", last.trim()),
        None => format!("{PROGRAM} cannot read it ({status})"),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn said(script: &str, longest: Duration) -> String {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        read(command, longest).unwrap_or_else(|error| format!("{error:#}"))
    }

    #[test]
    fn the_text_is_read_or_why_not() {
        let long = Duration::from_secs(60);
        for (script, expected) in [
            ("echo đất; yes | head -c 1000000 >&2", "đất\n"),
            (
                "printf '\\f\\n\\f'",
                "it has no text, only images: read it with OCR first, such as ocrmypdf",
            ),
            (
                "echo 'Command Line Error: Incorrect password' >&2; exit 1",
                "it has a password: save it without one",
            ),
            ("exit 3", "its author does not allow its text to be copied: read it with OCR"),
            ("echo 'a\nb' >&2; exit 1", "pdftotext cannot read it (b)"),
            ("kill -9 $$", "pdftotext cannot read it (signal: 9 (SIGKILL))"),
            ("yes", "it has more than 64 MiB of text"),
            (
                "printf '\\377'",
                "pdftotext gave no UTF-8: invalid utf-8 sequence of 1 bytes from index 0",
            ),
        ] {
            assert_eq!(said(script, long), expected, "{script}");
        }
    }

    #[test]
    fn it_is_not_waited_for_forever() {
        assert_eq!(
            said("exec sleep 1000", Duration::from_secs(1)),
            "pdftotext took longer than 1 s"
        );
    }
}
