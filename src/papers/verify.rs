//! Whether a paper is what it says: from its file alone, years later.
//!
//! The record, the form and the shared words are attached to the PDF. The pages are rendered from
//! them again and compared byte for byte; the fields are held against the form again; the form is
//! compared with the one of this program, for a form may be forged as a text may; and the signature
//! beside the file is judged like a signature of an act.

use std::collections::BTreeMap;

use model::VerifySignature as _;
use model::{EvidenceId, Localized, Note, Signature, SignatureStanding, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

use super::value::{Value, Words};
use super::{FORM, FORMAT, Fields, Forms, KIND, OFFICE, Paper, PaperError, PaperRecord, RECORD};
use crate::catalog::{CatalogError, Files};
use crate::document::attached::{NotAttached, attached};
use crate::inspection::Check;
use crate::signing::{CmsVerifier, Elsewhere, Trust, leaves_time_open};

/// What was looked at in a paper.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PaperVerification {
    /// What the paper says.
    pub record: PaperRecord,
    /// SHA-256 of the file.
    pub file: EvidenceId,
    /// What was looked at, in order.
    pub checks: Vec<Check>,
    /// What whoever relies on it should know.
    pub warnings: Vec<Localized>,
    /// The verdict over all checks.
    pub verdict: Verdict,
}

/// A file that is no paper of this program.
#[derive(Debug, thiserror::Error)]
pub enum NotAPaper {
    /// Its files cannot be read.
    #[error(transparent)]
    Attached(#[from] NotAttached),
    /// The form it carries does not fit together.
    #[error(transparent)]
    Form(#[from] CatalogError),
    /// The record is not of the form.
    #[error("paper.json: {0}")]
    Record(serde_json::Error),
}

/// Every code that a verification may put into a check, beside those of signatures.
pub const SAYS: &[&str] = &[
    "paper.draft",
    "paper.fields-defective",
    "paper.fields-in-order",
    "paper.form-as-known",
    "paper.form-not-known",
    "paper.pages-as-recorded",
    "paper.pages-differ",
    "paper.record-of-another-kind",
    "paper.signature-holds",
    "paper.signature-invalid",
    "paper.signature-open",
    "paper.source-named",
    "paper.source-not-named",
    "paper.unsigned",
];

/// Verifies a paper: the PDF, and the signature beside it where there is one.
///
/// # Errors
///
/// [`NotAPaper`] where nothing can be verified.
pub fn verify(
    pdf: &[u8],
    signature: Option<&Signature>,
    trust: &Trust,
    own: &Forms,
) -> Result<PaperVerification, NotAPaper> {
    let text = |name| attached(pdf, name).map(|it| String::from_utf8_lossy(&it).into_owned());
    let record: PaperRecord =
        serde_json::from_slice(&attached(pdf, RECORD)?).map_err(NotAPaper::Record)?;
    let form = format!("forms/{}.toml", record.form);
    let carried =
        Files::given(RECORD, [(form, text(FORM)?), (super::office::FILE.into(), text(OFFICE)?)]);
    let carried = Forms::of(&carried)?;
    let mut checks = Vec::new();
    if record.kind != KIND || record.format != FORMAT {
        checks.push(bad(Note::new("paper.record-of-another-kind").fact("kind", &record.kind)));
    }
    let mut warnings = Vec::new();
    match again(&carried, &record) {
        Ok((paper, rendered, has_to)) => {
            checks.push(good(Note::new("paper.fields-in-order")));
            warnings = paper.warnings;
            checks.extend(rests(&record, has_to));
            let same = rendered.as_ref().is_ok_and(|it| it.pdf == pdf);
            let code = if same { "paper.pages-as-recorded" } else { "paper.pages-differ" };
            let note = Note::new(code);
            let differs = |note: Note| note.fact("version", &record.tool.version);
            checks.push(if same {
                good(note)
            } else if record.tool.version == env!("CARGO_PKG_VERSION") {
                bad(differs(note))
            } else {
                open(differs(note))
            });
        }
        Err(error) => {
            checks.push(bad(Note::new("paper.fields-defective").fact("reason", error)));
        }
    }
    checks.push(known(own, &record));
    signed(pdf, signature, trust, &record, &mut checks);
    let verdict = Verdict::over(checks.iter().map(|it| it.verdict));
    Ok(PaperVerification { record, file: EvidenceId::of(pdf), checks, warnings, verdict })
}

/// What the paper says it rests on. Whether the register says so still, its register tells.
fn rests(record: &PaperRecord, has_to: bool) -> Option<Check> {
    if record.draft {
        return Some(open(Note::new("paper.draft")));
    }
    match &record.source {
        Some(source) => {
            let note = Note::new("paper.source-named").fact("register", &source.register);
            Some(good(note.fact("rows", source.rows.join(", "))))
        }
        None => has_to.then(|| bad(Note::new("paper.source-not-named"))),
    }
}

/// The paper that the record makes once more. What differs from the record differs in the pages.
fn again<'a>(
    carried: &'a Forms,
    record: &PaperRecord,
) -> Result<(Paper<'a>, Result<super::PaperFiles, PaperError>, bool), PaperError> {
    let mut fields = Fields::default();
    for (name, value) in &record.fields {
        fields.give_raw(name, raw(value));
    }
    let mut paper =
        Paper::compose(carried, &record.form, &fields, &record.languages, record.made_at)?;
    paper.record.tool = record.tool.clone();
    // What it rested on then is not looked up here: the record says it, and is compared as a whole.
    // Of its fields alone it is a draft exactly where it has to rest on more.
    let has_to = paper.record.draft;
    paper.record.draft = record.draft;
    paper.record.source.clone_from(&record.source);
    let rendered = paper.render();
    Ok((paper, rendered, has_to))
}

fn raw(value: &Value) -> toml::Value {
    let cells = |cells: &BTreeMap<String, Value>| {
        toml::Value::Table(cells.iter().map(|(name, it)| (name.clone(), raw(it))).collect())
    };
    match value {
        Value::Choice(text) => text.clone().into(),
        Value::Choices(texts) => texts.clone().into(),
        Value::Date(day) => day.to_string().into(),
        Value::Grid(rows) => {
            toml::Value::Table(rows.iter().map(|(name, row)| (name.clone(), cells(row))).collect())
        }
        Value::List(items) => toml::Value::Array(items.iter().map(said).collect()),
        Value::Number(number) => i64::from(*number).into(),
        Value::Rows(rows) => toml::Value::Array(rows.iter().map(cells).collect()),
        Value::Text(words) => said(words),
    }
}

fn said(words: &Words) -> toml::Value {
    match words {
        Words::Same(text) => text.clone().into(),
        Words::Each(texts) => {
            let texts = texts.iter().map(|(lang, it)| (lang.as_str().into(), it.clone().into()));
            toml::Value::Table(texts.collect())
        }
    }
}

/// Whether form and shared words are those of this program: anybody can attach another wording.
fn known(own: &Forms, record: &PaperRecord) -> Check {
    let same = own.with_text(&record.form).is_ok_and(|(_, text)| {
        EvidenceId::of(text.as_bytes()) == record.form_sha256
            && EvidenceId::of(own.office_text.as_bytes()) == record.office_sha256
    });
    let note = |code| Note::new(code).fact("form", &record.form).fact("sha256", record.form_sha256);
    if same { good(note("paper.form-as-known")) } else { open(note("paper.form-not-known")) }
}

fn signed(
    pdf: &[u8],
    signature: Option<&Signature>,
    trust: &Trust,
    record: &PaperRecord,
    checks: &mut Vec<Check>,
) {
    let Some(signature) = signature else {
        checks.push(open(Note::new("paper.unsigned")));
        return;
    };
    let elsewhere = Elsewhere::default();
    let verifier = CmsVerifier { trust, sealed_at: record.made_at, elsewhere: &elsewhere };
    for checked in verifier.check(pdf, signature) {
        let (code, verdict) = match checked.standing {
            SignatureStanding::Conclusive => ("paper.signature-holds", Verdict::Complies),
            SignatureStanding::Inconclusive => ("paper.signature-open", Verdict::Undetermined),
            SignatureStanding::Invalid => ("paper.signature-invalid", Verdict::Violates),
        };
        let absent = || "–".to_owned();
        let note = Note::new(code)
            .fact("file", &signature.label)
            .fact("signer", checked.signer.map_or_else(absent, |it| it.to_string()))
            .fact("time", checked.signed_at.map_or_else(absent, |it| it.to_string()));
        checks.push(Check { note, verdict });
        checks.extend(checked.notes.into_iter().map(|note| {
            let open = verdict == Verdict::Complies && leaves_time_open(&note);
            Check { verdict: if open { Verdict::Undetermined } else { verdict }, note }
        }));
    }
}

fn good(note: Note) -> Check {
    Check { note, verdict: Verdict::Complies }
}

fn bad(note: Note) -> Check {
    Check { note, verdict: Verdict::Violates }
}

fn open(note: Note) -> Check {
    Check { note, verdict: Verdict::Undetermined }
}
