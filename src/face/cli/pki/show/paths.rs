//! Paths in words: the tree from the certificate in question up to whoever may have issued it.

use super::super::super::context::{Context, visible};
use super::super::form::{EvidenceForm, NodeForm, PathForm, TargetForm, VerifyForm};
use super::{Rows, found, heading, period, verdict, worded};
use crate::words::Facts;

/// Deep trees stay readable in a narrow terminal: no branch is indented further.
const DEEPEST: usize = 8;

pub(in super::super) fn verify(form: &VerifyForm, context: &Context<'_>) -> String {
    let mut text = String::new();
    for judged in &form.targets {
        let file = judged.file.as_deref().unwrap_or_default();
        text.push_str(&heading(file, judged.verdict, context));
        let mut rows = Rows::new(context);
        rows.add("subject", &judged.certificate.subject).add("at", judged.at);
        text.push_str(&rows.show(2));
        text.push_str(&target(judged, 2, context));
    }
    text.push_str(&found(&form.findings, 0, context));
    text
}

pub(super) fn target(target: &TargetForm, indent: usize, context: &Context<'_>) -> String {
    let margin = " ".repeat(indent);
    let mut text = match &target.tree {
        Some(tree) => branch(tree, &target.paths, 0, indent, context),
        None => context.wrap(&margin, indent, &context.label("pki-path-none")),
    };
    if target.revocation_unknown > 0 {
        let line = sentence(
            "pki-revocation-unknown",
            &[("count", target.revocation_unknown.to_string())],
            context,
        );
        text.push_str(&context.wrap(&format!("{margin}! "), indent + 2, &line));
    }
    text.push_str(&found(&target.findings, indent, context));
    text
}

fn sentence(code: &str, facts: &[(&'static str, String)], context: &Context<'_>) -> String {
    let facts: Facts<'_> =
        facts.iter().map(|(name, seen)| ((*name).into(), seen.clone())).collect();
    context.say(code, &facts)
}

/// A certificate with its findings and the paths that end there, then each possible issuer.
fn branch(
    node: &NodeForm,
    paths: &[PathForm],
    depth: usize,
    indent: usize,
    context: &Context<'_>,
) -> String {
    let here = indent + 2 * depth.min(DEEPEST);
    let margin = " ".repeat(here);
    let certificate = &node.certificate;
    let sign = if depth == 0 { "●" } else { "└" };
    let mut line = visible(&certificate.subject).into_owned();
    let anchor = node.ends.iter().any(|it| path_of(paths, it.path).is_some_and(|it| it.anchored));
    if anchor {
        line.push_str(&format!(" ({})", context.label("pki-anchor")));
    }
    let mut text = context.wrap(&format!("{margin}{sign} "), here + 2, &line);
    let details = format!(
        "{}; {}; SHA-256 {}",
        period(certificate.not_before, certificate.not_after),
        visible(&certificate.key),
        short(&certificate.fingerprint)
    );
    text.push_str(&context.wrap(&format!("{margin}  "), here + 2, &details));
    text.push_str(&found(&node.findings, here + 2, context));
    for leaf in &node.ends {
        if let Some(path) = path_of(paths, leaf.path) {
            text.push_str(&end(leaf.path, path, here + 2, context));
            text.push_str(&found(&leaf.findings, here + 4, context));
        }
    }
    for issuer in &node.issuers {
        text.push_str(&branch(issuer, paths, depth + 1, indent, context));
    }
    text
}

fn path_of(paths: &[PathForm], number: usize) -> Option<&PathForm> {
    number.checked_sub(1).and_then(|index| paths.get(index))
}

/// What a path comes to, why it ends, by which models, and on what evidence.
fn end(number: usize, path: &PathForm, indent: usize, context: &Context<'_>) -> String {
    let margin = " ".repeat(indent);
    let line = sentence("pki-path", &[("number", number.to_string())], context);
    let mut text = format!("{margin}= {line} {}\n", verdict(path.verdict, context));
    let inner = " ".repeat(indent + 2);
    let mut say = |line: &str| text.push_str(&context.wrap(&inner, indent + 2, line));
    say(&context.label(&format!("pki-end-{}", path.end)));
    if let Some(models) = path.models {
        let said = |outcome| worded("verdict", outcome, &Context { colour: false, ..*context });
        say(&sentence(
            "pki-models",
            &[("chain", said(models.chain)), ("shell", said(models.shell))],
            context,
        ));
    }
    if !path.accepted_policies.is_empty() {
        let policies: Vec<String> = path.accepted_policies.iter().map(|it| it.shown()).collect();
        say(&sentence("pki-policies", &[("policies", policies.join(", "))], context));
    }
    for one in &path.evidence {
        let of = path.certificates.iter().find(|it| it.fingerprint == one.certificate);
        let subject = of.map_or(&one.certificate, |it| &it.subject);
        say(&proof(one, subject, context));
    }
    text
}

fn proof(evidence: &EvidenceForm, subject: &str, context: &Context<'_>) -> String {
    let dash = || "–".to_owned();
    let mut status = context.label(&format!("pki-status-{}", evidence.says));
    if let Some(at) = evidence.revoked_at {
        status.push_str(&format!(" {at}"));
    }
    sentence(
        &format!("pki-evidence-{}", evidence.kind),
        &[
            ("coverage", context.label(&format!("pki-coverage-{}", evidence.coverage))),
            ("fingerprint", short(&evidence.fingerprint)),
            ("issuer", evidence.issuer.clone()),
            ("next_update", evidence.next_update.map_or_else(dash, |it| it.to_string())),
            ("number", evidence.number.clone().unwrap_or_else(dash)),
            ("produced_at", evidence.produced_at.map_or_else(dash, |it| it.to_string())),
            ("status", status),
            ("subject", subject.to_owned()),
            ("this_update", evidence.this_update.to_string()),
        ],
        context,
    )
}

/// The beginning and the end of a fingerprint: enough to compare by eye; the JSON form has all.
fn short(fingerprint: &str) -> String {
    match (fingerprint.get(..16), fingerprint.get(48..)) {
        (Some(start), Some(end)) => format!("{start}…{end}"),
        _ => fingerprint.to_owned(),
    }
}
