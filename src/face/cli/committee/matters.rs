//! `tekseru committee matters`: the acts that came in, and the decisions about one.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::office::{open, remark};
use crate::act::compose::instant;
use crate::face::cli::context::{Context, Exit, Tone, put, visible, visible_lines};
use crate::face::cli::show::{json, tell};
use crate::face::cli::verbs::VerbError;
use crate::register::{About, Decision, DecisionState, Matter, MatterState, Proposal};

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
    put(&line(context, &matter));
    put(&context.pairs(&pairs(context, &matter), 2));
    for note in &matter.taking.against {
        remark(context, note);
    }
    for decision in &decisions {
        show(context, decision);
    }
    Ok(Exit::AllClosed)
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
    if let Some(due) = matter.decide_by {
        let doubt = if due.certain { String::new() } else { format!(" ({})", label("uncertain")) };
        rows.push((label("decide-by"), format!("{}{doubt}", due.day)));
    }
    if !matter.comment.is_empty() {
        rows.push((label("comment"), matter.comment.clone()));
    }
    rows.into_iter().map(|(name, value)| (name, visible(&value).into_owned())).collect()
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
    match &decision.proposal {
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
            let term = format!("{} – {}", it.issued, it.valid_through);
            rows.push((context.label("committee-decision-term"), term));
        }
        Proposal::Refuse(it) => {
            let ground = context.label("committee-decision-ground");
            let facts = it.grounds.iter();
            rows.extend(facts.map(|(number, text)| (format!("{ground} {number})"), text.clone())));
        }
        Proposal::Revoke(it) => {
            let paragraph = it.paragraph.as_str().to_owned();
            rows.push((context.label("committee-decision-paragraph"), paragraph));
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
