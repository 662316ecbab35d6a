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

const DAY_OF_EFFECT: Reading = Reading {
    id: "day-of-effect",
    citation: "RFC 8813 section 1; each RFC from the day it appeared",
    sentence: "A requirement binds what is issued after the document that states it; the object is \
               older than the first document that does, and the peer counts from another day or \
               from none.",
};
const NOTHING_TO_ASK: Reading = Reading {
    id: "nothing-to-ask",
    citation: "the sentence that the rule cites",
    sentence: "Both find nothing wrong. The sentence speaks of an element that the object does not \
               hold, or the object is not of the kind it speaks of; one side calls that passed, the \
               other not applicable.",
};
const ANOTHER_CODE: Reading = Reading {
    id: "another-code",
    citation: "pkilint, names of its findings",
    sentence: "The peer has several codes for what is one rule here, and reports this object under \
               another of them.",
};
const UNDECODED: Reading = Reading {
    id: "extension-not-decoded-by-peer",
    citation: "X.690 section 11; RFC 5280 section 4.1",
    sentence: "The peer stops at an extension that is not DER and does not look inside; its other \
               defects are there all the same, and are reported here beside the encoding.",
};
const OTHER_STANDARD: Reading = Reading {
    id: "extension-of-another-standard",
    citation: "ETSI EN 319 412-5; RFC 5280 section 4.2",
    sentence: "The content of qcStatements is defined outside RFC 5280; the rules here read the \
               extensions that RFC 5280 defines.",
};
const METHOD_FOUR: Reading = Reading {
    id: "key-identifier-method-four",
    citation: "RFC 7093 section 2",
    sentence: "Method 4, \"the hash of the DER encoding of the SubjectPublicKeyInfo value\", is one \
               of the methods described; the peer knows the three before it.",
};
const PROFILE: Reading = Reading {
    id: "profile-of-peer",
    citation: "RFC 5280 sections 4.2.1.2, 4.2.1.4 and 4.2.1.10, appendix A.1",
    sentence: "The file is run by the peer under a profile (CA/Browser Forum, ETSI) that replaces \
               or relaxes the validator of RFC 5280; RFC 5280 itself says what is reported here.",
};

/// What a profile of pkilint replaces or relaxes: the code, and the rules that then stand alone.
const PROFILED: &[(&str, &str)] = &[
    // cabf.serverauth.certificate_policy_qualifier_present and its like.
    ("pkix.certificate_policies_policy_has_qualifier", "certificate.policy-without-qualifiers"),
    // The CA/Browser Forum advises against it in subscribers' certificates.
    ("pkix.certificate_skid_end_entity_missing", "certificate.subject-key-identifier-end-entity"),
    // The CA/Browser Forum lets a CA leave it non-critical.
    (
        "pkix.certificate_name_constraints_extension_not_critical",
        "certificate.name-constraints-critical",
    ),
    // ETSI EN 319 412-2 and 412-3 lift the upper bounds of names.
    ("itu.invalid_asn1_syntax", "certificate.subject-common-name-length"),
    ("itu.invalid_asn1_syntax", "certificate.subject-organization-length"),
];

/// Why we answer a lint of zlint otherwise.
pub(crate) fn zlint_reading(expected: Told, told: Told) -> Option<Reading> {
    match (expected, told) {
        (Told::Kept | Told::NotApplicable, Told::Kept | Told::NotApplicable) => {
            Some(NOTHING_TO_ASK)
        }
        (Told::NotInEffect, _) | (_, Told::NotInEffect) => Some(DAY_OF_EFFECT),
        (Told::Found, _) | (_, Told::Found) => None,
    }
}

/// A file about which a finding of pkilint and our rules say otherwise.
pub(crate) struct Disagreement<'a> {
    pub(crate) file: &'a str,
    pub(crate) code: &'a str,
    /// The rules that answer the code.
    pub(crate) ids: &'a [String],
    /// Where the peer found it; nowhere where it did not.
    pub(crate) places: Vec<&'a str>,
    /// Every code that the peer reports for the file.
    pub(crate) found: &'a BTreeSet<&'a str>,
    /// What our rules found.
    pub(crate) ours: &'a [String],
    /// Our rules do not bind so old an object.
    pub(crate) unbound: bool,
}

/// Why we answer a finding of pkilint otherwise.
pub(crate) fn pkilint_reading(disagreement: &Disagreement<'_>) -> Option<Reading> {
    if !disagreement.places.is_empty() {
        if disagreement.unbound {
            return Some(DAY_OF_EFFECT);
        }
        if disagreement.code == "pkix.unknown_subject_key_identifier_calculation_method" {
            return Some(METHOD_FOUR);
        }
        let foreign = disagreement.places.iter().all(|it| it.contains(".qCStatements"));
        return foreign.then_some(OTHER_STANDARD);
    }
    let profiled = !disagreement.file.contains("/pkix/")
        && disagreement.ours.iter().all(|ours| {
            PROFILED.iter().any(|(code, rule)| *code == disagreement.code && ours.starts_with(rule))
        });
    if profiled {
        return Some(PROFILE);
    }
    let shared = rules(Peer::Pkilint).into_iter().any(|(code, ids)| {
        disagreement.found.contains(code.as_str())
            && ids.iter().any(|id| {
                disagreement.ids.contains(id)
                    && disagreement.ours.iter().all(|ours| ours.starts_with(id.as_str()))
            })
    });
    if shared {
        return Some(ANOTHER_CODE);
    }
    let broken = disagreement.found.contains("itu.invalid_asn1_syntax")
        && disagreement.ours.iter().all(|it| it.contains(".extensions["));
    broken.then_some(UNDECODED)
}
