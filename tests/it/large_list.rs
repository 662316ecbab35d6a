//! A long list is fetched, verified and judged without being held.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use pki::issue::{
    Addresses, CertificateTemplate, CrlTemplate, Profile, RevokedTemplate, distinguished_name,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer as _};
use pki::oid::known;

use crate::inspection::{exits, fresh, json, text};
use crate::site::server;

/// Makes a list of so many entries in no order, and lays it out with its issuer and a case.
fn lay_out(folder: &Path, entries: u32) -> (PathBuf, PathBuf, u64) {
    fs::create_dir_all(folder).unwrap();
    let now = Timestamp::now();
    let (day, later) = (now - SignedDuration::from_hours(1), now + SignedDuration::from_hours(99));
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let name = distinguished_name(&[(&known::COMMON_NAME, "LONG"), (&known::COUNTRY, "KZ")]);
    let certificate = CertificateTemplate::new(
        &Profile::Root,
        None,
        name,
        key.public_key(),
        (day - SignedDuration::from_hours(9000), later),
        &Addresses::default(),
    )
    .issue(&key)
    .unwrap();
    let mut template = CrlTemplate::new(&certificate, day, later, 7);
    for number in 0..entries {
        let scattered = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 1 | 1 << 56;
        template.entries.push(RevokedTemplate {
            serial: [scattered.to_be_bytes(), u64::from(number).to_be_bytes()].concat(),
            date: day - SignedDuration::from_hours(24),
            reason: None,
            certificate_issuer: None,
            invalidity_date: None,
        });
    }
    let list = template.to_der(&key).unwrap();
    let length = list.len() as u64;
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
    let answer = [head.as_bytes(), &list].concat();
    let address = server(move |_, stream| {
        let _ = std::io::Write::write_all(stream, &answer);
    });
    let issuer = folder.join("issuer.cer");
    fs::write(&issuer, certificate.der()).unwrap();
    let case = folder.join("case.toml");
    let declared = format!(
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
        crl-urls = ['http://{address}/long.crl']
        [network]
        allow-loopback = true"
    );
    fs::write(&case, declared).unwrap();
    (case, issuer, length)
}

/// Runs the program and watches the most memory that it ever held, in bytes. Where the system does
/// not tell, nothing.
fn peak(arguments: &[&str]) -> Option<u64> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tekseru"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = None;
    while child.try_wait().unwrap().is_none() {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|it| it.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|it| it.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        most = kilobytes.map(|it| it * 1024).max(most);
        std::thread::sleep(Duration::from_millis(2));
    }
    most
}

/// R01, R09: what is judged of 300,000 entries costs no more memory than eight octets each and the
/// buffers that any list has.
#[test]
fn a_long_list_is_collected_and_judged_without_being_held() {
    let folder = fresh("long-list");
    let mut peaks = Vec::new();
    for entries in [10, 300_000] {
        let folder = folder.join(entries.to_string());
        let (case, issuer, length) = lay_out(&folder, entries);
        let dossier = folder.join("dossier");
        let dossier = text(&dossier);
        exits(0, &["new", dossier, "--case", text(&case)]);
        let collected = peak(&["collect", dossier, "--certificate", text(&issuer)]);
        let judged = peak(&["judge", dossier]);
        peaks.push((collected, judged, length));
        // The list was taken and is the one that was served.
        let told = json(&tekseru_json(dossier));
        let shown = told.to_string();
        assert!(shown.contains("\"crl.fetched\""), "not fetched");
        assert!(shown.contains(&format!("\"entries\":\"{entries}\"")), "{entries}");
    }
    let [(small_collect, small_judge, _), (collect, judge, length)] = peaks[..] else { panic!() };
    assert!(length > 10_000_000, "{length}");
    let (Some(small_collect), Some(small_judge), Some(collect), Some(judge)) =
        (small_collect, small_judge, collect, judge)
    else {
        crate::skip::skipped("the system does not tell a process's peak of memory");
        return;
    };
    println!("{length} octets: collect {small_collect} {collect}, judge {small_judge} {judge}");
    // Eight octets an entry, and buffers: a quarter of what holding the list once would add.
    let most = 300_000 * 8 + (5 << 20);
    assert!(collect.saturating_sub(small_collect) < most, "{small_collect} {collect}");
    assert!(judge.saturating_sub(small_judge) < most, "{small_judge} {judge}");
}

fn tekseru_json(dossier: &str) -> std::process::Output {
    crate::inspection::tekseru(&["--json", "judge", dossier])
}
