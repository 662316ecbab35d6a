use crate::{Probe, assets, crl, host, net, ocsp, person, pki, time, tsp};

/// Every probe, by subject. The order is the order of the generated table.
pub const PROBES: &[&[&dyn Probe]] = &[
    assets::PROBES,
    crl::PROBES,
    host::PROBES,
    ocsp::PROBES,
    person::PROBES,
    pki::PROBES,
    time::PROBES,
    tsp::PROBES,
    // Last: what other probes asked already is not asked again.
    net::PROBES,
    // After everything: what was asked at the beginning is asked again at the end.
    crl::AFTERWARDS,
];

/// Finds a probe by its identifier.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static dyn Probe> {
    PROBES.iter().copied().flatten().copied().find(|probe| probe.id() == id)
}
