//! How long the repair of a text takes.

use std::time::Instant;

use vietmend::{Repaired, Repairer};

/// Repairs the sample of a text that has `times` as many words, and tells how long the repair of the
/// whole takes, in seconds.
pub fn paced<'t>(repairer: &Repairer<'_>, sample: &'t str, times: f64) -> (Repaired<'t>, f64) {
    let (repaired, first) = timed(|| repairer.repair(sample));
    if times <= 1.0 {
        return (repaired, first);
    }
    let (_, again) = timed(|| repairer.repair(sample));
    (repaired, whole(first, again, times))
}

/// The seconds of the whole by those of its sample, at first and again: what was looked up for the
/// sample is known the second time. Words come at the same pace all along; of new ones, which take
/// longer, there are about as many as the square root of all (Heaps 1978).
fn whole(first: f64, again: f64, times: f64) -> f64 {
    again * times + (first - again).max(0.0) * times.sqrt()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed().as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn new_words_grow_rare() {
        assert_eq!(whole(3.0, 1.0, 1.0), 3.0);
        assert_eq!(whole(3.0, 1.0, 100.0), 120.0);
        assert_eq!(whole(1.0, 1.0, 100.0), 100.0);
        // A clock may say anything.
        assert_eq!(whole(0.9, 1.0, 4.0), 4.0);
    }
}
