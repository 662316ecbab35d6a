//! What a machine says about the ways by which it reaches others.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Interface;

/// Default routes and resolvers of a machine.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NetworkFacts {
    /// The ways to everything that no other route names, in the order of the system.
    pub default_routes: Vec<DefaultRoute>,
    /// Who is asked for names, in the order of the system.
    pub resolvers: Vec<Resolver>,
    /// What the system does not tell, or the tool does not ask it: `routes`, `resolvers`, `links`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub untold: BTreeSet<String>,
}

/// A way to everything that no other route names.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DefaultRoute {
    /// The interface, by its name.
    pub interface: String,
    /// The router; absent where the link itself leads on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway: Option<String>,
    /// The lower, the sooner the route is taken.
    pub metric: u32,
}

/// Who is asked for names.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Resolver {
    /// Its address.
    pub address: String,
    /// Where the system keeps it: a file, or a key of the registry.
    pub named_by: String,
    /// Whether it is this machine itself, which asks others.
    pub stub: bool,
}

/// What lies below an interface.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Link {
    /// Whether the link is up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up: Option<bool>,
    /// Its speed, in megabits per second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed_mbit: Option<u32>,
    /// The interfaces on which this one rests: the port of a VLAN, the members of a bond or of a
    /// bridge.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub rests_on: BTreeSet<String>,
}

/// How many steps down are taken from an interface to its ports: a VLAN on a bond of a bridge has
/// three.
const DEEPEST: usize = 8;

/// The ports at the bottom of an interface: itself, where it rests on no other.
pub(crate) fn ports(interfaces: &[Interface], name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::from([name.to_owned()]);
    for _ in 0..DEEPEST {
        let below: BTreeSet<String> = found
            .iter()
            .flat_map(|it| {
                let link = interfaces.iter().find(|one| one.name == *it);
                let below = link.and_then(|one| one.link.as_ref()).map(|one| &one.rests_on);
                match below {
                    Some(below) if !below.is_empty() => below.clone(),
                    Some(_) | None => BTreeSet::from([it.clone()]),
                }
            })
            .collect();
        if below == found {
            break;
        }
        found = below;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interface(name: &str, rests_on: &[&str]) -> Interface {
        let rests_on = rests_on.iter().map(|it| (*it).to_owned()).collect();
        let link = Some(Link { up: Some(true), speed_mbit: None, rests_on });
        Interface { name: name.into(), addresses: vec![], link }
    }

    fn bottom(all: &[Interface], name: &str) -> Vec<String> {
        ports(all, name).into_iter().collect()
    }

    #[test]
    fn a_vlan_on_a_bond_ends_at_the_ports_of_the_bond() {
        let all = [
            interface("bond0.7", &["bond0"]),
            interface("bond0", &["eth0", "eth1"]),
            interface("eth0", &[]),
            interface("eth1", &[]),
        ];
        assert_eq!(bottom(&all, "bond0.7"), ["eth0", "eth1"]);
        assert_eq!(bottom(&all, "eth0"), ["eth0"]);
        assert_eq!(bottom(&all, "not-there"), ["not-there"]);
    }

    #[test]
    fn interfaces_that_rest_on_each_other_end() {
        let all = [interface("a", &["b"]), interface("b", &["a"])];
        assert_eq!(bottom(&all, "a").len(), 1);
    }
}
