//! From an act that came in to a certificate, with four eyes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use model::{EvidenceId, Order, VisitKind};
use tekseru::act::record::ConclusionKind;
use tekseru::register::{
    About, Action, Database, DecisionState, Elements, MatterState, Officer, Paragraph, Proposal,
    RefusalProposal, RegisterError, RevocationProposal, RootRegistration, Statement, Status,
    Taking,
};

use super::ground::{
    ANNA, AUTHORITY, BORIS, STRANGE, STRANGER, TODAY, accept, accepted, agreed, confirm, damage,
    does, issue, issued, later, now, number_in, of_register, officer, on_both, propose, refusal,
    signed, taking, try_do,
};

#[test]
fn a_confirmed_decision_makes_the_row_and_its_history() {
    on_both("issue", |ground| {
        let mut database = ground.create();
        let done = does(&mut database, &ANNA, Action::Take(Box::new(taking(1))));
        assert_eq!((done.subject.as_str(), done.again), ("matter/1", false));
        let matter = database.matter(1).unwrap();
        // Adopted on Tuesday the 24th, so the decision is due on Wednesday (paragraph 14).
        assert_eq!(matter.decide_by.unwrap().day, date(2026, 11, 25));
        assert_eq!(matter.state, MatterState::Received);
        let early = try_do(&mut database, &ANNA, propose(&matter, issue(None))).unwrap_err();
        assert_eq!(refusal(early), ["register.matter-not-accepted"]);
        does(&mut database, &BORIS, accept(&matter));

        let matter = database.matter(1).unwrap();
        let proposed = does(&mut database, &ANNA, propose(&matter, issue(Some("KZ 001"))));
        assert_eq!(proposed.subject, "decision/1");
        assert!(database.by_number("KZ 001").is_err(), "a proposal issues nothing");
        let own = confirm(&mut database, 1);
        let refused = try_do(&mut database, &ANNA, own.clone()).unwrap_err();
        assert!(matches!(&refused, RegisterError::SamePerson { iin, .. } if *iin == ANNA.iin));
        let confirmed = does(&mut database, &BORIS, own);
        assert_eq!(confirmed.accreditation, Some(1));

        let row = database.by_number("kz001").unwrap();
        assert_eq!((row.sequence, row.number.as_str()), (1, "KZ 001"));
        assert_eq!(row.entity, "«ДЕМО-СЕНІМ 1» ЖШС");
        assert_eq!(row.act.sha256, Some(EvidenceId::of(b"act 1")));
        assert_eq!(row.status_on(TODAY), Status::Valid);
        assert_eq!(row.status_on(date(2029, 11, 26)), Status::Expired);
        assert_eq!(database.matter(1).unwrap().state, MatterState::Decided);
        let decision = database.decision(1).unwrap();
        assert_eq!(decision.state, DecisionState::Confirmed);
        assert_eq!(
            (&decision.proposed_by, decision.closed_by.as_ref()),
            (&ANNA.iin, Some(&BORIS.iin))
        );

        let registration =
            RootRegistration { day: date(2026, 12, 1), certificate: "SERIAL 7F".into() };
        let root = Action::RootRegistration { accreditation: 1, version: 1, registration };
        does(&mut database, &ANNA, root);
        let note = Action::Note { accreditation: 1, version: 2, text: "=ескертпе".into() };
        does(&mut database, &BORIS, note);
        let row = database.accreditation(1).unwrap();
        let told: Vec<_> = database.history(&row).unwrap();
        let kinds: Vec<&str> = told.iter().map(|it| it.kind.as_str()).collect();
        let expected =
            ["accreditation.issued", "accreditation.root-registered", "accreditation.noted"];
        assert_eq!(kinds, expected);
        assert_eq!(told[0].officer, BORIS.iin.as_str());
        assert_eq!(told[2].before, told[1].after);
        assert!(told[2].after.as_ref().unwrap().contains("=ескертпе"));
        assert_eq!(damage(&mut database), Vec::<String>::new());
        // The next process finds the same.
        drop(database);
        assert_eq!(ground.open().accreditation(1).unwrap(), row);
    });
}

// A07
#[test]
fn nothing_is_decided_on_an_act_that_is_not_adopted_or_does_not_hold() {
    on_both("not-adopted", |ground| {
        let mut database = ground.create();
        let mut act = taking(1);
        (act.adopted, act.signed, act.adopted_at) = (false, 3, None);
        let done = does(&mut database, &ANNA, Action::Take(Box::new(act)));
        let told: Vec<_> = done.warnings.iter().map(|it| &*it.code).collect();
        assert_eq!(told, ["register.act-not-adopted"]);
        let matter = database.matter(1).unwrap();
        assert_eq!(matter.decide_by, None);
        let refused = try_do(&mut database, &ANNA, accept(&matter)).unwrap_err();
        assert_eq!(refusal(refused), ["register.act-not-adopted"]);
        for proposal in [issue(None), refuse(&[(1, "facts")])] {
            let refused = try_do(&mut database, &ANNA, propose(&matter, proposal)).unwrap_err();
            let codes = refusal(refused);
            assert_eq!(codes, ["register.matter-not-accepted", "register.act-not-adopted"]);
        }
        let mut broken = taking(2);
        broken.verdict = model::Verdict::Violates;
        broken.against = vec![model::Note::new("verify.pages-differ")];
        does(&mut database, &ANNA, Action::Take(Box::new(broken)));
        let matter = database.matter(2).unwrap();
        let refused = try_do(&mut database, &ANNA, accept(&matter)).unwrap_err();
        assert_eq!(refusal(refused), ["register.act-does-not-hold"]);
        let back = Action::Return {
            matter: 2,
            version: 1,
            act: matter.taking.act,
            comment: "Беттері сәйкес емес".into(),
        };
        does(&mut database, &BORIS, back);
        let matter = database.matter(2).unwrap();
        assert_eq!(matter.state, MatterState::Returned);
        assert_eq!(matter.comment, "Беттері сәйкес емес");
        assert_eq!(database.matters(Some(MatterState::Received)).unwrap().len(), 1);
    });
}

#[test]
fn two_acts_with_one_number_are_refused_and_a_later_sealing_takes_the_place() {
    on_both("acts", |ground| {
        let mut database = ground.create();
        does(&mut database, &ANNA, Action::Take(Box::new(taking(1))));
        let take =
            |database: &mut Database, act| try_do(database, &BORIS, Action::Take(Box::new(act)));
        let again = take(&mut database, taking(1)).unwrap_err();
        assert_eq!(refusal(again), ["register.act-taken-already"]);
        let mut other = taking(2);
        other.number = "а-1".into();
        let twice = take(&mut database, other.clone()).unwrap_err();
        assert_eq!(refusal(twice), ["register.act-number-twice"]);
        let mut sealed_again = taking(1);
        sealed_again.act = EvidenceId::of(b"act 1, sealed again");
        let older = take(&mut database, sealed_again.clone()).unwrap_err();
        assert_eq!(refusal(older), ["register.act-older"]);
        sealed_again.act_version = 2;
        let done = take(&mut database, sealed_again.clone()).unwrap();
        assert_eq!(done.subject, "matter/2");
        let old = database.matter(1).unwrap();
        assert_eq!((old.state, old.superseded_by), (MatterState::Superseded, Some(2)));
        // A decision on it stands, whatever is sealed afterwards.
        let matter = database.matter(2).unwrap();
        does(&mut database, &ANNA, accept(&matter));
        let matter = database.matter(2).unwrap();
        does(&mut database, &ANNA, propose(&matter, issue(None)));
        let confirm = confirm(&mut database, 1);
        does(&mut database, &BORIS, confirm);
        sealed_again.act = EvidenceId::of(b"act 1, sealed a third time");
        sealed_again.act_version = 3;
        let decided = take(&mut database, sealed_again).unwrap_err();
        assert_eq!(refusal(decided), ["register.act-decided-already"]);
    });
}

fn refuse(grounds: &[(u8, &str)]) -> Proposal {
    let grounds: BTreeMap<u8, String> =
        grounds.iter().map(|(ground, facts)| (*ground, (*facts).to_owned())).collect();
    let decision = Order { number: "Ш-2".into(), date: TODAY };
    Proposal::Refuse(RefusalProposal { decision, grounds })
}

#[test]
fn a_refusal_states_grounds_of_the_list_with_their_facts() {
    on_both("refuse", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        for (grounds, expected) in [
            (&[][..], vec!["register.no-ground"]),
            (&[(0, "x"), (6, "x")], vec!["register.ground-unknown", "register.ground-unknown"]),
            (&[(1, "x"), (2, " ")], vec!["register.ground-without-facts"]),
        ] {
            let proposal = propose(&matter, refuse(grounds));
            let refused = try_do(&mut database, &ANNA, proposal).unwrap_err();
            assert_eq!(refusal(refused), expected);
        }
        does(&mut database, &ANNA, propose(&matter, refuse(&[(1, "x"), (5, "y")])));
        let open = try_do(&mut database, &BORIS, propose(&matter, issue(None))).unwrap_err();
        assert_eq!(refusal(open), ["register.decision-open"]);
        // Another officer does not confirm; then somebody may propose again.
        let decision = database.decision(1).unwrap();
        let reject = |reason: &str| Action::Reject {
            decision: 1,
            version: decision.version,
            proposal: decision.statement,
            reason: reason.into(),
        };
        let empty = try_do(&mut database, &BORIS, reject(" ")).unwrap_err();
        assert_eq!(refusal(empty), ["register.field-empty"]);
        let own = try_do(&mut database, &ANNA, reject("x")).unwrap_err();
        assert!(matches!(own, RegisterError::SamePerson { .. }));
        does(&mut database, &BORIS, reject("1-негіз дәлелденбеген"));
        // The very words of before count for nothing more, whoever brings them; new ones do.
        let action = propose(&matter, refuse(&[(1, "x"), (5, "y")]));
        let replayed = does(&mut database, &ANNA, action.clone());
        assert_eq!((replayed.subject.as_str(), replayed.again), ("decision/1", true));
        let anew = Statement::new(database.name(), ANNA.iin.clone(), later(2), action);
        let again = database.perform(&anew.sign(&*ANNA).unwrap(), &[], later(3)).unwrap();
        assert_eq!((again.subject.as_str(), again.again), ("decision/2", false));
        let confirm = confirm(&mut database, 2);
        assert_eq!(does(&mut database, &BORIS, confirm).accreditation, None);
        assert_eq!(database.matter(1).unwrap().state, MatterState::Decided);
        assert_eq!(database.check(&[]).unwrap().accreditations, 0);
    });
}

fn revoke(paragraph: Paragraph) -> RevocationProposal {
    RevocationProposal {
        decision: Order { number: "К-1".into(), date: date(2027, 1, 9) },
        day: date(2027, 1, 10),
        paragraph,
        elements: Elements::default(),
        objections: String::new(),
        matter: None,
    }
}

/// A survey that found violations at an authority.
fn survey(number: u32, bin: &str) -> Taking {
    let mut survey = taking(number);
    (survey.visit, survey.recipient.bin) = (VisitKind::Survey, bin.into());
    survey.conclusion.as_mut().unwrap().kind = ConclusionKind::Violations;
    survey
}

fn about(version: i64, proposal: RevocationProposal) -> Action {
    let (about, proposal) = (About::Accreditation(1), Proposal::Revoke(proposal));
    Action::Propose { about, version, proposal }
}

fn whole() -> Elements {
    Elements {
        violation: "a".into(),
        damage: "b".into(),
        recommendation: "c".into(),
        no_good_reason: "d".into(),
    }
}

// A31, A32
#[test]
fn a_revocation_states_its_paragraph_and_the_elements_of_it() {
    on_both("revoke", |ground| {
        let mut database = ground.create();
        issued(&mut database, 1, None);
        let lacking = RevocationProposal {
            elements: Elements { damage: String::new(), ..whole() },
            ..revoke(Paragraph::P19_2)
        };
        let refused = try_do(&mut database, &ANNA, about(1, lacking)).unwrap_err();
        assert_eq!(refusal(refused), ["register.elements-lacking"]);
        let open = try_do(&mut database, &ANNA, about(1, revoke(Paragraph::P22))).unwrap_err();
        assert_eq!(refusal(open), ["register.objections-open", "register.survey-lacking"]);
        let early = RevocationProposal { day: date(2026, 11, 1), ..revoke(Paragraph::P19_1) };
        let refused = try_do(&mut database, &ANNA, about(1, early)).unwrap_err();
        let expected = ["register.revoked-before-decision", "register.revoked-before-issue"];
        assert_eq!(refusal(refused), expected);
        let late = RevocationProposal { day: date(2030, 1, 1), ..revoke(Paragraph::P19_1) };
        let refused = try_do(&mut database, &ANNA, about(1, late)).unwrap_err();
        assert_eq!(refusal(refused), ["register.expired-before-revocation"]);

        does(&mut database, &ANNA, Action::Take(Box::new(survey(8, "000000001001"))));
        let matter = database.matter(2).unwrap();
        does(&mut database, &BORIS, accept(&matter));
        let procedural = RevocationProposal {
            objections: "Қарсылық 2027-01-05 қаралды".into(),
            matter: Some(2),
            ..revoke(Paragraph::P22)
        };
        let proposed = does(&mut database, &ANNA, about(1, procedural));
        assert_eq!(proposed.warnings[0].code, "register.ground-is-procedure");
        assert_eq!(proposed.warnings[0].facts["paragraph"], "22");
        let decision = number_in(&proposed.subject);
        let kept = database.decision(decision).unwrap();
        assert_eq!(kept.warnings, proposed.warnings, "whoever confirms is warned too");
        let confirm = confirm(&mut database, decision);
        does(&mut database, &BORIS, confirm);
        let row = database.accreditation(1).unwrap();
        assert_eq!(row.status_on(date(2027, 1, 9)), Status::Valid);
        assert_eq!(row.status_on(date(2027, 1, 10)), Status::Revoked);
        assert_eq!(row.revocation.unwrap().paragraph, Paragraph::P22);
        let twice = try_do(&mut database, &ANNA, about(2, revoke(Paragraph::P19_1))).unwrap_err();
        assert_eq!(refusal(twice), ["register.revoked-already"]);
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

#[test]
fn a_revocation_after_a_survey_rests_on_a_lawful_act_about_the_same_authority() {
    on_both("survey", |ground| {
        let mut database = ground.create();
        issued(&mut database, 1, None);
        let mut early = survey(7, "000000001007");
        (early.adopted, early.signed, early.needed) = (false, 2, 3);
        does(&mut database, &ANNA, Action::Take(Box::new(early)));
        let resting =
            RevocationProposal { elements: whole(), matter: Some(2), ..revoke(Paragraph::P19_2) };
        let refused = try_do(&mut database, &ANNA, about(1, resting.clone())).unwrap_err();
        let expected = [
            "register.matter-not-accepted",
            "register.act-not-adopted",
            "register.survey-of-another",
        ];
        assert_eq!(refusal(refused), expected);
        let not_a_survey = RevocationProposal { matter: Some(1), ..resting.clone() };
        let refused = try_do(&mut database, &ANNA, about(1, not_a_survey)).unwrap_err();
        assert_eq!(refusal(refused), ["register.matter-not-accepted", "register.not-a-survey"]);
        does(&mut database, &ANNA, Action::Take(Box::new(survey(8, "000000001001"))));
        let matter = database.matter(3).unwrap();
        assert_eq!(matter.decide_by, None, "paragraph 14 is about the examination");
        does(&mut database, &ANNA, accept(&matter));
        let matter = database.matter(3).unwrap();
        let refused = try_do(&mut database, &ANNA, propose(&matter, issue(None))).unwrap_err();
        assert_eq!(refusal(refused), ["register.survey-issues-nothing"]);
        let resting = RevocationProposal { matter: Some(3), ..resting };
        does(&mut database, &ANNA, about(1, resting.clone()));
        // Between the proposal and its confirmation the survey is sealed again.
        let mut anew = survey(8, "000000001001");
        (anew.act, anew.act_version) = (EvidenceId::of(b"act 8, sealed again"), 2);
        does(&mut database, &ANNA, Action::Take(Box::new(anew)));
        let second = confirm(&mut database, 2);
        let refused = try_do(&mut database, &BORIS, second).unwrap_err();
        assert_eq!(refusal(refused), ["register.matter-not-accepted"]);
        assert!(database.accreditation(1).unwrap().revocation.is_none());
    });
}

// Paragraph 22
#[test]
fn a_revocation_rests_on_no_survey_that_was_returned_superseded_or_found_nothing() {
    on_both("survey-states", |ground| {
        let mut database = ground.create();
        issued(&mut database, 1, None);
        let resting = |matter| RevocationProposal {
            elements: whole(),
            objections: "қаралды".into(),
            matter: Some(matter),
            ..revoke(Paragraph::P22)
        };
        let refused = |database: &mut Database, matter| {
            refusal(try_do(database, &ANNA, about(1, resting(matter))).unwrap_err())
        };
        let mut nothing_found = survey(7, "000000001001");
        nothing_found.conclusion.as_mut().unwrap().kind = ConclusionKind::NoViolations;
        does(&mut database, &ANNA, Action::Take(Box::new(nothing_found)));
        assert_eq!(
            refused(&mut database, 2),
            ["register.matter-not-accepted", "register.survey-without-violations"]
        );
        let matter = database.matter(2).unwrap();
        does(&mut database, &BORIS, accept(&matter));
        assert_eq!(refused(&mut database, 2), ["register.survey-without-violations"]);
        does(&mut database, &ANNA, Action::Take(Box::new(survey(8, "000000001001"))));
        let back = Action::Return {
            matter: 3,
            version: 1,
            act: EvidenceId::of(b"act 8"),
            comment: "толықтырылсын".into(),
        };
        does(&mut database, &BORIS, back);
        assert_eq!(refused(&mut database, 3), ["register.matter-not-accepted"]);
        // Before the survey there was nothing to decide on.
        does(&mut database, &BORIS, Action::Take(Box::new(survey(8, "000000001001"))));
        let matter = database.matter(3).unwrap();
        does(&mut database, &BORIS, accept(&matter));
        let mut early = resting(3);
        (early.decision.date, early.day) = (date(2026, 11, 20), date(2026, 11, 25));
        let early = try_do(&mut database, &ANNA, about(1, early)).unwrap_err();
        assert_eq!(refusal(early), ["register.decision-before-act"]);
        does(&mut database, &ANNA, about(1, resting(3)));
    });
}

#[test]
fn a_signature_counts_of_an_officer_alone_for_this_register_alone() {
    on_both("signatures", |ground| {
        let mut database = ground.create();
        let take = || Action::Take(Box::new(taking(1)));
        let refused = try_do(&mut database, &STRANGER, take()).unwrap_err();
        assert!(matches!(refused, RegisterError::NotAnOfficer { .. }), "{refused}");
        // Anna's number on another's certificate, by an authority nobody trusts.
        let forged = STRANGE.issue(1);
        let refused = try_do(&mut database, &forged, take()).unwrap_err();
        assert!(matches!(refused, RegisterError::NotSigned { .. }), "{refused}");
        // Boris's words with Anna's signature.
        let statement = Statement::new(database.name(), BORIS.iin.clone(), now(), take());
        let refused =
            database.perform(&statement.sign(&*ANNA).unwrap(), &[], later(1)).unwrap_err();
        let RegisterError::NotSigned { notes, .. } = refused else { panic!("{refused}") };
        assert!(notes.iter().any(|it| it.code == "register.signed-by-another"), "{notes:?}");
        // One byte more, one less, another form.
        let whole = signed(&database, &ANNA, take());
        let text = String::from_utf8(whole.statement.clone()).unwrap();
        for changed in [
            text.replace("А-1", "А-2"),
            format!("{text} "),
            text.replace("statement/1", "statement/2"),
            text.replace("{", "{\"more\":1,"),
        ] {
            let mut signed = whole.clone();
            signed.statement = changed.into_bytes();
            let refused = database.perform(&signed, &[], later(1)).unwrap_err();
            let told =
                matches!(refused, RegisterError::NotSigned { .. } | RegisterError::Row { .. });
            assert!(told, "{refused}");
        }
        let elsewhere = Statement::new("another", ANNA.iin.clone(), now(), take());
        let refused =
            database.perform(&elsewhere.sign(&*ANNA).unwrap(), &[], later(1)).unwrap_err();
        assert_eq!(refusal(refused), ["register.statement-for-another-register"]);
        // A revoked key.
        let revoked = [AUTHORITY.list(&[&ANNA])];
        let refused = database.perform(&whole, &revoked, later(1)).unwrap_err();
        assert!(matches!(refused, RegisterError::NotSigned { .. }), "{refused}");
        let anchor = [STRANGE.anchor()];
        let by_stranger = signed(&database, &forged, take());
        let refused = database.perform(&by_stranger, &anchor, later(1)).unwrap_err();
        assert_eq!(refusal(refused), ["register.further-anchor"]);
        assert!(database.matters(None).unwrap().is_empty(), "nothing was taken");
    });
}

#[test]
fn officers_come_and_go_by_another_officers_hand() {
    on_both("officers", |ground| {
        let mut database = ground.create();
        let himself = Officer { version: 1, ..officer(1) };
        let himself = of_register(Proposal::Appoint(himself));
        let refused = try_do(&mut database, &ANNA, himself).unwrap_err();
        assert_eq!(refusal(refused), ["register.appoints-himself"]);
        agreed(&mut database, Proposal::Appoint(officer(9)));
        let take = || Action::Take(Box::new(taking(1)));
        does(&mut database, &STRANGER, take());
        let gone = Officer { version: 1, until: Some(date(2026, 11, 24)), ..officer(9) };
        agreed(&mut database, Proposal::Appoint(gone));
        let matter = database.matter(1).unwrap();
        let refused = try_do(&mut database, &STRANGER, accept(&matter)).unwrap_err();
        assert!(matches!(refused, RegisterError::NotAnOfficer { .. }), "{refused}");
        let list = database.officers().unwrap();
        assert_eq!(list.len(), 3);
        assert_eq!(list[2].until, Some(date(2026, 11, 24)));
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

#[test]
fn a_stale_writer_is_told_who_changed_what_and_overwrites_nothing() {
    on_both("stale", |ground| {
        let mut database = ground.create();
        does(&mut database, &ANNA, Action::Take(Box::new(taking(1))));
        let seen = database.matter(1).unwrap();
        does(&mut database, &BORIS, accept(&seen));
        let back = Action::Return {
            matter: 1,
            version: seen.version,
            act: seen.taking.act,
            comment: "қайтарылды".into(),
        };
        let RegisterError::Conflict(conflict) = try_do(&mut database, &ANNA, back).unwrap_err()
        else {
            panic!("no conflict")
        };
        assert_eq!(conflict.subject, "matter/1");
        assert_eq!(conflict.by, BORIS.iin.as_str());
        assert_eq!(conflict.at, later(1).to_string());
        assert_eq!(conflict.was, "state: received; version: 1");
        assert_eq!(conflict.is, "state: accepted; version: 2");
        assert_eq!(database.matter(1).unwrap().state, MatterState::Accepted);
    });
}

#[test]
fn what_was_done_once_is_not_done_twice() {
    on_both("again", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        let proposal = signed(&database, &ANNA, propose(&matter, issue(None)));
        let first = database.perform(&proposal, &[], later(1)).unwrap();
        let second = database.perform(&proposal, &[], later(2)).unwrap();
        assert_eq!((second.again, &second.subject, second.at), (true, &first.subject, first.at));
        // The words again, signed anew at another time: the first answer was lost on the way.
        let action = propose(&matter, issue(None));
        let anew = Statement::new(database.name(), ANNA.iin.clone(), later(3), action);
        let third = database.perform(&anew.sign(&*ANNA).unwrap(), &[], later(4)).unwrap();
        assert!(third.again);
        let confirm = confirm(&mut database, 1);
        assert!(!does(&mut database, &BORIS, confirm.clone()).again);
        let again = does(&mut database, &BORIS, confirm);
        assert_eq!((again.again, again.accreditation), (true, Some(1)));
        let report = database.check(&[]).unwrap();
        assert_eq!((report.accreditations, report.damage.len()), (1, 0));
    });
}

#[test]
fn a_number_is_given_once_however_it_is_written() {
    on_both("number", |ground| {
        let mut database = ground.create();
        issued(&mut database, 1, Some("Куә 12"));
        let matter = accepted(&mut database, 2);
        let refused = try_do(&mut database, &ANNA, propose(&matter, issue(Some("куә12"))));
        assert_eq!(refusal(refused.unwrap_err()), ["register.number-taken"]);
        // Two proposals of one number: the second to be confirmed loses.
        let other = accepted(&mut database, 3);
        let one = does(&mut database, &ANNA, propose(&matter, issue(Some("13"))));
        let two = does(&mut database, &ANNA, propose(&other, issue(Some("13"))));
        let one = confirm(&mut database, number_in(&one.subject));
        let two = confirm(&mut database, number_in(&two.subject));
        does(&mut database, &BORIS, one);
        let refused = try_do(&mut database, &BORIS, two).unwrap_err();
        assert_eq!(refusal(refused), ["register.number-taken"]);
        assert_eq!(database.matter(3).unwrap().state, MatterState::Accepted);
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

#[test]
fn other_terms_than_three_years_are_warned_of() {
    on_both("term", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        let Proposal::Issue(mut proposal) = issue(None) else { unreachable!() };
        proposal.valid_through = date(2029, 11, 24);
        (proposal.decision.date, proposal.issued) = (date(2026, 11, 26), date(2026, 11, 26));
        let done = does(&mut database, &ANNA, propose(&matter, Proposal::Issue(proposal)));
        let codes: Vec<_> = done.warnings.iter().map(|it| &*it.code).collect();
        assert_eq!(codes, ["register.not-three-years", "register.decision-late"]);
    });
}

#[test]
fn eight_writers_at_once_lose_nothing_and_give_no_number_twice() {
    const EACH: u32 = 4;
    on_both("writers", |ground| {
        drop(ground.create());
        let sequences: Vec<i64> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8_u32)
                .map(|thread| {
                    scope.spawn(move || {
                        let mut database = ground.open();
                        let numbers = (0..EACH).map(|it| 100 * (thread + 1) + it);
                        numbers.map(|it| issued(&mut database, it, None)).collect::<Vec<_>>()
                    })
                })
                .collect();
            threads.into_iter().flat_map(|it| it.join().unwrap()).collect()
        });
        let distinct: BTreeSet<i64> = sequences.iter().copied().collect();
        assert_eq!(distinct, (1..=i64::from(8 * EACH)).collect::<BTreeSet<i64>>());
        let mut database = ground.open();
        let report = database.check(&[]).unwrap();
        assert_eq!(report.damage, []);
        assert_eq!(report.accreditations, sequences.len());
        assert_eq!(database.matters(Some(MatterState::Decided)).unwrap().len(), sequences.len());
        // Every act has its own certificate.
        let acts: BTreeSet<String> =
            sequences.iter().map(|it| database.accreditation(*it).unwrap().act.number).collect();
        assert_eq!(acts.len(), sequences.len());
    });
}

#[test]
fn of_eight_who_confirm_at_once_one_does() {
    on_both("confirmers", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        does(&mut database, &ANNA, propose(&matter, issue(None)));
        let confirm = confirm(&mut database, 1);
        let done: Vec<bool> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    let confirm = confirm.clone();
                    scope.spawn(move || does(&mut ground.open(), &BORIS, confirm).again)
                })
                .collect();
            threads.into_iter().map(|it| it.join().unwrap()).collect()
        });
        assert_eq!(done.iter().filter(|again| !**again).count(), 1);
        assert_eq!(database.check(&[]).unwrap().accreditations, 1);
    });
}
