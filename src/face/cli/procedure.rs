//! `tekseru procedure`: what the texts demand of a case, by when, and of whom.

mod show;
mod year;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;
use model::Note;

use super::context::{Context, Exit};
use super::errors;
use super::show::{facts, json, tell};
use super::verbs::VerbError;
use crate::calendar::Calendar;
use crate::catalog::{Catalog, CatalogError};
use crate::dossier::Access;
use crate::inspection::{Inspection, legal_day};
use crate::procedure::{
    CalendarText, Events, EventsError, Moment, Plan, Procedure, State, TodoWords, Weight,
    calendar_file,
};

/// No file of events is larger, in bytes.
const LARGEST: u64 = 1 << 20;

#[derive(Subcommand)]
pub(super) enum ProcedureCommand {
    /// Write the deadlines to a calendar file, or show the working days of a year
    Calendar(CalendarOf),
    /// List the procedures
    List,
    /// Reckon how a case goes if every stage takes all the time it may
    Plan {
        procedure: String,
        /// An event and its day: registered=2025-09-01
        #[arg(long, value_name = "EVENT=DAY", required = true)]
        from: Vec<String>,
    },
    /// Show a procedure with its text
    Show { procedure: String },
    /// Show where a case stands
    Status {
        #[arg(required_unless_present = "dossier")]
        procedure: Option<String>,
        /// A file of events
        #[arg(long, value_name = "FILE", required_unless_present = "dossier")]
        events: Option<PathBuf>,
        /// Take the events from this dossier
        #[arg(long, value_name = "DIR")]
        dossier: Option<PathBuf>,
        /// The day to look from; today otherwise
        #[arg(long, value_name = "DAY")]
        day: Option<String>,
    },
}

#[derive(Args)]
pub(super) struct CalendarOf {
    #[arg(required_unless_present = "year")]
    procedure: Option<String>,
    /// A file of events
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    /// An event and its day: registered=2025-09-01
    #[arg(long, value_name = "EVENT=DAY")]
    from: Vec<String>,
    /// The day to look from; today otherwise
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
    /// The calendar file
    #[arg(long, value_name = "FILE", required_unless_present = "year")]
    out: Option<PathBuf>,
    /// The time of writing that the file shows; now otherwise
    #[arg(long, value_name = "INSTANT")]
    stamp: Option<Timestamp>,
    /// Show the working days of this year month by month
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1990..=2100),
        conflicts_with_all = ["procedure", "events", "from", "out"])]
    year: Option<i16>,
}

/// A procedure or its events cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProcedureFailure {
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error("{}: {source}", path.display())]
    Events { path: PathBuf, source: EventsError },
    #[error("neither events nor a day were given")]
    Nothing,
    #[error("{}: events of {procedure}", path.display())]
    Other { path: PathBuf, procedure: String },
    #[error("a self-check follows no procedure")]
    SelfCheck,
    #[error("{id}: no such procedure")]
    Unknown { id: String },
    #[error("{}: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
}

impl ProcedureFailure {
    pub(super) fn note(&self) -> Note {
        match self {
            Self::Catalog(error) => errors::catalog(error),
            Self::Events { path, source } => match source {
                EventsError::Malformed { line, message } => {
                    Note::new("cli-procedure-events-malformed")
                        .fact("path", path.display())
                        .fact("line", line)
                        .fact("reason", message.replace('\n', ", "))
                }
                EventsError::Moment { text } => {
                    Note::new("cli-procedure-moment").fact("text", text)
                }
                EventsError::TooMany => {
                    Note::new("cli-procedure-too-many").fact("path", path.display())
                }
            },
            Self::Nothing => Note::new("cli-procedure-nothing"),
            Self::Other { path, procedure } => Note::new("cli-procedure-other")
                .fact("path", path.display())
                .fact("procedure", procedure),
            Self::SelfCheck => Note::new("cli-procedure-self-check"),
            Self::Unknown { id } => Note::new("cli-procedure-unknown").fact("procedure", id),
            Self::Unreadable { path, source } => errors::system(source, &path.to_string_lossy()),
        }
    }
}

pub(super) fn run(
    command: &ProcedureCommand,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    match command {
        ProcedureCommand::Calendar(arguments) => match arguments.year {
            Some(year) => {
                year::show(context, &calendar(catalog)?, year);
                Ok(Exit::AllClosed)
            }
            None => write_calendar(arguments, catalog, context),
        },
        ProcedureCommand::List => {
            let procedures = Procedure::all(catalog).map_err(ProcedureFailure::from)?;
            show::list(context, &procedures);
            Ok(Exit::AllClosed)
        }
        ProcedureCommand::Plan { procedure, from } => {
            let procedure = find(catalog, procedure)?;
            let events = starts(from)?;
            let day = events.happened.iter().map(|it| it.at.day).max();
            let day = day.ok_or(ProcedureFailure::Nothing)?;
            let plan = Plan::of(&procedure.rules, &events, &calendar(catalog)?, day);
            show::plan(context, &procedure, &plan);
            Ok(exit_of(&plan))
        }
        ProcedureCommand::Show { procedure } => {
            show::procedure(context, &find(catalog, procedure)?);
            Ok(Exit::AllClosed)
        }
        ProcedureCommand::Status { procedure, events, dossier, day } => {
            let mut taken = Events::default();
            let mut id = procedure.clone();
            if let Some(dossier) = dossier {
                let inspection = Inspection::open(dossier, Access::Read, catalog, context.words)?;
                let (own, found) =
                    inspection.procedure_events()?.ok_or(ProcedureFailure::SelfCheck)?;
                id.get_or_insert_with(|| own.to_owned());
                taken.happened.extend(found);
            }
            let procedure = find(catalog, &id.ok_or(ProcedureFailure::Nothing)?)?;
            if let Some(path) = events {
                taken.happened.extend(read(path, &procedure)?.happened);
            }
            let plan = Plan::of(
                &procedure.rules,
                &taken,
                &calendar(catalog)?,
                wanted_day(day.as_deref())?,
            );
            show::plan(context, &procedure, &plan);
            Ok(exit_of(&plan))
        }
    }
}

/// What is bad violates, what rests on a reading or is due is open.
fn exit_of(plan: &Plan) -> Exit {
    match plan.weight() {
        Some(Weight::Bad) => Exit::Violates,
        _ if plan.closed.is_none() => Exit::Undetermined,
        _ => Exit::AllClosed,
    }
}

fn calendar(catalog: &Catalog) -> Result<Calendar, ProcedureFailure> {
    Ok(Calendar::of(catalog)?)
}

fn find(catalog: &Catalog, id: &str) -> Result<Procedure, ProcedureFailure> {
    let found = Procedure::all(catalog)?.into_iter().find(|it| it.rules.id == id);
    found.ok_or_else(|| ProcedureFailure::Unknown { id: id.to_owned() })
}

fn moment(text: &str) -> Result<Moment, ProcedureFailure> {
    let wrong = |source| ProcedureFailure::Events { path: PathBuf::new(), source };
    Moment::parse(text).map_err(wrong)
}

fn wanted_day(text: Option<&str>) -> Result<Date, ProcedureFailure> {
    text.map_or_else(|| Ok(legal_day(Timestamp::now())), |it| Ok(moment(it)?.day))
}

fn starts(from: &[String]) -> Result<Events, ProcedureFailure> {
    let mut events = Events::default();
    for text in from {
        let (event, day) = text.split_once('=').unwrap_or((text, ""));
        events.add(event.trim(), moment(day)?);
    }
    Ok(events)
}

fn read(path: &Path, procedure: &Procedure) -> Result<Events, ProcedureFailure> {
    let unreadable = |source| ProcedureFailure::Unreadable { path: path.into(), source };
    let mut text = String::new();
    let file = fs::File::open(path).map_err(unreadable)?;
    file.take(LARGEST + 1).read_to_string(&mut text).map_err(unreadable)?;
    let wrong = |source| ProcedureFailure::Events { path: path.into(), source };
    if text.len() as u64 > LARGEST {
        return Err(wrong(EventsError::TooMany));
    }
    let events = Events::parse(&text).map_err(wrong)?;
    match &events.procedure {
        Some(other) if *other != procedure.rules.id => {
            Err(ProcedureFailure::Other { path: path.into(), procedure: other.clone() })
        }
        Some(_) | None => Ok(events),
    }
}

/// Writes the deadlines of a case as a calendar file.
fn write_calendar(
    arguments: &CalendarOf,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let nothing = ProcedureFailure::Nothing;
    let (Some(id), Some(out)) = (&arguments.procedure, &arguments.out) else {
        return Err(nothing.into());
    };
    let procedure = find(catalog, id)?;
    let mut events = starts(&arguments.from)?;
    if let Some(path) = &arguments.events {
        events.happened.extend(read(path, &procedure)?.happened);
    }
    let Some(last) = events.happened.iter().map(|it| it.at.day).max() else {
        return Err(nothing.into());
    };
    let day = match &arguments.day {
        Some(day) => moment(day)?.day,
        None if arguments.events.is_none() => last,
        None => legal_day(Timestamp::now()),
    };
    let plan = Plan::of(&procedure.rules, &events, &calendar(catalog)?, day);
    let rows = todos(context, &procedure, &plan, &events);
    let text = CalendarText {
        name: procedure.rules.title.in_lang(context.lang).to_owned(),
        stamp: arguments.stamp.unwrap_or_else(Timestamp::now),
        lang: context.lang.as_str(),
    };
    let failed = |source| VerbError::Output { path: out.clone(), source };
    fs::write(out, calendar_file(&text, &rows)).map_err(failed)?;
    if context.json {
        json(&plan.report(&procedure));
    } else {
        let path = out.display().to_string();
        tell(context, "procedure-written", [("n", rows.len().to_string()), ("path", path)]);
    }
    Ok(exit_of(&plan))
}

/// A deadline of each step that has one, and of each clock over the whole.
fn todos(
    context: &Context<'_>,
    procedure: &Procedure,
    plan: &Plan,
    events: &Events,
) -> Vec<TodoWords> {
    let rules = &procedure.rules;
    // Of one case the identifier never changes, whatever is reckoned later: the procedure and the
    // event it begins with.
    let first = events.happened.iter().min_by_key(|it| (it.at, it.id.clone()));
    let case = first.map_or_else(String::new, |it| format!("{}-{}", it.id, it.at.day));
    let mut rows = Vec::new();
    for (step, state) in rules.steps.iter().zip(&plan.steps) {
        let taken = !matches!(state.state, State::NotRecorded | State::NotTaken);
        let (Some(due), true) = (state.due, taken) else { continue };
        let actor = rules.actor(&step.actor).map_or("", |it| it.name.in_lang(context.lang));
        let mut lines = vec![
            format!("{actor}; {}", show::clause(context, &step.clause)),
            show::limit(context, step),
            step.text.clone(),
        ];
        lines.extend(show::due_notes(context, &due));
        if !due.certain {
            lines.push(context.label("procedure-ics-uncertain"));
        }
        let done = match state.state {
            State::Done | State::DoneLate => state.end.as_ref().map(|(_, at)| at.day),
            State::Ahead
            | State::NotRecorded
            | State::NotTaken
            | State::Overdue
            | State::Running => None,
        };
        rows.push(TodoWords {
            uid: format!("{}-{case}-{}", rules.id, step.n),
            day: due.day,
            summary: format!("{}: {}", step.n, step.action.in_lang(context.lang)),
            description: lines.join("\n"),
            done,
            remind: vec![1, 0],
        });
    }
    for (total, state) in rules.totals.iter().zip(&plan.totals) {
        let named = facts([
            ("clause", show::clause(context, &total.clause)),
            ("limit", show::amount(context, total.amount, total.unit)),
        ]);
        let ended = state.ended.then(|| state.end.as_ref().map(|(_, at)| at.day)).flatten();
        rows.push(TodoWords {
            uid: format!("{}-{case}-total-{}", rules.id, total.id),
            day: state.due.day,
            summary: context.say("procedure-total", &named),
            description: total.text.clone().unwrap_or_default(),
            done: ended,
            remind: vec![3, 1, 0],
        });
    }
    rows
}
