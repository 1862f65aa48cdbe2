//! The reviewed tables are well formed, as `dictionaries/README.md` describes them, and the built-in
//! model is made from them.

use std::collections::{BTreeSet, HashSet};
use std::fs;

use unicode_normalization::is_nfc;
use vietmend::Model;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries");

/// The tables that are compiled into a model, in the order in which it takes their checksum.
const COMPILED: [&str; 7] = [
    "syllables.tsv",
    "words.tsv",
    "abbreviations.tsv",
    "symbols.tsv",
    "terms.tsv",
    "places.tsv",
    "names.tsv",
];

/// What a column may hold.
enum Column {
    /// Small letters.
    Small,
    /// Capitals.
    Capitals,
    /// Anything but nothing.
    Text,
    /// Anything or nothing.
    Maybe,
    /// A number.
    Count,
    /// One of these.
    Kind(&'static [&'static str]),
    /// Bytes in hexadecimal digits.
    Bytes,
    /// One character, which may be a blank.
    Letter,
}

use Column::{Bytes, Capitals, Count, Kind, Letter, Maybe, Small, Text};

struct Table {
    name: &'static str,
    columns: &'static [(&'static str, Column)],
    /// How many of the first columns tell the rows apart.
    key: usize,
}

/// The columns of the tables of encodings: `read` bytes are another spelling of a letter.
const ENCODING: &[(&str, Column)] =
    &[("bytes", Bytes), ("letter", Letter), ("use", Kind(&["both", "read"]))];

const TABLES: [Table; 12] = [
    Table {
        name: "abbreviations.tsv",
        columns: &[("abbreviation", Capitals), ("count", Count), ("expansion", Maybe)],
        key: 1,
    },
    Table { name: "encodings/tcvn3.tsv", columns: ENCODING, key: 1 },
    Table { name: "encodings/viqr.tsv", columns: ENCODING, key: 1 },
    Table { name: "encodings/viscii.tsv", columns: ENCODING, key: 1 },
    Table { name: "encodings/vni.tsv", columns: ENCODING, key: 1 },
    Table { name: "encodings/vps.tsv", columns: ENCODING, key: 1 },
    Table {
        name: "names.tsv",
        columns: &[
            ("name", Text),
            ("role", Kind(&["family", "middle", "given"])),
            ("count", Count),
        ],
        key: 2,
    },
    Table {
        name: "places.tsv",
        columns: &[
            ("place", Text),
            (
                "kind",
                Kind(&[
                    "huyện",
                    "phường",
                    "quận",
                    "thành phố",
                    "thị trấn",
                    "thị xã",
                    "tỉnh",
                    "xã",
                    "đặc khu",
                ]),
            ),
            ("era", Kind(&["before", "2025", "both"])),
            ("parents", Count),
        ],
        key: 2,
    },
    Table {
        name: "syllables.tsv",
        columns: &[("syllable", Small), ("official", Count), ("general", Count)],
        key: 1,
    },
    Table { name: "symbols.tsv", columns: &[("symbol", Text), ("count", Count)], key: 1 },
    Table {
        name: "terms.tsv",
        columns: &[
            ("term", Small),
            ("kind", Kind(&["document", "agency", "post", "formula", "procedure"])),
            ("count", Count),
        ],
        key: 1,
    },
    Table {
        name: "words.tsv",
        columns: &[("word", Small), ("official", Count), ("general", Count)],
        key: 1,
    },
];

#[test]
fn every_table_is_known() {
    let names = |folder: &str| {
        let path = format!("{FOLDER}/{folder}");
        let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name());
        entries.map(|name| format!("{folder}{}", name.to_str().unwrap())).collect::<Vec<_>>()
    };
    let found: BTreeSet<String> = [names(""), names("encodings/")]
        .concat()
        .into_iter()
        .filter(|name| name.ends_with(".tsv"))
        .collect();
    assert_eq!(found, TABLES.iter().map(|table| table.name.to_string()).collect());
}

#[test]
fn tables_are_plain_composed_text() {
    for Table { name, .. } in TABLES {
        let table = read(name);
        assert!(table.ends_with('\n'), "{name} does not end in a line's end");
        for (number, line) in numbered(&table) {
            assert!(is_nfc(line), "{name}:{number}: not NFC: {line:?}");
            let odd = |c: char| c != '\t' && (c.is_control() || c == '\u{feff}');
            assert!(!line.contains(odd), "{name}:{number}: a control character: {line:?}");
        }
    }
}

#[test]
fn rows_have_the_columns_of_their_table() {
    for Table { name, columns, .. } in TABLES {
        let table = read(name);
        let names: Vec<&str> = columns.iter().map(|(column, _)| *column).collect();
        assert_eq!(
            table.lines().next(),
            Some(format!("# {}", names.join("\t")).as_str()),
            "{name}"
        );
        for (number, line) in numbered(&table).skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), columns.len(), "{name}:{number}: columns of {line:?}");
            for (field, (column, holds)) in fields.iter().zip(columns) {
                assert!(holds.allows(field), "{name}:{number}: {column} is {field:?}");
            }
        }
    }
}

#[test]
fn rows_are_sorted_and_differ_in_their_key() {
    for Table { name, key, .. } in TABLES {
        let table = read(name);
        let rows: Vec<Vec<&str>> = rows(&table).collect();
        for pair in rows.windows(2) {
            assert!(pair[0] <= pair[1], "{name}: {:?} stands before {:?}", pair[0], pair[1]);
        }
        let mut keys = HashSet::new();
        for row in &rows {
            assert!(keys.insert(&row[..key]), "{name}: {:?} stands twice", &row[..key]);
        }
    }
}

#[test]
fn no_word_is_a_syllable_too() {
    let (syllables, words) = (read("syllables.tsv"), read("words.tsv"));
    let syllables: HashSet<&str> = rows(&syllables).map(|row| row[0]).collect();
    let both: Vec<&str> =
        rows(&words).map(|row| row[0]).filter(|word| syllables.contains(word)).collect();
    assert!(both.is_empty(), "in syllables.tsv and in words.tsv: {both:?}");
}

#[test]
fn encodings_write_each_letter_one_way() {
    for Table { name, .. } in TABLES.iter().filter(|table| table.name.starts_with("encodings/")) {
        let table = read(name);
        let (mut written, mut read) = (HashSet::new(), HashSet::new());
        for row in rows(&table) {
            match row[2] {
                "both" => assert!(written.insert(row[1].to_string()), "{name}: {row:?} once more"),
                _ => assert!(read.insert(row[1].to_string()), "{name}: {row:?} once more"),
            }
        }
        assert!(read.is_subset(&written), "{name}: letters that are read, but not written");
    }
}

/// The first columns of the README's list: the file and, with a comma, how many rows it has.
#[test]
fn readme_counts_the_rows() {
    let readme = read("README.md");
    for Table { name, .. } in TABLES {
        let start = format!("| `{name}` | ");
        let line = readme.lines().find_map(|line| line.strip_prefix(&start));
        let stated = line.unwrap_or_else(|| panic!("README.md lacks {name}"));
        let stated = stated.split(" |").next().unwrap_or_default().replace(',', "");
        assert_eq!(stated, rows(&read(name)).count().to_string(), "rows of {name} in README.md");
    }
}

#[test]
fn built_in_model_is_made_from_these_tables() {
    let mut checksum = crc32fast::Hasher::new();
    COMPILED.iter().for_each(|name| checksum.update(read(name).as_bytes()));
    assert_eq!(
        Model::embedded().tables_checksum(),
        checksum.finalize(),
        "a table changed after dictionaries/vietmend.model was made: make it again (`vietmend train`)"
    );
}

impl Column {
    fn allows(&self, field: &str) -> bool {
        let blanks = field.trim() != field || field.contains("  ");
        let held = match self {
            Small => !field.is_empty() && field.to_lowercase() == field,
            Capitals => !field.is_empty() && field.to_uppercase() == field,
            Text => !field.is_empty(),
            Maybe => true,
            // Written the one way in which it would be printed.
            Count => field.parse::<u64>().is_ok_and(|count| count.to_string() == field),
            Kind(kinds) => kinds.contains(&field),
            Bytes => {
                let digit = |c: char| c.is_ascii_digit() || ('A'..='F').contains(&c);
                matches!(field.len(), 2 | 4 | 6) && field.chars().all(digit)
            }
            Letter => return field.chars().count() == 1,
        };
        held && !blanks
    }
}

fn read(name: &str) -> String {
    fs::read_to_string(format!("{FOLDER}/{name}")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The lines with their numbers; a carriage return belongs to its line.
fn numbered(table: &str) -> impl Iterator<Item = (usize, &str)> {
    table.split_terminator('\n').zip(1..).map(|(line, number)| (number, line))
}

/// The fields of the rows below the heading.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    numbered(table).skip(1).map(|(_, line)| line.split('\t').collect())
}
