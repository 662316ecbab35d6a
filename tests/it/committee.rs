//! What the committee is told about acts that came in: packs made with real keys, each defect
//! built on purpose.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::Timestamp;
use model::{Consequence, Lang, Note, Verdict};
use tekseru::act::record::{ActRecord, ConclusionKind};
use tekseru::case::Purpose;
use tekseru::committee::{Beside, Change, Difference, Inbox, Pairing, REVIEW_SAYS, Review};
use tekseru::inspection::{AnswerInput, ConclusionInput, Inspection, Pack, Seen};
use tekseru::signing::SigningKey;
use tekseru::words::{Facts, Words};

use crate::attacks::{
    CATALOG, DAY, Folder, WORDS, case_text, conclusion, container, copy, iin, import, input, list,
    minutes, opened, photo, root, sealed_at,
};

const ITEM: &str = "access-control";
const FOUND: &str = "224.access-control";

/// A sealed act, signed by these members, in a pack below the folder.
fn packed(
    folder: &Folder,
    name: &str,
    inspection: &mut Inspection<'_>,
    members: &[u32],
) -> PathBuf {
    for (file, bytes) in [("root.cer", root().der().to_vec()), ("root.crl", list(&[]))] {
        inspection.add_trust(&folder.file(file, &bytes), sealed_at()).unwrap();
    }
    import(folder, inspection, members);
    let pack = folder.0.join(name);
    inspection.export(&pack).unwrap();
    pack
}

/// An act of one look: the access control as `seen`, concluded as `kind`.
pub(crate) fn act(
    name: &str,
    seen: Seen,
    conclusion: &ConclusionInput,
    members: &[u32],
) -> (Folder, PathBuf) {
    let (folder, mut inspection) = opened(name, &case_text(DAY));
    let answer = AnswerInput { seen, attach: vec![photo(&folder)], ..input(ITEM) };
    inspection.answer(&answer, Path::new("."), minutes(-60)).unwrap();
    inspection.seal(conclusion, sealed_at()).unwrap();
    let pack = packed(&folder, "pack", &mut inspection, members);
    (folder, pack)
}

fn record(pack: &Path) -> ActRecord {
    serde_json::from_slice(&fs::read(pack.join("act.json")).unwrap()).unwrap()
}

fn review(pack: &Path, beside: Beside<'_>, now: Timestamp) -> Review {
    let verification = Pack::open(pack).unwrap().verify(&CATALOG, &WORDS).unwrap();
    Review::of(&verification, beside, now).unwrap()
}

/// The review of a pack as if its record were another.
fn reviewed_as(act: ActRecord, pack: &Path) -> Review {
    let mut verification = Pack::open(pack).unwrap().verify(&CATALOG, &WORDS).unwrap();
    verification.record = Some(Box::new(act));
    Review::of(&verification, Beside::default(), minutes(60)).unwrap()
}

fn found<'r>(review: &'r Review, code: &str) -> Option<(&'r Note, Verdict)> {
    review.checks.iter().find(|it| it.note.code == code).map(|it| (&it.note, it.verdict))
}

fn verdict(review: &Review, code: &str) -> Option<Verdict> {
    found(review, code).map(|it| it.1)
}

#[test]
fn an_act_that_says_no_and_issue_at_once_is_told_and_a_reason_is_shown() {
    let positive = ConclusionInput {
        kind: ConclusionKind::Positive,
        despite: Some("the lamp was taken for the lock".into()),
        recommendations: vec!["repair the lock".into()],
        ..conclusion()
    };
    let (_folder, pack) = act("positive", Seen::OutOfOrder, &positive, &[1, 2, 3, 5]);
    let reviewed = review(&pack, Beside::default(), minutes(60));
    let (note, given) = found(&reviewed, "review.conclusion-positive-with-reason").unwrap();
    assert_eq!(given, Verdict::Undetermined);
    assert!(note.facts["items"].contains(FOUND), "{note:?}");
    assert!(note.facts["reason"].contains("lamp"), "{note:?}");
    assert_eq!(verdict(&reviewed, "review.recommends"), Some(Verdict::Undetermined));
    // The same act without its reason.
    let mut silent = record(&pack);
    silent.conclusion.as_mut().unwrap().despite_reason = " ".into();
    let reviewed = reviewed_as(silent, &pack);
    let against = "review.conclusion-positive-against-findings";
    assert_eq!(verdict(&reviewed, against), Some(Verdict::Violates));
    assert_eq!(reviewed.verdict, Verdict::Violates);
}

#[test]
fn items_that_nobody_examined_and_items_met_over_nothing_are_listed() {
    let (_folder, pack) = act("open", Seen::OutOfOrder, &conclusion(), &[1, 2, 3, 5]);
    let reviewed = review(&pack, Beside::default(), minutes(60));
    let (note, given) = found(&reviewed, "review.items-not-examined").unwrap();
    let open = record(&pack)
        .judged()
        .filter(|it| it.finding.judgement.verdict == Verdict::Undetermined)
        .count();
    assert!(open > 20, "one item of the checklist was answered, {open} are open");
    assert_eq!(
        (note.facts["count"].as_str(), given),
        (open.to_string().as_str(), Verdict::Undetermined)
    );
    assert!(!note.facts["items"].split(", ").any(|it| it == FOUND), "{note:?}");
    assert_eq!(verdict(&reviewed, "review.conclusion-agrees"), Some(Verdict::Complies));
    assert_eq!(verdict(&reviewed, "review.closed-without-evidence"), None);

    let mut unfounded = record(&pack);
    let judged = unfounded.subjects.iter_mut().flat_map(|it| &mut it.requirements);
    let judged = judged.into_iter().find(|it| it.finding.requirement.0 == FOUND).unwrap();
    judged.finding.judgement.verdict = Verdict::Complies;
    judged.finding.evidence.clear();
    unfounded.evidence.clear();
    let reviewed = reviewed_as(unfounded, &pack);
    let (note, given) = found(&reviewed, "review.closed-without-evidence").unwrap();
    assert_eq!((note.facts["items"].as_str(), given), (FOUND, Verdict::Violates));
    assert_eq!(verdict(&reviewed, "review.no-evidence-at-all"), Some(Verdict::Violates));
}

#[test]
fn a_conclusion_is_weighed_against_what_was_violated_and_what_nobody_established() {
    let (_folder, pack) = act("weighed", Seen::OutOfOrder, &conclusion(), &[1, 2, 3, 5]);
    let everything = |verdict: Verdict| {
        let mut act = record(&pack);
        for judged in act.subjects.iter_mut().flat_map(|it| &mut it.requirements) {
            judged.finding.judgement.verdict = verdict;
        }
        act
    };
    let with = |mut act: ActRecord, kind| {
        act.conclusion.as_mut().unwrap().kind = kind;
        reviewed_as(act, &pack)
    };
    let against = "review.conclusion-positive-against-findings";
    // Nobody established anything, and the commission says issue.
    let open = with(everything(Verdict::Undetermined), ConclusionKind::Positive);
    assert_eq!(verdict(&open, against), Some(Verdict::Violates));
    let all = record(&pack).judged().filter(|it| it.consequence == Consequence::Blocks).count();
    assert_eq!(found(&open, against).unwrap().0.facts["count"], all.to_string());
    // A refusal may rest on it; over findings that are all closed it rests on nothing.
    let refused = with(everything(Verdict::Undetermined), ConclusionKind::Negative);
    assert_eq!(verdict(&refused, "review.conclusion-agrees"), Some(Verdict::Complies));
    let hollow = with(everything(Verdict::Complies), ConclusionKind::Negative);
    let code = "review.conclusion-negative-without-findings";
    assert_eq!(verdict(&hollow, code), Some(Verdict::Undetermined));
    // The mark of a survey is about violations alone.
    let marked = with(everything(Verdict::Undetermined), ConclusionKind::NoViolations);
    assert_eq!(verdict(&marked, "review.conclusion-agrees"), Some(Verdict::Complies));
    let marked = with(everything(Verdict::Violates), ConclusionKind::NoViolations);
    assert_eq!(verdict(&marked, against), Some(Verdict::Violates));
}

#[test]
fn what_the_verification_found_stands_in_the_review() {
    let (_folder, pack) = act("unsigned", Seen::OutOfOrder, &conclusion(), &[1, 2]);
    let reviewed = review(&pack, Beside::default(), minutes(60));
    assert_eq!(verdict(&reviewed, "verify.act-not-adopted"), Some(Verdict::Violates));
    assert_eq!(verdict(&reviewed, "review.decision-due"), None, "nothing is due over no act");
    let name = fs::read_dir(pack.join("evidence")).unwrap().next().unwrap().unwrap().path();
    fs::remove_file(&name).unwrap();
    let reviewed = review(&pack, Beside::default(), minutes(60));
    assert_eq!(verdict(&reviewed, "verify.evidence-missing"), Some(Verdict::Violates));
}

#[test]
fn the_decision_is_due_on_the_next_working_day_and_late_after_it() {
    let (_folder, pack) = act("due", Seen::OutOfOrder, &conclusion(), &[1, 2, 3, 5]);
    let reviewed = review(&pack, Beside::default(), minutes(60));
    let (note, given) = found(&reviewed, "review.decision-due").unwrap();
    // Signed on Friday, 20 November 2026.
    assert_eq!((note.facts["day"].as_str(), given), ("2026-11-23", Verdict::Complies));
    let later: Timestamp = "2026-11-24T04:00:00Z".parse().unwrap();
    let reviewed = review(&pack, Beside::default(), later);
    assert_eq!(verdict(&reviewed, "review.decision-late"), Some(Verdict::Undetermined));
}

#[test]
fn the_same_finding_as_in_the_act_before_is_told_and_what_was_mended_is_not() {
    let (_one, pack) = act("again", Seen::OutOfOrder, &conclusion(), &[1, 2, 3, 5]);
    let later = record(&pack);
    let mut earlier = later.clone();
    (earlier.number, earlier.case) = ("ДЕМО-0".into(), "00000000".into());
    earlier.day = "2023-11-20".parse().unwrap();
    let before = [earlier.clone()];
    let reviewed = review(&pack, Beside { earlier: &before, ..Beside::default() }, minutes(60));
    let (note, given) = found(&reviewed, "review.finding-repeated").unwrap();
    assert_eq!((note.facts["items"].as_str(), given), (FOUND, Verdict::Undetermined));
    assert_eq!(note.facts["number"], "ДЕМО-0");

    // In whichever order they are given, the day decides which is the earlier.
    for difference in [Difference::between(&earlier, &later), Difference::between(&later, &earlier)]
    {
        assert_eq!(difference.pairing, Pairing::Acts);
        assert_eq!(
            (difference.earlier.number.as_str(), difference.later.number.as_str()),
            ("ДЕМО-0", "ДЕМО-1")
        );
        let repeated: Vec<_> = difference.of(Change::Repeated).collect();
        assert_eq!(repeated.len(), 1);
        assert!(!repeated[0].same_findings.is_empty(), "{repeated:?}");
        assert!(difference.one_authority && difference.one_edition);
    }

    // Mended since: the earlier act has the violation, the later one does not.
    let (_two, mended) = act("mended", Seen::NotOurs, &conclusion(), &[1, 2, 3, 5]);
    let difference = Difference::between(&earlier, &record(&mended));
    let closed = difference.of(Change::Closed).chain(difference.of(Change::Shifted));
    assert_eq!(closed.map(|it| it.requirement.0.as_str()).collect::<Vec<_>>(), [FOUND]);
}

#[test]
fn another_authority_and_another_edition_are_told() {
    let (_folder, pack) = act("other", Seen::OutOfOrder, &conclusion(), &[1, 2, 3, 5]);
    let mut stranger = record(&pack);
    stranger.recipient.bin = "000000000699".into();
    let mut edition = record(&pack);
    edition.day = "2023-11-20".parse().unwrap();
    edition.rules.sha256 = model::EvidenceId::of(b"other rules");
    let before = [stranger, edition];
    let reviewed = review(&pack, Beside { earlier: &before, ..Beside::default() }, minutes(60));
    assert_eq!(verdict(&reviewed, "review.other-authority"), Some(Verdict::Undetermined));
    assert_eq!(verdict(&reviewed, "review.edition-differs"), Some(Verdict::Undetermined));
}

#[test]
fn what_the_authority_called_in_order_and_the_commission_did_not_is_told() {
    let (_folder, pack) = act("contradicted", Seen::OutOfOrder, &conclusion(), &[1, 2, 3, 5]);
    let mut report = record(&pack);
    report.purpose = Purpose::SelfCheck;
    report.commission = None;
    let judged = report.subjects.iter_mut().flat_map(|it| &mut it.requirements);
    let judged = judged.into_iter().find(|it| it.finding.requirement.0 == FOUND).unwrap();
    judged.finding.judgement.verdict = Verdict::Complies;
    // A report is always the earlier one, whatever its day.
    report.day = "2026-12-31".parse().unwrap();
    let before = [report];
    let reviewed = review(&pack, Beside { earlier: &before, ..Beside::default() }, minutes(60));
    assert_eq!(reviewed.differences[0].pairing, Pairing::ReportWithAct);
    let (note, given) = found(&reviewed, "review.report-contradicted").unwrap();
    assert_eq!((note.facts["items"].as_str(), given), (FOUND, Verdict::Undetermined));
}

#[test]
fn two_acts_with_one_number_a_later_version_and_a_broken_pack_are_told_in_the_inbox() {
    let (folder, mut inspection) = opened("inbox", &case_text(DAY));
    inspection.answer(&input(ITEM), Path::new("."), minutes(-60)).unwrap();
    inspection.seal(&conclusion(), sealed_at()).unwrap();
    let place = folder.0.join("in");
    fs::create_dir(&place).unwrap();
    packed(&folder, "in/a", &mut inspection, &[1, 2, 3, 5]);
    inspection.seal(&conclusion(), minutes(30)).unwrap();
    packed(&folder, "in/b", &mut inspection, &[1, 2, 3, 5]);
    let (_other, strange) = act("inbox-other", Seen::OutOfOrder, &conclusion(), &[1, 2, 3, 5]);
    copy(&strange, &place.join("c"));
    fs::write(place.join("d.zip"), b"no archive").unwrap();
    fs::write(place.join("notes.txt"), b"no pack").unwrap();

    let inbox = Inbox::read(&place, &CATALOG, &WORDS).unwrap();
    let codes = |name: &str| -> BTreeSet<&str> {
        let arrived = inbox.arrived.iter().find(|it| it.place.ends_with(name)).unwrap();
        arrived.notes.iter().map(|it| &*it.code).collect()
    };
    assert_eq!(inbox.arrived.len(), 4, "{:?}", inbox.arrived);
    assert_eq!(codes("a"), ["review.later-version", "review.two-acts-one-number"].into());
    assert_eq!(codes("b"), ["review.two-acts-one-number"].into());
    assert_eq!(codes("c"), ["review.two-acts-one-number"].into());
    assert_eq!(codes("d.zip"), ["review.unreadable"].into());

    // The review of the first, with everything else that came in beside it.
    let records = inbox.records.iter().filter(|it| !it.0.ends_with("a"));
    let others: Vec<ActRecord> = records.map(|it| it.1.clone()).collect();
    assert_eq!(others.len(), 2);
    let reviewed =
        review(&place.join("a"), Beside { others: &others, ..Beside::default() }, minutes(60));
    assert_eq!(verdict(&reviewed, "review.later-version"), Some(Verdict::Violates));
    assert_eq!(verdict(&reviewed, "review.two-acts-one-number"), Some(Verdict::Violates));

    // And on the command line, narrow and in every language.
    for lang in ["kk", "ru", "en"] {
        let out = Command::new(env!("CARGO_BIN_EXE_tekseru"))
            .args(["committee", "review", "--lang", lang, "--inbox"])
            .args([&place, &place.join("a")])
            .env("COLUMNS", "60")
            .output()
            .unwrap();
        let told = String::from_utf8(out.stdout).unwrap();
        assert_eq!(out.status.code(), Some(2), "{told}");
        assert!(told.lines().all(|it| it.chars().count() <= 60), "{told}");
        assert!(told.contains("ДЕМО-1"), "{told}");
    }
}

#[test]
fn everything_a_review_says_is_said_in_every_language() {
    let words = Words::embedded().unwrap();
    let good = [
        "review.all-examined",
        "review.anchors-known",
        "review.conclusion-agrees",
        "review.decision-due",
    ];
    for code in REVIEW_SAYS {
        for lang in Lang::ALL {
            assert!(words.has(lang, code), "{}: {code}", lang.as_str());
            let next = words.next_step(lang, code, &Facts::new());
            assert_eq!(next.is_none(), good.contains(code), "{}: {code}", lang.as_str());
        }
    }
    let known: BTreeSet<String> = REVIEW_SAYS.iter().map(|it| it.replace('.', "--")).collect();
    let said: BTreeSet<String> = words
        .messages(Lang::En)
        .filter(|it| it.starts_with("review--"))
        .map(ToOwned::to_owned)
        .collect();
    assert_eq!(said, known);
}

#[test]
fn a_later_sealing_under_another_number_is_told() {
    let (folder, mut inspection) = opened("renumbered", &case_text(DAY));
    inspection.answer(&input(ITEM), Path::new("."), minutes(-60)).unwrap();
    inspection.seal(&conclusion(), sealed_at()).unwrap();
    let place = folder.0.join("in");
    fs::create_dir(&place).unwrap();
    packed(&folder, "in/a", &mut inspection, &[1, 2, 3, 5]);
    let renumbered = ConclusionInput { number: "ДЕМО-2".into(), ..conclusion() };
    inspection.seal(&renumbered, minutes(30)).unwrap();
    packed(&folder, "in/b", &mut inspection, &[1, 2, 3, 5]);
    let inbox = Inbox::read(&place, &CATALOG, &WORDS).unwrap();
    let notes = |name: &str| {
        let arrived = inbox.arrived.iter().find(|it| it.place.ends_with(name)).unwrap();
        arrived.notes.iter().map(|it| (&*it.code, &*it.facts["number"])).collect::<Vec<_>>()
    };
    assert_eq!(notes("a"), [("review.later-version", "ДЕМО-2")]);
    assert_eq!(notes("b"), []);
    let others: Vec<ActRecord> = vec![record(&place.join("b"))];
    let beside = Beside { others: &others, ..Beside::default() };
    let reviewed = review(&place.join("a"), beside, minutes(60));
    assert_eq!(verdict(&reviewed, "review.later-version"), Some(Verdict::Violates));
    // Out of another dossier nothing takes its place.
    let mut stranger = record(&place.join("b"));
    stranger.case = "00000000".into();
    let beside = [stranger];
    let beside = Beside { others: &beside, ..Beside::default() };
    let reviewed = review(&place.join("a"), beside, minutes(60));
    let code = "review.replaced-by-another-case";
    assert_eq!(verdict(&reviewed, code), Some(Verdict::Violates));
}

#[test]
fn anchors_are_those_of_the_act_until_they_are_compared() {
    let (folder, pack) = act("anchors", Seen::OutOfOrder, &conclusion(), &[1, 2, 3, 5]);
    let of = |anchors: Option<&[model::EvidenceId]>| {
        review(&pack, Beside { anchors, ..Beside::default() }, minutes(60))
    };
    let sha256 = model::EvidenceId::of(root().der());
    let silent = of(None);
    let (note, given) = found(&silent, "review.anchors-to-compare").unwrap();
    assert_eq!(
        (note.facts["anchors"].as_str(), given),
        (&*sha256.to_string(), Verdict::Undetermined)
    );
    assert!(note.facts["order"].contains("ДЕМО-1"), "{note:?}");
    assert_eq!(verdict(&of(Some(&[sha256])), "review.anchors-known"), Some(Verdict::Complies));
    let other = model::EvidenceId::of(b"another root");
    for allowed in [&[][..], &[other]] {
        let compared = of(Some(allowed));
        assert_eq!(verdict(&compared, "review.anchor-unknown"), Some(Verdict::Violates));
        assert_eq!(compared.verdict, Verdict::Violates);
    }
    // By the command: the certificate, its fingerprint, another's.
    let certificate = folder.0.join("root.cer");
    for (anchor, expected) in [
        (certificate.display().to_string(), "review.anchors-known"),
        (sha256.to_string(), "review.anchors-known"),
        (other.to_string(), "review.anchor-unknown"),
    ] {
        let out = Command::new(env!("CARGO_BIN_EXE_tekseru"))
            .args(["--json", "committee", "review", "--anchor", &anchor])
            .arg(&pack)
            .output()
            .unwrap();
        let told = String::from_utf8(out.stdout).unwrap();
        assert!(told.contains(expected), "{anchor}: {told}");
    }
}

#[test]
fn the_dissent_of_a_member_is_put_before_the_committee() {
    let (folder, mut inspection) = opened("dissent-review", &case_text(DAY));
    inspection.answer(&input(ITEM), Path::new("."), minutes(-60)).unwrap();
    inspection.seal(&conclusion(), sealed_at()).unwrap();
    let key = SigningKey::open(&container(&folder, 4), "demo").unwrap();
    inspection.dissent(&key, Some(&iin(4)), "the lock was not measured", &[], minutes(5)).unwrap();
    let pack = packed(&folder, "pack", &mut inspection, &[1, 2, 3, 5]);
    let reviewed = review(&pack, Beside::default(), minutes(60));
    let (note, given) = found(&reviewed, "review.dissent").unwrap();
    assert_eq!(given, Verdict::Undetermined);
    assert!(note.facts["reasons"].contains("not measured"), "{note:?}");
}
