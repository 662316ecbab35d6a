//! Keys of the commission and of the committee: made at every start, kept in containers as a certification authority
//! hands them out.

use model::Iin;
use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKey as ContainerKey, PrivateKeyChain};
use pki::Certificate;
use pki::issue::{Profile, person};
use pki::key::{PrivateKey, Signer};
use pki::oid::known;

use super::authority::{Family, Moments, Pair};
use super::{DemoError, PASSWORD};

/// The container of one person's key.
#[derive(Clone)]
pub struct MemberKey {
    /// Whose it is.
    pub iin: Iin,
    /// A name for the file.
    pub file: String,
    /// The PKCS #12 container, locked with [`PASSWORD`].
    pub pkcs12: Vec<u8>,
    /// The certificate inside.
    pub certificate: Certificate,
    /// Whether the certificate was revoked before the visit.
    pub revoked: bool,
}

/// Issues a certificate to a person and locks it up with its key.
pub(super) fn issue(
    pair: &Pair,
    (iin, name): (&Iin, &str),
    file: &str,
    revoked: bool,
    moments: Moments,
) -> Result<MemberKey, DemoError> {
    let key = pair.family.generate()?;
    let common_name: Vec<_> = name.split_whitespace().take(2).collect();
    let common_name = common_name.join(" ").to_uppercase();
    let surname = common_name.split(' ').next().unwrap_or_default();
    let subject = person(&common_name, surname, iin.as_str(), None);
    let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
    let validity = (moments.hours(-30 * 24)?, moments.hours(335 * 24)?);
    let certificate = pair.issuing.issue(&profile, subject, key.public_key(), validity, |_| {})?;
    let chain = [&certificate, pair.issuing.certificate(), pair.root.certificate()];
    let revoked_mark = if revoked { "-revoked" } else { "" };
    Ok(MemberKey {
        iin: iin.clone(),
        file: format!("{file}-{}{revoked_mark}.p12", pair.family.slug()),
        pkcs12: container(&key, &chain)?,
        certificate,
        revoked,
    })
}

/// The family of the key of a person: both kinds sign one act.
pub(super) const fn family(number: usize) -> Family {
    if number.is_multiple_of(2) { Family::Rsa } else { Family::Gost }
}

/// PKCS #12 ([RFC 7292](https://www.rfc-editor.org/rfc/rfc7292)) under AES-256 and HMAC-SHA-256;
/// the key in the national PKCS #8 form where it is a GOST key.
fn container(key: &PrivateKey, chain: &[&Certificate]) -> Result<Vec<u8>, DemoError> {
    let inside = ContainerKey::from_der(&key.to_pkcs8_der()?)?;
    let certificates = chain
        .iter()
        .map(|it| p12_keystore::Certificate::from_der(it.der()))
        .collect::<Result<Vec<_>, _>>()?;
    let mut store = KeyStore::new();
    let id = chain.first().map(|it| it.fingerprint().to_string()).unwrap_or_default();
    let entry = PrivateKeyChain::new(id.as_str(), inside, certificates);
    store.add_entry("key", KeyStoreEntry::PrivateKeyChain(entry));
    Ok(store.writer(PASSWORD).write()?)
}
