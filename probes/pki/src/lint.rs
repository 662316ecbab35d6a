//! Lints: what standards demand of how an object is written, one small rule at a time.
//!
//! A rule asks one question of one kind of object. It has an identifier, the place in the standard
//! it rests on, the days it is in effect and a weight; broken, it points at the octets and names
//! them by their ASN.1 path. Whether a path validates is not asked here: a lint says whether the
//! issuer writes what it promised to write, and a certificate that a strict reader refuses is
//! linted as far as it can be read.
//!
//! Rules do not know each other and keep no state; [`RULES`] is the whole list.

use crate::ber;
use crate::finding::Fingerprint;
use crate::tlv::{self, Malformed};

mod certificate;
mod check;
mod crl;
mod file;
mod object;
mod ocsp;
mod rule;
mod shape;
mod syntax;
#[cfg(test)]
mod tests;
mod text;
mod tree;
mod tsp;

pub use file::objects;
pub use rule::{Hit, Kind, Outcome, Rule, Source, Weight};

use object::Object;
use shape::Field;
use tree::{Defect, Inside, Tree};

/// Every rule, by kind and name.
pub const RULES: &[&[&Rule]] = &[certificate::RULES, crl::RULES, ocsp::RULES, tsp::RULES];

/// The most hits of one rule that are kept; the rest are counted.
const HITS: usize = 32;

/// What one rule came to.
pub struct Answer {
    /// The rule.
    pub rule: &'static Rule,
    /// What it came to.
    pub outcome: Outcome,
    /// Where it is broken, at most 32 places.
    pub hits: Vec<Hit>,
    /// How many more places there are.
    pub more: usize,
}

/// Every rule for one object.
pub struct Report {
    /// What the object is.
    pub kind: Kind,
    /// SHA-256 of its octets.
    pub fingerprint: Fingerprint,
    /// In the order of the list of rules.
    pub answers: Vec<Answer>,
    /// The object has more elements, or deeper ones, than are looked at.
    pub cut: bool,
}

impl Report {
    /// The answers of broken rules.
    pub fn broken(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|it| !it.hits.is_empty())
    }

    /// The answer of a rule by its identifier.
    #[must_use]
    pub fn answer(&self, id: &str) -> Option<&Answer> {
        self.answers.iter().find(|it| it.rule.id == id)
    }
}

/// A rule by its identifier.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|it| it.id == id)
}

/// Every rule in order.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().flat_map(|it| it.iter().copied())
}

/// Lints an object of a known kind; entries of a list are linted with their list.
///
/// # Errors
/// [`Malformed`] when the octets are not one SEQUENCE.
pub fn object(kind: Kind, der: &[u8]) -> Result<Report, Malformed> {
    match kind {
        Kind::Certificate => certificate(der),
        Kind::Crl | Kind::CrlEntry => crl(der),
        Kind::Ocsp => ocsp(der),
        Kind::Tsp => tsp(der),
    }
}

/// Lints a certificate in DER.
///
/// # Errors
/// [`Malformed`] when the octets are not one SEQUENCE: there is nothing to look into.
pub fn certificate(der: &[u8]) -> Result<Report, Malformed> {
    whole(Kind::Certificate, der, &syntax::CERTIFICATE, certificate::RULES)
}

/// Lints an OCSP response in DER.
///
/// # Errors
/// [`Malformed`] when the octets are not one SEQUENCE.
pub fn ocsp(der: &[u8]) -> Result<Report, Malformed> {
    whole(Kind::Ocsp, der, &syntax::OCSP_RESPONSE, ocsp::RULES)
}

/// Lints a time-stamp token, or the response that holds it.
///
/// # Errors
/// [`Malformed`] when the octets are not one SEQUENCE.
pub fn tsp(der: &[u8]) -> Result<Report, Malformed> {
    // A token begins with its content type, a response with its status.
    let first = tlv::Reader::lenient(ber::Reader::new(der).next()?.content).peek();
    let token = first == Some(tlv::OBJECT_IDENTIFIER);
    let field = if token { &syntax::TIME_STAMP } else { &syntax::TIME_STAMP_RESPONSE };
    whole(Kind::Tsp, der, field, tsp::RULES)
}

/// Lints a revocation list in DER. Its entries are read one at a time and not kept.
///
/// # Errors
/// [`Malformed`] when the octets are not one SEQUENCE.
pub fn crl(der: &[u8]) -> Result<Report, Malformed> {
    let list = read(Kind::Crl, der, &syntax::CERTIFICATE_LIST)?;
    let mut report = report(&list, der);
    report.answers = crl::RULES.iter().map(|rule| ask(rule, &list)).collect();
    let mut entries: Vec<(Answer, usize)> = Vec::new();
    entries.extend(report.answers.iter().enumerate().filter_map(|(place, answer)| {
        let asked = answer.rule.kind == Kind::CrlEntry;
        asked.then(|| (unasked(answer.rule), place))
    }));
    if let Some(field) = list.tbs("revokedCertificates") {
        let mut reader = ber::Reader::new(field.content());
        let mut index = 0;
        while !reader.is_empty() {
            let Ok(element) = reader.next() else { break };
            let offset = tlv::range_of(der, element.raw).start;
            let inside = Inside { list: "tbsCertList.revokedCertificates", index, offset };
            if let Ok(tree) = Tree::read(element.raw, &syntax::CRL_ENTRY) {
                let tree = tree.within(inside);
                let entry = Object { kind: Kind::CrlEntry, tree, list: Some(&list) };
                for (answer, _) in &mut entries {
                    add(answer, ask(answer.rule, &entry));
                }
            }
            index += 1;
        }
    }
    for (answer, place) in entries {
        if let Some(there) = report.answers.get_mut(place) {
            *there = answer;
        }
    }
    Ok(report)
}

fn read<'a>(kind: Kind, der: &'a [u8], field: &'static Field) -> Result<Object<'a>, Malformed> {
    Ok(Object { kind, tree: Tree::read(der, field)?, list: None })
}

fn whole(
    kind: Kind,
    der: &[u8],
    field: &'static Field,
    rules: &'static [&'static Rule],
) -> Result<Report, Malformed> {
    let object = read(kind, der, field)?;
    let mut report = report(&object, der);
    report.answers = rules.iter().map(|rule| ask(rule, &object)).collect();
    Ok(report)
}

fn report(object: &Object<'_>, der: &[u8]) -> Report {
    Report {
        kind: object.kind,
        fingerprint: Fingerprint::of(der),
        answers: Vec::new(),
        cut: object.tree.defects().any(|(_, defect)| defect == Defect::Limit),
    }
}

fn unasked(rule: &'static Rule) -> Answer {
    Answer { rule, outcome: Outcome::NotApplicable, hits: Vec::new(), more: 0 }
}

fn ask(rule: &'static Rule, object: &Object<'_>) -> Answer {
    let mut answer = unasked(rule);
    if rule.kind != object.kind || !(rule.applies)(object) {
        return answer;
    }
    if !rule.is_in_effect(object.issued()) {
        answer.outcome = Outcome::NotInEffect;
        return answer;
    }
    answer.hits = (rule.check)(object);
    answer.outcome = if answer.hits.is_empty() { Outcome::Pass } else { rule.broken() };
    answer.more = answer.hits.len().saturating_sub(HITS);
    answer.hits.truncate(HITS);
    answer
}

/// Adds what a rule came to for one more entry.
fn add(answer: &mut Answer, entry: Answer) {
    answer.outcome = answer.outcome.max(entry.outcome);
    for hit in entry.hits {
        if answer.hits.len() < HITS {
            answer.hits.push(hit);
        } else {
            answer.more += 1;
        }
    }
}
