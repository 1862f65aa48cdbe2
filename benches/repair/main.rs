//! How fast texts are repaired, in syllables (`elem`) and bytes per second, and models opened.
//!
//! - `repair`: each page with a new repairer, as if it came alone.
//! - `candidates`: every word of the pages once, without neighbours, with a new repairer. The library
//!   offers no candidates by themselves; here hardly anything else is left to do.
//! - `lattice`: the pages with a repairer that has seen them, so that all candidates are remembered:
//!   what is left is cutting into tokens, the lattice, its best path and the edits.
//! - `batch`: many pages by all threads.
//! - `model`: opening, with all that is checked.
//!
//! `cargo bench --bench repair` runs them without the archive, `cargo bench -- repair/clean` the one
//! that is named.

#[path = "../common/mod.rs"]
mod common;
mod sweep;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use vietmend::{Model, Options, Repairer};

use sweep::{size, sweep};

/// The ends of the sweep, which are what a batch is asked for.
const BATCHED: [&str; 2] = ["clean", "wrong language"];
/// Times that the pages are repeated in a batch, so that every thread is busy.
const BATCH: usize = 4;

fn repair(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("repair");
    group.sampling_mode(SamplingMode::Flat);
    for texts in sweep() {
        group.throughput(size(&texts.pages));
        group.bench_function(texts.name, |bencher| {
            bencher.iter(|| {
                for page in &texts.pages {
                    black_box(repairer().repair(page));
                }
            });
        });
    }
}

fn candidates(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("candidates");
    group.sampling_mode(SamplingMode::Flat);
    for texts in sweep() {
        let words = texts.words();
        group.throughput(size(&[&words]));
        group.bench_function(texts.name, |bencher| bencher.iter(|| repairer().repair(&words)));
    }
}

fn lattice(criterion: &mut Criterion) {
    let repairer = repairer();
    let mut group = criterion.benchmark_group("lattice");
    group.sampling_mode(SamplingMode::Flat);
    for texts in sweep() {
        repairer.repair_all(&texts.pages);
        group.throughput(size(&texts.pages));
        group.bench_function(texts.name, |bencher| {
            bencher.iter(|| {
                for page in &texts.pages {
                    black_box(repairer.repair(page));
                }
            });
        });
    }
}

fn batch(criterion: &mut Criterion) {
    let repairer = repairer();
    let mut group = criterion.benchmark_group("batch");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    for texts in sweep().into_iter().filter(|texts| BATCHED.contains(&texts.name)) {
        let pages: Vec<&str> = (0..BATCH).flat_map(|_| &texts.pages).map(String::as_str).collect();
        group.throughput(size(&pages));
        group.bench_function(texts.name, |bencher| bencher.iter(|| repairer.repair_all(&pages)));
    }
}

fn model(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries/vietmend.model");
    let bytes = fs::read(&path).expect("the model is there");
    let mut group = criterion.benchmark_group("model");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("from bytes", |bencher| {
        bencher.iter_batched(|| bytes.clone(), Model::from_bytes, BatchSize::PerIteration);
    });
    group.bench_function("from a file", |bencher| {
        bencher.iter_with_large_drop(|| Model::open(&path));
    });
}

fn repairer() -> Repairer<'static> {
    Repairer::new(Model::embedded(), Options::default())
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = repair, candidates, lattice, batch, model
}
criterion_main!(benches);
