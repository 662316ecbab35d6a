use std::path::PathBuf;

use model::{Iin, RequirementId, VisitKind};

use crate::act::record::ConclusionKind;
use crate::act::render::RenderActError;
use crate::case::CaseDefect;
use crate::criteria::CriterionDefect;
use crate::dossier::DossierError;
use crate::inspection::watch::WatchError;
use crate::signing::SigningError;

/// A use case that could not be carried out. Nothing that was acknowledged before is lost.
#[derive(Debug, thiserror::Error)]
pub enum InspectionError {
    /// An answer for an item that no checklist holds.
    #[error("{id}: no such item")]
    ItemUnknown {
        /// What was asked for.
        id: String,
    },
    /// An answer for an item that a probe judges.
    #[error("{id}: judged by {probe}, nobody is asked")]
    ItemNotAsked {
        /// The item.
        id: RequirementId,
        /// The probe that judges it.
        probe: String,
    },
    /// A person who is not on the commission.
    #[error("{iin}: not a member of the commission")]
    MemberUnknown {
        /// Who.
        iin: Iin,
    },
    /// An answer of an inspection without a member.
    #[error("{id}: the answer names no member")]
    MemberMissing {
        /// The item.
        id: RequirementId,
    },
    /// A reading that is no number with a unit.
    #[error("{id}: {source}")]
    ReadingUnreadable {
        /// The item.
        id: RequirementId,
        /// What is wrong with it.
        source: model::DecimalError,
    },
    /// A reading whose unit measures something else than the limit does.
    #[error("{id}: {source}")]
    ReadingOfAnotherKind {
        /// The item.
        id: RequirementId,
        /// Which units.
        source: model::UnitMismatch,
    },
    /// A picture that is none.
    #[error("{}: not a JPEG or PNG picture: {reason}", path.display())]
    PhotoUnreadable {
        /// The file.
        path: PathBuf,
        /// What the decoder reported.
        reason: String,
    },
    /// A file with a private key among the evidence.
    #[error("{}: holds a private key; it is not taken", path.display())]
    PrivateKey {
        /// The file.
        path: PathBuf,
    },
    /// A file that is too large to be taken.
    #[error("{}: {length} bytes; at most {most} are taken", path.display())]
    FileTooLarge {
        /// The file.
        path: PathBuf,
        /// Its length.
        length: u64,
        /// The limit.
        most: u64,
    },
    /// A file that the operating system does not give, or does not take.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What it reported.
        source: std::io::Error,
    },
    /// A file that is not what it should be.
    #[error("{}: {reason}", path.display())]
    FileMalformed {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A look of a drill that cannot be written down.
    #[error(transparent)]
    DrillLook(#[from] probes::CollectError),
    /// A certificate with which no drill is made.
    #[error("{}: {refusal}", path.display())]
    DrillRefused {
        /// The file.
        path: PathBuf,
        /// Why not.
        refusal: probes::Refusal,
    },
    /// No drill of cutting the main path is made.
    #[error(transparent)]
    NoCableDrill(#[from] super::NoCableDrill),
    /// A dossier without a case.
    #[error("{}: holds no case", path.display())]
    NoCase {
        /// The dossier.
        path: PathBuf,
    },
    /// An entry of the journal that this version cannot read.
    #[error("entry {entry} ({kind}): {source}")]
    EntryUnreadable {
        /// Device and number.
        entry: String,
        /// Its kind.
        kind: String,
        /// What the reader reported.
        source: serde_json::Error,
    },
    /// The checklists are a draft.
    #[error("checklists {edition}: a draft; an act cannot rest on it")]
    DraftRules {
        /// The edition.
        edition: String,
    },
    /// The checklists are not those the case was opened under.
    #[error("checklists: {found}, but the case was opened under {expected}")]
    OtherRules {
        /// SHA-256 recorded in the case.
        expected: String,
        /// SHA-256 in use.
        found: String,
    },
    /// Nothing was looked at.
    #[error("nothing was looked at: collect and answer first")]
    NothingSeen,
    /// A positive conclusion against what was found, without a reason.
    #[error("a positive conclusion stands against {} items: {}", items.len(), list(items))]
    ConclusionAgainstFindings {
        /// The items.
        items: Vec<RequirementId>,
    },
    /// What only a self-check can do.
    #[error("the case is not of a self-check")]
    NotASelfCheck,
    /// A conclusion that this kind of visit does not end in.
    #[error("conclusion {}: not one of the {}", kind.as_str(), visit.as_str())]
    ConclusionOfAnotherVisit {
        /// The conclusion.
        kind: ConclusionKind,
        /// The kind of visit.
        visit: VisitKind,
    },
    /// Damage stated for an item that was not found violated.
    #[error("{id}: damage is stated, but the item was not found violated")]
    DamageWithoutViolation {
        /// The item.
        id: RequirementId,
    },
    /// A survey's mark that no violations were found against those that were, without a reason.
    #[error("the act says that no violation was found, and {} were: {}", items.len(), list(items))]
    ViolationsFound {
        /// The items.
        items: Vec<RequirementId>,
    },
    /// A survey's mark that violations were found, without any found and without a reason.
    #[error("the act says that violations were found, and none was")]
    ViolationsNotFound,
    /// Several acts are sealed under one version, on laptops that did not know of each other.
    #[error("{} acts are sealed as version {version}: {}", numbers.len(), numbers.join(", "))]
    SeveralActs {
        /// The version.
        version: u32,
        /// Number and beginning of the fingerprint of each.
        numbers: Vec<String>,
    },
    /// A self-check has no act to sign.
    #[error("a self-check ends in a report: nobody signs it")]
    SelfCheckHasNoAct,
    /// No act was sealed.
    #[error("no act is sealed yet")]
    NotSealed,
    /// A dissent without reasons, or a reservation without words.
    #[error("{iin}: a statement needs its reasons")]
    ReasonsMissing {
        /// Who.
        iin: Iin,
    },
    /// The certificate of a key is not the member's.
    #[error("{member}: the certificate is of {}", found.as_deref().unwrap_or("nobody"))]
    NotTheMembersKey {
        /// Who was named.
        member: Iin,
        /// Whose certificate it is.
        found: Option<String>,
    },
    /// A key whose certificate names no person.
    #[error("the key's certificate names no person")]
    KeyOfNobody,
    /// The calendar of working days cannot be read.
    #[error(transparent)]
    Calendar(#[from] crate::calendar::CalendarError),
    /// The case cannot be used.
    #[error("case: {0}")]
    Case(#[from] CaseDefect),
    /// A criterion of the commission cannot be used.
    #[error(transparent)]
    Criterion(#[from] CriterionDefect),
    /// The store.
    #[error(transparent)]
    Dossier(#[from] DossierError),
    /// The pages could not be rendered.
    #[error(transparent)]
    Render(#[from] RenderActError),
    /// A record could not be written down: a defect of this program.
    #[error("record: {0}")]
    Record(#[from] serde_json::Error),
    /// Samples that cannot be taken.
    #[error(transparent)]
    Watch(#[from] WatchError),
    /// A key or a signature file.
    #[error(transparent)]
    Signing(#[from] SigningError),
}

fn list(items: &[RequirementId]) -> String {
    items.iter().map(|it| it.0.as_str()).collect::<Vec<_>>().join(", ")
}
