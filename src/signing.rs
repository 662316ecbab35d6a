//! Keys that people bring, and signatures that come back.
//!
//! A member signs the sealed file with a key from a PKCS#12 container, or signs it elsewhere and
//! brings the CMS. Either way the signature is judged here by its bytes alone: over which file,
//! by which certificate, valid and not revoked when it was made. Counting is not done here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::{Checked, Iin, Note, Signature, SignatureStanding, VerifySignature};
use p12_keystore::Pkcs12Archive;
use pki::cms::{EssCertId, SignOptions, SignedData, SignerReport};
use pki::crl::{Crl, RevocationStatus, status};
use pki::key::{KeyError, PrivateKey, Signer};
use pki::path::{PathQuestion, PathVerdict, validate};
use pki::{Certificate, Finding, Weight};
use sha2::{Digest, Sha256};

mod container;
pub mod device;
pub mod ncalayer;
pub mod token;

pub use device::{DeviceError, Signs};
pub use ncalayer::{NcaLayer, NcaLayerError};
pub use token::{Token, TokenChoice, TokenError};

/// The largest key container that is read, in bytes.
const LARGEST_CONTAINER: u64 = 1 << 20;
/// The largest signature file that is looked at, in bytes.
const LARGEST_SIGNATURE: usize = 8 << 20;

/// A key with the certificate that goes with it.
#[derive(Debug)]
pub struct SigningKey {
    key: PrivateKey,
    certificate: Certificate,
    others: Vec<Certificate>,
}

/// A key container or a signature that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// What the device returned is no signature of this file by this person.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The key does not sign.
    #[error("the key does not sign: {0}")]
    Key(#[from] KeyError),
    /// NCALayer made no signature.
    #[error(transparent)]
    NcaLayer(#[from] NcaLayerError),
    /// No certificate in the container goes with a key in it.
    #[error("{}: no certificate goes with a key in it", path.display())]
    NoCertificate {
        /// The container.
        path: PathBuf,
    },
    /// Not a container that can be read.
    #[error("{}: not a key container that can be read: {reason}", path.display())]
    Malformed {
        /// The container.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A token made no signature.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// Larger than any container.
    #[error("{}: {length} bytes; a key container has at most {LARGEST_CONTAINER}", path.display())]
    TooLarge {
        /// The container.
        path: PathBuf,
        /// Its length.
        length: u64,
    },
    /// The operating system does not give it.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The container.
        path: PathBuf,
        /// What it reported.
        source: std::io::Error,
    },
    /// The password does not open it.
    #[error("{}: wrong password", path.display())]
    WrongPassword {
        /// The container.
        path: PathBuf,
    },
}

impl SigningKey {
    /// Opens a PKCS#12 container.
    ///
    /// Of several keys the first with a certificate of its own is taken.
    ///
    /// # Errors
    ///
    /// [`SigningError`] names the file and tells a wrong password from a broken file.
    pub fn open(path: &Path, password: &str) -> Result<Self, SigningError> {
        let unreadable = |source| SigningError::Unreadable { path: path.into(), source };
        let length = std::fs::metadata(path).map_err(unreadable)?.len();
        if length > LARGEST_CONTAINER {
            return Err(SigningError::TooLarge { path: path.into(), length });
        }
        Self::read(path, &std::fs::read(path).map_err(unreadable)?, password)
    }

    /// Reads the octets of a PKCS#12 container; `path` names it in errors.
    ///
    /// # Errors
    ///
    /// [`SigningError`] tells a wrong password from a broken file.
    pub fn read(path: &Path, bytes: &[u8], password: &str) -> Result<Self, SigningError> {
        let archive = archive(path, bytes, password)?;
        let certificates: Vec<_> = archive
            .certs
            .iter()
            .filter_map(|it| Certificate::read(it.cert.as_der()).ok())
            .collect();
        let mut reason = None;
        for bag in &archive.keys {
            let key = match PrivateKey::from_pkcs8_der(bag.key.as_der()) {
                Ok(key) => key,
                Err(error) => {
                    reason.get_or_insert(error.to_string());
                    continue;
                }
            };
            let own = certificates.iter().find(|it| it.public_key().is_same_key(key.public_key()));
            if let Some(own) = own.cloned() {
                let others = certificates.into_iter().filter(|it| *it != own).collect();
                return Ok(Self { key, certificate: own, others });
            }
        }
        Err(match reason {
            Some(reason) => SigningError::Malformed { path: path.into(), reason },
            None => SigningError::NoCertificate { path: path.into() },
        })
    }

    /// The certificate that goes with the key.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Other certificates of the container, its issuers among them.
    #[must_use]
    pub fn others(&self) -> &[Certificate] {
        &self.others
    }

    /// A detached CMS over `content`, with the signing time as given.
    ///
    /// # Errors
    ///
    /// [`SigningError::Key`] if the key does not sign.
    pub fn sign(&self, content: &[u8], at: Timestamp) -> Result<Vec<u8>, SigningError> {
        let options = SignOptions::detached(at);
        Ok(pki::cms::sign(&self.key, &self.certificate, content, &options)?)
    }
}

/// Opens a container in DER; one whose parts are in BER is written anew first.
fn archive(path: &Path, bytes: &[u8], password: &str) -> Result<Pkcs12Archive, SigningError> {
    let error = match Pkcs12Archive::from_pkcs12(bytes, password) {
        Ok(archive) => return Ok(archive),
        Err(p12_keystore::error::Error::MacError(_)) => {
            return Err(SigningError::WrongPassword { path: path.into() });
        }
        Err(error) => error,
    };
    match container::in_der(bytes) {
        // What can be read but not decrypted has another password.
        Some(der) if der != bytes => Pkcs12Archive::from_pkcs12(&der, password)
            .map_err(|_| SigningError::WrongPassword { path: path.into() }),
        _ => Err(SigningError::Malformed { path: path.into(), reason: error.to_string() }),
    }
}

/// What the members' certificates are judged by.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Certificates trusted without proof.
    pub anchors: Vec<Certificate>,
    /// Certificates that may lie between.
    pub candidates: Vec<Certificate>,
    /// Revocation lists at hand.
    pub crls: Vec<Crl>,
}

/// Judges signatures of a file. The moment of judgement is the moment of signing.
pub struct CmsVerifier<'a> {
    /// What certificates are judged by.
    pub trust: &'a Trust,
    /// When the file was sealed: a signature made before has a wrong clock, or worse.
    pub sealed_at: Timestamp,
    /// Other files that a signature may have been made for, by name; to say which.
    pub elsewhere: &'a BTreeMap<String, Vec<u8>>,
}

/// Every code that the judgement of a signature itself may put into a note, beside those of `pki`.
pub const SAYS: &[&str] = &[
    "signature.another-document",
    "signature.before-sealing",
    "signature.certificate-not-stated",
    "signature.not-revoked",
    "signature.revoked-later",
    "signature.revocation-unknown",
    "signature.time-unknown",
    "signature.too-large",
    "signature.unreadable",
    "signature.revoked",
];

impl VerifySignature for CmsVerifier<'_> {
    fn check(&self, act: &[u8], signature: &Signature) -> Vec<Checked> {
        if signature.bytes.len() > LARGEST_SIGNATURE {
            let note = Note::new("signature.too-large").fact("length", signature.bytes.len());
            return vec![invalid(note)];
        }
        let (signed, defects) = match SignedData::read(&signature.bytes) {
            Ok(read) => read,
            Err(error) => {
                return vec![invalid(Note::new("signature.unreadable").fact("error", error))];
            }
        };
        let reports = signed.verify(Some(act));
        if reports.is_empty() {
            return vec![invalid(Note::new("signature.unreadable").fact("error", "no signer"))];
        }
        // A file that is more than one signature object, or not quite one, proves nothing for sure.
        let doubtful = defects.iter().any(|it| it.weight > Weight::Remark);
        let defects: Vec<Note> = defects.iter().map(note).collect();
        reports
            .into_iter()
            .map(|report| {
                let mut checked = self.judge(&signed, &report);
                checked.notes.splice(0..0, defects.iter().cloned());
                if doubtful {
                    checked.standing = worse(checked.standing, SignatureStanding::Inconclusive);
                }
                checked
            })
            .collect()
    }
}

impl CmsVerifier<'_> {
    fn judge(&self, signed: &SignedData, report: &SignerReport) -> Checked {
        let mut notes: Vec<Note> = report.findings.iter().map(note).collect();
        let stamped = report.timestamps.iter().filter(|it| it.valid).map(|it| it.gen_time).min();
        let signed_at = stamped.or(report.signing_time);
        let mut standing = if report.valid {
            SignatureStanding::Conclusive
        } else if report.is_undetermined() {
            SignatureStanding::Inconclusive
        } else {
            SignatureStanding::Invalid
        };
        if !report.digest_matches
            && let Some(found) = self.made_for(signed, report)
        {
            notes.push(Note::new("signature.another-document").fact("document", found));
        }
        if report.ess_cert_id == EssCertId::Absent {
            // Without it another certificate of the same key could be put in its place.
            standing = worse(standing, SignatureStanding::Inconclusive);
            notes.push(Note::new("signature.certificate-not-stated"));
        }
        let Some(certificate) = &report.certificate else {
            return Checked { signer: None, key: None, signed_at, standing, notes };
        };
        match signed_at {
            None => {
                notes.push(Note::new("signature.time-unknown"));
                standing = worse(standing, SignatureStanding::Inconclusive);
            }
            Some(at) => {
                if at < self.sealed_at {
                    notes.push(
                        Note::new("signature.before-sealing")
                            .fact("signed", at)
                            .fact("sealed", self.sealed_at),
                    );
                }
                let (found, more) = self.certificate(certificate, signed, at);
                notes.extend(more);
                standing = worse(standing, found);
            }
        }
        Checked {
            signer: certificate.iin().and_then(|it| Iin::try_from(it).ok()),
            key: Some(Sha256::digest(certificate.public_key().identity()).into()),
            signed_at,
            standing,
            notes,
        }
    }

    /// The other file that was signed, where it is known.
    fn made_for(&self, signed: &SignedData, report: &SignerReport) -> Option<&str> {
        self.elsewhere.iter().find_map(|(name, bytes)| {
            let reports = signed.verify(Some(bytes));
            let same = reports.iter().find(|it| it.position == report.position)?;
            same.digest_matches.then_some(name.as_str())
        })
    }

    /// Whether the certificate was valid at `at`, and known not to have been revoked then.
    fn certificate(
        &self,
        certificate: &Certificate,
        signed: &SignedData,
        at: Timestamp,
    ) -> (SignatureStanding, Vec<Note>) {
        let candidates: Vec<Certificate> =
            self.trust.candidates.iter().chain(signed.certificates()).cloned().collect();
        let question = PathQuestion {
            candidates: &candidates,
            crls: &[],
            revocation: pki::path::RevocationMode::Off,
            ..PathQuestion::new(certificate, &self.trust.anchors, at)
        };
        let report = validate(&question);
        let mut notes: Vec<Note> = report.limits.iter().map(note).collect();
        let path = report.best();
        notes.extend(path.iter().flat_map(|it| &it.findings).map(note));
        let standing = match report.verdict {
            PathVerdict::Valid => SignatureStanding::Conclusive,
            PathVerdict::Undetermined => SignatureStanding::Inconclusive,
            PathVerdict::Invalid => SignatureStanding::Invalid,
        };
        if standing == SignatureStanding::Invalid {
            return (standing, notes);
        }
        // An anchor has nobody above it to revoke it; everything below one is looked up. An authority
        // on a list takes its signers with it; only the signer's own list is demanded.
        let mut worst = standing;
        for link in path.iter().flat_map(|it| it.certificates.windows(2)) {
            let [issuer, below] = link else { continue };
            let (found, more) = self.revocation(below, issuer, at);
            if below == certificate || found == SignatureStanding::Invalid {
                notes.extend(more);
                worst = worse(worst, found);
            }
        }
        (worst, notes)
    }

    /// Revocation at the moment of signing, by any list that covers it: one in force then, or one
    /// issued later, which still names what was revoked before.
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> (SignatureStanding, Vec<Note>) {
        let (deltas, complete): (Vec<Crl>, Vec<Crl>) =
            self.trust.crls.iter().cloned().partition(|it| it.delta_base().is_some());
        let mut good = None;
        let mut why = Vec::new();
        for crl in &complete {
            let asked_at = at.max(crl.this_update());
            match status(certificate.serial(), issuer, crl, &deltas, asked_at) {
                RevocationStatus::Revoked { date, crl, .. } => {
                    let facts = |code| {
                        Note::new(code)
                            .fact("crl", crl)
                            .fact("date", date.map_or_else(|| "-".into(), |it| it.to_string()))
                    };
                    if date.is_some_and(|date| date > at) {
                        good = Some(facts("signature.revoked-later"));
                    } else {
                        return (SignatureStanding::Invalid, vec![facts("signature.revoked")]);
                    }
                }
                RevocationStatus::Good { crl, .. } => {
                    good.get_or_insert(Note::new("signature.not-revoked").fact("crl", crl));
                }
                RevocationStatus::Unknown { findings } => {
                    why.extend(findings.iter().filter(|it| it.weight > Weight::Remark).map(note))
                }
            }
        }
        match good {
            Some(note) => (SignatureStanding::Conclusive, vec![note]),
            None => {
                why.sort();
                why.dedup();
                why.insert(0, Note::new("signature.revocation-unknown"));
                (SignatureStanding::Inconclusive, why)
            }
        }
    }
}

fn worse(one: SignatureStanding, other: SignatureStanding) -> SignatureStanding {
    one.max(other)
}

fn invalid(note: Note) -> Checked {
    let standing = SignatureStanding::Invalid;
    Checked { signer: None, key: None, signed_at: None, standing, notes: vec![note] }
}

/// A finding of the engine as a note.
pub(crate) fn note(finding: &Finding) -> Note {
    let mut note = Note::new(finding.code);
    for (name, value) in &finding.facts {
        note = note.fact(name, value);
    }
    note
}

#[cfg(test)]
mod tests {
    use pki::issue::{
        Addresses, CertificateTemplate, CrlTemplate, Profile, distinguished_name, person,
    };
    use pki::key::PrivateKeyKind;
    use pki::oid::known;

    use super::*;

    const SIGNED: &str = "2026-11-20T10:00:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    struct Authority {
        key: PrivateKey,
        certificate: Certificate,
    }

    fn issued(profile: &Profile, subject: Vec<u8>, issuer: Option<&Authority>) -> Authority {
        let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let validity = (at("2025-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z"));
        let above = issuer.map(|it| &it.certificate);
        let addresses = Addresses::default();
        let template = CertificateTemplate::new(
            profile,
            above,
            subject,
            key.public_key(),
            validity,
            &addresses,
        );
        let certificate = template.issue(issuer.map_or(&key, |it| &it.key)).unwrap();
        Authority { key, certificate }
    }

    fn list(of: &Authority, revoked: Option<(&Certificate, &str)>) -> Crl {
        let times = (at("2026-11-20T00:00:00Z"), at("2026-11-21T00:00:00Z"));
        let mut template = CrlTemplate::new(&of.certificate, times.0, times.1, 1);
        if let Some((certificate, since)) = revoked {
            template = template.revoking(certificate.serial(), at(since), Some(2));
        }
        Crl::read(&template.to_der(&of.key).unwrap()).unwrap()
    }

    fn standing(since: Option<&str>) -> (SignatureStanding, Vec<String>) {
        let name = |text| distinguished_name(&[(&known::COMMON_NAME, text)]);
        let root = issued(&Profile::Root, name("ROOT"), None);
        let middle = Profile::Authority { path_length: None };
        let issuing = issued(&middle, name("ISSUING"), Some(&root));
        let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
        let subject = person("MEMBER", "MEMBER", "000000000101", None);
        let member = issued(&profile, subject, Some(&issuing));
        let options = SignOptions::detached(at(SIGNED));
        let cms = pki::cms::sign(&member.key, &member.certificate, b"act", &options).unwrap();
        let revoked = since.map(|it| (&issuing.certificate, it));
        let trust = Trust {
            crls: vec![list(&root, revoked), list(&issuing, None)],
            anchors: vec![root.certificate],
            candidates: vec![issuing.certificate.clone()],
        };
        let elsewhere = BTreeMap::new();
        let sealed_at = at("2026-11-20T09:00:00Z");
        let verifier = CmsVerifier { trust: &trust, sealed_at, elsewhere: &elsewhere };
        let signature = Signature { label: "member.p7s".into(), bytes: cms };
        let checked = verifier.check(b"act", &signature).remove(0);
        (checked.standing, checked.notes.iter().map(|it| it.code.to_string()).collect())
    }

    #[test]
    fn a_signature_under_a_revoked_authority_is_invalid() {
        let (found, codes) = standing(Some("2026-11-19T00:00:00Z"));
        assert_eq!(found, SignatureStanding::Invalid, "{codes:?}");
        assert!(codes.iter().any(|it| it == "signature.revoked"), "{codes:?}");
    }

    #[test]
    fn a_signature_under_an_authority_that_is_not_revoked_is_conclusive() {
        let (found, codes) = standing(None);
        assert_eq!(found, SignatureStanding::Conclusive, "{codes:?}");
    }
}
