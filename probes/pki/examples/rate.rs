//! `rate write DIR N` writes the measured certificates; `rate DIR KIND…` prints how many a second
//! are read and judged: `KIND MEASURE N`.
//!
//! The method is that of the peers in `benches/peers`: one thread, a second and a half each, the
//! median of batches so short that other work on the machine falls between most of them.
//! `benches/compare` runs them in turn.

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

/// Certificates read in a batch; of longer work one piece is a batch.
const READ: u32 = 20;
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
    let parse = rate(READ, || {
        black_box(work.parse(black_box(leaf())));
    });
    println!("{kind} parse {parse}");
    println!("{kind} chain {}", rate(1, || work.chain(black_box(leaf()))));
    println!("{kind} kept {}", rate(1, || work.kept(black_box(leaf()))));
    println!("{kind} known {}", rate(1, || work.known(black_box(leaf()))));
    println!("{kind} cms {}", rate(1, || work.cms(black_box(&corpus.signed))));
}

/// Runs a second, of the median batch.
fn rate(batch: u32, mut work: impl FnMut()) -> u128 {
    let begun = Instant::now();
    let mut batches = Vec::new();
    while begun.elapsed() < SPAN {
        let start = Instant::now();
        for _ in 0..batch {
            work();
        }
        batches.push(start.elapsed().as_nanos());
    }
    batches.sort_unstable();
    u128::from(batch) * 1_000_000_000 / batches[batches.len() / 2].max(1)
}
