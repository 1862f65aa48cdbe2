//! Bytes and checksum of what is written.

use std::io::{self, Write};

use crc32fast::Hasher;

/// A writer that counts what goes through it and reckons its checksum.
pub struct Sum<'w> {
    out: &'w mut dyn Write,
    hasher: Hasher,
    bytes: u64,
}

impl<'w> Sum<'w> {
    pub fn new(out: &'w mut dyn Write) -> Self {
        Self { out, hasher: Hasher::new(), bytes: 0 }
    }

    /// The checksum (CRC-32) of what was written so far.
    pub fn checksum(&self) -> u32 {
        self.hasher.clone().finalize()
    }

    /// How many bytes were written, and their checksum.
    pub fn finish(self) -> (u64, u32) {
        (self.bytes, self.hasher.finalize())
    }
}

impl Write for Sum<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.out.write(buffer)?;
        self.hasher.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
