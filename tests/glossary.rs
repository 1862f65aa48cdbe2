//! What a user lists is heeded.

use vietmend::{Glossary, Model, Options, Repairer, Rule, Strength};

fn repair(glossary: Glossary, text: &str) -> String {
    let repairer = Repairer::new(Model::embedded(), Options::default()).with_glossary(glossary);
    repairer.repair(text).text.into_owned()
}

fn rule(seen: &str, meant: &str, strength: Strength) -> Glossary {
    Glossary::default().rules([Rule::new(seen, meant, strength)])
}

#[test]
fn terms_to_keep_stay_wherever_they_stand() {
    let text = "Dai ly Bia SAI\nGON tai xa Tan Lap, Bia SAI GON va Bia Sai Gon";
    let kept = repair(Glossary::default().keep(["Bia SAI GON"]), text);
    assert_eq!(kept.matches("Bia SAI GON").count(), 1, "{kept}");
    assert!(kept.contains("Bia SAI\nGON tại xã"), "{kept}");
    // Capitals count: this one is not the term.
    assert!(!kept.ends_with("Bia Sai Gon"), "{kept}");
}

#[test]
fn terms_to_keep_are_no_part_of_numbers_and_formulas() {
    let text =
        "Can ctr Nghi dinh sé 26 2025 ND-CP ngay 24/02/2025 cta Chinh phu quy dinh thi hanh nay/.";
    let kept = repair(Glossary::default().keep(["2025 ND-CP", "nay/."]), text);
    assert!(kept.contains("số 26 2025 ND-CP ngày") && kept.ends_with("nay/."), "{kept}");
    let mended = repair(Glossary::default(), text);
    assert!(mended.contains("số 26/2025/NĐ-CP ngày") && mended.ends_with("./."), "{mended}");
}

#[test]
fn terms_to_keep_may_touch_symbols() {
    let glossary = Glossary::default().keep(["QD-UBTV"]);
    assert_eq!(repair(glossary, "theo QD-UBTV cua xa"), "theo QD-UBTV của xã");
}

#[test]
fn known_words_stand_for_themselves_and_mend_damaged_ones() {
    let glossary = || Glossary::default().words(["Drănh", "Niê Xuôr"]);
    let clean = "Ủy ban nhân dân xã Drănh mời ông Niê Xuôr.";
    assert_eq!(repair(glossary(), clean), clean);
    let bare = "Uy ban nhan dan xa Dranh moi ong Nie Xuor.";
    assert_eq!(repair(glossary(), bare), clean);
    assert_eq!(
        repair(glossary(), "UY BAN NHAN DAN XA DRANH"),
        "ỦY BAN NHÂN DÂN XÃ DRĂNH",
        "a heading stays in capitals"
    );
}

#[test]
fn rules_are_as_strong_as_they_say() {
    let clean = "Quân đội nhân dân Việt Nam";
    for (strength, expected) in
        [(Strength::Always, "Quần đội nhân dân Việt Nam"), (Strength::Possible, clean)]
    {
        assert_eq!(repair(rule("Quân", "Quần", strength), clean), expected);
    }
    // Nothing speaks for either: the rule decides.
    let text = "theo TTXYZ";
    assert_eq!(repair(rule("TTXYZ", "TTXVN", Strength::Likely), text), "theo TTXVN");
}

#[test]
fn rules_of_several_words_reach_over_line_ends() {
    let glossary = rule("hop tac xa", "hợp tác xã", Strength::Always);
    let text = "của hop tac\nxa này";
    assert_eq!(repair(glossary, text), "của hợp tác xã này");
}

#[test]
fn of_phrases_that_begin_alike_the_longest_counts() {
    let glossary = rule("TT", "thị trấn", Strength::Always).rules([Rule::new(
        "TT Y tế",
        "Trung tâm Y tế",
        Strength::Always,
    )]);
    assert_eq!(repair(glossary, "TT Y tế và TT An Bình"), "Trung tâm Y tế và thị trấn An Bình");
}

#[test]
fn decomposed_text_is_the_same() {
    let glossary = Glossary::default().keep(["đa\u{302}t"]);
    assert_eq!(repair(glossary, "lấn chiếm đât"), "lấn chiếm đât");
}

#[test]
fn empty_lists_change_nothing() {
    let glossary =
        Glossary::default().words([""]).keep([" "]).rules([Rule::new("", "x", Strength::Always)]);
    assert_eq!(repair(glossary, "chiếm đât"), "chiếm đất");
}
