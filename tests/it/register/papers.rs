//! Papers filled from the register: nothing is typed twice, nothing contradicts the register, and
//! without a decision that two officers signed a paper is a draft.

use std::fs;

use jiff::Timestamp;
use jiff::civil::date;
use model::{EvidenceId, Lang, Order, VisitKind};
use tekseru::calendar::three_years_from;
use tekseru::inspection::legal_day;
use tekseru::papers::{Defect, Fields, Forms, Paper, PaperError};
use tekseru::register::{
    About, Action, Asked, Database, Elements, Event, Paragraph, Proposal, RefusalProposal,
    RegisterError, RevocationProposal,
};

use super::commands::{Desk, reasons};
use super::ground::{
    ANNA, BORIS, Ground, TODAY, accepted, confirm, does, issue, issued, now, on_both, propose,
    refusal, taking,
};
use crate::inspection::{clean, defects, squeezed, text};
use crate::papers::pages;

const BOTH: [Lang; 2] = [Lang::Kk, Lang::Ru];

fn fields(database: &mut Database, asked: &Asked, more: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::from_register(&database.bearing(asked).unwrap(), TODAY);
    for (name, value) in [("position", "Төраға"), ("full-name", "Үлгібаев Ү. Ү.")] {
        fields.give(name, value);
    }
    for (name, value) in more {
        fields.give(name, value);
    }
    fields
}

struct Made {
    draft: bool,
    rows: Vec<String>,
    shown: String,
    warnings: usize,
}

fn make(
    database: &mut Database,
    form: &str,
    asked: &Asked,
    more: &[(&str, &str)],
) -> Result<Made, PaperError> {
    let forms = Forms::load(None).unwrap();
    let fields = fields(database, asked, more);
    let paper = Paper::compose(&forms, form, &fields, &BOTH, now())?;
    let files = paper.render()?;
    // The pages are read where a reader is installed; the record is read everywhere.
    let read = pages(&files.pdf, &format!("register-{form}"));
    let shown = read.map_or_else(|| files.html.clone(), |it| it.concat());
    Ok(Made {
        draft: paper.record.draft,
        rows: paper.record.source.unwrap().rows,
        shown: squeezed(&shown),
        warnings: paper.warnings.len(),
    })
}

fn wrong(error: Result<Made, PaperError>) -> Vec<Defect> {
    match error {
        Err(PaperError::Defects { defects, .. }) => defects,
        Err(error) => panic!("{error}"),
        Ok(made) => panic!("made: {}", made.shown),
    }
}

fn says(made: &Made, parts: &[&str]) {
    for part in parts {
        assert!(made.shown.contains(&squeezed(part)), "{part}: {}", made.shown);
    }
}

fn refuse(grounds: &[(u8, &str)]) -> Proposal {
    let grounds = grounds.iter().map(|(ground, facts)| (*ground, (*facts).to_owned())).collect();
    let decision = Order { number: "Б-1".into(), date: TODAY };
    Proposal::Refuse(RefusalProposal { decision, grounds })
}

fn revoke(row: i64, paragraph: Paragraph, elements: Elements) -> Action {
    let proposal = Proposal::Revoke(RevocationProposal {
        decision: Order { number: "К-1".into(), date: TODAY },
        day: date(2026, 12, 1),
        paragraph,
        elements,
        objections: "Қарсылықтар түскен жоқ.".into(),
        matter: None,
    });
    Action::Propose { about: About::Accreditation(row), version: 1, proposal }
}

#[test]
fn a_proposed_decision_gives_drafts_and_a_confirmed_one_the_papers_themselves() {
    on_both("papers-issue", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        does(&mut database, &ANNA, propose(&matter, issue(Some("KZ 001"))));
        let decision = Asked::Decision(1);
        for form in ["decision", "certificate"] {
            let draft = make(&mut database, form, &decision, &[]).unwrap();
            assert!(draft.draft, "{form}");
            says(&draft, &["ЖОБА · ПРОЕКТ", "Бұл – құжаттың жобасы"]);
            assert_eq!(draft.rows, ["decision/1 v1", "matter/1 v2"]);
        }
        let confirm = confirm(&mut database, 1);
        does(&mut database, &BORIS, confirm);

        let made = make(&mut database, "decision", &decision, &[]).unwrap();
        assert!(!made.draft && !made.shown.contains("ПРОЕКТ") && !made.shown.contains("ЖОБА"));
        assert_eq!(made.rows, ["accreditation/1 v1", "decision/1 v2", "matter/1 v3"]);
        // Act of the 23rd, adopted on the 24th, decision of the 25th: none of it was typed.
        says(
            &made,
            &[
                "2026 жылғы 25 қараша № Ш-1",
                "2026 жылғы 23 қарашадағы № А-1",
                "24 ноября 2026 года",
                "«ДЕМО-СЕНІМ 1» ЖШС (ДЕМО КУӘЛАНДЫРУШЫ ОРТАЛЫҚ 1)",
                "аккредиттеу туралы куәлік берілсін.",
            ],
        );
        for asked in [decision, Asked::Certificate("kz001".into())] {
            let made = make(&mut database, "certificate", &asked, &[]).unwrap();
            assert!(!made.draft, "{asked:?}");
            says(
                &made,
                &[
                    "аккредиттеу туралы № KZ 001 куәлік",
                    "«ДЕМО-СЕНІМ 1» ЖШС,",
                    "Астана қаласы, Үлгі көшесі, 1-үй",
                    "2026 жылғы 23 қарашадағы № А-1",
                    "Нысан",
                ],
            );
            assert!(!made.shown.contains("ПРОЕКТ"));
        }
        // A matter alone is no decision.
        let alone = make(&mut database, "certificate", &Asked::Matter(1), &[("number", "9")]);
        assert!(matches!(alone, Err(PaperError::AnotherMatter { .. })));
        // What the register fills is known without a decision too.
        let more = [
            ("number", "7"),
            ("date", "2026-11-25"),
            ("application-number", "Ө-4"),
            ("application-date", "2026-11-02"),
        ];
        let notice = make(&mut database, "notice-examination", &Asked::Matter(1), &more).unwrap();
        assert!(!notice.draft);
        says(&notice, &["«ДЕМО-СЕНІМ 1» ЖШС"]);
    });
}

#[test]
fn nothing_typed_contradicts_the_register_or_goes_beyond_it() {
    on_both("papers-against", |ground| {
        let mut database = ground.create();
        issued(&mut database, 1, Some("KZ 001"));
        let asked = Asked::Certificate("KZ 001".into());
        for (form, field, given) in [
            ("certificate", "number", "KZ 002"),
            ("certificate", "entity-name", "«Басқа» ЖШС"),
            ("certificate", "entity-name.kk", "«Басқа» ЖШС"),
            ("certificate", "act-number", "А-2"),
            ("certificate", "act-number.ru", "А-2"),
            ("certificate", "act-date", "2026-11-24"),
            ("decision", "adopted", "2026-11-25"),
            ("decision", "decision", "refuse"),
            ("register-extract", "status", "revoked"),
            ("register-extract", "valid-through", "2030-11-25"),
            ("register-extract", "date", "2026-11-24"),
        ] {
            let more = [("number", "1"), (field, given)];
            let more = if form == "register-extract" { &more[..] } else { &more[1..] };
            let defects = wrong(make(&mut database, form, &asked, more));
            let name = field.trim_end_matches(".kk").trim_end_matches(".ru");
            let named = defects
                .iter()
                .any(|it| matches!(it, Defect::AgainstRegister { field, .. } if field == name));
            assert!(named, "{form}: {field}: {defects:?}");
        }
        // The decision has no grounds of refusal; nor is the certificate revoked.
        for (form, field, given) in [
            ("decision", "grounds", "10-1"),
            ("register-extract", "revocation-number", "К-1"),
            ("register-extract", "note", "ескертпе"),
        ] {
            let more = [("number", "1"), (field, given)];
            let more = if form == "register-extract" { &more[..] } else { &more[1..] };
            let defects = wrong(make(&mut database, form, &asked, more));
            assert!(
                matches!(&defects[..], [Defect::BesideRegister { field: named, .. }] if named == field),
                "{form}: {defects:?}"
            );
        }
        // The same again is no contradiction; a name in Russian beside is one's own, and told of.
        let same = [("entity-name", "«ДЕМО-СЕНІМ 1» ЖШС"), ("act-date", "2026-11-23")];
        assert_eq!(make(&mut database, "certificate", &asked, &same).unwrap().warnings, 0);
        let russian = [("entity-name.ru", "ТОО «ДЕМО-СЕНІМ 1»")];
        let made = make(&mut database, "certificate", &asked, &russian).unwrap();
        assert_eq!(made.warnings, 1);
        says(&made, &["ТОО «ДЕМО-СЕНІМ 1»", "«ДЕМО-СЕНІМ 1» ЖШС,"]);
    });
}

#[test]
fn a_refusal_says_the_facts_that_two_officers_signed_and_no_others() {
    on_both("papers-refuse", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        let facts = refuse(&[(2, "Резервтік серверлік үй-жай жоқ."), (5, "Заңның 7-бабы.")]);
        does(&mut database, &ANNA, propose(&matter, facts));
        let asked = Asked::Decision(1);
        let more = [
            ("number", "8"),
            ("date", "2026-11-26"),
            ("application-number", "Ө-4"),
            ("application-date", "2026-11-02"),
        ];
        let draft = make(&mut database, "refusal", &asked, &more).unwrap();
        assert!(draft.draft);
        let confirm = confirm(&mut database, 1);
        does(&mut database, &BORIS, confirm);
        let made = make(&mut database, "refusal", &asked, &more).unwrap();
        assert!(!made.draft);
        says(
            &made,
            &[
                "Резервтік серверлік үй-жай жоқ.",
                "Заңның 7-бабы.",
                "2026 жылғы 25 қарашадағы № Б-1",
                "подпункт 2) пункта 10 приложения 1 к Правилам",
            ],
        );
        assert!(!made.shown.contains(&squeezed("подпункт 1) пункта 10 приложения 1 к Правилам")));
        let other = [&more[..], &[("grounds", "10-1")]].concat();
        let defects = wrong(make(&mut database, "refusal", &asked, &other));
        assert!(
            matches!(&defects[..], [Defect::AgainstRegister { field, given, kept, .. }]
                if field == "grounds" && given == "10-1" && kept == "10-2; 10-5"),
            "{defects:?}"
        );
        let earlier = [&more[..], &[("stage", "completeness")]].concat();
        assert!(!wrong(make(&mut database, "refusal", &asked, &earlier)).is_empty());
        for form in ["certificate", "register-extract"] {
            // The applicant whom they refused gets neither.
            let more = [("number", "9"), ("issued", "2026-11-25")];
            let made = make(&mut database, form, &asked, &more[..1]);
            let refused = match made {
                Err(PaperError::AnotherMatter { .. }) => true,
                Err(PaperError::Defects { defects, .. }) => !defects.is_empty(),
                Err(error) => panic!("{error}"),
                Ok(_) => false,
            };
            assert!(refused, "{form}");
        }
    });
}

#[test]
fn a_revocation_is_drafted_confirmed_and_ends_the_certificate() {
    on_both("papers-revoke", |ground| {
        let mut database = ground.create();
        let row = issued(&mut database, 1, Some("KZ 001"));
        let elements = Elements {
            violation: "Тізім үш күн жаңартылмаған.".into(),
            ..Elements::default()
        };
        does(&mut database, &BORIS, revoke(row, Paragraph::P23, elements));
        let asked = Asked::Decision(2);
        let more = [
            ("request-number", "5"),
            ("request-date", "2026-11-02"),
            ("request-until", "2026-11-20"),
            ("objections", "none"),
        ];
        let draft = make(&mut database, "decision-revocation", &asked, &more).unwrap();
        assert!(draft.draft);
        let confirm = confirm(&mut database, 2);
        does(&mut database, &ANNA, confirm);
        let made = make(&mut database, "decision-revocation", &asked, &more).unwrap();
        assert!(!made.draft);
        says(
            &made,
            &[
                "2026 жылғы 1 желтоқсаннан бастап кері қайтарып алынсын",
                "отозвать с 1 декабря 2026 года",
                "2026 жылғы 25 қарашадағы № KZ 001",
                "Тізім үш күн жаңартылмаған.",
                "Қарсылықтар түскен жоқ.",
            ],
        );
        // An element that nobody signed is not added by hand.
        let damage = [&more[..], &[("damage", "залал")]].concat();
        let defects = wrong(make(&mut database, "decision-revocation", &asked, &damage));
        assert!(matches!(&defects[..], [Defect::BesideRegister { .. }]), "{defects:?}");
        // Nobody is handed the certificate again.
        for asked in [Asked::Certificate("KZ 001".into()), Asked::Decision(1)] {
            let again = make(&mut database, "certificate", &asked, &[]);
            assert!(matches!(again, Err(PaperError::AnotherMatter { .. })), "{asked:?}");
        }
        let asked = Asked::Certificate("KZ 001".into());
        let extract = make(&mut database, "register-extract", &asked, &[("number", "3")]).unwrap();
        assert!(!extract.draft);
        says(
            &extract,
            &[
                "№ А-1 от 23 ноября 2026 года",
                "2026 жылғы 25 қарашадағы № Ш-1",
                "решение от 25 ноября 2026 года № К-1; основание – пункт 23 Правил; отозвано с 1 \
                 декабря 2026 года",
                // On the day of the extract it stands still: the revocation is of the first.
                "қолданыста",
            ],
        );
    });
}

#[test]
fn a_rejected_decision_and_a_superseded_act_give_no_paper() {
    on_both("papers-none", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        does(&mut database, &ANNA, propose(&matter, issue(None)));
        let decision = database.decision(1).unwrap();
        let (version, proposal) = (decision.version, decision.statement);
        let reason = "Нөмірі қате".to_owned();
        does(&mut database, &BORIS, Action::Reject { decision: 1, version, proposal, reason });
        let none = database.bearing(&Asked::Decision(1)).unwrap_err();
        assert_eq!(refusal(none), ["register.decision-rejected"]);
        does(&mut database, &ANNA, Action::Take(Box::new(taking(2))));
        let later = tekseru::register::Taking {
            act: EvidenceId::of(b"act 2, sealed again"),
            act_version: 2,
            ..taking(2)
        };
        does(&mut database, &ANNA, Action::Take(Box::new(later)));
        let none = database.bearing(&Asked::Matter(2)).unwrap_err();
        assert_eq!(refusal(none), ["register.matter-superseded"]);
        assert!(database.bearing(&Asked::Matter(3)).is_ok());
        for absent in [Asked::Matter(9), Asked::Decision(9), Asked::Certificate("9".into())] {
            let none = database.bearing(&absent).unwrap_err();
            assert!(matches!(none, RegisterError::NoSuch { .. }), "{none}");
        }
    });
}

#[test]
fn a_survey_act_is_never_taken_for_the_act_that_a_certificate_rests_on() {
    on_both("papers-survey", |ground| {
        let mut database = ground.create();
        let survey = tekseru::register::Taking { visit: VisitKind::Survey, ..taking(1) };
        does(&mut database, &ANNA, Action::Take(Box::new(survey)));
        let more = [
            ("number", "8"),
            ("date", "2026-11-26"),
            ("objections-number", "4"),
            ("objections-date", "2026-11-25"),
        ];
        let defects = wrong(make(&mut database, "answer-objections", &Asked::Matter(1), &more));
        // Number and day of the survey act are known; the answers are a person's.
        let missing: Vec<_> = defects
            .iter()
            .filter_map(|it| {
                if let Defect::Missing { field, .. } = it { Some(field.as_str()) } else { None }
            })
            .collect();
        assert_eq!(missing, ["results"]);
        let missing = wrong(make(&mut database, "certificate", &Asked::Matter(1), &[]));
        assert!(
            missing
                .iter()
                .any(|it| matches!(it, Defect::Missing { field, .. } if field == "act-number")),
            "{missing:?}"
        );
    });
}

/// As [`Ground::sql`], with the text of a value in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Somebody with access to the database confirms a decision past the program, and writes a history of
/// it whose hashes fit.
fn forge(ground: &Ground, database: &mut Database) {
    let mut decision = serde_json::to_value(database.decision(1).unwrap()).unwrap();
    let before = database.history_of("decision/1").unwrap().pop().unwrap().after.unwrap();
    let statement = decision["statement"].as_str().unwrap().to_owned();
    for (name, value) in [
        ("state", "confirmed".into()),
        ("version", 2.into()),
        ("closed-by", BORIS.iin.as_str().into()),
        ("closed-at", "2026-11-25T07:05:00Z".into()),
    ] {
        decision.as_object_mut().unwrap().insert(name.into(), value);
    }
    let after = decision.to_string();
    let head = database.head().unwrap();
    let mut event = Event {
        seq: head.seq + 1,
        at: "2026-11-25T07:05:00Z".into(),
        officer: BORIS.iin.to_string(),
        kind: "decision.confirmed".into(),
        subject: "decision/1".into(),
        version: 2,
        before: Some(before),
        after: Some(after.clone()),
        statement,
        previous: head.hash,
        hash: String::new(),
    };
    event.hash = event.expected_hash();
    ground.sql(&format!(
        "UPDATE decisions SET state = 'confirmed', version = 2, body = {} WHERE id = 1;
         UPDATE counters SET value = {} WHERE name = 'event';
         INSERT INTO events VALUES ({}, {}, {}, {}, {}, 2, {}, {}, {}, {}, {})",
        quoted(&after),
        event.seq,
        event.seq,
        quoted(&event.at),
        quoted(&event.officer),
        quoted(&event.kind),
        quoted(&event.subject),
        quoted(event.before.as_deref().unwrap()),
        quoted(event.after.as_deref().unwrap()),
        quoted(&event.statement),
        quoted(&event.previous),
        quoted(&event.hash),
    ));
}

#[test]
fn what_was_written_past_the_program_gives_no_paper() {
    on_both("papers-forged", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        does(&mut database, &ANNA, propose(&matter, issue(Some("KZ 001"))));
        assert!(database.bearing(&Asked::Decision(1)).is_ok());
        let sound = database.decision(1).unwrap();
        // One column more is no signature of a second officer, whatever hashes go with it.
        forge(ground, &mut database);
        let forged = database.bearing(&Asked::Decision(1)).unwrap_err();
        let codes = refusal(forged);
        assert_eq!(codes, ["register.statement-changed"], "the statement is another officer's");
        assert_ne!(database.decision(1).unwrap(), sound);
    });
    on_both("papers-row", |ground| {
        let mut database = ground.create();
        issued(&mut database, 1, Some("KZ 001"));
        ground.sql("UPDATE accreditations SET body = REPLACE(body, 'ДЕМО-СЕНІМ 1', 'БАСҚА')");
        for asked in [Asked::Certificate("KZ 001".into()), Asked::Decision(1)] {
            let changed = database.bearing(&asked).unwrap_err();
            assert_eq!(refusal(changed), ["register.row-changed"], "{asked:?}");
        }
        let forms = Forms::load(None).unwrap();
        assert!(forms.find("certificate").is_ok());
    });
    on_both("papers-statement", |ground| {
        let mut database = ground.create();
        issued(&mut database, 1, Some("KZ 001"));
        ground.sql("UPDATE statements SET body = REPLACE(body, 'KZ 001', 'KZ 002')");
        let changed = database.bearing(&Asked::Decision(1)).unwrap_err();
        assert_eq!(refusal(changed), ["register.statement-changed"]);
        ground.sql("DELETE FROM statements");
        let removed = database.bearing(&Asked::Decision(1)).unwrap_err();
        assert_eq!(refusal(removed), ["register.statement-removed"]);
    });
}

#[test]
fn a_row_taken_over_from_an_older_register_gives_an_extract_and_no_certificate() {
    on_both("papers-import", |ground| {
        let mut database = ground.create();
        let table = "number,issued,valid_through,entity_name,bin,address,ca_name,act_number,act_date,\
                     decision_number,decision_date\n\
                     7,2025-01-20,2028-01-20,«ЕСКІ» ЖШС,000000000077,Астана,ЕСКІ КО,3,2025-01-17,4,\
                     2025-01-18\n";
        super::ground::import(&mut database, table);
        let asked = Asked::Certificate("7".into());
        let extract = make(&mut database, "register-extract", &asked, &[("number", "1")]).unwrap();
        assert!(!extract.draft);
        says(&extract, &["«ЕСКІ» ЖШС", "№ 3 от 17 января 2025 года"]);
        // It was taken over: that is no decision to issue.
        let certificate = make(&mut database, "certificate", &asked, &[]);
        assert!(matches!(certificate, Err(PaperError::AnotherMatter { .. })));
    });
}

#[test]
fn an_act_goes_its_way_to_a_signed_certificate_by_commands() {
    let (pack, act) = (clean().pack(), clean().act());
    let other = defects().pack();
    let today = legal_day(Timestamp::now());
    let through = three_years_from(today).unwrap();
    on_both("papers-commands", |ground| {
        let desk = Desk::new(ground);
        desk.create();
        desk.signed(0, "anna", &["take", text(&pack)]);
        desk.signed(0, "boris", &["accept", "1"]);
        let (day, end) = (today.to_string(), through.to_string());
        desk.signed(
            0,
            "anna",
            &[
                "propose",
                "issue",
                "1",
                "--decision",
                "Ш-1",
                "--of",
                &day,
                "--issued",
                &day,
                "--valid-through",
                &end,
                "--number",
                "KZ 0001",
            ],
        );
        let pdf = desk.path("certificate.pdf");
        let by = BORIS.iin.to_string();
        let paper = |more: &[&str]| -> Vec<String> {
            let line = ["paper", "certificate", "--signatory", &by, "--out", &pdf];
            line.iter().chain(more).map(|it| (*it).to_owned()).collect()
        };
        let key = |who: &str| -> Vec<String> {
            let (key, password) = (desk.path(&format!("{who}.p12")), desk.path("password"));
            vec!["--p12".into(), key, "--password-file".into(), password]
        };
        let call = |code: i32, line: Vec<String>| {
            let line: Vec<&str> = line.iter().map(String::as_str).collect();
            desk.call(code, &line)
        };
        let draft = call(0, paper(&["--decision", "1"]));
        assert_eq!(
            (&draft["draft"], &draft["signature"]),
            (&true.into(), &serde_json::Value::Null)
        );
        let signed = call(1, [paper(&["--decision", "1"]), key("boris")].concat());
        assert_eq!(signed["error"]["code"], "error.paper-draft-signed");
        desk.signed(0, "boris", &["confirm", "1"]);

        let certificate = ["--certificate", "KZ 0001"];
        let wrong = call(1, paper(&[&certificate[..], &["--field", "act-number=999"]].concat()));
        assert_eq!(wrong["error"]["code"], "error.paper-defects");
        assert_eq!(wrong["defects"][0]["code"], "error.paper-field-against-register");
        assert_eq!(wrong["defects"][0]["facts"]["kept"], act.number.as_str());
        // Said in words, in each language.
        for (lang, part) in
            [("kk", "ал тізілімде"), ("ru", "а в реестре"), ("en", "but the register says")]
        {
            let mut line = vec!["--lang", lang, "committee", "--database", &desk.database];
            let paper = paper(&[&certificate[..], &["--field", "act-number=999"]].concat());
            line.extend(paper.iter().map(String::as_str));
            let said = crate::inspection::shown(&crate::inspection::exits(1, &line));
            assert!(squeezed(&said).contains(&squeezed(part)), "{lang}: {said}");
        }
        // Whoever is named as signing signs.
        let another = call(1, [paper(&certificate), key("anna")].concat());
        assert!(another["error"]["code"].as_str().unwrap().starts_with("error."), "{another}");
        let stranger = desk.call(
            1,
            &[
                "paper",
                "certificate",
                "--certificate",
                "KZ 0001",
                "--signatory",
                "000000000009",
                "--out",
                &pdf,
            ],
        );
        assert_eq!(stranger["error"]["code"], "error.register-not-an-officer");
        let signed = call(0, [paper(&certificate), key("boris")].concat());
        assert_eq!(signed["draft"], false);
        assert_eq!(
            signed["source"]["rows"],
            serde_json::json!(["accreditation/1 v1", "decision/1 v2", "matter/1 v3"])
        );
        let (root, list) = (desk.path("root.cer"), desk.path("list.crl"));
        let seen = desk.call(0, &["paper", "--verify", &pdf, "--anchor", &root, "--trust", &list]);
        let codes: Vec<&str> = seen["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["note"]["code"].as_str().unwrap())
            .collect();
        for code in ["paper.source-named", "paper.pages-as-recorded", "paper.signature-holds"] {
            assert!(codes.contains(&code), "{code}: {codes:?}");
        }
        let bytes = fs::read(&pdf).unwrap();
        if let Some(read) = pages(&bytes, "register-signed") {
            assert_eq!(read.len(), 1);
            for part in [&*act.recipient.name, &*act.number, "Борис", "бас маман", "KZ 0001"]
            {
                assert!(squeezed(&read[0]).contains(&squeezed(part)), "{part}: {}", read[0]);
            }
        }
        // The act beside is the very act of the register.
        let line = |place: &str| paper(&[&certificate[..], &["--act", place]].concat());
        call(0, line(text(&pack)));
        let foreign = call(1, line(text(&other)));
        assert_eq!(reasons(&foreign), ["register.another-act"]);
        let bare = clean().out.join("act/act.json");
        let bare = call(1, line(text(&bare)));
        assert_eq!(bare["error"]["code"], "error.paper-bare-record");
    });
}
