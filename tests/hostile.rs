//! Repair takes time in proportion to the text, whatever stands in it.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use vietmend::{Model, Options, Repairer};

/// Each text takes below two seconds; where the time grows with the square of the length, minutes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A line as an engine set to French reads it, often enough to tell how the whole text was read.
const WRONG: &str = "Uÿ ban nhân dän phuong hçp b4n vé viêc triên khai kê hoach dât dai xâ hôi. ";

#[test]
fn one_run_without_a_blank() {
    for unit in
        ["a", "ư", "a\u{301}", "1", "$", ".", "👩\u{200d}", "1.", "1/", "a.", "QĐ-", "http://"]
    {
        in_time(unit.repeat(200_000 / unit.len()));
    }
}

#[test]
fn nothing_but_white_space() {
    for blank in ["\n", "\r\n", " ", "\t", "\u{2028}"] {
        in_time(blank.repeat(1_000_000));
    }
}

#[test]
fn one_line_of_symbols() {
    in_time(". ".repeat(100_000));
    in_time(format!("AB {}", ". ".repeat(100_000)));
}

#[test]
fn one_line_of_what_may_be_letters() {
    for unit in ["$", "6 ", "$6 ", "` ", "(a ", "|"] {
        in_time(format!("{}\n\n{}", WRONG.repeat(100), unit.repeat(5_000)));
    }
}

#[test]
fn one_sentence_of_words() {
    in_time(WRONG.replace('.', "").repeat(500));
    in_time("AB ".repeat(10_000));
}

/// Repairs and explains a text in a thread of its own, which is left to itself if it takes too long.
fn in_time(text: String) {
    let start: String = text.chars().take(20).collect();
    let (done, wait) = mpsc::channel();
    thread::spawn(move || {
        let repairer = Repairer::new(Model::embedded(), Options::default());
        let edits = repairer.repair(&text).edits.len();
        let steps = repairer.explain(&text).steps;
        assert_eq!(steps.iter().filter(|step| step.edited).count(), edits);
        done.send(()).unwrap();
    });
    if let Err(error) = wait.recv_timeout(PATIENCE) {
        panic!("{start:?}…: {error}");
    }
}
