//! What a member states beside the signatures: a dissent, or a reservation annexed to a signature.
//!
//! A statement is an object of its own kind, signed on its own: its signature can never be taken
//! for a signature of the act or of a statement of the other kind. Whoever is silent states nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use model::{
    Body, EvidenceId, Iin, Member, Note, RequirementId, Role, Signature, SignatureStanding, Tally,
    VerifySignature, VisitKind,
};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::sign::{MemberState, count};
use super::{InspectionError, legal_day, record};
use crate::act::compose::MemberLine;
use crate::act::record::ActRecord;
use crate::calendar::{Calendar, Deadline};
use crate::signing::{CmsVerifier, Elsewhere, Trust, leaves_time_open};

/// A dissent, as signed.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DissentStatement {
    /// Always `tekseru dissent`.
    pub kind: String,
    /// The dossier.
    pub case: String,
    /// Number of the act.
    pub number: String,
    /// SHA-256 of the sealed file.
    pub act: EvidenceId,
    /// Who dissents.
    pub member: Iin,
    /// Why.
    pub reasons: String,
    /// The requirements it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<RequirementId>,
}

/// A reservation, as signed.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReservationStatement {
    /// Always `tekseru reservation`.
    pub kind: String,
    /// The dossier.
    pub case: String,
    /// Number of the act.
    pub number: String,
    /// SHA-256 of the sealed file.
    pub act: EvidenceId,
    /// Who signs with it.
    pub member: Iin,
    /// What the member notes.
    pub text: String,
    /// The requirements it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<RequirementId>,
}

/// Which statement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum StatementKind {
    Dissent,
    Reservation,
}

impl StatementKind {
    pub(super) const ALL: [Self; 2] = [Self::Dissent, Self::Reservation];

    /// What stands in the field `kind` of the signed object.
    const fn header(self) -> &'static str {
        match self {
            Self::Dissent => "tekseru dissent",
            Self::Reservation => "tekseru reservation",
        }
    }

    /// The kind of its entry in the journal.
    pub(super) const fn entry(self) -> &'static str {
        match self {
            Self::Dissent => record::DISSENT_ADDED,
            Self::Reservation => record::RESERVATION_ADDED,
        }
    }

    /// The folder of a pack that it lies in.
    pub(super) const fn folder(self) -> &'static str {
        match self {
            Self::Dissent => "dissents/",
            Self::Reservation => "reservations/",
        }
    }

    /// The exact bytes to sign.
    pub(super) fn statement(
        self,
        act: &ActRecord,
        pdf: EvidenceId,
        member: &Iin,
        text: &str,
        items: &[RequirementId],
    ) -> Result<Vec<u8>, InspectionError> {
        let (kind, case, number) = (self.header().into(), act.case.clone(), act.number.clone());
        let (act, member, items) = (pdf, member.clone(), items.to_vec());
        let text = text.trim().to_owned();
        Ok(match self {
            Self::Dissent => serde_json_canonicalizer::to_vec(&DissentStatement {
                kind,
                case,
                number,
                act,
                member,
                reasons: text,
                items,
            }),
            Self::Reservation => serde_json_canonicalizer::to_vec(&ReservationStatement {
                kind,
                case,
                number,
                act,
                member,
                text,
                items,
            }),
        }?)
    }

    pub(super) fn read(self, bytes: &[u8]) -> Result<ReservationStatement, String> {
        fn of<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
            serde_json::from_slice(bytes).map_err(|error| error.to_string())
        }
        match self {
            Self::Dissent => of(bytes).map(|it: DissentStatement| ReservationStatement {
                kind: it.kind,
                case: it.case,
                number: it.number,
                act: it.act,
                member: it.member,
                text: it.reasons,
                items: it.items,
            }),
            Self::Reservation => of(bytes),
        }
    }
}

/// Who states, the statement and its signature.
pub(super) type StatementFile = (Iin, Vec<u8>, Vec<u8>);

/// A dissent and what it is worth.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DissentFound {
    /// The person who is said to dissent.
    pub member: Iin,
    /// The reasons.
    pub reasons: String,
    /// The requirements it is about.
    pub items: Vec<RequirementId>,
    /// When it was signed, as far as known.
    #[schemars(with = "Option<String>")]
    pub signed_at: Option<Timestamp>,
    /// Whether the statement is about this act and signed by that person.
    pub holds: bool,
    /// Why it does not hold, and what else is to be told of it.
    pub notes: Vec<Note>,
}

/// A reservation and what it is worth.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReservationFound {
    /// The person who is said to make it.
    pub member: Iin,
    /// What the person notes.
    pub text: String,
    /// The requirements it is about.
    pub items: Vec<RequirementId>,
    /// When it was signed, as far as known.
    #[schemars(with = "Option<String>")]
    pub signed_at: Option<Timestamp>,
    /// Whether the statement is about this act and signed by that person.
    pub holds: bool,
    /// Why it does not hold, and what else is to be told of it.
    pub notes: Vec<Note>,
}

/// Every code that the judgement of a statement may put into a note.
pub const SAYS: &[&str] = &[
    "statement.about-another-act",
    "statement.also-signed",
    "statement.by-another-member",
    "statement.empty",
    "statement.late",
    "statement.not-on-roster",
    "statement.not-signed-by-member",
    "statement.of-another-kind",
    INCONCLUSIVE,
    "statement.unreadable",
    "statement.without-signature",
];

/// Said of a statement whose signature leaves something open.
const INCONCLUSIVE: &str = "statement.signature-inconclusive";

/// Whether a statement that holds has a signature that leaves something open.
pub(super) fn doubtful(notes: &[Note]) -> bool {
    inconclusive(notes) || notes.iter().any(leaves_time_open)
}

fn inconclusive(notes: &[Note]) -> bool {
    notes.iter().any(|it| it.code == INCONCLUSIVE)
}

/// Everything that lies beside the signatures of an act.
pub(super) struct Beside {
    pub(super) dissents: Vec<StatementFile>,
    pub(super) reservations: Vec<StatementFile>,
}

/// The count of an act, and every person with what the person signed and stated.
pub(super) struct Counted {
    pub(super) tally: Tally,
    pub(super) members: Vec<MemberState>,
    pub(super) dissents: Vec<DissentFound>,
    pub(super) reservations: Vec<ReservationFound>,
    /// When the last signature that was needed was made.
    pub(super) adopted_at: Option<Timestamp>,
    /// The day by which the decision is due where the act of an examination is adopted.
    pub(super) decision_due: Option<Deadline>,
}

impl Beside {
    /// Counts the signatures and judges the statements. `elsewhere` are other files that a
    /// signature may have been made for.
    pub(super) fn counted(
        &self,
        act: &ActRecord,
        pdf: &[u8],
        signatures: &[Signature],
        trust: &Trust,
        mut elsewhere: BTreeMap<String, Vec<u8>>,
    ) -> Result<Counted, InspectionError> {
        elsewhere.extend(self.statements());
        let tally = count(act, pdf, signatures, trust, &elsewhere.into());
        let adopted_at = adopted_at(act, &tally);
        let decision_due = due(&Calendar::embedded()?, &tally, adopted_at);
        let id = EvidenceId::of(pdf);
        let judged = |kind, files: &[StatementFile]| -> Vec<Judged> {
            files.iter().map(|it| Judged::of(kind, act, id, it, trust)).collect()
        };
        let dissents: Vec<_> = judged(StatementKind::Dissent, &self.dissents)
            .into_iter()
            .map(|it| it.dissent(&tally, decision_due))
            .collect();
        let reservations: Vec<_> = judged(StatementKind::Reservation, &self.reservations)
            .into_iter()
            .map(|it| it.reservation(&tally))
            .collect();
        let members = members(act, &tally, &dissents, &reservations);
        Ok(Counted { tally, members, dissents, reservations, adopted_at, decision_due })
    }

    /// Every statement, by the name it has in a pack: a signature of one is none of the act.
    pub(super) fn statements(&self) -> impl Iterator<Item = (String, Vec<u8>)> {
        self.each().into_iter().flat_map(|(kind, files)| {
            files.iter().map(move |(member, statement, _)| {
                (format!("{}{member}.json", kind.folder()), statement.clone())
            })
        })
    }

    /// Each kind with its files.
    pub(super) fn each(&self) -> [(StatementKind, &[StatementFile]); 2] {
        [(StatementKind::Dissent, &self.dissents), (StatementKind::Reservation, &self.reservations)]
    }
}

/// The next working day after the adoption of the act of an examination (paragraph 14).
pub(crate) fn decision_due(
    calendar: &Calendar,
    tally: &Tally,
    members: &[MemberState],
) -> Option<Deadline> {
    let lines = members.iter().map(|it| &it.line).filter(|it| it.state == "signed");
    let security = Body::NationalSecurity.as_str();
    let signed = lines.filter_map(|it| Some((it.at?, it.body == security)));
    due(calendar, tally, moment(tally, signed))
}

fn due(calendar: &Calendar, tally: &Tally, adopted_at: Option<Timestamp>) -> Option<Deadline> {
    match tally.rule {
        VisitKind::Examination => Some(calendar.after(legal_day(adopted_at?), 1)),
        VisitKind::Survey => None,
    }
}

/// The moment of the signature with which enough people had signed.
fn adopted_at(act: &ActRecord, tally: &Tally) -> Option<Timestamp> {
    let roster = act.commission.as_ref()?;
    let counted = tally
        .outcomes
        .iter()
        .filter(|it| it.standing == SignatureStanding::Conclusive && it.alarms.is_empty());
    let signed = counted.filter_map(|it| {
        let member = it.signer.as_ref().filter(|it| tally.signed.contains(it));
        let member = roster.member(member?)?;
        // Nobody signs before the act is there, whatever a slow clock says.
        Some((it.signed_at?.max(act.sealed_at), member.body == Body::NationalSecurity))
    });
    moment(tally, signed)
}

/// When the last signature that was needed was made (recorded reading A19), of people who signed
/// then and may be from the national security bodies.
fn moment(tally: &Tally, signed: impl Iterator<Item = (Timestamp, bool)>) -> Option<Timestamp> {
    let mut signed: Vec<_> = signed.collect();
    signed.sort();
    let (enough, _) = *signed.get(tally.needed.checked_sub(1)?).filter(|_| tally.adopted)?;
    let security = signed.iter().find(|(_, security)| *security).map(|(at, _)| *at);
    match tally.rule {
        VisitKind::Examination => Some(enough.max(security?)),
        VisitKind::Survey => Some(enough),
    }
}

/// A statement as far as it can be judged by itself.
pub(super) struct Judged {
    member: Iin,
    text: String,
    items: Vec<RequirementId>,
    pub(super) signed_at: Option<Timestamp>,
    pub(super) holds: bool,
    pub(super) notes: Vec<Note>,
}

impl Judged {
    /// A statement holds if it is about this act, of this kind, says something, and is signed by
    /// the member whom it names. Everything that stands against it is named.
    pub(super) fn of(
        kind: StatementKind,
        act: &ActRecord,
        pdf: EvidenceId,
        (member, statement, signature): &StatementFile,
        trust: &Trust,
    ) -> Self {
        let mut notes = Vec::new();
        let (mut text, mut items) = (String::new(), Vec::new());
        match kind.read(statement) {
            Err(reason) => {
                notes.push(Note::new("statement.unreadable").fact("reason", reason));
            }
            Ok(read) => {
                if read.kind != kind.header() {
                    notes.push(Note::new("statement.of-another-kind").fact("kind", &read.kind));
                }
                if read.act != pdf || read.case != act.case || read.number != act.number {
                    let note = Note::new("statement.about-another-act");
                    notes.push(note.fact("number", &read.number).fact("act", read.act));
                }
                if read.member != *member {
                    notes.push(
                        Note::new("statement.by-another-member").fact("member", &read.member),
                    );
                }
                if read.text.trim().is_empty() {
                    notes.push(Note::new("statement.empty"));
                }
                (text, items) = (read.text, read.items);
            }
        }
        let is_known = act.commission.as_ref().is_some_and(|it| it.member(member).is_some());
        if !is_known {
            notes.push(Note::new("statement.not-on-roster").fact("member", member));
        }
        let elsewhere = Elsewhere::default();
        let verifier = CmsVerifier { trust, sealed_at: act.sealed_at, elsewhere: &elsewhere };
        let signature = Signature { label: String::new(), bytes: signature.clone() };
        // A stranger's statement holds by no signature: none is verified, however many there are.
        let checked = if is_known { verifier.check(statement, &signature) } else { vec![] };
        let best = checked
            .into_iter()
            .filter(|it| it.signer.as_ref() == Some(member))
            .min_by_key(|it| it.standing)
            .filter(|it| it.standing != SignatureStanding::Invalid);
        if is_known && best.is_none() {
            notes.push(Note::new("statement.not-signed-by-member").fact("member", member));
        }
        let holds = notes.is_empty();
        let inconclusive =
            best.as_ref().is_some_and(|it| it.standing == SignatureStanding::Inconclusive);
        if inconclusive {
            notes.push(Note::new(INCONCLUSIVE));
        }
        let signed_at = best.as_ref().and_then(|it| it.signed_at);
        let told = best.into_iter().flat_map(|it| it.notes);
        // A slow clock leaves nothing open, and is told.
        let is_told = |it: &Note| {
            inconclusive || it.code == "signature.before-sealing" || leaves_time_open(it)
        };
        notes.extend(told.filter(is_told));
        Self { member: member.clone(), text, items, signed_at, holds, notes }
    }

    /// A statement that does not hold is worth least; of those that hold, one that leaves something
    /// open is worth less, and then an earlier one.
    pub(super) fn worth(&self) -> (bool, bool, Option<Timestamp>) {
        (self.holds, !doubtful(&self.notes), self.signed_at)
    }

    /// Who signed and dissents has signed: the contradiction is told. A dissent after the day of
    /// the decision is late (recorded reading A18).
    fn dissent(mut self, tally: &Tally, due: Option<Deadline>) -> DissentFound {
        if self.holds {
            if tally.signed.contains(&self.member) {
                self.notes.push(Note::new("statement.also-signed"));
            }
            let day = self.signed_at.map(legal_day);
            if let (Some(day), Some(due)) = (day, due)
                && day > due.day
            {
                self.notes.push(Note::new("statement.late").fact("day", day).fact("due", due.day));
            }
        }
        let Self { member, text, items, signed_at, holds, notes } = self;
        DissentFound { member, reasons: text, items, signed_at, holds, notes }
    }

    /// A reservation is annexed to a signature; without one nobody has signed.
    fn reservation(mut self, tally: &Tally) -> ReservationFound {
        if self.holds && !has_signed(tally, &self.member) {
            self.notes.push(Note::new("statement.without-signature"));
        }
        let Self { member, text, items, signed_at, holds, notes } = self;
        ReservationFound { member, text, items, signed_at, holds, notes }
    }
}

/// Whether somebody's signature is sound, counted or, as the secretary's, not.
fn has_signed(tally: &Tally, member: &Iin) -> bool {
    use model::Alarm::{CountedAlready, SecretaryHasNoVote};
    tally.outcomes.iter().any(|it| {
        it.standing == SignatureStanding::Conclusive
            && it.signer.as_ref() == Some(member)
            && it.alarms.iter().all(|it| matches!(it, CountedAlready | SecretaryHasNoVote))
    })
}

/// The signature block: every person whom the roster names.
fn members(
    act: &ActRecord,
    tally: &Tally,
    dissents: &[DissentFound],
    reservations: &[ReservationFound],
) -> Vec<MemberState> {
    let roster = act.commission.iter().flat_map(|it| &it.members);
    roster
        .map(|member| {
            let iin = &member.iin;
            let dissent = dissents.iter().find(|it| it.holds && it.member == *iin);
            // Whoever is silent dissents by nobody else's doubtful signature.
            let dissented = dissent.is_some_and(|it| !inconclusive(&it.notes));
            let reservation = reservations.iter().find(|it| it.holds && it.member == *iin);
            let signed = has_signed(tally, iin);
            let outcome = tally
                .outcomes
                .iter()
                .filter(|it| it.standing == SignatureStanding::Conclusive && signed)
                .find(|it| it.signer.as_ref() == Some(iin));
            let notes = dissent.iter().flat_map(|it| &it.notes);
            let notes = notes.chain(reservation.iter().flat_map(|it| &it.notes));
            MemberState {
                iin: iin.clone(),
                line: MemberLine {
                    name: member.name.clone(),
                    body: member.body.as_str(),
                    role: member.role.as_str(),
                    state: state(act, tally, member, dissented),
                    at: outcome.and_then(|it| it.signed_at),
                    certificate: outcome.and_then(|it| it.certificate),
                    stamped_at: outcome.and_then(|it| it.stamped_at),
                    reasons: dissent.map(|it| it.reasons.clone()).unwrap_or_default(),
                    reservation: reservation.map(|it| it.text.clone()).unwrap_or_default(),
                    notes: notes.cloned().collect(),
                },
            }
        })
        .collect()
}

/// What a person did. Whoever was absent from the visit owes neither a signature nor reasons.
fn state(act: &ActRecord, tally: &Tally, member: &Member, dissents: bool) -> &'static str {
    match () {
        () if tally.signed.contains(&member.iin) => "signed",
        () if dissents => "dissent",
        () if !member.appointed_on(act.day) => "not-appointed",
        () if member.role == Role::Secretary => "no-vote",
        () if !member.present => "absent",
        () => "not-yet",
    }
}
