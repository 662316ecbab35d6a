//! The forms in words, fitted to a terminal.

use jiff::Timestamp;

use super::super::context::{Context, Tone, visible};
use super::form::{
    CertificateForm, CmsForm, CrlForm, Found, InspectForm, Mentioned, MomentSource, Named,
    OcspForm, Outcome, PathForm, SignerForm, TargetForm, TokenForm, TspForm, VerifyForm,
};
use crate::words::Facts;

/// Rows of names and values, made safe as they come in.
struct Rows<'c> {
    context: &'c Context<'c>,
    rows: Vec<(String, String)>,
}

impl<'c> Rows<'c> {
    fn new(context: &'c Context<'c>) -> Self {
        Self { context, rows: Vec::new() }
    }

    fn add(&mut self, field: &str, value: impl ToString) -> &mut Self {
        let value = visible(&value.to_string()).into_owned();
        self.rows.push((self.context.label(&format!("pki-field-{field}")), value));
        self
    }

    fn maybe(&mut self, field: &str, value: Option<impl ToString>) -> &mut Self {
        if let Some(value) = value {
            self.add(field, value);
        }
        self
    }

    fn each(&mut self, field: &str, values: &[String]) -> &mut Self {
        for value in values {
            self.add(field, value);
        }
        self
    }

    fn show(&self, indent: usize) -> String {
        self.context.pairs(&self.rows, indent)
    }
}

fn mark(outcome: Outcome) -> (&'static str, Tone) {
    match outcome {
        Outcome::Invalid => ("✗", Tone::Bad),
        Outcome::Undetermined => ("?", Tone::Doubt),
        Outcome::Valid => ("✓", Tone::Good),
    }
}

fn verdict(outcome: Outcome, context: &Context<'_>) -> String {
    worded("verdict", outcome, context)
}

/// The outcome in the words of a kind of question: `pki-<kind>-<outcome>`.
pub(super) fn worded(kind: &str, outcome: Outcome, context: &Context<'_>) -> String {
    let (sign, tone) = mark(outcome);
    let word = context.label(&format!("pki-{kind}-{}", outcome.name()));
    context.paint(tone, &format!("{sign} {word}")).into_owned()
}

/// A heading: what it is about, and what it comes to.
fn heading(what: &str, outcome: Outcome, context: &Context<'_>) -> String {
    format!("{}  {}\n", title(what, context), verdict(outcome, context))
}

pub(super) fn title(what: &str, context: &Context<'_>) -> String {
    let what = context.wrap("", 0, &visible(what));
    format!("{}\n", context.paint(Tone::Strong, what.trim_end()))
}

fn found(findings: &[Found], indent: usize, context: &Context<'_>) -> String {
    let mut worst_first: Vec<&Found> = findings.iter().collect();
    worst_first.sort_by_key(|it| match it.weight.as_str() {
        "fatal" => 0,
        "undetermined" => 1,
        _ => 2,
    });
    worst_first.into_iter().map(|it| one(it, indent, context)).collect()
}

fn one(found: &Found, indent: usize, context: &Context<'_>) -> String {
    let (sign, tone) = match found.weight.as_str() {
        "fatal" => ("✗", Tone::Bad),
        "undetermined" => ("?", Tone::Doubt),
        _ => ("·", Tone::Quiet),
    };
    let margin = " ".repeat(indent);
    let mut sentence = String::new();
    if let Some(file) = &found.file {
        sentence.push_str(&visible(file));
        sentence.push_str(": ");
    }
    sentence.push_str(&visible(&found.says));
    if !found.rule.is_empty() {
        sentence.push_str(&format!(" [{}]", found.rule));
    }
    let text = context.wrap(&format!("{margin}{sign} "), indent + 2, &sentence);
    let mut text = match text.split_once(sign) {
        Some((before, after)) => format!("{before}{}{after}", context.paint(tone, sign)),
        None => text,
    };
    // A remark asks for nothing.
    if let Some(next) = found.next_step.as_ref().filter(|_| found.weight != "remark") {
        text.push_str(&context.wrap(&format!("{margin}  → "), indent + 4, &visible(next)));
    }
    text
}

fn period(from: Timestamp, until: Timestamp) -> String {
    format!("{from} – {until}")
}

fn target(target: &TargetForm, indent: usize, context: &Context<'_>) -> String {
    let mut text = String::new();
    let margin = " ".repeat(indent);
    for (index, path) in target.paths.iter().enumerate() {
        let mut facts = Facts::new();
        facts.insert("number".into(), (index + 1).to_string());
        let line = context.say("pki-path", &facts);
        text.push_str(&format!("{margin}{line} {}\n", verdict(path.verdict, context)));
        text.push_str(&tree(path, indent + 2, context));
    }
    if target.paths.is_empty() {
        text.push_str(&context.wrap(&margin, indent, &context.label("pki-path-none")));
    }
    if target.revocation_unknown > 0 {
        let mut facts = Facts::new();
        facts.insert("count".into(), target.revocation_unknown.to_string());
        let line = context.say("pki-revocation-unknown", &facts);
        text.push_str(&context.wrap(&format!("{margin}! "), indent + 2, &line));
    }
    text.push_str(&found(&target.findings, indent, context));
    text
}

/// A path as a tree: the anchor on top, below each certificate what was found about it.
fn tree(path: &PathForm, indent: usize, context: &Context<'_>) -> String {
    let mut text = String::new();
    let mut told = Vec::new();
    for (depth, certificate) in path.certificates.iter().enumerate() {
        // Deep trees stay readable in a narrow terminal.
        let indent = indent + 2 * depth.min(8);
        let margin = " ".repeat(indent);
        let branch = if depth == 0 { "●" } else { "└" };
        let mut line = visible(&certificate.subject).into_owned();
        if depth == 0 && path.anchored {
            line.push_str(&format!(" ({})", context.label("pki-anchor")));
        }
        text.push_str(&context.wrap(&format!("{margin}{branch} "), indent + 2, &line));
        let details = format!(
            "{}; {}; SHA-256 {}",
            period(certificate.not_before, certificate.not_after),
            visible(&certificate.key),
            short(&certificate.fingerprint)
        );
        text.push_str(&context.wrap(&format!("{margin}  "), indent + 2, &details));
        let about: Vec<Found> = path
            .findings
            .iter()
            .filter(|it| it.about.as_ref() == Some(&certificate.fingerprint))
            .cloned()
            .collect();
        text.push_str(&found(&about, indent + 2, context));
        told.extend(about);
    }
    let rest: Vec<Found> = path.findings.iter().filter(|it| !told.contains(it)).cloned().collect();
    text.push_str(&found(&rest, indent, context));
    text
}

/// The beginning and the end of a fingerprint: enough to compare by eye; the JSON form has all.
fn short(fingerprint: &str) -> String {
    match (fingerprint.get(..16), fingerprint.get(48..)) {
        (Some(start), Some(end)) => format!("{start}…{end}"),
        _ => fingerprint.to_owned(),
    }
}

pub(super) fn verify(form: &VerifyForm, context: &Context<'_>) -> String {
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

fn mentioned(certificate: &Mentioned, rows: &mut Rows<'_>) {
    rows.add("subject", &certificate.subject)
        .add("issuer", &certificate.issuer)
        .add("serial", &certificate.serial)
        .add("validity", period(certificate.not_before, certificate.not_after))
        .add("key", &certificate.key)
        .add("signature-algorithm", &certificate.signature_algorithm)
        .add("fingerprint", &certificate.fingerprint);
}

fn oids(named: &[Named]) -> Vec<String> {
    named.iter().map(Named::shown).collect()
}

fn certificate(form: &CertificateForm, context: &Context<'_>) -> String {
    let mut rows = Rows::new(context);
    mentioned(&form.certificate, &mut rows);
    let authority = form.authority.map(|it| {
        let word = context.label(if it { "pki-yes" } else { "pki-no" });
        match form.path_length {
            Some(length) => format!("{word}, pathLenConstraint {length}"),
            None => word,
        }
    });
    let extensions: Vec<String> = form
        .extensions
        .iter()
        .map(|it| {
            let critical = context.label("pki-critical");
            if it.critical { format!("{}, {critical}", it.id.shown()) } else { it.id.shown() }
        })
        .collect();
    rows.maybe("iin", form.iin.as_ref())
        .maybe("bin", form.bin.as_ref())
        .maybe("authority", authority)
        .maybe("key-usage", form.key_usage.as_ref())
        .each("purpose", &oids(&form.purposes))
        .each("policy", &oids(&form.policies))
        .each("alternative-name", &form.alternative_names)
        .maybe("subject-key-id", form.subject_key_id.as_ref())
        .maybe("authority-key-id", form.authority_key_id.as_ref())
        .each("crl-url", &form.crl_urls)
        .each("delta-crl-url", &form.delta_crl_urls)
        .each("ocsp-url", &form.ocsp_urls)
        .each("issuer-url", &form.issuer_urls)
        .each("extension", &extensions);
    format!("{}{}", rows.show(4), found(&form.findings, 4, context))
}

pub(super) fn inspect(form: &InspectForm, context: &Context<'_>) -> String {
    let mut text = String::new();
    for file in &form.files {
        // Reading is not judging: nothing is called valid here.
        let read = worded("read", file.verdict, context);
        text.push_str(&format!("{}  {read}\n", title(&file.file, context)));
        let mut rows = Rows::new(context);
        rows.add("kind", context.label(&format!("pki-kind-{}", file.kind)))
            .add("octets", file.octets)
            .add("sha256", &file.sha256);
        for field in &file.fields {
            rows.add(&field.name, &field.value);
        }
        text.push_str(&rows.show(2));
        text.push_str(&found(&file.findings, 2, context));
        for (index, shown) in file.certificates.iter().enumerate() {
            let mut facts = Facts::new();
            facts.insert("number".into(), (index + 1).to_string());
            facts.insert("count".into(), file.certificates.len().to_string());
            let line = context.say("pki-certificate-of", &facts);
            text.push_str(&format!("  {}\n", context.paint(Tone::Strong, &line)));
            text.push_str(&certificate(shown, context));
        }
    }
    text
}

pub(super) fn crl(form: &CrlForm, context: &Context<'_>) -> String {
    let mut text = String::new();
    for list in &form.lists {
        text.push_str(&heading(&list.file, list.verdict, context));
        let mut rows = Rows::new(context);
        rows.add("issuer", &list.issuer)
            .maybe("number", list.number.as_ref())
            .maybe("delta-base", list.delta_base.as_ref())
            .add("this-update", list.this_update)
            .maybe("next-update", list.next_update)
            .add("entries", list.entries)
            .add("signature-algorithm", &list.signature_algorithm)
            .add("fingerprint", &list.fingerprint)
            .add("at", form.at);
        text.push_str(&rows.show(2));
        text.push_str(&found(&list.findings, 2, context));
    }
    if let Some(status) = &form.status {
        let outcome = match status.status.as_str() {
            "good" => Outcome::Valid,
            "revoked" => Outcome::Invalid,
            _ => Outcome::Undetermined,
        };
        let (sign, tone) = mark(outcome);
        let word = context.label(&format!("pki-status-{}", status.status));
        let line = format!("{sign} {}: {word}", status.serial);
        text.push_str(&format!("{}\n", context.paint(tone, &line)));
        let mut rows = Rows::new(context);
        rows.maybe("revoked-at", status.revoked_at)
            .maybe("reason", status.reason.as_ref())
            .maybe("evidence", status.crl.as_ref());
        text.push_str(&rows.show(2));
        text.push_str(&found(&status.findings, 2, context));
    }
    text.push_str(&found(&form.findings, 0, context));
    text
}

pub(super) fn ocsp(form: &OcspForm, context: &Context<'_>) -> String {
    let word = context.label(&format!("pki-status-{}", form.status));
    let stated = context.label(&format!("pki-status-{}", form.stated));
    let mut text = heading(&word, form.verdict, context);
    let mut rows = Rows::new(context);
    rows.add("stated", stated)
        .maybe("revoked-at", form.revoked_at)
        .maybe("reason", form.reason.as_ref())
        .maybe("produced-at", form.produced_at)
        .maybe("this-update", form.this_update)
        .maybe("next-update", form.next_update)
        .maybe("responder", form.responder.as_ref().map(|it| &it.subject))
        .maybe("fingerprint", form.responder.as_ref().map(|it| &it.fingerprint))
        .add("at", form.at);
    text.push_str(&rows.show(2));
    text.push_str(&found(&form.findings, 2, context));
    text
}

fn token(form: &TokenForm, indent: usize, context: &Context<'_>) -> String {
    let mut rows = Rows::new(context);
    rows.add("time", form.time)
        .maybe("accuracy", form.accuracy.map(|it| format!("{it} µs")))
        .add("policy", form.policy.shown())
        .add("serial", &form.serial)
        .maybe("hash", form.hash.as_ref())
        .maybe("responder", form.signer.as_ref().map(|it| &it.subject));
    let mut text = rows.show(indent);
    text.push_str(&found(&form.findings, indent, context));
    if let Some(path) = &form.path {
        text.push_str(&target(path, indent, context));
    }
    text
}

pub(super) fn tsp(form: &TspForm, context: &Context<'_>) -> String {
    let mut text = heading(&context.label("pki-kind-tsp-token"), form.verdict, context);
    let mut rows = Rows::new(context);
    rows.maybe("response-status", form.response_status).each("response-text", &form.response_text);
    text.push_str(&rows.show(2));
    if let Some(shown) = &form.token {
        text.push_str(&token(shown, 2, context));
    }
    text.push_str(&found(&form.findings, 2, context));
    text
}

pub(super) fn cms(form: &CmsForm, context: &Context<'_>) -> String {
    let mut text = heading(&context.label("pki-kind-cms"), form.verdict, context);
    let mut rows = Rows::new(context);
    let inside = match form.content_octets {
        Some(octets) => octets.to_string(),
        None => context.label("pki-detached"),
    };
    rows.add("content-type", form.content_type.shown())
        .add("content-octets", inside)
        .add("signers", form.signers.len());
    text.push_str(&rows.show(2));
    for one in &form.signers {
        text.push_str(&signer(one, form.signers.len(), context));
    }
    text.push_str(&found(&form.findings, 2, context));
    text
}

fn signer(form: &SignerForm, of: usize, context: &Context<'_>) -> String {
    let mut facts = Facts::new();
    facts.insert("number".into(), form.position.to_string());
    facts.insert("count".into(), of.to_string());
    let line = context.say("pki-signer-of", &facts);
    let line = context.paint(Tone::Strong, &line).into_owned();
    let mut text = format!("  {line} {}\n", verdict(form.verdict, context));
    let yes_no = |it| context.label(if it { "pki-yes" } else { "pki-no" });
    let source = match form.at_source {
        MomentSource::Given => "pki-at-given",
        MomentSource::Now => "pki-at-now",
        MomentSource::TimeStamp => "pki-at-time-stamp",
    };
    let mut rows = Rows::new(context);
    match &form.certificate {
        Some(certificate) => mentioned(certificate, &mut rows),
        None => {
            rows.maybe("signer", form.claims.as_ref());
        }
    }
    rows.maybe("iin", form.iin.as_ref())
        .maybe("bin", form.bin.as_ref())
        .maybe("signing-time", form.signing_time)
        .add("digest-matches", yes_no(form.digest_matches))
        .add("signature-matches", yes_no(form.signature_matches))
        .add("certificate-id", context.label(&format!("pki-id-{}", form.certificate_id)))
        .add("at", format!("{} ({})", form.at, context.label(source)));
    text.push_str(&rows.show(4));
    text.push_str(&found(&form.findings, 4, context));
    for stamp in &form.time_stamps {
        let line = context.label("pki-kind-tsp-token");
        text.push_str(&format!("    {line} {}\n", verdict(stamp.verdict, context)));
        text.push_str(&token(stamp, 6, context));
    }
    if let Some(path) = &form.path {
        text.push_str(&target(path, 4, context));
    }
    text
}
