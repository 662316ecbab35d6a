//! The register written out, taken over, and compared with its history.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use model::Order;

use crate::face::cli::committee::office::{By, open, perform, remark, show};
use crate::face::cli::context::{Context, Exit, Tone, put};
use crate::face::cli::show::{json, sentence, tell};
use crate::face::cli::verbs::VerbError;
use crate::inspection::{legal_day, read_bounded};
use crate::register::{
    About, Action, Heads, ImportDefect, ImportProposal, Proposal, RegisterError, read_csv,
    write_csv, write_json, write_xlsx,
};

/// The largest table that is read, in bytes.
const LARGEST: u64 = 256 << 20;

#[derive(Args)]
pub(in crate::face::cli) struct Export {
    /// The file: .csv, .xlsx or .json
    out: PathBuf,
    /// The day of the status; without it, today
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// For a CSV: heads as codes and exact cells, for programs, or heads in words and cells that no
    /// spreadsheet takes for a formula
    #[arg(long, value_enum, default_value_t = For::Spreadsheet)]
    r#for: For,
    /// For a CSV: write no byte order mark
    #[arg(long)]
    no_mark: bool,
}

#[derive(Clone, Copy, Eq, PartialEq, ValueEnum)]
enum For {
    Program,
    Spreadsheet,
}

#[derive(Args)]
pub(in crate::face::cli) struct Import {
    /// The table: a CSV as `register export --for program` writes it
    table: PathBuf,
    /// Number of the order by which it is taken over
    #[arg(long, value_name = "NUMBER")]
    order: String,
    /// Date of the order
    #[arg(long, value_name = "DATE")]
    of: Date,
    #[command(flatten)]
    by: By,
}

#[derive(Args)]
pub(in crate::face::cli) struct Check {
    /// An end of the history that was kept elsewhere
    #[arg(long, value_name = "END")]
    known: Vec<String>,
}

pub(super) fn export(
    arguments: &Export,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let place = &arguments.out;
    let on = arguments.on.unwrap_or_else(|| legal_day(Timestamp::now()));
    let export = open(database, context)?.export(on)?;
    let failed = |source| VerbError::Output { path: place.clone(), source };
    let ends = |it: &str| place.extension().is_some_and(|end| end.eq_ignore_ascii_case(it));
    let (words, lang) = (context.words, context.lang);
    let book = if ends("xlsx") {
        let made = write_xlsx(&export, lang, words);
        Some(made.map_err(|error| failed(std::io::Error::other(error)))?)
    } else {
        None
    };
    // What lies there may be somebody's work.
    let mut out = BufWriter::new(File::create_new(place).map_err(failed)?);
    match book {
        Some(book) => out.write_all(&book),
        None if ends("json") => write_json(&export, &mut out),
        None => {
            let heads = match arguments.r#for {
                For::Program => Heads::Codes,
                For::Spreadsheet => Heads::Words(lang),
            };
            let mark = arguments.r#for == For::Spreadsheet && !arguments.no_mark;
            write_csv(&export, heads, mark, words, &mut out)
        }
    }
    .and_then(|()| out.flush())
    .and_then(|()| out.get_ref().sync_all())
    .map_err(failed)?;
    if context.json {
        let head = export.head.to_string();
        json(&serde_json::json!({ "file": place, "rows": export.rows.len(), "head": head }));
    } else {
        let facts = [
            ("path", place.display().to_string()),
            ("count", export.rows.len().to_string()),
            ("head", export.head.to_string()),
        ];
        put(&context.wrap("", 0, &sentence(context, "committee-register-exported", facts)));
    }
    Ok(Exit::AllClosed)
}

pub(super) fn import(
    arguments: &Import,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let bytes = read_bounded(&arguments.table, LARGEST)?;
    let rows = read_csv(&bytes).map_err(|defects| RegisterError::Refused {
        defects: defects.iter().map(ImportDefect::note).collect(),
    })?;
    let mut database = open(database, context)?;
    let order = Order { number: arguments.order.clone(), date: arguments.of };
    let proposal = Proposal::Import(ImportProposal::of(order, &bytes, &rows)?);
    let action = Action::Propose { about: About::Register, version: 0, proposal };
    let done = perform(&mut database, &arguments.by, context, action, &rows)?;
    show(context, &done);
    if !context.json {
        let facts = [("count", rows.len().to_string())];
        tell(context, "committee-register-import-proposed", facts);
    }
    Ok(Exit::AllClosed)
}

pub(super) fn check(
    arguments: &Check,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let known: Result<Vec<_>, RegisterError> =
        arguments.known.iter().map(|it| it.parse()).collect();
    let report = open(database, context)?.check(&known?)?;
    let exit = if report.damage.is_empty() { Exit::AllClosed } else { Exit::Violates };
    if context.json {
        json(&report);
        return Ok(exit);
    }
    for note in &report.damage {
        remark(context, note);
    }
    let facts = [
        ("rows", report.accreditations.to_string()),
        ("statements", report.statements.to_string()),
        ("damage", (report.damage.len() + report.untold).to_string()),
        ("head", report.head.to_string()),
    ];
    for note in &report.limits {
        remark(context, note);
    }
    let tone = if report.damage.is_empty() { Tone::Good } else { Tone::Bad };
    let said = sentence(context, "committee-register-checked", facts);
    put(&context.paint(tone, &context.wrap("", 0, &said)));
    Ok(exit)
}
