//! Certificates, paths, CRL, OCSP, time-stamps and CMS: read leniently, judged with explanations.
//!
//! Nothing here opens a file, a socket or a clock: bytes and the moment of judgement come in as
//! parameters, findings come out. Reading yields what could be read *and* the defects; judging
//! names every reason, not the first one.

pub mod algorithm;
mod ber;
pub mod certificate;
pub mod cms;
pub mod crl;
mod encode;
pub mod finding;
#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests read the shared material and ask other programs"
)]
mod fixture;
pub mod issue;
pub mod key;
pub mod lint;
pub mod name;
pub mod ocsp;
pub mod oid;
pub mod path;
mod time;
mod tlv;
pub mod tsp;

pub use certificate::{Certificate, Reading, Unreadable, read_certificates};
pub use crl::{Crl, Survey, read_crl};
pub use finding::{Finding, Fingerprint, Weight};
pub use name::Name;
pub use oid::Oid;
pub use tlv::Malformed;
