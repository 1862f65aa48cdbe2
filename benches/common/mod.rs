//! What the benches are made of.

pub mod damage;
pub mod dice;
pub mod golden;
