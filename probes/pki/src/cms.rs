//! Signatures over files: CMS SignedData ([RFC 5652](https://www.rfc-editor.org/rfc/rfc5652)) in
//! the shape the national software writes, with several signers, attached or detached.
//!
//! The shell is read as BER, because signing software writes it so; what is signed is taken octet
//! for octet and must be DER. Every signer is judged and reported on its own: one bad signature
//! never hides a good one.
//!
//! # Signed attributes
//!
//! [`SignedData::verify`] demands them, and so do this toolkit's own signatures. The standard lets
//! them be absent: "The field is optional, but it MUST be present if the content type of the
//! EncapsulatedContentInfo value being signed is not id-data"
//! ([RFC 5652 section 5.3](https://www.rfc-editor.org/rfc/rfc5652#section-5.3)). A reader of other
//! people's signatures asks for that rule with [`AttributeRule::Standard`]. The signature value
//! is then over the content itself, while with attributes it is over "the complete DER encoding
//! of the SignedAttrs value" under the tag of a SET (section 5.4), and nothing in the signature
//! tells the two apart: whoever holds a signature with attributes can drop them and present those
//! octets as signed content
//! ([draft-ietf-lamps-cms-euf-cma-signeddata](https://datatracker.ietf.org/doc/draft-ietf-lamps-cms-euf-cma-signeddata/)).
//! So content that reads as a set of attributes is refused where attributes are absent. The other
//! direction, content that its signer took for data and another presents as attributes, looks from
//! here like any signature with attributes; only signers who always sign attributes prevent it.
//!
//! Whether the signer's certificate leads to an anchor is the question of [`crate::path`].

mod armour;
mod attributes;
mod carried;
mod merging;
mod reading;
mod unsigned;
mod verification;
mod writing;

use std::fmt;

use jiff::Timestamp;

use crate::{
    algorithm::{AlgorithmIdentifier, HashAlgorithm},
    certificate::Certificate,
    finding::{Finding, Weight, hex},
    name::Name,
    oid::Oid,
    tlv::Malformed,
    tsp::TspReport,
};

pub use attributes::SeenAttribute;
pub use carried::{CARRIED_LIMIT, Carried};
pub use merging::{MergeWith, Merged, merge, revocation_answer};
pub(crate) use verification::{same_number, signature_finding};
pub(crate) use writing::{Content, assemble, signer_info};
pub use writing::{EssVersion, SignOptions, sign};

/// The most signers one object may have.
pub const SIGNER_LIMIT: usize = 1_000;
/// The most certificates one object may carry.
pub const CERTIFICATE_LIMIT: usize = 2_000;
/// How deep counter-signatures over counter-signatures are judged.
pub const COUNTER_DEPTH: usize = 8;
/// The most counter-signatures and time-stamps judged in one object.
pub const COUNTER_LIMIT: usize = 256;
/// The largest certificate read, in octets.
pub const CERTIFICATE_SIZE_LIMIT: usize = 1 << 20;
/// The most attributes and attribute values one signer may have.
pub const ATTRIBUTE_LIMIT: usize = 64;

/// Why octets are no SignedData that can be judged.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CmsError {
    /// The object is a CMS of another kind.
    #[error("the object holds {found}, not signed data")]
    ContentType {
        /// What it says it holds.
        found: Oid,
    },
    /// The octets do not have the structure.
    #[error("the object is not a CMS signature: {0}")]
    Malformed(#[from] Malformed),
    /// More of something than is judged.
    #[error("the object has {count} {what}, more than {limit} are not read")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many are read.
        limit: usize,
    },
}

/// How a signer names its certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SignerId {
    /// By the name of the issuer and the serial number.
    IssuerAndSerial {
        /// Issuer of the certificate.
        issuer: Name,
        /// Content octets of the serial number.
        serial: Vec<u8>,
    },
    /// By the subject key identifier.
    KeyId(Vec<u8>),
}

impl fmt::Display for SignerId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IssuerAndSerial { issuer, serial } => {
                write!(formatter, "{issuer}, serial {}", hex(serial))
            }
            Self::KeyId(id) => write!(formatter, "key {}", hex(id)),
        }
    }
}

/// An attribute: its type and the DER of its values.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attribute {
    /// Its type.
    pub oid: Oid,
    /// Its values, each a whole element.
    pub values: Vec<Vec<u8>>,
}

/// One signer, as it stands in the object.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignerInfo {
    /// Whose signature this claims to be.
    pub id: SignerId,
    /// The hash over the content.
    pub digest_algorithm: AlgorithmIdentifier,
    /// The attributes the signature covers; `None` when there is no such field.
    pub signed_attributes: Option<Vec<Attribute>>,
    /// How the signature was made.
    pub signature_algorithm: AlgorithmIdentifier,
    /// The signature value.
    pub signature: Vec<u8>,
    /// Attributes anyone could have added since.
    pub unsigned_attributes: Vec<Attribute>,
    /// The signed attributes as they are signed, under the tag of a SET.
    signed_octets: Option<Vec<u8>>,
    /// Why the signed attributes are not DER, if they are not.
    signed_defect: Option<Malformed>,
    unsigned_defect: Option<Malformed>,
    /// Everything up to the signature value, to which unsigned attributes can be appended.
    fields: Vec<u8>,
    version: Option<u32>,
}

/// A signer's part of the object, or why it could not be read.
type Signer = Result<SignerInfo, Malformed>;

/// A CMS signature.
#[derive(Clone, Debug)]
pub struct SignedData {
    version: Option<u32>,
    content_type: Oid,
    content: Option<Vec<u8>>,
    certificates: Vec<Certificate>,
    /// Members of the set of certificates that could not be read.
    strange: Vec<Vec<u8>>,
    /// Every member of the set of revocation information.
    revocation: Vec<Vec<u8>>,
    crls: Vec<Vec<u8>>,
    answers: Vec<Vec<u8>>,
    signers: Vec<Signer>,
}

impl SignedData {
    /// What kind of content is signed.
    #[must_use]
    pub fn content_type(&self) -> &Oid {
        &self.content_type
    }

    /// The content, when it is inside; `None` for a detached signature.
    #[must_use]
    pub fn content(&self) -> Option<&[u8]> {
        self.content.as_deref()
    }

    /// The certificates that were put inside and could be read. Nothing vouches for them.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// DER of the revocation lists that were put inside.
    #[must_use]
    pub fn crls(&self) -> &[Vec<u8>] {
        &self.crls
    }

    /// DER of the responders' answers that were put inside
    /// ([RFC 5940 section 2](https://www.rfc-editor.org/rfc/rfc5940#section-2)).
    #[must_use]
    pub fn answers(&self) -> &[Vec<u8>] {
        &self.answers
    }

    /// The signers that could be read.
    pub fn signers(&self) -> impl Iterator<Item = &SignerInfo> {
        self.signers.iter().filter_map(|signer| signer.as_ref().ok())
    }

    /// How many signers there are, readable or not.
    #[must_use]
    pub fn signer_count(&self) -> usize {
        self.signers.len()
    }
}

/// Whether the signer says which certificate it signed with, and rightly
/// ([RFC 5035 section 5](https://www.rfc-editor.org/rfc/rfc5035#section-5)).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EssCertId {
    /// It does not say.
    Absent,
    /// It names the certificate that was used for the check.
    Matches,
    /// It names another one.
    Mismatch,
}

/// What a signature without signed attributes is worth.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum AttributeRule {
    /// Nothing: whoever signs for this toolkit signs attributes.
    #[default]
    Demanded,
    /// What RFC 5652 says: they may be absent over plain data, unless the content can be taken for
    /// attributes.
    Standard,
}

/// What is asked about a signature.
#[derive(Clone, Copy, Debug, Default)]
pub struct CmsQuestion<'a> {
    /// The signed file, where it is not inside; where it is, the same octets.
    pub content: Option<&'a [u8]>,
    /// Where to look for the signers' certificates beside the object.
    pub certificates: &'a [Certificate],
    /// What a signature without signed attributes is worth.
    pub attributes: AttributeRule,
}

/// What was found about one signer, or about one who confirmed a signature.
#[derive(Clone, Debug)]
pub struct SignerReport {
    /// Position in the object, or in the attributes of the signature it confirms, from 0.
    pub position: usize,
    /// Whose signature it claims to be, when that could be read.
    pub id: Option<SignerId>,
    /// The certificate, found inside the object or among those given.
    pub certificate: Option<Certificate>,
    /// The hash over the content, when it is known.
    pub digest_algorithm: Option<HashAlgorithm>,
    /// When the signer says it signed. Nobody vouches for it.
    pub signing_time: Option<Timestamp>,
    /// The digest of the content, as the signed attributes state it.
    pub message_digest: Option<Vec<u8>>,
    /// The digest of the content is the one that was signed.
    pub digest_matches: bool,
    /// The signature over the signed attributes verifies with the certificate's key.
    pub signature_matches: bool,
    /// Whether the signed attributes name the certificate.
    pub ess_cert_id: EssCertId,
    /// Every attribute, signed ones first, in the order written.
    pub attributes: Vec<SeenAttribute>,
    /// What the time-stamps over this signature say.
    pub timestamps: Vec<TspReport>,
    /// Signatures over this signature. They change nothing about it.
    pub counter_signatures: Vec<SignerReport>,
    /// Everything that was found.
    pub findings: Vec<Finding>,
    /// The signature is good: both checks pass and no finding stands against it. The certificate's
    /// path is not part of this.
    pub valid: bool,
}

impl SignerReport {
    /// Neither good nor bad: something needed to decide could not be done.
    #[must_use]
    pub fn is_undetermined(&self) -> bool {
        !self.valid && !self.findings.iter().any(|finding| finding.weight == Weight::Fatal)
    }
}

#[cfg(test)]
mod tests;
