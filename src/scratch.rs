//! What a thread keeps from one text to the next.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::candidates::{Candidates, Known};
use crate::cost::Cost;
use crate::lattice::Lattice;
use crate::marker::Marker;
use crate::paths::Paths;
use crate::token::Token;

/// What a thread keeps from one text to the next: buffers, and the candidates of tokens seen.
#[derive(Debug, Default)]
pub struct Scratch {
    pub tokens: Vec<Token>,
    /// What is known of each token, once it was asked for.
    pub known: Vec<Option<Known>>,
    /// How much cheaper a change of each token is; empty where nothing says so.
    pub doubts: Vec<Cost>,
    /// What the markers of list items are, by the places of their tokens.
    pub markers: FxHashMap<usize, Marker>,
    pub nodes: Vec<usize>,
    pub lattice: Lattice,
    pub paths: Paths,
    pub path: Vec<usize>,
    pub costs: Vec<Cost>,
    pub posteriors: Vec<f32>,
    pub candidates: Candidates,
}

/// Scratches that are not in use: never more than threads have worked at once.
#[derive(Debug, Default)]
pub struct Scratches(Mutex<Vec<Scratch>>);

impl Scratches {
    /// Works with a scratch that no other thread has meanwhile.
    pub fn lend<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        // A thread that panicked took its scratch with it.
        let free = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = free().pop().unwrap_or_default();
        let result = work(&mut scratch);
        free().push(scratch);
        result
    }
}
