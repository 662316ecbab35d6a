//! What time services and logs say, from files through the program to the act's items.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::Value;

use crate::inspection::{exits, fresh, json, shown, small_case, tekseru, text};
use crate::skip::skipped;

/// A dossier of an authority whose documents name one time server at a receiver of satellites.
fn opened(name: &str) -> PathBuf {
    let folder = fresh(name);
    fs::create_dir_all(&folder).unwrap();
    let case = format!(
        "{}[declaration]\ntime-zone = 'Asia/Almaty'\n[[declaration.time-servers]]\n\
         address = '192.0.2.10'\nname = 'ntp1'\nsources = ['satellite']\n",
        small_case("")
    );
    fs::write(folder.join("case.toml"), case).unwrap();
    let place = folder.join("dossier");
    exits(0, &["new", text(&place), "--case", text(&folder.join("case.toml"))]);
    place
}

fn file(place: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = place.with_file_name(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// The verdict of an item and every code that is said of it.
fn judged(place: &Path, item: &str) -> (String, BTreeSet<String>) {
    let judged = json(&tekseru(&["--json", "judge", text(place)]));
    let found = find(&judged, item).unwrap_or_else(|| panic!("{item}: {judged:#}"));
    let judgement = &found["judgement"];
    let notes = judgement["notes"].as_array().unwrap().iter();
    let codes = notes.map(|it| it["code"].as_str().unwrap().to_owned()).collect();
    (judgement["verdict"].as_str().unwrap().to_owned(), codes)
}

/// The finding of an item, wherever in the answer it stands.
fn find<'a>(value: &'a Value, item: &str) -> Option<&'a Value> {
    match value {
        Value::Object(fields) if fields.get("requirement").is_some_and(|it| it == item) => {
            Some(value)
        }
        Value::Object(fields) => fields.values().find_map(|it| find(it, item)),
        Value::Array(list) => list.iter().find_map(|it| find(it, item)),
        Value::Bool(_) | Value::Null | Value::Number(_) | Value::String(_) => None,
    }
}

/// The output of chrony at a receiver, as of now.
fn chrony() -> String {
    format!(
        "[root@ntp1 ~]# chronyc -c tracking\n47505300,GPS,1,{}.000000000,0.000001200,-0.000000800,\
         0.000001500,11.470,0.000,0.004,0.000000001,0.000012000,16.0,Normal\n\
         [root@ntp1 ~]# chronyc -c sources\n#,*,GPS,0,4,377,12,-0.000000800,-0.000000900,\
         0.000012000\n",
        Timestamp::now().as_second() - 16
    )
}

#[test]
fn a_transcript_is_taken_in_and_judged_against_the_declared_sources() {
    let place = opened("time-status");
    assert_eq!(judged(&place, "224.time-sources").0, "undetermined");
    let status = file(&place, "status.txt", chrony().as_bytes());
    let argument = format!("ntp1={}", text(&status));
    exits(0, &["collect", text(&place), "--offline", "--time-status", &argument]);
    let (verdict, codes) = judged(&place, "224.time-sources");
    assert_eq!(verdict, "complies", "{codes:?}");
    assert!(codes.contains("time.service-follows-declared"), "{codes:?}");

    // The same server a little later, with its receiver gone, written by PowerShell in UTF-16.
    let lost = "Leap Indicator: 3(not synchronized)\r\nStratum: 0 (unspecified)\r\n\
                Precision: -23 (119.209ns per tick)\r\nRoot Delay: 0.0000000s\r\n\
                Root Dispersion: 0.0000000s\r\nReferenceId: 0x00000000 (unspecified)\r\n\
                Last Successful Sync Time: unspecified\r\nSource: Local CMOS Clock\r\n\
                Poll Interval: 10 (1024s)\r\n";
    let wide = [0xff, 0xfe].into_iter().chain(lost.encode_utf16().flat_map(u16::to_le_bytes));
    let status = file(&place, "lost.txt", &wide.collect::<Vec<u8>>());
    let argument = format!("ntp1={}", text(&status));
    exits(0, &["collect", text(&place), "--offline", "--time-status", &argument]);
    let (verdict, codes) = judged(&place, "224.time-sources");
    assert_eq!(verdict, "violates");
    assert!(codes.contains("time.service-unsynchronised"), "{codes:?}");
}

#[test]
fn a_wrong_zone_is_found_in_logs_and_never_called_drift() {
    for (name, log, code, verdict) in [
        ("six", "2026-01-15T12:00:54.123+06:00 a\n", "time.log-offset-outdated", "violates"),
        ("moscow", "2026-01-15 09:00:54 MSK a\n", "time.log-offset-other", "violates"),
        ("bare", "2026-01-15 11:00:54,123 INFO a\n", "time.log-without-offset", ""),
        ("letters", "Thu Jan 15 11:00:54 KZT 2026 a\n", "time.log-abbreviation", ""),
        ("five", "[15/Jan/2026:11:00:54 +0500] a\n", "time.log-of-republic", ""),
    ] {
        let place = opened(&format!("time-log-{name}"));
        let log = file(&place, "server.log", log.as_bytes());
        // The zone of the machine that runs the test is judged beside the log.
        let collected = tekseru(&["collect", text(&place), "--log", text(&log)]);
        assert_ne!(collected.status.code(), Some(1), "{}", shown(&collected));
        let (found, codes) = judged(&place, "224.time-zone");
        assert!(codes.contains(code), "{name}: {codes:?}");
        assert!(verdict.is_empty() || found == verdict, "{name}: {found}");
        let (_, drift) = judged(&place, "224.clock-offset");
        assert!(drift.iter().all(|it| !it.contains("zone") && !it.contains("log")), "{drift:?}");
    }
}

#[test]
fn a_line_of_which_the_instant_is_known_tells_the_zone_of_a_log() {
    let place = opened("time-log-anchor");
    let log = file(&place, "server.log", b"2026-01-15 11:00:54,123 INFO a\n");
    let anchor = "1=2026-01-15T06:00:57Z";
    let collected =
        tekseru(&["collect", text(&place), "--log", text(&log), "--log-anchor", anchor]);
    assert_ne!(collected.status.code(), Some(1), "{}", shown(&collected));
    let (_, codes) = judged(&place, "224.time-zone");
    assert!(codes.contains("time.log-of-republic"), "{codes:?}");
    assert!(codes.contains("time.log-anchor-drift"), "{codes:?}");
    for wrong in ["0=2026-01-15T06:00:57Z", "x=2026-01-15T06:00:57Z", "1=noon", "1"] {
        let refused =
            tekseru(&["collect", text(&place), "--log", text(&log), "--log-anchor", wrong]);
        assert_eq!(refused.status.code(), Some(1), "{wrong}: {}", shown(&refused));
    }
}

#[test]
fn on_a_server_of_the_authority_the_tools_that_lie_there_are_run() {
    let places = ["/usr/bin/chronyc", "/usr/bin/ntpq", "/usr/bin/timedatectl"];
    if !places.iter().any(|it| Path::new(it).is_file()) {
        skipped("no time service is installed");
        return;
    }
    let place = opened("time-here");
    let collected = tekseru(&["collect", text(&place)]);
    assert_ne!(collected.status.code(), Some(1), "{}", shown(&collected));
    let (_, codes) = judged(&place, "224.time-sources");
    assert!(codes.contains("time.status-missing"), "the inspector's own machine: {codes:?}");
    let collected = tekseru(&["collect", text(&place), "--here"]);
    assert_ne!(collected.status.code(), Some(1), "{}", shown(&collected));
    let (_, codes) = judged(&place, "224.time-sources");
    assert!(!codes.contains("time.status-missing"), "{codes:?}");
}

#[test]
fn a_file_that_must_not_be_kept_is_refused() {
    let place = opened("time-refused");
    let large = file(&place, "large.txt", &vec![b'x'; (1 << 20) + 1]);
    exits(1, &["collect", text(&place), "--offline", "--time-status", text(&large)]);
    let key = b"-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n";
    let key = file(&place, "key.log", key);
    exits(1, &["collect", text(&place), "--offline", "--log", text(&key)]);
}
