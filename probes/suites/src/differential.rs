//! OpenSSL's `verify` and the engine over the same generated hierarchies.
//!
//! A seed fixes the shape of every hierarchy and what is wrong with it; keys are new in each run.
//! Both are asked the same question: same anchors, certificates, lists, moment and policy inputs.
//! Where they differ, a reading says which of the two the standard supports, by a rule over what
//! both said; any other difference is unexplained.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the peer is a program, which is asked through files"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use der::pem::LineEnding;
use pki::path::{PathQuestion, PathReport, PathVerdict, PolicyInputs, RevocationMode, validate};
use pki::{Certificate, Crl, Weight};

use crate::{Case, Outcome, Report};

mod generate;
mod random;
mod readings;
mod write;

pub use generate::GenerateError;
use generate::{Hierarchy, Keys};

/// Why the two could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum DifferentialError {
    /// No hierarchy came out of the generator.
    #[error(transparent)]
    Generate(#[from] GenerateError),
    /// A file could not be written, or OpenSSL could not be started.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file or program.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// An object too large for PEM.
    #[error("PEM: {reason}")]
    Pem {
        /// What the library said.
        reason: String,
    },
    /// OpenSSL failed at something other than judging.
    #[error("openssl: {said}")]
    OpenSsl {
        /// What it printed.
        said: String,
    },
}

/// Compares the hierarchies of the range, whose files are written below `folder`.
///
/// # Errors
/// When a hierarchy cannot be generated or OpenSSL cannot be asked; a difference is no error.
pub fn run(
    seed: u64,
    numbers: std::ops::Range<usize>,
    folder: &Path,
) -> Result<Report, DifferentialError> {
    let keys = Keys::new()?;
    let mut cases = Vec::new();
    for number in numbers {
        let hierarchy = generate::hierarchy(&keys, seed, number)?;
        cases.push(compare(number, &hierarchy, folder)?);
    }
    Ok(Report { suite: "openssl", cases })
}

/// The objects of the hierarchies, each with its PEM label, for other tests to start from.
///
/// # Errors
/// When a hierarchy cannot be generated.
pub fn objects(
    seed: u64,
    numbers: std::ops::Range<usize>,
) -> Result<Vec<(&'static str, Vec<u8>)>, GenerateError> {
    let keys = Keys::new()?;
    let mut all = Vec::new();
    for number in numbers {
        let hierarchy = generate::hierarchy(&keys, seed, number)?;
        let certificates = [hierarchy.anchors, hierarchy.between, vec![hierarchy.target]].concat();
        all.extend(certificates.into_iter().map(|der| ("CERTIFICATE", der)));
        all.extend(hierarchy.lists.into_iter().map(|der| ("X509 CRL", der)));
    }
    Ok(all)
}

fn compare(number: usize, hierarchy: &Hierarchy, folder: &Path) -> Result<Case, DifferentialError> {
    let report = ours(hierarchy);
    let theirs = openssl(hierarchy, folder)?;
    let word = |valid: bool| if valid { "valid" } else { "not valid" };
    let valid = report.as_ref().is_some_and(|report| report.verdict == PathVerdict::Valid);
    let mut findings: Vec<String> = report
        .iter()
        .flat_map(PathReport::best)
        .flat_map(|path| &path.findings)
        .filter(|finding| finding.weight != Weight::Remark)
        .map(|finding| finding.code.to_owned())
        .collect();
    findings.sort();
    findings.dedup();
    findings.extend(theirs.errors.iter().map(|error| {
        format!("openssl: error {} at {}: {}", error.number, error.depth, error.text)
    }));
    findings.extend(hierarchy.mutations.iter().map(|mutation| format!("mutation: {mutation}")));
    let mut case = Case::compared(&format!("{number}"), word(theirs.valid), word(valid), findings);
    if case.outcome == Outcome::Unexplained
        && let Some(report) = &report
        && let Some(reading) = readings::reading(hierarchy, report, &theirs, folder)?
    {
        case.outcome = Outcome::Explained(reading);
    }
    Ok(case)
}

/// The report of the engine; none when the target cannot be read at all.
fn ours(hierarchy: &Hierarchy) -> Option<PathReport> {
    let read = |list: &[Vec<u8>]| -> Vec<Certificate> {
        list.iter().filter_map(|der| Certificate::read(der).ok()).collect()
    };
    let target = Certificate::read(&hierarchy.target).ok()?;
    let anchors = read(&hierarchy.anchors);
    let candidates = read(&hierarchy.between);
    let crls: Vec<Crl> = hierarchy.lists.iter().filter_map(|der| Crl::read(der).ok()).collect();
    let mut question = PathQuestion::new(&target, &anchors, hierarchy.at);
    question.candidates = &candidates;
    question.crls = &crls;
    let inputs = &hierarchy.inputs;
    question.revocation =
        if inputs.revocation { RevocationMode::Required } else { RevocationMode::Off };
    question.policies = PolicyInputs {
        user_initial: inputs.policies.iter().filter_map(|text| text.parse().ok()).collect(),
        explicit: inputs.explicit,
        inhibit_mapping: inputs.inhibit_mapping,
        inhibit_any: inputs.inhibit_any,
    };
    Some(validate(&question))
}

struct Theirs {
    valid: bool,
    errors: Vec<OpenSslError>,
}

/// `error 10 at 0 depth lookup: certificate has expired`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct OpenSslError {
    number: u32,
    /// 0 for the target.
    depth: usize,
    text: String,
}

impl OpenSslError {
    fn read(line: &str) -> Option<Self> {
        let rest = line.strip_prefix("error ")?;
        let (number, rest) = rest.split_once(" at ")?;
        let (depth, text) = rest.split_once(" depth lookup: ")?;
        Some(Self {
            number: number.parse().ok()?,
            depth: depth.parse().ok()?,
            text: text.to_owned(),
        })
    }
}

fn openssl(hierarchy: &Hierarchy, folder: &Path) -> Result<Theirs, DifferentialError> {
    let file = |name: &str, label: &str, objects: &[Vec<u8>]| {
        let path = folder.join(name);
        write_pem(&path, label, objects)?;
        Ok::<PathBuf, DifferentialError>(path)
    };
    let mut command = Command::new("openssl");
    command
        .arg("verify")
        .args(["-no-CApath", "-no-CAstore"])
        .arg("-attime")
        .arg(hierarchy.at.as_second().to_string())
        .arg("-CAfile")
        .arg(file("anchors.pem", "CERTIFICATE", &hierarchy.anchors)?);
    if !hierarchy.between.is_empty() {
        command.arg("-untrusted").arg(file("between.pem", "CERTIFICATE", &hierarchy.between)?);
    }
    let inputs = &hierarchy.inputs;
    command.arg("-policy_check");
    for policy in &inputs.policies {
        command.args(["-policy", policy]);
    }
    let flags = [
        (inputs.explicit, "-explicit_policy"),
        (inputs.inhibit_mapping, "-inhibit_map"),
        (inputs.inhibit_any, "-inhibit_any"),
        (inputs.revocation, "-crl_check"),
        (inputs.revocation, "-crl_check_all"),
        (inputs.revocation, "-extended_crl"),
    ];
    command.args(flags.iter().filter(|(set, _)| *set).map(|(_, flag)| flag));
    if !hierarchy.lists.is_empty() {
        command.arg("-CRLfile").arg(file("lists.pem", "X509 CRL", &hierarchy.lists)?);
    }
    command.arg(file("target.pem", "CERTIFICATE", std::slice::from_ref(&hierarchy.target))?);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|source| DifferentialError::File { path: "openssl".into(), source })?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let errors: Vec<OpenSslError> = said.lines().filter_map(OpenSslError::read).collect();
    let valid = output.status.success();
    if !valid && errors.is_empty() {
        return Err(DifferentialError::OpenSsl { said: said.into_owned() });
    }
    Ok(Theirs { valid, errors })
}

fn write_pem(path: &Path, label: &str, objects: &[Vec<u8>]) -> Result<(), DifferentialError> {
    let mut text = String::new();
    for der in objects {
        let armoured = der::pem::encode_string(label, LineEnding::LF, der)
            .map_err(|error| DifferentialError::Pem { reason: error.to_string() })?;
        text.push_str(&armoured);
    }
    std::fs::write(path, text)
        .map_err(|source| DifferentialError::File { path: path.to_owned(), source })
}
