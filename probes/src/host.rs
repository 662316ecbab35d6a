//! What machines say about themselves.

mod inventory;

use std::collections::BTreeMap;

use model::{Evidence, EvidenceKind, Note};

use crate::{CollectError, HostFacts, Probe, Question, Site, case};

pub(crate) const PROBES: &[&dyn Probe] = &[&inventory::Inventory];

/// Keeps what this machine says about itself.
pub(crate) fn take(site: &dyn Site) -> Result<Vec<Evidence>, CollectError> {
    let peer = || "this machine".to_owned();
    let facts = site.host().map_err(|source| CollectError::Unreachable { peer: peer(), source })?;
    let bytes = serde_json::to_vec(&facts)
        .map_err(|source| CollectError::Unrecordable { peer: peer(), source })?;
    let kind = EvidenceKind::HostInventory;
    Ok(vec![Evidence::new(kind, facts.clock, facts.name, bytes)])
}

/// What each machine said about itself last.
pub(crate) fn last_of_each<'a>(question: &Question<'a>) -> Vec<&'a Evidence> {
    let mut last: BTreeMap<&str, &Evidence> = BTreeMap::new();
    for evidence in question.of(EvidenceKind::HostInventory) {
        last.insert(&evidence.source, evidence);
    }
    last.into_values().collect()
}

/// Reads what a machine said about itself.
pub(crate) fn facts(evidence: &Evidence) -> Result<HostFacts, Note> {
    case::record(evidence, UNREADABLE)
}

/// No machine was asked.
pub(crate) const MISSING: &str = "host.facts-missing";
/// What a machine said cannot be read.
pub(crate) const UNREADABLE: &str = "host.facts-unreadable";
