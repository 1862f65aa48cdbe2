//! The arguments that decide how text is repaired, and by how many threads.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use clap::{Args, value_parser};
use crc32fast::Hasher;
use vietmend::{Error, Model, Options, Repairer, ToneStyle};

use super::background::Background;
use super::glossary::Lists;
use super::record::{self, Run, hexadecimal};

/// How text is repaired.
#[derive(Debug, Args)]
pub struct Engine {
    /// Use this model instead of the built-in one
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Change only what is right with at least this probability, from 0 to 1, and list the rest
    #[arg(long, value_name = "P", value_parser = probability, allow_negative_numbers = true)]
    min_confidence: Option<f32>,
    /// Change only what is beyond doubt, and list the rest: as `--min-confidence 0.9`
    #[arg(long, conflicts_with_all = ["min_confidence", "thorough"])]
    conservative: bool,
    /// Change more, on less evidence: for texts that a person reads again
    #[arg(long)]
    thorough: bool,
    /// Compose all words (NFC), and make letters Latin that only look like it
    #[arg(long)]
    normalize: bool,
    /// Set the tone mark as in `hòa` (old) or as in `hoà` (new) in all Vietnamese words
    /// [default: as each text has it]
    #[arg(long, value_name = "STYLE")]
    tone: Option<ToneStyle>,
    #[command(flatten)]
    lists: Lists,
    #[command(flatten)]
    background: Background,
}

impl Engine {
    /// The repairer that the arguments ask for, which lists so many other readings with an edit. It
    /// lives as long as the process, as its model does.
    pub fn repairer(&self, alternatives: usize) -> Result<Repairer<'static>> {
        let mut options = match (self.conservative, self.thorough) {
            (true, _) => Options::conservative(),
            (_, true) => Options::thorough(),
            _ => Options::default(),
        };
        options.min_confidence = self.min_confidence.unwrap_or(options.min_confidence);
        options.alternatives = alternatives;
        (options.normalize, options.tone) = (self.normalize, self.tone);
        let model = match &self.model {
            Some(path) => Box::leak(Box::new(open(path)?)),
            None => built_in()?,
        };
        self.background.tell(Repairer::new(model, options).with_glossary(self.lists.glossary()?))
    }
}

impl Engine {
    /// How a record describes a run of a repairer that the arguments asked for.
    pub fn run(
        &self,
        repairer: &Repairer<'_>,
        inputs: &[PathBuf],
        output: &Path,
        folder: bool,
    ) -> Result<Run> {
        let mut hasher = Hasher::new();
        self.lists.sum(&mut hasher)?;
        self.background.sum(repairer.model(), &mut hasher)?;
        Ok(Run {
            record: record::VERSION,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: hexadecimal(repairer.model().checksum()),
            options: repairer.options().clone(),
            lists: hexadecimal(hasher.finalize()),
            encoding: None,
            keep_encoding: false,
            inputs: inputs.iter().map(|input| recorded(input)).collect::<Result<_>>()?,
            output: recorded(output)?,
            folder,
        })
    }
}

/// A path as a record holds it.
pub fn recorded(path: &Path) -> Result<String> {
    let text = path.to_str().with_context(|| {
        format!("{} cannot stand in a report: its name is no UTF-8 text", path.display())
    });
    text.map(str::to_owned)
}

/// How many threads work.
#[derive(Debug, Args)]
pub struct Threads {
    /// Work with this many threads [default: one per core]
    // More than a thousand only wait for each other.
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1000))]
    threads: Option<u16>,
}

impl Threads {
    /// Starts the threads.
    pub fn start(&self) -> Result<()> {
        // Zero asks for one thread per core.
        let threads = self.threads.map_or(0, usize::from);
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build_global()
            .context("cannot start the threads (ask for fewer with --threads)")
    }
}

pub fn probability(text: &str) -> Result<f32, &'static str> {
    match text.parse() {
        Ok(probability) if (0.0..=1.0).contains(&probability) => Ok(probability),
        _ => Err("a number from 0 to 1 is needed, such as 0.9"),
    }
}

/// Opens a model file.
pub fn open(path: &Path) -> Result<Model> {
    let shown = path.display();
    Model::open(path).map_err(|error| match error {
        // It names the file itself.
        Error::Read { .. } => error.into(),
        Error::NotAModel => anyhow!("{shown} is no vietmend model: leave out --model or name one"),
        _ => anyhow!(error).context(format!("cannot use {shown}")),
    })
}

/// The built-in model.
#[cfg(feature = "embedded")]
#[expect(clippy::unnecessary_wraps, reason = "fails where no model is built in")]
pub fn built_in() -> Result<&'static Model> {
    Ok(Model::embedded())
}

/// The built-in model, of which there is none.
#[cfg(not(feature = "embedded"))]
pub fn built_in() -> Result<&'static Model> {
    anyhow::bail!("this vietmend has no built-in model: give one with --model FILE")
}
