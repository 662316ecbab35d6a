//! What was proposed about the register itself: whom to put on the list of officers, what to take
//! over from an older register. Whoever confirms looks at it first.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;

use crate::face::cli::committee::matters;
use crate::face::cli::committee::office::open;
use crate::face::cli::context::{Context, Exit};
use crate::face::cli::show::{json, tell};
use crate::face::cli::verbs::VerbError;
use crate::inspection::legal_day;
use crate::register::{About, DecisionState, Heads, write_csv};

#[derive(Args)]
pub(in crate::face::cli) struct Proposals {
    /// One proposal, by its number; else those that wait are listed
    proposal: Option<i64>,
    /// Write the rows that it would take over into a new CSV
    #[arg(long, value_name = "FILE", requires = "proposal")]
    rows: Option<PathBuf>,
}

pub(super) fn run(
    arguments: &Proposals,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let mut database = open(database, context)?;
    let found = match arguments.proposal {
        Some(id) => vec![database.decision(id)?],
        None => {
            let mut all = database.decisions_about(About::Register)?;
            all.retain(|it| it.state == DecisionState::Proposed);
            all
        }
    };
    if let (Some(id), Some(place)) = (arguments.proposal, &arguments.rows) {
        let failed = |source| VerbError::Output { path: place.clone(), source };
        let export = database.proposed_rows(id, legal_day(Timestamp::now()))?;
        let mut out = BufWriter::new(File::create_new(place).map_err(failed)?);
        write_csv(&export, Heads::Codes, false, context.words, &mut out)
            .and_then(|()| out.flush())
            .map_err(failed)?;
    }
    if context.json {
        json(&found);
    } else if found.is_empty() {
        tell(context, "committee-register-no-proposals", []);
    } else {
        for decision in &found {
            matters::show(context, decision);
        }
    }
    Ok(Exit::AllClosed)
}
