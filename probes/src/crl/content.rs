//! `crl.content`: whether the revocation lists say what they must, and say it now.
//!
//! # Measures
//!
//! Number of entries; time from issue to the promised next issue. Facts, judged by no limit.
//!
//! # Rests on
//!
//! [RFC 5280 section 5] and, for who may sign, [RFC 5280 section 6.3.3]. A list is current from
//! `thisUpdate` to `nextUpdate`, at the instant at which it was fetched by the inspector's clock.
//! The national authority numbers its deltas apart from its complete lists, so a delta numbered
//! below its base is accepted.
//!
//! # Evidence
//!
//! `http-exchange` and `http-body` of lists, which `crl.availability` fetches; `certificate` of the
//! authority, whose key signed them.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every list is signed by its issuer, current, and covers users' certificates |
//! | violates | a signature is wrong, the signer may not sign lists, a list has expired or is not valid yet, an entry or an extension is malformed, a delta belongs to no complete list that was fetched, a list excludes users' certificates, mirrors serve different bytes |
//! | undetermined | no list was fetched or can be read; the issuer's certificate is not among the evidence; an algorithm or a critical extension is not known; the complete list of a delta was not fetched |
//!
//! # Cannot see
//!
//! A revocation that the authority never wrote down; what earlier lists said.
//!
//! [RFC 5280 section 5]: https://www.rfc-editor.org/rfc/rfc5280#section-5
//! [RFC 5280 section 6.3.3]: https://www.rfc-editor.org/rfc/rfc5280#section-6.3.3

use std::sync::LazyLock;

use ::pki::certificate::DistributionPointName;
use ::pki::crl::{Listed, RevocationStatus, Survey, status_of};
use ::pki::{Certificate, Finding, Weight};
use jiff::Timestamp;
use model::{Evidence, EvidenceKind, Judgement, Note, Verdict};

use super::fetch;
use super::list::{List, NoList};
use crate::certificates::{self, Certificates};
use crate::exchange::{self, Purpose};
use crate::sum::Sum;
use crate::{CollectError, Declaration, Probe, Question, Site};

/// The probe.
pub(crate) struct Content;

impl Probe for Content {
    fn id(&self) -> &'static str {
        "crl.content"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Certificate, EvidenceKind::HttpBody, EvidenceKind::HttpExchange]
    }

    fn says(&self) -> &'static [&'static str] {
        &SAYS
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
        // Lists are looked at where they lie: a national one has some twenty million octets.
        let lists = fetched(question, &mut sum, List::unindexed);
        if lists.is_empty() {
            sum.open(Note::new("crl.none-fetched"));
        }
        for list in &lists {
            sum.add(look_at(list, &certificates));
        }
        for delta in lists.iter().filter(|it| it.crl.delta_base().is_some()) {
            sum.add(belongs(delta, &lists, &certificates));
        }
        mirrors(&lists, &mut sum);
        sum.finish()
    }
}

static SAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    certificates::with_engine(
        &[
            exchange::UNREADABLE,
            "crl.current",
            "crl.delta-base-missing",
            "crl.delta-belongs",
            "crl.excludes-users",
            "crl.fetched-unreadable",
            "crl.issuer-certificate-missing",
            "crl.mirrors-differ",
            "crl.none-fetched",
            "crl.not-current",
            "crl.other-address",
            "crl.scope-limited",
        ],
        &["algorithm", "crl", "reading"],
    )
});

/// A list, where it was fetched and when.
pub(crate) struct Fetched<L> {
    pub(crate) crl: L,
    pub(crate) url: String,
    pub(crate) at: Timestamp,
}

/// Every list of the case that can be read, the last of each address, to be searched.
pub(crate) fn lists<'a>(question: &Question<'a>, sum: &mut Sum) -> Vec<Fetched<List<'a>>> {
    fetched(question, sum, |list| list)
}

fn fetched<'a, L>(
    question: &Question<'a>,
    sum: &mut Sum,
    keep: impl Fn(List<'a>) -> L,
) -> Vec<Fetched<L>> {
    let (exchanges, unreadable) = exchange::exchanges(question, Purpose::Crl);
    unreadable.into_iter().for_each(|note| sum.open(note));
    let mut found = Vec::new();
    for (url, exchange) in exchange::last_of_each(exchanges) {
        let at = exchange.record.at();
        let Some(body) = exchange.list_body() else { continue };
        match List::read(body) {
            Ok(list) => found.push(Fetched { crl: keep(list), url, at }),
            Err(NoList::Unread(error)) => sum.open(error.note(&url, &body.id())),
            Err(NoList::Unreadable(reason)) => {
                let note = Note::new("crl.fetched-unreadable");
                sum.open(note.fact("url", url).fact("reason", reason));
            }
        }
    }
    found
}

fn look_at(list: &Fetched<Survey>, certificates: &Certificates) -> Judgement {
    let crl = &list.crl;
    let instant = |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), |it| it.to_string());
    let about = |code| {
        Note::new(code)
            .fact("url", &list.url)
            .fact("issuer", crl.issuer())
            .fact("sha256", crl.fingerprint())
    };
    let mut sum = Sum::default();
    let Some(issuer) = issuer(crl, certificates) else {
        sum.open(about("crl.issuer-certificate-missing"));
        return sum.finish();
    };
    let findings = crl.check(issuer, list.at);
    let sound = findings.iter().all(|it| it.weight == Weight::Remark);
    for finding in &findings {
        let note = certificates::note(finding).fact("url", &list.url);
        match finding.weight {
            Weight::Fatal => sum.say(Verdict::Violates, note),
            Weight::Remark => sum.remark(note),
            Weight::Undetermined => sum.open(note),
        }
    }
    let facts = |note: Note| {
        note.fact("this-update", crl.this_update())
            .fact("next-update", instant(crl.next_update()))
            .fact("taken-at", list.at)
            .fact("number", crl.number().map_or_else(|| "-".into(), hex::encode))
            .fact("entries", crl.entries())
            .fact("list", if crl.delta_base().is_some() { "delta" } else { "complete" })
    };
    if sound {
        sum.say(Verdict::Complies, facts(about("crl.current")));
    } else {
        sum.remark(facts(about("crl.not-current")));
    }
    scope(list, certificates, about, &mut sum);
    sum.finish()
}

/// The certificate whose key signed a list, or the one that should have. Several authorities may
/// bear one name: the key identifier decides, then the signature.
pub(crate) fn issuer<'a>(crl: &Survey, certificates: &'a Certificates) -> Option<&'a Certificate> {
    let wanted = crl.authority_key_id().and_then(|it| it.key_id.as_deref());
    let named = || certificates.all.iter().filter(|it| it.subject() == crl.issuer());
    named()
        .find(|it| wanted.is_some() && it.subject_key_id() == wanted)
        .or_else(|| named().find(|it| crl.verify(it.public_key()).is_ok()))
        .or_else(|| named().next())
}

/// What the list says of the certificates it covers.
fn scope(
    list: &Fetched<Survey>,
    certificates: &Certificates,
    about: impl Fn(&'static str) -> Note,
    sum: &mut Sum,
) {
    let Some(scope) = list.crl.scope() else { return };
    let of_users = certificates.users().any(|it| it.crl_urls().contains(&list.url));
    if of_users && (scope.only_attribute_certificates || scope.only_authority_certificates) {
        sum.say(Verdict::Violates, about("crl.excludes-users"));
    }
    let limits: Vec<&str> = [
        (scope.only_user_certificates, "users"),
        (scope.only_authority_certificates, "authorities"),
        (scope.only_attribute_certificates, "attributes"),
        (scope.only_some_reasons.is_some(), "some-reasons"),
        (scope.indirect, "indirect"),
    ]
    .into_iter()
    .filter_map(|(applies, name)| applies.then_some(name))
    .collect();
    if !limits.is_empty() {
        sum.remark(about("crl.scope-limited").fact("scope", limits.join(", ")));
    }
    if let Some(DistributionPointName::Full(names)) = &scope.name {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        if !names.iter().any(|it| it.contains(&list.url)) {
            sum.remark(about("crl.other-address").fact("names", names.join(", ")));
        }
    }
}

/// Whether a delta goes with a complete list that was fetched.
fn belongs(
    delta: &Fetched<Survey>,
    lists: &[Fetched<Survey>],
    certificates: &Certificates,
) -> Judgement {
    let about = |code| {
        Note::new(code)
            .fact("url", &delta.url)
            .fact("base", delta.crl.delta_base().map_or_else(|| "-".into(), hex::encode))
            .fact("number", delta.crl.number().map_or_else(|| "-".into(), hex::encode))
    };
    let bases = lists
        .iter()
        .filter(|it| it.crl.delta_base().is_none() && it.crl.issuer() == delta.crl.issuer());
    let mut refused: Vec<Finding> = Vec::new();
    for base in bases {
        let Some(issuer) = issuer(&base.crl, certificates) else { continue };
        // The status of a number that is on neither tells whether the two lists go together.
        let absent = |list| Listed { list, entry: None };
        let (complete, deltas) = (absent(&base.crl), vec![absent(&delta.crl)]);
        let findings = match status_of(issuer, complete, deltas, base.at) {
            RevocationStatus::Good { findings, .. }
            | RevocationStatus::Revoked { findings, .. } => findings,
            // The complete list is unusable, which is said of it where it is looked at.
            RevocationStatus::Unknown { .. } => continue,
        };
        let rejected: Vec<_> =
            findings.iter().filter(|it| it.code == "crl.delta-rejected").cloned().collect();
        if rejected.is_empty() {
            let mut judgement = Judgement::because(Verdict::Complies, about("crl.delta-belongs"));
            let below = findings.iter().filter(|it| it.code == "crl.delta-number-below-base");
            judgement.notes.extend(below.map(certificates::note));
            return judgement;
        }
        refused.extend(rejected);
    }
    if refused.is_empty() {
        return Judgement::undetermined(about("crl.delta-base-missing"));
    }
    let notes = refused.iter().map(|it| certificates::note(it).fact("url", &delta.url)).collect();
    Judgement::of(Verdict::Violates, notes)
}

/// Lists of one issuer, one key, one kind and one scope must be the same bytes wherever they lie.
fn mirrors(lists: &[Fetched<Survey>], sum: &mut Sum) {
    let same_point = |one: &Survey, other: &Survey| {
        let key = |it: &Survey| it.authority_key_id().and_then(|it| it.key_id.clone());
        one.issuer() == other.issuer()
            && key(one) == key(other)
            && one.delta_base().is_some() == other.delta_base().is_some()
            && one.scope() == other.scope()
    };
    let mut rest: Vec<&Fetched<Survey>> = lists.iter().collect();
    while let Some((first, others)) = rest.split_first() {
        let (others, apart): (Vec<&Fetched<Survey>>, Vec<&Fetched<Survey>>) =
            others.iter().partition(|it| same_point(&first.crl, &it.crl));
        for other in others.iter().filter(|it| it.crl.fingerprint() != first.crl.fingerprint()) {
            let number =
                |it: &Fetched<Survey>| it.crl.number().map_or_else(|| "-".into(), hex::encode);
            let note = Note::new("crl.mirrors-differ")
                .fact("issuer", first.crl.issuer())
                .fact("one", &first.url)
                .fact("one-sha256", first.crl.fingerprint())
                .fact("one-number", number(first))
                .fact("other", &other.url)
                .fact("other-sha256", other.crl.fingerprint())
                .fact("other-number", number(other));
            sum.say(Verdict::Violates, note);
        }
        rest = apart;
    }
}
