//! `tekseru crl-watch`, and the window of `tekseru collect`: progress while samples are taken, and
//! an end that loses nothing when a person presses Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use super::args;
use super::context::{Context, Exit};
use super::show;
use super::verbs::{VerbError, world};
use crate::catalog::Catalog;
use crate::dossier::Access;
use crate::inspection::{Inspection, WatchReport, WatchSettings};
use crate::site::World;

pub(super) fn run(
    arguments: &args::Watch,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let now = Timestamp::now();
    let mut inspection =
        Inspection::open(&arguments.dossier, Access::Write { now }, catalog, context.words)?;
    let world = world(inspection.case())?;
    inspection.begin_collection(world.limits(), world.networks(), now)?;
    let settings = WatchSettings {
        window: arguments.window,
        every: arguments.every,
        channel: arguments.channel.clone(),
        anew: arguments.anew,
    };
    let report = with_progress(context, &mut inspection, &world, &settings)?;
    show::watched(context, &report);
    Ok(if report.over { Exit::AllClosed } else { Exit::Undetermined })
}

/// Samples while a bar shows how far the window is.
pub(super) fn with_progress(
    context: &Context<'_>,
    inspection: &mut Inspection<'_>,
    world: &World,
    settings: &WatchSettings,
) -> Result<WatchReport, VerbError> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    world.on_interrupt(move || asked.store(true, Ordering::Relaxed));
    let bar = if context.json { ProgressBar::hidden() } else { ProgressBar::new(0) };
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent} % {eta} {msg}") {
        bar.set_style(style);
    }
    let report = inspection.watch(world, settings, &stop, &mut |progress| {
        bar.set_length(progress.window_ms);
        bar.set_position(progress.elapsed_ms);
        let facts = show::facts([
            ("samples", progress.samples.to_string()),
            ("available", progress.available.to_string()),
            ("unsampled", progress.unsampled.to_string()),
        ]);
        bar.set_message(context.say("cli-watch-progress", &facts));
    });
    bar.finish_and_clear();
    Ok(report?)
}
