//! Name constraints ([RFC 5280 section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10)).

use super::syntax::{below, equal, is_host, mailbox, uri_host};
use crate::certificate::{Certificate, GeneralName, GeneralSubtree, NameConstraints};
use crate::finding::{CodePage, Finding, Weight, codes};
use crate::name::Name;
use crate::oid::known;
use crate::tlv;

/// What the authorities of a path so far allow.
#[derive(Default)]
pub(super) struct Constraints {
    /// A name must lie within one subtree of its form in every layer that has any.
    layers: Vec<Layer>,
}

/// What one authority allows.
struct Layer {
    constraints: NameConstraints,
    /// A constraint that cannot be processed refuses the certificate when the extension is
    /// critical, and leaves it undecided when it is not.
    unprocessed: Weight,
}

/// How one name stands to one subtree.
enum Fit {
    Inside,
    Outside,
    /// The subtree, or the name, has no meaning in its form.
    Meaningless(&'static str),
    /// A name for which the standard says that it is refused where its form is constrained.
    Refused(&'static str),
}

impl Constraints {
    /// Adds what the holder of a certificate may issue.
    pub(super) fn add(&mut self, certificate: &Certificate) {
        let Some(constraints) = certificate.name_constraints() else { return };
        let critical = certificate
            .extension(&known::NAME_CONSTRAINTS)
            .is_some_and(|extension| extension.critical);
        self.layers.push(Layer {
            constraints: constraints.clone(),
            unprocessed: if critical { Weight::Fatal } else { Weight::Undetermined },
        });
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
        let international = international_mailboxes(alternative);
        names.extend(&international);
        for layer in &self.layers {
            let (constraints, weight) = (&layer.constraints, layer.unprocessed);
            for name in &names {
                let mut inside = false;
                let mut constrained = false;
                for subtree in
                    constraints.permitted.iter().filter(|subtree| same_form(name, &subtree.base))
                {
                    constrained = true;
                    match compare(name, subtree, false, left) {
                        None => return false,
                        Some(Fit::Inside) => inside = true,
                        Some(Fit::Outside) => {}
                        Some(Fit::Meaningless(reason)) => {
                            findings.push(unclear(weight, name, subtree, reason));
                            inside = true;
                        }
                        Some(Fit::Refused(reason)) => {
                            findings.push(unclear(Weight::Fatal, name, subtree, reason));
                            inside = true;
                        }
                    }
                }
                if constrained && !inside {
                    findings.push(finding(&codes::PATH_NAME_NOT_PERMITTED, name));
                }
                for subtree in
                    constraints.excluded.iter().filter(|subtree| same_form(name, &subtree.base))
                {
                    match compare(name, subtree, true, left) {
                        None => return false,
                        Some(Fit::Outside) => {}
                        Some(Fit::Inside) => findings.push(
                            finding(&codes::PATH_NAME_EXCLUDED, name)
                                .with("subtree", &subtree.base),
                        ),
                        Some(Fit::Meaningless(reason)) => {
                            findings.push(unclear(weight, name, subtree, reason));
                        }
                        Some(Fit::Refused(reason)) => {
                            findings.push(unclear(Weight::Fatal, name, subtree, reason));
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

/// [RFC 5280 section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10): "the
/// application MUST either process the constraint or reject the certificate".
fn unclear(
    weight: Weight,
    name: &GeneralName,
    subtree: &GeneralSubtree,
    reason: &'static str,
) -> Finding {
    Finding::new(&codes::PATH_NAME_CONSTRAINT_UNCLEAR, weight)
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

/// Mailboxes with letters beyond ASCII, to which constraints on e-mail addresses apply as well
/// ([RFC 9598 section 6](https://www.rfc-editor.org/rfc/rfc9598#section-6)).
fn international_mailboxes(names: &[GeneralName]) -> Vec<GeneralName> {
    names
        .iter()
        .filter_map(|name| {
            let GeneralName::Other { kind, value } = name else { return None };
            if *kind != known::SMTP_UTF8_MAILBOX {
                return None;
            }
            // One that cannot be read keeps its octets and lies in no subtree.
            let text = tlv::only(value, 0x0c).map_or(&value[..], |text| text.content);
            Some(GeneralName::Email(String::from_utf8_lossy(text).into_owned()))
        })
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
    let octets = octets(name) + octets(&subtree.base);
    *left = left.checked_sub(1 + octets / LONG_NAME)?;
    if subtree.bounded {
        return Some(Fit::Meaningless("minimum or maximum of a subtree"));
    }
    Some(match (name, &subtree.base) {
        (GeneralName::Directory(name), GeneralName::Directory(base)) => {
            within(name.is_within(base))
        }
        (GeneralName::Dns(name), GeneralName::Dns(base)) => dns(name, base, excluding),
        (GeneralName::Email(name), GeneralName::Email(base)) => email(name, base),
        (GeneralName::Ip(name), GeneralName::Ip(base)) => ip(name, base),
        (GeneralName::Uri(name), GeneralName::Uri(base)) => uri(name, base),
        _ => Fit::Meaningless("constraints on names of this form are not processed"),
    })
}

/// Octets of names for which a comparison is counted once more: looking through 250,000 names of a
/// megabyte each would not be bounded work.
const LONG_NAME: usize = 256;

fn octets(name: &GeneralName) -> usize {
    match name {
        GeneralName::Directory(name) => name.der().len(),
        GeneralName::Dns(text) | GeneralName::Email(text) | GeneralName::Uri(text) => text.len(),
        GeneralName::Ip(address) => address.len(),
        // Not looked into.
        GeneralName::EdiParty(_)
        | GeneralName::Other { .. }
        | GeneralName::RegisteredId(_)
        | GeneralName::X400(_) => 0,
    }
}

fn within(inside: bool) -> Fit {
    if inside { Fit::Inside } else { Fit::Outside }
}

/// A domain and everything below it; no leading dot, which only URIs and mailboxes have, and no
/// pattern. A wildcard name lies where every host it stands for does.
fn dns(name: &str, base: &str, excluding: bool) -> Fit {
    if base.is_empty() {
        return Fit::Inside;
    }
    if !is_host(base) {
        return Fit::Meaningless("the subtree is no host name");
    }
    let suffix = name.strip_prefix("*.");
    if !is_host(suffix.unwrap_or(name)) {
        return Fit::Meaningless("the name is no host name");
    }
    // A wildcard stands for every host it matches, so it meets an excluded host among them.
    let reaches = excluding
        && suffix.is_some_and(|suffix| {
            base.split_once('.').is_some_and(|(_, parent)| equal(parent, suffix))
        });
    within(equal(name, base) || below(name, base) || reaches)
}

fn email(name: &str, base: &str) -> Fit {
    // An international mailbox has any letters before the sign.
    let parts = if name.is_ascii() { mailbox(name) } else { name.rsplit_once('@') };
    let Some((local, host)) = parts else {
        return Fit::Meaningless("the name is no mailbox");
    };
    if base.contains('@') {
        return match mailbox(base) {
            Some((base_local, base_host)) => within(local == base_local && equal(host, base_host)),
            None => Fit::Meaningless("the subtree is no mailbox"),
        };
    }
    match base.strip_prefix('.') {
        Some(domain) if is_host(domain) => within(below(host, domain)),
        None if is_host(base) => within(equal(host, base)),
        None if base.is_empty() => Fit::Inside,
        _ => Fit::Meaningless("the subtree is neither mailbox, host nor domain"),
    }
}

fn uri(name: &str, base: &str) -> Fit {
    let host = match uri_host(name) {
        Some(host) if is_host(host) && !is_dotted_address(host) => host,
        // "or specified as an IP address … then the application MUST reject the certificate".
        _ => return Fit::Refused("the URI names no host"),
    };
    match base.strip_prefix('.') {
        Some(domain) if is_host(domain) => within(below(host, domain)),
        None if is_host(base) => within(equal(host, base)),
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
            Fit::Refused(_) => "refused",
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
        assert_eq!(uri("http://10.0.0.1/", "host.kz"), "refused");
        assert_eq!(uri("http://[::1]/", "host.kz"), "refused");
        assert_eq!(uri("urn:x", "host.kz"), "refused");
        assert_eq!(uri("http://host.kz/", "http://host.kz/"), "meaningless");
        assert_eq!(email("a@b@example.kz", "example.kz"), "meaningless");
        assert_eq!(email("a@example.kz", "a@b@example.kz"), "meaningless");
        assert_eq!(email("*@example.kz", "*@example.kz"), "inside");
        assert_eq!(email("user@example.kz", "*@example.kz"), "outside");
        assert_eq!(email("ұ@example.kz", "example.kz"), "inside");
    }

    #[test]
    fn a_directory_name_lies_in_a_subtree_however_it_is_spelled() {
        use crate::name::tests::name;
        let directory =
            |attributes: &[(&crate::Oid, u8, &[u8])]| GeneralName::Directory(name(attributes));
        let organization = |tag: u8, text: &'static str| {
            directory(&[
                (&known::COUNTRY, 0x13, b"KZ"),
                (&known::ORGANIZATION, tag, text.as_bytes()),
                (&known::COMMON_NAME, 0x0c, "Қойшы".as_bytes()),
            ])
        };
        let base = |text: &'static str| {
            directory(&[
                (&known::COUNTRY, 0x0c, b"kz"),
                (&known::ORGANIZATION, 0x0c, text.as_bytes()),
            ])
        };
        let inside = |name: GeneralName, base: GeneralName| fit(name, base, false);
        let upper = "ҰЛТТЫҚ ҚОЙ ШАРУАШЫЛЫҒЫ";
        assert_eq!(inside(organization(0x0c, "ұлттық  қой шаруашылығы "), base(upper)), "inside");
        // й as и and a breve.
        let apart = "ұлттық қои\u{306} шаруашылығы";
        assert_eq!(inside(organization(0x0c, apart), base(upper)), "inside");
        assert_eq!(inside(organization(0x13, "Farm"), base("FARM")), "inside");
        assert_eq!(inside(organization(0x0c, "ұлттык қой шаруашылығы"), base(upper)), "outside");
        // A subtree deeper than the name, and one of the same attributes in another order.
        assert_eq!(inside(base("a"), organization(0x0c, "a")), "outside");
        let turned =
            directory(&[(&known::ORGANIZATION, 0x0c, b"a"), (&known::COUNTRY, 0x0c, b"kz")]);
        assert_eq!(inside(organization(0x0c, "a"), turned), "outside");
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
