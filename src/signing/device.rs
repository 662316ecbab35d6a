//! What signs: a key container, a token, a signing program. One seam for act, dissent and whatever
//! else people sign, and one check of what comes back.
//!
//! A device is not believed. Whatever it returns is read again and held against the bytes that it
//! was given and the person who was asked: a token whose driver orders octets its own way, a
//! program in whose window another person's certificate was chosen, or a program that signed
//! something else, is refused with the reason before anything is recorded.

use jiff::Timestamp;
use model::Iin;
use pki::cms::{SignedData, SignerReport};
use pki::{Certificate, Weight};

use super::{SigningError, SigningKey};

/// What signs files for one person.
pub trait Signs {
    /// The certificate of the key, where it is known before anything is signed.
    fn certificate(&self) -> Option<&Certificate>;

    /// What the issuers' certificates came in, for the record.
    fn source(&self) -> &'static str;

    /// Further certificates that came along, issuers of the signer's among them.
    fn others(&self) -> &[Certificate] {
        &[]
    }

    /// A CMS signature over `content`, detached.
    ///
    /// `at` becomes the signing time where the device lets us say it; a signing program writes its
    /// own clock. Nobody is asked to believe the result: [`signer`] reads it again.
    ///
    /// # Errors
    ///
    /// [`SigningError`] where the device does not sign.
    fn cms(&self, content: &[u8], at: Timestamp) -> Result<Vec<u8>, SigningError>;
}

impl Signs for SigningKey {
    fn certificate(&self) -> Option<&Certificate> {
        Some(Self::certificate(self))
    }

    fn source(&self) -> &'static str {
        "key container"
    }

    fn others(&self) -> &[Certificate] {
        Self::others(self)
    }

    fn cms(&self, content: &[u8], at: Timestamp) -> Result<Vec<u8>, SigningError> {
        self.sign(content, at)
    }
}

/// What a device returned cannot stand for a signature of this file by this person.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum DeviceError {
    /// Signed with the certificate of another person.
    #[error("{member}: the certificate that signed is of {}", found.as_deref().unwrap_or("nobody"))]
    AnotherPerson {
        /// Who was asked.
        member: Iin,
        /// Whose certificate it is.
        found: Option<String>,
    },
    /// The signature does not carry the certificate that made it.
    #[error("the signature does not carry the signer's certificate")]
    CertificateMissing,
    /// Who signs must be known beforehand, and neither the caller nor the device says it.
    #[error("who signs must be named: the device tells it only afterwards")]
    MemberNeeded,
    /// The certificate names no person.
    #[error("the certificate that signed names no person")]
    Nobody,
    /// Something that is no CMS signature.
    #[error("what came back is no CMS signature: {reason}")]
    NotACms {
        /// What the reader reported.
        reason: String,
    },
    /// A signature over other bytes.
    #[error("the signature is not over the file that was to be signed")]
    OverSomethingElse,
    /// The signature does not verify with the certificate it carries, or nobody here can tell.
    #[error("the signature does not verify with its certificate: {}", codes.join(", "))]
    Unproven {
        /// What speaks against it.
        codes: Vec<String>,
    },
}

/// Reads a signature again that a device has just made, and tells whose it is.
///
/// It must be one signature, over exactly `content`, verifying with the certificate it carries, and
/// that certificate must be `member`'s where somebody was named. Whether the certificate itself is
/// worth anything is not asked here: the count judges that, with trust and revocation at hand.
///
/// # Errors
///
/// [`DeviceError`] says what is wrong with it.
pub fn signer(cms: &[u8], content: &[u8], member: Option<&Iin>) -> Result<Iin, DeviceError> {
    let malformed = |reason: String| DeviceError::NotACms { reason };
    let (signed, _) = SignedData::read(cms).map_err(|it| malformed(it.to_string()))?;
    let reports = signed.verify(Some(content));
    let [report] = reports.as_slice() else {
        return Err(malformed(format!("{} signers", reports.len())));
    };
    if !report.digest_matches {
        return Err(DeviceError::OverSomethingElse);
    }
    let certificate = report.certificate.as_ref().ok_or(DeviceError::CertificateMissing)?;
    let against = against(report);
    if !report.signature_matches || !against.is_empty() {
        return Err(DeviceError::Unproven { codes: against });
    }
    let found = certificate.iin();
    let signer = found.clone().and_then(|it| Iin::try_from(it).ok());
    match (member, signer) {
        (Some(member), Some(signer)) if *member == signer => Ok(signer),
        (None, Some(signer)) => Ok(signer),
        (Some(member), _) => Err(DeviceError::AnotherPerson { member: member.clone(), found }),
        (None, None) => Err(DeviceError::Nobody),
    }
}

fn against(report: &SignerReport) -> Vec<String> {
    let fatal = report.findings.iter().filter(|it| it.weight == Weight::Fatal);
    fatal.map(|it| it.code.to_owned()).collect()
}
