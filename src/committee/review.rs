//! The automatic review of an act that came in: everything that a person has to weigh before a
//! decision, and nothing decided.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use model::{EvidenceId, Note, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

use super::difference::{ActName, Change, Difference, Pairing};
use super::inbox::against_another;
use crate::act::record::{ActRecord, Judged};
use crate::calendar::{Calendar, CalendarError};
use crate::case::Purpose;
use crate::inspection::{Check, Verification, decision_due, legal_day};

/// A review: what speaks for an act and against it.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Review {
    /// The act, where its record can be read.
    pub act: Option<ActName>,
    /// SHA-256 of the sealed file.
    pub sha256: EvidenceId,
    /// Everything looked at: first what the verification of the pack found, then what the review
    /// adds. *Complies* speaks for the act, *violates* against it, *undetermined* is for a person
    /// to weigh.
    pub checks: Vec<Check>,
    /// The verdict over all of them. It is not the decision.
    pub verdict: Verdict,
    /// What changed since each earlier act, and against each report of the authority.
    pub differences: Vec<Difference>,
}

/// What lies beside an act while it is reviewed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// Earlier acts about the same authority, and its own reports.
    pub earlier: &'a [ActRecord],
    /// Every other act that came in.
    pub others: &'a [ActRecord],
    /// The anchors under which members of commissions may sign, by a source of the reviewer's own;
    /// none where there is no such source at hand.
    pub anchors: Option<&'a [EvidenceId]>,
}

/// Every code that a review or an inbox may say, besides those of the verification.
pub const SAYS: &[&str] = &[
    "review.all-examined",
    "review.anchor-unknown",
    "review.anchors-known",
    "review.anchors-to-compare",
    "review.closed-without-evidence",
    "review.conclusion-agrees",
    "review.conclusion-negative-without-findings",
    "review.conclusion-positive-against-findings",
    "review.conclusion-positive-with-reason",
    "review.day-differs",
    "review.decision-due",
    "review.decision-late",
    "review.depends-on-reading",
    "review.dissent",
    "review.edition-differs",
    "review.finding-repeated",
    "review.items-not-examined",
    "review.later-version",
    "review.no-evidence-at-all",
    "review.not-an-act",
    "review.other-authority",
    "review.recommends",
    "review.replaced-by-another-case",
    "review.report-contradicted",
    "review.same-act-twice",
    "review.two-acts-one-number",
    "review.two-acts-one-version",
    "review.unreadable",
];

/// Of other acts those that come before one: earlier ones about the same authority, and its own
/// reports.
pub fn earlier<'a>(
    others: &'a [ActRecord],
    act: &'a ActRecord,
) -> impl Iterator<Item = &'a ActRecord> {
    others.iter().filter(|it| {
        it.recipient.bin == act.recipient.bin
            && (it.purpose == Purpose::SelfCheck || it.day < act.day)
    })
}

impl Review {
    /// Reviews an act with everything that lies beside it, as on `now`.
    ///
    /// # Errors
    ///
    /// [`CalendarError`] where the calendar of working days cannot be read: a defect of this
    /// program.
    pub fn of(
        verification: &Verification,
        beside: Beside<'_>,
        now: Timestamp,
    ) -> Result<Self, CalendarError> {
        let mut checks = verification.checks.clone();
        let mut differences = Vec::new();
        let act = verification.record.as_deref();
        if let Some(act) = act {
            if act.purpose == Purpose::SelfCheck {
                checks.push(against(Note::new("review.not-an-act")));
            }
            checks.extend(conclusion(act));
            checks.extend(examined(act));
            checks.extend(act.composition.iter().cloned().map(weigh));
            if act.day != act.visit.end {
                let note = Note::new("review.day-differs").fact("day", act.day);
                checks.push(weigh(note.fact("end", act.visit.end)));
            }
            if act.commission.is_some() {
                checks.push(anchors(act, beside.anchors));
            }
            checks.extend(signing(verification));
            checks.extend(deadline(verification, legal_day(now))?);
            for other in beside.others {
                let act = (&act.into(), Some(verification.act));
                checks.extend(against_another(act, &other.into()).map(against));
            }
            for other in beside.earlier {
                let difference = Difference::between(other, act);
                checks.extend(compared(&difference));
                differences.push(difference);
            }
        }
        let verdict = Verdict::over(checks.iter().map(|it| it.verdict));
        let name = act.map(ActName::from);
        Ok(Self { act: name, sha256: verification.act, checks, verdict, differences })
    }
}

fn speaks_for(note: Note) -> Check {
    Check { note, verdict: Verdict::Complies }
}

fn against(note: Note) -> Check {
    Check { note, verdict: Verdict::Violates }
}

fn weigh(note: Note) -> Check {
    Check { note, verdict: Verdict::Undetermined }
}

/// A note about items: how many, and which.
fn about(code: &'static str, items: &[&str]) -> Note {
    Note::new(code).fact("count", items.len()).fact("items", items.join(", "))
}

fn ids<'a>(items: impl Iterator<Item = &'a Judged>) -> Vec<&'a str> {
    items.map(|it| it.finding.requirement.0.as_str()).collect()
}

/// Whether the conclusion follows from the findings: one says no and the other says issue.
fn conclusion(act: &ActRecord) -> Vec<Check> {
    // A report concludes nothing.
    let Some(concluded) = &act.conclusion else { return vec![] };
    let standing = ids(act.against_favourable(concluded.kind).into_iter());
    let positive = concluded.kind.is_favourable();
    let reason = concluded.despite_reason.trim();
    let mut checks = vec![match (positive, standing.is_empty()) {
        (true, true) | (false, false) => speaks_for(Note::new("review.conclusion-agrees")),
        (false, true) => weigh(Note::new("review.conclusion-negative-without-findings")),
        (true, false) if reason.is_empty() => {
            against(about("review.conclusion-positive-against-findings", &standing))
        }
        (true, false) => {
            weigh(about("review.conclusion-positive-with-reason", &standing).fact("reason", reason))
        }
    }];
    if positive && !act.recommendations.is_empty() {
        let note = Note::new("review.recommends").fact("count", act.recommendations.len());
        checks.push(weigh(note));
    }
    checks
}

/// Items that nobody established, and items that were closed over nothing.
fn examined(act: &ActRecord) -> Vec<Check> {
    let of = |verdict| act.judged().filter(move |it| it.finding.judgement.verdict == verdict);
    let open = ids(of(Verdict::Undetermined));
    let mut checks = vec![if open.is_empty() {
        speaks_for(Note::new("review.all-examined").fact("count", act.judged().count()))
    } else {
        weigh(about("review.items-not-examined", &open))
    }];
    let listed: BTreeSet<EvidenceId> = act.evidence.iter().map(|it| it.sha256).collect();
    let founded = |it: &&Judged| it.finding.evidence.iter().any(|id| listed.contains(id));
    let unfounded = ids(of(Verdict::Complies).filter(|it| !founded(it)));
    if !unfounded.is_empty() {
        checks.push(against(about("review.closed-without-evidence", &unfounded)));
    }
    if act.evidence.iter().all(|it| it.requirement.is_none() && it.probe.is_none()) {
        checks.push(against(Note::new("review.no-evidence-at-all")));
    }
    checks
}

/// The anchors under which the signatures were judged are those that the act names: whoever forges
/// one names his own. Only a source of the reviewer's own says whose they are.
fn anchors(act: &ActRecord, allowed: Option<&[EvidenceId]>) -> Check {
    let named: BTreeSet<EvidenceId> = act.signing_anchors.iter().map(|it| it.sha256).collect();
    let list = |it: &BTreeSet<EvidenceId>| {
        it.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    let order = act.commission.as_ref().map(|it| &it.order);
    let order = order.map(|it| format!("№ {} · {}", it.number, it.date)).unwrap_or_default();
    let of = |code, anchors: &BTreeSet<EvidenceId>| Note::new(code).fact("anchors", list(anchors));
    let Some(allowed) = allowed else {
        return weigh(of("review.anchors-to-compare", &named).fact("order", order));
    };
    let unknown: BTreeSet<_> = named.iter().copied().filter(|it| !allowed.contains(it)).collect();
    if named.is_empty() || !unknown.is_empty() {
        return against(of("review.anchor-unknown", &unknown));
    }
    speaks_for(of("review.anchors-known", &named).fact("order", order))
}

/// Dissents, which the decision has to answer, and readings of the law on which the count hangs.
fn signing(verification: &Verification) -> Vec<Check> {
    let dissents = verification.dissents.iter().filter(|it| it.holds);
    let mut checks: Vec<Check> = dissents
        .map(|it| {
            let known = verification.members.iter().find(|state| state.iin == it.member);
            let name = known.map_or_else(|| it.member.to_string(), |it| it.line.name.clone());
            weigh(Note::new("review.dissent").fact("member", name).fact("reasons", &it.reasons))
        })
        .collect();
    if let Some(tally) = verification.tally.as_ref().filter(|it| !it.robust()) {
        let other = tally.readings.iter().filter(|it| it.adopted != tally.adopted);
        let readings: Vec<&str> = other.map(|it| it.id.as_str()).collect();
        let note = Note::new("review.depends-on-reading").fact("readings", readings.join(", "));
        checks.push(weigh(note));
    }
    checks
}

/// The decision falls due on the working day after the adoption (paragraph 14).
fn deadline(verification: &Verification, today: Date) -> Result<Option<Check>, CalendarError> {
    let Some(tally) = &verification.tally else { return Ok(None) };
    let due = decision_due(&Calendar::embedded()?, tally, &verification.members);
    Ok(due.map(|due| {
        let note = |code| Note::new(code).fact("day", due.day);
        if today > due.day {
            weigh(note("review.decision-late"))
        } else {
            speaks_for(note("review.decision-due"))
        }
    }))
}

fn compared(difference: &Difference) -> Vec<Check> {
    let earlier = &difference.earlier;
    let of = |note: Note| note.fact("number", &earlier.number).fact("day", earlier.day);
    if !difference.one_authority {
        let note = Note::new("review.other-authority").fact("authority", &earlier.authority);
        return vec![weigh(of(note))];
    }
    let mut checks = Vec::new();
    if !difference.one_edition {
        checks.push(weigh(of(Note::new("review.edition-differs"))));
    }
    let (change, code) = match difference.pairing {
        Pairing::Acts => (Change::Repeated, "review.finding-repeated"),
        Pairing::ReportWithAct => (Change::Opened, "review.report-contradicted"),
        Pairing::Reports => return checks,
    };
    let items: Vec<&str> = difference.of(change).map(|it| it.requirement.0.as_str()).collect();
    if !items.is_empty() {
        checks.push(weigh(of(about(code, &items))));
    }
    checks
}
