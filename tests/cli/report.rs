//! The report of a run: what it says, going on behind it, and taking changes back.

use std::fs;

use serde_json::Value;

use crate::run::{DAMAGED, Place, REPAIRED, far_apart};

const REPAIR: [&str; 6] = ["repair", "in", "-o", "out", "--report", "run.jsonl"];
const RESUME: [&str; 7] = ["repair", "in", "-o", "out", "--report", "run.jsonl", "--resume"];
const UNDO: [&str; 4] = ["undo", "run.jsonl", "-o", "back"];

/// A folder of texts, one of which cannot be read.
fn texts() -> Place {
    let place = Place::new();
    place.write("in/a.txt", format!("\u{feff}{DAMAGED}\r\nUBND huyện triên khai.\r\n"));
    place.write("in/b/c.txt", "Uy ban nhan dan phuong Hai Duong trien khai nhiem vu");
    place.write("in/b/d.bin", b"\0");
    place.write("in/e.txt", far_apart(DAMAGED));
    place.write("in/f.txt", "");
    place
}

fn lines(place: &Place) -> Vec<Value> {
    place.read("run.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_change_stands_in_the_report() {
    let place = texts();
    assert_eq!(place.run(&REPAIR).status, Some(2));
    let lines = lines(&place);
    assert_eq!((&lines[0]["type"], &lines[0]["record"]), (&"run".into(), &1.into()));
    assert_eq!((&lines[0]["inputs"][0], &lines[0]["output"]), (&"in".into(), &"out".into()));
    let of = |kind: &'static str| lines.iter().filter(move |line| line["type"] == kind);
    let paths: Vec<&str> = lines
        .iter()
        .filter(|line| line["type"] != "edit")
        .filter_map(|line| line["path"].as_str())
        .collect();
    assert_eq!(paths, ["a.txt", "b/c.txt", "b/d.bin", "e.txt", "f.txt"]);
    for document in of("document") {
        let path = document["path"].as_str().unwrap();
        let (before, after) =
            (place.read(&format!("in/{path}")), place.read(&format!("out/{path}")));
        assert_eq!(document["bytes"], before.len());
        assert_eq!(document["repaired_bytes"], after.len());
        let edits: Vec<&Value> = of("edit").filter(|edit| edit["path"] == path).collect();
        assert_eq!(document["edits"], edits.len());
        for edit in edits {
            let end = |name: &str| usize::try_from(edit["span"][name].as_u64().unwrap()).unwrap();
            assert_eq!(before[end("start")..end("end")], *edit["before"].as_str().unwrap());
            let line = usize::try_from(edit["line"].as_u64().unwrap()).unwrap();
            assert!(after.lines().nth(line - 1).unwrap().contains(edit["after"].as_str().unwrap()));
        }
    }
    assert_eq!(of("failure").count(), 1);
    let summary = lines.last().unwrap();
    assert_eq!((&summary["type"], &summary["documents"]), (&"summary".into(), &4.into()));
    assert_eq!((&summary["edits"], &summary["failed"]), (&of("edit").count().into(), &1.into()));
    let damage = of("document").nth(1).unwrap()["damage"]["unmarked"].as_f64();
    assert_eq!(damage, Some(1.0));
}

#[test]
fn the_threads_do_not_show() {
    let place = texts();
    place.run(&REPAIR);
    let report = place.read("run.jsonl");
    for threads in ["1", "7"] {
        fs::remove_file(place.path("run.jsonl")).unwrap();
        place.run(&[&REPAIR[..], &["--threads", threads]].concat());
        assert_eq!(place.read("run.jsonl"), report);
    }
}

#[test]
fn all_changes_are_taken_back() {
    let place = texts();
    place.run(&REPAIR);
    let run = place.run(&UNDO);
    assert_eq!(run.status, Some(0), "{run:?}");
    for name in ["a.txt", "b/c.txt", "e.txt", "f.txt"] {
        assert_eq!(place.read(&format!("back/{name}")), place.read(&format!("in/{name}")));
    }
}

#[test]
fn chosen_changes_are_taken_back() {
    let place = texts();
    place.run(&REPAIR);
    let run = place.run(&[&UNDO[..], &["--only", "a.txt:2", "--only", "e.txt:9"]].concat());
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("no change at e.txt:9"), "{run:?}");
    assert_eq!(
        place.read("back/a.txt"),
        format!("\u{feff}{REPAIRED}\r\nUBND huyện triên khai.\r\n")
    );
    assert!(!place.path("back/e.txt").exists());
}

#[test]
fn a_text_that_was_changed_since_is_not_touched() {
    let place = texts();
    place.run(&REPAIR);
    place.write("out/a.txt", "mine");
    let run = place.run(&UNDO);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("out/a.txt was changed since the run"), "{run:?}");
    assert!(!place.path("back/a.txt").exists());
    assert_eq!(place.read("back/b/c.txt"), place.read("in/b/c.txt"));
    place.run(&["undo", "run.jsonl", "-o", "out"]);
    assert_eq!(place.read("out/a.txt"), "mine", "the repaired texts are inputs");
}

#[test]
fn a_report_leads_nowhere_else() {
    let place = texts();
    place.run(&REPAIR);
    let report = place.read("run.jsonl").replace("\"f.txt\"", "\"../f.txt\"");
    place.write("run.jsonl", report);
    let run = place.run(&UNDO);
    assert!(run.stderr.contains("../f.txt leads out of the folder"), "{run:?}");
    assert!(!place.path("f.txt").exists());
}

#[test]
fn what_is_put_in_at_the_end_is_shown() {
    let place = Place::new();
    place.write("in/a.txt", "Năm 2025\n");
    assert_eq!(place.run(&REPAIR).status, Some(0));
    // As no run makes it, but a report may have it.
    let written = "Năm 2025\nĐã ký\n";
    place.write("out/a.txt", written);
    let [run, document, sums] = lines(&place).try_into().unwrap();
    let mut document = document;
    document["edits"] = 1.into();
    document["repaired_bytes"] = written.len().into();
    document["repaired_crc32"] = format!("{:08x}", crc32fast::hash(written.as_bytes())).into();
    let edit = serde_json::json!({
        "type": "edit", "path": "a.txt", "line": 2, "column": 1, "made": true, "reason": "letters",
        "span": { "start": 10, "end": 10 }, "before": "", "after": "Đã ký\n", "confidence": 0.9,
        "alternatives": [],
    });
    place.write("run.jsonl", format!("{run}\n{document}\n{edit}\n{sums}\n"));
    let diff = place.run(&["show", "run.jsonl", "--diff"]).stdout;
    assert!(diff.ends_with("@@ -1,1 +1,2 @@\n-Năm 2025\n+Năm 2025\n+Đã ký\n"), "{diff}");
    let run = place.run(&["review", "run.jsonl"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(place.read("review.html").contains("Đã ký"));
    place.run(&UNDO);
    assert_eq!(place.read("back/a.txt"), "Năm 2025\n");
}

#[test]
fn one_text_is_recorded_too() {
    let place = Place::new();
    place.write("in.txt", DAMAGED);
    let run = place.run(&["repair", "in.txt", "-o", "out.txt", "--report", "run.jsonl"]);
    assert_eq!((run.status, place.read("out.txt")), (Some(0), REPAIRED.to_owned()));
    let report = place.read("run.jsonl");
    let lone = ["repair", "in.txt", "-o", "out.txt", "--report", "run.jsonl", "--resume"];
    assert_eq!(place.run(&lone).status, Some(0));
    assert_eq!(place.read("run.jsonl"), report);
    let run = place.run(&["undo", "run.jsonl", "-o", "back.txt"]);
    assert_eq!((run.status, place.read("back.txt")), (Some(0), DAMAGED.to_owned()), "{run:?}");
}

#[test]
fn a_run_goes_on_wherever_its_report_ends() {
    let place = texts();
    place.run(&REPAIR);
    let report = fs::read(place.path("run.jsonl")).unwrap();
    let outputs = ["a.txt", "b/c.txt", "e.txt", "f.txt"];
    let written = outputs.map(|name| place.read(&format!("out/{name}")));
    let first = report.iter().position(|&byte| byte == b'\n').unwrap() + 1;
    // Nothing at all, a part of the first line, every end of a line, and places between.
    let ends = (first / 2..=report.len()).filter(|&end| report[end - 1] == b'\n' || end % 97 == 0);
    let ends = std::iter::once(0).chain(ends);
    for (round, end) in ends.enumerate() {
        fs::write(place.path("run.jsonl"), &report[..end]).unwrap();
        fs::remove_file(place.path("out").join(outputs[round % outputs.len()])).unwrap();
        place.write("out/.vietmend-Ab3xY9", "half");
        let run = place.run(&RESUME);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.stderr.ends_with("failed 1\n"), "{run:?}");
        assert_eq!(fs::read(place.path("run.jsonl")).unwrap(), report, "cut at {end}");
        assert_eq!(outputs.map(|name| place.read(&format!("out/{name}"))), written);
        assert!(!place.path("out/.vietmend-Ab3xY9").exists());
    }
}

#[test]
fn what_failed_is_tried_again() {
    let place = texts();
    place.write("in/b/c.bin", b"\0");
    place.write("in/g.bin", b"\0");
    assert_eq!(place.run(&REPAIR).status, Some(2));
    let report = place.read("run.jsonl");
    let again = place.run(&RESUME);
    assert!(again.stderr.contains("cannot read in/g.bin: byte 0 is NUL"), "{again:?}");
    assert!(again.stderr.ends_with("failed 3\n"), "{again:?}");
    assert_eq!(place.read("run.jsonl"), report);
    place.write("in/b/d.bin", DAMAGED);
    place.write("in/g.bin", DAMAGED);
    let again = place.run(&RESUME);
    assert_eq!(again.status, Some(2), "{again:?}");
    assert!(again.stderr.ends_with("failed 1\n"), "{again:?}");
    assert_eq!(place.read("out/b/d.bin"), REPAIRED);
    let resumed = place.read("run.jsonl");
    fs::remove_file(place.path("run.jsonl")).unwrap();
    place.run(&REPAIR);
    assert_eq!(place.read("run.jsonl"), resumed);
    place.run(&UNDO);
    assert_eq!(place.read("back/g.bin"), DAMAGED);
}

#[test]
fn a_run_is_killed_and_goes_on() {
    let place = Place::new();
    for number in 0..600 {
        place.write(&format!("in/{number:03}.txt"), format!("{DAMAGED}\nSố {number}"));
    }
    place.run(&REPAIR);
    let (report, whole) = (place.read("run.jsonl"), place.files());
    for round in 0..20 {
        fs::remove_file(place.path("run.jsonl")).unwrap();
        fs::remove_dir_all(place.path("out")).unwrap();
        let mut child = place.command(&REPAIR).spawn().unwrap();
        // Wherever it is by then: what must hold does not depend on it.
        std::thread::sleep(std::time::Duration::from_millis(5 * round + 5));
        child.kill().unwrap();
        child.wait().unwrap();
        let run = place.run(&RESUME);
        assert_eq!(run.status, Some(0), "{run:?}");
        assert_eq!((place.read("run.jsonl"), place.files()), (report.clone(), whole.clone()));
        assert_eq!(place.read("out/077.txt"), format!("{REPAIRED}\nSố 77"));
    }
}

#[test]
fn another_run_is_not_resumed() {
    let place = texts();
    place.run(&REPAIR);
    let report = place.read("run.jsonl");
    place.run(&REPAIR).assert_failed("run.jsonl is there already");
    let other = |arguments: &[&str]| place.run(&[&RESUME[..], arguments].concat());
    other(&["--min-confidence", "0.5"]).assert_failed("other options");
    place.write("keep.tsv", "UBND");
    for list in ["--keep", "--context"] {
        other(&[list, "keep.tsv"]).assert_failed("other words, terms, rules or context");
    }
    let run = place.run(&["repair", "in", "-o", "new", "--report", "run.jsonl", "--resume"]);
    run.assert_failed("another output");
    place.write("in/aa.txt", DAMAGED);
    place.run(&RESUME).assert_failed("files came or went");
    assert_eq!(place.read("run.jsonl"), report);
    for name in ["in/aa.txt", "in/f.txt"] {
        fs::remove_file(place.path(name)).unwrap();
    }
    place.run(&RESUME).assert_failed("has f.txt at another place");
    assert_eq!(place.read("run.jsonl"), report);
    place.write("run.jsonl", "mine");
    place.run(&RESUME).assert_failed("run.jsonl is no record of vietmend");
    assert_eq!(place.read("run.jsonl"), "mine");
}

#[cfg(unix)]
#[test]
fn what_the_report_cannot_name_is_refused_at_once() {
    use std::os::unix::ffi::OsStrExt;
    let place = texts();
    let name = std::ffi::OsStr::from_bytes(b"in/v\xe2n.txt");
    fs::write(place.path("in").parent().unwrap().join(name), DAMAGED).unwrap();
    place.run(&REPAIR).assert_failed("its name is no UTF-8 text");
    assert!(!place.path("run.jsonl").exists() && !place.path("out").exists());
}

#[test]
fn a_report_is_no_input_and_no_output() {
    let place = texts();
    let report = |path: &str| place.run(&["repair", "in", "-o", "out", "--report", path]);
    report("in/run.jsonl").assert_failed("lies in the input in");
    report("out/a.txt").assert_failed("over a repaired text");
    assert!(!place.path("in/run.jsonl").exists());
    let run = place.run(&["repair", "in/a.txt", "--report", "run.jsonl"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""));
}
