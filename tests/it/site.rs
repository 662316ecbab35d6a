//! The real site against services on this machine that misbehave on purpose.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use probes::{HttpRequest, Site, SiteFailure};
use tekseru::site::{Limits, Networks, World};

/// Bounds short enough to wait for.
pub(crate) fn short() -> Limits {
    Limits {
        body_bytes: 100_000,
        redirects: 3,
        name_ms: 2_000,
        quiet_ms: 600,
        total_ms: 1_500,
        bytes_per_second: 1_000,
        rate_window_ms: 500,
        ntp_ms: 500,
        ..Limits::default()
    }
}

fn world() -> World {
    World::new(Networks::loopback(), short()).unwrap()
}

/// Serves every connection with `serve`, which gets the request's head.
pub(crate) fn server(serve: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let serve = Arc::new(serve);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let serve = Arc::clone(&serve);
            std::thread::spawn(move || {
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
                    head.push(byte[0]);
                }
                serve(&String::from_utf8_lossy(&head), &mut stream);
            });
        }
    });
    address
}

/// Serves these bytes to everybody.
pub(crate) fn saying(answer: impl Into<Vec<u8>>) -> SocketAddr {
    let answer = answer.into();
    server(move |_, stream| {
        let _ = stream.write_all(&answer);
    })
}

fn get(world: &World, address: SocketAddr, path: &str) -> Result<probes::HttpAnswer, SiteFailure> {
    let answer = world.http(&HttpRequest::get(format!("http://{address}{path}")));
    answer.map_err(|it| it.failure)
}

fn body(answer: &probes::HttpAnswer) -> Vec<u8> {
    answer.body.bytes().unwrap().into_owned()
}

fn failure(world: &World, url: &str) -> SiteFailure {
    world.http(&HttpRequest::get(url)).expect_err(url).failure
}

#[test]
fn an_answer_is_taken_byte_for_byte() {
    let address = server(|head, stream| {
        assert!(head.starts_with("GET /nca.crl HTTP/1.1\r\n"), "{head}");
        let lower = head.to_lowercase();
        let agent = format!("user-agent: tekseru/{} (inspection)\r\n", env!("CARGO_PKG_VERSION"));
        assert!(lower.contains(&agent), "{head}");
        assert!(lower.contains("accept-encoding: identity\r\n"), "{head}");
        assert!(!lower.contains("cookie"), "{head}");
        let _ = stream.write_all(
            b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\ncontent-type: application/pkix-crl\r\n\
              set-cookie: a=1\r\nset-cookie: b=2\r\n\r\n\x30\x00\xff\n",
        );
    });
    let world = world();
    let answer = get(&world, address, "/nca.crl").unwrap();
    assert_eq!(body(&answer), b"\x30\x00\xff\n");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.url, format!("http://{address}/nca.crl"));
    assert_eq!(answer.headers["content-type"], "application/pkix-crl");
    assert_eq!(answer.headers["set-cookie"], "a=1, b=2");
    assert!(answer.sent_at <= answer.received_at);
    let looks = world.take_looks();
    assert_eq!((looks.len(), looks[0].bytes, looks[0].failure), (1, 4, None));
    assert_eq!(looks[0].hops[0].address, Some(address.to_string()));
    // The cookies that were set are not brought back.
    get(&world, address, "/nca.crl").unwrap();
}

#[test]
fn a_request_with_a_body_arrives_whole() {
    let address = server(|head, stream| {
        let lower = head.to_lowercase();
        let right = head.starts_with("POST /ocsp ")
            && lower.contains("content-type: application/ocsp-request\r\n")
            && lower.contains("content-length: 3\r\n");
        let mut body = [0; 3];
        let _ = stream.read_exact(&mut body);
        let status = if right && body == *b"\x30\x01\x02" { "200 OK" } else { "400 Bad" };
        let _ = write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
    });
    let url = format!("http://{address}/ocsp");
    let body = b"\x30\x01\x02".to_vec();
    let request = HttpRequest::post(url, "application/ocsp-request", body);
    assert_eq!(world().http(&request).unwrap().status, 200);
}

#[test]
fn an_answer_of_another_kind_is_still_an_answer() {
    let world = world();
    let page = "<html>sign in</html>";
    let length = page.len();
    let html = saying(format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{page}"));
    assert_eq!(body(&get(&world, html, "/").unwrap()), page.as_bytes());
    let missing = saying("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno");
    let answer = get(&world, missing, "/a.crl").unwrap();
    assert_eq!((answer.status, body(&answer)), (404, b"no".to_vec()));
    let empty = saying("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    assert_eq!(body(&get(&world, empty, "/").unwrap()), b"");
    // A packed body stays packed: what is kept is what came (R02).
    let packed = saying(
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\n\x1f\x8b\x08"
            .to_vec(),
    );
    assert_eq!(body(&get(&world, packed, "/").unwrap()), b"\x1f\x8b\x08");
}

#[test]
fn a_body_shorter_than_announced_is_a_bad_answer() {
    let address = saying("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort");
    assert_eq!(get(&world(), address, "/"), Err(SiteFailure::BadAnswer));
    let address = saying("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab");
    assert_eq!(get(&world(), address, "/"), Err(SiteFailure::BadAnswer));
}

#[test]
fn what_is_not_the_protocol_is_a_bad_answer() {
    assert_eq!(get(&world(), saying("SSH-2.0-OpenSSH_9.2\r\n"), "/"), Err(SiteFailure::BadAnswer));
    assert_eq!(get(&world(), saying(""), "/"), Err(SiteFailure::BadAnswer));
    let name = "a".repeat(2_000_000);
    let endless = saying(format!("HTTP/1.1 200 OK\r\nx: {name}\r\n\r\n"));
    assert_eq!(get(&world(), endless, "/"), Err(SiteFailure::BadAnswer));
}

#[test]
fn a_body_is_taken_up_to_the_limit_and_not_one_byte_further() {
    let of = |length: usize| {
        let mut answer =
            format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").into_bytes();
        answer.resize(answer.len() + length, b'x');
        saying(answer)
    };
    assert_eq!(get(&world(), of(100_000), "/").unwrap().body.length(), 100_000);
    assert_eq!(get(&world(), of(100_001), "/"), Err(SiteFailure::TooLarge));
}

#[test]
fn an_announced_flood_is_refused_before_it_comes() {
    let address = server(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1152921504606846976\r\n\r\n");
        std::thread::sleep(Duration::from_secs(3));
    });
    let begun = Instant::now();
    assert_eq!(get(&world(), address, "/"), Err(SiteFailure::TooLarge));
    assert!(begun.elapsed() < Duration::from_millis(500), "{:?}", begun.elapsed());
}

#[test]
fn an_endless_body_is_cut_at_the_limit() {
    let address = server(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
        while stream.write_all(chunk.as_bytes()).is_ok() {}
    });
    assert_eq!(get(&world(), address, "/"), Err(SiteFailure::TooLarge));
}

#[test]
fn a_trickle_is_cut_at_the_least_rate() {
    let address = server(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let begun = Instant::now();
    assert_eq!(get(&world(), address, "/"), Err(SiteFailure::Silent));
    // One window of 0.5 s; the total of 1.5 s need not be waited for.
    assert!(begun.elapsed() < Duration::from_millis(1_400), "{:?}", begun.elapsed());
}

#[test]
fn a_body_that_stops_is_silence() {
    let address = server(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nx");
        std::thread::sleep(Duration::from_secs(5));
    });
    let mut limits = short();
    limits.bytes_per_second = 0;
    let world = World::new(Networks::loopback(), limits).unwrap();
    let begun = Instant::now();
    assert_eq!(get(&world, address, "/"), Err(SiteFailure::Silent));
    assert!(begun.elapsed() < Duration::from_millis(1_600), "{:?}", begun.elapsed());
}

#[test]
fn a_head_that_never_ends_is_silence() {
    let address = server(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"x: y\r\n").is_ok() {
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    let begun = Instant::now();
    assert_eq!(get(&world(), address, "/"), Err(SiteFailure::Silent));
    assert!(begun.elapsed() < Duration::from_millis(1_600), "{:?}", begun.elapsed());
}

#[test]
fn the_total_deadline_holds_over_every_redirect_and_every_byte() {
    // Fast enough for the least rate, never silent, and never at an end.
    let address = server(|head, stream| {
        if head.starts_with("GET /0") {
            std::thread::sleep(Duration::from_millis(400));
            let _ = stream.write_all(
                b"HTTP/1.1 302 Found\r\nlocation: /1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            );
            return;
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n");
        while stream.write_all(&[b'x'; 200]).is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let begun = Instant::now();
    assert_eq!(get(&world(), address, "/0"), Err(SiteFailure::Silent));
    let took = begun.elapsed();
    assert!(took > Duration::from_millis(1_400) && took < Duration::from_millis(2_500), "{took:?}");
}

#[test]
fn a_redirect_is_followed_and_recorded() {
    let address = server(|head, stream| {
        let answer: &[u8] = if head.starts_with("GET /old") {
            b"HTTP/1.1 301 Moved\r\nlocation: new\r\ncontent-length: 0\r\n\r\n"
        } else {
            b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes"
        };
        let _ = stream.write_all(answer);
    });
    let world = world();
    let answer = get(&world, address, "/old").unwrap();
    assert_eq!(
        (answer.url.clone(), body(&answer)),
        (format!("http://{address}/new"), b"yes".to_vec())
    );
    let looks = world.take_looks();
    let hops: Vec<_> = looks[0].hops.iter().map(|it| (it.url.as_str(), it.status)).collect();
    let (old, new) = (format!("http://{address}/old"), format!("http://{address}/new"));
    assert_eq!(hops, [(old.as_str(), Some(301)), (new.as_str(), Some(200))]);
}

/// R05.
#[test]
fn a_redirect_loop_is_cut_and_counted() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let address = server(move |_, stream| {
        counter.fetch_add(1, Ordering::SeqCst);
        let _ = stream.write_all(b"HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n");
    });
    let world = world();
    assert_eq!(get(&world, address, "/"), Err(SiteFailure::TooManyRedirects));
    assert_eq!(asked.load(Ordering::SeqCst), 4);
    assert_eq!(world.take_looks()[0].hops.len(), 4);
}

/// R04, R05.
#[test]
fn a_redirect_does_not_lead_where_the_case_does_not_allow() {
    for location in [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://0x0a000001/",
        "https://[fd00::1]/",
        "file:///etc/passwd",
        "ldap://127.0.0.1/cn=x?certificateRevocationList",
        "gopher://127.0.0.1/",
        "http://user:secret@127.0.0.1/",
        "http://",
    ] {
        let address = saying(format!(
            "HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"
        ));
        assert_eq!(get(&world(), address, "/"), Err(SiteFailure::RedirectRefused), "{location}");
    }
}

/// R04.
#[test]
fn only_allowed_addresses_are_asked() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let port = server(move |_, stream| {
        counter.fetch_add(1, Ordering::SeqCst);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    })
    .port();
    let public = World::new(Networks::default(), short()).unwrap();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[::7f00:1]",
        "0",
        "0.0.0.0",
        "10.0.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "224.0.0.1",
        "[ff02::1]",
        "user@127.0.0.1",
    ] {
        for url in [
            format!("http://{host}:{port}/"),
            format!("https://{host}:{port}/"),
            format!("ldap://{host}:{port}/cn=x?certificateRevocationList"),
        ] {
            assert_eq!(failure(&public, &url), SiteFailure::AddressRefused, "{url}");
        }
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    // The same service through a world that is allowed to ask it.
    assert!(world().http(&HttpRequest::get(format!("http://127.0.0.1:{port}/"))).is_ok());
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[test]
fn what_is_no_web_address_is_refused_by_name() {
    let world = world();
    for url in [
        "",
        "nca.crl",
        "ldap://127.0.0.1/cn=crl",
        "ldaps://127.0.0.1/cn=crl?certificateRevocationList",
        "gopher://127.0.0.1/",
        "file:///etc/passwd",
        "http://127.0.0.1/a.crl\n          URL=http://127.0.0.1/b.crl",
        "http://127.0.0.1/a b",
        "http://user@127.0.0.1/",
    ] {
        assert_eq!(failure(&world, url), SiteFailure::AddressRefused, "{url:?}");
    }
    let error = world.http(&HttpRequest::get("ftp://127.0.0.1/a.crl")).unwrap_err();
    assert_eq!(error.message, "ftp: is not asked, only http:, https: and ldap:");
}

#[test]
fn a_closed_port_is_a_refused_connection() {
    let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    assert_eq!(get(&world(), address, "/"), Err(SiteFailure::ConnectionRefused));
    let url = format!("https://{address}/");
    let failure = failure(&world(), &url);
    // A machine without a trust store does not get as far as connecting.
    assert!(matches!(failure, SiteFailure::ConnectionRefused | SiteFailure::Tls), "{failure:?}");
}

#[test]
fn a_name_without_address_is_unresolved() {
    // RFC 6761 section 6.4: `.invalid` never resolves.
    let failure = failure(&world(), "http://ca.invalid/a.crl");
    assert_eq!(failure, SiteFailure::NameUnresolved);
    let error = world().ntp("time.invalid").unwrap_err();
    assert_eq!(error.failure, SiteFailure::NameUnresolved);
}

#[test]
fn a_service_without_tls_is_named_so() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = stream.unwrap().write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    assert_eq!(failure(&world(), &format!("https://{address}/")), SiteFailure::Tls);
}

#[test]
fn a_look_from_inside_another_runtime_does_not_stop_the_program() {
    let address = saying("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let status = runtime.block_on(async {
        let world = world();
        get(&world, address, "/").unwrap().status
    });
    assert_eq!(status, 200);
}

/// R01.
#[test]
fn a_large_body_is_spooled_and_the_same() {
    let body: Vec<u8> = (0..5_000_000_u32).map(|it| (it % 251) as u8).collect();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    let address = saying([head.as_bytes(), &body].concat());
    let limits = Limits { body_bytes: 5_000_000, ..short() };
    let world = World::new(Networks::loopback(), limits).unwrap();
    let answer = get(&world, address, "/").unwrap();
    assert!(answer.body.held().is_none());
    assert_eq!(answer.body.bytes().unwrap(), body);
    assert_eq!(answer.body, body.into());
    // No room on the disk is a failure to look, told from what the service did.
    let limits = Limits { body_bytes: 5_000_000, spool_bytes: 2_000_000, ..short() };
    let world = World::new(Networks::loopback(), limits).unwrap();
    assert_eq!(get(&world, address, "/"), Err(SiteFailure::Other));
}

/// R03.
#[test]
fn no_look_outlives_the_collection() {
    let silent = server(|_, _| std::thread::sleep(Duration::from_secs(5)));
    let limits = Limits { collection_ms: Some(700), quiet_ms: 5_000, total_ms: 5_000, ..short() };
    let world = World::new(Networks::loopback(), limits).unwrap();
    world.begin_collection();
    let begun = Instant::now();
    assert_eq!(get(&world, silent, "/"), Err(SiteFailure::DeadlineOver));
    let took = begun.elapsed();
    assert!(took > Duration::from_millis(600) && took < Duration::from_millis(1_200), "{took:?}");
    // What comes after is not asked at all.
    assert_eq!(get(&world, silent, "/"), Err(SiteFailure::DeadlineOver));
    assert_eq!(world.ntp("127.0.0.1").unwrap_err().failure, SiteFailure::DeadlineOver);
    assert!(begun.elapsed() < Duration::from_millis(1_300), "{:?}", begun.elapsed());
}

// Proxies.

fn through(proxy: &str) -> World {
    let networks = Networks { proxy: Some(proxy.parse().unwrap()), ..Networks::loopback() };
    World::new(networks, short()).unwrap()
}

/// R04.
#[test]
fn a_proxy_is_asked_where_the_case_names_one_and_only_there() {
    let proxy = server(|head, stream| {
        let right = head.starts_with("GET http://127.0.0.1:9/a.crl HTTP/1.1\r\n");
        let status = if right { "200 OK" } else { "400 Bad" };
        let _ = write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 3\r\n\r\nyes");
    });
    let world = through(&format!("http://{proxy}"));
    let answer = world.http(&HttpRequest::get("http://127.0.0.1:9/a.crl")).unwrap();
    assert_eq!((answer.status, body(&answer)), (200, b"yes".to_vec()));
    // Addresses are held against the case as ever, and so are names that resolve here.
    for url in ["http://10.0.0.1/a.crl", "http://0x0a000001/", "https://169.254.169.254/"] {
        assert_eq!(failure(&world, url), SiteFailure::AddressRefused, "{url}");
    }
    let elsewhere = Networks { allow_loopback: false, ..world.networks().clone() };
    let elsewhere = World::new(elsewhere, short()).unwrap();
    assert_eq!(failure(&elsewhere, "http://localhost/a.crl"), SiteFailure::AddressRefused);
    // A name that only the proxy can resolve is left to it.
    let answer = world.http(&HttpRequest::get("http://ca.invalid/a.crl")).unwrap();
    assert_eq!(answer.status, 400);
}

#[test]
fn a_socks_proxy_is_told_an_address_that_was_checked() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let proxy = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut greeting = [0; 3];
            let _ = stream.read_exact(&mut greeting);
            let _ = stream.write_all(&[5, 0]);
            // RFC 1928 section 4: version, connect, reserved, IPv4, address, port.
            let mut request = [0; 10];
            let _ = stream.read_exact(&mut request);
            assert_eq!(request, [5, 1, 0, 1, 127, 0, 0, 1, 0, 9]);
            let _ = stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 9]);
            let mut head = [0; 4096];
            let _ = stream.read(&mut head);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let world = through(&format!("socks5://{proxy}"));
    assert_eq!(world.http(&HttpRequest::get("http://127.0.0.1:9/")).unwrap().status, 200);
    assert_eq!(failure(&world, "http://10.0.0.1:9/"), SiteFailure::AddressRefused);
}

#[test]
fn what_is_no_proxy_is_refused_and_a_password_is_not_shown() {
    for text in
        ["", "proxy:3128", "https://proxy:3128", "ftp://proxy", "http://proxy/path", "http://"]
    {
        assert!(text.parse::<tekseru::site::Proxy>().is_err(), "{text}");
    }
    let proxy: tekseru::site::Proxy = "http://inspector:secret@proxy.example:3128".parse().unwrap();
    assert_eq!(proxy.to_string(), "http://proxy.example:3128");
    assert_eq!(serde_json::to_string(&proxy).unwrap(), "\"http://proxy.example:3128\"");
}

// Time servers.

/// Answers every datagram with what `reply` makes of it, each from this very port.
fn time_server(reply: impl Fn(&[u8]) -> Vec<Vec<u8>> + Send + 'static) -> SocketAddr {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut buffer = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            for datagram in reply(&buffer[..length]) {
                let _ = socket.send_to(&datagram, from);
            }
        }
    });
    address
}

/// A server's reply: leap indicator, stratum and reference as given, no timestamps of its own.
fn reply_to(request: &[u8], leap: u8, stratum: u8, reference: &[u8; 4]) -> Vec<u8> {
    let mut reply = vec![0; 48];
    reply[0] = leap << 6 | 4 << 3 | 4;
    reply[1] = stratum;
    reply[12..16].copy_from_slice(reference);
    reply[24..32].copy_from_slice(&request[40..48]);
    reply[40..48].copy_from_slice(&request[40..48]);
    reply
}

fn ask(address: SocketAddr) -> Result<probes::NtpAnswer, SiteFailure> {
    world().ntp(&address.to_string()).map_err(|it| it.failure)
}

#[test]
fn a_time_request_and_its_reply_are_kept_whole() {
    let address = time_server(|request| vec![reply_to(request, 0, 1, b"GPS\0")]);
    let before = jiff::Timestamp::now();
    let answer = ask(address).unwrap();
    assert_eq!(answer.peer, address.to_string());
    assert_eq!(answer.request.len(), 48);
    // RFC 5905 section 7.3: version 4, mode 3.
    assert_eq!(answer.request[0] & 0x3f, 4 << 3 | 3);
    assert_eq!(answer.reply, reply_to(&answer.request, 0, 1, b"GPS\0"));
    assert!(before <= answer.sent_at && answer.sent_at < answer.received_at);
    assert!(answer.received_at.duration_since(answer.sent_at) < SignedDuration::from_millis(400));
    // The transmit timestamp of the request is the machine's clock: seconds since 1900.
    let seconds = u32::from_be_bytes(answer.request[40..44].try_into().unwrap());
    let unix = i64::from(seconds) - 2_208_988_800;
    let era = 1_i64 << 32;
    assert!((unix - before.as_second()).rem_euclid(era) <= 1);
}

#[test]
fn a_silent_time_server_is_silent_within_the_bound() {
    let begun = Instant::now();
    assert_eq!(ask(time_server(|_| vec![])), Err(SiteFailure::Silent));
    let took = begun.elapsed();
    assert!(took >= Duration::from_millis(500) && took < Duration::from_millis(1_000), "{took:?}");
}

#[test]
fn replies_that_the_library_refuses_are_evidence() {
    type Make = fn(&[u8]) -> Vec<u8>;
    let cases: [(&str, Make); 4] = [
        ("kiss of death", |it| reply_to(it, 3, 0, b"RATE")),
        ("unsynchronised", |it| reply_to(it, 3, 2, b"LOCL")),
        ("stratum 16", |it| reply_to(it, 0, 16, b"LOCL")),
        ("with an extension", |it| [reply_to(it, 0, 2, b"GPS\0"), vec![7; 28]].concat()),
    ];
    for (name, make) in cases {
        let begun = Instant::now();
        let answer = ask(time_server(move |request| vec![make(request)])).unwrap();
        assert_eq!(answer.reply, make(&answer.request), "{name}");
        assert!(begun.elapsed() < Duration::from_millis(400), "{name}");
    }
}

#[test]
fn a_datagram_that_is_no_reply_is_kept_where_no_better_one_comes() {
    let answer = ask(time_server(|_| vec![b"short".to_vec()])).unwrap();
    assert_eq!(answer.reply, b"short");
    let answer = ask(time_server(|_| vec![vec![]])).unwrap();
    assert_eq!(answer.reply, b"");
}

#[test]
fn a_forged_reply_does_not_shut_out_the_true_one() {
    let address = time_server(|request| {
        let mut forged = reply_to(request, 0, 1, b"EVIL");
        forged[24..32].fill(9);
        vec![b"x".to_vec(), forged, reply_to(request, 0, 1, b"GPS\0")]
    });
    assert_eq!(&ask(address).unwrap().reply[12..16], b"GPS\0");
}

#[test]
fn a_reply_from_another_port_is_ignored() {
    let stranger = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut buffer = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            let _ = stranger.send_to(&reply_to(&buffer[..length], 0, 1, b"EVIL"), from);
        }
    });
    assert_eq!(ask(address), Err(SiteFailure::Silent));
}

#[test]
fn a_time_server_that_may_not_be_asked_is_not() {
    let public = World::new(Networks::default(), short()).unwrap();
    for server in ["127.0.0.1", "[::1]:123", "localhost:1123", "10.0.0.1", "ntp://a", ""] {
        let error = public.ntp(server).unwrap_err();
        assert_eq!(error.failure, SiteFailure::AddressRefused, "{server}");
    }
}

#[cfg(any(target_os = "linux", windows))]
#[test]
fn a_port_where_no_time_server_listens_is_told_from_silence() {
    let address = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    assert_eq!(ask(address), Err(SiteFailure::ConnectionRefused));
}

// The machine.

#[test]
fn the_machine_tells_about_itself() {
    let facts = world().host().unwrap();
    assert!(!facts.name.is_empty());
    assert!(!facts.system.is_empty());
    assert!(facts.memory_mib > 0);
    assert!(!facts.processor.is_empty());
    // The widest offsets that have ever been used.
    assert!((-16 * 3600..=16 * 3600).contains(&facts.utc_offset_s), "{}", facts.utc_offset_s);
    let age = jiff::Timestamp::now().duration_since(facts.clock);
    assert!(!age.is_negative() && age < SignedDuration::from_secs(30));
    let names: Vec<_> = facts.interfaces.iter().map(|it| it.name.clone()).collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(names, sorted);
    for volume in &facts.volumes {
        assert!(volume.free_mib <= volume.size_mib, "{volume:?}");
    }
}
