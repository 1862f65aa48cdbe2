//! All that is known of words.

use crate::background::Background;
use crate::{Glossary, Model};

/// What is known of words by the model, by the user, and from other texts.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon<'a> {
    pub model: &'a Model,
    pub glossary: &'a Glossary,
    pub background: &'a Background,
}
