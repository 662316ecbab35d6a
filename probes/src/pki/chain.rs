//! `pki.chain`: not written yet.
//!
//! # Measures
//! # Rests on
//! # Evidence
//! # Verdicts
//! # Cannot see

use model::{EvidenceKind, Judgement, Note};

use crate::{Probe, Question};

/// The probe.
pub(crate) struct Chain;

impl Probe for Chain {
    fn id(&self) -> &'static str {
        "pki.chain"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Certificate]
    }

    fn says(&self) -> &'static [&'static str] {
        &["pki.chain-pending"]
    }

    fn judge(&self, _: &Question<'_>) -> Judgement {
        Judgement::undetermined(Note::new("pki.chain-pending"))
    }
}
