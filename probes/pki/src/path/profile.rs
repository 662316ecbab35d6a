//! Rules for those who issue certificates, which path validation proper does not ask about.
//!
//! [RFC 5280 section 4](https://www.rfc-editor.org/rfc/rfc5280#section-4) binds *conforming
//! authorities*; [section 6](https://www.rfc-editor.org/rfc/rfc5280#section-6) binds whoever
//! validates, and asks about little of it: a certificate without a key identifier or with a serial
//! number of 30 octets is still valid. How such a breach weighs is therefore asked for by
//! [`Conformance`]: the probes leave it off, because certificates in use must not fall for what no
//! validator may refuse them for; a suite that expects the whole profile asks for
//! [`Conformance::Strict`]. Each rule carries the sentence's own force ([`Duty`]) and section.
//!
//! [`Profile::WebPki`] adds the rules of the CA/Browser Forum's Baseline Requirements for TLS
//! server certificates; nothing in Kazakhstan's law rests on them.

use super::PathQuestion;
use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::finding::{CodePage, Finding, Weight, codes};

mod certificate;
mod der;
mod extensions;
mod list;
mod names;
mod webpki;

pub use webpki::needs_public_suffixes;

/// Whose rules the certificates of a path must keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// [RFC 5280](https://www.rfc-editor.org/rfc/rfc5280).
    #[default]
    Rfc5280,
    /// The same and the [Baseline Requirements](https://cabforum.org/working-groups/server/baseline-requirements/requirements/)
    /// for TLS server certificates, section 7.1.
    WebPki,
}

/// How a breach of the profile weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conformance {
    /// The profile is not asked about.
    #[default]
    Off,
    /// Every breach is remarked on and changes no verdict.
    Lenient,
    /// A breach of a MUST is fatal, as is everything the reader found defective; a breach of a
    /// SHOULD is remarked on.
    Strict,
}

/// Rules beyond those of section 6.1, none of them by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Whose profile.
    pub profile: Profile,
    /// How a breach of it weighs.
    pub conformance: Conformance,
    /// Whether the constraints in an anchor's own certificate bind those below it: names, length,
    /// policies, its right to issue ([RFC 5937 section 3](https://www.rfc-editor.org/rfc/rfc5937#section-3)).
    pub anchor_constraints: bool,
    /// Whether the purpose asked for must be among those of every authority that states some, as
    /// TLS clients do; RFC 5280 asks it of the target alone.
    pub purpose_chained: bool,
    /// Whether a signature over MD5 or SHA-1 is refused
    /// ([RFC 8446 section 4.4.2.4](https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2.4)).
    pub weak_hashes_refused: bool,
    /// The most intermediate certificates that are not self-issued: where `max_path_length` of
    /// [RFC 5280 section 6.1.2 (k)](https://www.rfc-editor.org/rfc/rfc5280#section-6.1.2) begins.
    pub longest_path: Option<u32>,
}

/// The force of a rule's own sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// A MUST for authorities of whose breach the standard itself says how a validator goes on
    /// ("if present …", "applications SHOULD be capable of parsing …").
    Foreseen,
    /// SHOULD, SHOULD NOT.
    Should,
    /// MUST, MUST NOT, or the syntax.
    Must,
}

/// One rule of the profile that a certificate breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The force of the rule.
    pub duty: Duty,
    /// What was found; a remark, whose weight a question may raise.
    pub finding: Finding,
}

impl Breach {
    fn new(duty: Duty, page: &CodePage, citation: &'static str) -> Self {
        let mut finding = Finding::remark(page);
        finding.citation = citation;
        Self { duty, finding }
    }

    fn with(mut self, name: &'static str, seen: impl std::fmt::Display) -> Self {
        self.finding.facts.insert(name, crate::finding::bounded(&seen.to_string()));
        self
    }
}

/// Where a certificate stands in its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A trust anchor.
    Anchor,
    /// Between an anchor and the target.
    Intermediate,
    /// The certificate in question.
    Target,
}

/// Every rule of a profile that a certificate breaks, whatever it stands in.
///
/// `issuer` is the certificate above, where it is known; what relates the two is asked then.
#[must_use]
pub fn breaches(
    certificate: &Certificate,
    issuer: Option<&Certificate>,
    place: Place,
    profile: Profile,
) -> Vec<Breach> {
    let mut found = Vec::new();
    certificate::check(certificate, issuer, place, &mut found);
    extensions::check(certificate, &mut found);
    names::check(certificate, &mut found);
    der::check(certificate, &mut found);
    if profile == Profile::WebPki {
        webpki::check(certificate, place, &mut found);
    }
    for breach in &mut found {
        breach.finding.about = Some(certificate.fingerprint());
    }
    found
}

/// The profile over a whole path, as the question weighs it.
pub(super) fn check(
    question: &PathQuestion<'_>,
    certificates: &[Certificate],
    anchored: bool,
    findings: &mut Vec<Finding>,
) {
    let strict = match question.rules.conformance {
        Conformance::Off => return,
        Conformance::Lenient => false,
        Conformance::Strict => true,
    };
    let last = certificates.len().saturating_sub(1);
    for (index, certificate) in certificates.iter().enumerate() {
        let place = match index {
            0 if anchored && last > 0 => Place::Anchor,
            _ if index == last => Place::Target,
            _ => Place::Intermediate,
        };
        let issuer = index.checked_sub(1).and_then(|above| certificates.get(above));
        for breach in breaches(certificate, issuer, place, question.rules.profile) {
            let mut finding = breach.finding;
            if strict && breach.duty == Duty::Must {
                finding.weight = Weight::Fatal;
            }
            findings.push(finding);
        }
    }
}

/// What the reader found defective in a certificate, as the question weighs it.
pub(super) fn defects(
    question: &PathQuestion<'_>,
    certificate: &Certificate,
    place: Place,
) -> Vec<Finding> {
    let strict = question.rules.conformance == Conformance::Strict;
    let mut defects = certificate.defects().to_vec();
    for defect in &mut defects {
        if strict && counts(defect, place) {
            defect.weight = Weight::Fatal;
        } else if place == Place::Anchor {
            // An anchor is trusted as it is.
            defect.weight = Weight::Remark;
        }
    }
    defects
}

/// Of an anchor's certificate [RFC 5280 section 6.1.1 (d)](https://www.rfc-editor.org/rfc/rfc5280#section-6.1.1)
/// takes the name and the key, and [RFC 5937](https://www.rfc-editor.org/rfc/rfc5937) the
/// extensions; its serial number and the form of its times are no input.
fn counts(defect: &Finding, place: Place) -> bool {
    place != Place::Anchor
        || ![
            codes::CERTIFICATE_SERIAL.code,
            codes::CERTIFICATE_TIME_FORM.code,
            codes::CERTIFICATE_SIGNATURE_BITS.code,
            codes::CERTIFICATE_ALGORITHM_MISMATCH.code,
        ]
        .contains(&defect.code)
}

/// What the profile makes of a list, as the question weighs it.
pub(super) fn of_list(question: &PathQuestion<'_>, list: &Crl) -> Vec<Finding> {
    let weight = match question.rules.conformance {
        Conformance::Off => return Vec::new(),
        Conformance::Lenient => Weight::Remark,
        Conformance::Strict => Weight::Undetermined,
    };
    list::breaches(list).into_iter().map(|breach| Finding { weight, ..breach.finding }).collect()
}

#[cfg(test)]
mod tests;
