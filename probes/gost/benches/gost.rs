//! Signatures per second on every curve, and the throughput of every hash.

#![expect(clippy::unwrap_used, reason = "a benchmark without its key has nothing to measure")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gost::{Curve, Hash, PrivateKey, PublicKey};

fn signatures(criterion: &mut Criterion) {
    for curve in Curve::ALL {
        let mut group = criterion.benchmark_group(format!("{curve:?}"));
        group.throughput(Throughput::Elements(1));
        let key = PrivateKey::from_le_bytes(curve, &vec![0x2b; curve.size()]).unwrap();
        let digest = curve.hash().digest(b"bench");
        let signature = key.sign(&digest);
        let public = key.public_key();
        let bytes = public.to_bytes();
        group.bench_function("verify", |bencher| {
            bencher.iter(|| public.verify(&digest, &signature));
        });
        group.bench_function("sign", |bencher| bencher.iter(|| key.sign(&digest)));
        group.bench_function("public key", |bencher| bencher.iter(|| key.public_key()));
        group.bench_function("read public key", |bencher| {
            bencher.iter(|| PublicKey::from_bytes(curve, &bytes));
        });
    }
}

fn hashes(criterion: &mut Criterion) {
    let message = vec![0x5a; 1 << 20];
    let mut group = criterion.benchmark_group("hash 1 MiB");
    group.throughput(Throughput::Bytes(1 << 20)).sample_size(10);
    for hash in [Hash::Gost341195, Hash::Streebog256, Hash::Streebog512] {
        group.bench_function(format!("{hash:?}"), |bencher| bencher.iter(|| hash.digest(&message)));
    }
}

criterion_group!(benches, signatures, hashes);
criterion_main!(benches);
