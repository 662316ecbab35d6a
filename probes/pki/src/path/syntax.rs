//! What the text forms of general names must look like, and how their parts compare.

/// Letters, digits, hyphens and underscores in labels of 1 to 63: what is compared as a host,
/// wider than what may be issued ([`is_preferred_host`]).
pub(crate) fn is_host(text: &str) -> bool {
    is_labels(text, |label| {
        label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_')
    })
}

/// The "preferred name syntax" of [RFC 1034 section 3.5](https://www.rfc-editor.org/rfc/rfc1034#section-3.5)
/// as [RFC 1123 section 2.1](https://www.rfc-editor.org/rfc/rfc1123#section-2.1) widens it: a label
/// may begin with a digit.
pub(crate) fn is_preferred_host(text: &str) -> bool {
    is_labels(text, |label| {
        label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

fn is_labels(text: &str, is_label: impl Fn(&str) -> bool) -> bool {
    text.len() <= 253
        && text.split('.').all(|label| (1..=63).contains(&label.len()) && is_label(label))
}

/// ASCII letters of either case are one letter in a host name, and in no other part of a mailbox
/// ([RFC 5280 section 7.5](https://www.rfc-editor.org/rfc/rfc5280#section-7.5)).
pub(crate) fn equal(one: &str, two: &str) -> bool {
    one.eq_ignore_ascii_case(two)
}

/// Whether `name` is a proper subdomain of `domain`.
pub(crate) fn below(name: &str, domain: &str) -> bool {
    let Some(cut) = name.len().checked_sub(domain.len()) else { return false };
    cut > 1
        && name.get(cut..).is_some_and(|tail| equal(tail, domain))
        && name.get(..cut).is_some_and(|head| head.ends_with('.'))
}

/// Local part and domain of a `Mailbox`
/// ([RFC 2821 section 4.1.2](https://www.rfc-editor.org/rfc/rfc2821#section-4.1.2)); none when the
/// text is none. The domain may be an address in brackets.
pub(crate) fn mailbox(text: &str) -> Option<(&str, &str)> {
    let (local, domain) = text.rsplit_once('@').filter(|(local, _)| local.len() <= 64)?;
    let quoted = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is_local = match quoted {
        Some(inside) => is_quoted(inside),
        None => local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_octet)),
    };
    let literal = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_domain = match literal {
        Some(address) => {
            !address.is_empty()
                && address
                    .bytes()
                    .all(|octet| octet.is_ascii_graphic() && !b"[]\\".contains(&octet))
        }
        None => is_host(domain),
    };
    (is_local && is_domain).then_some((local, domain))
}

/// The inside of a quoted string: printable, every quote and backslash after a backslash.
fn is_quoted(inside: &str) -> bool {
    let mut escaped = false;
    for octet in inside.bytes() {
        if !(octet == b' ' || octet.is_ascii_graphic()) || (octet == b'"' && !escaped) {
            return false;
        }
        escaped = octet == b'\\' && !escaped;
    }
    !escaped
}

fn is_atom_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&octet)
}

/// Scheme and the rest of an absolute URI
/// ([RFC 3986 section 3](https://www.rfc-editor.org/rfc/rfc3986#section-3)); none when it is
/// relative, has no part after the scheme or holds characters no URI has.
pub(crate) fn absolute_uri(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet));
    let is_text =
        text.bytes().all(|octet| octet.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&octet));
    (is_scheme && !rest.is_empty() && is_text).then_some((scheme, rest))
}

/// The host in the authority of a URI, without user and port; an IPv6 address keeps its brackets.
/// None where there is no authority.
pub(crate) fn uri_host(text: &str) -> Option<&str> {
    let (_, rest) = absolute_uri(text)?;
    let authority = rest.strip_prefix("//")?.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.starts_with('[') {
        return host.split_inclusive(']').next();
    }
    Some(host.split_once(':').map_or(host, |(host, _)| host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_labels_of_letters_digits_and_inner_hyphens() {
        for good in ["example.kz", "3com.com", "a-b.c", "xn--e1afmkfd.xn--p1ai", "host"] {
            assert!(is_preferred_host(good), "{good}");
        }
        let long = format!("{}.kz", "a".repeat(64));
        for bad in
            ["", " ", "a..b", ".kz", "kz.", "-a.kz", "a-.kz", "a_b.kz", "*.kz", "ұ.kz", &long]
        {
            assert!(!is_preferred_host(bad), "{bad}");
        }
        assert!(is_host("a_b.kz"));
    }

    #[test]
    fn a_mailbox_is_a_local_part_and_a_domain() {
        assert_eq!(mailbox("a.b+c@example.kz"), Some(("a.b+c", "example.kz")));
        assert_eq!(mailbox("*@example.kz"), Some(("*", "example.kz")));
        assert_eq!(mailbox("\"a@b\\\"\"@example.kz"), Some(("\"a@b\\\"\"", "example.kz")));
        assert_eq!(mailbox("a@[10.0.0.1]"), Some(("a", "[10.0.0.1]")));
        for bad in
            ["", "a", "@kz", "a@", "a@b@kz", "a..b@kz", ".a@kz", "a b@kz", "\"a\"b\"@kz", "Ұ@kz"]
        {
            assert_eq!(mailbox(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_uri_has_a_scheme_and_a_part_after_it() {
        assert_eq!(uri_host("http://user@host.kz:80/x"), Some("host.kz"));
        assert_eq!(uri_host("http://evil.kz/@host.kz"), Some("evil.kz"));
        assert_eq!(uri_host("http://[::1]:80/"), Some("[::1]"));
        assert_eq!(uri_host("urn:x"), None);
        assert_eq!(absolute_uri("urn:x"), Some(("urn", "x")));
        for bad in ["", "example.kz/x", "//host/x", "../x", "http:", ":x", "1a:x", "http://a b"] {
            assert_eq!(absolute_uri(bad), None, "{bad}");
        }
    }
}
