//! Which files of a folder are read.

use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;
use globset::{Glob, GlobSet, GlobSetBuilder};

/// Which files of a folder are read; what is named itself is always read.
#[derive(Debug, Args)]
pub struct Filter {
    /// In folders, read only files whose path below the folder matches, such as `*.txt` or `2025/**`
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// In folders, leave out files whose path below the folder matches
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
}

/// A filter that is ready to be asked; lets everything through by default.
#[derive(Default)]
pub struct Globs {
    /// `None` for all.
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Filter {
    /// Reads the patterns.
    pub fn globs(&self) -> Result<Globs> {
        let include = (!self.include.is_empty()).then(|| set(&self.include)).transpose()?;
        Ok(Globs { include, exclude: set(&self.exclude)? })
    }
}

impl Globs {
    /// Whether the file of a path below a folder is read.
    pub fn lets(&self, path: &Path) -> bool {
        self.include.as_ref().is_none_or(|include| include.is_match(path))
            && !self.exclude.is_match(path)
    }
}

fn set(patterns: &[String]) -> Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = Glob::new(pattern).with_context(|| format!("{pattern} is no pattern"))?;
        set.add(glob);
    }
    Ok(set.build()?)
}
