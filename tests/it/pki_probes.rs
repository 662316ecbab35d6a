//! Cases of the probes that need keys: the authority, its lists and its services are made when the
//! tests run, and every look goes through a site that answers from memory.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use base64ct::{Base64, Encoding};
use jiff::{SignedDuration, Timestamp};
use model::{
    Basis, Evidence, EvidenceId, EvidenceKind, Judgement, Limit, Requirement, Unit, Verdict,
};
use pki::algorithm::HashAlgorithm;
use pki::certificate::KeyUsage;
use pki::issue::{
    Addresses, CertificateState, CertificateTemplate, CrlTemplate, Extension, IssuingPoint,
    OcspTemplate, Profile, SingleAnswer, TimestampTemplate, distinguished_name, ocsp_refusal,
    person, timestamp_granted, timestamp_refused, with_broken_signature,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::ocsp::OcspRequest;
use pki::oid::known;
use pki::tsp::TspRequest;
use pki::{Certificate, Oid};
use probes::{
    Anchor, Declaration, Hierarchy, HostFacts, HttpAnswer, HttpRequest, Method, NtpAnswer,
    OidRegister, Question, RegisteredOid, Site, SiteError, SiteFailure, TlsAnswer, TlsOffer,
    TlsProof, TlsRequest,
};

use crate::fixtures::{only_what_is_declared, requirement};

/// One case: what is changed in a sound authority, and what follows.
pub(crate) struct Case {
    pub(crate) probe: &'static str,
    pub(crate) verdict: Verdict,
    what_happened: &'static str,
    /// Codes that must be said; remarks may be said besides.
    says: &'static [&'static str],
    change: fn(&mut Scene),
}

#[test]
fn every_made_case_is_judged_as_it_says() {
    let mut wrong = Vec::new();
    for case in CASES {
        let mut scene = Scene::sound();
        (case.change)(&mut scene);
        let judgement = scene.judge(case.probe);
        let codes: Vec<_> = judgement.notes.iter().map(|it| it.code.to_string()).collect();
        only_what_is_declared(probes::by_id(case.probe).unwrap(), &judgement);
        let said = case.says.iter().all(|code| codes.iter().any(|it| it == code));
        if judgement.verdict != case.verdict || !said {
            let Case { probe, what_happened, verdict, says, .. } = case;
            wrong.push(format!("{probe}: {what_happened}: {verdict:?} {says:?}: {judgement:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

#[test]
fn a_nonce_is_new_with_every_look() {
    let asked = |now: Timestamp| {
        let mut scene = Scene::sound();
        scene.now = now;
        let evidence = scene.evidence("ocsp.status");
        let record = evidence.iter().find(|it| it.kind == EvidenceKind::HttpExchange).unwrap();
        let record: serde_json::Value = serde_json::from_slice(&record.bytes().unwrap()).unwrap();
        let bytes = hex::decode(record["sent"]["bytes"].as_str().unwrap()).unwrap();
        OcspRequest::read(&bytes).unwrap().nonce.unwrap()
    };
    assert_eq!(asked(now()), asked(now()));
    assert_ne!(asked(now()), asked(now() + SignedDuration::from_nanos(1)));
}

#[test]
fn the_same_evidence_gives_the_same_judgement_in_any_order_of_files() {
    let scene = Scene::sound();
    for probe in ["pki.chain", "pki.algorithms", "pki.oids-in-certificates", "crl.content"] {
        let mut evidence = scene.evidence(probe);
        let question = |evidence: &[Evidence]| {
            let requirement = requirement(probe);
            let day = "2026-01-15".parse().unwrap();
            probes::judge(&Question { requirement: &requirement, evidence, day }).verdict
        };
        let straight = question(&evidence);
        evidence.reverse();
        assert_eq!(straight, question(&evidence), "{probe}");
    }
}

#[test]
fn no_octet_of_any_evidence_breaks_a_probe() {
    let scene = Scene::sound();
    let day = "2026-01-15".parse().unwrap();
    let mut evidence = [scene.evidence("ocsp.status"), scene.evidence("tsp.token")].concat();
    let mut judged = 0;
    for index in 0..evidence.len() {
        let sound = evidence[index].bytes().unwrap().into_owned();
        // A prime step reaches every kind of place; the last octets are signatures.
        for place in (0..sound.len()).step_by(37) {
            let mut broken = sound.clone();
            broken[place] ^= 0x80;
            evidence[index].content = broken.into();
            for probe in probes::PROBES.iter().copied().flatten() {
                if probe.reads().contains(&evidence[index].kind) {
                    let requirement = requirement(probe.id());
                    let question = Question { requirement: &requirement, evidence: &evidence, day };
                    let judgement = probes::judge(&question);
                    let failed = judgement.notes.iter().any(|it| it.code == "judge.probe-failed");
                    assert!(!failed, "{}: {index} {place}", probe.id());
                    judged += 1;
                }
            }
        }
        evidence[index].content = sound.into();
    }
    assert!(judged > 500, "{judged}");
}

#[test]
fn the_lists_of_the_national_test_authority_are_judged_on_their_day() {
    let shared = std::env::var_os("TEKSERU_SHARED").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        std::path::PathBuf::from,
    );
    let files = shared.join("kz-pki");
    if !files.exists() {
        println!("skipped: ../shared absent");
        return;
    }
    let read = |name: &str| std::fs::read(files.join(name)).unwrap();
    let mut scene = Scene::sound();
    // The day after the complete list 14 and its delta 10 were issued.
    scene.now = "2025-04-30T06:00:00Z".parse().unwrap();
    scene.certificates = vec![read("ca/root_test_gost_2022.cer"), read("ca/nca_gost2015_test.cer")];
    scene.declaration.crl_urls = vec![LIST.to_owned(), DELTA.to_owned()];
    let root = pki::read_certificates(&read("ca/root_test_gost_2022.cer"));
    scene.declaration.anchors = vec![anchor(&root.certificates[0])];
    for name in ["ca/root_test_gost_2022.cer", "ca/nca_gost2015_test.cer"] {
        let reading = pki::read_certificates(&read(name));
        for url in reading.certificates.iter().flat_map(|it| it.crl_urls()) {
            scene.page(url, Page::Fails(SiteFailure::Silent));
        }
    }
    scene.page(LIST, Page::Body(200, read("revocation/nca_gost2022_test_2025-04.crl")));
    scene.page(DELTA, Page::Body(200, read("revocation/nca_gost2022_d_test_2025-04.crl")));
    let judgement = scene.judge("crl.content");
    let codes: Vec<_> = judgement.notes.iter().map(|it| it.code.as_ref()).collect();
    assert_eq!(judgement.verdict, Complies, "{judgement:#?}");
    for code in ["crl.current", "crl.delta-belongs", "crl.delta-number-below-base"] {
        assert!(codes.contains(&code), "{code}: {judgement:#?}");
    }
    // The list of 2022 has long expired.
    scene.page(LIST, Page::Body(200, read("revocation/nca_gost2022_test_2022-07.crl")));
    let judgement = scene.judge("crl.content");
    assert_eq!(judgement.verdict, Violates, "{judgement:#?}");
    assert!(judgement.notes.iter().any(|it| it.code == "crl.expired"));
}

use Verdict::{Complies, OutOfScope, Undetermined, Violates};

macro_rules! cases {
    ($($probe:literal $what:literal $verdict:ident $says:tt $change:expr;)*) => {
        /// Every case.
        pub(crate) const CASES: &[Case] = &[$(Case {
            probe: $probe,
            what_happened: $what,
            verdict: $verdict,
            says: &$says,
            change: $change,
        }),*];
    };
}

cases! {
    // Chains.
    "pki.chain" "root, authority, user" Complies ["pki.chain-valid", "pki.hierarchy"] |_| {};
    "pki.chain" "the anchor is not among the certificates" Undetermined ["pki.anchor-missing"]
        |it| it.declaration.anchors[0].sha256 = EvidenceId([7; 32]);
    "pki.chain" "no anchor is declared" Undetermined ["pki.anchor-not-declared"]
        |it| it.declaration.anchors.clear();
    "pki.chain" "a root of the same name with another key lies beside" Complies ["pki.chain-valid"]
        |it| it.certificates.insert(0, world().impostor.der().to_vec());
    "pki.chain" "the declared anchor has the name of the root and another key" Violates
        ["pki.chain-invalid", "path.signature-invalid"] |it| {
        it.certificates.push(world().impostor.der().to_vec());
        it.declaration.anchors = vec![anchor(&world().impostor)];
    };
    "pki.chain" "the certificate of the authority is absent" Undetermined
        ["pki.chain-undecided", "path.issuer-not-found"]
        |it| it.certificates.retain(|der| der != world().authority.der());
    "pki.chain" "the authority has expired" Violates ["pki.chain-invalid", "path.expired"]
        |it| it.authority(|template| template.not_after = now() - SECOND);
    "pki.chain" "the authority expires this second" Complies ["pki.chain-valid"]
        |it| it.authority(|template| template.not_after = now());
    "pki.chain" "the authority may not sign certificates" Violates ["path.cert-sign-missing"]
        |it| it.authority(|template| template.set(Extension::key_usage(KeyUsage::CRL_SIGN)));
    "pki.chain" "the authority is no authority" Violates ["pki.chain-invalid"]
        |it| it.authority(|template| template.remove(&known::BASIC_CONSTRAINTS));
    "pki.chain" "the user's certificate has expired" Undetermined
        ["pki.chain-expired", "path.expired"]
        |it| it.user(|template| template.not_after = now() - SECOND);
    "pki.chain" "the only user's certificate is revoked" Undetermined
        ["pki.chain-revoked", "pki.no-chain-shown", "path.revoked"]
        |it| it.list(|list| list.revoking(world().user.serial(), now() - DAY, Some(1)));
    "pki.chain" "one user's certificate is revoked, another is sound" Complies
        ["pki.chain-revoked", "pki.chain-valid"] |it| {
        let other = issue_user(|template| template.serial = vec![0x11; 8]);
        it.certificates.push(other.der().to_vec());
        it.list(|list| list.revoking(&[0x11; 8], now() - DAY, Some(1)));
    };
    "pki.chain" "the signature of the user's certificate is broken" Violates
        ["pki.chain-invalid", "path.signature-invalid"] |it| {
        it.replace(&world().user, with_broken_signature(world().user.der()));
    };
    "pki.chain" "there is no certificate of a user" Undetermined ["pki.no-user-certificate"]
        |it| it.certificates.retain(|der| der != world().user.der());
    "pki.chain" "one file of several is cut off" Undetermined ["pki.chain-valid"]
        |it| it.certificates.push(world().user.der()[..200].to_vec());
    "pki.chain" "the declaration is absent" Undetermined ["case.declaration-missing"]
        |it| it.without_declaration = true;

    // Algorithms.
    "pki.algorithms" "one kind throughout" Complies
        ["pki.algorithms-of-root", "pki.algorithms-of-authority", "pki.algorithms-of-user"] |_| {};
    "pki.algorithms" "the authority has a key of another kind" Violates
        ["pki.key-outside-profile", "pki.signature-outside-profile"] |it| {
        let key = key(PrivateKeyKind::EcdsaP256);
        let authority = issue_authority(&key, |_| {});
        let user = issue_user_by(&authority, &key, |_| {});
        it.replace(&world().authority, authority.der().to_vec());
        it.replace(&world().user, user.der().to_vec());
    };
    "pki.algorithms" "the user's key has the other length of the national curve" Violates
        ["pki.key-outside-profile"]
        |it| it.user(|template| {
            template.subject_key =
                key(PrivateKeyKind::Gost2015A256).public_key().spki_der().to_vec();
        });
    "pki.algorithms" "the generation of 2004 is named as legacy" Complies ["algorithm.legacy"]
        Scene::of_2004;
    "pki.algorithms" "nothing but the anchor" Undetermined ["pki.no-certificate-besides-anchors"]
        |it| it.certificates.retain(|der| der == world().root.der());
    "pki.algorithms" "no anchor, no profile" Undetermined
        ["pki.anchor-not-declared", "pki.algorithms-of-authority"]
        |it| it.declaration.anchors.clear();

    // Identifiers in certificates.
    "pki.oids-in-certificates" "all registered or standard" Complies ["pki.oids-known"] |_| {};
    "pki.oids-in-certificates" "a purpose that only begins like a registered one" Violates
        ["pki.oid-unregistered"] |it| it.user(|template| {
            let purpose: Oid = "1.2.398.3.3.4.1.10".parse().unwrap();
            template.set(Extension::purposes(&[&known::PURPOSE_EMAIL, &purpose], false));
        });
    "pki.oids-in-certificates" "a policy under a registered one" Violates ["pki.oid-unregistered"]
        |it| it.user(|template| {
            let policy: Oid = "1.2.398.3.3.2.77".parse().unwrap();
            template.set(Extension::policies(&[(&policy, None)]));
        });
    "pki.oids-in-certificates" "an identifier of a private enterprise" Violates
        ["pki.oid-unregistered"] |it| it.user(|template| {
            let kind: Oid = "1.3.6.1.4.1.311.20.2".parse().unwrap();
            template.set(Extension::new(&kind, false, vec![0x05, 0x00]));
        });
    "pki.oids-in-certificates" "no policy" Violates ["pki.policy-missing"]
        |it| it.user(|template| template.remove(&known::CERTIFICATE_POLICIES));
    "pki.oids-in-certificates" "only anyPolicy" Violates ["pki.policy-any-only"]
        |it| it.user(|template| {
            template.set(Extension::policies(&[(&known::ANY_POLICY, None)]));
        });
    "pki.oids-in-certificates" "no register and nothing declared" Undetermined
        ["pki.oid-not-declared"] |it| it.register = None;
    "pki.oids-in-certificates" "declared, and no register" Complies ["pki.oids-known"] |it| {
        let register = it.register.take().unwrap();
        it.declaration.registered_oids = register.entries.into_iter().map(|it| it.oid).collect();
    };
    "pki.oids-in-certificates" "an extension with a padded arc" Undetermined
        ["pki.extension-unreadable"] |it| it.user(|template| {
            // SEQUENCE { OID 1.2 and an arc that begins with 0x80 }.
            let value = vec![0x30, 0x05, 0x06, 0x03, 0x2a, 0x80, 0x01];
            template.set(Extension::new(&known::EXTENDED_KEY_USAGE, false, value));
        });
    "pki.oids-in-certificates" "no certificate of a user" Undetermined ["pki.no-user-certificate"]
        |it| it.certificates.retain(|der| der != world().user.der());

    // Where lists lie.
    "crl.availability" "every list is there" Complies ["crl.fetched"] |_| {};
    "crl.availability" "404" Violates ["crl.http-status"]
        |it| it.page(LIST, Page::Body(404, b"not found".to_vec()));
    // R05, from here to the redirects.
    "crl.availability" "a page to log in" Violates ["crl.html-instead"]
        |it| it.page(LIST, Page::Body(200, b"<!DOCTYPE html><html>log in</html>".to_vec()));
    "crl.availability" "nothing in the body" Violates ["crl.empty"]
        |it| it.page(LIST, Page::Body(200, Vec::new()));
    "crl.availability" "cut off by one octet" Violates ["crl.truncated"] |it| {
        let mut der = it.list_der();
        der.pop();
        it.page(LIST, Page::Body(200, der));
    };
    "crl.availability" "garbage" Violates ["crl.unreadable"]
        |it| it.page(LIST, Page::Body(200, vec![0x30, 0x03, 1, 2, 3]));
    "crl.availability" "redirects without an end" Violates ["crl.unreachable"]
        |it| it.page(LIST, Page::Fails(SiteFailure::TooManyRedirects));
    "crl.availability" "the delta is not there" Violates ["crl.http-status", "crl.fetched"]
        |it| it.page(DELTA, Page::Body(404, Vec::new()));
    "crl.availability" "nobody accepts the connection" Violates ["crl.unreachable"]
        |it| it.page(LIST, Page::Fails(SiteFailure::ConnectionRefused));
    "crl.availability" "the name has no address while others answer" Violates ["crl.unreachable"]
        |it| it.page(LIST, Page::Fails(SiteFailure::NameUnresolved));
    "crl.availability" "no name has an address" Undetermined ["crl.unreachable-from-here"]
        |it| for url in [LIST, DELTA, ROOT_LIST] {
            it.page(url, Page::Fails(SiteFailure::NameUnresolved));
        };
    "crl.availability" "nothing in time" Undetermined ["crl.unreachable-from-here"]
        |it| it.page(LIST, Page::Fails(SiteFailure::Silent));
    "crl.availability" "larger than the limit" Undetermined ["crl.unreachable-from-here"]
        |it| it.page(LIST, Page::Fails(SiteFailure::TooLarge));
    "crl.availability" "the case does not allow the address" Undetermined
        ["crl.unreachable-from-here"]
        |it| it.page(LIST, Page::Fails(SiteFailure::AddressRefused));
    "crl.availability" "the Root CA's own list is not there" Undetermined
        ["crl.http-status", "crl.of-the-root"]
        |it| it.page(ROOT_LIST, Page::Body(404, Vec::new()));
    // R05.
    "crl.availability" "a list in PEM" Complies ["crl.fetched", "crl.pem-instead-of-der"] |it| {
        let pem = pem("X509 CRL", &it.list_der());
        it.page(LIST, Page::Body(200, pem));
    };
    "crl.availability" "two addresses in one, as national authorities wrote them" Complies
        ["certificate.crl-urls-joined", "crl.fetched"] |it| {
        it.user_with(Addresses {
            crl: vec![format!("{LIST}\n               URL={MIRROR}")],
            ..addresses()
        });
    };
    "crl.availability" "the second of two joined addresses is dead" Violates ["crl.http-status"]
        |it| {
        it.user_with(Addresses { crl: vec![format!("{LIST}\n   URL={MIRROR}")], ..addresses() });
        it.page(MIRROR, Page::Body(404, Vec::new()));
    };
    "crl.availability" "a list out of a directory" Complies ["crl.fetched"] |it| {
        let list = it.list_der();
        it.declaration.crl_urls.push(DIRECTORY.to_owned());
        it.page(DIRECTORY, Page::Body(200, list));
    };
    // RFC 4511 section 4.1.9: noSuchObject.
    "crl.availability" "a directory without the entry" Violates ["crl.directory-result"] |it| {
        it.declaration.crl_urls.push(DIRECTORY.to_owned());
        it.page(DIRECTORY, Page::Body(32, Vec::new()));
    };
    "crl.availability" "an address that is not asked" Undetermined ["crl.not-http"]
        |it| it.declaration.crl_urls.push("ftp://ca.example/a.crl".to_owned());
    "crl.availability" "no address at all" Undetermined ["crl.no-address"] |it| {
        it.user_with(Addresses::default());
        it.certificates.retain(|der| der != world().authority.der());
    };
    "crl.availability" "nobody asked" Undetermined ["crl.not-asked"] |it| it.nobody_asked = true;

    // What lists say.
    "crl.content" "current lists, the delta numbered below its base" Complies
        ["crl.current", "crl.delta-belongs", "crl.delta-number-below-base"] |_| {};
    // R06.
    "crl.content" "no nextUpdate" Violates ["crl.next-update-missing", "crl.not-current"]
        |it| it.list(|mut list| { list.next_update = None; list });
    // No reference is measured here: the clock is allowed a minute either way.
    "crl.content" "nextUpdate is in a minute" Complies ["crl.current", UNCHECKED]
        |it| it.list(|mut list| { list.next_update = Some(now() + SECOND * 60); list });
    "crl.content" "nextUpdate is in less than a minute" Undetermined ["crl.expiry-straddles"]
        |it| it.list(|mut list| { list.next_update = Some(now() + SECOND * 59); list });
    "crl.content" "nextUpdate was a minute ago" Undetermined ["crl.expiry-straddles"]
        |it| it.list(|mut list| { list.next_update = Some(now() - SECOND * 60); list });
    "crl.content" "nextUpdate was more than a minute ago" Violates
        ["crl.expired", "crl.not-current"]
        |it| it.list(|mut list| { list.next_update = Some(now() - SECOND * 61); list });
    "crl.content" "nextUpdate is in the year 9999" Violates ["crl.next-update-never"]
        |it| it.list(|mut list| {
            list.next_update = Some("9999-12-01T00:00:00Z".parse().unwrap());
            list
        });
    "crl.content" "nextUpdate comes after the end of the authority" Complies
        ["crl.current", "crl.next-update-beyond-signer"]
        |it| it.list(|mut list| { list.next_update = Some(now() + DAY * 301); list });
    "crl.content" "thisUpdate was a minute ago" Complies ["crl.current", "crl.delta-superseded"]
        |it| it.list(|mut list| { list.this_update = now() - SECOND * 60; list });
    "crl.content" "thisUpdate is now" Undetermined ["crl.this-update-straddles"]
        |it| it.list(|mut list| { list.this_update = now(); list });
    "crl.content" "thisUpdate is more than a minute ahead" Violates ["crl.this-update-in-future"]
        |it| it.list(|mut list| { list.this_update = now() + SECOND * 61; list });
    "crl.content" "no number" Violates ["crl.number-missing"]
        |it| it.list(|mut list| { list.number = None; list });
    // R07.
    "crl.content" "the list names another address than that it was fetched from" Violates
        ["crl.other-point"]
        |it| it.scoped(IssuingPoint { urls: vec![MIRROR.to_owned()], ..IssuingPoint::default() });
    "crl.content" "the list names the other address of its point" Complies
        ["crl.current", "crl.other-address"] |it| {
        it.user_with(Addresses { crl: vec![LIST.to_owned(), MIRROR.to_owned()], ..addresses() });
        let scope = IssuingPoint { urls: vec![MIRROR.to_owned()], ..IssuingPoint::default() };
        it.list(|list| CrlTemplate { scope: Some(scope.clone()), ..list });
        it.page(MIRROR, Page::Body(200, it.list_der()));
        it.page(DELTA, Page::Fails(SiteFailure::Silent));
    };
    "crl.content" "the list names the second of two joined addresses" Complies
        ["crl.current", "crl.other-address"] |it| {
        it.user_with(Addresses { crl: vec![format!("{LIST}\n   URL={MIRROR}")], ..addresses() });
        let scope = IssuingPoint { urls: vec![MIRROR.to_owned()], ..IssuingPoint::default() };
        it.list(|list| CrlTemplate { scope: Some(scope.clone()), ..list });
        it.page(MIRROR, Page::Body(200, it.list_der()));
        it.page(DELTA, Page::Fails(SiteFailure::Silent));
    };
    "crl.content" "a declared mirror of the list" Complies ["crl.current", "crl.other-address"]
        |it| {
        it.declaration.crl_urls.push(MIRROR.to_owned());
        it.scoped(IssuingPoint { urls: vec![LIST.to_owned()], ..IssuingPoint::default() });
        it.page(DELTA, Page::Fails(SiteFailure::Silent));
        it.page(MIRROR, Page::Body(200, it.list_der()));
    };
    "crl.content" "a declared address of another list" Undetermined ["crl.other-point"] |it| {
        it.declaration.crl_urls.push(MIRROR.to_owned());
        let scope = IssuingPoint { urls: vec![ROOT_LIST.to_owned()], ..IssuingPoint::default() };
        it.page(MIRROR, Page::Body(200, signed(&CrlTemplate { scope: Some(scope), ..complete() })));
    };
    "crl.content" "two points cover all reasons together" Complies
        ["crl.current", "crl.scope-limited"] |it| it.two_points(vec![1, 2, 3], vec![4, 5, 6, 7, 8]);
    "crl.content" "the second point leaves a reason out" Violates ["crl.reasons-incomplete"]
        |it| it.two_points(vec![1, 2, 3], vec![4, 5, 6, 7]);
    "crl.content" "the second point cannot be fetched" Undetermined ["crl.reasons-incomplete"]
        |it| {
        it.two_points(vec![1, 2, 3], vec![4, 5, 6, 7, 8]);
        it.page(MIRROR, Page::Fails(SiteFailure::Silent));
    };
    "crl.content" "a delta where the complete list should be" Violates
        ["crl.delta-instead"] |it| it.page(LIST, Page::Body(200, signed(&delta())));
    "crl.content" "a complete list where the delta should be" Complies
        ["crl.complete-instead-of-delta"]
        |it| it.page(DELTA, Page::Body(200, signed(&complete())));
    "crl.content" "another authority of the same name, its certificate beside" Violates
        ["crl.signer-unrelated"] |it| {
        let stranger = &world().stranger_key;
        let template = authority_template(&world().impostor, stranger);
        let impostor = template.issue(stranger).unwrap();
        let list = CrlTemplate::new(&impostor, now() - SECOND * 3_600, now() + DAY, 14);
        it.certificates.push(impostor.der().to_vec());
        it.page(LIST, Page::Body(200, list.to_der(stranger).unwrap()));
    };
    "crl.content" "a list of the root under the address of the authority" Violates
        ["crl.foreign-issuer"] |it| {
        let list = CrlTemplate::new(&world().root, now() - DAY, now() + DAY, 1);
        it.page(LIST, Page::Body(200, list.to_der(&world().root_key).unwrap()));
    };
    "crl.content" "the key identifier of another key" Violates ["crl.key-identifier-differs"]
        |it| it.list(|mut list| { list.authority_key_id = Some(vec![7; 20]); list });
    "crl.content" "no key identifier" Violates ["crl.key-identifier-missing"]
        |it| it.list(|mut list| { list.authority_key_id = None; list });
    "crl.content" "the list is of no reason at all" Violates ["crl.reasons-incomplete"]
        |it| it.scoped(IssuingPoint { only_reasons: Some(vec![]), ..IssuingPoint::default() });
    "crl.content" "the list is of some reasons and of other authorities too" Violates
        ["crl.reasons-incomplete", "crl.scope-limited"]
        |it| it.scoped(IssuingPoint {
            only_reasons: Some(vec![1]),
            indirect: true,
            ..IssuingPoint::default()
        });
    "crl.content" "signed with another key under the same name" Violates ["crl.signature-invalid"]
        |it| {
        let list = complete().to_der(&world().stranger_key).unwrap();
        it.page(LIST, Page::Body(200, list));
    };
    "crl.content" "the authority may not sign lists" Violates ["crl.signer-key-usage"]
        |it| it.authority(|template| {
            template.set(Extension::key_usage(KeyUsage::KEY_CERT_SIGN));
        });
    "crl.content" "the issuer's certificate is absent" Undetermined
        ["crl.issuer-certificate-missing"]
        |it| it.certificates.retain(|der| der != world().authority.der());
    "crl.content" "mirrors serve different bytes" Violates ["crl.mirrors-differ"] |it| {
        it.declaration.crl_urls.push(MIRROR.to_owned());
        let other = complete().revoking(&[9], now() - DAY, None);
        it.page(MIRROR, Page::Body(200, signed(&other)));
    };
    "crl.content" "mirrors serve the same bytes" Complies ["crl.current"]
        |it| it.declaration.crl_urls.push(MIRROR.to_owned());
    "crl.content" "the delta rests on a later list" Violates ["crl.delta-rejected"] |it| {
        let mut delta = delta();
        delta.delta_base = Some(15);
        it.page(DELTA, Page::Body(200, signed(&delta)));
    };
    "crl.content" "a delta without its list" Undetermined ["crl.delta-base-missing"]
        |it| it.page(LIST, Page::Fails(SiteFailure::Silent));
    "crl.content" "the list of users covers authorities only" Violates ["crl.excludes-users"]
        |it| it.list(|mut list| {
            list.scope = Some(IssuingPoint { only_authorities: true, ..IssuingPoint::default() });
            list
        });
    // R09.
    "crl.content" "a revocation after the list was made" Violates
        ["crl.entry-date-after-this-update"]
        |it| it.list(|list| list.revoking(&[9], now(), None));
    "crl.content" "entries in no order" Complies ["crl.current"]
        |it| it.list(|list| list.revoking(&[9], now() - DAY, None).revoking(&[3], now() - DAY, None));
    "crl.content" "a complete list takes an entry off" Violates
        ["crl.entry-removal-outside-delta"]
        |it| it.list(|list| list.revoking(&[9], now() - DAY, Some(8)));
    "crl.content" "a reason without a meaning" Violates ["crl.entry-reason-unknown"]
        |it| it.list(|list| list.revoking(&[9], now() - DAY, Some(7)));
    "crl.content" "a reason that says nothing" Complies ["crl.entry-reason-unspecified"]
        |it| it.list(|list| list.revoking(&[9], now() - DAY, Some(0)));
    "crl.content" "octets behind the list" Violates ["crl.trailing-data"] |it| {
        let der = [it.list_der(), vec![0; 3]].concat();
        it.page(LIST, Page::Body(200, der));
    };
    "crl.content" "two lists in one body" Violates ["crl.two-lists"] |it| {
        let der = [it.list_der(), it.list_der()].concat();
        it.page(LIST, Page::Body(200, der));
    };
    "crl.content" "two lists in one body in PEM" Violates ["crl.two-lists"] |it| {
        let pem = pem("X509 CRL", &it.list_der());
        it.page(LIST, Page::Body(200, [&pem[..], &pem].concat()));
    };
    "crl.content" "one serial number stands twice" Undetermined ["crl.entry-repeated"]
        |it| it.list(|list| list.revoking(&[9], now() - DAY, None).revoking(&[9], now() - DAY, Some(1)));
    "crl.content" "what was fetched is no list" Undetermined ["crl.fetched-unreadable"]
        |it| it.page(LIST, Page::Body(200, b"<html>".to_vec()));
    "crl.content" "nothing was fetched" Undetermined ["crl.none-fetched"]
        |it| it.nobody_asked = true;
    // R11.
    "crl.content" "a mirror gives an older list though the newer was seen" Violates
        ["crl.mirrors-lag"] |it| {
        it.declaration.crl_urls.push(MIRROR.to_owned());
        it.list(|list| CrlTemplate { number: Some(15), this_update: now() - SECOND * 90, ..list });
        it.page(DELTA, Page::Fails(SiteFailure::Silent));
    };
    "crl.content" "an older list has the higher number" Violates ["crl.mirrors-differ"] |it| {
        it.declaration.crl_urls.push(MIRROR.to_owned());
        it.list(|list| CrlTemplate { number: Some(15), this_update: now() - DAY, ..list });
        it.page(DELTA, Page::Fails(SiteFailure::Silent));
    };

    // What lists fetched one after another say.
    "crl.history" "the same lists twice" Complies ["crl.history-consistent", "crl.unchanged"]
        |it| it.later(&[]);
    "crl.history" "the lists were fetched once" Undetermined ["crl.fetched-once"] |_| {};
    "crl.history" "nothing was fetched" Undetermined ["crl.none-fetched"]
        |it| it.nobody_asked = true;
    "crl.history" "the declaration is absent" Undetermined ["case.declaration-missing"]
        |it| it.without_declaration = true;
    "crl.history" "the next list came in its time" Complies
        ["crl.history-consistent", "crl.interval", "crl.successor-seen", "crl.entries-compared"]
        |it| it.later(&[issued_later(|list| list)]);
    // R06.
    "crl.history" "an older list came after a newer one" Violates ["crl.rolled-back"]
        |it| {
        it.later(&[issued_later(|list| list)]);
        it.later(&[(LIST, it.list_der())]);
    };
    "crl.history" "an older list that was not seen before came after a newer one" Violates
        ["crl.rolled-back"]
        |it| it.later(&[issued_later(|mut list| {
            list.number = Some(13);
            list.this_update = now() - DAY;
            list
        })]);
    "crl.history" "the number fell" Violates ["crl.number-decreases"]
        |it| it.later(&[issued_later(|list| CrlTemplate { number: Some(13), ..list })]);
    "crl.history" "the number stayed" Violates ["crl.number-reused"]
        |it| it.later(&[issued_later(|list| CrlTemplate { number: Some(14), ..list })]);
    "crl.history" "numbers were left out" Undetermined ["crl.numbers-left-out"]
        |it| it.later(&[issued_later(|list| CrlTemplate { number: Some(17), ..list })]);
    "crl.history" "a delta has the number between" Complies ["crl.history-consistent"] |it| {
        let between = CrlTemplate { number: Some(15), ..delta() };
        it.page(DELTA, Page::Body(200, signed(&between)));
        it.later(&[issued_later(|list| CrlTemplate { number: Some(16), ..list })]);
    };
    "crl.history" "an entry vanished of a certificate that has not expired" Violates
        ["crl.entries-lost"] |it| {
        it.list(|list| list.revoking(world().user.serial(), now() - DAY, Some(1)));
        it.later(&[issued_later(|list| list)]);
    };
    "crl.history" "an entry on hold was released" Complies ["crl.entries-compared"] |it| {
        it.list(|list| list.revoking(world().user.serial(), now() - DAY, Some(6)));
        it.later(&[issued_later(|list| list)]);
    };
    "crl.history" "an entry vanished of a certificate that had expired" Complies
        ["crl.entries-compared"] |it| {
        it.user(|template| template.not_after = now() - SECOND);
        it.list(|list| list.revoking(world().user.serial(), now() - DAY, Some(1)));
        it.later(&[issued_later(|list| list)]);
    };
    "crl.history" "an entry vanished of a certificate that nobody holds" Undetermined
        ["crl.entries-vanished"] |it| {
        it.list(|list| list.revoking(&[9; 8], now() - DAY, Some(1)));
        it.later(&[issued_later(|list| list)]);
    };
    "crl.history" "an entry vanished from a list that keeps the expired" Violates
        ["crl.entries-lost"] |it| {
        it.list(|list| list.revoking(&[9; 8], now() - DAY, Some(1)));
        it.later(&[issued_later(|mut list| {
            let since = b"\x18\x0f20200101000000Z".to_vec();
            let kept = &known::EXPIRED_CERTIFICATES_ON_CRL;
            list.extensions.push(Extension::new(kept, false, since));
            list
        })]);
    };
    "crl.history" "the next complete list lost what the delta revoked" Violates
        ["crl.entries-lost"] |it| {
        let revoking = delta().revoking(world().user.serial(), now() - DAY, Some(1));
        it.page(DELTA, Page::Body(200, signed(&revoking)));
        it.later(&[issued_later(|list| list)]);
    };
    "crl.history" "a list was served after it had expired" Violates ["crl.expired-served"] |it| {
        it.list(|list| CrlTemplate { next_update: Some(now() + SECOND * 60), ..list });
        it.later(&[]);
    };
    "crl.history" "the successor came after the end" Violates ["crl.successor-late"] |it| {
        it.list(|list| CrlTemplate { next_update: Some(now() - SECOND * 61), ..list });
        it.later(&[issued_later(|list| list)]);
    };
    "crl.history" "the successor came about the end" Undetermined ["crl.successor-straddles"]
        |it| {
        it.list(|list| CrlTemplate { next_update: Some(now() + SECOND * 1_800), ..list });
        it.later(&[issued_later(|list| list)]);
    };
    // R07.
    "crl.history" "the later list is signed with another key" Undetermined
        ["crl.history-unsigned"] |it| {
        let list = issued(|list| list).to_der(&world().stranger_key).unwrap();
        it.later(&[(LIST, list)]);
    };
    "crl.history" "the declared interval was kept" Complies ["crl.schedule-kept"] |it| {
        it.declaration.lists_declared.interval_minutes = Some(121);
        it.later(&[issued_later(|list| list)]);
    };
    "crl.history" "the declared interval is within the resolution" Undetermined
        ["crl.schedule-straddles"] |it| {
        it.declaration.lists_declared.interval_minutes = Some(120);
        it.later(&[issued_later(|list| list)]);
    };
    "crl.history" "the declared interval was not kept" Violates ["crl.schedule-missed"] |it| {
        it.declaration.lists_declared.interval_minutes = Some(119);
        it.later(&[issued_later(|list| list)]);
    };
    // The list was made an hour before the first fetch, and the second comes 3 661 s later: with
    // the minute of the clock it is 7 201 to 7 321 s old.
    "crl.history" "the list is as old as the commission lets it become" Complies
        ["crl.age-within-limit"] |it| {
        it.requirement.limit = Some(seconds(7_321));
        it.later(&[]);
    };
    "crl.history" "the age of the list reaches across the criterion" Undetermined
        ["crl.age-straddles-limit"] |it| {
        it.requirement.limit = Some(seconds(7_320));
        it.later(&[]);
    };
    "crl.history" "the age reaches down to the criterion" Undetermined
        ["crl.age-straddles-limit"] |it| {
        it.requirement.limit = Some(seconds(7_201));
        it.later(&[]);
    };
    "crl.history" "the list is older than the criterion" Violates ["crl.age-beyond-limit"] |it| {
        it.requirement.limit = Some(seconds(7_200));
        it.later(&[]);
    };
    "crl.history" "an interval is declared and no new list came" Undetermined
        ["crl.schedule-not-measured"] |it| {
        it.declaration.lists_declared.interval_minutes = Some(1_440);
        it.later(&[]);
    };
    "crl.history" "the list is older than the declared interval" Violates
        ["crl.schedule-missed"] |it| {
        it.declaration.lists_declared.interval_minutes = Some(60);
        it.later(&[]);
    };
    "crl.history" "the next list could be fetched in the declared time" Complies
        ["crl.schedule-kept"] |it| {
        it.page(DELTA, Page::Fails(SiteFailure::Silent));
        it.declaration.lists_declared.delay_minutes = Some(3);
        it.declaration.lists_declared.overlap_minutes = Some(22 * 60);
        it.later(&[issued_later(|list| list)]);
    };

    // Status services.
    "ocsp.status" "good" Complies ["ocsp.good"] |_| {};
    "ocsp.status" "revoked, and on the list" Complies ["ocsp.revoked"] |it| {
        it.ocsp.state = CertificateState::Revoked { at: now() - DAY, reason: Some(1) };
        it.list(|list| list.revoking(world().user.serial(), now() - DAY, Some(1)));
    };
    "ocsp.status" "good, and on the list" Violates ["ocsp.contradicts-list"]
        |it| it.list(|list| list.revoking(world().user.serial(), now() - DAY, Some(1)));
    "ocsp.status" "revoked before the list, and not on it" Violates ["ocsp.contradicts-list"]
        |it| it.ocsp.state = CertificateState::Revoked { at: now() - DAY, reason: None };
    "ocsp.status" "revoked since the list" Complies ["ocsp.newer-than-list", "ocsp.revoked"]
        |it| it.ocsp.state = CertificateState::Revoked { at: now() - SECOND, reason: None };
    // R10, from here to "try later".
    "ocsp.status" "another nonce" Violates ["ocsp.nonce-differs"]
        |it| it.ocsp.nonce = Some(vec![0; 16]);
    "ocsp.status" "no nonce" Undetermined ["ocsp.nonce-absent"] |it| it.ocsp.no_nonce = true;
    "ocsp.status" "an answer about another certificate" Undetermined ["ocsp.other-certificate"]
        |it| it.ocsp.about = Some(vec![9]);
    "ocsp.status" "signed by a user" Violates ["ocsp.responder-purpose"]
        |it| it.ocsp.signed_by_user = true;
    "ocsp.status" "signed with another key" Violates ["ocsp.signature-not-verified"]
        |it| it.ocsp.broken = true;
    "ocsp.status" "two days old" Undetermined ["ocsp.no-next-update"]
        |it| it.ocsp.produced_at = now() - DAY - DAY;
    "ocsp.status" "try later" Undetermined ["ocsp.refused"]
        |it| it.ocsp.says = Some(ocsp_refusal(3));
    "ocsp.status" "no answer of this protocol" Violates ["ocsp.answer-unreadable"]
        |it| it.ocsp.says = Some(b"<html>".to_vec());
    "ocsp.status" "its own certificate was never issued, it says" Violates
        ["ocsp.denies-certificate"] |it| it.ocsp.state = CertificateState::NEVER_ISSUED;
    "ocsp.status" "it does not know the certificate" Violates ["ocsp.unknown-certificate"]
        |it| it.ocsp.state = CertificateState::Unknown;
    "ocsp.status" "good for a number that nobody issued" Violates
        ["ocsp.good", "ocsp.never-issued-good"]
        |it| it.ocsp.never_issued = (CertificateState::Good, true);
    "ocsp.status" "unknown for a number that nobody issued" Complies
        ["ocsp.good", "ocsp.never-issued-unknown"]
        |it| it.ocsp.never_issued = (CertificateState::Unknown, true);
    "ocsp.status" "never issued, without the extension for it" Violates
        ["ocsp.never-issued-otherwise"]
        |it| it.ocsp.never_issued = (CertificateState::NEVER_ISSUED, false);
    "ocsp.status" "a number that nobody issued is revoked since yesterday" Violates
        ["ocsp.never-issued-otherwise"]
        |it| it.ocsp.never_issued = (
            CertificateState::Revoked { at: now() - DAY, reason: Some(6) },
            true,
        );
    "ocsp.status" "nextUpdate before thisUpdate" Violates ["ocsp.times-contradict"]
        |it| it.ocsp.next_update = Some(now() - SECOND);
    "ocsp.status" "nextUpdate in the year 9999" Undetermined ["ocsp.good-without-end"]
        |it| it.ocsp.next_update = Some("9999-12-30T00:00:00Z".parse().unwrap());
    "ocsp.status" "produced a day ahead, and nobody measured the time" Undetermined
        ["ocsp.time-ahead"] |it| it.ocsp.produced_at = now() + DAY;
    "ocsp.status" "of a day before the certificate, and good for a year" Undetermined
        ["ocsp.before-certificate"] |it| {
        it.ocsp.produced_at = now() - SECOND * 60;
        it.ocsp.next_update = Some(now() + DAY);
        it.user(|template| template.not_before = now() - SECOND * 59);
    };
    "ocsp.status" "GET gives what POST gives" Complies ["ocsp.get-agrees"] |_| {};
    "ocsp.status" "GET gives another status" Violates ["ocsp.get-contradicts-post"]
        |it| it.ocsp.over_get = Some(CertificateState::Unknown);
    "ocsp.status" "GET is refused" Complies ["ocsp.get-refused", "ocsp.good"]
        |it| it.ocsp.refuses_get = true;
    "ocsp.status" "the address is too long for GET" Complies ["ocsp.get-too-long", "ocsp.good"]
        Scene::with_long_address;
    "ocsp.status" "only SHA-1 is known" Complies ["ocsp.sha1-only", "ocsp.good"]
        |it| it.ocsp.only_hash = Some(HashAlgorithm::Sha1);
    "ocsp.status" "only SHA-256 is known" Complies ["ocsp.sha1-not-known", "ocsp.good"]
        |it| it.ocsp.only_hash = Some(HashAlgorithm::Sha256);
    "ocsp.status" "several in one request" Complies ["ocsp.good"] |it| {
        it.certificates.push(issue_user(|it| it.serial = vec![0x11; 8]).der().to_vec());
    };
    "ocsp.status" "several in one request are refused" Complies ["ocsp.several-refused"] |it| {
        it.certificates.push(issue_user(|it| it.serial = vec![0x11; 8]).der().to_vec());
        it.ocsp.refuses_several = true;
    };
    "ocsp.status" "500" Violates ["ocsp.http-status"]
        |it| it.page(OCSP, Page::Body(500, Vec::new()));
    "ocsp.status" "nobody accepts the connection" Violates ["ocsp.unreachable"]
        |it| it.page(OCSP, Page::Fails(SiteFailure::ConnectionRefused));
    "ocsp.status" "nothing in time" Undetermined ["ocsp.unreachable-from-here"]
        |it| it.page(OCSP, Page::Fails(SiteFailure::Silent));
    "ocsp.status" "the issuer's certificate is absent" Undetermined
        ["ocsp.issuer-certificate-missing"]
        |it| it.certificates.retain(|der| der != world().authority.der());
    "ocsp.status" "no service is named" Undetermined ["ocsp.no-address"]
        |it| it.user_with(Addresses::default());
    "ocsp.status" "no service is named and none is demanded" OutOfScope ["ocsp.not-offered"] |it| {
        it.user_with(Addresses::default());
        it.requirement.conditional = true;
    };
    "ocsp.status" "nobody asked" Undetermined ["ocsp.not-asked"] |it| it.nobody_asked = true;

    // Sessions of TLS.
    "net.tls" "1.3 and 1.2, a chain to the anchor" Complies
        ["net.tls-session", "net.tls-chain-valid"] Scene::with_tls;
    "net.tls" "no https address, and none is demanded" OutOfScope ["net.tls-none-named"]
        |it| it.requirement.conditional = true;
    "net.tls" "no https address" Undetermined ["net.tls-none-named"] |_| {};
    "net.tls" "an address with a user name" Undetermined ["net.tls-address-unusable"] |it| {
        it.with_tls();
        it.declaration.ocsp_urls.push("https://a@www.ca.example/".to_owned());
    };
    "net.tls" "nobody asked" Undetermined ["net.tls-not-asked"] |it| {
        it.with_tls();
        it.nobody_asked = true;
    };
    "net.tls" "1.2 alone" Complies ["net.tls-newest-not-spoken", "net.tls-chain-valid"]
        |it| it.speaking(&[(TlsOffer::Any, "TLS 1.2"), (TlsOffer::Tls12, "TLS 1.2")]);
    "net.tls" "1.0 besides 1.3" Violates ["net.tls-old-version", "net.tls-chain-valid"]
        |it| it.speaking(&[(TlsOffer::Any, "TLS 1.3"), (TlsOffer::Tls10, "TLS 1.0")]);
    "net.tls" "1.1 alone" Violates ["net.tls-old-version"]
        |it| it.speaking(&[(TlsOffer::Tls11, "TLS 1.1")]);
    "net.tls" "the suites of GOST alone" Undetermined ["net.tls-gost-only"]
        |it| it.speaking(&[(TlsOffer::Gost, "TLS 1.2")]);
    "net.tls" "every handshake is refused" Undetermined ["net.tls-not-spoken"]
        |it| it.speaking(&[]);
    "net.tls" "no TLS at the port" Violates ["net.tls-unreachable"] |it| {
        it.speaking(&[]);
        it.tls.failure = SiteFailure::BadAnswer;
    };
    "net.tls" "nobody accepts the connection" Violates ["net.tls-unreachable"] |it| {
        it.speaking(&[]);
        it.tls.failure = SiteFailure::ConnectionRefused;
    };
    "net.tls" "nothing in time" Undetermined ["net.tls-unreachable-from-here"] |it| {
        it.speaking(&[]);
        it.tls.failure = SiteFailure::Silent;
    };
    "net.tls" "the key is not proven" Violates ["net.tls-key-not-proven"] |it| {
        it.with_tls();
        it.tls.proof = TlsProof::NotVerified("as the test says".to_owned());
    };
    "net.tls" "a certificate of another host" Violates ["net.tls-name-differs"]
        |it| it.certified(|leaf| leaf.set(host_name("other.ca.example")));
    "net.tls" "a certificate for every host of the domain" Complies ["net.tls-chain-valid"]
        |it| it.certified(|leaf| leaf.set(host_name("*.ca.example")));
    "net.tls" "the name stands in the subject alone" Violates ["net.tls-name-differs"]
        |it| it.certified(|leaf| leaf.remove(&known::SUBJECT_ALTERNATIVE_NAME));
    "net.tls" "ended two minutes ago" Violates ["net.tls-ended"]
        |it| it.certified(|leaf| leaf.not_after = now() - SECOND * 120);
    "net.tls" "ends within the uncertainty of the inspector's clock" Undetermined
        ["net.tls-ends-now", "net.tls-chain-valid", "time.laptop-clock-unchecked"]
        |it| it.certified(|leaf| leaf.not_after = now() + SECOND * 30);
    "net.tls" "begins tomorrow" Violates ["net.tls-begins-later"]
        |it| it.certified(|leaf| leaf.not_before = now() + DAY);
    "net.tls" "a root that nobody declared" Undetermined ["net.tls-chain-not-shown"] |it| {
        it.with_tls();
        it.tls.chain = vec![it.tls.chain[0].clone(), world().impostor.der().to_vec()];
        it.certificates.truncate(1);
    };
    "net.tls" "the certificate in between is not shown" Violates ["net.tls-chain-incomplete"]
        |it| { it.with_tls(); it.tls.chain.truncate(1); };
    "net.tls" "the chain is out of order" Complies
        ["net.tls-chain-disordered", "net.tls-chain-valid"] |it| {
        it.with_tls();
        it.tls.chain.insert(1, world().root.der().to_vec());
    };
    "net.tls" "the signature of the server's certificate is broken" Violates
        ["net.tls-chain-broken"] |it| {
        it.with_tls();
        it.tls.chain[0] = with_broken_signature(&it.tls.chain[0]);
    };
    "net.tls" "not for servers" Violates ["net.tls-chain-invalid"] |it| it.certified(|leaf| {
        leaf.set(Extension::purposes(&[&known::PURPOSE_CLIENT], false));
    });
    "net.tls" "a key of 1024 bits" Violates ["algorithm.key-short"]
        |it| it.certified(|leaf| leaf.subject_key = short_rsa_key());
    "net.tls" "what is shown is no certificate" Undetermined
        ["net.tls-certificate-unreadable", "net.tls-no-certificate"]
        |it| { it.with_tls(); it.tls.chain = vec![vec![0x30, 0]]; };

    // Time stamps.
    "tsp.token" "a sound token" Complies ["tsp.token-sound", "tsp.time-without-limit"] |_| {};
    "tsp.token" "within the limit" Complies ["tsp.time-within-limit"]
        |it| it.requirement.limit = Some(seconds(62));
    "tsp.token" "the bound reaches across the limit" Undetermined ["tsp.time-straddles-limit"]
        |it| it.requirement.limit = Some(seconds(61));
    "tsp.token" "two minutes behind, and a limit of ten seconds" Violates
        ["tsp.time-beyond-limit"] |it| {
        it.requirement.limit = Some(seconds(10));
        it.tsp.gen_time = now() - SECOND * 120;
    };
    "tsp.token" "two minutes behind, and no limit" Undetermined ["tsp.time-far-from-inspector"]
        |it| it.tsp.gen_time = now() - SECOND * 120;
    "tsp.token" "another imprint" Violates ["tsp.imprint-differs"]
        |it| it.tsp.imprint = Some(vec![0; 32]);
    "tsp.token" "another nonce" Violates ["tsp.nonce-differs"]
        |it| it.tsp.nonce = Some(vec![1]);
    "tsp.token" "signed by a user" Violates ["tsp.certificate-purpose"]
        |it| it.tsp.signed_by_user = true;
    "tsp.token" "a service under a root that nobody declared" Undetermined ["tsp.chain-not-shown"]
        |it| it.declaration.anchors = vec![anchor(&world().impostor)];
    "tsp.token" "no anchor is declared" Undetermined ["tsp.chain-not-shown"]
        |it| it.declaration.anchors.clear();
    "tsp.token" "refused twice, for either hash" Violates ["tsp.refused"]
        |it| it.tsp.says = Some(timestamp_refused(0, "unknown algorithm"));
    "tsp.token" "only the national hash is known" Complies ["tsp.token-sound"]
        |it| it.tsp.national_only = true;
    "tsp.token" "no answer of this protocol" Violates ["tsp.answer-unreadable"]
        |it| it.tsp.says = Some(b"{}".to_vec());
    "tsp.token" "404" Violates ["tsp.http-status"]
        |it| it.page(TSP, Page::Body(404, Vec::new()));
    "tsp.token" "nothing in time" Undetermined ["tsp.unreachable-from-here"]
        |it| it.page(TSP, Page::Fails(SiteFailure::Silent));
    "tsp.token" "no service is declared" Undetermined ["tsp.not-declared"]
        |it| it.declaration.tsp_urls.clear();
    "tsp.token" "no service is declared and none is demanded" OutOfScope ["tsp.not-declared"]
        |it| { it.declaration.tsp_urls.clear(); it.requirement.conditional = true; };
    "tsp.token" "nobody asked" Undetermined ["tsp.not-asked"] |it| it.nobody_asked = true;
}

const UNCHECKED: &str = "time.laptop-clock-unchecked";
const LIST: &str = "http://crl.ca.example/ca.crl";
const MIRROR: &str = "http://crl1.ca.example/ca.crl";
const DELTA: &str = "http://crl.ca.example/ca_d.crl";
const DIRECTORY: &str = "ldap://dir.ca.example/cn=CA?certificateRevocationList;binary";
const ROOT_LIST: &str = "http://crl.root.example/root.crl";
const OCSP: &str = "http://ocsp.ca.example/";
const TSP: &str = "http://tsp.ca.example/";
const SECOND: SignedDuration = SignedDuration::from_secs(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn now() -> Timestamp {
    "2026-01-15T06:00:00Z".parse().unwrap()
}

fn validity() -> (Timestamp, Timestamp) {
    (now() - DAY * 30, now() + DAY * 300)
}

fn seconds(count: i64) -> Limit {
    Limit { min: None, max: Some(count), unit: Unit::Second, basis: Basis::Commission }
}

/// Keys and certificates that every case shares.
struct World {
    root_key: PrivateKey,
    authority_key: PrivateKey,
    user_key: PrivateKey,
    responder_key: PrivateKey,
    stamper_key: PrivateKey,
    stranger_key: PrivateKey,
    root: Certificate,
    impostor: Certificate,
    authority: Certificate,
    user: Certificate,
    responder: Certificate,
    stamper: Certificate,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| World::of(PrivateKeyKind::Gost2015A512))
}

fn key(kind: PrivateKeyKind) -> PrivateKey {
    PrivateKey::generate(kind).unwrap()
}

fn named(common_name: &str) -> Vec<u8> {
    distinguished_name(&[(&known::COMMON_NAME, common_name), (&known::COUNTRY, "KZ")])
}

fn addresses() -> Addresses {
    Addresses {
        ocsp: vec![OCSP.to_owned()],
        crl: vec![LIST.to_owned()],
        delta: vec![DELTA.to_owned()],
        ..Addresses::default()
    }
}

fn authority_template(root: &Certificate, key: &PrivateKey) -> CertificateTemplate {
    let profile = Profile::Authority { path_length: Some(0) };
    let addresses = Addresses { crl: vec![ROOT_LIST.to_owned()], ..Addresses::default() };
    let key = key.public_key();
    CertificateTemplate::new(&profile, Some(root), named("TEST CA"), key, validity(), &addresses)
}

fn user_template(
    authority: &Certificate,
    key: &PrivateKey,
    addresses: &Addresses,
) -> CertificateTemplate {
    let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
    let subject = person("ТЕСТОВ ТЕСТ", "ТЕСТОВ", "000000000000", None);
    let key = key.public_key();
    CertificateTemplate::new(&profile, Some(authority), subject, key, validity(), addresses)
}

impl World {
    fn of(kind: PrivateKeyKind) -> Self {
        let [root_key, authority_key, user_key, responder_key, stamper_key, stranger_key] =
            std::array::from_fn(|_| key(kind));
        let root_of = |key: &PrivateKey| {
            let none = Addresses::default();
            let (subject, public) = (named("TEST ROOT"), key.public_key());
            CertificateTemplate::new(&Profile::Root, None, subject, public, validity(), &none)
                .issue(key)
                .unwrap()
        };
        let root = root_of(&root_key);
        let impostor = root_of(&stranger_key);
        let authority = authority_template(&root, &authority_key).issue(&root_key).unwrap();
        let user =
            user_template(&authority, &user_key, &addresses()).issue(&authority_key).unwrap();
        let service = |profile: &Profile, name: &str, key: &PrivateKey| {
            let none = Addresses::default();
            let (subject, key) = (named(name), key.public_key());
            CertificateTemplate::new(profile, Some(&authority), subject, key, validity(), &none)
                .issue(&authority_key)
                .unwrap()
        };
        let responder = service(&Profile::OcspResponder, "TEST OCSP", &responder_key);
        let stamper = service(&Profile::TimestampAuthority, "TEST TSA", &stamper_key);
        Self {
            root_key,
            authority_key,
            user_key,
            responder_key,
            stamper_key,
            stranger_key,
            root,
            impostor,
            authority,
            user,
            responder,
            stamper,
        }
    }
}

fn issue_authority(key: &PrivateKey, change: impl Fn(&mut CertificateTemplate)) -> Certificate {
    let mut template = authority_template(&world().root, key);
    change(&mut template);
    template.issue(&world().root_key).unwrap()
}

fn issue_user(change: impl Fn(&mut CertificateTemplate)) -> Certificate {
    issue_user_by(&world().authority, &world().authority_key, change)
}

fn issue_user_by(
    authority: &Certificate,
    signer: &PrivateKey,
    change: impl Fn(&mut CertificateTemplate),
) -> Certificate {
    let mut template = user_template(authority, &world().user_key, &addresses());
    change(&mut template);
    template.issue(signer).unwrap()
}

fn anchor(certificate: &Certificate) -> Anchor {
    Anchor {
        sha256: EvidenceId(*certificate.fingerprint().as_bytes()),
        obtained_from: "the test itself".to_owned(),
    }
}

/// A DNS name as the only alternative name of a subject.
fn host_name(name: &str) -> Extension {
    let length = u8::try_from(name.len()).unwrap();
    let value = [&[0x30, length + 2, 0x82, length][..], name.as_bytes()].concat();
    Extension::new(&known::SUBJECT_ALTERNATIVE_NAME, false, value)
}

/// SubjectPublicKeyInfo of an RSA key of 1024 bits, by hand: RFC 8017 appendix A.1.1.
fn short_rsa_key() -> Vec<u8> {
    let mut modulus = vec![0xc5; 128];
    modulus[127] = 0x01;
    let key =
        [&[0x30, 0x81, 0x89, 0x02, 0x81, 0x81, 0x00][..], &modulus, &[2, 3, 1, 0, 1]].concat();
    let algorithm = hex::decode("300d06092a864886f70d0101010500").unwrap();
    let bits = [&[0x03, 0x81, 0x8d, 0x00][..], &key].concat();
    let length = u8::try_from(algorithm.len() + bits.len()).unwrap();
    [&[0x30, 0x81, length][..], &algorithm, &bits].concat()
}

fn complete() -> CrlTemplate {
    CrlTemplate::new(&world().authority, now() - SECOND * 3_600, now() + DAY, 14)
}

/// The list that follows, made two hours after the one before, changed.
fn issued(change: impl Fn(CrlTemplate) -> CrlTemplate) -> CrlTemplate {
    let at = now() + SECOND * 3_600;
    change(CrlTemplate::new(&world().authority, at, at + DAY, 15))
}

fn issued_later(change: impl Fn(CrlTemplate) -> CrlTemplate) -> (&'static str, Vec<u8>) {
    (LIST, signed(&issued(change)))
}

/// As the national authority numbers it: 10 on base 14.
fn delta() -> CrlTemplate {
    CrlTemplate { number: Some(10), delta_base: Some(14), ..complete() }
}

fn signed(list: &CrlTemplate) -> Vec<u8> {
    list.to_der(&world().authority_key).unwrap()
}

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in der.chunks(3) {
        let octet = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = octet(0) << 16 | octet(1) << 8 | octet(2);
        for place in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > group.len() { '=' } else { char::from(digit) });
        }
    }
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n")).into_bytes()
}

/// What lies at an address.
enum Page {
    Body(u16, Vec<u8>),
    Fails(SiteFailure),
}

/// How the status service misbehaves.
struct Responder {
    state: CertificateState,
    produced_at: Timestamp,
    next_update: Option<Timestamp>,
    nonce: Option<Vec<u8>>,
    no_nonce: bool,
    about: Option<Vec<u8>>,
    signed_by_user: bool,
    broken: bool,
    says: Option<Vec<u8>>,
    /// What it says of serial numbers that nobody issued, and whether with the extension for it.
    never_issued: (CertificateState, bool),
    /// What it says over GET, where that differs.
    over_get: Option<CertificateState>,
    refuses_get: bool,
    refuses_several: bool,
    /// The only hash by which it knows certificates.
    only_hash: Option<HashAlgorithm>,
}

/// How the https service behaves.
struct Secure {
    /// What it answers to which offer.
    speaks: &'static [(TlsOffer, &'static str)],
    chain: Vec<Vec<u8>>,
    proof: TlsProof,
    /// What comes of every other offer.
    failure: SiteFailure,
}

/// How the time-stamping service misbehaves.
struct Stamper {
    given: Cell<u8>,
    gen_time: Timestamp,
    imprint: Option<Vec<u8>>,
    nonce: Option<Vec<u8>>,
    signed_by_user: bool,
    national_only: bool,
    says: Option<Vec<u8>>,
}

/// An authority, its site and the case that the commission keeps of it.
struct Scene {
    now: Timestamp,
    certificates: Vec<Vec<u8>>,
    declaration: Declaration,
    without_declaration: bool,
    register: Option<OidRegister>,
    pages: BTreeMap<String, Page>,
    ocsp: Responder,
    tls: Secure,
    tsp: Stamper,
    requirement: Requirement,
    nobody_asked: bool,
    /// What lies at addresses an hour and a minute later, and once more so much later.
    rounds: Vec<BTreeMap<String, Vec<u8>>>,
    round: Cell<usize>,
}

impl Scene {
    fn sound() -> Self {
        let world = world();
        let entry = |oid: &Oid| RegisteredOid {
            oid: oid.to_string(),
            name: "registered".to_owned(),
            holder: None,
        };
        let registered = [
            &known::NATIONAL_POLICY,
            &known::PURPOSE_NATURAL_PERSON,
            &known::KEY_STORAGE,
            &known::KEY_STORAGE_PKCS12,
        ];
        let root_list =
            CrlTemplate::new(&world.root, now() - DAY, now() + DAY, 1).to_der(&world.root_key);
        let pages = [
            (LIST, signed(&complete())),
            (MIRROR, signed(&complete())),
            (DELTA, signed(&delta())),
            (ROOT_LIST, root_list.unwrap()),
        ];
        // The mirror must serve the very bytes of the list: signatures need not be deterministic.
        let mut pages: BTreeMap<_, _> =
            pages.map(|(url, body)| (url.to_owned(), Page::Body(200, body))).into();
        let Some(Page::Body(_, list)) = pages.get(LIST) else { panic!("no list") };
        pages.insert(MIRROR.to_owned(), Page::Body(200, list.clone()));
        Self {
            now: now(),
            certificates: [&world.root, &world.authority, &world.user]
                .map(|it| it.der().to_vec())
                .into(),
            declaration: Declaration {
                hierarchy: Hierarchy::Test,
                anchors: vec![anchor(&world.root)],
                tsp_urls: vec![TSP.to_owned()],
                ..Declaration::default()
            },
            without_declaration: false,
            register: Some(OidRegister {
                source: "extract 1".to_owned(),
                entries: registered.into_iter().map(entry).collect(),
            }),
            pages,
            ocsp: Responder {
                state: CertificateState::Good,
                produced_at: now(),
                next_update: None,
                nonce: None,
                no_nonce: false,
                about: None,
                signed_by_user: false,
                broken: false,
                says: None,
                never_issued: (CertificateState::NEVER_ISSUED, true),
                over_get: None,
                refuses_get: false,
                refuses_several: false,
                only_hash: None,
            },
            tls: Secure {
                speaks: &[],
                chain: Vec::new(),
                proof: TlsProof::Given,
                failure: SiteFailure::Tls,
            },
            tsp: Stamper {
                given: Cell::new(0),
                gen_time: now(),
                imprint: None,
                nonce: None,
                signed_by_user: false,
                national_only: false,
                says: None,
            },
            requirement: requirement("-"),
            nobody_asked: false,
            rounds: Vec::new(),
            round: Cell::new(0),
        }
    }

    /// The same in the algorithms of 2004.
    fn of_2004(&mut self) {
        let world = World::of(PrivateKeyKind::Gost2004);
        self.certificates =
            [&world.root, &world.authority, &world.user].map(|it| it.der().to_vec()).into();
        self.declaration.anchors = vec![anchor(&world.root)];
    }

    fn replace(&mut self, old: &Certificate, new: Vec<u8>) {
        let place = self.certificates.iter_mut().find(|it| *it == old.der()).unwrap();
        *place = new;
    }

    fn authority(&mut self, change: impl Fn(&mut CertificateTemplate)) {
        let changed = issue_authority(&world().authority_key, change);
        self.replace(&world().authority, changed.der().to_vec());
    }

    fn user(&mut self, change: impl Fn(&mut CertificateTemplate)) {
        let changed = issue_user(change);
        self.replace(&world().user, changed.der().to_vec());
    }

    fn user_with(&mut self, addresses: Addresses) {
        let world = world();
        let template = user_template(&world.authority, &world.user_key, &addresses);
        let changed = template.issue(&world.authority_key).unwrap();
        self.replace(&world.user, changed.der().to_vec());
    }

    /// The authority has an https service.
    fn with_tls(&mut self) {
        self.certified(|_| {});
    }

    /// The https service speaks these versions.
    fn speaking(&mut self, speaks: &'static [(TlsOffer, &'static str)]) {
        self.with_tls();
        self.tls.speaks = speaks;
    }

    /// The https service has a certificate that is changed before it is signed.
    fn certified(&mut self, change: impl Fn(&mut CertificateTemplate)) {
        let world = world();
        let none = Addresses::default();
        let (profile, subject) = (Profile::OcspResponder, named("www.ca.example"));
        let key = key(PrivateKeyKind::EcdsaP256);
        let mut template = CertificateTemplate::new(
            &profile,
            Some(&world.authority),
            subject,
            key.public_key(),
            validity(),
            &none,
        );
        template.set(Extension::purposes(&[&known::PURPOSE_SERVER], false));
        template.set(host_name("www.ca.example"));
        change(&mut template);
        let leaf = template.to_der(&world.authority_key).unwrap();
        self.tls.chain = vec![leaf, world.authority.der().to_vec()];
        self.tls.speaks = &[(TlsOffer::Any, "TLS 1.3"), (TlsOffer::Tls12, "TLS 1.2")];
        self.declaration.ocsp_urls.push("https://www.ca.example/".to_owned());
    }

    /// The status service lies at an address of 200 octets.
    fn with_long_address(&mut self) {
        let long = format!("{OCSP}{}", "a".repeat(200 - OCSP.len()));
        self.user_with(Addresses { ocsp: vec![long], ..addresses() });
    }

    fn list(&mut self, change: impl Fn(CrlTemplate) -> CrlTemplate) {
        let list = signed(&change(complete()));
        self.page(LIST, Page::Body(200, list));
    }

    /// Both lists cover this part of the certificates.
    fn scoped(&mut self, scope: IssuingPoint) {
        let of_scope = |list| CrlTemplate { scope: Some(scope.clone()), ..list };
        self.page(LIST, Page::Body(200, signed(&of_scope(complete()))));
        self.page(DELTA, Page::Body(200, signed(&of_scope(delta()))));
    }

    /// Everything is asked once more, when other lists lie at some addresses.
    fn later(&mut self, lists: &[(&str, Vec<u8>)]) {
        let lists = lists.iter().map(|(url, list)| ((*url).to_owned(), list.clone())).collect();
        self.rounds.push(lists);
    }

    /// The user's certificate names two points, whose lists cover these reasons.
    fn two_points(&mut self, first: Vec<u8>, second: Vec<u8>) {
        let points = [LIST, MIRROR].map(|url| {
            let addresses = Addresses { crl: vec![url.to_owned()], ..Addresses::default() };
            let certificate = user_template(&world().authority, &world().user_key, &addresses)
                .issue(&world().authority_key)
                .unwrap();
            let value = certificate.extension(&known::CRL_DISTRIBUTION_POINTS).unwrap().value;
            // What stands inside the list of points, whose length takes one octet.
            value[2..].to_vec()
        });
        let points = points.concat();
        let head = [0x30, u8::try_from(points.len()).unwrap()];
        let value = [&head[..], &points].concat();
        self.user(|template| {
            template.set(Extension::new(&known::CRL_DISTRIBUTION_POINTS, false, value.clone()));
            template.remove(&known::FRESHEST_CRL);
        });
        for (url, reasons) in [(LIST, first), (MIRROR, second)] {
            let scope = IssuingPoint {
                urls: vec![url.to_owned()],
                only_reasons: Some(reasons),
                ..IssuingPoint::default()
            };
            let list = CrlTemplate { scope: Some(scope), ..complete() };
            self.page(url, Page::Body(200, signed(&list)));
        }
    }

    fn list_der(&self) -> Vec<u8> {
        match self.pages.get(LIST) {
            Some(Page::Body(_, body)) => body.clone(),
            Some(Page::Fails(_)) | None => panic!("no list"),
        }
    }

    fn page(&mut self, url: &str, page: Page) {
        self.pages.insert(url.to_owned(), page);
    }

    /// Everything the dossier holds after the looks that a probe's judgement needs.
    fn evidence(&self, probe: &str) -> Vec<Evidence> {
        let of = |kind, source: &str, bytes: Vec<u8>| Evidence::new(kind, self.now, source, bytes);
        let mut evidence: Vec<_> = self
            .certificates
            .iter()
            .enumerate()
            .map(|(index, der)| of(EvidenceKind::Certificate, &format!("{index}.cer"), der.clone()))
            .collect();
        if !self.without_declaration {
            let bytes = serde_json::to_vec(&self.declaration).unwrap();
            evidence.push(of(EvidenceKind::Declaration, "declaration", bytes));
        }
        if let Some(register) = &self.register {
            let bytes = serde_json::to_vec(register).unwrap();
            evidence.push(of(EvidenceKind::OidRegister, "register", bytes));
        }
        if self.nobody_asked {
            return evidence;
        }
        let mut collectors = vec!["crl.availability"];
        if ["net.tls", "ocsp.status", "tsp.token"].contains(&probe) {
            // Lists are looked at last, so that the request under test comes first.
            collectors.insert(0, probe);
        }
        for collector in collectors {
            let collector = probes::by_id(collector).unwrap();
            // A scene without addresses has nothing to ask, which is judged, not collected.
            if let Ok(taken) = collector.collect(self, &self.declaration, &evidence) {
                evidence.extend(taken);
            }
        }
        for round in 1..=self.rounds.len() {
            self.round.set(round);
            let collector = probes::by_id("crl.history").unwrap();
            evidence.extend(collector.collect(self, &self.declaration, &evidence).unwrap());
        }
        self.round.set(0);
        evidence
    }

    fn judge(&self, probe: &str) -> Judgement {
        let requirement = Requirement {
            conditional: self.requirement.conditional,
            limit: self.requirement.limit,
            ..requirement(probe)
        };
        let evidence = self.evidence(probe);
        let day = "2026-01-15".parse().unwrap();
        probes::judge(&Question { requirement: &requirement, evidence: &evidence, day })
    }

    fn answer(&self, request: &HttpRequest, status: u16, body: Vec<u8>) -> HttpAnswer {
        let kind = match request.url.as_str() {
            TSP => "application/timestamp-reply",
            url if url.starts_with(OCSP) => "application/ocsp-response",
            _ => "application/pkix-crl",
        };
        HttpAnswer {
            sent_at: self.now(),
            received_at: self.now(),
            elapsed_us: 0,
            url: request.url.clone(),
            status,
            headers: [("content-type".to_owned(), kind.to_owned())].into(),
            body: body.into(),
        }
    }

    fn answer_status(&self, request: &[u8], method: Method) -> Vec<u8> {
        if let Some(said) = &self.ocsp.says {
            return said.clone();
        }
        let world = world();
        let request = OcspRequest::read(request).unwrap();
        if self.ocsp.refuses_several && request.certificates.len() > 1 {
            return ocsp_refusal(1);
        }
        let mut extended = true;
        let mut answers = Vec::new();
        for mut id in request.certificates {
            if self.ocsp.only_hash.is_some_and(|it| id.hash_of() != Some(it)) {
                return ocsp_refusal(6);
            }
            let issued = self
                .certificates
                .iter()
                .any(|der| Certificate::read(der).is_ok_and(|it| it.serial() == id.serial));
            let state = if !issued {
                extended = self.ocsp.never_issued.1;
                self.ocsp.never_issued.0
            } else if let (Some(state), Method::Get) = (self.ocsp.over_get, method) {
                state
            } else {
                self.ocsp.state
            };
            if let Some(serial) = &self.ocsp.about {
                id.serial = serial.clone();
            }
            let (this_update, next_update) = (self.ocsp.produced_at, self.ocsp.next_update);
            answers.push(SingleAnswer { id, state, this_update, next_update });
        }
        let nonce = self.ocsp.nonce.clone().or(request.nonce).filter(|_| !self.ocsp.no_nonce);
        let mut template = OcspTemplate::new(answers, self.ocsp.produced_at, nonce.as_deref());
        template.extended_revoke = extended;
        let (key, certificate) = match (self.ocsp.signed_by_user, self.ocsp.broken) {
            (true, _) => (&world.user_key, &world.user),
            (false, true) => (&world.stranger_key, &world.responder),
            (false, false) => (&world.responder_key, &world.responder),
        };
        template.to_der(key, certificate).unwrap()
    }

    /// The answer to a request over GET; nothing where the service has none.
    fn answer_get(&self, path: &str) -> Option<Vec<u8>> {
        let text = path.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
        let request = Base64::decode_vec(&text).unwrap();
        (!self.ocsp.refuses_get).then(|| self.answer_status(&request, Method::Get))
    }

    fn answer_stamp(&self, request: &[u8]) -> Vec<u8> {
        if let Some(said) = &self.tsp.says {
            return said.clone();
        }
        let world = world();
        let request = TspRequest::read(request).unwrap();
        if self.tsp.national_only && request.hash.oid != known::STREEBOG_512 {
            return timestamp_refused(0, "unknown algorithm");
        }
        let policy = &known::POLICY_TSA_GOST_2015;
        if request.policy.as_ref().is_some_and(|it| it != policy) {
            return timestamp_refused(15, "another policy");
        }
        // Each token has a number of its own.
        self.tsp.given.set(self.tsp.given.get() + 1);
        let number = vec![self.tsp.given.get()];
        let mut template =
            TimestampTemplate::answering(&request, policy, number, self.tsp.gen_time);
        if let Some(imprint) = &self.tsp.imprint {
            template.imprint = imprint.clone();
        }
        if let Some(nonce) = &self.tsp.nonce {
            template.nonce = Some(nonce.clone());
        }
        let (key, certificate) = if self.tsp.signed_by_user {
            (&world.user_key, &world.user)
        } else {
            (&world.stamper_key, &world.stamper)
        };
        timestamp_granted(&template.to_der(key, certificate).unwrap())
    }
}

impl Site for Scene {
    fn now(&self) -> Timestamp {
        self.now + SECOND * 3_661 * i32::try_from(self.round.get()).unwrap()
    }

    fn http(&self, request: &HttpRequest) -> Result<HttpAnswer, SiteError> {
        let fails = |failure| {
            let message = "as the test says".to_owned();
            Err(SiteError { peer: request.url.clone(), failure, message })
        };
        let later = self.rounds.get(..self.round.get()).unwrap_or_default();
        if let Some(body) = later.iter().rev().find_map(|it| it.get(&request.url)) {
            return Ok(self.answer(request, 200, body.clone()));
        }
        let (status, body) = match (self.pages.get(&request.url), &request.body) {
            (Some(Page::Fails(failure)), _) => return fails(*failure),
            (Some(Page::Body(status, body)), _) => (*status, body.clone()),
            (None, Some((_, bytes))) if request.url.starts_with(OCSP) => {
                (200, self.answer_status(bytes, Method::Post))
            }
            (None, None) if request.url == TSP => (405, Vec::new()),
            (None, None) if request.url.starts_with(OCSP) => {
                match self.answer_get(&request.url[OCSP.len()..]) {
                    Some(answer) => (200, answer),
                    None => (405, Vec::new()),
                }
            }
            (None, Some((_, bytes))) if request.url == TSP => (200, self.answer_stamp(bytes)),
            (None, _) => panic!("{}: asked, and nothing lies there", request.url),
        };
        Ok(self.answer(request, status, body))
    }

    fn ntp(&self, server: &str) -> Result<NtpAnswer, SiteError> {
        panic!("{server}: no probe under test asks for the time")
    }

    fn tls(&self, request: &TlsRequest) -> Result<TlsAnswer, SiteError> {
        assert_eq!(request.endpoint, "www.ca.example:443");
        let Some((_, version)) = self.tls.speaks.iter().find(|(it, _)| *it == request.offer) else {
            let (peer, message) = (request.endpoint.clone(), "as the test says".to_owned());
            return Err(SiteError { peer, failure: self.tls.failure, message });
        };
        Ok(TlsAnswer {
            peer: "192.0.2.1:443".to_owned(),
            sent_at: self.now,
            received_at: self.now,
            elapsed_us: 1_500,
            version: (*version).to_owned(),
            cipher_suite: "TLS13_AES_256_GCM_SHA384".to_owned(),
            group: Some("X25519".to_owned()),
            protocol: None,
            certificates: self.tls.chain.clone(),
            proof: self.tls.proof.clone(),
        })
    }

    fn host(&self) -> Result<HostFacts, SiteError> {
        panic!("no probe under test asks for the host")
    }
}
