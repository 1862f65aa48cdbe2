//! Repairing a text of any size into a writer: what is held besides the text is a few pieces.

use std::io::{self, Write};
use std::path::Path;

use vietmend::{Repaired, Repairer};

use super::cursor::Cursor;
use super::finding::Finding;
use super::input;
use super::text::Text;

/// A text that is being repaired.
pub struct Mend<'t> {
    text: &'t Text,
    path: String,
    cursor: Cursor<'t>,
}

/// What became of a text.
#[derive(Debug, Default)]
pub struct Mended {
    /// How many edits were made.
    pub edits: usize,
    /// The edits that were too doubtful, a line each.
    pub doubtful: Vec<String>,
}

impl<'t> Mend<'t> {
    /// A text that was read from a path.
    pub fn new(text: &'t Text, path: &Path) -> Self {
        Self { text, path: input::name(path), cursor: text.cursor() }
    }

    /// Writes the repaired text, in this thread.
    pub fn write(mut self, repairer: &Repairer<'_>, out: &mut dyn Write) -> io::Result<Mended> {
        let mut mended = Mended::default();
        out.write_all(self.text.mark().as_bytes())?;
        for (start, piece) in self.text.pieces() {
            self.add(start, &repairer.repair(piece), &mut mended, out)?;
        }
        Ok(mended)
    }

    /// Writes the repaired text, with all threads.
    pub fn write_in_parallel(
        mut self,
        repairer: &Repairer<'_>,
        out: &mut dyn Write,
    ) -> io::Result<Mended> {
        let mut mended = Mended::default();
        out.write_all(self.text.mark().as_bytes())?;
        let mut pieces = self.text.pieces();
        loop {
            let batch = pieces.by_ref().take(rayon::current_num_threads());
            let (starts, batch): (Vec<usize>, Vec<&str>) = batch.unzip();
            let repaired = match batch[..] {
                [] => return Ok(mended),
                [piece] => vec![repairer.repair_in_parallel(piece)],
                _ => repairer.repair_all(&batch),
            };
            for (start, repaired) in starts.into_iter().zip(repaired) {
                self.add(start, &repaired, &mut mended, out)?;
            }
        }
    }

    /// Writes a repaired piece that starts at a byte of the text.
    fn add(
        &mut self,
        start: usize,
        repaired: &Repaired<'_>,
        mended: &mut Mended,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all(repaired.text.as_bytes())?;
        mended.edits += repaired.edits.len();
        for edit in &repaired.doubtful {
            let (line, column) = self.cursor.to(start + edit.span.start);
            let edit = edit.clone();
            let finding = Finding { path: &self.path, line, column, made: false, edit };
            mended.doubtful.push(finding.text());
        }
        Ok(())
    }
}
