//! TLS sessions over real sockets: with rustls and, where they are installed, OpenSSL and its
//! GOST engine as servers, and with servers that stall, lie and break off.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use model::{EvidenceId, EvidenceKind, Judgement, Verdict};
use pki::Certificate;
use pki::issue::{Addresses, CertificateTemplate, Extension, Profile, distinguished_name};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::oid::known;
use probes::{
    Anchor, Declaration, Question, Site, SiteFailure, TlsAnswer, TlsOffer, TlsProof, TlsRequest,
};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, ServerConnection, SupportedProtocolVersion};
use tekseru::site::{Limits, Networks, World};

use crate::fixtures::{only_what_is_declared, requirement};

const QUIET: Duration = Duration::from_millis(700);

fn world() -> World {
    let limits = Limits { quiet_ms: 700, total_ms: 1_500, ..Limits::default() };
    World::new(Networks::loopback(), limits).unwrap()
}

fn begin(address: SocketAddr, offer: TlsOffer) -> Result<TlsAnswer, (SiteFailure, String)> {
    let request = TlsRequest { endpoint: address.to_string(), offer };
    world().tls(&request).map_err(|it| (it.failure, it.message))
}

/// An authority, and the certificate of a server at 127.0.0.1.
struct Hierarchy {
    root: Certificate,
    issuing: Certificate,
    leaf: Certificate,
    key: PrivateKey,
}

impl Hierarchy {
    fn new() -> Self {
        let [root_key, issuing_key, key] =
            std::array::from_fn(|_| PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap());
        let named = |name: &str| distinguished_name(&[(&known::COMMON_NAME, name)]);
        let day = SignedDuration::from_hours(24);
        let validity = (Timestamp::now() - day, Timestamp::now() + day);
        let none = Addresses::default();
        let issue = |profile: &Profile, issuer, name, key: &PrivateKey| {
            let key = key.public_key();
            CertificateTemplate::new(profile, issuer, named(name), key, validity, &none)
        };
        let root = issue(&Profile::Root, None, "TLS ROOT", &root_key).issue(&root_key).unwrap();
        let authority = Profile::Authority { path_length: Some(0) };
        let issuing = issue(&authority, Some(&root), "TLS CA", &issuing_key);
        let issuing = issuing.issue(&root_key).unwrap();
        let mut leaf = issue(&Profile::OcspResponder, Some(&issuing), "127.0.0.1", &key);
        leaf.set(Extension::purposes(&[&known::PURPOSE_SERVER], false));
        leaf.set(Extension::address(Ipv4Addr::LOCALHOST.into()));
        let leaf = leaf.issue(&issuing_key).unwrap();
        Self { root, issuing, leaf, key }
    }

    fn config(
        &self,
        versions: &[&'static SupportedProtocolVersion],
        chain: &[&Certificate],
    ) -> ServerConfig {
        let key = PrivatePkcs8KeyDer::from(self.key.to_pkcs8_der().unwrap().to_vec());
        let chain = chain.iter().map(|it| CertificateDer::from(it.der().to_vec())).collect();
        let mut config =
            ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
                .with_protocol_versions(versions)
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(chain, key.into())
                .unwrap();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config
    }
}

/// Serves every connection with `serve`.
fn server(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let serve = Arc::new(serve);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = Arc::clone(&serve);
            std::thread::spawn(move || serve(stream));
        }
    });
    address
}

fn secure(config: ServerConfig) -> SocketAddr {
    let config = Arc::new(config);
    server(move |mut stream| {
        let mut session = ServerConnection::new(Arc::clone(&config)).unwrap();
        while session.complete_io(&mut stream).is_ok_and(|(read, written)| read + written > 0) {}
    })
}

#[test]
fn a_session_is_kept_with_all_that_was_agreed_and_shown() {
    let all = Hierarchy::new();
    let address = secure(all.config(&[&TLS12, &TLS13], &[&all.leaf, &all.issuing]));
    let before = Timestamp::now();
    let world = world();
    let request = TlsRequest { endpoint: address.to_string(), offer: TlsOffer::Any };
    let answer = world.tls(&request).unwrap();
    assert_eq!(answer.version, "TLS 1.3");
    assert!(answer.cipher_suite.starts_with("TLS13_"), "{}", answer.cipher_suite);
    assert!(answer.group.is_some());
    assert_eq!(answer.protocol.as_deref(), Some("http/1.1"));
    assert_eq!(answer.certificates, [all.leaf.der().to_vec(), all.issuing.der().to_vec()]);
    assert_eq!(answer.proof, TlsProof::Given);
    assert_eq!(answer.peer, address.to_string());
    assert!(before <= answer.sent_at && answer.sent_at <= answer.received_at);
    assert!(answer.elapsed_us > 0);
    let looks = world.take_looks();
    assert_eq!(looks.len(), 1);
    assert_eq!(looks[0].hops[0].address, Some(address.to_string()));
    assert_eq!(looks[0].failure, None);
}

#[test]
fn each_version_is_offered_alone() {
    let all = Hierarchy::new();
    let only = |version| secure(all.config(&[version], &[&all.leaf, &all.issuing]));
    let (old, new) = (only(&TLS12), only(&TLS13));
    for (offer, version) in [(TlsOffer::Any, "TLS 1.2"), (TlsOffer::Tls12, "TLS 1.2")] {
        assert_eq!(begin(old, offer).unwrap().version, version);
    }
    assert_eq!(begin(new, TlsOffer::Tls13).unwrap().version, "TLS 1.3");
    for (address, offer) in [(old, TlsOffer::Tls13), (new, TlsOffer::Tls12)] {
        assert_eq!(begin(address, offer).unwrap_err().0, SiteFailure::Tls);
    }
    // rustls speaks neither the old versions nor the suites of GOST.
    for offer in [TlsOffer::Tls11, TlsOffer::Tls10, TlsOffer::Gost] {
        let (failure, message) = begin(old, offer).unwrap_err();
        assert_eq!(failure, SiteFailure::Tls, "{message}");
        assert!(message.starts_with("the server sent the alert "), "{message}");
    }
}

/// R03.
#[test]
fn a_server_that_stalls_or_drips_is_left_in_time() {
    let stalls = server(|stream| {
        std::thread::sleep(Duration::from_secs(5));
        drop(stream);
    });
    let drips = server(|mut stream| {
        let record = [22, 3, 3, 0x40, 0];
        for octet in record.into_iter().chain(std::iter::repeat_n(0, 1 << 14)) {
            if stream.write_all(&[octet]).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    for address in [stalls, drips] {
        for offer in [TlsOffer::Any, TlsOffer::Tls10] {
            let begun = Instant::now();
            assert_eq!(begin(address, offer).unwrap_err().0, SiteFailure::Silent);
            let waited = begun.elapsed();
            assert!(waited >= QUIET && waited < QUIET + Duration::from_secs(1), "{waited:?}");
        }
    }
}

#[test]
fn a_server_that_speaks_no_tls_is_told_apart_from_one_that_refuses() {
    let plain = server(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        let _ = stream.read(&mut [0; 1024]);
    });
    let closes = server(drop);
    for address in [plain, closes] {
        for offer in [TlsOffer::Any, TlsOffer::Tls10] {
            assert_eq!(begin(address, offer).unwrap_err().0, SiteFailure::BadAnswer, "{address}");
        }
    }
    let nobody = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    assert_eq!(begin(nobody, TlsOffer::Any).unwrap_err().0, SiteFailure::ConnectionRefused);
    let alert = server(|mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(&[21, 3, 3, 0, 2, 2, 70]);
    });
    let (failure, message) = begin(alert, TlsOffer::Tls11).unwrap_err();
    assert_eq!(
        (failure, &*message),
        (SiteFailure::Tls, "the server sent the alert protocol_version")
    );
    assert_eq!(begin(alert, TlsOffer::Any).unwrap_err().0, SiteFailure::Tls);
}

#[test]
fn a_handshake_without_end_is_cut() {
    let endless = server(|mut stream| {
        let record = [&[22, 3, 3, 0x40, 0][..], &[0; 1 << 14]].concat();
        while stream.write_all(&record).is_ok() {}
    });
    let (failure, message) = begin(endless, TlsOffer::Tls10).unwrap_err();
    assert_eq!(failure, SiteFailure::TooLarge, "{message}");
    // rustls refuses what is no message of a handshake at once.
    assert_ne!(begin(endless, TlsOffer::Any).unwrap_err().0, SiteFailure::Silent);
}

/// R04.
#[test]
fn only_allowed_addresses_are_connected_to() {
    let public = World::new(Networks::default(), Limits::default()).unwrap();
    for endpoint in [
        "127.0.0.1:443",
        "[::1]:443",
        "[::ffff:127.0.0.1]:443",
        "169.254.169.254:443",
        "localhost:443",
    ] {
        let request = TlsRequest { endpoint: endpoint.into(), offer: TlsOffer::Any };
        let failure = public.tls(&request).unwrap_err().failure;
        assert_eq!(failure, SiteFailure::AddressRefused, "{endpoint}");
    }
    for endpoint in ["", "a", ":443", "a:0", "a:b", "a@b:443", "[x]:443", "a/b:443", "a b:443"] {
        let request = TlsRequest { endpoint: endpoint.into(), offer: TlsOffer::Any };
        let failure = public.tls(&request).unwrap_err().failure;
        assert_eq!(failure, SiteFailure::AddressRefused, "{endpoint}");
    }
}

/// What a server of TLS 1.0 sends, by hand: RFC 2246 section 7.4.
fn old_flight(certificate: &[u8]) -> Vec<u8> {
    let long = |it: &[u8]| {
        let length = u32::try_from(it.len()).unwrap().to_be_bytes();
        [&length[1..], it].concat()
    };
    let chosen = [&[3, 1][..], &[7; 32], &[0], &[0x00, 0x35], &[0]].concat();
    let hello = [&[2][..], &long(&chosen)].concat();
    let shown = [&[11][..], &long(&long(&long(certificate)))].concat();
    let messages = [hello, shown].concat();
    // In records of ten octets each: messages may be cut anywhere.
    let record = |it: &[u8]| [&[22, 3, 1, 0, u8::try_from(it.len()).unwrap()][..], it].concat();
    messages.chunks(10).flat_map(record).collect()
}

#[test]
fn what_an_old_server_chose_and_showed_is_kept() {
    let flight = old_flight(&[0x30, 3, 1, 2, 3]);
    let sent = flight.clone();
    let address = server(move |mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(&sent);
        let _ = stream.read(&mut [0; 16]);
    });
    let answer = begin(address, TlsOffer::Tls10).unwrap();
    assert_eq!(answer.version, "TLS 1.0");
    assert_eq!(answer.cipher_suite, "TLS_RSA_WITH_AES_256_CBC_SHA");
    assert_eq!(answer.certificates, [vec![0x30, 3, 1, 2, 3]]);
    assert_eq!(answer.proof, TlsProof::NotAsked);
    let (failure, message) = begin(address, TlsOffer::Any).unwrap_err();
    assert_eq!(failure, SiteFailure::Tls, "{message}");

    // Cut short anywhere it ends at once, with what had been chosen or without.
    let place = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let (next, octets) = (Arc::clone(&place), flight.clone());
    let cutting = server(move |mut stream| {
        let until = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(&octets[..until]);
    });
    for until in 0..flight.len() {
        match begin(cutting, TlsOffer::Tls10) {
            Ok(answer) => assert_eq!(answer.version, "TLS 1.0", "{until}"),
            Err((failure, message)) => {
                assert_eq!(failure, SiteFailure::BadAnswer, "{until}: {message}");
            }
        }
    }
}

/// OpenSSL as a server; it stops when dropped.
struct OpenSsl {
    child: Child,
    address: SocketAddr,
    folder: PathBuf,
}

impl OpenSsl {
    /// Makes a key and a certificate and serves with them; `None` where it cannot.
    fn start(name: &str, key: &[&str], serve: &[&str]) -> Option<Self> {
        let folder =
            std::env::temp_dir().join(format!("tekseru-tls-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let made = Command::new("openssl")
            .args([
                "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=old", "-keyout", "key.pem",
            ])
            .args(["-out", "cert.pem"])
            .args(key)
            .current_dir(&folder)
            .stderr(Stdio::null())
            .status();
        if !made.is_ok_and(|it| it.success()) {
            println!("skipped: openssl makes no key of {name}");
            let _ = std::fs::remove_dir_all(&folder);
            return None;
        }
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
        let child = Command::new("openssl")
            .args(["s_server", "-quiet", "-accept", &free.to_string()])
            .args(["-cert", "cert.pem", "-key", "key.pem"])
            .args(serve)
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let started = Self { child, address: free, folder };
        for _ in 0..100 {
            if TcpStream::connect(free).is_ok() {
                return Some(started);
            }
            std::thread::sleep(Duration::from_millis(30));
        }
        println!("skipped: openssl does not serve {name}");
        None
    }
}

impl Drop for OpenSsl {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn openssl_with_old_versions_alone_is_told_by_name() {
    let weak = ["-cipher", "ALL:@SECLEVEL=0"];
    for (version, offer, name) in
        [("-tls1", TlsOffer::Tls10, "TLS 1.0"), ("-tls1_1", TlsOffer::Tls11, "TLS 1.1")]
    {
        let serve = [&weak[..], &[version]].concat();
        let Some(server) = OpenSsl::start(version, &["-newkey", "rsa:2048"], &serve) else {
            return;
        };
        let answer = begin(server.address, offer).unwrap();
        assert_eq!(answer.version, name);
        assert!(answer.cipher_suite.starts_with("TLS_"), "{}", answer.cipher_suite);
        let leaf = Certificate::read(&answer.certificates[0]).unwrap();
        assert_eq!(leaf.subject().common_name().as_deref(), Some("old"));
        let (failure, message) = begin(server.address, TlsOffer::Any).unwrap_err();
        assert_eq!(failure, SiteFailure::Tls, "{message}");
        let (verdict, codes) = judged(server.address, &[], None);
        assert_eq!(verdict, Verdict::Violates, "{codes:?}");
        assert!(codes.contains(&"net.tls-old-version".to_owned()), "{codes:?}");
    }
}

#[test]
fn openssl_with_suites_of_gost_alone_is_told_by_name() {
    let engine = ["-engine", "gost"];
    let key = [&engine[..], &["-newkey", "gost2012_256", "-pkeyopt", "paramset:A"]].concat();
    let serve = [
        &engine[..],
        &["-tls1_2", "-cipher", "GOST2012-GOST8912-GOST8912:GOST2012-KUZNYECHIK-KUZNYECHIKOMAC"],
    ]
    .concat();
    let Some(server) = OpenSsl::start("gost", &key, &serve) else { return };
    let answer = begin(server.address, TlsOffer::Gost).unwrap();
    assert!(answer.cipher_suite.contains("GOST"), "{}", answer.cipher_suite);
    let leaf = Certificate::read(&answer.certificates[0]).unwrap();
    assert!(leaf.public_key().kind().to_string().contains("GOST"));
    let (verdict, codes) = judged(server.address, &[], None);
    assert_eq!(verdict, Verdict::Undetermined, "{codes:?}");
    assert!(codes.contains(&"net.tls-gost-only".to_owned()), "{codes:?}");
}

/// What the probe collects from an endpoint, and how it judges that.
fn judged(
    address: SocketAddr,
    certificates: &[&Certificate],
    anchor: Option<&Certificate>,
) -> (Verdict, Vec<String>) {
    let judgement = judgement(address, certificates, anchor);
    let codes = judgement.notes.iter().map(|it| it.code.to_string()).collect();
    (judgement.verdict, codes)
}

fn judgement(
    address: SocketAddr,
    certificates: &[&Certificate],
    anchor: Option<&Certificate>,
) -> Judgement {
    let declaration = Declaration {
        ocsp_urls: vec![format!("https://{address}/")],
        anchors: anchor
            .into_iter()
            .map(|it| Anchor {
                sha256: EvidenceId(*it.fingerprint().as_bytes()),
                obtained_from: "the test itself".to_owned(),
            })
            .collect(),
        ..Declaration::default()
    };
    let of = |kind, bytes: Vec<u8>| model::Evidence::new(kind, Timestamp::now(), "test", bytes);
    let mut evidence: Vec<_> = certificates
        .iter()
        .chain(&anchor)
        .map(|it| of(EvidenceKind::Certificate, it.der().to_vec()))
        .collect();
    evidence.push(of(EvidenceKind::Declaration, serde_json::to_vec(&declaration).unwrap()));
    let probe = probes::by_id("net.tls").unwrap();
    let taken = probe.collect(&world(), &declaration, &evidence).unwrap();
    assert!(taken.iter().all(|it| it.kind == EvidenceKind::TlsSession));
    evidence.extend(taken);
    let requirement = requirement("net.tls");
    let day = "2026-01-15".parse().unwrap();
    let judgement =
        probes::judge(&Question { requirement: &requirement, evidence: &evidence, day });
    only_what_is_declared(probe, &judgement);
    judgement
}

#[test]
fn a_sound_endpoint_complies_and_the_table_tells_its_session() {
    let all = Hierarchy::new();
    let address = secure(all.config(&[&TLS12, &TLS13], &[&all.leaf, &all.issuing]));
    let judgement = judgement(address, &[], Some(&all.root));
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    let [model::Exhibit::Table(table)] = &judgement.exhibits[..] else { panic!("{judgement:#?}") };
    assert_eq!(table.rows.len(), 1);
    assert_eq!(table.rows[0].len(), table.columns.len());
    assert_eq!(table.rows[0][2], model::Cell::text("TLS 1.3"));
}

#[test]
fn what_is_wrong_with_an_endpoint_is_named() {
    let all = Hierarchy::new();
    let both = [&TLS12, &TLS13];
    let alone = secure(all.config(&both, &[&all.leaf]));
    let has = |(verdict, codes): (Verdict, Vec<String>), expected, code: &str| {
        assert_eq!(verdict, expected, "{code}: {codes:?}");
        assert!(codes.iter().any(|it| it == code), "{code}: {codes:?}");
    };
    has(
        judged(alone, &[&all.issuing], Some(&all.root)),
        Verdict::Violates,
        "net.tls-chain-incomplete",
    );
    has(judged(alone, &[], Some(&all.root)), Verdict::Undetermined, "net.tls-chain-not-shown");
    let whole = secure(all.config(&both, &[&all.leaf, &all.issuing]));
    has(judged(whole, &[], None), Verdict::Undetermined, "net.tls-chain-not-shown");
    let other = Hierarchy::new();
    has(judged(whole, &[], Some(&other.root)), Verdict::Undetermined, "net.tls-chain-not-shown");
    // The key of another certificate: rustls itself would not serve it.
    let closes = server(drop);
    has(judged(closes, &[], Some(&all.root)), Verdict::Violates, "net.tls-unreachable");
}
