//! The survey of paragraph 22 from its case to a verified pack, with real keys.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use model::{RequirementId, Verdict};
use probes::Seen;
use tekseru::act::record::{ConclusionKind, Damage};
use tekseru::case::{Case, CaseDefect};
use tekseru::inspection::{AnswerInput, ConclusionInput, Inspection, InspectionError};

use crate::attacks::{
    AUTHORITY, DAY, Folder, at, case_text, check, conclusion, input, list_of, measured, minutes,
    opened, people, photo, verify,
};

const GROUNDS: &str = "[survey]\nground = 'complaint'\nannounced = '2026-11-19'\n\
    subject = 'Серверлік үй-жай / Серверное помещение'\n\
    paper = { number = 'ДЕМО-Ш-1', date = '2026-10-01' }\n\
    notice = { number = 'ДЕМО-З-1', date = '2026-11-13' }\n\
    certificate = { number = 'ДЕМО-К-1', date = '2025-01-15' }\n";

fn survey_text() -> String {
    case_text(DAY).replace("[visit]\n", "[visit]\nkind = 'survey'\n") + GROUNDS
}

/// The act is drawn up a day after the last day of the survey: no rule asks for the same day.
fn sealed_at() -> jiff::Timestamp {
    minutes(60 * 24)
}

fn trusting(folder: &Folder, inspection: &mut Inspection<'_>) {
    let list = list_of(minutes(-60), at("2026-12-01T00:00:00Z"), &[]);
    let root = AUTHORITY.root.certificate.der().to_vec();
    for (file, bytes) in [("root.cer", root), ("root.crl", list)] {
        inspection.add_trust(&folder.file(file, &bytes), sealed_at()).unwrap();
    }
}

/// Signs the act that stands, a day later than the helper of the attacks.
fn sign(folder: &Folder, inspection: &mut Inspection<'_>, members: &[u32]) {
    let act = inspection.latest_act().unwrap().unwrap();
    let pdf = inspection.dossier().evidence(&act.pdf).unwrap();
    for number in members {
        let when = minutes(60 * 24 + 10 + i64::from(*number));
        let bytes = crate::attacks::of(*number).sign(&pdf, when);
        let path = folder.file(&format!("{number}.p7s"), &bytes);
        inspection.import_signature(&path, when).unwrap();
    }
}

fn concluding(kind: ConclusionKind, despite: Option<&str>) -> ConclusionInput {
    ConclusionInput { kind, despite: despite.map(str::to_owned), ..conclusion() }
}

/// A ceiling below the limit of the text, as a member measured it.
fn violated(folder: &Folder, inspection: &mut Inspection<'_>) {
    let answer = AnswerInput {
        seen: Seen::OutOfOrder,
        ground: "the ceiling hangs low".into(),
        measures: vec![measured("ceiling-height", &["2,30 m", "2,31 m", "2,30 m"])],
        attach: vec![photo(folder)],
        ..input("ceiling-height")
    };
    inspection.answer(&answer, Path::new("."), minutes(-60)).unwrap();
}

fn ceiling() -> RequirementId {
    RequirementId("224.ceiling-height".into())
}

#[test]
fn a_survey_says_why_about_what_and_by_which_notice() {
    let of = |text: &str| toml::from_str::<Case>(text).unwrap().check();
    assert_eq!(of(&survey_text()), Ok(()));
    let without = case_text(DAY).replace("[visit]\n", "[visit]\nkind = 'survey'\n");
    assert_eq!(of(&without), Err(CaseDefect::SurveyWithoutGrounds));
    assert_eq!(of(&(case_text(DAY) + GROUNDS)), Err(CaseDefect::GroundsOfNoSurvey));
    let nothing = survey_text().replace("Серверлік үй-жай / Серверное помещение", "  ");
    assert_eq!(of(&nothing), Err(CaseDefect::Empty { field: "survey.subject" }));
    for missing in ["subject", "announced", "ground", "notice"] {
        let line = survey_text()
            .lines()
            .filter(|it| !it.starts_with(missing))
            .fold(String::new(), |all, it| all + it + "\n");
        assert!(toml::from_str::<Case>(&line).is_err(), "{missing}");
    }
}

#[test]
fn a_survey_ends_in_its_own_mark_and_the_mark_is_what_was_found() {
    let (folder, mut inspection) = opened("mark", &survey_text());
    violated(&folder, &mut inspection);
    for kind in [ConclusionKind::Negative, ConclusionKind::Positive] {
        let refused = inspection.seal(&concluding(kind, Some("because")), sealed_at());
        assert!(
            matches!(refused, Err(InspectionError::ConclusionOfAnotherVisit { .. })),
            "{refused:?}"
        );
    }
    let clean = ConclusionKind::NoViolations;
    for reason in [None, Some(" ")] {
        match inspection.seal(&concluding(clean, reason), sealed_at()) {
            Err(InspectionError::ViolationsFound { items }) => assert_eq!(items, [ceiling()]),
            other => panic!("{other:?}"),
        }
    }
    let other = RequirementId("224.ups".into());
    let damage = ConclusionInput {
        damage: BTreeMap::from([(other, Damage::Yes)]),
        ..concluding(ConclusionKind::Violations, None)
    };
    let refused = inspection.seal(&damage, sealed_at());
    assert!(matches!(refused, Err(InspectionError::DamageWithoutViolation { .. })), "{refused:?}");
    assert!(inspection.latest_act().unwrap().is_none(), "nothing was sealed");
    let reason = "the ceiling was raised before the survey ended";
    let (act, files) = inspection.seal(&concluding(clean, Some(reason)), sealed_at()).unwrap();
    let record = inspection.act_record(&act).unwrap();
    let concluded = record.conclusion.unwrap();
    assert_eq!((concluded.despite, concluded.despite_reason.as_str()), (vec![ceiling()], reason));
    assert!(files.html.contains("Нарушений требований Правил не выявлено"));
    assert!(files.html.contains(reason), "and the reason stands beside the mark");
}

#[test]
fn violations_that_nobody_found_need_a_reason_and_their_absence_needs_none() {
    let (_folder, mut inspection) = opened("no-violations", &survey_text());
    let answer = AnswerInput { seen: Seen::NotEstablished, ..input("ceiling-height") };
    inspection.answer(&answer, Path::new("."), minutes(-60)).unwrap();
    let refused = inspection.seal(&concluding(ConclusionKind::Violations, None), sealed_at());
    assert!(matches!(refused, Err(InspectionError::ViolationsNotFound)), "{refused:?}");
    let input = concluding(ConclusionKind::NoViolations, None);
    let (act, files) = inspection.seal(&input, sealed_at()).unwrap();
    let record = inspection.act_record(&act).unwrap();
    assert_eq!(record.violations().count(), 0);
    let html = &files.html;
    for mark in [
        "Қағидалардың талаптарын бұзушылықтар анықталған жоқ",
        "Нарушений требований Правил не выявлено",
    ] {
        assert!(html.contains(mark), "{mark}");
    }
    let examination = opened("examination", &case_text(DAY)).1.seal(&input, sealed_at());
    assert!(examination.is_err());
}

// Q11
#[test]
fn three_of_five_make_the_act_of_a_survey_lawful_and_the_secretary_is_none_of_them() {
    let (folder, mut inspection) = opened("survey", &survey_text());
    violated(&folder, &mut inspection);
    trusting(&folder, &mut inspection);
    let input = ConclusionInput {
        damage: BTreeMap::from([(ceiling(), Damage::Yes)]),
        ..concluding(ConclusionKind::Violations, None)
    };
    let (act, files) = inspection.seal(&input, sealed_at()).unwrap();
    let record = inspection.act_record(&act).unwrap();
    assert_eq!(record.composition, [], "a survey has no rule of the same day");
    for said in [
        "Көшпелі зерттеп-қарау актісі",
        "Акт выездного обследования",
        "Основания обследования",
        "обращение (жалоба, заявление) (пункт 21 Правил)",
        "ДЕМО-Ш-1",
        "ДЕМО-З-1",
        "ДЕМО-К-1",
        "2026-11-19",
        "Серверное помещение",
        "Выявлены нарушения требований Правил: 1",
        "Ущерб пользователям",
        "the ceiling hangs low",
        "224.ceiling-height",
        "Возражения",
        "Услугополучатель направляет услугодателю свои разъяснения с возражениями по акту",
    ] {
        assert!(files.html.contains(said), "{said}");
    }
    // Nothing of an examination is said.
    for said in
        ["Основания проверки", "не соответствует следующим требованиям", "Рекомендации отсутствуют"]
    {
        assert!(!files.html.contains(said), "{said}");
    }

    sign(&folder, &mut inspection, &[1, 2, 6]);
    let board = inspection.board(sealed_at()).unwrap();
    assert!(!board.tally.adopted, "the secretary's signature is none of three");
    assert_eq!(people(&board.tally), [1, 2]);
    let lacking = board.lacking.unwrap();
    assert_eq!((lacking.signatures, lacking.security, lacking.reachable), (1, false, true));
    let [term] = board.terms.as_slice() else { panic!("{:?}", board.terms) };
    // Six working days from Friday the 13th end on Monday the 23rd.
    assert_eq!(
        (term.id.as_str(), term.due.to_string().as_str(), term.left),
        ("survey", "2026-11-23", 1)
    );
    sign(&folder, &mut inspection, &[3]);
    let status = inspection.adopt(sealed_at()).unwrap();
    assert!(status.tally.adopted && status.recorded_adopted);
    assert_eq!(people(&status.tally), [1, 2, 3]);
    assert_eq!(status.decision_due, None, "the text sets no term for what follows");
    assert!(!status.tally.security_signed);
    // Three with the chair: lawful or not hangs on whether the chair counts.
    let depends: Vec<_> = status.tally.depends_on().map(|it| it.id.as_str()).collect();
    assert_eq!(depends, ["a04-chair-does-not-count", "a09-five-besides-the-chair"]);

    let pack = folder.0.join("pack");
    inspection.export(&pack).unwrap();
    let found = verify(&pack);
    assert!(found.holds, "{:?}", found.checks);
    assert!(check(&found, "verify.act-adopted", Verdict::Complies));
}

// Q11
#[test]
fn a_survey_by_a_commission_of_another_composition_is_not_lawful_whoever_signs() {
    let text = survey_text();
    let secretary = text.find("[[commission.members]]\niin = '000000000006'").unwrap();
    let grounds = text.find("[survey]").unwrap();
    let without_secretary = [&text[..secretary], &text[grounds..]].concat();
    let fourth = text.find("[[commission.members]]\niin = '000000000004'").unwrap();
    let fifth = text.find("[[commission.members]]\niin = '000000000005'").unwrap();
    let of_four = [&text[..fourth], &text[fifth..]].concat();
    let no_chair = text.replace("role = 'chair'", "role = 'member'");
    for (case, said) in [
        (without_secretary, "У комиссии нет секретаря"),
        (of_four, "Голосующих членов менее пяти"),
        (no_chair, "У комиссии нет председателя"),
    ] {
        let (folder, mut inspection) = opened("unlawful", &case);
        violated(&folder, &mut inspection);
        trusting(&folder, &mut inspection);
        let (_, files) =
            inspection.seal(&concluding(ConclusionKind::Violations, None), sealed_at()).unwrap();
        let bars = "Состав комиссии не тот, который описывает пункт 22 Правил";
        assert!(files.html.contains(bars), "{said}");
        sign(&folder, &mut inspection, &[1, 2, 3, 4, 5]);
        let status = inspection.adopt(sealed_at()).unwrap();
        assert!(status.tally.signed.len() >= 4);
        assert!(!status.tally.adopted && !status.recorded_adopted, "{said}");
        let board = inspection.board(sealed_at()).unwrap();
        let lacking = board.lacking.unwrap();
        assert!(lacking.composition && !lacking.reachable && lacking.signatures == 0);
        let pack = folder.0.join("pack");
        inspection.export(&pack).unwrap();
        let found = verify(&pack);
        assert!(!found.holds);
        assert!(check(&found, "verify.act-not-adopted", Verdict::Violates));
        let bytes = fs::read(pack.join("adoption.json")).unwrap();
        let tally: model::Tally = serde_json::from_slice(&bytes).unwrap();
        assert!(!tally.composition.is_empty() && !tally.composition_allows());
        let composition =
            inspection.act_record(&inspection.latest_act().unwrap().unwrap()).unwrap().composition;
        assert!(!composition.is_empty(), "{said}");
    }
}
