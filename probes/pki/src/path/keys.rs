//! The working public key of a path and the parameters it inherits
//! ([RFC 5280 section 6.1.4 (d) to (f)](https://www.rfc-editor.org/rfc/rfc5280#section-6.1.4)).

use std::borrow::Cow;

use super::Engine;
use crate::algorithm::{self, KeyKind, PublicKey, SignatureError};
use crate::certificate::Certificate;

/// The key of the last certificate of `path`, anchor first, with the parameters it inherits. Only
/// what the path itself holds counts: parameters from elsewhere would let their author sign.
pub(super) fn working_key(path: &[Certificate]) -> Option<Cow<'_, PublicKey>> {
    let (last, above) = path.split_last()?;
    let key = last.public_key();
    if key.inherits_parameters() {
        // One of another algorithm between ends the inheritance, step (e).
        let dsa = above.iter().rev().map(Certificate::public_key);
        let mut dsa = dsa.take_while(|key| *key.kind() == KeyKind::Dsa);
        if let Some(whole) = dsa.find_map(|above| key.with_parameters_of(above)) {
            return Some(Cow::Owned(whole));
        }
    }
    Some(Cow::Borrowed(key))
}

impl Engine<'_> {
    /// Whether the key at the end of `above` signed `certificate`; none when the budget does not
    /// reach.
    pub(super) fn signature_under(
        &mut self,
        certificate: &Certificate,
        above: &[Certificate],
    ) -> Option<Result<(), SignatureError>> {
        let issuer = above.last()?;
        match working_key(above)? {
            Cow::Borrowed(_) => self.signature(certificate, issuer),
            // What this key verifies depends on the path: nothing of it is remembered.
            Cow::Owned(key) => self.take_signature().then(|| {
                algorithm::verify(
                    &key,
                    certificate.signature_algorithm(),
                    certificate.tbs(),
                    certificate.signature(),
                )
            }),
        }
    }
}
