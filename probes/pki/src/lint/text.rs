//! Forms of text: names of hosts, mailboxes, addresses, strings.

use std::net::{IpAddr, Ipv6Addr};

/// The labels of a domain name in the preferred name syntax
/// ([RFC 1034 section 3.5](https://www.rfc-editor.org/rfc/rfc1034#section-3.5)).
pub(super) fn is_label(label: &str) -> bool {
    let octets = label.as_bytes();
    (1..=63).contains(&octets.len())
        && octets.iter().all(|it| it.is_ascii_alphanumeric() || *it == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// A domain name with at least two labels; the last is no number.
pub(super) fn is_fqdn(text: &str) -> bool {
    let labels: Vec<_> = text.split('.').collect();
    text.len() <= 253
        && labels.len() > 1
        && labels.iter().all(|it| is_label(it))
        && labels.last().is_some_and(|it| !it.bytes().all(|octet| octet.is_ascii_digit()))
}

/// The characters an address may hold ([RFC 3986 section 2](https://www.rfc-editor.org/rfc/rfc3986#section-2)).
pub(super) fn is_uri_text(text: &str) -> bool {
    let mut octets = text.bytes();
    while let Some(octet) = octets.next() {
        let fine = match octet {
            b'%' => {
                let two = (octets.next(), octets.next());
                matches!(two, (Some(a), Some(b)) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
            }
            octet => octet.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&octet),
        };
        if !fine {
            return false;
        }
    }
    true
}

/// The scheme of an address and what follows its colon
/// ([RFC 3986 section 3.1](https://www.rfc-editor.org/rfc/rfc3986#section-3.1)).
pub(super) fn scheme(uri: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = uri.split_once(':')?;
    let fine = scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it));
    fine.then_some((scheme, rest))
}

/// The host of an address that has an authority
/// ([RFC 3986 section 3.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2)).
pub(super) fn host(uri: &str) -> Option<&str> {
    let (_, rest) = scheme(uri)?;
    let rest = rest.strip_prefix("//")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.starts_with('[') {
        return Some(host.split_inclusive(']').next().unwrap_or(host));
    }
    Some(host.split_once(':').map_or(host, |(host, _)| host))
}

/// An IP address as the host of an address.
pub(super) fn is_ip(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        Some(six) => six.parse::<Ipv6Addr>().is_ok(),
        None => host.parse::<IpAddr>().is_ok(),
    }
}

/// Whether a reader may fetch it: HTTP or LDAP.
pub(super) fn is_http_or_ldap(uri: &[u8]) -> bool {
    let Ok(uri) = std::str::from_utf8(uri) else { return false };
    scheme(uri).is_some_and(|(scheme, _)| {
        ["http", "https", "ldap", "ldaps"].iter().any(|it| scheme.eq_ignore_ascii_case(it))
    })
}

/// A Mailbox: local part, `@`, domain or address literal
/// ([RFC 5321 section 4.1.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2)).
pub(super) fn is_mailbox(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    is_local_part(local) && is_mail_domain(domain)
}

fn is_local_part(local: &str) -> bool {
    if let Some(quoted) = local.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        let mut octets = quoted.bytes();
        while let Some(octet) = octets.next() {
            let fine = match octet {
                b'\\' => octets.next().is_some_and(|it| (0x20..0x7f).contains(&it)),
                octet => (0x20..0x7f).contains(&octet) && octet != b'"',
            };
            if !fine {
                return false;
            }
        }
        return true;
    }
    local.split('.').all(|atom| {
        !atom.is_empty()
            && atom
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&it))
    })
}

fn is_mail_domain(domain: &str) -> bool {
    if let Some(literal) = domain.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        let six = literal.strip_prefix("IPv6:").map(|it| it.parse::<Ipv6Addr>().is_ok());
        return six.unwrap_or_else(|| literal.parse::<IpAddr>().is_ok());
    }
    domain.len() <= 255 && domain.split('.').all(is_label)
}

/// The alphabet of PrintableString ([X.680 section 41.4](https://www.itu.int/rec/T-REC-X.680)).
pub(super) fn is_printable_string(octets: &[u8]) -> bool {
    octets.iter().all(|it| it.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(it))
}

/// A control character: C0, DEL or C1.
pub(super) fn is_control(character: char) -> bool {
    matches!(character, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

/// Octets as text for people.
pub(super) fn shown(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_found_in_an_address_with_an_authority_only() {
        assert_eq!(host("http://user@ca.example.kz:80/a?b"), Some("ca.example.kz"));
        assert_eq!(host("ldap://[2001:db8::1]:389/c"), Some("[2001:db8::1]"));
        assert_eq!(host("http:///path"), Some(""));
        assert_eq!(host("urn:oid:1.2.398"), None);
        assert_eq!(host("//example.kz/"), None);
    }

    #[test]
    fn a_mailbox_has_neither_brackets_nor_comments() {
        for good in ["a@b.kz", "a.b+c@sub.b.kz", "\"a b\"@b.kz", "a@[192.0.2.1]", "a@b"] {
            assert!(is_mailbox(good), "{good}");
        }
        for bad in ["<a@b.kz>", "a@b.kz (Aidar)", "a b@b.kz", "@b.kz", "a@", "a@.kz", "a..b@c.kz"] {
            assert!(!is_mailbox(bad), "{bad}");
        }
    }

    #[test]
    fn a_domain_name_has_sound_labels() {
        assert!(is_fqdn("pki.gov.kz"));
        for bad in ["kz", "-a.kz", "a-.kz", "a..kz", "a_b.kz", "a.kz.", "192.0.2.1", ""] {
            assert!(!is_fqdn(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_holds_no_line_break() {
        assert!(is_uri_text("http://a.kz/%D0%B0?b=c#d"));
        for bad in ["http://a.kz/\nhttp://b.kz/", "http://a.kz/б", "http://a.kz/%G0", "a b"] {
            assert!(!is_uri_text(bad), "{bad}");
        }
    }
}
