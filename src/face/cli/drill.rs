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
    AssetRole, CABLE_DRILL, CableEnd, CableSignal, CableTold, Channel, ChannelRole, Clock,
    DrillEnd, DrillEvent, DrillOptions, DrillSignal, Inspection, InspectionError, REVOCATION_DRILL,
    SawState, SharedSite, Way, When, legal_day,
};
use crate::site::World;

#[derive(Subcommand)]
pub(super) enum Drill {
    /// Time until the reserve channel carries
    Cable(Cable),
    /// Time until a revocation is seen
    Revoke(Revoke),
}

#[derive(Args)]
pub(super) struct Cable {
    pub(super) dossier: PathBuf,
    /// Time between two looks: 1s
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "1s")]
    pub(super) every: Duration,
    /// How long to look after the cut, and after the repair: 2m
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "2m")]
    pub(super) until: Duration,
    /// When the cable was pulled, instead of a key that is pressed: 09:41:07
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    pub(super) pulled_at: Option<(Timestamp, Duration)>,
    /// When it was put back: 09:43:20
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    pub(super) restored_at: Option<(Timestamp, Duration)>,
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
        Drill::Cable(arguments) => cable(arguments, catalog, context),
        Drill::Revoke(arguments) => revoke(arguments, catalog, context),
    }
}

fn cable(arguments: &Cable, catalog: &Catalog, context: &Context<'_>) -> Result<Exit, VerbError> {
    let options = DrillOptions { every: arguments.every, until: arguments.until };
    let dossier = arguments.dossier.as_path();
    let (mut drill, world, channels) = {
        let inspection = Inspection::open(dossier, Access::Read, catalog, context.words)?;
        let drill = inspection.cable_drill(options, Timestamp::now())?;
        (drill, world(inspection.case())?, inspection.case().channels.clone())
    };
    let (say, signals) = mpsc::channel();
    // Ctrl-C ends a drill in order: what was seen is recorded first.
    let stop = say.clone();
    world.on_interrupt(move || {
        // The drill may be over by then.
        let _over = stop.send(CableSignal::Stop);
    });
    let ways = ways(&world, &channels)?;
    if drill.is_resumed() {
        tell(context, "cli-drill-resumed", &[]);
    }
    let (pulled, restored) = drill.moments();
    if let Some((at, within)) = arguments.pulled_at.filter(|_| pulled.is_none()) {
        let _ = say.send(CableSignal::PulledAt(at, within));
    }
    if let Some((at, within)) = arguments.restored_at.filter(|_| restored.is_none()) {
        let _ = say.send(CableSignal::RestoredAt(at, within));
    }
    // The keys that are still to be pressed, in their order.
    let mut keys: Vec<fn(When) -> CableSignal> = Vec::new();
    if pulled.is_none() && arguments.pulled_at.is_none() {
        keys.push(CableSignal::Pulled);
    }
    if restored.is_none() && arguments.restored_at.is_none() {
        keys.push(CableSignal::Restored);
    }
    let waits = keys.len();
    at_keys(say, drill.clock(), keys);
    let mut keep =
        |pieces: &[Evidence]| unlocked(dossier, catalog, context)?.keep_drill(CABLE_DRILL, pieces);
    let end = drill.run(&ways, signals, &mut keep, &mut |told| cable_told(context, told, waits))?;
    let end = match end {
        CableEnd::Back => "back",
        CableEnd::Deadline => "deadline",
        CableEnd::Stopped => "stopped",
    };
    concluded(CABLE_DRILL, end, dossier, catalog, context)
}

/// The channels of the case. Without a main one among them the machine's own way is it.
fn ways(world: &World, channels: &[Channel]) -> Result<Vec<Way>, VerbError> {
    let own = channels.iter().all(|it| it.role == ChannelRole::Reserve);
    let own = own.then(Channel::by_default);
    let mut ways = Vec::new();
    for channel in own.iter().chain(channels) {
        let role = match channel.role {
            ChannelRole::Main => AssetRole::Main,
            ChannelRole::Reserve => AssetRole::Reserve,
        };
        let site = Arc::new(world.over(channel, CABLE_PATIENCE)?);
        ways.push(Way { channel: channel.name.clone(), role, site });
    }
    Ok(ways)
}

/// Who says nothing for so long does not answer over a path that was cut.
pub(super) const CABLE_PATIENCE: Duration = Duration::from_secs(10);

/// A moment each time that a line comes in; what stands in it does not matter.
fn at_keys<S: Send + 'static>(say: Sender<S>, clock: Clock, keys: Vec<fn(When) -> S>) {
    std::thread::spawn(move || {
        for signal in keys {
            let mut line = String::new();
            match std::io::stdin().lock().read_line(&mut line) {
                Ok(1..) => {
                    // The drill may be over by then.
                    let _over = say.send(signal(clock.now()));
                }
                Ok(0) | Err(_) => return,
            }
        }
    });
}

fn cable_told(context: &Context<'_>, told: &CableTold, waits: usize) {
    match told {
        CableTold::Changed { target, channel, carried } => {
            let (code, tone) = if *carried {
                ("cli-drill-cable-carried", Tone::Good)
            } else {
                ("cli-drill-cable-silent", Tone::Doubt)
            };
            let facts = [
                ("channel", channel.clone()),
                ("service", context.label(&format!("drill-service-{}", target.service.as_str()))),
                ("url", target.url.clone()),
            ];
            line(context, code, &facts, tone);
        }
        CableTold::Pulled(at) => {
            line(context, "cli-drill-pulled", &[("at", time_of_day(*at))], Tone::Strong);
        }
        CableTold::Ready if waits > 0 => line(context, "cli-drill-pull", &[], Tone::Strong),
        CableTold::Ready => {}
        CableTold::Restored(at) => {
            line(context, "cli-drill-restored", &[("at", time_of_day(*at))], Tone::Strong);
        }
    }
}

fn time_of_day(at: Timestamp) -> String {
    let zone = TimeZone::get("Asia/Almaty").unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).strftime("%H:%M:%S%.3f").to_string()
}

/// What the items of a drill come to now.
fn concluded(
    probe: &str,
    end: &str,
    dossier: &Path,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let inspection = Inspection::open(dossier, Access::Read, catalog, context.words)?;
    let judged = inspection.judge_by(probe)?;
    let verdict = Verdict::over(judged.iter().map(|it| it.finding.judgement.verdict));
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
        (None, None) => at_keys(say.clone(), drill.clock(), vec![DrillSignal::Word]),
    }
    let waits = arguments.asked_at.is_none() && drill.word().is_none();
    let mut keep = |pieces: &[Evidence]| {
        unlocked(dossier, catalog, context)?.keep_drill(REVOCATION_DRILL, pieces)
    };
    let end = drill.run(&site, signals, &mut keep, &mut |event| happened(context, event, waits))?;
    drop(say);
    let end = match end {
        DrillEnd::AllShown => "all-shown",
        DrillEnd::Deadline => "deadline",
        DrillEnd::Stopped => "stopped",
    };
    concluded(REVOCATION_DRILL, end, dossier, catalog, context)
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
            line(context, "cli-drill-word", &[("at", time_of_day(*at))], Tone::Strong);
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
