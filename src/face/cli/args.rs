//! What can be typed. The words of the help stand in `checklists/words/*/cli.ftl`.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::committee::CommitteeArguments;
use super::drill::Drill;
use super::pki::PkiCommand;
use super::procedure::ProcedureCommand;
use super::selftest::Selftest;
use super::verify::Verify;
use crate::act::record::Damage;
use crate::exchange::schemas::{FORMS, Form};
use crate::inspection::{LogAnchor, Period};

/// Inspection of certification authorities
#[derive(Parser)]
#[command(name = "tekseru", version)]
pub(super) struct Arguments {
    /// Language of everything shown: kk, ru or en
    #[arg(long, global = true, value_name = "LANG", value_parser = ["kk", "ru", "en"])]
    pub(super) lang: Option<String>,
    /// Show JSON for programs
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Use the checklists of this folder instead of those built in
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) checklists: Option<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    pub(super) colour: Colour,
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Colour {
    Always,
    Auto,
    Never,
}

#[derive(Subcommand)]
pub(super) enum Verb {
    /// Run a whole inspection of a demonstration site
    Demo(Demo),
    /// Open a dossier for a case
    New {
        dossier: PathBuf,
        /// The case
        #[arg(long, value_name = "FILE")]
        case: PathBuf,
    },
    /// Look at the site with every probe, and take in files
    Collect(Collect),
    /// Review the acts that come in, decide, and keep the register
    Committee(CommitteeArguments),
    /// Sample the authority's services over a window
    CrlWatch(Watch),
    /// Let something happen, and time until it is seen
    #[command(subcommand)]
    Drill(Drill),
    /// List what people are asked
    Questions { dossier: PathBuf },
    /// Record what a member saw
    Answer(Answer),
    /// Judge every requirement
    Judge { dossier: PathBuf },
    /// Render the act and fix its bytes
    Seal(Seal),
    /// Sign the act, or take a signature made elsewhere
    Sign(Sign),
    /// Refuse to sign, with reasons
    Dissent(Dissent),
    /// Show who has signed and what is lacking
    Status {
        dossier: PathBuf,
        /// Ask for the revocation lists of the signers first
        #[arg(long)]
        online: bool,
    },
    /// Count the signatures and record the adoption
    Adopt {
        dossier: PathBuf,
        /// Ask for the revocation lists of the signers first
        #[arg(long)]
        online: bool,
    },
    /// Verify a pack from its files alone
    Verify(Verify),
    /// Write the pack of the act: a folder, or a ZIP file
    Export {
        dossier: PathBuf,
        /// Where to
        #[arg(long, value_name = "PLACE")]
        out: PathBuf,
    },
    /// Take over what another laptop recorded about the same case
    Merge { dossier: PathBuf, other: PathBuf },
    /// Look for damage in a dossier
    Check { dossier: PathBuf },
    /// Write what an act or a report says in the format of another tool
    Report(Report),
    /// Check oneself before a commission comes
    Selfcheck(Selfcheck),
    /// Look at single objects: certificates, lists, answers, signatures
    #[command(subcommand)]
    Pki(PkiCommand),
    /// Procedures: steps, deadlines, documents, calendar
    #[command(subcommand)]
    Procedure(ProcedureCommand),
    /// Run public conformance suites through the engine
    Selftest(Selftest),
    /// Write the JSON Schema of a form
    Schema {
        #[arg(required_unless_present = "list", value_parser = FormName)]
        form: Option<&'static Form>,
        /// List the forms with their versions
        #[arg(long, conflicts_with = "form")]
        list: bool,
    },
    /// Write completions for a shell
    Completions {
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Write manual pages
    Man {
        /// The folder
        folder: PathBuf,
    },
}

#[derive(Args)]
pub(super) struct Demo {
    /// Which authority is shown
    #[arg(long, value_enum, default_value_t = Scenario::Clean)]
    pub(super) scenario: Scenario,
    /// Folder for everything that is written
    #[arg(long, value_name = "DIR", default_value = "demo-out")]
    pub(super) out: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Scenario {
    Clean,
    Defects,
}

#[derive(Args)]
pub(super) struct Collect {
    pub(super) dossier: PathBuf,
    #[command(flatten)]
    pub(super) inputs: Inputs,
    #[command(flatten)]
    pub(super) looking: Looking,
    /// How long the services are sampled then
    #[arg(long, value_name = "TIME", conflicts_with = "offline")]
    pub(super) window: Option<Period>,
    /// How often each service is asked
    #[arg(long, value_name = "TIME", conflicts_with = "offline")]
    pub(super) every: Option<Period>,
}

/// Files that the authority hands over.
#[derive(Args)]
pub(super) struct Inputs {
    /// A certificate of the authority or of its users
    #[arg(long, value_name = "FILE")]
    pub(super) certificate: Vec<PathBuf>,
    /// The register of object identifiers
    #[arg(long, value_name = "FILE")]
    pub(super) register: Vec<PathBuf>,
    /// The answers of the authority's own verifier
    #[arg(long, value_name = "FILE")]
    pub(super) verifier_run: Vec<PathBuf>,
    /// A document
    #[arg(long, value_name = "FILE")]
    pub(super) document: Vec<PathBuf>,
    /// A folder: its certificates are taken, private keys are named and left where they are
    #[arg(long, value_name = "DIR")]
    pub(super) folder: Vec<PathBuf>,
    /// Lines of a log
    #[arg(long, value_name = "FILE")]
    pub(super) log: Vec<PathBuf>,
    /// A line of the log of which it is known when it was written: 12=2026-01-15T06:00:00Z
    #[arg(long, value_name = "LINE=TIME", requires = "log", value_parser = anchor)]
    pub(super) log_anchor: Vec<LogAnchor>,
    /// What the tool of a time service printed, with the server it ran on: ntp1=FILE
    #[arg(long, value_name = "HOST=FILE")]
    pub(super) time_status: Vec<String>,
}

/// How the site is looked at.
#[derive(Args)]
pub(super) struct Looking {
    /// Longest time of the whole collection, in seconds
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) deadline: Option<u32>,
    /// This machine is a server of the authority: record what its time services print
    #[arg(long, conflicts_with = "offline")]
    pub(super) here: bool,
    /// Take in files only; ask nobody over the network
    #[arg(long)]
    pub(super) offline: bool,
    /// Ask over HTTP through this proxy: http://host:port or socks5://host:port
    #[arg(long, value_name = "URL")]
    pub(super) proxy: Option<String>,
}

#[derive(Args)]
pub(super) struct Selfcheck {
    /// The case of the self-check
    #[arg(required_unless_present = "template")]
    pub(super) case: Option<PathBuf>,
    /// A file of answers
    #[arg(long, value_name = "FILE")]
    pub(super) answers: Option<PathBuf>,
    /// Folder of the report and of the dossier, to which each run adds
    #[arg(long, value_name = "DIR", default_value = "selfcheck")]
    pub(super) out: PathBuf,
    #[command(flatten)]
    pub(super) inputs: Inputs,
    #[command(flatten)]
    pub(super) looking: Looking,
    /// Write case.toml and answers.toml to fill in
    #[arg(long, conflicts_with_all = ["case", "answers", "watch"])]
    pub(super) template: bool,
    /// Go on looking, and tell what changes
    #[arg(long, conflicts_with = "offline")]
    pub(super) watch: bool,
    /// The time between two looks
    #[arg(long, value_name = "TIME", requires = "watch")]
    pub(super) every: Option<Period>,
    #[command(flatten)]
    pub(super) exports: Exports,
    /// Hide the identification numbers of people in the files of other formats
    #[arg(long)]
    pub(super) mask: bool,
}

/// Files in the formats of other tools.
#[derive(Args)]
pub(super) struct Exports {
    /// Write a table for spreadsheets (CSV)
    #[arg(long, value_name = "FILE")]
    pub(super) csv: Option<PathBuf>,
    /// Write a report of tests (JUnit XML)
    #[arg(long, value_name = "FILE")]
    pub(super) junit: Option<PathBuf>,
    /// Write OSCAL assessment results (JSON)
    #[arg(long, value_name = "FILE")]
    pub(super) oscal: Option<PathBuf>,
    /// Write results of an analysis (SARIF)
    #[arg(long, value_name = "FILE")]
    pub(super) sarif: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct Report {
    /// The format
    #[arg(value_enum)]
    pub(super) format: ReportFormat,
    /// A dossier, a pack, the folder of a self-check, act.json or report.json
    pub(super) source: PathBuf,
    /// Where to
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
    /// Hide the identification numbers of people; the pages of an act are never masked
    #[arg(long)]
    pub(super) mask: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum ReportFormat {
    Csv,
    Html,
    Junit,
    Oscal,
    Pdf,
    Sarif,
}

#[derive(Args)]
pub(super) struct Watch {
    pub(super) dossier: PathBuf,
    /// How long the services are sampled
    #[arg(long, value_name = "TIME")]
    pub(super) window: Option<Period>,
    /// How often each service is asked
    #[arg(long, value_name = "TIME")]
    pub(super) every: Option<Period>,
    /// A channel of the case
    #[arg(long, value_name = "NAME")]
    pub(super) channel: Option<String>,
    /// Begin a new window although one is under way
    #[arg(long)]
    pub(super) anew: bool,
}

/// `12=2026-01-15T06:00:00Z`
fn anchor(text: &str) -> Result<LogAnchor, String> {
    let wrong = || format!("{text:?} is not a number of a line, a sign of equality and an instant");
    let (line, at) = text.split_once('=').ok_or_else(wrong)?;
    let line = line.trim().parse().map_err(|_| wrong())?;
    let at = at.trim().parse().map_err(|_| wrong())?;
    if line == 0 { Err(wrong()) } else { Ok(LogAnchor { line, at }) }
}

#[derive(Args)]
pub(super) struct Answer {
    pub(super) dossier: PathBuf,
    /// A file of answers
    #[arg(long, value_name = "FILE", conflicts_with_all = ["item", "seen"])]
    pub(super) file: Option<PathBuf>,
    /// The item
    #[arg(long, value_name = "ITEM", required_unless_present = "file")]
    pub(super) item: Option<String>,
    /// Who looked: the member's IIN
    #[arg(long, value_name = "IIN")]
    pub(super) member: Option<String>,
    /// What was found
    #[arg(long, value_enum, required_unless_present = "file")]
    pub(super) seen: Option<Seen>,
    /// What was seen, in the member's words
    #[arg(long, default_value = "")]
    pub(super) ground: String,
    /// A reading of the quantity that the item asks for, with its unit: 2,44 m
    #[arg(long, value_name = "NUMBER")]
    pub(super) reading: Vec<String>,
    /// The instrument of the readings
    #[arg(long, default_value = "")]
    pub(super) instrument: String,
    /// The instrument's permissible error, with its unit: 1,5 mm
    #[arg(long, value_name = "NUMBER")]
    pub(super) error: Option<String>,
    /// A photograph or a document
    #[arg(long, value_name = "FILE")]
    pub(super) attach: Vec<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Seen {
    InOrder,
    NotEstablished,
    NotOurs,
    OutOfOrder,
}

#[derive(Args)]
pub(super) struct Seal {
    pub(super) dossier: PathBuf,
    /// Number of the act
    #[arg(long)]
    pub(super) number: String,
    /// What the commission concludes
    #[arg(long, value_enum)]
    pub(super) conclusion: Conclusion,
    /// The commission's own words
    #[arg(long, default_value = "")]
    pub(super) text: String,
    /// A recommendation
    #[arg(long, value_name = "TEXT")]
    pub(super) recommendation: Vec<String>,
    /// Why the conclusion is not what the findings say
    #[arg(long, value_name = "REASON")]
    pub(super) despite: Option<String>,
    /// Whether a violation found by a survey did damage to users: ITEM=yes, no or unknown
    #[arg(long, value_name = "ITEM=DAMAGE", value_parser = damage)]
    pub(super) damage: Vec<(String, Damage)>,
    /// Print English beside Kazakh and Russian
    #[arg(long)]
    pub(super) with_english: bool,
    /// Folder for act.pdf, act.json and act.html
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Conclusion {
    Negative,
    NoViolations,
    Positive,
    Violations,
}

/// `ceiling-height=unknown`
fn damage(text: &str) -> Result<(String, Damage), String> {
    let wrong = || format!("{text:?} is not an item, a sign of equality and yes, no or unknown");
    let (item, damage) = text.split_once('=').ok_or_else(wrong)?;
    let all = [Damage::No, Damage::Unknown, Damage::Yes];
    let found = all.into_iter().find(|it| it.as_str() == damage).ok_or_else(wrong)?;
    Ok((item.to_owned(), found))
}

#[derive(Args)]
pub(super) struct Sign {
    pub(super) dossier: PathBuf,
    #[command(flatten)]
    pub(super) key: Key,
    /// Signatures made elsewhere
    #[arg(long, value_name = "FILE", num_args = 1.., group = "way")]
    pub(super) import: Vec<PathBuf>,
    /// Write the file that is to be signed elsewhere
    #[arg(long, value_name = "FILE", group = "way")]
    pub(super) export: Option<PathBuf>,
    /// What the member notes beside the signature, which counts all the same
    #[arg(long, value_name = "TEXT")]
    pub(super) reservation: Option<String>,
    /// An item that the reservation is about
    #[arg(long, value_name = "ITEM")]
    pub(super) item: Vec<String>,
    /// The reservation that was signed, where it is not beside the signature
    #[arg(long, value_name = "FILE", requires = "import")]
    pub(super) statement: Option<PathBuf>,
    /// A certificate or revocation list by which members' certificates are judged
    #[arg(long, value_name = "FILE")]
    pub(super) trust: Vec<PathBuf>,
}

/// What signs: one way of all that are offered.
#[derive(Args)]
pub(super) struct Key {
    /// A key container (PKCS#12)
    #[arg(long, value_name = "FILE", group = "way")]
    pub(super) p12: Option<PathBuf>,
    /// A file with the password of the container; else TEKSERU_PASSWORD, else it is asked for
    #[arg(long, value_name = "FILE")]
    pub(super) password_file: Option<PathBuf>,
    /// The driver of a token: its PKCS#11 library
    #[arg(long, value_name = "LIBRARY", group = "way")]
    pub(super) token_module: Option<PathBuf>,
    /// The token in this slot
    #[arg(long, value_name = "NUMBER", requires = "token_module")]
    pub(super) token_slot: Option<u64>,
    /// The token of this label
    #[arg(long, value_name = "LABEL", requires = "token_module")]
    pub(super) token_label: Option<String>,
    /// The certificate on it: its label, serial number, or the start of its fingerprint
    #[arg(long, value_name = "NAME", requires = "token_module")]
    pub(super) token_certificate: Option<String>,
    /// A file with the PIN of the token; else TEKSERU_PIN, else it is asked for
    #[arg(long, value_name = "FILE", requires = "token_module")]
    pub(super) pin_file: Option<PathBuf>,
    /// Sign in the window of NCALayer, which runs on this machine
    #[arg(long, group = "way")]
    pub(super) ncalayer: bool,
    /// Have no time-stamp added
    #[arg(long)]
    pub(super) no_time_stamp: bool,
    /// How long the window of NCALayer is waited for, in seconds
    #[arg(long, value_name = "SECONDS", requires = "ncalayer",
          value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub(super) wait: Option<u64>,
    /// Ask this service for a time-stamp over the signature
    #[arg(long, value_name = "URL", conflicts_with = "no_time_stamp")]
    pub(super) tsp: Vec<String>,
    /// Where NCALayer listens
    #[arg(long, value_name = "ADDRESS", hide = true, env = "TEKSERU_NCALAYER", hide_env = true)]
    pub(super) ncalayer_address: Option<SocketAddr>,
    /// The member who signs: the IIN
    #[arg(long, value_name = "IIN")]
    pub(super) member: Option<String>,
}

#[derive(Args)]
pub(super) struct Dissent {
    pub(super) dossier: PathBuf,
    #[command(flatten)]
    pub(super) key: Key,
    /// The reasons
    #[arg(long, value_name = "TEXT", required_unless_present = "import")]
    pub(super) reasons: Option<String>,
    /// An item that the dissent is about
    #[arg(long, value_name = "ITEM")]
    pub(super) item: Vec<String>,
    /// Write the statement that is to be signed elsewhere
    #[arg(long, value_name = "FILE", group = "way", requires = "member")]
    pub(super) export: Option<PathBuf>,
    /// Signatures of statements, made elsewhere
    #[arg(long, value_name = "FILE", num_args = 1.., group = "way",
          conflicts_with_all = ["reasons", "item"])]
    pub(super) import: Vec<PathBuf>,
    /// The statement that was signed, where it is not beside the signature
    #[arg(long, value_name = "FILE", requires = "import")]
    pub(super) statement: Option<PathBuf>,
}

/// The name of a published form.
#[derive(Clone)]
struct FormName;

impl TypedValueParser for FormName {
    type Value = &'static Form;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let names = PossibleValuesParser::new(FORMS.iter().map(|it| it.name));
        let name = names.parse_ref(command, argument, value)?;
        Form::by_name(&name).ok_or_else(|| clap::Error::new(ErrorKind::InvalidValue))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(FORMS.iter().map(|it| PossibleValue::new(it.name))))
    }
}
