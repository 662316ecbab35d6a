//! Suites of the layout of PKITS: chains with policy inputs and revocation lists, their validity
//! and, where a table states them, both policy sets.

use std::collections::BTreeMap;

use pki::path::RevocationMode;
use serde::Deserialize;
use serde_json::Value;

use crate::layout::{self, Decision, Row};
use crate::{Case, Material, Outcome, Report, SuiteError, readings};

/// NIST PKITS: 249 chains.
pub(crate) fn pkits(material: &Material) -> Result<Report, SuiteError> {
    run("pkits", material, "pkits.json", RevocationMode::Required)
}

/// PKITS issued anew with P-256 and without revocation lists.
pub(crate) fn p256(material: &Material) -> Result<Report, SuiteError> {
    run("pkits-p256", material, "tests.json", RevocationMode::Off)
}

/// Revocation lists by distribution points, scopes, reasons, deltas and signers.
pub(crate) fn crl_scenarios(material: &Material) -> Result<Report, SuiteError> {
    run("crl-scenarios", material, "cases.json", RevocationMode::Required)
}

/// Further inputs for the chains of PKITS: those on which other validators agree, or those on
/// which they do not.
pub(crate) fn variants(material: &Material) -> Result<Report, SuiteError> {
    let table: Value = material.table("variants-dev.json")?;
    let of_votes = table.as_array().and_then(|rows| rows.first()).is_some_and(Value::is_array);
    if of_votes {
        disputed(material, table)
    } else {
        run("variants", material, "variants-dev.json", RevocationMode::Required)
    }
}

/// Chains whose policy tree would have k^L leaves: decided as the table says, and with work that
/// grows with their length and not with the leaves.
pub(crate) fn policy_explosion(material: &Material) -> Result<Report, SuiteError> {
    let mut report = run("policy-explosion", material, "table.json", RevocationMode::Off)?;
    // By breadth and depth: the most nodes and edges that a question of the size took.
    let mut spent: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for row in layout::rows(material, "table.json")? {
        let (Some(breadth), Some(depth)) = (row.breadth, row.depth) else { continue };
        let Some(report) = row.question(material)?.ask(RevocationMode::Off) else { continue };
        let most = spent.entry(breadth).or_default().entry(depth).or_default();
        *most = report.spent.policy_nodes.max(*most);
    }
    for (breadth, by_depth) in spent {
        let steps = by_depth.iter().zip(by_depth.iter().skip(1));
        for ((shallow, few), (deep, many)) in steps {
            // Twice the share of a level leaves room for the ends of the chain.
            let linear = many * shallow <= 2 * few * deep;
            report.cases.push(Case::compared(
                &format!("k{breadth} from L{shallow} to L{deep}"),
                "work grows with the length",
                if linear {
                    "work grows with the length"
                } else {
                    "work grows faster than the length"
                },
                vec![format!("{few} nodes, then {many}")],
            ));
        }
    }
    Ok(report)
}

fn run(
    suite: &'static str,
    material: &Material,
    table: &str,
    revocation: RevocationMode,
) -> Result<Report, SuiteError> {
    let mut cases = Vec::new();
    for row in layout::rows(material, table)? {
        let expected = row.expected(material)?;
        let question = row.question(material)?;
        let report = question.ask(revocation);
        let got = Decision::of(report.as_ref(), &expected);
        let found = layout::reasons(report.as_ref());
        let mut case = Case::compared(&row.id, &expected.said(), &got.said(), found);
        if case.outcome == Outcome::Unexplained
            && let Some(reading) = readings::of(&question, revocation, &expected, report.as_ref())
        {
            case.outcome = Outcome::Explained(reading);
        }
        cases.push(case);
    }
    Ok(Report { suite, cases })
}

/// One line of a table of disputed cases: the name, what is disputed, who calls the path valid.
#[derive(Deserialize)]
struct Dispute(String, String, Vec<bool>);

/// In the order of the votes.
const VOTERS: [&str; 4] = ["OpenSSL", "pyhanko", "Bouncy Castle", "JDK"];

/// There is no expectation, so nothing can agree: each decision is listed with what it rests on.
fn disputed(material: &Material, table: Value) -> Result<Report, SuiteError> {
    let disputes: Vec<Dispute> =
        serde_json::from_value(table).map_err(|error| material.wrong(error.to_string()))?;
    let chains: Vec<Row> =
        layout::rows(&Material::new(material.folder().to_owned()), "pkits.json")?;
    let mut cases = Vec::new();
    for Dispute(name, topic, votes) in disputes {
        let wrong = || material.wrong(format!("no chain or no inputs: {name}"));
        let number = name.split('/').next();
        let chain = chains.iter().find(|row| row.number.as_deref() == number).ok_or_else(wrong)?;
        let row = chain.with_inputs_of(&name).ok_or_else(wrong)?;
        let question = row.question(material)?;
        let report = question.ask(RevocationMode::Required);
        let wanted = Decision { valid: true, user: Some([].into()), authority: None };
        let votes = VOTERS
            .iter()
            .zip(votes)
            .map(|(voter, valid)| format!("{voter} {}", if valid { "valid" } else { "not valid" }));
        cases.push(Case {
            id: name,
            expected: format!("{topic}? {}", votes.collect::<Vec<_>>().join(", ")),
            got: Decision::of(report.as_ref(), &wanted).said(),
            findings: layout::reasons(report.as_ref()),
            outcome: readings::of_disputed(&question, report.as_ref())
                .map_or(Outcome::Unexplained, Outcome::Explained),
        });
    }
    Ok(Report { suite: "variants", cases })
}
