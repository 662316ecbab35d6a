//! The layout of PKITS, which several suites share: a table of cases beside the folders `certs`
//! and `crls`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use pki::path::{PathQuestion, PathReport, PathVerdict, PolicyInputs, RevocationMode, validate};
use pki::{Certificate, Crl, Oid};
use serde::Deserialize;
use serde_json::Value;

use crate::{Material, SuiteError};

const ANY_POLICY: &str = "2.5.29.32.0";

/// One case as the tables write it. Fields that are not about the question are not read.
#[derive(Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// The test of PKITS whose chain it is.
    pub(crate) number: Option<String>,
    /// Anchor first; some tables give it beside the single fields, some alone.
    #[serde(default)]
    path: Vec<String>,
    trust_anchor: Option<String>,
    #[serde(alias = "target")]
    end_entity: Option<String>,
    #[serde(alias = "path_intermediates")]
    intermediates: Option<Vec<String>>,
    #[serde(default)]
    extra_certs: Vec<String>,
    #[serde(default)]
    crls: Vec<String>,
    inputs: Option<Inputs>,
    validation_time: Option<String>,
    pub(crate) expected_valid: bool,
    expected_user_constrained_policy_set: Option<Vec<String>>,
    expected_authority_constrained_policy_set: Option<Vec<String>>,
    /// Policies of a level, where the table is about their number.
    #[serde(rename = "k")]
    pub(crate) breadth: Option<usize>,
    /// Intermediate certificates, where the table is about their number.
    #[serde(rename = "L")]
    pub(crate) depth: Option<usize>,
}

/// The inputs of [RFC 5280 section 6.1.1](https://www.rfc-editor.org/rfc/rfc5280#section-6.1.1).
#[derive(Clone, Deserialize)]
struct Inputs {
    initial_policy_set: Vec<String>,
    initial_explicit_policy: bool,
    initial_policy_mapping_inhibit: bool,
    initial_any_policy_inhibit: bool,
}

/// A case with everything read.
#[derive(Clone)]
pub(crate) struct Question {
    anchors: Vec<Certificate>,
    pub(crate) target: Option<Certificate>,
    pub(crate) candidates: Vec<Certificate>,
    pub(crate) crls: Vec<Crl>,
    at: Option<Timestamp>,
    pub(crate) policies: PolicyInputs,
}

/// What a suite expects of a case, or what came out.
#[derive(PartialEq)]
pub(crate) struct Decision {
    pub(crate) valid: bool,
    pub(crate) user: Option<BTreeSet<Oid>>,
    pub(crate) authority: Option<BTreeSet<Oid>>,
}

/// The rows of a table: a list, or the list under `tests`.
pub(crate) fn rows(material: &Material, table: &str) -> Result<Vec<Row>, SuiteError> {
    let mut value: Value = material.table(table)?;
    if let Some(tests) = value.get_mut("tests") {
        value = tests.take();
    }
    let Value::Array(rows) = value else {
        return Err(material.wrong("no list of cases".to_owned()));
    };
    let read = |(index, row): (usize, Value)| {
        serde_json::from_value(row)
            .map_err(|error| material.wrong(format!("case {}: {error}", index + 1)))
    };
    rows.into_iter().enumerate().map(read).collect()
}

impl Row {
    /// The same chain with the inputs that a name says: `4.1.5/ips=1-2,exp=0,map=1,any=0` asks for
    /// the test policies 1 and 2 and inhibits mapping.
    pub(crate) fn with_inputs_of(&self, name: &str) -> Option<Self> {
        const TEST_POLICIES: &str = "2.16.840.1.101.3.2.1.48";
        let (_, inputs) = name.split_once('/')?;
        let mut said: BTreeMap<&str, &str> =
            inputs.split(',').map(|input| input.split_once('=')).collect::<Option<_>>()?;
        let mut flag = |input| match said.remove(input)? {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        };
        let inputs = Inputs {
            initial_explicit_policy: flag("exp")?,
            initial_policy_mapping_inhibit: flag("map")?,
            initial_any_policy_inhibit: flag("any")?,
            initial_policy_set: match said.remove("ips")? {
                "any" => vec![ANY_POLICY.to_owned()],
                some => some.split('-').map(|one| format!("{TEST_POLICIES}.{one}")).collect(),
            },
        };
        said.is_empty().then(|| Self { id: name.to_owned(), inputs: Some(inputs), ..self.clone() })
    }

    pub(crate) fn expected(&self, material: &Material) -> Result<Decision, SuiteError> {
        // A path that had to have a policy and is valid has one: an empty set states nothing then.
        let explicit = self.inputs.as_ref().is_some_and(|inputs| inputs.initial_explicit_policy);
        let states = |texts: &&Vec<String>| !(self.expected_valid && explicit && texts.is_empty());
        let set = |texts: &Option<Vec<String>>| {
            texts.as_ref().filter(states).map(|texts| material.oids(texts)).transpose()
        };
        Ok(Decision {
            valid: self.expected_valid,
            user: set(&self.expected_user_constrained_policy_set)?,
            authority: set(&self.expected_authority_constrained_policy_set)?,
        })
    }

    /// Reads every file of the case. One that is there and cannot be read is left out, as a
    /// validator is left without it.
    pub(crate) fn question(&self, material: &Material) -> Result<Question, SuiteError> {
        let missing = |what: &str| material.wrong(format!("case {}: no {what}", self.id));
        let (first, rest) = match self.path.split_first() {
            Some((first, rest)) => (Some(first), rest),
            None => (None, &[][..]),
        };
        let (last, between) = match rest.split_last() {
            Some((last, between)) => (Some(last), between),
            None => (None, &[][..]),
        };
        let anchor = self.trust_anchor.as_ref().or(first).ok_or_else(|| missing("trust anchor"))?;
        let target = self.end_entity.as_ref().or(last).ok_or_else(|| missing("target"))?;
        let between = self.intermediates.as_deref().unwrap_or(between);
        let certificates = |names: &mut dyn Iterator<Item = &String>| {
            let read = names.map(|name| material.certificate_if_readable(name));
            read.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()
        };
        let policies = match &self.inputs {
            None => PolicyInputs::default(),
            Some(inputs) => PolicyInputs {
                user_initial: material.oids(&inputs.initial_policy_set)?,
                explicit: inputs.initial_explicit_policy,
                inhibit_mapping: inputs.initial_policy_mapping_inhibit,
                inhibit_any: inputs.initial_any_policy_inhibit,
            },
        };
        Ok(Question {
            anchors: certificates(&mut std::iter::once(anchor))?,
            target: material.certificate_if_readable(target)?,
            candidates: certificates(&mut between.iter().chain(&self.extra_certs))?,
            crls: self
                .crls
                .iter()
                .filter_map(|name| material.crl_if_readable(name).transpose())
                .collect::<Result<_, _>>()?,
            at: self.validation_time.as_deref().map(|text| material.moment(text)).transpose()?,
            policies,
        })
    }
}

impl Question {
    /// Asks the engine; none when the target cannot be read at all. Without a moment of its own
    /// the case is judged on the first day of the target.
    pub(crate) fn ask(&self, revocation: RevocationMode) -> Option<PathReport> {
        let target = self.target.as_ref()?;
        let at = self.at.unwrap_or_else(|| target.not_before());
        let mut question = PathQuestion::new(target, &self.anchors, at);
        question.candidates = &self.candidates;
        question.crls = &self.crls;
        question.revocation = revocation;
        question.policies = self.policies.clone();
        Some(validate(&question))
    }
}

impl Decision {
    /// What came out, in as much detail as `wanted` states.
    pub(crate) fn of(report: Option<&PathReport>, wanted: &Self) -> Self {
        let Some(report) = report else {
            return Self { valid: false, user: None, authority: None };
        };
        Self {
            valid: report.verdict == PathVerdict::Valid,
            user: wanted.user.as_ref().map(|_| report.user_constrained_policies()),
            authority: wanted.authority.as_ref().map(|_| report.authority_constrained_policies()),
        }
    }

    /// In words. A path that is not valid has no policies.
    pub(crate) fn said(&self) -> String {
        if !self.valid {
            return "not valid".to_owned();
        }
        let mut text = "valid".to_owned();
        for (name, set) in [("user", &self.user), ("authority", &self.authority)] {
            if let Some(set) = set {
                let oids: Vec<String> = set.iter().map(ToString::to_string).collect();
                text = format!("{text}, {name} policies [{}]", oids.join(" "));
            }
        }
        text
    }
}

/// Codes of everything graver than a remark on the best path, and of budgets that ran out.
pub(crate) fn reasons(report: Option<&PathReport>) -> Vec<String> {
    let Some(report) = report else { return vec!["reading.unreadable".to_owned()] };
    let found = report.best().into_iter().flat_map(|path| &path.findings).chain(&report.limits);
    let codes: BTreeSet<&str> = found
        .filter(|finding| finding.weight != pki::Weight::Remark)
        .map(|finding| finding.code)
        .collect();
    codes.into_iter().map(str::to_owned).collect()
}
