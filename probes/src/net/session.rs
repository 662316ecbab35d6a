//! One TLS session, as kept in evidence of the kind `tls-session`.

use jiff::Timestamp;
use model::{Evidence, EvidenceKind};
use serde::{Deserialize, Serialize};

use crate::exchange::Failed;
use crate::{CollectError, Site, TlsOffer, TlsProof, TlsRequest};

/// The evidence file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Record {
    /// `host:port`.
    pub(super) endpoint: String,
    pub(super) offer: TlsOffer,
    /// When, by the clock of the inspector's machine.
    pub(super) asked_at: Timestamp,
    pub(super) outcome: Outcome,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) enum Outcome {
    Answered(Answered),
    Failed(Failed),
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Answered {
    pub(super) peer: String,
    pub(super) sent_at: Timestamp,
    pub(super) received_at: Timestamp,
    pub(super) elapsed_us: u64,
    pub(super) version: String,
    pub(super) cipher_suite: String,
    pub(super) group: Option<String>,
    pub(super) protocol: Option<String>,
    pub(super) proof: TlsProof,
    /// DER in hexadecimal digits, in the order of the server.
    pub(super) certificates: Vec<Shown>,
}

/// One certificate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub(super) struct Shown(#[serde(with = "crate::exchange::hexed")] pub(super) Vec<u8>);

/// Begins one session and keeps what came of it.
pub(super) fn ask(
    site: &dyn Site,
    endpoint: &str,
    offer: TlsOffer,
) -> Result<(Record, Evidence), CollectError> {
    let asked_at = site.now();
    let outcome = match site.tls(&TlsRequest { endpoint: endpoint.to_owned(), offer }) {
        Ok(answer) => Outcome::Answered(Answered {
            peer: answer.peer,
            sent_at: answer.sent_at,
            received_at: answer.received_at,
            elapsed_us: answer.elapsed_us,
            version: answer.version,
            cipher_suite: answer.cipher_suite,
            group: answer.group,
            protocol: answer.protocol,
            proof: answer.proof,
            certificates: answer.certificates.into_iter().map(Shown).collect(),
        }),
        Err(error) => Outcome::Failed(Failed { failure: error.failure, message: error.message }),
    };
    let at = match &outcome {
        Outcome::Answered(answered) => answered.received_at,
        Outcome::Failed(_) => asked_at,
    };
    let record = Record { endpoint: endpoint.to_owned(), offer, asked_at, outcome };
    let bytes = serde_json::to_vec(&record)
        .map_err(|source| CollectError::Unrecordable { peer: endpoint.to_owned(), source })?;
    Ok((record, Evidence::new(EvidenceKind::TlsSession, at, endpoint, bytes)))
}
