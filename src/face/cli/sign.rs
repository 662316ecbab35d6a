//! `sign` and `dissent`: with which key, and what comes of it.

use jiff::Timestamp;

use super::args::{Dissent, Key, Sign};
use super::context::{Context, Exit};
use super::show;
use super::verbs::{VerbError, iin, write_file};
use crate::catalog::Catalog;
use crate::dossier::Access;
use crate::inspection::Inspection;
use crate::signing::SigningKey;

pub(super) fn sign(
    arguments: &Sign,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let now = Timestamp::now();
    let mut inspection =
        Inspection::open(&arguments.dossier, Access::Write { now }, catalog, context.words)?;
    for file in &arguments.trust {
        inspection.add_trust(file, now)?;
    }
    if let Some(place) = &arguments.export {
        let (sealed, bytes) = inspection.file_to_sign()?;
        write_file(place, &bytes)?;
        show::to_sign(context, &sealed, place);
        return Ok(Exit::AllClosed);
    }
    let only_trust = arguments.import.is_none() && arguments.key.p12.is_none();
    if only_trust && !arguments.trust.is_empty() {
        show::taken(context, arguments.trust.len());
        return Ok(Exit::AllClosed);
    }
    let found = match &arguments.import {
        Some(file) => inspection.import_signature(file, now)?,
        None => {
            let key = key(&arguments.key, context)?.ok_or(VerbError::NothingToSignWith)?;
            inspection.sign(&key, iin(arguments.key.member.as_deref())?.as_ref(), now)?
        }
    };
    show::signed(context, &found, &inspection.status()?);
    Ok(Exit::AllClosed)
}

pub(super) fn dissent(
    arguments: &Dissent,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let now = Timestamp::now();
    let mut inspection =
        Inspection::open(&arguments.dossier, Access::Write { now }, catalog, context.words)?;
    let key = key(&arguments.key, context)?.ok_or(VerbError::NothingToSignWith)?;
    let member = iin(arguments.key.member.as_deref())?;
    let items: Vec<_> = arguments.item.iter().cloned().map(model::RequirementId).collect();
    let member = inspection.dissent(&key, member.as_ref(), &arguments.reasons, &items, now)?;
    show::dissented(context, &member);
    Ok(Exit::AllClosed)
}

/// Opens the key container, asking for the password where nobody gave it.
fn key(arguments: &Key, context: &Context<'_>) -> Result<Option<SigningKey>, VerbError> {
    let Some(path) = &arguments.p12 else { return Ok(None) };
    let password = match (&arguments.password_file, std::env::var("TEKSERU_PASSWORD")) {
        (Some(file), _) => {
            let failed = |source| VerbError::Output { path: file.clone(), source };
            let text = std::fs::read_to_string(file).map_err(failed)?;
            text.trim_end_matches(['\r', '\n']).to_owned()
        }
        (None, Ok(password)) => password,
        (None, Err(_)) => {
            let prompt = format!("{}: ", context.label("cli-password"));
            rpassword::prompt_password(prompt).map_err(VerbError::Password)?
        }
    };
    let password = zeroize::Zeroizing::new(password);
    Ok(Some(SigningKey::open(path, &password)?))
}
