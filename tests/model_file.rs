//! A model file that is not whole is refused, wherever it was hurt; nothing panics.

use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use vietmend::{Error, Model, Options, Repairer};

/// Where the version stands, behind the magic line.
const VERSION: Range<usize> = 16..20;
/// Bytes of a row of the section table: name (8), length, checksum, checksum of the source.
const ROW: usize = 20;

#[test]
fn whole_file_is_the_built_in_model() {
    let model = Model::open(path()).unwrap();
    assert_eq!(model.words(), Model::embedded().words());
    assert_eq!(model.tables_checksum(), Model::embedded().tables_checksum());
    for text in ["chiếm đât", "Uy ban nhan dan phuong", "chiếm đât"] {
        let [built_in, opened] = [Model::embedded(), &model]
            .map(|model| Repairer::new(model, Options::default()).repair(text));
        assert_eq!(built_in, opened);
    }
}

#[test]
fn what_is_no_model() {
    for bytes in [&b""[..], b"\0", b"not a model", b"vietmend model\n\0\0\0\0\0\0"] {
        assert!(matches!(Model::from_bytes(bytes), Err(Error::NotAModel)), "{bytes:?}");
    }
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    assert!(matches!(Model::open(&folder), Err(Error::Read { path, .. }) if path == folder));
}

#[test]
fn other_version_is_told() {
    let mut bytes = read();
    let expected = number(&bytes, VERSION.start);
    for version in [0, expected + 1, u32::MAX] {
        bytes[VERSION].copy_from_slice(&version.to_le_bytes());
        let error = open(&bytes);
        assert!(
            matches!(error, Error::Version { found, expected: e } if (found, e) == (version, expected)),
            "version {version}: {error}"
        );
    }
}

#[test]
fn every_flipped_bit_of_the_header_is_noticed() {
    let mut bytes = read();
    let header = sections(&bytes)[0].1.start;
    for at in 0..header {
        bytes[at] ^= bit(at);
        let error = open(&bytes);
        let told = match at {
            at if at < VERSION.start => matches!(error, Error::NotAModel),
            at if at < VERSION.end => matches!(error, Error::Version { .. }),
            _ => matches!(error, Error::Damaged { section: "table", .. }),
        };
        assert!(told, "byte {at} flipped: {error}");
        bytes[at] ^= bit(at);
    }
}

#[test]
fn flipped_bits_name_their_section() {
    let mut bytes = read();
    for (name, range) in sections(&bytes) {
        let ends = [range.start, range.end - 1];
        for at in ends.into_iter().chain(sample(range, 12)) {
            bytes[at] ^= bit(at);
            let error = open(&bytes);
            let told = matches!(error, Error::Damaged { section, .. } if section == name);
            assert!(told, "byte {at} of {name} flipped: {error}");
            bytes[at] ^= bit(at);
        }
    }
}

#[test]
fn every_cut_is_noticed() {
    let bytes = read();
    let sections = sections(&bytes);
    let header = 0..sections[0].1.start;
    let ends = sections.iter().flat_map(|(_, range)| [range.start, range.end - 1]);
    for len in header.chain(ends).chain(sample(0..bytes.len(), 100)) {
        let error = open(&bytes[..len]);
        let told = match len {
            len if len < VERSION.end => matches!(error, Error::NotAModel),
            _ => matches!(error, Error::Damaged { .. }),
        };
        assert!(told, "cut to {len} bytes: {error}");
    }
}

#[test]
fn appended_bytes_are_noticed() {
    let whole = read();
    for more in [&b"\0"[..], b"\n", &whole] {
        let error = open(&[&whole, more].concat());
        assert!(matches!(error, Error::Damaged { section: "table", .. }), "{error}");
    }
}

fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries/vietmend.model"))
}

fn read() -> Vec<u8> {
    fs::read(path()).unwrap()
}

/// Why the bytes are no model.
fn open(bytes: &[u8]) -> Error {
    Model::from_bytes(bytes).err().unwrap_or_else(|| panic!("opens all the same"))
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

/// The names and places of the sections, from the table.
fn sections(bytes: &[u8]) -> Vec<(String, Range<usize>)> {
    let rows = |count| {
        (0..count).map(|row| {
            let at = VERSION.end + row * ROW;
            let name = String::from_utf8_lossy(&bytes[at..at + 8]);
            (name.trim_end_matches('\0').to_string(), number(bytes, at + 8) as usize)
        })
    };
    // The checksum of the header follows the table. As many rows as account for the whole file:
    let header = |count| VERSION.end + count * ROW + 4;
    let whole = |&count: &usize| {
        header(count) + rows(count).map(|(_, len)| len).sum::<usize>() == bytes.len()
    };
    let count = (1..100).find(whole).expect("a table of sections that fill the file");
    let mut end = header(count);
    rows(count)
        .map(|(name, len)| {
            end += len;
            (name, end - len..end)
        })
        .collect()
}

/// About `count` places, evenly spread.
fn sample(range: Range<usize>, count: usize) -> impl Iterator<Item = usize> {
    let step = range.len() / count + 1;
    range.step_by(step)
}

/// A bit of the byte at a place, now this one, now that one.
fn bit(at: usize) -> u8 {
    1 << (at % 8)
}
