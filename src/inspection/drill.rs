//! Drills: the tool looks again and again while something is let happen, and records each step
//! when it happens.

mod cable;
mod looks;
mod revocation;

use model::{Evidence, EvidenceKind, RequirementId};
use probes::DrillStep;

use super::record::{self, EvidenceTaken, body};
use super::{Inspection, InspectionError, judge};
use crate::act::record::{EvidenceRow, Judged};

pub use cable::{CABLE_DRILL, CableDrill, CableEnd, CableSignal, CableTold, NoCableDrill, Way};
pub use looks::Clock;
pub use revocation::{
    DrillEnd, DrillEvent, DrillOptions, DrillSignal, REVOCATION_DRILL, RevocationDrill, SawState,
    SharedSite,
};

/// Takes pieces of evidence into the dossier.
pub type Keep<'k> = dyn FnMut(&[Evidence]) -> Result<(), InspectionError> + 'k;

impl Inspection<'_> {
    /// Takes in what a drill brought, for the item that its probe judges.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the dossier cannot be written.
    pub fn keep_drill(&mut self, probe: &str, pieces: &[Evidence]) -> Result<(), InspectionError> {
        let item = self.item_of(probe);
        for piece in pieces {
            self.take(piece, item.as_ref(), Some(probe))?;
        }
        Ok(())
    }

    /// What the items that a probe judges come to now.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where evidence cannot be read back as it was stored.
    pub fn judge_by(&self, probe: &str) -> Result<Vec<Judged>, InspectionError> {
        let day = self.case.visit.end;
        let rows = self.evidence_rows()?;
        let fetch = |row: &EvidenceRow| Ok(self.dossier.content(&row.sha256, row.length)?);
        let law = self.law();
        let items = self.catalog.items().iter();
        items
            .filter(|it| it.requirement.probe.0 == probe)
            .map(|it| judge::judged(law, self.words, it, &rows, &fetch, day))
            .collect()
    }

    fn item_of(&self, probe: &str) -> Option<RequirementId> {
        let items = self.catalog.items().iter();
        let mut own = items.filter(|it| it.requirement.probe.0 == probe);
        // Where several items are judged by it, what was seen stands for each of them.
        match (own.next(), own.next()) {
            (Some(only), None) => Some(only.requirement.id.clone()),
            (_, _) => None,
        }
    }

    /// The steps of drills that are recorded already, in the order of the record.
    fn drill_steps(&self) -> Result<Vec<DrillStep>, InspectionError> {
        let mut found = Vec::new();
        for entry in self.of_kind(record::EVIDENCE_TAKEN) {
            let taken: EvidenceTaken = body(entry)?;
            if taken.kind == EvidenceKind::Drill {
                for id in &entry.evidence {
                    // One that this version cannot read belongs to a drill that it did not begin.
                    found.extend(DrillStep::read(&self.piece(&taken, id)?).ok());
                }
            }
        }
        Ok(found)
    }
}
