//! Bringing two laptops' dossiers of one case together.

use std::fs::File;
use std::io::Read;

use serde::Serialize;

use model::EvidenceId;

use super::{
    Damage, DeviceId, Dossier, DossierError, Head, Kept, Notice, evidence_name, journal,
    journal_name, local,
};

/// What a merge brought.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MergeReport {
    /// How many entries are new here.
    pub entries: u64,
    /// The evidence that is new here.
    pub evidence: Vec<EvidenceId>,
    /// Evidence that had been changed here and was restored from the other dossier.
    pub restored: Vec<EvidenceId>,
    /// What is wrong with the other dossier: changed evidence, and the entries behind damage in a
    /// journal, were not taken.
    pub damages: Vec<Damage>,
}

impl Dossier {
    /// Takes over everything the other dossier of the same case has and this one has not.
    ///
    /// The order of merging does not matter, and merging again changes nothing. Of two states of
    /// one device's journal the longer stands, if the other is its beginning; only entries beyond
    /// doubt count, so a damaged journal is restored from an intact copy, and the damaged file is
    /// kept aside. Evidence comes before entries, so a merge that is cut short leaves unlisted
    /// evidence, and is finished by merging again.
    ///
    /// # Errors
    ///
    /// [`DossierError::OtherCase`] and [`DossierError::Fork`] before anything is changed;
    /// otherwise why a file cannot be read or written.
    pub fn merge(&mut self, from: &Self) -> Result<MergeReport, DossierError> {
        self.writing()?;
        if from.header.case != self.header.case || from.start != self.start {
            let (path, from) = (from.root.clone(), from.header.case);
            return Err(DossierError::OtherCase { path, from, into: self.header.case });
        }
        let longer = self.longer_in(from)?;
        let mut report = MergeReport { damages: from.journal_damage(), ..MergeReport::default() };
        self.take_evidence(from, &mut report)?;
        for (device, head) in longer {
            let known = self.journals.get(&device).and_then(|it| it.head());
            self.take_journal(from, device, head)?;
            let new = head.seq.saturating_sub(known.map_or(0, |head| head.seq));
            report.entries = report.entries.saturating_add(new);
        }
        self.load()?;
        self.remember_heads();
        Ok(report)
    }

    /// The journals of which the other dossier has more.
    fn longer_in(&self, from: &Self) -> Result<Vec<(DeviceId, Head)>, DossierError> {
        let (mut longer, mut forks) = (Vec::new(), Vec::new());
        for (&device, theirs) in &from.journals {
            let ours = self.journals.get(&device).map_or(&[][..], |journal| &journal.hashes);
            let differing = (1_u64..).zip(ours.iter().zip(&theirs.hashes));
            let fork = differing.into_iter().find(|(_, (our, their))| our != their);
            match (fork, theirs.head()) {
                (Some((seq, _)), _) => forks.push((device, seq)),
                (None, Some(head)) if theirs.hashes.len() > ours.len() => {
                    longer.push((device, head));
                }
                (None, _) => {}
            }
        }
        if forks.is_empty() {
            Ok(longer)
        } else {
            Err(DossierError::Fork { path: self.root.clone(), devices: forks })
        }
    }

    fn take_evidence(&mut self, from: &Self, report: &mut MergeReport) -> Result<(), DossierError> {
        let (theirs, _) = from.evidence_on_disk()?;
        let incoming = local::incoming(&self.root);
        for id in theirs {
            let path = from.evidence_path(&id);
            let mut file = File::open(&path).map_err(|cause| DossierError::read(&path, cause))?;
            let found = self.take_in(&mut file, u64::MAX, &incoming)?;
            if found != id {
                self.disk.remove(&incoming)?;
                let file = evidence_name(&id);
                report.damages.push(Damage::EvidenceEdited { file, found });
                continue;
            }
            match self.keep(&incoming, id)? {
                Kept::Already => {}
                Kept::New => report.evidence.push(id),
                Kept::Restored => report.restored.push(id),
            }
        }
        Ok(())
    }

    /// Puts the other dossier's journal in the place of ours, which is its beginning.
    fn take_journal(
        &mut self,
        from: &Self,
        device: DeviceId,
        head: Head,
    ) -> Result<(), DossierError> {
        let source = from.journal_path(device);
        let incoming = local::incoming(&self.root);
        let length = from.journals.get(&device).map_or(0, |journal| journal.intact_bytes);
        let file = File::open(&source).map_err(|cause| DossierError::read(&source, cause))?;
        self.take_in(&mut file.take(length), length, &incoming)?;
        // Read again from what was copied: the other folder may be changing.
        let name = journal_name(device);
        let copy = journal::read(&incoming, &name, device, self.start, None)?;
        if copy.head() != Some(head) || copy.intact_bytes != length || !copy.damages.is_empty() {
            self.disk.remove(&incoming)?;
            return Err(DossierError::ChangedUnderneath { path: source });
        }
        let path = self.journal_path(device);
        let whole = self.journals.get(&device).is_none_or(|ours| ours.damages.is_empty());
        if !whole {
            let kept = local::free_name(&self.root, "changed")?;
            let mut ours = File::open(&path).map_err(|cause| DossierError::read(&path, cause))?;
            self.take_in(&mut ours, u64::MAX, &kept)?;
            self.notices.push(Notice::JournalRestored { journal: path.clone(), kept });
        }
        self.disk.rename(&incoming, &path)?;
        self.disk.sync_dir(&self.root.join("journal"))
    }
}
