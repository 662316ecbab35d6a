//! A look at a server's certificate that judges nothing.

use std::sync::{Arc, Mutex, PoisonError};

use probes::TlsProof;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, SignatureScheme};

/// Takes every certificate, and keeps whether the server holds the key of the one it showed.
///
/// It belongs to a session that carries nothing, and to the one with NCALayer on this machine; no
/// other connection of the tool is made with it.
#[derive(Debug)]
pub(crate) struct Looker {
    provider: Arc<CryptoProvider>,
    proof: Mutex<TlsProof>,
}

impl Looker {
    pub(crate) const fn new(provider: Arc<CryptoProvider>) -> Self {
        Self { provider, proof: Mutex::new(TlsProof::NotAsked) }
    }

    pub(super) fn proof(&self) -> TlsProof {
        self.proof.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, verified: Result<HandshakeSignatureValid, rustls::Error>) {
        *self.proof.lock().unwrap_or_else(PoisonError::into_inner) = match verified {
            Ok(_) => TlsProof::Given,
            Err(error) => TlsProof::NotVerified(error.to_string()),
        };
    }
}

impl ServerCertVerifier for Looker {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        self.keep(verify_tls12_signature(message, certificate, signed, known));
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        self.keep(verify_tls13_signature(message, certificate, signed, known));
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
