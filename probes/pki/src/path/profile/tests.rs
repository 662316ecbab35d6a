use jiff::Timestamp;

use super::{Breach, Conformance, Duty, Place, Profile, Rules, breaches};
use crate::certificate::{Certificate, KeyUsage};
use crate::crl::Crl;
use crate::finding::{Weight, codes};
use crate::issue::{
    Addresses, CertificateTemplate, CrlTemplate, Extension, Profile as Kind, distinguished_name,
};
use crate::key::{PrivateKey, PrivateKeyKind, Signer as _};
use crate::oid::{Oid, known};
use crate::path::{PathQuestion, PathReport, PathVerdict, ReferenceName, RevocationMode, validate};
use crate::{encode, tlv};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn key() -> PrivateKey {
    PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap()
}

fn name(common_name: &str) -> Vec<u8> {
    distinguished_name(&[(&known::COMMON_NAME, common_name), (&known::COUNTRY, "KZ")])
}

/// A root, an authority and the template of a server below it.
struct World {
    root_key: PrivateKey,
    root: CertificateTemplate,
    authority_key: PrivateKey,
    authority: CertificateTemplate,
    server: CertificateTemplate,
}

const EMPTY_NAME: [u8; 2] = [0x30, 0];

fn template(
    kind: &Kind,
    issuer: Option<&Certificate>,
    subject: &str,
    key: &PrivateKey,
) -> CertificateTemplate {
    let validity = (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    let none = Addresses::default();
    CertificateTemplate::new(kind, issuer, name(subject), key.public_key(), validity, &none)
}

fn hosts(hosts: &[&str]) -> Extension {
    let names: Vec<Vec<u8>> =
        hosts.iter().map(|host| encode::element(tlv::context(2), host.as_bytes())).collect();
    alternative(&names)
}

fn alternative(names: &[Vec<u8>]) -> Extension {
    let value = encode::element(tlv::SEQUENCE, &names.concat());
    Extension::new(&known::SUBJECT_ALTERNATIVE_NAME, false, value)
}

impl World {
    fn new() -> Self {
        let (root_key, authority_key, server_key) = (key(), key(), key());
        let root = template(&Kind::Root, None, "Root", &root_key);
        let issued = root.issue(&root_key).unwrap();
        let authority =
            template(&Kind::Authority { path_length: None }, Some(&issued), "CA", &authority_key);
        let issued = authority.issue(&root_key).unwrap();
        let person = Kind::Person { purposes: Vec::new() };
        let mut server = template(&person, Some(&issued), "a.example.kz", &server_key);
        server.set(Extension::purposes(&[&known::PURPOSE_SERVER], false));
        server.set(hosts(&["a.example.kz"]));
        Self { root_key, root, authority_key, authority, server }
    }

    fn certificates(&self) -> [Certificate; 3] {
        [
            self.root.issue(&self.root_key).unwrap(),
            self.authority.issue(&self.root_key).unwrap(),
            self.server.issue(&self.authority_key).unwrap(),
        ]
    }

    fn breaches(&self) -> Vec<Breach> {
        let [_, authority, server] = self.certificates();
        breaches(&server, Some(&authority), Place::Target, Profile::Rfc5280)
    }

    fn ask(&self, change: impl FnOnce(&mut PathQuestion<'_>)) -> PathReport {
        let [root, authority, server] = self.certificates();
        let (anchors, candidates) = ([root], [authority]);
        let mut question = PathQuestion::new(&server, &anchors, at("2026-11-22T12:00:00Z"));
        question.candidates = &candidates;
        question.revocation = RevocationMode::Off;
        change(&mut question);
        validate(&question)
    }

    fn strict(&self) -> PathReport {
        self.ask(|question| question.rules.conformance = Conformance::Strict)
    }
}

fn fatal(report: &PathReport) -> Vec<&'static str> {
    let findings = &report.paths[0].findings;
    findings.iter().filter(|it| it.weight == Weight::Fatal).map(|it| it.code).collect()
}

/// What changing the server's template breaks, as duty, code and section.
fn broken(
    change: impl FnOnce(&mut CertificateTemplate),
) -> Vec<(Duty, &'static str, &'static str)> {
    let mut world = World::new();
    change(&mut world.server);
    world
        .breaches()
        .into_iter()
        .map(|breach| (breach.duty, breach.finding.code, breach.finding.citation))
        .collect()
}

fn extension(oid: &Oid, critical: bool, value: Vec<u8>) -> impl FnOnce(&mut CertificateTemplate) {
    let extension = Extension::new(oid, critical, value);
    move |server| server.set(extension)
}

#[test]
fn a_sound_certificate_breaks_nothing() {
    assert_eq!(broken(|_| {}), []);
    let world = World::new();
    let [root, authority, _] = world.certificates();
    for (certificate, place) in [(&root, Place::Anchor), (&authority, Place::Intermediate)] {
        assert_eq!(breaches(certificate, None, place, Profile::Rfc5280), []);
    }
    let report = world.strict();
    assert_eq!((report.verdict, fatal(&report)), (PathVerdict::Valid, vec![]));
}

#[test]
fn criticality_is_what_each_section_says() {
    let empty = || encode::sequence(&[]);
    let info = || {
        encode::sequence(&[&encode::sequence(&[
            &encode::oid(&known::ACCESS_OCSP),
            &encode::element(tlv::context(6), b"http://ocsp.example.kz"),
        ])])
    };
    let number = || encode::small(0);
    let policy_constraints = || encode::sequence(&[&encode::element(tlv::context(0), &[0])]);
    let key_id = |server: &CertificateTemplate, oid: &Oid| {
        server.extensions.iter().find(|it| it.oid == *oid).unwrap().value.clone()
    };
    let code = codes::PROFILE_CRITICALITY.code;
    // "Conforming CAs MUST mark this extension as non-critical."
    for (oid, section) in [
        (&known::AUTHORITY_KEY_IDENTIFIER, "RFC 5280 section 4.2.1.1"),
        (&known::SUBJECT_KEY_IDENTIFIER, "RFC 5280 section 4.2.1.2"),
    ] {
        let found = broken(|server| {
            let value = key_id(server, oid);
            server.set(Extension::new(oid, true, value));
        });
        assert_eq!(found, [(Duty::Must, code, section)]);
    }
    let directory_attributes: Oid = "2.5.29.9".parse().unwrap();
    let attribute = encode::sequence(&[&encode::sequence(&[
        &encode::oid(&known::COUNTRY),
        &encode::element(tlv::SET, &encode::element(0x13, b"KZ")),
    ])]);
    let rows: [(&Oid, bool, Vec<u8>, Duty, &str); 7] = [
        (&known::AUTHORITY_INFORMATION_ACCESS, true, info(), Duty::Must, "4.2.2.1"),
        (&known::SUBJECT_INFORMATION_ACCESS, true, info(), Duty::Must, "4.2.2.2"),
        (&directory_attributes, true, attribute, Duty::Must, "4.2.1.8"),
        // "Conforming CAs MUST mark this extension as critical."
        (&known::INHIBIT_ANY_POLICY, false, number(), Duty::Must, "4.2.1.14"),
        (&known::POLICY_CONSTRAINTS, false, policy_constraints(), Duty::Must, "4.2.1.11"),
        // SHOULD.
        (&known::SUBJECT_ALTERNATIVE_NAME, true, hosts(&["a.kz"]).value, Duty::Should, "4.2.1.6"),
        (
            &known::KEY_USAGE,
            false,
            Extension::key_usage(KeyUsage::DIGITAL_SIGNATURE).value,
            Duty::Should,
            "4.2.1.3",
        ),
    ];
    for (oid, critical, value, duty, section) in rows {
        let found = broken(extension(oid, critical, value));
        let right = [(duty, code, section)];
        let found: Vec<_> = found
            .iter()
            .map(|(duty, code, citation)| {
                (*duty, *code, citation.strip_prefix("RFC 5280 section ").unwrap())
            })
            .collect();
        assert_eq!(found, right);
    }
    // "… SHOULD NOT mark this extension as critical if the anyExtendedKeyUsage … is present."
    let any = [&known::PURPOSE_SERVER, &known::ANY_EXTENDED_KEY_USAGE];
    let found = broken(|server| server.set(Extension::purposes(&any, true)));
    assert_eq!(found, [(Duty::Should, code, "RFC 5280 section 4.2.1.12")]);
    assert_eq!(broken(|server| server.set(Extension::purposes(&any, false))), []);
    let found = broken(extension(&known::AUTHORITY_INFORMATION_ACCESS, false, empty()));
    let value = codes::PROFILE_EXTENSION_VALUE.code;
    assert_eq!(found, [(Duty::Must, value, "RFC 5280 section 4.2.2.1")]);
}

#[test]
fn a_name_is_somewhere_and_an_authority_has_one_of_its_own() {
    // "If the subject … is an alternative name form …, the subjectAltName extension MUST be
    // present", and critical.
    let found = broken(|server| server.subject = EMPTY_NAME.to_vec());
    let criticality = codes::PROFILE_CRITICALITY.code;
    assert_eq!(found, [(Duty::Must, criticality, "RFC 5280 section 4.2.1.6")]);
    let found = broken(|server| {
        server.subject = EMPTY_NAME.to_vec();
        server.set(Extension { critical: true, ..hosts(&["a.example.kz"]) });
    });
    assert_eq!(found, []);
    let found = broken(|server| {
        server.subject = EMPTY_NAME.to_vec();
        server.remove(&known::SUBJECT_ALTERNATIVE_NAME);
    });
    let missing = codes::PROFILE_EXTENSION_MISSING.code;
    assert_eq!(found, [(Duty::Must, missing, "RFC 5280 section 4.1.2.6")]);
    let mut world = World::new();
    world.authority.subject = EMPTY_NAME.to_vec();
    let [_, authority, _] = world.certificates();
    let found = breaches(&authority, None, Place::Intermediate, Profile::Rfc5280);
    assert_eq!(found[0].finding.code, "profile.subject-empty");
}

#[test]
fn key_usage_and_basic_constraints_agree() {
    let value = codes::PROFILE_EXTENSION_VALUE.code;
    let usage = |bits: &[u8]| {
        let value = encode::element(tlv::BIT_STRING, bits);
        extension(&known::KEY_USAGE, true, value)
    };
    let section = "RFC 5280 section 4.2.1.3";
    // "at least one of the bits MUST be set to 1".
    assert_eq!(broken(usage(&[0])), [(Duty::Must, value, section)]);
    assert_eq!(broken(usage(&[7, 0])), [(Duty::Must, value, section)]);
    // Nine named bits.
    assert_eq!(broken(usage(&[5, 0x80, 0x20])), [(Duty::Must, value, section)]);
    assert_eq!(broken(usage(&[7, 0x80, 0x80])), []);
    // Trailing zeros of a named bit list are dropped.
    assert_eq!(broken(usage(&[6, 0x80])), [(Duty::Must, value, "X.690 section 11.2.2")]);
    // "If the keyCertSign bit is asserted, then the cA bit … MUST also be asserted."
    assert_eq!(broken(usage(&[2, 0x84])), [(Duty::Must, value, section)]);
    // "CAs MUST NOT include the pathLenConstraint field unless the cA boolean is asserted …"
    let constraints = encode::sequence(&[&encode::small(0)]);
    let section = "RFC 5280 section 4.2.1.9";
    let found = broken(extension(&known::BASIC_CONSTRAINTS, true, constraints));
    assert_eq!(found, [(Duty::Must, value, section)]);
    // "… and the key usage extension asserts the keyCertSign bit."
    let found = broken(|server| server.set(Extension::basic_constraints(Some(0))));
    assert_eq!(found, [(Duty::Must, value, section)]);
    // An authority without keyUsage is foreseen by section 6.
    let mut world = World::new();
    world.authority.remove(&known::KEY_USAGE);
    let report = world.strict();
    assert_eq!(report.verdict, PathVerdict::Valid);
    let missing = |it: &crate::Finding| it.code == "profile.extension-missing";
    assert!(report.paths[0].findings.iter().any(missing));
}

#[test]
fn key_identifiers_are_there_and_name_the_issuers_key() {
    let missing = codes::PROFILE_EXTENSION_MISSING.code;
    let found = broken(|server| server.remove(&known::AUTHORITY_KEY_IDENTIFIER));
    assert_eq!(found, [(Duty::Must, missing, "RFC 5280 section 4.2.1.1")]);
    let found = broken(|server| server.set(Extension::authority_key_id(b"other")));
    let differs = codes::PROFILE_KEY_ID.code;
    assert_eq!(found, [(Duty::Must, differs, "RFC 5280 section 4.2.1.2")]);
    let empty = encode::sequence(&[]);
    let found = broken(extension(&known::AUTHORITY_KEY_IDENTIFIER, false, empty));
    let value = codes::PROFILE_EXTENSION_VALUE.code;
    assert_eq!(found, [(Duty::Must, value, "RFC 5280 section 4.2.1.1")]);
    // "authorityCertIssuer and authorityCertSerialNumber MUST both be present or both be absent".
    let [_, authority, _] = World::new().certificates();
    let key_id = authority.subject_key_id().unwrap().to_vec();
    let serial = encode::sequence(&[
        &encode::element(tlv::context(0), &key_id),
        &encode::element(tlv::context(2), &[1]),
    ]);
    let found = broken(extension(&known::AUTHORITY_KEY_IDENTIFIER, false, serial));
    assert!(found.contains(&(Duty::Must, value, "RFC 5280 appendix A.2")));
    assert!(found.contains(&(Duty::Should, differs, "RFC 5280 section 4.2.1.1")));
    // A self-signed certificate may leave it out; one signed by another key may not.
    let mut world = World::new();
    world.root.remove(&known::AUTHORITY_KEY_IDENTIFIER);
    assert_eq!(world.strict().verdict, PathVerdict::Valid);
    let stranger = World::new();
    let cross = world.root.issue(&stranger.root_key).unwrap();
    let found = breaches(&cross, None, Place::Anchor, Profile::Rfc5280);
    assert_eq!(found[0].finding.code, missing);
    // "this extension MUST appear in all conforming CA certificates".
    let mut world = World::new();
    world.authority.remove(&known::SUBJECT_KEY_IDENTIFIER);
    assert_eq!(fatal(&world.strict()), [missing]);
}

#[test]
fn general_names_have_the_form_of_their_kind() {
    let name = |tag: u8, text: &[u8]| encode::element(tlv::context(tag), text);
    let form = codes::PROFILE_NAME_FORM.code;
    let wrong: [(u8, &[u8]); 17] = [
        (1, b""),
        (1, b"no mailbox"),
        (1, b"a@b@example.kz"),
        (1, b"@example.kz"),
        (2, b" "),
        (2, b""),
        (2, b"a_b.example.kz"),
        (2, b"ba*.example.kz"),
        (2, b"*"),
        (2, b".example.kz"),
        (2, b"a.kz\0.example.kz"),
        (6, b"example.kz/x"),
        (6, b"../x"),
        (6, b"http:../x"),
        (6, b"http:///x"),
        (7, &[10, 0, 0]),
        (7, &[0; 5]),
    ];
    for (tag, text) in wrong {
        let names = [name(tag, text), name(2, b"a.example.kz")];
        let found = broken(|server| server.set(alternative(&names)));
        assert_eq!(found, [(Duty::Must, form, "RFC 5280 section 4.2.1.6")], "{tag} {text:?}");
    }
    let right: [(u8, &[u8]); 9] = [
        (1, b"a.b@example.kz"),
        (1, b"a@[10.0.0.1]"),
        (2, b"3.example.kz"),
        (2, b"*.example.kz"),
        (6, b"ldap:///cn=x"),
        (6, b"urn:x"),
        (6, b"http://[::1]/"),
        (7, &[10, 0, 0, 1]),
        (7, &[0; 16]),
    ];
    for (tag, text) in right {
        let names = [name(tag, text)];
        assert_eq!(broken(|server| server.set(alternative(&names))), [], "{tag} {text:?}");
    }
}

#[test]
fn name_constraints_are_for_authorities_and_critical() {
    let subtree = |name: Vec<u8>| encode::sequence(&[&name]);
    let permitted = |name: Vec<u8>| {
        encode::sequence(&[&encode::element(tlv::context_constructed(0), &subtree(name))])
    };
    let host = |text: &[u8]| encode::element(tlv::context(2), text);
    let section = "RFC 5280 section 4.2.1.10";
    let found = broken(extension(&known::NAME_CONSTRAINTS, true, permitted(host(b"kz"))));
    assert_eq!(found, [(Duty::Must, codes::PROFILE_EXTENSION_MISPLACED.code, section)]);
    let of_authority = |critical: bool, value: Vec<u8>| {
        let mut world = World::new();
        world.authority.set(Extension::new(&known::NAME_CONSTRAINTS, critical, value));
        let [root, authority, _] = world.certificates();
        breaches(&authority, Some(&root), Place::Intermediate, Profile::Rfc5280)
            .into_iter()
            .map(|breach| (breach.duty, breach.finding.code))
            .collect::<Vec<_>>()
    };
    assert_eq!(of_authority(true, permitted(host(b"example.kz"))), []);
    let found = of_authority(false, permitted(host(b"example.kz")));
    assert_eq!(found, [(Duty::Must, codes::PROFILE_CRITICALITY.code)]);
    let form = codes::PROFILE_NAME_FORM.code;
    for base in [
        host(b".example.kz"),
        host(b"*.example.kz"),
        encode::element(tlv::context(1), b"a@b@example.kz"),
        encode::element(tlv::context(6), b"http://example.kz/"),
        encode::element(tlv::context(7), &[10, 0, 0, 1]),
        encode::element(tlv::context(7), &[10, 0, 0, 1, 255, 0, 255, 0]),
    ] {
        assert_eq!(of_authority(true, permitted(base)), [(Duty::Must, form)]);
    }
    for base in [
        encode::element(tlv::context(1), b".example.kz"),
        encode::element(tlv::context(6), b".example.kz"),
        encode::element(tlv::context(7), &[10, 0, 0, 0, 255, 128, 0, 0]),
    ] {
        assert_eq!(of_authority(true, permitted(base)), []);
    }
    let registered = encode::element(tlv::context(8), known::COUNTRY.content());
    assert_eq!(of_authority(true, permitted(registered)), [(Duty::Should, form)]);
    // "the minimum MUST be zero, and maximum MUST be absent".
    let bounded = [host(b"example.kz"), encode::element(tlv::context(1), &[3])].concat();
    assert_eq!(of_authority(true, permitted(bounded)), [(Duty::Must, form)]);
}

#[test]
fn policies_mappings_and_points_keep_their_syntax() {
    let value = codes::PROFILE_EXTENSION_VALUE.code;
    let notice = |policy: &Oid, kind: &Oid, text: Vec<u8>| {
        let qualifier = encode::sequence(&[&encode::oid(kind), &encode::sequence(&[&text])]);
        let information =
            encode::sequence(&[&encode::oid(policy), &encode::sequence(&[&qualifier])]);
        extension(&known::CERTIFICATE_POLICIES, false, encode::sequence(&[&information]))
    };
    let own = Oid::from_arcs(&[1, 2, 398, 1]);
    let user_notice: &Oid = &known::QUALIFIER_NOTICE;
    let text = |tag: u8, text: &[u8]| encode::element(tag, text);
    let update = "RFC 6818 section 3";
    let section = "RFC 5280 section 4.2.1.4";
    assert_eq!(broken(notice(&own, user_notice, text(0x0c, "Ескерту".as_bytes()))), []);
    let found = broken(notice(&own, user_notice, text(0x16, b"note")));
    assert_eq!(found, [(Duty::Must, value, update)]);
    let found = broken(notice(&own, user_notice, text(0x1e, b"\0n")));
    assert_eq!(found, [(Duty::Should, value, update)]);
    let found = broken(notice(&own, user_notice, text(0x0c, b"a\x07")));
    assert_eq!(found, [(Duty::Should, value, section)]);
    let other = Oid::from_arcs(&[1, 2, 398, 2]);
    let any: &Oid = &known::ANY_POLICY;
    let found = broken(notice(any, &other, text(0x0c, b"x")));
    assert_eq!(found, [(Duty::Must, value, section)]);
    assert_eq!(broken(notice(&own, &other, text(0x0c, b"x"))), []);
    let mapping = |issuer: &Oid, subject: &Oid| {
        let pair = encode::sequence(&[&encode::oid(issuer), &encode::oid(subject)]);
        let policies = Extension::policies(&[(&own, None)]);
        let mappings = Extension::new(&known::POLICY_MAPPINGS, true, encode::sequence(&[&pair]));
        move |server: &mut CertificateTemplate| {
            server.set(policies);
            server.set(mappings);
        }
    };
    let section = "RFC 5280 section 4.2.1.5";
    assert_eq!(broken(mapping(&own, &other)), []);
    assert_eq!(broken(mapping(&other, &own)), [(Duty::Should, value, section)]);
    assert_eq!(broken(mapping(&own, any)), [(Duty::Must, value, section)]);
    // "a DistributionPoint MUST NOT consist of only the reasons field".
    let reasons = encode::sequence(&[&encode::element(tlv::context(1), &[1, 0x40])]);
    let points = encode::sequence(&[&reasons]);
    let found = broken(extension(&known::CRL_DISTRIBUTION_POINTS, false, points));
    assert_eq!(found, [(Duty::Must, value, "RFC 5280 section 4.2.1.13")]);
    // RFC 6962: a list of counted stamps in an OCTET STRING.
    let stamps =
        |octets: &[u8]| extension(&known::CT_TIMESTAMPS, false, encode::octet_string(octets));
    assert_eq!(broken(stamps(&[0, 3, 0, 1, 7])), []);
    for wrong in [&[0, 3, 0, 1, 7, 0][..], &[0, 3, 0, 2, 7], &[0, 0], &[]] {
        let found = broken(stamps(wrong));
        assert_eq!(found, [(Duty::Must, value, "RFC 6962 section 3.3")], "{wrong:?}");
    }
}

#[test]
fn what_is_not_der_is_found_wherever_it_stands() {
    let not_der = |reason: &str, change: &dyn Fn(&mut CertificateTemplate)| {
        let mut world = World::new();
        change(&mut world.server);
        let found = world.breaches();
        let reasons: Vec<&str> = found
            .iter()
            .filter(|breach| breach.finding.code == codes::PROFILE_NOT_DER.code)
            .map(|breach| breach.finding.facts["reason"].as_str())
            .collect();
        assert_eq!(reasons, [reason]);
    };
    let subject = |tag: u8, text: &'static [u8]| {
        move |server: &mut CertificateTemplate| {
            let pair = [encode::oid(&known::COMMON_NAME), encode::element(tag, text)].concat();
            let attribute = encode::element(tlv::SEQUENCE, &pair);
            server.subject = encode::sequence(&[&encode::element(tlv::SET, &attribute)]);
        }
    };
    let printable = "PrintableString has characters it may not have";
    not_der(printable, &subject(0x13, b"a*b"));
    not_der("UTF8String is not UTF-8", &subject(0x0c, b"\xff"));
    not_der("IA5String is not ASCII", &subject(0x16, b"\xd2\xb1"));
    // A default that is written out: cA FALSE.
    not_der("a default value is written out", &|server| {
        let value = encode::sequence(&[&[1, 1, 0]]);
        server.set(Extension::new(&known::BASIC_CONSTRAINTS, false, value));
    });
    // An old string type is well-formed, and not for new subjects.
    let found = broken(subject(0x14, b"a"));
    let form = codes::PROFILE_NAME_FORM.code;
    assert_eq!(found, [(Duty::Should, form, "RFC 5280 section 4.1.2.4")]);
    not_der("set is not in order", &|server| {
        let pair = |oid: &Oid| encode::sequence(&[&encode::oid(oid), &encode::element(0x0c, b"a")]);
        let set = [pair(&known::COUNTRY), pair(&known::COMMON_NAME)].concat();
        server.subject = encode::sequence(&[&encode::element(tlv::SET, &set)]);
    });
}

#[test]
fn lenient_remarks_and_off_says_nothing() {
    let mut world = World::new();
    world.server.remove(&known::AUTHORITY_KEY_IDENTIFIER);
    let said = |conformance| {
        let report = world.ask(|question| question.rules.conformance = conformance);
        let missing = codes::PROFILE_EXTENSION_MISSING.code;
        let findings = &report.paths[0].findings;
        let weight = findings.iter().find(|it| it.code == missing).map(|it| it.weight);
        (report.verdict, weight)
    };
    assert_eq!(said(Conformance::Off), (PathVerdict::Valid, None));
    assert_eq!(said(Conformance::Lenient), (PathVerdict::Valid, Some(Weight::Remark)));
    assert_eq!(said(Conformance::Strict), (PathVerdict::Invalid, Some(Weight::Fatal)));
    // What the reader found counts the same: serial number zero.
    let mut world = World::new();
    world.server.serial = vec![0];
    let lenient = world.ask(|question| question.rules.conformance = Conformance::Lenient);
    assert_eq!(lenient.verdict, PathVerdict::Valid);
    assert_eq!(fatal(&world.strict()), ["certificate.serial-unexpected"]);
    // Of an anchor the serial number is no input.
    let mut world = World::new();
    world.root.serial = vec![0];
    assert_eq!(world.strict().verdict, PathVerdict::Valid);
}

#[test]
fn an_anchor_binds_those_below_it_where_asked() {
    let excluding = |host: &[u8]| {
        let subtree = encode::sequence(&[&encode::element(tlv::context(2), host)]);
        let excluded = encode::element(tlv::context_constructed(1), &subtree);
        Extension::new(&known::NAME_CONSTRAINTS, true, encode::sequence(&[&excluded]))
    };
    let bound = |change: &dyn Fn(&mut CertificateTemplate)| {
        let mut world = World::new();
        change(&mut world.root);
        assert_eq!(world.ask(|_| {}).verdict, PathVerdict::Valid);
        fatal(&world.ask(|question| question.rules.anchor_constraints = true))
    };
    assert_eq!(bound(&|_| {}), [""; 0]);
    assert_eq!(bound(&|root| root.set(excluding(b"example.kz"))), ["path.name-excluded"]);
    let limit = Extension::basic_constraints(Some(0));
    assert_eq!(bound(&|root| root.set(limit.clone())), ["path.too-long"]);
    let no_authority = bound(&|root| root.remove(&known::BASIC_CONSTRAINTS));
    assert_eq!(no_authority, ["path.not-authority"]);
    let usage = Extension::key_usage(KeyUsage::CRL_SIGN);
    assert_eq!(bound(&|root| root.set(usage.clone())), ["path.cert-sign-missing"]);
    let unknown = Extension::new(&Oid::from_arcs(&[1, 2, 398, 9]), true, vec![5, 0]);
    assert_eq!(bound(&|root| root.set(unknown.clone())), ["path.critical-extension-unknown"]);
}

#[test]
fn a_purpose_holds_for_every_authority_that_states_some_where_asked() {
    let mut world = World::new();
    let purpose: &Oid = &known::PURPOSE_SERVER;
    let ask = |world: &World, chained| {
        world
            .ask(|question| {
                question.purpose = Some(purpose);
                question.rules.purpose_chained = chained;
            })
            .verdict
    };
    assert_eq!(ask(&world, true), PathVerdict::Valid);
    world.authority.set(Extension::purposes(&[&known::PURPOSE_CLIENT], false));
    assert_eq!(ask(&world, false), PathVerdict::Valid);
    assert_eq!(ask(&world, true), PathVerdict::Invalid);
    world.authority.set(Extension::purposes(&[&known::ANY_EXTENDED_KEY_USAGE], false));
    assert_eq!(ask(&world, true), PathVerdict::Valid);
}

#[test]
fn a_path_is_no_longer_than_asked() {
    let world = World::new();
    let ask = |longest| world.ask(|question| question.rules.longest_path = Some(longest));
    assert_eq!(fatal(&ask(0)), ["path.too-long"]);
    assert_eq!(ask(1).verdict, PathVerdict::Valid);
}

#[test]
fn the_target_presents_every_name_asked_for() {
    let world = World::new();
    let ask = |host: &str| {
        let names = [ReferenceName::Dns(host.into())];
        let [root, authority, server] = world.certificates();
        let (anchors, candidates) = ([root], [authority]);
        let mut question = PathQuestion::new(&server, &anchors, at("2026-11-22T12:00:00Z"));
        question.candidates = &candidates;
        question.names = &names;
        fatal(&validate(&question))
    };
    assert_eq!(ask("A.example.kz"), [""; 0]);
    assert_eq!(ask("b.example.kz"), ["path.peer-name"]);
    // The common name alone names nobody.
    let mut world = World::new();
    world.server.remove(&known::SUBJECT_ALTERNATIVE_NAME);
    let names = [ReferenceName::Dns("a.example.kz".into())];
    let [root, authority, server] = world.certificates();
    let (anchors, candidates) = ([root], [authority]);
    let mut question = PathQuestion::new(&server, &anchors, at("2026-11-22T12:00:00Z"));
    question.candidates = &candidates;
    question.names = &names;
    assert_eq!(fatal(&validate(&question)), ["path.peer-name"]);
}

#[test]
fn a_moment_counts_as_the_second_it_lies_in() {
    let mut world = World::new();
    world.server.not_after = at("2026-11-22T12:00:00Z");
    let ask = |moment: &str| world.ask(|question| question.at = at(moment)).verdict;
    assert_eq!(ask("2026-11-22T12:00:00.999Z"), PathVerdict::Valid);
    assert_eq!(ask("2026-11-22T12:00:01Z"), PathVerdict::Invalid);
    world.server.not_after = at("2026-12-01T00:00:00Z");
    world.server.not_before = at("2026-11-22T12:00:01Z");
    let ask = |moment: &str| world.ask(|question| question.at = at(moment)).verdict;
    assert_eq!(ask("2026-11-22T12:00:00.999Z"), PathVerdict::Invalid);
}

#[test]
fn a_constraint_nobody_processes_refuses_the_names_it_is_about_when_critical() {
    let kind = encode::oid(&Oid::from_arcs(&[1, 2, 398, 7]));
    let text = encode::element(tlv::context_constructed(0), &encode::element(0x0c, b"x"));
    let other = encode::element(tlv::context_constructed(0), &[kind, text].concat());
    let excluded = encode::element(tlv::context_constructed(1), &encode::sequence(&[&other]));
    let value = encode::sequence(&[&excluded]);
    for (critical, verdict) in [(true, PathVerdict::Invalid), (false, PathVerdict::Undetermined)] {
        let mut world = World::new();
        world.authority.set(Extension::new(&known::NAME_CONSTRAINTS, critical, value.clone()));
        // The form does not occur below: nothing to process.
        assert_eq!(world.ask(|_| {}).verdict, PathVerdict::Valid);
        world.server.set(alternative(std::slice::from_ref(&other)));
        assert_eq!(world.ask(|_| {}).verdict, verdict);
    }
    // An international mailbox is under the constraints on mailboxes, RFC 9598 section 6.
    let host = encode::element(tlv::context(1), b"example.kz");
    let permitted = encode::element(tlv::context_constructed(0), &encode::sequence(&[&host]));
    let mailbox = |text: &str| {
        let text = encode::element(0x0c, text.as_bytes());
        let value = encode::element(tlv::context_constructed(0), &text);
        let kind = encode::oid(&known::SMTP_UTF8_MAILBOX);
        encode::element(tlv::context_constructed(0), &[kind, value].concat())
    };
    let mut world = World::new();
    let value = encode::sequence(&[&permitted]);
    world.authority.set(Extension::new(&known::NAME_CONSTRAINTS, true, value));
    world.server.set(alternative(&[mailbox("ұ@example.kz")]));
    assert_eq!(world.ask(|_| {}).verdict, PathVerdict::Valid);
    world.server.set(alternative(&[mailbox("ұ@evil.kz")]));
    assert_eq!(fatal(&world.ask(|_| {})), ["path.name-not-permitted"]);
}

#[test]
fn a_list_has_a_number_that_is_not_critical() {
    let world = World::new();
    let [root, authority, _] = world.certificates();
    let (from, to) = (at("2026-11-22T00:00:00Z"), at("2026-11-23T00:00:00Z"));
    let ask = |numbered: bool, conformance| {
        let mut list = CrlTemplate::new(&authority, from, to, 7);
        if !numbered {
            list.number = None;
        }
        let lists = [
            Crl::read(&CrlTemplate::new(&root, from, to, 7).to_der(&world.root_key).unwrap())
                .unwrap(),
            Crl::read(&list.to_der(&world.authority_key).unwrap()).unwrap(),
        ];
        let [root, authority, server] = world.certificates();
        let (anchors, candidates) = ([root], [authority]);
        let mut question = PathQuestion::new(&server, &anchors, at("2026-11-22T12:00:00Z"));
        question.candidates = &candidates;
        question.crls = &lists;
        question.revocation = RevocationMode::Required;
        question.rules.conformance = conformance;
        validate(&question).verdict
    };
    assert_eq!(ask(true, Conformance::Strict), PathVerdict::Valid);
    assert_eq!(ask(false, Conformance::Strict), PathVerdict::Undetermined);
    assert_eq!(ask(false, Conformance::Lenient), PathVerdict::Valid);
}

#[test]
fn the_webs_profile_asks_more_of_a_server() {
    let web = |change: &dyn Fn(&mut CertificateTemplate)| {
        let mut world = World::new();
        change(&mut world.server);
        let [_, authority, server] = world.certificates();
        breaches(&server, Some(&authority), Place::Target, Profile::WebPki)
            .into_iter()
            .filter(|breach| breach.finding.code == codes::PROFILE_WEB.code)
            .map(|breach| breach.finding.citation)
            .collect::<Vec<_>>()
    };
    let key_id_alone = |server: &mut CertificateTemplate| {
        let [_, authority, _] = World::new().certificates();
        server.set(Extension::authority_key_id(authority.subject_key_id().unwrap()));
    };
    assert_eq!(web(&key_id_alone), [""; 0]);
    let and = |change: &dyn Fn(&mut CertificateTemplate)| {
        web(&|server| {
            key_id_alone(server);
            change(server);
        })
    };
    let purposes = "CA/B BR 7.1.2.7.10";
    assert_eq!(and(&|server| server.remove(&known::EXTENDED_KEY_USAGE)), [purposes]);
    let any = [&known::PURPOSE_SERVER, &known::ANY_EXTENDED_KEY_USAGE];
    assert_eq!(and(&|server| server.set(Extension::purposes(&any, false))), [purposes]);
    let server_purpose = [&known::PURPOSE_SERVER];
    assert_eq!(and(&|server| server.set(Extension::purposes(&server_purpose, true))), [purposes]);
    let names = "CA/B BR 7.1.2.7.12";
    let critical = Extension { critical: true, ..hosts(&["a.example.kz"]) };
    assert_eq!(and(&|server| server.set(critical.clone())), [names]);
    let common_name = "CA/B BR 7.1.4.3";
    assert_eq!(and(&|server| server.set(hosts(&["A.example.kz"]))), [common_name]);
    assert_eq!(and(&|server| server.subject = name("10.0.0.1")), [common_name]);
    let address = encode::element(tlv::context(7), &[10, 0, 0, 1]);
    let by_address = |server: &mut CertificateTemplate| {
        server.subject = name("10.0.0.1");
        server.set(alternative(std::slice::from_ref(&address)));
    };
    assert_eq!(and(&by_address), [""; 0]);
    let wildcard = |server: &mut CertificateTemplate| {
        server.subject = name("*.kz");
        server.set(hosts(&["*.kz"]));
    };
    assert_eq!(and(&wildcard), ["CA/B BR 3.2.2.6"]);
    let authority = Extension::basic_constraints(None);
    assert_eq!(and(&|server| server.set(authority.clone())), ["CA/B BR 7.1.2.7.8"]);
    // The rules are asked for by the question.
    let mut world = World::new();
    world.server.remove(&known::EXTENDED_KEY_USAGE);
    let ask = |profile| {
        world
            .ask(|question| {
                question.rules =
                    Rules { profile, conformance: Conformance::Strict, ..Rules::default() };
            })
            .verdict
    };
    assert_eq!(ask(Profile::Rfc5280), PathVerdict::Valid);
    assert_eq!(ask(Profile::WebPki), PathVerdict::Invalid);
}

#[test]
fn a_weak_hash_is_refused_where_asked() {
    let root_key = PrivateKey::generate(PrivateKeyKind::Rsa2048).unwrap();
    let root = template(&Kind::Root, None, "Root", &root_key).issue(&root_key).unwrap();
    let person = Kind::Person { purposes: Vec::new() };
    let der = template(&person, Some(&root), "User", &key()).to_der(&root_key).unwrap();
    // SHA-256 with RSA to SHA-1 with RSA, in both places; that the signature is then wrong is
    // another finding.
    let mut changed = der.clone();
    let sha256 = known::RSA_SHA256.content();
    for place in 0..der.len() - sha256.len() {
        if der[place..].starts_with(sha256) {
            changed[place + sha256.len() - 1] = 5;
        }
    }
    let user = Certificate::read(&changed).unwrap();
    let anchors = [root];
    let weight = |refused| {
        let mut question = PathQuestion::new(&user, &anchors, at("2026-11-22T12:00:00Z"));
        question.rules.weak_hashes_refused = refused;
        let report = validate(&question);
        let weak = codes::ALGORITHM_HASH_WEAK.code;
        report.paths[0].findings.iter().find(|it| it.code == weak).unwrap().weight
    };
    assert_eq!(weight(false), Weight::Remark);
    assert_eq!(weight(true), Weight::Fatal);
}
