//! The verbs: arguments in, use case, answer out.

use std::path::{Path, PathBuf};

use clap_complete::generate;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use model::{Iin, InvalidIin, Note, RequirementId, Verdict};

use super::args::{self, Collect, Conclusion, Seal, Verb};
use super::context::{Context, Exit, put};
use super::pki::CliError;
use super::procedure::ProcedureFailure;
use super::selftest::SelftestError;
use super::{
    board, command, demo, drill, errors, inputs, report, selfcheck, selftest, show, sign, verify,
    watch,
};
use crate::act::record::ConclusionKind;
use crate::act::render::ActFiles;
use crate::case::{self, Case, CaseError};
use crate::catalog::{Catalog, CatalogError};
use crate::demo::DemoError;
use crate::dossier::Access;
use crate::exchange::ExchangeError;
use crate::inspection::{
    AnswerInput, AnswersFile, ConclusionInput, Inspection, InspectionError, MeasureTaken, Seen,
    WatchSettings,
};
use crate::papers::verify::NotAPaper;
use crate::papers::{FieldsError, PaperError};
use crate::register::RegisterError;
use crate::signing::SigningError;
use crate::site::{InvalidNetwork, Limits, Networks, NoWorld, World};

/// A verb that could not be carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum VerbError {
    #[error(transparent)]
    Case(#[from] CaseError),
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// What is asked for together does not go together; the code says why.
    #[error("contradiction: {0}")]
    Contradiction(&'static str),
    #[error(transparent)]
    Demo(#[from] DemoError),
    #[error(transparent)]
    Fields(#[from] FieldsError),
    #[error(transparent)]
    Inspection(#[from] InspectionError),
    #[error(transparent)]
    Iin(#[from] InvalidIin),
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    #[error("network.allowed: {0}")]
    Network(#[from] InvalidNetwork),
    #[error(transparent)]
    NoWorld(#[from] NoWorld),
    #[error(transparent)]
    NotAPaper(#[from] NotAPaper),
    #[error("{}: not empty, and no demonstration wrote it", path.display())]
    NotADemoFolder { path: PathBuf },
    #[error("neither a key nor --import nor --export was given")]
    NothingToSignWith,
    #[error("{}: {source}", path.display())]
    Output { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Paper(#[from] PaperError),
    #[error("the password cannot be asked for: {0}")]
    Password(std::io::Error),
    #[error(transparent)]
    Pki(#[from] CliError),
    #[error(transparent)]
    Procedure(#[from] ProcedureFailure),
    #[error(transparent)]
    Register(#[from] RegisterError),
    #[error("the sample cannot be read: {0}")]
    Sample(Box<toml::de::Error>),
    #[error(transparent)]
    Selftest(#[from] SelftestError),
    #[error(transparent)]
    Signing(#[from] SigningError),
}

impl VerbError {
    /// The sentence for people: a code with its facts.
    pub(super) fn note(&self) -> Note {
        match self {
            Self::Case(error) => errors::case(error),
            Self::Catalog(error) => errors::catalog(error),
            Self::Contradiction(code) => Note::new(code),
            Self::Demo(error) => errors::demo(error),
            Self::Fields(error) => errors::papers::fields(error),
            Self::Inspection(error) => errors::inspection(error),
            Self::Iin(error) => errors::iin(error),
            Self::Exchange(error) => errors::exchange(error),
            Self::Network(error) => errors::network(error),
            Self::NoWorld(error) => errors::no_world(error),
            Self::NotAPaper(error) => errors::papers::not_a_paper(error),
            Self::NotADemoFolder { path } => {
                Note::new("cli-not-a-demo-folder").fact("folder", path.display())
            }
            Self::NothingToSignWith => Note::new("cli-nothing-to-sign-with"),
            Self::Output { path, source } => errors::system(source, &path.to_string_lossy()),
            Self::Paper(error) => errors::papers::paper(error),
            Self::Password(error) => Note::new("cli-no-password").fact("reason", error),
            Self::Pki(error) => errors::explain(error),
            Self::Procedure(error) => error.note(),
            Self::Register(error) => errors::register::register(error),
            Self::Sample(error) => errors::explain(error.as_ref()),
            Self::Selftest(error) => error.note(),
            Self::Signing(error) => errors::signing(error),
        }
    }
}

pub(super) fn run(verb: Verb, catalog: &Catalog, context: &Context<'_>) -> Result<Exit, VerbError> {
    let open = |dossier: &Path, access| Inspection::open(dossier, access, catalog, context.words);
    let now = Timestamp::now();
    let write = Access::Write { now };
    match verb {
        Verb::Demo(arguments) => demo::run(&arguments, catalog, context),
        Verb::New { dossier, case } => {
            let case = Case::read(&case)?;
            let inspection = Inspection::new(&dossier, case, catalog, context.words, now)?;
            show::opened(context, &inspection);
            Ok(Exit::AllClosed)
        }
        Verb::Collect(arguments) => collect(&arguments, catalog, context),
        Verb::Committee(arguments) => super::committee::run(&arguments, catalog, context),
        Verb::CrlWatch(arguments) => watch::run(&arguments, catalog, context),
        Verb::Drill(drill) => drill::run(&drill, catalog, context),
        Verb::Questions { dossier } => {
            show::questions(context, &open(&dossier, Access::Read)?)?;
            Ok(Exit::AllClosed)
        }
        Verb::Answer(arguments) => answer(&arguments, catalog, context),
        Verb::Judge { dossier } => {
            let judged = open(&dossier, Access::Read)?.judge()?;
            show::judged(context, &judged.subjects);
            Ok(exit_of(judged.verdict()))
        }
        Verb::Seal(arguments) => seal(&arguments, catalog, context),
        Verb::Sign(arguments) => sign::sign(&arguments, catalog, context),
        Verb::Dissent(arguments) => sign::dissent(&arguments, catalog, context),
        Verb::Status { dossier, online } => {
            let access = if online { write } else { Access::Read };
            let mut inspection = open(&dossier, access)?;
            if online {
                inspection.collect_trust(&world(inspection.case())?)?;
            }
            let shown = inspection.board(now)?;
            board::status(context, &shown);
            Ok(if shown.tally.adopted { Exit::AllClosed } else { Exit::Undetermined })
        }
        Verb::Adopt { dossier, online } => {
            let mut inspection = open(&dossier, write)?;
            if online {
                inspection.collect_trust(&world(inspection.case())?)?;
            }
            inspection.adopt(now)?;
            let shown = inspection.board(now)?;
            board::status(context, &shown);
            Ok(if shown.tally.adopted { Exit::AllClosed } else { Exit::Undetermined })
        }
        Verb::Verify(arguments) => verify::run(&arguments, catalog, context),
        Verb::Export { dossier, out } => {
            let report = open(&dossier, Access::Read)?.export(&out)?;
            show::exported(context, &report);
            Ok(Exit::AllClosed)
        }
        Verb::Merge { dossier, other } => {
            let report = open(&dossier, write)?.merge(&other)?;
            show::merged(context, &report);
            Ok(if report.damages.is_empty() { Exit::AllClosed } else { Exit::Undetermined })
        }
        Verb::Check { dossier } => {
            let inspection = open(&dossier, Access::Read)?;
            let damages = inspection.dossier().check().map_err(InspectionError::from)?;
            show::damages(context, &damages);
            let sound = damages.iter().all(crate::dossier::Damage::is_leftover);
            Ok(if sound { Exit::AllClosed } else { Exit::Violates })
        }
        Verb::Pki(command) => Ok(super::pki::run(&command, context)?),
        Verb::Procedure(command) => super::procedure::run(&command, catalog, context),
        Verb::Report(arguments) => report::run(&arguments, catalog, context),
        Verb::Selfcheck(arguments) => selfcheck::run(&arguments, catalog, context),
        Verb::Selftest(arguments) => selftest::run(&arguments, context),
        Verb::Schema { form, .. } => {
            show::schema(context, form);
            Ok(Exit::AllClosed)
        }
        Verb::Completions { shell } => {
            let mut command = command(context.words, context.lang);
            let mut script = Vec::new();
            generate(shell, &mut command, "tekseru", &mut script);
            put(&String::from_utf8_lossy(&script));
            Ok(Exit::AllClosed)
        }
        Verb::Man { folder } => {
            let failed = |source| VerbError::Output { path: folder.clone(), source };
            std::fs::create_dir_all(&folder).map_err(failed)?;
            let command = command(context.words, context.lang);
            clap_mangen::generate_to(command, &folder).map_err(failed)?;
            Ok(Exit::AllClosed)
        }
    }
}

/// The exit code of a verdict over everything.
pub(super) const fn exit_of(verdict: Verdict) -> Exit {
    match verdict {
        Verdict::Complies | Verdict::NotInForce | Verdict::OutOfScope => Exit::AllClosed,
        Verdict::Undetermined => Exit::Undetermined,
        Verdict::Violates => Exit::Violates,
    }
}

/// The exit code of two answers together: what violates outweighs what is open.
pub(super) const fn worse(one: Exit, other: Exit) -> Exit {
    match (one, other) {
        (Exit::Failure, _) | (_, Exit::Failure) => Exit::Failure,
        (Exit::Violates, _) | (_, Exit::Violates) => Exit::Violates,
        (Exit::Undetermined, _) | (_, Exit::Undetermined) => Exit::Undetermined,
        (Exit::AllClosed, Exit::AllClosed) => Exit::AllClosed,
    }
}

/// Longest time of a collection where neither the case nor the command line says another, in
/// seconds.
pub(super) const LONGEST_COLLECTION: u32 = 3_600;

/// The real world, as far as the case lets the tool go.
pub(super) fn world(case: &Case) -> Result<World, VerbError> {
    looking(&case.network)
}

pub(super) fn looking(network: &case::Network) -> Result<World, VerbError> {
    let collection_ms = network.deadline.map(|it| u64::from(it) * 1_000);
    let limits = Limits { collection_ms, ..Limits::default() };
    Ok(World::new(Networks::try_from(network)?, limits)?)
}

fn collect(
    arguments: &Collect,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let now = Timestamp::now();
    let mut inspection =
        Inspection::open(&arguments.dossier, Access::Write { now }, catalog, context.words)?;
    let taken = inputs::take(&mut inspection, &arguments.inputs, context)?;
    if arguments.looking.offline {
        show::taken(context, taken);
        return Ok(Exit::AllClosed);
    }
    let world = inputs::world(&inspection, &arguments.looking, LONGEST_COLLECTION)?;
    inspection.begin_collection(world.limits(), world.networks(), Timestamp::now())?;
    world.begin_collection();
    let report = with_bar(context, |tell| inspection.collect(&world, tell))?;
    let settings = WatchSettings {
        window: arguments.window,
        every: arguments.every,
        ..WatchSettings::default()
    };
    let wanted = inspection.samples_by_default() || settings != WatchSettings::default();
    let watched = if wanted {
        Some(watch::with_progress(context, &mut inspection, &world, &settings)?)
    } else {
        None
    };
    show::collected(context, taken, &report, watched.as_ref());
    Ok(if report.failed.is_empty() { Exit::AllClosed } else { Exit::Undetermined })
}

/// Shows which probe is looking while a person waits.
pub(super) fn with_bar<T>(
    context: &Context<'_>,
    work: impl FnOnce(&mut dyn FnMut(&str)) -> T,
) -> T {
    let bar = if context.json { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    let done = work(&mut |name| bar.set_message(name.to_owned()));
    bar.finish_and_clear();
    done
}

fn answer(
    arguments: &args::Answer,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let now = Timestamp::now();
    let mut inspection =
        Inspection::open(&arguments.dossier, Access::Write { now }, catalog, context.words)?;
    let here = Path::new("");
    let (inputs, base) = match (&arguments.file, &arguments.item, arguments.seen) {
        (Some(file), _, _) => {
            (AnswersFile::read(file)?.answer, file.parent().unwrap_or(here).to_owned())
        }
        (None, Some(item), Some(seen)) => {
            (vec![one_answer(arguments, item, seen, catalog)?], here.to_owned())
        }
        (None, _, _) => (vec![], here.to_owned()),
    };
    // Either the whole file is recorded, or nothing of it.
    for input in &inputs {
        inspection.check_answer(input, &base)?;
    }
    let given = inputs
        .iter()
        .map(|it| inspection.answer(it, &base, Timestamp::now()))
        .collect::<Result<Vec<_>, _>>()?;
    show::answered(context, &given);
    Ok(Exit::AllClosed)
}

fn one_answer(
    arguments: &args::Answer,
    item: &str,
    seen: args::Seen,
    catalog: &Catalog,
) -> Result<AnswerInput, VerbError> {
    let asked = catalog.items().iter().find(|it| {
        it.requirement.id.0 == item || it.requirement.id.0.strip_prefix("224.") == Some(item)
    });
    let quantity = asked.and_then(|it| it.requirement.quantity.clone());
    let measures = if arguments.reading.is_empty() {
        vec![]
    } else {
        vec![MeasureTaken {
            quantity: quantity.unwrap_or_default(),
            readings: arguments.reading.clone(),
            instrument: arguments.instrument.clone(),
            verified_until: None,
            error: arguments.error.clone(),
        }]
    };
    Ok(AnswerInput {
        item: item.into(),
        member: iin(arguments.member.as_deref())?,
        seen: match seen {
            args::Seen::InOrder => Seen::InOrder,
            args::Seen::NotEstablished => Seen::NotEstablished,
            args::Seen::NotOurs => Seen::NotOurs,
            args::Seen::OutOfOrder => Seen::OutOfOrder,
        },
        ground: arguments.ground.clone(),
        measures,
        assets: vec![],
        attach: arguments.attach.clone(),
    })
}

pub(super) fn iin(text: Option<&str>) -> Result<Option<Iin>, VerbError> {
    Ok(text.map(|it| Iin::try_from(it.to_owned())).transpose()?)
}

fn seal(arguments: &Seal, catalog: &Catalog, context: &Context<'_>) -> Result<Exit, VerbError> {
    let now = Timestamp::now();
    let mut inspection =
        Inspection::open(&arguments.dossier, Access::Write { now }, catalog, context.words)?;
    let input = ConclusionInput {
        number: arguments.number.clone(),
        kind: match arguments.conclusion {
            Conclusion::Negative => ConclusionKind::Negative,
            Conclusion::NoViolations => ConclusionKind::NoViolations,
            Conclusion::Positive => ConclusionKind::Positive,
            Conclusion::Violations => ConclusionKind::Violations,
        },
        text: arguments.text.clone(),
        recommendations: arguments.recommendation.clone(),
        despite: arguments.despite.clone(),
        damage: arguments.damage.iter().map(|(item, it)| (full_id(item), *it)).collect(),
        with_english: arguments.with_english,
    };
    let (sealed, files) = inspection.seal(&input, now)?;
    let folder = match &arguments.out {
        Some(folder) => folder.clone(),
        None => beside(&arguments.dossier, "act"),
    };
    write_act(&folder, &files)?;
    show::sealed(context, &sealed, &folder);
    Ok(Exit::AllClosed)
}

/// The identifier of an item that may be named by its slug alone.
fn full_id(item: &str) -> RequirementId {
    let named = item.strip_prefix("224.").unwrap_or(item);
    RequirementId(format!("224.{named}"))
}

/// A folder beside the dossier: nothing strange is put into the dossier itself.
fn beside(dossier: &Path, what: &str) -> PathBuf {
    let mut name = dossier.file_name().unwrap_or_default().to_owned();
    name.push(format!("-{what}"));
    dossier.with_file_name(name)
}

/// Writes the three files of an act.
pub(super) fn write_act(folder: &Path, files: &ActFiles) -> Result<(), VerbError> {
    for (name, bytes) in [
        ("act.pdf", files.pdf.as_slice()),
        ("act.json", &files.json),
        ("act.html", files.html.as_bytes()),
    ] {
        write_file(&folder.join(name), bytes)?;
    }
    Ok(())
}

/// Writes a file, and the folder it lies in.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), VerbError> {
    let failed = |source| VerbError::Output { path: path.into(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, bytes).map_err(failed)
}
