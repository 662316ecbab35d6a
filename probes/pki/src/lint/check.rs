//! What several rules ask in the same way.

use sha1::{Digest as _, Sha1};
use sha2::{Sha256, Sha384, Sha512};

use crate::algorithm::HashAlgorithm;
use crate::oid::{Oid, known};

use super::object::{Attribute, Object, usage};
use super::rule::{Hit, hit};
use super::text::{host, is_fqdn, is_ip, is_label, is_mailbox, is_uri_text, scheme, shown};
use super::tree::{At, Defect};

/// The form of a general name that is an address.
pub(super) const URI: &str = "uniformResourceIdentifier";

pub(super) static ED448: Oid = Oid::from_arcs(&[1, 3, 101, 113]);
pub(super) static X25519: Oid = Oid::from_arcs(&[1, 3, 101, 110]);
pub(super) static X448: Oid = Oid::from_arcs(&[1, 3, 101, 111]);
pub(super) static POSTAL_CODE: Oid = Oid::from_arcs(&[2, 5, 4, 17]);
/// The arc of Kazakhstan.
pub(super) static KAZAKHSTAN: Oid = Oid::from_arcs(&[1, 2, 398]);
/// The arc of Russia.
pub(super) static RUSSIAN: Oid = Oid::from_arcs(&[1, 2, 643]);
/// The arc of national cryptography.
static NATIONAL_CRYPTOGRAPHY: Oid = Oid::from_arcs(&[1, 2, 398, 3, 10]);

/// A hit at every place that is bad.
pub(super) fn each<'t>(
    places: impl IntoIterator<Item = At<'t>>,
    bad: impl Fn(At<'t>) -> bool,
) -> Vec<Hit> {
    places.into_iter().filter(|at| bad(*at)).map(|at| hit(at, seen(at))).collect()
}

/// What stands at a place, where it is short text.
fn seen(at: At<'_>) -> String {
    let content = at.content();
    let text = content.len() <= 200 && content.iter().all(|it| (0x20..0x7f).contains(it));
    if text && at.is_empty() { shown(content) } else { String::new() }
}

/// A hit where an extension is critical and should not be, or the other way round.
pub(super) fn critical_as(object: &Object<'_>, oid: &Oid, wanted: bool) -> Vec<Hit> {
    object
        .extension(oid)
        .filter(|it| it.critical != wanted)
        .map(|it| hit(it.at.child("critical").unwrap_or(it.at), ""))
        .into_iter()
        .collect()
}

/// A hit where an algorithm's parameters are not NULL.
pub(super) fn not_null(algorithm: Option<At<'_>>) -> Vec<Hit> {
    each(algorithm, |at| at.child("parameters").is_none_or(|it| it.raw() != [0x05, 0x00]))
}

fn algorithm_of(at: Option<At<'_>>) -> &[u8] {
    at.and_then(|it| it.child("algorithm")).map_or(&[], At::content)
}

/// RSA PKCS #1 v1.5 with any hash.
pub(super) fn is_pkcs1(algorithm: Option<At<'_>>) -> bool {
    // 1.2.840.113549.1.1 holds keys and PSS beside; signatures are 2 to 5 and 11 to 16.
    let Some((last, arc)) = algorithm_of(algorithm).split_last() else { return false };
    known::RSA.content().strip_suffix(&[1]) == Some(arc) && matches!(last, 2..=5 | 11..=16)
}

/// ECDSA with any hash.
pub(super) fn is_ecdsa(algorithm: Option<At<'_>>) -> bool {
    let oid = algorithm_of(algorithm);
    [&known::ECDSA_SHA1, &known::ECDSA_SHA256, &known::ECDSA_SHA384, &known::ECDSA_SHA512]
        .iter()
        .any(|it| it.content() == oid)
}

/// A constraint on mailboxes: a mailbox, a host, or a period and a domain
/// ([RFC 5280 section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10)).
pub(super) fn is_mailbox_constraint(text: &str) -> bool {
    if text.contains('@') {
        return is_mailbox(text);
    }
    let domain = text.strip_prefix('.').unwrap_or(text);
    domain.len() <= 253 && domain.split('.').all(is_label)
}

/// Signatures of NIST's after ECDSA: ML-DSA 17 to 19, SLH-DSA 20 to 31, with a hash first 32 to 46.
static NIST_SIGNATURES: Oid = Oid::from_arcs(&[2, 16, 840, 1, 101, 3, 4, 3]);
/// ML-KEM 1 to 3.
static NIST_ENCAPSULATIONS: Oid = Oid::from_arcs(&[2, 16, 840, 1, 101, 3, 4, 4]);

/// The last arc of an algorithm for signatures that resist quantum computers.
fn lattice_signature(algorithm: &[u8]) -> Option<u8> {
    let (last, arc) = algorithm.split_last()?;
    (arc == NIST_SIGNATURES.content() && (17..=46).contains(last)).then_some(*last)
}

/// The last arc of a parameter set of ML-KEM.
fn lattice_encapsulation(algorithm: &[u8]) -> Option<u8> {
    let (last, arc) = algorithm.split_last()?;
    (arc == NIST_ENCAPSULATIONS.content() && (1..=3).contains(last)).then_some(*last)
}

/// The algorithm identifiers of ML-DSA, SLH-DSA and ML-KEM in a certificate.
pub(super) fn lattice_algorithms<'t>(object: &'t Object<'_>) -> impl Iterator<Item = At<'t>> {
    let key = object.find(&["tbsCertificate", "subjectPublicKeyInfo", "algorithm"]);
    object.tbs("signature").into_iter().chain(key).filter(|it| {
        let oid = algorithm_of(Some(*it));
        lattice_signature(oid).is_some() || lattice_encapsulation(oid).is_some()
    })
}

/// The octets of a public key of ML-DSA or ML-KEM
/// ([FIPS 204 table 2](https://doi.org/10.6028/NIST.FIPS.204),
/// [FIPS 203 table 3](https://doi.org/10.6028/NIST.FIPS.203)).
pub(super) fn lattice_key_size(algorithm: &[u8]) -> Option<usize> {
    match (lattice_signature(algorithm), lattice_encapsulation(algorithm)) {
        (Some(17 | 32), _) => Some(1312),
        (Some(18 | 33), _) => Some(1952),
        (Some(19 | 34), _) => Some(2592),
        (_, Some(1)) => Some(800),
        (_, Some(2)) => Some(1184),
        (_, Some(3)) => Some(1568),
        _ => None,
    }
}

/// The bits that keyUsage may hold: signatures for ML-DSA and SLH-DSA, and with a hash first no
/// signing of certificates; keyEncipherment for ML-KEM.
pub(super) fn lattice_usage(algorithm: &[u8]) -> Option<u16> {
    let signs = usage::DIGITAL_SIGNATURE | usage::NON_REPUDIATION;
    if lattice_encapsulation(algorithm).is_some() {
        return Some(usage::KEY_ENCIPHERMENT);
    }
    match lattice_signature(algorithm)? {
        17..=31 => Some(signs | usage::KEY_CERT_SIGN | usage::CRL_SIGN),
        _ => Some(signs),
    }
}

/// How many digits text begins with.
pub(super) fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|it| it.is_ascii_digit()).count()
}

/// Whether the place lies in the octets of an extension.
pub(super) fn within_extension(at: At<'_>) -> bool {
    std::iter::successors(Some(at), |it| it.parent()).any(|it| it.name() == "extnValue")
}

/// Whether the place is what an extension holds, as a whole.
pub(super) fn is_extension_value(at: At<'_>) -> bool {
    at.parent().is_some_and(|it| it.name() == "extnValue")
}

/// The words for a defect that is more than an encoding.
pub(super) fn syntax(defect: Defect) -> Option<String> {
    match defect {
        Defect::Der(_) | Defect::Default => None,
        Defect::Empty => Some("empty".to_owned()),
        Defect::Limit => Some("too deep or too many".to_owned()),
        Defect::Missing(name) => Some(format!("missing: {name}")),
        Defect::Syntax(what) => Some(what.to_owned()),
    }
}

/// Hits for what cannot be read as its type below a place.
pub(super) fn misread(object: &Object<'_>, above: Option<At<'_>>) -> Vec<Hit> {
    let Some(above) = above else { return Vec::new() };
    object
        .tree
        .defects()
        // A set that must not be empty is another rule's.
        .filter(|(at, defect)| *defect != Defect::Empty && at.is_within(above))
        .filter_map(|(at, defect)| Some(hit(at, syntax(defect)?)))
        .collect()
}

/// A hit where bits of keyUsage are set that should not be.
pub(super) fn set_bits(object: &Object<'_>, forbidden: u16) -> Vec<Hit> {
    let set = object.key_usage().unwrap_or_default() & forbidden;
    let at = object.value(&known::KEY_USAGE).filter(|_| set != 0);
    at.map(|at| hit(at, usage::names(set))).into_iter().collect()
}

/// The bits that may serve a purpose
/// ([RFC 5280 section 4.2.1.12](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12)).
pub(super) fn bits_of_purpose(oid: &[u8]) -> Option<u16> {
    static CODE_SIGNING: Oid = Oid::from_arcs(&[1, 3, 6, 1, 5, 5, 7, 3, 3]);
    let signature = usage::DIGITAL_SIGNATURE;
    let non_repudiation = usage::NON_REPUDIATION;
    let agreement = usage::KEY_AGREEMENT;
    let encipherment = usage::KEY_ENCIPHERMENT;
    [
        (&known::PURPOSE_SERVER, signature | encipherment | agreement),
        (&known::PURPOSE_CLIENT, signature | agreement),
        (&CODE_SIGNING, signature),
        (&known::PURPOSE_EMAIL, signature | non_repudiation | encipherment | agreement),
        (&known::PURPOSE_TIME_STAMPING, signature | non_repudiation),
        (&known::PURPOSE_OCSP_SIGNING, signature | non_repudiation),
    ]
    .into_iter()
    .find_map(|(known, bits)| (known.content() == oid).then_some(bits))
}

/// Whether a key identifier comes from a key (`SubjectPublicKeyInfo`) by a method of
/// [RFC 5280 section 4.2.1.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.2) or
/// [RFC 7093 section 2](https://www.rfc-editor.org/rfc/rfc7093#section-2).
pub(super) fn is_made_from(identifier: &[u8], key: At<'_>) -> bool {
    let Some(bits) = key.child("subjectPublicKey") else { return false };
    let octets = bits.content().get(1..).unwrap_or_default();
    let sha1: [u8; 20] = Sha1::digest(octets).into();
    if identifier == sha1 {
        return true;
    }
    // Method 2: the type 0100 and the last sixty bits.
    if let [.., eight, a, b, c, d, e, f, g] = sha1
        && identifier == [0x40 | eight & 0x0f, a, b, c, d, e, f, g]
    {
        return true;
    }
    // Methods 1 to 3: the leftmost 160 bits of another hash of the key.
    let cut = [
        Sha256::digest(octets).first_chunk::<20>().copied(),
        Sha384::digest(octets).first_chunk::<20>().copied(),
        Sha512::digest(octets).first_chunk::<20>().copied(),
    ];
    // Method 4: a hash of the key's whole encoding.
    let whole = key.raw();
    cut.iter().flatten().any(|it| identifier == it)
        || identifier == Sha1::digest(whole).as_slice()
        || identifier == Sha256::digest(whole).as_slice()
        || identifier == Sha384::digest(whole).as_slice()
        || identifier == Sha512::digest(whole).as_slice()
}

pub(super) fn is_any_policy(policy: At<'_>) -> bool {
    policy.child("policyIdentifier").is_some_and(|it| it.content() == known::ANY_POLICY.content())
}

/// The access locations for one method of authorityInfoAccess.
pub(super) fn access<'t>(
    object: &'t Object<'_>,
    method: &'static Oid,
) -> impl Iterator<Item = At<'t>> {
    object
        .value(&known::AUTHORITY_INFORMATION_ACCESS)
        .into_iter()
        .flat_map(At::children)
        .filter(|it| it.child("accessMethod").is_some_and(|it| it.content() == method.content()))
        .filter_map(|it| it.child("accessLocation"))
}

fn uris<'t>(object: &'t Object<'_>, oids: &'static [&'static Oid]) -> impl Iterator<Item = At<'t>> {
    oids.iter()
        .filter_map(|oid| object.value(oid))
        .flat_map(At::all)
        .filter(|it| it.note() == URI && it.identifier() == 0x86)
}

/// The addresses of CRL, OCSP responders, issuers and practice statements in a certificate.
pub(super) fn addresses<'t>(object: &'t Object<'_>) -> impl Iterator<Item = At<'t>> {
    static PLACES: [&Oid; 4] = [
        &known::CRL_DISTRIBUTION_POINTS,
        &known::FRESHEST_CRL,
        &known::AUTHORITY_INFORMATION_ACCESS,
        &known::SUBJECT_INFORMATION_ACCESS,
    ];
    let statements = object
        .qualifiers()
        .filter(|(id, _)| *id == known::QUALIFIER_CPS.content())
        .filter_map(|(_, it)| it.child("qualifier"));
    uris(object, &PLACES).chain(statements)
}

/// The addresses in a revocation list.
pub(super) fn list_addresses<'t>(object: &'t Object<'_>) -> impl Iterator<Item = At<'t>> {
    static PLACES: [&Oid; 3] = [
        &known::ISSUING_DISTRIBUTION_POINT,
        &known::FRESHEST_CRL,
        &known::AUTHORITY_INFORMATION_ACCESS,
    ];
    uris(object, &PLACES)
}

/// One absolute address with sound characters and, where it has an authority, a sound host.
pub(super) fn is_address(uri: &str) -> bool {
    let host = host(uri).is_none_or(|it| it.is_empty() || is_fqdn(it) || is_ip(it));
    host && is_uri_text(uri) && scheme(uri).is_some_and(|(_, rest)| !rest.is_empty())
}

/// An address of 4 or 16 octets with a mask of ones followed by zeros, no bit of the address set
/// beyond the ones ([RFC 4632 section 3.1](https://www.rfc-editor.org/rfc/rfc4632#section-3.1)).
pub(super) fn is_network(octets: &[u8]) -> bool {
    let number =
        |octets: &[u8]| octets.iter().fold(0_u128, |sum, octet| (sum << 8) | u128::from(*octet));
    if !matches!(octets.len(), 8 | 32) {
        return false;
    }
    let (address, mask) = octets.split_at(octets.len() / 2);
    let (address, mask) = (number(address), number(mask));
    let hosts = if octets.len() == 8 { !mask & u128::from(u32::MAX) } else { !mask };
    // The host part must be zeros followed by ones.
    hosts & hosts.wrapping_add(1) == 0 && address & hosts == 0
}

/// The labels of a domain name that hold Unicode in Punycode.
pub(super) fn encoded_labels(name: &[u8]) -> impl Iterator<Item = String> {
    name.split(|it| *it == b'.').filter_map(|label| {
        let (prefix, rest) = label.split_at_checked(4)?;
        prefix.eq_ignore_ascii_case(b"xn--").then(|| shown(rest))
    })
}

pub(super) fn is_nfc(text: &str) -> bool {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfc().is_normalized(text)
}

/// Hits for attributes of the subject with more characters than allowed.
pub(super) fn longer_than(object: &Object<'_>, oid: &Oid, limit: usize) -> Vec<Hit> {
    object
        .attributes("subject")
        .filter(|it| it.is(oid))
        .filter(|it| it.text().map_or(it.value.content().len(), |it| it.chars().count()) > limit)
        .map(|it| hit(it.value, it.text().unwrap_or_default()))
        .collect()
}

/// Whether a name (`issuer`, `subject`) is of the country KZ.
pub(super) fn in_kazakhstan(object: &Object<'_>, name: &str) -> bool {
    object.attributes(name).any(|it| it.is(&known::COUNTRY) && it.value.content() == b"KZ")
}

/// An organizational unit that begins as a business identification number does.
pub(super) fn is_business_number(attribute: &Attribute<'_>) -> bool {
    attribute.is(&known::ORGANIZATIONAL_UNIT) && attribute.value.content().starts_with(b"BIN")
}

/// The prefix and twelve digits.
pub(super) fn is_numbered(octets: &[u8], prefix: &[u8]) -> bool {
    octets.strip_prefix(prefix).is_some_and(|it| it.len() == 12 && digits(it) == 12)
}

/// A key of GOST R 34.10 or GOST 34.310 in either encoding.
pub(super) fn is_gost(algorithm: &[u8]) -> bool {
    algorithm.starts_with(RUSSIAN.content())
        || algorithm.starts_with(NATIONAL_CRYPTOGRAPHY.content())
}

/// The time of revocation in an answer that says revoked.
pub(super) fn revoked(answer: At<'_>) -> Option<At<'_>> {
    answer.child("certStatus")?.child("revocationTime")
}

/// The reasons of revocation in the answers.
pub(super) fn reasons<'t>(object: &'t Object<'_>) -> impl Iterator<Item = At<'t>> {
    object
        .answers()
        .filter_map(|it| it.find(&["certStatus", "revocationReason", "revocationReason"]))
}

/// The hash of the responder's key, where it is named so.
pub(super) fn key_hash<'t>(object: &'t Object<'_>) -> Option<At<'t>> {
    let responder = object.response_data()?.child("responderID")?;
    responder.child("keyHash")
}

/// The hash and the imprint of a time-stamp.
pub(super) fn imprint<'t>(object: &'t Object<'_>) -> Option<(Option<HashAlgorithm>, At<'t>)> {
    let imprint = object.stamp()?.child("messageImprint")?;
    let oid = imprint.find(&["hashAlgorithm", "algorithm"])?.content();
    let hash = Oid::from_der_content(oid).ok().and_then(|it| HashAlgorithm::from_oid(&it));
    Some((hash, imprint.child("hashedMessage")?))
}

/// The signers of a time-stamp.
pub(super) fn signers<'t>(object: &'t Object<'_>) -> impl Iterator<Item = At<'t>> {
    object.signed_data().and_then(|it| it.child("signerInfos")).into_iter().flat_map(At::children)
}

/// The types of a signer's signed attributes.
pub(super) fn signed_attributes(signer: At<'_>) -> impl Iterator<Item = &[u8]> {
    signer
        .child("signedAttrs")
        .into_iter()
        .flat_map(At::children)
        .filter_map(|it| it.child("attrType"))
        .map(At::content)
}
