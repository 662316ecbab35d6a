//! The CA/Browser Forum's [Baseline Requirements](https://cabforum.org/working-groups/server/baseline-requirements/requirements/)
//! for TLS server certificates, as far as a certificate shows whether they are kept. Periods of
//! validity are left out: their limits depend on the day of issue and change by the year.

use std::net::IpAddr;

use super::super::syntax;
use super::{Breach, Duty, Place};
use crate::algorithm::{KeyKind, RSA_MINIMUM};
use crate::certificate::{Certificate, GeneralName, KeyUsage};
use crate::finding::codes;
use crate::oid::{Oid, known};

fn say(found: &mut Vec<Breach>, field: &str, reason: &'static str, citation: &'static str) {
    found.push(
        Breach::new(Duty::Must, &codes::PROFILE_WEB, citation)
            .with("field", field)
            .with("reason", reason),
    );
}

fn say_of(found: &mut Vec<Breach>, extension: &Oid, reason: &'static str, citation: &'static str) {
    say(found, &super::extensions::label(extension), reason, citation);
}

pub(super) fn check(certificate: &Certificate, place: Place, found: &mut Vec<Breach>) {
    if certificate.version() != 3 {
        say(found, "version", "not version 3", "CA/B BR 7.1.1");
    }
    key(certificate, found);
    if let Some(id) = certificate.authority_key_id()
        && (!id.issuer.is_empty() || id.serial.is_some())
    {
        let reason = "authorityCertIssuer and authorityCertSerialNumber are not allowed";
        say_of(found, &known::AUTHORITY_KEY_IDENTIFIER, reason, "CA/B BR 7.1.2.11.1");
    }
    match place {
        Place::Anchor => root(certificate, found),
        Place::Intermediate => {}
        Place::Target => subscriber(certificate, found),
    }
}

/// Section 6.1.5 and 7.1.3.1.
fn key(certificate: &Certificate, found: &mut Vec<Breach>) {
    let reason = match certificate.public_key().kind() {
        KeyKind::Rsa { bits } if *bits < RSA_MINIMUM => "RSA modulus shorter than 2048 bits",
        KeyKind::Rsa { bits } if bits % 8 != 0 => "RSA modulus is no whole number of octets",
        KeyKind::Rsa { .. } | KeyKind::Ec { .. } => return,
        KeyKind::Dsa
        | KeyKind::Ed25519
        | KeyKind::Gost1994
        | KeyKind::GostNational { .. }
        | KeyKind::GostRussian { .. }
        | KeyKind::Unknown(_) => "neither RSA nor a named curve P-256, P-384, P-521",
    };
    say(found, "subjectPublicKeyInfo", reason, "CA/B BR 6.1.5");
}

fn root(certificate: &Certificate, found: &mut Vec<Breach>) {
    if certificate.extension(&known::EXTENDED_KEY_USAGE).is_some() {
        say_of(found, &known::EXTENDED_KEY_USAGE, "not allowed in a root", "CA/B BR 7.1.2.1.2");
    }
    if let Some(id) = certificate.authority_key_id()
        && certificate.is_self_issued()
        && id.key_id.as_deref() != certificate.subject_key_id()
    {
        let reason = "keyIdentifier is not the root's own";
        say_of(found, &known::AUTHORITY_KEY_IDENTIFIER, reason, "CA/B BR 7.1.2.1.3");
    }
}

fn subscriber(certificate: &Certificate, found: &mut Vec<Breach>) {
    if certificate.basic_constraints().is_some_and(|constraints| constraints.ca) {
        say_of(found, &known::BASIC_CONSTRAINTS, "cA is not FALSE", "CA/B BR 7.1.2.7.8");
    }
    let signs = |bit| certificate.key_usage().is_some_and(|usage| usage.contains(bit));
    if signs(KeyUsage::KEY_CERT_SIGN) || signs(KeyUsage::CRL_SIGN) {
        let reason = "keyCertSign and cRLSign are not allowed";
        say_of(found, &known::KEY_USAGE, reason, "CA/B BR 7.1.2.7.11");
    }
    purposes(certificate, found);
    names(certificate, found);
    common_name(certificate, found);
}

/// Sections 7.1.2.7.6 and 7.1.2.7.10.
fn purposes(certificate: &Certificate, found: &mut Vec<Breach>) {
    const CITATION: &str = "CA/B BR 7.1.2.7.10";
    let extension: &Oid = &known::EXTENDED_KEY_USAGE;
    let mut say = |reason| say_of(found, extension, reason, CITATION);
    let Some(purposes) = certificate.extended_key_usage() else {
        say("missing");
        return;
    };
    if !purposes.contains(&known::PURPOSE_SERVER) {
        say("serverAuth is missing");
    }
    if purposes.contains(&known::ANY_EXTENDED_KEY_USAGE) {
        say("anyExtendedKeyUsage is not allowed");
    }
    if certificate.extension(extension).is_some_and(|extension| extension.critical) {
        say("critical");
    }
}

/// Sections 7.1.2.7.12 and 3.2.2.6.
fn names(certificate: &Certificate, found: &mut Vec<Breach>) {
    const CITATION: &str = "CA/B BR 7.1.2.7.12";
    let extension: &Oid = &known::SUBJECT_ALTERNATIVE_NAME;
    let Some(own) = certificate.extension(extension) else {
        say_of(found, extension, "missing", CITATION);
        return;
    };
    if own.critical && !certificate.subject().is_empty() {
        say_of(found, extension, "critical beside a subject", CITATION);
    }
    for name in certificate.subject_alternative_names() {
        match name {
            GeneralName::Dns(host) => {
                // Every top-level domain is a public suffix: the list's own algorithm takes the
                // rule "*" where no other matches.
                if let Some(base) = host.strip_prefix("*.")
                    && !base.contains('.')
                {
                    let reason = "a wildcard above a single label";
                    say_of(found, extension, reason, "CA/B BR 3.2.2.6");
                }
            }
            GeneralName::Ip(_) => {}
            GeneralName::Directory(_)
            | GeneralName::EdiParty(_)
            | GeneralName::Email(_)
            | GeneralName::Other { .. }
            | GeneralName::RegisteredId(_)
            | GeneralName::Uri(_)
            | GeneralName::X400(_) => {
                say_of(found, extension, "neither dNSName nor iPAddress", CITATION);
            }
        }
    }
}

/// Section 7.1.4.3: "exactly one entry that is one of the values contained in the Certificate's
/// subjectAltName extension", a host letter for letter, an address as RFC 3986 and RFC 5952 write
/// it.
fn common_name(certificate: &Certificate, found: &mut Vec<Breach>) {
    const CITATION: &str = "CA/B BR 7.1.4.3";
    let values: Vec<String> = certificate
        .subject()
        .attributes()
        .into_iter()
        .filter(|attribute| attribute.kind == known::COMMON_NAME)
        .map(|attribute| attribute.value)
        .collect();
    if values.len() > 1 {
        say(found, "commonName", "more than one", CITATION);
    }
    for value in values {
        let listed = certificate.subject_alternative_names().iter().any(|name| match name {
            GeneralName::Dns(host) => *host == value,
            GeneralName::Ip(octets) => address(octets).is_some_and(|text| text == value),
            GeneralName::Directory(_)
            | GeneralName::EdiParty(_)
            | GeneralName::Email(_)
            | GeneralName::Other { .. }
            | GeneralName::RegisteredId(_)
            | GeneralName::Uri(_)
            | GeneralName::X400(_) => false,
        });
        if !listed {
            say(found, "commonName", "none of the alternative names", CITATION);
        }
    }
}

fn address(octets: &[u8]) -> Option<String> {
    let address = match octets.len() {
        4 => IpAddr::from(<[u8; 4]>::try_from(octets).ok()?),
        _ => IpAddr::from(<[u8; 16]>::try_from(octets).ok()?),
    };
    Some(address.to_string())
}

/// Whether a wildcard of the certificate needs the list of public suffixes to be judged: its base
/// has several labels, any of which may be a registry's.
#[must_use]
pub fn needs_public_suffixes(certificate: &Certificate) -> bool {
    certificate.subject_alternative_names().iter().any(|name| {
        matches!(name, GeneralName::Dns(host) if host
            .strip_prefix("*.")
            .is_some_and(|base| base.contains('.') && syntax::is_host(base)))
    })
}
