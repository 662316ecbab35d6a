//! What can be wrong with a dossier, each by its own name.

use serde::Serialize;

use model::EvidenceId;

use super::DeviceId;

/// One thing wrong with a dossier: a finding about the folder, for a person to read.
///
/// Files are named relative to the dossier, with `/`; names found on the disk are shown as they
/// are, so a face must escape them.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, thiserror::Error)]
#[serde(tag = "damage", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Damage {
    /// The line does not follow from the line before it: one of the two was changed.
    #[error(
        "{file}: line {line}: the hash chain is broken: line {line} or what stands before it was \
         changed"
    )]
    ChainBroken {
        /// The journal.
        file: String,
        /// The line whose `prev` does not fit, counted from 1.
        line: u64,
    },
    /// The bytes are not those the address names.
    #[error("{file}: evidence edited: its SHA-256 is now {found}")]
    EvidenceEdited {
        /// The file.
        file: String,
        /// What its SHA-256 is now.
        found: EvidenceId,
    },
    /// An entry mentions evidence that is not there.
    #[error("{file}: evidence deleted: entry {seq} of journal {device} mentions it")]
    EvidenceMissing {
        /// Where it should be.
        file: String,
        /// The journal that mentions it.
        device: DeviceId,
        /// The entry that mentions it.
        seq: u64,
    },
    /// No entry mentions this evidence: added by hand, or the writer died between the two.
    #[error("{file}: evidence no entry mentions")]
    EvidenceUnlisted {
        /// The file.
        file: String,
    },
    /// The line names another device than the journal it stands in.
    #[error("{file}: line {line}: written by another device, {device}")]
    ForeignLine {
        /// The journal.
        file: String,
        /// The line, counted from 1.
        line: u64,
        /// The device the line names.
        device: DeviceId,
    },
    /// Two different entries bear one number.
    #[error("{file}: fork: two different entries {seq}")]
    Fork {
        /// The journal.
        file: String,
        /// Their number.
        seq: u64,
    },
    /// Entries wait for each other: no order of writing could have made them.
    #[error("{file}: entry {seq} claims to have seen an entry that claims to have seen it")]
    ImpossibleOrder {
        /// The journal.
        file: String,
        /// The number of the entry.
        seq: u64,
    },
    /// The journal ends before an entry that is known to have been in it.
    #[error("{file}: journal truncated: it ends at {found}, but {witness} knows entry {known}")]
    JournalTruncated {
        /// The journal.
        file: String,
        /// The highest entry known.
        known: u64,
        /// The last entry found; 0 if none.
        found: u64,
        /// Who knows of it.
        witness: String,
    },
    /// The line stands there twice.
    #[error("{file}: line {line}: repeats entry {seq}")]
    LineRepeated {
        /// The journal.
        file: String,
        /// The line, counted from 1.
        line: u64,
        /// The number of the entry.
        seq: u64,
    },
    /// The entry is not the one that was once there.
    #[error("{file}: entry {seq} was replaced: {witness} knows it with another hash")]
    LineReplaced {
        /// The journal.
        file: String,
        /// The number of the entry.
        seq: u64,
        /// Who knows of it.
        witness: String,
    },
    /// The line is not an entry.
    #[error("{file}: line {line}: not an entry: {defect}")]
    LineUnreadable {
        /// The journal.
        file: String,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong with it.
        defect: String,
    },
    /// Entries are missing between others.
    #[error("{file}: lines deleted: entries {first} to {last} are missing")]
    LinesDeleted {
        /// The journal.
        file: String,
        /// The first missing entry.
        first: u64,
        /// The last missing entry.
        last: u64,
    },
    /// A line stands after one with a higher number.
    #[error("{file}: line {line}: lines reordered: entry {seq} stands too late")]
    LinesReordered {
        /// The journal.
        file: String,
        /// The line, counted from 1.
        line: u64,
        /// The number of the entry.
        seq: u64,
    },
    /// The last line was not finished, so it was never acknowledged.
    #[error("{file}: line {line}: the last line is torn ({bytes} bytes)")]
    TornTail {
        /// The journal.
        file: String,
        /// The line, counted from 1.
        line: u64,
        /// Its length, in bytes.
        bytes: u64,
    },
    /// The store does not know this file or folder, or cannot read it.
    #[error("{file}: unknown file")]
    UnknownFile {
        /// The file.
        file: String,
    },
}

impl Damage {
    /// Whether an interrupted write alone explains it: nothing acknowledged is touched.
    #[must_use]
    pub fn is_leftover(&self) -> bool {
        matches!(self, Self::EvidenceUnlisted { .. } | Self::TornTail { .. })
    }

    /// The journal it is in, if it is in one.
    pub(super) fn journal(&self) -> Option<&String> {
        match self {
            Self::ChainBroken { file, .. }
            | Self::ForeignLine { file, .. }
            | Self::Fork { file, .. }
            | Self::ImpossibleOrder { file, .. }
            | Self::JournalTruncated { file, .. }
            | Self::LineRepeated { file, .. }
            | Self::LineReplaced { file, .. }
            | Self::LineUnreadable { file, .. }
            | Self::LinesDeleted { file, .. }
            | Self::LinesReordered { file, .. }
            | Self::TornTail { file, .. } => Some(file),
            Self::EvidenceEdited { .. }
            | Self::EvidenceMissing { .. }
            | Self::EvidenceUnlisted { .. }
            | Self::UnknownFile { .. } => None,
        }
    }
}
