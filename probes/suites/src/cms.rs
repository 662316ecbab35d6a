//! Generated SignedData, sound and tampered: content inside or beside, several signers, BER, no
//! attributes, no certificates inside.

use jiff::Timestamp;
use pki::Certificate;
use pki::cms::{AttributeRule, CmsQuestion, SignedData};
use pki::path::{PathQuestion, PathVerdict, validate};
use serde::Deserialize;

use crate::{Case, Material, Report, SuiteError};

#[derive(Deserialize)]
struct Test {
    id: String,
    file: String,
    content: Option<String>,
    signers: Vec<String>,
    trust: String,
    extra_certs: Vec<String>,
    expected_valid: bool,
    attime: String,
}

pub(crate) fn run(material: &Material) -> Result<Report, SuiteError> {
    let material = material.generated();
    let table: Vec<Test> = material.table("index.json")?;
    let cases = table.iter().map(|test| case(&material, test)).collect::<Result<_, _>>()?;
    Ok(Report { suite: "cms", cases })
}

fn case(material: &Material, test: &Test) -> Result<Case, SuiteError> {
    let anchors = [material.only_certificate(&test.trust)?];
    let given: Vec<Certificate> = test
        .extra_certs
        .iter()
        .map(|name| material.only_certificate(name))
        .collect::<Result<_, _>>()?;
    let content = test.content.as_ref().map(|name| material.bytes(name)).transpose()?;
    let at = material.moment(&test.attime)?;
    let (valid, findings) = match SignedData::read(&material.bytes(&test.file)?) {
        Err(error) => (false, vec![error.to_string()]),
        Ok((signed, defects)) => {
            let reports = signed.judge(&CmsQuestion {
                content: content.as_deref(),
                certificates: &given,
                attributes: AttributeRule::Standard,
            });
            let mut codes = codes(&defects);
            let mut valid = codes.is_empty() && reports.len() == test.signers.len();
            let mut pool = signed.certificates().to_vec();
            pool.extend(given);
            for report in &reports {
                codes.extend(self::codes(&report.findings));
                let path = path_codes(report.certificate.as_ref(), &anchors, &pool, at);
                valid &= report.valid && path.is_empty();
                codes.extend(path);
            }
            (valid, codes)
        }
    };
    let said = |valid| if valid { "valid" } else { "not valid" };
    Ok(Case::compared(&test.id, said(test.expected_valid), said(valid), findings))
}

/// What stands against the path of a signer at a moment: nothing when it is valid.
pub(crate) fn path_codes(
    signer: Option<&Certificate>,
    anchors: &[Certificate],
    candidates: &[Certificate],
    at: Timestamp,
) -> Vec<String> {
    let Some(signer) = signer else { return vec!["no certificate of the signer".to_owned()] };
    let report = validate(&PathQuestion { candidates, ..PathQuestion::new(signer, anchors, at) });
    if report.verdict == PathVerdict::Valid {
        return Vec::new();
    }
    let best = report.best().into_iter().flat_map(|path| &path.findings);
    let mut codes = codes(best.chain(&report.limits));
    if codes.is_empty() {
        codes.push("no path".to_owned());
    }
    codes
}

/// Codes of everything graver than a remark.
pub(crate) fn codes<'a>(findings: impl IntoIterator<Item = &'a pki::Finding>) -> Vec<String> {
    findings
        .into_iter()
        .filter(|finding| finding.weight != pki::Weight::Remark)
        .map(|finding| finding.code.to_owned())
        .collect()
}
