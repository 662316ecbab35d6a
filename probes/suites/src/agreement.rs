//! How our lints answer those of others, and why they sometimes answer otherwise.

use std::collections::{BTreeMap, BTreeSet};

use pki::lint::{Outcome, Report};
use serde::Deserialize;

use crate::Reading;

/// Our rules, the lints they answer.
const TABLE: &str = include_str!("agreement.toml");

/// Whose lints.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peer {
    Pkilint,
    Zlint,
}

/// What is said about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Told {
    NotApplicable,
    NotInEffect,
    Kept,
    Found,
}

impl Told {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Kept => "kept",
            Self::NotApplicable => "not applicable",
            Self::NotInEffect => "not in effect",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rule: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    #[serde(default)]
    pkilint: Vec<String>,
    #[serde(default)]
    zlint: Vec<String>,
}

/// For each lint of a peer, the rules that answer it.
pub(crate) fn rules(peer: Peer) -> BTreeMap<String, Vec<String>> {
    let mut rules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    // A test keeps the table readable and its identifiers known.
    let Ok(table) = toml::from_str::<Table>(TABLE) else { return rules };
    for row in table.rule {
        let lints = match peer {
            Peer::Pkilint => row.pkilint,
            Peer::Zlint => row.zlint,
        };
        for lint in lints {
            rules.entry(lint).or_default().push(row.id.clone());
        }
    }
    rules
}

/// What the rules together say of an object, and those that are broken with their places.
pub(crate) fn told(report: Option<&Report>, ids: &[String]) -> (Told, Vec<String>) {
    let answers = ids.iter().filter_map(|id| report?.answer(id));
    let mut told = Told::NotApplicable;
    let mut findings = Vec::new();
    for answer in answers {
        told = told.max(match answer.outcome {
            Outcome::NotApplicable => Told::NotApplicable,
            Outcome::NotInEffect => Told::NotInEffect,
            Outcome::Pass => Told::Kept,
            Outcome::Remark | Outcome::Violates => Told::Found,
        });
        findings
            .extend(answer.hits.iter().map(|hit| format!("{} at {}", answer.rule.id, hit.path)));
    }
    (told, findings)
}

/// Why a lint of zlint is not answered, by where it comes from.
pub(crate) fn why_uncovered(source: &str) -> &'static str {
    if source.starts_with("RFC") {
        return "a standard of the Internet that no rule covers yet";
    }
    match source {
        "Apple" | "Chrome" | "Mozilla" => "a programme of a browser maker",
        "CABF_BR" | "CABF_EV" | "CABF_CS_BR" | "CABF_SMIME_BR" => {
            "a requirement of the CA/Browser Forum"
        }
        "ETSI_ESI" => "European qualified certificates",
        _ => "advice that no standard gives",
    }
}

/// Why a finding of pkilint is not answered, by where its code comes from.
pub(crate) fn why_uncovered_code(code: &str) -> &'static str {
    match code.split('.').next().unwrap_or_default() {
        "cabf" => "a requirement of the CA/Browser Forum",
        "etsi" | "ts_119_312" => "European qualified certificates",
        "pkix" | "itu" | "iso" => "a standard that no rule covers yet",
        _ => "a programme of one maker, or a failure of the peer",
    }
}

/// Why we answer a lint of zlint otherwise.
pub(crate) fn zlint_reading(
    lint: &str,
    report: &Report,
    expected: Told,
    told: Told,
) -> Option<Reading> {
    let _ = (lint, report, expected, told);
    None
}

/// Why we answer a finding of pkilint otherwise.
pub(crate) fn pkilint_reading(
    code: &str,
    report: &Report,
    found: &BTreeSet<&str>,
    expected: Told,
) -> Option<Reading> {
    let _ = (code, report, found, expected);
    None
}
