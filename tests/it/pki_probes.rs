//! Cases of the probes that need keys: the authority, its lists and its services are made when the
//! tests run, and every look goes through a site that answers from memory.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};
use model::{
    Basis, Evidence, EvidenceId, EvidenceKind, Judgement, Limit, Requirement, Unit, Verdict,
};
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
    Anchor, Declaration, Hierarchy, HostFacts, HttpAnswer, HttpRequest, NtpAnswer, OidRegister,
    Question, RegisteredOid, Site, SiteError, SiteFailure,
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
    "crl.availability" "an address for a directory" Undetermined ["crl.not-http"]
        |it| it.declaration.crl_urls.push("ldap://dir.ca.example/cn=crl".to_owned());
    "crl.availability" "no address at all" Undetermined ["crl.no-address"] |it| {
        it.user_with(Addresses::default());
        it.certificates.retain(|der| der != world().authority.der());
    };
    "crl.availability" "nobody asked" Undetermined ["crl.not-asked"] |it| it.nobody_asked = true;

    // What lists say.
    "crl.content" "current lists, the delta numbered below its base" Complies
        ["crl.current", "crl.delta-belongs", "crl.delta-number-below-base"] |_| {};
    // R06.
    "crl.content" "no nextUpdate" Complies ["crl.current", "crl.next-update-missing"]
        |it| it.list(|mut list| { list.next_update = None; list });
    "crl.content" "nextUpdate is this second" Complies ["crl.current"]
        |it| it.list(|mut list| { list.next_update = Some(now()); list });
    "crl.content" "nextUpdate was a second ago" Violates ["crl.expired", "crl.not-current"]
        |it| it.list(|mut list| { list.next_update = Some(now() - SECOND); list });
    "crl.content" "thisUpdate is a second ahead" Violates ["crl.this-update-in-future"]
        |it| it.list(|mut list| { list.this_update = now() + SECOND; list });
    // R07.
    "crl.content" "the list names another address than that it was fetched from" Complies
        ["crl.current", "crl.other-address"]
        |it| it.scoped(IssuingPoint { urls: vec![MIRROR.to_owned()], ..IssuingPoint::default() });
    "crl.content" "the list is of some reasons and of other authorities too" Complies
        ["crl.current", "crl.scope-limited"]
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
    "crl.content" "one serial number stands twice" Complies ["crl.entry-repeated"]
        |it| it.list(|list| list.revoking(&[9], now() - DAY, None).revoking(&[9], now(), None));
    "crl.content" "what was fetched is no list" Undetermined ["crl.fetched-unreadable"]
        |it| it.page(LIST, Page::Body(200, b"<html>".to_vec()));
    "crl.content" "nothing was fetched" Undetermined ["crl.none-fetched"]
        |it| it.nobody_asked = true;

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

    // Time stamps.
    "tsp.token" "a sound token" Complies ["tsp.token-sound", "tsp.time-without-limit"] |_| {};
    "tsp.token" "within the limit" Complies ["tsp.time-within-limit"]
        |it| it.requirement.limit = Some(seconds(2));
    "tsp.token" "the bound reaches across the limit" Undetermined ["tsp.time-straddles-limit"]
        |it| it.requirement.limit = Some(seconds(1));
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

const LIST: &str = "http://crl.ca.example/ca.crl";
const MIRROR: &str = "http://crl1.ca.example/ca.crl";
const DELTA: &str = "http://crl.ca.example/ca_d.crl";
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

fn complete() -> CrlTemplate {
    CrlTemplate::new(&world().authority, now() - SECOND * 3_600, now() + DAY, 14)
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
    nonce: Option<Vec<u8>>,
    no_nonce: bool,
    about: Option<Vec<u8>>,
    signed_by_user: bool,
    broken: bool,
    says: Option<Vec<u8>>,
}

/// How the time-stamping service misbehaves.
struct Stamper {
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
    tsp: Stamper,
    requirement: Requirement,
    nobody_asked: bool,
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
                nonce: None,
                no_nonce: false,
                about: None,
                signed_by_user: false,
                broken: false,
                says: None,
            },
            tsp: Stamper {
                gen_time: now(),
                imprint: None,
                nonce: None,
                signed_by_user: false,
                national_only: false,
                says: None,
            },
            requirement: requirement("-"),
            nobody_asked: false,
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
        if probe == "ocsp.status" || probe == "tsp.token" {
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

    fn answer_status(&self, request: &[u8]) -> Vec<u8> {
        if let Some(said) = &self.ocsp.says {
            return said.clone();
        }
        let world = world();
        let request = OcspRequest::read(request).unwrap();
        let mut id = request.certificates[0].clone();
        if let Some(serial) = &self.ocsp.about {
            id.serial = serial.clone();
        }
        let answer = SingleAnswer {
            id,
            state: self.ocsp.state,
            this_update: self.ocsp.produced_at,
            next_update: None,
        };
        let nonce = self.ocsp.nonce.clone().or(request.nonce).filter(|_| !self.ocsp.no_nonce);
        let template = OcspTemplate::new(vec![answer], self.ocsp.produced_at, nonce.as_deref());
        let (key, certificate) = match (self.ocsp.signed_by_user, self.ocsp.broken) {
            (true, _) => (&world.user_key, &world.user),
            (false, true) => (&world.stranger_key, &world.responder),
            (false, false) => (&world.responder_key, &world.responder),
        };
        template.to_der(key, certificate).unwrap()
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
        let mut template =
            TimestampTemplate::answering(&request, policy, vec![5], self.tsp.gen_time);
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
        self.now
    }

    fn http(&self, request: &HttpRequest) -> Result<HttpAnswer, SiteError> {
        let fails = |failure| {
            let message = "as the test says".to_owned();
            Err(SiteError { peer: request.url.clone(), failure, message })
        };
        let (status, body) = match (self.pages.get(&request.url), &request.body) {
            (Some(Page::Fails(failure)), _) => return fails(*failure),
            (Some(Page::Body(status, body)), _) => (*status, body.clone()),
            (None, Some((_, bytes))) if request.url == OCSP => (200, self.answer_status(bytes)),
            (None, Some((_, bytes))) if request.url == TSP => (200, self.answer_stamp(bytes)),
            (None, _) => panic!("{}: asked, and nothing lies there", request.url),
        };
        Ok(HttpAnswer {
            sent_at: self.now,
            received_at: self.now,
            elapsed_us: 0,
            url: request.url.clone(),
            status,
            headers: BTreeMap::new(),
            body: body.into(),
        })
    }

    fn ntp(&self, server: &str) -> Result<NtpAnswer, SiteError> {
        panic!("{server}: no probe under test asks for the time")
    }

    fn host(&self) -> Result<HostFacts, SiteError> {
        panic!("no probe under test asks for the host")
    }
}
