//! What the check of a pack established about an act, as it is taken in.

use jiff::Timestamp;
use jiff::civil::Date;
use model::{Body, EvidenceId, Iin, Note, RequirementId, Roster, Verdict, VisitKind};
use probes::Anchor;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RegisterError;
use super::anchor::ActAnchors;
use super::matter::Due;
use crate::act::record::{ActRecord, ConclusionKind};
use crate::calendar::Calendar;
use crate::case::{Purpose, Recipient};
use crate::inspection::{Verification, legal_day};

/// No act has more checks against it than are kept.
const MOST_NOTES: usize = 100;

/// What the check of a pack established about an act, as it is taken in.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Taking {
    /// SHA-256 of the sealed file.
    pub act: EvidenceId,
    /// Number of the act.
    pub number: String,
    /// Day of the act.
    #[schemars(with = "String")]
    pub day: Date,
    /// The dossier it comes from.
    pub case: String,
    /// Which sealing of the act it is.
    pub act_version: u32,
    /// SHA-256 of the sealing before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<EvidenceId>,
    /// What the commission came for.
    pub visit: VisitKind,
    /// The authority.
    pub recipient: Recipient,
    /// What the check of the pack came to.
    pub verdict: Verdict,
    /// Whether the act is adopted.
    pub adopted: bool,
    /// How many signatures were counted.
    pub signed: usize,
    /// How many are needed.
    pub needed: usize,
    /// When the last signature was made that adoption needed, where every counted one tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub adopted_at: Option<Timestamp>,
    /// What the check found that does not comply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<Note>,
    /// What the commission concludes. An act taken in by a version that did not look has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<Concluded>,
    /// The anchors that the act names, under which its signatures were judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<Anchor>,
    /// The commission with the order that appointed it, as the act has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<Roster>,
    /// Dissents that hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dissents: Vec<Dissent>,
}

/// What an act concludes, and what stands against it.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Concluded {
    /// Which conclusion.
    pub kind: ConclusionKind,
    /// Why the commission concludes so although something stands against it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The requirements that stand against a conclusion in the authority's favour.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<RequirementId>,
}

/// A dissent that holds: signed by a member of the commission, about this act.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dissent {
    /// Who dissents.
    pub member: Iin,
    /// The person's name, as the roster has it.
    pub name: String,
    /// The reasons.
    pub reasons: String,
    /// The requirements it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<RequirementId>,
    /// When it was signed, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub signed_at: Option<Timestamp>,
}

impl Taking {
    /// What is recorded of a pack that was checked.
    ///
    /// # Errors
    ///
    /// [`RegisterError::Refused`]: a report of a self-check, or what cannot be read as
    /// an act.
    pub fn of(checked: &Verification) -> Result<Self, RegisterError> {
        let refused = |note| Err(RegisterError::Refused { defects: vec![note] });
        let Some(act) = checked.record.as_deref() else {
            return refused(Note::new("register.act-unreadable"));
        };
        if act.purpose == Purpose::SelfCheck {
            return refused(Note::new("register.report-not-an-act"));
        }
        let Some(tally) = &checked.tally else {
            return refused(Note::new("register.act-unreadable"));
        };
        let against = checked.checks.iter().filter(|it| it.verdict != Verdict::Complies);
        Ok(Self {
            act: checked.act,
            number: act.number.clone(),
            day: act.day,
            case: act.case.clone(),
            act_version: act.version,
            previous: act.previous,
            visit: act.visit.kind,
            recipient: act.recipient.clone(),
            verdict: checked.verdict,
            adopted: tally.adopted,
            signed: tally.signed.len(),
            needed: tally.needed,
            adopted_at: adopted_at(act, checked),
            against: against.map(|it| it.note.clone()).take(MOST_NOTES).collect(),
            conclusion: Concluded::of(act),
            anchors: act.signing_anchors.clone(),
            commission: act.commission.clone(),
            dissents: dissents(act, checked),
        })
    }

    /// Last day for the decision: the next working day (paragraph 14), where the act is adopted. A
    /// time of signing that is claimed to lie after the moment when the act came in does not move
    /// it.
    ///
    /// # Errors
    ///
    /// [`RegisterError::Calendar`].
    pub fn decide_by(&self, taken_at: Timestamp) -> Result<Option<Due>, RegisterError> {
        let Some(at) = self.adopted_at.filter(|_| self.visit == VisitKind::Examination) else {
            return Ok(None);
        };
        let due = Calendar::embedded()?.after(legal_day(at.min(taken_at)), 1);
        Ok(Some(Due { day: due.day, certain: due.certain }))
    }

    /// Why no decision can rest on the act, whatever it says.
    pub(super) fn undecidable(&self, allowed: &ActAnchors) -> Vec<Note> {
        let of = |code| Note::new(code).fact("act", &self.number);
        let mut defects = Vec::new();
        if !self.adopted {
            let note = of("register.act-not-adopted").fact("signed", self.signed);
            defects.push(note.fact("needed", self.needed));
        }
        if self.verdict == Verdict::Violates {
            defects.push(of("register.act-does-not-hold").fact("codes", self.codes()));
        }
        if self.anchors.is_empty() {
            defects.push(of("register.act-without-anchors"));
        }
        let unknown = self.anchors.iter().filter(|it| !allowed.holds(it.sha256));
        defects.extend(unknown.map(|it| {
            let note = of("register.act-anchor-unknown").fact("sha256", it.sha256);
            note.fact("source", &it.obtained_from)
        }));
        defects
    }

    /// Why no certificate can be issued over it, and what only people can answer for.
    pub(super) fn unfavourable(&self) -> Vec<Note> {
        let of = |code| Note::new(code).fact("act", &self.number);
        let Some(concluded) = &self.conclusion else {
            return vec![of("register.conclusion-not-recorded")];
        };
        if !concluded.kind.is_favourable() {
            let note = of("register.conclusion-against-issue");
            return vec![note.fact("conclusion", concluded.kind.as_str())];
        }
        if concluded.stands_alone() {
            let note = of("register.conclusion-without-reason");
            return vec![note.fact("items", concluded.items())];
        }
        vec![]
    }

    /// What the check could not establish, where it is so.
    pub(super) fn unestablished(&self, code: &'static str) -> Option<Note> {
        let note = || Note::new(code).fact("act", &self.number).fact("codes", self.codes());
        (self.verdict != Verdict::Complies && self.verdict != Verdict::Violates).then(note)
    }

    /// What whoever takes the act in, or accepts it, should look at beside what bars a decision.
    pub(super) fn doubts(&self, taken_at: Timestamp) -> Vec<Note> {
        let mut doubts: Vec<Note> =
            self.unestablished("register.act-not-established").into_iter().collect();
        if self.visit == VisitKind::Examination {
            doubts.extend(self.unfavourable());
        }
        if let Some(at) = self.adopted_at.filter(|it| *it > taken_at) {
            let note = Note::new("register.adopted-after-taken").fact("act", &self.number);
            doubts.push(note.fact("adopted", at).fact("taken", taken_at));
        }
        doubts.extend(self.dissents.iter().map(|it| it.note("register.dissent")));
        doubts
    }

    /// Whether two say the same of what stands within the sealed bytes. One that was taken in
    /// before some of it was looked at says nothing of that.
    pub(super) fn same_act(&self, other: &Self) -> bool {
        let Self {
            act,
            number,
            day,
            case,
            act_version,
            previous,
            visit,
            recipient,
            verdict: _,
            adopted: _,
            signed: _,
            needed: _,
            adopted_at: _,
            against: _,
            conclusion,
            anchors,
            commission,
            dissents: _,
        } = self;
        (act, number, day, case, act_version)
            == (&other.act, &other.number, &other.day, &other.case, &other.act_version)
            && (previous, visit, recipient) == (&other.previous, &other.visit, &other.recipient)
            && (conclusion.is_none() || *conclusion == other.conclusion)
            && (anchors.is_empty() || *anchors == other.anchors)
            && (commission.is_none() || *commission == other.commission)
    }

    fn codes(&self) -> String {
        self.against.iter().map(|it| &*it.code).collect::<Vec<_>>().join(", ")
    }
}

impl Concluded {
    fn of(act: &ActRecord) -> Option<Self> {
        let concluded = act.conclusion.as_ref()?;
        let against = act.against_favourable(concluded.kind);
        Some(Self {
            kind: concluded.kind,
            reason: concluded.despite_reason.trim().to_owned(),
            against: against.into_iter().map(|it| it.finding.requirement.clone()).collect(),
        })
    }

    /// In the authority's favour, against what was found, and nobody says why.
    fn stands_alone(&self) -> bool {
        self.kind.is_favourable() && !self.against.is_empty() && self.reason.trim().is_empty()
    }

    pub(super) fn items(&self) -> String {
        self.against.iter().map(|it| it.0.as_str()).collect::<Vec<_>>().join(", ")
    }
}

impl Dissent {
    pub(super) fn note(&self, code: &'static str) -> Note {
        let note = Note::new(code).fact("member", &self.name);
        note.fact("reasons", &self.reasons)
    }
}

/// The dissents that hold.
fn dissents(act: &ActRecord, checked: &Verification) -> Vec<Dissent> {
    let name = |iin: &Iin| {
        let member = act.commission.as_ref().and_then(|it| it.member(iin));
        member.map_or_else(|| iin.to_string(), |it| it.name.clone())
    };
    let holding = checked.dissents.iter().filter(|it| it.holds);
    holding
        .map(|it| Dissent {
            member: it.member.clone(),
            name: name(&it.member),
            reasons: it.reasons.clone(),
            items: it.items.clone(),
            signed_at: it.signed_at,
        })
        .collect()
}

/// The moment of the last signature that adoption needed (recorded reading A19): later ones do not
/// move the term.
fn adopted_at(act: &ActRecord, checked: &Verification) -> Option<Timestamp> {
    let tally = checked.tally.as_ref().filter(|it| it.adopted)?;
    let security = |iin: &Iin| {
        let roster = act.commission.as_ref();
        roster.and_then(|it| it.member(iin)).is_some_and(|it| it.body == Body::NationalSecurity)
    };
    let mut counted: Vec<(Timestamp, bool)> = Vec::new();
    for iin in &tally.signed {
        let member = checked.members.iter().find(|it| it.iin == *iin)?;
        counted.push((member.line.at?, security(iin)));
    }
    counted.sort_unstable();
    let mut secured = tally.rule == VisitKind::Survey;
    counted.iter().zip(1..).find_map(|((at, security), count)| {
        secured |= *security;
        (count >= tally.needed && secured).then_some(*at)
    })
}
