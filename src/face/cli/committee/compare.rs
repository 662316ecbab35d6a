//! `tekseru committee compare`: two acts, or the authority's own report and an act.

use std::path::PathBuf;

use clap::Args;

use crate::case::Purpose;
use crate::committee::{Change, Difference, ItemDifference, SeenThen, record_of};
use crate::face::cli::context::{Context, Exit, Tone, put, visible};
use crate::face::cli::show::{json, sentence, tell};
use crate::face::cli::verbs::VerbError;

#[derive(Args)]
pub(in crate::face::cli) struct Compare {
    /// A pack, or an act.json
    one: PathBuf,
    /// Another
    other: PathBuf,
    /// List the items that did not change as well
    #[arg(long)]
    all: bool,
}

pub(super) fn run(arguments: &Compare, context: &Context<'_>) -> Result<Exit, VerbError> {
    let difference =
        Difference::between(&record_of(&arguments.one)?, &record_of(&arguments.other)?);
    if context.json {
        json(&difference);
    } else {
        show(context, &difference, arguments.all);
    }
    let found = |change| difference.of(change).next().is_some();
    Ok(if found(Change::Repeated) || found(Change::Opened) {
        Exit::Violates
    } else if Change::ALL.into_iter().any(|it| it != Change::Unchanged && found(it)) {
        Exit::Undetermined
    } else {
        Exit::AllClosed
    })
}

/// The items by what became of them, what matters most first.
pub(super) fn show(context: &Context<'_>, difference: &Difference, all: bool) {
    let (earlier, later) = (&difference.earlier, &difference.later);
    let head = sentence(
        context,
        "committee-compared",
        [
            ("earlier", earlier.number.clone()),
            ("earlier-day", earlier.day.to_string()),
            ("earlier-kind", context.label(kind(earlier.purpose))),
            ("later", later.number.clone()),
            ("later-day", later.day.to_string()),
            ("later-kind", context.label(kind(later.purpose))),
        ],
    );
    put(&context.paint(Tone::Strong, &context.wrap("", 0, &head)));
    if !difference.one_authority {
        tell(context, "committee-other-authority", []);
    }
    if !difference.one_edition {
        tell(context, "committee-other-edition", []);
    }
    for change in Change::ALL {
        let items: Vec<&ItemDifference> = difference.of(change).collect();
        if items.is_empty() {
            continue;
        }
        let title = context.label(&format!("committee-change-{}", change.as_str()));
        let tone = match change {
            Change::Repeated | Change::Opened => Tone::Bad,
            Change::Shifted | Change::StillOpen | Change::New | Change::Gone => Tone::Doubt,
            Change::Closed | Change::Unchanged => Tone::Good,
        };
        put(&context.paint(tone, &context.wrap("", 0, &format!("{title} ({})", items.len()))));
        if change == Change::Unchanged && !all {
            continue;
        }
        for item in items {
            show_item(context, item);
        }
    }
}

fn kind(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Inspection => "committee-kind-act",
        Purpose::SelfCheck => "committee-kind-report",
    }
}

fn show_item(context: &Context<'_>, item: &ItemDifference) {
    let title = visible(item.title.in_lang(context.lang)).into_owned();
    let line = format!("{} · {title}", item.requirement);
    put(&context.wrap("  ", 4, &line));
    let verdict = |seen: &Option<SeenThen>| {
        let word = |it: &SeenThen| context.label(&format!("act-verdict-{}", it.verdict.as_str()));
        seen.as_ref().map_or_else(|| "–".into(), word)
    };
    let way = format!("{} → {}", verdict(&item.earlier), verdict(&item.later));
    put(&context.wrap("    ", 6, &way));
    for code in &item.same_findings {
        let same = sentence(context, "committee-same-finding", [("finding", code.clone())]);
        put(&context.wrap("    ", 6, &same));
    }
}
