//! The stretches of a text: about a page each, since one page may be worn and the next one clean.

use std::ops::Range;

use crate::token::{Kind, Token};

/// Words of a stretch at the least: as many as a page has.
const WORDS: usize = 400;

/// The stretches of a text, as ranges of its sentences, which they tile.
pub fn stretches(sentences: &[Range<usize>], tokens: &[Token]) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let (mut start, mut count) = (0, 0);
    for (at, sentence) in sentences.iter().enumerate() {
        count += words(&tokens[sentence.clone()]);
        if count >= WORDS {
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
        let text = "một hai ba bốn năm sáu bảy tám chín mười.\n".repeat(count);
        let mut tokens = Vec::new();
        token::tokenize(&text, 0..text.len(), &mut tokens);
        let sentences: Vec<_> = sentence::sentences(&text, &tokens).collect();
        let stretches = stretches(&sentences, &tokens);
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
}
