//! pkilint's integration files: every finding it makes on a file, and so every finding it does not.
//!
//! For each of its codes that one of our rules answers (`agreement.toml`) every file is a case.

use std::collections::BTreeSet;

use pki::lint;
use serde::Deserialize;

use crate::agreement::{self, Disagreement, Peer, Told};
use crate::{Case, Material, Outcome, Report, SuiteError};

#[derive(Deserialize)]
struct File {
    file: String,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    code: String,
    node_path: String,
}

pub(crate) fn run(material: &Material) -> Result<Report, SuiteError> {
    let files: Vec<File> = material.table("expected.json")?;
    let rules = agreement::rules(Peer::Pkilint);
    let mut cases = Vec::new();
    for file in &files {
        let bytes = material.bytes(&file.file)?;
        let read = lint::objects(&bytes).into_iter().next();
        let report = read.and_then(|(kind, der)| lint::object(kind, &der).ok());
        let found: BTreeSet<&str> = file.findings.iter().map(|it| it.code.as_str()).collect();
        for (code, ids) in &rules {
            let asked = ids.iter().filter_map(|id| lint::rule(id));
            let kind = report.as_ref().map(|it| it.kind);
            if !asked.map(|it| Some(it.kind)).any(|it| it == kind) {
                continue;
            }
            let expected = if found.contains(code.as_str()) { Told::Found } else { Told::Kept };
            let (told, findings) = agreement::told(report.as_ref(), ids);
            // pkilint does not say what it did not look at.
            let unbound = told == Told::NotInEffect;
            let got = if told == Told::Found { Told::Found } else { Told::Kept };
            let id = format!("{} {code}", file.file);
            let mut case = Case::compared(&id, expected.name(), got.name(), findings);
            if case.outcome != Outcome::Agrees
                && let Some(reading) = agreement::pkilint_reading(&Disagreement {
                    file: &file.file,
                    code,
                    ids,
                    places: file
                        .findings
                        .iter()
                        .filter(|it| it.code == *code)
                        .map(|it| it.node_path.as_str())
                        .collect(),
                    found: &found,
                    ours: &case.findings,
                    unbound,
                })
            {
                case.outcome = Outcome::Explained(reading);
            }
            cases.push(case);
        }
        for code in found.iter().filter(|it| !rules.contains_key(**it)) {
            let mut case = Case::compared(
                &format!("{} {code}", file.file),
                Told::Found.name(),
                "",
                Vec::new(),
            );
            case.outcome = Outcome::NotApplicable(agreement::why_uncovered_code(code));
            cases.push(case);
        }
    }
    Ok(Report { suite: "pkilint", cases })
}
