//! What happened to a text, in words.

use vietmend::Damage;

/// What most of a text went through.
pub fn name(damage: Damage) -> &'static str {
    let Damage { right_language, wrong_language, unmarked, .. } = damage;
    if wrong_language.max(unmarked) <= right_language {
        "right language"
    } else if unmarked <= wrong_language {
        "wrong language"
    } else {
        "without marks"
    }
}
