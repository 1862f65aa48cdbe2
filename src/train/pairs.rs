//! Page pairs and lines: what was read where something was meant.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::align::{WordPair, word_pairs};
use super::channel::Pairs;
use super::{TrainError, TrainOptions, corpus};

/// The suffix of a page's name that says that it was read with the right language.
const RIGHT: &str = "-vie";

/// Word pairs by source, and the checksum of what they came from.
#[derive(Debug, Default)]
pub struct Sources {
    pub right: Pairs,
    pub wrong: Pairs,
    pub checksum: u32,
}

/// Reads and aligns the pages and lines of the options.
pub fn read(options: &TrainOptions, progress: &mut dyn FnMut(&str)) -> Result<Sources, TrainError> {
    let mut checksum = crc32fast::Hasher::new();
    let mut jobs = Vec::new();
    for path in corpus::files(&options.pairs)? {
        let name = path.to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".ocr.txt") else { continue };
        let (observed, truth) =
            (corpus::read(&path)?, corpus::read(format!("{stem}.gt.txt").as_ref())?);
        checksum.update(observed.as_bytes());
        checksum.update(truth.as_bytes());
        jobs.push((stem.ends_with(RIGHT), observed, truth));
    }
    for path in &options.lines {
        let file = corpus::read(path)?;
        checksum.update(file.as_bytes());
        let lines = file.lines().filter_map(|line| line.split_once('\t'));
        jobs.extend(lines.map(|(observed, truth)| (true, observed.to_string(), truth.to_string())));
    }
    progress(&format!("{} pages and lines to align", jobs.len()));
    let aligned: Vec<(bool, Vec<WordPair>)> = jobs
        .par_iter()
        .map(|(right, observed, truth)| (*right, word_pairs(observed, truth)))
        .collect();
    let mut sources = Sources { checksum: checksum.finalize(), ..Sources::default() };
    for (right, pairs) in aligned {
        let counts: &mut BTreeMap<WordPair, f64> =
            if right { &mut sources.right } else { &mut sources.wrong };
        for pair in pairs {
            *counts.entry(pair).or_default() += 1.0;
        }
    }
    if sources.right.is_empty() && sources.wrong.is_empty() {
        return Err(TrainError::Empty { what: "the set of pages and lines" });
    }
    // A sum of nothing would be a negative zero.
    let total = |pairs: &Pairs| pairs.values().sum::<f64>() + 0.0;
    progress(&format!(
        "{} word pairs of the right language, {} of the wrong",
        total(&sources.right),
        total(&sources.wrong)
    ));
    Ok(sources)
}
