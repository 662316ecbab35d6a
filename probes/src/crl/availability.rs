//! `crl.availability`: not written yet.
//!
//! # Measures
//! # Rests on
//! # Evidence
//! # Verdicts
//! # Cannot see

use model::{EvidenceKind, Judgement, Note};

use crate::{Probe, Question};

/// The probe.
pub(crate) struct Availability;

impl Probe for Availability {
    fn id(&self) -> &'static str {
        "crl.availability"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::HttpExchange]
    }

    fn says(&self) -> &'static [&'static str] {
        &["crl.availability-pending"]
    }

    fn judge(&self, _: &Question<'_>) -> Judgement {
        Judgement::undetermined(Note::new("crl.availability-pending"))
    }
}
