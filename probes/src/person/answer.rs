//! `person.answer`: what a member of the commission saw, measured and answered.
//!
//! # Measures
//!
//! Lengths and counts that the member read off an instrument. The least reading is judged, because
//! every limit of this kind is a minimum; the uncertainty is the instrument's permissible error,
//! as stated by the member, and zero where none is stated, which a note then says.
//!
//! # Rests on
//!
//! The member's right to establish a fact by looking; the clause is the one the checklist item
//! cites.
//!
//! # Evidence
//!
//! One `answer`. The checklist item may demand a `photo` or a `document` as well.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | the member answered so, and every demanded reading lies within the limit |
//! | violates | a reading lies beyond the limit, or the member answered so and said why |
//! | out of scope | the member answered so, and the requirement is a conditional one |
//! | undetermined | the answer cannot be read, two answers disagree, a violation has no ground, a demanded reading is missing or reaches across the limit |
//!
//! # Cannot see
//!
//! Whether the member looked; whether a photograph shows what the answer says.

use jiff::civil::Date;
use model::{Evidence, EvidenceKind, Judgement, Measure, Measured, Note, Reading, Verdict};

use crate::{Answer, MeasureTaken, Probe, Question, Seen};

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
            "person.answer-unreadable",
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
        let answers: Result<Vec<Answer>, _> = question.of(EvidenceKind::Answer).map(read).collect();
        let answers = match answers {
            Ok(answers) => answers,
            Err(note) => return Judgement::undetermined(note),
        };
        let [answer] = answers.as_slice() else {
            let mut said: Vec<_> = answers.iter().map(who_said_what).collect();
            said.sort();
            let note = Note::new("person.answers-disagree").fact("answers", said.join("; "));
            return Judgement::undetermined(note);
        };
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
}

fn read(evidence: &Evidence) -> Result<Answer, Note> {
    serde_json::from_slice(&evidence.bytes).map_err(|error| {
        Note::new("person.answer-unreadable").fact("source", &evidence.source).fact("error", error)
    })
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

/// Judges the least reading with the instrument's error.
fn measured(question: &Question<'_>, taken: &MeasureTaken) -> Judgement {
    let Some(limit) = question.requirement.limit else {
        return Judgement::undetermined(Note::new("person.limit-missing"));
    };
    let mut remarks = remarks(taken, question.day);
    let read = |text: &String| {
        Reading::parse(text).map_err(|error| {
            Note::new("person.reading-unreadable")
                .fact("quantity", &taken.quantity)
                .fact("error", error)
        })
    };
    let readings: Result<Vec<Measure>, Note> = taken.readings.iter().map(read).collect();
    let error = taken.error.as_ref().map(read).transpose();
    let (readings, error) = match (readings, error) {
        (Ok(readings), Ok(error)) => (readings, error),
        (Err(note), _) | (_, Err(note)) => return Judgement::undetermined(note),
    };
    let least = readings.iter().copied().min_by_key(|it| it.value);
    let Some(mut least) = least.filter(|it| readings.iter().all(|other| other.unit == it.unit))
    else {
        let note = Note::new("person.reading-missing").fact("quantity", &taken.quantity);
        return Judgement::undetermined(note);
    };
    if let Some(error) = error {
        if error.unit != least.unit {
            let note = Note::new("person.reading-unreadable")
                .fact("quantity", &taken.quantity)
                .fact("error", format!("{} / {}", error.unit, least.unit));
            return Judgement::undetermined(note);
        }
        least.uncertainty = error.value.unsigned_abs();
    }
    let verdict = match limit.judge(&least) {
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
    let shown = |text: Option<String>| text.unwrap_or_default();
    let note = Note::new(code)
        .fact("quantity", &taken.quantity)
        .fact("value", shown(least.value_in(limit.unit)))
        .fact("uncertainty", shown(least.uncertainty_in(limit.unit)))
        .fact("unit", limit.unit)
        .fact("readings", taken.readings.join("; "));
    remarks.insert(0, note);
    let instrument = Some(taken.instrument.clone());
    let measures = vec![Measured { quantity: taken.quantity.clone(), measure: least, instrument }];
    Judgement { verdict, notes: remarks, measures }
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
