//! Whether every address of a list gives the same octets.

use ::pki::crl::{Survey, shown};
use model::{Cell, Note, TableHead, Verdict};

use super::fetches::{Fetch, Fetches};
use super::list::List;
use crate::sum::Sum;

/// A list and the fetch that brought it.
type Fetched<'l> = (&'l Fetch, &'l List);

/// What each address gave last.
pub(super) const TABLE: TableHead = TableHead {
    code: "crl.mirrors",
    columns: &["url", "number", "this-update", "fetched-at", "octets", "sha256"],
};

/// Compares what each address gave last. A list with a higher number may have come out between two
/// fetches; that an address lags is shown only where it gave the older list after the newer one had
/// been seen elsewhere. `every` are all fetches of the case.
pub(super) fn judge(last: &Fetches, every: &Fetches, sum: &mut Sum) {
    let mut rest: Vec<Fetched<'_>> = last.with_lists().collect();
    while let Some((first, others)) = rest.split_first() {
        let (same, apart): (Vec<Fetched<'_>>, Vec<Fetched<'_>>) =
            others.iter().copied().partition(|(_, it)| same_line(first.1, it));
        for other in same {
            if first.0.body != other.0.body {
                differ(*first, other, every, sum);
            }
        }
        rest = apart;
    }
}

/// The rows of [`TABLE`].
pub(super) fn rows(last: &Fetches) -> Vec<Vec<Cell>> {
    let row = |(fetch, list): Fetched<'_>| {
        vec![
            Cell::text(&fetch.url),
            Cell::text(shown(list.number())),
            Cell::At(list.this_update()),
            Cell::At(fetch.received),
            Cell::text(list.body().length()),
            Cell::text(fetch.body),
        ]
    };
    last.with_lists().map(row).collect()
}

/// Whether two lists are of one issuer, one key, one kind and one scope, so that one follows the
/// other.
pub(super) fn same_line(one: &Survey, other: &Survey) -> bool {
    let key = |it: &Survey| it.authority_key_id().and_then(|it| it.key_id.clone());
    one.issuer() == other.issuer()
        && key(one) == key(other)
        && one.delta_base().is_some() == other.delta_base().is_some()
        && one.scope() == other.scope()
}

/// Compares numbers without leading zeros.
pub(super) fn order(one: &[u8], other: &[u8]) -> std::cmp::Ordering {
    (one.len(), one).cmp(&(other.len(), other))
}

fn differ(one: Fetched<'_>, other: Fetched<'_>, every: &Fetches, sum: &mut Sum) {
    let by_number = match (one.1.number(), other.1.number()) {
        (Some(one), Some(other)) => order(one, other),
        _ => one.1.this_update().cmp(&other.1.this_update()),
    };
    let by_time = one.1.this_update().cmp(&other.1.this_update());
    let (older, newer) = if by_number.is_lt() { (one, other) } else { (other, one) };
    let note = |code| {
        Note::new(code)
            .fact("issuer", older.1.issuer())
            .fact("one", &older.0.url)
            .fact("one-sha256", older.0.body)
            .fact("one-number", shown(older.1.number()))
            .fact("other", &newer.0.url)
            .fact("other-sha256", newer.0.body)
            .fact("other-number", shown(newer.1.number()))
    };
    // Within one second lists are ordered by their numbers alone.
    if by_number.is_eq() || (by_time.is_ne() && by_number != by_time) {
        sum.say(Verdict::Violates, note("crl.mirrors-differ"));
        return;
    }
    let first_seen =
        every.all.iter().filter(|it| it.body == newer.0.body).map(|it| it.received).min();
    let seen = first_seen.unwrap_or(newer.0.received);
    let note = |code| note(code).fact("seen-at", seen).fact("fetched-at", older.0.asked);
    if seen <= older.0.asked {
        sum.say(Verdict::Violates, note("crl.mirrors-lag"));
    } else {
        sum.remark(note("crl.mirrors-overtaken"));
    }
}
