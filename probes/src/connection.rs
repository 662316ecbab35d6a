//! One connection that was tried over TCP, as kept in evidence of the kind `connection`.

use jiff::Timestamp;
use model::{Evidence, EvidenceKind, Note};
use serde::{Deserialize, Serialize};

use crate::exchange::Failed;
use crate::{CollectError, Question, Site, case};

/// The evidence file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Connection {
    /// `host:port`, as declared.
    pub(crate) peer: String,
    /// When, by the clock of the inspector's machine.
    pub(crate) asked_at: Timestamp,
    pub(crate) outcome: Outcome,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) enum Outcome {
    Connected(Connected),
    Failed(Failed),
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Connected {
    /// The network address and port that accepted.
    pub(crate) address: String,
    pub(crate) elapsed_us: u64,
}

/// Tries one connection and keeps what came of it.
pub(crate) fn try_one(site: &dyn Site, peer: &str) -> Result<Evidence, CollectError> {
    let asked_at = site.now();
    let outcome = match site.connect(peer) {
        Ok(answer) => {
            Outcome::Connected(Connected { address: answer.address, elapsed_us: answer.elapsed_us })
        }
        Err(error) => Outcome::Failed(Failed { failure: error.failure, message: error.message }),
    };
    let record = Connection { peer: peer.to_owned(), asked_at, outcome };
    let bytes = serde_json::to_vec(&record)
        .map_err(|source| CollectError::Unrecordable { peer: peer.to_owned(), source })?;
    Ok(Evidence::new(EvidenceKind::Connection, asked_at, peer, bytes))
}

/// Every connection that was tried, in the order of the record, and a note for each that cannot be
/// read.
pub(crate) fn all(question: &Question<'_>) -> (Vec<Connection>, Vec<Note>) {
    let mut found = Vec::new();
    let mut notes = Vec::new();
    for evidence in question.of(EvidenceKind::Connection) {
        match case::record(evidence, crate::exchange::UNREADABLE) {
            Ok(connection) => found.push(connection),
            Err(note) => notes.push(note),
        }
    }
    (found, notes)
}
