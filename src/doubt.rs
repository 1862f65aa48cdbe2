//! What the engine's own confidence in its words says of them.
//!
//! An engine set to another language is less sure of what it misread: a change comes cheaper there, and
//! dearer where it was surer. Every engine is sure of itself in its own way, so half of what counts is the
//! difference to the text's own mean. In readings with the right language it tells nothing that the words
//! themselves do not: there it is not heeded.

use crate::Hint;
use crate::channel::Source;
use crate::cost::{Cost, NAT};
use crate::token::{Kind, Token};

/// Points of a curve, straight between two: a confidence, and how far the odds in nats that a word of it
/// is wrong lie above those of any word. Counted on 160 rendered pages that Tesseract read as English.
const CURVE: [(f32, f32); 9] = [
    (0.3, 3.5),
    (0.5, 3.2),
    (0.7, 2.5),
    (0.8, 1.2),
    (0.88, 0.5),
    (0.92, -0.6),
    (0.95, -0.3),
    (0.965, -1.5),
    (0.975, -2.2),
];
/// How much of that counts, since the words themselves say some of it: with 0.75 `hocr-eng` has 1.41
/// instead of 1.39 % of words wrong.
const WEIGHT: f32 = 0.5;
/// How much of the text's own mean counts: with all of it more is left wrong, with none more is harmed.
const OWN: f32 = 0.5;
/// As if so many words of the mean had been seen before: a short text says little of itself.
const SEEN: f32 = 30.0;

/// How much cheaper the hints, which are in order, make a change of each token; nothing without hints.
pub fn doubts(source: Source, tokens: &[Token], hints: &[Hint], out: &mut Vec<Cost>) {
    out.clear();
    if hints.is_empty() || source != Source::Wrong {
        return;
    }
    let mut hints = hints.iter().filter(|hint| (0.0..=1.0).contains(&hint.confidence)).peekable();
    let (mut sum, mut words) = (SEEN, SEEN);
    let found: Vec<Option<f32>> = tokens
        .iter()
        .map(|token| {
            while hints.next_if(|hint| hint.span.end <= token.span.start).is_some() {}
            let hint = hints.peek().filter(|hint| hint.span.start < token.span.end)?;
            let nats = read(hint.confidence);
            if token.kind == Kind::Word {
                (sum, words) = (sum + nats.exp(), words + 1.0);
            }
            Some(nats)
        })
        .collect();
    let mean = (sum / words).ln() * OWN;
    let cheaper = |nats: f32| ((nats - mean) * WEIGHT * NAT as f32) as Cost;
    out.extend(found.into_iter().map(|nats| nats.map_or(0, cheaper)));
}

/// The value of the curve.
fn read(at: f32) -> f32 {
    let behind = CURVE.partition_point(|&(start, _)| start <= at);
    let (right, high) = CURVE[behind.min(CURVE.len() - 1)];
    let (left, low) = CURVE[behind.saturating_sub(1)];
    if left == right { high } else { low + (high - low) * (at - left) / (right - left) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    #[test]
    fn the_curve_ends_where_its_points_do() {
        assert_eq!((read(0.0), read(1.0)), (3.5, -2.2));
        assert!((read(0.6) - 2.85).abs() < 1e-6);
    }

    #[test]
    fn what_was_doubted_is_cheaper_to_change() {
        let text = "Uy ban nhan";
        let mut tokens = Vec::new();
        token::tokenize(text, 0..text.len(), &mut tokens);
        let hints = [Hint::new(0..2, 0.4), Hint::new(3..6, f32::NAN), Hint::new(7..11, 0.97)];
        let mut out = Vec::new();
        doubts(Source::Wrong, &tokens, &hints, &mut out);
        assert!(out[0] > 0 && out[2] == 0 && out[4] < 0, "{out:?}");
        doubts(Source::Right, &tokens, &hints, &mut out);
        assert!(out.is_empty());
        doubts(Source::Wrong, &tokens, &[], &mut out);
        assert!(out.is_empty());
    }
}
