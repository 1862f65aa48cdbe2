//! Worn pages among clean ones are repaired nearly as they would be alone, and the clean ones stay as they are.

use std::fs;
use std::path::Path;

use vietmend::{Model, Options, Repairer};

/// Bytes of a stretch of 400 words, at the most.
const STRETCH: usize = 3000;

/// A golden document.
fn read(name: &str) -> String {
    fs::read_to_string(Path::new("tests/golden/truth").join(name)).unwrap()
}

/// Pages of which most circumflexes and horns were lost.
fn worn(pages: &str) -> String {
    let lost = |c| match c {
        'ấ' => 'á',
        'ầ' => 'à',
        'ậ' => 'ạ',
        'ế' => 'é',
        'ệ' => 'ẹ',
        'ộ' => 'ọ',
        'ợ' => 'ọ',
        'ứ' => 'ú',
        c => c,
    };
    pages.chars().map(lost).collect()
}

#[test]
fn a_page_is_repaired_as_its_own_damage_asks() {
    let repairer = Repairer::new(Model::embedded(), Options::default());
    let clean = ["bao-cao-chin-thang.txt", "cong-dien-ung-pho-bao.txt", "thong-bao-doi-thoai.txt"];
    let clean = clean.map(read).join("\n\n");
    let worn = ["ke-hoach-xoa-diem-rac.txt", "quyet-dinh-to-cong-nghe.txt"];
    let worn = self::worn(&worn.map(read).join("\n\n"));
    let text = [&clean[..], &worn, &clean].join("\n\n");
    let here = clean.len() + 2..clean.len() + 2 + worn.len();

    let alone = repairer.repair(&worn).edits;
    let edits = repairer.repair(&text).edits;
    let (within, others): (Vec<_>, Vec<_>) =
        edits.iter().partition(|edit| here.contains(&edit.span.start));
    // Where the pages meet a stretch may be of both.
    let near = here.start - STRETCH..here.end + STRETCH;
    let (near, far): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|edit| near.contains(&edit.span.start));
    assert!(far.is_empty() && near.len() < 2, "clean pages are changed: {near:#?} {far:#?}");
    let same = alone.iter().filter(|one| {
        let at = one.span.start + here.start;
        within.iter().any(|other| other.span.start == at && other.after == one.after)
    });
    assert!(alone.len() > 150 && 100 * same.count() > 95 * alone.len(), "{within:#?}");
}
