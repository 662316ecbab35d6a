//! Every procedure of the texts, reckoned against days that were found by other means.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::Value;
use tekseru::calendar::Calendar;
use tekseru::catalog::Catalog;
use tekseru::exchange::schemas::Form;
use tekseru::procedure::{Events, Happened, LimitUnit, Moment, Plan, Procedure, Standing, State};

use crate::catalog::copy;
use crate::inspection::{clean, exits, fresh, json, shown, tekseru, text};
use crate::skip::{shared, skipped};

fn all() -> Vec<Procedure> {
    Procedure::all(&Catalog::embedded().unwrap()).unwrap()
}

fn procedure(id: &str) -> Procedure {
    all().into_iter().find(|it| it.rules.id == id).unwrap()
}

fn events(rows: &[(&str, &str)]) -> Events {
    let mut events = Events::default();
    for (id, at) in rows {
        events.add(*id, Moment::parse(at).unwrap());
    }
    events
}

fn reckon(id: &str, rows: &[(&str, &str)], day: &str) -> Plan {
    let calendar = Calendar::embedded().unwrap();
    Plan::of(&procedure(id).rules, &events(rows), &calendar, day.parse().unwrap())
}

/// The last day of a step, and its last minute where it has one.
fn due(plan: &Plan, n: &str) -> String {
    let due = plan.step(n).unwrap().due;
    due.map_or("none".into(), |it| Moment { day: it.day, time: it.time }.to_string())
}

fn state(plan: &Plan, n: &str) -> State {
    plan.step(n).unwrap().state
}

/// The facts of the one finding of a code.
fn found(plan: &Plan, code: &str) -> BTreeMap<String, String> {
    let notes: Vec<_> = plan.findings.iter().filter(|it| it.note.code == code).collect();
    assert_eq!(notes.len(), 1, "{code}: {:#?}", plan.findings);
    notes[0].note.facts.iter().map(|(name, value)| (name.to_string(), value.clone())).collect()
}

// ------------------------------------------------------------------ the order 224, to issue

/// The dated example of the analysed rules, section 4, by both ways of counting.
#[test]
fn the_dated_example_of_the_rules_comes_out_as_written() {
    let plan = reckon("224-issue", &[("registered", "2025-09-08")], "2025-09-08");
    for (n, day) in [
        ("3", "2025-09-10"),
        ("4", "2025-09-10"),
        ("6", "2025-09-15"),
        ("7", "2025-09-15"),
        ("8", "2025-09-23"),
        ("9", "2025-09-23"),
        ("9a", "2025-09-23"),
        ("10", "2025-09-24"),
        ("11", "2025-09-25"),
    ] {
        assert_eq!(due(&plan, n), day, "step {n}");
    }
    let total = &plan.totals[0];
    assert_eq!(total.due.day, date(2025, 9, 25));
    assert_eq!(total.due.safe, Some(date(2025, 9, 24)));
    assert_eq!(total.slack, Some(0));
    assert_eq!(due(&plan, "12"), "none", "the register has no limit in the text");

    // The same maxima when the day of the event is counted.
    let rows = [
        ("registered", "2025-09-08"),
        ("completeness_done", "2025-09-09"),
        ("notice1", "2025-09-09"),
        ("notice2", "2025-09-11"),
        ("examination_completed", "2025-09-18"),
        ("act_drawn", "2025-09-18"),
        ("act_adopted", "2025-09-18"),
        ("decided_issue", "2025-09-19"),
    ];
    let plan = reckon("224-issue", &rows, "2025-09-19");
    let safe = |n: &str| plan.step(n).unwrap().due.unwrap().safe;
    assert_eq!(safe("3"), Some(date(2025, 9, 9)));
    assert_eq!(safe("7"), Some(date(2025, 9, 11)));
    assert_eq!(safe("8"), Some(date(2025, 9, 18)));
    assert_eq!(due(&plan, "10"), "2025-09-19");
    assert_eq!(
        (due(&plan, "11"), safe("11")),
        ("2025-09-22".into(), None),
        "\"after\" the decision"
    );
    assert_eq!(plan.totals[0].slack, Some(3));
}

/// The days were found with the country page of the `holidays` library for Python, which keeps a
/// calendar of its own: over New Year, Nauryz, the May holidays with a moved day, and Independence
/// Day of two days.
#[test]
fn the_thirteen_days_step_over_holidays_and_moved_days() {
    for (registered, [third, seventh, eighth, tenth, last]) in [
        ("2024-12-27", ["2024-12-31", "2025-01-08", "2025-01-16", "2025-01-17", "2025-01-20"]),
        ("2025-03-18", ["2025-03-20", "2025-03-28", "2025-04-07", "2025-04-08", "2025-04-09"]),
        ("2024-04-30", ["2024-05-03", "2024-05-10", "2024-05-20", "2024-05-21", "2024-05-22"]),
        ("2021-12-13", ["2021-12-15", "2021-12-22", "2021-12-30", "2021-12-31", "2022-01-05"]),
    ] {
        let plan = reckon("224-issue", &[("registered", registered)], registered);
        let days = ["3", "7", "8", "10", "11"].map(|n| due(&plan, n));
        assert_eq!(days, [third, seventh, eighth, tenth, last].map(String::from), "{registered}");
        assert_eq!(plan.totals[0].due.day.to_string(), last, "{registered}");
    }
}

#[test]
fn that_thirteen_leaves_no_slack_is_derived_from_the_stages() {
    let plan = reckon("224-issue", &[("registered", "2025-09-08")], "2025-09-08");
    let facts = found(&plan, "procedure.no-slack");
    assert_eq!((&*facts["total"], &*facts["sum"]), ("13", "2 + 3 + 6 + 0 + 1 + 1"));
    let unbudgeted: Vec<_> = plan
        .findings
        .iter()
        .filter(|it| it.note.code == "procedure.stage-not-budgeted")
        .map(|it| (it.note.facts["step"].as_str(), it.note.facts["more"].as_str()))
        .collect();
    assert_eq!(unbudgeted, [("4", "14"), ("9a", "14")], "notice 1, and the signatures");

    // A law with one day more says neither.
    let folder = copy();
    let file = folder.join("procedures/224-issue.toml");
    let law = fs::read_to_string(&file).unwrap();
    fs::write(&file, law.replace("amount = 13\n", "amount = 14\n")).unwrap();
    let longer = Procedure::all(&Catalog::load(&folder).unwrap()).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    let longer = longer.into_iter().find(|it| it.rules.id == "224-issue").unwrap();
    let calendar = Calendar::embedded().unwrap();
    let rows = events(&[("registered", "2025-09-08")]);
    let plan = Plan::of(&longer.rules, &rows, &calendar, date(2025, 9, 8));
    assert!(!plan.says("procedure.no-slack") && !plan.says("procedure.stage-not-budgeted"));
    assert_eq!(plan.totals[0].slack, Some(1));
    assert_eq!(found(&plan, "procedure.stages-fit")["room"], "1");
}

#[test]
fn a_first_notice_one_day_late_makes_fourteen() {
    let rows = [
        ("registered", "2025-09-08"),
        ("completeness_done", "2025-09-10"),
        ("notice1", "2025-09-11"),
    ];
    let plan = reckon("224-issue", &rows, "2025-09-11");
    let facts = found(&plan, "procedure.total-will-break");
    assert_eq!((&*facts["end"], &*facts["days"]), ("2025-09-26", "1"));
    assert_eq!(plan.totals[0].slack, Some(-1));
    // By the text no stage is late; by the recorded reading notice 1 is.
    assert_eq!(found(&plan, "procedure.late")["step"], "4");
    assert_eq!(state(&plan, "3"), State::Done);
}

#[test]
fn a_stage_that_ends_early_leaves_room_for_signatures() {
    let rows = [
        ("registered", "2025-09-08"),
        ("completeness_done", "2025-09-08"),
        ("notice1", "2025-09-09"),
        ("notice2", "2025-09-10"),
    ];
    let plan = reckon("224-issue", &rows, "2025-09-10");
    // One day of two is used, and one of three.
    assert_eq!(plan.totals[0].slack, Some(3));
    assert!(!plan.says("procedure.total-will-break"));
    assert_eq!(plan.step("8").unwrap().left, Some(6));
}

// N04
#[test]
fn an_application_at_half_past_six_and_a_minute_is_of_the_next_working_day() {
    for (submitted, registered) in [
        ("2025-09-08T18:30+05:00", "2025-09-08"),
        ("2025-09-08T18:31+05:00", "2025-09-09"),
        ("2025-09-12T18:31+05:00", "2025-09-15"),
        ("2025-09-13", "2025-09-15"),
        // The zone changed: 13:00 UTC was 19:00 until 29 February 2024, and 18:00 from 1 March.
        ("2024-02-29T13:00:00Z", "2024-03-01"),
        ("2024-03-01T13:00:00Z", "2024-03-01"),
    ] {
        let day = submitted.get(..10).unwrap();
        let plan = reckon("224-issue", &[("submitted", submitted)], day);
        assert_eq!(due(&plan, "2"), registered, "{submitted}");
    }
    // A notice is not an application: it counts by its own day.
    let rows = [("registered", "2025-09-08"), ("notice1", "2025-09-10T18:31+05:00")];
    assert_eq!(due(&reckon("224-issue", &rows, "2025-09-10"), "7"), "2025-09-15");
}

// N04
/// Days found by hand: 13 September 2025 is a Saturday, 2 January 2026 a holiday on a Friday.
#[test]
fn a_registration_outside_working_hours_is_told_and_reckoned_as_recorded() {
    for (registered, at, next, third) in [
        ("2025-09-13", "2025-09-13", "2025-09-15", "2025-09-16"),
        ("2025-09-12T18:31+05:00", "2025-09-12 18:31", "2025-09-15", "2025-09-16"),
        ("2026-01-02", "2026-01-02", "2026-01-05", "2026-01-06"),
    ] {
        let day = registered.get(..10).unwrap();
        let plan = reckon("224-issue", &[("registered", registered)], day);
        let facts = found(&plan, "procedure.outside-hours");
        assert_eq!((&*facts["at"], &*facts["next"]), (at, next));
        assert_eq!(facts["event"], "registered");
        assert_eq!(due(&plan, "3"), third, "{registered}");
    }
    for registered in ["2025-09-12", "2025-09-12T18:30+05:00", "2025-09-12T08:00+05:00"] {
        let plan = reckon("224-issue", &[("registered", registered)], "2025-09-12");
        assert!(!plan.says("procedure.outside-hours"), "{registered}");
    }
    // Nor is anything said of a notice: nothing in the text gives it to another day.
    let rows = [("registered", "2025-09-08"), ("notice1", "2025-09-13")];
    assert!(!reckon("224-issue", &rows, "2025-09-13").says("procedure.outside-hours"));
}

// N04
#[test]
fn an_application_late_in_the_evening_on_a_holiday_or_on_a_leap_day() {
    for (submitted, registered, third) in [
        // 23:30 in Almaty; the same instant as 18:30 UTC.
        ("2025-09-08T23:30+05:00", "2025-09-09", "2025-09-11"),
        ("2025-09-08T18:30:00Z", "2025-09-09", "2025-09-11"),
        // An hour after midnight in Almaty it is still the day before in Greenwich.
        ("2025-09-08T20:00:00Z", "2025-09-09", "2025-09-11"),
        // Without an offset: the time of the place.
        ("2025-09-08T18:31", "2025-09-09", "2025-09-11"),
        // New Year of 2025: Wednesday and Thursday off, Friday moved from Sunday the 5th.
        ("2025-01-01", "2025-01-05", "2025-01-08"),
        // Friday 7 March 2025 in the evening: the weekend, and Monday for 8 March.
        ("2025-03-07T19:00+05:00", "2025-03-11", "2025-03-13"),
        // A leap day: a Thursday; 1 March is a Friday, and one of UTC+5.
        ("2024-02-29", "2024-02-29", "2024-03-04"),
        ("2024-02-29T18:31+06:00", "2024-03-01", "2024-03-05"),
    ] {
        let day = submitted.get(..10).unwrap();
        let day: Date = day.parse().unwrap();
        let plan = reckon("224-issue", &[("submitted", submitted)], &(day + 1.day()).to_string());
        assert_eq!(due(&plan, "2"), registered, "{submitted}");
        let rows = [("submitted", submitted), ("registered", registered)];
        let plan = reckon("224-issue", &rows, registered);
        assert_eq!(due(&plan, "3"), third, "{submitted}");
        assert_eq!(state(&plan, "2"), State::Done, "{submitted}");
    }
}

/// What nothing starts is not ahead, though an event that would end it is: the same letter ends a
/// step of another course.
#[test]
fn a_step_that_nothing_starts_is_not_of_the_case() {
    let rows = [("complaint_received", "2025-04-29"), ("explanation_requested", "2025-05-05")];
    let plan = reckon("224-revocation", &rows, "2025-05-06");
    assert_eq!(state(&plan, "B3"), State::Running);
    assert_eq!((state(&plan, "B3a"), state(&plan, "B4")), (State::Ahead, State::Ahead));
    // The change of paragraph 24 did not happen, and the period of paragraph 23 is not over.
    assert_eq!((state(&plan, "C2"), state(&plan, "B9")), (State::NotTaken, State::NotTaken));
    for procedure in all() {
        let calendar = Calendar::embedded().unwrap();
        for event in procedure.rules.known_events() {
            let rows = events(&[(event, "2014-09-08")]);
            let plan = Plan::of(&procedure.rules, &rows, &calendar, date(2014, 9, 8));
            for (step, state) in procedure.rules.steps.iter().zip(&plan.steps) {
                let told = matches!(state.state, State::Ahead | State::Running | State::Overdue);
                let place = format!("{} {event}: step {}", procedure.rules.id, step.n);
                assert!(!told || state.start.is_some(), "{place}");
            }
        }
    }
}

#[test]
fn what_is_due_today_is_not_late_and_tomorrow_it_is() {
    let rows = [("registered", "2025-09-08")];
    let plan = reckon("224-issue", &rows, "2025-09-10");
    assert_eq!(state(&plan, "3"), State::Running);
    assert_eq!(plan.step("3").unwrap().left, Some(0));
    let plan = reckon("224-issue", &rows, "2025-09-11");
    assert_eq!(state(&plan, "3"), State::Overdue);
    assert_eq!(found(&plan, "procedure.overdue")["days"], "1");
    assert_eq!(plan.totals[0].slack, Some(-1), "the rest cannot make up for it at its maxima");
    let plan = reckon("224-issue", &rows, "2025-09-26");
    assert!(plan.says("procedure.total-overdue"));
}

#[test]
fn a_refusal_ends_the_procedure_inside_its_limit() {
    let rows = [("registered", "2025-09-08"), ("refused_completeness", "2025-09-10")];
    let plan = reckon("224-issue", &rows, "2025-09-30");
    assert_eq!(plan.closed.as_ref().map(|(event, _)| event.as_str()), Some("refused_completeness"));
    assert!(plan.totals[0].ended);
    assert_eq!(plan.totals[0].slack, Some(11));
    for n in ["4", "6", "7", "8", "9", "10", "11", "12", "13"] {
        assert_eq!(state(&plan, n), State::NotTaken, "step {n}");
    }
    assert!(!plan.says("procedure.overdue") && !plan.says("procedure.total-overdue"));
}

#[test]
fn an_act_that_is_not_adopted_leads_to_no_decision() {
    let rows = [
        ("registered", "2025-09-08"),
        ("examination_completed", "2025-09-17"),
        ("act_drawn", "2025-09-17"),
        ("act_not_adopted", "2025-09-17"),
    ];
    let plan = reckon("224-issue", &rows, "2025-09-18");
    assert_eq!(state(&plan, "9a"), State::Done);
    assert_eq!(state(&plan, "10"), State::NotTaken, "the gap A07: the text names no outcome");
    assert_eq!(plan.totals[0].slack, None);
    assert_eq!(plan.totals[0].left, 5, "18 to 25 September");
}

// -------------------------------------------------------------------------- what cannot be

#[test]
fn a_record_that_cannot_be_right_is_told_by_name() {
    let late = "2025-09-30";
    let registered = ("registered", "2025-09-08");
    let says = |rows: &[(&str, &str)], code: &str| found(&reckon("224-issue", rows, late), code);
    assert_eq!(says(&[registered, ("party", late)], "procedure.unknown-event")["event"], "party");
    let twice = [registered, ("registered", "2025-09-09")];
    assert_eq!(says(&twice, "procedure.duplicate-event")["first"], "2025-09-08");
    let future = [registered, ("notice1", "2025-10-01")];
    let plan = reckon("224-issue", &future, late);
    assert_eq!(found(&plan, "procedure.in-future")["at"], "2025-10-01");
    assert_ne!(state(&plan, "4"), State::Done, "it was not used");
    let backwards = [
        registered,
        ("completeness_done", "2025-09-09"),
        ("notice1", "2025-09-10"),
        ("notice2", "2025-09-09"),
    ];
    assert_eq!(says(&backwards, "procedure.out-of-order")["event"], "notice2");
    let gap = [registered, ("notice2", "2025-09-12")];
    assert_eq!(says(&gap, "procedure.missing-before")["causes"], "notice1");
    let both = [
        registered,
        ("act_adopted", "2025-09-18"),
        ("decided_issue", "2025-09-19"),
        ("decided_refuse", "2025-09-19"),
    ];
    assert_eq!(says(&both, "procedure.contradictory")["step"], "10");
    let after = [registered, ("refused_completeness", "2025-09-09"), ("notice1", "2025-09-12")];
    assert_eq!(says(&after, "procedure.after-close")["event"], "notice1");
    let in_register = [registered, ("issued", "2025-09-25"), ("in_register", "2025-09-29")];
    let plan = reckon("224-issue", &in_register, late);
    assert!(!plan.says("procedure.after-close"), "the register follows the certificate");
    let early = reckon("224-issue", &[("registered", "2019-09-08")], "2019-09-08");
    assert!(early.says("procedure.before-act") && early.says("procedure.before-edition"));
}

#[test]
fn the_order_of_the_file_means_nothing() {
    let calendar = Calendar::embedded().unwrap();
    let rules = procedure("224-issue").rules;
    let rows = [
        ("registered", "2025-09-08"),
        ("completeness_done", "2025-09-10"),
        ("registered", "2025-09-09"),
        ("notice1", "2025-09-10"),
        ("notice2", "2025-09-15"),
        ("nothing", "2025-09-15"),
        ("examination_completed", "2025-09-22"),
    ];
    let plan =
        |rows: &[(&str, &str)]| Plan::of(&rules, &events(rows), &calendar, date(2025, 9, 22));
    let one = plan(&rows);
    for turn in 1..rows.len() {
        let mut turned = rows;
        turned.rotate_left(turn);
        assert_eq!(plan(&turned), one);
        turned.reverse();
        assert_eq!(plan(&turned), one);
    }
}

// ------------------------------------------------------------------ the order 224, to revoke

#[test]
fn a_complaint_leads_through_explanations_to_a_survey() {
    let id = "224-revocation";
    let plan = reckon(id, &[("complaint_received", "2024-04-29")], "2024-04-29");
    assert_eq!(due(&plan, "B2"), "2024-05-03");
    assert_eq!(due(&plan, "B3"), "2024-06-18");
    let mut rows =
        vec![("complaint_received", "2024-04-29"), ("explanation_requested", "2024-05-03")];
    let silent = reckon(id, &rows, "2024-06-19");
    let facts = found(&silent, "procedure.silence");
    assert_eq!((&*facts["outcome"], &*facts["event"]), ("survey", "explanation_silent"));
    assert_eq!(
        state(&silent, "B5"),
        State::NotTaken,
        "the tool does not decide that it is silence"
    );
    rows.push(("explanation_silent", "2024-06-19"));
    rows.push(("survey_notified", "2024-12-12"));
    let plan = reckon(id, &rows, "2024-12-12");
    assert_eq!(state(&plan, "B5"), State::Done);
    assert_eq!(due(&plan, "B6"), "2024-12-23");
    assert_eq!(due(&plan, "B7"), "none", "no same-day rule for the survey act");
}

fn with_until(id: &str, at: &str, until: &str) -> Happened {
    Happened {
        id: id.into(),
        at: Moment::parse(at).unwrap(),
        until: Some(until.parse().unwrap()),
        note: String::new(),
        paper: String::new(),
    }
}

#[test]
fn sixty_days_and_an_agreement_and_what_follows_its_end() {
    let id = "224-revocation";
    let rules = procedure(id).rules;
    let calendar = Calendar::embedded().unwrap();
    let mut rows = events(&[("recommendation_received", "2024-08-01")]);
    let plan = |rows: &Events, day: Date| Plan::of(&rules, rows, &calendar, day);
    assert_eq!(due(&plan(&rows, date(2024, 8, 1)), "B4"), "2024-10-28");
    let over = plan(&rows, date(2024, 10, 29));
    assert_eq!(state(&over, "B4"), State::Overdue);
    assert_eq!(due(&over, "B10"), "2024-10-30", "two working days from the end of the period");
    assert_eq!(state(&over, "B10"), State::Running);
    rows.happened.push(with_until("term_agreed", "2024-09-02", "2024-12-31"));
    let agreed = plan(&rows, date(2024, 10, 29));
    assert_eq!(due(&agreed, "B4"), "2024-12-31");
    assert_eq!(state(&agreed, "B4"), State::Running);
    rows.happened.push(with_until("report_requested", "2025-01-06", "2025-01-20"));
    let asked = plan(&rows, date(2025, 1, 21));
    assert_eq!(state(&asked, "B11"), State::Running, "the day of the request is over");
    assert_eq!(state(&plan(&rows, date(2025, 1, 20)), "B11"), State::Ahead);
    let mut empty = events(&[("recommendation_received", "2024-08-01")]);
    empty.add("report_requested", Moment::parse("2024-10-30").unwrap());
    assert!(plan(&empty, date(2024, 10, 30)).says("procedure.no-until"));
}

#[test]
fn the_other_terms_of_chapter_three() {
    let id = "224-revocation";
    for (event, at, n, day) in [
        ("change_happened", "2023-06-26", "C1", "2023-07-12"),
        ("recipient_complaint", "2022-03-03", "D1", "2022-03-11"),
        ("quality_complaint", "2022-03-03", "D2", "2022-03-30"),
    ] {
        assert_eq!(due(&reckon(id, &[(event, at)], at), n), day);
    }
    let rules = procedure(id).rules;
    let mut rows = events(&[("reorganised", "2024-03-04")]);
    rows.happened.push(with_until("winddown_notice", "2024-03-05", "2024-09-02"));
    let calendar = Calendar::embedded().unwrap();
    let before = Plan::of(&rules, &rows, &calendar, date(2024, 9, 2));
    assert_eq!(state(&before, "A2"), State::Ahead);
    let after = Plan::of(&rules, &rows, &calendar, date(2024, 9, 3));
    assert_eq!((state(&after, "A2"), due(&after, "A2")), (State::Running, "none".into()));
}

// -------------------------------------------------------------- the attestation of 2018

/// Days by the `holidays` library for Python; hours by hand from 10:00 on.
#[test]
fn the_attestation_of_2018_runs_in_minutes_hours_and_days() {
    let id = "097-attestation-2018";
    let plan = reckon(id, &[("submitted", "2019-03-01T10:00+06:00")], "2019-03-01");
    for (n, day) in [
        ("1", "2019-03-01 10:30"),
        ("2", "2019-03-01 15:00"),
        ("3", "2019-03-01 15:30"),
        ("4", "2019-03-06"),
        ("5", "2019-03-07 09:30"),
        ("6", "2019-03-07 12:30"),
        ("7", "2019-03-13"),
        ("8", "2019-03-20"),
        ("9", "2019-05-06"),
        ("10", "2019-05-14"),
        ("11", "2019-05-17"),
    ] {
        assert_eq!(due(&plan, n), day, "step {n}");
    }
    assert_eq!(plan.totals[0].due.day, date(2019, 5, 22));
    // The sum that the analysed rules give: 47 working days and 7.5 hours against 51.
    let facts = found(&plan, "procedure.stages-fit");
    assert_eq!((&*facts["days"], &*facts["hours"], &*facts["room"]), ("47", "7:30", "4"));
    assert!(plan.says("procedure.repealed"));
    assert_eq!(plan.step("9").unwrap().state, State::Ahead);
    assert_eq!(procedure(id).rules.step("9").unwrap().copies, Some(3));
}

#[test]
fn non_conformities_are_eliminated_once_and_free_of_charge() {
    let id = "097-attestation-2018";
    let mut rows = vec![
        ("submitted", "2019-03-01"),
        ("survey_act", "2019-05-06"),
        ("decided_eliminate", "2019-05-14"),
    ];
    let plan = reckon(id, &rows, "2019-05-14");
    for (n, day) in [
        ("13", "2019-05-17"),
        ("14", "2019-06-14"),
        ("15", "2019-06-19"),
        ("16", "2019-07-11"),
        ("17a", "2019-07-16"),
        ("17b", "2019-07-19"),
    ] {
        assert_eq!(due(&plan, n), day, "step {n}");
    }
    assert_eq!(plan.totals[0].due.day, date(2019, 7, 30), "51 and 48 working days");
    rows.extend([("act_sent", "2019-05-17"), ("act_received", "2019-05-17")]);
    let silent = reckon(id, &rows, "2019-06-17");
    assert_eq!(found(&silent, "procedure.silence")["outcome"], "refused");
    rows.push(("decided_eliminate", "2019-07-16"));
    let again = reckon(id, &rows, "2019-07-16");
    let facts = found(&again, "procedure.second-round");
    assert_eq!((&*facts["first"], &*facts["at"]), ("2019-05-14", "2019-07-16"));
    let rules = procedure(id).rules;
    assert!(rules.step("14").unwrap().once && rules.step("14").unwrap().free);
}

#[test]
fn a_contract_that_does_not_come_back_annuls_the_application() {
    let id = "097-attestation-2018";
    let mut rows = vec![("submitted", "2019-03-01"), ("contract_sent", "2019-03-13")];
    let plan = reckon(id, &rows, "2019-03-26");
    assert_eq!(due(&plan, "8"), "2019-03-20");
    assert_eq!(found(&plan, "procedure.silence")["outcome"], "annulled");
    assert_eq!(plan.closed, None);
    rows.push(("annulled", "2019-03-26"));
    let plan = reckon(id, &rows, "2019-03-27");
    assert_eq!(plan.closed.as_ref().map(|(event, _)| event.as_str()), Some("annulled"));
    assert_eq!(state(&plan, "9"), State::NotTaken);
}

// -------------------------------------------------------------- the procedures of 2014

#[test]
fn the_attestation_of_2014_mixes_calendar_and_working_days() {
    let id = "676-attestation-2014";
    let mut rows = vec![("submitted", "2014-09-01")];
    let plan = reckon(id, &rows, "2014-09-01");
    for (n, day) in [
        ("1", "2014-09-03"),
        ("2", "2014-09-11"),
        ("3", "2014-10-11"),
        ("4", "2014-10-13"),
        ("4a", "none"),
        ("5", "2014-10-14"),
    ] {
        assert_eq!(due(&plan, n), day, "step {n}");
    }
    assert_eq!(plan.step("3").unwrap().due.unwrap().carried, Some(date(2014, 10, 13)));
    rows.extend([
        ("checked", "2014-09-03"),
        ("contracts", "2014-09-11"),
        ("extended", "2014-10-01"),
    ]);
    let longer = reckon(id, &rows, "2014-10-02");
    assert_eq!((due(&longer, "3"), due(&longer, "3x")), ("2014-11-10".into(), "2014-10-04".into()));
    let second = reckon(id, &[("decided_eliminate", "2014-10-14")], "2014-10-14");
    for (n, day) in [
        ("6", "2014-11-11"),
        ("7", "2014-11-14"),
        ("8", "2014-11-28"),
        ("9", "2014-11-30"),
        ("10", "2014-12-01"),
    ] {
        assert_eq!(due(&second, n), day, "step {n}");
    }
}

#[test]
fn the_accreditation_of_2014_nests_the_commission_in_five_days() {
    let id = "209-4-ca-accreditation-2014";
    let plan = reckon(id, &[("received", "2014-04-24T16:00+06:00")], "2014-04-24");
    for (n, day) in [
        ("1", "2014-04-24 16:40"),
        ("2", "2014-04-25 11:10"),
        ("3", "2014-04-25 14:40"),
        ("4", "2014-04-29"),
        ("5", "2014-04-30 11:00"),
        ("6", "2014-04-30 13:00"),
        ("7", "2014-04-30 15:00"),
        ("8", "2014-05-12"),
        ("8a", "2014-05-12"),
        ("8b", "2014-05-13"),
        ("8c", "2014-05-31"),
        ("8d", "2014-06-02"),
    ] {
        assert_eq!(due(&plan, n), day, "step {n}");
    }
    // A meeting early in the five days has its own two.
    let rows = [("letter_sent", "2014-04-30"), ("meeting", "2014-05-04")];
    assert_eq!(due(&reckon(id, &rows, "2014-05-04"), "8a"), "2014-05-06");
    assert_eq!(procedure(id).rules.step("8a").unwrap().copies, Some(5));
}

#[test]
fn depositing_leaves_one_day_unspecified_and_both_readings_are_shown() {
    let id = "209-1-depositing";
    let plan = reckon(id, &[("received", "2014-04-30T09:00+06:00")], "2014-04-30");
    for (n, day) in [
        ("1", "2014-04-30 10:00"),
        ("2", "2014-04-30 11:00"),
        ("3", "2014-04-30 12:00"),
        ("4", "2014-04-30 15:30"),
        ("5", "2014-04-30 18:30"),
        ("6", "2014-05-14"),
        ("7", "2014-05-21"),
        ("8", "2014-05-28"),
        ("9", "2014-05-29"),
        ("10", "2014-05-30 13:00"),
        ("11", "2014-05-30 18:30"),
    ] {
        assert_eq!(due(&plan, n), day, "step {n}");
    }
    // From a Friday the two readings part.
    let plan = reckon(id, &[("step-8", "2014-05-30")], "2014-05-30");
    let due = plan.step("9").unwrap().due.unwrap();
    assert_eq!((due.day, due.other), (date(2014, 6, 2), Some(date(2014, 5, 31))));
    assert!(plan.says("procedure.day-unspecified"));
}

#[test]
fn registration_and_cash_registers_of_2014() {
    let plan =
        reckon("209-2-registration", &[("received", "2014-06-02T09:00+06:00")], "2014-06-02");
    // An hour, then four, then four: 10:00, 15:30 over the break, and 10:00 of the next day.
    for (n, day) in [
        ("1", "2014-06-02 10:00"),
        ("2", "2014-06-02 15:30"),
        ("3", "2014-06-03 10:00"),
        ("4", "2014-06-23"),
        ("10", "2014-06-25 12:15"),
    ] {
        assert_eq!(due(&plan, n), day, "step {n}");
    }
    let id = "209-3-cash-register-systems";
    let rows = [("received", "2014-06-02T09:00+06:00")];
    let plan = reckon(id, &rows, "2014-06-02");
    for (n, day) in [
        ("1", "2014-06-02 09:30"),
        ("2", "2014-06-02 15:00"),
        ("3", "2014-06-03 09:30"),
        ("4", "none"),
    ] {
        assert_eq!(due(&plan, n), day, "step {n}");
    }
    assert!(procedure(id).rules.step("4").unwrap().limit.is_none(), "no limit in the text");
    let plan = reckon(id, &[("notice_sent", "2014-06-09")], "2014-06-09");
    assert_eq!(due(&plan, "8"), "2014-06-23");
}

// ---------------------------------------------------------------------------- properties

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn more_days_are_never_earlier(start in 0_i64..5_000, count in 0_u32..200, more in 0_u32..50) {
        let calendar = Calendar::embedded().unwrap();
        let from = date(2014, 1, 1).saturating_add(start.days());
        let one = calendar.after(from, count).day;
        prop_assert!(one <= calendar.after(from, count + more).day);
        prop_assert!(one <= calendar.after(from.tomorrow().unwrap(), count).day);
        prop_assert_eq!(calendar.working_days_between(from, one), i64::from(count));
        prop_assert!(count == 0 || calendar.is_working(one));
        let at = from.at(11, 0, 0, 0);
        let minutes = calendar.after_minutes(at, count * 7);
        prop_assert!(minutes <= calendar.after_minutes(at, (count + more) * 7));
    }

    /// Every stage takes some of its days: what is left at the end is what was not taken, and there
    /// is no slack exactly where all was.
    #[test]
    fn slack_is_what_the_stages_did_not_take(
        start in 0_i64..4_000,
        taken in (0_u32..=2, 0_u32..=3, 0_u32..=6, 0_u32..=1, 0_u32..=1),
    ) {
        let calendar = Calendar::embedded().unwrap();
        let rules = procedure("224-issue").rules;
        let registered = calendar.first_working(date(2014, 1, 8).saturating_add(start.days()));
        let (one, two, three, four, five) = taken;
        let mut day = registered;
        let mut rows = Events::default();
        rows.add("registered", Moment::day(day));
        let mut left = 13;
        for (count, names) in [
            (one, &["completeness_done", "notice1"][..]),
            (two, &["notice2"]),
            (three, &["examination_completed", "act_drawn", "act_adopted"]),
            (four, &["decided_issue"]),
            (five, &["issued"]),
        ] {
            day = calendar.after(day, count).day;
            for name in names {
                rows.add(*name, Moment::day(day));
            }
            left -= i64::from(count);
        }
        let plan = Plan::of(&rules, &rows, &calendar, day);
        prop_assert_eq!(plan.totals[0].slack, Some(left));
        prop_assert_eq!(left == 0, taken == (2, 3, 6, 1, 1));
        prop_assert!(!plan.says("procedure.late") && !plan.says("procedure.total-broken"));
    }
}

fn python_has(module: &str) -> bool {
    let import = format!("import {module}");
    let run = Command::new("python3").args(["-c", &import]).stderr(Stdio::null()).status();
    run.is_ok_and(|it| it.success())
}

/// A second program in another language, with a reading of its own of the calendar file, finds the
/// same last day for every limit of every procedure from days all over the years.
#[test]
fn another_program_finds_the_same_days() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/deadlines.py");
    let calendar = Path::new(env!("CARGO_MANIFEST_DIR")).join("checklists/calendar/kz.toml");
    if !python_has("tomllib") {
        return skipped("no python3 with tomllib");
    }
    let ours = Calendar::embedded().unwrap();
    let mut asked = String::new();
    let mut wanted = Vec::new();
    let mut day = date(2014, 1, 3);
    while day < date(2027, 11, 1) {
        for procedure in all() {
            for step in &procedure.rules.steps {
                let Some(limit) = &step.limit else { continue };
                let unit = match limit.unit {
                    LimitUnit::Wd => "wd",
                    LimitUnit::NextWd => "wd",
                    LimitUnit::Cd => "cd",
                    LimitUnit::DayUnspecified
                    | LimitUnit::H
                    | LimitUnit::Min
                    | LimitUnit::SameDay => continue,
                };
                asked.push_str(&format!("{day} {} {unit}\n", limit.amount));
                wanted.push(match unit {
                    "cd" => day.saturating_add(i64::from(limit.amount).days()),
                    _ => ours.after(day, limit.amount).day,
                });
            }
        }
        day = day.saturating_add(9.days());
    }
    let mut child = Command::new("python3")
        .args([text(&script), text(&calendar)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        std::io::Write::write_all(&mut input, asked.as_bytes()).unwrap();
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let found: Vec<Date> =
        String::from_utf8(output.stdout).unwrap().lines().map(|it| it.parse().unwrap()).collect();
    assert!(wanted.len() > 20_000, "{}", wanted.len());
    assert_eq!(found, wanted);
}

/// The whole course of a case, through every procedure and from each of its events: on leap days,
/// weekends, holidays and days moved, early, late in the evening and without an hour.
#[test]
fn another_program_finds_the_same_course_of_a_case() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    if !python_has("tomllib") {
        return skipped("no python3 with tomllib");
    }
    let mut days: Vec<Date> = Vec::new();
    for (first, count) in [
        // Leap days with what is around them; the second is a Saturday.
        (date(2016, 2, 26), 8),
        (date(2020, 2, 27), 8),
        (date(2024, 2, 28), 5),
        // Holidays with days moved and days that carry over.
        (date(2014, 4, 29), 14),
        (date(2018, 8, 24), 9),
        (date(2024, 12, 28), 12),
        (date(2025, 3, 5), 22),
    ] {
        days.extend((0..count).map(|it| first.saturating_add(it.days())));
    }
    let clocks = ["", "T08:15", "T13:40", "T18:30", "T18:31", "T23:30"];
    let calendar = Calendar::embedded().unwrap();
    let mut compared = 0;
    for procedure in all() {
        let file = format!("checklists/procedures/{}.toml", procedure.rules.id);
        let mut asked = String::new();
        let mut cases = Vec::new();
        for event in procedure.rules.known_events() {
            for (at, day) in days.iter().enumerate() {
                let moment = format!("{day}{}", clocks[at % clocks.len()]);
                asked.push_str(&format!("{event} {moment}\n"));
                cases.push((event, moment, *day));
            }
        }
        let mut child = Command::new("python3")
            .arg(own.join("tests/oracle/course.py"))
            .args([own.join("checklists/calendar/kz.toml"), own.join(file)])
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || {
            std::io::Write::write_all(&mut input, asked.as_bytes()).unwrap();
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        assert!(output.status.success(), "{}", procedure.rules.id);
        let found = String::from_utf8(output.stdout).unwrap();
        let found: Vec<&str> = found.lines().collect();
        assert_eq!(found.len(), cases.len());
        for (found, (event, moment, day)) in found.iter().zip(cases) {
            let rows = events(&[(event, &moment)]);
            let plan = Plan::of(&procedure.rules, &rows, &calendar, day);
            let ours: BTreeMap<String, String> = plan
                .steps
                .iter()
                .filter(|it| !matches!(it.state, State::Done | State::DoneLate))
                .filter_map(|it| Some((it.n.clone(), it.due.map(|_| due(&plan, &it.n))?)))
                .collect();
            let mut theirs: BTreeMap<String, String> = serde_json::from_str(found).unwrap();
            // What the event itself ends is not due any more.
            theirs.retain(|n, _| !matches!(state(&plan, n), State::Done | State::DoneLate));
            assert_eq!(ours, theirs, "{} {event} {moment}", procedure.rules.id);
            compared += ours.len();
        }
    }
    assert!(compared > 10_000, "{compared}");
}

// ---------------------------------------------------------------------------- the texts

#[test]
fn every_quotation_is_verbatim_of_the_analysed_rules() {
    let Some(shared) = shared() else { return };
    let requirements = fs::read_to_string(shared.join("rules/requirements.toml")).unwrap();
    let requirements: toml::Table = toml::from_str(&requirements).unwrap();
    let mut sources: Vec<String> = requirements["item"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it.get("kk")?.as_str().map(String::from))
        .collect();
    let mut steps = BTreeSet::new();
    for procedure in all() {
        let id = &procedure.rules.id;
        let profile = fs::read_to_string(shared.join(format!("rules/profiles/{id}.toml"))).unwrap();
        let profile: toml::Table = toml::from_str(&profile).unwrap();
        assert_eq!(profile["lang"].as_str(), Some(&*procedure.rules.language), "{id}");
        for row in profile["step"].as_array().unwrap() {
            let n = row["n"].as_str().unwrap();
            sources.push(row["text"].as_str().unwrap().to_owned());
            let Some(step) = procedure.rules.step(n) else { panic!("{id}: step {n} is missing") };
            steps.insert((id.clone(), n.to_owned()));
            let limit = row.get("limit").and_then(toml::Value::as_table);
            match (&step.limit, limit) {
                (Some(ours), Some(theirs)) if n != "3x" => {
                    assert_eq!(Some(i64::from(ours.amount)), theirs["amount"].as_integer());
                    let unit = ours.unit.as_str().replace('-', "_");
                    assert_eq!(Some(&*unit), theirs["unit"].as_str(), "{id}: step {n}");
                }
                (Some(_), Some(_)) => {}
                (ours, theirs) => assert_eq!(ours.is_some(), theirs.is_some(), "{id}: step {n}"),
            }
        }
        for step in &procedure.rules.steps {
            let limit = step.limit.as_ref().and_then(|it| it.text.as_ref());
            let extension = step.extend.as_ref().and_then(|it| it.text.as_ref());
            for quoted in [Some(&step.text), limit, extension].into_iter().flatten() {
                assert!(sources.iter().any(|it| it.contains(quoted)), "{id}: {}: {quoted}", step.n);
            }
        }
        let totals = procedure.rules.totals.iter().filter_map(|it| it.text.as_ref());
        let grounds = procedure.rules.grounds.iter().filter_map(|it| it.text.as_ref());
        let documents = procedure.rules.documents.iter().filter_map(|it| it.text.as_ref());
        for quoted in totals.chain(grounds).chain(documents) {
            assert!(sources.iter().any(|it| it.contains(quoted)), "{id}: {quoted}");
        }
    }
    assert_eq!(steps.len(), 13 + 14 + 18 + 11 + 20 + 11 + 12 + 11, "every step of the profiles");
}

#[test]
fn every_procedure_says_what_it_is_and_what_it_demands() {
    let all = all();
    let ids: Vec<_> = all.iter().map(|it| it.rules.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "097-attestation-2018",
            "209-1-depositing",
            "209-2-registration",
            "209-3-cash-register-systems",
            "209-4-ca-accreditation-2014",
            "224-issue",
            "224-revocation",
            "676-attestation-2014",
        ]
    );
    for procedure in &all {
        let in_force = procedure.rules.id.starts_with("224-");
        assert_eq!(procedure.rules.status == Standing::InForce, in_force, "{}", procedure.rules.id);
        assert_eq!(procedure.sha256.len(), 64);
    }
    let hashes: BTreeSet<_> = all.iter().map(|it| &it.sha256).collect();
    assert_eq!(hashes.len(), all.len());
    let documents = |id: &str, group: Option<&str>| {
        let rules = procedure(id).rules;
        let rows = rules.documents.iter().filter(|it| it.group.as_deref() == group);
        rows.map(|it| it.unlisted.unwrap_or(1)).sum::<u32>()
    };
    assert_eq!(documents("224-issue", None), 13);
    assert_eq!(documents("097-attestation-2018", Some("point-9")), 7);
    assert_eq!(documents("097-attestation-2018", Some("appendix-2")), 16);
    assert_eq!(documents("676-attestation-2014", None), 6 + 13);
    assert_eq!(documents("209-3-cash-register-systems", None), 9);
    let grounds = procedure("224-issue").rules.grounds;
    assert_eq!(grounds.len(), 5, "Annex 1 item 10");
    let columns: Vec<_> =
        procedure("097-attestation-2018").rules.forms.iter().filter_map(|it| it.columns).collect();
    assert_eq!(columns, [4, 10, 8, 9, 8], "appendices 3, 4, 5, and the tables of appendix 6");
}

#[test]
fn a_file_that_contradicts_itself_is_refused_with_its_place() {
    for (from, to, expected) in [
        ("medium = \"electronic\"", "medium = \"stone\"", "224-issue.toml: line "),
        ("onsite = true", "onsite = true\nsurprise = 1", "224-issue.toml: line "),
        (
            "start = [\"notice2\"]",
            "start = [\"notice9\"]",
            "step 8: starts from what is not listed",
        ),
        ("actor = \"commission\"", "actor = \"nobody\"", "step 6: names an actor"),
        ("emits = [\"act_drawn\"]", "emits = []", "step 9: ends with no event"),
        ("inside = \"3\"", "inside = \"4\"", "step 4: stands in a step"),
        ("id = \"224-issue\"", "id = \"224-other\"", "is not the name of the file"),
        ("status = \"in-force\"", "status = \"repealed\"", "does not agree with the status"),
        ("amount = 6,", "amount = 60000,", "step 8: has a limit beyond belief"),
        ("n = \"12\"", "n = \"11\"", "stands twice"),
    ] {
        let folder = copy();
        let file = folder.join("procedures/224-issue.toml");
        let law = fs::read_to_string(&file).unwrap();
        assert!(law.contains(from), "{from}");
        fs::write(&file, law.replacen(from, to, 1)).unwrap();
        let refused = Procedure::all(&Catalog::load(&folder).unwrap()).unwrap_err().to_string();
        fs::remove_dir_all(&folder).unwrap();
        assert!(refused.contains(expected), "{refused}");
    }
}

// ---------------------------------------------------------------------- the command line

/// A text in one line.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The program at sixty columns.
fn narrow(code: i32, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_tekseru"))
        .args(arguments)
        .env("COLUMNS", "60")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let complained = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{said}{complained}");
    for line in said.lines() {
        assert!(line.chars().count() <= 60, "{arguments:?}: {line}");
    }
    said
}

fn file(name: &str, content: &str) -> PathBuf {
    let folder = fresh(name);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("events.toml");
    fs::write(&path, content).unwrap();
    path
}

const CASE: &str = "procedure = \"224-issue\"\n[events]\nregistered = \"2025-09-08\"\n\
                    completeness_done = \"2025-09-10\"\nmembers_informed = \"2025-09-10\"\n[[event]]\nid = \"notice1\"\n\
                    at = \"2025-09-10T17:00+05:00\"\npaper = \"12-3/45\"\n";

#[test]
fn every_answer_is_readable_at_sixty_columns_in_three_languages() {
    let path = file("procedure-narrow", CASE);
    for lang in ["kk", "ru", "en"] {
        let listed = narrow(0, &["--lang", lang, "procedure", "list"]);
        assert_eq!(listed.lines().filter(|it| !it.starts_with(' ')).count(), 8, "{listed}");
        for id in all().iter().map(|it| it.rules.id.clone()) {
            let said = narrow(0, &["--lang", lang, "procedure", "show", &id]);
            assert!(!said.contains("procedure-") && !said.contains("procedure."), "{said}");
        }
        let plan = ["--lang", lang, "procedure", "plan", "224-issue", "--from"];
        let said = narrow(3, &[&plan[..], &["registered=2025-09-08"]].concat());
        assert!(unwrapped(&said).contains("2 + 3 + 6 + 0 + 1 + 1"), "{said}");
        let status = ["--lang", lang, "procedure", "status", "224-issue", "--events", text(&path)];
        let said = narrow(3, &[&status[..], &["--day", "2025-09-11"]].concat());
        assert!(said.contains("2025-09-15"), "{said}");
        let said = narrow(2, &[&status[..], &["--day", "2025-09-16"]].concat());
        assert!(!said.contains("procedure."), "a code without words: {said}");
        let said = narrow(0, &["--lang", lang, "procedure", "calendar", "--year", "2025"]);
        assert!(said.contains("246"), "{said}");
        let said = narrow(0, &["--lang", lang, "procedure", "calendar", "--year", "2031"]);
        assert!(said.contains("2031"), "{said}");
    }
}

#[test]
fn years_that_nothing_vouches_for_are_told_loudly() {
    let plan = |registered: &str| {
        let from = format!("registered={registered}");
        shown(&tekseru(&["--lang", "en", "procedure", "plan", "224-issue", "--from", &from]))
    };
    assert!(unwrapped(&plan("2025-12-29")).contains("does not reach them: 2026"));
    assert!(unwrapped(&plan("2030-02-04")).contains("does not reach them: 2030"));
    assert!(!plan("2025-09-08").contains("WARNING"));
    let year = shown(&exits(0, &["--lang", "en", "procedure", "calendar", "--year", "2030"]));
    assert!(unwrapped(&year).contains("Rely on no deadline"), "{year}");
}

#[test]
fn programs_get_what_the_schema_says() {
    let plan = ["--json", "procedure", "plan", "097-attestation-2018", "--from"];
    let plan = json(&tekseru(&[&plan[..], &["submitted=2019-03-01T10:00+06:00"]].concat()));
    let schema = Form::by_name("procedure-plan").unwrap().schema();
    jsonschema::validate(&schema, &plan).unwrap();
    assert_eq!(plan["standing"], "repealed");
    assert_eq!(plan["totals"][0]["due"]["day"], "2019-05-22");
    let events: Value = toml::from_str(CASE).unwrap();
    let schema = Form::by_name("procedure-events").unwrap().schema();
    jsonschema::validate(&schema, &events).unwrap();
    let year = json(&exits(0, &["--json", "procedure", "calendar", "--year", "2024"]));
    assert_eq!(year["working-days"], 249);
    let show = json(&exits(0, &["--json", "procedure", "show", "224-issue"]));
    assert_eq!(show["documents"].as_array().unwrap().len(), 13);
    let list = json(&exits(0, &["--json", "procedure", "list"]));
    assert_eq!(list.as_array().unwrap().len(), 8);
}

#[test]
fn a_wrong_call_is_answered_with_a_sentence() {
    let path = file("procedure-wrong", CASE);
    let fails = |arguments: &[&str]| {
        let output = tekseru(&[&["--lang", "en"], arguments].concat());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        unwrapped(&String::from_utf8(output.stderr).unwrap())
    };
    let said = fails(&["procedure", "show", "225-issue"]);
    assert!(said.contains("There is no such procedure: 225-issue."), "{said}");
    let said = fails(&["procedure", "plan", "224-issue", "--from", "registered=soon"]);
    assert!(said.contains("neither a day nor an instant: soon"), "{said}");
    let said = fails(&["procedure", "status", "224-revocation", "--events", text(&path)]);
    assert!(said.contains("of another procedure: 224-issue"), "{said}");
    fs::write(&path, "[events]\nregistered = 7\n").unwrap();
    let said = fails(&["procedure", "status", "224-issue", "--events", text(&path)]);
    assert!(said.contains("not of the form of a file of events"), "{said}");
    fs::write(&path, vec![b' '; (1 << 20) + 1]).unwrap();
    fails(&["procedure", "status", "224-issue", "--events", text(&path)]);
    fails(&["procedure", "status", "224-issue", "--events", "/nowhere"]);
}

/// What RFC 5545 demands of every file, and that the same case gives the same bytes.
#[test]
fn the_calendar_file_keeps_the_rules_of_its_format() {
    let path = file("procedure-ics", CASE);
    let out = path.with_file_name("case.ics");
    let mut files = BTreeSet::new();
    for lang in ["kk", "ru", "en"] {
        let arguments = [
            "--lang",
            lang,
            "procedure",
            "calendar",
            "224-issue",
            "--events",
            text(&path),
            "--day",
            "2025-09-11",
            "--stamp",
            "2025-09-11T05:00:00Z",
            "--out",
            text(&out),
        ];
        exits(3, &arguments);
        let one = fs::read_to_string(&out).unwrap();
        exits(3, &arguments);
        assert_eq!(fs::read_to_string(&out).unwrap(), one, "the same bytes again");
        assert!(one.ends_with("END:VCALENDAR\r\n"));
        assert!(one.split("\r\n").all(|it| it.len() <= 75 && !it.contains(['\r', '\n'])));
        let unfolded = one.replace("\r\n ", "");
        let uids: Vec<_> = unfolded.lines().filter(|it| it.starts_with("UID:")).collect();
        assert_eq!(uids.iter().collect::<BTreeSet<_>>().len(), uids.len(), "one of each");
        assert!(
            unfolded
                .lines()
                .filter(|it| it.starts_with("DTSTAMP:"))
                .all(|it| it == "DTSTAMP:20250911T050000Z")
        );
        assert!(unfolded.contains("UID:224-issue-registered-2025-09-08-8-vtodo@tekseru\r\n"));
        assert!(
            unfolded.contains("UID:224-issue-registered-2025-09-08-total-service-vevent@tekseru")
        );
        assert!(unfolded.contains("DUE;VALUE=DATE:20250925\r\n"));
        files.insert(one);
        if !python_has("icalendar") {
            skipped("no python3 with icalendar");
            continue;
        }
        let script = "import icalendar, sys\n\
                      c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())\n\
                      w = [x for x in c.walk() if x.errors]\n\
                      assert not w, w\n\
                      print(len(c.walk('VEVENT')), len(c.walk('VTODO')), len(c.walk('VALARM')))";
        let read = Command::new("python3").args(["-c", script, text(&out)]).output().unwrap();
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    }
    assert_eq!(files.len(), 3, "in three languages");
}

#[test]
fn a_dossier_tells_what_happened_in_its_case() {
    let dossier = clean().out.join("dossier");
    let output = tekseru(&["--json", "procedure", "status", "--dossier", text(&dossier)]);
    let plan = json(&output);
    assert_eq!(plan["procedure"], "224-issue");
    let step = |n: &str| {
        let steps = plan["steps"].as_array().unwrap();
        steps.iter().find(|it| it["n"] == n).unwrap().clone()
    };
    // The case of the demonstration names one notice of two, and no check of completeness.
    for n in ["3", "7"] {
        assert_eq!(step(n)["state"], "not-recorded", "step {n}");
    }
    for n in ["2", "4", "8", "9", "9a"] {
        let state = step(n)["state"].clone();
        assert!(state == "done" || state == "done-late", "step {n}: {state}");
    }
    // The demonstration is adopted and nobody has decided yet.
    assert!(["running", "overdue"].contains(&step("10")["state"].as_str().unwrap()));
}
