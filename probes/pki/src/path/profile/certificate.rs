//! The basic fields of a certificate, what its extensions say of each other, and what it says of
//! its issuer's key.

use super::{Breach, Duty, Place};
use crate::algorithm::{self, AlgorithmIdentifier, KeyKind, PublicKey, SignatureError};
use crate::certificate::{Certificate, GeneralName, KeyUsage};
use crate::finding::{codes, hex};
use crate::oid::{Oid, known};
use crate::tlv::{self, Reader};

pub(super) fn check(
    certificate: &Certificate,
    issuer: Option<&Certificate>,
    place: Place,
    found: &mut Vec<Breach>,
) {
    subject(certificate, found);
    unique_identifiers(certificate, found);
    authority(certificate, place, found);
    key(certificate.public_key(), found);
    key_identifiers(certificate, found);
    if let Some(issuer) = issuer {
        link(certificate, issuer, found);
    }
}

pub(super) fn missing(extension: &Oid, duty: Duty, citation: &'static str) -> Breach {
    Breach::new(duty, &codes::PROFILE_EXTENSION_MISSING, citation)
        .with("extension", super::extensions::label(extension))
}

pub(super) fn value(
    extension: &Oid,
    reason: &'static str,
    duty: Duty,
    citation: &'static str,
) -> Breach {
    Breach::new(duty, &codes::PROFILE_EXTENSION_VALUE, citation)
        .with("extension", super::extensions::label(extension))
        .with("reason", reason)
}

fn is_authority(certificate: &Certificate) -> bool {
    certificate.basic_constraints().is_some_and(|constraints| constraints.ca)
}

/// "If the subject is a CA … or a CRL issuer, then the subject field MUST be populated with a
/// non-empty distinguished name"; any other certificate names its subject somewhere.
fn subject(certificate: &Certificate, found: &mut Vec<Breach>) {
    if !certificate.subject().is_empty() {
        return;
    }
    let signs_lists =
        certificate.key_usage().is_some_and(|usage| usage.contains(KeyUsage::CRL_SIGN));
    if is_authority(certificate) || signs_lists {
        found.push(Breach::new(
            Duty::Must,
            &codes::PROFILE_SUBJECT_EMPTY,
            "RFC 5280 section 4.1.2.6",
        ));
    } else if certificate.extension(&known::SUBJECT_ALTERNATIVE_NAME).is_none() {
        found.push(missing(
            &known::SUBJECT_ALTERNATIVE_NAME,
            Duty::Must,
            "RFC 5280 section 4.1.2.6",
        ));
    }
}

/// issuerUniqueID and subjectUniqueID, `[1]` and `[2]` after the key.
fn unique_identifiers(certificate: &Certificate, found: &mut Vec<Breach>) {
    const CITATION: &str = "RFC 5280 section 4.1.2.8";
    let mut fields = match Reader::lenient(certificate.tbs()).next() {
        Ok(tbs) => Reader::lenient(tbs.content),
        Err(_) => return,
    };
    let mut present = false;
    while let Ok(field) = fields.next() {
        present |= matches!(field.identifier & 0xdf, 0x81 | 0x82);
    }
    if !present {
        return;
    }
    // "CAs conforming to this profile MUST NOT generate certificates with unique identifiers.
    // Applications conforming to this profile SHOULD be capable of parsing" them.
    let duty = match certificate.version() {
        // "These fields MUST only appear if the version is 2 or 3."
        0 | 1 => Duty::Must,
        // 4.1.2.1: "If no extensions are present, but a UniqueIdentifier is present, the version
        // SHOULD be 2".
        3 if certificate.extensions().len() == 0 => Duty::Should,
        _ => Duty::Foreseen,
    };
    found.push(Breach::new(duty, &codes::PROFILE_UNIQUE_ID, CITATION));
}

/// basicConstraints and keyUsage, which speak of each other.
fn authority(certificate: &Certificate, place: Place, found: &mut Vec<Breach>) {
    const BASIC: &str = "RFC 5280 section 4.2.1.9";
    const USAGE: &str = "RFC 5280 section 4.2.1.3";
    let constraints = certificate.basic_constraints();
    let usage = certificate.key_usage();
    let signs = usage.map(|usage| usage.contains(KeyUsage::KEY_CERT_SIGN));
    if constraints.is_none() && place != Place::Target {
        found.push(missing(&known::BASIC_CONSTRAINTS, Duty::Must, BASIC));
    }
    if let Some(constraints) = constraints
        && constraints.path_length.is_some()
    {
        if !constraints.ca {
            let reason = "pathLenConstraint without cA";
            found.push(value(&known::BASIC_CONSTRAINTS, reason, Duty::Must, BASIC));
        } else if signs == Some(false) {
            let reason = "pathLenConstraint without keyCertSign";
            found.push(value(&known::BASIC_CONSTRAINTS, reason, Duty::Must, BASIC));
        }
    }
    if signs == Some(true) && !is_authority(certificate) {
        found.push(value(&known::KEY_USAGE, "keyCertSign without cA", Duty::Must, USAGE));
    }
    // A MUST for authorities, but 6.1.4 (n), 6.3.3 (f) and 4.2.1.9 all go on "if a key usage
    // extension is present".
    if usage.is_none() && is_authority(certificate) {
        found.push(missing(&known::KEY_USAGE, Duty::Foreseen, USAGE));
    }
    // "The name constraints extension, which MUST be used only in a CA certificate".
    if certificate.extension(&known::NAME_CONSTRAINTS).is_some() && !is_authority(certificate) {
        found.push(
            Breach::new(
                Duty::Must,
                &codes::PROFILE_EXTENSION_MISPLACED,
                "RFC 5280 section 4.2.1.10",
            )
            .with("extension", super::extensions::label(&known::NAME_CONSTRAINTS)),
        );
    }
}

/// "The signature on a self-signed certificate is generated with the private key associated with
/// the certificate's subject public key": the key decides, whatever the names are.
fn is_self_signed(certificate: &Certificate) -> bool {
    let result = algorithm::verify(
        certificate.public_key(),
        certificate.signature_algorithm(),
        certificate.tbs(),
        certificate.signature(),
    );
    match result {
        Ok(()) => true,
        // What cannot be verified is taken for what its names say.
        Err(error) => error.is_undetermined() && certificate.is_self_issued(),
    }
}

fn key_identifiers(certificate: &Certificate, found: &mut Vec<Breach>) {
    const CITATION: &str = "RFC 5280 section 4.2.1.1";
    if certificate.subject_key_id().is_none() && is_authority(certificate) {
        found.push(missing(&known::SUBJECT_KEY_IDENTIFIER, Duty::Must, "RFC 5280 section 4.2.1.2"));
    }
    match certificate.authority_key_id() {
        // Older versions have no extensions at all. "… where a CA distributes its public key in
        // the form of a 'self-signed' certificate, the authority key identifier MAY be omitted."
        None => {
            if certificate.version() == 3 && !is_self_signed(certificate) {
                found.push(missing(&known::AUTHORITY_KEY_IDENTIFIER, Duty::Must, CITATION));
            }
        }
        Some(id) => {
            if id.key_id.is_none() && !is_self_signed(certificate) {
                let reason = "keyIdentifier is missing";
                found.push(value(&known::AUTHORITY_KEY_IDENTIFIER, reason, Duty::Must, CITATION));
            }
            if id.issuer.is_empty() != id.serial.is_none() {
                let reason = "authorityCertIssuer and authorityCertSerialNumber are not both there";
                found.push(value(
                    &known::AUTHORITY_KEY_IDENTIFIER,
                    reason,
                    Duty::Must,
                    "RFC 5280 appendix A.2",
                ));
            }
        }
    }
}

/// What the certificate says of its issuer against what the issuer's certificate says.
fn link(certificate: &Certificate, issuer: &Certificate, found: &mut Vec<Breach>) {
    let Some(id) = certificate.authority_key_id() else { return };
    let mut differ = |duty, citation, own: &[u8], of_issuer: &[u8]| {
        if own != of_issuer {
            found.push(
                Breach::new(duty, &codes::PROFILE_KEY_ID, citation)
                    .with("found", hex(own))
                    .with("expected", hex(of_issuer)),
            );
        }
    };
    // "… MUST be the value placed in the key identifier field of the authority key identifier
    // extension of certificates issued by the subject of this certificate."
    if let (Some(own), Some(of_issuer)) = (id.key_id.as_deref(), issuer.subject_key_id()) {
        differ(Duty::Must, "RFC 5280 section 4.2.1.2", own, of_issuer);
    }
    // Name and number identify one certificate of the key; another one, cross-certified, serves a
    // path as well.
    if let Some(serial) = id.serial.as_deref() {
        differ(Duty::Should, "RFC 5280 section 4.2.1.1", serial, issuer.serial());
    }
    for name in &id.issuer {
        if let GeneralName::Directory(name) = name
            && name != issuer.issuer()
        {
            differ(Duty::Should, "RFC 5280 section 4.2.1.1", name.der(), issuer.issuer().der());
        }
    }
}

/// How the subject's key is written, where the standard of its algorithm says.
fn key(key: &PublicKey, found: &mut Vec<Breach>) {
    let mut say = |duty, citation, reason: &str| {
        found.push(
            Breach::new(duty, &codes::PROFILE_KEY, citation)
                .with("key", key.kind())
                .with("reason", reason),
        );
    };
    match key.kind() {
        KeyKind::Rsa { .. } => {
            const CITATION: &str = "RFC 3279 section 2.3.1";
            let algorithm = parameters(key);
            if algorithm.as_ref().is_some_and(|(oid, _)| *oid == known::RSA)
                && algorithm.and_then(|(_, parameters)| parameters).as_deref()
                    != Some(&[tlv::NULL, 0])
            {
                say(Duty::Must, CITATION, "parameters are not NULL");
            }
            if let Err(reason) = rsa_integers(key.key_octets()) {
                say(Duty::Must, CITATION, reason);
            }
        }
        KeyKind::Ec { .. } => {
            let any = AlgorithmIdentifier::with_null(&known::ECDSA_SHA256);
            // Only the key matters: a point off the curve is refused before a signature is read.
            if let Err(SignatureError::KeyMalformed { reason }) =
                algorithm::verify(key, &any, &[], &[])
            {
                say(Duty::Must, "RFC 5480 section 2.2", &reason);
            }
        }
        KeyKind::Unknown(oid) if *oid == known::EC => say(
            Duty::Must,
            // "implicitCurve and specifiedCurve … MUST NOT be used in PKIX."
            "RFC 5480 section 2.1.1",
            "the curve is not named",
        ),
        KeyKind::Unknown(_) => {
            say(Duty::Should, "RFC 5280 section 4.1.2.7", "the algorithm is not known");
        }
        KeyKind::Dsa
        | KeyKind::Ed25519
        | KeyKind::Gost1994
        | KeyKind::GostNational { .. }
        | KeyKind::GostRussian { .. } => {}
    }
}

/// The algorithm of a key and the DER of its parameters.
pub(super) fn parameters(key: &PublicKey) -> Option<(Oid, Option<Vec<u8>>)> {
    let spki = Reader::lenient(key.spki_der()).next().ok()?;
    let mut algorithm = Reader::lenient(Reader::lenient(spki.content).next().ok()?.content);
    let oid = Oid::from_der_content(algorithm.next().ok()?.content).ok()?;
    Some((oid, algorithm.next().ok().map(|parameters| parameters.raw.to_vec())))
}

fn rsa_integers(octets: &[u8]) -> Result<(), &'static str> {
    let key = tlv::only(octets, tlv::SEQUENCE).map_err(|_| "the key is not DER")?;
    let mut integers = Reader::new(key.content);
    for _ in 0..2 {
        let integer = integers.expect(tlv::INTEGER).map_err(|_| "the key is not DER")?.content;
        match integer {
            [] => return Err("an integer has no octets"),
            [0, second, ..] if second & 0x80 == 0 => return Err("an integer is padded"),
            [first, ..] if first & 0x80 != 0 => return Err("an integer is negative"),
            [0] => return Err("an integer is zero"),
            _ => {}
        }
    }
    integers.finish().map_err(|_| "something follows the exponent")
}
