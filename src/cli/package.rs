//! A Word document (`.docx`) as a file: a zip archive of parts, some of which hold text.

use std::io::{Cursor, Read, Write};
use std::ops::Range;

use anyhow::{Context, Result, bail};
use vietmend::Format;
use zip::result::ZipError;
use zip::{ZipArchive, ZipWriter};

/// Bytes that the parts may have, unpacked: documents of thousands of pages have some tens of millions,
/// and a small archive can be made to unpack to any number.
const MOST: u64 = 128 << 20;

/// Bytes in which the first tag of a part ends: of Word's, with all its namespaces, at some three thousand.
const HEAD: u64 = 16 << 10;

/// How an archive begins, and what older Word documents and those with a password begin with.
const ARCHIVE: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// A part that holds text.
#[derive(Debug)]
pub struct Part {
    /// Its place in the archive, from 0.
    pub place: usize,
    pub text: String,
}

/// Bytes that stood where others stand in what was written.
#[derive(Debug, PartialEq)]
pub struct Slice<'b> {
    pub span: Range<usize>,
    pub before: &'b [u8],
}

/// Whether bytes begin as a package does, or as what may be taken for one.
pub fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(ARCHIVE) || bytes.starts_with(COMPOUND)
}

/// The parts with text: the document itself, then the others in their order.
pub fn parts(bytes: &[u8]) -> Result<Vec<Part>> {
    if bytes.starts_with(COMPOUND) {
        bail!("it has a password or is no .docx: open it and save it as .docx without a password");
    }
    let mut archive = open(bytes)?;
    let (mut parts, mut left) = (Vec::new(), MOST);
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).map_err(broken)?;
        if !entry.name_raw().ends_with(b".xml") {
            continue;
        }
        let mut part = Vec::new();
        entry.by_ref().take(HEAD).read_to_end(&mut part).context(BROKEN)?;
        if Format::of(&String::from_utf8_lossy(&part)) != Format::Word {
            continue;
        }
        entry.by_ref().take(left + 1).read_to_end(&mut part).context(BROKEN)?;
        let Some(rest) = left.checked_sub(part.len() as u64) else {
            bail!("it unpacks to more than {} MiB, as no document of pages does", MOST >> 20);
        };
        left = rest;
        let text = String::from_utf8(part).context("a part of it is no UTF-8")?;
        parts.push(Part { place, text });
    }
    if parts.is_empty() {
        bail!("it is a zip archive, and no Word document");
    }
    parts.sort_by_key(|part| !is_main(&part.text));
    Ok(parts)
}

/// The package with other texts of some parts; all else is copied as it is packed.
pub fn with(bytes: &[u8], parts: &[Part]) -> Result<Vec<u8>> {
    if parts.is_empty() {
        return Ok(bytes.to_vec());
    }
    let mut archive = open(bytes)?;
    if archive.file_names_raw().any(|name| name.starts_with(b"_xmlsignatures/")) {
        bail!("it is signed, which mending would undo: take the signature off first");
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    writer.set_raw_comment(archive.comment().into()).map_err(broken)?;
    let mut texts = vec![None; archive.len()];
    for Part { place, text } in parts {
        texts[*place] = Some(text);
    }
    for (place, text) in texts.into_iter().enumerate() {
        let entry = archive.by_index_raw(place).map_err(broken)?;
        let Some(text) = text else {
            writer.raw_copy_file(entry).map_err(broken)?;
            continue;
        };
        let name = entry.name().map_err(broken)?.into_owned();
        writer.start_file(name, entry.options()).map_err(broken)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish().map_err(broken)?.into_inner())
}

/// What must be put into what was written to have the original again: all but what is packed alike.
pub fn slices<'b>(original: &'b [u8], written: &[u8]) -> Result<Vec<Slice<'b>>> {
    let mut alike: Vec<_> = packed(original)?.into_iter().zip(packed(written)?).collect();
    alike.retain(|(old, new)| {
        let old = original.get(old.clone());
        old.is_some() && old == written.get(new.clone())
    });
    alike.sort_by_key(|(_, new)| new.start);
    alike.push((original.len()..original.len(), written.len()..written.len()));
    let (mut slices, mut old_end, mut new_end) = (Vec::new(), 0, 0);
    for (old, new) in alike {
        // The parts of an archive may overlap, or lie in another order.
        if old.start < old_end || new.start < new_end {
            continue;
        }
        let (before, after) = (&original[old_end..old.start], &written[new_end..new.start]);
        if before != after {
            slices.push(Slice { span: new_end..new.start, before });
        }
        (old_end, new_end) = (old.end, new.end);
    }
    Ok(slices)
}

/// Puts slices, which are in order, into what was written; `None` where they do not fit.
pub fn back<'b>(written: &[u8], slices: impl Iterator<Item = Slice<'b>>) -> Option<Vec<u8>> {
    let (mut original, mut end) = (Vec::with_capacity(written.len()), 0);
    for Slice { span, before } in slices {
        original.extend_from_slice(written.get(end..span.start)?);
        original.extend_from_slice(before);
        end = span.end;
    }
    original.extend_from_slice(written.get(end..)?);
    Some(original)
}

const BROKEN: &str =
    "it begins as a Word document or another zip archive, and is broken or cut off";

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.has_duplicate_names() {
        bail!("{BROKEN}: two of its parts have one name");
    }
    Ok(archive)
}

fn broken(error: ZipError) -> anyhow::Error {
    match error {
        ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => {
            anyhow::anyhow!("it has a password: save it without one")
        }
        error => anyhow::Error::new(error).context(BROKEN),
    }
}

/// Whether a part is the document itself.
fn is_main(part: &str) -> bool {
    let root = part.split('<').find(|tag| !tag.starts_with(['?', '!']) && !tag.trim().is_empty());
    root.is_some_and(|tag| {
        let name = tag.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or("");
        name.ends_with("document")
    })
}

/// Where the packed bytes of the parts are.
fn packed(bytes: &[u8]) -> Result<Vec<Range<usize>>> {
    let mut archive = open(bytes)?;
    let mut found = Vec::with_capacity(archive.len());
    for place in 0..archive.len() {
        let entry = archive.by_index_raw(place).map_err(broken)?;
        let start = entry.data_start().unwrap_or(0) as usize;
        found.push(start..start.saturating_add(entry.compressed_size() as usize));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use zip::write::SimpleFileOptions;

    use super::*;

    const SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    fn package() -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["hdr", "document", "styles"] {
            writer.start_file(format!("{name}.xml"), SimpleFileOptions::default()).unwrap();
            write!(writer, "<?xml version='1.0'?><w:{name} xmlns:w='{SPACE}'/>").unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn the_document_comes_first() {
        let places: Vec<usize> = parts(&package()).unwrap().iter().map(|part| part.place).collect();
        assert_eq!(places, [1, 0]);
    }

    #[test]
    fn whatever_is_read_is_written_and_comes_back() {
        let package = package();
        let (mut read, mut written) = (0, 0);
        for at in 0..package.len() {
            for byte in [0, 1, 0x7f, 0xff] {
                let mut spoilt = package.clone();
                spoilt[at] = byte;
                let Ok(mut parts) = parts(&spoilt) else { continue };
                read += 1;
                parts.iter_mut().for_each(|part| part.text.push(' '));
                let Ok(mended) = with(&spoilt, &parts) else { continue };
                written += 1;
                let slices = slices(&spoilt, &mended).unwrap();
                assert_eq!(back(&mended, slices.into_iter()), Some(spoilt));
            }
        }
        assert!(read > package.len() && written > package.len(), "{read}, {written}");
    }

    #[test]
    fn slices_that_do_not_fit_are_refused() {
        let slice = |span| Slice { span, before: b"" };
        assert_eq!(back(b"abc", [slice(1..2)].into_iter()), Some(b"ac".to_vec()));
        assert_eq!(back(b"abc", [slice(4..5)].into_iter()), None);
        assert_eq!(back(b"abc", [slice(1..2), slice(0..1)].into_iter()), None);
        assert_eq!(back(b"abc", [slice(1..usize::MAX)].into_iter()), None);
    }
}
