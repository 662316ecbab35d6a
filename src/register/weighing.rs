//! What speaks against a decision, and what a person has to look at before it: the same when it is
//! proposed and when it is confirmed.

use jiff::civil::Date;
use model::{Note, VisitKind};

use super::accreditation::{Accreditation, ActRef};
use super::anchor::ActAnchors;
use super::decision::{IssueProposal, Proposal, RevocationProposal};
use super::matter::{Matter, MatterState};
use crate::act::record::ConclusionKind;

/// What speaks against a decision.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    /// Why it cannot be taken so.
    pub(super) defects: Vec<Note>,
    /// What has to be looked at before it is confirmed.
    pub(super) warnings: Vec<Note>,
}

impl Matter {
    /// What speaks against a decision that rests on this act.
    pub(super) fn weigh(&self, proposal: &Proposal, allowed: &ActAnchors) -> Weighed {
        let mut weighed = Weighed::default();
        weighed.defects.extend(self.not_accepted());
        if self.taking.visit == VisitKind::Survey {
            let note = Note::new("register.survey-issues-nothing").fact("matter", self.id);
            weighed.defects.push(note);
        }
        weighed.defects.extend(self.taking.undecidable(allowed));
        weighed.defects.extend(self.too_early(proposal.decision().date));
        match proposal {
            Proposal::Issue(it) => self.weigh_issue(it, &mut weighed),
            Proposal::Refuse(_) => self.weigh_refusal(&mut weighed),
            Proposal::Anchor(_)
            | Proposal::Appoint(_)
            | Proposal::Import(_)
            | Proposal::Revoke(_) => {}
        }
        weighed.warnings.extend(self.too_late(proposal));
        weighed
    }

    fn weigh_issue(&self, issue: &IssueProposal, weighed: &mut Weighed) {
        let taking = &self.taking;
        if taking.visit == VisitKind::Examination {
            weighed.defects.extend(taking.unfavourable());
        }
        let despite = issue.despite.trim();
        if despite.is_empty() {
            weighed.defects.extend(taking.unestablished("register.issue-over-undetermined"));
        } else if let Some(note) = taking.unestablished("register.issue-despite") {
            weighed.warnings.push(note.fact("reason", despite));
        }
        if issue.issued < issue.decision.date {
            let note = Note::new("register.issued-before-decision");
            let note = note.fact("decision", issue.decision.date).fact("issued", issue.issued);
            weighed.defects.push(note);
        }
        let row = issued(self, issue, 1);
        weighed.defects.extend(row.defects());
        weighed.warnings.extend(row.warnings());
        if let Some(it) = taking.conclusion.as_ref().filter(|it| !it.against.is_empty()) {
            let note = Note::new("register.conclusion-with-reason").fact("items", it.items());
            weighed.warnings.push(note.fact("reason", &it.reason));
        }
        if issue.answer.trim().is_empty() {
            let open = self.dissents().map(|it| it.note("register.dissent-unanswered"));
            weighed.warnings.extend(open);
        }
    }

    fn weigh_refusal(&self, weighed: &mut Weighed) {
        let taking = &self.taking;
        weighed.warnings.extend(taking.unestablished("register.act-not-established"));
        if taking.conclusion.as_ref().is_some_and(|it| it.kind.is_favourable()) {
            let note = Note::new("register.refusal-over-positive").fact("act", &taking.number);
            weighed.warnings.push(note);
        }
    }

    /// A later sealing may have come in between the proposal and its confirmation.
    fn not_accepted(&self) -> Option<Note> {
        (self.state != MatterState::Accepted).then(|| {
            let note = Note::new("register.matter-not-accepted").fact("matter", self.id);
            note.fact("state", self.state.as_str())
        })
    }

    /// The decision bears a day before there was an act to decide on.
    fn too_early(&self, day: Date) -> Option<Note> {
        let adopted = self.adopted_on();
        let note = || Note::new("register.decision-before-act").fact("day", day);
        (day < adopted).then(|| note().fact("adopted", adopted))
    }

    /// The decision bears a day after the one until which it was due.
    fn too_late(&self, proposal: &Proposal) -> Option<Note> {
        let day = proposal.decision().date;
        let due = self.decide_by.filter(|it| day > it.day)?;
        Some(Note::new("register.decision-late").fact("day", day).fact("due", due.day))
    }

    /// What speaks against revoking a certificate on this act.
    fn weigh_revocation(&self, row: &Accreditation, allowed: &ActAnchors, weighed: &mut Weighed) {
        let taking = &self.taking;
        let of = |code| Note::new(code).fact("matter", self.id);
        weighed.defects.extend(self.not_accepted());
        weighed.defects.extend(taking.undecidable(allowed));
        if taking.visit != VisitKind::Survey {
            weighed.defects.push(of("register.not-a-survey"));
        } else if taking.conclusion.as_ref().is_none_or(|it| it.kind != ConclusionKind::Violations)
        {
            weighed.defects.push(of("register.survey-without-violations"));
        }
        if taking.recipient.bin != row.bin {
            let note = of("register.survey-of-another").fact("bin", &taking.recipient.bin);
            weighed.defects.push(note);
        }
        weighed.warnings.extend(taking.unestablished("register.act-not-established"));
    }
}

/// What speaks against revoking a certificate, on a survey act where one is named.
pub(super) fn revocation(
    row: &Accreditation,
    proposal: &RevocationProposal,
    survey: Option<&Matter>,
    allowed: &ActAnchors,
) -> Weighed {
    let mut weighed = Weighed { defects: vec![], warnings: proposal.warnings() };
    let defects = &mut weighed.defects;
    if row.revocation.is_some() {
        defects.push(Note::new("register.revoked-already").fact("number", &row.number));
    }
    if proposal.day > row.valid_through {
        let note = Note::new("register.expired-before-revocation").fact("number", &row.number);
        defects.push(note.fact("through", row.valid_through));
    }
    if proposal.day < row.issued {
        let note = Note::new("register.revoked-before-issue").fact("day", proposal.day);
        defects.push(note.fact("issued", row.issued));
    }
    if let Some(matter) = survey {
        matter.weigh_revocation(row, allowed, &mut weighed);
        weighed.defects.extend(matter.too_early(proposal.decision.date));
    }
    weighed
}

/// The row that a decision to issue makes.
pub(super) fn issued(matter: &Matter, issue: &IssueProposal, sequence: i64) -> Accreditation {
    let (taking, recipient) = (&matter.taking, &matter.taking.recipient);
    Accreditation {
        sequence,
        version: 1,
        number: issue.number.clone().unwrap_or_else(|| sequence.to_string()),
        entity: recipient.name.clone(),
        bin: recipient.bin.clone(),
        address: recipient.address.clone(),
        authority: recipient.authority.clone(),
        act: ActRef { number: taking.number.clone(), date: taking.day, sha256: Some(taking.act) },
        decision: issue.decision.clone(),
        issued: issue.issued,
        valid_through: issue.valid_through,
        revocation: None,
        root_registration: None,
        note: String::new(),
    }
}
