//! `tekseru committee review`: what a person has to weigh before the decision.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;

use super::office::open;
use super::{anchors, compare};
use crate::act::record::ActRecord;
use crate::catalog::Catalog;
use crate::committee::{self, Beside, record_of};
use crate::face::cli::context::{Context, Exit, Tone, put};
use crate::face::cli::show::{checks, json, sentence, tell};
use crate::face::cli::verbs::{VerbError, exit_of};
use crate::inspection::{InspectionError, Pack};

#[derive(Args)]
pub(in crate::face::cli) struct Review {
    /// The pack of the act
    pack: PathBuf,
    /// An earlier act about the same authority, or its own report: a pack or an act.json
    #[arg(long, value_name = "PACK")]
    earlier: Vec<PathBuf>,
    /// A folder of packs: earlier acts and reports about the same authority are found in it, and
    /// acts with the same number are told
    #[arg(long, value_name = "DIR")]
    inbox: Option<PathBuf>,
    /// An anchor under which members of commissions may sign, obtained elsewhere: a certificate, or
    /// its SHA-256
    #[arg(long, value_name = "CERTIFICATE")]
    anchor: Vec<String>,
    /// Compare the anchors of the act with those of the register
    #[arg(long)]
    registered: bool,
}

pub(super) fn run(
    arguments: &Review,
    database: &Path,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let verification = Pack::open(&arguments.pack)?.verify(catalog, context.words)?;
    let mut earlier = arguments
        .earlier
        .iter()
        .map(|it| record_of(it))
        .collect::<Result<Vec<ActRecord>, InspectionError>>()?;
    let mut others = Vec::new();
    if let (Some(folder), Some(act)) = (&arguments.inbox, verification.record.as_deref()) {
        others = committee::Inbox::read(folder, catalog, context.words)?.others(act);
        earlier.extend(committee::earlier(&others, act).cloned());
    }
    let mut allowed = Vec::new();
    for it in &arguments.anchor {
        allowed.push(anchors::read(it)?.sha256);
    }
    if arguments.registered {
        let list = open(database, context)?.act_anchors()?;
        allowed.extend(list.anchors.into_iter().map(|it| it.sha256));
    }
    let told = arguments.registered || !arguments.anchor.is_empty();
    let anchors = told.then_some(allowed.as_slice());
    let beside = Beside { earlier: &earlier, others: &others, anchors };
    let review = committee::Review::of(&verification, beside, Timestamp::now())
        .map_err(InspectionError::from)?;
    if context.json {
        json(&review);
    } else {
        show(context, &review);
    }
    Ok(exit_of(review.verdict))
}

fn show(context: &Context<'_>, review: &committee::Review) {
    if let Some(act) = &review.act {
        let head = sentence(
            context,
            "committee-review",
            [
                ("number", act.number.clone()),
                ("version", act.version.to_string()),
                ("day", act.day.to_string()),
                ("authority", act.authority.clone()),
            ],
        );
        put(&context.paint(Tone::Strong, &context.wrap("", 0, &head)));
    }
    checks(context, &review.checks);
    if review.differences.is_empty() {
        tell(context, "committee-nothing-compared", []);
    }
    for difference in &review.differences {
        compare::show(context, difference, false);
    }
    tell(context, "committee-person-decides", []);
}
