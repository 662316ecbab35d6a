//! `ocsp.status`: not written yet.
//!
//! # Measures
//! # Rests on
//! # Evidence
//! # Verdicts
//! # Cannot see

use model::{EvidenceKind, Judgement, Note};

use crate::{Probe, Question};

/// The probe.
pub(crate) struct Status;

impl Probe for Status {
    fn id(&self) -> &'static str {
        "ocsp.status"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::HttpExchange]
    }

    fn says(&self) -> &'static [&'static str] {
        &["ocsp.status-pending"]
    }

    fn judge(&self, _: &Question<'_>) -> Judgement {
        Judgement::undetermined(Note::new("ocsp.status-pending"))
    }
}
