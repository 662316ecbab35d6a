use crate::{Probe, assets, host, net, person, time};

/// Every probe, by subject. The order is the order of the generated table.
pub const PROBES: &[&[&dyn Probe]] =
    &[assets::PROBES, host::PROBES, net::PROBES, person::PROBES, time::PROBES];

/// Finds a probe by its identifier.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static dyn Probe> {
    PROBES.iter().copied().flatten().copied().find(|probe| probe.id() == id)
}
