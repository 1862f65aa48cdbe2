//! Which input is written where, made and checked before anything is written.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::input::{Input, is_stdin};
use super::pdf;
use super::place::{Folders, input_place, place};

/// Which inputs are written, and where. Little is kept of each, as an archive has many.
#[derive(Debug)]
pub struct Plan {
    inputs: Vec<Input>,
    output: PathBuf,
    /// Whether the output is a folder.
    folder: bool,
}

/// An input and where its repaired text goes.
#[derive(Debug)]
pub struct Job {
    pub input: PathBuf,
    pub output: PathBuf,
    /// The path of the output below its folder; of a lone one, what it would be called there.
    pub name: PathBuf,
    /// The place, among the arguments, of the one that the input was found under.
    pub argument: usize,
}

impl Job {
    /// Whether it is the one that a record has under a path and the place of an argument.
    pub fn is(&self, path: &str, argument: usize) -> bool {
        self.name.to_str() == Some(path) && self.argument == argument
    }
}

impl Plan {
    /// Writes a file to another one.
    pub fn lone(input: &Path, output: &Path) -> Self {
        let inputs = vec![Input::lone(input, 0)];
        Self { inputs, output: output.to_path_buf(), folder: false }
    }

    /// Mirrors the inputs, which were found under `roots`, into a folder; refuses where an input or
    /// another output would be overwritten.
    pub fn mirror(roots: &[PathBuf], inputs: Vec<Input>, folder: &Path) -> Result<Self> {
        refuse_folder(roots, folder)?;
        let plan = Self { inputs, output: folder.to_path_buf(), folder: true };
        plan.refuse_overwriting()?;
        Ok(plan)
    }

    /// How many inputs there are.
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether the output is a folder.
    pub fn is_folder(&self) -> bool {
        self.folder
    }

    /// The output, a file or a folder.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// What is to be done, in the order of the inputs.
    pub fn jobs(&self) -> impl Iterator<Item = Job> {
        self.inputs.iter().map(|input| {
            let name = written_name(input.name());
            let output = if self.folder { self.output.join(&name) } else { self.output.clone() };
            Job { input: input.path.clone(), output, name, argument: input.argument }
        })
    }

    /// Refuses a report that would be an input or an output.
    pub fn refuse_report(&self, roots: &[PathBuf], report: &Path) -> Result<()> {
        let (place, shown) = (place(report), report.display());
        if let Some(root) = roots.iter().find(|root| place.starts_with(input_place(root))) {
            bail!("the report {shown} lies in the input {}: write it elsewhere", root.display());
        }
        let mut folders = Folders::default();
        if self.jobs().any(|job| folders.place(&job.output) == place) {
            bail!("the report {shown} would be written over a repaired text: write it elsewhere");
        }
        Ok(())
    }

    fn refuse_overwriting(&self) -> Result<()> {
        let mut folders = Folders::default();
        // What they are hashed to takes less memory than places do; equal ones are looked at.
        let hashed = RandomState::new();
        let inputs: HashSet<u64> =
            self.jobs().map(|job| hashed.hash_one(folders.place(&job.input))).collect();
        let mut outputs = HashMap::with_capacity(self.len());
        for (at, job) in self.jobs().enumerate() {
            let (place, shown) = (folders.place(&job.output), job.output.display());
            let hash = hashed.hash_one(&place);
            if inputs.contains(&hash) && self.jobs().any(|it| folders.place(&it.input) == place) {
                bail!("{shown} is an input: write elsewhere");
            }
            let other = outputs.insert(hash, at).and_then(|other| self.jobs().nth(other));
            if let Some(other) = other.filter(|other| folders.place(&other.output) == place) {
                let (other, input) = (other.input.display(), job.input.display());
                bail!("{other} and {input} would both become {shown}: repair them one by one");
            }
        }
        Ok(())
    }
}

/// The name of what is written for an input: what comes of a PDF is text.
fn written_name(input: &Path) -> PathBuf {
    let mut name = input.as_os_str().to_owned();
    if pdf::is_named(input) {
        name.push(pdf::TEXT);
    }
    name.into()
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
