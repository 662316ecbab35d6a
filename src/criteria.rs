//! Criteria of the commission: limits that the case sets where the text sets none.
//!
//! The secretary writes them into `case.toml` by the short name of the item, with the unit beside
//! the number, as in a decision of the commission:
//!
//! ```toml
//! [criteria.clock-offset]
//! max = "500 ms"
//! decision = { number = "3", date = "2026-01-12" }
//! ```
//!
//! The checklists are the default file: a limit of theirs that is not of the law is a proposal,
//! and stands as long as the case sets no other. A limit of the law stands whatever the case says.

use std::collections::BTreeMap;

use model::{Basis, DecimalError, Limit, Reading, Requirement, RequirementId, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::case::Paper;
use crate::catalog::Catalog;

/// The criteria of a case, by the short name of the item: `clock-offset`.
pub type Criteria = BTreeMap<String, Criterion>;

/// A limit that the commission set. It bounds what the limit in the checklist bounds.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Criterion {
    /// The least permitted value with its unit: `99.5 %`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// The greatest permitted value with its unit: `500 ms`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// The paper by which the commission decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Paper>,
}

/// Who set the limit of an item.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum LimitSource {
    /// The commission, in the case.
    Case {
        /// The paper by which it decided so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<Paper>,
    },
    /// Nobody yet: the checklist proposes it as a criterion of the commission.
    Checklist,
    /// The text of the law.
    Law,
}

/// A criterion that cannot be used.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CriterionDefect {
    /// The text of the law sets the limit of the item.
    #[error("criteria.{item}: the text of the law sets this limit")]
    LimitOfLaw {
        /// The item.
        item: String,
    },
    /// The item is not measured.
    #[error("criteria.{item}: nothing is measured for this item")]
    NotMeasured {
        /// The item.
        item: String,
    },
    /// It bounds another side than the limit in the checklist, or none.
    #[error("criteria.{item}: must set {sides}, as the checklist does")]
    OtherSide {
        /// The item.
        item: String,
        /// What it must set: `min`, `max`, or both.
        sides: &'static str,
    },
    /// The unit measures something else than the limit in the checklist.
    #[error("criteria.{item}: {unit} does not measure what the limit in {limit} bounds")]
    OtherUnit {
        /// The item.
        item: String,
        /// The unit that was written.
        unit: Unit,
        /// The unit of the limit in the checklist.
        limit: Unit,
    },
    /// The least permitted value is above the greatest.
    #[error("criteria.{item}: min is above max")]
    Reversed {
        /// The item.
        item: String,
    },
    /// No item has this name.
    #[error("criteria.{item}: no such item")]
    Unknown {
        /// What was written.
        item: String,
    },
    /// Not a number with a unit.
    #[error("criteria.{item}: {source}")]
    Unreadable {
        /// The item.
        item: String,
        /// What is wrong with it.
        source: DecimalError,
    },
}

/// Everything that is wrong with the criteria of a case.
#[must_use]
pub fn defects(criteria: &Criteria, catalog: &Catalog) -> Vec<CriterionDefect> {
    let named = |slug: &str| {
        let mut items = catalog.items().iter();
        items.find(|it| short(&it.requirement.id) == slug).map(|it| &it.requirement)
    };
    criteria
        .iter()
        .filter_map(|(slug, criterion)| match named(slug) {
            None => Some(CriterionDefect::Unknown { item: slug.chars().take(80).collect() }),
            Some(requirement) => limit_of(criterion, requirement).err(),
        })
        .collect()
}

/// The limit by which a requirement is judged in a case, and who set it. A criterion that cannot
/// be used changes nothing.
#[must_use]
pub fn limit(criteria: &Criteria, requirement: &Requirement) -> Option<(Limit, LimitSource)> {
    let proposed = requirement.limit?;
    if proposed.basis == Basis::Law {
        return Some((proposed, LimitSource::Law));
    }
    let own = criteria.get(short(&requirement.id));
    let set = own.and_then(|it| Some((limit_of(it, requirement).ok()?, it)));
    Some(match set {
        Some((limit, it)) => (limit, LimitSource::Case { decision: it.decision.clone() }),
        None => (proposed, LimitSource::Checklist),
    })
}

/// `clock-offset` of `224.clock-offset`.
fn short(id: &RequirementId) -> &str {
    id.0.split_once('.').map_or(id.0.as_str(), |(_, slug)| slug)
}

fn limit_of(criterion: &Criterion, requirement: &Requirement) -> Result<Limit, CriterionDefect> {
    let item = || short(&requirement.id).to_owned();
    let Some(proposed) = requirement.limit else {
        return Err(CriterionDefect::NotMeasured { item: item() });
    };
    if proposed.basis == Basis::Law {
        return Err(CriterionDefect::LimitOfLaw { item: item() });
    }
    let sides = match (proposed.min, proposed.max) {
        (Some(_), Some(_)) => "min, max",
        (Some(_), None) => "min",
        (None, Some(_) | None) => "max",
    };
    let same = |own: &Option<String>, of: Option<i64>| own.is_some() == of.is_some();
    if !same(&criterion.min, proposed.min) || !same(&criterion.max, proposed.max) {
        return Err(CriterionDefect::OtherSide { item: item(), sides });
    }
    // Whole base units: nanoseconds, micrometres, millionths, ones.
    let read = |text: &Option<String>| {
        let Some(text) = text else { return Ok(None) };
        let measure = Reading::parse(text)
            .map_err(|source| CriterionDefect::Unreadable { item: item(), source })?;
        if measure.unit.quantity() != proposed.unit.quantity() {
            let (unit, limit) = (measure.unit, proposed.unit);
            return Err(CriterionDefect::OtherUnit { item: item(), unit, limit });
        }
        Ok(Some(measure))
    };
    let (min, max) = (read(&criterion.min)?, read(&criterion.max)?);
    if let (Some(min), Some(max)) = (&min, &max)
        && min.value > max.value
    {
        return Err(CriterionDefect::Reversed { item: item() });
    }
    // In the unit of the checklist, where the numbers are whole in it; else in the base unit.
    let whole = |unit: Unit| {
        [&min, &max]
            .into_iter()
            .flatten()
            .all(|it| it.value_in(unit).is_some_and(|it| it.parse::<i64>().is_ok()))
    };
    let base = [&min, &max].into_iter().flatten().map(|it| it.unit).next();
    let unit = if whole(proposed.unit) { proposed.unit } else { base.unwrap_or(proposed.unit) };
    let count = |it: Option<model::Measure>| it?.value_in(unit)?.parse().ok();
    Ok(Limit { min: count(min), max: count(max), unit, basis: Basis::Commission })
}

#[cfg(test)]
mod tests {
    use model::Quantity;

    use super::*;

    fn criterion(min: Option<&str>, max: Option<&str>) -> Criterion {
        let text = |it: Option<&str>| it.map(str::to_owned);
        Criterion { min: text(min), max: text(max), decision: None }
    }

    fn with(slug: &str, it: Criterion) -> Criteria {
        Criteria::from([(slug.to_owned(), it)])
    }

    fn of(criteria: &Criteria) -> (Limit, LimitSource) {
        let catalog = Catalog::embedded().unwrap();
        assert_eq!(defects(criteria, &catalog), []);
        let item = catalog.item(&RequirementId("224.clock-offset".into())).unwrap();
        limit(criteria, &item.requirement).unwrap()
    }

    #[test]
    fn without_a_criterion_the_limit_is_the_proposal_of_the_checklist() {
        let (limit, source) = of(&Criteria::new());
        assert_eq!(
            (limit.max, limit.unit, source),
            (Some(1000), Unit::Millisecond, LimitSource::Checklist)
        );
    }

    #[test]
    fn the_commission_sets_its_own_limit_with_its_paper() {
        let decision = Some(Paper { number: "3".into(), date: "2026-01-12".parse().unwrap() });
        let own = Criterion { decision: decision.clone(), ..criterion(None, Some("0,5 с")) };
        let (limit, source) = of(&with("clock-offset", own));
        assert_eq!((limit.max, limit.unit), (Some(500), Unit::Millisecond));
        assert_eq!(limit.basis, Basis::Commission);
        assert_eq!(source, LimitSource::Case { decision });
    }

    #[test]
    fn a_number_that_is_not_whole_in_the_unit_of_the_checklist_is_kept_exactly() {
        let (limit, _) = of(&with("clock-offset", criterion(None, Some("0.25 ms"))));
        assert_eq!((limit.max, limit.unit), (Some(250_000), Unit::Nanosecond));
    }

    #[test]
    fn a_criterion_that_cannot_be_used_is_named_and_changes_nothing() {
        let catalog = Catalog::embedded().unwrap();
        let max = |text| criterion(None, Some(text));
        let item = |it: &str| it.to_owned();
        for (slug, it, expected) in [
            (
                "ceiling-height",
                criterion(Some("2 m"), None),
                CriterionDefect::LimitOfLaw { item: item("ceiling-height") },
            ),
            ("channels", max("5 ms"), CriterionDefect::NotMeasured { item: item("channels") }),
            ("clock-ofset", max("5 ms"), CriterionDefect::Unknown { item: item("clock-ofset") }),
            (
                "224.clock-offset",
                max("5 ms"),
                CriterionDefect::Unknown { item: item("224.clock-offset") },
            ),
            (
                "clock-offset",
                criterion(None, None),
                CriterionDefect::OtherSide { item: item("clock-offset"), sides: "max" },
            ),
            (
                "clock-offset",
                criterion(Some("5 ms"), None),
                CriterionDefect::OtherSide { item: item("clock-offset"), sides: "max" },
            ),
            (
                "clock-offset",
                max("5 m"),
                CriterionDefect::OtherUnit {
                    item: item("clock-offset"),
                    unit: Unit::Micrometre,
                    limit: Unit::Millisecond,
                },
            ),
            (
                "clock-offset",
                max("500"),
                CriterionDefect::OtherUnit {
                    item: item("clock-offset"),
                    unit: Unit::One,
                    limit: Unit::Millisecond,
                },
            ),
            (
                "clock-offset",
                max("-5 ms"),
                CriterionDefect::Unreadable {
                    item: item("clock-offset"),
                    source: DecimalError::NotANumber { text: "-5 ms".into() },
                },
            ),
            (
                "clock-offset",
                max("0,5"),
                CriterionDefect::Unreadable {
                    item: item("clock-offset"),
                    source: DecimalError::UnitMissing { text: "0,5".into() },
                },
            ),
        ] {
            let criteria = with(slug, it);
            assert_eq!(defects(&criteria, &catalog), [expected], "{slug}");
            for item in catalog.items() {
                let found = limit(&criteria, &item.requirement).map(|it| it.0);
                assert_eq!(found, item.requirement.limit, "{slug}: {}", item.requirement.id);
            }
        }
    }

    #[test]
    fn every_defect_is_told_not_only_the_first() {
        let catalog = Catalog::embedded().unwrap();
        let mut criteria = with("channels", criterion(None, Some("5 ms")));
        criteria.insert("nowhere".into(), criterion(None, Some("5 ms")));
        assert_eq!(defects(&criteria, &catalog).len(), 2);
    }

    #[test]
    fn a_limit_between_two_bounds_must_not_be_reversed() {
        let catalog = Catalog::embedded().unwrap();
        let item = catalog.item(&RequirementId("224.clock-offset".into())).unwrap();
        let mut requirement = item.requirement.clone();
        requirement.limit = requirement.limit.map(|it| Limit { min: Some(0), ..it });
        let reversed = criterion(Some("2 s"), Some("1 s"));
        let found = limit_of(&reversed, &requirement);
        assert_eq!(found, Err(CriterionDefect::Reversed { item: "clock-offset".into() }));
        let found = limit_of(&criterion(Some("1 s"), Some("2 min")), &requirement).unwrap();
        assert_eq!((found.min, found.max), (Some(1000), Some(120_000)));
        assert_eq!(found.unit.quantity(), Quantity::Time);
    }
}
