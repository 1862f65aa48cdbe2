//! `vietmend repair`

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use vietmend::Repairer;

use super::engine::{Engine, Threads};
use super::in_order::in_order;
use super::input::{inputs, is_stdin};
use super::mend::{Mend, Mended};
use super::output;
use super::place::refuse_input;
use super::plan::{Job, mirror};
use super::report;
use super::status::Status;
use super::tally::Tally;
use super::text::Text;

/// Repair text: standard input or one file to standard output, many files into a folder
///
/// With `-o DIR`, several files and whole folders are repaired in parallel, each file under the same
/// name below DIR. In a folder every regular file is taken for text, save hidden files and links,
/// which are skipped; a file that is not UTF-8 text is reported, and the rest goes on. An input is
/// never overwritten, and an output is there as a whole or not at all.
///
/// What `--min-confidence` leaves alone is listed on standard error: the path, the line, the column,
/// what stands there, what may have been meant, and how sure that is.
#[derive(Debug, Args)]
pub struct Repair {
    /// Files and folders; none or `-` is standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write to this file, or into this folder
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    threads: Threads,
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
        let text = Text::read(input)?;
        let mend = Mend::new(&text, input);
        list(&output::print(|out| mend.write_in_parallel(&repairer, out))?);
        Ok(Status::Done)
    }

    fn save(&self, input: &Path, output: &Path) -> Result<Status> {
        refuse_input(output, input)?;
        let repairer = self.start()?;
        let text = Text::read(input)?;
        let like = (!is_stdin(input)).then_some(input);
        let mend = Mend::new(&text, input);
        list(&output::save(output, like, |out| mend.write_in_parallel(&repairer, out))?);
        Ok(Status::Done)
    }

    fn mirror(&self, folder: &Path) -> Result<Status> {
        let mut tally = Tally::default();
        let inputs = tally.sift(inputs(&self.paths));
        let jobs = mirror(&self.paths, inputs, folder)?;
        let repairer = self.start()?;
        in_order(
            &jobs,
            |Job { input, output }| {
                let text = Text::read(input)?;
                let mend = Mend::new(&text, input);
                output::save(output, Some(input), |out| mend.write(&repairer, out))
            },
            |mended: Result<Mended>| {
                tally.add(mended.map(|mended| {
                    list(&mended);
                    mended.edits
                }));
                anyhow::Ok(())
            },
        )?;
        tally.close();
        Ok(tally.done())
    }

    fn start(&self) -> Result<Repairer<'static>> {
        self.threads.start()?;
        self.engine.repairer(0)
    }
}

/// Lists what was too doubtful to be changed.
fn list(mended: &Mended) {
    mended.doubtful.iter().for_each(report::note);
}

/// Whether a path is a folder, or is written as one.
fn names_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}
