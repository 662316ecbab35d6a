//! `tekseru selfcheck`: an authority checks itself, once or again and again.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::RequirementId;

use super::args;
use super::context::{Context, Exit, put};
use super::verbs::{LONGEST_COLLECTION, VerbError, exit_of, with_bar, write_file};
use super::watch::with_progress;
use super::{inputs, report, show};
use crate::act::render::ActFiles;
use crate::case::Case;
use crate::catalog::Catalog;
use crate::dossier::Access;
use crate::exchange::Source;
use crate::inspection::{
    AnswersFile, CollectReport, Inspection, InspectionError, WatchSettings, legal_day,
};
use crate::selfcheck::answer::{Failed, SelfcheckAnswer};
use crate::selfcheck::template;

mod told;
mod watching;

/// What a run did before it looked.
struct Run {
    files: usize,
    amended: bool,
    unanswered: Vec<RequirementId>,
}

pub(super) fn run(
    arguments: &args::Selfcheck,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let Some(case) = &arguments.case else { return template(arguments, catalog, context) };
    let case = Case::read(case)?;
    let dossier = arguments.out.join("dossier");
    let now = Timestamp::now();
    let (mut inspection, amended) = if dossier.exists() {
        let access = Access::Write { now };
        let mut inspection = Inspection::open(&dossier, access, catalog, context.words)?;
        let amended = inspection.amend(case, now)?;
        (inspection, amended)
    } else {
        if case.purpose != crate::case::Purpose::SelfCheck {
            return Err(InspectionError::NotASelfCheck.into());
        }
        folder(&arguments.out)?;
        (Inspection::new(&dossier, case, catalog, context.words, now)?, false)
    };
    let files = hand_over(&mut inspection, &arguments.inputs, context)?;
    answer(&mut inspection, arguments.answers.as_deref())?;
    let unanswered = unanswered(&inspection)?;
    let run = Run { files, amended, unanswered };
    if arguments.watch {
        return watching::run(arguments, &mut inspection, &run, context);
    }
    let mut collected = CollectReport::default();
    if !arguments.looking.offline {
        let world = inputs::world(&inspection, &arguments.looking, LONGEST_COLLECTION)?;
        world.begin_collection();
        let (limits, networks) = (world.limits(), world.networks());
        let look = with_bar(context, |tell| inspection.look(&world, limits, networks, tell))?;
        inspection.keep_look(&look)?;
        collected = look.report();
        if inspection.samples_by_default() {
            with_progress(context, &mut inspection, &world, &WatchSettings::default())?;
        }
    }
    let answer = make(arguments, &mut inspection, &run, collected, context)?;
    told::answer(context, &answer, &arguments.out);
    Ok(exit_of(answer.verdict))
}

/// Makes the report and writes everything that is asked for.
fn make(
    arguments: &args::Selfcheck,
    inspection: &mut Inspection<'_>,
    run: &Run,
    collected: CollectReport,
    context: &Context<'_>,
) -> Result<SelfcheckAnswer, VerbError> {
    let (sealed, files) = inspection.report(Timestamp::now())?;
    let record = inspection.act_record(&sealed)?;
    let mut written = write(&arguments.out, &files)?;
    let readiness = record.readiness.clone().unwrap_or_default();
    let verdict = model::Verdict::over(record.subjects.iter().map(|it| it.verdict));
    let source = Source::new(record, "report.json")?;
    let exported = report::all(&source, &arguments.exports, arguments.mask, context)?;
    written.extend(exported.into_iter().map(Path::to_owned));
    let place = arguments.out.join("selfcheck.json");
    written.push(place.clone());
    let failed = collected.failed.into_iter();
    let answer = SelfcheckAnswer {
        report: sealed.version,
        day: sealed.day,
        verdict,
        readiness,
        unanswered: run.unanswered.clone(),
        files: run.files,
        amended: run.amended,
        failed: failed.map(|it| Failed { probe: it.probe, error: it.error }).collect(),
        offline: arguments.looking.offline,
        pdf: sealed.pdf,
        json: sealed.json,
        written,
    };
    let told = serde_json::to_vec_pretty(&answer).map_err(InspectionError::from)?;
    write_file(&place, &told)?;
    Ok(answer)
}

/// The files of the report, each put in place of the one before in one step.
fn write(out: &Path, files: &ActFiles) -> Result<Vec<PathBuf>, VerbError> {
    let mut written = Vec::new();
    for (name, bytes) in [
        ("report.html", files.html.as_bytes()),
        ("report.json", &files.json),
        ("report.pdf", &files.pdf),
    ] {
        let place = out.join(name);
        let failed = |source: io::Error| VerbError::Output { path: place.clone(), source };
        let fresh = out.join(format!("{name}.new"));
        fs::write(&fresh, bytes).and_then(|()| fs::rename(&fresh, &place)).map_err(failed)?;
        written.push(place);
    }
    Ok(written)
}

fn folder(out: &Path) -> Result<(), VerbError> {
    fs::create_dir_all(out).map_err(|source| VerbError::Output { path: out.into(), source })
}

/// Takes in the files of this run in place of those of the same kinds that were handed over before.
fn hand_over(
    inspection: &mut Inspection<'_>,
    named: &args::Inputs,
    context: &Context<'_>,
) -> Result<usize, VerbError> {
    inspection.replace_inputs(inputs::kinds(named), Timestamp::now())?;
    inputs::take(inspection, named, context)
}

/// Records the answers that say something new. Either all of them, or none.
fn answer(inspection: &mut Inspection<'_>, file: Option<&Path>) -> Result<(), VerbError> {
    let Some(file) = file else { return Ok(()) };
    let base = file.parent().unwrap_or(Path::new(""));
    let (answers, open) = AnswersFile::read_begun(file)?;
    for item in &open {
        inspection.check_item(item)?;
    }
    let mut fresh = Vec::new();
    for input in &answers.answer {
        inspection.check_answer(input, base)?;
        if !inspection.is_answered_so(input, base)? {
            fresh.push(input);
        }
    }
    for input in fresh {
        inspection.answer(input, base, Timestamp::now())?;
    }
    Ok(())
}

/// The questions that nobody has answered.
fn unanswered(inspection: &Inspection<'_>) -> Result<Vec<RequirementId>, VerbError> {
    let answered = inspection.answered()?;
    let asked = inspection.catalog().items().iter().filter(|it| it.answer.asked);
    let asked = asked.map(|it| it.requirement.id.clone());
    Ok(asked.filter(|it| !answered.contains(it)).collect())
}

/// Writes what is to be filled in; nothing that lies there is written over.
fn template(
    arguments: &args::Selfcheck,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let out = &arguments.out;
    let today = legal_day(Timestamp::now());
    let files = [
        ("case.toml", template::case(context.lang, today)),
        ("answers.toml", template::answers(catalog, context.words, context.lang)),
    ];
    folder(out)?;
    let there = files.iter().map(|(name, _)| out.join(name)).find(|it| it.exists());
    if let Some(path) = there {
        let source = io::Error::from(io::ErrorKind::AlreadyExists);
        return Err(VerbError::Output { path, source });
    }
    let mut written = Vec::new();
    for (name, text) in files {
        let place = out.join(name);
        write_file(&place, text.as_bytes())?;
        written.push(place);
    }
    if context.json {
        show::json(&serde_json::json!({ "written": written }));
    } else {
        let facts = show::facts([("folder", out.display().to_string())]);
        put(&context.wrap("", 2, &context.say("cli-selfcheck-template", &facts)));
    }
    Ok(Exit::AllClosed)
}
