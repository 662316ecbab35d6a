//! Time-stamps: asking for one, reading the answer, and judging a token
//! ([RFC 3161](https://www.rfc-editor.org/rfc/rfc3161)).
//!
//! A token is a CMS signature over a statement: these octets existed by this moment. Whether the
//! authority's certificate leads to an anchor at that moment is the question of [`crate::path`].

use jiff::Timestamp;

use crate::{
    algorithm::{AlgorithmIdentifier, HashAlgorithm},
    ber,
    certificate::{Certificate, GeneralName, general_names},
    cms::{CmsError, EssCertId, SignedData},
    encode,
    finding::{Finding, Weight, codes, hex, instant},
    issue::algorithm,
    oid::{Oid, known},
    time,
    tlv::{
        self, BIT_STRING, GENERALIZED_TIME, INTEGER, Malformed, OBJECT_IDENTIFIER, OCTET_STRING,
        Reader, SEQUENCE, Slice,
    },
};

/// Why octets are no time-stamp that can be judged.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TspError {
    /// The token's shell is no signature.
    #[error("the time-stamp is not a CMS signature: {0}")]
    Cms(#[from] CmsError),
    /// What is signed is no time-stamp.
    #[error("the signature is over {found}, not over a time-stamp")]
    ContentType {
        /// What it is over.
        found: Oid,
    },
    /// The octets do not have the structure.
    #[error("the time-stamp cannot be read: {0}")]
    Malformed(#[from] Malformed),
}

/// A request for a time-stamp.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TspRequest {
    /// The hash of the data.
    pub hash: AlgorithmIdentifier,
    /// The digest of the data.
    pub imprint: Vec<u8>,
    /// The policy asked for.
    pub policy: Option<Oid>,
    /// Content octets of the nonce, an INTEGER of either sign.
    pub nonce: Option<Vec<u8>>,
    /// The authority's certificate is wanted inside.
    pub wants_certificate: bool,
}

impl TspRequest {
    /// A request over a digest, with the certificate wanted; `nonce` is fresh random octets.
    #[must_use]
    pub fn new(hash: HashAlgorithm, imprint: Vec<u8>, nonce: Option<&[u8]>) -> Self {
        let number = |octets| encode::integer(octets).get(2..).unwrap_or_default().to_vec();
        Self {
            hash: AlgorithmIdentifier::with_null(hash.oid()),
            imprint,
            policy: None,
            nonce: nonce.map(number),
            wants_certificate: true,
        }
    }

    /// DER of the request.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let imprint = imprint_der(&self.hash, &self.imprint);
        let policy = self.policy.as_ref().map(encode::oid).unwrap_or_default();
        let nonce = self.nonce.as_deref().map(integer_content).unwrap_or_default();
        let wants = if self.wants_certificate { encode::truth() } else { Vec::new() };
        encode::sequence(&[&encode::small(1), &imprint, &policy, &nonce, &wants])
    }

    /// Reads a request, as a demonstration authority must.
    ///
    /// # Errors
    ///
    /// When the octets are no request.
    pub fn read(der: &[u8]) -> Result<Self, Malformed> {
        let mut fields = Reader::new(tlv::only(der, SEQUENCE)?.content);
        fields.expect(INTEGER)?;
        let (hash, imprint) = read_imprint(fields.expect(SEQUENCE)?.content)?;
        let policy = fields.optional(OBJECT_IDENTIFIER)?.map(|e| oid(e.content)).transpose()?;
        let nonce = fields.optional(INTEGER)?.map(|element| element.content.to_vec());
        let wants_certificate = fields.flag()?;
        fields.optional(tlv::context_constructed(0))?;
        fields.finish()?;
        Ok(Self { hash, imprint, policy, nonce, wants_certificate })
    }
}

pub(crate) fn integer_content(content: &[u8]) -> Vec<u8> {
    encode::element(INTEGER, content)
}

pub(crate) fn imprint_der(hash: &AlgorithmIdentifier, digest: &[u8]) -> Vec<u8> {
    encode::sequence(&[&algorithm(hash), &encode::octet_string(digest)])
}

fn read_imprint(content: &[u8]) -> Result<(AlgorithmIdentifier, Vec<u8>), Malformed> {
    let mut fields = Reader::new(content);
    let hash = AlgorithmIdentifier::from_der(fields.expect(SEQUENCE)?.raw)?;
    let digest = fields.expect(OCTET_STRING)?.content.to_vec();
    fields.finish()?;
    Ok((hash, digest))
}

fn oid(content: &[u8]) -> Result<Oid, Malformed> {
    Oid::from_der_content(content).map_err(|_| Malformed::Value("object identifier is malformed"))
}

/// The answer to a request.
#[derive(Clone, Debug)]
pub struct TspResponse {
    /// PKIStatus: 0 granted, 1 granted with changes, 2 refused, 3 waiting …
    pub status: u32,
    /// The authority's words.
    pub text: Vec<String>,
    /// The bits of PKIFailureInfo that are set.
    pub failures: Vec<u8>,
    /// The token, when there is one.
    pub token: Option<TimestampToken>,
}

impl TspResponse {
    /// Reads an answer and the token inside.
    ///
    /// # Errors
    ///
    /// When the octets are no answer, or the token inside cannot be read.
    pub fn read(der: &[u8]) -> Result<(Self, Vec<Finding>), TspError> {
        let mut outer = Reader::lenient(der);
        let mut fields = Reader::lenient(outer.expect(SEQUENCE)?.content);
        let mut findings = Vec::new();
        if !outer.is_empty() {
            findings.push(Finding::remark(&codes::TSP_TRAILING).with("octets", outer.rest().len()));
        }
        let mut info = Reader::lenient(fields.expect(SEQUENCE)?.content);
        let status = tlv::small_integer(info.expect(INTEGER)?.content)?;
        let mut text = Vec::new();
        if let Some(list) = info.optional(SEQUENCE)? {
            let mut list = Reader::lenient(list.content);
            while !list.is_empty() && text.len() < 16 {
                text.push(String::from_utf8_lossy(list.next()?.content).into_owned());
            }
        }
        let failures = match info.optional(BIT_STRING)? {
            None => Vec::new(),
            Some(bits) => {
                let octets = bits.content.get(1..).unwrap_or_default().iter().zip(0_u8..8);
                octets
                    .flat_map(|(octet, at)| {
                        (0..8_u8).filter_map(move |bit| {
                            (octet & 0x80 >> bit != 0).then_some(at * 8 + bit)
                        })
                    })
                    .collect()
            }
        };
        let token = if fields.is_empty() {
            None
        } else {
            let (token, more) = TimestampToken::read(fields.rest())?;
            findings.extend(more);
            Some(token)
        };
        if status < 2 && token.is_none() {
            findings.push(Finding::undetermined(&codes::TSP_TOKEN_ABSENT).with("status", status));
        } else if status >= 2 && token.is_some() {
            findings.push(Finding::remark(&codes::TSP_TOKEN_UNEXPECTED).with("status", status));
        }
        Ok((Self { status, text, failures, token }, findings))
    }

    /// The names of the failures, a bit without a name as its number.
    #[must_use]
    pub fn failure_names(&self) -> Vec<String> {
        let name = |bit: &u8| match bit {
            0 => "badAlg".to_owned(),
            2 => "badRequest".to_owned(),
            5 => "badDataFormat".to_owned(),
            14 => "timeNotAvailable".to_owned(),
            15 => "unacceptedPolicy".to_owned(),
            16 => "unacceptedExtension".to_owned(),
            17 => "addInfoNotAvailable".to_owned(),
            25 => "systemFailure".to_owned(),
            other => other.to_string(),
        };
        self.failures.iter().map(name).collect()
    }

    /// Whether a token was granted.
    #[must_use]
    pub fn is_granted(&self) -> bool {
        self.status < 2 && self.token.is_some()
    }

    /// Judges the token as the answer to `request`; `None` when none was granted.
    #[must_use]
    pub fn check(
        &self,
        request: &TspRequest,
        certificates: &[Certificate],
        at: Option<Timestamp>,
    ) -> Option<TspReport> {
        let token = self.token.as_ref().filter(|_| self.is_granted())?;
        let imprint = Imprint::Digest { hash: &request.hash, digest: &request.imprint };
        Some(token.check(&TspQuestion {
            imprint,
            nonce: request.nonce.as_deref(),
            policy: request.policy.as_ref(),
            certificates,
            at,
        }))
    }
}

/// How exact the time is, in microseconds, as far as the authority says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Accuracy {
    /// The time is off by no more than this, either way.
    pub microseconds: u64,
}

/// A time-stamp token.
#[derive(Clone, Debug)]
pub struct TimestampToken {
    octets: Vec<u8>,
    signed: SignedData,
    policy: Oid,
    hash: AlgorithmIdentifier,
    imprint: Vec<u8>,
    serial: Vec<u8>,
    gen_time: Timestamp,
    accuracy: Option<Accuracy>,
    ordering: bool,
    nonce: Option<Vec<u8>>,
    authority: Option<GeneralName>,
    unknown_critical: Option<Oid>,
}

/// What a token is expected to be about.
#[derive(Clone, Copy, Debug)]
pub enum Imprint<'a> {
    /// These octets.
    Data(&'a [u8]),
    /// Octets with this digest.
    Digest {
        /// The hash the digest was made with.
        hash: &'a AlgorithmIdentifier,
        /// The digest.
        digest: &'a [u8],
    },
}

/// What is asked about a token.
#[derive(Clone, Copy, Debug)]
pub struct TspQuestion<'a> {
    /// What it should be about.
    pub imprint: Imprint<'a>,
    /// Content octets of the nonce that was sent.
    pub nonce: Option<&'a [u8]>,
    /// The policy that was asked for.
    pub policy: Option<&'a Oid>,
    /// Where to look for the authority's certificate beside the token.
    pub certificates: &'a [Certificate],
    /// The moment of judgement, if a time after it is to be noticed.
    pub at: Option<Timestamp>,
}

impl<'a> TspQuestion<'a> {
    /// Is this a token over these octets?
    #[must_use]
    pub fn over(data: &'a [u8]) -> Self {
        Self {
            imprint: Imprint::Data(data),
            nonce: None,
            policy: None,
            certificates: &[],
            at: None,
        }
    }
}

/// What was found about a token.
#[derive(Clone, Debug)]
pub struct TspReport {
    /// The moment the authority vouches for.
    pub gen_time: Timestamp,
    /// How exact it says that is.
    pub accuracy: Option<Accuracy>,
    /// The policy it was made under.
    pub policy: Oid,
    /// Content octets of the token's number; national tokens may have a negative one.
    pub serial: Vec<u8>,
    /// The hash of the imprint, when it is known.
    pub hash: Option<HashAlgorithm>,
    /// The authority says that the order of its tokens is that of their times.
    pub ordering: bool,
    /// The name the authority gives itself in the token.
    pub authority: Option<GeneralName>,
    /// The authority's certificate.
    pub certificate: Option<Certificate>,
    /// Everything that was found.
    pub findings: Vec<Finding>,
    /// The token is good and about what was asked. The certificate's path is not part of this.
    pub valid: bool,
}

impl TimestampToken {
    /// Reads a token in DER or BER, and what is odd about its shell.
    ///
    /// # Errors
    ///
    /// When it is no CMS signature over a time-stamp.
    pub fn read(bytes: &[u8]) -> Result<(Self, Vec<Finding>), TspError> {
        let (signed, mut findings) = SignedData::read(bytes)?;
        if *signed.content_type() != known::TST_INFO {
            return Err(TspError::ContentType { found: signed.content_type().clone() });
        }
        let content = signed.content().ok_or(Malformed::Value("the time-stamp has no content"))?;
        let mut fields = Reader::new(tlv::only(content, SEQUENCE)?.content);
        if tlv::small_integer(fields.expect(INTEGER)?.content)? != 1 {
            return Err(Malformed::Value("the time-stamp is not of version 1").into());
        }
        let policy = oid(fields.expect(OBJECT_IDENTIFIER)?.content)?;
        let (hash, imprint) = read_imprint(fields.expect(SEQUENCE)?.content)?;
        let serial = fields.expect(INTEGER)?.content.to_vec();
        let gen_time = time::read(&fields.expect(GENERALIZED_TIME)?)
            .ok_or(Malformed::Value("the time of the time-stamp cannot be read"))?
            .at;
        let accuracy = match fields.optional(SEQUENCE)? {
            None => None,
            Some(element) => Some(read_accuracy(element.content, &mut findings)?),
        };
        let ordering = fields.flag()?;
        let nonce = fields.optional(INTEGER)?.map(|element| element.content.to_vec());
        let authority = match fields.optional(tlv::context_constructed(0))? {
            None => None,
            Some(explicit) => {
                let slice = Slice::whole(explicit.content.into());
                general_names(&slice, slice.bytes())?.into_iter().next()
            }
        };
        let unknown_critical = match fields.optional(tlv::context_constructed(1))? {
            None => None,
            Some(extensions) => first_critical(extensions.content)?,
        };
        fields.finish()?;
        // Without what may follow it.
        let whole = ber::Reader::new(bytes).next().map_or(bytes, |it| it.raw);
        let token = Self {
            octets: whole.to_vec(),
            signed,
            policy,
            hash,
            imprint,
            serial,
            gen_time,
            accuracy,
            ordering,
            nonce,
            authority,
            unknown_critical,
        };
        Ok((token, findings))
    }

    /// The token as it was given.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// The moment the authority vouches for.
    #[must_use]
    pub fn gen_time(&self) -> Timestamp {
        self.gen_time
    }

    /// The policy the token was made under.
    #[must_use]
    pub fn policy(&self) -> &Oid {
        &self.policy
    }

    /// Certificates inside the token. Nothing vouches for them.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        self.signed.certificates()
    }

    /// The signature that the token is.
    pub(crate) const fn signed(&self) -> &SignedData {
        &self.signed
    }

    /// Judges the token against what was asked.
    #[must_use]
    pub fn check(&self, question: &TspQuestion<'_>) -> TspReport {
        let mut findings = Vec::new();
        let mut signers = self.signed.verify_with(None, question.certificates);
        if signers.len() != 1 {
            findings.push(
                Finding::fatal(&codes::TSP_SIGNER_COUNT).with("count", self.signed.signer_count()),
            );
        }
        let signer = if signers.is_empty() { None } else { Some(signers.swap_remove(0)) };
        let hash = HashAlgorithm::from_oid(&self.hash.oid);
        self.check_imprint(question, hash, &mut findings);
        if let Some(sent) = question.nonce
            && self.nonce.as_deref() != Some(sent)
        {
            findings.push(
                Finding::fatal(&codes::TSP_NONCE)
                    .with("sent", hex(sent))
                    .with("found", hex(self.nonce.as_deref().unwrap_or_default())),
            );
        }
        if let Some(policy) = question.policy.filter(|policy| **policy != self.policy) {
            findings.push(
                Finding::fatal(&codes::TSP_POLICY)
                    .with("requested", policy)
                    .with("found", &self.policy),
            );
        }
        if let Some(at) = question.at.filter(|at| self.gen_time > *at) {
            findings.push(
                Finding::undetermined(&codes::TSP_TIME_AHEAD)
                    .with("time", instant(self.gen_time))
                    .with("at", instant(at)),
            );
        }
        if let Some(extension) = &self.unknown_critical {
            findings.push(
                Finding::undetermined(&codes::TSP_EXTENSION_UNKNOWN).with("extension", extension),
            );
        }
        let mut certificate = None;
        if let Some(signer) = signer {
            if signer.ess_cert_id == EssCertId::Absent && signer.certificate.is_some() {
                findings.push(Finding::fatal(&codes::TSP_CERTIFICATE_ID_ABSENT));
            }
            if let Some(authority) = &signer.certificate {
                self.check_certificate(authority, &mut findings);
            }
            findings.extend(signer.findings);
            certificate = signer.certificate;
        }
        let valid = findings.iter().all(|finding| finding.weight == Weight::Remark);
        TspReport {
            gen_time: self.gen_time,
            accuracy: self.accuracy,
            policy: self.policy.clone(),
            serial: self.serial.clone(),
            hash,
            ordering: self.ordering,
            authority: self.authority.clone(),
            certificate,
            findings,
            valid,
        }
    }

    fn check_imprint(
        &self,
        question: &TspQuestion<'_>,
        hash: Option<HashAlgorithm>,
        findings: &mut Vec<Finding>,
    ) {
        let Some(hash) = hash else {
            findings.push(
                Finding::undetermined(&codes::TSP_HASH_UNKNOWN).with("algorithm", &self.hash),
            );
            return;
        };
        if hash.is_weak() {
            findings.push(Finding::remark(&codes::ALGORITHM_HASH_WEAK).with("hash", hash));
        }
        let (same_hash, expected) = match question.imprint {
            Imprint::Data(data) => (true, hash.digest(data)),
            Imprint::Digest { hash, digest } => (hash.oid == self.hash.oid, digest.to_vec()),
        };
        if !same_hash || expected != self.imprint {
            findings.push(
                Finding::fatal(&codes::TSP_IMPRINT)
                    .with("expected", hex(&expected))
                    .with("found", hex(&self.imprint)),
            );
        }
    }

    fn check_certificate(&self, authority: &Certificate, findings: &mut Vec<Finding>) {
        let about = authority.fingerprint();
        let purposes = authority.extended_key_usage().unwrap_or_default();
        let critical = authority
            .extension(&known::EXTENDED_KEY_USAGE)
            .is_some_and(|extension| extension.critical);
        if !purposes.contains(&known::PURPOSE_TIME_STAMPING) {
            findings.push(Finding::fatal(&codes::TSP_PURPOSE).about(about));
        } else if purposes.len() > 1 || !critical {
            // RFC 3161 section 2.3: "This extension MUST be critical", and "only one instance".
            findings.push(Finding::fatal(&codes::TSP_PURPOSE_FORM).about(about));
        }
        if let Some(name) = &self.authority
            && !is_name_of(name, authority)
        {
            findings
                .push(Finding::fatal(&codes::TSP_AUTHORITY_NAME).about(about).with("found", name));
        }
        if self.gen_time < authority.not_before() || self.gen_time > authority.not_after() {
            findings.push(
                Finding::fatal(&codes::TSP_CERTIFICATE_TIME)
                    .about(about)
                    .with("time", instant(self.gen_time))
                    .with("not_before", instant(authority.not_before()))
                    .with("not_after", instant(authority.not_after())),
            );
        }
    }
}

/// Whether a name is one of those the certificate has for its subject: "it MUST correspond to one
/// of the subject names included in the certificate"
/// ([RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2)).
fn is_name_of(name: &GeneralName, certificate: &Certificate) -> bool {
    let is_subject =
        matches!(name, GeneralName::Directory(directory) if directory == certificate.subject());
    is_subject || certificate.subject_alternative_names().contains(name)
}

/// The first extension marked critical: none is known here.
fn first_critical(content: &[u8]) -> Result<Option<Oid>, Malformed> {
    let mut list = Reader::new(content);
    while !list.is_empty() {
        let mut fields = Reader::new(list.expect(SEQUENCE)?.content);
        let kind = oid(fields.expect(OBJECT_IDENTIFIER)?.content)?;
        if fields.flag()? {
            return Ok(Some(kind));
        }
    }
    Ok(None)
}

fn read_accuracy(content: &[u8], findings: &mut Vec<Finding>) -> Result<Accuracy, Malformed> {
    let mut fields = Reader::new(content);
    let mut microseconds = 0_u64;
    if let Some(element) = fields.optional(INTEGER)? {
        microseconds = u64::from(tlv::small_integer(element.content)?) * 1_000_000;
    }
    for (field, number, unit) in [("millis", 0, 1_000), ("micros", 1, 1)] {
        let Some(element) = fields.optional(tlv::context(number))? else { continue };
        let part = tlv::small_integer(element.content)?;
        if !(1..=999).contains(&part) {
            findings.push(
                Finding::remark(&codes::TSP_ACCURACY).with("field", field).with("found", part),
            );
        }
        microseconds += u64::from(part) * unit;
    }
    fields.finish()?;
    Ok(Accuracy { microseconds })
}

#[cfg(test)]
mod tests;
