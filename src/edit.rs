//! A change of the text, and what else might have stood there.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// One change: the bytes `span` of the input, which read `before`, become `after`.
///
/// ```
/// use vietmend::Edit;
/// let edit = Edit::new(8..13, "đât", "đất");
/// assert_eq!(edit.span, 8..13);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Edit<'t> {
    /// Byte range in the input; never empty, always at character boundaries.
    pub span: Range<usize>,
    /// What stood there.
    pub before: Cow<'t, str>,
    /// What stands there now; nothing where a speck was read.
    pub after: String,
    /// Probability, from 0 to 1, that this is what should stand there.
    pub confidence: f32,
    /// Other readings, the most probable first.
    pub alternatives: Vec<Alternative>,
}

impl<'t> Edit<'t> {
    /// An edit that is certain.
    ///
    /// ```
    /// use vietmend::Edit;
    /// let edit = Edit::new(8..13, "đât", "đất");
    /// assert_eq!((edit.confidence, edit.alternatives.len()), (1.0, 0));
    /// ```
    pub fn new(
        span: Range<usize>,
        before: impl Into<Cow<'t, str>>,
        after: impl Into<String>,
    ) -> Self {
        Self {
            span,
            before: before.into(),
            after: after.into(),
            confidence: 1.0,
            alternatives: Vec::new(),
        }
    }
}

/// Another reading of an edited place.
///
/// ```
/// use vietmend::{Model, Options, Repairer};
/// let mut options = Options::default();
/// options.alternatives = 2;
/// let repairer = Repairer::new(Model::embedded(), options);
/// let edit = repairer.repair("chiếm đât").edits.remove(0);
/// assert!(edit.alternatives.len() <= 2);
/// assert!(edit.alternatives.iter().all(|other| other.confidence <= edit.confidence));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Alternative {
    /// What would stand there.
    pub text: String,
    /// Probability, from 0 to 1, that this is what should stand there.
    pub confidence: f32,
}

/// The text with the edits carried out; borrowed where there are none.
///
/// The edits must be in order of their spans and must not overlap, as a repair gives them.
///
/// ```
/// use vietmend::{Edit, apply};
/// let text = "chiếm đât";
/// assert_eq!(apply(text, &[Edit::new(8..13, "đât", "đất")]), "chiếm đất");
/// assert!(matches!(apply(text, &[]), std::borrow::Cow::Borrowed(_)));
/// ```
///
/// # Panics
/// Where a span does not lie within the text, at character boundaries, behind the one before.
pub fn apply<'t>(text: &'t str, edits: &[Edit<'_>]) -> Cow<'t, str> {
    if edits.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut done = 0;
    for edit in edits {
        out.push_str(&text[done..edit.span.start]);
        out.push_str(&edit.after);
        done = edit.span.end;
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}
