//! What members state beside their signatures, what the board tells of it, and the merging of what
//! was signed apart; with real keys.
//!
//! The comments name the rows of the list of threats that a test stands for; `attacks.rs` holds the
//! table of all of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::civil::date;
use model::{EvidenceId, Iin, Order, RequirementId, SignatureStanding, Tally};
use pki::cms::SignedData;
use pki::key::PrivateKeyKind;
use serde_json::json;
use tekseru::act::record::ActRecord;
use tekseru::act::render::render;
use tekseru::dossier::{Access, Dossier};
use tekseru::exchange::schemas::Form;
use tekseru::inspection::{
    Board, DissentStatement, Inspection, InspectionError, ReservationStatement, compare,
};
use tekseru::signing::SigningKey;

use crate::attacks::{
    DAY, Folder, WORDS, at, case_text, certifying, check, conclusion, container, container_with,
    copy, fact, fact_of, iin, import, issued, minutes, of, open, opened, people, says, sealed,
    sealed_at, second_key, seen, verify,
};

fn key(folder: &Folder, number: u32) -> SigningKey {
    SigningKey::open(&container(folder, number), "demo").unwrap()
}

fn codes<'n>(notes: impl IntoIterator<Item = &'n model::Note>) -> Vec<&'n str> {
    notes.into_iter().map(|it| &*it.code).collect()
}

fn state(board: &Board, number: u32) -> &str {
    &board.members.iter().find(|it| it.iin == iin(number)).unwrap().state
}

fn exported(folder: &Folder, inspection: &Inspection<'_>, name: &str) -> std::path::PathBuf {
    let pack = folder.0.join(name);
    inspection.export(&pack).unwrap();
    pack
}

#[test]
fn a_reservation_annexed_to_a_signature_counts_as_signed_and_is_kept() {
    let (folder, mut inspection) = sealed("reservation");
    let key = key(&folder, 3);
    let items = [RequirementId("224.ceiling-height".into())];
    let text = "I sign; the ceiling was measured on a ladder that swayed";
    inspection.reserve(&key, None, &format!("  {text}\n"), &items, minutes(9)).unwrap();
    let board = inspection.board(minutes(9)).unwrap();
    assert_eq!(state(&board, 3), "not-yet", "a reservation alone is no signature");
    assert_eq!(codes(&board.reservations[0].notes), ["statement.without-signature"]);
    inspection.sign(&key, None, minutes(9)).unwrap();
    import(&folder, &mut inspection, &[1, 2, 5]);
    let status = inspection.adopt(minutes(40)).unwrap();
    assert!(status.tally.adopted);
    assert_eq!(people(&status.tally), [1, 2, 3, 5]);
    let [found] = status.reservations.as_slice() else { panic!("{:?}", status.reservations) };
    assert!(found.holds && found.notes.is_empty(), "{found:?}");
    assert_eq!((found.text.as_str(), found.items.as_slice()), (text, &items[..]));
    assert_eq!(found.signed_at, Some(minutes(9)));
    let line = &status.members.iter().find(|it| it.iin == iin(3)).unwrap().line;
    assert_eq!((line.state, line.reservation.as_str()), ("signed", text));

    let pack = exported(&folder, &inspection, "pack");
    let found = verify(&pack);
    assert!(found.holds, "{:?}", found.checks);
    assert_eq!(found.reservations.len(), 1);
    let place = pack.join(format!("reservations/{}.json", iin(3)));
    let bytes = fs::read(&place).unwrap();
    let mut changed: ReservationStatement = serde_json::from_slice(&bytes).unwrap();
    changed.text = "I sign gladly".into();
    fs::write(&place, serde_json::to_vec(&changed).unwrap()).unwrap();
    let found = verify(&pack);
    assert!(check(&found, "verify.reservation-broken", model::Verdict::Violates));
    assert!(!found.holds);
    assert_eq!(people(found.tally.as_ref().unwrap()), [1, 2, 3, 5], "the signature stays");
}

/// Whoever writes to a journal cannot hide what a member stated: not under something that does not
/// hold, and not under an earlier statement of the same member that is brought once more.
#[test]
fn no_later_entry_hides_a_dissent_that_holds() {
    let (folder, mut inspection) = sealed("hidden");
    let key = key(&folder, 4);
    inspection.dissent(&key, None, "the first reasons", &[], minutes(5)).unwrap();
    let first = inspection.dossier().entries().last().unwrap().clone();
    inspection.dissent(&key, None, "the seals are missing", &[], minutes(6)).unwrap();
    let place = inspection.dossier().path().to_owned();
    drop(inspection);
    let mut dossier = Dossier::open(&place, Access::Write { now: minutes(7) }).unwrap();
    let garbage = dossier.put_evidence(&mut &b"{}"[..], 10).unwrap();
    dossier.append(minutes(7), &first.kind, &[garbage, garbage], &first.body).unwrap();
    dossier.append(minutes(8), &first.kind, &first.evidence, &first.body).unwrap();
    dossier.append(minutes(9), &first.kind, &[garbage, garbage], &first.body).unwrap();
    drop(dossier);
    let inspection = open(&place);
    let status = inspection.status().unwrap();
    let [found] = status.dissents.as_slice() else { panic!("{:?}", status.dissents) };
    assert!(found.holds, "{found:?}");
    assert_eq!(found.reasons, "the seals are missing");
    assert_eq!(state(&inspection.board(minutes(10)).unwrap(), 4), "dissent");
    let pack = exported(&folder, &inspection, "pack");
    let stated = fs::read(pack.join(format!("dissents/{}.json", iin(4)))).unwrap();
    let stated: DissentStatement = serde_json::from_slice(&stated).unwrap();
    assert_eq!(stated.reasons, "the seals are missing");
}

/// Writes a statement and its signature into a pack.
fn put(pack: &Path, folder: &str, number: u32, statement: &[u8], signature: &[u8]) {
    let place = pack.join(folder);
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join(format!("{}.json", iin(number))), statement).unwrap();
    fs::write(place.join(format!("{}.p7s", iin(number))), signature).unwrap();
}

// Q19
#[test]
fn a_signature_over_one_kind_of_object_is_none_over_another() {
    let (folder, mut inspection) = sealed("kinds");
    let (case, act) = {
        let sealed = inspection.latest_act().unwrap().unwrap();
        (inspection.act_record(&sealed).unwrap().case, sealed.pdf)
    };
    inspection.reserve(&key(&folder, 3), None, "with a reservation", &[], minutes(5)).unwrap();
    inspection.dissent(&key(&folder, 4), None, "the seals are missing", &[], minutes(5)).unwrap();
    import(&folder, &mut inspection, &[1, 2, 5]);
    let pack = exported(&folder, &inspection, "pack");
    let read = |name: String| fs::read(pack.join(name)).unwrap();
    let reservation = read(format!("reservations/{}.json", iin(3)));
    let reserved = read(format!("reservations/{}.p7s", iin(3)));
    let dissent = read(format!("dissents/{}.json", iin(4)));
    let dissented = read(format!("dissents/{}.p7s", iin(4)));

    // A statement's signature is no signature of the act, and the statement is named.
    let stray = folder.file("stray.p7s", &reserved);
    inspection.import_signature(&stray, minutes(20)).unwrap();
    let tally = inspection.status().unwrap().tally;
    let outcome = tally.outcomes.iter().find(|it| it.label == "stray.p7s").unwrap();
    assert_eq!(outcome.standing, SignatureStanding::Invalid);
    let named = fact(&outcome.notes, "signature.another-document", "document");
    assert_eq!(named, format!("reservations/{}.json", iin(3)));
    assert_eq!(people(&tally), [1, 2, 5]);

    // A dissent is no reservation and a reservation no dissent, whatever folder it lies in.
    for (kind, number, statement, signature, broken) in [
        ("reservations", 4, &dissent, &dissented, "verify.reservation-broken"),
        ("dissents", 3, &reservation, &reserved, "verify.dissent-broken"),
    ] {
        let other = folder.0.join(format!("pack-{kind}"));
        copy(&pack, &other);
        put(&other, kind, number, statement, signature);
        let found = verify(&other);
        assert!(check(&found, broken, model::Verdict::Violates), "{:?}", found.checks);
    }

    // A statement of another kind, of nobody else's fields and soundly signed, is neither.
    let statement = DissentStatement {
        kind: "tekseru protocol".into(),
        case,
        number: "ДЕМО-1".into(),
        act,
        member: iin(4),
        reasons: "a protocol is no dissent".into(),
        items: vec![],
    };
    let bytes = serde_json_canonicalizer::to_vec(&statement).unwrap();
    let other = folder.0.join("pack-protocol");
    copy(&pack, &other);
    put(&other, "dissents", 4, &bytes, &of(4).sign(&bytes, minutes(5)));
    let found = verify(&other);
    let dissent = found.dissents.iter().find(|it| it.member == iin(4)).unwrap();
    assert!(!dissent.holds);
    assert_eq!(codes(&dissent.notes), ["statement.of-another-kind"]);

    // And the signature of the act is none of a statement.
    let pdf = fs::read(pack.join("act.pdf")).unwrap();
    let bytes = serde_json_canonicalizer::to_vec(&DissentStatement {
        kind: "tekseru dissent".into(),
        ..statement
    })
    .unwrap();
    put(&other, "dissents", 4, &bytes, &of(4).sign(&pdf, minutes(5)));
    let found = verify(&other);
    let dissent = found.dissents.iter().find(|it| it.member == iin(4)).unwrap();
    assert_eq!(codes(&dissent.notes), ["statement.not-signed-by-member"]);
}

// Q19
#[test]
fn only_a_member_dissents_and_only_with_reasons() {
    let (folder, mut inspection) = sealed("dissenters");
    let entries = inspection.dossier().entries().len();
    let stranger = inspection.dissent(&key(&folder, 9), None, "no", &[], minutes(5));
    assert!(
        matches!(&stranger, Err(InspectionError::MemberUnknown { iin }) if *iin == self::iin(9)),
        "{stranger:?}"
    );
    for empty in ["", " \n\t"] {
        let silent = inspection.dissent(&key(&folder, 4), None, empty, &[], minutes(5));
        assert!(matches!(&silent, Err(InspectionError::ReasonsMissing { .. })), "{silent:?}");
    }
    let other = inspection.dissent(&key(&folder, 4), Some(&iin(3)), "no", &[], minutes(5));
    assert!(matches!(&other, Err(InspectionError::NotTheMembersKey { .. })), "{other:?}");
    assert_eq!(inspection.dossier().entries().len(), entries, "nothing was recorded");

    // Put into a pack all the same, each is named for what is wrong with it.
    inspection.dissent(&key(&folder, 4), None, "the seals are missing", &[], minutes(5)).unwrap();
    let pack = exported(&folder, &inspection, "pack");
    let sound: DissentStatement =
        serde_json::from_slice(&fs::read(pack.join(format!("dissents/{}.json", iin(4)))).unwrap())
            .unwrap();
    let wrong = [
        (9, DissentStatement { member: iin(9), ..sound.clone() }, "statement.not-on-roster"),
        (3, sound.clone(), "statement.by-another-member"),
        (
            3,
            DissentStatement { member: iin(3), act: EvidenceId::of(b"a draft"), ..sound.clone() },
            "statement.about-another-act",
        ),
        (
            3,
            DissentStatement { member: iin(3), reasons: " ".into(), ..sound.clone() },
            "statement.empty",
        ),
    ];
    for (number, statement, code) in wrong {
        let bytes = serde_json_canonicalizer::to_vec(&statement).unwrap();
        put(&pack, "dissents", number, &bytes, &of(number).sign(&bytes, minutes(6)));
        let found = verify(&pack);
        let dissent = found.dissents.iter().find(|it| it.member == iin(number)).unwrap();
        assert!(!dissent.holds);
        assert_eq!(codes(&dissent.notes), [code]);
        let member = found.members.iter().find(|it| it.iin == iin(number));
        assert!(member.is_none_or(|it| it.line.state == "not-yet"), "{member:?}");
    }
    put(&pack, "dissents", 3, b"{", b"no signature");
    let found = verify(&pack);
    let dissent = found.dissents.iter().find(|it| it.member == iin(3)).unwrap();
    assert_eq!(
        codes(&dissent.notes),
        ["statement.unreadable", "statement.not-signed-by-member"],
        "every defect is named"
    );
}

// Q19
#[test]
fn nothing_forged_takes_the_place_of_what_a_member_signed_or_speaks_for_one_who_is_silent() {
    let (folder, mut inspection) = sealed("forged");
    import(&folder, &mut inspection, &[1, 2, 5]);
    inspection.dissent(&key(&folder, 4), None, "the seals are missing", &[], minutes(5)).unwrap();
    // Certificates with the numbers of 3 and 4, of an authority that is not at hand.
    for number in [3, 4] {
        let forged = issued(&certifying("БӨТЕН ОРТАЛЫҚ"), PrivateKeyKind::EcdsaP256, number);
        let name = format!("forged-{number}.p12");
        let place = container_with(&folder, &name, &forged.key, &[&forged.certificate]);
        let key = SigningKey::open(&place, "demo").unwrap();
        inspection.dissent(&key, None, "nothing is missing", &[], minutes(6)).unwrap();
    }
    let pack = exported(&folder, &inspection, "pack");
    let found = verify(&pack);
    let of = |number: u32| found.dissents.iter().find(|it| it.member == iin(number)).unwrap();
    assert_eq!((of(4).reasons.as_str(), of(4).holds), ("the seals are missing", true));
    assert_eq!(codes(&of(4).notes), [""; 0]);
    assert!(codes(&of(3).notes).contains(&"statement.signature-inconclusive"), "{:?}", of(3));
    let doubtful = fact_of(&found, "verify.statement-doubtful", "file");
    assert_eq!(doubtful, format!("dissents/{}.json", iin(3)));
    let board = inspection.board(minutes(30)).unwrap();
    assert_eq!((state(&board, 3), state(&board, 4)), ("not-yet", "dissent"));
}

// Q19
#[test]
fn a_dissent_whose_time_stamp_is_none_holds_and_is_told() {
    let (folder, mut inspection) = sealed("stamped-dissent");
    import(&folder, &mut inspection, &[1, 2, 3, 5]);
    inspection.dissent(&key(&folder, 4), None, "the seals are missing", &[], minutes(5)).unwrap();
    let pack = exported(&folder, &inspection, "pack");
    assert!(verify(&pack).holds);
    let place = pack.join(format!("dissents/{}.p7s", iin(4)));
    let (signed, _) = SignedData::read(&fs::read(&place).unwrap()).unwrap();
    fs::write(&place, signed.with_timestamp(0, b"\x30\x02\x05\x00")).unwrap();
    let found = verify(&pack);
    let dissent = &found.dissents[0];
    assert!(dissent.holds && codes(&dissent.notes) == ["cms.timestamp-unreadable"], "{dissent:?}");
    assert!(check(&found, "verify.statement-doubtful", model::Verdict::Undetermined));
    // The record of adoption said nothing of the kind.
    assert_eq!(fact_of(&found, "verify.file-differs", "file"), "adoption.pdf");
}

// Q19
#[test]
fn who_signs_and_dissents_has_signed_and_the_contradiction_is_told() {
    for dissent_first in [true, false] {
        let (folder, mut inspection) = sealed("contradiction");
        let times = if dissent_first { (5, 15) } else { (15, 5) };
        let key = key(&folder, 4);
        let dissent = |inspection: &mut Inspection<'_>| {
            inspection.dissent(&key, None, "the seals", &[], minutes(times.0)).unwrap();
        };
        if dissent_first {
            dissent(&mut inspection);
        }
        inspection.sign(&key, None, minutes(times.1)).unwrap();
        if !dissent_first {
            dissent(&mut inspection);
        }
        import(&folder, &mut inspection, &[1, 2, 5]);
        let board = inspection.board(minutes(30)).unwrap();
        assert!(board.tally.adopted);
        let member = board.members.iter().find(|it| it.iin == iin(4)).unwrap();
        assert_eq!((member.state.as_str(), member.reasons.as_str()), ("signed", "the seals"));
        assert_eq!(codes(&member.notes), ["statement.also-signed"]);
        // The record of adoption says so, and the pack holds.
        let pack = exported(&folder, &inspection, "pack");
        let found = verify(&pack);
        assert!(found.holds, "{:?}", found.checks);
        assert_eq!(codes(&found.dissents[0].notes), ["statement.also-signed"]);
    }
}

// Q23
#[test]
fn a_dissent_after_the_day_of_the_decision_is_late_by_the_day_in_kazakhstan() {
    // Adopted on Friday the 20th: the decision is due on Monday the 23rd, whose last second there
    // is 18:59:59 here.
    for (moment, late) in [("2026-11-23T18:59:59Z", false), ("2026-11-23T19:00:00Z", true)] {
        let (folder, mut inspection) = sealed("late");
        import(&folder, &mut inspection, &[1, 2, 3, 5]);
        inspection.dissent(&key(&folder, 4), None, "too late?", &[], at(moment)).unwrap();
        let status = inspection.status().unwrap();
        assert_eq!(status.decision_due.unwrap().day, date(2026, 11, 23));
        let [found] = status.dissents.as_slice() else { panic!() };
        assert!(found.holds, "{found:?}");
        let told = found.notes.iter().find(|it| it.code == "statement.late");
        assert_eq!(told.is_some(), late, "{moment}: {found:?}");
        if let Some(told) = told {
            assert_eq!((&*told.facts["day"], &*told.facts["due"]), ("2026-11-24", "2026-11-23"));
        }
    }
}

// Q23
#[test]
fn the_signature_that_was_needed_adopts_the_act_and_not_a_later_one() {
    // The last needed signature is of the last second of the 20th there, a fifth one of the 21st.
    let (folder, mut inspection) = sealed("midnight");
    import(&folder, &mut inspection, &[1, 2, 3]);
    let act = inspection.latest_act().unwrap().unwrap();
    let pdf = inspection.dossier().evidence(&act.pdf).unwrap();
    for (number, moment) in [(5, "2026-11-20T18:59:59Z"), (4, "2026-11-20T19:00:00Z")] {
        let bytes = of(number).sign(&pdf, at(moment));
        let path = folder.file(&format!("{number}.p7s"), &bytes);
        inspection.import_signature(&path, at(moment)).unwrap();
    }
    let status = inspection.status().unwrap();
    assert_eq!(people(&status.tally), [1, 2, 3, 4, 5]);
    assert_eq!(status.adopted_at, Some(at("2026-11-20T18:59:59Z")));
    assert_eq!(status.decision_due.unwrap().day, date(2026, 11, 23));
}

/// A case as `case_text` writes it, with more.
fn case_with(changes: &[(&str, &str)], more: &str) -> String {
    let mut text = case_text(DAY);
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    text + more
}

fn name(number: u32) -> String {
    format!("name = 'Үлгібаев{number} Мүше Демоұлы'\n")
}

/// Seals a case, with what the members' certificates are judged by.
fn sealed_case(name: &str, case: &str) -> (Folder, Inspection<'static>) {
    let (folder, mut inspection) = opened(name, case);
    seen(&mut inspection, minutes(-60));
    inspection.seal(&conclusion(), sealed_at()).unwrap();
    let list = crate::attacks::list(&[]);
    let root = crate::attacks::AUTHORITY.root.certificate.der().to_vec();
    for (file, bytes) in [("root.cer", root), ("root.crl", list)] {
        inspection.add_trust(&folder.file(file, &bytes), sealed_at()).unwrap();
    }
    (folder, inspection)
}

#[test]
fn the_board_tells_who_is_missing_what_is_lacking_and_for_how_long() {
    let absent = name(4) + "present = false\n";
    // Thirteen working days from Tuesday the 3rd are over on Friday the 20th, six from Thursday the
    // 12th as well; nothing but weekends lies between.
    // Keys of the top level stand before the first table.
    let top = "registered = '2026-11-03'\nnotices = [{ number = '1', date = '2026-11-04' }, \
               { number = '2', date = '2026-11-12' }]\n[recipient]";
    let changes = [(name(4), absent.as_str()), ("[recipient]".to_owned(), top)];
    let changes: Vec<_> = changes.iter().map(|(old, new)| (old.as_str(), *new)).collect();
    let case = case_with(&changes, "");
    let (folder, mut inspection) = sealed_case("board", &case);
    let board = inspection.board(sealed_at()).unwrap();
    let states: Vec<_> = (1..=6).map(|it| state(&board, it)).collect();
    assert_eq!(states, ["not-yet", "not-yet", "not-yet", "absent", "not-yet", "no-vote"]);
    let lacking = board.lacking.unwrap();
    assert_eq!((lacking.signatures, lacking.security, lacking.reachable), (4, true, true));
    assert_eq!(board.tally.settled_by, ["a06-security-has-not-signed", "a07-not-adopted"]);
    let terms = |board: &Board| -> Vec<(String, String, i32, bool)> {
        let term = |it: &tekseru::inspection::Term| {
            (it.id.clone(), it.due.to_string(), it.left, it.met.is_some())
        };
        board.terms.iter().map(term).collect()
    };
    let term = |id: &str, due: &str, left, met| (id.to_owned(), due.to_owned(), left, met);
    assert_eq!(
        terms(&board),
        [
            term("on-site", "2026-11-20", 0, true),
            term("act", "2026-11-20", 0, true),
            term("adoption", "2026-11-18", -2, false),
            term("total", "2026-11-20", 0, false),
        ]
    );

    // One signs, one dissents; the secretary's signature adds nothing.
    import(&folder, &mut inspection, &[1, 2, 6]);
    inspection.dissent(&key(&folder, 3), None, "the seals", &[], minutes(20)).unwrap();
    let board = inspection.board(minutes(21)).unwrap();
    let states: Vec<_> = (1..=6).map(|it| state(&board, it)).collect();
    assert_eq!(states, ["signed", "signed", "dissent", "absent", "not-yet", "no-vote"]);
    let lacking = board.lacking.unwrap();
    assert_eq!((lacking.signatures, lacking.security, lacking.reachable), (2, true, true));
    let chair = board.members.iter().find(|it| it.iin == iin(1)).unwrap();
    assert_eq!(chair.at, Some(minutes(11)));
    assert_eq!(chair.certificate, Some(EvidenceId::of(of(1).certificate.der())));
    assert_eq!(chair.stamped_at, None);
    // Where the security member dissents nobody else can help.
    inspection.dissent(&key(&folder, 5), None, "the keys", &[], minutes(22)).unwrap();
    let lacking = inspection.board(minutes(23)).unwrap().lacking.unwrap();
    assert!(!lacking.reachable && lacking.security);
    // And where that member signs all the same, the absent one still may.
    import(&folder, &mut inspection, &[5]);
    let board = inspection.board(minutes(30)).unwrap();
    assert_eq!(board.lacking.unwrap().signatures, 1);
    assert!(!board.robust && board.depends_on.iter().any(|it| it == "a02-present"), "{board:?}");
    import(&folder, &mut inspection, &[4]);
    let board = inspection.board(at("2026-11-24T06:00:00Z")).unwrap();
    assert!(board.lacking.is_none() && board.tally.adopted);
    assert_eq!(
        terms(&board),
        [
            term("on-site", "2026-11-20", 0, true),
            term("act", "2026-11-20", 0, true),
            term("adoption", "2026-11-18", -2, true),
            term("decision", "2026-11-23", -1, false),
            term("answer", "2026-11-24", 0, false),
            term("total", "2026-11-20", -2, false),
        ]
    );

    // The same for programs by its schema, and for people within sixty columns.
    let dossier = folder.0.join("dossier");
    drop(inspection);
    let shown = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_tekseru"))
            .args(arguments)
            .args(["status", dossier.to_str().unwrap()])
            .env("COLUMNS", "60")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&shown(&["--json"])).unwrap();
    let schema = Form::by_name("status").unwrap().schema();
    let errors: Vec<_> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(&json)
        .map(|it| it.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(json["members"][3]["state"], "signed");
    for lang in ["kk", "ru", "en"] {
        let text = shown(&["--lang", lang]);
        let wide: Vec<_> = text.lines().filter(|it| it.chars().count() > 60).collect();
        assert!(wide.is_empty(), "{lang}: {wide:#?}");
        assert!(text.contains("the seals") && text.contains("the keys"), "{text}");
    }
}

// Q20
#[test]
fn a_member_replaced_by_a_later_order_and_the_one_who_came_are_both_shown() {
    let left = name(3) + "until = '2026-11-20'\n";
    let came = name(4) + "from = '2026-11-20'\n";
    let changes = [(name(3), left), (name(4), came)];
    let changes: Vec<(&str, &str)> =
        changes.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
    let no_order: tekseru::case::Case = toml::from_str(&case_with(&changes, "")).unwrap();
    assert!(no_order.check().unwrap_err().to_string().contains("amendments"));
    let order = "[[commission.amendments]]\nnumber = 'ДЕМО-2'\ndate = '2026-11-19'\n";
    let (folder, mut inspection) = sealed_case("replaced", &case_with(&changes, order));
    import(&folder, &mut inspection, &[1, 3, 4, 5]);
    let board = inspection.board(minutes(30)).unwrap();
    assert_eq!((state(&board, 3), state(&board, 4)), ("not-appointed", "signed"));
    // Four vote on the day; the old member's signature is shown and counts for nothing.
    assert_eq!((board.tally.voters, people(&board.tally)), (4, vec![1, 4, 5]));
    let old = board.tally.outcomes.iter().find(|it| it.signer == Some(iin(3))).unwrap();
    assert_eq!(old.alarms, [model::Alarm::NotAppointedThen]);
    assert!(board.tally.adopted);
    let pack = exported(&folder, &inspection, "pack");
    let html = fs::read_to_string(pack.join("act.html")).unwrap();
    for shown in
        ["ДЕМО-2", "2026-11-19", "в составе комиссии до 2026-11-20", "Үлгібаев3", "Үлгібаев4"]
    {
        assert!(html.contains(shown), "{shown}");
    }
    assert!(verify(&pack).holds, "{:?}", verify(&pack).checks);
}

// Q06
#[test]
fn a_sealed_roster_that_is_not_that_of_the_case_is_told_member_by_member() {
    let (folder, inspection) = sealed("forged-roster");
    let sealed = inspection.latest_act().unwrap().unwrap();
    let mut record = inspection.act_record(&sealed).unwrap();
    drop(inspection);
    // Somebody with access to the dossier seals an act of three, and has it signed by three.
    let place = folder.0.join("dossier");
    record.version = 2;
    record.previous = Some(sealed.pdf);
    let commission = record.commission.as_mut().unwrap();
    commission.members.retain(|it| [iin(3), iin(5), iin(6)].contains(&it.iin));
    commission.order = Order { number: "ДЕМО-1а".into(), ..commission.order.clone() };
    let files = render(&record, &WORDS).unwrap();
    let mut dossier = Dossier::open(&place, Access::Write { now: minutes(1) }).unwrap();
    let mut keep = |bytes: &[u8]| dossier.put_evidence(&mut &*bytes, 1 << 30).unwrap();
    let (pdf, json) = (keep(&files.pdf), keep(&files.json));
    let body = json!({
        "number": record.number, "version": 2, "day": record.day.to_string(), "pdf": pdf, "json": json,
    });
    dossier.append(minutes(1), "act.sealed", &[pdf, json], &body).unwrap();
    drop(dossier);
    let mut inspection = open(&place);
    import(&folder, &mut inspection, &[3, 5]);
    let board = inspection.board(minutes(30)).unwrap();
    assert!(board.tally.adopted, "two of two by the roster in the signed bytes");
    let left: Vec<_> = board
        .notes
        .iter()
        .filter(|it| it.code == "board.roster-member-left-out")
        .map(|it| it.facts["member"].clone())
        .collect();
    assert_eq!(left, [1, 2, 4].map(|it| iin(it).to_string()));
    assert!(codes(&board.notes).contains(&"board.roster-order-differs"));
}

// Q22
#[test]
fn a_clock_put_back_between_two_signatures_is_told_by_the_journal() {
    let (folder, mut inspection) = sealed("clock");
    import(&folder, &mut inspection, &[1, 2]);
    assert!(inspection.board(minutes(30)).unwrap().notes.is_empty());
    // The fifth comes in at fifteen minutes, the third at thirteen.
    import(&folder, &mut inspection, &[5, 3]);
    let board = inspection.board(minutes(30)).unwrap();
    assert!(board.tally.adopted, "the order of the journal is told and takes nobody's signature");
    let [note] = board.notes.as_slice() else { panic!("{:?}", board.notes) };
    assert_eq!(note.code, "board.clock-went-back");
    assert_eq!(
        (&*note.facts["at"], &*note.facts["before"]),
        (&*minutes(13).to_string(), &*minutes(15).to_string())
    );
    // A signature dated ahead of the moment at which it came in.
    let act = inspection.latest_act().unwrap().unwrap();
    let pdf = inspection.dossier().evidence(&act.pdf).unwrap();
    let ahead = folder.file("ahead.p7s", &of(4).sign(&pdf, minutes(90)));
    inspection.import_signature(&ahead, minutes(20)).unwrap();
    let board = inspection.board(minutes(30)).unwrap();
    let note = board.notes.iter().find(|it| it.code == "board.signed-after-it-came-in").unwrap();
    assert_eq!(
        (&*note.facts["signed"], &*note.facts["came"]),
        (&*minutes(90).to_string(), &*minutes(20).to_string())
    );
}

// Q22
#[test]
fn an_act_sealed_before_its_own_evidence_says_so() {
    let (_folder, mut inspection) = opened("before-evidence", &case_text(DAY));
    seen(&mut inspection, minutes(30));
    let (act, files) = inspection.seal(&conclusion(), sealed_at()).unwrap();
    let record = inspection.act_record(&act).unwrap();
    let note = record.composition.iter().find(|it| it.code == "act-sealed-before-evidence");
    let note = note.unwrap_or_else(|| panic!("{:?}", record.composition));
    assert_eq!(note.facts["evidence"], minutes(30).to_string());
    assert!(files.html.contains(&minutes(30).to_string()));
    let board = inspection.board(minutes(40)).unwrap();
    assert!(codes(&board.notes).contains(&"board.sealed-before-evidence"), "{:?}", board.notes);
}

// Q12
#[test]
fn a_signature_over_a_draft_or_over_the_act_of_another_case_counts_for_nobody() {
    let (folder, mut inspection) = sealed("drafts");
    let (_other_folder, other) = sealed("another-case");
    let act = inspection.latest_act().unwrap().unwrap();
    let record = inspection.act_record(&act).unwrap();
    // The draft: the same record as somebody rendered it a minute before.
    let draft = ActRecord { sealed_at: minutes(-1), ..record };
    let draft = render(&draft, &WORDS).unwrap().pdf;
    let theirs = other.latest_act().unwrap().unwrap();
    let theirs = other.dossier().evidence(&theirs.pdf).unwrap();
    assert_ne!(EvidenceId::of(&theirs), act.pdf);
    for (label, bytes) in [("draft.p7s", draft), ("theirs.p7s", theirs)] {
        let path = folder.file(label, &of(3).sign(&bytes, minutes(10)));
        inspection.import_signature(&path, minutes(11)).unwrap();
    }
    let tally = inspection.status().unwrap().tally;
    assert!(tally.signed.is_empty());
    assert_eq!(tally.outcomes.len(), 2);
    for outcome in &tally.outcomes {
        assert_eq!(outcome.standing, SignatureStanding::Invalid);
        assert!(says(outcome, "cms.message-digest-differs"), "{outcome:?}");
        assert!(says(outcome, "signature.another-document-unknown"), "{outcome:?}");
    }
}

#[test]
fn two_acts_with_one_number_are_told_in_a_merged_dossier_and_in_two_packs() {
    let (folder, inspection) = opened("one-number", &case_text(DAY));
    drop(inspection);
    let origin = folder.0.join("dossier");
    let laptops = [folder.0.join("one"), folder.0.join("two")];
    let mut packs = Vec::new();
    for (minute, place) in (0..).zip(&laptops) {
        copy(&origin, place);
        let mut inspection = open(place);
        seen(&mut inspection, minutes(-60 + minute));
        inspection.seal(&conclusion(), minutes(minute)).unwrap();
        packs.push(exported(&folder, &inspection, &format!("pack-{minute}")));
    }
    let compared = compare(packs.iter().map(|it| verify(it)).collect());
    assert!(
        codes(compared.compared.iter().map(|it| &it.note)).contains(&"verify.two-acts-one-number")
    );
    assert_eq!(compared.verdict, model::Verdict::Violates);

    let mut inspection = open(&laptops[0]);
    inspection.merge(&laptops[1]).unwrap();
    let board = inspection.board(minutes(9)).unwrap();
    let beside = board.notes.iter().find(|it| it.code == "board.act-beside").unwrap();
    assert_eq!(beside.facts["number"], "ДЕМО-1");
    let key = key(&folder, 3);
    for refused in [
        inspection.sign(&key, None, minutes(10)).map(|_| ()),
        inspection.dissent(&key, None, "no", &[], minutes(10)).map(|_| ()),
        inspection.reserve(&key, None, "no", &[], minutes(10)).map(|_| ()),
        inspection.adopt(minutes(10)).map(|_| ()),
        inspection.export(&folder.0.join("neither")).map(|_| ()),
        inspection.file_to_sign().map(|_| ()),
    ] {
        assert!(matches!(refused, Err(InspectionError::SeveralActs { .. })), "{refused:?}");
    }
    // Sealed anew, one act stands over both.
    inspection.seal(&conclusion(), minutes(20)).unwrap();
    assert!(inspection.board(minutes(21)).unwrap().notes.is_empty());
    inspection.sign(&key, None, minutes(22)).unwrap();
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        // xorshift64 of Marsaglia.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
    }

    fn shuffled<T>(&mut self, mut all: Vec<T>) -> Vec<T> {
        for at in (1..all.len()).rev() {
            let other = self.below(at + 1);
            all.swap(at, other);
        }
        all
    }
}

/// Everything of a count but what its files are called.
fn listing(tally: &Tally) -> BTreeSet<String> {
    let outcome = |it: &model::Outcome| {
        let standing = serde_json::to_string(&it.standing).unwrap();
        format!("{:?} {:?} {standing} {:?}", it.signer, it.signed_at, codes(&it.notes))
    };
    tally.outcomes.iter().map(outcome).collect()
}

// Q18
#[test]
fn copies_signed_apart_merge_to_one_listing_in_any_order_and_however_often() {
    let (folder, inspection) = sealed("laptops");
    let act = inspection.latest_act().unwrap().unwrap();
    let pdf = inspection.dossier().evidence(&act.pdf).unwrap();
    drop(inspection);
    let origin = folder.0.join("dossier");
    let mut numbers = Numbers(0x5eed_2240_0224_0001);
    // Every file that may lie on a laptop: of each person one, of two people a second key's, a
    // stranger's, one over another file, and one that is broken.
    let mut files: Vec<(String, Vec<u8>, Option<u32>)> = [1, 2, 3, 4, 5, 6, 9]
        .into_iter()
        .map(|it| (format!("{it}.p7s"), of(it).sign(&pdf, minutes(10 + i64::from(it))), Some(it)))
        .collect();
    files.push(("1-again.p7s".into(), second_key(1).sign(&pdf, minutes(30)), Some(1)));
    files.push(("5-again.p7s".into(), second_key(5).sign(&pdf, minutes(31)), Some(5)));
    files.push(("other.p7s".into(), of(2).sign(b"another file", minutes(12)), None));
    let broken = pki::issue::with_broken_signature(&of(4).sign(&pdf, minutes(14)));
    files.push(("broken.p7s".into(), broken, None));
    for round in 0..6 {
        let mut union = BTreeSet::new();
        let mut dissents = BTreeSet::new();
        let laptops: Vec<_> = (0..3)
            .map(|laptop| {
                let place = folder.0.join(format!("{round}-{laptop}"));
                copy(&origin, &place);
                let mut inspection = open(&place);
                let mut chosen = numbers.shuffled((0..files.len()).collect::<Vec<_>>());
                chosen.truncate(numbers.below(files.len() + 1));
                for at in chosen {
                    let (label, bytes, person) = &files[at];
                    let path = folder.file(label, bytes);
                    inspection.import_signature(&path, minutes(40)).unwrap();
                    union.extend(*person);
                }
                if numbers.below(2) == 0 {
                    let who = [3, 4][numbers.below(2)];
                    let text = format!("laptop {laptop}");
                    let when = minutes(41 + laptop);
                    inspection.dissent(&key(&folder, who), None, &text, &[], when).unwrap();
                    dissents.insert(who);
                }
                place
            })
            .collect();
        let expected: Vec<u32> = union.iter().copied().filter(|it| *it <= 5).collect();
        let adopted = expected.len() >= 4 && expected.contains(&5);
        let mut known = None;
        for turn in 0..4 {
            let place = folder.0.join(format!("{round}-merged-{turn}"));
            copy(&origin, &place);
            let mut inspection = open(&place);
            // Each at least once, some again, and one merged into another first.
            let mut order = numbers.shuffled(laptops.clone());
            order.push(laptops[numbers.below(3)].clone());
            if turn == 3 {
                let first = folder.0.join(format!("{round}-between"));
                copy(&laptops[0], &first);
                open(&first).merge(&laptops[1]).unwrap();
                order = vec![laptops[2].clone(), first, laptops[0].clone()];
            }
            for other in order {
                inspection.merge(&other).unwrap();
            }
            let status = inspection.status().unwrap();
            assert_eq!(people(&status.tally), expected, "round {round}");
            assert_eq!(status.tally.adopted, adopted, "round {round}");
            let who: BTreeSet<Iin> = status.dissents.iter().map(|it| it.member.clone()).collect();
            assert_eq!(who, dissents.iter().map(|it| iin(*it)).collect());
            let seen = (status.tally, status.members, status.dissents);
            match &known {
                None => known = Some(seen),
                Some(known) => assert_eq!(*known, seen, "round {round}, turn {turn}"),
            }
            if turn == 0 && round < 2 {
                let pack = exported(&folder, &inspection, &format!("pack-{round}"));
                in_any_order_in_a_pack(&pack, &mut numbers);
            }
        }
    }
}

/// The names of the files under which signatures lie in a pack decide nothing.
fn in_any_order_in_a_pack(pack: &Path, numbers: &mut Numbers) {
    let before = verify(pack).tally.unwrap();
    let folder = pack.join("signatures");
    let Ok(names) = fs::read_dir(&folder) else { return };
    let files: Vec<_> = names.map(|it| fs::read(it.unwrap().path()).unwrap()).collect();
    fs::remove_dir_all(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    for (at, bytes) in numbers.shuffled(files.clone()).iter().chain(files.first()).enumerate() {
        fs::write(folder.join(format!("{at:03}-renamed.p7s")), bytes).unwrap();
    }
    let after = verify(pack).tally.unwrap();
    assert_eq!((&after.signed, after.adopted), (&before.signed, before.adopted));
    assert_eq!(after.readings, before.readings);
    assert_eq!(
        listing(&after),
        listing(&before),
        "and the file that lies there twice adds nothing"
    );
}

// Q08
#[test]
fn the_board_names_the_reading_that_closes_the_case_of_security_that_is_absent_or_not_appointed() {
    let absent = name(5) + "present = false\n";
    for (changes, reading, said) in [
        (vec![(name(5), absent)], "a06-security-absent", "отсутствовал"),
        (
            vec![("body = 'national-security'".to_owned(), "body = 'service-provider'".to_owned())],
            "a06-security-not-appointed",
            "не назначает",
        ),
    ] {
        let changes: Vec<(&str, &str)> =
            changes.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        let (folder, mut inspection) = sealed_case("no-security", &case_with(&changes, ""));
        let all: &[u32] =
            if reading == "a06-security-absent" { &[1, 2, 3, 4] } else { &[1, 2, 3, 4, 5] };
        import(&folder, &mut inspection, all);
        let board = inspection.board(minutes(30)).unwrap();
        assert!(!board.tally.adopted);
        let settled = [reading, "a07-not-adopted", "a08-survey-rule-not-applied"];
        assert_eq!(board.tally.settled_by, settled);
        let lacking = board.lacking.unwrap();
        assert_eq!(lacking.reachable, reading == "a06-security-absent");
        drop(inspection);
        let output = Command::new(env!("CARGO_BIN_EXE_tekseru"))
            .args(["--lang", "ru", "status", folder.0.join("dossier").to_str().unwrap()])
            .env("COLUMNS", "100")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(3));
        let text = String::from_utf8(output.stdout).unwrap();
        for part in [said, "A06", "A07", "A08"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
