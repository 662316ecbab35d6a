//! Decisions about certificates: proposed by one officer, confirmed by another, and what follows.

use model::{EvidenceId, Note, VisitKind};

use super::refused;
use crate::register::accreditation::{Accreditation, ActRef, Revocation};
use crate::register::decision::{
    Decision, DecisionState, IssueProposal, Proposal, RevocationProposal,
};
use crate::register::event::{Kept, Pen};
use crate::register::matter::{Matter, MatterState};
use crate::register::statement::{About, Statement};
use crate::register::{RegisterError, fold};

pub(super) async fn propose(
    pen: &mut Pen<'_, '_>,
    statement: &Statement,
    id: EvidenceId,
    (about, seen): (About, i64),
    proposal: &Proposal,
) -> Result<Decision, RegisterError> {
    let mut defects = proposal.defects();
    let mut warnings = Vec::new();
    match (about, proposal) {
        (About::Matter(matter), Proposal::Issue(_) | Proposal::Refuse(_)) => {
            let matter: Matter = pen.row(&matter.to_string()).await?;
            pen.unchanged(&matter, seen).await?;
            if matter.state != MatterState::Accepted {
                let note = Note::new("register.matter-not-accepted").fact("matter", matter.id);
                defects.push(note.fact("state", matter.state.as_str()));
            }
            if matter.taking.visit == VisitKind::Survey {
                defects.push(Note::new("register.survey-issues-nothing").fact("matter", matter.id));
            }
            defects.extend(matter.taking.undecidable());
            if let Proposal::Issue(issue) = proposal {
                let row = issued(&matter, issue, 1);
                defects.extend(row.defects());
                defects.extend(number_taken(pen, &row.number, issue.number.is_some()).await?);
                warnings.extend(row.warnings());
            }
            warnings.extend(late(&matter, proposal));
        }
        (About::Accreditation(row), Proposal::Revoke(revoke)) => {
            let row: Accreditation = pen.row(&row.to_string()).await?;
            pen.unchanged(&row, seen).await?;
            defects.extend(revocable(pen, &row, revoke).await?);
            warnings.extend(revoke.warnings());
        }
        (About::Matter(_), Proposal::Revoke(_))
        | (About::Accreditation(_), Proposal::Issue(_) | Proposal::Refuse(_)) => {
            defects.push(Note::new("register.decision-about-something-else"));
        }
    }
    let earlier = pen.session.decisions_about(about).await?;
    if let Some(open) = earlier.iter().find(|it| it.state == DecisionState::Proposed) {
        let note = Note::new("register.decision-open").fact("decision", open.id);
        defects.push(note.fact("officer", &open.proposed_by));
    }
    if !defects.is_empty() {
        return Err(RegisterError::Refused { defects });
    }
    let decision = Decision {
        id: pen.number(Decision::KIND).await?,
        version: 1,
        state: DecisionState::Proposed,
        about,
        proposal: proposal.clone(),
        proposed_by: statement.officer.clone(),
        proposed_at: pen.now,
        statement: id,
        warnings,
        closed_by: None,
        closed_at: None,
        reason: String::new(),
        accreditation: None,
    };
    decision.write_new(pen).await?;
    Ok(decision)
}

/// The decision bears a day after the one until which it was due.
fn late(matter: &Matter, proposal: &Proposal) -> Option<Note> {
    let day = proposal.decision().date;
    let due = matter.decide_by.filter(|it| day > it.day)?;
    Some(Note::new("register.decision-late").fact("day", day).fact("due", due.day))
}

/// Why a row cannot be revoked so.
async fn revocable(
    pen: &mut Pen<'_, '_>,
    row: &Accreditation,
    proposal: &RevocationProposal,
) -> Result<Vec<Note>, RegisterError> {
    let mut defects = Vec::new();
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
    if let Some(matter) = proposal.matter {
        let matter: Matter = pen.row(&matter.to_string()).await?;
        defects.extend(matter.taking.undecidable());
        if matter.taking.visit != VisitKind::Survey {
            defects.push(Note::new("register.not-a-survey").fact("matter", matter.id));
        }
        if matter.taking.recipient.bin != row.bin {
            let note = Note::new("register.survey-of-another").fact("matter", matter.id);
            defects.push(note.fact("bin", &matter.taking.recipient.bin));
        }
    }
    Ok(defects)
}

/// The decision, if it is open, was not changed since it was seen, and is another officer's.
pub(super) async fn open_decision(
    pen: &mut Pen<'_, '_>,
    statement: &Statement,
    id: i64,
    seen: i64,
    proposal: EvidenceId,
) -> Result<Decision, RegisterError> {
    let decision: Decision = pen.row(&id.to_string()).await?;
    pen.unchanged(&decision, seen).await?;
    if decision.statement != proposal {
        return Err(refused(Note::new("register.another-proposal").fact("decision", id)));
    }
    if decision.state != DecisionState::Proposed {
        let note = Note::new("register.decision-closed").fact("decision", id);
        return Err(refused(note.fact("state", decision.state.as_str())));
    }
    if decision.proposed_by == statement.officer {
        let (iin, decision) = (statement.officer.clone(), decision.subject());
        return Err(RegisterError::SamePerson { iin, decision });
    }
    Ok(decision)
}

/// Carries a decision out; gives the row of the register that was made or changed.
pub(super) async fn confirm(
    pen: &mut Pen<'_, '_>,
    decision: &Decision,
) -> Result<Option<i64>, RegisterError> {
    match (&decision.proposal, decision.about) {
        (Proposal::Issue(issue), About::Matter(matter)) => {
            let matter: Matter = pen.row(&matter.to_string()).await?;
            still_accepted(&matter)?;
            let sequence = pen.number(Accreditation::KIND).await?;
            let row = issued(&matter, issue, sequence);
            if let Some(note) = number_taken(pen, &row.number, true).await? {
                return Err(refused(note));
            }
            Accreditation::write_new(pen, std::slice::from_ref(&row), "issued").await?;
            matter.moved(pen, MatterState::Decided, "", "decided").await?;
            Ok(Some(sequence))
        }
        (Proposal::Refuse(_), About::Matter(matter)) => {
            let matter: Matter = pen.row(&matter.to_string()).await?;
            still_accepted(&matter)?;
            matter.moved(pen, MatterState::Decided, "", "decided").await?;
            Ok(None)
        }
        (Proposal::Revoke(revoke), About::Accreditation(row)) => {
            let before: Accreditation = pen.row(&row.to_string()).await?;
            let defects = revocable(pen, &before, revoke).await?;
            if !defects.is_empty() {
                return Err(RegisterError::Refused { defects });
            }
            let revocation = Revocation {
                decision: revoke.decision.clone(),
                day: revoke.day,
                paragraph: revoke.paragraph,
                elements: revoke.elements.clone(),
            };
            let after = Accreditation {
                version: before.version.saturating_add(1),
                revocation: Some(revocation),
                ..before.clone()
            };
            after.write_changed(pen, &before, "revoked").await?;
            Ok(Some(after.sequence))
        }
        (Proposal::Revoke(_), About::Matter(_))
        | (Proposal::Issue(_) | Proposal::Refuse(_), About::Accreditation(_)) => {
            Err(refused(Note::new("register.decision-about-something-else")))
        }
    }
}

/// A later sealing may have come in between the proposal and its confirmation.
fn still_accepted(matter: &Matter) -> Result<(), RegisterError> {
    if matter.state == MatterState::Accepted {
        return Ok(());
    }
    let note = Note::new("register.matter-not-accepted").fact("matter", matter.id);
    Err(refused(note.fact("state", matter.state.as_str())))
}

/// The row that a decision to issue makes.
fn issued(matter: &Matter, issue: &IssueProposal, sequence: i64) -> Accreditation {
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

/// Another certificate bears the number.
async fn number_taken(
    pen: &mut Pen<'_, '_>,
    number: &str,
    given: bool,
) -> Result<Option<Note>, RegisterError> {
    if !given {
        return Ok(None);
    }
    let query = sqlx::query("SELECT id FROM accreditations WHERE number_key = $1");
    let found: Vec<(i32,)> = pen.session.rows(query.bind(fold::key(number))).await?;
    Ok(found.first().map(|(id,)| {
        Note::new("register.number-taken").fact("number", number).fact("sequence", id)
    }))
}
