mod paths;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use probes::{HostFacts, Interface, SiteError, SiteFailure, Volume};
use sysinfo::{CpuRefreshKind, Disks, Motherboard, Networks, Product, RefreshKind, System};

use super::{failed, zone_data};

const MIB: u64 = 1 << 20;

/// What this machine says about itself.
pub(super) fn facts(clock: Timestamp) -> Result<HostFacts, SiteError> {
    let untold = |what: &str, error: &dyn std::fmt::Display| {
        failed("this machine", SiteFailure::Other, format!("{what}: {error}"))
    };
    let kinds = RefreshKind::nothing()
        .with_cpu(CpuRefreshKind::nothing())
        .with_memory(sysinfo::MemoryRefreshKind::nothing().with_ram());
    let system = System::new_with_specifics(kinds).map_err(|it| untold("system", &it))?;
    let disks = Disks::new_with_refreshed_list().map_err(|it| untold("disks", &it))?;
    let networks = Networks::new_with_refreshed_list().map_err(|it| untold("networks", &it))?;

    let mut interfaces: Vec<_> = networks
        .iter()
        .map(|(name, data)| {
            let addresses: BTreeSet<_> = data.ip_networks().iter().collect::<BTreeSet<_>>();
            let addresses = addresses.iter().map(|it| format!("{}/{}", it.addr, it.prefix));
            let name = name.to_string_lossy().into_owned();
            let link = paths::link(&name);
            Interface { name, addresses: addresses.collect(), link }
        })
        .collect();
    interfaces.sort_by(|a, b| a.name.cmp(&b.name));
    let mut volumes: Vec<_> = disks
        .iter()
        .map(|disk| Volume {
            mount: disk.mount_point().display().to_string(),
            size_mib: disk.total_space() / MIB,
            free_mib: disk.available_space() / MIB,
        })
        .collect();
    volumes.sort_by(|a, b| a.mount.cmp(&b.mount));
    volumes.dedup();

    let brand = system.cpus().first().map_or("", |it| it.brand()).trim().to_owned();
    let kernel = System::kernel_version().unwrap_or_default();
    let release = System::long_os_version().map_err(|it| untold("operating system", &it))?;
    Ok(HostFacts {
        name: System::host_name().map_err(|it| untold("host name", &it))?,
        system: format!("{release} ({kernel}, {})", System::cpu_arch()),
        processor: format!("{brand} × {}", system.cpus().len()).trim().to_owned(),
        memory_mib: system.total_memory() / MIB,
        virtual_machine: virtual_machine(),
        time_zone: TimeZone::try_system()
            .ok()
            .and_then(|it| it.iana_name().map(str::to_owned))
            .filter(|it| it != "Etc/Unknown"),
        utc_offset_s: utc_offset_s(clock).map_err(|it| untold("time zone", &it))?,
        zone_data: zone_data::found(clock),
        clock,
        interfaces,
        network: Some(paths::facts()),
        volumes,
    })
}

/// Whether the machine is a virtual one: its plate names a product of virtualisation, or its
/// processor has the mark that a hypervisor sets.
fn virtual_machine() -> Option<String> {
    let plate: BTreeSet<String> = [
        Product::vendor_name().ok(),
        Product::name().ok(),
        Motherboard::new().ok().and_then(|it| it.vendor_name()),
    ]
    .into_iter()
    .flatten()
    .map(|it| it.trim().to_owned())
    .filter(|it| !it.is_empty())
    .collect();
    let plate = plate.into_iter().collect::<Vec<_>>().join(", ");
    if names_virtualisation(&plate) {
        Some(plate)
    } else if hypervisor_mark() {
        let unnamed = "hypervisor mark of the processor";
        Some(if plate.is_empty() { unnamed.into() } else { format!("{unnamed}, {plate}") })
    } else {
        None
    }
}

/// Names that products of virtualisation write on the plate.
fn names_virtualisation(plate: &str) -> bool {
    const NAMES: &[&str] = &[
        "amazon ec2",
        "bhyve",
        "bochs",
        "firecracker",
        "google compute engine",
        "hvm domu",
        "innotek",
        "kvm",
        "openstack",
        "parallels virtual",
        "proxmox",
        "qemu",
        "virtual machine",
        "virtualbox",
        "vmware",
        "xen",
    ];
    let plate = plate.to_lowercase();
    NAMES.iter().any(|it| plate.contains(it))
}

/// Linux repeats the bit that a hypervisor sets in the processor's answer about itself.
#[cfg(target_os = "linux")]
fn hypervisor_mark() -> bool {
    std::fs::read_to_string("/proc/cpuinfo").is_ok_and(|text| {
        text.lines()
            .filter(|it| it.starts_with("flags"))
            .any(|it| it.split_whitespace().any(|flag| flag == "hypervisor"))
    })
}

#[cfg(not(target_os = "linux"))]
const fn hypervisor_mark() -> bool {
    false
}

/// The offset that the machine itself shows: by its own zone data, which may be older than ours.
#[cfg(unix)]
fn utc_offset_s(clock: Timestamp) -> Result<i32, ZoneError> {
    use std::path::{Path, PathBuf};

    let path = match std::env::var("TZ").ok().filter(|it| !it.is_empty()) {
        None => PathBuf::from("/etc/localtime"),
        Some(zone) => {
            let zone = zone.strip_prefix(':').unwrap_or(&zone);
            let file = Path::new("/usr/share/zoneinfo").join(zone);
            if !file.is_file() {
                // A rule instead of a name: `KZT-5`.
                let zone = TimeZone::posix(zone).map_err(|_| ZoneError::NoZone)?;
                return Ok(zone.to_offset(clock).seconds());
            }
            file
        }
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        // A machine without zone data shows UTC.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(ZoneError::Unreadable { path, error }),
    };
    let zone = TimeZone::tzif("", &bytes).map_err(|_| ZoneError::NoZone)?;
    Ok(zone.to_offset(clock).seconds())
}

/// The offset that the machine itself shows. Windows keeps it, in minutes to the west.
#[cfg(windows)]
fn utc_offset_s(_clock: Timestamp) -> Result<i32, ZoneError> {
    let key = windows_registry::LOCAL_MACHINE
        .open(r"SYSTEM\CurrentControlSet\Control\TimeZoneInformation")
        .map_err(|_| ZoneError::NoZone)?;
    let west = key.get_u32("ActiveTimeBias").map_err(|_| ZoneError::NoZone)?;
    west.cast_signed().checked_mul(-60).ok_or(ZoneError::NoZone)
}

#[derive(Debug, thiserror::Error)]
enum ZoneError {
    #[error("the machine names no zone that can be read")]
    NoZone,
    #[cfg(unix)]
    #[error("{path}: {error}", path = path.display())]
    Unreadable { path: std::path::PathBuf, error: std::io::Error },
}

#[cfg(test)]
mod tests {
    use super::names_virtualisation;

    #[test]
    fn plates_of_virtual_machines_are_told_from_those_of_servers() {
        for plate in [
            "QEMU, Standard PC (Q35 + ICH9, 2009)",
            "VMware, Inc., VMware Virtual Platform",
            "innotek GmbH, VirtualBox",
            "Microsoft Corporation, Virtual Machine",
            "Xen, HVM domU",
            "Amazon EC2, c5.large",
        ] {
            assert!(names_virtualisation(plate), "{plate}");
        }
        for plate in [
            "",
            "Dell Inc., PowerEdge R740",
            "HPE, ProLiant DL380 Gen10",
            "LENOVO, 20XW00A1RT",
            "Microsoft Corporation, Surface Laptop 4",
        ] {
            assert!(!names_virtualisation(plate), "{plate}");
        }
    }
}
