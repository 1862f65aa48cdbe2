//! PDFs with text: their text is mended.

use std::fs;
use std::process::{Command, Stdio};

use crate::run::{DAMAGED, Place, REPAIRED, Run};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents");
const REPAIR: [&str; 6] = ["repair", "in", "-o", "out", "--report", "run.jsonl"];

/// Whether the program is here that reads them.
fn pdftotext() -> bool {
    let version = Command::new("pdftotext").arg("-v").stderr(Stdio::null()).status();
    let is_here = version.is_ok_and(|status| status.success());
    if !is_here {
        eprintln!("left out: pdftotext (poppler-utils) is not here");
    }
    is_here
}

/// Runs with a program in place of pdftotext, or without any.
#[cfg(unix)]
fn run(place: &Place, script: Option<&str>, arguments: &[&str]) -> Run {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::remove_dir_all(place.path("bin"));
    if let Some(script) = script {
        place.write("bin/pdftotext", format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(place.path("bin/pdftotext"), PermissionsExt::from_mode(0o755)).unwrap();
    }
    let output = place.command(arguments).env("PATH", place.path("bin")).output().unwrap();
    Run {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn the_text_of_pdfs_is_mended() {
    if !pdftotext() {
        return;
    }
    let place = Place::new();
    for name in ["thong-bao-doi-thoai.pdf", "thong-bao-doi-thoai.txt"] {
        place.write(&format!("in/{name}"), fs::read(format!("{FIXTURES}/{name}")).unwrap());
    }
    let read =
        Command::new("pdftotext").arg(place.path("in/thong-bao-doi-thoai.pdf")).arg("-").output();
    let text = String::from_utf8(read.unwrap().stdout).unwrap();
    assert!(words(&text).eq(words(&place.read("in/thong-bao-doi-thoai.txt"))), "{text}");
    let run = place.run(&REPAIR);
    assert_eq!(run.status, Some(0), "{run:?}");
    let text = place.read("out/thong-bao-doi-thoai.pdf.txt");
    assert!(words(&text).eq(words(&place.read("out/thong-bao-doi-thoai.txt"))), "{text}");
    let run = place.run_with(&["repair"], place.bytes("in/thong-bao-doi-thoai.pdf"));
    assert_eq!(run.stdout, place.read("out/thong-bao-doi-thoai.pdf.txt"));
    place.write("in/cut.pdf", &place.bytes("in/thong-bao-doi-thoai.pdf")[..1000]);
    place.run(&["check", "in/cut.pdf"]).assert_failed("cannot read in/cut.pdf: pdftotext cannot");
}

#[cfg(unix)]
#[test]
fn runs_with_pdfs_go_on_and_come_back() {
    let place = Place::new();
    place.write(
        "in/a.pdf",
        "%PDF-1.4 much longer than its text is, and more than that: a page, drawn.",
    );
    place.write("in/b.txt", DAMAGED);
    let says = format!("echo '{DAMAGED}'");
    let says = Some(&*says);
    let run_1 = run(&place, says, &REPAIR);
    assert_eq!(run_1.status, Some(0), "{run_1:?}");
    assert_eq!(place.read("out/a.pdf.txt"), format!("{REPAIRED}\n"));
    let report = place.read("run.jsonl");
    // A run that goes on leaves alone what is done: its program would say something else.
    place.write("run.jsonl", &report[..report.len() - 10]);
    let run_2 = run(&place, Some("echo x"), &[&REPAIR[..], &["--resume"]].concat());
    assert_eq!((run_2.status, place.read("run.jsonl")), (Some(0), report), "{run_2:?}");
    let undone = run(&place, None, &["undo", "run.jsonl", "-o", "back"]);
    assert_eq!(undone.status, Some(0), "{undone:?}");
    assert_eq!(place.read("back/a.pdf.txt"), format!("{DAMAGED}\n"));
    // Text that looks like markup is text where it was drawn.
    let drawn = format!("echo '<html><p title=\"{DAMAGED}\">{DAMAGED}</p></html>'");
    let text = run(&place, Some(&drawn), &["repair", "in/a.pdf"]).stdout;
    assert!(text.contains(&format!("\"{REPAIRED}\">")), "{text}");
}

#[cfg(unix)]
#[test]
fn pdfs_that_cannot_be_read_are_told() {
    let place = Place::new();
    place.write("a.pdf", "%PDF-");
    for (script, reason) in [
        (None, "read with pdftotext, which is missing: install poppler-utils"),
        (Some("printf '\\f'"), "it has no text, only images: read it with OCR first"),
        (Some("echo 'Incorrect password' >&2; exit 1"), "it has a password: save it without one"),
    ] {
        let told = run(&place, script, &["repair", "a.pdf", "-o", "a.txt"]);
        told.assert_failed("cannot read a.pdf: ");
        told.assert_failed(reason);
    }
    let says = format!("echo '{DAMAGED}'");
    run(&place, Some(&says), &["repair", "a.pdf", "-o", "b.pdf"])
        .assert_failed("b.pdf would be no PDF but the text of one");
    run(&place, Some(&says), &["repair", "a.pdf", "-o", "a.pdf"]).assert_failed("is the input");
    place.write("in/x.pdf", "%PDF-");
    place.write("in/x.pdf.txt", "a");
    run(&place, Some(&says), &["repair", "in", "-o", "out"]).assert_failed("would both become");
    let odd = run(&place, Some(&says), &["repair", "in/x.pdf", "-o", "y.txt", "--report", "r"]);
    assert_eq!(odd.status, Some(0), "{odd:?}");
    let undone = run(&place, None, &["undo", "r", "-o", "in/x.pdf"]);
    assert!(undone.stderr.contains("is the input"), "{undone:?}");
    assert_eq!(place.read("in/x.pdf"), "%PDF-");
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}
