//! Lists of one issuer, key, kind and scope in the order in which they were issued, wherever they
//! were fetched.

use std::collections::BTreeSet;

use ::pki::crl::shown;
use model::{EvidenceId, Note, Verdict};

use super::entries;
use super::schedule::seconds;
use crate::certificates::Certificates;
use crate::crl::content::issuer;
use crate::crl::fetches::Fetches;
use crate::crl::list::List;
use crate::crl::mirrors::{order, same_line};
use crate::sum::Sum;

/// The bodies of lists whose signature is that of a certificate of the case. What anybody could
/// have written says nothing about what the authority issued.
pub(super) fn sound(
    fetches: &Fetches,
    certificates: &Certificates,
    sum: &mut Sum,
) -> BTreeSet<EvidenceId> {
    let mut sound = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (fetch, list) in fetches.with_lists() {
        if !seen.insert(fetch.body) {
            continue;
        }
        let signed = issuer(list, certificates)
            .is_some_and(|issuer| list.verify(issuer.public_key()).is_ok());
        if signed {
            sound.insert(fetch.body);
        } else {
            let note = Note::new("crl.history-unsigned")
                .fact("url", &fetch.url)
                .fact("issuer", list.issuer())
                .fact("fetched-at", fetch.received)
                .fact("sha256", fetch.body);
            sum.open(note);
        }
    }
    sound
}

/// A list of a line.
type Issued<'l> = (EvidenceId, &'l List);

/// The sound lists by line, each line in the order of issue, with the addresses that gave it.
pub(super) fn lines<'l>(
    fetches: &'l Fetches,
    sound: &BTreeSet<EvidenceId>,
) -> Vec<(Vec<Issued<'l>>, BTreeSet<&'l str>)> {
    let mut lines: Vec<(Vec<Issued<'l>>, BTreeSet<&'l str>)> = Vec::new();
    for (fetch, list) in fetches.with_lists().filter(|(it, _)| sound.contains(&it.body)) {
        let place = lines
            .iter()
            .position(|(line, _)| line.first().is_some_and(|(_, it)| same_line(it, list)));
        let (line, urls) = match place.and_then(|place| lines.get_mut(place)) {
            Some(line) => line,
            None => {
                lines.push((Vec::new(), BTreeSet::new()));
                let Some(line) = lines.last_mut() else { continue };
                line
            }
        };
        urls.insert(&fetch.url);
        if line.iter().all(|(body, _)| *body != fetch.body) {
            line.push((fetch.body, list));
        }
    }
    for (line, _) in &mut lines {
        line.sort_by(|(_, one), (_, other)| {
            let number = |it: &List| {
                let number = it.number().unwrap_or_default();
                (number.len(), number.to_vec())
            };
            (one.this_update(), number(one)).cmp(&(other.this_update(), number(other)))
        });
    }
    lines
}

/// Holds each list against the one before it.
pub(super) fn judge(
    line: &[Issued<'_>],
    fetches: &Fetches,
    certificates: &Certificates,
    sum: &mut Sum,
) {
    for pair in line.windows(2) {
        let [(earlier_id, earlier), (later_id, later)] = pair else { continue };
        let about = |code| {
            Note::new(code)
                .fact("issuer", later.issuer())
                .fact("one-number", shown(earlier.number()))
                .fact("one-sha256", earlier_id)
                .fact("other-number", shown(later.number()))
                .fact("other-sha256", later_id)
        };
        if let (Some(one), Some(other)) = (earlier.number(), later.number()) {
            match order(one, other) {
                std::cmp::Ordering::Less => {
                    if let Some(missing) = left_out(one, other, fetches, later) {
                        sum.open(about("crl.numbers-left-out").fact("count", missing));
                    }
                }
                std::cmp::Ordering::Equal => {
                    sum.say(Verdict::Violates, about("crl.number-reused"));
                }
                std::cmp::Ordering::Greater => {
                    sum.say(Verdict::Violates, about("crl.number-decreases"));
                }
            }
        }
        let between = later.this_update().duration_since(earlier.this_update());
        let between = i64::try_from(between.as_millis()).unwrap_or(i64::MAX);
        sum.remark(about("crl.interval").fact("seconds", seconds(between)));
        // A delta to another base says only what changed since that one.
        if earlier.delta_base() == later.delta_base() {
            compared(earlier, later, certificates, sum);
        }
    }
    // What a delta revoked, the next complete list must have.
    let complete: Vec<&List> =
        fetches.with_lists().map(|(_, list)| list).filter(|it| it.delta_base().is_none()).collect();
    for (_, delta) in line.iter().filter(|(_, it)| it.delta_base().is_some()) {
        let next = complete
            .iter()
            .filter(|it| it.issuer() == delta.issuer() && it.scope() == delta.scope())
            .filter(|it| it.this_update() > delta.this_update())
            .min_by_key(|it| it.this_update());
        if let Some(next) = next {
            compared(delta, next, certificates, sum);
        }
    }
}

fn compared(earlier: &List, later: &List, certificates: &Certificates, sum: &mut Sum) {
    if let Err(error) = entries::compare(earlier, later, certificates, sum) {
        sum.open(later.unread(&error));
    }
}

/// How many numbers between two were seen on no list, complete or delta; none where none is
/// missing. An authority may number both in one sequence.
fn left_out(one: &[u8], other: &[u8], fetches: &Fetches, later: &List) -> Option<String> {
    let (Some(from), Some(to)) = (small(one), small(other)) else {
        // Numbers beyond any counter, made of time for instance, are not counted.
        return Some("-".to_owned());
    };
    let between = to.saturating_sub(from).saturating_sub(1);
    let filled: BTreeSet<u64> = fetches
        .with_lists()
        .filter(|(_, it)| it.issuer() == later.issuer())
        .filter_map(|(_, it)| it.number().and_then(small))
        .filter(|it| (from + 1..to).contains(it))
        .collect();
    let missing = between.saturating_sub(filled.len() as u64);
    (missing > 0).then(|| missing.to_string())
}

fn small(number: &[u8]) -> Option<u64> {
    if number.len() > 8 {
        return None;
    }
    Some(number.iter().fold(0, |sum, octet| sum << 8 | u64::from(*octet)))
}

/// How many issues lie from one number to another, where that can be said.
pub(super) fn issues(one: Option<&[u8]>, other: Option<&[u8]>) -> Option<u64> {
    small(other?)?.checked_sub(small(one?)?).filter(|it| *it > 0)
}
