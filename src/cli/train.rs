//! `vietmend train`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use vietmend::train::{TrainOptions, adapt, train};

use super::engine;
use super::output;
use super::place::refuse_input;
use super::report;
use super::size::size;
use super::status::Status;

/// Make a model: from text, page pairs and tables, or from another model and some corrected pages
#[derive(Debug, Args)]
pub struct Train {
    /// Take the built-in model, or that of `--model`, and learn only how pages were read: from a handful that were
    /// corrected (`--pairs`, `--lines`)
    #[arg(long, conflicts_with_all = ["text", "tables", "size"])]
    adapt: bool,
    /// The model to adapt [default: the built-in one]
    #[arg(long, value_name = "FILE", requires = "adapt")]
    model: Option<PathBuf>,
    /// Folders of right text
    #[arg(long, value_name = "DIR", num_args = 1.., required_unless_present = "adapt")]
    text: Vec<PathBuf>,
    /// Folders of page pairs: `NAME.ocr.txt` beside `NAME.gt.txt`
    #[arg(long, value_name = "DIR", num_args = 1..)]
    pairs: Vec<PathBuf>,
    /// Files of line pairs: damaged and right, parted by a tab
    #[arg(long, value_name = "FILE", num_args = 1..)]
    lines: Vec<PathBuf>,
    /// Folder of the reviewed tables
    #[arg(long, value_name = "DIR", required_unless_present = "adapt")]
    tables: Option<PathBuf>,
    /// The most bytes the model may have, as `9MB`, `9MiB` or `9_000_000`
    #[arg(long, value_name = "BYTES", value_parser = size, required_unless_present = "adapt")]
    size: Option<u64>,
    /// Write the model here
    #[arg(short, long, value_name = "MODEL")]
    output: PathBuf,
}

impl Train {
    pub fn run(&self) -> Result<Status> {
        let inputs = self.lines.iter().chain(&self.model);
        inputs.into_iter().try_for_each(|input| refuse_input(&self.output, input))?;
        let options = TrainOptions {
            text: self.text.clone(),
            pairs: self.pairs.clone(),
            lines: self.lines.clone(),
            tables: self.tables.clone().unwrap_or_default(),
            size: self.size.unwrap_or_default(),
        };
        let progress = &mut |line: &str| report::note(line);
        let model = match (self.adapt, &self.model) {
            (false, _) => train(&options, progress)?,
            (true, None) => adapt(engine::built_in()?, &options, progress)?,
            (true, Some(model)) => adapt(&engine::open(model)?, &options, progress)?,
        };
        output::save(&self.output, None, |out| out.write_all(&model))?;
        Ok(Status::Done)
    }
}
