//! What a decision may rest on: what the act concludes, under whose anchors it is signed, whether
//! another sealing took its place, and who dissents.

use jiff::civil::date;
use model::{EvidenceId, Order, Verdict};
use probes::{Anchor, Seen};
use tekseru::act::record::ConclusionKind;
use tekseru::inspection::{ConclusionInput, Pack};
use tekseru::register::{
    About, ActAnchor, Action, AnchorProposal, Database, DecisionState, Dissent, Matter,
    MatterState, Proposal, RefusalProposal, RegisterError, Taking,
};

use super::ground::{
    ANNA, AUTHORITY, BORIS, STRANGE, TODAY, accept, accepted, at, confirm, damage, does, iin,
    issue, now, number_in, on_both, propose, refusal, taking, try_do,
};
use crate::attacks::{CATALOG, WORDS, conclusion, root};
use crate::committee;

fn take(taking: Taking) -> Action {
    Action::Take(Box::new(taking))
}

/// Takes in an act; gives the matter, and the codes that were warned of.
fn taken(database: &mut Database, taking: Taking) -> (Matter, Vec<String>) {
    let done = does(database, &ANNA, take(taking));
    let warned = done.warnings.into_iter().map(|it| it.code.into_owned()).collect();
    (database.matter(number_in(&done.subject)).unwrap(), warned)
}

/// Takes in an act and accepts it.
fn accepted_as(database: &mut Database, taking: Taking) -> Matter {
    let (matter, _) = taken(database, taking);
    does(database, &BORIS, accept(&matter));
    database.matter(matter.id).unwrap()
}

fn issue_saying(despite: &str, answer: &str) -> Proposal {
    let Proposal::Issue(mut it) = issue(None) else { unreachable!() };
    (it.despite, it.answer) = (despite.into(), answer.into());
    Proposal::Issue(it)
}

fn refuse() -> Proposal {
    let decision = Order { number: "Ш-2".into(), date: TODAY };
    Proposal::Refuse(RefusalProposal {
        decision, grounds: [(1, "фактілер".to_owned())].into()
    })
}

fn returned(matter: &Matter) -> Action {
    let (id, version, act) = (matter.id, matter.version, matter.taking.act);
    Action::Return { matter: id, version, act, comment: "толықтырылсын".into() }
}

/// The codes that a proposal is warned of.
fn warned(database: &mut Database, matter: &Matter, proposal: Proposal) -> Vec<String> {
    let done = does(database, &ANNA, propose(matter, proposal));
    done.warnings.into_iter().map(|it| it.code.into_owned()).collect()
}

fn refused(database: &mut Database, matter: &Matter, proposal: Proposal) -> Vec<String> {
    refusal(try_do(database, &ANNA, propose(matter, proposal)).unwrap_err())
}

fn concluding(number: u32, kind: ConclusionKind, reason: &str, against: &[&str]) -> Taking {
    let mut act = taking(number);
    let concluded = act.conclusion.as_mut().unwrap();
    (concluded.kind, concluded.reason) = (kind, reason.into());
    concluded.against = against.iter().map(|it| model::RequirementId((*it).to_owned())).collect();
    act
}

#[test]
fn no_certificate_is_issued_over_an_act_that_says_no() {
    on_both("says-no", |ground| {
        let mut database = ground.create();
        let no = concluding(1, ConclusionKind::Negative, "", &["224.ups"]);
        let (matter, told) = taken(&mut database, no);
        assert_eq!(told, ["register.conclusion-against-issue"]);
        does(&mut database, &BORIS, accept(&matter));
        let matter = database.matter(1).unwrap();
        for proposal in [issue(None), issue_saying("бәрібір", "")] {
            let codes = refused(&mut database, &matter, proposal);
            assert_eq!(codes, ["register.conclusion-against-issue"]);
        }
        assert_eq!(warned(&mut database, &matter, refuse()), Vec::<String>::new());
        // It says yes, the findings say no, and nobody says why.
        let bare = concluding(2, ConclusionKind::Positive, " ", &["224.ups"]);
        let matter = accepted_as(&mut database, bare);
        let codes = refused(&mut database, &matter, issue(None));
        assert_eq!(codes, ["register.conclusion-without-reason"]);
        // With the commission's reason it is for people to weigh.
        let reasoned = concluding(3, ConclusionKind::Positive, "өлшеу қатесі", &["224.ups"]);
        let matter = accepted_as(&mut database, reasoned);
        let codes = warned(&mut database, &matter, issue(None));
        assert_eq!(codes, ["register.conclusion-with-reason"]);
        // To refuse over an act that says yes is a matter of people too.
        let matter = accepted(&mut database, 4);
        let codes = warned(&mut database, &matter, refuse());
        assert_eq!(codes, ["register.refusal-over-positive"]);
    });
}

#[test]
fn what_the_check_could_not_establish_needs_a_signed_reason() {
    on_both("undetermined", |ground| {
        let mut database = ground.create();
        let mut open = taking(1);
        open.verdict = Verdict::Undetermined;
        open.against = vec![model::Note::new("verify.evidence-not-here").fact("count", 3)];
        let (matter, told) = taken(&mut database, open);
        assert_eq!(told, ["register.act-not-established"]);
        does(&mut database, &BORIS, accept(&matter));
        let matter = database.matter(1).unwrap();
        for proposal in [issue(None), issue_saying(" ", "")] {
            let codes = refused(&mut database, &matter, proposal);
            assert_eq!(codes, ["register.issue-over-undetermined"]);
        }
        let reason = "дәлелдемелер қағаз түрінде салыстырылды";
        does(&mut database, &ANNA, propose(&matter, issue_saying(reason, "")));
        // The second officer sees it, and it stays in the history.
        let decision = database.decision(1).unwrap();
        assert_eq!(decision.warnings[0].code, "register.issue-despite");
        assert_eq!(decision.warnings[0].facts["reason"], reason);
        assert!(decision.warnings[0].facts["codes"].contains("verify.evidence-not-here"));
        let confirm = confirm(&mut database, 1);
        assert_eq!(does(&mut database, &BORIS, confirm).accreditation, Some(1));
        let Proposal::Issue(kept) = database.decision(1).unwrap().proposal else { unreachable!() };
        assert_eq!(kept.despite, reason);
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

#[test]
fn a_real_pack_under_a_root_of_its_own_is_taken_and_not_accepted() {
    // Whoever makes the root makes the roster, the keys and the certificates: everything agrees.
    let positive = ConclusionInput {
        kind: ConclusionKind::Positive,
        despite: Some("the lamp was taken for the lock".into()),
        ..conclusion()
    };
    let (_folder, pack) = committee::act("forged", Seen::OutOfOrder, &positive, &[1, 2, 3, 5]);
    let verified = Pack::open(&pack).unwrap().verify(&CATALOG, &WORDS).unwrap();
    assert!(verified.holds, "{:?}", verified.checks);
    let whole = Taking::of(&verified).unwrap();
    assert!(whole.adopted && whole.verdict == Verdict::Complies);
    let concluded = whole.conclusion.clone().unwrap();
    assert_eq!(concluded.kind, ConclusionKind::Positive);
    assert!(concluded.reason.contains("lamp"), "{concluded:?}");
    assert!(concluded.against.iter().any(|it| it.0 == "224.access-control"), "{concluded:?}");
    let sha256 = EvidenceId::of(root().der());
    assert_eq!(whole.anchors.iter().map(|it| it.sha256).collect::<Vec<_>>(), [sha256]);
    let roster = whole.commission.clone().unwrap();
    assert_eq!((roster.order.number.as_str(), roster.members.len()), ("ДЕМО-1", 6));
    let alone = Pack::open(&pack.join("act.asics")).unwrap().verify(&CATALOG, &WORDS).unwrap();
    let alone = Taking::of(&alone).unwrap();
    assert_eq!((alone.act, alone.verdict), (whole.act, Verdict::Undetermined));
    on_both("forged", |ground| {
        let mut database = ground.create();
        let (matter, told) = taken(&mut database, alone.clone());
        assert_eq!(told, ["register.act-anchor-unknown", "register.act-not-established"]);
        let barred = try_do(&mut database, &BORIS, accept(&matter)).unwrap_err();
        assert_eq!(refusal(barred), ["register.act-anchor-unknown"]);
        // The whole pack after the file alone.
        let (matter, told) = taken(&mut database, whole.clone());
        assert_eq!((matter.id, matter.version, matter.state), (1, 2, MatterState::Received));
        assert_eq!(told, ["register.act-anchor-unknown"]);
        let barred = try_do(&mut database, &BORIS, accept(&matter)).unwrap_err();
        assert_eq!(refusal(barred), ["register.act-anchor-unknown"]);
        // Two officers know the root by a source of their own.
        let allow = |database: &mut Database| anchors(database, sha256, false);
        let proposal = allow(&mut database);
        does(&mut database, &ANNA, proposal);
        let still = try_do(&mut database, &BORIS, accept(&matter)).unwrap_err();
        assert_eq!(refusal(still), ["register.act-anchor-unknown"], "one officer allows nothing");
        let own = confirm(&mut database, 1);
        let own = try_do(&mut database, &ANNA, own).unwrap_err();
        assert!(matches!(own, RegisterError::SamePerson { .. }), "{own}");
        let second = confirm(&mut database, 1);
        does(&mut database, &BORIS, second);
        does(&mut database, &BORIS, accept(&matter));
        assert_eq!(database.matter(1).unwrap().state, MatterState::Accepted);
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

fn anchors(database: &mut Database, sha256: EvidenceId, withdraw: bool) -> Action {
    let obtained_from = "түбірлік орталықтың хаты".to_owned();
    let anchor = ActAnchor { sha256, name: String::new(), obtained_from };
    let decision = Order { number: "Т-1".into(), date: TODAY };
    let proposal = Proposal::Anchor(AnchorProposal { decision, anchor, withdraw });
    let version = database.act_anchors().unwrap().version;
    Action::Propose { about: About::ActAnchors, version, proposal }
}

/// Two officers change the list.
fn changed(database: &mut Database, sha256: EvidenceId, withdraw: bool) {
    let action = anchors(database, sha256, withdraw);
    let done = does(database, &ANNA, action);
    assert!(!done.again);
    let second = confirm(database, number_in(&done.subject));
    does(database, &BORIS, second);
}

#[test]
fn the_list_of_anchors_is_that_of_the_founding_until_two_officers_change_it() {
    on_both("anchors", |ground| {
        let mut database = ground.create();
        let ours = EvidenceId::of(&AUTHORITY.anchor().der);
        let theirs = EvidenceId::of(&STRANGE.anchor().der);
        let list = database.act_anchors().unwrap();
        assert_eq!((list.version, list.anchors.len()), (0, 1));
        assert!(list.holds(ours) && list.anchors[0].name.contains("ДЕМО"), "{list:?}");
        for (sha256, withdraw, code) in [
            (ours, false, "register.anchor-allowed-already"),
            (theirs, true, "register.anchor-not-allowed"),
        ] {
            let action = anchors(&mut database, sha256, withdraw);
            let error = try_do(&mut database, &ANNA, action).unwrap_err();
            assert_eq!(refusal(error), [code]);
        }
        let mut silent = anchors(&mut database, theirs, false);
        if let Action::Propose { proposal: Proposal::Anchor(it), .. } = &mut silent {
            it.anchor.obtained_from = " ".into();
        }
        let error = try_do(&mut database, &ANNA, silent).unwrap_err();
        assert_eq!(refusal(error), ["register.field-empty"]);
        // There and back and there again, in the same words.
        for (withdraw, version) in [(false, 1), (true, 2), (false, 3)] {
            changed(&mut database, theirs, withdraw);
            let list = database.act_anchors().unwrap();
            assert_eq!((list.version, list.holds(theirs)), (version, !withdraw));
        }
        // An act that was accepted, and then its anchor is withdrawn.
        let matter = accepted(&mut database, 1);
        does(&mut database, &ANNA, propose(&matter, issue(None)));
        changed(&mut database, ours, true);
        let decision = database.decisions_about(About::Matter(1)).unwrap()[0].id;
        let second = confirm(&mut database, decision);
        let error = try_do(&mut database, &BORIS, second).unwrap_err();
        assert_eq!(refusal(error), ["register.act-anchor-unknown"]);
        assert_eq!(database.decision(decision).unwrap().state, DecisionState::Proposed);
        // An officer's anchor stays one: it is another list.
        let (_, told) = taken(&mut database, taking(2));
        assert_eq!(told, ["register.act-anchor-unknown"]);
        assert_eq!(damage(&mut database), Vec::<String>::new());
        // Past the program.
        let put = format!(
            "UPDATE facts SET value = REPLACE(value, '{theirs}', '{ours}') \
             WHERE name = 'act-anchors'"
        );
        ground.sql(&put);
        assert_eq!(damage(&mut database), ["register.row-changed"]);
    });
}

#[test]
fn a_register_may_be_founded_with_other_anchors_for_acts() {
    on_both("act-anchors", |ground| {
        let mut founding = super::ground::founding();
        let mut anchor = STRANGE.anchor();
        anchor.kind = tekseru::register::TrustedKind::ActAnchor;
        founding.trusted.push(anchor.clone());
        let mut database = Database::create(ground.place(), &founding, now()).unwrap();
        let (_, told) = taken(&mut database, taking(1));
        assert_eq!(told, ["register.act-anchor-unknown"]);
        let theirs = EvidenceId::of(&anchor.der);
        let mut act = taking(2);
        act.anchors = vec![Anchor { sha256: theirs, obtained_from: "x".into() }];
        accepted_as(&mut database, act.clone());
        // Every anchor of the act has to be known.
        act.act = EvidenceId::of(b"act 3");
        (act.number, act.case) = ("А-3".into(), "case 3".into());
        act.anchors.extend(taking(1).anchors);
        let (matter, _) = taken(&mut database, act);
        let error = try_do(&mut database, &BORIS, accept(&matter)).unwrap_err();
        assert_eq!(refusal(error), ["register.act-anchor-unknown"]);
        // It proves nothing of an officer, and none is added beside.
        let forged = STRANGE.issue(1);
        let error = try_do(&mut database, &forged, take(taking(4))).unwrap_err();
        assert!(matches!(error, RegisterError::NotSigned { .. }), "{error}");
        let error = database.trust(&[anchor]).unwrap_err();
        assert_eq!(refusal(error), ["register.further-anchor"]);
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

/// Another sealing of the act of [`taking`].
fn sealed_again(number: u32, version: u32) -> Taking {
    let mut again = taking(number);
    again.previous = Some(again.act);
    again.act = EvidenceId::of(format!("act {number}, sealing {version}").as_bytes());
    again.act_version = version;
    again
}

#[test]
fn a_sealing_under_another_number_takes_the_place_of_the_one_before() {
    on_both("renumbered", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        does(&mut database, &ANNA, propose(&matter, issue(None)));
        let mut renumbered = sealed_again(1, 2);
        renumbered.number = "Б-77".into();
        let (later, _) = taken(&mut database, renumbered.clone());
        let old = database.matter(1).unwrap();
        assert_eq!((old.state, old.superseded_by), (MatterState::Superseded, Some(later.id)));
        let second = confirm(&mut database, 1);
        let error = try_do(&mut database, &BORIS, second).unwrap_err();
        assert_eq!(refusal(error), ["register.matter-not-accepted"]);
        assert_eq!(database.check(&[]).unwrap().accreditations, 0);
        // The earlier one cannot come back, under whatever number.
        let mut earlier = sealed_again(1, 1);
        (earlier.number, earlier.previous) = ("В-5".into(), None);
        let error = try_do(&mut database, &ANNA, take(earlier)).unwrap_err();
        assert_eq!(refusal(error), ["register.act-older", "register.act-older"]);
        // Decided is decided, under whatever number.
        does(&mut database, &BORIS, accept(&later));
        let later = database.matter(later.id).unwrap();
        let done = does(&mut database, &ANNA, propose(&later, issue(None)));
        let second = confirm(&mut database, number_in(&done.subject));
        does(&mut database, &BORIS, second);
        let mut third = sealed_again(1, 3);
        (third.number, third.previous) = ("Г-1".into(), Some(renumbered.act));
        let error = try_do(&mut database, &ANNA, take(third)).unwrap_err();
        assert_eq!(refusal(error), ["register.act-decided-already"]);
        // An act of another dossier that claims to replace it.
        let mut stranger = taking(9);
        stranger.previous = Some(renumbered.act);
        let error = try_do(&mut database, &ANNA, take(stranger)).unwrap_err();
        assert_eq!(refusal(error), ["register.act-replaces-another-case"]);
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

#[test]
fn acts_of_an_older_form_are_found_by_their_dossier_and_stand_open() {
    on_both("older-acts", |ground| {
        let mut database = ground.create();
        accepted(&mut database, 1);
        drop(database);
        // As the form of before left it: no dossier, and nothing of what was not looked at.
        let mut without = String::new();
        for (name, value) in [
            ("anchors", serde_json::to_value(taking(1).anchors).unwrap()),
            ("commission", serde_json::to_value(taking(1).commission).unwrap()),
            ("conclusion", serde_json::to_value(taking(1).conclusion).unwrap()),
        ] {
            let part = serde_json_canonicalizer::to_string(&value).unwrap();
            without.push_str(&format!(
                "UPDATE matters SET body = REPLACE(body, '\"{name}\":{part},', ''); "
            ));
        }
        ground.sql(&format!(
            "{without} DROP INDEX matters_dossier; ALTER TABLE matters DROP COLUMN dossier; \
             DELETE FROM tekseru_steps WHERE number = 4"
        ));
        let mut database = ground.open();
        let old = database.matter(1).unwrap();
        assert_eq!((&old.taking.conclusion, old.taking.anchors.len()), (&None, 0));
        let codes = refused(&mut database, &old, issue(None));
        assert_eq!(codes, ["register.act-without-anchors", "register.conclusion-not-recorded"]);
        // It goes back, comes in again and is looked at.
        does(&mut database, &BORIS, returned(&old));
        let (anew, told) = taken(&mut database, taking(1));
        assert_eq!((anew.id, told.len()), (1, 0), "{told:?}");
        does(&mut database, &BORIS, accept(&anew));
        let matter = database.matter(1).unwrap();
        assert_eq!(warned(&mut database, &matter, issue(None)), Vec::<String>::new());
        // And is found by its dossier.
        let mut renumbered = sealed_again(1, 2);
        (renumbered.number, renumbered.previous) = ("Б-77".into(), None);
        taken(&mut database, renumbered);
        assert_eq!(database.matter(1).unwrap().state, MatterState::Superseded);
    });
}

fn dissent(number: u32, reasons: &str) -> Dissent {
    Dissent {
        member: iin(number),
        name: format!("Үлгібаев{number}"),
        reasons: reasons.into(),
        items: vec![],
        signed_at: Some(at("2026-11-24T06:00:00Z")),
    }
}

#[test]
fn whoever_dissents_is_heard_and_cannot_be_left_out() {
    on_both("dissent", |ground| {
        let mut database = ground.create();
        let mut act = taking(1);
        act.dissents = vec![dissent(4, "құлып өлшенбеген")];
        let (matter, told) = taken(&mut database, act.clone());
        assert_eq!(told, ["register.dissent"]);
        // The same act in a pack without it.
        let (matter, told) = {
            assert_eq!(matter.dissents_before, []);
            taken(&mut database, taking(1))
        };
        assert_eq!(told, ["register.dissent-not-brought"]);
        assert_eq!(matter.dissents().count(), 1);
        does(&mut database, &BORIS, accept(&matter));
        let matter = database.matter(1).unwrap();
        let codes = warned(&mut database, &matter, issue(None));
        assert_eq!(codes, ["register.dissent-unanswered"]);
        let kept = database.decision(1).unwrap();
        assert_eq!(kept.warnings[0].facts["reasons"], "құлып өлшенбеген");
        let reject = Action::Reject {
            decision: 1,
            version: kept.version,
            proposal: kept.statement,
            reason: "жауап жоқ".into(),
        };
        does(&mut database, &BORIS, reject);
        let answered = issue_saying("", "Құлып 24 қарашада өлшенді");
        assert_eq!(warned(&mut database, &matter, answered), Vec::<String>::new());
    });
}

#[test]
fn an_act_comes_in_again_as_more_sign_until_it_is_accepted() {
    on_both("more-sign", |ground| {
        let mut database = ground.create();
        let mut early = taking(1);
        (early.adopted, early.signed, early.adopted_at) = (false, 3, None);
        let (matter, told) = taken(&mut database, early.clone());
        assert_eq!((told, matter.decide_by), (vec!["register.act-not-adopted".into()], None));
        let (matter, told) = taken(&mut database, taking(1));
        assert_eq!((matter.id, matter.version, told.len()), (1, 2, 0));
        assert_eq!(matter.decide_by.unwrap().day, TODAY);
        // Twice the same is once.
        let same = does(&mut database, &ANNA, take(taking(1)));
        assert!(same.again);
        let same = try_do(&mut database, &BORIS, take(taking(1))).unwrap_err();
        assert_eq!(refusal(same), ["register.act-taken-already"]);
        // Of one sealed file nobody states other things.
        for spoil in [
            |it: &mut Taking| it.number = "А-2".into(),
            |it: &mut Taking| it.case = "case 2".into(),
            |it: &mut Taking| it.recipient.bin = "000000000999".into(),
            |it: &mut Taking| it.conclusion = None,
            |it: &mut Taking| it.commission = None,
            |it: &mut Taking| it.anchors.clear(),
        ] {
            let mut other = taking(1);
            spoil(&mut other);
            let error = try_do(&mut database, &BORIS, take(other)).unwrap_err();
            assert_eq!(refusal(error), ["register.act-told-otherwise"]);
        }
        // Returned, and in again as it was: by the same officer, in the same words.
        does(&mut database, &BORIS, returned(&matter));
        let back = does(&mut database, &ANNA, take(taking(1)));
        assert!(!back.again);
        let matter = database.matter(1).unwrap();
        assert_eq!((matter.version, matter.state), (4, MatterState::Received));
        assert!(does(&mut database, &ANNA, take(taking(1))).again, "the answer was lost");
        does(&mut database, &BORIS, accept(&matter));
        // An accepted act stays as it is while it is accepted.
        let error = try_do(&mut database, &ANNA, take(early)).unwrap_err();
        assert_eq!(refusal(error), ["register.act-taken-already"]);
        let mut later = taking(1);
        later.signed = 5;
        let error = try_do(&mut database, &ANNA, take(later.clone())).unwrap_err();
        assert_eq!(refusal(error), ["register.act-taken-already"]);
        assert_eq!(database.matter(1).unwrap().state, MatterState::Accepted);
        // It may be returned after all, as long as nobody proposed anything.
        let matter = database.matter(1).unwrap();
        does(&mut database, &BORIS, returned(&matter));
        does(&mut database, &ANNA, take(later));
        let matter = database.matter(1).unwrap();
        let again = does(&mut database, &BORIS, accept(&matter));
        assert!(!again.again, "another acceptance of another state");
        let matter = database.matter(1).unwrap();
        assert_eq!(matter.state, MatterState::Accepted);
        does(&mut database, &ANNA, propose(&matter, issue(None)));
        let error = try_do(&mut database, &BORIS, returned(&matter)).unwrap_err();
        assert_eq!(refusal(error), ["register.decision-open"]);
        assert_eq!(damage(&mut database), Vec::<String>::new());
    });
}

#[test]
fn no_decision_is_older_than_its_act_and_no_certificate_than_its_decision() {
    on_both("dates", |ground| {
        let mut database = ground.create();
        let matter = accepted(&mut database, 1);
        let dated = |decided, issued| {
            let Proposal::Issue(mut it) = issue(None) else { unreachable!() };
            (it.decision.date, it.issued) = (decided, issued);
            it.valid_through = issued.saturating_add(jiff::ToSpan::years(3));
            Proposal::Issue(it)
        };
        // The act bears the 23rd and was adopted on the 24th.
        let early = refused(&mut database, &matter, dated(date(2026, 11, 23), TODAY));
        assert_eq!(early, ["register.decision-before-act"]);
        let early = refused(&mut database, &matter, dated(TODAY, date(2026, 11, 24)));
        assert_eq!(early, ["register.issued-before-decision"]);
        let decision = Order { number: "Ш-2".into(), date: date(2026, 11, 23) };
        let grounds = [(1, "x".to_owned())].into();
        let early = Proposal::Refuse(RefusalProposal { decision, grounds });
        assert_eq!(refused(&mut database, &matter, early), ["register.decision-before-act"]);
        let same_day = dated(date(2026, 11, 24), date(2026, 11, 24));
        assert_eq!(warned(&mut database, &matter, same_day), Vec::<String>::new());
    });
}

#[test]
fn a_signature_of_tomorrow_does_not_move_the_term() {
    on_both("tomorrow", |ground| {
        let mut database = ground.create();
        let mut act = taking(1);
        act.adopted_at = Some(at("2027-06-01T05:00:00Z"));
        let (matter, told) = taken(&mut database, act);
        assert_eq!(told, ["register.adopted-after-taken"]);
        // It came in on Wednesday the 25th.
        assert_eq!(matter.decide_by.unwrap().day, date(2026, 11, 26));
        does(&mut database, &BORIS, accept(&matter));
        let matter = database.matter(1).unwrap();
        assert_eq!(warned(&mut database, &matter, issue(None)), Vec::<String>::new());
        // A second look does not move it either.
        let mut first = taking(2);
        first.signed = 3;
        let (matter, _) = taken(&mut database, first);
        assert_eq!(matter.decide_by.unwrap().day, TODAY);
        let mut second = taking(2);
        second.adopted_at = Some(at("2026-11-25T06:00:00Z"));
        let (matter, _) = taken(&mut database, second);
        assert_eq!((matter.version, matter.decide_by.unwrap().day), (2, TODAY));
    });
}
