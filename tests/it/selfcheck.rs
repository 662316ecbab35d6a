//! An authority checks itself: template, run, report, readiness, and the watch.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use model::Lang;
use serde_json::Value;
use tekseru::case::{Case, Purpose};
use tekseru::demo::{DemoSite, Luggage, Sample, Scenario};
use tekseru::exchange::schemas::Form;
use tekseru::inspection::{AnswersFile, legal_day};

use crate::inspection::{
    CATALOG, WORDS, exits, files, fresh, json, shown, squeezed, tekseru, text,
};
use crate::skip::skipped;

/// A demonstration site whose authority checks itself.
struct Own {
    demo: DemoSite,
    luggage: Luggage,
    case: PathBuf,
    answers: PathBuf,
}

impl Own {
    fn start(name: &str, scenario: Scenario) -> Self {
        let folder = fresh(name);
        let now = Timestamp::now();
        let sample = Sample::of(scenario).read_case().unwrap();
        let demo = DemoSite::start(scenario, &sample.commission.unwrap(), now).unwrap();
        let luggage = demo.lay_out(&folder, legal_day(now)).unwrap();
        let case = folder.join("own.toml");
        fs::write(&case, own_case(&luggage.case)).unwrap();
        // The same answers, given by nobody of a commission.
        let answers = folder.join("own-answers.toml");
        let given = fs::read_to_string(&luggage.answers).unwrap();
        let given: Vec<_> = given.lines().filter(|it| !it.starts_with("member = ")).collect();
        fs::write(&answers, given.join("\n")).unwrap();
        Self { demo, luggage, case, answers }
    }

    /// The arguments of a run with everything that the authority has.
    fn whole<'a>(&'a self, out: &'a Path) -> Vec<&'a str> {
        let mut arguments = vec!["selfcheck", text(&self.case), "--out", text(out)];
        arguments.extend(["--answers", text(&self.answers)]);
        for file in &self.luggage.certificates {
            arguments.extend(["--certificate", text(file)]);
        }
        arguments.extend(["--register", text(&self.luggage.oid_register)]);
        arguments.extend(["--verifier-run", text(&self.luggage.verifier_run)]);
        arguments
    }
}

/// The case of a visit as that of a self-check: without commission, papers and samples.
fn own_case(visit: &Path) -> String {
    let mut case: toml::Table = toml::from_str(&fs::read_to_string(visit).unwrap()).unwrap();
    for left in ["commission", "notices", "sampling", "representatives", "signing-anchors"] {
        case.remove(left);
    }
    case.insert("purpose".into(), "self-check".into());
    toml::to_string(&case).unwrap()
}

/// What this machine says about itself differs from machine to machine.
const OF_THIS_MACHINE: [&str; 4] =
    ["224.channel-inventory", "224.host-inventory", "224.time-sources", "224.time-zone"];

fn clean() -> &'static Own {
    static OWN: OnceLock<Own> = OnceLock::new();
    OWN.get_or_init(|| Own::start("own-clean", Scenario::Clean))
}

fn run(code: &[i32], arguments: &[&str]) -> Value {
    let output = tekseru(&[&["--json"], arguments].concat());
    assert!(code.contains(&output.status.code().unwrap()), "{}", shown(&output));
    json(&output)
}

/// The verdicts of the open items.
fn open(told: &Value) -> BTreeMap<String, String> {
    let open = told["readiness"]["open"].as_array().unwrap().iter();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    open.map(|it| (text(&it["requirement"]), text(&it["verdict"]))).collect()
}

fn holds_to(form: &str, document: &Value) {
    let schema = Form::by_name(form).unwrap().schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = validator.iter_errors(document).map(|it| it.to_string()).collect();
    assert!(errors.is_empty(), "{form}: {errors:#?}");
}

#[test]
fn an_unfilled_template_is_read_and_leaves_every_question_open() {
    for lang in Lang::ALL {
        let folder = fresh(&format!("template-{}", lang.as_str()));
        let of = ["--lang", lang.as_str()];
        exits(0, &[&of[..], &["selfcheck", "--template", "--out", text(&folder)]].concat());
        let (case, answers) = (folder.join("case.toml"), folder.join("answers.toml"));
        // Nothing that lies there is written over.
        let before = files(&folder);
        exits(1, &["selfcheck", "--template", "--out", text(&folder)]);
        assert_eq!(files(&folder), before);

        let read = Case::read(&case).unwrap();
        assert_eq!(read.purpose, Purpose::SelfCheck);
        assert!(read.commission.is_none());
        let (given, unanswered) = AnswersFile::read_begun(&answers).unwrap();
        assert_eq!(given.answer, []);
        let asked: Vec<_> = CATALOG.items().iter().filter(|it| it.answer.asked).collect();
        let ids: Vec<_> = asked.iter().map(|it| it.requirement.id.0.clone()).collect();
        assert_eq!(unanswered, ids);
        // Every question stands there with what it asks for, in the language.
        let told = squeezed(&fs::read_to_string(&answers).unwrap().replace('#', ""));
        for item in &asked {
            assert!(told.contains(&squeezed(item.question.in_lang(lang))), "{:?}", item.question);
            if let Some(measure) = &item.answer.measure {
                assert!(told.contains(&format!("quantity=\"{}\"", measure.quantity)));
            }
        }

        let out = folder.join("out");
        let arguments = [
            "selfcheck",
            text(&case),
            "--answers",
            text(&answers),
            "--out",
            text(&out),
            "--offline",
        ];
        let told = run(&[3], &[&of[..], &arguments].concat());
        holds_to("selfcheck", &told);
        assert_eq!(told["unanswered"], serde_json::json!(ids));
        let open = open(&told);
        assert!(open.values().all(|it| it == "undetermined"), "{open:#?}");
        assert!(ids.iter().all(|it| open.contains_key(it)), "{open:#?}");
        for item in told["readiness"]["open"].as_array().unwrap() {
            let next = item["next"].as_array().unwrap();
            assert!(!next.is_empty(), "{item}");
            for step in next {
                for lang in ["kk", "ru", "en"] {
                    assert!(!step[lang].as_str().unwrap().trim().is_empty(), "{item}");
                }
            }
        }
        let ceiling = told["readiness"]["open"].as_array().unwrap().iter();
        let ceiling = ceiling.clone().find(|it| it["requirement"] == "224.ceiling-height").unwrap();
        let steps = ceiling["next"].to_string();
        for part in ["Answer in the file of answers", "readings needed: 3", "Attach a photograph"] {
            assert!(steps.contains(part), "{steps}");
        }
    }
}

/// Whatever is not the law's own text: words of the act have no place in a report.
#[test]
fn a_report_is_never_called_an_act() {
    let folder = fresh("never-an-act");
    exits(0, &["selfcheck", "--template", "--out", text(&folder)]);
    let own = Own::start("own-never", Scenario::Clean);
    let out = folder.join("out");
    // A run that violates, complies and leaves open, so that many sentences are said.
    own.demo.publish_lists(true).unwrap();
    let told = run(&[2], &own.whole(&out));
    own.demo.publish_lists(false).unwrap();
    assert!(open(&told).values().any(|it| it == "violates"));
    let empty = folder.join("empty");
    let case = folder.join("case.toml");
    run(&[3], &["selfcheck", text(&case), "--offline", "--out", text(&empty)]);
    for out in [out, empty] {
        let html = fs::read_to_string(out.join("report.html")).unwrap();
        let found = acts(&plain(&html));
        assert!(found.is_empty(), "{found:?}");
        let of_the_law = words_for_acts(&plain(&html)).len();
        let pdf = Command::new("pdftotext").arg(out.join("report.pdf")).arg("-").output();
        match pdf {
            Ok(pdf) => {
                let said = String::from_utf8(pdf.stdout).unwrap();
                assert!(squeezed(&said).contains(&squeezed("Өзін-өзі тексеру есебі")), "{said}");
                // Lines are broken there: it says no more of acts than the law does.
                let found = words_for_acts(&said);
                assert!(found.len() <= of_the_law, "{found:?}");
            }
            Err(_) => skipped("pdftotext absent: the words of report.pdf"),
        }
        let record: Value =
            serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap();
        holds_to("act", &record);
        assert_eq!(record["purpose"], "self-check");
        for absent in ["commission", "conclusion", "signatures", "notices"] {
            assert!(record.get(absent).is_none(), "{absent}");
        }
        let names: BTreeSet<_> = fs::read_dir(&out)
            .unwrap()
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect();
        let wanted = ["dossier", "report.html", "report.json", "report.pdf", "selfcheck.json"];
        assert_eq!(names, BTreeSet::from(wanted.map(str::to_owned)));
    }
}

/// The text of pages, without what is markup.
fn plain(html: &str) -> String {
    let body = html.split_once("<body").map_or(html, |(_, it)| it);
    let mut out = String::new();
    let mut inside = false;
    for character in body.chars() {
        match character {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            _ if !inside => out.push(character),
            _ => {}
        }
    }
    out
}

/// What the sample's authority answers in its own words: that there were no earlier acts.
const OWN_WORDS: [&str; 2] =
    ["Алдыңғы тексерулердің актілері болған жоқ.", "Актов предыдущих проверок не было."];

/// The words that call something an act, but for the law's own texts, which speak of acts: of tests
/// of information security, and of earlier inspections; and for names of items and own words.
fn acts(said: &str) -> Vec<String> {
    let even = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut said = even(said);
    for text in OWN_WORDS {
        said = said.replace(&even(text), "¦");
    }
    let subjects = CATALOG.subjects().iter().flat_map(|it| [&it.label, &it.text, &it.place]);
    let items =
        CATALOG.items().iter().flat_map(|it| [&it.requirement.title, &it.question, &it.guidance]);
    // The longest first: a label may stand inside a question.
    let texts = subjects.chain(items);
    let mut texts: Vec<String> =
        texts.flat_map(|text| Lang::ALL.map(|lang| even(text.in_lang(lang)))).collect();
    texts.sort_by_key(|it| std::cmp::Reverse(it.len()));
    for text in texts {
        said = said.replace(&text, "¦");
    }
    let items = CATALOG.items().iter().map(|it| it.requirement.id.0.as_str());
    let subjects = CATALOG.subjects().iter().map(|it| it.id.0.as_str());
    for text in items.chain(subjects) {
        said = said.replace(&even(text), "¦");
    }
    words_for_acts(&said)
}

fn words_for_acts(said: &str) -> Vec<String> {
    let said = said.to_lowercase();
    let is_act = |it: &&str| {
        let other = ["актив", "актуал"].iter().any(|other| it.starts_with(other));
        (it.starts_with("акт") && !other) || *it == "act" || *it == "acts"
    };
    said.split(|it: char| !it.is_alphabetic()).filter(is_act).map(ToOwned::to_owned).collect()
}

#[test]
fn a_run_says_what_is_open_and_the_next_run_adds_to_it() {
    let own = Own::start("own-run", Scenario::Clean);
    let out = fresh("own-runs");
    let told = run(&[2, 3], &own.whole(&out));
    holds_to("selfcheck", &told);
    let first = open(&told);
    // Nobody drilled or sampled.
    for (item, verdict) in &first {
        let of_this_machine = OF_THIS_MACHINE.contains(&item.as_str());
        assert!(verdict == "undetermined" || of_this_machine, "{item}: {verdict}");
    }
    for item in ["224.crl-content", "224.ups", "224.clock-offset", "224.chain"] {
        assert!(!first.contains_key(item), "{first:#?}");
    }
    assert!(first.contains_key("224.revocation-drill"), "{first:#?}");
    let readiness = &told["readiness"];
    let paragraphs: Vec<_> = readiness["paragraphs"].as_array().unwrap().iter().collect();
    let ids: BTreeSet<_> = paragraphs.iter().map(|it| it["id"].as_str().unwrap()).collect();
    for id in (1..=15).map(|it| format!("12-{it}")).chain(["documents".to_owned()]) {
        assert!(ids.contains(id.as_str()), "{id}: {ids:?}");
    }
    let count = |of: &Value, name: &str| of[name].as_u64().unwrap();
    let names = ["complies", "violates", "undetermined", "out-of-scope", "not-in-force"];
    for name in names {
        let sum: u64 = paragraphs.iter().map(|it| count(&it["counts"], name)).sum();
        assert_eq!(sum, count(&readiness["total"], name), "{name}");
    }
    let all: u64 = names.iter().map(|it| count(&readiness["total"], it)).sum();
    assert_eq!(all, CATALOG.items().len() as u64);
    let open_items =
        count(&readiness["total"], "undetermined") + count(&readiness["total"], "violates");
    assert_eq!(open_items, first.len() as u64);

    // The same again: nothing is answered twice, and nothing that was recorded is gone.
    let dossier = out.join("dossier");
    let before = files(&dossier.join("evidence"));
    let again = run(&[2, 3], &own.whole(&out));
    assert_eq!((&told["report"], &again["report"]), (&1.into(), &2.into()));
    assert_eq!(open(&again), first);
    let after = files(&dossier.join("evidence"));
    assert!(before.iter().all(|(name, bytes)| after.get(name) == Some(bytes)));
    let answers = |out: &Path| {
        let act: Value =
            serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap();
        let rows = act["evidence"].as_array().unwrap().clone();
        rows.iter().filter(|it| it["kind"] == "answer").count()
    };
    assert_eq!(answers(&out), 35);

    // Something breaks, is found, is mended, and is found mended: the last look is what counts.
    let answered = fs::read_to_string(&own.answers).unwrap();
    let worse = own.answers.with_file_name("worse.toml");
    let broken = answered.replacen(
        "item = \"ups\"\nseen = \"in-order\"",
        "item = \"ups\"\nseen = \"out-of-order\"",
        1,
    );
    assert_ne!(broken, answered);
    fs::write(&worse, broken).unwrap();
    own.demo.publish_lists(true).unwrap();
    let mut arguments = own.whole(&out);
    let place = arguments.iter().position(|it| *it == "--answers").unwrap() + 1;
    arguments[place] = text(&worse);
    let told = run(&[2], &arguments);
    own.demo.publish_lists(false).unwrap();
    let found = open(&told);
    assert_eq!(found["224.crl-content"], "violates");
    assert_eq!(found["224.ups"], "violates");
    assert_eq!(open(&run(&[2, 3], &own.whole(&out))), first);

    // Without the network what was seen last stands; a case that was edited is taken.
    let offline = run(&[2, 3], &["selfcheck", text(&own.case), "--out", text(&out), "--offline"]);
    assert_eq!((open(&offline), &offline["amended"]), (first, &false.into()));
    let edited = own.case.with_file_name("edited.toml");
    let case = fs::read_to_string(&own.case).unwrap();
    fs::write(
        &edited,
        case.replacen("time-zone = \"Asia/Almaty\"", "time-zone = \"Asia/Nowhere\"", 1),
    )
    .unwrap();
    let told = run(&[2, 3], &["selfcheck", text(&edited), "--out", text(&out), "--offline"]);
    assert_eq!(told["amended"], true);
    exits(0, &["check", text(&dossier)]);
}

#[test]
fn a_case_of_a_commission_is_no_self_check() {
    let own = clean();
    let out = fresh("not-own");
    let output = exits(1, &["selfcheck", text(&own.luggage.case), "--out", text(&out)]);
    assert!(shown(&output).contains("self-check"), "{}", shown(&output));
    assert!(!out.join("dossier").exists());
}

#[test]
fn lines_of_a_run_keep_to_sixty_columns_in_each_language() {
    let folder = fresh("own-narrow");
    exits(0, &["selfcheck", "--template", "--out", text(&folder)]);
    for lang in ["kk", "ru", "en"] {
        let output = Command::new(env!("CARGO_BIN_EXE_tekseru"))
            .args(["--lang", lang, "selfcheck", text(&folder.join("case.toml")), "--offline"])
            .args(["--out", text(&folder.join("out"))])
            .env("COLUMNS", "60")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", shown(&output));
        let said = String::from_utf8(output.stdout).unwrap();
        let wide: Vec<_> = said.lines().filter(|it| it.chars().count() > 60).collect();
        assert!(wide.is_empty(), "{lang}: {wide:#?}");
        assert!(said.lines().count() > 40, "{said}");
    }
}

/// A program that watches, with what it tells line by line.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tekseru"))
            .args(["--lang", "en", "--json"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (told, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if told.send(line).is_err() {
                    break;
                }
            }
        });
        Self { child, lines }
    }

    /// The next thing that is told, within the time that two cores under load may need.
    fn next(&mut self) -> Value {
        let line = self.lines.recv_timeout(Duration::from_secs(240)).expect("nothing was told");
        serde_json::from_str(&line).unwrap_or_else(|it| panic!("{it}: {line}"))
    }

    /// Everything that is told until this item reaches this verdict.
    fn until(&mut self, item: &str, verdict: &str) -> (Value, Vec<Value>) {
        let mut all = Vec::new();
        let begun = Instant::now();
        loop {
            assert!(begun.elapsed() < Duration::from_secs(300), "{all:#?}");
            let change = self.next();
            holds_to("selfcheck-change", &change);
            all.push(change.clone());
            if change["requirement"] == item && change["to"] == verdict {
                return (change, all);
            }
        }
    }

    /// Ends it as Ctrl-C does.
    fn interrupt(self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let output = self.child.wait_with_output().unwrap();
        self.lines.iter().for_each(drop);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[cfg(unix)]
#[test]
fn a_watch_tells_when_a_list_expires_or_goes_away_and_when_it_returns() {
    let own = Own::start("own-watched", Scenario::Clean);
    let out = fresh("own-watch");
    let mut arguments = own.whole(&out);
    arguments.extend(["--watch", "--every", "1s"]);
    let mut watching = Watching::start(&arguments);
    let first = watching.next();
    holds_to("selfcheck", &first);
    assert!(!open(&first).contains_key("224.crl-content"), "{:#?}", open(&first));

    own.demo.publish_lists(true).unwrap();
    let (change, _) = watching.until("224.crl-content", "violates");
    assert_eq!(change["from"], "complies");
    assert_eq!(change["recorded"], true);
    assert!(change["cause"]["en"].as_str().unwrap().contains("expired"), "{change}");
    let at = |it: &Value| it.as_str().unwrap().parse::<Timestamp>().unwrap();
    assert!(at(&change["stood-since"]) < at(&change["since"]));

    own.demo.publish_lists(false).unwrap();
    let (back, _) = watching.until("224.crl-content", "complies");
    assert_eq!((&back["from"], &back["stood-since"]), (&"violates".into(), &change["since"]));

    // The line is cut: the watch goes on, and sees it return.
    let cut = own.demo.main_path();
    cut(true);
    let (gone, _) = watching.until("224.crl-content", "undetermined");
    assert_eq!(gone["from"], "complies");
    cut(false);
    let (returned, _) = watching.until("224.crl-content", "complies");
    assert_eq!(returned["stood-since"], gone["since"]);

    let (code, errors) = watching.interrupt();
    assert!(matches!(code, Some(2 | 3)), "{code:?} {errors}");
    assert!(!errors.contains("panicked"), "{errors}");
    // What was recorded is whole, and every change stands in it.
    exits(0, &["check", text(&out.join("dossier"))]);
    let lines = fs::read_to_string(out.join("changes.jsonl")).unwrap();
    let changes: Vec<Value> = lines.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let of = |it: &Value| (it["from"].clone(), it["to"].clone());
    let crl: Vec<_> =
        changes.iter().filter(|it| it["requirement"] == "224.crl-content").map(of).collect();
    let expected = [
        ("complies", "violates"),
        ("violates", "complies"),
        ("complies", "undetermined"),
        ("undetermined", "complies"),
    ];
    assert_eq!(crl, expected.map(|(from, to)| (from.into(), to.into())));
    let report: Value =
        serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap();
    assert!(report["version"].as_u64().unwrap() >= 5, "{}", report["version"]);
}

#[cfg(unix)]
#[test]
fn a_watch_in_which_nothing_changes_records_nothing() {
    let own = clean();
    let out = fresh("own-quiet");
    let mut arguments = own.whole(&out);
    arguments.extend(["--watch", "--every", "1s"]);
    let mut watching = Watching::start(&arguments);
    watching.next();
    let size = |out: &Path| files(&out.join("dossier")).values().map(Vec::len).sum::<usize>();
    let before = size(&out);
    std::thread::sleep(Duration::from_secs(12));
    let told: Vec<_> = watching.lines.try_iter().collect();
    // The clocks of a machine under load may move an item of time; a change is then recorded.
    if told.is_empty() {
        assert_eq!(size(&out), before);
    }
    let crl = told.iter().filter(|it| it.contains("224.crl"));
    assert_eq!(crl.count(), 0, "{told:#?}");
    let (code, errors) = watching.interrupt();
    assert!(matches!(code, Some(2 | 3)), "{code:?} {errors}");
}

/// No sentence and no step that is meant for an authority itself sends it to write into an act, or
/// to ask itself.
#[test]
fn steps_of_an_authority_speak_of_no_act() {
    let facts = tekseru::words::Facts::new();
    let mut codes: BTreeSet<&str> = probes::SAYS.iter().copied().collect();
    codes.extend(probes::PROBES.iter().copied().flatten().flat_map(|it| it.says()));
    codes.extend(pki::finding::CODES.iter().map(|it| it.code));
    let mut wrong = Vec::new();
    for code in codes {
        let nothing = WORDS.say(Lang::En, "act-nothing-further", &facts);
        let english = WORDS.step_of_authority(Lang::En, code, &facts).unwrap();
        if english.starts_with(&nothing) {
            continue;
        }
        for lang in Lang::ALL {
            let step = WORDS.step_of_authority(lang, code, &facts).unwrap().to_lowercase();
            let mut words = step.split(|it: char| !it.is_alphabetic());
            if words.any(|it| {
                matches!(it, "act" | "акт" | "акте" | "акту" | "актіде" | "актіге" | "актіні")
            }) {
                wrong.push(format!("{code} ({}): {step}", lang.as_str()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
