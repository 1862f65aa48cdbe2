//! The model: dictionary, language model and confusion costs in one immutable value.
//!
//! A model file is a magic line with the version, the number of sections, for each section its
//! name, length, CRC-32 and the CRC-32 of what it was made from, a CRC-32 of all this, and the
//! sections one after the other. Opening checks everything once; reading cannot fail afterwards.

use std::path::Path;

use crate::Error;
use crate::bytes::Bytes;
use crate::capitals::Capitals;
use crate::case::FirstLetters;
use crate::channel::{Channel, Source};
use crate::dictionary::Dictionary;
use crate::ngram::Ngrams;
use crate::rescorer::Rescorer;
use crate::unknown::Unknown;

/// Begins every model; the version follows as four bytes.
const MAGIC: &[u8; 16] = b"vietmend model\r\n";
/// The version of the format.
const VERSION: u32 = 6;
/// Bytes of a row of the section table: name, length, checksum, checksum of the source.
const ROW: usize = 20;

/// The sections of a model, in the order in which they stand.
pub const SECTIONS: [&str; 19] = [
    "words", "written", "unknown", "capitals", "heads", "right", "wrong", "bare", "1.costs",
    "1.backs", "2.starts", "2.words", "2.costs", "2.backs", "3.bases", "3.counts", "3.ranks",
    "3.costs", "vectors",
];

/// Bytes of a model file besides its sections: magic, version, section table, checksum.
#[cfg(feature = "train")]
pub const HEADER: usize = MAGIC.len() + 4 + ROW * SECTIONS.len() + 4;

/// A dictionary, a language model and confusion costs, immutable and shared by all threads.
///
/// ```
/// use vietmend::Model;
/// let model = Model::embedded();
/// assert!(model.words() > 10_000);
/// ```
#[derive(Debug)]
pub struct Model {
    pub(crate) dictionary: Dictionary,
    pub(crate) ngrams: Ngrams,
    pub(crate) unknown: Unknown,
    pub(crate) capitals: Capitals,
    pub(crate) first_letters: FirstLetters,
    pub(crate) rescorer: Rescorer,
    channels: [Channel; Source::ALL.len()],
    /// All sections as they were read.
    #[cfg(feature = "train")]
    sections: Vec<Bytes>,
    sources: Vec<u32>,
    checksum: u32,
}

impl Model {
    /// The built-in model, opened when first asked for.
    ///
    /// ```
    /// use vietmend::Model;
    /// assert!(std::ptr::eq(Model::embedded(), Model::embedded()));
    /// ```
    ///
    /// # Panics
    /// Never: a test opens the built-in model.
    #[cfg(feature = "embedded")]
    pub fn embedded() -> &'static Self {
        use std::sync::OnceLock;
        static BYTES: &[u8] = include_bytes!("../dictionaries/vietmend.model");
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL
            // Its checksums are left to a test: what the compiler put there does not rot on a disk.
            .get_or_init(|| {
                Self::read(&Bytes::Static(BYTES), false).expect("the built-in model is whole")
            })
    }

    /// Opens a model file.
    ///
    /// ```
    /// use vietmend::{Error, Model};
    /// assert!(matches!(Model::open("no such file"), Err(Error::Read { .. })));
    /// ```
    ///
    /// # Errors
    /// Where the file cannot be read or is no whole model of this version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let bytes = std::fs::read(path)
            .map_err(|source| Error::Read { path: path.to_path_buf(), source })?;
        Self::from_bytes(bytes)
    }

    /// Opens a model held in memory.
    ///
    /// ```
    /// use vietmend::{Error, Model};
    /// assert!(matches!(Model::from_bytes("not a model"), Err(Error::NotAModel)));
    /// ```
    ///
    /// # Errors
    /// Where the bytes are no whole model of this version.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, Error> {
        let bytes: std::sync::Arc<[u8]> = bytes.into().into();
        let len = bytes.len();
        Self::read(&Bytes::Shared(bytes, 0..len), true)
    }

    /// How many words the model knows.
    ///
    /// ```
    /// println!("{} words", vietmend::Model::embedded().words());
    /// ```
    pub fn words(&self) -> usize {
        self.dictionary.len()
    }

    /// The checksum (CRC-32) of the tables that the dictionary was compiled from: the concatenated
    /// bytes of `syllables.tsv`, `words.tsv`, `abbreviations.tsv`, `symbols.tsv`, `terms.tsv`,
    /// `places.tsv` and `names.tsv`.
    ///
    /// ```
    /// println!("tables {:08x}", vietmend::Model::embedded().tables_checksum());
    /// ```
    pub fn tables_checksum(&self) -> u32 {
        self.sources[0]
    }

    /// The checksum (CRC-32) of the section table, which holds the checksums of all sections: it tells
    /// this model from others.
    ///
    /// ```
    /// println!("model {:08x}", vietmend::Model::embedded().checksum());
    /// ```
    pub fn checksum(&self) -> u32 {
        self.checksum
    }

    /// The confusion costs of a source.
    pub(crate) fn channel(&self, source: Source) -> &Channel {
        &self.channels[source as usize]
    }

    /// All sections with the checksums of their sources, as [`write`] takes them.
    #[cfg(feature = "train")]
    pub(crate) fn sections(&self) -> Vec<(Vec<u8>, u32)> {
        let sections = self.sections.iter().map(|section| section.to_vec());
        sections.zip(self.sources.iter().copied()).collect()
    }

    fn read(bytes: &Bytes, sum: bool) -> Result<Self, Error> {
        let Table { sections, sources, checksum } = Table::read(bytes, sum)?;
        let section = |name: &str| {
            let at = SECTIONS.iter().position(|known| *known == name).unwrap_or_default();
            sections[at].clone()
        };
        let damaged =
            |section| Error::Damaged { section, reason: "its parts contradict each other" };
        let channel =
            |source: Source| Channel::open(&section(source.name())).ok_or(damaged(source.name()));
        let [right, wrong, bare] = Source::ALL.map(channel);
        Ok(Self {
            dictionary: Dictionary::open(&section("words"), &section("written"))
                .ok_or(damaged("words"))?,
            ngrams: Ngrams::open(section).ok_or(damaged("1.costs"))?,
            unknown: Unknown::open(section("unknown")).ok_or(damaged("unknown"))?,
            capitals: Capitals::open(section("capitals"), section("1.costs").len())
                .ok_or(damaged("capitals"))?,
            first_letters: FirstLetters::open(section("heads")).ok_or(damaged("heads"))?,
            rescorer: Rescorer::open(&section("vectors")).ok_or(damaged("vectors"))?,
            channels: [right?, wrong?, bare?],
            #[cfg(feature = "train")]
            sections,
            sources,
            checksum,
        })
    }
}

/// What stands in a model file.
struct Table {
    sections: Vec<Bytes>,
    /// The checksums of what the sections came from.
    sources: Vec<u32>,
    /// The checksum of the table itself.
    checksum: u32,
}

impl Table {
    /// Reads a model file; with `sum`, the checksums of its sections are checked.
    fn read(bytes: &Bytes, sum: bool) -> Result<Self, Error> {
        let cut = Error::Damaged { section: "table", reason: "the file is cut short" };
        if !bytes.starts_with(MAGIC) {
            return Err(Error::NotAModel);
        }
        let number = |at: usize| {
            let field = bytes.get(at..at + 4)?;
            Some(u32::from_le_bytes(field.try_into().ok()?))
        };
        let found = number(MAGIC.len()).ok_or(Error::NotAModel)?;
        if found != VERSION {
            return Err(Error::Version { found, expected: VERSION });
        }
        let table = MAGIC.len() + 4;
        let end = table + ROW * SECTIONS.len();
        let (Some(header), Some(header_sum)) = (bytes.get(..end), number(end)) else {
            return Err(cut);
        };
        if crc32fast::hash(header) != header_sum {
            return Err(Error::Damaged { section: "table", reason: "its checksum differs" });
        }
        let mut at = end + 4;
        let mut sections = Vec::new();
        let mut sources = Vec::new();
        for (name, row) in SECTIONS.into_iter().zip(header[table..].chunks_exact(ROW)) {
            let field =
                |at: usize| u32::from_le_bytes([row[at], row[at + 1], row[at + 2], row[at + 3]]);
            if row[..8] != padded(name) {
                return Err(Error::Damaged {
                    section: name,
                    reason: "another section stands in its place",
                });
            }
            let range = at..at + field(8) as usize;
            at = range.end;
            if at > bytes.len() {
                return Err(Error::Damaged { section: name, reason: "the file is cut short" });
            }
            let section = bytes.slice(range);
            if sum && crc32fast::hash(&section) != field(12) {
                return Err(Error::Damaged { section: name, reason: "its checksum differs" });
            }
            sections.push(section);
            sources.push(field(16));
        }
        if at != bytes.len() {
            return Err(Error::Damaged {
                section: "table",
                reason: "something stands behind the last section",
            });
        }
        Ok(Self { sections, sources, checksum: header_sum })
    }
}

/// A section's name as the table holds it.
fn padded(name: &str) -> [u8; 8] {
    let mut field = [0; 8];
    field[..name.len()].copy_from_slice(name.as_bytes());
    field
}

/// A model file of these sections (in the order of [`SECTIONS`]), each with the checksum of its source.
#[cfg(feature = "train")]
pub fn write(sections: &[(Vec<u8>, u32)]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    for (name, (section, source)) in SECTIONS.iter().zip(sections) {
        out.extend(padded(name));
        out.extend((section.len() as u32).to_le_bytes());
        out.extend(crc32fast::hash(section).to_le_bytes());
        out.extend(source.to_le_bytes());
    }
    out.extend(crc32fast::hash(&out).to_le_bytes());
    for (section, _) in sections {
        out.extend(section);
    }
    out
}
