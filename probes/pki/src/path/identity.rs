//! Whether a certificate is that of the peer addressed
//! ([RFC 9525](https://www.rfc-editor.org/rfc/rfc9525), which replaces RFC 6125).
//!
//! Only subjectAltName counts; a common name is never an identifier of a service
//! ([RFC 9525 section 2](https://www.rfc-editor.org/rfc/rfc9525#section-2)).

use std::fmt;
use std::net::IpAddr;

use super::syntax;
use crate::certificate::{Certificate, GeneralName};
use crate::finding::{Finding, codes};

/// A name by which the peer was addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceName {
    /// A host name; one with letters beyond ASCII is given in its A-label form.
    Dns(String),
    /// An e-mail address.
    Email(String),
    /// An IP address.
    Ip(IpAddr),
}

impl fmt::Display for ReferenceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(host) => write!(f, "host {}", host.escape_debug()),
            Self::Email(address) => write!(f, "e-mail {}", address.escape_debug()),
            Self::Ip(address) => write!(f, "address {address}"),
        }
    }
}

impl ReferenceName {
    /// Whether a certificate presents the name.
    #[must_use]
    pub fn is_presented_by(&self, certificate: &Certificate) -> bool {
        certificate.subject_alternative_names().iter().any(|it| matches(self, it))
    }
}

/// Every name asked for is one that the certificate presents.
pub(super) fn check(target: &Certificate, names: &[ReferenceName], findings: &mut Vec<Finding>) {
    let presented = target.subject_alternative_names();
    for name in names {
        if !presented.iter().any(|presented| matches(name, presented)) {
            let shown: Vec<String> = presented.iter().map(ToString::to_string).collect();
            findings.push(
                Finding::fatal(&codes::PATH_PEER_NAME)
                    .about(target.fingerprint())
                    .with("name", name)
                    .with("presented", shown.join(", ")),
            );
        }
    }
}

fn matches(wanted: &ReferenceName, presented: &GeneralName) -> bool {
    match (wanted, presented) {
        (ReferenceName::Dns(wanted), GeneralName::Dns(presented)) => dns(wanted, presented),
        // RFC 5280 section 7.5: the local part exactly, the host in any case.
        (ReferenceName::Email(wanted), GeneralName::Email(presented)) => {
            match (syntax::mailbox(wanted), syntax::mailbox(presented)) {
                (Some((local, host)), Some((own_local, own_host))) => {
                    local == own_local && syntax::equal(host, own_host)
                }
                _ => false,
            }
        }
        // RFC 9525 section 6.4: octet for octet.
        (ReferenceName::Ip(IpAddr::V4(wanted)), GeneralName::Ip(octets)) => {
            *octets == wanted.octets()
        }
        (ReferenceName::Ip(IpAddr::V6(wanted)), GeneralName::Ip(octets)) => {
            *octets == wanted.octets()
        }
        _ => false,
    }
}

/// [RFC 9525 section 6.3](https://www.rfc-editor.org/rfc/rfc9525#section-6.3): labels in any case;
/// a `*` only as the whole left-most label, for exactly one label.
fn dns(wanted: &str, presented: &str) -> bool {
    let wanted = wanted.strip_suffix('.').unwrap_or(wanted);
    // A reference identifier is a host, never a pattern or an address.
    if !syntax::is_host(wanted) || wanted.parse::<std::net::Ipv4Addr>().is_ok() {
        return false;
    }
    match presented.strip_prefix("*.") {
        Some(base) => {
            syntax::is_host(base)
                && wanted.split_once('.').is_some_and(|(_, rest)| syntax::equal(rest, base))
        }
        None => syntax::is_host(presented) && syntax::equal(wanted, presented),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_is_a_whole_first_label_and_stands_for_one() {
        assert!(dns("foo.example.kz", "*.example.kz"));
        assert!(dns("FOO.Example.kz", "*.eXample.KZ"));
        assert!(dns("foo.example.kz.", "foo.example.kz"));
        for (wanted, presented) in [
            ("example.kz", "*.example.kz"),
            ("a.foo.example.kz", "*.example.kz"),
            ("foo.bar.example.kz", "foo.*.example.kz"),
            ("foo.example.kz", "f*.example.kz"),
            ("xn--bliss-1b3c148a.example.kz", "xn--*-1b3c148a.example.kz"),
            ("foo.example.kz", "*.*.kz"),
            ("kz", "*"),
            ("foo.kz", "*"),
            ("*.example.kz", "*.example.kz"),
            ("10.0.0.1", "10.0.0.1"),
            ("10.0.0.1", "*.0.0.1"),
            ("foo.example.kz", "foo.example.kz\0.evil.kz"),
            ("", ""),
        ] {
            assert!(!dns(wanted, presented), "{wanted} {presented}");
        }
    }

    #[test]
    fn names_of_one_form_do_not_match_names_of_another() {
        let ip = |text: &str| ReferenceName::Ip(text.parse().unwrap());
        assert!(matches(&ip("10.0.0.1"), &GeneralName::Ip(vec![10, 0, 0, 1])));
        assert!(!matches(&ip("10.0.0.1"), &GeneralName::Ip(vec![10, 0, 0, 2])));
        assert!(!matches(&ip("10.0.0.1"), &GeneralName::Dns("10.0.0.1".into())));
        let mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1];
        assert!(!matches(&ip("10.0.0.1"), &GeneralName::Ip(mapped.to_vec())));
        assert!(matches(&ip("::ffff:10.0.0.1"), &GeneralName::Ip(mapped.to_vec())));
        let email = |text: &str| ReferenceName::Email(text.into());
        assert!(matches(&email("A@example.kz"), &GeneralName::Email("A@EXAMPLE.kz".into())));
        assert!(!matches(&email("a@example.kz"), &GeneralName::Email("A@example.kz".into())));
        assert!(!matches(&email("a@b@kz"), &GeneralName::Email("a@b@kz".into())));
        assert!(!matches(&email("a@example.kz"), &GeneralName::Uri("mailto:a@example.kz".into())));
    }
}
