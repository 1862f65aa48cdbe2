//! The first look: what is said of files, and of what is none.

use std::fs;
use std::path::Path;

use serde_json::Value;
use vietmend::Encoding;

use crate::run::{DAMAGED, Place, REPAIRED, Run};

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");

/// The lines of a survey for programs, the sums apart.
fn survey(run: &Run) -> (Vec<Value>, Value) {
    let mut lines: Vec<Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let totals = lines.pop().unwrap();
    assert_eq!(totals["type"], "survey", "{run:?}");
    (lines, totals)
}

/// A folder with a file of every kind, and with what is no text.
fn archive() -> Place {
    let place = Place::new();
    for folder in ["truth", "vie", "eng", "fra", "bare"] {
        for file in fs::read_dir(Path::new(GOLDEN).join(folder)).unwrap() {
            let file = file.unwrap();
            let name = format!("in/{folder}/{}", file.file_name().to_str().unwrap());
            place.write(&name, fs::read(file.path()).unwrap());
        }
    }
    place.write("in/english.txt", fs::read(Path::new(GOLDEN).join("harm/english.txt")).unwrap());
    place.write("in/empty.txt", "");
    place.write("in/marked.txt", format!("\u{feff}{REPAIRED}"));
    place.write("in/odd/binary", b"\x7fELF\0\0");
    place.write("in/odd/latin.txt", b"ch\xe2y");
    place.write("in/utf16.txt", Encoding::Utf16Le.encode(&format!("\u{feff}{REPAIRED}")).unwrap());
    place.write("in/tcvn3.txt", Encoding::Tcvn3.encode(REPAIRED).unwrap());
    place
}

#[test]
fn every_kind_is_told() {
    let place = archive();
    let run = place.run(&["survey", "--format", "json", "in"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""));
    let (lines, _) = survey(&run);
    for line in &lines {
        let path = line["path"].as_str().unwrap();
        let (kind, damaged) = (&line["kind"], line["damaged"].as_f64());
        match path.split('/').nth(1).unwrap() {
            "truth" => assert!(kind == "clean" && damaged.unwrap() < 0.01, "{line}"),
            "vie" => {
                let damaged = damaged.unwrap();
                assert!(kind == "right-language" && (0.01..0.1).contains(&damaged), "{line}");
            }
            "eng" | "fra" => {
                assert!(kind == "wrong-language" && damaged.unwrap() > 0.5, "{line}");
            }
            "bare" => assert!(kind == "unmarked" && damaged.unwrap() > 0.5, "{line}"),
            "english.txt" => assert!(kind == "foreign" && line["left"].is_null(), "{line}"),
            "empty.txt" => assert!(kind == "empty" && line["damaged"].is_null(), "{line}"),
            "marked.txt" => assert_eq!(line["encoding"], "UTF-8 with mark"),
            "utf16.txt" => assert!(line["encoding"] == "UTF-16LE" && kind == "clean", "{line}"),
            "tcvn3.txt" => assert!(line["encoding"] == "TCVN3" && kind == "clean", "{line}"),
            _ => assert_eq!(line["type"], "unreadable"),
        }
    }
    let odd: Vec<(&Value, &Value)> = lines
        .iter()
        .filter(|line| line["type"] == "unreadable")
        .map(|line| (&line["path"], &line["encoding"]))
        .collect();
    let told = [("binary", "binary"), ("latin.txt", "unknown")];
    let told = told.map(|(name, encoding)| (format!("in/odd/{name}"), encoding));
    assert_eq!(odd.len(), told.len());
    assert!(
        odd.iter().zip(&told).all(|(odd, told)| odd.0 == &told.0 && odd.1 == told.1),
        "{odd:?}"
    );
}

#[test]
fn the_sums_are_those_of_the_files() {
    let place = archive();
    let (lines, totals) = survey(&place.run(&["survey", "--format", "json", "in"]));
    let (files, rest): (Vec<&Value>, Vec<&Value>) =
        lines.iter().partition(|line| line["type"] == "file");
    let sum = |of: &[&Value], field: &str| -> u64 {
        of.iter().map(|part| part[field].as_u64().unwrap()).sum()
    };
    assert_eq!(
        (&totals["files"], &totals["unreadable"]),
        (&files.len().into(), &rest.len().into())
    );
    for field in ["bytes", "words"] {
        assert_eq!(totals[field], sum(&files, field), "{field}");
    }
    let parts = |name: &str| totals[name].as_array().unwrap().iter().collect::<Vec<_>>();
    for field in ["files", "bytes", "words"] {
        assert_eq!(totals[field], sum(&parts("kinds"), field), "{field}");
    }
    assert_eq!(sum(&parts("encodings"), "files"), (files.len() + rest.len()) as u64);
    let judged: Vec<&Value> =
        files.iter().copied().filter(|file| !file["damaged"].is_null()).collect();
    assert_eq!(judged.len() + 2, files.len());
    assert_eq!(sum(&parts("histogram"), "files"), judged.len() as u64);
    let wrong: f64 = judged
        .iter()
        .map(|file| file["damaged"].as_f64().unwrap() * file["words"].as_f64().unwrap())
        .sum();
    let damaged = totals["damaged"].as_f64().unwrap();
    assert!((damaged - wrong / sum(&judged, "words") as f64).abs() < 1e-9, "{totals}");
}

#[test]
fn threads_do_not_show() {
    let place = archive();
    let json = |threads: &str| {
        let run = place.run(&["survey", "--format", "json", "--threads", threads, "in"]);
        let (mut lines, mut totals) = survey(&run);
        for line in lines.iter_mut().chain([&mut totals]) {
            let line = line.as_object_mut().unwrap();
            line.retain(|name, _| !["seconds", "threads"].contains(&name.as_str()));
        }
        (lines, totals)
    };
    assert_eq!(json("1"), json("3"));
    let text = |threads: &str| {
        let run = place.run(&["survey", "--threads", threads, "in"]);
        let lines = run.stdout.lines().filter(|line| !line.starts_with("repair "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(text("1"), text("3"));
}

#[test]
fn the_worst_come_first_and_are_counted() {
    let place = archive();
    let all = place.run(&["survey", "in"]).stdout;
    assert!(all.lines().all(|line| line.chars().count() <= 100), "{all}");
    let run = place.run(&["survey", "--worst", "3", "in"]);
    assert_eq!(run.status, Some(0));
    let (_, worst) =
        run.stdout.split_once("the worst after repair, 3 of 26 that are not clean:\n").unwrap();
    let rows: Vec<&str> = worst.lines().skip(1).take_while(|line| !line.is_empty()).collect();
    assert_eq!(rows.len(), 3, "{worst}");
    let left = |row: &&str| row.split_whitespace().next().unwrap().parse::<f64>().unwrap();
    assert!(rows.is_sorted_by(|one, other| left(one) >= left(other)), "{worst}");
    assert!(run.stdout.contains("not read    2\n"), "{run:?}");
    assert!(run.stdout.contains("in/odd/latin.txt: unknown, byte 2 is no UTF-8, and no"));
    assert!(!place.run(&["survey", "in/truth"]).stdout.contains("the worst"));
}

#[test]
fn what_cannot_be_opened_is_listed_and_fails() {
    let place = Place::new();
    place.write("a.txt", DAMAGED);
    let run = place.run(&["survey", "a.txt", "missing.txt"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(2), ""));
    assert!(run.stdout.contains("\nnot read:\nmissing.txt: "), "{run:?}");
    let run = place.run(&["survey", "--format", "json", "a.txt", "missing.txt"]);
    let (lines, totals) = survey(&run);
    assert_eq!((run.status, lines.len(), &totals["files"]), (Some(2), 2, &1.into()));
    assert_eq!((&lines[1]["path"], &lines[1]["encoding"]), (&"missing.txt".into(), &Value::Null));
}

#[test]
fn nothing_is_nothing() {
    let place = Place::new();
    fs::create_dir(place.path("in")).unwrap();
    let run = place.run(&["survey", "in"]);
    let said = "files       0 (0 B)\nnot read    0\nrepair      about 0 s (threads: ";
    assert!(run.status == Some(0) && run.stdout.starts_with(said), "{run:?}");
    let (lines, totals) = survey(&place.run(&["survey", "--format", "json", "in"]));
    assert_eq!((lines.len(), &totals["files"], &totals["damaged"]), (0, &0.into(), &Value::Null));
    assert_eq!(place.files(), [""; 0]);
}

#[test]
fn a_long_line_is_looked_at_in_part() {
    let place = Place::new();
    place.write("long.txt", format!("{DAMAGED} ").repeat(20_000));
    let (lines, _) = survey(&place.run(&["survey", "--format", "json", "long.txt"]));
    assert_eq!(lines[0]["words"], 20_000 * 10);
    let sampled = lines[0]["sampled"].as_u64().unwrap();
    assert!((10_000..20_000).contains(&sampled), "{sampled}");
    // One word in ten is wrong.
    assert!((0.08..0.13).contains(&lines[0]["damaged"].as_f64().unwrap()), "{}", lines[0]);
}

#[test]
fn patterns_and_standard_input() {
    let place = archive();
    let run = place.run(&["survey", "--format", "json", "in", "--include", "odd/*"]);
    assert_eq!(survey(&run).0.len(), 2);
    let run = place.run_with(&["survey", "--format", "json", "-"], DAMAGED);
    let (lines, _) = survey(&run);
    assert_eq!((&lines[0]["path"], &lines[0]["kind"]), (&"-".into(), &"right-language".into()));
}
