//! Decisions of the register: proposed by one officer, confirmed by another, and what follows.

use model::{EvidenceId, Note};

use super::refused;
use crate::register::accreditation::Accreditation;
use crate::register::decision::{Decision, DecisionState, IssueProposal, Proposal, Subject};
use crate::register::event::{Kept, Pen};
use crate::register::import::{self, ImportRow};
use crate::register::matter::{Matter, MatterState};
use crate::register::statement::{About, Statement};
use crate::register::weighing::{Weighed, issued, revocation};
use crate::register::{RegisterError, fold};

/// Refuses while a decision about it waits to be confirmed; of a proposal, one that it stands
/// against.
pub(super) async fn nothing_open(
    pen: &mut Pen<'_, '_>,
    about: About,
    proposal: Option<&Proposal>,
) -> Result<(), RegisterError> {
    let earlier = pen.session.decisions_about(about).await?;
    let open = |it: &&Decision| {
        it.state == DecisionState::Proposed
            && match (&it.proposal, proposal) {
                // What is proposed about one person keeps nobody from proposing about another.
                (Proposal::Appoint(one), Some(Proposal::Appoint(other))) => one.iin == other.iin,
                (Proposal::Appoint(_), Some(Proposal::Import(_)))
                | (Proposal::Import(_), Some(Proposal::Appoint(_))) => false,
                _ => true,
            }
    };
    earlier.iter().find(open).map_or(Ok(()), |open| {
        let note = Note::new("register.decision-open").fact("decision", open.id);
        Err(refused(note.fact("officer", &open.proposed_by)))
    })
}

pub(super) async fn propose(
    pen: &mut Pen<'_, '_>,
    statement: &Statement,
    id: EvidenceId,
    (about, seen): (About, i64),
    proposal: &Proposal,
    rows: &[ImportRow],
) -> Result<Decision, RegisterError> {
    let Weighed { mut defects, warnings } = weigh(pen, about, Some(seen), proposal).await?;
    defects.extend(match proposal.subject(about) {
        Some(Subject::Appoint(officer)) => officer.proposable(pen, &statement.officer).await?,
        Some(Subject::Import(import)) => import::proposable(pen, import, rows).await?,
        Some(
            Subject::Anchor(_) | Subject::Issue(_, _) | Subject::Refuse(_) | Subject::Revoke(_, _),
        )
        | None => vec![],
    });
    match nothing_open(pen, about, Some(proposal)).await {
        Err(RegisterError::Refused { defects: open }) => defects.extend(open),
        other => other?,
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
    if matches!(proposal, Proposal::Import(_)) {
        import::keep(pen, decision.id, rows).await?;
    }
    Ok(decision)
}

/// What speaks against a decision as things stand. `seen` is the version of what it is about, where
/// somebody looked at it.
async fn weigh(
    pen: &mut Pen<'_, '_>,
    about: About,
    seen: Option<i64>,
    proposal: &Proposal,
) -> Result<Weighed, RegisterError> {
    let allowed = pen.session.act_anchors().await?;
    let mut weighed = match proposal.subject(about) {
        Some(Subject::Anchor(it)) => {
            as_seen(pen, &allowed, seen).await?;
            let defects = allowed.unchangeable(it).into_iter().collect();
            Weighed { defects, warnings: vec![] }
        }
        Some(Subject::Issue(matter, _) | Subject::Refuse(matter)) => {
            let matter: Matter = pen.row(&matter.to_string()).await?;
            as_seen(pen, &matter, seen).await?;
            let mut weighed = matter.weigh(proposal, &allowed);
            if let Proposal::Issue(IssueProposal { number: Some(number), .. }) = proposal {
                weighed.defects.extend(number_taken(pen, number).await?);
            }
            weighed
        }
        Some(Subject::Revoke(row, revoke)) => {
            let row: Accreditation = pen.row(&row.to_string()).await?;
            as_seen(pen, &row, seen).await?;
            let survey: Option<Matter> = match revoke.matter {
                Some(matter) => Some(pen.row(&matter.to_string()).await?),
                None => None,
            };
            revocation(&row, revoke, survey.as_ref(), &allowed)
        }
        // These are looked at with the rows and the person who proposes them.
        Some(Subject::Appoint(_) | Subject::Import(_)) => Weighed::default(),
        None => {
            let defects = vec![Note::new("register.decision-about-something-else")];
            Weighed { defects, warnings: vec![] }
        }
    };
    let mut defects = proposal.defects();
    defects.append(&mut weighed.defects);
    Ok(Weighed { defects, ..weighed })
}

async fn as_seen<K: Kept>(
    pen: &mut Pen<'_, '_>,
    row: &K,
    seen: Option<i64>,
) -> Result<(), RegisterError> {
    match seen {
        Some(seen) => pen.unchanged(row, seen).await,
        None => Ok(()),
    }
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
    if let Proposal::Appoint(officer) = &decision.proposal
        && let Some(note) = officer.own_authority(&statement.officer)
    {
        return Err(refused(note));
    }
    Ok(decision)
}

/// What stands to be confirmed is what the officer who proposed it signed.
pub(super) async fn as_signed(
    pen: &mut Pen<'_, '_>,
    decision: &Decision,
) -> Result<(), RegisterError> {
    let stated = pen.session.stated(&decision.statement.to_string()).await?;
    let register = pen.session.name;
    let whole = stated.as_ref().and_then(|it| Some((it, it.whole(register)?)));
    let (trust, _) = pen.session.trust().await?;
    let signed = whole.is_some_and(|(stated, statement)| {
        let judged = stated.signed.judge(&statement, &trust);
        decision.is_proposed_by(&statement) && judged.is_ok_and(|it| !it.revoked_later)
    });
    if signed {
        return Ok(());
    }
    Err(refused(Note::new("register.proposal-not-signed").fact("decision", decision.id)))
}

/// Carries a decision out; gives the row of the register that was made or changed.
pub(super) async fn confirm(
    pen: &mut Pen<'_, '_>,
    decision: &Decision,
) -> Result<Option<i64>, RegisterError> {
    // Much may have come in since it was proposed.
    let Weighed { defects, .. } = weigh(pen, decision.about, None, &decision.proposal).await?;
    if !defects.is_empty() {
        return Err(RegisterError::Refused { defects });
    }
    let Some(subject) = decision.proposal.subject(decision.about) else {
        return Err(refused(Note::new("register.decision-about-something-else")));
    };
    match subject {
        Subject::Anchor(it) => {
            pen.session.act_anchors().await?.change(pen, it).await?;
            Ok(None)
        }
        Subject::Issue(matter, issue) => {
            let matter: Matter = pen.row(&matter.to_string()).await?;
            let sequence = pen.number(Accreditation::KIND).await?;
            let row = issued(&matter, issue, sequence);
            if let Some(note) = number_taken(pen, &row.number).await? {
                return Err(refused(note));
            }
            Accreditation::write_new(pen, std::slice::from_ref(&row), "issued").await?;
            matter.moved(pen, MatterState::Decided, "", "decided").await?;
            Ok(Some(sequence))
        }
        Subject::Refuse(matter) => {
            let matter: Matter = pen.row(&matter.to_string()).await?;
            matter.moved(pen, MatterState::Decided, "", "decided").await?;
            Ok(None)
        }
        Subject::Revoke(row, revoke) => {
            let before: Accreditation = pen.row(&row.to_string()).await?;
            let after = Accreditation {
                version: before.version.saturating_add(1),
                revocation: Some(revoke.revocation()),
                ..before.clone()
            };
            after.write_changed(pen, &before, "revoked").await?;
            Ok(Some(after.sequence))
        }
        Subject::Appoint(officer) => {
            officer.put_on_list(pen).await?;
            Ok(None)
        }
        Subject::Import(proposal) => {
            import::carry_out(pen, decision.id, proposal).await?;
            import::forget(pen, decision.id).await?;
            Ok(None)
        }
    }
}

/// Another certificate bears the number.
async fn number_taken(pen: &mut Pen<'_, '_>, number: &str) -> Result<Option<Note>, RegisterError> {
    let query = sqlx::query("SELECT id FROM accreditations WHERE number_key = $1");
    let found: Vec<(i32,)> = pen.session.rows(query.bind(fold::key(number))).await?;
    Ok(found.first().map(|(id,)| {
        Note::new("register.number-taken").fact("number", number).fact("sequence", id)
    }))
}
