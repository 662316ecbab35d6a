//! The hash functions of the national signatures, and the one Russia used with its own before 2012.

use streebog::{Digest, Streebog256, Streebog512};

use crate::cipher_hash::{CRYPTO_PRO, CipherHash, TEST};

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hash {
    /// GOST R 34.11-94 with the S-box of CryptoPro, 32 bytes
    /// ([RFC 4357 section 11.2](https://www.rfc-editor.org/rfc/rfc4357#section-11.2)).
    Gost341194,
    /// GOST 34.311-95 (GOST R 34.11-94) with the S-box of its test example and a zero start
    /// vector, 32 bytes ([RFC 5831](https://www.rfc-editor.org/rfc/rfc5831)).
    Gost341195,
    /// GOST R 34.11-2012 "Streebog" of 32 bytes
    /// ([RFC 6986](https://www.rfc-editor.org/rfc/rfc6986)).
    Streebog256,
    /// GOST R 34.11-2012 "Streebog" of 64 bytes.
    Streebog512,
}

impl Hash {
    /// The digest of a whole message, in the byte order of the RFCs and of OpenSSL.
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        let mut hasher = Hasher::new(self);
        hasher.update(message);
        hasher.finish()
    }

    /// Bytes in a digest.
    pub const fn size(self) -> usize {
        match self {
            Self::Gost341194 | Self::Gost341195 | Self::Streebog256 => 32,
            Self::Streebog512 => 64,
        }
    }
}

/// Hashes a message that arrives in parts.
#[derive(Clone, Debug)]
pub struct Hasher(State);

#[derive(Clone, Debug)]
enum State {
    Cipher(CipherHash),
    Streebog256(Streebog256),
    Streebog512(Streebog512),
}

impl Hasher {
    /// Starts an empty message.
    pub fn new(hash: Hash) -> Self {
        Self(match hash {
            Hash::Gost341194 => State::Cipher(CipherHash::new(&CRYPTO_PRO)),
            Hash::Gost341195 => State::Cipher(CipherHash::new(&TEST)),
            Hash::Streebog256 => State::Streebog256(Streebog256::new()),
            Hash::Streebog512 => State::Streebog512(Streebog512::new()),
        })
    }

    /// Appends to the message.
    pub fn update(&mut self, part: &[u8]) {
        match &mut self.0 {
            State::Cipher(state) => state.update(part),
            State::Streebog256(state) => state.update(part),
            State::Streebog512(state) => state.update(part),
        }
    }

    /// The digest of all parts.
    pub fn finish(self) -> Vec<u8> {
        match self.0 {
            State::Cipher(state) => state.finish().to_vec(),
            State::Streebog256(state) => state.finalize().to_vec(),
            State::Streebog512(state) => state.finalize().to_vec(),
        }
    }
}
