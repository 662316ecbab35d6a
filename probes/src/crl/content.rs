//! `crl.content`: whether the revocation lists say what they must, and say it now.
//!
//! # Measures
//!
//! Number of entries; time from issue to the promised next issue. Facts, judged by no limit.
//!
//! # Rests on
//!
//! [RFC 5280 section 5] and, for who may sign and for whom, [RFC 5280 section 6.3.3]. A list is
//! current from `thisUpdate` to `nextUpdate`, at the instant at which it was fetched, which is an
//! interval of measured time; without a measured reference the inspector's clock is allowed a
//! minute either way. The national authority numbers its deltas apart from its complete lists, so a
//! delta numbered below its base is accepted. What the engine only remarks, because a list remains
//! usable with it, is judged here where the profile forbids it to those who issue lists.
//!
//! # Evidence
//!
//! `http-exchange` and `http-body` of lists, which `crl.availability` fetches; `certificate` of the
//! authority, whose key signed them, and of users, who name their addresses; one `declaration`,
//! for its anchors and references of time; `ntp-exchange` with the references.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every list is signed by its issuer, current, and covers users' certificates |
//! | violates | a signature is wrong, the signer may not sign lists or is another of the same name; a list has expired, is from the future, says no end or none before the year 9999; has no number or another key identifier; an entry, a reason or an extension is malformed or not permitted; more than the one list stands in the body; the list is of another issuer or point than the certificates that name it, excludes them, covers some reasons only, or is a delta where a complete list should be; a delta belongs to no complete list that was fetched; mirrors serve different bytes |
//! | undetermined | no list was fetched or can be read; the instant of the fetch is not known well enough to say whether the list was current; the issuer's certificate or a declared anchor above it is not among the evidence; an algorithm or a critical extension is not known; a serial number stands twice; the complete list of a delta was not fetched; what is wrong is wrong with a list of the Root CA |
//!
//! # Cannot see
//!
//! A revocation that the authority never wrote down; what earlier lists said, which `crl.history`
//! compares.
//!
//! [RFC 5280 section 5]: https://www.rfc-editor.org/rfc/rfc5280#section-5
//! [RFC 5280 section 6.3.3]: https://www.rfc-editor.org/rfc/rfc5280#section-6.3.3

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ::pki::crl::{Listed, RevocationStatus, shown, status_of};
use ::pki::{Certificate, Finding, Survey, Weight};
use jiff::Timestamp;
use model::{Evidence, EvidenceKind, Judgement, Note, TableHead, Unread, Verdict};

use super::clock::Clock;
use super::fetches::{Fetch, Fetches};
use super::list::{List, NoList};
use super::{addresses, fetch, form, mirrors, scope};
use crate::certificates::{self, Certificates};
use crate::exchange::{self, Purpose};
use crate::sum::Sum;
use crate::time::LAPTOP_CLOCK_UNCHECKED;
use crate::{CollectError, Declaration, Probe, Question, Site, case};

/// The probe.
pub(crate) struct Content;

impl Probe for Content {
    fn id(&self) -> &'static str {
        "crl.content"
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
        &[mirrors::TABLE]
    }

    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        have: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        // What `crl.availability` fetched already is not fetched a second time.
        if have.iter().any(|it| exchange::is_of(it, Purpose::Crl)) {
            return Ok(Vec::new());
        }
        fetch(site, declared, have)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let certificates = Certificates::of(question);
        let mut sum = certificates.reading.clone();
        let declaration = case::declaration(question).unwrap_or_else(|note| {
            // There are then no anchors, and no addresses besides the certificates'.
            sum.remark(note);
            Declaration::default()
        });
        let (anchors, _) = certificates.anchors(&declaration);
        let clock = Clock::of(question);
        // Lists are looked at where they lie: a national one has some twenty million octets.
        let last = Fetches::last(question, &mut sum);
        last.no_lists().for_each(|note| sum.open(note.clone()));
        if last.with_lists().next().is_none() {
            sum.open(Note::new("crl.none-fetched"));
        } else {
            clock.unchecked().into_iter().for_each(|note| sum.remark(note));
        }
        let look = Look { certificates: &certificates, anchors: &anchors, clock: &clock };
        let named = addresses(&certificates, &declaration);
        for (fetch, list) in last.with_lists() {
            let look = look.at(fetch, list);
            // What only the authority's own certificate names is the Root CA's.
            let own = named.get(&fetch.url).is_none_or(|it| it.own);
            sum.append(if own { look } else { look.excused(Note::new(OF_THE_ROOT)) });
        }
        for (fetch, delta) in last.with_lists().filter(|(_, it)| it.delta_base().is_some()) {
            sum.add(look.belongs(fetch, delta, &last));
        }
        for (fetch, list) in last.with_lists() {
            let fetched = |url: &String| last.with_lists().any(|(it, _)| it.url == url.trim());
            for url in list.freshest_urls().iter().filter(|url| !fetched(url)) {
                let note = Note::new("crl.delta-not-fetched").fact("url", url);
                sum.open(note.fact("named-in", &fetch.url));
            }
        }
        scope::reasons(&last, &certificates, &mut sum);
        mirrors::judge(&last, &Fetches::every(question, &mut Sum::default()), &mut sum);
        let mut judgement = sum.finish();
        let rows = mirrors::rows(&last);
        if !rows.is_empty() {
            judgement.exhibits.push(mirrors::TABLE.with(rows));
        }
        judgement
    }
}

static SAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    certificates::with_engine(
        &[
            LAPTOP_CLOCK_UNCHECKED,
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            exchange::UNREADABLE,
            "crl.complete-instead-of-delta",
            "crl.current",
            "crl.delta-base-missing",
            "crl.delta-belongs",
            "crl.delta-instead",
            "crl.delta-not-fetched",
            "crl.excludes-authorities",
            "crl.excludes-users",
            "crl.expiry-straddles",
            "crl.fetched-unreadable",
            "crl.foreign-issuer",
            "crl.issuer-certificate-missing",
            "crl.key-identifier-differs",
            "crl.key-identifier-missing",
            "crl.mirrors-differ",
            "crl.mirrors-lag",
            "crl.mirrors-overtaken",
            "crl.next-update-beyond-signer",
            "crl.next-update-never",
            "crl.none-fetched",
            "crl.not-current",
            "crl.number-missing",
            OF_THE_ROOT,
            "crl.other-address",
            "crl.other-point",
            "crl.reasons-incomplete",
            "crl.scope-limited",
            "crl.signer-unrelated",
            "crl.this-update-straddles",
            "crl.two-lists",
        ],
        &["algorithm", "crl", "reading"],
    )
});

/// A list that was fetched.
pub(crate) struct Fetched<L> {
    pub(crate) crl: L,
}

/// Every list of the case that can be read, the last of each address, to be searched.
pub(crate) fn lists(question: &Question<'_>, sum: &mut Sum) -> Vec<Fetched<List>> {
    let (exchanges, unreadable) = exchange::exchanges(question, Purpose::Crl);
    unreadable.into_iter().for_each(|note| sum.open(note));
    let mut found = Vec::new();
    for (url, exchange) in exchange::last_of_each(exchanges) {
        let Some(body) = exchange.list_body() else { continue };
        match List::read(&body) {
            Ok(crl) => found.push(Fetched { crl }),
            Err(NoList::Unread(error)) => sum.open(error.note(&url, &body.id())),
            // Said of it where lists are judged.
            Err(NoList::Unreadable(_)) => {}
        }
    }
    found
}

/// What every list is looked at with.
struct Look<'a> {
    certificates: &'a Certificates,
    anchors: &'a [Certificate],
    clock: &'a Clock,
}

impl Look<'_> {
    fn at(&self, fetch: &Fetch, list: &List) -> Sum {
        let instant =
            |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), |it| it.to_string());
        let about = |code| {
            Note::new(code)
                .fact("url", &fetch.url)
                .fact("issuer", list.issuer())
                .fact("sha256", fetch.body)
        };
        let mut sum = Sum::default();
        let Some(issuer) = issuer(list, self.certificates) else {
            sum.open(about("crl.issuer-certificate-missing"));
            scope::judge(fetch, list, self.certificates, about, &mut sum);
            return sum;
        };
        for finding in list.defects().iter().chain(&list.check_signer(issuer)) {
            let note = certificates::note(finding).fact("url", &fetch.url);
            match weight(finding) {
                Weight::Fatal => sum.say(Verdict::Violates, note),
                Weight::Remark => sum.remark(note),
                Weight::Undetermined => sum.open(note),
            }
        }
        self.signer(fetch, list, issuer, about, &mut sum);
        self.times(fetch, list, issuer, about, &mut sum);
        match several(list) {
            Ok(false) => {}
            Ok(true) => sum.say(Verdict::Violates, about("crl.two-lists")),
            Err(error) => sum.open(list.unread(&error)),
        }
        scope::judge(fetch, list, self.certificates, about, &mut sum);
        let facts = |note: Note| {
            note.fact("this-update", list.this_update())
                .fact("next-update", instant(list.next_update()))
                .fact("taken-at", fetch.received)
                .fact("number", shown(list.number()))
                .fact("entries", list.entries())
                .fact("list", if list.delta_base().is_some() { "delta" } else { "complete" })
        };
        if sum.is_sound() {
            sum.say(Verdict::Complies, facts(about("crl.current")));
        } else {
            sum.remark(facts(about("crl.not-current")));
        }
        sum
    }

    /// Whether the right key signed, as far as names and identifiers of keys tell.
    fn signer(
        &self,
        fetch: &Fetch,
        list: &Survey,
        issuer: &Certificate,
        about: impl Fn(&'static str) -> Note,
        sum: &mut Sum,
    ) {
        let called = || certificates::called(issuer);
        match list.authority_key_id().and_then(|it| it.key_id.as_deref()) {
            None => sum.say(Verdict::Violates, about("crl.key-identifier-missing")),
            Some(id) if issuer.subject_key_id().is_some_and(|own| own != id) => {
                let own = issuer.subject_key_id().map_or_else(|| "-".to_owned(), hex::encode);
                let note = about("crl.key-identifier-differs")
                    .fact("certificate", called())
                    .fact("expected", own)
                    .fact("found", hex::encode(id));
                sum.say(Verdict::Violates, note);
            }
            Some(_) => {}
        }
        if list.number().is_none() {
            sum.say(Verdict::Violates, about("crl.number-missing"));
        }
        if !scope::is_related(issuer, fetch, self.certificates, self.anchors) {
            let note = about("crl.signer-unrelated")
                .fact("certificate", called())
                .fact("fingerprint", issuer.fingerprint());
            if self.anchors.is_empty() {
                sum.open(note);
            } else {
                sum.say(Verdict::Violates, note);
            }
        }
    }

    /// Whether the list was current when it was fetched: at no instant between question and answer,
    /// at each, or that cannot be told.
    fn times(
        &self,
        fetch: &Fetch,
        list: &Survey,
        issuer: &Certificate,
        about: impl Fn(&'static str) -> Note,
        sum: &mut Sum,
    ) {
        let earliest = self.clock.earliest(fetch.asked);
        let latest = self.clock.latest(fetch.received);
        let at = |instant| -> Vec<Finding> { list.check_times(instant) };
        let (first, last) = (at(earliest), at(latest));
        let has = |findings: &[Finding], code| findings.iter().any(|it| it.code == code);
        let say = |sum: &mut Sum, findings: &[Finding], code| {
            for finding in findings.iter().filter(|it| it.code == code) {
                let note = certificates::note(finding).fact("url", &fetch.url);
                sum.say(Verdict::Violates, note);
            }
        };
        let between = |code| about(code).fact("earliest", earliest).fact("latest", latest);
        // At the earliest instant too late, at the latest too early: at every instant between.
        if has(&first, EXPIRED) {
            say(sum, &first, EXPIRED);
        } else if has(&last, EXPIRED) {
            let next = list.next_update().unwrap_or(Timestamp::MAX);
            sum.open(between("crl.expiry-straddles").fact("next-update", next));
        }
        if has(&last, AHEAD) {
            say(sum, &last, AHEAD);
        } else if has(&first, AHEAD) {
            let note = between("crl.this-update-straddles");
            sum.open(note.fact("this-update", list.this_update()));
        }
        let Some(next) = list.next_update() else { return };
        let year = next.to_zoned(jiff::tz::TimeZone::UTC).year();
        if year >= 9_999 {
            sum.say(Verdict::Violates, about("crl.next-update-never").fact("next-update", next));
        } else if next > issuer.not_after() {
            let note = about("crl.next-update-beyond-signer").fact("next-update", next);
            sum.remark(note.fact("not-after", issuer.not_after()));
        }
    }

    /// Whether a delta goes with a complete list that was fetched.
    fn belongs(&self, fetch: &Fetch, delta: &Survey, last: &Fetches) -> Judgement {
        let about = |code| {
            Note::new(code)
                .fact("url", &fetch.url)
                .fact("base", shown(delta.delta_base()))
                .fact("number", shown(delta.number()))
        };
        let bases = last
            .with_lists()
            .filter(|(_, it)| it.delta_base().is_none() && it.issuer() == delta.issuer());
        let mut refused: Vec<Finding> = Vec::new();
        let mut seen = BTreeSet::new();
        for (base_fetch, base) in bases {
            let Some(issuer) = issuer(base, self.certificates) else { continue };
            if !seen.insert(base_fetch.body) {
                continue;
            }
            // The status of a number that is on neither tells whether the two lists go together.
            let complete = Listed { list: base, entry: None };
            let deltas = vec![Listed { list: delta, entry: None }];
            let at = self.clock.latest(base_fetch.received);
            let findings = match status_of(issuer, complete, deltas, at) {
                RevocationStatus::Good { findings, .. }
                | RevocationStatus::Revoked { findings, .. } => findings,
                // The complete list is unusable, which is said of it where it is looked at.
                RevocationStatus::Unknown { .. } => continue,
            };
            let rejected: Vec<_> =
                findings.iter().filter(|it| it.code == "crl.delta-rejected").cloned().collect();
            if rejected.is_empty() {
                let mut judgement =
                    Judgement::because(Verdict::Complies, about("crl.delta-belongs"));
                let told = ["crl.delta-number-below-base", "crl.delta-superseded"];
                let remarks = findings.iter().filter(|it| told.contains(&it.code));
                judgement.notes.extend(remarks.map(certificates::note));
                return judgement;
            }
            refused.extend(rejected);
        }
        if refused.is_empty() {
            return Judgement::undetermined(about("crl.delta-base-missing"));
        }
        let notes =
            refused.iter().map(|it| certificates::note(it).fact("url", &fetch.url)).collect();
        Judgement::of(Verdict::Violates, notes)
    }
}

/// What a finding of the engine weighs when it is the authority's own list that is inspected. A
/// list remains usable with what the engine only remarks; that the profile forbids it to whoever
/// issues lists remains true.
fn weight(finding: &Finding) -> Weight {
    if FORBIDDEN.contains(&finding.code) {
        return Weight::Fatal;
    }
    // Which of two entries says when and why cannot be known.
    if finding.code == "crl.entry-repeated" {
        return Weight::Undetermined;
    }
    finding.weight
}

/// Codes of what [RFC 5280] forbids to issuers of lists and its path validation does not mind.
///
/// [RFC 5280]: https://www.rfc-editor.org/rfc/rfc5280#section-5
const FORBIDDEN: [&str; 8] = [
    "crl.entry-date-after-this-update",
    "crl.entry-issuer-outside-indirect",
    "crl.entry-reason-unknown",
    "crl.entry-removal-outside-delta",
    "crl.next-update-missing",
    "crl.not-der",
    "crl.trailing-data",
    "crl.version-unexpected",
];

/// Whether more than one list stands in the body.
fn several(list: &List) -> Result<bool, Unread> {
    if list.is_armoured() {
        return Ok(form::armoured(list.body())? > 1);
    }
    form::another_follows(list.body(), list.octets())
}

/// The certificate whose key signed a list, or the one that should have. Several authorities may
/// bear one name: the key identifier decides, then the signature.
pub(crate) fn issuer<'a>(crl: &Survey, certificates: &'a Certificates) -> Option<&'a Certificate> {
    let wanted = crl.authority_key_id().and_then(|it| it.key_id.as_deref());
    let named = || certificates.all.iter().filter(|it| it.subject() == crl.issuer());
    let identified = || named().filter(|it| wanted.is_some() && it.subject_key_id() == wanted);
    let signed = |it: &&Certificate| crl.verify(it.public_key()).is_ok();
    identified()
        .find(signed)
        .or_else(|| identified().next())
        .or_else(|| named().find(signed))
        .or_else(|| named().next())
}

/// What is wrong is wrong with a list of the Root CA.
pub(super) const OF_THE_ROOT: &str = "crl.of-the-root-defective";
const AHEAD: &str = "crl.this-update-in-future";
const EXPIRED: &str = "crl.expired";
