//! One TLS session, begun in order to look at it.
//!
//! The handshake is rustls's own. Its verifier takes every certificate: what is shown is evidence,
//! and nothing is ever sent over the session. Versions and suites that rustls does not speak are
//! offered by [`hello`], which goes no further than what the server chose and showed.

mod hello;
mod looker;

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv6Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use probes::{SiteError, SiteFailure, TlsAnswer, TlsOffer, TlsProof, TlsRequest};
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::ServerName;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, ClientConnection, ProtocolVersion, SupportedProtocolVersion};

pub(crate) use looker::Looker;

use super::http::{Clients, of_io};
use super::{Hop, Limits, Networks, failed};

/// Most octets of a handshake that are read.
const HANDSHAKE_BYTES: usize = 256 << 10;
/// Most addresses of a name that are tried.
const ADDRESSES: usize = 4;

/// Begins one session, and ends it.
pub(super) fn ask(
    request: &TlsRequest,
    names: &Clients,
    networks: &Networks,
    limits: &Limits,
    hops: &mut Vec<Hop>,
) -> Result<TlsAnswer, SiteError> {
    let endpoint = request.endpoint.as_str();
    let refused = |message: String| failed(endpoint, SiteFailure::AddressRefused, message);
    let (host, port) = split(endpoint).ok_or_else(|| refused("not host:port".into()))?;
    let addresses = match host.parse::<IpAddr>() {
        Ok(address) if networks.allow(address) => vec![address],
        Ok(address) => return Err(refused(format!("{address} is not allowed"))),
        Err(_) => {
            names.resolve(host, limits).map_err(|it| failed(endpoint, it.failure, it.message))?
        }
    };
    let mut line = Line::connect(endpoint, &addresses, port, limits.quiet().min(limits.total()))?;
    hops.push(Hop {
        url: format!("tls://{endpoint}"),
        address: Some(line.peer.to_string()),
        status: None,
    });
    let seen = match offered(request.offer) {
        Some(versions) => line.session(host, &versions),
        None => line.first_flight(host, request.offer),
    };
    let seen = seen.map_err(|(failure, message)| failed(endpoint, failure, message))?;
    let elapsed = line.begun.elapsed();
    let received_at = SignedDuration::try_from(elapsed)
        .ok()
        .and_then(|it| line.sent_at.checked_add(it).ok())
        .ok_or_else(|| failed(endpoint, SiteFailure::Other, "the clock is out of its range"))?;
    Ok(TlsAnswer {
        peer: line.peer.to_string(),
        sent_at: line.sent_at,
        received_at,
        elapsed_us: u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
        version: seen.version,
        cipher_suite: seen.cipher_suite,
        group: seen.group,
        protocol: seen.protocol,
        certificates: seen.certificates,
        proof: seen.proof,
    })
}

/// The versions of an offer that rustls speaks; nothing for one that it does not.
fn offered(offer: TlsOffer) -> Option<Vec<&'static SupportedProtocolVersion>> {
    match offer {
        TlsOffer::Any => Some(vec![&TLS12, &TLS13]),
        TlsOffer::Tls12 => Some(vec![&TLS12]),
        TlsOffer::Tls13 => Some(vec![&TLS13]),
        TlsOffer::Gost | TlsOffer::Tls10 | TlsOffer::Tls11 => None,
    }
}

/// What a session showed.
struct Seen {
    version: String,
    cipher_suite: String,
    group: Option<String>,
    protocol: Option<String>,
    certificates: Vec<Vec<u8>>,
    proof: TlsProof,
}

type Failure = (SiteFailure, String);

/// A connection with a deadline, and a count of what came over it.
struct Line {
    stream: TcpStream,
    peer: SocketAddr,
    sent_at: Timestamp,
    begun: Instant,
    deadline: Instant,
    received: usize,
}

impl Line {
    /// Connects to the first of the addresses that accepts.
    fn connect(
        endpoint: &str,
        addresses: &[IpAddr],
        port: u16,
        patience: Duration,
    ) -> Result<Self, SiteError> {
        let deadline = Instant::now() + patience;
        let mut last = failed(endpoint, SiteFailure::NameUnresolved, "no address");
        for address in addresses.iter().take(ADDRESSES) {
            let peer = SocketAddr::new(*address, port);
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(failed(endpoint, SiteFailure::Silent, "no connection in time"));
            }
            let (sent_at, begun) = (Timestamp::now(), Instant::now());
            match TcpStream::connect_timeout(&peer, left) {
                Ok(stream) => {
                    return Ok(Self { stream, peer, sent_at, begun, deadline, received: 0 });
                }
                Err(error) => {
                    let failure = of_io(error.kind()).unwrap_or(SiteFailure::Other);
                    last = failed(endpoint, failure, error.to_string());
                }
            }
        }
        Err(last)
    }

    /// A whole handshake by rustls.
    fn session(
        &mut self,
        host: &str,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Result<Seen, Failure> {
        let (mut session, looker) = client(host, versions)?;
        while session.is_handshaking() {
            while session.wants_write() {
                session.write_tls(self).map_err(|error| of_transport(&error))?;
            }
            if !session.is_handshaking() {
                break;
            }
            let read = session.read_tls(self).map_err(|error| of_transport(&error))?;
            if read == 0 {
                let closed = "the connection was closed within the handshake";
                return Err((SiteFailure::BadAnswer, closed.into()));
            }
            if let Err(error) = session.process_new_packets() {
                // The server hears why; whether it still listens matters no more.
                let _ = session.write_tls(self);
                return Err(of_rustls(&error));
            }
        }
        let seen = Seen {
            version: session.protocol_version().map_or_else(|| "-".into(), version),
            cipher_suite: session.negotiated_cipher_suite().map_or_else(
                || "-".into(),
                |it| it.suite().as_str().map_or_else(|| "-".into(), ToOwned::to_owned),
            ),
            group: session.negotiated_key_exchange_group().map(|it| format!("{:?}", it.name())),
            protocol: session.alpn_protocol().map(|it| String::from_utf8_lossy(it).into_owned()),
            certificates: session
                .peer_certificates()
                .unwrap_or_default()
                .iter()
                .map(|it| it.to_vec())
                .collect(),
            proof: looker.proof(),
        };
        session.send_close_notify();
        while session.wants_write() {
            if session.write_tls(self).is_err() {
                break;
            }
        }
        Ok(seen)
    }

    /// A first message that rustls does not send, and what comes back for it.
    fn first_flight(&mut self, host: &str, offer: TlsOffer) -> Result<Seen, Failure> {
        let name = host.parse::<IpAddr>().is_err().then_some(host);
        let mut random = [0; 32];
        getrandom::fill(&mut random)
            .map_err(|error| (SiteFailure::Other, format!("no random octets: {error}")))?;
        let first = hello::of(offer, name, random);
        self.write_all(&first).map_err(|error| of_transport(&error))?;
        let chosen = hello::read(self)?;
        Ok(Seen {
            version: version(ProtocolVersion::from(chosen.version)),
            cipher_suite: hello::suite_name(chosen.cipher_suite),
            group: None,
            protocol: None,
            certificates: chosen.certificates,
            proof: TlsProof::NotAsked,
        })
    }

    /// What is left of the time; an error of its own kind where nothing is.
    fn left(&self) -> io::Result<Duration> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Read for Line {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.left()?;
        self.stream.set_read_timeout(Some(left))?;
        if self.received >= HANDSHAKE_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.stream.read(into)?;
        self.received = self.received.saturating_add(read);
        Ok(read)
    }
}

impl Write for Line {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let left = self.left()?;
        self.stream.set_write_timeout(Some(left))?;
        self.stream.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

fn client(
    host: &str,
    versions: &[&'static SupportedProtocolVersion],
) -> Result<(ClientConnection, Arc<Looker>), Failure> {
    let other = |error: rustls::Error| (SiteFailure::Other, error.to_string());
    let provider = Arc::new(aws_lc_rs::default_provider());
    let looker = Arc::new(Looker::new(Arc::clone(&provider)));
    let verifier: Arc<dyn ServerCertVerifier> = Arc::<Looker>::clone(&looker);
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .map_err(other)?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config.resumption = rustls::client::Resumption::disabled();
    let name = ServerName::try_from(host.to_owned())
        .map_err(|error| (SiteFailure::AddressRefused, error.to_string()))?;
    let session = ClientConnection::new(Arc::new(config), name).map_err(other)?;
    Ok((session, looker))
}

/// `host:port` or `[v6]:port`.
fn split(endpoint: &str) -> Option<(&str, u16)> {
    let (host, port) = endpoint.rsplit_once(':')?;
    let bare = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let host = match bare {
        Some(bare) => bare.parse::<Ipv6Addr>().ok().map(|_| bare)?,
        None => host,
    };
    let strange =
        |it: char| it.is_control() || it.is_whitespace() || matches!(it, '/' | '@' | '[' | ']');
    let port = port.parse().ok().filter(|&it| it != 0)?;
    (!host.is_empty() && host.len() <= 253 && !host.contains(strange)).then_some((host, port))
}

fn version(version: ProtocolVersion) -> String {
    let named = [
        (ProtocolVersion::SSLv3, "SSL 3.0"),
        (ProtocolVersion::TLSv1_0, "TLS 1.0"),
        (ProtocolVersion::TLSv1_1, "TLS 1.1"),
        (ProtocolVersion::TLSv1_2, "TLS 1.2"),
        (ProtocolVersion::TLSv1_3, "TLS 1.3"),
    ];
    let known = named.into_iter().find(|(known, _)| *known == version);
    known.map_or_else(|| format!("{version:?}"), |(_, name)| name.to_owned())
}

fn of_transport(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::FileTooLarge {
        return (SiteFailure::TooLarge, format!("more than {HANDSHAKE_BYTES} octets of handshake"));
    }
    (of_io(error.kind()).unwrap_or(SiteFailure::Other), error.to_string())
}

fn of_rustls(error: &rustls::Error) -> Failure {
    let malformed = matches!(error, rustls::Error::InvalidMessage(_));
    let failure = if malformed { SiteFailure::BadAnswer } else { SiteFailure::Tls };
    (failure, error.to_string())
}
