//! Repair of the golden texts: what comes out right must stay right, and clean text must stay as
//! it is, but for what is on record.
//!
//! The records always say what the library does. Where it does better,
//! `VIETMEND_BLESS=1 cargo test --test golden` writes them anew; it never records a loss.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Write};
use std::path::{Path, PathBuf};
use std::{fs, iter};

use vietmend::evaluate::score;
use vietmend::{Edit, Model, Options, Repairer};

/// Folders with a reading of documents in `truth`.
const READ: [&str; 5] = ["bare", "eng", "fra", "truth", "vie"];
/// Folders of clean text.
const CLEAN: [&str; 2] = ["harm", "truth"];
/// Folders of any text.
const ALL: [&str; 6] = ["bare", "eng", "fra", "harm", "truth", "vie"];

const BLESS: &str = "VIETMEND_BLESS=1 cargo test --test golden";

/// The columns of `scores.tsv` that are numbers.
const MEASURES: [&str; 3] = ["errors_out", "harmed", "syllables_wrong"];

/// The measures of files, by folder and name.
type Scores = BTreeMap<(String, String), [u64; MEASURES.len()]>;

/// In no folder may the sum of a measure be higher than on record.
#[test]
fn scores_are_those_on_record() {
    let record =
        Record { name: "scores.tsv", columns: "folder\tfile\terrors_out\tharmed\tsyllables_wrong" };
    let before: Scores = record.rows().iter().flatten().map(|row| parse(row)).collect();
    let after = measure();
    let worse: String = READ.iter().map(|folder| worse(folder, &before, &after)).collect();
    assert!(
        worse.is_empty(),
        "worse than {record}:\n{worse}If other folders gain more by it, delete the rows of the folder there, then run {BLESS}"
    );
    let rows = after.iter().map(|((folder, file), [errors, harmed, syllables])| {
        format!("{folder}\t{file}\t{errors}\t{harmed}\t{syllables}")
    });
    record.renew(rows.collect());
}

/// Clean text comes out with no edits but those on record.
#[test]
fn clean_text_keeps_all_but_the_edits_on_record() {
    let record = Record { name: "edits.tsv", columns: "file\tline\tcolumn\tbefore\tafter" };
    let mut found = Vec::new();
    for (folder, file) in CLEAN.iter().flat_map(|folder| files(folder)) {
        let text = read(&folder, &file);
        found.extend(repairer().repair(&text).edits.iter().map(|edit| {
            let (line, column) = place(&text, edit);
            format!("{folder}/{file}\t{line}\t{column}\t{}\t{}", edit.before, edit.after)
        }));
    }
    if let Some(known) = record.rows() {
        let new: Vec<&String> = found.iter().filter(|row| !known.contains(row)).collect();
        assert!(
            new.is_empty(),
            "clean text is changed: {new:#?}\nIf that cannot be helped, delete {record}, then run {BLESS}"
        );
    }
    record.renew(found);
}

/// Repairing what is repaired changes one token in ten thousand at most.
#[test]
fn repaired_text_is_left_alone() {
    let (mut tokens, mut changed, mut changes) = (0, 0, String::new());
    for (folder, file) in ALL.iter().flat_map(|folder| files(folder)) {
        let text = read(&folder, &file);
        let once = repairer().repair(&text).text;
        tokens += once.split_whitespace().count();
        for edit in repairer().repair(&once).edits {
            changed += edit.before.split_whitespace().count();
            let (line, column) = place(&once, &edit);
            let Edit { before, after, confidence, .. } = edit;
            writeln!(changes, "{folder}/{file}:{line}:{column}: {before} → {after} ({confidence})")
                .unwrap();
        }
    }
    assert!(
        changed * 10_000 <= tokens,
        "{changed} of {tokens} tokens are changed by a second repair:\n{changes}"
    );
}

/// A table in the folder of the golden texts that says what the library does.
struct Record {
    name: &'static str,
    columns: &'static str,
}

impl Record {
    fn path(&self) -> PathBuf {
        golden().join(self.name)
    }

    /// The rows on record, without the heading; `None` where there is no record.
    fn rows(&self) -> Option<Vec<String>> {
        let table = fs::read_to_string(self.path()).ok()?;
        Some(table.lines().skip(1).map(str::to_owned).collect())
    }

    /// Puts these rows, which are no worse, on record if that is asked for; fails if they are not
    /// on record.
    fn renew(&self, rows: Vec<String>) {
        if std::env::var_os("VIETMEND_BLESS").is_some() {
            let heading = format!("# {}", self.columns);
            let lines = iter::once(heading).chain(rows).map(|row| row + "\n");
            fs::write(self.path(), lines.collect::<String>()).unwrap();
        } else {
            let same = self.rows() == Some(rows);
            assert!(same, "{self} is out of date, though nothing is worse: run {BLESS}");
        }
    }
}

impl Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tests/golden/{}", self.name)
    }
}

/// The measures of a folder that are higher than before, and in which files they differ; a file of
/// which nothing is on record is neither better nor worse.
fn worse(folder: &str, before: &Scores, after: &Scores) -> String {
    let files: Vec<_> = after
        .iter()
        .filter(|((of, _), _)| of == folder)
        .filter_map(|(key, new)| Some((&key.1, before.get(key)?, new)))
        .collect();
    let mut told = String::new();
    for (at, measure) in MEASURES.iter().enumerate() {
        let old: u64 = files.iter().map(|(_, old, _)| old[at]).sum();
        let new: u64 = files.iter().map(|(.., new)| new[at]).sum();
        if new > old {
            writeln!(told, "{folder}: {measure} {old} → {new}").unwrap();
            for (file, old, new) in files.iter().filter(|(_, old, new)| old[at] != new[at]) {
                writeln!(told, "  {file}: {} → {}", old[at], new[at]).unwrap();
            }
        }
    }
    told
}

fn parse(row: &str) -> ((String, String), [u64; MEASURES.len()]) {
    let fields: Vec<&str> = row.split('\t').collect();
    let [folder, file, measures @ ..] = fields.as_slice() else {
        panic!("a row without file: {row}")
    };
    let measures: Vec<u64> = measures.iter().map(|field| field.parse().unwrap()).collect();
    ((folder.to_string(), file.to_string()), measures.try_into().unwrap())
}

fn measure() -> Scores {
    let texts = READ.iter().flat_map(|folder| files(folder));
    texts
        .map(|(folder, file)| {
            let (text, truth) = (read(&folder, &file), read("truth", &file));
            let counts = score(&text, &repairer().repair(&text).text, &truth);
            let syllables_wrong = counts.syllables - counts.syllables_right_out;
            ((folder, file), [counts.errors_out, counts.harmed, syllables_wrong])
        })
        .collect()
}

fn repairer() -> Repairer<'static> {
    Repairer::new(Model::embedded(), Options::default())
}

fn golden() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"))
}

/// Folder and name of the texts in a folder, in order.
fn files(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(golden().join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".txt")).collect();
    names.sort();
    names.into_iter().map(|name| (folder.to_owned(), name)).collect()
}

fn read(folder: &str, file: &str) -> String {
    fs::read_to_string(golden().join(folder).join(file)).unwrap()
}

/// Line and column (in characters) of an edit, from one.
fn place(text: &str, edit: &Edit<'_>) -> (usize, usize) {
    let before = &text[..edit.span.start];
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
}
