//! The way every requirement is judged, whatever the probe.

use std::panic::{AssertUnwindSafe, catch_unwind};

use model::{Judgement, Note, Verdict};

use crate::{Question, by_id};

/// Judges one requirement as of the day of the inspection.
///
/// The steps, in order; the first that applies decides:
///
/// 1. the clause is not in force on the day: [`Verdict::NotInForce`];
/// 2. a kind of evidence the checklist demands is absent: [`Verdict::Undetermined`];
/// 3. the probe judges; a defect of the probe is [`Verdict::Undetermined`].
#[must_use]
pub fn judge(question: &Question<'_>) -> Judgement {
    let requirement = question.requirement;
    if !requirement.legal.in_force_on(question.day) {
        let note = Note::new("judge.clause-not-in-force").fact("day", question.day);
        return Judgement::because(Verdict::NotInForce, note);
    }
    let missing: Vec<_> = requirement
        .evidence
        .iter()
        .filter(|&&kind| question.of(kind).next().is_none())
        .map(|kind| Note::new("judge.evidence-missing").fact("kind", kind.as_str()))
        .collect();
    if !missing.is_empty() {
        return Judgement::of(Verdict::Undetermined, missing);
    }
    let Some(probe) = by_id(&requirement.probe.0) else {
        let note = Note::new("judge.probe-unknown").fact("probe", &requirement.probe);
        return Judgement::undetermined(note);
    };
    catch_unwind(AssertUnwindSafe(|| probe.judge(question))).unwrap_or_else(|_| {
        Judgement::undetermined(Note::new("judge.probe-failed").fact("probe", &requirement.probe))
    })
}

/// Every code that [`judge`] itself, or any reader of evidence, may put into a note.
pub const SAYS: &[&str] = &[
    "judge.clause-not-in-force",
    "judge.evidence-missing",
    "judge.probe-failed",
    "judge.probe-unknown",
    // Of any probe whose evidence cannot be read back.
    "evidence.piece-changed",
    "evidence.piece-lost",
    "evidence.piece-too-large",
    // Of any probe that reads the answer of a service.
    "http.packed",
    "http.packing-broken",
    "http.packing-unknown",
    "http.unpacked-too-large",
];
