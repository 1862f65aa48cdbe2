//! Repairing a text of any size into a writer: what is held besides the text is a few pieces.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Error;
use rayon::prelude::*;
use vietmend::{Damage, Edit, Encoding, Repaired, Repairer};

use super::finding::Finder;
use super::input;
use super::part::Part;
use super::record::{Document, Line, Patch, hexadecimal};
use super::spelling::Spelling;
use super::sum::Sum;
use super::text::Text;

/// A text that is being repaired.
pub struct Mend<'t> {
    text: &'t Text,
    /// Whether it is written in the encoding it was read in, else in UTF-8.
    keeps_encoding: bool,
    /// What messages call it.
    path: String,
}

/// The kind of error where an encoding lacks a letter of a repaired text.
pub const UNWRITABLE: io::ErrorKind = io::ErrorKind::InvalidData;

/// Where the edits of a text are recorded.
pub struct Recording<'w> {
    /// The path of the text in the record.
    pub path: &'w str,
    pub out: &'w mut dyn Write,
}

/// What became of a text.
#[derive(Debug)]
pub struct Mended {
    /// How many edits were made.
    pub edits: usize,
    /// The edits that were too doubtful, a line each.
    pub doubtful: Vec<String>,
    /// The encoding it was read in.
    pub encoding: Encoding,
    /// Whether its bytes cannot be told from what was written.
    pub unusual: bool,
    /// How many changes of the markup and its text these are, where it is marked up.
    patches: usize,
    /// How many slices of what was written are not as they were, where it is packed.
    slices: usize,
    /// Whether it is recorded how it was spelt.
    respelt: bool,
    /// What happened to it: the mean of its pieces, each weighing as much as it has bytes.
    pub damage: Damage,
    /// Bytes and checksum of what was written.
    pub written: (u64, u32),
}

impl<'t> Mend<'t> {
    /// A text that was read from a path, to be written in its own encoding or in UTF-8.
    pub fn new(text: &'t Text, path: &Path, keeps_encoding: bool) -> Self {
        Self { text, keeps_encoding, path: input::name(path) }
    }

    /// Writes the repaired text, in this thread.
    pub fn write(
        &self,
        repairer: &Repairer<'_>,
        out: &mut dyn Write,
        recording: Option<Recording<'_>>,
    ) -> io::Result<Mended> {
        let mut writing = Writing::start(self, out, recording)?;
        for part in self.text.parts() {
            writing.add(&part, part.repair(repairer))?;
        }
        writing.finish()
    }

    /// Writes the repaired text, with all threads.
    pub fn write_in_parallel(
        &self,
        repairer: &Repairer<'_>,
        out: &mut dyn Write,
        recording: Option<Recording<'_>>,
    ) -> io::Result<Mended> {
        let mut writing = Writing::start(self, out, recording)?;
        let mut parts = self.text.parts();
        loop {
            let batch: Vec<Part<'_>> = parts.by_ref().take(rayon::current_num_threads()).collect();
            let repaired = match &batch[..] {
                [] => return writing.finish(),
                [part] if part.hints.is_empty() => vec![repairer.repair_in_parallel(part.text)],
                _ => batch.par_iter().map(|part| part.repair(repairer)).collect(),
            };
            for (part, repaired) in batch.iter().zip(repaired) {
                writing.add(part, repaired)?;
            }
        }
    }
}

impl Mended {
    /// The document that it is in a record, read as this text.
    pub fn document(&self, path: &str, input: usize, text: &Text) -> Document {
        let read = text.source();
        Document {
            path: path.to_owned(),
            input,
            encoding: text.encoding(),
            pdf: text.pdf(),
            marked_up: text.is_marked_up(),
            bytes: read.len() as u64,
            crc32: hexadecimal(crc32fast::hash(read)),
            repaired_bytes: self.written.0,
            repaired_crc32: hexadecimal(self.written.1),
            damage: self.damage,
            edits: self.edits,
            doubtful: self.doubtful.len(),
            patches: self.patches,
            slices: self.slices,
            respelt: self.respelt,
        }
    }
}

/// A repaired text that is being written.
struct Writing<'m, 'w, 'r> {
    out: Sum<'w>,
    text: &'m Text,
    /// Its edits, where they are carried out at the end in the bytes it was read from: it is marked up,
    /// or stays in its encoding.
    late: Option<Vec<Edit<'static>>>,
    finder: Finder<'m>,
    recording: Option<Recording<'r>>,
    edits: usize,
    doubtful: Vec<String>,
    /// The damage of each piece, with its bytes.
    damages: Vec<(Damage, usize)>,
}

impl<'m, 'w, 'r> Writing<'m, 'w, 'r> {
    fn start(
        mend: &'m Mend<'_>,
        out: &'w mut dyn Write,
        recording: Option<Recording<'r>>,
    ) -> io::Result<Self> {
        let mut out = Sum::new(out);
        let text = mend.text;
        let is_encoded = mend.keeps_encoding && text.encoding() != Encoding::Utf8;
        let late = (is_encoded || text.is_marked_up()).then(Vec::new);
        if late.is_none() {
            out.write_all(text.mark().as_bytes())?;
        }
        let finder = Finder::new(&mend.path, text);
        let (doubtful, damages) = (Vec::new(), Vec::new());
        Ok(Self { out, text, late, finder, recording, edits: 0, doubtful, damages })
    }

    /// Writes a part.
    fn add(&mut self, part: &Part<'_>, repaired: Repaired<'_>) -> io::Result<()> {
        let start = part.start;
        let Repaired { text, edits, doubtful, damage, .. } = repaired;
        match &mut self.late {
            None => self.out.write_all(text.as_bytes())?,
            Some(all) => all.extend(edits.iter().map(|edit| {
                let span = start + edit.span.start..start + edit.span.end;
                Edit::new(span, edit.before.to_string(), &*edit.after)
            })),
        }
        self.damages.push((damage, part.text.len()));
        self.edits += edits.len();
        if self.recording.is_none() && doubtful.is_empty() {
            return Ok(());
        }
        for mut finding in self.finder.findings(start, edits, doubtful) {
            if !finding.made {
                self.doubtful.push(finding.text());
            }
            if let Some(Recording { path, out }) = &mut self.recording {
                finding.path = Cow::Borrowed(path);
                Line::Edit(finding).write(out)?;
            }
        }
        Ok(())
    }

    fn finish(self) -> io::Result<Mended> {
        let Self { mut out, text, late, recording, edits, doubtful, damages, .. } = self;
        let encoding = text.encoding();
        let (mut changes, mut slices) = (Vec::new(), Vec::new());
        let unusual = recording.is_some() && late.is_none() && !text.is_usual();
        let spelling =
            unusual.then(|| Spelling::of(text.whole(), text.source(), encoding)).flatten();
        let (respelt, unusual) = (spelling.is_some(), unusual && spelling.is_none());
        if let Some(edits) = late {
            // As no other error here is: it is the text's fault, not the disk's.
            let unwritable = |error: Error| io::Error::new(UNWRITABLE, error);
            changes = text.changes(edits).map_err(|error| unwritable(error.into()))?;
            let changed = text.changed(&changes).map_err(unwritable)?;
            if !text.comes_back(&changes, &changed) {
                let reason =
                    format!("its {encoding} would change where nothing is mended: write UTF-8");
                return Err(io::Error::new(UNWRITABLE, reason));
            }
            out.write_all(&changed)?;
            if text.is_package() && recording.is_some() {
                slices = text.slices(&changed).map_err(unwritable)?;
            }
            if !text.is_marked_up() || text.is_package() {
                changes.clear();
            }
        }
        if let Some(Recording { out, .. }) = recording {
            let patches = changes.iter().map(|change| Line::Patch(Patch::of(change)));
            let slices = slices.iter().map(|slice| Line::Slice(slice.clone()));
            let mut lines = patches.chain(slices).chain(spelling.map(Line::Spelling));
            lines.try_for_each(|line| line.write(out))?;
        }
        let (damage, written) = (Damage::mean(damages), out.finish());
        let (patches, slices) = (changes.len(), slices.len());
        Ok(Mended { edits, doubtful, encoding, unusual, patches, slices, respelt, damage, written })
    }
}
