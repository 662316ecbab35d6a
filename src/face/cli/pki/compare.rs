//! Two lists of one issuer and scope: what the later one added, and what it has no more.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use pki::Weight;
use pki::crl::{Reason, RevokedEntry, Survey, shown};

use super::super::context::Context;
use super::CliError;
use super::form::{ComparisonForm, Found, Outcome, VanishedForm};
use super::input::List;

/// The most entries that are told one by one.
const TOLD: usize = 1_000;
/// How many serial numbers a sentence names.
const NAMED: usize = 8;

/// Whether two lists are of one issuer, key, kind and scope, so that one can follow the other.
pub(super) fn is_one_line(one: &Survey, other: &Survey) -> bool {
    one.issuer() == other.issuer()
        && one.authority_key_id() == other.authority_key_id()
        && one.scope() == other.scope()
        && one.delta_base().is_some() == other.delta_base().is_some()
}

/// Compares them. What is wrong about their order is told, and entries are compared all the same.
pub(super) fn compare(
    earlier: &mut List,
    later: &mut List,
    context: &Context<'_>,
) -> Result<ComparisonForm, CliError> {
    let mut gone = Gone::default();
    let keeps = later.survey.expired_since();
    let found = earlier.compare(later, |entry| gone.see(entry, keeps))?;
    let (one, other) = (&earlier.survey, &later.survey);
    let between = other.this_update().duration_since(one.this_update());
    let about = [
        ("issuer", other.issuer().to_string()),
        ("one-number", shown(one.number())),
        ("one-sha256", one.fingerprint().to_string()),
        ("other-number", shown(other.number())),
        ("other-sha256", other.fingerprint().to_string()),
    ];
    let mut sum = Sum { context, about: &about, verdict: Outcome::Valid, findings: Vec::new() };
    if one.fingerprint() == other.fingerprint() {
        sum.say("pki-crl-same", Weight::Remark, &[]);
    } else {
        if between.is_negative() {
            let times = [("one-time", one.this_update()), ("other-time", other.this_update())];
            let times = times.map(|(name, at)| (name, at.to_string()));
            sum.say("pki-crl-older", Weight::Fatal, &times);
        }
        match order(one.number(), other.number()) {
            Some(Ordering::Greater) => sum.say("crl.number-decreases", Weight::Fatal, &[]),
            Some(Ordering::Equal) => sum.say("crl.number-reused", Weight::Fatal, &[]),
            Some(Ordering::Less) | None => {}
        }
    }
    // A delta to another base says only what changed since that one.
    if one.delta_base() == other.delta_base() {
        gone.tell(&mut sum);
    }
    let counts = [
        ("added", found.added.to_string()),
        ("vanished", found.vanished.to_string()),
        ("released", gone.released.to_string()),
    ];
    sum.say("pki-crl-compared", Weight::Remark, &counts);
    let (verdict, findings) = (sum.verdict, sum.findings);
    Ok(ComparisonForm {
        earlier: one.fingerprint().to_string(),
        later: other.fingerprint().to_string(),
        seconds: between.as_secs(),
        added: found.added,
        vanished: found.vanished,
        reasons: gone.reasons,
        entries: gone.entries,
        verdict,
        findings,
    })
}

/// What is found, with the facts that every finding has.
struct Sum<'s> {
    context: &'s Context<'s>,
    about: &'s [(&'static str, String)],
    verdict: Outcome,
    findings: Vec<Found>,
}

impl Sum<'_> {
    fn say(&mut self, code: &str, weight: Weight, more: &[(&'static str, String)]) {
        let facts = [self.about, more].concat();
        let outcome = match weight {
            Weight::Fatal => Outcome::Invalid,
            Weight::Undetermined => Outcome::Undetermined,
            Weight::Remark => Outcome::Valid,
        };
        self.verdict = self.verdict.max(outcome);
        self.findings.push(Found::said(code, weight, &facts, self.context));
    }
}

/// Entries that the later list does not have.
#[derive(Default)]
struct Gone {
    entries: Vec<VanishedForm>,
    reasons: BTreeMap<String, usize>,
    /// They were on hold, which may end.
    released: usize,
    /// The later list says that it keeps what expired since, and does not have them.
    lost: Told,
    /// Their certificates may have expired.
    unknown: Told,
}

#[derive(Default)]
struct Told {
    count: usize,
    serials: Vec<String>,
}

impl Told {
    fn take(&mut self, serial: &str) {
        self.count += 1;
        if self.serials.len() < NAMED {
            self.serials.push(serial.to_owned());
        }
    }

    fn facts(&self) -> [(&'static str, String); 2] {
        [("count", self.count.to_string()), ("serials", self.serials.join(", "))]
    }
}

impl Gone {
    fn see(&mut self, entry: &RevokedEntry, keeps: Option<jiff::Timestamp>) {
        let serial = hex::encode(&entry.serial);
        let reason = entry.reason.map(|it| it.name().to_owned());
        *self.reasons.entry(reason.clone().unwrap_or_else(|| "none".to_owned())).or_default() += 1;
        match (entry.reason, keeps, entry.date) {
            // What a delta takes off a list is on no list.
            (Some(Reason::RemoveFromCrl), _, _) => {}
            (Some(Reason::CertificateHold), _, _) => self.released += 1,
            // It had not expired when it was revoked.
            (_, Some(since), Some(date)) if since <= date => self.lost.take(&serial),
            (_, _, _) => self.unknown.take(&serial),
        }
        if self.entries.len() < TOLD {
            self.entries.push(VanishedForm { serial, revoked_at: entry.date, reason });
        }
    }

    fn tell(&self, sum: &mut Sum<'_>) {
        if self.lost.count > 0 {
            sum.say("crl.entries-lost", Weight::Fatal, &self.lost.facts());
        }
        if self.unknown.count > 0 {
            sum.say("crl.entries-vanished", Weight::Undetermined, &self.unknown.facts());
        }
    }
}

/// Numbers without leading zeros, which may be longer than any counter.
fn order(one: Option<&[u8]>, other: Option<&[u8]>) -> Option<Ordering> {
    let bare = |number: &[u8]| {
        let zeros = number.iter().take_while(|it| **it == 0).count();
        number.get(zeros..).unwrap_or_default().to_vec()
    };
    let (one, other) = (bare(one?), bare(other?));
    Some((one.len(), one).cmp(&(other.len(), other)))
}
