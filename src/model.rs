//! The model: dictionary, language model and confusion costs in one immutable value.

use std::borrow::Cow;
use std::path::Path;

use crate::Error;

/// A dictionary, a language model and confusion costs, immutable and shared by all threads.
#[derive(Debug)]
pub struct Model {}

impl Model {
    /// The built-in model.
    #[cfg(feature = "embedded")]
    pub fn embedded() -> &'static Model {
        static MODEL: Model = Model {};
        &MODEL
    }

    /// Opens a model file.
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
    /// # Errors
    /// Where the bytes are no whole model of this version.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Error> {
        let _bytes = bytes.into();
        Err(Error::NotAModel)
    }
}
