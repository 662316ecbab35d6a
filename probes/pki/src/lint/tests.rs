//! Objects made to break one rule, and the same objects without the defect.

use crate::oid::{Oid, known};
use crate::tlv::{INTEGER, OCTET_STRING, SEQUENCE, SET, UTC_TIME};

use super::check::POSTAL_CODE;
use super::{Kind, Outcome, Report, object, rules};

fn element(identifier: u8, content: &[u8]) -> Vec<u8> {
    let mut octets = vec![identifier];
    let length = content.len();
    match u8::try_from(length) {
        Ok(short @ 0..0x80) => octets.push(short),
        Ok(long) => octets.extend_from_slice(&[0x81, long]),
        Err(_) => {
            octets.push(0x82);
            octets.extend_from_slice(&u16::try_from(length).unwrap().to_be_bytes());
        }
    }
    octets.extend_from_slice(content);
    octets
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(SEQUENCE, &parts.concat())
}

fn oid(oid: &Oid) -> Vec<u8> {
    element(6, oid.content())
}

fn extension(id: &Oid, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical { element(1, &[0xff]) } else { Vec::new() };
    sequence(&[oid(id), critical, element(OCTET_STRING, value)])
}

fn attribute(id: &Oid, identifier: u8, text: &str) -> Vec<u8> {
    element(SET, &sequence(&[oid(id), element(identifier, text.as_bytes())]))
}

const PRINTABLE: u8 = 0x13;
const UTF8: u8 = 0x0c;

fn name(attributes: &[Vec<u8>]) -> Vec<u8> {
    sequence(attributes)
}

fn algorithm(id: &Oid, parameters: &[u8]) -> Vec<u8> {
    sequence(&[oid(id), parameters.to_vec()])
}

fn utc(text: &str) -> Vec<u8> {
    element(UTC_TIME, text.as_bytes())
}

fn general(text: &str) -> Vec<u8> {
    element(0x18, text.as_bytes())
}

fn certificate(serial: &[u8], subject: &[Vec<u8>], extensions: &[Vec<u8>]) -> Vec<u8> {
    let signature = algorithm(&known::ECDSA_SHA256, &[]);
    let key = sequence(&[algorithm(&known::EC, &oid(&known::P256)), element(3, &[0, 4, 1, 2])]);
    let tbs = sequence(&[
        element(0xa0, &element(INTEGER, &[2])),
        element(INTEGER, serial),
        signature.clone(),
        name(&[attribute(&known::COUNTRY, PRINTABLE, "KZ")]),
        sequence(&[utc("260101000000Z"), utc("270101000000Z")]),
        name(subject),
        key,
        element(0xa3, &sequence(extensions)),
    ]);
    sequence(&[tbs, signature, element(3, &[0, 1])])
}

fn subject(attributes: &[Vec<u8>]) -> Vec<u8> {
    certificate(&[1], attributes, &[extension(&known::SUBJECT_KEY_IDENTIFIER, false, &[4, 1, 7])])
}

fn with(id: &Oid, value: &[u8]) -> Vec<u8> {
    let named = [attribute(&known::COMMON_NAME, UTF8, "a")];
    certificate(&[1], &named, &[extension(id, false, value)])
}

fn names(id: &Oid, identifier: u8, text: &str) -> Vec<u8> {
    with(id, &sequence(&[element(identifier, text.as_bytes())]))
}

fn list(signature: &[u8], update: Vec<u8>, entries: &[Vec<u8>], extensions: &[Vec<u8>]) -> Vec<u8> {
    let entries = if entries.is_empty() { Vec::new() } else { sequence(entries) };
    let tbs = sequence(&[
        element(INTEGER, &[1]),
        signature.to_vec(),
        name(&[attribute(&known::COMMON_NAME, UTF8, "a")]),
        update,
        utc("270101000000Z"),
        entries,
        element(0xa0, &sequence(extensions)),
    ]);
    sequence(&[tbs, signature.to_vec(), element(3, &[0, 1])])
}

fn entry(extension: Vec<u8>) -> Vec<u8> {
    let number = extension_number();
    let entry = sequence(&[element(INTEGER, &[5]), utc("251201000000Z"), sequence(&[extension])]);
    list(&algorithm(&known::ECDSA_SHA256, &[]), utc("260101000000Z"), &[entry], &[number])
}

fn extension_number() -> Vec<u8> {
    extension(&known::CRL_NUMBER, false, &element(INTEGER, &[1]))
}

fn scope(id: &Oid, critical: bool, value: &[u8]) -> Vec<u8> {
    let extensions = [extension_number(), extension(id, critical, value)];
    list(&algorithm(&known::ECDSA_SHA256, &[]), utc("260101000000Z"), &[], &extensions)
}

/// What varies of an OCSP response.
struct Response {
    status: u8,
    key_hash: usize,
    produced: &'static str,
    answers: Vec<Vec<u8>>,
    nonce: usize,
    parameters: Vec<u8>,
}

impl Default for Response {
    fn default() -> Self {
        Self {
            status: 0,
            key_hash: 20,
            produced: "20260101000000Z",
            answers: vec![answer(element(0x80, &[]), "20251231000000Z", "20260201000000Z")],
            nonce: 8,
            parameters: vec![5, 0],
        }
    }
}

impl Response {
    fn der(&self) -> Vec<u8> {
        let nonce = element(OCTET_STRING, &vec![1; self.nonce]);
        let data = sequence(&[
            element(0xa2, &element(OCTET_STRING, &vec![1; self.key_hash])),
            general(self.produced),
            sequence(&self.answers),
            element(0xa1, &sequence(&[extension(&known::OCSP_NONCE, false, &nonce)])),
        ]);
        let algorithm = algorithm(&known::RSA_SHA256, &self.parameters);
        let basic = sequence(&[data, algorithm, element(3, &[0, 1])]);
        let bytes = sequence(&[oid(&known::OCSP_BASIC), element(OCTET_STRING, &basic)]);
        sequence(&[element(0x0a, &[self.status]), element(0xa0, &bytes)])
    }
}

fn answer(status: Vec<u8>, this: &str, next: &str) -> Vec<u8> {
    let id = sequence(&[
        algorithm(&known::SHA1, &[5, 0]),
        element(OCTET_STRING, &[1; 20]),
        element(OCTET_STRING, &[1; 20]),
        element(INTEGER, &[1]),
    ]);
    sequence(&[id, status, general(this), element(0xa0, &general(next))])
}

fn revoked(at: &str, reason: u8) -> Vec<u8> {
    let reason = element(0xa0, &element(0x0a, &[reason]));
    answer(element(0xa1, &[general(at), reason].concat()), "20251231000000Z", "20260201000000Z")
}

/// What varies of a time-stamp.
struct Stamp {
    version: u8,
    policy: Oid,
    imprint: usize,
    time: &'static str,
    millis: u8,
}

impl Default for Stamp {
    fn default() -> Self {
        Self {
            version: 1,
            policy: known::POLICY_TSA_RSA.clone(),
            imprint: 32,
            time: "20260101000000.5Z",
            millis: 5,
        }
    }
}

impl Stamp {
    fn der(&self) -> Vec<u8> {
        let imprint = sequence(&[
            algorithm(&known::SHA256, &[]),
            element(OCTET_STRING, &vec![1; self.imprint]),
        ]);
        let info = sequence(&[
            element(INTEGER, &[self.version]),
            oid(&self.policy),
            imprint,
            element(INTEGER, &[1]),
            general(self.time),
            sequence(&[element(0x80, &[self.millis])]),
        ]);
        let content =
            sequence(&[oid(&known::TST_INFO), element(0xa0, &element(OCTET_STRING, &info))]);
        let signed =
            sequence(&[element(INTEGER, &[3]), element(SET, &[]), content, element(SET, &[])]);
        sequence(&[oid(&known::CMS_SIGNED_DATA), element(0xa0, &signed)])
    }
}

/// A rule, an object that breaks it, and one that keeps it.
fn cases() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    let long = |length: usize| "1".repeat(length);
    let person = |number: &str| {
        subject(&[
            attribute(&known::COUNTRY, PRINTABLE, "KZ"),
            attribute(&known::SERIAL_NUMBER, PRINTABLE, number),
        ])
    };
    let business = |number: &str| {
        subject(&[
            attribute(&known::COUNTRY, PRINTABLE, "KZ"),
            attribute(&known::ORGANIZATIONAL_UNIT, UTF8, number),
        ])
    };
    let one = |id: &Oid, text: &str| subject(&[attribute(id, PRINTABLE, text)]);
    let subtree = |identifier: u8, content: &[u8]| {
        let base = element(identifier, content);
        with(&known::NAME_CONSTRAINTS, &sequence(&[element(0xa0, &sequence(&[base]))]))
    };
    let (issuer, alternative) = (&known::ISSUER_ALTERNATIVE_NAME, &known::SUBJECT_ALTERNATIVE_NAME);
    let rsa = |parameters: &[u8]| {
        let signature = algorithm(&known::RSA_SHA256, parameters);
        list(&signature, utc("260101000000Z"), &[], &[extension_number()])
    };
    let updated =
        |update| list(&algorithm(&known::ECDSA_SHA256, &[]), update, &[], &[extension_number()]);
    let reason =
        |reason: u8| entry(extension(&known::REASON_CODE, false, &element(0x0a, &[reason])));
    let invalid =
        |critical| entry(extension(&known::INVALIDITY_DATE, critical, &general("20251101000000Z")));
    let points = sequence(&[sequence(&[])]);
    let kinds = |flags: &[u8]| {
        let flags: Vec<_> = flags.iter().map(|it| element(*it, &[0xff])).collect();
        scope(&known::ISSUING_DISTRIBUTION_POINT, true, &sequence(&flags))
    };
    let response = |change: fn(&mut Response)| {
        let mut response = Response::default();
        change(&mut response);
        response.der()
    };
    let stamp = |change: fn(&mut Stamp)| {
        let mut stamp = Stamp::default();
        change(&mut stamp);
        stamp.der()
    };
    let sound = || Response::default().der();
    let stamped = || Stamp::default().der();
    vec![
        ("certificate.serial-positive", certificate(&[0x80], &[], &[]), subject(&[])),
        (
            "certificate.issuer-alternative-dns-ia5",
            names(issuer, 0x82, "пример.kz"),
            names(issuer, 0x82, "example.kz"),
        ),
        (
            "certificate.issuer-alternative-mailbox",
            names(issuer, 0x81, "a@b.kz (c)"),
            names(issuer, 0x81, "a@b.kz"),
        ),
        (
            "certificate.issuer-alternative-uri-host",
            names(issuer, 0x86, "http://localhost/"),
            names(issuer, 0x86, "http://b.kz/"),
        ),
        (
            "certificate.subject-alternative-uri-host",
            names(alternative, 0x86, "http://localhost/"),
            names(alternative, 0x86, "http://192.0.2.1/"),
        ),
        ("certificate.name-constraints-x400", subtree(0xa3, &[]), subtree(0x82, b"b.kz")),
        ("certificate.name-constraints-dns", subtree(0x82, b".b.kz"), subtree(0x82, b"b.kz")),
        (
            "certificate.address-form",
            {
                let uri = element(0x86, b"http://a.kz/x.crl\nhttp://b.kz/x.crl");
                let point = sequence(&[element(0xa0, &element(0xa0, &uri))]);
                with(&known::CRL_DISTRIBUTION_POINTS, &sequence(&[point]))
            },
            {
                let uri = element(0x86, b"http://a.kz/x.crl");
                let point = sequence(&[element(0xa0, &element(0xa0, &uri))]);
                with(&known::CRL_DISTRIBUTION_POINTS, &sequence(&[point]))
            },
        ),
        ("certificate.national-person-number", person("123456789012"), person("IIN123456789012")),
        ("certificate.national-business-number", business("BIN12345"), business("BIN123456789012")),
        (
            "certificate.subject-given-name-length",
            one(&known::GIVEN_NAME, &long(32_769)),
            one(&known::GIVEN_NAME, &long(32_768)),
        ),
        (
            "certificate.subject-postal-code-length",
            one(&POSTAL_CODE, &long(17)),
            one(&POSTAL_CODE, &long(16)),
        ),
        (
            "certificate.subject-serial-number-length",
            one(&known::SERIAL_NUMBER, &long(65)),
            one(&known::SERIAL_NUMBER, &long(64)),
        ),
        ("crl.entry-invalidity-not-critical", invalid(true), invalid(false)),
        ("crl.entry-remove-in-delta", reason(8), reason(1)),
        ("crl.entry-reason-known", reason(7), reason(10)),
        (
            "crl.freshest-not-critical",
            scope(&known::FRESHEST_CRL, true, &points),
            scope(&known::FRESHEST_CRL, false, &points),
        ),
        ("crl.rsa-signature-parameters", rsa(&[]), rsa(&[5, 0])),
        ("crl.scope-one-kind", kinds(&[0x81, 0x82]), kinds(&[0x82])),
        ("crl.time-form", updated(general("20260101000000Z")), updated(utc("260101000000Z"))),
        ("ocsp.answers-not-empty", response(|it| it.answers.clear()), sound()),
        ("ocsp.bytes-with-success", response(|it| it.status = 3), sound()),
        ("ocsp.status-known", response(|it| it.status = 4), sound()),
        ("ocsp.key-hash-size", response(|it| it.key_hash = 32), sound()),
        (
            "ocsp.next-update-after-this",
            response(|it| {
                it.answers = vec![answer(element(0x80, &[]), "20251231000000Z", "20251230000000Z")];
            }),
            sound(),
        ),
        ("ocsp.nonce-size", response(|it| it.nonce = 129), response(|it| it.nonce = 128)),
        (
            "ocsp.reason-known",
            response(|it| it.answers = vec![revoked("20251201000000Z", 7)]),
            response(|it| it.answers = vec![revoked("20251201000000Z", 1)]),
        ),
        (
            "ocsp.revoked-before-produced",
            response(|it| it.answers = vec![revoked("20260101000001Z", 1)]),
            response(|it| it.answers = vec![revoked("20260101000000Z", 1)]),
        ),
        ("ocsp.rsa-signature-parameters", response(|it| it.parameters.clear()), sound()),
        ("ocsp.time-fraction", response(|it| it.produced = "20260101000000.5Z"), sound()),
        ("tsp.accuracy-range", stamp(|it| it.millis = 0), stamped()),
        ("tsp.imprint-size", stamp(|it| it.imprint = 20), stamped()),
        (
            "tsp.policy-registered",
            stamp(|it| it.policy = Oid::from_arcs(&[1, 2, 398, 1, 7])),
            stamped(),
        ),
        ("tsp.time-zulu", stamp(|it| it.time = "20260101000000.50Z"), stamped()),
        ("tsp.version-one", stamp(|it| it.version = 2), stamped()),
    ]
}

fn kind(id: &str) -> Kind {
    rules().find(|it| it.id == id).unwrap().kind
}

fn linted(id: &str, der: &[u8]) -> Report {
    object(kind(id), der).unwrap()
}

#[test]
fn a_made_defect_breaks_its_rule_and_its_absence_keeps_it() {
    for (id, broken, kept) in cases() {
        let report = linted(id, &broken);
        let answer = report.answer(id).unwrap();
        assert!(answer.outcome >= Outcome::Remark, "{id} is kept: {:?}", answer.outcome);
        for hit in &answer.hits {
            assert!(!hit.range().is_empty() && hit.range().end <= broken.len(), "{id}: {hit:?}");
        }
        let report = linted(id, &kept);
        let answer = report.answer(id).unwrap();
        assert_eq!(answer.outcome, Outcome::Pass, "{id}: {:?}", answer.hits);
    }
}

#[test]
fn a_hit_names_its_octets_and_its_path() {
    let der = certificate(&[0x80], &[], &[extension(&known::KEY_USAGE, true, &[3, 2, 0, 0x84])]);
    let report = linted("certificate.der", &der);
    let place = |id: &str| {
        let hit = report.answer(id).unwrap().hits.first().cloned().unwrap();
        (hit.path.clone(), der[hit.range()].to_vec())
    };
    assert_eq!(
        place("certificate.serial-positive"),
        ("tbsCertificate.serialNumber".to_owned(), vec![2, 1, 0x80])
    );
    assert_eq!(
        place("certificate.key-usage-unused-bits"),
        (
            "tbsCertificate.extensions[0](keyUsage).extnValue.keyUsage".to_owned(),
            vec![3, 2, 0, 0x84]
        )
    );
}

#[test]
fn a_place_in_an_entry_is_a_place_in_the_list() {
    let der = entry(extension(&known::REASON_CODE, false, &element(0x0a, &[7])));
    let report = linted("crl.entry-reason-known", &der);
    let hit = report.answer("crl.entry-reason-known").unwrap().hits.first().cloned().unwrap();
    assert_eq!(
        hit.path,
        "tbsCertList.revokedCertificates[0].crlEntryExtensions[0](cRLReason).extnValue.cRLReason"
    );
    assert_eq!(der[hit.range()], [0x0a, 1, 7]);
}

#[test]
fn a_rule_does_not_bind_what_is_older_than_it() {
    let rule = rules().find(|it| it.id == "certificate.key-usage-ec").unwrap();
    assert!(!rule.is_in_effect(Some("2020-07-31T23:59:59Z".parse().unwrap())));
    assert!(rule.is_in_effect(Some("2020-08-01T00:00:00Z".parse().unwrap())));
    assert!(rule.is_in_effect(None));
}

#[test]
fn rules_have_names_of_their_own_in_order() {
    for kind in super::RULES {
        let ids: Vec<_> = kind.iter().map(|it| it.id).collect();
        assert!(ids.is_sorted(), "{ids:#?}");
    }
    let mut ids: Vec<_> = rules().map(|it| it.id).collect();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn depth_and_number_are_bounded() {
    let mut deep = element(5, &[]);
    for _ in 0..200 {
        deep = element(SEQUENCE, &deep);
    }
    let der = sequence(&[deep.clone(), deep, element(3, &[0])]);
    assert!(linted("certificate.der", &der).cut);
}
