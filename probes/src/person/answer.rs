//! `person.answer`: what a member of the commission saw, measured and answered.
//!
//! # Measures
//!
//! Lengths and counts that the member read off an instrument. The least reading is judged against a
//! minimum and the greatest against a maximum; the uncertainty is the instrument's permissible
//! error, as stated by the member, and zero where none is stated, which a note then says.
//!
//! # Rests on
//!
//! The member's right to establish a fact by looking; the clause is the one the checklist item
//! cites.
//!
//! # Evidence
//!
//! One `answer` of each member who looked, those that a correction replaced left out. The checklist item may
//! demand a `photo` or a `document` as well.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | the member answered so, and every demanded reading lies within the limit |
//! | violates | a reading lies beyond the limit, or the member answered so and said why |
//! | out of scope | the member answered so, and the requirement is a conditional one |
//! | undetermined | nobody answered, an answer cannot be read, members contradict each other, a violation has no ground, a demanded reading is missing or reaches across the limit |
//!
//! # Cannot see
//!
//! Whether the member looked; whether a photograph shows what the answer says.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::{EvidenceKind, Judgement, Limit, Measure, Measured, Note, Reading, Verdict};

use crate::{Answer, MeasureTaken, Probe, Question, Seen, case};

/// The probe.
pub(crate) struct PersonAnswer;

impl Probe for PersonAnswer {
    fn id(&self) -> &'static str {
        "person.answer"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Answer]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            "person.answer-missing",
            case::ANSWER_UNREADABLE,
            "person.answers-disagree",
            "person.ground-missing",
            "person.instrument-error-not-stated",
            "person.instrument-verification-expired",
            "person.limit-missing",
            "person.not-established",
            "person.not-ours",
            "person.not-ours-not-allowed",
            "person.reading-beyond-limit",
            "person.reading-missing",
            "person.reading-straddles-limit",
            "person.reading-unreadable",
            "person.reading-within-limit",
            "person.seen-in-order",
            "person.seen-out-of-order",
        ]
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let mut answers = match case::answers(question) {
            Ok(answers) => answers,
            Err(note) => return Judgement::undetermined(note),
        };
        answers.sort_by_key(|it| it.at);
        let judged: Vec<Judgement> = answers.iter().map(|it| judge(question, it)).collect();
        if judged.is_empty() {
            return Judgement::undetermined(Note::new("person.answer-missing"));
        }
        // Who could not establish it contradicts nobody.
        let decided: BTreeSet<Verdict> =
            judged.iter().map(|it| it.verdict).filter(|it| *it != Verdict::Undetermined).collect();
        let mut whole = Judgement::over(judged);
        if decided.len() > 1 {
            let said: Vec<_> = answers.iter().map(who_said_what).collect();
            let note = Note::new("person.answers-disagree").fact("answers", said.join("; "));
            whole.notes.insert(0, note);
            whole.verdict = Verdict::Undetermined;
        }
        whole
    }
}

/// Judges what one member answered.
fn judge(question: &Question<'_>, answer: &Answer) -> Judgement {
    let seen = seen(answer, question.requirement.conditional);
    let Some(quantity) = &question.requirement.quantity else { return seen };
    if answer.seen == Seen::NotOurs || answer.seen == Seen::NotEstablished {
        return seen;
    }
    let Some(taken) = answer.measures.iter().find(|it| it.quantity == *quantity) else {
        let note = Note::new("person.reading-missing").fact("quantity", quantity);
        return Judgement::over([seen, Judgement::undetermined(note)]);
    };
    Judgement::over([seen, measured(question, taken)])
}

fn who_said_what(answer: &Answer) -> String {
    let who = answer.member.as_ref().map_or("-", |it| it.as_str());
    let what = match answer.seen {
        Seen::InOrder => "in-order",
        Seen::NotEstablished => "not-established",
        Seen::NotOurs => "not-ours",
        Seen::OutOfOrder => "out-of-order",
    };
    format!("{who} {what} {}", answer.at)
}

fn seen(answer: &Answer, conditional: bool) -> Judgement {
    let by = |note: Note| note.fact("ground", answer.ground.trim());
    let grounded = !answer.ground.trim().is_empty();
    let (verdict, note) = match answer.seen {
        Seen::InOrder => (Verdict::Complies, by(Note::new("person.seen-in-order"))),
        Seen::NotOurs if conditional => (Verdict::OutOfScope, by(Note::new("person.not-ours"))),
        Seen::NotOurs => (Verdict::Undetermined, Note::new("person.not-ours-not-allowed")),
        Seen::NotEstablished => (Verdict::Undetermined, by(Note::new("person.not-established"))),
        Seen::OutOfOrder if grounded => {
            (Verdict::Violates, by(Note::new("person.seen-out-of-order")))
        }
        Seen::OutOfOrder => (Verdict::Undetermined, Note::new("person.ground-missing")),
    };
    Judgement::because(verdict, note)
}

/// Judges the reading nearest to each end of the limit, with the instrument's error.
fn measured(question: &Question<'_>, taken: &MeasureTaken) -> Judgement {
    let about = |code| Note::new(code).fact("quantity", &taken.quantity);
    let Some(limit) = question.requirement.limit else {
        return Judgement::undetermined(about("person.limit-missing"));
    };
    let unreadable = |error: String| about("person.reading-unreadable").fact("error", error);
    let read = |text: &String| Reading::parse(text).map_err(|error| unreadable(error.to_string()));
    let readings: Result<Vec<Measure>, Note> = taken.readings.iter().map(read).collect();
    let error = taken.error.as_ref().map(read).transpose();
    let (mut readings, error) = match (readings, error) {
        (Ok(readings), Ok(error)) => (readings, error),
        (readings, error) => {
            let notes = [readings.err(), error.err()].into_iter().flatten().collect();
            return Judgement::of(Verdict::Undetermined, notes);
        }
    };
    readings.sort_by_key(|it| it.value);
    let (Some(least), Some(greatest)) = (readings.first(), readings.last()) else {
        return Judgement::undetermined(about("person.reading-missing"));
    };
    let strange = readings.iter().chain(&error).find(|it| it.unit != least.unit);
    if let Some(strange) = strange {
        let error = format!("{} / {}", strange.unit, least.unit);
        return Judgement::undetermined(unreadable(error));
    }
    let uncertainty = error.map_or(0, |it| it.value.unsigned_abs());
    let mut ends = Vec::new();
    ends.extend(limit.min.map(|_| *least));
    ends.extend(limit.max.map(|_| *greatest));
    ends.dedup();
    let mut parts: Vec<Judgement> =
        ends.into_iter().map(|end| compare(taken, limit, Measure { uncertainty, ..end })).collect();
    if parts.is_empty() {
        parts.push(Judgement::undetermined(about("person.limit-missing")));
    }
    let mut whole = Judgement::over(parts);
    whole.notes.extend(remarks(taken, question.day));
    whole
}

fn compare(taken: &MeasureTaken, limit: Limit, measure: Measure) -> Judgement {
    let verdict = match limit.judge(&measure) {
        Ok(verdict) => verdict,
        Err(mismatch) => {
            let note = Note::new("person.reading-unreadable")
                .fact("quantity", &taken.quantity)
                .fact("error", mismatch);
            return Judgement::undetermined(note);
        }
    };
    let code = match verdict {
        Verdict::Complies => "person.reading-within-limit",
        Verdict::Violates => "person.reading-beyond-limit",
        Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined => {
            "person.reading-straddles-limit"
        }
    };
    let shown = |text: Option<String>| text.unwrap_or_else(|| "-".into());
    let note = Note::new(code)
        .fact("quantity", &taken.quantity)
        .fact("value", shown(measure.value_in(limit.unit)))
        .fact("uncertainty", shown(measure.uncertainty_in(limit.unit)))
        .fact("unit", limit.unit)
        .fact("readings", taken.readings.join("; "));
    let instrument = Some(taken.instrument.clone());
    let measures = vec![Measured { quantity: taken.quantity.clone(), measure, instrument }];
    Judgement { measures, ..Judgement::because(verdict, note) }
}

/// What the act says about the instrument; none of it changes the verdict.
fn remarks(taken: &MeasureTaken, day: Date) -> Vec<Note> {
    let mut notes = Vec::new();
    if taken.error.is_none() {
        notes.push(
            Note::new("person.instrument-error-not-stated").fact("instrument", &taken.instrument),
        );
    }
    if let Some(until) = taken.verified_until.filter(|until| *until < day) {
        notes.push(
            Note::new("person.instrument-verification-expired")
                .fact("instrument", &taken.instrument)
                .fact("until", until),
        );
    }
    notes
}
