//! The contents of the extensions that path validation and the inspection look at, read strictly.

use std::net::IpAddr;
use std::ops::Range;

use crate::finding::{Finding, Weight, codes, hex};
use crate::name::{self, Name};
use crate::oid::{Oid, known};
use crate::tlv::{self, Element, Malformed, Reader, Slice};

/// basicConstraints ([RFC 5280 section 4.2.1.9](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether the subject is a certification authority.
    pub ca: bool,
    /// How many intermediate certificates may follow.
    pub path_length: Option<u32>,
}

/// keyUsage ([RFC 5280 section 4.2.1.3](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3)),
/// bit 0 in the highest position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// Bit 0.
    pub const DIGITAL_SIGNATURE: Self = Self(1 << 15);
    /// Bit 1.
    pub const NON_REPUDIATION: Self = Self(1 << 14);
    /// Bit 2.
    pub const KEY_ENCIPHERMENT: Self = Self(1 << 13);
    /// Bit 3.
    pub const DATA_ENCIPHERMENT: Self = Self(1 << 12);
    /// Bit 4.
    pub const KEY_AGREEMENT: Self = Self(1 << 11);
    /// Bit 5.
    pub const KEY_CERT_SIGN: Self = Self(1 << 10);
    /// Bit 6.
    pub const CRL_SIGN: Self = Self(1 << 9);
    /// Bit 7.
    pub const ENCIPHER_ONLY: Self = Self(1 << 8);
    /// Bit 8.
    pub const DECIPHER_ONLY: Self = Self(1 << 7);

    const NAMES: [(Self, &'static str); 9] = [
        (Self::DIGITAL_SIGNATURE, "digitalSignature"),
        (Self::NON_REPUDIATION, "nonRepudiation"),
        (Self::KEY_ENCIPHERMENT, "keyEncipherment"),
        (Self::DATA_ENCIPHERMENT, "dataEncipherment"),
        (Self::KEY_AGREEMENT, "keyAgreement"),
        (Self::KEY_CERT_SIGN, "keyCertSign"),
        (Self::CRL_SIGN, "cRLSign"),
        (Self::ENCIPHER_ONLY, "encipherOnly"),
        (Self::DECIPHER_ONLY, "decipherOnly"),
    ];

    /// Whether every bit of `wanted` is set.
    #[must_use]
    pub const fn contains(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }

    /// Both sets of bits.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::fmt::Display for KeyUsage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut first = true;
        for (bit, name) in Self::NAMES {
            if self.contains(bit) {
                write!(f, "{}{name}", if first { "" } else { ", " })?;
                first = false;
            }
        }
        Ok(())
    }
}

/// authorityKeyIdentifier ([RFC 5280 section 4.2.1.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.1)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorityKeyId {
    /// The issuer's subject key identifier.
    pub key_id: Option<Vec<u8>>,
    /// Names of the issuer of the issuer's certificate.
    pub issuer: Vec<GeneralName>,
    /// Serial number of the issuer's certificate.
    pub serial: Option<Vec<u8>>,
}

/// One policy of certificatePolicies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyInformation {
    /// The policy.
    pub policy: Oid,
    /// Addresses of certification practice statements.
    pub cps: Vec<String>,
    /// The DER of every qualifier.
    pub qualifiers: Vec<Vec<u8>>,
}

/// One pair of policyMappings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyMapping {
    /// A policy of the issuer's domain.
    pub issuer_policy: Oid,
    /// The policy of the subject's domain that counts as the same.
    pub subject_policy: Oid,
}

/// policyConstraints ([RFC 5280 section 4.2.1.11](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.11)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyConstraints {
    /// Certificates that may follow before an explicit policy is required.
    pub require_explicit_policy: Option<u32>,
    /// Certificates that may follow before mapping is inhibited.
    pub inhibit_policy_mapping: Option<u32>,
}

/// nameConstraints ([RFC 5280 section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameConstraints {
    /// Where names must lie.
    pub permitted: Vec<GeneralSubtree>,
    /// Where names must not lie.
    pub excluded: Vec<GeneralSubtree>,
}

/// One subtree of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneralSubtree {
    /// Its base.
    pub base: GeneralName,
    /// Whether `minimum` is not zero or `maximum` is present, which the profile forbids.
    pub bounded: bool,
}

/// A `GeneralName` ([RFC 5280 section 4.2.1.6](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeneralName {
    /// A distinguished name.
    Directory(Name),
    /// A host name.
    Dns(String),
    /// An EDI party name, DER.
    EdiParty(Vec<u8>),
    /// An e-mail address.
    Email(String),
    /// The octets of an IP address; in a subtree followed by as many octets of a mask.
    Ip(Vec<u8>),
    /// A name of a registered kind.
    Other {
        /// The kind.
        kind: Oid,
        /// DER of the value.
        value: Vec<u8>,
    },
    /// An object identifier.
    RegisteredId(Oid),
    /// A URI.
    Uri(String),
    /// An X.400 address, DER.
    X400(Vec<u8>),
}

impl std::fmt::Display for GeneralName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Directory(name) => write!(f, "directory name {name}"),
            Self::Dns(name) => write!(f, "host {}", name.escape_debug()),
            Self::EdiParty(_) => f.write_str("EDI party name"),
            Self::Email(address) => write!(f, "e-mail {}", address.escape_debug()),
            Self::Ip(octets) => {
                let address = match octets.as_slice() {
                    [a, b, c, d] => Some(IpAddr::from([*a, *b, *c, *d])),
                    octets => <[u8; 16]>::try_from(octets).ok().map(IpAddr::from),
                };
                match address {
                    Some(address) => write!(f, "address {address}"),
                    None => write!(f, "address {}", hex(octets)),
                }
            }
            Self::Other { kind, .. } => write!(f, "other name {kind}"),
            Self::RegisteredId(oid) => write!(f, "registered identifier {oid}"),
            Self::Uri(uri) => write!(f, "URI {}", uri.escape_debug()),
            Self::X400(_) => f.write_str("X.400 address"),
        }
    }
}

/// Reasons a distribution point or a CRL covers, bit 0 ("unused") in the highest position
/// ([RFC 5280 section 4.2.1.13](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonFlags(u16);

impl ReasonFlags {
    /// Every reason, bits 1 to 8.
    pub const ALL: Self = Self(0x7f80);
    /// No reason.
    pub const NONE: Self = Self(0);

    /// The reasons in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The reasons in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every reason of `other` is here.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The reasons read from a BIT STRING.
    pub(crate) const fn from_bits(bits: u16) -> Self {
        Self(bits & Self::ALL.0)
    }
}

/// The name of a distribution point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DistributionPointName {
    /// Names of the CRL.
    Full(Vec<GeneralName>),
    /// The DER of the attributes that follow the CRL issuer's name.
    RelativeToIssuer(Vec<u8>),
}

/// One point of cRLDistributionPoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistributionPoint {
    /// Where the CRL is.
    pub name: Option<DistributionPointName>,
    /// Which reasons it covers; none means all.
    pub reasons: Option<ReasonFlags>,
    /// Who signs it when not the certificate's issuer.
    pub crl_issuer: Vec<GeneralName>,
}

/// The most general names read of one list.
const NAMES_LIMIT: usize = 16_384;

#[derive(Default)]
pub(super) struct Decoded {
    pub(super) basic_constraints: Option<BasicConstraints>,
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) extended_key_usage: Option<Vec<Oid>>,
    pub(super) subject_key_id: Option<Range<usize>>,
    pub(super) authority_key_id: Option<AuthorityKeyId>,
    pub(super) policies: Option<Vec<PolicyInformation>>,
    pub(super) policy_mappings: Vec<PolicyMapping>,
    pub(super) policy_constraints: Option<PolicyConstraints>,
    pub(super) inhibit_any_policy: Option<u32>,
    pub(super) name_constraints: Option<NameConstraints>,
    pub(super) subject_alternative_names: Vec<GeneralName>,
    pub(super) crl_distribution_points: Vec<DistributionPoint>,
    pub(super) crl_urls: Vec<String>,
    pub(super) freshest_crl_urls: Vec<String>,
    pub(super) ocsp_urls: Vec<String>,
    pub(super) issuer_urls: Vec<String>,
}

/// Decodes what is known of extensions whose values lie in `whole`; of a repeated extension the
/// first counts and the defect is already said.
pub(super) fn decode<'a>(
    whole: &Slice,
    extensions: impl Iterator<Item = (&'a Oid, bool, &'a [u8])>,
    defects: &mut Vec<Finding>,
) -> Decoded {
    let mut decoded = Decoded::default();
    for (oid, critical, value) in extensions {
        if let Err(reason) = decode_one(&mut decoded, oid, (whole, value), defects) {
            // What decides validity may not be guessed at; an address may.
            let weight = if critical || decides(oid) { Weight::Fatal } else { Weight::Remark };
            defects.push(
                Finding::new(&codes::CERTIFICATE_EXTENSION_MALFORMED, weight)
                    .with("extension", oid)
                    .with("critical", critical)
                    .with("reason", reason),
            );
        }
    }
    decoded
}

/// Whether path validation rests on the extension.
fn decides(oid: &Oid) -> bool {
    [
        &known::BASIC_CONSTRAINTS,
        &known::KEY_USAGE,
        &known::EXTENDED_KEY_USAGE,
        &known::CERTIFICATE_POLICIES,
        &known::POLICY_MAPPINGS,
        &known::POLICY_CONSTRAINTS,
        &known::INHIBIT_ANY_POLICY,
        &known::NAME_CONSTRAINTS,
        &known::SUBJECT_ALTERNATIVE_NAME,
    ]
    .contains(&oid)
}

fn decode_one(
    decoded: &mut Decoded,
    oid: &Oid,
    (whole, value): (&Slice, &[u8]),
    defects: &mut Vec<Finding>,
) -> Result<(), Malformed> {
    // The extensions of RFC 5280 are 2.5.29.n.
    match oid.content() {
        [0x55, 0x1d, 14] if decoded.subject_key_id.is_none() => {
            let id = tlv::only(value, tlv::OCTET_STRING)?.content;
            decoded.subject_key_id = Some(tlv::range_of(whole.bytes(), id));
        }
        [0x55, 0x1d, 15] if decoded.key_usage.is_none() => {
            let bits = tlv::only(value, tlv::BIT_STRING)?.content;
            decoded.key_usage = Some(KeyUsage(tlv::named_bits(bits)?));
        }
        [0x55, 0x1d, 17] if decoded.subject_alternative_names.is_empty() => {
            let names = tlv::only(value, tlv::SEQUENCE)?.content;
            decoded.subject_alternative_names = general_names(whole, names)?;
        }
        [0x55, 0x1d, 19] if decoded.basic_constraints.is_none() => {
            decoded.basic_constraints = Some(basic_constraints(value)?);
        }
        [0x55, 0x1d, 30] if decoded.name_constraints.is_none() => {
            decoded.name_constraints = Some(name_constraints(whole, value)?);
        }
        [0x55, 0x1d, 31] if decoded.crl_distribution_points.is_empty() => {
            let points = distribution_points(whole, value)?;
            decoded.crl_urls = point_urls(&points, defects);
            decoded.crl_distribution_points = points;
        }
        [0x55, 0x1d, 32] if decoded.policies.is_none() => {
            decoded.policies = Some(policies(value)?);
        }
        [0x55, 0x1d, 33] if decoded.policy_mappings.is_empty() => {
            decoded.policy_mappings = policy_mappings(value)?;
        }
        [0x55, 0x1d, 35] if decoded.authority_key_id.is_none() => {
            decoded.authority_key_id = Some(authority_key_id(whole, value)?);
        }
        [0x55, 0x1d, 36] if decoded.policy_constraints.is_none() => {
            decoded.policy_constraints = Some(policy_constraints(value)?);
        }
        [0x55, 0x1d, 37] if decoded.extended_key_usage.is_none() => {
            decoded.extended_key_usage = Some(oids(value)?);
        }
        [0x55, 0x1d, 46] if decoded.freshest_crl_urls.is_empty() => {
            decoded.freshest_crl_urls = point_urls(&distribution_points(whole, value)?, defects);
        }
        [0x55, 0x1d, 54] if decoded.inhibit_any_policy.is_none() => {
            let integer = tlv::only(value, tlv::INTEGER)?.content;
            decoded.inhibit_any_policy = Some(tlv::small_integer(integer)?);
        }
        _ if *oid == known::AUTHORITY_INFORMATION_ACCESS => {
            information_access(decoded, (whole, value), defects)?
        }
        _ if *oid == known::OCSP_NO_CHECK => {
            if value.is_empty() {
                defects.push(Finding::remark(&codes::CERTIFICATE_NO_CHECK_EMPTY));
            } else {
                tlv::only(value, tlv::NULL)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn basic_constraints(value: &[u8]) -> Result<BasicConstraints, Malformed> {
    let mut fields = Reader::new(tlv::only(value, tlv::SEQUENCE)?.content);
    let ca = fields.flag()?;
    let path_length = match fields.optional(tlv::INTEGER)? {
        Some(integer) => Some(tlv::small_integer(integer.content)?),
        None => None,
    };
    fields.finish()?;
    Ok(BasicConstraints { ca, path_length })
}

fn oid_of(element: Element<'_>) -> Result<Oid, Malformed> {
    Oid::from_der_content(element.content)
        .map_err(|_| Malformed::Value("impossible object identifier"))
}

fn oids(value: &[u8]) -> Result<Vec<Oid>, Malformed> {
    let mut list = Reader::new(tlv::only(value, tlv::SEQUENCE)?.content);
    let mut oids = Vec::new();
    while !list.is_empty() {
        oids.push(oid_of(list.expect(tlv::OBJECT_IDENTIFIER)?)?);
    }
    if oids.is_empty() {
        return Err(Malformed::Value("list is empty"));
    }
    Ok(oids)
}

fn policies(value: &[u8]) -> Result<Vec<PolicyInformation>, Malformed> {
    let mut list = Reader::new(tlv::only(value, tlv::SEQUENCE)?.content);
    let mut policies: Vec<PolicyInformation> = Vec::new();
    while !list.is_empty() {
        let mut fields = Reader::new(list.expect(tlv::SEQUENCE)?.content);
        let policy = oid_of(fields.expect(tlv::OBJECT_IDENTIFIER)?)?;
        let (mut cps, mut qualifiers) = (Vec::new(), Vec::new());
        if let Some(sequence) = fields.optional(tlv::SEQUENCE)? {
            let mut rest = Reader::new(sequence.content);
            while !rest.is_empty() {
                let qualifier = rest.expect(tlv::SEQUENCE)?;
                let mut parts = Reader::new(qualifier.content);
                let kind = oid_of(parts.expect(tlv::OBJECT_IDENTIFIER)?)?;
                if kind == known::QUALIFIER_CPS
                    && let Some(text) = name::text(&parts.next()?)
                {
                    cps.push(text.into_owned());
                }
                qualifiers.push(qualifier.raw.to_vec());
            }
        }
        fields.finish()?;
        policies.push(PolicyInformation { policy, cps, qualifiers });
        if policies.len() > NAMES_LIMIT {
            return Err(Malformed::Value("more than 16384 policies"));
        }
    }
    if policies.is_empty() {
        return Err(Malformed::Value("list is empty"));
    }
    let mut sorted: Vec<&Oid> = policies.iter().map(|information| &information.policy).collect();
    sorted.sort_unstable();
    if sorted.windows(2).any(|pair| matches!(pair, [one, two] if one == two)) {
        return Err(Malformed::Value("a policy occurs twice"));
    }
    Ok(policies)
}

fn policy_mappings(value: &[u8]) -> Result<Vec<PolicyMapping>, Malformed> {
    let mut list = Reader::new(tlv::only(value, tlv::SEQUENCE)?.content);
    let mut mappings = Vec::new();
    while !list.is_empty() {
        let mut fields = Reader::new(list.expect(tlv::SEQUENCE)?.content);
        mappings.push(PolicyMapping {
            issuer_policy: oid_of(fields.expect(tlv::OBJECT_IDENTIFIER)?)?,
            subject_policy: oid_of(fields.expect(tlv::OBJECT_IDENTIFIER)?)?,
        });
        fields.finish()?;
    }
    if mappings.is_empty() {
        return Err(Malformed::Value("list is empty"));
    }
    Ok(mappings)
}

fn policy_constraints(value: &[u8]) -> Result<PolicyConstraints, Malformed> {
    let mut fields = Reader::new(tlv::only(value, tlv::SEQUENCE)?.content);
    let mut skip = |number| -> Result<Option<u32>, Malformed> {
        fields
            .optional(tlv::context(number))?
            .map(|element| tlv::small_integer(element.content))
            .transpose()
    };
    let (require_explicit_policy, inhibit_policy_mapping) = (skip(0)?, skip(1)?);
    fields.finish()?;
    if require_explicit_policy.is_none() && inhibit_policy_mapping.is_none() {
        return Err(Malformed::Value("sequence is empty"));
    }
    Ok(PolicyConstraints { require_explicit_policy, inhibit_policy_mapping })
}

/// Reads an authorityKeyIdentifier, which lies in `slice`.
pub(crate) fn authority_key_id(slice: &Slice, value: &[u8]) -> Result<AuthorityKeyId, Malformed> {
    let mut fields = Reader::new(tlv::only(value, tlv::SEQUENCE)?.content);
    let key_id = fields.optional(tlv::context(0))?.map(|element| element.content.to_vec());
    let issuer = match fields.optional(tlv::context_constructed(1))? {
        Some(element) => general_names(slice, element.content)?,
        None => Vec::new(),
    };
    let serial = fields.optional(tlv::context(2))?.map(|element| element.content.to_vec());
    fields.finish()?;
    Ok(AuthorityKeyId { key_id, issuer, serial })
}

fn name_constraints(slice: &Slice, value: &[u8]) -> Result<NameConstraints, Malformed> {
    let mut fields = Reader::new(tlv::only(value, tlv::SEQUENCE)?.content);
    let mut subtrees = |number| -> Result<Vec<GeneralSubtree>, Malformed> {
        let Some(list) = fields.optional(tlv::context_constructed(number))? else {
            return Ok(Vec::new());
        };
        let mut list = Reader::new(list.content);
        let mut subtrees = Vec::new();
        while !list.is_empty() {
            let mut parts = Reader::new(list.expect(tlv::SEQUENCE)?.content);
            let base = general_name(slice, parts.next()?)?;
            // `minimum` 0 is the default and may not be written; a reader tolerates it.
            let minimum = parts.optional(tlv::context(0))?;
            let maximum = parts.optional(tlv::context(1))?;
            parts.finish()?;
            let bounded = maximum.is_some() || minimum.is_some_and(|zero| zero.content != [0]);
            subtrees.push(GeneralSubtree { base, bounded });
            if subtrees.len() > NAMES_LIMIT {
                return Err(Malformed::Value("more than 16384 subtrees"));
            }
        }
        if subtrees.is_empty() {
            return Err(Malformed::Value("list of subtrees is empty"));
        }
        Ok(subtrees)
    };
    let (permitted, excluded) = (subtrees(0)?, subtrees(1)?);
    fields.finish()?;
    if permitted.is_empty() && excluded.is_empty() {
        return Err(Malformed::Value("sequence is empty"));
    }
    Ok(NameConstraints { permitted, excluded })
}

/// The names in the content of a `GeneralNames`; `slice` holds `content`.
pub(crate) fn general_names(slice: &Slice, content: &[u8]) -> Result<Vec<GeneralName>, Malformed> {
    let mut list = Reader::new(content);
    let mut names = Vec::new();
    while !list.is_empty() {
        names.push(general_name(slice, list.next()?)?);
        if names.len() > NAMES_LIMIT {
            return Err(Malformed::Value("more than 16384 names"));
        }
    }
    if names.is_empty() {
        return Err(Malformed::Value("list of names is empty"));
    }
    Ok(names)
}

fn general_name(slice: &Slice, element: Element<'_>) -> Result<GeneralName, Malformed> {
    let text = || {
        std::str::from_utf8(element.content)
            .map(str::to_owned)
            .map_err(|_| Malformed::Value("name is no text"))
    };
    Ok(match element.identifier {
        0xa0 => {
            let mut parts = Reader::new(element.content);
            let kind = oid_of(parts.expect(tlv::OBJECT_IDENTIFIER)?)?;
            let value = parts.expect(tlv::context_constructed(0))?.content.to_vec();
            parts.finish()?;
            GeneralName::Other { kind, value }
        }
        0x81 => GeneralName::Email(text()?),
        0x82 => GeneralName::Dns(text()?),
        0xa3 => GeneralName::X400(element.raw.to_vec()),
        0xa4 => {
            name::check(element.content)?;
            GeneralName::Directory(Name::from_slice(slice.part(element.content)))
        }
        0xa5 => GeneralName::EdiParty(element.raw.to_vec()),
        0x86 => GeneralName::Uri(text()?),
        0x87 => GeneralName::Ip(element.content.to_vec()),
        0x88 => GeneralName::RegisteredId(oid_of(element)?),
        _ => return Err(Malformed::Value("no such kind of general name")),
    })
}

/// Reads the content of the `[0]` that holds a `DistributionPointName`.
pub(crate) fn distribution_point_name(
    slice: &Slice,
    content: &[u8],
) -> Result<DistributionPointName, Malformed> {
    let mut choice = Reader::new(content);
    let element = choice.next()?;
    choice.finish()?;
    match element.identifier {
        0xa0 => general_names(slice, element.content).map(DistributionPointName::Full),
        0xa1 => Ok(DistributionPointName::RelativeToIssuer(element.content.to_vec())),
        found => Err(Malformed::Unexpected { wanted: 0xa0, found }),
    }
}

/// Reads the content of a `ReasonFlags`.
pub(crate) fn reason_flags(content: &[u8]) -> Result<ReasonFlags, Malformed> {
    tlv::named_bits(content).map(ReasonFlags::from_bits)
}

fn distribution_points(slice: &Slice, value: &[u8]) -> Result<Vec<DistributionPoint>, Malformed> {
    let mut list = Reader::new(tlv::only(value, tlv::SEQUENCE)?.content);
    let mut points = Vec::new();
    while !list.is_empty() {
        let mut fields = Reader::new(list.expect(tlv::SEQUENCE)?.content);
        let name = match fields.optional(tlv::context_constructed(0))? {
            Some(element) => Some(distribution_point_name(slice, element.content)?),
            None => None,
        };
        let reasons = match fields.optional(tlv::context(1))? {
            Some(element) => Some(reason_flags(element.content)?),
            None => None,
        };
        let crl_issuer = match fields.optional(tlv::context_constructed(2))? {
            Some(element) => general_names(slice, element.content)?,
            None => Vec::new(),
        };
        fields.finish()?;
        points.push(DistributionPoint { name, reasons, crl_issuer });
        if points.len() > NAMES_LIMIT {
            return Err(Malformed::Value("more than 16384 distribution points"));
        }
    }
    if points.is_empty() {
        return Err(Malformed::Value("list is empty"));
    }
    Ok(points)
}

/// The addresses in the value of a freshestCRL.
pub(crate) fn freshest_urls(value: &Slice) -> Result<Vec<String>, Malformed> {
    let points = distribution_points(value, value.bytes())?;
    Ok(point_urls(&points, &mut Vec::new()))
}

impl DistributionPointName {
    /// The addresses in the name, those apart that stand joined in one.
    #[must_use]
    pub fn urls(&self) -> Vec<String> {
        let mut urls = Vec::new();
        if let Self::Full(names) = self {
            for name in names {
                if let GeneralName::Uri(uri) = name {
                    push_urls(&mut urls, uri.clone(), &mut Vec::new());
                }
            }
        }
        urls
    }
}

fn point_urls(points: &[DistributionPoint], defects: &mut Vec<Finding>) -> Vec<String> {
    let mut urls = Vec::new();
    for point in points {
        if let Some(DistributionPointName::Full(names)) = &point.name {
            for name in names {
                if let GeneralName::Uri(uri) = name {
                    push_urls(&mut urls, uri.clone(), defects);
                }
            }
        }
    }
    urls
}

/// Adds the addresses in a URI. The national CA certificates of 2018 hold
/// `http://…/gost.crl⏎               URL=http://…/gost.crl` in one; a break may be of any kind, and
/// may stand there percent-encoded.
fn push_urls(urls: &mut Vec<String>, uri: String, defects: &mut Vec<Finding>) {
    let breaks = ['\n', '\r', '\t'];
    let text = ["%0A", "%0a", "%0D", "%0d", "%09"]
        .iter()
        .fold(uri.clone(), |text, it| text.replace(it, "\n"));
    if text.contains(breaks) {
        let before = urls.len();
        for line in text.split(breaks) {
            let line = line.trim();
            let named = line.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("URL="));
            let line = if named { line.get(4..).unwrap_or_default().trim() } else { line };
            if !line.is_empty() {
                urls.push(line.to_owned());
            }
        }
        let found = urls.get(before..).unwrap_or_default();
        defects.push(if found.len() > 1 {
            Finding::remark(&codes::CERTIFICATE_CRL_URL_JOINED)
                .with("text", uri.escape_debug())
                .with("urls", found.join(" "))
        } else {
            Finding::remark(&codes::CERTIFICATE_URL_FORM).with("text", uri.escape_debug())
        });
        return;
    }
    if uri.bytes().all(is_url_octet) {
        urls.push(uri);
        return;
    }
    defects.push(Finding::remark(&codes::CERTIFICATE_URL_FORM).with("text", uri.escape_debug()));
    urls.push(uri);
}

/// Whether a URI may hold the octet ([RFC 3986 appendix A](https://www.rfc-editor.org/rfc/rfc3986#appendix-A)).
fn is_url_octet(octet: u8) -> bool {
    octet.is_ascii_graphic()
        && !matches!(octet, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`')
}

fn information_access(
    decoded: &mut Decoded,
    (slice, value): (&Slice, &[u8]),
    defects: &mut Vec<Finding>,
) -> Result<(), Malformed> {
    let mut list = Reader::new(tlv::only(value, tlv::SEQUENCE)?.content);
    while !list.is_empty() {
        let mut fields = Reader::new(list.expect(tlv::SEQUENCE)?.content);
        let method = oid_of(fields.expect(tlv::OBJECT_IDENTIFIER)?)?;
        let location = general_name(slice, fields.next()?)?;
        fields.finish()?;
        let GeneralName::Uri(uri) = location else { continue };
        if method == known::ACCESS_OCSP {
            push_urls(&mut decoded.ocsp_urls, uri, defects);
        } else if method == known::ACCESS_CA_ISSUERS {
            push_urls(&mut decoded.issuer_urls, uri, defects);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_joined_in_any_way_are_read_apart_and_named() {
        for joined in [
            "http://a.kz/g.crl\n               URL=http://b.kz/g.crl",
            "http://a.kz/g.crl\r\nURL=http://b.kz/g.crl\r\n",
            "http://a.kz/g.crl\tURL=http://b.kz/g.crl",
            "http://a.kz/g.crl%0AURL=http://b.kz/g.crl",
            "URL=http://a.kz/g.crl%0d%0aurl=http://b.kz/g.crl",
            "http://a.kz/g.crl\nhttp://b.kz/g.crl",
        ] {
            let (mut urls, mut defects) = (Vec::new(), Vec::new());
            push_urls(&mut urls, joined.to_owned(), &mut defects);
            assert_eq!(urls, ["http://a.kz/g.crl", "http://b.kz/g.crl"], "{joined:?}");
            let codes: Vec<_> = defects.iter().map(|it| it.code).collect();
            assert_eq!(codes, ["certificate.crl-urls-joined"], "{joined:?}");
        }
    }

    #[test]
    fn one_address_with_a_break_behind_it_is_one_with_a_defect_of_form() {
        for broken in ["http://a.kz/g.crl\n", "\r\nhttp://a.kz/g.crl", "http://a.kz/g.crl%0A"] {
            let (mut urls, mut defects) = (Vec::new(), Vec::new());
            push_urls(&mut urls, broken.to_owned(), &mut defects);
            assert_eq!(urls, ["http://a.kz/g.crl"], "{broken:?}");
            assert_eq!(defects.first().map(|it| it.code), Some("certificate.url-form"));
        }
        let (mut urls, mut defects) = (Vec::new(), Vec::new());
        push_urls(&mut urls, "http://a.kz/%D0%90.crl".to_owned(), &mut defects);
        assert_eq!((urls.len(), defects.len()), (1, 0));
    }
}
