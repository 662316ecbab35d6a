//! A record in the formats of other tools: valid, the same every time, and harmless whatever the
//! record says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use model::{EvidenceId, Lang, Verdict};
use serde_json::Value;
use tekseru::act::record::ActRecord;
use tekseru::exchange::{Format, Source};

use crate::inspection::{
    WORDS, clean, defects, exits, fresh, json, shown, squeezed, tekseru, text,
};
use crate::skip::skipped;

const FORMATS: [(Format, &str); 4] = [
    (Format::Csv, "csv"),
    (Format::Junit, "junit"),
    (Format::Oscal, "oscal"),
    (Format::Sarif, "sarif"),
];

/// Texts that somebody would put into a certificate, a file name or an answer.
const HOSTILE: [&str; 12] = [
    "=cmd|' /C calc'!A0",
    "＝HYPERLINK(\"https://example.org\")",
    "\"=1+1\"",
    "\t@SUM(A1)",
    "</testcase></testsuite><!-- ]]> --><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "\u{1b}[2J\u{9b}31m\u{7}",
    "\u{202e}gnp.exe\u{2066}\u{200b}\u{feff}",
    "\u{0}\u{1}\u{b}\u{fffe}\u{ffff}",
    "[pay](https://example.org) {0} {{1}}",
    "line\nline\r\n&amp;&#0;",
    "   ",
];

/// The record with every text that may come from outside replaced by a hostile one.
fn hostile(record: &ActRecord, text: &str) -> ActRecord {
    let mut record = record.clone();
    record.number = text.into();
    record.recipient.name = text.into();
    record.recipient.authority = text.into();
    record.recipient.address = text.into();
    record.case = text.into();
    for row in &mut record.evidence {
        row.source = text.into();
    }
    for judged in record.subjects.iter_mut().flat_map(|it| &mut it.requirements) {
        for said in &mut judged.said {
            for lang in [&mut said.text.kk, &mut said.text.ru, &mut said.text.en] {
                *lang = text.into();
            }
            if let Some(next) = &mut said.next {
                next.en = text.into();
            }
        }
    }
    record
}

fn written(record: &ActRecord, format: Format, lang: Lang) -> Vec<u8> {
    let source = Source::new(record.clone(), "act.json").unwrap();
    source.write(format, &WORDS, lang, false).unwrap()
}

fn value(record: &ActRecord, format: Format) -> Value {
    serde_json::from_slice(&written(record, format, Lang::En)).unwrap()
}

/// The records that everything is tried on: both demonstrations, and hostile ones.
fn records() -> Vec<ActRecord> {
    let mut records = vec![clean().act(), defects().act()];
    records.extend(HOSTILE.iter().map(|it| hostile(&defects().act(), it)));
    records
}

/// The copy of OSCAL's schema that can be had wants `observation-uuid` of an object that may have no
/// property at all, so that nothing could hold to it: what is required there is declared.
fn declare_what_is_required(schema: &mut Value) {
    if let Value::Object(object) = schema {
        let closed = object.get("additionalProperties") == Some(&Value::Bool(false));
        if closed && !object.contains_key("properties") {
            let required = object.get("required").and_then(Value::as_array).cloned();
            let names = required.into_iter().flatten();
            let known: serde_json::Map<_, _> = names
                .filter_map(|it| Some((it.as_str()?.to_owned(), serde_json::json!({}))))
                .collect();
            if !known.is_empty() {
                object.insert("properties".into(), Value::Object(known));
            }
        }
        object.values_mut().for_each(declare_what_is_required);
    } else if let Value::Array(values) = schema {
        values.iter_mut().for_each(declare_what_is_required);
    }
}

/// The schema that this variable names; said aloud where there is none.
fn schema(variable: &str) -> Option<jsonschema::Validator> {
    let Some(path) = std::env::var_os(variable) else {
        skipped(&format!("{variable} absent: the published schema"));
        return None;
    };
    let mut schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    declare_what_is_required(&mut schema);
    println!("{variable}: {}", schema["$id"]);
    Some(jsonschema::validator_for(&schema).unwrap())
}

fn assert_valid(validator: &jsonschema::Validator, document: &Value) {
    let errors: Vec<_> = validator
        .iter_errors(document)
        .take(5)
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn oscal_results_hold_to_the_published_schema() {
    let Some(validator) = schema("TEKSERU_OSCAL_SCHEMA") else { return };
    for record in records() {
        assert_valid(&validator, &value(&record, Format::Oscal));
    }
    // The schema refuses what is none.
    assert!(!validator.is_valid(&serde_json::json!({ "assessment-results": {} })));
}

#[test]
fn oscal_findings_lead_to_observations_and_these_to_evidence() {
    let act = defects().act();
    let told = value(&act, Format::Oscal);
    // The same record gives the same bytes.
    assert_eq!(written(&act, Format::Oscal, Lang::En), written(&act, Format::Oscal, Lang::En));
    let results = &told["assessment-results"];
    assert_eq!(results["metadata"]["oscal-version"], "1.1.3");
    let result = &results["results"][0];
    let list = |of: &Value, name: &str| of[name].as_array().unwrap().clone();
    let resources: BTreeMap<String, Value> = list(&results["back-matter"], "resources")
        .into_iter()
        .map(|it| (format!("#{}", it["uuid"].as_str().unwrap()), it))
        .collect();
    let observations: BTreeMap<String, Value> = list(result, "observations")
        .into_iter()
        .map(|it| (it["uuid"].as_str().unwrap().to_owned(), it))
        .collect();
    let findings = list(result, "findings");
    let judged: BTreeMap<String, &model::Finding> =
        act.judged().map(|it| (it.finding.requirement.0.clone(), &it.finding)).collect();
    assert_eq!(observations.len(), judged.len());
    let prop = |of: &Value, name: &str| {
        let props = of["props"].as_array().unwrap();
        let own = props.iter().find(|it| it["name"] == name).unwrap();
        assert_eq!(own["ns"], "urn:tekseru:oscal");
        own["value"].as_str().unwrap().to_owned()
    };
    for finding in &findings {
        let item = prop(finding, "requirement");
        let verdict = judged[&item].judgement.verdict;
        assert_eq!(prop(finding, "verdict"), verdict.as_str());
        let status = &finding["target"]["status"];
        let expected = match verdict {
            Verdict::Complies => ("satisfied", "pass"),
            Verdict::Undetermined => ("not-satisfied", "other"),
            Verdict::Violates => ("not-satisfied", "fail"),
            Verdict::NotInForce | Verdict::OutOfScope => panic!("{item}: {verdict:?}"),
        };
        assert_eq!(
            (status["state"].as_str(), status["reason"].as_str()),
            (Some(expected.0), Some(expected.1))
        );
        assert_eq!(finding["target"]["target-id"], format!("kz-{item}"));
        let related = finding["related-observations"][0]["observation-uuid"].as_str().unwrap();
        let observation = &observations[related];
        assert_eq!(prop(observation, "requirement"), item);
        let shown: BTreeSet<EvidenceId> = observation["relevant-evidence"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| {
                let resource = &resources[it["href"].as_str().unwrap()];
                let hash = &resource["rlinks"][0]["hashes"][0];
                assert_eq!(hash["algorithm"], "SHA-256");
                hash["value"].as_str().unwrap().parse().unwrap()
            })
            .collect();
        assert_eq!(shown, judged[&item].evidence.iter().copied().collect(), "{item}");
    }
    // What is no finding is excluded from what was reviewed; nothing is lost between the two.
    let selection = &result["reviewed-controls"]["control-selections"][0];
    let ids = |name: &str| -> BTreeSet<String> {
        let all = selection[name].as_array().into_iter().flatten();
        all.map(|it| it["control-id"].as_str().unwrap().to_owned()).collect()
    };
    let of = |closed: bool| -> BTreeSet<String> {
        let no_finding = |it: Verdict| matches!(it, Verdict::OutOfScope | Verdict::NotInForce);
        let all = judged.iter().filter(|it| no_finding(it.1.judgement.verdict) == closed);
        all.map(|it| format!("kz-{}", it.0)).collect()
    };
    assert_eq!((ids("include-controls"), ids("exclude-controls")), (of(false), of(true)));
    assert_eq!(findings.len(), of(false).len());
    // The record is the first resource, by its hash.
    let record = &resources[results["import-ap"]["href"].as_str().unwrap()];
    let hash = EvidenceId::of(&act.canonical().unwrap()).to_string();
    assert_eq!(record["rlinks"][0]["hashes"][0]["value"], hash);
    // Every identifier is one of version 5, and stands once.
    let mut all = Vec::new();
    identifiers(&told, &mut all);
    let once: BTreeSet<_> = all.iter().collect();
    assert_eq!(once.len(), all.len());
    assert!(all.iter().all(|it| it.as_bytes()[14] == b'5'), "{all:?}");
}

fn identifiers(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|it| identifiers(it, found)),
        Value::Object(fields) => {
            found.extend(fields.get("uuid").map(|it| it.as_str().unwrap().to_owned()));
            fields.values().for_each(|it| identifiers(it, found));
        }
        Value::Bool(_) | Value::Null | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn sarif_results_hold_to_the_published_schema() {
    let Some(validator) = schema("TEKSERU_SARIF_SCHEMA") else { return };
    for record in records() {
        assert_valid(&validator, &value(&record, Format::Sarif));
    }
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0" })));
}

#[test]
fn sarif_has_a_result_for_each_open_item_that_stays_the_same_until_it_is_mended() {
    let fingerprints = |act: &ActRecord| -> BTreeMap<String, String> {
        let told = value(act, Format::Sarif);
        let results = told["runs"][0]["results"].as_array().unwrap().clone();
        let rules = told["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().clone();
        assert_eq!(rules.len(), act.judged().count());
        results
            .iter()
            .map(|it| {
                let index = usize::try_from(it["ruleIndex"].as_u64().unwrap()).unwrap();
                assert_eq!(rules[index]["id"], it["ruleId"]);
                assert!(rules[index].get("helpUri").is_none());
                assert!(!rules[index]["help"]["text"].as_str().unwrap().is_empty());
                let print = it["partialFingerprints"]["tekseruItem/v1"].as_str().unwrap();
                (it["ruleId"].as_str().unwrap().to_owned(), print.to_owned())
            })
            .collect()
    };
    let act = defects().act();
    let open: BTreeSet<String> = act
        .judged()
        .filter(|it| !it.finding.judgement.verdict.closes_requirement())
        .map(|it| it.finding.requirement.0.clone())
        .collect();
    let first = fingerprints(&act);
    assert_eq!(first.keys().cloned().collect::<BTreeSet<_>>(), open);
    assert!(open.contains("224.crl-content"));
    // Another run, later, with other words and evidence: the results are the same ones.
    let mut later = hostile(&act, "other");
    later.sealed_at = later.sealed_at.checked_add(jiff::SignedDuration::from_hours(24)).unwrap();
    assert_eq!(fingerprints(&later), first);
    // One is mended: it is gone, and the others stay.
    for judged in later.subjects.iter_mut().flat_map(|it| &mut it.requirements) {
        if judged.finding.requirement.0 == "224.crl-content" {
            judged.finding.judgement.verdict = Verdict::Complies;
        }
    }
    let mut without = first.clone();
    without.remove("224.crl-content");
    assert_eq!(fingerprints(&later), without);
    let told = value(&act, Format::Sarif);
    for result in told["runs"][0]["results"].as_array().unwrap() {
        let item = result["ruleId"].as_str().unwrap();
        let judged = act.judged().find(|it| it.finding.requirement.0 == item).unwrap();
        let blocks = judged.consequence == model::Consequence::Blocks;
        let level = match (judged.finding.judgement.verdict, blocks) {
            (Verdict::Violates, true) => "error",
            (Verdict::Violates, false) | (Verdict::Undetermined, true) => "warning",
            (Verdict::Undetermined, false) => "note",
            other => panic!("{item}: {other:?}"),
        };
        assert_eq!(result["level"], level, "{item}");
        // A rule is as grave as a violation of it, where no result says otherwise.
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &told["runs"][0]["tool"]["driver"]["rules"][index];
        let grave = if blocks { "error" } else { "warning" };
        assert_eq!(rule["defaultConfiguration"]["level"], grave, "{item}");
    }
    // The same results in each language, and of each rule its help in that language.
    let of = |lang: Lang| -> Value {
        serde_json::from_slice(&written(&act, Format::Sarif, lang)).unwrap()
    };
    let same = |told: &Value| -> Vec<Value> {
        let results = told["runs"][0]["results"].as_array().unwrap().iter();
        let names = ["ruleId", "ruleIndex", "kind", "level", "partialFingerprints"];
        results.map(|it| names.map(|name| it[name].clone()).into_iter().collect()).collect()
    };
    let (kk, ru, en) = (of(Lang::Kk), of(Lang::Ru), of(Lang::En));
    assert_eq!(same(&kk), same(&ru));
    assert_eq!(same(&kk), same(&en));
    let help = |told: &Value, index: usize| {
        let rules = told["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        rules[index]["help"]["text"].as_str().unwrap().to_owned()
    };
    for (index, judged) in act.judged().enumerate() {
        for (told, title) in [(&kk, &judged.title.kk), (&ru, &judged.title.ru)] {
            let said = help(told, index).replace(['\\', '{', '}'], "");
            assert!(said.starts_with(&title.replace(['\\', '{', '}'], "")), "{said}");
        }
        assert!(help(&en, index).contains("is no pass"));
    }
}

/// Reads a report of tests with another reader, and tells it as JSON.
const READ_XML: &str = "
import json, sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
print(json.dumps([{
    'name': suite.get('name'),
    'counts': [int(suite.get(it)) for it in ('tests', 'failures', 'errors', 'skipped')],
    'cases': [{
        'name': case.get('name'),
        'class': case.get('classname'),
        'said': case.findtext('system-out'),
        'outcome': [it.tag for it in case if it.tag != 'system-out'],
        'message': [it.get('message') for it in case if it.tag != 'system-out'],
        'text': [it.text for it in case if it.tag != 'system-out'],
    } for case in suite.iter('testcase')],
} for suite in root.iter('testsuite')]))
";

#[test]
fn junit_is_read_by_another_reader_and_counts_as_the_record_does() {
    let folder = fresh("junit");
    fs::create_dir_all(&folder).unwrap();
    for (number, record) in records().into_iter().enumerate() {
        let place = folder.join(format!("{number}.xml"));
        let bytes = written(&record, Format::Junit, Lang::Kk);
        let said = String::from_utf8(bytes.clone()).unwrap();
        let bad = |it: char| it.is_control() && it != '\n' || matches!(it, '\u{202e}' | '\u{fffe}');
        assert!(!said.contains(bad), "{said}");
        fs::write(&place, bytes).unwrap();
        let Ok(read) = Command::new("python3").args(["-c", READ_XML, text(&place)]).output() else {
            skipped("python3 absent: a second reader of XML");
            return;
        };
        assert!(read.status.success(), "{}", shown(&read));
        let suites: Value = serde_json::from_slice(&read.stdout).unwrap();
        let suites = suites.as_array().unwrap();
        // A suite for each paragraph that has items.
        assert_eq!(suites.len(), 17);
        let outcomes: Vec<Option<String>> = suites
            .iter()
            .flat_map(|it| it["cases"].as_array().unwrap())
            .map(|it| it["outcome"][0].as_str().map(str::to_owned))
            .collect();
        let of =
            |wanted: Option<&str>| outcomes.iter().filter(|it| it.as_deref() == wanted).count();
        let judged = |wanted: &[Verdict]| {
            record.judged().filter(|it| wanted.contains(&it.finding.judgement.verdict)).count()
        };
        assert_eq!(of(None), judged(&[Verdict::Complies]));
        assert_eq!(of(Some("failure")), judged(&[Verdict::Violates]));
        assert_eq!(of(Some("error")), judged(&[Verdict::Undetermined]));
        let skipped = judged(&[Verdict::OutOfScope, Verdict::NotInForce]);
        assert_eq!(of(Some("skipped")), skipped);
        let sums = suites.iter().fold([0; 4], |sum, suite| {
            let counts = suite["counts"].as_array().unwrap();
            std::array::from_fn(|at| {
                sum[at] + usize::try_from(counts[at].as_u64().unwrap()).unwrap()
            })
        });
        assert_eq!(
            sums,
            [
                record.judged().count(),
                judged(&[Verdict::Violates]),
                judged(&[Verdict::Undetermined]),
                skipped
            ]
        );
    }
    // A case is named alike in each language, and says in that language what is demanded.
    let named = |lang: Lang| -> Vec<(String, String, String)> {
        let place = folder.join("named.xml");
        fs::write(&place, written(&defects().act(), Format::Junit, lang)).unwrap();
        let read = Command::new("python3").args(["-c", READ_XML, text(&place)]).output().unwrap();
        let suites: Value = serde_json::from_slice(&read.stdout).unwrap();
        let cases =
            suites.as_array().unwrap().iter().flat_map(|it| it["cases"].as_array().unwrap());
        let told = |it: &Value| it.as_str().unwrap().to_owned();
        cases.map(|it| (told(&it["class"]), told(&it["name"]), told(&it["said"]))).collect()
    };
    let names = |all: &[(String, String, String)]| -> BTreeSet<(String, String)> {
        all.iter().map(|it| (it.0.clone(), it.1.clone())).collect()
    };
    let (kk, ru, en) = (named(Lang::Kk), named(Lang::Ru), named(Lang::En));
    assert_eq!(names(&kk).len(), kk.len(), "no two cases of one name");
    assert_eq!((names(&kk), names(&kk)), (names(&ru), names(&en)));
    let act = defects().act();
    for ((case, ru), judged) in en.iter().zip(&ru).zip(act.judged()) {
        assert_eq!(case.1, judged.finding.requirement.0);
        assert_eq!((&*case.2, &*ru.2), (&*judged.title.en, &*judged.title.ru));
    }
    // Markup in a text is text.
    let record = hostile(&defects().act(), HOSTILE[4]);
    let place = folder.join("markup.xml");
    fs::write(&place, written(&record, Format::Junit, Lang::En)).unwrap();
    let read = Command::new("python3").args(["-c", READ_XML, text(&place)]).output().unwrap();
    let suites: Value = serde_json::from_slice(&read.stdout).unwrap();
    let mut messages = suites
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|it| it["cases"].as_array().unwrap())
        .flat_map(|it| it["message"].as_array().unwrap());
    assert!(messages.any(|it| it == HOSTILE[4]), "{suites}");
}

#[test]
fn a_table_has_a_row_an_item_and_no_cell_that_a_spreadsheet_reckons() {
    for record in records() {
        let bytes = written(&record, Format::Csv, Lang::Ru);
        let text = String::from_utf8(bytes).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let heads = reader.headers().unwrap().clone();
        assert_eq!(&heads[0], "Идентификатор");
        let rows: Vec<csv::StringRecord> = reader.records().map(|it| it.unwrap()).collect();
        let items: Vec<_> = record.judged().map(|it| it.finding.requirement.0.as_str()).collect();
        assert_eq!(rows.iter().map(|it| &it[0]).collect::<Vec<_>>(), items);
        let verdicts: Vec<_> =
            record.judged().map(|it| it.finding.judgement.verdict.as_str()).collect();
        assert_eq!(rows.iter().map(|it| &it[4]).collect::<Vec<_>>(), verdicts);
        for cell in rows.iter().flatten() {
            let shown = cell.trim_start_matches(|it: char| {
                it.is_whitespace() || it.is_control() || matches!(it, '"' | '\u{feff}' | '\u{200b}')
            });
            assert!(!shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{cell:?}");
            assert!(!cell.contains(['\u{1b}', '\u{202e}', '\u{0}']), "{cell:?}");
        }
    }
    // What begins like a formula is exact in a machine format.
    let record = hostile(&defects().act(), HOSTILE[0]);
    let told = value(&record, Format::Oscal);
    assert_eq!(told["assessment-results"]["metadata"]["parties"][0]["name"], HOSTILE[0]);
}

#[test]
fn nothing_in_a_machine_format_is_obeyed_by_a_terminal_or_hidden_from_a_reader() {
    for text in HOSTILE {
        let record = hostile(&defects().act(), text);
        for format in [Format::Oscal, Format::Sarif] {
            let mut strings = Vec::new();
            all_strings(&value(&record, format), &mut strings);
            let obeyed = |it: &&String| {
                it.chars().any(|it| {
                    (it.is_control() && it != '\n')
                        || matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                            | '\u{2066}'..='\u{2069}' | '\u{feff}')
                })
            };
            let found: Vec<_> = strings.iter().filter(obeyed).collect();
            assert!(found.is_empty(), "{format:?}: {found:?}");
        }
    }
    // A link in a text is no link of the message.
    let record = hostile(&defects().act(), HOSTILE[9]);
    let told = value(&record, Format::Sarif).to_string();
    assert!(told.contains("\\\\[pay\\\\](https://example.org) {{0}}"), "{told}");
}

fn all_strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|it| all_strings(it, found)),
        Value::Object(fields) => fields.values().for_each(|it| all_strings(it, found)),
        Value::String(text) => found.push(text.clone()),
        Value::Bool(_) | Value::Null | Value::Number(_) => {}
    }
}

// O06
#[test]
fn numbers_of_people_are_hidden_in_every_format_where_that_is_asked_for() {
    let mut record = defects().act();
    let member = record.commission.as_ref().unwrap().members[0].iin.to_string();
    let bin = record.recipient.bin.clone();
    let stranger = "900101300123";
    for judged in record.subjects.iter_mut().flat_map(|it| &mut it.requirements) {
        for said in &mut judged.said {
            said.text.en = format!("{}: {member}, SERIALNUMBER=IIN{stranger}, {bin}", said.text.en);
        }
    }
    let source = Source::new(record, "act.json").unwrap();
    for (format, name) in FORMATS {
        let write = |mask| {
            let bytes = source.write(format, &WORDS, Lang::En, mask).unwrap();
            (source.people_named(&bytes), String::from_utf8(bytes).unwrap())
        };
        let (people, open) = write(false);
        assert!(people >= 2 && open.contains(&member) && open.contains(stranger), "{name}");
        let (people, masked) = write(true);
        assert_eq!(people, 0, "{name}");
        assert!(!masked.contains(&member) && !masked.contains(stranger), "{name}");
        // The company stays, and the record is still named by the hash of the whole.
        assert!(masked.contains(&bin), "{name}");
        let hash = EvidenceId::of(&source.record().canonical().unwrap()).to_string();
        assert!(masked.contains(&hash), "{name}");
    }
}

/// The words of a PDF file, where the program that reads it is installed.
fn words_of(pdf: &Path) -> Option<String> {
    let run = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8", text(pdf), "-"]).output();
    let Ok(run) = run else {
        skipped("pdftotext is not installed");
        return None;
    };
    assert!(run.status.success(), "{}", shown(&run));
    Some(String::from_utf8(run.stdout).unwrap())
}

// O06
#[test]
fn the_pages_of_a_report_are_handed_on_without_numbers_of_people_and_those_of_an_act_never() {
    let folder = fresh("masked-pages");
    exits(0, &["selfcheck", "--template", "--out", text(&folder)]);
    let out = folder.join("out");
    let case = folder.join("case.toml");
    let run = tekseru(&["selfcheck", text(&case), "--offline", "--out", text(&out)]);
    assert_eq!(run.status.code(), Some(3), "{}", shown(&run));
    let at = |name: &str| folder.join(name);
    // Without --mask: the very files of the self-check, wherever the record is taken from.
    for source in [out.clone(), out.join("report.json")] {
        for name in ["pdf", "html"] {
            exits(0, &["report", name, text(&source), "--out", text(&at("again"))]);
            let own = fs::read(out.join(format!("report.{name}"))).unwrap();
            assert_eq!(fs::read(at("again")).unwrap(), own, "{name}");
        }
    }
    // A record that names people, as an answer may.
    let (member, company) = ("900101300123", "150640001234");
    let record = fs::read_to_string(out.join("report.json")).unwrap();
    let mut record: ActRecord = serde_json::from_str(&record).unwrap();
    record.recipient.bin = company.into();
    record.recipient.address = format!("c/o IIN{member}, office {member}");
    let place = at("named.json");
    fs::write(&place, record.canonical().unwrap()).unwrap();
    let hash = EvidenceId::of(&record.canonical().unwrap()).to_string();
    for name in ["pdf", "html"] {
        let (open, masked) = (at(&format!("open.{name}")), at(&format!("masked.{name}")));
        let told = exits(0, &["report", name, text(&place), "--out", text(&open)]);
        assert!(squeezed(&shown(&told)).contains("--mask"), "{}", shown(&told));
        let masking = ["--json", "report", name, text(&place), "--mask", "--out", text(&masked)];
        let told = exits(0, &masking);
        assert_eq!(json(&told)["format"], name.to_uppercase());
        assert!(!shown(&told).contains("--mask"), "{}", shown(&told));
        let read = |place: &Path| match name {
            "html" => Some(fs::read_to_string(place).unwrap()),
            _ => words_of(place),
        };
        let (Some(open), Some(masked)) = (read(&open), read(&masked)) else { continue };
        assert!(open.contains(member) && !open.contains("000000000000"), "{name}");
        assert!(!masked.contains(member) && masked.contains("000000000000"), "{name}");
        assert!(masked.contains(company), "{name}: a company is no person");
        // Whose copy it is, and that it is one, in both languages of the pages.
        let squeezed: String = masked.split_whitespace().collect();
        assert!(squeezed.contains(&hash), "{name}");
        let open: String = open.split_whitespace().collect();
        for said in ["басқағаберугеарналғанкөшірме", "Этокопиядляпередачидругим"]
        {
            assert!(squeezed.contains(said) && !open.contains(said), "{name}: {said}");
        }
    }
    // Nothing of the whole is inside the file that is handed on.
    let bytes = fs::read(at("masked.pdf")).unwrap();
    let attached = |bytes: &[u8]| bytes.windows(13).any(|it| it == b"/EmbeddedFile");
    assert!(!attached(&bytes) && attached(&fs::read(at("open.pdf")).unwrap()));
    // An act is what was sealed.
    for lang in ["kk", "ru", "en"] {
        for name in ["pdf", "html"] {
            for mask in [&["--mask"][..], &[]] {
                let act = defects().pack();
                let refused = at("refused");
                let own = ["--lang", lang, "report", name, text(&act), "--out", text(&refused)];
                let output = exits(1, &[&own[..], mask].concat());
                assert!(!refused.exists());
                assert!(squeezed(&shown(&output)).contains("act.pdf"), "{}", shown(&output));
            }
        }
    }
}

#[test]
fn a_record_is_found_wherever_it_lies_and_nothing_else_is_taken_for_one() {
    let demo = defects();
    let folder = fresh("report-verb");
    fs::create_dir_all(&folder).unwrap();
    let zip = folder.join("pack.zip");
    exits(0, &["export", text(&demo.out.join("dossier")), "--out", text(&zip)]);
    let places = [
        demo.out.join("dossier"),
        demo.pack(),
        demo.out.join("act"),
        demo.out.join("act/act.json"),
        zip,
    ];
    for (format, name) in FORMATS {
        let expected = written(&demo.act(), format, Lang::Kk);
        for place in &places {
            let out = folder.join("out");
            let arguments =
                ["--lang", "kk", "--json", "report", name, text(place), "--out", text(&out)];
            let told = json(&exits(0, &arguments));
            assert_eq!(told["file"], text(&out));
            assert_eq!(fs::read(&out).unwrap(), expected, "{name} {}", place.display());
        }
    }
    let refused = |name: &str, bytes: &[u8]| {
        let place = folder.join(name);
        fs::write(&place, bytes).unwrap();
        let out = folder.join("refused");
        let output = exits(1, &["report", "csv", text(&place), "--out", text(&out)]);
        assert!(!out.exists());
        assert!(squeezed(&shown(&output)).contains(name), "{}", shown(&output));
    };
    refused("empty.json", b"");
    refused("other.json", b"{\"format\": 1}");
    refused("later.json", b"{\"format\": 2}");
    refused("deep.json", "[".repeat(100_000).as_bytes());
    refused("broken.zip", b"PK\x03\x04 and no more");
    let nowhere = folder.join("nowhere");
    exits(1, &["report", "csv", text(&nowhere), "--out", text(&folder.join("o"))]);
    exits(1, &["report", "csv", text(&folder), "--out", text(&folder.join("o"))]);
}

#[test]
fn a_self_check_writes_every_format_beside_its_report() {
    let folder = fresh("own-formats");
    exits(0, &["selfcheck", "--template", "--out", text(&folder)]);
    let out = folder.join("out");
    let place = |name: &str| folder.join(name);
    let (csv, junit) = (place("o.csv"), place("o.xml"));
    let (oscal, sarif) = (place("o.oscal.json"), place("o.sarif"));
    let case = place("case.toml");
    let output = tekseru(&[
        "--json",
        "selfcheck",
        text(&case),
        "--offline",
        "--document",
        text(&place("answers.toml")),
        "--out",
        text(&out),
        "--csv",
        text(&csv),
        "--junit",
        text(&junit),
        "--oscal",
        text(&oscal),
        "--sarif",
        text(&sarif),
    ]);
    assert_eq!(output.status.code(), Some(3), "{}", shown(&output));
    for ((_, name), file) in FORMATS.iter().zip([&csv, &junit, &oscal, &sarif]) {
        let other: &Path = &place("again");
        exits(0, &["report", name, text(&out), "--out", text(other)]);
        assert_eq!(fs::read(file).unwrap(), fs::read(other).unwrap(), "{name}");
        // Where files lie on this machine is nobody's business; what they are called is.
        let said = String::from_utf8(fs::read(file).unwrap()).unwrap();
        assert!(!said.contains(text(&folder)), "{name}");
        let named = said.contains("answers.toml");
        assert_eq!(named, *name == "oscal", "{name}: OSCAL alone lists the evidence by its source");
    }
    let told: Value = serde_json::from_slice(&fs::read(&oscal).unwrap()).unwrap();
    let props = told["assessment-results"]["metadata"]["props"].as_array().unwrap();
    assert!(props.iter().any(|it| it["name"] == "purpose" && it["value"] == "self-check"));
    // Nothing is satisfied that nobody has looked at.
    let findings = told["assessment-results"]["results"][0]["findings"].as_array().unwrap();
    assert!(findings.iter().all(|it| it["target"]["status"]["state"] == "not-satisfied"));
}
