//! Plain text: it is its own text.

use crate::document::flaw::Flaw;
use crate::document::markup::Dialect;
use crate::document::runs::Runs;
use crate::document::syntax::Syntax;

pub struct Plain;

impl Syntax for Plain {
    fn is(&self, _source: &str) -> bool {
        true
    }

    fn read<'s>(&self, source: &'s str) -> Result<Runs<'s>, Flaw> {
        Ok(Runs::plain(source))
    }

    fn dialect(&self) -> Option<Dialect> {
        None
    }
}
