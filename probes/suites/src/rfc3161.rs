//! Generated time-stamp responses, sound and tampered, with and without the request.

use pki::tsp::{TspQuestion, TspReport, TspRequest, TspResponse};
use serde::Deserialize;

use crate::cms::{codes, path_codes};
use crate::{Case, Material, Report, SuiteError};

#[derive(Deserialize)]
struct Test {
    id: String,
    response: String,
    query: Option<String>,
    data: String,
    signer_cert: String,
    root: String,
    expected_valid: bool,
}

pub(crate) fn run(material: &Material) -> Result<Report, SuiteError> {
    let material = material.generated();
    let table: Vec<Test> = material.table("index.json")?;
    let cases = table.iter().map(|test| case(&material, test)).collect::<Result<_, _>>()?;
    Ok(Report { suite: "rfc3161", cases })
}

fn case(material: &Material, test: &Test) -> Result<Case, SuiteError> {
    let said = |valid| if valid { "valid" } else { "not valid" };
    let (valid, findings) = judge(material, test)?;
    Ok(Case::compared(&test.id, said(test.expected_valid), said(valid), findings))
}

fn judge(material: &Material, test: &Test) -> Result<(bool, Vec<String>), SuiteError> {
    let data = material.bytes(&test.data)?;
    let anchors = [material.only_certificate(&test.root)?];
    let given = [material.only_certificate(&test.signer_cert)?];
    let request = match &test.query {
        None => None,
        Some(name) => match TspRequest::read(&material.bytes(name)?) {
            Ok(request) => Some(request),
            Err(error) => return Ok((false, vec![error.to_string()])),
        },
    };
    let (response, defects) = match TspResponse::read(&material.bytes(&test.response)?) {
        Ok(read) => read,
        Err(error) => return Ok((false, vec![error.to_string()])),
    };
    let Some(token) = response.token.as_ref().filter(|_| response.is_granted()) else {
        return Ok((false, vec![format!("no token, status {}", response.status)]));
    };
    let mut reports: Vec<TspReport> =
        vec![token.check(&TspQuestion { certificates: &given, ..TspQuestion::over(&data) })];
    reports.extend(request.and_then(|request| response.check(&request, &given, None)));
    let mut against = codes(&defects);
    for report in &reports {
        against.extend(codes(&report.findings));
        let signer = report.certificate.as_ref();
        against.extend(path_codes(signer, &anchors, token.certificates(), report.gen_time));
    }
    Ok((against.is_empty() && reports.iter().all(|report| report.valid), against))
}
