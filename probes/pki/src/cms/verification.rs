//! Judging every signer of a SignedData.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{
    Attribute, AttributeRule, CmsQuestion, EssCertId, SignedData, Signer, SignerId, SignerInfo,
    SignerReport,
    attributes::{self, Statement, malformed, one, read_oid, read_time, statements},
    reading, unsigned,
};
use crate::{
    algorithm::{self, AlgorithmIdentifier, HashAlgorithm, SignatureError},
    ber,
    certificate::{Certificate, KeyUsage},
    finding::{CodePage, Finding, Weight, codes, hex},
    oid::{Oid, known},
    tlv::{self, Malformed, OCTET_STRING, SEQUENCE, SET},
};

/// How many certificates of one name are tried with a signature.
const CANDIDATE_LIMIT: usize = 8;

/// What the signatures are about.
#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    Absent,
    Here(&'a [u8]),
    /// The file given is not the content inside.
    Two,
}

/// What one signature, or several beside each other, are judged by.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) content: Content<'a>,
    /// `None` for a counter-signature, which has no content type.
    pub(super) kind: Option<&'a Oid>,
    pub(super) rule: AttributeRule,
    pub(super) pool: &'a Pool<'a>,
}

/// The certificates that signers may mean, each once, with the digests by which they were asked
/// for so far: a thousand signers ask about the same ones.
pub(super) struct Pool<'a> {
    certificates: Vec<&'a Certificate>,
    digests: RefCell<BTreeMap<(HashAlgorithm, usize), Vec<u8>>>,
}

impl<'a> Pool<'a> {
    fn new(certificates: impl Iterator<Item = &'a Certificate>) -> Self {
        let mut seen = BTreeSet::new();
        let certificates = certificates.filter(|it| seen.insert(it.der())).collect();
        Self { certificates, digests: RefCell::default() }
    }

    /// Those of this name, each with its place.
    fn named(&self, id: &SignerId) -> Vec<(usize, &'a Certificate)> {
        let all = self.certificates.iter().copied().enumerate();
        all.filter(|(_, certificate)| is_named(certificate, id)).collect()
    }

    fn is_stated(&self, statement: &Statement, place: usize, certificate: &Certificate) -> bool {
        let mut digests = self.digests.borrow_mut();
        let digest = digests
            .entry((statement.hash(), place))
            .or_insert_with(|| statement.hash().digest(certificate.der()));
        statement.names(certificate, digest)
    }
}

/// Digests of one content made so far.
type Digests = Vec<(HashAlgorithm, Vec<u8>)>;

impl SignedData {
    /// Judges every signer over the content inside, or over the file given when it is detached,
    /// and demands signed attributes of each.
    ///
    /// When both are there they must be the same octets.
    #[must_use]
    pub fn verify(&self, detached: Option<&[u8]>) -> Vec<SignerReport> {
        self.verify_with(detached, &[])
    }

    /// As [`Self::verify`], looking for signers' certificates among `known` too: an object may
    /// carry none.
    #[must_use]
    pub fn verify_with(&self, detached: Option<&[u8]>, known: &[Certificate]) -> Vec<SignerReport> {
        let attributes = AttributeRule::Demanded;
        self.judge(&CmsQuestion { content: detached, certificates: known, attributes })
    }

    /// Judges every signer.
    #[must_use]
    pub fn judge(&self, question: &CmsQuestion<'_>) -> Vec<SignerReport> {
        let content = match (self.content(), question.content) {
            (None, None) => Content::Absent,
            (Some(inside), Some(file)) if inside != file => Content::Two,
            (Some(only), _) | (None, Some(only)) => Content::Here(only),
        };
        let pool = Pool::new(self.certificates.iter().chain(question.certificates));
        let kind = Some(&self.content_type);
        let subject = Subject { content, kind, rule: question.attributes, pool: &pool };
        let mut budget = unsigned::Budget::new();
        let mut digests = Digests::new();
        let signers = self.signers.iter().enumerate();
        signers
            .map(|(position, signer)| report(position, signer, &subject, &mut digests, &mut budget))
            .collect()
    }
}

/// Judges one signer.
pub(super) fn report(
    position: usize,
    signer: &Signer,
    subject: &Subject<'_>,
    digests: &mut Digests,
    budget: &mut unsigned::Budget,
) -> SignerReport {
    let mut report = SignerReport {
        position,
        id: None,
        certificate: None,
        digest_algorithm: None,
        signing_time: None,
        message_digest: None,
        digest_matches: false,
        signature_matches: false,
        ess_cert_id: EssCertId::Absent,
        attributes: Vec::new(),
        timestamps: Vec::new(),
        counter_signatures: Vec::new(),
        findings: Vec::new(),
        valid: false,
    };
    let info = match signer {
        Ok(info) => info,
        Err(error) => {
            report.findings.push(
                Finding::fatal(&codes::CMS_SIGNER_UNREADABLE)
                    .with("position", position)
                    .with("reason", error),
            );
            return report;
        }
    };
    report.id = Some(info.id.clone());
    report.digest_algorithm = HashAlgorithm::from_oid(&info.digest_algorithm.oid);
    let expected = match info.id {
        SignerId::IssuerAndSerial { .. } => 1,
        SignerId::KeyId(_) => 3,
    };
    if info.version != Some(expected) {
        report.findings.push(reading::version_finding("SignerInfo", info.version, expected));
    }
    let attributes = signed_attributes(info, subject, &mut report);
    check_digest(info, attributes, subject, digests, &mut report);
    let candidates = candidates(info, attributes, subject, &mut report);
    check_signature(info, subject, &candidates, &mut report);
    attributes::see(info, &mut report);
    unsigned::judge(info, subject, budget, &mut report);
    report.valid = report.digest_matches
        && report.signature_matches
        && report.findings.iter().all(|finding| finding.weight == Weight::Remark);
    if let Some(certificate) = &report.certificate {
        let fingerprint = certificate.fingerprint();
        for finding in &mut report.findings {
            finding.about.get_or_insert(fingerprint);
        }
    }
    report
}

/// The signed attributes, with everything wrong in them that needs no certificate.
fn signed_attributes<'a>(
    info: &'a SignerInfo,
    subject: &Subject<'_>,
    report: &mut SignerReport,
) -> &'a [Attribute] {
    let Some(attributes) = &info.signed_attributes else {
        report.findings.push(without_attributes(subject));
        return &[];
    };
    if let Some(error) = &info.signed_defect {
        report
            .findings
            .push(Finding::fatal(&codes::CMS_SIGNED_ATTRIBUTES_FORM).with("reason", error));
    }
    for (position, attribute) in attributes.iter().enumerate() {
        let earlier = attributes.iter().take(position);
        if earlier.clone().any(|other| other.oid == attribute.oid) {
            report.findings.push(
                Finding::fatal(&codes::CMS_ATTRIBUTE_REPEATED).with("attribute", &attribute.oid),
            );
        }
    }
    let stated = one(attributes, &known::ATTRIBUTE_CONTENT_TYPE, report);
    match (stated, subject.kind) {
        (None, None) => {}
        (Some(_), None) => {
            report.findings.push(Finding::remark(&codes::CMS_COUNTER_CONTENT_TYPE));
        }
        (None, Some(_)) => report.findings.push(Finding::fatal(&codes::CMS_CONTENT_TYPE_MISSING)),
        (Some(value), Some(kind)) => match read_oid(value) {
            Ok(stated) if stated == *kind => {}
            Ok(stated) => report.findings.push(
                Finding::fatal(&codes::CMS_CONTENT_TYPE_DIFFERS)
                    .with("signed", stated)
                    .with("found", kind),
            ),
            Err(error) => malformed(&known::ATTRIBUTE_CONTENT_TYPE, &error, report),
        },
    }
    if let Some(value) = one(attributes, &known::ATTRIBUTE_SIGNING_TIME, report) {
        report.signing_time = read_time(value);
        if report.signing_time.is_none() {
            let error = Malformed::Value("the time cannot be read");
            malformed(&known::ATTRIBUTE_SIGNING_TIME, &error, report);
        }
    }
    attributes::algorithm_protection(info, attributes, report);
    attributes
}

/// What it means that a signature has no signed attributes; see the page of [`crate::cms`].
fn without_attributes(subject: &Subject<'_>) -> Finding {
    let may_lack = subject.kind.is_none_or(|kind| *kind == known::CMS_DATA);
    if subject.rule == AttributeRule::Demanded || !may_lack {
        return Finding::fatal(&codes::CMS_SIGNED_ATTRIBUTES_MISSING);
    }
    match subject.content {
        Content::Here(content) if reads_as_attributes(content) => {
            Finding::fatal(&codes::CMS_CONTENT_IS_ATTRIBUTES)
        }
        Content::Absent | Content::Here(_) | Content::Two => {
            Finding::remark(&codes::CMS_OVER_CONTENT_ALONE)
        }
    }
}

/// Whether octets can be the signed attributes of another signature: one set or sequence, under
/// the tag they are signed with, the one they stand in an object with, or none of these, whose
/// members are all attributes.
fn reads_as_attributes(octets: &[u8]) -> bool {
    let mut reader = ber::Reader::new(octets);
    let Ok(outer) = reader.next() else { return false };
    let is_list = [SET, SEQUENCE, tlv::context_constructed(0)].contains(&outer.identifier);
    is_list
        && reader.is_empty()
        && !outer.content.is_empty()
        && reading::attributes(&outer).is_ok_and(|attributes| !attributes.is_empty())
}

fn check_digest(
    info: &SignerInfo,
    attributes: &[Attribute],
    subject: &Subject<'_>,
    digests: &mut Digests,
    report: &mut SignerReport,
) {
    let Some(hash) = report.digest_algorithm else {
        report.findings.push(Finding::undetermined(&codes::CMS_DIGEST_UNKNOWN));
        return;
    };
    if hash.is_weak() {
        report.findings.push(Finding::remark(&codes::ALGORITHM_HASH_WEAK).with("hash", hash));
    }
    // Without attributes there is no digest to compare: the signature is over the content.
    let signed = match &info.signed_attributes {
        None => None,
        Some(_) => match one(attributes, &known::ATTRIBUTE_MESSAGE_DIGEST, report) {
            None => {
                report.findings.push(Finding::fatal(&codes::CMS_MESSAGE_DIGEST_MISSING));
                return;
            }
            Some(value) => match tlv::only(value, OCTET_STRING) {
                Ok(octets) => Some(octets.content),
                Err(error) => {
                    return malformed(&known::ATTRIBUTE_MESSAGE_DIGEST, &error, report);
                }
            },
        },
    };
    report.message_digest = signed.map(<[u8]>::to_vec);
    let content = match subject.content {
        Content::Absent => {
            report.findings.push(Finding::undetermined(&codes::CMS_CONTENT_MISSING));
            return;
        }
        Content::Two => {
            report.findings.push(Finding::fatal(&codes::CMS_CONTENT_DIFFERS));
            return;
        }
        Content::Here(content) => content,
    };
    let Some(signed) = signed else { return };
    let computed = match digests.iter().find(|(known, _)| *known == hash) {
        Some((_, digest)) => digest.clone(),
        None => {
            let digest = hash.digest(content);
            digests.push((hash, digest.clone()));
            digest
        }
    };
    report.digest_matches = computed == signed;
    if !report.digest_matches {
        report.findings.push(
            Finding::fatal(&codes::CMS_MESSAGE_DIGEST_DIFFERS)
                .with("signed", hex(signed))
                .with("computed", hex(&computed)),
        );
    }
}

/// Finds the certificates that may be the signer's. Several may bear the same issuer and serial
/// number, or the same key identifier: then the ones the signer names by their hash come alone.
fn candidates<'a>(
    info: &SignerInfo,
    attributes: &[Attribute],
    subject: &Subject<'a>,
    report: &mut SignerReport,
) -> Vec<&'a Certificate> {
    let mut named = subject.pool.named(&info.id);
    let statements = statements(attributes, report);
    let Some((_, first)) = named.first().copied() else {
        report.findings.push(
            Finding::undetermined(&codes::CMS_SIGNER_CERTIFICATE_MISSING).with("signer", &info.id),
        );
        return Vec::new();
    };
    if statements.is_empty() {
        report.findings.push(Finding::remark(&codes::CMS_CERTIFICATE_ID_ABSENT));
    } else {
        // Before they are limited: anyone can put any number of others of one name into an object.
        named.retain(|(place, certificate)| {
            statements.iter().all(|it| subject.pool.is_stated(it, *place, certificate))
        });
        if named.is_empty() {
            report.ess_cert_id = EssCertId::Mismatch;
            report.findings.push(
                Finding::fatal(&codes::CMS_CERTIFICATE_ID_DIFFERS)
                    .with("certificate", first.fingerprint()),
            );
            return vec![first];
        }
        report.ess_cert_id = EssCertId::Matches;
    }
    named.into_iter().take(CANDIDATE_LIMIT).map(|(_, certificate)| certificate).collect()
}

fn is_named(certificate: &Certificate, id: &SignerId) -> bool {
    match id {
        SignerId::IssuerAndSerial { issuer, serial } => {
            same_number(certificate.serial(), serial) && certificate.issuer() == issuer
        }
        SignerId::KeyId(id) => certificate.subject_key_id().is_some_and(|own| own[..] == id[..]),
    }
}

/// Whether the octets spell the same number, leading zeros aside.
pub(crate) fn same_number(one: &[u8], two: &[u8]) -> bool {
    one.iter().skip_while(|octet| **octet == 0).eq(two.iter().skip_while(|octet| **octet == 0))
}

/// Checks the signature with the first certificate that verifies it. Anyone can put another one of
/// the same name before the signer's own, so the rest are tried too.
fn check_signature(
    info: &SignerInfo,
    subject: &Subject<'_>,
    candidates: &[&Certificate],
    report: &mut SignerReport,
) {
    let named = named_algorithm(info, report);
    let octets = match (&info.signed_octets, subject.content) {
        (Some(octets), _) => Some(&octets[..]),
        (None, Content::Here(content)) => Some(content),
        (None, Content::Absent | Content::Two) => None,
    };
    let mut failure = None;
    let mut chosen = candidates.first();
    if let Some(octets) = octets {
        for certificate in candidates {
            match algorithm::verify(certificate.public_key(), &named, octets, &info.signature) {
                Ok(()) => {
                    report.signature_matches = true;
                    failure = None;
                    chosen = Some(certificate);
                    break;
                }
                Err(error) => failure = failure.or(Some(error)),
            }
        }
    }
    if info.signed_octets.is_none() {
        report.digest_matches = report.signature_matches;
    }
    if let Some(error) = failure {
        report.findings.push(signature_finding(&error, &codes::CMS_SIGNATURE));
    }
    let Some(certificate) = chosen else { return };
    report.findings.extend(algorithm::strength(certificate.public_key(), &named));
    if let Some(usage) = certificate.key_usage()
        && !usage.contains(KeyUsage::DIGITAL_SIGNATURE)
        && !usage.contains(KeyUsage::NON_REPUDIATION)
    {
        report.findings.push(Finding::fatal(&codes::CMS_KEY_USAGE));
    }
    report.certificate = Some((*certificate).clone());
}

/// The signature algorithm, where one is named; where the key's is named instead, the one meant.
fn named_algorithm(info: &SignerInfo, report: &mut SignerReport) -> AlgorithmIdentifier {
    let mut named = info.signature_algorithm.clone();
    if let Some(real) = signature_of_key(&named.oid, report.digest_algorithm) {
        // RSA is allowed to be named by its key, and Russian GOST (RFC 4490 section 3); the old
        // national library names its GOST so too.
        let allowed = [
            &known::RSA,
            &known::RUSSIAN_1994_KEY,
            &known::RUSSIAN_2001_KEY,
            &known::RUSSIAN_2012_256_KEY,
            &known::RUSSIAN_2012_512_KEY,
        ];
        if !allowed.contains(&&named.oid) {
            report.findings.push(
                Finding::remark(&codes::CMS_SIGNATURE_NAMED_BY_KEY).with("algorithm", &named.oid),
            );
        }
        named = AlgorithmIdentifier::with_null(real);
    }
    if let (Some(digest), Some(within)) = (report.digest_algorithm, named.hash())
        && digest != within
    {
        report.findings.push(
            Finding::remark(&codes::CMS_DIGESTS_DIFFER)
                .with("digest", digest)
                .with("signature", within),
        );
    }
    named
}

/// What a failed check of a signature means: not valid, or not decided.
pub(crate) fn signature_finding(error: &SignatureError, page: &CodePage) -> Finding {
    let weight = if error.is_undetermined() { Weight::Undetermined } else { Weight::Fatal };
    Finding::new(page, weight).with("reason", error)
}

/// The signature algorithm meant by one who named the key's algorithm instead.
fn signature_of_key(oid: &Oid, digest: Option<HashAlgorithm>) -> Option<&'static Oid> {
    let gost = [
        (&known::GOST_2004_KEY, &known::GOST_2004_SIGNATURE),
        (&known::GOST_2015_256_KEY, &known::GOST_2015_256_SIGNATURE),
        (&known::GOST_2015_512_KEY, &known::GOST_2015_512_SIGNATURE),
        (&known::RUSSIAN_1994_KEY, &known::RUSSIAN_1994_SIGNATURE),
        (&known::RUSSIAN_2001_KEY, &known::RUSSIAN_2001_SIGNATURE),
        (&known::RUSSIAN_2012_256_KEY, &known::RUSSIAN_2012_256_SIGNATURE),
        (&known::RUSSIAN_2012_512_KEY, &known::RUSSIAN_2012_512_SIGNATURE),
    ];
    if let Some((_, signature)) = gost.into_iter().find(|(key, _)| *key == oid) {
        return Some(signature);
    }
    let (rsa, ecdsa) = match digest? {
        HashAlgorithm::Md5 => (Some(&known::RSA_MD5), None),
        HashAlgorithm::Sha1 => (Some(&known::RSA_SHA1), Some(&known::ECDSA_SHA1)),
        HashAlgorithm::Sha224 => (Some(&known::RSA_SHA224), Some(&known::ECDSA_SHA224)),
        HashAlgorithm::Sha256 => (Some(&known::RSA_SHA256), Some(&known::ECDSA_SHA256)),
        HashAlgorithm::Sha384 => (Some(&known::RSA_SHA384), Some(&known::ECDSA_SHA384)),
        HashAlgorithm::Sha512 => (Some(&known::RSA_SHA512), Some(&known::ECDSA_SHA512)),
        HashAlgorithm::Gost341194
        | HashAlgorithm::Gost341195
        | HashAlgorithm::Streebog256
        | HashAlgorithm::Streebog512 => (None, None),
    };
    if *oid == known::RSA {
        rsa
    } else if *oid == known::EC {
        ecdsa
    } else {
        None
    }
}
