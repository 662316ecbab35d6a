//! `tekseru demo`: a whole inspection of the demonstration site and the committee's decision about
//! its act, by the use cases that serve real ones.

mod committee;
mod ending;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use model::{Evidence, EvidenceKind, Iin, RequirementId, Role};
use serde::Deserialize;
use serde_json::json;

use super::context::{Context, Exit, Tone, put};
use super::drill::CABLE_PATIENCE;
use super::show;
use super::verbs::{VerbError, exit_of, with_bar, worse, write_act, write_file};
use super::{args, board, verify, watch};
use crate::act::record::ConclusionKind;
use crate::case::Case;
use crate::catalog::Catalog;
use crate::demo::{DemoSite, PASSWORD, Sample, Scenario, Stage};
use crate::inspection::{
    AnswersFile, AssetRole, CABLE_DRILL, CableSignal, CableTold, Channel, ChannelRole,
    ConclusionInput, DrillEvent, DrillOptions, DrillSignal, Inspection, InspectionError, Pack,
    REVOCATION_DRILL, SharedSite, Site, WatchSettings, Way, legal_day,
};
use crate::signing::SigningKey;
use crate::signing::stamp::WithStamp;
use crate::site::{Limits, Networks, World};

/// Marks a folder that a demonstration may empty.
const MARK: &str = ".tekseru-demo";

pub(super) fn run(
    arguments: &args::Demo,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let begun = Instant::now();
    let out = &arguments.out;
    let scenario = match arguments.scenario {
        args::Scenario::Clean => Scenario::Clean,
        args::Scenario::Defects => Scenario::Defects,
    };
    empty(out)?;
    let sample = Decision::of(scenario)?;
    let now = Timestamp::now();
    let demo = with_bar(context, |tell| {
        tell(&context.label("cli-demo-starting"));
        let case = Sample::of(scenario).read_case()?;
        let roster = case.commission.ok_or(InspectionError::SelfCheckHasNoAct)?;
        Ok::<_, VerbError>(DemoSite::start(scenario, &roster, now)?)
    })?;
    let luggage = demo.lay_out(out, legal_day(now))?;
    let places = Places::below(out);

    // From here on the verbs of a visit, in their order, on the files that were laid out.
    let case = Case::read(&luggage.case)?;
    let world = Arc::new(World::new(Networks::try_from(&case.network)?, Limits::default())?);
    let mut inspection =
        Inspection::new(&places.dossier, case, catalog, context.words, world.now())?;
    for file in &luggage.certificates {
        inspection.take_file(file, EvidenceKind::Certificate, world.now())?;
    }
    inspection.take_file(&luggage.oid_register, EvidenceKind::OidRegister, world.now())?;
    inspection.take_file(&luggage.verifier_run, EvidenceKind::VerifierRun, world.now())?;
    inspection.begin_collection(world.limits(), world.networks(), world.now())?;
    inspection.take_log(&luggage.server_log, Vec::new(), world.now())?;
    let collected = with_bar(context, |tell| inspection.collect(&Stage::new(&*world), tell))?;
    let settings = WatchSettings::default();
    let watched = watch::with_progress(context, &mut inspection, &world, &settings)?;
    let site: SharedSite = world.clone();
    with_bar(context, |tell| {
        tell(REVOCATION_DRILL);
        revocation_drill(&mut inspection, &demo, &luggage.test_certificate, &site)?;
        tell(CABLE_DRILL);
        cable_drill(&mut inspection, &demo, &world)
    })?;
    for input in &AnswersFile::read(&luggage.answers)?.answer {
        inspection.answer(input, out, world.now())?;
    }
    let judged = inspection.judge()?;
    let conclusion = ConclusionInput {
        number: sample.number,
        kind: sample.conclusion,
        text: String::new(),
        recommendations: sample.recommendations,
        despite: None,
        damage: BTreeMap::new(),
        with_english: false,
    };
    let (sealed, files) = inspection.seal(&conclusion, world.now())?;
    write_act(&places.act, &files)?;
    for file in &luggage.signing {
        inspection.add_trust(file, world.now())?;
    }
    sign(&mut inspection, &demo, &luggage.keys, &sample.dissent, &world)?;
    inspection.collect_trust(&*world)?;
    let status = inspection.adopt(world.now())?;
    inspection.export(&places.pack)?;
    create_folder(&places.inbox)?;
    inspection.export(&places.sent)?;
    let shown = inspection.board(world.now())?;
    drop(inspection);
    let (verification, outcome) = with_bar(context, |tell| {
        tell(&context.label("demo-deciding"));
        let verification = Pack::open(&places.sent)?.verify(catalog, context.words)?;
        let at = (scenario, &places, &luggage);
        let outcome = committee::run(at, &verification, catalog, context, world.now())?;
        Ok::<_, VerbError>((verification, outcome))
    })?;

    if context.json {
        show::json(&json!({
            "scenario": scenario.as_str(),
            "subjects": judged.subjects,
            "act": sealed,
            "tally": status.tally,
            "robust": status.tally.robust(),
            "verification": verification,
            "committee": outcome.json(),
            "seconds": begun.elapsed().as_secs(),
            "out": out,
        }));
    } else {
        show::collected(context, luggage.certificates.len() + 3, &collected, Some(&watched));
        put("\n");
        show::judged(context, &judged.subjects);
        put("\n");
        show::sealed(context, &sealed, &places.act);
        put("\n");
        board::status(context, &shown);
        put("\n");
        verify::checks(context, &verification);
        put("\n");
        outcome.show(context);
        put("\n");
        ending::lying(context, &places, &luggage, &status, &outcome);
        put("\n");
        ending::next(context, &places, &luggage, &outcome);
        put("\n");
        let seconds = show::facts([("seconds", begun.elapsed().as_secs().to_string())]);
        let done = context.say("cli-demo-done", &seconds);
        put(&context.paint(Tone::Quiet, &context.wrap("", 0, &done)));
    }
    let exit = worse(exit_of(judged.verdict()), exit_of(verification.verdict));
    Ok(worse(exit, exit_of(outcome.register_verdict())))
}

/// The authority revokes its test certificate on the word, and every service is watched.
fn revocation_drill(
    inspection: &mut Inspection<'_>,
    demo: &DemoSite,
    certificate: &Path,
    site: &SharedSite,
) -> Result<(), VerbError> {
    let options = DrillOptions { every: DRILL_EVERY, until: DRILL_UNTIL };
    let mut drill = inspection.revocation_drill(certificate, options, site.now())?;
    let clock = drill.clock();
    let (say, signals) = mpsc::channel();
    let mut keep = |pieces: &[Evidence]| inspection.keep_drill(REVOCATION_DRILL, pieces);
    let mut revoked = Ok(());
    drill.run(site, signals, &mut keep, &mut |event| match event {
        DrillEvent::Ready { .. } => {
            let now = clock.now();
            revoked = demo.revoke_test_certificate(now.at);
            let _ = say.send(DrillSignal::Word(now));
        }
        DrillEvent::Changed { .. } | DrillEvent::Word(_) => {}
    })?;
    Ok(revoked?)
}

/// The main path is cut for a moment, and the reserve is watched.
fn cable_drill(
    inspection: &mut Inspection<'_>,
    demo: &DemoSite,
    world: &World,
) -> Result<(), VerbError> {
    let main = Channel { name: "main".into(), ..Channel::by_default() };
    let reserve = Channel {
        name: "reserve".into(),
        role: ChannelRole::Reserve,
        proxy: Some(demo.reserve_path()),
        ..Channel::by_default()
    };
    let mut ways = Vec::new();
    for (channel, role) in [(main, AssetRole::Main), (reserve, AssetRole::Reserve)] {
        let site: SharedSite = Arc::new(world.over(&channel, CABLE_PATIENCE)?);
        ways.push(Way { channel: channel.name, role, site });
    }
    let options = DrillOptions { every: DRILL_EVERY, until: DRILL_UNTIL };
    let mut drill = inspection.cable_drill(options, world.now())?;
    let (clock, path) = (drill.clock(), demo.main_path());
    let (say, signals) = mpsc::channel();
    let mut keep = |pieces: &[Evidence]| inspection.keep_drill(CABLE_DRILL, pieces);
    let mut say = Some((say, path));
    drill.run(&ways, signals, &mut keep, &mut |told| {
        if *told != CableTold::Ready {
            return;
        }
        let Some((say, path)) = say.take() else { return };
        std::thread::spawn(move || {
            for interrupted in [true, false] {
                // Before the cut and after the repair: neither is later than it is said to be.
                let now = clock.now();
                path(interrupted);
                let signal =
                    if interrupted { CableSignal::Pulled(now) } else { CableSignal::Restored(now) };
                let _over = say.send(signal);
                std::thread::sleep(CABLE_CUT);
            }
        });
    })?;
    Ok(())
}

/// How long the main path is cut.
const CABLE_CUT: Duration = Duration::from_millis(600);

const DRILL_EVERY: Duration = Duration::from_millis(100);
/// A machine that is busy with other things still ends before it.
const DRILL_UNTIL: Duration = Duration::from_secs(30);

/// Everybody who votes signs, but the one who dissents.
fn sign(
    inspection: &mut Inspection<'_>,
    demo: &DemoSite,
    keys: &[PathBuf],
    dissent: &SampleDissent,
    world: &World,
) -> Result<(), VerbError> {
    let roster = inspection.case().commission.clone();
    let tsp = inspection.case().signing_tsp.clone();
    let votes = |iin| {
        let member = roster.as_ref().and_then(|it| it.member(iin));
        member.is_some_and(|it| it.role != Role::Secretary)
    };
    for (key, path) in demo.members().iter().zip(keys) {
        if key.revoked || !votes(&key.iin) {
            continue;
        }
        let opened = SigningKey::open(path, PASSWORD)?;
        let (iin, now) = (Some(&key.iin), world.now());
        let signer = WithStamp::new(&opened, &tsp, world);
        if key.iin == dissent.member {
            inspection.dissent(&signer, iin, &dissent.reasons, &dissent.items, now)?;
        } else {
            inspection.sign(&signer, iin, now)?;
        }
    }
    Ok(())
}

/// What the commission of a sample decides: `samples/<scenario>/decision.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Decision {
    number: String,
    conclusion: ConclusionKind,
    recommendations: Vec<String>,
    dissent: SampleDissent,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SampleDissent {
    member: Iin,
    reasons: String,
    items: Vec<RequirementId>,
}

impl Decision {
    fn of(scenario: Scenario) -> Result<Self, VerbError> {
        let text = match scenario {
            Scenario::Clean => include_str!("../../../samples/clean/decision.toml"),
            Scenario::Defects => include_str!("../../../samples/defects/decision.toml"),
        };
        toml_of(text)
    }
}

/// A part of a sample, read.
fn toml_of<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, VerbError> {
    toml::from_str(text).map_err(|error| VerbError::Sample(Box::new(error)))
}

fn create_folder(path: &Path) -> Result<(), VerbError> {
    std::fs::create_dir_all(path).map_err(|source| VerbError::Output { path: path.into(), source })
}

struct Places {
    act: PathBuf,
    dossier: PathBuf,
    pack: PathBuf,
    /// The packs that came to the committee.
    inbox: PathBuf,
    /// The pack of this act among them.
    sent: PathBuf,
    register: PathBuf,
    papers: PathBuf,
}

impl Places {
    fn below(out: &Path) -> Self {
        let committee = out.join("committee");
        let inbox = committee.join("inbox");
        Self {
            act: out.join("act"),
            dossier: out.join("dossier"),
            pack: out.join("pack"),
            sent: inbox.join("act.zip"),
            inbox,
            register: committee.join("register.db"),
            papers: out.join("papers"),
        }
    }
}

/// An empty folder for the output. Only what a demonstration wrote is ever removed.
fn empty(out: &Path) -> Result<(), VerbError> {
    let failed = |source| VerbError::Output { path: out.into(), source };
    if out.exists() {
        let strange = std::fs::read_dir(out).map_err(failed)?.next().is_some();
        if strange && !out.join(MARK).exists() {
            return Err(VerbError::NotADemoFolder { path: out.into() });
        }
        std::fs::remove_dir_all(out).map_err(failed)?;
    }
    write_file(&out.join(MARK), b"")
}
