use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use jiff::Timestamp;
use probes::{HttpAnswer, HttpRequest, Method, SiteError, SiteFailure};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, LOCATION};
use reqwest::{Client, ClientBuilder, Response, Url};
use tokio::runtime::Runtime;
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout, timeout_at};

use super::route::Route;
use super::spool::{Incoming, Spool};
use super::{Hop, Limits, Networks, NoWorld, failed};

/// Longest URL that is asked.
const URL_BYTES: usize = 4096;

const USER_AGENT: &str = concat!("tekseru/", env!("CARGO_PKG_VERSION"), " (inspection)");

/// The HTTP clients, and the threads that drive them.
pub(super) struct Clients {
    plain: Client,
    /// Made at the first `https` address: reading the machine's trust store takes time and fails
    /// on a machine that has none.
    secure: OnceLock<Result<Client, String>>,
    resolver: Resolver,
    route: Route,
    spool: Spool,
    runtime: Option<Runtime>,
}

impl Clients {
    /// Clients whose connections leave by `route`.
    pub(super) fn new(networks: &Networks, limits: &Limits, route: Route) -> Result<Self, NoWorld> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("site")
            .enable_all()
            .build()
            .map_err(|error| NoWorld { message: error.to_string() })?;
        let resolver = Resolver {
            networks: networks.clone(),
            patience: limits.name(),
            #[cfg(test)]
            told: None,
        };
        let spool = Spool::new(limits.spool_bytes);
        // No certificates: the client of plain addresses reads no trust store.
        let plain = route
            .apply(builder(&resolver))
            .tls_certs_only([])
            .build()
            .map_err(|error| NoWorld { message: chain(&error) })?;
        Ok(Self { plain, secure: OnceLock::new(), resolver, route, spool, runtime: Some(runtime) })
    }

    /// A body that is about to come, of a length that nobody announced.
    pub(super) fn body(&self) -> Incoming {
        self.spool.body(0)
    }

    /// The addresses of a name that may be asked.
    pub(super) async fn names(
        &self,
        host: &str,
        limits: &Limits,
    ) -> Result<Vec<IpAddr>, (SiteFailure, String)> {
        let found = self.resolver.addresses(host, limits.name()).await;
        found.map_err(|it| (it.failure(), it.message))
    }

    /// Keeps large bodies in this folder until they are taken in.
    pub(super) fn spool_in(&mut self, folder: PathBuf) {
        self.spool = self.spool.clone().within(folder);
    }

    /// Runs one look to its end. The look runs beside the calling thread, so that a caller inside
    /// another asynchronous runtime does not stop the program.
    fn run<T: Send>(
        &self,
        peer: &str,
        look: impl Future<Output = Result<T, SiteError>> + Send,
    ) -> Result<T, SiteError> {
        let stopped = || failed(peer, SiteFailure::Other, "the look was stopped");
        let runtime = self.runtime.as_ref().ok_or_else(stopped)?;
        std::thread::scope(|scope| scope.spawn(|| runtime.block_on(look)).join())
            .unwrap_or_else(|_| Err(stopped()))
    }

    /// Sends one request, follows its redirects, and takes the whole answer.
    pub(super) fn ask(
        &self,
        request: &HttpRequest,
        networks: &Networks,
        limits: &Limits,
        hops: &mut Vec<Hop>,
    ) -> Result<HttpAnswer, SiteError> {
        self.run(&request.url, self.follow(request, networks, limits, hops))
    }

    /// Begins a look that goes on beside the caller; it ends with the clients at the latest.
    pub(super) fn begin(
        &self,
        look: impl Future<Output = ()> + Send + 'static,
    ) -> Option<AbortHandle> {
        Some(self.runtime.as_ref()?.spawn(look).abort_handle())
    }

    /// The addresses of `host` that may be asked.
    pub(super) fn resolve(&self, host: &str, limits: &Limits) -> Result<Vec<IpAddr>, SiteError> {
        let found = self.resolver.addresses(host, limits.name());
        self.run(host, async { found.await.map_err(|it| failed(host, it.failure(), it.message)) })
    }

    /// Sends one request, follows its redirects, and takes the whole answer.
    pub(super) async fn follow(
        &self,
        request: &HttpRequest,
        networks: &Networks,
        limits: &Limits,
        hops: &mut Vec<Hop>,
    ) -> Result<HttpAnswer, SiteError> {
        let peer = request.url.as_str();
        if is_directory(peer) {
            return self.directory(peer, networks, limits, hops).await;
        }
        let sent_at = Timestamp::now();
        let begun = Instant::now();
        let deadline = begun + limits.total();
        let mut url = parse(peer).map_err(|it| failed(peer, SiteFailure::AddressRefused, it))?;
        let mut method = request.method;
        let mut redirects = 0;
        loop {
            hops.push(Hop { url: url.to_string(), address: None, status: None });
            let answer = self.send(&url, method, request, networks, limits, deadline).await;
            let response = answer.map_err(|(failure, message)| {
                // Where a redirect leads is the service's doing: it has its own name.
                let refused = failure == SiteFailure::AddressRefused && redirects > 0;
                let failure = if refused { SiteFailure::RedirectRefused } else { failure };
                failed(peer, failure, message)
            })?;
            let status = response.status().as_u16();
            if let Some(hop) = hops.last_mut() {
                hop.status = Some(status);
                hop.address = response.remote_addr().map(|it| it.to_string());
            }
            let location = response.headers().get(LOCATION).map(|it| it.as_bytes().to_vec());
            let Some(location) = location.filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308))
            else {
                return self.take(response, peer, sent_at, begun, limits, deadline).await;
            };
            redirects += 1;
            if redirects > limits.redirects {
                let message = format!("more than {} redirects", limits.redirects);
                return Err(failed(peer, SiteFailure::TooManyRedirects, message));
            }
            let location = String::from_utf8_lossy(&location).into_owned();
            url = join(&url, &location).map_err(|it| {
                failed(peer, SiteFailure::RedirectRefused, format!("redirected: {it}"))
            })?;
            // RFC 9110 section 15.4: only 307 and 308 keep method and body.
            if !matches!(status, 307 | 308) {
                method = Method::Get;
            }
        }
    }

    async fn send(
        &self,
        url: &Url,
        method: Method,
        request: &HttpRequest,
        networks: &Networks,
        limits: &Limits,
        deadline: Instant,
    ) -> Result<Response, (SiteFailure, String)> {
        check(url, networks).map_err(|it| (SiteFailure::AddressRefused, it))?;
        if networks.proxy.is_some() || self.route.is_proxied() {
            self.resolver.check_behind_proxy(url, limits).await?;
        }
        let secure = url.scheme() == "https";
        let client = if secure { self.secure()? } else { &self.plain };
        let asked = match method {
            Method::Get => client.get(url.clone()),
            Method::Post => client.post(url.clone()),
        };
        // What is compared with a hash must come as it lies there.
        let mut asked = asked.header(ACCEPT_ENCODING, "identity");
        if let (Method::Post, Some((media_type, bytes))) = (method, &request.body) {
            asked = asked.header(CONTENT_TYPE, media_type).body(bytes.clone());
        }
        let until = deadline.min(Instant::now() + limits.quiet());
        let response = match timeout_at(until, asked.send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(explain(&error, secure)),
            Err(_) => {
                let silent = "no connection or no complete head of an answer in time";
                return Err((SiteFailure::Silent, silent.into()));
            }
        };
        // The addresses were checked before connecting; this one is the one that answered.
        match response.remote_addr() {
            // Behind a proxy it is the proxy's.
            Some(address) if networks.proxy.is_none() && !networks.allow(address.ip()) => {
                let refused = format!("{} is not allowed", address.ip());
                Err((SiteFailure::AddressRefused, refused))
            }
            _ => Ok(response),
        }
    }

    fn secure(&self) -> Result<&Client, (SiteFailure, String)> {
        let made = self.secure.get_or_init(|| {
            self.route
                .apply(builder(&self.resolver))
                .build()
                .map_err(|error| format!("this machine has no trust store: {}", chain(&error)))
        });
        made.as_ref().map_err(|message| (SiteFailure::Tls, message.clone()))
    }

    /// Reads the head and the body of an answer within the bounds.
    async fn take(
        &self,
        mut response: Response,
        peer: &str,
        sent_at: Timestamp,
        begun: Instant,
        limits: &Limits,
        deadline: Instant,
    ) -> Result<HttpAnswer, SiteError> {
        let too_large = || {
            failed(peer, SiteFailure::TooLarge, format!("more than {} bytes", limits.body_bytes))
        };
        let announced = response.content_length().unwrap_or(0);
        if announced > limits.body_bytes {
            return Err(too_large());
        }
        let url = response.url().to_string();
        let status = response.status().as_u16();
        let mut headers = BTreeMap::<String, String>::new();
        for (name, value) in response.headers() {
            let value = String::from_utf8_lossy(value.as_bytes());
            headers
                .entry(name.as_str().to_owned())
                .and_modify(|it| {
                    it.push_str(", ");
                    it.push_str(&value);
                })
                .or_insert_with(|| value.clone().into_owned());
        }
        let mut body = self.spool.body(announced);
        let mut window = (Instant::now() + limits.rate_window(), 0_u64);
        loop {
            let silent = |what: &str| {
                let message = format!("{what} after {} bytes of the body", body.length());
                Err(failed(peer, SiteFailure::Silent, message))
            };
            let now = Instant::now();
            if now >= deadline {
                return silent("the time for the whole answer was over");
            }
            if now >= window.0 {
                if window.1 < limits.window_bytes() {
                    return silent("slower than the least rate");
                }
                window = (now + limits.rate_window(), 0);
            }
            let quiet = now + limits.quiet();
            // Wake at the end of the window too: a slow body is cut there, not at the next byte.
            let piece = match timeout_at(deadline.min(quiet).min(window.0), response.chunk()).await
            {
                Ok(Ok(piece)) => piece,
                Ok(Err(error)) => {
                    let (failure, message) = explain(&error, false);
                    let message = format!("broken off after {} bytes: {message}", body.length());
                    return Err(failed(peer, failure, message));
                }
                Err(_) if Instant::now() >= quiet => return silent("nothing came"),
                Err(_) => continue,
            };
            let Some(piece) = piece else { break };
            let length = super::count(&piece);
            if body.length() + length > limits.body_bytes {
                return Err(too_large());
            }
            window.1 += length;
            body.take(&piece).map_err(|error| {
                failed(peer, SiteFailure::Other, format!("the body cannot be kept: {error}"))
            })?;
        }
        let elapsed = begun.elapsed();
        Ok(HttpAnswer {
            sent_at,
            received_at: Timestamp::now(),
            elapsed_us: u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
            url,
            status,
            headers,
            body: body.finish(),
        })
    }
}

impl Drop for Clients {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn builder(resolver: &Resolver) -> ClientBuilder {
    // What the machine is set to is never used.
    let mut builder = Client::builder().no_proxy();
    let proxy = resolver.networks.proxy.as_ref().map(|it| it.url().clone());
    if let Some(proxy) = proxy.and_then(|it| reqwest::Proxy::all(it).ok()) {
        builder = builder.proxy(proxy);
    }
    builder
        .dns_resolver(resolver.clone())
        .http1_only()
        .pool_max_idle_per_host(0)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .tls_backend_rustls()
        .user_agent(USER_AGENT)
}

/// Reads an address strictly: what a lenient reader would mend silently is refused by name.
fn parse(text: &str) -> Result<Url, String> {
    scheme(strict(text)?)
}

/// The same of an address of any scheme.
pub(super) fn strict(text: &str) -> Result<Url, String> {
    if text.len() > URL_BYTES {
        return Err(format!("the address is longer than {URL_BYTES} bytes"));
    }
    if text.chars().any(|it| it.is_control() || it.is_whitespace()) {
        return Err("the address has a space or a line break inside".into());
    }
    Url::parse(text).map_err(|error| format!("not an address: {error}"))
}

fn join(base: &Url, location: &str) -> Result<Url, String> {
    if location.len() > URL_BYTES {
        return Err(format!("the address is longer than {URL_BYTES} bytes"));
    }
    let url = base.join(location).map_err(|error| format!("not an address: {error}"))?;
    if base.scheme() == "https" && url.scheme() != "https" {
        return Err(format!("away from a secure connection, to {}:", url.scheme()));
    }
    scheme(url)
}

fn scheme(url: Url) -> Result<Url, String> {
    match url.scheme() {
        "http" | "https" => Ok(url),
        other => Err(format!("{other}: is not asked, only http:, https: and ldap:")),
    }
}

/// Refuses user names in an address, and a number in the place of a name that may not be asked.
/// Names are checked where they are resolved.
fn check(url: &Url, networks: &Networks) -> Result<(), String> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the address holds a user name".into());
    }
    let host = url.host_str().unwrap_or_default();
    match literal(host) {
        Some(address) if !networks.allow(address) => Err(format!("{address} is not allowed")),
        Some(_) | None => Ok(()),
    }
}

/// Whether an address is one of a directory.
fn is_directory(text: &str) -> bool {
    text.get(..5).is_some_and(|it| it.eq_ignore_ascii_case("ldap:"))
}

/// The address that stands in the place of a name.
pub(super) fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// What a failure of the library means.
fn explain(error: &reqwest::Error, secure: bool) -> (SiteFailure, String) {
    let message = chain(error);
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    let mut inside = SiteFailure::Other;
    while let Some(it) = cause {
        if let Some(refused) = it.downcast_ref::<Unresolved>() {
            return (refused.failure(), refused.message.clone());
        }
        if it.is::<rustls::Error>() {
            return (SiteFailure::Tls, message);
        }
        if let Some(it) = it.downcast_ref::<io::Error>() {
            if it.get_ref().is_some_and(|it| it.is::<rustls::Error>()) {
                return (SiteFailure::Tls, message);
            }
            if let Some(known) = of_io(it.kind()) {
                inside = known;
            }
        }
        cause = it.source();
    }
    let failure = if matches!(inside, SiteFailure::ConnectionRefused | SiteFailure::Silent) {
        inside
    } else if error.is_dns() {
        SiteFailure::NameUnresolved
    } else if secure && error.is_connect() {
        SiteFailure::Tls
    } else if inside == SiteFailure::BadAnswer || !error.is_connect() {
        SiteFailure::BadAnswer
    } else {
        SiteFailure::Other
    };
    (failure, message)
}

/// The failures that the operating system names.
pub(super) fn of_io(kind: io::ErrorKind) -> Option<SiteFailure> {
    use io::ErrorKind as Kind;

    if kind == Kind::ConnectionRefused {
        Some(SiteFailure::ConnectionRefused)
    } else if matches!(kind, Kind::TimedOut | Kind::WouldBlock) {
        Some(SiteFailure::Silent)
    } else if matches!(
        kind,
        Kind::BrokenPipe
            | Kind::ConnectionAborted
            | Kind::ConnectionReset
            | Kind::InvalidData
            | Kind::UnexpectedEof
    ) {
        Some(SiteFailure::BadAnswer)
    } else {
        None
    }
}

/// An error with everything it rests on, in one line.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(it) = cause {
        let next = it.to_string();
        if !text.ends_with(&next) {
            text.push_str(": ");
            text.push_str(&next);
        }
        cause = it.source();
    }
    text
}

/// Resolves names and lets through the addresses that may be asked. It stands where the
/// connection is made: no second resolution comes between the check and the use.
#[cfg(test)]
type Told = std::sync::Arc<dyn Fn(&str) -> Vec<IpAddr> + Send + Sync>;

#[derive(Clone)]
struct Resolver {
    networks: Networks,
    patience: Duration,
    /// Answers of a name service that a test plays.
    #[cfg(test)]
    told: Option<Told>,
}

impl Resolver {
    async fn addresses(&self, host: &str, patience: Duration) -> Result<Vec<IpAddr>, Unresolved> {
        let unresolved = |message: String| Unresolved { refused: false, message };
        let found = match timeout(patience, self.look_up(host)).await {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => return Err(unresolved(error.to_string())),
            Err(_) => return Err(unresolved("the name service did not answer in time".into())),
        };
        let allowed: Vec<_> = found.iter().copied().filter(|&it| self.networks.allow(it)).collect();
        match (found.first(), allowed.is_empty()) {
            (None, _) => Err(unresolved("the name has no address".into())),
            (Some(first), true) => {
                let message = format!("{host} is {first}, which is not allowed");
                Err(Unresolved { refused: true, message })
            }
            (Some(_), false) => Ok(allowed),
        }
    }

    /// What the name service says.
    async fn look_up(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        #[cfg(test)]
        if let Some(told) = &self.told {
            return Ok(told(host));
        }
        Ok(tokio::net::lookup_host((host, 0)).await?.map(|it| it.ip()).collect())
    }

    /// Holds a name against the networks as far as it can be resolved here: the proxy resolves it
    /// again, and the tool does not see to what.
    async fn check_behind_proxy(
        &self,
        url: &Url,
        limits: &Limits,
    ) -> Result<(), (SiteFailure, String)> {
        let host = url.host_str().unwrap_or_default();
        if literal(host).is_some() {
            return Ok(());
        }
        match self.addresses(host, limits.name()).await {
            Err(it) if it.refused => Err((SiteFailure::AddressRefused, it.message)),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// The addresses of the proxy, wherever it stands: the case names it.
    async fn proxy(&self, host: &str) -> Option<Vec<IpAddr>> {
        let proxy = self.networks.proxy.as_ref()?;
        if !proxy.host().eq_ignore_ascii_case(host) {
            return None;
        }
        timeout(self.patience, self.look_up(host)).await.ok()?.ok()
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let addresses = match resolver.proxy(name.as_str()).await {
                Some(addresses) => addresses,
                None => resolver.addresses(name.as_str(), resolver.patience).await?,
            };
            Ok(Box::new(addresses.into_iter().map(|it| SocketAddr::new(it, 0))) as Addrs)
        })
    }
}

/// A name that leads nowhere that may be asked.
#[derive(Debug)]
struct Unresolved {
    refused: bool,
    message: String,
}

impl Unresolved {
    const fn failure(&self) -> SiteFailure {
        if self.refused { SiteFailure::AddressRefused } else { SiteFailure::NameUnresolved }
    }
}

impl fmt::Display for Unresolved {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl Error for Unresolved {}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpListener};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A service on loopback that counts who connects.
    fn service() -> (u16, Arc<AtomicUsize>) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                counter.fetch_add(1, Ordering::SeqCst);
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            }
        });
        (port, asked)
    }

    /// R04.
    #[test]
    fn a_name_that_changes_between_looks_leads_only_where_the_case_allows() {
        const ALLOWED: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
        const INSIDE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
        let (port, asked) = service();
        let limits = Limits { quiet_ms: 500, total_ms: 500, ..Limits::default() };
        let networks = Networks::loopback();
        let mut clients = Clients::new(&networks, &limits, Route::default()).unwrap();
        let answers = [vec![ALLOWED], vec![INSIDE], vec![INSIDE, ALLOWED], vec![]];
        let look = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&look);
        clients.resolver.told = Some(Arc::new(move |_: &str| {
            answers.get(counter.fetch_add(1, Ordering::SeqCst)).cloned().unwrap_or_default()
        }));
        clients.plain = builder(&clients.resolver).tls_certs_only([]).build().unwrap();
        let request = HttpRequest::get(format!("http://changing.example:{port}/"));
        let ask = || {
            let answer = clients.ask(&request, &networks, &limits, &mut Vec::new());
            answer.map(|it| it.status).map_err(|it| it.failure)
        };
        // Every connection is made to the very addresses that were compared.
        assert_eq!(ask(), Ok(200));
        assert_eq!(ask(), Err(SiteFailure::AddressRefused));
        assert_eq!(ask(), Ok(200));
        assert_eq!(ask(), Err(SiteFailure::NameUnresolved));
        assert_eq!(look.load(Ordering::SeqCst), 4);
        assert_eq!(asked.load(Ordering::SeqCst), 2);
    }
}
