//! The web server of the demonstration: what an authority publishes over HTTP, on loopback.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use base64ct::{Base64, Encoding};
use tokio::runtime::Runtime;

/// Makes an answer from the body of a request.
pub(super) type Answer = Box<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;

/// What lies at an address.
pub(super) enum Page {
    /// The same bytes for everybody.
    File(&'static str, Vec<u8>),
    /// An answer made for each request: the media type that it must have, that of the answer, and
    /// the maker.
    Service(&'static str, &'static str, Answer),
}

/// Everything that is published, by path.
pub(super) type Pages = BTreeMap<String, Page>;

/// A running web server; it stops when dropped.
///
/// It has its address before it has its pages: the addresses stand inside the certificates.
///
/// It is reached by two paths. The main one can be interrupted; the reserve one, which clients use
/// as they use a proxy, goes on.
pub(super) struct WebServer {
    address: SocketAddr,
    reserve: SocketAddr,
    interrupted: Arc<AtomicBool>,
    pages: Publisher,
    runtime: Option<Runtime>,
}

/// Puts pages where the server finds them.
#[derive(Clone, Default)]
pub(super) struct Publisher(Arc<RwLock<Option<Pages>>>);

impl Publisher {
    /// Publishes everything; before it, every path is answered with 503.
    pub(super) fn publish(&self, pages: Pages) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(pages);
    }

    /// Publishes a page in place of the one that lies at its path.
    pub(super) fn replace(&self, path: &str, page: Page) {
        let mut pages = self.0.write().unwrap_or_else(PoisonError::into_inner);
        pages.get_or_insert_default().insert(path.to_owned(), page);
    }
}

/// No request of the protocols served here is longer.
const LONGEST_REQUEST: usize = 1 << 16;

impl WebServer {
    /// Starts a server at two free ports of the loopback interface.
    pub(super) fn start() -> io::Result<Self> {
        let (main, address) = listener()?;
        let (reserve, reserve_address) = listener()?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("demo-web")
            .enable_all()
            .build()?;
        let pages = Publisher::default();
        let router = Router::new()
            .fallback(serve)
            .layer(DefaultBodyLimit::max(LONGEST_REQUEST))
            .with_state(pages.clone());
        let interrupted = Arc::new(AtomicBool::new(false));
        for (listener, interrupted) in [(main, Arc::clone(&interrupted)), (reserve, Arc::default())]
        {
            let inner = {
                let _inside = runtime.enter();
                tokio::net::TcpListener::from_std(listener)?
            };
            let path = Path { inner, interrupted };
            let router = router.clone();
            runtime.spawn(async move { axum::serve(path, router).await });
        }
        let runtime = Some(runtime);
        Ok(Self { address, reserve: reserve_address, interrupted, pages, runtime })
    }

    /// Where the main path is entered.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the reserve path is entered.
    pub(super) const fn reserve(&self) -> SocketAddr {
        self.reserve
    }

    /// Interrupts the main path, or puts it back.
    pub(super) fn interrupter(&self) -> impl Fn(bool) + Send + use<> {
        let switch = Arc::clone(&self.interrupted);
        move |interrupted| switch.store(interrupted, Ordering::Release)
    }

    /// What puts pages here.
    pub(super) fn publisher(&self) -> Publisher {
        self.pages.clone()
    }

    /// The address of a path here.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Publishes; before it, every path is answered with 503.
    pub(super) fn publish(&self, pages: Pages) {
        self.pages.publish(pages);
    }
}

impl Drop for WebServer {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn listener() -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// A path to the server. While it is interrupted, whoever knocks hears nothing more.
struct Path {
    inner: tokio::net::TcpListener,
    interrupted: Arc<AtomicBool>,
}

impl axum::serve::Listener for Path {
    type Addr = SocketAddr;
    type Io = tokio::net::TcpStream;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let accepted = axum::serve::Listener::accept(&mut self.inner).await;
            if !self.interrupted.load(Ordering::Acquire) {
                return accepted;
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.inner.local_addr()
    }
}

async fn serve(
    State(pages): State<Publisher>,
    method: Method,
    uri: Uri,
    headers: header::HeaderMap,
    body: Bytes,
) -> Response {
    let pages = pages.0.read().unwrap_or_else(PoisonError::into_inner);
    let Some(pages) = &*pages else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    match pages.get(uri.path()) {
        None if method == Method::GET => match over_get(pages, uri.path()) {
            Some((kind, answer)) => ([(header::CONTENT_TYPE, kind)], answer).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        None => StatusCode::NOT_FOUND.into_response(),
        Some(Page::File(kind, bytes)) if method == Method::GET => {
            ([(header::CONTENT_TYPE, *kind)], bytes.clone()).into_response()
        }
        Some(Page::Service(asked, kind, answer)) if method == Method::POST => {
            let sent = headers.get(header::CONTENT_TYPE).map(header::HeaderValue::as_bytes);
            if sent != Some(asked.as_bytes()) {
                return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
            }
            ([(header::CONTENT_TYPE, *kind)], answer(&body)).into_response()
        }
        Some(Page::File(..) | Page::Service(..)) => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

/// The answer to a request that stands in the path, as status services take it besides POST
/// ([RFC 6960 appendix A.1](https://www.rfc-editor.org/rfc/rfc6960#appendix-A.1)).
fn over_get(pages: &Pages, path: &str) -> Option<(&'static str, Vec<u8>)> {
    let (service, request) = path.rsplit_once('/')?;
    match pages.get(service)? {
        Page::Service("application/ocsp-request", kind, answer) => {
            let plain = request.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
            Some((kind, answer(&Base64::decode_vec(&plain).ok()?)))
        }
        Page::File(..) | Page::Service(..) => None,
    }
}
