//! Taking over an older register from a table of comma-separated values ([RFC 4180]).
//!
//! The columns are those that the export for programs writes. Every defect of every row is told;
//! nothing is taken over unless all rows are in order.
//!
//! One officer proposes: what is signed holds the digest of the rows, and the rows are kept beside
//! it. Another looks at them and confirms, and then they stand in the register. So it is in an empty
//! register too: what stands in the register binds whoever relies on it, however it came in.
//!
//! [RFC 4180]: https://www.rfc-editor.org/rfc/rfc4180

use std::collections::BTreeMap;

use jiff::civil::Date;
use model::{EvidenceId, Note, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::AssertSqlSafe;

use super::accreditation::{Accreditation, ActRef, Revocation, RootRegistration};
use super::decision::{Decision, DecisionState, Elements, Paragraph, Proposal};
use super::event::{Kept as _, Pen, canonical, insert};
use super::export::Export;
use super::link::{Database, Session};
use super::search::Found;
use super::{RegisterError, fold};

/// The largest table that is read, in bytes.
const LARGEST: usize = 256 << 20;
/// The most rows of a table.
const MOST_ROWS: usize = 1_000_000;
/// How many defects are told at most.
const MOST_DEFECTS: usize = 1_000;

/// The columns, in the order in which they are written.
pub(super) const COLUMNS: [&str; 18] = [
    "number",
    "issued",
    "valid_through",
    "entity_name",
    "bin",
    "address",
    "ca_name",
    "act_number",
    "act_date",
    "act_sha256",
    "decision_number",
    "decision_date",
    "revocation_number",
    "revocation_date",
    "revoked_from",
    "revocation_paragraph",
    "root_registration_date",
    "root_registration_certificate",
];
/// The columns that may be left out of the table.
const OPTIONAL: [&str; 8] = [
    "act_sha256",
    "revocation_number",
    "revocation_date",
    "revoked_from",
    "revocation_paragraph",
    "root_registration_date",
    "root_registration_certificate",
    NOTE,
];
/// The last column, of free text.
pub(super) const NOTE: &str = "note";
/// What the export writes besides and the import passes over.
pub(super) const PASSED_OVER: [&str; 2] = ["seq", "status"];

/// A row of the table that is in order by itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ImportRow {
    /// Its line in the file.
    pub line: u64,
    /// What it says; place and version are given when it is taken over.
    pub accreditation: Accreditation,
}

/// To take rows over from an older register.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ImportProposal {
    /// The order by which they are taken over.
    pub order: Order,
    /// SHA-256 of the file.
    pub file: EvidenceId,
    /// SHA-256 over the rows: of each the canonical JSON, without place and version, and a line
    /// break.
    pub content: EvidenceId,
    /// How many rows there are.
    pub rows: usize,
}

impl ImportProposal {
    /// To take over the rows of a file by an order.
    ///
    /// # Errors
    ///
    /// [`RegisterError::Row`] where a row has no canonical form.
    pub fn of(order: Order, file: &[u8], rows: &[ImportRow]) -> Result<Self, RegisterError> {
        let content = Content::of(rows.iter().map(|it| &it.accreditation))?;
        Ok(Self { order, file: EvidenceId::of(file), content: content.id(), rows: rows.len() })
    }

    /// Whether it is these rows that were signed for.
    pub(super) fn is_of(&self, content: &Content) -> bool {
        self.rows == content.rows && self.content == content.id()
    }
}

/// The digest over rows, as they come.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    hash: Sha256,
    rows: usize,
}

impl Content {
    pub(super) fn of<'a>(
        rows: impl IntoIterator<Item = &'a Accreditation>,
    ) -> Result<Self, RegisterError> {
        let mut content = Self::default();
        for row in rows {
            content.add(row)?;
        }
        Ok(content)
    }

    /// Adds a row; its place and its version are given by the register.
    pub(super) fn add(&mut self, row: &Accreditation) -> Result<(), RegisterError> {
        let row = Accreditation { sequence: 0, version: 1, ..row.clone() };
        self.hash.update(canonical(&row)?);
        self.hash.update(b"\n");
        self.rows = self.rows.saturating_add(1);
        Ok(())
    }

    /// How many rows there were.
    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    fn id(&self) -> EvidenceId {
        EvidenceId(self.hash.clone().finalize().into())
    }
}

/// Something wrong with a line of the table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ImportDefect {
    /// The line, from 1; the head is line 1.
    pub line: u64,
    /// What is wrong.
    pub note: Note,
}

impl ImportDefect {
    /// The note with the line as a fact.
    #[must_use]
    pub fn note(&self) -> Note {
        self.note.clone().fact("line", self.line)
    }
}

/// Reads a table.
///
/// # Errors
///
/// Every defect of every row, a thousand at most.
pub fn read_csv(bytes: &[u8]) -> Result<Vec<ImportRow>, Vec<ImportDefect>> {
    let whole = |note| vec![ImportDefect { line: 1, note }];
    if bytes.len() > LARGEST {
        let note = Note::new("register.import-too-large").fact("most", LARGEST);
        return Err(whole(note.fact("length", bytes.len())));
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(text) else {
        return Err(whole(Note::new("register.import-not-unicode")));
    };
    let head = text.lines().next().unwrap_or_default();
    // Spreadsheets of this part of the world write semicolons.
    let delimiter = if head.contains(';') && !head.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(true)
        .from_reader(text.as_bytes());
    let mut defects = Vec::new();
    let heads = match reader.headers() {
        Ok(heads) => heads.clone(),
        Err(error) => return Err(whole(unreadable(&error))),
    };
    let known = |it: &str| COLUMNS.contains(&it) || it == NOTE || PASSED_OVER.contains(&it);
    let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, name) in heads.iter().enumerate() {
        let name = name.trim();
        if !known(name) {
            let note = Note::new("register.import-column-unknown").fact("column", name);
            defects.push(ImportDefect { line: 1, note });
        } else if columns.insert(name, at).is_some() {
            let note = Note::new("register.import-column-twice").fact("column", name);
            defects.push(ImportDefect { line: 1, note });
        }
    }
    for name in COLUMNS.iter().filter(|it| !OPTIONAL.contains(it) && !columns.contains_key(**it)) {
        let note = Note::new("register.import-column-lacking").fact("column", name);
        defects.push(ImportDefect { line: 1, note });
    }
    if !defects.is_empty() {
        return Err(defects);
    }
    let mut rows: Vec<ImportRow> = Vec::new();
    let mut numbers: BTreeMap<String, u64> = BTreeMap::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = lines.of(error.position().map_or(0, csv::Position::byte));
                defects.push(ImportDefect { line, note: unreadable(&error) });
                break;
            }
        };
        let line = lines.of(record.position().map_or(0, csv::Position::byte));
        if record.len() != heads.len() {
            let note = Note::new("register.import-cells").fact("expected", heads.len());
            defects.push(ImportDefect { line, note: note.fact("found", record.len()) });
            continue;
        }
        let cell = |name: &str| {
            columns.get(name).and_then(|at| record.get(*at)).unwrap_or_default().trim().to_owned()
        };
        let mut reading = Reading { defects: vec![] };
        let row = reading.row(cell);
        if let Some(row) = row {
            reading.defects.extend(row.defects());
            if let Some(first) = numbers.insert(fold::key(&row.number), line) {
                let note = Note::new("register.import-number-twice").fact("number", &row.number);
                reading.defects.push(note.fact("first", first));
            }
            rows.push(ImportRow { line, accreditation: row });
        }
        defects.extend(reading.defects.into_iter().map(|note| ImportDefect { line, note }));
        if rows.len() > MOST_ROWS {
            let note = Note::new("register.import-too-large").fact("most", MOST_ROWS);
            defects.push(ImportDefect { line, note: note.fact("length", rows.len()) });
            break;
        }
        if defects.len() >= MOST_DEFECTS {
            break;
        }
    }
    defects.truncate(MOST_DEFECTS);
    if defects.is_empty() { Ok(rows) } else { Err(defects) }
}

/// Counts lines up to where a record begins, behind the end of the line before it. The reader of
/// tables counts one less where lines end with a carriage return.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(letter) = self.text.get(self.at) {
            if self.at >= byte && !matches!(letter, b'\r' | b'\n') {
                break;
            }
            self.line = self.line.saturating_add(u64::from(*letter == b'\n'));
            self.at = self.at.saturating_add(1);
        }
        self.line
    }
}

fn unreadable(error: &csv::Error) -> Note {
    Note::new("register.import-unreadable").fact("reason", error)
}

/// One row that is being read.
struct Reading {
    defects: Vec<Note>,
}

impl Reading {
    fn row(&mut self, cell: impl Fn(&str) -> String) -> Option<Accreditation> {
        let issued = self.day("issued", &cell("issued"));
        let valid_through = self.day("valid_through", &cell("valid_through"));
        let act = self.day("act_date", &cell("act_date"));
        let decision = self.day("decision_date", &cell("decision_date"));
        let sha256 = match cell("act_sha256") {
            it if it.is_empty() => None,
            it => match it.parse() {
                Ok(id) => Some(id),
                Err(_) => {
                    self.defects.push(Note::new("register.import-hash").fact("text", it));
                    None
                }
            },
        };
        let revocation = self.revocation(&cell);
        let root = self.root(&cell);
        Some(Accreditation {
            sequence: 0,
            version: 1,
            number: cell("number"),
            entity: cell("entity_name"),
            bin: cell("bin"),
            address: cell("address"),
            authority: cell("ca_name"),
            act: ActRef { number: cell("act_number"), date: act?, sha256 },
            decision: Order { number: cell("decision_number"), date: decision? },
            issued: issued?,
            valid_through: valid_through?,
            revocation,
            root_registration: root,
            note: cell(NOTE),
        })
    }

    fn revocation(&mut self, cell: &impl Fn(&str) -> String) -> Option<Revocation> {
        let names =
            ["revocation_number", "revocation_date", "revoked_from", "revocation_paragraph"];
        if names.iter().all(|it| cell(it).is_empty()) {
            return None;
        }
        let number = cell("revocation_number");
        if number.is_empty() {
            let note = Note::new("register.field-empty").fact("field", "revocation_number");
            self.defects.push(note);
        }
        let date = self.day("revocation_date", &cell("revocation_date"));
        let day = self.day("revoked_from", &cell("revoked_from"));
        let stated = cell("revocation_paragraph");
        let paragraph = Paragraph::ALL.into_iter().find(|it| it.as_str() == stated);
        if paragraph.is_none() {
            let note = Note::new("register.import-paragraph").fact("text", stated);
            self.defects.push(note);
        }
        Some(Revocation {
            decision: Order { number, date: date? },
            day: day?,
            paragraph: paragraph?,
            elements: Elements::default(),
        })
    }

    fn root(&mut self, cell: &impl Fn(&str) -> String) -> Option<RootRegistration> {
        let certificate = cell("root_registration_certificate");
        let day = cell("root_registration_date");
        if certificate.is_empty() && day.is_empty() {
            return None;
        }
        if certificate.is_empty() {
            let note = Note::new("register.field-empty");
            self.defects.push(note.fact("field", "root_registration_certificate"));
        }
        let day = self.day("root_registration_date", &day)?;
        Some(RootRegistration { day, certificate })
    }

    /// A day as `2025-09-25` or `25.09.2025`, which is how it is written here.
    fn day(&mut self, column: &'static str, text: &str) -> Option<Date> {
        let turned = || {
            let mut parts = text.split('.');
            let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
            let whole = day.len() == 2 && month.len() == 2 && year.len() == 4;
            (whole && parts.next().is_none()).then(|| format!("{year}-{month}-{day}"))
        };
        let day = text.parse().ok().or_else(|| turned()?.parse().ok());
        if day.is_none() {
            let note = Note::new("register.import-day").fact("column", column);
            self.defects.push(note.fact("text", text.chars().take(40).collect::<String>()));
        }
        day
    }
}

/// What does not allow to propose these rows.
pub(super) async fn proposable(
    pen: &mut Pen<'_, '_>,
    proposal: &ImportProposal,
    rows: &[ImportRow],
) -> Result<Vec<Note>, RegisterError> {
    if proposal.rows != rows.len() {
        let note = Note::new("register.import-other-count").fact("stated", proposal.rows);
        return Ok(vec![note.fact("found", rows.len())]);
    }
    if !proposal.is_of(&Content::of(rows.iter().map(|it| &it.accreditation))?) {
        return Ok(vec![Note::new("register.import-other-rows")]);
    }
    let mut defects = Vec::new();
    for row in rows {
        let of_row = row.accreditation.defects().into_iter().map(|it| it.fact("line", row.line));
        defects.extend(of_row.take(MOST_DEFECTS.saturating_sub(defects.len())));
    }
    let rows: Vec<Accreditation> = rows.iter().map(|it| it.accreditation.clone()).collect();
    defects.extend(taken(pen, &rows).await?);
    Ok(defects)
}

/// The rows whose number stands in the register already.
async fn taken(pen: &mut Pen<'_, '_>, rows: &[Accreditation]) -> Result<Vec<Note>, RegisterError> {
    let mut defects = Vec::new();
    for part in rows.chunks(400) {
        let places: Vec<String> = (1..=part.len()).map(|it| format!("${it}")).collect();
        let sql = format!(
            "SELECT id, number_key FROM accreditations WHERE number_key IN ({})",
            places.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for it in part {
            query = query.bind(fold::key(&it.number));
        }
        let taken: Vec<(i32, String)> = pen.session.rows(query).await?;
        for (id, key) in taken {
            let row = part.iter().find(|it| fold::key(&it.number) == key);
            let Some(row) = row else { continue };
            let note = Note::new("register.number-taken").fact("number", &row.number);
            defects.push(note.fact("sequence", id));
        }
        if defects.len() >= MOST_DEFECTS {
            break;
        }
    }
    Ok(defects)
}

/// Keeps the rows of a proposal until another officer has confirmed or rejected it.
pub(super) async fn keep(
    pen: &mut Pen<'_, '_>,
    decision: i64,
    rows: &[ImportRow],
) -> Result<(), RegisterError> {
    let placed: Vec<(i64, &ImportRow)> = (1_i64..).zip(rows).collect();
    for part in placed.chunks(400) {
        let mut query = sqlx::query(AssertSqlSafe(insert("proposed_rows", 3, part.len())));
        for (place, row) in part {
            query = query.bind(decision).bind(*place).bind(canonical(&row.accreditation)?);
        }
        pen.session.run(query).await?;
    }
    Ok(())
}

/// Forgets them, once it is closed: what was taken over stands in the history.
pub(super) async fn forget(pen: &mut Pen<'_, '_>, decision: i64) -> Result<(), RegisterError> {
    let query = sqlx::query("DELETE FROM proposed_rows WHERE decision = $1").bind(decision);
    pen.session.run(query).await.map(drop)
}

impl Session<'_> {
    /// The rows that a decision proposes to take over, in order.
    pub(super) async fn proposed_rows(
        &mut self,
        decision: i64,
    ) -> Result<Vec<Accreditation>, RegisterError> {
        let mut all = Vec::new();
        let mut last = 0;
        loop {
            let query = "SELECT place, body FROM proposed_rows WHERE decision = $1 AND place > $2 \
                         ORDER BY place LIMIT 1000";
            let rows: Vec<(i64, String)> =
                self.rows(sqlx::query(query).bind(decision).bind(last)).await?;
            if rows.is_empty() {
                return Ok(all);
            }
            for (place, body) in rows {
                last = place;
                all.push(Self::parsed(&format!("decision/{decision} ({place})"), &body)?);
            }
        }
    }
}

impl Database {
    /// The rows that a decision proposes to take over, as they were signed for and as they would
    /// stand on a day; none where it is about something else, or closed.
    ///
    /// # Errors
    ///
    /// [`RegisterError::NoSuch`]; [`RegisterError::Refused`] where the rows are not those that were
    /// signed for; or whatever the database reports.
    pub fn proposed_rows(&mut self, decision: i64, on: Date) -> Result<Export, RegisterError> {
        self.snapshot(async |session: &mut Session<'_>| {
            let proposed: Decision = session.row(&decision.to_string()).await?;
            let rows = session.proposed_rows(decision).await?;
            if let Proposal::Import(import) = &proposed.proposal
                && proposed.state == DecisionState::Proposed
            {
                as_signed(import, &rows)?;
            }
            let rows = rows
                .into_iter()
                .map(|row| Found { status: row.status_on(on), accreditation: row })
                .collect();
            session.exported(on, rows).await
        })
    }
}

/// Refuses rows that are not those that were signed for.
fn as_signed(proposal: &ImportProposal, rows: &[Accreditation]) -> Result<(), RegisterError> {
    if proposal.is_of(&Content::of(rows)?) {
        return Ok(());
    }
    let defects = vec![Note::new("register.import-other-rows")];
    Err(RegisterError::Refused { defects })
}

/// Writes the rows that one officer proposed and another confirms, if none of them is in the
/// register by now.
pub(super) async fn carry_out(
    pen: &mut Pen<'_, '_>,
    decision: i64,
    proposal: &ImportProposal,
) -> Result<(), RegisterError> {
    let rows = pen.session.proposed_rows(decision).await?;
    as_signed(proposal, &rows)?;
    let defects = taken(pen, &rows).await?;
    if !defects.is_empty() {
        return Err(RegisterError::Refused { defects });
    }
    let query = "SELECT value FROM counters WHERE name = 'accreditation'";
    let last = pen.session.count(query).await?;
    let numbered = rows.iter().zip(last.saturating_add(1)..);
    let new: Vec<Accreditation> = numbered
        .map(|(row, sequence)| Accreditation { sequence, version: 1, ..row.clone() })
        .collect();
    Accreditation::write_new(pen, &new, "imported").await?;
    let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
    let query = sqlx::query("UPDATE counters SET value = value + $1 WHERE name = $2");
    pen.session.run(query.bind(count).bind(Accreditation::KIND)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "number,issued,valid_through,entity_name,bin,address,ca_name,act_number,\
                        act_date,decision_number,decision_date,revocation_number,revocation_date,\
                        revoked_from,revocation_paragraph,note";

    fn codes(text: &str) -> Vec<(u64, String)> {
        let defects = read_csv(text.as_bytes()).unwrap_err();
        defects.into_iter().map(|it| (it.line, it.note.code.into_owned())).collect()
    }

    #[test]
    fn every_defect_of_every_row_is_told_with_its_line() {
        let text = format!(
            "{HEAD}\n\
             1,2025-09-25,2028-09-25,A,000000000001,X,CA,1,2025-09-23,2,2025-09-24,,,,,\n\
             1,25.09.2025,2028-13-25,A,1,X,CA,1,2025-09-23,2,2025-09-24,,,,,\n\
             2,25.09.2025,2028-09-25,A,1,X,CA,1,2025-09-23,2,2025-09-24,7,,2026-01-01,21,\n\
             3,2025-09-25\n\
             1,2025-09-25,2028-09-25,A,000000000001,X,CA,1,2025-09-23,2,2025-09-24,,,,,\n"
        );
        assert_eq!(
            codes(&text),
            [
                (3, "register.import-day".into()),
                (4, "register.import-day".into()),
                (4, "register.import-paragraph".into()),
                (4, "register.bin".into()),
                (5, "register.import-cells".into()),
                (6, "register.import-number-twice".into()),
            ]
        );
    }

    #[test]
    fn a_table_of_other_columns_is_refused_whole() {
        let found = codes("number,colour,number\n1,red,1\n");
        assert_eq!(found[0].1, "register.import-column-unknown");
        assert_eq!(found[1].1, "register.import-column-twice");
        assert!(found[2..].iter().all(|it| it.1 == "register.import-column-lacking"));
        assert_eq!(found.len(), 2 + 10);
        assert_eq!(codes("")[0].1, "register.import-column-lacking");
        let latin = read_csv(b"number\n\xff\n").unwrap_err();
        assert_eq!(latin[0].note.code, "register.import-not-unicode");
    }

    #[test]
    fn semicolons_marks_and_days_of_this_country_are_read() {
        let head = HEAD.replace(',', ";");
        let row = "KZ 1;25.09.2025;25.09.2028;\"«Ә; Ө» ЖШС\";000000000001;X;CA;1;23.09.2025;2;\
                   24.09.2025;9;09.01.2026;10.01.2026;19-1;x";
        let rows = read_csv(format!("\u{feff}{head}\r\n{row}\r\n").as_bytes()).unwrap();
        let row = &rows[0].accreditation;
        assert_eq!((rows[0].line, row.entity.as_str()), (2, "«Ә; Ө» ЖШС"));
        assert_eq!(row.issued, jiff::civil::date(2025, 9, 25));
        assert_eq!(row.revocation.as_ref().unwrap().paragraph, Paragraph::P19_1);
    }
}
