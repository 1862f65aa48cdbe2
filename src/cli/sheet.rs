//! The figures of an evaluation, file by file and in all.

use std::fmt::{self, Display};
use std::path::Path;

use serde::Serialize;
use vietmend::evaluate::{Bin, Counts, Rates, Reliability};

use super::table::{Side, Table};

/// The figures of an evaluation; those in all are of the summed counts.
#[derive(Debug, Default, Serialize)]
pub struct Sheet {
    files: Vec<File>,
    total: Figures,
    /// Of all edits, where they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    reliability: Option<Reliability>,
}

#[derive(Debug, Serialize)]
struct File {
    name: String,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Debug, Default, Serialize)]
struct Figures {
    counts: Counts,
    rates: Rates,
}

impl Sheet {
    /// Adds a file.
    pub fn add(&mut self, name: &Path, counts: Counts, reliability: Option<Reliability>) {
        if let Some(reliability) = reliability {
            *self.reliability.get_or_insert_default() += reliability;
        }
        let mut sum = self.total.counts;
        sum += counts;
        self.total = Figures::new(sum);
        self.files.push(File { name: name.display().to_string(), figures: Figures::new(counts) });
    }
}

impl Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            ("file", Side::Left),
            ("tokens", Side::Right),
            ("WER", Side::Right),
            ("after", Side::Right),
            ("CER", Side::Right),
            ("after", Side::Right),
            ("syllables", Side::Right),
            ("after", Side::Right),
            ("repair", Side::Right),
            ("harm", Side::Right),
            ("harmed", Side::Right),
        ]);
        self.files.iter().for_each(|file| table.push(file.figures.row(&file.name)));
        table.push(self.total.row("all"));
        table.fmt(f)?;
        self.reliability.as_ref().map_or(Ok(()), |reliability| write_reliability(reliability, f))
    }
}

fn write_reliability(reliability: &Reliability, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(error) = reliability.error() else { return Ok(()) };
    let mut table = Table::new([
        ("confidence", Side::Left),
        ("changes", Side::Right),
        ("mean", Side::Right),
        ("right", Side::Right),
    ]);
    let bins = reliability.bins.iter().enumerate();
    bins.filter(|(_, bin)| bin.edits > 0).for_each(|(at, bin)| table.push(row(at, bin)));
    write!(f, "\n{table}calibration error {}\n", per_cent(Some(error)))
}

fn row(at: usize, bin: &Bin) -> [String; 4] {
    let share = |part: f64| per_cent(Some(part / bin.edits as f64));
    [
        format!("{} to {} %", 10 * at, 10 * (at + 1)),
        bin.edits.to_string(),
        share(bin.confidence),
        share(bin.right as f64),
    ]
}

impl Figures {
    fn new(counts: Counts) -> Self {
        Self { rates: counts.rates(), counts }
    }

    fn row(&self, name: &str) -> [String; 11] {
        let Self { counts, rates } = self;
        [
            name.to_owned(),
            counts.tokens.to_string(),
            per_cent(rates.wer_in),
            per_cent(rates.wer_out),
            per_cent(rates.cer_in),
            per_cent(rates.cer_out),
            per_cent(rates.syllables_in),
            per_cent(rates.syllables_out),
            per_cent(rates.repair),
            per_cent(rates.harm),
            counts.harmed.to_string(),
        ]
    }
}

fn per_cent(rate: Option<f64>) -> String {
    rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.3} %", 100.0 * rate))
}
