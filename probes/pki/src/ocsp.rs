//! Asking an authority about one certificate and judging its answer
//! ([RFC 6960](https://www.rfc-editor.org/rfc/rfc6960)).
//!
//! An answer is believed only when it is about the certificate asked for, signed by one who may
//! answer for its issuer, and fresh. Otherwise the conclusion is that nothing was answered,
//! whatever the octets say: *good* is never a default.

use jiff::{SignedDuration, Timestamp};

use crate::{
    algorithm::{self, AlgorithmIdentifier, HashAlgorithm},
    certificate::{Certificate, KeyUsage},
    cms::{same_number, signature_finding},
    encode,
    finding::{Finding, Fingerprint, Weight, codes, hex, instant},
    issue::{self, Extension},
    name::Name,
    oid::{Oid, known},
    time,
    tlv::{
        self, BIT_STRING, ENUMERATED, Element, GENERALIZED_TIME, INTEGER, Malformed,
        OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE,
    },
};

/// The most answers, and the most certificates, read in one response.
pub const ANSWER_LIMIT: usize = 1024;

/// Why octets are no OCSP response that can be judged.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum OcspError {
    /// The octets do not have the structure.
    #[error("the OCSP message cannot be read: {0}")]
    Malformed(#[from] Malformed),
    /// More of something than is judged.
    #[error("the OCSP message has more than {limit} {what}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many are read.
        limit: usize,
    },
    /// A response of a type other than the basic one.
    #[error("the OCSP response is of the type {found}, which is not handled")]
    Type {
        /// Its type.
        found: Oid,
    },
}

/// Names a certificate by hashes of its issuer and its serial number
/// ([RFC 6960 section 4.1.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.1.1)).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CertId {
    /// The hash both digests are made with.
    pub hash: AlgorithmIdentifier,
    /// Digest of the issuer's name.
    pub issuer_name_hash: Vec<u8>,
    /// Digest of the issuer's key.
    pub issuer_key_hash: Vec<u8>,
    /// Content octets of the serial number.
    pub serial: Vec<u8>,
}

impl CertId {
    /// The identity of a certificate; the national responder uses SHA-256.
    #[must_use]
    pub fn new(certificate: &Certificate, issuer: &Certificate, hash: HashAlgorithm) -> Self {
        Self {
            hash: AlgorithmIdentifier::with_null(hash.oid()),
            issuer_name_hash: hash.digest(certificate.issuer().der()),
            issuer_key_hash: hash.digest(issuer.public_key().key_octets()),
            serial: certificate.serial().to_vec(),
        }
    }

    /// Whether it names this certificate of this issuer; `None` when its hash is not known.
    #[must_use]
    pub fn names(&self, certificate: &Certificate, issuer: &Certificate) -> Option<bool> {
        self.names_number(certificate.serial(), certificate, issuer)
    }

    /// Whether it names the certificate of this number that the issuer of `sibling` would issue.
    fn names_number(
        &self,
        serial: &[u8],
        sibling: &Certificate,
        issuer: &Certificate,
    ) -> Option<bool> {
        let hash = HashAlgorithm::from_oid(&self.hash.oid)?;
        // One name may be encoded in two ways by the certificate and by its issuer.
        let name = [sibling.issuer().der(), issuer.subject().der()]
            .iter()
            .any(|name| hash.digest(name) == self.issuer_name_hash);
        let key = hash.digest(issuer.public_key().key_octets()) == self.issuer_key_hash;
        Some(name && key && same_number(&self.serial, serial))
    }

    /// The hash both digests are made with; nothing where it is not known.
    #[must_use]
    pub fn hash_of(&self) -> Option<HashAlgorithm> {
        HashAlgorithm::from_oid(&self.hash.oid)
    }

    /// DER of the identity.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        encode::sequence(&[
            &issue::algorithm(&self.hash),
            &encode::octet_string(&self.issuer_name_hash),
            &encode::octet_string(&self.issuer_key_hash),
            &encode::element(INTEGER, &self.serial),
        ])
    }

    fn read(content: &[u8]) -> Result<Self, Malformed> {
        let mut fields = Reader::new(content);
        let hash = AlgorithmIdentifier::from_der(fields.expect(SEQUENCE)?.raw)?;
        let issuer_name_hash = fields.expect(OCTET_STRING)?.content.to_vec();
        let issuer_key_hash = fields.expect(OCTET_STRING)?.content.to_vec();
        let serial = fields.expect(INTEGER)?.content.to_vec();
        fields.finish()?;
        Ok(Self { hash, issuer_name_hash, issuer_key_hash, serial })
    }
}

/// A question to a responder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OcspRequest {
    /// The certificates asked about.
    pub certificates: Vec<CertId>,
    /// Random octets the answer must repeat.
    pub nonce: Option<Vec<u8>>,
}

impl OcspRequest {
    /// Asks about one certificate.
    #[must_use]
    pub fn new(
        certificate: &Certificate,
        issuer: &Certificate,
        hash: HashAlgorithm,
        nonce: Option<&[u8]>,
    ) -> Self {
        Self {
            certificates: vec![CertId::new(certificate, issuer, hash)],
            nonce: nonce.map(<[u8]>::to_vec),
        }
    }

    /// DER of the question.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let list: Vec<Vec<u8>> =
            self.certificates.iter().map(|id| encode::sequence(&[&id.to_der()])).collect();
        let extensions = self
            .nonce
            .as_deref()
            .map(|nonce| {
                let list = encode::sequence(&[&nonce_extension(nonce).to_der()]);
                encode::element(tlv::context_constructed(2), &list)
            })
            .unwrap_or_default();
        let body = encode::sequence(&[&encode::element(SEQUENCE, &list.concat()), &extensions]);
        encode::sequence(&[&body])
    }

    /// Reads a question, as a demonstration responder must.
    ///
    /// # Errors
    ///
    /// When the octets are no question, or ask about too many certificates.
    pub fn read(der: &[u8]) -> Result<Self, OcspError> {
        let mut outer = Reader::new(tlv::only(der, SEQUENCE)?.content);
        let mut body = Reader::new(outer.expect(SEQUENCE)?.content);
        body.optional(tlv::context_constructed(0))?;
        body.optional(tlv::context_constructed(1))?;
        let mut list = Reader::new(body.expect(SEQUENCE)?.content);
        let mut certificates = Vec::new();
        while !list.is_empty() {
            if certificates.len() == ANSWER_LIMIT {
                return Err(OcspError::TooMany { what: "certificates", limit: ANSWER_LIMIT });
            }
            let mut request = Reader::new(list.expect(SEQUENCE)?.content);
            certificates.push(CertId::read(request.expect(SEQUENCE)?.content)?);
        }
        let mut nonce = None;
        if let Some(element) = body.optional(tlv::context_constructed(2))? {
            for extension in read_extensions(&element)? {
                if extension.oid == known::OCSP_NONCE {
                    nonce = Some(read_nonce(&extension.value));
                }
            }
        }
        Ok(Self { certificates, nonce })
    }
}

pub(crate) fn nonce_extension(nonce: &[u8]) -> Extension {
    Extension::new(&known::OCSP_NONCE, false, encode::octet_string(nonce))
}

/// The nonce inside its OCTET STRING; older software leaves that out.
fn read_nonce(value: &[u8]) -> Vec<u8> {
    tlv::only(value, OCTET_STRING).map_or(value, |inner| inner.content).to_vec()
}

/// Whether a nonce has the form of
/// [RFC 9654 section 2.1](https://www.rfc-editor.org/rfc/rfc9654#section-2.1).
fn is_sound_nonce(value: &[u8]) -> bool {
    tlv::only(value, OCTET_STRING).is_ok_and(|inner| (1..=128).contains(&inner.content.len()))
}

fn read_extensions(explicit: &Element<'_>) -> Result<Vec<Extension>, Malformed> {
    let mut list = Reader::new(tlv::only(explicit.content, SEQUENCE)?.content);
    let mut extensions = Vec::new();
    while !list.is_empty() {
        let mut fields = Reader::new(list.expect(SEQUENCE)?.content);
        let oid = read_oid(&fields.expect(OBJECT_IDENTIFIER)?)?;
        let critical = fields.flag()?;
        let value = fields.expect(OCTET_STRING)?.content.to_vec();
        fields.finish()?;
        extensions.push(Extension { oid, critical, value });
        if extensions.len() > 64 {
            return Err(Malformed::Value("there are more than 64 extensions"));
        }
    }
    Ok(extensions)
}

fn read_oid(element: &Element<'_>) -> Result<Oid, Malformed> {
    Oid::from_der_content(element.content)
        .map_err(|_| Malformed::Value("object identifier is malformed"))
}

/// What a responder says about a certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OcspStatus {
    /// It is not revoked.
    Good,
    /// Nothing was said about it that can be believed.
    NotAnswered,
    /// It is revoked, or was never issued.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// CRLReason, when given.
        reason: Option<u8>,
    },
    /// The responder does not know it.
    Unknown,
}

/// Who answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ResponderId {
    /// The one whose key has this SHA-1.
    Key(Vec<u8>),
    /// The one of this name.
    Name(Name),
}

/// The answer about one certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SingleResponse {
    /// The certificate it is about.
    pub id: CertId,
    /// What is said.
    pub status: OcspStatus,
    /// When this was known to be so.
    pub this_update: Timestamp,
    /// When more will be known.
    pub next_update: Option<Timestamp>,
    /// How far back the responder knows about certificates that have ended
    /// ([RFC 6960 section 4.4.4](https://www.rfc-editor.org/rfc/rfc6960#section-4.4.4)).
    pub archive_cutoff: Option<Timestamp>,
    unknown_critical: Option<Oid>,
}

/// A signed set of answers.
#[derive(Clone, Debug)]
pub struct BasicResponse {
    /// SHA-256 of the whole response.
    pub fingerprint: Fingerprint,
    /// Who says so.
    pub responder: ResponderId,
    /// When it was signed.
    pub produced_at: Timestamp,
    /// The answers.
    pub answers: Vec<SingleResponse>,
    /// The nonce that was repeated.
    pub nonce: Option<Vec<u8>>,
    /// The responder says it answers *revoked* for certificates never issued.
    pub extended_revoke: bool,
    /// Certificates put inside to help. Nothing vouches for them.
    pub certificates: Vec<Certificate>,
    unknown_critical: Option<Oid>,
    body: Vec<u8>,
    algorithm: AlgorithmIdentifier,
    signature: Vec<u8>,
}

/// What came back from a responder.
#[derive(Clone, Debug)]
pub enum OcspResponse {
    /// Answers.
    Answered(Box<BasicResponse>),
    /// No answer: 1 malformed request, 2 internal error, 3 try later, 5 signature required,
    /// 6 unauthorised.
    Refused(u32),
}

/// What a responder that gives no answer says, in the words of
/// [RFC 6960 section 4.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1).
#[must_use]
pub fn refusal_name(status: u32) -> String {
    let name = match status {
        1 => "malformedRequest",
        2 => "internalError",
        3 => "tryLater",
        5 => "sigRequired",
        6 => "unauthorized",
        _ => return status.to_string(),
    };
    name.to_owned()
}

impl OcspResponse {
    /// Reads a response, and what is odd about it.
    ///
    /// # Errors
    ///
    /// When the octets are no response, or it is of another type than the basic one.
    pub fn read(der: &[u8]) -> Result<(Self, Vec<Finding>), OcspError> {
        let mut findings = Vec::new();
        let mut whole = Reader::new(der);
        let mut outer = Reader::new(whole.expect(SEQUENCE)?.content);
        if !whole.is_empty() {
            let octets = whole.rest().len();
            findings.push(Finding::remark(&codes::OCSP_TRAILING).with("octets", octets));
        }
        let status = tlv::small_integer(outer.expect(ENUMERATED)?.content)?;
        if status != 0 {
            return Ok((Self::Refused(status), findings));
        }
        let explicit = outer.expect(tlv::context_constructed(0))?;
        let mut typed = Reader::new(tlv::only(explicit.content, SEQUENCE)?.content);
        let kind = read_oid(&typed.expect(OBJECT_IDENTIFIER)?)?;
        if kind != known::OCSP_BASIC {
            return Err(OcspError::Type { found: kind });
        }
        let basic = typed.expect(OCTET_STRING)?.content;
        let basic = BasicResponse::read(basic, Fingerprint::of(der), &mut findings)?;
        Ok((Self::Answered(Box::new(basic)), findings))
    }

    /// Judges what the response says about one certificate.
    #[must_use]
    pub fn check(&self, question: &OcspQuestion<'_>) -> OcspReport {
        let end = Some(question.certificate.not_after());
        self.check_subject(question, question.certificate.serial(), end)
    }

    /// Judges what the response says about a serial number of which there is no certificate: that
    /// of a certificate never issued, for one. The certificate of the question is any other of the
    /// same issuer.
    #[must_use]
    pub fn check_number(&self, question: &OcspQuestion<'_>, serial: &[u8]) -> OcspReport {
        self.check_subject(question, serial, None)
    }

    fn check_subject(
        &self,
        question: &OcspQuestion<'_>,
        serial: &[u8],
        not_after: Option<Timestamp>,
    ) -> OcspReport {
        match self {
            Self::Answered(basic) => basic.check(question, serial, not_after),
            Self::Refused(code) => OcspReport {
                findings: vec![
                    Finding::undetermined(&codes::OCSP_REFUSED).with("status", refusal_name(*code)),
                ],
                ..OcspReport::nothing()
            },
        }
    }
}

impl BasicResponse {
    fn read(
        der: &[u8],
        fingerprint: Fingerprint,
        findings: &mut Vec<Finding>,
    ) -> Result<Self, OcspError> {
        let mut fields = Reader::new(tlv::only(der, SEQUENCE)?.content);
        let body = fields.expect(SEQUENCE)?;
        let algorithm = AlgorithmIdentifier::from_der(fields.expect(SEQUENCE)?.raw)?;
        let signature = tlv::whole_octets(fields.expect(BIT_STRING)?.content)?.to_vec();
        let mut certificates = Vec::new();
        if let Some(explicit) = fields.optional(tlv::context_constructed(0))? {
            let mut list = Reader::new(tlv::only(explicit.content, SEQUENCE)?.content);
            let mut position = 0_usize;
            while !list.is_empty() {
                if position == ANSWER_LIMIT {
                    return Err(OcspError::TooMany { what: "certificates", limit: ANSWER_LIMIT });
                }
                match Certificate::read(list.next()?.raw) {
                    Ok(certificate) => certificates.push(certificate),
                    Err(error) => findings.push(
                        Finding::remark(&codes::OCSP_CERTIFICATE_UNREADABLE)
                            .with("position", position)
                            .with("reason", error),
                    ),
                }
                position += 1;
            }
        }
        fields.finish()?;

        let mut data = Reader::new(body.content);
        if let Some(version) = data.optional(tlv::context_constructed(0))?
            && tlv::small_integer(tlv::only(version.content, INTEGER)?.content)? != 0
        {
            return Err(Malformed::Value("the response is not of version 1").into());
        }
        let responder = match data.optional(tlv::context_constructed(1))? {
            Some(name) => {
                ResponderId::Name(Name::from_der(tlv::only(name.content, SEQUENCE)?.raw)?)
            }
            None => {
                let key = data.expect(tlv::context_constructed(2))?;
                ResponderId::Key(tlv::only(key.content, OCTET_STRING)?.content.to_vec())
            }
        };
        let produced_at = instant_of(&data.expect(GENERALIZED_TIME)?)?;
        let mut list = Reader::new(data.expect(SEQUENCE)?.content);
        let mut answers = Vec::new();
        while !list.is_empty() {
            if answers.len() == ANSWER_LIMIT {
                return Err(OcspError::TooMany { what: "answers", limit: ANSWER_LIMIT });
            }
            answers.push(SingleResponse::read(list.expect(SEQUENCE)?.content)?);
        }
        let (mut nonce, mut extended_revoke, mut unknown_critical) = (None, false, None);
        if let Some(explicit) = data.optional(tlv::context_constructed(1))? {
            for extension in read_extensions(&explicit)? {
                if extension.oid == known::OCSP_NONCE {
                    if !is_sound_nonce(&extension.value) {
                        findings.push(
                            Finding::remark(&codes::OCSP_NONCE_FORM)
                                .with("octets", extension.value.len()),
                        );
                    }
                    nonce = Some(read_nonce(&extension.value));
                } else if extension.oid == known::OCSP_EXTENDED_REVOKE {
                    extended_revoke = true;
                } else if extension.critical {
                    unknown_critical = Some(extension.oid);
                }
            }
        }
        data.finish()?;
        Ok(Self {
            fingerprint,
            responder,
            produced_at,
            answers,
            nonce,
            extended_revoke,
            certificates,
            unknown_critical,
            body: body.raw.to_vec(),
            algorithm,
            signature,
        })
    }
}

impl SingleResponse {
    fn read(content: &[u8]) -> Result<Self, Malformed> {
        let mut fields = Reader::new(content);
        let id = CertId::read(fields.expect(SEQUENCE)?.content)?;
        let state = fields.next()?;
        let status = if state.identifier == tlv::context(0) {
            OcspStatus::Good
        } else if state.identifier == tlv::context(2) {
            OcspStatus::Unknown
        } else if state.identifier == tlv::context_constructed(1) {
            let mut revoked = Reader::new(state.content);
            let at = instant_of(&revoked.expect(GENERALIZED_TIME)?)?;
            let reason = match revoked.optional(tlv::context_constructed(0))? {
                None => None,
                Some(explicit) => {
                    let code =
                        tlv::small_integer(tlv::only(explicit.content, ENUMERATED)?.content)?;
                    Some(u8::try_from(code).map_err(|_| Malformed::Value("no such reason"))?)
                }
            };
            OcspStatus::Revoked { at, reason }
        } else {
            return Err(Malformed::Value("no such status of a certificate"));
        };
        let this_update = instant_of(&fields.expect(GENERALIZED_TIME)?)?;
        let next_update = match fields.optional(tlv::context_constructed(0))? {
            None => None,
            Some(explicit) => Some(instant_of(&tlv::only(explicit.content, GENERALIZED_TIME)?)?),
        };
        let (mut archive_cutoff, mut unknown_critical) = (None, None);
        if let Some(explicit) = fields.optional(tlv::context_constructed(1))? {
            for extension in read_extensions(&explicit)? {
                if extension.oid == known::OCSP_ARCHIVE_CUTOFF {
                    let time = tlv::only(&extension.value, GENERALIZED_TIME)?;
                    archive_cutoff = Some(instant_of(&time)?);
                } else if extension.critical {
                    unknown_critical.get_or_insert(extension.oid);
                }
            }
        }
        fields.finish()?;
        Ok(Self { id, status, this_update, next_update, archive_cutoff, unknown_critical })
    }
}

fn instant_of(element: &Element<'_>) -> Result<Timestamp, Malformed> {
    time::read(element)
        .map(|read| read.at)
        .ok_or(Malformed::Value("a time of the response cannot be read"))
}

/// What is asked about a response.
#[derive(Clone, Copy, Debug)]
pub struct OcspQuestion<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// Its issuer.
    pub issuer: &'a Certificate,
    /// The moment of judgement.
    pub at: Timestamp,
    /// The nonce that was sent.
    pub nonce: Option<&'a [u8]>,
    /// Responders trusted by local configuration, beside the issuer and those it authorised.
    pub trusted: &'a [Certificate],
    /// How old an answer may be that does not say when it ends; `None` for any age.
    pub longest_age: Option<SignedDuration>,
}

/// What was found about a response.
#[derive(Clone, Debug)]
pub struct OcspReport {
    /// The conclusion: what can be believed about the certificate.
    pub status: OcspStatus,
    /// What the response says, believed or not.
    pub stated: OcspStatus,
    /// When it was signed.
    pub produced_at: Option<Timestamp>,
    /// When the status was known to be so.
    pub this_update: Option<Timestamp>,
    /// When more will be known.
    pub next_update: Option<Timestamp>,
    /// Since when the status of expired certificates is kept.
    pub archive_cutoff: Option<Timestamp>,
    /// Who signed.
    pub responder: Option<Certificate>,
    /// The certificate was never issued, says the responder.
    pub never_issued: bool,
    /// Everything that was found.
    pub findings: Vec<Finding>,
}

impl OcspReport {
    fn nothing() -> Self {
        Self {
            status: OcspStatus::NotAnswered,
            stated: OcspStatus::NotAnswered,
            produced_at: None,
            this_update: None,
            next_update: None,
            archive_cutoff: None,
            responder: None,
            never_issued: false,
            findings: Vec::new(),
        }
    }
}

impl BasicResponse {
    fn check(
        &self,
        question: &OcspQuestion<'_>,
        serial: &[u8],
        not_after: Option<Timestamp>,
    ) -> OcspReport {
        let mut report =
            OcspReport { produced_at: Some(self.produced_at), ..OcspReport::nothing() };
        self.check_signature(question, &mut report);
        self.check_nonce(question, &mut report);
        if let Some(oid) = &self.unknown_critical {
            report
                .findings
                .push(Finding::undetermined(&codes::OCSP_EXTENSION_UNKNOWN).with("extension", oid));
        }
        let answer = self.answer(question, serial, &mut report);
        if let Some(answer) = answer {
            report.stated = answer.status;
            report.this_update = Some(answer.this_update);
            report.next_update = answer.next_update;
            report.archive_cutoff = answer.archive_cutoff;
            if let Some(oid) = &answer.unknown_critical {
                report.findings.push(
                    Finding::undetermined(&codes::OCSP_EXTENSION_UNKNOWN).with("extension", oid),
                );
            }
            if let OcspStatus::Revoked { at, reason } = answer.status {
                if reason == Some(6) && at == Timestamp::UNIX_EPOCH {
                    report.never_issued = self.extended_revoke;
                    let page = if self.extended_revoke {
                        &codes::OCSP_NEVER_ISSUED
                    } else {
                        &codes::OCSP_EXTENDED_REVOKE_ABSENT
                    };
                    report.findings.push(Finding::remark(page).with("serial", hex(serial)));
                }
                let times = [("revocation_time", at), ("produced_at", self.produced_at)];
                report.findings.extend(out_of_order(times, Weight::Remark));
            }
            let believed = report.findings.iter().all(|finding| finding.weight == Weight::Remark);
            let fresh = freshness(question, not_after, answer, self.produced_at, &mut report);
            if believed {
                // A revocation stays one however old the news is; that all is well does not.
                report.status = match answer.status {
                    OcspStatus::Good if !fresh => OcspStatus::NotAnswered,
                    OcspStatus::Good
                    | OcspStatus::NotAnswered
                    | OcspStatus::Revoked { .. }
                    | OcspStatus::Unknown => answer.status,
                };
            }
        }
        let about = question.certificate.fingerprint();
        for finding in &mut report.findings {
            finding.about.get_or_insert(about);
        }
        report
    }

    /// The answer about the certificate asked for, wherever it stands among the others.
    fn answer(
        &self,
        question: &OcspQuestion<'_>,
        serial: &[u8],
        report: &mut OcspReport,
    ) -> Option<&SingleResponse> {
        let mut unknown_hash = None;
        let mut found: Vec<&SingleResponse> = Vec::new();
        for answer in &self.answers {
            match answer.id.names_number(serial, question.certificate, question.issuer) {
                Some(true) => found.push(answer),
                Some(false) => {}
                None => unknown_hash = Some(&answer.id.hash),
            }
        }
        // Of several that agree the latest is the news.
        let Some(latest) = found.iter().max_by_key(|answer| answer.this_update) else {
            let finding = match unknown_hash {
                Some(hash) => {
                    Finding::undetermined(&codes::OCSP_HASH_UNKNOWN).with("algorithm", hash)
                }
                None => Finding::undetermined(&codes::OCSP_OTHER_CERTIFICATE)
                    .with("count", self.answers.len()),
            };
            report.findings.push(finding);
            return None;
        };
        if found.iter().any(|answer| answer.status != latest.status) {
            report.findings.push(Finding::undetermined(&codes::OCSP_CONTRADICTION));
        }
        Some(latest)
    }

    fn check_nonce(&self, question: &OcspQuestion<'_>, report: &mut OcspReport) {
        let Some(sent) = question.nonce else { return };
        match &self.nonce {
            None => report.findings.push(Finding::undetermined(&codes::OCSP_NONCE_ABSENT)),
            Some(echoed) if echoed == sent => {}
            Some(echoed) => report.findings.push(
                Finding::fatal(&codes::OCSP_NONCE_DIFFERS)
                    .with("sent", hex(sent))
                    .with("found", hex(echoed)),
            ),
        }
    }

    /// Finds who signed, whether the signature is theirs, and whether they may answer.
    fn check_signature(&self, question: &OcspQuestion<'_>, report: &mut OcspReport) {
        let candidates = self
            .certificates
            .iter()
            .chain(std::iter::once(question.issuer))
            .chain(question.trusted)
            .filter(|certificate| self.is_responder(certificate));
        let mut failure = None;
        for candidate in candidates.take(8) {
            let key = candidate.public_key();
            match algorithm::verify(key, &self.algorithm, &self.body, &self.signature) {
                Ok(()) => {
                    report.findings.extend(algorithm::strength(key, &self.algorithm));
                    self.check_authority(candidate, question, report);
                    report.responder = Some(candidate.clone());
                    return;
                }
                Err(error) => failure = Some((error, candidate)),
            }
        }
        report.findings.push(match failure {
            None => Finding::undetermined(&codes::OCSP_RESPONDER_MISSING),
            Some((error, candidate)) => {
                report.responder = Some(candidate.clone());
                signature_finding(&error, &codes::OCSP_SIGNATURE)
            }
        });
    }

    fn is_responder(&self, certificate: &Certificate) -> bool {
        match &self.responder {
            ResponderId::Name(name) => certificate.subject() == name,
            ResponderId::Key(id) => issue::key_identifier(certificate.public_key()) == *id,
        }
    }

    /// Whether the signer may answer for the issuer: it is the issuer, or the issuer gave it the
    /// right, or the one who asks trusts it
    /// ([RFC 6960 section 4.2.2.2](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.2.2)).
    fn check_authority(
        &self,
        signer: &Certificate,
        question: &OcspQuestion<'_>,
        report: &mut OcspReport,
    ) {
        let about = signer.fingerprint();
        let issuer = question.issuer;
        let is_issuer = signer.public_key().is_same_key(issuer.public_key())
            && signer.subject() == issuer.subject();
        if is_issuer || question.trusted.contains(signer) {
            return;
        }
        let purposes = signer.extended_key_usage().unwrap_or_default();
        if !purposes.contains(&known::PURPOSE_OCSP_SIGNING) {
            report.findings.push(Finding::fatal(&codes::OCSP_RESPONDER_PURPOSE).about(about));
        }
        if let Some(usage) = signer.key_usage()
            && !usage.contains(KeyUsage::DIGITAL_SIGNATURE)
            && !usage.contains(KeyUsage::NON_REPUDIATION)
        {
            report.findings.push(Finding::fatal(&codes::OCSP_RESPONDER_KEY_USAGE).about(about));
        }
        let issued = algorithm::verify(
            issuer.public_key(),
            signer.signature_algorithm(),
            signer.tbs(),
            signer.signature(),
        );
        let doubt = match issued {
            Ok(()) if signer.issuer() == issuer.subject() => None,
            Err(error) if error.is_undetermined() && signer.issuer() == issuer.subject() => {
                Some(Weight::Undetermined)
            }
            Ok(()) | Err(_) => Some(Weight::Fatal),
        };
        if let Some(weight) = doubt {
            report.findings.push(
                Finding::new(&codes::OCSP_RESPONDER_OTHER_ISSUER, weight)
                    .about(about)
                    .with("issuer", signer.issuer()),
            );
        }
        if self.produced_at < signer.not_before() || self.produced_at > signer.not_after() {
            report.findings.push(
                Finding::fatal(&codes::OCSP_RESPONDER_TIME)
                    .about(about)
                    .with("produced_at", instant(self.produced_at))
                    .with("not_before", instant(signer.not_before()))
                    .with("not_after", instant(signer.not_after())),
            );
        }
        if signer.extension(&known::OCSP_NO_CHECK).is_none() {
            report.findings.push(Finding::remark(&codes::OCSP_NO_CHECK_ABSENT).about(about));
        }
    }
}

/// The longest time an answer holds without being remarked on.
const LONGEST_ANSWER: SignedDuration = SignedDuration::from_hours(366 * 24);

/// The finding that of two times the one named second lies before the first.
fn out_of_order(times: [(&str, Timestamp); 2], weight: Weight) -> Option<Finding> {
    let [(earlier, first), (later, second)] = times;
    (second < first).then(|| {
        Finding::new(&codes::OCSP_TIMES, weight)
            .with("earlier", earlier)
            .with("earlier_time", instant(first))
            .with("later", later)
            .with("later_time", instant(second))
    })
}

/// Whether the answer holds at the moment of judgement; says why when it does not.
fn freshness(
    question: &OcspQuestion<'_>,
    not_after: Option<Timestamp>,
    answer: &SingleResponse,
    produced_at: Timestamp,
    report: &mut OcspReport,
) -> bool {
    let before = report.findings.len();
    let this = ("this_update", answer.this_update);
    let produced = ("produced_at", produced_at);
    report.findings.extend(out_of_order([this, produced], Weight::Undetermined));
    if let Some(next) = answer.next_update {
        for earlier in [this, produced] {
            let times = [earlier, ("next_update", next)];
            report.findings.extend(out_of_order(times, Weight::Undetermined));
        }
    }
    for (field, time) in [this, produced] {
        if time > question.at {
            report.findings.push(
                Finding::undetermined(&codes::OCSP_TIME_AHEAD)
                    .with("field", field)
                    .with("time", instant(time))
                    .with("at", instant(question.at)),
            );
        }
    }
    if let Some(not_after) = not_after
        && answer.status == OcspStatus::Good
        && answer.this_update > not_after
        && answer.archive_cutoff.is_none_or(|cutoff| cutoff > not_after)
    {
        report.findings.push(
            Finding::undetermined(&codes::OCSP_EXPIRED)
                .with("not_after", instant(not_after))
                .with("this_update", instant(answer.this_update)),
        );
    }
    let sound = report.findings.len() == before;
    if let Some(next) = answer.next_update
        && next.duration_since(answer.this_update) > LONGEST_ANSWER
    {
        report.findings.push(
            Finding::remark(&codes::OCSP_NEXT_UPDATE_DISTANT)
                .with("this_update", instant(answer.this_update))
                .with("next_update", instant(next)),
        );
    }
    holds(question, answer, report) && sound
}

/// Whether the answer has not ended by the moment of judgement.
fn holds(question: &OcspQuestion<'_>, answer: &SingleResponse, report: &mut OcspReport) -> bool {
    match answer.next_update {
        Some(next) if next < question.at => {
            report.findings.push(
                Finding::undetermined(&codes::OCSP_STALE)
                    .with("next_update", instant(next))
                    .with("at", instant(question.at)),
            );
            false
        }
        Some(_) => true,
        None => {
            let age = question.at.duration_since(answer.this_update);
            let fresh = question.longest_age.is_none_or(|longest| age <= longest);
            let finding = if fresh {
                Finding::remark(&codes::OCSP_NO_NEXT_UPDATE)
            } else {
                Finding::undetermined(&codes::OCSP_NO_NEXT_UPDATE)
            };
            report.findings.push(
                finding
                    .with("this_update", instant(answer.this_update))
                    .with("at", instant(question.at)),
            );
            fresh
        }
    }
}

#[cfg(test)]
mod tests;
