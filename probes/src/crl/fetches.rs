//! Every list that was fetched, each read once however often it came.

use std::collections::BTreeMap;

use jiff::Timestamp;
use model::{Content, EvidenceId, Note, Unread};

use super::form::Form;
use super::list::{List, NoList};
use crate::Question;
use crate::exchange::{self, Exchange, Outcome, Purpose};
use crate::sum::Sum;

/// One good answer to a request for a list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Fetch {
    /// What was asked.
    pub(super) url: String,
    /// What answered, after redirects.
    pub(super) answered_by: String,
    /// When, by the clock of the inspector's machine.
    pub(super) asked: Timestamp,
    pub(super) received: Timestamp,
    /// SHA-256 of the body.
    pub(super) body: EvidenceId,
}

/// The fetches of a case, in the order of time, and the lists that they brought.
pub(super) struct Fetches {
    pub(super) all: Vec<Fetch>,
    lists: BTreeMap<EvidenceId, Result<List, Note>>,
}

impl Fetches {
    /// Every fetch of the case.
    pub(super) fn every(question: &Question<'_>, sum: &mut Sum) -> Self {
        let (exchanges, unreadable) = exchange::exchanges(question, Purpose::Crl);
        unreadable.into_iter().for_each(|note| sum.open(note));
        Self::of(exchanges)
    }

    /// The last fetch of each address, if it was a good one.
    pub(super) fn last(question: &Question<'_>, sum: &mut Sum) -> Self {
        let (exchanges, unreadable) = exchange::exchanges(question, Purpose::Crl);
        unreadable.into_iter().for_each(|note| sum.open(note));
        Self::of(exchange::last_of_each(exchanges).into_values().collect())
    }

    fn of(exchanges: Vec<Exchange<'_>>) -> Self {
        let mut found = Self { all: Vec::new(), lists: BTreeMap::new() };
        for exchange in exchanges {
            let Outcome::Answered(answered) = &exchange.record.outcome else { continue };
            let Some(body) = exchange.list_body() else { continue };
            found.lists.entry(body.id()).or_insert_with(|| read(&body, &exchange.record.url));
            found.all.push(Fetch {
                url: exchange.record.url.clone(),
                answered_by: answered.url.clone(),
                asked: exchange.record.asked_at,
                received: answered.received_at,
                body: body.id(),
            });
        }
        found
    }

    /// The list that a fetch brought.
    pub(super) fn list(&self, fetch: &Fetch) -> Option<&List> {
        self.of_body(&fetch.body)
    }

    pub(super) fn of_body(&self, body: &EvidenceId) -> Option<&List> {
        self.lists.get(body)?.as_ref().ok()
    }

    /// The fetches that brought a list, each with it.
    pub(super) fn with_lists(&self) -> impl Iterator<Item = (&Fetch, &List)> {
        self.all.iter().filter_map(|fetch| Some((fetch, self.list(fetch)?)))
    }

    /// A note for each body that is no list.
    pub(super) fn no_lists(&self) -> impl Iterator<Item = &Note> {
        self.lists.values().filter_map(|it| it.as_ref().err())
    }
}

/// Reads a list without keeping where its entries stand: nothing is searched here, and lists of
/// millions may be many.
fn read(body: &Content, url: &str) -> Result<List, Note> {
    let unread = |error: Unread| error.note(url, &body.id());
    match List::read(body) {
        Ok(list) => Ok(list.unindexed()),
        Err(NoList::Unread(error)) => Err(unread(error)),
        Err(NoList::Unreadable(reason)) => {
            let form = Form::of(body).map_err(unread)?;
            Err(Note::new("crl.fetched-unreadable")
                .fact("url", url)
                .fact("body-form", form.as_str())
                .fact("reason", reason))
        }
    }
}
