//! The JSON forms: what programs may rely on.

use serde_json::Value;

use crate::run::{DAMAGED, FAR, Place, REPAIRED, far_apart};

/// The text between the byte offsets of a span.
fn spanned<'t>(text: &'t str, value: &Value) -> &'t str {
    let end = |name: &str| usize::try_from(value["span"][name].as_u64().unwrap()).unwrap();
    &text[end("start")..end("end")]
}

#[test]
fn edits_of_check_stand_where_they_say() {
    let place = Place::new();
    let text = format!("\u{feff}{}", far_apart(DAMAGED));
    place.write("page.txt", &text);
    let run = place.run(&["check", "--format", "json", "page.txt"]);
    assert_eq!((run.status, run.stdout.lines().count()), (Some(1), 3));
    for (index, line) in run.stdout.lines().enumerate() {
        let edit: Value = serde_json::from_str(line).unwrap();
        assert_eq!((&edit["path"], &edit["column"]), (&"page.txt".into(), &24.into()));
        assert_eq!(edit["line"], FAR * index + 1);
        assert_eq!((&edit["before"], &edit["after"]), (&"đât".into(), &"đất".into()));
        assert_eq!(spanned(&text, &edit), "đât");
        assert!(edit["confidence"].as_f64().unwrap() > 0.5);
        assert_eq!((&edit["made"], &edit["reason"]), (&true.into(), &"marks".into()));
        assert!(edit["alternatives"].is_array());
    }
}

#[test]
fn tokens_of_explain_stand_where_they_say() {
    let place = Place::new();
    let text = format!("\u{feff}{}", far_apart(DAMAGED));
    place.write("page.txt", &text);
    let run = place.run(&["explain", "--format", "json", "page.txt"]);
    assert_eq!((run.status, run.stdout.lines().count()), (Some(0), 3));
    for (index, line) in run.stdout.lines().enumerate() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!((&line["path"], &line["line"]), (&"page.txt".into(), &(FAR * index + 1).into()));
        let tokens = line["tokens"].as_array().unwrap();
        assert!(tokens.iter().all(|token| token["before"] == spanned(&text, token)));
        let edited = tokens.iter().find(|token| token["edited"] == true).unwrap();
        assert_eq!((&edited["column"], &edited["chosen"]), (&24.into(), &"đất".into()));
        let readings = edited["readings"].as_array().unwrap();
        assert_eq!(readings[0]["text"], "đất");
        assert!(readings.iter().all(|reading| reading["channel"].is_number()));
        assert!(readings[0]["probability"].as_f64().unwrap() > 0.5);
    }
}

#[test]
fn total_of_evaluate_is_of_the_sums() {
    let place = Place::new();
    place.write("ocr/a.txt", DAMAGED);
    place.write("truth/a.txt", REPAIRED);
    place.write("ocr/sub/b.txt", format!("\u{feff}{REPAIRED}\n").repeat(9));
    place.write("truth/sub/b.txt", format!("\u{feff}{REPAIRED}\n").repeat(9));
    let run = place.run(&["evaluate", "--format", "json", "--ocr", "ocr", "--truth", "truth"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let [a, b] = report["files"].as_array().unwrap().as_slice() else { panic!("{report}") };
    assert_eq!((&a["name"], &b["name"]), (&"a.txt".into(), &"sub/b.txt".into()));
    let total = &report["total"];
    for count in ["tokens", "errors_in", "chars", "syllables", "wrong", "fixed", "right", "harmed"]
    {
        let [a, b, all] = [a, b, total].map(|part| part["counts"][count].as_u64().unwrap());
        assert_eq!(a + b, all, "{count}");
    }
    assert_eq!(total["counts"]["wrong"], 1);
    assert_eq!((&total["rates"]["repair"], &total["rates"]["wer_out"]), (&1.0.into(), &0.0.into()));
    assert_eq!(b["rates"]["repair"], Value::Null);
}
