//! `vietmend train`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use vietmend::train::{TrainOptions, train};

use super::output;
use super::place::refuse_input;
use super::report;
use super::size::size;
use super::status::Status;

/// Make a model from text, page pairs and tables
#[derive(Debug, Args)]
pub struct Train {
    /// Folders of right text
    #[arg(long, value_name = "DIR", num_args = 1.., required = true)]
    text: Vec<PathBuf>,
    /// Folders of page pairs: `NAME.ocr.txt` beside `NAME.gt.txt`
    #[arg(long, value_name = "DIR", num_args = 1..)]
    pairs: Vec<PathBuf>,
    /// Files of line pairs: damaged and right, parted by a tab
    #[arg(long, value_name = "FILE", num_args = 1..)]
    lines: Vec<PathBuf>,
    /// Folder of the reviewed tables
    #[arg(long, value_name = "DIR")]
    tables: PathBuf,
    /// The most bytes the model may have, as `9MB`, `9MiB` or `9_000_000`
    #[arg(long, value_name = "BYTES", value_parser = size)]
    size: u64,
    /// Write the model here
    #[arg(short, long, value_name = "MODEL")]
    output: PathBuf,
}

impl Train {
    pub fn run(&self) -> Result<Status> {
        self.lines.iter().try_for_each(|lines| refuse_input(&self.output, lines))?;
        let options = TrainOptions {
            text: self.text.clone(),
            pairs: self.pairs.clone(),
            lines: self.lines.clone(),
            tables: self.tables.clone(),
            size: self.size,
        };
        let model = train(&options, &mut |line| report::note(line))?;
        output::save(&self.output, None, |out| out.write_all(&model))?;
        Ok(Status::Done)
    }
}
