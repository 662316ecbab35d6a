//! The forms in words, fitted to a terminal.

use jiff::Timestamp;

use super::super::context::{Context, Tone, visible};
use super::form::{
    CertificateForm, CmsForm, ComparisonForm, CrlForm, Found, InspectForm, Mentioned, MomentSource,
    Named, OcspForm, Outcome, SignerForm, TokenForm, TspForm,
};
use crate::words::Facts;

mod paths;

use paths::target;
pub(super) use paths::verify;

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
        let place = found.clause_place.as_ref().map(|it| format!("; {}", visible(it)));
        sentence.push_str(&format!(" [{}{}]", found.rule, place.unwrap_or_default()));
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
    let yes_no = |it| context.label(if it { "pki-yes" } else { "pki-no" });
    for list in &form.lists {
        text.push_str(&heading(&list.file, list.verdict, context));
        let mut rows = Rows::new(context);
        rows.add("issuer", &list.issuer)
            .maybe("number", list.number.as_ref())
            .maybe("delta-base", list.delta_base.as_ref())
            .add("this-update", list.this_update)
            .maybe("next-update", list.next_update)
            .add("entries", list.entries)
            .add("sorted", yes_no(list.sorted))
            .add("signature-algorithm", &list.signature_algorithm)
            .add("fingerprint", &list.fingerprint)
            .add("at", list.at);
        text.push_str(&rows.show(2));
        text.push_str(&found(&list.findings, 2, context));
    }
    if let Some(comparison) = &form.comparison {
        text.push_str(&compared(comparison, context));
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

/// How many entries that vanished are shown in words; the JSON form has more.
const ENTRIES_SHOWN: usize = 20;

fn compared(form: &ComparisonForm, context: &Context<'_>) -> String {
    let mut text = heading(&context.label("pki-crl-comparison"), form.verdict, context);
    let mut rows = Rows::new(context);
    rows.add("seconds-between", form.seconds)
        .add("added", form.added)
        .add("vanished", form.vanished);
    for entry in form.entries.iter().take(ENTRIES_SHOWN) {
        let at = entry.revoked_at.map(|it| it.to_string());
        let shown = [Some(entry.serial.clone()), at, entry.reason.clone()];
        rows.add("vanished-entry", shown.into_iter().flatten().collect::<Vec<_>>().join(", "));
    }
    if form.vanished > ENTRIES_SHOWN {
        for (reason, count) in &form.reasons {
            rows.add("vanished-reason", format!("{reason}: {count}"));
        }
    }
    text.push_str(&rows.show(2));
    text.push_str(&found(&form.findings, 2, context));
    text
}

/// How many answers of one response are shown in words; the JSON form has all.
const ANSWERS_SHOWN: usize = 20;

pub(super) fn ocsp(form: &OcspForm, context: &Context<'_>) -> String {
    let word = context.label(&format!("pki-status-{}", form.status));
    let stated = context.label(&format!("pki-status-{}", form.stated));
    let mut text = heading(&word, form.verdict, context);
    let mut rows = Rows::new(context);
    rows.add("stated", stated);
    for answer in form.answers.iter().take(ANSWERS_SHOWN) {
        let status = context.label(&format!("pki-status-{}", answer.status));
        let end = answer.next_update.map(|it| format!(" – {it}")).unwrap_or_default();
        let line = format!("{}: {status}; {}{end}", answer.serial, answer.this_update);
        rows.add("answer", line);
    }
    let more = form.answers.len().checked_sub(ANSWERS_SHOWN).filter(|it| *it > 0);
    rows.maybe("answers-not-shown", more)
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
        .maybe("ordering", form.ordering.then(|| context.label("pki-yes")))
        .maybe("tsa-name", form.authority.as_ref())
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
    rows.maybe("response-status", form.response_status)
        .each("response-failure", &form.response_failures)
        .each("response-text", &form.response_text);
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
        let mut facts = Facts::new();
        facts.insert("number".into(), one.position.to_string());
        facts.insert("count".into(), form.signers.len().to_string());
        text.push_str(&signer(one, &context.say("pki-signer-of", &facts), 2, context));
    }
    text.push_str(&found(&form.findings, 2, context));
    text
}

/// A signer, or one who confirmed a signature, under the line that says which.
fn signer(form: &SignerForm, line: &str, indent: usize, context: &Context<'_>) -> String {
    let margin = " ".repeat(indent);
    let line = context.paint(Tone::Strong, line);
    let mut text = format!("{margin}{line} {}\n", verdict(form.verdict, context));
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
    for attribute in &form.attributes {
        let field = if attribute.signed { "attribute-signed" } else { "attribute-unsigned" };
        rows.add(
            field,
            match &attribute.says {
                Some(says) => format!("{}: {says}", attribute.id.shown()),
                None => attribute.id.shown(),
            },
        );
    }
    text.push_str(&rows.show(indent + 2));
    text.push_str(&found(&form.findings, indent + 2, context));
    for stamp in &form.time_stamps {
        let line = context.label("pki-kind-tsp-token");
        text.push_str(&format!("{margin}  {line} {}\n", verdict(stamp.verdict, context)));
        text.push_str(&token(stamp, indent + 4, context));
    }
    if let Some(path) = &form.path {
        text.push_str(&target(path, indent + 2, context));
    }
    for counter in &form.counter_signatures {
        let line = context.label("pki-counter-signature");
        text.push_str(&signer(counter, &line, indent + 2, context));
    }
    text
}
