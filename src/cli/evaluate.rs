//! `vietmend evaluate`

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use vietmend::Repairer;
use vietmend::evaluate::{Counts, Reliability, score};

use super::coding::Coding;
use super::engine::{Engine, Threads};
use super::filter::Globs;
use super::format::Format;
use super::in_order::in_order;
use super::input::{Input, inputs};
use super::output;
use super::sheet::Sheet;
use super::status::Status;
use super::text::Text;

/// Measure repair against true text
///
/// For each file and for all together, before and after repair: word error rate (WER), character
/// error rate (CER), the share of syllables that are right, the share of wrong tokens that were
/// repaired, and the share and number of right tokens that were harmed. Below, for each range of
/// confidence, how many changes there are, how sure they are in the mean, and how many are right.
///
/// `--format json` gives the counts too, from which the rates, there as shares of one, are made.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// Folder of damaged text
    #[arg(long, value_name = "DIR")]
    ocr: PathBuf,
    /// Folder of true text: every `*.txt` in it is measured, against the files of the same name
    #[arg(long, value_name = "DIR")]
    truth: PathBuf,
    /// Folder of repaired text [default: repair the damaged text]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["min_confidence", "conservative", "thorough", "words", "keep", "rules"])]
    repaired: Option<PathBuf>,
    /// Print for people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    coding: Coding,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    threads: Threads,
}

impl Evaluate {
    pub fn run(&self) -> Result<Status> {
        self.threads.start()?;
        let names = names(&self.truth)?;
        for folder in [&self.ocr].into_iter().chain(&self.repaired) {
            names.iter().try_for_each(|name| refuse_missing(&folder.join(name)))?;
        }
        let repairer = self.engine.repairer(0)?;
        let mut sheet = Sheet::default();
        in_order(
            &names,
            |name| Ok((name, self.count(&repairer, name)?)),
            |counted: Result<(_, (_, _))>| {
                counted.map(|(name, (counts, reliability))| sheet.add(name, counts, reliability))
            },
        )?;
        let shown = match self.format {
            Format::Text => sheet.to_string(),
            Format::Json => serde_json::to_string_pretty(&sheet)? + "\n",
        };
        output::print(|out| out.write_all(shown.as_bytes()))?;
        Ok(Status::Done)
    }

    fn count(&self, repairer: &Repairer<'_>, name: &Path) -> Result<(Counts, Option<Reliability>)> {
        let read = |folder: &Path| self.coding.read(&folder.join(name), repairer.model());
        let (truth, ocr): (Text, Text) = (read(&self.truth)?, read(&self.ocr)?);
        if let Some(folder) = &self.repaired {
            let repaired = read(folder)?;
            return Ok((score(ocr.body(), repaired.body(), truth.body()), None));
        }
        let repaired = ocr.all().repair(repairer);
        let counts = score(ocr.body(), &repaired.text, truth.body());
        Ok((counts, Some(Reliability::of(&repaired, truth.body()))))
    }
}

/// The names of the `*.txt` in a folder.
fn names(truth: &Path) -> Result<Vec<PathBuf>> {
    if !truth.is_dir() {
        bail!("{} is no folder", truth.display());
    }
    let found: Result<Vec<Input>> =
        inputs(&[truth.to_path_buf()], &Globs::default()).into_iter().collect();
    let names = found?.into_iter().map(|input| input.name().to_path_buf());
    let names: Vec<PathBuf> = names.filter(|name| is_txt(name)).collect();
    if names.is_empty() {
        bail!("{} holds no *.txt", truth.display());
    }
    Ok(names)
}

fn is_txt(name: &Path) -> bool {
    name.extension().is_some_and(|extension| extension == "txt")
}

fn refuse_missing(path: &Path) -> Result<()> {
    if !path.exists() {
        bail!("{} is missing: every true file needs a file of its name there", path.display());
    }
    Ok(())
}
