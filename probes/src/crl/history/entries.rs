//! Entries that an authority's later list no longer has.
//!
//! An entry may leave a list when its certificate has expired, and an entry on hold when the
//! certificate is released ([RFC 5280 sections 3.3 and 5.3.1]). Whatever else leaves it was revoked
//! and is so no more.
//!
//! [RFC 5280 sections 3.3 and 5.3.1]: https://www.rfc-editor.org/rfc/rfc5280#section-5.3.1

use ::pki::Certificate;
use ::pki::crl::{Reason, RevokedEntry, shown};
use model::{Note, Unread, Verdict};

use crate::certificates::Certificates;
use crate::crl::list::List;
use crate::sum::Sum;

/// What became of the entries that vanished.
#[derive(Default)]
struct Vanished {
    expired: usize,
    released: usize,
    /// Revoked still, by the certificate itself or by what the list says that it keeps.
    lost: usize,
    unknown: usize,
    /// The first serial numbers that were lost.
    lost_serials: Vec<String>,
    unknown_serials: Vec<String>,
}

/// How many serial numbers are told.
const TOLD: usize = 8;

/// Compares two lists of one issuer, the later one complete or a delta to the same base.
pub(super) fn compare(
    earlier: &List,
    later: &List,
    certificates: &Certificates,
    sum: &mut Sum,
) -> Result<(), Unread> {
    let issued: Vec<&Certificate> =
        certificates.all.iter().filter(|it| it.issuer() == earlier.issuer()).collect();
    let mut vanished = Vanished::default();
    let found = earlier.compare(later, |entry| vanished.see(entry, earlier, later, &issued))?;
    let about = |code| {
        Note::new(code)
            .fact("issuer", later.issuer())
            .fact("one-number", shown(earlier.number()))
            .fact("one-sha256", earlier.fingerprint())
            .fact("other-number", shown(later.number()))
            .fact("other-sha256", later.fingerprint())
    };
    if vanished.lost > 0 {
        let note = about("crl.entries-lost")
            .fact("count", vanished.lost)
            .fact("serials", vanished.lost_serials.join(", "));
        sum.say(Verdict::Violates, note);
    }
    if vanished.unknown > 0 {
        let note = about("crl.entries-vanished")
            .fact("count", vanished.unknown)
            .fact("serials", vanished.unknown_serials.join(", "));
        sum.open(note);
    }
    let note = about("crl.entries-compared")
        .fact("added", found.added)
        .fact("vanished", found.vanished)
        .fact("expired", vanished.expired)
        .fact("released", vanished.released);
    sum.remark(note);
    Ok(())
}

impl Vanished {
    fn see(&mut self, entry: &RevokedEntry, earlier: &List, later: &List, issued: &[&Certificate]) {
        // What a delta takes off a list is on no list.
        if entry.reason == Some(Reason::RemoveFromCrl) {
            return;
        }
        if entry.reason == Some(Reason::CertificateHold) {
            self.released += 1;
            return;
        }
        // On an indirect list a number says nothing without its issuer.
        let known = (!earlier.is_indirect())
            .then(|| issued.iter().find(|it| same_number(it.serial(), &entry.serial)))
            .flatten();
        let must_stay = match known {
            Some(certificate) => Some(certificate.not_after() > later.this_update()),
            // It had not expired when it was revoked, and the list keeps what expired since then.
            None => match (later.expired_since(), entry.date) {
                (Some(since), Some(date)) if since <= date => Some(true),
                _ => None,
            },
        };
        let serial = || hex::encode(&entry.serial);
        match must_stay {
            Some(false) => self.expired += 1,
            Some(true) => {
                self.lost += 1;
                if self.lost_serials.len() < TOLD {
                    self.lost_serials.push(serial());
                }
            }
            None => {
                self.unknown += 1;
                if self.unknown_serials.len() < TOLD {
                    self.unknown_serials.push(serial());
                }
            }
        }
    }
}

fn same_number(one: &[u8], other: &[u8]) -> bool {
    let bare = |number: &[u8]| {
        let zeros = number.iter().take_while(|it| **it == 0).count();
        number.get(zeros..).unwrap_or_default().to_vec()
    };
    bare(one) == bare(other)
}
