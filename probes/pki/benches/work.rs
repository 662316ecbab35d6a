//! The pieces of work that are measured, the same for the bench and for the comparison.

use jiff::Timestamp;
use pki::Certificate;
use pki::cms::SignedData;
use pki::path::{PathQuestion, PathVerdict, RevocationMode, Session, validate, validate_in};

use crate::corpus::{Corpus, moment};

/// The anchor and the authority, read once.
pub(crate) struct Work {
    anchors: Vec<Certificate>,
    issuing_der: Vec<u8>,
    issuing: Vec<Certificate>,
    at: Timestamp,
    session: Session,
}

impl Work {
    pub(crate) fn new(corpus: &Corpus) -> Self {
        Self {
            anchors: vec![Certificate::read(&corpus.root).unwrap()],
            issuing_der: corpus.issuing.clone(),
            issuing: vec![Certificate::read(&corpus.issuing).unwrap()],
            at: moment(),
            session: Session::default(),
        }
    }

    /// Reads a certificate, all its extensions and defects.
    pub(crate) fn parse(&self, leaf: &[u8]) -> Certificate {
        Certificate::read(leaf).unwrap()
    }

    /// Reads leaf and authority and validates the chain of two signatures, nothing remembered.
    pub(crate) fn chain(&self, leaf: &[u8]) {
        let leaf = Certificate::read(leaf).unwrap();
        let issuing = [Certificate::read(&self.issuing_der).unwrap()];
        assert_eq!(validate(&self.question(&leaf, &issuing)).verdict, PathVerdict::Valid);
    }

    /// Reads a leaf and validates the chain of two signatures, the authority read before.
    pub(crate) fn kept(&self, leaf: &[u8]) {
        let leaf = Certificate::read(leaf).unwrap();
        assert_eq!(validate(&self.question(&leaf, &self.issuing)).verdict, PathVerdict::Valid);
    }

    /// Reads a leaf and validates it under an authority whose own signature is known already.
    pub(crate) fn known(&mut self, leaf: &[u8]) {
        let leaf = Certificate::read(leaf).unwrap();
        let mut session = std::mem::take(&mut self.session);
        let report = validate_in(&mut session, &self.question(&leaf, &self.issuing));
        self.session = session;
        assert_eq!(report.verdict, PathVerdict::Valid);
    }

    /// Reads a signed file, verifies its signature and the chain of its signer.
    pub(crate) fn cms(&self, signed: &[u8]) {
        let (read, _) = SignedData::read(signed).unwrap();
        for signer in read.verify(None) {
            assert!(signer.valid, "{:?}", signer.findings);
            let certificate = signer.certificate.unwrap();
            let issuing = [Certificate::read(&self.issuing_der).unwrap()];
            assert_eq!(
                validate(&self.question(&certificate, &issuing)).verdict,
                PathVerdict::Valid
            );
        }
    }

    fn question<'a>(
        &'a self,
        leaf: &'a Certificate,
        issuing: &'a [Certificate],
    ) -> PathQuestion<'a> {
        PathQuestion {
            candidates: issuing,
            revocation: RevocationMode::Off,
            ..PathQuestion::new(leaf, &self.anchors, self.at)
        }
    }
}
