//! Every reader of foreign bytes, asked everything it can be asked.
//!
//! A fuzz target and a property test are the same function over other bytes: read, look at all
//! that came out, and hold what must hold for any input. It panics where that is broken. What the
//! bytes *mean* is not looked at here.

use jiff::Timestamp;
use pki::algorithm::HashAlgorithm;
use pki::cms::SignedData;
use pki::finding::CODES;
use pki::ocsp::{CertId, OcspQuestion, OcspRequest, OcspResponse};
use pki::path::{PathQuestion, RevocationMode, validate};
use pki::tsp::{TimestampToken, TspQuestion, TspRequest, TspResponse};
use pki::{Certificate, Crl, Finding, read_certificates, read_crl};

/// A reader by the name of its fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct ForeignReader {
    /// `certificate`, `crl` and so on.
    pub name: &'static str,
    /// Reads the bytes and looks at everything in them.
    ///
    /// # Panics
    ///
    /// When what must hold for any input does not.
    pub read: fn(&[u8]),
}

/// All of them but PKCS#12, which is read outside this package.
pub const READERS: &[ForeignReader] = &[
    ForeignReader { name: "certificate", read: certificate },
    ForeignReader { name: "crl", read: crl },
    ForeignReader { name: "ocsp", read: ocsp },
    ForeignReader { name: "tsp", read: tsp },
    ForeignReader { name: "cms", read: cms },
    ForeignReader { name: "pem", read: pem },
];

/// Reads the bytes with the reader of that name, and with none if there is none.
///
/// # Panics
///
/// When what must hold for any input does not.
pub fn read(name: &str, bytes: &[u8]) {
    if let Some(reader) = READERS.iter().find(|reader| reader.name == name) {
        (reader.read)(bytes);
    }
}

fn now() -> Timestamp {
    Timestamp::from_second(1_795_348_800).unwrap_or_default()
}

/// Every finding has a page, and no fact that its page does not name.
fn declared(findings: &[Finding]) {
    for finding in findings {
        let page = CODES.iter().find(|page| page.code == finding.code);
        assert!(page.is_some(), "{} has no page", finding.code);
        for name in finding.facts.keys() {
            assert!(
                page.is_some_and(|page| page.facts.contains(name)),
                "{}: {name} is not declared",
                finding.code
            );
        }
    }
}

/// What was read is what was given, and what follows it is reported.
fn whole_or_said(read: &[u8], given: &[u8], defects: &[Finding]) {
    assert!(given.starts_with(read), "what was read is not what was given");
    assert!(read.len() == given.len() || !defects.is_empty(), "octets are passed over in silence");
}

fn certificate(bytes: &[u8]) {
    if let Ok(certificate) = Certificate::read(bytes) {
        whole_or_said(certificate.der(), bytes, certificate.defects());
        look_at(&certificate);
    }
}

/// Everything a certificate can be asked, a path from itself included.
fn look_at(certificate: &Certificate) {
    assert_eq!(Certificate::read(certificate.der()).ok().as_ref(), Some(certificate));
    declared(certificate.defects());
    let _ = (certificate.issuer().to_string(), certificate.subject().to_string());
    let _ = (certificate.iin(), certificate.bin(), certificate.is_self_issued());
    for extension in certificate.extensions() {
        let _ = (extension.oid.to_string(), extension.value.len());
    }
    let anchors = [certificate.clone()];
    let mut question = PathQuestion::new(certificate, &anchors, now());
    declared_path(&question);
    // As an authority below itself: signatures, names and constraints are all looked at.
    question.anchors = &[];
    question.candidates = &anchors;
    question.revocation = RevocationMode::Required;
    declared_path(&question);
}

fn declared_path(question: &PathQuestion<'_>) {
    let report = validate(question);
    declared(&report.limits);
    for path in &report.paths {
        declared(&path.findings);
    }
}

fn crl(bytes: &[u8]) {
    let (list, findings) = read_crl(bytes);
    declared(&findings);
    if let Ok(list) = Crl::read(bytes) {
        whole_or_said(list.der(), bytes, list.defects());
    }
    let Some(list) = list else { return };
    declared(list.defects());
    assert!(list.iter().count() <= list.der().len(), "more entries than octets");
    // Entries of an indirect list belong to other issuers and are not found by the list's own.
    let indirect = list.scope().is_some_and(|scope| scope.indirect);
    for entry in list.iter().take(if indirect { 0 } else { 8 }) {
        assert!(list.entry(&entry.serial).is_some(), "{:?} is not found", entry.serial);
    }
    let _ = (list.issuer().to_string(), list.number(), list.delta_base(), list.scope());
}

fn ocsp(bytes: &[u8]) {
    if let Ok(request) = OcspRequest::read(bytes) {
        let again = OcspRequest::read(&request.to_der());
        assert_eq!(again.ok().map(|it| it.to_der()), Some(request.to_der()));
    }
    let Ok((response, findings)) = OcspResponse::read(bytes) else { return };
    declared(&findings);
    if let OcspResponse::Answered(basic) = &response {
        // About a certificate that the answer itself brings: the responder's own.
        for certificate in basic.certificates.iter().take(4) {
            let _ = CertId::new(certificate, certificate, HashAlgorithm::Sha1);
            let question = OcspQuestion {
                certificate,
                issuer: certificate,
                at: now(),
                nonce: Some(&[1]),
                trusted: &[],
                longest_age: None,
            };
            declared(&response.check(&question).findings);
        }
    }
}

fn tsp(bytes: &[u8]) {
    if let Ok(request) = TspRequest::read(bytes) {
        assert!(TspRequest::read(&request.to_der()).is_ok(), "a request is not read again");
    }
    if let Ok((response, findings)) = TspResponse::read(bytes) {
        declared(&findings);
        if let Some(token) = &response.token {
            declared(&token.check(&TspQuestion::over(b"")).findings);
        }
    }
    if let Ok((token, findings)) = TimestampToken::read(bytes) {
        declared(&findings);
        declared(&token.check(&TspQuestion::over(b"")).findings);
    }
}

fn cms(bytes: &[u8]) {
    let Ok((signed, findings)) = SignedData::read(bytes) else { return };
    declared(&findings);
    for detached in [None, Some(&b"other content"[..])] {
        let reports = signed.verify(detached);
        assert_eq!(reports.len(), signed.signer_count(), "a signer is not reported");
        for report in reports {
            declared(&report.findings);
            assert!(
                !report.valid || (report.digest_matches && report.signature_matches),
                "valid without its checks"
            );
        }
    }
}

fn pem(bytes: &[u8]) {
    let reading = read_certificates(bytes);
    declared(&reading.defects);
    for certificate in reading.certificates.iter().take(4) {
        look_at(certificate);
    }
    crl(bytes);
    cms(bytes);
}
