//! `net.paths`: by which ways a machine reaches others, and whether one is left when one fails.
//!
//! # Measures
//!
//! Default routes with router, metric and interface; the ports at the bottom of each interface,
//! their state and speed in megabits per second; resolvers. Facts, judged by no limit.
//!
//! # Rests on
//!
//! What the operating system says of itself. Two default routes are two ways where they rest on
//! different ports and lead to different routers: VLANs on one port, or a bond of ports towards one
//! router, are one.
//!
//! # Evidence
//!
//! `host-inventory` of each machine on which the tool was run, the last one of each; one
//! `declaration` for the channels that the documents name.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | the facts are recorded and no reserve channel is declared; or one is, and some machine has two ways out and more than one resolver |
//! | violates | a reserve channel is declared, and a machine has no default route and no resolver at all |
//! | undetermined | a reserve channel is declared and every machine has one way out, or ways that share a port or a router, or one resolver: the reserve may begin at a router; the system does not tell; no facts were taken |
//!
//! # Cannot see
//!
//! Where a way leads behind its router: a table of routes proves no second provider, no second
//! cable in the street. Routes in other tables than the main one, routes learned when the first one
//! fails, machines on which the tool was not run.

use std::collections::{BTreeMap, BTreeSet};

use model::{Cell, Evidence, EvidenceKind, Judgement, Note, TableHead, Verdict};

use crate::network::ports;
use crate::sum::Sum;
use crate::{
    CollectError, Declaration, HostFacts, NetworkFacts, Probe, Question, Site, case, host,
};

/// The probe.
pub(crate) struct Paths;

impl Probe for Paths {
    fn id(&self) -> &'static str {
        "net.paths"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Declaration, EvidenceKind::HostInventory]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            host::MISSING,
            host::UNREADABLE,
            "net.paths-none",
            "net.paths-one-port",
            "net.paths-one-router",
            "net.paths-one-way",
            "net.paths-recorded",
            "net.paths-two-ways",
            "net.paths-untold",
            "net.resolver-one",
            "net.resolver-unseen",
        ]
    }

    fn tables(&self) -> &'static [TableHead] {
        &[ROUTES, RESOLVERS]
    }

    fn collect(
        &self,
        site: &dyn Site,
        _: &Declaration,
        have: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        // What `host.inventory` took a moment ago is not taken a second time.
        if have.iter().any(|it| it.kind == EvidenceKind::HostInventory) {
            return Ok(Vec::new());
        }
        host::take(site)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        let reserve = declaration.has_reserve_channel();
        let machines = host::last_of_each(question);
        if machines.is_empty() {
            return Judgement::undetermined(Note::new(host::MISSING));
        }
        let mut sum = Sum::default();
        let mut routes = Vec::new();
        let mut resolvers = Vec::new();
        for evidence in machines {
            let facts = match host::facts(evidence) {
                Ok(facts) => facts,
                Err(note) => {
                    sum.open(note);
                    continue;
                }
            };
            let network = facts.network.clone().unwrap_or_else(|| NetworkFacts {
                untold: ["resolvers", "routes"].map(str::to_owned).into(),
                ..NetworkFacts::default()
            });
            routes.extend(route_rows(&facts, &network));
            resolvers.extend(network.resolvers.iter().map(|it| {
                vec![Cell::text(&facts.name), Cell::text(&it.address), Cell::text(&it.named_by)]
            }));
            sum.add(judge(&facts, &network, reserve));
        }
        let mut whole = sum.finish();
        whole.exhibits.extend((!routes.is_empty()).then(|| ROUTES.with(routes)));
        whole.exhibits.extend((!resolvers.is_empty()).then(|| RESOLVERS.with(resolvers)));
        whole
    }
}

const ROUTES: TableHead = TableHead {
    code: "net.paths",
    columns: &["host", "interface", "ports", "gateway", "metric", "link", "speed"],
};
const RESOLVERS: TableHead =
    TableHead { code: "net.resolvers", columns: &["host", "address", "named-by"] };

fn route_rows(facts: &HostFacts, network: &NetworkFacts) -> Vec<Vec<Cell>> {
    let dash = || Cell::text("–");
    let row = |route: &crate::DefaultRoute| {
        let below = ports(&facts.interfaces, &route.interface);
        let link = facts.interfaces.iter().find(|it| it.name == route.interface);
        let link = link.and_then(|it| it.link.as_ref());
        let state = link.and_then(|it| it.up);
        vec![
            Cell::text(&facts.name),
            Cell::text(&route.interface),
            Cell::text(below.into_iter().collect::<Vec<_>>().join(", ")),
            route.gateway.as_ref().map_or_else(dash, Cell::text),
            Cell::text(route.metric),
            state.map_or_else(dash, |up| Cell::word(if up { "link-up" } else { "link-down" })),
            link.and_then(|it| it.speed_mbit).map_or_else(dash, Cell::text),
        ]
    };
    network.default_routes.iter().map(row).collect()
}

fn judge(facts: &HostFacts, network: &NetworkFacts, reserve: bool) -> Judgement {
    let about = |code| Note::new(code).fact("host", &facts.name);
    let routes_told = !network.untold.contains("routes");
    let resolvers_told = !network.untold.contains("resolvers");
    if !reserve {
        if !routes_told {
            return Judgement::undetermined(about("net.paths-untold"));
        }
        let note = about("net.paths-recorded")
            .fact("routes", network.default_routes.len())
            .fact("resolvers", network.resolvers.len());
        return Judgement::because(Verdict::Complies, note);
    }
    let mut sum = Sum::default();
    let nothing = network.default_routes.is_empty() && network.resolvers.is_empty();
    if routes_told && resolvers_told && nothing {
        return Judgement::because(Verdict::Violates, about("net.paths-none"));
    }
    if routes_told {
        sum.add(ways(facts, network, &about));
    } else {
        sum.open(about("net.paths-untold"));
    }
    // A stub is this machine itself; whom it asks may be told beside it.
    let asked: BTreeSet<_> =
        network.resolvers.iter().filter(|it| !it.stub).map(|it| &it.address).collect();
    match asked.len() {
        0 => sum.open(about("net.resolver-unseen")),
        1 => {
            let address = asked.first().map_or_else(String::new, |it| (*it).clone());
            sum.open(about("net.resolver-one").fact("address", address));
        }
        _ => {}
    }
    sum.finish()
}

/// Whether two default routes share neither a port nor a router. IPv4 and IPv6 of one link are one
/// way: the ports decide.
fn ways(
    facts: &HostFacts,
    network: &NetworkFacts,
    about: &dyn Fn(&'static str) -> Note,
) -> Judgement {
    let mut by_ports: BTreeMap<BTreeSet<String>, BTreeSet<&String>> = BTreeMap::new();
    for route in &network.default_routes {
        let up = facts
            .interfaces
            .iter()
            .find(|it| it.name == route.interface)
            .and_then(|it| it.link.as_ref()?.up);
        // A way whose link is down is none.
        if up != Some(false) {
            let below = ports(&facts.interfaces, &route.interface);
            by_ports.entry(below).or_default().extend(&route.gateway);
        }
    }
    let count = network.default_routes.len();
    let distinct: Vec<_> = by_ports.iter().collect();
    let apart = |one: usize, other: usize| {
        let ((ports, routers), (other_ports, other_routers)) = (distinct[one], distinct[other]);
        (ports.is_disjoint(other_ports), routers.is_disjoint(other_routers))
    };
    let pairs: Vec<_> = (0..distinct.len())
        .flat_map(|one| (one + 1..distinct.len()).map(move |other| (one, other)))
        .map(|(one, other)| apart(one, other))
        .collect();
    let names: BTreeSet<_> = network.default_routes.iter().map(|it| &*it.interface).collect();
    let several = names.len() > 1;
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    let named = |note: Note| note.fact("interfaces", &names).fact("routes", count);
    if pairs.contains(&(true, true)) {
        Judgement::because(Verdict::Complies, named(about("net.paths-two-ways")))
    } else if pairs.contains(&(true, false)) {
        Judgement::undetermined(named(about("net.paths-one-router")))
    } else if several && by_ports.len() == 1 || !pairs.is_empty() {
        Judgement::undetermined(named(about("net.paths-one-port")))
    } else {
        Judgement::undetermined(named(about("net.paths-one-way")))
    }
}
