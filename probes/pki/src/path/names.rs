//! Name constraints ([RFC 5280 section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10)).

use crate::certificate::{Certificate, GeneralName, GeneralSubtree, NameConstraints};
use crate::finding::{CodePage, Finding, codes};
use crate::name::Name;
use crate::oid::known;

/// What the authorities of a path so far allow.
#[derive(Default)]
pub(super) struct Constraints {
    /// A name must lie within one subtree of its form in every layer that has any.
    layers: Vec<NameConstraints>,
}

/// How one name stands to one subtree.
enum Fit {
    Inside,
    Outside,
    /// The subtree, or the name, has no meaning in its form.
    Meaningless(&'static str),
}

impl Constraints {
    pub(super) fn add(&mut self, constraints: &NameConstraints) {
        self.layers.push(constraints.clone());
    }

    /// Checks every name of a certificate. Each comparison takes one of `left`; none left is said
    /// by returning false.
    pub(super) fn check(
        &self,
        certificate: &Certificate,
        left: &mut usize,
        findings: &mut Vec<Finding>,
    ) -> bool {
        if self.layers.is_empty() {
            return true;
        }
        let subject;
        let mut names: Vec<&GeneralName> = Vec::new();
        if !certificate.subject().is_empty() {
            subject = GeneralName::Directory(certificate.subject().clone());
            names.push(&subject);
        }
        let alternative = certificate.subject_alternative_names();
        names.extend(alternative);
        let emails =
            if alternative.is_empty() { subject_emails(certificate.subject()) } else { Vec::new() };
        names.extend(&emails);
        for layer in &self.layers {
            for name in &names {
                let mut inside = false;
                let mut constrained = false;
                for subtree in
                    layer.permitted.iter().filter(|subtree| same_form(name, &subtree.base))
                {
                    constrained = true;
                    match compare(name, subtree, false, left) {
                        None => return false,
                        Some(Fit::Inside) => inside = true,
                        Some(Fit::Outside) => {}
                        Some(Fit::Meaningless(reason)) => {
                            findings.push(unclear(name, subtree, reason));
                            inside = true;
                        }
                    }
                }
                if constrained && !inside {
                    findings.push(finding(&codes::PATH_NAME_NOT_PERMITTED, name));
                }
                for subtree in
                    layer.excluded.iter().filter(|subtree| same_form(name, &subtree.base))
                {
                    match compare(name, subtree, true, left) {
                        None => return false,
                        Some(Fit::Outside) => {}
                        Some(Fit::Inside) => findings.push(
                            finding(&codes::PATH_NAME_EXCLUDED, name)
                                .with("subtree", &subtree.base),
                        ),
                        Some(Fit::Meaningless(reason)) => {
                            findings.push(unclear(name, subtree, reason))
                        }
                    }
                }
            }
        }
        true
    }
}

fn finding(page: &CodePage, name: &GeneralName) -> Finding {
    Finding::fatal(page).with("name", name)
}

fn unclear(name: &GeneralName, subtree: &GeneralSubtree, reason: &'static str) -> Finding {
    Finding::undetermined(&codes::PATH_NAME_CONSTRAINT_UNCLEAR)
        .with("name", name)
        .with("subtree", &subtree.base)
        .with("reason", reason)
}

fn subject_emails(subject: &Name) -> Vec<GeneralName> {
    subject
        .attributes()
        .into_iter()
        .filter(|attribute| attribute.kind == known::EMAIL_ADDRESS)
        .map(|attribute| GeneralName::Email(attribute.value))
        .collect()
}

fn same_form(name: &GeneralName, base: &GeneralName) -> bool {
    match (name, base) {
        (GeneralName::Other { kind: one, .. }, GeneralName::Other { kind: two, .. }) => one == two,
        _ => std::mem::discriminant(name) == std::mem::discriminant(base),
    }
}

fn compare(
    name: &GeneralName,
    subtree: &GeneralSubtree,
    excluding: bool,
    left: &mut usize,
) -> Option<Fit> {
    *left = left.checked_sub(1)?;
    if subtree.bounded {
        return Some(Fit::Meaningless("minimum or maximum of a subtree"));
    }
    Some(match (name, &subtree.base) {
        (GeneralName::Directory(name), GeneralName::Directory(base)) => {
            within(directory(name, base))
        }
        (GeneralName::Dns(name), GeneralName::Dns(base)) => dns(name, base, excluding),
        (GeneralName::Email(name), GeneralName::Email(base)) => email(name, base),
        (GeneralName::Ip(name), GeneralName::Ip(base)) => ip(name, base),
        (GeneralName::Uri(name), GeneralName::Uri(base)) => uri(name, base),
        _ => Fit::Meaningless("constraints on names of this form are not processed"),
    })
}

fn within(inside: bool) -> Fit {
    if inside { Fit::Inside } else { Fit::Outside }
}

fn directory(name: &Name, base: &Name) -> bool {
    let (name, base) = (name.folded_rdns(), base.folded_rdns());
    name.starts_with(&base)
}

/// Letters, digits, hyphens and underscores in labels of 1 to 63; a first label `*` in a name.
fn is_host(text: &str, wildcard: bool) -> bool {
    let text = if wildcard { text.strip_prefix("*.").unwrap_or(text) } else { text };
    !text.is_empty()
        && text.len() <= 253
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        })
}

fn equal(one: &str, two: &str) -> bool {
    one.eq_ignore_ascii_case(two)
}

/// Whether `name` is a proper subdomain of `domain`.
fn below(name: &str, domain: &str) -> bool {
    let Some(cut) = name.len().checked_sub(domain.len()) else { return false };
    name.is_char_boundary(cut)
        && cut > 1
        && equal(name.get(cut..).unwrap_or_default(), domain)
        && name.get(..cut).is_some_and(|head| head.ends_with('.'))
}

fn dns(name: &str, base: &str, excluding: bool) -> Fit {
    if base.is_empty() {
        return Fit::Inside;
    }
    if !is_host(base, false) {
        return Fit::Meaningless("the subtree is no host name");
    }
    if !is_host(name, true) {
        return Fit::Meaningless("the name is no host name");
    }
    // A wildcard stands for every host it matches, so it meets an excluded host among them.
    let reaches = excluding
        && name.strip_prefix("*.").is_some_and(|suffix| {
            base.split_once('.').is_some_and(|(_, parent)| equal(parent, suffix))
        });
    within(equal(name, base) || below(name, base) || reaches)
}

fn email(name: &str, base: &str) -> Fit {
    let Some((local, host)) = name.rsplit_once('@') else {
        return Fit::Meaningless("the name is no mailbox");
    };
    if !is_host(host, false) || local.is_empty() {
        return Fit::Meaningless("the name is no mailbox");
    }
    if let Some((base_local, base_host)) = base.rsplit_once('@') {
        return within(local == base_local && equal(host, base_host));
    }
    match base.strip_prefix('.') {
        Some(domain) if is_host(domain, false) => within(below(host, domain)),
        None if is_host(base, false) => within(equal(host, base)),
        None if base.is_empty() => Fit::Inside,
        _ => Fit::Meaningless("the subtree is neither mailbox, host nor domain"),
    }
}

fn uri(name: &str, base: &str) -> Fit {
    let host = name.split_once("://").map(|(_, rest)| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        host.split_once(':').map_or(host, |(host, _)| host)
    });
    let host = match host {
        Some(host) if is_host(host, false) && !is_dotted_address(host) => host,
        _ => return Fit::Meaningless("the URI names no host"),
    };
    match base.strip_prefix('.') {
        Some(domain) if is_host(domain, false) => within(below(host, domain)),
        None if is_host(base, false) => within(equal(host, base)),
        None if base.is_empty() => Fit::Inside,
        _ => Fit::Meaningless("the subtree is neither host nor domain"),
    }
}

fn is_dotted_address(host: &str) -> bool {
    host.parse::<std::net::Ipv4Addr>().is_ok()
}

fn ip(name: &[u8], base: &[u8]) -> Fit {
    let half = base.len() / 2;
    let (address, mask) = match base.split_at_checked(half) {
        Some(parts) if base.len() == 8 || base.len() == 32 => parts,
        _ => return Fit::Meaningless("the subtree is no address with a mask"),
    };
    let ones: usize = mask.iter().map(|octet| octet.leading_ones() as usize).sum();
    let set: usize = mask.iter().map(|octet| octet.count_ones() as usize).sum();
    let contiguous = ones == set
        && mask.windows(2).all(|pair| matches!(pair, [one, two] if *one == 0xff || *two == 0));
    if !contiguous {
        return Fit::Meaningless("the mask has holes");
    }
    if name.len() != 4 && name.len() != 16 {
        return Fit::Meaningless("the name is no address");
    }
    within(
        name.len() == half
            && name
                .iter()
                .zip(address)
                .zip(mask)
                .all(|((name, address), mask)| name & mask == address & mask),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(name: GeneralName, base: GeneralName, excluding: bool) -> &'static str {
        let subtree = GeneralSubtree { base, bounded: false };
        match compare(&name, &subtree, excluding, &mut 1).unwrap() {
            Fit::Inside => "inside",
            Fit::Outside => "outside",
            Fit::Meaningless(_) => "meaningless",
        }
    }

    #[test]
    fn hosts_lie_in_their_domain_and_below() {
        let dns = |name: &str, base: &str| {
            fit(GeneralName::Dns(name.into()), GeneralName::Dns(base.into()), false)
        };
        assert_eq!(dns("example.kz", "example.kz"), "inside");
        assert_eq!(dns("WWW.Example.kz", "example.KZ"), "inside");
        assert_eq!(dns("badexample.kz", "example.kz"), "outside");
        assert_eq!(dns("example.kz.evil.kz", "example.kz"), "outside");
        assert_eq!(dns("anything.kz", ""), "inside");
        assert_eq!(dns("example.kz", ".example.kz"), "meaningless");
        assert_eq!(dns("a b.kz", "kz"), "meaningless");
        let excluded = |name: &str, base: &str| {
            fit(GeneralName::Dns(name.into()), GeneralName::Dns(base.into()), true)
        };
        assert_eq!(excluded("*.example.kz", "secret.example.kz"), "inside");
        assert_eq!(excluded("*.example.kz", "a.secret.example.kz"), "outside");
    }

    #[test]
    fn mailboxes_hosts_and_domains_are_told_apart() {
        let email = |name: &str, base: &str| {
            fit(GeneralName::Email(name.into()), GeneralName::Email(base.into()), false)
        };
        assert_eq!(email("a@example.kz", "a@EXAMPLE.kz"), "inside");
        assert_eq!(email("A@example.kz", "a@example.kz"), "outside");
        assert_eq!(email("a@example.kz", "example.kz"), "inside");
        assert_eq!(email("a@mail.example.kz", "example.kz"), "outside");
        assert_eq!(email("a@mail.example.kz", ".example.kz"), "inside");
        assert_eq!(email("a@example.kz", ".example.kz"), "outside");
        assert_eq!(email("no mailbox", "example.kz"), "meaningless");
        let uri = |name: &str, base: &str| {
            fit(GeneralName::Uri(name.into()), GeneralName::Uri(base.into()), false)
        };
        assert_eq!(uri("http://user@host.kz:80/x", "host.kz"), "inside");
        assert_eq!(uri("http://host.kz.evil.kz/", "host.kz"), "outside");
        assert_eq!(uri("http://a.host.kz", ".host.kz"), "inside");
        assert_eq!(uri("http://evil.kz/@host.kz", "host.kz"), "outside");
        assert_eq!(uri("http://10.0.0.1/", "host.kz"), "meaningless");
        assert_eq!(uri("urn:x", "host.kz"), "meaningless");
    }

    #[test]
    fn addresses_lie_under_contiguous_masks() {
        let ip = |name: &[u8], base: &[u8]| {
            fit(GeneralName::Ip(name.into()), GeneralName::Ip(base.into()), false)
        };
        assert_eq!(ip(&[10, 1, 2, 3], &[10, 1, 0, 0, 255, 255, 0, 0]), "inside");
        assert_eq!(ip(&[10, 2, 2, 3], &[10, 1, 0, 0, 255, 255, 0, 0]), "outside");
        assert_eq!(ip(&[10, 1, 2, 3], &[10, 1, 0, 0, 255, 0, 255, 0]), "meaningless");
        assert_eq!(ip(&[10, 1, 2, 3], &[0; 32]), "outside");
        assert_eq!(ip(&[10, 1, 2], &[10, 1, 0, 0, 255, 255, 0, 0]), "meaningless");
        assert_eq!(ip(&[10, 1, 2, 3], &[10, 1, 0]), "meaningless");
    }
}
