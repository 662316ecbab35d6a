use std::collections::BTreeMap;

use ::pki::algorithm::HashAlgorithm;
use ::pki::ocsp::OcspRequest;
use ::pki::tsp::TspRequest;
use jiff::Timestamp;
use model::{Evidence, EvidenceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Period;
use crate::certificates::{self, Certificates};
use crate::exchange::hexed;
use crate::{Declaration, HttpRequest};

/// What a series samples, for how long and how often. Fixed before the first sample; a series that
/// is taken up again goes on with the same plan.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Plan {
    /// When the window begins, by the clock of the inspector's machine.
    pub start: Timestamp,
    /// How long the window is.
    pub window: Period,
    /// The time between two samples of one lane.
    pub every: Period,
    /// How long a publication may take to reach every mirror of a list. A criterion of the
    /// commission; it is never taken for shorter than two intervals.
    pub publication_step: Period,
    /// The ways out.
    pub channels: Vec<Channel>,
    /// What is asked.
    pub targets: Vec<Target>,
}

impl Plan {
    /// How many samples each lane has in the window: one for each whole interval.
    #[must_use]
    pub fn planned(&self) -> u64 {
        self.window.millis() / self.every.millis().max(1)
    }

    /// When the window ends.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        let window =
            jiff::SignedDuration::try_from(std::time::Duration::from_millis(self.window.millis()));
        window.ok().and_then(|it| self.start.checked_add(it).ok()).unwrap_or(Timestamp::MAX)
    }

    /// Target and channel of a lane.
    #[must_use]
    pub fn lane(&self, lane: u32) -> Option<(&Target, &Channel)> {
        let lane = usize::try_from(lane).ok()?;
        let target = lane.checked_div(self.channels.len())?;
        Some((self.targets.get(target)?, self.channels.get(lane % self.channels.len())?))
    }
}

/// One way from the inspector's machine to the authority.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Channel {
    /// What the commission calls it.
    pub name: String,
    /// Whether it carries the service or waits for the other to fail.
    #[serde(default)]
    pub role: ChannelRole,
    /// The address of this machine that connections leave from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_address: Option<String>,
    /// The network interface that connections leave by; on systems that know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// The proxy that connections go through, as `http://192.0.2.1:3128`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
}

impl Channel {
    /// The way that the system takes by itself; used where the case names none.
    #[must_use]
    pub fn by_default() -> Self {
        Self {
            name: "default".into(),
            role: ChannelRole::Main,
            local_address: None,
            interface: None,
            proxy: None,
        }
    }
}

/// Whether a channel carries the service or waits for the other to fail.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelRole {
    /// Carries the service.
    #[default]
    Main,
    /// Takes over.
    Reserve,
}

/// One address that is sampled.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Target {
    /// What is asked there.
    pub service: Service,
    /// The address.
    pub url: String,
    /// Whether the service is the authority's own. What only the authority's own certificate names
    /// is the Root CA's.
    pub own: bool,
    /// What is sent; a service without it is asked by `GET`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Sent>,
}

impl Target {
    /// The request of every sample: the same bytes each time.
    #[must_use]
    pub fn request(&self) -> HttpRequest {
        match &self.sent {
            None => HttpRequest::get(&self.url),
            Some(sent) => HttpRequest::post(&self.url, &sent.media_type, sent.bytes.clone()),
        }
    }
}

/// The body of a request.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sent {
    /// Its media type.
    pub media_type: String,
    /// Its bytes, in files as hexadecimal digits.
    #[serde(with = "hexed")]
    pub bytes: Vec<u8>,
}

/// What is asked at an address.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    /// An address that is not the authority's and is known to answer: it shows that the
    /// inspector's own line works.
    Control,
    /// A complete revocation list.
    Crl,
    /// A delta list.
    Delta,
    /// The issuer's certificate.
    Issuer,
    /// The status of a certificate.
    Ocsp,
    /// A time stamp.
    Tsp,
}

impl Service {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Crl => "crl",
            Self::Delta => "delta",
            Self::Issuer => "issuer",
            Self::Ocsp => "ocsp",
            Self::Tsp => "tsp",
        }
    }
}

/// Every address that the certificates of the case and its declaration name, in the order of
/// service and address: lists, deltas, status services, time-stamping services and certificates of
/// issuers. An address named both as list and as delta is asked once, as a list. The national form
/// with two addresses in one URI is two.
#[must_use]
pub fn targets(declared: &Declaration, have: &[Evidence]) -> Vec<Target> {
    let certificates = Certificates::read(have);
    named(declared, &certificates)
}

/// As [`targets`], from certificates that were read.
pub(crate) fn named(declared: &Declaration, certificates: &Certificates) -> Vec<Target> {
    let mut found: BTreeMap<(Service, String), Target> = BTreeMap::new();
    let mut add = |service: Service, url: &str, own: bool, sent: Option<Sent>| {
        let url = url.trim().to_owned();
        let target = found.entry((service, url.clone())).or_insert_with(|| Target {
            service,
            url,
            own: false,
            sent: None,
        });
        target.own |= own;
        if target.sent.is_none() {
            target.sent = sent;
        }
    };
    for certificate in &certificates.all {
        let own = !certificates::is_authority(certificate);
        certificate.crl_urls().iter().for_each(|it| add(Service::Crl, it, own, None));
        certificate.freshest_crl_urls().iter().for_each(|it| add(Service::Delta, it, own, None));
        certificate.issuer_urls().iter().for_each(|it| add(Service::Issuer, it, own, None));
        let question = question_about(certificates, certificate);
        certificate.ocsp_urls().iter().for_each(|it| add(Service::Ocsp, it, own, question.clone()));
    }
    let any = || {
        let mut users = certificates.users().chain(&certificates.all);
        users.find_map(|it| question_about(certificates, it))
    };
    declared.crl_urls.iter().for_each(|it| add(Service::Crl, it, true, None));
    declared.ocsp_urls.iter().for_each(|it| add(Service::Ocsp, it, true, any()));
    declared.tsp_urls.iter().for_each(|it| add(Service::Tsp, it, true, Some(stamp_wanted())));
    let twice: Vec<_> = found
        .keys()
        .filter(|(service, url)| {
            *service == Service::Delta && found.contains_key(&(Service::Crl, url.clone()))
        })
        .cloned()
        .collect();
    for key in twice {
        let own = found.remove(&key).is_some_and(|it| it.own);
        if let Some(list) = found.get_mut(&(Service::Crl, key.1)) {
            list.own |= own;
        }
    }
    found.into_values().collect()
}

/// The question about a certificate, without a nonce: it is the same in every sample, and a
/// responder that answers from a store is asked as browsers ask it.
fn question_about(certificates: &Certificates, of: &::pki::Certificate) -> Option<Sent> {
    let issuer = certificates.issuer_of(of)?;
    let bytes = OcspRequest::new(of, issuer, HashAlgorithm::Sha256, None).to_der();
    Some(Sent { media_type: "application/ocsp-request".into(), bytes })
}

/// A stamp over the digest of nothing.
fn stamp_wanted() -> Sent {
    let bytes = TspRequest::new(HashAlgorithm::Sha256, EvidenceId::of(b"").0.to_vec(), None);
    Sent { media_type: "application/timestamp-query".into(), bytes: bytes.to_der() }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A plan over so many lists and channels.
    pub(crate) fn plan(targets: usize, channels: usize, window: &str, every: &str) -> Plan {
        Plan {
            start: "2026-01-15T06:00:00Z".parse().unwrap(),
            window: window.parse().unwrap(),
            every: every.parse().unwrap(),
            publication_step: "5m".parse().unwrap(),
            channels: (0..channels)
                .map(|it| Channel { name: format!("channel-{it}"), ..Channel::by_default() })
                .collect(),
            targets: (0..targets)
                .map(|it| Target {
                    service: Service::Crl,
                    url: format!("http://crl-{it}.example/ca.crl"),
                    own: true,
                    sent: None,
                })
                .collect(),
        }
    }

    #[test]
    fn a_plan_has_a_sample_for_each_whole_interval() {
        assert_eq!(plan(1, 1, "3d", "60s").planned(), 4_320);
        assert_eq!(plan(1, 1, "10m", "10s").planned(), 60);
        assert_eq!(plan(1, 1, "25s", "10s").planned(), 2);
        let end: Timestamp = "2026-01-18T06:00:00Z".parse().unwrap();
        assert_eq!(plan(1, 1, "3d", "60s").end(), end);
    }

    #[test]
    fn a_lane_is_a_target_on_a_channel() {
        let plan = plan(3, 2, "60s", "10s");
        let (target, channel) = plan.lane(3).unwrap();
        assert_eq!((&*target.url, &*channel.name), ("http://crl-1.example/ca.crl", "channel-1"));
        assert!(plan.lane(5).is_some() && plan.lane(6).is_none());
        assert!(super::tests::plan(0, 0, "60s", "10s").lane(0).is_none());
    }

    #[test]
    fn what_the_declaration_names_is_the_authoritys_own() {
        let declared = Declaration {
            crl_urls: vec![" http://a.example/ca.crl\n".into(), "http://a.example/ca.crl".into()],
            tsp_urls: vec!["http://t.example/".into()],
            ocsp_urls: vec!["http://o.example/".into()],
            ..Declaration::default()
        };
        let found = targets(&declared, &[]);
        let seen: Vec<_> = found.iter().map(|it| (it.service, &*it.url, it.own)).collect();
        assert_eq!(
            seen,
            [
                (Service::Crl, "http://a.example/ca.crl", true),
                (Service::Ocsp, "http://o.example/", true),
                (Service::Tsp, "http://t.example/", true),
            ]
        );
        // Without a certificate there is nothing to ask a status service about.
        assert!(found[1].sent.is_none());
        assert_eq!(found[2].sent.as_ref().unwrap().media_type, "application/timestamp-query");
    }
}
