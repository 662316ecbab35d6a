//! The register as a table for spreadsheets, a table for programs, and JSON.

use std::borrow::Cow;
use std::io::Write;

use jiff::civil::Date;
use model::{Lang, Note, Order};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use schemars::JsonSchema;
use serde::Serialize;

use super::RegisterError;
use super::accreditation::{Accreditation, Status};
use super::check::Head;
use super::import::{COLUMNS, NOTE, PASSED_OVER};
use super::link::{Database, Session};
use super::search::Found;
use crate::words::{Facts, Words};

/// The most letters of a cell in a spreadsheet.
const LONGEST_CELL: usize = 32_767;

/// The whole register on a day.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Export {
    /// The form: `tekseru.register/1`.
    pub form: String,
    /// The random name of the register.
    pub register: String,
    /// The end of its history when this was written.
    pub head: Head,
    /// The day of the status.
    #[schemars(with = "String")]
    pub on: Date,
    /// The rows, in order.
    pub rows: Vec<Found>,
}

/// How a table of comma-separated values is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Heads {
    /// For programs: heads are codes, cells are exact, and it can be imported.
    Codes,
    /// For spreadsheets: heads are words, and no cell is taken for a formula.
    Words(Lang),
}

/// The columns for people, in the order of the form of the register.
const FOR_PEOPLE: [&str; 14] = [
    "seq",
    "number",
    "issued",
    "valid-through",
    "entity-name",
    "bin",
    "address",
    "ca-name",
    "act-ref",
    "decision-ref",
    "status",
    "revocation",
    "root-registration",
    "note",
];

impl Database {
    /// The whole register on a day.
    ///
    /// # Errors
    ///
    /// [`RegisterError`].
    pub fn export(&mut self, on: Date) -> Result<Export, RegisterError> {
        // One view of both: a change between the reading of rows and head would not be seen.
        self.snapshot(async |session: &mut Session<'_>| {
            let mut rows: Vec<Found> = Vec::new();
            loop {
                let last = rows.last().map_or(0, |it| it.accreditation.sequence);
                let more = session.rows_after(last).await?;
                if more.is_empty() {
                    break;
                }
                rows.extend(
                    more.into_iter()
                        .map(|row| Found { status: row.status_on(on), accreditation: row }),
                );
            }
            session.exported(on, rows).await
        })
    }
}

impl Session<'_> {
    /// Rows as they go out, with the end of the history as it stands.
    pub(super) async fn exported(
        &mut self,
        on: Date,
        rows: Vec<Found>,
    ) -> Result<Export, RegisterError> {
        let query = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1";
        let found: Option<(i64, String)> = self.rows(sqlx::query(query)).await?.pop();
        let (seq, hash) = found.unwrap_or_default();
        let (form, register) = ("tekseru.register/1".to_owned(), self.name.to_owned());
        Ok(Export { form, register, head: Head { seq, hash }, on, rows })
    }
}

/// A cell that no spreadsheet takes for a formula: one that begins like it gets an apostrophe.
///
/// Spaces, marks of quotation and characters without width before the sign do not hide it, nor
/// does its full-width form ([OWASP]).
///
/// [OWASP]: https://owasp.org/www-community/attacks/CSV_Injection
#[must_use]
pub fn spreadsheet_cell(text: &str) -> Cow<'_, str> {
    let begins = |it: char| {
        matches!(it, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '|')
            || matches!(it, '＝' | '＋' | '－' | '＠' | '−' | '﹢' | '﹣' | '﹦' | '﹫')
    };
    let hides = |it: char| {
        let mark = matches!(it, '"' | '\'' | '`' | '“' | '”' | '„' | '«' | '»' | '‘' | '’');
        let without_width = matches!(it, '\u{ad}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        mark || without_width || it.is_whitespace() || it.is_control()
    };
    let first = text.chars().find(|it| !hides(*it));
    if first.is_some_and(begins) || text.starts_with(['\t', '\r', '\n']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes the table of comma-separated values ([RFC 4180]), with a byte order mark where wanted.
///
/// [RFC 4180]: https://www.rfc-editor.org/rfc/rfc4180
///
/// # Errors
///
/// What the writer reports.
pub fn write_csv(
    export: &Export,
    heads: Heads,
    mark: bool,
    words: &Words,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    if mark {
        out.write_all(b"\xef\xbb\xbf")?;
    }
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    match heads {
        Heads::Codes => {
            let [seq, status] = PASSED_OVER;
            let head = [seq].into_iter().chain(COLUMNS).chain([status, NOTE]);
            writer.write_record(head)?;
            for found in &export.rows {
                writer.write_record(exact(found))?;
            }
        }
        Heads::Words(lang) => {
            writer.write_record(FOR_PEOPLE.map(|it| head(words, lang, it)))?;
            for found in &export.rows {
                let cells = for_people(words, lang, found);
                writer.write_record(cells.iter().map(|it| spreadsheet_cell(it).into_owned()))?;
            }
        }
    }
    writer.flush()
}

/// Writes it as JSON.
///
/// # Errors
///
/// What the writer reports.
pub fn write_json(export: &Export, out: &mut dyn Write) -> std::io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, export)?;
    out.write_all(b"\n")
}

/// The workbook of a spreadsheet: heads stay in view, columns can be filtered, days are days.
///
/// # Errors
///
/// What the writer of workbooks reports.
pub fn write_xlsx(export: &Export, lang: Lang, words: &Words) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same register gives the same bytes.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&epoch));
    let bold = Format::new().set_bold().set_text_wrap();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet();
    sheet.set_name(clipped(&words.say(lang, "register-sheet", &Facts::new()), 31))?;
    for (column, name) in (0_u16..).zip(FOR_PEOPLE) {
        sheet.write_string_with_format(0, column, head(words, lang, name), &bold)?;
        sheet.set_column_width(column, width(name))?;
    }
    for (at, found) in (1_u32..).zip(&export.rows) {
        let row = &found.accreditation;
        for (column, (name, cell)) in
            (0_u16..).zip(FOR_PEOPLE.into_iter().zip(for_people(words, lang, found)))
        {
            match name {
                "seq" => sheet.write_number(at, column, f64::from(sequence(row)))?,
                "issued" => {
                    sheet.write_datetime_with_format(at, column, date(row.issued)?, &day)?
                }
                "valid-through" => {
                    sheet.write_datetime_with_format(at, column, date(row.valid_through)?, &day)?
                }
                // As a text, which is never read as a formula.
                _ => sheet.write_string(at, column, clipped(&cell, LONGEST_CELL))?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = u32::try_from(export.rows.len()).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, last, 13)?;
    book.save_to_buffer()
}

fn sequence(row: &Accreditation) -> i32 {
    i32::try_from(row.sequence).unwrap_or(i32::MAX)
}

fn clipped(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn width(column: &str) -> u16 {
    match column {
        "entity-name" | "address" | "ca-name" => 40,
        "act-ref" | "decision-ref" | "revocation" | "root-registration" | "note" => 28,
        "seq" => 8,
        _ => 16,
    }
}

fn date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let (month, of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), month, of_month)
}

fn head(words: &Words, lang: Lang, column: &str) -> String {
    words.say(lang, &format!("register-column-{column}"), &Facts::new())
}

/// The word for a status.
fn status(words: &Words, lang: Lang, status: Status) -> String {
    words.say(lang, &format!("register-status-{}", status.as_str()), &Facts::new())
}

fn paper(words: &Words, lang: Lang, number: &str, date: Date) -> String {
    let note = Note::new("register-paper").fact("number", number).fact("date", date);
    words.say(lang, &note.code, &note.facts)
}

/// The cells for people, in the order of [`FOR_PEOPLE`].
fn for_people(words: &Words, lang: Lang, found: &Found) -> [String; 14] {
    let row = &found.accreditation;
    let order = |it: &Order| paper(words, lang, &it.number, it.date);
    let revocation = row.revocation.as_ref().map(|it| {
        let note = Note::new("register-revocation")
            .fact("decision", order(&it.decision))
            .fact("paragraph", it.paragraph.as_str())
            .fact("day", it.day);
        words.say(lang, &note.code, &note.facts)
    });
    let root = row.root_registration.as_ref().map(|it| format!("{} ({})", it.certificate, it.day));
    [
        row.sequence.to_string(),
        row.number.clone(),
        row.issued.to_string(),
        row.valid_through.to_string(),
        row.entity.clone(),
        row.bin.clone(),
        row.address.clone(),
        row.authority.clone(),
        paper(words, lang, &row.act.number, row.act.date),
        order(&row.decision),
        status(words, lang, found.status),
        revocation.unwrap_or_default(),
        root.unwrap_or_default(),
        row.note.clone(),
    ]
}

/// The cells for programs: place, [`COLUMNS`], status, note.
fn exact(found: &Found) -> Vec<String> {
    let row = &found.accreditation;
    let revoked =
        |of: fn(&super::Revocation) -> String| row.revocation.as_ref().map(of).unwrap_or_default();
    let root = row.root_registration.as_ref();
    vec![
        row.sequence.to_string(),
        row.number.clone(),
        row.issued.to_string(),
        row.valid_through.to_string(),
        row.entity.clone(),
        row.bin.clone(),
        row.address.clone(),
        row.authority.clone(),
        row.act.number.clone(),
        row.act.date.to_string(),
        row.act.sha256.map(|it| it.to_string()).unwrap_or_default(),
        row.decision.number.clone(),
        row.decision.date.to_string(),
        revoked(|it| it.decision.number.clone()),
        revoked(|it| it.decision.date.to_string()),
        revoked(|it| it.day.to_string()),
        revoked(|it| it.paragraph.as_str().to_owned()),
        root.map(|it| it.day.to_string()).unwrap_or_default(),
        root.map(|it| it.certificate.clone()).unwrap_or_default(),
        found.status.as_str().to_owned(),
        row.note.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    // O02
    #[test]
    fn what_begins_like_a_formula_is_neutralised() {
        for hostile in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            "＝1",
            "－1",
            "＋1",
            "＠x",
            "|x",
            " =1",
            "\"=1",
            "'=1",
            "\u{feff}=1",
            "\u{a0}@x",
            "“=1”",
            "«=1»",
            "\u{200b}\u{202e}=1",
            "\u{1}=1",
            "\u{a0}=cmd|' /C calc'!A0",
        ] {
            assert_eq!(spreadsheet_cell(hostile), format!("'{hostile}"), "{hostile:?}");
        }
        for plain in ["", "«ДЕМО» ЖШС", "1=1", "a-b", "№ 5", "'", " ", "2025-09-25"] {
            assert!(matches!(spreadsheet_cell(plain), Cow::Borrowed(_)), "{plain:?}");
        }
    }
}
