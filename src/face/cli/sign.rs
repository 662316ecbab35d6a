//! `sign` and `dissent`: by which device, or elsewhere, and what comes of it.

use std::io;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use model::{EvidenceId, Iin, Note, RequirementId, SignatureStanding};
use serde_json::json;
use zeroize::Zeroizing;

use super::args::{Dissent, Key, Sign};
use super::context::{Context, Exit, Tone, put, visible};
use super::show::{board, facts, json, outcomes, quorum, taken, tell};
use super::verbs::{VerbError, iin, with_bar, world, worse, write_file};
use crate::act::compose::instant;
use crate::case::Case;
use crate::catalog::Catalog;
use crate::dossier::Access;
use crate::inspection::{
    Inspection, ReturnResult, Returned, ReturnedSigner, SealedAct, SignatureFound, Status,
};
use crate::signing::ncalayer::{ADDRESS, DIALOG, NcaLayer};
use crate::signing::stamp::WithStamp;
use crate::signing::token::{AskPin, PinQuestion, Token, TokenChoice};
use crate::signing::{SigningError, SigningKey, Signs};

pub(super) fn sign(
    arguments: &Sign,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let now = Timestamp::now();
    let member = iin(arguments.key.member.as_deref())?;
    let items: Vec<_> = arguments.item.iter().cloned().map(RequirementId).collect();
    match (&arguments.reservation, &arguments.export) {
        (Some(_), _) if !arguments.import.is_empty() => {
            return Err(VerbError::Contradiction("cli-sign-reservation-and-import"));
        }
        (Some(_), Some(_)) if member.is_none() => {
            return Err(VerbError::Contradiction("cli-sign-reservation-of-nobody"));
        }
        (None, _) if !items.is_empty() => {
            return Err(VerbError::Contradiction("cli-sign-items-without-reservation"));
        }
        _ => {}
    }
    let mut inspection =
        Inspection::open(&arguments.dossier, Access::Write { now }, catalog, context.words)?;
    for file in &arguments.trust {
        inspection.add_trust(file, now)?;
    }
    if let Some(place) = &arguments.export {
        let reserved = arguments.reservation.as_ref().zip(member.as_ref());
        let ((sealed, bytes), last) = match reserved {
            None => (inspection.file_to_sign()?, "cli-sign-elsewhere-act"),
            Some((text, member)) => (
                inspection.reservation_to_sign(member, text, &items)?,
                "cli-sign-elsewhere-reservation",
            ),
        };
        write_new(place, &bytes)?;
        to_sign(context, &sealed, &ToSign { place, bytes: &bytes, last });
        return Ok(Exit::AllClosed);
    }
    if !arguments.import.is_empty() {
        let statement = arguments.statement.as_deref();
        let files = inspection.take_signatures(&arguments.import, statement, now)?;
        returned(context, &files, &inspection.status()?);
        return Ok(exit_of(&files));
    }
    let Some(device) = device(&arguments.key, member.as_ref(), now, context)? else {
        if arguments.trust.is_empty() || arguments.reservation.is_some() {
            return Err(VerbError::NothingToSignWith);
        }
        taken(context, arguments.trust.len());
        return Ok(Exit::AllClosed);
    };
    let case = inspection.case().clone();
    let services = services(&arguments.key, &case);
    let (found, stamps) = with_stamps(device.as_ref(), services, &case, |signer| {
        with_window(&arguments.key, context, || {
            // First the reservation: who signs only with it has not signed where it fails.
            if let Some(text) = &arguments.reservation {
                inspection.reserve(signer, member.as_ref(), text, &items, now)?;
            }
            inspection.sign(signer, member.as_ref(), now)
        })
    })?;
    signed(context, &found?, &stamps, &inspection.status()?);
    Ok(stamps.exit(&arguments.key))
}

/// The services that are asked for time-stamps: those of the command line, else those of the case.
fn services<'a>(key: &'a Key, case: &'a Case) -> &'a [String] {
    match key.tsp.as_slice() {
        _ if key.no_time_stamp => &[],
        [] => &case.signing_tsp,
        named => named,
    }
}

/// What became of the time-stamps over what was signed.
#[derive(Default)]
struct Stamps {
    notes: Vec<Note>,
    /// Whether services were asked, and something was signed that has none all the same.
    missed: bool,
}

impl Stamps {
    /// Who names a service on the command line wants a time-stamp; the services of the case are
    /// asked where they can be reached.
    const fn exit(&self, key: &Key) -> Exit {
        if self.missed && !key.tsp.is_empty() { Exit::Undetermined } else { Exit::AllClosed }
    }

    /// The word in front of all others where one is missing, and what became of each service.
    fn say(&self, context: &Context<'_>) {
        if self.missed {
            let said = context.label("cli-signed-without-time-stamp");
            put(&context.paint(Tone::Bad, &context.wrap("! ", 2, &said)));
        }
        said(context, &self.notes);
    }
}

/// Lets a device sign with a time-stamp over the signature, where services are named that give
/// one; and what became of asking them.
fn with_stamps<T>(
    device: &dyn Signs,
    services: &[String],
    case: &Case,
    work: impl FnOnce(&dyn Signs) -> T,
) -> Result<(T, Stamps), VerbError> {
    if services.is_empty() {
        return Ok((work(device), Stamps::default()));
    }
    let site = world(case)?;
    let signer = WithStamp::new(device, services, &site);
    let done = work(&signer);
    Ok((done, Stamps { notes: signer.notes(), missed: signer.missed() }))
}

pub(super) fn dissent(
    arguments: &Dissent,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let now = Timestamp::now();
    let mut inspection =
        Inspection::open(&arguments.dossier, Access::Write { now }, catalog, context.words)?;
    if !arguments.import.is_empty() {
        let statement = arguments.statement.as_deref();
        let files = inspection.take_dissents(&arguments.import, statement, now)?;
        returned(context, &files, &inspection.status()?);
        return Ok(exit_of(&files));
    }
    let member = iin(arguments.key.member.as_deref())?;
    let reasons = arguments.reasons.as_deref().unwrap_or_default();
    let items: Vec<_> = arguments.item.iter().cloned().map(RequirementId).collect();
    if let (Some(place), Some(member)) = (&arguments.export, &member) {
        let (sealed, bytes) = inspection.dissent_to_sign(member, reasons, &items)?;
        write_new(place, &bytes)?;
        let what = ToSign { place, bytes: &bytes, last: "cli-sign-elsewhere-dissent" };
        to_sign(context, &sealed, &what);
        return Ok(Exit::AllClosed);
    }
    let device = device(&arguments.key, member.as_ref(), now, context)?;
    let device = device.ok_or(VerbError::NothingToSignWith)?;
    let case = inspection.case().clone();
    let services = services(&arguments.key, &case);
    let (member, stamps) = with_stamps(device.as_ref(), services, &case, |signer| {
        with_window(&arguments.key, context, || {
            inspection.dissent(signer, member.as_ref(), reasons, &items, now)
        })
    })?;
    dissented(context, &member?, &stamps);
    Ok(stamps.exit(&arguments.key))
}

/// What signs, where one was chosen.
pub(super) fn device<'a>(
    key: &Key,
    member: Option<&Iin>,
    now: Timestamp,
    context: &'a Context<'_>,
) -> Result<Option<Box<dyn Signs + 'a>>, VerbError> {
    if let Some(path) = &key.p12 {
        let password = match told(key.password_file.as_deref(), "TEKSERU_PASSWORD")? {
            Some(password) => password,
            None => asked(&context.label("cli-password")).map_err(VerbError::Password)?,
        };
        return Ok(Some(Box::new(SigningKey::open_for(path, &password, member, now)?)));
    }
    if let Some(module) = &key.token_module {
        let choice = TokenChoice {
            module,
            slot: key.token_slot,
            label: key.token_label.as_deref(),
            certificate: key.token_certificate.as_deref(),
            member,
            at: now,
        };
        let pin = told(key.pin_file.as_deref(), "TEKSERU_PIN")?;
        let pin: AskPin<'a> = Box::new(move |question| match &pin {
            Some(pin) => Ok(pin.clone()),
            None => asked(&pin_prompt(context, question)),
        });
        return Ok(Some(Box::new(Token::open(&choice, pin).map_err(SigningError::Token)?)));
    }
    if key.ncalayer {
        return Ok(Some(Box::new(NcaLayer {
            address: key.ncalayer_address.unwrap_or(ADDRESS),
            lang: context.lang,
            member: member.cloned(),
            // One time-stamp is enough.
            time_stamp: !key.no_time_stamp && key.tsp.is_empty(),
            wait: key.wait.map_or(DIALOG, Duration::from_secs),
        })));
    }
    Ok(None)
}

/// A password or a PIN that was given beforehand: in the file, else in the environment.
fn told(file: Option<&Path>, variable: &str) -> Result<Option<Zeroizing<String>>, VerbError> {
    let Some(file) = file else { return Ok(std::env::var(variable).ok().map(Zeroizing::new)) };
    let failed = |source| VerbError::Output { path: file.into(), source };
    let text = Zeroizing::new(std::fs::read_to_string(file).map_err(failed)?);
    Ok(Some(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned())))
}

/// Asks the person for a password or a PIN.
fn asked(prompt: &str) -> io::Result<Zeroizing<String>> {
    rpassword::prompt_password(format!("{prompt}: ")).map(Zeroizing::new)
}

fn pin_prompt(context: &Context<'_>, question: &PinQuestion) -> String {
    let tries = question.tries.as_str().to_owned();
    let code = if question.for_one_signature { "cli-pin-for-one-signature" } else { "cli-pin" };
    context.say(code, &facts([("token", question.token.clone()), ("tries", tries)]))
}

/// Says that a window waits for an answer, as long as one does.
pub(super) fn with_window<T>(key: &Key, context: &Context<'_>, work: impl FnOnce() -> T) -> T {
    if !key.ncalayer {
        return work();
    }
    let waiting = context.label("cli-ncalayer-waiting");
    with_bar(context, |tell| {
        tell(&waiting);
        work()
    })
}

/// Writes a file that somebody signs elsewhere. What lies there under the name is another file,
/// perhaps a signature: it stays.
fn write_new(place: &Path, bytes: &[u8]) -> Result<(), VerbError> {
    match std::fs::read(place) {
        Ok(there) if there == bytes => Ok(()),
        Ok(_) => {
            let source = io::ErrorKind::AlreadyExists.into();
            Err(VerbError::Output { path: place.into(), source })
        }
        Err(_) => write_file(place, bytes),
    }
}

/// A file that is signed elsewhere.
struct ToSign<'a> {
    place: &'a Path,
    bytes: &'a [u8],
    /// What to do with the signature.
    last: &'static str,
}

fn to_sign(context: &Context<'_>, sealed: &SealedAct, what: &ToSign<'_>) {
    let (file, sha256) = (what.place.display().to_string(), EvidenceId::of(what.bytes));
    if context.json {
        let length = what.bytes.len();
        json(&json!({ "file": file, "sha256": sha256, "length": length, "act": sealed }));
        return;
    }
    tell(context, "cli-to-sign", [("file", file), ("sha256", sha256.to_string())]);
    for step in ["unchanged", "program", "detached"] {
        put(&context.wrap("  · ", 4, &context.label(&format!("cli-sign-elsewhere-{step}"))));
    }
    put(&context.wrap("  · ", 4, &context.label(what.last)));
}

fn signed(context: &Context<'_>, found: &SignatureFound, stamps: &Stamps, status: &Status) {
    if context.json {
        let (label, file) = (&found.label, found.file);
        let Stamps { notes, missed } = stamps;
        json(&json!({
            "label": label,
            "file": file,
            "notes": notes,
            "time-stamp-missed": missed,
            "tally": status.tally,
        }));
        return;
    }
    tell(context, "cli-signed", [("label", found.label.clone())]);
    stamps.say(context);
    outcomes(context, &status.tally);
    board(context, &status.members);
}

fn dissented(context: &Context<'_>, member: &Iin, stamps: &Stamps) {
    if context.json {
        let Stamps { notes, missed } = stamps;
        json(&json!({ "member": member, "notes": notes, "time-stamp-missed": missed }));
        return;
    }
    tell(context, "cli-dissented", [("member", member.to_string())]);
    stamps.say(context);
}

/// Notes with their next steps.
fn said(context: &Context<'_>, notes: &[Note]) {
    for note in notes {
        put(&context.wrap("  · ", 4, &context.say(&note.code, &note.facts)));
        if let Some(next) = context.next_step(&note.code, &note.facts) {
            put(&context.wrap("    → ", 6, &next));
        }
    }
}

/// Every file that came back, and what is still needed.
fn returned(context: &Context<'_>, files: &[Returned], status: &Status) {
    if context.json {
        json(&json!({ "act": status.sealed, "files": files, "tally": status.tally }));
        return;
    }
    for file in files {
        returned_file(context, file);
    }
    board(context, &status.members);
    quorum(context, &status.tally);
}

fn returned_file(context: &Context<'_>, file: &Returned) {
    let (mark, tone) = match file.result {
        ReturnResult::Already | ReturnResult::Recorded => ("✓ ", Tone::Good),
        ReturnResult::Refused | ReturnResult::Unread => ("✗ ", Tone::Bad),
    };
    let sentence = context.say(&file.note.code, &file.note.facts);
    let head = format!("{}: {sentence}", visible(&file.file));
    put(&context.paint(tone, &context.wrap(mark, 2, &head)));
    if let Some(next) = context.next_step(&file.note.code, &file.note.facts) {
        put(&context.wrap("  → ", 4, &next));
    }
    said(context, &file.notes);
    let taken = matches!(file.result, ReturnResult::Already | ReturnResult::Recorded);
    for signer in &file.signers {
        put(&context.wrap("  · ", 4, &signer_line(context, signer)));
        for note in signer.notes.iter().filter(|_| taken && signer.over_this) {
            put(&context.paint(
                Tone::Quiet,
                &context.wrap("    · ", 6, &context.say(&note.code, &note.facts)),
            ));
            if let Some(next) = context.next_step(&note.code, &note.facts) {
                put(&context.wrap("      → ", 8, &next));
            }
        }
    }
}

/// Who, when, and what it is worth.
fn signer_line(context: &Context<'_>, signer: &ReturnedSigner) -> String {
    let who = match (&signer.name, &signer.iin) {
        (Some(name), Some(iin)) => format!("{name} ({iin})"),
        (None, Some(iin)) => {
            context.say("cli-signer-not-appointed", &facts([("iin", iin.to_string())]))
        }
        (_, None) => context.label("cli-signer-unknown"),
    };
    let when = signer.signed_at.map(instant);
    let standing = context.label(match signer.standing {
        SignatureStanding::Conclusive => "act-standing-conclusive",
        SignatureStanding::Inconclusive => "act-standing-inconclusive",
        SignatureStanding::Invalid => "act-standing-invalid",
    });
    let parts = [Some(visible(&who).into_owned()), when, Some(standing)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What could not be read is a failure; what was refused is a finding about the file.
fn exit_of(files: &[Returned]) -> Exit {
    files
        .iter()
        .map(|file| match file.result {
            ReturnResult::Already | ReturnResult::Recorded => Exit::AllClosed,
            ReturnResult::Refused => Exit::Violates,
            ReturnResult::Unread => Exit::Failure,
        })
        .fold(Exit::AllClosed, worse)
}
