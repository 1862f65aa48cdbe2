//! vietmend mends OCR-damaged Vietnamese text.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod alphabet;
mod arcs;
mod bytes;
mod candidate;
mod case;
mod channel;
mod cost;
mod damage;
mod decision;
mod dictionary;
mod edit;
mod error;
pub mod evaluate;
mod explain;
mod lattice;
mod model;
mod ngram;
mod options;
mod pieces;
mod repair;
mod scratch;
mod sentence;
mod token;
mod tone;
#[cfg(feature = "train")]
pub mod train;
mod unknown;

pub use damage::Damage;
pub use edit::{Alternative, Edit, apply};
pub use error::Error;
pub use explain::{Explanation, Reading, Step};
pub use model::Model;
pub use options::Options;
pub use pieces::pieces;
pub use repair::{Repaired, Repairer};
pub use scratch::Scratch;
