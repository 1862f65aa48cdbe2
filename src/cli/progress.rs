//! How far a run is.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::report;

/// Seconds between two lines: short runs say nothing, and a log of a night's run can be read.
const EVERY: Duration = Duration::from_secs(10);

/// Shows how far a run is: a bar on a terminal, elsewhere a line now and then.
pub struct Progress {
    bar: ProgressBar,
    /// When the last line was said, where lines are.
    said: Option<Mutex<Instant>>,
}

impl Progress {
    /// Of a run over so many files, of which some are done.
    pub fn new(files: usize, done: usize, quiet: bool) -> Self {
        let target = match quiet {
            true => ProgressDrawTarget::hidden(),
            // Hidden too where standard error is no terminal.
            false => ProgressDrawTarget::stderr_with_hz(4),
        };
        let bar = ProgressBar::with_draw_target(Some(files as u64), target)
            .with_style(style())
            .with_position(done as u64);
        bar.reset_eta();
        let lines = !quiet && bar.is_hidden();
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_secs(1));
        }
        Self { bar, said: lines.then(|| Mutex::new(Instant::now())) }
    }

    /// A file is done.
    pub fn step(&self) {
        self.bar.inc(1);
        // Whoever finds it taken leaves the line to the other.
        if let Some(Ok(mut said)) = self.said.as_ref().map(Mutex::try_lock) {
            let now = Instant::now();
            if now.duration_since(*said) >= EVERY {
                *said = now;
                report::note(line(&self.bar));
            }
        }
    }

    /// Does something that may write to standard error, without tearing the bar.
    pub fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:30} {pos} of {len} files, {per_sec}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn line(bar: &ProgressBar) -> String {
    let [done, all] = [bar.position(), bar.length().unwrap_or(0)].map(HumanCount);
    format!(
        "{done} of {all} files, {:.0} a second, {} left",
        bar.per_sec(),
        HumanDuration(bar.eta())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_it_is() {
        let bar = ProgressBar::with_draw_target(Some(40_000), ProgressDrawTarget::hidden());
        bar.inc(12_000);
        assert!(line(&bar).starts_with("12,000 of 40,000 files, "), "{}", line(&bar));
    }
}
