//! What the lists that were fetched say of a certificate.

use ::pki::Certificate;
use ::pki::crl::{self as revocation, RevocationStatus, status_of};
use jiff::Timestamp;
use model::Note;

use crate::certificates::Certificates;
use crate::crl::{self, List};

/// What lists say of a certificate.
pub(crate) enum Listed {
    /// The latest that covers it does not name it.
    Good { this_update: Timestamp },
    /// One names it.
    Revoked { date: Option<Timestamp> },
}

/// What complete lists, with the deltas to each, say of a certificate at this moment; nothing where
/// no list can be believed.
///
/// # Errors
///
/// The note where a list cannot be read back.
pub(crate) fn listed(
    lists: &[List],
    certificate: &Certificate,
    issuer: &Certificate,
    certificates: &Certificates,
    at: Timestamp,
) -> Result<Option<Listed>, Note> {
    let of_issuer = lists.iter().filter(|it| it.issuer() == certificate.issuer());
    let mut complete = Vec::new();
    let mut deltas = Vec::new();
    for list in of_issuer {
        let entry = list
            .find(certificate.serial(), certificate.issuer())
            .map_err(|error| list.unread(&error))?;
        let found = revocation::Listed { list, entry };
        if list.delta_base().is_some() {
            deltas.push(found);
        } else {
            complete.push(found);
        }
    }
    let mut good = None;
    for found in complete {
        let base = found.list;
        let signer = crl::issuer(base, certificates).unwrap_or(issuer);
        match status_of(signer, found, deltas.clone(), at) {
            RevocationStatus::Revoked { date, .. } => return Ok(Some(Listed::Revoked { date })),
            RevocationStatus::Good { .. } => good = good.max(Some(base.this_update())),
            RevocationStatus::Unknown { .. } => {}
        }
    }
    Ok(good.map(|this_update| Listed::Good { this_update }))
}
