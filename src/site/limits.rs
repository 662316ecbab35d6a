use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The bounds of one look at a service. They are printed in the report: where a service did not
/// answer within them, the reader must see what was waited for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// Most bytes of an HTTP body. Revocation lists of a hundred megabytes exist.
    pub body_bytes: u64,
    /// Most redirects of one request.
    pub redirects: u32,
    /// Longest wait for the name service, in milliseconds.
    pub name_ms: u32,
    /// Longest wait for a connection and the complete head of an answer, and then between two
    /// pieces of the body, in milliseconds.
    pub quiet_ms: u32,
    /// Longest time of one request with all its redirects, in milliseconds.
    pub total_ms: u32,
    /// Fewest bytes per second of a body.
    pub bytes_per_second: u32,
    /// Over how long the bytes per second are counted, in milliseconds.
    pub rate_window_ms: u32,
    /// Longest wait for the datagram of a time server, in milliseconds.
    pub ntp_ms: u32,
    /// Longest time of a collection with all its looks, in milliseconds; none where nobody waits
    /// for its end.
    pub collection_ms: Option<u64>,
    /// Most bytes that a body is unpacked to which the service packed although nobody asked for it.
    pub decoded_bytes: u64,
    /// Most bytes of bodies that wait on the disk to be taken in.
    pub spool_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 512 << 20,
            redirects: 5,
            name_ms: 10_000,
            quiet_ms: 20_000,
            total_ms: 300_000,
            bytes_per_second: 1024,
            rate_window_ms: 10_000,
            ntp_ms: 2_000,
            collection_ms: None,
            decoded_bytes: probes::MOST_DECODED,
            spool_bytes: 4 << 30,
        }
    }
}

impl Limits {
    /// The same bounds for a look that begins when only `left` is left of the collection.
    #[must_use]
    pub(super) fn within(&self, left: Duration) -> Self {
        let most = u32::try_from(left.as_millis()).unwrap_or(u32::MAX);
        Self {
            name_ms: self.name_ms.min(most),
            quiet_ms: self.quiet_ms.min(most),
            total_ms: self.total_ms.min(most),
            ntp_ms: self.ntp_ms.min(most),
            ..self.clone()
        }
    }

    /// The same bounds where nobody is waited for longer than `patience` who says nothing. A long
    /// answer that keeps coming is taken to its end.
    #[must_use]
    pub(super) fn impatient(&self, patience: Duration) -> Self {
        let most = u32::try_from(patience.as_millis()).unwrap_or(u32::MAX);
        Self {
            name_ms: self.name_ms.min(most),
            quiet_ms: self.quiet_ms.min(most),
            ntp_ms: self.ntp_ms.min(most),
            ..self.clone()
        }
    }

    pub(super) fn name(&self) -> Duration {
        Duration::from_millis(self.name_ms.into())
    }

    pub(super) fn quiet(&self) -> Duration {
        Duration::from_millis(self.quiet_ms.into())
    }

    pub(super) fn total(&self) -> Duration {
        Duration::from_millis(self.total_ms.into())
    }

    pub(super) fn rate_window(&self) -> Duration {
        Duration::from_millis(self.rate_window_ms.into())
    }

    /// The fewest bytes that have to arrive in one window.
    pub(super) fn window_bytes(&self) -> u64 {
        u64::from(self.bytes_per_second) * u64::from(self.rate_window_ms) / 1000
    }

    pub(super) fn ntp(&self) -> Duration {
        Duration::from_millis(self.ntp_ms.into())
    }
}
