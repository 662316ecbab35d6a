//! `pki.verifier-negative-cases`: whether the authority's own verifier tells good chains from bad.
//!
//! # Measures
//!
//! Answers of the verifier to eight test chains: one sound, seven with one defect each.
//!
//! # Rests on
//!
//! [RFC 5280 section 6.1]: signature, validity, revocation, name chaining (6.1.3), path length and
//! key usage (6.1.4), trust anchor (6.1.1). What a sound verifier answers to each chain is part of
//! the tool, not of the record.
//!
//! # Evidence
//!
//! One or more `verifier-run`: the verifier's answers, taken while the commission looked on.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every chain of the set was tried, the sound one was accepted, every other rejected |
//! | violates | a chain with a defect was accepted, or the sound one rejected |
//! | undetermined | a chain was not tried or got no answer, two answers to it differ, the sheet expected something else, nothing was recorded or can be read |
//!
//! # Cannot see
//!
//! Whether the verifier rejects a chain for the right reason; whether the program that was tried is
//! the one that is used.
//!
//! [RFC 5280 section 6.1]: https://www.rfc-editor.org/rfc/rfc5280#section-6.1

use std::collections::BTreeSet;

use model::{EvidenceKind, Judgement, Note, Verdict};

use crate::{Probe, Question, TestVector, VectorRun, VerifierAnswer, VerifierRun, case};

/// The probe.
pub(crate) struct VerifierNegativeCases;

impl Probe for VerifierNegativeCases {
    fn id(&self) -> &'static str {
        "pki.verifier-negative-cases"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::VerifierRun]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            UNREADABLE,
            "pki.verifier-accepts-defective",
            "pki.verifier-answers-differ",
            "pki.verifier-answers-right",
            "pki.verifier-expectation-wrong",
            "pki.verifier-gave-no-answer",
            "pki.verifier-rejects-sound",
            "pki.verifier-run-missing",
            "pki.verifier-vector-missing",
        ]
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let runs: Vec<VerifierRun> =
            match case::records(question, EvidenceKind::VerifierRun, UNREADABLE) {
                Ok(runs) => runs,
                Err(note) => return Judgement::undetermined(note),
            };
        if runs.is_empty() {
            return Judgement::undetermined(Note::new("pki.verifier-run-missing"));
        }
        let verifiers: BTreeSet<&str> = runs.iter().map(|it| it.verifier.as_str()).collect();
        Judgement::over(verifiers.into_iter().map(|verifier| {
            let tried: Vec<&VectorRun> = runs
                .iter()
                .filter(|it| it.verifier == verifier)
                .flat_map(|it| &it.vectors)
                .collect();
            Judgement::over(TestVector::ALL.map(|vector| judge(verifier, vector, &tried)))
        }))
    }
}

fn judge(verifier: &str, vector: TestVector, tried: &[&VectorRun]) -> Judgement {
    let about = |code| Note::new(code).fact("verifier", verifier).fact("vector", vector.as_str());
    let of: Vec<_> = tried.iter().filter(|it| it.vector == vector).collect();
    let Some(first) = of.first() else {
        return Judgement::undetermined(about("pki.verifier-vector-missing"));
    };
    let said = |note: Note| note.fact("said", first.said.trim());
    let mut parts = Vec::new();
    if of.iter().any(|it| it.expected != vector.expected()) {
        let note = about("pki.verifier-expectation-wrong")
            .fact("expected", vector.expected().as_str())
            .fact("sheet", first.expected.as_str());
        parts.push(Judgement::undetermined(note));
    }
    let answers: BTreeSet<_> = of.iter().map(|it| it.actual).collect();
    if answers.len() > 1 {
        let answers: Vec<_> = answers.iter().map(|it| it.as_str()).collect();
        let note = about("pki.verifier-answers-differ").fact("answers", answers.join(", "));
        parts.push(Judgement::undetermined(note));
    }
    for answer in answers {
        parts.push(match (vector.expected(), answer) {
            (_, VerifierAnswer::NoAnswer) => {
                Judgement::undetermined(said(about("pki.verifier-gave-no-answer")))
            }
            (VerifierAnswer::Accepted, VerifierAnswer::Rejected) => {
                Judgement::because(Verdict::Violates, said(about("pki.verifier-rejects-sound")))
            }
            (VerifierAnswer::NoAnswer | VerifierAnswer::Rejected, VerifierAnswer::Accepted) => {
                Judgement::because(Verdict::Violates, said(about("pki.verifier-accepts-defective")))
            }
            (VerifierAnswer::Accepted, VerifierAnswer::Accepted)
            | (VerifierAnswer::NoAnswer | VerifierAnswer::Rejected, VerifierAnswer::Rejected) => {
                let note = about("pki.verifier-answers-right").fact("answer", answer.as_str());
                Judgement::because(Verdict::Complies, note)
            }
        });
    }
    Judgement::over(parts)
}

const UNREADABLE: &str = "pki.verifier-run-unreadable";
