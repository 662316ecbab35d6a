//! What is signed outside, and what comes back.
//!
//! The file that is signed leaves as it is, byte for byte. What comes back is looked at file by
//! file: a signature over this act is recorded, whatever it is worth – the count judges that, and
//! may judge it otherwise when lists and certificates arrive. Anything else is no signature of
//! this act; it is named for what it is and left where it lies.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::{
    Checked, EvidenceId, Iin, Note, RequirementId, Signature, SignatureStanding, VerifySignature,
};
use pki::cms::{SignedData, SignerReport};
use pki::crl::read_crl;
use pki::oid::known;
use pki::read_certificates;
use schemars::JsonSchema;
use serde::Serialize;

use super::record::{self, SealedAct, SignatureAdded, body};
use super::sign::trust;
use super::statement::{Judged, StatementFile, StatementKind};
use super::{Inspection, InspectionError};
use crate::act::record::ActRecord;
use crate::signing::{CmsVerifier, Trust};

/// The largest signature file that is taken, in bytes: the largest that the count looks at.
const LARGEST_RETURNED: u64 = 8 << 20;
/// How far into a file its kind is looked for.
const HEAD: usize = 4 << 10;

/// One file that came back.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Returned {
    /// What it is called.
    pub file: String,
    /// What was done with it.
    pub result: ReturnResult,
    /// What it is.
    pub note: Note,
    /// What else is to be told of it, where it is a statement.
    pub notes: Vec<Note>,
    /// Who signed, where it is a signature.
    pub signers: Vec<ReturnedSigner>,
}

/// What was done with a file that came back.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnResult {
    /// It was recorded before.
    Already,
    /// It is recorded now.
    Recorded,
    /// It is something else, and was left.
    Refused,
    /// It could not be looked at.
    Unread,
}

/// One signer of a file that came back.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReturnedSigner {
    /// The person, by the certificate.
    pub iin: Option<Iin>,
    /// The person's name, by the commission; nobody else has a name here.
    pub name: Option<String>,
    /// Whether it is over this act.
    pub over_this: bool,
    /// The other file it is over, where that is known.
    pub over: Option<String>,
    /// When it was made, as far as known.
    #[schemars(with = "Option<String>")]
    pub signed_at: Option<Timestamp>,
    /// What it is worth by what is at hand.
    pub standing: SignatureStanding,
    /// Why.
    pub notes: Vec<Note>,
}

/// Every code that may say what a returned file is.
pub const SAYS: &[&str] = &[
    "returned.a-dissent",
    "returned.a-reservation",
    "returned.already",
    "returned.another-document",
    "returned.another-inside",
    "returned.no-signer",
    "returned.no-statement",
    "returned.not-a-dissent",
    "returned.not-a-signature",
    "returned.private-key",
    "returned.recorded",
    "returned.reservation-already",
    "returned.reservation-recorded",
    "returned.reservation-refused",
    "returned.signature-of-the-act",
    "returned.statement-already",
    "returned.statement-recorded",
    "returned.statement-refused",
    "returned.too-large",
    "returned.unknown-document",
    "returned.unreadable-file",
    "returned.unreadable-signature",
];

impl Inspection<'_> {
    /// Takes files that came back from where the act was signed: signatures of it, and of the
    /// reservations of those who signed it.
    ///
    /// Each is answered for on its own: one that is refused keeps none of the others out. Where the
    /// statement of a reservation lies, [`Self::take_dissents`] says.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act, or the dossier cannot be read or written.
    pub fn take_signatures(
        &mut self,
        files: &[PathBuf],
        statement: Option<&Path>,
        now: Timestamp,
    ) -> Result<Vec<Returned>, InspectionError> {
        let sealed = self.act_to_sign()?;
        let look = Look::at(self, &sealed)?;
        let mut all = Vec::new();
        let mut reserved = Vec::new();
        for path in files {
            let label = label(path);
            let bytes = match read(path) {
                Ok(bytes) => bytes,
                Err(note) => {
                    all.push(left(label, ReturnResult::Unread, note));
                    continue;
                }
            };
            let mut returned = look.file(label.clone(), &bytes);
            if returned.result == ReturnResult::Recorded {
                if self.has_signature(&sealed, &EvidenceId::of(&bytes))? {
                    returned.result = ReturnResult::Already;
                    returned.note = Note::new("returned.already");
                } else {
                    self.add_signature(&sealed, &bytes, returned.file.clone(), now)?;
                }
            } else if let Some((kind, member, stated)) = stated(path, statement, &bytes) {
                if kind == StatementKind::Reservation {
                    let files = (member.clone(), stated, bytes);
                    returned = self.take_statement(kind, &look, label, &files, now)?;
                    reserved.push((all.len(), member));
                } else {
                    returned = left(label, ReturnResult::Refused, Note::new("returned.a-dissent"));
                }
            }
            all.push(returned);
        }
        self.without_signature(&mut all, &reserved)?;
        Ok(all)
    }

    /// Tells of reservations to which no signature belongs, now that every file was taken.
    fn without_signature(
        &self,
        all: &mut [Returned],
        reserved: &[(usize, Iin)],
    ) -> Result<(), InspectionError> {
        if reserved.is_empty() {
            return Ok(());
        }
        let found = self.status()?.reservations;
        for (place, member) in reserved {
            let Some(returned) =
                all.get_mut(*place).filter(|it| it.result != ReturnResult::Refused)
            else {
                continue;
            };
            let notes = found.iter().filter(|it| it.member == *member).flat_map(|it| &it.notes);
            let alone = notes.filter(|it| it.code == "statement.without-signature");
            returned.notes.extend(alone.cloned());
        }
        Ok(())
    }

    fn has_signature(&self, sealed: &SealedAct, id: &EvidenceId) -> Result<bool, InspectionError> {
        for entry in self.of_kind(record::SIGNATURE_ADDED) {
            if entry.evidence.contains(id) && body::<SignatureAdded>(entry)?.act == sealed.pdf {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn label(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn left(file: String, result: ReturnResult, note: Note) -> Returned {
    Returned { file, result, note, notes: vec![], signers: vec![] }
}

/// The octets of a file, or why they are not looked at.
fn read(path: &Path) -> Result<Vec<u8>, Note> {
    let failed =
        |error: std::io::Error| Note::new("returned.unreadable-file").fact("reason", error);
    let length = std::fs::metadata(path).map_err(failed)?.len();
    if length > LARGEST_RETURNED {
        let note = Note::new("returned.too-large").fact("length", length);
        return Err(note.fact("most", LARGEST_RETURNED));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    // A certificate inside a signature is none of this: the first octets tell them apart.
    if read_certificates(&bytes).private_keys > 0 {
        return Err(Note::new("returned.private-key"));
    }
    Ok(bytes)
}

/// What a returned file is held against.
struct Look {
    sealed: SealedAct,
    act: ActRecord,
    pdf: Vec<u8>,
    trust: Trust,
    /// Every other file that was signed or could have been, by name.
    elsewhere: BTreeMap<String, Vec<u8>>,
}

impl Look {
    fn at(inspection: &Inspection<'_>, sealed: &SealedAct) -> Result<Self, InspectionError> {
        let act = inspection.act_record(sealed)?;
        let pdf = inspection.dossier.evidence(&sealed.pdf)?;
        let trust = trust(&act.signing_anchors, &inspection.trust_files()?);
        let mut elsewhere = inspection.other_acts(sealed)?;
        elsewhere.insert("act.json".into(), inspection.dossier.evidence(&sealed.json)?);
        elsewhere.extend(inspection.beside(sealed)?.statements());
        Ok(Self { sealed: sealed.clone(), act, pdf, trust, elsewhere })
    }

    /// What the file is; one to be recorded says so.
    fn file(&self, file: String, bytes: &[u8]) -> Returned {
        let signed = match SignedData::read(bytes) {
            Ok((signed, _)) if *signed.content_type() == known::TST_INFO => {
                let note = Note::new("returned.not-a-signature").fact("kind", "time-stamp");
                return left(file, ReturnResult::Refused, note);
            }
            Ok((signed, _)) => signed,
            Err(error) => {
                let note = match kind(bytes) {
                    Some(kind) => Note::new("returned.not-a-signature").fact("kind", kind),
                    None => Note::new("returned.unreadable-signature").fact("reason", error),
                };
                return left(file, ReturnResult::Refused, note);
            }
        };
        let reports = signed.verify(Some(&self.pdf));
        if reports.is_empty() {
            return left(file, ReturnResult::Refused, Note::new("returned.no-signer"));
        }
        let other_inside = signed.content().filter(|it| *it != self.pdf);
        let verifier = CmsVerifier {
            trust: &self.trust,
            sealed_at: self.act.sealed_at,
            elsewhere: &BTreeMap::new(),
        };
        let signature = Signature { label: file.clone(), bytes: bytes.to_vec() };
        let checked = verifier.check(&self.pdf, &signature);
        let signers: Vec<ReturnedSigner> = reports
            .iter()
            .zip(checked)
            .map(|(report, checked)| self.signer(&signed, report, checked, other_inside.is_some()))
            .collect();
        let (result, note) = if signers.iter().any(|it| it.over_this) {
            (ReturnResult::Recorded, Note::new("returned.recorded"))
        } else if let Some(document) = signers.iter().find_map(|it| it.over.clone()) {
            let note = Note::new("returned.another-document").fact("document", document);
            (ReturnResult::Refused, note)
        } else if let Some(inside) = other_inside {
            let note = Note::new("returned.another-inside")
                .fact("kind", kind(inside).unwrap_or("other"))
                .fact("sha256", EvidenceId::of(inside));
            (ReturnResult::Refused, note)
        } else {
            (ReturnResult::Refused, Note::new("returned.unknown-document"))
        };
        Returned { file, result, note, notes: vec![], signers }
    }

    fn signer(
        &self,
        signed: &SignedData,
        report: &SignerReport,
        checked: Checked,
        other_inside: bool,
    ) -> ReturnedSigner {
        let over_this = report.digest_matches && !other_inside;
        let over = if over_this { None } else { self.made_for(signed, report) };
        let commission = self.act.commission.as_ref();
        let member = checked.signer.as_ref().and_then(|it| commission?.member(it));
        ReturnedSigner {
            name: member.map(|it| it.name.clone()),
            iin: checked.signer,
            over_this,
            over,
            signed_at: checked.signed_at,
            standing: checked.standing,
            notes: checked.notes,
        }
    }

    /// The known file that was signed instead.
    fn made_for(&self, signed: &SignedData, report: &SignerReport) -> Option<String> {
        let found = self.elsewhere.iter().find(|(_, bytes)| {
            if let Some(inside) = signed.content() {
                return inside == bytes.as_slice();
            }
            let reports = signed.verify(Some(bytes));
            reports.iter().any(|it| it.position == report.position && it.digest_matches)
        })?;
        Some(found.0.clone())
    }
}

impl Inspection<'_> {
    /// The statement of a dissent, as the file to sign elsewhere. Nothing is recorded yet.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act, nobody of that number is on the commission, or the
    /// reasons are empty.
    pub fn dissent_to_sign(
        &self,
        member: &Iin,
        reasons: &str,
        items: &[RequirementId],
    ) -> Result<(SealedAct, Vec<u8>), InspectionError> {
        self.statement_to_sign(StatementKind::Dissent, member, reasons, items)
    }

    /// The statement of a reservation, as the file to sign elsewhere beside the act. Nothing is
    /// recorded yet.
    ///
    /// # Errors
    ///
    /// As [`Self::dissent_to_sign`].
    pub fn reservation_to_sign(
        &self,
        member: &Iin,
        text: &str,
        items: &[RequirementId],
    ) -> Result<(SealedAct, Vec<u8>), InspectionError> {
        self.statement_to_sign(StatementKind::Reservation, member, text, items)
    }

    fn statement_to_sign(
        &self,
        kind: StatementKind,
        member: &Iin,
        text: &str,
        items: &[RequirementId],
    ) -> Result<(SealedAct, Vec<u8>), InspectionError> {
        let sealed = self.act_to_sign()?;
        let bytes = self.worded(kind, &sealed, member, text, items)?;
        Ok((sealed, bytes))
    }

    /// Takes signatures of dissents that were made elsewhere.
    ///
    /// The statement is inside the signature, or is `statement`, or lies beside: `dissent.json`
    /// beside `dissent.json.p7s` or `dissent.p7s`.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act, or the dossier cannot be read or written.
    pub fn take_dissents(
        &mut self,
        files: &[PathBuf],
        statement: Option<&Path>,
        now: Timestamp,
    ) -> Result<Vec<Returned>, InspectionError> {
        let sealed = self.act_to_sign()?;
        let look = Look::at(self, &sealed)?;
        let mut all = Vec::new();
        for path in files {
            let label = label(path);
            let beside = match statement.map(PathBuf::from).or_else(|| beside(path)) {
                None => Ok(None),
                Some(place) => read(&place).map(Some),
            };
            let (cms, beside) = match (read(path), beside) {
                (Ok(cms), Ok(beside)) => (cms, beside),
                (Err(note), _) | (_, Err(note)) => {
                    all.push(left(label, ReturnResult::Unread, note));
                    continue;
                }
            };
            all.push(match look.dissent(&cms, beside) {
                Ok((member, statement)) => {
                    let files = (member, statement, cms);
                    self.take_statement(StatementKind::Dissent, &look, label, &files, now)?
                }
                Err(note) => left(label, ReturnResult::Refused, note),
            });
        }
        Ok(all)
    }

    /// Judges a statement with its signature and records both where it holds.
    fn take_statement(
        &mut self,
        kind: StatementKind,
        look: &Look,
        file: String,
        files: &StatementFile,
        now: Timestamp,
    ) -> Result<Returned, InspectionError> {
        let [already, recorded, refused] = match kind {
            StatementKind::Dissent => [
                "returned.statement-already",
                "returned.statement-recorded",
                "returned.statement-refused",
            ],
            StatementKind::Reservation => [
                "returned.reservation-already",
                "returned.reservation-recorded",
                "returned.reservation-refused",
            ],
        };
        let judged = Judged::of(kind, &look.act, look.sealed.pdf, files, &look.trust);
        let (member, statement, cms) = files;
        let (result, code) = if !judged.holds {
            (ReturnResult::Refused, refused)
        } else if self.has_statement(kind, &EvidenceId::of(cms)) {
            (ReturnResult::Already, already)
        } else {
            self.add_statement(kind, &look.sealed, member, (statement, cms), now)?;
            (ReturnResult::Recorded, recorded)
        };
        let note = Note::new(code).fact("member", member);
        Ok(Returned { file, result, note, notes: judged.notes, signers: vec![] })
    }

    fn has_statement(&self, kind: StatementKind, signature: &EvidenceId) -> bool {
        self.of_kind(kind.entry()).any(|it| it.evidence.contains(signature))
    }
}

/// What was stated and by whom, where the file is a signature and a statement is inside it or
/// beside it.
fn stated(
    path: &Path,
    statement: Option<&Path>,
    cms: &[u8],
) -> Option<(StatementKind, Iin, Vec<u8>)> {
    let (signed, _) = SignedData::read(cms).ok()?;
    let bytes = match signed.content() {
        Some(inside) => inside.to_vec(),
        None => read(&statement.map(PathBuf::from).or_else(|| beside(path))?).ok()?,
    };
    StatementKind::ALL
        .into_iter()
        .find_map(|kind| Some((kind, kind.read(&bytes).ok()?.member)))
        .map(|(kind, member)| (kind, member, bytes))
}

/// The statement that lies beside its signature.
fn beside(signature: &Path) -> Option<PathBuf> {
    let bare = signature.with_extension("");
    let named = bare.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let place = if named { bare } else { signature.with_extension("json") };
    (place != signature && place.is_file()).then_some(place)
}

impl Look {
    /// Whose statement of a dissent a file signs, and its octets; or what the file is instead.
    fn dissent(&self, cms: &[u8], beside: Option<Vec<u8>>) -> Result<(Iin, Vec<u8>), Note> {
        let (signed, _) = SignedData::read(cms).map_err(|error| match kind(cms) {
            Some(kind) => Note::new("returned.not-a-signature").fact("kind", kind),
            None => Note::new("returned.unreadable-signature").fact("reason", error),
        })?;
        let of_act = signed.content().is_none_or(|it| it == self.pdf)
            && signed.verify(Some(&self.pdf)).iter().any(|it| it.digest_matches);
        if of_act {
            return Err(Note::new("returned.signature-of-the-act"));
        }
        let inside = signed.content().map(<[u8]>::to_vec);
        let statement = inside.or(beside).ok_or_else(|| Note::new("returned.no-statement"))?;
        match StatementKind::Dissent.read(&statement) {
            Ok(stated) => Ok((stated.member, statement)),
            Err(_) if StatementKind::Reservation.read(&statement).is_ok() => {
                Err(Note::new("returned.a-reservation"))
            }
            Err(reason) => Err(Note::new("returned.not-a-dissent").fact("reason", reason)),
        }
    }
}

/// What a file is that is no signature, by its first octets; nothing where it could be one.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    let text = std::str::from_utf8(head).map_or_else(
        |error| std::str::from_utf8(head.get(..error.valid_up_to()).unwrap_or_default()),
        Ok,
    );
    let text = text.unwrap_or_default().trim_start_matches('\u{feff}').trim_start();
    if bytes.is_empty() {
        return Some("empty");
    }
    for (start, kind) in [(&b"%PDF-"[..], "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip")] {
        if head.starts_with(start) {
            return Some(kind);
        }
    }
    if text.starts_with('<') {
        let signature = text.contains("www.w3.org/2000/09/xmldsig#");
        return Some(if signature { "xml-signature" } else { "xml" });
    }
    if text.starts_with(['{', '[']) {
        return Some("json");
    }
    if !read_certificates(bytes).certificates.is_empty() {
        return Some("certificate");
    }
    if read_crl(bytes).0.is_some() {
        return Some("crl");
    }
    // Words with spaces between them are no base64.
    let words = text.split_whitespace().take(20).filter(|it| it.len() < 30).count();
    (words > 10 && !text.starts_with("-----")).then_some("text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_signature_is_called_by_its_name() {
        for (bytes, expected) in [
            (&b""[..], Some("empty")),
            (b"%PDF-1.7\n", Some("pdf")),
            (b"PK\x03\x04zip", Some("zip")),
            (b"\xef\xbb\xbf <?xml version='1.0'?><a/>", Some("xml")),
            (
                b"<a><ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/></a>",
                Some("xml-signature"),
            ),
            (b"{\"kind\": 1}", Some("json")),
            (
                "Бұл хат қолтаңба емес, жай ғана ұзын мәтін, оны біреу қате жіберген екен"
                    .as_bytes(),
                Some("text"),
            ),
            (b"\x30\x82\x01\x00 something", None),
            (b"MIIB not quite", None),
            (b"\xff\xfe\x00", None),
        ] {
            assert_eq!(kind(bytes), expected, "{bytes:?}");
        }
    }
}
