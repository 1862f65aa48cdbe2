//! vietmend mends OCR-damaged Vietnamese text.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod damage;
mod edit;
mod error;
mod explain;
mod model;
mod options;
mod pieces;
mod repair;

pub use damage::Damage;
pub use edit::{Alternative, Edit, apply};
pub use error::Error;
pub use explain::{Explanation, Reading, Step};
pub use model::Model;
pub use options::Options;
pub use pieces::pieces;
pub use repair::{Repaired, Repairer, Scratch};
