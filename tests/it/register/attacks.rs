//! Attacks on the register: by one officer alone, by whoever writes to the database past the
//! program, and by whoever took a key.

use jiff::{SignedDuration, Timestamp};
use model::EvidenceId;
use tekseru::register::{
    About, Accreditation, Action, Database, Event, Head, MatterState, Officer, Paragraph, Proposal,
    RegisterError, RevocationProposal, Signed, Statement, Status, read_csv,
};
use tekseru::signing::Signs as _;

use super::ground::{
    ANNA, AUTHORITY, BORIS, Ground, Person, STRANGER, TODAY, accepted, agreed, confirm, damage,
    does, import, issue, issued, later, now, number_in, of_register, officer, on_both, propose,
    refusal, signed, taking_over, try_do, try_import,
};

const ROW: &str = "number,issued,valid_through,entity_name,bin,address,ca_name,act_number,\
                   act_date,decision_number,decision_date\r\n\
                   KZ9,2026-11-25,2029-11-25,«Жалған» ЖШС,000000009999,Астана,Жалған,1,\
                   2026-11-23,Ш-9,2026-11-24\r\n";

fn same_person(error: &RegisterError) -> bool {
    matches!(error, RegisterError::SamePerson { .. })
}

#[test]
fn one_officer_alone_puts_no_certificate_into_the_register() {
    on_both("alone-import", |ground| {
        let mut database = ground.create();
        let rows = read_csv(ROW.as_bytes()).unwrap();
        // As earlier versions took it: one statement, and the row stood there as valid.
        let alone = Action::Import { file: EvidenceId::of(ROW.as_bytes()), rows: 1 };
        let alone = signed(&database, &ANNA, alone);
        let refused = database.import(&alone, &[], &rows, later(1)).unwrap_err();
        assert_eq!(refusal(refused), ["register.needs-two-officers"]);
        // Proposed, it stands nowhere.
        let decision = try_import(&mut database, ROW).unwrap();
        assert_eq!(database.export(TODAY).unwrap().rows, []);
        assert!(database.by_number("KZ9").is_err());
        let own = confirm(&mut database, decision);
        assert!(same_person(&try_do(&mut database, &ANNA, own.clone()).unwrap_err()));
        assert!(matches!(
            try_do(&mut database, &STRANGER, own.clone()).unwrap_err(),
            RegisterError::NotAnOfficer { .. }
        ));
        let shown = database.proposed_rows(decision, TODAY).unwrap();
        assert_eq!(shown.rows[0].accreditation.number, "KZ9");
        // Rejected, nothing is left of it; proposed anew, another officer confirms.
        let row = database.decision(decision).unwrap();
        let (version, proposal) = (row.version, row.statement);
        let reason = "негізі жоқ".into();
        does(&mut database, &BORIS, Action::Reject { decision, version, proposal, reason });
        assert_eq!(database.proposed_rows(decision, TODAY).unwrap().rows, []);
        let statement =
            Statement::new(database.name(), ANNA.iin.clone(), later(1), taking_over(ROW, &rows));
        let again = statement.sign(&*ANNA).unwrap();
        let done = database.import(&again, &[], &rows, later(1)).unwrap();
        let confirm = confirm(&mut database, number_in(&done.subject));
        does(&mut database, &BORIS, confirm);
        let row = database.by_number("KZ9").unwrap();
        assert_eq!(row.status_on(TODAY), Status::Valid);
        let told = database.history(&row).unwrap();
        assert_eq!((told.len(), told[0].officer.as_str()), (1, BORIS.iin.as_str()));
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

#[test]
fn what_is_confirmed_is_what_was_proposed_to_the_letter() {
    on_both("other-rows", |ground| {
        let mut database = ground.create();
        let rows = read_csv(ROW.as_bytes()).unwrap();
        // Signed for one table, brought with another of as many rows.
        let other = read_csv(ROW.replace("2029", "2035").as_bytes()).unwrap();
        let for_one = signed(&database, &ANNA, taking_over(ROW, &rows));
        let refused = database.import(&for_one, &[], &other, later(1)).unwrap_err();
        assert_eq!(refusal(refused), ["register.import-other-rows"]);
        let none = database.perform(&for_one, &[], later(1)).unwrap_err();
        assert_eq!(refusal(none), ["register.import-other-count"]);
        // Changed in the database while it waits.
        let decision = try_import(&mut database, ROW).unwrap();
        ground.sql("UPDATE proposed_rows SET body = REPLACE(body, '2029', '2035')");
        assert_eq!(damage(&mut database), ["register.proposed-rows-changed"]);
        let shown = database.proposed_rows(decision, TODAY).unwrap_err();
        assert_eq!(refusal(shown), ["register.import-other-rows"]);
        let confirm = confirm(&mut database, decision);
        let refused = try_do(&mut database, &BORIS, confirm.clone()).unwrap_err();
        assert_eq!(refusal(refused), ["register.import-other-rows"]);
        ground.sql("UPDATE proposed_rows SET body = REPLACE(body, '2035', '2029')");
        does(&mut database, &BORIS, confirm);
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

#[test]
fn one_officer_alone_makes_nobody_an_officer_and_dismisses_nobody() {
    on_both("alone-appoint", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        does(&mut database, &ANNA, propose(&matter, issue(Some("KZ1"))));
        // Anna puts a person of her choosing on the list, who confirms what she proposed.
        let alone = try_do(&mut database, &ANNA, Action::Appoint { officer: officer(9) });
        assert_eq!(refusal(alone.unwrap_err()), ["register.needs-two-officers"]);
        let proposed = does(&mut database, &ANNA, of_register(Proposal::Appoint(officer(9))));
        let appoint = confirm(&mut database, number_in(&proposed.subject));
        let issue = confirm(&mut database, 1);
        for action in [issue.clone(), appoint.clone()] {
            let refused = try_do(&mut database, &STRANGER, action).unwrap_err();
            assert!(matches!(refused, RegisterError::NotAnOfficer { .. }), "{refused}");
        }
        assert!(same_person(&try_do(&mut database, &ANNA, appoint.clone()).unwrap_err()));
        assert_eq!(database.officers().unwrap().len(), 2);
        // Twice about one person at a time is refused; about another it is not.
        let twice = try_do(&mut database, &BORIS, of_register(Proposal::Appoint(officer(9))));
        assert_eq!(refusal(twice.unwrap_err()), ["register.decision-open"]);
        does(&mut database, &BORIS, of_register(Proposal::Appoint(officer(8))));
        does(&mut database, &BORIS, appoint);
        assert_eq!(database.officers().unwrap().len(), 3);
        // Nor does she dismiss the others; the person it is about has no say in it.
        let gone = Officer { version: 1, until: Some(TODAY), ..officer(2) };
        let alone = Action::Appoint { officer: gone.clone() };
        let alone = try_do(&mut database, &ANNA, alone).unwrap_err();
        assert_eq!(refusal(alone), ["register.needs-two-officers"]);
        let proposed = does(&mut database, &ANNA, of_register(Proposal::Appoint(gone)));
        let dismiss = confirm(&mut database, number_in(&proposed.subject));
        assert!(same_person(&try_do(&mut database, &ANNA, dismiss.clone()).unwrap_err()));
        let himself = try_do(&mut database, &BORIS, dismiss.clone()).unwrap_err();
        assert_eq!(refusal(himself), ["register.appoints-himself"]);
        does(&mut database, &STRANGER, dismiss);
        let told = database.history_of(&format!("officer/{}", BORIS.iin)).unwrap();
        assert_eq!(told.last().unwrap().kind, "officer.dismissed");
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn or_null(text: Option<&String>) -> String {
    text.map_or_else(|| "NULL".into(), |it| quoted(it))
}

/// Appends an event as whoever writes to the database can: with the hash that it should have.
fn append(ground: &Ground, head: &Head, event: Event) {
    let mut event = Event { seq: head.seq + 1, previous: head.hash.clone(), ..event };
    event.hash = event.expected_hash();
    ground.sql(&format!(
        "INSERT INTO events VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}); \
         UPDATE counters SET value = {} WHERE name = 'event'",
        event.seq,
        quoted(&event.at),
        quoted(&event.officer),
        quoted(&event.kind),
        quoted(&event.subject),
        event.version,
        or_null(event.before.as_ref()),
        or_null(event.after.as_ref()),
        quoted(&event.statement),
        quoted(&event.previous),
        quoted(&event.hash),
        event.seq,
    ));
}

/// Writes another row of the register in place of one, with all that is searched by.
fn overwrite(ground: &Ground, body: &str) {
    let row: Accreditation = serde_json::from_str(body).unwrap();
    let number = |it: jiff::civil::Date| it.to_string().replace('-', "");
    let revoked = row.revocation.as_ref().map_or("NULL".into(), |it| number(it.day));
    ground.sql(&format!(
        "UPDATE accreditations SET body = {}, version = {} WHERE id = {}; \
         UPDATE searched SET revoked = {revoked}, valid_through = {} WHERE id = {}",
        quoted(body),
        row.version,
        row.sequence,
        number(row.valid_through),
        row.sequence
    ));
}

fn canonical(row: &Accreditation) -> String {
    serde_json_canonicalizer::to_string(row).unwrap()
}

/// A register with a certificate that was noted on and then revoked.
fn revoked(ground: &Ground) -> Database {
    let mut database = ground.create();
    issued(&mut database, 1, Some("KZ1"));
    does(&mut database, &ANNA, note(1, 1, "ескертпе"));
    let proposal = RevocationProposal {
        decision: model::Order { number: "К-1".into(), date: TODAY },
        day: TODAY,
        paragraph: Paragraph::P19_1,
        elements: Default::default(),
        objections: String::new(),
        matter: None,
    };
    let (about, proposal) = (About::Accreditation(1), Proposal::Revoke(proposal));
    let done = does(&mut database, &ANNA, Action::Propose { about, version: 2, proposal });
    let confirm = confirm(&mut database, number_in(&done.subject));
    does(&mut database, &BORIS, confirm);
    assert_eq!(database.accreditation(1).unwrap().status_on(TODAY), Status::Revoked);
    assert_eq!(damage(&mut database), Vec::<String>::new());
    database
}

fn note(accreditation: i64, version: i64, text: &str) -> Action {
    Action::Note { accreditation, version, text: text.into() }
}

/// The row as an attacker would have it: not revoked, and valid for six years more.
fn healed(database: &mut Database) -> (Event, Accreditation) {
    let row = database.accreditation(1).unwrap();
    let last = database.history(&row).unwrap().pop().unwrap();
    let healed = Accreditation {
        version: row.version + 1,
        revocation: None,
        valid_through: jiff::civil::date(2035, 11, 25),
        ..row
    };
    (last, healed)
}

#[test]
fn a_revocation_taken_back_as_if_by_the_founding_is_told() {
    on_both("as-founding", |ground| {
        let mut database = revoked(ground);
        let (last, healed) = healed(&mut database);
        overwrite(ground, &canonical(&healed));
        let event = Event {
            officer: "founding".into(),
            statement: "founding".into(),
            kind: "accreditation.noted".into(),
            version: healed.version,
            before: last.after.clone(),
            after: Some(canonical(&healed)),
            ..last
        };
        append(ground, &database.head().unwrap(), event);
        assert_eq!(database.accreditation(1).unwrap().status_on(TODAY), Status::Valid);
        assert_eq!(damage(&mut database), ["register.founding-later"]);
    });
}

#[test]
fn an_old_statement_that_stands_in_for_a_forged_event_is_told() {
    on_both("reused", |ground| {
        let mut database = revoked(ground);
        let (last, healed) = healed(&mut database);
        let row = database.accreditation(1).unwrap();
        let noted = database.history(&row).unwrap().remove(1);
        assert_eq!(noted.kind, "accreditation.noted");
        overwrite(ground, &canonical(&healed));
        let event = Event {
            version: healed.version,
            before: last.after.clone(),
            after: Some(canonical(&healed)),
            ..noted
        };
        append(ground, &database.head().unwrap(), event);
        assert_eq!(damage(&mut database), ["register.statement-twice"]);
    });
}

#[test]
fn an_event_more_than_the_last_statement_asked_for_is_told() {
    on_both("one-more", |ground| {
        let mut database = revoked(ground);
        let (revoked, healed) = healed(&mut database);
        overwrite(ground, &canonical(&healed));
        let event = Event {
            version: healed.version,
            before: revoked.after.clone(),
            after: Some(canonical(&healed)),
            ..revoked
        };
        append(ground, &database.head().unwrap(), event);
        assert_eq!(damage(&mut database), ["register.events-not-stated"]);
    });
}

#[test]
fn a_statement_whose_event_says_something_else_is_told() {
    on_both("something-else", |ground| {
        let mut database = revoked(ground);
        let before = database.head().unwrap();
        let row = database.accreditation(1).unwrap();
        does(&mut database, &ANNA, note(1, row.version, "соңғы"));
        let said = database.history(&row).unwrap().pop().unwrap();
        // The note was signed; the event of it takes the revocation back besides.
        let after: Accreditation = serde_json::from_str(said.after.as_ref().unwrap()).unwrap();
        let healed = canonical(&Accreditation { revocation: None, ..after });
        overwrite(ground, &healed);
        ground.sql("DELETE FROM events WHERE seq = (SELECT MAX(seq) FROM events)");
        append(ground, &before, Event { after: Some(healed), ..said });
        assert_eq!(damage(&mut database), ["register.events-not-stated"]);
    });
}

#[test]
fn a_statement_that_lost_its_event_is_told() {
    on_both("cut-end", |ground| {
        let mut database = revoked(ground);
        let before = database.accreditation(1).unwrap();
        does(&mut database, &ANNA, note(1, before.version, "жойылады"));
        overwrite(ground, &canonical(&before));
        ground.sql(
            "DELETE FROM events WHERE seq = (SELECT MAX(seq) FROM events); \
             UPDATE counters SET value = value - 1 WHERE name = 'event'",
        );
        assert_eq!(damage(&mut database), ["register.statement-without-event"]);
    });
}

/// Keeps a statement as the program would.
fn keep(ground: &Ground, signed: &Signed, by: &Person) -> String {
    let id = EvidenceId::of(&signed.statement).to_string();
    let base64 = <base64ct::Base64 as base64ct::Encoding>::encode_string(&signed.signature);
    ground.sql(&format!(
        "INSERT INTO statements VALUES ('{id}', '{id}', '{}', {}, '{base64}', '[]', '{{}}')",
        by.iin,
        quoted(&String::from_utf8(signed.statement.clone()).unwrap()),
    ));
    id
}

#[test]
fn a_person_with_a_good_key_who_is_no_officer_is_told() {
    on_both("no-officer", |ground| {
        let mut database = revoked(ground);
        let row = database.accreditation(1).unwrap();
        let last = database.history(&row).unwrap().pop().unwrap();
        let noted = signed(&database, &STRANGER, note(1, row.version, "бөтен"));
        let statement = keep(ground, &noted, &STRANGER);
        let after = Accreditation { version: row.version + 1, note: "бөтен".into(), ..row };
        overwrite(ground, &canonical(&after));
        let event = Event {
            officer: STRANGER.iin.to_string(),
            statement,
            kind: "accreditation.noted".into(),
            version: after.version,
            before: last.after.clone(),
            after: Some(canonical(&after)),
            ..last
        };
        append(ground, &database.head().unwrap(), event);
        let found = damage(&mut database);
        assert!(found.iter().any(|it| it == "register.not-an-officer-then"), "{found:?}");
    });
}

#[test]
fn what_an_earlier_version_did_by_one_officer_opens_and_is_told() {
    on_both("earlier-version", |ground| {
        let mut database = ground.create();
        let appoint = Action::Appoint { officer: officer(9) };
        let statement = keep(ground, &signed(&database, &ANNA, appoint), &ANNA);
        let new = Officer { version: 1, ..officer(9) };
        let body = serde_json_canonicalizer::to_string(&new).unwrap();
        ground.sql(&format!("INSERT INTO officers VALUES ('{}', 1, {})", new.iin, quoted(&body)));
        let event = Event {
            seq: 0,
            at: now().to_string(),
            officer: ANNA.iin.to_string(),
            kind: "officer.appointed".into(),
            subject: format!("officer/{}", new.iin),
            version: 1,
            before: None,
            after: Some(body),
            statement,
            previous: String::new(),
            hash: String::new(),
        };
        append(ground, &database.head().unwrap(), event);
        ground.sql("DROP TABLE proposed_rows; DELETE FROM tekseru_steps WHERE number > 2");
        drop(database);
        let mut database = ground.open();
        assert_eq!(database.officers().unwrap().len(), 3);
        let found = damage(&mut database);
        assert!(found.iter().any(|it| it == "register.by-one-officer"), "{found:?}");
        import(&mut database, ROW);
        assert_eq!(database.export(TODAY).unwrap().rows.len(), 1);
    });
}

#[test]
fn a_row_kept_under_the_name_of_another_is_nobody() {
    on_both("swapped", |ground| {
        let mut database = ground.create();
        ground.sql("UPDATE officers SET iin = '000000000009' WHERE iin = '000000000001'");
        let take = Action::Take(Box::new(super::ground::taking(1)));
        let refused = try_do(&mut database, &STRANGER, take).unwrap_err();
        assert!(matches!(refused, RegisterError::Row { .. }), "{refused}");
        assert_eq!(damage(&mut database), ["register.search-differs"]);
    });
}

#[test]
fn a_proposal_that_was_changed_after_it_was_signed_is_not_confirmed() {
    on_both("changed-proposal", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        does(&mut database, &ANNA, propose(&matter, issue(Some("KZ1"))));
        let told = database.history_of("decision/1").unwrap().pop().unwrap();
        let longer = told.after.as_ref().unwrap().replace("2029-11-25", "2035-11-25");
        ground.sql(&format!("UPDATE decisions SET body = {}", quoted(&longer)));
        let confirm = confirm(&mut database, 1);
        let refused = try_do(&mut database, &BORIS, confirm.clone()).unwrap_err();
        assert!(matches!(refused, RegisterError::Row { .. }), "{refused}");
        // The history is made to agree with it.
        ground.sql("DELETE FROM events WHERE seq = (SELECT MAX(seq) FROM events)");
        let head = Head { seq: told.seq - 1, hash: told.previous.clone() };
        append(ground, &head, Event { after: Some(longer), ..told });
        let refused = try_do(&mut database, &BORIS, confirm).unwrap_err();
        assert_eq!(refusal(refused), ["register.proposal-not-signed"]);
        assert_eq!(damage(&mut database), ["register.events-not-stated"]);
        // It can be got rid of.
        let row = database.decision(1).unwrap();
        let (version, proposal) = (row.version, row.statement);
        let reason = "өзгертілген".into();
        does(&mut database, &BORIS, Action::Reject { decision: 1, version, proposal, reason });
        assert_eq!(database.matter(1).unwrap().state, MatterState::Accepted);
    });
}

fn minutes(before: i64) -> Timestamp {
    now().checked_sub(SignedDuration::from_mins(before)).unwrap()
}

#[test]
fn whoever_took_a_key_does_not_reach_back_before_its_revocation() {
    on_both("thief", |ground| {
        let mut database = ground.create();
        let take = || Action::Take(Box::new(super::ground::taking(1)));
        let at = |made: Timestamp, signed: Timestamp| {
            let by = (database.name(), ANNA.iin.clone());
            let statement = Statement::new(by.0, by.1, made, take()).bytes().unwrap();
            let signature = ANNA.cms(&statement, signed).unwrap();
            Signed { statement, signature }
        };
        let (back, forth) = (at(minutes(60), minutes(60)), at(later(60), later(60)));
        let (signed_back, made_back) = (at(now(), minutes(11)), at(minutes(11), now()));
        let in_time = at(minutes(9), minutes(5));
        let [made, signed] =
            ["register.statement-of-another-time", "register.signed-at-another-time"];
        for (brought, expected) in [
            (back, &[made, signed][..]),
            (forth, &[made, signed]),
            (signed_back, &[signed]),
            (made_back, &[made]),
        ] {
            // The list of the day before does not know of the revocation.
            let refused = database.perform(&brought, &[], now()).unwrap_err();
            assert_eq!(refusal(refused), expected);
        }
        // Revoked within the minutes that are allowed, and known by now.
        let since = AUTHORITY.list_since(minutes(1), minutes(2), &[&ANNA]);
        let refused = database.perform(&in_time, &[since], now()).unwrap_err();
        assert!(matches!(refused, RegisterError::NotSigned { .. }), "{refused}");
        assert!(database.matters(None).unwrap().is_empty());
        database.perform(&in_time, &[], now()).unwrap();
        assert_eq!(damage(&mut database), Vec::<String>::new());
        // What was done in time stands, whenever it is brought again.
        assert!(database.perform(&in_time, &[], later(4)).unwrap().again);
    });
}

#[test]
fn a_key_revoked_later_undoes_nothing_and_is_told() {
    on_both("later-revoked", |ground| {
        let mut database = ground.create();
        issued(&mut database, 1, None);
        let weeks = later(60 * 24 * 14);
        let list = AUTHORITY.list_since(weeks, later(60 * 24 * 10), &[&ANNA]);
        database.trust(&[list]).unwrap();
        let report = database.check(&[]).unwrap();
        assert_eq!(report.damage, []);
        let told = report.limits.iter().find(|it| it.code == "register.key-revoked-later").unwrap();
        assert_eq!(told.facts["officer"], ANNA.iin.as_str());
        assert_eq!(told.facts["count"], "3", "taken, accepted, proposed");
        // Revoked before it was signed, as is learnt now: that is damage.
        let list = AUTHORITY.list_since(later(60 * 24 * 15), minutes(60), &[&ANNA]);
        database.trust(&[list]).unwrap();
        let found = damage(&mut database);
        assert!(found.iter().any(|it| it == "register.statement-not-signed"), "{found:?}");
    });
}

#[test]
fn a_clock_that_goes_back_is_refused_and_told() {
    on_both("clock", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        // Six minutes before the last event: its machine lags, or somebody writes to the past.
        ground.clock(minutes(5));
        let lag = Statement::new(
            database.name(),
            ANNA.iin.clone(),
            minutes(5),
            propose(&matter, issue(None)),
        );
        let lag = lag.sign(&*ANNA).unwrap();
        let refused = database.perform(&lag, &[], minutes(5)).unwrap_err();
        assert_eq!(refusal(refused), ["register.clock-behind-history"]);
        if matches!(ground, Ground::Server { .. }) {
            ground.clock(later(30));
            let refused = try_do(&mut database, &ANNA, propose(&matter, issue(None)));
            assert_eq!(refusal(refused.unwrap_err()), ["register.clock-not-of-server"]);
        }
        ground.clock(later(2));
        does(&mut database, &ANNA, propose(&matter, issue(None)));
        assert_eq!(damage(&mut database), Vec::<String>::new());
        // Written past the program.
        let told = database.history_of("decision/1").unwrap().pop().unwrap();
        let head = Head { seq: told.seq - 1, hash: told.previous.clone() };
        let write = |at: &str| {
            ground.sql("DELETE FROM events WHERE seq = (SELECT MAX(seq) FROM events)");
            append(ground, &head, Event { at: at.into(), ..told.clone() });
            damage(&mut ground.open())
        };
        let found = write(&minutes(60).to_string());
        for code in ["register.time-goes-back", "register.statement-of-another-time"] {
            assert!(found.iter().any(|it| it == code), "{found:?}");
        }
        assert!(write("кеше").iter().any(|it| it == "register.time-unreadable"));
    });
}

#[test]
fn a_check_says_what_it_cannot_see() {
    on_both("limits", |ground| {
        let mut database = ground.create();
        let early = database.head().unwrap();
        agreed(&mut database, Proposal::Appoint(officer(9)));
        let codes = |known: &[Head]| -> Vec<String> {
            let report = ground.open().check(known).unwrap();
            assert_eq!(report.damage, []);
            report.limits.into_iter().map(|it| it.code.into_owned()).collect()
        };
        assert_eq!(codes(&[]), ["register.no-known-head"]);
        assert_eq!(codes(std::slice::from_ref(&early)), ["register.after-known-head"]);
        assert_eq!(codes(&[early, database.head().unwrap()]), Vec::<String>::new());
    });
}
