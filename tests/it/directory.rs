//! Lists out of directories: a real one where it is installed, and hostile ones.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use probes::{HttpAnswer, HttpRequest, Site, SiteFailure};
use tekseru::site::{Limits, Networks, World};

use crate::inspection::fresh;
use crate::site::short;
use crate::skip::skipped;

/// An element of BER with a length of four octets, as directories write it.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x84], &length[..], content].concat()
}

fn message(number: u8, operation: &[u8]) -> Vec<u8> {
    tlv(0x30, &[tlv(2, &[number]), operation.to_vec()].concat())
}

/// A result: code, no name, no message.
fn result(tag: u8, code: u8) -> Vec<u8> {
    tlv(tag, &[tlv(0x0a, &[code]), tlv(4, b""), tlv(4, b"")].concat())
}

fn entry(attributes: &[(&str, &[&[u8]])]) -> Vec<u8> {
    let attributes = attributes.iter().flat_map(|(name, values)| {
        let values: Vec<u8> = values.iter().flat_map(|it| tlv(4, it)).collect();
        tlv(0x30, &[tlv(4, name.as_bytes()), tlv(0x31, &values)].concat())
    });
    let attributes: Vec<u8> = attributes.collect();
    tlv(0x64, &[tlv(4, b"cn=x"), tlv(0x30, &attributes)].concat())
}

/// A directory that answers the bind and then says this to whatever is searched.
fn directory(answer: Vec<u8>, stays: bool) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, answer) = (stream.unwrap(), answer.clone());
            std::thread::spawn(move || {
                let request = read(&mut stream);
                // RFC 4511 section 4.2: version 3, no name, no password.
                assert_eq!(request, [0x30, 12, 2, 1, 1, 0x60, 7, 2, 1, 3, 4, 0, 0x80, 0]);
                let _ = stream.write_all(&message(1, &result(0x61, 0)));
                let _ = read(&mut stream);
                let _ = stream.write_all(&answer);
                if stays {
                    std::thread::sleep(Duration::from_secs(30));
                }
            });
        }
    });
    address
}

fn read(stream: &mut TcpStream) -> Vec<u8> {
    let mut buffer = [0; 4096];
    let count = stream.read(&mut buffer).unwrap_or(0);
    buffer[..count].to_vec()
}

fn ask(address: SocketAddr, limits: Limits) -> Result<HttpAnswer, SiteFailure> {
    let world = World::new(Networks::loopback(), limits).unwrap();
    let url = format!("ldap://{address}/cn=x,o=ca?certificateRevocationList;binary");
    world.http(&HttpRequest::get(url)).map_err(|it| it.failure)
}

#[test]
fn the_value_of_the_attribute_asked_for_is_taken_byte_for_byte() {
    let list: Vec<u8> = (0..3_000_000_u32).map(|it| (it % 251) as u8).collect();
    let done = message(2, &result(0x65, 0));
    let found = message(
        2,
        &entry(&[
            ("objectClass", &[b"top", b"cRLDistributionPoint"]),
            ("CERTIFICATEREVOCATIONLIST;binary", &[&list, b"another"]),
        ]),
    );
    let limits = Limits { body_bytes: 4_000_000, ..short() };
    let answer = ask(directory([found, done.clone()].concat(), false), limits).unwrap();
    assert_eq!(answer.status, 200);
    assert!(answer.body.held().is_none());
    assert_eq!(answer.body.bytes().unwrap(), list);
    // An entry without the attribute gives nothing; no entry is the directory's own result.
    let other = message(2, &entry(&[("cn", &[b"x"])]));
    let answer = ask(directory([other, done].concat(), false), short()).unwrap();
    assert_eq!((answer.status, answer.body.length()), (200, 0));
    let none = directory(message(2, &result(0x65, 32)), false);
    assert_eq!(ask(none, short()).unwrap().status, 32);
}

/// R01, R03, R04.
#[test]
fn a_hostile_directory_is_cut_and_named() {
    let list = |length| entry(&[("certificateRevocationList;binary", &[&vec![5; length]])]);
    let huge = [&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 2, 1, 2][..], &[0x64]].concat();
    let huger = vec![0x30, 0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let lying = message(2, &[0x64, 0x84, 0x00, 0xff, 0xff, 0xff, 4, 1, b'x']);
    let indefinite = vec![0x30, 0x80, 2, 1, 2, 0x64, 0x80];
    let references = message(2, &tlv(0x73, &tlv(4, b"ldap://10.0.0.1/"))).repeat(3);
    let empty_entries = message(2, &entry(&[])).repeat(1000);
    let long_name = message(2, &tlv(0x64, &tlv(4, &[b'x'; 50_000])));
    for (name, answer, stays, expected) in [
        ("huge length", huge, true, SiteFailure::TooLarge),
        ("length of eight octets", huger, true, SiteFailure::TooLarge),
        ("length beyond its message", lying, true, SiteFailure::BadAnswer),
        ("indefinite length", indefinite, true, SiteFailure::BadAnswer),
        ("larger than the limit", message(2, &list(200_000)), true, SiteFailure::TooLarge),
        ("referral", message(2, &result(0x65, 10)), true, SiteFailure::RedirectRefused),
        ("reference", references, true, SiteFailure::RedirectRefused),
        ("endless entries", empty_entries, true, SiteFailure::BadAnswer),
        ("name without end", long_name, true, SiteFailure::BadAnswer),
        ("cut off", message(2, &list(9_000))[..4_000].to_vec(), false, SiteFailure::BadAnswer),
        ("stops", message(2, &list(9_000))[..4_000].to_vec(), true, SiteFailure::Silent),
        ("silent", vec![], true, SiteFailure::Silent),
        ("garbage", vec![0xff; 500], true, SiteFailure::BadAnswer),
    ] {
        let begun = Instant::now();
        assert_eq!(ask(directory(answer, stays), short()).err(), Some(expected), "{name}");
        assert!(begun.elapsed() < Duration::from_millis(1_800), "{name}: {:?}", begun.elapsed());
    }
}

/// No octet of an answer stops the program or is waited for beyond the bounds.
#[test]
fn no_octet_of_a_directorys_answer_breaks_the_reader() {
    let list = entry(&[("certificateRevocationList;binary", &[b"list"])]);
    let sound = [message(2, &list), message(2, &result(0x65, 0))].concat();
    for place in 0..sound.len() {
        let mut broken = sound.clone();
        broken[place] ^= 0x80;
        let _ = ask(directory(broken, false), short());
    }
}

/// A directory of OpenLDAP with one entry, stopped when dropped.
struct OpenLdap {
    child: Child,
    port: u16,
}

impl Drop for OpenLdap {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn openldap(list: &[u8], delta: &[u8], certificate: &[u8]) -> Option<OpenLdap> {
    let schema = "/etc/ldap/schema/core.schema";
    if !fs::exists(schema).unwrap() || Command::new("slapd").arg("-VV").output().is_err() {
        skipped("slapd absent");
        return None;
    }
    let folder = fresh("openldap");
    fs::create_dir_all(folder.join("data")).unwrap();
    let shown = folder.display();
    let conf = folder.join("slapd.conf");
    let text = format!(
        "include {schema}\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\n\
         pidfile {shown}/pid\ndatabase mdb\nsuffix \"o=ca\"\ndirectory {shown}/data\n\
         access to * by * read\n"
    );
    fs::write(&conf, text).unwrap();
    for (name, bytes) in [("list", list), ("delta", delta), ("certificate", certificate)] {
        fs::write(folder.join(name), bytes).unwrap();
    }
    let ldif = folder.join("entries.ldif");
    let text = format!(
        "dn: o=ca\nobjectClass: organization\no: ca\n\n\
         dn: cn=CA one,o=ca\nobjectClass: applicationProcess\nobjectClass: certificationAuthority-V2\n\
         cn: CA one\ncACertificate;binary:< file://{shown}/certificate\n\
         certificateRevocationList;binary:< file://{shown}/list\n\
         authorityRevocationList;binary:< file://{shown}/list\n\
         deltaRevocationList;binary:< file://{shown}/delta\n"
    );
    fs::write(&ldif, text).unwrap();
    let loaded =
        Command::new("slapadd").arg("-f").arg(&conf).arg("-l").arg(&ldif).output().unwrap();
    assert!(loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let child = Command::new("slapd")
        .args(["-d", "0", "-h", &format!("ldap://127.0.0.1:{port}/"), "-f"])
        .arg(&conf)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let directory = OpenLdap { child, port };
    for _ in 0..100 {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Some(directory);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("slapd does not listen");
}

#[test]
fn a_real_directory_gives_lists_and_certificates() {
    use jiff::Timestamp;
    use pki::issue::{Addresses, CertificateTemplate, CrlTemplate, Profile, distinguished_name};
    use pki::key::{PrivateKey, PrivateKeyKind, Signer as _};
    use pki::oid::known;

    let day: Timestamp = "2026-11-20T00:00:00Z".parse().unwrap();
    let later: Timestamp = "2027-11-20T00:00:00Z".parse().unwrap();
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let name = distinguished_name(&[(&known::COMMON_NAME, "DIRECTORY")]);
    let certificate = CertificateTemplate::new(
        &Profile::Root,
        None,
        name,
        key.public_key(),
        (day, later),
        &Addresses::default(),
    )
    .issue(&key)
    .unwrap();
    let list = CrlTemplate::new(&certificate, day, later, 1).to_der(&key).unwrap();
    let delta = CrlTemplate::new(&certificate, day, later, 2).to_der(&key).unwrap();
    let Some(directory) = openldap(&list, &delta, certificate.der()) else { return };
    let limits = Limits { quiet_ms: 10_000, total_ms: 10_000, ..short() };
    let world = World::new(Networks::loopback(), limits).unwrap();
    let ask = |path: &str| {
        let url = format!("ldap://127.0.0.1:{}/{path}", directory.port);
        world.http(&HttpRequest::get(url)).unwrap()
    };
    for (attribute, expected) in [
        ("certificateRevocationList;binary", list.as_slice()),
        ("authorityRevocationList;binary?base", &list),
        ("deltaRevocationList;binary?base?(objectClass=*)", &delta),
        ("cACertificate;binary", certificate.der()),
    ] {
        let answer = ask(&format!("cn=CA%20one,o=ca?{attribute}"));
        assert_eq!(answer.status, 200, "{attribute}");
        assert_eq!(answer.body.bytes().unwrap(), expected, "{attribute}");
    }
    // RFC 4511 section 4.1.9: noSuchObject.
    assert_eq!(ask("cn=nobody,o=ca?certificateRevocationList;binary").status, 32);
}
