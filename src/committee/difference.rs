//! What changed from one record to another: two acts about one authority, or its own report and
//! the act of the commission.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::{EvidenceId, Localized, Measured, RequirementId, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::act::record::{ActRecord, Judged};
use crate::case::Purpose;

/// By what an act is told from others.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ActName {
    /// Whether it is an act or the report of a self-check.
    pub purpose: Purpose,
    /// The dossier.
    pub case: String,
    /// The number that the commission gave it.
    pub number: String,
    /// Which sealing of it.
    pub version: u32,
    /// SHA-256 of the sealing that it says it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<EvidenceId>,
    /// Its day.
    #[schemars(with = "String")]
    pub day: Date,
    /// Business identification number of the legal entity.
    pub bin: String,
    /// Name of the authority.
    pub authority: String,
    /// The rules it was judged by.
    pub rules: EvidenceId,
}

impl From<&ActRecord> for ActName {
    fn from(act: &ActRecord) -> Self {
        Self {
            purpose: act.purpose,
            case: act.case.clone(),
            number: act.number.clone(),
            version: act.version,
            previous: act.previous,
            day: act.day,
            bin: act.recipient.bin.clone(),
            authority: act.recipient.authority.clone(),
            rules: act.rules.sha256,
        }
    }
}

/// What is compared with what.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Pairing {
    /// An act with a later act.
    Acts,
    /// What the authority said of itself with what the commission found.
    ReportWithAct,
    /// The authority's own reports.
    Reports,
}

/// What became of an item.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It was open and is closed now.
    Closed,
    /// The later record does not have it.
    Gone,
    /// The earlier record did not have it.
    New,
    /// It was closed and is open now.
    Opened,
    /// It violated then and violates now.
    Repeated,
    /// It was open and is open with another verdict: undetermined then and violated now, or the
    /// other way.
    Shifted,
    /// It was not established then and is not established now.
    StillOpen,
    /// It was closed and is closed.
    Unchanged,
}

impl Change {
    /// Every change, what matters most first.
    pub const ALL: [Self; 8] = [
        Self::Repeated,
        Self::Opened,
        Self::Shifted,
        Self::StillOpen,
        Self::New,
        Self::Gone,
        Self::Closed,
        Self::Unchanged,
    ];

    /// The name used in files and as a part of message identifiers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Gone => "gone",
            Self::New => "new",
            Self::Opened => "opened",
            Self::Repeated => "repeated",
            Self::Shifted => "shifted",
            Self::StillOpen => "still-open",
            Self::Unchanged => "unchanged",
        }
    }

    fn between(earlier: Option<Verdict>, later: Option<Verdict>) -> Self {
        let (Some(earlier), Some(later)) = (earlier, later) else {
            return if later.is_none() { Self::Gone } else { Self::New };
        };
        match (earlier.closes_requirement(), later.closes_requirement()) {
            (true, true) => Self::Unchanged,
            (true, false) => Self::Opened,
            (false, true) => Self::Closed,
            (false, false) if earlier != later => Self::Shifted,
            (false, false) if later == Verdict::Violates => Self::Repeated,
            (false, false) => Self::StillOpen,
        }
    }
}

/// What one record says about an item.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SeenThen {
    /// The verdict.
    pub verdict: Verdict,
    /// The codes of its notes, each once.
    pub codes: BTreeSet<String>,
    /// What was measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measured>,
}

impl SeenThen {
    fn of(judged: &Judged) -> Self {
        let judgement = &judged.finding.judgement;
        Self {
            verdict: judgement.verdict,
            codes: judgement.notes.iter().map(|it| it.code.to_string()).collect(),
            measures: judgement.measures.clone(),
        }
    }

    fn open_codes(&self) -> BTreeSet<String> {
        if self.verdict.closes_requirement() { BTreeSet::new() } else { self.codes.clone() }
    }
}

/// An item that stands in both records, or in one of them.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ItemDifference {
    /// The item.
    pub requirement: RequirementId,
    /// What it demands, as the later record has it.
    pub title: Localized,
    /// The clause of the row that it stands in.
    pub place: Localized,
    /// What became of it.
    pub change: Change,
    /// What the earlier record says.
    pub earlier: Option<SeenThen>,
    /// What the later one says.
    pub later: Option<SeenThen>,
    /// Codes that both name while both leave the item open: the same thing was found twice.
    pub same_findings: BTreeSet<String>,
}

/// What changed between two records.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Difference {
    /// What is compared.
    pub pairing: Pairing,
    /// The earlier record.
    pub earlier: ActName,
    /// The later one.
    pub later: ActName,
    /// Whether both are about one authority, by its business identification number.
    pub one_authority: bool,
    /// Whether both were judged by the same rules; where not, a changed verdict may be a changed
    /// rule.
    pub one_edition: bool,
    /// Every item of either, in the order of the later record; those that it lacks come last.
    pub items: Vec<ItemDifference>,
}

impl Difference {
    /// Compares two records, in whichever order they are given. The authority's own report comes
    /// before the commission's act; otherwise the day decides, and on one day the version.
    #[must_use]
    pub fn between(one: &ActRecord, other: &ActRecord) -> Self {
        let age = |act: &ActRecord| (act.purpose == Purpose::Inspection, act.day, act.version);
        let (earlier, later) = if age(one) <= age(other) { (one, other) } else { (other, one) };
        let pairing = match (earlier.purpose, later.purpose) {
            (Purpose::Inspection, Purpose::Inspection | Purpose::SelfCheck) => Pairing::Acts,
            (Purpose::SelfCheck, Purpose::Inspection) => Pairing::ReportWithAct,
            (Purpose::SelfCheck, Purpose::SelfCheck) => Pairing::Reports,
        };
        Self {
            pairing,
            one_authority: earlier.recipient.bin == later.recipient.bin,
            one_edition: earlier.rules.sha256 == later.rules.sha256,
            items: items(earlier, later),
            earlier: earlier.into(),
            later: later.into(),
        }
    }

    /// The items that went one way.
    pub fn of(&self, change: Change) -> impl Iterator<Item = &ItemDifference> {
        self.items.iter().filter(move |it| it.change == change)
    }
}

/// An item with the clause of its row.
type Row<'a> = (&'a Localized, &'a Judged);

fn rows(act: &ActRecord) -> impl Iterator<Item = Row<'_>> {
    act.subjects.iter().flat_map(|row| row.requirements.iter().map(|it| (&row.place, it)))
}

fn items(earlier: &ActRecord, later: &ActRecord) -> Vec<ItemDifference> {
    let mut then: BTreeMap<&RequirementId, Row<'_>> =
        rows(earlier).map(|row| (&row.1.finding.requirement, row)).collect();
    let mut items = Vec::new();
    for row in rows(later) {
        let before = then.remove(&row.1.finding.requirement).map(|it| it.1);
        items.push(item(row, before, Some(row.1)));
    }
    items.extend(then.into_values().map(|row| item(row, Some(row.1), None)));
    items
}

fn item((place, named): Row<'_>, then: Option<&Judged>, now: Option<&Judged>) -> ItemDifference {
    let (earlier, later) = (then.map(SeenThen::of), now.map(SeenThen::of));
    let codes =
        |seen: &Option<SeenThen>| seen.as_ref().map(SeenThen::open_codes).unwrap_or_default();
    let verdict = |seen: &Option<SeenThen>| seen.as_ref().map(|it| it.verdict);
    ItemDifference {
        requirement: named.finding.requirement.clone(),
        title: named.title.clone(),
        place: place.clone(),
        change: Change::between(verdict(&earlier), verdict(&later)),
        same_findings: codes(&earlier).intersection(&codes(&later)).cloned().collect(),
        earlier,
        later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_verdicts_is_one_change() {
        use Verdict::{Complies, NotInForce, OutOfScope, Undetermined, Violates};
        let table = [
            (Some(Complies), Some(Complies), Change::Unchanged),
            (Some(Complies), Some(OutOfScope), Change::Unchanged),
            (Some(NotInForce), Some(Violates), Change::Opened),
            (Some(Complies), Some(Undetermined), Change::Opened),
            (Some(Violates), Some(Complies), Change::Closed),
            (Some(Undetermined), Some(OutOfScope), Change::Closed),
            (Some(Violates), Some(Violates), Change::Repeated),
            (Some(Undetermined), Some(Undetermined), Change::StillOpen),
            (Some(Undetermined), Some(Violates), Change::Shifted),
            (Some(Violates), Some(Undetermined), Change::Shifted),
            (None, Some(Violates), Change::New),
            (Some(Violates), None, Change::Gone),
        ];
        for (earlier, later, change) in table {
            assert_eq!(Change::between(earlier, later), change, "{earlier:?} {later:?}");
        }
    }
}
