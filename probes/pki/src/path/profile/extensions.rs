//! The extensions one by one: their criticality and what their syntax or their section asks.

use super::certificate::value;
use super::{Breach, Duty};
use crate::certificate::{Certificate, DistributionPointName, Extension, GeneralName};
use crate::finding::codes;
use crate::oid::{self, Oid, known};
use crate::tlv::{self, Malformed, Reader};

/// An extension for people: its name where it has one.
pub(super) fn label(extension: &Oid) -> String {
    oid::name_of(extension).map_or_else(|| extension.to_string(), str::to_owned)
}

pub(super) fn check(certificate: &Certificate, found: &mut Vec<Breach>) {
    for extension in certificate.extensions() {
        criticality(certificate, extension, found);
        contents(certificate, extension, found);
    }
}

/// What RFC 5280 says of the criticality of one extension: wanted, the force, the section.
fn wanted(certificate: &Certificate, extension: &Oid) -> Option<(bool, Duty, &'static str)> {
    let ca = certificate.basic_constraints().is_some_and(|constraints| constraints.ca);
    let named = !certificate.subject().is_empty();
    let any_purpose = certificate
        .extended_key_usage()
        .is_some_and(|purposes| purposes.contains(&known::ANY_EXTENDED_KEY_USAGE));
    Some(match extension.content() {
        [0x55, 0x1d, 9] => (false, Duty::Must, "RFC 5280 section 4.2.1.8"),
        [0x55, 0x1d, 14] => (false, Duty::Must, "RFC 5280 section 4.2.1.2"),
        [0x55, 0x1d, 15] => (true, Duty::Should, "RFC 5280 section 4.2.1.3"),
        [0x55, 0x1d, 17] if named => (false, Duty::Should, "RFC 5280 section 4.2.1.6"),
        [0x55, 0x1d, 17] => (true, Duty::Must, "RFC 5280 section 4.2.1.6"),
        [0x55, 0x1d, 18] => (false, Duty::Should, "RFC 5280 section 4.2.1.7"),
        [0x55, 0x1d, 19] if ca => (true, Duty::Must, "RFC 5280 section 4.2.1.9"),
        [0x55, 0x1d, 30] => (true, Duty::Must, "RFC 5280 section 4.2.1.10"),
        [0x55, 0x1d, 31] => (false, Duty::Should, "RFC 5280 section 4.2.1.13"),
        [0x55, 0x1d, 33] => (true, Duty::Should, "RFC 5280 section 4.2.1.5"),
        [0x55, 0x1d, 35] => (false, Duty::Must, "RFC 5280 section 4.2.1.1"),
        [0x55, 0x1d, 36] => (true, Duty::Must, "RFC 5280 section 4.2.1.11"),
        [0x55, 0x1d, 37] if any_purpose => (false, Duty::Should, "RFC 5280 section 4.2.1.12"),
        [0x55, 0x1d, 46] => (false, Duty::Must, "RFC 5280 section 4.2.1.15"),
        [0x55, 0x1d, 54] => (true, Duty::Must, "RFC 5280 section 4.2.1.14"),
        _ if *extension == known::AUTHORITY_INFORMATION_ACCESS => {
            (false, Duty::Must, "RFC 5280 section 4.2.2.1")
        }
        _ if *extension == known::SUBJECT_INFORMATION_ACCESS => {
            (false, Duty::Must, "RFC 5280 section 4.2.2.2")
        }
        _ => return None,
    })
}

fn criticality(certificate: &Certificate, extension: Extension<'_>, found: &mut Vec<Breach>) {
    if let Some((wanted, duty, citation)) = wanted(certificate, extension.oid)
        && wanted != extension.critical
    {
        found.push(
            Breach::new(duty, &codes::PROFILE_CRITICALITY, citation)
                .with("extension", label(extension.oid))
                .with("critical", extension.critical),
        );
    }
}

fn contents(certificate: &Certificate, extension: Extension<'_>, found: &mut Vec<Breach>) {
    let mut say = |reason, duty, citation| {
        found.push(value(extension.oid, reason, duty, citation));
    };
    let der = extension.value;
    match extension.oid.content() {
        [0x55, 0x1d, 9] if is_empty_list(der) => {
            say("sequence is empty", Duty::Must, "RFC 5280 section 4.2.1.8");
        }
        [0x55, 0x1d, 15] => key_usage(der, &mut say),
        [0x55, 0x1d, 31] => {
            for point in certificate.crl_distribution_points() {
                if point.name.is_none() && point.crl_issuer.is_empty() {
                    let reason = "a point has neither name nor CRL issuer";
                    say(reason, Duty::Must, "RFC 5280 section 4.2.1.13");
                }
                if matches!(&point.name, Some(DistributionPointName::RelativeToIssuer(_)))
                    && point.crl_issuer.len() > 1
                {
                    let reason = "nameRelativeToCRLIssuer with several CRL issuers";
                    say(reason, Duty::Must, "RFC 5280 section 4.2.1.13");
                }
            }
        }
        [0x55, 0x1d, 32] => policies(der, &mut say),
        [0x55, 0x1d, 33] => mappings(certificate, &mut say),
        _ if *extension.oid == known::AUTHORITY_INFORMATION_ACCESS && is_empty_list(der) => {
            say("sequence is empty", Duty::Must, "RFC 5280 section 4.2.2.1");
        }
        _ if *extension.oid == known::SUBJECT_INFORMATION_ACCESS && is_empty_list(der) => {
            say("sequence is empty", Duty::Must, "RFC 5280 section 4.2.2.2");
        }
        _ if *extension.oid == known::CT_TIMESTAMPS && !is_timestamp_list(der) => {
            let reason = "value is no list of signed certificate timestamps";
            say(reason, Duty::Must, "RFC 6962 section 3.3");
        }
        _ => {}
    }
}

type Say<'a> = &'a mut dyn FnMut(&'static str, Duty, &'static str);

/// Nothing at all, or no sequence of one or more.
fn is_empty_list(der: &[u8]) -> bool {
    tlv::only(der, tlv::SEQUENCE).map_or(true, |list| list.content.is_empty())
}

/// "When the keyUsage extension appears in a certificate, at least one of the bits MUST be set to
/// 1." Nine bits have a name; [X.690 section 11.2.2](https://www.itu.int/rec/T-REC-X.690) drops
/// trailing zeros.
fn key_usage(der: &[u8], say: Say<'_>) {
    const CITATION: &str = "RFC 5280 section 4.2.1.3";
    let Ok(bits) = tlv::only(der, tlv::BIT_STRING) else { return };
    let Some((unused, octets)) = bits.content.split_first() else { return };
    if octets.iter().all(|octet| *octet == 0) {
        say("no bit is set", Duty::Must, CITATION);
        return;
    }
    let length = (octets.len() * 8).saturating_sub(usize::from(*unused));
    if length > 9 {
        say("more than nine bits", Duty::Must, CITATION);
    }
    let last_bit_is_zero =
        octets.last().is_some_and(|last| last.trailing_zeros() > u32::from(*unused));
    if last_bit_is_zero {
        say("trailing zero bits", Duty::Must, "X.690 section 11.2.2");
    }
}

/// Qualifiers of policies; that a policy stands once is said by the reader.
fn policies(der: &[u8], say: Say<'_>) {
    let mut visit = |policy: &Oid, qualifier: &[u8]| -> Result<(), Malformed> {
        let mut parts = Reader::new(qualifier);
        let kind = parts.expect(tlv::OBJECT_IDENTIFIER)?.content;
        let kind = Oid::from_der_content(kind).map_err(|_| Malformed::Header)?;
        if kind == known::QUALIFIER_NOTICE {
            let mut notice = Reader::new(parts.expect(tlv::SEQUENCE)?.content);
            notice.optional(tlv::SEQUENCE)?;
            if !notice.is_empty() {
                explicit_text(notice.next()?, say);
            }
        } else if kind != known::QUALIFIER_CPS && *policy == known::ANY_POLICY {
            // "When qualifiers are used with the special policy anyPolicy, they MUST be limited
            // to the qualifiers identified in this section."
            say("another qualifier of anyPolicy", Duty::Must, "RFC 5280 section 4.2.1.4");
        }
        Ok(())
    };
    let mut walk = || -> Result<(), Malformed> {
        let mut list = Reader::new(tlv::only(der, tlv::SEQUENCE)?.content);
        while !list.is_empty() {
            let mut information = Reader::new(list.expect(tlv::SEQUENCE)?.content);
            let policy = information.expect(tlv::OBJECT_IDENTIFIER)?.content;
            let policy = Oid::from_der_content(policy).map_err(|_| Malformed::Header)?;
            if let Some(qualifiers) = information.optional(tlv::SEQUENCE)? {
                let mut qualifiers = Reader::new(qualifiers.content);
                while !qualifiers.is_empty() {
                    visit(&policy, qualifiers.expect(tlv::SEQUENCE)?.content)?;
                }
            }
        }
        Ok(())
    };
    if walk().is_err() {
        say("a qualifier cannot be read", Duty::Must, "RFC 5280 section 4.2.1.4");
    }
}

/// [RFC 6818 section 3](https://www.rfc-editor.org/rfc/rfc6818#section-3): "Conforming CAs SHOULD
/// use the UTF8String encoding for explicitText. VisibleString or BMPString are acceptable but
/// less preferred alternatives. Conforming CAs MUST NOT encode explicitText as IA5String."
fn explicit_text(text: tlv::Element<'_>, say: Say<'_>) {
    const UPDATE: &str = "RFC 6818 section 3";
    match text.identifier {
        0x0c => {}
        0x16 => say("explicitText is an IA5String", Duty::Must, UPDATE),
        0x1a | 0x1e => say("explicitText is no UTF8String", Duty::Should, UPDATE),
        _ => say("explicitText is no DisplayText", Duty::Must, "RFC 5280 section 4.2.1.4"),
    }
    if crate::name::text(&text).is_some_and(|text| text.chars().any(char::is_control)) {
        let reason = "explicitText has control characters";
        say(reason, Duty::Should, "RFC 5280 section 4.2.1.4");
    }
}

fn mappings(certificate: &Certificate, say: Say<'_>) {
    const CITATION: &str = "RFC 5280 section 4.2.1.5";
    let any: &Oid = &known::ANY_POLICY;
    let own = certificate.policies().unwrap_or_default();
    for mapping in certificate.policy_mappings() {
        if mapping.issuer_policy == *any || mapping.subject_policy == *any {
            say("anyPolicy is mapped", Duty::Must, CITATION);
        }
        if !own.iter().any(|information| information.policy == mapping.issuer_policy) {
            say("a mapped policy is not asserted", Duty::Should, CITATION);
        }
    }
}

/// An OCTET STRING around a list of lengths that add up
/// ([RFC 6962 section 3.3](https://www.rfc-editor.org/rfc/rfc6962#section-3.3)).
fn is_timestamp_list(der: &[u8]) -> bool {
    let Ok(list) = tlv::only(der, tlv::OCTET_STRING) else { return false };
    let Some(mut rest) = counted(list.content).filter(|(_, after)| after.is_empty()) else {
        return false;
    };
    if rest.0.is_empty() {
        return false;
    }
    while !rest.0.is_empty() {
        match counted(rest.0) {
            Some((stamp, after)) if !stamp.is_empty() => rest = (after, rest.1),
            _ => return false,
        }
    }
    true
}

/// Octets after their count of two octets, and what follows.
fn counted(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = octets.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

/// Names of access descriptions.
pub(super) fn access_locations(der: &[u8]) -> Option<Vec<GeneralName>> {
    let slice = tlv::Slice::whole(der.into());
    let mut list = Reader::new(tlv::only(slice.bytes(), tlv::SEQUENCE).ok()?.content);
    let mut names = Vec::new();
    while !list.is_empty() {
        let mut fields = Reader::new(list.expect(tlv::SEQUENCE).ok()?.content);
        fields.expect(tlv::OBJECT_IDENTIFIER).ok()?;
        names.extend(crate::certificate::general_names(&slice, fields.rest()).ok()?);
    }
    Some(names)
}
