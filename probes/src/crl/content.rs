//! `crl.content`: not written yet.
//!
//! # Measures
//! # Rests on
//! # Evidence
//! # Verdicts
//! # Cannot see

use model::{EvidenceKind, Judgement, Note};

use crate::{Probe, Question};

/// The probe.
pub(crate) struct Content;

impl Probe for Content {
    fn id(&self) -> &'static str {
        "crl.content"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::HttpExchange]
    }

    fn says(&self) -> &'static [&'static str] {
        &["crl.content-pending"]
    }

    fn judge(&self, _: &Question<'_>) -> Judgement {
        Judgement::undetermined(Note::new("crl.content-pending"))
    }
}
