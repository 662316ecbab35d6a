//! Keys that people bring, and signatures that come back.
//!
//! A member signs the sealed file with a key from a PKCS#12 container, or signs it elsewhere and
//! brings the CMS. Either way the signature is judged here by its bytes alone: over which file,
//! by which certificate, valid and not revoked when it was made. Counting is not done here.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use p12_keystore::Pkcs12Archive;
use pki::Certificate;
use pki::cms::SignOptions;
use pki::key::{KeyError, PrivateKey, Signer};

mod container;
pub mod device;
pub mod ncalayer;
mod proof;
pub mod stamp;
pub mod token;
mod verifier;

pub use device::{DeviceError, Signs};
pub use ncalayer::{NcaLayer, NcaLayerError};
pub use token::{Token, TokenChoice, TokenError};
pub use verifier::{CmsVerifier, SAYS, Trust};

/// The largest key container that is read, in bytes.
const LARGEST_CONTAINER: u64 = 1 << 20;

/// A key with the certificate that goes with it.
#[derive(Debug)]
pub struct SigningKey {
    key: PrivateKey,
    certificate: Certificate,
    others: Vec<Certificate>,
}

/// A key container or a signature that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// What the device returned is no signature of this file by this person.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The key does not sign.
    #[error("the key does not sign: {0}")]
    Key(#[from] KeyError),
    /// NCALayer made no signature.
    #[error(transparent)]
    NcaLayer(#[from] NcaLayerError),
    /// No certificate in the container goes with a key in it.
    #[error("{}: no certificate goes with a key in it", path.display())]
    NoCertificate {
        /// The container.
        path: PathBuf,
    },
    /// Not a container that can be read.
    #[error("{}: not a key container that can be read: {reason}", path.display())]
    Malformed {
        /// The container.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A token made no signature.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// Larger than any container.
    #[error("{}: {length} bytes; a key container has at most {LARGEST_CONTAINER}", path.display())]
    TooLarge {
        /// The container.
        path: PathBuf,
        /// Its length.
        length: u64,
    },
    /// The operating system does not give it.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The container.
        path: PathBuf,
        /// What it reported.
        source: std::io::Error,
    },
    /// The password does not open it.
    #[error("{}: wrong password", path.display())]
    WrongPassword {
        /// The container.
        path: PathBuf,
    },
}

impl SigningKey {
    /// Opens a PKCS#12 container.
    ///
    /// Of several keys the first with a certificate of its own is taken.
    ///
    /// # Errors
    ///
    /// [`SigningError`] names the file and tells a wrong password from a broken file.
    pub fn open(path: &Path, password: &str) -> Result<Self, SigningError> {
        let unreadable = |source| SigningError::Unreadable { path: path.into(), source };
        let length = std::fs::metadata(path).map_err(unreadable)?.len();
        if length > LARGEST_CONTAINER {
            return Err(SigningError::TooLarge { path: path.into(), length });
        }
        Self::read(path, &std::fs::read(path).map_err(unreadable)?, password)
    }

    /// Reads the octets of a PKCS#12 container; `path` names it in errors.
    ///
    /// # Errors
    ///
    /// [`SigningError`] tells a wrong password from a broken file.
    pub fn read(path: &Path, bytes: &[u8], password: &str) -> Result<Self, SigningError> {
        let archive = archive(path, bytes, password)?;
        let certificates: Vec<_> = archive
            .certs
            .iter()
            .filter_map(|it| Certificate::read(it.cert.as_der()).ok())
            .collect();
        let mut reason = None;
        for bag in &archive.keys {
            let key = match PrivateKey::from_pkcs8_der(bag.key.as_der()) {
                Ok(key) => key,
                Err(error) => {
                    reason.get_or_insert(error.to_string());
                    continue;
                }
            };
            let own = certificates.iter().find(|it| it.public_key().is_same_key(key.public_key()));
            if let Some(own) = own.cloned() {
                let others = certificates.into_iter().filter(|it| *it != own).collect();
                return Ok(Self { key, certificate: own, others });
            }
        }
        Err(match reason {
            Some(reason) => SigningError::Malformed { path: path.into(), reason },
            None => SigningError::NoCertificate { path: path.into() },
        })
    }

    /// The certificate that goes with the key.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Other certificates of the container, its issuers among them.
    #[must_use]
    pub fn others(&self) -> &[Certificate] {
        &self.others
    }

    /// A detached CMS over `content`, with the signing time as given.
    ///
    /// # Errors
    ///
    /// [`SigningError::Key`] if the key does not sign.
    pub fn sign(&self, content: &[u8], at: Timestamp) -> Result<Vec<u8>, SigningError> {
        let options = SignOptions::detached(at);
        Ok(pki::cms::sign(&self.key, &self.certificate, content, &options)?)
    }
}

/// Opens a container in DER; one whose parts are in BER is written anew first.
fn archive(path: &Path, bytes: &[u8], password: &str) -> Result<Pkcs12Archive, SigningError> {
    let error = match Pkcs12Archive::from_pkcs12(bytes, password) {
        Ok(archive) => return Ok(archive),
        Err(p12_keystore::error::Error::MacError(_)) => {
            return Err(SigningError::WrongPassword { path: path.into() });
        }
        Err(error) => error,
    };
    match container::in_der(bytes) {
        // What can be read but not decrypted has another password.
        Some(der) if der != bytes => Pkcs12Archive::from_pkcs12(&der, password)
            .map_err(|_| SigningError::WrongPassword { path: path.into() }),
        _ => Err(SigningError::Malformed { path: path.into(), reason: error.to_string() }),
    }
}
