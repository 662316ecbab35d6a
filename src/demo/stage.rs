//! The world as the demonstration shows it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use probes::{HostFacts, HttpAnswer, HttpRequest, NtpAnswer, NtpPlan, NtpSample, Site, SiteError};

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

    fn host(&self) -> Result<HostFacts, SiteError> {
        let facts = self.site.host()?;
        let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
        Ok(HostFacts {
            name: "demo-srv-0001".into(),
            virtual_machine: None,
            time_zone: Some(ZONE.into()),
            utc_offset_s: zone.to_offset(facts.clock).seconds(),
            ..facts
        })
    }
}
