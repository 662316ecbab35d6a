//! What every subcommand that writes to the register needs: the register, an officer, a signature.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use model::{Iin, Note};

use crate::act::compose::instant;
use crate::face::cli::args::Key;
use crate::face::cli::context::{Context, Exit, Tone, put};
use crate::face::cli::show::{json, sentence};
use crate::face::cli::sign::{device, with_window};
use crate::face::cli::verbs::{VerbError, iin};
use crate::register::{Action, Database, Done, ImportRow, Place, Statement, Trusted, TrustedKind};
use crate::signing::{DeviceError, SigningError};

/// Who acts, and by which key.
#[derive(Args)]
pub(in crate::face::cli) struct By {
    #[command(flatten)]
    pub(super) key: Key,
    /// An issuer's certificate or a revocation list by which the signature is judged
    #[arg(long, value_name = "FILE")]
    pub(super) trust: Vec<PathBuf>,
    /// The version of the record that was seen; without it, the one that stands now
    #[arg(long, value_name = "NUMBER")]
    pub(super) seen: Option<i64>,
}

/// Opens the register, and says what its connection does not protect against.
pub(super) fn open(place: &Path, context: &Context<'_>) -> Result<Database, VerbError> {
    let place = Place::read(place)?;
    if let Some(note) = place.warning() {
        remark(context, &note);
    }
    Ok(Database::open(place, Timestamp::now())?)
}

/// Has the officer sign the action, carries it out and shows what was done.
pub(super) fn act(
    place: &Path,
    by: &By,
    context: &Context<'_>,
    action: impl FnOnce(&mut Database) -> Result<Action, VerbError>,
) -> Result<Exit, VerbError> {
    let mut database = open(place, context)?;
    let action = action(&mut database)?;
    let done = perform(&mut database, by, context, action, &[])?;
    show(context, &done);
    Ok(Exit::AllClosed)
}

/// Has the officer sign the action and carries it out.
pub(super) fn perform(
    database: &mut Database,
    by: &By,
    context: &Context<'_>,
    action: Action,
    rows: &[ImportRow],
) -> Result<Done, VerbError> {
    let now = Timestamp::now();
    let further = Trusted::read(&by.trust, TrustedKind::Certificate)?;
    let member = iin(by.key.member.as_deref())?;
    let device = device(&by.key, member.as_ref(), now, context)?;
    let device = device.ok_or(VerbError::NothingToSignWith)?;
    let found = device.certificate().and_then(|it| Iin::try_from(it.iin()?).ok());
    let officer = member.or(found).ok_or(DeviceError::MemberNeeded);
    let officer = officer.map_err(SigningError::Device)?;
    let statement = Statement::new(database.name(), officer, now, action);
    let signed = with_window(&by.key, context, || statement.sign(device.as_ref()))?;
    // The window, or the question for a PIN, may have taken its time.
    Ok(database.import(&signed, &further, rows, Timestamp::now())?)
}

/// Shows what was done.
pub(super) fn show(context: &Context<'_>, done: &Done) {
    if context.json {
        json(done);
        return;
    }
    let code = if done.again { "committee-done-before" } else { "committee-done" };
    let facts = [("subject", done.subject.clone()), ("at", instant(done.at))];
    put(&context.wrap("", 0, &sentence(context, code, facts)));
    if let Some(sequence) = done.accreditation {
        let facts = [("sequence", sequence.to_string())];
        put(&context.wrap("", 0, &sentence(context, "committee-done-register", facts)));
    }
    for note in &done.warnings {
        remark(context, note);
    }
}

/// Something to look at, with its next step.
pub(super) fn remark(context: &Context<'_>, note: &Note) {
    if context.json {
        return;
    }
    let said = context.wrap("! ", 2, &context.say(&note.code, &note.facts));
    put(&context.paint(Tone::Doubt, &said));
    if let Some(next) = context.next_step(&note.code, &note.facts) {
        put(&context.wrap("  → ", 4, &next));
    }
}
