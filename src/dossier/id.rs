//! Identifiers of the dossier: fixed-size bytes, written as lower-case hex.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::DossierError;

/// The text is not the lower-case hex of the expected length.
#[derive(Debug, thiserror::Error)]
#[error("not {digits} lower-case hex digits")]
pub struct NotHex {
    /// How many digits the form asks for.
    pub digits: usize,
}

fn decode<const N: usize>(text: &str) -> Result<[u8; N], NotHex> {
    let mut bytes = [0; N];
    // One spelling only: two file names for one address would be two pieces of evidence.
    let lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    if lower && hex::decode_to_slice(text, &mut bytes).is_ok() {
        Ok(bytes)
    } else {
        Err(NotHex { digits: N.saturating_mul(2) })
    }
}

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(pub [u8; $bytes]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = NotHex;

            fn from_str(text: &str) -> Result<Self, NotHex> {
                decode(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

hex_id!(
    /// One inspection case: 128 random bits, made when the dossier is created.
    CaseId, 16
);
hex_id!(
    /// One writer of a dossier (in the field: one laptop): 128 random bits, the name of its
    /// journal.
    DeviceId, 16
);
hex_id!(
    /// SHA-256 of one journal line, its line feed included, so that
    /// `sed -n 3p FILE | sha256sum` gives it.
    LineHash, 32
);

impl CaseId {
    pub(super) fn random() -> Result<Self, DossierError> {
        random().map(Self)
    }
}

impl DeviceId {
    pub(super) fn random() -> Result<Self, DossierError> {
        random().map(Self)
    }
}

impl LineHash {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

fn random() -> Result<[u8; 16], DossierError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|cause| DossierError::NoRandomness { cause: cause.to_string() })?;
    Ok(bytes)
}
