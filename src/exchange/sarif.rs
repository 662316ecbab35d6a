//! Results of an analysis: [SARIF 2.1.0], a result an open item.
//!
//! An item that is closed has no result, so that one that was mended is gone from the next run.
//! The fingerprint of a result is made of the authority and the item alone: it is the same in every
//! run, whatever else the item says.
//!
//! [SARIF 2.1.0]: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html

use model::{Consequence, EvidenceId, Verdict};
use serde_json::{Value, json};

use super::source::Made;
use super::{Row, rows};
use crate::words::visible::{visible, visible_lines};

pub(super) fn write(made: &Made<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let record = made.record;
    let all: Vec<Row<'_>> = rows(record).collect();
    let rules: Vec<Value> = all.iter().map(|it| rule(it, made)).collect();
    let results: Vec<Value> = all
        .iter()
        .enumerate()
        .filter_map(|(index, row)| Some(result(index, row, level(row)?, made)))
        .collect();
    let sarif = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": record.tool.name,
                "version": record.tool.version,
                "semanticVersion": record.tool.version,
                "language": made.lang.as_str(),
                "rules": rules,
            }},
            "language": made.lang.as_str(),
            "columnKind": "unicodeCodePoints",
            "automationDetails": { "id": format!("tekseru/{}/", record.recipient.bin) },
            "invocations": [{
                "executionSuccessful": true,
                "endTimeUtc": record.sealed_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            }],
            "artifacts": [{
                "location": { "uri": reference(made.file) },
                "hashes": { "sha-256": made.sha256.to_string() },
            }],
            "results": results,
            "properties": {
                "record-sha256": made.sha256.to_string(),
                "rules-edition": record.rules.edition,
                "rules-sha256": record.rules.sha256.to_string(),
                "day": record.day.to_string(),
                "recipient": visible(&record.recipient.name),
                "authority": visible(&record.recipient.authority),
            },
        }],
    });
    serde_json::to_vec_pretty(&sarif)
}

fn rule(row: &Row<'_>, made: &Made<'_>) -> Value {
    let judged = row.judged;
    let place = row.subject.place.in_lang(made.lang);
    let (consequence, level) = match judged.consequence {
        Consequence::Blocks => ("act-consequence-blocks", "error"),
        Consequence::Remarks => ("act-consequence-remarks", "warning"),
    };
    // No Markdown: a record may come from anybody, and viewers follow what it says.
    let help = [
        row.title(made.lang),
        format!("{place}: {}", row.subject.text.in_lang(made.lang)),
        format!("{}: {}", made.label("exchange-column-consequence"), made.label(consequence)),
        made.label("exchange-verdicts"),
    ];
    json!({
        "id": row.id(),
        "shortDescription": { "text": plain(&row.title(made.lang)) },
        "fullDescription": { "text": plain(&format!(
            "{place}: {}",
            row.subject.text.in_lang(made.lang)
        )) },
        "help": { "text": plain(&visible_lines(&help.join("\n"))) },
        // That of a violation.
        "defaultConfiguration": { "level": level },
        "properties": {
            "subject": row.subject.id,
            "paragraph": row.paragraph.id,
            "act": judged.legal.act,
            "clause": judged.legal.clause,
            "probe": judged.finding.probe,
        },
    })
}

/// How grave an open item is; nothing where it is closed.
const fn level(row: &Row<'_>) -> Option<&'static str> {
    match (row.verdict(), row.judged.consequence) {
        (Verdict::Violates, Consequence::Blocks) => Some("error"),
        (Verdict::Violates, Consequence::Remarks)
        | (Verdict::Undetermined, Consequence::Blocks) => Some("warning"),
        (Verdict::Undetermined, Consequence::Remarks) => Some("note"),
        (Verdict::Complies | Verdict::NotInForce | Verdict::OutOfScope, _) => None,
    }
}

fn result(index: usize, row: &Row<'_>, level: &str, made: &Made<'_>) -> Value {
    let record = made.record;
    let name = format!("{}/{}", row.subject.id, row.id());
    let fingerprint = format!("{}/{}", record.recipient.bin, row.id());
    let evidence: Vec<String> =
        row.judged.finding.evidence.iter().map(EvidenceId::to_string).collect();
    json!({
        "ruleId": row.id(),
        "ruleIndex": index,
        // Whatever has a level is a failure to the standard; the verdict stands beside it.
        "kind": "fail",
        "level": level,
        "message": { "text": plain(&row.message(record, made.lang)) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": reference(made.file), "index": 0 },
                // A record is one line; there are viewers that show nothing without one.
                "region": { "startLine": 1 },
            },
            "logicalLocations": [{ "name": row.id(), "fullyQualifiedName": name }],
        }],
        "partialFingerprints": {
            "tekseruItem/v1": EvidenceId::of(fingerprint.as_bytes()).to_string(),
        },
        "properties": {
            "verdict": row.verdict(),
            "consequence": row.judged.consequence,
            "codes": row.judged.finding.judgement.notes.iter().map(|it| &it.code).collect::<Vec<_>>(),
            "evidence-sha256": evidence,
        },
    })
}

/// A plain message: brackets would be taken for a link ([section 3.11.6]), and braces for a place
/// to be filled ([section 3.11.5]).
///
/// [section 3.11.5]: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317467
/// [section 3.11.6]: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317468
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '[' | ']' | '\\' => out.extend(['\\', character]),
            '{' | '}' => out.extend([character, character]),
            _ => out.push(character),
        }
    }
    out
}

/// The name of a file as a relative reference ([RFC 3986 section 4.2]): everything else than plain
/// letters and digits as bytes.
///
/// [RFC 3986 section 4.2]: https://www.rfc-editor.org/rfc/rfc3986#section-4.2
pub(super) fn reference(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_holds_no_link_and_no_place_to_be_filled() {
        let hostile = "[pay](https://example.org) {0} \\[";
        assert_eq!(plain(hostile), "\\[pay\\](https://example.org) {{0}} \\\\\\[");
    }

    #[test]
    fn a_file_is_named_by_a_reference_that_leads_nowhere_else() {
        assert_eq!(reference("report.json"), "report.json");
        assert_eq!(reference("https://a b/ә"), "https%3A%2F%2Fa%20b%2F%D3%99");
    }
}
