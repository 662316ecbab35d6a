//! Prints signatures made and verified per second on each curve:
//! `CURVE sign N verify N fresh N prepared N`.
//!
//! `verify` has a key at hand that was read before, as the engine's key object is; `fresh` reads
//! the key from its bytes every time; `prepared` has computed its tables.
//!
//! The method is that of `benches/engine.c` beside it: one thread, batches of five, three quarters
//! of a second each, the median batch. `benches/compare` runs both in turn.

#![expect(clippy::disallowed_types, reason = "a measurement of time reads a clock")]
#![expect(clippy::unwrap_used, reason = "a measurement without its key has nothing to measure")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use gost::{Curve, PrivateKey, PublicKey};

const BATCH: u32 = 5;
const SPAN: Duration = Duration::from_millis(750);

fn main() {
    for curve in Curve::ALL {
        let key = PrivateKey::from_le_bytes(curve, &vec![0x2b; curve.size()]).unwrap();
        let digest = vec![0x37; curve.size()];
        let signature = key.sign(&digest);
        let public = key.public_key();
        let sign = rate(|| {
            black_box(key.sign(black_box(&digest)));
        });
        let verify = rate(|| public.verify(black_box(&digest), &signature).unwrap());
        let bytes = public.to_bytes();
        let fresh = rate(|| {
            let public = PublicKey::from_bytes(curve, black_box(&bytes)).unwrap();
            public.verify(black_box(&digest), &signature).unwrap();
        });
        let tables = public.prepare();
        let prepared = rate(|| tables.verify(black_box(&digest), &signature).unwrap());
        println!("{curve:?} sign {sign} verify {verify} fresh {fresh} prepared {prepared}");
    }
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
