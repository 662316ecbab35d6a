//! Looking at the site, and taking in files that the authority hands over.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::{Evidence, EvidenceId, EvidenceKind};
use probes::{LogAnchor, LogSample, Probe, Site, Transcript};

use super::answers::read_bounded;
use super::record::{self, Collection, EvidenceTaken, LookFailedEntry, body};
use super::{Inspection, InspectionError};
use crate::catalog::Catalog;
use crate::site::{Limits, Networks};

/// What a collection brought.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CollectReport {
    /// Every probe that looked, with the number of pieces it brought.
    pub looked: Vec<(String, usize)>,
    /// Every probe that could not look.
    pub failed: Vec<LookFailed>,
}

/// A probe that could not look.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LookFailed {
    /// Which.
    pub probe: String,
    /// Why.
    pub error: String,
}

/// The largest file that is taken in, in bytes.
const LARGEST_FILE: u64 = 1 << 30;

/// What a probe is handed that others brought before it.
pub(super) const HANDED_ON: &[EvidenceKind] = &[
    EvidenceKind::Certificate,
    EvidenceKind::Connection,
    EvidenceKind::Declaration,
    EvidenceKind::HostInventory,
    EvidenceKind::HttpBody,
    EvidenceKind::HttpExchange,
];

/// Every probe that the checklists demand, in the order in which they look.
pub(super) fn demanded(catalog: &Catalog) -> impl Iterator<Item = &'static dyn Probe> {
    let demanded: BTreeSet<String> =
        catalog.items().iter().map(|it| it.requirement.probe.0.clone()).collect();
    probes::PROBES.iter().copied().flatten().copied().filter(move |it| demanded.contains(it.id()))
}

impl Inspection<'_> {
    /// Where bodies wait until they are taken in: on the disk that keeps them afterwards.
    #[must_use]
    pub fn spool(&self) -> PathBuf {
        self.dossier.path().join(".local")
    }

    /// Records within which bounds the site is looked at from now on; the act prints them.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where it cannot be recorded.
    pub fn begin_collection(
        &mut self,
        limits: &Limits,
        networks: &Networks,
        now: Timestamp,
    ) -> Result<(), InspectionError> {
        let begun = Collection {
            tool: record::TOOL.to_owned(),
            limits: limits.clone(),
            networks: networks.clone(),
        };
        self.dossier.append(now, record::COLLECTION_BEGUN, &[], &begun)?;
        Ok(())
    }

    /// Every collection with its bounds, in the order of the record.
    ///
    /// # Errors
    ///
    /// [`InspectionError::EntryUnreadable`].
    pub fn collections(&self) -> Result<Vec<(Timestamp, Collection)>, InspectionError> {
        self.of_kind(record::COLLECTION_BEGUN).map(|it| Ok((it.at, body(it)?))).collect()
    }

    /// Lets every probe that the checklists demand look at the site.
    ///
    /// `tell` hears the name of each probe before it looks. A probe that cannot look is recorded
    /// as such and does not keep the others from looking.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where what was seen cannot be recorded.
    pub fn collect(
        &mut self,
        site: &dyn Site,
        tell: &mut dyn FnMut(&str),
    ) -> Result<CollectReport, InspectionError> {
        let mut report = CollectReport::default();
        for probe in demanded(self.catalog) {
            tell(probe.id());
            let have = self.general_evidence(HANDED_ON)?;
            match probe.collect(site, &self.case.declaration, &have) {
                Ok(pieces) => {
                    for piece in &pieces {
                        self.take(piece, None, Some(probe.id()))?;
                    }
                    report.looked.push((probe.id().into(), pieces.len()));
                }
                Err(error) => {
                    let failed =
                        LookFailedEntry { probe: probe.id().into(), error: error.to_string() };
                    self.dossier.append(site.now(), record::LOOK_FAILED, &[], &failed)?;
                    report.failed.push(LookFailed { probe: failed.probe, error: failed.error });
                }
            }
        }
        Ok(report)
    }

    /// Takes in a file that the authority hands over: its certificates, the register of object
    /// identifiers, the answers of its verifier, a document.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the file cannot be read, holds a private key, or is not of the
    /// kind it is said to be.
    pub fn take_file(
        &mut self,
        path: &Path,
        kind: EvidenceKind,
        now: Timestamp,
    ) -> Result<EvidenceId, InspectionError> {
        let bytes = read_bounded(path, LARGEST_FILE)?;
        let reading = pki::read_certificates(&bytes);
        if reading.private_keys > 0 {
            return Err(InspectionError::PrivateKey { path: path.into() });
        }
        let malformed =
            |reason: String| InspectionError::FileMalformed { path: path.into(), reason };
        match kind {
            EvidenceKind::Certificate if reading.certificates.is_empty() => {
                let why = reading.defects.iter().map(|it| it.code).collect::<Vec<_>>().join(", ");
                return Err(malformed(format!("holds no certificate ({why})")));
            }
            EvidenceKind::OidRegister | EvidenceKind::VerifierRun => {
                let value: Result<serde_json::Value, _> = serde_json::from_slice(&bytes);
                value.map_err(|error| malformed(error.to_string()))?;
            }
            EvidenceKind::Answer
            | EvidenceKind::Certificate
            | EvidenceKind::Connection
            | EvidenceKind::Declaration
            | EvidenceKind::Document
            | EvidenceKind::Drill
            | EvidenceKind::HostInventory
            | EvidenceKind::HttpBody
            | EvidenceKind::HttpExchange
            | EvidenceKind::LogSample
            | EvidenceKind::NtpExchange
            | EvidenceKind::Photo
            | EvidenceKind::SampleSeries
            | EvidenceKind::TimeStatus
            | EvidenceKind::TlsSession => {}
        }
        let source = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.take(&Evidence::new(kind, now, source, bytes), None, None)
    }

    /// Takes in what the tool of a time service printed on a server: a text file, or a record that
    /// this tool wrote itself. `host` is the server as the documents name it; without it the name
    /// of the file stands for it.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the file cannot be read, is too large, or holds a private key.
    pub fn take_time_status(
        &mut self,
        path: &Path,
        host: Option<&str>,
        now: Timestamp,
    ) -> Result<EvidenceId, InspectionError> {
        let bytes = harmless(path, Transcript::LARGEST)?;
        let transcript = match serde_json::from_slice::<Transcript>(&bytes) {
            Ok(transcript) => transcript,
            Err(_) => {
                let stem = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
                Transcript::new(host.unwrap_or(&stem), None, None, bytes)
            }
        };
        self.take(&transcript.into_evidence(now)?, None, None)
    }

    /// Takes in lines of a log, with those of which somebody knows when they were written.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the file cannot be read, is too large, or holds a private key.
    pub fn take_log(
        &mut self,
        path: &Path,
        anchors: Vec<LogAnchor>,
        now: Timestamp,
    ) -> Result<EvidenceId, InspectionError> {
        let bytes = harmless(path, LogSample::LARGEST)?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        self.take(&LogSample::new(name, anchors, bytes).into_evidence(now)?, None, None)
    }

    /// The evidence of these kinds that concerns the whole authority, in the order of the record.
    pub(super) fn general_evidence(
        &self,
        kinds: &[EvidenceKind],
    ) -> Result<Vec<Evidence>, InspectionError> {
        let mut found = Vec::new();
        for entry in self.of_kind(record::EVIDENCE_TAKEN) {
            let taken: EvidenceTaken = body(entry)?;
            if taken.requirement.is_none() && kinds.contains(&taken.kind) {
                for id in &entry.evidence {
                    found.push(self.piece(&taken, id)?);
                }
            }
        }
        Ok(found)
    }

    /// A piece with its bytes, or with where they lie.
    pub(super) fn piece(
        &self,
        taken: &EvidenceTaken,
        id: &EvidenceId,
    ) -> Result<Evidence, InspectionError> {
        let content = self.dossier.content(id, taken.length)?;
        Ok(Evidence::new(taken.kind, taken.collected_at, &taken.source, content))
    }
}

/// A file of at most `most` bytes that holds no private key.
fn harmless(path: &Path, most: usize) -> Result<Vec<u8>, InspectionError> {
    let bytes = read_bounded(path, u64::try_from(most).unwrap_or(u64::MAX))?;
    if pki::read_certificates(&bytes).private_keys > 0 {
        return Err(InspectionError::PrivateKey { path: path.into() });
    }
    Ok(bytes)
}
