//! Hostile files, through every reader: none may panic, take long, or take much memory.
//!
//! A folder is read with all folders in it, a file by itself. What a file is does not matter:
//! each is given to all readers as it lies and in the armour of PEM.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use der::pem::{LineEnding, encode_string};

use crate::readers::READERS;
use crate::{Case, Material, Outcome, Report, SuiteError, material};

/// What one reader may take for one file. A sound one takes milliseconds; the rest is for slow
/// and busy machines.
const PATIENCE: Duration = Duration::from_secs(10);

/// What all files together may add to the memory of the process, in kibibytes.
const MEMORY: u64 = 100 * 1024;

const LABELS: [&str; 3] = ["CERTIFICATE", "X509 CRL", "CMS"];

pub(crate) fn run(material: &Material) -> Result<Report, SuiteError> {
    let mut files = Vec::new();
    collect(material.place(), &mut files)?;
    let before = Memory::now();
    let mut cases = Vec::new();
    for path in files {
        let bytes = material::read(&path)?;
        let name = path.strip_prefix(material.folder()).unwrap_or(&path);
        let wrong = complaints(&bytes);
        let got = if wrong.is_empty() { "ends".to_owned() } else { wrong.join("; ") };
        cases.push(Case::compared(&name.to_string_lossy(), "ends", &got, Vec::new()));
    }
    if !cases.is_empty() {
        cases.push(memory(before, Memory::now()));
    }
    Ok(Report { suite: "malformed", cases })
}

/// Every file below the place but the licences, in order.
pub(crate) fn collect(place: &Path, files: &mut Vec<PathBuf>) -> Result<(), SuiteError> {
    let failed = |source| SuiteError::File { path: place.to_owned(), source };
    if !place.is_dir() {
        files.push(place.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(place).map_err(failed)?;
    let mut below = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    below.sort();
    for path in below {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        if !name.is_some_and(|name| name.starts_with("LICENSE") || name.starts_with('.')) {
            collect(&path, files)?;
        }
    }
    Ok(())
}

/// What every reader makes of the bytes, as they lie and in every armour.
fn complaints(bytes: &[u8]) -> Vec<String> {
    let armoured = LABELS.iter().filter_map(|label| {
        encode_string(label, LineEnding::LF, bytes).ok().map(String::into_bytes)
    });
    let mut wrong = Vec::new();
    for form in std::iter::once(bytes.to_vec()).chain(armoured) {
        let form: Arc<[u8]> = form.into();
        for reader in READERS {
            let verdict = held(reader.read, Arc::clone(&form));
            if let Err(verdict) = verdict {
                wrong.push(format!("{} {verdict}", reader.name));
            }
        }
    }
    wrong
}

/// Runs a reader in a thread of its own: one that hangs is left behind and said.
fn held(read: fn(&[u8]), bytes: Arc<[u8]>) -> Result<(), &'static str> {
    let (done, wait) = channel();
    let spawned = std::thread::Builder::new().spawn(move || {
        read(&bytes);
        let _ = done.send(());
    });
    if spawned.is_err() {
        return Err("could not be started");
    }
    match wait.recv_timeout(PATIENCE) {
        Ok(()) => Ok(()),
        Err(RecvTimeoutError::Disconnected) => Err("panics"),
        Err(RecvTimeoutError::Timeout) => Err("does not end"),
    }
}

/// Memory of the process in kibibytes, as Linux tells it.
#[derive(Clone, Copy)]
struct Memory {
    resident: u64,
    peak: u64,
}

impl Memory {
    #[expect(clippy::disallowed_methods, reason = "the system tells it in a file")]
    fn now() -> Option<Self> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let field = |name: &str| -> Option<u64> {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse().ok()
        };
        Some(Self { resident: field("VmRSS:")?, peak: field("VmHWM:")? })
    }
}

/// A peak that was reached before is not these files': only a new one counts.
fn memory(before: Option<Memory>, after: Option<Memory>) -> Case {
    let expected = format!("at most {} MiB more", MEMORY / 1024);
    let (Some(before), Some(after)) = (before, after) else {
        return Case {
            outcome: Outcome::NotApplicable("the system does not tell the memory of a process"),
            ..Case::compared("memory", &expected, "unknown", Vec::new())
        };
    };
    let grown =
        if after.peak > before.peak { after.peak.saturating_sub(before.resident) } else { 0 };
    let got = if grown <= MEMORY { expected.clone() } else { format!("{} MiB more", grown / 1024) };
    Case::compared("memory", &expected, &got, Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_panics_is_told_from_one_that_ends() {
        let bytes: Arc<[u8]> = Arc::from(&b"x"[..]);
        assert_eq!(held(|_| {}, Arc::clone(&bytes)), Ok(()));
        assert_eq!(held(|bytes| assert!(bytes.is_empty()), bytes), Err("panics"));
    }

    #[test]
    fn only_a_new_peak_counts() {
        let before = Memory { resident: 10_000, peak: 300_000 };
        let same = memory(Some(before), Some(Memory { resident: 20_000, peak: 300_000 }));
        assert_eq!(same.outcome, Outcome::Agrees);
        let more = memory(Some(before), Some(Memory { resident: 20_000, peak: 300_001 }));
        assert_eq!(more.outcome, Outcome::Unexplained);
        assert_eq!(more.got, "283 MiB more");
        assert!(matches!(memory(None, None).outcome, Outcome::NotApplicable(_)));
    }
}
