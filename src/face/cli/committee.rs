//! `tekseru committee`: what the committee does with acts that come in. One subcommand, one file.

mod compare;
mod inbox;
mod review;

use clap::Subcommand;

use super::context::{Context, Exit};
use super::verbs::VerbError;
use crate::catalog::Catalog;

#[derive(Subcommand)]
pub(super) enum Committee {
    /// Show what changed from one act to another
    Compare(compare::Compare),
    /// List the acts that came in
    Inbox(inbox::Inbox),
    /// Show what speaks for an act and against it
    Review(review::Review),
}

pub(super) fn run(
    command: &Committee,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    match command {
        Committee::Compare(arguments) => compare::run(arguments, context),
        Committee::Inbox(arguments) => inbox::run(arguments, catalog, context),
        Committee::Review(arguments) => review::run(arguments, catalog, context),
    }
}
