//! What a rule is, and what it finds.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Serialize;

use super::object::Object;
use super::tree::At;

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A certificate.
    Certificate,
    /// A revocation list as a whole.
    Crl,
    /// One entry of a revocation list: asked of every entry.
    CrlEntry,
    /// An OCSP response.
    Ocsp,
    /// A time-stamp: a token, or the response with it.
    Tsp,
}

/// Whose requirement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Standards of the Internet, and those of ITU-T they rest on.
    Internet,
    /// The profile that certificates of Kazakhstan follow.
    National,
}

/// What breaking a rule means. It belongs to the rule, whoever breaks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// The standard advises otherwise (SHOULD), or readers are known to stumble.
    Remark,
    /// The standard forbids it (MUST).
    Violates,
}

/// What became of a rule for one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The rule does not speak of such an object.
    NotApplicable,
    /// The rule speaks of such objects, but not of those issued on that day.
    NotInEffect,
    /// The object keeps the rule.
    Pass,
    /// A rule of weight [`Weight::Remark`] is broken.
    Remark,
    /// A rule of weight [`Weight::Violates`] is broken.
    Violates,
}

/// Where a rule is broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// First octet in the DER of the object.
    pub offset: usize,
    /// How many octets.
    pub length: usize,
    /// The place by name: `tbsCertificate.extensions[2](keyUsage).extnValue`.
    pub path: String,
    /// What stands there; empty where the place says it all.
    pub seen: String,
}

impl Hit {
    /// Where the octets lie.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.offset..self.offset.saturating_add(self.length)
    }
}

/// The longest text about what stands in a place, in characters.
const SEEN: usize = 200;

/// Something at a place that breaks the rule.
pub(super) fn hit(at: At<'_>, seen: impl AsRef<str>) -> Hit {
    let range = at.range();
    let seen = seen.as_ref().chars().take(SEEN).flat_map(|it| {
        // Control characters would command the terminal they are shown on.
        if it.is_control() { it.escape_default().collect::<Vec<_>>() } else { vec![it] }
    });
    Hit { offset: range.start, length: range.len(), path: at.path(), seen: seen.collect() }
}

/// One question asked of an object. A rule is one file.
pub struct Rule {
    /// Stable name, `<kind>.<what it looks at>`.
    pub id: &'static str,
    /// What it is asked of.
    pub kind: Kind,
    /// Whose requirement it is.
    pub source: Source,
    /// Where the requirement stands, by section.
    pub citation: &'static str,
    /// Objects issued before this day are not bound by it.
    pub from: Option<Date>,
    /// Objects issued on this day or later are not bound by it.
    pub until: Option<Date>,
    /// What breaking it means.
    pub weight: Weight,
    /// What is asked; yes is the right answer.
    pub question: &'static str,
    pub(super) applies: fn(&Object<'_>) -> bool,
    pub(super) check: fn(&Object<'_>) -> Vec<Hit>,
}

impl Rule {
    /// Whether an object issued at that instant is bound. One whose date cannot be read is.
    #[must_use]
    pub fn is_in_effect(&self, issued: Option<Timestamp>) -> bool {
        let Some(issued) = issued else { return true };
        let day = Offset::UTC.to_datetime(issued).date();
        self.from.is_none_or(|from| day >= from) && self.until.is_none_or(|until| day < until)
    }

    /// Asks the question, which must be in effect, of an object it applies to.
    pub(super) fn broken(&self) -> Outcome {
        match self.weight {
            Weight::Remark => Outcome::Remark,
            Weight::Violates => Outcome::Violates,
        }
    }
}

/// The days standards appeared. A requirement binds from the document that first states it; where
/// the RFC names only a month, from the first day of it.
pub(super) mod since {
    use jiff::civil::{Date, date};

    pub(in crate::lint) const RFC2459: Option<Date> = Some(date(1999, 1, 1));
    pub(in crate::lint) const RFC3161: Option<Date> = Some(date(2001, 8, 1));
    pub(in crate::lint) const RFC3279: Option<Date> = Some(date(2002, 4, 1));
    pub(in crate::lint) const RFC3280: Option<Date> = Some(date(2002, 4, 1));
    pub(in crate::lint) const RFC4055: Option<Date> = Some(date(2005, 6, 1));
    pub(in crate::lint) const RFC5280: Option<Date> = Some(date(2008, 5, 1));
    pub(in crate::lint) const RFC5480: Option<Date> = Some(date(2009, 3, 1));
    pub(in crate::lint) const RFC5816: Option<Date> = Some(date(2010, 3, 1));
    pub(in crate::lint) const RFC5891: Option<Date> = Some(date(2010, 8, 1));
    pub(in crate::lint) const RFC6818: Option<Date> = Some(date(2013, 1, 1));
    pub(in crate::lint) const RFC6960: Option<Date> = Some(date(2013, 6, 1));
    pub(in crate::lint) const RFC6962: Option<Date> = Some(date(2013, 6, 1));
    pub(in crate::lint) const RFC8399: Option<Date> = Some(date(2018, 5, 1));
    pub(in crate::lint) const RFC8410: Option<Date> = Some(date(2018, 8, 1));
    pub(in crate::lint) const RFC8813: Option<Date> = Some(date(2020, 8, 1));
}
