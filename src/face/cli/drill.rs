//! `tekseru drill`: the commission lets something happen, and the tool times until it is seen.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::time::{Duration, Instant};

use clap::{Args, Subcommand};
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use model::{Evidence, Verdict};
use serde_json::json;

use super::context::{Context, Exit, Tone, put, visible};
use super::show;
use super::verbs::{VerbError, exit_of, world};
use crate::catalog::Catalog;
use crate::dossier::{Access, DossierError};
use crate::inspection::{
    Clock, DrillEnd, DrillEvent, DrillOptions, DrillSignal, Inspection, InspectionError,
    REVOCATION_DRILL, SawState, SharedSite, legal_day,
};

#[derive(Subcommand)]
pub(super) enum Drill {
    /// Time until a revocation is seen
    Revoke(Revoke),
}

#[derive(Args)]
pub(super) struct Revoke {
    pub(super) dossier: PathBuf,
    /// The test certificate that the authority revokes
    #[arg(long, value_name = "FILE")]
    pub(super) certificate: PathBuf,
    /// Time between two looks: 5s
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "5s")]
    pub(super) every: Duration,
    /// How long to look after the word: 24h
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "24h")]
    pub(super) until: Duration,
    /// When the word was given, instead of a key that is pressed: 09:41:07
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    pub(super) asked_at: Option<(Timestamp, Duration)>,
}

/// No service is asked more often.
const SHORTEST: Duration = Duration::from_millis(50);

fn duration(text: &str) -> Result<Duration, String> {
    let read: SignedDuration = text.parse().map_err(|error: jiff::Error| error.to_string())?;
    let read = Duration::try_from(read).map_err(|error| error.to_string())?;
    if read < SHORTEST { Err(format!("{} ms <", SHORTEST.as_millis())) } else { Ok(read) }
}

/// A moment as people write it, and how much later it may have been: a full timestamp, or a time
/// of day in Kazakhstan, today or with its date.
fn moment(text: &str) -> Result<(Timestamp, Duration), String> {
    let zone = || TimeZone::get("Asia/Almaty").map_err(|error| error.to_string());
    let within = if text.contains('.') { Duration::ZERO } else { Duration::from_secs(1) };
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok((at, within));
    }
    let local = match (text.parse::<Time>(), text.parse::<DateTime>()) {
        (Ok(time), _) => legal_day(Timestamp::now()).to_datetime(time),
        (Err(_), Ok(local)) => local,
        (Err(error), Err(_)) => return Err(error.to_string()),
    };
    let at = zone()?.to_timestamp(local).map_err(|error| error.to_string())?;
    if text.matches(':').count() < 2 { Ok((at, Duration::from_mins(1))) } else { Ok((at, within)) }
}

pub(super) fn run(
    drill: &Drill,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    match drill {
        Drill::Revoke(arguments) => revoke(arguments, catalog, context),
    }
}

fn revoke(arguments: &Revoke, catalog: &Catalog, context: &Context<'_>) -> Result<Exit, VerbError> {
    let options = DrillOptions { every: arguments.every, until: arguments.until };
    let dossier = arguments.dossier.as_path();
    let (mut drill, site) = {
        let inspection = Inspection::open(dossier, Access::Read, catalog, context.words)?;
        let drill =
            inspection.revocation_drill(&arguments.certificate, options, Timestamp::now())?;
        (drill, Arc::new(world(inspection.case())?))
    };
    let (say, signals) = mpsc::channel();
    // Ctrl-C ends a drill in order: what was seen is recorded first.
    let stop = say.clone();
    site.on_interrupt(move || {
        // The drill may be over by then.
        let _over = stop.send(DrillSignal::Stop);
    });
    unlocked(dossier, catalog, context)?.begin_collection(
        site.limits(),
        site.networks(),
        Timestamp::now(),
    )?;
    let site: SharedSite = site;
    if drill.is_resumed() {
        tell(context, "cli-drill-resumed", &[]);
    }
    match (drill.word(), arguments.asked_at) {
        (Some(_), _) => {}
        (None, Some((at, within))) => {
            let _ = say.send(DrillSignal::WordAt(at, within));
        }
        (None, None) => word_at_key(say.clone(), drill.clock()),
    }
    let waits = arguments.asked_at.is_none() && drill.word().is_none();
    let mut keep = |pieces: &[Evidence]| {
        unlocked(dossier, catalog, context)?.keep_drill(REVOCATION_DRILL, pieces)
    };
    let end = drill.run(&site, signals, &mut keep, &mut |event| happened(context, event, waits))?;
    drop(say);
    let judged = Inspection::open(dossier, Access::Read, catalog, context.words)?
        .judge_by(REVOCATION_DRILL)?;
    let verdict = Verdict::over(judged.iter().map(|it| it.finding.judgement.verdict));
    let end = match end {
        DrillEnd::AllShown => "all-shown",
        DrillEnd::Deadline => "deadline",
        DrillEnd::Stopped => "stopped",
    };
    if context.json {
        show::json(&json!({ "end": end, "verdict": verdict, "requirements": judged }));
    } else {
        put("\n");
        tell(context, &format!("cli-drill-{end}"), &[]);
        for judged in &judged {
            show::requirement(context, judged);
        }
    }
    Ok(exit_of(verdict))
}

/// Opens the dossier for one step. Others may write meanwhile; a drill lasts for hours and waits
/// for them.
fn unlocked<'a>(
    dossier: &Path,
    catalog: &'a Catalog,
    context: &Context<'a>,
) -> Result<Inspection<'a>, InspectionError> {
    let begun = Instant::now();
    loop {
        let access = Access::Write { now: Timestamp::now() };
        match Inspection::open(dossier, access, catalog, context.words) {
            Err(InspectionError::Dossier(DossierError::Locked { .. }))
                if begun.elapsed() < PATIENCE =>
            {
                std::thread::sleep(Duration::from_millis(100));
            }
            done => return done,
        }
    }
}

/// How long another program may keep the dossier locked.
const PATIENCE: Duration = Duration::from_mins(1);

/// The word is given when a line comes in; what stands in it does not matter.
fn word_at_key(say: Sender<DrillSignal>, clock: Clock) {
    std::thread::spawn(move || {
        let mut line = String::new();
        if let Ok(1..) = std::io::stdin().lock().read_line(&mut line) {
            let _ = say.send(DrillSignal::Word(clock.now()));
        }
    });
}

fn happened(context: &Context<'_>, event: &DrillEvent, waits: bool) {
    match event {
        DrillEvent::Changed { target, after_us, state, .. } => {
            let (code, tone) = match state {
                SawState::Nothing => ("cli-drill-nothing", Tone::Doubt),
                SawState::NotRevoked => ("cli-drill-not-revoked", Tone::Quiet),
                SawState::Revoked => ("cli-drill-revoked", Tone::Good),
            };
            let after = after_us.map_or_else(
                || "–".to_owned(),
                |it| format!("{}.{:01}", it / 1_000_000, it.unsigned_abs() % 1_000_000 / 100_000),
            );
            let facts = [
                ("service", context.label(&format!("drill-service-{}", target.service.as_str()))),
                ("url", target.url.clone()),
                ("seconds", after),
            ];
            line(context, code, &facts, tone);
        }
        DrillEvent::Ready { targets } => {
            let facts = [("count", targets.len().to_string())];
            line(context, "cli-drill-ready", &facts, Tone::Quiet);
            if waits {
                line(context, "cli-drill-give-word", &[], Tone::Strong);
            }
        }
        DrillEvent::Word(at) => {
            let zone = TimeZone::get("Asia/Almaty").unwrap_or(TimeZone::UTC);
            let at = at.to_zoned(zone).strftime("%H:%M:%S%.3f").to_string();
            line(context, "cli-drill-word", &[("at", at)], Tone::Strong);
        }
    }
}

fn tell(context: &Context<'_>, code: &str, facts: &[(&'static str, String)]) {
    line(context, code, facts, Tone::Quiet);
}

/// One line for people. A program reads the end alone, which nothing may come before.
fn line(context: &Context<'_>, code: &str, facts: &[(&'static str, String)], tone: Tone) {
    let said = context.say(code, &show::facts(facts.iter().cloned()));
    let text = context.wrap("", 2, &visible(&said));
    if context.json {
        eprint!("{text}");
    } else {
        put(&context.paint(tone, &text));
    }
}
