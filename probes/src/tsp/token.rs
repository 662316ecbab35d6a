//! `tsp.token`: not written yet.
//!
//! # Measures
//! # Rests on
//! # Evidence
//! # Verdicts
//! # Cannot see

use model::{EvidenceKind, Judgement, Note};

use crate::{Probe, Question};

/// The probe.
pub(crate) struct Token;

impl Probe for Token {
    fn id(&self) -> &'static str {
        "tsp.token"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::HttpExchange]
    }

    fn says(&self) -> &'static [&'static str] {
        &["tsp.token-pending"]
    }

    fn judge(&self, _: &Question<'_>) -> Judgement {
        Judgement::undetermined(Note::new("tsp.token-pending"))
    }
}
