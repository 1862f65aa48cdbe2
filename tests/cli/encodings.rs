//! Text in old encodings: read, written in UTF-8 or in its own encoding, and given back to the byte.

use vietmend::Encoding;

use crate::run::{DAMAGED, Place, REPAIRED};

/// A text long enough that its encoding can be told, one word of it damaged.
fn damaged() -> String {
    format!("ủy ban nhân dân phường, căn cứ nghị quyết của hội đồng nhân dân.\r\n{DAMAGED}\r\n")
}

fn repaired() -> String {
    damaged().replace(DAMAGED, REPAIRED)
}

/// A folder with the text in every encoding.
fn texts() -> Place {
    let place = Place::new();
    for encoding in Encoding::ALL {
        place.write(&format!("in/{encoding}.txt"), encoding.encode(&damaged()).unwrap());
    }
    place
}

fn bytes(place: &Place, name: &str) -> Vec<u8> {
    std::fs::read(place.path(name)).unwrap()
}

#[test]
fn old_text_becomes_unicode_and_comes_back() {
    let place = texts();
    let run = place.run(&["repair", "in", "-o", "out", "--report", "run.jsonl"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.stderr.contains("vietmend: files read as TCVN3: 1\n"), "{run:?}");
    assert!(!run.stderr.contains("UTF-8"), "{run:?}");
    let undone = place.run(&["undo", "run.jsonl", "-o", "back"]);
    assert_eq!(undone.status, Some(0), "{undone:?}");
    for encoding in Encoding::ALL {
        let name = format!("{encoding}.txt");
        assert_eq!(place.read(&format!("out/{name}")), repaired(), "{name}");
        assert_eq!(
            bytes(&place, &format!("back/{name}")),
            bytes(&place, &format!("in/{name}")),
            "{name}"
        );
        let line = format!("\"path\":\"{name}\",\"input\":0,\"encoding\":\"{encoding}\"");
        assert_eq!(place.read("run.jsonl").contains(&line), encoding != Encoding::Utf8, "{name}");
    }
}

#[test]
fn old_text_stays_old_where_that_is_asked_for() {
    let place = texts();
    let keep = ["repair", "in", "-o", "out", "--report", "run.jsonl", "--keep-encoding"];
    let run = place.run(&keep);
    assert_eq!(run.status, Some(0), "{run:?}");
    place.run(&["undo", "run.jsonl", "-o", "back"]);
    place.run(&["undo", "run.jsonl", "-o", "line", "--only", "VNI.txt:2"]);
    for encoding in Encoding::ALL {
        let name = format!("{encoding}.txt");
        let out = encoding.encode(&repaired()).unwrap();
        assert_eq!(bytes(&place, &format!("out/{name}")), out, "{name}");
        assert_eq!(
            bytes(&place, &format!("back/{name}")),
            bytes(&place, &format!("in/{name}")),
            "{name}"
        );
    }
    assert_eq!(bytes(&place, "line/VNI.txt"), bytes(&place, "in/VNI.txt"));
    let other = [&keep[..6], &["--resume"]].concat();
    place.run(&other).assert_failed("another encoding");
}

#[test]
fn one_text_keeps_its_unusual_spelling() {
    let place = Place::new();
    // A needless escape, which encoding anew would not write.
    let unusual = |text: &str| {
        let bytes = Encoding::Viqr.encode(text).unwrap();
        [&bytes[..], b" \\, thu+` va` nhie^`u vie^.c kha'c"].concat()
    };
    place.write("a.txt", unusual(&damaged()));
    let keep = ["repair", "a.txt", "-o", "b.txt", "--keep-encoding", "--report", "run.jsonl"];
    let run = place.run(&keep);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert_eq!(bytes(&place, "b.txt"), unusual(&repaired()));
    place.run(&["undo", "run.jsonl", "-o", "c.txt"]);
    assert_eq!(bytes(&place, "c.txt"), unusual(&damaged()));
    let run = place.run(&["repair", "a.txt", "-o", "d.txt", "--report", "utf8.jsonl"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    place.run(&["undo", "utf8.jsonl", "-o", "e.txt"]);
    assert_eq!(bytes(&place, "e.txt"), unusual(&damaged()));
}

#[test]
fn tones_typed_apart_come_back_from_unicode() {
    let place = Place::new();
    // As the Windows keyboard types them, but for one word.
    let mut typed = Encoding::Windows1258.encode(&damaged().replace("đât", "đât các")).unwrap();
    let tones = [(0xe0, *b"a\xcc"), (0xe1, *b"a\xec"), (0xe9, *b"e\xec")];
    for (letter, apart) in tones {
        let bytes = typed.iter().flat_map(|&byte| match byte == letter {
            true => apart.to_vec(),
            false => vec![byte],
        });
        typed = bytes.collect();
    }
    typed.extend(b" c\xe1c h\xf4\xf2i\r\n");
    place.write("in/a.txt", &typed);
    place.write("in/b.txt", damaged());
    let run = place.run(&["repair", "in", "-o", "out", "--report", "run.jsonl"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(!run.stderr.contains("undo"), "{run:?}");
    assert!(place.read("out/a.txt").contains("đất các nông nghiệp"));
    let report = place.read("run.jsonl");
    assert_eq!(report.matches("\"type\":\"spelling\"").count(), 1, "{report}");
    assert_eq!(report.matches("\"respelt\":true").count(), 1, "{report}");
    place.run(&["undo", "run.jsonl", "-o", "back"]);
    assert_eq!(bytes(&place, "back/a.txt"), typed);
    // A report of before, which did not tell the spelling.
    let spelling = report.lines().find(|line| line.contains("\"type\":\"spelling\"")).unwrap();
    let old = report.replace(&format!("{spelling}\n"), "").replace(",\"respelt\":true", "");
    place.write("run.jsonl", old);
    let run = place.run(&["undo", "run.jsonl", "-o", "old"]);
    assert!(run.stderr.contains("old/a.txt: it was no usual windows-1258"), "{run:?}");
    assert_eq!(place.read("old/b.txt"), damaged());
}

#[test]
fn what_would_not_come_back_is_not_written() {
    let place = Place::new();
    // The last point needs an escape once the word before it has another mark.
    let odd = "Nguo+`i da^n lang Tra^`m ba^'t dda^`u ddo^\\.i mo+'i. Tu+` ddo'\\, ra`o cua`.";
    place.write("in/a.txt", odd);
    place.write("in/b.txt", Encoding::Viqr.encode(&damaged()).unwrap());
    place.write("rules.txt", "cuà\tcủa\talways\n");
    let keep = ["repair", "in", "-o", "out", "--keep-encoding", "--rules", "rules.txt"];
    let run = place.run(&[&keep[..], &["--report", "run.jsonl", "--encoding", "VIQR"]].concat());
    let refused = run.stderr.contains("out/a.txt: its VIQR would change where nothing is mended");
    assert_eq!(place.path("out/a.txt").exists(), !refused, "{run:?}");
    let undone = place.run(&["undo", "run.jsonl", "-o", "back"]);
    assert_eq!(undone.status, Some(0), "{undone:?}");
    for name in ["a.txt", "b.txt"].into_iter().filter(|name| place.path("out").join(name).exists())
    {
        assert_eq!(bytes(&place, &format!("back/{name}")), bytes(&place, &format!("in/{name}")));
    }
    assert!(place.path("out/b.txt").exists());
    assert!(refused, "{run:?}");
}

#[test]
fn old_texts_are_evaluated_as_others_are() {
    let place = Place::new();
    let truth = repaired().repeat(3);
    place.write("ocr/a.txt", damaged().repeat(3));
    place.write("truth/a.txt", &truth);
    let measure = ["evaluate", "--ocr", "ocr", "--truth", "truth"];
    let expected = place.run(&measure);
    assert_eq!(expected.status, Some(0), "{expected:?}");
    place.write("ocr/a.txt", Encoding::Tcvn3.encode(&damaged().repeat(3)).unwrap());
    place.write("truth/a.txt", Encoding::Utf16Le.encode(&truth).unwrap());
    assert_eq!(place.run(&measure), expected);
    place.write("mended/a.txt", Encoding::Vni.encode(&truth).unwrap());
    let run = place.run(&[&measure[..], &["--repaired", "mended"]].concat());
    assert!(run.stdout.contains("100.00"), "{run:?}");
    let run = place.run(&[&measure[..], &["--encoding", "utf-8"]].concat());
    run.assert_failed("truth/a.txt: byte");
}

#[test]
fn an_encoding_that_is_named_is_believed() {
    let place = Place::new();
    let bytes = Encoding::Vps.encode(DAMAGED).unwrap();
    place.write("a.txt", &bytes);
    let run = place.run(&["repair", "a.txt", "--encoding", "vps"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), REPAIRED));
    assert_eq!(run.stderr, "vietmend: a.txt was read as VPS\n");
    let run = place.run(&["repair", "a.txt", "--encoding", "utf-8"]);
    run.assert_failed("cannot read a.txt: byte");
    let run = place.run(&["repair", "a.txt", "--encoding", "klingon"]);
    assert!(run.stderr.contains("`klingon` is no encoding that vietmend knows"), "{run:?}");
}

#[test]
fn what_the_encoding_lacks_fails_for_that_text_alone() {
    let place = Place::new();
    let head = "ủy ban nhân dân phường, căn cứ nghị quyết của hội đồng nhân dân.\n";
    let lacking = Encoding::Tcvn3.encode(&format!("{head}TEN KHAC đât\n")).unwrap();
    place.write("in/a.txt", lacking);
    place.write("in/b.txt", Encoding::Tcvn3.encode(&damaged()).unwrap());
    place.write("rules.txt", "TEN KHAC\tẤn Độ\talways\n");
    let keep = ["repair", "in", "-o", "out", "--report", "run.jsonl", "--keep-encoding"];
    let run = place.run(&[&keep[..], &["--rules", "rules.txt"]].concat());
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("out/a.txt: TCVN3 cannot write the 'Ấ'"), "{run:?}");
    assert!(!place.path("out/a.txt").exists() && place.path("out/b.txt").exists());
    assert!(place.read("run.jsonl").contains("\"type\":\"failure\",\"path\":\"a.txt\""));
}
