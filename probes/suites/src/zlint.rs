//! zlint's own test data: one assertion is a file, a lint and the status it must have.
//!
//! A lint that one of our rules answers (`agreement.toml`) is compared by what both say: found,
//! kept, not applicable, not in effect. What no rule answers is counted by its source.

use std::collections::BTreeMap;

use pki::lint;
use serde::Deserialize;

use crate::agreement::{self, Peer, Told};
use crate::{Case, Material, Outcome, Report, SuiteError};

#[derive(Deserialize)]
struct Assertion {
    file: String,
    lint: String,
    status: String,
}

#[derive(Deserialize)]
struct Lint {
    name: String,
    source: String,
}

pub(crate) fn run(material: &Material) -> Result<Report, SuiteError> {
    let lints: Vec<Lint> = material.lines("lints.jsonl")?;
    let sources: BTreeMap<_, _> = lints.into_iter().map(|it| (it.name, it.source)).collect();
    let rules = agreement::rules(Peer::Zlint);
    let mut reports: BTreeMap<String, Option<lint::Report>> = BTreeMap::new();
    let mut cases = Vec::new();
    for assertion in material.lines::<Assertion>("expected.jsonl")? {
        let id = format!("{} {}", assertion.file, assertion.lint);
        let source = sources.get(&assertion.lint).map_or("", String::as_str);
        let expected = match assertion.status.as_str() {
            "error" | "warn" | "info" => Told::Found,
            "pass" => Told::Kept,
            "NA" => Told::NotApplicable,
            "NE" => Told::NotInEffect,
            other => return Err(material.wrong(format!("no status: {other}"))),
        };
        let Some(ids) = rules.get(&assertion.lint) else {
            let mut case = Case::compared(&id, expected.name(), "", Vec::new());
            case.outcome = Outcome::NotApplicable(agreement::why_uncovered(source));
            cases.push(case);
            continue;
        };
        if !reports.contains_key(&assertion.file) {
            let bytes = material.bytes(&format!("testdata/{}", assertion.file))?;
            let read = lint::objects(&bytes).into_iter().next();
            let report = read.and_then(|(kind, der)| lint::object(kind, &der).ok());
            reports.insert(assertion.file.clone(), report);
        }
        let report = reports.get(&assertion.file).and_then(Option::as_ref);
        let (told, findings) = agreement::told(report, ids);
        let mut case = Case::compared(&id, expected.name(), told.name(), findings);
        if case.outcome != Outcome::Agrees
            && let Some(reading) = agreement::zlint_reading(expected, told)
        {
            case.outcome = Outcome::Explained(reading);
        }
        cases.push(case);
    }
    Ok(Report { suite: "zlint", cases })
}
