//! Judging every signer of a SignedData.

use jiff::Timestamp;

use super::{Attribute, EssCertId, SignedData, Signer, SignerId, SignerInfo, SignerReport};
use crate::{
    algorithm::{self, AlgorithmIdentifier, HashAlgorithm, SignatureError},
    certificate::{Certificate, KeyUsage},
    finding::{CodePage, Finding, Weight, codes, hex},
    name::Name,
    oid::{Oid, known},
    time,
    tlv::{self, INTEGER, Malformed, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE},
    tsp::{TimestampToken, TspQuestion},
};

/// What the signatures are about.
enum Content<'a> {
    Absent,
    Here(&'a [u8]),
    /// The file given is not the content inside.
    Two,
}

impl SignedData {
    /// Judges every signer over the content inside, or over the file given when it is detached.
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
        let content = match (self.content(), detached) {
            (None, None) => Content::Absent,
            (Some(inside), Some(file)) if inside != file => Content::Two,
            (Some(only), _) | (None, Some(only)) => Content::Here(only),
        };
        let mut digests = Vec::new();
        self.signers
            .iter()
            .enumerate()
            .map(|(position, signer)| self.report(position, signer, &content, known, &mut digests))
            .collect()
    }

    fn report(
        &self,
        position: usize,
        signer: &Signer,
        content: &Content<'_>,
        known: &[Certificate],
        digests: &mut Vec<(HashAlgorithm, Vec<u8>)>,
    ) -> SignerReport {
        let mut report = SignerReport {
            position,
            id: None,
            certificate: None,
            digest_algorithm: None,
            signing_time: None,
            digest_matches: false,
            signature_matches: false,
            ess_cert_id: EssCertId::Absent,
            timestamps: Vec::new(),
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
        let attributes = self.signed_attributes(info, &mut report);
        check_digest(attributes, content, digests, &mut report);
        let certificates = self.certificates.iter().chain(known);
        choose_certificate(info, attributes, certificates, &mut report);
        check_signature(info, &mut report);
        unsigned_attributes(info, &mut report);
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
        &self,
        info: &'a SignerInfo,
        report: &mut SignerReport,
    ) -> &'a [Attribute] {
        let Some(attributes) = &info.signed_attributes else {
            report.findings.push(Finding::fatal(&codes::CMS_SIGNED_ATTRIBUTES_MISSING));
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
                    Finding::fatal(&codes::CMS_ATTRIBUTE_REPEATED)
                        .with("attribute", &attribute.oid),
                );
            }
        }
        match one(attributes, &known::ATTRIBUTE_CONTENT_TYPE, report) {
            None => report.findings.push(Finding::fatal(&codes::CMS_CONTENT_TYPE_MISSING)),
            Some(value) => match read_oid(value) {
                Ok(stated) if stated == self.content_type => {}
                Ok(stated) => report.findings.push(
                    Finding::fatal(&codes::CMS_CONTENT_TYPE_DIFFERS)
                        .with("signed", stated)
                        .with("found", &self.content_type),
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
        attributes
    }
}

/// The only value of the attribute; `None` when the attribute is not there, or has not one value,
/// which is then said.
fn one<'a>(
    attributes: &'a [Attribute],
    oid: &'static Oid,
    report: &mut SignerReport,
) -> Option<&'a [u8]> {
    let attribute = attributes.iter().find(|attribute| attribute.oid == *oid)?;
    match attribute.values.as_slice() {
        [value] => Some(value),
        values => {
            report.findings.push(
                Finding::fatal(&codes::CMS_ATTRIBUTE_MALFORMED)
                    .with("attribute", oid)
                    .with("reason", format!("{} values instead of one", values.len())),
            );
            None
        }
    }
}

fn malformed(oid: &Oid, error: &Malformed, report: &mut SignerReport) {
    report.findings.push(
        Finding::fatal(&codes::CMS_ATTRIBUTE_MALFORMED)
            .with("attribute", oid)
            .with("reason", error),
    );
}

fn check_digest(
    attributes: &[Attribute],
    content: &Content<'_>,
    digests: &mut Vec<(HashAlgorithm, Vec<u8>)>,
    report: &mut SignerReport,
) {
    let Some(hash) = report.digest_algorithm else {
        report.findings.push(Finding::undetermined(&codes::CMS_DIGEST_UNKNOWN));
        return;
    };
    if hash.is_weak() {
        report.findings.push(Finding::remark(&codes::ALGORITHM_HASH_WEAK).with("hash", hash));
    }
    let signed = match one(attributes, &known::ATTRIBUTE_MESSAGE_DIGEST, report) {
        None => {
            // The lack of all attributes has been said already.
            if !attributes.is_empty() {
                report.findings.push(Finding::fatal(&codes::CMS_MESSAGE_DIGEST_MISSING));
            }
            return;
        }
        Some(value) => match tlv::only(value, OCTET_STRING) {
            Ok(octets) => octets.content,
            Err(error) => return malformed(&known::ATTRIBUTE_MESSAGE_DIGEST, &error, report),
        },
    };
    let content = match content {
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

/// Finds the signer's certificate. Several may bear the same issuer and serial number, or the same
/// key identifier: then the one the signer names by its hash is taken.
fn choose_certificate<'a>(
    info: &SignerInfo,
    attributes: &[Attribute],
    certificates: impl Iterator<Item = &'a Certificate>,
    report: &mut SignerReport,
) {
    let mut named: Vec<&Certificate> =
        certificates.filter(|certificate| is_named(certificate, &info.id)).collect();
    named.dedup();
    let statements = statements(attributes, report);
    let chosen = named
        .iter()
        .find(|certificate| statements.iter().all(|statement| statement.names(certificate)))
        .or(named.first());
    let Some(certificate) = chosen else {
        report.findings.push(
            Finding::undetermined(&codes::CMS_SIGNER_CERTIFICATE_MISSING).with("signer", &info.id),
        );
        return;
    };
    report.certificate = Some((*certificate).clone());
    if statements.is_empty() {
        report.findings.push(Finding::remark(&codes::CMS_CERTIFICATE_ID_ABSENT));
    } else if statements.iter().all(|statement| statement.names(certificate)) {
        report.ess_cert_id = EssCertId::Matches;
    } else {
        report.ess_cert_id = EssCertId::Mismatch;
        report.findings.push(
            Finding::fatal(&codes::CMS_CERTIFICATE_ID_DIFFERS)
                .with("certificate", certificate.fingerprint()),
        );
    }
}

fn is_named(certificate: &Certificate, id: &SignerId) -> bool {
    match id {
        SignerId::IssuerAndSerial { issuer, serial } => {
            certificate.issuer() == issuer && same_number(certificate.serial(), serial)
        }
        SignerId::KeyId(id) => certificate.subject_key_id().is_some_and(|own| own[..] == id[..]),
    }
}

/// Whether the octets spell the same number, leading zeros aside.
pub(crate) fn same_number(one: &[u8], two: &[u8]) -> bool {
    one.iter().skip_while(|octet| **octet == 0).eq(two.iter().skip_while(|octet| **octet == 0))
}

/// What the signer states about its certificate: the first ESSCertID of either version.
struct Statement {
    hash: HashAlgorithm,
    digest: Vec<u8>,
    issuer_serial: Option<(Name, Vec<u8>)>,
}

impl Statement {
    fn names(&self, certificate: &Certificate) -> bool {
        let digest = self.hash.digest(certificate.der());
        let is_named = self.issuer_serial.as_ref().is_none_or(|(issuer, serial)| {
            issuer == certificate.issuer() && same_number(serial, certificate.serial())
        });
        self.digest == digest && is_named
    }
}

fn statements(attributes: &[Attribute], report: &mut SignerReport) -> Vec<Statement> {
    let mut statements = Vec::new();
    for (oid, default) in [
        (&known::ATTRIBUTE_SIGNING_CERTIFICATE, HashAlgorithm::Sha1),
        (&known::ATTRIBUTE_SIGNING_CERTIFICATE_V2, HashAlgorithm::Sha256),
    ] {
        let Some(value) = one(attributes, oid, report) else { continue };
        match statement(value, default) {
            Ok(statement) => statements.push(statement),
            Err(error) => malformed(oid, &error, report),
        }
    }
    statements
}

/// SigningCertificate of [RFC 2634 section 5.4](https://www.rfc-editor.org/rfc/rfc2634#section-5.4)
/// and SigningCertificateV2 of
/// [RFC 5035 section 3](https://www.rfc-editor.org/rfc/rfc5035#section-3).
fn statement(value: &[u8], default: HashAlgorithm) -> Result<Statement, Malformed> {
    let mut fields = Reader::new(tlv::only(value, SEQUENCE)?.content);
    let mut list = Reader::new(fields.expect(SEQUENCE)?.content);
    let mut first = Reader::new(list.expect(SEQUENCE)?.content);
    let mut hash = default;
    if let Some(algorithm) = first.optional(SEQUENCE)? {
        let algorithm = AlgorithmIdentifier::from_der(algorithm.raw)?;
        hash = HashAlgorithm::from_oid(&algorithm.oid)
            .ok_or(Malformed::Value("the certificate is named by an unknown hash"))?;
    }
    let digest = first.expect(OCTET_STRING)?.content.to_vec();
    let mut issuer_serial = None;
    if let Some(pair) = first.optional(SEQUENCE)? {
        let mut pair = Reader::new(pair.content);
        let mut names = Reader::new(pair.expect(SEQUENCE)?.content);
        let directory = names.expect(tlv::context_constructed(4))?;
        let name = Name::from_der(tlv::only(directory.content, SEQUENCE)?.raw)?;
        issuer_serial = Some((name, pair.expect(INTEGER)?.content.to_vec()));
    }
    Ok(Statement { hash, digest, issuer_serial })
}

fn check_signature(info: &SignerInfo, report: &mut SignerReport) {
    let Some(certificate) = report.certificate.clone() else { return };
    let key = certificate.public_key();
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
    report.findings.extend(algorithm::strength(key, &named));
    if let Some(usage) = certificate.key_usage()
        && !usage.contains(KeyUsage::DIGITAL_SIGNATURE)
        && !usage.contains(KeyUsage::NON_REPUDIATION)
    {
        report.findings.push(Finding::fatal(&codes::CMS_KEY_USAGE));
    }
    let Some(octets) = &info.signed_octets else { return };
    match algorithm::verify(key, &named, octets, &info.signature) {
        Ok(()) => report.signature_matches = true,
        Err(error) => report.findings.push(signature_finding(&error, &codes::CMS_SIGNATURE)),
    }
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
        HashAlgorithm::Sha224 => (Some(&known::RSA_SHA224), None),
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

/// Looks at what anyone may have added to the signature since it was made. Nothing here can make
/// a good signature bad, so it speaks in remarks.
fn unsigned_attributes(info: &SignerInfo, report: &mut SignerReport) {
    if let Some(error) = &info.unsigned_defect {
        report
            .findings
            .push(Finding::remark(&codes::CMS_UNSIGNED_ATTRIBUTES_FORM).with("reason", error));
    }
    for attribute in &info.unsigned_attributes {
        if attribute.oid == known::ATTRIBUTE_COUNTER_SIGNATURE {
            report.findings.push(
                Finding::remark(&codes::CMS_COUNTER_SIGNATURE)
                    .with("count", attribute.values.len()),
            );
        }
        if attribute.oid != known::ATTRIBUTE_TIME_STAMP {
            continue;
        }
        for value in &attribute.values {
            match TimestampToken::read(value) {
                Ok((token, _)) => {
                    let stamp = token.check(&TspQuestion::over(&info.signature));
                    if !stamp.valid {
                        let reasons: Vec<&str> = stamp
                            .findings
                            .iter()
                            .filter(|finding| finding.weight != Weight::Remark)
                            .map(|finding| finding.code)
                            .collect();
                        report.findings.push(
                            Finding::remark(&codes::CMS_TIMESTAMP_NOT_VALID)
                                .with("reason", reasons.join(", ")),
                        );
                    }
                    report.timestamps.push(stamp);
                }
                Err(error) => report
                    .findings
                    .push(Finding::remark(&codes::CMS_TIMESTAMP_UNREADABLE).with("reason", error)),
            }
        }
    }
}

fn read_oid(value: &[u8]) -> Result<Oid, Malformed> {
    Oid::from_der_content(tlv::only(value, OBJECT_IDENTIFIER)?.content)
        .map_err(|_| Malformed::Value("object identifier is malformed"))
}

fn read_time(value: &[u8]) -> Option<Timestamp> {
    let mut reader = Reader::new(value);
    let element = reader.next().ok()?;
    reader.finish().ok()?;
    Some(time::read(&element)?.at)
}
