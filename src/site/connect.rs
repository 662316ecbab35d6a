use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::Instant;

use probes::{ConnectAnswer, SiteError, SiteFailure};

use super::http::{Clients, of_io};
use super::{Hop, Limits, Networks, failed};

/// Connects to `host:port` and hangs up. Of several addresses of a name the first that accepts
/// counts.
pub(super) fn connect(
    peer: &str,
    names: &Clients,
    networks: &Networks,
    limits: &Limits,
    hops: &mut Vec<Hop>,
) -> Result<ConnectAnswer, SiteError> {
    let refused = |message: String| failed(peer, SiteFailure::AddressRefused, message);
    let (host, port) = split(peer).ok_or_else(|| refused("not host:port".into()))?;
    let addresses = match host.parse::<IpAddr>() {
        Ok(address) if networks.allow(address) => vec![address],
        Ok(address) => return Err(refused(format!("{address} is not allowed"))),
        Err(_) => names.resolve(host, limits).map_err(|it| failed(peer, it.failure, it.message))?,
    };
    let begun = Instant::now();
    let mut last = failed(peer, SiteFailure::NameUnresolved, "no address");
    for address in addresses {
        let address = SocketAddr::new(address, port);
        hops.push(Hop { url: peer.to_owned(), address: Some(address.to_string()), status: None });
        let left = limits.quiet().saturating_sub(begun.elapsed());
        if left.is_zero() {
            return Err(failed(peer, SiteFailure::Silent, "no connection in time"));
        }
        match TcpStream::connect_timeout(&address, left) {
            Ok(_) => {
                let elapsed_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
                return Ok(ConnectAnswer { address: address.to_string(), elapsed_us });
            }
            Err(error) => {
                let failure = of_io(error.kind()).unwrap_or(SiteFailure::Other);
                last = failed(peer, failure, error.to_string());
            }
        }
    }
    Err(last)
}

/// Splits `host:port` or `[v6]:port`.
fn split(peer: &str) -> Option<(&str, u16)> {
    let (host, port) = peer.rsplit_once(':')?;
    let bare = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let strange = |it: char| it.is_control() || it.is_whitespace() || "/@:[]".contains(it);
    let sound = match bare {
        Some(v6) => v6.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.len() <= 253 && !host.contains(strange),
    };
    let port = port.parse().ok().filter(|&it| it != 0)?;
    sound.then_some((bare.unwrap_or(host), port))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_peer_is_a_host_with_a_port() {
        assert_eq!(split("ra.example.kz:8443"), Some(("ra.example.kz", 8443)));
        assert_eq!(split("[fd00::1]:443"), Some(("fd00::1", 443)));
        for text in
            ["", "host", "host:", "host:0", "host:65536", ":80", "a b:80", "fd00::1:80", "u@h:1"]
        {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
