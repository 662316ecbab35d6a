//! The evidence of time: one request and its reply, and the runs they belong to.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use jiff::{SignedDuration, Timestamp};
use model::{Evidence, EvidenceKind, Note};
use serde::{Deserialize, Serialize};

use super::packet::{MODE_SERVER, Packet, nanos};
use crate::exchange::hexed;
use crate::{CollectError, NtpAnswer, Question, SiteError, SiteFailure, case};

/// The evidence file.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Record {
    /// The address as the case names it.
    pub(super) peer: String,
    pub(super) outcome: Outcome,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) enum Outcome {
    Answered(Answered),
    Failed(Failed),
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Answered {
    /// The address that the name led to; older records lack it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) address: Option<SocketAddr>,
    pub(super) sent_at: Timestamp,
    pub(super) received_at: Timestamp,
    /// The same two instants by a clock that does not step. Records made before it was kept lack
    /// it; of those the clock of the machine is taken at its word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) steady: Option<Steady>,
    #[serde(with = "hexed")]
    pub(super) request: Vec<u8>,
    #[serde(with = "hexed")]
    pub(super) reply: Vec<u8>,
}

/// Instants by the steady clock of one run of the tool.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Steady {
    /// What the clock of the machine showed where the steady clock showed nothing. It also names
    /// the run: no two begin in one nanosecond.
    pub(super) began_at: Timestamp,
    pub(super) sent_ns: u64,
    pub(super) received_ns: u64,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Failed {
    pub(super) at: Timestamp,
    /// The run, where anything in it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) began_at: Option<Timestamp>,
    pub(super) failure: SiteFailure,
    pub(super) message: String,
}

impl Record {
    /// What came of asking `peer`; `began_at` is the run to which a failure belongs.
    pub(super) fn of(
        peer: &str,
        answer: Result<NtpAnswer, SiteError>,
        at: Timestamp,
        began_at: Option<Timestamp>,
    ) -> Self {
        let outcome = match answer {
            Ok(answer) => Outcome::Answered(Answered {
                address: answer.address,
                sent_at: answer.sent_at,
                received_at: answer.received_at,
                steady: Some(Steady {
                    began_at: answer.steady.began_at,
                    sent_ns: answer.steady.sent_ns,
                    received_ns: answer.steady.received_ns,
                }),
                request: answer.request,
                reply: answer.reply,
            }),
            Err(error) => Outcome::Failed(Failed {
                at,
                began_at,
                failure: error.failure,
                message: error.message,
            }),
        };
        Self { peer: peer.to_owned(), outcome }
    }

    /// When it ended, by the clock of the inspector's machine.
    pub(super) fn at(&self) -> Timestamp {
        match &self.outcome {
            Outcome::Answered(it) => it.received_at,
            Outcome::Failed(it) => it.at,
        }
    }

    fn began_at(&self) -> Option<Timestamp> {
        match &self.outcome {
            Outcome::Answered(it) => it.steady.map(|it| it.began_at),
            Outcome::Failed(it) => it.began_at,
        }
    }

    pub(super) fn into_evidence(self) -> Result<Evidence, CollectError> {
        let bytes = serde_json::to_vec(&self)
            .map_err(|source| CollectError::Unrecordable { peer: self.peer.clone(), source })?;
        Ok(Evidence::new(EvidenceKind::NtpExchange, self.at(), self.peer, bytes))
    }
}

impl Answered {
    /// The instants of sending and receiving on the scale of the run, in nanoseconds since 1970.
    pub(super) fn on_run(&self) -> (i128, i128) {
        match self.steady {
            Some(it) => {
                let began = nanos(it.began_at);
                (began + i128::from(it.sent_ns), began + i128::from(it.received_ns))
            }
            None => (nanos(self.sent_at), nanos(self.received_at)),
        }
    }

    /// By how much the clock of the machine was ahead of the scale of the run: what it was stepped
    /// by since the run began.
    pub(super) fn stepped(&self) -> i128 {
        nanos(self.sent_at) - self.on_run().0
    }
}

/// The exchanges that share one steady clock, by the address asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub(super) by_peer: BTreeMap<String, Vec<Record>>,
}

impl Run {
    pub(super) fn of(&self, peer: &str) -> &[Record] {
        self.by_peer.get(peer.trim()).map_or(&[], Vec::as_slice)
    }

    fn records(&self) -> impl Iterator<Item = &Record> {
        self.by_peer.values().flatten()
    }

    pub(super) fn answers(&self) -> impl Iterator<Item = &Answered> {
        self.records().filter_map(|it| match &it.outcome {
            Outcome::Answered(it) => Some(it),
            Outcome::Failed(_) => None,
        })
    }

    /// When it ended, by the clock of the machine that made it.
    pub(super) fn ended(&self) -> Option<Timestamp> {
        self.records().map(Record::at).max()
    }
}

/// The runs, in the order in which they ended, and a note for every record that cannot be read.
///
/// Records without a steady clock make up one run: those of the last ten minutes in which any were
/// made.
pub(super) fn runs(question: &Question<'_>) -> (Vec<Run>, Vec<Note>) {
    let mut by_run: BTreeMap<Option<Timestamp>, Run> = BTreeMap::new();
    let mut unreadable = Vec::new();
    for evidence in question.of(EvidenceKind::NtpExchange) {
        match case::record::<Record>(evidence, "time.exchange-unreadable") {
            Ok(record) => {
                let run = by_run.entry(record.began_at()).or_default();
                run.by_peer.entry(record.peer.trim().to_owned()).or_default().push(record);
            }
            Err(note) => unreadable.push(note),
        }
    }
    if let Some(run) = by_run.get_mut(&None) {
        let last = run.ended();
        for records in run.by_peer.values_mut() {
            records.retain(|it| last.is_none_or(|last| last.duration_since(it.at()) <= ONE_RUN));
        }
    }
    let mut runs: Vec<_> = by_run.into_values().collect();
    runs.sort_by_key(Run::ended);
    (runs, unreadable)
}

/// The kiss code of a reply that answers `request` with one
/// ([RFC 5905 section 7.4](https://www.rfc-editor.org/rfc/rfc5905#section-7.4)).
pub(super) fn kiss(request: &[u8], reply: &[u8]) -> Option<[u8; 4]> {
    let (request, reply) = (Packet::read(request)?, Packet::read(reply)?);
    let ours = reply.origin == request.transmit && reply.mode == MODE_SERVER;
    (ours && reply.stratum == 0).then_some(reply.reference_id)
}

/// Exchanges further apart than this belong to different looks: a clock may have been set since.
pub(super) const ONE_RUN: SignedDuration = SignedDuration::from_mins(10);
