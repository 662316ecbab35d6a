//! `tekseru pki`: one certificate, list, answer, time-stamp or signature at a time.
//!
//! Every command first makes its form, the one that `--json` prints, and shows people that same
//! form in words; so both always say the same.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pki::Oid;
use pki::path::Budget;
use serde::Serialize;

use super::context::{Context, Exit};
use crate::words::Facts;

mod compare;
pub mod form;
mod input;
mod inspect;
mod judge;
pub mod lint;
mod paths;
mod show;

/// The single-object tools.
#[derive(Clone, Debug, Subcommand)]
pub enum PkiCommand {
    /// Verify a CMS signature, every signer by itself
    Cms(CmsArguments),
    /// Verify revocation lists, look a certificate up in them, and compare two
    Crl(CrlArguments),
    /// Show what stands in a file and what is wrong with it
    Inspect(InspectArguments),
    /// Ask of certificates, lists, answers and time-stamps what standards demand of their form
    Lint(LintArguments),
    /// Verify an OCSP response about a certificate
    Ocsp(OcspArguments),
    /// Verify a time-stamp
    Tsp(TspArguments),
    /// Verify certificates: every path to a trusted one, every rejection explained
    Verify(VerifyArguments),
}

/// What certificates are judged by.
#[derive(Args, Clone, Debug, Default)]
pub struct TrustArguments {
    /// Trusted certificates: files or folders
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub anchor: Vec<PathBuf>,
    /// Certificates that may lie between: files or folders
    #[arg(long, visible_alias = "certificate", value_name = "FILE", num_args = 1..)]
    pub intermediate: Vec<PathBuf>,
    /// Revocation lists, complete or delta
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub crl: Vec<PathBuf>,
    /// How revocation counts
    #[arg(long, value_enum, default_value_t = Revocation::Target)]
    pub revocation: Revocation,
}

/// How revocation counts.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub enum Revocation {
    /// Nothing is looked up.
    Off,
    /// Unknown revocation of any certificate of the path leaves it undetermined.
    Path,
    /// Unknown revocation of the certificate in question leaves it undetermined where lists or
    /// answers were given; otherwise it is remarked on.
    #[default]
    Target,
}

/// Arguments of `pki verify`.
#[derive(Args, Clone, Debug)]
pub struct VerifyArguments {
    /// The certificates in question
    #[arg(required = true, value_name = "FILE")]
    pub target: Vec<PathBuf>,
    /// What they are judged by
    #[command(flatten)]
    pub trust: TrustArguments,
    /// OCSP responses
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub ocsp: Vec<PathBuf>,
    /// The moment of judgement: 2026-01-31T09:00:00Z, or a day, which begins in Almaty; now if absent
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub at: Option<Timestamp>,
    /// Stop at the first valid path
    #[arg(long)]
    pub first_path: bool,
    /// The purpose the key must be for
    #[arg(long, value_name = "OID")]
    pub purpose: Option<Oid>,
    /// Let the purposes of authorities limit those below them
    #[arg(long)]
    pub chain_purposes: bool,
    /// Let constraints in trusted certificates bind the paths below them (RFC 5937)
    #[arg(long)]
    pub anchor_constraints: bool,
    /// Policies that are accepted; any if absent
    #[arg(long, value_name = "OID", num_args = 1..)]
    pub policy: Vec<Oid>,
    /// A policy is required
    #[arg(long)]
    pub require_policy: bool,
    /// Policies may not be mapped to others
    #[arg(long)]
    pub inhibit_mapping: bool,
    /// The policy "any" counts for none
    #[arg(long)]
    pub inhibit_any_policy: bool,
    /// The most signatures verified for one certificate in question
    #[arg(long, value_name = "N", default_value_t = Budget::default().signatures)]
    pub budget_signatures: usize,
    /// The most paths looked at
    #[arg(long, value_name = "N", default_value_t = Budget::default().candidates)]
    pub budget_candidates: usize,
    /// The most names compared with constraints
    #[arg(long, value_name = "N", default_value_t = Budget::default().name_constraint_comparisons)]
    pub budget_names: usize,
    /// The most nodes of policy graphs
    #[arg(long, value_name = "N", default_value_t = Budget::default().policy_nodes)]
    pub budget_policies: usize,
}

/// Arguments of `pki inspect`.
#[derive(Args, Clone, Debug)]
pub struct InspectArguments {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    pub file: Vec<PathBuf>,
}

/// Arguments of `pki lint`.
#[derive(Args, Clone, Debug)]
pub struct LintArguments {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    pub file: Vec<PathBuf>,
}

/// Arguments of `pki crl`.
#[derive(Args, Clone, Debug)]
pub struct CrlArguments {
    /// The lists; two of one issuer are compared, the earlier one first
    #[arg(required = true, value_name = "FILE")]
    pub file: Vec<PathBuf>,
    /// The certificate of their issuer; without it nothing is verified
    #[arg(long, value_name = "FILE")]
    pub issuer: Option<PathBuf>,
    /// Delta lists
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub delta: Vec<PathBuf>,
    /// Look up this serial number, in hexadecimal
    #[arg(
        long,
        value_name = "HEX",
        value_parser = serial,
        conflicts_with = "certificate",
        requires = "issuer"
    )]
    pub serial: Option<Serial>,
    /// Look up this certificate
    #[arg(long, value_name = "FILE", requires = "issuer")]
    pub certificate: Option<PathBuf>,
    /// The moment of judgement
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub at: Option<Timestamp>,
}

/// Arguments of `pki ocsp`.
#[derive(Args, Clone, Debug)]
pub struct OcspArguments {
    /// The responses
    #[arg(required = true, value_name = "FILE")]
    pub response: Vec<PathBuf>,
    /// The certificate in question
    #[arg(long, value_name = "FILE", requires = "issuer")]
    pub certificate: Option<PathBuf>,
    /// The certificate of its issuer
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub issuer: Option<PathBuf>,
    /// The request that was answered
    #[arg(long, value_name = "FILE")]
    pub request: Option<PathBuf>,
    /// Responders trusted beside the issuer and those it authorised
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub responder: Vec<PathBuf>,
    /// The moment of judgement
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub at: Option<Timestamp>,
}

/// Arguments of `pki tsp`.
#[derive(Args, Clone, Debug)]
pub struct TspArguments {
    /// The time-stamp tokens, or the responses with them
    #[arg(required = true, value_name = "FILE")]
    pub file: Vec<PathBuf>,
    /// What was stamped
    #[arg(long, visible_alias = "content", value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// The request that was answered
    #[arg(long, value_name = "FILE")]
    pub request: Option<PathBuf>,
    /// What the authority's certificate is judged by
    #[command(flatten)]
    pub trust: TrustArguments,
    /// The moment of judgement, which a time-stamp cannot lie after
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub at: Option<Timestamp>,
}

/// Arguments of `pki cms`.
#[derive(Args, Clone, Debug)]
pub struct CmsArguments {
    /// The signatures
    #[arg(required = true, value_name = "FILE")]
    pub file: Vec<PathBuf>,
    /// What was signed, where it is not inside
    #[arg(long, value_name = "FILE")]
    pub content: Option<PathBuf>,
    /// What the signers' certificates are judged by
    #[command(flatten)]
    pub trust: TrustArguments,
    /// The moment of judgement; that of the time-stamp if absent, else now
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub at: Option<Timestamp>,
}

/// The content octets of a serial number.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Serial(pub Vec<u8>);

/// A command that could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The octets do not have the structure of what they look like.
    #[error("{}: {kind} that cannot be read: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What it looks like.
        kind: &'static str,
        /// Why.
        reason: String,
    },
    /// No certificate could be read.
    #[error("{}: no certificate could be read: {reason}", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The answer could not be written.
    #[error("the answer cannot be written: {0}")]
    Output(#[source] io::Error),
    /// Larger than is read.
    #[error("{}: larger than {limit} octets", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How much is read.
        limit: u64,
    },
    /// More files than are looked at.
    #[error("{}: more than {limit} files", path.display())]
    TooManyFiles {
        /// The folder.
        path: PathBuf,
        /// How many are looked at.
        limit: usize,
    },
    /// The operating system does not give it.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What it reported.
        source: io::Error,
    },
    /// The file is something else.
    #[error("{}: not {wanted} but {found}", path.display())]
    WrongKind {
        /// The file.
        path: PathBuf,
        /// What is wanted, as a kind of the forms.
        wanted: &'static str,
        /// What it is, as a kind of the forms.
        found: &'static str,
    },
}

impl CliError {
    /// The error in words: one sentence that names the file.
    #[must_use]
    pub fn say(&self, context: &Context<'_>) -> String {
        let kind = |name: &str| context.label(&format!("pki-kind-{name}"));
        let mut facts = Facts::new();
        let mut fact = |name: &'static str, seen: String| facts.insert(name.into(), seen);
        let code = match self {
            Self::Malformed { path, kind: what, reason } => {
                fact("file", path.display().to_string());
                fact("kind", kind(what));
                fact("reason", reason.clone());
                "pki-error-malformed"
            }
            Self::NoCertificate { path, reason } => {
                fact("file", path.display().to_string());
                fact("reason", reason.clone());
                "pki-error-no-certificate"
            }
            Self::Output(source) => {
                fact("reason", source.to_string());
                "pki-error-output"
            }
            Self::TooLarge { path, limit } => {
                fact("file", path.display().to_string());
                fact("limit", limit.to_string());
                "pki-error-too-large"
            }
            Self::TooManyFiles { path, limit } => {
                fact("file", path.display().to_string());
                fact("limit", limit.to_string());
                "pki-error-too-many-files"
            }
            Self::Unreadable { path, source } => {
                fact("file", path.display().to_string());
                fact("reason", source.to_string());
                "pki-error-unreadable"
            }
            Self::WrongKind { path, wanted, found } => {
                fact("file", path.display().to_string());
                fact("wanted", kind(wanted));
                fact("found", kind(found));
                "pki-error-wrong-kind"
            }
        };
        context.say(code, &facts)
    }
}

/// What a command has to say.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How it ended.
    pub exit: Exit,
    /// What to print.
    pub text: String,
}

/// Carries a command out and prints its answer.
///
/// # Errors
///
/// [`CliError`] names the file that could not be used.
pub fn run(command: &PkiCommand, context: &Context<'_>) -> Result<Exit, CliError> {
    let answer = answer(command, context)?;
    let mut out = io::stdout().lock();
    match out.write_all(answer.text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever reads has seen enough; the verdict stands.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(answer.exit),
        Err(error) => Err(CliError::Output(error)),
        Ok(()) => Ok(answer.exit),
    }
}

/// Carries a command out.
///
/// # Errors
///
/// [`CliError`] names the file that could not be used.
pub fn answer(command: &PkiCommand, context: &Context<'_>) -> Result<Answer, CliError> {
    Ok(match command {
        PkiCommand::Cms(arguments) => each(
            &arguments.file,
            context,
            |file| judge::cms(file, arguments, context).map(|it| (it.verdict, it)),
            show::cms,
        )?,
        PkiCommand::Crl(arguments) => {
            let form = judge::crl(arguments, context)?;
            told(form.verdict.exit(), &form, context, show::crl)
        }
        PkiCommand::Inspect(arguments) => {
            let form = inspect::inspect(arguments, context)?;
            told(form.verdict.exit(), &form, context, show::inspect)
        }
        PkiCommand::Lint(arguments) => {
            let form = lint::lint(arguments, context)?;
            told(form.verdict.exit(), &form, context, lint::show)
        }
        PkiCommand::Ocsp(arguments) => each(
            &arguments.response,
            context,
            |file| judge::ocsp(file, arguments, context).map(|it| (it.verdict, it)),
            show::ocsp,
        )?,
        PkiCommand::Tsp(arguments) => each(
            &arguments.file,
            context,
            |file| judge::tsp(file, arguments, context).map(|it| (it.verdict, it)),
            show::tsp,
        )?,
        PkiCommand::Verify(arguments) => {
            let form = paths::verify(arguments, context)?;
            told(form.verdict.exit(), &form, context, show::verify)
        }
    })
}

fn told<F: Serialize>(
    exit: Exit,
    form: &F,
    context: &Context<'_>,
    show: fn(&F, &Context<'_>) -> String,
) -> Answer {
    let text = if context.json { json(form) } else { show(form, context) };
    Answer { exit, text }
}

/// Judges every file by itself. One file answers with its form, several with the list of theirs.
fn each<F: Serialize>(
    files: &[PathBuf],
    context: &Context<'_>,
    judge: impl Fn(&Path) -> Result<(form::Outcome, F), CliError>,
    show: fn(&F, &Context<'_>) -> String,
) -> Result<Answer, CliError> {
    let judged: Vec<_> = files.iter().map(|file| judge(file)).collect::<Result<_, _>>()?;
    let worst = judged.iter().map(|(outcome, _)| *outcome).max();
    let exit = worst.unwrap_or(form::Outcome::Undetermined).exit();
    if let [(_, form)] = judged.as_slice() {
        return Ok(told(exit, form, context, show));
    }
    let forms: Vec<F> = judged.into_iter().map(|(_, form)| form).collect();
    let text = if context.json {
        json(&forms)
    } else {
        let named = files.iter().zip(&forms).map(|(file, form)| {
            show::title(&file.display().to_string(), context) + &show(form, context)
        });
        named.collect()
    };
    Ok(Answer { exit, text })
}

fn json<F: Serialize>(form: &F) -> String {
    // The forms hold nothing that JSON has no form for.
    let mut text = serde_json::to_string_pretty(form).unwrap_or_else(|error| {
        format!("{{\"error\": {}}}", serde_json::Value::from(error.to_string()))
    });
    text.push('\n');
    text
}

/// Reads an instant, or a day, which begins in the time zone of the Republic.
fn moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let day: Date = text.parse().map_err(|_| {
        format!("neither an instant like 2026-01-31T09:00:00Z nor a day like 2026-01-31: {text}")
    })?;
    let zone = TimeZone::get("Asia/Almaty").map_err(|error| error.to_string())?;
    let start = day.to_zoned(zone).map_err(|error| error.to_string())?;
    Ok(start.timestamp())
}

/// Reads a serial number as tools print it: `0x1D59`, `1d:59`, `1D 59`.
fn serial(text: &str) -> Result<Serial, String> {
    let digits: String =
        text.chars().filter(|it| !matches!(it, ':' | ' ' | '_')).collect::<String>();
    let digits = digits.strip_prefix("0x").unwrap_or(&digits);
    let even = if digits.len() % 2 == 1 { format!("0{digits}") } else { digits.to_owned() };
    let octets = hex::decode(&even).map_err(|_| format!("not a hexadecimal number: {text}"))?;
    let start = octets.iter().position(|it| *it != 0).unwrap_or(octets.len());
    let mut content = octets.get(start..).unwrap_or_default().to_vec();
    // An INTEGER with its top bit set would be negative.
    if content.first().is_none_or(|it| it & 0x80 != 0) {
        content.insert(0, 0);
    }
    Ok(Serial(content))
}

/// Reads arguments as a shell hands them over: for tests and for scripts inside the program.
///
/// # Errors
///
/// Clap's own words.
pub fn parse<I, T>(arguments: I) -> Result<PkiCommand, clap::Error>
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    use clap::FromArgMatches as _;
    let command = PkiCommand::augment_subcommands(clap::Command::new("pki"))
        .subcommand_required(true)
        .arg_required_else_help(true);
    let matches = command.try_get_matches_from(
        std::iter::once(OsString::from("pki")).chain(arguments.into_iter().map(Into::into)),
    )?;
    PkiCommand::from_arg_matches(&matches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_in_almaty() {
        assert_eq!(moment("2026-01-31").unwrap().to_string(), "2026-01-30T19:00:00Z");
        // Until 2024-03-01 the clock stood at six hours.
        assert_eq!(moment("2023-01-31").unwrap().to_string(), "2023-01-30T18:00:00Z");
        assert_eq!(
            moment("2026-01-31T09:00:00+05:00").unwrap().to_string(),
            "2026-01-31T04:00:00Z"
        );
        assert!(moment("31.01.2026").is_err());
    }

    #[test]
    fn a_serial_number_is_read_as_tools_print_it() {
        assert_eq!(serial("1D:59").unwrap().0, [0x1d, 0x59]);
        assert_eq!(serial("0x001d59").unwrap().0, [0x1d, 0x59]);
        assert_eq!(serial("9d5").unwrap().0, [0x09, 0xd5]);
        assert_eq!(serial("9d59").unwrap().0, [0x00, 0x9d, 0x59]);
        assert_eq!(serial("0").unwrap().0, [0x00]);
        assert!(serial("1g").is_err());
    }
}
