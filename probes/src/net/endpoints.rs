//! `net.endpoints`: whether anybody answers at the declared addresses.
//!
//! # Measures
//!
//! Time from the request to the last byte of the answer, in microseconds; a fact, not judged.
//!
//! # Rests on
//!
//! [RFC 9110 section 15]: any status below 500 shows a server that works, also one that refuses
//! this request, as a status service refuses `GET`.
//!
//! # Evidence
//!
//! One `declaration`; `http-exchange` with each declared address of a revocation list, a status
//! service and a time-stamping service, whichever probe made it.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every declared address answered |
//! | violates | an address refuses connections, has no secure connection, redirects without end, breaks off or answers with 500 or more; its name has no address although others answered |
//! | undetermined | nothing came in time, the case does not allow the address, no name could be resolved, nobody asked, nothing was declared |
//!
//! # Cannot see
//!
//! What is served there, which the probes of each service judge; how the address is reached from
//! other networks.
//!
//! [RFC 9110 section 15]: https://www.rfc-editor.org/rfc/rfc9110#section-15

use std::collections::{BTreeMap, BTreeSet};

use model::{Evidence, EvidenceKind, Judgement, Note, Verdict};

use crate::exchange::{self, Outcome, Purpose, Record};
use crate::{CollectError, Declaration, HttpRequest, Probe, Question, Site, case};

/// The probe.
pub(crate) struct Endpoints;

impl Probe for Endpoints {
    fn id(&self) -> &'static str {
        "net.endpoints"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Declaration, EvidenceKind::HttpExchange]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            exchange::UNREADABLE,
            "net.answered",
            "net.none-declared",
            "net.not-asked",
            "net.server-error",
            "net.unreachable",
            "net.unreachable-from-here",
        ]
    }

    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        have: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        let asked: BTreeSet<&str> = have
            .iter()
            .filter(|it| it.kind == EvidenceKind::HttpExchange)
            .map(|it| it.source.as_str())
            .collect();
        let mut taken = Vec::new();
        for url in addresses(declared) {
            if !asked.contains(url) {
                let request = HttpRequest::get(url);
                taken.extend(exchange::ask(site, Purpose::Endpoint, &request)?);
            }
        }
        Ok(taken)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        let (records, unreadable) = exchange::records(question);
        let network_seen = exchange::network_seen(&records);
        // What was asked wrongly on purpose may be refused in any way.
        let asked = records.iter().filter(|it| it.purpose != Purpose::TspWithoutRequest);
        let last: BTreeMap<&str, &Record> = asked.map(|it| (&*it.url, it)).collect();
        let mut parts: Vec<_> = unreadable.into_iter().map(Judgement::undetermined).collect();
        let declared = addresses(&declaration);
        if declared.is_empty() {
            parts.push(Judgement::undetermined(Note::new("net.none-declared")));
        }
        for url in declared {
            parts.push(match last.get(url) {
                Some(record) => judge(record, network_seen),
                None => Judgement::undetermined(Note::new("net.not-asked").fact("url", url)),
            });
        }
        Judgement::over(parts)
    }
}

/// The declared addresses, each once.
fn addresses(declared: &Declaration) -> BTreeSet<&str> {
    [&declared.crl_urls, &declared.ocsp_urls, &declared.tsp_urls]
        .into_iter()
        .flatten()
        .map(|it| it.trim())
        .collect()
}

fn judge(record: &Record, network_seen: bool) -> Judgement {
    let about = |code| Note::new(code).fact("url", &record.url);
    match &record.outcome {
        Outcome::Answered(answered) if answered.status < 500 => {
            let note = about("net.answered")
                .fact("status", answered.status)
                .fact("microseconds", answered.elapsed_us);
            Judgement::because(Verdict::Complies, note)
        }
        Outcome::Answered(answered) => {
            let note = about("net.server-error").fact("status", answered.status);
            Judgement::because(Verdict::Violates, note)
        }
        Outcome::Failed(failed) => {
            let notes = ["net.unreachable", "net.unreachable-from-here"].map(about);
            let (verdict, note) = exchange::unanswered(failed, network_seen, notes);
            Judgement::because(verdict, note)
        }
    }
}
