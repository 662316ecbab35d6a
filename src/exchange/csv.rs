//! A table for spreadsheets: a row an item.

use std::io;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use model::EvidenceId;

use super::rows;
use super::source::Made;
use crate::register::spreadsheet_cell;

/// The columns, by the words that head them.
const COLUMNS: [&str; 13] = [
    "exchange-column-id",
    "act-column-item",
    "act-column-subject",
    "act-column-requirement",
    "exchange-column-verdict",
    "act-column-verdict",
    "exchange-column-consequence",
    "act-column-finding",
    "act-column-next-step",
    "exchange-column-probe",
    "act-column-evidence",
    "exchange-column-day",
    "exchange-column-record",
];

/// The table, with a mark of byte order, without which spreadsheets misread letters that are not
/// Latin; lines end as [RFC 4180] says, and every cell stands in quotation marks.
///
/// # Errors
///
/// What the writer reports: nothing, as it writes into memory.
///
/// [RFC 4180]: https://www.rfc-editor.org/rfc/rfc4180
pub(super) fn write(made: &Made<'_>) -> io::Result<Vec<u8>> {
    let (record, lang) = (made.record, made.lang);
    let mut table = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::from("\u{feff}"));
    table.write_record(COLUMNS.map(|it| made.label(it)))?;
    for row in rows(record) {
        let verdict = row.verdict();
        let evidence = row.judged.finding.evidence.iter().map(EvidenceId::to_string);
        let consequence = match row.judged.consequence {
            model::Consequence::Blocks => "act-consequence-blocks",
            model::Consequence::Remarks => "act-consequence-remarks",
        };
        table.write_record(
            [
                row.id().to_owned(),
                row.subject.place.in_lang(lang).to_owned(),
                row.subject.label.in_lang(lang).to_owned(),
                row.judged.title.in_lang(lang).to_owned(),
                verdict.as_str().to_owned(),
                made.label(&format!("act-verdict-{}", verdict.as_str())),
                made.label(consequence),
                row.found(lang).join("\n"),
                row.steps(record, lang).join("\n"),
                row.judged.finding.probe.to_string(),
                evidence.collect::<Vec<_>>().join(" "),
                record.day.to_string(),
                made.sha256.to_string(),
            ]
            .iter()
            .map(|it| spreadsheet_cell(it).into_owned()),
        )?;
    }
    table.into_inner().map_err(|error| error.into_error())
}
