//! The connection to NCALayer: TLS and WebSocket over the loopback interface, under a deadline.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use serde_json::Value;
use tokio_tungstenite::tungstenite::client::client_with_config;
use tokio_tungstenite::tungstenite::error::Error;
use tokio_tungstenite::tungstenite::handshake::HandshakeError;
use tokio_tungstenite::tungstenite::protocol::{Message, WebSocket, WebSocketConfig};

use super::answer::{Heard, garbage};
use super::{LARGEST_ANSWER, LARGEST_INSIDE, NcaLayerError};
use crate::site::Looker;

/// What both sides send to keep a connection alive.
const HEARTBEAT: &str = "--heartbeat--";
/// Messages that are no answer: heartbeats, and answers to what nobody waits for.
const MOST_MESSAGES: usize = 1_000;
/// The largest request: a file in base64, and what is around it.
const LARGEST_REQUEST: usize = LARGEST_INSIDE / 3 * 4 + (1 << 16);

/// A TCP connection whose every wait ends at the deadline, however the other side drips.
struct Line {
    stream: TcpStream,
    deadline: Instant,
}

impl Line {
    fn left(&self) -> io::Result<Duration> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

/// A timeout of the system shows as `WouldBlock` on some systems.
fn timed(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::WouldBlock { ErrorKind::TimedOut.into() } else { error }
}

impl Read for Line {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        self.stream.read(into).map_err(timed)
    }
}

impl Write for Line {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        self.stream.write(octets).map_err(timed)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Questions and answers over one connection.
pub(super) struct Conversation {
    socket: WebSocket<StreamOwned<ClientConnection, Line>>,
    address: SocketAddr,
    patience: Duration,
}

impl Conversation {
    /// Connects, if the address is one of this machine.
    pub(super) fn open(address: SocketAddr, patience: Duration) -> Result<Self, NcaLayerError> {
        if !address.ip().is_loopback() {
            return Err(NcaLayerError::NotLoopback { address });
        }
        let stranger = |reason: String| NcaLayerError::NotNcaLayer { address, reason };
        let silent = || NcaLayerError::Silent { address, seconds: patience.as_secs() };
        let deadline = Instant::now() + patience;
        let stream = TcpStream::connect_timeout(&address, patience).map_err(|error| {
            let late = matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock);
            if late { silent() } else { NcaLayerError::NotRunning { address } }
        })?;
        let config = tls().map_err(|it| stranger(it.to_string()))?;
        let session = ClientConnection::new(Arc::new(config), ServerName::from(address.ip()))
            .map_err(|it| stranger(it.to_string()))?;
        let line = StreamOwned::new(session, Line { stream, deadline });
        let limits = WebSocketConfig::default()
            .max_message_size(Some(LARGEST_ANSWER))
            .max_frame_size(Some(LARGEST_ANSWER))
            .max_write_buffer_size(LARGEST_REQUEST + (1 << 20));
        let (socket, _) = client_with_config(format!("wss://{address}/"), line, Some(limits))
            .map_err(|error| match error {
                HandshakeError::Failure(Error::Io(error))
                    if error.kind() == ErrorKind::TimedOut =>
                {
                    silent()
                }
                HandshakeError::Failure(error) => stranger(error.to_string()),
                HandshakeError::Interrupted(_) => silent(),
            })?;
        Ok(Self { socket, address, patience })
    }

    /// The version with which NCALayer greets.
    pub(super) fn greeting(&mut self) -> Result<String, NcaLayerError> {
        let (address, patience) = (self.address, self.patience);
        let of = |message: &Value| {
            let version = message.get("result").and_then(|it| it.get("version"));
            match version.and_then(Value::as_str) {
                Some(version) => Ok(Some(version.to_owned())),
                None => {
                    let reason = "no greeting".to_owned();
                    Err(NcaLayerError::NotNcaLayer { address, reason })
                }
            }
        };
        self.hear(Instant::now() + patience, of).map_err(|error| {
            // Nothing was asked yet: whoever is silent or talks otherwise is somebody else.
            #[expect(clippy::wildcard_enum_match_arm, reason = "the others are the same here")]
            match error {
                NcaLayerError::Unanswered { seconds } => NcaLayerError::Silent { address, seconds },
                NcaLayerError::Garbage { reason } => NcaLayerError::NotNcaLayer { address, reason },
                error => error,
            }
        })
    }

    /// Sends a message.
    pub(super) fn say(&mut self, text: &str, until: Instant) -> Result<(), NcaLayerError> {
        let begun = Instant::now();
        self.socket.get_mut().sock.deadline = until;
        self.socket.send(Message::text(text)).map_err(|error| failed(error, begun))
    }

    /// Waits for an answer; `of` tells whether a message is one.
    pub(super) fn hear<T>(
        &mut self,
        until: Instant,
        of: impl Fn(&Value) -> Heard<T>,
    ) -> Result<T, NcaLayerError> {
        let begun = Instant::now();
        self.socket.get_mut().sock.deadline = until;
        for _ in 0..MOST_MESSAGES {
            let message = self.socket.read().map_err(|error| failed(error, begun))?;
            let text = match &message {
                Message::Text(text) => text.as_str(),
                Message::Binary(_) => return Err(garbage("octets instead of text")),
                Message::Close(_) => return Err(NcaLayerError::Closed),
                Message::Frame(_) | Message::Ping(_) | Message::Pong(_) => continue,
            };
            if matches!(text.trim(), HEARTBEAT | "{}" | "") {
                continue;
            }
            let message = serde_json::from_str(text).map_err(|it| garbage(&it.to_string()))?;
            if let Some(answer) = of(&message)? {
                return Ok(answer);
            }
        }
        Err(garbage("only heartbeats"))
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        // A farewell nobody waits for.
        self.socket.get_mut().sock.deadline = Instant::now() + Duration::from_millis(200);
        let _ = self.socket.close(None);
        let _ = self.socket.flush();
    }
}

fn failed(error: Error, begun: Instant) -> NcaLayerError {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the errors of another library")]
    match error {
        Error::AlreadyClosed | Error::ConnectionClosed => NcaLayerError::Closed,
        Error::Capacity(_) => NcaLayerError::AnswerTooLarge { most: LARGEST_ANSWER },
        Error::Io(error) if error.kind() == ErrorKind::TimedOut => {
            NcaLayerError::Unanswered { seconds: begun.elapsed().as_secs() }
        }
        Error::Io(_) | Error::Protocol(_) => NcaLayerError::Closed,
        error => garbage(&error.to_string()),
    }
}

/// Takes every certificate: see the page of [`super`] for why, and why that is enough here.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let looker = Looker::new(Arc::clone(&provider));
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(looker))
        .with_no_client_auth())
}
