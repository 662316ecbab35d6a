//! Signatures, dissents and the count.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use model::{Act, EvidenceId, Iin, NotAdopted, Quorum, RequirementId, Signature, Tally};
use pki::read_certificates;

use super::answers::read_bounded;
use super::record::{self, ActAdopted, SealedAct, SignatureAdded, StatementAdded, TrustKind, body};
use super::statement::{
    Beside, Counted, DissentFound, Judged, ReservationFound, StatementFile, StatementKind,
};
pub(super) use super::trust::trust;
use super::{Inspection, InspectionError};
use crate::act::compose::MemberLine;
use crate::act::record::ActRecord;
use crate::calendar::Deadline;
use crate::case::Purpose;
use crate::signing::{CmsVerifier, DeviceError, Elsewhere, Signs, Trust, device};

/// The largest signature file that is taken, in bytes.
const LARGEST_SIGNATURE: u64 = 16 << 20;

/// Where the signing of an act stands.
#[derive(Clone, Debug)]
pub struct Status {
    /// The act.
    pub sealed: SealedAct,
    /// The count over all signatures.
    pub tally: Tally,
    /// Every appointed person.
    pub members: Vec<MemberState>,
    /// Every dissent, and what it is worth.
    pub dissents: Vec<DissentFound>,
    /// Every reservation, and what it is worth.
    pub reservations: Vec<ReservationFound>,
    /// Whether the act was recorded as adopted.
    pub recorded_adopted: bool,
    /// When the last signature that was needed was made (recorded reading A19).
    pub adopted_at: Option<Timestamp>,
    /// The day by which the decision is due where the act of an examination is adopted: the next
    /// working day after the adoption (paragraph 14).
    pub decision_due: Option<Deadline>,
}

/// What one appointed person has done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MemberState {
    /// The person.
    pub iin: Iin,
    /// For the signature block.
    pub line: MemberLine,
}

/// A signature that came in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignatureFound {
    /// Its address in the dossier.
    pub file: EvidenceId,
    /// What people call it.
    pub label: String,
}

impl Inspection<'_> {
    /// Signs the sealed act with whatever signs for a member, and records the signature.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act, the key's certificate names another person than
    /// `member`, or what came back is no signature of the act by that person.
    pub fn sign(
        &mut self,
        key: &dyn Signs,
        member: Option<&Iin>,
        now: Timestamp,
    ) -> Result<SignatureFound, InspectionError> {
        let sealed = self.act_to_sign()?;
        let member = whose(key, member)?;
        let pdf = self.dossier.evidence(&sealed.pdf)?;
        let cms = key.cms(&pdf, now)?;
        let signer = signed_by(&cms, &pdf, member.as_ref())?;
        for other in key.others() {
            self.trust_bytes(TrustKind::Certificate, other.der(), key.source(), now)?;
        }
        self.add_signature(&sealed, &cms, format!("{signer}.p7s"), now)
    }

    /// Records a signature that was made elsewhere, whatever it is worth: the count judges it.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act, or the file cannot be read.
    pub fn import_signature(
        &mut self,
        path: &Path,
        now: Timestamp,
    ) -> Result<SignatureFound, InspectionError> {
        let sealed = self.act_to_sign()?;
        let bytes = read_bounded(path, LARGEST_SIGNATURE)?;
        if read_certificates(&bytes).private_keys > 0 {
            return Err(InspectionError::PrivateKey { path: path.into() });
        }
        let label = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.add_signature(&sealed, &bytes, label, now)
    }

    pub(super) fn add_signature(
        &mut self,
        sealed: &SealedAct,
        bytes: &[u8],
        label: String,
        now: Timestamp,
    ) -> Result<SignatureFound, InspectionError> {
        let file = self.keep(bytes)?;
        let added = SignatureAdded { act: sealed.pdf, label: label.clone() };
        self.dossier.append(now, record::SIGNATURE_ADDED, &[file], &added)?;
        Ok(SignatureFound { file, label })
    }

    /// Records a member's refusal to sign, with reasons, signed by the member.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act, the reasons are empty, the key is not the member's, or
    /// the act names no such member or item.
    pub fn dissent(
        &mut self,
        key: &dyn Signs,
        member: Option<&Iin>,
        reasons: &str,
        items: &[RequirementId],
        now: Timestamp,
    ) -> Result<Iin, InspectionError> {
        self.state(StatementKind::Dissent, key, member, (reasons, items), now)
    }

    /// Records what a member who signs notes beside the signature, signed by the member. The
    /// signature counts all the same (recorded reading A18).
    ///
    /// # Errors
    ///
    /// As [`Self::dissent`].
    pub fn reserve(
        &mut self,
        key: &dyn Signs,
        member: Option<&Iin>,
        text: &str,
        items: &[RequirementId],
        now: Timestamp,
    ) -> Result<Iin, InspectionError> {
        self.state(StatementKind::Reservation, key, member, (text, items), now)
    }

    fn state(
        &mut self,
        kind: StatementKind,
        key: &dyn Signs,
        member: Option<&Iin>,
        (text, items): (&str, &[RequirementId]),
        now: Timestamp,
    ) -> Result<Iin, InspectionError> {
        let sealed = self.act_to_sign()?;
        let member = whose(key, member)?.ok_or_else(|| device_error(DeviceError::MemberNeeded))?;
        let bytes = self.worded(kind, &sealed, &member, text, items)?;
        let cms = key.cms(&bytes, now)?;
        signed_by(&cms, &bytes, Some(&member))?;
        for other in key.others() {
            self.trust_bytes(TrustKind::Certificate, other.der(), key.source(), now)?;
        }
        self.add_statement(kind, &sealed, &member, (&bytes, &cms), now)?;
        Ok(member)
    }

    /// The exact bytes of what a member of the commission states about this act.
    pub(super) fn worded(
        &self,
        kind: StatementKind,
        sealed: &SealedAct,
        member: &Iin,
        text: &str,
        items: &[RequirementId],
    ) -> Result<Vec<u8>, InspectionError> {
        let act = self.act_record(sealed)?;
        if act.commission.as_ref().is_none_or(|it| it.member(member).is_none()) {
            return Err(InspectionError::MemberUnknown { iin: member.clone() });
        }
        if text.trim().is_empty() {
            return Err(InspectionError::ReasonsMissing { iin: member.clone() });
        }
        let items = items.iter().map(|it| item_of(&act, it)).collect::<Result<Vec<_>, _>>()?;
        kind.statement(&act, sealed.pdf, member, text, &items)
    }

    /// Records a statement with its signature.
    pub(super) fn add_statement(
        &mut self,
        kind: StatementKind,
        sealed: &SealedAct,
        member: &Iin,
        (statement, cms): (&[u8], &[u8]),
        now: Timestamp,
    ) -> Result<(), InspectionError> {
        let (statement, signature) = (self.keep(statement)?, self.keep(cms)?);
        let added = StatementAdded { act: sealed.pdf, member: member.clone() };
        self.dossier.append(now, kind.entry(), &[statement, signature], &added)?;
        Ok(())
    }

    /// The signature files of the act that stands, and of every version before it.
    pub(super) fn signature_files(&self) -> Result<Vec<Signature>, InspectionError> {
        let mut files: Vec<Signature> = Vec::new();
        for entry in self.of_kind(record::SIGNATURE_ADDED) {
            let added: SignatureAdded = body(entry)?;
            for id in &entry.evidence {
                files.push(Signature {
                    label: added.label.clone(),
                    bytes: self.dossier.evidence(id)?,
                });
            }
        }
        Ok(files)
    }

    /// Every statement about an act.
    pub(super) fn beside(&self, sealed: &SealedAct) -> Result<Beside, InspectionError> {
        Ok(Beside {
            dissents: self.statement_files(StatementKind::Dissent, sealed)?,
            reservations: self.statement_files(StatementKind::Reservation, sealed)?,
        })
    }

    /// Statement and signature of everything of this kind that was stated about this act. Of each
    /// member the one that is worth most, so that nothing forged takes the place of what the member
    /// signed; of equals the last, by the time of its signature and then in the order that every
    /// copy of the dossier computes.
    fn statement_files(
        &self,
        kind: StatementKind,
        sealed: &SealedAct,
    ) -> Result<Vec<StatementFile>, InspectionError> {
        let mut stated: BTreeMap<Iin, Vec<StatementFile>> = BTreeMap::new();
        for entry in self.of_kind(kind.entry()) {
            let added: StatementAdded = body(entry)?;
            if let (true, [statement, signature]) =
                (added.act == sealed.pdf, entry.evidence.as_slice())
            {
                let statement = self.dossier.evidence(statement)?;
                let file = (added.member.clone(), statement, self.dossier.evidence(signature)?);
                stated.entry(added.member).or_default().push(file);
            }
        }
        if stated.values().any(|it| it.len() > 1) {
            let act = self.act_record(sealed)?;
            let trust = trust(&act.signing_anchors, &self.trust_files()?);
            for files in stated.values_mut() {
                files.sort_by_cached_key(|it| {
                    Judged::of(kind, &act, sealed.pdf, it, &trust).worth()
                });
            }
        }
        Ok(stated.into_values().filter_map(|mut it| it.pop()).collect())
    }

    /// Where the signing stands.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act, or something stored cannot be read back.
    pub fn status(&self) -> Result<Status, InspectionError> {
        let sealed = self.standing_act()?;
        let act = self.act_record(&sealed)?;
        let pdf = self.dossier.evidence(&sealed.pdf)?;
        let elsewhere = self.other_acts(&sealed)?;
        let beside = self.beside(&sealed)?;
        let trust = trust(&act.signing_anchors, &self.trust_files()?);
        let counted = beside.counted(&act, &pdf, &self.signature_files()?, &trust, elsewhere)?;
        let recorded_adopted = self
            .of_kind(record::ACT_ADOPTED)
            .map(body::<ActAdopted>)
            .collect::<Result<Vec<_>, _>>()?
            .iter()
            .any(|it| it.act == sealed.pdf);
        let Counted { tally, members, dissents, reservations, adopted_at, decision_due } = counted;
        Ok(Status {
            sealed,
            tally,
            members,
            dissents,
            reservations,
            recorded_adopted,
            adopted_at,
            decision_due,
        })
    }

    /// The files of every other act that was sealed here, by number and version.
    pub(super) fn other_acts(
        &self,
        sealed: &SealedAct,
    ) -> Result<BTreeMap<String, Vec<u8>>, InspectionError> {
        let mut others = BTreeMap::new();
        for entry in self.of_kind(record::ACT_SEALED) {
            let other: SealedAct = body(entry)?;
            if other.pdf != sealed.pdf {
                let name = format!("№ {} v{}", other.number, other.version);
                others.insert(name, self.dossier.evidence(&other.pdf)?);
            }
        }
        Ok(others)
    }

    /// Records that the act was adopted.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]; [`NotAdopted`] is no error of the tool and comes
    /// back as the status.
    pub fn adopt(&mut self, now: Timestamp) -> Result<Status, InspectionError> {
        self.act_to_sign()?;
        let mut status = self.status()?;
        if status.tally.adopted && !status.recorded_adopted {
            let adopted = ActAdopted { act: status.sealed.pdf, tally: status.tally.clone() };
            self.dossier.append(now, record::ACT_ADOPTED, &[], &adopted)?;
            status.recorded_adopted = true;
        }
        Ok(status)
    }

    /// The act that stands, and the exact bytes that are signed.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act to sign, or its bytes cannot be read back.
    pub fn file_to_sign(&self) -> Result<(SealedAct, Vec<u8>), InspectionError> {
        let sealed = self.act_to_sign()?;
        let bytes = self.dossier.evidence(&sealed.pdf)?;
        Ok((sealed, bytes))
    }

    /// The act that is signed: the one that stands, if no other stands beside it.
    pub(super) fn act_to_sign(&self) -> Result<SealedAct, InspectionError> {
        let sealed = self.standing_act()?;
        self.only_act(&sealed)?;
        Ok(sealed)
    }

    /// Refuses where another act stands beside this one.
    pub(super) fn only_act(&self, sealed: &SealedAct) -> Result<(), InspectionError> {
        let acts = self.acts_of_version(sealed.version)?;
        if acts.len() > 1 {
            let name = |it: &SealedAct| format!("№ {} ({:.12})", it.number, it.pdf.to_string());
            let numbers = acts.iter().map(name).collect();
            return Err(InspectionError::SeveralActs { version: sealed.version, numbers });
        }
        Ok(())
    }

    /// The act that stands.
    pub(super) fn standing_act(&self) -> Result<SealedAct, InspectionError> {
        if self.case.purpose == Purpose::SelfCheck {
            return Err(InspectionError::SelfCheckHasNoAct);
        }
        self.latest_act()?.ok_or(InspectionError::NotSealed)
    }

    /// Every act that was sealed under one version: more than one where two laptops sealed without
    /// knowing of each other.
    pub(super) fn acts_of_version(&self, version: u32) -> Result<Vec<SealedAct>, InspectionError> {
        let mut acts = Vec::new();
        for entry in self.of_kind(record::ACT_SEALED) {
            let act: SealedAct = body(entry)?;
            if act.version == version && !acts.contains(&act) {
                acts.push(act);
            }
        }
        Ok(acts)
    }
}

/// The item of an act that is meant, with or without the name of its checklist.
fn item_of(act: &ActRecord, name: &RequirementId) -> Result<RequirementId, InspectionError> {
    let with_checklist = format!("224.{}", name.0);
    act.judged()
        .map(|it| &it.finding.requirement)
        .find(|it| **it == *name || it.0 == with_checklist)
        .cloned()
        .ok_or_else(|| InspectionError::ItemUnknown { id: name.0.chars().take(80).collect() })
}

/// The person a device signs for: by the certificate where it is known, else by who was named.
fn whose(key: &dyn Signs, member: Option<&Iin>) -> Result<Option<Iin>, InspectionError> {
    let Some(certificate) = key.certificate() else { return Ok(member.cloned()) };
    let found = certificate.iin();
    let signer = found.clone().and_then(|it| Iin::try_from(it).ok());
    match (member, signer) {
        (Some(member), Some(signer)) if *member == signer => Ok(Some(signer)),
        (None, Some(signer)) => Ok(Some(signer)),
        (Some(member), _) => {
            Err(InspectionError::NotTheMembersKey { member: member.clone(), found })
        }
        (None, None) => Err(InspectionError::KeyOfNobody),
    }
}

/// Reads back what a device has just signed: over these bytes, by this person.
fn signed_by(cms: &[u8], content: &[u8], member: Option<&Iin>) -> Result<Iin, InspectionError> {
    device::signer(cms, content, member).map_err(device_error)
}

fn device_error(error: DeviceError) -> InspectionError {
    InspectionError::Signing(error.into())
}

/// Counts the signatures of a sealed file.
pub(super) fn count(
    act: &ActRecord,
    pdf: &[u8],
    signatures: &[Signature],
    trust: &Trust,
    elsewhere: &Elsewhere,
) -> Tally {
    let roster = act.commission.clone().unwrap_or_else(|| model::Roster {
        order: model::Order { number: String::new(), date: act.day },
        amendments: vec![],
        members: vec![],
    });
    let verifier = CmsVerifier { trust, sealed_at: act.sealed_at, elsewhere };
    let sealed = Act::new(pdf.to_vec(), roster, act.visit.kind, act.day).seal();
    match Quorum::adopt(sealed, signatures, &verifier) {
        Ok(adopted) => adopted.quorum().tally().clone(),
        Err(NotAdopted(tally)) => *tally,
    }
}
