//! `rate write DIR N` writes the measured certificates; `rate DIR KIND…` prints how many a second
//! are read and judged: `KIND MEASURE N`.
//!
//! The method is that of the peers in `benches/peers`: one thread, batches of ten, a second and
//! a half each, the median batch. `benches/compare` runs them in turn.

#![expect(clippy::disallowed_methods, reason = "what is measured lies in files the peers read too")]
#![expect(clippy::disallowed_types, reason = "a measurement of time reads a clock")]
#![expect(clippy::unwrap_used, reason = "a measurement without its certificates measures nothing")]

#[path = "../benches/corpus.rs"]
mod corpus;
#[path = "../benches/work.rs"]
mod work;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use corpus::{Corpus, KINDS};
use work::Work;

const BATCH: u32 = 10;
const SPAN: Duration = Duration::from_millis(1_500);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [verb, folder, count] if verb == "write" => {
            for (name, kind) in KINDS {
                Corpus::new(kind, count.parse().unwrap()).write(&Path::new(folder).join(name));
            }
        }
        [folder, kinds @ ..] => kinds.iter().for_each(|kind| measure(Path::new(folder), kind)),
        [] => eprintln!("usage: rate write DIR N, or rate DIR KIND…"),
    }
}

fn measure(folder: &Path, kind: &str) {
    let corpus = Corpus::read(&folder.join(kind));
    let mut work = Work::new(&corpus);
    let mut leaves = corpus.leaves.iter().cycle();
    let mut leaf = || leaves.next().unwrap();
    let parse = rate(|| {
        black_box(work.parse(black_box(leaf())));
    });
    println!("{kind} parse {parse}");
    println!("{kind} chain {}", rate(|| work.chain(black_box(leaf()))));
    println!("{kind} known {}", rate(|| work.known(black_box(leaf()))));
    println!("{kind} cms {}", rate(|| work.cms(black_box(&corpus.signed))));
}

/// Runs a second, of the median batch.
fn rate(mut work: impl FnMut()) -> u128 {
    let begun = Instant::now();
    let mut batches = Vec::new();
    while begun.elapsed() < SPAN {
        let batch = Instant::now();
        for _ in 0..BATCH {
            work();
        }
        batches.push(batch.elapsed().as_nanos());
    }
    batches.sort_unstable();
    u128::from(BATCH) * 1_000_000_000 / batches[batches.len() / 2].max(1)
}
