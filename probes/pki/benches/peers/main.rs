//! `peers DIR KIND…` prints how many certificates a second the Rust peers read and judge:
//! `PEER KIND MEASURE N`. The method is that of `examples/rate.rs`: one thread, a second and a half
//! each, the median of short batches. The anchor is read once, the authority each time.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use x509_parser::prelude::{FromDer, X509Certificate};

const READ: u32 = 20;
const SPAN: Duration = Duration::from_millis(1_500);
/// 2026-02-01T00:00:00Z.
const AT: u64 = 1_769_904_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, kinds @ ..] = &arguments[..] else { panic!("usage: peers DIR KIND...") };
    for kind in kinds {
        measure(&Path::new(folder).join(kind), kind);
    }
}

fn measure(folder: &Path, kind: &str) {
    let file = |name: &str| CertificateDer::from(fs::read(folder.join(name)).unwrap());
    let (root, issuing) = (file("root.der"), file("inter.der"));
    let all: Vec<CertificateDer<'_>> = (0..)
        .map(|index| format!("leaf_{index:05}.der"))
        .take_while(|name| folder.join(name).exists())
        .map(|name| file(&name))
        .collect();
    let mut leaves = all.iter().cycle();
    let mut leaf = || black_box(leaves.next().unwrap());

    let parse = rate(READ, || {
        black_box(X509Certificate::from_der(leaf()).unwrap());
    });
    println!("x509-parser {kind} parse {parse}");
    let (_, anchor) = X509Certificate::from_der(&root).unwrap();
    let signatures = rate(1, || {
        let (_, leaf) = X509Certificate::from_der(leaf()).unwrap();
        let (_, issuing) = X509Certificate::from_der(&issuing).unwrap();
        leaf.verify_signature(Some(issuing.public_key())).unwrap();
        issuing.verify_signature(Some(anchor.public_key())).unwrap();
    });
    println!("x509-parser {kind} chain {signatures}");
    let (_, known) = X509Certificate::from_der(&issuing).unwrap();
    let signature = rate(1, || {
        let (_, leaf) = X509Certificate::from_der(leaf()).unwrap();
        leaf.verify_signature(Some(known.public_key())).unwrap();
    });
    println!("x509-parser {kind} known {signature}");

    let ring = webpki::ALL_VERIFICATION_ALGS;
    println!("webpki-ring {kind} chain {}", webpki_chain(ring, &root, &issuing, &mut leaf));
}

fn webpki_chain<'a>(
    algorithms: &[&dyn SignatureVerificationAlgorithm],
    root: &CertificateDer<'_>,
    issuing: &CertificateDer<'_>,
    leaf: &mut impl FnMut() -> &'a CertificateDer<'a>,
) -> u128 {
    let anchors = [anchor_from_trusted_cert(root).unwrap()];
    let issuing = [issuing.clone()];
    let at = UnixTime::since_unix_epoch(Duration::from_secs(AT));
    rate(1, || {
        let leaf = EndEntityCert::try_from(leaf()).unwrap();
        leaf.verify_for_usage(
            algorithms,
            &anchors,
            &issuing,
            at,
            KeyUsage::server_auth(),
            None,
            None,
        )
        .unwrap();
    })
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
