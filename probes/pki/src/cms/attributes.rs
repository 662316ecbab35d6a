//! What attributes say: those that decide, and those of CAdES that inform
//! ([RFC 5126 section 5](https://www.rfc-editor.org/rfc/rfc5126#section-5)).

use jiff::Timestamp;

use super::{Attribute, SignerInfo, SignerReport};
use crate::{
    algorithm::{AlgorithmIdentifier, HashAlgorithm},
    certificate::Certificate,
    finding::{Finding, codes, hex, instant},
    name::Name,
    oid::{self, Oid, known},
    time,
    tlv::{self, INTEGER, Malformed, NULL, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE},
};

use super::verification::same_number;
use crate::encode::UTF8_STRING;

/// An attribute as a person is shown it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SeenAttribute {
    /// Its type.
    pub oid: Oid,
    /// The signature covers it.
    pub signed: bool,
    /// What it says, in one line, where its form is known and can be read.
    pub says: Option<String>,
}

/// Reads every attribute, remarking on those that inform and cannot be read, and on those that
/// would have to be judged elsewhere.
pub(super) fn see(info: &SignerInfo, report: &mut SignerReport) {
    let signed = info.signed_attributes.iter().flatten().map(|attribute| (attribute, true));
    let unsigned = info.unsigned_attributes.iter().map(|attribute| (attribute, false));
    for (attribute, signed) in signed.chain(unsigned) {
        let says = match says(attribute) {
            None => None,
            Some(Ok(text)) => Some(text),
            Some(Err(error)) => {
                report.findings.push(
                    Finding::remark(&codes::CMS_ATTRIBUTE_UNREADABLE)
                        .with("attribute", shown(&attribute.oid))
                        .with("reason", error),
                );
                None
            }
        };
        if attribute.oid == known::ATTRIBUTE_SIGNATURE_POLICY
            && let Some(policy) = &says
        {
            report.findings.push(Finding::remark(&codes::CMS_POLICY).with("policy", policy));
        }
        if PRESERVATION.iter().any(|oid| **oid == attribute.oid) {
            report.findings.push(
                Finding::remark(&codes::CMS_ARCHIVE_ATTRIBUTE)
                    .with("attribute", shown(&attribute.oid)),
            );
        }
        report.attributes.push(SeenAttribute { oid: attribute.oid.clone(), signed, says });
    }
}

/// Time-stamps over more than the signature, and what they rest on.
const PRESERVATION: [&Oid; 10] = [
    &known::ATTRIBUTE_CONTENT_TIME_STAMP,
    &known::ATTRIBUTE_CERTIFICATE_REFERENCES,
    &known::ATTRIBUTE_REVOCATION_REFERENCES,
    &known::ATTRIBUTE_CADES_C_TIME_STAMP,
    &known::ATTRIBUTE_REFERENCES_TIME_STAMP,
    &known::ATTRIBUTE_ARCHIVE_TIME_STAMP,
    &known::ATTRIBUTE_ARCHIVE_TIME_STAMP_V2,
    &known::ATTRIBUTE_ARCHIVE_TIME_STAMP_V3,
    &known::ATTRIBUTE_LONG_TERM_VALIDATION,
    &known::ATTRIBUTE_ATS_HASH_INDEX_V3,
];

fn shown(oid: &Oid) -> String {
    match oid::name_of(oid) {
        Some(name) => format!("{name} ({oid})"),
        None => oid.to_string(),
    }
}

/// What an attribute says; none where its form is not one of those read here. The attributes that
/// decide are judged elsewhere, so that their defects are not said twice.
fn says(attribute: &Attribute) -> Option<Result<String, Malformed>> {
    type Form = fn(&[u8]) -> Result<String, Malformed>;
    let deciding: [(&Oid, Form); 5] = [
        (&known::ATTRIBUTE_CONTENT_TYPE, |value| read_oid(value).map(|oid| shown(&oid))),
        (&known::ATTRIBUTE_MESSAGE_DIGEST, octets),
        (&known::ATTRIBUTE_SIGNING_TIME, |value| {
            Ok(read_time(value).map_or_else(String::new, instant))
        }),
        (&known::ATTRIBUTE_SIGNING_CERTIFICATE, |value| {
            statement(value, HashAlgorithm::Sha1).map(|statement| statement.to_string())
        }),
        (&known::ATTRIBUTE_SIGNING_CERTIFICATE_V2, |value| {
            statement(value, HashAlgorithm::Sha256).map(|statement| statement.to_string())
        }),
    ];
    let informing: [(&Oid, Form); 6] = [
        (&known::ATTRIBUTE_COMMITMENT, commitment),
        (&known::ATTRIBUTE_CONTENT_HINTS, content_hints),
        (&known::ATTRIBUTE_CONTENT_IDENTIFIER, octets),
        (&known::ATTRIBUTE_MIME_TYPE, |value| Ok(text(tlv::only(value, UTF8_STRING)?.content))),
        (&known::ATTRIBUTE_SIGNATURE_POLICY, signature_policy),
        (&known::ATTRIBUTE_SIGNER_LOCATION, signer_location),
    ];
    let value = attribute.values.first().map_or(&[][..], |value| value);
    if let Some((_, read)) = deciding.iter().find(|(oid, _)| **oid == attribute.oid) {
        return read(value).ok().filter(|text| !text.is_empty()).map(Ok);
    }
    let (_, read) = informing.iter().find(|(oid, _)| **oid == attribute.oid)?;
    Some(read(value))
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

fn octets(value: &[u8]) -> Result<String, Malformed> {
    Ok(hex(tlv::only(value, OCTET_STRING)?.content))
}

/// ContentHints ([RFC 2634 section 2.9](https://www.rfc-editor.org/rfc/rfc2634#section-2.9)).
fn content_hints(value: &[u8]) -> Result<String, Malformed> {
    let mut fields = Reader::new(tlv::only(value, SEQUENCE)?.content);
    let description = fields.optional(UTF8_STRING)?.map(|element| text(element.content));
    let kind = shown(&read_oid(fields.expect(OBJECT_IDENTIFIER)?.raw)?);
    fields.finish()?;
    Ok(match description {
        Some(description) => format!("{description}; {kind}"),
        None => kind,
    })
}

/// CommitmentTypeIndication
/// ([RFC 5126 section 5.11.1](https://www.rfc-editor.org/rfc/rfc5126#section-5.11.1)).
fn commitment(value: &[u8]) -> Result<String, Malformed> {
    let mut fields = Reader::new(tlv::only(value, SEQUENCE)?.content);
    Ok(shown(&read_oid(fields.expect(OBJECT_IDENTIFIER)?.raw)?))
}

/// SignaturePolicy ([RFC 5126 section 5.8.1](https://www.rfc-editor.org/rfc/rfc5126#section-5.8.1)).
fn signature_policy(value: &[u8]) -> Result<String, Malformed> {
    if tlv::only(value, NULL).is_ok() {
        return Ok("implied".to_owned());
    }
    let mut fields = Reader::new(tlv::only(value, SEQUENCE)?.content);
    let policy = shown(&read_oid(fields.expect(OBJECT_IDENTIFIER)?.raw)?);
    // The hash of the policy and its qualifiers; of these an address is shown.
    fields.optional(SEQUENCE)?;
    let Some(list) = fields.optional(SEQUENCE)? else { return Ok(policy) };
    let mut list = Reader::new(list.content);
    while !list.is_empty() {
        let mut qualifier = Reader::new(list.expect(SEQUENCE)?.content);
        qualifier.expect(OBJECT_IDENTIFIER)?;
        if let Some(address) = qualifier.optional(crate::encode::IA5_STRING)? {
            return Ok(format!("{policy}, {}", text(address.content)));
        }
    }
    Ok(policy)
}

/// SignerLocation ([RFC 5126 section 5.11.2](https://www.rfc-editor.org/rfc/rfc5126#section-5.11.2)):
/// country, place and postal address.
fn signer_location(value: &[u8]) -> Result<String, Malformed> {
    let mut fields = Reader::new(tlv::only(value, SEQUENCE)?.content);
    let mut parts = Vec::new();
    while !fields.is_empty() {
        let explicit = fields.next()?;
        let mut inner = Reader::new(explicit.content);
        let first = inner.next()?;
        if first.identifier == SEQUENCE {
            let mut lines = Reader::new(first.content);
            while !lines.is_empty() {
                parts.push(text(lines.next()?.content));
            }
        } else {
            parts.push(text(first.content));
        }
    }
    Ok(parts.join(", "))
}

/// The only value of the attribute; `None` when the attribute is not there, or has not one value,
/// which is then said.
pub(super) fn one<'a>(
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

pub(super) fn malformed(oid: &Oid, error: &Malformed, report: &mut SignerReport) {
    report.findings.push(
        Finding::fatal(&codes::CMS_ATTRIBUTE_MALFORMED)
            .with("attribute", oid)
            .with("reason", error),
    );
}

/// Compares the algorithms the signed attributes protect with those of the signature
/// ([RFC 6211 section 3](https://www.rfc-editor.org/rfc/rfc6211#section-3)).
pub(super) fn algorithm_protection(
    info: &SignerInfo,
    attributes: &[Attribute],
    report: &mut SignerReport,
) {
    let Some(value) = one(attributes, &known::ATTRIBUTE_ALGORITHM_PROTECTION, report) else {
        return;
    };
    match protected(value) {
        Err(error) => malformed(&known::ATTRIBUTE_ALGORITHM_PROTECTION, &error, report),
        Ok((digest, signature)) => {
            for (field, stated, found) in [
                ("digestAlgorithm", digest, &info.digest_algorithm),
                ("signatureAlgorithm", signature, &info.signature_algorithm),
            ] {
                if stated != *found {
                    report.findings.push(
                        Finding::fatal(&codes::CMS_ALGORITHM_PROTECTION)
                            .with("field", field)
                            .with("signed", stated)
                            .with("found", found),
                    );
                }
            }
        }
    }
}

fn protected(value: &[u8]) -> Result<(AlgorithmIdentifier, AlgorithmIdentifier), Malformed> {
    let mut fields = Reader::new(tlv::only(value, SEQUENCE)?.content);
    let digest = AlgorithmIdentifier::from_der(fields.expect(SEQUENCE)?.raw)?;
    // The tag is implicit, so the content is that of the SEQUENCE.
    let signature = fields.expect(tlv::context_constructed(1))?;
    let signature = crate::encode::element(SEQUENCE, signature.content);
    fields.finish()?;
    Ok((digest, AlgorithmIdentifier::from_der(&signature)?))
}

/// What the signer states about its certificate: the first ESSCertID of either version.
pub(super) struct Statement {
    hash: HashAlgorithm,
    digest: Vec<u8>,
    issuer_serial: Option<(Name, Vec<u8>)>,
}

impl Statement {
    /// The hash by which the certificate is named.
    pub(super) const fn hash(&self) -> HashAlgorithm {
        self.hash
    }

    /// Whether it names the certificate with this digest.
    pub(super) fn names(&self, certificate: &Certificate, digest: &[u8]) -> bool {
        let is_named = self.issuer_serial.as_ref().is_none_or(|(issuer, serial)| {
            issuer == certificate.issuer() && same_number(serial, certificate.serial())
        });
        self.digest == digest && is_named
    }
}

impl std::fmt::Display for Statement {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.hash, hex(&self.digest))?;
        match &self.issuer_serial {
            Some((issuer, serial)) => write!(formatter, "; {issuer}, serial {}", hex(serial)),
            None => Ok(()),
        }
    }
}

pub(super) fn statements(attributes: &[Attribute], report: &mut SignerReport) -> Vec<Statement> {
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

pub(super) fn read_oid(value: &[u8]) -> Result<Oid, Malformed> {
    Oid::from_der_content(tlv::only(value, OBJECT_IDENTIFIER)?.content)
        .map_err(|_| Malformed::Value("object identifier is malformed"))
}

pub(super) fn read_time(value: &[u8]) -> Option<Timestamp> {
    let mut reader = Reader::new(value);
    let element = reader.next().ok()?;
    reader.finish().ok()?;
    Some(time::read(&element)?.at)
}
