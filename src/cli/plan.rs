//! Which input is written where, made and checked before anything is written.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::input::{Input, is_stdin};
use super::place::{Folders, input_place, place};

/// An input and where its repaired text goes.
#[derive(Debug)]
pub struct Job {
    pub input: PathBuf,
    pub output: PathBuf,
    /// The path of the output below its folder; of a lone one, the name of the input.
    pub name: PathBuf,
    /// The place, among the arguments, of the one that the input was found under.
    pub argument: usize,
}

impl Job {
    /// The job of a file given itself.
    pub fn lone(input: &Path, output: &Path) -> Self {
        let name = input.file_name().map_or_else(|| input.to_path_buf(), PathBuf::from);
        Self { input: input.to_path_buf(), output: output.to_path_buf(), name, argument: 0 }
    }

    /// Whether it is the one that a record has under a path and the place of an argument.
    pub fn is(&self, path: &str, argument: usize) -> bool {
        self.name.to_str() == Some(path) && self.argument == argument
    }
}

/// Mirrors the inputs, which were found under `roots`, into a folder; refuses where an input or
/// another output would be overwritten.
pub fn mirror(roots: &[PathBuf], inputs: Vec<Input>, folder: &Path) -> Result<Vec<Job>> {
    refuse_folder(roots, folder)?;
    let jobs: Vec<Job> = inputs
        .into_iter()
        .map(|Input { path, name, argument }| {
            let output = folder.join(&name);
            Job { input: path, output, name, argument }
        })
        .collect();
    refuse_overwriting(&jobs)?;
    Ok(jobs)
}

/// Refuses a report that would be an input or an output.
pub fn refuse_report(roots: &[PathBuf], jobs: &[Job], report: &Path) -> Result<()> {
    let (place, shown) = (place(report), report.display());
    if let Some(root) = roots.iter().find(|root| place.starts_with(input_place(root))) {
        bail!("the report {shown} lies in the input {}: write it elsewhere", root.display());
    }
    let mut folders = Folders::default();
    if jobs.iter().any(|job| folders.place(&job.output) == place) {
        bail!("the report {shown} would be written over a repaired text: write it elsewhere");
    }
    Ok(())
}

fn refuse_folder(roots: &[PathBuf], folder: &Path) -> Result<()> {
    let shown = folder.display();
    if folder.exists() && !folder.is_dir() {
        bail!("{shown} is a file: several inputs are repaired into a folder");
    }
    if roots.iter().any(|root| is_stdin(root)) {
        bail!("standard input is repaired alone, to standard output or to one file");
    }
    let place = place(folder);
    match roots.iter().find(|root| root.is_dir() && place.starts_with(input_place(root))) {
        Some(root) => bail!("{shown} lies in the input {}: write elsewhere", root.display()),
        None => Ok(()),
    }
}

fn refuse_overwriting(jobs: &[Job]) -> Result<()> {
    let mut folders = Folders::default();
    let inputs: HashSet<PathBuf> = jobs.iter().map(|job| folders.place(&job.input)).collect();
    let mut outputs = HashMap::with_capacity(jobs.len());
    for Job { input, output, .. } in jobs {
        let (place, shown) = (folders.place(output), output.display());
        if inputs.contains(&place) {
            bail!("{shown} is an input: write elsewhere");
        }
        if let Some(other) = outputs.insert(place, input) {
            let (other, input) = (other.display(), input.display());
            bail!("{other} and {input} would both become {shown}: repair them one by one");
        }
    }
    Ok(())
}
