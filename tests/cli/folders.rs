//! Whole folders: what is read, where it goes, and what is never overwritten.

use crate::run::{DAMAGED, Place, REPAIRED, Run};

#[test]
fn the_rest_goes_on_where_a_file_fails() {
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    place.write("in/b.png", b"\x89PNG\0\0");
    place.write("in/c.txt", b"ch\xe2y");
    place.write("in/sub/d", DAMAGED);
    let run = place.run(&["repair", "in", "missing.txt", "-o", "out"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""));
    let said: Vec<&str> = run.stderr.lines().collect();
    let [b, c, missing, sums] = said.as_slice() else { panic!("{run:?}") };
    assert!(b.contains("in/b.png") && b.contains("byte 4 is NUL"), "{b}");
    assert!(c.contains("in/c.txt") && c.contains("byte 2 "), "{c}");
    assert!(missing.contains("cannot read missing.txt: "), "{missing}");
    assert_eq!(*sums, "vietmend: files 2, edits 2, failed 3");
    let out: Vec<String> =
        place.files().into_iter().filter(|name| name.starts_with("out")).collect();
    assert_eq!(out, ["out/a.txt", "out/sub/d"]);
    assert_eq!(place.read("out/sub/d"), REPAIRED);
    assert_eq!(place.read("in/a.txt"), DAMAGED);
}

#[test]
fn a_quiet_run_says_only_what_failed() {
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    let quiet = ["repair", "-q", "in", "-o", "out", "--min-confidence", "1"];
    assert_eq!(place.run(&quiet), Run::done(""));
    place.write("in/b.txt", b"\0");
    place.run(&quiet).assert_failed("cannot read in/b.txt: byte 0 is NUL");
}

#[test]
fn patterns_choose_the_files_of_a_folder() {
    let place = Place::new();
    for name in ["in/a.txt", "in/a.md", "in/old/b.txt", "in/old/c.log", "named.log"] {
        place.write(name, DAMAGED);
    }
    let run = place.run(&[
        "repair",
        "in",
        "named.log",
        "-o",
        "out",
        "--include",
        "*.txt",
        "--include",
        "*.log",
        "--exclude",
        "old/c*",
    ]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let out: Vec<String> =
        place.files().into_iter().filter(|name| name.starts_with("out")).collect();
    assert_eq!(out, ["out/a.txt", "out/named.log", "out/old/b.txt"]);
    place.run(&["check", "in", "--include", "[a"]).assert_failed("[a is no pattern");
}

#[test]
fn check_goes_on_too() {
    let place = Place::new();
    place.write("in/a.txt", b"\0");
    place.write("in/b.txt", DAMAGED);
    let run = place.run(&["check", "in"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stdout.starts_with("in/b.txt:1:24: đât → đất"), "{run:?}");
}

#[test]
fn a_second_run_replaces_the_first() {
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    place.write("out/a.txt", "of the first run");
    place.write("out/b.txt", "of another");
    assert_eq!(place.run(&["repair", "in", "-o", "out"]).status, Some(0));
    assert_eq!(place.read("out/a.txt"), REPAIRED);
    assert_eq!(place.files(), ["in/a.txt", "out/a.txt", "out/b.txt"]);
}

#[test]
fn refusing_leaves_everything_as_it_was() {
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    place.write("more/a.txt", DAMAGED);
    place.write("a.txt", DAMAGED);
    let before = place.files();
    for arguments in [
        &["repair", "a.txt", "-o", "a.txt"][..],
        &["repair", "a.txt", "-o", "new/.././a.txt"],
        &["repair", "in/a.txt", "-o", "in"],
        &["repair", "in", "-o", "in"],
        &["repair", "in", "-o", "in/../in/new"],
        &["repair", "more/a.txt", "in/a.txt", "-o", "in"],
    ] {
        place.run(arguments).assert_failed(": write elsewhere");
    }
    place.run(&["repair", "in", "more", "-o", "out"]).assert_failed("would both become");
    place.run(&["repair", "a.txt", "./a.txt", "-o", "out"]).assert_failed("would both become");
    assert_eq!(place.files(), before);
    assert!(before.iter().all(|name| place.read(name) == DAMAGED));
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use crate::run::{DAMAGED, Place, REPAIRED};

    #[test]
    fn hidden_files_and_links_are_skipped_unless_named() {
        let place = Place::new();
        place.write("in/a.txt", DAMAGED);
        place.write("in/.hidden", DAMAGED);
        place.write("in/.folder/b.txt", DAMAGED);
        symlink("a.txt", place.path("in/link.txt")).unwrap();
        symlink("..", place.path("in/loop")).unwrap();
        place.run(&["repair", "in", "-o", "out"]);
        place.run(&["repair", "in/.hidden", "in/link.txt", "-o", "named"]);
        let files = ["in/.hidden", "in/link.txt"].map(|name| name.replace("in/", "named/"));
        assert!(files.iter().all(|name| place.read(name) == REPAIRED));
        assert_eq!(fs::read_dir(place.path("out")).unwrap().count(), 1);
    }

    #[test]
    fn links_do_not_lead_to_an_input() {
        let place = Place::new();
        place.write("in/a.txt", DAMAGED);
        symlink("in/a.txt", place.path("link.txt")).unwrap();
        symlink("in", place.path("folder")).unwrap();
        for output in ["link.txt", "folder/a.txt", "folder", "new/../folder/a.txt"] {
            place.run(&["repair", "in/a.txt", "-o", output]).assert_failed(": write elsewhere");
        }
        place.run(&["repair", "in", "-o", "folder/new"]).assert_failed(": write elsewhere");
        place.run(&["repair", "folder", "-o", "in"]).assert_failed(": write elsewhere");
        place.run(&["repair", "link.txt", "-o", "in/a.txt"]).assert_failed(": write elsewhere");
        assert_eq!(place.read("in/a.txt"), DAMAGED);
    }

    #[test]
    fn redirected_standard_input_is_an_input() {
        let place = Place::new();
        place.write("a.txt", DAMAGED);
        let mut command = place.command(&["repair", "-", "-o", "a.txt"]);
        command.stdin(fs::File::open(place.path("a.txt")).unwrap());
        assert_eq!(command.output().unwrap().status.code(), Some(2));
        assert_eq!(place.read("a.txt"), DAMAGED);
    }

    #[test]
    fn outputs_are_as_private_as_inputs() {
        let place = Place::new();
        let mode =
            |name: &str| fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
        let set = |name: &str, mode| {
            fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).unwrap();
        };
        place.write("in/private.txt", DAMAGED);
        place.write("in/usual.txt", DAMAGED);
        place.write("out/old.txt", "old");
        let usual = mode("in/usual.txt");
        set("in/private.txt", 0o600);
        set("out/old.txt", 0o640);
        place.run(&["repair", "in", "-o", "out"]);
        place.run(&["repair", "in/usual.txt", "-o", "out/old.txt"]);
        place.run_with(&["repair", "-o", "out/new.txt"], DAMAGED);
        assert_eq!(mode("out/private.txt"), 0o600);
        assert_eq!(mode("out/usual.txt"), usual);
        assert_eq!(mode("out/old.txt"), 0o640 & usual | 0o600);
        assert_eq!(mode("out/new.txt"), usual);
    }

    #[test]
    fn the_file_behind_a_link_is_replaced_not_the_link() {
        let place = Place::new();
        place.write("a.txt", DAMAGED);
        place.write("real.txt", "old");
        symlink("real.txt", place.path("link.txt")).unwrap();
        assert_eq!(place.run(&["repair", "a.txt", "-o", "link.txt"]).status, Some(0));
        assert!(place.path("link.txt").is_symlink());
        assert_eq!(place.read("real.txt"), REPAIRED);
    }
}
