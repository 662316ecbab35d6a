//! The form of a register over time, what is found in it, what goes out and comes in, and what a
//! check of it finds.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::Path;

use jiff::civil::{Date, date};
use model::{EvidenceId, Lang};
use tekseru::register::{
    Accreditation, Action, Database, Head, Heads, Place, Question, RegisterError, Status, fold,
    read_csv, write_csv, write_json, write_xlsx,
};
use tekseru::words::Words;

use super::ground::{
    ANNA, BORIS, Ground, STRANGE, TODAY, accepted, confirm, damage, does, folder, founding, import,
    issue, issued, later, now, number_in, on_both, propose, refusal, signed, taking_over,
    try_import,
};

const HEAD: &str = "number,issued,valid_through,entity_name,bin,address,ca_name,act_number,\
                    act_date,decision_number,decision_date,revocation_number,revocation_date,\
                    revoked_from,revocation_paragraph,note";

/// A table as an older register would be handed over: names in two languages, some revoked, some
/// expired, some that begin like a formula.
fn table(count: u32) -> String {
    let mut text = HEAD.to_owned();
    for number in 0..count {
        let names = ["«Қазақстан Сенімі»", "ТОО Ёлка-Центр", "АҚ ҰЛТТЫҚ КУӘЛАНДЫРУШЫ", "=Formula"];
        let name = names[number as usize % names.len()];
        let issued = date(2020 + i16::try_from(number % 7).unwrap(), 3, 1);
        let through = date(issued.year() + 3, 3, 1);
        let revoked = if number % 5 == 4 {
            format!("К-{number},{issued},{},19-1", date(issued.year() + 1, 1, 1))
        } else {
            ",,,".to_owned()
        };
        text.push_str(&format!(
            "\r\nKZ{number:04},{issued},{through},{name} {number},{:012},\"Астана, {number}-үй\",\
             Орталық {number},{number},{issued},Ш-{number},{issued},{revoked},",
            77_000 + number
        ));
    }
    text
}

fn found(database: &mut Database, question: &Question) -> Vec<i64> {
    let page = database.search(question).unwrap();
    page.rows.into_iter().map(|it| it.accreditation.sequence).collect()
}

#[test]
fn what_is_searched_is_what_a_reader_of_every_row_would_find() {
    on_both("search", |ground| {
        let mut database = ground.create();
        import(&mut database, &table(2_100));
        issued(&mut database, 3, Some("СЕНІМ-ӘҒҚҢӨҰҮҺІ"));
        let rows: Vec<Accreditation> =
            database.export(TODAY).unwrap().rows.into_iter().map(|it| it.accreditation).collect();
        assert_eq!(rows.len(), 2_101);
        let all = Question { limit: 1_000, ..Question::on(TODAY) };
        let some = |text: &str| Some(text.to_owned());
        let questions = [
            all.clone(),
            Question { name: some("СЕНІМІ 17"), ..all.clone() },
            Question { name: some("сенімі 17"), ..all.clone() },
            Question { name: some("сенiмi 17"), ..all.clone() },
            Question { name: some("ЕЛКА"), ..all.clone() },
            Question { name: some("ёлка-центр 2001"), ..all.clone() },
            Question { name: some("ұлттық"), status: Some(Status::Revoked), ..all.clone() },
            Question { name: some("ық 9"), ..all.clone() },
            Question { name: some("9"), status: Some(Status::Expired), ..all.clone() },
            Question { name: some("%"), ..all.clone() },
            Question { name: some("_"), ..all.clone() },
            Question { name: some("no such"), ..all.clone() },
            Question { name: some("077"), ..all.clone() },
            Question { number: some("kz001"), ..all.clone() },
            Question { number: some("сенім-ә"), ..all.clone() },
            Question { number: some("сенім-ӘҒҚҢӨҰҮҺІ"), ..all.clone() },
            Question { number: some("001"), ..all.clone() },
            Question { bin: some("0000000777"), ..all.clone() },
            Question { bin: some("000000077123"), ..all.clone() },
            Question { bin: some("77123"), ..all.clone() },
            Question { status: Some(Status::NotYetIssued), on: date(2021, 1, 1), ..all.clone() },
            Question { status: Some(Status::Valid), on: date(2023, 3, 1), ..all.clone() },
            Question { status: Some(Status::Expired), on: date(2023, 3, 2), ..all.clone() },
            Question { status: Some(Status::Revoked), on: date(2021, 1, 1), ..all.clone() },
            Question { status: Some(Status::Valid), on: date(1999, 1, 1), ..all.clone() },
            Question {
                name: some("сенімі"), bin: some("00000007"), after: 1_500, ..all.clone()
            },
        ];
        let mut met = 0;
        for question in questions {
            let expected: Vec<i64> = rows
                .iter()
                .filter(|row| meets(row, &question))
                .map(|it| it.sequence)
                .filter(|it| *it > question.after)
                .collect();
            met += expected.len();
            let page = database.search(&question).unwrap();
            assert_eq!(page.more, expected.len() > 1_000, "{question:?}");
            let found: Vec<i64> = page.rows.iter().map(|it| it.accreditation.sequence).collect();
            let first: Vec<i64> = expected.iter().copied().take(1_000).collect();
            assert_eq!(found, first, "{question:?}");
            for it in &page.rows {
                assert_eq!(it.status, it.accreditation.status_on(question.on));
            }
            // Page by page the same rows come, each once.
            let mut paged = Vec::new();
            let mut next = Question { limit: 7, ..question };
            while paged.len() < 50 {
                let page = self::found(&mut database, &next);
                let Some(last) = page.last() else { break };
                next.after = *last;
                paged.extend(page);
            }
            let expected: Vec<i64> = expected.into_iter().take(paged.len()).collect();
            assert_eq!(paged, expected);
        }
        assert!(met > 4_000, "{met}: the questions meet something");
    });
}

/// A plain reading of the question, row by row.
fn meets(row: &Accreditation, question: &Question) -> bool {
    let bare = |text: &str| fold(text).replace(' ', "");
    let number = question.number.as_ref();
    let bin = question.bin.as_ref();
    let name = question.name.as_ref().map(|it| fold(it));
    number.is_none_or(|it| bare(&row.number).starts_with(&bare(it)))
        && bin.is_none_or(|it| row.bin.starts_with(it.as_str()))
        && name
            .is_none_or(|it| fold(&row.entity).contains(&it) || fold(&row.authority).contains(&it))
        && question.status.is_none_or(|it| row.status_on(question.on) == it)
}

#[test]
fn what_ends_soon_is_counted_to_the_day_before() {
    on_both("expiring", |ground| {
        let mut database = ground.create();
        import(&mut database, &table(10));
        // Rows 4 and 9 are revoked; those of 2024 run to 1 March 2027, of 2025 to 2028.
        let expiring = |on: Date, days| Question { expiring: Some(days), ..Question::on(on) };
        assert_eq!(found(&mut database, &expiring(date(2026, 2, 18), 9)), Vec::<i64>::new());
        assert_eq!(found(&mut database, &expiring(date(2026, 2, 18), 10)), [4]);
        assert_eq!(found(&mut database, &expiring(date(2026, 2, 18), 375)), [4]);
        assert_eq!(found(&mut database, &expiring(date(2023, 2, 20), 800)), [1, 8, 2, 9, 3]);
        assert_eq!(found(&mut database, &expiring(date(2023, 3, 2), 800)), [2, 9, 3]);
        // Page by page, by the last day and not by the place, with a name or without.
        for name in [None, Some("kz"), Some("0000000770"), Some("ёлка")] {
            let all = Question {
                number: name.filter(|it| *it == "kz").map(Into::into),
                name: name.filter(|it| *it == "ёлка").map(Into::into),
                bin: name.filter(|it| it.starts_with('0')).map(Into::into),
                ..expiring(date(2023, 3, 1), 1_500)
            };
            let whole = found(&mut database, &all);
            assert!(!whole.is_empty(), "{name:?}");
            assert!(name == Some("ёлка") || !whole.is_sorted(), "{name:?}: {whole:?}");
            for limit in 1..=3 {
                let (mut paged, mut next) = (vec![], Question { limit, ..all.clone() });
                loop {
                    let page = database.search(&next).unwrap();
                    paged.extend(page.rows.iter().map(|it| it.accreditation.sequence));
                    if !page.more {
                        break;
                    }
                    next.after = *paged.last().unwrap();
                    assert!(paged.len() <= whole.len(), "{name:?}: {paged:?}");
                }
                assert_eq!(paged, whole, "{name:?} by {limit}");
            }
        }
    });
}

#[test]
fn an_older_form_is_brought_up_once_by_however_many_at_a_time() {
    on_both("older", |ground| {
        as_of_step_one(ground);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(ground.open().matters(None).unwrap().len(), 0));
            }
        });
        let mut database = ground.open();
        assert_eq!(database.officers().unwrap().len(), 2, "what was there stands");
        issued(&mut database, 1, None);
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

/// A register as the first version of the form left it.
fn as_of_step_one(ground: &Ground) {
    drop(ground.create());
    ground.sql(
        "DROP TABLE matters; DROP TABLE decisions; DROP TABLE proposed_rows; \
         DELETE FROM counters WHERE name IN ('matter', 'decision'); \
         DELETE FROM tekseru_steps WHERE number > 1",
    );
}

#[test]
fn a_register_of_a_newer_version_is_refused_and_left_as_it_is() {
    on_both("newer", |ground| {
        drop(ground.create());
        ground.sql("INSERT INTO tekseru_steps VALUES (5, 'future', '2030-01-01T00:00:00Z', '9')");
        let before = state(ground);
        let refused = Database::open(ground.place(), now()).map(drop).unwrap_err();
        let RegisterError::Newer { found, known, .. } = refused else { panic!("{refused}") };
        assert_eq!((found, known), (5, 4));
        let made = Database::create(ground.place(), &founding(), now()).map(drop).unwrap_err();
        assert!(matches!(made, RegisterError::Newer { .. }), "{made}");
        assert_eq!(state(ground), before);
    });
}

/// The bytes of a file. The rows of a server are compared by the check of other tests.
fn state(ground: &Ground) -> Option<Vec<u8>> {
    match ground {
        Ground::File(path) => Some(std::fs::read(path).unwrap()),
        Ground::Server { .. } => None,
    }
}

#[test]
fn a_step_of_the_form_that_was_changed_is_told() {
    on_both("step", |ground| {
        drop(ground.create());
        ground.sql("UPDATE tekseru_steps SET sha256 = 'other' WHERE number = 1");
        let refused = Database::open(ground.place(), now()).map(drop).unwrap_err();
        let told = matches!(refused, RegisterError::MigrationDiffers { number: 1, .. });
        assert!(told, "{refused}");
    });
}

#[test]
fn what_is_no_register_is_neither_opened_nor_made_one() {
    on_both("foreign", |ground| {
        let absent = Database::open(ground.place(), now()).map(drop).unwrap_err();
        assert!(matches!(absent, RegisterError::NotThere { .. }), "{absent}");
        ground.sql("CREATE TABLE accounts (name TEXT)");
        let before = state(ground);
        for refused in [
            Database::open(ground.place(), now()).map(drop).unwrap_err(),
            Database::create(ground.place(), &founding(), now()).map(drop).unwrap_err(),
        ] {
            assert!(matches!(refused, RegisterError::NotARegister { .. }), "{refused}");
        }
        assert_eq!(state(ground), before);
    });
    on_both("twice", |ground| {
        drop(ground.create());
        let twice = Database::create(ground.place(), &founding(), now()).map(drop).unwrap_err();
        assert!(matches!(twice, RegisterError::AlreadyThere { .. }), "{twice}");
        let mut alone = founding();
        alone.officers.truncate(1);
        alone.trusted.clear();
        let refused = Database::create(ground.place(), &alone, now()).map(drop).unwrap_err();
        assert_eq!(refusal(refused), ["register.too-few-officers", "register.no-anchor"]);
    });
    let folder = folder("register-not-a-file");
    let file = folder.join("register.db");
    std::fs::write(&file, b"this is no database, however long it is; it is text. ".repeat(40))
        .unwrap();
    let place = || Place::read(&file).unwrap();
    let refused = Database::open(place(), now()).map(drop).unwrap_err();
    assert!(matches!(refused, RegisterError::NotARegister { .. }), "{refused}");
    // A folder means the file in it.
    assert_eq!(Place::read(&folder).unwrap().to_string(), file.display().to_string());
}

#[test]
fn an_import_takes_every_row_or_none() {
    on_both("import", |ground| {
        let mut database = ground.create();
        issued(&mut database, 1, Some("kz 0003"));
        let text = table(5);
        let rows = read_csv(text.as_bytes()).unwrap();
        let signed = signed(&database, &ANNA, taking_over(&text, &rows));
        let refused = database.import(&signed, &[], &rows, later(1)).unwrap_err();
        assert_eq!(refusal(refused), ["register.number-taken"]);
        let none = try_import(&mut database, &text[..text.find('\r').unwrap()]).unwrap_err();
        assert_eq!(refusal(none), ["register.import-empty"]);
        let fewer = database.import(&signed, &[], &rows[1..], later(1)).unwrap_err();
        assert_eq!(refusal(fewer), ["register.import-other-count"]);
        assert_eq!(database.export(TODAY).unwrap().rows.len(), 1);
        import(&mut database, &text.replace("KZ0003", "KZ1003"));
        let export = database.export(TODAY).unwrap();
        let sequences: Vec<i64> = export.rows.iter().map(|it| it.accreditation.sequence).collect();
        assert_eq!(sequences, [1, 2, 3, 4, 5, 6]);
        assert_eq!(issued(&mut database, 2, None), 7, "the sequence goes on without a hole");
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

#[test]
fn what_is_exported_for_programs_comes_back_the_same() {
    on_both("export", |ground| {
        let mut database = ground.create();
        import(&mut database, &table(9));
        let words = Words::embedded().unwrap();
        let export = database.export(TODAY).unwrap();
        assert_eq!(export.head, database.head().unwrap());
        let csv = |heads, mark| {
            let mut out = Vec::new();
            write_csv(&export, heads, mark, &words, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let exact = csv(Heads::Codes, false);
        assert!(exact.starts_with("seq,number,issued,"), "{exact}");
        assert!(exact.contains(",=Formula 3,"), "exact where programs read");
        assert!(exact.lines().count() == 10 && exact.matches("\r\n").count() == 10);
        let back: Vec<Accreditation> = read_csv(exact.as_bytes())
            .unwrap()
            .into_iter()
            .zip(1..)
            .map(|(row, sequence)| Accreditation { sequence, ..row.accreditation })
            .collect();
        let rows: Vec<Accreditation> =
            export.rows.iter().map(|it| it.accreditation.clone()).collect();
        assert_eq!(back, rows);

        // For spreadsheets: heads in words, and nothing that is taken for a formula.
        for (lang, head) in [
            (Lang::Kk, "Реттік нөмірі,Куәліктің нөмірі,Берілген күні"),
            (Lang::Ru, "№ п/п,Номер свидетельства,Дата выдачи"),
            (Lang::En, "No.,Certificate no.,Date of issue"),
        ] {
            let shown = csv(Heads::Words(lang), true);
            assert!(shown.starts_with(&format!("\u{feff}{head}")), "{shown}");
            assert!(shown.contains(",'=Formula 3,") && !shown.contains(",=Formula"), "{shown}");
        }
        let mut json = Vec::new();
        write_json(&export, &mut json).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(json["form"], "tekseru.register/1");
        assert_eq!(json["rows"][3]["accreditation"]["entity"], "=Formula 3");
        let schema = std::fs::read(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/schemas/register.schema.json"),
        )
        .unwrap();
        let schema: serde_json::Value = serde_json::from_slice(&schema).unwrap();
        let schema = jsonschema::validator_for(&schema).unwrap();
        schema.validate(&json).unwrap_or_else(|error| panic!("{error}"));

        let book = write_xlsx(&export, Lang::Ru, &words).unwrap();
        assert_eq!(book, write_xlsx(&export, Lang::Ru, &words).unwrap(), "the same bytes");
        let part = |name: &str| {
            let mut zip = zip::ZipArchive::new(Cursor::new(&book)).unwrap();
            let mut text = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        let sheet = part("xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<autoFilter ref=\"A1:N10\"/>"), "{sheet}");
        assert!(sheet.contains("state=\"frozen\""), "{sheet}");
        assert!(!sheet.contains("<f>"), "no formula");
        // 1 March 2020 is day 43891 of a spreadsheet.
        assert!(sheet.contains("<v>43891</v>"), "{sheet}");
        let strings = part("xl/sharedStrings.xml");
        assert!(strings.contains("=Formula 3") && strings.contains("Номер свидетельства"));
    });
}

// Each way of changing the register past the program, and what the check says to it.
#[test]
fn a_check_finds_what_was_changed_past_the_program() {
    let ways: &[(&str, &[&str])] = &[
        (
            "UPDATE accreditations SET body = REPLACE(body, 'ДЕМО', 'БАСҚА') WHERE id = 1",
            &["register.row-changed", "register.search-differs"],
        ),
        ("UPDATE searched SET valid_through = 20991231 WHERE id = 2", &["register.search-differs"]),
        ("DELETE FROM grams WHERE gram = 'сен'", &["register.search-differs"]),
        (
            "DELETE FROM accreditations WHERE id = 1",
            &["register.row-removed", "register.search-differs", "register.sequence-hole"],
        ),
        (
            "DELETE FROM accreditations WHERE id = 2",
            &["register.row-removed", "register.search-differs", "register.sequence-hole"],
        ),
        (
            "UPDATE events SET after = REPLACE(after, 'ДЕМО', 'БАСҚА') WHERE kind = \
             'accreditation.issued' AND subject = 'accreditation/1'",
            &["register.event-changed", "register.row-changed"],
        ),
        (
            "DELETE FROM events WHERE kind = 'matter.accepted' AND subject = 'matter/1'",
            &["register.event-of-another-row", "register.events-removed"],
        ),
        (
            "DELETE FROM events WHERE seq = (SELECT MAX(seq) FROM events)",
            &["register.events-removed", "register.row-changed"],
        ),
        (
            "UPDATE matters SET body = REPLACE(body, '\"adopted\":true', '\"adopted\":false')",
            &["register.row-changed"],
        ),
        ("DELETE FROM decisions WHERE id = 1", &["register.row-removed"]),
        (
            "INSERT INTO officers VALUES ('000000000009', 1, \
             '{\"from\":\"2026-01-10\",\"iin\":\"000000000009\",\"name\":\"x\",\"order\":\
             {\"date\":\"2026-01-05\",\"number\":\"7\"},\"position\":\"x\",\"version\":1}')",
            &["register.row-without-history"],
        ),
        (
            "UPDATE statements SET body = REPLACE(body, 'А-1', 'А-9')",
            &["register.statement-changed"],
        ),
        (
            "UPDATE statements SET signature = (SELECT MIN(signature) FROM statements)",
            &["register.statement-not-signed"],
        ),
        ("DELETE FROM statements WHERE officer = '000000000002'", &["register.statement-removed"]),
        (
            "UPDATE accreditations SET body = 'x' WHERE id = 1",
            &["register.row-changed", "register.row-unreadable"],
        ),
    ];
    on_both("tampered", |ground| {
        let mut database = ground.create();
        issued(&mut database, 1, None);
        issued(&mut database, 2, None);
        assert_eq!(damage(&mut database), Vec::<String>::new());
        let saved = |table: &str| format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}");
        let tables = [
            "accreditations",
            "searched",
            "grams",
            "events",
            "matters",
            "decisions",
            "officers",
            "statements",
        ];
        for table in tables {
            ground.sql(&saved(table));
        }
        for (way, expected) in ways {
            ground.sql(way);
            let mut found = damage(&mut database);
            found.sort();
            found.dedup();
            for code in *expected {
                assert!(found.iter().any(|it| it == code), "{way}: {found:?}");
            }
            for table in tables {
                ground.sql(&format!("DELETE FROM {table}"));
                ground.sql(&format!("INSERT INTO {table} SELECT * FROM kept_{table}"));
            }
            assert_eq!(damage(&mut database), Vec::<String>::new(), "put back: {way}");
        }
    });
}

#[test]
fn who_keeps_the_end_of_the_chain_finds_a_history_written_anew() {
    on_both("anew", |ground| {
        let mut database = ground.create();
        issued(&mut database, 1, None);
        let kept: Head = database.head().unwrap().to_string().parse().unwrap();
        assert_eq!(database.check(std::slice::from_ref(&kept)).unwrap().damage, []);
        assert!("12:zz".parse::<Head>().is_err() && "x".parse::<Head>().is_err());
        // Somebody removes the last event and sets the counter back, rows and all.
        ground.sql(
            "DELETE FROM events WHERE seq = (SELECT MAX(seq) FROM events); \
             UPDATE counters SET value = value - 1 WHERE name = 'event'",
        );
        let report = database.check(std::slice::from_ref(&kept)).unwrap();
        assert!(report.damage.iter().any(|it| it.code == "register.events-removed"));
        // Or writes the whole chain anew.
        let mut forged = kept.clone();
        forged.hash = "00".repeat(32);
        let report = ground.open().check(&[Head { seq: 1, ..forged }]).unwrap();
        assert!(report.damage.iter().any(|it| it.code == "register.not-the-known-head"));
    });
}

#[test]
fn an_anchor_beside_those_of_the_founding_proves_nothing() {
    on_both("anchor", |ground| {
        let mut database = ground.create();
        let anchor = STRANGE.anchor();
        let (id, der) = (EvidenceId::of(&anchor.der), base64(&anchor.der));
        ground.sql(&format!("INSERT INTO trust VALUES ('{id}', 'anchor', '{der}')"));
        assert_eq!(damage(&mut database), ["register.anchor-beside"]);
        let forged = STRANGE.issue(1);
        let matter = signed(&database, &forged, Action::Take(Box::new(super::ground::taking(1))));
        let refused = database.perform(&matter, &[STRANGE.list(&[])], later(1)).unwrap_err();
        assert!(matches!(refused, RegisterError::NotSigned { .. }), "{refused}");
    });
}

fn base64(bytes: &[u8]) -> String {
    <base64ct::Base64 as base64ct::Encoding>::encode_string(bytes)
}

#[test]
fn a_row_written_past_the_program_stops_the_next_writer_only_where_the_chain_is_cut() {
    on_both("cut", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        ground.sql("DELETE FROM events WHERE seq = (SELECT MAX(seq) FROM events)");
        let refused = super::ground::try_do(&mut database, &ANNA, propose(&matter, issue(None)));
        assert!(matches!(refused.unwrap_err(), RegisterError::Row { .. }));
    });
}

#[test]
fn the_same_steps_lead_to_the_same_register_on_both() {
    let rows: std::sync::Mutex<Vec<String>> = std::sync::Mutex::default();
    on_both("same", |ground| {
        let mut database = ground.create();
        import(&mut database, &table(50));
        let matter = accepted(&mut database, 7);
        let proposed = does(&mut database, &ANNA, propose(&matter, issue(Some("Ә-1"))));
        let confirm = confirm(&mut database, number_in(&proposed.subject));
        does(&mut database, &BORIS, confirm);
        let export = database.export(TODAY).unwrap();
        let counted: BTreeMap<Status, usize> =
            export.rows.iter().fold(BTreeMap::new(), |mut counts, it| {
                *counts.entry(it.status).or_default() += 1;
                counts
            });
        assert!(counted.len() >= 3, "{counted:?}");
        rows.lock().unwrap().push(serde_json::to_string(&export.rows).unwrap());
    });
    let rows = rows.into_inner().unwrap();
    assert!(rows.iter().all(|it| *it == rows[0]));
}
