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
//! A key may want the PIN before every signature (`CKA_ALWAYS_AUTHENTICATE`): it is asked for anew
//! each time, after the signature was begun and before anything is signed. The library that is used
//! here lets nothing come between the two where a digest is signed in one step, so such a key signs
//! with a mechanism that hashes the message itself; where the token has none, it is said.
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
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
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
    /// Whether the key wants it, for one signature; else the token does, once.
    pub for_one_signature: bool,
}

/// Asks for a PIN.
pub type AskPin<'p> = Box<dyn Fn(&PinQuestion) -> io::Result<Zeroizing<String>> + Sync + 'p>;

/// A token that was opened, with the certificate that signs.
pub struct Token<'p> {
    key: TokenKey<'p>,
    certificate: Certificate,
    others: Vec<Certificate>,
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let certificate = self.certificate.fingerprint().to_string();
        formatter.debug_struct("Token").field("certificate", &certificate).finish_non_exhaustive()
    }
}

impl Signs for Token<'_> {
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

impl<'p> Token<'p> {
    /// Opens the token, chooses the certificate and unlocks its key. `pin` is asked at most once,
    /// and once more for each signature where the key wants that; a token with keys of its own for
    /// the PIN asks there.
    ///
    /// # Errors
    ///
    /// [`TokenError`] names what is missing or wrong.
    pub fn open(choice: &TokenChoice<'_>, pin: AskPin<'p>) -> Result<Self, TokenError> {
        let driver = driver(choice.module)?;
        let (slot, info) = slot(&driver, choice)?;
        let name = called(slot, &info);
        let told = |error| explained(error, &name);
        let session = driver.open_ro_session(slot).map_err(told)?;
        let lock = Lock { driver, slot, token: name.clone(), pin };
        let mut found = certificates(&session, &name)?;
        let mut unlocked = false;
        if found.is_empty() {
            // Some tokens show nothing before the PIN.
            lock.open(&session)?;
            unlocked = true;
            found = certificates(&session, &name)?;
        }
        let chosen = choose(&found, choice, &name)?;
        if !unlocked {
            lock.open(&session)?;
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
                .filter(|it| offers(&lock.driver, slot, *it))
                .collect(),
            pin_each_time: wants_pin_each_time(&session, handle),
            session: Mutex::new(session),
            handle,
            scheme,
            lock,
            failure: Mutex::new(None),
        };
        Ok(Self { key, certificate, others })
    }
}

/// A key on a token, as what writes signatures wants it.
struct TokenKey<'p> {
    session: Mutex<Session>,
    lock: Lock<'p>,
    handle: ObjectHandle,
    /// Whether the PIN is wanted before each signature.
    pin_each_time: bool,
    public: PublicKey,
    scheme: Scheme,
    /// The mechanisms for it that the token has.
    offered: Vec<Mechanism>,
    label: String,
    /// What went wrong, in the token's words.
    failure: Mutex<Option<TokenError>>,
}

impl TokenKey<'_> {
    fn signature(&self, message: &[u8]) -> Result<Vec<u8>, TokenError> {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        if self.offered.is_empty() {
            return Err(TokenError::NoMechanism {
                token: self.lock.token.clone(),
                algorithm: self.public.kind().to_string(),
            });
        }
        let mut fit =
            self.offered.iter().filter(|it| !self.pin_each_time || it.hashes()).peekable();
        if fit.peek().is_none() {
            return Err(TokenError::PinEachTime { token: self.lock.token.clone() });
        }
        let mut refused = None;
        let mut signed = false;
        for mechanism in fit {
            let Ok(named) = named(*mechanism) else { continue };
            let given = self.scheme.given(*mechanism, message);
            match self.raw(&session, &named, &given) {
                Ok(raw) => {
                    signed = true;
                    if let Some(proven) = self.scheme.proven(&self.public, message, &raw) {
                        return Ok(proven);
                    }
                }
                Err(error) => {
                    // Nothing is tried again after somebody pulled the token or said no.
                    if !matches!(error, TokenError::Failed { .. }) {
                        return Err(error);
                    }
                    refused.get_or_insert(error);
                }
            }
        }
        let (token, certificate) = (self.lock.token.clone(), self.label.clone());
        Err(match refused {
            Some(error) if !signed => error,
            Some(_) | None => TokenError::Unproven { token, certificate },
        })
    }

    /// What the token signs, in its own order of octets.
    fn raw(
        &self,
        session: &Session,
        mechanism: &Named<'_>,
        given: &[u8],
    ) -> Result<Vec<u8>, TokenError> {
        let told = |error| explained(error, &self.lock.token);
        if !self.pin_each_time {
            return session.sign(mechanism, self.handle, given).map_err(told);
        }
        session.sign_init(mechanism, self.handle).map_err(|error| {
            // Some drivers list what the token does not do.
            if matches!(error, Error::Pkcs11(RvError::MechanismInvalid, _)) {
                TokenError::PinEachTime { token: self.lock.token.clone() }
            } else {
                told(error)
            }
        })?;
        self.lock.give(session, UserType::ContextSpecific)?;
        session.sign_update(given).map_err(told)?;
        session.sign_final().map_err(told)
    }
}

impl Signer for TokenKey<'_> {
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
        Mechanism::EcdsaSha256 => Named::EcdsaSha256,
        Mechanism::EcdsaSha384 => Named::EcdsaSha384,
        Mechanism::EcdsaSha512 => Named::EcdsaSha512,
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
        Mechanism::EcdsaSha256 => Ok(MechanismType::ECDSA_SHA256),
        Mechanism::EcdsaSha384 => Ok(MechanismType::ECDSA_SHA384),
        Mechanism::EcdsaSha512 => Ok(MechanismType::ECDSA_SHA512),
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

/// What keeps the keys of a token, and how it is opened.
struct Lock<'p> {
    driver: Pkcs11,
    slot: Slot,
    token: String,
    pin: AskPin<'p>,
}

impl Lock<'_> {
    /// Opens the token, where it wants that.
    fn open(&self, session: &Session) -> Result<(), TokenError> {
        if self.info()?.login_required() { self.give(session, UserType::User) } else { Ok(()) }
    }

    /// Gives the PIN: of the user to the token, or in the context of a signature to its key.
    fn give(&self, session: &Session, user: UserType) -> Result<(), TokenError> {
        let info = self.info()?;
        let token = || self.token.clone();
        if info.user_pin_locked() {
            return Err(TokenError::PinLocked { token: token() });
        }
        if !info.user_pin_initialized() {
            return Err(TokenError::PinNotSet { token: token() });
        }
        let login = if info.protected_authentication_path() {
            session.login(user, None)
        } else {
            let for_one_signature = matches!(user, UserType::ContextSpecific);
            let question = PinQuestion { token: token(), tries: tries(&info), for_one_signature };
            let typed = (self.pin)(&question).map_err(TokenError::PinUnasked)?;
            // The copy is wiped by its own type.
            let typed = AuthPin::from(typed.as_str());
            session.login(user, Some(&typed))
        };
        match login {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
            Err(Error::Pkcs11(
                RvError::PinIncorrect | RvError::PinLenRange | RvError::PinInvalid,
                _,
            )) => {
                let now = self.info().ok();
                if now.as_ref().is_some_and(TokenInfo::user_pin_locked) {
                    return Err(TokenError::PinLocked { token: token() });
                }
                let tries = now.as_ref().map_or(PinTries::Untold, tries);
                Err(TokenError::PinWrong { token: token(), tries })
            }
            Err(error) => Err(explained(error, &self.token)),
        }
    }

    fn info(&self) -> Result<TokenInfo, TokenError> {
        let info = self.driver.get_token_info(self.slot);
        info.map_err(|error| explained(error, &self.token))
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

/// Whether a key wants the PIN before each signature. A driver that does not know the question
/// has no such keys.
fn wants_pin_each_time(session: &Session, key: ObjectHandle) -> bool {
    let told = session.get_attributes(key, &[AttributeType::AlwaysAuthenticate]);
    told.is_ok_and(|it| it.contains(&Attribute::AlwaysAuthenticate(true)))
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
            Token::open(&choice, Box::new(|_| panic!("asked for a PIN"))).unwrap_err()
        };
        let missing = open(Path::new("/nowhere/driver.so"));
        assert!(matches!(missing, TokenError::ModuleMissing { .. }), "{missing}");
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let unusable = open(&page);
        assert!(matches!(unusable, TokenError::ModuleUnusable { .. }), "{unusable}");
    }
}
