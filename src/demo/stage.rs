//! The world as the demonstration shows it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use probes::{
    ConnectAnswer, DefaultRoute, HostFacts, HttpAnswer, HttpRequest, Interface, Link, NetworkFacts,
    NtpAnswer, NtpPlan, NtpSample, Resolver, Site, SiteError, TlsAnswer, TlsRequest, Transcript,
    ZoneData, ZoneKeeper,
};

/// A site in which this machine plays a server of the demonstrated authority.
///
/// Requests go through the site inside, over real sockets, and what the machine says about itself
/// is taken as it is, but for what belongs to the play: the name of the server, its zone, its two
/// ways out, and that it is not a guest of a hypervisor. A machine set to another zone, or a rented
/// one, would otherwise put its own facts into the act of an authority that has nothing to do with
/// it.
pub struct Stage<'a> {
    site: &'a dyn Site,
}

/// The ways out of the demonstrated server: interface, router, metric and resolver. The addresses
/// are those that documents are written with ([RFC 5737]).
///
/// [RFC 5737]: https://www.rfc-editor.org/rfc/rfc5737
const WAYS: [(&str, &str, u32, &str); 2] =
    [("eth0", "192.0.2.1", 100, "192.0.2.53"), ("eth1", "198.51.100.1", 200, "198.51.100.53")];

fn interface(name: &str) -> Interface {
    let link = Link { up: Some(true), speed_mbit: Some(1_000), ..Link::default() };
    Interface { name: name.into(), addresses: vec![], link: Some(link) }
}

fn network() -> NetworkFacts {
    let route = |(interface, gateway, metric, _): (&str, &str, u32, &str)| DefaultRoute {
        interface: interface.into(),
        gateway: Some(gateway.into()),
        metric,
    };
    let resolver = |(.., address): (&str, &str, u32, &str)| Resolver {
        address: address.into(),
        named_by: "/etc/resolv.conf".into(),
        stub: false,
    };
    NetworkFacts {
        default_routes: WAYS.map(route).into(),
        resolvers: WAYS.map(resolver).into(),
        ..NetworkFacts::default()
    }
}

/// The zone of the demonstrated server.
const ZONE: &str = "Asia/Almaty";

impl<'a> Stage<'a> {
    /// Sets the stage in a site.
    #[must_use]
    pub const fn new(site: &'a dyn Site) -> Self {
        Self { site }
    }
}

impl Site for Stage<'_> {
    fn now(&self) -> Timestamp {
        self.site.now()
    }

    fn http(&self, request: &HttpRequest) -> Result<HttpAnswer, SiteError> {
        self.site.http(request)
    }

    fn ntp(&self, server: &str) -> Result<NtpAnswer, SiteError> {
        self.site.ntp(server)
    }

    fn ntp_samples(&self, plan: &NtpPlan) -> Vec<NtpSample> {
        self.site.ntp_samples(plan)
    }

    fn connect(&self, peer: &str) -> Result<ConnectAnswer, SiteError> {
        self.site.connect(peer)
    }

    fn tls(&self, request: &TlsRequest) -> Result<TlsAnswer, SiteError> {
        self.site.tls(request)
    }

    fn host(&self) -> Result<HostFacts, SiteError> {
        let facts = self.site.host()?;
        let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
        Ok(HostFacts {
            name: "demo-srv-0001".into(),
            virtual_machine: None,
            time_zone: Some(ZONE.into()),
            utc_offset_s: zone.to_offset(facts.clock).seconds(),
            zone_data: vec![
                ZoneData {
                    place: "/usr/share/zoneinfo".into(),
                    keeper: ZoneKeeper::System,
                    version: Some("2025b".into()),
                    almaty_offset_s: Some(zone.to_offset(facts.clock).seconds()),
                },
                ZoneData {
                    place: "/usr/lib/jvm/demo/lib/tzdb.dat".into(),
                    keeper: ZoneKeeper::Java,
                    version: Some("2025b".into()),
                    almaty_offset_s: None,
                },
            ],
            interfaces: WAYS.map(|(name, ..)| interface(name)).into(),
            network: Some(network()),
            ..facts
        })
    }

    /// The time service of the played server follows a receiver of satellites. Its clock is another
    /// than that of the time server over the network, and is right.
    fn run_time_tools(&self) -> Vec<Transcript> {
        let now = self.now();
        // chrony prints whole seconds and nanoseconds since 1970.
        let set = now.as_second() - 16;
        let printed = [
            (
                "chronyc -c -n tracking",
                format!(
                    "47505300,GPS,1,{set}.000000000,0.000001200,-0.000000800,0.000001500,11.470,\
                     0.000,0.004,0.000000001,0.000012000,16.0,Normal\n"
                ),
            ),
            (
                "chronyc -c -n sources",
                "#,*,GPS,0,4,377,12,-0.000000800,-0.000000900,0.000012000\n\
                 ^,-,198.51.100.7,1,6,377,40,0.000210000,0.000209000,0.004100000\n"
                    .to_owned(),
            ),
        ];
        let host = || "demo-srv-0001".to_owned();
        printed
            .into_iter()
            .map(|(command, text)| {
                Transcript::new(host(), Some(command.into()), Some(now), text.into_bytes())
            })
            .collect()
    }
}
