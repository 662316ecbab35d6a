//! One clear sentence for every error: each variant becomes a code with its facts, and the words
//! lie under `checklists/words/*/errors.ftl`.
//!
//! An error of the operating system becomes words of its own kind; what no kind fits keeps the
//! system's own message as a fact.

pub mod devices;
pub mod papers;
pub mod register;

use std::error::Error;
use std::io::{self, ErrorKind};
use std::path::Path;

use model::{DecimalError, InvalidIin, Note, RosterError};
use pki::key::KeyError;

use crate::act::render::RenderActError;
use crate::case::{CaseDefect, CaseError};
use crate::catalog::CatalogError;
use crate::criteria::CriterionDefect;
use crate::demo::DemoError;
use crate::document::pdf::RenderError;
use crate::dossier::{Damage, DossierError, Notice};
use crate::exchange::ExchangeError;
use crate::inspection::{InspectionError, NoCableDrill, Refusal, WatchError};
use crate::signing::{NoFitKey, SigningError};
use crate::site::{InvalidNetwork, NoRoute, NoSampling, NoWorld};

/// Every code that this module may put into a note.
pub const SAYS: &[&str] = &[
    "damage.chain-broken",
    "damage.evidence-edited",
    "damage.evidence-missing",
    "damage.evidence-restored",
    "damage.evidence-unlisted",
    "damage.foreign-line",
    "damage.fork",
    "damage.impossible-order",
    "damage.journal-restored",
    "damage.journal-truncated",
    "damage.line-repeated",
    "damage.line-replaced",
    "damage.line-unreadable",
    "damage.lines-deleted",
    "damage.lines-reordered",
    "damage.torn-line-set-aside",
    "damage.torn-tail",
    "damage.unknown-file",
    "error.case-bin",
    "error.case-channel-address",
    "error.case-channel-interface",
    "error.case-channel-proxy",
    "error.case-channel-twice",
    "error.case-commission-in-self-check",
    "error.case-ends-before-start",
    "error.case-field-empty",
    "error.case-grounds-of-no-survey",
    "error.case-no-commission",
    "error.case-serial-twice",
    "error.case-survey-without-grounds",
    "error.checklist-defective",
    "error.checklist-file",
    "error.checklist-malformed",
    "error.conclusion-against-findings",
    "error.conclusion-of-another-visit",
    "error.container-malformed",
    "error.container-no-certificate",
    "error.container-of-others",
    "error.container-of-several",
    "error.container-too-large",
    "error.container-unknown-lock",
    "error.criterion-not-measured",
    "error.criterion-of-law",
    "error.criterion-other-side",
    "error.criterion-other-unit",
    "error.criterion-reversed",
    "error.criterion-unknown",
    "error.damage-without-violation",
    "error.demo-clock",
    "error.demo-container",
    "error.demo-issue",
    "error.demo-network",
    "error.demo-sample",
    "error.demo-written",
    "error.dossier-already-there",
    "error.dossier-changed-underneath",
    "error.dossier-fork",
    "error.dossier-locked",
    "error.dossier-malformed",
    "error.dossier-newer",
    "error.dossier-other-case",
    "error.dossier-read-only",
    "error.dossier-stopped",
    "error.draft-rules",
    "error.drill-expired",
    "error.drill-names-no-service",
    "error.drill-no-reserve",
    "error.drill-not-of-this-authority",
    "error.drill-not-one-certificate",
    "error.drill-not-yet-valid",
    "error.drill-nothing-to-look-at",
    "error.drill-of-an-authority",
    "error.drill-revoked-already",
    "error.entry-refused",
    "error.entry-unreadable",
    "error.evidence-absent",
    "error.evidence-edited",
    "error.evidence-source",
    "error.evidence-too-large",
    "error.file-malformed",
    "error.file-malformed-at",
    "error.file-too-large",
    "error.iin",
    "error.io-already-exists",
    "error.io-disk-full",
    "error.io-is-a-directory",
    "error.io-not-found",
    "error.io-other",
    "error.io-permission-denied",
    "error.io-read-only",
    "error.item-not-asked",
    "error.item-unknown",
    "error.journal-full",
    "error.key-cannot-sign",
    "error.key-expired",
    "error.key-for-authentication",
    "error.key-malformed",
    "error.key-not-begun",
    "error.key-of-nobody",
    "error.key-of-nobody-for-member",
    "error.key-public",
    "error.key-rejected",
    "error.key-unsupported",
    "error.member-missing",
    "error.member-unknown",
    "error.network-invalid",
    "error.no-case",
    "error.no-randomness",
    "error.no-world",
    "error.not-a-dossier",
    "error.not-a-self-check",
    "error.not-sealed",
    "error.not-the-members-key",
    "error.nothing-seen",
    "error.other",
    "error.other-rules",
    "error.pages-glyph",
    "error.pages-not-laid-out",
    "error.pages-of-an-act",
    "error.pages-too-many",
    "error.photo-unreadable",
    "error.private-key",
    "error.reading-not-a-number",
    "error.reading-of-another-kind",
    "error.reading-out-of-range",
    "error.reading-unit-missing",
    "error.reading-unit-unknown",
    "error.reasons-missing",
    "error.record",
    "error.record-malformed",
    "error.record-of-other-format",
    "error.record-too-large",
    "error.roster-changed-without-order",
    "error.roster-nameless",
    "error.roster-never-appointed",
    "error.roster-nobody-votes",
    "error.roster-too-many",
    "error.roster-twice",
    "error.self-check-has-no-act",
    "error.several-acts",
    "error.violations-found",
    "error.violations-not-found",
    "error.watch-channel-unknown",
    "error.watch-every-too-short",
    "error.watch-nothing-to-sample",
    "error.watch-plan-unreadable",
    "error.watch-too-many",
    "error.watch-under-way",
    "error.watch-window-too-short",
    "error.wrong-password",
];

/// What stands for a file or an item that the error does not name.
const UNNAMED: &str = "-";
/// The file that a defect of a case is in, where the error does not name it.
const CASE: &str = "case.toml";

/// The note for an error: that of the first link of its chain which is one of ours.
#[must_use]
pub fn explain(error: &(dyn Error + 'static)) -> Note {
    let links = || std::iter::successors(Some(error), |it| (*it).source());
    links().find_map(known).unwrap_or_else(|| {
        let messages: Vec<String> = links().map(|it| one_line(&it.to_string())).collect();
        Note::new("error.other").fact("reason", messages.join(": "))
    })
}

fn known(error: &(dyn Error + 'static)) -> Option<Note> {
    let roster = |it: &RosterError| self::roster(it, Path::new(CASE));
    let defect = |it: &CaseDefect| case_defect(it, Path::new(CASE));
    None.or_else(|| error.downcast_ref().map(inspection))
        .or_else(|| error.downcast_ref().map(dossier))
        .or_else(|| error.downcast_ref().map(signing))
        .or_else(|| error.downcast_ref().map(key))
        .or_else(|| error.downcast_ref().map(case))
        .or_else(|| error.downcast_ref().map(defect))
        .or_else(|| error.downcast_ref().map(criterion))
        .or_else(|| error.downcast_ref().map(roster))
        .or_else(|| error.downcast_ref().map(catalog))
        .or_else(|| error.downcast_ref().map(render))
        .or_else(|| error.downcast_ref().map(pages))
        .or_else(|| error.downcast_ref().map(demo))
        .or_else(|| error.downcast_ref().map(register::register))
        .or_else(|| error.downcast_ref().map(no_world))
        .or_else(|| error.downcast_ref().map(network))
        .or_else(|| error.downcast_ref().map(|it| decimal(it, UNNAMED)))
        .or_else(|| error.downcast_ref().map(iin))
        .or_else(|| error.downcast_ref().map(|it| system(it, UNNAMED)))
}

/// The note for a use case that could not be carried out.
#[must_use]
pub fn inspection(error: &InspectionError) -> Note {
    match error {
        InspectionError::ItemUnknown { id } => Note::new("error.item-unknown").fact("item", id),
        InspectionError::ItemNotAsked { id, probe } => {
            Note::new("error.item-not-asked").fact("item", id).fact("probe", probe)
        }
        InspectionError::MemberUnknown { iin } => {
            Note::new("error.member-unknown").fact("member", iin)
        }
        InspectionError::MemberMissing { id } => Note::new("error.member-missing").fact("item", id),
        InspectionError::ReadingUnreadable { id, source } => decimal(source, &id.0),
        InspectionError::ReadingOfAnotherKind { id, source } => {
            Note::new("error.reading-of-another-kind")
                .fact("item", id)
                .fact("limit", source.limit)
                .fact("unit", source.measure)
        }
        InspectionError::PhotoUnreadable { path, reason } => {
            with_reason(at("error.photo-unreadable", path), reason)
        }
        InspectionError::PrivateKey { path } => at("error.private-key", path),
        InspectionError::FileTooLarge { path, length, most } => too_large(path, *length, *most),
        InspectionError::File { path, source } => system(source, &path.to_string_lossy()),
        InspectionError::FileMalformed { path, reason } => malformed(path, reason),
        InspectionError::DrillLook(error) => with_reason(Note::new("error.record"), error),
        InspectionError::NoCableDrill(NoCableDrill::NoReserve) => {
            Note::new("error.drill-no-reserve")
        }
        InspectionError::NoCableDrill(NoCableDrill::NothingToLookAt) => {
            Note::new("error.drill-nothing-to-look-at")
        }
        InspectionError::DrillRefused { path, refusal } => refused(path, refusal),
        InspectionError::NoCase { path } => at("error.no-case", path),
        InspectionError::EntryUnreadable { entry, kind, source } => {
            let note = Note::new("error.entry-unreadable").fact("entry", entry).fact("kind", kind);
            with_reason(note, source)
        }
        InspectionError::DraftRules { edition } => {
            Note::new("error.draft-rules").fact("edition", edition)
        }
        InspectionError::OtherRules { expected, found } => {
            Note::new("error.other-rules").fact("expected", expected).fact("found", found)
        }
        InspectionError::NothingSeen => Note::new("error.nothing-seen"),
        InspectionError::ConclusionAgainstFindings { items } => {
            let named: Vec<&str> = items.iter().map(|it| it.0.as_str()).collect();
            Note::new("error.conclusion-against-findings")
                .fact("count", items.len())
                .fact("items", named.join(", "))
        }
        InspectionError::ConclusionOfAnotherVisit { kind, visit } => {
            Note::new("error.conclusion-of-another-visit")
                .fact("conclusion", kind.as_str())
                .fact("visit", visit.as_str())
        }
        InspectionError::DamageWithoutViolation { id } => {
            Note::new("error.damage-without-violation").fact("item", id)
        }
        InspectionError::SeveralActs { version, numbers } => Note::new("error.several-acts")
            .fact("version", version)
            .fact("acts", numbers.join(", ")),
        InspectionError::ViolationsFound { items } => {
            let named: Vec<&str> = items.iter().map(|it| it.0.as_str()).collect();
            Note::new("error.violations-found")
                .fact("count", items.len())
                .fact("items", named.join(", "))
        }
        InspectionError::ViolationsNotFound => Note::new("error.violations-not-found"),
        InspectionError::SelfCheckHasNoAct => Note::new("error.self-check-has-no-act"),
        InspectionError::NotASelfCheck => Note::new("error.not-a-self-check"),
        InspectionError::NotSealed => Note::new("error.not-sealed"),
        InspectionError::ReasonsMissing { iin } => {
            Note::new("error.reasons-missing").fact("member", iin)
        }
        InspectionError::NotTheMembersKey { member, found: Some(found) } => {
            Note::new("error.not-the-members-key").fact("member", member).fact("found", found)
        }
        InspectionError::NotTheMembersKey { member, found: None } => {
            Note::new("error.key-of-nobody-for-member").fact("member", member)
        }
        InspectionError::KeyOfNobody => Note::new("error.key-of-nobody"),
        InspectionError::Calendar(error) => with_reason(Note::new("error.other"), error),
        InspectionError::Case(defect) => case_defect(defect, Path::new(CASE)),
        InspectionError::Criterion(defect) => criterion(defect),
        InspectionError::Dossier(error) => dossier(error),
        InspectionError::Render(error) => render(error),
        InspectionError::Record(error) => with_reason(Note::new("error.record"), error),
        InspectionError::Signing(error) => signing(error),
        InspectionError::Watch(error) => watch(error),
    }
}

/// The note for a record that cannot be written in another format.
#[must_use]
pub fn exchange(error: &ExchangeError) -> Note {
    match error {
        ExchangeError::Inspection(error) => inspection(error),
        ExchangeError::Malformed { path, reason } => {
            with_reason(at("error.record-malformed", path), reason)
        }
        ExchangeError::OfAnAct { file } => Note::new("error.pages-of-an-act").fact("file", file),
        ExchangeError::OtherFormat { path, found } => {
            at("error.record-of-other-format", path).fact("found", found)
        }
        ExchangeError::TooLarge { path } => at("error.record-too-large", path),
        ExchangeError::Unlaid(error) => render(error),
        ExchangeError::Unreadable { path, source } => system(source, &path.to_string_lossy()),
        ExchangeError::Unwritable(error) => with_reason(Note::new("error.record"), error),
    }
}

/// The note for samples that cannot be taken.
#[must_use]
pub fn watch(error: &WatchError) -> Note {
    match error {
        WatchError::ChannelUnknown { name } => {
            Note::new("error.watch-channel-unknown").fact("channel", name)
        }
        WatchError::EveryTooShort { every } => {
            Note::new("error.watch-every-too-short").fact("every", every)
        }
        WatchError::NothingToSample => Note::new("error.watch-nothing-to-sample"),
        WatchError::PlanUnreadable { plan, reason } => {
            with_reason(Note::new("error.watch-plan-unreadable").fact("plan", plan), reason)
        }
        WatchError::Site(NoSampling::Route(error)) => route(error, Path::new(CASE)),
        WatchError::Site(NoSampling::World(error)) => no_world(error),
        WatchError::TooMany { samples, lanes } => {
            Note::new("error.watch-too-many").fact("samples", samples).fact("lanes", lanes)
        }
        WatchError::UnderWay { until, what } => {
            Note::new("error.watch-under-way").fact("until", until).fact("what", what)
        }
        WatchError::Unrecordable(error) => with_reason(Note::new("error.record"), error),
        WatchError::WindowTooShort { window, every } => {
            Note::new("error.watch-window-too-short").fact("window", window).fact("every", every)
        }
    }
}

/// The note for a channel of the case in this file that no connection can leave by.
fn route(error: &NoRoute, path: &Path) -> Note {
    match error {
        NoRoute::Address { channel, text } => {
            at("error.case-channel-address", path).fact("channel", channel).fact("text", text)
        }
        NoRoute::Interface { channel } => {
            at("error.case-channel-interface", path).fact("channel", channel)
        }
        NoRoute::Proxy { channel, text } => {
            at("error.case-channel-proxy", path).fact("channel", channel).fact("text", text)
        }
    }
}

/// The note for a certificate with which no drill is made.
fn refused(path: &Path, refusal: &Refusal) -> Note {
    match refusal {
        Refusal::Expired { not_after } => at("error.drill-expired", path).fact("until", not_after),
        Refusal::NamesNoService => at("error.drill-names-no-service", path),
        Refusal::NotOneCertificate { found } => {
            at("error.drill-not-one-certificate", path).fact("count", found)
        }
        Refusal::NotOfThisAuthority { issuer } => {
            at("error.drill-not-of-this-authority", path).fact("issuer", issuer)
        }
        Refusal::NotYetValid { not_before } => {
            at("error.drill-not-yet-valid", path).fact("from", not_before)
        }
        Refusal::OfAnAuthority => at("error.drill-of-an-authority", path),
        Refusal::RevokedAlready { service, url, date } => at("error.drill-revoked-already", path)
            .fact("service", service.as_str())
            .fact("url", url)
            .fact("date", date.map_or_else(|| UNNAMED.to_owned(), |it| it.to_string())),
    }
}

/// The note for a store that failed or refused.
#[must_use]
pub fn dossier(error: &DossierError) -> Note {
    match error {
        DossierError::AlreadyThere { path } => at("error.dossier-already-there", path),
        DossierError::BadEntry { kind, defect } => {
            with_reason(Note::new("error.entry-refused").fact("kind", kind), defect)
        }
        DossierError::ChangedUnderneath { path } => at("error.dossier-changed-underneath", path),
        DossierError::DiskFull { path } => at("error.io-disk-full", path),
        DossierError::EvidenceAbsent { path, id } => {
            at("error.evidence-absent", path).fact("evidence", id)
        }
        DossierError::EvidenceEdited { path, id, found } => {
            at("error.evidence-edited", path).fact("evidence", id).fact("found", found)
        }
        DossierError::EvidenceSource { source } => {
            with_reason(Note::new("error.evidence-source"), source)
        }
        DossierError::EvidenceTooLarge { limit } => {
            Note::new("error.evidence-too-large").fact("limit", limit)
        }
        DossierError::Fork { path, devices } => {
            let named: Vec<String> = devices
                .iter()
                .map(|(device, seq)| format!("journal/{device}.jsonl: {seq}"))
                .collect();
            at("error.dossier-fork", path).fact("places", named.join(", "))
        }
        DossierError::JournalFull { path, limit } => {
            at("error.journal-full", path).fact("limit", limit)
        }
        DossierError::Locked { path, holder } => {
            at("error.dossier-locked", path).fact("holder", one_line(holder))
        }
        DossierError::Malformed { path, defect } => {
            with_reason(at("error.dossier-malformed", path), defect)
        }
        DossierError::NewerFormat { path, found, supported } => {
            at("error.dossier-newer", path).fact("found", found).fact("supported", supported)
        }
        DossierError::NoRandomness { cause } => {
            with_reason(Note::new("error.no-randomness"), cause)
        }
        DossierError::NotADossier { path } => at("error.not-a-dossier", path),
        DossierError::OpenedForReading { path } => at("error.dossier-read-only", path),
        DossierError::OtherCase { path, from, into } => {
            at("error.dossier-other-case", path).fact("from", from).fact("into", into)
        }
        DossierError::Read { path, source }
        | DossierError::ReadOnly { path, source }
        | DossierError::Write { path, source } => system(source, &path.to_string_lossy()),
        DossierError::Stopped { path } => at("error.dossier-stopped", path),
    }
}

/// The note for a key container or a signature that cannot be used.
#[must_use]
pub fn signing(error: &SigningError) -> Note {
    match error {
        SigningError::Device(error) => devices::device(error),
        SigningError::Key(error) => key(error),
        SigningError::NcaLayer(error) => devices::ncalayer(error),
        SigningError::Token(error) => devices::token(error),
        SigningError::NoCertificate { path } => at("error.container-no-certificate", path),
        SigningError::Malformed { path, reason } => {
            with_reason(at("error.container-malformed", path), reason)
        }
        SigningError::TooLarge { path, length } => {
            at("error.container-too-large", path).fact("length", length)
        }
        SigningError::Unreadable { path, source } => system(source, &path.to_string_lossy()),
        SigningError::Unfit(error) => no_fit_key(error),
        SigningError::UnknownLock { path, reason } => {
            with_reason(at("error.container-unknown-lock", path), reason)
        }
        SigningError::WrongPassword { path } => at("error.wrong-password", path),
    }
}

/// The note for a container of which no key will do.
#[must_use]
pub fn no_fit_key(error: &NoFitKey) -> Note {
    match error {
        NoFitKey::Ambiguous { path, people } => {
            at("error.container-of-several", path).fact("people", people.join(", "))
        }
        NoFitKey::Expired { path, not_after } => {
            at("error.key-expired", path).fact("ended", not_after)
        }
        NoFitKey::ForAuthentication { path } => at("error.key-for-authentication", path),
        NoFitKey::NotTheMembers { path, member, people } => at("error.container-of-others", path)
            .fact("member", member)
            .fact("people", people.join(", ")),
        NoFitKey::NotYetValid { path, not_before } => {
            at("error.key-not-begun", path).fact("begins", not_before)
        }
    }
}

/// The note for a private key that could not be made, read or used.
#[must_use]
pub fn key(error: &KeyError) -> Note {
    match error {
        KeyError::Public(reason) => with_reason(Note::new("error.key-public"), reason),
        KeyError::Random => with_reason(Note::new("error.no-randomness"), UNNAMED),
        KeyError::Rejected { algorithm } => {
            Note::new("error.key-rejected").fact("algorithm", algorithm)
        }
        KeyError::Signing => Note::new("error.key-cannot-sign"),
        KeyError::Structure(defect) => with_reason(Note::new("error.key-malformed"), defect),
        KeyError::Unsupported(algorithm) => {
            Note::new("error.key-unsupported").fact("algorithm", algorithm)
        }
    }
}

/// The note for a case file that cannot be used.
#[must_use]
pub fn case(error: &CaseError) -> Note {
    match error {
        CaseError::Defective { path, defect } => case_defect(defect, path),
        CaseError::Malformed { path, source } => malformed(path, &source.to_string()),
        CaseError::TooLarge { path, length, most } => too_large(path, *length, *most),
        CaseError::Unreadable { path, source } => system(source, &path.to_string_lossy()),
    }
}

/// The note for what is wrong with the case in this file.
#[must_use]
pub fn case_defect(defect: &CaseDefect, path: &Path) -> Note {
    match defect {
        CaseDefect::Bin { text } => at("error.case-bin", path).fact("text", text),
        CaseDefect::Channel(error) => route(error, path),
        CaseDefect::ChannelTwice { name } => {
            at("error.case-channel-twice", path).fact("channel", name)
        }
        CaseDefect::CommissionInSelfCheck => at("error.case-commission-in-self-check", path),
        CaseDefect::Empty { field } => at("error.case-field-empty", path).fact("field", field),
        CaseDefect::EndsBeforeItStarts => at("error.case-ends-before-start", path),
        CaseDefect::GroundsOfNoSurvey => at("error.case-grounds-of-no-survey", path),
        CaseDefect::NoCommission => at("error.case-no-commission", path),
        CaseDefect::Roster(error) => roster(error, path),
        CaseDefect::SerialTwice { serial } => {
            at("error.case-serial-twice", path).fact("serial", serial)
        }
        CaseDefect::SurveyWithoutGrounds => at("error.case-survey-without-grounds", path),
    }
}

/// The note for a criterion of the commission that cannot be used.
#[must_use]
pub fn criterion(defect: &CriterionDefect) -> Note {
    let (code, item) = match defect {
        CriterionDefect::LimitOfLaw { item } => ("error.criterion-of-law", item),
        CriterionDefect::NotMeasured { item } => ("error.criterion-not-measured", item),
        CriterionDefect::OtherSide { item, .. } => ("error.criterion-other-side", item),
        CriterionDefect::OtherUnit { item, .. } => ("error.criterion-other-unit", item),
        CriterionDefect::Reversed { item } => ("error.criterion-reversed", item),
        CriterionDefect::Unknown { item } => ("error.criterion-unknown", item),
        CriterionDefect::Unreadable { item, source } => return decimal(source, item),
    };
    let note = Note::new(code).fact("item", item);
    match defect {
        CriterionDefect::OtherSide { sides, .. } => note.fact("sides", sides),
        CriterionDefect::OtherUnit { unit, limit, .. } => {
            note.fact("unit", unit).fact("limit", limit)
        }
        CriterionDefect::LimitOfLaw { .. }
        | CriterionDefect::NotMeasured { .. }
        | CriterionDefect::Reversed { .. }
        | CriterionDefect::Unknown { .. }
        | CriterionDefect::Unreadable { .. } => note,
    }
}

/// The note for a roster in this file that cannot be counted over.
#[must_use]
pub fn roster(error: &RosterError, path: &Path) -> Note {
    match error {
        RosterError::ChangedWithoutOrder { iin } => {
            at("error.roster-changed-without-order", path).fact("member", iin)
        }
        RosterError::NeverAppointed { iin } => {
            at("error.roster-never-appointed", path).fact("member", iin)
        }
        RosterError::Nameless { iin } => at("error.roster-nameless", path).fact("member", iin),
        RosterError::NobodyVotes => at("error.roster-nobody-votes", path),
        RosterError::TooMany { found, most } => {
            at("error.roster-too-many", path).fact("found", found).fact("most", most)
        }
        RosterError::Twice { iin } => at("error.roster-twice", path).fact("member", iin),
    }
}

/// The note for checklists or words that cannot be used.
#[must_use]
pub fn catalog(error: &CatalogError) -> Note {
    match error {
        CatalogError::Defective { file, item, defect } => {
            let note = Note::new("error.checklist-defective").fact("path", file).fact("item", item);
            with_reason(note, defect)
        }
        CatalogError::File { file, defect } => {
            with_reason(Note::new("error.checklist-file").fact("path", file), defect)
        }
        CatalogError::Malformed { file, line, message } => {
            let note = Note::new("error.checklist-malformed").fact("path", file).fact("line", line);
            with_reason(note, message)
        }
        CatalogError::Unreadable { file, source } => system(source, file),
    }
}

/// The note for an act that could not be rendered.
#[must_use]
pub fn render(error: &RenderActError) -> Note {
    match error {
        RenderActError::Record(error) => with_reason(Note::new("error.record"), error),
        RenderActError::Pages(error) => pages(error),
    }
}

/// The note for pages that could not be laid out.
#[must_use]
pub fn pages(error: &RenderError) -> Note {
    match error {
        RenderError::Glyph { text } => Note::new("error.pages-glyph").fact("text", text),
        RenderError::Long { most } => Note::new("error.pages-too-many").fact("most", most),
        RenderError::Attachment { .. }
        | RenderError::Columns { .. }
        | RenderError::Deep { .. }
        | RenderError::Font
        | RenderError::Writer { .. } => with_reason(Note::new("error.pages-not-laid-out"), error),
    }
}

/// The note for a demonstration that cannot start.
#[must_use]
pub fn demo(error: &DemoError) -> Note {
    match error {
        DemoError::Clock(error) => with_reason(Note::new("error.demo-clock"), error),
        DemoError::Container(error) => with_reason(Note::new("error.demo-container"), error),
        DemoError::Issue(error) => with_reason(Note::new("error.demo-issue"), error),
        DemoError::CaseForm(error) => with_reason(Note::new("error.demo-written"), error),
        DemoError::Key(error) => key(error),
        DemoError::Photo(error) => with_reason(Note::new("error.demo-written"), error),
        DemoError::RecordForm(error) => with_reason(Note::new("error.demo-written"), error),
        DemoError::Sample(error) => with_reason(Note::new("error.demo-sample"), error),
        DemoError::Secure(error) => with_reason(Note::new("error.demo-issue"), error),
        DemoError::Unreadable(error) => with_reason(Note::new("error.demo-issue"), error),
        DemoError::Unwritable { path, source } => system(source, &path.to_string_lossy()),
        DemoError::Network(error) => with_reason(Note::new("error.demo-network"), error),
    }
}

/// The note for a machine from which nothing can be asked.
#[must_use]
pub fn no_world(error: &NoWorld) -> Note {
    with_reason(Note::new("error.no-world"), &error.message)
}

/// The note for a network of the case that is none.
#[must_use]
pub fn network(error: &InvalidNetwork) -> Note {
    Note::new("error.network-invalid").fact("text", &error.text)
}

/// The note for a reading of this item that is no number with a unit.
#[must_use]
pub fn decimal(error: &DecimalError, item: &str) -> Note {
    let (code, text) = match error {
        DecimalError::NotANumber { text } => ("error.reading-not-a-number", text),
        DecimalError::OutOfRange { text } => ("error.reading-out-of-range", text),
        DecimalError::UnitMissing { text } => ("error.reading-unit-missing", text),
        DecimalError::UnitUnknown { unit } => ("error.reading-unit-unknown", unit),
    };
    Note::new(code).fact("item", item).fact("text", text)
}

/// The note for a text that is no individual identification number.
#[must_use]
pub fn iin(error: &InvalidIin) -> Note {
    Note::new("error.iin").fact("text", &error.text)
}

/// The note for what the operating system said about this file.
#[must_use]
pub fn system(error: &io::Error, path: &str) -> Note {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the kinds of the system keep growing")]
    let code = match error.kind() {
        ErrorKind::NotFound => "error.io-not-found",
        ErrorKind::PermissionDenied => "error.io-permission-denied",
        ErrorKind::ReadOnlyFilesystem => "error.io-read-only",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "error.io-disk-full",
        ErrorKind::IsADirectory => "error.io-is-a-directory",
        ErrorKind::AlreadyExists => "error.io-already-exists",
        _ => {
            return with_reason(Note::new("error.io-other").fact("path", path), error);
        }
    };
    Note::new(code).fact("path", path)
}

/// The note for one thing wrong with a dossier.
#[must_use]
pub fn damage(damage: &Damage) -> Note {
    let of = |code, file: &String| Note::new(code).fact("file", file);
    match damage {
        Damage::ChainBroken { file, line } => of("damage.chain-broken", file).fact("line", line),
        Damage::EvidenceEdited { file, found } => {
            of("damage.evidence-edited", file).fact("found", found)
        }
        Damage::EvidenceMissing { file, device, seq } => {
            of("damage.evidence-missing", file).fact("device", device).fact("entry", seq)
        }
        Damage::EvidenceUnlisted { file } => of("damage.evidence-unlisted", file),
        Damage::ForeignLine { file, line, device } => {
            of("damage.foreign-line", file).fact("line", line).fact("device", device)
        }
        Damage::Fork { file, seq } => of("damage.fork", file).fact("entry", seq),
        Damage::ImpossibleOrder { file, seq } => {
            of("damage.impossible-order", file).fact("entry", seq)
        }
        Damage::JournalTruncated { file, known, found, witness } => {
            of("damage.journal-truncated", file)
                .fact("known", known)
                .fact("found", found)
                .fact("witness", witness)
        }
        Damage::LineRepeated { file, line, seq } => {
            of("damage.line-repeated", file).fact("line", line).fact("entry", seq)
        }
        Damage::LineReplaced { file, seq, witness } => {
            of("damage.line-replaced", file).fact("entry", seq).fact("witness", witness)
        }
        Damage::LineUnreadable { file, line, defect } => {
            with_reason(of("damage.line-unreadable", file).fact("line", line), defect)
        }
        Damage::LinesDeleted { file, first, last } => {
            of("damage.lines-deleted", file).fact("first", first).fact("last", last)
        }
        Damage::LinesReordered { file, line, seq } => {
            of("damage.lines-reordered", file).fact("line", line).fact("entry", seq)
        }
        Damage::TornTail { file, line, bytes } => {
            of("damage.torn-tail", file).fact("line", line).fact("bytes", bytes)
        }
        Damage::UnknownFile { file } => of("damage.unknown-file", file),
    }
}

/// The note for something the store did on its own.
#[must_use]
pub fn notice(notice: &Notice) -> Note {
    match notice {
        Notice::EvidenceRestored { id, kept } => {
            Note::new("damage.evidence-restored").fact("evidence", id).fact("kept", kept.display())
        }
        Notice::JournalRestored { journal, kept } => Note::new("damage.journal-restored")
            .fact("file", journal.display())
            .fact("kept", kept.display()),
        Notice::TornLineSetAside { journal, kept } => Note::new("damage.torn-line-set-aside")
            .fact("file", journal.display())
            .fact("kept", kept.display()),
    }
}

fn at(code: &'static str, path: &Path) -> Note {
    Note::new(code).fact("path", path.display())
}

fn with_reason(note: Note, reason: impl ToString) -> Note {
    note.fact("reason", one_line(&reason.to_string()))
}

fn too_large(path: &Path, length: u64, most: u64) -> Note {
    at("error.file-too-large", path).fact("length", length).fact("most", most)
}

/// A file that is not of its form: with line and text where the reader of TOML names them.
fn malformed(path: &Path, reason: &str) -> Note {
    match place(reason) {
        Some(place) => with_reason(at("error.file-malformed-at", path), place.reason)
            .fact("line", place.line)
            .fact("text", place.text),
        None => with_reason(at("error.file-malformed", path), reason),
    }
}

/// Where the reader of TOML stopped.
struct Place<'a> {
    line: &'a str,
    /// The line as it stands in the file: it holds the key.
    text: &'a str,
    reason: &'a str,
}

/// Takes the report of the reader of TOML apart: `TOML parse error at line 3, column 1`, the line
/// behind a bar, a mark below it, and what was wrong.
fn place(report: &str) -> Option<Place<'_>> {
    let rest = report.strip_prefix("TOML parse error at line ")?;
    let (line, rest) = rest.split_once(',')?;
    let behind = format!("{line} | ");
    let text = rest.lines().find_map(|it| it.trim_start().strip_prefix(&behind));
    let mark = rest.find("^")?;
    let reason = rest.get(mark..)?.split_once('\n').map_or("", |(_, reason)| reason);
    Some(Place { line, text: text.unwrap_or_default().trim(), reason })
}

/// A report of a library in one line, and not longer than a person reads.
fn one_line(text: &str) -> String {
    const MOST: usize = 600;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > MOST {
        line.chars().take(MOST).chain(['…']).collect()
    } else {
        line
    }
}
