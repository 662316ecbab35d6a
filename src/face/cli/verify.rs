//! `tekseru verify`: packs that came from anywhere, checked from their files alone.

use std::path::PathBuf;

use clap::Args;
use model::Verdict;

use super::context::{Context, Exit, Tone, put, visible};
use super::show;
use super::verbs::{VerbError, exit_of, worse};
use crate::catalog::Catalog;
use crate::inspection::{Comparison, Pack, Pictures, Verification, compare};

#[derive(Args)]
pub(super) struct Verify {
    #[arg(required = true, value_name = "FILE")]
    pack: Vec<PathBuf>,
    /// Put the pictures of differing pages into this folder
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
}

/// One pack, or several that are compared as well. What cannot be opened is told, and the others
/// are verified all the same.
pub(super) fn run(
    arguments: &Verify,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let verified = |place: &PathBuf| {
        let pictures = arguments.pictures.as_deref().map_or(Pictures::Temporary, Pictures::In);
        Ok::<_, VerbError>(Pack::open(place)?.verify_showing(pictures, catalog, context.words)?)
    };
    if let [place] = arguments.pack.as_slice() {
        let verification = verified(place)?;
        if context.json {
            show::json(&verification);
        } else {
            whole(context, &verification);
        }
        return Ok(exit_of(verification.verdict));
    }
    let mut packs = Vec::new();
    let mut exit = Exit::AllClosed;
    for place in &arguments.pack {
        match verified(place) {
            Ok(verification) => packs.push(verification),
            Err(error) => {
                show::failure(context, &error);
                exit = Exit::Failure;
            }
        }
    }
    let comparison = compare(packs);
    if context.json {
        show::json(&comparison);
    } else {
        several(context, &comparison);
    }
    Ok(worse(exit, exit_of(comparison.verdict)))
}

fn several(context: &Context<'_>, comparison: &Comparison) {
    for verification in &comparison.packs {
        put(&context.paint(Tone::Strong, &context.wrap("", 0, &visible(&verification.file))));
        whole(context, verification);
        put("\n");
    }
    show::checks(context, &comparison.compared);
}

/// The sentence, every check, the signature block and the count.
fn whole(context: &Context<'_>, verification: &Verification) {
    checks(context, verification);
    show::board(context, &verification.members);
    if let Some(tally) = &verification.tally {
        show::outcomes(context, tally);
        show::quorum(context, tally);
    }
}

/// The plain sentence on top, and every check below it.
pub(super) fn checks(context: &Context<'_>, verification: &Verification) {
    let tone = match verification.verdict {
        Verdict::Complies => Tone::Good,
        Verdict::Violates => Tone::Bad,
        Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined => Tone::Doubt,
    };
    let head = verification.sentence.in_lang(context.lang);
    put(&context.paint(tone, &context.wrap("", 0, &visible(head))));
    show::checks(context, &verification.checks);
    for anchor in &verification.signing_anchors {
        show::tell(
            context,
            "cli-anchor",
            [("sha256", anchor.sha256.to_string()), ("from", anchor.obtained_from.clone())],
        );
    }
}
