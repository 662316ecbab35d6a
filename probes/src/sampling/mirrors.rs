//! One list under several addresses or by several channels: the same bytes at the same time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use model::EvidenceId;

use super::{Lane, ListHead, Series};
use crate::sampling::Look;

/// A time in which one list was not the same everywhere.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Divergence {
    /// The first instant at which two lanes were known to differ.
    pub(crate) from: Timestamp,
    /// The last instant at which they still did.
    pub(crate) until: Timestamp,
    /// Whether they agreed again before the samples ended.
    pub(crate) ended: bool,
    /// Two lanes that differed, with what each served then.
    pub(crate) one: Served,
    pub(crate) other: Served,
}

/// What a lane served.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Served {
    pub(crate) lane: u32,
    pub(crate) sha256: EvidenceId,
    pub(crate) list: ListHead,
}

impl Divergence {
    /// How long it lasted, as far as samples show.
    pub(crate) fn lasted(&self) -> SignedDuration {
        self.until.duration_since(self.from)
    }
}

/// Every time in which lanes served different editions of one list.
///
/// Two bodies are editions of one list where issuer, key, kind and scope are the same. What a
/// sample saw is taken to stand until the lane's next sample, but for no longer than two intervals:
/// of a lane that was not sampled nothing is known. Lanes are asked one after another, so that a
/// publication reaches them up to one interval apart even where all mirrors change at once.
pub(crate) fn divergences(series: &Series, lanes: &[Lane<'_>]) -> Vec<Divergence> {
    let every = i64::try_from(series.plan.every.millis()).unwrap_or(i64::MAX);
    let stands = SignedDuration::from_millis(every.saturating_mul(2));
    // Of each list, what each lane served and when, in the order of time.
    let mut lists: BTreeMap<EvidenceId, Vec<(Timestamp, u32, EvidenceId)>> = BTreeMap::new();
    for lane in lanes {
        for look in &lane.looks {
            if let Some((bytes, list)) =
                look.bytes.and_then(|bytes| Some((*bytes, series.lists.get(bytes)?)))
            {
                lists.entry(list.identity).or_default().push((look.due, lane.number, bytes));
            }
        }
    }
    let mut found = Vec::new();
    for mut events in lists.into_values() {
        // A list that was the same in every sample needs no walk through time.
        let editions: BTreeSet<_> = events.iter().map(|it| it.2).collect();
        if editions.len() > 1 {
            events.sort_unstable();
            found.extend(walk(series, &events, stands));
        }
    }
    found.sort_by_key(|it| (it.from, it.one.lane, it.other.lane));
    found
}

fn walk(
    series: &Series,
    events: &[(Timestamp, u32, EvidenceId)],
    stands: SignedDuration,
) -> Vec<Divergence> {
    let mut now: BTreeMap<u32, (Timestamp, EvidenceId)> = BTreeMap::new();
    let mut open: Option<Divergence> = None;
    let mut found = Vec::new();
    let served = |lane: u32, sha256: EvidenceId| {
        Some(Served { lane, sha256, list: series.lists.get(&sha256)?.clone() })
    };
    for &(at, lane, bytes) in events {
        now.insert(lane, (at, bytes));
        now.retain(|_, (seen, _)| at.duration_since(*seen) <= stands);
        let other =
            now.iter().find(|(_, (_, it))| *it != bytes).map(|(lane, (_, it))| (*lane, *it));
        match (&mut open, other) {
            (Some(divergence), Some(_)) => divergence.until = at,
            (None, Some((with, sha256))) => {
                if let (Some(one), Some(other)) = (served(with, sha256), served(lane, bytes)) {
                    open = Some(Divergence { from: at, until: at, ended: false, one, other });
                }
            }
            (Some(_), None) => {
                if let Some(mut over) = open.take() {
                    // With one lane left to look at, nobody saw them agree.
                    over.ended = now.len() > 1;
                    found.push(over);
                }
            }
            (None, None) => {}
        }
    }
    found.extend(open);
    found
}

/// An address that served an older edition of a list after a newer one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct WentBack {
    /// The newer edition and when it was first seen.
    pub(crate) newer: Served,
    pub(crate) newer_at: Timestamp,
    /// The older one and when it was seen after it, for the first time and later than `step`.
    pub(crate) older: Served,
    pub(crate) older_at: Timestamp,
    /// In how many samples.
    pub(crate) samples: u32,
}

/// Every lane that served an older edition when the time that a publication may take, `step`, was
/// over: behind such an address stands more than one server, and one of them is stale.
pub(crate) fn went_back(
    series: &Series,
    lanes: &[Lane<'_>],
    step: SignedDuration,
) -> Vec<WentBack> {
    lanes.iter().filter_map(|lane| of_lane(series, lane.number, &lane.looks, step)).collect()
}

fn of_lane(
    series: &Series,
    lane: u32,
    looks: &[Look<'_>],
    step: SignedDuration,
) -> Option<WentBack> {
    let mut newest: BTreeMap<EvidenceId, (Served, Timestamp)> = BTreeMap::new();
    let mut found: Option<WentBack> = None;
    for look in looks {
        let Some((sha256, list)) =
            look.bytes.and_then(|bytes| Some((*bytes, series.lists.get(bytes)?)))
        else {
            continue;
        };
        let here = || Served { lane, sha256, list: list.clone() };
        match newest.get(&list.identity) {
            Some((newer, since)) if list.this_update < newer.list.this_update => {
                if look.due.duration_since(*since) > step {
                    let back = found.get_or_insert_with(|| WentBack {
                        newer: newer.clone(),
                        newer_at: *since,
                        older: here(),
                        older_at: look.due,
                        samples: 0,
                    });
                    back.samples += 1;
                }
            }
            Some((newer, _)) if list.this_update == newer.list.this_update => {}
            Some(_) | None => {
                newest.insert(list.identity, (here(), look.due));
            }
        }
    }
    found
}
