//! What a service says of a serial number that nobody issued.
//!
//! [RFC 6960 section 2.2](https://www.rfc-editor.org/rfc/rfc6960#section-2.2): *unknown*, or
//! *revoked* in the one form that says "never issued"; a service that says *good* cannot tell a
//! certificate of the authority from a forged one.

use ::pki::ocsp::{CertId, OcspRequest, OcspStatus};
use model::{Cell, Note, Verdict};

use super::hear::{Heard, Subject, hear, row};
use crate::exchange::Exchange;
use crate::moment::Clock;
use crate::sum::Sum;

/// Judges the last answer about a number that nobody issued.
pub(super) fn judge(
    subject: Subject<'_>,
    exchanges: &[Exchange<'_>],
    clock: &Clock,
    network_seen: bool,
    rows: &mut Vec<Vec<Cell>>,
) -> Sum {
    let mut sum = Sum::default();
    let own = |hash| CertId::new(subject.certificate, subject.issuer, hash);
    let asked = exchanges.iter().rev().filter(|it| it.record.url == subject.url).find_map(|it| {
        let request = OcspRequest::read(&it.record.sent.as_ref()?.bytes).ok()?;
        let [id] = request.certificates.try_into().ok()?;
        let own = own(id.hash_of()?);
        let same_issuer = id.issuer_name_hash == own.issuer_name_hash
            && id.issuer_key_hash == own.issuer_key_hash;
        same_issuer.then_some((it, id.serial))
    });
    let Some((exchange, number)) = asked else {
        sum.open(Note::new("ocsp.never-issued-not-asked").fact("url", subject.url));
        return sum;
    };
    let subject = Subject { number: Some(&number), ..subject };
    let heard = hear(exchange, &subject, clock, network_seen);
    rows.push(row(&subject, ["POST", "SHA-256"], &heard));
    match heard {
        Ok(heard) => conclude(&subject, heard, &mut sum),
        Err(judgement) => sum.add(judgement),
    }
    sum
}

fn conclude(subject: &Subject<'_>, heard: Heard, sum: &mut Sum) {
    let about = |code| heard.told(subject.about(code));
    // RFC 5019 section 2.2.3: a service that cannot answer for a number says so.
    if heard.refusal == Some(UNAUTHORIZED) {
        sum.remark(about("ocsp.never-issued-refused"));
        return;
    }
    match heard.status {
        OcspStatus::Good => sum.say(Verdict::Violates, about("ocsp.never-issued-good")),
        OcspStatus::Unknown => sum.say(Verdict::Complies, about("ocsp.never-issued-unknown")),
        OcspStatus::Revoked { .. } if heard.never_issued => {
            sum.say(Verdict::Complies, about("ocsp.never-issued-revoked"));
        }
        OcspStatus::Revoked { at, reason } => {
            let note = about("ocsp.never-issued-otherwise")
                .fact("since", at)
                .fact("reason", reason.map_or_else(|| "-".into(), |it| it.to_string()));
            sum.say(Verdict::Violates, note);
        }
        OcspStatus::NotAnswered => {}
    }
    sum.join(heard.found);
}

const UNAUTHORIZED: u32 = 6;
