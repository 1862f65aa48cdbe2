//! What passes through unchanged, from where and to where.

use std::io::{BufRead, BufReader, Read};

use crate::run::{DAMAGED, FAR, Place, REPAIRED, Run, far_apart};

#[test]
fn standard_input_goes_to_standard_output() {
    let place = Place::new();
    assert_eq!(place.run_with(&["repair"], DAMAGED), Run::done(REPAIRED));
    assert_eq!(place.run_with(&["repair", "-"], DAMAGED), Run::done(REPAIRED));
    assert_eq!(place.run_with(&["repair", "-", "-o", "new/out.txt"], DAMAGED), Run::done(""));
    assert_eq!(place.read("new/out.txt"), REPAIRED);
}

#[test]
fn nothing_stays_nothing() {
    let place = Place::new();
    place.write("empty.txt", "");
    assert_eq!(place.run_with(&["repair"], ""), Run::done(""));
    assert_eq!(place.run(&["repair", "empty.txt"]), Run::done(""));
    assert_eq!(place.run(&["check", "empty.txt"]), Run::done(""));
    assert_eq!(place.run(&["explain", "empty.txt"]), Run::done(""));
    assert_eq!(place.run(&["repair", "empty.txt", "-o", "out.txt"]), Run::done(""));
    assert_eq!(place.read("out.txt"), "");
}

#[test]
fn byte_order_mark_and_line_ends_survive() {
    let place = Place::new();
    let text = |line: &str| format!("\u{feff}{line}\r\n\r\n  {line}\n\t{line}\r\n");
    place.write("in/page.txt", text(DAMAGED));
    assert_eq!(place.run(&["repair", "in/page.txt"]), Run::done(&text(REPAIRED)));
    assert_eq!(place.run(&["repair", "in", "-o", "out"]).status, Some(0));
    assert_eq!(place.read("out/page.txt"), text(REPAIRED));
}

#[test]
fn check_counts_columns_without_the_byte_order_mark() {
    let place = Place::new();
    let run = place.run_with(&["check", "-"], format!("\u{feff}{DAMAGED}"));
    assert_eq!(run.status, Some(1));
    assert!(run.stdout.starts_with("-:1:24: đât → đất ("), "{run:?}");
}

#[test]
fn large_text_is_the_same_with_any_number_of_threads() {
    let place = Place::new();
    place.write("large.txt", far_apart(DAMAGED));
    for threads in ["1", "3"] {
        let run = place.run(&["repair", "--threads", threads, "large.txt"]);
        assert!(run == Run::done(&far_apart(REPAIRED)), "{threads} threads");
    }
    let run = place.run(&["check", "large.txt"]);
    let last = run.stdout.lines().nth(2).unwrap();
    let start = format!("large.txt:{}:24: đât → đất (", 2 * FAR + 1);
    assert!(last.starts_with(&start), "{last}");
}

#[test]
fn reader_that_goes_is_no_error() {
    let place = Place::new();
    // More than a pipe holds, whatever is printed.
    place.write("large.txt", format!("{DAMAGED}\n\n").repeat(1_000) + &far_apart(DAMAGED));
    for arguments in [
        ["repair", "large.txt", "--min-confidence=0.1"],
        ["check", "large.txt", "--format=json"],
        ["explain", "large.txt", "--format=text"],
    ] {
        let mut child = place.command(&arguments).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""), "{arguments:?}");
        assert!(!line.is_empty(), "{arguments:?}");
    }
}
