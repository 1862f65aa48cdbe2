//! Bad input and bad places: one sentence, status 2, nothing half-written.

use crate::run::{DAMAGED, Place, REPAIRED, Run};

#[test]
fn what_is_no_text() {
    let place = Place::new();
    place.write("latin.txt", b"ch\xe2y");
    place.write("cut.txt", &"đất".as_bytes()[..3]);
    place.write("binary", b"\x7fELF\0\0");
    place.write("utf16.txt", b"\xff\xfea\0b\0\0\xd8");
    for (name, reason) in [
        ("latin.txt", "cannot read latin.txt: byte 2 is no UTF-8, and no other encoding fits"),
        ("cut.txt", "cannot read cut.txt: byte 2 is no UTF-8, and no other encoding fits"),
        ("binary", "cannot read binary: byte 4 is NUL"),
        ("utf16.txt", "cannot read utf16.txt: byte 6 belongs to no character of UTF-16LE"),
    ] {
        place.run(&["repair", name]).assert_failed(reason);
        place.run(&["repair", name, "-o", "out.txt"]).assert_failed(reason);
        place.run(&["explain", name]).assert_failed(reason);
        place.run(&["check", name]).assert_failed(reason);
    }
    place.run_with(&["repair"], b"ch\xe2y").assert_failed("cannot read standard input: byte 2");
    assert!(!place.path("out.txt").exists());
}

#[test]
fn evaluate_ends_at_the_first_file_that_is_no_text() {
    let place = Place::new();
    place.write("ocr/a.txt", b"\0");
    place.write("truth/a.txt", DAMAGED);
    let run = place.run(&["evaluate", "--ocr", "ocr", "--truth", "truth"]);
    run.assert_failed("cannot read ocr/a.txt: byte 0 is NUL");
    place.write("empty/notes.md", "");
    let run = place.run(&["evaluate", "--ocr", "ocr", "--truth", "empty"]);
    run.assert_failed("empty holds no *.txt");
}

#[test]
fn what_is_no_model() {
    let place = Place::new();
    place.write("a.txt", DAMAGED);
    place.write("empty.model", "");
    for arguments in [
        &["repair", "a.txt", "-o", "out.txt"][..],
        &["repair", "a.txt", "-o", "out/"],
        &["check", "a.txt"],
        &["explain", "a.txt"],
    ] {
        for model in ["empty.model", "a.txt", "missing.model", "."] {
            let arguments = [arguments, &["--model", model]].concat();
            place.run(&arguments).assert_failed(model);
        }
    }
    assert_eq!(place.files(), ["a.txt", "empty.model"]);
}

#[test]
fn a_model_that_is_cut_or_altered() {
    let place = Place::new();
    place.write("a.txt", DAMAGED);
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries/vietmend.model");
    assert_eq!(place.run(&["repair", "a.txt", "--model", model]), Run::done(REPAIRED));
    let whole = std::fs::read(model).unwrap();
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    place.write("altered.model", altered);
    place.write("cut.model", &whole[..whole.len() / 2]);
    for model in ["altered.model", "cut.model"] {
        let run = place.run(&["repair", "a.txt", "-o", "out.txt", "--model", model]);
        run.assert_failed(model);
    }
    assert!(!place.path("out.txt").exists());
}

#[test]
fn a_file_where_a_folder_should_be() {
    let place = Place::new();
    place.write("a.txt", DAMAGED);
    place.write("file", "");
    place.run(&["repair", "file/a.txt"]).assert_failed("cannot read file/a.txt: ");
    place.run(&["repair", "a.txt", "-o", "file/a.txt"]).assert_failed("cannot write file/a.txt: ");
    let run = place.run(&["repair", "a.txt", "a.txt/b", "-o", "file/out"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.ends_with("vietmend: files 0, edits 0, failed 2\n"), "{run:?}");
    assert_eq!(place.files(), ["a.txt", "file"]);
}

#[test]
fn a_folder_where_a_file_should_be() {
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    place.write("out/a.txt/b.txt", "");
    place.run(&["explain", "in"]).assert_failed("cannot read in: ");
    let run = place.run(&["repair", "in", "-o", "out"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.starts_with("vietmend: cannot write out/a.txt: "), "{run:?}");
    assert_eq!(place.files(), ["in/a.txt", "out/a.txt/b.txt"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let place = Place::new();
    place.write("a.txt", DAMAGED);
    for arguments in [&["repair", "a.txt"][..], &["check", "a.txt"], &["explain", "a.txt"]] {
        let full = std::fs::File::create("/dev/full").unwrap();
        let output = place.command(arguments).stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(said.starts_with("vietmend: cannot write to standard output: "), "{said}");
    }
    place.run(&["repair", "a.txt", "-o", "/dev/full"]).assert_failed("cannot write /dev/full: ");
}

#[cfg(target_os = "linux")]
#[test]
fn standard_error_that_is_full_or_closed() {
    let place = Place::new();
    let full = std::fs::File::create("/dev/full").unwrap();
    let status = place.command(&["repair", "missing.txt"]).stderr(full).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

/// Root may read everything, so there nothing is left to test.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read() {
    use std::fs::{Permissions, read_dir, set_permissions};
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    place.write("in/locked/b.txt", DAMAGED);
    let locked = place.path("in/locked");
    set_permissions(&locked, Permissions::from_mode(0o000)).unwrap();
    if read_dir(&locked).is_err() {
        let run = place.run(&["repair", "in", "-o", "out"]);
        assert_eq!(run.status, Some(2));
        assert!(run.stderr.starts_with("vietmend: cannot read in/locked: "), "{run:?}");
        assert!(place.path("out/a.txt").exists());
    }
    set_permissions(&locked, Permissions::from_mode(0o755)).unwrap();
}
