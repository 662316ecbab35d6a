//! The world as the demonstration shows it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use probes::{
    HostFacts, HttpAnswer, HttpRequest, NtpAnswer, NtpPlan, NtpSample, Site, SiteError, TlsAnswer,
    TlsRequest, Transcript, ZoneData, ZoneKeeper,
};

/// A site in which this machine plays a server of the demonstrated authority.
///
/// Requests go through the site inside, over real sockets, and what the machine says about itself
/// is taken as it is, but for what belongs to the play: the name of the server, its zone, and that
/// it is not a guest of a hypervisor. A machine set to another zone, or a rented one, would
/// otherwise put its own facts into the act of an authority that has nothing to do with it.
pub struct Stage<'a> {
    site: &'a dyn Site,
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
