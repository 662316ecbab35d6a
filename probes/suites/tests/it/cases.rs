//! Bad input and attacks on certificates and paths, by the names of `../shared/threats/CASES.md`;
//! they are judged in `paths`, `certificates` and `lists`.
//! Where another test holds a part of a case, it bears its name.

use std::collections::BTreeSet;
use std::slice::from_ref;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use pki::certificate::{CERTIFICATE_LIMIT, EXTENSIONS_LIMIT, FILE_LIMIT};
use pki::issue::{
    Addresses, CertificateTemplate, Extension, Profile, distinguished_name, with_broken_signature,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer as _};
use pki::oid::known;
use pki::path::{
    Conformance, PathQuestion, PathReport, PathVerdict, RevocationMode, Rules, validate,
};
use pki::{Certificate, Finding, Oid, Weight, read_certificates};
use suites::readers::{READERS, read};
use suites::seeds::seeds;

mod certificates;
mod lists;
mod paths;

const NOW: &str = "2026-11-22T12:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Work that must be bounded; generous, because tests run unoptimised and beside each other.
fn within<T>(seconds: u64, work: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let result = work();
    let spent = begin.elapsed();
    assert!(spent < Duration::from_secs(seconds), "{spent:?}");
    result
}

fn codes(findings: &[Finding], least: Weight) -> BTreeSet<&'static str> {
    findings.iter().filter(|finding| finding.weight >= least).map(|finding| finding.code).collect()
}

// As little DER as the cases need.

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length = &length[content.len().leading_zeros() as usize / 8..];
    let mut whole = vec![tag];
    if content.len() >= 0x80 {
        whole.push(0x80 | u8::try_from(length.len()).unwrap());
    }
    whole.extend_from_slice(if content.is_empty() { &[0] } else { length });
    whole.extend_from_slice(content);
    whole
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

fn oid(text: &str) -> Vec<u8> {
    element(6, text.parse::<Oid>().unwrap().content())
}

/// Where the content of the first element begins and ends.
fn content(bytes: &[u8]) -> std::ops::Range<usize> {
    let (begin, length) = match bytes[1] {
        short @ 0..0x80 => (2, usize::from(short)),
        long => {
            let octets = &bytes[2..2 + usize::from(long & 0x7f)];
            let length = octets.iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet));
            (2 + octets.len(), length)
        }
    };
    begin..begin + length
}

/// The elements inside the first one.
fn children(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut rest = &bytes[content(bytes)];
    let mut all = Vec::new();
    while !rest.is_empty() {
        let (one, after) = rest.split_at(content(rest).end);
        all.push(one.to_vec());
        rest = after;
    }
    all
}

/// The same signed object with the fields of its signed part changed, signed again.
fn rewritten(der: &[u8], signer: &PrivateKey, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let outer = children(der);
    let mut fields = children(&outer[0]);
    change(&mut fields);
    let body = sequence(&fields);
    let signature = [&[0][..], &signer.sign(&body).unwrap()].concat();
    sequence(&[body, outer[1].clone(), element(3, &signature)])
}

// Places of fields in the signed part of a certificate.
const VERSION: usize = 0;
const SERIAL: usize = 1;
const VALIDITY: usize = 4;
const EXTENSIONS: usize = 7;

fn key() -> PrivateKey {
    PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap()
}

fn name(common_name: &str) -> Vec<u8> {
    distinguished_name(&[(&known::COMMON_NAME, common_name), (&known::COUNTRY, "KZ")])
}

fn template(
    profile: &Profile,
    issuer: Option<&Certificate>,
    subject: &str,
    key: &PrivateKey,
) -> CertificateTemplate {
    let validity = (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    let addresses = Addresses::default();
    CertificateTemplate::new(profile, issuer, name(subject), key.public_key(), validity, &addresses)
}

fn authority_profile() -> Profile {
    Profile::Authority { path_length: None }
}

fn person() -> Profile {
    Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] }
}

/// Root, authority and user.
struct Hierarchy {
    root_key: PrivateKey,
    root: Certificate,
    authority_key: PrivateKey,
    authority: Certificate,
    user_key: PrivateKey,
    user: Certificate,
}

fn hierarchy(
    change_authority: impl FnOnce(&mut CertificateTemplate),
    change_user: impl FnOnce(&mut CertificateTemplate),
) -> Hierarchy {
    let (root_key, authority_key, user_key) = (key(), key(), key());
    let root = template(&Profile::Root, None, "Root", &root_key).issue(&root_key).unwrap();
    let mut authority = template(&authority_profile(), Some(&root), "Authority", &authority_key);
    change_authority(&mut authority);
    let authority = authority.issue(&root_key).unwrap();
    let mut user = template(&person(), Some(&authority), "User", &user_key);
    change_user(&mut user);
    let user = user.issue(&authority_key).unwrap();
    Hierarchy { root_key, root, authority_key, authority, user_key, user }
}

fn sound() -> Hierarchy {
    hierarchy(|_| {}, |_| {})
}

fn ask<'a>(
    target: &'a Certificate,
    anchors: &'a [Certificate],
    candidates: &'a [Certificate],
    change: impl FnOnce(&mut PathQuestion<'a>),
) -> PathReport {
    let mut question = PathQuestion::new(target, anchors, at(NOW));
    question.candidates = candidates;
    question.revocation = RevocationMode::Off;
    change(&mut question);
    validate(&question)
}

impl Hierarchy {
    fn ask(&self) -> PathReport {
        self.ask_about(&self.user)
    }

    fn ask_about(&self, user: &Certificate) -> PathReport {
        ask(user, from_ref(&self.root), from_ref(&self.authority), |_| {})
    }

    fn ask_with<'a>(&'a self, change: impl FnOnce(&mut PathQuestion<'a>)) -> PathReport {
        ask(&self.user, from_ref(&self.root), from_ref(&self.authority), change)
    }

    /// The user's certificate with other fields, signed by the authority.
    fn user_with(&self, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
        rewritten(self.user.der(), &self.authority_key, change)
    }
}

/// Every case of this kind is named above some test of the project.
#[test]
fn every_case_is_held_by_a_test_that_names_it() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut places = ["src", "probes", "tests"].map(|part| root.join(part)).to_vec();
    let mut comments = String::new();
    while let Some(place) = places.pop() {
        if place.is_dir() {
            places.extend(std::fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path()));
        } else if place.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&place).unwrap();
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            // A test and the ten lines above its body, or the comment that begins it.
            for (index, _) in lines.iter().enumerate().filter(|(_, line)| **line == "#[test]") {
                let about = &lines[index.saturating_sub(10)..(index + 4).min(lines.len())];
                comments.extend(about.iter().filter(|line| line.starts_with("//")).copied());
            }
        }
    }
    let numbered = |kind: char, range: std::ops::RangeInclusive<u8>| {
        range.map(move |number| format!("{kind}{number:02}"))
    };
    let cases = numbered('C', 1..=8)
        .chain(numbered('R', 5..=11))
        .chain(numbered('Q', 14..=16))
        .chain(numbered('Q', 24..=26));
    for case in cases {
        assert!(comments.contains(&case), "{case}");
    }
}
