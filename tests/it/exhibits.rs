//! What an act shows besides sentences, and the limits it names: on its pages, on a screen, on a
//! terminal.

use std::fs;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use model::{
    Cell, Exhibit, Lane, Measure, RequirementId, Span, SpanState, TableHead, Timeline, Unit,
};
use tekseru::act::record::ActRecord;
use tekseru::act::render::render;
use tekseru::case::Case;
use tekseru::criteria::LimitSource;
use tekseru::inspection::{Inspection, InspectionError};

use crate::inspection::{
    CATALOG, WORDS, against, clean, defects, exits, fresh, pack, shown, squeezed, text, verify,
};

const ITEM: &str = "224.clock-offset";

/// The clean act, and how its item about the clock may show what was measured.
fn act_with(exhibits: Vec<Exhibit>) -> ActRecord {
    let mut act = clean().act();
    let mut judged = act.subjects.iter_mut().flat_map(|it| &mut it.requirements);
    let judged = judged.find(|it| it.finding.requirement.0 == ITEM).unwrap();
    judged.finding.judgement.exhibits = exhibits;
    act
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_768_435_200 + seconds).unwrap()
}

/// A lane that is available but for one sample in a hundred.
fn lane(label: String, samples: i64) -> Lane {
    let span = |index: i64| {
        let state = if index % 100 == 50 { SpanState::Unavailable } else { SpanState::Available };
        Span { from: at(index * 60), until: at(index * 60 + 60), state }
    };
    Lane { label, spans: (0..samples).map(span).collect() }
}

fn timeline(lanes: Vec<Lane>, minutes: i64) -> Exhibit {
    let (from, until) = (at(0), at(minutes * 60));
    Exhibit::Timeline(Timeline { code: "test.timeline".into(), from, until, lanes })
}

#[test]
fn ten_thousand_spans_render_within_two_seconds_to_the_same_bytes() {
    let one = vec![lane("http://crl.example.kz/".into(), 10_000)];
    let many = (0..100).map(|it| lane(format!("http://{it}.example.kz/"), 100)).collect();
    let rows = (0..500).map(|it| {
        let value = i64::from(it) * 1_000_003;
        let measure = Measure { value, uncertainty: 250_000, unit: Unit::Nanosecond };
        vec![Cell::text(format!("http://{it}.example.kz/")), Cell::Measure(measure)]
    });
    let table = TableHead { code: "test.table", columns: &["address", "skew"] };
    let act =
        act_with(vec![timeline(one, 10_000), timeline(many, 100), table.with(rows.collect())]);
    let begun = Instant::now();
    let once = render(&act, &WORDS).unwrap();
    let took = begun.elapsed();
    println!("rendered in {took:?}: pdf {}, html {}", once.pdf.len(), once.html.len());
    // The build under test is not optimised; the two seconds are those of a release.
    let most = if cfg!(debug_assertions) { 20 } else { 2 };
    assert!(took < Duration::from_secs(most), "{took:?}");
    assert!(render(&act, &WORDS).unwrap() == once);
    let plain = render(&act_with(vec![]), &WORDS).unwrap();
    // The record is attached as well, and packed.
    let grown = once.pdf.len() - plain.pdf.len();
    assert!(grown < 1_000_000, "{grown}");
}

#[test]
fn an_item_refers_to_its_measurements_and_they_stand_in_an_annex() {
    let exhibit = timeline(vec![lane("http://crl.example.kz/".into(), 100)], 100);
    let page = render(&act_with(vec![exhibit]), &WORDS).unwrap().html;
    let item = page.find("<code>224.clock-offset</code>").unwrap();
    let line = page[item..].split("</p>").next().unwrap();
    assert!(line.contains("Өлшеулер / Измерения: № "), "{line}");
    let annex = page.find(">Өлшеулер<").unwrap();
    assert!(item < annex && page[annex..].contains("role=\"img\""), "the picture is in the annex");
    // Drills have pictures of their own, of other items.
    let mut titles = page[annex..].split("<title>").skip(1);
    assert!(
        titles.any(|it| it.starts_with("http://crl.example.kz/. Қолжетімсіз аралықтар: 1 (")),
        "{page}"
    );
}

#[test]
fn a_record_of_an_older_act_without_exhibits_has_no_annex_of_measurements() {
    let mut act = clean().act();
    for judged in act.subjects.iter_mut().flat_map(|it| &mut it.requirements) {
        judged.finding.judgement.exhibits.clear();
    }
    assert!(!render(&act, &WORDS).unwrap().html.contains(">Өлшеулер<"));
}

#[test]
fn every_limit_is_shown_with_who_set_it() {
    let page = |demo: &crate::inspection::Demonstrated| {
        squeezed(&fs::read_to_string(demo.out.join("act/act.html")).unwrap())
    };
    let own = [
        "Шегі: ≤ 1000 мс – комиссияның 2026-01-12 № ДЕМО-К-001 шешімімен белгіленген критерийі.",
        "Предел: ≤ 1000 мс – критерий, установленный решением комиссии от 2026-01-12 № ДЕМО-К-001.",
    ];
    let proposed = [
        "Шегі: ≤ 1000 мс – әдепкі тексеру парағында комиссия критерийі ретінде ұсынылған шек.",
        "Предел: ≤ 1000 мс – предел по умолчанию из контрольного листа, предложенный как критерий \
         комиссии.",
    ];
    let law = ["Предел: ≥ 244 см – предел, установленный текстом."];
    // The case of the clean demonstration sets this limit itself, that of the other does not;
    // another item has the same limit by default in both.
    for (demo, has, source) in
        [(clean(), &[own, proposed].concat(), "case"), (defects(), &proposed.to_vec(), "checklist")]
    {
        let page = page(demo);
        for said in has.iter().chain(&law) {
            assert!(page.contains(&squeezed(said)), "{said}");
        }
        assert_eq!(page.contains(&squeezed(own[0])), source == "case");
        for judged in demo.act().judged() {
            assert_eq!(judged.limit.is_some(), judged.limit_source.is_some());
        }
    }
}

#[test]
fn a_terminal_shows_the_limit_and_who_set_it() {
    let dossier = defects().out.join("dossier");
    let said = shown(&exits(2, &["--lang", "en", "judge", text(&dossier)]));
    let limit = "Limit: ≤ 1000 ms – default of the checklist, proposed as a commission criterion";
    assert!(squeezed(&said).contains(&squeezed(limit)), "{said}");
}

#[test]
fn a_criterion_that_was_changed_after_sealing_is_found() {
    let pack = pack("criterion");
    let place = pack.join("act.json");
    let mut act: ActRecord = serde_json::from_slice(&fs::read(&place).unwrap()).unwrap();
    let own = act.criteria.get_mut("clock-offset").unwrap();
    own.max = Some("1 d".into());
    fs::write(&place, act.canonical().unwrap()).unwrap();
    let (code, told) = verify(&pack);
    assert_eq!(code, Some(2));
    let differing = against(&told).into_iter().find(|it| it.0 == "verify.verdicts-differ");
    assert!(differing.is_some(), "{told:#?}");
    assert!(told.to_string().contains(ITEM), "the item is named");
}

#[test]
fn a_case_with_a_criterion_that_nothing_can_be_judged_by_is_refused_by_name() {
    let sample = fs::read_to_string("samples/clean/case.toml").unwrap();
    for (from, to, named) in [
        ("[criteria.clock-offset]", "[criteria.ceiling-height]", "ceiling-height"),
        ("[criteria.clock-offset]", "[criteria.channels]", "channels"),
        ("[criteria.clock-offset]", "[criteria.clock-ofset]", "clock-ofset"),
        ("max = \"1000 ms\"", "max = \"1000 m\"", "clock-offset"),
        ("max = \"1000 ms\"", "max = \"1000\"", "clock-offset"),
    ] {
        assert!(sample.contains(from));
        let folder = fresh("criteria");
        fs::create_dir_all(&folder).unwrap();
        let place = folder.join("case.toml");
        fs::write(&place, sample.replace(from, to)).unwrap();
        let case = Case::read(&place).unwrap();
        let dossier = folder.join("dossier");
        let refused = Inspection::new(&dossier, case, &CATALOG, &WORDS, at(0)).err().unwrap();
        assert!(matches!(refused, InspectionError::Criterion(_)), "{refused}");
        assert!(refused.to_string().starts_with(&format!("criteria.{named}: ")), "{refused}");
        assert!(!dossier.exists());
        let said =
            shown(&exits(1, &["--lang", "ru", "new", text(&dossier), "--case", text(&place)]));
        assert!(said.contains(named), "{said}");
    }
}

#[test]
fn what_the_case_sets_is_what_is_judged_by() {
    let sample = fs::read_to_string("samples/clean/case.toml").unwrap();
    let folder = fresh("criteria-own");
    fs::create_dir_all(&folder).unwrap();
    let place = folder.join("case.toml");
    fs::write(&place, sample.replace("max = \"1000 ms\"", "max = \"0,25 с\"")).unwrap();
    let case = Case::read(&place).unwrap();
    let inspection =
        Inspection::new(&folder.join("dossier"), case, &CATALOG, &WORDS, at(0)).unwrap();
    let judged = inspection.judge().unwrap();
    let mut all = judged.subjects.iter().flat_map(|it| &it.requirements);
    let clock = all.find(|it| it.finding.requirement == RequirementId(ITEM.into())).unwrap();
    assert_eq!(clock.limit.unwrap().max, Some(250));
    assert!(matches!(clock.limit_source, Some(LimitSource::Case { decision: Some(_) })));
}
