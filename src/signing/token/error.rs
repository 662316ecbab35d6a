use std::path::PathBuf;

use model::Iin;

/// Tries that a token leaves for its PIN, as far as it says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PinTries {
    /// A few.
    Few,
    /// The next wrong PIN locks the token.
    One,
    /// It does not say.
    Untold,
}

impl PinTries {
    /// Its name in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Few => "few",
            Self::One => "one",
            Self::Untold => "untold",
        }
    }
}

/// Why a token made no signature. `token` is its label, or the number of its slot.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// A key of a kind that no signature is made with.
    #[error("{token}: a key of {algorithm} signs nothing here")]
    AlgorithmUnknown {
        /// Which.
        token: String,
        /// What the certificate's key is.
        algorithm: String,
    },
    /// The person said no at the token itself.
    #[error("{token}: cancelled at the token")]
    Cancelled {
        /// Which.
        token: String,
    },
    /// The certificate that was asked for is not there.
    #[error("{token}: no certificate is called {wanted}")]
    CertificateUnknown {
        /// Which.
        token: String,
        /// What was asked for.
        wanted: String,
    },
    /// Several certificates could sign.
    #[error("{token}: several certificates could sign: {}", found.join("; "))]
    CertificatesSeveral {
        /// Which.
        token: String,
        /// What they are called.
        found: Vec<String>,
    },
    /// The driver reports a failure of no other kind.
    #[error("{token}: {reason}")]
    Failed {
        /// Which.
        token: String,
        /// What it reported.
        reason: String,
    },
    /// The token was pulled.
    #[error("{token}: no longer there")]
    Gone {
        /// Which.
        token: String,
    },
    /// No private key goes with the certificate.
    #[error("{token}: no private key goes with the certificate {certificate}")]
    KeyMissing {
        /// Which.
        token: String,
        /// The certificate.
        certificate: String,
    },
    /// The driver is not there.
    #[error("{}: no such library", path.display())]
    ModuleMissing {
        /// The library.
        path: PathBuf,
    },
    /// A library that is no driver, or a driver that does not start.
    #[error("{}: {reason}", path.display())]
    ModuleUnusable {
        /// The library.
        path: PathBuf,
        /// What it reported.
        reason: String,
    },
    /// No certificate at all.
    #[error("{token}: no certificate")]
    NoCertificate {
        /// Which.
        token: String,
    },
    /// No certificate of the member.
    #[error("{token}: no certificate of {member}; it holds: {}", found.join("; "))]
    NotTheMembers {
        /// Which.
        token: String,
        /// Who was named.
        member: Iin,
        /// What the certificates on it are called.
        found: Vec<String>,
    },
    /// The token signs with no mechanism that is known here.
    #[error("{token}: no mechanism for {algorithm}")]
    NoMechanism {
        /// Which.
        token: String,
        /// What the certificate's key is.
        algorithm: String,
    },
    /// No token is plugged in.
    #[error("{}: no token", path.display())]
    NoToken {
        /// The driver.
        path: PathBuf,
    },
    /// The key wants the PIN between two steps of one signature, and the token offers no mechanism
    /// of which this program can do them apart.
    #[error(
        "{token}: the key wants the PIN for each signature, and no mechanism hashes the message"
    )]
    PinEachTime {
        /// Which.
        token: String,
    },
    /// A token whose owner never set a PIN.
    #[error("{token}: its PIN was never set")]
    PinNotSet {
        /// Which.
        token: String,
    },
    /// Too many wrong PINs.
    #[error("{token}: the PIN is locked")]
    PinLocked {
        /// Which.
        token: String,
    },
    /// The wrong PIN.
    #[error("{token}: wrong PIN")]
    PinWrong {
        /// Which.
        token: String,
        /// How many tries are left.
        tries: PinTries,
    },
    /// Nobody gives the PIN.
    #[error("the PIN cannot be asked for: {0}")]
    PinUnasked(std::io::Error),
    /// Several tokens are plugged in.
    #[error("{}: several tokens: {}", path.display(), found.join("; "))]
    TokensSeveral {
        /// The driver.
        path: PathBuf,
        /// What they are called.
        found: Vec<String>,
    },
    /// The token that was asked for is not there.
    #[error("{}: no token {wanted}; there are: {}", path.display(), found.join("; "))]
    TokenUnknown {
        /// The driver.
        path: PathBuf,
        /// What was asked for.
        wanted: String,
        /// What there is.
        found: Vec<String>,
    },
    /// What the token signed does not verify with the certificate, in no order of octets.
    #[error("{token}: its signature does not verify with the certificate {certificate}")]
    Unproven {
        /// Which.
        token: String,
        /// The certificate.
        certificate: String,
    },
}
