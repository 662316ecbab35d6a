//! Certificates read, chains validated and signed files verified per second.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark without its certificates has nothing to measure"
)]
#![expect(clippy::disallowed_methods, reason = "the corpus may be written to files")]

mod corpus;
mod work;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use corpus::{Corpus, KINDS};
use work::Work;

/// Leaves used in turn.
const LEAVES: usize = 100;

fn chains(criterion: &mut Criterion) {
    for (name, kind) in KINDS {
        let corpus = Corpus::new(kind, LEAVES);
        let mut work = Work::new(&corpus);
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(1));
        let mut leaves = corpus.leaves.iter().cycle();
        let mut leaf = || leaves.next().unwrap();
        group.bench_function("parse", |bencher| bencher.iter(|| work.parse(leaf())));
        group.bench_function("parse and validate", |bencher| bencher.iter(|| work.chain(leaf())));
        group.bench_function("parse leaf and validate", |bencher| {
            bencher.iter(|| work.kept(leaf()))
        });
        group.bench_function("leaf under a known issuer", |bencher| {
            bencher.iter(|| work.known(leaf()));
        });
        group.bench_function("signed file", |bencher| bencher.iter(|| work.cms(&corpus.signed)));
    }
}

criterion_group!(benches, chains);
criterion_main!(benches);
