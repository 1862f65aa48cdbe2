//! Working on many items in parallel, with the results in the order of the items.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use vietmend::Scratch;

/// Items of a batch for each thread: enough that waiting for a batch's last item costs little, few
/// enough that little is held until its turn comes.
const BATCH: usize = 64;

/// Works on the items in parallel and hands on the results in the order of the items; the first
/// error of `then` ends it.
pub fn in_order<'i, I, T, E>(
    items: &'i [I],
    work: impl Fn(&mut Scratch, &'i I) -> T + Sync,
    mut then: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E>
where
    I: Sync,
    T: Send,
{
    let scratches = Scratches::default();
    for batch in items.chunks(BATCH * rayon::current_num_threads()) {
        let results: Vec<T> = batch
            .par_iter()
            // One by one, as files differ much in size.
            .with_max_len(1)
            .map(|item| scratches.lend(|scratch| work(scratch, item)))
            .collect();
        results.into_iter().try_for_each(&mut then)?;
    }
    Ok(())
}

/// Scratches that outlive the items: as many as there are threads.
#[derive(Default)]
struct Scratches(Mutex<Vec<Scratch>>);

impl Scratches {
    fn lend<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let free = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = free().pop().unwrap_or_default();
        let result = work(&mut scratch);
        free().push(scratch);
        result
    }
}
