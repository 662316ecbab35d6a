//! A table for spreadsheets: a row an item.

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
/// Latin; lines end as [RFC 4180] says.
///
/// [RFC 4180]: https://www.rfc-editor.org/rfc/rfc4180
pub(super) fn write(made: &Made<'_>) -> String {
    let (record, lang) = (made.record, made.lang);
    let mut out = String::from("\u{feff}");
    line(&mut out, COLUMNS.map(|it| made.label(it)));
    for row in rows(record) {
        let verdict = row.verdict();
        let evidence = row.judged.finding.evidence.iter().map(EvidenceId::to_string);
        let consequence = match row.judged.consequence {
            model::Consequence::Blocks => "act-consequence-blocks",
            model::Consequence::Remarks => "act-consequence-remarks",
        };
        line(
            &mut out,
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
            ],
        );
    }
    out
}

/// Every cell in quotation marks, so that nothing in it ends it.
fn line<const N: usize>(out: &mut String, cells: [String; N]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push('"');
        out.push_str(&spreadsheet_cell(cell).replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
}
