//! Answers of OCSP responders and time-stamping authorities, written.

use jiff::Timestamp;

use super::{Extension, algorithm, key_identifier, sealed};
use crate::{
    algorithm::AlgorithmIdentifier,
    certificate::Certificate,
    cms::{self, EssVersion, SignOptions},
    encode,
    key::{KeyError, Signer},
    ocsp::{self, CertId},
    oid::{Oid, known},
    tlv::{self, ENUMERATED, INTEGER, OCTET_STRING, SEQUENCE},
    tsp,
};

/// What a responder is to say about a certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CertificateState {
    /// It is not revoked.
    Good,
    /// It is revoked.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// CRLReason.
        reason: Option<u8>,
    },
    /// The responder does not know it.
    Unknown,
}

impl CertificateState {
    /// What the national responder says about a certificate that was never issued: on hold since
    /// the beginning of 1970
    /// ([RFC 6960 section 4.4.8](https://www.rfc-editor.org/rfc/rfc6960#section-4.4.8)).
    pub const NEVER_ISSUED: Self = Self::Revoked { at: Timestamp::UNIX_EPOCH, reason: Some(6) };
}

/// The answer about one certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SingleAnswer {
    /// The certificate, as the question named it.
    pub id: CertId,
    /// What is said about it.
    pub state: CertificateState,
    /// When this was known to be so.
    pub this_update: Timestamp,
    /// When more will be known; the national responder does not say.
    pub next_update: Option<Timestamp>,
}

impl SingleAnswer {
    fn to_der(&self) -> Vec<u8> {
        let state = match self.state {
            CertificateState::Good => encode::element(tlv::context(0), &[]),
            CertificateState::Unknown => encode::element(tlv::context(2), &[]),
            CertificateState::Revoked { at, reason } => {
                let reason = reason
                    .map(|reason| {
                        let code = encode::element(ENUMERATED, &[reason]);
                        encode::element(tlv::context_constructed(0), &code)
                    })
                    .unwrap_or_default();
                let parts = [encode::generalized_time(at), reason].concat();
                encode::element(tlv::context_constructed(1), &parts)
            }
        };
        let next = self
            .next_update
            .map(|at| encode::element(tlv::context_constructed(0), &encode::generalized_time(at)))
            .unwrap_or_default();
        let this = encode::generalized_time(self.this_update);
        encode::sequence(&[&self.id.to_der(), &state, &this, &next])
    }
}

/// How a responder names itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ResponderName {
    /// By the SHA-1 of its key.
    ByKey,
    /// By its name, as the national responder does.
    ByName,
}

/// A response to be written
/// ([RFC 6960 section 4.2](https://www.rfc-editor.org/rfc/rfc6960#section-4.2)).
#[derive(Clone, Debug)]
pub struct OcspTemplate {
    /// How the responder names itself.
    pub responder: ResponderName,
    /// When it is signed.
    pub produced_at: Timestamp,
    /// The answers, in the order written.
    pub answers: Vec<SingleAnswer>,
    /// The nonce of the question, to be repeated.
    pub nonce: Option<Vec<u8>>,
    /// Says that *revoked* is also the answer for certificates never issued.
    pub extended_revoke: bool,
    /// The responder's certificate is put inside.
    pub carries_certificate: bool,
}

impl OcspTemplate {
    /// A response in the national shape: by name, nonce repeated, extended revoke, certificate
    /// inside.
    #[must_use]
    pub fn new(answers: Vec<SingleAnswer>, produced_at: Timestamp, nonce: Option<&[u8]>) -> Self {
        Self {
            responder: ResponderName::ByName,
            produced_at,
            answers,
            nonce: nonce.map(<[u8]>::to_vec),
            extended_revoke: true,
            carries_certificate: true,
        }
    }

    /// Signs the response; `certificate` is the responder's.
    ///
    /// # Errors
    ///
    /// When the key does not sign.
    pub fn to_der(
        &self,
        signer: &dyn Signer,
        certificate: &Certificate,
    ) -> Result<Vec<u8>, KeyError> {
        let responder = match self.responder {
            ResponderName::ByName => {
                encode::element(tlv::context_constructed(1), certificate.subject().der())
            }
            ResponderName::ByKey => {
                let id = encode::octet_string(&key_identifier(certificate.public_key()));
                encode::element(tlv::context_constructed(2), &id)
            }
        };
        let answers: Vec<Vec<u8>> = self.answers.iter().map(SingleAnswer::to_der).collect();
        let mut extensions: Vec<Vec<u8>> = Vec::new();
        extensions.extend(self.nonce.as_deref().map(|nonce| ocsp::nonce_extension(nonce).to_der()));
        if self.extended_revoke {
            let extension = Extension::new(&known::OCSP_EXTENDED_REVOKE, false, encode::null());
            extensions.push(extension.to_der());
        }
        let extensions = if extensions.is_empty() {
            Vec::new()
        } else {
            let list = encode::element(SEQUENCE, &extensions.concat());
            encode::element(tlv::context_constructed(1), &list)
        };
        let body = encode::sequence(&[
            &responder,
            &encode::generalized_time(self.produced_at),
            &encode::element(SEQUENCE, &answers.concat()),
            &extensions,
        ]);
        let algorithm = algorithm(&signer.signature_algorithm());
        let signed = sealed(&body, &algorithm, signer)?;
        let mut basic =
            tlv::only(&signed, SEQUENCE).map_or(&[][..], |whole| whole.content).to_vec();
        if self.carries_certificate {
            let list = encode::sequence(&[certificate.der()]);
            basic.extend(encode::element(tlv::context_constructed(0), &list));
        }
        let basic = encode::element(OCTET_STRING, &encode::element(SEQUENCE, &basic));
        let typed = encode::sequence(&[&encode::oid(&known::OCSP_BASIC), &basic]);
        Ok(encode::sequence(&[
            &encode::element(ENUMERATED, &[0]),
            &encode::element(tlv::context_constructed(0), &typed),
        ]))
    }
}

/// A response without an answer: 1 malformed request, 2 internal error, 3 try later, 6
/// unauthorised.
#[must_use]
pub fn ocsp_refusal(status: u8) -> Vec<u8> {
    encode::sequence(&[&encode::element(ENUMERATED, &[status])])
}

/// A time-stamp to be written
/// ([RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2)).
#[derive(Clone, Debug)]
pub struct TimestampTemplate {
    /// The policy.
    pub policy: Oid,
    /// The hash of the data.
    pub hash: AlgorithmIdentifier,
    /// The digest of the data.
    pub imprint: Vec<u8>,
    /// The number of the token: a positive number, big-endian.
    pub serial: Vec<u8>,
    /// The moment.
    pub gen_time: Timestamp,
    /// How exact it is said to be; the national authority does not say.
    pub accuracy: Option<tsp::Accuracy>,
    /// The order of the tokens is said to be that of their times.
    pub ordering: bool,
    /// Content octets of the nonce of the request, to be repeated.
    pub nonce: Option<Vec<u8>>,
    /// How the authority states its certificate; the national one by SHA-1.
    pub ess: EssVersion,
    /// The authority's certificate is put inside.
    pub carries_certificate: bool,
}

impl TimestampTemplate {
    /// The answer to a request, in the national shape: seconds, no accuracy, no name.
    #[must_use]
    pub fn answering(
        request: &tsp::TspRequest,
        policy: &Oid,
        serial: Vec<u8>,
        gen_time: Timestamp,
    ) -> Self {
        Self {
            policy: policy.clone(),
            hash: request.hash.clone(),
            imprint: request.imprint.clone(),
            serial,
            gen_time,
            accuracy: None,
            ordering: false,
            nonce: request.nonce.clone(),
            ess: EssVersion::V1,
            carries_certificate: request.wants_certificate,
        }
    }

    /// Signs the token; `certificate` is the authority's.
    ///
    /// # Errors
    ///
    /// When the key does not sign.
    pub fn to_der(
        &self,
        signer: &dyn Signer,
        certificate: &Certificate,
    ) -> Result<Vec<u8>, KeyError> {
        let nonce = self.nonce.as_deref().map(tsp::integer_content).unwrap_or_default();
        let info = encode::sequence(&[
            &encode::small(1),
            &encode::oid(&self.policy),
            &tsp::imprint_der(&self.hash, &self.imprint),
            &encode::integer(&self.serial),
            &encode::generalized_time(self.gen_time),
            &self.accuracy.map(accuracy).unwrap_or_default(),
            &if self.ordering { encode::truth() } else { Vec::new() },
            &nonce,
        ]);
        let hash = signer.digest_algorithm();
        let options = SignOptions { detached: false, signing_time: self.gen_time, ess: self.ess };
        let part =
            cms::signer_info(signer, certificate, &known::TST_INFO, &hash.digest(&info), &options)?;
        let carried: &[&Certificate] = if self.carries_certificate { &[certificate] } else { &[] };
        let content = cms::Content { kind: &known::TST_INFO, octets: Some(&info) };
        let digests = [AlgorithmIdentifier::with_null(hash.oid())];
        Ok(cms::assemble(3, &digests, &content, carried, vec![part]))
    }
}

/// Seconds, milliseconds and microseconds, each where it is not nothing.
fn accuracy(accuracy: tsp::Accuracy) -> Vec<u8> {
    let number = |value: u64| {
        let whole = encode::integer(&value.to_be_bytes());
        tlv::only(&whole, INTEGER).map_or_else(|_| Vec::new(), |it| it.content.to_vec())
    };
    let us = accuracy.microseconds;
    let parts = [
        (INTEGER, us / 1_000_000),
        (tlv::context(0), us / 1_000 % 1_000),
        (tlv::context(1), us % 1_000),
    ];
    let written = parts.into_iter().filter(|(_, value)| *value > 0);
    let parts: Vec<_> = written.map(|(tag, value)| encode::element(tag, &number(value))).collect();
    encode::element(SEQUENCE, &parts.concat())
}

/// The answer that grants a token.
#[must_use]
pub fn timestamp_granted(token: &[u8]) -> Vec<u8> {
    let status = encode::sequence(&[&encode::element(INTEGER, &[0])]);
    encode::sequence(&[&status, token])
}

/// The answer that refuses: the bit of PKIFailureInfo and the authority's words
/// ([RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2)).
#[must_use]
pub fn timestamp_refused(failure: u8, text: &str) -> Vec<u8> {
    let words = encode::sequence(&[&encode::element(encode::UTF8_STRING, text.as_bytes())]);
    let bits = encode::named_bits(&[failure]);
    let status = encode::sequence(&[&encode::small(2), &words, &bits]);
    encode::sequence(&[&status])
}
