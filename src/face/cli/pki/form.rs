//! The JSON forms of the answers: stable names, no colours, unknown keys refused when read back.
//!
//! Instants are RFC 3339 in UTC, octets are lower-case hexadecimal. What is absent from an object
//! is absent from its form. `says` and `next-step` are in the language of the answer; programs
//! read `code` and `facts`.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use pki::path::PathVerdict;
use pki::{Certificate, Finding, Oid, Weight, oid};
use serde::{Deserialize, Serialize};

use super::super::context::{Context, Exit};
use crate::words::Facts;

mod paths;

pub use paths::{
    EvidenceForm, LeafForm, ModelsForm, NodeForm, PathForm, SpentForm, TargetForm, VerifyForm,
};

/// What a question comes to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Everything asked about holds.
    Valid,
    /// Something could not be decided.
    Undetermined,
    /// Something is not valid, or is revoked.
    Invalid,
}

impl Outcome {
    pub(super) fn of(findings: &[Finding]) -> Self {
        match findings.iter().map(|it| it.weight).max() {
            None | Some(Weight::Remark) => Self::Valid,
            Some(Weight::Undetermined) => Self::Undetermined,
            Some(Weight::Fatal) => Self::Invalid,
        }
    }

    /// The exit code this is told by.
    #[must_use]
    pub const fn exit(self) -> Exit {
        match self {
            Self::Invalid => Exit::Violates,
            Self::Undetermined => Exit::Undetermined,
            Self::Valid => Exit::AllClosed,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Undetermined => "undetermined",
            Self::Valid => "valid",
        }
    }
}

impl From<PathVerdict> for Outcome {
    fn from(verdict: PathVerdict) -> Self {
        match verdict {
            PathVerdict::Invalid => Self::Invalid,
            PathVerdict::Undetermined => Self::Undetermined,
            PathVerdict::Valid => Self::Valid,
        }
    }
}

/// One thing found.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Found {
    /// Stable code.
    pub code: String,
    /// `fatal`, `undetermined` or `remark`.
    pub weight: String,
    /// The rule it rests on.
    pub rule: String,
    /// The clause of the Rules it bears on: `12-2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// That clause in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause_place: Option<String>,
    /// SHA-256 of the object it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The file it is about, where it is about a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// What was seen.
    pub facts: BTreeMap<String, String>,
    /// What was seen and why it matters, in words.
    pub says: String,
    /// What to do next, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
}

impl Found {
    pub(super) fn new(finding: &Finding, context: &Context<'_>) -> Self {
        let facts: Facts<'_> =
            finding.facts.iter().map(|(name, seen)| ((*name).into(), seen.clone())).collect();
        let clause = context.words.clause(finding.code);
        Self {
            code: finding.code.to_owned(),
            weight: weight(finding.weight).to_owned(),
            rule: finding.citation.to_owned(),
            clause: clause.map(|it| it.subject.to_string()),
            clause_place: clause.map(|it| it.place.in_lang(context.lang).to_owned()),
            about: finding.about.map(|it| it.to_string()),
            file: None,
            facts: finding.facts.iter().map(|(name, it)| ((*name).into(), it.clone())).collect(),
            says: context.say(finding.code, &facts),
            next_step: context.next_step(finding.code, &facts),
        }
    }

    /// Something that this command says, not the engine: it could not be decided.
    pub(super) fn undecided(code: &str, context: &Context<'_>) -> Self {
        Self::said(code, Weight::Undetermined, &[], context)
    }

    /// Something that this command says, not the engine.
    pub(super) fn said(
        code: &str,
        weighs: Weight,
        facts: &[(&'static str, String)],
        context: &Context<'_>,
    ) -> Self {
        let told: Facts<'_> =
            facts.iter().map(|(name, seen)| ((*name).into(), seen.clone())).collect();
        Self {
            code: code.to_owned(),
            weight: weight(weighs).to_owned(),
            rule: String::new(),
            clause: None,
            clause_place: None,
            about: None,
            file: None,
            facts: facts.iter().map(|(name, seen)| ((*name).into(), seen.clone())).collect(),
            says: context.say(code, &told),
            next_step: context.next_step(code, &told),
        }
    }

    pub(super) fn all(findings: &[Finding], context: &Context<'_>) -> Vec<Self> {
        findings.iter().map(|it| Self::new(it, context)).collect()
    }

    pub(super) fn in_files<P: AsRef<Path>>(
        findings: &[(P, Finding)],
        context: &Context<'_>,
    ) -> Vec<Self> {
        let one = |(path, finding): &(P, Finding)| Self {
            file: Some(path.as_ref().display().to_string()),
            ..Self::new(finding, context)
        };
        findings.iter().map(one).collect()
    }
}

const fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Fatal => "fatal",
        Weight::Remark => "remark",
        Weight::Undetermined => "undetermined",
    }
}

/// An identifier with its name, where it has one.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Named {
    /// Its arcs: `1.2.398.3.3.4.1.1`.
    pub oid: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Named {
    pub(super) fn new(oid: &Oid) -> Self {
        Self { oid: oid.to_string(), name: oid::name_of(oid).map(str::to_owned) }
    }

    pub(super) fn shown(&self) -> String {
        match &self.name {
            Some(name) => format!("{} ({name})", self.oid),
            None => self.oid.clone(),
        }
    }
}

/// A certificate as other objects mention it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mentioned {
    /// SHA-256 of its DER.
    pub fingerprint: String,
    /// Whom it is of.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// Its number, in hexadecimal.
    pub serial: String,
    /// The beginning of its validity.
    pub not_before: Timestamp,
    /// The end of its validity.
    pub not_after: Timestamp,
    /// Its key.
    pub key: String,
    /// How its signature was made.
    pub signature_algorithm: String,
}

impl Mentioned {
    pub(super) fn new(certificate: &Certificate) -> Self {
        Self {
            fingerprint: certificate.fingerprint().to_string(),
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            serial: hex::encode(certificate.serial()),
            not_before: certificate.not_before(),
            not_after: certificate.not_after(),
            key: certificate.public_key().kind().to_string(),
            signature_algorithm: certificate.signature_algorithm().to_string(),
        }
    }
}

/// One extension of a certificate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ExtensionForm {
    /// Which.
    pub id: Named,
    /// Whether one who does not know it must refuse the certificate.
    pub critical: bool,
    /// Length of its value in octets.
    pub octets: usize,
}

/// All that stands in a certificate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CertificateForm {
    /// What other objects mention of it.
    pub certificate: Mentioned,
    /// Version, from 1.
    pub version: u32,
    /// IIN of the subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iin: Option<String>,
    /// BIN of the subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<String>,
    /// Whether it may issue certificates, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<bool>,
    /// How many authorities may stand below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_length: Option<u32>,
    /// What the key may be used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<String>,
    /// Purposes of the key.
    pub purposes: Vec<Named>,
    /// Policies it was issued under.
    pub policies: Vec<Named>,
    /// Other names of the subject.
    pub alternative_names: Vec<String>,
    /// Identifier of its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_key_id: Option<String>,
    /// Identifier of the issuer's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority_key_id: Option<String>,
    /// Where its revocation list lies.
    pub crl_urls: Vec<String>,
    /// Where the delta lists lie.
    pub delta_crl_urls: Vec<String>,
    /// Where its status is answered.
    pub ocsp_urls: Vec<String>,
    /// Where its issuer's certificate lies.
    pub issuer_urls: Vec<String>,
    /// Every extension in the order written.
    pub extensions: Vec<ExtensionForm>,
    /// Everything wrong with it as it is written.
    pub findings: Vec<Found>,
}

impl CertificateForm {
    pub(super) fn new(certificate: &Certificate, context: &Context<'_>) -> Self {
        let constraints = certificate.basic_constraints();
        let named = |oids: &[Oid]| oids.iter().map(Named::new).collect();
        let policies = certificate.policies().unwrap_or_default();
        Self {
            certificate: Mentioned::new(certificate),
            version: certificate.version(),
            iin: certificate.iin(),
            bin: certificate.bin(),
            authority: constraints.map(|it| it.ca),
            path_length: constraints.and_then(|it| it.path_length),
            key_usage: certificate.key_usage().map(|it| it.to_string()),
            purposes: named(certificate.extended_key_usage().unwrap_or_default()),
            policies: policies.iter().map(|it| Named::new(&it.policy)).collect(),
            alternative_names: certificate
                .subject_alternative_names()
                .iter()
                .map(ToString::to_string)
                .collect(),
            subject_key_id: certificate.subject_key_id().map(hex::encode),
            authority_key_id: certificate
                .authority_key_id()
                .and_then(|it| it.key_id.as_deref())
                .map(hex::encode),
            crl_urls: certificate.crl_urls().to_vec(),
            delta_crl_urls: certificate.freshest_crl_urls().to_vec(),
            ocsp_urls: certificate.ocsp_urls().to_vec(),
            issuer_urls: certificate.issuer_urls().to_vec(),
            extensions: certificate
                .extensions()
                .map(|it| ExtensionForm {
                    id: Named::new(it.oid),
                    critical: it.critical,
                    octets: it.value.len(),
                })
                .collect(),
            findings: Found::all(certificate.defects(), context),
        }
    }
}

/// A revocation list.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CrlListForm {
    /// Where it came from.
    pub file: String,
    /// SHA-256 of its DER.
    pub fingerprint: String,
    /// Who issued it.
    pub issuer: String,
    /// Its number, in decimal; in hexadecimal behind `0x` where it is longer than 64 bits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The number of the complete list it adds to, where it is a delta.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delta_base: Option<String>,
    /// When it was issued.
    pub this_update: Timestamp,
    /// When the next one is issued at the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Timestamp>,
    /// How many certificates are on it.
    pub entries: usize,
    /// Whether their serial numbers rise from each to the next.
    pub sorted: bool,
    /// How its signature was made.
    pub signature_algorithm: String,
    /// The moment it is judged at: the earlier of two lists that are compared is judged at its own
    /// time of issue, unless a moment was named.
    pub at: Timestamp,
    /// What it comes to.
    pub verdict: Outcome,
    /// Everything found about it.
    pub findings: Vec<Found>,
}

/// What lists or answers say about one certificate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StatusForm {
    /// Its serial number, in hexadecimal.
    pub serial: String,
    /// `good`, `revoked`, `unknown`.
    pub status: String,
    /// The list that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crl: Option<String>,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Why it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Everything found on the way.
    pub findings: Vec<Found>,
}

/// How a later list differs from an earlier one.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ComparisonForm {
    /// SHA-256 of the earlier list.
    pub earlier: String,
    /// SHA-256 of the later list.
    pub later: String,
    /// Seconds from one time of issue to the other; negative where the later one is older.
    pub seconds: i64,
    /// Certificates that only the later list names.
    pub added: usize,
    /// Entries of the earlier list whose certificate the later one does not name.
    pub vanished: usize,
    /// How many entries vanished, by the reason that the earlier list gave; `none` where it gave
    /// none.
    pub reasons: BTreeMap<String, usize>,
    /// The entries that vanished, a thousand at most.
    pub entries: Vec<VanishedForm>,
    /// What it comes to.
    pub verdict: Outcome,
    /// Everything found.
    pub findings: Vec<Found>,
}

/// An entry that the later list does not have.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VanishedForm {
    /// Its serial number, in hexadecimal.
    pub serial: String,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Why it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The answer of `pki crl`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CrlForm {
    /// `pki-crl/1`.
    pub form: String,
    /// The worst of the lists and of the certificate in question.
    pub verdict: Outcome,
    /// The moment of judgement.
    pub at: Timestamp,
    /// Each list.
    pub lists: Vec<CrlListForm>,
    /// How the second list differs from the first, where two of one issuer and scope were named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<ComparisonForm>,
    /// The certificate in question, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusForm>,
    /// What was odd about the files.
    pub findings: Vec<Found>,
}

/// One answer of a response, as it stands there.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnswerForm {
    /// Serial number of the certificate, in hexadecimal.
    pub serial: String,
    /// The hash its issuer is named with.
    pub hash: Named,
    /// `good`, `revoked`, `unknown`.
    pub status: String,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Why it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When this was known to be so.
    pub this_update: Timestamp,
    /// When more will be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Timestamp>,
    /// How far back the responder knows about certificates that have ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive_cutoff: Option<Timestamp>,
}

/// The answer of `pki ocsp`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OcspForm {
    /// `pki-ocsp/1`.
    pub form: String,
    /// The response.
    pub file: String,
    /// What it comes to: valid only when the certificate is believed to be good.
    pub verdict: Outcome,
    /// The moment of judgement.
    pub at: Timestamp,
    /// What can be believed: `good`, `revoked`, `unknown`, `not-answered`.
    pub status: String,
    /// What the response says, believed or not.
    pub stated: String,
    /// When the certificate was revoked, as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Why, as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The certificate was never issued, says the responder.
    pub never_issued: bool,
    /// When it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub produced_at: Option<Timestamp>,
    /// When the status was known to be so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub this_update: Option<Timestamp>,
    /// When more will be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Timestamp>,
    /// Who signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responder: Option<Mentioned>,
    /// Every answer that stands in it, about whomever.
    pub answers: Vec<AnswerForm>,
    /// Everything found.
    pub findings: Vec<Found>,
}

/// A time-stamp token that was judged.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TokenForm {
    /// What it comes to by itself, the path of its signer aside.
    pub verdict: Outcome,
    /// The moment it vouches for.
    pub time: Timestamp,
    /// How exact it says that is, in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<u64>,
    /// The authority says that its tokens are ordered by time.
    pub ordering: bool,
    /// The name the authority gives itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// The policy it was made under.
    pub policy: Named,
    /// Its number, in hexadecimal.
    pub serial: String,
    /// The hash of the imprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Who signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<Mentioned>,
    /// The signer's path, where anchors were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<TargetForm>,
    /// Everything found.
    pub findings: Vec<Found>,
}

/// The answer of `pki tsp`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TspForm {
    /// `pki-tsp/1`.
    pub form: String,
    /// The time-stamp.
    pub file: String,
    /// What it comes to.
    pub verdict: Outcome,
    /// Status of the response, where it is one: 0 and 1 grant a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_status: Option<u32>,
    /// What the authority wrote beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response_text: Vec<String>,
    /// Why it was refused, by the names of the standard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response_failures: Vec<String>,
    /// The token, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenForm>,
    /// What was odd about the files, and what was not asked.
    pub findings: Vec<Found>,
}

/// Where the moment of judgement comes from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MomentSource {
    /// It was given.
    Given,
    /// It is now: no time-stamp vouches for an earlier one.
    Now,
    /// A time-stamp over the signature vouches for it.
    TimeStamp,
}

/// An attribute of a signature.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AttributeForm {
    /// Its type.
    pub id: Named,
    /// The signature covers it.
    pub signed: bool,
    /// What it says, where its form is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
}

/// One signer of a CMS signature.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SignerForm {
    /// Position in the file, from 1.
    pub position: usize,
    /// Whose signature it claims to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<String>,
    /// What it comes to: the signature and the certificate's path.
    pub verdict: Outcome,
    /// What the signature comes to by itself.
    pub signature: Outcome,
    /// The signer's certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Mentioned>,
    /// IIN of the signer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iin: Option<String>,
    /// BIN of the signer's organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<String>,
    /// The hash over the content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// When the signer says it signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_time: Option<Timestamp>,
    /// The digest of the content is the one that was signed.
    pub digest_matches: bool,
    /// The signature verifies with the key of the certificate.
    pub signature_matches: bool,
    /// Whether the signer names its certificate: `absent`, `matches`, `mismatch`.
    pub certificate_id: String,
    /// Every attribute, signed ones first.
    pub attributes: Vec<AttributeForm>,
    /// The time-stamps over the signature.
    pub time_stamps: Vec<TokenForm>,
    /// Signatures over this signature; they change nothing about its verdict.
    pub counter_signatures: Vec<SignerForm>,
    /// The moment the certificate was judged at.
    pub at: Timestamp,
    /// Where that moment comes from.
    pub at_source: MomentSource,
    /// The certificate's path, where anchors were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<TargetForm>,
    /// Everything found.
    pub findings: Vec<Found>,
}

/// The answer of `pki cms`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CmsForm {
    /// `pki-cms/1`.
    pub form: String,
    /// The signature.
    pub file: String,
    /// The worst of the signers.
    pub verdict: Outcome,
    /// Kind of the content.
    pub content_type: Named,
    /// Length of the content in octets, where it is inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_octets: Option<usize>,
    /// How many certificates are inside.
    pub certificates: usize,
    /// Each signer.
    pub signers: Vec<SignerForm>,
    /// What was odd about the files, and what was not asked.
    pub findings: Vec<Found>,
}

/// A field of an object that is shown as it stands.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Field {
    /// Name of the field: `signer`, `this-update`.
    pub name: String,
    /// What stands there.
    pub value: String,
}

/// One file that was looked into.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InspectedFile {
    /// Where it lies.
    pub file: String,
    /// Its length in octets.
    pub octets: usize,
    /// SHA-256 of the file.
    pub sha256: String,
    /// What it is.
    pub kind: String,
    /// Valid when it could be read and nothing in it is broken.
    pub verdict: Outcome,
    /// How many private keys lie in it.
    pub private_keys: usize,
    /// What stands in it, where it is no certificate.
    pub fields: Vec<Field>,
    /// The certificates in it.
    pub certificates: Vec<CertificateForm>,
    /// What is wrong with it.
    pub findings: Vec<Found>,
}

/// The answer of `pki inspect`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InspectForm {
    /// `pki-inspect/1`.
    pub form: String,
    /// The worst of the files.
    pub verdict: Outcome,
    /// Each file.
    pub files: Vec<InspectedFile>,
}
