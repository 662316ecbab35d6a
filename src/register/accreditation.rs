//! A row of the register: one certificate of accreditation.

use jiff::ToSpan;
use jiff::civil::Date;
use model::{EvidenceId, Note, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use super::RegisterError;
use super::decision::{Elements, Paragraph};
use super::event::{Kept, Pen, canonical, insert};
use super::fold;
use super::search::{add_words, words};
use crate::calendar::three_years_from;

/// One certificate of accreditation. Its status is never stored: it follows from the day.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Accreditation {
    /// Its place in the register, from 1, without holes.
    pub sequence: i64,
    /// Counts the changes of the row, from 1.
    pub version: i64,
    /// Number of the certificate.
    pub number: String,
    /// Name of the legal entity.
    pub entity: String,
    /// Business identification number, twelve digits.
    pub bin: String,
    /// Address of the legal entity.
    pub address: String,
    /// Name of the certification authority.
    pub authority: String,
    /// The act that it rests on.
    pub act: ActRef,
    /// The decision to issue.
    pub decision: Order,
    /// Day of issue.
    #[schemars(with = "String")]
    pub issued: Date,
    /// Last day on which it is valid.
    #[schemars(with = "String")]
    pub valid_through: Date,
    /// Where it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation: Option<Revocation>,
    /// Where the authority is registered at the Root CA (paragraph 18).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_registration: Option<RootRegistration>,
    /// What the committee noted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// An act, as the register refers to it.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ActRef {
    /// Its number.
    pub number: String,
    /// Its day.
    #[schemars(with = "String")]
    pub date: Date,
    /// SHA-256 of the sealed file; a certificate issued before the register began may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<EvidenceId>,
}

/// How a certificate came to be revoked.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Revocation {
    /// The decision.
    pub decision: Order,
    /// First day on which it is not valid.
    #[schemars(with = "String")]
    pub day: Date,
    /// The paragraph that the decision rests on.
    pub paragraph: Paragraph,
    /// The elements of subparagraph 2) of paragraph 19, where they were stated.
    #[serde(default, skip_serializing_if = "Elements::is_empty")]
    pub elements: Elements,
}

/// Registration of the authority's certificate at the Root CA.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RootRegistration {
    /// Day of the registration.
    #[schemars(with = "String")]
    pub day: Date,
    /// The registration certificate, as it is identified: serial number or fingerprint.
    pub certificate: String,
}

/// Whether a certificate stands, on a day.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Its three years are over.
    Expired,
    /// The day lies before its issue.
    NotYetIssued,
    /// It was revoked.
    Revoked,
    /// It stands.
    Valid,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Expired, Self::NotYetIssued, Self::Revoked, Self::Valid];

    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::NotYetIssued => "not-yet-issued",
            Self::Revoked => "revoked",
            Self::Valid => "valid",
        }
    }
}

impl Kept for Accreditation {
    const KIND: &'static str = "accreditation";
    const READ: &'static str = "SELECT body FROM accreditations WHERE id = CAST($1 AS BIGINT)";

    fn id(&self) -> String {
        self.sequence.to_string()
    }

    fn version(&self) -> i64 {
        self.version
    }
}

impl Accreditation {
    /// Whether it stands on a day.
    #[must_use]
    pub fn status_on(&self, day: Date) -> Status {
        match &self.revocation {
            Some(revocation) if revocation.day <= day => Status::Revoked,
            _ if day < self.issued => Status::NotYetIssued,
            _ if day > self.valid_through => Status::Expired,
            _ => Status::Valid,
        }
    }

    /// The last day under the stricter reading of "three years" (recorded reading A38): reminders
    /// count to it.
    #[must_use]
    pub fn safe_through(&self) -> Date {
        self.valid_through.yesterday().unwrap_or(self.valid_through)
    }

    /// What is wrong with the row, every defect of it.
    #[must_use]
    pub fn defects(&self) -> Vec<Note> {
        let mut defects = Vec::new();
        let texts = [
            ("number", &self.number, 100),
            ("entity", &self.entity, 500),
            ("address", &self.address, 1_000),
            ("authority", &self.authority, 500),
            ("act.number", &self.act.number, 100),
            ("decision.number", &self.decision.number, 100),
        ];
        for (field, text, most) in texts {
            let length = text.chars().count();
            if text.trim().is_empty() {
                defects.push(Note::new("register.field-empty").fact("field", field));
            } else if length > most {
                let note = Note::new("register.field-too-long").fact("field", field);
                defects.push(note.fact("length", length).fact("most", most));
            }
        }
        if self.bin.len() != 12 || !self.bin.bytes().all(|it| it.is_ascii_digit()) {
            defects.push(Note::new("register.bin").fact("text", &self.bin));
        }
        let days = [
            ("issued", self.issued),
            ("valid-through", self.valid_through),
            ("act.date", self.act.date),
            ("decision.date", self.decision.date),
        ];
        for (field, day) in days.into_iter().filter(|(_, it)| !is_plausible(*it)) {
            defects.push(Note::new("register.day").fact("field", field).fact("day", day));
        }
        if self.valid_through < self.issued {
            let note = Note::new("register.ends-before-it-begins");
            defects.push(note.fact("issued", self.issued).fact("through", self.valid_through));
        }
        let revoked = self.revocation.as_ref().map(|it| it.day);
        if let Some(day) = revoked.filter(|it| *it < self.issued) {
            let note = Note::new("register.revoked-before-issue");
            defects.push(note.fact("day", day).fact("issued", self.issued));
        }
        defects
    }

    /// What a person should look at before it is confirmed.
    #[must_use]
    pub fn warnings(&self) -> Vec<Note> {
        let expected = three_years_from(self.issued).ok();
        let other = expected.filter(|it| *it != self.valid_through).map(|expected| {
            let note = Note::new("register.not-three-years").fact("expected", expected);
            note.fact("found", self.valid_through)
        });
        other.into_iter().collect()
    }

    /// Writes new rows, with their words for the search and the events of them.
    pub(super) async fn write_new(
        pen: &mut Pen<'_, '_>,
        new: &[Self],
        what: &str,
    ) -> Result<(), RegisterError> {
        for part in new.chunks(400) {
            let mut query = sqlx::query(AssertSqlSafe(insert("accreditations", 4, part.len())));
            for it in part {
                let body = canonical(it)?;
                query = query.bind(id(it)?).bind(fold::key(&it.number)).bind(it.version).bind(body);
            }
            pen.session.run(query).await?;
            let mut query = sqlx::query(AssertSqlSafe(insert("searched", 6, part.len())));
            for it in part {
                query = query
                    .bind(id(it)?)
                    .bind(number_of(it.issued))
                    .bind(number_of(it.valid_through))
                    .bind(it.revocation.as_ref().map(|it| number_of(it.day)))
                    .bind(it.bin.clone())
                    .bind(words(it));
            }
            pen.session.run(query).await?;
            for it in part {
                pen.tell::<Self>(what, None, it).await?;
            }
        }
        add_words(pen, new).await
    }

    /// Writes a changed row. What is searched by words never changes.
    pub(super) async fn write_changed(
        &self,
        pen: &mut Pen<'_, '_>,
        before: &Self,
        what: &str,
    ) -> Result<(), RegisterError> {
        let change = "UPDATE accreditations SET version = $1, body = $2 WHERE id = $3 \
                      AND version = $4";
        let query = sqlx::query(change).bind(self.version).bind(canonical(self)?);
        pen.session.run(query.bind(id(self)?).bind(before.version)).await?;
        let revoked = self.revocation.as_ref().map(|it| number_of(it.day));
        let query = sqlx::query("UPDATE searched SET revoked = $1 WHERE id = $2").bind(revoked);
        pen.session.run(query.bind(id(self)?)).await?;
        pen.tell(what, Some(before), self).await
    }
}

fn id(row: &Accreditation) -> Result<i32, RegisterError> {
    i32::try_from(row.sequence)
        .map_err(|error| RegisterError::Row { subject: row.subject(), reason: error.to_string() })
}

/// A day as the number that is compared in the database: 20250925.
pub(super) fn number_of(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// The day so many days later; the end of the calendar where there is none.
pub(super) fn days_later(day: Date, days: u32) -> Date {
    day.checked_add(i64::from(days).days()).unwrap_or(Date::MAX)
}

/// Days of another century are slips of the pen.
fn is_plausible(day: Date) -> bool {
    (2000..=2100).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn row() -> Accreditation {
        Accreditation {
            sequence: 1,
            version: 1,
            number: "1".into(),
            entity: "«ДЕМО» ЖШС".into(),
            bin: "000000000001".into(),
            address: "Астана".into(),
            authority: "ДЕМО".into(),
            act: ActRef { number: "1".into(), date: date(2025, 9, 23), sha256: None },
            decision: Order { number: "2".into(), date: date(2025, 9, 24) },
            issued: date(2025, 9, 25),
            valid_through: date(2028, 9, 25),
            revocation: None,
            root_registration: None,
            note: String::new(),
        }
    }

    // A38
    #[test]
    fn a_certificate_stands_through_the_same_day_three_years_later() {
        let row = row();
        assert!(row.defects().is_empty() && row.warnings().is_empty());
        assert_eq!(row.status_on(date(2025, 9, 24)), Status::NotYetIssued);
        assert_eq!(row.status_on(date(2025, 9, 25)), Status::Valid);
        assert_eq!(row.status_on(date(2028, 9, 25)), Status::Valid);
        assert_eq!(row.status_on(date(2028, 9, 26)), Status::Expired);
        assert_eq!(row.safe_through(), date(2028, 9, 24));
    }

    // A38
    #[test]
    fn a_certificate_of_a_leap_day_ends_on_the_last_of_february() {
        let leap = |through| Accreditation {
            issued: date(2028, 2, 29),
            valid_through: through,
            decision: Order { number: "2".into(), date: date(2028, 2, 28) },
            ..row()
        };
        assert!(leap(date(2031, 2, 28)).warnings().is_empty());
        let warned = leap(date(2031, 3, 1)).warnings();
        assert_eq!(warned[0].code, "register.not-three-years");
        assert_eq!(warned[0].facts["expected"], "2031-02-28");
    }

    #[test]
    fn a_revoked_certificate_is_revoked_from_its_day_on_even_after_its_end() {
        let revocation = Revocation {
            decision: Order { number: "9".into(), date: date(2026, 1, 9) },
            day: date(2026, 1, 10),
            paragraph: Paragraph::P19_1,
            elements: Elements::default(),
        };
        let row = Accreditation { revocation: Some(revocation), ..row() };
        assert_eq!(row.status_on(date(2026, 1, 9)), Status::Valid);
        assert_eq!(row.status_on(date(2026, 1, 10)), Status::Revoked);
        assert_eq!(row.status_on(date(2030, 1, 1)), Status::Revoked);
    }

    #[test]
    fn every_defect_is_told_not_the_first_alone() {
        let row = Accreditation {
            number: " ".into(),
            bin: "12".into(),
            entity: "x".repeat(501),
            valid_through: date(2025, 9, 24),
            ..row()
        };
        let codes: Vec<_> = row.defects().into_iter().map(|it| it.code).collect();
        let expected = [
            "register.field-empty",
            "register.field-too-long",
            "register.bin",
            "register.ends-before-it-begins",
        ];
        assert_eq!(codes, expected);
    }
}
