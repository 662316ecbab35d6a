//! `crl.history`: whether the lists that were fetched one after another follow from each other.
//!
//! # Measures
//!
//! Interval between two issues: the difference of `thisUpdate` of lists with consecutive numbers, by
//! the authority's own clock, to a second; over a gap of numbers, the least that one of the
//! intervals in it can be. Delay from `thisUpdate` to the list being there, and overlap from there to
//! `nextUpdate` of the list before: intervals of measured time, bounded by the last fetch that gave
//! the old list and the first that gave the new one, widened by the uncertainty of the inspector's
//! clock. The clock of the authority that stamped `thisUpdate` is part of the delay.
//!
//! # Rests on
//!
//! [RFC 5280 section 5.2.3]: numbers rise with every list, and no two lists of one issuer and scope
//! have the same; an authority that issues deltas may number both in one sequence, so that numbers
//! of deltas fill gaps between complete lists. [RFC 5280 section 3.3]: an entry leaves the list only
//! when its certificate has expired; [section 5.3.1] lets go what was on hold. What the authority
//! declares of its schedule is in the declaration; criteria of the commission stand beside it and
//! are named so.
//!
//! # Evidence
//!
//! `http-exchange` and `http-body` of every fetch of a list, at the beginning and at the end of a
//! collection at least; `certificate` of the authority, whose key signed the lists, and of users;
//! one `declaration`; `ntp-exchange` with the references of time. A list counts whose signature is
//! its issuer's.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | each address was asked twice at least, and what it gave contradicts nothing; a declared schedule or a criterion of the commission was kept |
//! | violates | an older list came after a newer one, a list that had expired was served, a number fell or was given twice, an entry vanished whose certificate has not expired, a successor came after its predecessor had expired, the schedule or the criterion was not kept |
//! | undetermined | no list or only one fetch of an address; numbers were left out; entries vanished of certificates that the commission does not hold; the uncertainty reaches across an instant or a limit; a list has no sound signature; no new list appeared though its interval is to be judged |
//!
//! # Cannot see
//!
//! Lists that came and went between two fetches; what the authority showed to others.
//!
//! [RFC 5280 section 3.3]: https://www.rfc-editor.org/rfc/rfc5280#section-3.3
//! [RFC 5280 section 5.2.3]: https://www.rfc-editor.org/rfc/rfc5280#section-5.2.3
//! [section 5.3.1]: https://www.rfc-editor.org/rfc/rfc5280#section-5.3.1

mod address;
mod entries;
mod line;
mod schedule;

use std::sync::LazyLock;

use model::{Cell, Evidence, EvidenceKind, Judgement, Note, TableHead};

use super::clock::Clock;
use super::fetches::Fetches;
use super::{addresses, content, fetch};
use crate::certificates::{self, Certificates};
use crate::exchange;
use crate::sum::Sum;
use crate::time::LAPTOP_CLOCK_UNCHECKED;
use crate::{CollectError, Declaration, Probe, Question, Site, case};

/// The probe.
pub(crate) struct History;

impl Probe for History {
    fn id(&self) -> &'static str {
        "crl.history"
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
        &[address::FETCHES, address::SUCCESSIONS]
    }

    /// Asks every address once more: the collection began with the first time.
    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        have: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        fetch(site, declared, have)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        let certificates = Certificates::of(question);
        let mut sum = certificates.reading.clone();
        let clock = Clock::of(question);
        let fetches = Fetches::every(question, &mut sum);
        // What is no list is said where each list is judged; what cannot be read back is said here.
        for note in fetches.no_lists().filter(|it| it.code != "crl.fetched-unreadable") {
            sum.open(note.clone());
        }
        if fetches.all.is_empty() {
            sum.open(Note::new("crl.none-fetched"));
            return sum.finish();
        }
        clock.unchecked().into_iter().for_each(|note| sum.remark(note));
        let named = addresses(&certificates, &declaration);
        let sound = line::sound(&fetches, &certificates, &mut sum);
        let mut rows = Rows::default();
        for (url, runs) in address::runs(&fetches, &sound) {
            let own = named.get(url).is_none_or(|it| it.own);
            let look = address::Look { url, runs: &runs, clock: &clock };
            let mut of_address = Sum::default();
            look.judge(own.then_some(&declaration), &mut of_address, &mut rows);
            sum.append(of(of_address, own));
        }
        for (line, urls) in line::lines(&fetches, &sound) {
            let own = urls.iter().any(|url| named.get(*url).is_none_or(|it| it.own));
            let mut of_line = Sum::default();
            line::judge(&line, &fetches, &certificates, &mut of_line);
            sum.append(of(of_line, own));
        }
        rows.finish(sum)
    }
}

/// What is wrong with lists of the Root CA is not the inspected authority's failure.
fn of(part: Sum, own: bool) -> Sum {
    if own { part } else { part.excused(Note::new(content::OF_THE_ROOT)) }
}

/// Rows of the tables, up to a bound.
#[derive(Default)]
struct Rows {
    fetches: Vec<Vec<Cell>>,
    successions: Vec<Vec<Cell>>,
    left_out: usize,
}

/// The most rows of a table.
const MOST_ROWS: usize = 400;

impl Rows {
    fn fetch(&mut self, row: Vec<Cell>) {
        if self.fetches.len() < MOST_ROWS { self.fetches.push(row) } else { self.left_out += 1 }
    }

    fn succession(&mut self, row: Vec<Cell>) {
        if self.successions.len() < MOST_ROWS {
            self.successions.push(row);
        } else {
            self.left_out += 1;
        }
    }

    fn finish(self, mut sum: Sum) -> Judgement {
        if self.left_out > 0 {
            sum.remark(Note::new("crl.rows-left-out").fact("count", self.left_out));
        }
        let mut judgement = sum.finish();
        for (head, rows) in
            [(address::FETCHES, self.fetches), (address::SUCCESSIONS, self.successions)]
        {
            if !rows.is_empty() {
                judgement.exhibits.push(head.with(rows));
            }
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
            content::OF_THE_ROOT,
            exchange::UNREADABLE,
            "crl.entries-compared",
            "crl.entries-lost",
            "crl.entries-vanished",
            "crl.expired-served",
            "crl.fetched-once",
            "crl.history-consistent",
            "crl.history-unsigned",
            "crl.interval",
            "crl.none-fetched",
            "crl.number-decreases",
            "crl.number-reused",
            "crl.numbers-left-out",
            "crl.rolled-back",
            "crl.rows-left-out",
            "crl.schedule-kept",
            "crl.schedule-missed",
            "crl.schedule-not-measured",
            "crl.schedule-straddles",
            "crl.successor-late",
            "crl.successor-seen",
            "crl.successor-straddles",
            "crl.unchanged",
        ],
        &["reading"],
    )
});
