//! The record of a run while it is being made. What it says is done is on the disk: after a crash, a
//! second run goes on behind it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, bail};
use tempfile::SpooledTempFile;

use super::durable;
use super::output;
use super::plan::{Job, Plan};
use super::reader::{Entry, Reader};
use super::record::{Document, Failure, Line, Run, Summary};

/// Bytes of the edits of a document that are held in memory: those of a page, however it was read. The
/// edits of longer ones wait in a temporary file.
const HELD: usize = 256 << 10;

/// A document that was repaired or failed, as it will be recorded.
pub enum Outcome {
    /// With its edits, as lines of the record.
    Repaired(Document, SpooledTempFile),
    Failed(Failure),
}

impl Outcome {
    /// Writes it as lines of a record, and adds it to the sums.
    fn write(self, out: &mut dyn Write, summary: &mut Summary) -> io::Result<()> {
        match self {
            Self::Failed(failure) => {
                summary.failed += 1;
                Line::Failure(failure).write(out)
            }
            Self::Repaired(document, mut edits) => {
                summary.add(&document);
                Line::Document(document).write(out)?;
                edits.rewind()?;
                io::copy(&mut edits, out).map(drop)
            }
        }
    }
}

/// A record that is being written, by a thread of its own: while the disk is waited for, the next
/// documents are repaired.
pub struct Journal {
    /// The outputs that are not known to be on the disk, and what is to be said of them.
    waiting: Vec<(PathBuf, Outcome)>,
    /// Takes over what waits, once it is done with what it took before.
    hand: SyncSender<Vec<(PathBuf, Outcome)>>,
    writer: JoinHandle<Result<Writer>>,
    /// The sums of what was recorded before.
    resumed: Summary,
}

impl Journal {
    /// Begins a record; refuses where a file is there.
    pub fn begin(path: &Path, run: &Run) -> Result<Self> {
        let shown = path.display();
        let file = match OpenOptions::new().write(true).create_new(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                bail!("{shown} is there already: name another report, or go on with --resume")
            }
            opened => opened.with_context(|| format!("cannot write {shown}"))?,
        };
        let mut writer = Writer::of(path, file, Summary::default());
        writer.write(&Line::Run(run.clone()))?;
        writer.out.flush().with_context(|| writer.cannot())?;
        Ok(Self::of(writer))
    }

    /// Goes on with a record where one is there, else begins it; what failed is done again, and what
    /// comes of it stands where the failure stood. Gives how many of the jobs are done.
    ///
    /// Refuses where the record is of another run.
    pub fn resume(
        path: &Path,
        run: &Run,
        plan: &Plan,
        again: impl FnMut(&Job) -> Result<Outcome>,
    ) -> Result<(Self, usize)> {
        let shown = path.display();
        match path.metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok((Self::begin(path, run)?, 0));
            }
            // The run ended before it could say anything, or all of what it is.
            Ok(metadata) if metadata.is_file() && begins(path, run) => {
                fs::remove_file(path).with_context(|| format!("cannot write {shown}"))?;
                return Ok((Self::begin(path, run)?, 0));
            }
            _ => {}
        }
        let mut reader = Reader::open(path)?;
        if let Some(what) = run.differs(&reader.run) {
            bail!("{shown} is of a run with {what}: resume as that was begun, or begin anew");
        }
        let (mut summary, mut done, mut end) = (Summary::default(), 0, reader.read());
        let (mut jobs, mut failed) = (plan.jobs(), Vec::new());
        while let Some(entry) = reader.next()? {
            let Some((path, argument)) = entry.place() else { break };
            let Some(job) = jobs.next().filter(|job| job.is(path, argument)) else {
                bail!("{shown} has {path} at another place: files came or went; begin anew")
            };
            match entry {
                Entry::Repaired(it) if !is_there(&job, &it.document) => break,
                Entry::Repaired(it) => summary.add(&it.document),
                _ => failed.push((end..reader.read(), job)),
            }
            (done, end) = (done + 1, reader.read());
        }
        if !failed.is_empty() {
            end = retry(path, end, failed, again, &mut summary)?;
        }
        let cannot = || format!("cannot write {shown}");
        let mut file = OpenOptions::new().write(true).open(path).with_context(cannot)?;
        file.set_len(end).with_context(cannot)?;
        file.seek(SeekFrom::End(0)).with_context(cannot)?;
        Ok((Self::of(Writer::of(path, file, summary)), done))
    }

    fn of(mut writer: Writer) -> Self {
        let resumed = writer.summary;
        // Handed over hand to hand, so that two batches are held at the most.
        let (hand, taken) = mpsc::sync_channel::<Vec<(PathBuf, Outcome)>>(0);
        let writer = thread::spawn(move || {
            taken.into_iter().try_for_each(|batch| writer.record(batch))?;
            Ok(writer)
        });
        Self { waiting: Vec::new(), hand, writer, resumed }
    }

    /// A place for the edits of a document, until its turn comes.
    pub fn spool() -> SpooledTempFile {
        tempfile::spooled_tempfile(HELD)
    }

    /// The sums of what was recorded before.
    pub fn resumed(&self) -> Summary {
        self.resumed
    }

    /// Adds a document whose output was written; it is recorded when that is known to last.
    pub fn add(&mut self, output: &Path, outcome: Outcome) {
        self.waiting.push((output.to_path_buf(), outcome));
    }

    /// Has recorded what was added, once it is on the disk; whether that goes on, or has failed.
    pub fn commit(&mut self) -> bool {
        self.hand.send(std::mem::take(&mut self.waiting)).is_ok()
    }

    /// Ends a run that was broken off: what was added is recorded all the same.
    pub fn stop(mut self) -> Result<()> {
        self.commit();
        self.join().map(drop)
    }

    /// Ends the record with its sums.
    pub fn end(mut self) -> Result<()> {
        self.commit();
        self.join()?.end()
    }

    /// Waits until all is recorded.
    fn join(self) -> Result<Writer> {
        drop(self.hand);
        self.writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// The file of a record.
struct Writer {
    path: PathBuf,
    out: BufWriter<File>,
    summary: Summary,
}

impl Writer {
    fn of(path: &Path, file: File, summary: Summary) -> Self {
        Self { path: path.to_path_buf(), out: BufWriter::new(file), summary }
    }

    /// Records what is known of some outputs, once they are on the disk.
    fn record(&mut self, batch: Vec<(PathBuf, Outcome)>) -> Result<()> {
        durable::sync(&repaired(batch.iter().map(|(output, outcome)| (&**output, outcome))))?;
        for (_, outcome) in batch {
            let written = outcome.write(&mut self.out, &mut self.summary);
            written.with_context(|| self.cannot())?;
        }
        self.sync()
    }

    /// Writes the sums.
    fn end(mut self) -> Result<()> {
        self.write(&Line::Summary(self.summary))?;
        self.sync()
    }

    fn write(&mut self, line: &Line<'_>) -> Result<()> {
        line.write(&mut self.out).with_context(|| self.cannot())
    }

    fn sync(&mut self) -> Result<()> {
        self.out
            .flush()
            .and_then(|()| self.out.get_ref().sync_data())
            .with_context(|| self.cannot())
    }

    fn cannot(&self) -> String {
        format!("cannot write {}", self.path.display())
    }
}

/// Does jobs again that failed, and writes the record up to a byte anew, with what came of each in the
/// place of its failure. Gives where the record ends now.
fn retry(
    path: &Path,
    end: u64,
    failed: Vec<(Range<u64>, Job)>,
    mut again: impl FnMut(&Job) -> Result<Outcome>,
    summary: &mut Summary,
) -> Result<u64> {
    let outcomes: Vec<_> = failed
        .into_iter()
        .map(|(span, job)| again(&job).map(|outcome| (span, job.output, outcome)))
        .collect::<Result<_>>()?;
    durable::sync(&repaired(outcomes.iter().map(|(_, output, outcome)| (&**output, outcome))))?;
    let cannot = || format!("cannot read {}", path.display());
    let mut old = File::open(path).with_context(cannot)?;
    let length = output::save(path, None, |out| {
        let (mut done, mut length) = (0, 0);
        for (span, _, outcome) in outcomes {
            length += io::copy(&mut Read::by_ref(&mut old).take(span.start - done), out)?;
            let mut lines = Vec::new();
            outcome.write(&mut lines, summary)?;
            out.write_all(&lines)?;
            length += lines.len() as u64;
            done = old.seek(SeekFrom::Start(span.end))?;
        }
        Ok(length + io::copy(&mut old.take(end - done), out)?)
    })?;
    durable::sync(&[path])?;
    Ok(length)
}

/// The outputs that were written.
fn repaired<'p>(outcomes: impl Iterator<Item = (&'p Path, &'p Outcome)>) -> Vec<&'p Path> {
    let repaired = outcomes.filter(|(_, outcome)| matches!(outcome, Outcome::Repaired(..)));
    repaired.map(|(output, _)| output).collect()
}

/// Whether a file holds no more than a part of the first line of a record.
fn begins(path: &Path, run: &Run) -> bool {
    let mut line = Vec::new();
    let written = Line::Run(run.clone()).write(&mut line);
    let length = line.len() as u64;
    let found = fs::metadata(path).ok().filter(|found| found.len() < length);
    let found = found.and_then(|_| fs::read(path).ok());
    written.is_ok() && found.is_some_and(|found| line.starts_with(&found))
}

/// Whether the output of a document is there, as far as can be told without reading it, and its input
/// as long as it was.
fn is_there(job: &Job, document: &Document) -> bool {
    let length = |path: &Path| path.metadata().ok().map(|metadata| metadata.len());
    length(&job.output) == Some(document.repaired_bytes)
        && length(&job.input) == Some(document.pdf.unwrap_or(document.bytes))
}
