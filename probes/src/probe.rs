use jiff::civil::Date;
use model::{Evidence, EvidenceKind, Judgement, Requirement, TableHead};

use crate::{Declaration, Site, SiteError};

/// One way of looking at a certification authority.
pub trait Probe: Sync {
    /// Stable identifier, `<subject>.<slug>`; also the fixture directory name.
    fn id(&self) -> &'static str;

    /// The kinds of evidence [`Self::judge`] reads.
    fn reads(&self) -> &'static [EvidenceKind];

    /// Every code that [`Self::judge`] may put into a note. Each has its sentence and its next
    /// step in three languages.
    fn says(&self) -> &'static [&'static str];

    /// Every table that [`Self::judge`] may show. Each has its title and the heads of its columns
    /// in three languages.
    fn tables(&self) -> &'static [TableHead] {
        &[]
    }

    /// The code of every timeline that [`Self::judge`] may show. Each has its title in three
    /// languages.
    fn timelines(&self) -> &'static [&'static str] {
        &[]
    }

    /// Takes evidence at the site. The only part of a probe that may fail.
    ///
    /// `have` is what the dossier holds already: the certificates whose addresses are to be asked,
    /// for one. A silent address is not an error of the whole: what was not answered is recorded
    /// as evidence of silence, so that the act can name it.
    ///
    /// # Errors
    ///
    /// [`CollectError`] if the site could not be looked at.
    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        have: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        let _ = (site, declared, have);
        Ok(Vec::new())
    }

    /// Judges evidence against a requirement. Never fails: what cannot be decided is
    /// [`Verdict::Undetermined`](model::Verdict::Undetermined).
    fn judge(&self, question: &Question<'_>) -> Judgement;
}

/// What a probe is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What is demanded.
    pub requirement: &'a Requirement,
    /// What was seen: the pieces attached to the requirement, those the probe collected, and those
    /// that concern the whole authority (certificates, the declaration, the register of object
    /// identifiers), in the order in which they were taken.
    pub evidence: &'a [Evidence],
    /// The legal day of the inspection, in Kazakhstan.
    pub day: Date,
}

impl<'a> Question<'a> {
    /// The pieces of one kind.
    pub fn of(&self, kind: EvidenceKind) -> impl Iterator<Item = &'a Evidence> {
        self.evidence.iter().filter(move |it| it.kind == kind)
    }
}

/// The site could not be looked at. Becomes an undetermined finding.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The case does not say what to look at.
    #[error("the case names no {what}")]
    NothingToAsk {
        /// What is missing: `time server`, `certificate`.
        what: &'static str,
    },
    /// What was seen cannot be written down.
    #[error("cannot record the answer of {peer}")]
    Unrecordable {
        /// The service that was asked.
        peer: String,
        /// What the serialiser reported.
        source: serde_json::Error,
    },
    /// The site did not answer.
    #[error("cannot look at {peer}")]
    Unreachable {
        /// What was asked.
        peer: String,
        /// What the site reported.
        source: SiteError,
    },
}
