//! The certificates that an endpoint shows, and what they are worth.

use std::net::IpAddr;

use ::pki::algorithm::{key_strength, strength, verify};
use ::pki::oid::known;
use ::pki::path::{CandidatePath, PathQuestion, PathReport, PathVerdict, ReferenceName, validate};
use ::pki::{Certificate, Weight};
use model::{Note, Verdict};

use super::session;
use crate::certificates::{self, Certificates, called};
use crate::moment::Moment;
use crate::sum::Sum;

/// The certificates of one session, in the order of the server.
pub(super) struct Shown(Vec<Certificate>);

impl Shown {
    /// Reads what can be read, and tells the position and the reason of what cannot.
    pub(super) fn read(shown: &[session::Shown]) -> (Self, Vec<(usize, String)>) {
        let (mut found, mut unreadable) = (Vec::new(), Vec::new());
        for (position, der) in shown.iter().enumerate() {
            match Certificate::read(&der.0) {
                Ok(certificate) => found.push(certificate),
                Err(error) => unreadable.push((position, error.to_string())),
            }
        }
        (Self(found), unreadable)
    }

    /// The certificate of the server itself.
    pub(super) fn first(&self) -> Option<&Certificate> {
        self.0.first()
    }

    /// Judges the certificates; the verdict over the chain, where there is one to judge.
    pub(super) fn judge(
        &self,
        endpoint: &str,
        at: Moment,
        anchors: &[Certificate],
        case: &Certificates,
        about: impl Fn(&'static str) -> Note,
        sum: &mut Sum,
    ) -> Option<PathVerdict> {
        let Some(leaf) = self.first() else {
            sum.open(about("net.tls-no-certificate"));
            return None;
        };
        let about = |code| {
            about(code).fact("certificate", called(leaf)).fact("fingerprint", leaf.fingerprint())
        };
        name(endpoint, leaf, about, sum);
        times(leaf, at, about, sum);
        self.keys(about, sum);
        self.order(about, sum);
        Some(self.chain(at, anchors, case, about, sum))
    }

    /// Keys and signatures that are too weak.
    fn keys(&self, about: impl Fn(&'static str) -> Note, sum: &mut Sum) {
        for certificate in &self.0 {
            let key = certificate.public_key();
            let own = key_strength(key);
            // What a root signed itself with protects nothing.
            let signed = if certificate.is_self_issued() {
                Vec::new()
            } else {
                strength(key, certificate.signature_algorithm())
            };
            for finding in own.iter().chain(signed.iter().filter(|it| !own.contains(it))) {
                let mut note = certificates::note(finding);
                note.facts.extend(about(finding.code).facts);
                note.facts.insert("certificate".into(), called(certificate));
                if finding.code == KEY_SHORT {
                    sum.say(Verdict::Violates, note);
                } else {
                    sum.remark(note);
                }
            }
        }
    }

    /// Whether each certificate is followed by that of its issuer.
    fn order(&self, about: impl Fn(&'static str) -> Note, sum: &mut Sum) {
        for (below, above) in self.0.iter().zip(self.0.iter().skip(1)) {
            let about =
                |code| about(code).fact("below", called(below)).fact("above", called(above));
            if below.issuer() != above.subject() {
                sum.remark(about("net.tls-chain-disordered"));
                continue;
            }
            let (key, algorithm) = (above.public_key(), below.signature_algorithm());
            match verify(key, algorithm, below.tbs(), below.signature()) {
                Err(error) if !error.is_undetermined() => {
                    let note = about("net.tls-chain-broken").fact("reason", error);
                    sum.say(Verdict::Violates, note);
                }
                // What cannot be verified here is found where the chain is built.
                Ok(()) | Err(_) => {}
            }
        }
    }

    /// Whether the chain leads to a declared anchor.
    fn chain(
        &self,
        at: Moment,
        anchors: &[Certificate],
        case: &Certificates,
        about: impl Fn(&'static str) -> Note,
        sum: &mut Sum,
    ) -> PathVerdict {
        let ask = |candidates: &[Certificate]| {
            self.first().map(|leaf| {
                // That it may have ended just now is said of the certificate itself.
                let when = if leaf.not_after() < at.latest { at.earliest } else { at.latest };
                validate(&PathQuestion {
                    candidates,
                    purpose: Some(&known::PURPOSE_SERVER),
                    ..PathQuestion::new(leaf, anchors, when)
                })
            })
        };
        let Some(alone) = ask(&self.0) else { return PathVerdict::Undetermined };
        if alone.verdict == PathVerdict::Valid {
            return PathVerdict::Valid;
        }
        let all: Vec<_> = self.0.iter().chain(&case.all).cloned().collect();
        let helped = ask(&all).unwrap_or_else(|| alone.clone());
        if helped.verdict == PathVerdict::Valid {
            let missing: Vec<_> = helped
                .best()
                .into_iter()
                .flat_map(|it| it.certificates.iter().skip(1))
                .filter(|it| !self.0.contains(it))
                .map(called)
                .collect();
            let note = about("net.tls-chain-incomplete").fact("missing", missing.join(", "));
            sum.say(Verdict::Violates, note);
            return PathVerdict::Undetermined;
        }
        match anchored(&helped) {
            // A key that did not sign is that of another authority of the same name: roots change
            // their keys.
            Some(path)
                if path.verdict == PathVerdict::Invalid
                    && path.findings.iter().all(|it| it.code != SIGNATURE_INVALID) =>
            {
                sum.say(Verdict::Violates, about("net.tls-chain-invalid"));
                for finding in path.findings.iter().filter(|it| it.weight != Weight::Remark) {
                    sum.remark(certificates::note(finding));
                }
            }
            found => {
                let issuer = self.0.last().map_or_else(|| "-".into(), |it| it.issuer().to_string());
                sum.open(about("net.tls-chain-not-shown").fact("issuer", issuer));
                for finding in found.into_iter().flat_map(|it| &it.findings) {
                    sum.remark(certificates::note(finding));
                }
            }
        }
        helped.verdict
    }
}

/// The best of the paths that begin at an anchor.
fn anchored(report: &PathReport) -> Option<&CandidatePath> {
    report.paths.iter().find(|it| it.anchored)
}

/// Whether the certificate has the name by which the endpoint was addressed.
fn name(endpoint: &str, leaf: &Certificate, about: impl Fn(&'static str) -> Note, sum: &mut Sum) {
    let host = endpoint.rsplit_once(':').map_or(endpoint, |(host, _)| host);
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let wanted = match bare.parse::<IpAddr>() {
        Ok(address) => ReferenceName::Ip(address),
        Err(_) => ReferenceName::Dns(bare.to_owned()),
    };
    if !wanted.is_presented_by(leaf) {
        let names = leaf.subject_alternative_names();
        let presented: Vec<_> = names.iter().map(ToString::to_string).collect();
        let presented = if presented.is_empty() { "-".into() } else { presented.join(", ") };
        let note = about("net.tls-name-differs").fact("name", bare).fact("presented", presented);
        sum.say(Verdict::Violates, note);
    }
}

/// Whether the certificate holds now, as far as now is known.
fn times(leaf: &Certificate, at: Moment, about: impl Fn(&'static str) -> Note, sum: &mut Sum) {
    let note = |code| {
        about(code)
            .fact("not-before", leaf.not_before())
            .fact("not-after", leaf.not_after())
            .fact("at", at.latest)
    };
    if leaf.not_after() < at.earliest {
        sum.say(Verdict::Violates, note("net.tls-ended"));
    } else if leaf.not_before() > at.latest {
        sum.say(Verdict::Violates, note("net.tls-begins-later"));
    } else if leaf.not_after() < at.latest || leaf.not_before() > at.earliest {
        sum.open(note("net.tls-ends-now"));
    }
}

/// The kind and size of the certificate's key.
pub(super) fn key(certificate: &Certificate) -> String {
    certificate.public_key().kind().to_string()
}

const SIGNATURE_INVALID: &str = "path.signature-invalid";
const KEY_SHORT: &str = "algorithm.key-short";
