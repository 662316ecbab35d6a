//! `tekseru committee inbox`: the acts that came in.

use std::path::PathBuf;

use clap::Args;
use model::Verdict;

use crate::catalog::Catalog;
use crate::committee;
use crate::face::cli::context::{Context, Exit, Tone, put, visible};
use crate::face::cli::show::{check_mark, json, tell};
use crate::face::cli::verbs::{VerbError, exit_of};

#[derive(Args)]
pub(in crate::face::cli) struct Inbox {
    /// The folder of packs
    folder: PathBuf,
}

pub(super) fn run(
    arguments: &Inbox,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let inbox = committee::Inbox::read(&arguments.folder, catalog, context.words)?;
    if context.json {
        json(&inbox);
    } else if inbox.arrived.is_empty() {
        tell(context, "committee-inbox-empty", []);
    } else {
        for arrived in &inbox.arrived {
            show(context, arrived);
        }
    }
    if inbox.arrived.is_empty() {
        return Ok(Exit::AllClosed);
    }
    Ok(exit_of(Verdict::over(inbox.arrived.iter().flat_map(|it| [it.verdict, of_notes(it)]))))
}

/// What the notes of a pack stand for: beside the others it is contradicted. One that cannot be
/// read says nothing against the act that it was meant to hold.
fn of_notes(arrived: &committee::Arrived) -> Verdict {
    if arrived.act.is_some() && !arrived.notes.is_empty() {
        Verdict::Violates
    } else {
        arrived.verdict
    }
}

pub(in crate::face::cli) fn show(context: &Context<'_>, arrived: &committee::Arrived) {
    let name = arrived.place.file_name().unwrap_or(arrived.place.as_os_str());
    let name = visible(&name.to_string_lossy()).into_owned();
    let line = match &arrived.act {
        Some(act) => format!(
            "№ {} v{} · {} · {} · {name}",
            visible(&act.number),
            act.version,
            act.day,
            visible(&act.authority)
        ),
        None => name,
    };
    let tone = match arrived.verdict {
        Verdict::Complies => Tone::Good,
        Verdict::Violates => Tone::Bad,
        Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined => Tone::Doubt,
    };
    put(&context.paint(tone, &context.wrap(check_mark(arrived.verdict), 2, &line)));
    for note in &arrived.notes {
        let mark = format!("  {}", check_mark(of_notes(arrived)));
        put(&context.wrap(&mark, 4, &context.say(&note.code, &note.facts)));
        if let Some(next) = context.next_step(&note.code, &note.facts) {
            put(&context.wrap("    → ", 6, &next));
        }
    }
}
