//! One HTTP request and what came of it, as kept in evidence of the kind `http-exchange`.

mod packing;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read as _;

use jiff::Timestamp;
use model::{Content, Evidence, EvidenceId, EvidenceKind, Note, Unread, Verdict};
use serde::{Deserialize, Serialize};

use crate::{
    CollectError, HttpAnswer, HttpRequest, Method, Question, Site, SiteError, SiteFailure, case,
};

pub use packing::MOST_DECODED;
pub(crate) use packing::{Packed, remark as packing_remark};

use packing::unpacked;

/// Why an address was asked.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Purpose {
    /// For a revocation list, complete or delta.
    Crl,
    /// For a drill: what is seen in one says nothing about other days.
    Drill,
    /// To see whether anybody answers there.
    Endpoint,
    /// For the status of certificates.
    Ocsp,
    /// For the status of a serial number that nobody issued.
    OcspNeverIssued,
    /// For a time stamp.
    Tsp,
    /// For another time stamp over what was stamped already.
    TspAgain,
    /// For a time stamp under a policy that the service named itself.
    TspPolicy,
    /// To see that no time stamp is made under a policy that nobody serves.
    TspUnknownPolicy,
    /// To see that no time stamp is made where nothing was sent.
    TspWithoutRequest,
}

/// The evidence file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Record {
    pub(crate) purpose: Purpose,
    pub(crate) method: Method,
    pub(crate) url: String,
    /// The body that was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sent: Option<Sent>,
    /// When, by the clock of the inspector's machine.
    pub(crate) asked_at: Timestamp,
    pub(crate) outcome: Outcome,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Sent {
    pub(crate) media_type: String,
    /// In hexadecimal digits: a request is small, and an answer is judged together with it.
    #[serde(with = "hexed")]
    pub(crate) bytes: Vec<u8>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) enum Outcome {
    Answered(Answered),
    Failed(Failed),
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Answered {
    pub(crate) received_at: Timestamp,
    pub(crate) elapsed_us: u64,
    /// The address that answered, after redirects.
    pub(crate) url: String,
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    /// SHA-256 of the body, which is a piece of evidence of its own.
    pub(crate) body: EvidenceId,
    /// Whether the body held a private key and was thrown away: no key gets into evidence.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) private_key: bool,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Failed {
    pub(crate) failure: SiteFailure,
    pub(crate) message: String,
}

/// Asks one address and keeps the answer, or its absence.
pub(crate) fn ask(
    site: &dyn Site,
    purpose: Purpose,
    request: &HttpRequest,
) -> Result<Vec<Evidence>, CollectError> {
    let asked_at = site.now();
    kept(purpose, request, asked_at, site.http(request))
}

/// What came of a request, as evidence: the exchange, and the body where there is one.
pub(crate) fn kept(
    purpose: Purpose,
    request: &HttpRequest,
    asked_at: Timestamp,
    answer: Result<HttpAnswer, SiteError>,
) -> Result<Vec<Evidence>, CollectError> {
    let mut body = None;
    let outcome = match answer {
        Ok(answer) => {
            let (kind, at) = (EvidenceKind::HttpBody, answer.received_at);
            let evidence = Evidence::new(kind, at, &request.url, answer.body);
            let answered = Answered {
                received_at: answer.received_at,
                elapsed_us: answer.elapsed_us,
                url: answer.url,
                status: answer.status,
                headers: answer.headers,
                body: evidence.id(),
                private_key: holds_private_key(&evidence.content),
            };
            body = (!answered.private_key).then_some(evidence);
            Outcome::Answered(answered)
        }
        Err(error) => Outcome::Failed(Failed { failure: error.failure, message: error.message }),
    };
    let collected_at = match &outcome {
        Outcome::Answered(answered) => answered.received_at,
        Outcome::Failed(_) => asked_at,
    };
    let sent = request
        .body
        .as_ref()
        .map(|(media_type, bytes)| Sent { media_type: media_type.clone(), bytes: bytes.clone() });
    let record = Record {
        purpose,
        method: request.method,
        url: request.url.clone(),
        sent,
        asked_at,
        outcome,
    };
    let bytes = serde_json::to_vec(&record)
        .map_err(|source| CollectError::Unrecordable { peer: request.url.clone(), source })?;
    let exchange = Evidence::new(EvidenceKind::HttpExchange, collected_at, &request.url, bytes);
    Ok([exchange].into_iter().chain(body).collect())
}

impl Answered {
    /// Whether the service gave what it was asked for.
    pub(crate) fn is_good(&self) -> bool {
        self.status == 200
    }
}

/// Whether an address is one of a directory.
pub(crate) fn is_directory(url: &str) -> bool {
    url.get(..5).is_some_and(|it| it.eq_ignore_ascii_case("ldap:"))
}

/// Whether a private key stands in a body. Keys are small, or stand among text.
pub(crate) fn holds_private_key(body: &Content) -> bool {
    const SMALL: u64 = 1 << 16;
    let Ok(mut input) = body.open() else { return false };
    let mut first = [0];
    let der = input.read(&mut first).is_ok_and(|it| it == 1) && first == [0x30];
    if der && body.length() > SMALL {
        return false;
    }
    // What is larger than is read at once is no key, and what cannot be read is not kept either.
    body.bytes().is_ok_and(|bytes| ::pki::read_certificates(&bytes).private_keys > 0)
}

impl Record {
    /// When the answer came, or when the question was put.
    pub(crate) fn at(&self) -> Timestamp {
        match &self.outcome {
            Outcome::Answered(answered) => answered.received_at,
            Outcome::Failed(_) => self.asked_at,
        }
    }
}

/// An exchange together with the body that came with it.
#[derive(Clone, Debug)]
pub(crate) struct Exchange<'a> {
    pub(crate) record: Record,
    /// Absent where nothing was answered, or where the body is not among the evidence.
    pub(crate) body: Option<&'a Content>,
}

impl<'a> Exchange<'a> {
    /// All bytes of a body that is small, as the answer of a status service is; the note where they
    /// cannot be read back, or `missing` where the body is not among the evidence.
    pub(crate) fn whole(&self, missing: Note) -> Result<Cow<'a, [u8]>, Note> {
        let body = self.body.ok_or(missing)?;
        let unread = |error: Unread| error.note(&self.record.url, &body.id());
        match self.unpacked().map_err(|it| it.note)? {
            Some(Cow::Owned(unpacked)) => {
                Ok(Cow::Owned(unpacked.bytes().map_err(unread)?.into_owned()))
            }
            Some(Cow::Borrowed(_)) | None => body.bytes().map_err(unread),
        }
    }

    /// The body as it lies at the service, where it was answered and is among the evidence.
    pub(crate) fn unpacked(&self) -> Result<Option<Cow<'a, Content>>, Packed> {
        match (&self.record.outcome, self.body) {
            (Outcome::Answered(answered), Some(body)) => unpacked(answered, body).map(Some),
            (Outcome::Answered(_) | Outcome::Failed(_), _) => Ok(None),
        }
    }

    /// The body of a good answer to a request for a list. That one could not be unpacked is said
    /// where it is judged whether the list can be fetched.
    pub(crate) fn list_body(&self) -> Option<Content> {
        match &self.record.outcome {
            Outcome::Answered(answered) if answered.is_good() => {
                self.unpacked().ok().flatten().map(Cow::into_owned)
            }
            Outcome::Answered(_) | Outcome::Failed(_) => None,
        }
    }
}

/// Whether a piece of evidence is an exchange of this purpose.
pub(crate) fn is_of(evidence: &Evidence, purpose: Purpose) -> bool {
    evidence.kind == EvidenceKind::HttpExchange
        && case::record::<Record>(evidence, UNREADABLE).is_ok_and(|it| it.purpose == purpose)
}

/// Every exchange, in the order in which they took place, and a note for each that cannot be read.
pub(crate) fn records(question: &Question<'_>) -> (Vec<Record>, Vec<Note>) {
    let mut found = Vec::new();
    let mut notes = Vec::new();
    for evidence in question.of(EvidenceKind::HttpExchange) {
        match case::record(evidence, UNREADABLE) {
            Ok(record) => found.push(record),
            Err(note) => notes.push(note),
        }
    }
    found.sort_by_key(Record::at);
    (found, notes)
}

/// The exchanges of one purpose, in the order in which they took place, and a note for each record
/// that cannot be read.
pub(crate) fn exchanges<'a>(
    question: &Question<'a>,
    purpose: Purpose,
) -> (Vec<Exchange<'a>>, Vec<Note>) {
    let bodies: BTreeMap<EvidenceId, &'a Content> =
        question.of(EvidenceKind::HttpBody).map(|it| (it.id(), &it.content)).collect();
    let (records, notes) = records(question);
    let with_body = |record: Record| {
        let body = match &record.outcome {
            Outcome::Answered(answered) => bodies.get(&answered.body).copied(),
            Outcome::Failed(_) => None,
        };
        Exchange { record, body }
    };
    let found = records.into_iter().filter(|it| it.purpose == purpose).map(with_body).collect();
    (found, notes)
}

/// The last exchange with each address: one that was asked again is judged by what it said last.
pub(crate) fn last_of_each<'a>(exchanges: Vec<Exchange<'a>>) -> BTreeMap<String, Exchange<'a>> {
    exchanges.into_iter().map(|it| (it.record.url.clone(), it)).collect()
}

/// The media type without its parameters, in lower case; a dash where none is named.
pub(crate) fn media_type(headers: &BTreeMap<String, String>) -> String {
    let kind = headers.get("content-type").map_or("", String::as_str);
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind.is_empty() { "-".to_owned() } else { kind }
}

/// Whether anything at all was answered over HTTP: without one answer, a name that has no address
/// says nothing about its owner.
pub(crate) fn network_seen(records: &[Record]) -> bool {
    records.iter().any(|it| matches!(it.outcome, Outcome::Answered(_)))
}

/// Whose failure it is that an address did not answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Blame {
    /// The address itself does not serve.
    Address,
    /// It cannot be told apart from a failure of the line or of the inspector's machine.
    Nobody,
}

/// The verdict and the facts of an address that did not answer.
pub(crate) fn unanswered(
    failed: &Failed,
    network_seen: bool,
    [by_address, by_nobody]: [Note; 2],
) -> (Verdict, Note) {
    let (verdict, note) = match blame(failed.failure, network_seen) {
        Blame::Address => (Verdict::Violates, by_address),
        Blame::Nobody => (Verdict::Undetermined, by_nobody),
    };
    (verdict, note.fact("failure", failed.failure.as_str()).fact("message", &failed.message))
}

/// Tells a failure of the address from one of the line.
const fn blame(failure: SiteFailure, network_seen: bool) -> Blame {
    match failure {
        SiteFailure::BadAnswer
        | SiteFailure::ConnectionRefused
        | SiteFailure::RedirectRefused
        | SiteFailure::Tls
        | SiteFailure::TooManyRedirects => Blame::Address,
        SiteFailure::NameUnresolved if network_seen => Blame::Address,
        SiteFailure::AddressRefused
        | SiteFailure::DeadlineOver
        | SiteFailure::NameUnresolved
        | SiteFailure::Other
        | SiteFailure::Silent
        | SiteFailure::TooLarge => Blame::Nobody,
    }
}

/// The code of an exchange that cannot be read.
pub(crate) const UNREADABLE: &str = "evidence.exchange-unreadable";

/// Bytes as hexadecimal digits.
pub(crate) mod hexed {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        hex::decode(String::deserialize(from)?).map_err(D::Error::custom)
    }
}
