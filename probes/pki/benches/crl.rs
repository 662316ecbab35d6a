//! A list of the national size, 422,000 entries: surveyed, verified and searched, beside the SHA-256
//! of the same octets and another parser that makes an object of every entry.

#![expect(clippy::unwrap_used, reason = "a benchmark without its list has nothing to measure")]

use std::hint::black_box;
use std::io::Cursor;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use pki::Survey;
use pki::issue::{CrlTemplate, RevokedTemplate, distinguished_name};
use pki::key::{PrivateKey, PrivateKeyKind, Signer as _};
use pki::oid::known;
use sha2::{Digest as _, Sha256};

const ENTRIES: u64 = 422_000;

fn list(key: &PrivateKey) -> Vec<u8> {
    let date: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let entries = (0..ENTRIES).map(|number| RevokedTemplate {
        // Sixteen octets in no order.
        serial: [0x4000_0000_0000_0000 | number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 2, number]
            .iter()
            .flat_map(|it| it.to_be_bytes())
            .collect(),
        date,
        reason: (number % 4 == 0).then_some(1),
        certificate_issuer: None,
        invalidity_date: None,
    });
    let template = CrlTemplate {
        issuer: distinguished_name(&[(&known::COMMON_NAME, "LARGE LISTS")]),
        this_update: date,
        next_update: Some("2027-01-01T00:00:00Z".parse().unwrap()),
        number: Some(1),
        delta_base: None,
        authority_key_id: None,
        scope: None,
        entries: entries.collect(),
        extensions: Vec::new(),
    };
    template.to_der(key).unwrap()
}

fn lists(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("list of 422,000 entries");
    for kind in [PrivateKeyKind::Rsa2048, PrivateKeyKind::Gost2015A512] {
        let key = PrivateKey::generate(kind).unwrap();
        let der = list(&key);
        group.throughput(Throughput::Bytes(der.len() as u64)).sample_size(10);
        group.bench_function(format!("survey, verify, find: {kind:?}"), |bencher| {
            bencher.iter(|| {
                let mut input = Cursor::new(&der);
                let survey = Survey::read(&mut input).unwrap();
                survey.verify(key.public_key()).unwrap();
                survey.find(&mut input, black_box(&[0x55; 16]), survey.issuer()).unwrap()
            });
        });
        if kind == PrivateKeyKind::Rsa2048 {
            group.bench_function("SHA-256 of the octets", |bencher| {
                bencher.iter(|| Sha256::digest(black_box(&der)));
            });
            group.bench_function("x509-parser, parse only", |bencher| {
                bencher.iter(|| x509_parser::parse_x509_crl(black_box(&der)).unwrap().1);
            });
            let whole = pki::Crl::read(&der).unwrap();
            group.bench_function("find in a list that was read", |bencher| {
                bencher.iter(|| whole.entry(black_box(&[0x55; 16])));
            });
        }
    }
}

criterion_group!(benches, lists);
criterion_main!(benches);
