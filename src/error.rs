//! What can go wrong when a model is opened, a text decoded, a document read or an edit written into it.

use std::ops::Range;
use std::path::PathBuf;

use crate::{Encoding, Format};

/// Why a model could not be opened, a text not be decoded or encoded, a document not be read or an edit
/// not be written.
///
/// ```
/// use vietmend::{Error, Model};
/// assert!(matches!(Model::from_bytes(&b"not a model"[..]), Err(Error::NotAModel)));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be read.
    #[error("cannot read the model {}", path.display())]
    Read {
        /// The file that was asked for.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The bytes do not begin as a model of vietmend does.
    #[error("this is not a vietmend model")]
    NotAModel,
    /// The model was written for another version of the format.
    #[error(
        "this model has format {found}, this vietmend reads format {expected}: make the model again with `vietmend train`"
    )]
    Version {
        /// The format of the file.
        found: u32,
        /// The format that this library reads.
        expected: u32,
    },
    /// A section is cut short, altered or contradicts another one.
    #[error("the model is damaged (section `{section}`: {reason}): fetch or make it again")]
    Damaged {
        /// The section that is at fault.
        section: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Bytes belong to no character of the encoding in which a text is said to be.
    #[error("byte {offset} belongs to no character of {encoding}")]
    Undecodable {
        /// The encoding in which the text was to be read.
        encoding: Encoding,
        /// The offset of the first such byte.
        offset: usize,
    },
    /// A text has a character that the encoding lacks, or would read differently where it stands.
    #[error("{encoding} cannot write the {character:?} at byte {offset} of the text")]
    Unencodable {
        /// The encoding in which the text was to be written.
        encoding: Encoding,
        /// The character.
        character: char,
        /// Its byte offset in the composed text.
        offset: usize,
    },
    /// No encoding bears the name.
    #[error("`{name}` is no encoding that vietmend knows")]
    UnknownEncoding {
        /// The name that was asked for.
        name: String,
    },
    /// A document does not hold to its format.
    #[error("this {format} document cannot be read: {reason} (byte {at})")]
    Malformed {
        /// The format that it is written in.
        format: Format,
        /// The byte of the source where it goes wrong.
        at: usize,
        /// What is wrong there.
        reason: &'static str,
    },
    /// An edit cannot be written into a document.
    #[error("the change of bytes {} to {} of the text cannot be made: {reason}", span.start, span.end)]
    Unfit {
        /// The bytes of the text that it would change.
        span: Range<usize>,
        /// Why it cannot be made.
        reason: &'static str,
    },
}
