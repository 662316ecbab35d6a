//! Writing what an authority publishes: certificates, revocation lists, OCSP answers and
//! time-stamps, shaped octet for octet like those of the national PKI.
//!
//! Demonstration authorities and tests live on these templates. A template writes what it is told,
//! sound or not: negative cases of a verifier are made by changing one field of a sound template.

mod extension;
mod list;
mod name;
mod response;

use jiff::Timestamp;
use sha1::{Digest as _, Sha1};

use crate::{
    algorithm::{AlgorithmIdentifier, PublicKey},
    certificate::{Certificate, KeyUsage, Unreadable},
    encode,
    key::{KeyError, Signer},
    oid::{Oid, known},
    tlv::{self, SEQUENCE},
};

pub use extension::{Addresses, Extension};
pub use list::{CrlTemplate, IssuingPoint, RevokedTemplate};
pub use name::{NamePart, distinguished_name, person};
pub use response::{
    CertificateState, OcspTemplate, ResponderName, SingleAnswer, TimestampTemplate, ocsp_refusal,
    timestamp_granted, timestamp_refused,
};

/// Why an object could not be issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The key did not sign.
    #[error("the object could not be signed")]
    Key(#[from] KeyError),
    /// The template describes something that is no certificate or list any more.
    #[error("what the template describes cannot be read back")]
    Unreadable(#[from] Unreadable),
}

/// What a certificate is for; decides its constraints, usages and policy in the national shape.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Profile {
    /// An issuing authority below a root.
    Authority {
        /// The path length limit; the national authorities of 2022 write none for GOST and 0 for
        /// RSA.
        path_length: Option<u8>,
    },
    /// A responder the authority delegates OCSP answers to.
    OcspResponder,
    /// A person or a system that signs: the purposes beside e-mail protection.
    Person {
        /// Such as *natural person* or *employee of a legal entity*.
        purposes: Vec<Oid>,
    },
    /// A root.
    Root,
    /// A time-stamping authority.
    TimestampAuthority,
}

/// A certificate to be written, field by field
/// ([RFC 5280 section 4.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1)).
#[derive(Clone, Debug)]
pub struct CertificateTemplate {
    /// Serial number: a positive number, big-endian.
    pub serial: Vec<u8>,
    /// DER of the issuer's name.
    pub issuer: Vec<u8>,
    /// First moment of validity, written to the second.
    pub not_before: Timestamp,
    /// Last moment of validity, written to the second.
    pub not_after: Timestamp,
    /// DER of the subject's name.
    pub subject: Vec<u8>,
    /// DER of the subject's SubjectPublicKeyInfo.
    pub subject_key: Vec<u8>,
    /// In the order they are written.
    pub extensions: Vec<Extension>,
}

impl CertificateTemplate {
    /// A certificate in the shape the national PKI gives this profile.
    ///
    /// `issuer` is `None` for a self-signed root. The serial number is the subject key identifier
    /// with its top bit cleared, as the national authorities number theirs.
    #[must_use]
    pub fn new(
        profile: &Profile,
        issuer: Option<&Certificate>,
        subject: Vec<u8>,
        key: &PublicKey,
        validity: (Timestamp, Timestamp),
        addresses: &Addresses,
    ) -> Self {
        let key_id = key_identifier(key);
        let serial = serial_from(&key_id);
        let (issuer_name, issuer_key_id, issuer_serial) = match issuer {
            Some(certificate) => (
                certificate.subject().der().to_vec(),
                key_identifier(certificate.public_key()),
                certificate.serial().to_vec(),
            ),
            None => (subject.clone(), key_id.clone(), serial.clone()),
        };
        let authority_key = Extension::authority_key_id(&issuer_key_id);
        let full_authority_key = || {
            // National authorities name the issuer of the issuer's certificate here as well.
            let name = issuer.map_or(&issuer_name[..], |certificate| certificate.issuer().der());
            Extension::authority_key_id_with_serial(&issuer_key_id, name, &issuer_serial)
        };
        let subject_key_id = Extension::subject_key_id(&key_id);
        let practice = addresses.practice.as_deref();
        let storage = Extension::key_storage(&[&known::KEY_STORAGE_PKCS12]);
        let sign = KeyUsage::DIGITAL_SIGNATURE;
        let certify = KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN);
        let extensions = match profile {
            Profile::Authority { path_length } => vec![
                Some(Extension::basic_constraints(*path_length)),
                Some(Extension::key_usage(certify)),
                addresses.crl_points(),
                Some(subject_key_id),
                Some(full_authority_key()),
                addresses.information(),
                Some(Extension::policies(&[(&known::NATIONAL_POLICY, practice)])),
            ],
            Profile::OcspResponder => vec![
                Some(Extension::key_usage(sign)),
                Some(Extension::ocsp_no_check()),
                Some(Extension::purposes(&[&known::PURPOSE_OCSP_SIGNING], false)),
                Some(subject_key_id),
                Some(authority_key),
                Some(storage),
            ],
            Profile::Person { purposes } => {
                let mut all = vec![&known::PURPOSE_EMAIL];
                all.extend(purposes);
                let usage = sign.union(KeyUsage::NON_REPUDIATION).union(KeyUsage::KEY_AGREEMENT);
                vec![
                    Some(Extension::policies(&[(&known::NATIONAL_POLICY, practice)])),
                    addresses.information(),
                    addresses.crl_points(),
                    addresses.freshest(),
                    Some(Extension::purposes(&all, false)),
                    Some(Extension::key_usage(usage)),
                    Some(subject_key_id),
                    Some(authority_key),
                    Some(storage),
                ]
            }
            Profile::Root => vec![
                Some(Extension::basic_constraints(None)),
                Some(Extension::key_usage(certify)),
                Some(Extension::policies(&[(&known::ROOT_POLICY, practice)])),
                Some(subject_key_id),
                Some(full_authority_key()),
            ],
            Profile::TimestampAuthority => vec![
                Some(Extension::purposes(&[&known::PURPOSE_TIME_STAMPING], true)),
                Some(Extension::policies(&[(&known::POLICY_TSA, practice)])),
                addresses.information(),
                addresses.crl_points(),
                addresses.freshest(),
                Some(Extension::key_usage(sign)),
                Some(subject_key_id),
                Some(authority_key),
                Some(storage),
            ],
        };
        let (not_before, not_after) = validity;
        Self {
            serial,
            issuer: issuer_name,
            not_before,
            not_after,
            subject,
            subject_key: key.spki_der().to_vec(),
            extensions: extensions.into_iter().flatten().collect(),
        }
    }

    /// The extension with this identifier, to be changed for a negative case.
    pub fn extension_mut(&mut self, oid: &Oid) -> Option<&mut Extension> {
        self.extensions.iter_mut().find(|extension| extension.oid == *oid)
    }

    /// Takes the extension with this identifier out.
    pub fn remove(&mut self, oid: &Oid) {
        self.extensions.retain(|extension| extension.oid != *oid);
    }

    /// Replaces the extension of the same identifier where it stands, or adds it at the end.
    pub fn set(&mut self, extension: Extension) {
        match self.extension_mut(&extension.oid) {
            Some(place) => *place = extension,
            None => self.extensions.push(extension),
        }
    }

    /// Signs the certificate and reads it back.
    ///
    /// # Errors
    ///
    /// When the key does not sign, or the template is no certificate any more; such a one can
    /// still be written with [`Self::to_der`].
    pub fn issue(&self, signer: &dyn Signer) -> Result<Certificate, IssueError> {
        Ok(Certificate::read(&self.to_der(signer)?)?)
    }

    /// Signs the certificate, whatever it says.
    ///
    /// # Errors
    ///
    /// When the key does not sign.
    pub fn to_der(&self, signer: &dyn Signer) -> Result<Vec<u8>, KeyError> {
        let algorithm = algorithm(&signer.signature_algorithm());
        let extensions: Vec<Vec<u8>> = self.extensions.iter().map(Extension::to_der).collect();
        let mut parts = vec![
            encode::element(tlv::context_constructed(0), &encode::small(2)),
            encode::integer(&self.serial),
            algorithm.clone(),
            self.issuer.clone(),
            encode::sequence(&[&encode::time(self.not_before), &encode::time(self.not_after)]),
            self.subject.clone(),
            self.subject_key.clone(),
        ];
        if !extensions.is_empty() {
            let list = encode::element(SEQUENCE, &extensions.concat());
            parts.push(encode::element(tlv::context_constructed(3), &list));
        }
        let body = encode::element(SEQUENCE, &parts.concat());
        sealed(&body, &algorithm, signer)
    }
}

/// `{body, algorithm, BIT STRING signature}`: the outer form of certificates and lists.
fn sealed(body: &[u8], algorithm: &[u8], signer: &dyn Signer) -> Result<Vec<u8>, KeyError> {
    let signature = encode::bit_string(&signer.sign(body)?);
    Ok(encode::sequence(&[body, algorithm, &signature]))
}

/// The same signed object with the last bit of its signature turned: everything is in place
/// except the signature. For negative cases.
#[must_use]
pub fn with_broken_signature(der: &[u8]) -> Vec<u8> {
    let mut broken = der.to_vec();
    if let Some(last) = broken.last_mut() {
        *last ^= 1;
    }
    broken
}

/// AlgorithmIdentifier in DER.
pub(crate) fn algorithm(identifier: &AlgorithmIdentifier) -> Vec<u8> {
    let parameters = identifier.parameters.as_deref().unwrap_or_default();
    encode::sequence(&[&encode::oid(&identifier.oid), parameters])
}

/// The key identifier of a public key: SHA-1 over the content of its BIT STRING, which for a
/// national GOST key includes the header of the inner OCTET STRING
/// ([RFC 5280 section 4.2.1.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.2)).
#[must_use]
pub fn key_identifier(key: &PublicKey) -> Vec<u8> {
    Sha1::digest(key.key_octets()).to_vec()
}

/// A serial number from a key identifier: its top bit cleared, so that it stays positive.
#[must_use]
pub fn serial_from(key_id: &[u8]) -> Vec<u8> {
    let mut serial = key_id.to_vec();
    if let Some(first) = serial.first_mut() {
        *first &= 0x7F;
    }
    serial
}

#[cfg(test)]
mod tests;
