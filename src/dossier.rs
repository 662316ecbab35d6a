//! The dossier: a folder that keeps one inspection case and loses nothing it acknowledged.
//!
//! ```text
//! dossier.toml               format, case and time of creation; written once
//! journal/<device>.jsonl     what was recorded, one file a laptop, one JSON object a line
//! evidence/ab/<SHA-256>      bytes as they were seen, written once under their SHA-256
//! .local/                    this copy's own: lock, device, remembered heads, lines set aside
//! ```
//!
//! A journal line holds the SHA-256 of the line before it (`prev`; the first line that of
//! `dossier.toml`) and, in `after`, number and hash of the last line then known of every other
//! journal. So a changed line contradicts the next line of its own journal and every later line
//! of the others, and anyone can check it by hand: `sed -n 3p journal/….jsonl | sha256sum` is the
//! `prev` of line 4. The store proves order and completeness against the heads that an act or a
//! time-stamp names ([`Dossier::compare`]); against someone who recomputes everything, only such
//! an outside witness helps.
//!
//! Nothing is acknowledged before it is on the disk. A write that was cut short leaves an
//! unfinished last line or a temporary file; opening for writing sets the first aside and
//! removes the second. `.local` is never merged. A copy of the folder on another laptop writes
//! under a new device name, because `.local/seat` no longer describes its place.
//!
//! The store knows nothing of checklists or certificates: the caller gives each entry its kind
//! and body. It never asks the time; the caller passes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use model::{Content, EvidenceId, ReadSeek, Store};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use self::disk::Disk;
use self::journal::{Journal, Line, MAX_JOURNAL, MAX_LINE};
use self::local::Lock;

mod check;
mod damage;
mod disk;
mod error;
mod id;
mod journal;
mod local;
mod merge;

pub use self::damage::Damage;
#[doc(hidden)]
pub use self::disk::{Fault, Step};
pub use self::error::DossierError;
pub use self::id::{CaseId, DeviceId, LineHash, NotHex};
pub use self::merge::MergeReport;

/// The newest format of a dossier that this program reads, and the one it writes.
pub const FORMAT: u64 = 1;
/// The most that [`Dossier::evidence`] reads into memory, in bytes; larger evidence is read
/// from [`Dossier::evidence_path`].
pub const MAX_EVIDENCE_IN_MEMORY: u64 = 512 << 20;
/// Up to how many bytes a piece is held in memory while it is looked at; larger ones stay where
/// they lie.
const MOST_HELD: u64 = 1 << 20;
/// The largest `dossier.toml` that is read, in bytes.
const MAX_HEADER: u64 = 64 << 10;
/// The most journals of one dossier: laptops, and moves of a dossier between places.
const MAX_JOURNALS: usize = 256;

/// How to open a dossier.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Changes nothing on the disk and takes no lock.
    Read,
    /// Takes the lock, and cleans up after an interrupted write.
    Write {
        /// The time to show to whoever finds the dossier locked.
        now: Timestamp,
    },
}

/// The name of one entry.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EntryId {
    /// The device that wrote it.
    pub device: DeviceId,
    /// Its number in that device's journal, from 1.
    pub seq: u64,
    /// SHA-256 of its line.
    pub hash: LineHash,
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.device, self.seq)
    }
}

/// The last entry of a journal at some moment.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Its number.
    pub seq: u64,
    /// SHA-256 of its line.
    pub hash: LineHash,
}

/// The last entry of every journal at some moment: what an act names to fix the whole record.
pub type Heads = BTreeMap<DeviceId, Head>;

/// One thing recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// When it was recorded, by the clock of the machine that recorded it.
    pub at: Timestamp,
    /// The heads of the other journals that were known when it was recorded.
    pub after: Heads,
    /// What it is, in the caller's words.
    pub kind: String,
    /// The evidence it rests on.
    pub evidence: Vec<EvidenceId>,
    /// Its content, in the caller's form.
    pub body: Value,
}

impl Entry {
    /// Whether whoever recorded this could have seen the other entry.
    ///
    /// If of two answers neither has seen the other, two people answered at the same time and a
    /// person must settle it; if one has, it is a correction.
    #[must_use]
    pub fn has_seen(&self, other: &Self) -> bool {
        if self.id.device == other.id.device {
            self.id.seq > other.id.seq
        } else {
            self.after.get(&other.id.device).is_some_and(|head| head.seq >= other.id.seq)
        }
    }
}

/// Something the store did on its own, which a person should hear of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Notice {
    /// Changed evidence was set aside, and the right bytes put in its place.
    EvidenceRestored {
        /// The address.
        id: EvidenceId,
        /// Where the changed bytes are now.
        kept: PathBuf,
    },
    /// A damaged journal was set aside, and a longer intact copy of it put in its place.
    JournalRestored {
        /// The journal.
        journal: PathBuf,
        /// Where the damaged file is now.
        kept: PathBuf,
    },
    /// A last line that was never finished was set aside; it had not been acknowledged.
    TornLineSetAside {
        /// The journal.
        journal: PathBuf,
        /// Where its bytes are now.
        kept: PathBuf,
    },
}

/// An open dossier.
#[derive(Debug)]
pub struct Dossier {
    root: PathBuf,
    header: Header,
    start: LineHash,
    disk: Disk,
    journals: BTreeMap<DeviceId, Journal>,
    entries: Vec<Entry>,
    suspect: Vec<Entry>,
    disorder: Vec<Damage>,
    notices: Vec<Notice>,
    writer: Option<Writer>,
}

/// What only a writing process has.
#[derive(Debug)]
struct Writer {
    device: DeviceId,
    /// Whether a failed write left the disk in an unknown state.
    stopped: bool,
    /// Held for as long as this process may write.
    _lock: Lock,
}

/// `dossier.toml`, word for word.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Header {
    format: u64,
    case: CaseId,
    created_at: Timestamp,
}

/// The one field that every format has.
#[derive(Deserialize)]
struct AnyHeader {
    format: u64,
}

impl Dossier {
    /// Makes a new dossier for a new case in a folder that is absent or empty, open for writing.
    ///
    /// # Errors
    ///
    /// [`DossierError::AlreadyThere`] if something is there; otherwise why it cannot be written.
    pub fn create(path: &Path, now: Timestamp) -> Result<Self, DossierError> {
        Self::create_on(path, now, Disk::default())
    }

    /// As [`Dossier::create`], on a disk whose every step passes a test's hook.
    ///
    /// # Errors
    ///
    /// As [`Dossier::create`].
    #[doc(hidden)]
    pub fn create_with(path: &Path, now: Timestamp, fault: Fault) -> Result<Self, DossierError> {
        Self::create_on(path, now, Disk::with_fault(fault))
    }

    fn create_on(path: &Path, now: Timestamp, disk: Disk) -> Result<Self, DossierError> {
        refuse_occupied(path)?;
        disk.make_dir(path)?;
        let lock = local::lock(&disk, path, now)?;
        // Again, now that nobody else can be creating it.
        refuse_occupied(path)?;
        make_folders(&disk, path)?;
        let header = Header { format: FORMAT, case: CaseId::random()?, created_at: now };
        let toml = path.join("dossier.toml");
        let text = toml::to_string(&header).map_err(|cause| DossierError::Malformed {
            path: toml.clone(),
            defect: cause.to_string(),
        })?;
        // Last, because this file makes the folder a dossier.
        disk.place(&local::incoming(path), &toml, text.as_bytes())?;
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            disk.sync_dir(parent)?;
        }
        let mut dossier = Self::load_from(path, disk)?;
        dossier.start_writing(lock)?;
        Ok(dossier)
    }

    /// Opens a dossier.
    ///
    /// A damaged dossier opens as well: [`Dossier::entries`] holds what is beyond doubt,
    /// [`Dossier::suspect`] the rest, [`Dossier::check`] names the damage.
    ///
    /// # Errors
    ///
    /// [`DossierError`] if the folder is no dossier of a known format, cannot be read, or, for
    /// writing, is locked or takes no writes.
    pub fn open(path: &Path, access: Access) -> Result<Self, DossierError> {
        Self::open_on(path, access, Disk::default())
    }

    /// As [`Dossier::open`], on a disk whose every step passes a test's hook.
    ///
    /// # Errors
    ///
    /// As [`Dossier::open`].
    #[doc(hidden)]
    pub fn open_with(path: &Path, access: Access, fault: Fault) -> Result<Self, DossierError> {
        Self::open_on(path, access, Disk::with_fault(fault))
    }

    fn open_on(path: &Path, access: Access, disk: Disk) -> Result<Self, DossierError> {
        // Before the lock, so that nothing is made in a folder that is no dossier.
        read_header(path)?;
        match access {
            Access::Read => Self::load_from(path, disk),
            Access::Write { now } => {
                let lock = local::lock(&disk, path, now)?;
                make_folders(&disk, path)?;
                let mut dossier = Self::load_from(path, disk)?;
                dossier.start_writing(lock)?;
                Ok(dossier)
            }
        }
    }

    fn load_from(path: &Path, disk: Disk) -> Result<Self, DossierError> {
        let (header, start) = read_header(path)?;
        let mut dossier = Self {
            root: path.into(),
            header,
            start,
            disk,
            journals: BTreeMap::new(),
            entries: Vec::new(),
            suspect: Vec::new(),
            disorder: Vec::new(),
            notices: Vec::new(),
            writer: None,
        };
        dossier.load()?;
        Ok(dossier)
    }

    /// Cleans up after an interrupted write and settles under which name to record.
    fn start_writing(&mut self, lock: Lock) -> Result<(), DossierError> {
        let incoming = local::incoming(&self.root);
        if incoming.exists() {
            self.disk.remove(&incoming)?;
        }
        self.set_torn_lines_aside()?;
        let damages = self.journal_damage();
        let remembered = local::device(&self.root).filter(|device| {
            // A damaged journal is left as it is; recording goes on in a new one.
            let name = journal_name(*device);
            damages.iter().all(|it| it.journal() != Some(&name) || it.is_leftover())
        });
        let device = match remembered {
            Some(device) => device,
            None => local::new_device(&self.disk, &self.root)?,
        };
        self.writer = Some(Writer { device, stopped: false, _lock: lock });
        Ok(())
    }

    /// Reads every journal from the disk.
    fn load(&mut self) -> Result<(), DossierError> {
        let acknowledged = local::acknowledged(&self.root);
        self.journals.clear();
        for device in journals_in(&self.root)? {
            let path = self.journal_path(device);
            let remembered = acknowledged.get(&device).copied();
            let name = journal_name(device);
            let journal = journal::read(&path, &name, device, self.start, remembered)?;
            self.journals.insert(device, journal);
        }
        let mut intact = Vec::new();
        self.suspect.clear();
        for journal in self.journals.values_mut() {
            intact.append(&mut journal.intact);
            self.suspect.append(&mut journal.suspect);
        }
        let (ordered, circular) = journal::order(intact);
        self.disorder = circular
            .iter()
            .map(|entry| Damage::ImpossibleOrder {
                file: journal_name(entry.id.device),
                seq: entry.id.seq,
            })
            .collect();
        self.entries = ordered;
        self.suspect.extend(circular);
        Ok(())
    }

    /// Moves what was never acknowledged out of the journals, and says so.
    fn set_torn_lines_aside(&mut self) -> Result<(), DossierError> {
        for (device, journal) in &mut self.journals {
            let Some(torn) = &journal.torn else { continue };
            let path = self.root.join(journal_name(*device));
            let kept = local::free_name(&self.root, "torn")?;
            self.disk.place(&local::incoming(&self.root), &kept, &torn.bytes)?;
            let file = self.disk.open(&path)?;
            self.disk.cut(&file, &path, torn.offset)?;
            self.disk.sync(&file, &path)?;
            journal.torn = None;
            self.notices.push(Notice::TornLineSetAside { journal: path, kept });
        }
        Ok(())
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        self.header.case
    }

    /// When the dossier was created, by the clock of the machine that did.
    #[must_use]
    pub fn created_at(&self) -> Timestamp {
        self.header.created_at
    }

    /// Under which name this process records; none when reading.
    #[must_use]
    pub fn device(&self) -> Option<DeviceId> {
        self.writer.as_ref().map(|writer| writer.device)
    }

    /// The entries that are beyond doubt, of all devices, in the one order every copy computes:
    /// after all it has seen, otherwise by time, device and number.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Entries that could be read but stand behind damage, in no particular order. They are for
    /// a person to look at; nothing may rest on them.
    #[must_use]
    pub fn suspect(&self) -> &[Entry] {
        &self.suspect
    }

    /// The last entry of each journal that is beyond doubt.
    #[must_use]
    pub fn heads(&self) -> Heads {
        let heads = self.journals.iter();
        heads.filter_map(|(&device, journal)| Some((device, journal.head()?))).collect()
    }

    /// What the store did on its own since it was opened.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Records an entry. When this returns, the entry is on the disk.
    ///
    /// `kind` is 1 to 64 of `a-z 0-9 - .`; `evidence` must be stored already; the whole line may
    /// take up to 1 MiB.
    ///
    /// # Errors
    ///
    /// [`DossierError`]; then nothing is acknowledged. If the disk took the line but not its
    /// sync, and not the cut back either, every later call gives [`DossierError::Stopped`], and
    /// the next opening may find the line whole.
    pub fn append<T: Serialize + ?Sized>(
        &mut self,
        now: Timestamp,
        kind: &str,
        evidence: &[EvidenceId],
        body: &T,
    ) -> Result<EntryId, DossierError> {
        let device = self.writing()?;
        for &id in evidence {
            let path = self.evidence_path(&id);
            if !is_file(&path) {
                return Err(DossierError::EvidenceAbsent { path, id });
            }
        }
        let refuse = |defect| DossierError::BadEntry { kind: kind.into(), defect };
        let mut after = self.heads();
        let (seq, prev) = match after.remove(&device) {
            Some(head) => (head.seq.saturating_add(1), head.hash),
            None => (1, self.start),
        };
        let body = serde_json::to_value(body).map_err(|cause| refuse(cause.to_string()))?;
        let kind = kind.to_owned();
        let line =
            Line { seq, prev, device, at: now, after, kind, evidence: evidence.into(), body };
        let mut bytes = serde_json::to_vec(&line).map_err(|cause| refuse(cause.to_string()))?;
        bytes.push(b'\n');
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > MAX_LINE {
            return Err(refuse(format!("longer than {MAX_LINE} bytes")));
        }
        // Read back as an opening would, so that nothing is acknowledged that will not open.
        let (entry, _) = journal::parse_line(&bytes).map_err(refuse)?;
        self.write_line(device, &bytes, length)?;
        let id = entry.id;
        let journal = self.journals.entry(device).or_default();
        journal.hashes.push(id.hash);
        journal.intact_bytes = journal.intact_bytes.saturating_add(length);
        // It has seen every other entry, so it stands last.
        self.entries.push(entry);
        self.remember_heads();
        Ok(id)
    }

    fn write_line(
        &mut self,
        device: DeviceId,
        bytes: &[u8],
        length: u64,
    ) -> Result<(), DossierError> {
        let path = self.journal_path(device);
        let known = self.journals.get(&device).map_or(0, |journal| journal.intact_bytes);
        if known.saturating_add(length) > MAX_JOURNAL {
            return Err(DossierError::JournalFull { path, limit: MAX_JOURNAL });
        }
        let mut file = self.disk.open(&path)?;
        let end =
            file.seek(SeekFrom::End(0)).map_err(|source| DossierError::read(&path, source))?;
        if end != known {
            return Err(DossierError::ChangedUnderneath { path });
        }
        let written = self.disk.write(&mut file, &path, bytes);
        let synced = match &written {
            Ok(()) => self.sync_line(&file, &path, known == 0),
            Err(_) => Ok(()),
        };
        let failed = match (written, synced) {
            (Ok(()), Ok(())) => return Ok(()),
            (Err(cause), _) => cause,
            (Ok(()), Err(cause)) => {
                // After a failed sync the system may have dropped what it could not write, and
                // a later sync would not say so: only a new opening tells what is on the disk.
                self.stop();
                cause
            }
        };
        let cut = self.disk.cut(&file, &path, known);
        if cut.and_then(|()| self.disk.sync(&file, &path)).is_err() {
            self.stop();
        }
        Err(failed)
    }

    fn sync_line(&self, file: &File, path: &Path, first: bool) -> Result<(), DossierError> {
        self.disk.sync(file, path)?;
        if first { self.disk.sync_dir(&self.root.join("journal")) } else { Ok(()) }
    }

    fn stop(&mut self) {
        if let Some(writer) = &mut self.writer {
            writer.stopped = true;
        }
    }

    /// Notes the heads in `.local`, so that a journal cut at the end of a line is noticed here.
    fn remember_heads(&self) {
        // A help, not the record: the entry is on the disk, and must be acknowledged even if
        // this note cannot be written. An older note is true as well.
        let _noted = local::acknowledge(&self.disk, &self.root, &self.heads());
    }

    /// Stores evidence and returns its address. When this returns, the bytes are on the disk.
    ///
    /// Bytes that are stored already are not written again. `limit` is the most to take, in bytes.
    ///
    /// # Errors
    ///
    /// [`DossierError::EvidenceSource`] if `source` cannot be read,
    /// [`DossierError::EvidenceTooLarge`] if it gives more than `limit`; otherwise why it cannot
    /// be written.
    pub fn put_evidence(
        &mut self,
        source: &mut dyn Read,
        limit: u64,
    ) -> Result<EvidenceId, DossierError> {
        self.writing()?;
        let incoming = local::incoming(&self.root);
        let id = self.take_in(source, limit, &incoming)?;
        self.keep(&incoming, id)?;
        Ok(id)
    }

    /// Stores bytes that are in memory or lie in another store, which are hashed as they come.
    ///
    /// # Errors
    ///
    /// As [`Dossier::put_evidence`]; bytes that changed in their store cannot be read.
    pub fn put_content(&mut self, content: &Content) -> Result<EvidenceId, DossierError> {
        let mut stream = content.stream().map_err(DossierError::unread)?;
        self.put_evidence(&mut stream, content.length())
    }

    /// Writes the source to a temporary file, hashing it.
    fn take_in(
        &self,
        source: &mut dyn Read,
        limit: u64,
        incoming: &Path,
    ) -> Result<EvidenceId, DossierError> {
        let mut file = self.disk.create(incoming)?;
        let mut hash = Sha256::new();
        let mut left = limit;
        let mut buffer = vec![0; 64 << 10];
        loop {
            let count = match source.read(&mut buffer) {
                Ok(count) => count,
                Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(source) => return Err(DossierError::EvidenceSource { source }),
            };
            let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
            left = u64::try_from(count)
                .ok()
                .and_then(|count| left.checked_sub(count))
                .ok_or(DossierError::EvidenceTooLarge { limit })?;
            hash.update(bytes);
            self.disk.write(&mut file, incoming, bytes)?;
        }
        self.disk.sync(&file, incoming)?;
        Ok(EvidenceId(hash.finalize().into()))
    }

    /// Moves a complete temporary file under its address.
    fn keep(&mut self, incoming: &Path, id: EvidenceId) -> Result<Kept, DossierError> {
        let path = self.evidence_path(&id);
        let evidence = self.root.join("evidence");
        let folder = path.parent().map_or_else(|| evidence.clone(), Path::to_path_buf);
        let mut kept = Kept::New;
        if path.symlink_metadata().is_ok() {
            if is_file(&path) && hash_file(&path)? == id {
                kept = Kept::Already;
            } else {
                let aside = local::free_name(&self.root, "changed")?;
                self.disk.rename(&path, &aside)?;
                self.notices.push(Notice::EvidenceRestored { id, kept: aside });
                kept = Kept::Restored;
            }
        }
        if kept == Kept::Already {
            // A process that died here may have left it unsynced.
            let file = self.disk.open(&path)?;
            self.disk.sync(&file, &path)?;
            self.disk.remove(incoming)?;
        } else {
            self.disk.make_dir(&folder)?;
            self.disk.rename(incoming, &path)?;
        }
        self.disk.sync_dir(&folder)?;
        self.disk.sync_dir(&evidence)?;
        Ok(kept)
    }

    /// Where the evidence of this address is, or would be.
    #[must_use]
    pub fn evidence_path(&self, id: &EvidenceId) -> PathBuf {
        self.root.join(evidence_name(id))
    }

    /// The bytes of this address, hashed again.
    ///
    /// # Errors
    ///
    /// [`DossierError::EvidenceAbsent`], [`DossierError::EvidenceEdited`],
    /// [`DossierError::EvidenceTooLarge`] beyond [`MAX_EVIDENCE_IN_MEMORY`], or that the file
    /// cannot be read.
    pub fn evidence(&self, id: &EvidenceId) -> Result<Vec<u8>, DossierError> {
        let path = self.evidence_path(id);
        if !is_file(&path) {
            return Err(DossierError::EvidenceAbsent { path, id: *id });
        }
        let refuse = |source| DossierError::read(&path, source);
        let limit = MAX_EVIDENCE_IN_MEMORY;
        let mut bytes = Vec::new();
        let mut file = File::open(&path).map_err(refuse)?.take(limit.saturating_add(1));
        let length = file.read_to_end(&mut bytes).map_err(refuse)?;
        if u64::try_from(length).is_ok_and(|length| length > limit) {
            return Err(DossierError::EvidenceTooLarge { limit });
        }
        let found = EvidenceId(Sha256::digest(&bytes).into());
        if found == *id {
            Ok(bytes)
        } else {
            Err(DossierError::EvidenceEdited { path, id: *id, found })
        }
    }

    /// The bytes of this address: in memory and hashed again where they are few, otherwise where
    /// they lie, to be checked by whoever reads them. `length` is what was recorded of it.
    ///
    /// # Errors
    ///
    /// As [`Dossier::evidence`] for bytes that are few; [`DossierError::EvidenceAbsent`].
    pub fn content(&self, id: &EvidenceId, length: u64) -> Result<Content, DossierError> {
        if length <= MOST_HELD {
            return Ok(self.evidence(id)?.into());
        }
        let path = self.evidence_path(id);
        if !is_file(&path) {
            return Err(DossierError::EvidenceAbsent { path, id: *id });
        }
        Ok(Content::stored(*id, length, Arc::new(Shelf { root: self.root.clone() })))
    }

    /// Hashes the bytes of this address where they lie.
    ///
    /// # Errors
    ///
    /// [`DossierError::EvidenceAbsent`], [`DossierError::EvidenceEdited`], or that the file cannot
    /// be read.
    pub fn intact(&self, id: &EvidenceId) -> Result<(), DossierError> {
        let path = self.evidence_path(id);
        if !is_file(&path) {
            return Err(DossierError::EvidenceAbsent { path, id: *id });
        }
        let found = hash_file(&path)?;
        if found == *id {
            Ok(())
        } else {
            Err(DossierError::EvidenceEdited { path, id: *id, found })
        }
    }

    /// The device to record under, if recording is possible.
    fn writing(&self) -> Result<DeviceId, DossierError> {
        match &self.writer {
            None => Err(DossierError::OpenedForReading { path: self.root.clone() }),
            Some(writer) if writer.stopped => {
                Err(DossierError::Stopped { path: self.root.clone() })
            }
            Some(writer) => Ok(writer.device),
        }
    }

    fn journal_path(&self, device: DeviceId) -> PathBuf {
        self.root.join(journal_name(device))
    }
}

/// The evidence of a dossier, to be opened one piece at a time.
struct Shelf {
    root: PathBuf,
}

impl Store for Shelf {
    fn open(&self, id: &EvidenceId) -> std::io::Result<Box<dyn ReadSeek>> {
        let path = self.root.join(evidence_name(id));
        if is_file(&path) {
            Ok(Box::new(File::open(path)?))
        } else {
            Err(std::io::ErrorKind::NotFound.into())
        }
    }
}

/// What became of a temporary evidence file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kept {
    Already,
    New,
    Restored,
}

/// A journal's file, relative to the dossier; `/` separates on every system we read.
fn journal_name(device: DeviceId) -> String {
    format!("journal/{device}.jsonl")
}

/// The file of a piece of evidence, relative to the dossier.
fn evidence_name(id: &EvidenceId) -> String {
    let hex = id.to_string();
    let folder = hex.get(..2).unwrap_or_default();
    format!("evidence/{folder}/{hex}")
}

/// Whether a plain file is there. A link or a pipe is not evidence: its bytes are elsewhere.
fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
}

fn hash_file(path: &Path) -> Result<EvidenceId, DossierError> {
    let refuse = |source| DossierError::read(path, source);
    let mut file = File::open(path).map_err(refuse)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let count = file.read(&mut buffer).map_err(refuse)?;
        match buffer.get(..count) {
            Some(bytes) if !bytes.is_empty() => hash.update(bytes),
            _ => return Ok(EvidenceId(hash.finalize().into())),
        }
    }
}

fn make_folders(disk: &Disk, root: &Path) -> Result<(), DossierError> {
    for name in ["journal", "evidence"] {
        disk.make_dir(&root.join(name))?;
    }
    // A process that died may have left names unsynced.
    disk.sync_dir(&root.join("journal"))?;
    disk.sync_dir(root)
}

/// Refuses a folder with anything in it but what an interrupted creation leaves.
fn refuse_occupied(path: &Path) -> Result<(), DossierError> {
    let Ok(metadata) = path.metadata() else { return Ok(()) };
    let occupied = |path: PathBuf| Err(DossierError::AlreadyThere { path });
    if !metadata.is_dir() {
        return occupied(path.into());
    }
    for name in names_in(path)? {
        let inside = path.join(&name);
        let leftover = name == ".local"
            || (["journal", "evidence"].iter().any(|known| name == **known)
                && names_in(&inside)?.is_empty());
        if !leftover {
            return occupied(inside);
        }
    }
    Ok(())
}

/// The names in a folder, sorted; none if the folder is absent.
fn names_in(path: &Path) -> Result<Vec<std::ffi::OsString>, DossierError> {
    let refuse = |source| DossierError::read(path, source);
    let mut names = Vec::new();
    match fs::read_dir(path) {
        Ok(found) => {
            for item in found {
                names.push(item.map_err(refuse)?.file_name());
            }
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
        Err(cause) => return Err(refuse(cause)),
    }
    names.sort();
    Ok(names)
}

/// The devices that have a journal, at most [`MAX_JOURNALS`]; other names are for `check`.
fn journals_in(root: &Path) -> Result<BTreeSet<DeviceId>, DossierError> {
    let folder = root.join("journal");
    let names = names_in(&folder)?;
    let devices = names.iter().filter_map(|name| {
        let device = name.to_str()?.strip_suffix(".jsonl")?.parse().ok()?;
        is_file(&folder.join(name)).then_some(device)
    });
    Ok(devices.take(MAX_JOURNALS).collect())
}

fn read_header(root: &Path) -> Result<(Header, LineHash), DossierError> {
    let path = root.join("dossier.toml");
    let refuse = |source| DossierError::read(&path, source);
    if path.symlink_metadata().is_err_and(|cause| cause.kind() == std::io::ErrorKind::NotFound) {
        return Err(DossierError::NotADossier { path: root.into() });
    }
    let malformed = |defect: String| DossierError::Malformed { path: path.clone(), defect };
    if !is_file(&path) {
        return Err(malformed("not a plain file".into()));
    }
    let mut bytes = Vec::new();
    let file = File::open(&path).map_err(refuse)?;
    let limit = MAX_HEADER.saturating_add(1);
    let length = file.take(limit).read_to_end(&mut bytes).map_err(refuse)?;
    if u64::try_from(length).is_ok_and(|length| length > MAX_HEADER) {
        return Err(malformed(format!("larger than {MAX_HEADER} bytes")));
    }
    let text = str::from_utf8(&bytes).map_err(|cause| malformed(cause.to_string()))?;
    // The format first: a newer form may have fields this program does not know.
    let AnyHeader { format } =
        toml::from_str(text).map_err(|cause| malformed(cause.to_string()))?;
    if format > FORMAT {
        return Err(DossierError::NewerFormat { path, found: format, supported: FORMAT });
    }
    if format != FORMAT {
        return Err(malformed(format!("there is no format {format}")));
    }
    let header = toml::from_str(text).map_err(|cause| malformed(cause.to_string()))?;
    Ok((header, LineHash::of(&bytes)))
}
