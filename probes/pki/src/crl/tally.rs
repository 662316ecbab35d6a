//! What is wrong with entries: counted while they pass, said once for each kind.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::entry::{self, RawEntry, Reason};
use crate::finding::{CodePage, Finding, Weight, codes, hex, instant};
use crate::oid::{Oid, known};
use crate::time;
use crate::tlv::Malformed;

/// How many places of each kind are told.
const EXAMPLES: usize = 3;
/// How many different extensions are told apart.
const EXTENSIONS: usize = 16;

/// An extension reasonCode that is not critical, up to its number.
const REASON_ALONE: [u8; 11] = [0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01];

/// One kind of defect.
#[derive(Debug, Default)]
pub(super) struct Tally {
    count: usize,
    places: Vec<u64>,
    /// The serial number of the first entry.
    serial: Vec<u8>,
    /// What was seen in the first entry.
    seen: String,
}

impl Tally {
    /// Counts an entry at a place of the list.
    #[cold]
    pub(super) fn add(&mut self, place: u64, serial: &[u8], seen: impl FnOnce() -> String) {
        // Repetitions are met in the order of their hashes, which no list and no reader knows.
        if self.places.first().is_none_or(|first| place < *first) {
            self.serial = serial.to_vec();
            self.seen = seen();
        }
        self.count += 1;
        let at = self.places.partition_point(|earlier| *earlier < place);
        if at < EXAMPLES {
            self.places.insert(at, place);
            self.places.truncate(EXAMPLES);
        }
    }

    /// How many entries there were.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The finding, when there was an entry. `seen` is the fact under which it tells what was seen.
    pub(super) fn finding(
        &self,
        page: &CodePage,
        weight: Weight,
        seen: &'static str,
    ) -> Option<Finding> {
        if self.count == 0 {
            return None;
        }
        let places: Vec<String> = self.places.iter().map(u64::to_string).collect();
        let mut finding =
            Finding::new(page, weight).with("count", self.count).with("offsets", places.join(", "));
        for (name, value) in [("serial", &hex(&self.serial)), (seen, &self.seen)] {
            if page.facts.contains(&name) {
                finding = finding.with(name, value);
            }
        }
        Some(finding)
    }
}

/// Looks at every entry of a list.
#[derive(Debug)]
pub(super) struct Entries {
    this_update: Option<Timestamp>,
    /// `this_update` as [`time::plain`] counts.
    plain_update: Option<time::Plain>,
    order: Order,
    /// Entries that have extensions.
    pub(super) extended: bool,
    /// Entries that name an issuer of their own.
    pub(super) issuers: Tally,
    malformed: Tally,
    /// Entries longer than is read.
    long: Tally,
    /// Serial numbers that stand in the list already.
    pub(super) repeated: Tally,
    dates_ahead: Tally,
    dates_unreadable: Tally,
    date_forms: Tally,
    extensions_repeated: Tally,
    extensions_unknown: BTreeMap<Oid, Tally>,
    reasons_unknown: Tally,
    reasons_unspecified: Tally,
    removals: Tally,
    serials: BTreeMap<&'static str, Tally>,
}

/// Whether serial numbers rise from each entry to the next.
#[derive(Debug)]
struct Order {
    rising: bool,
    last: [u8; 20],
    length: usize,
}

impl Order {
    #[inline]
    fn see(&mut self, serial: &[u8]) {
        if !self.rising {
            return;
        }
        let last = self.last.get(..self.length).unwrap_or_default();
        self.rising = (last.len(), last) < (serial.len(), serial);
        match self.last.get_mut(..serial.len()) {
            Some(place) => place.copy_from_slice(serial),
            None => self.rising = false,
        }
        self.length = serial.len();
    }
}

impl Entries {
    pub(super) fn new(this_update: Option<Timestamp>) -> Self {
        Self {
            this_update,
            plain_update: this_update.and_then(time::plain_of),
            order: Order { rising: true, last: [0; 20], length: 0 },
            extended: false,
            issuers: Tally::default(),
            malformed: Tally::default(),
            long: Tally::default(),
            repeated: Tally::default(),
            dates_ahead: Tally::default(),
            dates_unreadable: Tally::default(),
            date_forms: Tally::default(),
            extensions_repeated: Tally::default(),
            extensions_unknown: BTreeMap::new(),
            reasons_unknown: Tally::default(),
            reasons_unspecified: Tally::default(),
            removals: Tally::default(),
            serials: BTreeMap::new(),
        }
    }

    /// Whether every serial number was above the one before, so that none stands twice.
    pub(super) fn are_rising(&self) -> bool {
        self.order.rising
    }

    /// Looks at the entry at a place of the list, and says whether it names an issuer.
    #[inline(always)]
    pub(super) fn see(&mut self, place: u64, raw: &RawEntry<'_>) -> bool {
        match raw.serial {
            // A number of one to twenty octets, positive and not padded.
            [1..=0x7f, ..] | [0, 0x80..=0xff, ..] if raw.serial.len() <= 20 => {
                self.order.see(raw.serial);
            }
            _ => self.see_serial(place, raw.serial),
        }
        match (time::plain(&raw.date), self.plain_update) {
            (Some(date), Some(limit)) if date <= limit => {}
            _ => self.see_date(place, raw),
        }
        match raw.extensions {
            [] => false,
            // reasonCode alone, not critical, is what nearly every entry has.
            [start @ .., reason @ (0..=6 | 9 | 10)] if *start == REASON_ALONE => {
                self.extended = true;
                if *reason == 0 {
                    self.reasons_unspecified.add(place, raw.serial, String::new);
                }
                false
            }
            _ => self.see_extensions(place, raw),
        }
    }

    #[cold]
    fn see_serial(&mut self, place: u64, serial: &[u8]) {
        let mut say = |form| {
            self.serials.entry(form).or_default().add(place, serial, String::new);
        };
        match serial {
            [] => say("empty"),
            [0] => say("zero"),
            [0, second, ..] if second & 0x80 == 0 => say("padded"),
            [first, ..] if first & 0x80 != 0 => say("negative"),
            _ => {}
        }
        if serial.len() > 20 {
            say("long");
        }
        match serial {
            [first, ..] if first & 0x80 == 0 => self.order.see(entry::significant(serial)),
            _ => self.order.rising = false,
        }
    }

    #[cold]
    fn see_date(&mut self, place: u64, raw: &RawEntry<'_>) {
        let text = || time::shown(raw.date.content);
        let Some(date) = time::read(&raw.date) else {
            self.dates_unreadable.add(place, raw.serial, text);
            return;
        };
        if let Some(reason) = date.defect {
            self.date_forms.add(place, raw.serial, || format!("{}: {reason}", text()));
        }
        if self.this_update.is_some_and(|this_update| date.at > this_update) {
            self.dates_ahead.add(place, raw.serial, || instant(date.at));
        }
    }

    #[cold]
    fn see_extensions(&mut self, place: u64, raw: &RawEntry<'_>) -> bool {
        self.extended = true;
        let before = self.issuers.count();
        if let Err(reason) = self.try_extensions(place, raw) {
            self.malformed.add(place, raw.serial, || reason.to_string());
        }
        self.issuers.count() > before
    }

    fn try_extensions(&mut self, place: u64, raw: &RawEntry<'_>) -> Result<(), Malformed> {
        let mut seen: Vec<Oid> = Vec::new();
        for extension in entry::extensions(raw) {
            let (oid, critical, value) = extension?;
            if seen.contains(&oid) {
                self.extensions_repeated.add(place, raw.serial, || oid.to_string());
                continue;
            }
            if oid == known::REASON_CODE {
                let number = entry::reason_number(value)?;
                match Reason::from_number(number) {
                    None => self.reasons_unknown.add(place, raw.serial, || number.to_string()),
                    Some(Reason::Unspecified) => {
                        self.reasons_unspecified.add(place, raw.serial, String::new);
                    }
                    Some(Reason::RemoveFromCrl) => {
                        self.removals.add(place, raw.serial, String::new);
                    }
                    Some(_) => {}
                }
            } else if oid == known::INVALIDITY_DATE {
                entry::invalidity_date(value)?;
            } else if oid == known::CERTIFICATE_ISSUER {
                entry::issuer_names(value)?;
                self.issuers.add(place, raw.serial, String::new);
            } else if critical {
                let room = self.extensions_unknown.len() < EXTENSIONS;
                if room || self.extensions_unknown.contains_key(&oid) {
                    let tally = self.extensions_unknown.entry(oid.clone()).or_default();
                    tally.add(place, raw.serial, || oid.to_string());
                }
            }
            seen.push(oid);
        }
        Ok(())
    }

    /// An element that is no entry.
    pub(super) fn malformed(&mut self, place: u64, reason: &Malformed) {
        self.order.rising = false;
        self.malformed.add(place, &[], || reason.to_string());
    }

    /// An element longer than is read.
    pub(super) fn long(&mut self, place: u64, octets: usize) {
        self.order.rising = false;
        self.long.add(place, &[], || octets.to_string());
    }

    /// What there is to say, when it is known what kind of list it was.
    pub(super) fn findings(&self, delta: bool, indirect: bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say = |tally: &Tally, page, weight, seen| {
            findings.extend(tally.finding(page, weight, seen));
        };
        say(&self.malformed, &codes::CRL_ENTRY_MALFORMED, Weight::Fatal, "reason");
        say(&self.long, &codes::CRL_BUDGET_ENTRY, Weight::Undetermined, "octets");
        for tally in self.extensions_unknown.values() {
            let page = &codes::CRL_ENTRY_EXTENSION_UNKNOWN;
            say(tally, page, Weight::Undetermined, "extension");
        }
        let page = &codes::CRL_ENTRY_EXTENSION_REPEATED;
        say(&self.extensions_repeated, page, Weight::Fatal, "extension");
        say(&self.dates_unreadable, &codes::CRL_ENTRY_DATE_UNREADABLE, Weight::Fatal, "text");
        say(&self.date_forms, &codes::CRL_ENTRY_DATE_FORM, Weight::Remark, "reason");
        say(&self.dates_ahead, &codes::CRL_ENTRY_DATE_AHEAD, Weight::Remark, "date");
        say(&self.repeated, &codes::CRL_ENTRY_REPEATED, Weight::Remark, "");
        for (form, tally) in &self.serials {
            let finding = tally.finding(&codes::CRL_ENTRY_SERIAL, Weight::Remark, "");
            findings.extend(finding.map(|finding| finding.with("form", form)));
        }
        let mut say = |tally: &Tally, page, seen| {
            findings.extend(tally.finding(page, Weight::Remark, seen));
        };
        say(&self.reasons_unknown, &codes::CRL_ENTRY_REASON_UNKNOWN, "reason");
        say(&self.reasons_unspecified, &codes::CRL_ENTRY_REASON_UNSPECIFIED, "");
        if !delta {
            say(&self.removals, &codes::CRL_ENTRY_REMOVAL, "");
        }
        if !indirect {
            say(&self.issuers, &codes::CRL_ENTRY_ISSUER, "");
        }
        findings
    }
}
