//! Every error, every damage, every check has one sentence in three languages, with its facts.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use jiff::Timestamp;
use model::{
    Basis, DecimalError, EvidenceId, Iin, Lang, Limit, Note, Reading, RequirementId, RosterError,
    Unit, VisitKind,
};
use pki::Certificate;
use pki::key::KeyError;
use probes::{CollectError, Service};
use tekseru::act::record::ConclusionKind;
use tekseru::act::render::RenderActError;
use tekseru::case::{Case, CaseDefect, CaseError};
use tekseru::catalog::{Catalog, CatalogError};
use tekseru::criteria::CriterionDefect;
use tekseru::demo::DemoError;
use tekseru::document::pdf::RenderError;
use tekseru::dossier::{CaseId, Damage, DeviceId, DossierError, Notice};
use tekseru::exchange::ExchangeError;
use tekseru::face::cli::errors::{self, explain};
use tekseru::inspection::{
    AnswersFile, BOARD_SAYS, InspectionError, NoCableDrill, Period, Refusal, STATEMENT_SAYS,
    VERIFY_SAYS, WatchError,
};
use tekseru::signing::{self, NoFitKey, SigningError};
use tekseru::site::{InvalidNetwork, NoRoute, NoSampling, NoWorld};
use tekseru::words::{Facts, Words};

fn iin() -> Iin {
    Iin::try_from("000000000102".to_owned()).unwrap()
}

fn item() -> RequirementId {
    RequirementId("224.ceiling-height".into())
}

/// A second is no length.
fn mismatch() -> model::UnitMismatch {
    let limit = Limit { min: Some(244), max: None, unit: Unit::Centimetre, basis: Basis::Law };
    limit.judge(&Reading::parse("2 s").unwrap()).unwrap_err()
}

fn broken(kind: ErrorKind) -> io::Error {
    io::Error::new(kind, "the system's own words")
}

fn json() -> serde_json::Error {
    serde_json::from_str::<u8>("no").unwrap_err()
}

/// One of every error of the operating system and of every enum, as explained.
fn every_error() -> Vec<Note> {
    let path = || "/dossier/file".into();
    let id = EvidenceId::of(b"bytes");
    let device: DeviceId = "00".repeat(16).parse().or_else(|_| "00".repeat(8).parse()).unwrap();
    let case: CaseId = "00".repeat(16).parse().unwrap();
    let reason = || "a technical reason".to_owned();
    let mut notes = Vec::new();
    for error in [
        ExchangeError::Malformed { path: path(), reason: reason() },
        ExchangeError::OfAnAct { file: "act.json".into() },
        ExchangeError::OtherFormat { path: path(), found: 7 },
        ExchangeError::TooLarge { path: path() },
    ] {
        notes.push(errors::exchange(&error));
    }
    for kind in [
        ErrorKind::NotFound,
        ErrorKind::PermissionDenied,
        ErrorKind::ReadOnlyFilesystem,
        ErrorKind::StorageFull,
        ErrorKind::QuotaExceeded,
        ErrorKind::IsADirectory,
        ErrorKind::AlreadyExists,
        ErrorKind::BrokenPipe,
    ] {
        notes.push(explain(&InspectionError::File { path: path(), source: broken(kind) }));
    }
    for error in [
        InspectionError::ItemUnknown { id: "224.nowhere".into() },
        InspectionError::ItemNotAsked { id: item(), probe: "time.ntp-offset".into() },
        InspectionError::MemberUnknown { iin: iin() },
        InspectionError::MemberMissing { id: item() },
        InspectionError::ReadingOfAnotherKind { id: item(), source: mismatch() },
        InspectionError::PhotoUnreadable { path: path(), reason: reason() },
        InspectionError::PrivateKey { path: path() },
        InspectionError::FileTooLarge { path: path(), length: 7, most: 5 },
        InspectionError::FileMalformed { path: path(), reason: reason() },
        InspectionError::DrillLook(CollectError::NothingToAsk { what: "certificate" }),
        InspectionError::NoCase { path: path() },
        InspectionError::EntryUnreadable {
            entry: "ab/7".into(),
            kind: "act.sealed".into(),
            source: json(),
        },
        InspectionError::DraftRules { edition: "2020".into() },
        InspectionError::OtherRules { expected: "ab".into(), found: "cd".into() },
        InspectionError::NothingSeen,
        InspectionError::ConclusionAgainstFindings { items: vec![item()] },
        InspectionError::ConclusionOfAnotherVisit {
            kind: ConclusionKind::Positive,
            visit: VisitKind::Survey,
        },
        InspectionError::DamageWithoutViolation { id: item() },
        InspectionError::SeveralActs { version: 1, numbers: vec!["1".into(), "2".into()] },
        InspectionError::ViolationsFound { items: vec![item()] },
        InspectionError::ViolationsNotFound,
        InspectionError::SelfCheckHasNoAct,
        InspectionError::NotASelfCheck,
        InspectionError::NotSealed,
        InspectionError::ReasonsMissing { iin: iin() },
        InspectionError::NotTheMembersKey { member: iin(), found: Some("000000000103".into()) },
        InspectionError::NotTheMembersKey { member: iin(), found: None },
        InspectionError::KeyOfNobody,
        InspectionError::Record(json()),
        InspectionError::Render(RenderActError::Record(json())),
        InspectionError::Signing(SigningError::WrongPassword { path: path() }),
        InspectionError::Case(CaseDefect::NoCommission),
    ]
    .into_iter()
    .chain(every_criterion().into_iter().map(InspectionError::Criterion))
    {
        notes.push(explain(&error));
    }
    for refusal in [
        Refusal::Expired { not_after: Timestamp::UNIX_EPOCH },
        Refusal::NamesNoService,
        Refusal::NotOneCertificate { found: 2 },
        Refusal::NotOfThisAuthority { issuer: "CN=X".into() },
        Refusal::NotYetValid { not_before: Timestamp::UNIX_EPOCH },
        Refusal::OfAnAuthority,
        Refusal::RevokedAlready {
            service: Service::Crl,
            url: "http://ca.example/ca.crl".into(),
            date: None,
        },
    ] {
        notes.push(explain(&InspectionError::DrillRefused { path: path(), refusal }));
    }
    for refusal in [NoCableDrill::NoReserve, NoCableDrill::NothingToLookAt] {
        notes.push(explain(&InspectionError::NoCableDrill(refusal)));
    }
    for source in [
        DecimalError::NotANumber { text: "NaN".into() },
        DecimalError::OutOfRange { text: "9".into() },
        DecimalError::UnitMissing { text: "2,44".into() },
        DecimalError::UnitUnknown { unit: "ft".into() },
    ] {
        notes.push(explain(&source));
        notes.push(explain(&InspectionError::ReadingUnreadable { id: item(), source }));
    }
    for error in [
        DossierError::AlreadyThere { path: path() },
        DossierError::BadEntry { kind: "x".into(), defect: reason() },
        DossierError::ChangedUnderneath { path: path() },
        DossierError::DiskFull { path: path() },
        DossierError::EvidenceAbsent { path: path(), id },
        DossierError::EvidenceEdited { path: path(), id, found: id },
        DossierError::EvidenceSource { source: broken(ErrorKind::TimedOut) },
        DossierError::EvidenceTooLarge { limit: 7 },
        DossierError::Fork { path: path(), devices: vec![(device, 3)] },
        DossierError::JournalFull { path: path(), limit: 7 },
        DossierError::Locked { path: path(), holder: "7 laptop".into() },
        DossierError::Malformed { path: path(), defect: reason() },
        DossierError::NewerFormat { path: path(), found: 9, supported: 1 },
        DossierError::NoRandomness { cause: reason() },
        DossierError::NotADossier { path: path() },
        DossierError::OpenedForReading { path: path() },
        DossierError::OtherCase { path: path(), from: case, into: case },
        DossierError::Read { path: path(), source: broken(ErrorKind::TimedOut) },
        DossierError::ReadOnly { path: path(), source: broken(ErrorKind::PermissionDenied) },
        DossierError::Stopped { path: path() },
        DossierError::Write { path: path(), source: broken(ErrorKind::TimedOut) },
    ] {
        notes.push(explain(&error));
    }
    for error in [
        SigningError::Key(KeyError::Signing),
        SigningError::NoCertificate { path: path() },
        SigningError::Malformed { path: path(), reason: reason() },
        SigningError::TooLarge { path: path(), length: 7 },
        SigningError::UnknownLock { path: path(), reason: reason() },
        NoFitKey::Ambiguous { path: path(), people: vec!["000000000101".into()] }.into(),
        NoFitKey::Expired { path: path(), not_after: Timestamp::UNIX_EPOCH }.into(),
        NoFitKey::ForAuthentication { path: path() }.into(),
        NoFitKey::NotTheMembers { path: path(), member: iin(), people: vec![reason()] }.into(),
        NoFitKey::NotYetValid { path: path(), not_before: Timestamp::UNIX_EPOCH }.into(),
        SigningError::Unreadable { path: path(), source: broken(ErrorKind::NotFound) },
    ] {
        notes.push(explain(&error));
    }
    let structure = pki::key::PrivateKey::from_pkcs8_der(b"none").unwrap_err();
    assert!(matches!(structure, KeyError::Structure(_)));
    for error in [
        structure,
        KeyError::Public(reason()),
        KeyError::Random,
        KeyError::Rejected { algorithm: "RSA" },
        KeyError::Unsupported("1.2.3".parse().unwrap()),
    ] {
        notes.push(explain(&error));
    }
    let defects = || {
        [
            CaseDefect::Bin { text: "12".into() },
            CaseDefect::CommissionInSelfCheck,
            CaseDefect::Empty { field: "recipient.name" },
            CaseDefect::EndsBeforeItStarts,
            CaseDefect::GroundsOfNoSurvey,
            CaseDefect::NoCommission,
            CaseDefect::Roster(RosterError::ChangedWithoutOrder { iin: iin() }),
            CaseDefect::Roster(RosterError::NeverAppointed { iin: iin() }),
            CaseDefect::SurveyWithoutGrounds,
            CaseDefect::Roster(RosterError::Nameless { iin: iin() }),
            CaseDefect::Roster(RosterError::NobodyVotes),
            CaseDefect::Roster(RosterError::TooMany { found: 101, most: 100 }),
            CaseDefect::Roster(RosterError::Twice { iin: iin() }),
            CaseDefect::SerialTwice { serial: "SN-1".into() },
        ]
    };
    for defect in defects() {
        notes.push(explain(&CaseError::Defective { path: path(), defect: defect.clone() }));
        notes.push(explain(&defect));
    }
    notes.push(explain(&CaseError::TooLarge { path: path(), length: 7, most: 5 }));
    notes.push(explain(&CaseError::Malformed {
        path: path(),
        source: Box::new(toml::from_str::<toml::Table>("a = = 1").unwrap_err()),
    }));
    notes.push(explain(&CaseError::Unreadable {
        path: path(),
        source: broken(ErrorKind::NotFound),
    }));
    let file = || "224/server-room.toml".to_owned();
    for error in [
        CatalogError::Defective { file: file(), item: "x".into(), defect: reason() },
        CatalogError::File { file: file(), defect: reason() },
        CatalogError::Malformed { file: file(), line: 3, message: reason() },
        CatalogError::Unreadable { file: file(), source: broken(ErrorKind::NotFound) },
    ] {
        notes.push(explain(&error));
    }
    for error in [
        RenderError::Attachment { name: "x".into(), reason: "y" },
        RenderError::Columns { count: 0 },
        RenderError::Deep { most: 9 },
        RenderError::Font,
        RenderError::Glyph { text: "𓀀".into() },
        RenderError::Long { most: 9 },
        RenderError::Writer { reason: reason() },
    ] {
        notes.push(explain(&RenderActError::Pages(error)));
    }
    for error in [
        DemoError::Clock("no date".parse::<jiff::civil::Date>().unwrap_err()),
        DemoError::Container(p12_error()),
        DemoError::CaseForm(toml::to_string(&0).unwrap_err()),
        DemoError::Photo(image::load_from_memory(b"none").unwrap_err()),
        DemoError::RecordForm(json()),
        DemoError::Sample(toml::from_str::<toml::Table>("a = = 1").unwrap_err()),
        DemoError::Unreadable(Certificate::read(b"none").unwrap_err()),
        DemoError::Unwritable { path: path(), source: broken(ErrorKind::PermissionDenied) },
        DemoError::Issue(pki::issue::IssueError::Key(KeyError::Signing)),
        DemoError::Key(KeyError::Signing),
        DemoError::Network(broken(ErrorKind::AddrInUse)),
    ] {
        notes.push(explain(&error));
    }
    notes.push(explain(&NoWorld { message: reason() }));
    notes.extend(every_watch_error().into_iter().map(|it| explain(&InspectionError::from(it))));
    for defect in [
        CaseDefect::Channel(NoRoute::Interface { channel: "x".into() }),
        CaseDefect::ChannelTwice { name: "x".into() },
    ] {
        notes.push(explain(&defect));
    }
    notes.push(explain(&InvalidNetwork { text: "everything".into() }));
    notes.push(explain(&Iin::try_from("12".to_owned()).unwrap_err()));
    notes.push(explain(&broken(ErrorKind::NotFound)));
    notes.push(explain(&"nobody knows".parse::<u8>().unwrap_err()));
    notes
}

fn every_criterion() -> Vec<CriterionDefect> {
    let item = || "x".to_owned();
    let (unit, limit) = (Unit::Metre, Unit::Millisecond);
    vec![
        CriterionDefect::LimitOfLaw { item: item() },
        CriterionDefect::NotMeasured { item: item() },
        CriterionDefect::OtherSide { item: item(), sides: "max" },
        CriterionDefect::OtherUnit { item: item(), unit, limit },
        CriterionDefect::Reversed { item: item() },
        CriterionDefect::Unknown { item: item() },
        CriterionDefect::Unreadable {
            item: item(),
            source: DecimalError::UnitMissing { text: "2,44".into() },
        },
    ]
}

/// One of every reason for which no samples are taken.
fn every_watch_error() -> Vec<WatchError> {
    let (channel, text) = (|| "x".to_owned(), || "y".to_owned());
    let period = Period::from_millis(10);
    vec![
        WatchError::ChannelUnknown { name: channel() },
        WatchError::EveryTooShort { every: period },
        WatchError::NothingToSample,
        WatchError::PlanUnreadable { plan: EvidenceId::of(b"plan"), reason: text() },
        NoSampling::from(NoRoute::Address { channel: channel(), text: text() }).into(),
        NoSampling::from(NoRoute::Interface { channel: channel() }).into(),
        NoSampling::from(NoRoute::Proxy { channel: channel(), text: text() }).into(),
        NoSampling::from(NoWorld { message: text() }).into(),
        WatchError::TooMany { samples: 7, lanes: 5 },
        WatchError::UnderWay { until: Timestamp::UNIX_EPOCH, what: "every" },
        CollectError::NothingToAsk { what: "time server" }.into(),
        WatchError::WindowTooShort { window: period, every: period },
    ]
}

/// An error of the library of key containers.
fn p12_error() -> p12_keystore::error::Error {
    let read = p12_keystore::Pkcs12Archive::from_pkcs12(b"none", "");
    read.err().unwrap()
}

/// One of every damage and every notice.
fn every_damage() -> Vec<Note> {
    let file = || "journal/00.jsonl".to_owned();
    let id = EvidenceId::of(b"bytes");
    let device: DeviceId = "00".repeat(16).parse().or_else(|_| "00".repeat(8).parse()).unwrap();
    let witness = || "another journal".to_owned();
    let damages = [
        Damage::ChainBroken { file: file(), line: 3 },
        Damage::EvidenceEdited { file: file(), found: id },
        Damage::EvidenceMissing { file: file(), device, seq: 3 },
        Damage::EvidenceUnlisted { file: file() },
        Damage::ForeignLine { file: file(), line: 3, device },
        Damage::Fork { file: file(), seq: 3 },
        Damage::ImpossibleOrder { file: file(), seq: 3 },
        Damage::JournalTruncated { file: file(), known: 5, found: 3, witness: witness() },
        Damage::LineRepeated { file: file(), line: 3, seq: 3 },
        Damage::LineReplaced { file: file(), seq: 3, witness: witness() },
        Damage::LineUnreadable { file: file(), line: 3, defect: "x".into() },
        Damage::LinesDeleted { file: file(), first: 3, last: 5 },
        Damage::LinesReordered { file: file(), line: 3, seq: 2 },
        Damage::TornTail { file: file(), line: 3, bytes: 20 },
        Damage::UnknownFile { file: file() },
    ];
    let kept = || "/dossier/.local/torn".into();
    let journal = || "/dossier/journal/00.jsonl".into();
    let notices = [
        Notice::EvidenceRestored { id, kept: kept() },
        Notice::JournalRestored { journal: journal(), kept: kept() },
        Notice::TornLineSetAside { journal: journal(), kept: kept() },
    ];
    damages.iter().map(errors::damage).chain(notices.iter().map(errors::notice)).collect()
}

/// The sentence names every fact of the note, so none is trailed behind it.
fn assert_said_whole(words: &Words, note: &Note) {
    for lang in Lang::ALL {
        assert!(words.has(lang, &note.code), "{}: {}", lang.as_str(), note.code);
        let known = words.variables(lang, &note.code).unwrap();
        let given: BTreeSet<String> = note.facts.keys().map(|it| it.to_string()).collect();
        assert_eq!(*known, given, "{}: {}", lang.as_str(), note.code);
        let next = words.next_step(lang, &note.code, &note.facts).unwrap_or_default();
        assert!(next.ends_with('.') && !next.contains('{'), "{}: {next}", note.code);
    }
}

#[test]
fn every_error_and_every_damage_is_said_in_every_language_with_all_its_facts() {
    let words = Words::embedded().unwrap();
    let notes: Vec<_> = every_error().into_iter().chain(every_damage()).collect();
    for note in &notes {
        assert!(errors::SAYS.contains(&&*note.code), "{} is not listed", note.code);
        assert_said_whole(&words, note);
    }
    let said: BTreeSet<&str> = notes.iter().map(|it| &*it.code).collect();
    let listed: BTreeSet<&str> = errors::SAYS.iter().copied().collect();
    assert_eq!(said, listed, "a code is listed that no error gives");
}

#[test]
fn the_languages_have_the_same_sentences_and_none_is_left_over() {
    let words = Words::embedded().unwrap();
    let mut codes: BTreeSet<String> = errors::SAYS.iter().map(|it| it.replace('.', "--")).collect();
    let judged = signing::SAYS.iter().chain(signing::stamp::SAYS);
    codes.extend(VERIFY_SAYS.iter().chain(judged).map(|it| it.replace('.', "--")));
    for lang in Lang::ALL {
        for file in ["checks", "errors", "signatures"] {
            for id in ids(&read(lang, file)) {
                let label =
                    file != "errors" && (id.starts_with("act-") || id.starts_with("proof-"));
                assert!(label || codes.contains(&id), "{}/{file}.ftl: {id}", lang.as_str());
                let expected = words.variables(Lang::En, &id);
                assert_eq!(words.variables(lang, &id), expected, "{}: {id}", lang.as_str());
            }
        }
    }
}

/// The facts that the notes of a check carry, written down from src/inspection/pack/ and
/// src/signing/.
const CHECKS: &[(&str, &[&str])] = &[
    ("board.act-beside", &["number", "sha256", "version"]),
    ("board.clock-went-back", &["at", "before", "entry"]),
    ("board.roster-body-differs", &["member"]),
    ("board.roster-member-added", &["member"]),
    ("board.roster-member-left-out", &["member"]),
    ("board.roster-name-differs", &["member"]),
    ("board.roster-order-differs", &[]),
    ("board.roster-role-differs", &["member"]),
    ("board.roster-term-differs", &["member"]),
    ("board.sealed-before-evidence", &["evidence", "sealed"]),
    ("board.signed-after-it-came-in", &["came", "label", "signed"]),
    ("signature.algorithm-legacy", &["algorithm"]),
    ("signature.algorithm-weak", &["algorithm"]),
    ("signature.another-document", &["document"]),
    ("signature.another-document-unknown", &["digest"]),
    ("signature.authentication-key", &[]),
    ("signature.before-sealing", &["sealed", "signed"]),
    ("signature.certificate-not-stated", &[]),
    ("signature.chain", &["anchor", "chain"]),
    ("signature.not-known-to-responder", &["at", "by", "holder", "sha256"]),
    ("signature.not-revoked", &["at", "by", "holder", "sha256"]),
    ("signature.not-valid-when-sealed", &["sealed", "signed"]),
    ("signature.other-purposes", &["purposes"]),
    ("signature.revocation-unknown", &[]),
    ("signature.revoked", &["at", "by", "date", "holder", "reason", "sha256"]),
    ("signature.revoked-later", &["at", "by", "date", "holder", "reason", "sha256"]),
    ("signature.stamp-after-claim", &["claimed", "slack", "stamped"]),
    ("signature.stamp-answer-not-valid", &["reason", "url"]),
    ("signature.stamp-before-claim", &["claimed", "slack", "stamped"]),
    ("signature.stamp-before-sealing", &["sealed", "slack", "stamped"]),
    ("signature.stamp-not-added", &["reason"]),
    ("signature.stamp-key-doubtful", &["authority", "stamped"]),
    ("signature.stamp-not-revoked", &["at", "by", "holder", "sha256"]),
    ("signature.stamp-not-trusted", &["authority", "reason", "stamped"]),
    ("signature.stamp-refused", &["reason", "url"]),
    ("signature.stamp-revocation-unknown", &["authority", "stamped"]),
    ("signature.stamp-service-silent", &["reason", "url"]),
    ("signature.stamped", &["stamped", "url"]),
    ("signature.time-claimed", &["claimed"]),
    ("signature.time-not-proven", &[]),
    ("signature.time-proven", &["authority", "claimed", "policy", "stamped"]),
    ("signature.time-unknown", &[]),
    ("signature.too-large", &["length"]),
    ("signature.unreadable", &["error"]),
    ("statement.about-another-act", &["act", "number"]),
    ("statement.also-signed", &[]),
    ("statement.by-another-member", &["member"]),
    ("statement.empty", &[]),
    ("statement.late", &["day", "due"]),
    ("statement.not-on-roster", &["member"]),
    ("statement.not-signed-by-member", &["member"]),
    ("statement.of-another-kind", &["kind"]),
    ("statement.signature-inconclusive", &[]),
    ("statement.unreadable", &["reason"]),
    ("statement.without-signature", &[]),
    ("verify.act-adopted", &["needed", "signed", "voters"]),
    ("verify.act-not-adopted", &["needed", "signed", "voters"]),
    ("verify.acts-unrelated", &["first", "number-first", "number-second", "second"]),
    ("verify.adoption-missing", &["file"]),
    ("verify.conclusion-against-findings", &[]),
    ("verify.container-differs", &["what"]),
    ("verify.container-same", &["count"]),
    ("verify.dissent-broken", &["file"]),
    ("verify.evidence-changed", &["file", "found"]),
    ("verify.evidence-common", &["count", "first", "only-first", "only-second", "second"]),
    ("verify.evidence-missing", &["file"]),
    ("verify.evidence-not-here", &["count"]),
    ("verify.evidence-of-another-case", &["count", "first", "second"]),
    ("verify.evidence-root-differs", &["found"]),
    ("verify.evidence-whole", &["count"]),
    ("verify.file-differs", &["file"]),
    ("verify.file-unlisted", &["file"]),
    ("verify.no-file", &["file"]),
    ("verify.page-shown", &["file", "page"]),
    ("verify.pages-as-recorded", &["rendered", "sealed", "version"]),
    ("verify.pages-by-another-version", &["rendered", "sealed", "version"]),
    ("verify.pages-differ", &["rendered", "sealed", "version"]),
    ("verify.pages-look-alike", &["count"]),
    ("verify.pages-not-shown", &["reason"]),
    ("verify.record-as-attached", &[]),
    ("verify.record-not-attached", &["reason"]),
    ("verify.record-not-canonical", &[]),
    ("verify.record-of-another-version", &["reason", "version"]),
    ("verify.record-unreadable", &["reason"]),
    ("verify.report-not-an-act", &[]),
    ("verify.reservation-broken", &["file"]),
    ("verify.roster-defective", &["reason"]),
    ("verify.rules-differ", &["act", "edition", "here"]),
    ("verify.same-act", &["first", "number", "second", "signed-first", "signed-second"]),
    ("verify.signatures-not-here", &[]),
    ("verify.statement-doubtful", &["file"]),
    ("verify.superseded", &["before", "newer", "number", "older", "version"]),
    ("verify.two-acts-one-number", &["first", "number", "second"]),
    ("verify.verdicts-as-recorded", &["count"]),
    ("verify.verdicts-differ", &["items"]),
];

/// Codes after which nothing is to be done.
const IN_ORDER: &[&str] = &[
    "signature.chain",
    "signature.not-revoked",
    "signature.revoked-later",
    "signature.stamp-not-revoked",
    "signature.stamped",
    "signature.time-proven",
    "verify.act-adopted",
    "verify.acts-unrelated",
    "verify.container-same",
    "verify.evidence-common",
    "verify.evidence-whole",
    "verify.pages-as-recorded",
    "verify.record-as-attached",
    "verify.same-act",
    "verify.verdicts-as-recorded",
];

#[test]
fn every_check_is_said_in_every_language_with_its_facts_and_its_next_step() {
    let words = Words::embedded().unwrap();
    let judged = [VERIFY_SAYS, signing::SAYS, signing::stamp::SAYS, STATEMENT_SAYS, BOARD_SAYS];
    let codes: BTreeSet<&str> = judged.into_iter().flatten().copied().collect();
    let known: BTreeSet<&str> = CHECKS.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, known);
    for (code, facts) in CHECKS {
        let facts: BTreeSet<String> = facts.iter().map(|it| (*it).to_owned()).collect();
        for lang in Lang::ALL {
            assert!(words.has(lang, code), "{}: {code}", lang.as_str());
            assert_eq!(words.variables(lang, code), Some(&facts), "{}: {code}", lang.as_str());
            let next = words.next_step(lang, code, &Facts::new());
            assert_eq!(next.is_none(), IN_ORDER.contains(code), "{}: {code}", lang.as_str());
        }
    }
}

#[test]
fn every_label_that_the_act_is_composed_of_is_in_every_language() {
    let words = Words::embedded().unwrap();
    let mut found = BTreeSet::new();
    let mut folders = vec![root().join("src/act"), root().join("src/inspection")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.file_name().is_some_and(|it| it == "tests.rs") {
                continue;
            }
            let text = fs::read_to_string(path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            // Every second piece stands between quotation marks.
            for literal in text.split('"').skip(1).step_by(2) {
                let key = ["act-", "evidence-", "quantity-", "unit-"]
                    .iter()
                    .any(|it| literal.starts_with(it));
                let plain = literal
                    .bytes()
                    .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
                if key && plain {
                    found.insert(literal.to_owned());
                }
            }
        }
    }
    // The reading of the files finds what it should find.
    for sure in ["act-despite", "act-not-on-the-last-day", "act-title", "unit-in-i"] {
        assert!(found.contains(sure), "{sure}: {found:?}");
    }
    let missing: Vec<_> = Lang::ALL
        .iter()
        .flat_map(|lang| found.iter().map(move |it| (*lang, it)))
        .filter(|(lang, it)| !words.has(*lang, it))
        .map(|(lang, it)| format!("{}: {it}", lang.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_english_is_left_in_the_kazakh_and_russian_sentences() {
    const NAMES: &[&str] = &["JPEG", "PNG", "PKCS", "SHA", "act", "ftl", "next", "pdf", "tekseru"];
    for lang in [Lang::Kk, Lang::Ru] {
        for file in ["checks", "errors", "matters", "register", "signatures"] {
            for line in read(lang, file).lines() {
                let text = line.split_once(" = ").map_or(line, |(_, text)| text);
                // What stands in marks is typed or looked up as it is; facts are not words.
                let outside: String = text.split('`').step_by(2).collect();
                let outside = outside.split('{').map(|it| it.split_once('}').map_or(it, |it| it.1));
                for part in outside {
                    for word in part.split(|it: char| !it.is_ascii_alphabetic()) {
                        let known = word.is_empty() || NAMES.contains(&word);
                        assert!(known, "{}/{file}.ftl: {word}: {line}", lang.as_str());
                    }
                }
            }
        }
    }
}

#[test]
fn a_defect_of_a_file_is_shown_with_its_line_and_its_key() {
    let folder = Folder::new("place");
    let path = folder.file("case.toml", b"purpose = 'inspection'\n\ncolour = 'red'\n");
    let note = explain(&Case::read(&path).unwrap_err());
    assert_eq!(note.code, "error.file-malformed-at");
    assert_eq!(note.facts["line"], "3");
    assert_eq!(note.facts["text"], "colour = 'red'");
    assert!(note.facts["reason"].contains("unknown field `colour`"), "{note:?}");
    let path = folder.file("answers.toml", b"[[answer]]\nitem = '224.ups'\nseen = 'perhaps'\n");
    let note = explain(&AnswersFile::read(&path).unwrap_err());
    assert_eq!(note.code, "error.file-malformed-at");
    assert_eq!((&*note.facts["line"], &*note.facts["text"]), ("3", "seen = 'perhaps'"));
    assert_eq!(note.facts["path"], path.display().to_string());
}

#[test]
fn the_cause_is_found_behind_an_error_that_is_not_ours() {
    #[derive(Debug, thiserror::Error)]
    #[error("outside")]
    struct Outside(#[source] SigningError);
    let note = explain(&Outside(SigningError::WrongPassword { path: "key.p12".into() }));
    assert_eq!(note, Note::new("error.wrong-password").fact("path", "key.p12"));
}

#[test]
fn the_message_of_the_system_is_kept_where_no_word_fits_it() {
    let error = InspectionError::File { path: "x".into(), source: broken(ErrorKind::BrokenPipe) };
    let note = explain(&error);
    assert_eq!(note.code, "error.io-other");
    assert_eq!(note.facts["reason"], "the system's own words");
}

#[test]
fn a_sentence_names_file_and_item() {
    let words = Words::embedded().unwrap();
    let said = |lang, note: &Note| words.say(lang, &note.code, &note.facts);
    let unit = InspectionError::ReadingUnreadable {
        id: item(),
        source: DecimalError::UnitMissing { text: "2,44".into() },
    };
    let note = explain(&unit);
    assert_eq!(
        said(Lang::Kk, &note),
        "224.ceiling-height: «2,44» көрсеткішінің өлшем бірлігі жоқ."
    );
    assert_eq!(
        said(Lang::Ru, &note),
        "224.ceiling-height: показание «2,44» без единицы измерения."
    );
    assert_eq!(said(Lang::En, &note), "224.ceiling-height: the reading \"2,44\" has no unit.");
    let note = explain(&Catalog::load(Path::new("/nowhere")).unwrap_err());
    assert!(said(Lang::Ru, &note).contains("/nowhere"), "{note:?}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(lang: Lang, file: &str) -> String {
    let path = root().join(format!("checklists/words/{}/{file}.ftl", lang.as_str()));
    fs::read_to_string(path).unwrap()
}

fn ids(text: &str) -> Vec<String> {
    text.lines()
        .filter(|it| it.starts_with(|it: char| it.is_ascii_lowercase()))
        .filter_map(|it| Some(it.split_once(" =")?.0.to_owned()))
        .collect()
}

/// A folder of one test, removed with it.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("tekseru-errors-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> std::path::PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _removed = fs::remove_dir_all(&self.0);
    }
}
