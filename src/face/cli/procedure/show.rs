//! Procedures and cases as people see them.

use model::Note;
use serde_json::json;

use crate::face::cli::context::{Context, Tone, put, visible};
use crate::face::cli::show::{facts, json as put_json};
use crate::procedure::{
    Basis, Due, GroundKind, Limit, LimitUnit, Plan, Procedure, QuorumRule, Remark, Rules, Standing,
    State, Step, StepState, TotalState, Weight,
};

/// Every procedure in a line or two.
pub(super) fn list(context: &Context<'_>, procedures: &[Procedure]) {
    if context.json {
        let rows: Vec<_> = procedures
            .iter()
            .map(|it| {
                json!({
                    "id": it.rules.id,
                    "standing": standing(it.rules.status),
                    "title": it.rules.title,
                    "act": it.rules.act.number,
                    "repealed-by": it.rules.repealed.as_ref().map(|it| it.number.clone()),
                    "steps": it.rules.steps.len(),
                    "sha256": it.sha256,
                })
            })
            .collect();
        put_json(&rows);
        return;
    }
    for procedure in procedures {
        let rules = &procedure.rules;
        let tone = match rules.status {
            Standing::InForce => Tone::Good,
            Standing::Repealed => Tone::Quiet,
        };
        let word = context.label(&format!("procedure-standing-{}", standing(rules.status)));
        put(&format!(
            "{}  {}\n",
            context.paint(Tone::Strong, &rules.id),
            context.paint(tone, &word)
        ));
        put(&context.wrap("  ", 2, rules.title.in_lang(context.lang)));
    }
}

const fn standing(status: Standing) -> &'static str {
    match status {
        Standing::InForce => "in-force",
        Standing::Repealed => "repealed",
    }
}

/// A procedure with everything its file says.
pub(super) fn procedure(context: &Context<'_>, procedure: &Procedure) {
    let rules = &procedure.rules;
    if context.json {
        let steps: Vec<_> = rules
            .steps
            .iter()
            .map(|it| {
                json!({
                    "n": it.n, "clause": it.clause, "actor": it.actor, "action": it.action,
                    "text": it.text, "emits": it.emits, "copies": it.copies, "once": it.once,
                    "limit": it.limit.as_ref().map(|it| json!({
                        "amount": it.amount, "unit": it.unit.as_str(), "text": it.text,
                    })),
                })
            })
            .collect();
        let documents: Vec<_> = rules
            .documents
            .iter()
            .map(|it| {
                json!({
                    "id": it.id, "clause": it.clause, "group": it.group, "name": it.name,
                    "text": it.text, "condition": it.condition, "unlisted": it.unlisted,
                })
            })
            .collect();
        put_json(&json!({
            "id": rules.id,
            "standing": standing(rules.status),
            "title": rules.title,
            "sha256": procedure.sha256,
            "steps": steps,
            "documents": documents,
            "events": rules.known_events(),
        }));
        return;
    }
    head(context, procedure);
    heading(context, "procedure-steps");
    for step in &rules.steps {
        step_head(context, rules, step, None);
        put(&context.wrap("   ", 3, &limit(context, step)));
        put(&context.wrap("   ", 3, &format!("«{}»", visible(&step.text))));
        extras(context, step);
    }
    heading(context, "procedure-events");
    for event in rules.known_events() {
        put(&context.wrap("  ", 4, &format!("{event}: {}", event_name(context, rules, event))));
    }
    if !rules.documents.is_empty() {
        heading(context, "procedure-documents");
        for (index, document) in rules.documents.iter().enumerate() {
            let mut line = document.name.in_lang(context.lang).to_owned();
            if let Some(condition) = &document.condition {
                line = format!("{line} ({})", condition.in_lang(context.lang));
            }
            let place = clause(context, &document.clause);
            put(&context.wrap(&format!("  [ ] {}. ", index + 1), 6, &format!("{line} · {place}")));
        }
    }
    if !rules.grounds.is_empty() {
        heading(context, "procedure-grounds");
        for ground in &rules.grounds {
            let kind = match ground.kind {
                GroundKind::Acceptance => "procedure-ground-acceptance",
                GroundKind::Refusal => "procedure-ground-refusal",
                GroundKind::Revocation => "procedure-ground-revocation",
            };
            let name = ground.name.in_lang(context.lang);
            let place = clause(context, &ground.clause);
            let kind = context.label(kind);
            put(&context.wrap("  – ", 4, &format!("{name} ({kind}; {place})")));
        }
    }
    if !rules.decisions.is_empty() {
        heading(context, "procedure-decisions");
        for decision in &rules.decisions {
            let options: Vec<_> =
                decision.options.iter().map(|it| event_name(context, rules, it)).collect();
            let actor = rules.actor(&decision.actor).map_or("", |it| it.name.in_lang(context.lang));
            let place = clause(context, &decision.clause);
            put(&context.wrap("  – ", 4, &format!("{actor}: {} ({place})", options.join(" / "))));
        }
    }
    if !rules.forms.is_empty() {
        heading(context, "procedure-forms");
        for form in &rules.forms {
            let mut line = form.name.in_lang(context.lang).to_owned();
            if let Some(columns) = form.columns {
                let columns = facts([("n", columns.to_string())]);
                line = format!("{line}, {}", context.say("procedure-form-columns", &columns));
            }
            let place = clause(context, &form.clause);
            put(&context.wrap("  – ", 4, &format!("{line} ({place})")));
        }
    }
    anomalies(context, rules, |_| true);
}

/// Where a case stands.
pub(super) fn plan(context: &Context<'_>, procedure: &Procedure, plan: &Plan) {
    if context.json {
        put_json(&plan.report(procedure));
        return;
    }
    let rules = &procedure.rules;
    head(context, procedure);
    let day = facts([("day", plan.day.to_string())]);
    put(&context.wrap("", 2, &context.say("procedure-looked-from", &day)));
    if let Some((_, ends)) = &plan.closed {
        let said = context.label(&format!("procedure-ended-{}", ends.as_str()));
        put(&context.wrap("", 2, &context.paint(Tone::Strong, &said)));
    }
    // What makes every day doubtful stands above the days.
    let loud = |it: &&Remark| it.note.code == "procedure.calendar-uncertain";
    for remark in plan.findings.iter().filter(loud) {
        say(context, rules, remark);
    }
    for (total, state) in rules.totals.iter().zip(&plan.totals) {
        let named = facts([
            ("clause", clause(context, &total.clause)),
            ("limit", amount(context, total.amount, total.unit)),
        ]);
        put("\n");
        let said = context.say("procedure-total", &named);
        put(&context.wrap("", 2, &context.paint(Tone::Strong, &said)));
        total_lines(context, rules, total.unit, state);
    }
    heading(context, "procedure-steps");
    let mut left_out = Vec::new();
    for (step, state) in rules.steps.iter().zip(&plan.steps) {
        if state.state == State::NotTaken {
            left_out.push(step.n.clone());
            continue;
        }
        step_head(context, rules, step, Some(state.state));
        step_lines(context, rules, step, state);
    }
    if !left_out.is_empty() {
        let named = facts([("steps", left_out.join(", "))]);
        let said = context.say("procedure-not-taken", &named);
        put(&context.wrap("", 2, &context.paint(Tone::Quiet, &said)));
    }
    let rest: Vec<_> = plan.findings.iter().filter(|it| !loud(it)).collect();
    if !rest.is_empty() {
        heading(context, "procedure-remarks");
        for remark in rest {
            say(context, rules, remark);
        }
    }
    anomalies(context, rules, |steps| {
        steps.is_empty() || steps.iter().any(|it| !left_out.contains(it))
    });
}

fn head(context: &Context<'_>, procedure: &Procedure) {
    let rules = &procedure.rules;
    let title = rules.title.in_lang(context.lang);
    put(&context.wrap("", 2, &context.paint(Tone::Strong, title)));
    let word = context.label(&format!("procedure-standing-{}", standing(rules.status)));
    put(&context.wrap("", 2, &format!("{} · {word}", rules.id)));
    let act = facts([
        ("act", rules.act.name.in_lang(context.lang).to_owned()),
        ("day", rules.act.adopted_on.to_string()),
        ("number", rules.act.number.clone()),
    ]);
    put(&context.wrap("", 2, &context.say("procedure-act", &act)));
    if !rules.editions.is_empty() {
        let list: Vec<_> =
            rules.editions.iter().map(|it| format!("№ {} ({})", it.number, it.on)).collect();
        let list = facts([("list", list.join(", "))]);
        put(&context.wrap("", 2, &context.say("procedure-editions", &list)));
    }
    if let Some(repeal) = &rules.repealed {
        let act = facts([("act", repeal.name.in_lang(context.lang).to_owned())]);
        let said = context.say("procedure-repealed-by", &act);
        put(&context.wrap("", 2, &context.paint(Tone::Doubt, &said)));
    }
    if let Some(fee) = &rules.fee {
        let fee = facts([("fee", fee.name.in_lang(context.lang).to_owned())]);
        put(&context.wrap("", 2, &context.say("procedure-fee", &fee)));
    }
    let hash = facts([("sha256", procedure.sha256.clone())]);
    let said = context.say("procedure-file-hash", &hash);
    put(&context.wrap("", 2, &context.paint(Tone::Quiet, &said)));
}

fn heading(context: &Context<'_>, code: &str) {
    put(&format!("\n{}\n", context.paint(Tone::Strong, &context.label(code))));
}

fn step_head(context: &Context<'_>, rules: &Rules, step: &Step, state: Option<State>) {
    let actor = rules.actor(&step.actor).map_or("", |it| it.name.in_lang(context.lang));
    let place = clause(context, &step.clause);
    let first = format!("{} ", step.n);
    let action = step.action.in_lang(context.lang);
    put(&context.wrap(&first, 3, &format!("{action} ({actor}; {place})")));
    if let Some(state) = state {
        let tone = match state {
            State::Done => Tone::Good,
            State::DoneLate | State::Overdue => Tone::Bad,
            State::NotRecorded | State::Running => Tone::Doubt,
            State::Ahead | State::NotTaken => Tone::Quiet,
        };
        let word = context.label(&format!("procedure-state-{}", state.as_str()));
        put(&format!("   {}\n", context.paint(tone, &word)));
    }
}

fn step_lines(context: &Context<'_>, rules: &Rules, step: &Step, state: &StepState) {
    let mut parts = vec![limit(context, step)];
    if let Some(start) = state.start {
        parts.push(context.say("procedure-from", &facts([("at", start.to_string())])));
    }
    if let Some(due) = &state.due {
        let mut last = due.day.to_string();
        if let Some(time) = due.time {
            last = format!("{last} {:02}:{:02}", time.hour(), time.minute());
        }
        parts.push(context.say("procedure-due", &facts([("due", last)])));
    }
    put(&context.wrap("   ", 3, &parts.join(", ")));
    match (state.state, &state.end) {
        (State::Done | State::DoneLate, Some((event, at))) => {
            let name = event_name(context, rules, event);
            let done = facts([("at", at.to_string()), ("event", name)]);
            put(&context.wrap("   ", 3, &context.say("procedure-done-at", &done)));
        }
        (State::Ahead | State::Running | State::Overdue, Some(_)) => {
            for note in state.due.iter().flat_map(|it| due_notes(context, it)) {
                put(&context.wrap("   ", 3, &note));
            }
        }
        _ => {}
    }
    if let Some(left) = state.left {
        let (code, tone) = if left < 0 {
            ("procedure-late-by", Tone::Bad)
        } else {
            ("procedure-left", Tone::Doubt)
        };
        let said = context.say(code, &facts([("n", left.abs().to_string())]));
        put(&context.wrap("   ", 3, &context.paint(tone, &said)));
    }
    if let Some(silence) = state.silence.filter(|_| state.state != State::Ahead) {
        let said = context.label(&format!("procedure-silence-{}", silence.as_str()));
        put(&context.wrap("   ", 3, &said));
    }
    extras(context, step);
}

/// What else holds for a step.
fn extras(context: &Context<'_>, step: &Step) {
    let mut parts = Vec::new();
    if let Some(copies) = step.copies {
        parts.push(context.say("procedure-copies", &facts([("n", copies.to_string())])));
    }
    if step.once {
        parts.push(context.label("procedure-once"));
    }
    if step.free {
        parts.push(context.label("procedure-free"));
    }
    if let Some(quorum) = &step.quorum {
        parts.push(context.label(match quorum.rule {
            QuorumRule::AbsoluteMin => "procedure-quorum-absolute-min",
            QuorumRule::EitherSide => "procedure-quorum-either-side",
            QuorumRule::TwoThirdsCeil => "procedure-quorum-two-thirds-ceil",
        }));
    }
    if let Some(around) = &step.within {
        parts.push(context.say("procedure-limit-within", &facts([("step", around.clone())])));
    }
    if !parts.is_empty() {
        put(&context.wrap("   ", 3, &parts.join("; ")));
    }
}

fn total_lines(context: &Context<'_>, rules: &Rules, unit: LimitUnit, state: &TotalState) {
    let mut parts = vec![
        context.say("procedure-from", &facts([("at", state.start.to_string())])),
        context.say("procedure-due", &facts([("due", state.due.day.to_string())])),
    ];
    parts.extend(due_notes(context, &state.due));
    put(&context.wrap("   ", 3, &parts.join(", ")));
    if let Some((event, at)) = &state.end {
        let code = if state.ended { "procedure-total-end" } else { "procedure-total-would-end" };
        let end = facts([("at", at.to_string()), ("event", event_name(context, rules, event))]);
        put(&context.wrap("   ", 3, &context.say(code, &end)));
    }
    if let Some(slack) = state.slack {
        let (code, tone) = match slack {
            0 => ("procedure-slack-none", Tone::Doubt),
            it if it < 0 => ("procedure-slack-broken", Tone::Bad),
            _ => ("procedure-slack", Tone::Good),
        };
        let days = u32::try_from(slack.unsigned_abs()).unwrap_or(u32::MAX);
        let said = context.say(code, &facts([("limit", amount(context, days, unit))]));
        put(&context.wrap("   ", 3, &context.paint(tone, &said)));
    }
}

/// A limit in words.
pub(super) fn limit(context: &Context<'_>, step: &Step) -> String {
    match (&step.limit, &step.inside) {
        (Some(Limit { amount: count, unit, .. }), _) => {
            context.say("procedure-limit", &facts([("limit", amount(context, *count, *unit))]))
        }
        (None, Some(around)) => {
            context.say("procedure-limit-inside", &facts([("step", around.clone())]))
        }
        (None, None) => context.label("procedure-limit-none"),
    }
}

/// A number of days, hours or minutes in words.
pub(super) fn amount(context: &Context<'_>, count: u32, unit: LimitUnit) -> String {
    let code = format!("procedure-unit-{}", unit.as_str());
    match unit {
        LimitUnit::NextWd | LimitUnit::SameDay => context.label(&code),
        LimitUnit::Cd
        | LimitUnit::DayUnspecified
        | LimitUnit::H
        | LimitUnit::Min
        | LimitUnit::Wd => context.say(&code, &facts([("n", count.to_string())])),
    }
}

/// What is to be known of the end of a limit besides its day.
pub(super) fn due_notes(context: &Context<'_>, due: &Due) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(safe) = due.safe.filter(|it| *it != due.day) {
        notes.push(context.say("procedure-due-safe", &facts([("safe", safe.to_string())])));
    }
    if let Some(other) = due.other {
        notes.push(context.say("procedure-due-other", &facts([("other", other.to_string())])));
    }
    if let Some(carried) = due.carried {
        let carried = facts([("carried", carried.to_string())]);
        notes.push(context.say("procedure-due-carried", &carried));
    }
    match due.basis {
        Basis::Agreement => notes.push(context.label("procedure-due-agreement")),
        Basis::Extended => notes.push(context.label("procedure-due-extended")),
        Basis::Inside | Basis::Text | Basis::Within => {}
    }
    notes
}

fn event_name(context: &Context<'_>, rules: &Rules, id: &str) -> String {
    match rules.event(id) {
        Some(event) => event.name.in_lang(context.lang).to_owned(),
        None => match id.strip_prefix("step-") {
            Some(step) => context.say("procedure-step-done", &facts([("step", step.to_owned())])),
            None => visible(id).into_owned(),
        },
    }
}

/// A clause in words: the files cite as the analysed rules do, `Annex 1 item 9`, `21, part 5`.
pub(super) fn clause(context: &Context<'_>, text: &str) -> String {
    if let Some((act, rest)) = text.split_once("/НҚ ") {
        return format!("{act}/НҚ, {}", clause(context, rest));
    }
    let say = |code: &str, pairs: [(&'static str, &str); 2]| {
        context.say(code, &facts(pairs.map(|(name, value)| (name, value.to_owned()))))
    };
    let annex = text.strip_prefix("Annex ").or_else(|| text.strip_prefix("appendix "));
    if let Some(annex) = annex {
        return match annex.split_once(" item ") {
            Some((n, item)) => say("procedure-clause-annex-item", [("n", n), ("item", item)]),
            None => say("procedure-clause-annex", [("n", annex), ("item", "")]),
        };
    }
    if let Some((n, part)) = text.split_once(", part ").or_else(|| text.split_once(", parts ")) {
        return say("procedure-clause-part", [("n", n), ("part", part)]);
    }
    if let Some((one, other)) = text.split_once("; ") {
        return format!("{}; {}", clause(context, one), clause(context, other));
    }
    if let Some(n) = text.strip_prefix("chapter ") {
        return say("procedure-clause-chapter", [("n", n), ("part", "")]);
    }
    if text == "fee" {
        return context.label("procedure-clause-fee");
    }
    let n = text.strip_prefix("item ").or_else(|| text.strip_prefix("point ")).unwrap_or(text);
    say("procedure-clause-paragraph", [("n", n), ("part", "")])
}

/// A remark with the names of events, clauses and outcomes in the reader's language.
fn say(context: &Context<'_>, rules: &Rules, remark: &Remark) {
    let tone = match remark.weight {
        Weight::Bad => Tone::Bad,
        Weight::Doubt => Tone::Doubt,
        Weight::Known => Tone::Quiet,
    };
    let note = worded(context, rules, &remark.note);
    let said = context.say(&note.code, &note.facts);
    let first = match remark.weight {
        Weight::Bad => "✗ ",
        Weight::Doubt => "! ",
        Weight::Known => "· ",
    };
    let first = context.paint(tone, first);
    put(&first);
    put(context.wrap("  ", 2, &said).trim_start());
    if let Some(next) = context.next_step(&note.code, &note.facts) {
        put(&context.wrap("  → ", 4, &next));
    }
}

fn worded(context: &Context<'_>, rules: &Rules, note: &Note) -> Note {
    let known = rules.known_events();
    let mut note = note.clone();
    for (name, value) in &mut note.facts {
        match name.as_ref() {
            "event" | "cause" | "end" if known.contains(value.as_str()) => {
                *value = format!("{} ({value})", event_name(context, rules, value));
            }
            "events" | "causes" => {
                let names = value.split(", ").map(|it| event_name(context, rules, it));
                *value = names.collect::<Vec<_>>().join("; ");
            }
            "clause" => *value = clause(context, value),
            "outcome" => *value = context.label(&format!("procedure-means-{value}")),
            _ => {}
        }
    }
    note
}

fn anomalies(context: &Context<'_>, rules: &Rules, matters: impl Fn(&[String]) -> bool) {
    let rows: Vec<_> = rules.anomalies.iter().filter(|it| matters(&it.steps)).collect();
    if rows.is_empty() {
        return;
    }
    heading(context, "procedure-anomalies");
    for anomaly in rows {
        let place = clause(context, &anomaly.clause);
        let note = anomaly.note.in_lang(context.lang);
        put(&context.wrap("  – ", 4, &format!("{place}: {note}")));
    }
}
