//! The fuzz targets over sound objects changed at random: the bounded form that every run of the
//! tests includes. `TEKSERU_FUZZ_CASES` asks for more changes than the default for each reader.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use suites::readers::READERS;
use suites::seeds::seeds;

/// What happens to a sound object; positions are taken modulo its length.
#[derive(Clone, Debug)]
enum Change {
    /// One octet becomes another.
    Set(usize, u8),
    /// One bit turns.
    Flip(usize, u8),
    /// Everything after a point is gone.
    Cut(usize),
    /// Octets are gone.
    Remove(usize, usize),
    /// Octets are doubled.
    Double(usize, usize),
    /// A length octet claims more than there is.
    Boast(usize),
    /// Octets come in.
    Insert(usize, Vec<u8>),
}

fn change() -> impl Strategy<Value = Change> {
    let position = || any::<prop::sample::Index>().prop_map(|index| index.index(1 << 20));
    prop_oneof![
        (position(), any::<u8>()).prop_map(|(at, value)| Change::Set(at, value)),
        (position(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        position().prop_map(Change::Cut),
        (position(), 1..40_usize).prop_map(|(at, count)| Change::Remove(at, count)),
        (position(), 1..40_usize).prop_map(|(at, count)| Change::Double(at, count)),
        position().prop_map(Change::Boast),
        (position(), prop::collection::vec(any::<u8>(), 1..12))
            .prop_map(|(at, octets)| Change::Insert(at, octets)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        match change {
            Change::Set(at, value) => bytes[at % length] = *value,
            Change::Flip(at, bit) => bytes[at % length] ^= 1 << bit,
            Change::Cut(at) => bytes.truncate(at % length),
            Change::Remove(at, count) => {
                let begin = at % length;
                bytes.drain(begin..(begin + count).min(length));
            }
            Change::Double(at, count) => {
                let begin = at % length;
                let part = bytes[begin..(begin + count).min(length)].to_vec();
                bytes.splice(begin..begin, part);
            }
            Change::Boast(at) => {
                let begin = at % length;
                bytes.splice(begin..begin + 1, [0x84, 0x7F, 0xFF, 0xFF, 0xFF]);
            }
            Change::Insert(at, octets) => {
                let begin = at % length;
                bytes.splice(begin..begin, octets.iter().copied());
            }
        }
    }
    bytes
}

fn config() -> Config {
    let named = std::env::var("TEKSERU_FUZZ_CASES").ok().and_then(|text| text.parse().ok());
    // What fails is printed in full; no file of the working tree is written.
    Config { cases: named.unwrap_or(1500), failure_persistence: None, ..Config::default() }
}

#[test]
fn no_reader_breaks_on_changed_objects() {
    let seeds = seeds().unwrap();
    for reader in READERS {
        let own: Vec<Vec<u8>> = seeds
            .iter()
            .filter(|seed| seed.reader == reader.name)
            .map(|seed| seed.bytes.clone())
            .collect();
        assert!(own.len() >= 2, "{} has {} seeds", reader.name, own.len());
        for seed in &own {
            (reader.read)(seed);
        }
        let mut runner = TestRunner::new(config());
        let strategy = (prop::sample::select(own), prop::collection::vec(change(), 1..6));
        runner
            .run(&strategy, |(seed, changes)| {
                (reader.read)(&changed(seed, &changes));
                Ok::<(), TestCaseError>(())
            })
            .unwrap();
    }
}

/// The signature holds what it covers: whatever is changed, what still verifies says the same.
#[test]
fn no_changed_certificate_or_list_verifies_unless_what_was_signed_is_unchanged() {
    let seeds = seeds().unwrap();
    let roots: Vec<pki::Certificate> = seeds
        .iter()
        .filter(|seed| seed.reader == "certificate")
        .filter_map(|seed| pki::Certificate::read(&seed.bytes).ok())
        .filter(|certificate| certificate.is_self_issued() && verifies(certificate))
        .collect();
    assert!(roots.len() >= 10, "{} roots", roots.len());
    let mut runner = TestRunner::new(config());
    let strategy = (prop::sample::select(roots), prop::collection::vec(change(), 1..4));
    runner
        .run(&strategy, |(root, changes)| {
            if let Ok(other) = pki::Certificate::read(&changed(root.der().to_vec(), &changes)) {
                prop_assert!(!verifies_by(&other, &root) || other.tbs() == root.tbs());
            }
            Ok(())
        })
        .unwrap();
}

fn verifies(certificate: &pki::Certificate) -> bool {
    verifies_by(certificate, certificate)
}

fn verifies_by(certificate: &pki::Certificate, issuer: &pki::Certificate) -> bool {
    pki::algorithm::verify(
        issuer.public_key(),
        certificate.signature_algorithm(),
        certificate.tbs(),
        certificate.signature(),
    )
    .is_ok()
}
