//! Public conformance suites, run through the engine that the probes use.
//!
//! Each suite is one file here: it reads the suite's own table of expectations, asks [`pki`] about
//! every case and records what came out beside what was expected. A case the engine decides
//! otherwise is a disagreement; it is *explained* only when a rule of the suite's file says why,
//! with the sentence of the standard. What is not run is counted and named, never passed over.

use std::path::PathBuf;

use serde::Serialize;

pub mod agreement;
mod cms;
pub mod differential;
mod gost;
mod layout;
mod limbo;
mod malformed;
mod material;
mod pkilint;
mod pkits;
pub mod readers;
mod readings;
mod rfc3161;
pub mod seeds;
mod x509test;
mod zlint;

pub use material::{Material, SuiteError};

/// Why we decide otherwise than a suite expects: a reading of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// A stable name, `crl-entry-not-processed`.
    pub id: &'static str,
    /// Where the standard says it, `RFC 5280 section 5.3`.
    pub citation: &'static str,
    /// What it says and what follows for the case.
    pub sentence: &'static str,
}

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// As the suite expects.
    Agrees,
    /// Otherwise, and a reading says why.
    Explained(Reading),
    /// Otherwise, and nothing says why.
    Unexplained,
    /// Not run: the case is about something that the engine does not do; the reason.
    NotApplicable(&'static str),
}

/// One case of a suite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    /// The suite's own name of it.
    pub id: String,
    /// What the suite expects, in its terms.
    pub expected: String,
    /// What came out, in the same terms.
    pub got: String,
    /// Codes of what was found, the reasons for `got`.
    pub findings: Vec<String>,
    /// How the two compare.
    pub outcome: Outcome,
}

impl Case {
    /// A case that agrees when the two are equal, else is unexplained.
    #[must_use]
    pub fn compared(id: &str, expected: &str, got: &str, findings: Vec<String>) -> Self {
        let outcome = if expected == got { Outcome::Agrees } else { Outcome::Unexplained };
        Self {
            id: id.to_owned(),
            expected: expected.to_owned(),
            got: got.to_owned(),
            findings,
            outcome,
        }
    }
}

/// A whole suite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Its name, as on the command line.
    pub suite: &'static str,
    /// Every case.
    pub cases: Vec<Case>,
}

impl Report {
    /// Cases that came out as expected.
    #[must_use]
    pub fn agreed(&self) -> usize {
        self.cases.iter().filter(|case| case.outcome == Outcome::Agrees).count()
    }

    /// Cases that were run.
    #[must_use]
    pub fn run(&self) -> usize {
        self.cases.len() - self.not_applicable().count()
    }

    /// Cases that were not run.
    pub fn not_applicable(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| matches!(case.outcome, Outcome::NotApplicable(_)))
    }

    /// Cases decided otherwise, explained or not.
    pub fn disagreements(&self) -> impl Iterator<Item = &Case> {
        self.cases
            .iter()
            .filter(|case| matches!(case.outcome, Outcome::Explained(_) | Outcome::Unexplained))
    }

    /// Cases decided otherwise without an explanation.
    pub fn unexplained(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| case.outcome == Outcome::Unexplained)
    }
}

/// Runs one suite over its material.
pub type Runner = fn(&Material) -> Result<Report, SuiteError>;

/// Every suite that can be run: its name on the command line and its runner.
pub const SUITES: &[(&str, Runner)] = &[
    ("cms", cms::run),
    ("crl-scenarios", pkits::crl_scenarios),
    ("gost", gost::run),
    ("limbo", limbo::run),
    ("malformed", malformed::run),
    ("pkilint", pkilint::run),
    ("pkits", pkits::pkits),
    ("pkits-p256", pkits::p256),
    ("policy-explosion", pkits::policy_explosion),
    ("rfc3161", rfc3161::run),
    ("variants", pkits::variants),
    ("x509test", x509test::run),
    ("zlint", zlint::run),
];

/// Runs a suite by its name over a folder or a file.
///
/// # Errors
/// When there is no suite of that name, when no case was run (a suite of no cases proves nothing),
/// or when its table is not of the form expected.
pub fn run(suite: &str, place: PathBuf) -> Result<Report, SuiteError> {
    let (_, runner) = SUITES
        .iter()
        .find(|(name, _)| *name == suite)
        .ok_or_else(|| SuiteError::Unknown { suite: suite.to_owned() })?;
    let report = runner(&Material::new(place))?;
    if report.run() == 0 {
        return Err(SuiteError::Empty { suite: suite.to_owned() });
    }
    Ok(report)
}
