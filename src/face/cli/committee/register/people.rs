//! Making a register, its officers, and what they write beside decisions.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use model::{Iin, Order};

use crate::face::cli::committee::office::{By, act, open, remark};
use crate::face::cli::context::{Context, Exit, put, visible};
use crate::face::cli::show::{json, tell};
use crate::face::cli::verbs::VerbError;
use crate::register::{
    About, Action, Database, Founding, Officer, Place, Proposal, RootRegistration,
};

#[derive(Args)]
pub(in crate::face::cli) struct Create {
    /// The first officers: a TOML file with a table [[officer]] for each
    #[arg(long, value_name = "FILE")]
    officers: PathBuf,
    /// The certificate of a root by which signatures of officers are judged
    #[arg(long, value_name = "FILE", required = true)]
    anchor: Vec<PathBuf>,
    /// The certificate of a root under which members of commissions sign; without it, those of the
    /// officers
    #[arg(long, value_name = "FILE")]
    act_anchor: Vec<PathBuf>,
    /// An issuer's certificate or a revocation list by which signatures are judged
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
}

#[derive(Args)]
pub(in crate::face::cli) struct Appoint {
    /// The person: the IIN
    iin: String,
    /// Full name
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Position
    #[arg(long, value_name = "POSITION")]
    position: String,
    /// Number of the order
    #[arg(long, value_name = "NUMBER")]
    order: String,
    /// Date of the order
    #[arg(long, value_name = "DATE")]
    of: Date,
    /// First day
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// Last day
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    #[command(flatten)]
    by: By,
}

#[derive(Args)]
pub(in crate::face::cli) struct Note {
    /// Number of the certificate
    number: String,
    /// The remark; it replaces the one before, which stays in the history
    #[arg(long, value_name = "TEXT")]
    text: String,
    #[command(flatten)]
    by: By,
}

#[derive(Args)]
pub(in crate::face::cli) struct Root {
    /// Number of the certificate
    number: String,
    /// Day of the registration
    #[arg(long, value_name = "DATE")]
    day: Date,
    /// The registration certificate: its serial number or fingerprint
    #[arg(long, value_name = "TEXT")]
    certificate: String,
    #[command(flatten)]
    by: By,
}

pub(super) fn create(
    arguments: &Create,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let (anchors, acts) = (&arguments.anchor, &arguments.act_anchor);
    let founding = Founding::read(&arguments.officers, anchors, acts, &arguments.trust)?;
    let place = Place::read(database)?;
    if let Some(note) = place.warning() {
        remark(context, &note);
    }
    let mut made = Database::create(place, &founding, Timestamp::now())?;
    let (shown, head) = (made.place().to_string(), made.head()?.to_string());
    if context.json {
        json(&serde_json::json!({ "place": shown, "register": made.name(), "head": head }));
    } else {
        tell(context, "committee-register-created", [("place", shown), ("head", head)]);
    }
    Ok(Exit::AllClosed)
}

pub(super) fn officers(database: &Path, context: &Context<'_>) -> Result<Exit, VerbError> {
    let officers = open(database, context)?.officers()?;
    if context.json {
        json(&officers);
        return Ok(Exit::AllClosed);
    }
    for it in &officers {
        let until = it.until.map(|it| it.to_string()).unwrap_or_default();
        let line = format!(
            "{} · {} · № {} · {} – {until}",
            visible(&it.name),
            visible(&it.position),
            visible(&it.order.number),
            it.from
        );
        put(&context.wrap(&format!("{}  ", it.iin), 14, &line));
    }
    Ok(Exit::AllClosed)
}

pub(super) fn appoint(
    arguments: &Appoint,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let iin = Iin::try_from(arguments.iin.clone())?;
    act(database, &arguments.by, context, |database| {
        let known = database.officers()?.into_iter().find(|it| it.iin == iin);
        let version = arguments.by.seen.unwrap_or_else(|| known.map_or(0, |it| it.version));
        let officer = Officer {
            iin,
            version,
            name: arguments.name.clone(),
            position: arguments.position.clone(),
            order: Order { number: arguments.order.clone(), date: arguments.of },
            from: arguments.from,
            until: arguments.until,
        };
        let proposal = Proposal::Appoint(officer);
        Ok(Action::Propose { about: About::Register, version, proposal })
    })
}

pub(super) fn note(
    arguments: &Note,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    act(database, &arguments.by, context, |database| {
        let row = database.by_number(&arguments.number)?;
        let version = arguments.by.seen.unwrap_or(row.version);
        let text = arguments.text.clone();
        Ok(Action::Note { accreditation: row.sequence, version, text })
    })
}

pub(super) fn root(
    arguments: &Root,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    act(database, &arguments.by, context, |database| {
        let row = database.by_number(&arguments.number)?;
        let version = arguments.by.seen.unwrap_or(row.version);
        let registration =
            RootRegistration { day: arguments.day, certificate: arguments.certificate.clone() };
        Ok(Action::RootRegistration { accreditation: row.sequence, version, registration })
    })
}
