//! Why the store could not do what was asked.

use std::io;
use std::path::{Path, PathBuf};

use model::EvidenceId;

use super::{CaseId, DeviceId};

/// The store failed or refused; what was acknowledged before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum DossierError {
    /// The folder to create is not empty.
    #[error("{}: something is there already", path.display())]
    AlreadyThere {
        /// The folder, or the name found in it.
        path: PathBuf,
    },
    /// The entry would not be readable again, so it is not written.
    #[error("an entry of kind {kind:?}: {defect}")]
    BadEntry {
        /// The kind the caller gave.
        kind: String,
        /// What is wrong with it.
        defect: String,
    },
    /// The file is not as this process left it: something else writes into the dossier.
    #[error("{}: changed by another program while open", path.display())]
    ChangedUnderneath {
        /// The file.
        path: PathBuf,
    },
    /// No space is left; nothing of the refused write was acknowledged.
    #[error("{}: the disk is full; what was recorded before is safe", path.display())]
    DiskFull {
        /// The file that could not grow.
        path: PathBuf,
    },
    /// No such evidence is stored here.
    #[error("{}: no such evidence", path.display())]
    EvidenceAbsent {
        /// Where it would be.
        path: PathBuf,
        /// Its address.
        id: EvidenceId,
    },
    /// The stored bytes are not those the address names.
    #[error("{}: the evidence was changed: its SHA-256 is now {found}", path.display())]
    EvidenceEdited {
        /// The file.
        path: PathBuf,
        /// The address, which is what its SHA-256 was.
        id: EvidenceId,
        /// What its SHA-256 is.
        found: EvidenceId,
    },
    /// The source of the evidence could not be read: a failure to look, not of the store.
    #[error("the evidence could not be read at its source")]
    EvidenceSource {
        /// The cause.
        source: io::Error,
    },
    /// The evidence is larger than the caller or the reader allows.
    #[error("the evidence is larger than {limit} bytes")]
    EvidenceTooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// Two histories of one device contradict each other; nothing was merged.
    #[error("{}: the two dossiers disagree about {}", path.display(), forks(devices))]
    Fork {
        /// The dossier merged into.
        path: PathBuf,
        /// For each device the first line that differs.
        devices: Vec<(DeviceId, u64)>,
    },
    /// The journal would outgrow what a reader accepts.
    #[error("{}: the journal would be larger than {limit} bytes", path.display())]
    JournalFull {
        /// The journal.
        path: PathBuf,
        /// The limit, in bytes.
        limit: u64,
    },
    /// Another process writes this dossier.
    #[error("{}: the dossier is being written by {holder}", path.display())]
    Locked {
        /// The lock.
        path: PathBuf,
        /// Who holds it: process, host, since when, as that process noted it.
        holder: String,
    },
    /// `dossier.toml` is not of the expected form.
    #[error("{}: {defect}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        defect: String,
    },
    /// The dossier was written by a newer release.
    #[error(
        "{}: the dossier has format {found}, this program reads up to format {supported}",
        path.display()
    )]
    NewerFormat {
        /// The file that says so.
        path: PathBuf,
        /// The format of the dossier.
        found: u64,
        /// The newest format this program reads.
        supported: u64,
    },
    /// The operating system gives no random bits.
    #[error("the system gives no random numbers: {cause}")]
    NoRandomness {
        /// The system's answer.
        cause: String,
    },
    /// The folder holds no dossier.
    #[error("{}: not a dossier: it has no dossier.toml", path.display())]
    NotADossier {
        /// The folder.
        path: PathBuf,
    },
    /// The dossier was opened for reading.
    #[error("{}: opened for reading only", path.display())]
    OpenedForReading {
        /// The dossier.
        path: PathBuf,
    },
    /// The two dossiers are of different cases.
    #[error("{}: case {from} is not case {into}", path.display())]
    OtherCase {
        /// The dossier to merge from.
        path: PathBuf,
        /// Its case.
        from: CaseId,
        /// The case to merge into.
        into: CaseId,
    },
    /// A file could not be read.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The folder or the file system takes no writes.
    #[error("{}: cannot be written: {source}", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// An earlier write failed so that the state of the disk is unknown; open the dossier again.
    #[error("{}: an earlier write failed; open the dossier again", path.display())]
    Stopped {
        /// The dossier.
        path: PathBuf,
    },
    /// A write failed for another reason.
    #[error("{}: cannot be written", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

impl DossierError {
    /// Bytes that could not be read out of where they are stored.
    pub(crate) fn unread(error: model::Unread) -> Self {
        Self::EvidenceSource { source: std::io::Error::other(error) }
    }

    pub(super) fn read(path: &Path, source: io::Error) -> Self {
        Self::Read { path: path.into(), source }
    }

    pub(super) fn write(path: &Path, source: io::Error) -> Self {
        let kind = source.kind();
        let path = path.into();
        if matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            Self::DiskFull { path }
        } else if matches!(
            kind,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
        ) {
            Self::ReadOnly { path, source }
        } else {
            Self::Write { path, source }
        }
    }
}

fn forks(devices: &[(DeviceId, u64)]) -> String {
    let each = devices.iter().map(|(device, seq)| format!("line {seq} of journal {device}"));
    each.collect::<Vec<_>>().join(", ")
}
