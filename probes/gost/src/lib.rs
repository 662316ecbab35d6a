//! GOST R 34.10-2012 and GOST 34.310-2004 signatures in the national encoding of Kazakhstan.
//!
//! | national standard | curve | hash |
//! |---|---|---|
//! | GOST 34.310-2004 | [`Curve::Gost2004A`] | GOST 34.311-95, test S-box |
//! | GOST R 34.10-2015, 256 bits | [`Curve::Gost2015A256`] | Streebog-256 |
//! | GOST R 34.10-2015, 512 bits | [`Curve::Gost2015A512`] | Streebog-512 |
//!
//! Beside them [`Curve::RUSSIAN`] are the other parameters of the Russian encoding, for
//! certificates from there.
//!
//! The national encoding writes a signature as r‖s with little-endian halves; the Russian one
//! (RFC 4491, RFC 9215) is the same bytes from last to first, see [`reversed`]. Public keys, and
//! the digest read as a little-endian number, are alike in both.
//!
//! The hashes come from the RustCrypto crates; the arithmetic is here, one implementation for
//! both sizes. Verification takes variable time. Signing and deriving a public key take constant
//! time in the private key.
//!
//! ```
//! use gost::{Curve, PrivateKey};
//!
//! let key = PrivateKey::from_le_bytes(Curve::Gost2015A512, &[7; 64])?;
//! let digest = key.curve().hash().digest(b"act");
//! let signature = key.sign(&digest);
//! assert!(key.public_key().verify(&digest, &signature).is_ok());
//! # Ok::<(), gost::KeyError>(())
//! ```

mod cipher_hash;
mod curve;
mod edwards;
mod field;
mod group;
mod hash;
mod inverse;
mod key;
mod model;
mod nonce;
mod scheme;
mod weierstrass;

pub use curve::Curve;
pub use hash::{Hash, Hasher};
pub use key::{KeyError, PreparedKey, PrivateKey, PublicKey, SignatureError, reversed};
