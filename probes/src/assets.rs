//! Servers and key-protection complexes.

mod declared_found;
mod main_and_reserve;

use model::Requirement;

use crate::{AssetKind, Probe};

pub(crate) const PROBES: &[&dyn Probe] =
    &[&declared_found::DeclaredFound, &main_and_reserve::MainAndReserve];

/// The kind of asset that a requirement counts, told by its quantity.
fn kind_counted(requirement: &Requirement) -> Option<AssetKind> {
    match requirement.quantity.as_deref() {
        Some("servers") => Some(AssetKind::Server),
        Some("key-protection-complexes") => Some(AssetKind::KeyProtection),
        Some(_) | None => None,
    }
}

/// A serial number as it is compared: plates are copied with stray blanks and in either case.
fn folded(serial: &str) -> String {
    serial.split_whitespace().collect::<String>().to_uppercase()
}
