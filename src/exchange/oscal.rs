//! Assessment results of [OSCAL 1.1.3]: findings, the observations they rest on, and the evidence
//! of these by its hash.
//!
//! A finding of OSCAL is satisfied or not. What could not be established is not satisfied, for the
//! reason `other`, and says so in its property `verdict`; what does not concern the authority, or
//! was not in force, is no finding, and its item is excluded from the reviewed ones. Every
//! identifier is made of the hash of the record and of what it names: the same record gives the
//! same bytes.
//!
//! [OSCAL 1.1.3]: https://pages.nist.gov/OSCAL-Reference/models/v1.1.3/assessment-results/json-outline/

use std::collections::BTreeMap;

use model::{Consequence, EvidenceId, Verdict};
use serde_json::{Value, json};

use super::source::Made;
use super::{Row, rows, sarif, uuid};
use crate::act::record::EvidenceRow;
use crate::case::Purpose;
use crate::words::visible::visible;

/// The name space of our properties.
const SPACE: &str = "urn:tekseru:oscal";

/// The version of the models.
const VERSION: &str = "1.1.3";

pub(super) fn write(made: &Made<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let record = made.record;
    let writer = Writer { made };
    let all: Vec<Row<'_>> = rows(record).collect();
    let (reviewed, excluded): (Vec<&Row<'_>>, Vec<&Row<'_>>) =
        all.iter().partition(|it| state(it.verdict()).is_some());
    let title = match record.purpose {
        Purpose::Inspection => made.label("act-title"),
        Purpose::SelfCheck => made.label("act-self-check-title"),
    };
    let title = format!("{title} № {} {}", visible(&record.number), record.day);
    let at = record.sealed_at.to_string();
    let authority = writer.id("authority");
    let mut selection = serde_json::Map::new();
    if !reviewed.is_empty() {
        let controls: Vec<_> = reviewed.iter().map(|it| control(it)).collect();
        selection.insert("include-controls".into(), controls.into());
    }
    if !excluded.is_empty() {
        let controls: Vec<_> = excluded.iter().map(|it| control(it)).collect();
        selection.insert("exclude-controls".into(), controls.into());
    }
    let results = json!({ "assessment-results": {
        "uuid": writer.id("assessment-results"),
        "metadata": {
            "title": title,
            "last-modified": at,
            "version": record.version.to_string(),
            "oscal-version": VERSION,
            "props": [
                writer.prop("purpose", match record.purpose {
                    Purpose::Inspection => "inspection",
                    Purpose::SelfCheck => "self-check",
                }),
                writer.prop("record-sha256", &made.sha256.to_string()),
                writer.prop("case", &record.case),
                writer.prop("rules-edition", &record.rules.edition),
                writer.prop("rules-sha256", &record.rules.sha256.to_string()),
                writer.prop("language", made.lang.as_str()),
                writer.prop("tool", &format!("{} {}", record.tool.name, record.tool.version)),
            ],
            "parties": [{
                "uuid": authority,
                "type": "organization",
                "name": value(&record.recipient.name),
                "props": [writer.prop("bin", &record.recipient.bin)],
                "remarks": visible(&record.recipient.authority),
            }],
        },
        "import-ap": { "href": format!("#{}", writer.id("record")) },
        "results": [{
            "uuid": writer.id("result"),
            "title": visible(record.rules.title.in_lang(made.lang)),
            "description": visible(record.rules.title.in_lang(made.lang)),
            "start": record.evidence.iter().map(|it| it.collected_at).min()
                .unwrap_or(record.sealed_at).min(record.sealed_at).to_string(),
            "end": at,
            "local-definitions": { "components": [{
                "uuid": writer.id("component"),
                "type": "service",
                "title": value(&record.recipient.authority),
                "description": visible(&record.recipient.authority),
                // Whether it works is among what was looked at, and not for this line to say.
                "status": { "state": "other" },
                "responsible-roles": [{ "role-id": "provider", "party-uuids": [authority] }],
            }] },
            "reviewed-controls": { "control-selections": [selection] },
            "observations": all.iter().map(|it| writer.observation(it)).collect::<Vec<_>>(),
            "findings": reviewed.iter().filter_map(|it| writer.finding(it)).collect::<Vec<_>>(),
        }],
        "back-matter": { "resources": writer.resources() },
    }});
    let mut results = results;
    // The models allow no empty list.
    if let Some(result) = results.pointer_mut("/assessment-results/results/0")
        && let Some(fields) = result.as_object_mut()
    {
        fields.retain(|_, it| it.as_array().is_none_or(|it| !it.is_empty()));
    }
    if let Some(metadata) = results.pointer_mut("/assessment-results/metadata")
        && let Some(fields) = metadata.as_object_mut()
    {
        fields.insert("roles".into(), json!([{ "id": "provider", "title": "provider" }]));
    }
    serde_json::to_vec_pretty(&results)
}

struct Writer<'a> {
    made: &'a Made<'a>,
}

impl Writer<'_> {
    /// The identifier of a part of this record.
    fn id(&self, part: &str) -> String {
        uuid::v5(&format!("{}/{part}", self.made.sha256))
    }

    fn prop(&self, name: &str, text: &str) -> Value {
        json!({ "name": name, "ns": SPACE, "value": value(text) })
    }

    fn observation(&self, row: &Row<'_>) -> Value {
        let (made, judged) = (self.made, row.judged);
        let rows: Vec<&EvidenceRow> = judged
            .finding
            .evidence
            .iter()
            .filter_map(|id| made.record.evidence.iter().find(|it| it.sha256 == *id))
            .collect();
        let collected = rows.iter().map(|it| it.collected_at).max();
        let evidence: Vec<Value> = rows
            .iter()
            .map(|it| {
                json!({
                    "href": format!("#{}", self.id(&format!("evidence/{}", it.sha256))),
                    "description": visible(&it.source),
                    "props": [
                        self.prop("sha256", &it.sha256.to_string()),
                        self.prop("kind", it.kind.as_str()),
                    ],
                })
            })
            .collect();
        let mut props = vec![
            self.prop("requirement", row.id()),
            self.prop("verdict", row.verdict().as_str()),
            self.prop("probe", &judged.finding.probe.to_string()),
        ];
        let codes = judged.finding.judgement.notes.iter();
        props.extend(codes.map(|it| self.prop("code", &it.code)));
        let mut observation = json!({
            "uuid": self.id(&format!("observation/{}", row.id())),
            "title": row.title(made.lang),
            "description": described(&row.found(made.lang).join("\n"), &row.title(made.lang)),
            "props": props,
            // A person looks and asks; a probe tries.
            "methods": if judged.finding.probe.0.starts_with("person.") {
                json!(["EXAMINE", "INTERVIEW"])
            } else {
                json!(["TEST"])
            },
            "types": ["finding"],
            "subjects": [{ "subject-uuid": self.id("component"), "type": "component" }],
            "collected": collected.unwrap_or(made.record.sealed_at).to_string(),
        });
        if let Some(fields) = observation.as_object_mut().filter(|_| !evidence.is_empty()) {
            fields.insert("relevant-evidence".into(), evidence.into());
        }
        observation
    }

    fn finding(&self, row: &Row<'_>) -> Option<Value> {
        let (state, reason) = state(row.verdict())?;
        let made = self.made;
        let consequence = match row.judged.consequence {
            Consequence::Blocks => "blocks",
            Consequence::Remarks => "remarks",
        };
        let word = made.label(&format!("act-verdict-{}", row.verdict().as_str()));
        Some(json!({
            "uuid": self.id(&format!("finding/{}", row.id())),
            "title": row.title(made.lang),
            "description": described(&row.message(made.record, made.lang), &word),
            "props": [
                self.prop("requirement", row.id()),
                self.prop("verdict", row.verdict().as_str()),
                self.prop("consequence", consequence),
                self.prop("clause", &row.judged.legal.clause),
                self.prop("act", &row.judged.legal.act),
            ],
            "target": {
                "type": "objective-id",
                "target-id": token(row.id()),
                "title": visible(row.subject.place.in_lang(made.lang)),
                "status": { "state": state, "reason": reason, "remarks": word },
            },
            "related-observations": [
                { "observation-uuid": self.id(&format!("observation/{}", row.id())) },
            ],
        }))
    }

    /// The record itself, and every piece of evidence once.
    fn resources(&self) -> Vec<Value> {
        let hashed = |href: String, hash: &EvidenceId| json!([{ "href": href, "hashes": [{ "algorithm": "SHA-256", "value": hash.to_string() }] }]);
        let made = self.made;
        let mut resources = vec![json!({
            "uuid": self.id("record"),
            "title": visible(made.file),
            "rlinks": hashed(sarif::reference(made.file), &made.sha256),
        })];
        let distinct: BTreeMap<EvidenceId, &EvidenceRow> =
            made.record.evidence.iter().rev().map(|it| (it.sha256, it)).collect();
        resources.extend(distinct.values().map(|it| {
            json!({
                "uuid": self.id(&format!("evidence/{}", it.sha256)),
                "title": visible(&it.source),
                "props": [
                    self.prop("kind", it.kind.as_str()),
                    self.prop("collected-at", &it.collected_at.to_string()),
                    self.prop("length", &it.length.to_string()),
                ],
                // As it lies in a pack.
                "rlinks": hashed(format!("evidence/{}.{}", it.sha256, it.kind.as_str()), &it.sha256),
            })
        }));
        resources
    }
}

/// Satisfied or not, and why; nothing where there is nothing to satisfy.
const fn state(verdict: Verdict) -> Option<(&'static str, &'static str)> {
    match verdict {
        Verdict::Complies => Some(("satisfied", "pass")),
        Verdict::Undetermined => Some(("not-satisfied", "other")),
        Verdict::Violates => Some(("not-satisfied", "fail")),
        Verdict::NotInForce | Verdict::OutOfScope => None,
    }
}

fn control(row: &Row<'_>) -> Value {
    json!({ "control-id": token(row.id()) })
}

/// An item as a name of OSCAL, which begins with a letter: `kz-224.ups`.
fn token(id: &str) -> String {
    format!("kz-{id}")
}

/// A text as the value of a property or a name: not empty, on one line, without white space at its
/// ends.
fn value(text: &str) -> String {
    let shown = visible(text);
    let trimmed = shown.trim();
    if trimmed.is_empty() { "-".to_owned() } else { trimmed.to_owned() }
}

/// The text, or another where there is none.
fn described(text: &str, otherwise: &str) -> String {
    if text.trim().is_empty() { otherwise.to_owned() } else { text.to_owned() }
}
