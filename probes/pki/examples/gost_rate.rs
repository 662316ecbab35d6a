//! Prints certificates and signed data in GOST judged per second, for every folder named:
//! `FOLDER certificate N known N cms N`. A folder holds `root.der`, `leaf.der` and `cms.der`.
//!
//! `certificate` reads both certificates and verifies the one with the other's key; `known` has
//! read the issuer before; `cms` reads signed data, judges the signer, and validates the path to a
//! root that was read before, as the store of the engine's program holds it. The method is that of `probes/gost/benches/engine.c`, and
//! `probes/gost/benches/compare` runs both in turn.

#![expect(clippy::disallowed_methods, reason = "a measurement reads its files")]
#![expect(clippy::disallowed_types, reason = "a measurement of time reads a clock")]
#![expect(clippy::unwrap_used, reason = "a measurement without its files has nothing to measure")]

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use pki::algorithm::verify;
use pki::cms::SignedData;
use pki::path::{PathQuestion, PathVerdict, validate};
use pki::{Certificate, Weight};

const BATCH: u32 = 5;
const SPAN: Duration = Duration::from_millis(750);

fn main() {
    for folder in std::env::args().skip(1).map(PathBuf::from) {
        let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let (root_der, leaf_der, cms_der) = (file("root.der"), file("leaf.der"), file("cms.der"));
        let check = |root: &Certificate| {
            let leaf = Certificate::read(black_box(&leaf_der)).unwrap();
            let algorithm = leaf.signature_algorithm();
            verify(root.public_key(), algorithm, leaf.tbs(), leaf.signature()).unwrap();
        };
        let certificate = rate(|| check(&Certificate::read(black_box(&root_der)).unwrap()));
        let root = Certificate::read(&root_der).unwrap();
        let known = rate(|| check(&root));
        let anchors = [root];
        let cms = rate(|| {
            let (signed, _) = SignedData::read(black_box(&cms_der)).unwrap();
            let report = signed.verify(None).remove(0);
            assert!(report.valid);
            let signer = report.certificate.unwrap();
            let at = signer.not_before();
            let report = validate(&PathQuestion::new(&signer, &anchors, at));
            assert!(report.verdict == PathVerdict::Valid || said_only_undetermined(&report));
        });
        let name = folder.file_name().unwrap().to_string_lossy();
        println!("{name} certificate {certificate} known {known} cms {cms}");
    }
}

/// Nothing may stand against the path but that no revocation was asked for.
fn said_only_undetermined(report: &pki::path::PathReport) -> bool {
    let findings = report.best().into_iter().flat_map(|path| &path.findings);
    findings.into_iter().all(|finding| finding.weight != Weight::Fatal)
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
