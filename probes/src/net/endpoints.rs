//! `net.endpoints`: whether anybody answers at the declared addresses.
//!
//! # Measures
//!
//! Time from the request to the last byte of the answer, or to the connection, in microseconds; a
//! fact, not judged.
//!
//! # Rests on
//!
//! [RFC 9110 section 15]: any status below 500 shows a server that works, also one that refuses
//! this request, as a status service refuses `GET`. Where no URL is declared but a host with a
//! port, a connection over TCP.
//!
//! # Evidence
//!
//! One `declaration`; `http-exchange` with each declared URL of a revocation list, a status
//! service, a time-stamping service, another service and a registration centre, whichever probe
//! made it; `connection` to each host with a port.
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

use std::collections::BTreeSet;

use model::{Evidence, EvidenceKind, Judgement, Note, TableHead};

use super::reach::{self, Declared};
use crate::{CollectError, Declaration, DeclaredService, Probe, Question, Site, case, exchange};

/// The probe.
pub(crate) struct Endpoints;

impl Probe for Endpoints {
    fn id(&self) -> &'static str {
        "net.endpoints"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Connection, EvidenceKind::Declaration, EvidenceKind::HttpExchange]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            exchange::UNREADABLE,
            "net.answered",
            "net.connected",
            "net.none-declared",
            "net.not-asked",
            "net.server-error",
            "net.unreachable",
            "net.unreachable-from-here",
        ]
    }

    fn tables(&self) -> &'static [TableHead] {
        &[TABLE]
    }

    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        have: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        reach::ask(site, addresses(declared), have)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        let declared = addresses(&declaration);
        if declared.is_empty() {
            return Judgement::undetermined(Note::new("net.none-declared"));
        }
        reach::judge(question, &declared, &TABLE)
    }
}

const TABLE: TableHead = TableHead { code: "net.endpoints", columns: reach::COLUMNS };

/// The declared addresses, each once under each of its names.
fn addresses(declared: &Declaration) -> BTreeSet<Declared<'_>> {
    let urls = [&declared.crl_urls, &declared.ocsp_urls, &declared.tsp_urls];
    let nameless = urls.into_iter().flatten().map(|it| Declared { name: "", address: it.trim() });
    let services = declared.services.iter().filter_map(|it| match it {
        DeclaredService::Named(_) => None,
        DeclaredService::Offered(it) => {
            Some(Declared { name: &it.name, address: it.address.trim() })
        }
    });
    nameless.chain(services).chain(super::centres::addresses(declared)).collect()
}
