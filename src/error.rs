//! What can go wrong when a model is opened, a document is read or an edit is written into it.

use std::ops::Range;
use std::path::PathBuf;

use crate::Format;

/// Why a model could not be opened, a document not be read or an edit not be written.
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
