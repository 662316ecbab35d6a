//! `tekseru selfcheck --watch`: looks at an interval until a person ends it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::{Run, make, told};
use crate::face::cli::args;
use crate::face::cli::context::{Context, Exit};
use crate::face::cli::inputs;
use crate::face::cli::verbs::{VerbError, exit_of};
use crate::inspection::{CollectReport, Inspection, InspectionError};
use crate::selfcheck::watch::{Change, Watcher};

/// The time between two looks where nobody says another.
const EVERY: Duration = Duration::from_secs(15 * 60);
/// The shortest time between two looks: services are not to be pressed.
const SHORTEST: Duration = Duration::from_secs(1);
/// A look takes no longer than this where neither the case nor the command line says so.
const LONGEST_LOOK: Duration = Duration::from_secs(600);
/// The record of changes begins anew at this length; the one before is kept beside it.
const LARGEST_RECORD: u64 = 4 << 20;

pub(super) fn run(
    arguments: &args::Selfcheck,
    inspection: &mut Inspection<'_>,
    run: &Run,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let every = arguments.every.map_or(EVERY, |it| Duration::from_millis(it.millis()));
    let every = every.max(SHORTEST);
    let longest = u32::try_from(LONGEST_LOOK.max(every).as_secs()).unwrap_or(u32::MAX);
    let world = Arc::new(inputs::world(inspection, &arguments.looking, longest)?);
    let stop = Arc::new(AtomicBool::new(false));
    let (ask, asked) = channel::<()>();
    {
        let (world_to_end, stop) = (Arc::clone(&world), Arc::clone(&stop));
        world.on_interrupt(move || {
            stop.store(true, Ordering::Release);
            world_to_end.end_collection();
            // Nobody listens where the watch has ended by itself.
            let _ = ask.send(());
        });
    }
    let bounds = (world.limits(), world.networks());
    world.begin_collection();
    let look = inspection.look(&*world, bounds.0, bounds.1, &mut |_| {})?;
    let mut collected = CollectReport::default();
    if !stop.load(Ordering::Acquire) {
        inspection.keep_look(&look)?;
        collected = look.report();
    }
    drop(look);
    let first = Timestamp::now();
    let answer = make(arguments, inspection, run, collected, context)?;
    let mut verdict = answer.verdict;
    told::begins(context, &answer, &arguments.out, every);
    let mut watcher = Watcher::new(&inspection.judge_now(None, first)?.subjects, first);
    let mut record = Record::open(&arguments.out)?;
    let mut full = false;
    let mut next = Instant::now() + every;
    loop {
        let wait = next.saturating_duration_since(Instant::now());
        match asked.recv_timeout(wait) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
        }
        next = Instant::now() + every;
        // Nothing of earlier looks is remembered.
        drop(world.take_looks());
        world.begin_collection();
        let site = (&*world as _, bounds.0, bounds.1);
        let Some(round) = watcher.round(inspection, site, &stop)? else { break };
        verdict = round.verdict;
        if round.changes.is_empty() {
            continue;
        }
        record.add(&round.changes)?;
        if round.recorded {
            let failed = CollectReport { failed: round.failed.clone(), ..CollectReport::default() };
            make(arguments, inspection, run, failed, context)?;
        }
        told::changed(context, &round);
        if !round.recorded && !full {
            full = true;
            told::full(context);
        }
    }
    told::ends(context, &arguments.out);
    Ok(exit_of(verdict))
}

/// `changes.jsonl`: a line for each change. It is bounded: at its largest it begins anew, and the
/// one before stays beside it.
struct Record {
    place: PathBuf,
    file: File,
    length: u64,
}

impl Record {
    fn open(out: &Path) -> Result<Self, VerbError> {
        let place = out.join("changes.jsonl");
        let failed = |source| VerbError::Output { path: place.clone(), source };
        let file = OpenOptions::new().append(true).create(true).open(&place).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        Ok(Self { place, file, length })
    }

    fn add(&mut self, changes: &[Change]) -> Result<(), VerbError> {
        let mut lines = Vec::new();
        for change in changes {
            serde_json::to_writer(&mut lines, change).map_err(InspectionError::from)?;
            lines.push(b'\n');
        }
        self.write(&lines).map_err(|source| VerbError::Output { path: self.place.clone(), source })
    }

    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        if self.length >= LARGEST_RECORD {
            fs::rename(&self.place, self.place.with_file_name("changes.before.jsonl"))?;
            self.file = OpenOptions::new().append(true).create(true).open(&self.place)?;
            self.length = 0;
        }
        self.file.write_all(lines)?;
        self.length = self.length.saturating_add(u64::try_from(lines.len()).unwrap_or(u64::MAX));
        self.file.sync_data()
    }
}
