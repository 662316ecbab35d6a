//! `tekseru committee paper`: letters, notices, decisions, the certificate.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use model::{EvidenceId, Lang, Localized, Note, Signature};
use serde_json::json;

use super::office::open;
use crate::act::record::ActRecord;
use crate::case::Case;
use crate::catalog::Catalog;
use crate::committee::record_of;
use crate::face::cli::args::Key;
use crate::face::cli::context::{Context, Exit, Tone, put, visible};
use crate::face::cli::show::{self, checks, complain, tell};
use crate::face::cli::verbs::{VerbError, exit_of, iin, write_file};
use crate::face::cli::{errors, sign};
use crate::inspection::{DissentStatement, InspectionError, Pack, legal_day};
use crate::papers::verify::verify;
use crate::papers::{Fields, FieldsError, Forms, PaperError};
use crate::register::{Asked, RegisterError};
use crate::signing::device::signer;
use crate::signing::{SigningError, Trust};

/// The largest file that is read besides a signed PDF, in bytes.
const LARGEST: u64 = 64 << 20;

#[derive(Args)]
pub(in crate::face::cli) struct Paper {
    /// Which paper
    #[arg(required_unless_present_any = ["list", "verify"])]
    kind: Option<String>,
    /// List every paper
    #[arg(long, conflicts_with_all = ["kind", "template", "verify"])]
    list: bool,
    /// Write a file to fill in
    #[arg(long)]
    template: bool,
    /// Fill it from the register: the certificate of this number
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["decision", "matter"])]
    certificate: Option<String>,
    /// Fill it from the register: the decision of this number in the list
    #[arg(long, value_name = "NUMBER", conflicts_with = "matter")]
    decision: Option<i64>,
    /// Fill it from the register: the act of this number in the list
    #[arg(long, value_name = "NUMBER")]
    matter: Option<i64>,
    /// Who signs: the IIN of an officer of the register
    #[arg(long, value_name = "IIN")]
    signatory: Option<String>,
    /// Take fields from an act: a pack, or an act.json
    #[arg(long, value_name = "FILE")]
    act: Option<PathBuf>,
    /// Take fields from a case
    #[arg(long, value_name = "FILE")]
    case: Option<PathBuf>,
    /// Take fields from a dissent of the act
    #[arg(long, value_name = "FILE", requires = "act")]
    dissent: Option<PathBuf>,
    /// Take fields from a row of the register, as JSON
    #[arg(long, value_name = "FILE")]
    row: Option<PathBuf>,
    /// Take fields from a file that was filled in
    #[arg(long, value_name = "FILE")]
    fields: Option<PathBuf>,
    /// A field: NAME=VALUE; again for a list; NAME.ru=VALUE for one language
    #[arg(long, value_name = "NAME=VALUE", value_parser = field)]
    field: Vec<(String, String)>,
    /// Print English beside Kazakh and Russian
    #[arg(long)]
    with_english: bool,
    /// Where to
    #[arg(long, value_name = "FILE", required_unless_present_any = ["list", "template", "verify"])]
    out: Option<PathBuf>,
    #[command(flatten)]
    key: Key,
    /// Verify a paper, and the signature beside it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["kind", "template", "out"])]
    verify: Option<PathBuf>,
    /// The signature, where it does not lie beside the paper as FILE.p7s
    #[arg(long, value_name = "FILE", requires = "verify")]
    signature: Option<PathBuf>,
    /// A certificate under which the signer's certificate is judged
    #[arg(long, value_name = "FILE", requires = "verify")]
    anchor: Vec<PathBuf>,
    /// A certificate or revocation list by which it is judged
    #[arg(long, value_name = "FILE", requires = "verify")]
    trust: Vec<PathBuf>,
}

/// `name=value`
fn field(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("a name, a sign of equality and a value")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

impl Paper {
    /// Whether it is to be signed.
    const fn signs(&self) -> bool {
        self.key.p12.is_some() || self.key.token_module.is_some() || self.key.ncalayer
    }

    /// What the register is asked for.
    fn asked(&self) -> Option<Asked> {
        let certificate = self.certificate.clone().map(Asked::Certificate);
        certificate.or(self.decision.map(Asked::Decision)).or(self.matter.map(Asked::Matter))
    }
}

pub(super) fn run(
    arguments: &Paper,
    database: &Path,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let forms = Forms::load(catalog.folder())?;
    match (&arguments.verify, &arguments.kind) {
        (Some(pdf), _) => verified(arguments, pdf, &forms, context),
        (None, Some(kind)) if arguments.template => {
            let template = forms.find(kind)?.template(context.lang);
            match &arguments.out {
                Some(place) => write_file(place, template.as_bytes())?,
                None => put(&template),
            }
            Ok(Exit::AllClosed)
        }
        (None, Some(kind)) => made(arguments, kind, (&forms, catalog), database, context),
        (None, None) => {
            list(&forms, context);
            Ok(Exit::AllClosed)
        }
    }
}

fn list(forms: &Forms, context: &Context<'_>) {
    let said = |text: &Localized| visible(text.in_lang(context.lang)).into_owned();
    if context.json {
        let all: Vec<_> = forms
            .iter()
            .map(|it| {
                json!({
                    "paper": it.id,
                    "title": it.title,
                    "act": it.act,
                    "clause": it.clause,
                    "edition": it.edition,
                    "status": it.status.as_str(),
                    "wording": it.wording.as_str(),
                })
            })
            .collect();
        show::json(&all);
        return;
    }
    for form in forms.iter() {
        put(&context.paint(Tone::Strong, &context.wrap("", 0, &form.id)));
        put(&context.wrap("  ", 2, &said(&form.title)));
        let place = format!("{}; {}", said(&form.clause), visible(&form.edition));
        put(&context.wrap("  ", 4, &place));
        let status = context.label(&format!("paper-status-{}", form.status.as_str()));
        let wording = context.label(&format!("paper-wording-{}", form.wording.as_str()));
        put(&context.paint(Tone::Quiet, &context.wrap("  ", 4, &format!("{status}; {wording}"))));
    }
}

fn made(
    arguments: &Paper,
    kind: &str,
    (forms, catalog): (&Forms, &Catalog),
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let now = Timestamp::now();
    let (mut fields, act) = registered(arguments, database, now, context)?;
    for (name, value) in &arguments.field {
        fields.give(name, value);
    }
    if let Some(file) = &arguments.fields {
        fields.add(Fields::read(file)?);
    }
    if let Some(file) = &arguments.row {
        fields.add(Fields::from_row(&row(file)?));
    }
    if let Some(pack) = &arguments.act {
        let act = match act {
            Some((matter, sealed)) => act_of(pack, (matter, sealed), catalog, context)?,
            None => record_of(pack)?,
        };
        fields.add(match &arguments.dissent {
            Some(file) => Fields::from_dissent(&json_of::<DissentStatement>(file)?, &act),
            None => Fields::from_act(&act),
        });
    }
    if let Some(file) = &arguments.case {
        fields.add(Fields::from_case(&Case::read(file)?));
    }
    let mut langs = vec![Lang::Kk, Lang::Ru];
    if arguments.with_english {
        langs.push(Lang::En);
    }
    let paper = match crate::papers::Paper::compose(forms, kind, &fields, &langs, now) {
        Ok(paper) => paper,
        Err(PaperError::Defects { form, defects }) => {
            let all: Vec<_> = defects.iter().map(errors::papers::defect).collect();
            let error = VerbError::Paper(PaperError::Defects { form, defects });
            if context.json {
                show::json(&json!({ "error": error.note(), "defects": all }));
                return Ok(Exit::Failure);
            }
            show::failure(context, &error);
            for note in &all {
                let said = context.say(&note.code, &note.facts);
                eprint!("{}", context.wrap("  - ", 4, &said));
            }
            return Ok(Exit::Failure);
        }
        Err(error) => return Err(error.into()),
    };
    if paper.record.draft && arguments.signs() {
        return Err(PaperError::DraftSigned { form: kind.to_owned() }.into());
    }
    let files = paper.render()?;
    let place = arguments.out.as_deref().unwrap_or_else(|| Path::new("paper.pdf"));
    // Signed before anything is written: a paper without its signature would pass for a draft.
    let signature = signature(arguments, &files.pdf, now, context)?;
    write_file(place, &files.pdf)?;
    let beside = beside(place);
    match &signature {
        Some(cms) => write_file(&beside, cms)?,
        // The signature of another paper that lay there would pass for that of this one.
        None if beside.exists() => {
            std::fs::remove_file(&beside)
                .map_err(|source| VerbError::Output { path: beside.clone(), source })?;
        }
        None => {}
    }
    if context.json {
        show::json(&json!({
            "paper": kind,
            "place": place,
            "sha256": EvidenceId::of(&files.pdf),
            "signature": signature.as_ref().map(|_| &beside),
            "draft": paper.record.draft,
            "source": paper.record.source,
            "warnings": paper.warnings,
        }));
        return Ok(Exit::AllClosed);
    }
    warnings(context, &paper.warnings);
    tell(
        context,
        if paper.record.draft { "paper-made-draft" } else { "paper-made" },
        [
            ("place", place.display().to_string()),
            ("sha256", EvidenceId::of(&files.pdf).to_string()),
        ],
    );
    if signature.is_some() {
        tell(context, "paper-signed", [("place", beside.display().to_string())]);
    }
    Ok(Exit::AllClosed)
}

/// What the register knows, and which act it knows it of: the matter, and the sealed file.
fn registered(
    arguments: &Paper,
    database: &Path,
    now: Timestamp,
    context: &Context<'_>,
) -> Result<(Fields, Option<(i64, EvidenceId)>), VerbError> {
    let (asked, signatory) = (arguments.asked(), iin(arguments.signatory.as_deref())?);
    if asked.is_none() && signatory.is_none() {
        return Ok((Fields::default(), None));
    }
    let (mut database, today) = (open(database, context)?, legal_day(now));
    let (mut fields, mut act) = (Fields::default(), None);
    if let Some(asked) = asked {
        let bearing = database.bearing(&asked)?;
        fields = Fields::from_register(&bearing, today);
        let matter = bearing.survey.as_ref().or(bearing.matter.as_ref());
        act = matter.map(|it| (it.id, it.taking.act));
    }
    if let Some(iin) = signatory {
        let officers = database.officers()?;
        let serving = officers.iter().find(|it| it.iin == iin && it.serves_on(today));
        let officer = serving.ok_or(RegisterError::NotAnOfficer { iin })?;
        fields.add(Fields::from_officer(officer));
    }
    Ok((fields, act))
}

/// The record of the very act that the register knows: of a bare act.json nobody could tell.
fn act_of(
    place: &Path,
    (matter, sealed): (i64, EvidenceId),
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<ActRecord, VerbError> {
    let another = || {
        let defects = vec![Note::new("register.another-act").fact("matter", matter)];
        VerbError::from(RegisterError::Refused { defects })
    };
    if place.extension().is_some_and(|it| it.eq_ignore_ascii_case("json")) {
        return Err(PaperError::BareRecord { path: place.into() }.into());
    }
    let verification = Pack::open(place)?.verify(catalog, context.words)?;
    let same = verification.act == sealed;
    verification.record.filter(|_| same).map(|it| *it).ok_or_else(another)
}

/// The signature over the file, read again: whatever signed, it signed this and nothing else.
fn signature(
    arguments: &Paper,
    pdf: &[u8],
    now: Timestamp,
    context: &Context<'_>,
) -> Result<Option<Vec<u8>>, VerbError> {
    // Whoever the paper names as signing signs it.
    let signatory = iin(arguments.signatory.as_deref())?;
    let member = iin(arguments.key.member.as_deref())?;
    if let (Some(signatory), Some(member)) = (&signatory, &member)
        && signatory != member
    {
        let (member, found) = (signatory.clone(), Some(member.to_string()));
        return Err(InspectionError::NotTheMembersKey { member, found }.into());
    }
    let member = signatory.or(member);
    let Some(device) = sign::device(&arguments.key, member.as_ref(), now, context)? else {
        return Ok(None);
    };
    let cms = sign::with_window(&arguments.key, context, || device.cms(pdf, now))?;
    signer(&cms, pdf, member.as_ref()).map_err(SigningError::from)?;
    Ok(Some(cms))
}

fn warnings(context: &Context<'_>, warnings: &[Localized]) {
    for warning in warnings {
        let said = visible(warning.in_lang(context.lang)).into_owned();
        complain(context, "cli-warning", Tone::Doubt, &said, None);
    }
}

fn verified(
    arguments: &Paper,
    pdf: &Path,
    forms: &Forms,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let bytes = bounded(pdf)?;
    let beside = beside(pdf);
    let place = match &arguments.signature {
        Some(place) => Some(place.as_path()),
        None => beside.exists().then_some(beside.as_path()),
    };
    let signature = match place {
        Some(place) => Some(Signature {
            label: place.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            bytes: bounded(place)?,
        }),
        None => None,
    };
    let mut trust = Trust::default();
    for file in &arguments.anchor {
        trust.anchors.extend(pki::read_certificates(&bounded(file)?).certificates);
    }
    for file in &arguments.trust {
        let bytes = bounded(file)?;
        trust.candidates.extend(pki::read_certificates(&bytes).certificates);
        trust.crls.extend(pki::crl::read_crl(&bytes).0);
    }
    let verification = verify(&bytes, signature.as_ref(), &trust, forms)?;
    if context.json {
        show::json(&verification);
    } else {
        if let Ok(form) = forms.find(&verification.record.form) {
            let title = visible(form.title.in_lang(context.lang)).into_owned();
            put(&context.paint(Tone::Strong, &context.wrap("", 0, &title)));
        }
        checks(context, &verification.checks);
        warnings(context, &verification.warnings);
    }
    Ok(exit_of(verification.verdict))
}

/// The file of the signature: `FILE.p7s`.
fn beside(pdf: &Path) -> PathBuf {
    let mut name = pdf.as_os_str().to_owned();
    name.push(".p7s");
    PathBuf::from(name)
}

fn bounded(path: &Path) -> Result<Vec<u8>, FieldsError> {
    let unreadable = |source| FieldsError::Unreadable { path: path.into(), source };
    let length = std::fs::metadata(path).map_err(unreadable)?.len();
    if length > LARGEST {
        return Err(FieldsError::TooLarge { path: path.into(), length, most: LARGEST });
    }
    std::fs::read(path).map_err(unreadable)
}

fn json_of<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, FieldsError> {
    serde_json::from_slice(&bounded(path)?)
        .map_err(|error| FieldsError::NotJson { path: path.into(), reason: error.to_string() })
}

/// A row of the register: an object of texts; numbers and what is empty are taken as text.
fn row(path: &Path) -> Result<BTreeMap<String, String>, FieldsError> {
    let row: BTreeMap<String, serde_json::Value> = json_of(path)?;
    let text = |value: serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text,
        other @ (serde_json::Value::Array(_)
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::Object(_)) => other.to_string(),
    };
    Ok(row.into_iter().map(|(name, value)| (name, text(value))).collect())
}
