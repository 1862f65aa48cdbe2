//! In which encoding texts are read.

use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Args;
use vietmend::{Encoding, Model};

use super::input;
use super::package;
use super::pdf;
use super::text::{self, Text};

/// In which encoding texts are read.
#[derive(Debug, Default, Args)]
pub struct Coding {
    /// Read texts in this encoding: UTF-8, UTF-16LE, UTF-16BE, windows-1258, TCVN3, VNI, VPS, VISCII
    /// or VIQR [default: each text's own, told from its bytes]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<Encoding>,
}

/// An encoding is believed from this confidence on: of lines of twenty characters at 0.88 one in three
/// hundred was in another one, and whole texts are nearly certain.
const SURE: f32 = 0.9;

impl Coding {
    /// Reads a file or standard input.
    pub fn read(&self, path: &Path, model: &Model) -> Result<Text> {
        let bytes = text::bytes(path)?;
        self.decode(bytes, path, model)
            .with_context(|| format!("cannot read {}", input::name(path)))
    }

    /// The text that the bytes of a file of this name are.
    pub fn decode(&self, bytes: Vec<u8>, name: &Path, model: &Model) -> Result<Text> {
        if package::is(&bytes) {
            return Text::of_package(bytes);
        }
        if pdf::is(&bytes, name) {
            return Text::of_pdf(&bytes);
        }
        if let Some(encoding) = self.encoding {
            return Text::decode(bytes, encoding, name);
        }
        match model.detect(&bytes) {
            None => bail!(unknown(&bytes)),
            Some(found) if found.confidence < SURE && found.encoding != Encoding::Utf8 => {
                let (encoding, sure) = (found.encoding, 100.0 * found.confidence);
                bail!("it may be {encoding} ({sure:.0} %): say which with --encoding")
            }
            Some(found) => Text::decode(bytes, found.encoding, name),
        }
    }
}

/// What is wrong with bytes that are no text in any encoding.
fn unknown(bytes: &[u8]) -> String {
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return format!("byte {at} is NUL, as in binary files");
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => "it has as many control characters as binary files".to_owned(),
        Err(error) => {
            let at = error.valid_up_to();
            format!("byte {at} is no UTF-8, and no other encoding fits: name it with --encoding")
        }
    }
}
