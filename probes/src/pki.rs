//! Chains, algorithms and object identifiers of certificates.

mod algorithms;
mod chain;
mod oids_in_certificates;
mod oids_registered;
mod verifier_negative_cases;

use std::collections::BTreeMap;

use ::pki::Oid;
use model::{EvidenceKind, Note};

use crate::{OidRegister, Probe, Question, RegisteredOid, case};

pub(crate) const PROBES: &[&dyn Probe] = &[
    &algorithms::Algorithms,
    &chain::Chain,
    &oids_in_certificates::OidsInCertificates,
    &oids_registered::OidsRegistered,
    &verifier_negative_cases::VerifierNegativeCases,
];

/// The register, arc by arc; the last one of the case. Nothing where there is none.
fn register(question: &Question<'_>) -> Result<Option<Register>, Note> {
    let all: Vec<OidRegister> =
        case::records(question, EvidenceKind::OidRegister, REGISTER_UNREADABLE)?;
    Ok(all.into_iter().last().map(|register| Register {
        entries: register
            .entries
            .into_iter()
            .filter_map(|entry| Some((entry.oid.trim().parse().ok()?, entry)))
            .collect(),
        source: register.source,
    }))
}

struct Register {
    source: String,
    entries: BTreeMap<Oid, RegisteredOid>,
}

const REGISTER_UNREADABLE: &str = "pki.register-unreadable";
