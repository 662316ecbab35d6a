//! `tekseru committee take`, `accept`, `return`, `propose`, `confirm`, `revoke`: from an act that
//! came in to a decision, each step signed by an officer.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use model::Order;

use super::anchors::{self, Anchor};
use super::matters;
use super::office::{By, act, open, perform, show};
use crate::catalog::Catalog;
use crate::face::cli::context::{Context, Exit};
use crate::face::cli::verbs::VerbError;
use crate::inspection::Pack;
use crate::register::{
    About, Action, Elements, IssueProposal, Paragraph, Proposal, RefusalProposal,
    RevocationProposal, Taking,
};

#[derive(Args)]
pub(in crate::face::cli) struct Take {
    /// The pack of the act
    pack: PathBuf,
    #[command(flatten)]
    by: By,
}

#[derive(Args)]
pub(in crate::face::cli) struct Accept {
    /// The act that came in, by its number in the list
    matter: i64,
    #[command(flatten)]
    by: By,
}

#[derive(Args)]
pub(in crate::face::cli) struct Return {
    /// The act that came in, by its number in the list
    matter: i64,
    /// What the commission is told
    #[arg(long, value_name = "TEXT")]
    comment: String,
    #[command(flatten)]
    by: By,
}

#[derive(Subcommand)]
pub(in crate::face::cli) enum Propose {
    /// Propose to allow an anchor of acts, or no longer
    Anchor(Anchor),
    /// Propose to issue a certificate
    Issue(Issue),
    /// Propose to refuse it
    Refuse(Refuse),
}

#[derive(Args)]
pub(in crate::face::cli) struct Decided {
    /// Number of the decision
    #[arg(long, value_name = "NUMBER")]
    decision: String,
    /// Date of the decision
    #[arg(long, value_name = "DATE")]
    of: Date,
}

impl Decided {
    pub(super) fn order(&self) -> Order {
        Order { number: self.decision.clone(), date: self.of }
    }
}

#[derive(Args)]
pub(in crate::face::cli) struct Issue {
    /// The act that came in, by its number in the list
    matter: i64,
    #[command(flatten)]
    decided: Decided,
    /// Day of issue
    #[arg(long, value_name = "DATE")]
    issued: Date,
    /// Last day on which the certificate is valid
    #[arg(long, value_name = "DATE")]
    valid_through: Date,
    /// Number of the certificate; without it, its place in the register
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    /// Why it is issued although the check of the pack could not establish everything
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    despite: String,
    /// What is answered to the members who dissent
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    answer: String,
    #[command(flatten)]
    by: By,
}

#[derive(Args)]
pub(in crate::face::cli) struct Refuse {
    /// The act that came in, by its number in the list
    matter: i64,
    #[command(flatten)]
    decided: Decided,
    /// A ground of item 10 of Annex 1 with its facts: 2=facts
    #[arg(long, value_name = "GROUND=FACTS", required = true, value_parser = ground)]
    ground: Vec<(u8, String)>,
    #[command(flatten)]
    by: By,
}

fn ground(text: &str) -> Result<(u8, String), String> {
    let (number, facts) = text.split_once('=').ok_or("1=… 2=… 3=… 4=… 5=…")?;
    let number = number.trim().parse().map_err(|_| "1=… 2=… 3=… 4=… 5=…")?;
    Ok((number, facts.trim().to_owned()))
}

#[derive(Args)]
pub(in crate::face::cli) struct Confirm {
    /// The decision, by its number
    decision: i64,
    /// Do not confirm it, and say why
    #[arg(long, value_name = "TEXT")]
    reject: Option<String>,
    #[command(flatten)]
    by: By,
}

#[derive(Args)]
pub(in crate::face::cli) struct Revoke {
    /// Number of the certificate
    number: String,
    #[command(flatten)]
    decided: Decided,
    /// First day on which the certificate is not valid
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// The paragraph that the decision rests on
    #[arg(long, value_enum)]
    paragraph: RestsOn,
    /// The violation
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    violation: String,
    /// The damage to users
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    damage: String,
    /// The recommendation that was not performed in time
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    recommendation: String,
    /// Why no good reason excuses it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    no_good_reason: String,
    /// What became of the objections of the authority
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    objections: String,
    /// The survey act that it rests on, by its number in the list
    #[arg(long, value_name = "NUMBER")]
    matter: Option<i64>,
    #[command(flatten)]
    by: By,
}

#[derive(Clone, Copy, ValueEnum)]
enum RestsOn {
    #[value(name = "19-1")]
    ReRegistration,
    #[value(name = "19-2")]
    Damage,
    #[value(name = "22")]
    Survey,
    #[value(name = "23")]
    NoInformation,
}

impl RestsOn {
    const fn paragraph(self) -> Paragraph {
        match self {
            Self::ReRegistration => Paragraph::P19_1,
            Self::Damage => Paragraph::P19_2,
            Self::Survey => Paragraph::P22,
            Self::NoInformation => Paragraph::P23,
        }
    }
}

pub(super) fn take(
    arguments: &Take,
    database: &Path,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let mut database = open(database, context)?;
    let verification = Pack::open(&arguments.pack)?.verify(catalog, context.words)?;
    let action = Action::Take(Box::new(Taking::of(&verification)?));
    let done = perform(&mut database, &arguments.by, context, action, &[])?;
    show(context, &done);
    let matter = done.subject.strip_prefix("matter/").and_then(|it| it.parse().ok());
    if let Some(matter) = matter.filter(|_| !context.json) {
        // What the commission and its anchors are, a person compares with a source of his own.
        matters::view(context, &database.matter(matter)?);
    }
    Ok(Exit::AllClosed)
}

pub(super) fn accept(
    arguments: &Accept,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    act(database, &arguments.by, context, |database| {
        Ok(Action::accept(&database.matter(arguments.matter)?, arguments.by.seen))
    })
}

pub(super) fn give_back(
    arguments: &Return,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    act(database, &arguments.by, context, |database| {
        let matter = database.matter(arguments.matter)?;
        Ok(Action::give_back(&matter, arguments.by.seen, &arguments.comment))
    })
}

pub(super) fn propose(
    arguments: &Propose,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let (matter, by, proposal) = match arguments {
        Propose::Anchor(it) => return anchors::propose(it, database, context),
        Propose::Issue(it) => {
            let proposal = Proposal::Issue(IssueProposal {
                decision: it.decided.order(),
                number: it.number.clone(),
                issued: it.issued,
                valid_through: it.valid_through,
                despite: it.despite.clone(),
                answer: it.answer.clone(),
            });
            (it.matter, &it.by, proposal)
        }
        Propose::Refuse(it) => {
            let refusal = RefusalProposal::on(it.decided.order(), it.ground.iter().cloned());
            (it.matter, &it.by, Proposal::Refuse(refusal))
        }
    };
    act(database, by, context, |database| {
        Ok(Action::propose(&database.matter(matter)?, by.seen, proposal))
    })
}

pub(super) fn confirm(
    arguments: &Confirm,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    act(database, &arguments.by, context, |database| {
        let decision = database.decision(arguments.decision)?;
        // Before anything is signed the officer sees what it is about.
        matters::ground(context, database, &decision)?;
        let seen = arguments.by.seen;
        Ok(match &arguments.reject {
            None => Action::confirm(&decision, seen),
            Some(reason) => Action::reject(&decision, seen, reason),
        })
    })
}

pub(super) fn revoke(
    arguments: &Revoke,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    act(database, &arguments.by, context, |database| {
        let row = database.by_number(&arguments.number)?;
        let version = arguments.by.seen.unwrap_or(row.version);
        let proposal = Proposal::Revoke(RevocationProposal {
            decision: arguments.decided.order(),
            day: arguments.from,
            paragraph: arguments.paragraph.paragraph(),
            elements: Elements {
                violation: arguments.violation.clone(),
                damage: arguments.damage.clone(),
                recommendation: arguments.recommendation.clone(),
                no_good_reason: arguments.no_good_reason.clone(),
            },
            objections: arguments.objections.clone(),
            matter: arguments.matter,
        });
        Ok(Action::Propose { about: About::Accreditation(row.sequence), version, proposal })
    })
}
