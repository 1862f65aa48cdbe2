//! What is learned from the decisions of a reader: only where the run had it otherwise, as the rest it
//! knows without.

use std::collections::BTreeMap;

use vietmend::{Rule, Strength};

use super::decision::Decision;

/// The words that were typed, or that the run should have left alone.
pub fn words(decisions: &[Decision]) -> Vec<String> {
    decisions.iter().filter(|it| it.text != it.after).map(|it| it.text.clone()).collect()
}

/// What is meant by what the run mistook, where it means the same wherever something was decided of
/// it; the text around it may still speak against that.
pub fn rules(decisions: &[Decision]) -> Vec<Rule> {
    // In order, so that the same decisions give the same rules.
    let mut meanings: BTreeMap<&str, Meaning<'_>> = BTreeMap::new();
    for Decision { before, after, text, .. } in decisions {
        let meaning =
            meanings.entry(before).or_insert(Meaning { text, mistaken: false, differs: false });
        meaning.mistaken |= text != after;
        meaning.differs |= text != meaning.text;
    }
    meanings
        .into_iter()
        .filter(|(_, meaning)| meaning.mistaken && !meaning.differs && !meaning.text.is_empty())
        .map(|(seen, meaning)| Rule::new(seen, meaning.text, Strength::Likely))
        .collect()
}

/// What was decided of something that is seen.
struct Meaning<'d> {
    text: &'d str,
    /// Whether the run had it otherwise anywhere.
    mistaken: bool,
    /// Whether it was decided otherwise anywhere.
    differs: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(before: &str, after: &str, text: &str) -> Decision {
        let [path, before, after, text] = ["a", before, after, text].map(str::to_owned);
        Decision { path, span: 0..1, before, after, text }
    }

    #[test]
    fn what_the_run_knew_is_not_learned() {
        let decisions = [decision("cia", "của", "của"), decision("Al", "Al", "AI")];
        assert_eq!(rules(&decisions), [Rule::new("Al", "AI", Strength::Likely)]);
        assert_eq!(words(&decisions), ["AI"]);
    }

    #[test]
    fn what_is_meant_now_so_now_so_is_no_rule() {
        let decisions = [decision("ban", "bạn", "ban"), decision("ban", "bạn", "bạn")];
        assert_eq!(rules(&decisions), []);
        assert_eq!(words(&decisions), ["ban"]);
    }
}
