//! The dossier loses nothing it acknowledged, and names every damage.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use model::EvidenceId;
use proptest::prelude::*;
use serde_json::json;
use tekseru::dossier::{
    Access, Damage, DeviceId, Dossier, DossierError, EntryId, Fault, Notice, Step,
};

use crate::skip::skipped;

/// A folder of its own, with letters of both languages in its name, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("dossier тексеру әңғү {}-{number}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn write_at(second: i64) -> Access {
    Access::Write { now: time(second) }
}

fn put(dossier: &mut Dossier, bytes: &[u8]) -> EvidenceId {
    dossier.put_evidence(&mut &*bytes, 1 << 20).unwrap()
}

/// Copies a folder as a person would.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let target = to.join(item.file_name());
        if item.file_type().unwrap().is_dir() {
            copy(&item.path(), &target);
        } else {
            fs::copy(item.path(), target).unwrap();
        }
    }
}

/// Every file of the record with its bytes: all but `.local`.
fn record(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fn walk(folder: &Path, root: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for item in fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.ends_with(".local") {
            } else if path.is_dir() {
                walk(&path, root, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_path_buf();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(root, root, &mut files);
    files
}

/// A dossier with five entries, the third resting on evidence; and its only journal.
fn sample(path: &Path) -> (EvidenceId, PathBuf) {
    let mut dossier = Dossier::create(path, time(0)).unwrap();
    let photo = put(&mut dossier, b"a photograph");
    for number in 1..=5 {
        let evidence: &[EvidenceId] = if number == 3 { &[photo] } else { &[] };
        dossier.append(time(number), "note", evidence, &json!({ "number": number })).unwrap();
    }
    let device = dossier.device().unwrap();
    assert_eq!(dossier.check().unwrap(), []);
    (photo, path.join("journal").join(format!("{device}.jsonl")))
}

fn lines(journal: &Path) -> Vec<String> {
    let text = fs::read_to_string(journal).unwrap();
    text.split_inclusive('\n').map(str::to_owned).collect()
}

fn read(path: &Path) -> Dossier {
    Dossier::open(path, Access::Read).unwrap()
}

fn numbers(dossier: &Dossier) -> Vec<u64> {
    dossier.entries().iter().map(|entry| entry.id.seq).collect()
}

/// SHA-256 of a line as the format page says to compute it.
fn sha256(text: &str) -> String {
    EvidenceId::of(text.as_bytes()).to_string()
}

// What is written is what is read.

#[test]
fn what_was_recorded_is_read_again() {
    let folder = Folder::new();
    let path = folder.path("case");
    let (photo, journal) = sample(&path);
    let dossier = read(&path);
    assert_eq!(numbers(&dossier), [1, 2, 3, 4, 5]);
    assert_eq!(dossier.entries()[2].body, json!({ "number": 3 }));
    assert_eq!(dossier.entries()[2].evidence, [photo]);
    assert_eq!(dossier.entries()[2].at, time(3));
    assert_eq!(dossier.evidence(&photo).unwrap(), b"a photograph");
    // The chain holds by hand: `prev` is the SHA-256 of the line before, line feed included.
    let lines = lines(&journal);
    let header = fs::read_to_string(path.join("dossier.toml")).unwrap();
    let before = std::iter::once(&header).chain(&lines);
    for (before, line) in before.zip(&lines) {
        assert!(line.contains(&format!(r#""prev":"{}""#, sha256(before))));
    }
}

#[test]
fn the_same_bytes_are_stored_once() {
    let folder = Folder::new();
    let mut dossier = Dossier::create(&folder.path("case"), time(0)).unwrap();
    assert_eq!(put(&mut dossier, b"x"), put(&mut dossier, b"x"));
    assert_eq!(record(dossier.path()).len(), 2);
}

#[test]
fn entries_that_would_not_open_again_are_refused() {
    let folder = Folder::new();
    let mut dossier = Dossier::create(&folder.path("case"), time(0)).unwrap();
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let long = "x".repeat(1 << 20);
    for (kind, body) in [("note", deep), ("note", json!(long)), ("A note", json!(1))] {
        let refused = dossier.append(time(1), kind, &[], &body);
        assert!(matches!(refused, Err(DossierError::BadEntry { .. })), "{refused:?}");
    }
    let absent = dossier.append(time(1), "note", &[EvidenceId([7; 32])], &json!(1));
    assert!(matches!(absent, Err(DossierError::EvidenceAbsent { .. })));
    let large = dossier.put_evidence(&mut &b"12345"[..], 4);
    assert!(matches!(large, Err(DossierError::EvidenceTooLarge { limit: 4 })));
    dossier.append(time(1), "note", &[], &json!(1)).unwrap();
    assert_eq!(read(dossier.path()).entries().len(), 1);
    assert_eq!(dossier.check().unwrap(), []);
}

#[test]
fn a_second_writer_is_told_who_the_first_is() {
    let folder = Folder::new();
    let path = folder.path("case");
    let first = Dossier::create(&path, time(0)).unwrap();
    let error = Dossier::open(&path, write_at(1)).unwrap_err();
    let message = error.to_string();
    assert!(matches!(error, DossierError::Locked { .. }), "{message}");
    assert!(message.contains(&format!("process {}", std::process::id())), "{message}");
    assert!(message.contains(&time(0).to_string()), "{message}");
    assert_eq!(read(&path).case(), first.case());
    drop(first);
    Dossier::open(&path, write_at(2)).unwrap();
}

#[test]
fn a_newer_format_is_named_with_both_versions() {
    let folder = Folder::new();
    let path = folder.path("case");
    sample(&path);
    fs::write(path.join("dossier.toml"), "format = 7\ncase = { new = \"form\" }\n").unwrap();
    for access in [Access::Read, write_at(9)] {
        let error = Dossier::open(&path, access).unwrap_err();
        assert!(matches!(error, DossierError::NewerFormat { found: 7, supported: 1, .. }));
        assert!(error.to_string().contains("dossier.toml"), "{error}");
    }
}

#[test]
fn what_is_no_dossier_is_not_opened_and_not_overwritten() {
    let folder = Folder::new();
    let path = folder.path("case");
    assert!(matches!(Dossier::open(&path, Access::Read), Err(DossierError::NotADossier { .. })));
    sample(&path);
    let before = record(&path);
    assert!(matches!(Dossier::create(&path, time(1)), Err(DossierError::AlreadyThere { .. })));
    assert!(matches!(Dossier::create(&folder.0, time(1)), Err(DossierError::AlreadyThere { .. })));
    assert_eq!(record(&path), before);
    for header in ["", "format = 0", "format = 1\nextra = 1", "format = \"1\"", "\u{0}"] {
        fs::write(path.join("dossier.toml"), header).unwrap();
        let refused = Dossier::open(&path, Access::Read);
        assert!(matches!(refused, Err(DossierError::Malformed { .. })), "{header}");
    }
}

// Killed, full, read-only.

const WRITER: &str = "TEKSERU_TEST_WRITER";

/// The child of the two tests below: records until its fault, saying what was acknowledged.
/// Does nothing unless a parent set the variable.
#[test]
fn writer_child() {
    let Ok(order) = std::env::var(WRITER) else { return };
    let (dies_at, path) = order.split_once(' ').unwrap();
    let dies_at: u64 = dies_at.parse().unwrap();
    let count = AtomicU64::new(0);
    let fault: Fault = Arc::new(move |_: &Step<'_>| {
        if count.fetch_add(1, Ordering::Relaxed) + 1 == dies_at {
            // Not an unwinding end: nothing is dropped, flushed or unlocked.
            std::process::abort();
        }
        Ok(())
    });
    write_until_killed(Path::new(path), fault, if dies_at == 0 { u64::MAX } else { 3 });
    say("done");
}

fn say(line: &str) {
    let mut out = io::stdout().lock();
    writeln!(out, "\n#{line}").unwrap();
    out.flush().unwrap();
}

fn write_until_killed(path: &Path, fault: Fault, rounds: u64) {
    let mut dossier = if path.join("dossier.toml").exists() {
        Dossier::open_with(path, write_at(0), fault).unwrap()
    } else {
        Dossier::create_with(path, time(0), fault).unwrap()
    };
    say("open");
    for round in 0..rounds {
        let bytes = format!("evidence {} {round}", std::process::id());
        let id = dossier.put_evidence(&mut bytes.as_bytes(), 1 << 20).unwrap();
        say(&format!("put {id}"));
        let body = json!({ "round": round, "text": "мәтін ".repeat(20) });
        let entry = dossier.append(time(1), "note", &[id], &body).unwrap();
        say(&format!("entry {} {}", entry.seq, entry.hash));
    }
}

fn writer(path: &Path, dies_at: u64) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["dossier::writer_child", "--exact", "--nocapture", "--test-threads=1"]);
    command.env(WRITER, format!("{dies_at} {}", path.display()));
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Opens what a killed writer left: all it acknowledged is there, and writing goes on.
/// Returns how many unfinished lines were set aside.
fn check_after_kill(path: &Path, said: &str, context: &str) -> usize {
    let said: Vec<Vec<&str>> = said
        .lines()
        .filter_map(|line| line.strip_prefix('#'))
        .map(|line| line.split(' ').collect())
        .collect();
    let opened = said.iter().any(|words| words == &["open"]);
    if !path.join("dossier.toml").exists() {
        assert!(!opened, "{context}: the dossier was acknowledged and is gone");
        Dossier::create(path, time(5)).unwrap();
        return 0;
    }
    let before = read(path);
    for damage in before.check().unwrap() {
        assert!(damage.is_leftover(), "{context}: {damage}");
    }
    let mut dossier = Dossier::open(path, write_at(5)).unwrap();
    let entries: BTreeSet<String> =
        dossier.entries().iter().map(|it| format!("{} {}", it.id.seq, it.id.hash)).collect();
    for words in &said {
        match words[..] {
            ["put", id] => drop(dossier.evidence(&id.parse().unwrap()).unwrap()),
            ["entry", seq, hash] => {
                assert!(entries.contains(&format!("{seq} {hash}")), "{context}: entry {seq} lost");
            }
            _ => {}
        }
    }
    let torn = dossier.notices().len();
    assert!(!path.join(".local/incoming").exists(), "{context}");
    let many = dossier.entries().len();
    dossier.append(time(6), "note", &[], &json!("and on")).unwrap();
    drop(dossier);
    let after = read(path);
    assert_eq!(after.entries().len(), many + 1, "{context}");
    for damage in after.check().unwrap() {
        assert!(matches!(damage, Damage::EvidenceUnlisted { .. }), "{context}: {damage}");
    }
    torn
}

#[test]
fn killed_at_any_step_nothing_acknowledged_is_lost() {
    let folder = Folder::new();
    let (mut torn, mut steps) = (0, 0);
    loop {
        steps += 1;
        let path = folder.path(&format!("{steps}"));
        let output = writer(&path, steps).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        torn += check_after_kill(&path, &said, &format!("killed at step {steps}"));
        if output.status.success() {
            assert!(said.contains("#done"), "the child did not run: {said}");
            break;
        }
    }
    println!("killed at {} steps, {torn} torn lines", steps - 1);
    // Creation, three pieces of evidence and three entries cannot take fewer steps; each of the
    // three lines is torn once, between its two halves.
    assert!(steps > 60, "{steps}");
    assert_eq!(torn, 3);
}

#[test]
fn killed_while_opening_and_again_nothing_acknowledged_is_lost() {
    let folder = Folder::new();
    let origin = folder.path("origin");
    let (_, journal) = sample(&origin);
    let mut steps = 0;
    loop {
        steps += 1;
        let path = folder.path(&format!("{steps}"));
        copy(&origin, &path);
        // An unfinished line and a temporary file are there to be cleaned up.
        let journal = path.join("journal").join(journal.file_name().unwrap());
        let mut text = fs::read_to_string(&journal).unwrap();
        text.push_str("{\"seq\":6,\"pr");
        fs::write(&journal, text).unwrap();
        fs::write(path.join(".local/incoming"), "half").unwrap();
        let output = writer(&path, steps).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        check_after_kill(&path, &said, &format!("killed at step {steps}"));
        let kept = fs::read(path.join(".local/torn-1")).unwrap();
        assert_eq!(kept, b"{\"seq\":6,\"pr", "{steps}");
        assert!(read(&path).entries().len() >= 6);
        if output.status.success() {
            break;
        }
    }
    assert!(steps > 40, "{steps}");
}

#[test]
fn killed_at_random_moments_nothing_acknowledged_is_lost() {
    let folder = Folder::new();
    let path = folder.path("case");
    let mut acknowledged = 0;
    for kill in 0..40_u64 {
        let mut child = writer(&path, 0).spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut said = String::new();
            io::Read::read_to_string(&mut out, &mut said).unwrap();
            said
        });
        // Spread over the start and some rounds of writing; the exact moment does not matter.
        std::thread::sleep(std::time::Duration::from_millis(5 + kill * 7 % 90));
        child.kill().unwrap();
        child.wait().unwrap();
        let said = reader.join().unwrap();
        acknowledged += said.matches("#entry").count();
        check_after_kill(&path, &said, &format!("kill {kill}"));
    }
    println!("{acknowledged} entries acknowledged over 40 kills");
    assert!(acknowledged > 0, "no child lived long enough to record anything");
    assert!(read(&path).entries().len() >= acknowledged);
}

/// A disk whose every step from the `n`-th on gives an error, until repaired.
fn broken_from(n: u64, kind: io::ErrorKind) -> (Fault, Arc<Mutex<bool>>) {
    let broken = Arc::new(Mutex::new(true));
    let (count, state) = (AtomicU64::new(0), Arc::clone(&broken));
    let fault: Fault = Arc::new(move |step: &Step<'_>| {
        let late = count.fetch_add(1, Ordering::Relaxed) + 1 >= n;
        // A full disk still lets files be shortened and removed.
        let grows = kind != io::ErrorKind::StorageFull || !["cut", "remove"].contains(&step.action);
        if late && grows && *state.lock().unwrap() { Err(kind.into()) } else { Ok(()) }
    });
    (fault, broken)
}

#[test]
fn on_a_full_disk_nothing_acknowledged_is_lost_and_recording_goes_on() {
    let folder = Folder::new();
    let mut full = 0;
    for n in 1..200 {
        let path = folder.path(&format!("{n}"));
        let (photo, _) = sample(&path);
        let (fault, broken) = broken_from(n, io::ErrorKind::StorageFull);
        let mut known = 5;
        let mut errors = Vec::new();
        match Dossier::open_with(&path, write_at(9), fault) {
            Err(error) => errors.push(error),
            Ok(mut dossier) => {
                for round in 0..2 {
                    match dossier.put_evidence(&mut format!("{round}").as_bytes(), 100) {
                        Ok(id) => assert_eq!(dossier.evidence(&id).unwrap().len(), 1),
                        Err(error) => errors.push(error),
                    }
                    match dossier.append(time(9), "note", &[photo], &json!("x".repeat(999))) {
                        Ok(_) => known += 1,
                        Err(error) => errors.push(error),
                    }
                }
                // Space is made, the same process goes on, unless it asked to be opened again.
                *broken.lock().unwrap() = false;
                match dossier.append(time(9), "note", &[], &json!(1)) {
                    Ok(_) => known += 1,
                    Err(error) => assert!(matches!(error, DossierError::Stopped { .. })),
                }
            }
        }
        for error in &errors {
            let named =
                matches!(error, DossierError::DiskFull { .. } | DossierError::Stopped { .. });
            assert!(named, "{n}: {error:?}");
        }
        let dossier = Dossier::open(&path, write_at(10)).unwrap();
        assert_eq!(dossier.entries().len(), known, "{n}");
        let damages = dossier.check().unwrap();
        assert!(damages.iter().all(Damage::is_leftover), "{n}: {damages:?}");
        if errors.is_empty() {
            break;
        }
        full = n;
    }
    assert!(full > 20, "the disk was full at {full} steps only");
}

#[test]
fn a_really_full_file_system_is_named_and_loses_nothing() {
    let folder = Folder::new();
    let mount = folder.path("mount");
    fs::create_dir_all(&mount).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
        .arg(&mount)
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        skipped("no small file system can be mounted here; the injected one is tested");
        return;
    }
    let path = mount.join("case");
    let mut known = 0;
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut dossier = Dossier::create(&path, time(0)).unwrap();
        let error = loop {
            match dossier.append(time(1), "note", &[], &json!("x".repeat(5000))) {
                Ok(_) => known += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(error, DossierError::DiskFull { .. }), "{error:?}");
        drop(dossier);
        let dossier = read(&path);
        assert_eq!(dossier.entries().len(), known);
        assert_eq!(dossier.check().unwrap(), []);
    }));
    let unmounted = Command::new("umount").arg(&mount).status();
    outcome.unwrap();
    assert!(unmounted.unwrap().success());
    assert!(known > 10, "{known}");
}

#[test]
fn a_read_only_folder_is_read_and_writing_names_the_file() {
    let folder = Folder::new();
    let path = folder.path("case");
    sample(&path);
    assert_eq!(numbers(&read(&path)), [1, 2, 3, 4, 5]);
    // Injected, because an administrator may write where the mode forbids it.
    for kind in [io::ErrorKind::PermissionDenied, io::ErrorKind::ReadOnlyFilesystem] {
        let (fault, _) = broken_from(1, kind);
        let error = Dossier::open_with(&path, write_at(9), fault).unwrap_err();
        assert!(matches!(error, DossierError::ReadOnly { .. }), "{error:?}");
        assert!(error.to_string().contains("lock"), "{error}");
    }
    let error = read(&path).put_evidence(&mut &b"x"[..], 9).unwrap_err();
    assert!(matches!(error, DossierError::OpenedForReading { .. }));
}

#[test]
fn reading_changes_nothing() {
    let folder = Folder::new();
    let path = folder.path("case");
    let (_, journal) = sample(&path);
    fs::remove_dir_all(path.join(".local")).unwrap();
    let mut text = fs::read_to_string(&journal).unwrap();
    text.push_str("{\"seq\"");
    fs::write(&journal, &text).unwrap();
    let dossier = read(&path);
    assert_eq!(numbers(&dossier), [1, 2, 3, 4, 5]);
    let damages = dossier.check().unwrap();
    assert!(matches!(damages[..], [Damage::TornTail { line: 6, bytes: 6, .. }]), "{damages:?}");
    assert_eq!(fs::read_to_string(&journal).unwrap(), text);
    assert!(!path.join(".local").exists());
}

// Each damage by its name.

/// Damages a sample and returns what is named, and the numbers of the entries beyond doubt.
fn damaged(damage: impl FnOnce(&Path, &Path, &mut Vec<String>)) -> (Vec<Damage>, Vec<u64>) {
    let folder = Folder::new();
    let path = folder.path("case");
    let (_, journal) = sample(&path);
    // As on a laptop that has never seen the dossier: no memory of its own helps.
    fs::remove_dir_all(path.join(".local")).unwrap();
    let mut text = lines(&journal);
    damage(&path, &journal, &mut text);
    fs::write(&journal, text.concat()).unwrap();
    let dossier = read(&path);
    (dossier.check().unwrap(), numbers(&dossier))
}

fn photo_path(root: &Path) -> PathBuf {
    let hex = sha256("a photograph");
    root.join("evidence").join(&hex[..2]).join(hex)
}

#[test]
fn edited_evidence_is_named() {
    let (damages, _) = damaged(|root, _, _| fs::write(photo_path(root), "retouched").unwrap());
    let found = EvidenceId::of(b"retouched");
    assert!(
        matches!(&damages[..], [Damage::EvidenceEdited { found: it, .. }] if *it == found),
        "{damages:?}"
    );
}

#[test]
fn deleted_evidence_is_named_with_the_entry_that_mentions_it() {
    let (damages, _) = damaged(|root, _, _| fs::remove_file(photo_path(root)).unwrap());
    assert!(matches!(damages[..], [Damage::EvidenceMissing { seq: 3, .. }]), "{damages:?}");
}

#[test]
fn renamed_and_added_files_are_named() {
    let (damages, _) = damaged(|root, _, _| {
        fs::rename(photo_path(root), photo_path(root).with_file_name("photo.jpg")).unwrap();
    });
    assert!(
        matches!(
            &damages[..],
            [Damage::EvidenceMissing { .. }, Damage::UnknownFile { file }]
                if file.ends_with("photo.jpg")
        ),
        "{damages:?}"
    );
    let (damages, _) = damaged(|root, _, _| {
        let hex = sha256("planted");
        let folder = root.join("evidence").join(&hex[..2]);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(hex), "planted").unwrap();
        for name in ["act.pdf", "journal/copy of.jsonl", "evidence/zz"] {
            fs::write(root.join(name), "planted").unwrap();
        }
    });
    let unknown = |it: &&Damage| matches!(it, Damage::UnknownFile { .. });
    assert_eq!(damages.iter().filter(unknown).count(), 3, "{damages:?}");
    assert!(matches!(damages[0], Damage::EvidenceUnlisted { .. }), "{damages:?}");
    assert_eq!(damages.len(), 4);
}

#[cfg(unix)]
#[test]
fn a_link_or_a_pipe_is_not_evidence() {
    let (damages, _) = damaged(|root, _, _| {
        let photo = photo_path(root);
        fs::rename(&photo, root.join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(root.join("elsewhere"), &photo).unwrap();
    });
    let missing = |it: &Damage| matches!(it, Damage::EvidenceMissing { .. });
    assert!(damages.iter().any(missing), "{damages:?}");
}

#[test]
fn an_edited_line_breaks_the_chain_and_leaves_only_what_stands_before_it() {
    let (damages, beyond_doubt) = damaged(|_, _, lines| {
        lines[2] = lines[2].replace(r#""number":3"#, r#""number":9"#);
    });
    assert!(matches!(damages[..], [Damage::ChainBroken { line: 4, .. }]), "{damages:?}");
    assert_eq!(beyond_doubt, [1, 2]);
}

#[test]
fn hashes_recomputed_only_up_to_some_line_break_the_chain_there() {
    let (damages, beyond_doubt) = damaged(|_, _, lines| {
        let old = sha256(&lines[1]);
        lines[1] = lines[1].replace(r#""number":2"#, r#""number":9"#);
        let third = sha256(&lines[2]);
        lines[2] = lines[2].replace(&old, &sha256(&lines[1]));
        assert_ne!(third, sha256(&lines[2]));
    });
    assert!(matches!(damages[..], [Damage::ChainBroken { line: 4, .. }]), "{damages:?}");
    assert_eq!(beyond_doubt, [1, 2]);
}

#[test]
fn all_hashes_recomputed_are_revealed_by_heads_known_elsewhere() {
    let folder = Folder::new();
    let path = folder.path("case");
    let (_, journal) = sample(&path);
    let sealed = read(&path).heads();
    let device = *sealed.keys().next().unwrap();
    let mut text = lines(&journal);
    for index in 1..text.len() {
        text[index] = text[index].replace(r#""number":2"#, r#""number":9"#);
        let prev = text[index].split('"').nth(5).unwrap().to_owned();
        text[index] = text[index].replace(&prev, &sha256(&text[index - 1]));
    }
    fs::write(&journal, text.concat()).unwrap();
    // The machine that wrote them remembers the last.
    let damages = read(&path).check().unwrap();
    assert!(matches!(&damages[..], [Damage::LineReplaced { seq: 5, .. }]), "{damages:?}");
    fs::remove_dir_all(path.join(".local")).unwrap();
    let dossier = read(&path);
    assert_eq!(dossier.check().unwrap(), [], "the forgery is perfect without a witness");
    let damages = dossier.compare(&sealed, "act 1");
    let file = format!("journal/{device}.jsonl");
    let expected = Damage::LineReplaced { file, seq: 5, witness: "act 1".into() };
    assert_eq!(damages, [expected]);
}

#[test]
fn deleted_repeated_reordered_foreign_and_forked_lines_are_named() {
    let (damages, beyond_doubt) = damaged(|_, _, lines| drop(lines.remove(2)));
    // The entry that mentioned the photograph is the one deleted.
    let deleted = matches!(
        damages[..],
        [Damage::EvidenceUnlisted { .. }, Damage::LinesDeleted { first: 3, last: 3, .. }]
    );
    assert!(deleted, "{damages:?}");
    assert_eq!(beyond_doubt, [1, 2]);

    let (damages, beyond_doubt) = damaged(|_, _, lines| lines.insert(2, lines[1].clone()));
    let repeated = matches!(damages[..], [Damage::LineRepeated { line: 3, seq: 2, .. }]);
    assert!(repeated, "{damages:?}");
    assert_eq!(beyond_doubt, [1, 2]);

    let (damages, beyond_doubt) = damaged(|_, _, lines| lines.swap(2, 3));
    let reordered = matches!(damages[..], [Damage::LinesReordered { line: 4, seq: 3, .. }]);
    assert!(reordered, "{damages:?}");
    assert_eq!(beyond_doubt, [1, 2]);

    let (damages, beyond_doubt) = damaged(|_, _, lines| {
        lines.push(lines[4].replace(r#""number":5"#, r#""number":9"#));
    });
    assert!(matches!(damages[..], [Damage::Fork { seq: 5, .. }]), "{damages:?}");
    assert_eq!(beyond_doubt, [1, 2, 3, 4]);

    let (damages, beyond_doubt) = damaged(|_, _, lines| {
        let own = lines[4].split('"').nth(9).unwrap().to_owned();
        assert_eq!(own.len(), 32);
        lines[4] = lines[4].replace(&own, &"ab".repeat(16));
    });
    let foreign = matches!(damages[..], [Damage::ForeignLine { line: 5, .. }]);
    assert!(foreign, "{damages:?}");
    assert_eq!(beyond_doubt, [1, 2, 3, 4]);
}

#[test]
fn unreadable_lines_are_named_and_hide_nothing_after_them() {
    for bad in ["", "{}", "{\"seq\":3,\"seq\":3}", &"[".repeat(99_999), &"x".repeat(3 << 20)] {
        let (damages, beyond_doubt) = damaged(|_, _, lines| lines[2] = format!("{bad}\n"));
        let unreadable = |it: &Damage| matches!(it, Damage::LineUnreadable { line: 3, .. });
        assert!(damages.iter().any(unreadable), "{damages:?}");
        assert_eq!(beyond_doubt, [1, 2]);
    }
}

#[test]
fn a_changed_header_breaks_the_first_link() {
    let (damages, beyond_doubt) = damaged(|root, _, _| {
        let path = root.join("dossier.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{text}# a remark\n")).unwrap();
    });
    assert!(matches!(damages[..], [Damage::ChainBroken { line: 1, .. }]), "{damages:?}");
    assert!(beyond_doubt.is_empty());
}

#[test]
fn a_journal_cut_at_the_end_of_a_line_is_named_by_whoever_knows_more() {
    let folder = Folder::new();
    let (path, other) = (folder.path("a"), folder.path("b"));
    let (_, journal) = sample(&path);
    let sealed = read(&path).heads();
    copy(&path, &other);
    let mut second = Dossier::open(&other, write_at(20)).unwrap();
    second.append(time(20), "note", &[], &json!("has seen five")).unwrap();
    drop(second);
    for root in [&path, &other] {
        let journal = root.join("journal").join(journal.file_name().unwrap());
        let mut text = lines(&journal);
        text.truncate(3);
        fs::write(&journal, text.concat()).unwrap();
    }
    let cut = |it: &Damage| matches!(it, Damage::JournalTruncated { known: 5, found: 3, .. });
    // This machine remembers.
    let damages = read(&path).check().unwrap();
    assert!(damages.len() == 1 && cut(&damages[0]), "{damages:?}");
    // The act remembers.
    fs::remove_dir_all(path.join(".local")).unwrap();
    assert_eq!(read(&path).check().unwrap(), []);
    assert!(read(&path).compare(&sealed, "act 1").iter().all(cut));
    assert_eq!(read(&path).compare(&sealed, "act 1").len(), 1);
    // The other laptop's entries remember.
    fs::remove_dir_all(other.join(".local")).unwrap();
    let damages = read(&other).check().unwrap();
    assert!(damages.len() == 1 && cut(&damages[0]), "{damages:?}");
}

#[test]
fn after_damage_recording_goes_on_in_a_new_journal() {
    let folder = Folder::new();
    let path = folder.path("case");
    let (_, journal) = sample(&path);
    let mut text = lines(&journal);
    text[2] = text[2].replace(r#""number":3"#, r#""number":9"#);
    fs::write(&journal, text.concat()).unwrap();
    let before = fs::read(&journal).unwrap();
    let mut dossier = Dossier::open(&path, write_at(9)).unwrap();
    let entry = dossier.append(time(9), "note", &[], &json!(1)).unwrap();
    assert_eq!(entry.seq, 1);
    assert_eq!(fs::read(&journal).unwrap(), before);
    assert!(dossier.check().unwrap().iter().any(|it| matches!(it, Damage::ChainBroken { .. })));
    assert_eq!(dossier.suspect().len(), 3);
}

// Two laptops.

/// The record as every copy must give it.
fn content(dossier: &Dossier) -> (Vec<EntryId>, BTreeMap<PathBuf, Vec<u8>>) {
    let ids = dossier.entries().iter().map(|entry| entry.id).collect();
    (ids, record(dossier.path()))
}

#[test]
fn two_laptops_merge_both_ways_into_the_same_dossier() {
    let folder = Folder::new();
    let (first, second) = (folder.path("first"), folder.path("second"));
    let (photo, _) = sample(&first);
    copy(&first, &second);
    let mut a = Dossier::open(&first, write_at(10)).unwrap();
    let mut b = Dossier::open(&second, write_at(10)).unwrap();
    assert_ne!(a.device(), b.device(), "a copy records under its own name");
    let item = |answer: &str| json!({ "item": "ceiling", "answer": answer });
    let in_a = a.append(time(11), "answer", &[], &item("2.50 m")).unwrap();
    let seen_in_b = put(&mut b, b"another photograph");
    let in_b = b.append(time(11), "answer", &[seen_in_b], &item("2.41 m")).unwrap();
    // One merge after the other must not see the result of the first.
    copy(&first, &folder.path("first as it was"));
    let report = a.merge(&b).unwrap();
    assert_eq!((report.entries, report.evidence), (1, vec![seen_in_b]));
    b.merge(&read(&folder.path("first as it was"))).unwrap();
    assert_eq!(content(&a), content(&b));
    assert_eq!(a.entries().len(), 7);
    assert_eq!(a.evidence(&photo).unwrap(), b"a photograph");
    assert_eq!(a.evidence(&seen_in_b).unwrap(), b"another photograph");
    assert_eq!((a.check().unwrap(), b.check().unwrap()), (vec![], vec![]));

    let find = |dossier: &Dossier, id: EntryId| {
        dossier.entries().iter().find(|entry| entry.id == id).unwrap().clone()
    };
    let (ours, theirs) = (find(&a, in_a), find(&a, in_b));
    assert!(!ours.has_seen(&theirs) && !theirs.has_seen(&ours), "they answered concurrently");
    assert!(theirs.has_seen(&a.entries()[0]));
    let settled = b.append(time(1), "answer", &[], &item("2.41 m")).unwrap();
    let settled = find(&b, settled);
    assert!(settled.has_seen(&ours) && settled.has_seen(&theirs));
    assert!(!ours.has_seen(&settled));
    // Although its clock was behind, it stands after what it has seen, on every laptop.
    a.merge(&b).unwrap();
    assert_eq!(a.entries().last().unwrap().id, settled.id);
    assert_eq!(content(&a), content(&b));
    assert_eq!(a.merge(&b).unwrap().entries, 0);
}

#[test]
fn a_fork_is_named_and_changes_nothing() {
    let folder = Folder::new();
    let (first, second) = (folder.path("first"), folder.path("second"));
    let (_, journal) = sample(&first);
    copy(&first, &second);
    let forged = second.join("journal").join(journal.file_name().unwrap());
    let text = lines(&forged);
    let fifth = text[4].replace(r#""number":5"#, r#""number":9"#);
    fs::write(&forged, [&text[..4].concat(), &fifth].map(String::as_str).concat()).unwrap();
    let mut b = Dossier::open(&second, write_at(10)).unwrap();
    put(&mut b, b"more");
    let mut a = Dossier::open(&first, write_at(10)).unwrap();
    let before = content(&a);
    let error = a.merge(&b).unwrap_err();
    let device: DeviceId = journal.file_stem().unwrap().to_str().unwrap().parse().unwrap();
    assert!(
        matches!(&error, DossierError::Fork { devices, .. } if *devices == [(device, 5)]),
        "{error:?}"
    );
    assert_eq!(content(&a), before);
    let before = content(&b);
    assert!(matches!(b.merge(&a), Err(DossierError::Fork { .. })));
    assert_eq!(content(&b), before);
}

#[test]
fn another_case_is_not_merged() {
    let folder = Folder::new();
    sample(&folder.path("a"));
    sample(&folder.path("b"));
    let mut a = Dossier::open(&folder.path("a"), write_at(9)).unwrap();
    let error = a.merge(&read(&folder.path("b"))).unwrap_err();
    assert!(matches!(error, DossierError::OtherCase { .. }));
}

#[test]
fn damage_of_one_copy_is_restored_from_the_other_and_never_spreads() {
    let folder = Folder::new();
    let (good, bad) = (folder.path("good"), folder.path("bad"));
    let (photo, journal) = sample(&good);
    copy(&good, &bad);
    fs::write(photo_path(&bad), "retouched").unwrap();
    let edited = bad.join("journal").join(journal.file_name().unwrap());
    let mut text = lines(&edited);
    text[3] = text[3].replace(r#""number":4"#, r#""number":9"#);
    fs::write(&edited, text.concat()).unwrap();

    let before = record(&good);
    let mut into_good = Dossier::open(&good, write_at(9)).unwrap();
    let report = into_good.merge(&read(&bad)).unwrap();
    assert!(report.damages.iter().any(|it| matches!(it, Damage::EvidenceEdited { .. })));
    assert!(report.damages.iter().any(|it| matches!(it, Damage::ChainBroken { line: 5, .. })));
    assert_eq!(record(&good), before);
    assert_eq!(into_good.check().unwrap(), []);

    let mut into_bad = Dossier::open(&bad, write_at(9)).unwrap();
    let report = into_bad.merge(&into_good).unwrap();
    assert_eq!(report.restored, [photo]);
    assert_eq!(into_bad.check().unwrap(), []);
    assert_eq!(record(&bad), before);
    // What was wrong is kept for whoever asks.
    let kept: Vec<Vec<u8>> = into_bad
        .notices()
        .iter()
        .map(|notice| match notice {
            Notice::EvidenceRestored { kept, .. }
            | Notice::JournalRestored { kept, .. }
            | Notice::TornLineSetAside { kept, .. } => fs::read(kept).unwrap(),
        })
        .collect();
    assert_eq!(kept, [b"retouched".to_vec(), text.concat().into_bytes()]);
}

#[test]
fn a_merge_killed_at_any_step_is_finished_by_merging_again() {
    let folder = Folder::new();
    let (first, second) = (folder.path("first"), folder.path("second"));
    sample(&first);
    copy(&first, &second);
    let mut b = Dossier::open(&second, write_at(10)).unwrap();
    let id = put(&mut b, b"more");
    b.append(time(11), "note", &[id], &json!(1)).unwrap();
    let mut steps = 0;
    for n in 1..300 {
        let path = folder.path(&format!("{n}"));
        copy(&first, &path);
        // Opened on a good disk, so that only the merge fails.
        let (fault, broken) = broken_from(0, io::ErrorKind::Other);
        *broken.lock().unwrap() = false;
        let count = Arc::new(AtomicU64::new(0));
        let (inner, merging) = (Arc::clone(&count), Arc::new(Mutex::new(false)));
        let state = Arc::clone(&merging);
        let late: Fault = Arc::new(move |step: &Step<'_>| {
            fault(step)?;
            let on = *state.lock().unwrap();
            if on && inner.fetch_add(1, Ordering::Relaxed) + 1 >= n {
                return Err(io::ErrorKind::Other.into());
            }
            Ok(())
        });
        let mut into = Dossier::open_with(&path, write_at(10), late).unwrap();
        *merging.lock().unwrap() = true;
        let outcome = into.merge(&b);
        drop(into);
        let damages = read(&path).check().unwrap();
        assert!(damages.iter().all(Damage::is_leftover), "{n}: {damages:?}");
        let mut again = Dossier::open(&path, write_at(12)).unwrap();
        again.merge(&b).unwrap();
        assert_eq!(content(&again), content(&b), "{n}");
        if outcome.is_ok() && count.load(Ordering::Relaxed) < n {
            break;
        }
        steps = n;
    }
    assert!((15..299).contains(&steps), "{steps}");
}

/// What a laptop does offline.
#[derive(Clone, Debug)]
enum Act {
    Append(usize, i64),
    Put(usize, u8),
    Merge(usize, usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let laptop = 0..3_usize;
    let act = prop_oneof![
        3 => (laptop.clone(), 0..50_i64).prop_map(|(laptop, at)| Act::Append(laptop, at)),
        1 => (laptop.clone(), 0..4_u8).prop_map(|(laptop, byte)| Act::Put(laptop, byte)),
        1 => (laptop.clone(), laptop).prop_map(|(into, from)| Act::Merge(into, from)),
    ];
    proptest::collection::vec(act, 0..14)
}

fn merged(
    folder: &Folder,
    name: &str,
    order: &[&Path],
) -> (Vec<EntryId>, BTreeMap<PathBuf, Vec<u8>>) {
    let path = folder.path(name);
    copy(order[0], &path);
    let mut into = Dossier::open(&path, write_at(99)).unwrap();
    for from in &order[1..] {
        into.merge(&read(from)).unwrap();
    }
    content(&into)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// In any order and any grouping, once or twice: the same entries in the same order, the
    /// same evidence; and every entry stands after all it has seen.
    #[test]
    fn merging_commutes_associates_and_repeats_without_effect(acts in acts()) {
        let folder = Folder::new();
        let paths = ["0", "1", "2"].map(|name| folder.path(name));
        drop(Dossier::create(&paths[0], time(0)).unwrap());
        for copy_to in &paths[1..] {
            copy(&paths[0], copy_to);
        }
        let mut laptops: Vec<Dossier> =
            paths.iter().map(|path| Dossier::open(path, write_at(0)).unwrap()).collect();
        for act in acts {
            match act {
                Act::Append(laptop, at) => {
                    laptops[laptop].append(time(at), "note", &[], &json!(at)).unwrap();
                }
                Act::Put(laptop, byte) => drop(put(&mut laptops[laptop], &[byte])),
                Act::Merge(into, from) if into != from => {
                    laptops[into].merge(&read(&paths[from])).unwrap();
                }
                Act::Merge(..) => {}
            }
        }
        drop(laptops);
        let [a, b, c] = paths.each_ref().map(PathBuf::as_path);
        let all = merged(&folder, "abc", &[a, b, c]);
        prop_assert_eq!(&merged(&folder, "cba", &[c, b, a]), &all);
        prop_assert_eq!(&merged(&folder, "bacab", &[b, a, c, a, b]), &all);
        merged(&folder, "bc", &[b, c]);
        prop_assert_eq!(&merged(&folder, "a(bc)", &[a, &folder.path("bc")]), &all);
        prop_assert_eq!(&merged(&folder, "again", &[&folder.path("abc"), &folder.path("cba")]), &all);
        let dossier = read(&folder.path("abc"));
        let damages = dossier.check().unwrap();
        prop_assert!(damages.iter().all(Damage::is_leftover), "{:?}", damages);
        for (place, entry) in dossier.entries().iter().enumerate() {
            for later in &dossier.entries()[place..] {
                prop_assert!(!entry.has_seen(later));
            }
        }
    }
}
