use std::net::IpAddr;

use probes::sampling::Channel;
use reqwest::{ClientBuilder, Proxy, Url};

/// How connections leave this machine.
///
/// A proxy connects in the tool's place: its own address has to be one that the case allows, and
/// the names behind it are resolved where it stands. Only a proxy that the case names is used.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Route {
    local_address: Option<IpAddr>,
    interface: Option<String>,
    proxy: Option<Url>,
    /// Whether every request has a connection of its own: one that is kept open says nothing about
    /// the path as it is now.
    anew: bool,
}

/// A channel of the case that no connection can leave by.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoRoute {
    /// The local address is no address.
    #[error("channel {channel}: local-address: {text:?} is no address")]
    Address {
        /// The channel.
        channel: String,
        /// What stood there, at most 60 characters of it.
        text: String,
    },
    /// This system cannot bind a connection to an interface.
    #[error("channel {channel}: interface: this system cannot choose it; give local-address")]
    Interface {
        /// The channel.
        channel: String,
    },
    /// The proxy is no address of one.
    #[error("channel {channel}: proxy: {text:?} is not http://host:port")]
    Proxy {
        /// The channel.
        channel: String,
        /// What stood there, at most 60 characters of it.
        text: String,
    },
}

impl Route {
    /// The way that a channel of the case describes.
    ///
    /// # Errors
    ///
    /// [`NoRoute`] names the channel and what is wrong with it.
    pub fn of(channel: &Channel) -> Result<Self, NoRoute> {
        let name = || channel.name.clone();
        let short = |text: &str| text.chars().take(60).collect::<String>();
        let local_address = match &channel.local_address {
            None => None,
            Some(text) => Some(
                text.parse()
                    .map_err(|_| NoRoute::Address { channel: name(), text: short(text) })?,
            ),
        };
        if channel.interface.is_some() && !cfg!(target_os = "linux") {
            return Err(NoRoute::Interface { channel: name() });
        }
        let proxy = match &channel.proxy {
            None => None,
            Some(text) => {
                let wrong = || NoRoute::Proxy { channel: name(), text: short(text) };
                let url = Url::parse(text).map_err(|_| wrong())?;
                if url.scheme() != "http" || url.host_str().is_none() {
                    return Err(wrong());
                }
                Some(url)
            }
        };
        Ok(Self { local_address, interface: channel.interface.clone(), proxy, anew: false })
    }

    /// The same way, with a new connection for every request.
    pub(super) fn anew(self) -> Self {
        Self { anew: true, ..self }
    }

    /// Whether a proxy connects in the tool's place.
    pub(super) const fn is_proxied(&self) -> bool {
        self.proxy.is_some()
    }

    /// Makes a client leave by this way.
    pub(super) fn apply(&self, mut builder: ClientBuilder) -> ClientBuilder {
        if let Some(address) = self.local_address {
            builder = builder.local_address(address);
        }
        if self.anew {
            builder = builder.pool_max_idle_per_host(0);
        }
        #[cfg(target_os = "linux")]
        if let Some(interface) = &self.interface {
            builder = builder.interface(interface);
        }
        // The address was read when the route was made.
        if let Some(proxy) = self.proxy.clone().and_then(|it| Proxy::all(it).ok()) {
            builder = builder.no_proxy().proxy(proxy);
        }
        builder
    }
}
