//! Revocation lists.

mod availability;
mod clock;
mod content;
mod fetches;
mod form;
mod history;
mod list;
mod mirrors;
mod scope;

use std::collections::{BTreeMap, BTreeSet};

use model::{Evidence, EvidenceKind};

pub(crate) use availability::{is_page, outer_length};
pub(crate) use content::{issuer, lists};
pub(crate) use list::{List, NoList, beginning};

use crate::certificates::{self, Certificates};
use crate::exchange::{self, Purpose};
use crate::{CollectError, Declaration, HttpRequest, Probe, Site};

pub(crate) const PROBES: &[&dyn Probe] = &[&availability::Availability, &content::Content];

/// Those that ask every list once more when all others have looked.
pub(crate) const AFTERWARDS: &[&dyn Probe] = &[&history::History];

/// Who names an address of a list.
#[derive(Clone, Debug, Default)]
struct NamedBy {
    /// What the certificates that name it are called; the declaration is no certificate.
    certificates: BTreeSet<String>,
    /// Whether the list is the authority's own: named by a certificate that it issued, or declared.
    /// A list named only in the authority's own certificate is the Root CA's.
    own: bool,
    /// Whether it is named as a delta.
    delta: bool,
}

impl NamedBy {
    /// The certificates, as one line.
    fn shown(&self) -> String {
        if self.certificates.is_empty() {
            return "declaration".to_owned();
        }
        self.certificates.iter().cloned().collect::<Vec<_>>().join(", ")
    }
}

/// Every address of a list that the certificates or the declaration name.
fn addresses(certificates: &Certificates, declared: &Declaration) -> BTreeMap<String, NamedBy> {
    let mut found: BTreeMap<String, NamedBy> = BTreeMap::new();
    for certificate in &certificates.all {
        let complete = certificate.crl_urls().iter().map(|url| (url, false));
        let deltas = certificate.freshest_crl_urls().iter().map(|url| (url, true));
        for (url, delta) in complete.chain(deltas) {
            let named = found.entry(url.trim().to_owned()).or_default();
            named.certificates.insert(certificates::called(certificate));
            named.own |= !certificates::is_authority(certificate);
            named.delta |= delta;
        }
    }
    for url in &declared.crl_urls {
        found.entry(url.trim().to_owned()).or_default().own = true;
    }
    found
}

/// Whether the tool can ask this address.
fn is_askable(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "ldap"))
}

/// Fetches every list that was not fetched yet.
fn fetch(
    site: &dyn Site,
    declared: &Declaration,
    have: &[Evidence],
) -> Result<Vec<Evidence>, CollectError> {
    let certificates = Certificates::read(have);
    let addresses = addresses(&certificates, declared);
    if addresses.is_empty() {
        return Err(CollectError::NothingToAsk { what: "address of a revocation list" });
    }
    let mut taken = Vec::new();
    let mut waiting: Vec<String> = addresses.into_keys().collect();
    let mut asked = BTreeSet::new();
    // A list may name deltas of its own, and those none: what it names is asked for once.
    for _ in 0..2 {
        let mut named = Vec::new();
        for url in waiting.into_iter().filter(|url| is_askable(url)) {
            if !asked.insert(url.clone()) {
                continue;
            }
            let pieces = exchange::ask(site, Purpose::Crl, &HttpRequest::get(url))?;
            for body in pieces.iter().filter(|it| it.kind == EvidenceKind::HttpBody) {
                named.extend(deltas_named(&body.content));
            }
            taken.extend(pieces);
        }
        named.truncate(MOST_DELTAS);
        waiting = named;
    }
    Ok(taken)
}

/// How many addresses of deltas are asked for that lists name.
const MOST_DELTAS: usize = 64;

/// The addresses of deltas that a list names.
fn deltas_named(body: &model::Content) -> Vec<String> {
    // What is no list is judged later.
    let Ok(list) = List::read(body) else { return Vec::new() };
    list.unindexed().freshest_urls().iter().map(|it| it.trim().to_owned()).collect()
}
