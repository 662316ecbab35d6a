//! NIST PKITS: 249 chains with policy inputs, their validity and both policy sets.

use std::collections::BTreeSet;

use pki::path::{PathQuestion, PathVerdict, PolicyInputs, RevocationMode, validate};
use pki::{Certificate, Crl, Oid};
use serde::Deserialize;

use crate::{Case, Material, Report, SuiteError};

#[derive(Deserialize)]
struct Table {
    tests: Vec<Test>,
}

#[derive(Deserialize)]
struct Test {
    id: String,
    trust_anchor: String,
    end_entity: String,
    intermediates: Vec<String>,
    extra_certs: Vec<String>,
    crls: Vec<String>,
    inputs: Inputs,
    validation_time: String,
    expected_valid: bool,
    expected_user_constrained_policy_set: Option<Vec<String>>,
    expected_authority_constrained_policy_set: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Inputs {
    initial_policy_set: Vec<String>,
    initial_explicit_policy: bool,
    initial_policy_mapping_inhibit: bool,
    initial_any_policy_inhibit: bool,
}

pub(crate) fn run(material: &Material) -> Result<Report, SuiteError> {
    let table: Table = material.table("pkits.json")?;
    let cases = table.tests.iter().map(|test| case(material, test)).collect::<Result<_, _>>()?;
    Ok(Report { suite: "pkits", cases })
}

fn case(material: &Material, test: &Test) -> Result<Case, SuiteError> {
    let anchors = [material.certificate(&test.trust_anchor)?];
    let target = material.certificate(&test.end_entity)?;
    let candidates: Vec<Certificate> = test
        .intermediates
        .iter()
        .chain(&test.extra_certs)
        .map(|name| material.certificate(name))
        .collect::<Result<_, _>>()?;
    let crls: Vec<Crl> =
        test.crls.iter().map(|name| material.crl(name)).collect::<Result<_, _>>()?;
    let mut question =
        PathQuestion::new(&target, &anchors, material.moment(&test.validation_time)?);
    question.candidates = &candidates;
    question.crls = &crls;
    question.revocation = RevocationMode::Required;
    question.policies = PolicyInputs {
        user_initial: material.oids(&test.inputs.initial_policy_set)?,
        explicit: test.inputs.initial_explicit_policy,
        inhibit_mapping: test.inputs.initial_policy_mapping_inhibit,
        inhibit_any: test.inputs.initial_any_policy_inhibit,
    };
    let report = validate(&question);
    // A policy set is compared where the table states it; a path that is not valid has none.
    let user = stated(material, test.expected_user_constrained_policy_set.as_ref())?;
    let authority = stated(material, test.expected_authority_constrained_policy_set.as_ref())?;
    let expected = said(test.expected_valid, user.as_ref(), authority.as_ref());
    let valid = report.verdict == PathVerdict::Valid;
    let got = said(
        valid,
        user.map(|_| report.user_constrained_policies()).as_ref(),
        authority.map(|_| report.authority_constrained_policies()).as_ref(),
    );
    Ok(Case::compared(&test.id, &expected, &got, crate::reasons(&report)))
}

fn stated(
    material: &Material,
    policies: Option<&Vec<String>>,
) -> Result<Option<BTreeSet<Oid>>, SuiteError> {
    policies.map(|texts| material.oids(texts)).transpose()
}

fn said(valid: bool, user: Option<&BTreeSet<Oid>>, authority: Option<&BTreeSet<Oid>>) -> String {
    let set = |policies: &BTreeSet<Oid>| {
        policies.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    if !valid {
        return "not valid".to_owned();
    }
    let mut text = "valid".to_owned();
    if let Some(user) = user {
        text = format!("{text}, user policies [{}]", set(user));
    }
    if let Some(authority) = authority {
        text = format!("{text}, authority policies [{}]", set(authority));
    }
    text
}
