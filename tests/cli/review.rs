//! Showing and reviewing a run, and carrying out what was decided. What the page does in a browser is
//! tested apart, in `tests/browser`.

use std::fs;

use serde_json::{Value, json};

use crate::run::{DAMAGED, Place, REPAIRED};

const REVIEW: [&str; 4] = ["review", "run.jsonl", "-o", "review.html"];
const APPLY: [&str; 5] = ["apply", "run.jsonl", "decisions.jsonl", "-o", "reviewed"];

/// The bytes of `đât` in the damaged line.
const SPAN: std::ops::Range<usize> = 33..38;

/// A run over some texts, the names and words of one of which would break a careless page.
fn run() -> Place {
    let place = Place::new();
    place.write("in/a.txt", format!("{DAMAGED}\r\nMột\r\nHai\r\nBa\r\nUBND huyện triên khai."));
    place.write("in/b.txt", "Không có gì để sửa.\n");
    place.write("in/<c>.txt", "</script><b> chiếm đât &amp;\n");
    place.write("in/d.bin", b"\0");
    place.run(&["repair", "in", "-o", "out", "--report", "run.jsonl"]);
    place
}

/// The documents that a page holds.
fn documents(place: &Place) -> Vec<Value> {
    let page = place.read("review.html");
    let (_, documents) = page.split_once("id=\"documents\">").unwrap();
    let (documents, _) = documents.split_once("</script>").unwrap();
    serde_json::from_str(documents).unwrap()
}

fn decide(place: &Place, name: &str, text: &str) {
    let lines = [
        json!({ "type": "decisions", "decisions": 1 }),
        json!({
            "type": "decision", "path": "a.txt", "span": SPAN,
            "before": "đât", "after": "đất", "text": text,
        }),
    ];
    place.write(name, lines.map(|line| format!("{line}\n")).concat());
}

#[test]
fn a_page_holds_the_lines_with_changes_and_those_beside_them() {
    let place = run();
    let page = place.run(&REVIEW);
    assert_eq!((page.status, page.stdout.as_str()), (Some(0), ""), "{page:?}");
    let documents = documents(&place);
    let paths: Vec<&str> = documents.iter().map(|it| it["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["<c>.txt", "a.txt"]);
    let texts: Vec<&str> = documents[1]["passages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|passage| passage["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, [DAMAGED, "Một", "Ba", "UBND huyện triên khai."]);
    let change = &documents[1]["passages"][0]["changes"][0];
    assert_eq!(DAMAGED.chars().nth(change[0].as_u64().unwrap() as usize), Some('đ'));
    assert_eq!((&change[1], &change[2], &change[4]), (&3.into(), &"đất".into(), &true.into()));
    assert_eq!(documents[0]["passages"][0]["text"], "</script><b> chiếm đât &amp;");
}

#[test]
fn a_page_of_doubtful_changes_is_smaller() {
    let place = run();
    place.run(&[&REVIEW[..], &["--below", "0"]].concat());
    assert_eq!(documents(&place), [] as [Value; 0]);
    fs::remove_file(place.path("run.jsonl")).unwrap();
    let cautious = ["--min-confidence", "1", "-q"];
    place.run(&[&["repair", "in", "-o", "out", "--report", "run.jsonl"], &cautious[..]].concat());
    place.run(&[&REVIEW[..], &["--below", "0"]].concat());
    assert_eq!(documents(&place).len(), 2, "what was held back is shown");
    let place = Place::new();
    place.write("in/a.txt", "Ông Lê Van Tân bị lấn chiếm đât.");
    place.run(&["repair", "in", "-o", "out", "--report", "run.jsonl"]);
    place.run(&[&REVIEW[..], &["--below", "0.97"]].concat());
    let changes = &documents(&place)[0]["passages"][0]["changes"];
    assert!(changes[0][3].as_f64() < Some(0.97) && changes[1][3].as_f64() > Some(0.97));
}

#[test]
fn a_page_is_written_over_nothing_of_the_run() {
    let place = run();
    let review = |output: &str| place.run(&["review", "run.jsonl", "-o", output]);
    review("run.jsonl").assert_failed("run.jsonl is the input");
    review("in/a.txt").assert_failed("in/a.txt is the input");
    review("out/a.txt").assert_failed("lies among the repaired texts");
    place.write("out/a.txt", "mine");
    let run = review("review.html");
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("out/a.txt was changed since the run"), "{run:?}");
    assert_eq!(documents(&place).len(), 1, "the rest is there");
}

#[test]
fn decisions_are_carried_out() {
    let place = run();
    for (text, line) in
        [("đât", DAMAGED), ("đất", REPAIRED), ("đắt", &REPAIRED.replace("đất", "đắt"))]
    {
        decide(&place, "decisions.jsonl", text);
        let run = place.run(&APPLY);
        assert_eq!(run.status, Some(0), "{run:?}");
        let rest = "Một\r\nHai\r\nBa\r\nUBND huyện triển khai.";
        assert_eq!(place.read("reviewed/a.txt"), format!("{line}\r\n{rest}"));
        assert_eq!(place.read("reviewed/b.txt"), place.read("in/b.txt"));
    }
    let run = place.run(&["undo", "run.jsonl", "-o", "back"]);
    assert_eq!((run.status, place.read("back/a.txt")), (Some(0), place.read("in/a.txt")));
}

#[test]
fn decisions_that_do_not_fit_are_refused() {
    let place = run();
    decide(&place, "decisions.jsonl", "đất");
    decide(&place, "other.jsonl", "đắt");
    let both = ["apply", "run.jsonl", "decisions.jsonl", "other.jsonl", "-o", "reviewed"];
    place.run(&both).assert_failed("other.jsonl, line 2 contradicts decisions.jsonl, line 2");
    let shifted = place.read("other.jsonl").replace("\"start\":33", "\"start\":32");
    place.write("decisions.jsonl", &shifted);
    let run = place.run(&APPLY);
    assert_eq!(run.status, Some(2));
    let reason = "decisions.jsonl, line 2: run.jsonl has no such change";
    assert!(run.stderr.contains(reason), "{run:?}");
    assert_eq!(place.read("reviewed/a.txt"), place.read("out/a.txt"));
    place.write("decisions.jsonl", format!("{shifted}\r\nmine\n"));
    place.run(&APPLY).assert_failed("decisions.jsonl, line 4 is no decision");
    place.write("decisions.jsonl", "mine");
    place.run(&APPLY).assert_failed("decisions.jsonl holds no decisions");
    place.write("decisions.jsonl", "{\"type\":\"decisions\",\"decisions\":9}\n");
    place.run(&APPLY).assert_failed("has form 9, this vietmend knows 1");
}

#[test]
fn decisions_are_carried_out_over_nothing() {
    let place = run();
    decide(&place, "decisions.jsonl", "đât");
    let apply = |output: &str| place.run(&["apply", "run.jsonl", "decisions.jsonl", "-o", output]);
    let back = |output: &str| place.run(&["undo", "run.jsonl", "-o", output]);
    let files = place.files();
    let before = files.iter().map(|name| fs::read(place.path(name)).unwrap()).collect::<Vec<_>>();
    for output in ["out", "out/deep"] {
        apply(output).assert_failed("lies among the repaired texts");
        back(output).assert_failed("lies among the repaired texts");
    }
    for run in [apply("in"), back("in")] {
        assert!(run.stderr.contains("in/a.txt is the input"), "{run:?}");
    }
    let after = files.iter().map(|name| fs::read(place.path(name)).unwrap()).collect::<Vec<_>>();
    assert_eq!((place.files(), after), (files, before));
    let lone = Place::new();
    lone.write("a.txt", DAMAGED);
    lone.run(&["repair", "a.txt", "-o", "b.txt", "--report", "r.jsonl"]);
    decide(&lone, "d.jsonl", "đất");
    for output in ["a.txt", "r.jsonl", "d.jsonl", "b.txt"] {
        let before = lone.read(output);
        assert_eq!(lone.run(&["apply", "r.jsonl", "d.jsonl", "-o", output]).status, Some(2));
        assert_eq!(lone.read(output), before, "{output}");
    }
}

#[test]
fn a_run_learns_from_decisions() {
    let place = Place::new();
    place.write("a.txt", "Ủy ban nhân dân xã Tuờng");
    let kept = ["repair", "a.txt", "-q"];
    let before = place.run(&kept).stdout;
    let decision = json!({
        "type": "decision", "path": "a.txt", "span": { "start": 24, "end": 31 },
        "before": "Tuờng", "after": before.rsplit(' ').next(), "text": "Tuờng",
    });
    place.write(
        "decisions.jsonl",
        format!("{{\"type\":\"decisions\",\"decisions\":1}}\n{decision}\n"),
    );
    for list in ["--words", "--rules"] {
        let run = place.run(&[&kept[..], &[list, "decisions.jsonl"]].concat());
        assert_eq!((run.status, run.stdout.as_str()), (Some(0), "Ủy ban nhân dân xã Tuờng"));
    }
    assert_ne!(before, "Ủy ban nhân dân xã Tuờng", "it is not known without");
    place
        .run(&[&kept[..], &["--keep", "decisions.jsonl"]].concat())
        .assert_failed("no terms to keep");
}

#[test]
fn a_run_is_shown() {
    let place = run();
    let show = |arguments: &[&str]| place.run(&[&["show", "run.jsonl"], arguments].concat());
    let table = show(&[]).stdout;
    assert!(table.contains("3 texts, 3 changes, 0 held back"), "{table}");
    assert!(table.contains("cannot read in/d.bin: byte 0"), "{table}");
    let list = show(&["--list"]).stdout;
    assert_eq!(list.lines().count(), 3);
    assert!(list.contains("a.txt:5:12: triên → triển ("), "{list}");
    let diff = show(&["--diff"]).stdout;
    assert!(diff.contains("--- in/a.txt\n+++ out/a.txt\n@@ -1,5 +1,5 @@\n-"), "{diff}");
    let check = place.run(&["check", "in/a.txt", "--diff"]);
    let named = |name: &str| diff.replace("+++ out/a.txt", &format!("+++ {name}"));
    assert_eq!(check.status, Some(1));
    assert!(named("in/a.txt").ends_with(&check.stdout), "{check:?}");
    place.write("out/a.txt", "mine");
    assert_eq!(show(&["--diff"]).status, Some(2));
    let cut = place.read("run.jsonl");
    place.write("run.jsonl", cut.rsplit_once("{\"type\":\"summary\"").unwrap().0);
    let run = show(&[]);
    assert_eq!((run.status, run.stdout.contains("3 texts")), (Some(2), true));
    assert!(run.stderr.contains("run.jsonl is cut short"), "{run:?}");
}
