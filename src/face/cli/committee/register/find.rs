//! Finding certificates, and showing them.

use std::path::Path;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::act::compose::instant;
use crate::face::cli::committee::office::open;
use crate::face::cli::context::{Context, Exit, Tone, put, visible};
use crate::face::cli::show::{json, sentence, tell};
use crate::face::cli::verbs::VerbError;
use crate::inspection::legal_day;
use crate::register::{Accreditation, Database, Page, Question, Status};

#[derive(Args)]
pub(in crate::face::cli) struct Filter {
    /// Those of this status on the day
    #[arg(long, value_enum)]
    status: Option<Standing>,
    /// Those that end within so many days
    #[arg(long, value_name = "DAYS", conflicts_with = "status")]
    expiring: Option<u32>,
    /// The day of the status; without it, today
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Begin after this place of the register
    #[arg(long, value_name = "PLACE", default_value_t = 0)]
    after: i64,
    /// How many at most
    #[arg(long, value_name = "NUMBER", default_value_t = 50,
          value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
}

#[derive(Args)]
pub(in crate::face::cli) struct List {
    #[command(flatten)]
    filter: Filter,
}

#[derive(Args)]
pub(in crate::face::cli) struct Search {
    /// A part of the name of the legal entity or of the authority
    #[arg(required_unless_present_any = ["number", "bin"])]
    name: Option<String>,
    /// The beginning of the number
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    /// The beginning of the BIN
    #[arg(long, value_name = "BIN")]
    bin: Option<String>,
    #[command(flatten)]
    filter: Filter,
}

#[derive(Args)]
pub(in crate::face::cli) struct One {
    /// Number of the certificate
    number: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum Standing {
    Expired,
    NotYetIssued,
    Revoked,
    Valid,
}

impl Standing {
    const fn status(self) -> Status {
        match self {
            Self::Expired => Status::Expired,
            Self::NotYetIssued => Status::NotYetIssued,
            Self::Revoked => Status::Revoked,
            Self::Valid => Status::Valid,
        }
    }
}

impl Filter {
    fn question(&self) -> Question {
        let today = || legal_day(Timestamp::now());
        Question {
            status: self.status.map(Standing::status),
            expiring: self.expiring,
            after: self.after,
            limit: self.limit,
            ..Question::on(self.on.unwrap_or_else(today))
        }
    }
}

pub(super) fn list(
    arguments: &List,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    ask(&mut open(database, context)?, &arguments.filter.question(), context)
}

pub(super) fn search(
    arguments: &Search,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let question = Question {
        number: arguments.number.clone(),
        bin: arguments.bin.clone(),
        name: arguments.name.clone(),
        ..arguments.filter.question()
    };
    ask(&mut open(database, context)?, &question, context)
}

fn ask(
    database: &mut Database,
    question: &Question,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let page = database.search(question)?;
    if context.json {
        json(&page);
        return Ok(Exit::AllClosed);
    }
    if page.rows.is_empty() {
        tell(context, "committee-register-none", []);
        return Ok(Exit::AllClosed);
    }
    put(&table(context, &page));
    if let Some(last) = page.rows.last().filter(|_| page.more) {
        let last = last.accreditation.sequence.to_string();
        let more = sentence(context, "committee-register-more", [("place", last)]);
        put(&context.wrap("", 0, &more));
    }
    Ok(Exit::AllClosed)
}

/// A table, or each certificate by itself where the terminal is narrow.
fn table(context: &Context<'_>, page: &Page) -> String {
    let columns = ["seq", "number", "entity-name", "bin", "valid-through", "status"];
    let heads = columns.map(|it| context.label(&format!("register-column-{it}")));
    let rows: Vec<Vec<String>> = page
        .rows
        .iter()
        .map(|found| {
            let row = &found.accreditation;
            let status = status(context, found.status);
            let cells = [
                row.sequence.to_string(),
                row.number.clone(),
                row.entity.clone(),
                row.bin.clone(),
                row.valid_through.to_string(),
                status,
            ];
            cells.iter().map(|it| visible(it).into_owned()).collect()
        })
        .collect();
    if context.width >= 80 {
        return context.table(&heads, &rows);
    }
    rows.into_iter()
        .map(|row| context.pairs(&heads.iter().cloned().zip(row).collect::<Vec<_>>(), 0) + "\n")
        .collect()
}

fn status(context: &Context<'_>, status: Status) -> String {
    context.label(&format!("register-status-{}", status.as_str()))
}

pub(super) fn show(
    arguments: &One,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let row = open(database, context)?.by_number(&arguments.number)?;
    let today = legal_day(Timestamp::now());
    if context.json {
        let status = row.status_on(today);
        json(&serde_json::json!({ "on": today, "status": status, "accreditation": row }));
        return Ok(Exit::AllClosed);
    }
    put(&context.pairs(&pairs(context, &row, today), 0));
    if row.status_on(today) == Status::Valid {
        // The stricter reading ends a day before; whoever plans counts to that.
        let safe = sentence(
            context,
            "committee-register-safe-through",
            [("day", row.safe_through().to_string())],
        );
        put(&context.paint(Tone::Quiet, &context.wrap("", 0, &safe)));
    }
    Ok(Exit::AllClosed)
}

fn pairs(context: &Context<'_>, row: &Accreditation, today: Date) -> Vec<(String, String)> {
    let paper = |number: &str, date: Date| {
        let facts = [("number", number.to_owned()), ("date", date.to_string())];
        sentence(context, "register-paper", facts)
    };
    let revocation = row.revocation.as_ref().map(|it| {
        let facts = [
            ("decision", paper(&it.decision.number, it.decision.date)),
            ("paragraph", it.paragraph.as_str().to_owned()),
            ("day", it.day.to_string()),
        ];
        sentence(context, "register-revocation", facts)
    });
    let root = row.root_registration.as_ref().map(|it| format!("{} ({})", it.certificate, it.day));
    let all = [
        ("seq", row.sequence.to_string()),
        ("number", row.number.clone()),
        ("issued", row.issued.to_string()),
        ("valid-through", row.valid_through.to_string()),
        ("entity-name", row.entity.clone()),
        ("bin", row.bin.clone()),
        ("address", row.address.clone()),
        ("ca-name", row.authority.clone()),
        ("act-ref", paper(&row.act.number, row.act.date)),
        ("decision-ref", paper(&row.decision.number, row.decision.date)),
        ("status", format!("{} ({today})", status(context, row.status_on(today)))),
        ("revocation", revocation.unwrap_or_default()),
        ("root-registration", root.unwrap_or_default()),
        ("note", row.note.clone()),
    ];
    all.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            (context.label(&format!("register-column-{name}")), visible(&value).into_owned())
        })
        .collect()
}

pub(super) fn history(
    arguments: &One,
    database: &Path,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let mut database = open(database, context)?;
    let row = database.by_number(&arguments.number)?;
    let events = database.history(&row)?;
    if context.json {
        json(&events);
        return Ok(Exit::AllClosed);
    }
    for event in &events {
        let what = event.kind.rsplit('.').next().unwrap_or_default();
        let what = context.label(&format!("committee-event-{what}"));
        let at = event.at.parse().map_or_else(|_| visible(&event.at).into_owned(), instant);
        let line = format!("{at} · {} · {what}", visible(&event.officer));
        put(&context.wrap(&format!("{}. ", event.seq), 4, &line));
        for (field, was, is) in event.changes() {
            let line = format!("{}: {} → {}", visible(&field), visible(&was), visible(&is));
            put(&context.wrap("    ", 6, &line));
        }
    }
    Ok(Exit::AllClosed)
}
