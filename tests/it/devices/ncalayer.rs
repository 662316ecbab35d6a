//! A server that plays NCALayer over TLS and WebSocket: both modules, refusals, closed windows,
//! slow ones, and programs that are not NCALayer.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding};
use model::{Iin, Lang};
use pki::algorithm::HashAlgorithm;
use pki::cms::SignedData;
use pki::issue::{Profile, TimestampTemplate};
use pki::key::PrivateKeyKind;
use pki::oid::known;
use pki::tsp::TspRequest;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use tekseru::signing::ncalayer::{LARGEST_ANSWER, LARGEST_INSIDE, NcaLayer, NcaLayerError};
use tekseru::signing::{DeviceError, Signs, device};
use tokio_tungstenite::tungstenite::accept;
use tokio_tungstenite::tungstenite::protocol::{Message, WebSocket};

use super::{MEMBER, OFFICE, Person, STRANGER, adopted, refused, run, signed, visit};
use crate::bad_input::pem;
use crate::inspection::{exits, json as read, shown, text};

/// One connection, as NCALayer sees it.
struct Client(WebSocket<StreamOwned<ServerConnection, TcpStream>>);

impl Client {
    fn say(&mut self, text: &str) {
        // A client that has gone hears nothing; its test says what it wanted.
        let _ = self.0.send(Message::text(text));
    }

    fn answer(&mut self, value: &Value) {
        self.say(&value.to_string());
    }

    fn greet(&mut self) {
        self.answer(&json!({ "result": { "version": "1.4" } }));
    }

    fn hear(&mut self) -> Option<Value> {
        loop {
            match self.0.read() {
                Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }
}

fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Listens with a certificate that its own authority issued to this machine, as NCALayer does.
fn serve(talk: impl Fn(&mut Client) + Send + 'static) -> SocketAddr {
    let own = OFFICE.issue_as(&Profile::Root, PrivateKeyKind::EcdsaP256, "");
    let secret = own.key.to_pkcs8_der().unwrap().to_vec();
    let chain = vec![CertificateDer::from(own.certificate.der().to_vec())];
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, PrivatePkcs8KeyDer::from(secret).into())
        .unwrap();
    let config = Arc::new(config);
    let (listener, address) = listener();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { return };
            let session = ServerConnection::new(Arc::clone(&config)).unwrap();
            if let Ok(socket) = accept(StreamOwned::new(session, stream)) {
                talk(&mut Client(socket));
            }
        }
    });
    address
}

/// As [`serve`]; greets first and hands over what it is asked.
fn greeting(talk: impl Fn(&mut Client, Value) + Send + 'static) -> (SocketAddr, Receiver<Value>) {
    let (asked, heard) = channel();
    let address = serve(move |client| {
        client.greet();
        while let Some(request) = client.hear() {
            let _ = asked.send(request.clone());
            talk(client, request);
        }
    });
    (address, heard)
}

fn absent() -> Value {
    json!({ "success": false, "errorCode": "MODULE_NOT_FOUND" })
}

fn is_basics(request: &Value) -> bool {
    request["module"] == "kz.gov.pki.knca.basics"
}

/// The data of a request, whichever module is asked.
fn data(request: &Value) -> Vec<u8> {
    if is_basics(request) {
        assert_eq!(request["method"], "sign");
        return Base64::decode_vec(request["args"]["data"].as_str().unwrap()).unwrap();
    }
    let data = request["args"][2].as_str().unwrap();
    match request["method"].as_str().unwrap() {
        "createCAdESFromFile" | "createCMSSignatureFromFile" => std::fs::read(data).unwrap(),
        _ => Base64::decode_vec(data).unwrap(),
    }
}

/// The signature with a time-stamp of the office's authority over it.
fn stamped(cms: &[u8]) -> Vec<u8> {
    let stamper =
        OFFICE.issue_as(&Profile::TimestampAuthority, PrivateKeyKind::Rsa2048, "000000000000");
    let (signed, _) = SignedData::read(cms).unwrap();
    let signature = signed.signers().next().unwrap().signature.clone();
    let hash = HashAlgorithm::Sha256;
    let request = TspRequest::new(hash, hash.digest(&signature), Some(&[9; 8]));
    let token = TimestampTemplate::answering(&request, &known::POLICY_TSA_RSA, vec![1], OFFICE.now)
        .to_der(&stamper.key, &stamper.certificate)
        .unwrap();
    signed.with_timestamp(0, &token)
}

fn layer(address: SocketAddr) -> NcaLayer {
    NcaLayer {
        address,
        lang: Lang::Ru,
        member: Some(Iin::try_from(MEMBER.to_owned()).unwrap()),
        time_stamp: true,
        wait: Duration::from_secs(20),
    }
}

fn member() -> Person {
    OFFICE.issue(PrivateKeyKind::Gost2015A512, MEMBER)
}

#[test]
fn an_act_is_signed_in_the_window_and_counted() {
    for (name, lang, more, stamp) in [
        ("plain", "kk", &["--no-time-stamp"][..], false),
        ("stamped", "ru", &["--member", MEMBER], true),
    ] {
        let person = member();
        let (address, heard) = greeting(move |client, request| {
            let cms = person.sign(&data(&request));
            let stamp = request["args"]["signingParams"]["tsaProfile"].is_object();
            let cms = if stamp { stamped(&cms) } else { cms };
            // Heartbeats and the keeping alive of connections are no answers.
            client.say("--heartbeat--");
            client.say("{}");
            let text = Base64::encode_string(&cms);
            client.answer(&json!({ "status": true, "body": { "result": [text] } }));
        });
        let place = visit(&format!("ncalayer-{name}"));
        let sign = ["--lang", lang, "--json", "sign", text(&place), "--ncalayer"];
        let address = address.to_string();
        let output = run(&[&sign[..], more].concat(), &[("TEKSERU_NCALAYER", &address)]);
        assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
        assert_eq!(read(&output)["label"], format!("{MEMBER}.p7s"));
        let request = heard.recv().unwrap();
        assert_eq!(request["args"]["locale"], lang);
        let named = request["args"]["signerParams"].get("iin");
        assert_eq!(named.is_some(), more.contains(&"--member"));
        let signature = adopted(&place);
        let (signature, _) = SignedData::read(&signature).unwrap();
        let attributes = &signature.signers().next().unwrap().unsigned_attributes;
        assert_eq!(!attributes.is_empty(), stamp);
    }
}

#[test]
fn a_version_without_the_first_module_is_asked_through_the_second() {
    for (form, stamp) in [("PEM", true), ("base64", false)] {
        let person = member();
        let (address, heard) = greeting(move |client, request| {
            if is_basics(&request) {
                client.answer(&absent());
                return;
            }
            if request["method"] == "getActiveTokens" {
                let tokens = json!(["AKKaztokenStore"]);
                client.answer(&json!({ "code": "200", "responseObject": tokens }));
                return;
            }
            let cms = person.sign(&data(&request));
            let stamp = request["method"] == "createCMSSignatureFromBase64";
            let cms = if stamp { stamped(&cms) } else { cms };
            let form = if form == "PEM" { pem("CMS", &cms) } else { Base64::encode_string(&cms) };
            client.answer(&json!({ "code": "200", "responseObject": form, "message": "" }));
        });
        let place = visit(&format!("common-{form}"));
        let mut arguments = vec!["sign", text(&place), "--ncalayer"];
        arguments.extend((!stamp).then_some("--no-time-stamp"));
        let output = run(&arguments, &[("TEKSERU_NCALAYER", &address.to_string())]);
        assert_eq!(output.status.code(), Some(0), "{form}: {}", shown(&output));
        adopted(&place);
        let asked: Vec<Value> = heard.try_iter().collect();
        let methods: Vec<_> = asked.iter().map(|it| it["method"].as_str().unwrap()).collect();
        let last = if stamp { "createCMSSignatureFromBase64" } else { "createCAdESFromBase64" };
        assert_eq!(methods, ["sign", "getActiveTokens", last]);
        assert_eq!(asked[2]["args"][0], "AKKaztokenStore");
        assert_eq!(
            (&asked[2]["args"][1], &asked[2]["args"][3]),
            (&"SIGNATURE".into(), &false.into())
        );
    }
}

#[test]
fn a_file_too_long_for_a_message_is_laid_out_and_taken_away_again() {
    let person = member();
    let (address, heard) = greeting(move |client, request| {
        if request["method"] == "getActiveTokens" {
            client.answer(&json!({ "code": "200", "responseObject": [] }));
            return;
        }
        let cms = Base64::encode_string(&person.sign(&data(&request)));
        client.answer(&json!({ "code": "200", "responseObject": cms }));
    });
    let layer = NcaLayer { time_stamp: false, ..layer(address) };
    for (length, methods) in [
        (LARGEST_INSIDE, &["sign"][..]),
        (LARGEST_INSIDE + 1, &["getActiveTokens", "createCAdESFromFile"]),
    ] {
        let content = vec![7; length];
        let found = layer.signature(&content);
        let asked: Vec<Value> = heard.try_iter().collect();
        let named: Vec<_> = asked.iter().map(|it| it["method"].as_str().unwrap()).collect();
        assert_eq!(named, methods);
        if let Some(last) = asked.last().filter(|_| length > LARGEST_INSIDE) {
            let signer = device::signer(&found.unwrap(), &content, layer.member.as_ref()).unwrap();
            assert_eq!(signer.as_str(), MEMBER);
            assert_eq!(last["args"][0], "PKCS12");
            let path = last["args"][2].as_str().unwrap();
            assert!(!std::path::Path::new(path).exists(), "{path} was left");
        } else {
            // This server answers in the form of the other module.
            assert!(matches!(found, Err(NcaLayerError::Garbage { .. })), "{found:?}");
        }
    }
}

#[test]
fn a_closed_window_and_a_refusal_are_told_apart_in_both_modules() {
    let refusal =
        |code: &str, message: &str| json!({ "status": false, "code": code, "message": message });
    type Expected = fn(&NcaLayerError) -> bool;
    let cancelled: Expected = |it| matches!(it, NcaLayerError::Cancelled);
    let refused: Expected = |it| {
        matches!(it, NcaLayerError::Refused { code, message }
            if code == "SIGNING_FAILURE" && message == "TSP қолжетімсіз")
    };
    let cases = [
        (json!({ "status": true, "body": {} }), cancelled),
        (refusal("USER_CANCELLED", "Отменено"), cancelled),
        (refusal("500", "action.canceled"), cancelled),
        (refusal("SIGNING_FAILURE", "TSP қолжетімсіз"), refused),
    ];
    for (answer, expected) in cases {
        let said = answer.clone();
        let (address, _heard) = greeting(move |client, _| client.answer(&answer));
        let error = layer(address).signature(b"act").unwrap_err();
        assert!(expected(&error), "{said}: {error:?}");
    }
    for (answer, expected) in [
        (json!({ "code": "500", "message": "action.canceled" }), cancelled),
        (json!({ "code": "SIGNING_FAILURE", "message": "TSP қолжетімсіз" }), refused),
    ] {
        let said = answer.clone();
        let (address, _heard) = greeting(move |client, request| {
            let first = is_basics(&request) || request["method"] == "getActiveTokens";
            client.answer(&if first { absent() } else { answer.clone() });
        });
        let error = layer(address).signature(b"act").unwrap_err();
        assert!(expected(&error), "{said}: {error:?}");
    }
    let (address, _heard) = greeting(|client, _| client.answer(&absent()));
    let error = layer(address).signature(b"act").unwrap_err();
    assert!(
        matches!(&error, NcaLayerError::ModuleAbsent { version } if version == "1.4"),
        "{error:?}"
    );
}

#[test]
fn what_is_no_answer_is_refused_by_its_kind() {
    type Talk = fn(&mut Client);
    type Expected = fn(&NcaLayerError) -> bool;
    let garbage: Expected = |it| matches!(it, NcaLayerError::Garbage { .. });
    let closed: Expected = |it| matches!(it, NcaLayerError::Closed);
    let cases: [(&str, Talk, Expected); 9] = [
        ("no JSON", |it| it.say("<html>"), garbage),
        ("a number", |it| it.say("7"), garbage),
        ("octets", |it| drop(it.0.send(Message::binary(vec![0, 1, 2]))), garbage),
        (
            "two signatures",
            |it| it.answer(&json!({ "status": true, "body": { "result": ["AQID", "AQID"] } })),
            garbage,
        ),
        (
            "no base64",
            |it| it.answer(&json!({ "status": true, "body": { "result": "Қолтаңба" } })),
            garbage,
        ),
        ("a farewell", |it| drop(it.0.close(None)), closed),
        (
            "a broken line",
            |it| drop(it.0.get_mut().sock.shutdown(std::net::Shutdown::Both)),
            closed,
        ),
        (
            "too much",
            |it| it.say(&format!("\"{}\"", "A".repeat(LARGEST_ANSWER + 1))),
            |it| matches!(it, NcaLayerError::AnswerTooLarge { .. }),
        ),
        ("heartbeats only", |it| (0..2_000).for_each(|_| it.say("--heartbeat--")), garbage),
    ];
    for (name, talk, expected) in cases {
        let (address, _heard) = greeting(move |client, _| talk(client));
        let error = layer(address).signature(b"act").unwrap_err();
        assert!(expected(&error), "{name}: {error:?}");
    }
}

#[test]
fn whoever_is_not_ncalayer_is_named() {
    let (unused, nobody) = listener();
    drop(unused);
    let error = layer(nobody).signature(b"act").unwrap_err();
    assert!(matches!(error, NcaLayerError::NotRunning { .. }), "{error:?}");

    // Another machine is not even connected to: this one would not answer for ten seconds.
    let begun = Instant::now();
    for far in ["192.0.2.1:13579", "[2001:db8::1]:13579", "0.0.0.0:13579"] {
        let error = layer(far.parse().unwrap()).signature(b"act").unwrap_err();
        assert!(matches!(error, NcaLayerError::NotLoopback { .. }), "{error:?}");
    }
    assert!(begun.elapsed() < Duration::from_secs(2));

    // A server of the web without TLS.
    let (plain, address) = listener();
    std::thread::spawn(move || {
        let (mut stream, _) = plain.accept().unwrap();
        let _ = stream.read(&mut [0; 512]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
    });
    let error = layer(address).signature(b"act").unwrap_err();
    assert!(matches!(error, NcaLayerError::NotNcaLayer { .. }), "{error:?}");

    // A WebSocket that greets with something else.
    for greeting in ["{\"hello\":1}", "Сәлем", "[]"] {
        let address = serve(move |client| client.say(greeting));
        let error = layer(address).signature(b"act").unwrap_err();
        assert!(matches!(error, NcaLayerError::NotNcaLayer { .. }), "{greeting}: {error:?}");
    }
}

#[test]
fn a_slow_window_is_waited_for_and_a_silent_one_only_so_long() {
    let person = member();
    let (address, _heard) = greeting(move |client, request| {
        std::thread::sleep(Duration::from_millis(1_500));
        let cms = Base64::encode_string(&person.sign(&data(&request)));
        client.answer(&json!({ "status": true, "body": { "result": cms } }));
    });
    assert!(layer(address).signature(b"act").is_ok());
    let hasty = NcaLayer { wait: Duration::from_millis(500), ..layer(address) };
    let begun = Instant::now();
    let error = hasty.signature(b"act").unwrap_err();
    assert!(matches!(error, NcaLayerError::Unanswered { .. }), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());

    // One that sends an octet of its answer now and then is no faster.
    let (address, _heard) = greeting(|client, _| {
        let line = client.0.get_mut();
        for _ in 0..40 {
            // A frame of a text that never ends.
            if line.write_all(&[0x01, 0x01, b'a']).and_then(|()| line.flush()).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    let hasty = NcaLayer { wait: Duration::from_millis(700), ..layer(address) };
    let begun = Instant::now();
    let error = hasty.signature(b"act").unwrap_err();
    assert!(matches!(error, NcaLayerError::Unanswered { .. } | NcaLayerError::Closed), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[test]
fn what_comes_back_is_held_against_the_file_and_the_member() {
    let (mine, theirs) = (member(), OFFICE.issue(PrivateKeyKind::Rsa2048, STRANGER));
    let expected = Iin::try_from(MEMBER.to_owned()).unwrap();
    let of = |cms: &[u8]| device::signer(cms, b"act", Some(&expected));
    assert_eq!(of(&mine.sign(b"act")).unwrap(), expected);
    // The file may be inside as well, as long as it is the file.
    assert_eq!(of(&mine.enclose(b"act")).unwrap(), expected);
    for cms in [mine.sign(b"another"), mine.enclose(b"another")] {
        assert_eq!(of(&cms), Err(DeviceError::OverSomethingElse));
    }
    let found = Some(STRANGER.to_owned());
    let another = DeviceError::AnotherPerson { member: expected.clone(), found };
    assert_eq!(of(&theirs.sign(b"act")), Err(another));
    let machine = OFFICE.issue(PrivateKeyKind::EcdsaP256, "");
    assert_eq!(device::signer(&machine.sign(b"act"), b"act", None), Err(DeviceError::Nobody));
    let broken = pki::issue::with_broken_signature(&mine.sign(b"act"));
    assert!(matches!(of(&broken), Err(DeviceError::Unproven { .. })), "{:?}", of(&broken));
    let (one, _) = SignedData::read(&mine.sign(b"act")).unwrap();
    let options = pki::cms::SignOptions::detached(OFFICE.now);
    let two = one.with_signer(&theirs.key, &theirs.certificate, b"act", &options).unwrap();
    for bytes in [&two[..], b"%PDF-1.7", b""] {
        assert!(matches!(of(bytes), Err(DeviceError::NotACms { .. })), "{:?}", of(bytes));
    }
}

#[test]
fn each_failure_of_the_program_has_its_own_sentence_and_records_nothing() {
    let place = visit("ncalayer-refusals");
    let sign = |address: &str, more: &[&str]| {
        let arguments = [&["sign", text(&place), "--ncalayer"], more].concat();
        run(&arguments, &[("TEKSERU_NCALAYER", address)])
    };
    let (unused, nobody) = listener();
    drop(unused);
    refused(&sign(&nobody.to_string(), &[]), "error.ncalayer-not-running");
    refused(&sign("198.51.100.7:13579", &[]), "error.ncalayer-not-loopback");

    // The window offers only the member's certificates; this program does not keep to it.
    let stranger = OFFICE.issue(PrivateKeyKind::EcdsaP256, STRANGER);
    let (address, _heard) = greeting(move |client, request| {
        let cms = Base64::encode_string(&stranger.sign(&data(&request)));
        client.answer(&json!({ "status": true, "body": { "result": cms } }));
    });
    refused(&sign(&address.to_string(), &["--member", MEMBER]), "error.device-another-person");

    let person = member();
    let (address, _heard) = greeting(move |client, _| {
        let cms = Base64::encode_string(&person.sign(b"something else"));
        client.answer(&json!({ "status": true, "body": { "result": cms } }));
    });
    refused(&sign(&address.to_string(), &[]), "error.device-over-something-else");
    let (address, _heard) = greeting(|_, _| std::thread::sleep(Duration::from_secs(3)));
    refused(&sign(&address.to_string(), &["--wait", "1"]), "error.ncalayer-unanswered");
    let (address, _heard) =
        greeting(|client, _| client.answer(&json!({ "status": true, "body": {} })));
    refused(&sign(&address.to_string(), &[]), "error.ncalayer-cancelled");
    assert_eq!(signed(&place), 0);
    let recorded = read(&run(&["--json", "status", text(&place)], &[]));
    assert_eq!(recorded["tally"]["outcomes"], json!([]));
}

#[test]
fn a_dissent_is_signed_in_the_window_by_whoever_is_named() {
    let person = member();
    let (address, heard) = greeting(move |client, request| {
        let cms = Base64::encode_string(&person.sign(&data(&request)));
        client.answer(&json!({ "status": true, "body": { "result": cms } }));
    });
    let address = address.to_string();
    let place = visit("ncalayer-dissent");
    let dissent = ["dissent", text(&place), "--ncalayer", "--reasons", "Үлгі себеп."];
    let output = run(&dissent, &[("TEKSERU_NCALAYER", &address)]);
    refused(&output, "error.device-member-needed");
    assert_eq!(heard.try_iter().count(), 0, "nobody was asked before it was known who signs");
    let named = [&dissent[..], &["--member", MEMBER]].concat();
    let output = run(&named, &[("TEKSERU_NCALAYER", &address)]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    let statement: Value = serde_json::from_slice(&data(&heard.recv().unwrap())).unwrap();
    assert_eq!(
        (&statement["kind"], &statement["member"]),
        (&"tekseru dissent".into(), &MEMBER.into())
    );
    let status = read(&exits(3, &["--json", "status", text(&place)]));
    assert_eq!(status["members"][0]["state"], "dissent", "{status}");
}

/// The seam itself: what is signed by one device is signed by all.
#[test]
fn the_program_is_a_device_like_the_others() {
    let person = member();
    let (address, _heard) = greeting(move |client, request| {
        let cms = Base64::encode_string(&person.sign(&data(&request)));
        client.answer(&json!({ "status": true, "body": { "result": cms } }));
    });
    let device: &dyn Signs = &layer(address);
    assert!(device.certificate().is_none() && device.others().is_empty());
    let cms = device.cms(b"decision", OFFICE.now).unwrap();
    assert_eq!(device::signer(&cms, b"decision", None).unwrap().as_str(), MEMBER);
}

#[test]
fn a_time_stamping_service_that_is_silent_leaves_the_signature_as_it_was() {
    let person = member();
    let (address, heard) = greeting(move |client, request| {
        let cms = Base64::encode_string(&person.sign(&data(&request)));
        client.answer(&json!({ "status": true, "body": { "result": cms } }));
    });
    let place = visit("tsp-silent");
    let (unused, nobody) = listener();
    drop(unused);
    let service = format!("http://{nobody}/");
    let sign = ["--json", "sign", text(&place), "--ncalayer", "--tsp", &service];
    let output = run(&sign, &[("TEKSERU_NCALAYER", &address.to_string())]);
    assert_eq!(output.status.code(), Some(3), "{}", shown(&output));
    let told = read(&output);
    assert_eq!(told["notes"][0]["code"], "signature.stamp-service-silent", "{told:#}");
    // One service is asked, not two.
    let request = heard.recv().unwrap();
    assert_eq!(request["args"]["signingParams"]["tsaProfile"], Value::Null);
    adopted(&place);
}
