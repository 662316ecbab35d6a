//! The use cases of an inspection: the only doors to dossier, probes and signatures.
//!
//! Every verb takes the time as a parameter or from the site; nothing here reads a clock. What is
//! recorded is recorded before it is acknowledged, and nothing is ever taken back: a correction is
//! a later record that has seen the earlier one.

mod answers;
mod board;
mod collect;
mod drill;
mod error;
mod judge;
mod outside;
mod pack;
mod procedure;
mod record;
mod seal;
mod selfcheck;
mod sign;
mod statement;
mod terms;
mod trust;
mod watch;

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::{Evidence, EvidenceId, EvidenceKind, RequirementId};

use crate::act::record::EvidenceRow;
use crate::case::Case;
use crate::catalog::Catalog;
use crate::criteria;
use crate::dossier::{Access, Dossier, Entry, MergeReport};
use crate::words::Words;

pub use probes::sampling::{Channel, ChannelRole, InvalidPeriod, Period};
pub use probes::{Answer, AssetRole, LogAnchor, MeasureTaken, Refusal, Seen, Site, When};

pub use answers::{AnswerGiven, AnswerInput, AnswersFile};
pub use board::{Board, BoardMember, SAYS as BOARD_SAYS, Term};
pub use collect::{CollectReport, LookFailed};
pub use drill::{
    CABLE_DRILL, CableDrill, CableEnd, CableSignal, CableTold, Clock, DrillEnd, DrillEvent,
    DrillOptions, DrillSignal, Keep, NoCableDrill, REVOCATION_DRILL, RevocationDrill, SawState,
    SharedSite, Way,
};
pub use error::InspectionError;
pub use judge::JudgedCase;
pub(crate) use judge::in_all;
pub use outside::{ReturnResult, Returned, ReturnedSigner, SAYS as RETURNED_SAYS};
pub use pack::{
    Check, Comparison, ExportReport, Pack, Pictures, SAYS as VERIFY_SAYS, Verification, compare,
};
pub use record::{Collection, SealedAct};
pub use seal::ConclusionInput;
pub(crate) use seal::composition_note;
pub use selfcheck::Look;
pub use sign::{MemberState, SignatureFound, Status};
pub use statement::{
    DissentFound, DissentStatement, ReservationFound, ReservationStatement, SAYS as STATEMENT_SAYS,
};
pub use watch::{WatchError, WatchProgress, WatchReport, WatchSettings};

pub(crate) use answers::read_bounded;
pub(crate) use statement::decision_due;

use record::{CaseOpened, EvidenceTaken, body};

/// One case under inspection.
pub struct Inspection<'a> {
    dossier: Dossier,
    case: Case,
    catalog: &'a Catalog,
    words: &'a Words,
}

impl<'a> Inspection<'a> {
    /// Opens a new dossier for a case and records the case and what its documents declare.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the case cannot be used or the dossier cannot be written.
    pub fn new(
        path: &Path,
        case: Case,
        catalog: &'a Catalog,
        words: &'a Words,
        now: Timestamp,
    ) -> Result<Self, InspectionError> {
        case.check()?;
        if let Some(defect) = criteria::defects(&case.criteria, catalog).into_iter().next() {
            return Err(defect.into());
        }
        let dossier = Dossier::create(path, now)?;
        let mut inspection = Self { dossier, case, catalog, words };
        let opened = CaseOpened {
            case: inspection.case.clone(),
            edition: catalog.edition().to_owned(),
            checklists: catalog.sha256().to_owned(),
        };
        inspection.dossier.append(now, record::CASE_OPENED, &[], &opened)?;
        let declared = serde_json::to_vec_pretty(&inspection.case.declaration)?;
        let kind = EvidenceKind::Declaration;
        inspection.take(&Evidence::new(kind, now, "case.toml", declared), None, None)?;
        Ok(inspection)
    }

    /// Opens a dossier that exists.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the dossier cannot be opened or holds no case.
    pub fn open(
        path: &Path,
        access: Access,
        catalog: &'a Catalog,
        words: &'a Words,
    ) -> Result<Self, InspectionError> {
        let dossier = Dossier::open(path, access)?;
        let opened = case_opened(&dossier)?;
        Ok(Self { dossier, case: opened.case, catalog, words })
    }

    fn opened(&self) -> Result<CaseOpened, InspectionError> {
        case_opened(&self.dossier)
    }

    /// The case.
    #[must_use]
    pub const fn case(&self) -> &Case {
        &self.case
    }

    /// The store below.
    #[must_use]
    pub const fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// The law in force for this case.
    #[must_use]
    pub const fn catalog(&self) -> &'a Catalog {
        self.catalog
    }

    /// The words for people.
    #[must_use]
    pub const fn words(&self) -> &'a Words {
        self.words
    }

    /// Takes over what another laptop recorded about the same case.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the two are not of one case, contradict each other, or cannot be
    /// read or written.
    pub fn merge(&mut self, other: &Path) -> Result<MergeReport, InspectionError> {
        let other = Dossier::open(other, Access::Read)?;
        Ok(self.dossier.merge(&other)?)
    }

    /// Stores a piece and records what it is.
    fn take(
        &mut self,
        evidence: &Evidence,
        requirement: Option<&RequirementId>,
        probe: Option<&str>,
    ) -> Result<EvidenceId, InspectionError> {
        let length = evidence.content.length();
        let id = self.dossier.put_content(&evidence.content)?;
        let taken = EvidenceTaken {
            kind: evidence.kind,
            source: evidence.source.clone(),
            collected_at: evidence.collected_at,
            length,
            requirement: requirement.cloned(),
            probe: probe.map(str::to_owned),
            plan: None,
        };
        self.dossier.append(evidence.collected_at, record::EVIDENCE_TAKEN, &[id], &taken)?;
        Ok(id)
    }

    fn keep(&mut self, bytes: &[u8]) -> Result<EvidenceId, InspectionError> {
        let limit = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(self.dossier.put_evidence(&mut &*bytes, limit)?)
    }

    /// The index of everything that was taken, in the order of the record.
    fn evidence_rows(&self) -> Result<Vec<EvidenceRow>, InspectionError> {
        let standing = self.standing_answers()?;
        let stands = |entry: &Entry| standing.values().flatten().any(|it| it.id == entry.id);
        let outdated = self.outdated()?;
        let mut rows = Vec::new();
        for entry in self.of_kind(record::EVIDENCE_TAKEN) {
            let taken: EvidenceTaken = body(entry)?;
            for &sha256 in &entry.evidence {
                rows.push(EvidenceRow {
                    sha256,
                    kind: taken.kind,
                    source: taken.source.clone(),
                    collected_at: taken.collected_at,
                    length: taken.length,
                    requirement: taken.requirement.clone(),
                    probe: taken.probe.clone(),
                    superseded: (taken.kind == EvidenceKind::Answer && !stands(entry))
                        || outdated.contains(&entry.id),
                });
            }
        }
        rows.extend(self.loose_samples()?);
        Ok(rows)
    }

    fn of_kind<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s Entry> {
        self.dossier.entries().iter().filter(move |it| it.kind == kind)
    }
}

fn case_opened(dossier: &Dossier) -> Result<CaseOpened, InspectionError> {
    let all = || dossier.entries().iter();
    let amended = all().rfind(|it| it.kind == record::CASE_AMENDED);
    let opened = amended.or_else(|| all().find(|it| it.kind == record::CASE_OPENED));
    body(opened.ok_or_else(|| InspectionError::NoCase { path: dossier.path().into() })?)
}

/// The legal day of an instant, in Kazakhstan.
///
/// The offset comes from the time zone database that is built in: one zone for the whole country
/// since 2024-03-01.
#[must_use]
pub fn legal_day(at: Timestamp) -> Date {
    let zone = TimeZone::get("Asia/Almaty").unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).date()
}
