//! Working on many items in parallel, with the results in the order of the items.

use rayon::prelude::*;

/// Items of a batch for each thread: enough that waiting for a batch's last item costs little, few
/// enough that little is held until its turn comes.
const BATCH: usize = 64;

/// Works on the items in parallel and hands on the results in the order of the items; the first
/// error of `then` ends it.
pub fn in_order<'i, I, T, E>(
    items: &'i [I],
    work: impl Fn(&'i I) -> T + Sync,
    mut then: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E>
where
    I: Sync,
    T: Send,
{
    for batch in items.chunks(BATCH * rayon::current_num_threads()) {
        let results: Vec<T> = batch
            .par_iter()
            // One by one, as files differ much in size.
            .with_max_len(1)
            .map(&work)
            .collect();
        results.into_iter().try_for_each(&mut then)?;
    }
    Ok(())
}
