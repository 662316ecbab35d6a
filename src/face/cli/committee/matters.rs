//! `tekseru committee matters`: the acts that came in, and the decisions about one.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::office::{open, remark};
use crate::act::compose::instant;
use crate::face::cli::context::{Context, Exit, Tone, put, visible, visible_lines};
use crate::face::cli::show::{json, tell};
use crate::face::cli::verbs::VerbError;
use crate::register::{
    About, Database, Decision, DecisionState, Dissent, Matter, MatterState, Proposal,
};

#[derive(Args)]
pub(in crate::face::cli) struct Matters {
    /// One act that came in, by its number in the list; else all are listed
    matter: Option<i64>,
    /// Those of one state only
    #[arg(long, value_enum)]
    state: Option<State>,
}

#[derive(Clone, Copy, ValueEnum)]
enum State {
    Accepted,
    Decided,
    Received,
    Returned,
    Superseded,
}

impl State {
    const fn state(self) -> MatterState {
        match self {
            Self::Accepted => MatterState::Accepted,
            Self::Decided => MatterState::Decided,
            Self::Received => MatterState::Received,
            Self::Returned => MatterState::Returned,
            Self::Superseded => MatterState::Superseded,
        }
    }
}

pub(super) fn run(
    arguments: &Matters,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let mut database = open(database, context)?;
    let Some(id) = arguments.matter else {
        let matters = database.matters(arguments.state.map(State::state))?;
        if context.json {
            json(&matters);
        } else if matters.is_empty() {
            tell(context, "committee-no-matters", []);
        } else {
            for matter in &matters {
                put(&line(context, matter));
            }
        }
        return Ok(Exit::AllClosed);
    };
    let matter = database.matter(id)?;
    let decisions = database.decisions_about(About::Matter(id))?;
    if context.json {
        json(&serde_json::json!({ "matter": matter, "decisions": decisions }));
        return Ok(Exit::AllClosed);
    }
    view(context, &matter);
    for decision in &decisions {
        show(context, decision);
    }
    Ok(Exit::AllClosed)
}

/// What a decision rests on and what it says, for the officer who confirms it.
pub(super) fn ground(
    context: &Context<'_>,
    database: &mut Database,
    decision: &Decision,
) -> Result<(), VerbError> {
    if context.json {
        return Ok(());
    }
    let matter = match (decision.about, &decision.proposal) {
        (About::Matter(matter), _) => Some(matter),
        (_, Proposal::Revoke(it)) => it.matter,
        (About::Accreditation(_) | About::ActAnchors | About::Register, _) => None,
    };
    if let Some(matter) = matter {
        view(context, &database.matter(matter)?);
    }
    if let About::Accreditation(row) = decision.about {
        let row = database.accreditation(row)?;
        let text = format!("№ {} · {}", visible(&row.number), visible(&row.entity));
        put(&context.wrap("", 2, &text));
    }
    show(context, decision);
    Ok(())
}

/// An act that came in with all that was established about it.
pub(super) fn view(context: &Context<'_>, matter: &Matter) {
    put(&line(context, matter));
    put(&context.pairs(&pairs(context, matter), 2));
    for note in &matter.taking.against {
        remark(context, note);
    }
}

fn line(context: &Context<'_>, matter: &Matter) -> String {
    let taking = &matter.taking;
    let text = format!(
        "№ {} v{} · {} · {} · {}",
        visible(&taking.number),
        taking.act_version,
        taking.day,
        visible(&taking.recipient.authority),
        context.label(&format!("register-state-{}", matter.state.as_str())),
    );
    let tone = match matter.state {
        MatterState::Received | MatterState::Accepted => Tone::Strong,
        MatterState::Decided | MatterState::Returned | MatterState::Superseded => Tone::Quiet,
    };
    context.paint(tone, &context.wrap(&format!("{}. ", matter.id), 3, &text)).into_owned()
}

fn pairs(context: &Context<'_>, matter: &Matter) -> Vec<(String, String)> {
    let taking = &matter.taking;
    let label = |code: &str| context.label(&format!("committee-matter-{code}"));
    let mut rows = vec![
        (label("entity"), taking.recipient.name.clone()),
        (label("bin"), taking.recipient.bin.clone()),
        (label("act"), taking.act.to_string()),
        (label("signed"), format!("{} / {}", taking.signed, taking.needed)),
        (label("adopted"), context.label(if taking.adopted { "act-yes" } else { "act-no" })),
        (label("taken"), format!("{} · {}", instant(matter.taken_at), matter.taken_by)),
        (label("version"), matter.version.to_string()),
    ];
    rows.extend(said(context, matter));
    if let Some(due) = matter.decide_by {
        let doubt = if due.certain { String::new() } else { format!(" ({})", label("uncertain")) };
        rows.push((label("decide-by"), format!("{}{doubt}", due.day)));
    }
    if !matter.comment.is_empty() {
        rows.push((label("comment"), matter.comment.clone()));
    }
    rows.into_iter().map(|(name, value)| (name, visible(&value).into_owned())).collect()
}

/// What the act says, by whom, and under which anchors: for a person to compare.
fn said(context: &Context<'_>, matter: &Matter) -> Vec<(String, String)> {
    let taking = &matter.taking;
    let label = |code: &str| context.label(&format!("committee-matter-{code}"));
    let mut rows = Vec::new();
    if let Some(it) = &taking.conclusion {
        let kind = context.label(&format!("register-conclusion-{}", it.kind.as_str()));
        rows.push((label("conclusion"), kind));
        if !it.against.is_empty() {
            let items: Vec<_> = it.against.iter().map(|it| it.0.as_str()).collect();
            rows.push((label("stands-against"), items.join(", ")));
        }
        if !it.reason.is_empty() {
            rows.push((label("reason"), it.reason.clone()));
        }
    }
    for it in &taking.anchors {
        rows.push((label("anchor"), format!("{} · {}", it.sha256, it.obtained_from)));
    }
    if let Some(commission) = &taking.commission {
        let orders = std::iter::once(&commission.order).chain(&commission.amendments);
        rows.extend(orders.map(|it| (label("order"), format!("№ {} · {}", it.number, it.date))));
        rows.extend(commission.members.iter().map(|it| {
            let body = context.label(&format!("act-body-{}", it.body.as_str()));
            let role = context.label(&format!("act-role-{}", it.role.as_str()));
            (label("member"), format!("{} · {} · {body} · {role}", it.name, it.iin))
        }));
    }
    rows.extend(taking.dissents.iter().map(|it| dissent(label("dissent"), it)));
    rows.extend(matter.dissents_before.iter().map(|it| dissent(label("dissent-before"), it)));
    rows
}

fn dissent(label: String, it: &Dissent) -> (String, String) {
    let at = it.signed_at.map(|it| format!(" · {it}")).unwrap_or_default();
    (label, format!("{} · {}{at}: {}", it.name, it.member, it.reasons))
}

/// A decision, from the proposal on.
pub(super) fn show(context: &Context<'_>, decision: &Decision) {
    let kind = context.label(&format!("committee-decision-{}", decision.proposal.as_str()));
    let state = context.label(&format!("register-state-{}", decision.state.as_str()));
    let order = decision.proposal.decision();
    let head = format!("{kind} · № {} · {} · {state}", visible(&order.number), order.date);
    let tone = match decision.state {
        DecisionState::Confirmed => Tone::Good,
        DecisionState::Proposed => Tone::Doubt,
        DecisionState::Rejected => Tone::Quiet,
    };
    let mark = format!("{}) ", decision.id);
    put(&context.paint(tone, &context.wrap(&mark, 3, &head)));
    let mut rows = vec![(context.label("committee-decision-by"), decision.proposed_by.to_string())];
    if let Some(by) = &decision.closed_by {
        rows.push((context.label("committee-decision-closed-by"), by.to_string()));
    }
    let mut told = |code: &str, text: &str| {
        if !text.trim().is_empty() {
            rows.push((context.label(&format!("committee-decision-{code}")), text.to_owned()));
        }
    };
    match &decision.proposal {
        Proposal::Anchor(it) => {
            let code = if it.withdraw { "withdrawn-anchor" } else { "allowed-anchor" };
            told(code, &format!("{} {}", it.anchor.sha256, it.anchor.name));
            told("obtained-from", &it.anchor.obtained_from);
        }
        Proposal::Appoint(it) => {
            let until = it.until.map(|it| it.to_string()).unwrap_or_default();
            rows.push((context.label("committee-decision-person"), it.iin.to_string()));
            rows.push((context.label("register-field-name"), it.name.clone()));
            rows.push((context.label("register-field-position"), it.position.clone()));
            let term = format!("{} – {until}", it.from);
            rows.push((context.label("committee-decision-serves"), term));
        }
        Proposal::Import(it) => {
            rows.push((context.label("committee-decision-rows"), it.rows.to_string()));
            rows.push((context.label("committee-decision-file"), it.file.to_string()));
        }
        Proposal::Issue(it) => {
            told("number", it.number.as_deref().unwrap_or_default());
            told("term", &format!("{} – {}", it.issued, it.valid_through));
            told("despite", &it.despite);
            told("answer", &it.answer);
        }
        Proposal::Refuse(it) => {
            let ground = context.label("committee-decision-ground");
            let facts = it.grounds.iter();
            rows.extend(facts.map(|(number, text)| (format!("{ground} {number})"), text.clone())));
        }
        Proposal::Revoke(it) => {
            told("paragraph", it.paragraph.as_str());
            told("revoked-from", &it.day.to_string());
            told("violation", &it.elements.violation);
            told("damage", &it.elements.damage);
            told("recommendation", &it.elements.recommendation);
            told("no-good-reason", &it.elements.no_good_reason);
            told("objections", &it.objections);
        }
    }
    if !decision.reason.is_empty() {
        rows.push((context.label("register-field-reason"), decision.reason.clone()));
    }
    let rows: Vec<_> =
        rows.into_iter().map(|(name, value)| (name, visible_lines(&value))).collect();
    put(&context.pairs(&rows, 3));
    for note in &decision.warnings {
        remark(context, note);
    }
}
