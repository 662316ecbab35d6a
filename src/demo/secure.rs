//! The https server of the demonstration: one page over TLS, on loopback.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use pki::Certificate;
use pki::key::PrivateKey;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::DemoError;

/// A running server; it stops when dropped.
///
/// It has its address before it has its certificate: the address stands inside the certificates
/// of the authority that issues this one.
pub(super) struct SecureServer {
    address: SocketAddr,
    config: Arc<OnceLock<Arc<ServerConfig>>>,
    stopped: Arc<AtomicBool>,
}

/// Longest wait for a client.
const PATIENCE: Duration = Duration::from_secs(5);
/// No head of a request that is served here is longer.
const LONGEST_HEAD: usize = 1 << 14;

impl SecureServer {
    /// Starts a server at a free port of the loopback interface.
    pub(super) fn start(page: &'static str) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let config: Arc<OnceLock<Arc<ServerConfig>>> = Arc::default();
        let stopped: Arc<AtomicBool> = Arc::default();
        let (of_thread, over) = (Arc::clone(&config), Arc::clone(&stopped));
        std::thread::Builder::new().name("demo-https".into()).spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                // A client that fails is none of the server's business.
                if let (Ok(stream), Some(config)) = (stream, of_thread.get()) {
                    let _ = serve(stream, Arc::clone(config), page);
                }
            }
        })?;
        Ok(Self { address, config, stopped })
    }

    /// The address of a path here.
    pub(super) fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.address)
    }

    /// Takes the certificate, and that of its issuer; before it, connections are closed.
    pub(super) fn show(&self, key: &PrivateKey, chain: &[&Certificate]) -> Result<(), DemoError> {
        let secret = key.to_pkcs8_der()?;
        let secret = PrivatePkcs8KeyDer::from(secret.to_vec());
        let chain = chain.iter().map(|it| CertificateDer::from(it.der().to_vec())).collect();
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, secret.into())?;
        // A second call would change nothing; there is none.
        let _ = self.config.set(Arc::new(config));
        Ok(())
    }
}

impl Drop for SecureServer {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a client.
        let _ = TcpStream::connect_timeout(&self.address, PATIENCE);
    }
}

fn serve(stream: TcpStream, config: Arc<ServerConfig>, page: &str) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let session = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(session, stream);
    let mut head = Vec::new();
    let mut octet = [0];
    while !head.ends_with(b"\r\n\r\n") && head.len() < LONGEST_HEAD {
        if stream.read(&mut octet)? == 0 {
            return Ok(());
        }
        head.extend(octet);
    }
    let (kind, length) = ("text/plain; charset=utf-8", page.len());
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{page}"
    )?;
    stream.conn.send_close_notify();
    stream.flush()
}
