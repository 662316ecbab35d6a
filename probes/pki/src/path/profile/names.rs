//! The forms of general names ([RFC 5280 section 4.2.1.6](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6))
//! wherever a certificate holds some, and of subtrees
//! ([section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10)).

use super::super::syntax;
use super::{Breach, Duty};
use crate::certificate::{Certificate, DistributionPointName, GeneralName, GeneralSubtree};
use crate::finding::codes;
use crate::oid::{Oid, known};
use crate::tlv::{self, Reader};

const NAMES: &str = "RFC 5280 section 4.2.1.6";
const SUBTREES: &str = "RFC 5280 section 4.2.1.10";

pub(super) fn check(certificate: &Certificate, found: &mut Vec<Breach>) {
    old_strings(certificate, found);
    let mut each = |field: &Oid, names: &[GeneralName]| {
        for name in names {
            if let Some(reason) = wrong(name) {
                found.push(form(field, name, reason, Duty::Must, NAMES));
            }
        }
    };
    each(&known::SUBJECT_ALTERNATIVE_NAME, certificate.subject_alternative_names());
    if let Some(id) = certificate.authority_key_id() {
        each(&known::AUTHORITY_KEY_IDENTIFIER, &id.issuer);
    }
    for point in certificate.crl_distribution_points() {
        each(&known::CRL_DISTRIBUTION_POINTS, &point.crl_issuer);
        if let Some(DistributionPointName::Full(names)) = &point.name {
            each(&known::CRL_DISTRIBUTION_POINTS, names);
        }
    }
    let issuer_names: &Oid = &known::ISSUER_ALTERNATIVE_NAME;
    if let Some(extension) = certificate.extension(issuer_names) {
        match names_of(extension.value) {
            Some(names) => each(issuer_names, &names),
            None => found.push(unreadable(issuer_names)),
        }
    }
    for access in [&known::AUTHORITY_INFORMATION_ACCESS, &known::SUBJECT_INFORMATION_ACCESS] {
        let access: &Oid = access;
        let Some(extension) = certificate.extension(access) else { continue };
        match super::extensions::access_locations(extension.value) {
            Some(names) => {
                for name in &names {
                    if let Some(reason) = wrong(name) {
                        found.push(form(access, name, reason, Duty::Must, NAMES));
                    }
                }
            }
            None => found.push(unreadable(access)),
        }
    }
    if let Some(constraints) = certificate.name_constraints() {
        for subtree in constraints.permitted.iter().chain(&constraints.excluded) {
            check_subtree(subtree, found);
        }
    }
}

/// "The TeletexString, BMPString, and UniversalString are included for backward compatibility, and
/// SHOULD NOT be used for certificates for new subjects."
fn old_strings(certificate: &Certificate, found: &mut Vec<Breach>) {
    let subject = certificate.subject();
    let mut rdns = Reader::lenient(subject.der());
    let Ok(name) = rdns.next() else { return };
    let mut sets = Reader::lenient(name.content);
    while let Ok(set) = sets.next() {
        let mut attributes = Reader::lenient(set.content);
        while let Ok(attribute) = attributes.next() {
            let mut parts = Reader::lenient(attribute.content);
            let value = parts.next().and_then(|_| parts.next());
            if matches!(value, Ok(value) if [0x14, 0x1c, 0x1e].contains(&value.identifier)) {
                let page = &codes::PROFILE_NAME_FORM;
                found.push(
                    Breach::new(Duty::Should, page, "RFC 5280 section 4.1.2.4")
                        .with("field", "subject")
                        .with("name", subject)
                        .with("reason", "a string type kept for old subjects"),
                );
                return;
            }
        }
    }
}

fn names_of(der: &[u8]) -> Option<Vec<GeneralName>> {
    let slice = tlv::Slice::whole(der.into());
    let names = tlv::only(slice.bytes(), tlv::SEQUENCE).ok()?.content;
    crate::certificate::general_names(&slice, names).ok()
}

fn unreadable(extension: &Oid) -> Breach {
    super::certificate::value(extension, "value cannot be read", Duty::Must, NAMES)
}

fn form(
    field: &Oid,
    name: &GeneralName,
    reason: &'static str,
    duty: Duty,
    citation: &'static str,
) -> Breach {
    Breach::new(duty, &codes::PROFILE_NAME_FORM, citation)
        .with("field", super::extensions::label(field))
        .with("name", name)
        .with("reason", reason)
}

/// What is wrong with a name as such. Wildcards are "not addressed by this specification", so the
/// customary one, a whole first label, is let pass.
fn wrong(name: &GeneralName) -> Option<&'static str> {
    match name {
        GeneralName::Dns(host) => {
            let host = host.strip_prefix("*.").unwrap_or(host);
            (!syntax::is_preferred_host(host)).then_some("not in the preferred name syntax")
        }
        GeneralName::Email(address) => {
            let right = syntax::mailbox(address).is_some_and(|(_, domain)| {
                domain.starts_with('[') || syntax::is_preferred_host(domain)
            });
            (!right).then_some("no mailbox")
        }
        GeneralName::Ip(octets) => {
            (!matches!(octets.len(), 4 | 16)).then_some("neither 4 nor 16 octets")
        }
        GeneralName::Uri(uri) => uri_wrong(uri),
        GeneralName::Directory(name) => name.is_empty().then_some("the directory name is empty"),
        GeneralName::EdiParty(_)
        | GeneralName::Other { .. }
        | GeneralName::RegisteredId(_)
        | GeneralName::X400(_) => None,
    }
}

/// "The name MUST NOT be a relative URI … MUST include both a scheme … and a scheme-specific-part.
/// URIs that include an authority MUST include a fully qualified domain name or IP address as the
/// host." A hierarchical scheme without an authority (`http:../x`) is a relative reference.
fn uri_wrong(uri: &str) -> Option<&'static str> {
    let Some((scheme, rest)) = syntax::absolute_uri(uri) else { return Some("no absolute URI") };
    if !rest.starts_with("//") {
        let hierarchical = ["http", "https", "ftp", "ldap", "ldaps"];
        let relative = hierarchical.iter().any(|known| scheme.eq_ignore_ascii_case(known));
        return relative.then_some("no absolute URI");
    }
    // ldap:///… and file:///… leave the host to the reader.
    let host = syntax::uri_host(uri)?;
    let unnamed = ["ldap", "ldaps", "file"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if host.is_empty() {
        return (!unnamed).then_some("the URI names no host");
    }
    let address = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let right = match address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => syntax::is_host(host),
    };
    (!right).then_some("the URI names no host")
}

fn check_subtree(subtree: &GeneralSubtree, found: &mut Vec<Breach>) {
    let mut say = |reason, duty| {
        found.push(form(&known::NAME_CONSTRAINTS, &subtree.base, reason, duty, SUBTREES));
    };
    if subtree.bounded {
        // "the minimum MUST be zero, and maximum MUST be absent".
        say("minimum or maximum of a subtree", Duty::Must);
    }
    match &subtree.base {
        GeneralName::Dns(base) => {
            if !base.is_empty() && !syntax::is_preferred_host(base) {
                say("not in the preferred name syntax", Duty::Must);
            }
        }
        GeneralName::Email(base) => {
            let domain = base.strip_prefix('.').unwrap_or(base);
            let right = base.is_empty()
                || syntax::is_preferred_host(domain)
                || syntax::mailbox(base).is_some();
            if !right {
                say("neither mailbox, host nor domain", Duty::Must);
            }
        }
        GeneralName::Uri(base) => {
            let domain = base.strip_prefix('.').unwrap_or(base);
            if !base.is_empty() && !syntax::is_preferred_host(domain) {
                say("neither host nor domain", Duty::Must);
            }
        }
        GeneralName::Ip(octets) => {
            if !is_address_and_mask(octets) {
                say("no address with a mask", Duty::Must);
            }
        }
        GeneralName::Directory(_) | GeneralName::Other { .. } => {}
        // "Conforming CAs … SHOULD NOT impose name constraints on the x400Address, ediPartyName,
        // or registeredID name forms."
        GeneralName::EdiParty(_) | GeneralName::RegisteredId(_) | GeneralName::X400(_) => {
            say("constraints on names of this form are not processed", Duty::Should);
        }
    }
}

/// 8 or 32 octets, the second half a prefix of ones, "in the style of RFC 4632 (CIDR)".
fn is_address_and_mask(octets: &[u8]) -> bool {
    let (_, mask) = octets.split_at(octets.len() / 2);
    let ones: u32 = mask.iter().map(|octet| octet.count_ones()).sum();
    let leading: u32 = {
        let full = mask.iter().take_while(|octet| **octet == 0xff).count();
        let next = mask.get(full).map_or(0, |octet| octet.leading_ones());
        mask.iter().take(full).map(|octet| octet.count_ones()).sum::<u32>() + next
    };
    matches!(octets.len(), 8 | 32) && ones == leading
}
