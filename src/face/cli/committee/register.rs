//! `tekseru committee register`: the register of certificates.

mod exchange;
mod find;
mod people;
mod proposals;

use std::path::Path;

use clap::Subcommand;

use crate::face::cli::context::{Context, Exit};
use crate::face::cli::verbs::VerbError;

#[derive(Subcommand)]
pub(in crate::face::cli) enum Register {
    /// List the anchors under which members of commissions may sign
    Anchors,
    /// Propose to put a person on the list of officers, or to end the appointment; another officer
    /// confirms
    Appoint(people::Appoint),
    /// Compare the register with its history
    Check(exchange::Check),
    /// Make a new register with its first officers
    Create(people::Create),
    /// Write the register out: CSV, XLSX or JSON
    Export(exchange::Export),
    /// Show what happened to a certificate
    History(find::One),
    /// Propose to take over an older register from a table; another officer confirms
    Import(exchange::Import),
    /// List certificates
    List(find::List),
    /// Write a remark on a certificate
    Note(people::Note),
    /// List the officers
    Officers,
    /// Show what was proposed about officers and older registers
    Proposals(proposals::Proposals),
    /// Record that the authority was registered at the Root CA
    RootRegistration(people::Root),
    /// Find certificates by a part of a name
    Search(find::Search),
    /// Show a certificate
    Show(find::One),
}

pub(super) fn run(
    command: &Register,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    match command {
        Register::Anchors => super::anchors::list(database, context),
        Register::Appoint(arguments) => people::appoint(arguments, database, context),
        Register::Check(arguments) => exchange::check(arguments, database, context),
        Register::Create(arguments) => people::create(arguments, database, context),
        Register::Export(arguments) => exchange::export(arguments, database, context),
        Register::History(arguments) => find::history(arguments, database, context),
        Register::Import(arguments) => exchange::import(arguments, database, context),
        Register::List(arguments) => find::list(arguments, database, context),
        Register::Note(arguments) => people::note(arguments, database, context),
        Register::Officers => people::officers(database, context),
        Register::Proposals(arguments) => proposals::run(arguments, database, context),
        Register::RootRegistration(arguments) => people::root(arguments, database, context),
        Register::Search(arguments) => find::search(arguments, database, context),
        Register::Show(arguments) => find::show(arguments, database, context),
    }
}
