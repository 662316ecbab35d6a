//! A collection over services that do everything a service should not, and what is judged of it.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use base64_of::base64;
use model::{Note, Verdict};
use tekseru::inspection::{Inspection, JudgedCase};
use tekseru::site::{Limits, Networks, World};

use crate::inspection::{CATALOG, WORDS, fresh};
use crate::site::{saying, server, short};

/// 40,000,000 octets of zero, packed by `brotli`, the program of the format's authors.
const BROTLI_BOMB: &str =
    "cfffff7f002400e2b14072effff9ffff0f8004401c1680eefd7ffe678901900088c302d08d1203";

/// What a hostile address is, and what has to be said of it: a code, and the failure where none
/// answered.
struct Hostile {
    name: &'static str,
    url: String,
    says: &'static str,
    failure: &'static str,
}

/// Accepts connections and does this with each, before anything was read.
fn raw(serve: impl Fn(TcpStream) + Send + Sync + Clone + 'static) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, serve) = (stream.unwrap(), serve.clone());
            std::thread::spawn(move || serve(stream));
        }
    });
    address
}

fn silence(_: TcpStream) {
    std::thread::sleep(Duration::from_secs(60));
}

fn answer(head: &str, body: &[u8]) -> SocketAddr {
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\n{head}content-length: {length}\r\n\r\n");
    saying([head.as_bytes(), body].concat())
}

fn redirect(location: &str) -> SocketAddr {
    saying(format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"))
}

/// Sends the first part, then a byte of the second ten times a second.
fn drip(first: &'static str, then: &'static [u8]) -> SocketAddr {
    server(move |_, stream| {
        let _ = stream.write_all(first.as_bytes());
        for byte in then.iter().cycle() {
            if stream.write_all(&[*byte]).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    })
}

/// Sends the first part, then the second without end.
fn flood(first: &'static str, then: Vec<u8>) -> SocketAddr {
    server(move |_, stream| {
        let _ = stream.write_all(first.as_bytes());
        while stream.write_all(&then).is_ok() {}
    })
}

/// Every hostile address. R01 to R05 of the catalogue of threats.
fn hostile() -> Vec<Hostile> {
    let mut all = Vec::new();
    let mut add = |name, scheme: &str, address: SocketAddr, says, failure| {
        let path = if scheme == "ldap" { "cn=x?certificateRevocationList" } else { "ca.crl" };
        let url = format!("{scheme}://{address}/{path}");
        all.push(Hostile { name, url, says, failure });
    };
    let nobody = "crl.unreachable-from-here";
    let own = "crl.unreachable";
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let ok = "HTTP/1.1 200 OK\r\n";
    let list_head = [&[0x30, 0x82, 0x10, 0x00][..], &[5; 100]].concat();
    let pem = format!("-----BEGIN X509 CRL-----\n{}\n-----END X509 CRL-----\n", base64(&[7; 90]));

    // R01: larger than the limit is never invalid.
    let chunk = [b"1000\r\n".to_vec(), vec![b'x'; 0x1000], b"\r\n".to_vec()].concat();
    add("endless chunks", "http", flood(chunked, chunk), nobody, "too-large");
    let announced = "HTTP/1.1 200 OK\r\ncontent-length: 419430400\r\n\r\n";
    add("400 MB announced", "http", flood(announced, vec![b'x'; 4096]), nobody, "too-large");
    // R02.
    let bomb = gzip_bomb();
    add(
        "gzip bomb",
        "http",
        answer("content-encoding: gzip\r\n", &bomb),
        "http.unpacked-too-large",
        "",
    );
    let bomb = hex::decode(BROTLI_BOMB).unwrap();
    add(
        "brotli bomb",
        "http",
        answer("content-encoding: br\r\n", &bomb),
        "http.unpacked-too-large",
        "",
    );
    let packed = answer("content-encoding: zstd\r\n", b"\x28\xb5\x2f\xfd");
    add("unknown packing", "http", packed, "http.packing-unknown", "");
    let unpacked = answer("content-encoding: gzip\r\n", b"\x30\x82\x01\x00");
    add("packing that is none", "http", unpacked, "http.packing-broken", "");
    let short_body = saying("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nshort");
    add("fewer bytes than announced", "http", short_body, own, "bad-answer");
    let two = saying("HTTP/1.1 200 OK\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nabcde");
    add("two lengths", "http", two, own, "bad-answer");
    let cut_chunk = saying(format!("{chunked}5\r\nab"));
    add("a chunk cut off", "http", cut_chunk, own, "bad-answer");
    // R03.
    add("accepts and says nothing", "http", raw(silence), nobody, "silent");
    add("a head byte by byte", "http", drip(ok, b"x: y\r\n"), nobody, "silent");
    let slow = "HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n";
    add("a body byte by byte", "http", drip(slow, b"x"), nobody, "silent");
    add("a handshake that stalls", "https", raw(silence), nobody, "silent");
    add("headers without end", "http", flood(ok, b"x: y\r\n".repeat(1000)), own, "bad-answer");
    add("a directory that says nothing", "ldap", raw(silence), nobody, "silent");
    // R04.
    for (name, location) in [
        ("to a file", "file:///etc/passwd"),
        ("to the intranet", "http://10.0.0.1/"),
        ("to the machine's keeper", "http://169.254.169.254/latest/meta-data"),
        ("to gopher", "gopher://127.0.0.1/"),
        ("to a name with a password", "http://user:secret@127.0.0.1/"),
        ("to a number", "http://0xa9fea9fe/"),
    ] {
        add(name, "http", redirect(location), own, "redirect-refused");
    }
    // R05.
    add("redirects to itself", "http", redirect("/ca.crl"), own, "too-many-redirects");
    let preface = saying("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    add("another version of the protocol", "http", preface, own, "bad-answer");
    add("garbage", "http", saying(vec![0xff; 3000]), own, "bad-answer");
    // What is dropped with the request unread is reset.
    add("reset", "http", raw(drop), own, "bad-answer");
    add("nothing at all", "http", saying(""), own, "bad-answer");
    add("an empty body", "http", answer("", b""), "crl.empty", "");
    let page = b"<!DOCTYPE html><html><body>Sign in</body></html>";
    add(
        "a page to sign in",
        "http",
        answer("content-type: text/html\r\n", page),
        "crl.html-instead",
        "",
    );
    let der = "content-type: application/pkix-crl\r\n";
    add("PEM as DER", "http", answer(der, pem.as_bytes()), "crl.pem-instead-of-der", "");
    add("truncated", "http", answer(der, &list_head), "crl.truncated", "");
    add("no list", "http", answer(der, b"\x30\x03\x02\x01\x00"), "crl.unreadable", "");
    let missing = saying("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
    add("not there", "http", missing, "crl.http-status", "");
    let other = raw(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        silence(stream);
    });
    add("a directory that speaks HTTP", "ldap", other, own, "bad-answer");
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    add("closed", "http", closed, own, "connection-refused");
    for (name, url) in [
        ("intranet", "http://10.0.0.1/ca.crl"),
        ("link-local", "http://169.254.169.254/ca.crl"),
        ("number", "http://0x0a000001/ca.crl"),
    ] {
        let (url, says) = (url.to_owned(), nobody);
        all.push(Hostile { name, url, says, failure: "address-refused" });
    }
    for (name, url) in [("file", "file:///etc/passwd"), ("gopher", "gopher://127.0.0.1/ca.crl")] {
        all.push(Hostile { name, url: url.to_owned(), says: "crl.not-http", failure: "" });
    }
    all
}

/// 64 MiB of zeros in 64 KiB, made by hand: one member after another, each of which a packer made.
fn gzip_bomb() -> Vec<u8> {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..64 {
        packer.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let bomb = packer.finish().unwrap();
    assert!(bomb.len() * 900 < 64 << 20, "{}", bomb.len());
    bomb
}

mod base64_of {
    /// Base64 with its padding, for a handful of octets.
    pub(super) fn base64(octets: &[u8]) -> String {
        const DIGITS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for part in octets.chunks(3) {
            let bits = part.iter().fold(0_u32, |sum, it| sum << 8 | u32::from(*it));
            let bits = bits << (8 * (3 - part.len()));
            for place in 0..=part.len() {
                text.push(char::from(DIGITS[(bits >> (18 - 6 * place)) as usize & 63]));
            }
            text.push_str(&"="[..].repeat(3 - part.len()));
        }
        text
    }
}

/// A self-check that declares these addresses and a time server that says nothing.
fn visit<'a>(name: &str, urls: &[&str]) -> (Inspection<'a>, UdpSocket) {
    let silent = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let text = format!(
        "purpose = 'self-check'
        [recipient]
        name = 'ДЕМО'
        address = 'ДЕМО'
        bin = '000000000601'
        authority = 'ДЕМО'
        [visit]
        start = '2026-11-22'
        end = '2026-11-22'
        places = ['ДЕМО']
        [declaration]
        crl-urls = {urls:?}
        ocsp-urls = ['http://10.0.0.1/ocsp']
        tsp-urls = ['http://10.0.0.1/tsp']
        [[declaration.time-servers]]
        name = 'ДЕМО'
        address = '{}'
        [network]
        allow-loopback = true",
        silent.local_addr().unwrap()
    );
    let case: tekseru::case::Case = toml::from_str(&text).unwrap();
    let folder = fresh(name);
    std::fs::create_dir_all(&folder).unwrap();
    let place = folder.join("dossier");
    let now = jiff::Timestamp::now();
    (Inspection::new(&place, case, &CATALOG, &WORDS, now).unwrap(), silent)
}

/// What is judged by one probe.
fn judged(case: &JudgedCase, probe: &str) -> (Verdict, Vec<Note>) {
    let mut all = case.subjects.iter().flat_map(|it| &it.requirements);
    let found = all.find(|it| it.finding.probe.0 == probe).unwrap_or_else(|| panic!("{probe}"));
    (found.finding.judgement.verdict, found.finding.judgement.notes.clone())
}

fn fact<'a>(note: &'a Note, name: &str) -> &'a str {
    note.facts.get(name).map_or("", String::as_str)
}

/// Notes by the address that they are about.
fn by_url(notes: &[Note]) -> BTreeMap<&str, Vec<&Note>> {
    let mut found: BTreeMap<&str, Vec<&Note>> = BTreeMap::new();
    for note in notes {
        found.entry(fact(note, "url")).or_default().push(note);
    }
    found
}

fn collect(inspection: &mut Inspection<'_>, limits: Limits) -> Duration {
    let networks = Networks::try_from(&inspection.case().network).unwrap();
    let world = World::new(networks, limits).unwrap().spooling_in(inspection.spool());
    inspection.begin_collection(world.limits(), world.networks(), jiff::Timestamp::now()).unwrap();
    world.begin_collection();
    let begun = Instant::now();
    inspection.collect(&world, &mut |_| {}).unwrap();
    begun.elapsed()
}

/// R01, R02, R03, R04, R05.
#[test]
fn every_hostile_service_is_named_by_what_it_did_and_none_complies() {
    let hostile = hostile();
    assert!(hostile.len() > 20);
    let urls: Vec<_> = hostile.iter().map(|it| it.url.as_str()).collect();
    let (mut inspection, _silent) = visit("hostile-named", &urls);
    collect(&mut inspection, Limits { collection_ms: Some(120_000), ..short() });
    let case = inspection.judge().unwrap();
    let (verdict, notes) = judged(&case, "crl.availability");
    assert_ne!(verdict, Verdict::Complies);
    let found = by_url(&notes);
    let mut wrong = Vec::new();
    for Hostile { name, url, says, failure } in &hostile {
        let said = found.get(url.as_str()).cloned().unwrap_or_default();
        let right = said.iter().any(|it| it.code == *says && fact(it, "failure") == *failure);
        if !right || said.iter().any(|it| it.code == "crl.fetched") {
            wrong.push(format!("{name}: {says} {failure}: {said:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), hostile.len(), wrong.join("\n"));
    for probe in ["crl.content", "ocsp.status", "time.ntp-offset", "tsp.token"] {
        let (verdict, notes) = judged(&case, probe);
        assert!(!matches!(verdict, Verdict::Complies), "{probe}: {notes:?}");
        assert!(!notes.is_empty(), "{probe}");
    }
}

/// R03.
#[test]
fn a_collection_ends_with_its_time_whatever_the_services_do() {
    let deadline = Duration::from_secs(3);
    let hostile = hostile();
    let urls: Vec<_> = hostile.iter().map(|it| it.url.as_str()).collect();
    let collection_ms = Some(3_000);
    // Nothing but the deadline ends a look.
    let limits = Limits {
        collection_ms,
        bytes_per_second: 0,
        ntp_ms: 60_000,
        quiet_ms: 60_000,
        total_ms: 60_000,
        ..short()
    };
    // Other tests share the processors and the disk: what one try loses to them, another does not.
    let mut tries = (0..3).map(|number| {
        let (mut inspection, silent) = visit(&format!("hostile-deadline-{number}"), &urls);
        let took = collect(&mut inspection, limits.clone());
        println!("the collection took {took:?}");
        (took < deadline + Duration::from_secs(1)).then_some((inspection, silent))
    });
    let (inspection, _silent) = tries.find_map(|it| it).expect("one try in time");
    let case = inspection.judge().unwrap();
    for probe in ["crl.availability", "crl.content", "ocsp.status", "time.ntp-offset", "tsp.token"]
    {
        let (verdict, notes) = judged(&case, probe);
        assert!(!matches!(verdict, Verdict::Complies), "{probe}: {notes:?}");
    }
    // What was cut and what was never asked say so, and decide nothing.
    let (_, notes) = judged(&case, "crl.availability");
    let found = by_url(&notes);
    let over = found.values().flatten().filter(|it| fact(it, "failure") == "deadline-over");
    let over: Vec<_> = over.collect();
    assert!(over.len() > 5, "{}", over.len());
    assert!(over.iter().all(|it| it.code == "crl.unreachable-from-here"), "{over:?}");
    // The record of the collection holds the bounds, for the act.
    let (_, recorded) = inspection.collections().unwrap().pop().unwrap();
    assert_eq!(recorded.limits.collection_ms, collection_ms);
    assert!(recorded.networks.allow_loopback);
}

/// R04: what the report shows of an address that was not asked does not tell who is there.
#[test]
fn an_address_that_may_not_be_asked_is_refused_alike_whoever_listens() {
    let (mut inspection, _silent) =
        visit("hostile-oracle", &["http://10.0.0.1/a.crl", "http://10.0.0.1:1/a.crl"]);
    collect(&mut inspection, short());
    let (_, notes) = judged(&inspection.judge().unwrap(), "crl.availability");
    let said: Vec<_> =
        notes.iter().map(|it| (it.code.clone(), fact(it, "message").to_owned())).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(said[0], said[1]);
}
