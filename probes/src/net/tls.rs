//! `net.tls`: which versions of TLS the https services speak, and whose certificates they show.
//!
//! # Measures
//!
//! Time from the connection to the end of the server's handshake, in microseconds; a fact, not
//! judged, and a table of the endpoints.
//!
//! # Rests on
//!
//! Versions: [RFC 8996], by which TLS 1.0 and 1.1 must not be spoken; [RFC 9325 section 3.1.1]
//! wants 1.3 besides 1.2. The name: [RFC 9525], in subjectAltName alone. The chain: [RFC 5280
//! section 6], to an anchor that the case declares; roots that browsers trust are not assumed. Its
//! order and completeness: [RFC 5246 section 7.4.2]. Ends of validity are compared with measured
//! time, as wide as it is known; where nobody measured, with the inspector's clock and a minute on
//! either side.
//!
//! # Evidence
//!
//! One `declaration` and every `certificate`, from which all https addresses are taken;
//! `tls-session` with each endpoint, one for each version offered; `ntp-exchange`, which tells what
//! the inspector's clock is worth.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | each endpoint speaks TLS 1.2 or 1.3 and nothing older, and shows a valid chain to a declared anchor with the name of the endpoint |
//! | violates | an endpoint speaks TLS 1.0 or 1.1; its certificate has another name, has ended, has a key that is too short, or was not proven to be its own; its chain is broken or lacks certificates in between; it refuses connections, breaks off or speaks no TLS; its name has no address although others answered |
//! | undetermined | nothing came in time; the server agrees to nothing that the tool speaks, such as the suites of GOST; the chain leads to no declared anchor; the certificate ends within the uncertainty; the case does not allow the address; nobody asked |
//! | out of scope | no https address is declared or named, and the requirement is a conditional one |
//!
//! # Cannot see
//!
//! What is served over the session; the suites a server would agree to besides the one it chose;
//! whether certificates of the chain were revoked by an authority whose lists nobody fetched.
//!
//! [RFC 5246 section 7.4.2]: https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2
//! [RFC 5280 section 6]: https://www.rfc-editor.org/rfc/rfc5280#section-6
//! [RFC 8996]: https://www.rfc-editor.org/rfc/rfc8996
//! [RFC 9325 section 3.1.1]: https://www.rfc-editor.org/rfc/rfc9325#section-3.1.1
//! [RFC 9525]: https://www.rfc-editor.org/rfc/rfc9525

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ::pki::path::PathVerdict;
use model::{Cell, Evidence, EvidenceKind, Judgement, Measure, Note, TableHead, Unit, Verdict};

use super::chain::{self, Shown};
use super::https::{Endpoints, endpoints};
use super::session::{Answered, Outcome, Record, ask};
use crate::certificates::{self, Certificates};
use crate::exchange::{self, Failed};
use crate::moment::Clock;
use crate::sum::Sum;
use crate::time::LAPTOP_CLOCK_UNCHECKED;
use crate::{
    CollectError, Declaration, Probe, Question, Site, SiteFailure, TlsOffer, TlsProof, case,
};

/// The probe.
pub(crate) struct Tls;

impl Probe for Tls {
    fn id(&self) -> &'static str {
        "net.tls"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[
            EvidenceKind::Certificate,
            EvidenceKind::Declaration,
            EvidenceKind::NtpExchange,
            EvidenceKind::TlsSession,
        ]
    }

    fn says(&self) -> &'static [&'static str] {
        &SAYS
    }

    fn tables(&self) -> &'static [TableHead] {
        &[ENDPOINTS]
    }

    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        have: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        let certificates = Certificates::read(have);
        let found = endpoints(declared, &certificates);
        let mut taken = Vec::new();
        for endpoint in found.named.keys() {
            let (first, evidence) = ask(site, endpoint, TlsOffer::Any)?;
            taken.push(evidence);
            // Where nobody listens, nobody speaks another version.
            for offer in others(&first.outcome) {
                taken.push(ask(site, endpoint, *offer)?.1);
            }
        }
        Ok(taken)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        let certificates = Certificates::of(question);
        let Endpoints { named, unusable } = endpoints(&declaration, &certificates);
        let mut sum = Sum::default();
        for url in unusable {
            sum.open(Note::new("net.tls-address-unusable").fact("url", url));
        }
        if named.is_empty() {
            let note = Note::new("net.tls-none-named");
            if question.requirement.conditional {
                return Judgement::because(Verdict::OutOfScope, note);
            }
            sum.open(note);
        }
        let mut sessions: BTreeMap<(String, TlsOffer), Record> = BTreeMap::new();
        for evidence in question.of(EvidenceKind::TlsSession) {
            match case::record::<Record>(evidence, "net.tls-record-unreadable") {
                // One that was asked again is judged by what it said last.
                Ok(it) => drop(sessions.insert((it.endpoint.clone(), it.offer), it)),
                Err(note) => sum.open(note),
            }
        }
        let look = Look {
            anchors: certificates.anchors(&declaration).0,
            network_seen: sessions.values().any(|it| matches!(it.outcome, Outcome::Answered(_))),
            clock: Clock::of(question),
            certificates: &certificates,
            sessions: &sessions,
        };
        let mut rows = Vec::new();
        for (endpoint, urls) in &named {
            look.at(endpoint, urls, &mut sum, &mut rows);
        }
        sum.remarks(look.clock.remark().filter(|_| !rows.is_empty()));
        let mut whole = sum.finish();
        if !rows.is_empty() {
            whole.exhibits.push(ENDPOINTS.with(rows));
        }
        whole
    }
}

/// Every endpoint that was asked.
const ENDPOINTS: TableHead = TableHead {
    code: "net.tls-endpoints",
    columns: &["endpoint", "peer", "version", "older", "suite", "subject", "key", "until", "time"],
};

static SAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    certificates::with_engine(
        &[
            LAPTOP_CLOCK_UNCHECKED,
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            "net.tls-address-unusable",
            "net.tls-begins-later",
            "net.tls-certificate-unreadable",
            "net.tls-chain-broken",
            "net.tls-chain-disordered",
            "net.tls-chain-incomplete",
            "net.tls-chain-invalid",
            "net.tls-chain-not-shown",
            "net.tls-chain-valid",
            "net.tls-ended",
            "net.tls-ends-now",
            "net.tls-gost-only",
            "net.tls-key-not-proven",
            "net.tls-name-differs",
            "net.tls-newest-not-spoken",
            "net.tls-no-certificate",
            "net.tls-none-named",
            "net.tls-not-asked",
            "net.tls-not-spoken",
            "net.tls-old-version",
            "net.tls-record-unreadable",
            "net.tls-session",
            "net.tls-unreachable",
            "net.tls-unreachable-from-here",
        ],
        &["algorithm", "path"],
    )
});

/// What is offered besides, after what the first session gave.
fn others(first: &Outcome) -> &'static [TlsOffer] {
    use TlsOffer::{Gost, Tls10, Tls11, Tls12, Tls13};

    match first {
        Outcome::Answered(answered) if answered.version == "TLS 1.3" => &[Tls12, Tls11, Tls10],
        Outcome::Answered(_) => &[Tls13, Tls11, Tls10],
        Outcome::Failed(failed) => match failed.failure {
            SiteFailure::BadAnswer | SiteFailure::Tls => &[Tls12, Tls11, Tls10, Gost],
            SiteFailure::AddressRefused
            | SiteFailure::ConnectionRefused
            | SiteFailure::DeadlineOver
            | SiteFailure::NameUnresolved
            | SiteFailure::Other
            | SiteFailure::RedirectRefused
            | SiteFailure::Silent
            | SiteFailure::TooLarge
            | SiteFailure::TooManyRedirects => &[],
        },
    }
}

struct Look<'a> {
    anchors: Vec<::pki::Certificate>,
    certificates: &'a Certificates,
    clock: Clock,
    network_seen: bool,
    sessions: &'a BTreeMap<(String, TlsOffer), Record>,
}

impl Look<'_> {
    fn session(&self, endpoint: &str, offer: TlsOffer) -> Option<&Record> {
        self.sessions.get(&(endpoint.to_owned(), offer))
    }

    fn answered(&self, endpoint: &str, offer: TlsOffer) -> Option<&Answered> {
        match &self.session(endpoint, offer)?.outcome {
            Outcome::Answered(answered) => Some(answered),
            Outcome::Failed(_) => None,
        }
    }

    fn at(&self, endpoint: &str, urls: &str, sum: &mut Sum, rows: &mut Vec<Vec<Cell>>) {
        let about = |code| Note::new(code).fact("endpoint", endpoint).fact("url", urls);
        let Some(first) = self.session(endpoint, TlsOffer::Any) else {
            sum.open(about("net.tls-not-asked"));
            return;
        };
        let old = [TlsOffer::Tls11, TlsOffer::Tls10]
            .into_iter()
            .filter_map(|it| self.answered(endpoint, it))
            .find(|it| is_old(&it.version));
        if let Some(old) = old {
            let note = about("net.tls-old-version")
                .fact("version", &old.version)
                .fact("suite", &old.cipher_suite);
            sum.say(Verdict::Violates, note);
        }
        let answered = match &first.outcome {
            Outcome::Answered(answered) => answered,
            Outcome::Failed(failed) => {
                self.without(endpoint, failed, old, about, sum, rows);
                return;
            }
        };
        let (shown, unreadable) = Shown::read(&answered.certificates);
        for (position, reason) in unreadable {
            let note = about("net.tls-certificate-unreadable");
            sum.open(note.fact("position", position).fact("reason", reason));
        }
        rows.push(row(endpoint, answered, old, shown.first()));
        let note = about("net.tls-session")
            .fact("peer", &answered.peer)
            .fact("version", &answered.version)
            .fact("suite", &answered.cipher_suite)
            .fact("group", answered.group.as_deref().unwrap_or("-"))
            .fact("protocol", answered.protocol.as_deref().unwrap_or("-"))
            .fact("microseconds", answered.elapsed_us);
        sum.remark(note);
        if answered.version != "TLS 1.3" && self.answered(endpoint, TlsOffer::Tls13).is_none() {
            sum.remark(about("net.tls-newest-not-spoken"));
        }
        if let TlsProof::NotVerified(reason) = &answered.proof {
            sum.say(Verdict::Violates, about("net.tls-key-not-proven").fact("reason", reason));
        }
        let at = self.clock.at(answered.received_at);
        let found = shown.judge(endpoint, at, &self.anchors, self.certificates, about, sum);
        if found == Some(PathVerdict::Valid) {
            sum.say(Verdict::Complies, about("net.tls-chain-valid"));
        }
    }

    /// An endpoint that agreed to nothing that the tool speaks.
    fn without(
        &self,
        endpoint: &str,
        failed: &Failed,
        old: Option<&Answered>,
        about: impl Fn(&'static str) -> Note,
        sum: &mut Sum,
        rows: &mut Vec<Vec<Cell>>,
    ) {
        let gost = self.answered(endpoint, TlsOffer::Gost);
        if let Some(gost) = gost {
            let (shown, _) = Shown::read(&gost.certificates);
            rows.push(row(endpoint, gost, old, shown.first()));
            let called = shown.first().map_or_else(|| "-".into(), certificates::called);
            let note = about("net.tls-gost-only")
                .fact("suite", &gost.cipher_suite)
                .fact("subject", called)
                .fact("key", shown.first().map_or_else(|| "-".into(), chain::key));
            sum.open(note);
            return;
        }
        if let Some(old) = old {
            let (shown, _) = Shown::read(&old.certificates);
            rows.push(row(endpoint, old, Some(old), shown.first()));
            return;
        }
        if failed.failure == SiteFailure::Tls {
            sum.open(about("net.tls-not-spoken").fact("message", &failed.message));
            return;
        }
        let notes = ["net.tls-unreachable", "net.tls-unreachable-from-here"].map(about);
        let (verdict, note) = exchange::unanswered(failed, self.network_seen, notes);
        sum.say(verdict, note);
    }
}

/// Whether a version must not be spoken any more.
fn is_old(version: &str) -> bool {
    matches!(version, "SSL 3.0" | "TLS 1.0" | "TLS 1.1")
}

fn row(
    endpoint: &str,
    answered: &Answered,
    old: Option<&Answered>,
    leaf: Option<&::pki::Certificate>,
) -> Vec<Cell> {
    let value = i64::try_from(answered.elapsed_us).unwrap_or(i64::MAX);
    vec![
        Cell::text(endpoint),
        Cell::text(&answered.peer),
        Cell::text(&answered.version),
        Cell::text(old.map_or("", |it| it.version.as_str())),
        Cell::text(&answered.cipher_suite),
        Cell::Text(leaf.map_or_else(String::new, certificates::called)),
        Cell::Text(leaf.map_or_else(String::new, chain::key)),
        leaf.map_or_else(|| Cell::text(""), |it| Cell::At(it.not_after())),
        Cell::Measure(Measure { value, uncertainty: 1, unit: Unit::Microsecond }),
    ]
}
