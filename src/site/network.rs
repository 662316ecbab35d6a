use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use reqwest::Url;
use serde::{Deserialize, Serialize};

use crate::case;

/// Where the tool may connect to.
///
/// The addresses in certificates are written by whoever made them: without a policy a certificate
/// could make the inspector's machine ask the authority's own network, or the inspector's.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Networks {
    /// Addresses of the public internet.
    pub public: bool,
    /// Addresses of this machine.
    pub allow_loopback: bool,
    /// Networks that are allowed besides: the authority's own, as the case names them.
    pub listed: Vec<Network>,
    /// What asks in the tool's place, where the case says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<Proxy>,
}

impl Default for Networks {
    fn default() -> Self {
        Self { public: true, allow_loopback: false, listed: Vec::new(), proxy: None }
    }
}

impl Networks {
    /// This machine alone.
    #[must_use]
    pub const fn loopback() -> Self {
        Self { public: false, allow_loopback: true, listed: Vec::new(), proxy: None }
    }

    /// Whether `address` may be asked.
    #[must_use]
    pub fn allow(&self, address: IpAddr) -> bool {
        let address = embedded(address);
        (self.allow_loopback && address.is_loopback())
            || (self.public && is_public(address))
            || self.listed.iter().any(|it| it.contains(address))
    }
}

impl TryFrom<&case::Network> for Networks {
    type Error = InvalidNetwork;

    /// What a case allows: public addresses, and what it names besides.
    fn try_from(case: &case::Network) -> Result<Self, InvalidNetwork> {
        let listed = case.allowed.iter().map(|it| it.parse()).collect::<Result<_, _>>()?;
        let proxy = case.proxy.as_deref().map(str::parse).transpose()?;
        Ok(Self { public: true, allow_loopback: case.allow_loopback, listed, proxy })
    }
}

/// A network: `10.1.0.0/16`, `fd00::/8`, or one address.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(into = "String", try_from = "String")]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

impl Network {
    /// Whether `address` lies in the network.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let shift = |width: u8| u32::from(width - self.prefix);
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(it)) => {
                let differs = base.to_bits() ^ it.to_bits();
                differs.checked_shr(shift(32)).unwrap_or(0) == 0
            }
            (IpAddr::V6(base), IpAddr::V6(it)) => {
                let differs = base.to_bits() ^ it.to_bits();
                differs.checked_shr(shift(128)).unwrap_or(0) == 0
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.base, self.prefix)
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

impl TryFrom<String> for Network {
    type Error = InvalidNetwork;

    fn try_from(text: String) -> Result<Self, InvalidNetwork> {
        text.parse()
    }
}

impl FromStr for Network {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, InvalidNetwork> {
        let invalid = || InvalidNetwork { text: text.chars().take(60).collect() };
        let (base, prefix) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let base: IpAddr = base.parse().map_err(|_| invalid())?;
        let width = if base.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => width,
            Some(digits) => digits.parse().map_err(|_| invalid())?,
        };
        if prefix > width || embedded(base) != base {
            return Err(invalid());
        }
        Ok(Self { base, prefix })
    }
}

/// What asks over HTTP in the tool's place: `http://host:port` or `socks5://host:port`.
///
/// It connects where the tool cannot see. So an address that stands as a number in a URL is held
/// against the networks as ever, a name is resolved here too and held against them where it can
/// be, and the report says that a proxy stood between.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(into = "String", try_from = "String")]
pub struct Proxy(Url);

impl Proxy {
    /// Its address, with what it asks for to let anybody through.
    pub(super) const fn url(&self) -> &Url {
        &self.0
    }

    /// Its host, which the tool may connect to wherever it stands: the case names it.
    pub(super) fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl fmt::Display for Proxy {
    /// Without name and password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}://{}", self.0.scheme(), self.host())?;
        self.0.port_or_known_default().map_or(Ok(()), |port| write!(out, ":{port}"))
    }
}

impl From<Proxy> for String {
    fn from(proxy: Proxy) -> Self {
        proxy.to_string()
    }
}

impl TryFrom<String> for Proxy {
    type Error = InvalidNetwork;

    fn try_from(text: String) -> Result<Self, InvalidNetwork> {
        text.parse()
    }
}

impl FromStr for Proxy {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, InvalidNetwork> {
        let invalid = || InvalidNetwork { text: text.chars().take(60).collect() };
        let url = Url::parse(text).map_err(|_| invalid())?;
        let known = matches!(url.scheme(), "http" | "socks5");
        let bare = matches!(url.path(), "" | "/") && url.query().is_none();
        let named = url.host_str().is_some_and(|it| !it.is_empty());
        if known && bare && named { Ok(Self(url)) } else { Err(invalid()) }
    }
}

/// The text names no network and no proxy.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "{text:?} is no network (write 10.1.0.0/16, fd00::/8 or one address) and no proxy (write http://host:port or socks5://host:port)"
)]
pub struct InvalidNetwork {
    /// The text, at most 60 characters of it.
    pub text: String,
}

/// The IPv4 address that an IPv6 address stands for, so that both forms meet one check: mapped
/// ([RFC 4291 section 2.5.5.2]) and translated ([RFC 6052 section 2.1]).
///
/// [RFC 4291 section 2.5.5.2]: https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2
/// [RFC 6052 section 2.1]: https://www.rfc-editor.org/rfc/rfc6052#section-2.1
fn embedded(address: IpAddr) -> IpAddr {
    let IpAddr::V6(it) = address else { return address };
    match it.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
        }
        _ => address,
    }
}

/// Whether an address belongs to the public internet: in no block of the
/// [IPv4](https://www.iana.org/assignments/iana-ipv4-special-registry) and
/// [IPv6](https://www.iana.org/assignments/iana-ipv6-special-registry) registries of special
/// addresses, and not multicast.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => !SPECIAL_V4.iter().any(|&(base, prefix)| {
            Network { base: IpAddr::V4(base), prefix }.contains(IpAddr::V4(it))
        }),
        // Only 2000::/3 has been given out.
        IpAddr::V6(it) => {
            it.segments()[0] & 0xe000 == 0x2000
                && !SPECIAL_V6.iter().any(|&(base, prefix)| {
                    Network { base: IpAddr::V6(base), prefix }.contains(IpAddr::V6(it))
                })
        }
    }
}

const SPECIAL_V4: &[(Ipv4Addr, u8)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

const SPECIAL_V6: &[(Ipv6Addr, u8)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    // 6to4: an IPv4 address of any kind may stand inside.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(networks: &Networks, address: &str) -> bool {
        networks.allow(address.parse().unwrap())
    }

    #[test]
    fn by_default_only_public_addresses_are_asked() {
        let networks = Networks::default();
        for address in ["1.1.1.1", "195.12.113.1", "223.255.255.255", "2a00:1450::1"] {
            assert!(allowed(&networks, address), "{address}");
        }
        for address in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.31.255.255",
            "192.168.0.1",
            "198.19.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "2002:7f00:1::",
            "2001:db8::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!allowed(&networks, address), "{address}");
        }
    }

    #[test]
    fn loopback_alone_allows_nothing_else() {
        let networks = Networks::loopback();
        assert!(allowed(&networks, "127.0.0.1"));
        assert!(allowed(&networks, "::1"));
        assert!(allowed(&networks, "::ffff:127.0.0.1"));
        assert!(!allowed(&networks, "1.1.1.1"));
        assert!(!allowed(&networks, "10.0.0.1"));
    }

    #[test]
    fn a_listed_network_ends_where_its_prefix_ends() {
        let listed = |text: &str| Networks {
            public: false,
            allow_loopback: false,
            listed: vec![text.parse().unwrap()],
            proxy: None,
        };
        assert!(allowed(&listed("10.1.0.0/16"), "10.1.255.255"));
        assert!(!allowed(&listed("10.1.0.0/16"), "10.2.0.0"));
        assert!(allowed(&listed("192.168.7.9"), "192.168.7.9"));
        assert!(!allowed(&listed("192.168.7.9"), "192.168.7.8"));
        assert!(allowed(&listed("0.0.0.0/0"), "10.0.0.1"));
        assert!(!allowed(&listed("0.0.0.0/0"), "fd00::1"));
        assert!(allowed(&listed("::/0"), "fd00::1"));
        assert!(allowed(&listed("fd00:1::/32"), "fd00:1:ffff::1"));
        assert!(!allowed(&listed("fd00:1::/32"), "fd00:2::1"));
    }

    #[test]
    fn a_case_allows_what_it_names_and_the_public_internet() {
        let case = case::Network { allowed: vec!["10.1.0.0/16".into()], ..Default::default() };
        let networks = Networks::try_from(&case).unwrap();
        assert!(allowed(&networks, "1.1.1.1"));
        assert!(allowed(&networks, "10.1.2.3"));
        assert!(!allowed(&networks, "10.2.2.3"));
        assert!(!allowed(&networks, "127.0.0.1"));
        let case = case::Network { allowed: vec!["all".into()], ..Default::default() };
        assert_eq!(Networks::try_from(&case), Err(InvalidNetwork { text: "all".into() }));
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::/129", "::ffff:1.2.3.4/96"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
        assert_eq!("10.1.0.0/16".parse::<Network>().unwrap().to_string(), "10.1.0.0/16");
    }
}
