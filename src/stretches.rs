//! The stretches of a text: a page each, since one page may be worn and the next one clean. Pages end at form feeds, or are
//! taken to be of ordinary length.

use std::ops::Range;

use crate::token::{Kind, Token};

/// Words of a stretch at the least: as many as a page has.
const WORDS: usize = 400;

const FORM_FEED: char = '\u{c}';
/// Words of a page that ends at a form feed, at the least: fewer say too little of it.
const PAGE: usize = 100;

/// The stretches of a text, as ranges of its sentences, which they tile.
pub fn stretches(text: &str, sentences: &[Range<usize>], tokens: &[Token]) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let (mut start, mut count) = (0, 0);
    let paged = ends_page(text, tokens);
    for (at, sentence) in sentences.iter().enumerate() {
        count += words(&tokens[sentence.clone()]);
        // The blank behind a sentence counts; behind the last one, where a page ends too, there may be none.
        let turns = match tokens.get(sentence.start..=sentence.end) {
            Some(tokens) => paged && ends_page(text, tokens),
            None => paged,
        };
        if turns && count >= PAGE || count >= WORDS {
            stretches.push(start..at + 1);
            (start, count) = (at + 1, 0);
        }
    }
    match stretches.last_mut() {
        // What is left is less than a page.
        Some(last) => last.end = sentences.len(),
        None => stretches.push(0..sentences.len()),
    }
    stretches
}

/// Whether a page ends among some tokens.
fn ends_page(text: &str, tokens: &[Token]) -> bool {
    let blank = |token: &Token| matches!(token.kind, Kind::Blank { .. });
    tokens.iter().any(|token| blank(token) && text[token.span.clone()].contains(FORM_FEED))
}

/// How many of the tokens are words.
pub fn words(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| token.kind == Kind::Word).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{sentence, token};

    /// How many sentences each stretch of so many sentences of ten words has.
    fn cut(count: usize) -> Vec<usize> {
        sizes(&LINE.repeat(count))
    }

    const LINE: &str = "một hai ba bốn năm sáu bảy tám chín mười.\n";

    /// How many tens of words each stretch of a text has.
    fn sizes(text: &str) -> Vec<usize> {
        let mut tokens = Vec::new();
        token::tokenize(text, 0..text.len(), &mut tokens);
        let sentences: Vec<_> = sentence::sentences(text, &tokens).collect();
        let stretches = stretches(text, &sentences, &tokens);
        assert!(stretches.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!((stretches[0].start, stretches.last().unwrap().end), (0, sentences.len()));
        let words = |at: usize| words(&tokens[sentences[at].clone()]);
        stretches.iter().map(|stretch| stretch.clone().map(words).sum::<usize>() / 10).collect()
    }

    #[test]
    fn a_stretch_is_a_page_and_the_last_one_takes_the_rest() {
        assert_eq!(cut(0), [0]);
        assert_eq!(cut(39), [39]);
        assert_eq!(cut(79), [79]);
        assert_eq!(cut(80), [40, 40]);
        assert_eq!(cut(130), [40, 40, 50]);
    }

    #[test]
    fn a_form_feed_ends_a_page() {
        let pages = |lines: &[usize]| {
            let pages: Vec<String> = lines.iter().map(|&lines| LINE.repeat(lines)).collect();
            sizes(&pages.join("\u{c}"))
        };
        assert_eq!(pages(&[20, 30]), [20, 30]);
        assert_eq!(pages(&[20, 30, 0]), [20, 30]);
        assert_eq!(
            pages(&[5, 20, 30, 5]),
            [25, 35],
            "what is no page by itself is part of the next or the last one"
        );
        assert_eq!(pages(&[20, 85]), [20, 40, 45], "long pages are several");
        let unfinished = LINE.trim_end().trim_end_matches('.').to_owned() + "\n";
        assert_eq!(
            sizes(&[unfinished.repeat(20), LINE.repeat(20), LINE.repeat(20)].join("\u{c}")),
            [21, 19, 20]
        );
    }
}
