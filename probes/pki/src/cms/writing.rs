//! Making signatures: CAdES-B in the shape the national software writes, and its parts for
//! time-stamps ([RFC 5652 section 5](https://www.rfc-editor.org/rfc/rfc5652#section-5)).

use jiff::Timestamp;

use super::{SignedData, SignerInfo};
use crate::{
    algorithm::{AlgorithmIdentifier, HashAlgorithm},
    certificate::Certificate,
    encode,
    issue::algorithm,
    key::{KeyError, Signer},
    oid::{Oid, known},
    tlv::{self, INTEGER, SET},
};

/// How a signer states which certificate it signs with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EssVersion {
    /// Not at all, as older software does.
    None,
    /// SigningCertificate with SHA-1, as the national time-stamping authority does.
    V1,
    /// SigningCertificateV2 with SHA-256, as the national signing software does.
    V2,
}

/// How a signature is to be made.
#[derive(Clone, Copy, Debug)]
pub struct SignOptions {
    /// The content stays outside.
    pub detached: bool,
    /// When the signer says it signs; the caller's clock, to the second.
    pub signing_time: Timestamp,
    /// How the certificate is stated.
    pub ess: EssVersion,
}

impl SignOptions {
    /// A detached signature in the shape of the national signing software.
    #[must_use]
    pub fn detached(signing_time: Timestamp) -> Self {
        Self { detached: true, signing_time, ess: EssVersion::V2 }
    }

    /// A signature with the content inside, in the shape of the national signing software.
    #[must_use]
    pub fn attached(signing_time: Timestamp) -> Self {
        Self { detached: false, signing_time, ess: EssVersion::V2 }
    }
}

/// Signs the content: one signer, its certificate inside.
///
/// # Errors
///
/// When the key does not sign.
pub fn sign(
    signer: &dyn Signer,
    certificate: &Certificate,
    content: &[u8],
    options: &SignOptions,
) -> Result<Vec<u8>, KeyError> {
    let hash = signer.digest_algorithm();
    let digest = hash.digest(content);
    let info = signer_info(signer, certificate, &known::CMS_DATA, &digest, options)?;
    Ok(assemble(
        1,
        &[AlgorithmIdentifier::with_null(hash.oid())],
        &Content { kind: &known::CMS_DATA, octets: (!options.detached).then_some(content) },
        &[certificate],
        vec![info],
    ))
}

/// What is signed: its kind, and its octets when they are to stand inside.
pub(crate) struct Content<'a> {
    pub(crate) kind: &'a Oid,
    pub(crate) octets: Option<&'a [u8]>,
}

/// SignerInfo over a digest already made.
pub(crate) fn signer_info(
    signer: &dyn Signer,
    certificate: &Certificate,
    content_type: &Oid,
    digest: &[u8],
    options: &SignOptions,
) -> Result<Vec<u8>, KeyError> {
    let hash = signer.digest_algorithm();
    let mut attributes = vec![
        attribute(&known::ATTRIBUTE_CONTENT_TYPE, &encode::oid(content_type)),
        attribute(&known::ATTRIBUTE_SIGNING_TIME, &encode::time(options.signing_time)),
        attribute(&known::ATTRIBUTE_MESSAGE_DIGEST, &encode::octet_string(digest)),
    ];
    let (kind, digest) = match options.ess {
        EssVersion::None => (None, Vec::new()),
        EssVersion::V1 => (
            Some(&known::ATTRIBUTE_SIGNING_CERTIFICATE),
            HashAlgorithm::Sha1.digest(certificate.der()),
        ),
        EssVersion::V2 => (
            Some(&known::ATTRIBUTE_SIGNING_CERTIFICATE_V2),
            HashAlgorithm::Sha256.digest(certificate.der()),
        ),
    };
    if let Some(kind) = kind {
        let named = encode::sequence(&[&encode::octet_string(&digest)]);
        attributes.push(attribute(kind, &encode::sequence(&[&encode::sequence(&[&named])])));
    }
    let signature = signer.sign(&encode::set_of(SET, attributes.clone()))?;
    let id = encode::sequence(&[
        certificate.issuer().der(),
        &encode::element(INTEGER, certificate.serial()),
    ]);
    Ok(encode::sequence(&[
        &encode::small(1),
        &id,
        &digest_identifier(hash),
        &encode::set_of(tlv::context_constructed(0), attributes),
        &algorithm(&signer.signature_algorithm()),
        &encode::octet_string(&signature),
    ]))
}

fn digest_identifier(hash: HashAlgorithm) -> Vec<u8> {
    algorithm(&AlgorithmIdentifier::with_null(hash.oid()))
}

fn attribute(kind: &Oid, value: &[u8]) -> Vec<u8> {
    encode::sequence(&[&encode::oid(kind), &encode::element(SET, value)])
}

/// ContentInfo around SignedData.
pub(crate) fn assemble(
    version: u64,
    digests: &[AlgorithmIdentifier],
    content: &Content<'_>,
    certificates: &[&Certificate],
    signers: Vec<Vec<u8>>,
) -> Vec<u8> {
    assemble_with(version, digests, content, certificates, Vec::new(), signers)
}

/// ContentInfo around SignedData, with revocation information inside.
pub(super) fn assemble_with(
    version: u64,
    digests: &[AlgorithmIdentifier],
    content: &Content<'_>,
    certificates: &[&Certificate],
    lists: Vec<Vec<u8>>,
    signers: Vec<Vec<u8>>,
) -> Vec<u8> {
    let mut hashes: Vec<Vec<u8>> = digests.iter().map(algorithm).collect();
    hashes.sort();
    hashes.dedup();
    let carried = certificates.iter().map(|certificate| certificate.der().to_vec()).collect();
    wrap(version, hashes, content, carried, lists, signers)
}

/// ContentInfo around SignedData, its sets given member by member.
fn wrap(
    version: u64,
    hashes: Vec<Vec<u8>>,
    content: &Content<'_>,
    certificates: Vec<Vec<u8>>,
    revocation: Vec<Vec<u8>>,
    signers: Vec<Vec<u8>>,
) -> Vec<u8> {
    let inside = content
        .octets
        .map(|octets| encode::element(tlv::context_constructed(0), &encode::octet_string(octets)))
        .unwrap_or_default();
    let set = |number, members: Vec<Vec<u8>>| {
        if members.is_empty() {
            Vec::new()
        } else {
            encode::set_of(tlv::context_constructed(number), members)
        }
    };
    let data = encode::sequence(&[
        &encode::small(version),
        &encode::set_of(SET, hashes),
        &encode::sequence(&[&encode::oid(content.kind), &inside]),
        &set(0, certificates),
        &set(1, revocation),
        &encode::set_of(SET, signers),
    ]);
    encode::sequence(&[
        &encode::oid(&known::CMS_SIGNED_DATA),
        &encode::element(tlv::context_constructed(0), &data),
    ])
}

impl SignerInfo {
    /// The signer's part again, with its unsigned attributes.
    pub(super) fn rebuilt(&self) -> Vec<u8> {
        self.rebuilt_with(|_| true)
    }

    /// The signer's part again, with those unsigned attributes that are to stay.
    pub(super) fn rebuilt_with(&self, stays: impl Fn(&super::Attribute) -> bool) -> Vec<u8> {
        let unsigned: Vec<Vec<u8>> = self
            .unsigned_attributes
            .iter()
            .filter(|attribute| stays(attribute))
            .map(|attribute| {
                let values = encode::set_of(SET, attribute.values.clone());
                encode::sequence(&[&encode::oid(&attribute.oid), &values])
            })
            .collect();
        let unsigned = if unsigned.is_empty() {
            Vec::new()
        } else {
            encode::set_of(tlv::context_constructed(1), unsigned)
        };
        encode::sequence(&[&self.fields, &unsigned])
    }
}

impl SignedData {
    /// The same object with one more signer over the same content; a document signed in turn.
    ///
    /// `content` is the signed file of a detached signature; when the content is inside, it is
    /// signed and `content` is not looked at. Signers that could not be read are left out.
    ///
    /// # Errors
    ///
    /// When the key does not sign.
    pub fn with_signer(
        &self,
        signer: &dyn Signer,
        certificate: &Certificate,
        content: &[u8],
        options: &SignOptions,
    ) -> Result<Vec<u8>, KeyError> {
        let hash = signer.digest_algorithm();
        let digest = hash.digest(self.content().unwrap_or(content));
        let added = signer_info(signer, certificate, self.content_type(), &digest, options)?;
        let hash = AlgorithmIdentifier::with_null(hash.oid());
        Ok(self.rebuilt(|_, info| info.rebuilt(), Some((certificate, hash, added))))
    }

    /// Whether everything inside was understood, so that the object can be written again with
    /// something added and nothing lost.
    #[must_use]
    pub fn can_be_rewritten(&self) -> bool {
        self.signers.iter().all(|it| it.as_ref().is_ok_and(|it| it.unsigned_defect.is_none()))
    }

    /// The same object with a time-stamp token over the signature of the signer at `position`.
    ///
    /// What could not be read of the signers is left out: ask [`Self::can_be_rewritten`] first.
    #[must_use]
    pub fn with_timestamp(&self, position: usize, token: &[u8]) -> Vec<u8> {
        let stamp = super::Attribute {
            oid: known::ATTRIBUTE_TIME_STAMP.clone(),
            values: vec![token.to_vec()],
        };
        self.rebuilt(
            |at, info| {
                let mut info = info.clone();
                if at == position {
                    info.unsigned_attributes.push(stamp.clone());
                }
                info.rebuilt()
            },
            None,
        )
    }

    fn rebuilt(
        &self,
        each: impl Fn(usize, &SignerInfo) -> Vec<u8>,
        added: Option<(&Certificate, AlgorithmIdentifier, Vec<u8>)>,
    ) -> Vec<u8> {
        let mut certificates: Vec<Vec<u8>> =
            self.certificates.iter().map(|it| it.der().to_vec()).collect();
        certificates.extend(self.strange.iter().cloned());
        let mut hashes: Vec<Vec<u8>> =
            self.signers().map(|info| algorithm(&info.digest_algorithm)).collect();
        let mut signers: Vec<Vec<u8>> = self
            .signers
            .iter()
            .enumerate()
            .filter_map(|(at, info)| Some(each(at, info.as_ref().ok()?)))
            .collect();
        if let Some((certificate, digest, info)) = added {
            if !certificates.iter().any(|it| it == certificate.der()) {
                certificates.push(certificate.der().to_vec());
            }
            hashes.push(algorithm(&digest));
            signers.push(info);
        }
        hashes.sort();
        hashes.dedup();
        let content = Content { kind: self.content_type(), octets: self.content() };
        let usual = if *self.content_type() == known::CMS_DATA { 1 } else { 3 };
        let version = self.version.map_or(usual, u64::from);
        wrap(version, hashes, &content, certificates, self.revocation.clone(), signers)
    }
}
