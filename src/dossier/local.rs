//! `.local`: what belongs to this copy of the dossier on this machine, and is never merged.
//!
//! ```text
//! lock          locked by the operating system while a process writes
//! holder        which process that is, for the message
//! device        under which name this copy records
//! seat          where `device` lies; a copied folder does not match it
//! heads.json    the last entries acknowledged here
//! incoming      the one temporary file
//! torn-1 …      unfinished last lines, set aside
//! changed-1 …   changed evidence or journals, set aside by a merge
//! ```

use std::fs::{self, File, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sysinfo::System;

use super::disk::Disk;
use super::{DeviceId, DossierError, Heads};

/// The most that is read of any file of this folder, in bytes.
const MAX_NOTE: u64 = 256 << 10;

fn folder(root: &Path) -> PathBuf {
    root.join(".local")
}

/// The one temporary file; the lock makes it ours.
pub(super) fn incoming(root: &Path) -> PathBuf {
    folder(root).join("incoming")
}

/// The lock, until dropped.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Drop for Lock {
    /// Unlocks by name, because closing is not enough while a child process that is just being
    /// started still holds a copy of the handle.
    fn drop(&mut self) {
        // If it fails, the lock goes with the process.
        let _unlocked = self.0.unlock();
    }
}

/// Locks the dossier for this process.
///
/// # Errors
///
/// [`DossierError::Locked`] names the other writer.
pub(super) fn lock(disk: &Disk, root: &Path, now: Timestamp) -> Result<Lock, DossierError> {
    disk.make_dir(&folder(root))?;
    let path = folder(root).join("lock");
    // Beside the lock, because Windows lets nobody read a locked file.
    let holder = folder(root).join("holder");
    let file = disk.open(&path)?;
    let lock = match file.try_lock() {
        Ok(()) => Lock(file),
        Err(TryLockError::WouldBlock) => {
            let text = note(&holder).unwrap_or_default();
            let text: String = text.chars().filter(|it| !it.is_control()).take(200).collect();
            let holder = if text.is_empty() { "another process".into() } else { text };
            return Err(DossierError::Locked { path, holder });
        }
        Err(TryLockError::Error(source)) => return Err(DossierError::write(&path, source)),
    };
    let text = format!("process {} on {} since {now}", std::process::id(), host());
    let mut file_of_holder = disk.create(&holder)?;
    disk.write(&mut file_of_holder, &holder, text.as_bytes())?;
    Ok(lock)
}

fn host() -> String {
    System::host_name().unwrap_or_else(|_| "an unnamed machine".into())
}

/// A small file of this folder, if it is there and is text.
fn note(path: &Path) -> Option<String> {
    let mut text = String::new();
    if !super::is_file(path) {
        return None;
    }
    File::open(path).ok()?.take(MAX_NOTE).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Under which name this copy records, if it is still the copy that was given the name.
pub(super) fn device(root: &Path) -> Option<DeviceId> {
    let path = folder(root).join("device");
    let device = note(&path)?.trim().parse().ok()?;
    (note(&folder(root).join("seat"))? == seat(&path)?).then_some(device)
}

/// Gives this copy a new name to record under.
pub(super) fn new_device(disk: &Disk, root: &Path) -> Result<DeviceId, DossierError> {
    let device = DeviceId::random()?;
    let path = folder(root).join("device");
    disk.place(&incoming(root), &path, format!("{device}\n").as_bytes())?;
    // Without a seat the next opening takes another name, which is safe.
    if let Some(seat) = seat(&path) {
        disk.place(&incoming(root), &folder(root).join("seat"), seat.as_bytes())?;
    }
    Ok(device)
}

/// What tells this file from a copy of it: two copies that recorded under one name would
/// contradict each other when merged. A false difference only starts another journal.
fn seat(path: &Path) -> Option<String> {
    let place = fs::canonicalize(path).ok()?;
    let metadata = path.symlink_metadata().ok()?;
    Some(format!("{}\n{}\n{}\n", host(), place.to_string_lossy(), birth(&metadata)?))
}

/// The inode and its last change, which no copying program can set.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems may not know")]
fn birth(metadata: &fs::Metadata) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    Some(format!("{} {}.{:09}", metadata.ino(), metadata.ctime(), metadata.ctime_nsec()))
}

/// The time the file was created, which copying sets anew.
#[cfg(not(unix))]
fn birth(metadata: &fs::Metadata) -> Option<String> {
    let created = metadata.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(created.as_nanos().to_string())
}

/// The heads noted last; none if the note is missing or torn, for it is only a help.
pub(super) fn acknowledged(root: &Path) -> Heads {
    let text = note(&folder(root).join("heads.json"));
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Notes the heads. Not synced: after a power cut an older note, or none, is as true.
pub(super) fn acknowledge(disk: &Disk, root: &Path, heads: &Heads) -> Result<(), DossierError> {
    let path = folder(root).join("heads.json");
    let text = serde_json::to_vec(heads)
        .map_err(|cause| DossierError::write(&path, std::io::Error::other(cause)))?;
    let temporary = incoming(root);
    let mut file = disk.create(&temporary)?;
    disk.write(&mut file, &temporary, &text)?;
    drop(file);
    disk.rename(&temporary, &path)
}

/// A name in this folder that is not taken: `torn-1`, `torn-2`, …
pub(super) fn free_name(root: &Path, stem: &str) -> Result<PathBuf, DossierError> {
    let folder = folder(root);
    let taken = super::names_in(&folder)?;
    let numbers = taken.iter().filter_map(|name| {
        name.to_str()?.strip_prefix(stem)?.strip_prefix('-')?.parse::<u64>().ok()
    });
    let next = numbers.max().unwrap_or(0).saturating_add(1);
    Ok(folder.join(format!("{stem}-{next}")))
}
