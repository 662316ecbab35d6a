//! Certificates: what could be read, and the defects.
//!
//! [`x509_parser`] reads the outer structure; where it refuses a certificate as a whole, the parts
//! are walked one by one so that issuer, subject, serial, key and signature still come out, with a
//! defect that says why. The contents of the extensions that decide validity are read strictly
//! here: the general reader drops what it does not know (`minimum` of a name constraint, a broken
//! subtree), and a validator must not.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use x509_parser::certificate::X509CertificateParser;
use x509_parser::nom::Parser as _;

use crate::algorithm::{AlgorithmIdentifier, PublicKey};
use crate::finding::{Finding, Fingerprint, Weight, codes, hex};
use crate::name::{self, Name};
use crate::oid::Oid;
use crate::time::{self, ReadTime};
use crate::tlv::{self, Element, Malformed, Reader, Slice};

mod extension;
mod reading;

pub use extension::{
    AuthorityKeyId, BasicConstraints, DistributionPoint, DistributionPointName, GeneralName,
    GeneralSubtree, KeyUsage, NameConstraints, PolicyConstraints, PolicyInformation, PolicyMapping,
    ReasonFlags,
};
pub(crate) use extension::{
    authority_key_id, distribution_point_name, freshest_urls, general_names, reason_flags,
};
pub use reading::{FILE_LIMIT, OBJECTS_LIMIT, Reading, read_certificates};
pub(crate) use reading::{base64, plain_text};

/// The largest certificate that is read, in octets.
pub const CERTIFICATE_LIMIT: usize = 1 << 20;
/// The most extensions that are read of one certificate.
pub const EXTENSIONS_LIMIT: usize = 256;

/// Nothing of the certificate could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The outermost structure is not that of a signed object.
    #[error("not a certificate: {0}")]
    Structure(#[from] Malformed),
    /// Larger than is read.
    #[error("{octets} octets are more than the limit of {limit}")]
    TooLarge {
        /// Size found.
        octets: usize,
        /// The limit.
        limit: usize,
    },
}

/// A certificate, owned; clones share it.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

/// What was found; places are those in `der`.
struct Inner {
    der: Arc<[u8]>,
    fingerprint: OnceLock<Fingerprint>,
    tbs: Range<usize>,
    version: u32,
    serial: Range<usize>,
    issuer: Name,
    subject: Name,
    self_issued: OnceLock<bool>,
    not_before: Timestamp,
    not_after: Timestamp,
    public_key: PublicKey,
    signature_algorithm: AlgorithmIdentifier,
    signature: Range<usize>,
    extensions: Vec<Stored>,
    decoded: extension::Decoded,
    defects: Vec<Finding>,
}

struct Stored {
    oid: Oid,
    critical: bool,
    value: Range<usize>,
}

impl Inner {
    fn part(&self, place: &Range<usize>) -> &[u8] {
        self.der.get(place.clone()).unwrap_or_default()
    }
}

/// One extension as it stands in the certificate.
#[derive(Clone, Copy, Debug)]
pub struct Extension<'a> {
    /// What it is.
    pub oid: &'a Oid,
    /// Whether a reader that does not know it must refuse the certificate.
    pub critical: bool,
    /// The content of its OCTET STRING.
    pub value: &'a [u8],
}

/// The parts of a certificate, found but not judged.
#[cfg_attr(test, derive(Debug, PartialEq))]
struct Parts<'a> {
    tbs: &'a [u8],
    version: u32,
    serial: &'a [u8],
    inner_algorithm: &'a [u8],
    issuer: &'a [u8],
    validity: &'a [u8],
    subject: &'a [u8],
    spki: &'a [u8],
    extensions: Vec<RawExtension<'a>>,
    outer_algorithm: &'a [u8],
    signature: &'a [u8],
}

#[cfg_attr(test, derive(Debug, PartialEq))]
struct RawExtension<'a> {
    oid: &'a [u8],
    critical: bool,
    value: &'a [u8],
}

impl Certificate {
    /// Reads one certificate in DER. Defects that leave the parts readable are in
    /// [`Certificate::defects`].
    ///
    /// # Errors
    /// [`Unreadable`] when the outer structure, the names or the key cannot be found.
    pub fn read(der: &[u8]) -> Result<Self, Unreadable> {
        if der.len() > CERTIFICATE_LIMIT {
            return Err(Unreadable::TooLarge { octets: der.len(), limit: CERTIFICATE_LIMIT });
        }
        let whole = Reader::lenient(der).expect(tlv::SEQUENCE)?.raw;
        let mut defects = Vec::new();
        if der.len() > whole.len() {
            defects.push(
                Finding::remark(&codes::CERTIFICATE_TRAILING_DATA)
                    .with("octets", der.len() - whole.len())
                    .with("place", "after the certificate"),
            );
        }
        let der: Arc<[u8]> = Arc::from(whole);
        if defects.is_empty()
            && let Some(certificate) = plain(&der)
        {
            return Ok(Self(Arc::new(certificate)));
        }
        let parts = match strict_parts(&der) {
            Ok(parts) => parts,
            Err(reason) => {
                defects.push(Finding::remark(&codes::CERTIFICATE_STRUCTURE).with("reason", reason));
                walked_parts(&der, &mut defects)?
            }
        };
        let mut certificate = build(&der, parts, &mut defects)?;
        if !defects.is_empty() {
            let fingerprint = Fingerprint::of(&der);
            for defect in &mut defects {
                defect.about = Some(fingerprint);
            }
            certificate.fingerprint = OnceLock::from(fingerprint);
            certificate.defects = defects;
        }
        Ok(Self(Arc::new(certificate)))
    }

    /// The whole certificate.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// SHA-256 of the DER.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        *self.0.fingerprint.get_or_init(|| Fingerprint::of(&self.0.der))
    }

    /// 1, 2 or 3 in a sound certificate.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.0.version
    }

    /// The content octets of the serial number.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        self.0.part(&self.0.serial)
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// Whom it is about.
    #[must_use]
    pub fn subject(&self) -> &Name {
        &self.0.subject
    }

    /// First instant of validity. An unreadable one is a fatal defect and reads as the end of
    /// time, so that the certificate is valid at no instant.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        self.0.not_before
    }

    /// Last instant of validity. An unreadable one is a fatal defect and reads as the beginning
    /// of time.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        self.0.not_after
    }

    /// The subject's key.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.0.public_key
    }

    /// The algorithm outside the signed part.
    #[must_use]
    pub fn signature_algorithm(&self) -> &AlgorithmIdentifier {
        &self.0.signature_algorithm
    }

    /// The signed octets.
    #[must_use]
    pub fn tbs(&self) -> &[u8] {
        self.0.part(&self.0.tbs)
    }

    /// The signature's octets.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.0.part(&self.0.signature)
    }

    /// Every extension in the order written.
    pub fn extensions(&self) -> impl ExactSizeIterator<Item = Extension<'_>> {
        self.0.extensions.iter().map(|stored| Extension {
            oid: &stored.oid,
            critical: stored.critical,
            value: self.0.part(&stored.value),
        })
    }

    /// The first extension of a kind.
    #[must_use]
    pub fn extension(&self, oid: &Oid) -> Option<Extension<'_>> {
        self.extensions().find(|extension| extension.oid == oid)
    }

    /// basicConstraints, when present and readable.
    #[must_use]
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.0.decoded.basic_constraints
    }

    /// keyUsage, when present and readable.
    #[must_use]
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.0.decoded.key_usage
    }

    /// The purposes of extKeyUsage, when present and readable.
    #[must_use]
    pub fn extended_key_usage(&self) -> Option<&[Oid]> {
        self.0.decoded.extended_key_usage.as_deref()
    }

    /// The subject key identifier.
    #[must_use]
    pub fn subject_key_id(&self) -> Option<&[u8]> {
        self.0.decoded.subject_key_id.as_ref().map(|place| self.0.part(place))
    }

    /// The authority key identifier.
    #[must_use]
    pub fn authority_key_id(&self) -> Option<&AuthorityKeyId> {
        self.0.decoded.authority_key_id.as_ref()
    }

    /// certificatePolicies, when present and readable.
    #[must_use]
    pub fn policies(&self) -> Option<&[PolicyInformation]> {
        self.0.decoded.policies.as_deref()
    }

    /// policyMappings.
    #[must_use]
    pub fn policy_mappings(&self) -> &[PolicyMapping] {
        &self.0.decoded.policy_mappings
    }

    /// policyConstraints.
    #[must_use]
    pub fn policy_constraints(&self) -> Option<PolicyConstraints> {
        self.0.decoded.policy_constraints
    }

    /// inhibitAnyPolicy: certificates that may follow before anyPolicy stops counting.
    #[must_use]
    pub fn inhibit_any_policy(&self) -> Option<u32> {
        self.0.decoded.inhibit_any_policy
    }

    /// nameConstraints.
    #[must_use]
    pub fn name_constraints(&self) -> Option<&NameConstraints> {
        self.0.decoded.name_constraints.as_ref()
    }

    /// subjectAltName.
    #[must_use]
    pub fn subject_alternative_names(&self) -> &[GeneralName] {
        &self.0.decoded.subject_alternative_names
    }

    /// cRLDistributionPoints.
    #[must_use]
    pub fn crl_distribution_points(&self) -> &[DistributionPoint] {
        &self.0.decoded.crl_distribution_points
    }

    /// Addresses of the issuer's CRLs. One URI that holds two addresses joined by a line break
    /// (the national CA certificates of 2018) comes out as two, with a defect.
    #[must_use]
    pub fn crl_urls(&self) -> &[String] {
        &self.0.decoded.crl_urls
    }

    /// Addresses of delta CRLs.
    #[must_use]
    pub fn freshest_crl_urls(&self) -> &[String] {
        &self.0.decoded.freshest_crl_urls
    }

    /// Addresses of OCSP responders.
    #[must_use]
    pub fn ocsp_urls(&self) -> &[String] {
        &self.0.decoded.ocsp_urls
    }

    /// Addresses of the issuer's certificate.
    #[must_use]
    pub fn issuer_urls(&self) -> &[String] {
        &self.0.decoded.issuer_urls
    }

    /// The individual identification number of the subject.
    #[must_use]
    pub fn iin(&self) -> Option<String> {
        self.subject().iin()
    }

    /// The business identification number of the subject.
    #[must_use]
    pub fn bin(&self) -> Option<String> {
        self.subject().bin()
    }

    /// Everything wrong with the certificate as it is written.
    #[must_use]
    pub fn defects(&self) -> &[Finding] {
        &self.0.defects
    }

    /// Whether subject and issuer are the same name ([RFC 5280 section 6.1](https://www.rfc-editor.org/rfc/rfc5280#section-6.1)).
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        *self.0.self_issued.get_or_init(|| self.subject() == self.issuer())
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.der() == other.der()
    }
}

impl Eq for Certificate {}

/// By the octets of the DER.
impl Ord for Certificate {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.der().cmp(other.der()) }
    }
}

impl PartialOrd for Certificate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Certificate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.der().hash(state);
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, serial {})", self.subject(), hex(self.serial()))
    }
}

/// A certificate with which nothing is wrong, as nearly all are: read in one walk. Any other is
/// none here and goes through the general reader; that the two never disagree is tested.
fn plain(der: &Arc<[u8]>) -> Option<Inner> {
    let mut defects = Vec::new();
    let certificate = build(der, plain_parts(der)?, &mut defects).ok()?;
    defects.is_empty().then_some(certificate)
}

fn plain_parts(der: &[u8]) -> Option<Parts<'_>> {
    let mut outer = Reader::new(tlv::only(der, tlv::SEQUENCE).ok()?.content);
    let tbs = outer.expect(tlv::SEQUENCE).ok()?;
    let outer_algorithm = plain_algorithm(&mut outer)?;
    let signature = outer.expect(tlv::BIT_STRING).ok()?.content;
    outer.finish().ok()?;
    let mut fields = Reader::new(tbs.content);
    let version = fields.expect(tlv::context_constructed(0)).ok()?;
    let [version @ 1..=2] = tlv::only(version.content, tlv::INTEGER).ok()?.content else {
        return None;
    };
    let serial = fields.expect(tlv::INTEGER).ok()?.content;
    let inner_algorithm = plain_algorithm(&mut fields)?;
    let issuer = fields.expect(tlv::SEQUENCE).ok()?.raw;
    let validity = fields.expect(tlv::SEQUENCE).ok()?.raw;
    let subject = fields.expect(tlv::SEQUENCE).ok()?.raw;
    let spki = fields.expect(tlv::SEQUENCE).ok()?;
    let mut key = Reader::new(spki.content);
    plain_algorithm(&mut key)?;
    tlv::whole_octets(key.expect(tlv::BIT_STRING).ok()?.content).ok()?;
    key.finish().ok()?;
    let list = fields.expect(tlv::context_constructed(3)).ok()?.content;
    fields.finish().ok()?;
    let mut list = Reader::new(tlv::only(list, tlv::SEQUENCE).ok()?.content);
    let mut extensions = Vec::with_capacity(16);
    while !list.is_empty() {
        let mut parts = Reader::new(list.expect(tlv::SEQUENCE).ok()?.content);
        let oid = parts.expect(tlv::OBJECT_IDENTIFIER).ok()?.content;
        let critical = parts.flag().ok()?;
        let value = parts.expect(tlv::OCTET_STRING).ok()?.content;
        parts.finish().ok()?;
        extensions.push(RawExtension { oid, critical, value });
    }
    Some(Parts {
        tbs: tbs.raw,
        version: u32::from(*version) + 1,
        serial,
        inner_algorithm,
        issuer,
        validity,
        subject,
        spki: spki.raw,
        extensions,
        outer_algorithm,
        signature,
    })
}

/// An identifier and at most one parameter.
fn plain_algorithm<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let sequence = reader.expect(tlv::SEQUENCE).ok()?;
    let mut parts = Reader::new(sequence.content);
    parts.expect(tlv::OBJECT_IDENTIFIER).ok()?;
    if !parts.is_empty() {
        parts.next().ok()?;
    }
    parts.finish().ok()?;
    Some(sequence.raw)
}

/// The parts as [`x509_parser`] finds them.
fn strict_parts(der: &[u8]) -> Result<Parts<'_>, String> {
    let mut parser = X509CertificateParser::new().with_deep_parse_extensions(false);
    let (_, read) = parser.parse(der).map_err(|error| match error {
        x509_parser::nom::Err::Error(error) | x509_parser::nom::Err::Failure(error) => {
            error.to_string()
        }
        x509_parser::nom::Err::Incomplete(_) => "cut short".to_owned(),
    })?;
    let fields = &read.tbs_certificate;
    let tbs = located(der, fields.as_ref());
    let at = |part: &[u8]| tlv::range_of(der, part);
    // The reader keeps neither algorithm nor validity as octets; they lie between its neighbours.
    let (serial, issuer, subject) =
        (at(fields.raw_serial()), at(fields.issuer.as_raw()), at(fields.subject.as_raw()));
    let lost = || "parts are not in place".to_owned();
    let inner_algorithm = der.get(serial.end..issuer.start).ok_or_else(lost)?;
    let validity = der.get(issuer.end..subject.start).ok_or_else(lost)?;
    let after_tbs = der.get(at(tbs).end..).ok_or_else(lost)?;
    let mut rest = Reader::lenient(after_tbs);
    let outer_algorithm = rest.expect(tlv::SEQUENCE).map_err(|error| error.to_string())?.raw;
    let signature = rest.expect(tlv::BIT_STRING).map_err(|error| error.to_string())?.content;
    rest.finish().map_err(|error| error.to_string())?;
    Ok(Parts {
        tbs,
        version: fields.version.0.saturating_add(1),
        serial: fields.raw_serial(),
        inner_algorithm,
        issuer: located(der, fields.issuer.as_raw()),
        validity,
        subject: located(der, fields.subject.as_raw()),
        spki: fields.subject_pki.raw,
        extensions: fields
            .extensions()
            .iter()
            .map(|extension| RawExtension {
                oid: located(der, extension.oid.as_bytes()),
                critical: extension.critical,
                value: extension.value,
            })
            .collect(),
        outer_algorithm,
        signature,
    })
}

/// The same octets with the lifetime of `der` instead of the reader's.
fn located<'a>(der: &'a [u8], part: &[u8]) -> &'a [u8] {
    der.get(tlv::range_of(der, part)).unwrap_or_default()
}

/// The parts one by one, for a certificate that the general reader refuses.
fn walked_parts<'a>(der: &'a [u8], defects: &mut Vec<Finding>) -> Result<Parts<'a>, Unreadable> {
    let mut outer = Reader::lenient(Reader::lenient(der).expect(tlv::SEQUENCE)?.content);
    let tbs = outer.expect(tlv::SEQUENCE)?;
    let outer_algorithm = outer.expect(tlv::SEQUENCE)?.raw;
    let signature = outer.expect(tlv::BIT_STRING)?.content;
    trailing(outer, "after the signature", defects);
    let mut fields = Reader::lenient(tbs.content);
    let version = match fields.optional(tlv::context_constructed(0))? {
        None => 1,
        Some(element) => tlv::only(element.content, tlv::INTEGER)
            .and_then(|integer| tlv::small_integer(integer.content))
            .map_or(0, |version| version.saturating_add(1)),
    };
    let serial = fields.expect(tlv::INTEGER)?.content;
    let inner_algorithm = fields.expect(tlv::SEQUENCE)?.raw;
    let issuer = fields.expect(tlv::SEQUENCE)?.raw;
    let validity = fields.expect(tlv::SEQUENCE)?.raw;
    let subject = fields.expect(tlv::SEQUENCE)?.raw;
    let spki = fields.expect(tlv::SEQUENCE)?.raw;
    let mut extensions = Vec::new();
    while !fields.is_empty() {
        let Ok(element) = fields.next() else { break };
        if element.identifier == tlv::context_constructed(3) {
            walked_extensions(element.content, &mut extensions, defects);
        }
    }
    trailing(fields, "inside the signed part", defects);
    Ok(Parts {
        tbs: tbs.raw,
        version,
        serial,
        inner_algorithm,
        issuer,
        validity,
        subject,
        spki,
        extensions,
        outer_algorithm,
        signature,
    })
}

fn trailing(rest: Reader<'_>, place: &'static str, defects: &mut Vec<Finding>) {
    if !rest.is_empty() {
        defects.push(
            Finding::remark(&codes::CERTIFICATE_TRAILING_DATA)
                .with("octets", rest.rest().len())
                .with("place", place),
        );
    }
}

fn walked_extensions<'a>(
    content: &'a [u8],
    extensions: &mut Vec<RawExtension<'a>>,
    defects: &mut Vec<Finding>,
) {
    let malformed = |reason: Malformed| {
        // An extension whose identifier is lost may have been a critical one.
        Finding::fatal(&codes::CERTIFICATE_EXTENSION_MALFORMED)
            .with("extension", "unknown")
            .with("reason", reason)
    };
    let mut list = match Reader::lenient(content).expect(tlv::SEQUENCE) {
        Ok(sequence) => Reader::lenient(sequence.content),
        Err(reason) => {
            defects.push(malformed(reason));
            return;
        }
    };
    while !list.is_empty() {
        let element = match list.next() {
            Ok(element) => element,
            Err(reason) => {
                defects.push(malformed(reason));
                return;
            }
        };
        match walked_extension(element) {
            Ok(extension) => extensions.push(extension),
            Err(reason) => defects.push(malformed(reason)),
        }
    }
}

fn walked_extension(element: Element<'_>) -> Result<RawExtension<'_>, Malformed> {
    if element.identifier != tlv::SEQUENCE {
        return Err(Malformed::Unexpected { wanted: tlv::SEQUENCE, found: element.identifier });
    }
    let mut fields = Reader::lenient(element.content);
    let oid = fields.expect(tlv::OBJECT_IDENTIFIER)?.content;
    // Any BOOLEAN that is not plainly FALSE is taken for TRUE: the stricter reading.
    let critical = fields.optional(tlv::BOOLEAN)?.is_some_and(|element| element.content != [0]);
    let value = fields.expect(tlv::OCTET_STRING)?.content;
    fields.finish()?;
    Ok(RawExtension { oid, critical, value })
}

fn build(
    der: &Arc<[u8]>,
    parts: Parts<'_>,
    defects: &mut Vec<Finding>,
) -> Result<Inner, Unreadable> {
    let has_extensions = !parts.extensions.is_empty();
    check_version(parts.version, has_extensions, defects);
    check_serial(parts.serial, defects);
    if parts.inner_algorithm != parts.outer_algorithm {
        check_algorithms(&parts, defects);
    }
    for (field, part) in [("issuer", parts.issuer), ("subject", parts.subject)] {
        if let Err(reason) = name::check(part) {
            defects.push(
                Finding::fatal(&codes::CERTIFICATE_NAME)
                    .with("field", field)
                    .with("reason", reason),
            );
        }
    }
    let issuer = Name::from_slice(Slice::of(der, parts.issuer));
    if issuer.is_empty() {
        defects.push(
            Finding::fatal(&codes::CERTIFICATE_NAME)
                .with("field", "issuer")
                .with("reason", "name is empty"),
        );
    }
    let (not_before, not_after) = validity(parts.validity, defects);
    let signature = match tlv::whole_octets(parts.signature) {
        Ok(octets) => tlv::range_of(der, octets),
        Err(reason) => {
            defects.push(Finding::fatal(&codes::CERTIFICATE_SIGNATURE_BITS).with("reason", reason));
            0..0
        }
    };
    if parts.extensions.len() > EXTENSIONS_LIMIT {
        defects.push(
            Finding::fatal(&codes::CERTIFICATE_EXTENSIONS_LIMIT)
                .with("limit", EXTENSIONS_LIMIT)
                .with("seen", parts.extensions.len()),
        );
    }
    let mut extensions: Vec<Stored> = Vec::with_capacity(parts.extensions.len().min(16));
    for raw in parts.extensions.into_iter().take(EXTENSIONS_LIMIT) {
        let oid = match Oid::from_der_content(raw.oid) {
            Ok(oid) => oid,
            Err(reason) => {
                let weight = if raw.critical { Weight::Fatal } else { Weight::Remark };
                defects.push(
                    Finding::new(&codes::CERTIFICATE_EXTENSION_MALFORMED, weight)
                        .with("extension", hex(raw.oid))
                        .with("critical", raw.critical)
                        .with("reason", reason),
                );
                continue;
            }
        };
        if extensions.iter().any(|other| other.oid == oid) {
            defects.push(
                Finding::fatal(&codes::CERTIFICATE_EXTENSION_REPEATED).with("extension", &oid),
            );
        }
        extensions.push(Stored {
            oid,
            critical: raw.critical,
            value: tlv::range_of(der, raw.value),
        });
    }
    let decoded = extension::decode(
        &Slice::whole(Arc::clone(der)),
        extensions.iter().map(|stored| {
            let value = der.get(stored.value.clone()).unwrap_or_default();
            (&stored.oid, stored.critical, value)
        }),
        defects,
    );
    Ok(Inner {
        fingerprint: OnceLock::new(),
        tbs: tlv::range_of(der, parts.tbs),
        version: parts.version,
        serial: tlv::range_of(der, parts.serial),
        issuer,
        subject: Name::from_slice(Slice::of(der, parts.subject)),
        self_issued: OnceLock::new(),
        not_before,
        not_after,
        public_key: PublicKey::from_slice(Slice::of(der, parts.spki))?,
        signature_algorithm: AlgorithmIdentifier::from_der(parts.outer_algorithm)?,
        signature,
        extensions,
        decoded,
        defects: Vec::new(),
        der: Arc::clone(der),
    })
}

fn check_version(version: u32, has_extensions: bool, defects: &mut Vec<Finding>) {
    let reason = if !(1..=3).contains(&version) {
        "no such version"
    } else if has_extensions && version != 3 {
        "extensions belong to version 3"
    } else {
        return;
    };
    defects.push(
        Finding::remark(&codes::CERTIFICATE_VERSION)
            .with("version", version)
            .with("reason", reason),
    );
}

fn check_serial(serial: &[u8], defects: &mut Vec<Finding>) {
    let reason = match serial {
        [] => "no octets",
        [0] => "zero",
        [0, second, ..] if second & 0x80 == 0 => "padded with zeros",
        [first, ..] if first & 0x80 != 0 => "negative",
        [0, rest @ ..] if rest.len() > 20 => "longer than 20 octets",
        [first, ..] if *first != 0 && serial.len() > 20 => "longer than 20 octets",
        _ => return,
    };
    defects.push(
        Finding::remark(&codes::CERTIFICATE_SERIAL)
            .with("serial", hex(serial))
            .with("reason", reason),
    );
}

fn check_algorithms(parts: &Parts<'_>, defects: &mut Vec<Finding>) {
    let (inner, outer) = (
        AlgorithmIdentifier::from_der(parts.inner_algorithm),
        AlgorithmIdentifier::from_der(parts.outer_algorithm),
    );
    let shown = |algorithm: &Result<AlgorithmIdentifier, Malformed>| match algorithm {
        Ok(algorithm) => algorithm.to_string(),
        Err(reason) => reason.to_string(),
    };
    if !matches!((&inner, &outer), (Ok(inner), Ok(outer)) if inner == outer) {
        defects.push(
            Finding::fatal(&codes::CERTIFICATE_ALGORITHM_MISMATCH)
                .with("inner", shown(&inner))
                .with("outer", shown(&outer)),
        );
    }
}

fn validity(der: &[u8], defects: &mut Vec<Finding>) -> (Timestamp, Timestamp) {
    let mut fields = match Reader::lenient(der).expect(tlv::SEQUENCE) {
        Ok(sequence) => Reader::lenient(sequence.content),
        Err(_) => Reader::lenient(&[]),
    };
    let mut field = |label: &'static str| -> Option<Timestamp> {
        let element = fields.next().ok();
        match element.as_ref().and_then(time::read) {
            Some(ReadTime { at, defect: None }) => Some(at),
            Some(ReadTime { at, defect: Some(reason) }) => {
                defects.push(
                    Finding::remark(&codes::CERTIFICATE_TIME_FORM)
                        .with("field", label)
                        .with("text", time::shown(element.map_or(&[], |element| element.content)))
                        .with("reason", reason),
                );
                Some(at)
            }
            None => {
                defects.push(
                    Finding::fatal(&codes::CERTIFICATE_TIME_UNREADABLE)
                        .with("field", label)
                        .with("text", time::shown(element.map_or(&[], |element| element.content))),
                );
                None
            }
        }
    };
    let (before, after) = (field("notBefore"), field("notAfter"));
    if let (Some(before), Some(after)) = (before, after)
        && after < before
    {
        defects.push(
            Finding::remark(&codes::CERTIFICATE_VALIDITY_REVERSED)
                .with("not_before", crate::finding::instant(before))
                .with("not_after", crate::finding::instant(after)),
        );
    }
    (before.unwrap_or(Timestamp::MAX), after.unwrap_or(Timestamp::MIN))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::algorithm;
    use crate::fixture::Hierarchy;
    use crate::key::PrivateKeyKind;

    /// The folder beside the project, or nothing, said aloud.
    pub(crate) fn shared(part: &str) -> Option<PathBuf> {
        let root = std::env::var_os("TEKSERU_SHARED").map_or_else(
            || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
            PathBuf::from,
        );
        let path = root.join(part);
        if path.exists() {
            Some(path)
        } else {
            println!("skipped: ../shared absent");
            None
        }
    }

    #[expect(clippy::disallowed_methods, reason = "fixtures are files; only the library may not")]
    pub(crate) fn bytes(path: &std::path::Path) -> Vec<u8> {
        std::fs::read(path).unwrap()
    }

    pub(crate) fn one(path: PathBuf) -> Certificate {
        let mut reading = read_certificates(&bytes(&path));
        assert_eq!(reading.certificates.len(), 1, "{}: {:?}", path.display(), reading.defects);
        reading.certificates.remove(0)
    }

    #[test]
    fn production_certificates_are_the_pinned_ones_and_verify_to_their_issuers() {
        let Some(ca) = shared("kz-pki/ca") else { return };
        // FACTS.md section 1.1 and 1.2: fingerprint, issuer's file, not before, not after.
        let rows = [
            ("root_gost.pem", "9ab210e54e6b0343", "root_gost.pem", "2015-07-27", "2025-07-27"),
            ("root_rsa.pem", "a7064abc5699827f", "root_rsa.pem", "2015-07-27", "2025-07-27"),
            (
                "root_gost_2020.cer",
                "c48164ab5ccaaee6",
                "root_gost_2020.cer",
                "2020-09-08",
                "2045-09-08",
            ),
            (
                "root_rsa_2020.cer",
                "9ba06354b6266417",
                "root_rsa_2020.cer",
                "2020-09-08",
                "2045-09-08",
            ),
            (
                "root_gost_2022.pem",
                "af77725f8328bb24",
                "root_gost_2022.pem",
                "2022-06-15",
                "2045-09-08",
            ),
            ("nca_gost.pem", "908521d0531e5645", "root_gost.pem", "2018-08-08", "2025-06-25"),
            ("nca_rsa.pem", "34d1b311a9873191", "root_rsa.pem", "2018-08-08", "2025-06-25"),
            (
                "nca_gost_2022.pem",
                "32c7d233a42703a3",
                "root_gost_2022.pem",
                "2022-06-15",
                "2045-09-07",
            ),
            (
                "root_test_gost_2022.cer",
                "b995e79e",
                "root_test_gost_2022.cer",
                "2022-07-07",
                "2032-07-07",
            ),
            (
                "nca_gost2015_test.cer",
                "beeffc0b",
                "root_test_gost_2022.cer",
                "2022-07-07",
                "2032-07-04",
            ),
            ("root_gost_test_2018.crt", "", "root_gost_test_2018.crt", "2018-07-05", "2038-06-30"),
            ("nca_gost_test_2018.crt", "", "root_gost_test_2018.crt", "2019-03-14", "2024-03-12"),
            ("root_rsa_test_2018.crt", "", "root_rsa_test_2018.crt", "2018-07-05", "2038-06-30"),
            ("nca_rsa_test_2018.crt", "", "root_rsa_test_2018.crt", "2019-03-15", "2024-03-13"),
        ];
        for (file, fingerprint, issuer_file, before, after) in rows {
            let certificate = one(ca.join(file));
            let issuer = one(ca.join(issuer_file));
            assert!(certificate.fingerprint().to_string().starts_with(fingerprint), "{file}");
            assert_eq!(certificate.issuer(), issuer.subject(), "{file}");
            assert_eq!(
                algorithm::verify(
                    issuer.public_key(),
                    certificate.signature_algorithm(),
                    certificate.tbs(),
                    certificate.signature()
                ),
                Ok(()),
                "{file}"
            );
            assert!(certificate.not_before().to_string().starts_with(before), "{file}");
            assert!(certificate.not_after().to_string().starts_with(after), "{file}");
            assert!(certificate.basic_constraints().unwrap().ca, "{file}");
            let usage = certificate.key_usage().unwrap();
            assert_eq!(usage.to_string(), "keyCertSign, cRLSign", "{file}");
            assert_eq!(
                certificate.authority_key_id().unwrap().key_id.as_deref(),
                issuer.subject_key_id(),
                "{file}"
            );
        }
    }

    /// Whether `der` is read in one walk; panics when the general reader then disagrees.
    fn agreed(der: &[u8]) -> bool {
        let der: Arc<[u8]> = Arc::from(der);
        if plain(&der).is_none() {
            return false;
        }
        assert_eq!(plain_parts(&der).unwrap(), strict_parts(&der).unwrap());
        true
    }

    #[test]
    fn what_is_read_in_one_walk_is_read_alike_by_the_general_reader() {
        let Some(suites) = shared("suites") else { return };
        let (mut folders, mut plain, mut read) = (vec![suites], 0, 0);
        while let Some(path) = folders.pop() {
            if path.is_dir() {
                folders.extend(std::fs::read_dir(path).unwrap().map(|it| it.unwrap().path()));
                continue;
            }
            if path.metadata().unwrap().len() > 1 << 16 {
                continue;
            }
            let octets = bytes(&path);
            agreed(&octets);
            for certificate in super::read_certificates(&octets).certificates {
                read += 1;
                plain += usize::from(agreed(certificate.der()));
            }
        }
        assert!(plain > read / 3, "{plain} of {read}");
    }

    #[test]
    fn no_turned_octet_is_read_in_one_walk_that_the_general_reader_refuses() {
        for kind in [PrivateKeyKind::EcdsaP256, PrivateKeyKind::Gost2015A512] {
            let all = Hierarchy::new(kind);
            for certificate in [&all.issuing, &all.person] {
                let mut changed = certificate.certificate.der().to_vec();
                assert!(agreed(&changed));
                for place in 0..changed.len() {
                    for flip in (0..8).map(|bit| 1 << bit).chain([0x1f, 0x7f, 0xff]) {
                        changed[place] ^= flip;
                        agreed(&changed);
                        changed[place] ^= flip;
                    }
                }
            }
        }
    }

    #[test]
    fn the_2018_distribution_point_with_a_line_break_gives_two_addresses_and_a_defect() {
        let Some(ca) = shared("kz-pki/ca") else { return };
        let certificate = one(ca.join("nca_gost.pem"));
        assert_eq!(
            certificate.crl_urls(),
            ["http://crl.root.gov.kz/gost.crl", "http://crl1.root.gov.kz/gost.crl"]
        );
        let codes: Vec<&str> = certificate.defects().iter().map(|defect| defect.code).collect();
        assert_eq!(codes, ["certificate.crl-urls-joined"]);
        assert_eq!(certificate.subject_key_id(), Some(&[0x5b, 0x6a, 0x73, 0xe9][..]));
        let newer = one(ca.join("nca_gost_2022.pem"));
        assert_eq!(newer.crl_urls(), ["http://crl.root.gov.kz/gost2015_2022.crl"]);
        assert_eq!(newer.issuer_urls(), ["http://root.gov.kz/cert/root_gost2015_2022.cer"]);
        assert_eq!(newer.policies().unwrap()[0].policy.to_string(), "1.2.398.3.3.2");
        assert!(newer.defects().is_empty());
    }
}
