//! Signatures, dissents and the count.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use model::{
    Act, EvidenceId, Iin, NotAdopted, Quorum, RequirementId, Role, Signature, Tally, VisitKind,
};
use pki::read_certificates;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answers::read_bounded;
use super::record::{self, ActAdopted, DissentAdded, SealedAct, SignatureAdded, TrustKind, body};
pub(super) use super::trust::trust;
use super::{Inspection, InspectionError, legal_day};
use crate::act::compose::MemberLine;
use crate::act::record::ActRecord;
use crate::calendar::{Calendar, Deadline};
use crate::case::Purpose;
use crate::signing::{CmsVerifier, DeviceError, Signs, Trust, device};

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
    /// Dissents that hold: signed by a member, over this act, with reasons.
    pub dissents: Vec<DissentFound>,
    /// Whether the act was recorded as adopted.
    pub recorded_adopted: bool,
    /// The day by which the decision is due where the act of an examination is adopted: the next
    /// working day after the last signature that was counted (paragraph 14).
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

/// A dissent and what its signature is worth.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DissentFound {
    /// The person who is said to dissent.
    pub member: Iin,
    /// The reasons.
    pub reasons: String,
    /// Whether the statement is about this act and signed by that person.
    pub holds: bool,
}

/// A signature that came in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignatureFound {
    /// Its address in the dossier.
    pub file: EvidenceId,
    /// What people call it.
    pub label: String,
}

/// A dissent, as signed: a statement of its own kind, so that its signature can never be taken for
/// a signature of the act.
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

/// Who dissents, the statement and its signature.
pub(super) type DissentFile = (Iin, Vec<u8>, Vec<u8>);

/// What stands in [`DissentStatement::kind`].
const DISSENT: &str = "tekseru dissent";

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
    /// [`InspectionError`]: there is no act, the reasons are empty, or the key is not the member's.
    pub fn dissent(
        &mut self,
        key: &dyn Signs,
        member: Option<&Iin>,
        reasons: &str,
        items: &[RequirementId],
        now: Timestamp,
    ) -> Result<Iin, InspectionError> {
        let sealed = self.act_to_sign()?;
        let member = whose(key, member)?.ok_or_else(|| device_error(DeviceError::MemberNeeded))?;
        if reasons.trim().is_empty() {
            return Err(InspectionError::ReasonsMissing { iin: member });
        }
        let statement = DissentStatement {
            kind: DISSENT.into(),
            case: self.dossier.case().to_string(),
            number: sealed.number.clone(),
            act: sealed.pdf,
            member: member.clone(),
            reasons: reasons.trim().into(),
            items: items.to_vec(),
        };
        let bytes = serde_json_canonicalizer::to_vec(&statement)?;
        let cms = key.cms(&bytes, now)?;
        signed_by(&cms, &bytes, Some(&member))?;
        let (statement, signature) = (self.keep(&bytes)?, self.keep(&cms)?);
        for other in key.others() {
            self.trust_bytes(TrustKind::Certificate, other.der(), key.source(), now)?;
        }
        let added = DissentAdded { act: sealed.pdf, member: member.clone() };
        self.dossier.append(now, record::DISSENT_ADDED, &[statement, signature], &added)?;
        Ok(member)
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

    /// Statement and signature of every dissent from this act: of each member the last one.
    pub(super) fn dissent_files(
        &self,
        act: &EvidenceId,
    ) -> Result<Vec<DissentFile>, InspectionError> {
        let mut files = BTreeMap::new();
        for entry in self.of_kind(record::DISSENT_ADDED) {
            let added: DissentAdded = body(entry)?;
            if let (true, [statement, signature]) = (added.act == *act, entry.evidence.as_slice()) {
                let statement = self.dossier.evidence(statement)?;
                files.insert(added.member, (statement, self.dossier.evidence(signature)?));
            }
        }
        Ok(files.into_iter().map(|(member, (one, two))| (member, one, two)).collect())
    }

    /// Where the signing stands.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act, or something stored cannot be read back.
    pub fn status(&self) -> Result<Status, InspectionError> {
        let sealed = self.act_to_sign()?;
        let act = self.act_record(&sealed)?;
        let pdf = self.dossier.evidence(&sealed.pdf)?;
        let trust = trust(&act.signing_anchors, &self.trust_files()?);
        let mut elsewhere = self.other_acts(&sealed)?;
        let dissents = self.dissent_files(&sealed.pdf)?;
        for (member, statement, _) in &dissents {
            elsewhere.insert(format!("dissents/{member}.json"), statement.clone());
        }
        let tally = count(&act, &pdf, &self.signature_files()?, &trust, &elsewhere);
        let dissents: Vec<_> =
            dissents.iter().map(|it| judge_dissent(&act, sealed.pdf, it, &trust)).collect();
        let recorded_adopted = self
            .of_kind(record::ACT_ADOPTED)
            .map(body::<ActAdopted>)
            .collect::<Result<Vec<_>, _>>()?
            .iter()
            .any(|it| it.act == sealed.pdf);
        let members = members(&act, &tally, &dissents);
        let decision_due = decision_due(&Calendar::embedded()?, &tally, &members);
        Ok(Status { sealed, tally, members, dissents, recorded_adopted, decision_due })
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

    pub(super) fn act_to_sign(&self) -> Result<SealedAct, InspectionError> {
        if self.case.purpose == Purpose::SelfCheck {
            return Err(InspectionError::SelfCheckHasNoAct);
        }
        self.latest_act()?.ok_or(InspectionError::NotSealed)
    }
}

/// The next working day after the last counted signature, where the act is adopted.
pub(crate) fn decision_due(
    calendar: &Calendar,
    tally: &Tally,
    members: &[MemberState],
) -> Option<Deadline> {
    let last = members.iter().filter_map(|it| it.line.at).max();
    let last = last.filter(|_| tally.adopted && tally.rule == VisitKind::Examination)?;
    Some(calendar.after(legal_day(last), 1))
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
    elsewhere: &BTreeMap<String, Vec<u8>>,
) -> Tally {
    let roster = act.commission.clone().unwrap_or_else(|| model::Roster {
        order: model::Order { number: String::new(), date: act.day },
        members: vec![],
    });
    let verifier = CmsVerifier { trust, sealed_at: act.sealed_at, elsewhere };
    let sealed = Act::new(pdf.to_vec(), roster, act.visit.kind, act.day).seal();
    match Quorum::adopt(sealed, signatures, &verifier) {
        Ok(adopted) => adopted.quorum().tally().clone(),
        Err(NotAdopted(tally)) => *tally,
    }
}

/// A dissent holds if its statement is about this act and its signature is the member's.
pub(super) fn judge_dissent(
    act: &ActRecord,
    pdf: EvidenceId,
    (member, statement, signature): &DissentFile,
    trust: &Trust,
) -> DissentFound {
    let read: Option<DissentStatement> = serde_json::from_slice(statement).ok();
    let reasons = read.as_ref().map(|it| it.reasons.clone()).unwrap_or_default();
    let about_this = read.is_some_and(|it| {
        it.kind == DISSENT
            && it.act == pdf
            && it.case == act.case
            && it.member == *member
            && !it.reasons.trim().is_empty()
    });
    let elsewhere = BTreeMap::new();
    let verifier = CmsVerifier { trust, sealed_at: act.sealed_at, elsewhere: &elsewhere };
    let signature = Signature { label: "dissent".into(), bytes: signature.clone() };
    let by_member =
        model::VerifySignature::check(&verifier, statement, &signature).iter().any(|it| {
            it.standing != model::SignatureStanding::Invalid && it.signer.as_ref() == Some(member)
        });
    let appointed = act.commission.as_ref().is_some_and(|it| it.member(member).is_some());
    DissentFound { member: member.clone(), reasons, holds: about_this && by_member && appointed }
}

/// The signature block: every appointed person.
pub(super) fn members(
    act: &ActRecord,
    tally: &Tally,
    dissents: &[DissentFound],
) -> Vec<MemberState> {
    let roster = act.commission.iter().flat_map(|it| &it.members);
    roster
        .map(|member| {
            let dissent = dissents.iter().find(|it| it.holds && it.member == member.iin);
            let signed = tally.signed.contains(&member.iin);
            let at = tally
                .outcomes
                .iter()
                .filter(|it| it.alarms.is_empty() && it.signer.as_ref() == Some(&member.iin))
                .find_map(|it| it.signed_at);
            let state = if signed {
                "signed"
            } else if dissent.is_some() {
                "dissent"
            } else if member.role == Role::Secretary {
                "no-vote"
            } else {
                "not-yet"
            };
            MemberState {
                iin: member.iin.clone(),
                line: MemberLine {
                    name: member.name.clone(),
                    body: member.body.as_str(),
                    role: member.role.as_str(),
                    state,
                    at: at.filter(|_| signed),
                    reasons: dissent.map(|it| it.reasons.clone()).unwrap_or_default(),
                },
            }
        })
        .collect()
}
