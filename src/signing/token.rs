//! Keys that never leave a token: PKCS #11.
//!
//! The driver is a library of the token's maker, loaded into this program: it is chosen by the
//! person who signs, and is trusted like the token itself. What it returns is not: a signature is
//! taken only if it verifies with the certificate.
//!
//! Certificates are looked at before the PIN is asked for, where the token shows them, so that
//! the wrong token costs no try. Of several certificates the one for signing is chosen: of the
//! member, for e-mail protection, which is how the national authority marks keys that sign, in
//! force; where more than one is left the person says which.
//!
//! Tested with SoftHSM 2: RSA and ECDSA. The mechanisms for national keys follow what makers of
//! tokens publish and are tested here as far as that goes without such a token: see
//! `token/mechanism.rs`.

mod choice;
mod error;
mod mechanism;

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Function, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::vendor_defined::VendorDefinedMechanism;
use cryptoki::mechanism::{Mechanism as Named, MechanismType};
use cryptoki::object::{Attribute, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use cryptoki::types::AuthPin;
use jiff::Timestamp;
use model::Iin;
use pki::Certificate;
use pki::algorithm::{AlgorithmIdentifier, HashAlgorithm, PublicKey};
use pki::cms::SignOptions;
use pki::key::{KeyError, Signer};
use zeroize::Zeroizing;

use super::{SigningError, Signs};
use choice::{Found, certificates, choose, short};
use mechanism::{Mechanism, Scheme};

pub use error::{PinTries, TokenError};

/// Which token, and which certificate on it.
#[derive(Clone, Copy, Debug)]
pub struct TokenChoice<'a> {
    /// The driver: a library of the token's maker.
    pub module: &'a Path,
    /// The number of the slot, where there are several.
    pub slot: Option<u64>,
    /// The label of the token, where there are several.
    pub label: Option<&'a str>,
    /// The certificate by its label, its serial number or the start of its fingerprint.
    pub certificate: Option<&'a str>,
    /// Whose certificate it must be.
    pub member: Option<&'a Iin>,
    /// When it is to be in force.
    pub at: Timestamp,
}

/// What is asked when a token wants its PIN.
#[derive(Clone, Debug)]
pub struct PinQuestion {
    /// What the token is called.
    pub token: String,
    /// How many tries it leaves.
    pub tries: PinTries,
}

/// A token that was opened, with the certificate that signs.
pub struct Token {
    key: TokenKey,
    certificate: Certificate,
    others: Vec<Certificate>,
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let certificate = self.certificate.fingerprint().to_string();
        formatter.debug_struct("Token").field("certificate", &certificate).finish_non_exhaustive()
    }
}

impl Signs for Token {
    fn certificate(&self) -> Option<&Certificate> {
        Some(&self.certificate)
    }

    fn source(&self) -> &'static str {
        "token"
    }

    fn others(&self) -> &[Certificate] {
        &self.others
    }

    fn cms(&self, content: &[u8], at: Timestamp) -> Result<Vec<u8>, SigningError> {
        let options = SignOptions::detached(at);
        pki::cms::sign(&self.key, &self.certificate, content, &options).map_err(|error| {
            // What the token said is more than what the writer of signatures can say.
            let told = self.key.failure.lock().unwrap_or_else(PoisonError::into_inner).take();
            told.map_or(SigningError::Key(error), SigningError::Token)
        })
    }
}

impl Token {
    /// Opens the token, chooses the certificate and unlocks its key. `pin` is asked at most once;
    /// a token with keys of its own for the PIN asks there.
    ///
    /// # Errors
    ///
    /// [`TokenError`] names what is missing or wrong.
    pub fn open(
        choice: &TokenChoice<'_>,
        pin: &mut dyn FnMut(&PinQuestion) -> io::Result<Zeroizing<String>>,
    ) -> Result<Self, TokenError> {
        let driver = driver(choice.module)?;
        let (slot, info) = slot(&driver, choice)?;
        let name = called(slot, &info);
        let told = |error| explained(error, &name);
        let session = driver.open_ro_session(slot).map_err(told)?;
        let mut found = certificates(&session, &name)?;
        let mut unlocked = false;
        if found.is_empty() {
            // Some tokens show nothing before the PIN.
            unlock(&driver, slot, &session, &name, pin)?;
            unlocked = true;
            found = certificates(&session, &name)?;
        }
        let chosen = choose(&found, choice, &name)?;
        if !unlocked {
            unlock(&driver, slot, &session, &name, pin)?;
        }
        let certificate = chosen.certificate.clone();
        let unknown = || TokenError::AlgorithmUnknown {
            token: name.clone(),
            algorithm: certificate.public_key().kind().to_string(),
        };
        let scheme = Scheme::of(certificate.public_key()).ok_or_else(unknown)?;
        let handle = private_key(&session, chosen, &name)?;
        let others = found.iter().filter(|it| it.is_authority() && it.certificate != certificate);
        let others = others.map(|it| it.certificate.clone()).collect();
        let key = TokenKey {
            public: certificate.public_key().clone(),
            label: short(&certificate),
            offered: scheme
                .mechanisms
                .iter()
                .copied()
                .filter(|it| offers(&driver, slot, *it))
                .collect(),
            session: Mutex::new(session),
            handle,
            scheme,
            token: name,
            failure: Mutex::new(None),
        };
        Ok(Self { key, certificate, others })
    }
}

/// A key on a token, as what writes signatures wants it.
struct TokenKey {
    session: Mutex<Session>,
    handle: ObjectHandle,
    public: PublicKey,
    scheme: Scheme,
    /// The mechanisms for it that the token has.
    offered: Vec<Mechanism>,
    token: String,
    label: String,
    /// What went wrong, in the token's words.
    failure: Mutex<Option<TokenError>>,
}

impl TokenKey {
    fn signature(&self, message: &[u8]) -> Result<Vec<u8>, TokenError> {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        if self.offered.is_empty() {
            return Err(TokenError::NoMechanism {
                token: self.token.clone(),
                algorithm: self.public.kind().to_string(),
            });
        }
        let mut refused = None;
        let mut signed = false;
        for mechanism in &self.offered {
            let Ok(named) = named(*mechanism) else { continue };
            let given = self.scheme.given(*mechanism, message);
            match session.sign(&named, self.handle, &given) {
                Ok(raw) => {
                    signed = true;
                    if let Some(proven) = self.scheme.proven(&self.public, message, &raw) {
                        return Ok(proven);
                    }
                }
                Err(error) => {
                    let error = explained(error, &self.token);
                    // Nothing is tried again after somebody pulled the token or said no.
                    if !matches!(error, TokenError::Failed { .. }) {
                        return Err(error);
                    }
                    refused.get_or_insert(error);
                }
            }
        }
        let (token, certificate) = (self.token.clone(), self.label.clone());
        Err(match refused {
            Some(error) if !signed => error,
            Some(_) | None => TokenError::Unproven { token, certificate },
        })
    }
}

impl Signer for TokenKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn signature_algorithm(&self) -> AlgorithmIdentifier {
        self.scheme.algorithm.clone()
    }

    fn digest_algorithm(&self) -> HashAlgorithm {
        self.scheme.hash
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.signature(message).map_err(|error| {
            *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            KeyError::Signing
        })
    }
}

/// Codes are as wide as `CK_ULONG`: 32 bits on Windows, 64 elsewhere.
fn vendor_defined(code: u32) -> Result<MechanismType, Error> {
    MechanismType::new_vendor_defined(code.into())
}

fn named(mechanism: Mechanism) -> Result<Named<'static>, Error> {
    Ok(match mechanism {
        Mechanism::Ecdsa => Named::Ecdsa,
        Mechanism::GostDigest { code, .. } | Mechanism::GostMessage { code } => {
            let kind = vendor_defined(code)?;
            Named::VendorDefined(VendorDefinedMechanism::new::<()>(kind, None))
        }
        Mechanism::RsaDigest => Named::RsaPkcs,
        Mechanism::RsaMessage => Named::Sha256RsaPkcs,
    })
}

fn offers(driver: &Pkcs11, slot: Slot, mechanism: Mechanism) -> bool {
    let kind = match mechanism {
        Mechanism::Ecdsa => Ok(MechanismType::ECDSA),
        Mechanism::GostDigest { code, .. } | Mechanism::GostMessage { code } => {
            vendor_defined(code)
        }
        Mechanism::RsaDigest => Ok(MechanismType::RSA_PKCS),
        Mechanism::RsaMessage => Ok(MechanismType::SHA256_RSA_PKCS),
    };
    // Asked one by one: the library leaves the vendors' out of the list.
    kind.and_then(|it| driver.get_mechanism_info(slot, it)).is_ok_and(|it| it.sign())
}

fn driver(path: &Path) -> Result<Pkcs11, TokenError> {
    let unusable =
        |error: Error| TokenError::ModuleUnusable { path: path.into(), reason: error.to_string() };
    let driver = Pkcs11::new(path).map_err(|error| {
        // A name alone is looked for where the system keeps its libraries.
        if matches!(error, Error::LibraryLoading(_)) && !path.exists() {
            TokenError::ModuleMissing { path: path.into() }
        } else {
            unusable(error)
        }
    })?;
    match driver.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(driver),
        Err(error) => Err(unusable(error)),
    }
}

/// The token that is meant.
fn slot(driver: &Pkcs11, choice: &TokenChoice<'_>) -> Result<(Slot, TokenInfo), TokenError> {
    let path = || choice.module.to_owned();
    let unusable =
        |error: Error| TokenError::ModuleUnusable { path: path(), reason: error.to_string() };
    let mut all = Vec::new();
    for slot in driver.get_slots_with_token().map_err(unusable)? {
        // A token that was pulled this moment, or was never set up, is none.
        if let Ok(info) = driver.get_token_info(slot)
            && info.token_initialized()
        {
            all.push((slot, info));
        }
    }
    let found: Vec<String> =
        all.iter().map(|(slot, info)| format!("{} ({})", called(*slot, info), slot.id())).collect();
    let wanted = |(slot, info): &(Slot, TokenInfo)| {
        choice.slot.is_none_or(|it| it == slot.id())
            && choice.label.is_none_or(|it| it == info.label())
    };
    if all.is_empty() {
        return Err(TokenError::NoToken { path: path() });
    }
    let mut meant = all.into_iter().filter(wanted);
    match (meant.next(), meant.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(TokenError::TokensSeveral { path: path(), found }),
        (None, _) => {
            let slot = choice.slot.map(|it| it.to_string());
            let wanted = slot.into_iter().chain(choice.label.map(str::to_owned));
            let wanted = wanted.collect::<Vec<_>>().join(", ");
            Err(TokenError::TokenUnknown { path: path(), wanted, found })
        }
    }
}

fn called(slot: Slot, info: &TokenInfo) -> String {
    if info.label().is_empty() { slot.id().to_string() } else { info.label().to_owned() }
}

fn unlock(
    driver: &Pkcs11,
    slot: Slot,
    session: &Session,
    token: &str,
    pin: &mut dyn FnMut(&PinQuestion) -> io::Result<Zeroizing<String>>,
) -> Result<(), TokenError> {
    let told = |error| explained(error, token);
    let info = driver.get_token_info(slot).map_err(told)?;
    let token = || token.to_owned();
    if !info.login_required() {
        return Ok(());
    }
    if info.user_pin_locked() {
        return Err(TokenError::PinLocked { token: token() });
    }
    if !info.user_pin_initialized() {
        return Err(TokenError::PinNotSet { token: token() });
    }
    let login = if info.protected_authentication_path() {
        session.login(UserType::User, None)
    } else {
        let question = PinQuestion { token: token(), tries: tries(&info) };
        let typed = pin(&question).map_err(TokenError::PinUnasked)?;
        // The copy is wiped by its own type.
        let typed = AuthPin::from(typed.as_str());
        session.login(UserType::User, Some(&typed))
    };
    match login {
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
        Err(Error::Pkcs11(
            RvError::PinIncorrect | RvError::PinLenRange | RvError::PinInvalid,
            _,
        )) => {
            let now = driver.get_token_info(slot).ok();
            if now.as_ref().is_some_and(TokenInfo::user_pin_locked) {
                return Err(TokenError::PinLocked { token: token() });
            }
            let tries = now.as_ref().map_or(PinTries::Untold, tries);
            Err(TokenError::PinWrong { token: token(), tries })
        }
        Err(error) => Err(told(error)),
    }
}

fn tries(info: &TokenInfo) -> PinTries {
    if info.user_pin_final_try() {
        PinTries::One
    } else if info.user_pin_count_low() {
        PinTries::Few
    } else {
        PinTries::Untold
    }
}

/// The private key of a certificate: of the same identifier, or the only one there is.
fn private_key(session: &Session, of: &Found, token: &str) -> Result<ObjectHandle, TokenError> {
    let told = |error| explained(error, token);
    let class = Attribute::Class(ObjectClass::PRIVATE_KEY);
    let same =
        session.find_objects(&[class.clone(), Attribute::Id(of.id.clone())]).map_err(told)?;
    if let ([one, ..], false) = (same.as_slice(), of.id.is_empty()) {
        return Ok(*one);
    }
    match session.find_objects(&[class]).map_err(told)?.as_slice() {
        [one] => Ok(*one),
        _ => Err(TokenError::KeyMissing {
            token: token.to_owned(),
            certificate: short(&of.certificate),
        }),
    }
}

/// What the driver reported, in our kinds.
fn explained(error: Error, token: &str) -> TokenError {
    let token = token.to_owned();
    #[expect(clippy::wildcard_enum_match_arm, reason = "the errors of another library")]
    match error {
        Error::Pkcs11(
            RvError::DeviceRemoved
            | RvError::SessionClosed
            | RvError::SessionHandleInvalid
            | RvError::SlotIdInvalid
            | RvError::TokenNotPresent,
            _,
        ) => TokenError::Gone { token },
        Error::Pkcs11(RvError::FunctionCanceled | RvError::Cancel, _) => {
            TokenError::Cancelled { token }
        }
        Error::Pkcs11(RvError::PinLocked, _) => TokenError::PinLocked { token },
        Error::Pkcs11(RvError::PinIncorrect, Function::Login) => {
            TokenError::PinWrong { token, tries: PinTries::Untold }
        }
        Error::Pkcs11(RvError::UserPinNotInitialized, _) => TokenError::PinNotSet { token },
        Error::Pkcs11(code, function) => {
            TokenError::Failed { token, reason: format!("{function}: {code:?}") }
        }
        error => TokenError::Failed { token, reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_driver_reports_becomes_a_kind_of_its_own() {
        let of = |code, function| explained(Error::Pkcs11(code, function), "demo");
        assert!(matches!(of(RvError::PinLocked, Function::Login), TokenError::PinLocked { .. }));
        let wrong = of(RvError::PinIncorrect, Function::Login);
        assert!(matches!(wrong, TokenError::PinWrong { tries: PinTries::Untold, .. }));
        for code in [RvError::DeviceRemoved, RvError::TokenNotPresent, RvError::SessionClosed] {
            assert!(matches!(of(code, Function::Sign), TokenError::Gone { .. }), "{code:?}");
        }
        let no = of(RvError::FunctionCanceled, Function::Login);
        assert!(matches!(no, TokenError::Cancelled { .. }));
        let unset = of(RvError::UserPinNotInitialized, Function::Login);
        assert!(matches!(unset, TokenError::PinNotSet { .. }));
        let TokenError::Failed { reason, .. } = of(RvError::DeviceMemory, Function::SignInit)
        else {
            panic!("another kind");
        };
        assert!(reason.contains("DeviceMemory") && reason.contains("SignInit"), "{reason}");
    }

    #[test]
    fn a_library_that_is_none_is_told_from_one_that_is_not_there() {
        let at = Timestamp::UNIX_EPOCH;
        let open = |module: &Path| {
            let choice = TokenChoice {
                module,
                slot: None,
                label: None,
                certificate: None,
                member: None,
                at,
            };
            Token::open(&choice, &mut |_| panic!("asked for a PIN")).unwrap_err()
        };
        let missing = open(Path::new("/nowhere/driver.so"));
        assert!(matches!(missing, TokenError::ModuleMissing { .. }), "{missing}");
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let unusable = open(&page);
        assert!(matches!(unusable, TokenError::ModuleUnusable { .. }), "{unusable}");
    }
}
