//! What people and programs are told of a self-check.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::{Consequence, Verdict};

use crate::act::record::{OpenItem, Readiness};
use crate::face::cli::context::{Context, Tone, put, visible};
use crate::face::cli::show;
use crate::selfcheck::answer::SelfcheckAnswer;
use crate::selfcheck::watch::{Change, Round};

/// The paragraphs with their items counted, every open item with its next step, and where the
/// report lies.
pub(super) fn answer(context: &Context<'_>, answer: &SelfcheckAnswer, out: &Path) {
    if context.json {
        show::json(answer);
        return;
    }
    readiness(context, &answer.readiness);
    for failed in &answer.failed {
        tell(
            context,
            "cli-look-failed",
            [("probe", failed.probe.clone()), ("error", failed.error.clone())],
        );
    }
    put("\n");
    if answer.amended {
        tell(context, "cli-selfcheck-amended", []);
    }
    if answer.offline {
        tell(context, "cli-selfcheck-offline", []);
    }
    tell(
        context,
        "cli-selfcheck-done",
        [
            ("number", answer.report.to_string()),
            ("day", answer.day.to_string()),
            ("folder", out.display().to_string()),
        ],
    );
}

fn readiness(context: &Context<'_>, readiness: &Readiness) {
    let verdicts = [
        Verdict::Complies,
        Verdict::Violates,
        Verdict::Undetermined,
        Verdict::OutOfScope,
        Verdict::NotInForce,
    ];
    // Words over the columns would take more room than the numbers: the signs stand for them.
    let plain = Context { colour: false, ..*context };
    let legend = verdicts.map(|it| show::verdict(&plain, it));
    put(&context.wrap("", 0, &legend.join("; ")));
    let heading = ["act-column-item", "act-column-subject"].map(|it| context.label(it));
    let signs = ["✓", "✗", "?", "–"].map(str::to_owned);
    let rows: Vec<Vec<String>> = readiness
        .paragraphs
        .iter()
        .map(|it| {
            let counts = &it.counts;
            let beside = counts.out_of_scope.saturating_add(counts.not_in_force);
            let numbers = [counts.complies, counts.violates, counts.undetermined, beside];
            let mut row = vec![it.id.to_string(), it.label.in_lang(context.lang).to_owned()];
            row.extend(numbers.map(|it| if it == 0 { "·".to_owned() } else { it.to_string() }));
            row
        })
        .collect();
    let right = [false, false, true, true, true, true];
    put(&context.aligned(&[&heading[..], &signs[..]].concat(), &rows, &right));
    let total = &readiness.total;
    tell(
        context,
        "report-readiness",
        [
            ("all", total.all().to_string()),
            ("complies", total.complies.to_string()),
            ("violates", total.violates.to_string()),
            ("undetermined", total.undetermined.to_string()),
            ("out-of-scope", total.out_of_scope.to_string()),
            ("not-in-force", total.not_in_force.to_string()),
        ],
    );
    readiness.open.iter().for_each(|it| item(context, it));
}

fn item(context: &Context<'_>, item: &OpenItem) {
    let remark = match item.consequence {
        Consequence::Blocks => String::new(),
        Consequence::Remarks => format!("  ({})", context.label("act-consequence-remarks")),
    };
    put(&format!("\n{}  {}{remark}\n", show::verdict(context, item.verdict), item.requirement));
    put(&context.wrap("  ", 2, &visible(item.title.in_lang(context.lang))));
    for step in &item.next {
        put(&context.wrap("  → ", 4, &visible(step.in_lang(context.lang))));
    }
}

/// What is known when the watch begins.
pub(super) fn begins(context: &Context<'_>, told: &SelfcheckAnswer, out: &Path, every: Duration) {
    if context.json {
        line(told);
        return;
    }
    answer(context, told, out);
    let facts = [("seconds", every.as_secs().to_string()), ("folder", out.display().to_string())];
    tell(context, "cli-selfcheck-watching", facts);
}

/// What changed: items that changed alike for one cause stand together.
pub(super) fn changed(context: &Context<'_>, round: &Round) {
    if context.json {
        round.changes.iter().for_each(line);
        return;
    }
    let mut groups: BTreeMap<_, Vec<&Change>> = BTreeMap::new();
    for change in &round.changes {
        groups.entry((change.from, change.to, &change.codes)).or_default().push(change);
    }
    for ((from, to, _), changes) in groups {
        let Some(first) = changes.first() else { continue };
        let items: Vec<&str> = changes.iter().map(|it| it.requirement.0.as_str()).collect();
        let word = |it: Verdict| context.label(&format!("act-verdict-{}", it.as_str()));
        let facts = [
            ("items", items.join(", ")),
            ("from", word(from)),
            ("to", word(to)),
            ("since", hour(first.since)),
            ("stood", hour(first.stood_since)),
        ];
        let text = context.wrap("", 2, &context.say("cli-selfcheck-change", &show::facts(facts)));
        let tone = match to {
            Verdict::Complies | Verdict::NotInForce | Verdict::OutOfScope => Tone::Good,
            Verdict::Undetermined => Tone::Doubt,
            Verdict::Violates => Tone::Bad,
        };
        put(&context.paint(tone, &text));
        if let Some(cause) = &first.cause {
            put(&context.wrap("  · ", 4, &visible(cause.in_lang(context.lang))));
        }
    }
}

/// More is not recorded.
pub(super) fn full(context: &Context<'_>) {
    let text = context.wrap("", 2, &context.label("cli-selfcheck-full"));
    // What programs read on the other stream stays a line a change.
    eprint!("{text}");
}

/// A person ended the watch.
pub(super) fn ends(context: &Context<'_>, out: &Path) {
    if !context.json {
        tell(context, "cli-selfcheck-ended", [("folder", out.display().to_string())]);
    }
}

fn tell<const N: usize>(context: &Context<'_>, code: &str, pairs: [(&'static str, String); N]) {
    put(&context.wrap("", 2, &context.say(code, &show::facts(pairs))));
}

/// One line of JSON.
fn line<T: serde::Serialize>(value: &T) {
    match serde_json::to_string(value) {
        Ok(text) => put(&format!("{text}\n")),
        Err(error) => eprintln!("tekseru: {error}"),
    }
}

/// Day and hour in Kazakhstan.
fn hour(at: Timestamp) -> String {
    let zone = TimeZone::get("Asia/Almaty").unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
}
