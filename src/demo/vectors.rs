//! The test chains that a commission hands out, and the answers of the demonstration's verifier.
//!
//! The authority is an invention; its verifier is this toolkit's own engine. The answers are those
//! it gave at this start, whatever they are.

use pki::certificate::KeyUsage;
use pki::crl::Crl;
use pki::issue::{CrlTemplate, Extension, Profile, person, with_broken_signature};
use pki::key::Signer;
use pki::oid::known;
use pki::path::{PathQuestion, PathReport, PathVerdict, validate};
use pki::{Certificate, Weight};
use probes::{TestVector, VectorRun, VerifierAnswer, VerifierRun};

use super::DemoError;
use super::authority::{Authority, Family, Inspected, Moments};

/// Chains are made with the keys of the national hierarchy.
const FAMILY: Family = Family::Gost;

/// Makes every chain and lets the engine judge it.
pub(super) fn run(inspected: &Inspected, moments: Moments) -> Result<VerifierRun, DemoError> {
    let pair = &inspected.pair;
    let issuing = &pair.issuing;
    let anchors = [pair.root.certificate().clone()];
    let [revoked, _] = &inspected.revoked;
    let list =
        CrlTemplate::new(issuing.certificate(), moments.hours(-1)?, moments.hours(23)?, 1000)
            .revoking(revoked.serial(), moments.hours(-48)?, Some(1));
    let crls = [Crl::read(&issuing.crl(&list)?)?];
    let mut vectors = Vec::new();
    for vector in TestVector::ALL {
        let (target, between) = chain(vector, inspected, moments)?;
        let report = validate(&PathQuestion {
            candidates: &between,
            crls: &crls,
            ..PathQuestion::new(&target, &anchors, moments.hours(0)?)
        });
        let actual = match report.verdict {
            PathVerdict::Valid => VerifierAnswer::Accepted,
            PathVerdict::Invalid => VerifierAnswer::Rejected,
            PathVerdict::Undetermined => VerifierAnswer::NoAnswer,
        };
        vectors.push(VectorRun {
            vector,
            expected: vector.expected(),
            actual,
            said: said(&report),
        });
    }
    Ok(VerifierRun { verifier: "Демо-СКЗИ 1.0 (tekseru)".into(), vectors })
}

fn said(report: &PathReport) -> String {
    let mut codes: Vec<_> = report
        .best()
        .into_iter()
        .flat_map(|it| &it.findings)
        .filter(|it| it.weight != Weight::Remark)
        .map(|it| it.code)
        .collect();
    codes.dedup();
    codes.join(", ")
}

/// A user's certificate and the authorities between it and a root.
fn chain(
    vector: TestVector,
    inspected: &Inspected,
    moments: Moments,
) -> Result<(Certificate, Vec<Certificate>), DemoError> {
    let (root, issuing) = (&inspected.pair.root, &inspected.pair.issuing);
    let below = vec![issuing.certificate().clone()];
    let validity = (moments.hours(-30 * 24)?, moments.hours(335 * 24)?);
    let ca = |parent: &Authority, name, limit| {
        parent.authority(FAMILY, name, Profile::Authority { path_length: limit }, validity, |_| {})
    };
    Ok(match vector {
        TestVector::Sound => (user(issuing, validity)?, below),
        TestVector::Revoked => (inspected.revoked[0].clone(), below),
        TestVector::Expired => {
            let past = (moments.hours(-400 * 24)?, moments.hours(-35 * 24)?);
            (user(issuing, past)?, below)
        }
        TestVector::BrokenSignature => {
            let sound = user(issuing, validity)?;
            (Certificate::read(&with_broken_signature(sound.der()))?, below)
        }
        TestVector::WrongIssuer => {
            let stranger = FAMILY.generate()?;
            let key = FAMILY.generate()?;
            let template = issuing.template(&PERSON, subject(), key.public_key(), validity);
            (template.issue(&stranger)?, below)
        }
        TestVector::UnknownRoot => {
            let stranger = Authority::stranger(FAMILY, validity)?;
            (user(&stranger, validity)?, vec![stranger.certificate().clone()])
        }
        TestVector::PathLengthExceeded => {
            let first = ca(root, "ДЕМО 1", Some(0))?;
            let second = ca(&first, "ДЕМО 2", None)?;
            let between = vec![first.certificate().clone(), second.certificate().clone()];
            (user(&second, validity)?, between)
        }
        TestVector::WrongKeyUsage => {
            let profile = Profile::Authority { path_length: None };
            let wrong = root.authority(FAMILY, "ДЕМО 3", profile, validity, |template| {
                template.set(Extension::key_usage(KeyUsage::DIGITAL_SIGNATURE));
            })?;
            (user(&wrong, validity)?, vec![wrong.certificate().clone()])
        }
    })
}

const PERSON: Profile = Profile::Person { purposes: Vec::new() };

fn subject() -> Vec<u8> {
    person("СЫНАҚ ТІЗБЕГІ", "СЫНАҚ", "000000000509", None)
}

fn user(
    issuer: &Authority,
    validity: (jiff::Timestamp, jiff::Timestamp),
) -> Result<Certificate, DemoError> {
    let key = FAMILY.generate()?;
    let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
    issuer.issue(&profile, subject(), key.public_key(), validity, |_| {})
}
