//! The anchors under which members of commissions may sign: `tekseru committee register anchors`,
//! `propose anchor`, and what an act is compared with.

use std::path::{Path, PathBuf};

use clap::Args;
use model::EvidenceId;
use pki::Certificate;

use super::decide::Decided;
use super::office::{By, act, open};
use crate::face::cli::context::{Context, Exit, put, visible};
use crate::face::cli::show::{json, tell};
use crate::face::cli::verbs::VerbError;
use crate::inspection::InspectionError;
use crate::register::{About, ActAnchor, Action, AnchorProposal, Proposal, Trusted, TrustedKind};

#[derive(Args)]
pub(in crate::face::cli) struct Anchor {
    /// The certificate, or its SHA-256
    anchor: String,
    /// Where the fingerprint was obtained; never from an act
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    obtained_from: String,
    /// Take it off the list
    #[arg(long)]
    withdraw: bool,
    #[command(flatten)]
    decided: Decided,
    #[command(flatten)]
    by: By,
}

pub(super) fn list(database: &Path, context: &Context<'_>) -> Result<Exit, VerbError> {
    let list = open(database, context)?.act_anchors()?;
    if context.json {
        json(&list);
    } else if list.anchors.is_empty() {
        tell(context, "committee-no-anchors", []);
    }
    for it in list.anchors.iter().filter(|_| !context.json) {
        let parts = [it.sha256.to_string(), it.name.clone(), it.obtained_from.clone()];
        let parts: Vec<_> =
            parts.iter().filter(|it| !it.is_empty()).map(|it| visible(it)).collect();
        put(&context.wrap("", 2, &parts.join(" · ")));
    }
    Ok(Exit::AllClosed)
}

pub(super) fn propose(
    arguments: &Anchor,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    act(database, &arguments.by, context, |database| {
        let list = database.act_anchors()?;
        let version = arguments.by.seen.unwrap_or(list.version);
        let named = read(&arguments.anchor)?;
        let known = list.anchors.into_iter().find(|it| it.sha256 == named.sha256);
        let name = if named.name.is_empty() { known.map(|it| it.name) } else { None };
        let anchor = ActAnchor {
            name: name.unwrap_or(named.name),
            obtained_from: arguments.obtained_from.clone(),
            ..named
        };
        let (decision, withdraw) = (arguments.decided.order(), arguments.withdraw);
        let proposal = Proposal::Anchor(AnchorProposal { decision, anchor, withdraw });
        Ok(Action::Propose { about: About::ActAnchors, version, proposal })
    })
}

/// An anchor by its certificate or its fingerprint.
pub(super) fn read(text: &str) -> Result<ActAnchor, VerbError> {
    let anchor = |sha256, name| ActAnchor { sha256, name, obtained_from: String::new() };
    if let Ok(sha256) = text.parse::<EvidenceId>() {
        return Ok(anchor(sha256, String::new()));
    }
    let path = PathBuf::from(text);
    let read = Trusted::read(std::slice::from_ref(&path), TrustedKind::ActAnchor)?;
    let malformed = |reason: &str| InspectionError::FileMalformed { path, reason: reason.into() };
    let [one] = read.as_slice() else {
        return Err(malformed("not one certificate").into());
    };
    let certificate = Certificate::read(&one.der);
    let certificate = certificate.map_err(|_| malformed("not a certificate"))?;
    Ok(anchor(EvidenceId::of(&one.der), certificate.subject().to_string()))
}
