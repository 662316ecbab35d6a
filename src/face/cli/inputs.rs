//! Files that are handed over, and how the site is looked at: alike in every verb that collects.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::EvidenceKind;

use super::args::{Inputs, Looking};
use super::context::Context;
use super::show;
use super::verbs::{VerbError, looking};
use crate::case;
use crate::inspection::{Inspection, InspectionError};
use crate::site::World;

/// Takes in everything that is named, and says how many files that were.
pub(super) fn take(
    inspection: &mut Inspection<'_>,
    inputs: &Inputs,
    context: &Context<'_>,
) -> Result<usize, VerbError> {
    let mut taken = 0;
    for (files, kind) in [
        (&inputs.certificate, EvidenceKind::Certificate),
        (&inputs.register, EvidenceKind::OidRegister),
        (&inputs.verifier_run, EvidenceKind::VerifierRun),
        (&inputs.document, EvidenceKind::Document),
    ] {
        for file in files {
            inspection.take_file(file, kind, Timestamp::now())?;
            taken += 1;
        }
    }
    for file in &inputs.log {
        inspection.take_log(file, inputs.log_anchor.clone(), Timestamp::now())?;
        taken += 1;
    }
    for status in &inputs.time_status {
        // A name of a file may hold a sign of equality of its own.
        let (host, file) = match status.split_once('=') {
            Some((host, file)) if !Path::new(status).exists() => (Some(host), file),
            Some(_) | None => (None, status.as_str()),
        };
        inspection.take_time_status(Path::new(file), host, Timestamp::now())?;
        taken += 1;
    }
    let mut left = Vec::new();
    for folder in &inputs.folder {
        for file in files_of(folder)? {
            match inspection.take_file(&file, EvidenceKind::Certificate, Timestamp::now()) {
                Ok(_) => taken += 1,
                Err(
                    error @ (InspectionError::PrivateKey { .. }
                    | InspectionError::FileMalformed { .. }),
                ) => left.push(error),
                Err(error) => return Err(error.into()),
            }
        }
    }
    for error in &left {
        show::warning(context, error);
    }
    Ok(taken)
}

/// The kinds of what is named.
pub(super) fn kinds(inputs: &Inputs) -> BTreeSet<EvidenceKind> {
    [
        (!inputs.certificate.is_empty() || !inputs.folder.is_empty(), EvidenceKind::Certificate),
        (!inputs.register.is_empty(), EvidenceKind::OidRegister),
        (!inputs.verifier_run.is_empty(), EvidenceKind::VerifierRun),
        (!inputs.document.is_empty(), EvidenceKind::Document),
        (!inputs.log.is_empty(), EvidenceKind::LogSample),
        (!inputs.time_status.is_empty(), EvidenceKind::TimeStatus),
    ]
    .into_iter()
    .filter_map(|(named, kind)| named.then_some(kind))
    .collect()
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, VerbError> {
    let mut files = std::fs::read_dir(folder)
        .and_then(|it| it.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, _>>())
        .map_err(|source| VerbError::Output { path: folder.into(), source })?;
    files.retain(|it| it.is_file());
    files.sort();
    Ok(files)
}

/// The real world, as far as the case lets the tool go, for at most so many seconds where neither
/// the case nor the command line says another time.
pub(super) fn world(
    inspection: &Inspection<'_>,
    arguments: &Looking,
    longest: u32,
) -> Result<World, VerbError> {
    let network = inspection.case().network.clone();
    let world = looking(&case::Network {
        deadline: arguments.deadline.or(network.deadline).or(Some(longest)),
        proxy: arguments.proxy.clone().or(network.proxy),
        ..network
    })?
    .spooling_in(inspection.spool());
    Ok(if arguments.here { world.on_server() } else { world })
}
