//! What several probes read: the declaration and the answers.

use model::{Evidence, EvidenceKind, Note};
use serde::de::DeserializeOwned;

use crate::{Answer, Declaration, Question};

/// What the applicant declared: the last declaration of the case.
pub(crate) fn declaration(question: &Question<'_>) -> Result<Declaration, Note> {
    let all = records(question, EvidenceKind::Declaration, DECLARATION_UNREADABLE)?;
    all.into_iter().last().ok_or_else(|| Note::new(DECLARATION_MISSING))
}

/// What the members answered.
pub(crate) fn answers(question: &Question<'_>) -> Result<Vec<Answer>, Note> {
    records(question, EvidenceKind::Answer, ANSWER_UNREADABLE)
}

/// The JSON records of one kind; the first that cannot be read, otherwise.
pub(crate) fn records<T: DeserializeOwned>(
    question: &Question<'_>,
    kind: EvidenceKind,
    unreadable: &'static str,
) -> Result<Vec<T>, Note> {
    question.of(kind).map(|evidence| record(evidence, unreadable)).collect()
}

/// The JSON record that a piece is; where it is none, the note by the code `unreadable`.
pub(crate) fn record<T: DeserializeOwned>(
    evidence: &Evidence,
    unreadable: &'static str,
) -> Result<T, Note> {
    serde_json::from_slice(&evidence.bytes()?).map_err(|error| {
        Note::new(unreadable).fact("source", &evidence.source).fact("error", error)
    })
}

/// No declaration is among the evidence.
pub(crate) const DECLARATION_MISSING: &str = "case.declaration-missing";
/// A declaration cannot be read.
pub(crate) const DECLARATION_UNREADABLE: &str = "case.declaration-unreadable";
/// An answer cannot be read.
pub(crate) const ANSWER_UNREADABLE: &str = "person.answer-unreadable";
