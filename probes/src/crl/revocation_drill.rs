//! `crl.revocation-drill`: how long a revocation takes until every service shows it.
//!
//! # Measures
//!
//! For each address: the time from the inspector's word to the revocation being shown, in
//! nanoseconds, as an interval. Its lower end is the departure of the last question whose answer
//! did not show it, its upper end the arrival of the first answer that did; both by a clock that
//! does not step, widened by 100 ppm for the drift of the laptop. Beside it: the date of revocation
//! that the authority states, against the word on measured time, and the delay from that date to
//! publication; uncertain by the bound of the reference and by the second to which dates are
//! written.
//!
//! # Rests on
//!
//! An entry of a list ([RFC 5280 section 5.3]) that the right key signed; a delta shows what its
//! base shows ([RFC 5280 section 5.2.4]); an answer of an authorised responder
//! ([RFC 6960 section 3.2]). A revocation is not undone but for a hold ([RFC 5280 section 5.3.1]).
//!
//! # Evidence
//!
//! `drill` steps of the kind revocation; `http-exchange` and `http-body` of each look that they
//! name; `certificate` of the test and of its issuer; `declaration` and `ntp-exchange` for measured
//! time.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every address showed the revocation, each within the criterion with its whole interval |
//! | violates | an address showed it later than the criterion with its whole interval, or not at all until then; it stopped showing it; the date of revocation lies before the word on measured time |
//! | undetermined | an interval reaches across the criterion, the time of looking was shorter, an address gave nothing that can be believed, the certificate was revoked before the word, it was put on hold only or a hold was released, no drill was made or finished, no criterion is set |
//!
//! # Cannot see
//!
//! Copies of a list behind one address that were not asked; other networks than that of the visit;
//! whether the authority revokes for its users as fast as for the commission.
//!
//! [RFC 5280 section 5.2.4]: https://www.rfc-editor.org/rfc/rfc5280#section-5.2.4
//! [RFC 5280 section 5.3]: https://www.rfc-editor.org/rfc/rfc5280#section-5.3
//! [RFC 5280 section 5.3.1]: https://www.rfc-editor.org/rfc/rfc5280#section-5.3.1
//! [RFC 6960 section 3.2]: https://www.rfc-editor.org/rfc/rfc6960#section-3.2

use std::collections::BTreeSet;

use jiff::Timestamp;
use model::{
    Cell, EvidenceKind, Exhibit, Judgement, Lane, Limit, Note, Span as Stretch, SpanState,
    TableHead, Timeline, Verdict,
};

use crate::certificates::{self, Certificates};
use crate::drill::{
    self, Answers, Look, Moment, NoDrill, RevocationDrill as Drill, Saw, Span, Target, seconds,
    timed,
};
use crate::sum::Sum;
use crate::time::{self, LAPTOP_CLOCK_UNCHECKED, Reference};
use crate::{Probe, Question};

/// The probe.
pub(crate) struct RevocationDrill;

impl Probe for RevocationDrill {
    fn id(&self) -> &'static str {
        "crl.revocation-drill"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[
            EvidenceKind::Certificate,
            EvidenceKind::Declaration,
            EvidenceKind::Drill,
            EvidenceKind::HttpBody,
            EvidenceKind::HttpExchange,
            EvidenceKind::NtpExchange,
        ]
    }

    fn says(&self) -> &'static [&'static str] {
        SAYS
    }

    fn tables(&self) -> &'static [TableHead] {
        &[TABLE]
    }

    fn timelines(&self) -> &'static [&'static str] {
        &[TIMELINE]
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let (steps, unreadable) = drill::steps(question);
        let drills = drill::revocations(&steps);
        let mut sum = Sum::default();
        unreadable.into_iter().for_each(|note| sum.open(note));
        if drills.is_empty() {
            sum.open(Note::new("crl.drill-none"));
            return sum.finish();
        }
        let certificates = Certificates::of(question);
        let answers = Answers::of(question);
        let time = Time { reference: time::reference(question) };
        let last_ended = drills
            .iter()
            .filter(|(_, steps)| steps.iter().any(|it| it.event == drill::RevocationEvent::Ended))
            .map(|(key, _)| *key)
            .next_back();
        for (key, steps) in &drills {
            let about = |note: Note| note.fact("begun", key.0).fact("fingerprint", key.1);
            let drill = match Drill::read(steps, &certificates, &answers) {
                Ok(drill) => drill,
                Err(NoDrill::CertificateMissing) => {
                    sum.open(about(Note::new("crl.drill-certificate-missing")));
                    continue;
                }
                Err(NoDrill::IssuerMissing) => {
                    sum.open(about(Note::new("crl.drill-issuer-missing")));
                    continue;
                }
            };
            let judged = judge(&drill, &time, question.requirement.limit);
            // A drill that was broken off and made again says what it saw; what it left open is
            // answered by the later one.
            let left = !drill.ended && last_ended.is_some_and(|last| *key < last);
            if left && judged.verdict == Verdict::Undetermined {
                sum.remark(about(Note::new("crl.drill-made-again")));
            } else {
                sum.add(judged);
            }
        }
        sum.finish()
    }
}

const SAYS: &[&str] = &[
    drill::ACROSS_RESTART,
    drill::CLOCK_STEPPED,
    drill::STEP_UNREADABLE,
    "crl.drill-backdated",
    "crl.drill-backdated-unchecked",
    "crl.drill-before-word",
    "crl.drill-certificate-missing",
    "crl.drill-dates-differ",
    "crl.drill-hold-released",
    "crl.drill-issuer-missing",
    "crl.drill-late",
    "crl.drill-left-out",
    "crl.drill-made-again",
    "crl.drill-no-word",
    "crl.drill-none",
    "crl.drill-not-shown",
    "crl.drill-not-shown-yet",
    "crl.drill-nothing-seen",
    "crl.drill-on-hold",
    "crl.drill-shown",
    "crl.drill-straddles",
    "crl.drill-withdrawn",
    "crl.drill-without-criterion",
    LAPTOP_CLOCK_UNCHECKED,
];

/// Measured time.
struct Time {
    reference: Option<Reference>,
}

impl Time {
    /// The earliest and the latest true instant for one of the laptop's clock, in nanoseconds.
    fn true_time(&self, at: Timestamp) -> (i128, i128) {
        let (low, high) = self.reference.as_ref().map_or((at, at), |it| it.true_time(at));
        (low.as_nanosecond(), high.as_nanosecond())
    }
}

fn judge(drill: &Drill, time: &Time, limit: Option<Limit>) -> Judgement {
    let called = certificates::called(&drill.certificate);
    let about = |code| certificates::about(code, &drill.certificate);
    let mut sum = Sum::default();
    for (url, reason) in &drill.left_out {
        sum.remark(Note::new("crl.drill-left-out").fact("url", url).fact("reason", reason));
    }
    if let Some(apart) = drill.stepped {
        sum.remark(Note::new(drill::CLOCK_STEPPED).fact("seconds", seconds(apart, apart > 0)));
    }
    if drill.restarts > 0 {
        sum.remark(Note::new(drill::ACROSS_RESTART).fact("count", drill.restarts));
    }
    let Some(word) = drill.word else {
        sum.open(about("crl.drill-no-word").fact("begun", drill.begun));
        return sum.finish();
    };
    let shown_before = |look: &&Look| {
        matches!(look.saw, Saw::Revoked { .. }) && word.until(&look.answered).high < 0
    };
    for (target, looks) in &drill.targets {
        if looks.iter().any(|it| shown_before(&it)) {
            let note = about("crl.drill-before-word");
            sum.open(note.fact("url", &target.url).fact("service", target.service.as_str()));
        }
    }
    if time.reference.is_none() {
        sum.remark(Note::new(LAPTOP_CLOCK_UNCHECKED));
    }
    let mut rows = Vec::new();
    let mut dates = BTreeSet::new();
    for (target, looks) in &drill.targets {
        let seen = Seen::of(&word, looks);
        let note = |code| {
            Note::new(code)
                .fact("certificate", &called)
                .fact("service", target.service.as_str())
                .fact("url", &target.url)
        };
        sum.add(shown(&seen, limit, &note));
        lies(&seen, &word, time, &note, &mut sum);
        dates.extend(seen.date);
        rows.push(row(target, &seen, &word, time));
    }
    if dates.len() > 1 {
        let all: Vec<_> = dates.iter().map(ToString::to_string).collect();
        sum.remark(about("crl.drill-dates-differ").fact("dates", all.join(", ")));
    }
    let mut whole = sum.finish();
    whole.exhibits.push(TABLE.with(rows));
    whole.exhibits.extend(timeline(drill).map(Exhibit::Timeline));
    whole
}

/// What the looks at one address came to.
struct Seen<'a> {
    /// From the word to the revocation being shown.
    shown: Option<Span>,
    /// The last question before it whose answer did not show it, and the answer that did.
    between: Option<(Option<&'a Look>, &'a Look)>,
    /// The date that the authority states.
    date: Option<Timestamp>,
    /// A sound answer that did not show it any more, and whether it had been a hold.
    withdrawn: Option<(&'a Look, bool)>,
    /// Whether it was a hold that the last such answer showed.
    held: bool,
    /// For how long it was not shown at least, in nanoseconds; none where nothing was seen.
    hidden: Option<i128>,
    /// Why the last look gave nothing.
    nothing: Option<&'a str>,
}

impl<'a> Seen<'a> {
    fn of(word: &Moment, looks: &'a [Look]) -> Self {
        let mut seen = Self {
            shown: None,
            between: None,
            date: None,
            withdrawn: None,
            held: false,
            hidden: None,
            nothing: None,
        };
        let mut last_without = None;
        for look in looks {
            match &look.saw {
                Saw::Nothing { reason } => seen.nothing = Some(reason),
                Saw::NotRevoked { .. } if seen.between.is_some() => {
                    seen.withdrawn = seen.withdrawn.or(Some((look, seen.held)));
                }
                Saw::NotRevoked { .. } => last_without = Some(look),
                Saw::Revoked { date, hold, .. } => {
                    seen.held = *hold;
                    if seen.between.is_none() {
                        seen.between = Some((last_without, look));
                        seen.date = *date;
                    }
                }
            }
        }
        let since = |look: &Look| word.until(&look.asked).low.max(0);
        seen.hidden = last_without.map(since);
        seen.shown = seen.between.map(|(before, look)| {
            let high = word.until(&look.answered).high;
            Span { low: before.map_or(0, since), high }.not_negative()
        });
        seen
    }
}

/// The verdict about one address.
fn shown(seen: &Seen<'_>, limit: Option<Limit>, note: &dyn Fn(&'static str) -> Note) -> Judgement {
    let bounded = |note| timed::bounded(limit, note);
    let Some(span) = seen.shown else {
        let Some(hidden) = seen.hidden else {
            let reason = seen.nothing.unwrap_or("-");
            return Judgement::undetermined(note("crl.drill-nothing-seen").fact("reason", reason));
        };
        let looked = |code| bounded(note(code)).fact("looked", seconds(hidden, false));
        // Whatever comes later is later than that.
        let late = timed::late_already(limit, hidden);
        return if late {
            Judgement::because(Verdict::Violates, looked("crl.drill-not-shown"))
        } else {
            Judgement::undetermined(looked("crl.drill-not-shown-yet"))
        };
    };
    timed::judge(span, limit, &SAID, note)
}

const SAID: timed::Said = timed::Said {
    quantity: "revocation-delay",
    within: "crl.drill-shown",
    late: "crl.drill-late",
    straddles: "crl.drill-straddles",
    unlimited: "crl.drill-without-criterion",
};

/// What a service may not do.
fn lies(
    seen: &Seen<'_>,
    word: &Moment,
    time: &Time,
    note: &dyn Fn(&'static str) -> Note,
    sum: &mut Sum,
) {
    if let Some((look, held)) = seen.withdrawn {
        let after = seconds(word.until(&look.asked).low.max(0), false);
        if held {
            sum.open(note("crl.drill-hold-released").fact("after", after));
        } else {
            sum.say(Verdict::Violates, note("crl.drill-withdrawn").fact("after", after));
        }
    }
    if seen.held && seen.withdrawn.is_none() {
        sum.open(note("crl.drill-on-hold"));
    }
    let Some(date) = seen.date else { return };
    let (earliest, _) = time.true_time(word.when.at);
    let before = earliest - (date.as_nanosecond() + SECOND);
    if before > PEOPLE {
        let note = |code| note(code).fact("date", date).fact("seconds", seconds(before, false));
        if time.reference.is_some() {
            sum.say(Verdict::Violates, note("crl.drill-backdated"));
        } else {
            sum.open(note("crl.drill-backdated-unchecked"));
        }
    }
}

/// Dates of revocation are written to the second.
const SECOND: i128 = 1_000_000_000;
/// By how much the operator may be ahead of the inspector's key, in nanoseconds: the word is
/// spoken, and then the key is pressed.
const PEOPLE: i128 = 5_000_000_000;

const TABLE: TableHead = TableHead {
    code: "crl.revocation-drill",
    columns: &["service", "address", "from", "until", "date", "word-to-date", "date-to-shown"],
};
const TIMELINE: &str = "crl.revocation-drill";

/// One line of the table.
fn row(target: &Target, seen: &Seen<'_>, word: &Moment, time: &Time) -> Vec<Cell> {
    let dash = || Cell::text("–");
    let between = |low: i128, high: i128| Cell::Measure(Span { low, high }.measure());
    let word_at = {
        let (low, _) = time.true_time(word.when.at);
        let (_, high) = time.true_time(word.when.at);
        (low, high + i128::from(word.within_ms) * 1_000_000)
    };
    let dated = seen.date.map(|it| (it.as_nanosecond(), it.as_nanosecond() + SECOND));
    // Where nobody saw it hidden it was published, for all that is known, at once.
    let delay = seen.between.zip(dated).map(|((before, look), (date, date_end))| {
        let low = before.map_or(0, |it| time.true_time(it.asked.at).0 - date_end);
        (low, time.true_time(look.answered.at).1 - date)
    });
    vec![
        Cell::word(format!("drill-service-{}", target.service.as_str())),
        Cell::text(&target.url),
        match (seen.shown, seen.hidden) {
            (Some(span), _) => Cell::text(seconds(span.low, false)),
            (None, Some(hidden)) => Cell::text(seconds(hidden, false)),
            (None, None) => dash(),
        },
        match seen.shown {
            Some(span) => Cell::text(seconds(span.high, true)),
            None => Cell::word("drill-not-shown"),
        },
        seen.date.map_or_else(dash, Cell::At),
        dated.map_or_else(dash, |(low, high)| between(low - word_at.1, high - word_at.0)),
        delay.map_or_else(dash, |(low, high)| between(low, high)),
    ]
}

/// What each address showed over time.
fn timeline(drill: &Drill) -> Option<Timeline> {
    let lanes: Vec<Lane> = drill
        .targets
        .iter()
        .map(|(target, looks)| Lane {
            label: format!("{} {}", target.service.as_str(), target.url),
            spans: stretches(looks),
        })
        .collect();
    let edges = || lanes.iter().flat_map(|it| &it.spans);
    let from = edges().map(|it| it.from).min()?;
    let until = edges().map(|it| it.until).max()?;
    Some(Timeline { code: TIMELINE.into(), from, until, lanes })
}

/// Looks that showed the same, joined. Between two kept looks that say the same the others said so
/// too; between two that differ nobody knows.
fn stretches(looks: &[Look]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut run = None;
    for look in looks {
        // While the program stood still nobody looked.
        let same_run = run.replace(look.asked.run) == Some(look.asked.run);
        let state = match look.saw {
            Saw::Nothing { .. } => SpanState::Unknown,
            Saw::NotRevoked { .. } => SpanState::Unavailable,
            Saw::Revoked { .. } => SpanState::Available,
        };
        match found.last_mut() {
            Some(last) if same_run && last.state == state && last.until <= look.answered.at => {
                last.until = look.answered.at;
            }
            Some(last) if look.asked.at < last.until => {}
            Some(_) | None => {
                let (from, until) = (look.asked.at, look.answered.at.max(look.asked.at));
                found.push(Stretch { from, until, state });
            }
        }
    }
    found
}
