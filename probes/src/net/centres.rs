//! `net.centres`: whether the declared registration centres are reached.
//!
//! # Measures
//!
//! Time from the request to the last byte of the answer, or to the connection, in microseconds; a
//! fact, not judged.
//!
//! # Rests on
//!
//! As `net.endpoints`: a status below 500 ([RFC 9110 section 15]), or a connection over TCP.
//!
//! # Evidence
//!
//! One `declaration`; `http-exchange` with the URL of each centre, or a `connection` to its host.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every declared centre answered at its address |
//! | violates | the address of a centre refuses connections, breaks off or answers with 500 or more; its name has no address although others answered |
//! | undetermined | nothing came in time, the case does not allow the address, nobody asked, the documents name a centre without an address |
//! | out of scope | no registration centre is declared and the requirement is a conditional one |
//!
//! # Cannot see
//!
//! Whether the centre registers anybody: people look at that.
//!
//! [RFC 9110 section 15]: https://www.rfc-editor.org/rfc/rfc9110#section-15

use std::collections::BTreeSet;

use model::{Evidence, EvidenceKind, Judgement, Note, TableHead, Verdict};

use super::reach::{self, Declared};
use crate::{CollectError, Declaration, Probe, Question, Site, case, exchange};

/// The probe.
pub(crate) struct Centres;

impl Probe for Centres {
    fn id(&self) -> &'static str {
        "net.centres"
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
            "net.centre-without-address",
            "net.connected",
            "net.no-centre-declared",
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
        reach::ask(site, addresses(declared).collect(), have)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        if declaration.registration_centres.is_empty() {
            let note = Note::new("net.no-centre-declared");
            return if question.requirement.conditional {
                Judgement::because(Verdict::OutOfScope, note)
            } else {
                Judgement::undetermined(note)
            };
        }
        let declared: BTreeSet<_> = addresses(&declaration).collect();
        let mut parts: Vec<_> = declaration
            .registration_centres
            .iter()
            .filter(|it| it.address.is_none())
            .map(|it| Note::new("net.centre-without-address").fact("name", &it.name))
            .map(Judgement::undetermined)
            .collect();
        if !declared.is_empty() {
            parts.push(reach::judge(question, &declared, &TABLE));
        }
        Judgement::over(parts)
    }
}

const TABLE: TableHead = TableHead { code: "net.centres", columns: reach::COLUMNS };

/// The addresses of the centres.
pub(super) fn addresses(declared: &Declaration) -> impl Iterator<Item = Declared<'_>> {
    declared
        .registration_centres
        .iter()
        .filter_map(|it| Some(Declared { name: &it.name, address: it.address.as_deref()?.trim() }))
}
