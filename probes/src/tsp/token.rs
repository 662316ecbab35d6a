//! `tsp.token`: whether the time-stamping service stamps what it is given, with the right time.
//!
//! # Measures
//!
//! The token's time minus measured time, in nanoseconds; where nobody measured, minus the time of
//! the inspector's clock. The half-width of the interval is half the stretch of true time in which
//! the token can have been made, the accuracy that the token states, and the smallest unit that
//! its time names: a second, for most.
//!
//! # Rests on
//!
//! [RFC 3161 section 2.2] (a request that is refused; the policy), [RFC 3161 section 2.3] (the
//! certificate's purpose), [RFC 3161 section 2.4.2] (imprint, nonce, policy, a serial number of its
//! own, the order of the tokens) and [RFC 3161 section 3.4] (the media type); the signature as
//! [RFC 5652 section 5.6] has it. A limit on the time is a criterion of the commission. Without
//! one, a minute between the token and measured time is where the tool stops taking the token's
//! time for right.
//!
//! Each service is asked for a token; for another by the same request, so that a token played
//! again shows; for one under the policy that it named itself; for one under a policy that nobody
//! serves, which it has to refuse; and by GET, for which there is no token.
//!
//! # Evidence
//!
//! One `declaration` with the addresses; `http-exchange` with each, and the `http-body` that came;
//! `certificate` of the service, where tokens do not carry it; lists of `crl.availability`, which
//! may name that certificate; `ntp-exchange`, which tells what the inspector's clock is worth.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | each service gave sound tokens over what was sent, and their times lie within the limit, or within a minute where there is none |
//! | violates | a service answers with another status than 200 or with something unreadable, refuses to stamp, refuses connections, its name has no address; a token has a wrong signature, imprint, nonce, policy or certificate purpose, or the certificate was revoked; its time lies beyond the limit, or measured time outside the accuracy that it states; two tokens have one number, or one of them is played again, or their times go back; a token is made under a policy that nobody serves, or where nothing was sent |
//! | undetermined | nothing came in time; the interval reaches across the limit; without a limit, the time is a minute off; the token cannot be verified here; the certificate of the service leads to no declared anchor; nobody asked; no service is declared |
//! | out of scope | no service is declared and the requirement is a conditional one |
//!
//! # Cannot see
//!
//! Whether the service gives everybody the same time.
//!
//! [RFC 3161 section 2.2]: https://www.rfc-editor.org/rfc/rfc3161#section-2.2
//! [RFC 3161 section 2.3]: https://www.rfc-editor.org/rfc/rfc3161#section-2.3
//! [RFC 3161 section 2.4.2]: https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2
//! [RFC 3161 section 3.4]: https://www.rfc-editor.org/rfc/rfc3161#section-3.4
//! [RFC 5652 section 5.6]: https://www.rfc-editor.org/rfc/rfc5652#section-5.6

use std::collections::BTreeMap;
use std::sync::LazyLock;

use model::{Cell, Evidence, EvidenceKind, Judgement, Note, TableHead, Verdict};

use super::ask;
use super::series;
use super::stamp::{Look, Stamp};
use crate::certificates::{self, Certificates};
use crate::exchange::{self, Exchange, Purpose};
use crate::moment::Clock;
use crate::sum::Sum;
use crate::time::LAPTOP_CLOCK_UNCHECKED;
use crate::{CollectError, Declaration, Probe, Question, Site, case, crl};

/// The probe.
pub(crate) struct Token;

impl Probe for Token {
    fn id(&self) -> &'static str {
        "tsp.token"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[
            EvidenceKind::Certificate,
            EvidenceKind::Declaration,
            EvidenceKind::HttpBody,
            EvidenceKind::HttpExchange,
            EvidenceKind::NtpExchange,
        ]
    }

    fn says(&self) -> &'static [&'static str] {
        &SAYS
    }

    fn tables(&self) -> &'static [TableHead] {
        &[TOKENS]
    }

    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        _: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        if declared.tsp_urls.is_empty() {
            return Err(CollectError::NothingToAsk { what: "time-stamping service" });
        }
        let mut taken = Vec::new();
        for url in &declared.tsp_urls {
            taken.extend(ask::everything(site, url.trim())?);
        }
        Ok(taken)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        if declaration.tsp_urls.is_empty() {
            let note = Note::new("tsp.not-declared");
            return if question.requirement.conditional {
                Judgement::because(Verdict::OutOfScope, note)
            } else {
                Judgement::undetermined(note)
            };
        }
        let certificates = Certificates::of(question);
        let (anchors, _) = certificates.anchors(&declaration);
        let mut sum = certificates.reading.clone();
        let mut of = |purpose| {
            let (exchanges, unreadable) = exchange::exchanges(question, purpose);
            if purpose == Purpose::Tsp {
                unreadable.into_iter().for_each(|note| sum.open(note));
            }
            exchange::last_of_each(exchanges)
        };
        let asked = Asked {
            first: of(Purpose::Tsp),
            again: of(Purpose::TspAgain),
            own_policy: of(Purpose::TspPolicy),
            unknown_policy: of(Purpose::TspUnknownPolicy),
            without_request: of(Purpose::TspWithoutRequest),
        };
        let (records, _) = exchange::records(question);
        let look = Look {
            anchors: &anchors,
            certificates: &certificates,
            clock: Clock::of(question),
            limit: question.requirement.limit,
            // What is wrong with lists is said where lists are judged.
            lists: crl::lists(question, &mut Sum::default()).into_iter().map(|it| it.crl).collect(),
            network_seen: exchange::network_seen(&records),
            registered: &declaration.registered_oids,
        };
        let mut rows = Vec::new();
        for url in &declaration.tsp_urls {
            asked.judge(url.trim(), &look, &mut sum, &mut rows);
        }
        sum.remarks(look.clock.remark().filter(|_| !rows.is_empty()));
        let mut whole = sum.finish();
        if !rows.is_empty() {
            whole.exhibits.push(TOKENS.with(rows));
        }
        whole
    }
}

/// Every token that was given.
const TOKENS: TableHead = TableHead {
    code: "tsp.tokens",
    columns: &["service", "serial", "time", "accuracy", "policy", "hash", "offset", "duration"],
};

static SAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    certificates::with_engine(
        &[
            LAPTOP_CLOCK_UNCHECKED,
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            exchange::UNREADABLE,
            "tsp.answer-unreadable",
            "tsp.any-policy",
            "tsp.body-missing",
            "tsp.certificate-revoked",
            "tsp.chain-not-shown",
            "tsp.content-type",
            "tsp.http-status",
            "tsp.not-asked",
            "tsp.not-declared",
            "tsp.order-broken",
            "tsp.policy-not-registered",
            "tsp.refused",
            "tsp.request-unreadable",
            "tsp.serial-repeated",
            "tsp.time-backwards",
            "tsp.time-beyond-limit",
            "tsp.time-far-from-inspector",
            "tsp.time-outside-accuracy",
            "tsp.time-straddles-limit",
            "tsp.time-within-limit",
            "tsp.time-without-limit",
            "tsp.token-played-again",
            "tsp.token-sound",
            "tsp.token-without-request",
            "tsp.unknown-policy-refused",
            "tsp.unreachable",
            "tsp.unreachable-from-here",
        ],
        &["algorithm", "certificate", "cms", "reading", "tsp"],
    )
});

/// The last exchanges with each service, by what they were for.
struct Asked<'a> {
    first: BTreeMap<String, Exchange<'a>>,
    again: BTreeMap<String, Exchange<'a>>,
    own_policy: BTreeMap<String, Exchange<'a>>,
    unknown_policy: BTreeMap<String, Exchange<'a>>,
    without_request: BTreeMap<String, Exchange<'a>>,
}

impl Asked<'_> {
    fn judge(&self, url: &str, look: &Look<'_>, sum: &mut Sum, rows: &mut Vec<Vec<Cell>>) {
        let Some(first) = self.first.get(url) else {
            sum.open(Note::new("tsp.not-asked").fact("url", url));
            return;
        };
        let mut stamps: Vec<Stamp> = Vec::new();
        let (found, stamp) = look.at(first);
        sum.join(found);
        stamps.extend(stamp);
        // Without a first token nothing else was asked for.
        if !stamps.is_empty() {
            let again = self.again.get(url);
            if let Some(refused) = again.and_then(series::refused) {
                // A service may take one nonce once.
                sum.remark(refused);
            }
            let again = again.filter(|it| series::refused(it).is_none());
            for exchange in [again, self.own_policy.get(url)].into_iter().flatten() {
                let (found, stamp) = look.at(exchange);
                sum.join(found);
                stamps.extend(stamp);
            }
        }
        series::judge(url, &stamps, sum);
        if let Some(exchange) = self.unknown_policy.get(url) {
            series::unknown_policy(exchange, sum);
        }
        if let Some(exchange) = self.without_request.get(url) {
            series::without_request(exchange, sum);
        }
        rows.extend(stamps.iter().map(|it| it.row(url)));
    }
}
