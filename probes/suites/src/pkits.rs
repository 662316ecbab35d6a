//! Suites of the layout of PKITS: chains with policy inputs and revocation lists, their validity
//! and, where a table states them, both policy sets.

use pki::path::RevocationMode;

use crate::layout::{self, Decision};
use crate::{Case, Material, Report, SuiteError};

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

pub(crate) fn run(
    suite: &'static str,
    material: &Material,
    table: &str,
    revocation: RevocationMode,
) -> Result<Report, SuiteError> {
    let mut cases = Vec::new();
    for row in layout::rows(material, table)? {
        let expected = row.expected(material)?;
        let report = row.question(material)?.ask(revocation);
        let got = Decision::of(report.as_ref(), &expected);
        let found = layout::reasons(report.as_ref());
        cases.push(Case::compared(&row.id, &expected.said(), &got.said(), found));
    }
    Ok(Report { suite, cases })
}
