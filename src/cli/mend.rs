//! Repairing a text of any size into a writer: what is held besides the text is a few pieces.

use std::io::{self, Write};

use vietmend::{Repaired, Repairer};

use super::text::Text;

/// Writes the repaired text, in this thread; gives the number of edits.
pub fn mend(repairer: &Repairer<'_>, text: &Text, out: &mut dyn Write) -> io::Result<usize> {
    let mut edits = 0;
    out.write_all(text.mark().as_bytes())?;
    for (_, piece) in text.pieces() {
        edits += write(&repairer.repair(piece), out)?;
    }
    Ok(edits)
}

/// Writes the repaired text, with all threads; gives the number of edits.
pub fn mend_in_parallel(
    repairer: &Repairer<'_>,
    text: &Text,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let mut edits = 0;
    out.write_all(text.mark().as_bytes())?;
    let mut pieces = text.pieces().map(|(_, piece)| piece);
    loop {
        let batch: Vec<&str> = pieces.by_ref().take(rayon::current_num_threads()).collect();
        if batch.is_empty() {
            return Ok(edits);
        }
        for repaired in repairer.repair_all(&batch) {
            edits += write(&repaired, out)?;
        }
    }
}

fn write(repaired: &Repaired<'_>, out: &mut dyn Write) -> io::Result<usize> {
    out.write_all(repaired.text.as_bytes())?;
    Ok(repaired.edits.len())
}
