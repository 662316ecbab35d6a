//! Keys that people bring, and signatures that come back.
//!
//! A member signs the sealed file with a key from a PKCS#12 container, or signs it elsewhere and
//! brings the CMS. Either way the signature is judged here by its bytes alone: over which file,
//! by which certificate, valid and not revoked when it was made. Counting is not done here.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::Iin;
use pki::Certificate;
use pki::cms::SignOptions;
use pki::key::{KeyError, PrivateKey, Signer};

mod choice;
mod container;
pub mod device;
mod elsewhere;
pub mod ncalayer;
mod proof;
pub mod stamp;
pub mod token;
mod verifier;

pub use choice::NoFitKey;
pub use device::{DeviceError, Signs};
pub use elsewhere::Elsewhere;
pub use ncalayer::{NcaLayer, NcaLayerError};
pub use token::{Token, TokenChoice, TokenError};
pub use verifier::{CmsVerifier, SAYS, Trust, leaves_time_open};

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
    /// No key in the container will do.
    #[error(transparent)]
    Unfit(#[from] NoFitKey),
    /// Locked in a way that is not opened here.
    #[error("{}: locked in a way that is not opened here: {reason}", path.display())]
    UnknownLock {
        /// The container.
        path: PathBuf,
        /// What is not known.
        reason: String,
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
    /// Of several keys one for signing is taken before one for authentication, and the first of
    /// these. Who signs an act asks [`Self::open_for`].
    ///
    /// # Errors
    ///
    /// [`SigningError`] names the file and tells a wrong password from a broken file.
    pub fn open(path: &Path, password: &str) -> Result<Self, SigningError> {
        Self::read(path, &contents(path)?, password)
    }

    /// Opens a PKCS#12 container to sign with it at a moment: the key of this member, where one is
    /// named, that is for signing and whose certificate is valid then. Of several such keys of one
    /// person the one with the youngest certificate is taken.
    ///
    /// # Errors
    ///
    /// [`SigningError`], and [`NoFitKey`] in it: no key of the container will do.
    pub fn open_for(
        path: &Path,
        password: &str,
        member: Option<&Iin>,
        at: Timestamp,
    ) -> Result<Self, SigningError> {
        let pairs = Self::pairs(path, &contents(path)?, password)?;
        Ok(choice::fit(path, pairs, member, at)?)
    }

    /// Reads the octets of a PKCS#12 container; `path` names it in errors.
    ///
    /// # Errors
    ///
    /// [`SigningError`] tells a wrong password from a broken file.
    pub fn read(path: &Path, bytes: &[u8], password: &str) -> Result<Self, SigningError> {
        let pairs = Self::pairs(path, bytes, password)?;
        let signs = |it: &Self| !proof::is_for_authentication(&it.certificate);
        let (mut first, other): (Vec<Self>, Vec<Self>) = pairs.into_iter().partition(signs);
        first.extend(other);
        first.into_iter().next().ok_or_else(|| SigningError::NoCertificate { path: path.into() })
    }

    /// Every key that has a certificate of its own.
    fn pairs(path: &Path, bytes: &[u8], password: &str) -> Result<Vec<Self>, SigningError> {
        let archive = container::open(path, bytes, password)?;
        let certificates: Vec<_> = archive
            .certs
            .iter()
            .filter_map(|it| Certificate::read(it.cert.as_der()).ok())
            .collect();
        let mut reason = None;
        let mut pairs = Vec::new();
        for bag in &archive.keys {
            let key = match PrivateKey::from_pkcs8_der(bag.key.as_der()) {
                Ok(key) => key,
                Err(error) => {
                    reason.get_or_insert(error);
                    continue;
                }
            };
            let is_own = |it: &&Certificate| it.public_key().is_same_key(key.public_key());
            let mut own: Vec<&Certificate> = certificates.iter().filter(is_own).collect();
            // A renewed certificate over the same key stands before the old one.
            own.sort_by_key(|it| std::cmp::Reverse(it.not_before()));
            if let Some(certificate) = own.first().copied().cloned() {
                let others =
                    certificates.iter().filter(|it| **it != certificate).cloned().collect();
                pairs.push(Self { key, certificate, others });
            }
        }
        match reason {
            Some(error) if pairs.is_empty() => Err(error.into()),
            Some(_) | None if pairs.is_empty() => {
                Err(SigningError::NoCertificate { path: path.into() })
            }
            Some(_) | None => Ok(pairs),
        }
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

/// The octets of a container.
fn contents(path: &Path) -> Result<Vec<u8>, SigningError> {
    let unreadable = |source| SigningError::Unreadable { path: path.into(), source };
    let length = std::fs::metadata(path).map_err(unreadable)?.len();
    if length > LARGEST_CONTAINER {
        return Err(SigningError::TooLarge { path: path.into(), length });
    }
    std::fs::read(path).map_err(unreadable)
}
