//! What people and programs see of an answer. Nothing is decided here.

use std::path::Path;

use model::{EvidenceKind, Note, Verdict};
use serde::Serialize;
use serde_json::json;

pub(super) use super::board::{members as board, outcomes, quorum};
use super::context::{Context, Tone, put, visible};
use super::verbs::VerbError;
use super::{errors, exhibit};
use crate::act::exhibit as worded;
use crate::act::record::{Judged, Subject};
use crate::dossier::{Damage, MergeReport};
use crate::exchange::schemas::{self, Form};
use crate::inspection::{
    AnswerGiven, Check, CollectReport, ExportReport, Inspection, InspectionError, SealedAct,
    WatchReport,
};
use crate::register::RegisterError;
use crate::words::Facts;

/// Facts for a sentence.
pub(super) fn facts(pairs: impl IntoIterator<Item = (&'static str, String)>) -> Facts<'static> {
    pairs.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// Prints JSON for programs.
pub(super) fn json<T: Serialize>(value: &T) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => put(&format!("{text}\n")),
        Err(error) => eprintln!("tekseru: {error}"),
    }
}

/// The schema of a form, or all forms with their versions.
pub(super) fn schema(context: &Context<'_>, form: Option<&Form>) {
    match form {
        Some(form) => json(&form.schema()),
        None if context.json => json(&schemas::index()),
        None => {
            let rows: Vec<_> = schemas::lines()
                .into_iter()
                .map(|it| (format!("{} {}", it.name, it.version), it.description))
                .collect();
            put(&context.pairs(&rows, 0));
        }
    }
}

/// One sentence of an answer.
pub(super) fn sentence<const N: usize>(
    context: &Context<'_>,
    code: &str,
    pairs: [(&'static str, String); N],
) -> String {
    context.say(code, &facts(pairs))
}

/// Prints one sentence, or its facts as JSON.
pub(super) fn tell<const N: usize>(
    context: &Context<'_>,
    code: &str,
    pairs: [(&'static str, String); N],
) {
    if context.json {
        let facts: serde_json::Map<_, _> =
            pairs.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        json(&facts);
    } else {
        put(&context.wrap("", 2, &sentence(context, code, pairs)));
    }
}

/// An error in one sentence, and what to do about it.
pub(super) fn failure(context: &Context<'_>, error: &VerbError) {
    let note = error.note();
    let said = match error {
        VerbError::Pki(error) => error.say(context),
        VerbError::Case(_)
        | VerbError::Catalog(_)
        | VerbError::Contradiction(_)
        | VerbError::Demo(_)
        | VerbError::Exchange(_)
        | VerbError::Fields(_)
        | VerbError::Inspection(_)
        | VerbError::Iin(_)
        | VerbError::Network(_)
        | VerbError::NoWorld(_)
        | VerbError::NotAPaper(_)
        | VerbError::NotADemoFolder { .. }
        | VerbError::NothingToSignWith
        | VerbError::Output { .. }
        | VerbError::Paper(_)
        | VerbError::Password(_)
        | VerbError::Procedure(_)
        | VerbError::Register(_)
        | VerbError::Sample(_)
        | VerbError::Selftest(_)
        | VerbError::Signing(_) => context.say(&note.code, &note.facts),
    };
    let next = context.next_step(&note.code, &note.facts);
    let mut reasons: &[Note] = &[];
    if let VerbError::Register(RegisterError::Refused { defects }) = error {
        reasons = defects;
    }
    if context.json {
        let mut told = json!({ "error": note, "said": said, "next": next });
        if !reasons.is_empty() {
            told["reasons"] = json!(reasons);
        }
        json(&told);
    }
    for reason in reasons {
        let said = context.say(&reason.code, &reason.facts);
        let next = context.next_step(&reason.code, &reason.facts);
        complain(context, "cli-error", Tone::Bad, &said, next.as_deref());
    }
    complain(context, "cli-error", Tone::Bad, &said, next.as_deref());
}

/// Something that was left out, and why; the work goes on.
pub(super) fn warning(context: &Context<'_>, error: &InspectionError) {
    let note = errors::inspection(error);
    let said = context.say(&note.code, &note.facts);
    let next = context.next_step(&note.code, &note.facts);
    complain(context, "cli-warning", Tone::Doubt, &said, next.as_deref());
}

pub(super) fn complain(
    context: &Context<'_>,
    label: &str,
    tone: Tone,
    said: &str,
    next: Option<&str>,
) {
    let label = context.label(label);
    let text = context.wrap(&format!("{label} "), 2, said);
    // Only the label is painted: the sentence may hold foreign text.
    eprint!("{}{}", context.paint(tone, &label), text.strip_prefix(&*label).unwrap_or(&text));
    if let Some(next) = next {
        eprint!("{}", context.wrap("  → ", 4, next));
    }
}

pub(super) fn opened(context: &Context<'_>, inspection: &Inspection<'_>) {
    if context.json {
        json(&json!({
            "dossier": inspection.dossier().path(),
            "case": inspection.dossier().case(),
            "recipient": inspection.case().recipient.name,
            "items": inspection.catalog().items().len(),
        }));
        return;
    }
    tell(
        context,
        "cli-opened",
        [
            ("dossier", inspection.dossier().path().display().to_string()),
            ("case", inspection.dossier().case().to_string()),
            ("recipient", inspection.case().recipient.name.clone()),
            ("items", inspection.catalog().items().len().to_string()),
        ],
    );
}

pub(super) fn taken(context: &Context<'_>, files: usize) {
    if context.json {
        json(&json!({ "files": files }));
        return;
    }
    tell(context, "cli-taken", [("files", files.to_string())]);
}

pub(super) fn collected(
    context: &Context<'_>,
    files: usize,
    report: &CollectReport,
    watched: Option<&WatchReport>,
) {
    if context.json {
        let looked: Vec<_> = report
            .looked
            .iter()
            .map(|(probe, pieces)| json!({ "probe": probe, "pieces": pieces }))
            .collect();
        let failed: Vec<_> = report
            .failed
            .iter()
            .map(|it| json!({ "probe": it.probe, "error": it.error }))
            .collect();
        let mut whole = json!({ "files": files, "looked": looked, "failed": failed });
        if let Some(watched) = watched {
            whole["samples"] = json!(watched);
        }
        json(&whole);
        return;
    }
    if files > 0 {
        taken(context, files);
    }
    let pieces: usize = report.looked.iter().map(|(_, pieces)| pieces).sum();
    tell(
        context,
        "cli-collected",
        [("probes", report.looked.len().to_string()), ("pieces", pieces.to_string())],
    );
    for failed in &report.failed {
        tell(
            context,
            "cli-look-failed",
            [("probe", failed.probe.clone()), ("error", failed.error.clone())],
        );
    }
    if let Some(watched) = watched {
        self::watched(context, watched);
    }
}

pub(super) fn watched(context: &Context<'_>, report: &WatchReport) {
    if context.json {
        json(report);
        return;
    }
    let progress = &report.progress;
    let code = if report.over { "cli-watched" } else { "cli-watched-in-part" };
    tell(
        context,
        code,
        [
            ("samples", progress.samples.to_string()),
            ("available", progress.available.to_string()),
            ("unsampled", progress.unsampled.to_string()),
            ("targets", report.targets.to_string()),
            ("channels", report.channels.join(", ")),
            ("until", report.until.to_string()),
            ("late", progress.latest_us.div_ceil(1_000).to_string()),
        ],
    );
}

pub(super) fn questions(
    context: &Context<'_>,
    inspection: &Inspection<'_>,
) -> Result<(), InspectionError> {
    let answered = inspection.answered()?;
    let asked = inspection.catalog().items().iter().filter(|it| it.answer.asked);
    if context.json {
        let all: Vec<_> = asked
            .map(|it| {
                json!({
                    "item": it.requirement.id,
                    "subject": it.requirement.subject,
                    "question": it.question,
                    "photo": it.answer.photo,
                    "document": it.answer.document,
                    "quantity": it.requirement.quantity,
                    "answered": answered.contains(&it.requirement.id),
                })
            })
            .collect();
        json(&all);
        return Ok(());
    }
    for item in asked {
        let done = answered.contains(&item.requirement.id);
        let tone = if done { Tone::Good } else { Tone::Doubt };
        let mark = if done { "✓" } else { "·" };
        let head = format!("{mark} {}", item.requirement.id);
        put(&format!("{}\n", context.paint(tone, &head)));
        put(&context.wrap("  ", 2, item.question.in_lang(context.lang)));
        let mut needs = Vec::new();
        if item.answer.photo {
            needs.push(context.label("evidence-photo"));
        }
        if item.answer.document {
            needs.push(context.label("evidence-document"));
        }
        if let Some(measure) = &item.answer.measure {
            needs.push(context.label(&format!("quantity-{}", measure.quantity)));
        }
        if !needs.is_empty() {
            put(&context.wrap("  + ", 4, &needs.join(", ")));
        }
        let guidance = item.guidance.in_lang(context.lang);
        put(&context.paint(Tone::Quiet, &context.wrap("  ", 2, guidance)));
    }
    Ok(())
}

/// What was recorded of a file of answers, or of one answer: a list either way.
pub(super) fn answered(context: &Context<'_>, all: &[AnswerGiven]) {
    let photos = |given: &AnswerGiven| {
        given.attached.iter().filter(|it| it.1 == EvidenceKind::Photo).count()
    };
    if context.json {
        let all: Vec<_> = all
            .iter()
            .map(|it| {
                json!({
                    "item": it.requirement,
                    "answer": it.answer,
                    "photos": photos(it),
                    "documents": it.attached.len() - photos(it),
                })
            })
            .collect();
        json(&all);
        return;
    }
    for given in all {
        tell(
            context,
            "cli-answered",
            [
                ("item", given.requirement.to_string()),
                ("photos", photos(given).to_string()),
                ("documents", (given.attached.len() - photos(given)).to_string()),
            ],
        );
    }
}

/// The word for a verdict with its sign, in its colour.
pub(super) fn verdict(context: &Context<'_>, verdict: Verdict) -> String {
    let (sign, tone) = match verdict {
        Verdict::Complies => ("✓", Tone::Good),
        Verdict::NotInForce | Verdict::OutOfScope => ("–", Tone::Quiet),
        Verdict::Undetermined => ("?", Tone::Doubt),
        Verdict::Violates => ("✗", Tone::Bad),
    };
    let word = context.label(&format!("act-verdict-{}", verdict.as_str()));
    context.paint(tone, &format!("{sign} {word}")).into_owned()
}

/// The table of subjects, then everything that is open, explained, and everything that was
/// measured.
pub(super) fn judged(context: &Context<'_>, subjects: &[Subject]) {
    if context.json {
        json(&subjects);
        return;
    }
    subject_table(context, subjects);
    for judged in subjects.iter().flat_map(|it| &it.requirements) {
        let found = &judged.finding.judgement;
        let closed = found.verdict.closes_requirement();
        if !closed {
            requirement(context, judged);
        } else if !found.exhibits.is_empty() {
            heading(context, judged);
            limit(context, judged);
            exhibit::exhibits(context, found);
        }
    }
}

/// One requirement with everything that is said of it and was measured for it.
pub(super) fn requirement(context: &Context<'_>, judged: &Judged) {
    heading(context, judged);
    // What asks for a step stands first; the rest is there to be read, not to be acted on.
    let (asking, other): (Vec<_>, Vec<_>) = judged.said.iter().partition(|it| it.next.is_some());
    for said in asking {
        let text = visible(said.text.in_lang(context.lang)).into_owned();
        put(&context.wrap("  · ", 4, &text));
        if let Some(next) = &said.next {
            let next = visible(next.in_lang(context.lang)).into_owned();
            put(&context.wrap("    → ", 6, &next));
        }
    }
    for said in other {
        let text = visible(said.text.in_lang(context.lang)).into_owned();
        put(&context.paint(Tone::Quiet, &context.wrap("  · ", 4, &text)));
    }
    limit(context, judged);
    exhibit::exhibits(context, &judged.finding.judgement);
}

fn heading(context: &Context<'_>, judged: &Judged) {
    let found = &judged.finding.judgement;
    let word = context.label(&format!("act-verdict-{}", found.verdict.as_str()));
    let id = judged.finding.requirement.to_string();
    let apart = word.chars().count() + id.chars().count() + 4 > context.width;
    let gap = if apart { "\n  " } else { "  " };
    put(&format!("\n{}{gap}{id}\n", verdict(context, found.verdict)));
    put(&context.wrap("  ", 2, judged.title.in_lang(context.lang)));
    for line in worded::at_a_glance(context.words, context.lang, &found.exhibits) {
        put(&context.paint(Tone::Strong, &context.wrap("  ", 4, &visible(&line))));
    }
}

/// The limit that was judged by, and who set it.
fn limit(context: &Context<'_>, judged: &Judged) {
    let (Some(limit), Some(source)) = (&judged.limit, &judged.limit_source) else { return };
    let said = format!(
        "{}: {} – {}",
        context.label("act-column-limit"),
        worded::limit(context.words, context.lang, limit),
        worded::limit_source(context.words, context.lang, source)
    );
    put(&context.paint(Tone::Quiet, &context.wrap("  ", 4, &visible(&said))));
}

pub(super) fn subject_table(context: &Context<'_>, subjects: &[Subject]) {
    let heading =
        ["act-column-item", "act-column-subject", "act-column-verdict"].map(|it| context.label(it));
    let rows: Vec<Vec<String>> = subjects
        .iter()
        .filter(|it| {
            !it.requirements.is_empty()
                || subjects.iter().any(|part| part.parent.as_ref() == Some(&it.id))
        })
        .map(|it| {
            vec![
                it.id.to_string(),
                it.label.in_lang(context.lang).to_owned(),
                verdict(context, it.verdict),
            ]
        })
        .collect();
    put(&context.table(&heading, &rows));
}

pub(super) fn sealed(context: &Context<'_>, sealed: &SealedAct, folder: &Path) {
    if context.json {
        json(sealed);
        return;
    }
    tell(
        context,
        "cli-sealed",
        [
            ("number", sealed.number.clone()),
            ("version", sealed.version.to_string()),
            ("folder", folder.display().to_string()),
            ("sha256", sealed.pdf.to_string()),
        ],
    );
}

/// What was looked at, line by line, with the next step where one is to be taken.
pub(super) fn checks(context: &Context<'_>, checks: &[Check]) {
    for check in checks {
        let said = context.say(&check.note.code, &check.note.facts);
        put(&context.wrap(check_mark(check.verdict), 2, &said));
        if check.verdict != Verdict::Complies
            && let Some(next) = context.next_step(&check.note.code, &check.note.facts)
        {
            put(&context.wrap("  → ", 4, &next));
        }
    }
}

/// The mark before a line that was looked at.
pub(super) const fn check_mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Complies => "✓ ",
        Verdict::Violates => "✗ ",
        Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined => "? ",
    }
}

pub(super) fn exported(context: &Context<'_>, report: &ExportReport) {
    if context.json {
        json(&json!({ "place": report.place, "files": report.files }));
        return;
    }
    tell(
        context,
        "cli-exported",
        [("place", report.place.display().to_string()), ("files", report.files.len().to_string())],
    );
}

pub(super) fn merged(context: &Context<'_>, report: &MergeReport) {
    if context.json {
        json(report);
        return;
    }
    tell(
        context,
        "cli-merged",
        [
            ("entries", report.entries.to_string()),
            ("evidence", report.evidence.len().to_string()),
            ("restored", report.restored.len().to_string()),
        ],
    );
    damages(context, &report.damages);
}

pub(super) fn damages(context: &Context<'_>, damages: &[Damage]) {
    if context.json {
        json(&damages);
        return;
    }
    if damages.is_empty() {
        tell(context, "cli-no-damage", []);
    }
    for damage in damages {
        let note = errors::damage(damage);
        put(&context.wrap("✗ ", 2, &context.say(&note.code, &note.facts)));
        if let Some(next) = context.next_step(&note.code, &note.facts) {
            put(&context.wrap("  → ", 4, &next));
        }
    }
}
