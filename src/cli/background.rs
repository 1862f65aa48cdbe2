//! The texts that a user gives for context.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use crc32fast::Hasher;
use vietmend::{Model, Repairer};

use super::coding::Coding;
use super::filter::Globs;
use super::input::{inputs, is_stdin};
use super::text::Text;

/// The texts that a user gives for context.
#[derive(Debug, Args)]
pub struct Background {
    /// Let clean or mended texts about the same matter, files or folders, decide doubtful places
    #[arg(long, value_name = "PATH")]
    context: Vec<PathBuf>,
}

impl Background {
    /// The repairer, told of the texts.
    pub fn tell(&self, repairer: Repairer<'static>) -> Result<Repairer<'static>> {
        let mut unread = None;
        let texts = self.texts(repairer.model()).map_while(|text| match text {
            Ok(text) => Some(text.body().to_owned()),
            Err(error) => {
                unread = Some(error);
                None
            }
        });
        let told = repairer.with_context(texts);
        unread.map_or(Ok(told), Err)
    }

    /// Adds the texts to a checksum.
    pub fn sum(&self, model: &Model, hasher: &mut Hasher) -> Result<()> {
        self.texts(model).try_for_each(|text| {
            hasher.update(text?.source());
            Ok(())
        })
    }

    fn texts(&self, model: &Model) -> impl Iterator<Item = Result<Text>> {
        inputs(&self.context, &Globs::default()).into_iter().map(|found| {
            let path = found?.path;
            if is_stdin(&path) {
                bail!("--context takes files and folders, not standard input");
            }
            Coding::default().read(&path, model)
        })
    }
}
