//! `vietmend repair`

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, bail};
use clap::Args;
use vietmend::{Encoding, Options, Repairer};

use super::coding::Coding;
use super::engine::{Engine, Threads, recorded};
use super::filter::Filter;
use super::in_order::in_order;
use super::input::{inputs, is_stdin, name};
use super::journal::{Journal, Outcome};
use super::mend::{Mend, Mended, Recording, UNWRITABLE};
use super::output;
use super::pdf;
use super::place::{names_folder, refuse_input};
use super::plan::{Job, Plan};
use super::progress::Progress;
use super::record::{Failure, Run};
use super::report;
use super::status::Status;
use super::tally::Tally;
use super::text::Text;

/// Repair text: standard input or one file to standard output, many files into a folder
///
/// With `-o DIR`, several files and whole folders are repaired in parallel, each file under the same
/// name below DIR. In a folder every regular file is read, save hidden files and links,
/// which are skipped; a file that is no text is reported, and the rest goes on. An input is
/// never overwritten, and an output is there as a whole or not at all.
///
/// Words are mended in place in hOCR, ALTO, PAGE XML, the table of Tesseract, HTML, Markdown (by the
/// name: `.md`) and Word documents (`.docx`). Of a PDF the text is taken, with `pdftotext`: NAME.pdf
/// becomes NAME.pdf.txt.
///
/// What `--min-confidence` leaves alone is listed on standard error: the path, the line, the column,
/// what stands there, what may have been meant, and how sure that is.
///
/// With `--report FILE` every change is recorded, so that `undo` can take it back. What the report
/// lists is safely on the disk: a run that was interrupted, by whatever, goes on where it was with the
/// same command and `--resume`, which also tries again what failed. An output that cannot be written ends
/// such a run.
#[derive(Debug, Args)]
pub struct Repair {
    /// Files and folders; none or `-` is standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write to this file, or into this folder
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Record every change in this file, a JSON object a line
    #[arg(long, value_name = "FILE", requires = "output")]
    report: Option<PathBuf>,
    /// Go on with a run that was interrupted, behind what its report lists
    #[arg(long, requires = "report")]
    resume: bool,
    /// Show no progress, and list nothing but errors
    #[arg(short, long)]
    quiet: bool,
    /// Write each text in the encoding it was read in, instead of UTF-8
    #[arg(long)]
    keep_encoding: bool,
    #[command(flatten)]
    coding: Coding,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    threads: Threads,
}

/// Documents whose outputs are synced together before they are recorded: enough that waiting for the
/// disk costs little, few enough that a crash loses seconds.
const COMMIT: usize = 512;

/// What became of a job.
enum Work {
    /// With what is to be recorded.
    Done(Mended, Option<Box<Outcome>>),
    /// Its input could not be read, or its text cannot be written in its encoding.
    Unread(Error),
    /// Its output could not be written.
    Unwritten(Error),
}

impl Work {
    /// What became of a job that could not be written.
    fn failed(error: Error) -> Self {
        let unwritable = |cause: &io::Error| cause.kind() == UNWRITABLE;
        match error.chain().filter_map(|cause| cause.downcast_ref()).any(unwritable) {
            true => Self::Unread(error),
            false => Self::Unwritten(error),
        }
    }
}

impl Repair {
    pub fn run(&self) -> Result<Status> {
        match (self.lone_input(), &self.output) {
            (Some(input), None) => self.print(input),
            (Some(input), Some(output)) if !names_folder(output) => self.save(input, output),
            (_, Some(folder)) => self.mirror(folder),
            (None, None) => {
                bail!("several files or a folder are repaired into a folder: give one with -o DIR")
            }
        }
    }

    /// The only input, where it is no folder.
    fn lone_input(&self) -> Option<&Path> {
        match self.paths.as_slice() {
            [] => Some(Path::new("-")),
            [path] if !path.is_dir() => Some(path),
            _ => None,
        }
    }

    fn print(&self, input: &Path) -> Result<Status> {
        let repairer = self.start()?;
        let text = self.coding.read(input, repairer.model())?;
        if text.is_package() && io::stdout().is_terminal() {
            bail!("{} is a Word document, no text for a terminal: give -o FILE", name(input));
        }
        self.name_encoding(input, &text);
        let mend = Mend::new(&text, input, self.keep_encoding);
        self.list(input, &output::print(|out| mend.write_in_parallel(&repairer, out, None))?);
        Ok(Status::Done)
    }

    fn save(&self, input: &Path, output: &Path) -> Result<Status> {
        refuse_input(output, input)?;
        let plan = Plan::lone(input, output);
        let repairer = self.start()?;
        let text = self.coding.read(input, repairer.model())?;
        if text.pdf().is_some() && pdf::is_named(output) {
            bail!("{} would be no PDF but the text of one: write a .txt", output.display());
        }
        let (journal, done) = self.journal(&repairer, &plan)?;
        let Some(job) = plan.jobs().nth(done) else {
            journal.map_or(Ok(()), Journal::end)?;
            return Ok(Status::Done);
        };
        self.name_encoding(input, &text);
        let (mended, recorded) = self.write(&job, &text, |mend, out, recording| {
            mend.write_in_parallel(&repairer, out, recording)
        })?;
        self.list(input, &mended);
        if let (Some(mut journal), Some(outcome)) = (journal, recorded) {
            journal.add(output, *outcome);
            journal.end()?;
        }
        Ok(Status::Done)
    }

    fn mirror(&self, folder: &Path) -> Result<Status> {
        let mut tally = Tally::default();
        let inputs = tally.sift(inputs(&self.paths, &self.filter.globs()?));
        let plan = Plan::mirror(&self.paths, inputs, folder)?;
        let repairer = self.start()?;
        let (mut journal, done) = self.journal(&repairer, &plan)?;
        if let Some(journal) = &journal {
            tally.resume(journal.resumed());
        }
        let progress = Progress::new(plan.len(), done, self.quiet);
        let ended = self.repair(&repairer, &plan, done, journal.as_mut(), &progress, &mut tally);
        match (journal, ended) {
            (Some(journal), Ok(())) => journal.end()?,
            (Some(journal), Err(error)) => {
                // What ended the run is said, not what came of that.
                let _ = journal.stop();
                return Err(error);
            }
            (None, ended) => ended?,
        }
        drop(progress);
        if !self.quiet {
            tally.close();
        }
        Ok(tally.done())
    }

    /// Does the jobs of a plan behind those that are done. Where the journal cannot go on it breaks off:
    /// ending the journal tells why.
    fn repair(
        &self,
        repairer: &Repairer<'_>,
        plan: &Plan,
        done: usize,
        mut journal: Option<&mut Journal>,
        progress: &Progress,
        tally: &mut Tally,
    ) -> Result<()> {
        let mut jobs = plan.jobs().skip(done);
        loop {
            let batch: Vec<Job> = jobs.by_ref().take(COMMIT).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let ended = in_order(
                &batch,
                |job| {
                    let work = self.work(repairer, job);
                    progress.step();
                    (job, work)
                },
                |(job, work)| match &work {
                    Work::Done(mended, _) if mended.doubtful.is_empty() && !mended.unusual => {
                        self.add(tally, journal.as_deref_mut(), job, work)
                    }
                    _ => progress.aside(|| self.add(tally, journal.as_deref_mut(), job, work)),
                },
            );
            let goes_on = journal.as_mut().is_none_or(|journal| journal.commit());
            ended?;
            if !goes_on {
                return Ok(());
            }
        }
    }

    fn start(&self) -> Result<Repairer<'static>> {
        self.threads.start()?;
        // Nobody else asks for other readings, which take time.
        let recorded = self.report.is_some();
        self.engine.repairer(if recorded { Options::default().alternatives } else { 0 })
    }

    /// The record of the run, if one is asked for, and how many of the jobs it has already.
    fn journal(&self, repairer: &Repairer<'_>, plan: &Plan) -> Result<(Option<Journal>, usize)> {
        let Some(report) = &self.report else { return Ok((None, 0)) };
        plan.refuse_report(&self.paths, report)?;
        plan.jobs().try_for_each(|job| recorded(&job.name).map(drop))?;
        let run = self.engine.run(repairer, &self.paths, plan.output(), plan.is_folder())?;
        let run = Run { encoding: self.coding.encoding, keep_encoding: self.keep_encoding, ..run };
        let (journal, done) = match self.resume {
            true => {
                let journal = Journal::resume(report, &run, plan, |job| self.again(repairer, job))?;
                // Beside a lone output others may be writing theirs.
                if plan.is_folder() {
                    output::sweep(plan.output());
                }
                journal
            }
            false => (Journal::begin(report, &run)?, 0),
        };
        Ok((Some(journal), done))
    }

    fn work(&self, repairer: &Repairer<'_>, job: &Job) -> Work {
        match self.coding.read(&job.input, repairer.model()) {
            Err(error) => Work::Unread(error),
            Ok(text) => self
                .write(job, &text, |mend, out, recording| mend.write(repairer, out, recording))
                .map_or_else(Work::failed, |(mended, recorded)| Work::Done(mended, recorded)),
        }
    }

    /// Does a job again that failed in a run with a report.
    fn again(&self, repairer: &Repairer<'_>, job: &Job) -> Result<Outcome> {
        match self.work(repairer, job) {
            Work::Done(mended, recorded) => {
                self.list(&job.input, &mended);
                recorded.map(|outcome| *outcome).context("nothing was recorded")
            }
            Work::Unread(error) => {
                report::error(&error);
                failure(job, &error)
            }
            Work::Unwritten(error) => Err(error),
        }
    }

    /// Writes the repaired text of a job; with a report, gives what is to be recorded.
    fn write(
        &self,
        job: &Job,
        text: &Text,
        mend: impl FnOnce(&Mend<'_>, &mut dyn Write, Option<Recording<'_>>) -> io::Result<Mended>,
    ) -> Result<(Mended, Option<Box<Outcome>>)> {
        let Job { input, output, name, argument } = job;
        let like = (!is_stdin(input)).then_some(input.as_path());
        let (path, mut edits) = match self.report {
            Some(_) => (recorded(name)?, Some(Journal::spool())),
            None => (String::new(), None),
        };
        let recording = edits.as_mut().map(|out| Recording { path: &path, out });
        let mended = output::save(output, like, |out| {
            mend(&Mend::new(text, input, self.keep_encoding), out, recording)
        })?;
        let recorded = edits.map(|edits| {
            let document = mended.document(&path, *argument, text);
            Box::new(Outcome::Repaired(document, edits))
        });
        Ok((mended, recorded))
    }

    /// Adds what became of a job; an output that could not be written ends a run that is recorded: the
    /// disk may be full.
    fn add(
        &self,
        tally: &mut Tally,
        journal: Option<&mut Journal>,
        job: &Job,
        work: Work,
    ) -> Result<()> {
        match work {
            Work::Done(mended, recorded) => {
                self.list(&job.input, &mended);
                tally.add(Ok(mended.edits));
                tally.read_in(mended.encoding);
                if let (Some(journal), Some(outcome)) = (journal, recorded) {
                    journal.add(&job.output, *outcome);
                }
            }
            Work::Unread(error) => {
                if let Some(journal) = journal {
                    journal.add(&job.output, failure(job, &error)?);
                }
                tally.add(Err(error));
            }
            Work::Unwritten(error) if journal.is_some() => return Err(error),
            Work::Unwritten(error) => tally.add(Err(error)),
        }
        Ok(())
    }

    /// Says in which encoding a lone text was read, where that is not the usual one.
    fn name_encoding(&self, input: &Path, text: &Text) {
        if !self.quiet && text.encoding() != Encoding::Utf8 {
            report::note(format_args!("{} was read as {}", name(input), text.encoding()));
        }
    }

    /// Lists what was too doubtful to be changed, and what cannot be taken back.
    fn list(&self, input: &Path, mended: &Mended) {
        if self.quiet {
            return;
        }
        mended.doubtful.iter().for_each(report::note);
        if mended.unusual {
            let (input, encoding) = (name(input), mended.encoding);
            report::note(format_args!(
                "{input} is unusual {encoding}: `undo` cannot give its bytes back, so keep it"
            ));
        }
    }
}

/// How a record has a job that failed.
fn failure(job: &Job, error: &Error) -> Result<Outcome> {
    let (path, error) = (recorded(&job.name)?, format!("{error:#}"));
    Ok(Outcome::Failed(Failure { path, input: job.argument, error }))
}
