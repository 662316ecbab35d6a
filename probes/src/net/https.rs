//! Every https address that the case and the certificates name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::Declaration;
use crate::certificates::Certificates;

/// Endpoints of https addresses.
pub(super) struct Endpoints {
    /// `host:port`, and the addresses that lead there, as one line.
    pub(super) named: BTreeMap<String, String>,
    /// Addresses that name no endpoint.
    pub(super) unusable: BTreeSet<String>,
}

/// The endpoints of every https address in the declaration, wherever it stands there, and in the
/// certificates: of lists, of status services, of issuers' certificates and of practice statements.
pub(super) fn endpoints(declared: &Declaration, certificates: &Certificates) -> Endpoints {
    let mut urls = BTreeSet::new();
    if let Ok(declared) = serde_json::to_value(declared) {
        texts(&declared, &mut urls);
    }
    for certificate in &certificates.all {
        let lists = certificate.crl_urls().iter().chain(certificate.freshest_crl_urls());
        let services = certificate.ocsp_urls().iter().chain(certificate.issuer_urls());
        urls.extend(lists.chain(services).cloned());
        for policy in certificate.policies().unwrap_or_default() {
            urls.extend(policy.cps.iter().cloned());
        }
    }
    let mut found = Endpoints { named: BTreeMap::new(), unusable: BTreeSet::new() };
    for url in urls.iter().map(|it| it.trim()).filter(|it| is_https(it)) {
        match endpoint(url) {
            Some(endpoint) => {
                let line = found.named.entry(endpoint).or_default();
                if !line.is_empty() {
                    line.push_str(", ");
                }
                line.push_str(url);
            }
            None => drop(found.unusable.insert(url.to_owned())),
        }
    }
    found
}

fn texts(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(into.insert(text.clone())),
        Value::Array(all) => all.iter().for_each(|it| texts(it, into)),
        Value::Object(all) => all.values().for_each(|it| texts(it, into)),
        Value::Bool(_) | Value::Null | Value::Number(_) => {}
    }
}

fn is_https(url: &str) -> bool {
    url.get(..8).is_some_and(|it| it.eq_ignore_ascii_case("https://"))
}

/// `host:port` of an https address ([RFC 3986 section 3.2]); nothing where it holds a user name or
/// is no address.
///
/// [RFC 3986 section 3.2]: https://www.rfc-editor.org/rfc/rfc3986#section-3.2
fn endpoint(url: &str) -> Option<String> {
    let rest = url.get(8..)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    let strange = |it: char| !it.is_ascii_graphic() || matches!(it, '@' | '\\' | '%');
    if authority.is_empty() || authority.contains(strange) {
        return None;
    }
    let (host, port) = if authority.starts_with('[') {
        let close = authority.find(']')?;
        let (host, port) = authority.split_at_checked(close + 1)?;
        (host, port.strip_prefix(':').or(port.is_empty().then_some(""))?)
    } else {
        authority.split_once(':').unwrap_or((authority, ""))
    };
    let port: u16 = if port.is_empty() { 443 } else { port.parse().ok().filter(|it| *it != 0)? };
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    (!host.is_empty()).then(|| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DeclaredService;

    #[test]
    fn an_endpoint_is_a_host_and_a_port() {
        for (url, expected) in [
            ("https://ca.example/cps", Some("ca.example:443")),
            ("HTTPS://CA.example.:8443?a", Some("ca.example:8443")),
            ("https://[::1]:444/x", Some("[::1]:444")),
            ("https://[2001:db8::1]", Some("[2001:db8::1]:443")),
            ("https://10.0.0.1#f", Some("10.0.0.1:443")),
            ("https://", None),
            ("https://a@b/", None),
            ("https://a:0/", None),
            ("https://a:65536/", None),
            ("https://a:b:c/", None),
            ("https://[::1", None),
            ("https://a b/", None),
            ("https://қаз.example/", None),
        ] {
            assert_eq!(endpoint(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn addresses_are_found_wherever_the_declaration_holds_them() {
        let declared = Declaration {
            crl_urls: vec!["http://a.example/x".into(), " https://b.example/x ".into()],
            services: ["https://b.example/y", "https://@"]
                .map(|it| DeclaredService::Named(it.into()))
                .into(),
            ..Declaration::default()
        };
        let certificates = Certificates::read(&[]);
        let found = endpoints(&declared, &certificates);
        let expected =
            [("b.example:443".to_owned(), "https://b.example/x, https://b.example/y".to_owned())];
        assert_eq!(found.named, expected.into());
        assert_eq!(found.unusable, ["https://@".to_owned()].into());
    }
}
