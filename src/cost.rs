//! Costs: negative natural logarithms of probabilities as integers.
//!
//! Integers give the same answer on every machine and with any number of threads.

/// A cost in 1/64 nat.
pub type Cost = i32;

/// One nat: fine enough that rounding never decides (1/128 nat at most), coarse enough that a
/// 16-bit table holds 1000 nats.
pub const NAT: Cost = 64;

/// The cost of a probability, held within what 16 bits can store.
#[cfg(feature = "train")]
pub fn of(probability: f64) -> Cost {
    (-probability.ln() * f64::from(NAT)).round().clamp(0.0, f64::from(u16::MAX)) as Cost
}

/// The cost of so many nats.
pub fn stored(nats: f32) -> Cost {
    (nats * NAT as f32).round() as Cost
}

/// A cost in nats.
pub fn nats(cost: Cost) -> f32 {
    cost as f32 / NAT as f32
}
