//! `pki lint`: what standards demand of how an object is written, rule by rule.

use std::path::Path;

use pki::lint::{self, Answer, Hit, Kind, Report, Source, Weight};
use serde::{Deserialize, Serialize};

use super::super::context::{Context, Tone, visible};
use super::form::Outcome;
use super::input::Input;
use super::show::{title, worded};
use super::{CliError, LintArguments};
use crate::words::Facts;

/// The answer of `pki lint`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LintForm {
    /// `pki-lint/1`.
    pub form: String,
    /// The worst of the files.
    pub verdict: Outcome,
    /// Each file.
    pub files: Vec<LintedFile>,
}

/// One file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LintedFile {
    /// Where it lies.
    pub file: String,
    /// The worst of its objects; undetermined where nothing in it can be linted.
    pub verdict: Outcome,
    /// Each object in it.
    pub objects: Vec<LintedObject>,
}

/// One object and its rules.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LintedObject {
    /// `certificate`, `crl`, `ocsp-response` or `tsp-token`.
    pub kind: String,
    /// SHA-256 of its octets.
    pub fingerprint: String,
    /// `invalid` where a rule is broken that the standard makes a must.
    pub verdict: Outcome,
    /// How many rules it keeps.
    pub kept: usize,
    /// How many rules do not speak of such an object.
    pub not_applicable: usize,
    /// How many rules did not bind yet, or do not any more, when it was issued.
    pub not_in_effect: usize,
    /// The rules it breaks, the graver first.
    pub broken: Vec<BrokenRule>,
}

/// A broken rule.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BrokenRule {
    /// Its identifier.
    pub rule: String,
    /// `violates` or `remark`.
    pub weight: String,
    /// `internet` or `national`.
    pub source: String,
    /// Where the requirement stands.
    pub citation: String,
    /// What it asks; the answer is no.
    pub question: String,
    /// What to do next, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
    /// Where.
    pub places: Vec<Place>,
    /// How many more places there are.
    pub places_not_shown: usize,
}

/// Where a rule is broken.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Place {
    /// The path by names of ASN.1.
    pub path: String,
    /// The first octet in the DER of the object.
    pub offset: usize,
    /// How many octets.
    pub length: usize,
    /// What stands there.
    pub seen: String,
}

pub(super) fn lint(arguments: &LintArguments, context: &Context<'_>) -> Result<LintForm, CliError> {
    let files: Vec<_> =
        arguments.file.iter().map(|path| file(path, context)).collect::<Result<_, _>>()?;
    Ok(LintForm {
        form: "pki-lint/1".to_owned(),
        verdict: files.iter().map(|it| it.verdict).max().unwrap_or(Outcome::Undetermined),
        files,
    })
}

fn file(path: &Path, context: &Context<'_>) -> Result<LintedFile, CliError> {
    let input = Input::read(path)?;
    let objects: Vec<_> = lint::objects(&input.bytes)
        .into_iter()
        .filter_map(|(kind, der)| lint::object(kind, &der).ok())
        .map(|report| object(&report, context))
        .collect();
    Ok(LintedFile {
        file: path.display().to_string(),
        verdict: objects.iter().map(|it| it.verdict).max().unwrap_or(Outcome::Undetermined),
        objects,
    })
}

fn object(report: &Report, context: &Context<'_>) -> LintedObject {
    let mut broken: Vec<&Answer> = report.broken().collect();
    broken.sort_by_key(|it| std::cmp::Reverse(it.rule.weight));
    let count = |outcome| report.answers.iter().filter(|it| it.outcome == outcome).count();
    let verdict = if broken.iter().any(|it| it.rule.weight == Weight::Violates) {
        Outcome::Invalid
    } else if report.cut {
        Outcome::Undetermined
    } else {
        Outcome::Valid
    };
    LintedObject {
        kind: kind(report.kind).to_owned(),
        fingerprint: report.fingerprint.to_string(),
        verdict,
        kept: count(lint::Outcome::Pass),
        not_applicable: count(lint::Outcome::NotApplicable),
        not_in_effect: count(lint::Outcome::NotInEffect),
        broken: broken.into_iter().map(|it| rule(it, context)).collect(),
    }
}

/// The name of a kind as the other verbs have it.
const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Certificate => "certificate",
        Kind::Crl | Kind::CrlEntry => "crl",
        Kind::Ocsp => "ocsp-response",
        Kind::Tsp => "tsp-token",
    }
}

fn rule(answer: &Answer, context: &Context<'_>) -> BrokenRule {
    let code = format!("lint.{}", answer.rule.id);
    BrokenRule {
        rule: answer.rule.id.to_owned(),
        weight: match answer.rule.weight {
            Weight::Remark => "remark",
            Weight::Violates => "violates",
        }
        .to_owned(),
        source: match answer.rule.source {
            Source::Internet => "internet",
            Source::National => "national",
        }
        .to_owned(),
        citation: answer.rule.citation.to_owned(),
        question: context.label(&code),
        next_step: context.next_step(&code, &Facts::new()),
        places: answer.hits.iter().map(place).collect(),
        places_not_shown: answer.more,
    }
}

fn place(hit: &Hit) -> Place {
    Place { path: hit.path.clone(), offset: hit.offset, length: hit.length, seen: hit.seen.clone() }
}

pub(super) fn show(form: &LintForm, context: &Context<'_>) -> String {
    let mut text = String::new();
    for file in &form.files {
        text.push_str(&title(&file.file, context));
        if file.objects.is_empty() {
            text.push_str(&context.wrap("  ? ", 4, &context.label("pki-lint-nothing")));
        }
        for object in &file.objects {
            text.push_str(&shown(object, context));
        }
    }
    text
}

fn shown(object: &LintedObject, context: &Context<'_>) -> String {
    let mut facts = Facts::new();
    facts.insert("kept".into(), object.kept.to_string());
    facts.insert("broken".into(), object.broken.len().to_string());
    facts.insert("absent".into(), object.not_applicable.to_string());
    facts.insert("unbound".into(), object.not_in_effect.to_string());
    let mut text = format!(
        "  {}  {}\n",
        context.label(&format!("pki-kind-{}", object.kind)),
        worded("lint", object.verdict, context)
    );
    text.push_str(&context.wrap("  ", 2, &context.say("pki-lint-count", &facts)));
    for broken in &object.broken {
        text.push_str(&one(broken, context));
    }
    text
}

fn one(broken: &BrokenRule, context: &Context<'_>) -> String {
    let violates = broken.weight == "violates";
    let (sign, tone) = if violates { ("✗", Tone::Bad) } else { ("·", Tone::Quiet) };
    let no = context.label("pki-lint-no");
    let line = format!("{} {no} [{}; {}]", broken.question, broken.citation, broken.rule);
    let line = context.wrap(&format!("  {sign} "), 4, &visible(&line));
    let mut text = line.replacen(sign, &context.paint(tone, sign), 1);
    for place in &broken.places {
        let mut facts = Facts::new();
        facts.insert("path".into(), place.path.clone());
        facts.insert("offset".into(), place.offset.to_string());
        facts.insert("length".into(), place.length.to_string());
        let mut line = context.say("pki-lint-place", &facts);
        if !place.seen.is_empty() {
            line.push_str(": ");
            line.push_str(&visible(&place.seen));
        }
        text.push_str(&context.wrap("      ", 8, &line));
    }
    if broken.places_not_shown > 0 {
        let mut facts = Facts::new();
        facts.insert("count".into(), broken.places_not_shown.to_string());
        text.push_str(&context.wrap("      ", 8, &context.say("pki-lint-more", &facts)));
    }
    // A remark asks for nothing.
    if let Some(next) = broken.next_step.as_ref().filter(|_| violates) {
        text.push_str(&context.wrap("    → ", 6, &visible(next)));
    }
    text
}
