//! Searching the register: by number, BIN, words of a name, status on a day.
//!
//! A part of a word is found through every three letters in a row ("grams"): for each there is a
//! row a block of 1024 certificates, which names the members of the block that hold it. The rows
//! of the grams of what is searched are brought together here, and what remains is compared in
//! the database. The same tables and statements serve both databases.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::accreditation::{Accreditation, Status, days_later, number_of};
use super::event::{Event, Kept as _};
use super::link::{Database, Session};
use super::{RegisterError, fold};

mod grams;

use grams::{BLOCK, Members};
pub(super) use grams::{add_words, grams, member, words};

/// What is searched is cut to so many letters.
const LONGEST: usize = 120;
/// Of what is searched so many grams are looked up; the comparison sees the rest.
const MOST_GRAMS: usize = 8;
/// How many candidates are compared by one statement.
const AT_ONCE: usize = 500;
/// The most rows of a page.
const MOST_ROWS: u16 = 1_000;
/// The grams of so many blocks are read by one statement at most.
const MOST_BLOCKS: i64 = 64;

/// What is looked for. Everything that is stated has to be met.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Question {
    /// The beginning of the number.
    pub number: Option<String>,
    /// The beginning of the BIN.
    pub bin: Option<String>,
    /// A part of the name of the legal entity or of the authority, in any case of letters.
    pub name: Option<String>,
    /// The status on [`Self::on`].
    pub status: Option<Status>,
    /// Valid on [`Self::on`], and over within so many days under the stricter reading of the term;
    /// those that end first come first.
    pub expiring: Option<u32>,
    /// The day.
    pub on: Date,
    /// Rows after this one, which is named by its place in the register, in the order of the answer.
    pub after: i64,
    /// How many rows at most.
    pub limit: u16,
}

impl Question {
    /// Everything, as it stands on a day.
    #[must_use]
    pub const fn on(on: Date) -> Self {
        Self {
            number: None,
            bin: None,
            name: None,
            status: None,
            expiring: None,
            on,
            after: 0,
            limit: 50,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Page {
    /// The day of the status.
    #[schemars(with = "String")]
    pub on: Date,
    /// The rows with their status on the day.
    pub rows: Vec<Found>,
    /// Whether there are more; the place of the last row says after which.
    pub more: bool,
}

/// A row with its status on the day asked about.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Found {
    /// The status.
    pub status: Status,
    /// The row.
    pub accreditation: Accreditation,
}

/// What is compared: the pattern, and the grams that every row has that fits it.
struct Wanted {
    /// Compared with the whole BIN, and not with the words.
    whole_bin: bool,
    pattern: String,
    grams: BTreeSet<String>,
}

fn wanted(before: &str, text: &str, after: &str, anchor: &str) -> Wanted {
    let text: String = text.chars().take(LONGEST).collect();
    let mut pattern = before.to_owned();
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '~') {
            pattern.push('~');
        }
        pattern.push(letter);
    }
    pattern.push_str(after);
    let all: Vec<String> = grams(&format!("{anchor}{text}")).into_iter().collect();
    let step = all.len().div_ceil(MOST_GRAMS).max(1);
    Wanted { whole_bin: false, pattern, grams: all.into_iter().step_by(step).collect() }
}

impl Question {
    fn wanted(&self) -> Vec<Wanted> {
        let given = |text: &Option<String>| text.clone().filter(|it| !it.trim().is_empty());
        let mut all = Vec::new();
        if let Some(number) = given(&self.number) {
            all.push(wanted("\n", &fold::key(&number), "%", "\n"));
        }
        if let Some(bin) = given(&self.bin) {
            let digits: String = bin.chars().filter(|it| !it.is_whitespace()).collect();
            all.push(if digits.len() == 12 {
                // It has an index of its own.
                Wanted { whole_bin: true, pattern: digits, grams: BTreeSet::new() }
            } else {
                wanted("\n%\n", &digits, "%", "\n")
            });
        }
        if let Some(name) = given(&self.name) {
            all.push(wanted("\n%\n%\n%", &fold::fold(&name), "%", ""));
        }
        all
    }

    /// The conditions on the day, in numbers of our own.
    fn conditions(&self) -> Vec<String> {
        let day = number_of(self.on);
        let not_revoked = format!("(revoked IS NULL OR revoked > {day})");
        let mut all = Vec::new();
        if let Some(status) = self.status {
            all.push(match status {
                Status::Expired => format!("valid_through < {day} AND {not_revoked}"),
                Status::NotYetIssued => format!("issued > {day} AND {not_revoked}"),
                Status::Revoked => format!("revoked <= {day}"),
                Status::Valid => {
                    format!("issued <= {day} AND valid_through >= {day} AND {not_revoked}")
                }
            });
        }
        if let Some(days) = self.expiring {
            // The stricter reading ends a day before.
            let last = number_of(days_later(self.on, days.saturating_add(1)));
            all.push(format!(
                "issued <= {day} AND valid_through BETWEEN {day} AND {last} AND {not_revoked}"
            ));
        }
        all
    }
}

impl Database {
    /// Looks for certificates.
    ///
    /// # Errors
    ///
    /// [`RegisterError`].
    pub fn search(&mut self, question: &Question) -> Result<Page, RegisterError> {
        self.read(async |session: &mut Session<'_>| session.search(question).await)
    }

    /// One certificate by its number, however it is spaced or cased.
    ///
    /// # Errors
    ///
    /// [`RegisterError::NoSuch`], or whatever the database reports.
    pub fn by_number(&mut self, number: &str) -> Result<Accreditation, RegisterError> {
        self.read(async |session: &mut Session<'_>| session.numbered(number).await)
    }

    /// One certificate by its place in the register.
    ///
    /// # Errors
    ///
    /// [`RegisterError::NoSuch`], or whatever the database reports.
    pub fn accreditation(&mut self, sequence: i64) -> Result<Accreditation, RegisterError> {
        self.read(async |session: &mut Session<'_>| session.row(&sequence.to_string()).await)
    }

    /// Everything that happened to a certificate, in order.
    ///
    /// # Errors
    ///
    /// [`RegisterError`].
    pub fn history(&mut self, row: &Accreditation) -> Result<Vec<Event>, RegisterError> {
        let subject = row.subject();
        self.read(async |session: &mut Session<'_>| session.history(&subject).await)
    }

    /// Everything that happened to a matter or a decision: `matter/3`.
    ///
    /// # Errors
    ///
    /// [`RegisterError`].
    pub fn history_of(&mut self, subject: &str) -> Result<Vec<Event>, RegisterError> {
        self.read(async |session: &mut Session<'_>| session.history(subject).await)
    }
}

impl Session<'_> {
    async fn search(&mut self, question: &Question) -> Result<Page, RegisterError> {
        let limit = usize::from(question.limit.clamp(1, MOST_ROWS));
        let wanted = question.wanted();
        let grams: BTreeSet<&String> = wanted.iter().flat_map(|it| &it.grams).collect();
        let grams: Vec<&String> = grams.into_iter().collect();
        let mut ids: Vec<i64> = Vec::new();
        // What ends soon is few, and comes by its last day, in which blocks have no order.
        if grams.is_empty() || question.expiring.is_some() {
            ids = self.matching(question, &wanted, None, limit + 1).await?;
        } else {
            let last = self.count("SELECT COALESCE(MAX(id), 0) FROM searched").await?;
            let last = last.div_euclid(BLOCK);
            let (mut block, mut many) = (question.after.div_euclid(BLOCK), 1);
            // What is common is found in the first block; what is rare has few rows in any.
            while block <= last && ids.len() <= limit {
                let next = block.saturating_add(many);
                let candidates = self.candidates(&grams, block, next, question.after).await?;
                for part in candidates.chunks(AT_ONCE) {
                    let lacking = limit.saturating_add(1).saturating_sub(ids.len());
                    ids.extend(self.matching(question, &wanted, Some(part), lacking).await?);
                    if ids.len() > limit {
                        break;
                    }
                }
                (block, many) = (next, (many * 4).min(MOST_BLOCKS));
            }
        }
        let more = ids.len() > limit;
        ids.truncate(limit);
        let mut rows = self.bodies(&ids).await?;
        if question.expiring.is_some() {
            rows.sort_by_key(|it| (it.valid_through, it.sequence));
        }
        let found = rows
            .into_iter()
            .map(|row| Found { status: row.status_on(question.on), accreditation: row });
        Ok(Page { on: question.on, rows: found.collect(), more })
    }

    /// The rows of some blocks that hold every gram, in order.
    async fn candidates(
        &mut self,
        grams: &[&String],
        from: i64,
        before: i64,
        after: i64,
    ) -> Result<Vec<i64>, RegisterError> {
        let places: Vec<String> = (1..=grams.len()).map(|it| format!("${it}")).collect();
        let sql = format!(
            "SELECT block, members FROM grams WHERE gram IN ({}) AND block >= {from} AND block < \
             {before}",
            places.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        for gram in grams {
            query = query.bind(*gram);
        }
        let mut blocks: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        for (block, members) in self.rows::<(i64, String)>(query).await? {
            blocks.entry(block).or_default().push(members);
        }
        let mut found = Vec::new();
        for (block, mut held) in blocks.into_iter().filter(|it| it.1.len() == grams.len()) {
            held.sort_by_key(String::len);
            let mut rest = held.iter();
            let Some(mut members) = rest.next().map(|it| Members::read(it)) else { continue };
            while !members.is_empty()
                && let Some(next) = rest.next()
            {
                members.and(&Members::read(next));
            }
            found.extend(members.rows(block).filter(|it| *it > after));
        }
        Ok(found)
    }

    /// The numbers of the rows that meet the question, among the candidates where there are any.
    async fn matching(
        &mut self,
        question: &Question,
        wanted: &[Wanted],
        candidates: Option<&[i64]>,
        limit: usize,
    ) -> Result<Vec<i64>, RegisterError> {
        let mut conditions = question.conditions();
        // Our own numbers stand in the text of the statement, what people typed never does.
        conditions.extend((1..).zip(wanted).map(|(place, it)| {
            if it.whole_bin {
                format!("bin = ${place}")
            } else {
                format!("words LIKE ${place} ESCAPE '~'")
            }
        }));
        let by_end = question.expiring.is_some();
        conditions.push(match candidates {
            // The last day of a row never changes, so the place of a row tells where the page ended.
            None if by_end && question.after > 0 => {
                let last = format!(
                    "(SELECT s.valid_through FROM searched s WHERE s.id = {})",
                    question.after
                );
                format!(
                    "(valid_through > {last} OR (valid_through = {last} AND id > {}))",
                    question.after
                )
            }
            None => format!("id > {}", question.after),
            Some(ids) => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                format!("id IN ({})", ids.join(", "))
            }
        });
        let order = if by_end { "valid_through, id" } else { "id" };
        let sql = format!(
            "SELECT id FROM searched WHERE {} ORDER BY {order} LIMIT {limit}",
            conditions.join(" AND ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        for it in wanted {
            query = query.bind(&it.pattern);
        }
        let rows: Vec<(i32,)> = self.rows(query).await?;
        Ok(rows.into_iter().map(|(id,)| i64::from(id)).collect())
    }

    /// Whole rows by their numbers, in the order of the register.
    async fn bodies(&mut self, ids: &[i64]) -> Result<Vec<Accreditation>, RegisterError> {
        if ids.is_empty() {
            return Ok(vec![]);
        }
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let sql = format!(
            "SELECT id, body FROM accreditations WHERE id IN ({}) ORDER BY id",
            ids.join(", ")
        );
        let query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        let rows: Vec<(i32, String)> = self.rows(query).await?;
        let read = |(id, body): (i32, String)| Self::parsed(&format!("accreditation/{id}"), &body);
        rows.into_iter().map(read).collect()
    }

    /// Some rows after one, in order.
    pub(super) async fn rows_after(
        &mut self,
        after: i64,
    ) -> Result<Vec<Accreditation>, RegisterError> {
        let query = "SELECT id, body FROM accreditations WHERE id > $1 ORDER BY id LIMIT 1000";
        let query = sqlx::query(query).bind(i32::try_from(after).unwrap_or(i32::MAX));
        let rows: Vec<(i32, String)> = self.rows(query).await?;
        let read = |(id, body): (i32, String)| Self::parsed(&format!("accreditation/{id}"), &body);
        rows.into_iter().map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_never_a_pattern() {
        let wanted = wanted("\n%\n%\n%", "50%_~x", "%", "");
        assert_eq!(wanted.pattern, "\n%\n%\n%50~%~_~~x%");
    }

    #[test]
    fn of_a_long_name_only_some_grams_are_looked_up() {
        let long = "қазақстанның куәландырушы орталығы және тағы бірнеше сөз";
        assert!(wanted("", long, "", "").grams.len() <= MOST_GRAMS);
        assert_eq!(wanted("", "ab", "", "").grams.len(), 0);
        assert_eq!(wanted("", "ab", "", "\n").grams.len(), 1);
    }
}
