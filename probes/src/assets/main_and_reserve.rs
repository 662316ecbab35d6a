//! `assets.main-and-reserve`: a main and a reserve, two machines that can be touched.
//!
//! # Measures
//!
//! The number of physical main and of physical reserve assets of one kind, as members found them.
//!
//! # Rests on
//!
//! The text: at least one main and at least one reserve. Which kind is counted is told by the
//! requirement's quantity: `servers` or `key-protection-complexes`. That one machine cannot be its
//! own reserve follows from the words; that two may share a room too, so a shared room is a remark.
//!
//! # Evidence
//!
//! One or more `answer` with the assets that were found.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | a physical main and a physical reserve stand with different serial numbers and addresses |
//! | violates | none of one role was found, or none that is physical; main and reserve share a serial number or an address; the member found it out of order and said why |
//! | undetermined | no assets were written down, a serial number is empty, the member could not establish it, gave no ground, or two answers give one machine two roles |
//!
//! # Cannot see
//!
//! Whether the reserve would take over; whether a plate tells the truth.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use model::{EvidenceKind, Judgement, Note, Verdict};

use super::{folded, kind_counted};
use crate::{Answer, AssetFound, AssetRole, Probe, Question, Seen, case};

/// The probe.
pub(crate) struct MainAndReserve;

impl Probe for MainAndReserve {
    fn id(&self) -> &'static str {
        "assets.main-and-reserve"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Answer]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            "assets.answers-disagree",
            "assets.found",
            "assets.found-out-of-order",
            "assets.ground-missing",
            "assets.kind-not-told",
            "assets.main-missing",
            "assets.none-written-down",
            "assets.not-established",
            "assets.not-ours-not-allowed",
            "assets.not-physical",
            "assets.reserve-is-main",
            "assets.reserve-missing",
            "assets.same-address",
            "assets.same-room",
            "assets.serial-missing",
            case::ANSWER_UNREADABLE,
        ]
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let Some(kind) = kind_counted(question.requirement) else {
            return Judgement::undetermined(Note::new("assets.kind-not-told"));
        };
        let answers = match case::answers(question) {
            Ok(answers) => answers,
            Err(note) => return Judgement::undetermined(note),
        };
        let mut parts: Vec<Judgement> = answers.iter().filter_map(said).collect();
        let mut found: Vec<&AssetFound> = Vec::new();
        for asset in answers.iter().flat_map(|it| &it.assets).filter(|it| it.kind == kind) {
            if !found.contains(&asset) {
                found.push(asset);
            }
        }
        if found.is_empty() {
            if !parts.iter().any(|it| it.verdict == Verdict::Violates) {
                let note = Note::new("assets.none-written-down").fact("kind", kind.as_str());
                parts.push(Judgement::undetermined(note));
            }
            return Judgement::over(parts);
        }
        parts.push(two_roles(&answers, &found));
        parts.push(both_stand(&found));
        Judgement::over(parts.into_iter().filter(|it| !it.notes.is_empty()))
    }
}

/// What a member said besides the list.
fn said(answer: &Answer) -> Option<Judgement> {
    let ground = answer.ground.trim();
    let (verdict, note) = match answer.seen {
        Seen::InOrder => return None,
        Seen::NotEstablished => (Verdict::Undetermined, Note::new("assets.not-established")),
        Seen::NotOurs => (Verdict::Undetermined, Note::new("assets.not-ours-not-allowed")),
        Seen::OutOfOrder if ground.is_empty() => {
            (Verdict::Undetermined, Note::new("assets.ground-missing"))
        }
        Seen::OutOfOrder => (Verdict::Violates, Note::new("assets.found-out-of-order")),
    };
    Some(Judgement::because(verdict, note.fact("ground", ground)))
}

/// Whether one machine was given both roles: by one member it is the authority's defect, by two
/// members it is theirs.
fn two_roles(answers: &[Answer], found: &[&AssetFound]) -> Judgement {
    let mut roles: BTreeMap<String, BTreeSet<AssetRole>> = BTreeMap::new();
    for asset in found {
        roles.entry(folded(&asset.serial)).or_default().insert(asset.role);
    }
    let mut notes = Vec::new();
    let mut verdicts = Vec::new();
    for (serial, roles) in roles {
        if serial.is_empty() {
            let count = found.iter().filter(|it| folded(&it.serial).is_empty()).count();
            notes.push(Note::new("assets.serial-missing").fact("count", count));
            verdicts.push(Verdict::Undetermined);
        } else if roles.len() > 1 {
            let within_one = answers.iter().any(|answer| {
                let said: BTreeSet<_> = answer
                    .assets
                    .iter()
                    .filter(|it| folded(&it.serial) == serial)
                    .map(|it| it.role)
                    .collect();
                said.len() > 1
            });
            let (verdict, code) = if within_one {
                (Verdict::Violates, "assets.reserve-is-main")
            } else {
                (Verdict::Undetermined, "assets.answers-disagree")
            };
            notes.push(Note::new(code).fact("serial", &serial));
            verdicts.push(verdict);
        }
    }
    Judgement::of(Verdict::over(verdicts), notes)
}

/// Whether each role is carried by a machine that can be touched, and by another machine.
fn both_stand(found: &[&AssetFound]) -> Judgement {
    let of = |role| found.iter().copied().filter(move |it| it.role == role);
    let mut parts = Vec::new();
    for (role, missing) in
        [(AssetRole::Main, "assets.main-missing"), (AssetRole::Reserve, "assets.reserve-missing")]
    {
        for asset in of(role).filter(|it| !it.physical) {
            let note = Note::new("assets.not-physical").fact("role", role.as_str());
            parts.push(Judgement::because(Verdict::Complies, described(note, asset)));
        }
        if of(role).any(|it| it.physical) {
            for asset in of(role).filter(|it| it.physical) {
                let note = Note::new("assets.found").fact("role", role.as_str());
                parts.push(Judgement::because(Verdict::Complies, described(note, asset)));
            }
        } else {
            let note = Note::new(missing).fact("of-role", of(role).count());
            parts.push(Judgement::because(Verdict::Violates, note));
        }
    }
    for main in of(AssetRole::Main) {
        // One machine with two roles is named as such already.
        let others = of(AssetRole::Reserve).filter(|it| folded(&it.serial) != folded(&main.serial));
        for reserve in others {
            let both =
                |code| Note::new(code).fact("main", &main.serial).fact("reserve", &reserve.serial);
            if let (Some(one), Some(other)) = (address(main), address(reserve))
                && one == other
            {
                let note = both("assets.same-address").fact("address", one);
                parts.push(Judgement::because(Verdict::Violates, note));
            }
            if !main.room.trim().is_empty() && main.room.trim() == reserve.room.trim() {
                let note = both("assets.same-room").fact("room", main.room.trim());
                parts.push(Judgement::because(Verdict::Complies, note));
            }
        }
    }
    Judgement::over(parts)
}

fn described(note: Note, asset: &AssetFound) -> Note {
    note.fact("serial", &asset.serial).fact("model", &asset.model).fact("room", &asset.room)
}

/// An address as it is compared: two spellings of one IP address are one.
fn address(asset: &AssetFound) -> Option<String> {
    let text = asset.address.as_deref()?.trim();
    let folded = text.parse::<IpAddr>().map_or_else(|_| text.to_lowercase(), |it| it.to_string());
    (!folded.is_empty()).then_some(folded)
}
