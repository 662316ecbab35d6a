//! The web server of the demonstration: what an authority publishes over HTTP, on loopback.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock};

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
pub(super) struct WebServer {
    address: SocketAddr,
    pages: Arc<OnceLock<Pages>>,
    runtime: Option<Runtime>,
}

/// No request of the protocols served here is longer.
const LONGEST_REQUEST: usize = 1 << 16;

impl WebServer {
    /// Starts a server at a free port of the loopback interface.
    pub(super) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("demo-web")
            .enable_all()
            .build()?;
        let pages = Arc::new(OnceLock::new());
        let router = Router::new()
            .fallback(serve)
            .layer(DefaultBodyLimit::max(LONGEST_REQUEST))
            .with_state(Arc::clone(&pages));
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        runtime.spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, pages, runtime: Some(runtime) })
    }

    /// The address of a path here.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Publishes; before it, every path is answered with 503.
    pub(super) fn publish(&self, pages: Pages) {
        // A second call would change nothing; there is none.
        let _ = self.pages.set(pages);
    }
}

impl Drop for WebServer {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn serve(
    State(pages): State<Arc<OnceLock<Pages>>>,
    method: Method,
    uri: Uri,
    headers: header::HeaderMap,
    body: Bytes,
) -> Response {
    let Some(pages) = pages.get() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
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
