//! Default routes, resolvers and links. The readers are functions of text alone; where the text
//! comes from is the system's affair.

use std::collections::BTreeSet;
use std::net::IpAddr;
#[cfg(any(target_os = "linux", test))]
use std::net::{Ipv4Addr, Ipv6Addr};

use probes::{DefaultRoute, Link, NetworkFacts, Resolver};

/// Most routes and resolvers that are told.
const MOST: usize = 64;

/// Flags of a route of Linux: it is up; it leads nowhere on purpose.
#[cfg(any(target_os = "linux", test))]
const UP: u32 = 1;
#[cfg(any(target_os = "linux", test))]
const REJECT: u32 = 0x200;

/// The default routes of `/proc/net/route`: IPv4, the main table alone.
#[cfg(any(target_os = "linux", test))]
fn routes_v4(text: &str) -> Vec<DefaultRoute> {
    let route = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let &[interface, destination, gateway, flags, _, _, metric, mask, ..] = fields.as_slice()
        else {
            return None;
        };
        let number = |it: &str| u32::from_str_radix(it, 16).ok();
        let (flags, gateway) = (number(flags)?, number(gateway)?);
        if number(destination)? != 0 || number(mask)? != 0 || flags & (UP | REJECT) != UP {
            return None;
        }
        // The kernel prints the four octets as a number of its own.
        let address = Ipv4Addr::from(gateway.to_ne_bytes());
        Some(DefaultRoute {
            interface: interface.to_owned(),
            gateway: (gateway != 0).then(|| address.to_string()),
            metric: metric.parse().ok()?,
        })
    };
    text.lines().skip(1).filter_map(route).take(MOST).collect()
}

/// The default routes of `/proc/net/ipv6_route`.
#[cfg(any(target_os = "linux", test))]
fn routes_v6(text: &str) -> Vec<DefaultRoute> {
    let route = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let &[destination, length, _, _, gateway, metric, _, _, flags, interface] =
            fields.as_slice()
        else {
            return None;
        };
        let number = |it: &str| u32::from_str_radix(it, 16).ok();
        let address = |it: &str| u128::from_str_radix(it, 16).ok();
        let default = address(destination)? == 0 && number(length)? == 0;
        if !default || number(flags)? & (UP | REJECT) != UP {
            return None;
        }
        let gateway = address(gateway)?;
        Some(DefaultRoute {
            interface: interface.to_owned(),
            gateway: (gateway != 0).then(|| Ipv6Addr::from_bits(gateway).to_string()),
            metric: number(metric)?,
        })
    };
    text.lines().filter_map(route).take(MOST).collect()
}

/// The resolvers of a file of the form `resolv.conf`.
fn resolvers_of(text: &str, named_by: &str) -> Vec<Resolver> {
    let resolver = |line: &str| {
        let mut words = line.split_whitespace();
        let address = words.next().filter(|it| *it == "nameserver").and(words.next())?;
        // An IPv6 address may name its interface after a percent sign.
        let bare = address.split('%').next()?.parse::<IpAddr>().ok()?;
        let (address, named_by) = (address.to_owned(), named_by.to_owned());
        Some(Resolver { address, named_by, stub: bare.is_loopback() })
    };
    text.lines().filter_map(resolver).take(MOST).collect()
}

#[cfg(not(windows))]
const RESOLV_CONF: &str = "/etc/resolv.conf";

/// Resolvers of the system; where it asks itself, those that `systemd-resolved` asks in its place.
#[cfg(not(windows))]
fn resolvers() -> Option<Vec<Resolver>> {
    const BEHIND: &str = "/run/systemd/resolve/resolv.conf";
    let mut found = resolvers_of(&read(RESOLV_CONF)?, RESOLV_CONF);
    if found.iter().any(|it| it.stub)
        && let Some(text) = read(BEHIND)
    {
        found.extend(resolvers_of(&text, BEHIND).into_iter().filter(|it| !it.stub));
    }
    Some(found)
}

/// Reads a file of the system, within bounds.
#[cfg(not(windows))]
fn read(path: &str) -> Option<String> {
    use std::io::Read;

    const LONGEST: u64 = 1 << 20;
    let mut text = String::new();
    std::fs::File::open(path).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// What the system tells about routes and resolvers.
#[cfg(target_os = "linux")]
pub(super) fn facts() -> NetworkFacts {
    let mut facts = NetworkFacts::default();
    match read("/proc/net/route") {
        Some(text) => facts.default_routes.extend(routes_v4(&text)),
        None => drop(facts.untold.insert("routes".into())),
    }
    // A kernel without IPv6 has no such file, and no such routes.
    facts.default_routes.extend(read("/proc/net/ipv6_route").iter().flat_map(|it| routes_v6(it)));
    match resolvers() {
        Some(found) => facts.resolvers = found,
        None => drop(facts.untold.insert("resolvers".into())),
    }
    facts
}

/// What the system tells about routes and resolvers.
#[cfg(not(any(target_os = "linux", windows)))]
pub(super) fn facts() -> NetworkFacts {
    let untold = ["links", "routes"].map(str::to_owned);
    let mut facts = NetworkFacts { untold: BTreeSet::from(untold), ..NetworkFacts::default() };
    match resolvers() {
        Some(found) => facts.resolvers = found,
        None => drop(facts.untold.insert("resolvers".into())),
    }
    facts
}

/// What the registry tells: routers and resolvers of each interface, by hand or by DHCP.
#[cfg(windows)]
pub(super) fn facts() -> NetworkFacts {
    const INTERFACES: &str = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters\Interfaces";
    let mut facts = NetworkFacts { untold: BTreeSet::from(["links".into()]), ..Default::default() };
    let below = windows_registry::LOCAL_MACHINE.open(INTERFACES);
    let names = below.as_ref().ok().and_then(|it| it.keys().ok());
    let (Ok(below), Some(names)) = (&below, names) else {
        facts.untold.extend(["resolvers", "routes"].map(str::to_owned));
        return facts;
    };
    for name in names.take(MOST) {
        let Ok(key) = below.open(&name) else { continue };
        let listed = |value: &str| key.get_multi_string(value).unwrap_or_default();
        let gateways = listed("DefaultGateway").into_iter().chain(listed("DhcpDefaultGateway"));
        let metric = key.get_u32("InterfaceMetric").unwrap_or(0);
        let gateways: BTreeSet<String> = gateways
            .filter(|it| it.parse::<IpAddr>().is_ok_and(|it| !it.is_unspecified()))
            .collect();
        facts.default_routes.extend(gateways.into_iter().map(|gateway| DefaultRoute {
            interface: name.clone(),
            gateway: Some(gateway),
            metric,
        }));
        for value in ["NameServer", "DhcpNameServer"] {
            let servers = key.get_string(value).unwrap_or_default();
            let lines: String =
                servers.split([' ', ',']).map(|it| format!("nameserver {it}\n")).collect();
            facts.resolvers.extend(resolvers_of(&lines, &format!(r"{INTERFACES}\{name}\{value}")));
        }
    }
    facts
}

/// What lies below an interface.
#[cfg(target_os = "linux")]
pub(super) fn link(name: &str) -> Option<Link> {
    use std::path::Path;

    // A name with a slash would lead elsewhere; the kernel gives none.
    let folder = Path::new("/sys/class/net").join(name);
    if name.contains('/') || !folder.is_dir() {
        return None;
    }
    let value = |file: &str| read(folder.join(file).to_str()?).map(|it| it.trim().to_owned());
    let up = value("operstate").and_then(|it| match it.as_str() {
        "up" => Some(true),
        "down" | "lowerlayerdown" | "notpresent" => Some(false),
        // Loopback and tunnels do not know.
        _ => None,
    });
    // A link that is down, or has no speed, says −1.
    let speed_mbit = value("speed").and_then(|it| it.parse().ok()).filter(|&it| it > 0);
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let rests_on: BTreeSet<String> = entries
        .filter_map(|it| it.file_name().to_str()?.strip_prefix("lower_").map(str::to_owned))
        .take(MOST)
        .collect();
    Some(Link { up, speed_mbit, rests_on })
}

/// What lies below an interface.
#[cfg(not(target_os = "linux"))]
pub(super) const fn link(_: &str) -> Option<Link> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(routes: &[DefaultRoute]) -> Vec<String> {
        let gateway = |it: &DefaultRoute| it.gateway.clone().unwrap_or_else(|| "-".into());
        routes.iter().map(|it| format!("{} {} {}", it.interface, gateway(it), it.metric)).collect()
    }

    #[cfg(target_endian = "little")]
    #[test]
    fn default_routes_of_ipv4_are_told_from_the_others() {
        // Two ways out with metrics, a network, a route that is down, one that leads nowhere on
        // purpose, one without a router, a torn line.
        let text = "\
Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0
wwan0\t00000000\tFE01A8C0\t0003\t0\t0\t700\t00000000\t0\t0\t0
eth0\t0000000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
eth1\t00000000\t0100000A\t0002\t0\t0\t0\t00000000\t0\t0\t0
lo\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0
ppp0\t00000000\t00000000\t0001\t0\t0\t50\t00000000\t0\t0\t0
eth2\t00000000\t01
";
        let routes = routes_v4(text);
        let expected = ["eth0 10.0.0.1 100", "wwan0 192.168.1.254 700", "ppp0 - 50"];
        assert_eq!(shown(&routes), expected);
        assert!(routes_v4("").is_empty());
    }

    #[test]
    fn default_routes_of_ipv6_are_told_from_the_others() {
        let zeros = "0".repeat(32);
        let router = "fe80000000000000020000fffe000001";
        let text = format!(
            "20010db8000000000000000000000000 40 {zeros} 00 {zeros} 00000100 1 0 00000001 eth0\n\
             {zeros} 00 {zeros} 00 {router} 00000400 3 0 00000003 eth0\n\
             {zeros} 00 {zeros} 00 {zeros} ffffffff 1 0 00200200 lo\n\
             {zeros} 00 {zeros} 00 zz 00000400 3 0 00000003 eth1\n"
        );
        assert_eq!(shown(&routes_v6(&text)), ["eth0 fe80::200:ff:fe00:1 1024"]);
    }

    #[test]
    fn resolvers_are_read_and_a_stub_is_told() {
        let text = "# made by hand\nsearch example.kz\n nameserver 127.0.0.53\nnameserver\t10.0.0.2\n\
                    nameserver fe80::1%eth0\nnameserver not-an-address\n;nameserver 10.0.0.9\n";
        let found = resolvers_of(text, "file");
        let told: Vec<_> = found.iter().map(|it| (&*it.address, it.stub)).collect();
        assert_eq!(told, [("127.0.0.53", true), ("10.0.0.2", false), ("fe80::1%eth0", false)]);
    }

    #[test]
    fn no_table_is_longer_than_the_bound() {
        let line = "eth0\t00000000\t0100000A\t0003\t0\t0\t1\t00000000\t0\t0\t0\n";
        assert_eq!(routes_v4(&line.repeat(1_000)).len(), MOST);
        assert_eq!(resolvers_of(&"nameserver 10.0.0.1\n".repeat(1_000), "file").len(), MOST);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_machine_tells_what_linux_tells() {
        let facts = facts();
        assert!(facts.untold.is_empty(), "{facts:?}");
        assert!(link("lo").is_some());
        assert!(link("../lo").is_none());
    }
}
