//! How late samples are, and whether memory stays flat: a thousand loopback endpoints, a dossier,
//! and the same use case that `tekseru crl-watch` calls.
//!
//! ```text
//! cargo run --release --example watch_rate -- [endpoints] [seconds] [every-seconds]
//! ```
//!
//! The endpoints are one responder in a process of its own, so that its memory and its threads are
//! not counted here. Prints the lateness by rank, the samples that are missing, and resident memory
//! at the beginning, at each quarter and at the end (Linux). Exits with 1 where a sample was more
//! than 50 ms late, was missing, or memory grew by more than 16 MiB after the first quarter.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::AtomicBool;

use jiff::{SignedDuration, Timestamp};
use pki::issue::{Addresses, CertificateTemplate, CrlTemplate, Profile, distinguished_name};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::oid::known;
use tekseru::case::Case;
use tekseru::catalog::Catalog;
use tekseru::inspection::{Inspection, Period, WatchSettings};
use tekseru::site::{Limits, Networks, World};
use tekseru::words::Words;

/// No sample may be later.
const LATEST_US: u64 = 50_000;
/// No more may be added after the first quarter, in KiB.
const GROWTH: u64 = 16 << 10;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next();
    if first.as_deref() == Some("serve") {
        serve()?;
        return Ok(ExitCode::SUCCESS);
    }
    let number = |text: Option<String>, default| text.map_or(Ok(default), |it| it.parse::<u64>());
    let endpoints = number(first, 1_000)?;
    let seconds = number(arguments.next(), 60)?;
    let every = number(arguments.next(), 10)?;

    let mut server = Command::new(std::env::current_exe()?)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut address = String::new();
    BufReader::new(server.stdout.take().ok_or("no output")?).read_line(&mut address)?;
    let measured = measure(address.trim(), endpoints, seconds, every);
    server.kill()?;
    server.wait()?;
    measured
}

fn measure(
    address: &str,
    endpoints: u64,
    seconds: u64,
    every: u64,
) -> Result<ExitCode, Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("watch-rate-{}", std::process::id()));
    let (catalog, words) = (Catalog::embedded()?, Words::embedded()?);
    let mut case: Case = toml::from_str(include_str!("../../samples/clean/case.toml"))?;
    case.network.allow_loopback = true;
    case.declaration.crl_urls =
        (0..endpoints).map(|it| format!("http://{address}/{it}.crl")).collect();
    let mut inspection = Inspection::new(&folder, case, &catalog, &words, Timestamp::now())?;
    let world = World::new(Networks::loopback(), Limits::default())?;
    let settings = WatchSettings {
        window: Some(Period::from_millis(seconds * 1_000)),
        every: Some(Period::from_millis(every * 1_000)),
        ..WatchSettings::default()
    };
    println!("{endpoints} endpoints, each every {every} s, for {seconds} s");
    let mut memory = vec![resident()];
    let mut quarter = 1;
    let stop = AtomicBool::new(false);
    let report = inspection.watch(&world, &settings, &stop, &mut |progress| {
        if quarter < 4 && progress.elapsed_ms >= progress.window_ms * quarter / 4 {
            memory.push(resident());
            quarter += 1;
        }
    })?;
    memory.push(resident());
    drop(inspection);
    let late = lateness(&folder)?;
    std::fs::remove_dir_all(&folder)?;

    let planned = endpoints * (seconds / every);
    let sent = u64::try_from(late.len())?;
    println!("samples planned {planned}, sent {sent}, available {}", report.progress.available);
    let at = |percent: usize| {
        let rank = (percent * late.len()).div_ceil(100).max(1);
        late.get(rank - 1).copied().unwrap_or_default()
    };
    let worst = late.last().copied().unwrap_or_default();
    println!(
        "late in microseconds: 50 % {}, 90 % {}, 99 % {}, worst {worst}",
        at(50),
        at(90),
        at(99)
    );
    println!("resident KiB at the beginning, each quarter, the end: {memory:?}");
    let (early, last) = (memory.get(1).copied().unwrap_or(0), memory.last().copied().unwrap_or(0));
    let flat = last <= early + GROWTH;
    let good = worst <= LATEST_US && sent == planned && flat;
    println!("{}", if good { "kept" } else { "not kept" });
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The lateness of every sample that was sent, in microseconds, the least first.
fn lateness(folder: &Path) -> Result<Vec<u64>, Box<dyn Error>> {
    let mut found = std::collections::BTreeMap::new();
    let mut pending = vec![folder.join("evidence")];
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                pending.push(path);
                continue;
            }
            for line in std::fs::read(path)?.split(|it| *it == b'\n') {
                let line: serde_json::Value = serde_json::from_slice(line).unwrap_or_default();
                let sample = &line["sample"];
                if let (Some(lane), Some(index), Some(late), true) = (
                    sample["lane"].as_u64(),
                    sample["index"].as_u64(),
                    sample["late-us"].as_u64(),
                    sample["sent"].is_string(),
                ) {
                    found.insert((lane, index), late);
                }
            }
        }
    }
    let mut late: Vec<u64> = found.into_values().collect();
    late.sort_unstable();
    Ok(late)
}

/// Resident memory of this process in KiB; nothing where the system has no such file.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    line.and_then(|it| it.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// One list for every path, as cheaply as can be.
fn serve() -> Result<(), Box<dyn Error>> {
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256)?;
    let now = Timestamp::now();
    let hours = |hours| now.checked_add(SignedDuration::from_hours(hours));
    let name = distinguished_name(&[(&known::COMMON_NAME, "ДЕМО"), (&known::COUNTRY, "KZ")]);
    let (validity, none) = ((hours(-24)?, hours(24)?), Addresses::default());
    let public = key.public_key();
    let root = CertificateTemplate::new(&Profile::Root, None, name, public, validity, &none)
        .issue(&key)?;
    let list = CrlTemplate::new(&root, hours(-2)?, hours(48)?, 1).issue(&key)?;
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        list.der().len()
    )
    .into_bytes();
    answer.extend_from_slice(list.der());

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    println!("{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let mut stream = stream?;
        // One after another: an answer is a few microseconds, and a request is one segment.
        let mut head = [0; 2048];
        if matches!(stream.read(&mut head), Ok(1..)) {
            let _ = stream.write_all(&answer);
        }
    }
    Ok(())
}
