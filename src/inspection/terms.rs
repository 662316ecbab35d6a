//! Under what terms services were asked: read back from the journal, for the act.

use std::collections::BTreeMap;

use probes::sampling::Channel;
use serde::Deserialize;

use super::record::{COLLECTION_BEGUN, body};
use super::{Inspection, InspectionError};
use crate::act::record::{Collection, Terms};

/// What the entry says, as far as the act tells it. Bounds are taken by their names, so that one
/// that is new is told as well.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Begun {
    tool: String,
    limits: BTreeMap<String, Option<u64>>,
    networks: BegunNetworks,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct BegunNetworks {
    public: bool,
    allow_loopback: bool,
    listed: Vec<String>,
    #[serde(default)]
    proxy: Option<String>,
}

impl Inspection<'_> {
    /// Every collection, in the order of the record.
    pub(super) fn terms_of_collections(&self) -> Result<Vec<Collection>, InspectionError> {
        let channels: Vec<String> = self.case.channels.iter().map(named).collect();
        self.of_kind(COLLECTION_BEGUN)
            .map(|entry| {
                let begun: Begun = body(entry)?;
                let tool = begun.tool.clone();
                Ok(Collection { at: entry.at, tool, terms: begun.terms(channels.clone()) })
            })
            .collect()
    }
}

impl Begun {
    fn terms(self, channels: Vec<String>) -> Terms {
        let mut networks = self.networks.listed;
        if self.networks.allow_loopback {
            networks.extend(["127.0.0.0/8", "::1/128"].map(str::to_owned));
        }
        Terms {
            bounds: self.limits.into_iter().filter_map(|(name, it)| Some((name, it?))).collect(),
            public: self.networks.public,
            networks,
            proxy: self.networks.proxy,
            channels,
        }
    }
}

/// A channel by its name and by what leads into it.
fn named(channel: &Channel) -> String {
    let proxy = channel.proxy.as_deref().map(without_password);
    let by = [channel.local_address.clone(), channel.interface.clone(), proxy];
    let by: Vec<String> = by.into_iter().flatten().collect();
    match by.join(", ") {
        way if way.is_empty() => channel.name.clone(),
        way => format!("{} ({way})", channel.name),
    }
}

/// A URL without the name and the password that may stand before its host.
fn without_password(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let end = rest.find('/').unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if scheme.is_empty() { format!("{host}{path}") } else { format!("{scheme}://{host}{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_told_by_their_names_and_those_that_bound_nothing_are_left_out() {
        let begun: Begun = serde_json::from_str(
            r#"{"tool":"tekseru 1.2.3","limits":{"body-bytes":7,"collection-ms":null,"to-come-ms":9},
                "networks":{"public":true,"allow-loopback":true,"listed":["10.1.0.0/16"]}}"#,
        )
        .unwrap();
        let terms = begun.terms(vec!["main".into()]);
        let bounds = [("body-bytes".to_owned(), 7), ("to-come-ms".to_owned(), 9)];
        assert_eq!(terms.bounds, bounds.into());
        assert!(terms.public);
        assert_eq!(terms.networks, ["10.1.0.0/16", "127.0.0.0/8", "::1/128"]);
        assert_eq!((terms.proxy, terms.channels), (None, vec!["main".to_owned()]));
    }
    #[test]
    fn no_password_of_a_proxy_is_told() {
        for (url, told) in [
            ("http://user:p@ss@192.0.2.1:3128", "http://192.0.2.1:3128"),
            ("socks5://[2001:db8::1]:1080/", "socks5://[2001:db8::1]:1080/"),
            ("user:secret@host:1", "host:1"),
        ] {
            assert_eq!(without_password(url), told);
        }
        let channel = Channel {
            name: "reserve".into(),
            interface: Some("wwan0".into()),
            proxy: Some("http://a:b@192.0.2.1:3128".into()),
            ..Channel::by_default()
        };
        assert_eq!(named(&channel), "reserve (wwan0, http://192.0.2.1:3128)");
        assert_eq!(named(&Channel::by_default()), "default");
    }
}
