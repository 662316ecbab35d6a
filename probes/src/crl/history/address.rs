//! What one address gave over time.

use std::collections::{BTreeMap, BTreeSet};

use ::pki::crl::shown;
use jiff::Timestamp;
use model::{Cell, EvidenceId, Limit, Note, TableHead, Verdict};

use super::Rows;
use super::line::issues;
use super::schedule::{Measured, Schedule, Span, age, seconds};
use crate::Declaration;
use crate::crl::clock::Clock;
use crate::crl::fetches::{Fetch, Fetches};
use crate::crl::list::List;
use crate::crl::mirrors::{order, same_line};
use crate::sum::Sum;

/// What each address gave, one row for each time without a change.
pub(super) const FETCHES: TableHead = TableHead {
    code: "crl.fetches",
    columns: &[
        "url",
        "first",
        "last",
        "fetches",
        "number",
        "this-update",
        "next-update",
        "entries",
        "sha256",
    ],
};

/// What followed what at each address.
pub(super) const SUCCESSIONS: TableHead = TableHead {
    code: "crl.successions",
    columns: &["url", "from-number", "to-number", "interval", "delay", "overlap"],
};

/// One after another, the same list.
pub(super) struct Run<'l> {
    list: &'l List,
    body: EvidenceId,
    first: &'l Fetch,
    last: &'l Fetch,
    fetches: usize,
}

/// The fetches of each address that brought a sound list, as long as it stayed the same in one.
pub(super) fn runs<'l>(
    fetches: &'l Fetches,
    sound: &BTreeSet<EvidenceId>,
) -> BTreeMap<&'l str, Vec<Run<'l>>> {
    let mut found: BTreeMap<&str, Vec<Run<'l>>> = BTreeMap::new();
    for (fetch, list) in fetches.with_lists().filter(|(it, _)| sound.contains(&it.body)) {
        let runs = found.entry(fetch.url.as_str()).or_default();
        match runs.last_mut().filter(|run| run.body == fetch.body) {
            Some(run) => {
                run.last = fetch;
                run.fetches += 1;
            }
            None => {
                runs.push(Run { list, body: fetch.body, first: fetch, last: fetch, fetches: 1 });
            }
        }
    }
    found
}

/// What an address of the authority itself is held against; nothing of this concerns others.
#[derive(Clone, Copy, Default)]
pub(super) struct Own<'l> {
    pub(super) declaration: Option<&'l Declaration>,
    pub(super) limit: Option<&'l Limit>,
}

/// One address, and what it is looked at with.
pub(super) struct Look<'l> {
    pub(super) url: &'l str,
    pub(super) runs: &'l [Run<'l>],
    pub(super) clock: &'l Clock,
}

impl Look<'_> {
    pub(super) fn judge(&self, own: Own<'_>, sum: &mut Sum, rows: &mut Rows) {
        let mut schedule = Schedule::default();
        let mut newest: Option<&Run<'_>> = None;
        let mut sound = true;
        for (place, run) in self.runs.iter().enumerate() {
            rows.fetch(self.row(run));
            sound &= self.served(run, sum);
            if let Some(limit) = own.limit.filter(|_| run.list.delta_base().is_none()) {
                let about = |code| {
                    Note::new(code).fact("url", self.url).fact("number", shown(run.list.number()))
                };
                age(&about, self.age(run), limit, sum);
            }
            let before = place.checked_sub(1).and_then(|it| self.runs.get(it));
            if let Some(newest) = newest.filter(|it| same_line(it.list, run.list))
                && is_older(run.list, newest.list)
            {
                let note = self
                    .pair("crl.rolled-back", newest, run)
                    .fact("fetched-at", run.first.received);
                sum.say(Verdict::Violates, note);
                sound = false;
                continue;
            }
            newest = Some(run);
            if let Some(before) = before.filter(|it| same_line(it.list, run.list)) {
                sound &= self.succession(before, run, &mut schedule, sum, rows);
            }
        }
        self.concluded(sound, sum);
        if let Some(declaration) = own.declaration
            && let Some(newest) = newest
        {
            let interval = interval_of(newest.list);
            let oldest = self.age(newest);
            // How old the newest list has become without a successor.
            schedule.spans.push((interval, Measured { least: oldest.least, most: None }));
            let wanted = [interval, Span::Delay, Span::Overlap];
            schedule.judge(self.url, &wanted, declaration, sum);
        }
    }

    /// How old a list was when it was last given.
    fn age(&self, run: &Run<'_>) -> Measured {
        let issued = run.list.this_update();
        Measured {
            least: milliseconds(issued, self.clock.earliest(run.last.asked)).max(0),
            most: Some(milliseconds(issued, self.clock.latest(run.last.received)).max(0)),
        }
    }

    /// What the fetches of the address come to.
    fn concluded(&self, sound: bool, sum: &mut Sum) {
        let (Some(first), Some(last)) = (self.runs.first(), self.runs.last()) else { return };
        let fetches: usize = self.runs.iter().map(|it| it.fetches).sum();
        let lists: BTreeSet<_> = self.runs.iter().map(|it| it.body).collect();
        let about = |code| {
            Note::new(code)
                .fact("url", self.url)
                .fact("fetches", fetches)
                .fact("lists", lists.len())
                .fact("from", first.first.received)
                .fact("until", last.last.received)
        };
        if fetches < 2 {
            sum.open(about("crl.fetched-once"));
        } else if sound {
            sum.say(Verdict::Complies, about("crl.history-consistent"));
        }
        if fetches > 1 && lists.len() == 1 {
            sum.remark(about("crl.unchanged").fact("number", shown(last.list.number())));
        }
    }

    /// Whether the list had not expired when it was last given.
    fn served(&self, run: &Run<'_>, sum: &mut Sum) -> bool {
        let Some(next) = run.list.next_update() else { return true };
        let expired = next < self.clock.earliest(run.last.asked);
        if expired {
            let note = Note::new("crl.expired-served")
                .fact("url", self.url)
                .fact("number", shown(run.list.number()))
                .fact("next-update", next)
                .fact("fetched-at", run.last.received)
                .fact("sha256", run.body);
            sum.say(Verdict::Violates, note);
        }
        !expired
    }

    /// One list followed another: when it was there, and how long before the end of the other.
    fn succession(
        &self,
        before: &Run<'_>,
        run: &Run<'_>,
        schedule: &mut Schedule,
        sum: &mut Sum,
        rows: &mut Rows,
    ) -> bool {
        let (earlier, later) = (before.list, run.list);
        let since = self.clock.earliest(before.last.asked);
        let until = self.clock.latest(run.first.received);
        let issued = later.this_update();
        let delay = Measured {
            least: milliseconds(issued, since).max(0),
            most: Some(milliseconds(issued, until).max(0)),
        };
        let between = milliseconds(earlier.this_update(), issued);
        // Within a gap of numbers one interval is at least the mean of them.
        let issues = issues(earlier.number(), later.number()).unwrap_or(1);
        let share = between / i64::try_from(issues).unwrap_or(i64::MAX);
        let interval =
            Measured { least: share.saturating_sub(1_000).max(0), most: Some(between + 1_000) };
        schedule.spans.extend([(interval_of(later), interval), (Span::Delay, delay)]);
        let mut facts = self
            .pair("crl.successor-seen", before, run)
            .fact("interval", seconds(between))
            .fact("delay-least", seconds(delay.least))
            .fact("delay-most", delay.most.map_or_else(|| "-".to_owned(), seconds));
        let mut overlap_cell = Cell::text("");
        let mut sound = true;
        if let Some(next) = earlier.next_update() {
            let overlap = Measured {
                least: milliseconds(until, next),
                most: Some(milliseconds(since, next)),
            };
            let (least, most) = (overlap.least, overlap.most.unwrap_or(i64::MAX));
            schedule.spans.push((Span::Overlap, overlap));
            facts = facts.fact("overlap-least", seconds(least)).fact("overlap-most", seconds(most));
            overlap_cell = Cell::Measure(overlap.measure());
            let note = |code| {
                self.pair(code, before, run)
                    .fact("next-update", next)
                    .fact("least", seconds(least))
                    .fact("most", seconds(most))
            };
            if most < 0 {
                sum.say(Verdict::Violates, note("crl.successor-late"));
                sound = false;
            } else if least < 0 {
                sum.open(note("crl.successor-straddles"));
                sound = false;
            }
        } else {
            facts = facts.fact("overlap-least", "-").fact("overlap-most", "-");
        }
        sum.remark(facts);
        rows.succession(vec![
            Cell::text(self.url),
            Cell::text(shown(earlier.number())),
            Cell::text(shown(later.number())),
            Cell::Measure(Measured { least: between, most: Some(between) }.measure()),
            Cell::Measure(delay.measure()),
            overlap_cell,
        ]);
        sound
    }

    fn pair(&self, code: &'static str, one: &Run<'_>, other: &Run<'_>) -> Note {
        Note::new(code)
            .fact("url", self.url)
            .fact("one-number", shown(one.list.number()))
            .fact("one-sha256", one.body)
            .fact("other-number", shown(other.list.number()))
            .fact("other-sha256", other.body)
    }

    fn row(&self, run: &Run<'_>) -> Vec<Cell> {
        let next = run.list.next_update().map_or_else(|| Cell::text("-"), Cell::At);
        vec![
            Cell::text(self.url),
            Cell::At(run.first.received),
            Cell::At(run.last.received),
            Cell::text(run.fetches),
            Cell::text(shown(run.list.number())),
            Cell::At(run.list.this_update()),
            next,
            Cell::text(run.list.entries()),
            Cell::text(run.body),
        ]
    }
}

fn interval_of(list: &List) -> Span {
    if list.delta_base().is_some() { Span::DeltaInterval } else { Span::Interval }
}

/// Whether a list was issued before another, by its number and its time together; where the two
/// disagree, the line of lists says so.
fn is_older(list: &List, than: &List) -> bool {
    let by_number = match (list.number(), than.number()) {
        (Some(one), Some(other)) => order(one, other).is_lt(),
        _ => false,
    };
    list.this_update() < than.this_update()
        || (by_number && list.this_update() == than.this_update())
}

fn milliseconds(from: Timestamp, to: Timestamp) -> i64 {
    i64::try_from(to.duration_since(from).as_millis()).unwrap_or(i64::MAX)
}
