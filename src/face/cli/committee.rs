//! `tekseru committee`: what the committee does with acts that come in. One subcommand, one file.

mod anchors;
mod compare;
mod decide;
pub(super) mod inbox;
mod matters;
mod office;
mod paper;
mod register;
mod review;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::context::{Context, Exit};
use super::verbs::VerbError;
use crate::catalog::Catalog;

#[derive(Args)]
pub(super) struct CommitteeArguments {
    /// The register: a file, a folder with a register.db, or postgres://…
    #[arg(
        long,
        global = true,
        value_name = "PLACE",
        env = "TEKSERU_DATABASE",
        hide_env = true,
        default_value = "register.db",
        hide_default_value = true
    )]
    database: PathBuf,
    #[command(subcommand)]
    command: Committee,
}

#[derive(Subcommand)]
pub(super) enum Committee {
    /// Accept an act for decision
    Accept(decide::Accept),
    /// Show what changed from one act to another
    Compare(compare::Compare),
    /// Confirm what another officer proposed, or reject it
    Confirm(decide::Confirm),
    /// List the acts that came in
    Inbox(inbox::Inbox),
    /// List the acts that were taken in, or show one with its decisions
    Matters(matters::Matters),
    /// Make a paper of the committee, or verify one
    Paper(Box<paper::Paper>),
    /// Propose a decision, which another officer confirms
    #[command(subcommand)]
    Propose(decide::Propose),
    /// The register of certificates
    #[command(subcommand)]
    Register(register::Register),
    /// Return an act to the commission with comments
    Return(decide::Return),
    /// Show what speaks for an act and against it
    Review(review::Review),
    /// Propose to revoke a certificate, which another officer confirms
    Revoke(decide::Revoke),
    /// Take in an act: its pack is verified, and what is found is recorded
    Take(decide::Take),
}

pub(super) fn run(
    arguments: &CommitteeArguments,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let database = arguments.database.as_path();
    match &arguments.command {
        Committee::Accept(arguments) => decide::accept(arguments, database, context),
        Committee::Compare(arguments) => compare::run(arguments, context),
        Committee::Confirm(arguments) => decide::confirm(arguments, database, context),
        Committee::Inbox(arguments) => inbox::run(arguments, catalog, context),
        Committee::Matters(arguments) => matters::run(arguments, database, context),
        Committee::Paper(arguments) => paper::run(arguments, database, catalog, context),
        Committee::Propose(arguments) => decide::propose(arguments, database, context),
        Committee::Register(arguments) => register::run(arguments, database, context),
        Committee::Return(arguments) => decide::give_back(arguments, database, context),
        Committee::Review(arguments) => review::run(arguments, database, catalog, context),
        Committee::Revoke(arguments) => decide::revoke(arguments, database, context),
        Committee::Take(arguments) => decide::take(arguments, database, catalog, context),
    }
}
